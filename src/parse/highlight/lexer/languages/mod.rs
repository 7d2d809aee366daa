//! The languages: a table each.
//!
//! In: nothing. Out: what the scanner follows. Never: reads code.

mod c;
mod c_sharp;
mod go;
mod graphql;
mod hcl;
mod java;
mod javascript;
mod powershell;
mod protobuf;
mod python;
mod rust;
mod solidity;
mod sql;

pub(super) use c::{C, CPP};
pub(super) use c_sharp::C_SHARP;
pub(super) use go::GO;
pub(super) use graphql::GRAPHQL;
pub(super) use hcl::HCL;
pub(super) use java::{JAVA, KOTLIN};
pub(super) use javascript::{JAVASCRIPT, TSX, TYPESCRIPT};
pub(super) use powershell::POWERSHELL;
pub(super) use protobuf::PROTOBUF;
pub(super) use python::PYTHON;
pub(super) use rust::RUST;
pub(super) use solidity::SOLIDITY;
pub(super) use sql::SQL;
