//! Puts the pieces that an engine found together to spans that cover the code.
//!
//! In: the code, and the classes of parts of it in reading order. Out: spans that begin where the
//! one before ends, as few as show the same: no two neighbours are alike, and none begins or ends
//! with white space.
//! Never: changes the code, cuts a character in two.

use super::Class;
use std::ops::Range;

/// A part of the code and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The bytes of the code, on character boundaries.
    pub range: Range<usize>,
    /// What they are, or nothing for text in its ordinary colour.
    pub class: Option<Class>,
}

/// Collects pieces in reading order.
pub(super) struct Spans<'a> {
    code: &'a str,
    spans: Vec<Span>,
}

impl<'a> Spans<'a> {
    pub(super) fn over(code: &'a str) -> Self {
        Self { code, spans: Vec::with_capacity(code.len() / 8 + 1) }
    }

    /// Says what a part of the code is. A part that begins before the end of the last one loses
    /// its beginning: engines are trusted with colours, not with positions.
    pub(super) fn colour(&mut self, range: Range<usize>, class: Class) {
        if let Some(text) = self.code.as_bytes().get(range.clone())
            && let (Some(first), Some(last)) = (text.first(), text.last())
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
            && range.start >= self.end()
        {
            self.leave_plain_until(range.start);
            return self.push(range, class);
        }
        self.colour_trimmed(range, class);
    }

    fn colour_trimmed(&mut self, range: Range<usize>, class: Class) {
        let start = self.code.floor_char_boundary(range.start.max(self.end()));
        let end = self.code.floor_char_boundary(range.end.min(self.code.len())).max(start);
        let text = &self.code[start..end];
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let start = start + (text.len() - text.trim_start().len());
            self.leave_plain_until(start);
            self.push(start..start + trimmed.len(), class);
        }
    }

    /// Ends the list.
    pub(super) fn finish(mut self) -> Vec<Span> {
        self.leave_plain_until(self.code.len());
        self.spans
    }

    fn end(&self) -> usize {
        self.spans.last().map_or(0, |span| span.range.end)
    }

    fn leave_plain_until(&mut self, start: usize) {
        let end = self.end();
        if end < start {
            match self.spans.last_mut() {
                Some(Span { range, class: None }) => range.end = start,
                _ => self.spans.push(Span { range: end..start, class: None }),
            }
        }
    }

    fn push(&mut self, range: Range<usize>, class: Class) {
        // `"$NAME"` is a variable, quotes and all, where each of them would be a span of its own.
        if class == Class::String
            && let [.., Span { range: open, class: Some(Class::String) }, variable] = &self.spans[..]
            && variable.class == Some(Class::Property)
            && self.code[open.clone()] == *"\""
            && self.code[range.clone()] == *"\""
        {
            let start = open.start;
            self.spans.truncate(self.spans.len() - 2);
            return self.push(start..range.end, Class::Property);
        }
        // What hardly parts two of a kind joins them: a comment of ten lines is one span.
        if let [.., before, between] = &self.spans[..]
            && before.class == Some(class)
            && between.class.is_none()
            && is_joint(&self.code[between.range.clone()], class)
        {
            self.spans.pop();
        }
        match self.spans.last_mut() {
            Some(last) if last.class == Some(class) => last.range.end = range.end,
            _ => self.spans.push(Span { range, class: Some(class) }),
        }
    }
}

/// Says whether two of a class go on over what is between them: white space, and in types, numbers,
/// members and constants the mark of a path or a list, too small for its colour to be seen. Not so in
/// strings, where a comma is easily taken for one of theirs.
fn is_joint(between: &str, class: Class) -> bool {
    use Class::{Constant, Number, Property, Type};
    match between.trim() {
        "" => true,
        "," | "." | "::" => matches!(class, Type | Number | Property | Constant),
        _ => false,
    }
}
