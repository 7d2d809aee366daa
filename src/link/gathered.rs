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
    parts: Parts,
}

/// What was gathered in the turn before, as far as it holds.
#[derive(Default)]
struct Parts {
    decisions: Option<Decisions>,
    timeline: Option<Timeline>,
    registers: Option<Registers>,
    concepts: Option<Arc<Vec<SiteConcept>>>,
    relations: Option<Relations>,
    noticed: Option<noticed::Known>,
    /// The places of the portal's pages, for which pages and beside which files.
    portal: Option<PlacedPortal>,
    outline: Option<Fingerprint>,
    facts: Option<Fingerprint>,
}

impl Parts {
    /// Forgets what does not hold.
    fn keep(mut self, holds: Holds) -> Self {
        self.decisions = self.decisions.filter(|_| holds.decisions);
        self.timeline = self.timeline.filter(|_| holds.timeline);
        self.registers = self.registers.filter(|_| holds.registers);
        self.concepts = self.concepts.filter(|_| holds.concepts);
        self.facts = self.facts.filter(|_| holds.facts);
        self
    }
}

/// The decisions of all documents, and what is found about them.
struct Decisions {
    all: Arc<Vec<LinkedDecision>>,
    /// The one that a document tells first.
    of_documents: Arc<HashMap<DocumentNumber, DecisionNumber>>,
    /// What decisions of different documents have to do with each other.
    told: Arc<Vec<DecisionRelation>>,
    findings: Vec<Diagnostic>,
    /// By the document that the link stands in.
    about_link_texts: Vec<(DocumentNumber, Diagnostic)>,
}

impl Decisions {
    fn of(linked: &Linked<'_>) -> Self {
        let mut findings = Vec::new();
        let (all, told) = decisions::gather(linked.documents, linked.destinations, &mut findings);
        let first = all.iter().enumerate().filter(|(_, decision)| decision.index == 0);
        let of_documents =
            first.map(|(number, decision)| (decision.document, DecisionNumber(number as u32))).collect();
        let about_link_texts = about_link_texts(linked, &all, |_| true);
        Self {
            all: Arc::new(all),
            of_documents: Arc::new(of_documents),
            told: Arc::new(told),
            findings,
            about_link_texts,
        }
    }

    /// Looks at the texts of links anew where they may be others: in the documents that are.
    fn carried_on(mut self, linked: &Linked<'_>, changed: &[Changed]) -> Self {
        if !changed.is_empty() {
            let is_new = |number: DocumentNumber| changed.iter().any(|changed| changed.number == number);
            self.about_link_texts.retain(|(number, _)| !is_new(*number));
            self.about_link_texts.extend(about_link_texts(linked, &self.all, is_new));
        }
        self
    }
}

/// Finds links whose text names another decision than the one that they lead to.
fn about_link_texts(
    linked: &Linked<'_>,
    decisions: &[LinkedDecision],
    is_asked: impl Fn(DocumentNumber) -> bool + Sync,
) -> Vec<(DocumentNumber, Diagnostic)> {
    decisions::check_link_texts(linked.documents, decisions, linked.destinations, is_asked)
}

/// All that happened, and which of it to which document.
struct Timeline {
    all: Arc<Vec<TimelineEntry>>,
    of_documents: Arc<HashMap<DocumentNumber, Vec<u32>>>,
}

impl Timeline {
    fn of(linked: &Linked<'_>, decisions: &[LinkedDecision], history: &[Commit]) -> Self {
        let all = timeline::gather(linked.documents, decisions, linked.numbers, history);
        let mut of_documents: HashMap<DocumentNumber, Vec<u32>> = HashMap::new();
        for (number, entry) in all.iter().enumerate() {
            of_documents.entry(entry.document).or_default().push(number as u32);
        }
        Self { all: Arc::new(all), of_documents: Arc::new(of_documents) }
    }
}

/// The rows of all registers, and what is found about them.
struct Registers {
    all: Arc<Vec<Register>>,
    /// Of each disagreement, in order.
    findings: Vec<Option<Diagnostic>>,
}

impl Registers {
    fn of(documents: &[Arc<Document>], definitions: &[RegisterDefinition]) -> Self {
        let all = registers::gather(documents, definitions);
        let findings = registers::findings(documents, definitions, &all, None);
        Self { all: Arc::new(all), findings }
    }

    /// Says anew where documents disagree that are others.
    fn carried_on(
        self,
        documents: &[Arc<Document>],
        definitions: &[RegisterDefinition],
        changed: &[Changed],
    ) -> Self {
        let Self { all, findings } = self;
        let findings = registers::findings(documents, definitions, &all, Some((changed, findings)));
        Self { all, findings }
    }
}

/// The portal's pages, the files carried along beside which they have their places, and these.
struct PlacedPortal {
    pages: Vec<(PortalPage, String)>,
    assets: Arc<BTreeMap<SourcePath, OutputPath>>,
    places: PortalPages,
}

/// What of the turn before holds.
#[derive(Clone, Copy)]
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

/// Gathers all of it.
pub(super) fn gather(
    snapshot: &Snapshot,
    linked: &Linked<'_>,
    definitions: &[RegisterDefinition],
    (known, relations): (Option<Known>, &mut relations::Memo),
    diagnostics: &mut Vec<Diagnostic>,
) -> (Gathered, Known) {
    let documents = linked.documents;
    let is_of_these =
        |known: &Known| known.definitions == definitions && Arc::ptr_eq(&known.history, &snapshot.history);
    let known = known.filter(is_of_these).zip(linked.changed);
    let numbers: Option<Vec<DocumentNumber>> =
        known.as_ref().map(|(_, changed)| changed.iter().map(|changed| changed.number).collect());
    let (before, changed) = known.map_or_else(Default::default, |(known, changed)| {
        (known.parts.keep(Holds::of(changed, documents, linked.links_hold)), changed)
    });
    // What decisions say and what tables list has nothing to do with each other.
    let ((decisions, timeline), (registers, concepts)) = rayon::join(
        || {
            let known = before.decisions.map(|known| known.carried_on(linked, changed));
            let decisions = known.unwrap_or_else(|| Decisions::of(linked));
            let timeline = || Timeline::of(linked, &decisions.all, &snapshot.history);
            let timeline = before.timeline.unwrap_or_else(timeline);
            (decisions, timeline)
        },
        || {
            let known = before.registers.map(|known| known.carried_on(documents, definitions, changed));
            let registers = known.unwrap_or_else(|| Registers::of(documents, definitions));
            let concepts = before.concepts.unwrap_or_else(|| Arc::new(concepts::gather(documents)));
            (registers, concepts)
        },
    );
    diagnostics.extend(decisions.findings.iter().cloned());
    let related = relations::Linked {
        documents,
        changed: numbers.as_deref(),
        destinations: linked.destinations,
        names: linked.names,
        pages: linked.pages,
        decisions: &decisions.all,
        concepts: &concepts,
        decided: &decisions.told,
        links_mentions: snapshot.config.link_mentions,
    };
    let relations::Gathered { relations, mentions, shown } =
        relations::gather(&related, relations, diagnostics);
    diagnostics.extend(decisions.about_link_texts.iter().map(|(_, finding)| finding.clone()));
    diagnostics.extend(registers.findings.iter().flatten().cloned());
    let asked = noticed::Asked {
        documents,
        pages: linked.pages,
        relations: &relations,
        listed: &linked.listed(),
        today: snapshot.today,
        stale_after: snapshot.config.stale_after.get(),
    };
    let has_same_ties = before.relations.is_some_and(|before| relations.has_same_ties(&before));
    let noticed_before = before.noticed.map(|known| (changed, has_same_ties, known));
    let noticed = noticed::notice(&asked, noticed_before, diagnostics);
    let mut gathered = Gathered {
        decisions: Arc::clone(&decisions.all),
        decision_of: Arc::clone(&decisions.of_documents),
        timeline: Arc::clone(&timeline.all),
        history_of: Arc::clone(&timeline.of_documents),
        registers: Arc::clone(&registers.all),
        concepts: Arc::clone(&concepts),
        relations: relations.clone(),
        mentions,
        shown,
        portal: PortalPages::default(),
        outline: None,
        facts: None,
    };
    let pages = gathered.pages(definitions, documents.len());
    let is_placed = |known: &PlacedPortal| known.pages == pages && Arc::ptr_eq(&known.assets, linked.assets);
    gathered.portal = match before.portal.filter(is_placed) {
        Some(known) => known.places,
        None => {
            let folders = linked.folders.values().map(|folder| &folder.page);
            let taken = linked.pages.iter().chain(linked.assets.values()).chain(folders);
            portal::place(pages.clone(), taken)
        }
    };
    gathered.outline = linked.outline.map(|outline| outline::with_portal(outline, &gathered.portal));
    let is_outline_same = gathered.outline.is_some() && gathered.outline == before.outline;
    gathered.facts = match before.facts.filter(|_| is_outline_same) {
        Some(facts) => Some(facts),
        None => gathered.outline.and_then(|outline| gathered.fingerprint(outline, documents)),
    };
    let portal = PlacedPortal { pages, assets: Arc::clone(linked.assets), places: gathered.portal.clone() };
    let parts = Parts {
        decisions: Some(decisions),
        timeline: Some(timeline),
        registers: Some(registers),
        concepts: Some(concepts),
        relations: Some(relations),
        noticed: Some(noticed),
        portal: Some(portal),
        outline: gathered.outline,
        facts: gathered.facts,
    };
    let known = Known { history: Arc::clone(&snapshot.history), definitions: definitions.to_vec(), parts };
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
