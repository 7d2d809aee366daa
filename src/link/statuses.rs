//! Statuses of documents that are none of the known words.
//!
//! In: the metadata of all documents. Out: findings. Never: a decision, whose status is judged where it
//! is read; a word that several documents share, which is one of the portal's own.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::document::Document;
use crate::model::metadata::Stated;
use crate::model::status::{Status, StatusKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// From so many documents on a word is one of the portal's own.
const SHARED: usize = 3;

/// How far a product is, which is no status of the document that says so.
const MATURITIES: &[&str] = &[
    "alpha",
    "beta",
    "experimental",
    "frozen",
    "ga",
    "generally available",
    "pre-alpha",
    "preview",
    "prototype",
];

/// Returns the status of a document where it is none of the known words.
fn unknown_of(document: &Document) -> Option<&Stated<Status>> {
    let status = document.metadata.status.as_ref().filter(|status| status.kind == StatusKind::Unknown)?;
    (!document.is_template && !document.is_decision()).then_some(status)
}

/// Says whether two texts of one document have the same to say here, at the same place.
pub(super) fn says_the_same(old: &Document, new: &Document) -> bool {
    match (unknown_of(old), unknown_of(new)) {
        (Some(old), Some(new)) => (old.extent, &old.value) == (new.extent, &new.value),
        (old, new) => old.is_none() && new.is_none(),
    }
}

/// Says which documents have a status that nobody knows.
pub(super) fn unknown(documents: &[Arc<Document>]) -> Vec<Diagnostic> {
    let mut by_word: BTreeMap<String, Vec<(&Document, &Stated<Status>)>> = BTreeMap::new();
    for document in documents {
        if let Some(status) = unknown_of(document) {
            by_word.entry(status.word().to_lowercase()).or_default().push((document, status));
        }
    }
    let mut found = Vec::new();
    for (word, stated) in by_word {
        let is_misspelt = stated.iter().any(|(_, status)| status.nearest().is_some());
        if !is_misspelt && (stated.len() >= SHARED || MATURITIES.contains(&word.as_str())) {
            continue;
        }
        // A document may well have a status of its team's own; a misspelt one is nobody's.
        let severity = if is_misspelt { Severity::Warning } else { Severity::Info };
        found.extend(stated.into_iter().map(|(document, status)| {
            let message = format!("\"{}\" is not a status", status.word());
            let finding = Diagnostic::new(Code::UnknownStatus, status.extent.of(&document.id), message);
            finding.severity(severity).help(status.mend())
        }));
    }
    found
}
