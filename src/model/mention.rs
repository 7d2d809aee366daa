//! Where a document names others in its text, and what stands around that.
//!
//! In: made by the parse stage, which cannot know what there is to be named. Out: resolved by linking,
//! filled in by rendering, quoted by rooms. Never: says what a name means.

use crate::source::Span;
use std::ops::Range;

/// A name in the text that may be that of another document. Of one name in one section only the first
/// that may become a link is kept, and the first of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// As written, without what stands around it: `ADR-0012`, `TECH_STACK.md`.
    pub written: Box<str>,
    /// What the name looks like.
    pub kind: MentionKind,
    /// Where it stands.
    pub span: Span,
    /// The index of the section that it stands in.
    pub section: Option<u32>,
    /// Whether it may become a link: not in code, a heading, or a link.
    pub may_be_link: bool,
    /// Whether it stands where the document lists what it has to do with.
    pub is_declared: bool,
    /// Whether it is all that an entry of such a list says, so that it must lead somewhere.
    pub is_entry: bool,
    /// The sentence around it.
    pub excerpt: Option<Excerpt>,
}

/// What a name looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// The id of a decision: its prefix in capitals, its number.
    Id {
        /// The prefix: `ADR`.
        prefix: Box<str>,
        /// The number.
        number: u32,
    },
    /// The file of a document, with its extension; there may be folders before it.
    File,
}

/// A piece of text around something, short enough to be quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// One line of plain text.
    pub text: Box<str>,
    /// The bytes of it that it is about.
    pub marked: Range<u32>,
}

impl Excerpt {
    /// Returns the text before, in and after what it is about.
    pub fn parts(&self) -> (&str, &str, &str) {
        let (start, end) = (self.marked.start as usize, self.marked.end as usize);
        let before = self.text.get(..start).unwrap_or_default();
        let marked = self.text.get(start..end).unwrap_or_default();
        (before, marked, self.text.get(end..).unwrap_or_default())
    }
}
