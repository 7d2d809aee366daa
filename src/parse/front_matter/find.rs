//! Where the front matter is, and whether it is any.
//!
//! In: the text of a document. Out: the block that is front matter, if there is one. Never: parses it.
//!
//! `---` is a thematic break as well, and documents begin with one or have one under their first heading. What decides
//! is the content:
//!
//! - The block begins with a key (`key:`, or for TOML `key =` or `[table]`), comments and blank lines aside.
//! - No line of prose follows a blank line in it, and no heading stands between blank lines before its first key.
//! - At the top of the file that is enough, as it is for GitHub; there a few lines may be out of shape, so that what is
//!   almost front matter gets a finding instead of a place in the text.
//! - Under a heading or a comment every line must have the shape of data, the first directly under the `---`, and the
//!   keys must convince: two of them, or one that documents are known to have, such as `title` or `status`.
//! - A comment must have a known key, and a fence must name no language and have two keys.

use super::by_line::{key_of, key_value};
use super::{Format, normalised};
use crate::source::origins::{Line, lines};
use std::ops::Range;

/// A block of front matter in a text.
pub(super) struct Block {
    /// The block with its delimiters and the end of the last line.
    pub(super) outer: Range<usize>,
    /// Where the opening delimiter ends.
    pub(super) opener_end: usize,
    /// What is between the delimiters.
    pub(super) inner: Range<usize>,
    pub(super) format: Format,
    pub(super) closed: bool,
}

/// Where a block stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Top,
    AfterHeading,
}

pub(super) fn find(text: &str) -> Option<Block> {
    let first = next_text(text, 0)?;
    if let Some(block) = delimited(text, &first, Place::Top) {
        return Some(block);
    }
    if first.text.trim_start().starts_with("<!--") {
        if let Some(block) = comment(text, &first) {
            return Some(block);
        }
    } else if let Some(block) = fence(text, &first) {
        return Some(block);
    }
    let line = after_prelude(text, first)?;
    delimited(text, &line, Place::AfterHeading)
}

fn next_text(text: &str, from: u32) -> Option<Line<'_>> {
    lines(text, from).find(|line| !is_blank(line.text))
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Passes over comments and the first heading; returns the first line of text after them, if there were any.
fn after_prelude<'text>(text: &'text str, first: Line<'text>) -> Option<Line<'text>> {
    let mut line = first;
    let mut heading = false;
    loop {
        let trimmed = line.text.trim_start();
        let next = if trimmed.starts_with("<!--") {
            let end =
                line.start as usize + memchr::memmem::find(&text.as_bytes()[line.start as usize..], b"-->")?;
            lines(text, end as u32).next()?.next
        } else if !heading && (is_atx_heading(line.text) || trimmed.starts_with("<h1")) {
            heading = true;
            line.next
        } else if !heading
            && let Some(underline) = lines(text, line.next).next()
            && is_setext_underline(underline.text)
        {
            heading = true;
            underline.next
        } else {
            return (line.start != first.start).then_some(line);
        };
        line = next_text(text, next)?;
    }
}

fn is_atx_heading(line: &str) -> bool {
    let marks = line.trim_start().bytes().take_while(|&byte| byte == b'#').count();
    (1..=6).contains(&marks) && line.trim_start()[marks..].starts_with([' ', '\t'])
}

fn is_setext_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && line.bytes().all(|byte| byte == b'=')
}

fn delimited(text: &str, opener: &Line<'_>, place: Place) -> Option<Block> {
    let (format, closers): (_, &[&str]) = match opener.text.trim_end() {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        _ => return None,
    };
    let block = |inner: Range<u32>, end: u32, closed| Block {
        outer: opener.start as usize..end as usize,
        opener_end: opener.start as usize + 3,
        inner: inner.start as usize..inner.end as usize,
        format,
        closed,
    };
    let closer = lines(text, opener.next).find(|line| closers.contains(&line.text.trim_end()));
    if let Some(closer) = closer {
        let inner = opener.next..closer.start;
        let shape = Shape::of(&text[inner.start as usize..inner.end as usize], format);
        let accepted = match place {
            Place::Top => shape.holds_nothing || shape.is_data(),
            Place::AfterHeading => {
                shape.is_nothing_but_data() && shape.key_on_first_line && shape.convinces()
            }
        };
        if accepted {
            return Some(block(inner, closer.next, true));
        }
    }
    // Nothing closes it, or only a rule far below: then it is what stands directly under the delimiter, and only at the
    // very top, where nobody puts a rule.
    if place == Place::AfterHeading || opener.start != 0 {
        return None;
    }
    let end = lines(text, opener.next)
        .take_while(|line| !is_blank(line.text) && !is_atx_heading(line.text))
        .last()
        .map_or(opener.next, |line| line.next);
    let shape = Shape::of(&text[opener.next as usize..end as usize], format);
    (shape.is_nothing_but_data() && shape.convinces()).then(|| block(opener.next..end, end, false))
}

fn comment(text: &str, first: &Line<'_>) -> Option<Block> {
    let opener = first.start as usize + first.text.len() - first.text.trim_start().len();
    let start = opener + "<!--".len();
    let end = start + memchr::memmem::find(text.as_bytes().get(start..)?, b"-->")?;
    let shape = Shape::of(&text[start..end], Format::Comment);
    if !shape.is_nothing_but_data() || !shape.known_key {
        return None;
    }
    let close = end + "-->".len();
    // A comment with text behind it on its line ends where it ends.
    let outer_end = match lines(text, close as u32).next() {
        Some(rest) if is_blank(rest.text) => rest.next as usize,
        _ => close,
    };
    Some(Block {
        outer: first.start as usize..outer_end,
        opener_end: start,
        inner: start..end,
        format: Format::Comment,
        closed: true,
    })
}

fn fence(text: &str, first: &Line<'_>) -> Option<Block> {
    let opener = first.text.trim();
    let mark = opener.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    if opener.len() < 3 || !opener.chars().all(|character| character == mark) {
        return None;
    }
    let closer = lines(text, first.next).find(|line| {
        let line = line.text.trim();
        line.len() >= opener.len() && line.chars().all(|character| character == mark)
    })?;
    let inner = first.next as usize..closer.start as usize;
    let shape = Shape::of(&text[inner.clone()], Format::Fence);
    (shape.is_nothing_but_data() && shape.keys >= 2 && shape.key_on_first_line).then_some(Block {
        outer: first.start as usize..closer.next as usize,
        opener_end: first.end as usize,
        inner,
        format: Format::Fence,
        closed: true,
    })
}

/// What the lines of a block look like.
#[derive(Default)]
struct Shape {
    holds_nothing: bool,
    keys: usize,
    /// One of the keys is one that documents are known to have.
    known_key: bool,
    /// The first line that is no comment and not blank is a key.
    begins_with_key: bool,
    /// The very first line is a key.
    key_on_first_line: bool,
    /// Lines that are neither keys nor belong to one.
    strange: usize,
    /// A strange line follows a blank one, or a heading stands before the first key.
    prose: bool,
}

impl Shape {
    fn of(inner: &str, format: Format) -> Self {
        let mut shape = Self { holds_nothing: true, ..Self::default() };
        let mut after_blank = false;
        // A heading between the delimiter and a blank line can be a comment; more than that must convince then.
        let mut doubtful_heading = false;
        let mut base = None;
        let mut all = lines(inner, 0).enumerate().peekable();
        while let Some((index, line)) = all.next() {
            let text = line.text;
            if is_blank(text) {
                after_blank = true;
                continue;
            }
            let indent = text.len() - text.trim_start().len();
            let trimmed = text.trim();
            let is_indented = match format {
                // Fences and comments indent all of their lines.
                Format::Comment | Format::Fence => indent > *base.get_or_insert(indent),
                Format::Yaml | Format::Toml => indent > 0,
            };
            let before_blank = all.peek().is_none_or(|(_, next)| is_blank(next.text));
            if trimmed.starts_with('#') && format != Format::Fence {
                if shape.keys == 0 && before_blank && is_atx_heading(text) {
                    shape.prose |= after_blank;
                    doubtful_heading |= index == 0;
                }
                after_blank = false;
                continue;
            }
            let key = match format {
                Format::Toml => key_value(trimmed).map(|(key, _)| key),
                _ => key_of(trimmed).map(|(key, _)| key),
            };
            let is_part_of_value = shape.keys > 0
                && (is_indented || trimmed == "-" || trimmed.starts_with("- ") || closes_brackets(trimmed));
            let is_table = format == Format::Toml && trimmed.starts_with('[') && trimmed.ends_with(']');
            // Some comments hold a whole block with its delimiters.
            let is_delimiter = format == Format::Comment && trimmed == "---";
            if let Some(key) = key.filter(|_| !is_indented) {
                shape.begins_with_key |= shape.holds_nothing;
                shape.key_on_first_line |= index == 0;
                shape.known_key = shape.known_key || is_known(key);
                shape.keys += 1;
            } else if is_table {
                shape.begins_with_key |= shape.holds_nothing;
                shape.key_on_first_line |= index == 0;
                shape.keys += 1;
            } else if !is_part_of_value && !is_delimiter {
                shape.strange += 1;
                shape.prose |= after_blank;
            }
            shape.holds_nothing &= is_delimiter;
            after_blank = false;
        }
        shape.prose |= doubtful_heading && !(shape.convinces() && shape.strange == 0);
        // A comment alone is a heading under a rule.
        shape.holds_nothing &= !shape.prose && inner.trim().is_empty();
        shape
    }

    fn is_data(&self) -> bool {
        self.begins_with_key && !self.prose && self.strange <= self.keys
    }

    fn is_nothing_but_data(&self) -> bool {
        self.is_data() && self.strange == 0
    }

    fn convinces(&self) -> bool {
        self.keys >= 2 || self.known_key
    }
}

fn closes_brackets(line: &str) -> bool {
    line.trim_end_matches(',').bytes().all(|byte| matches!(byte, b']' | b'}'))
}

fn is_known(key: &str) -> bool {
    const KNOWN: [&str; 44] = [
        "aliases",
        "author",
        "authors",
        "category",
        "categories",
        "created",
        "creationdate",
        "customediturl",
        "date",
        "deciders",
        "decisionmakers",
        "description",
        "draft",
        "eip",
        "bip",
        "id",
        "kepnumber",
        "keyconcepts",
        "keywords",
        "lastmodified",
        "lastupdated",
        "layout",
        "maintainer",
        "navorder",
        "nextreview",
        "order",
        "owner",
        "owners",
        "parent",
        "permalink",
        "redirectfrom",
        "related",
        "reviewers",
        "sidebarlabel",
        "sidebarposition",
        "slug",
        "status",
        "summary",
        "tags",
        "title",
        "updated",
        "version",
        "weight",
        "lang",
    ];
    KNOWN.contains(&normalised(key).as_str())
}
