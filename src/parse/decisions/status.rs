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

/// The most words of a status that is none of the known ones: a sentence is none.
const WORDS_OF_UNKNOWN: usize = 3;

/// Reads the status that a field states.
pub(super) fn of_field(part: Part<'_>, field: &Field<'_>) -> Option<Stated<Status>> {
    if let Some(value) = field.value {
        let first = value.lines().next().unwrap_or(value);
        return of_text(value).filter(|it| it.kind != StatusKind::Unknown).or_else(|| of_text(first));
    }
    let mut unknown = None;
    for (number, paragraph) in part.paragraphs(field.body.clone()) {
        for line in paragraph.lines().map(Inline::trim).filter(|line| !line.is_blank()) {
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
    use StatusKind::*;
    let text = text.trim().trim_matches(['*', '`', '_', '"']).trim();
    if crate::parse::placeholders::is_unfilled(text) || text.contains('|') || text.contains(" / ") {
        return None;
    }
    let words = text.to_lowercase();
    let known = [
        ("superseded", Superseded),
        ("superceded", Superseded),
        ("superceeded", Superseded),
        ("replaced by", Superseded),
        ("accepted", Accepted),
        ("approved", Accepted),
        ("proposed", Proposed),
        ("pending", Proposed),
        ("in review", Review),
        ("draft", Draft),
        ("rejected", Rejected),
        ("deprecated", Deprecated),
        ("implemented", Implemented),
        ("withdrawn", Withdrawn),
        ("reverted", Withdrawn),
        ("deferred", Deferred),
        ("active", Active),
    ];
    let kind = known.iter().find(|(word, _)| words.starts_with(word)).map_or(Unknown, |(_, kind)| *kind);
    let choices = known.iter().filter(|(word, _)| words.contains(word)).count();
    (choices < 3).then(|| Status { kind, text: text.to_owned() })
}
