//! The files that are carried along: those that some document or the footer links to or shows.
//!
//! In: where all links lead. Out: the files with their places, and those that have none because something else
//! stands there. Never: reads a file.

use super::collisions;
use super::placed::Placed;
use crate::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::output::OutputPath;
use crate::model::site::Destination;
use crate::model::snapshot::{Snapshot, SourceFile};
use crate::source::SourcePath;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// The files carried along, as long as the same links lead to the same.
pub(super) struct Carried {
    pub(super) assets: Arc<BTreeMap<SourcePath, OutputPath>>,
    /// Those that would stand in the place of something else.
    pub(super) lost: HashSet<OutputPath>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Carried {
    /// Gathers the files that some document or the footer links to or shows, and leaves out those that
    /// have no place.
    pub(super) fn of(
        snapshot: &Snapshot,
        documents: &[Arc<Document>],
        destinations: &[Arc<[Destination]>],
        footer: &[Destination],
        placed: &Placed,
    ) -> Self {
        let carried: HashSet<&OutputPath> = destinations
            .iter()
            .flat_map(|of_document| of_document.iter())
            .chain(footer)
            .filter_map(|destination| match destination {
                Destination::Asset { page, .. } => Some(page),
                _ => None,
            })
            .collect();
        let mut assets = BTreeMap::new();
        if !carried.is_empty() {
            for (path, file) in &snapshot.files {
                if matches!(file, SourceFile::Hidden) || placed.numbers.contains_key(path) {
                    continue;
                }
                let page = OutputPath::for_file(path);
                if carried.contains(&page) {
                    assets.insert(path.clone(), page);
                }
            }
        }
        let mut diagnostics = Vec::new();
        let of_documents = (documents, &*placed.pages);
        let lost = collisions::leave_out_taken(&mut assets, of_documents, &placed.folders, &mut diagnostics);
        Self { assets: Arc::new(assets), lost, diagnostics }
    }
}
