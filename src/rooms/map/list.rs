//! The map as a list: each document and what it has to do with others.
//!
//! In: the site and its graph. Out: the rows of one page. Never: all of what a document has to do with
//! others where that is much: its own page has it.

use super::super::paging;
use super::graph::Graph;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{MapRelation, MapRow, Neighbour};
use crate::model::relation::{Relation, RelationKind};
use crate::model::site::{DocumentNumber, Site};
use std::collections::BTreeMap;

/// How many documents are named of each thing that a document has to do with others.
const MOST_NAMED: usize = 3;

/// Returns what the two ends of a relation are told about each other: `Links to`, `Linked from`.
pub(super) fn labels(kind: RelationKind) -> (&'static str, &'static str) {
    match kind {
        RelationKind::Related => ("Related to", "Declared as related by"),
        RelationKind::Links => ("Links to", "Linked from"),
        RelationKind::Supersedes => ("Supersedes", "Superseded by"),
        RelationKind::Amends => ("Amends", "Amended by"),
        RelationKind::Mentions => ("Mentions", "Mentioned in"),
        RelationKind::Shares => ("Concepts in common with", "Concepts in common with"),
    }
}

/// What a document has to do with others: kind and direction to the others.
type Ties = BTreeMap<(usize, bool), Vec<DocumentNumber>>;

/// Makes the rows of a page.
pub(super) fn rows(site: &Site, graph: &Graph, from: &OutputPath, page: usize) -> Vec<MapRow> {
    let shown = paging::range_of(page, site.documents.len());
    let mut ties: Vec<Ties> = vec![Ties::new(); shown.len()];
    let place = |kind: RelationKind| graph.kinds.iter().position(|(other, _)| *other == kind).unwrap_or(0);
    for Relation { from, to, kind, .. } in site.relations.iter() {
        // What two have in common has no direction.
        let back = *kind != RelationKind::Shares;
        for (own, other, is_back) in [(from, to, false), (to, from, back)] {
            let own = own.0 as usize;
            if shown.contains(&own) {
                ties[own - shown.start].entry((place(*kind), is_back)).or_default().push(*other);
            }
        }
    }
    shown
        .zip(ties)
        .map(|(number, ties)| {
            let document = &site.documents[number];
            MapRow {
                title: document.title.clone(),
                url: relative_url(from, &site.pages[number]),
                category: graph.categories[graph.nodes[number].category as usize].name.clone(),
                relations: ties
                    .into_iter()
                    .map(|((kind, is_back), others)| {
                        let (out, into) = labels(graph.kinds[kind].0);
                        relation(site, from, if is_back { into } else { out }, &others)
                    })
                    .collect(),
            }
        })
        .collect()
}

fn relation(site: &Site, from: &OutputPath, label: &str, others: &[DocumentNumber]) -> MapRelation {
    // One more is named rather than counted.
    let named = if others.len() == MOST_NAMED + 1 { others.len() } else { others.len().min(MOST_NAMED) };
    let documents = others[..named].iter().map(|other| Neighbour {
        title: site.document(*other).title.clone(),
        url: relative_url(from, site.page(*other)),
    });
    MapRelation { label: label.to_owned(), documents: documents.collect(), more: others.len() - named }
}
