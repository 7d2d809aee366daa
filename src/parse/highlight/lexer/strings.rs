//! Reads strings: their escapes, their placeholders, and the code in them.
//!
//! In: a scanner at a string. Out: the scanner behind it, or in the code inside of it. Never:
//! decides that something is a string.

use super::super::Class;
use super::scanner::{After, Frame, Next, Scanner};
use super::table::{Escape, Hole, Placeholders, Quirk, Quote};
use memchr::memmem;

impl Scanner<'_, '_> {
    /// Reads the string to which a word belongs that ends where the string begins: `r"…"`, `b'…'`.
    pub(super) fn prefixed_string(&mut self, start: usize, end: usize) -> bool {
        let Some(&mark) = self.bytes.get(end) else { return false };
        if !matches!(mark, b'"' | b'\'' | b'`' | b'#') || end - start > 4 {
            return false;
        }
        let language = self.language();
        let word = &self.bytes[start..end];
        let Some(prefix) = language.prefixes.iter().find(|it| it.word.as_bytes() == word) else {
            return false;
        };
        if language.has(Quirk::Rust) && prefix.escape == Some(Escape::None) {
            return self.raw_string(start, end);
        }
        if language.has(Quirk::RawTag) && prefix.escape == Some(Escape::None) {
            return self.tagged_string(start, end);
        }
        let rest = &self.bytes[end..];
        let Some(mut quote) =
            language.strings.iter().find(|it| rest.starts_with(it.open.as_bytes())).copied()
        else {
            return false;
        };
        quote.escape = prefix.escape.unwrap_or(quote.escape);
        quote.hole = prefix.hole.unwrap_or(quote.hole);
        if prefix.hole.is_some() {
            quote.placeholders = Placeholders::None;
        }
        self.at = end + quote.open.len();
        self.string_body(start, quote);
        true
    }

    /// `r#"…"#`, with as many `#` at the end as at the beginning.
    fn raw_string(&mut self, start: usize, end: usize) -> bool {
        let hashes = self.bytes[end..].iter().take_while(|&&byte| byte == b'#').count();
        if self.bytes.get(end + hashes) != Some(&b'"') {
            return false;
        }
        let body = end + hashes + 1;
        let close = self.bytes[end..end + hashes].iter().fold(vec![b'"'], |mut close, &byte| {
            close.push(byte);
            close
        });
        self.at = memmem::find(&self.bytes[body..], &close)
            .map_or(self.bytes.len(), |length| body + length + close.len());
        self.colour(start, Class::String);
        self.after = After::Value;
        true
    }

    /// `R"tag(…)tag"`.
    fn tagged_string(&mut self, start: usize, end: usize) -> bool {
        let rest = &self.bytes[end + 1..];
        let Some(length) = rest.iter().take(17).position(|&byte| byte == b'(') else { return false };
        let mut close = vec![b')'];
        close.extend_from_slice(&rest[..length]);
        close.push(b'"');
        self.at =
            memmem::find(rest, &close).map_or(self.bytes.len(), |length| end + 1 + length + close.len());
        self.colour(start, Class::String);
        self.after = After::Value;
        true
    }

    /// Says whether a string is a comment of Python: in three quotes, and alone.
    pub(super) fn is_doc_string(&self, quote: Quote) -> bool {
        self.begins_line
            && quote.open.len() == 3
            && self.language().has(Quirk::Python)
            && self.brackets.last().is_none_or(|&open| open == b'{')
            && self.after != After::Dot
    }

    /// Reads on in a string, of which the part from `start` on has no colour yet.
    pub(super) fn string_body(&mut self, start: usize, quote: Quote) {
        let mut piece = start;
        let close = quote.close.as_bytes();
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == close[0] && self.bytes[self.at..].starts_with(close) {
                if quote.escape == Escape::Doubled && self.bytes[self.at + close.len()..].starts_with(close) {
                    self.colour(piece, Class::String);
                    piece = self.at;
                    self.at += close.len() * 2;
                    self.colour(piece, Class::Constant);
                    piece = self.at;
                    continue;
                }
                self.at += close.len();
                break;
            }
            let special = match byte {
                b'\n' if !quote.many_lines => break,
                b'\\' if quote.escape == Escape::Backslash => self.escape_length(),
                b'`' if quote.escape == Escape::Backtick => self.escape_length().min(2),
                b'$' if matches!(quote.hole, Hole::Dollar | Hole::DollarName) && self.peek(1) == b'{' => {
                    self.colour(piece, Class::String);
                    return self.enter_hole(2, quote);
                }
                b'$' if quote.hole == Hole::DollarParenthesis && self.peek(1) == b'(' => {
                    self.colour(piece, Class::String);
                    return self.enter_hole(2, quote);
                }
                b'$' if matches!(quote.hole, Hole::DollarName | Hole::DollarParenthesis)
                    && (self.peek(1).is_ascii_alphabetic() || self.peek(1) == b'_') =>
                {
                    self.colour(piece, Class::String);
                    piece = self.at;
                    self.at = self.word_end(self.at + 1);
                    self.colour(piece, Class::Property);
                    piece = self.at;
                    continue;
                }
                b'{' | b'}' if quote.hole == Hole::Brace => {
                    if self.peek(1) == byte {
                        2
                    } else if byte == b'{' {
                        self.colour(piece, Class::String);
                        return self.enter_hole(1, quote);
                    } else {
                        0
                    }
                }
                b'{' if matches!(quote.placeholders, Placeholders::Braces | Placeholders::Both) => {
                    self.brace_placeholder()
                }
                b'%' if matches!(quote.placeholders, Placeholders::Percent | Placeholders::Both) => {
                    self.percent_placeholder()
                }
                _ => 0,
            };
            if special == 0 {
                self.at += 1;
                continue;
            }
            self.colour(piece, Class::String);
            piece = self.at;
            self.at = (self.at + special).min(self.bytes.len());
            self.colour(piece, Class::Constant);
            piece = self.at;
        }
        self.colour(piece, Class::String);
        self.after = After::Value;
        self.next = Next::Anything;
    }

    fn enter_hole(&mut self, length: usize, quote: Quote) {
        self.at += length;
        self.frames.push(Frame::Hole(quote, self.brackets.len()));
        self.after = After::Operator;
        self.next = Next::Anything;
    }

    /// Returns how long the escape is that begins at the backslash here.
    pub(super) fn escape_length(&self) -> usize {
        let digits = |from: usize, most: usize, is_digit: fn(&u8) -> bool| {
            let rest = self.bytes.get(self.at + from..).unwrap_or_default();
            rest.iter().take(most).take_while(|&byte| is_digit(byte)).count()
        };
        match self.peek(1) {
            b'x' => 2 + digits(2, 2, u8::is_ascii_hexdigit),
            b'u' if self.peek(2) == b'{' => {
                let inside = digits(3, 8, u8::is_ascii_hexdigit);
                3 + inside + usize::from(self.peek(3 + inside) == b'}')
            }
            b'u' => 2 + digits(2, 4, u8::is_ascii_hexdigit),
            b'U' => 2 + digits(2, 8, u8::is_ascii_hexdigit),
            b'0'..=b'7' => 1 + digits(1, 3, |byte| matches!(byte, b'0'..=b'7')),
            // A character of many bytes follows: all of it.
            0xc0.. => 2 + digits(2, 3, |&byte| matches!(byte, 0x80..=0xbf)),
            _ => 2,
        }
    }

    /// `{}`, `{0}`, `{name:>8}`; a doubled brace stands for itself. 0 if it is nothing of the kind.
    fn brace_placeholder(&self) -> usize {
        if self.peek(1) == b'{' {
            return 2;
        }
        let rest = &self.bytes[self.at + 1..];
        let mut in_format = false;
        for (index, &byte) in rest.iter().take(40).enumerate() {
            match byte {
                b'}' => return index + 2,
                b':' | b'!' => in_format = true,
                b'"' | b'\n' | b'{' | b'\\' => return 0,
                b' ' | b',' | b'(' | b')' | b';' | b'/' | b'\'' if !in_format => return 0,
                _ => {}
            }
        }
        0
    }

    /// `%d`, `%-5.2f`, `%(name)s`, `%%`. 0 if it is nothing of the kind.
    fn percent_placeholder(&self) -> usize {
        let mut length = 1;
        if self.peek(length) == b'(' {
            let rest = &self.bytes[self.at..];
            match rest.iter().take(40).position(|&byte| byte == b')') {
                Some(end) => length = end + 1,
                None => return 0,
            }
        }
        while length < 24 && matches!(self.peek(length), b'-' | b'+' | b'#' | b'0'..=b'9' | b'.' | b'*') {
            length += 1;
        }
        while length < 28 && matches!(self.peek(length), b'l' | b'h' | b'z' | b'j' | b't' | b'L' | b'q') {
            length += 1;
        }
        let is_kind = matches!(
            self.peek(length),
            b'd' | b'i'
                | b'u'
                | b's'
                | b'f'
                | b'F'
                | b'x'
                | b'X'
                | b'o'
                | b'c'
                | b'e'
                | b'E'
                | b'g'
                | b'G'
                | b'p'
                | b'v'
                | b'T'
                | b'w'
                | b'r'
                | b'a'
                | b'b'
                | b'n'
                | b'%'
        );
        if is_kind { length + 1 } else { 0 }
    }
}
