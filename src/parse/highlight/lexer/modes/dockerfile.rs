//! Dockerfiles: an instruction a line, or several lines with a backslash at their ends.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use super::json::json;
use super::shell::shell;
use memchr::{memchr, memmem};
use std::ops::Range;

/// Reads instructions; commands in them are the shell's.
pub(in super::super) fn dockerfile<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    while !cursor.is_at_end() {
        cursor.skip_blanks();
        match cursor.byte() {
            b'#' => cursor.colour_to(cursor.line_end(), Class::Comment),
            byte if byte.is_ascii_alphabetic() => instruction(&mut cursor),
            b'\n' => {}
            _ => cursor.at = cursor.line_end(),
        }
        cursor.at = (cursor.line_end() + 1).min(cursor.bytes.len());
    }
}

fn instruction(cursor: &mut Cursor<'_, '_>) {
    let start = cursor.at;
    let word_end = cursor.end_of(start, |byte| byte.is_ascii_alphabetic());
    let word = cursor.bytes[start..word_end].to_ascii_uppercase();
    if !INSTRUCTIONS.contains(&word.as_slice()) {
        return;
    }
    cursor.colour_to(word_end, Class::Keyword);
    let end = end(cursor);
    options(cursor, end);
    match word.as_slice() {
        b"ONBUILD" => {
            if cursor.byte().is_ascii_alphabetic() && cursor.at < end {
                let inner = cursor.end_of(cursor.at, |byte| byte.is_ascii_alphabetic());
                cursor.colour_to(inner, Class::Keyword);
                command(cursor, end);
            }
        }
        b"HEALTHCHECK" if cursor.rest().starts_with(b"CMD") => {
            cursor.colour_to(cursor.at + 3, Class::Keyword);
            cursor.skip_blanks();
            command(cursor, end);
        }
        b"RUN" | b"CMD" | b"ENTRYPOINT" | b"SHELL" | b"VOLUME" => command(cursor, end),
        b"FROM" => source(cursor, end),
        b"ENV" | b"ARG" | b"LABEL" => settings(cursor, end),
        _ => words(cursor, end),
    }
    cursor.at = cursor.at.max(end);
}

const INSTRUCTIONS: [&[u8]; 18] = [
    b"ADD",
    b"ARG",
    b"CMD",
    b"COPY",
    b"ENTRYPOINT",
    b"ENV",
    b"EXPOSE",
    b"FROM",
    b"HEALTHCHECK",
    b"LABEL",
    b"MAINTAINER",
    b"ONBUILD",
    b"RUN",
    b"SHELL",
    b"STOPSIGNAL",
    b"USER",
    b"VOLUME",
    b"WORKDIR",
];

/// Returns where the instruction ends: after the lines that continue it, and the texts that they announce.
fn end(cursor: &Cursor<'_, '_>) -> usize {
    let line_end =
        |from: usize| memchr(b'\n', &cursor.bytes[from..]).map_or(cursor.bytes.len(), |length| from + length);
    let mut from = cursor.at;
    let mut end = line_end(from);
    loop {
        let line = cursor.bytes[from..end].trim_ascii();
        let goes_on =
            line.ends_with(b"\\") || from > cursor.at && (line.starts_with(b"#") || line.is_empty());
        if !goes_on || end == cursor.bytes.len() {
            break;
        }
        from = end + 1;
        end = line_end(from);
    }
    let line = &cursor.bytes[cursor.at..end];
    if let Some(mark) = memmem::find(line, b"<<")
        && !line[mark..].starts_with(b"<<<")
    {
        let word = line[mark + 2..].strip_prefix(b"-").unwrap_or(&line[mark + 2..]);
        let word = word.strip_prefix(b"\"").or_else(|| word.strip_prefix(b"'")).unwrap_or(word);
        let length = word.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        let word = &word[..length.unwrap_or(word.len())];
        let mut at = end;
        while !word.is_empty() && at < cursor.bytes.len() {
            let next = line_end(at + 1);
            if cursor.bytes[at + 1..next].trim_ascii() == word {
                return next;
            }
            at = next;
        }
    }
    end
}

/// `--from=build`, `--platform=linux/amd64`.
fn options(cursor: &mut Cursor<'_, '_>, end: usize) {
    loop {
        cursor.skip_blanks();
        if !cursor.rest().starts_with(b"--") || cursor.at >= end {
            return;
        }
        let name = cursor.end_of(cursor.at, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        cursor.colour_to(name.min(end), Class::Property);
        let value = (cursor.at + usize::from(cursor.byte() == b'=')).min(end);
        cursor.at = value;
        let value = cursor.end_of(value, |byte| !byte.is_ascii_whitespace()).min(end);
        cursor.colour_to(value, Class::String);
    }
}

fn command(cursor: &mut Cursor<'_, '_>, end: usize) {
    cursor.skip_blanks();
    let part = cursor.at.min(end)..end;
    if cursor.byte() == b'[' {
        json(cursor.code, part, cursor.spans);
    } else {
        shell(cursor.code, part, cursor.spans);
    }
}

/// `FROM image AS name`.
fn source(cursor: &mut Cursor<'_, '_>, end: usize) {
    let mut is_named = false;
    while cursor.at < end {
        let start = cursor.at;
        match cursor.byte() {
            b'$' => variable(cursor, end),
            byte if byte.is_ascii_whitespace() => cursor.at += 1,
            _ => {
                cursor.at = cursor.end_of(start, |byte| !byte.is_ascii_whitespace() && byte != b'$').min(end);
                if cursor.bytes[start..cursor.at].eq_ignore_ascii_case(b"as") {
                    cursor.colour(start, Class::Keyword);
                    is_named = true;
                } else if is_named {
                    cursor.colour(start, Class::Type);
                }
            }
        }
    }
}

/// `NAME=value NAME="value"`, or `NAME value`.
fn settings(cursor: &mut Cursor<'_, '_>, end: usize) {
    let mut is_name = true;
    while cursor.at < end {
        let start = cursor.at;
        match cursor.byte() {
            b'$' => variable(cursor, end),
            b'"' | b'\'' => cursor.escaped_string(Class::String),
            b'=' => {
                is_name = false;
                cursor.at += 1;
            }
            byte if byte.is_ascii_whitespace() || byte == b'\\' => {
                is_name = true;
                cursor.at += 1;
            }
            _ => {
                cursor.at = cursor
                    .end_of(start, |byte| {
                        !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'"' | b'\'' | b'$' | b'\\')
                    })
                    .min(end);
                cursor.colour(start, if is_name { Class::Property } else { Class::String });
            }
        }
    }
}

fn words(cursor: &mut Cursor<'_, '_>, end: usize) {
    if cursor.byte() == b'[' {
        return command(cursor, end);
    }
    while cursor.at < end {
        let start = cursor.at;
        match cursor.byte() {
            b'$' => variable(cursor, end),
            b'"' | b'\'' => cursor.escaped_string(Class::String),
            b'0'..=b'9' => {
                let number = cursor.end_of(start, |byte| byte.is_ascii_digit());
                cursor.at = cursor.end_of(start, |byte| !byte.is_ascii_whitespace() && byte != b'$').min(end);
                if number == cursor.at {
                    cursor.colour(start, Class::Number);
                }
            }
            byte if byte.is_ascii_whitespace() => cursor.at += 1,
            _ => {
                cursor.at =
                    cursor.end_of(start + 1, |byte| !byte.is_ascii_whitespace() && byte != b'$').min(end)
            }
        }
    }
}

fn variable(cursor: &mut Cursor<'_, '_>, end: usize) {
    let start = cursor.at;
    let name_end = if cursor.peek(1) == b'{' {
        memchr(b'}', &cursor.bytes[start..end]).map_or(start + 1, |length| start + length + 1)
    } else {
        cursor.end_of(start + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_').min(end)
    };
    cursor.colour_to(name_end, Class::Property);
}
