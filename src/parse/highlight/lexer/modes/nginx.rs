//! The configuration of nginx: directives, which end with `;` or hold others in braces.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use std::ops::Range;

/// Reads directives: the first word of each is its name.
pub(in super::super) fn nginx<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    let mut wants_name = true;
    let mut is_pattern = false;
    while !cursor.is_at_end() {
        let start = cursor.at;
        match cursor.byte() {
            b' ' | b'\t' | b'\r' | b'\n' => cursor.at += 1,
            b'(' | b')' if !is_pattern => cursor.at += 1,
            b'#' => cursor.colour_to(cursor.line_end(), Class::Comment),
            b';' | b'{' | b'}' => {
                wants_name = true;
                is_pattern = false;
                cursor.at += 1;
            }
            b'"' | b'\'' => {
                cursor.escaped_string(Class::String);
                wants_name = false;
            }
            b'$' => variable(&mut cursor),
            b'~' => {
                cursor.at = cursor.end_of(start, |byte| matches!(byte, b'~' | b'*'));
                is_pattern = true;
            }
            _ => {
                let end = cursor.end_of(start, |byte| {
                    !byte.is_ascii_whitespace()
                        && !matches!(byte, b';' | b'"' | b'\'')
                        && (is_pattern || !matches!(byte, b'{' | b'}' | b'$' | b'(' | b')'))
                });
                cursor.at = end.max(start + 1);
                let word = &cursor.bytes[start..cursor.at];
                let class = match word {
                    _ if wants_name => Some(Class::Keyword),
                    _ if is_pattern => Some(Class::String),
                    b"on" | b"off" | b"default_server" | b"default" | b"ssl" | b"http2" | b"last"
                    | b"break" | b"permanent" | b"redirect" | b"always" | b"all" => Some(Class::Constant),
                    _ if word[0].is_ascii_digit() && word.iter().all(u8::is_ascii_alphanumeric) => {
                        Some(Class::Number)
                    }
                    _ => None,
                };
                if let Some(class) = class {
                    cursor.colour(start, class);
                }
                // A pattern ends where white space is, and that of `rewrite` has no mark before it.
                is_pattern = wants_name && word == b"rewrite";
                wants_name = false;
            }
        }
    }
}

/// A name after a dollar, which is nothing by itself: it ends many a pattern.
fn variable(cursor: &mut Cursor<'_, '_>) {
    let end = cursor.end_of(cursor.at + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if end == cursor.at + 1 {
        cursor.at = end;
    } else {
        cursor.colour_to(end, Class::Property);
    }
}
