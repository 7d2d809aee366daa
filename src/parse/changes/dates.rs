//! The dates of a change log, read together: clear ones tell how the others are meant.
//!
//! In: dates as written. Out: each date, or a finding. Never: guesses the order of day and month
//! where no date of the log shows it.

use crate::diagnostic::Diagnostic;
use crate::model::date::{Date, DateReading, UnclearDate, date_at_start, find_unclear_date, parse_date};
use crate::parse::dates;
use crate::parse::outline::Inline;
use crate::source::{Extent, SourcePath};
use std::ops::Range;

/// The dates of a document's change logs.
#[derive(Default)]
pub(super) struct Dates<'a> {
    written: Vec<Written<'a>>,
}

struct Written<'a> {
    text: &'a str,
    extent: Extent,
    reading: DateReading,
}

/// Which of day and month a document writes first.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Day,
    Month,
}

impl<'a> Dates<'a> {
    /// Takes a date as written, and returns its number. What is no date is not taken.
    pub(super) fn push(&mut self, text: &'a str, extent: Extent) -> Option<usize> {
        let reading = parse_date(text);
        // "2023-24-05" and "Q3 2025" stand where a date belongs and are none: it is said, not shown.
        if reading == DateReading::NotADate && !has_shape(text.trim()) && unclear(text).is_none() {
            return None;
        }
        self.written.push(Written { text, extent, reading });
        Some(self.written.len() - 1)
    }

    /// Returns the date of each number, as far as it can be read.
    pub(super) fn read(self, file: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Vec<Option<Date>> {
        let mut orders = self.written.iter().filter_map(|it| order(it.text));
        let first = orders.next();
        let order = first.filter(|first| orders.all(|order| order == *first));
        let read = |it: Written<'_>| match (it.reading, order) {
            (DateReading::Date(date), _) => Some(date),
            (DateReading::Ambiguous { day_first, .. }, Some(Order::Day)) => Some(day_first),
            (DateReading::Ambiguous { month_first, .. }, Some(Order::Month)) => Some(month_first),
            (DateReading::Ambiguous { day_first, month_first }, None) => {
                diagnostics.push(dates::ambiguous(file, it.extent, it.text, day_first, month_first));
                None
            }
            (DateReading::NotADate, _) => {
                diagnostics.push(match unclear(it.text) {
                    Some(found) => dates::unclear(file, it.extent, it.text, &found),
                    None => dates::impossible(file, it.extent, it.text),
                });
                None
            }
        };
        self.written.into_iter().map(read).collect()
    }
}

/// Says which of day and month comes first in a date such as `27-11-2019`; nothing where both are
/// possible or the year comes first.
fn order(text: &str) -> Option<Order> {
    let parts: Vec<&str> = text.trim().split(['-', '/']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
    let (first, second) = (number(first)?, number(second)?);
    if year.len() != 4 {
        return None;
    }
    match (first > 12, second > 12) {
        (true, false) => Some(Order::Day),
        (false, true) => Some(Order::Month),
        _ => None,
    }
}

/// Returns what is unclear of a text that is nothing but an unclear date.
fn unclear(text: &str) -> Option<UnclearDate> {
    let is_all = |found: &UnclearDate| text[found.range.clone()].len() == text.trim().len();
    find_unclear_date(text).filter(is_all)
}

/// Says whether a text looks like a date in figures: `2023-24-05`, `016-08-2018`.
fn has_shape(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let is_number =
        |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3
        && parts.iter().all(is_number)
        && parts.iter().filter(|part| part.len() == 4).count() == 1
}

/// The longest date with its marks, in bytes: `**[Wednesday, 30th of September, 2025 10:00:00 +0200]**`.
const LONGEST_DATE: usize = 64;

/// Returns the range of the date that a line begins with, marks around it included: `2024-05-01`,
/// `[27-11-2019]`, `April 30 2024`.
pub(super) fn at_start(line: Inline<'_>) -> Option<Range<usize>> {
    // A date is short; what stands behind it need not be looked through.
    let text = line.text();
    let text = &text[..text.floor_char_boundary(LONGEST_DATE)];
    let open = text.len() - text.trim_start_matches(['[', '(', ' ', '\t']).len();
    let found = date_at_start(&text[open..]).map(|found| open..open + found.range.end);
    // A date with two spaces inside, or one that no calendar has, is still where a date stands.
    let by_shape = || {
        let rest = &text[open..];
        let end = rest.find([':', ' ', ',', ']', ')']).unwrap_or(rest.len());
        (end > 0 && (has_shape(&rest[..end]) || unclear(&rest[..end]).is_some())).then_some(open..open + end)
    };
    found.or_else(by_shape)
}
