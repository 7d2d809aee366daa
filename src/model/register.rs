//! Registers: the rows of all tables of one kind, gathered from all documents.
//!
//! In: definitions, built in or declared in the configuration; rows made by the parse stage. Out:
//! gathered by linking, shown by rooms. Never: takes a placeholder for a cell's value.

use super::site::DocumentNumber;
use crate::source::Extent;

/// What makes a table one of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterDefinition {
    /// Its name, as addresses have it: `external-services`.
    pub name: String,
    /// Its name as people read it.
    pub label: String,
    /// Its columns in order; the first names the thing that a row is about.
    pub columns: Vec<RegisterColumn>,
}

/// A column of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterColumn {
    /// Its heading as the register shows it.
    pub label: String,
    /// The headings by which tables call it, in lower case.
    pub headings: Vec<String>,
    /// Whether a table must have it to be one of the register.
    pub is_required: bool,
    /// Whether two documents that give one thing different values in it disagree.
    pub must_agree: bool,
}

/// A row that the parse stage found, in a table that is one of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRow {
    /// The index of the register among the definitions of the turn.
    pub register: u32,
    /// A cell for each column of the register: nothing where the table has no such column, or the
    /// cell is empty or a placeholder.
    pub cells: Vec<Option<RegisterCell>>,
    /// The section that the table stands in.
    pub section: Option<u32>,
    /// The row.
    pub extent: Extent,
}

/// A cell with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterCell {
    /// Its plain text.
    pub text: String,
    /// Where it stands.
    pub extent: Extent,
}

/// All rows of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Its rows, in the order of its things and then of the documents: document and index among
    /// the rows of that document.
    pub rows: Vec<(DocumentNumber, u32)>,
    /// Things that documents disagree about.
    pub disagreements: Vec<Disagreement>,
}

/// One thing with two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The column of the register.
    pub column: u32,
    /// The indexes of the rows among [`Register::rows`] that say different things.
    pub rows: Vec<u32>,
}

/// Returns the registers that every portal has.
pub fn built_in() -> Vec<RegisterDefinition> {
    Vec::new()
}
