//! Fields without a value, and sections that hold nothing but an instruction.
//!
//! In: a block of the outline. Out: placeholders, added to those that were found. Never: a label that
//! introduces what follows it (`**Benefits:**` and a list).

use super::Placeholders;
use crate::model::completeness::Placeholder;
use crate::parse::exceptions::is_for_archsite;
use crate::parse::labels::{Labelled, labels, may_lack_value};
use crate::parse::outline::{Block, BlockKind, BlockNumber, Inline, Marks, Outline};
use crate::source::as_one_line;

/// `- **Language:**` among items that all are fields.
pub(super) fn in_list(outline: &Outline, list: BlockNumber, found: &mut Placeholders) {
    let text_of = |item| outline.children(item).next().map(|(first, _)| outline.inline(first));
    let is_strong = |text: Inline<'_>| text.stretches().any(|(_, marks, _)| marks.strong);
    let mut texts =
        outline.children(list).map_while(|(item, _)| text_of(item).filter(|text| is_strong(*text)));
    if !texts.any(|text| may_lack_value(text.text())) {
        return;
    }
    let items: Vec<BlockNumber> = outline.children(list).map(|(number, _)| number).collect();
    let fields: Option<Vec<(BlockNumber, Labelled<'_>)>> =
        items.iter().map(|item| field_of_item(outline, *item)).collect();
    let Some(fields) = fields.filter(|fields| fields.len() > 1) else { return };
    for (place, (number, field)) in fields.iter().enumerate() {
        let holds_more = outline.children(items[place]).nth(1).is_some();
        let is_last = place + 1 == fields.len();
        let introduces = is_last && (introduces_next(outline, list) && !is_above_paragraph(outline, list));
        if field.value.is_blank() && !holds_more && !introduces {
            push(outline, *number, field.label, found);
        }
    }
}

/// `- Language:` and `- Framework:` one after the other: of one alone nobody knows what it introduces.
pub(super) fn in_plain_list(outline: &Outline, list: BlockNumber, found: &mut Placeholders) {
    // Hardly any item ends with a colon.
    let ends_as_label = |item: BlockNumber| {
        let first = BlockNumber(item.0 + 1);
        outline.get(first).is_some()
            && outline.text().as_bytes()[outline.range_of_text(first)].ends_with(b":")
    };
    let is_label = |item: BlockNumber| {
        let mut children = outline.children(item);
        let (number, first) = children.next()?;
        let text = outline.inline(number);
        let is_plain =
            || text.stretches().all(|(_, marks, link)| marks == Marks::default() && link.is_none());
        let is_alone = first.kind == BlockKind::Paragraph && children.next().is_none();
        (is_alone && !text.text().contains('\n') && is_plain()).then_some(number)
    };
    let mut before = None;
    let mut open = Vec::new();
    for (item, _) in outline.children(list) {
        let label = if ends_as_label(item) { is_label(item) } else { None };
        if let (Some(before), Some(label)) = (before, label) {
            if open.last() != Some(&before) {
                open.push(before);
            }
            open.push(label);
        }
        before = label;
    }
    // What follows the list may belong to its last label.
    let is_last = || open.last().copied() == before;
    if !open.is_empty() && is_last() && introduces_next(outline, list) && !is_above_paragraph(outline, list) {
        return;
    }
    for number in open {
        let text = outline.inline(number).trim();
        push(outline, number, text.slice(0..text.text().trim_end_matches([':', ' ']).len()), found);
    }
}

/// Returns the field that an item begins with, and the paragraph that holds it.
fn field_of_item(outline: &Outline, item: BlockNumber) -> Option<(BlockNumber, Labelled<'_>)> {
    let (number, first) = outline.children(item).next()?;
    if first.kind != BlockKind::Paragraph {
        return None;
    }
    let inline = outline.inline(number);
    if !inline.stretches().any(|(_, marks, _)| marks.strong) {
        return None;
    }
    let field = *labels(inline).first()?;
    (field.is_marked && is_bold(field.label)).then_some((number, field))
}

/// Lines of bold labels, one of them empty: `**Owner:**` above `**Status:** Draft`.
pub(super) fn in_header(outline: &Outline, number: BlockNumber, block: &Block, found: &mut Placeholders) {
    if is_in_item(outline, block) {
        return;
    }
    let inline = outline.inline(number);
    let is_marked_up = || inline.stretches().any(|(_, marks, _)| marks.strong || marks.emphasis);
    if !may_lack_value(inline.text()) || !is_marked_up() {
        return;
    }
    let fields = labels(inline);
    if fields.len() < 2 || !fields.iter().all(|field| field.is_marked) {
        return;
    }
    for (place, field) in fields.iter().enumerate() {
        let is_last = place + 1 == fields.len();
        let introduces = is_last && introduces_next(outline, number) && block.parent.is_none();
        if field.value.is_blank() && !introduces {
            push(outline, number, field.label, found);
        }
    }
}

/// `| **Owner** | |` in a table of fields and values.
pub(super) fn in_table(outline: &Outline, table: BlockNumber, found: &mut Placeholders) {
    let rows =
        outline.children(table).filter(|(_, row)| matches!(row.kind, BlockKind::Row { is_head: false }));
    // The label and the value of a row that is a field.
    let fields: Option<Vec<(BlockNumber, BlockNumber)>> = rows
        .map(|(row, _)| {
            let mut cells = outline.children(row).map(|(cell, _)| cell);
            let (label, value) = (cells.next()?, cells.next()?);
            let text = outline.inline(label).trim();
            (cells.next().is_none() && !text.is_blank() && is_bold(text)).then_some((label, value))
        })
        .collect();
    let Some(fields) = fields.filter(|fields| fields.len() > 1) else { return };
    for (label, value) in fields {
        if outline.inline(value).is_blank() {
            push(outline, label, outline.inline(label).trim(), found);
        }
    }
}

/// A section in which there is a comment for the writer and nothing for the reader.
pub(super) fn in_section(
    outline: &Outline,
    heading: BlockNumber,
    block: &Block,
    level: u8,
    found: &mut Placeholders,
) {
    let after = || outline.from(BlockNumber(heading.0 + 1));
    let mut content = after().take_while(|(_, next)| !matches!(next.kind, BlockKind::Heading(_)));
    let Some((first, comment)) = content.next() else { return };
    if comment.kind != BlockKind::Html || block.parent.is_some() {
        return;
    }
    let is_comment = |number: BlockNumber, block: &Block| {
        block.kind == BlockKind::Html && is_whole_comment(outline.inline(number).text())
    };
    if !is_comment(first, comment) || !content.all(|(number, block)| is_comment(number, block)) {
        return;
    }
    let next = after().find_map(|(_, next)| match next.kind {
        BlockKind::Heading(level) => Some(level),
        _ => None,
    });
    let text = outline.inline(first).text().trim();
    if next.is_some_and(|next| next > level) || !instructs(text) {
        return;
    }
    let text = as_one_line(text).into_owned();
    found.placeholders.push(Placeholder { text, extent: comment.extent, section: comment.section });
    found.blank.insert(first);
}

fn is_whole_comment(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("<!--") && text.ends_with("-->") && text.matches("-->").count() == 1
}

/// A comment for a tool is a word or two: `<!-- toc -->`, `<!-- markdownlint-disable -->`.
fn instructs(comment: &str) -> bool {
    let words = comment.trim_start_matches("<!--").trim_end_matches("-->").trim();
    let first = words.split([' ', ':', '-']).next().unwrap_or_default().to_lowercase();
    let is_for_tool = matches!(
        first.as_str(),
        "markdownlint"
            | "prettier"
            | "vale"
            | "toc"
            | "endtoc"
            | "spell"
            | "cspell"
            | "begin"
            | "end"
            | "start"
            | "expect"
            | "textlint"
            | "tocstop"
            | "include"
    );
    let is_note = matches!(first.as_str(), "todo" | "tbd" | "fixme");
    !is_for_tool && !is_for_archsite(comment) && (is_note || words.split_whitespace().count() >= 3)
}

/// Says whether what follows a block is something that a label could introduce.
fn introduces_next(outline: &Outline, number: BlockNumber) -> bool {
    let block = outline.block(number);
    let is_comment = |(number, next): &(BlockNumber, &Block)| {
        next.kind == BlockKind::Html && is_whole_comment(outline.inline(*number).text())
    };
    let next = outline.from(block.end).find(|next| !is_comment(next));
    next.is_some_and(|(_, next)| {
        next.parent == block.parent && !matches!(next.kind, BlockKind::Heading(_) | BlockKind::Rule)
    })
}

/// A paragraph goes on after the list; a list, a table or code may belong to the last label of it.
fn is_above_paragraph(outline: &Outline, list: BlockNumber) -> bool {
    let next = outline.from(outline.block(list).end).next();
    next.is_some_and(|(_, next)| next.kind == BlockKind::Paragraph)
}

fn is_in_item(outline: &Outline, block: &Block) -> bool {
    block.parent.is_some_and(|parent| matches!(outline.block(parent).kind, BlockKind::Item { .. }))
}

fn is_bold(label: Inline<'_>) -> bool {
    label.stretches().all(|(part, marks, _)| marks.strong || part.is_blank())
}

fn push(outline: &Outline, number: BlockNumber, label: Inline<'_>, found: &mut Placeholders) {
    let block = outline.block(number);
    // The label with its colon, wherever that stands.
    let inline = outline.inline(number);
    let range = label.range_in(inline);
    let rest = &inline.text()[range.end..];
    let colon = rest.find([':', '：']).filter(|at| rest[..*at].trim().is_empty());
    let end = colon.map_or(range.end, |at| range.end + at + 1);
    let part = inline.slice(range.start..end);
    found.placeholders.push(Placeholder {
        text: part.text().trim().to_owned(),
        extent: part.extent(),
        section: block.section,
    });
    if inline.text()[end..].trim().is_empty() && inline.text()[..range.start].trim().is_empty() {
        found.blank.insert(number);
    }
}
