//! What a portal is apart from the text of its documents.
//!
//! In: the snapshot, and the outlines of the documents. Out: one fingerprint, none where
//! documents have none; where it is the same,
//! every page stands in the same place and every link of an unchanged document leads where it led.
//! Never: the text of a document, or anything that follows from it alone.

use crate::model::document::Document;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::OutputPath;
use crate::model::site::PortalPages;
use crate::model::snapshot::{Snapshot, SourceFile};
use crate::source::SourcePath;
use std::sync::Arc;

pub(super) fn fingerprint(snapshot: &Snapshot, documents: &[Arc<Document>]) -> Option<Fingerprint> {
    documents.first().is_none_or(|document| document.outline.is_some()).then_some(())?;
    // Exhaustive, so that whoever adds to a snapshot has to say here what hangs on it.
    let Snapshot {
        config,
        folder_name,
        book,
        files,
        pictures,
        theme: _,
        named_files: _,
        repository_prefix,
        // It is no part of where pages stand and links lead.
        history: _,
        today,
        with_drafts,
        base_url,
        dead_addresses: _,
        diagnostics: _,
    } = snapshot;
    let mut fingerprinter = Fingerprinter::new("outline of a portal")
        .part(config.fingerprint())
        // Findings about settings have their places in this text.
        .bytes(book.as_deref().unwrap_or_default().as_bytes())
        .bytes(
            format!(
                "{folder_name:?} {repository_prefix:?} {today:?} {with_drafts} {base_url:?} {pictures:?}"
            )
            .as_bytes(),
        );
    for (path, file) in files {
        let kind = match file {
            SourceFile::Document(_) => 0,
            SourceFile::Text(_) => 1,
            SourceFile::Asset { .. } => 2,
            SourceFile::Hidden => 3,
        };
        fingerprinter = fingerprinter.bytes(path.as_str().as_bytes()).bytes(&[kind]);
    }
    if let Some(summary) = snapshot.text_of(&SourcePath::new("SUMMARY.md")) {
        fingerprinter = fingerprinter.part(summary.fingerprint());
    }
    for document in documents {
        fingerprinter = fingerprinter.part(document.outline?);
    }
    Some(fingerprinter.finish())
}

/// Adds what only linking can tell: which files have lost their places, and which pages the portal
/// has, as each page's menu shows them; and the commits, for the histories of documents.
pub(super) fn of_site(
    outline: Fingerprint,
    snapshot: &Snapshot,
    lost: &[&OutputPath],
    portal: &PortalPages,
) -> Fingerprint {
    let mut fingerprinter = Fingerprinter::new("outline of a site")
        .part(outline)
        .bytes(format!("{lost:?} {portal:?}").as_bytes());
    for commit in snapshot.history.iter() {
        fingerprinter = fingerprinter.bytes(format!("{commit:?}").as_bytes());
    }
    fingerprinter.finish()
}
