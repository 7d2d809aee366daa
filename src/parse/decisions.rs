//! Decisions: a file that is one, sections that are, rows that list them.
//!
//! In: the outline and the metadata of the document. Out: decisions and index rows in the order of
//! the text. Never: ties a decision to another; that is linking.

use super::understanding::Material;
use crate::diagnostic::Diagnostic;
use crate::model::decision::{Decision, DecisionIndexRow};
use crate::model::metadata::Metadata;

/// What a document says about decisions.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    pub(super) decisions: Vec<Decision>,
    pub(super) index: Vec<DecisionIndexRow>,
}

/// Reads the decisions of a document.
pub(super) fn read(
    _material: &Material<'_>,
    _metadata: &Metadata,
    _diagnostics: &mut Vec<Diagnostic>,
) -> Decisions {
    Decisions::default()
}
