//! The HTML of tables.
//!
//! In: comrak's nodes of a table. Out: HTML. Never: looks into a table that it is not writing.

use super::{Writer, attributes, end_landmark};
use crate::parse::markdown::inline;
use crate::parse::outline::Landmark;
use comrak::html::{ChildRendering, Context, format_node_default};
use comrak::nodes::{Node, NodeTable, NodeValue, TableAlignment};
use std::fmt::{self, Write};

/// Tables scroll by themselves, and what scrolls must be reachable by keyboard and have a name.
pub(super) fn table(
    context: &mut Context<'_, '_, Writer<'_>>,
    node: Node<'_>,
    table: &NodeTable,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        context.user.alignments.clone_from(&table.alignments);
        context.cr()?;
        context.write_str("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table")?;
        let mut before = ": ";
        for cell in node.first_child().into_iter().flat_map(|head| head.children()) {
            let heading = inline::plain_text(cell);
            let heading = heading.trim();
            if !heading.is_empty() {
                context.write_str(std::mem::replace(&mut before, ", "))?;
                context.escape(heading)?;
            }
        }
        context.write_str("\">")?;
        format_node_default(context, node, true)
    } else {
        format_node_default(context, node, false)?;
        writeln!(context, "</div>")?;
        Ok(ChildRendering::HTML)
    }
}

/// As comrak writes it, with a class in place of the `align` attribute, which HTML has given up.
pub(super) fn table_cell(
    context: &mut Context<'_, '_, Writer<'_>>,
    node: Node<'_>,
    landmark: Option<&Landmark>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let in_head = context.user.is_in_head;
    if !entering {
        end_landmark(context)?;
        context.write_str(if in_head { "</th>" } else { "</td>" })?;
        return Ok(ChildRendering::HTML);
    }
    let column = context.user.column;
    context.user.column += 1;
    let alignment = match context.user.alignments.get(column) {
        Some(TableAlignment::Left) => Some("left"),
        Some(TableAlignment::Center) => Some("center"),
        Some(TableAlignment::Right) => Some("right"),
        Some(TableAlignment::None) | None => None,
    };
    let whole = (!in_head && is_one_piece(node)).then_some("whole");
    context.cr()?;
    if alignment.is_none() && whole.is_none() && landmark.is_none() {
        context.write_str(if in_head { "<th>" } else { "<td>" })?;
        return Ok(ChildRendering::HTML);
    }
    context.write_str(if in_head { "<th" } else { "<td" })?;
    attributes(context, landmark, [alignment, whole])?;
    context.write_str(">")?;
    Ok(ChildRendering::HTML)
}

/// Cells of more characters than this may be broken wherever a browser breaks them.
const LONGEST_PIECE: usize = 22;

/// Says whether a cell holds one short thing that a browser would break at a hyphen or a slash, or
/// anywhere as code: a date, the name of a decision, a key.
fn is_one_piece(cell: Node<'_>) -> bool {
    let mut children = cell.children();
    let (Some(first), is_alone) = (children.next(), children.next().is_none()) else { return false };
    // Nearly all cells hold one node: their text is looked at where it stands.
    match first.data().value {
        NodeValue::Text(ref text) if is_alone => is_short_piece(text, false),
        NodeValue::Code(ref code) if is_alone => is_short_piece(&code.literal, true),
        _ => is_short_piece(&inline::plain_text(cell), false),
    }
}

fn is_short_piece(text: &str, is_code: bool) -> bool {
    let text = text.trim();
    // A character has four bytes at most.
    text.len() <= 4 * LONGEST_PIECE
        && (is_code || text.contains(['-', '/']))
        && !text.contains(char::is_whitespace)
        && text.chars().count() <= LONGEST_PIECE
}
