//! The page of each document, and what happens where two would have one.
//!
//! In: documents in the order of their paths. Out: those that get a page, and where. A document
//! that loses is left out and named. Never: lets the outcome depend on the system.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::document::Document;
use crate::model::output::{self, CollisionKind, OutputPath};
use crate::source::Span;
use std::collections::HashSet;
use std::sync::Arc;

/// Gives each document its page.
pub(super) fn place(
    documents: Vec<Arc<Document>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Document>>, Vec<OutputPath>) {
    let pages = pages_of(&documents, diagnostics);
    let mut lost = HashSet::new();
    for collision in output::collisions(&pages) {
        let (first, second) = (&documents[collision.first], &documents[collision.second]);
        if collision.kind == CollisionKind::FileAndFolder || !lost.insert(collision.second) {
            continue;
        }
        let why = match collision.kind {
            CollisionKind::SameButForCase => " on systems that do not tell upper from lower case",
            _ => "",
        };
        diagnostics.push(
            Diagnostic::new(
                Code::OutputCollision,
                Span::whole(second.id.clone()),
                format!(
                    "{} and {} would be one page, {}{why}; this one is left out",
                    first.id, second.id, pages[collision.first]
                ),
            )
            .related(Span::whole(first.id.clone()), "the other source of the page")
            .help("rename one of the two"),
        );
    }
    documents
        .into_iter()
        .zip(pages)
        .enumerate()
        .filter(|(number, _)| !lost.contains(number))
        .map(|(_, placed)| placed)
        .unzip()
}

/// `index.md` goes before `README.md` where both stand in a folder; that one keeps its name then.
fn pages_of(documents: &[Arc<Document>], diagnostics: &mut Vec<Diagnostic>) -> Vec<OutputPath> {
    let with_index: HashSet<&str> = documents
        .iter()
        .filter(|document| document.id.stem().eq_ignore_ascii_case("index"))
        .map(|document| document.id.folder())
        .collect();
    let mut pages = Vec::with_capacity(documents.len());
    for document in documents {
        let id = &document.id;
        if id.stem().eq_ignore_ascii_case("readme") && with_index.contains(id.folder()) {
            diagnostics.push(
                Diagnostic::new(
                    Code::OutputCollision,
                    Span::whole(id.clone()),
                    "an index document stands beside this one and is the page of the folder",
                )
                .severity(Severity::Info)
                .help("its page is README.html; rename one of the two if that is not meant"),
            );
            pages.push(OutputPath::for_document_by_name(id));
        } else {
            pages.push(OutputPath::for_document(id));
        }
    }
    pages
}
