//! What is gathered from all documents: decisions, the timeline, registers, concepts, and where the
//! portal's pages about them stand.
//!
//! In: documents whose links lead somewhere. Out: [`Gathered`], and findings. Never: remembers
//! anything, or decides where a document stands.

use super::{concepts, decisions, portal, registers, relations, reviews, statuses, timeline, titles};
use crate::diagnostic::Diagnostic;
use crate::model::change::TimelineEntry;
use crate::model::decision::{DecisionNumber, LinkedDecision};
use crate::model::document::Document;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::OutputPath;
use crate::model::register::{Register, RegisterDefinition};
use crate::model::relation::Relation;
use crate::model::site::{Destination, DocumentNumber, Folder, PortalPage, PortalPages, SiteConcept};
use crate::model::snapshot::Snapshot;
use crate::source::SourcePath;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What was linked before.
pub(super) struct Linked<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) destinations: &'a [Arc<[Destination]>],
    pub(super) numbers: &'a HashMap<SourcePath, DocumentNumber>,
    pub(super) pages: &'a [OutputPath],
    pub(super) folders: &'a BTreeMap<String, Folder>,
    pub(super) assets: &'a BTreeMap<SourcePath, OutputPath>,
}

/// What documents say, put together.
pub(super) struct Gathered {
    pub(super) decisions: Vec<LinkedDecision>,
    pub(super) decision_of: HashMap<DocumentNumber, DecisionNumber>,
    pub(super) timeline: Vec<TimelineEntry>,
    pub(super) history_of: HashMap<DocumentNumber, Vec<u32>>,
    pub(super) registers: Vec<Register>,
    pub(super) concepts: Vec<SiteConcept>,
    pub(super) relations: Vec<Relation>,
    pub(super) portal: PortalPages,
}

/// Gathers all of it.
pub(super) fn gather(
    snapshot: &Snapshot,
    linked: &Linked<'_>,
    register_definitions: &[RegisterDefinition],
    diagnostics: &mut Vec<Diagnostic>,
) -> Gathered {
    let documents = linked.documents;
    let decisions = decisions::gather(documents, linked.destinations, diagnostics);
    let timeline = timeline::gather(documents, &decisions, linked.numbers, &snapshot.history);
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
    let registers = registers::gather(documents, register_definitions, diagnostics);
    let concepts = concepts::gather(documents);
    let relations = relations::gather(documents, linked.destinations);
    if let Some(today) = snapshot.today {
        reviews::check(documents, today, snapshot.config.stale_after.get(), diagnostics);
    }
    reviews::check_lacking(documents, diagnostics);
    statuses::check(documents, diagnostics);
    titles::check(documents, diagnostics);
    let mut gathered = Gathered {
        decisions,
        decision_of,
        timeline,
        history_of,
        registers,
        concepts,
        relations,
        portal: PortalPages::default(),
    };
    let folders = linked.folders.values().map(|folder| &folder.page);
    let taken = linked.pages.iter().chain(linked.assets.values()).chain(folders);
    gathered.portal = portal::place(gathered.pages(register_definitions, documents.len()), taken);
    gathered
}

impl Gathered {
    /// Lists the pages that have something to show.
    fn pages(&self, definitions: &[RegisterDefinition], documents: usize) -> Vec<(PortalPage, String)> {
        let mut pages = Vec::new();
        let mut there = |is_there: bool, page, name: &str| {
            if is_there {
                pages.push((page, name.to_owned()));
            }
        };
        let has_rows = |register: &Register| !register.rows.is_empty();
        there(!self.decisions.is_empty(), PortalPage::Decisions, "decisions");
        there(!self.timeline.is_empty(), PortalPage::Timeline, "timeline");
        there(documents > 1, PortalPage::Map, "map");
        there(self.registers.iter().any(has_rows), PortalPage::Registers, "registers");
        for (number, (register, definition)) in self.registers.iter().zip(definitions).enumerate() {
            let name = format!("registers/{}", definition.name);
            there(has_rows(register), PortalPage::Register(number as u32), &name);
        }
        there(!self.concepts.is_empty(), PortalPage::Concepts, "concepts");
        there(documents > 1, PortalPage::Health, "health");
        pages
    }

    /// Takes the fingerprint of all of it. `outline` is that of the site: the timeline follows from
    /// the history in it and from the facts of documents, and so do registers and concepts. What decisions
    /// have to do with each other follows also from where links lead.
    pub(super) fn fingerprint(
        &self,
        outline: Fingerprint,
        documents: &[Arc<Document>],
    ) -> Option<Fingerprint> {
        let mut fingerprinter = Fingerprinter::new("facts of a site").part(outline);
        for document in documents {
            fingerprinter = fingerprinter.part(document.facts?);
        }
        for (number, decision) in self.decisions.iter().enumerate() {
            // Which decisions there are, and in what order, the documents say alone.
            let LinkedDecision {
                document: _,
                index: _,
                id: _,
                supersedes,
                superseded_by,
                amends,
                amended_by,
                relates_to,
                index_rows,
            } = decision;
            let lists = [supersedes, superseded_by, amends, amended_by, relates_to];
            if lists.iter().all(|list| list.is_empty()) && index_rows.is_empty() {
                continue;
            }
            let told = format!("{number} {lists:?} {index_rows:?}");
            fingerprinter = fingerprinter.bytes(told.as_bytes());
        }
        Some(fingerprinter.finish())
    }
}
