//! How documents have to do with each other: typed, directed, with the places in the text that cause it.
//!
//! In: made by the link stage. Out: read by rooms (related documents, backlinks, the neighbourhood,
//! the map, `portal.json`) and by `archsite graph`. Never: decides which relations there are.

use super::site::DocumentNumber;
use crate::source::Span;
use serde::{Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;

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

/// The relations of all documents, in the order from, to, kind.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    all: Vec<Relation>,
    /// For each document the index of the first relation that starts from it, and one more at the end.
    first_from: Vec<u32>,
    /// The indexes of relations in the order of where they lead.
    by_target: Vec<u32>,
    /// For each document the index of its first entry in `by_target`, and one more at the end.
    first_to: Vec<u32>,
}

impl Relations {
    /// Takes relations that are in their order.
    pub fn new(all: Vec<Relation>, documents: usize) -> Self {
        debug_assert!(all.is_sorted_by_key(|it| (it.from, it.to, it.kind)), "relations are in their order");
        let count = |end: fn(&Relation) -> DocumentNumber| {
            let mut first = vec![0_u32; documents + 1];
            for relation in &all {
                first[end(relation).0 as usize + 1] += 1;
            }
            for at in 1..first.len() {
                first[at] += first[at - 1];
            }
            first
        };
        let (first_from, first_to) = (count(|it| it.from), count(|it| it.to));
        let mut next = first_to.clone();
        let mut by_target = vec![0; all.len()];
        for (number, relation) in all.iter().enumerate() {
            let place = &mut next[relation.to.0 as usize];
            by_target[*place as usize] = number as u32;
            *place += 1;
        }
        Self { all, first_from, by_target, first_to }
    }

    /// Returns the relations that start from a document, in the order to, kind.
    pub fn from(&self, document: DocumentNumber) -> &[Relation] {
        let number = document.0 as usize;
        &self.all[self.first_from[number] as usize..self.first_from[number + 1] as usize]
    }

    /// Returns the relations that lead to a document, in the order from, kind.
    pub fn to(&self, document: DocumentNumber) -> impl ExactSizeIterator<Item = &Relation> + Clone {
        self.numbers_to(document).iter().map(|number| &self.all[*number as usize])
    }

    /// Returns the indexes of the relations that start from a document.
    pub fn numbers_from(&self, document: DocumentNumber) -> std::ops::Range<u32> {
        let number = document.0 as usize;
        self.first_from[number]..self.first_from[number + 1]
    }

    /// Returns the indexes of the relations that lead to a document.
    pub fn numbers_to(&self, document: DocumentNumber) -> &[u32] {
        let number = document.0 as usize;
        &self.by_target[self.first_to[number] as usize..self.first_to[number + 1] as usize]
    }
}

impl Deref for Relations {
    type Target = [Relation];

    fn deref(&self) -> &[Relation] {
        &self.all
    }
}

impl<'a> IntoIterator for &'a Relations {
    type Item = &'a Relation;
    type IntoIter = std::slice::Iter<'a, Relation>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}
