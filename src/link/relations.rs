//! What documents have to do with each other.
//!
//! In: documents whose links lead somewhere, what their names mean, decisions, key concepts. Out:
//! [`Relations`] in the order from, to, kind; where names in texts lead; findings. Never: ranks them, or says
//! how they are shown.
//!
//! What is remembered of a document follows from its text, from where its links and names lead and from
//! what others decide and share with it; as long as these are the same it is not gathered again.

mod decided;
pub(super) mod orphans;
mod shared;

use super::decisions::DecisionRelation;
use super::names::{Meant, Names};
use crate::diagnostic::Diagnostic;
use crate::model::decision::LinkedDecision;
use crate::model::decision_id::{id_of_name, ids_in, parse_id};
use crate::model::document::{Document, LinkKind};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::mention::{Mention, MentionKind};
use crate::model::output::OutputPath;
use crate::model::relation::{Cause, CauseSource, Relation, RelationKind, Relations};
use crate::model::site::{Destination, DocumentNumber, SiteConcept};
use decided::{Decided, Ids, Told};
use rayon::prelude::*;
use shared::{Share, Shares};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// How much a relation of a kind says, and how much each further place adds up to how many. What is declared
/// says more than all that is only found can add up to in both directions: 2 × (3 + 1.5) + 1 are less than 12.
fn weight(kind: RelationKind, places: usize) -> f32 {
    let (base, step, most) = match kind {
        RelationKind::Related | RelationKind::Supersedes | RelationKind::Amends => (12.0, 0.0, 0),
        RelationKind::Links => (2.0, 0.25, 4),
        RelationKind::Mentions => (1.0, 0.125, 4),
        RelationKind::Shares => (0.5, 0.0, 0),
    };
    base + step * places.saturating_sub(1).min(most) as f32
}

/// What was gathered before and may still be true.
#[derive(Default)]
pub(super) struct Memo {
    documents: Vec<OfDocument>,
    /// The decisions of the turn before: where they are the same ones, so are their ids.
    decisions: Option<Arc<Vec<LinkedDecision>>>,
    ids: Arc<Ids>,
    /// The concepts of the turn before: where they are the same ones, so is what is shared.
    concepts: Option<Arc<Vec<SiteConcept>>>,
    shares: Arc<Shares>,
    /// What decisions had to do with each other.
    decided: Arc<Vec<DecisionRelation>>,
    relations: Option<Relations>,
    mentions: Arc<Vec<Arc<[Option<Destination>]>>>,
    /// What pages are made of.
    shown: Option<Arc<Vec<Option<Fingerprint>>>>,
}

impl Memo {
    /// Forgets all that follows from what stands where.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// What is gathered from.
pub(super) struct Linked<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) destinations: &'a [Arc<[Destination]>],
    pub(super) names: &'a [Arc<Names>],
    pub(super) pages: &'a [OutputPath],
    pub(super) decisions: &'a Arc<Vec<LinkedDecision>>,
    pub(super) concepts: &'a Arc<Vec<SiteConcept>>,
    /// What decisions of different documents have to do with each other, in the order of where it starts.
    pub(super) decided: &'a Arc<Vec<DecisionRelation>>,
    /// The documents that may be others than in the turn before; none where any may be.
    pub(super) changed: Option<&'a [DocumentNumber]>,
    /// Whether names in texts become links.
    pub(super) links_mentions: bool,
}

/// What is gathered.
pub(super) struct Gathered {
    pub(super) relations: Relations,
    pub(super) mentions: Arc<Vec<Arc<[Option<Destination>]>>>,
    pub(super) shown: Arc<Vec<Option<Fingerprint>>>,
}

/// What was gathered of one document, and from what.
struct OfDocument {
    text: Option<Fingerprint>,
    destinations: Arc<[Destination]>,
    names: Arc<Names>,
    decided: Vec<DecisionRelation>,
    shares: Vec<Share>,
    /// The relations that start from it, in the order to, kind.
    relations: Arc<[Relation]>,
    /// Of each of these what pages show.
    shown: Vec<Fingerprint>,
    mentions: Arc<[Option<Destination>]>,
    /// Of where its names lead.
    led: Option<Fingerprint>,
    diagnostics: Vec<Diagnostic>,
}

impl OfDocument {
    /// Says whether pages show the same of two of them: what moved in the text is not shown.
    fn shows_same(&self, other: &Self) -> bool {
        self.led.is_some() && self.led == other.led && self.shown == other.shown
    }
}

/// Gathers the relations of all documents.
pub(super) fn gather(linked: &Linked<'_>, memo: &mut Memo, diagnostics: &mut Vec<Diagnostic>) -> Gathered {
    let documents = linked.documents;
    let mut is_ground_same = memo.documents.len() == documents.len();
    if !memo.decisions.as_ref().is_some_and(|known| Arc::ptr_eq(known, linked.decisions)) {
        let ids = Ids::of(documents, linked.decisions);
        if *memo.ids != ids {
            memo.documents.clear();
            memo.ids = Arc::new(ids);
        }
        memo.decisions = Some(Arc::clone(linked.decisions));
        // Of decisions pages show their statuses too.
        memo.shown = None;
        is_ground_same = false;
    }
    if !memo.concepts.as_ref().is_some_and(|known| Arc::ptr_eq(known, linked.concepts)) {
        memo.shares = Arc::new(Shares::new(linked.concepts, documents.len()));
        memo.concepts = Some(Arc::clone(linked.concepts));
        is_ground_same = false;
    }
    if !Arc::ptr_eq(&memo.decided, linked.decided) {
        memo.decided = Arc::clone(linked.decided);
        is_ground_same = false;
    }
    let ids = Arc::clone(&memo.ids);
    let decided = Decided::new(documents, &ids);
    let shares = Arc::clone(&memo.shares);
    let told_of = |number: DocumentNumber| {
        let start = linked.decided.partition_point(|told| told.from < number);
        let count = linked.decided[start..].partition_point(|told| told.from == number);
        &linked.decided[start..start + count]
    };
    let is_same = |number: &DocumentNumber| {
        let index = number.0 as usize;
        memo.documents.get(index).is_some_and(|known| {
            known.text.is_some()
                && known.text == documents[index].fingerprint
                && Arc::ptr_eq(&known.destinations, &linked.destinations[index])
                && Arc::ptr_eq(&known.names, &linked.names[index])
                && known.decided == told_of(*number)
                && known.shares == shares.of(*number)
        })
    };
    let all = || (0..documents.len() as u32).map(DocumentNumber);
    // Where all else is the same, only a document that is another one can have others.
    let new: Vec<DocumentNumber> = match linked.changed.filter(|_| is_ground_same) {
        Some(changed) => changed.iter().copied().filter(|number| !is_same(number)).collect(),
        None => all().filter(|number| !is_same(number)).collect(),
    };
    let made: Vec<OfDocument> = new
        .par_iter()
        .map(|&number| of_document(linked, number, &decided, told_of(number), shares.of(number)))
        .collect();
    let are_all_known = memo.documents.len() == documents.len();
    let relations_of = |made: &OfDocument, number: DocumentNumber| (number, Arc::clone(&made.relations));
    let known = memo.relations.take().filter(|_| are_all_known);
    let relations = known
        .map(|known| known.with(made.iter().zip(&new).map(|(made, number)| relations_of(made, *number))));
    // Those whose pages show something else: their own text, and both ends of what is told in another way.
    let mut others: BTreeSet<DocumentNumber> = new.iter().copied().collect();
    memo.documents.reserve_exact(documents.len().saturating_sub(memo.documents.len()));
    for (&number, made) in new.iter().zip(made) {
        match memo.documents.get_mut(number.0 as usize) {
            Some(known) => {
                if !known.shows_same(&made) {
                    others.extend(known.relations.iter().chain(made.relations.iter()).map(|it| it.to));
                }
                if known.mentions != made.mentions
                    && let Some(mentions) = Arc::make_mut(&mut memo.mentions).get_mut(number.0 as usize)
                {
                    *mentions = Arc::clone(&made.mentions);
                }
                *known = made;
            }
            None => memo.documents.push(made),
        }
    }
    memo.documents.truncate(documents.len());
    diagnostics.extend(memo.documents.iter().flat_map(|known| known.diagnostics.iter().cloned()));
    let relations = relations.unwrap_or_else(|| {
        Relations::new(memo.documents.iter().map(|known| Arc::clone(&known.relations)).collect())
    });
    memo.relations = Some(relations.clone());
    if !are_all_known {
        memo.mentions = Arc::new(memo.documents.iter().map(|known| Arc::clone(&known.mentions)).collect());
    }
    let shown = match memo.shown.take().filter(|_| are_all_known) {
        Some(mut shown) => {
            if !others.is_empty() {
                let others: Vec<DocumentNumber> = others.into_iter().collect();
                let of_others = shown_of(linked, memo, &relations, &others);
                let shown = Arc::make_mut(&mut shown);
                for (number, of_document) in others.into_iter().zip(of_others) {
                    shown[number.0 as usize] = of_document;
                }
            }
            shown
        }
        None => Arc::new(shown_of(linked, memo, &relations, &all().collect::<Vec<_>>())),
    };
    memo.shown = Some(Arc::clone(&shown));
    Gathered { relations, mentions: Arc::clone(&memo.mentions), shown }
}

/// Takes of documents the fingerprint of all that the page of each is made of besides the outline: its text;
/// the relations from it and to it, which of the others are decisions, where names lead; and what decisions of
/// others say of the one that it is.
fn shown_of(
    linked: &Linked<'_>,
    memo: &Memo,
    relations: &Relations,
    documents: &[DocumentNumber],
) -> Vec<Option<Fingerprint>> {
    if linked.documents.first().is_none_or(|document| document.fingerprint.is_none()) {
        return vec![None; documents.len()];
    }
    let of_decision: HashMap<DocumentNumber, &LinkedDecision> =
        linked.decisions.iter().filter(|decision| decision.index == 0).map(|it| (it.document, it)).collect();
    let told = |linked_decision: &LinkedDecision| {
        let document = &linked.documents[linked_decision.document.0 as usize];
        (document, &document.decisions[linked_decision.index as usize])
    };
    let decided = |document: DocumentNumber| {
        let linked_decision = of_decision.get(&document)?;
        let (_, decision) = told(linked_decision);
        let status = decision.status.as_ref().map(|status| status.kind.as_str());
        let is_past = !linked_decision.superseded_by.is_empty();
        let id = linked_decision.id.0.as_str();
        Some((id, status.unwrap_or_default(), [decision.is_whole_document(), is_past].map(u8::from)))
    };
    let of_document = |number: &DocumentNumber| {
        let known = &memo.documents[number.0 as usize];
        let mut key = Fingerprinter::new("page of a document").part(known.text?).part(known.led?);
        let from = known.relations.iter().zip(&known.shown).map(|(relation, shown)| (*shown, relation.to));
        let to = relations.places_to(*number).iter().map(|(from, place)| {
            let other = &memo.documents[from.0 as usize];
            (other.shown[*place as usize], *from)
        });
        for (shown, other) in from.chain(to) {
            key = key.part(shown);
            if let Some((id, status, is)) = decided(other) {
                key = key.bytes(id.as_bytes()).bytes(status.as_bytes()).bytes(&is);
            }
        }
        if let Some(own) = of_decision.get(number) {
            for (verb, others) in [(0, &own.superseded_by), (1, &own.amended_by)] {
                for other in others {
                    let (document, decision) = told(&linked.decisions[other.0 as usize]);
                    let (id, title, anchor) = (&decision.id, &decision.title.value, &decision.anchor);
                    let told = format!("{verb} {:?} {id:-?} {title:?} {anchor:?}", document.id);
                    key = key.bytes(told.as_bytes());
                }
            }
        }
        Some(key.finish())
    };
    documents.par_iter().map(of_document).collect()
}

/// Gathers what starts from one document.
fn of_document(
    linked: &Linked<'_>,
    from: DocumentNumber,
    decided: &Decided<'_>,
    told: &[DecisionRelation],
    shares: &[Share],
) -> OfDocument {
    let index = from.0 as usize;
    let document = &linked.documents[index];
    let names = &linked.names[index];
    let mut gatherer = Gatherer { from, document, causes: Vec::new(), diagnostics: Vec::new() };
    gatherer.entries(names, decided);
    gatherer.links(&linked.destinations[index]);
    let mentions = gatherer.mentions(linked, names, decided);
    for told in told {
        // Documents are in the order of their paths.
        let file = linked.documents.binary_search_by(|it| it.id.cmp(&told.place.file)).ok();
        let section = file.and_then(|file| section_at(&linked.documents[file], told.place.start));
        let cause = Cause { span: told.place.clone(), section, source: CauseSource::Decision };
        gatherer.add(told.to, told.kind, cause);
    }
    for share in shares {
        for concept in &share.concepts {
            let name = &linked.concepts[*concept as usize].concept.name;
            gatherer.concept(share.to, name);
        }
    }
    let Gatherer { mut causes, diagnostics, .. } = gatherer;
    causes.sort_by_key(|(to, kind, _)| (*to, *kind));
    let relations = causes.chunk_by_mut(|a, b| (a.0, a.1) == (b.0, b.1)).map(|causes| {
        let (to, kind, _) = causes[0];
        causes.sort_by_key(|(.., cause)| (cause.span.file != document.id, cause.span.start));
        let weight = match kind {
            RelationKind::Shares => {
                shares.iter().find(|share| share.to == to).map_or(0.0, |share| share.weight)
            }
            kind => weight(kind, causes.len()),
        };
        Relation { from, to, kind, weight, causes: causes.iter().map(|(.., cause)| cause.clone()).collect() }
    });
    let relations: Vec<Relation> = relations.collect();
    let is_asked_for = document.fingerprint.is_some();
    let shown =
        if is_asked_for { relations.iter().map(|it| shown(document, it)).collect() } else { Vec::new() };
    OfDocument {
        text: document.fingerprint,
        destinations: Arc::clone(&linked.destinations[index]),
        names: Arc::clone(names),
        decided: if is_asked_for { told.to_vec() } else { Vec::new() },
        shares: if is_asked_for { shares.to_vec() } else { Vec::new() },
        relations: relations.into(),
        shown,
        led: is_asked_for.then(|| Fingerprint::of(format!("{mentions:?}").as_bytes())),
        mentions: mentions.into(),
        diagnostics,
    }
}

/// Takes the fingerprint of what pages show of a relation: not where in the text its causes stand.
fn shown(document: &Document, relation: &Relation) -> Fingerprint {
    let Relation { from, to, kind, weight, causes } = relation;
    let mut key = Fingerprinter::new("relation")
        .bytes(&from.0.to_le_bytes())
        .bytes(&to.0.to_le_bytes())
        .bytes(&[*kind as u8])
        .bytes(&weight.to_bits().to_le_bytes());
    for Cause { span, section, source } in causes.iter() {
        let kind = match source {
            CauseSource::Link(_) => 0,
            CauseSource::Mention(_) => 1,
            CauseSource::Entry(_) => 2,
            CauseSource::Concept(_) => 3,
            CauseSource::Decision => 4,
        };
        key = key.bytes(&section.unwrap_or(u32::MAX).to_le_bytes()).bytes(&[kind]);
        if span.file != document.id {
            continue;
        }
        key = key.bytes(&[u8::from(document.is_declared(*source))]);
        if let Some(excerpt) = document.excerpt(*source) {
            let marked = [excerpt.marked.start, excerpt.marked.end].map(u32::to_le_bytes);
            key = key.bytes(excerpt.text.as_bytes()).bytes(marked.as_flattened());
        }
        if let CauseSource::Concept(concept) = source {
            key = key.bytes(document.metadata.concepts[*concept as usize].label.as_bytes());
        }
    }
    key.finish()
}

/// Returns the section that an offset is in.
fn section_at(document: &Document, offset: u32) -> Option<u32> {
    let after = document.sections.partition_point(|section| section.start <= offset);
    u32::try_from(after).ok()?.checked_sub(1)
}

struct Gatherer<'a> {
    from: DocumentNumber,
    document: &'a Document,
    /// Where each leads, and what it causes there; in no order.
    causes: Vec<(DocumentNumber, RelationKind, Cause)>,
    diagnostics: Vec<Diagnostic>,
}

impl Gatherer<'_> {
    fn add(&mut self, to: DocumentNumber, kind: RelationKind, cause: Cause) {
        if to != self.from {
            self.causes.push((to, kind, cause));
        }
    }

    /// Takes the entries of `related`; what means nothing is a finding.
    fn entries(&mut self, names: &Names, decided: &Decided<'_>) {
        for (number, (entry, meant)) in self.document.metadata.related.iter().zip(&names.related).enumerate()
        {
            let to = match meant {
                Meant::Document(to) => *to,
                Meant::SomethingElse => continue,
                Meant::Nothing(finding) => match decided.of_entry(self.document, &entry.value) {
                    Some(told) => told.document,
                    None => {
                        self.diagnostics.push((**finding).clone());
                        continue;
                    }
                },
            };
            let span = entry.extent.of(&self.document.id);
            self.add(
                to,
                RelationKind::Related,
                Cause { span, section: None, source: CauseSource::Entry(number as u32) },
            );
        }
    }

    fn links(&mut self, destinations: &[Destination]) {
        for (number, (link, destination)) in self.document.links.iter().zip(destinations).enumerate() {
            let (LinkKind::Hyperlink, Destination::Page { document: Some(to), .. }) =
                (link.kind, destination)
            else {
                continue;
            };
            let source = CauseSource::Link(number as u32);
            let cause = Cause { span: link.span.clone(), section: link.section, source };
            if link.is_declared {
                self.add(*to, RelationKind::Related, cause.clone());
            }
            self.add(*to, RelationKind::Links, cause);
        }
    }

    /// Takes the names in the text, and says which of them become links, and where these lead: the first of a
    /// section that leads there, unless the author has made one.
    fn mentions(
        &mut self,
        linked: &Linked<'_>,
        names: &Names,
        decided: &Decided<'_>,
    ) -> Vec<Option<Destination>> {
        let document = self.document;
        if document.mentions.is_empty() {
            return Vec::new();
        }
        let destinations = &linked.destinations[self.from.0 as usize];
        // Names lead to pages of the portal alone.
        let leads_alike = |destination: &Destination| {
            matches!(destination, Destination::Here { .. } | Destination::Page { .. })
        };
        let mut led: HashSet<(Option<u32>, Cow<'_, Destination>)> = document
            .links
            .iter()
            .zip(destinations.iter())
            .filter(|(link, destination)| link.kind == LinkKind::Hyperlink && leads_alike(destination))
            .map(|(link, destination)| (link.section, Cow::Borrowed(destination)))
            .collect();
        let elsewhere = ids_of_others(document, destinations);
        let mut leads = Vec::with_capacity(document.mentions.len());
        for (number, (mention, file)) in document.mentions.iter().zip(&names.mentions).enumerate() {
            let by_id = match &mention.kind {
                MentionKind::Id { prefix, number } => decided.of_id(document, prefix, *number),
                MentionKind::File => None,
            };
            let found = by_id.or(file.map(|to| Told { document: to, anchor: None, extent: None }));
            let is_of_others = |told: &Told<'_>| {
                let name = linked.documents[told.document.0 as usize].id.file_name();
                let MentionKind::Id { prefix, number } = &mention.kind else { return false };
                elsewhere.get(&(prefix.to_string(), *number)).is_some_and(|url| !url.contains(name))
            };
            let is_other =
                |told: &Told<'_>| !is_told_here(document, self.from, mention, told) && !is_of_others(told);
            let Some(told) = found.filter(is_other) else {
                leads.push(None);
                continue;
            };
            let to = told.document;
            let source = CauseSource::Mention(number as u32);
            let cause = Cause { span: mention.span.clone(), section: mention.section, source };
            if mention.is_declared {
                self.add(to, RelationKind::Related, cause.clone());
            }
            self.add(to, RelationKind::Mentions, cause);
            let anchor = told.anchor.map(str::to_owned).filter(|anchor| !anchor.is_empty());
            let page = || linked.pages[to.0 as usize].clone();
            let destination = match to == self.from {
                true => Destination::Here { anchor: anchor.unwrap_or_default() },
                false => Destination::Page { page: page(), anchor, document: Some(to) },
            };
            let may_be_link = linked.links_mentions && mention.may_be_link;
            let is_first = may_be_link && led.insert((mention.section, Cow::Owned(destination.clone())));
            leads.push(is_first.then_some(destination));
        }
        leads
    }

    /// Notes a key concept that another document has as well.
    fn concept(&mut self, to: DocumentNumber, name: &str) {
        let concepts = &self.document.metadata.concepts;
        let Some(number) = concepts.iter().position(|concept| concept.name == name) else { return };
        let span = concepts[number].extent.of(&self.document.id);
        let source = CauseSource::Concept(number as u32);
        self.add(to, RelationKind::Shares, Cause { span, section: None, source });
    }
}

/// Returns the ids that the author links to another host, and the address of each: `[ADR-001](https://example.org/adr/1)`
/// is somebody else's, and so is every `ADR-001` of this document.
fn ids_of_others<'a>(
    document: &'a Document,
    destinations: &'a [Destination],
) -> HashMap<(String, u32), &'a str> {
    let mut ids = HashMap::new();
    if !document.mentions.iter().any(|mention| matches!(mention.kind, MentionKind::Id { .. })) {
        return ids;
    }
    for (link, destination) in document.links.iter().zip(destinations) {
        if let (LinkKind::Hyperlink, Destination::External(url)) = (link.kind, destination) {
            for found in ids_in(&link.text) {
                ids.entry((found.id.key().0, found.number)).or_insert(url.as_str());
            }
        }
    }
    ids
}

/// Says whether a name stands in what it names: in the document, in the section or the row of a decision.
fn is_told_here(document: &Document, from: DocumentNumber, mention: &Mention, told: &Told<'_>) -> bool {
    if told.document != from {
        return false;
    }
    let Some(anchor) = told.anchor else { return true };
    let is_in_row = told.extent.is_some_and(|it| (it.start..it.end).contains(&mention.span.start));
    let section = document.sections.iter().position(|section| section.anchor == anchor);
    is_in_row || section.is_some_and(|section| is_within(document, mention.section, section as u32))
}

/// Says whether a section is another one or stands below it.
fn is_within(document: &Document, section: Option<u32>, above: u32) -> bool {
    let Some(section) = section.filter(|section| *section >= above) else { return false };
    let Some(level) = document.sections.get(above as usize).map(|section| section.level) else {
        return false;
    };
    let between = document.sections.get(above as usize + 1..=section as usize).unwrap_or_default();
    between.iter().all(|section| section.level > level)
}

/// Reads the id that an entry of `related` is: `ADR-0012`, `12`, `0012-use-queues`.
fn id_of_entry(entry: &str) -> Option<crate::model::decision_id::FoundId> {
    let name = entry.trim().trim_end_matches(".md");
    let name = name.rsplit('/').next().unwrap_or(name);
    parse_id(name).or_else(|| id_of_name(name))
}
