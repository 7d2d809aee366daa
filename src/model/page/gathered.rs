//! What the pages show that are made of many documents: registers, concepts, health.
//!
//! In: made by rooms. Out: a part of [`View`](super::View). Never: more rows than one page may have.

use super::{Filter, ListingGroup, Neighbour, TimelineItem};
use serde::Serialize;
use std::sync::Arc;

/// A register in the list of registers.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterEntry {
    /// What it is called.
    pub label: String,
    /// Its page.
    pub url: String,
    /// How many rows it has.
    pub rows: usize,
    /// How many documents they are from.
    pub documents: usize,
    /// About how many things documents disagree.
    pub disagreements: usize,
}

/// A register: one table made of the tables of all documents.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RegisterView {
    /// The columns that have a value in some row; the first names the thing that a row is about.
    pub columns: Vec<String>,
    /// How many rows this page has.
    pub number: usize,
    /// The rows of this page.
    pub rows: Vec<RegisterRowView>,
    /// The same as rows of a table.
    pub rows_html: String,
    /// What the rows of this page can be filtered by.
    pub filters: Vec<Filter>,
}

/// A row of a register.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterRowView {
    /// Its cells, one for each of the columns and in their order.
    pub cells: Vec<RegisterCellView>,
    /// The title of the document that it is from.
    pub document: String,
    /// The section of the document that its table stands in.
    pub section: Option<String>,
    /// That section.
    pub url: String,
    /// Whether another document fills a cell differently.
    pub differs: bool,
}

/// A cell of a register.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterCellView {
    /// What stands in it; empty where the document says nothing.
    pub text: String,
    /// Where documents disagree what some of the others say.
    pub readings: Vec<Arc<Reading>>,
    /// How many more things documents say of it.
    pub more_readings: usize,
}

/// What a document says of something that documents disagree about.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// What it says.
    pub text: String,
    /// Its title.
    pub document: String,
    /// The section that says so.
    pub url: String,
}

/// A key concept and its documents.
#[derive(Clone, Debug, Serialize)]
pub struct ConceptEntry {
    /// What it is called.
    pub label: String,
    /// Its name in addresses.
    pub anchor: String,
    /// How many documents carry it.
    pub count: usize,
    /// The documents that carry it, as far as they stand on this page.
    pub documents: Vec<Neighbour>,
    /// The same as entries of a list.
    pub documents_html: String,
}

/// What is missing, overdue or broken.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HealthView {
    /// What is to do, by what one would do about it.
    pub groups: Vec<TaskGroup>,
    /// The documents of this page and how complete they are.
    pub documents: Vec<HealthRow>,
    /// The same as rows of a table; empty where there are none.
    pub documents_html: String,
    /// Whether some document of the portal names fields of metadata.
    pub has_fields: bool,
    /// Whether some document says when it was changed.
    pub has_updated: bool,
    /// Whether some document says when it is to be looked at again.
    pub has_review: bool,
}

/// What is new in the portal and what needs attention; what is empty is not drawn.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HomeView {
    /// The most pressing things to do.
    pub attention: Vec<Task>,
    /// Where all of them are listed.
    pub attention_more: Option<Neighbour>,
    /// The latest decisions, as one group.
    pub decisions: Vec<ListingGroup>,
    /// Where all of them are listed.
    pub decisions_more: Option<Neighbour>,
    /// The newest changes and decisions.
    pub changes: Vec<TimelineItem>,
    /// Where all of them are listed.
    pub changes_more: Option<Neighbour>,
}

/// Things to do of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct TaskGroup {
    /// What one would do.
    pub heading: String,
    /// How many things there are.
    pub count: usize,
    /// The things.
    pub tasks: Vec<Task>,
    /// The same as entries of a list.
    pub tasks_html: String,
    /// Where all of them are listed, if not here.
    pub more: Option<Neighbour>,
}

/// Something to do.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// How much it matters: `bad`, `care` or `note`.
    pub kind: &'static str,
    /// The title of the document, or the name of the file where there is no page.
    pub title: String,
    /// The section of the document that it is about.
    pub url: Option<String>,
    /// What was found.
    pub message: String,
    /// File and line.
    pub place: String,
}

/// A document and how complete it is.
#[derive(Clone, Debug, Serialize)]
pub struct HealthRow {
    /// Its title.
    pub title: String,
    /// Its file, where another document has the same title.
    pub file: Option<String>,
    /// Its page.
    pub url: String,
    /// How complete it is, in per cent: text times metadata.
    pub percent: u32,
    /// How complete its text is, in per cent: the mean over its sections by their length.
    pub text_percent: u32,
    /// How many of the metadata fields that it names have a value: `3 of 4`.
    pub fields: Option<String>,
    /// How many placeholders it has.
    pub placeholders: usize,
    /// When it was changed, for people.
    pub updated: Option<String>,
    /// The same as `2025-03-16`, for sorting.
    pub updated_key: Option<String>,
    /// When it is to be looked at again, for people.
    pub review: Option<String>,
    /// The same for sorting.
    pub review_key: Option<String>,
    /// Whether that day has passed.
    pub overdue: bool,
}
