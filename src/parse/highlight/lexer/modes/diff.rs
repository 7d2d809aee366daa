//! Changes to files, as `diff` and `git` show them.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::cursor::Cursor;
use std::ops::Range;

/// Reads changes: what each line is stands in its first bytes.
pub(in super::super) fn diff<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut cursor = Cursor::new(code, part, spans);
    while !cursor.is_at_end() {
        let end = cursor.line_end();
        let line = &cursor.bytes[cursor.at..end];
        let class =
            if starts_with_any(line, &[b"+++ ", b"--- ", b"*** ", b"diff ", b"index ", b"\\ No newline"]) {
                Some(Class::Comment)
            } else {
                match line.first() {
                    Some(b'+' | b'>') => Some(Class::Inserted),
                    Some(b'-' | b'<') => Some(Class::Deleted),
                    Some(b'@') => Some(Class::Function),
                    _ => None,
                }
            };
        match class {
            Some(class) => cursor.colour_to(end, class),
            None => cursor.at = end,
        }
        cursor.at = (end + 1).min(cursor.bytes.len());
    }
}

fn starts_with_any(line: &[u8], beginnings: &[&[u8]]) -> bool {
    beginnings.iter().any(|beginning| line.starts_with(beginning))
}
