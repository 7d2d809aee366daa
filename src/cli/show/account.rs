//! What was understood of one document, as values with their places.
//!
//! In: a document of a linked site, its text and its findings. Out: [`Account`], which can be
//! written as JSON and shown to people. Never: anything that the stages did not find.

use crate::diagnostic::json::{self, Finding};
use crate::diagnostic::{Diagnostic, Texts};
use crate::model::completeness::Completeness;
use crate::model::decision::{Decision, DecisionIndexRow, DecisionVerb};
use crate::model::document::Document;
use crate::model::register::RegisterDefinition;
use crate::source::{Extent, LineIndex};
use serde::Serialize;

/// An account of one document.
#[derive(Serialize)]
pub(super) struct Account<'a> {
    schema: u32,
    pub(super) document: &'a str,
    pub(super) title: &'a str,
    pub(super) metadata: Vec<Value>,
    pub(super) fields: Vec<FieldAccount<'a>>,
    pub(super) decisions: Vec<DecisionAccount>,
    pub(super) index_rows: Vec<Vec<Value>>,
    pub(super) changes: Vec<ChangeAccount<'a>>,
    pub(super) register_rows: Vec<RowAccount<'a>>,
    pub(super) placeholders: Vec<PlaceholderAccount<'a>>,
    pub(super) completeness: CompletenessAccount<'a>,
    pub(super) findings: Vec<Finding<'a>>,
}

/// Where something stands: line and column from 1, columns in characters.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

/// A value and where it stands.
#[derive(Serialize)]
pub(super) struct Value {
    pub(super) name: String,
    /// What it was understood as.
    pub(super) value: String,
    /// What stands there.
    pub(super) text: String,
    #[serde(flatten)]
    pub(super) place: Place,
}

/// A field that the document names of itself.
#[derive(Serialize)]
pub(super) struct FieldAccount<'a> {
    pub(super) label: &'a str,
    pub(super) is_filled: bool,
    #[serde(flatten)]
    pub(super) place: Place,
}

/// A decision: its values, the first of which names it.
#[derive(Serialize)]
pub(super) struct DecisionAccount {
    pub(super) is_whole_document: bool,
    pub(super) values: Vec<Value>,
}

/// A change.
#[derive(Serialize)]
pub(super) struct ChangeAccount<'a> {
    pub(super) date: String,
    pub(super) text: &'a str,
    pub(super) author: Option<&'a str>,
    pub(super) impact: Option<&'a str>,
    #[serde(flatten)]
    pub(super) place: Place,
}

/// A row of a register.
#[derive(Serialize)]
pub(super) struct RowAccount<'a> {
    pub(super) register: &'a str,
    pub(super) cells: Vec<Value>,
    #[serde(flatten)]
    pub(super) place: Place,
}

/// A placeholder.
#[derive(Serialize)]
pub(super) struct PlaceholderAccount<'a> {
    pub(super) text: &'a str,
    #[serde(flatten)]
    pub(super) place: Place,
}

/// How complete the document is, and why.
#[derive(Serialize)]
pub(super) struct CompletenessAccount<'a> {
    pub(super) value: f64,
    /// The mean over the sections by their length.
    pub(super) text: f64,
    pub(super) filled_fields: u32,
    pub(super) fields: u32,
    pub(super) sections: Vec<SectionAccount<'a>>,
}

/// What a section holds.
#[derive(Serialize)]
pub(super) struct SectionAccount<'a> {
    /// Its title; null of what stands before the first heading.
    pub(super) title: Option<&'a str>,
    pub(super) line: u32,
    pub(super) value: f64,
    pub(super) filled: u32,
    pub(super) placeholders: u32,
    pub(super) length: u32,
}

/// The text of a document, by places.
struct Written<'a> {
    lines: LineIndex<'a>,
}

impl Written<'_> {
    fn place(&self, extent: Extent) -> Place {
        let position = self.lines.position(extent.start);
        Place { line: position.line, column: position.column }
    }

    fn value(&self, name: &str, value: impl ToString, extent: Extent) -> Value {
        let text = self.lines.text().get(extent.start as usize..extent.end as usize).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Value { name: name.to_owned(), value: value.to_string(), text, place: self.place(extent) }
    }
}

/// Gives an account of a document.
pub(super) fn account<'a>(
    document: &'a Document,
    text: &'a str,
    registers: &'a [RegisterDefinition],
    findings: &'a [Diagnostic],
    texts: &dyn Texts,
) -> Account<'a> {
    let written = Written { lines: LineIndex::new(text) };
    let row = |row: &'a crate::model::register::RegisterRow| {
        let definition = &registers[row.register as usize];
        let cells = definition.columns.iter().zip(&row.cells).filter_map(|(column, cell)| {
            let cell = cell.as_ref()?;
            Some(written.value(&column.label, &cell.text, cell.extent))
        });
        RowAccount { register: &definition.name, cells: cells.collect(), place: written.place(row.extent) }
    };
    Account {
        schema: 1,
        document: document.id.as_str(),
        title: &document.title,
        metadata: metadata(document, &written),
        fields: document
            .metadata
            .fields
            .iter()
            .map(|field| FieldAccount {
                label: &field.label,
                is_filled: field.is_filled,
                place: written.place(field.extent),
            })
            .collect(),
        decisions: document.decisions.iter().map(|it| decision(it, &written)).collect(),
        index_rows: document.decision_index.iter().map(|it| index_row(it, &written)).collect(),
        changes: document
            .changes
            .iter()
            .map(|change| ChangeAccount {
                date: change.date.to_string(),
                text: &change.text,
                author: change.author.as_deref(),
                impact: change.impact.as_deref(),
                place: written.place(change.extent),
            })
            .collect(),
        register_rows: document.register_rows.iter().map(row).collect(),
        placeholders: document
            .placeholders
            .iter()
            .map(|it| PlaceholderAccount { text: &it.text, place: written.place(it.extent) })
            .collect(),
        completeness: completeness(document, &document.completeness, &written),
        findings: json::findings(findings, texts),
    }
}

fn metadata(document: &Document, written: &Written<'_>) -> Vec<Value> {
    let metadata = &document.metadata;
    let mut values = Vec::new();
    let mut add = |name: &str, value: String, extent| values.push(written.value(name, value, extent));
    if let Some(it) = &metadata.category {
        add("category", it.value.clone(), it.extent);
    }
    if let Some(it) = &metadata.status {
        add("status", it.kind.as_str().to_owned(), it.extent);
    }
    if let Some(it) = &metadata.version {
        add("version", it.value.clone(), it.extent);
    }
    for it in &metadata.owners {
        add("owner", it.value.clone(), it.extent);
    }
    for it in &metadata.reviewers {
        add("reviewer", it.value.clone(), it.extent);
    }
    for (name, date) in
        [("date", &metadata.date), ("created", &metadata.created), ("updated", &metadata.updated)]
    {
        if let Some(it) = date {
            add(name, it.value.to_string(), it.extent);
        }
    }
    if let Some(it) = &metadata.next_review {
        let due = it.due.map_or_else(|| it.text.clone(), |due| due.to_string());
        add("next review", due, it.extent);
    }
    for it in &metadata.concepts {
        add("concept", it.name.clone(), it.extent);
    }
    for it in &metadata.related {
        add("related", it.value.clone(), it.extent);
    }
    values
}

fn decision(decision: &Decision, written: &Written<'_>) -> DecisionAccount {
    let mut values = Vec::new();
    let mut add = |name: &str, value: String, extent| values.push(written.value(name, value, extent));
    if let Some(id) = &decision.id {
        add("id", id.value.0.clone(), id.extent);
    }
    add("title", decision.title.value.clone(), decision.title.extent);
    if let Some(it) = &decision.status {
        add("status", it.kind.as_str().to_owned(), it.extent);
    }
    if let Some(it) = &decision.date {
        add("date", it.value.to_string(), it.extent);
    }
    for it in &decision.deciders {
        add("decider", it.value.clone(), it.extent);
    }
    for it in &decision.references {
        let verb = match it.verb {
            DecisionVerb::Supersedes => "supersedes",
            DecisionVerb::SupersededBy => "superseded by",
            DecisionVerb::Amends => "amends",
            DecisionVerb::AmendedBy => "amended by",
            DecisionVerb::RelatesTo => "relates to",
        };
        add(verb, it.target.clone(), it.extent);
    }
    for it in &decision.positive {
        add("positive", it.value.clone(), it.extent);
    }
    for it in &decision.negative {
        add("negative", it.value.clone(), it.extent);
    }
    DecisionAccount { is_whole_document: decision.is_whole_document(), values }
}

fn index_row(row: &DecisionIndexRow, written: &Written<'_>) -> Vec<Value> {
    let mut values = vec![written.value("id", &row.id.value.0, row.id.extent)];
    values.extend(row.title.iter().map(|it| written.value("title", &it.value, it.extent)));
    values.extend(row.status.iter().map(|it| written.value("status", it.kind.as_str(), it.extent)));
    values.extend(row.date.iter().map(|it| written.value("date", it.value, it.extent)));
    values
}

fn completeness<'a>(
    document: &'a Document,
    completeness: &Completeness,
    written: &Written<'_>,
) -> CompletenessAccount<'a> {
    let sections = completeness.sections.iter().map(|fill| {
        let section = fill.section.and_then(|number| document.sections.get(number as usize));
        SectionAccount {
            title: section.map(|section| section.title.as_str()),
            line: section.map_or(1, |section| written.lines.position(section.start).line),
            value: fill.value(),
            filled: fill.filled,
            placeholders: fill.placeholders,
            length: fill.length,
        }
    });
    CompletenessAccount {
        value: completeness.value(),
        text: completeness.text(),
        filled_fields: completeness.filled_fields,
        fields: completeness.fields,
        sections: sections.collect(),
    }
}
