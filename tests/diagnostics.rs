//! Findings and their places: a document a rule, which a person can read and add to.
//!
//! In: `tests/diagnostics/*.md`, each with `<!-- expect: CODE LINE:COLUMN -->` at its end for every
//! finding, or `<!-- expect: nothing -->`. Out: each document that is found out otherwise.
//! Never: what only a folder can show (collisions of files, a drawing, a file that cannot be read).

#![allow(clippy::disallowed_methods, reason = "the documents are files")]

mod support;

use archsite::diagnostic::Code;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::Site;

fn documents() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let entries = fs::read_dir(folder).expect("there are documents");
    let mut documents: Vec<(String, String)> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("a document is text"))
        })
        .collect();
    documents.sort();
    documents
}

/// Returns what a document says that is found in it, as `CODE LINE:COLUMN`.
fn expected(text: &str) -> Vec<&str> {
    let comments = text.split("<!-- expect: ").skip(1);
    let mut expected: Vec<&str> = comments.filter_map(|it| Some(it.split_once(" -->")?.0)).collect();
    assert!(!expected.is_empty(), "a document says what is expected of it");
    expected.retain(|it| *it != "nothing");
    expected
}

#[test]
fn each_document_is_found_out_as_it_says() {
    let mut faults = Vec::new();
    for (name, text) in documents() {
        let built = Site::new().file(&name, &text).build();
        // `file:line:column code: message`
        let found: Vec<String> = built
            .findings()
            .iter()
            .filter_map(|said| {
                let (place, rest) = said.strip_prefix(&format!("{name}:"))?.split_once(' ')?;
                Some(format!("{} {place}", rest.split_once(':')?.0))
            })
            .collect();
        if found != expected(&text) {
            faults.push(format!("{name}: {:#?}", built.findings()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_report_shows_the_line_of_every_finding() {
    use archsite::diagnostic::terminal::{ReportOptions, report};
    for (name, text) in documents() {
        let built = Site::new().file(&name, &text).build();
        let options = ReportOptions { styled: false, verbose: true };
        let report = report(&built.build.diagnostics, built.texts(), &options);
        for expected in expected(&text) {
            let (code, place) = expected.split_once(' ').expect("a code and a place");
            assert!(
                report.contains(&format!("[{code}]")) && report.contains(&format!("{name}:{place}")),
                "{report}"
            );
        }
    }
}

#[test]
fn every_code_that_one_document_can_show_is_shown_by_one() {
    let shown: BTreeSet<String> = documents()
        .iter()
        .flat_map(|(_, text)| expected(text))
        .filter_map(|it| Some(it.split_once(' ')?.0.to_owned()))
        .collect();
    // What needs more than one document, none at all, a book.toml, a theme, a disk, another host or a day.
    let elsewhere = [
        "empty-document",
        "active-svg",
        "dead-external-link",
        "incomplete-history",
        "invalid-configuration",
        "no-owner",
        "no-review-date",
        "not-utf8",
        "orphan",
        "register-disagrees",
        "review-overdue",
        "skipped-file",
        "stale",
        "unknown-theme-file",
        "template-error",
        "too-large",
        "unreadable-file",
    ];
    let missing: Vec<_> = Code::ALL
        .iter()
        .map(|code| code.as_str())
        .filter(|code| !shown.contains(*code) && !elsewhere.contains(code))
        .collect();
    assert_eq!(missing, [""; 0], "tests/diagnostics has no document for these");
}
