//! What a document says about itself, as far as pages need it now: from the front matter, else
//! from labels in the text.
//!
//! In: front matter and the text around it. Out: [`Metadata`] and findings. Never: takes a
//! placeholder for a value, or guesses which of two readings a date has.

use super::front_matter::FrontMatter;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::date::{Date, DateReading, find_date, parse_date};
use crate::model::document::Metadata;
use crate::source::{SourcePath, Span};

/// How far from either end of a document a label may stand: header blocks and footers are short.
const LINES_AT_EITHER_END: usize = 40;

/// Keys of front matter for the date of the last change, the most telling first.
const UPDATED: &[&str] = &[
    "updated",
    "last updated",
    "last modified",
    "lastmod",
    "last update",
    "modified",
    "date",
    "created",
    "creation date",
];

/// Reads the metadata of a document.
pub(super) fn read(
    text: &str,
    front_matter: Option<&FrontMatter>,
    file: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Metadata {
    let mut metadata = Metadata::default();
    if let Some(front_matter) = front_matter {
        metadata.order = front_matter
            .text(&["order", "weight", "nav order", "sidebar position"])
            .and_then(|text| text.trim().parse().ok());
        metadata.draft =
            front_matter.text(&["draft"]).is_some_and(|text| matches!(text.trim(), "true" | "yes"));
        metadata.aliases = front_matter
            .get(&["aliases", "redirect from", "redirects"])
            .map(|entry| entry.items())
            .unwrap_or_default()
            .into_iter()
            .map(|item| item.text)
            .collect();
        metadata.permalink =
            front_matter.text(&["permalink"]).filter(|link| !link.contains("://")).map(str::to_owned);
        metadata.category = front_matter
            .text(&["category"])
            .filter(|category| !category.trim().is_empty())
            .map(str::to_owned);
        metadata.updated = UPDATED.iter().find_map(|key| {
            let entry = front_matter.get(&[key])?;
            let span = Span::new(file.clone(), entry.value_span.start, entry.value_span.end);
            date(entry.value.text()?, span, diagnostics)
        });
    }
    if metadata.updated.is_none() {
        metadata.updated = labelled_date(text, file, diagnostics);
    }
    metadata
}

fn date(text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    match parse_date(text) {
        DateReading::Date(date) => Some(date),
        DateReading::Ambiguous { day_first, month_first } => {
            diagnostics.push(
                Diagnostic::new(
                    Code::AmbiguousDate,
                    span,
                    format!(
                        "\"{}\" is {day_first} or {month_first}; it is not taken for either",
                        text.trim()
                    ),
                )
                .help(format!("write {day_first} or {month_first}")),
            );
            None
        }
        DateReading::NotADate => find_date(text).and_then(|found| found.reading.date()),
    }
}

/// Finds `**Last Updated:** …` and its like in the lines at the start and at the end of a text.
fn labelled_date(text: &str, file: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    let head = text.lines().take(LINES_AT_EITHER_END);
    let tail = text.lines().rev().take(LINES_AT_EITHER_END);
    for labels in
        [&["last updated", "last modified", "updated", "last update"][..], &["date", "last reviewed"][..]]
    {
        for line in head.clone().chain(tail.clone()) {
            let Some(value) = labelled_value(line, labels) else { continue };
            let start = value.as_ptr() as usize - text.as_ptr() as usize;
            let span = Span::new(file.clone(), start as u32, (start + value.len()) as u32);
            if let Some(date) = date(value, span, diagnostics) {
                return Some(date);
            }
        }
    }
    None
}

/// Returns what follows one of the labels on a line: `**Label:** value`, `**Label**: value`,
/// `* Label: value`, `| **Label** | value |`, `*Label: value*`.
fn labelled_value<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let opening: &[char] = &['*', '_', '-', '+', '>', '|', ' ', '\t'];
    let closing: &[char] = &['*', '_', ':', '|', ' ', '\t'];
    let line = line.trim_start_matches(opening);
    for label in labels {
        let Some((start, rest)) = line.split_at_checked(label.len()) else { continue };
        if !start.eq_ignore_ascii_case(label) {
            continue;
        }
        let value = rest.trim_start_matches(closing);
        let between = &rest[..rest.len() - value.len()];
        if between.contains([':', '|']) {
            return Some(value.trim_end_matches(['*', '_', '|', ' ', '\t', '\r']));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn updated(text: &str) -> Option<String> {
        let mut diagnostics = Vec::new();
        read(text, None, &SourcePath::new("a.md"), &mut diagnostics).updated.map(|date| date.to_string())
    }

    #[test]
    fn the_date_is_read_from_labels_of_every_form() {
        for line in [
            "**Last Updated:** 2025-01-15  ",
            "**Last Updated**: 2025-01-15",
            "- **Last Updated:** 2025-01-15",
            "| **Last Updated** | 2025-01-15 |",
            "*Last Updated: 15 January 2025*",
            "Date: 2025-01-15",
        ] {
            assert_eq!(updated(&format!("# T\n\n{line}\n")).as_deref(), Some("2025-01-15"), "{line}");
        }
    }

    #[test]
    fn a_placeholder_is_no_date() {
        assert_eq!(updated("# T\n\n**Last Updated:** [DATE]\n"), None);
        assert_eq!(updated("# T\n\nDate formats are listed below: 2025-01-15\n"), None);
    }
}
