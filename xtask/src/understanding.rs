//! `cargo xtask understanding [DIR] [--binary PATH] [--wrong]`: how well documents are understood.
//!
//! In: real folders (as for `corpora`) and `tests/data/understanding.toml`, where people have
//! written down what some of their documents say. Out: what was understood in each folder, and
//! precision and recall for each field; with `--wrong` each value that was missed or made up.
//! Never: a rule for how to read a document.

use crate::arguments::Arguments;
use crate::table::Table;
use crate::{Result, corpora, process};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The fields that are measured, in the order in which they are shown.
const FIELDS: &[&str] = &[
    "status",
    "updated",
    "owners",
    "decisions",
    "decision status",
    "decision date",
    "changes",
    "placeholders",
    "register rows",
];

/// Runs the command.
pub fn run(mut arguments: Arguments) -> Result {
    let binary = arguments.value("--binary")?.map(PathBuf::from);
    let shows_wrong = arguments.switch("--wrong");
    let given = arguments.last_word()?.map(PathBuf::from);
    let folder = given.clone().unwrap_or_else(|| process::root().join("../shared"));
    let work = process::target().join("understanding");
    let inputs = corpora::folders(&folder)?;
    if inputs.is_empty() {
        if given.is_some() {
            return Err(format!("{}: no folder of documents in it", folder.display()).into());
        }
        println!(
            "SKIPPED: {} is not there; give the folder: cargo xtask understanding DIR",
            folder.display()
        );
        return Ok(());
    }
    let binary = binary.map_or_else(process::archsite, Ok)?;
    let mut portals = BTreeMap::new();
    for (name, input) in &inputs {
        portals.insert(name.clone(), portal_of(&binary, input, &work.join(name), &work)?);
    }
    print_folders(&portals);
    let labels = std::fs::read_to_string(process::root().join("tests/data/understanding.toml"))?;
    let labels: toml::Table = toml::from_str(&labels)?;
    let mut scores: BTreeMap<&str, Score> = FIELDS.iter().map(|field| (*field, Score::default())).collect();
    let empty = Vec::new();
    for label in labels.get("document").and_then(toml::Value::as_array).unwrap_or(&empty) {
        let file = label.get("file").and_then(toml::Value::as_str).unwrap_or_default();
        let Some((corpus, path)) = file.split_once('/') else { continue };
        let Some(portal) = portals.get(corpus) else { continue };
        compare(file, &expected(label), &understood(portal, path), label, &mut scores);
    }
    let mut table = Table::new(&["field", "labelled", "found", "right", "precision", "recall"]);
    for field in FIELDS {
        table.row(scores[field].row(field));
    }
    table.print();
    if shows_wrong {
        for (field, score) in &scores {
            score.wrong.iter().for_each(|line| println!("{field}: {line}"));
        }
    }
    Ok(())
}

/// Builds a folder and reads its portal.json.
fn portal_of(binary: &Path, input: &Path, output: &Path, work: &Path) -> Result<Value> {
    std::fs::create_dir_all(work)?;
    let mut command = Command::new(binary);
    command.args(["build", "--quiet", "--output"]).arg(output).arg(input).current_dir(work);
    let status = command.stderr(std::process::Stdio::null()).status()?;
    if !status.success() {
        return Err(format!("{}: {status}", input.display()).into());
    }
    Ok(serde_json::from_str(&std::fs::read_to_string(output.join("portal.json"))?)?)
}

/// Shows how much was understood in each folder.
fn print_folders(portals: &BTreeMap<String, Value>) {
    let heading =
        ["folder", "documents", "status", "updated", "owner", "decisions", "changes", "rows", "placeholders"];
    let mut table = Table::new(&heading);
    for (name, portal) in portals {
        let documents = items(&portal["documents"]);
        let with = |field: &str| documents.iter().filter(|it| !is_nothing(&it[field])).count();
        let rows: usize = items(&portal["registers"]).iter().map(|it| items(&it["rows"]).len()).sum();
        let placeholders: usize = documents.iter().map(|it| items(&it["placeholders"]).len()).sum();
        let counts = [
            documents.len(),
            with("status"),
            with("updated"),
            with("owners"),
            items(&portal["decisions"]).len(),
            items(&portal["changes"]).len(),
            rows,
            placeholders,
        ];
        let cells = std::iter::once(name.clone()).chain(counts.iter().map(ToString::to_string));
        table.row(cells.collect());
    }
    table.print();
    for (name, portal) in portals {
        let mut by_status: BTreeMap<&str, usize> = BTreeMap::new();
        for decision in items(&portal["decisions"]) {
            *by_status.entry(decision["status"].as_str().unwrap_or("none")).or_default() += 1;
        }
        if !by_status.is_empty() {
            let shown: Vec<String> =
                by_status.iter().map(|(status, count)| format!("{status} {count}")).collect();
            println!("decisions of {name}: {}", shown.join(", "));
        }
    }
    println!();
}

/// Values by field; one that stands there twice counts twice by its place.
type Values = BTreeMap<&'static str, BTreeSet<String>>;

/// What the labels say of a document.
fn expected(label: &toml::Value) -> Values {
    let mut values = Values::new();
    let mut add = |field, value: String| {
        values.entry(field).or_default().insert(value);
    };
    let text = |value: &toml::Value, key: &str| value.get(key).map(plain);
    let list = |key: &str| label.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    if let Some(status) = label.get("status") {
        add("status", text(status, "value").unwrap_or_default());
    }
    if let Some(updated) = label.get("updated") {
        add("updated", text(updated, "date").unwrap_or_default());
    }
    for owner in list("owners") {
        add("owners", person(&owner.get(1).map(plain).unwrap_or_default()));
    }
    for decision in list("decisions") {
        let line = text(&decision, "line").unwrap_or_default();
        add("decisions", format!("line {line}: {}", text(&decision, "title").unwrap_or_default()));
        for (field, key) in [("decision status", "status"), ("decision date", "date")] {
            if let Some(value) = text(&decision, key) {
                add(field, format!("line {line}: {value}"));
            }
        }
    }
    for change in list("changes") {
        add("changes", change.get(1).map(plain).unwrap_or_default());
    }
    for placeholder in list("placeholders") {
        let at = |index| placeholder.get(index).map(plain).unwrap_or_default();
        add("placeholders", format!("line {}: {}", at(0), at(1)));
    }
    for register in list("registers").iter().filter(|it| it.get("doubtful").is_none()) {
        let (kind, line) = (text(register, "kind"), register.get("line").and_then(toml::Value::as_integer));
        let rows = register.get("rows").and_then(toml::Value::as_integer).unwrap_or_default();
        let unfilled = register.get("unfilled").and_then(toml::Value::as_integer).unwrap_or_default();
        // The rows stand two lines below the head of the table; those that are unfilled may be any of them.
        let first = line.unwrap_or_default() + 2;
        for row in first..first + if unfilled == 0 { rows } else { 0 } {
            add("register rows", format!("line {row}: {}", kind.clone().unwrap_or_default()));
        }
    }
    values
}

/// What archsite says of the same document.
fn understood(portal: &Value, path: &str) -> Values {
    let mut values = Values::new();
    let is_it = |id: &str| path == id || path.strip_suffix(id).is_some_and(|rest| rest.ends_with('/'));
    let documents = items(&portal["documents"]);
    let document = documents.iter().filter(|it| it["id"].as_str().is_some_and(is_it));
    let Some(document) = document.max_by_key(|it| it["id"].as_str().map(str::len)) else { return values };
    let mut add = |field, value: String| {
        values.entry(field).or_default().insert(value);
    };
    for (field, key) in [("status", "status"), ("updated", "updated")] {
        if let Some(value) = document[key].as_str() {
            add(field, value.to_owned());
        }
    }
    for owner in items(&document["owners"]) {
        add("owners", person(owner.as_str().unwrap_or_default()));
    }
    let of_document = |key: &str| -> Vec<&Value> {
        items(&portal[key]).iter().filter(|it| it["document"] == document["id"]).collect()
    };
    for decision in of_document("decisions") {
        let line = &decision["line"];
        add("decisions", format!("line {line}: {}", decision["title"].as_str().unwrap_or_default()));
        for (field, key) in [("decision status", "status"), ("decision date", "date")] {
            if let Some(value) = decision[key].as_str() {
                add(field, format!("line {line}: {value}"));
            }
        }
    }
    for change in of_document("changes") {
        add("changes", change["date"].as_str().unwrap_or_default().to_owned());
    }
    for placeholder in items(&document["placeholders"]) {
        add(
            "placeholders",
            format!("line {}: {}", placeholder["line"], placeholder["text"].as_str().unwrap_or("")),
        );
    }
    for register in items(&portal["registers"]) {
        for row in items(&register["rows"]).iter().filter(|it| it["document"] == document["id"]) {
            let name = register["name"].as_str().unwrap_or_default();
            add("register rows", format!("line {}: {name}", row["line"]));
        }
    }
    values
}

/// How often a field was right.
#[derive(Default)]
struct Score {
    labelled: usize,
    found: usize,
    right: usize,
    wrong: Vec<String>,
}

impl Score {
    fn row(&self, field: &str) -> Vec<String> {
        let share = |of: usize| match of {
            0 => "–".to_owned(),
            of => format!("{:.1}%", 100.0 * self.right as f64 / of as f64),
        };
        vec![
            field.to_owned(),
            self.labelled.to_string(),
            self.found.to_string(),
            self.right.to_string(),
            share(self.found),
            share(self.labelled),
        ]
    }
}

fn compare(
    file: &str,
    expected: &Values,
    found: &Values,
    label: &toml::Value,
    scores: &mut BTreeMap<&str, Score>,
) {
    let doubtful: Vec<String> = label
        .get("doubtful")
        .and_then(toml::Value::as_array)
        .map(|fields| fields.iter().map(plain).collect())
        .unwrap_or_default();
    let doubtful_places: Vec<(String, String)> = label
        .get("doubtful_placeholders")
        .and_then(toml::Value::as_array)
        .map(|places| {
            let at = |place: &toml::Value, index| place.get(index).map(plain).unwrap_or_default();
            places.iter().map(|place| (format!("line {}: ", at(place, 0)), at(place, 1))).collect()
        })
        .unwrap_or_default();
    let is_doubtful = |value: &str| {
        doubtful_places.iter().any(|(line, text)| {
            value.strip_prefix(line.as_str()).is_some_and(|rest| rest.contains(text.as_str()))
        })
    };
    let none = BTreeSet::new();
    for field in FIELDS {
        if doubtful.iter().any(|it| field.starts_with(it.trim_end_matches('s'))) {
            continue;
        }
        let Some(score) = scores.get_mut(field) else { continue };
        let expected = expected.get(field).unwrap_or(&none);
        let found: BTreeSet<String> =
            found.get(field).unwrap_or(&none).iter().filter(|it| !is_doubtful(it)).cloned().collect();
        score.labelled += expected.len();
        score.found += found.len();
        score.right += found.intersection(expected).count();
        score.wrong.extend(expected.difference(&found).map(|value| format!("missed {file} {value}")));
        score.wrong.extend(found.difference(expected).map(|value| format!("made up {file} {value}")));
    }
}

/// A name without the marks around it and the address behind it, in lower case: people are compared and not their
/// spelling.
fn person(name: &str) -> String {
    let name = name.split(['(', '<']).next().filter(|it| !it.trim().is_empty()).unwrap_or(name);
    name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"')).to_lowercase()
}

fn plain(value: &toml::Value) -> String {
    let number = || value.as_integer().map(|number| number.to_string()).unwrap_or_default();
    value.as_str().map_or_else(number, str::to_owned)
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
