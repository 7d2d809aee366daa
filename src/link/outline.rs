//! What a portal is apart from the text of its documents.
//!
//! In: the snapshot, and the outlines of the documents. Out: one fingerprint, none where
//! documents have none; where it is the same,
//! every page stands in the same place and every link of an unchanged document leads where it led.
//! Never: the text of a document, or anything that follows from it alone.

use crate::model::change::Commit;
use crate::model::document::Document;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::OutputPath;
use crate::model::site::PortalPages;
use crate::model::snapshot::{Snapshot, SourceFile};
use crate::source::SourcePath;
use std::sync::Arc;

/// What was known of the turn before.
#[derive(Default)]
pub(super) struct Memo {
    known: Option<Known>,
    history: Option<(Arc<[Commit]>, Fingerprint)>,
}

/// What the fingerprint of the turn before was taken of.
struct Known {
    frame: Fingerprint,
    /// The names of all files, and what each is.
    files: Vec<(SourcePath, u8)>,
    documents: Vec<Arc<Document>>,
    outline: Fingerprint,
}

/// Takes the fingerprint; the one of the turn before holds where the outline of no document is another.
pub(super) fn fingerprint(
    snapshot: &Snapshot,
    documents: &[Arc<Document>],
    memo: &mut Memo,
) -> Option<Fingerprint> {
    let known = memo.known.take();
    documents.first().is_none_or(|document| document.outline.is_some()).then_some(())?;
    let frame = frame(snapshot);
    let files = || snapshot.files.iter().map(|(path, file)| (path, kind_of(file)));
    let is_outlined_same = |(before, now): (&Arc<Document>, &Arc<Document>)| {
        Arc::ptr_eq(before, now) || before.outline == now.outline
    };
    let is_same = |known: &Known| {
        known.frame == frame
            && known.documents.len() == documents.len()
            && known.documents.iter().zip(documents).all(is_outlined_same)
            && known.files.len() == snapshot.files.len()
            && known.files.iter().zip(files()).all(|((path, kind), file)| (path, *kind) == file)
    };
    if let Some(mut known) = known.filter(is_same) {
        for (known, document) in known.documents.iter_mut().zip(documents) {
            if !Arc::ptr_eq(known, document) {
                *known = Arc::clone(document);
            }
        }
        let outline = known.outline;
        memo.known = Some(known);
        return Some(outline);
    }
    let mut fingerprinter = Fingerprinter::new("outline of a portal").part(frame);
    for (path, kind) in files() {
        fingerprinter = fingerprinter.bytes(path.as_str().as_bytes()).bytes(&[kind]);
    }
    for document in documents {
        fingerprinter = fingerprinter.part(document.outline?);
    }
    let outline = fingerprinter.finish();
    let files = files().map(|(path, kind)| (path.clone(), kind)).collect();
    memo.known = Some(Known { frame, files, documents: documents.to_vec(), outline });
    Some(outline)
}

fn kind_of(file: &SourceFile) -> u8 {
    match file {
        SourceFile::Document(_) => 0,
        SourceFile::Text(_) => 1,
        SourceFile::Asset { .. } => 2,
        SourceFile::Hidden => 3,
    }
}

/// Takes the fingerprint of all but the files and the documents.
fn frame(snapshot: &Snapshot) -> Fingerprint {
    // Exhaustive, so that whoever adds to a snapshot has to say here what hangs on it.
    let Snapshot {
        config,
        folder_name,
        book,
        files: _,
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
    let fingerprinter = Fingerprinter::new("frame of a portal")
        .part(config.fingerprint())
        // Findings about settings have their places in this text.
        .bytes(book.as_deref().unwrap_or_default().as_bytes())
        .bytes(
            format!(
                "{folder_name:?} {repository_prefix:?} {today:?} {with_drafts} {base_url:?} {pictures:?}"
            )
            .as_bytes(),
        );
    match snapshot.text_of(&SourcePath::new("SUMMARY.md")) {
        Some(summary) => fingerprinter.part(summary.fingerprint()).finish(),
        None => fingerprinter.finish(),
    }
}

/// Adds what only linking can tell: which files have lost their places; and the commits, for the histories
/// of documents.
pub(super) fn of_site(
    outline: Fingerprint,
    snapshot: &Snapshot,
    lost: &[&OutputPath],
    memo: &mut Memo,
) -> Fingerprint {
    let known = memo.history.take().filter(|(known, _)| Arc::ptr_eq(known, &snapshot.history));
    let (_, history) = memo.history.insert(known.unwrap_or_else(|| {
        let mut fingerprinter = Fingerprinter::new("history");
        for commit in snapshot.history.iter() {
            fingerprinter = fingerprinter.bytes(format!("{commit:?}").as_bytes());
        }
        (Arc::clone(&snapshot.history), fingerprinter.finish())
    }));
    let lost = format!("{lost:?}");
    Fingerprinter::new("outline of a site").part(outline).part(*history).bytes(lost.as_bytes()).finish()
}

/// Adds which pages the portal has, as each page's menu shows them.
pub(super) fn with_portal(outline: Fingerprint, portal: &PortalPages) -> Fingerprint {
    Fingerprinter::new("outline with the portal")
        .part(outline)
        .bytes(format!("{portal:?}").as_bytes())
        .finish()
}
