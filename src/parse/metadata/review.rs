//! When a document is to be looked at again, from prose: `Quarterly`, `every 6 months`.
//!
//! In: what a document says of its reviews. Out: a [`Cycle`], and the date that it gives. Never:
//! makes a date more precise than the one that it counts from.

use crate::model::date::Date;

/// How long it is from one review to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cycle {
    Months(u16),
    Days(u16),
}

/// Words for a cycle. What holds another stands before it.
const WORDS: &[(&str, Cycle)] = &[
    ("semi-annual", Cycle::Months(6)),
    ("semiannual", Cycle::Months(6)),
    ("bi-annual", Cycle::Months(6)),
    ("biannual", Cycle::Months(6)),
    ("half-year", Cycle::Months(6)),
    ("half year", Cycle::Months(6)),
    ("twice a year", Cycle::Months(6)),
    ("biennial", Cycle::Months(24)),
    ("every other year", Cycle::Months(24)),
    ("annual", Cycle::Months(12)),
    ("yearly", Cycle::Months(12)),
    ("every year", Cycle::Months(12)),
    ("once a year", Cycle::Months(12)),
    ("each year", Cycle::Months(12)),
    ("quarterly", Cycle::Months(3)),
    ("every quarter", Cycle::Months(3)),
    ("each quarter", Cycle::Months(3)),
    ("once a quarter", Cycle::Months(3)),
    ("bi-monthly", Cycle::Months(2)),
    ("bimonthly", Cycle::Months(2)),
    ("monthly", Cycle::Months(1)),
    ("every month", Cycle::Months(1)),
    ("each month", Cycle::Months(1)),
    ("once a month", Cycle::Months(1)),
    ("fortnightly", Cycle::Days(14)),
    ("bi-weekly", Cycle::Days(14)),
    ("biweekly", Cycle::Days(14)),
    ("every other week", Cycle::Days(14)),
    ("weekly", Cycle::Days(7)),
    ("every week", Cycle::Days(7)),
];

const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

impl Cycle {
    /// Finds a cycle in prose: `Quarterly or as needed`, `6-month cycle`, `every two years`.
    pub(super) fn find(text: &str) -> Option<Self> {
        let folded = text.to_lowercase();
        numbered(&folded).or_else(|| {
            let found = WORDS.iter().filter_map(|(word, cycle)| Some((at_a_word(&folded, word)?, *cycle)));
            // Of two that begin at one place the first of the list holds.
            found.min_by_key(|(at, _)| *at).map(|(_, cycle)| cycle)
        })
    }

    /// Returns the date that lies a cycle after another.
    pub(super) fn after(self, date: Date) -> Option<Date> {
        match self {
            Self::Months(months) => after_months(date, i32::from(months)),
            Self::Days(days) => after_days(date, days),
        }
    }
}

fn at_a_word(text: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(word).map(|(at, _)| at).find(|at| !text[..*at].ends_with(is_part))
}

/// Finds a number before a unit of time.
fn numbered(text: &str) -> Option<Cycle> {
    let mut number = None;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let unit = word.trim_end_matches('s');
        if let Some(number) = number {
            match unit {
                "month" => return Some(Cycle::Months(number)),
                "year" => return Some(Cycle::Months(number * 12)),
                "quarter" => return Some(Cycle::Months(number * 3)),
                "week" => return Some(Cycle::Days(number * 7)),
                "day" => return Some(Cycle::Days(number)),
                _ => {}
            }
        }
        let spelt = NUMBERS.iter().position(|name| *name == word).map(|index| index as u16 + 1);
        number = spelt.or_else(|| word.parse().ok()).filter(|number| (1..=400).contains(number));
    }
    None
}

fn after_months(date: Date, months: i32) -> Option<Date> {
    let month_after = |year: i16, month: u8| {
        let months = i32::from(year) * 12 + i32::from(month) - 1 + months;
        Date::month(i16::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as u8 + 1)
    };
    match date {
        Date::Year(year) if months % 12 == 0 => {
            let year = i16::try_from(i32::from(year) + months / 12).ok()?;
            Date::month(year, 1).map(|_| Date::Year(year))
        }
        // As late as the year allows: nothing is called overdue that may not be.
        Date::Year(year) => month_after(year, 12),
        Date::Month { year, month } => month_after(year, month),
        Date::Day { year, month, day } => {
            let after = month_after(year, month)?;
            match (after, after.last_day()) {
                (Date::Month { year, month }, Date::Day { day: last, .. }) => {
                    Date::day(year, month, day.min(last))
                }
                _ => None,
            }
        }
    }
}

fn after_days(date: Date, days: u16) -> Option<Date> {
    let Date::Day { mut year, mut month, day } = date.last_day() else { return None };
    let mut day = u32::from(day) + u32::from(days);
    loop {
        let Date::Day { day: last, .. } = Date::month(year, month)?.last_day() else { return None };
        if day <= u32::from(last) {
            return Date::day(year, month, u8::try_from(day).ok()?);
        }
        day -= u32::from(last);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::parse_date;

    #[test]
    fn a_cycle_is_found_in_what_people_write_of_reviews() {
        for (text, cycle) in [
            ("Quarterly", Cycle::Months(3)),
            ("Quarterly or as needed for major architectural changes", Cycle::Months(3)),
            ("August 15, 2026 (6-month cycle)", Cycle::Months(6)),
            ("every two years", Cycle::Months(24)),
            ("every 90 days", Cycle::Days(90)),
            ("2 weeks", Cycle::Days(14)),
            ("Semi-annually", Cycle::Months(6)),
            ("annual", Cycle::Months(12)),
            ("Bi-weekly", Cycle::Days(14)),
            ("once a year", Cycle::Months(12)),
        ] {
            assert_eq!(Cycle::find(text), Some(cycle), "{text}");
        }
        for text in ["Before production deployment", "", "as needed", "2026", "continuously"] {
            assert_eq!(Cycle::find(text), None, "{text}");
        }
    }

    #[test]
    fn the_next_date_is_as_precise_as_the_last() {
        for (date, cycle, next) in [
            ("2025-01-15", Cycle::Months(3), "2025-04-15"),
            ("2024-11-30", Cycle::Months(3), "2025-02-28"),
            ("2025-03", Cycle::Months(12), "2026-03"),
            ("2025", Cycle::Months(12), "2026"),
            ("2025", Cycle::Months(3), "2026-03"),
            ("2025-12-28", Cycle::Days(14), "2026-01-11"),
            ("2025-02", Cycle::Days(7), "2025-03-07"),
        ] {
            let date = parse_date(date).date().unwrap();
            assert_eq!(cycle.after(date).unwrap().to_string(), next);
        }
        assert_eq!(Cycle::Months(4800).after(Date::Year(2100)), None);
    }
}
