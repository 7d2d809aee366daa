//! Change-log tables in any order of columns, known by their headings.
//!
//! In: a table. Out: an entry for each row with a date and a text. Never: a row that nobody filled
//! in, or a table that dates something else (reviews, test runs, decisions).

use super::dates::at_start;
use super::{Entry, Found};
use crate::model::change::ChangeKind;
use crate::parse::decisions::record::is_nothing;
use crate::parse::outline::{BlockNumber, Inline};
use crate::parse::placeholders::is_unfilled;
use std::borrow::Cow;

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Date,
    /// Says by itself that the table is of changes.
    Change,
    /// Says so only with a heading, an author or a version beside it.
    Text,
    Author,
    Impact,
    Version,
    /// Makes the table one of something else.
    Foreign,
    Other,
}

fn column(name: &str) -> Column {
    match name {
        "date" | "when" | "changed on" | "date of change" | "change date" | "revision date"
        | "release date" | "effective date" | "updated" | "modified" | "last updated" | "datum" => {
            Column::Date
        }
        "change"
        | "changes"
        | "change description"
        | "description of change"
        | "description of changes"
        | "changes made"
        | "change made"
        | "what changed"
        | "summary of change"
        | "summary of changes"
        | "modification"
        | "modifications"
        | "revision description"
        | "nature of change"
        | "reason for change"
        | "amendment"
        | "change summary"
        | "reason for changes" => Column::Change,
        "description" | "summary" | "details" | "comment" | "comments" | "notes" | "note" | "what"
        | "text" | "event" | "remarks" | "reason" => Column::Text,
        "author" | "authors" | "by" | "changed by" | "who" | "editor" | "editors" | "updated by"
        | "modified by" | "made by" | "revised by" | "contributor" | "person" | "owner" => Column::Author,
        "impact" | "severity" | "importance" | "scope" => Column::Impact,
        "version" | "versions" | "rev" | "revision" | "release" | "ver" | "version no" | "version number"
        | "issue" => Column::Version,
        "reviewer" | "reviewed by" | "decision" | "scenario" | "result" | "status" | "approved by"
        | "title" => Column::Foreign,
        _ => Column::Other,
    }
}

/// Reads a table. `is_in_log` says whether a heading above names a change log.
pub(super) fn read(table: BlockNumber, is_in_log: bool, found: &mut Found<'_, '_>) {
    let outline = found.outline();
    let mut rows = outline.children(table);
    rows.next();
    let columns: Vec<Column> = found.material.names.columns(outline, table).map(column).collect();
    let place = |wanted: Column| columns.iter().position(|it| *it == wanted);
    let Some(date) = place(Column::Date) else { return };
    let (author, impact, version) = (place(Column::Author), place(Column::Impact), place(Column::Version));
    let is_attributed = author.is_some() || version.is_some() || impact.is_some();
    let is_foreign = columns.contains(&Column::Foreign);
    let text = match (place(Column::Change), place(Column::Text)) {
        (Some(change), _) if is_in_log || is_attributed || columns.len() == 2 => Some(change),
        (None, Some(text)) if is_in_log && !is_foreign => Some(text),
        // `Version | Date | Author | Description` is one wherever it stands.
        (None, Some(text)) if version.is_some() && author.is_some() && !is_foreign => Some(text),
        _ => None,
    };
    let Some(text) = text.filter(|_| is_in_log || !is_foreign) else { return };
    let section = outline.block(table).section;
    let mut cells: Vec<Inline<'_>> = Vec::with_capacity(columns.len());
    for (row, block) in rows {
        cells.clear();
        cells.extend(outline.children(row).map(|(cell, _)| outline.inline(cell).trim()));
        let value = |column: Option<usize>| {
            let line = cells.get(column?)?.on_one_line();
            let is_empty = is_unfilled(&line) || is_nothing(&line);
            (!is_empty).then_some(line)
        };
        let (Some(what), Some(_)) = (value(Some(text)), value(Some(date))) else { continue };
        let Some(cell) = cells.get(date) else { continue };
        // `2026-07-21 (revised)` is a date and a word about it.
        let written = at_start(*cell).map_or(*cell, |range| cell.slice(range));
        let Some(number) = found.dates.push(written.text(), written.extent()) else { continue };
        let entry = Entry {
            text: what.into_owned(),
            author: value(author).map(Cow::into_owned),
            impact: value(impact).or_else(|| value(version)).map(Cow::into_owned),
            kind: ChangeKind::Change,
            section,
            extent: block.extent,
        };
        found.changes.push((number, entry));
    }
}
