//! A document as a flat list of blocks with their text and places, for all that reads meaning out
//! of it: metadata, decisions, changes, tables, placeholders.
//!
//! In: made by [`markdown`](super::markdown) in its one walk. Out: read by the modules beside this
//! one. Never: HTML, a node of the Markdown parser, a decision about what a text means.
//!
//! All text stands in one string and all marks in one list, so that an outline costs a few
//! allocations and not some for each paragraph.

use crate::source::{Extent, as_one_line, on_one_line};
use std::borrow::Cow;
use std::ops::Range;

/// The number of a block in its outline, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct BlockNumber(pub(super) u32);

/// The blocks of a document.
#[derive(Debug, Default)]
pub(super) struct Outline {
    blocks: Vec<Block>,
    text: String,
    runs: Vec<Run>,
    /// Where each link stands, in order.
    links: Vec<LinkPlace>,
    /// The headings and the tables among the blocks, in order: many look for these alone.
    headings: Vec<BlockNumber>,
    tables: Vec<BlockNumber>,
}

/// Where a link stands in an outline.
#[derive(Clone, Debug)]
pub(super) struct LinkPlace {
    /// Its index among the links of the document.
    pub(super) link: u32,
    /// The block whose text holds it.
    pub(super) block: BlockNumber,
    /// The bytes of the outline's text that are its own.
    pub(super) text: Range<u32>,
}

/// A block. Those that hold blocks (a list, an item, a quote, a table) come before what they hold.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: BlockKind,
    /// The block that holds it.
    pub(super) parent: Option<BlockNumber>,
    /// The number, from 0, of the child of the document that it is or stands in.
    pub(super) top: u32,
    /// The index of the section that it stands in; of a heading its own.
    pub(super) section: Option<u32>,
    /// Whether it is a task that is done.
    pub(super) is_done: bool,
    /// Where it stands.
    pub(super) extent: Extent,
    /// The block after the last one that it holds.
    pub(super) end: BlockNumber,
    text: Range<u32>,
    runs: Range<u32>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading with its level.
    Heading(u8),
    /// A paragraph, or what stands alone in a tight list item.
    Paragraph,
    /// A list.
    List {
        /// Whether its items are numbered.
        is_ordered: bool,
    },
    /// An item of a list.
    Item {
        /// Whether it is a task, done or not.
        is_task: bool,
    },
    /// A quote, an alert, an admonition.
    Quote,
    /// A table; it holds rows.
    Table,
    /// A row of a table; it holds cells. The first of a table is its head.
    Row {
        /// Whether it is the head.
        is_head: bool,
    },
    /// A cell.
    Cell,
    /// A block of code. Only of a mermaid diagram is the code kept as text: nothing else in it is
    /// for people to fill in.
    Code {
        /// The first word after the fence, in lower case; empty for indented code.
        language: String,
    },
    /// A thematic break.
    Rule,
    /// A block of HTML; its text is the source.
    Html,
    /// Anything else: a footnote, a term and its description, mathematics.
    Other,
}

/// A block that links lead to as they lead to a heading: a decision without a heading of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Landmark {
    /// The block that carries the anchor: a paragraph, an item, a cell.
    pub(super) block: BlockNumber,
    /// The paragraph or cell that ends with the link to itself: the block, or the first in an item.
    pub(super) text: BlockNumber,
    pub(super) anchor: String,
    /// What the link is called by.
    pub(super) title: String,
}

/// A stretch of text with one set of marks.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The offset in the outline's text where it starts.
    start: u32,
    /// The place in the source of its first byte.
    source: Extent,
    marks: Marks,
    link: Option<u32>,
}

/// How text is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// `**bold**`
    pub(super) strong: bool,
    /// `*emphasis*`
    pub(super) emphasis: bool,
    /// `` `code` ``
    pub(super) code: bool,
    /// `~~struck out~~`
    pub(super) struck: bool,
    /// The text of a picture (its alternative text).
    pub(super) picture: bool,
    /// An HTML tag or comment, as written.
    pub(super) html: bool,
}

/// The text of a block, or a part of it; lines are separated by `\n`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inline<'a> {
    outline: &'a Outline,
    /// Offsets in the outline's text.
    start: u32,
    end: u32,
    /// The runs of the block.
    first_run: u32,
    last_run: u32,
}

impl Outline {
    /// Makes an outline with room for the blocks of a text of so many bytes and lines.
    pub(super) fn with_room(bytes: usize, lines: usize) -> Self {
        Self {
            // Rows of tables hold many of both, and prose has a line of white space beside each.
            blocks: Vec::with_capacity(2 * lines),
            text: String::with_capacity(bytes),
            runs: Vec::with_capacity(2 * lines),
            links: Vec::new(),
            headings: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// Returns all blocks in the order of the text.
    pub(super) fn blocks(
        &self,
    ) -> impl DoubleEndedIterator<Item = (BlockNumber, &Block)> + ExactSizeIterator {
        self.blocks.iter().enumerate().map(|(number, block)| (BlockNumber(number as u32), block))
    }

    /// Returns the tables, in the order of the text.
    pub(super) fn tables(&self) -> impl Iterator<Item = (BlockNumber, &Block)> {
        self.tables.iter().map(|number| (*number, self.block(*number)))
    }

    /// Returns the headings, in the order of the text, each with its level.
    pub(super) fn headings(&self) -> impl Iterator<Item = (BlockNumber, &Block, u8)> {
        self.headings.iter().filter_map(|number| match self.block(*number) {
            block @ Block { kind: BlockKind::Heading(level), .. } => Some((*number, block, *level)),
            _ => None,
        })
    }

    /// Returns a block.
    pub(super) fn block(&self, number: BlockNumber) -> &Block {
        &self.blocks[number.0 as usize]
    }

    /// Returns a block, if there is one with this number.
    pub(super) fn get(&self, number: BlockNumber) -> Option<&Block> {
        self.blocks.get(number.0 as usize)
    }

    /// Returns the blocks that a block holds, at any depth, in the order of the text.
    pub(super) fn within(
        &self,
        number: BlockNumber,
    ) -> impl DoubleEndedIterator<Item = (BlockNumber, &Block)> {
        let (first, end) = (number.0 + 1, self.block(number).end.0);
        (first..end).map(BlockNumber).map(|number| (number, self.block(number)))
    }

    /// Returns the blocks from one on, that one included; none past the last.
    pub(super) fn from(&self, first: BlockNumber) -> impl Iterator<Item = (BlockNumber, &Block)> {
        (first.0..self.blocks.len() as u32).map(BlockNumber).map(|number| (number, self.block(number)))
    }

    /// Returns the blocks that stand directly in a block.
    pub(super) fn children(&self, number: BlockNumber) -> impl Iterator<Item = (BlockNumber, &Block)> {
        let end = self.block(number).end;
        let first = Some(BlockNumber(number.0 + 1)).filter(|first| *first < end);
        let children = std::iter::successors(first, move |child| {
            Some(self.block(*child).end).filter(|next| *next < end)
        });
        children.map(|number| (number, self.block(number)))
    }

    /// Returns the text of a block itself, without that of the blocks in it.
    pub(super) fn inline(&self, number: BlockNumber) -> Inline<'_> {
        let block = self.block(number);
        Inline {
            outline: self,
            start: block.text.start,
            end: block.text.end,
            first_run: block.runs.start,
            last_run: block.runs.end,
        }
    }

    /// Finds where a text stands: each time the block, and the offset in the text of that block.
    pub(super) fn find(&self, wanted: &str) -> impl Iterator<Item = (BlockNumber, usize)> {
        memchr::memmem::find_iter(self.text.as_bytes(), wanted.as_bytes()).filter_map(move |at| {
            let after = self.blocks.partition_point(|block| block.text.start as usize <= at);
            let number = BlockNumber(after.checked_sub(1)? as u32);
            let text = &self.block(number).text;
            let is_inside = at + wanted.len() <= text.end as usize;
            is_inside.then_some((number, at - text.start as usize))
        })
    }

    /// Opens a block; [`Outline::close`] ends it.
    #[inline]
    pub(super) fn open(
        &mut self,
        kind: BlockKind,
        parent: Option<BlockNumber>,
        top: u32,
        section: Option<u32>,
        extent: Extent,
    ) -> BlockNumber {
        let number = BlockNumber(self.blocks.len() as u32);
        match kind {
            BlockKind::Heading(_) => self.headings.push(number),
            BlockKind::Table => self.tables.push(number),
            _ => {}
        }
        let (text, run) = (self.text.len() as u32, self.runs.len() as u32);
        let end = BlockNumber(number.0 + 1);
        let is_done = false;
        let (text, runs) = (text..text, run..run);
        let block = Block { kind, parent, top, section, is_done, extent, end, text, runs };
        self.blocks.push(block);
        number
    }

    /// Says that a task is done.
    pub(super) fn tick(&mut self, number: BlockNumber) {
        self.blocks[number.0 as usize].is_done = true;
    }

    /// Adds text to the block that was opened last and holds no other yet.
    #[inline]
    pub(super) fn push(
        &mut self,
        number: BlockNumber,
        text: &str,
        source: Extent,
        marks: Marks,
        link: Option<u32>,
    ) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.runs.push(Run { start, source, marks, link });
        let block = &mut self.blocks[number.0 as usize];
        block.text.end = self.text.len() as u32;
        block.runs.end = self.runs.len() as u32;
    }

    /// Returns the text of all blocks, in their order.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns where in that the text of a block itself stands.
    pub(super) fn range_of_text(&self, number: BlockNumber) -> Range<usize> {
        let text = &self.block(number).text;
        text.start as usize..text.end as usize
    }

    /// Returns how much text there is so far.
    pub(super) fn text_length(&self) -> u32 {
        self.text.len() as u32
    }

    /// Begins a link in a block.
    pub(super) fn begin_link(&mut self, link: u32, block: BlockNumber) {
        let start = self.text_length();
        self.links.push(LinkPlace { link, block, text: start..start });
    }

    /// Ends the link that was begun last.
    pub(super) fn end_link(&mut self) {
        let end = self.text_length();
        if let Some(last) = self.links.last_mut() {
            last.text.end = end;
        }
    }

    /// Returns where each link stands, in order; those that the author wrote as HTML are not among them.
    pub(super) fn links(&self) -> &[LinkPlace] {
        &self.links
    }

    /// Returns where a part of the outline's text stands in the text of a block.
    pub(super) fn range_in_block(&self, number: BlockNumber, text: Range<u32>) -> Range<usize> {
        let block = &self.block(number).text;
        let within = |at: u32| (at.clamp(block.start, block.end) - block.start) as usize;
        within(text.start)..within(text.end)
    }

    /// Returns how much text the blocks hold that a block holds, in bytes.
    pub(super) fn length_within(&self, number: BlockNumber) -> usize {
        let (first, end) = (number.0 as usize + 1, self.block(number).end.0 as usize);
        match self.blocks.get(first..end) {
            Some([first, .., last]) => (last.text.end - first.text.start) as usize,
            Some([only]) => only.text.len(),
            _ => 0,
        }
    }

    /// Ends a block.
    #[inline]
    pub(super) fn close(&mut self, number: BlockNumber) {
        let end = BlockNumber(self.blocks.len() as u32);
        self.blocks[number.0 as usize].end = end;
    }
}

impl<'a> Inline<'a> {
    /// Returns the plain text; lines of the source are separated by `\n`.
    pub(super) fn text(self) -> &'a str {
        &self.outline.text[self.start as usize..self.end as usize]
    }

    /// Returns it as one line, tags and comments left out.
    pub(super) fn on_one_line(self) -> Cow<'a, str> {
        if self.stretches().all(|(_, marks, _)| !marks.html) {
            return as_one_line(self.text());
        }
        let shown = self.stretches().filter(|(_, marks, _)| !marks.html).map(|(stretch, ..)| stretch.text());
        Cow::Owned(on_one_line(shown.collect()))
    }

    /// Says whether there is nothing but white space.
    pub(super) fn is_blank(self) -> bool {
        let text = self.text();
        // Nearly all texts begin with a letter.
        !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
    }

    /// Returns a part of it; the range counts bytes of [`Inline::text`] and lies on character boundaries.
    pub(super) fn slice(self, range: Range<usize>) -> Self {
        let start = (self.start + range.start as u32).min(self.end);
        Self { start, end: (self.start + range.end as u32).clamp(start, self.end), ..self }
    }

    /// Returns it without white space at both ends.
    pub(super) fn trim(self) -> Self {
        let text = self.text();
        // Nearly all texts begin and end with a letter.
        if let [first, .., last] = text.as_bytes()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            return self;
        }
        let start = text.len() - text.trim_start().len();
        self.slice(start..start + text.trim().len())
    }

    /// Returns where it stands in the text of a part that it was taken from.
    pub(super) fn range_in(self, whole: Self) -> Range<usize> {
        let start = self.start.saturating_sub(whole.start) as usize;
        start..start + self.text().len()
    }

    /// Returns its lines.
    pub(super) fn lines(self) -> impl Iterator<Item = Self> {
        let mut start = 0;
        self.text().split('\n').map(move |line| {
            let line_start = start;
            start += line.len() + 1;
            self.slice(line_start..line_start + line.len())
        })
    }

    /// Returns where it stands in the source. Where the text differs from its source (an entity, an
    /// escape), this is wider than the text.
    pub(super) fn extent(self) -> Extent {
        let mut runs = self.run_numbers();
        let Some(first) = runs.next() else { return Extent::default() };
        let last = runs.next_back().unwrap_or(first);
        let start = self.place(first, self.start).start;
        if self.start >= self.end {
            return Extent::new(start, start);
        }
        Extent::new(start, self.place(last, self.end).end)
    }

    /// Returns the stretches with one set of marks: each with its marks and the link that it is in.
    pub(super) fn stretches(self) -> impl Iterator<Item = (Self, Marks, Option<u32>)> {
        self.run_numbers().map(move |number| {
            let run = &self.outline.runs[number];
            let start = run.start.max(self.start);
            let end = self.outline.end_of_run(number).min(self.end);
            (Self { start, end, ..self }, run.marks, run.link)
        })
    }

    /// Returns the marks of the character at an offset of [`Inline::text`].
    pub(super) fn marks_at(self, offset: usize) -> Marks {
        let offset = offset as u32;
        self.slice(offset as usize..offset as usize + 1)
            .run_numbers()
            .next()
            .map_or_else(Marks::default, |number| self.outline.runs[number].marks)
    }

    /// Returns the indexes of the links in it, in order.
    pub(super) fn links(self) -> impl Iterator<Item = u32> {
        let mut last = None;
        self.stretches()
            .filter_map(|(_, _, link)| link)
            .filter(move |link| last.replace(*link) != Some(*link))
    }

    /// The numbers of the runs that it is a part of.
    fn run_numbers(self) -> Range<usize> {
        let (first, last) = (self.first_run as usize, self.last_run as usize);
        let runs = &self.outline.runs[first..last];
        let from = runs.partition_point(|run| run.start <= self.start).saturating_sub(1);
        let to = runs.partition_point(|run| run.start < self.end).max(from);
        first + from..first + to
    }

    /// The place in the source of an offset in a run: one byte where the run stands in the source
    /// as it is here, else the whole run.
    fn place(self, number: usize, offset: u32) -> Extent {
        let run = &self.outline.runs[number];
        let length = self.outline.end_of_run(number) - run.start;
        if run.source.end - run.source.start != length {
            return run.source;
        }
        let at = run.source.start + (offset - run.start).min(length);
        Extent::new(at, at)
    }
}

impl Outline {
    fn end_of_run(&self, number: usize) -> u32 {
        self.runs.get(number + 1).map_or(self.text.len() as u32, |next| next.start)
    }
}
