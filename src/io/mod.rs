//! The edges: the only place that reads and writes.
#![allow(clippy::disallowed_methods, reason = "reading and writing happen here and nowhere else")]

pub mod read;
pub mod snapshot;
pub mod write;
