//! What stands where a date belongs, speaks of a time and is no date: `16/03/25`, `Q3 2025`, `early 2024`.
//!
//! In: the text of a field. Out: where such a thing stands, and the dates that it may mean. Never: takes
//! one of them for meant.

use super::Date;
use super::cursor::Cursor;
use super::reading::{continues, day_of, month_of, year_of};
use std::ops::Range;

/// Something that speaks of a time and cannot be compared with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearDate {
    /// The bytes of the text that speak of it.
    pub range: Range<usize>,
    /// What is unclear about it.
    pub kind: Unclear,
}

/// What is unclear about a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Its year has two figures, and these are the dates that it may mean, in this century, the likeliest
    /// first.
    ShortYear(Vec<Date>),
    /// It names a part of a year that is not a month: a quarter, a half, a season.
    PartOfYear,
}

/// Finds the first such thing in the text of a field that holds no date.
///
/// ```
/// use archsite::model::date::{Unclear, find_unclear_date};
///
/// assert_eq!(find_unclear_date("Q3 2025 (planned)").unwrap().kind, Unclear::PartOfYear);
/// assert_eq!(find_unclear_date("2025-07-16"), None);
/// ```
pub fn find_unclear_date(text: &str) -> Option<UnclearDate> {
    let mut previous = None;
    text.char_indices().find_map(|(at, character)| {
        let begins = character.is_ascii_alphanumeric() && !previous.is_some_and(continues);
        previous = Some(character);
        if !begins {
            return None;
        }
        let readers: [fn(&mut Cursor<'_>) -> Option<Unclear>; 4] =
            [in_figures, with_month, with_name, with_year_first];
        readers.iter().find_map(|reader| {
            let mut cursor = Cursor::new(&text[at..]);
            let kind = reader(&mut cursor)?;
            cursor.ends_a_word().then(|| UnclearDate { range: at..at + cursor.at, kind })
        })
    })
}

/// Takes a year of two figures, perhaps behind an apostrophe.
fn short_year(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.one_of("'’");
    let (year, 2) = cursor.number()? else { return None };
    Some(2000 + year)
}

fn any_of(dates: impl IntoIterator<Item = Option<Date>>) -> Option<Unclear> {
    let mut found: Vec<Date> = Vec::new();
    for date in dates.into_iter().flatten() {
        if !found.contains(&date) {
            found.push(date);
        }
    }
    (!found.is_empty()).then_some(Unclear::ShortYear(found))
}

/// Reads `16/03/25`, `3-4-25`, `16.03.25`.
fn in_figures(cursor: &mut Cursor<'_>) -> Option<Unclear> {
    let (first, first_digits @ 1..=2) = cursor.number()? else { return None };
    let separator = cursor.one_of("-/.")?;
    let (second, 1..=2) = cursor.number()? else { return None };
    (cursor.one_of("-/.")? == separator).then_some(())?;
    let (third, 2) = cursor.number()? else { return None };
    let day_first = day_of(2000 + third, second, first);
    // With dots the day is always first.
    if separator == '.' {
        return any_of([day_first]);
    }
    let year_first = if first_digits == 2 { day_of(2000 + first, second, third) } else { None };
    any_of([day_first, day_of(2000 + third, first, second), year_first])
}

/// Reads `16 Mar 25`, `16-Mar-25`, `Mar '25`.
fn with_month(cursor: &mut Cursor<'_>) -> Option<Unclear> {
    let part = |cursor: &mut Cursor<'_>| cursor.one_of("-").map(|_| ()).or_else(|| cursor.spaces());
    let day = match cursor.number() {
        Some((day, 1..=2)) => {
            cursor.ordinal();
            part(cursor)?;
            Some(day)
        }
        Some(_) => return None,
        None => None,
    };
    let month = cursor.month()?;
    cursor.one_of(".");
    part(cursor)?;
    match day {
        Some(day) => {
            let year = short_year(cursor)?;
            any_of([day_of(year, month, day)])
        }
        // `Mar 25` is a day of March to many, and no year at all.
        None => {
            cursor.rest().starts_with(['\'', '’']).then_some(())?;
            let year = short_year(cursor)?;
            any_of([month_of(year, month)])
        }
    }
}

/// Words for a part of a year that stand before it.
const PARTS: [&str; 12] = [
    "early",
    "mid",
    "late",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "beginning",
    "start",
    "middle",
    "end",
];

/// Reads `Q3 2025`, `H1/2025`, `early 2024`, `end of 2024`, `mid-2025`.
fn with_name(cursor: &mut Cursor<'_>) -> Option<Unclear> {
    if !(quarter(cursor) || PARTS.iter().any(|part| cursor.word(part))) {
        return None;
    }
    cursor.one_of(",");
    if cursor.one_of("-/").is_none() {
        cursor.spaces();
    }
    if cursor.word("of") {
        cursor.spaces()?;
    }
    year(cursor)
}

/// Reads `2025 Q3`, `2025-Q3`, `2025Q3`.
fn with_year_first(cursor: &mut Cursor<'_>) -> Option<Unclear> {
    let found = year(cursor)?;
    if cursor.one_of("-/").is_none() {
        cursor.spaces();
    }
    quarter(cursor).then_some(found)
}

/// Takes `Q1` to `Q4`, `H1` and `H2`.
fn quarter(cursor: &mut Cursor<'_>) -> bool {
    let start = cursor.at;
    let most = match cursor.one_of("QqHh") {
        Some('Q' | 'q') => 4,
        Some(_) => 2,
        None => return false,
    };
    let is_one = matches!(cursor.number(), Some((number, 1)) if (1..=most).contains(&number));
    if !is_one {
        cursor.at = start;
    }
    is_one
}

fn year(cursor: &mut Cursor<'_>) -> Option<Unclear> {
    let (year, 4) = cursor.number()? else { return None };
    year_of(year).map(|_| Unclear::PartOfYear)
}
