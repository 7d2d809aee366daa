//! The HTML of a body: a walk over comrak's tree, written as comrak itself writes it but for what it
//! cannot know.
//!
//! In: the tree and its facts. Out: [`Body`]: HTML with holes. Never: resolves a link, reads a
//! fact that was not gathered before.
//!
//! A hole is a place in the HTML, noted when the writer is there. Where the HTML is written once more
//! before it is a body, because parts of it go through the sanitiser or ids and headings in it change, a
//! hole is written as U+0001, a letter, a number and U+0002, and cut out at the end; the input was
//! cleaned of both characters. Where the author wrote HTML of their own, the blocks from where it
//! begins to where all of it is closed go through the sanitiser, because only a whole tree can be made
//! well-formed again. What must not be touched by it goes past it as a numbered chunk; attributes of
//! ours carry a mark of trust.

mod blocks;
mod inlines;
mod markers;
mod notes;
mod tables;

use super::facts::{Facts, PlaceOfName};
use super::nested_links::without_nested_links;
use super::outline::is_block;
use super::sanitise::sanitise;
use super::{Arrangement, Markdown, MarkdownOptions, ids};
use crate::model::document::{Body, Hole, HoleKind};
use crate::model::markup::push_escaped;
use crate::parse::outline::Landmark;
use comrak::nodes::{Node, NodeValue};
use markers::{cut_holes, expand};
use notes::Notes;

struct Writer<'a> {
    html: String,
    holes: Vec<Hole>,
    /// Whether the HTML is written once more, so that holes stand in it as markers.
    is_rewritten: bool,
    facts: &'a Facts,
    /// The names that may become links and that are still to come, in order.
    names: &'a [PlaceOfName],
    /// The blocks that are named, in order.
    landmarks: &'a [Landmark],
    /// The landmark whose text the writer is in.
    open_landmark: Option<&'a Landmark>,
    passed: Passed,
    /// Whether what is written now will pass through the sanitiser.
    sanitised: bool,
    open_links: u32,
    /// How many links are open that the author wrote as HTML.
    open_raw_links: i32,
    /// Whether headings will be lowered by a level.
    is_lowered: bool,
    notes: Notes,
    chunks: Vec<String>,
}

/// How many of each the writer has come past, so that it and the facts speak of one by its number.
#[derive(Default)]
struct Passed {
    /// Counted where there are landmarks.
    blocks: u32,
    texts: u32,
    links: u32,
    sections: usize,
    /// Pieces of HTML of the author.
    raw: usize,
}

/// Writes the body of a document.
pub(super) fn body(
    root: Node<'_>,
    facts: &Facts,
    arrangement: &Arrangement,
    has_title: bool,
    options: MarkdownOptions,
) -> Body {
    let is_lowered = has_title && is_lowered(&facts.markdown);
    let is_rewritten =
        is_lowered || facts.has_chosen_ids || !facts.raw.is_empty() || !facts.to_sanitise.is_empty();
    let mut writer = Writer {
        // Tags and permalinks make it half as long again as its text, in tables longer.
        html: String::with_capacity(2 * facts.markdown.outline.text_length() as usize),
        holes: Vec::new(),
        is_rewritten,
        facts,
        names: &facts.names,
        landmarks: &arrangement.landmarks,
        open_landmark: None,
        passed: Passed::default(),
        sanitised: false,
        open_links: 0,
        open_raw_links: 0,
        is_lowered,
        notes: Notes::default(),
        chunks: Vec::new(),
    };
    writer.document(root, &arrangement.left_out);
    let Writer { mut html, holes, chunks, .. } = writer;
    if !is_rewritten {
        return Body { html, holes };
    }
    if !facts.to_sanitise.is_empty() {
        html = cleaned(&html, facts);
    }
    if !chunks.is_empty() {
        let html_of_chunks = html.replace(BLOCK_CHUNK.0, "\u{1}c").replace(BLOCK_CHUNK.1, "\u{2}");
        html = expand(&html_of_chunks, 'c', |number| chunks.get(number).map(String::as_str));
    }
    if facts.has_chosen_ids && !options.unsafe_html {
        let title = facts.markdown.title_section.and_then(|number| facts.markdown.sections.get(number));
        html = ids::unique(&html, title.map(|section| section.anchor.as_str()));
    }
    if is_lowered {
        html = lowered(&html);
    }
    cut_holes(&html)
}

/// Parts what the sanitiser has to see from what it need not. With the end of its line, so that a block that
/// follows begins one as it would without it.
const TURN: &str = "\u{1}s0\u{2}\n";

/// Cleans the parts of a body that hold HTML of the author: each second one.
fn cleaned(html: &str, facts: &Facts) -> String {
    let mut cleaned = String::with_capacity(html.len());
    for (number, part) in html.split(TURN).enumerate() {
        if number % 2 == 0 {
            cleaned.push_str(part);
            continue;
        }
        let trusted = part.replace("=\"", "=\"\u{1}");
        let whole = expand(&trusted, 'r', |number| facts.raw.get(number).map(|piece| piece.html.as_str()));
        cleaned.push_str(&without_nested_links(sanitise(&whole)));
    }
    cleaned
}

/// Says whether the parts of a document are headings of level 1, beside that of its title.
fn is_lowered(markdown: &Markdown) -> bool {
    let mut headings = markdown.sections.iter().enumerate();
    headings.any(|(number, section)| section.level == 1 && markdown.title_section != Some(number))
}

/// Lowers all headings by a level: a page has one title. The text has no `<` that begins no tag.
fn lowered(html: &str) -> String {
    let mut lowered = String::with_capacity(html.len());
    let mut copied = 0;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let name = at + 1 + usize::from(html.as_bytes().get(at + 1) == Some(&b'/'));
        if let Some([b'h' | b'H', level @ b'1'..=b'5', b' ' | b'>']) = html.as_bytes().get(name..name + 3) {
            lowered.push_str(&html[copied..=name]);
            lowered.push(char::from(level + 1));
            copied = name + 2;
        }
    }
    lowered.push_str(&html[copied..]);
    lowered
}

/// Stands around the number of a chunk that is a block, so that the sanitiser ends a paragraph before
/// it as a browser would. No document can write it: U+0001 and U+0002 are taken out of all text.
const BLOCK_CHUNK: (&str, &str) = ("<figure>\u{1}c", "\u{2}\u{2}</figure>");

impl<'a> Writer<'a> {
    /// Writes all but the children of the document, in ascending order, that are left out.
    fn document(&mut self, root: Node<'_>, left_out: &[u32]) {
        for (number, child) in (0..).zip(root.children()) {
            self.turn(number);
            if left_out.binary_search(&number).is_ok() {
                self.leave_out_marks(child, None);
                self.pass_all(child);
            } else {
                self.node(child);
            }
        }
        self.end_notes();
    }

    /// Begins or ends what the sanitiser has to see where a child of the document begins.
    fn turn(&mut self, child: u32) {
        let ranges = &self.facts.to_sanitise;
        let after = ranges.partition_point(|range| range.start <= child);
        let is_sanitised = after.checked_sub(1).is_some_and(|last| child < ranges[last].end);
        if is_sanitised != self.sanitised {
            self.sanitised = is_sanitised;
            self.begin_line();
            self.push(TURN);
        }
    }

    /// Writes a node and all in it. Nodes are nested no deeper than the walk before allowed.
    fn node(&mut self, node: Node<'_>) {
        let data = node.data();
        match &data.value {
            NodeValue::Text(text) => self.text(text),
            value if is_block(value) => self.block(node, value),
            value => self.inline(node, value),
        }
    }

    fn children(&mut self, node: Node<'_>) {
        for child in node.children() {
            self.node(child);
        }
    }

    #[inline]
    fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn push_all<const N: usize>(&mut self, pieces: [&str; N]) {
        for piece in pieces {
            self.push(piece);
        }
    }

    fn push_escaped(&mut self, text: &str) {
        push_escaped(&mut self.html, text);
    }

    /// Goes to the beginning of a line, unless the writer is at one.
    #[inline]
    fn begin_line(&mut self) {
        let is_behind_hole = self.holes.last().is_some_and(|hole| hole.at as usize == self.html.len());
        if !matches!(self.html.as_bytes().last(), None | Some(b'\n')) || is_behind_hole {
            self.html.push('\n');
        }
    }

    fn hole(&mut self, kind: HoleKind) {
        if self.is_rewritten {
            markers::push(&mut self.html, kind);
        } else {
            self.holes.push(Hole { at: self.html.len() as u32, kind });
        }
    }

    /// Writes HTML of ours that the sanitiser must not see.
    fn chunk(&mut self, html: &str) {
        if self.sanitised {
            markers::push_numbered(&mut self.html, 'c', self.chunks.len());
            self.chunks.push(html.to_owned());
        } else {
            self.push(html);
        }
    }

    /// Writes a block of ours that the sanitiser must not see.
    fn block_chunk(&mut self, html: String) {
        if self.sanitised {
            let number = self.chunks.len().to_string();
            self.push_all([BLOCK_CHUNK.0, &number, BLOCK_CHUNK.1]);
            self.chunks.push(html);
        } else {
            self.push(&html);
        }
    }

    /// Passes a piece of the author's HTML and returns its number.
    fn pass_raw(&mut self) -> usize {
        let number = self.passed.raw;
        self.passed.raw += 1;
        if let Some(piece) = self.facts.raw.get(number) {
            self.passed.links += piece.links;
            self.passed.sections += piece.headings;
            self.open_raw_links = (self.open_raw_links + piece.opened_links).max(0);
        }
        number
    }

    /// Passes a node that is not written, and all in it.
    fn pass_all(&mut self, node: Node<'_>) {
        match node.data().value {
            NodeValue::Text(_) => self.passed.texts += 1,
            // What is in an image is a text there, and counts for nothing.
            NodeValue::Image(_) => {
                self.passed.links += 1;
                return;
            }
            NodeValue::Link(_) => self.passed.links += 1,
            NodeValue::Heading(_) => self.passed.sections += 1,
            NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => {
                self.pass_raw();
            }
            _ => {}
        }
        self.passed.blocks += u32::from(is_block(&node.data().value));
        node.children().for_each(|child| self.pass_all(child));
    }

    /// Passes a block that is written, and returns the landmark that it is.
    fn pass_block(&mut self) -> Option<&'a Landmark> {
        if self.landmarks.is_empty() {
            return None;
        }
        let number = self.passed.blocks;
        self.passed.blocks += 1;
        if let Some(landmark) = self.landmarks.iter().find(|landmark| landmark.text.0 == number) {
            self.open_landmark = Some(landmark);
        }
        let place = self.landmarks.binary_search_by_key(&number, |landmark| landmark.block.0);
        place.ok().map(|place| &self.landmarks[place])
    }
}

#[cfg(test)]
mod tests;
