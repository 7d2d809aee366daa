//! Markers in HTML that is being written: U+0001, a letter, a number, U+0002. The input was cleaned of both
//! characters, so that no document can write one.
//!
//! In: HTML with markers. Out: the same with what they stand for, or a [`Body`] with holes in their
//! places. Never: knows what a number means.

use crate::model::document::{Body, Hole, HoleKind};
use std::fmt::Write;

/// Writes the marker of a hole.
pub(super) fn push(html: &mut String, kind: HoleKind) {
    let (letter, number) = match kind {
        HoleKind::LinkStart(link) => ('l', link),
        HoleKind::Image { link, full_size: false } => ('i', link),
        HoleKind::Image { link, full_size: true } => ('I', link),
        HoleKind::MentionStart(mention) => ('m', mention),
        HoleKind::MentionEnd(mention) => ('n', mention),
        HoleKind::Attribute(link) => ('a', link),
    };
    push_numbered(html, letter, number as usize);
}

/// Writes a marker.
pub(super) fn push_numbered(html: &mut String, letter: char, number: usize) {
    // Writing to a string cannot fail.
    let _ = write!(html, "\u{1}{letter}{number}\u{2}");
}

/// Replaces the markers of one kind by what they stand for.
pub(super) fn expand<'a>(html: &str, kind: char, piece: impl Fn(usize) -> Option<&'a str>) -> String {
    let mut whole = String::with_capacity(html.len());
    let mut copied = 0;
    for at in memchr::memchr_iter(1, html.as_bytes()) {
        if at < copied {
            continue;
        }
        if let Some((found, number, end)) = marker_at(html, at)
            && found == kind
        {
            whole.push_str(&html[copied..at]);
            whole.push_str(piece(number as usize).unwrap_or_default());
            copied = end;
        }
    }
    whole.push_str(&html[copied..]);
    whole
}

/// Reads the marker that begins at `at`: its kind, its number, and where it ends.
fn marker_at(html: &str, at: usize) -> Option<(char, u32, usize)> {
    let rest = &html[at + 1..];
    let kind = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    let length = memchr::memchr(2, rest.as_bytes())?;
    let number = rest.get(1..length)?.parse().ok()?;
    Some((kind, number, at + length + 2))
}

/// Takes the markers out of the text and notes their places.
pub(super) fn cut_holes(html: &str) -> Body {
    let mut body = Body { html: String::with_capacity(html.len()), holes: Vec::new() };
    let mut copied = 0;
    for at in memchr::memchr_iter(1, html.as_bytes()) {
        if at < copied {
            continue;
        }
        body.html.push_str(&html[copied..at]);
        copied = at + 1;
        let Some((kind, number, end)) = marker_at(html, at) else { continue };
        copied = end;
        let kind = match kind {
            'l' => HoleKind::LinkStart(number),
            'i' => HoleKind::Image { link: number, full_size: false },
            'I' => HoleKind::Image { link: number, full_size: true },
            'm' => HoleKind::MentionStart(number),
            'n' => HoleKind::MentionEnd(number),
            'a' => {
                // The hole is the whole attribute: ` href="` goes before it, `"` after it.
                let Some(start) = body.html.rfind(' ') else { continue };
                body.html.truncate(start);
                copied = end + usize::from(html[end..].starts_with('"'));
                HoleKind::Attribute(number)
            }
            _ => continue,
        };
        body.holes.push(Hole { at: body.html.len() as u32, kind });
    }
    body.html.push_str(&html[copied..]);
    body
}
