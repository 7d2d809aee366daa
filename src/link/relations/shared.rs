//! Key concepts that two documents have in common, kept to the strongest few of each document.
//!
//! In: the concepts of the portal with their documents. Out: pairs with what they share and how much that
//! says. Never: all pairs; a concept of half the portal would make them grow with the square.
//!
//! A concept says the more the fewer carry it: 1/√n for n documents, in which nothing but exact arithmetic is
//! used, so that every machine comes to the same order.

use crate::model::site::{DocumentNumber, SiteConcept};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// How many documents one is at most said to share concepts with.
const STRONGEST: usize = 8;

/// A concept that so many documents carry says nothing, if these are more than a twentieth of the portal.
const MANY: usize = 50;

/// How many documents of its concepts are looked at for one document, the rarest concepts first. So the
/// time grows with the documents, however many of them carry a concept.
const MOST_LOOKED_AT: usize = 4_096;

/// What a document shares with one that comes after it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Share {
    pub(super) from: DocumentNumber,
    pub(super) to: DocumentNumber,
    /// Above 0 and below 1.
    pub(super) weight: f32,
    /// The concepts, the rarest first, by their index among those of the portal.
    pub(super) concepts: Box<[u32]>,
}

/// All that is shared, in the order from, to.
#[derive(Debug, Default)]
pub(super) struct Shares {
    all: Vec<Share>,
}

impl Shares {
    /// Finds out what documents share.
    pub(super) fn new(concepts: &[SiteConcept], documents: usize) -> Self {
        Self { all: strongest(concepts, documents) }
    }

    /// Returns what a document shares with those after it.
    pub(super) fn of(&self, document: DocumentNumber) -> &[Share] {
        let start = self.all.partition_point(|share| share.from < document);
        let count = self.all[start..].partition_point(|share| share.from == document);
        &self.all[start..start + count]
    }
}

fn strongest(concepts: &[SiteConcept], documents: usize) -> Vec<Share> {
    let of_documents = telling_concepts(concepts, documents);
    let candidates: Vec<Vec<(f64, u32, u32)>> = (0..documents as u32)
        .into_par_iter()
        .map_init(
            || (vec![0.0_f64; documents], Vec::new()),
            |(sums, touched), number| candidates_of(number, &of_documents, concepts, sums, touched),
        )
        .collect();
    let mut candidates: Vec<(f64, u32, u32)> = candidates.into_iter().flatten().collect();
    candidates.par_sort_unstable_by(stronger);
    candidates.dedup_by_key(|(_, from, to)| (*from, *to));
    // The strongest first; a document that has enough takes no more.
    let mut counts = vec![0_usize; documents];
    let mut kept: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for (sum, from, to) in candidates {
        if counts[from as usize] < STRONGEST && counts[to as usize] < STRONGEST {
            counts[from as usize] += 1;
            counts[to as usize] += 1;
            kept.insert((from, to), sum);
        }
    }
    let shares = kept.into_iter().map(|((from, to), sum)| {
        let common = of_documents[from as usize].iter().filter(|it| of_documents[to as usize].contains(it));
        Share {
            from: DocumentNumber(from),
            to: DocumentNumber(to),
            weight: (sum / (1.0 + sum)) as f32,
            concepts: common.copied().collect(),
        }
    });
    shares.collect()
}

/// Returns for each document its concepts that say something, the rarest first.
fn telling_concepts(concepts: &[SiteConcept], documents: usize) -> Vec<Vec<u32>> {
    let mut by_rarity: Vec<u32> = (0..concepts.len() as u32)
        .filter(|&number| {
            let carriers = concepts[number as usize].documents.len();
            carriers > 1 && (carriers <= MANY || carriers * 20 <= documents)
        })
        .collect();
    by_rarity.sort_by_key(|&number| (concepts[number as usize].documents.len(), number));
    let mut of_documents = vec![Vec::new(); documents];
    for number in by_rarity {
        for document in &concepts[number as usize].documents {
            of_documents[document.0 as usize].push(number);
        }
    }
    of_documents
}

/// Returns the documents that one shares most with, as pairs of which the lower number comes first.
fn candidates_of(
    number: u32,
    of_documents: &[Vec<u32>],
    concepts: &[SiteConcept],
    sums: &mut [f64],
    touched: &mut Vec<u32>,
) -> Vec<(f64, u32, u32)> {
    let mut left = MOST_LOOKED_AT;
    let own = &of_documents[number as usize];
    for concept in own {
        let carriers = &concepts[*concept as usize].documents;
        if carriers.len() > left {
            break;
        }
        left -= carriers.len();
        for other in carriers.iter().map(|other| other.0).filter(|other| *other != number) {
            if sums[other as usize] == 0.0 {
                touched.push(other);
            }
            sums[other as usize] += rarity(carriers.len());
        }
    }
    let mut found: Vec<(f64, u32, u32)> = touched
        .drain(..)
        .map(|other| (std::mem::take(&mut sums[other as usize]), number.min(other), number.max(other)))
        .collect();
    // In which order these stand is asked when those of all documents are together.
    if found.len() > STRONGEST {
        found.select_nth_unstable_by(STRONGEST, stronger);
        found.truncate(STRONGEST);
    }
    // What was not looked at any more counts as well: both ends must come to the same sum.
    for (sum, from, to) in &mut found {
        let common = of_documents[*from as usize].iter().filter(|it| of_documents[*to as usize].contains(it));
        *sum = common.map(|concept| rarity(concepts[*concept as usize].documents.len())).sum();
    }
    found
}

fn rarity(carriers: usize) -> f64 {
    1.0 / (carriers as f64).sqrt()
}

/// The stronger pair first; of equally strong ones that whose paths are nearer in their order, so that where all
/// are alike each document has its share.
fn stronger(a: &(f64, u32, u32), b: &(f64, u32, u32)) -> Ordering {
    b.0.total_cmp(&a.0).then_with(|| (a.2 - a.1, a.1).cmp(&(b.2 - b.1, b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::Concept;

    fn concept(name: &str, documents: impl IntoIterator<Item = u32>) -> SiteConcept {
        let documents = documents.into_iter().map(DocumentNumber).collect();
        SiteConcept { concept: Concept::new(name), documents }
    }

    fn pairs(concepts: &[SiteConcept], documents: usize) -> Vec<(u32, u32, usize)> {
        let shares = Shares::new(concepts, documents);
        shares.all.iter().map(|share| (share.from.0, share.to.0, share.concepts.len())).collect()
    }

    #[test]
    fn documents_with_a_concept_in_common_share_it_once() {
        let concepts = [concept("audit", [0, 2]), concept("alone", [1]), concept("events", [0, 1, 2])];
        assert_eq!(pairs(&concepts, 3), [(0, 1, 1), (0, 2, 2), (1, 2, 1)]);
    }

    #[test]
    fn a_rare_concept_says_more_than_a_common_one() {
        let concepts = [concept("common", 0..40), concept("rare", [0, 39])];
        let shares = Shares::new(&concepts, 40);
        let of_first = shares.of(DocumentNumber(0));
        let strongest = of_first.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)).unwrap();
        assert_eq!(strongest.to, DocumentNumber(39));
    }

    #[test]
    fn no_document_shares_with_more_than_eight() {
        let shares = Shares::new(&[concept("events", 0..40)], 40);
        let mut counts = [0; 40];
        for share in &shares.all {
            counts[share.from.0 as usize] += 1;
            counts[share.to.0 as usize] += 1;
        }
        assert!(counts.iter().all(|&count| count <= STRONGEST) && shares.all.len() > 100, "{counts:?}");
    }

    #[test]
    fn a_concept_of_a_large_part_of_the_portal_makes_none() {
        assert!(!pairs(&[concept("events", 0..50)], 60).is_empty(), "fifty are not many");
        assert!(!pairs(&[concept("events", 0..51)], 1020).is_empty(), "a twentieth is not many");
        assert_eq!(pairs(&[concept("events", 0..51)], 1019), []);
    }
}
