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

/// Says which documents have a status that nobody knows.
pub(super) fn check(documents: &[Arc<Document>], diagnostics: &mut Vec<Diagnostic>) {
    let mut by_word: BTreeMap<String, Vec<(&Document, &Stated<Status>)>> = BTreeMap::new();
    for document in documents.iter().filter(|document| !document.is_template && !document.is_decision()) {
        if let Some(status) = &document.metadata.status
            && status.kind == StatusKind::Unknown
        {
            by_word.entry(status.word().to_lowercase()).or_default().push((document, status));
        }
    }
    for (word, stated) in by_word {
        let is_misspelt = stated.iter().any(|(_, status)| status.nearest().is_some());
        if !is_misspelt && (stated.len() >= SHARED || MATURITIES.contains(&word.as_str())) {
            continue;
        }
        // A document may well have a status of its team's own; a misspelt one is nobody's.
        let severity = if is_misspelt { Severity::Warning } else { Severity::Info };
        diagnostics.extend(stated.into_iter().map(|(document, status)| {
            let message = format!("\"{}\" is not a status", status.word());
            let finding = Diagnostic::new(Code::UnknownStatus, status.extent.of(&document.id), message);
            finding.severity(severity).help(status.mend())
        }));
    }
}
