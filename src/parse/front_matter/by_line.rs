//! Front matter line by line, for what no parser takes.
//!
//! In: the lines between the delimiters. Out: the entries that can be made out: `key: value`, lists in brackets and
//! lists under a key, blocks of text. Never: fails or complains; a line that says nothing is passed over.

use super::{Entry, Format, Item, Value};
use crate::source::origins::{Line, lines};
use std::ops::Range;

/// Reads the lines of `inner`, which begins at `offset` in the document.
pub(super) fn read(inner: &str, offset: usize, format: Format) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut all = lines(inner, 0).peekable();
    let mut base = None;
    while let Some(line) = all.next() {
        let trimmed = line.text.trim();
        if trimmed.is_empty() || (trimmed.starts_with('#') && format != Format::Fence) {
            continue;
        }
        // A comment may hold a whole block with its delimiters.
        if trimmed == "---" {
            continue;
        }
        let indent = line.text.len() - line.text.trim_start().len();
        let base = match format {
            Format::Comment | Format::Fence => *base.get_or_insert(indent),
            Format::Yaml | Format::Toml => 0,
        };
        let place = Place { offset, line };
        let pair = match format {
            Format::Toml => key_value(trimmed),
            _ => key_of(trimmed),
        };
        if let Some((key, value)) = pair.filter(|_| indent <= base) {
            let mut entry = Entry {
                key: unquoted(key),
                key_span: place.span_of(key),
                value_span: place.span_of(value),
                value: Value::Empty,
            };
            let value = without_comment(value, format);
            if value.is_empty() {
                entry.value_span.start = entry.key_span.end + 1;
            }
            entry.value_span.end = entry.value_span.start + value.len() as u32;
            if matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+") {
                entry.value = block_text(&mut all, offset, base, &mut entry.value_span);
            } else if value.starts_with('[') && !value.contains(']') {
                // A list in brackets that goes on over the next lines.
                let start = entry.value_span.start as usize - offset;
                let mut end = entry.value_span.end as usize - offset;
                while let Some(next) = all.peek().filter(|next| key_of(next.text.trim_end()).is_none()) {
                    end = next.end as usize;
                    let is_last = next.text.contains(']');
                    all.next();
                    if is_last {
                        break;
                    }
                }
                entry.value_span.end = (offset + end) as u32;
                entry.value = value_of(&inner[start..end], offset + start);
            } else {
                entry.value = value_of(value, entry.value_span.start as usize);
            }
            entries.push(entry);
        } else if let Some(entry) = entries.last_mut() {
            continue_value(entry, trimmed, &place, format);
        }
    }
    entries
}

/// Splits `key: value`; both parts are trimmed. A key is at most five words of letters, digits and a few marks.
pub(super) fn key_of(line: &str) -> Option<(&str, &str)> {
    let quote = line.chars().next().filter(|first| matches!(first, '"' | '\''));
    let colon = match quote {
        Some(quote) => 1 + line[1..].find(quote)? + 1,
        None => line.find(':')?,
    };
    let key = line[..colon].trim_end();
    let value = line[colon..].trim_start().strip_prefix(':')?;
    if !(value.is_empty() || value.starts_with([' ', '\t'])) {
        return None;
    }
    is_key(key).then_some((key, value.trim()))
}

/// Splits `key = value` as TOML writes it.
pub(super) fn key_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim();
    (is_key(key) && !key.contains(' ')).then_some((key, value.trim()))
}

fn is_key(key: &str) -> bool {
    let bare = key.trim_matches(['"', '\'']);
    bare.len() <= 64
        && bare.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '_' | '$'))
        && bare
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '(' | ')' | '$'))
        && bare.split_whitespace().count() <= 5
}

/// Where a line is in the document.
struct Place<'text> {
    offset: usize,
    line: Line<'text>,
}

impl Place<'_> {
    /// Returns the place of a part of the line.
    fn span_of(&self, part: &str) -> Range<u32> {
        // Parts are slices of the line, so the difference of their addresses is the distance; an empty part may come
        // from elsewhere, hence the limits.
        let distance = (part.as_ptr() as usize).wrapping_sub(self.line.text.as_ptr() as usize);
        let distance = distance.min(self.line.text.len());
        let start = self.offset + self.line.start as usize + distance;
        start as u32..(start + part.len()) as u32
    }
}

fn continue_value(entry: &mut Entry, trimmed: &str, place: &Place<'_>, format: Format) {
    let span = place.span_of(trimmed);
    let item_text = trimmed.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    if let Some(item) = item_text {
        let item = without_comment(item.trim(), format);
        let span = place.span_of(item);
        let fields = match key_of(item) {
            Some((key, value)) => vec![field(key, value, place)],
            None => Vec::new(),
        };
        let item = if fields.is_empty() {
            Item { text: unquoted(item), span: span.clone(), fields }
        } else {
            Item::of_fields(fields, span.clone())
        };
        match &mut entry.value {
            Value::List(items) => items.push(item),
            Value::Empty => entry.value = Value::List(vec![item]),
            Value::Text(_) | Value::Map(_) => return,
        }
        widen(entry, &span);
        return;
    }
    if matches!(format, Format::Comment | Format::Fence) {
        // `Author: A` and below it, indented, `B`.
        let item = Item { text: trimmed.to_owned(), span: span.clone(), fields: Vec::new() };
        match &mut entry.value {
            Value::List(items) => items.push(item),
            Value::Text(text) => {
                let first =
                    Item { text: std::mem::take(text), span: entry.value_span.clone(), fields: Vec::new() };
                entry.value = Value::List(vec![first, item]);
            }
            Value::Empty => entry.value = Value::List(vec![item]),
            Value::Map(_) => return,
        }
        widen(entry, &span);
        return;
    }
    match (&mut entry.value, key_of(trimmed)) {
        (Value::List(items), Some((key, value))) => {
            if let Some(item) = items.last_mut().filter(|item| !item.fields.is_empty()) {
                let mut fields = std::mem::take(&mut item.fields);
                fields.push(field(key, value, place));
                *item = Item::of_fields(fields, item.span.start..span.end);
            }
        }
        (Value::Map(fields), Some((key, value))) => fields.push(field(key, value, place)),
        (Value::Empty, Some((key, value))) => entry.value = Value::Map(vec![field(key, value, place)]),
        (Value::Text(text), None) => {
            text.push(' ');
            text.push_str(trimmed);
        }
        _ => return,
    }
    widen(entry, &span);
}

fn field(key: &str, value: &str, place: &Place<'_>) -> Entry {
    let value_span = place.span_of(value);
    Entry {
        key: unquoted(key),
        key_span: place.span_of(key),
        value: value_of(value, value_span.start as usize),
        value_span,
    }
}

fn widen(entry: &mut Entry, span: &Range<u32>) {
    // A value that began with nothing begins where its first line does.
    if entry.value_span.is_empty() {
        entry.value_span = span.clone();
    }
    entry.value_span.end = entry.value_span.end.max(span.end);
}

/// Takes the lines that are indented deeper than the key.
fn block_text<'text>(
    all: &mut std::iter::Peekable<impl Iterator<Item = Line<'text>>>,
    offset: usize,
    base: usize,
    span: &mut Range<u32>,
) -> Value {
    let mut text = String::new();
    while let Some(line) = all.peek() {
        let indent = line.text.len() - line.text.trim_start().len();
        if indent <= base && !line.text.trim().is_empty() {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line.text.trim());
        span.end = offset as u32 + line.end;
        all.next();
    }
    let text = text.trim();
    if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}

/// Reads a value on its own; it begins at `start` in the document.
pub(super) fn value_of(value: &str, start: usize) -> Value {
    if let Some(list) = value.strip_prefix('[')
        && let Some(list) = list.strip_suffix(']')
        // `[text](url)`, `[a] or [b]` and `[[x]]` are text.
        && !list.contains(['[', ']'])
    {
        return Value::List(split_list(list, start + 1));
    }
    match unquoted(value) {
        text if text.is_empty() || matches!(value, "null" | "~") => Value::Empty,
        text => Value::Text(text),
    }
}

fn split_list(list: &str, start: usize) -> Vec<Item> {
    let mut items = Vec::new();
    let mut from = 0;
    let mut quote = None;
    let ends = list.char_indices().map(|(at, character)| (at, Some(character))).chain([(list.len(), None)]);
    for (at, character) in ends {
        match (character, quote) {
            (Some(mark @ ('"' | '\'')), None) if list[from..at].trim().is_empty() => quote = Some(mark),
            (Some(mark), Some(open)) if mark == open => quote = None,
            (Some(','), None) | (None, _) => {
                let part = &list[from..at];
                let text = part.trim();
                if !text.is_empty() {
                    let begin = start + from + part.len() - part.trim_start().len();
                    let span = begin as u32..(begin + text.len()) as u32;
                    items.push(Item { text: unquoted(text), span, fields: Vec::new() });
                }
                from = (at + 1).min(list.len());
            }
            _ => {}
        }
    }
    items
}

/// Takes a comment away that YAML and TOML allow behind a value.
fn without_comment(value: &str, format: Format) -> &str {
    if !matches!(format, Format::Yaml | Format::Toml) {
        return value;
    }
    if let Some(end) = end_of_quoted(value) {
        let behind = value[end..].trim_start();
        return if behind.is_empty() || behind.starts_with('#') { &value[..end] } else { value };
    }
    if value.starts_with('#') {
        return &value[..0];
    }
    value.find(" #").map_or(value, |at| value[..at].trim_end())
}

/// Returns where the quotes end that a value begins with.
fn end_of_quoted(value: &str) -> Option<usize> {
    let quote = value.bytes().next().filter(|first| matches!(first, b'"' | b'\''))?;
    let mut bytes = value.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && quote == b'"' {
            bytes.next();
        } else if byte == quote {
            // `''` is a quote inside of single quotes.
            if quote == b'\'' && bytes.peek().is_some_and(|&(_, next)| next == quote) {
                bytes.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}

fn unquoted(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(text) = inside('"') {
        if !text.contains('\\') {
            return text.to_owned();
        }
        return text.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    match inside('\'') {
        Some(text) => text.replace("''", "'"),
        None => value.to_owned(),
    }
}
