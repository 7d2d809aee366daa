//! What a part of a document says by headings, labels and small tables: `## Status`,
//! `**Date:** 2024-05-01`, `| Deciders | Ana |`.
//!
//! In: a range of blocks. Out: names with what stands behind or under them, in the order of the
//! text. Never: knows what a name means, but for where labels are looked for.

use crate::model::date::parse_date;
use crate::model::document::Section;
use crate::parse::labels::{self, labels};
use crate::parse::names::{Names, name_of};
use crate::parse::outline::{Block, BlockKind, BlockNumber, Inline, Outline};
use std::borrow::Cow;
use std::ops::Range;

/// A name and what is said under it.
#[derive(Clone, Debug)]
pub(super) struct Field<'a> {
    /// The name in lower case, its punctuation left out.
    pub(super) name: String,
    /// What follows a label, or the cell beside it; of a heading nothing.
    pub(super) value: Option<Inline<'a>>,
    /// The numbers of the blocks under a heading, or behind a label.
    pub(super) body: Range<u32>,
    /// Whether the heading above it speaks of consequences.
    pub(super) is_consequence: bool,
}

/// A range of blocks that may be a record, and what is read in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) outline: &'a Outline,
    pub(super) sections: &'a [Section],
    pub(super) names: &'a Names,
}

/// Headings under which labels are looked for besides what stands before the first heading.
const LABELLED: &[&str] = &[
    "status",
    "state",
    "metadata",
    "meta",
    "details",
    "summary",
    "info",
    "information",
    "about",
    "overview",
    "document control",
    "document information",
    "adr information",
];

/// Labels that people make headings of, with the value in the same line.
const IN_HEADINGS: &[&str] = &[
    "status",
    "date",
    "decision date",
    "deciders",
    "decision makers",
    "decided by",
    "context",
    "decision",
    "consequences",
];

/// Those of them under which more is said than in the line.
const HEADS_SECTION: &[&str] = &["context", "decision", "consequences"];

/// Says whether a name is one under which consequences are told.
pub(super) fn is_consequence(name: &str) -> bool {
    name.starts_with("consequence")
        || matches!(
            name,
            "positive consequences"
                | "negative consequences"
                | "implications"
                | "impact"
                | "impacts"
                | "results"
        )
}

impl<'a> Part<'a> {
    /// Returns the fields of a range of blocks, which begins behind the heading of the part.
    ///
    /// Labels are looked for before the first heading, under the title, and where records have them.
    pub(super) fn fields(self, blocks: Range<u32>) -> Vec<Field<'a>> {
        let mut fields: Vec<Field<'a>> = Vec::new();
        let mut heading: Option<(usize, bool)> = None;
        let mut consequence_level = None;
        let mut number = blocks.start;
        while number < blocks.end {
            let at = BlockNumber(number);
            let block = self.outline.block(at);
            let next = block.end.0.max(number + 1);
            match block.kind {
                BlockKind::Heading(level) => {
                    let is_title = level == 1 && heading.is_none();
                    let labelled = labels::of_heading(self.outline.inline(at)).filter(|_| !is_title);
                    let labelled = labelled.map(|it| (name_of(it.label.text()), it.value));
                    let labelled = labelled.filter(|(name, _)| IN_HEADINGS.contains(&name.as_str()));
                    let (name, value) = match labelled {
                        // `### Date: 2 March 2022`, but `## Decision: use queues` is a heading of its section.
                        Some((name, value)) if !HEADS_SECTION.contains(&name.as_str()) => (name, Some(value)),
                        Some((name, _)) => (name, None),
                        None => (self.name(block, at).into_owned(), None),
                    };
                    if consequence_level.is_some_and(|above| level <= above) {
                        consequence_level = None;
                    }
                    let is_below = consequence_level.is_some();
                    if is_consequence(&name) && !is_below {
                        consequence_level = Some(level);
                    }
                    if let Some((open, _)) = heading {
                        fields[open].body.end = number;
                    }
                    let has_labels =
                        is_title || LABELLED.contains(&name.as_str()) || consequence_level.is_some();
                    heading = Some((fields.len(), has_labels));
                    let body = next..blocks.end;
                    fields.push(Field { name, value, body, is_consequence: is_below });
                }
                BlockKind::Table if heading.is_none_or(|(_, has_labels)| has_labels) => {
                    self.rows_of(at, &mut fields);
                }
                _ if heading.is_none_or(|(_, has_labels)| has_labels) => {
                    self.labels_of(at, blocks.end, consequence_level.is_some(), &mut fields);
                }
                _ => {}
            }
            number = next;
        }
        fields
    }

    /// Returns the text of a heading.
    pub(super) fn title(self, block: &Block, number: BlockNumber) -> &'a str {
        let section = block.section.and_then(|section| self.sections.get(section as usize));
        section.map_or_else(|| self.outline.inline(number).text(), |section| section.title.as_str())
    }

    /// Returns the name that a heading is.
    pub(super) fn name(self, block: &Block, number: BlockNumber) -> Cow<'a, str> {
        match block.section {
            Some(section) => Cow::Borrowed(self.names.section(section)),
            None => Cow::Owned(name_of(self.outline.inline(number).text())),
        }
    }

    /// Reads the labels of a paragraph, a list or a quote.
    fn labels_of(self, block: BlockNumber, end: u32, is_consequence: bool, fields: &mut Vec<Field<'a>>) {
        let last = self.outline.block(block).end.0;
        for number in block.0..last {
            let at = BlockNumber(number);
            let paragraph = self.outline.block(at);
            if paragraph.kind != BlockKind::Paragraph {
                continue;
            }
            let found = labels(self.outline.inline(at));
            let count = found.len();
            for (index, label) in found.into_iter().enumerate() {
                let mut body = 0..0;
                if index + 1 == count {
                    body = self.behind(at, end);
                }
                let is_filled = !label.value.is_blank();
                let mut name = name_of(label.label.text());
                // What else `Data` can be is told in Portuguese by its value.
                if name == "data" && parse_date(label.value.text()).date().is_some() {
                    "date".clone_into(&mut name);
                }
                let is_nested = paragraph.parent.is_some();
                // What stands behind a label that has a value belongs to it only within its item.
                let body = if is_filled && !is_nested { 0..0 } else { body };
                fields.push(Field { name, value: is_filled.then_some(label.value), body, is_consequence });
            }
        }
    }

    /// Returns what belongs to a label at the end of a paragraph: the rest of its item, else the list
    /// or quote that follows.
    fn behind(self, paragraph: BlockNumber, end: u32) -> Range<u32> {
        let block = self.outline.block(paragraph);
        match block.parent {
            Some(parent) => block.end.0..self.outline.block(parent).end.0,
            None if block.end.0 < end => {
                let next = self.outline.block(block.end);
                let is_behind = matches!(next.kind, BlockKind::List { .. } | BlockKind::Quote)
                    || next.kind == BlockKind::Paragraph && labels(self.outline.inline(block.end)).is_empty();
                if is_behind { block.end.0..next.end.0 } else { 0..0 }
            }
            None => 0..0,
        }
    }

    /// Reads a table of names and values, in two columns or in two rows.
    fn rows_of(self, table: BlockNumber, fields: &mut Vec<Field<'a>>) {
        let rows: Vec<Vec<Inline<'a>>> = self.rows(table);
        let push = |name: &Inline<'a>, value: &Inline<'a>, fields: &mut Vec<Field<'a>>| {
            let value = value.trim();
            let name = name_of(name.text());
            if !name.is_empty() {
                let value = (!value.is_blank()).then_some(value);
                fields.push(Field { name, value, body: 0..0, is_consequence: false });
            }
        };
        match rows.as_slice() {
            // `| Status | Date | Author(s) |` over one row of values.
            [names, values] if names.len() > 2 => {
                names.iter().zip(values).for_each(|(name, value)| push(name, value, fields));
            }
            rows if rows.iter().all(|row| row.len() == 2) => {
                for row in rows {
                    push(&row[0], &row[1], fields);
                }
            }
            _ => {}
        }
    }

    /// Returns the cells of a table, row by row, the head first.
    pub(super) fn rows(self, table: BlockNumber) -> Vec<Vec<Inline<'a>>> {
        self.outline
            .children(table)
            .map(|(row, _)| {
                self.outline.children(row).map(|(cell, _)| self.outline.inline(cell).trim()).collect()
            })
            .collect()
    }

    /// Returns the paragraphs of a range of blocks.
    pub(super) fn paragraphs(self, blocks: Range<u32>) -> impl Iterator<Item = (BlockNumber, Inline<'a>)> {
        blocks
            .map(BlockNumber)
            .filter(move |number| self.outline.block(*number).kind == BlockKind::Paragraph)
            .map(move |number| (number, self.outline.inline(number)))
    }

    /// Returns the text of the items of the lists in a range of blocks, without what is nested in
    /// them; of paragraphs outside of lists too.
    pub(super) fn statements(self, blocks: Range<u32>) -> Vec<Inline<'a>> {
        let mut found = Vec::new();
        let mut number = blocks.start;
        while number < blocks.end {
            let at = BlockNumber(number);
            let block = self.outline.block(at);
            number = match block.kind {
                // Into lists and items, past what is nested in an item.
                BlockKind::List { .. } => number + 1,
                BlockKind::Item { .. } => {
                    let mut children = self.outline.children(at);
                    if let Some((first, Block { kind: BlockKind::Paragraph, .. })) = children.next() {
                        found.push(self.outline.inline(first).trim());
                    }
                    block.end.0
                }
                BlockKind::Paragraph => {
                    found.push(self.outline.inline(at).trim());
                    block.end.0
                }
                _ => block.end.0,
            }
            .max(number + 1);
        }
        found.retain(|text| !text.is_blank());
        found
    }
}
