//! `archsite show`: what was understood of one document, each value with its place.
//!
//! In: the name of a document and a portal. Out: the account on stdout, for people or as JSON.
//! Never: writes a file; a document with findings is shown like any other.

mod account;

use super::{TROUBLE, speech, today};
use crate::engine::{self, Memo, Want};
use crate::io::snapshot::{self, Portal, SnapshotOptions};
use crate::model::completeness::percent;
use crate::model::config::nearest;
use crate::model::date::Date;
use crate::model::site::{DocumentNumber, Site};
use crate::source::SourcePath;
use account::{Account, Place, Value, account};
use clap::{Args, ValueEnum};
use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `archsite show`.
#[derive(Args)]
pub(super) struct ShowArguments {
    /// The document: its path below the folder of documents, or on disk
    document: String,
    /// A folder of documents, or the root of a portal with book.toml
    #[arg(default_value = ".")]
    path: PathBuf,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The date that counts as today (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = today::argument)]
    today: Option<Date>,
}

/// How the account is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// Shows a document.
pub(super) fn run(arguments: &ShowArguments) -> ExitCode {
    let portal = match snapshot::open(&arguments.path) {
        Ok(portal) => portal,
        Err(error) => {
            speech::portal_error(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    let options = SnapshotOptions {
        today: today::today(arguments.today),
        // Whoever writes a draft wants to know as well.
        with_drafts: true,
        base_url: None,
        output: None,
    };
    let snapshot = match snapshot::read(&portal, &options) {
        Ok(snapshot) => snapshot,
        Err(error) => {
            speech::portal_error(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    let build = engine::turn(&snapshot, &mut Memo::for_one_turn(), Want::Findings);
    let Some(number) = find(&arguments.document, &portal, &build.site) else {
        return not_there(&arguments.document, &portal, &build.site);
    };
    let document = build.site.document(number);
    let text = snapshot.text_of(&document.id).map_or("", |text| &*text.text);
    let findings: Vec<_> =
        build.diagnostics.iter().filter(|finding| finding.span.file == document.id).cloned().collect();
    let account = account(document, text, &build.site.register_definitions, &findings, &snapshot);
    let shown = match arguments.format {
        Format::Human => human(&account),
        // It has no maps, and its numbers are finite, so that writing it cannot fail.
        Format::Json => serde_json::to_string_pretty(&account).unwrap_or_default() + "\n",
    };
    // Whoever reads only the beginning has read enough.
    let _ = stdout().write_all(shown.as_bytes());
    ExitCode::SUCCESS
}

/// Finds a document by its path below the folder of documents, else on disk.
fn find(name: &str, portal: &Portal, site: &Site) -> Option<DocumentNumber> {
    let below = |path: &str| {
        let path = path.replace('\\', "/");
        site.numbers.get(&SourcePath::new(path.trim_start_matches("./"))).copied()
    };
    let on_disk = || {
        let file = std::fs::canonicalize(Path::new(name)).ok()?;
        let source = std::fs::canonicalize(&portal.source).ok()?;
        below(file.strip_prefix(source).ok()?.to_str()?)
    };
    below(name).or_else(on_disk)
}

fn not_there(name: &str, portal: &Portal, site: &Site) -> ExitCode {
    let names = || site.documents.iter().map(|document| document.id.as_str());
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let by_file_name = names().find(|it| it.rsplit('/').next() == Some(file_name));
    let help = match nearest(name, names()).or(by_file_name) {
        Some(near) => format!("did you mean {near}?"),
        None => "name a Markdown file by its path below that folder".to_owned(),
    };
    speech::trouble(&format!("there is no document {name} in {}", portal.source.display()), &help);
    ExitCode::from(TROUBLE)
}

/// What a writer looks for first; where it was not found, that is said.
const EXPECTED: &[&str] = &["status", "owner", "updated", "next review"];

fn human(account: &Account<'_>) -> String {
    let mut text = format!("{}: {}\n", account.document, account.title);
    heading(&mut text, "Metadata", None);
    for value in &account.metadata {
        line(&mut text, Some(value.place), &said(value));
    }
    for name in EXPECTED.iter().filter(|name| !account.metadata.iter().any(|it| it.name == **name)) {
        line(&mut text, None, &format!("{name:<12} none was read"));
    }
    for field in account.fields.iter().filter(|field| !field.is_filled) {
        line(&mut text, Some(field.place), &format!("{:<12} is not filled in", field.label));
    }
    for decision in &account.decisions {
        let kind = if decision.is_whole_document { "Decision" } else { "Decision in the text" };
        heading(&mut text, kind, None);
        values(&mut text, &decision.values);
    }
    if !account.index_rows.is_empty() {
        heading(&mut text, "Rows that list decisions", Some(account.index_rows.len()));
        for row in &account.index_rows {
            let said: Vec<String> = row.iter().map(|it| format!("{} {}", it.name, it.value)).collect();
            line(&mut text, row.first().map(|it| it.place), &said.join(", "));
        }
    }
    if !account.changes.is_empty() {
        heading(&mut text, "Changes", Some(account.changes.len()));
    }
    for change in &account.changes {
        let parts = [Some(change.text), change.author, change.impact];
        let said = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        line(&mut text, Some(change.place), &format!("{:<12} {said}", change.date));
    }
    if !account.register_rows.is_empty() {
        heading(&mut text, "Rows of registers", Some(account.register_rows.len()));
    }
    for row in &account.register_rows {
        let cells: Vec<String> = row.cells.iter().map(|it| format!("{} {}", it.name, it.value)).collect();
        line(&mut text, Some(row.place), &format!("{:<12} {}", row.register, cells.join(", ")));
    }
    if !account.placeholders.is_empty() {
        heading(&mut text, "Placeholders", Some(account.placeholders.len()));
    }
    for placeholder in &account.placeholders {
        line(&mut text, Some(placeholder.place), placeholder.text);
    }
    completeness(&mut text, account);
    if !account.findings.is_empty() {
        heading(&mut text, "Findings", Some(account.findings.len()));
    }
    for finding in &account.findings {
        let place = Place { line: finding.place.line, column: finding.place.column };
        let said = format!("{}[{}]: {}", finding.severity.as_str(), finding.code.as_str(), finding.message);
        line(&mut text, Some(place), &said);
    }
    text
}

fn completeness(text: &mut String, account: &Account<'_>) {
    let it = &account.completeness;
    heading(text, "Completeness", None);
    let fields = match it.fields {
        0 => "no field of metadata is named".to_owned(),
        fields => format!("{} of {fields} fields of metadata have a value", it.filled_fields),
    };
    let said = format!("{}%: the text {}%, {fields}", percent(it.value), percent(it.text));
    line(text, None, &said);
    for section in &it.sections {
        let said = format!(
            "{:>3}%  {} ({}, {}, {})",
            percent(section.value),
            section.title.unwrap_or("before the first heading"),
            speech::count(section.filled as usize, "filled block"),
            speech::count(section.placeholders as usize, "placeholder"),
            speech::count(section.length as usize, "character")
        );
        line(text, Some(Place { line: section.line, column: 1 }), &said);
    }
}

fn heading(text: &mut String, name: &str, count: Option<usize>) {
    let count = count.map(|count| format!(" ({count})")).unwrap_or_default();
    let _ = writeln!(text, "\n{name}{count}");
}

fn values(text: &mut String, values: &[Value]) {
    for value in values {
        line(text, Some(value.place), &said(value));
    }
}

/// The name of a value, what it was understood as, and where that differs what stands there.
fn said(value: &Value) -> String {
    let bare = value.text.trim_matches(['"', '\'']);
    let written = if bare == value.value || value.text.contains(&value.value) && value.name == "title" {
        String::new()
    } else {
        format!("  \"{bare}\"")
    };
    format!("{:<12} {}{written}", value.name, value.value)
}

fn line(text: &mut String, place: Option<Place>, said: &str) {
    let place = place.map(|place| format!("{}:{}", place.line, place.column)).unwrap_or_default();
    let _ = writeln!(text, "{place:>9}  {said}");
}
