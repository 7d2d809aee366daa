//! Exceptions from rules that a document makes for itself.
//!
//! In: made by the parse stage of comments. Out: read where it is settled what is reported. Never:
//! one without a reason.

use crate::diagnostic::Code;
use crate::source::Extent;

/// An exception from one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The rule.
    pub code: Code,
    /// Why, in the words of the author.
    pub reason: String,
    /// Where it holds.
    pub scope: ExceptionScope,
    /// The comment that makes it.
    pub comment: Extent,
}

/// Where an exception holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionScope {
    /// In the whole document.
    Document,
    /// For what is found at a place that begins in here: the line of the comment, or the line after it.
    Lines(Extent),
}

impl ExceptionScope {
    /// Says whether it holds for what is found at `offset`.
    pub fn holds_at(self, offset: u32) -> bool {
        match self {
            Self::Document => true,
            Self::Lines(lines) => (lines.start..=lines.end).contains(&offset),
        }
    }
}
