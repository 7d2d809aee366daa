//! The map as a list: each document and what it has to do with others.
//!
//! In: the site and its graph. Out: the rows of one page. Never: all of what a document has to do with
//! others where that is much: its own page has it.

use super::super::paging;
use super::graph::Graph;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{MapRelation, MapRow, Neighbour};
use crate::model::relation::RelationKind;
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

/// Makes the rows of a page.
pub(super) fn rows(site: &Site, graph: &Graph, from: &OutputPath, page: usize) -> Vec<MapRow> {
    let row = |number: usize| {
        let document = &site.documents[number];
        MapRow {
            title: document.title.clone(),
            url: relative_url(from, &site.pages[number]),
            category: graph.categories[graph.nodes[number].category as usize].name.clone(),
            relations: ties(site, graph, DocumentNumber(number as u32))
                .into_iter()
                .map(|((kind, is_back), others)| {
                    let (out, into) = labels(graph.kinds[kind].0);
                    relation(site, from, if is_back { into } else { out }, &others)
                })
                .collect(),
        }
    };
    paging::range_of(page, site.documents.len()).map(row).collect()
}

/// Returns what a document has to do with others, by kind and direction: the others in their order.
fn ties(
    site: &Site,
    graph: &Graph,
    document: DocumentNumber,
) -> BTreeMap<(usize, bool), Vec<DocumentNumber>> {
    let mut ties: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut put = |kind: RelationKind, is_back: bool, other: DocumentNumber| {
        let place = graph.kinds.iter().position(|(other, _)| *other == kind).unwrap_or(0);
        ties.entry((place, is_back)).or_default().push(other);
    };
    for relation in site.relations.to(document) {
        // What two have in common has no direction, and starts from the first of them.
        put(relation.kind, relation.kind != RelationKind::Shares, relation.from);
    }
    for relation in site.relations.from(document) {
        put(relation.kind, false, relation.to);
    }
    ties
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
