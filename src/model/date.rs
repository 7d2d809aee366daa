//! Dates as people write them, kept as precise as they were written.
//!
//! In: numbers, or by [`reading`] the text of a field or prose. Out: a [`Date`] of a year, a month or a day. Never:
//! makes a day of a month, or asks the clock.

mod cursor;
mod reading;
mod unclear;

pub use reading::{DateReading, FoundDate, find_date, find_impossible_date, parse_date};
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
        let (year, month, day) = self.parts();
        let mut text = String::with_capacity("22 September 2222".len());
        if day > 0 {
            let [tens, ones] = two_digits(day);
            text.extend(Some(tens).filter(|digit| *digit != b'0').map(char::from));
            text.extend([char::from(ones), ' ']);
        }
        if month > 0 {
            text.push_str(name(month));
            text.push(' ');
        }
        text.extend(four_digits(year).map(char::from));
        text
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

/// The digits of a year: those that count have four. Digits are written here, and not in one of the general ways to
/// write numbers, because every page has a dozen dates and large lists have thousands.
fn four_digits(year: i16) -> [u8; 4] {
    let year = year.clamp(0, 9999);
    let [[a, b], [c, d]] = [two_digits((year / 100) as u8), two_digits((year % 100) as u8)];
    [a, b, c, d]
}

fn two_digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
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
        let (year, month, day) = self.parts();
        let ([a, b, c, d], [e, f], [g, h]) = (four_digits(year), two_digits(month), two_digits(day));
        let text = [a, b, c, d, b'-', e, f, b'-', g, h];
        let length = match self {
            Self::Year(_) => "2222".len(),
            Self::Month { .. } => "2222-22".len(),
            Self::Day { .. } => "2222-22-22".len(),
        };
        // Digits are ASCII.
        formatter.write_str(str::from_utf8(&text[..length]).unwrap_or_default())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests;
