//! The walk over the lines.
//!
//! In: Markdown. Out: the same with uniform admonitions. It follows what may contain an admonition (quotes, list items,
//! admonitions) and what must not be looked into (fences, HTML comments), as far as CommonMark's rules decide about
//! lines; inline markup is none of its business. Never: more than a fixed depth of containers.

use super::header;
use super::line::{Cursor, contains_ignoring_case, is_break, is_only, is_text, item_width, run};
use super::{Admonition, Fold, Rewritten};
use crate::source::origins::{Line, Rewriter, lines};

/// How deep admonitions may nest; comrak is slow on thousands.
const DEEPEST: usize = 50;
/// How deep containers of all kinds are followed.
const MOST_CONTAINERS: usize = 120;

pub(super) fn rewrite(text: &str) -> Rewritten<'_> {
    let last_slashes =
        lines(text, 0).filter(|line| is_only(line.text, b'/')).last().map_or(0, |line| line.start);
    let mut walk = Walk {
        text,
        last_slashes,
        containers: Vec::new(),
        blocks: Vec::new(),
        verbatim: None,
        in_paragraph: false,
        in_empty_item: false,
        options_of: None,
        pieces: Vec::new(),
        too_deep: None,
    };
    for line in lines(text, 0) {
        walk.line(line);
    }
    let too_deep = walk.too_deep;
    let (text, origins) = walk.finish();
    Rewritten { text, origins, too_deep }
}

/// Something that lines can be in.
#[derive(Clone, Copy)]
enum Container {
    Quote,
    /// A list item whose content is indented by so many columns.
    Item(usize),
    /// An admonition whose content is indented by four columns more than its first line.
    Indented {
        block: usize,
        offset: usize,
    },
    /// A directive between lines of colons, ours or not.
    Fenced {
        block: usize,
        mark: u8,
        count: usize,
        /// How far its first line is indented; so much is no indentation of what is in it.
        offset: usize,
    },
}

/// A directive or admonition.
struct Block {
    /// Nothing for a directive of somebody else.
    admonition: Option<Admonition>,
    parent: Option<usize>,
    /// How many colons it must have at least.
    colons: usize,
}

/// Lines that are not looked into.
struct Verbatim {
    end: End,
    /// How many containers they are in.
    depth: usize,
}

enum End {
    Fence { mark: u8, count: usize },
    Html(&'static str),
}

/// A piece of the new text.
enum Piece {
    Keep(u32, u32),
    Insert(String, u32, u32),
    /// The first line of a block, for these bytes.
    Open(usize, u32, u32),
    /// The colons of the last line of a block, for these bytes.
    Close(usize, u32, u32),
}

struct Walk<'text> {
    text: &'text str,
    /// Where the last line of slashes is: slashes that nothing closes open nothing.
    last_slashes: u32,
    containers: Vec<Container>,
    blocks: Vec<Block>,
    verbatim: Option<Verbatim>,
    /// Whether the last line was text of a paragraph, which the next can go on with.
    in_paragraph: bool,
    /// Whether the last line began a list item and nothing else: a blank line ends that.
    in_empty_item: bool,
    /// The block whose option lines may follow.
    options_of: Option<usize>,
    pieces: Vec<Piece>,
    too_deep: Option<(u32, u32)>,
}

/// How far the containers go on in a line.
struct Matched<'text> {
    count: usize,
    cursor: Cursor<'text>,
    /// Byte ranges of the line that are indentation of an admonition and go, with the spaces to put in for a tab that
    /// was cut.
    dropped: Vec<(usize, usize, usize)>,
    /// The containers that this line could close, by their index.
    closable: Vec<usize>,
}

impl<'text> Walk<'text> {
    fn line(&mut self, line: Line<'text>) {
        let matched = self.matched(line.text);
        if self.is_lazy(&matched) {
            if is_only(matched.cursor.content(), b':') {
                self.keep_escaped(&line, &matched.dropped, line.start + matched.cursor.content_at() as u32);
            } else {
                self.keep(&line, &matched.dropped, line.next);
            }
            return;
        }
        self.leave(matched.count, line.start);
        let was_in_paragraph =
            std::mem::take(&mut self.in_paragraph) && matched.count == self.containers.len();
        let was_in_empty_item = std::mem::take(&mut self.in_empty_item);
        if matched.cursor.is_blank() {
            if was_in_empty_item {
                self.containers.pop();
            }
            self.options_of = None;
            self.keep(&line, &matched.dropped, line.next);
            return;
        }
        if let Some(verbatim) = &self.verbatim {
            if verbatim.ends_with(&matched.cursor) {
                self.verbatim = None;
            }
            self.outgrow(line.text);
            self.keep(&line, &matched.dropped, line.next);
            return;
        }
        if let Some(index) = self.closed_by(&matched) {
            let start = line.start + matched.cursor.content_at() as u32;
            let closed = self.containers[index];
            self.containers.truncate(index);
            self.options_of = None;
            self.keep(&line, &matched.dropped, start);
            if let Container::Fenced { block, .. } = closed {
                self.pieces.push(Piece::Close(block, start, line.end));
            }
            self.pieces.push(Piece::Keep(line.end, line.next));
            return;
        }
        if self.take_option(&matched.cursor) {
            return;
        }
        self.in_paragraph = was_in_paragraph;
        self.open(line, matched);
    }

    /// Says whether a line goes on with a paragraph in a quote or an item without repeating their marks. What is
    /// indented under `!!!` ends with its indentation instead, as it does for MkDocs.
    fn is_lazy(&self, matched: &Matched<'_>) -> bool {
        let unmatched = self.containers.get(matched.count..).unwrap_or_default();
        let ends_for_certain = unmatched.is_empty()
            || unmatched.iter().any(|container| matches!(container, Container::Indented { .. }));
        !ends_for_certain
            && self.in_paragraph
            && is_text(&matched.cursor)
            && self.closed_by(matched).is_none()
    }

    /// Goes through the containers as far as this line is in them.
    fn matched(&self, line: &'text str) -> Matched<'text> {
        let mut matched =
            Matched { count: 0, cursor: Cursor::new(line), dropped: Vec::new(), closable: Vec::new() };
        let cursor = &mut matched.cursor;
        for (index, container) in self.containers.iter().enumerate() {
            let is_blank = cursor.is_blank();
            match *container {
                Container::Quote => {
                    if cursor.indent() > 3 || !cursor.quote() {
                        return matched;
                    }
                }
                Container::Item(width) => {
                    if !is_blank {
                        if cursor.indent() < width {
                            return matched;
                        }
                        cursor.columns(width);
                    }
                }
                Container::Indented { offset, .. } => {
                    if !is_blank {
                        if cursor.indent() < offset + 4 {
                            return matched;
                        }
                        cursor.columns(offset);
                        let start = cursor.at;
                        cursor.columns(4);
                        matched.dropped.push((start, cursor.at, cursor.left_of_tab));
                    }
                }
                Container::Fenced { mark, offset, .. } => {
                    let indent = cursor.indent();
                    if indent <= 3 && is_only(cursor.content(), mark) {
                        matched.closable.push(index);
                    }
                    cursor.columns(indent.min(offset));
                }
            }
            matched.count = index + 1;
        }
        matched
    }

    /// Leaves the containers that a line is not in any more.
    fn leave(&mut self, count: usize, at: u32) {
        if self.verbatim.as_ref().is_some_and(|verbatim| verbatim.depth > count) {
            self.verbatim = None;
        }
        if count == self.containers.len() {
            return;
        }
        self.options_of = None;
        self.in_paragraph = false;
        // What stands in a quote or an item that ends here ends with it.
        let ends_alone = self.containers[count..]
            .iter()
            .take_while(|container| !matches!(container, Container::Quote | Container::Item(_)))
            .count();
        for index in (count..count + ends_alone).rev() {
            if let Container::Indented { block, offset } = self.containers[index] {
                let mut prefix = String::new();
                for outer in &self.containers[..index] {
                    match *outer {
                        Container::Quote => prefix.push_str("> "),
                        Container::Item(width) => prefix.push_str(&" ".repeat(width)),
                        Container::Indented { offset, .. } => prefix.push_str(&" ".repeat(offset)),
                        Container::Fenced { .. } => {}
                    }
                }
                prefix.push_str(&" ".repeat(offset));
                self.pieces.push(Piece::Insert(prefix, at, at));
                self.pieces.push(Piece::Close(block, at, at));
                self.pieces.push(Piece::Insert("\n".to_owned(), at, at));
            }
        }
        self.containers.truncate(count);
    }

    /// Finds which of the containers a line of marks closes: one that has as many, else the innermost that has fewer.
    fn closed_by(&self, matched: &Matched<'_>) -> Option<usize> {
        let written = matched.cursor.content().trim_end().len();
        let count = |index: usize| match self.containers.get(index) {
            Some(Container::Fenced { count, .. }) => *count,
            _ => usize::MAX,
        };
        let innermost_first = || matched.closable.iter().rev().copied();
        innermost_first()
            .find(|&index| count(index) == written)
            .or_else(|| innermost_first().find(|&index| count(index) < written))
    }

    /// Opens what a line opens, and keeps the rest of it.
    fn open(&mut self, line: Line<'text>, matched: Matched<'text>) {
        let Matched { mut cursor, dropped, .. } = matched;
        loop {
            let indent = cursor.indent();
            let content = cursor.content();
            let at = line.start + cursor.content_at() as u32;
            if indent > 3 || content.is_empty() || self.containers.len() >= MOST_CONTAINERS {
                self.in_paragraph &= !content.is_empty();
                break;
            }
            let first = content.as_bytes()[0];
            let was_in_paragraph = std::mem::replace(&mut self.in_paragraph, false);
            match first {
                b'>' => {
                    cursor.quote();
                    self.containers.push(Container::Quote);
                    continue;
                }
                b'`' | b'~' => {
                    let count = run(content, first);
                    if count >= 3 && !(first == b'`' && content[count..].contains('`')) {
                        let end = End::Fence { mark: first, count };
                        self.verbatim = Some(Verbatim { end, depth: self.containers.len() });
                    }
                }
                b'<' => {
                    if let Some(end) = html_end(content) {
                        self.verbatim = Some(Verbatim { end: End::Html(end), depth: self.containers.len() });
                    }
                }
                b':' if run(content, b':') >= 3 => {
                    if self.open_fenced(&line, &dropped, (at, indent), content, b':') {
                        return;
                    }
                }
                b'/' if run(content, b'/') >= 3 && line.start < self.last_slashes => {
                    if self.open_fenced(&line, &dropped, (at, indent), content, b'/') {
                        return;
                    }
                }
                b'!' | b'?' if run(content, first) == 3 => {
                    if self.open_indented(&line, &dropped, at, content, indent) {
                        return;
                    }
                }
                _ => {
                    if let Some(width) = item_width(&cursor, was_in_paragraph) {
                        cursor.columns(width);
                        self.containers.push(Container::Item(width));
                        self.in_empty_item = cursor.is_blank();
                        continue;
                    }
                }
            }
            self.in_paragraph = self.verbatim.is_none() && first != b'#' && !is_break(content);
            break;
        }
        self.keep(&line, &dropped, line.next);
    }

    /// Opens a directive; says whether it wrote the line.
    fn open_fenced(
        &mut self,
        line: &Line<'text>,
        dropped: &[(usize, usize, usize)],
        (at, offset): (u32, usize),
        content: &str,
        mark: u8,
    ) -> bool {
        let count = run(content, mark);
        let rest = &content[count..];
        let admonition = match mark {
            b'/' => header::of_slashes(rest),
            _ => header::of_colons(rest),
        };
        // comrak takes no line with further colons for a directive.
        let is_directive = admonition.is_some() || (mark == b':' && !rest.contains(':'));
        if !is_directive {
            return false;
        }
        // Colons alone would open a directive without a name that swallows the rest.
        let is_stray = admonition.is_none() && rest.trim().is_empty();
        if is_stray || self.depth() >= DEEPEST {
            if !is_stray {
                self.too_deep.get_or_insert((at, line.end));
            }
            if mark == b'/' {
                return false;
            }
            self.in_paragraph = true;
            self.keep_escaped(line, dropped, at);
            return true;
        }
        let is_ours = admonition.is_some();
        let colons = if mark == b':' { count } else { 3 };
        let block = self.add_block(admonition, colons);
        self.containers.push(Container::Fenced { block, mark, count, offset });
        self.keep(line, dropped, at);
        let end = if is_ours { line.end } else { at + count as u32 };
        self.pieces.push(Piece::Open(block, at, end));
        self.pieces.push(Piece::Keep(end, line.next));
        self.options_of = (mark == b'/').then_some(block);
        true
    }

    /// Opens `!!!` or `???`; says whether it did. One without a title must have content, else it is an exclamation.
    fn open_indented(
        &mut self,
        line: &Line<'text>,
        dropped: &[(usize, usize, usize)],
        at: u32,
        content: &str,
        offset: usize,
    ) -> bool {
        let (fold, rest) = match (content.as_bytes()[0], content[3..].strip_prefix('+')) {
            (b'!', _) => (Fold::None, &content[3..]),
            (_, Some(rest)) => (Fold::Open, rest),
            (_, None) => (Fold::Closed, &content[3..]),
        };
        let Some(admonition) = header::of_marks(rest, fold) else { return false };
        if !rest.contains('"') && !self.is_followed_by_content(line.next, offset) {
            return false;
        }
        if self.depth() >= DEEPEST {
            self.too_deep.get_or_insert((at, line.end));
            return false;
        }
        let block = self.add_block(Some(admonition), 3);
        self.containers.push(Container::Indented { block, offset });
        self.keep(line, dropped, at);
        self.pieces.push(Piece::Open(block, at, line.end));
        self.pieces.push(Piece::Keep(line.end, line.next));
        true
    }

    fn is_followed_by_content(&self, from: u32, offset: usize) -> bool {
        let next = lines(self.text, from).find(|line| !line.text.trim_matches([' ', '\t', '>']).is_empty());
        next.is_some_and(|line| {
            let matched = self.matched(line.text);
            matched.count == self.containers.len() && matched.cursor.indent() >= offset + 4
        })
    }

    fn take_option(&mut self, cursor: &Cursor<'_>) -> bool {
        let Some(index) = self.options_of else { return false };
        let admonition = self.blocks.get_mut(index).and_then(|block| block.admonition.as_mut());
        let is_option = cursor.indent() >= 4
            && admonition.is_some_and(|admonition| header::follow_option(cursor.content(), admonition));
        if !is_option {
            self.options_of = None;
        }
        is_option
    }

    fn depth(&self) -> usize {
        self.containers.iter().filter(|container| container.block().is_some()).count()
    }

    fn add_block(&mut self, admonition: Option<Admonition>, colons: usize) -> usize {
        let parent = self.containers.iter().rev().find_map(Container::block);
        self.blocks.push(Block { admonition, parent, colons });
        self.blocks.len() - 1
    }

    /// Gives all blocks around a line of colons in a code block more than that: comrak closes a directive even there.
    fn outgrow(&mut self, line: &str) {
        let content = line.trim_start_matches([' ', '\t', '>']);
        if is_only(content, b':') {
            let colons = run(content, b':') + 1;
            for container in &self.containers {
                if let Some(block) = container.block().and_then(|block| self.blocks.get_mut(block)) {
                    block.colons = block.colons.max(colons);
                }
            }
        }
    }

    /// Keeps a line up to `end`, without what was dropped of it.
    fn keep(&mut self, line: &Line<'_>, dropped: &[(usize, usize, usize)], end: u32) {
        let mut from = line.start;
        for &(start, stop, spaces) in dropped {
            let (start, stop) = (line.start + start as u32, line.start + stop as u32);
            self.pieces.push(Piece::Keep(from, start));
            if spaces > 0 {
                self.pieces.push(Piece::Insert(" ".repeat(spaces), start, stop));
            }
            from = stop;
        }
        self.pieces.push(Piece::Keep(from, end.max(from)));
    }

    /// Keeps a line of colons as text.
    fn keep_escaped(&mut self, line: &Line<'_>, dropped: &[(usize, usize, usize)], at: u32) {
        self.keep(line, dropped, at);
        self.pieces.push(Piece::Insert("\\".to_owned(), at, at));
        self.pieces.push(Piece::Keep(at, line.next));
    }

    /// Counts the colons and writes the text.
    fn finish(mut self) -> (std::borrow::Cow<'text, str>, crate::source::Origins) {
        // Inner blocks come later, so that each is done before the one around it.
        for index in (0..self.blocks.len()).rev() {
            let colons = self.blocks[index].colons + 1;
            if let Some(parent) = self.blocks[index].parent.and_then(|parent| self.blocks.get_mut(parent)) {
                parent.colons = parent.colons.max(colons);
            }
        }
        let mut rewriter = Rewriter::new(self.text);
        for piece in &self.pieces {
            match *piece {
                Piece::Keep(start, end) => rewriter.keep(start, end),
                Piece::Insert(ref text, start, end) => rewriter.insert(text, start, end),
                Piece::Open(block, start, end) => {
                    let block = &self.blocks[block];
                    let colons = ":".repeat(block.colons);
                    match &block.admonition {
                        Some(admonition) => {
                            rewriter.insert(&format!("{colons}{}", admonition.info()), start, end);
                        }
                        None => write_or_keep(&mut rewriter, self.text, &colons, start, end),
                    }
                }
                Piece::Close(block, start, end) => {
                    let colons = ":".repeat(self.blocks[block].colons);
                    write_or_keep(&mut rewriter, self.text, &colons, start, end);
                }
            }
        }
        rewriter.finish()
    }
}

fn write_or_keep(rewriter: &mut Rewriter<'_>, text: &str, colons: &str, start: u32, end: u32) {
    match text.get(start as usize..end as usize) {
        Some(written) if written.trim_end() == colons => rewriter.keep(start, end),
        _ => rewriter.insert(colons, start, end),
    }
}

impl Container {
    fn block(&self) -> Option<usize> {
        match *self {
            Self::Indented { block, .. } | Self::Fenced { block, .. } => Some(block),
            Self::Quote | Self::Item(_) => None,
        }
    }
}

impl Verbatim {
    fn ends_with(&self, cursor: &Cursor<'_>) -> bool {
        match self.end {
            End::Fence { mark, count } => {
                cursor.indent() <= 3
                    && is_only(cursor.content(), mark)
                    && run(cursor.content(), mark) >= count
            }
            End::Html(end) => contains_ignoring_case(cursor.content(), end),
        }
    }
}

/// Returns what ends an HTML block that may hold anything, if the line does not end it itself.
fn html_end(content: &str) -> Option<&'static str> {
    const BLOCKS: [(&str, &str); 4] =
        [("<!--", "-->"), ("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>")];
    let (_, end) = BLOCKS.into_iter().find(|(start, _)| {
        content.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })?;
    (!contains_ignoring_case(content, end)).then_some(end)
}
