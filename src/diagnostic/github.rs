//! Findings as GitHub Actions takes them: workflow commands that become annotations beside the lines of
//! a change, and a summary of the job for all that do not.
//!
//! In: diagnostics, the texts that they point into, and the path of each file in its repository. Out: the
//! log of a step, and Markdown. GitHub shows ten annotations of each level and step, so only so many are
//! made; the log and the summary have the rest. Never: a line of a document that the runner obeys.

use super::places::Places;
use super::{Diagnostic, Severity, Texts, in_order};
use crate::source::SourcePath;
use std::fmt::Write;

/// How many annotations of one level GitHub shows of a step.
const SHOWN_OF_A_LEVEL: usize = 10;

/// How many findings the summary lists. GitHub takes no more than a mebibyte of it.
const LISTED: usize = 1000;

/// The longest message in the summary, in characters.
const LONGEST_MESSAGE: usize = 300;

/// Makes the log of a step: the worst findings first as annotations, the others as lines that are
/// folded. Each line ends with a line feed.
pub fn log(diagnostics: &[Diagnostic], texts: &dyn Texts, path: &dyn Fn(&SourcePath) -> String) -> String {
    let mut places = Places::new(texts);
    let (mut annotations, mut others, mut number) = (String::new(), String::new(), 0);
    for (severity, found) in by_severity(diagnostics) {
        for diagnostic in found.iter().take(SHOWN_OF_A_LEVEL) {
            annotate(diagnostic, &path(&diagnostic.span.file), &mut places, &mut annotations);
        }
        for diagnostic in found.iter().skip(SHOWN_OF_A_LEVEL) {
            number += 1;
            let place = place(diagnostic, &path(&diagnostic.span.file), &mut places);
            let code = diagnostic.code.as_str();
            let line = format!("{} {place} [{code}] {}", severity.as_str(), diagnostic.message);
            let _ = writeln!(others, "{}", harmless(&line));
        }
    }
    if number > 0 {
        let _ =
            write!(annotations, "::group::{number} more that GitHub has no room for\n{others}::endgroup::\n");
    }
    annotations
}

/// Makes the summary of the job, as Markdown: numbers, and a table of the findings, the worst first.
pub fn summary(
    diagnostics: &[Diagnostic],
    texts: &dyn Texts,
    documents: usize,
    path: &dyn Fn(&SourcePath) -> String,
) -> String {
    let mut places = Places::new(texts);
    let total = super::terminal::totals(diagnostics, documents);
    let mut markdown = format!("## archsite check\n\n{total}\n\n");
    if diagnostics.is_empty() {
        return markdown;
    }
    markdown.push_str("| severity | rule | place | finding |\n|---|---|---|---|\n");
    let by_severity = by_severity(diagnostics);
    let all = by_severity.iter().flat_map(|(severity, found)| found.iter().map(|it| (*severity, *it)));
    for (severity, diagnostic) in all.take(LISTED) {
        let place = place(diagnostic, &path(&diagnostic.span.file), &mut places);
        let help = diagnostic.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        let message: String = format!("{}{help}", diagnostic.message).chars().take(LONGEST_MESSAGE).collect();
        let (severity, code) = (severity.as_str(), diagnostic.code.as_str());
        let _ = writeln!(markdown, "| {severity} | {code} | {} | {} |", literal(&place), literal(&message));
    }
    if diagnostics.len() > LISTED {
        let _ = write!(markdown, "\nand {} more\n", diagnostics.len() - LISTED);
    }
    markdown.push('\n');
    markdown
}

/// Returns the findings of each severity, the worst first, in their usual order.
fn by_severity(diagnostics: &[Diagnostic]) -> Vec<(Severity, Vec<&Diagnostic>)> {
    let ordered = in_order(diagnostics);
    let of = |severity: Severity| {
        (severity, ordered.iter().filter(|it| it.severity == severity).copied().collect())
    };
    vec![of(Severity::Error), of(Severity::Warning), of(Severity::Info)]
}

fn annotate(diagnostic: &Diagnostic, path: &str, places: &mut Places<'_>, log: &mut String) {
    let (start, end) = (places.start(&diagnostic.span), places.end(&diagnostic.span));
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let _ = write!(log, "::{command} file={},line={}", property(path), start.line);
    // An annotation over several lines may have no columns.
    if start.line == end.line {
        let _ = write!(log, ",col={},endColumn={}", start.column, end.column);
    } else {
        let _ = write!(log, ",endLine={}", end.line);
    }
    let message = match &diagnostic.help {
        Some(help) => format!("{}\nHelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let _ = writeln!(log, ",title={}::{}", property(diagnostic.code.as_str()), data(&message));
}

fn place(diagnostic: &Diagnostic, path: &str, places: &mut Places<'_>) -> String {
    let start = places.start(&diagnostic.span);
    format!("{path}:{}:{}", start.line, start.column)
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Makes one line of what a document says that no runner takes for a command, not even the old kind
/// that may stand within a line.
fn harmless(line: &str) -> String {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.replace("##[", "## [")
}

/// Escapes what means something in Markdown or in a cell of a table.
fn literal(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '@' | '&'
            | '!' => {
                markdown.push('\\');
                markdown.push(character);
            }
            _ if character.is_control() => markdown.push(' '),
            _ => markdown.push(character),
        }
    }
    markdown
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Named, at, texts};
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    fn in_docs(path: &SourcePath) -> String {
        format!("docs/{path}")
    }

    fn many(texts: &Named, number: u32) -> Vec<Diagnostic> {
        let file = SourcePath::new("a.md");
        assert!(texts.text(&file).is_some());
        let made = (0..number).map(|n| {
            Diagnostic::new(Code::Placeholder, Span::new(file.clone(), n, n + 1), format!("note {n}"))
        });
        made.collect()
    }

    #[test]
    fn an_annotation_has_its_place_in_the_repository_and_is_escaped() {
        let texts = texts([("a,b:c.md", "# A\n\n[x](y.md)\n\n```\nnever\nclosed\n")]);
        let found = [
            Diagnostic::new(
                Code::BrokenLink,
                at(&texts, "a,b:c.md", "[x](y.md)"),
                "100% gone:\r\n::error::no",
            )
            .help("mend it"),
            Diagnostic::new(
                Code::UnclosedFence,
                at(&texts, "a,b:c.md", "```\nnever\nclosed\n"),
                "never closed",
            ),
        ];
        insta::assert_snapshot!(log(&found, &texts, &in_docs), @r"
        ::error file=docs/a%2Cb%3Ac.md,line=3,col=1,endColumn=10,title=broken-link::100%25 gone:%0D%0A::error::no%0AHelp: mend it
        ::warning file=docs/a%2Cb%3Ac.md,line=5,endLine=8,title=unclosed-fence::never closed
        ");
    }

    #[test]
    fn errors_come_first_and_of_each_level_so_many_as_are_shown() {
        let texts = texts([("a.md", &"x".repeat(40))]);
        let mut found = many(&texts, 12);
        found.push(Diagnostic::new(Code::BrokenLink, Span::new(SourcePath::new("z.md"), 0, 1), "gone"));
        let log = log(&found, &texts, &in_docs);
        let lines: Vec<&str> = log.lines().collect();
        assert!(lines[0].starts_with("::error file=docs/z.md"), "{log}");
        assert_eq!(log.matches("::notice ").count(), 10);
        assert_eq!(
            lines[11..],
            [
                "::group::2 more that GitHub has no room for",
                "info docs/a.md:1:11 [placeholder] note 10",
                "info docs/a.md:1:12 [placeholder] note 11",
                "::endgroup::"
            ]
        );
    }

    #[test]
    fn no_line_of_a_document_is_a_command() {
        let texts = texts([("a.md", &"x".repeat(40))]);
        let mut found = many(&texts, 10);
        let said = "bad\n::set-env name=x::y ##[add-mask]z";
        found.push(Diagnostic::new(Code::Placeholder, Span::new(SourcePath::new("a.md"), 30, 31), said));
        let log = log(&found, &texts, &in_docs);
        let commands = log.lines().filter(|line| line.trim_start().starts_with("::")).count();
        assert_eq!(commands, 10 + 2, "{log}");
        assert!(!log.contains("##["), "{log}");
    }

    #[test]
    fn the_summary_lists_the_worst_first_and_shows_text_as_text() {
        let texts = texts([("a.md", "x|y")]);
        let found = [
            Diagnostic::new(Code::EmptyLink, at(&texts, "a.md", "x"), "it says <b>|</b> @everyone"),
            Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "y"), "gone").help("write it"),
        ];
        insta::assert_snapshot!(summary(&found, &texts, 1, &in_docs), @r"
        ## archsite check

        1 error, 1 warning in 1 document

        | severity | rule | place | finding |
        |---|---|---|---|
        | error | broken-link | docs/a.md:1:3 | gone; write it |
        | warning | empty-link | docs/a.md:1:1 | it says \<b\>\|\</b\> \@everyone |
        ");
        assert!(!summary(&[], &texts, 1, &in_docs).contains("| rule |"));
    }

    #[test]
    fn thousands_of_findings_fit_into_the_summary() {
        let texts = texts([("a.md", &"x".repeat(6000))]);
        let summary = summary(&many(&texts, 5000), &texts, 1, &in_docs);
        assert!(summary.len() < 1 << 20 && summary.contains("and 4000 more"), "{}", summary.len());
    }
}
