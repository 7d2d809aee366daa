//! What is put into the words of a shell, and texts: `"…"`, `$name`, `${…}`, `$(…)`, `$((…))`,
//! here-documents.
//!
//! In: a reader at such a place. Out: the reader behind it, or in the command inside of it. Never:
//! decides what a word of a command is.

use super::super::super::super::Class;
use super::{Open, Place, Reader};
use memchr::memchr;

impl Reader<'_, '_> {
    pub(super) fn here_documents(&mut self) {
        for (word, is_indented, has_variables) in std::mem::take(&mut self.here_documents) {
            let word = &self.cursor.bytes[word];
            while !self.cursor.is_at_end() {
                let end = self.cursor.line_end();
                let line = self.cursor.bytes[self.cursor.at..end].trim_ascii_end();
                let line = if is_indented { line.trim_ascii_start() } else { line };
                if line == word {
                    self.cursor.colour_to(end, Class::Constant);
                    break;
                }
                if has_variables {
                    self.text_with_variables(end);
                }
                self.cursor.colour_to(end, Class::String);
                self.cursor.at = (end + 1).min(self.cursor.bytes.len());
            }
        }
        self.place = Place::Command;
    }

    /// Reads a line of a text in which `$name` and `${…}` are replaced.
    fn text_with_variables(&mut self, end: usize) {
        let mut start = self.cursor.at;
        while let Some(length) = memchr(b'$', &self.cursor.bytes[self.cursor.at..end]) {
            let dollar = self.cursor.at + length;
            let name_end = match self.cursor.byte_at(dollar + 1) {
                b'{' => {
                    memchr(b'}', &self.cursor.bytes[dollar..end]).map_or(end, |length| dollar + length + 1)
                }
                _ => self.cursor.end_of(dollar + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_'),
            };
            self.cursor.at = dollar;
            if name_end > dollar + 1 {
                self.cursor.colour(start, Class::String);
                self.cursor.colour_to(name_end, Class::Property);
                start = name_end;
            } else {
                self.cursor.at += 1;
            }
        }
        self.cursor.at = start;
    }

    pub(super) fn quotes(&mut self) {
        let start = self.cursor.at;
        while let Some(&byte) = self.cursor.bytes.get(self.cursor.at) {
            match byte {
                b'"' => {
                    self.cursor.at += 1;
                    self.cursor.colour(start, Class::String);
                    self.open.pop();
                    return;
                }
                b'\\' if matches!(self.cursor.peek(1), b'"' | b'$' | b'`' | b'\\') => {
                    self.cursor.colour(start, Class::String);
                    return self.cursor.colour_to(self.cursor.at + 2, Class::Constant);
                }
                b'$' | b'`' => {
                    self.cursor.colour(start, Class::String);
                    let here = self.cursor.at;
                    if byte == b'`' {
                        self.cursor.at += 1;
                        if let Some(back) = self.open.iter().rev().find_map(|open| match open {
                            Open::Backticks(back) => Some(*back),
                            _ => None,
                        }) {
                            // The command that this closes holds the quotes.
                            while let Some(open) = self.open.pop() {
                                if matches!(open, Open::Backticks(_)) {
                                    break;
                                }
                            }
                            self.place = back;
                        } else {
                            self.open.push(Open::Backticks(self.place));
                            self.place = Place::Command;
                        }
                        return;
                    }
                    self.dollar();
                    if self.cursor.at == here + 1 && self.open.last() == Some(&Open::Quotes) {
                        self.cursor.colour(here, Class::String);
                    }
                    return;
                }
                _ => self.cursor.at += 1,
            }
        }
        self.cursor.colour(start, Class::String);
    }

    /// Reads what a dollar begins. The place is where the word that it stands in goes on.
    pub(super) fn dollar(&mut self) {
        let start = self.cursor.at;
        match self.cursor.peek(1) {
            b'(' if self.cursor.peek(2) == b'(' => {
                self.cursor.at += 3;
                self.open.push(Open::Arithmetic { brackets: 0, back: self.place });
            }
            b'(' => {
                self.cursor.at += 2;
                self.open.push(Open::Commands { back: self.place });
                self.place = Place::Command;
            }
            b'{' => {
                self.cursor.at += 2;
                self.cursor.at = self.cursor.end_of(self.cursor.at, |byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'#' | b'!' | b'@' | b'*' | b'?')
                });
                self.cursor.colour(start, Class::Property);
                self.open.push(Open::Parameter);
            }
            b'\'' if self.open.last() != Some(&Open::Quotes) => {
                self.cursor.at += 1;
                self.cursor.escaped_string(Class::String);
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let end = self.cursor.end_of(start + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
                self.cursor.colour_to(end, Class::Property);
            }
            b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-' => {
                self.cursor.colour_to(start + 2, Class::Property);
            }
            _ => self.cursor.at += 1,
        }
    }

    /// Reads what follows a name in `${…}`.
    pub(super) fn parameter(&mut self) {
        let start = self.cursor.at;
        match self.cursor.byte() {
            b'}' => {
                self.cursor.at += 1;
                self.open.pop();
                self.cursor.colour(start, Class::Property);
            }
            b'$' => self.dollar(),
            b'"' => {
                self.cursor.at += 1;
                self.cursor.colour(start, Class::String);
                self.open.push(Open::Quotes);
            }
            b'\\' => {
                self.cursor.at = self
                    .cursor
                    .end_of(start + 2, |byte| (0x80..0xc0).contains(&byte))
                    .min(self.cursor.bytes.len());
            }
            // What was cut off inside of it ends with the line.
            b'\n' => {
                self.open.pop();
            }
            _ => self.cursor.at += 1,
        }
    }

    pub(super) fn arithmetic(&mut self) {
        let start = self.cursor.at;
        let Some(Open::Arithmetic { brackets, back }) = self.open.last_mut() else { return };
        match self.cursor.bytes[start] {
            b'(' => {
                *brackets += 1;
                self.cursor.at += 1;
            }
            b')' if *brackets > 0 => {
                *brackets -= 1;
                self.cursor.at += 1;
            }
            b')' => {
                let back = *back;
                self.open.pop();
                self.place = back;
                self.cursor.at += 1 + usize::from(self.cursor.peek(1) == b')');
            }
            b'$' => self.dollar(),
            b'0'..=b'9' => {
                let end = self.cursor.end_of(start, |byte| byte.is_ascii_alphanumeric());
                self.cursor.colour_to(end, Class::Number);
            }
            byte if byte.is_ascii_alphabetic() || byte == b'_' => {
                self.cursor.at =
                    self.cursor.end_of(start, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
            }
            b'"' => {
                self.cursor.at += 1;
                self.cursor.colour(start, Class::String);
                self.open.push(Open::Quotes);
            }
            _ => self.cursor.at += 1,
        }
    }
}
