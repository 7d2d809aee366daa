//! Errors for the page that is being written: what the dev server lays over it.
//!
//! In: diagnostics and the texts that they point into. Out: values that the reload script shows as
//! text: file, line, the line itself in three parts, the mend. Never: markup, or more than a person
//! would read; the rest is a number.

use super::places::Places;
use super::terminal::cut;
use super::{Code, Diagnostic, Severity, Texts};
use serde::Serialize;

/// How many errors are shown.
const SHOWN: usize = 20;

/// What is laid over a page; nothing where there are no errors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Overlay {
    /// How many errors there are.
    pub errors: usize,
    /// The first of them.
    pub findings: Vec<Shown>,
}

/// One error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The stable name of its kind; none for what is about no document.
    pub code: Option<Code>,
    /// What was found.
    pub message: String,
    /// The mend.
    pub help: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// The line of text before the spot, the spot, and what follows it.
    pub text: Option<[String; 3]>,
}

impl Overlay {
    /// Takes the errors among findings, those first that `is_first` picks.
    pub fn of(diagnostics: &[Diagnostic], texts: &dyn Texts, is_first: impl Fn(&Diagnostic) -> bool) -> Self {
        let mut errors: Vec<&Diagnostic> =
            diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
        // The sort is stable: among themselves they keep their order.
        errors.sort_by_key(|diagnostic| !is_first(diagnostic));
        let mut places = Places::new(texts);
        let shown = errors.iter().take(SHOWN).map(|diagnostic| {
            let start = places.start(&diagnostic.span);
            let text = places.line(&diagnostic.span).map(|(line, spot)| {
                let (line, spot) = cut(line, spot);
                [line[..spot.start].to_owned(), line[spot.clone()].to_owned(), line[spot.end..].to_owned()]
            });
            Shown {
                code: Some(diagnostic.code),
                message: diagnostic.message.clone(),
                help: diagnostic.help.clone(),
                file: Some(diagnostic.span.file.as_str().to_owned()),
                line: start.line,
                column: start.column,
                text,
            }
        });
        Self { findings: shown.collect(), errors: errors.len() }
    }

    /// Makes one of what is about no document.
    pub fn trouble(message: &str, help: &str) -> Self {
        let shown = Shown {
            code: None,
            message: message.to_owned(),
            help: Some(help.to_owned()),
            file: None,
            line: 1,
            column: 1,
            text: None,
        };
        Self { errors: 1, findings: vec![shown] }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, texts};
    use super::*;

    #[test]
    fn an_error_is_shown_with_its_line_and_what_was_touched_last_comes_first() {
        let texts = texts([("a.md", "# A\n\nSée [it](gone.md).\n"), ("b.md", "[x](y.md)\n")]);
        let found = [
            Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "gone.md"), "`gone.md` is not there")
                .help("write it"),
            Diagnostic::new(Code::BrokenLink, at(&texts, "b.md", "y.md"), "`y.md` is not there"),
            Diagnostic::new(Code::EmptyDocument, at(&texts, "b.md", "x"), "no error")
                .severity(Severity::Info),
        ];
        let overlay = Overlay::of(&found, &texts, |it| it.span.file.as_str() == "b.md");
        assert_eq!(overlay.errors, 2);
        let files: Vec<_> = overlay.findings.iter().map(|it| it.file.as_deref().unwrap()).collect();
        assert_eq!(files, ["b.md", "a.md"]);
        let shown = &overlay.findings[1];
        assert_eq!((shown.line, shown.column), (3, 10));
        assert_eq!(shown.text.clone().unwrap(), ["Sée [it](", "gone.md", ")."]);
    }

    #[test]
    fn thousands_of_errors_are_a_few_and_a_number() {
        let texts = texts([("a.md", "x")]);
        let found = vec![Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "x"), "gone"); 5000];
        let overlay = Overlay::of(&found, &texts, |_| false);
        assert_eq!((overlay.errors, overlay.findings.len()), (5000, SHOWN));
    }
}
