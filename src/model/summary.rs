//! mdBook's `SUMMARY.md`, understood.
//!
//! In: made by the parse stage. Out: the order of the navigation. Never: checks that a chapter exists.

use crate::source::{SourcePath, Span};

/// The order that a book gives its chapters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Chapters, parts and separators in order.
    pub entries: Vec<SummaryEntry>,
}

/// One entry of a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SummaryEntry {
    /// The heading of the chapters that follow.
    Part {
        /// Its text.
        title: String,
    },
    /// A rule between chapters.
    Separator,
    /// A chapter.
    Chapter {
        /// Its title as plain text.
        title: String,
        /// The document, as a path below the source folder; a draft chapter has none.
        target: Option<SourcePath>,
        /// The chapters below it.
        children: Vec<SummaryEntry>,
        /// Where it stands in the summary.
        span: Span,
    },
}
