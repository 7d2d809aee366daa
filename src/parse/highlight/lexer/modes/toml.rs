//! TOML.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use super::scalar;
use memchr::memmem;
use std::ops::Range;

/// Reads TOML: what stands before `=` is a key.
pub(in super::super) fn toml<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    let mut open = 0usize;
    let mut begins_line = true;
    while !cursor.is_at_end() {
        let start = cursor.at;
        match cursor.byte() {
            b'\n' => {
                cursor.at += 1;
                begins_line = true;
                continue;
            }
            b' ' | b'\t' | b'\r' => {
                cursor.skip_blanks();
                continue;
            }
            b'#' => cursor.colour_to(cursor.line_end(), Class::Comment),
            b'[' if begins_line && open == 0 => header(&mut cursor),
            b'[' | b'{' => {
                open += 1;
                cursor.at += 1;
            }
            b']' | b'}' => {
                open = open.saturating_sub(1);
                cursor.at += 1;
            }
            b'"' | b'\'' => string(&mut cursor),
            byte if is_bare(byte) => {
                let end = cursor.end_of(start, is_bare);
                let after = cursor.end_of(end, |byte| matches!(byte, b' ' | b'\t' | b'.' | b'"' | b'\''));
                // `a."b".c = 1`: a part of a key may be followed by another in quotes.
                let is_key = cursor.byte_at(after) == b'=' || begins_line && open == 0;
                let text = &cursor.bytes[start..end];
                cursor.at = end;
                if is_key {
                    cursor.colour(start, Class::Property);
                } else if matches!(text, b"true" | b"false" | b"inf" | b"nan" | b"+inf" | b"-inf") {
                    cursor.colour(start, Class::Constant);
                } else if scalar::is_number(text) || text[0].is_ascii_digit() {
                    cursor.colour(start, Class::Number);
                }
            }
            _ => cursor.at += 1,
        }
        begins_line = false;
    }
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b':' | b'.') || byte >= 0x80
}

/// `[a.b]`, `[[a."b c"]]`: the names are types.
fn header(cursor: &mut Cursor<'_, '_>) {
    let end = cursor.line_end();
    while cursor.at < end {
        match cursor.byte() {
            b'"' | b'\'' => cursor.escaped_string(Class::String),
            b'#' => cursor.colour_to(end, Class::Comment),
            byte if is_bare(byte) => {
                let word = cursor.end_of(cursor.at, is_bare);
                cursor.colour_to(word, Class::Type);
            }
            _ => cursor.at += 1,
        }
    }
}

fn string(cursor: &mut Cursor<'_, '_>) {
    let start = cursor.at;
    let quote = cursor.byte();
    let triple = [quote; 3];
    if cursor.rest().starts_with(&triple) {
        let end = memmem::find(&cursor.rest()[3..], &triple)
            .map_or(cursor.bytes.len(), |length| start + length + 6);
        // Up to two quotes may stand before the three that end it.
        let end = end + cursor.bytes[end..].iter().take(2).take_while(|&&byte| byte == quote).count();
        return cursor.colour_to(end, Class::String);
    }
    if quote == b'\'' {
        let line_end = cursor.line_end();
        let length = memchr::memchr(quote, &cursor.bytes[start + 1..line_end]);
        return colour_string(cursor, start, length.map_or(line_end, |length| start + length + 2));
    }
    let before = cursor.at;
    let is_key = is_key(cursor);
    cursor.at = before;
    cursor.escaped_string(if is_key { Class::Property } else { Class::String });
}

fn colour_string(cursor: &mut Cursor<'_, '_>, start: usize, end: usize) {
    cursor.at = end;
    let class = if follows_equals(cursor) { Class::Property } else { Class::String };
    cursor.colour(start, class);
}

fn is_key(cursor: &mut Cursor<'_, '_>) -> bool {
    let line_end = cursor.line_end();
    cursor.at += 1;
    while cursor.at < line_end {
        match cursor.byte() {
            b'\\' => cursor.at += 2,
            b'"' => {
                cursor.at += 1;
                return follows_equals(cursor);
            }
            _ => cursor.at += 1,
        }
    }
    false
}

fn follows_equals(cursor: &Cursor<'_, '_>) -> bool {
    let after = cursor.end_of(cursor.at, |byte| matches!(byte, b' ' | b'\t'));
    cursor.byte_at(after) == b'='
}
