//! Numbers of decisions: those that are skipped, and links that name another than they lead to.
//!
//! In: the register, the documents and where their links lead. Out: findings. Never: takes numbers that
//! nobody counts up (those of requests, of issues) for a row.

use super::{Register, told};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::decision::DecisionNumber;
use crate::model::decision_id::{FoundId, IdPrefix, id_of_name, id_of_title, parse_id};
use crate::model::document::{Link, LinkKind};
use crate::model::site::{Destination, DocumentNumber};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

/// The fewest decisions that are a row.
const FEWEST: usize = 4;

/// Finds the numbers that a row of decisions skips.
pub(super) fn gaps(register: &Register<'_>, diagnostics: &mut Vec<Diagnostic>) {
    // By the place that they stand in together, and their prefix.
    let mut rows: BTreeMap<(&str, String), BTreeMap<u32, DecisionNumber>> = BTreeMap::new();
    let mut everywhere: BTreeSet<(String, u32)> = BTreeSet::new();
    for number in (0..register.decisions.len() as u32).map(DecisionNumber) {
        let decision = register.told(number);
        let document = register.document(number);
        let Some((prefix, Some(count))) = decision.id.as_ref().map(|id| id.key()) else { continue };
        let within = if !decision.is_whole_document() { document.id.as_str() } else { document.id.folder() };
        everywhere.insert((prefix.clone(), count));
        rows.entry((within, prefix)).or_default().entry(count).or_insert(number);
    }
    // A record without the shape of one is there all the same.
    let mut of_files: BTreeSet<(&str, u32)> = BTreeSet::new();
    for document in register.documents {
        of_files.extend(id_of_name(document.id.stem()).map(|id| (document.id.folder(), id.number)));
    }
    for ((within, prefix), row) in &rows {
        let (Some((first, _)), Some((last, _))) = (row.first_key_value(), row.last_key_value()) else {
            continue;
        };
        let skipped = (last - first) as usize + 1 - row.len();
        // Where most numbers are missing nobody has counted.
        if row.len() < FEWEST || skipped * 4 > row.len() {
            continue;
        }
        let mut before: Option<(u32, DecisionNumber)> = None;
        for (&count, &number) in row {
            if let Some((previous, decision)) = before.replace((count, number)) {
                let is_there = |it: &u32| {
                    everywhere.contains(&(prefix.clone(), *it)) || of_files.contains(&(*within, *it))
                };
                let missing: Vec<u32> = (previous + 1..count).filter(|it| !is_there(it)).collect();
                let told = match missing.as_slice() {
                    [] => continue,
                    [only] => format!("there is no number {only}"),
                    [first, .., last] => format!("there are no numbers {first} to {last}"),
                };
                let message = format!("{} follows {}; {told}", register.id(number), register.id(decision));
                diagnostics.push(
                    Diagnostic::new(Code::NumberGap, register.place(number), message)
                        .related(register.place(decision), "the one before")
                        .help("if one was withdrawn, leave its record in place with that status"),
                );
            }
        }
    }
}

/// Finds links whose text names another decision than the one that they lead to, in the documents that
/// `is_asked` picks.
pub(super) fn link_texts(
    register: &Register<'_>,
    destinations: &[Arc<[Destination]>],
    is_asked: impl Fn(DocumentNumber) -> bool + Sync,
) -> Vec<(DocumentNumber, Diagnostic)> {
    let mut told_in: HashMap<DocumentNumber, Vec<DecisionNumber>> = HashMap::new();
    let numbers = || (0..register.decisions.len() as u32).map(DecisionNumber);
    for number in numbers() {
        let decision = &register.decisions[number.0 as usize];
        told_in.entry(decision.document).or_default().push(number);
    }
    let by_key = LazyLock::new(|| {
        let mut by_key: BTreeMap<(String, Option<u32>), DecisionNumber> = BTreeMap::new();
        for number in numbers() {
            by_key.entry(register.decisions[number.0 as usize].id.key()).or_insert(number);
        }
        by_key
    });
    let of_link = |from: DocumentNumber, link: &Link, destination: &Destination| {
        let (to, anchor) = match destination {
            Destination::Page { document: Some(to), anchor, .. } => (*to, anchor.as_deref()),
            Destination::Here { anchor } => (from, Some(anchor.as_str())),
            _ => return None,
        };
        let decisions = told_in.get(&to).filter(|_| link.kind == LinkKind::Hyperlink)?;
        let target = target(register, anchor.filter(|it| !it.is_empty()), decisions)?;
        let title = &told(register.documents, &register.decisions[target.0 as usize]).title;
        let named = named(&link.text, title).filter(|named| !is_number_of(register, target, named))?;
        let (text, id) = (named.id.0.as_str(), register.id(target));
        let message = format!("the text of this link names {text}, and it leads to {id}");
        let meant = by_key.get(&named.id.key()).map(|meant| register.document(*meant));
        let help = match meant {
            Some(meant) => format!("write {id}, or link to {}, which is {text}", meant.id),
            None => format!("write {id}, or link to the decision that is meant"),
        };
        let finding = Diagnostic::new(Code::LinkTextDisagrees, link.span.clone(), message);
        Some((from, finding.related(register.place(target), "where it leads").help(help)))
    };
    let asked = (0..register.documents.len() as u32).into_par_iter().map(DocumentNumber);
    let of_document = |from: DocumentNumber| {
        let links = &register.documents[from.0 as usize].links;
        links
            .iter()
            .zip(destinations[from.0 as usize].iter())
            .filter_map(|(link, to)| of_link(from, link, to))
            .collect::<Vec<_>>()
    };
    asked.filter(|from| is_asked(*from)).flat_map_iter(of_document).collect()
}

/// Returns the decision that a link into a document leads to, if it leads to one.
fn target(
    register: &Register<'_>,
    anchor: Option<&str>,
    decisions: &[DecisionNumber],
) -> Option<DecisionNumber> {
    let is_meant = |number: &&DecisionNumber| {
        let own = register.told(**number).anchor.as_deref();
        own.is_none() || own == anchor
    };
    decisions.iter().find(is_meant).copied()
}

/// Returns the id that the text of a link is, or begins with. `title` is that of the decision that it leads to.
fn named(text: &str, title: &str) -> Option<FoundId> {
    let text = text.trim();
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let of_name = || {
        let name = text.rsplit('/').next().unwrap_or(text);
        let (stem, ending) = name.rsplit_once('.')?;
        (ending == "md" && !stem.contains(' ')).then(|| id_of_name(stem))?
    };
    if let Some(found) = of_name() {
        return Some(found);
    }
    // A number alone may count anything: only as files are numbered, `0012`, it is that of a decision.
    let is_one = |found: &FoundId| {
        found.prefix == IdPrefix::OfDecisions
            || found
                .id
                .0
                .rsplit('-')
                .next()
                .is_some_and(|digits| digits.len() >= 3 && digits.starts_with('0'))
    };
    if let Some(found) = parse_id(text) {
        return Some(found).filter(is_one);
    }
    let (found, start) = id_of_title(text)?;
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect::<BTreeSet<_>>()
    };
    let is_same_title = || words(&text[start..]) == words(title);
    (is_one(&found) || found.prefix != IdPrefix::Other && is_same_title()).then_some(found)
}

/// Says whether a decision is called so: by its id, or by the number that its title gives it.
fn is_number_of(register: &Register<'_>, decision: DecisionNumber, named: &FoundId) -> bool {
    let told = register.told(decision);
    let of_title = id_of_title(&register.document(decision).title).map(|(id, _)| id.number);
    let numbers = [told.number, told.number_of_file, of_title];
    // Without a number of its own, or with a prefix of another kind, it cannot be told.
    let prefix = |id: &crate::model::decision::DecisionId| id.key().0;
    let (own, other) = (prefix(&register.decisions[decision.0 as usize].id), prefix(&named.id));
    let is_comparable = own == other || own == "ADR" || other == "ADR";
    told.number.is_none() || !is_comparable || numbers.contains(&Some(named.number))
}
