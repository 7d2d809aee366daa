//! Columns of tables in which nobody has written anything.
//!
//! In: the outline and the placeholders. Out: findings. Never: a column without a heading, a table
//! with one row, a table whose gaps are reported as placeholders.

use super::outline::{BlockNumber, Outline};
use super::placeholders::Placeholders;
use super::understanding::Material;
use crate::diagnostic::{Code, Diagnostic};

/// The fewest rows that show a column to be empty, and not one cell.
const FEWEST_ROWS: usize = 2;

/// Says which columns have a heading and nothing else.
pub(super) fn report(
    material: &Material<'_>,
    placeholders: &Placeholders,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if material.is_template {
        return;
    }
    let outline = material.outline;
    for (table, block) in outline.tables() {
        let empty = empty_columns(outline, table);
        // Placeholders and links stand in the order of the text.
        let is_form = || {
            let first = placeholders.placeholders.partition_point(|it| it.extent.start < block.extent.start);
            placeholders.placeholders.get(first).is_some_and(|it| it.extent.start < block.extent.end)
        };
        if empty.is_empty() || is_form() {
            continue;
        }
        for (heading, cells) in empty {
            // A picture without words leaves no text in the outline.
            let shows_picture = cells.iter().any(|cell| {
                let cell = outline.block(*cell).extent;
                let first = material.links.partition_point(|link| link.span.start < cell.start);
                material.links.get(first).is_some_and(|link| link.span.start < cell.end)
            });
            if !shows_picture {
                let heading = outline.inline(heading).trim();
                let name = heading.text().replace('\n', " ");
                let message =
                    format!("the column \"{name}\" has no value in any of its {} rows", cells.len());
                diagnostics.push(
                    Diagnostic::new(Code::EmptyColumn, heading.extent().of(material.file), message)
                        .help("fill it in, or take the column out"),
                );
            }
        }
    }
}

/// Returns the heading of each column without a value, and its cells.
fn empty_columns(outline: &Outline, table: BlockNumber) -> Vec<(BlockNumber, Vec<BlockNumber>)> {
    let mut rows = outline.children(table);
    let Some((head, _)) = rows.next() else { return Vec::new() };
    // Nearly all tables are filled from their first row on.
    let filled = |row| outline.children(row).filter(|(cell, _)| !outline.inline(*cell).is_blank()).count();
    let is_full = |(row, _)| filled(row) >= outline.children(head).count();
    if outline.children(table).nth(1).is_some_and(is_full) {
        return Vec::new();
    }
    let mut columns: Vec<(BlockNumber, Vec<BlockNumber>)> =
        outline.children(head).map(|(cell, _)| (cell, Vec::new())).collect();
    let mut is_empty: Vec<bool> =
        columns.iter().map(|(heading, _)| !outline.inline(*heading).is_blank()).collect();
    let mut number_of_rows = 0;
    for (row, _) in rows {
        number_of_rows += 1;
        for (column, (cell, _)) in outline.children(row).enumerate() {
            let Some((_, cells)) = columns.get_mut(column) else { break };
            is_empty[column] &= outline.inline(cell).is_blank();
            cells.push(cell);
        }
        if !is_empty.contains(&true) {
            return Vec::new();
        }
    }
    // A form to be filled in is empty as a whole.
    if number_of_rows < FEWEST_ROWS || is_empty.iter().all(|is_empty| *is_empty) {
        return Vec::new();
    }
    let mut is_empty = is_empty.into_iter();
    columns.retain(|_| is_empty.next().unwrap_or(false));
    columns
}
