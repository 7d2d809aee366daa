//! The ids of a body: each names one element.
//!
//! In: HTML as our writer or the sanitiser makes it, every attribute in double quotes. Out: the same
//! without the ids that an element before has already, which no browser would go to. Never: invents
//! an id, or touches text.

use crate::model::markup::push_escaped;
use std::collections::HashSet;

/// What the ids of the page around a document begin with. No document may take one.
const OF_THE_FRAME: &str = "archsite:";

/// Says whether an id belongs to the page around a document.
pub(super) fn is_of_the_frame(id: &str) -> bool {
    id.starts_with(OF_THE_FRAME)
}

/// Takes out each id that stands for the second time. `title` is that of the page's title, which
/// comes before the body.
pub(super) fn unique(html: &str, title: Option<&str>) -> String {
    const ID: &str = " id=\"";
    let mut escaped_title = String::new();
    push_escaped(&mut escaped_title, title.unwrap_or_default());
    let mut seen = HashSet::from([escaped_title.as_str()]);
    let mut unique = String::with_capacity(html.len());
    let mut copied = 0;
    for open in memchr::memchr_iter(b'<', html.as_bytes()) {
        if !html.as_bytes().get(open + 1).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let tag = &html[open..tag_end(html, open)];
        let Some(start) = outside_quotes(tag, ID) else { continue };
        let value = &tag[start + ID.len()..];
        let value = &value[..memchr::memchr(b'"', value.as_bytes()).unwrap_or(value.len())];
        if !seen.insert(value) {
            unique.push_str(&html[copied..open + start]);
            copied = (open + start + ID.len() + value.len() + 1).min(html.len());
        }
    }
    unique.push_str(&html[copied..]);
    unique
}

/// Returns where the tag ends that begins at `open`.
fn tag_end(html: &str, open: usize) -> usize {
    let mut is_quoted = false;
    for (at, byte) in html.bytes().enumerate().skip(open) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// Returns where `part`, which begins with a space, stands in a tag and in no value of it.
fn outside_quotes(tag: &str, part: &str) -> Option<usize> {
    let mut is_quoted = false;
    tag.bytes().enumerate().find_map(|(at, byte)| {
        is_quoted ^= byte == b'"';
        (byte == b' ' && !is_quoted && tag[at..].starts_with(part)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_ids_stays() {
        assert_eq!(
            unique(
                "<h2 id=\"a\">A</h2><p title=\"> id=&quot;\" id=\"a\" class=\"x\">id=\"a\" id=\"a\"</p>",
                None
            ),
            "<h2 id=\"a\">A</h2><p title=\"> id=&quot;\" class=\"x\">id=\"a\" id=\"a\"</p>"
        );
        assert_eq!(
            unique("<b title=\"x id=\" id=\"a\"></b><i id=\"b\"/>", Some("b")),
            "<b title=\"x id=\" id=\"a\"></b><i/>"
        );
    }
}
