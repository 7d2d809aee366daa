//! YAML: what a line is depends on how far it is indented.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use super::scalar;
use std::ops::Range;

/// Reads YAML.
pub(in super::super) fn yaml<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut reader = Reader { cursor: Cursor::new(code, part, spans), flow: 0 };
    while !reader.cursor.is_at_end() {
        reader.line();
    }
}

struct Reader<'a, 's> {
    cursor: Cursor<'a, 's>,
    /// How many brackets are open.
    flow: usize,
}

impl Reader<'_, '_> {
    /// Reads a line and what belongs to it: a block scalar, a string of many lines.
    fn line(&mut self) {
        let start = self.cursor.at;
        self.cursor.at = self.cursor.end_of(start, |byte| byte == b' ');
        if self.flow == 0 {
            match self.cursor.byte() {
                b'%' if self.cursor.at == start => {
                    return self.cursor.colour_to(self.cursor.line_end(), Class::Keyword);
                }
                b'-' if self.cursor.rest().starts_with(b"---") && self.cursor.at == start => {
                    self.cursor.at += 3;
                }
                _ => {}
            }
        }
        // The column of the innermost item or key: a block scalar is indented further than it.
        let mut column = None;
        loop {
            self.cursor.skip_blanks();
            let here = self.cursor.at - start;
            match self.cursor.byte() {
                b'\n' => break,
                0 if self.cursor.is_at_end() => break,
                b'#' if self.is_after_blank() => {
                    self.cursor.colour_to(self.cursor.line_end(), Class::Comment)
                }
                b'-' | b'?' | b':' if self.flow == 0 && self.is_indicator() => {
                    if self.cursor.byte() != b':' {
                        column = Some(here);
                    }
                    self.cursor.at += 1;
                }
                b'|' | b'>' if self.flow == 0 && self.is_block_header() => {
                    self.block_scalar(column.map_or(-1, |column| column as isize));
                    return;
                }
                b'&' | b'*' if !is_blank(self.cursor.peek(1)) => {
                    self.cursor.colour_to(self.name_end(), Class::Constant);
                }
                b'!' => self.cursor.colour_to(self.name_end(), Class::Type),
                b'[' | b'{' => {
                    self.flow += 1;
                    self.cursor.at += 1;
                }
                b']' | b'}' if self.flow > 0 => {
                    self.flow -= 1;
                    self.cursor.at += 1;
                }
                b',' if self.flow > 0 => self.cursor.at += 1,
                b':' if self.flow > 0 => self.cursor.at += 1,
                b'"' | b'\'' => {
                    let is_key = self.quoted();
                    if is_key && self.flow == 0 {
                        column = Some(here);
                    }
                }
                _ => {
                    if self.plain() && self.flow == 0 {
                        column = Some(here);
                    }
                }
            }
        }
        self.cursor.at = (self.cursor.at + 1).min(self.cursor.bytes.len());
    }

    fn is_after_blank(&self) -> bool {
        self.cursor.at == 0 || self.cursor.bytes[self.cursor.at - 1].is_ascii_whitespace()
    }

    fn is_indicator(&self) -> bool {
        is_blank(self.cursor.peek(1))
    }

    /// `|`, `>-`, `|2+`, and nothing after it but a comment.
    fn is_block_header(&self) -> bool {
        let end = self.cursor.end_of(self.cursor.at + 1, |byte| matches!(byte, b'0'..=b'9' | b'+' | b'-'));
        let end = self.cursor.end_of(end, |byte| matches!(byte, b' ' | b'\t' | b'\r'));
        matches!(self.cursor.byte_at(end), b'\n' | b'#' | 0)
    }

    /// Reads a text that goes on as long as lines are indented further than `column`.
    fn block_scalar(&mut self, column: isize) {
        let header = self.cursor.end_of(self.cursor.at, |byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        self.cursor.colour_to(header, Class::Keyword);
        self.cursor.skip_blanks();
        if self.cursor.byte() == b'#' {
            self.cursor.colour_to(self.cursor.line_end(), Class::Comment);
        }
        self.cursor.at = (self.cursor.line_end() + 1).min(self.cursor.bytes.len());
        let start = self.cursor.at;
        while !self.cursor.is_at_end() {
            let line = self.cursor.at;
            let text = self.cursor.end_of(line, |byte| byte == b' ');
            let is_empty =
                matches!(self.cursor.byte_at(text), b'\n' | b'\r') || text == self.cursor.bytes.len();
            if !is_empty && (text - line) as isize <= column {
                break;
            }
            self.cursor.at = (self.cursor.line_end() + 1).min(self.cursor.bytes.len());
        }
        self.cursor.colour(start, Class::String);
    }

    fn name_end(&self) -> usize {
        let end = self.cursor.end_of(self.cursor.at + 1, |byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
        });
        if end > self.cursor.at + 1 && self.cursor.byte_at(end - 1) == b':' { end - 1 } else { end }
    }

    /// Reads a text in quotes, which may go on over lines; says whether it is a key.
    fn quoted(&mut self) -> bool {
        let cursor = &mut self.cursor;
        let quote = cursor.byte();
        let mut at = cursor.at + 1;
        // A key ends on its line, so its end can be looked for; any other text is read once.
        let line_end = cursor.line_end();
        let mut is_key = false;
        while at < line_end {
            match cursor.bytes[at] {
                b'\\' if quote == b'"' => at += 2,
                byte if byte == quote => {
                    let after = cursor.end_of(at + 1, |byte| byte == b' ');
                    is_key = cursor.byte_at(after) == b':'
                        && (self.flow > 0 || is_blank(cursor.byte_at(after + 1)));
                    break;
                }
                _ => at += 1,
            }
        }
        let class = if is_key { Class::Property } else { Class::String };
        let mut start = cursor.at;
        cursor.at += 1;
        while let Some(&byte) = cursor.bytes.get(cursor.at) {
            if byte == quote {
                if quote == b'\'' && cursor.peek(1) == quote {
                    cursor.colour(start, class);
                    start = cursor.at;
                    cursor.at += 2;
                    cursor.colour(start, Class::Constant);
                    start = cursor.at;
                    continue;
                }
                cursor.at += 1;
                break;
            }
            if byte == b'\\' && quote == b'"' && cursor.peek(1) != b'\n' {
                cursor.colour(start, class);
                start = cursor.at;
                let length = match cursor.peek(1) {
                    b'x' => 4,
                    b'u' => 6,
                    _ => 2,
                };
                let most = (cursor.at + length).min(cursor.bytes.len());
                let end = cursor.end_of(cursor.at + 2, |byte| byte.is_ascii_hexdigit());
                cursor.at = if length == 2 { most } else { end.min(most) };
                cursor.at = cursor.end_of(cursor.at, |byte| (0x80..0xc0).contains(&byte));
                cursor.colour(start, Class::Constant);
                start = cursor.at;
                continue;
            }
            cursor.at += 1;
        }
        cursor.colour(start, class);
        is_key
    }

    /// Reads a text without quotes, to the end of the key, the value, or the line; says whether it is a key.
    fn plain(&mut self) -> bool {
        let start = self.cursor.at;
        let line_end = self.cursor.line_end();
        let bytes = &self.cursor.bytes[..line_end];
        let mut at = start;
        let mut is_key = false;
        while at < line_end {
            match bytes[at] {
                b':' if is_blank(self.cursor.byte_at(at + 1))
                    || self.flow > 0
                        && matches!(self.cursor.byte_at(at + 1), b',' | b'[' | b']' | b'{' | b'}') =>
                {
                    is_key = true;
                    break;
                }
                b'#' if at > start && matches!(bytes[at - 1], b' ' | b'\t') => break,
                b',' | b'[' | b']' | b'{' | b'}' if self.flow > 0 => break,
                _ => at += 1,
            }
        }
        if at == start {
            // A mark that nothing here explains.
            self.cursor.at += 1;
            return false;
        }
        let text = bytes[start..at].trim_ascii_end();
        self.cursor.at = start + text.len().max(1);
        if is_key {
            self.cursor.colour(start, if text == b"<<" { Class::Keyword } else { Class::Property });
        } else {
            self.cursor.colour(start, scalar::class(text));
        }
        self.cursor.at = at;
        is_key
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0)
}
