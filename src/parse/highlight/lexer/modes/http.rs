//! Messages of HTTP: a first line, headers, an empty line, a body.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use super::json::json;
use super::markup::xml;
use memchr::{memchr, memmem};
use std::ops::Range;

/// Reads messages, one after the other where `###` divides them.
pub(in super::super) fn http<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    let mut in_headers = false;
    while !cursor.is_at_end() {
        let end = cursor.line_end();
        let line = &cursor.bytes[cursor.at..end];
        if line.starts_with(b"#") || line.starts_with(b"//") {
            in_headers &= !line.starts_with(b"###");
            cursor.colour_to(end, Class::Comment);
        } else if line.trim_ascii().is_empty() {
            if in_headers {
                in_headers = false;
                cursor.at = end;
                body(&mut cursor);
                continue;
            }
        } else if in_headers {
            header(&mut cursor, end);
        } else if is_first_line(line) {
            first_line(&mut cursor, end);
            in_headers = true;
        } else if memchr(b':', line)
            .is_some_and(|colon| colon > 0 && line[..colon].iter().all(|&byte| is_token(byte)))
        {
            // The first line was left out.
            in_headers = true;
            header(&mut cursor, end);
        }
        cursor.at = (end + 1).min(cursor.bytes.len());
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

fn is_first_line(line: &[u8]) -> bool {
    let word = line.split(|&byte| byte == b' ').next().unwrap_or_default();
    line.starts_with(b"HTTP/")
        || word.len() >= 3 && word.len() < line.len() && word.iter().all(u8::is_ascii_uppercase)
}

fn first_line(cursor: &mut Cursor<'_, '_>, end: usize) {
    let word = |cursor: &Cursor<'_, '_>| cursor.end_of(cursor.at, |byte| !byte.is_ascii_whitespace());
    if cursor.rest().starts_with(b"HTTP/") {
        cursor.colour_to(word(cursor), Class::Constant);
        cursor.skip_blanks();
        cursor.colour_to(word(cursor).min(end).max(cursor.at), Class::Number);
        cursor.colour_to(end.max(cursor.at), Class::String);
        return;
    }
    cursor.colour_to(word(cursor), Class::Keyword);
    let line = &cursor.bytes[cursor.at..end];
    if let Some(version) = memmem::rfind(line, b" HTTP/") {
        cursor.colour_to(cursor.at + version, Class::String);
        cursor.colour_to(end, Class::Constant);
    } else {
        cursor.colour_to(end, Class::String);
    }
}

fn header(cursor: &mut Cursor<'_, '_>, end: usize) {
    let line = &cursor.bytes[cursor.at..end];
    // A line that goes on, or none at all.
    let Some(colon) = memchr(b':', line).filter(|_| !line[0].is_ascii_whitespace()) else {
        return cursor.colour_to(end, Class::String);
    };
    cursor.colour_to(cursor.at + colon, Class::Property);
    cursor.at += 1;
    cursor.colour_to(end, Class::String);
}

/// Reads a body, as far as the next message: JSON and XML by their first byte.
fn body(cursor: &mut Cursor<'_, '_>) {
    let start = cursor.at;
    let end = memmem::find(cursor.rest(), b"\n###").map_or(cursor.bytes.len(), |length| start + length + 1);
    let first = cursor.end_of(start, |byte| byte.is_ascii_whitespace());
    match cursor.byte_at(first) {
        b'{' | b'[' => json(cursor.code, start..end, cursor.spans),
        b'<' => xml(cursor.code, start..end, cursor.spans),
        _ => {
            // A response may follow a request.
            let rest = &cursor.bytes[start..end];
            cursor.at = memmem::find(rest, b"\nHTTP/").map_or(end, |length| start + length + 1);
            return;
        }
    }
    cursor.at = end;
}
