//! Change logs: tables, Keep a Changelog, dated lists.
//!
//! In: the outline. Out: dated entries in the order of the text. Never: an entry without a date.

use super::understanding::Material;
use crate::diagnostic::Diagnostic;
use crate::model::change::Change;

/// Reads the changes of a document.
pub(super) fn read(_material: &Material<'_>, _diagnostics: &mut Vec<Diagnostic>) -> Vec<Change> {
    Vec::new()
}
