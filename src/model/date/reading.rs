//! Dates out of texts.
//!
//! In: the text of a field, or prose that names a date somewhere. Out: a [`Date`], or the two dates that the text
//! could mean. Never: guesses which of two readings is meant.

use super::cursor::Cursor;
use super::{Date, YEARS};
use std::ops::Range;

/// What a text says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// It is this date.
    Date(Date),
    /// It is one of two dates, and nothing tells which.
    Ambiguous {
        /// The date if the day comes first, as in most of the world.
        day_first: Date,
        /// The date if the month comes first, as in the United States.
        month_first: Date,
    },
    /// It is no date, or one that the calendar does not have.
    NotADate,
}

impl DateReading {
    /// Returns the date if there is exactly one.
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::Ambiguous { .. } | Self::NotADate => None,
        }
    }
}

/// Reads a text that is a date and nothing else; white space around it does not count, a time of day after it neither.
///
/// `2025-03-16`, `2025-03`, `2025`, `16 Mar 2025`, `16-Mar-2025`, `Mar 16th, 2025`, `March 2025`, `2025/03/16`,
/// `16.03.2025` (with dots the day is always first), `27/01/2025`, `03/2025`, `20250316`; `16. März 2025`,
/// `1er mars 2025`, `16 de marzo de 2025`.
pub fn parse_date(text: &str) -> DateReading {
    let text = text.trim();
    match date_at(text, Purpose::Field) {
        Some(found) if found.length == text.len() => found.reading,
        _ => DateReading::NotADate,
    }
}

/// A date that was found in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// The bytes of the text that are the date.
    pub range: Range<usize>,
    /// The date, or the two that it can be; never [`DateReading::NotADate`].
    pub reading: DateReading,
}

/// Finds the first date in prose: `"2025-03-16"`, `2025-03-16 (6-month cycle)`, `Reviewed on 16 March 2025 by A`.
///
/// A year alone is too often something else (`Q3 2025`, `best practices 2025`) and is not found.
pub fn find_date(text: &str) -> Option<FoundDate> {
    let mut at = 0;
    let mut previous = None;
    while let Some(character) = text[at..].chars().next() {
        let begins = character.is_ascii_alphanumeric() && !previous.is_some_and(continues);
        let found = if begins { date_at(&text[at..], Purpose::Prose) } else { None };
        match found {
            Some(Found { length, reading: DateReading::NotADate }) => {
                previous = text[at..at + length].chars().next_back();
                at += length;
            }
            Some(Found { length, reading }) => return Some(FoundDate { range: at..at + length, reading }),
            None => {
                previous = Some(character);
                at += character.len_utf8();
            }
        }
    }
    None
}

/// Reads the date that a text of prose begins with: what follows is not looked through.
///
/// ```
/// use archsite::model::date::date_at_start;
///
/// assert_eq!(date_at_start("2025-03-16: agreed").map(|found| found.range), Some(0..10));
/// assert_eq!(date_at_start("agreed on 2025-03-16"), None);
/// ```
pub fn date_at_start(text: &str) -> Option<FoundDate> {
    let Found { length, reading } = date_at(text, Purpose::Prose)?;
    let begins = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    (begins && reading != DateReading::NotADate).then_some(FoundDate { range: 0..length, reading })
}

/// Finds the first text that is written as a date and that no calendar has: `2025-02-30`, `31 April 2025`.
///
/// ```
/// use archsite::model::date::find_impossible_date;
///
/// assert_eq!(find_impossible_date("Updated 2025-02-30"), Some(8..18));
/// assert_eq!(find_impossible_date("2025-02-28"), None);
/// ```
pub fn find_impossible_date(text: &str) -> Option<Range<usize>> {
    let mut previous = None;
    text.char_indices().find_map(|(at, character)| {
        let begins = character.is_ascii_alphanumeric() && !previous.is_some_and(continues);
        previous = Some(character);
        let found = date_at(&text[at..], Purpose::Prose).filter(|_| begins)?;
        (found.reading == DateReading::NotADate).then_some(at..at + found.length)
    })
}

/// Says whether a character before a number makes it a part of something longer, such as a version or a path.
pub(super) fn continues(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | '/' | '\\')
}

#[derive(Clone, Copy, PartialEq)]
enum Purpose {
    /// The text stands where a date belongs, so that short forms can be trusted.
    Field,
    /// The text may be anything.
    Prose,
}

/// Something in the shape of a date at the start of a text; [`DateReading::NotADate`] if no calendar has it.
struct Found {
    length: usize,
    reading: DateReading,
}

fn date_at(text: &str, purpose: Purpose) -> Option<Found> {
    let mut cursor = Cursor::new(text);
    let reading = if text.starts_with(|first: char| first.is_ascii_digit()) {
        digits_first(&mut cursor, purpose)?
    } else {
        letters_first(&mut cursor)?
    };
    cursor.ends_a_word().then_some(Found { length: cursor.at, reading })
}

/// Reads what begins with a number: a year, or the day or month of a date whose year comes last.
fn digits_first(cursor: &mut Cursor<'_>, purpose: Purpose) -> Option<DateReading> {
    let (first, digits) = cursor.number()?;
    match digits {
        8 if purpose == Purpose::Field => {
            Some(reading(day_of(first / 10_000, first / 100 % 100, first % 100)))
        }
        4 => year_first(cursor, first, purpose),
        1 | 2 => year_last(cursor, first, purpose),
        _ => None,
    }
}

fn year_first(cursor: &mut Cursor<'_>, year: u32, purpose: Purpose) -> Option<DateReading> {
    let after_year = cursor.at;
    if let Some(separator) = cursor.one_of("-/.")
        && let Some((month, month_digits @ 1..=2)) = cursor.number()
    {
        let after_month = cursor.at;
        if cursor.one_of("-/.") == Some(separator)
            && let Some((day, 1..=2)) = cursor.number()
        {
            cursor.time_of_day();
            return Some(reading(day_of(year, month, day)));
        }
        // `2025/26` and `2011/12` are fiscal years and seasons, `2025.3` is a version.
        if separator == '-' && month_digits == 2 {
            cursor.at = after_month;
            return Some(reading(month_of(year, month)));
        }
        return None;
    }
    cursor.at = after_year;
    (purpose == Purpose::Field).then(|| reading(year_of(year).map(Date::Year)))
}

fn year_last(cursor: &mut Cursor<'_>, first: u32, purpose: Purpose) -> Option<DateReading> {
    let start = cursor.at;
    if let Some(separator) = cursor.one_of("-/.")
        && let Some((second, second_digits)) = cursor.number()
    {
        if second_digits == 4 && separator == '/' && purpose == Purpose::Field {
            return Some(reading(month_of(second, first)));
        }
        if second_digits > 2 || cursor.one_of("-/.") != Some(separator) {
            return None;
        }
        let (year, 4) = cursor.number()? else { return None };
        cursor.time_of_day();
        let day_first = day_of(year, second, first);
        let month_first = if separator == '.' { None } else { day_of(year, first, second) };
        return Some(match (day_first, month_first) {
            (Some(day_first), Some(month_first)) if day_first != month_first => {
                DateReading::Ambiguous { day_first, month_first }
            }
            (one, other) => reading(one.or(other)),
        });
    }
    cursor.at = start;
    cursor.ordinal();
    // `16 March 2025`, `16th of March, 2025`, `19-Apr-2022`, `16. März 2025`, `16 de marzo de 2025`.
    if cursor.one_of("-").is_none() {
        cursor.one_of(".");
        cursor.spaces()?;
        cursor.joining_word();
    }
    let month = cursor.month()?;
    cursor.one_of(".,");
    if cursor.one_of("-").is_none() {
        cursor.spaces()?;
        cursor.joining_word();
    }
    let (year, 4) = cursor.number()? else { return None };
    cursor.time_of_day();
    Some(reading(day_of(year, month, first)))
}

/// Reads what begins with a word: `March 2025`, `Mar. 16th, 2025`, `Sunday, 16 March 2025`.
fn letters_first(cursor: &mut Cursor<'_>) -> Option<DateReading> {
    if cursor.weekday() {
        cursor.one_of(".");
        cursor.one_of(",");
        cursor.spaces()?;
        if let Some((day, 1..=2)) = cursor.number() {
            return year_last(cursor, day, Purpose::Prose);
        }
    }
    let month = cursor.month()?;
    cursor.one_of(".");
    cursor.one_of(",");
    if cursor.one_of("-").is_none() {
        cursor.spaces()?;
        cursor.joining_word();
    }
    let (number, digits) = cursor.number()?;
    if digits == 4 {
        return Some(reading(month_of(number, month)));
    }
    if digits > 2 {
        return None;
    }
    cursor.ordinal();
    cursor.one_of(",");
    cursor.spaces()?;
    let (year, 4) = cursor.number()? else { return None };
    cursor.time_of_day();
    Some(reading(day_of(year, month, number)))
}

fn reading(date: Option<Date>) -> DateReading {
    date.map_or(DateReading::NotADate, DateReading::Date)
}

pub(super) fn year_of(year: u32) -> Option<i16> {
    i16::try_from(year).ok().filter(|year| YEARS.contains(year))
}

pub(super) fn month_of(year: u32, month: u32) -> Option<Date> {
    Date::month(year_of(year)?, u8::try_from(month).ok()?)
}

pub(super) fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::day(year_of(year)?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}
