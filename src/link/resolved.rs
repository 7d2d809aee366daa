//! Where the links of each document lead and which files its names are, carried on from turn to turn.
//!
//! In: the documents that have a place, and which of them are others than before. Out: destinations and names in
//! the order of the documents, and whether what follows from them holds. Never: looks at a document again that is
//! the one before, as long as the outlines are the same.

use super::files::Files;
use super::names::{self, Meant, Names};
use super::placed::Placed;
use super::resolve;
use crate::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::site::{Destination, DocumentNumber};
use crate::model::snapshot::Snapshot;
use rayon::prelude::*;
use std::sync::Arc;

/// What is found of all documents, by their numbers.
#[derive(Default)]
pub(super) struct AllResolved {
    of_documents: Vec<Resolved>,
    /// Those of `of_documents`, as a list that turns share.
    pub(super) destinations: Arc<Vec<Arc<[Destination]>>>,
    /// Likewise.
    pub(super) names: Arc<Vec<Arc<Names>>>,
}

/// What holds of the turn before.
pub(super) struct Held {
    /// Whether the same files are carried along.
    pub(super) carried: bool,
    /// Whether what documents say of decisions leads where it led.
    pub(super) of_decisions: bool,
}

impl AllResolved {
    /// Forgets everything: the outlines are others.
    pub(super) fn clear(&mut self) {
        self.of_documents.clear();
    }

    /// Finds out what is not known of the documents that `asked` names, or of all where nothing is.
    pub(super) fn carry_on(
        &mut self,
        snapshot: &Snapshot,
        documents: &[Arc<Document>],
        placed: &Placed,
        asked: &[DocumentNumber],
    ) -> Held {
        let mut held = Held { carried: true, of_decisions: true };
        for number in asked {
            let number = number.0 as usize;
            if let Some(known) = self.of_documents.get_mut(number) {
                known.go_on(&documents[number]);
            }
        }
        let is_old = |number: &DocumentNumber| {
            let number = number.0 as usize;
            let known = self.of_documents.get(number);
            known.is_none_or(|known| known.document.fingerprint != documents[number].fingerprint)
        };
        let old: Vec<DocumentNumber> = asked.iter().copied().filter(is_old).collect();
        if self.of_documents.is_empty() {
            self.destinations = Arc::new(Vec::with_capacity(documents.len()));
            self.names = Arc::new(Vec::with_capacity(documents.len()));
        }
        if old.is_empty() {
            return held;
        }
        let files = Files::new(snapshot, &placed.pages, &placed.numbers, &placed.index);
        let find = |number: &DocumentNumber| Resolved::of(*number, documents, placed, &files);
        let found: Vec<Resolved> = old.par_iter().map(find).collect();
        let destinations = Arc::make_mut(&mut self.destinations);
        let names = Arc::make_mut(&mut self.names);
        for (number, new) in old.into_iter().zip(found) {
            let number = number.0 as usize;
            match self.of_documents.get_mut(number) {
                Some(known) => {
                    held.carried &= leads_to_same_files(&known.destinations, &new.destinations);
                    // Of decisions only the links tell of those who speak of them.
                    held.of_decisions &= known.destinations == new.destinations
                        || [&known.document, &new.document]
                            .iter()
                            .all(|it| it.decisions.is_empty() && it.decision_index.is_empty());
                    destinations[number] = Arc::clone(&new.destinations);
                    names[number] = Arc::clone(&new.names);
                    *known = new;
                }
                None => {
                    destinations.push(Arc::clone(&new.destinations));
                    names.push(Arc::clone(&new.names));
                    self.of_documents.push(new);
                }
            }
        }
        held
    }

    /// Returns what was found on the way.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of_documents.iter().flat_map(|resolved| &resolved.diagnostics)
    }
}

/// Where the links of one document lead and which files its names are, as long as the outlines are the same.
struct Resolved {
    document: Arc<Document>,
    destinations: Arc<[Destination]>,
    names: Arc<Names>,
    diagnostics: Vec<Diagnostic>,
}

impl Resolved {
    fn of(number: DocumentNumber, documents: &[Arc<Document>], placed: &Placed, files: &Files<'_>) -> Self {
        let (document, page) = (&documents[number.0 as usize], &placed.pages[number.0 as usize]);
        let (destinations, mut diagnostics) = resolve::links_of(document, page, files, documents);
        let names = names::of_document(document, files, documents, &placed.titles, &mut diagnostics);
        let (document, names) = (Arc::clone(document), Arc::new(names));
        Self { document, destinations: destinations.into(), names, diagnostics }
    }

    /// Takes over a new text whose links and names are the old ones: they lead where they led, if there is
    /// no finding that may have moved.
    fn go_on(&mut self, document: &Arc<Document>) {
        let names = || self.document.mentions.iter().zip(&document.mentions);
        let are_names_same = || {
            let is_missing = |meant: &Meant| matches!(meant, Meant::Nothing(_));
            let [old, new] = [&self.document, document].map(|it| &it.metadata.related);
            self.document.mentions.len() == document.mentions.len()
                && names().all(|(old, new)| {
                    (&old.kind, &old.written, old.is_entry) == (&new.kind, &new.written, new.is_entry)
                })
                && old.iter().map(|it| &it.value).eq(new.iter().map(|it| &it.value))
                // With these stand findings that may have moved.
                && !self.names.related.iter().any(is_missing)
        };
        let is_new = self.document.fingerprint != document.fingerprint;
        let links = || self.document.links.iter().zip(&document.links);
        let is_same = || {
            self.document.links.len() == document.links.len()
                && links().all(|(old, new)| {
                    (old.kind, &old.target, &old.text) == (new.kind, &new.target, &new.text)
                })
        };
        if is_new && self.diagnostics.is_empty() && is_same() && are_names_same() {
            self.document = Arc::clone(document);
        }
    }
}

/// Says whether two lists of destinations lead to the same files that are carried along.
fn leads_to_same_files(old: &[Destination], new: &[Destination]) -> bool {
    let files = |it: &'_ &Destination| matches!(it, Destination::Asset { .. });
    old.iter().filter(files).eq(new.iter().filter(files))
}
