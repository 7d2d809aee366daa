//! Which of the lines under a status heading is the status.
//!
//! In: the text of a field or the blocks under a heading. Out: a status as written, with its place.
//! Never: takes a list of choices, a date or an instruction for a status.

use super::fields::{Field, Part, one_line};
use crate::model::date::find_date;
use crate::model::metadata::Stated;
use crate::model::status::{Status, StatusKind};
use crate::parse::labels::labels;
use crate::parse::outline::Inline;
use std::ops::Range;

/// The most words of a status that is none of the known ones: a sentence is none.
const WORDS_OF_UNKNOWN: usize = 3;

/// How many lines of a paragraph are looked at: a status stands in the first of them.
const MOST_LINES: usize = 24;

/// Reads the status that a field states.
pub(super) fn of_field(part: Part<'_>, field: &Field<'_>) -> Option<Stated<Status>> {
    if let Some(value) = field.value {
        let first = sentences(value).into_iter().next().unwrap_or(value);
        return of_text(first);
    }
    let mut unknown = None;
    for (number, paragraph) in part.paragraphs(field.body.clone()) {
        for line in sentences(paragraph) {
            let Some(status) = of_text(line) else { continue };
            // A sentence in a quote tells the writer what to write here.
            let is_instruction = part.is_quoted(number) && line.text().split_whitespace().count() > 6;
            if status.kind != StatusKind::Unknown && !is_instruction {
                return Some(status);
            }
            let is_word = line.text().split_whitespace().count() <= WORDS_OF_UNKNOWN
                && labels(line).is_empty()
                && find_date(line.text()).is_none();
            if is_word && unknown.is_none() {
                unknown = Some(status);
            }
        }
    }
    unknown
}

/// Reads a text that is a status.
pub(super) fn of_text(text: Inline<'_>) -> Option<Stated<Status>> {
    let text = text.trim();
    let status = read(&one_line(text))?;
    Some(Stated::new(status, text.extent()))
}

/// Reads a status as written.
pub(super) fn read(text: &str) -> Option<Status> {
    Status::read(text.trim_matches(['*', '`', '_', '"', ' ']))
}

/// Parts the lines of a paragraph, but not where a sentence goes on: after a verb, a comma, "by".
pub(super) fn sentences(text: Inline<'_>) -> Vec<Inline<'_>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.lines().take(MOST_LINES) {
        let range = start..start + line.text().len();
        start = range.end + 1;
        match found.last_mut() {
            Some(last) if goes_on(&text.text()[last.clone()], line.text()) => last.end = range.end,
            _ => found.push(range),
        }
    }
    found.into_iter().map(|range| text.slice(range).trim()).filter(|line| !line.is_blank()).collect()
}

fn goes_on(line: &str, next: &str) -> bool {
    let line = line.trim_end().to_ascii_lowercase();
    line.ends_with(',')
        || [" by", " and", " see", " of", " with"].iter().any(|word| line.ends_with(word))
        || line.ends_with("supersedes")
        || line.matches('(').count() > line.matches(')').count()
        || next.trim_start().starts_with(|c: char| c.is_lowercase())
}
