//! The HTML of prose: what nearly all nodes of a body are.
//!
//! In: comrak's nodes. Out: the HTML that comrak itself writes for them, in fewer pieces. Never: a
//! node that is drawn in another way than comrak draws it.

use super::Writer;
use comrak::html::{ChildRendering, Context, format_node_default};
use comrak::nodes::{Node, NodeValue};
use std::fmt::{self, Write};

/// Writes what stands in a line, but for its text; says whether it was such a node.
pub(super) fn inline(
    context: &mut Context<'_, '_, Writer<'_>>,
    value: &NodeValue,
    entering: bool,
) -> Result<bool, fmt::Error> {
    match (value, entering) {
        (NodeValue::SoftBreak, true) => context.write_str("\n")?,
        (NodeValue::LineBreak, true) => context.write_str("<br />\n")?,
        (NodeValue::Strong, true) => context.write_str("<strong>")?,
        (NodeValue::Strong, false) => context.write_str("</strong>")?,
        (NodeValue::Emph, true) => context.write_str("<em>")?,
        (NodeValue::Emph, false) => context.write_str("</em>")?,
        (NodeValue::Code(code), true) => {
            context.write_str("<code>")?;
            context.escape(&code.literal)?;
            context.write_str("</code>")?;
        }
        (NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Code(_), false) => {}
        _ => return Ok(false),
    }
    Ok(true)
}

/// Writes a paragraph.
pub(super) fn paragraph(
    context: &mut Context<'_, '_, Writer<'_>>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let is_list_tight = |item: Node<'_>| {
        item.parent().is_some_and(|list| matches!(list.data().value, NodeValue::List(list) if list.tight))
    };
    let is_tight = match node.parent() {
        Some(parent) => match parent.data().value {
            NodeValue::Document | NodeValue::BlockQuote | NodeValue::Alert(_) => false,
            NodeValue::Item(_) | NodeValue::TaskItem(_) => is_list_tight(parent),
            // Notes end with a link back, terms are no paragraphs.
            _ => return format_node_default(context, node, entering),
        },
        None => return format_node_default(context, node, entering),
    };
    match (is_tight, entering) {
        (false, true) => {
            context.cr()?;
            context.write_str("<p>")?;
        }
        (false, false) => context.write_str("</p>\n")?,
        // The first thing in an item stands in its line.
        (true, true) if node.previous_sibling().is_some() => {
            return format_node_default(context, node, entering);
        }
        (true, _) => {}
    }
    Ok(ChildRendering::HTML)
}

/// Writes an item of a list that is no task.
pub(super) fn item(
    context: &mut Context<'_, '_, Writer<'_>>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        context.cr()?;
        context.write_str("<li>")?;
    } else {
        context.write_str("</li>\n")?;
    }
    Ok(ChildRendering::HTML)
}
