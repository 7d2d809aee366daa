//! From comrak's tree to the [`Outline`], during the one walk over it.
//!
//! In: the nodes as the walk enters and leaves them. Out: the blocks, their text and their marks.
//! Never: walks by itself, except into the few nodes whose text the walk passes over.

use super::{Places, inline};
use crate::parse::outline::{BlockKind, BlockNumber, Marks, Outline};
use crate::source::Extent;
use comrak::nodes::{Ast, ListType, Node, NodeValue};

/// Builds an outline.
#[derive(Default)]
pub(super) struct Outliner {
    outline: Outline,
    /// The blocks that are open, the innermost last.
    open: Vec<BlockNumber>,
    /// The number of the child of the document that the walk is in.
    top: u32,
    marks: Counts,
    link: Option<u32>,
}

/// How many nodes of each mark are open.
#[derive(Default)]
struct Counts {
    strong: u32,
    emphasis: u32,
    struck: u32,
}

impl Outliner {
    /// Begins the outline of a text of so many bytes and lines.
    pub(super) fn new(bytes: usize, lines: usize) -> Self {
        Self { outline: Outline::with_room(bytes, lines), ..Self::default() }
    }

    /// Returns what was built.
    pub(super) fn finish(self) -> Outline {
        self.outline
    }

    /// Takes a text.
    pub(super) fn text(&mut self, text: &str, place: Extent) {
        self.push(text, place, Marks::default());
    }

    /// Takes a node that the walk enters and that is no text. `links` is how many links the document has up to it, it
    /// included; `section` the one that it stands in, of a heading its own.
    pub(super) fn enter(
        &mut self,
        node: Node<'_>,
        data: &Ast,
        places: &Places<'_>,
        section: Option<u32>,
        links: usize,
    ) {
        let extent = || places.extent(data.sourcepos);
        match data.value {
            NodeValue::Strong => self.marks.strong += 1,
            NodeValue::Emph => self.marks.emphasis += 1,
            NodeValue::Strikethrough => self.marks.struck += 1,
            NodeValue::Link(_) => {
                self.link = (links as u32).checked_sub(1);
                if let (Some(link), Some(&block)) = (self.link, self.open.last()) {
                    self.outline.begin_link(link, block);
                }
            }
            NodeValue::Code(ref code) => {
                let Extent { start, end } = extent();
                let fence = code.num_backticks as u32;
                let inner = Extent::new((start + fence).min(end), end.saturating_sub(fence));
                self.push(&code.literal, inner, Marks { code: true, ..Marks::default() });
            }
            NodeValue::Math(ref math) => {
                self.push(&math.literal, extent(), Marks { code: true, ..Marks::default() });
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => self.push("\n", extent(), Marks::default()),
            NodeValue::Image(_) => {
                let text = inline::alternative_text(node);
                self.push(&text, extent(), Marks { picture: true, ..Marks::default() });
            }
            // In tables it is the only way to begin a line.
            NodeValue::HtmlInline(ref html) if is_line_break(html) => {
                self.push("\n", extent(), Marks::default());
            }
            NodeValue::HtmlInline(ref html) => {
                self.push(html, extent(), Marks { html: true, ..Marks::default() });
            }
            ref value if !is_block(value) => {}
            ref value => {
                let place = extent();
                let number =
                    self.outline.open(block(value), self.open.last().copied(), self.top, section, place);
                self.open.push(number);
                match value {
                    NodeValue::TaskItem(task) if task.symbol.is_some() => self.outline.tick(number),
                    NodeValue::HtmlBlock(html) => self.push(&html.literal, place, Marks::default()),
                    NodeValue::CodeBlock(code) if code.fenced && holds_labels(&code.info) => {
                        let inside = places.of_lines_after(data.sourcepos, &code.literal).unwrap_or(place);
                        self.push(&code.literal, inside, Marks::default());
                    }
                    _ => {}
                }
            }
        }
    }

    /// Returns the number of the child of the document that the walk is in, or that comes next.
    pub(super) fn top(&self) -> u32 {
        self.top
    }

    /// Returns where text stands that the walk is about to enter: the block, and the offset in all text.
    pub(super) fn place(&self) -> Option<(BlockNumber, u32)> {
        Some((*self.open.last()?, self.outline.text_length()))
    }

    /// Says whether the walk is in a link.
    pub(super) fn is_in_link(&self) -> bool {
        self.link.is_some()
    }

    /// Takes a node that the walk leaves.
    pub(super) fn leave(&mut self, value: &NodeValue) {
        match value {
            NodeValue::Strong => self.marks.strong = self.marks.strong.saturating_sub(1),
            NodeValue::Emph => self.marks.emphasis = self.marks.emphasis.saturating_sub(1),
            NodeValue::Strikethrough => self.marks.struck = self.marks.struck.saturating_sub(1),
            NodeValue::Link(_) => {
                self.link = None;
                self.outline.end_link();
            }
            value if !is_block(value) => {}
            _ => {
                if let Some(number) = self.open.pop() {
                    self.outline.close(number);
                }
                if self.open.is_empty() {
                    self.top += 1;
                }
            }
        }
    }

    fn push(&mut self, text: &str, source: Extent, marks: Marks) {
        let Some(&number) = self.open.last() else { return };
        let marks = Marks {
            strong: self.marks.strong > 0,
            emphasis: self.marks.emphasis > 0,
            struck: self.marks.struck > 0,
            ..marks
        };
        self.outline.push(number, text, source, marks, self.link);
    }
}

/// Says whether a node is a block of the outline, which numbers them in the order of the tree.
pub(super) fn is_block(value: &NodeValue) -> bool {
    !matches!(
        value,
        NodeValue::Document
            | NodeValue::Text(_)
            | NodeValue::Code(_)
            | NodeValue::Math(_)
            | NodeValue::SoftBreak
            | NodeValue::LineBreak
            | NodeValue::Image(_)
            | NodeValue::HtmlInline(_)
            | NodeValue::FootnoteReference(_)
            | NodeValue::Strong
            | NodeValue::Emph
            | NodeValue::Strikethrough
            | NodeValue::Link(_)
    )
}

/// Says whether a tag is `<br>`, however it is written.
fn is_line_break(html: &str) -> bool {
    let inside = html.trim_start_matches('<').trim_end_matches('>').trim_end_matches(['/', ' ']);
    inside.eq_ignore_ascii_case("br")
}

/// Says whether code is of a kind that people read as text: the labels of a diagram.
fn holds_labels(info: &str) -> bool {
    info.trim_start_matches(['{', '.']).get(..7).is_some_and(|word| word.eq_ignore_ascii_case("mermaid"))
}

/// Says what a block is.
fn block(value: &NodeValue) -> BlockKind {
    match value {
        NodeValue::Heading(heading) => BlockKind::Heading(heading.level),
        NodeValue::Paragraph => BlockKind::Paragraph,
        NodeValue::List(list) => BlockKind::List { is_ordered: list.list_type == ListType::Ordered },
        NodeValue::Item(_) => BlockKind::Item { is_task: false },
        NodeValue::TaskItem(_) => BlockKind::Item { is_task: true },
        NodeValue::BlockQuote
        | NodeValue::MultilineBlockQuote(_)
        | NodeValue::Alert(_)
        | NodeValue::BlockDirective(_) => BlockKind::Quote,
        NodeValue::Table(_) => BlockKind::Table,
        NodeValue::TableRow(is_head) => BlockKind::Row { is_head: *is_head },
        NodeValue::TableCell => BlockKind::Cell,
        NodeValue::ThematicBreak => BlockKind::Rule,
        NodeValue::CodeBlock(code) => {
            let info = code.info.trim_start_matches(['{', '.']);
            let language = info.split([' ', '\t', ',', '{', '}']).next().unwrap_or("").to_ascii_lowercase();
            BlockKind::Code { language }
        }
        NodeValue::HtmlBlock(_) => BlockKind::Html,
        _ => BlockKind::Other,
    }
}
