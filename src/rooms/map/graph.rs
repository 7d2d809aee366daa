//! What the map is a map of: documents in categories, and what ties them together.
//!
//! In: the site. Out: its [`Graph`]. Never: a place or a colour of its own: hues are numbers.

use super::layout::Edge;
use crate::model::metadata::Concept;
use crate::model::names::readable_name;
use crate::model::relation::RelationKind;
use crate::model::site::{DocumentNumber, Site};
use std::collections::BTreeMap;

/// How many categories have a colour.
const HUES: usize = 8;
/// How many categories have a region; documents of the smaller ones stand together.
const MOST_CATEGORIES: usize = 200;

/// A document with more ties than this has them with many that have nothing else in common.
const OFTEN: f64 = 24.0;
/// A document with more ties than this has lines all over the map, in a portal of a few hundred documents.
const MOST_LINES: usize = 40;

/// Documents and what they have to do with each other.
pub(super) struct Graph {
    /// The documents, by their numbers.
    pub(super) nodes: Vec<Node>,
    /// The categories, the largest first; what has none stands last.
    pub(super) categories: Vec<Category>,
    /// Pairs that have something to do with each other, whatever it is and however often.
    pub(super) ties: Vec<Tie>,
    /// The kinds of relation that there are, those that documents state first, and how many relations
    /// are of each.
    pub(super) kinds: Vec<(RelationKind, usize)>,
}

/// A document.
pub(super) struct Node {
    /// The index of its category.
    pub(super) category: u32,
    /// How many others it has to do with.
    pub(super) degree: u32,
    /// Whether it is a decision as a whole.
    pub(super) is_decision: bool,
}

/// A category.
pub(super) struct Category {
    /// Its name; nothing for documents without one, and for those of the smallest categories.
    pub(super) name: Option<String>,
    /// Its colour from 1 on; 0 for grey.
    pub(super) hue: usize,
    /// How many documents are in it.
    pub(super) count: usize,
}

/// Two documents that have something to do with each other.
pub(super) struct Tie {
    /// The smaller number first.
    pub(super) ends: [u32; 2],
    /// The sum over all their relations.
    pub(super) weight: f64,
    /// Whether no document states it.
    pub(super) is_guessed: bool,
}

/// Kinds in the order in which readers are shown them: what documents state, then what was found.
const SHOWN: [RelationKind; 6] = [
    RelationKind::Related,
    RelationKind::Links,
    RelationKind::Supersedes,
    RelationKind::Amends,
    RelationKind::Mentions,
    RelationKind::Shares,
];

/// Says whether a relation is found in what documents say, rather than stated by one.
pub(super) fn is_guessed(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Mentions | RelationKind::Shares)
}

/// Returns what readers are told of a kind.
pub(super) fn label(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Related => "Declared as related",
        RelationKind::Links => "Links",
        RelationKind::Supersedes => "Supersedes",
        RelationKind::Amends => "Amends",
        RelationKind::Mentions => "Mentions",
        RelationKind::Shares => "Concepts in common",
    }
}

impl Graph {
    /// Reads the graph of a site.
    pub(super) fn of(site: &Site) -> Self {
        let (categories, category_of) = categories(site);
        let ties = ties(site);
        let mut degrees = vec![0; site.documents.len()];
        for tie in &ties {
            tie.ends.iter().for_each(|end| degrees[*end as usize] += 1);
        }
        let nodes = category_of
            .into_iter()
            .zip(degrees)
            .enumerate()
            .map(|(number, (category, degree))| Node {
                category,
                degree,
                is_decision: site.decision_of(DocumentNumber(number as u32)).is_some(),
            })
            .collect();
        let count = |kind| site.relations.iter().filter(|relation| relation.kind == kind).count();
        let kinds = SHOWN.map(|kind| (kind, count(kind))).into_iter().filter(|(_, count)| *count > 0);
        Self { nodes, categories, ties, kinds: kinds.collect() }
    }

    /// Returns the group of each document for the layout.
    pub(super) fn groups(&self) -> Vec<u32> {
        self.nodes.iter().map(|node| node.category).collect()
    }

    /// Returns what draws documents together in the layout: weights closer to each other than those by
    /// which relations are ranked, or one declared relation would decide alone. What very many have in
    /// common, such as a license that each of them links to, says little about any.
    pub(super) fn edges(&self) -> Vec<Edge> {
        let weight = |tie: &Tie| tie.weight.sqrt() * (OFTEN / f64::from(self.degree(tie))).min(1.0);
        self.ties.iter().map(|tie| Edge { ends: tie.ends, weight: weight(tie) }).collect()
    }

    /// Says whether one end of a tie has so many that their lines would hide all others.
    pub(super) fn is_common(&self, tie: &Tie) -> bool {
        self.degree(tie) as usize > MOST_LINES.max(self.nodes.len() / 25)
    }

    /// Returns how many ties the end has that has more of them.
    fn degree(&self, tie: &Tie) -> u32 {
        tie.ends.iter().map(|end| self.nodes[*end as usize].degree).max().unwrap_or(0)
    }

    /// Returns the documents in the order of what the map shows first: the most ties, then the path.
    pub(super) fn by_degree(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.nodes.len() as u32).collect();
        order.sort_by_key(|node| (std::cmp::Reverse(self.nodes[*node as usize].degree), *node));
        order
    }
}

fn categories(site: &Site) -> (Vec<Category>, Vec<u32>) {
    // A category is the same however it is spelt: named by a document, or by its folder.
    let keys: Vec<Option<String>> = site.documents.iter().map(|it| it.category().map(key)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // As the first document states it, else as its folder is called.
    let mut names: BTreeMap<&str, (bool, &str)> = BTreeMap::new();
    for (document, key) in site.documents.iter().zip(&keys) {
        let (Some(key), Some(category)) = (key, document.category()) else { continue };
        *counts.entry(key).or_default() += 1;
        let is_folder = document.metadata.category.is_none();
        let name = names.entry(key).or_insert((is_folder, category));
        if name.0 && !is_folder {
            *name = (is_folder, category);
        }
    }
    let name_of = |key: &str| match names.get(key) {
        Some((true, folder)) => readable_name(folder),
        Some((false, stated)) => (*stated).to_owned(),
        None => key.to_owned(),
    };
    let mut sorted: Vec<(&str, usize)> = counts.into_iter().collect();
    sorted.sort_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then_with(|| one.cmp(other)));
    sorted.truncate(MOST_CATEGORIES);
    let places: BTreeMap<&str, u32> =
        sorted.iter().enumerate().map(|(place, (key, _))| (*key, place as u32)).collect();
    let rest = sorted.len() as u32;
    let category_of: Vec<u32> = keys
        .iter()
        .map(|key| key.as_deref().and_then(|key| places.get(key)).copied().unwrap_or(rest))
        .collect();
    let mut categories: Vec<Category> = sorted
        .iter()
        .enumerate()
        .map(|(place, (key, count))| Category {
            name: Some(name_of(key)),
            hue: if place < HUES { place + 1 } else { 0 },
            count: *count,
        })
        .collect();
    let without = category_of.iter().filter(|category| **category == rest).count();
    if without > 0 {
        categories.push(Category { name: None, hue: 0, count: without });
    }
    (categories, category_of)
}

/// Returns what is the same of all spellings of a category.
fn key(category: &str) -> String {
    let key = Concept::new(category).name;
    if key.is_empty() { category.to_owned() } else { key }
}

fn ties(site: &Site) -> Vec<Tie> {
    let mut ties: Vec<Tie> = site
        .relations
        .iter()
        .map(|relation| Tie {
            ends: [relation.from.0.min(relation.to.0), relation.from.0.max(relation.to.0)],
            weight: f64::from(relation.weight),
            is_guessed: is_guessed(relation.kind),
        })
        .collect();
    // Relations of one pair keep their order, so that the sum is the same to the last bit.
    ties.sort_by_key(|tie| tie.ends);
    ties.dedup_by(|next, kept| {
        let is_same = next.ends == kept.ends;
        if is_same {
            kept.weight += next.weight;
            kept.is_guessed &= next.is_guessed;
        }
        is_same
    });
    ties
}
