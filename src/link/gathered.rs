//! What is gathered from all documents: decisions, the timeline, registers, concepts, and where the
//! portal's pages about them stand.
//!
//! In: documents whose links lead somewhere. Out: [`Gathered`], and findings. What is remembered of the
//! turn before is taken over where no document says anything else of its kind; findings are made anew
//! where anything in them may have moved. Never: decides where a document stands.

use super::decisions::DecisionRelation;
use super::names::Names;
use super::{concepts, decisions, portal, registers, relations, reviews, statuses, timeline, titles};
use crate::diagnostic::Diagnostic;
use crate::model::change::{Commit, TimelineEntry};
use crate::model::decision::{DecisionNumber, LinkedDecision};
use crate::model::document::Document;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::OutputPath;
use crate::model::register::{Register, RegisterDefinition};
use crate::model::relation::Relations;
use crate::model::site::{Destination, DocumentNumber, Folder, PortalPage, PortalPages, SiteConcept};
use crate::model::snapshot::Snapshot;
use crate::model::summary::{Summary, Target};
use crate::source::SourcePath;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What was linked before.
pub(super) struct Linked<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) destinations: &'a [Arc<[Destination]>],
    pub(super) names: &'a [Arc<Names>],
    pub(super) numbers: &'a HashMap<SourcePath, DocumentNumber>,
    pub(super) pages: &'a [OutputPath],
    pub(super) folders: &'a BTreeMap<String, Folder>,
    pub(super) assets: &'a BTreeMap<SourcePath, OutputPath>,
    /// The order of the navigation, where the author gives one.
    pub(super) summary: Option<&'a Summary>,
}

impl Linked<'_> {
    /// Returns the documents that a summary names.
    fn listed(&self) -> HashSet<DocumentNumber> {
        let chapters = self.summary.map(Summary::chapters).unwrap_or_default();
        let documents = chapters.into_iter().filter_map(|chapter| match &chapter.target {
            Target::Document(path) => self.numbers.get(path).copied(),
            Target::Web(_) | Target::Draft => None,
        });
        documents.collect()
    }
}

/// What documents say, put together.
pub(super) struct Gathered {
    pub(super) decisions: Arc<Vec<LinkedDecision>>,
    pub(super) decision_of: Arc<HashMap<DocumentNumber, DecisionNumber>>,
    pub(super) timeline: Arc<Vec<TimelineEntry>>,
    pub(super) history_of: Arc<HashMap<DocumentNumber, Vec<u32>>>,
    pub(super) registers: Arc<Vec<Register>>,
    pub(super) concepts: Arc<Vec<SiteConcept>>,
    pub(super) relations: Relations,
    pub(super) mentions: Vec<Arc<[Option<Destination>]>>,
    pub(super) related: Arc<[Option<Fingerprint>]>,
    pub(super) portal: PortalPages,
}

/// What was gathered in the turn before, and of what.
pub(super) struct Known {
    documents: Vec<Arc<Document>>,
    history: Arc<[Commit]>,
    definitions: Vec<RegisterDefinition>,
    decisions: Arc<Vec<LinkedDecision>>,
    decision_of: Arc<HashMap<DocumentNumber, DecisionNumber>>,
    /// What decisions of different documents have to do with each other.
    decided: Arc<Vec<DecisionRelation>>,
    about_decisions: Vec<Diagnostic>,
    /// By the document that the link stands in.
    about_link_texts: Vec<(DocumentNumber, Diagnostic)>,
    timeline: Arc<Vec<TimelineEntry>>,
    history_of: Arc<HashMap<DocumentNumber, Vec<u32>>>,
    registers: Arc<Vec<Register>>,
    concepts: Arc<Vec<SiteConcept>>,
}

/// What of the turn before holds.
#[derive(Clone, Copy, Default)]
struct Holds {
    decisions: bool,
    timeline: bool,
    registers: bool,
    concepts: bool,
}

impl Holds {
    /// Compares the documents that are others than in the turn before; there must be as many of the
    /// same names. `links_hold` says whether all links lead where they led.
    fn of(known: &Known, documents: &[Arc<Document>], links_hold: bool) -> Self {
        let mut holds = Self { decisions: links_hold, timeline: true, registers: true, concepts: true };
        for (old, new) in known.documents.iter().zip(documents).filter(|(old, new)| !Arc::ptr_eq(old, new)) {
            holds.decisions &= says_same_of_decisions(old, new);
            holds.timeline &= are_same(&old.changes, &new.changes, |a, b| a.date == b.date);
            holds.registers &= are_same(&old.register_rows, &new.register_rows, |a, b| {
                (a.register, &a.thing) == (b.register, &b.thing)
                    && are_same(&a.cells, &b.cells, |a, b| {
                        a.as_ref().map(|cell| &cell.text) == b.as_ref().map(|cell| &cell.text)
                    })
            });
            holds.concepts &=
                are_same(&old.metadata.concepts, &new.metadata.concepts, |a, b| a.value == b.value);
        }
        holds.timeline &= holds.decisions;
        holds
    }
}

fn are_same<T>(old: &[T], new: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new))
}

/// Says whether two texts of one document say the same of decisions, at the same places.
fn says_same_of_decisions(old: &Document, new: &Document) -> bool {
    if old.decisions != new.decisions || old.decision_index != new.decision_index {
        return false;
    }
    let says_nothing = old.decisions.is_empty() && old.decision_index.is_empty();
    says_nothing
        || (old.links == new.links && are_same(&old.sections, &new.sections, |a, b| a.anchor == b.anchor))
}

/// Finds links whose text names another decision than the one that they lead to. As long as the decisions
/// hold, only a document that is another one than before can have others.
fn about_link_texts(
    linked: &Linked<'_>,
    decisions: &[LinkedDecision],
    known: Option<&Known>,
) -> Vec<(DocumentNumber, Diagnostic)> {
    let find = |is_asked: &dyn Fn(DocumentNumber) -> bool| {
        decisions::check_link_texts(linked.documents, decisions, linked.destinations, is_asked)
    };
    let Some(known) = known else { return find(&|_| true) };
    let is_new = |number: DocumentNumber| {
        let number = number.0 as usize;
        !Arc::ptr_eq(&known.documents[number], &linked.documents[number])
    };
    let held = known.about_link_texts.iter().filter(|(number, _)| !is_new(*number)).cloned();
    held.chain(find(&is_new)).collect()
}

/// Gathers all of it. `links_hold` says whether all links lead where they led when
/// `known` was gathered.
pub(super) fn gather(
    snapshot: &Snapshot,
    linked: &Linked<'_>,
    register_definitions: &[RegisterDefinition],
    (known, relations): (Option<Known>, &mut relations::Memo),
    links_hold: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Gathered, Known) {
    let documents = linked.documents;
    let is_of_these = |known: &Known| {
        are_same(&known.documents, documents, |old, new| old.id == new.id)
            && known.definitions == register_definitions
            && Arc::ptr_eq(&known.history, &snapshot.history)
    };
    let known = known.filter(is_of_these);
    let holds = known.as_ref().map_or_else(Holds::default, |known| Holds::of(known, documents, links_hold));
    let held = |holds: bool| known.as_ref().filter(|_| holds);
    let (decisions, decision_of, decided, about_decisions) = match held(holds.decisions) {
        Some(known) => {
            let Known { decisions, decision_of, decided, about_decisions, .. } = known;
            let (decisions, decision_of) = (Arc::clone(decisions), Arc::clone(decision_of));
            (decisions, decision_of, Arc::clone(decided), about_decisions.clone())
        }
        None => {
            let mut found = Vec::new();
            let (decisions, decided) = decisions::gather(documents, linked.destinations, &mut found);
            let first = decisions.iter().enumerate().filter(|(_, decision)| decision.index == 0);
            let decision_of =
                first.map(|(number, decision)| (decision.document, DecisionNumber(number as u32))).collect();
            (Arc::new(decisions), Arc::new(decision_of), Arc::new(decided), found)
        }
    };
    diagnostics.extend(about_decisions.iter().cloned());
    let about_link_texts = about_link_texts(linked, &decisions, held(holds.decisions));
    diagnostics.extend(about_link_texts.iter().map(|(_, finding)| finding.clone()));
    let (timeline, history_of) = match held(holds.timeline) {
        Some(known) => (Arc::clone(&known.timeline), Arc::clone(&known.history_of)),
        None => {
            let timeline = timeline::gather(documents, &decisions, linked.numbers, &snapshot.history);
            let mut history_of: HashMap<DocumentNumber, Vec<u32>> = HashMap::new();
            for (number, entry) in timeline.iter().enumerate() {
                history_of.entry(entry.document).or_default().push(number as u32);
            }
            (Arc::new(timeline), Arc::new(history_of))
        }
    };
    let registers = match held(holds.registers) {
        Some(known) => Arc::clone(&known.registers),
        None => Arc::new(registers::gather(documents, register_definitions)),
    };
    registers::findings(documents, register_definitions, &registers, diagnostics);
    let concepts = match held(holds.concepts) {
        Some(known) => Arc::clone(&known.concepts),
        None => Arc::new(concepts::gather(documents)),
    };
    let related = relations::Linked {
        documents,
        destinations: linked.destinations,
        names: linked.names,
        pages: linked.pages,
        decisions: &decisions,
        concepts: &concepts,
        decided: &decided,
        links_mentions: snapshot.config.link_mentions,
    };
    let relations::Gathered { relations, mentions, related } =
        relations::gather(&related, relations, diagnostics);
    relations::orphans(documents, linked.pages, &relations, &linked.listed(), diagnostics);
    if let Some(today) = snapshot.today {
        reviews::check(documents, today, snapshot.config.stale_after.get(), diagnostics);
    }
    reviews::check_lacking(documents, diagnostics);
    statuses::check(documents, diagnostics);
    titles::check(documents, diagnostics);
    let known = Known {
        documents: documents.to_vec(),
        history: Arc::clone(&snapshot.history),
        definitions: register_definitions.to_vec(),
        decisions: Arc::clone(&decisions),
        decision_of: Arc::clone(&decision_of),
        decided,
        about_decisions,
        about_link_texts,
        timeline: Arc::clone(&timeline),
        history_of: Arc::clone(&history_of),
        registers: Arc::clone(&registers),
        concepts: Arc::clone(&concepts),
    };
    let mut gathered = Gathered {
        decisions,
        decision_of,
        timeline,
        history_of,
        registers,
        concepts,
        relations,
        mentions,
        related,
        portal: PortalPages::default(),
    };
    let folders = linked.folders.values().map(|folder| &folder.page);
    let taken = linked.pages.iter().chain(linked.assets.values()).chain(folders);
    gathered.portal = portal::place(gathered.pages(register_definitions, documents.len()), taken);
    (gathered, known)
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
                // The page of the decision alone shows these.
                successors_elsewhere: _,
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
