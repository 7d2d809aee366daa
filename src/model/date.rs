//! Dates as people write them, kept as precise as they were written.
//!
//! In: the text of a field, or prose that names a date somewhere. Out: a [`Date`] of a year, a month or a day; or the
//! two dates that the text could mean. Never: guesses which of two readings is meant, makes a day of a month, or asks
//! the clock.

mod unclear;

use super::languages;
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
pub use unclear::{Unclear, UnclearDate, find_unclear_date};

/// A date with the precision of the text that it was read from.
///
/// Dates are ordered by the moment at which their period begins; of two that begin together the less precise is the
/// smaller: `2025` < `2025-01` < `2025-01-01` < `2025-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Date {
    /// A whole year.
    Year(i16),
    /// A month of a year.
    Month {
        /// The year.
        year: i16,
        /// The month, from 1 to 12.
        month: u8,
    },
    /// One day.
    Day {
        /// The year.
        year: i16,
        /// The month, from 1 to 12.
        month: u8,
        /// The day of the month, from 1.
        day: u8,
    },
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Years outside of this are numbers that happen to stand where a date could: no document is that old or plans so far.
const YEARS: Range<i16> = 1900..2200;

impl Date {
    /// Makes a month, if there is such a month.
    pub fn month(year: i16, month: u8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self::Month { year, month })
    }

    /// Makes a day, if the calendar has such a day.
    pub fn day(year: i16, month: u8, day: u8) -> Option<Self> {
        Self::month(year, month)?;
        (1..=days_in(year, month)).contains(&day).then_some(Self::Day { year, month, day })
    }

    /// Returns the day, in UTC, of a moment in seconds since the start of 1970, if it is one of the years that count.
    ///
    /// The calendar is computed as in Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
    pub fn from_unix_time(seconds: i64) -> Option<Self> {
        let days = seconds.div_euclid(86_400) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::day(i16::try_from(year).ok()?, month as u8, day as u8)
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month { year, .. } | Self::Day { year, .. } => year,
        }
    }

    /// Returns the first day of the period.
    pub fn first_day(self) -> Self {
        match self {
            Self::Year(year) => Self::Day { year, month: 1, day: 1 },
            Self::Month { year, month } => Self::Day { year, month, day: 1 },
            Self::Day { .. } => self,
        }
    }

    /// Returns the last day of the period: what is due in March is not late before April.
    pub fn last_day(self) -> Self {
        match self {
            Self::Year(year) => Self::Day { year, month: 12, day: 31 },
            Self::Month { year, month } => Self::Day { year, month, day: days_in(year, month) },
            Self::Day { .. } => self,
        }
    }

    /// Returns the day that lies so many months before the first day of the period; the last of the
    /// month where that is shorter.
    pub fn months_before(self, months: u32) -> Option<Self> {
        let (year, month, day) = self.first_day().parts();
        let months = i64::from(year) * 12 + i64::from(month) - 1 - i64::from(months);
        let (year, month) = (i16::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as u8 + 1);
        Self::day(year, month, day.min(days_in(year, month)))
    }

    /// Says whether both can be true of one thing: one of the periods lies within the other.
    pub fn agrees_with(self, other: Self) -> bool {
        let within = |outer: Self, inner: Self| {
            outer.first_day() <= inner.first_day() && inner.last_day() <= outer.last_day()
        };
        within(self, other) || within(other, self)
    }

    /// Returns the date as people read it: `2 Nov 2025`, `Mar 2025` or `2025`.
    pub fn human(self) -> String {
        self.written_with(|month| month_name(month).get(..3).unwrap_or("?"))
    }

    /// Returns the date with the name of its month in full: `2 November 2025`.
    pub fn human_in_full(self) -> String {
        self.written_with(month_name)
    }

    fn written_with(self, name: impl Fn(u8) -> &'static str) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Month { year, month } => format!("{} {year}", name(month)),
            Self::Day { year, month, day } => format!("{day} {} {year}", name(month)),
        }
    }

    fn parts(self) -> (i16, u8, u8) {
        match self {
            Self::Year(year) => (year, 0, 0),
            Self::Month { year, month } => (year, month, 0),
            Self::Day { year, month, day } => (year, month, day),
        }
    }
}

fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("?")
}

fn days_in(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(formatter, "{year:04}"),
            Self::Month { year, month } => write!(formatter, "{year:04}-{month:02}"),
            Self::Day { year, month, day } => write!(formatter, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

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
fn continues(character: char) -> bool {
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
    let mut cursor = Cursor { text, at: 0 };
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

fn year_of(year: u32) -> Option<i16> {
    i16::try_from(year).ok().filter(|year| YEARS.contains(year))
}

fn month_of(year: u32, month: u32) -> Option<Date> {
    Date::month(year_of(year)?, u8::try_from(month).ok()?)
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::day(year_of(year)?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// A place in a text; each step moves on only if it finds what it looks for.
struct Cursor<'text> {
    text: &'text str,
    at: usize,
}

impl<'text> Cursor<'text> {
    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    /// Takes a number of at most eight digits; returns it and how many digits it has.
    fn number(&mut self) -> Option<(u32, usize)> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).take(9).count();
        let number = self.rest()[..digits].parse().ok().filter(|_| digits <= 8)?;
        self.at += digits;
        Some((number, digits))
    }

    fn one_of(&mut self, characters: &str) -> Option<char> {
        let first = self.rest().chars().next().filter(|first| characters.contains(*first))?;
        self.at += first.len_utf8();
        Some(first)
    }

    fn spaces(&mut self) -> Option<()> {
        let rest = self.rest().trim_start_matches([' ', '\t', '\u{A0}']);
        let taken = self.rest().len() - rest.len();
        self.at += taken;
        (taken > 0).then_some(())
    }

    fn letters(&self) -> &'text str {
        let rest = self.rest();
        &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()]
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.letters().eq_ignore_ascii_case(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes the word between a day, its month and its year: `of`, `de`.
    fn joining_word(&mut self) {
        let start = self.at;
        let is_taken = self.word("of") || self.word("de");
        if is_taken && self.spaces().is_none() {
            self.at = start;
        }
    }

    /// Takes the name of a month, whole or its first three letters, of other languages than English whole only;
    /// returns its number.
    fn month(&mut self) -> Option<u32> {
        let letters = self.letters();
        let index = MONTHS.iter().position(|name| {
            name.eq_ignore_ascii_case(letters)
                || name[..3].eq_ignore_ascii_case(letters)
                || (letters.eq_ignore_ascii_case("sept") && name.starts_with("Sept"))
        });
        let rest = self.rest();
        let behind = &rest[letters.len()..];
        if let Some(index) = index.filter(|_| !behind.starts_with(char::is_alphabetic)) {
            self.at += letters.len();
            return Some(index as u32 + 1);
        }
        // Nearly all words are followed by another: a month has its year behind it, or its day.
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let behind = rest[end..].trim_start_matches([' ', '\u{A0}', '.', ',', '-']);
        let behind = behind.strip_prefix("de ").unwrap_or(behind);
        if !behind.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let month = languages::month(&rest[..end])?;
        self.at += end;
        Some(month)
    }

    fn weekday(&mut self) -> bool {
        const DAYS: [&str; 7] =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let letters = self.letters();
        let found = DAYS
            .iter()
            .any(|name| name.eq_ignore_ascii_case(letters) || name[..3].eq_ignore_ascii_case(letters));
        if found {
            self.at += letters.len();
        }
        found
    }

    fn ordinal(&mut self) {
        let letters = self.letters();
        // Whichever of them: people write `22th` and `2st`, and mean what they mean.
        if ["st", "nd", "rd", "th", "er"].iter().any(|suffix| suffix.eq_ignore_ascii_case(letters)) {
            self.at += 2;
        } else {
            self.one_of("ºª°");
        }
    }

    /// Takes `T10:00:00Z`, ` 10:00`, `T10:00:00.000+02:00`, ` 10:00:00 UTC`. The day stays the one that is written.
    fn time_of_day(&mut self) {
        let start = self.at;
        let after_separator = self.one_of("Tt").is_some() || self.spaces().is_some();
        let is_time = after_separator
            && matches!(self.number(), Some((0..=23, 1..=2)))
            && self.one_of(":").is_some()
            && matches!(self.number(), Some((0..=59, 2)));
        if !is_time {
            self.at = start;
            return;
        }
        if self.rest().starts_with(':') && self.rest()[1..].starts_with(|next: char| next.is_ascii_digit()) {
            self.at += 1;
            self.digits();
            if self.rest().starts_with('.')
                && self.rest()[1..].starts_with(|next: char| next.is_ascii_digit())
            {
                self.at += 1;
                self.digits();
            }
        }
        let after_time = self.at;
        self.spaces();
        if self.word("Z") || self.word("UTC") || self.word("GMT") {
            return;
        }
        if self.one_of("+-").is_some() && matches!(self.number(), Some((_, 2 | 4))) {
            if self.rest().starts_with(':') {
                self.at += 1;
                self.digits();
            }
            return;
        }
        self.at = after_time;
    }

    fn digits(&mut self) {
        self.at += self.rest().bytes().take_while(u8::is_ascii_digit).count();
    }

    /// Says whether a word ends here, so that `2025-03-16` is not found in `2025-03-16-notes` or `10.12.2024.1`.
    fn ends_a_word(&self) -> bool {
        let mut rest = self.rest().chars();
        match rest.next() {
            None => true,
            Some('-' | '/' | '.') => !rest.next().is_some_and(char::is_alphanumeric),
            Some(next) => !(next.is_alphanumeric() || next == '_'),
        }
    }
}

#[cfg(test)]
mod tests;
