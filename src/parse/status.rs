//! A status where one is stated: behind a label, in a cell, under a heading `Status`. The one reader of
//! them, for what documents say of themselves and for the decisions in them.
//!
//! In: the text of a value, or the blocks of a section. Out: a status as written, with its place, or
//! that nobody chose one. Never: takes an instruction (`> Valid statuses are …`), a list of choices or
//! prose for a status.

use super::labels;
use super::metadata::values::Value;
use super::outline::{BlockKind, BlockNumber, Inline, Outline};
use super::placeholders::is_unfilled;
use crate::model::languages;
use crate::model::metadata::Stated;
use crate::model::status::{self, Status, StatusKind};
use crate::source::as_one_line;
use std::ops::Range;

/// What a section says.
pub(super) enum Found<'a> {
    /// This is the status.
    Status(Value<'a>),
    /// There is a place for one, with a template's text in it.
    Unfilled(Value<'a>),
    /// Nothing.
    Nothing,
}

/// The most words of a status that is not known, under a heading.
const WORDS_OF_UNKNOWN: usize = 4;

/// The most words that name a status behind a label: what is longer is a sentence.
const WORDS_OF_STATUS: usize = 5;

/// From this number of characters on a line may have been broken for its length alone.
const LENGTH_OF_WRAPPED_LINE: usize = 50;

/// The most lines of a remark in brackets.
const MOST_LINES: usize = 4;

/// The most words of prose that begins with a status and goes on as a sentence.
const WORDS_OF_REMARK: usize = 6;

/// Reads a text that is to be a status; nothing where it is a sentence, even one that begins like a status.
pub(super) fn read(text: &str) -> Option<Status> {
    let text = as_one_line(text);
    let status = Status::read(&text)?;
    let is_sentence = match status.kind {
        StatusKind::Unknown => status.word().split_whitespace().count() > WORDS_OF_STATUS,
        _ => goes_on_as_prose(&text),
    };
    (!is_sentence).then_some(status)
}

/// Reads what stands behind a label or in a cell.
pub(super) fn of_value(text: Inline<'_>) -> Option<Stated<Status>> {
    let value = Value::of_inline(chosen(text).unwrap_or(text));
    Some(Stated::new(read(&value.text)?, value.extent))
}

/// Reads what stands under a heading.
pub(super) fn of_section<'a>(outline: &'a Outline, section: Range<u32>) -> Found<'a> {
    let lines = lines(outline, section);
    let is_known =
        |text: Inline<'_>| Status::read(text.text()).is_some_and(|it| it.kind != StatusKind::Unknown);
    if let Some(done) = lines.iter().find(|line| line.is_done && is_known(line.text)) {
        return Found::Status(Value::of_inline(done.text));
    }
    let mut known: Option<(Value<'a>, StatusKind)> = None;
    let mut unknown = None;
    let mut choices = 0;
    for line in &lines {
        if !line.begins_anew {
            continue;
        }
        // `Date created: …`, `Current version: 1`, `Valid statuses are: …`; but `Accepted: see #12` is no label.
        let is_label = labels::labels(line.text).first().is_some_and(|labelled| {
            let label = labelled.label.text();
            status::begin(label).is_none_or(|(_, end)| !goes_on(&label[end..]))
        });
        let value = Value::of_inline(chosen(line.text).unwrap_or(line.text));
        if is_label || value.text.is_empty() {
            continue;
        }
        let Some(read) = Status::read(&value.text) else {
            if known.is_none() && (is_unfilled(&value.text) || value.text.contains(char::is_alphanumeric)) {
                return Found::Unfilled(value);
            }
            continue;
        };
        match read.kind {
            StatusKind::Unknown => {
                let words = value.text.split_whitespace().count();
                let is_sentence = words > 1 && value.text.ends_with(['.', ':', '!']) && words > 2;
                let is_link = line.text.stretches().all(|(_, _, link)| link.is_some());
                let is_other = is_sentence || is_link || speaks_of_others(&value.text);
                if unknown.is_none() && words <= WORDS_OF_UNKNOWN && !is_other {
                    unknown = Some(value);
                }
            }
            _ if goes_on_as_prose(&value.text) => {}
            kind => {
                choices += usize::from(line.is_item && read.word().len() == value.text.trim().len());
                // What replaced a decision is often written under the status that it had before.
                // So is what came later, where each has its day.
                let is_later = known.as_ref().is_some_and(|(first, earlier)| {
                    let days = status::day(&first.text).zip(status::day(&value.text));
                    kind == StatusKind::Superseded && *earlier != kind && is_whole_supersession(&value.text)
                        || days.is_some_and(|(first, this)| this > first)
                });
                if known.is_none() || is_later {
                    known = Some((value, kind));
                }
            }
        }
    }
    match known {
        // A list of bare words is what one is to choose from.
        Some((value, _)) if choices >= 3 => Found::Unfilled(value),
        Some((value, _)) => Found::Status(value),
        None => unknown.map_or(Found::Nothing, Found::Status),
    }
}

/// Returns the status in bold among others to choose from: `Proposed | **Accepted** | Rejected`.
fn chosen(text: Inline<'_>) -> Option<Inline<'_>> {
    if !text.text().contains(['|', '/', ',', '·']) || Status::read(text.text()).is_some() {
        return None;
    }
    let mut bold = text.stretches().filter(|(_, marks, _)| marks.strong).map(|(stretch, ..)| stretch);
    let first = bold.next().filter(|_| bold.next().is_none())?;
    let is_known = Status::read(first.text()).is_some_and(|it| it.kind != StatusKind::Unknown);
    (is_known && first.text().len() < text.trim().text().len()).then_some(first)
}

/// Says whether a text that begins with a status is prose nevertheless: `Active development happens in …`.
fn goes_on_as_prose(text: &str) -> bool {
    // Most are a word or two.
    if text.split_whitespace().nth(WORDS_OF_REMARK).is_none() {
        return false;
    }
    let Some((_, end)) = status::begin(text) else { return false };
    // `Replaced by ADR-12` names what it was replaced by.
    let last = text[..end].rsplit(' ').next();
    let is_led_on = last.is_some_and(|word| status::BY.iter().any(|by| by.eq_ignore_ascii_case(word)));
    !is_led_on && !goes_on(&text[end..])
}

/// Says whether what follows the words of a status may be a remark on it: `by …`, `(tracked in …`, a stop.
fn goes_on(rest: &str) -> bool {
    const GO_ON: [&str; 30] = [
        "by",
        "in",
        "on",
        "with",
        "as",
        "since",
        "for",
        "and",
        "but",
        "to",
        "until",
        "via",
        "at",
        "through",
        "under",
        "from",
        "pending",
        "after",
        "before",
        "because",
        "see",
        "now",
        "only",
        "without",
        "subject",
        "partially",
        "partly",
        "due",
        "when",
        "of",
    ];
    let rest = rest.trim_start_matches([' ', '*', '_', '`']);
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let goes_on = GO_ON.iter().any(|it| it.eq_ignore_ascii_case(word));
    !rest.starts_with(char::is_alphabetic) || goes_on || languages::is_connection(word)
}

/// Says whether a line tells how the decision stands to others, and nothing of its own status.
fn speaks_of_others(text: &str) -> bool {
    const VERBS: [&str; 14] = [
        "supersedes",
        "supercedes",
        "amends",
        "amended",
        "replaces",
        "obsoletes",
        "extends",
        "extended",
        "relates",
        "related",
        "clarifies",
        "clarified",
        "depends",
        "see",
    ];
    let first =
        text.trim_start_matches(|c: char| !c.is_alphanumeric()).split([' ', ':']).next().unwrap_or("");
    let is_verb = |word: &str| VERBS.iter().any(|verb| verb.eq_ignore_ascii_case(word));
    is_verb(first)
        || languages::english(first).is_some_and(|it| is_verb(it.split(' ').next().unwrap_or_default()))
}

fn is_whole_supersession(text: &str) -> bool {
    !text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("part"))
}

/// A line of a section.
struct Line<'a> {
    text: Inline<'a>,
    /// Whether it is more than the next line of a sentence that is too long for one.
    begins_anew: bool,
    /// Whether it is an item of a list.
    is_item: bool,
    /// Whether it is a task that is done, in a list of tasks.
    is_done: bool,
}

/// The lines of paragraphs, quotes and lists; a line that ends inside a bracket goes on.
fn lines(outline: &Outline, section: Range<u32>) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut next = section.start;
    while next < section.end {
        let child = BlockNumber(next);
        next = outline.block(child).end.0.max(next + 1);
        match outline.block(child).kind {
            BlockKind::Paragraph => push_lines(outline.inline(child), &mut found),
            BlockKind::Quote => {
                for (inner, block) in outline.children(child) {
                    if block.kind == BlockKind::Paragraph {
                        push_lines(outline.inline(inner), &mut found);
                    }
                }
            }
            BlockKind::List { .. } => {
                for (item, block) in outline.children(child) {
                    let is_done = block.kind == BlockKind::Item { is_task: true } && block.is_done;
                    let text = outline.children(item).next().map(|(first, _)| outline.inline(first));
                    let text = text.filter(|text| !text.is_blank());
                    found.extend(text.map(|text| Line { text, begins_anew: true, is_item: true, is_done }));
                }
            }
            BlockKind::Html | BlockKind::Rule => {}
            _ => break,
        }
    }
    found
}

fn push_lines<'a>(text: Inline<'a>, found: &mut Vec<Line<'a>>) {
    let whole = text.text();
    let mut start = 0;
    let mut begins_anew = true;
    let mut joined = 0;
    let ends = whole.match_indices('\n').map(|(at, _)| at).chain([whole.len()]);
    for end in ends {
        let so_far = &whole[start..end];
        let is_open = so_far.matches('(').count() > so_far.matches(')').count();
        if is_open && joined < MOST_LINES && end < whole.len() {
            joined += 1;
            continue;
        }
        joined = 0;
        if !so_far.trim().is_empty() {
            let text = text.slice(start..end).trim();
            found.push(Line { text, begins_anew, is_item: false, is_done: false });
        }
        begins_anew = so_far.chars().count() < LENGTH_OF_WRAPPED_LINE;
        start = end;
    }
}
