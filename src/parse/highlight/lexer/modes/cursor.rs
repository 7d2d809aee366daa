//! A place in the code, and what readers ask of it.
//!
//! In: a part of the code. Out: bytes, ends of words and lines, and colours. Never: stands outside
//! of its part.

use super::super::super::Class;
use super::super::super::spans::Spans;
use memchr::memchr;
use std::cell::Cell;
use std::ops::Range;

/// A place in a part of the code.
pub(super) struct Cursor<'a, 's> {
    pub(super) code: &'a str,
    /// The code up to the end of the part.
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) spans: &'s mut Spans<'a>,
    /// The end of the line that was asked for last: asking at every word costs no more than once.
    known_line_end: Cell<usize>,
}

impl<'a, 's> Cursor<'a, 's> {
    pub(super) fn new(code: &'a str, part: Range<usize>, spans: &'s mut Spans<'a>) -> Self {
        Self {
            code,
            bytes: &code.as_bytes()[..part.end],
            at: part.start,
            spans,
            known_line_end: Cell::new(0),
        }
    }

    /// Returns the byte here, or 0 behind the end.
    pub(super) fn byte(&self) -> u8 {
        self.peek(0)
    }

    /// Returns the byte at a distance from here, or 0 behind the end.
    pub(super) fn peek(&self, distance: usize) -> u8 {
        self.byte_at(self.at + distance)
    }

    /// Returns the byte at a place, or 0 behind the end.
    pub(super) fn byte_at(&self, place: usize) -> u8 {
        self.bytes.get(place).copied().unwrap_or(0)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Returns where the line ends, before its newline.
    pub(super) fn line_end(&self) -> usize {
        if self.at >= self.known_line_end.get() {
            let end = memchr(b'\n', self.rest()).map_or(self.bytes.len(), |length| self.at + length);
            self.known_line_end.set(end);
        }
        self.known_line_end.get()
    }

    /// Returns the first place from `start` on whose byte is not of a kind.
    pub(super) fn end_of(&self, start: usize, is_kind: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start + rest.iter().position(|&byte| !is_kind(byte)).unwrap_or(rest.len())
    }

    /// Goes to the first byte from here on that is no blank.
    pub(super) fn skip_blanks(&mut self) {
        self.at = self.end_of(self.at, |byte| matches!(byte, b' ' | b'\t' | b'\r'));
    }

    /// Gives a class to what lies between a place and here.
    pub(super) fn colour(&mut self, start: usize, class: Class) {
        self.spans.colour(start..self.at, class);
    }

    /// Goes to a place, and gives a class to what is passed over.
    pub(super) fn colour_to(&mut self, end: usize, class: Class) {
        let start = self.at;
        self.at = end;
        self.colour(start, class);
    }

    /// Reads a string with escapes after backslashes, from its quote to its end or that of the line.
    pub(super) fn escaped_string(&mut self, class: Class) {
        let quote = self.byte();
        let mut start = self.at;
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => break,
                b'\\' => {
                    self.colour(start, class);
                    start = self.at;
                    self.at =
                        self.end_of(self.at + 2, |byte| (0x80..0xc0).contains(&byte)).min(self.bytes.len());
                    if self.bytes.get(start + 1) == Some(&b'u') {
                        let digits = self.bytes[self.at..].iter().take(4);
                        self.at += digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
                    }
                    self.colour(start, Class::Constant);
                    start = self.at;
                }
                _ => {
                    self.at += 1;
                    if byte == quote {
                        break;
                    }
                }
            }
        }
        self.colour(start, class);
    }
}
