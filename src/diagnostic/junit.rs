//! Findings as JUnit XML, which nearly every CI shows as tests.
//!
//! In: diagnostics, the texts that they point into, all documents, and which severities are a failure.
//! Out: XML 1.0: a test for each document and rule that found something in it, and one that passes for
//! each document in which nothing was found. Never: a character that XML forbids.

use super::places::Places;
use super::{Code, Diagnostic, Severity, Texts};
use crate::source::SourcePath;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Makes the report. What `is_failure` does not name stands in it as the output of a test that passes.
pub fn report(
    diagnostics: &[Diagnostic],
    texts: &dyn Texts,
    documents: &[SourcePath],
    is_failure: &dyn Fn(Severity) -> bool,
) -> String {
    let mut places = Places::new(texts);
    let mut of_file: BTreeMap<&SourcePath, BTreeMap<Code, Vec<&Diagnostic>>> =
        documents.iter().map(|document| (document, BTreeMap::new())).collect();
    for diagnostic in diagnostics {
        let of_file = of_file.entry(&diagnostic.span.file).or_default();
        of_file.entry(diagnostic.code).or_default().push(diagnostic);
    }
    let (mut tests, mut failures) = (0, 0);
    let mut cases = String::new();
    for (file, of_code) in &of_file {
        let file = escaped(file.as_str());
        if of_code.is_empty() {
            tests += 1;
            let _ =
                writeln!(cases, "    <testcase classname=\"{file}\" name=\"no findings\" file=\"{file}\"/>");
        }
        for (code, found) in of_code {
            tests += 1;
            let code = code.as_str();
            let _ = writeln!(cases, "    <testcase classname=\"{file}\" name=\"{code}\" file=\"{file}\">");
            let (failing, passing): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
                found.iter().partition(|it| is_failure(it.severity));
            if let Some(first) = failing.first() {
                failures += 1;
                let message = escaped(&first.message);
                let more = match failing.len() {
                    1 => String::new(),
                    many => format!(", and {} more", many - 1),
                };
                let _ = writeln!(
                    cases,
                    "      <failure type=\"{code}\" message=\"{message}{more}\">{}</failure>",
                    listed(&failing, &mut places)
                );
            }
            if !passing.is_empty() {
                let _ = writeln!(cases, "      <system-out>{}</system-out>", listed(&passing, &mut places));
            }
            cases.push_str("    </testcase>\n");
        }
    }
    let counts = format!("name=\"archsite check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts}>\n  <testsuite {counts} skipped=\"0\">\n\
         {cases}  </testsuite>\n</testsuites>\n"
    )
}

/// A line for each finding, with its place and the mend.
fn listed(found: &[&Diagnostic], places: &mut Places<'_>) -> String {
    let lines = found.iter().map(|it| {
        let start = places.start(&it.span);
        let help = it.help.as_ref().map(|help| format!(" (help: {help})")).unwrap_or_default();
        let severity = it.severity.as_str();
        escaped(&format!("{}:{}:{} {severity}: {}{help}", it.span.file, start.line, start.column, it.message))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Escapes what is markup, and replaces what no XML may hold, not even escaped.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => xml.push(char::REPLACEMENT_CHARACTER),
            _ => xml.push(character),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, texts};
    use super::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    #[test]
    fn a_rule_that_found_something_in_a_file_is_a_test_and_a_file_without_findings_is_one_that_passes() {
        let texts = texts([("a.md", "[x](y.md)\n[z]()\n[q](r.md)\n"), ("b.md", "# B\n")]);
        let found = [
            Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "[x](y.md)"), "`y.md` is not there")
                .help("did you mean \"b.md\"?"),
            Diagnostic::new(Code::EmptyLink, at(&texts, "a.md", "[z]()"), "it leads nowhere"),
            Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "[q](r.md)"), "`r.md` is not there"),
        ];
        let documents = ["a.md", "b.md"].map(SourcePath::new);
        let xml = report(&found, &texts, &documents, &|severity| severity == Severity::Error);
        insta::assert_snapshot!(xml, @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="archsite check" tests="3" failures="1" errors="0">
          <testsuite name="archsite check" tests="3" failures="1" errors="0" skipped="0">
            <testcase classname="a.md" name="broken-link" file="a.md">
              <failure type="broken-link" message="`y.md` is not there, and 1 more">a.md:1:1 error: `y.md` is not there (help: did you mean &quot;b.md&quot;?)
        a.md:3:1 error: `r.md` is not there</failure>
            </testcase>
            <testcase classname="a.md" name="empty-link" file="a.md">
              <system-out>a.md:2:1 warning: it leads nowhere</system-out>
            </testcase>
            <testcase classname="b.md" name="no findings" file="b.md"/>
          </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn whatever_a_document_says_the_report_is_xml() {
        let hostile = "a\u{0}\u{1b}[31m]]> <b> & \" ' \u{FFFF}\n\u{e9}\u{1F600}";
        let texts = texts([("<&\".md", hostile)]);
        let span = at(&texts, "<&\".md", "<b>");
        let found = [Diagnostic::new(Code::BrokenLink, span, hostile).help(hostile)];
        let xml = report(&found, &texts, &[], &|_| true);
        assert!(!xml.contains(['\u{0}', '\u{1b}', '\u{FFFF}']), "{xml:?}");
        let mut reader = Reader::from_str(&xml);
        let mut failures = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) if tag.name().as_ref() == "failure" => {
                    failures += 1;
                    let message = tag.try_get_attribute("message").unwrap().unwrap();
                    let message = message.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                    assert!(message.contains("]]> <b> & \" '") && message.contains('é'), "{message}");
                }
                _ => {}
            }
        }
        assert_eq!(failures, 1);
    }
}
