//! The nouns: what flows between the stages.
//!
//! In and out: plain values, cheap to clone where they are shared. Never: a computation that a
//! stage should own, anything from outside the process.

pub mod brand;
pub mod change;
pub mod completeness;
pub mod config;
pub mod date;
pub mod decision;
pub mod decision_id;
pub mod document;
pub mod exception;
pub mod fingerprint;
pub mod languages;
pub mod markup;
pub mod mention;
pub mod metadata;
pub mod names;
pub mod output;
pub mod page;
pub mod register;
pub mod relation;
pub mod shared;
pub mod site;
pub mod snapshot;
pub mod status;
pub mod summary;
