//! Decisions that are neither a file nor a section: `**[2024-05-01] - Title**` with a list of
//! labels below it, and lists of decisions that are still to be taken.
//!
//! In: the blocks of a document. Out: decisions. Never: an entry of a form that nobody filled in.

use super::fields::Part;
use super::landmarks::Told;
use super::record::{self, Place};
use super::shape::{Shape, is_unfilled_title};
use super::tables::first_sentence;
use crate::model::date::{Date, DateReading, find_date, parse_date};
use crate::model::decision::Decision;
use crate::model::decision_id::id_of_title;
use crate::model::metadata::Stated;
use crate::model::status::{Status, StatusKind};
use crate::parse::labels::labels;
use crate::parse::names::name_of;
use crate::parse::outline::{BlockKind, BlockNumber, Inline, Marks};
use crate::parse::placeholders::is_unfilled;
use crate::parse::understanding::Material;

/// Headings of lists of decisions that are still to be taken.
const PENDING: &[&str] = &[
    "pending decisions",
    "pending decision",
    "open decisions",
    "decisions pending",
    "pending adrs",
    "pending architecture decisions",
    "pending architectural decisions",
    "decisions to be made",
    "decisions to make",
    "upcoming decisions",
    "outstanding decisions",
];

/// Reads the entries of a document.
pub(super) fn read(material: &Material<'_>, part: Part<'_>) -> Vec<Told> {
    let mut found = Vec::new();
    let mut is_pending = false;
    let end = material.outline.blocks().len() as u32;
    let mut number = 0;
    while number < end {
        let at = BlockNumber(number);
        let block = material.outline.block(at);
        let next = block.end.0.max(number + 1);
        match block.kind {
            BlockKind::Heading(_) => is_pending = PENDING.contains(&&*part.name(block, at)),
            BlockKind::Paragraph if begins_strong(material.outline.inline(at)) => {
                // `**Pending Decisions:**` as a paragraph of its own.
                let text = material.outline.inline(at);
                if is_all_strong(text) && PENDING.contains(&name_of(text.text()).as_str()) {
                    is_pending = true;
                }
                found.extend(dated(material, part, at).map(|decision| Told::block(decision, at, at)));
            }
            BlockKind::List { .. } if is_pending => {
                let items = material.outline.children(at).map(|(item, _)| item);
                found.extend(items.filter_map(|item| pending(material, item)));
            }
            _ => {}
        }
        number = next;
    }
    found
}

/// Says whether a text may be all strong; nearly all paragraphs are told apart by how they begin.
fn begins_strong(text: Inline<'_>) -> bool {
    text.stretches().next().is_none_or(is_strong)
}

fn is_all_strong(text: Inline<'_>) -> bool {
    text.stretches().all(is_strong)
}

/// Says whether a stretch is strong, or says nothing.
fn is_strong((text, marks, _): (Inline<'_>, Marks, Option<u32>)) -> bool {
    marks.strong || text.is_blank() || text.text().trim() == ":"
}

/// Reads a bold line that begins with a date and is followed by labels.
fn dated(material: &Material<'_>, part: Part<'_>, number: BlockNumber) -> Option<Decision> {
    let outline = material.outline;
    let text = outline.inline(number);
    let first = text.lines().next()?.trim();
    if first.is_blank() || !is_all_strong(first) {
        return None;
    }
    let (date, start) = date_of_title(first.text())?;
    let title = first.slice(start..first.text().len()).trim();
    let words = title.on_one_line();
    if words.is_empty() || is_unfilled_title(&words) {
        return None;
    }
    // What it tells stands in its own further lines, or in the list that follows.
    let block = outline.block(number);
    let next = outline.blocks().nth(block.end.0 as usize);
    let has_list = next.is_some_and(|(_, next)| matches!(next.kind, BlockKind::List { .. }));
    let end = if has_list { next.map_or(block.end.0, |(_, next)| next.end.0) } else { block.end.0 };
    let blocks = number.0..end;
    let fields = part.fields(blocks.clone());
    if !Shape::of(fields.iter().map(|field| field.name.as_str())).is_any() {
        return None;
    }
    let place = Place { file: material.file, part, links: material.links, blocks, reports_dates: false };
    let record = record::read(&place, &fields, None, &mut Vec::new());
    let date = Stated::new(date, first.slice(0..start).extent());
    Some(Decision {
        title: Stated::new(words.into_owned(), title.extent()),
        extent: first.extent(),
        date: Some(record.date.unwrap_or(date)),
        ..super::decision(record)
    })
}

/// Reads a date that a title begins with, and returns where the title goes on: `[2024-05-01] - T`.
pub(super) fn date_of_title(title: &str) -> Option<(Date, usize)> {
    let open = title.len() - title.trim_start_matches(['[', '(', ' ']).len();
    let found = find_date(title).filter(|found| found.range.start <= open)?;
    let DateReading::Date(date @ (Date::Day { .. } | Date::Month { .. })) = found.reading else {
        return None;
    };
    let after = &title[found.range.end..];
    let rest = after.trim_start_matches([']', ')', ' ', '-', '–', '—', ':', '·', '|']);
    // `2024-05-01T…` or "2024-05 and later" is no entry.
    let has_separator = after.len() > rest.len() && after[..after.len() - rest.len()].contains(|c| c != ' ');
    (has_separator && !rest.is_empty()).then(|| (date, title.len() - rest.len()))
}

/// Reads an item of a list of decisions that are still to be taken.
fn pending(material: &Material<'_>, item: BlockNumber) -> Option<Told> {
    let outline = material.outline;
    let (number, _) = outline.children(item).next().filter(|(_, it)| it.kind == BlockKind::Paragraph)?;
    let text = outline.inline(number).trim();
    let line = text.on_one_line();
    let id = id_of_title(&line);
    let labelled = labels(text).into_iter().next().filter(|it| it.is_marked);
    let title = match (&id, &labelled) {
        (Some((_, start)), _) => line[*start..].to_owned(),
        (None, Some(label)) => label.label.on_one_line().into_owned(),
        (None, None) => first_sentence(&line),
    };
    let is_form = is_unfilled(&title)
        || is_unfilled_title(&title)
        || labelled.is_some_and(|it| is_unfilled(it.label.text()))
        || line.eq_ignore_ascii_case("none")
        || parse_date(&title).date().is_some();
    if is_form {
        return None;
    }
    let status = Status { kind: StatusKind::Proposed, text: "Pending".to_owned() };
    let extent = text.extent();
    let decision = Decision {
        number: id.as_ref().map(|(id, _)| id.number),
        id: id.map(|(id, _)| Stated::new(id.id, extent)),
        title: Stated::new(title.trim().to_owned(), extent),
        extent,
        status: Some(Stated::new(status, extent)),
        ..super::decision(record::Record::default())
    };
    Some(Told::block(decision, item, number))
}
