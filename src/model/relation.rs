//! How documents have to do with each other: typed, directed, with the places in the text that cause it.
//!
//! In: made by the link stage. Out: read by rooms (related documents, backlinks, the neighbourhood,
//! the map, `portal.json`) and by `archsite graph`. Never: decides which relations there are.

use super::site::DocumentNumber;
use crate::source::Span;
use serde::{Serialize, Serializer};

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
    /// The places in the text of `from` that cause it, in the order of the text.
    pub causes: Vec<Cause>,
}

/// A place in the text that causes a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The place.
    pub span: Span,
    /// The index of the section that it stands in, where it stands in one.
    pub section: Option<u32>,
}
