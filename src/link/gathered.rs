//! What is gathered from all documents: decisions, the timeline, registers, concepts, and where the
//! portal's pages about them stand.
//!
//! In: documents whose links lead somewhere. Out: [`Gathered`], and findings. What is remembered of the
//! turn before is taken over where no document says anything else of its kind; findings are made anew
//! where anything in them may have moved. Never: decides where a document stands.

use super::decisions::DecisionRelation;
use super::names::Names;
use super::{Changed, concepts, decisions, noticed, outline, portal, registers, relations, timeline};
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
    /// Those that are others than in the turn before, where all else that is linked is the same: the outline,
    /// and where the links of all others lead.
    pub(super) changed: Option<&'a [Changed]>,
    /// Whether all links lead where they led.
    pub(super) links_hold: bool,
    pub(super) destinations: &'a [Arc<[Destination]>],
    pub(super) names: &'a [Arc<Names>],
    pub(super) numbers: &'a HashMap<SourcePath, DocumentNumber>,
    pub(super) pages: &'a [OutputPath],
    pub(super) folders: &'a BTreeMap<String, Folder>,
    pub(super) assets: &'a Arc<BTreeMap<SourcePath, OutputPath>>,
    /// Of all but what is gathered; none where nothing will ask for it.
    pub(super) outline: Option<Fingerprint>,
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
    pub(super) mentions: Arc<Vec<Arc<[Option<Destination>]>>>,
    pub(super) shown: Arc<Vec<Option<Fingerprint>>>,
    pub(super) portal: PortalPages,
    /// Of the outline with the pages that the portal has.
    pub(super) outline: Option<Fingerprint>,
    /// Of all of it; see [`Site::facts`](crate::model::site::Site::facts).
    pub(super) facts: Option<Fingerprint>,
}

/// What was gathered in the turn before, and of what.
pub(super) struct Known {
    history: Arc<[Commit]>,
    definitions: Vec<RegisterDefinition>,
    decisions: Arc<Vec<LinkedDecision>>,
    decision_of: Arc<HashMap<DocumentNumber, DecisionNumber>>,
    /// What decisions of different documents have to do with each other.
    decided: Arc<Vec<DecisionRelation>>,
    about_decisions: Arc<Vec<Diagnostic>>,
    /// By the document that the link stands in.
    about_link_texts: Vec<(DocumentNumber, Diagnostic)>,
    timeline: Arc<Vec<TimelineEntry>>,
    history_of: Arc<HashMap<DocumentNumber, Vec<u32>>>,
    registers: Arc<Vec<Register>>,
    about_registers: Vec<Option<Diagnostic>>,
    concepts: Arc<Vec<SiteConcept>>,
    relations: Relations,
    noticed: noticed::Known,
    /// The places of the portal's pages, for which pages and beside which files.
    portal: PlacedPortal,
    outline: Option<Fingerprint>,
    facts: Option<Fingerprint>,
}

/// The portal's pages, the files carried along beside which they have their places, and these.
struct PlacedPortal {
    pages: Vec<(PortalPage, String)>,
    assets: Arc<BTreeMap<SourcePath, OutputPath>>,
    places: PortalPages,
}

/// What of the turn before holds.
#[derive(Clone, Copy, Default)]
struct Holds {
    decisions: bool,
    timeline: bool,
    registers: bool,
    concepts: bool,
    /// What documents say for pages about all of them.
    facts: bool,
}

impl Holds {
    /// Compares the documents that are others than in the turn before. `links_hold` says whether all links
    /// lead where they led.
    fn of(changed: &[Changed], documents: &[Arc<Document>], links_hold: bool) -> Self {
        let mut holds =
            Self { decisions: links_hold, timeline: true, registers: true, concepts: true, facts: true };
        for Changed { number, before } in changed {
            let (old, new) = (&**before, &*documents[number.0 as usize]);
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
            holds.facts &= old.facts == new.facts;
        }
        holds.timeline &= holds.decisions;
        holds.facts &= holds.decisions;
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
    known: Option<Vec<(DocumentNumber, Diagnostic)>>,
) -> Vec<(DocumentNumber, Diagnostic)> {
    let find = |is_asked: &(dyn Fn(DocumentNumber) -> bool + Sync)| {
        decisions::check_link_texts(linked.documents, decisions, linked.destinations, is_asked)
    };
    let (Some(mut known), Some(changed)) = (known, linked.changed) else { return find(&|_| true) };
    if changed.is_empty() {
        return known;
    }
    let is_new = |number: DocumentNumber| changed.iter().any(|changed| changed.number == number);
    known.retain(|(number, _)| !is_new(*number));
    known.extend(find(&is_new));
    known
}

/// Gathers all of it.
pub(super) fn gather(
    snapshot: &Snapshot,
    linked: &Linked<'_>,
    register_definitions: &[RegisterDefinition],
    (known, relations): (Option<Known>, &mut relations::Memo),
    diagnostics: &mut Vec<Diagnostic>,
) -> (Gathered, Known) {
    let documents = linked.documents;
    let is_of_these = |known: &Known| {
        known.definitions == register_definitions && Arc::ptr_eq(&known.history, &snapshot.history)
    };
    let mut known = known.filter(|known| linked.changed.is_some() && is_of_these(known));
    let changed = linked.changed.filter(|_| known.is_some()).unwrap_or_default();
    let holds = match &known {
        Some(_) => Holds::of(changed, documents, linked.links_hold),
        None => Holds::default(),
    };
    let held = |holds: bool| known.as_ref().filter(|_| holds);
    let (decisions, decision_of, decided, about_decisions) = match held(holds.decisions) {
        Some(known) => {
            let Known { decisions, decision_of, decided, about_decisions, .. } = known;
            let (decisions, decision_of) = (Arc::clone(decisions), Arc::clone(decision_of));
            (decisions, decision_of, Arc::clone(decided), Arc::clone(about_decisions))
        }
        None => {
            let mut found = Vec::new();
            let (decisions, decided) = decisions::gather(documents, linked.destinations, &mut found);
            let first = decisions.iter().enumerate().filter(|(_, decision)| decision.index == 0);
            let decision_of =
                first.map(|(number, decision)| (decision.document, DecisionNumber(number as u32))).collect();
            (Arc::new(decisions), Arc::new(decision_of), Arc::new(decided), Arc::new(found))
        }
    };
    diagnostics.extend(about_decisions.iter().cloned());
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
    let concepts = match held(holds.concepts) {
        Some(known) => Arc::clone(&known.concepts),
        None => Arc::new(concepts::gather(documents)),
    };
    let numbers: Option<Vec<DocumentNumber>> =
        known.as_ref().map(|_| changed.iter().map(|changed| changed.number).collect());
    let related = relations::Linked {
        documents,
        changed: numbers.as_deref(),
        destinations: linked.destinations,
        names: linked.names,
        pages: linked.pages,
        decisions: &decisions,
        concepts: &concepts,
        decided: &decided,
        links_mentions: snapshot.config.link_mentions,
    };
    let relations::Gathered { relations, mentions, shown } =
        relations::gather(&related, relations, diagnostics);
    let facts_before = known.as_ref().and_then(|known| known.facts);
    let outline_before = known.as_ref().and_then(|known| known.outline);
    let (of_link_texts, of_registers, of_notice, portal) = match known.take() {
        Some(known) => {
            let has_same_ties = relations.has_same_ties(&known.relations);
            let of_notice = (changed, has_same_ties, known.noticed);
            let of_link_texts = Some(known.about_link_texts).filter(|_| holds.decisions);
            let of_registers = Some((changed, known.about_registers)).filter(|_| holds.registers);
            (of_link_texts, of_registers, Some(of_notice), Some(known.portal))
        }
        None => (None, None, None, None),
    };
    let about_link_texts = about_link_texts(linked, &decisions, of_link_texts);
    diagnostics.extend(about_link_texts.iter().map(|(_, finding)| finding.clone()));
    let about_registers = registers::findings(documents, register_definitions, &registers, of_registers);
    diagnostics.extend(about_registers.iter().flatten().cloned());
    let asked = noticed::Asked {
        documents,
        pages: linked.pages,
        relations: &relations,
        listed: &linked.listed(),
        today: snapshot.today,
        stale_after: snapshot.config.stale_after.get(),
    };
    let noticed = noticed::notice(&asked, of_notice, diagnostics);
    let mut gathered = Gathered {
        decisions,
        decision_of,
        timeline,
        history_of,
        registers,
        concepts,
        relations,
        mentions,
        shown,
        portal: PortalPages::default(),
        outline: None,
        facts: None,
    };
    let pages = gathered.pages(register_definitions, documents.len());
    let is_placed = |known: &PlacedPortal| known.pages == pages && Arc::ptr_eq(&known.assets, linked.assets);
    gathered.portal = match portal.filter(is_placed) {
        Some(known) => known.places,
        None => {
            let folders = linked.folders.values().map(|folder| &folder.page);
            let taken = linked.pages.iter().chain(linked.assets.values()).chain(folders);
            portal::place(pages.clone(), taken)
        }
    };
    gathered.outline = linked.outline.map(|outline| outline::with_portal(outline, &gathered.portal));
    let is_outline_same = gathered.outline.is_some() && gathered.outline == outline_before;
    gathered.facts = match facts_before.filter(|_| holds.facts && is_outline_same) {
        Some(facts) => Some(facts),
        None => gathered.outline.and_then(|outline| gathered.fingerprint(outline, documents)),
    };
    let known = Known {
        history: Arc::clone(&snapshot.history),
        definitions: register_definitions.to_vec(),
        decisions: Arc::clone(&gathered.decisions),
        decision_of: Arc::clone(&gathered.decision_of),
        decided,
        about_decisions,
        about_link_texts,
        timeline: Arc::clone(&gathered.timeline),
        history_of: Arc::clone(&gathered.history_of),
        registers: Arc::clone(&gathered.registers),
        about_registers,
        concepts: Arc::clone(&gathered.concepts),
        relations: gathered.relations.clone(),
        noticed,
        portal: PlacedPortal { pages, assets: Arc::clone(linked.assets), places: gathered.portal.clone() },
        outline: gathered.outline,
        facts: gathered.facts,
    };
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
    fn fingerprint(&self, outline: Fingerprint, documents: &[Arc<Document>]) -> Option<Fingerprint> {
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
