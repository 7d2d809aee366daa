//! Tables that belong to a register, by the headings of their columns.
//!
//! In: the outline and the definitions of the registers. Out: rows in the order of the text.
//! Never: a placeholder as a cell's value.

use super::understanding::Material;
use crate::model::register::RegisterRow;

/// Reads the register rows of a document.
pub(super) fn read(_material: &Material<'_>) -> Vec<RegisterRow> {
    Vec::new()
}
