//! What is wrong with decisions when they are seen together.
//!
//! In: the register and what the decisions say about each other. Out: findings, each at the
//! smallest place that shows it, the other place beside it. Never: a word on what can be meant well:
//! an index that shortens a title, a month that contains the day.

use super::super::{address, respelt};
use super::{Register, Relations};
use crate::diagnostic::{Code, Diagnostic, Mend, Role, Severity, Supersession};
use crate::model::decision::{Decision, DecisionIndexRow, DecisionNumber, DecisionVerb};
use crate::model::decision_id::{IdPrefix, id_of_title};
use crate::model::document::Document;
use crate::model::status::StatusKind;
use crate::source::{Extent, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Finds all of it.
pub(super) fn find(register: &Register<'_>, relations: &Relations, diagnostics: &mut Vec<Diagnostic>) {
    let numbers = || (0..register.decisions.len() as u32).map(DecisionNumber);
    duplicates(register, diagnostics);
    for number in numbers() {
        index_rows(register, number, diagnostics);
    }
    let circles = circles(relations.supersedes.keys().copied());
    one_sided(register, relations, &circles, diagnostics);
    missing(register, relations, diagnostics);
    cycles(register, relations, &circles, diagnostics);
}

/// Two decisions with one number: in one folder, or in one document.
fn duplicates(register: &Register<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut first_with: BTreeMap<(String, (String, Option<u32>)), DecisionNumber> = BTreeMap::new();
    let mut in_order: Vec<DecisionNumber> =
        (0..register.decisions.len() as u32).map(DecisionNumber).collect();
    in_order.sort_by_key(|number| {
        let decision = &register.decisions[number.0 as usize];
        (decision.document, decision.index)
    });
    for number in in_order {
        let decision = register.told(number);
        let document = register.document(number);
        let Some(id) = &decision.id else { continue };
        let within = if decision.is_whole_document() { document.id.folder() } else { document.id.as_str() };
        let key = (within.to_owned(), id.key());
        let Some(&first) = first_with.get(&key) else {
            first_with.insert(key, number);
            continue;
        };
        // A translation beside its original, or the same told twice, is no second decision.
        let stem = |document: &Document| document.id.stem().split('.').next().unwrap_or_default().to_owned();
        let is_same = alike(&register.told(first).title, &decision.title)
            || decision.is_whole_document() && stem(register.document(first)) == stem(document);
        if !is_same {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateDecision,
                    register.place(number),
                    format!("{} is also the number of \"{}\"", id.0, *register.told(first).title),
                )
                .related(register.place(first), "the other one")
                .help("give one of them the next free number"),
            );
        }
    }
}

/// A row of an index and its decision differ.
fn index_rows(register: &Register<'_>, number: DecisionNumber, diagnostics: &mut Vec<Diagnostic>) {
    let linked = &register.decisions[number.0 as usize];
    let decision = register.told(number);
    for &(document, index) in &linked.index_rows {
        let document = &register.documents[document.0 as usize];
        let Some(row) = document.decision_index.get(index as usize) else { continue };
        for (extent, place, index_says, itself) in
            disagreements(row, decision, !linked.superseded_by.is_empty())
        {
            let message = format!("the index says \"{index_says}\", {} itself \"{itself}\"", linked.id.0);
            let place = place.of(&register.document(number).id);
            diagnostics.push(
                Diagnostic::new(Code::IndexDisagrees, extent.of(&document.id), message)
                    .related(place, "what it says itself")
                    .help("correct the one that is out of date"),
            );
        }
    }
}

/// Returns where a row says something else than its decision: both places and both texts.
fn disagreements(
    row: &DecisionIndexRow,
    decision: &Decision,
    is_superseded: bool,
) -> Vec<(Extent, Extent, String, String)> {
    let mut found = Vec::new();
    if let (Some(listed), Some(own)) = (&row.status, &decision.status) {
        let are_known = listed.kind != StatusKind::Unknown && own.kind != StatusKind::Unknown;
        // That a later decision replaced it the index may know before the decision does.
        let knows_more = listed.kind == StatusKind::Superseded && is_superseded;
        // What was decided is in force until something else is said.
        let in_force = |kind: StatusKind| matches!(kind, StatusKind::Accepted | StatusKind::Active);
        let is_same = listed.kind == own.kind || in_force(listed.kind) && in_force(own.kind);
        if are_known && !is_same && !knows_more {
            found.push((listed.extent, own.extent, listed.text.clone(), own.text.clone()));
        }
    }
    if let (Some(listed), Some(own)) = (&row.date, &decision.date)
        && !listed.agrees_with(own.value)
    {
        found.push((listed.extent, own.extent, listed.to_string(), own.to_string()));
    }
    if let Some(listed) = &row.title
        && !is_about_the_same(listed, &decision.title)
    {
        found.push((
            listed.extent,
            decision.title.extent,
            listed.value.clone(),
            decision.title.value.clone(),
        ));
    }
    found
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn alike(one: &str, other: &str) -> bool {
    words(one) == words(other)
}

/// Says whether two titles can be meant to be one: an index shortens and rewords, but keeps some words.
fn is_about_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    one.is_empty() || other.is_empty() || 3 * shared >= one.len().min(other.len())
}

/// Decisions that are tied in a circle.
type Circle = BTreeSet<DecisionNumber>;

/// Only one of two says that one replaces the other. In a circle that is the smaller trouble.
fn one_sided(
    register: &Register<'_>,
    relations: &Relations,
    circles: &[Circle],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let circle_of: BTreeMap<DecisionNumber, usize> = circles
        .iter()
        .enumerate()
        .flat_map(|(index, circle)| circle.iter().map(move |number| (*number, index)))
        .collect();
    for (&(later, earlier), pair) in &relations.supersedes {
        let circle = circle_of.get(&later);
        if circle.is_some() && circle == circle_of.get(&earlier) {
            continue;
        }
        let (later_id, earlier_id) = (register.id(later), register.id(earlier));
        match premature(register, later, earlier, pair) {
            Timing::Premature(finding) => {
                diagnostics.push(*finding);
                continue;
            }
            Timing::ToCome => continue,
            Timing::Due => {}
        }
        let finding = match (&pair.by_later, &pair.by_earlier) {
            (Some(said), None) => {
                let kind = register.told(earlier).status.as_ref().map(|status| status.kind);
                let is_past = matches!(
                    kind,
                    Some(
                        StatusKind::Superseded
                            | StatusKind::Deprecated
                            | StatusKind::Withdrawn
                            | StatusKind::Rejected
                    )
                );
                // A reader of the older one who does not know is misled.
                let severity = if is_past { Severity::Info } else { Severity::Warning };
                let message = format!("{later_id} supersedes {earlier_id}, which does not say so");
                Diagnostic::new(Code::OneSidedSupersession, said.clone(), message)
                    .severity(severity)
                    .related(place_of_status(register, earlier), "what it says")
                    .help(format!("write \"Superseded by {later_id}\" as the status of {earlier_id}"))
                    .mend(mend(register, Role::Earlier, earlier, later))
            }
            (None, Some(said)) => {
                let message = format!("{earlier_id} is superseded by {later_id}, which does not say so");
                Diagnostic::new(Code::OneSidedSupersession, said.clone(), message)
                    .related(place_of_status(register, later), "what it says")
                    .help(format!("write \"Supersedes {earlier_id}\" in {later_id}"))
                    .mend(mend(register, Role::Later, later, earlier))
            }
            _ => continue,
        };
        diagnostics.push(finding);
    }
}

/// Makes the mend of a decision that does not say what the other one says of it.
///
/// The status of one that was superseded is replaced. Only one that held until then is mended: what
/// was withdrawn or superseded by a third has a status of its own to say.
fn mend(register: &Register<'_>, role: Role, number: DecisionNumber, other: DecisionNumber) -> Option<Mend> {
    let (own, document) = (register.told(number), register.document(number));
    let (told, other_document) = (register.told(other), register.document(other));
    let status = own.status.as_ref()?;
    let holds = matches!(status.kind, StatusKind::Accepted | StatusKind::Active | StatusKind::Implemented);
    if role == Role::Earlier && !holds {
        return None;
    }
    let path = match document.id == other_document.id {
        true => String::new(),
        false => respelt::for_a_target(&address::relative(document.id.folder(), other_document.id.as_str())),
    };
    // Where the document is read elsewhere, headings alone have anchors.
    let has_heading = |anchor: &&String| other_document.sections.iter().any(|it| it.anchor == **anchor);
    let anchor = told.anchor.as_ref().filter(has_heading).map(|anchor| format!("#{anchor}"));
    let id = register.id(other);
    let (name, key) = match (&told.id, told.is_whole_document()) {
        (Some(_), true) => (name_in_title(&other_document.title).unwrap_or(id), id),
        (Some(_), false) => (id, id),
        (None, _) => (told.title.as_str(), path.as_str()),
    };
    let (name, key) = (name.to_owned(), key.to_owned());
    Some(Mend::Supersession(Supersession {
        status: status.extent.of(&document.id),
        role,
        name,
        target: path + &anchor.unwrap_or_default(),
        key,
    }))
}

/// Returns what a title calls its decision by: the id as it is written there, or the whole title where
/// that is numbered without a word, as in "12. Use queues".
fn name_in_title(title: &str) -> Option<&str> {
    let (id, _) = id_of_title(title)?;
    match id.prefix {
        IdPrefix::None => Some(title),
        IdPrefix::OfDecisions | IdPrefix::Other => title.get(id.range),
    }
}

/// Whether one decision can have replaced another.
enum Timing {
    /// It can, and both should say so.
    Due,
    /// It is to replace it once it is accepted; until then the other one holds, and need not say anything.
    ToCome,
    /// It is said to have replaced it, and one of the two was never accepted.
    Premature(Box<Diagnostic>),
}

fn premature(
    register: &Register<'_>,
    later: DecisionNumber,
    earlier: DecisionNumber,
    pair: &super::Pair,
) -> Timing {
    use StatusKind::{Deferred, Draft, Proposed, Rejected, Review};
    let kind = |number| register.told(number).status.as_ref().map(|status| status.kind);
    let finding = |said: &Span, message: String, place: DecisionNumber, help: String| {
        let finding = Diagnostic::new(Code::PrematureSupersession, said.clone(), message)
            .related(place_of_status(register, place), "what it says")
            .help(help);
        Timing::Premature(Box::new(finding))
    };
    let word = |kind: StatusKind| match kind {
        Draft => "is only a draft",
        Proposed => "is only proposed",
        Review => "is only in review",
        Deferred => "is deferred",
        _ => "was rejected",
    };
    let (later_id, earlier_id) = (register.id(later), register.id(earlier));
    match (kind(later), kind(earlier)) {
        (Some(unmade @ (Draft | Proposed | Review | Deferred | Rejected)), _) => match &pair.by_earlier {
            Some(said) => finding(
                said,
                format!("{earlier_id} is superseded by {later_id}, which {}", word(unmade)),
                later,
                format!("accept {later_id}, or let {earlier_id} hold until that is done"),
            ),
            None => Timing::ToCome,
        },
        (_, Some(unmade @ (Draft | Proposed | Review))) => match &pair.by_later {
            Some(said) => finding(
                said,
                format!("{later_id} supersedes {earlier_id}, which {}", word(unmade)),
                earlier,
                format!(
                    "write \"Superseded by {later_id}\" as the status of {earlier_id}, or \"Rejected\" if it never held"
                ),
            ),
            None => Timing::Due,
        },
        _ => Timing::Due,
    }
}

/// Where the status of a decision is stated, else where the decision is told.
fn place_of_status(register: &Register<'_>, number: DecisionNumber) -> Span {
    let status = register.told(number).status.as_ref();
    status.map_or_else(|| register.place(number), |status| status.extent.of(&register.document(number).id))
}

/// A supersession without one of its ends.
fn missing(register: &Register<'_>, relations: &Relations, diagnostics: &mut Vec<Diagnostic>) {
    for (from, reference) in &relations.missing {
        let says = match reference.verb {
            DecisionVerb::Supersedes => "supersedes",
            DecisionVerb::SupersededBy => "is superseded by",
            DecisionVerb::Amends | DecisionVerb::AmendedBy | DecisionVerb::RelatesTo => continue,
        };
        let message = format!("{} {says} {}, which is not there", register.id(*from), reference.target);
        let span = reference.extent.of(&register.document(*from).id);
        diagnostics.push(
            Diagnostic::new(Code::MissingSuccessor, span, message)
                .help("write the id or the file name of a decision of this portal, best as a link"),
        );
    }
    for number in (0..register.decisions.len() as u32).map(DecisionNumber) {
        let linked = &register.decisions[number.0 as usize];
        let Some(status) = &register.told(number).status else { continue };
        let is_told = !linked.superseded_by.is_empty()
            || !linked.amended_by.is_empty()
            || relations.with_successor.contains(&number);
        if status.kind == StatusKind::Superseded && !is_told {
            let message = format!("{} is superseded, and by what is not said", register.id(number));
            let span = status.extent.of(&register.document(number).id);
            diagnostics.push(
                Diagnostic::new(Code::MissingSuccessor, span, message)
                    .help("write \"Superseded by\" and a link to the decision that holds now"),
            );
        }
    }
}

/// Decisions that replace each other in a circle.
fn cycles(
    register: &Register<'_>,
    relations: &Relations,
    circles: &[Circle],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for circle in circles {
        let told = circle.iter().flat_map(|later| {
            let earlier = &register.decisions[later.0 as usize].supersedes;
            // What supersedes itself is not among its own relations.
            std::iter::once(later)
                .chain(earlier)
                .filter(|it| circle.contains(it))
                .filter_map(move |it| relations.supersedes.get(&(*later, *it)))
        });
        let mut places: Vec<&Span> =
            told.filter_map(|pair| pair.by_later.as_ref().or(pair.by_earlier.as_ref())).collect();
        places.sort();
        let Some((first, others)) = places.split_first() else { continue };
        let names: Vec<&str> = circle.iter().map(|number| register.id(*number)).collect();
        let message = match names.as_slice() {
            [only] => format!("{only} supersedes itself"),
            names => format!("{} supersede each other in a circle", names.join(", ")),
        };
        let finding = Diagnostic::new(Code::SupersessionCycle, (*first).clone(), message)
            .help("a decision that holds is superseded by none: take one of these statements out");
        diagnostics.push(
            others.iter().fold(finding, |finding, place| finding.related((*place).clone(), "and this one")),
        );
    }
}

/// Returns the groups of decisions of which each reaches itself, without recursion: what has no
/// successor or no predecessor among those left is taken away until nothing changes.
fn circles(pairs: impl Iterator<Item = (DecisionNumber, DecisionNumber)>) -> Vec<Circle> {
    let mut next: BTreeMap<DecisionNumber, BTreeSet<DecisionNumber>> = BTreeMap::new();
    let mut previous: BTreeMap<DecisionNumber, BTreeSet<DecisionNumber>> = BTreeMap::new();
    for (later, earlier) in pairs {
        next.entry(later).or_default().insert(earlier);
        next.entry(earlier).or_default();
        previous.entry(earlier).or_default().insert(later);
        previous.entry(later).or_default();
    }
    let is_end = |number: &DecisionNumber,
                  next: &BTreeMap<_, BTreeSet<_>>,
                  previous: &BTreeMap<_, BTreeSet<_>>| {
        next.get(number).is_none_or(BTreeSet::is_empty) || previous.get(number).is_none_or(BTreeSet::is_empty)
    };
    let mut ends: Vec<DecisionNumber> =
        next.keys().copied().filter(|number| is_end(number, &next, &previous)).collect();
    while let Some(end) = ends.pop() {
        let after = next.remove(&end).unwrap_or_default();
        let before = previous.remove(&end).unwrap_or_default();
        for number in &after {
            previous.entry(*number).and_modify(|list| {
                list.remove(&end);
            });
        }
        for number in &before {
            next.entry(*number).and_modify(|list| {
                list.remove(&end);
            });
        }
        let touched = after.into_iter().chain(before);
        ends.extend(touched.filter(|number| next.contains_key(number) && is_end(number, &next, &previous)));
    }
    // What is left is made of circles and of what lies between two of them; each connected group is one.
    let mut groups = Vec::new();
    while let Some((&start, _)) = next.first_key_value() {
        let mut group = BTreeSet::new();
        let mut to_visit = vec![start];
        while let Some(number) = to_visit.pop() {
            if !group.insert(number) {
                continue;
            }
            to_visit.extend(next.get(&number).into_iter().flatten());
            to_visit.extend(previous.get(&number).into_iter().flatten());
        }
        next.retain(|number, _| !group.contains(number));
        groups.push(group);
    }
    groups
}
