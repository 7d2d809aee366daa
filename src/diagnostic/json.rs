//! Findings as JSON: what `check --format json` prints and what `portal.json` holds.
//!
//! In: diagnostics and the texts that they point into. Out: values that serialise to schema 1 of
//! the contract; lines and columns count from 1, columns in characters, ends are the place after
//! the last character. Never: writes.

use super::places::Places;
use super::{Code, Diagnostic, Severity, Texts};
use crate::source::{SourcePath, Span};
use serde::Serialize;

/// The version of the format. Fields may be added to it; none changes its meaning.
pub const SCHEMA: u32 = 1;

/// The whole document that `check --format json` prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document<'a> {
    /// The version of the format.
    pub schema: u32,
    /// All findings, by file, place, code and message.
    pub findings: Vec<Finding<'a>>,
    /// How many there are of each severity.
    pub summary: Summary,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding<'a> {
    /// The stable name of its kind.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub message: &'a str,
    /// The mend, or null.
    pub help: Option<&'a str>,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// Further places that explain it.
    pub related: Vec<RelatedPlace<'a>>,
}

/// A further place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelatedPlace<'a> {
    /// Where it is.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What is there.
    pub message: &'a str,
}

/// A range of text as people count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place<'a> {
    /// The file, relative to the source folder.
    pub file: &'a SourcePath,
    /// The line of the first character, from 1.
    pub line: u32,
    /// The column of the first character, from 1.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The number of errors.
    pub error: usize,
    /// The number of warnings.
    pub warning: usize,
    /// The number of notes.
    pub info: usize,
}

impl Summary {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut summary = Self::default();
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.error += 1,
                Severity::Warning => summary.warning += 1,
                Severity::Info => summary.info += 1,
            }
        }
        summary
    }
}

/// Makes the whole document.
pub fn document<'a>(diagnostics: &'a [Diagnostic], texts: &dyn Texts) -> Document<'a> {
    Document { schema: SCHEMA, findings: findings(diagnostics, texts), summary: Summary::of(diagnostics) }
}

/// Makes the list of findings alone, as `portal.json` holds it.
pub fn findings<'a>(diagnostics: &'a [Diagnostic], texts: &dyn Texts) -> Vec<Finding<'a>> {
    let mut places = Places::new(texts);
    let found = super::in_order(diagnostics).into_iter().map(|diagnostic| Finding {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        place: place(&diagnostic.span, &mut places),
        related: diagnostic
            .related
            .iter()
            .map(|related| RelatedPlace {
                place: place(&related.span, &mut places),
                message: &related.message,
            })
            .collect(),
    });
    found.collect()
}

fn place<'a>(span: &'a Span, places: &mut Places<'_>) -> Place<'a> {
    let (start, end) = (places.start(span), places.end(span));
    Place {
        file: &span.file,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, texts};
    use super::*;
    use serde_json::json;

    #[test]
    fn the_document_is_that_of_the_contract() {
        let texts = texts([("b.md", "# B\n\nSée [x](y.md) now\n"), ("a.md", "# A\n")]);
        let found = [
            Diagnostic::new(Code::BrokenLink, at(&texts, "b.md", "[x](y.md)"), "`y.md` is not there")
                .help("did you mean `a.md`?")
                .related(at(&texts, "a.md", "A"), "this one"),
            Diagnostic::new(
                Code::SkippedFile,
                Span::whole(SourcePath::new("a.png")),
                "it is a link to nothing",
            ),
        ];
        assert_eq!(
            serde_json::to_value(document(&found, &texts)).unwrap(),
            json!({"schema": 1, "findings": [
                {"code": "skipped-file", "severity": "warning", "message": "it is a link to nothing", "help": null,
                 "file": "a.png", "line": 1, "column": 1, "end_line": 1, "end_column": 1, "related": []},
                {"code": "broken-link", "severity": "error", "message": "`y.md` is not there",
                 "help": "did you mean `a.md`?",
                 "file": "b.md", "line": 3, "column": 5, "end_line": 3, "end_column": 14,
                 "related": [{"file": "a.md", "line": 1, "column": 3, "end_line": 1, "end_column": 4,
                              "message": "this one"}]},
            ], "summary": {"error": 1, "warning": 1, "info": 0}})
        );
    }

    #[test]
    fn thousands_of_findings_on_one_endless_line_are_counted_once_through() {
        let texts = texts([("a.md", &"é[x](y)".repeat(100_000))]);
        let file = SourcePath::new("a.md");
        let found: Vec<_> = (0..20_000)
            .map(|n| {
                Diagnostic::new(Code::BrokenLink, Span::new(file.clone(), n * 40 + 2, n * 40 + 8), "gone")
            })
            .collect();
        let last = findings(&found, &texts).pop().unwrap();
        assert_eq!((last.place.line, last.place.column, last.place.end_column), (1, 699_967, 699_973));
    }
}
