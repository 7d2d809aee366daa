//! Key concepts and the documents that carry them.
//!
//! In: the metadata of all documents. Out: concepts in the order of their names. Never: a concept
//! that no document names.

use crate::model::document::Document;
use crate::model::site::SiteConcept;
use std::sync::Arc;

/// Gathers the concepts of all documents.
pub(super) fn gather(_documents: &[Arc<Document>]) -> Vec<SiteConcept> {
    Vec::new()
}
