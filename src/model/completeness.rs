//! How much of a document is there: placeholders that nobody filled in, and a number that can be
//! explained.
//!
//! In: made by the parse stage. Out: shown by rooms and in `portal.json`. Never: a guess.

use crate::source::Extent;

/// Template text that nobody has filled in yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// What stands there (`[DATE]`); of an empty field the label as written (`Language:`).
    pub text: String,
    /// Where.
    pub extent: Extent,
    /// The section that it stands in.
    pub section: Option<u32>,
}

/// What a section holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectionFill {
    /// The index of the section; nothing for what stands before the first heading.
    pub section: Option<u32>,
    /// Paragraphs, list items, rows, code blocks and pictures that say something.
    pub filled: u32,
    /// Placeholders.
    pub placeholders: u32,
    /// Its length in characters, without the sections in it.
    pub length: u32,
}

/// How complete a document is, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completeness {
    /// The sections that hold something, or should.
    pub sections: Vec<SectionFill>,
    /// How many of the metadata fields that the document names have a value.
    pub filled_fields: u32,
    /// How many it names.
    pub fields: u32,
}
