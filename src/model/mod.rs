//! The nouns: what flows between the stages.
//!
//! In and out: plain values, cheap to clone where they are shared. Never: a computation that a
//! stage should own, anything from outside the process.

pub mod brand;
pub mod config;
pub mod date;
pub mod document;
pub mod fingerprint;
pub mod names;
pub mod output;
pub mod page;
pub mod site;
pub mod snapshot;
pub mod summary;
