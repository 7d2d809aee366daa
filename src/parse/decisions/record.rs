//! The fields of one decision, wherever it is told: status, date, deciders, consequences, and what
//! it says about others.
//!
//! In: the blocks of a file or of a section. Out: what they state, each with its place. Never:
//! decides whether the blocks are a decision.

use super::fields::{Field, Part, is_consequence};
use super::references::{self, Reading};
use crate::diagnostic::Diagnostic;
use crate::model::date::{Date, DateReading, find_date, find_unclear_date, parse_date};
use crate::model::decision::{DecisionReference, DecisionVerb};
use crate::model::document::Link;
use crate::model::languages::english;
use crate::model::metadata::Stated;
use crate::model::status::{Status, StatusKind};
use crate::parse::dates;
use crate::parse::front_matter::{Entry, FrontMatter};
use crate::parse::names::name_of;
use crate::parse::outline::Inline;
use crate::parse::placeholders::is_unfilled;
use crate::parse::status;
use crate::source::{Extent, SourcePath};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a decision states.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) status: Option<Stated<Status>>,
    pub(super) date: Option<Stated<Date>>,
    pub(super) deciders: Vec<Stated<String>>,
    pub(super) references: Vec<DecisionReference>,
    pub(super) positive: Vec<Stated<String>>,
    pub(super) negative: Vec<Stated<String>>,
}

/// Where a record is read, and what for.
pub(super) struct Place<'a> {
    pub(super) file: &'a SourcePath,
    pub(super) part: Part<'a>,
    pub(super) links: &'a [Link],
    /// The blocks of the record, behind its heading.
    pub(super) blocks: Range<u32>,
    /// Whether an ambiguous date is a finding here; of a whole document its metadata says it.
    pub(super) reports_dates: bool,
}

const STATUS: &[&str] = &["status", "adr status", "decision status", "state"];
const DATE: &[&str] = &[
    "date",
    "decision date",
    "date of decision",
    "date decided",
    "decided",
    "decided on",
    "accepted on",
    "date accepted",
];
const DECIDERS: &[&str] = &[
    "deciders",
    "decider",
    "decision makers",
    "decision maker",
    "decided by",
    "decision owners",
    "decision owner",
];
const POSITIVE: &[&str] = &[
    "positive",
    "positives",
    "positive consequences",
    "positive consequence",
    "positive impacts",
    "positive impact",
    "positive effects",
    "positive outcomes",
    "benefits",
    "benefit",
    "pros",
    "advantages",
    "upsides",
    "good",
    "gains",
    "what becomes easier",
    "easier",
];
const NEGATIVE: &[&str] = &[
    "negative",
    "negatives",
    "negative consequences",
    "negative consequence",
    "negative impacts",
    "negative impact",
    "negative effects",
    "negative outcomes",
    "trade offs",
    "tradeoffs",
    "drawbacks",
    "costs",
    "cons",
    "disadvantages",
    "downsides",
    "bad",
    "what becomes harder",
    "harder",
    "what becomes more difficult",
];
/// Such of these as also head the arguments for an option, which are no consequences.
const OF_OPTIONS: &[&str] = &[
    "pros",
    "cons",
    "advantages",
    "disadvantages",
    "good",
    "bad",
    "benefits",
    "benefit",
    "costs",
    "drawbacks",
    "easier",
    "harder",
];
/// Headings of lists in which every line may be about another decision.
const LINKS: &[&str] =
    &["links", "link", "relations", "relationships", "related documents", "references", "more information"];

/// Reads a record.
pub(super) fn read(
    place: &Place<'_>,
    fields: &[Field<'_>],
    front_matter: Option<&FrontMatter>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Record {
    let mut record = Record::default();
    if let Some(front_matter) = front_matter {
        of_front_matter(front_matter, &mut record);
    }
    let part = place.part;
    let named = |names: &'static [&'static str]| {
        fields.iter().filter(move |field| names.contains(&field.name.as_str()))
    };
    let stated = named(STATUS).find_map(|field| status_of(part, field));
    let is_replaced =
        read_references(place, fields, stated.as_ref().map(|it| it.kind), &mut record.references);
    let stated = match is_replaced {
        // "Accepted" and below it "Superseded by …": the later word holds.
        Some(line) if stated.as_ref().is_some_and(|it| !it.kind.is_past()) => {
            status::of_value(line).or(stated)
        }
        _ => stated,
    };
    record.status = record.status.or(stated);
    if record.date.is_none() {
        record.date = named(DATE).find_map(|field| date(place, field, diagnostics));
    }
    if record.date.is_none() {
        record.date = since(record.status.as_ref());
    }
    if record.deciders.is_empty() {
        record.deciders = named(DECIDERS).flat_map(|field| people(part, field)).collect();
    }
    let mut seen = BTreeSet::new();
    record.deciders.retain(|person| seen.insert(person.value.clone()));
    consequences(part, fields, &mut record);
    record
}

/// Returns when it was decided, where only the status says so: `Accepted (2021-03-04)`. Of what is no longer in use
/// that is the day on which it ended, unless it was never taken up.
fn since(status: Option<&Stated<Status>>) -> Option<Stated<Date>> {
    let status = status.filter(|it| !it.kind.is_past() || it.kind == StatusKind::Rejected)?;
    Some(Stated::new(status.since()?, status.extent))
}

/// Reads the status that a field states.
fn status_of(part: Part<'_>, field: &Field<'_>) -> Option<Stated<Status>> {
    if let Some(value) = field.value {
        return status::of_value(value);
    }
    match status::of_section(part.outline, field.body.clone()) {
        status::Found::Status(value) => Some(Stated::new(status::read(&value.text)?, value.extent)),
        status::Found::Unfilled(_) | status::Found::Nothing => None,
    }
}

/// Reads the references of a record; returns the line under its status that says it was replaced.
fn read_references<'a>(
    place: &Place<'a>,
    fields: &[Field<'a>],
    kind: Option<StatusKind>,
    found: &mut Vec<DecisionReference>,
) -> Option<Inline<'a>> {
    let part = place.part;
    let mut replaced = None;
    let plain = Reading { verb: None, is_partly: false, is_prose: false };
    for field in fields {
        if STATUS.contains(&field.name.as_str()) {
            let values =
                field.value.into_iter().chain(part.paragraphs(field.body.clone()).map(|(_, text)| text));
            for line in values.flat_map(references::sentences) {
                let before = found.len();
                let begins = references::begins_with_verb(line.text());
                let is_partly = !begins && kind != Some(StatusKind::Superseded);
                references::read(line, place.links, Reading { is_partly, ..plain }, found);
                let says = |it: &DecisionReference| it.verb == DecisionVerb::SupersededBy;
                if begins && replaced.is_none() && found[before..].iter().any(says) {
                    replaced = Some(line);
                }
            }
        } else if let Some(verb) = references::verb_of_name(&field.name) {
            let reading = Reading { verb: Some(verb), ..plain };
            for text in field.value.into_iter().chain(part.statements(field.body.clone())) {
                references::read(text, place.links, reading, found);
            }
        } else if field.value.is_none() && LINKS.contains(&field.name.as_str()) {
            for text in part.statements(field.body.clone()) {
                references::read(text, place.links, Reading { is_prose: true, ..plain }, found);
            }
        }
    }
    // Lines that begin with a verb, wherever they stand: "- Relates to [x](x.md)", "Supersedes ADR-3".
    // In the middle of a paragraph a line begins with one where the editor broke it.
    let statements = part.paragraphs(place.blocks.clone()).map(|(_, paragraph)| paragraph);
    for paragraph in statements.filter(|paragraph| references::begins_with_verb(paragraph.text())) {
        for line in paragraph.lines().filter(|line| references::begins_with_verb(line.text())) {
            references::read(line, place.links, Reading { is_prose: true, ..plain }, found);
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|it| seen.insert((it.verb, it.target.clone())));
    replaced
}

/// Reads the date that a field states.
fn date(place: &Place<'_>, field: &Field<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Stated<Date>> {
    let texts = field.value.into_iter().chain(place.part.statements(field.body.clone())).take(2);
    for text in texts {
        let (range, reading) = match parse_date(text.text()) {
            DateReading::NotADate => match find_date(text.text()) {
                Some(found) => (found.range, found.reading),
                None => {
                    if place.reports_dates
                        && let Some(found) = find_unclear_date(text.text())
                    {
                        let extent = text.slice(found.range.clone()).extent();
                        diagnostics.push(dates::unclear(place.file, extent, text.text(), &found));
                    }
                    continue;
                }
            },
            reading => (0..text.text().len(), reading),
        };
        let extent = text.slice(range).extent();
        match reading {
            DateReading::Date(date) => return Some(Stated::new(date, extent)),
            DateReading::Ambiguous { day_first, month_first } if place.reports_dates => {
                diagnostics.push(dates::ambiguous(place.file, extent, text.text(), day_first, month_first));
            }
            DateReading::Ambiguous { .. } | DateReading::NotADate => {}
        }
    }
    None
}

/// Reads the people whom a field names.
fn people(part: Part<'_>, field: &Field<'_>) -> Vec<Stated<String>> {
    let mut found = Vec::new();
    for text in field.value.into_iter().chain(part.statements(field.body.clone())) {
        found.extend(names(text));
    }
    found
}

/// Parts a list of names: `John Doe, Ana & Li`.
pub(super) fn names(text: Inline<'_>) -> Vec<Stated<String>> {
    let whole = text.text();
    let shown: String =
        text.stretches().filter(|(_, marks, _)| !marks.html).map(|(it, ..)| it.text()).collect();
    if is_unfilled(&shown) || is_nothing(&shown) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for range in parted(whole) {
        let name = text.slice(range).trim();
        let words = name.on_one_line();
        if !words.is_empty() && !is_unfilled(&words) && !is_nothing(&words) {
            found.push(Stated::new(words.into_owned(), name.extent()));
        }
    }
    found
}

/// Returns the ranges between commas and the word "and", not within brackets.
fn parted(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut depth, mut at) = (0, 0_u32, 0);
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let between = match character {
            '(' | '[' | '<' => {
                depth += 1;
                0
            }
            ')' | ']' | '>' => {
                depth = depth.saturating_sub(1);
                0
            }
            ',' | ';' | '、' | '\n' | '·' if depth == 0 => character.len_utf8(),
            ' ' if depth == 0 && rest.starts_with(" and ") => 5,
            ' ' if depth == 0 && ([" & ", " / ", " + "].iter().any(|it| rest.starts_with(it))) => 3,
            // `@asol @bito`
            ' ' if text[start..at].trim_start().starts_with('@') && rest.starts_with(" @") => 1,
            _ => 0,
        };
        if between > 0 {
            ranges.push(start..at);
            start = at + between;
        }
        at += between.max(character.len_utf8());
    }
    ranges.push(start..text.len());
    ranges
}

/// Ways to write that there is nothing.
const NOTHING: &[&str] = &["", "-", "–", "—", "none", "n/a", "na", "null", "nil", "nobody"];

/// Says whether a text is a way to write that there is nothing.
pub(in crate::parse) fn is_nothing(text: &str) -> bool {
    const LONGEST: usize = "nobody".len();
    let text = text.trim().trim_end_matches('.');
    text.len() <= LONGEST && NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// Reads what gets better and what gets worse.
fn consequences(part: Part<'_>, fields: &[Field<'_>], record: &mut Record) {
    for field in fields {
        let name = field.name.as_str();
        if field.value.is_none() && field.body.is_empty() {
            continue;
        }
        let is_heading_of_options =
            OF_OPTIONS.contains(&name) && !field.is_consequence && field.value.is_none();
        let list = match name {
            name if POSITIVE.contains(&name) && !is_heading_of_options => &mut record.positive,
            name if NEGATIVE.contains(&name) && !is_heading_of_options => &mut record.negative,
            // MADR: "Good, because …", "Bad, because …".
            name if is_consequence(name) && field.value.is_none() => {
                for text in part.statements(field.body.clone()) {
                    let line = text.on_one_line();
                    let list = match &*name_of(line.split([',', ':', ' ']).next().unwrap_or_default()) {
                        "good" | "pro" => &mut record.positive,
                        "bad" | "con" => &mut record.negative,
                        _ => continue,
                    };
                    list.push(Stated::new(line.into_owned(), text.extent()));
                }
                continue;
            }
            _ => continue,
        };
        let texts = field.value.into_iter().chain(part.statements(field.body.clone()));
        for text in texts {
            let line = text.on_one_line();
            if !is_unfilled(&line) && !is_nothing(&line) {
                list.push(Stated::new(line.into_owned(), text.extent()));
            }
        }
    }
}

/// Reads what the front matter states.
fn of_front_matter(front_matter: &FrontMatter, record: &mut Record) {
    let extent = |span: &Range<u32>| Extent::new(span.start, span.end);
    let text_of = |entry: &Entry| entry.value.text().map(str::to_owned);
    let get = |names: &[&str]| {
        let is_named = |entry: &&Entry| english(&entry.key).is_some_and(|name| names.contains(&name));
        front_matter.get(names).or_else(|| front_matter.entries.iter().find(is_named))
    };
    if let Some(entry) = get(&["status"])
        && let Some(text) = text_of(entry)
    {
        let status = status::read(&text);
        let kind = status.as_ref().map(|it| it.kind);
        record.status = status.map(|it| Stated::new(it, extent(&entry.value_span)));
        let reading =
            Reading { verb: None, is_partly: kind != Some(StatusKind::Superseded), is_prose: false };
        references::read_plain(&text, extent(&entry.value_span), reading, &mut record.references);
    }
    if let Some(entry) = get(&["date", "decision date", "decided", "decided on"])
        && let Some(date) = text_of(entry).and_then(|text| match parse_date(&text) {
            DateReading::NotADate => find_date(&text)?.reading.date(),
            reading => reading.date(),
        })
    {
        record.date = Some(Stated::new(date, extent(&entry.value_span)));
    }
    if let Some(entry) = get(&["deciders", "decision makers", "decider", "decided by"]) {
        for item in entry.items() {
            for range in parted(&item.text) {
                let name = item.text[range].trim();
                if !is_unfilled(name) && !is_nothing(name) {
                    record.deciders.push(Stated::new(name.to_owned(), extent(&item.span)));
                }
            }
        }
    }
    for entry in &front_matter.entries {
        let Some(verb) = references::verb_of_name(&name_of(&spaced(&entry.key))) else { continue };
        for item in
            entry.items().into_iter().filter(|item| !is_unfilled(&item.text) && !is_nothing(&item.text))
        {
            let reading = Reading { verb: Some(verb), is_partly: false, is_prose: false };
            let before = record.references.len();
            references::read_plain(&item.text, extent(&item.span), reading, &mut record.references);
            // A key speaks of decisions and nothing else: what is no number is a name.
            if record.references.len() == before {
                let target = item.text.trim().to_owned();
                record.references.push(DecisionReference {
                    verb,
                    target,
                    link: None,
                    extent: extent(&item.span),
                });
            }
        }
    }
}

/// Parts the words of a key: `supersededBy`, `superseded_by`.
fn spaced(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 2);
    let mut was_lower = false;
    for c in key.chars() {
        if c.is_uppercase() && was_lower {
            words.push(' ');
        }
        was_lower = c.is_lowercase();
        words.push(c);
    }
    words
}
