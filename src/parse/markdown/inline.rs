//! Inline content as text: plain, as HTML without links, with emoji shortcodes replaced.
//!
//! In: comrak's inline nodes, or text. Out: strings. Never: block structure.

use crate::model::markup::push_escaped;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};
use std::borrow::Cow;

/// Returns what is all that a node holds: nearly all headings and links hold one text.
fn only_child<'a>(node: Node<'a>) -> Option<Node<'a>> {
    node.first_child().filter(|first| first.next_sibling().is_none())
}

/// Returns the plain text of everything below `node`; line breaks become spaces. Alternative
/// texts of images, HTML tags and footnote marks are left out, as GitHub leaves them out of anchors.
pub(super) fn plain_text(node: Node<'_>) -> String {
    if let Some(only) = only_child(node)
        && let NodeValue::Text(ref literal) = only.data().value
    {
        return literal.to_string();
    }
    let mut text = String::new();
    let mut images = 0;
    for edge in node.traverse() {
        match edge {
            NodeEdge::Start(node) => match node.data().value {
                NodeValue::Image(_) => images += 1,
                _ if images > 0 => {}
                NodeValue::Text(ref literal) => text.push_str(literal),
                NodeValue::Code(ref code) => text.push_str(&code.literal),
                NodeValue::Math(ref math) => text.push_str(&math.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
                _ => {}
            },
            NodeEdge::End(node) => {
                if matches!(node.data().value, NodeValue::Image(_)) {
                    images -= 1;
                }
            }
        }
    }
    text
}

/// Returns the alternative text of an image: all text below it, that of inner images included.
pub(super) fn alternative_text(image: Node<'_>) -> String {
    let mut text = String::new();
    for node in image.descendants() {
        match node.data().value {
            NodeValue::Text(ref literal) => text.push_str(literal),
            NodeValue::Code(ref code) => text.push_str(&code.literal),
            NodeValue::Math(ref math) => text.push_str(&math.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    into_emoji(text)
}

/// Returns inline HTML of everything below `node`: emphasis and code are kept, links and images
/// are not, so that it can stand in a heading, a table of contents or a link.
pub(super) fn html_without_links(node: Node<'_>) -> String {
    let mut html = String::new();
    if let Some(only) = only_child(node)
        && let NodeValue::Text(ref literal) = only.data().value
    {
        show_into(&mut html, literal);
        return html;
    }
    let mut images = 0;
    for edge in node.traverse() {
        let (node, entering) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        let data = node.data();
        if matches!(data.value, NodeValue::Image(_)) {
            images += if entering { 1 } else { -1 };
        }
        if images > 0 {
            continue;
        }
        let tag = match data.value {
            NodeValue::Emph => "em",
            NodeValue::Strong => "strong",
            NodeValue::Strikethrough => "del",
            NodeValue::Text(ref literal) if entering => {
                show_into(&mut html, literal);
                continue;
            }
            NodeValue::Code(ref code) if entering => {
                html.push_str("<code>");
                push_escaped(&mut html, &code.literal);
                html.push_str("</code>");
                continue;
            }
            NodeValue::Math(ref math) if entering => {
                push_escaped(&mut html, &math.literal);
                continue;
            }
            NodeValue::SoftBreak | NodeValue::LineBreak if entering => {
                html.push(' ');
                continue;
            }
            _ => continue,
        };
        html.push_str(if entering { "<" } else { "</" });
        html.push_str(tag);
        html.push('>');
    }
    html
}

/// Returns a text with emoji in place of shortcodes; nearly always it is the one that came in.
pub(super) fn into_emoji(text: String) -> String {
    match with_emoji(&text) {
        Cow::Owned(replaced) => replaced,
        Cow::Borrowed(_) => text,
    }
}

/// Replaces emoji shortcodes (`:rocket:`) by the emoji, as GitHub does.
pub(super) fn with_emoji(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b':', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut replaced = String::new();
    let mut copied = 0;
    let mut open = first;
    while let Some(length) = memchr::memchr(b':', &text.as_bytes()[open + 1..]) {
        let close = open + 1 + length;
        // A colon inside a word (`urn:b:c`) begins no shortcode.
        let in_word = text[..open].chars().next_back().is_some_and(char::is_alphanumeric);
        match emojis::get_by_shortcode(&text[open + 1..close]) {
            Some(emoji) if !in_word => {
                replaced.push_str(&text[copied..open]);
                replaced.push_str(emoji.as_str());
                copied = close + 1;
                match memchr::memchr(b':', &text.as_bytes()[copied..]) {
                    Some(next) => open = copied + next,
                    None => break,
                }
            }
            _ => open = close,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    replaced.push_str(&text[copied..]);
    Cow::Owned(replaced)
}

/// Takes out the two control characters that mark holes.
pub(super) fn without_markers(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(1, 2, text.as_bytes()).is_some() {
        Cow::Owned(text.replace(['\u{1}', '\u{2}'], ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// What the letters of a text say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letters {
    /// How many words stand between white space.
    pub(super) words: u32,
    /// Whether it may name a document, which takes a digit or the beginning of `.md`.
    pub(super) may_name: bool,
}

impl Letters {
    /// Looks at each letter of a text, once for all that asks for each.
    pub(super) fn of(text: &str) -> Self {
        // This sees every letter of a portal, so that it looks at eight together, as one number.
        const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
        let all = |byte: u8| u64::from_ne_bytes([byte; 8]);
        let (mut beyond_ascii, mut signs, mut is_behind_space) = (0, 0, 1);
        // Returns 1 in the place of each byte that a word begins with.
        let mut beginnings = |piece: [u8; 8]| {
            let bytes = u64::from_le_bytes(piece);
            beyond_ascii |= bytes & HIGH;
            // Without its highest bit no byte's sum reaches into the next one: that bit says whether the byte is at
            // least so much.
            let piece = bytes & !HIGH;
            let at_least = |byte: u8| piece + all(0x80 - byte);
            let is = |byte: u8| !((piece ^ all(byte)) + all(0x7F));
            let is_m = !(((piece | all(0x20)) ^ all(b'm')) + all(0x7F));
            // What follows the last of eight nobody sees here.
            let before_m = is_m >> 8 | 0x80 << 56;
            signs |= (at_least(b'0') & !at_least(b'9' + 1) | is(b'.') & before_m) & !bytes & HIGH;
            let spaces = (is(b' ') | at_least(b'\t') & !at_least(b'\r' + 1)) & !bytes & HIGH;
            let behind_spaces = spaces << 8 | is_behind_space << 7;
            is_behind_space = spaces >> 63;
            (!spaces & behind_spaces) >> 7
        };
        let (pieces, rest) = text.as_bytes().as_chunks::<8>();
        let mut words = 0;
        // Of so many pieces each place adds up to less than a byte holds: in eight at most every second begins a word.
        for pieces in pieces.chunks(31) {
            let sums = pieces.iter().fold(0, |sums, piece| sums + beginnings(*piece));
            words += sums.wrapping_mul(all(1)) >> 56;
        }
        let mut last = [b' '; 8];
        last[..rest.len()].copy_from_slice(rest);
        words += beginnings(last).wrapping_mul(all(1)) >> 56;
        let words = match beyond_ascii != 0 && has_wide_space(text) {
            true => text.split_whitespace().count() as u32,
            false => words as u32,
        };
        Self { words, may_name: signs != 0 }
    }
}

/// Says whether there is white space in a text that ASCII does not have: other scripts and word processors write it.
fn has_wide_space(text: &str) -> bool {
    // All there is begins with one of these four bytes, which begin characters only.
    let is_space = |at: usize| text[at..].starts_with(char::is_whitespace);
    memchr::memchr3_iter(0xC2, 0xE2, 0xE3, text.as_bytes()).any(is_space)
        || memchr::memchr_iter(0xE1, text.as_bytes()).any(is_space)
}

/// Appends text as a page shows it: what HTML reads as markup escaped, emoji shortcodes replaced.
pub(super) fn show_into(html: &mut String, text: &str) {
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\0' | b':');
    // Most texts are letters and full stops. Without a way out halfway many bytes are looked at at a time.
    if text.bytes().fold(false, |found, byte| found | is_special(byte)) {
        push_escaped(html, &with_emoji(text));
    } else {
        html.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_counted_as_unicode_divides_them() {
        for text in [
            "",
            " ",
            "one",
            &"a ".repeat(700),
            " two\u{b}words ",
            "a\tb\r\nc",
            "Größe der Warteschlange",
            "a\u{a0}b",
            "\u{1c}",
        ] {
            assert_eq!(Letters::of(text).words, text.split_whitespace().count() as u32, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_may_name_a_document_has_a_digit_or_the_beginning_of_the_extension(text in "[a-zA-Z0.ü°’\u{3030}\u{a0}\u{85}\u{2003}\u{3000}\u{1680} ]{0,19}|[m.]{0,20}") {
            let has_sign = text.contains(|c: char| c.is_ascii_digit()) || text.to_lowercase().contains(".m");
            let letters = Letters::of(&text);
            prop_assert!(letters.may_name || !has_sign);
            // A dot that is the last of eight bytes may be the beginning.
            prop_assert!(!letters.may_name || has_sign || text.bytes().skip(7).step_by(8).any(|byte| byte == b'.'));
            prop_assert_eq!(letters.words, text.split_whitespace().count() as u32);
        }

        #[test]
        fn text_is_escaped_as_comrak_escapes_it(text in "([a-z ;=?']{0,9}|[\"&<>:\\x00]|[ü€🚀])*") {
            let (mut ours, mut theirs) = (String::new(), String::new());
            push_escaped(&mut ours, &text);
            comrak::html::escape(&mut theirs, &text).unwrap();
            prop_assert_eq!(&ours, &theirs);
            let mut shown = String::new();
            show_into(&mut shown, &text);
            let mut expected = String::new();
            push_escaped(&mut expected, &with_emoji(&text));
            prop_assert_eq!(shown, expected);
        }
    }

    #[test]
    fn shortcodes_become_emoji_and_other_colons_stay() {
        assert_eq!(with_emoji(":rocket: Deploy at 12:30: go"), "🚀 Deploy at 12:30: go");
        assert_eq!(with_emoji("a:b:c ::+1::"), "a:b:c :👍:");
        assert_eq!(with_emoji("no emoji: here"), "no emoji: here");
    }
}
