//! Readers of languages that no table describes.
//!
//! In: a part of the code. Out: what has a class, in reading order. Never: goes back further than a
//! line, takes a time that is not in proportion to the code.

mod cursor;
mod json;
mod scalar;
mod shell;
mod yaml;

pub(super) use json::json;
pub(super) use shell::shell;
pub(super) use yaml::yaml;
