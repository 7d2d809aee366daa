//! Tables of decisions: an index of decisions told elsewhere, or a log whose rows are the decisions.
//!
//! In: the tables of a document. Out: index rows, or decisions. Never: takes a table that only
//! mentions decisions for either; a row that nobody filled in.

use super::fields::Part;
use super::landmarks::Told;
use super::record::{is_nothing, names};
use super::shape::is_unfilled_title;
use crate::model::date::{DateReading, find_date, parse_date};
use crate::model::decision::{Decision, DecisionIndexRow};
use crate::model::decision_id::{FoundId, IdPrefix, id_of_title, parse_id};
use crate::model::metadata::Stated;
use crate::parse::outline::{BlockNumber, Inline};
use crate::parse::placeholders::is_unfilled;
use crate::parse::status;
use crate::source::Extent;
use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Id,
    Title,
    Decision,
    Status,
    Date,
    Deciders,
    Reason,
    Other,
}

/// Says what the column of a name holds; `heading` is what the name was made of.
fn column(name: &str, heading: Inline<'_>) -> Column {
    match name {
        "id" | "no" | "nr" | "number" | "ref" | "adr" | "adr id" | "adr no" | "adr number"
        | "decision id" | "decision no" | "decision number" | "record" | "adr#" | "key" => Column::Id,
        "title" | "name" | "subject" | "decision title" | "topic" | "summary" | "description" => {
            Column::Title
        }
        "decision" | "decision made" | "what was decided" | "decided" | "resolution" => Column::Decision,
        "status" | "state" | "decision status" => Column::Status,
        "date" | "decided on" | "decision date" | "date decided" | "when" => Column::Date,
        "deciders" | "decider" | "decided by" | "decision makers" | "owner" | "owners" | "who" | "by" => {
            Column::Deciders
        }
        "rationale" | "reason" | "reasoning" | "context" | "why" | "alternatives" | "consequences" => {
            Column::Reason
        }
        // `#` alone leaves no letters.
        "" if heading.text().trim() == "#" => Column::Id,
        _ => Column::Other,
    }
}

/// What the tables of a document give.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) decisions: Vec<Told>,
    pub(super) index: Vec<DecisionIndexRow>,
}

/// Reads the tables of a document. `title` is that of the document.
pub(super) fn read(part: Part<'_>, title: &str) -> Rows {
    let mut rows = Rows::default();
    for (number, _) in part.outline.tables() {
        table(part, number, title, &mut rows);
    }
    rows
}

fn table(part: Part<'_>, number: BlockNumber, title: &str, found: &mut Rows) {
    let mut rows = part.outline.children(number);
    let Some((head, _)) = rows.next() else { return };
    let headings = part.outline.children(head).map(|(cell, _)| part.outline.inline(cell));
    let names = part.names.columns(part.outline, number);
    let columns: Vec<Column> = names.zip(headings).map(|(name, heading)| column(name, heading)).collect();
    let place = |wanted: Column| columns.iter().position(|it| *it == wanted);
    let (id, name, decision) = (place(Column::Id), place(Column::Title), place(Column::Decision));
    let (status, date) = (place(Column::Status), place(Column::Date));
    if id.is_none() && decision.is_none() {
        return;
    }
    let section = part.outline.block(number).section;
    let heading = section.and_then(|it| part.sections.get(it as usize)).map_or("", |it| it.title.as_str());
    let rows: Vec<(BlockNumber, Vec<Inline<'_>>)> = rows
        .map(|(row, _)| {
            let cells = part.outline.children(row).map(|(cell, _)| part.outline.inline(cell).trim());
            (row, cells.collect())
        })
        .collect();
    let is_about = |text: &str| {
        let text = text.to_lowercase();
        text.contains("decision")
            || text.split(|c: char| !c.is_alphanumeric()).any(|it| matches!(it, "adr" | "adrs"))
    };
    let is_named = is_about(heading) || is_about(title);
    let has_links = |column: Option<usize>| {
        column.is_some_and(|column| {
            rows.iter().any(|(_, row)| row.get(column).is_some_and(|it| it.links().next().is_some()))
        })
    };
    // A log: its rows say what was decided and lead nowhere else.
    if let Some(decision) = decision
        && name.is_none_or(|name| columns[name] == Column::Title)
        && !has_links(id)
        && (id.is_some() || date.is_some())
        && (status.is_some() || date.is_some() || place(Column::Reason).is_some())
        && is_named
    {
        let columns =
            LogColumns { id, title: name, decision, status, date, deciders: place(Column::Deciders) };
        found.decisions.extend(rows.iter().filter_map(|(row, cells)| {
            let (decision, title) = logged(cells, part.outline.block(*row).extent, &columns)?;
            let (cell, _) = part.outline.children(*row).nth(title)?;
            Some(Told::block(decision, cell, cell))
        }));
        return;
    }
    let Some(id) = id else { return };
    if name.is_none() && decision.is_none() && status.is_none() {
        return;
    }
    let is_index = |found: &FoundId| found.prefix == IdPrefix::OfDecisions || is_named;
    for (number, row) in &rows {
        let Some(cell) = row.get(id) else { continue };
        let Some(read) = id_of_cell(*cell).filter(is_index) else { continue };
        let cell_at = |column: Option<usize>| value_of(*row.get(column?)?);
        let title = cell_at(name.or(decision));
        found.index.push(DecisionIndexRow {
            id: Stated::new(read.id, cell.extent()),
            title: title
                .map(|(it, line)| Stated::new(without_id(line), it.extent()))
                .filter(|it| !is_unfilled_title(it)),
            status: cell_at(status).and_then(|(it, _)| status::of_value(it)),
            date: cell_at(date)
                .and_then(|(it, _)| Some(Stated::new(parse_date(it.text()).date()?, it.extent()))),
            section,
            extent: part.outline.block(*number).extent,
        });
    }
}

/// Reads the id of a cell: `[0001](0001-x.md)`, `ADR-003`, `[ADR-003]`, or one with its title.
fn id_of_cell(cell: Inline<'_>) -> Option<FoundId> {
    let text = cell.on_one_line();
    parse_id(&text).or_else(|| id_of_title(&text).map(|(found, _)| found))
}

/// Takes the id off the front of a title.
fn without_id(line: Cow<'_, str>) -> String {
    match id_of_title(&line) {
        Some((_, start)) if start < line.len() => line[start..].to_owned(),
        _ => line.into_owned(),
    }
}

/// Returns a cell that says something, with its text as one line.
fn value_of(cell: Inline<'_>) -> Option<(Inline<'_>, Cow<'_, str>)> {
    let line = cell.on_one_line();
    (!is_unfilled(&line) && !is_nothing(&line)).then_some((cell, line))
}

struct LogColumns {
    id: Option<usize>,
    title: Option<usize>,
    decision: usize,
    status: Option<usize>,
    date: Option<usize>,
    deciders: Option<usize>,
}

/// The longest title that is made of what was decided, in characters.
const LONGEST_TITLE: usize = 140;

/// Reads a row that is a decision; returns with it the column that its title is taken from.
fn logged(row: &[Inline<'_>], extent: Extent, columns: &LogColumns) -> Option<(Decision, usize)> {
    let cell = |column: Option<usize>| value_of(*row.get(column?)?);
    let title_of = |column: usize| Some((column, cell(Some(column))?));
    let (title, (decided, line)) = columns.title.and_then(title_of).or_else(|| title_of(columns.decision))?;
    let found = cell(columns.id).and_then(|(it, line)| Some((parse_id(&line)?, it.extent())));
    let date = cell(columns.date).and_then(|(it, _)| {
        let reading = match parse_date(it.text()) {
            DateReading::NotADate => find_date(it.text())?.reading,
            reading => reading,
        };
        Some(Stated::new(reading.date()?, it.extent()))
    });
    // A row without an id and without a date says nothing that could be told from another.
    if found.is_none() && date.is_none() || is_unfilled_title(&line) {
        return None;
    }
    let decision = Decision {
        number: found.as_ref().map(|(id, _)| id.number),
        id: found.map(|(id, extent)| Stated::new(id.id, extent)),
        number_of_file: None,
        title: Stated::new(first_sentence(&line), decided.extent()),
        status: cell(columns.status).and_then(|(it, _)| status::of_value(it)),
        date,
        deciders: cell(columns.deciders).map(|(it, _)| names(it)).unwrap_or_default(),
        anchor: None,
        extent,
        references: Vec::new(),
        positive: Vec::new(),
        negative: Vec::new(),
    };
    Some((decision, title))
}

/// Cuts what was decided down to a title: its first sentence, at most a line.
pub(super) fn first_sentence(text: &str) -> String {
    let end = text.match_indices(". ").map(|(at, _)| at).find(|at| *at >= 8);
    let sentence = text[..end.unwrap_or(text.len())].trim_end_matches('.').trim();
    match sentence.char_indices().nth(LONGEST_TITLE) {
        Some((limit, _)) => {
            let cut = sentence[..limit].rfind(' ').unwrap_or(limit);
            format!("{}…", sentence[..cut].trim_end_matches([',', ';', ':', ' ']))
        }
        None => sentence.to_owned(),
    }
}
