//! Which decision a reference or a row of an index means.
//!
//! In: the decisions of all documents, where links lead. Out: a decision, or that there is none.
//! Never: a decision of a far folder where a near one has the number.

use super::told;
use crate::model::decision::{DecisionIndexRow, DecisionNumber, DecisionReference, LinkedDecision};
use crate::model::decision_id::{id_of_name, parse_id};
use crate::model::document::Document;
use crate::model::site::{Destination, DocumentNumber};
use std::collections::HashMap;
use std::sync::Arc;

/// What a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This decision.
    Decision(DecisionNumber),
    /// Something that is there and is no decision, or is not in the portal; or no one can tell.
    SomethingElse,
    /// A decision that is not there.
    Nothing,
}

/// The ways to a decision.
pub(super) struct Meaning<'a> {
    documents: &'a [Arc<Document>],
    destinations: &'a [Arc<[Destination]>],
    decisions: Vec<(DocumentNumber, u32)>,
    folders: Vec<&'a str>,
    /// The prefix of each id.
    prefixes: Vec<String>,
    by_document: HashMap<DocumentNumber, Vec<DecisionNumber>>,
    by_number: HashMap<u32, Vec<DecisionNumber>>,
    by_name: HashMap<String, Vec<DecisionNumber>>,
}

impl<'a> Meaning<'a> {
    pub(super) fn new(
        documents: &'a [Arc<Document>],
        destinations: &'a [Arc<[Destination]>],
        decisions: &[LinkedDecision],
    ) -> Self {
        let mut meaning = Self {
            documents,
            destinations,
            decisions: Vec::with_capacity(decisions.len()),
            folders: Vec::with_capacity(decisions.len()),
            prefixes: Vec::with_capacity(decisions.len()),
            by_document: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
        };
        for (number, linked) in decisions.iter().enumerate() {
            let number = DecisionNumber(number as u32);
            let document = &documents[linked.document.0 as usize];
            let decision = told(documents, linked);
            meaning.decisions.push((linked.document, linked.index));
            meaning.folders.push(document.id.folder());
            meaning.prefixes.push(linked.id.key().0);
            meaning.by_document.entry(linked.document).or_default().push(number);
            if let Some(figure) = decision.number {
                meaning.by_number.entry(figure).or_default().push(number);
            }
            if decision.is_whole_document() {
                meaning.by_name.entry(super::stem_of(document).to_lowercase()).or_default().push(number);
            }
        }
        meaning
    }

    /// Returns what a reference of a decision means.
    pub(super) fn of(&self, from: DecisionNumber, reference: &DecisionReference) -> Meant {
        let (document, _) = self.decisions[from.0 as usize];
        if let Some(link) = reference.link {
            let destination = self.destinations[document.0 as usize].get(link as usize);
            return match destination {
                Some(Destination::Broken) | None => {
                    self.by_text(&reference.target, document, Some(from), true)
                }
                Some(destination) => {
                    self.at(destination, document).map_or(Meant::SomethingElse, Meant::Decision)
                }
            };
        }
        self.by_text(&reference.target, document, Some(from), false)
    }

    /// Returns the decision that a row of an index lists.
    pub(super) fn of_row(&self, document: DocumentNumber, row: &DecisionIndexRow) -> Option<DecisionNumber> {
        let links = &self.documents[document.0 as usize].links;
        let first = links.partition_point(|link| link.span.start < row.extent.start);
        let in_row = links[first..].iter().take_while(|link| link.span.start < row.extent.end).count();
        let destinations = self.destinations[document.0 as usize].get(first..first + in_row)?;
        destinations.iter().find_map(|destination| self.at(destination, document)).or_else(|| {
            // A row that leads elsewhere lists something else.
            let leads_away =
                |it: &Destination| matches!(it, Destination::Page { .. } | Destination::External(_));
            if destinations.iter().any(leads_away) {
                return None;
            }
            match self.by_text(&row.id.0, document, None, false) {
                Meant::Decision(number) => Some(number),
                _ => None,
            }
        })
    }

    /// Returns the decision that stands where a link leads.
    fn at(&self, destination: &Destination, from: DocumentNumber) -> Option<DecisionNumber> {
        let (document, anchor) = match destination {
            Destination::Page { document: Some(document), anchor, .. } => (*document, anchor.as_deref()),
            Destination::Here { anchor } => (from, Some(anchor.as_str())),
            _ => return None,
        };
        let facts = &self.documents[document.0 as usize];
        self.by_document.get(&document)?.iter().copied().find(|number| {
            let (_, index) = self.decisions[number.0 as usize];
            let decision = &facts.decisions[index as usize];
            decision.is_whole_document() || anchor.is_some() && decision.anchor.as_deref() == anchor
        })
    }

    /// Returns the decision that a text names. That of a broken link is reported as such already.
    fn by_text(
        &self,
        target: &str,
        document: DocumentNumber,
        from: Option<DecisionNumber>,
        is_link: bool,
    ) -> Meant {
        let path = target.split(['#', '?']).next().unwrap_or(target);
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let is_bare = stem.bytes().all(|byte| byte.is_ascii_digit());
        let named = self.by_name.get(&stem.to_lowercase()).filter(|_| !is_bare);
        if let Some(found) = named.and_then(|found| self.nearest(found, document, from)) {
            return Meant::Decision(found);
        }
        let Some(id) = parse_id(stem).or_else(|| id_of_name(stem)) else {
            return Meant::SomethingElse;
        };
        let (prefix, _) = id.id.key();
        let of_number = self.by_number.get(&id.number).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<DecisionNumber> = of_number
            .iter()
            .copied()
            .filter(|number| is_bare || self.prefixes[number.0 as usize] == prefix)
            .collect();
        match self.nearest(&fitting, document, from) {
            Some(found) => Meant::Decision(found),
            None if is_link => Meant::SomethingElse,
            None => Meant::Nothing,
        }
    }

    /// Returns the one that is told nearest to a document: in it, in its folder, in a folder beside.
    /// Of several as near one is meant that links back, else the first, but for the one that speaks.
    fn nearest(
        &self,
        found: &[DecisionNumber],
        document: DocumentNumber,
        from: Option<DecisionNumber>,
    ) -> Option<DecisionNumber> {
        let folder = self.documents[document.0 as usize].id.folder();
        let distance = |number: &DecisionNumber| {
            let (told_in, _) = self.decisions[number.0 as usize];
            let steps = steps_between(folder, self.folders[number.0 as usize]);
            let is_other = !self.links_to(told_in, document);
            (told_in != document && from.is_none(), steps, Some(*number) == from, is_other, *number)
        };
        match found {
            [] => None,
            [only] => Some(*only),
            several => several.iter().copied().min_by_key(distance),
        }
    }

    fn links_to(&self, from: DocumentNumber, to: DocumentNumber) -> bool {
        let is_there = |destination: &Destination| matches!(destination, Destination::Page { document: Some(document), .. } if *document == to);
        self.destinations[from.0 as usize].iter().any(is_there)
    }
}

/// Returns how many folders one goes up and down from one to another.
pub(in crate::link) fn steps_between(one: &str, other: &str) -> usize {
    let parts = |folder: &'_ str| folder.split('/').filter(|part| !part.is_empty()).count();
    let common = one
        .split('/')
        .zip(other.split('/'))
        .take_while(|(one, other)| one == other && !one.is_empty())
        .count();
    parts(one) + parts(other) - 2 * common
}
