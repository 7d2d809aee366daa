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
    /// The length of its heading and its text in characters, without the sections in it.
    pub length: u32,
}

impl SectionFill {
    /// Returns how complete the section is, from 0 to 1: 1 minus the share of placeholders among
    /// placeholders and filled blocks. Where there is neither, it is 0.
    pub fn value(&self) -> f64 {
        match (self.filled, self.placeholders) {
            (0, _) => 0.0,
            (filled, placeholders) => f64::from(filled) / f64::from(filled + placeholders),
        }
    }
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

impl Completeness {
    /// Returns how complete the document is, from 0 to 1: the mean over its sections by their
    /// length, times the share of its metadata fields that have a value. Where there are no
    /// sections or no fields, that part is 1.
    pub fn value(&self) -> f64 {
        self.text() * self.metadata()
    }

    /// Returns the mean over the sections by their length, from 0 to 1.
    pub fn text(&self) -> f64 {
        let length: f64 = self.sections.iter().map(|section| f64::from(section.length)).sum();
        let filled: f64 =
            self.sections.iter().map(|section| section.value() * f64::from(section.length)).sum();
        if length > 0.0 { filled / length } else { 1.0 }
    }

    /// Returns the share of the metadata fields that have a value, from 0 to 1.
    pub fn metadata(&self) -> f64 {
        if self.fields == 0 { 1.0 } else { f64::from(self.filled_fields) / f64::from(self.fields) }
    }

    /// Returns how complete the document is in whole per cent; see [`percent`].
    pub fn percent(&self) -> u8 {
        percent(self.value())
    }
}

/// Returns a share from 0 to 1 in whole per cent: 100 is said only of the whole, 0 only of nothing.
pub fn percent(share: f64) -> u8 {
    let share = share * 100.0;
    match share.round().clamp(0.0, 100.0) as u8 {
        100 if share < 100.0 - 1e-9 => 99,
        0 if share > 0.0 => 1,
        rounded => rounded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(filled: u32, placeholders: u32, length: u32) -> SectionFill {
        SectionFill { section: None, filled, placeholders, length }
    }

    #[test]
    fn longer_sections_weigh_more_and_missing_fields_count_against_the_whole() {
        // The example of the guide.
        let sections = vec![section(6, 0, 900), section(3, 1, 300), section(0, 4, 200)];
        let completeness = Completeness { sections, filled_fields: 3, fields: 4 };
        assert!((completeness.text() - (900.0 + 225.0) / 1400.0).abs() < 1e-9);
        assert_eq!(completeness.percent(), 60);
    }

    #[test]
    fn a_document_without_sections_and_fields_lacks_nothing() {
        assert_eq!(Completeness::default().percent(), 100);
    }

    #[test]
    fn a_hundred_per_cent_is_said_only_of_what_is_complete() {
        let sections = vec![section(1000, 1, 100)];
        assert_eq!(Completeness { sections, filled_fields: 0, fields: 0 }.percent(), 99);
        let sections = vec![section(1, 1000, 100)];
        assert_eq!(Completeness { sections, filled_fields: 0, fields: 0 }.percent(), 1);
    }
}
