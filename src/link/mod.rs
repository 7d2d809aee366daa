//! Stage two: all documents together, over facts alone.
//!
//! In: the documents, the names of all files, the settings, the summary where there is one. Out:
//! the [`Site`]: where pages stand, where links lead, the navigation; and what does not fit.
//! Never: looks at Markdown or HTML, writes a page. What is remembered is only what follows from the
//! outlines of all documents, and of each document what follows from it and those outlines.

mod address;
mod collisions;
mod concepts;
mod decisions;
mod external;
mod files;
mod gathered;
mod names;
mod navigation;
mod nearest;
mod noticed;
mod outline;
mod portal;
mod redirects;
mod registers;
mod relations;
mod resolve;
mod respelt;
mod reviews;
mod statuses;
mod timeline;
mod titles;

pub use external::addresses as external_addresses;

use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, TitleOrigin};
use crate::model::fingerprint::Fingerprint;
use crate::model::output::OutputPath;
use crate::model::register::RegisterDefinition;
use crate::model::site::{Destination, DocumentNumber, Figures, Folder, Navigation, Site, portal_name};
use crate::model::snapshot::{Snapshot, SourceFile};
use crate::model::summary::Summary;
use crate::source::SourcePath;
use files::{Files, Index};
use names::{Meant, Names};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What linking found out before and may still be true. Forgetting it costs time alone.
#[derive(Default)]
pub struct Memo {
    outline: outline::Memo,
    placed: Option<Placed>,
    /// The documents that have a place, as they were linked.
    documents: Arc<Vec<Arc<Document>>>,
    resolved: Vec<Resolved>,
    /// Of each document where its links lead and what its names are, as of `resolved`.
    destinations: Arc<Vec<Arc<[Destination]>>>,
    names: Arc<Vec<Arc<Names>>>,
    figures: Arc<Vec<Figures>>,
    carried: Option<Carried>,
    /// The files carried along that had lost their places, so that links to them were broken.
    lost: HashSet<OutputPath>,
    relations: relations::Memo,
    gathered: Option<gathered::Known>,
}

/// A document that is another one than in the turn before.
struct Changed {
    number: DocumentNumber,
    before: Arc<Document>,
}

/// Finds the documents that are others than in the turn before. Both lists must be of the same names.
fn changed(before: &[Arc<Document>], now: &[Arc<Document>]) -> Vec<Changed> {
    let both = before.iter().zip(now).zip(0..);
    let changed = both.filter(|((before, now), _)| !Arc::ptr_eq(before, now));
    changed
        .map(|((before, _), number)| Changed { number: DocumentNumber(number), before: Arc::clone(before) })
        .collect()
}

/// What follows from the outlines of the documents, the names of files and the settings alone.
struct Placed {
    outline: Option<Fingerprint>,
    index: Index,
    titles: names::Titles,
    pages: Arc<[OutputPath]>,
    copies: Arc<[OutputPath]>,
    numbers: Arc<HashMap<SourcePath, DocumentNumber>>,
    navigation: Arc<Navigation>,
    folders: Arc<BTreeMap<String, Folder>>,
    footer: Vec<Destination>,
    /// The document of the front page.
    front: Option<DocumentNumber>,
    twins: Arc<HashSet<DocumentNumber>>,
    has_aliases: bool,
    diagnostics: Vec<Diagnostic>,
}

/// Where the links of one document lead and which files its names are, as long as the outlines are the same.
struct Resolved {
    document: Arc<Document>,
    destinations: Arc<[Destination]>,
    names: Arc<Names>,
    diagnostics: Vec<Diagnostic>,
}

impl Resolved {
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

/// The files carried along, as long as the same links lead to the same.
struct Carried {
    assets: Arc<BTreeMap<SourcePath, OutputPath>>,
    /// Those that would stand in the place of something else.
    lost: HashSet<OutputPath>,
    diagnostics: Vec<Diagnostic>,
}

/// Links documents to a site. `documents` must be in the order of their paths; `footer` is the text
/// at the foot of every page, whose links are written from the source folder.
pub fn link(
    snapshot: &Snapshot,
    mut documents: Vec<Arc<Document>>,
    register_definitions: Vec<RegisterDefinition>,
    summary: Option<&Summary>,
    footer: Option<&Document>,
    memo: &mut Memo,
) -> (Site, Vec<Diagnostic>) {
    let outline = outline::fingerprint(snapshot, &documents, &mut memo.outline);
    let known = memo.placed.take().filter(|known| known.outline == outline && outline.is_some());
    let is_known = known.is_some();
    if let Some(known) = &known {
        if documents.len() > known.pages.len() {
            documents.retain(|document| known.numbers.contains_key(&document.id));
        }
        name_front_document(&mut documents, known.front, snapshot);
    } else {
        memo.resolved.clear();
        memo.carried = None;
        memo.relations.clear();
        memo.gathered = None;
    }
    let placed = known.unwrap_or_else(|| place(snapshot, &mut documents, summary, footer, outline));
    let changed = is_known.then(|| changed(&memo.documents, &documents));
    let documents = Arc::new(documents);
    let asked: Vec<DocumentNumber> = match &changed {
        Some(changed) => changed.iter().map(|changed| changed.number).collect(),
        None => (0..documents.len() as u32).map(DocumentNumber).collect(),
    };
    for number in &asked {
        let number = number.0 as usize;
        if let Some(known) = memo.resolved.get_mut(number) {
            known.go_on(&documents[number]);
        }
    }
    let is_old = |number: &DocumentNumber| {
        let number = number.0 as usize;
        memo.resolved
            .get(number)
            .is_none_or(|known| known.document.fingerprint != documents[number].fingerprint)
    };
    let old: Vec<DocumentNumber> = asked.iter().copied().filter(is_old).collect();
    let resolved: Vec<(DocumentNumber, Resolved)> = if old.is_empty() {
        Vec::new()
    } else {
        let files = Files::new(snapshot, &placed.pages, &placed.numbers, &placed.index);
        let resolve = |number: DocumentNumber| {
            let document = &documents[number.0 as usize];
            let (destinations, mut diagnostics) =
                resolve::links_of(document, &placed.pages[number.0 as usize], &files, &documents);
            let names = names::of_document(document, &files, &documents, &placed.titles, &mut diagnostics);
            let (document, names) = (Arc::clone(document), Arc::new(names));
            (number, Resolved { document, destinations: destinations.into(), names, diagnostics })
        };
        old.into_par_iter().map(resolve).collect()
    };
    // Files carried along follow from the links to them, and redirects from what is carried.
    let mut is_carried_same = is_known;
    let mut links_hold = is_known;
    if !is_known {
        memo.destinations = Arc::new(Vec::with_capacity(documents.len()));
        memo.names = Arc::new(Vec::with_capacity(documents.len()));
    }
    if !resolved.is_empty() {
        let all_destinations = Arc::make_mut(&mut memo.destinations);
        let all_names = Arc::make_mut(&mut memo.names);
        for (number, new) in resolved {
            let number = number.0 as usize;
            let (destinations, names) = (Arc::clone(&new.destinations), Arc::clone(&new.names));
            match memo.resolved.get_mut(number) {
                Some(known) => {
                    is_carried_same &= leads_to_same_files(&known.destinations, &new.destinations);
                    // Of decisions only the links tell of those who speak of them.
                    links_hold &= known.destinations == new.destinations
                        || [&known.document, &new.document]
                            .iter()
                            .all(|it| it.decisions.is_empty() && it.decision_index.is_empty());
                    *known = new;
                    all_destinations[number] = destinations;
                    all_names[number] = names;
                }
                None => {
                    memo.resolved.push(new);
                    all_destinations.push(destinations);
                    all_names.push(names);
                }
            }
        }
    }
    match &changed {
        Some(changed) if changed.is_empty() => {}
        Some(changed) => {
            let figures = Arc::make_mut(&mut memo.figures);
            for number in changed.iter().map(|changed| changed.number.0 as usize) {
                figures[number] = Figures::of(&documents[number]);
            }
        }
        None => {
            memo.figures = Arc::new(documents.par_iter().map(|document| Figures::of(document)).collect());
        }
    }
    let mut destinations = Arc::clone(&memo.destinations);
    let mut footer = placed.footer.clone();
    let carried = memo.carried.take().filter(|_| is_carried_same);
    let carried = carried.unwrap_or_else(|| carry(snapshot, &documents, &destinations, &footer, &placed));
    // Whether a file has lost its place hangs on the text of all documents: on what they link to.
    let mut lost: Vec<&OutputPath> = carried.lost.iter().collect();
    lost.sort_unstable();
    if !lost.is_empty() {
        let destinations: &mut Vec<_> = Arc::make_mut(&mut destinations);
        collisions::break_links(&carried.lost, destinations, &mut footer);
    }
    let mut diagnostics: Vec<Diagnostic> = placed.diagnostics.clone();
    diagnostics.extend(memo.resolved.iter().flat_map(|resolved| resolved.diagnostics.iter().cloned()));
    diagnostics.extend(carried.diagnostics.iter().cloned());
    if let Some(dead) = &snapshot.dead_addresses {
        external::find(&documents, &destinations, dead, &mut diagnostics);
    }
    let linked = gathered::Linked {
        documents: &documents,
        // Where other links are broken than before, any document may say something else.
        changed: changed.as_deref().filter(|_| carried.lost == memo.lost),
        links_hold,
        destinations: &destinations,
        names: &memo.names,
        summary,
        numbers: &placed.numbers,
        pages: &placed.pages,
        folders: &placed.folders,
        assets: &carried.assets,
        outline: outline.map(|outline| outline::of_site(outline, snapshot, &lost, &mut memo.outline)),
    };
    let known = memo.gathered.take();
    let (gathered, known) = gathered::gather(
        snapshot,
        &linked,
        &register_definitions,
        (known, &mut memo.relations),
        &mut diagnostics,
    );
    // Nothing asks for it after a turn that takes no fingerprints.
    memo.gathered = outline.is_some().then_some(known);
    let redirects = match placed.has_aliases || !snapshot.config.redirect.is_empty() {
        true => {
            let of_documents = (documents.as_slice(), &*placed.pages);
            let (assets, portal) = (&carried.assets, &gathered.portal);
            redirects::place(snapshot, of_documents, &placed.folders, assets, portal, &mut diagnostics)
        }
        false => Vec::new(),
    };
    let site = Site {
        config: snapshot.config.clone(),
        folder_name: snapshot.folder_name.clone(),
        documents: Arc::clone(&documents),
        pages: Arc::clone(&placed.pages),
        copies: Arc::clone(&placed.copies),
        numbers: Arc::clone(&placed.numbers),
        destinations,
        assets: Arc::clone(&carried.assets),
        footer,
        navigation: Arc::clone(&placed.navigation),
        folders: Arc::clone(&placed.folders),
        decisions: gathered.decisions,
        decision_of: gathered.decision_of,
        timeline: gathered.timeline,
        history_of: gathered.history_of,
        register_definitions,
        registers: gathered.registers,
        concepts: gathered.concepts,
        relations: gathered.relations,
        mentions: gathered.mentions,
        shown: gathered.shown,
        twins: Arc::clone(&placed.twins),
        figures: Arc::clone(&memo.figures),
        portal: gathered.portal,
        redirects,
        outline: gathered.outline,
        facts: gathered.facts,
    };
    if site.outline.is_some() {
        memo.documents = documents;
        memo.lost.clone_from(&carried.lost);
        memo.placed = Some(placed);
        memo.carried = Some(carried);
    } else {
        // No turn follows: a large site needs the room.
        *memo = Memo::default();
    }
    (site, diagnostics)
}

/// Finds out all that does not depend on the text of documents, and leaves out those that have no place.
fn place(
    snapshot: &Snapshot,
    documents: &mut Vec<Arc<Document>>,
    summary: Option<&Summary>,
    footer: Option<&Document>,
    outline: Option<Fingerprint>,
) -> Placed {
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
    let index = Index::new(snapshot, documents, &pages, &numbers);
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
    Placed {
        outline,
        index,
        titles: names::Titles::default(),
        pages: pages.into(),
        copies: documents.iter().map(|document| OutputPath::for_file(&document.id)).collect(),
        numbers: Arc::new(numbers),
        navigation: Arc::new(navigation),
        folders: Arc::new(folders),
        footer,
        front,
        twins: Arc::new(titles::twins(documents)),
        has_aliases: documents.iter().any(|document| !document.metadata.aliases.is_empty()),
        diagnostics,
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
    let title_html =
        title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    *document = Arc::new(Document { title, title_html, ..Document::clone(document) });
}

/// Gathers the files that some document or the footer links to or shows, and leaves out those that
/// have no place.
fn carry(
    snapshot: &Snapshot,
    documents: &[Arc<Document>],
    destinations: &[Arc<[Destination]>],
    footer: &[Destination],
    placed: &Placed,
) -> Carried {
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
    Carried { assets: Arc::new(assets), lost, diagnostics }
}
