//! The rows of all registers, and where documents disagree about one thing.
//!
//! In: the register rows of all documents and the definitions. Out: a register for each
//! definition, and findings. Never: which of two documents is right.

mod values;

use super::Changed;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::register::{Disagreement, Register, RegisterCell, RegisterDefinition, RegisterRow};
use crate::model::site::DocumentNumber;
use crate::source::SourcePath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use values::{Comparison, Value};

/// Gathers the rows of each register, and which of them disagree.
pub(super) fn gather(documents: &[Arc<Document>], definitions: &[RegisterDefinition]) -> Vec<Register> {
    let mut rows: Vec<Vec<Row<'_>>> = vec![Vec::new(); definitions.len()];
    for (number, document) in documents.iter().enumerate() {
        for (index, row) in document.register_rows.iter().enumerate() {
            let Some(of_register) = rows.get_mut(row.register as usize) else { continue };
            let place = (DocumentNumber(number as u32), index as u32);
            of_register.push(Row { place, row });
        }
    }
    rows.into_par_iter().zip(definitions).map(|(rows, definition)| register(rows, definition)).collect()
}

/// A row and where it is: document and index among its rows.
#[derive(Clone, Copy)]
struct Row<'a> {
    place: (DocumentNumber, u32),
    row: &'a RegisterRow,
}

impl<'a> Row<'a> {
    fn text(&self, column: usize) -> Option<&'a str> {
        Some(&self.row.cells.get(column)?.as_ref()?.text)
    }
}

fn register(mut rows: Vec<Row<'_>>, definition: &RegisterDefinition) -> Register {
    let columns = definition.columns.iter().enumerate().filter(|(_, column)| column.must_agree);
    let agreeing: Vec<(usize, Comparison)> =
        columns.map(|(number, column)| (number, Comparison::of(&column.label))).collect();
    // What is about one thing stays in the order of the documents.
    rows.sort_by_key(|row| row.row.thing.as_str());
    let mut disagreements = Vec::new();
    let mut first = 0;
    for same in rows.chunk_by(|a, b| a.row.thing == b.row.thing) {
        for &(column, comparison) in &agreeing {
            let disagreeing = disagreeing(same, column, comparison);
            if !disagreeing.is_empty() {
                let rows = disagreeing.into_iter().map(|row| (first + row) as u32).collect();
                disagreements.push(Disagreement { column: column as u32, rows });
            }
        }
        first += same.len();
    }
    Register { rows: rows.iter().map(|row| row.place).collect(), disagreements }
}

/// Returns which rows about one thing say different things in a column: those of documents of which
/// no value fits any value of another. A document that gives two has two uses for the thing.
fn disagreeing(same: &[Row<'_>], column: usize, comparison: Comparison) -> Vec<usize> {
    let mut values = Values::new(comparison);
    let said: Vec<(usize, u32)> = same
        .iter()
        .enumerate()
        .filter_map(|(row, stated)| Some((row, values.number(stated.text(column)?))))
        .collect();
    if values.values.len() < 2 {
        return Vec::new();
    }
    // Of documents that say the same, in whatever order, one speaks for all.
    let mut kinds: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let mut kind = Vec::new();
    let by_document: Vec<(&[(usize, u32)], usize)> = said
        .chunk_by(|(a, _), (b, _)| same[*a].place.0 == same[*b].place.0)
        .map(|rows| {
            kind.clear();
            kind.extend(rows.iter().map(|(_, value)| *value));
            kind.sort_unstable();
            kind.dedup();
            let known = kinds.get(kind.as_slice()).copied();
            let next = kinds.len();
            (rows, known.unwrap_or_else(|| *kinds.entry(kind.clone()).or_insert(next)))
        })
        .collect();
    let differs = |a: &[u32], b: &[u32]| a.iter().all(|a| b.iter().all(|b| !values.agree(*a, *b)));
    let mut is_disputed = vec![false; kinds.len()];
    for (kind, number) in &kinds {
        is_disputed[*number] = kinds.keys().any(|other| differs(kind, other));
    }
    let disputed = by_document.iter().filter(|(_, kind)| is_disputed[*kind]);
    disputed.flat_map(|(rows, _)| rows.iter().map(|(row, _)| *row)).collect()
}

/// The different values of a column. Many documents say the same: each text is read once.
struct Values<'a> {
    comparison: Comparison,
    by_text: BTreeMap<&'a str, u32>,
    by_plain: BTreeMap<String, u32>,
    values: Vec<Value>,
}

impl<'a> Values<'a> {
    fn new(comparison: Comparison) -> Self {
        Self { comparison, by_text: BTreeMap::new(), by_plain: BTreeMap::new(), values: Vec::new() }
    }

    /// Returns the number of a value, the same for texts that differ in case and spaces alone.
    fn number(&mut self, text: &'a str) -> u32 {
        if let Some(number) = self.by_text.get(text) {
            return *number;
        }
        let value = Value::read(text, self.comparison);
        let number = *self.by_plain.entry(value.plain.clone()).or_insert(self.values.len() as u32);
        if number as usize == self.values.len() {
            self.values.push(value);
        }
        self.by_text.insert(text, number);
        number
    }

    fn agree(&self, a: u32, b: u32) -> bool {
        a == b || self.values[a as usize].agrees_with(&self.values[b as usize])
    }
}

/// Says where documents disagree: of each disagreement, in order, what is found. `known` is what was found of
/// the same disagreements in the turn before, with the documents that are others since.
pub(super) fn findings(
    documents: &[Arc<Document>],
    definitions: &[RegisterDefinition],
    registers: &[Register],
    known: Option<(&[Changed], Vec<Option<Diagnostic>>)>,
) -> Vec<Option<Diagnostic>> {
    let all: Vec<(&Register, &RegisterDefinition, &Disagreement)> = registers
        .iter()
        .zip(definitions)
        .flat_map(|(register, definition)| {
            register.disagreements.iter().map(move |disagreement| (register, definition, disagreement))
        })
        .collect();
    let find = |(register, definition, disagreement): (&Register, &RegisterDefinition, &Disagreement)| {
        finding(documents, definition, register, disagreement)
    };
    let Some((changed, mut known)) = known else { return all.into_par_iter().map(find).collect() };
    // Only places in the text can have moved, of documents that have rows.
    let moved: HashSet<DocumentNumber> = changed
        .iter()
        .filter(|it| it.before.register_rows != documents[it.number.0 as usize].register_rows)
        .map(|it| it.number)
        .collect();
    if !moved.is_empty() {
        for (known, (register, definition, disagreement)) in known.iter_mut().zip(all) {
            let mut rows = disagreement.rows.iter().filter_map(|row| register.rows.get(*row as usize));
            if rows.any(|(document, _)| moved.contains(document)) {
                *known = find((register, definition, disagreement));
            }
        }
    }
    known
}

/// How many places a finding names besides its own: what hundreds disagree about, a few tell.
const MOST_PLACES: usize = 8;

fn finding(
    documents: &[Arc<Document>],
    definition: &RegisterDefinition,
    register: &Register,
    disagreement: &Disagreement,
) -> Option<Diagnostic> {
    let column = disagreement.column as usize;
    let stated = |row: &u32| {
        let (document, index) = *register.rows.get(*row as usize)?;
        let document = documents.get(document.0 as usize)?;
        let row = document.register_rows.get(index as usize)?;
        Some((&document.id, row, row.cells.get(column)?.as_ref()?))
    };
    let comparison = Comparison::of(&definition.columns.get(column)?.label);
    let (file, row, cell) = stated(disagreement.rows.first()?)?;
    let value = Value::read(&cell.text, comparison);
    let mut seen = BTreeSet::new();
    let others: Vec<(&SourcePath, &RegisterCell)> = disagreement.rows[1..]
        .iter()
        .filter_map(stated)
        .filter(|(_, _, other)| {
            seen.insert(&other.text) && !value.agrees_with(&Value::read(&other.text, comparison))
        })
        .map(|(file, _, other)| (file, other))
        .take(MOST_PLACES)
        .collect();
    let (_, other) = others.first()?;
    let name = &row.cells.first()?.as_ref()?.text;
    let column = definition.columns.get(column)?.label.to_lowercase();
    let message = format!(
        "documents disagree on the {column} of {name}: \"{}\" here, \"{}\" elsewhere",
        cell.text, other.text
    );
    let mut finding = Diagnostic::new(Code::RegisterDisagrees, cell.extent.of(file), message)
        .help(format!("make the documents agree, or name the two uses of {name} apart"));
    for (file, cell) in others {
        finding = finding.related(cell.extent.of(file), format!("\"{}\" is said here", cell.text));
    }
    Some(finding)
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
        let registers = gather(&documents, &definitions);
        let diagnostics = findings(&documents, &definitions, &registers, None);
        let diagnostics: Vec<Diagnostic> = diagnostics.into_iter().flatten().collect();
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
        let registers = gather(&documents, &definitions);
        let (a, b) = (DocumentNumber(0), DocumentNumber(1));
        assert_eq!(registers[0].rows, [(a, 1), (b, 0), (a, 0)]);
    }
}
