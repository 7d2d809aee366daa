//! What follows from the outlines of the documents, the names of files and the settings, and from no text.
//!
//! In: documents in the order of their paths. Out: those that get a place, where it is, and what is built on that:
//! the navigation, the links of the footer. Never: asks where a link in the text of a document leads.

use super::files::{Files, Index};
use super::{collisions, names, navigation, resolve, titles};
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, TitleOrigin};
use crate::model::fingerprint::Fingerprint;
use crate::model::markup::escaped;
use crate::model::output::OutputPath;
use crate::model::site::{Destination, DocumentNumber, Folder, Navigation, portal_name};
use crate::model::snapshot::Snapshot;
use crate::model::summary::Summary;
use crate::source::SourcePath;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What follows from the outlines of the documents, the names of files and the settings alone.
pub(super) struct Placed {
    pub(super) outline: Option<Fingerprint>,
    pub(super) index: Index,
    pub(super) titles: names::Titles,
    pub(super) pages: Arc<[OutputPath]>,
    pub(super) copies: Arc<[OutputPath]>,
    pub(super) numbers: Arc<HashMap<SourcePath, DocumentNumber>>,
    pub(super) navigation: Arc<Navigation>,
    pub(super) folders: Arc<BTreeMap<String, Folder>>,
    pub(super) footer: Vec<Destination>,
    /// The document of the front page.
    pub(super) front: Option<DocumentNumber>,
    pub(super) twins: Arc<HashSet<DocumentNumber>>,
    pub(super) has_aliases: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Placed {
    /// Finds out all that does not depend on the text of documents, and leaves out those that have no place.
    pub(super) fn of(
        snapshot: &Snapshot,
        documents: &mut Vec<Arc<Document>>,
        summary: Option<&Summary>,
        footer: Option<&Document>,
        outline: Option<Fingerprint>,
    ) -> Self {
        let mut diagnostics = Vec::new();
        let (placed, pages) = collisions::place(std::mem::take(documents), &mut diagnostics);
        *documents = placed;
        let front = pages.iter().zip(0..).find(|(page, _)| page.as_str() == "index.html");
        let front = front.map(|(_, number)| DocumentNumber(number));
        name_front_document(documents, front, snapshot);
        let numbers: HashMap<SourcePath, DocumentNumber> = documents
            .iter()
            .enumerate()
            .map(|(number, document)| (document.id.clone(), DocumentNumber(number as u32)))
            .collect();
        let copies = || documents.iter().map(|document| OutputPath::for_file(&document.id)).collect();
        let (index, (copies, twins)) = rayon::join(
            || Index::new(snapshot, documents, &pages, &numbers),
            || (copies(), titles::twins(documents)),
        );
        let files = Files::new(snapshot, &pages, &numbers, &index);
        let footer = footer.map_or_else(Vec::new, |footer| {
            // It stands on every page and so is on none of them: no link of it leads to where it is.
            let nowhere = OutputPath::safe("footer");
            let (of_footer, found) = resolve::links_of(footer, &nowhere, &files, documents);
            diagnostics.extend(found);
            of_footer
        });
        let (navigation, folders) =
            navigation::build(documents, &pages, &numbers, &files, summary, &mut diagnostics);
        Self {
            outline,
            index,
            titles: names::Titles::default(),
            pages: pages.into(),
            copies,
            numbers: Arc::new(numbers),
            navigation: Arc::new(navigation),
            folders: Arc::new(folders),
            footer,
            front,
            twins: Arc::new(twins),
            has_aliases: documents.iter().any(|document| !document.metadata.aliases.is_empty()),
            diagnostics,
        }
    }

    /// Leaves out of the documents of a later turn those that have no place.
    pub(super) fn leave_out_others(&self, documents: &mut Vec<Arc<Document>>, snapshot: &Snapshot) {
        if documents.len() > self.pages.len() {
            documents.retain(|document| self.numbers.contains_key(&document.id));
        }
        name_front_document(documents, self.front, snapshot);
    }
}

/// Gives the document of the front page the portal's name where it has no title of its own: other
/// folders lend their index their name, and that of the source folder no document knows.
fn name_front_document(documents: &mut [Arc<Document>], front: Option<DocumentNumber>, snapshot: &Snapshot) {
    let Some(document) = front.and_then(|front| documents.get_mut(front.0 as usize)) else { return };
    let has_title =
        || document.sections.iter().any(|section| section.level == 1 && !section.title.is_empty());
    if document.title_origin != TitleOrigin::FileName || has_title() {
        return;
    }
    let title = portal_name(&snapshot.config, snapshot.folder_name.as_deref());
    let title_html = escaped(&title);
    *document = Arc::new(Document { title, title_html, ..Document::clone(document) });
}
