//! Mends that a program can make, as the stages know them: over facts, without the text.
//!
//! In: made beside a finding that has one right answer. Out: read by `mend`, which finds the bytes.
//! Never: a guess. What somebody has to choose between is told as help, and has no mend.

use crate::source::Span;

/// What is to be changed so that a finding is no longer one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// The link or image at the place of the finding is to lead elsewhere.
    Target {
        /// Its target as it is written.
        written: String,
        /// The target that it should have.
        target: String,
    },
    /// The number in the text at the place of the finding is to be another one.
    Number {
        /// The number that stands there.
        written: u32,
        /// The one that should.
        number: u32,
    },
    /// A decision is to say that it supersedes another, or was superseded by it.
    Supersession(Supersession),
}

/// What a decision is to say about another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supersession {
    /// Where the decision that is to say it has its status: the value as written.
    pub status: Span,
    /// Which of the two it is.
    pub role: Role,
    /// What the other one is called: its id, or its title with the number.
    pub name: String,
    /// The path that leads to the other one, with an anchor where it is a part of a document.
    pub target: String,
    /// What stands for the other one where no link can stand, as in front matter.
    pub key: String,
}

/// The part that a decision has in a supersession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It holds now: "Supersedes …".
    Later,
    /// It held before: "Superseded by …".
    Earlier,
}
