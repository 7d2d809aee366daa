//! The five reference documents, when they lie beside the repository, and all that is understood of each.
//!
//! In: the documents, and `tests/data/seeds.txt`, which holds facts about them: file, line and column,
//! name and value; of a longer text its first words. Out: what `archsite show` says otherwise. Never:
//! the text of these documents, which is not ours to carry along.
//!
//! With `UPDATE_GOLDEN=1` in the environment the facts are written instead of compared.

#![allow(clippy::disallowed_methods, reason = "the documents and the facts are files")]
#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the folder of the documents, if it is there; says so if it is not.
#[allow(clippy::print_stderr, reason = "a test that looks at nothing must say so")]
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

/// The documents by name, in order.
fn documents(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    names.sort();
    assert_eq!(names.len(), 5, "{names:?}");
    names
}

/// Returns what `archsite show` says of a document on 16 March 2026.
fn shown(folder: &Path, document: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_archsite"))
        .args(["show", document])
        .arg(folder)
        .args(["--format", "json"])
        .env("SOURCE_DATE_EPOCH", "1773619200")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list<'a>(account: &'a Value, name: &str) -> &'a [Value] {
    account[name].as_array().unwrap()
}

/// The first words of a text: enough to know it by.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(32) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn place(value: &Value) -> String {
    format!("{}:{}", value["line"], value["column"])
}

fn value_at(value: &Value) -> String {
    format!("{} {} {}", text(&value["name"]), place(value), shortened(text(&value["value"])))
}

/// Writes down all that was understood of a document, a line a fact.
fn facts(account: &Value) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(list(account, "metadata").iter().map(|it| format!("metadata {}", value_at(it))));
    for field in list(account, "fields") {
        let is_filled = if field["is_filled"] == true { "filled" } else { "unfilled" };
        facts.push(format!("field {} {}: {is_filled}", place(field), text(&field["label"])));
    }
    for decision in list(account, "decisions") {
        let kind = if decision["is_whole_document"] == true { "document" } else { "part" };
        facts.push(format!("decision: {kind}"));
        facts.extend(list(decision, "values").iter().map(|it| format!("  {}", value_at(it))));
    }
    for row in list(account, "index_rows") {
        let values: Vec<String> = row.as_array().unwrap().iter().map(value_at).collect();
        facts.push(format!("index row: {}", values.join(", ")));
    }
    for change in list(account, "changes") {
        facts.push(format!("change {} {}", place(change), text(&change["date"])));
    }
    for row in list(account, "register_rows") {
        let cells: Vec<String> = list(row, "cells").iter().map(value_at).collect();
        facts.push(format!("{} {}: {}", text(&row["register"]), place(row), cells.join(", ")));
    }
    for placeholder in list(account, "placeholders") {
        facts.push(format!("placeholder {} {}", place(placeholder), shortened(text(&placeholder["text"]))));
    }
    // Whoever reads a folder of five says more of each than these: where else it is pointed to from.
    for finding in list(account, "findings") {
        if matches!(text(&finding["code"]), "index-disagrees" | "review-overdue" | "conflicting-metadata") {
            facts.push(format!("finding {} {}", place(finding), text(&finding["code"])));
        }
    }
    facts
}

#[test]
fn all_that_is_understood_of_the_reference_documents_is_as_it_was_found_to_be() {
    let Some(folder) = folder() else { return };
    let mut now = String::new();
    for document in documents(&folder) {
        now.push_str(&format!("# {document}\n"));
        for fact in facts(&shown(&folder, &document)) {
            now.push_str(&format!("{fact}\n"));
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/seeds.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap();
    let gone: Vec<&str> = before.lines().filter(|line| !now.lines().any(|it| it == *line)).collect();
    let new: Vec<&str> = now.lines().filter(|line| !before.lines().any(|it| it == *line)).collect();
    assert!(before == now, "no longer understood: {gone:#?}\nunderstood otherwise: {new:#?}");
}

/// Returns the value of a name in a list of values.
fn said<'a>(values: &'a [Value], name: &str) -> Option<&'a str> {
    values.iter().find(|it| it["name"] == name).map(|it| text(&it["value"]))
}

fn codes(account: &Value) -> Vec<&str> {
    list(account, "findings").iter().map(|it| text(&it["code"])).collect()
}

#[test]
fn a_template_of_labels_says_nothing_yet() {
    let Some(folder) = folder() else { return };
    let account = shown(&folder, &documents(&folder)[0]);
    assert!(list(&account, "metadata").is_empty(), "a placeholder is no value");
    assert!(list(&account, "changes").is_empty(), "a row of [DATE] is no change");
    let labels = list(&account, "placeholders").iter().filter(|it| text(&it["text"]).ends_with(':'));
    assert_eq!(labels.count(), 13, "labels without a value");
    let is_date = |it: &&Value| text(&it["text"]) == "[DATE]";
    assert!(list(&account, "placeholders").iter().any(|it| is_date(&it)));
}

#[test]
fn front_matter_behind_the_heading_is_read() {
    let Some(folder) = folder() else { return };
    let account = shown(&folder, &documents(&folder)[1]);
    let metadata = list(&account, "metadata");
    assert_eq!(said(metadata, "category"), Some("Backend"));
    assert_eq!(said(metadata, "updated"), Some("2025-03-16"));
    let named = |name: &str| metadata.iter().filter(|it| it["name"] == name).count();
    assert_eq!((named("concept"), named("related")), (4, 3));
    // "March 2025" in the footer holds the day that the front matter names.
    assert!(!codes(&account).contains(&"conflicting-metadata"));
}

#[test]
fn a_template_of_a_decision_is_no_decision() {
    let Some(folder) = folder() else { return };
    let account = shown(&folder, &documents(&folder)[2]);
    assert!(list(&account, "decisions").is_empty());
    assert!(list(&account, "placeholders").iter().any(|it| text(&it["text"]).starts_with('[')));
}

#[test]
fn labels_in_a_footer_are_fields() {
    let Some(folder) = folder() else { return };
    let account = shown(&folder, &documents(&folder)[3]);
    let fields = list(&account, "fields");
    assert!(!fields.is_empty() && fields.iter().all(|it| it["is_filled"] == false), "{fields:?}");
    assert!(fields.iter().any(|it| text(&it["label"]).eq_ignore_ascii_case("last updated")), "{fields:?}");
}

#[test]
fn a_long_document_yields_its_decisions_registers_and_reviews() {
    let Some(folder) = folder() else { return };
    let account = shown(&folder, &documents(&folder)[4]);
    let decisions: Vec<&[Value]> = list(&account, "decisions").iter().map(|it| list(it, "values")).collect();
    let of_each = |name: &str| decisions.iter().map(|it| said(it, name).unwrap_or("-")).collect::<Vec<_>>();
    assert_eq!(of_each("id"), ["ADR-001", "ADR-002", "ADR-003"], "what is pending is unfilled, and none");
    assert_eq!(of_each("status"), ["accepted"; 3]);
    for name in ["title", "positive", "negative"] {
        assert!(of_each(name).iter().all(|it| it.len() > 10), "{name}: {:?}", of_each(name));
    }
    let rows: Vec<&Vec<Value>> =
        list(&account, "index_rows").iter().map(|it| it.as_array().unwrap()).collect();
    let listed: Vec<_> = rows.iter().map(|row| (said(row, "id"), said(row, "status"))).collect();
    assert_eq!(
        listed,
        [
            (Some("ADR-001"), Some("accepted")),
            (Some("ADR-002"), Some("accepted")),
            (Some("ADR-003"), Some("proposed"))
        ]
    );
    // They are tied to the decisions: the one that says something else is found.
    assert_eq!(codes(&account).iter().filter(|code| **code == "index-disagrees").count(), 1);
    let rows_of = |register: &str| {
        list(&account, "register_rows").iter().filter(|it| it["register"] == register).count()
    };
    assert_eq!((rows_of("technologies"), rows_of("metrics")), (27, 5));
    assert_eq!(list(&account, "register_rows").len(), 32);
    assert_eq!(
        said(list(&account, "metadata"), "next review"),
        Some("2025-04-15"),
        "a quarter after the last change"
    );
    assert!(codes(&account).contains(&"review-overdue"));
}
