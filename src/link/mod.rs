//! Stage two: all documents together, over facts alone.
//!
//! In: the documents, the names of all files, the settings, the summary where there is one. Out:
//! the [`Site`]: where pages stand, where links lead, the navigation; and what does not fit.
//! Never: looks at Markdown or HTML, writes a page.

mod address;
mod collisions;
mod concepts;
mod decisions;
mod files;
mod navigation;
mod nearest;
mod portal;
mod redirects;
mod registers;
mod resolve;
mod reviews;
mod timeline;

pub use files::Files;

use crate::diagnostic::Diagnostic;
use crate::model::decision::DecisionNumber;
use crate::model::document::{Document, TitleOrigin};
use crate::model::output::OutputPath;
use crate::model::register::RegisterDefinition;
use crate::model::site::{Destination, DocumentNumber, PortalPage, Site, portal_name};
use crate::model::snapshot::Snapshot;
use crate::model::summary::Summary;
use crate::source::SourcePath;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Links documents to a site. `documents` must be in the order of their paths; `footer` is the text
/// at the foot of every page, whose links are written from the source folder.
pub fn link(
    snapshot: &Snapshot,
    documents: Vec<Arc<Document>>,
    register_definitions: Vec<RegisterDefinition>,
    summary: Option<&Summary>,
    footer: Option<&Document>,
) -> Site {
    let mut diagnostics = Vec::new();
    let (mut documents, pages) = collisions::place(documents, &mut diagnostics);
    name_front_document(&mut documents, &pages, snapshot);
    let numbers: HashMap<SourcePath, DocumentNumber> = documents
        .iter()
        .enumerate()
        .map(|(number, document)| (document.id.clone(), DocumentNumber(number as u32)))
        .collect();
    let files = Files::new(snapshot, &documents, &pages, &numbers);
    let resolved: Vec<(Vec<Destination>, Vec<Diagnostic>)> = documents
        .par_iter()
        .zip(&pages)
        .map(|(document, page)| resolve::links_of(document, page, &files, &documents))
        .collect();
    let mut destinations = Vec::with_capacity(resolved.len());
    for (of_document, found) in resolved {
        destinations.push(of_document);
        diagnostics.extend(found);
    }
    let mut footer = footer.map_or_else(Vec::new, |footer| {
        // It stands on every page and so is on none of them: no link of it leads to where it is.
        let nowhere = OutputPath::safe("footer");
        let (of_footer, found) = resolve::links_of(footer, &nowhere, &files, &documents);
        diagnostics.extend(found);
        of_footer
    });
    let mut assets = carried_along(destinations.iter().chain([&footer]), &files);
    let (navigation, folders) =
        navigation::build(&documents, &pages, &numbers, &files, summary, &mut diagnostics);
    let placed = (documents.as_slice(), pages.as_slice());
    let of_all = destinations.iter_mut().chain([&mut footer]).flatten();
    collisions::leave_out_taken(&mut assets, of_all, placed, &folders, &mut diagnostics);
    let decisions = decisions::gather(&documents, &destinations, &mut diagnostics);
    let timeline = timeline::gather(&documents, &decisions, &numbers, &snapshot.history);
    let decision_of = decisions
        .iter()
        .enumerate()
        .filter(|(_, decision)| decision.index == 0)
        .map(|(number, decision)| (decision.document, DecisionNumber(number as u32)))
        .collect();
    let mut history_of: HashMap<DocumentNumber, Vec<u32>> = HashMap::new();
    for (number, entry) in timeline.iter().enumerate() {
        history_of.entry(entry.document).or_default().push(number as u32);
    }
    let registers = registers::gather(&documents, &register_definitions, &mut diagnostics);
    let concepts = concepts::gather(&documents);
    if let Some(today) = snapshot.today {
        reviews::check(&documents, today, &mut diagnostics);
    }
    let mut portal_pages = Vec::new();
    let mut there = |is_there: bool, page, name: &str| {
        if is_there {
            portal_pages.push((page, name.to_owned()));
        }
    };
    there(!decisions.is_empty(), PortalPage::Decisions, "decisions");
    there(!timeline.is_empty(), PortalPage::Timeline, "timeline");
    there(registers.iter().any(|register| !register.rows.is_empty()), PortalPage::Registers, "registers");
    for (number, (register, definition)) in registers.iter().zip(&register_definitions).enumerate() {
        let name = format!("registers/{}", definition.name);
        there(!register.rows.is_empty(), PortalPage::Register(number as u32), &name);
    }
    there(!concepts.is_empty(), PortalPage::Concepts, "concepts");
    there(documents.len() > 1, PortalPage::Health, "health");
    let taken = pages.iter().chain(assets.values()).chain(folders.values().map(|folder| &folder.page));
    let portal = portal::place(portal_pages, taken);
    let redirects =
        redirects::place(snapshot, (&documents, &pages), &folders, &assets, &portal, &mut diagnostics);
    Site {
        config: snapshot.config.clone(),
        folder_name: snapshot.folder_name.clone(),
        documents,
        pages,
        numbers,
        destinations,
        assets,
        footer,
        navigation,
        folders,
        decisions,
        decision_of,
        timeline,
        history_of,
        register_definitions,
        registers,
        concepts,
        portal,
        redirects,
        diagnostics,
    }
}

/// Gives the document of the front page the portal's name where it has no title of its own: other
/// folders lend their index their name, and that of the source folder no document knows.
fn name_front_document(documents: &mut [Arc<Document>], pages: &[OutputPath], snapshot: &Snapshot) {
    let Some(front) = pages.iter().position(|page| page.as_str() == "index.html") else { return };
    let document = &mut documents[front];
    let has_title =
        || document.sections.iter().any(|section| section.level == 1 && !section.title.is_empty());
    if document.title_origin != TitleOrigin::FileName || has_title() {
        return;
    }
    let title = portal_name(&snapshot.config, snapshot.folder_name.as_deref());
    let title_html =
        title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    *document = Arc::new(Document { title, title_html, ..Document::clone(document) });
}

/// Gathers the files that some document links to or shows.
fn carried_along<'a>(
    destinations: impl Iterator<Item = &'a Vec<Destination>>,
    files: &Files<'_>,
) -> BTreeMap<SourcePath, OutputPath> {
    let mut assets = BTreeMap::new();
    for destination in destinations.flatten() {
        if let Destination::Asset { page, .. } = destination
            && let Some(source) = files.source_of_asset(page)
        {
            assets.insert(source.clone(), page.clone());
        }
    }
    assets
}
