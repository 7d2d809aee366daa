//! The rows of all registers, and where documents disagree about one thing.
//!
//! In: the register rows of all documents and the definitions. Out: a register for each
//! definition, and findings. Never: which of two documents is right.

mod values;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::register::{Disagreement, Register, RegisterCell, RegisterDefinition, RegisterRow};
use crate::model::site::DocumentNumber;
use crate::source::SourcePath;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use values::{Comparison, Value};

/// Gathers the rows of each register.
pub(super) fn gather(
    documents: &[Arc<Document>],
    definitions: &[RegisterDefinition],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Register> {
    let mut things: Vec<Vec<Thing<'_>>> = vec![Vec::new(); definitions.len()];
    for (number, document) in documents.iter().enumerate() {
        for (index, row) in document.register_rows.iter().enumerate() {
            let name = row.cells.first().and_then(Option::as_ref);
            // The parse stage leaves out rows without the thing that they are about.
            let (Some(of_register), Some(name)) = (things.get_mut(row.register as usize), name) else {
                continue;
            };
            let place = (DocumentNumber(number as u32), index as u32);
            of_register.push(Thing { key: key(&name.text), name, place, file: &document.id, row });
        }
    }
    let gathered = things.into_iter().zip(definitions);
    gathered.map(|(things, definition)| register(things, definition, diagnostics)).collect()
}

/// A row, by the thing that it is about.
#[derive(Clone)]
struct Thing<'a> {
    key: String,
    name: &'a RegisterCell,
    place: (DocumentNumber, u32),
    file: &'a SourcePath,
    row: &'a RegisterRow,
}

fn register(
    mut things: Vec<Thing<'_>>,
    definition: &RegisterDefinition,
    diagnostics: &mut Vec<Diagnostic>,
) -> Register {
    things.sort_by(|a, b| (&a.key, a.place).cmp(&(&b.key, b.place)));
    let mut disagreements = Vec::new();
    let mut first = 0;
    for same in things.chunk_by(|a, b| a.key == b.key) {
        for (column, _) in definition.columns.iter().enumerate().filter(|(_, column)| column.must_agree) {
            let comparison = Comparison::of(&definition.columns[column].label);
            let rows = disagreeing(same, column, comparison);
            if rows.is_empty() {
                continue;
            }
            let label = &definition.columns[column].label;
            diagnostics.extend(finding(same, &rows, column, label, comparison));
            let rows = rows.into_iter().map(|row| (first + row) as u32).collect();
            disagreements.push(Disagreement { column: column as u32, rows });
        }
        first += same.len();
    }
    Register { rows: things.into_iter().map(|thing| thing.place).collect(), disagreements }
}

/// What a row says in a column.
struct Said<'a> {
    row: usize,
    document: DocumentNumber,
    value: &'a Value,
}

/// Returns which rows about one thing say different things in a column: those of documents of which
/// no value fits any value of another. A document that gives two has two uses for the thing.
fn disagreeing(same: &[Thing<'_>], column: usize, comparison: Comparison) -> Vec<usize> {
    let texts = same.iter().map(|thing| Some(thing.row.cells.get(column)?.as_ref()?.text.as_str()));
    let texts: Vec<Option<&str>> = texts.collect();
    // Many documents say the same: each text is read once.
    let values: BTreeMap<&str, Value> =
        texts.iter().flatten().map(|text| (*text, Value::read(text, comparison))).collect();
    if values.len() < 2 {
        return Vec::new();
    }
    let said: Vec<Said<'_>> = texts
        .iter()
        .zip(same)
        .enumerate()
        .filter_map(|(row, (text, thing))| {
            Some(Said { row, document: thing.place.0, value: values.get((*text)?)? })
        })
        .collect();
    let by_document: Vec<&[Said<'_>]> = said.chunk_by(|a, b| a.document == b.document).collect();
    // Of documents that say the same one speaks for all.
    let mut speakers: BTreeMap<BTreeSet<&str>, &[Said<'_>]> = BTreeMap::new();
    for document in &by_document {
        speakers.entry(kind(document)).or_insert(document);
    }
    let differs =
        |a: &[Said<'_>], b: &[Said<'_>]| a.iter().all(|a| b.iter().all(|b| !a.value.agrees_with(b.value)));
    let disputed: BTreeMap<&BTreeSet<&str>, bool> = speakers
        .iter()
        .map(|(kind, speaker)| (kind, speakers.values().any(|other| differs(speaker, other))))
        .collect();
    let is_disputed = |document: &&&[Said<'_>]| disputed.get(&kind(document)).is_some_and(|is| *is);
    by_document.iter().filter(is_disputed).flat_map(|document| document.iter().map(|said| said.row)).collect()
}

/// What a document says, in whatever order.
fn kind<'a>(document: &[Said<'a>]) -> BTreeSet<&'a str> {
    document.iter().map(|said| said.value.plain.as_str()).collect()
}

fn finding(
    same: &[Thing<'_>],
    rows: &[usize],
    column: usize,
    label: &str,
    comparison: Comparison,
) -> Option<Diagnostic> {
    let stated = |row: usize| Some((&same[row], same[row].row.cells.get(column)?.as_ref()?));
    let (first, cell) = stated(*rows.first()?)?;
    let mut seen = BTreeSet::new();
    let others: Vec<(&Thing<'_>, &RegisterCell)> = rows[1..]
        .iter()
        .filter_map(|row| stated(*row))
        .filter(|(_, other)| seen.insert(&other.text) && !comparison.agrees(&cell.text, &other.text))
        .collect();
    let (_, other) = others.first()?;
    let name = &first.name.text;
    let column = label.to_lowercase();
    let message = format!(
        "documents disagree on the {column} of {name}: \"{}\" here, \"{}\" elsewhere",
        cell.text, other.text
    );
    let mut finding = Diagnostic::new(Code::RegisterDisagrees, cell.extent.of(first.file), message)
        .help(format!("make the documents agree, or name the two uses of {name} apart"));
    for (thing, cell) in others {
        finding = finding.related(cell.extent.of(thing.file), format!("\"{}\" is said here", cell.text));
    }
    Some(finding)
}

/// Returns what one thing is called in all spellings: `Node.js`, `node.js` and `NodeJS`; but not
/// `C`, `C#` and `C++`.
fn key(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::register::built_in;
    use crate::parse::{self, Depth, MarkdownOptions};

    /// Returns what is found about documents, each a table of technologies and versions.
    fn found(documents: &[&str]) -> Vec<String> {
        let definitions = built_in();
        let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown, registers: &definitions, keep_metadata: false };
        let documents: Vec<Arc<Document>> = documents
            .iter()
            .enumerate()
            .map(|(number, rows)| {
                let text = format!("| Technology | Version | Purpose |\n|---|---|---|\n{rows}\n");
                let file = SourcePath::new(format!("{number}.md"));
                parse::document(&file, &text, None, options, &|_| None).document
            })
            .collect();
        let mut diagnostics = Vec::new();
        let registers = gather(&documents, &definitions, &mut diagnostics);
        assert_eq!(registers[0].disagreements.len(), diagnostics.len());
        diagnostics
            .iter()
            .map(|it| {
                let places: Vec<&str> = it.related.iter().map(|related| related.span.file.as_str()).collect();
                format!("{} {}: {}", it.span.file, places.join(" "), it.message)
            })
            .collect()
    }

    #[test]
    fn two_versions_of_one_thing_in_two_documents_are_a_disagreement() {
        assert_eq!(
            found(&["| **PostgreSQL** | 16.x | Orders |", "| postgresql | 15 | Stock |"]),
            ["0.md 1.md: documents disagree on the version of PostgreSQL: \"16.x\" here, \"15\" elsewhere"]
        );
        assert_eq!(
            found(&["| Node.js | 22 | |", "| NodeJS | 20.1 | API |", "| Node.js | 22.4 | UI |"]),
            ["0.md 1.md: documents disagree on the version of Node.js: \"22\" here, \"20.1\" elsewhere"]
        );
    }

    #[test]
    fn one_document_may_have_two_uses_for_a_thing() {
        assert_eq!(found(&["| Redis | 7 | Cache |\n| Redis | 6 | Queue |"]), [""; 0]);
        assert_eq!(
            found(&["| Redis | 7 | Cache |\n| Redis | 6 | Queue |", "| Redis | 6 | Queue |"]),
            [""; 0]
        );
    }

    #[test]
    fn other_columns_and_other_things_may_differ() {
        assert_eq!(found(&["| Redis | 7 | Cache |", "| Redis | 7 | Queue |"]), [""; 0]);
        assert_eq!(found(&["| C | 17 | Firmware |", "| C++ | 20 | Tools |"]), [""; 0]);
        assert_eq!(
            found(&["| Redis | - | Cache |", "| Redis | [VERSION] | Queue |", "| Redis | 7 | |"]),
            [""; 0]
        );
    }

    #[test]
    fn rows_stand_in_the_order_of_their_things() {
        let text = |rows: &str| format!("| Technology | Version |\n|---|---|\n{rows}\n");
        let definitions = built_in();
        let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown, registers: &definitions, keep_metadata: false };
        let read = |name: &str, rows: &str| {
            let file = SourcePath::new(name);
            parse::document(&file, &text(rows), None, options, &|_| None).document
        };
        let documents = [read("a.md", "| Redis | 7 |\n| Axum | 1 |"), read("b.md", "| axum | 1 |")];
        let registers = gather(&documents, &definitions, &mut Vec::new());
        let (a, b) = (DocumentNumber(0), DocumentNumber(1));
        assert_eq!(registers[0].rows, [(a, 1), (b, 0), (a, 0)]);
    }
}
