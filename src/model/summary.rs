//! mdBook's `SUMMARY.md`, understood.
//!
//! In: made by the parse stage. Out: the order of the navigation. Never: checks that a chapter exists.

use crate::source::SourcePath;
use std::ops::Range;

/// The table of contents of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The heading above everything, usually "Summary".
    pub title: Option<Title>,
    /// What stands before the numbered chapters.
    pub prefix: Vec<Entry>,
    /// The numbered chapters and what divides them, in their order.
    pub numbered: Vec<Entry>,
    /// What stands after the numbered chapters.
    pub suffix: Vec<Entry>,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A chapter.
    Chapter(Chapter),
    /// The title of a part of the book.
    Part(Title),
    /// A line that divides.
    Separator,
}

/// A chapter and those under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called.
    pub title: Title,
    /// What it leads to.
    pub target: Target,
    /// The chapters under it.
    pub children: Vec<Chapter>,
    /// Where its link, or for want of one its text, is in the file.
    pub span: Range<u32>,
}

/// A title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// As plain text.
    pub text: String,
    /// As HTML with nothing but text and `<code>` in it.
    pub html: String,
}

/// What a chapter leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A document, whether it is there or not.
    Document(SourcePath),
    /// An address elsewhere, as written.
    Web(String),
    /// Nothing: the chapter is a draft.
    Draft,
}

impl Summary {
    /// Returns all chapters in the order in which they are read, those under others included.
    pub fn chapters(&self) -> Vec<&Chapter> {
        let mut found = Vec::new();
        let mut left: Vec<&Chapter> = Vec::new();
        for entry in self.prefix.iter().chain(&self.numbered).chain(&self.suffix) {
            if let Entry::Chapter(chapter) = entry {
                left.push(chapter);
            }
            while let Some(chapter) = left.pop() {
                found.push(chapter);
                left.extend(chapter.children.iter().rev());
            }
        }
        found
    }
}
