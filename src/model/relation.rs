//! How documents have to do with each other: typed, directed, with the places in the text that cause it.
//!
//! In: made by the link stage. Out: read by rooms (related documents, backlinks, the neighbourhood,
//! the map, `portal.json`) and by `archsite graph`. Never: decides which relations there are.

use super::fingerprint::{Fingerprint, Fingerprinter};
use super::site::DocumentNumber;
use crate::source::Span;
use serde::{Serialize, Serializer};
use std::sync::{Arc, OnceLock};

/// What one document has to do with another, in the order in which kinds are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// A decision of it changes a decision of the other.
    Amends,
    /// It links to the other.
    Links,
    /// It names the other in its text: its file, or the number of its decision.
    Mentions,
    /// It declares the other to be related.
    Related,
    /// They have key concepts in common. It stands once for a pair, from the document whose path comes first.
    Shares,
    /// A decision of it replaces a decision of the other.
    Supersedes,
}

impl RelationKind {
    /// All kinds, in the order of their names.
    pub const ALL: [Self; 6] =
        [Self::Amends, Self::Links, Self::Mentions, Self::Related, Self::Shares, Self::Supersedes];

    /// Returns the word that is written for other programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Amends => "amends",
            Self::Links => "links",
            Self::Mentions => "mentions",
            Self::Related => "related",
            Self::Shares => "shares",
            Self::Supersedes => "supersedes",
        }
    }
}

impl Serialize for RelationKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One document has to do with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The document that it starts from.
    pub from: DocumentNumber,
    /// The document that it leads to; never the same.
    pub to: DocumentNumber,
    /// What kind it is. There is one of a kind from one document to another.
    pub kind: RelationKind,
    /// How much it says, above 0: the base of rankings and of the map.
    pub weight: f32,
    /// The places that cause it, in the order of the text: in the text of `from`, but for what only the
    /// decision that was replaced or changed says itself.
    pub causes: Arc<[Cause]>,
}

/// A place in the text that causes a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The place.
    pub span: Span,
    /// The index of the section that it stands in, where it stands in one.
    pub section: Option<u32>,
    /// What stands there.
    pub source: CauseSource,
}

/// What causes a relation, in the document that its place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseSource {
    /// A link, by its index among [`Document::links`](super::document::Document::links).
    Link(u32),
    /// A name, by its index among [`Document::mentions`](super::document::Document::mentions).
    Mention(u32),
    /// An entry of `related` in the front matter, by its index.
    Entry(u32),
    /// A key concept that both have, by its index among those of `from`.
    Concept(u32),
    /// What one decision says about another.
    Decision,
}

/// The relations of all documents, in the order from, to, kind. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// Of each document those that start from it.
    from: Arc<Vec<Arc<[Relation]>>>,
    ties: Arc<Ties>,
}

/// Which relations there are, whatever causes them.
#[derive(Debug, Default)]
struct Ties {
    count: usize,
    /// Where a relation is found that leads to a document, in the order of where they lead.
    to: Vec<RelationPlace>,
    /// For each document the index of its first entry in `to`, and one more at the end.
    first_to: Vec<u32>,
    /// For each document of the relations that it has, taken when they are first asked for.
    fingerprints: OnceLock<Vec<Fingerprint>>,
}

/// Where one of the [`Relations`] is found: the document that it starts from, and its place among those of
/// that one.
pub type RelationPlace = (DocumentNumber, u32);

impl Relations {
    /// Takes of each document the relations that start from it, in the order to, kind.
    pub fn new(from: Vec<Arc<[Relation]>>) -> Self {
        debug_assert!(
            from.iter().flat_map(|of| of.iter()).is_sorted_by_key(|it| (it.from, it.to, it.kind)),
            "relations are in their order"
        );
        let ties = Arc::new(Ties::of(&from));
        Self { from: Arc::new(from), ties }
    }

    /// Puts other relations in the place of those that start from some documents.
    #[must_use]
    pub fn with(mut self, changed: impl IntoIterator<Item = (DocumentNumber, Arc<[Relation]>)>) -> Self {
        let mut changed = changed.into_iter().peekable();
        if changed.peek().is_none() {
            return self;
        }
        let from = Arc::make_mut(&mut self.from);
        let mut are_ties_same = true;
        for (document, relations) in changed {
            let place = &mut from[document.0 as usize];
            let tie = |it: &Relation| (it.to, it.kind, it.weight.to_bits());
            are_ties_same &= place.iter().map(tie).eq(relations.iter().map(tie));
            *place = relations;
        }
        if !are_ties_same {
            self.ties = Arc::new(Ties::of(from));
        }
        self
    }

    /// Says whether it was seen without a look at each that two hold relations of the same ends, kinds and
    /// weights: that one was made of the other.
    pub fn has_same_ties(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.ties, &other.ties)
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.ties.count
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns all of them.
    pub fn iter(&self) -> impl Iterator<Item = &Relation> + Clone {
        self.from.iter().flat_map(|of_document| of_document.iter())
    }

    /// Returns the relations that start from a document, in the order to, kind.
    pub fn from(&self, document: DocumentNumber) -> &[Relation] {
        &self.from[document.0 as usize]
    }

    /// Returns the relations that lead to a document, in the order from, kind.
    pub fn to(&self, document: DocumentNumber) -> impl ExactSizeIterator<Item = &Relation> + Clone {
        self.places_to(document).iter().map(|(from, place)| &self.from(*from)[*place as usize])
    }

    /// Returns where the relations are found that lead to a document, in the order from, kind.
    pub fn places_to(&self, document: DocumentNumber) -> &[RelationPlace] {
        let Ties { to, first_to, .. } = &*self.ties;
        let number = document.0 as usize;
        &to[first_to[number] as usize..first_to[number + 1] as usize]
    }

    /// Returns for each document the fingerprint of the relations that start from it and of those that lead to
    /// it: which there are and how much they say, not where.
    pub fn fingerprints(&self) -> &[Fingerprint] {
        self.ties.fingerprints.get_or_init(|| {
            let of_document = |number| {
                let document = DocumentNumber(number as u32);
                let mut bytes = Vec::with_capacity(512);
                for Relation { from, to, kind, weight, causes: _ } in
                    self.from(document).iter().chain(self.to(document))
                {
                    bytes.extend_from_slice(&from.0.to_le_bytes());
                    bytes.extend_from_slice(&to.0.to_le_bytes());
                    bytes.push(*kind as u8);
                    bytes.extend_from_slice(&weight.to_le_bytes());
                }
                Fingerprinter::new("relations").bytes(&bytes).finish()
            };
            (0..self.from.len()).map(of_document).collect()
        })
    }
}

impl Ties {
    fn of(from: &[Arc<[Relation]>]) -> Self {
        let all = || from.iter().flat_map(|of_document| of_document.iter());
        let mut first_to = vec![0_u32; from.len() + 1];
        for relation in all() {
            first_to[relation.to.0 as usize + 1] += 1;
        }
        for at in 1..first_to.len() {
            first_to[at] += first_to[at - 1];
        }
        let count = first_to.last().map_or(0, |last| *last as usize);
        let mut next = first_to.clone();
        let mut to = vec![(DocumentNumber(0), 0); count];
        for of_document in from {
            for (relation, number) in of_document.iter().zip(0..) {
                let place = &mut next[relation.to.0 as usize];
                to[*place as usize] = (relation.from, number);
                *place += 1;
            }
        }
        Self { count, to, first_to, fingerprints: OnceLock::new() }
    }
}
