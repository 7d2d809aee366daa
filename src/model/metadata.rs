//! What a document says about itself, each value with the place that says it.
//!
//! In: made by the parse stage. Out: shown by rooms, read by linking. Never: holds a placeholder
//! as if it were a value.

use super::date::Date;
use super::status::Status;
use crate::source::Extent;
use std::ops::Deref;

/// A value and the place in the document that states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stated<T> {
    /// What is stated.
    pub value: T,
    /// Where: the value as written, without its label.
    pub extent: Extent,
}

impl<T> Stated<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, extent: Extent) -> Self {
        Self { value, extent }
    }
}

impl<T> Deref for Stated<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What a document says about itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The category that the document names.
    pub category: Option<Stated<String>>,
    /// How far it is.
    pub status: Option<Stated<Status>>,
    /// Its version, as written.
    pub version: Option<Stated<String>>,
    /// Owner, author(s), maintainer, deciders; in the order of the text, nobody twice.
    pub owners: Vec<Stated<String>>,
    /// Reviewed by, approved by.
    pub reviewers: Vec<Stated<String>>,
    /// The date that it gives without saying of what (`Date: 2024-05-01`); of a decision the day when it was made.
    pub date: Option<Stated<Date>>,
    /// When it was last changed by its own account.
    pub updated: Option<Stated<Date>>,
    /// When it was made by its own account.
    pub created: Option<Stated<Date>>,
    /// When it is to be looked at again.
    pub next_review: Option<Stated<Review>>,
    /// Key concepts, tags: as written.
    pub concepts: Vec<Stated<Concept>>,
    /// The `related` list of the front matter: as written.
    pub related: Vec<Stated<String>>,
    /// Each field that the document names of itself, filled or not, in the order of the text.
    pub fields: Vec<Field>,
    /// The place among its siblings (`order`, `weight`, `nav_order`, `sidebar_position`).
    pub order: Option<f64>,
    /// `draft: true`: not published by a build.
    pub draft: bool,
    /// Former addresses, relative to the site's root.
    pub aliases: Vec<String>,
    /// The address that another tool gave the page (`permalink`, `slug`); links may use it.
    pub permalink: Option<String>,
}

impl Metadata {
    /// Says whether the next review should have been before today. What is past its use is not reviewed again.
    pub fn is_overdue(&self, today: Date) -> bool {
        let is_past = self.status.as_ref().is_some_and(|status| status.kind.is_past());
        let due = self.next_review.as_ref().and_then(|review| review.due);
        !is_past && due.is_some_and(|due| due.last_day() < today)
    }
}

/// A field of metadata that a document names, such as `Last Updated`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The label as written, without its marks.
    pub label: String,
    /// Where the value stands, or would.
    pub extent: Extent,
    /// Whether there is a value: a placeholder is none.
    pub is_filled: bool,
}

/// When a document is to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// What the document says: `Quarterly`, `August 15, 2026 (6-month cycle)`.
    pub text: String,
    /// The date that it names, or that its cycle gives, counted from the last change.
    pub due: Option<Date>,
}

/// A key concept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Concept {
    /// For matching: `data_flow` for `data_flow`, `Data Flow` and `data-flow`.
    pub name: String,
    /// As written.
    pub label: String,
}

impl Concept {
    /// Takes a concept as written: letters and digits in lower case, `_` for all that stands between them.
    pub fn new(label: &str) -> Self {
        let label = label.trim();
        let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let name = words.map(str::to_lowercase).collect::<Vec<_>>().join("_");
        Self { name, label: label.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_is_the_same_however_it_is_spelt() {
        for label in ["data_flow", "Data Flow", " data-flow ", "DATA FLOW"] {
            assert_eq!(Concept::new(label).name, "data_flow");
        }
        assert_eq!(Concept::new("Data Flow").label, "Data Flow");
    }
}
