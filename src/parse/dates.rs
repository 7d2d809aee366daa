//! Findings about what stands where a date belongs and is not read as one.
//!
//! In: the text as written, and where it stands. Out: findings. Never: a date.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::date::{Date, Unclear, UnclearDate};
use crate::source::{Extent, SourcePath};

/// Makes the finding of a date that can be read in two ways.
pub(super) fn ambiguous(
    file: &SourcePath,
    extent: Extent,
    text: &str,
    day_first: Date,
    month_first: Date,
) -> Diagnostic {
    let text = text.trim();
    Diagnostic::new(
        Code::AmbiguousDate,
        extent.of(file),
        format!("\"{text}\" is {day_first} or {month_first}; it is not taken for either"),
    )
    .help(format!("write {day_first} or {month_first}"))
}

/// Makes the finding of a day that there never was.
pub(super) fn impossible(file: &SourcePath, extent: Extent, text: &str) -> Diagnostic {
    let message = format!("\"{}\" is a day that no calendar has, so it is not read", text.trim());
    Diagnostic::new(Code::ImpossibleDate, extent.of(file), message)
        .help("write the date that is meant as year-month-day")
}

/// Makes the finding of what speaks of a time and is no date.
pub(super) fn unclear(file: &SourcePath, extent: Extent, text: &str, found: &UnclearDate) -> Diagnostic {
    let written = text[found.range.clone()].trim();
    match &found.kind {
        Unclear::ShortYear(dates) => {
            let dates: Vec<String> = dates.iter().map(ToString::to_string).collect();
            let message = format!("\"{written}\" has a year of two figures; it is not taken for a date");
            Diagnostic::new(Code::AmbiguousDate, extent.of(file), message)
                .help(format!("write {}", dates.join(" or ")))
        }
        Unclear::PartOfYear => {
            let message =
                format!("\"{written}\" is no date that others can be compared with; it is kept as text");
            Diagnostic::new(Code::VagueDate, extent.of(file), message)
                .help("write a year, a month or a day, such as 2025, 2025-09 or 2025-09-30")
        }
    }
}
