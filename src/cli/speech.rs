//! What is said to people: errors, findings, progress, numbers.
//!
//! In: values. Out: text on stderr. Never: results; those are each command's own.

use crate::diagnostic::terminal::{self, ReportOptions};
use crate::diagnostic::{Diagnostic, Texts};
use crate::io::snapshot::PortalError;
use crate::source::SourcePath;
use std::io::{IsTerminal, Write, stderr};
use std::path::Path;
use std::time::Duration;

/// Says whether a stream is a terminal that wants colours.
pub(super) fn is_styled(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints findings.
pub(super) fn findings(diagnostics: &[Diagnostic], texts: &dyn Texts, verbose: bool) {
    let report =
        terminal::report(diagnostics, texts, &ReportOptions { styled: is_styled(&stderr()), verbose });
    // A closed stderr is no reason to fail.
    let _ = stderr().write_all(report.as_bytes());
}

/// Prints why a portal cannot be read.
pub(super) fn portal_error(error: &PortalError) {
    match error {
        PortalError::Unreadable { path, reason, help } => {
            trouble(&format!("{}: {reason}", path.display()), help)
        }
        PortalError::Configuration { text, diagnostics } => findings(diagnostics, &Book(text), true),
    }
}

/// Prints an error that says itself what to do.
pub(super) fn error(message: &str) {
    let _ = writeln!(stderr(), "error: {message}");
}

/// Prints an error that has no place in a document.
pub(super) fn trouble(message: &str, help: &str) {
    let _ = writeln!(stderr(), "error: {message}\n  help: {help}");
}

/// Prints what is no error, but what somebody should know.
pub(super) fn warning(message: &str, help: &str) {
    let _ = writeln!(stderr(), "warning: {message}\n  help: {help}");
}

/// Prints how long each stage took.
pub(super) fn stages(stages: &[(&'static str, Duration)]) {
    for (name, time) in stages {
        let _ = writeln!(stderr(), "  {name:<10} {:>8.1} ms", time.as_secs_f64() * 1e3);
    }
}

/// Says that a site has no documents, which is no error and rarely what was meant.
pub(super) fn nothing_to_show(source: &Path) {
    let _ = writeln!(
        stderr(),
        "note: no Markdown file (.md, .markdown) in {} is published, so the site is empty",
        source.display()
    );
}

/// The text of `book.toml`, for findings about it.
pub(super) struct Book<'a>(pub(super) &'a str);

impl Texts for Book<'_> {
    fn text(&self, _: &SourcePath) -> Option<&str> {
        Some(self.0)
    }
}

/// Returns a number with its noun: `1 page`, `2 pages`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a size for people.
pub(super) fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(count(1, "page"), "1 page");
        assert_eq!(count(1_234_567, "page"), "1,234,567 pages");
        assert_eq!(bytes(4_321), "4.3 kB");
    }
}
