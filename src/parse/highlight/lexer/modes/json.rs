//! JSON, with the comments and bare keys of its relatives.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use memchr::memmem;
use std::ops::Range;

/// Reads JSON: a string before a colon is a key.
pub(in super::super) fn json<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    while !cursor.is_at_end() {
        let start = cursor.at;
        match cursor.byte() {
            quote @ (b'"' | b'\'') => {
                let class = if is_key(&cursor, quote) { Class::Property } else { Class::String };
                cursor.escaped_string(class);
            }
            b'/' if cursor.peek(1) == b'/' => cursor.colour_to(cursor.line_end(), Class::Comment),
            b'#' => cursor.colour_to(cursor.line_end(), Class::Comment),
            b'/' if cursor.peek(1) == b'*' => {
                let end = memmem::find(&cursor.rest()[2..], b"*/")
                    .map_or(cursor.bytes.len(), |length| start + length + 4);
                cursor.colour_to(end, Class::Comment);
            }
            b'0'..=b'9' | b'-' if start_of_number(&cursor) => {
                cursor.at = cursor
                    .end_of(start, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-'));
                cursor.colour(start, Class::Number);
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' => {
                cursor.at = cursor.end_of(start, |byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-') || byte >= 0x80
                });
                let after = cursor.end_of(cursor.at, |byte| byte == b' ');
                if cursor.byte_at(after) == b':' {
                    cursor.colour(start, Class::Property);
                } else if matches!(
                    &cursor.bytes[start..cursor.at],
                    b"true" | b"false" | b"null" | b"NaN" | b"Infinity"
                ) {
                    cursor.colour(start, Class::Constant);
                }
            }
            _ => cursor.at += 1,
        }
    }
}

fn start_of_number(cursor: &Cursor<'_, '_>) -> bool {
    cursor.byte() != b'-' || cursor.peek(1).is_ascii_digit()
}

/// Says whether the string here is a key: a colon comes after it.
fn is_key(cursor: &Cursor<'_, '_>, quote: u8) -> bool {
    let mut at = cursor.at + 1;
    loop {
        match cursor.bytes.get(at) {
            None | Some(b'\n') => return false,
            Some(b'\\') => at += 2,
            Some(&byte) => {
                at += 1;
                if byte == quote {
                    break;
                }
            }
        }
    }
    let after = cursor.end_of(at, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    cursor.byte_at(after) == b':'
}
