//! Decisions of all documents, tied together by their ids.
//!
//! In: decisions, index rows and destinations of links. Out: the register in its order, every
//! relation in both directions, and findings. Never: the words of a document.

use crate::diagnostic::Diagnostic;
use crate::model::decision::LinkedDecision;
use crate::model::document::Document;
use crate::model::site::Destination;
use std::sync::Arc;

/// Ties the decisions of all documents together.
pub(super) fn gather(
    _documents: &[Arc<Document>],
    _destinations: &[Vec<Destination>],
    _diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LinkedDecision> {
    Vec::new()
}
