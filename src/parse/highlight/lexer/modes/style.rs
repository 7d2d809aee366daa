//! CSS and SCSS: rules in braces, and declarations in them.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use memchr::memmem;
use std::ops::Range;

/// Reads CSS.
pub(in super::super) fn css<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    Reader { cursor: Cursor::new(code, part, spans), has_line_comments: false }.read();
}

/// Reads SCSS: CSS with variables, line comments and code in `#{…}`.
pub(in super::super) fn scss<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    Reader { cursor: Cursor::new(code, part, spans), has_line_comments: true }.read();
}

struct Reader<'a, 's> {
    cursor: Cursor<'a, 's>,
    has_line_comments: bool,
}

/// What a statement is, from its first byte to the brace or semicolon that ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Selector,
    Declaration,
    AtRule,
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        while !self.cursor.is_at_end() {
            match self.cursor.byte() {
                b'{' | b'}' | b';' | b' ' | b'\t' | b'\r' | b'\n' => self.cursor.at += 1,
                _ if self.comment() => {}
                _ => self.statement(),
            }
        }
    }

    fn comment(&mut self) -> bool {
        let rest = self.cursor.rest();
        if rest.starts_with(b"/*") {
            let end = memmem::find(&rest[2..], b"*/")
                .map_or(self.cursor.bytes.len(), |length| self.cursor.at + length + 4);
            self.cursor.colour_to(end, Class::Comment);
        } else if self.has_line_comments && rest.starts_with(b"//") {
            self.cursor.colour_to(self.cursor.line_end(), Class::Comment);
        } else {
            return false;
        }
        true
    }

    /// Returns where the statement ends that begins here, and with what.
    fn end(&self) -> (usize, u8) {
        let mut at = self.cursor.at;
        let mut depth = 0usize;
        while let Some(&byte) = self.cursor.bytes.get(at) {
            match byte {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                b'\\' => at += 1,
                b'"' | b'\'' => {
                    at += 1;
                    while let Some(&inner) = self.cursor.bytes.get(at) {
                        match inner {
                            b'\\' => at += 1,
                            b'\n' => break,
                            _ if inner == byte => break,
                            _ => {}
                        }
                        at += 1;
                    }
                }
                b'#' if self.cursor.byte_at(at + 1) == b'{' => {
                    at = self.cursor.end_of(at, |byte| !matches!(byte, b'}' | b'\n'));
                }
                b'/' if self.cursor.byte_at(at + 1) == b'*' => {
                    at = memmem::find(&self.cursor.bytes[at..], b"*/")
                        .map_or(self.cursor.bytes.len(), |length| at + length + 1);
                }
                b'/' if self.has_line_comments && self.cursor.byte_at(at + 1) == b'/' && depth == 0 => {
                    at = self.cursor.end_of(at, |byte| byte != b'\n');
                }
                b'{' | b'}' => return (at, byte),
                b';' if depth == 0 => return (at, byte),
                _ => {}
            }
            at += 1;
        }
        (self.cursor.bytes.len(), 0)
    }

    fn statement(&mut self) {
        let (end, mark) = self.end();
        let end = end.max(self.cursor.at + 1);
        let first = self.cursor.byte();
        let kind = match first {
            b'@' => Kind::AtRule,
            _ if mark == b'{' => Kind::Selector,
            _ => Kind::Declaration,
        };
        match kind {
            Kind::AtRule => {
                self.cursor.at += 1;
                let name = self.cursor.at;
                self.cursor.at = self.cursor.end_of(name, is_name);
                let rule = &self.cursor.bytes[name..self.cursor.at];
                self.cursor.colour(name, Class::Keyword);
                self.cursor.skip_blanks();
                match rule {
                    b"mixin" | b"include" | b"function" | b"keyframes" | b"-webkit-keyframes" => {
                        let name = self.cursor.at;
                        self.cursor.at = self.cursor.end_of(name, is_name);
                        self.cursor.colour(name, Class::Function);
                        self.values(end);
                    }
                    b"extend" | b"at-root" | b"page" => self.selector(end),
                    _ => self.values(end),
                }
            }
            Kind::Selector => self.selector(end),
            Kind::Declaration => {
                let start = self.cursor.at;
                self.cursor.at = self.cursor.end_of(start, |byte| is_name(byte) || byte == b'$');
                self.cursor.colour(start, Class::Property);
                self.values(end);
            }
        }
        self.cursor.at = self.cursor.at.max(end);
    }

    fn selector(&mut self, end: usize) {
        while self.cursor.at < end {
            let start = self.cursor.at;
            match self.cursor.byte() {
                b'.' | b'#' | b'%' if is_name(self.cursor.peek(1)) => {
                    self.cursor.at = self.cursor.end_of(start + 1, is_name);
                    self.cursor.colour(start, Class::Property);
                }
                b'#' if self.cursor.peek(1) == b'{' => self.interpolation(),
                b':' => {
                    self.cursor.at = self.cursor.end_of(start, |byte| byte == b':');
                    let name = if self.cursor.at == start + 2 { start } else { self.cursor.at };
                    self.cursor.at = self.cursor.end_of(self.cursor.at, is_name);
                    self.cursor.colour(name, Class::Property);
                }
                b'[' => {
                    self.cursor.at += 1;
                    let name = self.cursor.at;
                    self.cursor.at = self.cursor.end_of(name, is_name);
                    self.cursor.colour(name, Class::Property);
                }
                b'"' | b'\'' => self.cursor.escaped_string(Class::String),
                b'/' if self.comment() => {}
                b'0'..=b'9' => self.number(),
                b'$' => {
                    self.cursor.at = self.cursor.end_of(start + 1, is_name);
                    self.cursor.colour(start, Class::Property);
                }
                byte if is_name(byte) => {
                    self.cursor.at = self.cursor.end_of(start, is_name);
                    let is_value = start > 0 && self.cursor.bytes[start - 1] == b'=';
                    self.cursor.colour(start, if is_value { Class::String } else { Class::Keyword });
                }
                _ => self.cursor.at += 1,
            }
        }
    }

    fn values(&mut self, end: usize) {
        while self.cursor.at < end {
            let start = self.cursor.at;
            match self.cursor.byte() {
                b'"' | b'\'' => self.cursor.escaped_string(Class::String),
                b'/' if self.comment() => {}
                b'#' if self.cursor.peek(1) == b'{' => self.interpolation(),
                b'#' => {
                    self.cursor.at = self.cursor.end_of(start + 1, |byte| byte.is_ascii_alphanumeric());
                    self.cursor.colour(start, Class::Number);
                }
                b'0'..=b'9' => self.number(),
                b'.' | b'-' | b'+' if self.is_number() => self.number(),
                b'!' => {
                    self.cursor.at = self.cursor.end_of(start + 1, is_name);
                    self.cursor.colour(start, Class::Keyword);
                }
                b'$' => {
                    self.cursor.at = self.cursor.end_of(start + 1, is_name);
                    self.cursor.colour(start, Class::Property);
                }
                byte if is_name(byte) => self.word(),
                _ => self.cursor.at += 1,
            }
        }
    }

    fn word(&mut self) {
        let start = self.cursor.at;
        self.cursor.at = self.cursor.end_of(start, is_name);
        let word = &self.cursor.bytes[start..self.cursor.at];
        let follower = self.cursor.byte();
        let class = match word {
            b"and" | b"or" | b"not" | b"only" | b"from" | b"to" | b"in" | b"if" | b"else" => Class::Keyword,
            _ if word.starts_with(b"--") => Class::Property,
            _ if follower == b'(' => Class::Function,
            // In `(max-width: 10px)`.
            _ if follower == b':' => Class::Property,
            _ => Class::Constant,
        };
        self.cursor.colour(start, class);
        if class == Class::Function && word.eq_ignore_ascii_case(b"url") {
            self.cursor.at += 1;
            if !matches!(self.cursor.byte(), b'"' | b'\'' | b' ' | b'$' | b'#') {
                let end = self.cursor.end_of(self.cursor.at, |byte| !matches!(byte, b')' | b'\n'));
                self.cursor.colour_to(end, Class::String);
            }
        }
    }

    fn is_number(&self) -> bool {
        let next = self.cursor.peek(1);
        next.is_ascii_digit() || next == b'.' && self.cursor.peek(2).is_ascii_digit()
    }

    /// A number with its unit.
    fn number(&mut self) {
        let start = self.cursor.at;
        self.cursor.at =
            self.cursor.end_of(start + 1, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'%'));
        self.cursor.colour(start, Class::Number);
    }

    /// `#{…}`.
    fn interpolation(&mut self) {
        self.cursor.at += 2;
        let end = self.cursor.end_of(self.cursor.at, |byte| !matches!(byte, b'}' | b'\n'));
        self.cursor.colour_to(end, Class::Property);
        if self.cursor.byte() == b'}' {
            self.cursor.at = end + 1;
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || byte >= 0x80
}
