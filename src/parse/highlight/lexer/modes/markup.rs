//! HTML, XML and what is made of them: tags, attributes, texts, and the languages inside.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::super::languages::{JAVASCRIPT, TYPESCRIPT};
use super::super::scanner::scan;
use super::cursor::Cursor;
use super::style;
use memchr::{memchr, memchr3, memmem};
use std::ops::Range;

/// Reads HTML: scripts and styles are in languages of their own.
pub(in super::super) fn html<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    read(code, part, spans, Flavour::Html);
}

/// Reads XML.
pub(in super::super) fn xml<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    read(code, part, spans, Flavour::Xml);
}

/// Reads a component of Vue: HTML with code in `{{ … }}`.
pub(in super::super) fn vue<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    read(code, part, spans, Flavour::Vue);
}

/// Reads a component of Svelte: HTML with code in `{ … }`.
pub(in super::super) fn svelte<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    read(code, part, spans, Flavour::Svelte);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flavour {
    Html,
    Xml,
    Vue,
    Svelte,
}

fn read<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>, flavour: Flavour) {
    let mut cursor = Cursor::new(code, part, spans);
    while !cursor.is_at_end() {
        let rest = cursor.rest();
        match memchr3(b'<', b'&', b'{', rest) {
            None => break,
            Some(length) => cursor.at += length,
        }
        match cursor.byte() {
            b'<' => tag(&mut cursor, flavour),
            b'&' => entity(&mut cursor),
            _ => hole(&mut cursor, flavour),
        }
    }
}

fn tag(cursor: &mut Cursor<'_, '_>, flavour: Flavour) {
    let start = cursor.at;
    let rest = cursor.rest();
    if rest.starts_with(b"<!--") {
        let end = memmem::find(&rest[4..], b"-->").map_or(cursor.bytes.len(), |length| start + length + 7);
        return cursor.colour_to(end, Class::Comment);
    }
    if rest.starts_with(b"<![CDATA[") {
        cursor.colour_to(start + 9, Class::Keyword);
        let end = memmem::find(cursor.rest(), b"]]>").map_or(cursor.bytes.len(), |length| cursor.at + length);
        cursor.colour_to(end, Class::String);
        return cursor.colour_to((end + 3).min(cursor.bytes.len()), Class::Keyword);
    }
    let mark = match cursor.peek(1) {
        b'/' | b'!' | b'?' => 2,
        byte if is_name(byte) => 1,
        _ => {
            cursor.at += 1;
            return;
        }
    };
    let is_closing = cursor.peek(1) == b'/';
    let is_declaration = cursor.peek(1) == b'!';
    cursor.at = start + mark;
    let name = cursor.at;
    cursor.at = cursor.end_of(name, is_name);
    let is_component = flavour != Flavour::Xml && mark == 1 && cursor.byte_at(name).is_ascii_uppercase();
    cursor.colour(name, if is_component { Class::Type } else { Class::Keyword });
    let name = &cursor.bytes[name..cursor.at];
    // In `<!DOCTYPE html>` a word is no attribute.
    let word = if is_declaration { Class::Constant } else { Class::Property };
    let is_typed = attributes(cursor, flavour, word);
    if is_closing || flavour == Flavour::Xml {
        return;
    }
    if name.eq_ignore_ascii_case(b"script") {
        let end = end_of_element(cursor, b"</script");
        let table = if is_typed { &TYPESCRIPT } else { &JAVASCRIPT };
        scan(table, cursor.code, cursor.at..end, cursor.spans);
        cursor.at = end;
    } else if name.eq_ignore_ascii_case(b"style") {
        let end = end_of_element(cursor, b"</style");
        style::scss(cursor.code, cursor.at..end, cursor.spans);
        cursor.at = end;
    }
}

/// Reads to the end of a tag; says whether its attributes name TypeScript.
fn attributes(cursor: &mut Cursor<'_, '_>, flavour: Flavour, word: Class) -> bool {
    let mut is_typed = false;
    let mut wants_value = false;
    while !cursor.is_at_end() {
        let start = cursor.at;
        let is_value = std::mem::replace(&mut wants_value, false);
        match cursor.byte() {
            b'>' => {
                cursor.at = start + 1;
                break;
            }
            b'/' | b'?' if cursor.peek(1) == b'>' => {
                cursor.at = start + 2;
                break;
            }
            // Another tag begins: the end of this one was cut off.
            b'<' => break,
            b'=' => {
                wants_value = true;
                cursor.at += 1;
            }
            b' ' | b'\t' | b'\r' | b'\n' => {
                wants_value = is_value;
                cursor.at += 1;
            }
            quote @ (b'"' | b'\'') => {
                let rest = &cursor.rest()[1..];
                let end = memchr(quote, rest).map_or(cursor.bytes.len(), |length| start + length + 2);
                is_typed |= matches!(
                    &cursor.bytes[start + 1..end],
                    [b't', b's', ..] | [b't', b'y', b'p', b'e', b's', ..]
                );
                cursor.colour_to(end, Class::String);
            }
            b'{' if flavour == Flavour::Svelte => hole(cursor, flavour),
            b'[' => {
                // The inner part of a DOCTYPE.
                cursor.at += 1;
            }
            _ => {
                cursor.at = cursor.end_of(start, |byte| {
                    !byte.is_ascii_whitespace()
                        && !matches!(byte, b'=' | b'>' | b'"' | b'\'' | b'<' | b'{' | b'/' | b'?')
                });
                if cursor.at == start {
                    cursor.at += 1;
                }
                cursor.colour(start, if is_value { Class::String } else { word });
            }
        }
    }
    is_typed
}

fn end_of_element(cursor: &Cursor<'_, '_>, close: &[u8]) -> usize {
    let mut at = cursor.at;
    while let Some(length) = memchr(b'<', &cursor.bytes[at..]) {
        at += length;
        if cursor.bytes[at..].get(..close.len()).is_some_and(|text| text.eq_ignore_ascii_case(close)) {
            return at;
        }
        at += 1;
    }
    cursor.bytes.len()
}

/// `&amp;`, `&#38;`.
fn entity(cursor: &mut Cursor<'_, '_>) {
    let end = cursor.end_of(cursor.at + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if cursor.byte_at(end) == b';' && end > cursor.at + 1 {
        cursor.colour_to(end + 1, Class::Constant);
    } else {
        cursor.at += 1;
    }
}

/// Code between braces, where the flavour has it.
fn hole(cursor: &mut Cursor<'_, '_>, flavour: Flavour) {
    let (open, close): (usize, &[u8]) = match flavour {
        Flavour::Vue if cursor.peek(1) == b'{' => (2, b"}}"),
        Flavour::Svelte => (1, b"}"),
        _ => {
            cursor.at += 1;
            return;
        }
    };
    let start = cursor.at;
    cursor.colour_to(start + open, Class::Punctuation);
    let line_end = cursor.line_end();
    let mut depth = 0usize;
    let mut end = cursor.at;
    while end < line_end {
        match cursor.bytes[end] {
            b'{' => depth += 1,
            b'}' if depth == 0 => break,
            b'}' => depth -= 1,
            _ => {}
        }
        end += 1;
    }
    // `{#if a}`, `{:else}`, `{/each}`.
    if matches!(cursor.byte(), b'#' | b':' | b'/' | b'@') && flavour == Flavour::Svelte {
        let word = cursor.end_of(cursor.at + 1, |byte| byte.is_ascii_alphabetic()).min(end);
        let is_each = &cursor.bytes[cursor.at..word.max(cursor.at)] == b"#each";
        cursor.colour_to(word.max(cursor.at), Class::Keyword);
        // `{#each orders as order (order.id)}`: the key in brackets makes no call of the name.
        if let Some(key) = memmem::rfind(&cursor.bytes[cursor.at..end], b" (").filter(|_| is_each) {
            scan(&TYPESCRIPT, cursor.code, cursor.at..cursor.at + key, cursor.spans);
            cursor.at += key;
        }
    }
    scan(&TYPESCRIPT, cursor.code, cursor.at..end, cursor.spans);
    cursor.at = end;
    if cursor.rest().starts_with(close) {
        cursor.colour_to(end + close.len(), Class::Punctuation);
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.') || byte >= 0x80
}
