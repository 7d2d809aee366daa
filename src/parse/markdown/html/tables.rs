//! The HTML of tables.
//!
//! In: comrak's nodes of a table. Out: HTML. Never: looks into a table that it is not writing.

use super::Writer;
use crate::parse::markdown::inline;
use comrak::nodes::{Node, NodeTable, NodeValue, TableAlignment};

impl Writer<'_> {
    /// Tables scroll by themselves, and what scrolls must be reachable by keyboard and have a name.
    pub(super) fn table(&mut self, node: Node<'_>, table: &NodeTable) {
        self.begin_line();
        self.push("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table");
        let mut before = ": ";
        for cell in node.first_child().into_iter().flat_map(|head| head.children()) {
            let heading = inline::plain_text(cell);
            let heading = heading.trim();
            if !heading.is_empty() {
                self.push(std::mem::replace(&mut before, ", "));
                self.push_escaped(heading);
            }
        }
        self.push("\">\n<table>\n");
        for row in node.children() {
            let is_head = matches!(row.data().value, NodeValue::TableRow(true));
            self.row(row, is_head, &table.alignments);
        }
        self.push(if is_more_than_one(node) {
            "\n</tbody>\n</table>\n</div>\n"
        } else {
            "\n</table>\n</div>\n"
        });
    }

    fn row(&mut self, row: Node<'_>, is_head: bool, alignments: &[TableAlignment]) {
        self.pass_block();
        self.begin_line();
        if is_head {
            self.push("<thead>\n");
        } else if row
            .previous_sibling()
            .is_some_and(|it| matches!(it.data().value, NodeValue::TableRow(true)))
        {
            self.push("<tbody>\n");
        }
        self.push("<tr>");
        let mut alignments = alignments.iter();
        for cell in row.children() {
            self.cell(cell, is_head, alignments.next());
        }
        self.push(if is_head { "\n</tr>\n</thead>" } else { "\n</tr>" });
    }

    /// As comrak writes it, with a class in place of the `align` attribute, which HTML has given up.
    fn cell(&mut self, cell: Node<'_>, is_head: bool, alignment: Option<&TableAlignment>) {
        let landmark = self.pass_block();
        let alignment = match alignment {
            Some(TableAlignment::Left) => Some("left"),
            Some(TableAlignment::Center) => Some("center"),
            Some(TableAlignment::Right) => Some("right"),
            Some(TableAlignment::None) | None => None,
        };
        let whole = (!is_head && is_one_piece(cell)).then_some("whole");
        self.start_tag(if is_head { "<th" } else { "<td" }, landmark, [alignment, whole]);
        self.children(cell);
        self.end_landmark();
        self.push(if is_head { "</th>" } else { "</td>" });
    }
}

fn is_more_than_one(table: Node<'_>) -> bool {
    table.first_child().is_some_and(|first| first.next_sibling().is_some())
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
    // A character has four bytes at most, and mostly one.
    text.len() <= 4 * LONGEST_PIECE
        && (text.len() <= LONGEST_PIECE || !text.is_ascii())
        && (is_code || text.bytes().any(|byte| matches!(byte, b'-' | b'/')))
        && !text.contains(char::is_whitespace)
        && text.chars().count() <= LONGEST_PIECE
}
