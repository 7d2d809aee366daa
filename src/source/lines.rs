//! From byte offsets to lines and columns.
//!
//! In: decoded text and an offset. Out: a [`Position`]. Never: fails; an offset past the end is
//! the end, one inside a character is that character.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A place in a text as people count: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1. LF, CRLF and a lone CR each end a line, as in CommonMark.
    pub line: u32,
    /// The column, counted from 1 in characters (Unicode scalar values).
    pub column: u32,
}

/// The starts of the lines of one text, made once and asked often.
#[derive(Clone, Debug)]
pub struct LineIndex<'text> {
    text: &'text str,
    starts: Cow<'text, [u32]>,
    /// How long the end of a line is at most, in bytes.
    longest_end: u32,
}

/// Where the lines of a text stand, to be kept beside it. Cloning shares them.
#[derive(Clone, Debug)]
pub struct KnownLines {
    starts: Arc<[u32]>,
    longest_end: u32,
}

impl KnownLines {
    /// Finds the lines of `text`.
    pub fn of(text: &str) -> Self {
        let (starts, longest_end) = starts_and_longest_end(text);
        Self { starts: starts.into(), longest_end }
    }
}

impl<'text> LineIndex<'text> {
    /// Finds the lines of `text`.
    pub fn new(text: &'text str) -> Self {
        let (starts, longest_end) = starts_and_longest_end(text);
        Self { text, starts: Cow::Owned(starts), longest_end }
    }

    /// Takes the lines of `text` from where they were found before.
    pub fn known(text: &'text str, lines: &'text KnownLines) -> Self {
        Self { text, starts: Cow::Borrowed(&lines.starts), longest_end: lines.longest_end }
    }

    /// Takes the lines of another text, all of which end where those of this one do.
    pub fn of_same_lines<'other>(&'other self, text: &'other str) -> LineIndex<'other> {
        debug_assert_eq!(self.starts, starts_and_longest_end(text).0, "the lines stand elsewhere");
        LineIndex { text, starts: Cow::Borrowed(&self.starts), longest_end: self.longest_end }
    }

    /// Returns the same of the text that the index was made of.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Returns the text that the index was made of.
    pub fn text(&self) -> &'text str {
        self.text
    }

    /// Returns how many lines there are; an empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Returns the offset of the first byte of `line`, counted from 1; the end of the text past the last.
    pub fn start_of(&self, line: u32) -> u32 {
        let index = line.saturating_sub(1) as usize;
        self.starts.get(index).copied().unwrap_or(self.text.len() as u32)
    }

    /// Returns where `line`, counted from 1, stands without its end, or without one that is as long as any
    /// in the text: where that is enough, nobody need look at the text. Nothing for the last line.
    #[inline]
    pub fn inside(&self, line: u32) -> Option<Range<u32>> {
        let index = line.checked_sub(1)? as usize;
        let [start, next] = *self.starts.get(index..)?.first_chunk()?;
        Some(start..next.saturating_sub(self.longest_end))
    }

    /// Returns the text of `line`, counted from 1, without its end; empty past the last.
    pub fn line(&self, line: u32) -> &'text str {
        let start = self.start_of(line) as usize;
        &self.text[start..start + self.length(line) as usize]
    }

    /// Returns how long `line` is, counted from 1, in bytes without its end; 0 past the last.
    pub fn length(&self, line: u32) -> u32 {
        let (start, end) = (self.start_of(line), self.start_of(line.saturating_add(1)));
        let ending = match self.text.as_bytes()[start as usize..end as usize] {
            [.., b'\r', b'\n'] => 2,
            [.., b'\r' | b'\n'] => 1,
            _ => 0,
        };
        end - start - ending
    }

    /// Returns the line of the byte at `offset`.
    pub fn line_at(&self, offset: u32) -> u32 {
        let offset = offset.min(self.text.len() as u32);
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// Returns the line and column of the byte at `offset`.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_at(offset as u32);
        let start = self.starts[line as usize - 1] as usize;
        Position { line, column: self.text[start..offset].chars().count() as u32 + 1 }
    }
}

fn starts_and_longest_end(text: &str) -> (Vec<u32>, u32) {
    let bytes = text.as_bytes();
    // Lines of prose are about so long.
    let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
    starts.push(0);
    if memchr::memchr(b'\r', bytes).is_none() {
        for end in memchr::memchr_iter(b'\n', bytes) {
            starts.push(end as u32 + 1);
        }
        return (starts, 1);
    }
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let is_first_of_crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
        if !is_first_of_crlf {
            starts.push(at as u32 + 1);
        }
    }
    (starts, 2)
}

/// Makes one line of a text: all white space between words is one space, and there is none at the ends.
pub fn on_one_line(text: String) -> String {
    match as_one_line(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(line) => line,
    }
}

/// Returns a text as one line, with single spaces between its words.
pub fn as_one_line(text: &str) -> Cow<'_, str> {
    // Nearly all texts are like this already.
    let mut before = ' ';
    let is_one = text.chars().all(|c| {
        let is_of_word = c.is_ascii_graphic() || !c.is_ascii() && !c.is_whitespace();
        let is_fine = is_of_word || c == ' ' && before != ' ';
        before = c;
        is_fine
    }) && before != ' ';
    if is_one {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_line_has_single_spaces_between_words() {
        for text in ["", " ", "a", "a b", " a b", "a  b", "a\nb", "a\u{a0}b", "a\tb ", "Größe  x", "a\u{1c}b"]
        {
            let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(on_one_line(text.to_owned()), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_end_at_lf_crlf_and_a_lone_cr() {
        let index = LineIndex::new("one\ntwo\r\nthree\rfour");
        let lines: Vec<_> = (1..=5).map(|line| index.line(line)).collect();
        assert_eq!(lines, ["one", "two", "three", "four", ""]);
    }

    proptest! {
        #[test]
        fn lines_start_behind_each_end(text in "[a\nʊöJ]{0,40}|[a\n\r]{0,20}") {
            let expected: Vec<&str> = text.split("\r\n").flat_map(|part| part.split(['\n', '\r'])).collect();
            let index = LineIndex::new(&text);
            let lines: Vec<&str> = (1..=index.count() as u32).map(|line| index.line(line)).collect();
            prop_assert_eq!(lines, expected);
        }
    }

    #[test]
    fn what_is_inside_of_a_line_holds_nothing_of_its_end() {
        let index = LineIndex::new("one\ntwo\n\nfour");
        assert_eq!(
            (1..=5).map(|line| index.inside(line)).collect::<Vec<_>>(),
            [Some(0..3), Some(4..7), Some(8..8), None, None]
        );
        // It may be less, where some lines end with two bytes.
        assert_eq!(LineIndex::new("one\ntwo\r\n").inside(1), Some(0..2));
        assert_eq!(index.inside(0), None);
    }

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let index = LineIndex::new("Größe: x");
        assert_eq!(index.position(9), Position { line: 1, column: 8 });
        assert_eq!(index.position(3), Position { line: 1, column: 3 }, "inside the ö");
        assert_eq!(index.position(900), Position { line: 1, column: 9 }, "past the end");
    }
}
