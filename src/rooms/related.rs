//! What a page of a document shows of others: what to read as well and why, and who points here. Ground that
//! rooms share, no room.
//!
//! In: the relations of one document. Out: entries in their order. Never: more of them than a reader looks at,
//! or an entry without a reason.
//!
//! Documents are ranked by the sum of the weights of all relations with the page's document, in either direction,
//! its own declarations twice.
//! What is declared weighs more than all that is only found; of equals the first by path comes first. The
//! weights stand in the guide (`docs/relations.md`).

use super::{decided, way};
use crate::model::document::{Document, TitleOrigin};
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Backlink, BacklinksView, RelatedEntry};
use crate::model::relation::{Cause, CauseSource, Relation, RelationKind};
use crate::model::site::{DocumentNumber, Site};

/// How many related documents a page lists.
pub(super) const MOST_RELATED: usize = 8;

/// How much more counts what the document itself declares than what is declared of it: others may be hundreds.
const OWN: f64 = 2.0;

/// How many reasons are given for one.
const MOST_REASONS: usize = 3;

/// How many concepts in common are named.
const MOST_CONCEPTS: usize = 3;

/// How many documents that point here are listed, and how many places of each.
const MOST_BACKLINKS: usize = 20;
const MOST_PLACES: usize = 3;

/// A document that has to do with another.
pub(super) struct Near<'a> {
    pub(super) document: DocumentNumber,
    /// The relations that lead to it.
    out: &'a [Relation],
    /// The relations that come from it.
    into: Vec<&'a Relation>,
    weight: f64,
}

/// Returns the documents that have to do with one, the nearest first.
pub(super) fn near(site: &Site, number: DocumentNumber) -> Vec<Near<'_>> {
    // Both kinds of relation are in the order of the other document.
    let mut all_out = site.relations.from(number).chunk_by(|a, b| a.to == b.to).peekable();
    let mut all_into = site.relations.to(number).peekable();
    let mut near: Vec<Near<'_>> = Vec::new();
    loop {
        let next = [all_out.peek().map(|out| out[0].to), all_into.peek().map(|into| into.from)];
        let Some(document) = next.into_iter().flatten().min() else { break };
        let out = all_out.next_if(|out| out[0].to == document).unwrap_or_default();
        let into: Vec<&Relation> =
            std::iter::from_fn(|| all_into.next_if(|into| into.from == document)).collect();
        let own = out.iter().map(|it| (it, if it.kind == RelationKind::Related { OWN } else { 1.0 }));
        let all = own.chain(into.iter().map(|it| (*it, 1.0)));
        let weight = all.map(|(relation, factor)| f64::from(relation.weight) * factor).sum();
        near.push(Near { document, out, into, weight });
    }
    // They are in the order of their paths, and stay so where they weigh the same.
    near.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    near
}

impl Near<'_> {
    /// Says whether only concepts in common tie the two.
    pub(super) fn is_guessed(&self) -> bool {
        let mut all = self.out.iter().chain(self.into.iter().copied());
        all.all(|relation| relation.kind == RelationKind::Shares)
    }
}

/// How a page introduces a near document, in the list as in the picture.
pub(super) struct Introduction<'a> {
    pub(super) near: &'a Near<'a>,
    pub(super) title: &'a str,
    pub(super) url: String,
    /// Why it is near, in words.
    pub(super) reason: String,
}

/// Introduces the nearest documents to the page of one.
pub(super) fn introduce<'a>(
    site: &'a Site,
    from: &OutputPath,
    number: DocumentNumber,
    nearest: &'a [Near<'a>],
) -> Vec<Introduction<'a>> {
    let introduction = |near: &'a Near<'a>| Introduction {
        near,
        title: &site.document(near.document).title,
        url: relative_url(from, site.page(near.document)),
        reason: reason(site, number, near),
    };
    nearest.iter().map(introduction).collect()
}

/// Returns the related documents of one, as they were introduced.
pub(super) fn related(introductions: Vec<Introduction<'_>>) -> Vec<RelatedEntry> {
    let entry =
        |it: Introduction<'_>| RelatedEntry { title: it.title.to_owned(), url: it.url, reason: it.reason };
    introductions.into_iter().take(MOST_RELATED).map(entry).collect()
}

/// Says in words why a document is near to another: declared reasons first.
fn reason(site: &Site, number: DocumentNumber, near: &Near<'_>) -> String {
    let (here, there) = (site.document(number), site.document(near.document));
    let out = |kind| causes(near.out, kind);
    let into = |kind| causes(near.into.iter().copied(), kind);
    let mut reasons = Reasons::default();
    let declared = [
        (into(RelationKind::Supersedes), "replaces this one"),
        (out(RelationKind::Supersedes), "replaced by this one"),
        (into(RelationKind::Amends), "amends this one"),
        (out(RelationKind::Amends), "amended by this one"),
        (out(RelationKind::Related), "declared here"),
        (into(RelationKind::Related), "declares this one"),
    ];
    for (_, words) in declared.into_iter().filter(|(causes, _)| causes.is_some()) {
        reasons.tell(|reason| reason.push_str(words));
    }
    // What is declared by a link is not told twice.
    let told = |causes: &&[Cause], document: &Document| {
        !causes.iter().all(|cause| document.is_declared(cause.source))
    };
    let (links, names) = (out(RelationKind::Links), out(RelationKind::Mentions));
    let is_decided = (links.is_some() || names.is_some()) && site.decision_of(number).is_none();
    let decision = site.decision_of(near.document).filter(|it| is_decided && !decided::is_past(site, it));
    match decision.and_then(|decision| decided::own_id(site, decision)) {
        Some(id) => reasons.tell(|reason| {
            reason.push_str("decided by ");
            reason.push_str(&id);
        }),
        None => {
            if let Some(causes) = links.filter(|causes| told(causes, here)) {
                reasons.tell(|reason| {
                    reason.push_str("linked");
                    push_places(reason, here, "in", causes);
                });
            }
            if let Some(causes) = names.filter(|causes| told(causes, here)) {
                let tells_decisions = !there.decisions.is_empty() && !there.is_decision();
                reasons.tell(|reason| push_named(reason, here, causes, tells_decisions));
            }
        }
    }
    if let Some(causes) = into(RelationKind::Links).filter(|causes| told(causes, there)) {
        reasons.tell(|reason| {
            reason.push_str("links here");
            push_places(reason, there, "from", causes);
        });
    }
    if let Some(causes) = into(RelationKind::Mentions).filter(|causes| told(causes, there)) {
        reasons.tell(|reason| {
            reason.push_str("names this");
            push_places(reason, there, "in", causes);
        });
    }
    let shares = near
        .out
        .iter()
        .chain(near.into.iter().copied())
        .find(|relation| relation.kind == RelationKind::Shares);
    if let Some(relation) = shares {
        reasons.tell(|reason| push_shared(reason, site, relation));
    }
    sentence(reasons.text)
}

/// Returns the places that cause a relation of one kind, where there is one.
fn causes<'a>(relations: impl IntoIterator<Item = &'a Relation>, kind: RelationKind) -> Option<&'a [Cause]> {
    relations.into_iter().find(|relation| relation.kind == kind).map(|relation| &*relation.causes)
}

/// Why a document is near, as far as a reader wants to know it: the first reasons, with commas between.
#[derive(Default)]
struct Reasons {
    text: String,
    count: usize,
}

impl Reasons {
    /// Lets one more be written, if there is room for it.
    fn tell(&mut self, write: impl FnOnce(&mut String)) {
        if self.count == MOST_REASONS {
            return;
        }
        if self.count > 0 {
            self.text.push_str(", ");
        }
        write(&mut self.text);
        self.count += 1;
    }
}

/// Says where a document is named; by what, where that is one of the decisions in it.
fn push_named(reason: &mut String, here: &Document, causes: &[Cause], tells_decisions: bool) {
    let written = causes.iter().find_map(|cause| match cause.source {
        CauseSource::Mention(number) => here.mentions.get(number as usize).map(|mention| &*mention.written),
        _ => None,
    });
    if let Some(name) = written.filter(|name| tells_decisions && !name.contains('.')) {
        reason.push_str(name);
        reason.push(' ');
    }
    reason.push_str("named");
    push_places(reason, here, "in", causes);
}

/// Says in which sections causes stand: ` in Data Flow and 2 more places`; nothing where it is no section.
fn push_places(reason: &mut String, document: &Document, preposition: &str, causes: &[Cause]) {
    let section = causes.iter().find_map(|cause| section_of(document, cause));
    if let Some(section) = section {
        reason.push(' ');
        reason.push_str(preposition);
        reason.push(' ');
        reason.push_str(section);
    }
    match (section, causes.len()) {
        (_, 1) => {}
        (Some(_), 2) => reason.push_str(" and 1 more place"),
        (Some(_), many) => reason.push_str(&format!(" and {} more places", many - 1)),
        (None, 2) => reason.push_str(" twice"),
        (None, many) => reason.push_str(&format!(" {many} times")),
    }
}

/// Returns the title of the section that a cause stands in; of the title of the document nothing.
fn section_of<'a>(document: &'a Document, cause: &Cause) -> Option<&'a str> {
    let number = cause.section? as usize;
    let is_title = document.title_origin == TitleOrigin::Heading && number == 0;
    let section = document.sections.get(number).filter(|section| !is_title && !section.title.is_empty());
    section.map(|section| section.title.as_str())
}

fn push_shared(reason: &mut String, site: &Site, relation: &Relation) {
    let document = site.document(relation.from);
    let concepts = relation.causes.iter().filter_map(|cause| match cause.source {
        CauseSource::Concept(number) => document.metadata.concepts.get(number as usize),
        _ => None,
    });
    reason.push_str("shares ");
    for (number, concept) in concepts.enumerate() {
        match number {
            0 => {}
            MOST_CONCEPTS => return reason.push_str(", …"),
            _ => reason.push_str(", "),
        }
        reason.push_str(&concept.label);
    }
}

/// Begins words as a sentence begins.
fn sentence(mut words: String) -> String {
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
        return words;
    }
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}

/// Returns who points to a document, nearest first: of each the first place of each section.
pub(super) fn backlinks(site: &Site, from: &OutputPath, near: &[Near<'_>]) -> Option<BacklinksView> {
    let points = |relation: &&&Relation| relation.kind != RelationKind::Shares;
    let pointing = || near.iter().filter(|near| near.into.iter().any(|relation| points(&relation)));
    let documents = pointing().count();
    let mut entries = Vec::new();
    for near in pointing().take(MOST_BACKLINKS) {
        let document = site.document(near.document);
        let mut causes: Vec<(&Cause, RelationKind)> = near
            .into
            .iter()
            .filter(points)
            .flat_map(|relation| relation.causes.iter().map(|cause| (cause, relation.kind)))
            .collect();
        causes.sort_by_key(|(cause, _)| (cause.section.is_none(), cause.span.start));
        // An entry of front matter says least, and nothing where the text says more.
        let is_entry = |cause: &Cause| matches!(cause.source, CauseSource::Entry(_));
        if causes.iter().any(|(cause, _)| !is_entry(cause)) {
            causes.retain(|(cause, _)| !is_entry(cause));
        }
        let mut sections: Vec<Option<u32>> = Vec::with_capacity(MOST_PLACES);
        for (cause, kind) in causes {
            if sections.len() < MOST_PLACES && !sections.contains(&cause.section) {
                sections.push(cause.section);
                entries.push(backlink(site, from, near.document, document, cause, kind));
            }
        }
    }
    let more = documents.saturating_sub(MOST_BACKLINKS);
    (!entries.is_empty()).then_some(BacklinksView { entries, more, ..BacklinksView::default() })
}

fn backlink(
    site: &Site,
    from: &OutputPath,
    number: DocumentNumber,
    document: &Document,
    cause: &Cause,
    kind: RelationKind,
) -> Backlink {
    // What only the older decision says stands in the page's own text.
    let is_there = cause.span.file == document.id;
    let section = Some(cause).filter(|_| is_there).and_then(|cause| section_of(document, cause));
    let excerpt = document.excerpt(cause.source).filter(|_| is_there);
    let (before, marked, after) = excerpt.map_or(("", "", ""), |excerpt| excerpt.parts());
    let note = match (cause.source, kind) {
        (CauseSource::Entry(_), _) => Some("Declares this as related"),
        (CauseSource::Decision, RelationKind::Supersedes) => Some("Replaces this"),
        (CauseSource::Decision, RelationKind::Amends) => Some("Amends this"),
        (CauseSource::Decision, _) => Some("Relates to this"),
        _ => None,
    };
    let to_section = cause.section.filter(|_| section.is_some());
    Backlink {
        title: document.title.clone(),
        url: way::section_url(site, from, number, to_section),
        section: section.map(str::to_owned),
        note: note.map(str::to_owned),
        before: before.to_owned(),
        marked: marked.to_owned(),
        after: after.to_owned(),
    }
}
