//! Files of settings, a name and a value on each line: INI, properties, environment files.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use super::scalar;
use memchr::memchr;
use std::ops::Range;

/// Reads INI and its relatives: comments begin with `;` or `#`, sections stand in brackets.
pub(in super::super) fn ini<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    lines(&mut cursor, b";#", b"=:");
}

/// Reads properties of Java: a backslash continues a value on the next line.
pub(in super::super) fn properties<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    lines(&mut cursor, b"#!", b"=:");
}

/// Reads the environment of a program: `NAME=value`, which a shell may read too.
pub(in super::super) fn environment<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    lines(&mut cursor, b"#", b"=");
}

fn lines(cursor: &mut Cursor<'_, '_>, comments: &[u8], separators: &[u8]) {
    while !cursor.is_at_end() {
        cursor.skip_blanks();
        let end = cursor.line_end();
        match cursor.byte() {
            byte if comments.contains(&byte) => cursor.colour_to(end, Class::Comment),
            b'[' => {
                let close =
                    memchr(b']', &cursor.bytes[cursor.at..end]).map_or(end, |length| cursor.at + length);
                cursor.at += 1;
                cursor.colour_to(close.max(cursor.at), Class::Type);
                let after = cursor.end_of(close, |byte| matches!(byte, b']' | b' ' | b'\t'));
                if comments.contains(&cursor.byte_at(after)) {
                    cursor.at = after;
                    cursor.colour_to(end, Class::Comment);
                }
            }
            _ => setting(cursor, end, comments, separators),
        }
        cursor.at = (end.max(cursor.at) + 1).min(cursor.bytes.len());
    }
}

fn setting(cursor: &mut Cursor<'_, '_>, end: usize, comments: &[u8], separators: &[u8]) {
    if cursor.rest().starts_with(b"export ") {
        cursor.colour_to(cursor.at + 6, Class::Keyword);
        cursor.skip_blanks();
    }
    let line = &cursor.bytes[cursor.at..end];
    let Some(length) = line.iter().position(|byte| separators.contains(byte)) else {
        return;
    };
    cursor.colour_to(cursor.at + length, Class::Property);
    cursor.at += 1;
    value(cursor, end, comments);
}

/// Reads the value that begins here, with the lines on which it goes on.
fn value(cursor: &mut Cursor<'_, '_>, mut end: usize, comments: &[u8]) {
    cursor.at = cursor.end_of(cursor.at, |byte| matches!(byte, b' ' | b'\t')).min(end);
    if matches!(cursor.byte(), b'"' | b'\'') && cursor.at < end {
        cursor.escaped_string(Class::String);
        cursor.skip_blanks();
        if comments.contains(&cursor.byte()) && cursor.at < end {
            cursor.colour_to(end, Class::Comment);
        }
        return;
    }
    let start = cursor.at;
    while end < cursor.bytes.len() && cursor.bytes[start..end].trim_ascii_end().ends_with(b"\\") {
        cursor.at = end + 1;
        end = cursor.line_end();
    }
    cursor.at = start;
    // A comment after a value has a blank before it.
    let text = &cursor.bytes[start..end];
    let is_comment = |(index, byte): (usize, &u8)| {
        index > 0 && comments.contains(byte) && *byte != b'!' && text[index - 1].is_ascii_whitespace()
    };
    let length = text.iter().enumerate().position(is_comment).unwrap_or(text.len());
    let class = scalar::class(text[..length].trim_ascii());
    cursor.colour_to(start + length, class);
    if length < text.len() {
        cursor.colour_to(end, Class::Comment);
    }
}
