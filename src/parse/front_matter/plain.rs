//! What nearly all front matter is: a line a key, each with one text, or with a list in brackets.
//!
//! In: the text of a document, or YAML. Out: the entries, where all of it is of this form. Never: anything
//! else; what is in doubt is left to the parser, which costs ten times as much.

use super::by_line::value_of;
use super::{Entry, Format, FrontMatter};

/// Longer front matter is left to the parser, which says what is too much.
const LONGEST: usize = 16 * 1024;

/// The longest key.
const LONGEST_KEY: usize = 64;

/// Reads the front matter at the very beginning of a text.
pub(super) fn at_the_top(text: &str) -> Option<FrontMatter> {
    const DELIMITER: &str = "---\n";
    let inner = text.strip_prefix(DELIMITER)?;
    let mut entries = Vec::new();
    let mut at = 0;
    loop {
        let rest = inner.get(at..).filter(|_| at <= LONGEST)?;
        if rest.starts_with(DELIMITER) {
            let end = 2 * DELIMITER.len() + at;
            return Some(FrontMatter { span: 0..end as u32, format: Format::Yaml, entries });
        }
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes())?];
        entries.push(entry(line, DELIMITER.len() + at)?);
        at += line.len() + 1;
    }
}

/// Reads the YAML that begins at `offset` of a document.
pub(super) fn read(yaml: &str, offset: usize) -> Option<Vec<Entry>> {
    if yaml.len() > LONGEST {
        return None;
    }
    let mut at = offset;
    let lines = yaml.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        entry(line.strip_suffix('\n').unwrap_or(line), start)
    });
    lines.collect()
}

/// Reads a line that begins at `offset` of a document.
fn entry(line: &str, offset: usize) -> Option<Entry> {
    let is_of_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let length = line.bytes().take_while(|byte| is_of_key(byte)).count();
    let (key, rest) = line.split_at(length);
    let value = rest.strip_prefix(": ")?.trim_start_matches(' ');
    let start = offset + line.len() - value.len();
    let value = value.trim_end_matches(' ');
    let is_plain = key.len() <= LONGEST_KEY
        && key.starts_with(|first: char| first.is_ascii_alphabetic())
        && !is_null(key)
        && is_plain_value(value);
    is_plain.then(|| Entry {
        key: key.to_owned(),
        value: value_of(value, start),
        key_span: offset as u32..(offset + length) as u32,
        value_span: start as u32..(start + value.len()) as u32,
    })
}

fn is_plain_value(value: &str) -> bool {
    if !value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return false;
    }
    match value.as_bytes() {
        [b'"' | b'\'', ..] => is_plainly_quoted(value),
        [b'[', list @ .., b']'] if list.iter().all(|byte| *byte == b' ') => true,
        [b'[', .., b']'] => parted_at_commas(&value[1..value.len() - 1]).all(is_plain_item),
        [first, .., last] if first.is_ascii_alphanumeric() => {
            *last != b':' && !value.contains(": ") && !value.contains(" #") && !is_null(value)
        }
        [only] => only.is_ascii_alphanumeric(),
        _ => false,
    }
}

/// Says whether a text is one in quotes, in which nothing is escaped.
fn is_plainly_quoted(text: &str) -> bool {
    match text.as_bytes() {
        [first @ (b'"' | b'\''), inside @ .., last] if first == last => {
            memchr::memchr2(*first, b'\\', inside).is_none()
        }
        _ => false,
    }
}

fn is_plain_item(item: &str) -> bool {
    let item = item.trim_matches(' ');
    if item.starts_with(['"', '\'']) {
        return is_plainly_quoted(item) && !item.contains(['[', ']']);
    }
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'-' | b'.' | b'/');
    item.starts_with(|first: char| first.is_ascii_alphanumeric())
        && item.bytes().all(is_plain)
        && !is_null(item)
}

/// Parts a list at the commas outside of quotes.
fn parted_at_commas(list: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    list.split(move |c: char| match (c, quote) {
        ('"' | '\'', None) => {
            quote = Some(c);
            false
        }
        (c, Some(open)) => {
            quote = Some(open).filter(|open| *open != c);
            false
        }
        (c, None) => c == ',',
    })
}

fn is_null(text: &str) -> bool {
    text.eq_ignore_ascii_case("null")
}
