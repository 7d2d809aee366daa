//! Stage two: all documents together, over facts alone.
//!
//! In: the documents, the names of all files, the settings, the summary where there is one. Out:
//! the [`Site`]: where pages stand, where links lead, the navigation; and what does not fit.
//! Never: looks at Markdown or HTML, writes a page. What is remembered is only what follows from the
//! outlines of all documents, and of each document what follows from it and those outlines.

mod address;
mod carried;
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
mod placed;
mod portal;
mod redirects;
mod registers;
mod relations;
mod resolve;
mod resolved;
mod respelt;
mod reviews;
mod statuses;
mod timeline;
mod titles;

pub use external::addresses as external_addresses;

use crate::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::output::OutputPath;
use crate::model::register::RegisterDefinition;
use crate::model::site::{DocumentNumber, Figures, Site};
use crate::model::snapshot::Snapshot;
use crate::model::summary::Summary;
use carried::Carried;
use placed::Placed;
use rayon::prelude::*;
use resolved::AllResolved;
use std::collections::HashSet;
use std::sync::Arc;

/// What linking found out before and may still be true. Forgetting it costs time alone.
#[derive(Default)]
pub struct Memo {
    outline: outline::Memo,
    placed: Option<Placed>,
    /// The documents that have a place, as they were linked.
    documents: Arc<Vec<Arc<Document>>>,
    resolved: AllResolved,
    figures: Arc<Vec<Figures>>,
    carried: Option<Carried>,
    /// The files carried along that had lost their places, so that links to them were broken.
    lost: HashSet<OutputPath>,
    relations: relations::Memo,
    gathered: Option<gathered::Known>,
}

impl Memo {
    /// Forgets what was found in texts: the outlines are others.
    fn forget_texts(&mut self) {
        self.resolved.clear();
        self.carried = None;
        self.relations.clear();
        self.gathered = None;
    }
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
    let placed = match known {
        Some(known) => {
            known.leave_out_others(&mut documents, snapshot);
            known
        }
        None => {
            memo.forget_texts();
            Placed::of(snapshot, &mut documents, summary, footer, outline)
        }
    };
    let changed = is_known.then(|| changed(&memo.documents, &documents));
    let documents = Arc::new(documents);
    let asked: Vec<DocumentNumber> = match &changed {
        Some(changed) => changed.iter().map(|changed| changed.number).collect(),
        None => (0..documents.len() as u32).map(DocumentNumber).collect(),
    };
    let held = memo.resolved.carry_on(snapshot, &documents, &placed, &asked);
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
    let mut destinations = Arc::clone(&memo.resolved.destinations);
    let mut footer = placed.footer.clone();
    // Files carried along follow from the links to them, and redirects from what is carried.
    let carried = memo.carried.take().filter(|_| is_known && held.carried);
    let carried =
        carried.unwrap_or_else(|| Carried::of(snapshot, &documents, &destinations, &footer, &placed));
    // Whether a file has lost its place hangs on the text of all documents: on what they link to.
    let mut lost: Vec<&OutputPath> = carried.lost.iter().collect();
    lost.sort_unstable();
    if !lost.is_empty() {
        let destinations: &mut Vec<_> = Arc::make_mut(&mut destinations);
        collisions::break_links(&carried.lost, destinations, &mut footer);
    }
    let mut diagnostics: Vec<Diagnostic> = placed.diagnostics.clone();
    diagnostics.extend(memo.resolved.diagnostics().cloned());
    diagnostics.extend(carried.diagnostics.iter().cloned());
    if let Some(dead) = &snapshot.dead_addresses {
        external::find(&documents, &destinations, dead, &mut diagnostics);
    }
    let linked = gathered::Linked {
        documents: &documents,
        // Where other links are broken than before, any document may say something else.
        changed: changed.as_deref().filter(|_| carried.lost == memo.lost),
        links_hold: is_known && held.of_decisions,
        destinations: &destinations,
        names: &memo.resolved.names,
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
