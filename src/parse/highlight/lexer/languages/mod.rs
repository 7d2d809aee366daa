//! The languages: a table each.
//!
//! In: nothing. Out: what the scanner follows. Never: reads code.

mod go;
mod javascript;
mod python;
mod rust;
mod sql;

pub(super) use go::GO;
pub(super) use javascript::{JAVASCRIPT, TSX, TYPESCRIPT};
pub(super) use python::PYTHON;
pub(super) use rust::RUST;
pub(super) use sql::SQL;
