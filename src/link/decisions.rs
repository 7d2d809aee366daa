//! Decisions of all documents, tied together by their ids.
//!
//! In: decisions, index rows and destinations of links. Out: the register in its order, every
//! relation in both directions, and findings. Never: the words of a document.
//!
//! The register goes folder by folder. In each the highest number comes first; those without a
//! number follow by their dates, the newest first.

mod findings;
mod meaning;
mod numbers;

use crate::diagnostic::Diagnostic;
use crate::model::decision::{
    Decision, DecisionId, DecisionNumber, DecisionReference, DecisionVerb, LinkedDecision,
};
use crate::model::document::Document;
use crate::model::relation::RelationKind;
use crate::model::site::{Destination, DocumentNumber};
use crate::source::Span;
pub(super) use meaning::steps_between;
use meaning::{Meaning, Meant};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Ties the decisions of all documents together.
pub(super) fn gather(
    documents: &[Arc<Document>],
    destinations: &[Arc<[Destination]>],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<LinkedDecision>, Vec<DecisionRelation>) {
    let mut decisions = register(documents);
    if decisions.is_empty() {
        return (decisions, Vec::new());
    }
    let meaning = Meaning::new(documents, destinations, &decisions);
    let relations = relations(documents, &decisions, &meaning);
    relations.write_into(&mut decisions);
    for (number, document) in documents.iter().enumerate() {
        for (index, row) in document.decision_index.iter().enumerate() {
            let document = DocumentNumber(number as u32);
            if let Some(decision) = meaning.of_row(document, row) {
                decisions[decision.0 as usize].index_rows.push((document, index as u32));
            }
        }
    }
    let register = Register { documents, decisions: &decisions };
    findings::find(&register, &relations, diagnostics);
    numbers::gaps(&register, diagnostics);
    let told = relations.told(&decisions);
    (decisions, told)
}

/// What one decision has to do with another, and where it is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DecisionRelation {
    pub(super) from: DocumentNumber,
    pub(super) to: DocumentNumber,
    pub(super) kind: RelationKind,
    pub(super) place: Span,
}

/// Finds links whose text names another decision than the one that they lead to, in the documents that
/// `is_asked` picks.
pub(super) fn check_link_texts(
    documents: &[Arc<Document>],
    decisions: &[LinkedDecision],
    destinations: &[Arc<[Destination]>],
    is_asked: impl Fn(DocumentNumber) -> bool + Sync,
) -> Vec<(DocumentNumber, Diagnostic)> {
    if decisions.is_empty() {
        return Vec::new();
    }
    numbers::link_texts(&Register { documents, decisions }, destinations, is_asked)
}

/// The decisions with what they say.
pub(super) struct Register<'a> {
    documents: &'a [Arc<Document>],
    decisions: &'a [LinkedDecision],
}

impl Register<'_> {
    fn told(&self, number: DecisionNumber) -> &Decision {
        told(self.documents, &self.decisions[number.0 as usize])
    }

    fn document(&self, number: DecisionNumber) -> &Document {
        &self.documents[self.decisions[number.0 as usize].document.0 as usize]
    }

    fn id(&self, number: DecisionNumber) -> &str {
        &self.decisions[number.0 as usize].id.0
    }

    /// Where a decision is told.
    fn place(&self, number: DecisionNumber) -> Span {
        self.told(number).extent.of(&self.document(number).id)
    }
}

/// Returns a decision as its document tells it.
fn told<'a>(documents: &'a [Arc<Document>], decision: &LinkedDecision) -> &'a Decision {
    &documents[decision.document.0 as usize].decisions[decision.index as usize]
}

/// Lists the decisions in the order of the register.
fn register(documents: &[Arc<Document>]) -> Vec<LinkedDecision> {
    let mut decisions: Vec<LinkedDecision> = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        for (index, decision) in document.decisions.iter().enumerate() {
            let id = decision.id.as_ref().map_or_else(|| made_id(document, decision), |id| id.value.clone());
            decisions.push(LinkedDecision {
                document: DocumentNumber(number as u32),
                index: index as u32,
                id,
                supersedes: Vec::new(),
                superseded_by: Vec::new(),
                amends: Vec::new(),
                amended_by: Vec::new(),
                relates_to: Vec::new(),
                successors_elsewhere: Vec::new(),
                index_rows: Vec::new(),
            });
        }
    }
    decisions.sort_by_cached_key(|decision| {
        let told = told(documents, decision);
        let folder = documents[decision.document.0 as usize].id.folder().to_owned();
        let date = told.date.as_ref().map(|date| date.value);
        (folder, Reverse(told.number), Reverse(date), decision.document, decision.index)
    });
    decisions
}

/// The longest part of a title that goes into an id, in characters.
const LONGEST_NAME: usize = 48;

/// Makes an id of document and title: of a file its name, of a part the name and the title.
fn made_id(document: &Document, decision: &Decision) -> DecisionId {
    let stem = stem_of(document);
    if decision.is_whole_document() {
        return DecisionId(stem.to_owned());
    }
    let words = decision.title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = String::new();
    for word in words {
        if name.chars().count() + word.chars().count() > LONGEST_NAME {
            break;
        }
        name.push('-');
        name.push_str(&word.to_lowercase());
    }
    DecisionId(format!("{}{name}", stem.to_lowercase()))
}

/// The name of a document without its extension; of an index the name of its folder.
fn stem_of(document: &Document) -> &str {
    let stem = document.id.stem();
    let is_index = stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index");
    match document.id.folder().rsplit('/').next() {
        Some(folder) if is_index && !folder.is_empty() => folder,
        _ => stem,
    }
}

/// Where one of two decisions says how they are related.
pub(super) type Said = Span;

/// A pair of decisions, the one that acts first, and where each says so.
#[derive(Debug, Default)]
pub(super) struct Pair {
    /// Where the one that supersedes or amends says it.
    by_later: Option<Said>,
    /// Where the one that is superseded or amended says it.
    by_earlier: Option<Said>,
}

/// What all decisions say about each other.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// The one that supersedes, then the one that is superseded.
    supersedes: BTreeMap<(DecisionNumber, DecisionNumber), Pair>,
    amends: BTreeMap<(DecisionNumber, DecisionNumber), Pair>,
    relates: BTreeMap<(DecisionNumber, DecisionNumber), Said>,
    /// References that lead to no decision: who says it, what, and whether it was named by an id.
    missing: Vec<(DecisionNumber, DecisionReference)>,
    /// What decisions name as their successors that is no decision, by the index of the reference.
    elsewhere: Vec<(DecisionNumber, u32)>,
    /// Decisions that say what superseded them, whether it is a decision of the portal or not.
    with_successor: BTreeSet<DecisionNumber>,
}

fn relations(documents: &[Arc<Document>], decisions: &[LinkedDecision], meaning: &Meaning<'_>) -> Relations {
    let mut relations = Relations::default();
    for (number, decision) in decisions.iter().enumerate() {
        let from = DecisionNumber(number as u32);
        let file = &documents[decision.document.0 as usize].id;
        for (index, reference) in told(documents, decision).references.iter().enumerate() {
            let is_successor = reference.verb == DecisionVerb::SupersededBy;
            if is_successor {
                relations.with_successor.insert(from);
            }
            let meant = meaning.of(from, reference);
            if is_successor && !matches!(meant, Meant::Decision(_)) {
                relations.elsewhere.push((from, index as u32));
            }
            let to = match meant {
                Meant::Decision(to) => to,
                Meant::SomethingElse => continue,
                Meant::Nothing => {
                    relations.missing.push((from, reference.clone()));
                    continue;
                }
            };
            let said = reference.extent.of(file);
            let supersedes = &mut relations.supersedes;
            let amends = &mut relations.amends;
            match reference.verb {
                DecisionVerb::Supersedes => {
                    supersedes.entry((from, to)).or_default().by_later.get_or_insert(said);
                }
                DecisionVerb::SupersededBy => {
                    supersedes.entry((to, from)).or_default().by_earlier.get_or_insert(said);
                }
                DecisionVerb::Amends => {
                    amends.entry((from, to)).or_default().by_later.get_or_insert(said);
                }
                DecisionVerb::AmendedBy => {
                    amends.entry((to, from)).or_default().by_earlier.get_or_insert(said);
                }
                DecisionVerb::RelatesTo => {
                    relations.relates.entry((from, to)).or_insert(said);
                }
            }
        }
    }
    // The older one knows best whether all of it was replaced or a part.
    let is_part = |pair: &(DecisionNumber, DecisionNumber), amends: &BTreeMap<_, Pair>| {
        amends.get(pair).is_some_and(|pair| pair.by_earlier.is_some())
    };
    let amends = &relations.amends;
    relations.supersedes.retain(|pair, said| said.by_earlier.is_some() || !is_part(pair, amends));
    relations
}

impl Relations {
    /// Lists what decisions of different documents have to do with each other.
    fn told(&self, decisions: &[LinkedDecision]) -> Vec<DecisionRelation> {
        let document = |number: DecisionNumber| decisions[number.0 as usize].document;
        let mut told = Vec::new();
        let mut tell = |from, to, kind, places: [Option<&Said>; 2]| {
            let (from, to) = (document(from), document(to));
            let own = places.into_iter().flatten().next();
            if let Some(place) = own.filter(|_| from != to) {
                told.push(DecisionRelation { from, to, kind, place: place.clone() });
            }
        };
        for (&(later, earlier), pair) in &self.supersedes {
            let places = [pair.by_later.as_ref(), pair.by_earlier.as_ref()];
            tell(later, earlier, RelationKind::Supersedes, places);
        }
        for (&(later, earlier), pair) in &self.amends {
            if !self.supersedes.contains_key(&(later, earlier)) {
                let places = [pair.by_later.as_ref(), pair.by_earlier.as_ref()];
                tell(later, earlier, RelationKind::Amends, places);
            }
        }
        for (&(from, to), place) in &self.relates {
            tell(from, to, RelationKind::Related, [Some(place), None]);
        }
        told.sort_unstable();
        told
    }

    /// Writes each relation down with both decisions.
    fn write_into(&self, decisions: &mut [LinkedDecision]) {
        for &(later, earlier) in self.supersedes.keys().filter(|(later, earlier)| later != earlier) {
            decisions[later.0 as usize].supersedes.push(earlier);
            decisions[earlier.0 as usize].superseded_by.push(later);
        }
        for &(later, earlier) in self.amends.keys().filter(|(later, earlier)| later != earlier) {
            // Told as a replacement by the other one, it is that.
            if !self.supersedes.contains_key(&(later, earlier)) {
                decisions[later.0 as usize].amends.push(earlier);
                decisions[earlier.0 as usize].amended_by.push(later);
            }
        }
        for &(from, to) in self.relates.keys().filter(|(from, to)| from != to) {
            let is_closer = [(from, to), (to, from)]
                .iter()
                .any(|pair| self.supersedes.contains_key(pair) || self.amends.contains_key(pair));
            if !is_closer {
                decisions[from.0 as usize].relates_to.push(to);
                decisions[to.0 as usize].relates_to.push(from);
            }
        }
        for &(decision, reference) in &self.elsewhere {
            decisions[decision.0 as usize].successors_elsewhere.push(reference);
        }
        for decision in decisions {
            let LinkedDecision { supersedes, superseded_by, amends, amended_by, relates_to, .. } = decision;
            for list in [supersedes, superseded_by, amends, amended_by, relates_to] {
                list.sort_unstable();
                list.dedup();
            }
        }
    }
}
