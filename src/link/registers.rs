//! The rows of all registers, and where documents disagree about one thing.
//!
//! In: the register rows of all documents and the definitions. Out: a register for each
//! definition. Never: which of two documents is right.

use crate::model::document::Document;
use crate::model::register::{Register, RegisterDefinition};
use std::sync::Arc;

/// Gathers the rows of each register.
pub(super) fn gather(_documents: &[Arc<Document>], definitions: &[RegisterDefinition]) -> Vec<Register> {
    vec![Register::default(); definitions.len()]
}
