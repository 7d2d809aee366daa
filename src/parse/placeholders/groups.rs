//! Words in brackets that may be template text, and where to look for them.
//!
//! In: text, and what its characters belong to. Out: the innermost groups of brackets, and how sure
//! it is of each that nobody filled it in. Never: knows what stands beside them in their block.

use super::brackets::{self, Certainty};
use crate::parse::labels::FIRST_OF_WIDE_COLON;
use crate::parse::outline::{Inline, Marks, Outline};
use std::ops::Range;

/// Words in brackets.
pub(super) struct Group {
    pub(super) range: Range<usize>,
    pub(super) open: char,
    pub(super) certainty: Certainty,
}

/// What a character belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Link,
    Html,
    /// Code, a picture, a formula.
    Other,
}

/// What the characters of a text belong to.
#[derive(Clone, Copy)]
pub(super) struct Kinds<'a> {
    /// The text with its marks, if it can have some.
    marked_up: Option<Inline<'a>>,
    /// Whether all of it is HTML.
    is_html: bool,
}

impl<'a> Kinds<'a> {
    /// Of a text in which all is text.
    pub(super) const TEXT: Self = Self { marked_up: None, is_html: false };

    pub(super) fn of(text: Inline<'a>, is_html: bool) -> Self {
        Self { marked_up: Some(text), is_html }
    }

    /// Says whether the character at an offset is text, and not a part of code or a link.
    pub(super) fn is_text_at(self, offset: usize) -> bool {
        self.in_range(offset..offset + 1).next().is_none_or(|kind| kind == Kind::Text)
    }

    /// Returns where the tags and comments stand.
    pub(super) fn tags(self) -> impl Iterator<Item = Range<usize>> {
        self.marked_up.into_iter().flat_map(move |whole| {
            let tags =
                whole.stretches().filter(move |(_, marks, link)| self.kind(*marks, *link) == Kind::Html);
            tags.map(move |(part, ..)| part.range_in(whole))
        })
    }

    fn in_range(self, range: Range<usize>) -> impl Iterator<Item = Kind> {
        let stretches =
            self.marked_up.into_iter().flat_map(move |text| text.slice(range.clone()).stretches());
        stretches.map(move |(_, marks, link)| self.kind(marks, link))
    }

    fn kind(self, marks: Marks, link: Option<u32>) -> Kind {
        match (marks.html || self.is_html, link) {
            (true, _) => Kind::Html,
            _ if marks.code || marks.picture || marks.struck => Kind::Other,
            (false, Some(_)) => Kind::Link,
            (false, None) => Kind::Text,
        }
    }
}

/// The signs in all text of a document without which there is no placeholder in it but as a whole: most
/// blocks have none, and one look for the next is enough for all up to there.
pub(super) struct Signs<'a> {
    brackets: Places<memchr::Memchr3<'a>>,
    colons: Places<memchr::Memchr2<'a>>,
}

impl<'a> Signs<'a> {
    pub(super) fn of(outline: &'a Outline) -> Self {
        let text = outline.text().as_bytes();
        Self {
            brackets: Places::of(memchr::memchr3_iter(b'[', b'{', b'<', text)),
            colons: Places::of(memchr::memchr2_iter(b':', FIRST_OF_WIDE_COLON, text)),
        }
    }

    /// Says whether there are brackets and colons in a part of the text that is behind those asked for before.
    pub(super) fn are_in(&mut self, part: Range<usize>) -> (bool, bool) {
        (self.brackets.are_in(&part), self.colons.are_in(&part))
    }
}

/// Places in ascending order, of which the next one is known: for most parts of a text one comparison is enough.
struct Places<I> {
    /// Behind any text where there is none.
    next: usize,
    further: I,
}

impl<I: Iterator<Item = usize>> Places<I> {
    fn of(mut places: I) -> Self {
        Self { next: places.next().unwrap_or(usize::MAX), further: places }
    }

    fn are_in(&mut self, part: &Range<usize>) -> bool {
        while self.next < part.start {
            self.next = self.further.next().unwrap_or(usize::MAX);
        }
        self.next < part.end
    }
}

/// Finds the innermost groups of brackets that may be template text.
pub(super) fn groups_of_text(text: &str, kinds: Kinds<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    let bytes = text.as_bytes();
    let mut opens = memchr::memchr3_iter(b'[', b'{', b'<', bytes).peekable();
    while let Some(start) = opens.next() {
        let (open, close) = match bytes[start] {
            b'[' => ('[', b']'),
            b'{' => ('{', b'}'),
            _ => ('<', b'>'),
        };
        // Of one group in another the inner one counts.
        let limit = opens.peek().copied().unwrap_or(bytes.len());
        let Some(length) = memchr::memchr(close, &bytes[start..limit]) else { continue };
        let end = start + length;
        if open != '<' && !(kinds.is_text_at(start) && kinds.is_text_at(end)) {
            continue;
        }
        let range = start..end + 1;
        let (range, certainty) = match in_two_braces(text, &range) {
            Some(both) => (both, Certainty::Likely),
            None => (range.clone(), certainty(text, &range, open)),
        };
        // Who writes code between brackets speaks of something that is there.
        let has_code = || kinds.in_range(range.clone()).any(|kind| kind == Kind::Other);
        if certainty > Certainty::Never && !has_code() {
            groups.push(Group { range, open, certainty });
        }
    }
    groups
}

/// Returns where a name stands between two braces on either side, `{{title}}`: not the `${{ … }}` of a workflow, nor
/// a variable of a site (`{{ site.title }}`).
fn in_two_braces(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let before = text[..range.start].strip_suffix('{')?;
    text[range.end..].starts_with('}').then_some(())?;
    let inside = text[range.start..range.end].strip_prefix('{')?.strip_suffix('}')?;
    let is_name =
        inside.len() >= 3 && inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let is_alone = !before.ends_with(|c: char| c.is_alphanumeric() || "$%#{/\\".contains(c));
    (is_name && is_alone).then(|| range.start - 1..range.end + 1)
}

fn certainty(text: &str, range: &Range<usize>, bracket: char) -> Certainty {
    let inside = &text[range.start + 1..range.end - 1];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let is_within_word = before.is_some_and(|c| c.is_alphanumeric() || "])}$\\_^/=&".contains(c));
    match bracket {
        '[' if is_within_word || after.is_some_and(|c| c.is_alphanumeric() || "([{".contains(c)) => {
            Certainty::Never
        }
        '[' => brackets::square(inside),
        // `within {X}ms`
        '{' if matches!(inside, "N" | "X" | "Y" | "Z") && before.is_none_or(char::is_whitespace) => {
            Certainty::Likely
        }
        '{' if is_within_word
            || before.is_some_and(|c| "{(".contains(c))
            || after.is_some_and(|c| c.is_alphanumeric() || "/}{_".contains(c)) =>
        {
            Certainty::Never
        }
        '{' => brackets::braces(inside),
        _ => brackets::angle(&text[range.clone()]),
    }
}
