//! Template text that nobody has filled in, and how complete that leaves a document.
//!
//! In: the outline. Out: placeholders in the order of the text, and the parts of completeness.
//! Never: looks into code, but for the labels of diagrams.

use super::understanding::Material;
use crate::model::completeness::{Completeness, Placeholder};
use crate::model::metadata::Metadata;

/// Says whether a value is one that nobody has filled in: `[DATE]`, `YYYY-MM-DD`, `{date}`,
/// `<your name>`, `TBD`, `Draft / Review / Live`, or nothing at all.
pub(super) fn is_unfilled(text: &str) -> bool {
    let text = text.trim().trim_matches(['*', '_', '`', '"']).trim();
    let is_within = |open: char, close: char| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inside| !inside.contains([open, close]))
    };
    text.is_empty()
        || is_within('[', ']')
        || is_within('{', '}')
        || is_within('<', '>') && !text.contains(['@', '/'])
        || matches!(text.to_ascii_uppercase().as_str(), "TBD" | "TODO" | "XXX" | "YYYY-MM-DD" | "DD/MM/YYYY")
}

/// Reads the placeholders of a document.
pub(super) fn read(_material: &Material<'_>) -> Vec<Placeholder> {
    Vec::new()
}

/// Counts what there is and what is missing.
pub(super) fn completeness(
    _material: &Material<'_>,
    _placeholders: &[Placeholder],
    _metadata: &Metadata,
) -> Completeness {
    Completeness::default()
}
