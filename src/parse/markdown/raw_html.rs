//! HTML that an author wrote in Markdown: its links, anchors and headings.
//!
//! In: the literal text of one HTML block or inline tag. Out: the same with its links replaced by
//! holes, without what would swallow the text around it. Never: decides where a link leads.
//!
//! The scanner only has to see what a page should resolve. What it misses, or takes wrongly for a
//! tag, is still cleaned by the sanitiser, which reads HTML as browsers do.

use super::authored::AuthoredTag;
use super::sanitise::ELEMENTS;
use super::{ids, inline};
use crate::model::document::LinkKind;
use crate::model::markup::push_escaped;
use crate::parse::anchors::Slugger;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// One piece of HTML with holes in place of its links.
#[derive(Debug, Default)]
pub(super) struct RawPiece {
    /// The HTML, links as markers, comments taken out.
    pub(super) html: String,
    /// Whether there is anything that the sanitiser must look at.
    pub(super) needs_sanitising: bool,
    /// How many links it holds.
    pub(super) links: u32,
    /// How many headings it holds.
    pub(super) headings: usize,
    /// How many more elements it opens than it closes.
    pub(super) opened: i32,
    /// The deepest that its elements are nested, beyond those open before it.
    pub(super) deepest: i32,
    /// How many more hyperlinks it opens than it closes: what stands in one holds no other.
    pub(super) opened_links: i32,
    /// How many more elements it opens than it closes in which no name becomes a link.
    pub(super) opened_guards: i32,
}

/// What a scan finds.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) piece: RawPiece,
    pub(super) links: Vec<RawLink>,
    pub(super) anchors: Vec<RawAnchor>,
    pub(super) headings: Vec<RawHeading>,
    /// The tags that are left.
    pub(super) tags: Vec<AuthoredTag>,
    /// Whether a heading of level 1 that comes first would be the title of the page.
    may_be_title: bool,
    /// Whether the first heading is the title of the page, and left out.
    pub(super) has_title: bool,
    /// Where the heading ends that is open, and the link to itself that goes there.
    permalink: Option<(usize, String)>,
}

/// A link in HTML; offsets count bytes of the literal.
pub(super) struct RawLink {
    pub(super) kind: LinkKind,
    pub(super) target: String,
    pub(super) text: String,
    pub(super) offset: usize,
    pub(super) length: usize,
}

/// A name in HTML that links may point to; the offset counts bytes of the literal.
pub(super) struct RawAnchor {
    pub(super) name: String,
    pub(super) offset: usize,
    pub(super) length: usize,
}

/// A heading in HTML that opens and closes within one piece.
pub(super) struct RawHeading {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) anchor: String,
    pub(super) offset: usize,
}

/// One start tag: its name and the places of its attributes.
struct Tag<'a> {
    name: &'a str,
    start: usize,
    name_end: usize,
    end: usize,
    attributes: Vec<Attribute<'a>>,
}

struct Attribute<'a> {
    name: &'a str,
    value: Cow<'a, str>,
    /// From the first byte of the name to the last of the value.
    place: Range<usize>,
    value_place: Range<usize>,
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<&Attribute<'_>> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// Scans a piece. The first of its links will have the number `first_link`. `keep_all` keeps what
/// nobody sees, for a body that no sanitiser cleans. With `may_be_title` a heading of level 1 that
/// comes first and is nothing but words is left out: the page shows it as its title.
pub(super) fn scan(
    literal: &str,
    first_link: u32,
    keep_all: bool,
    may_be_title: bool,
    slugger: &mut Slugger,
) -> Scan {
    let mut found = Scan { may_be_title, ..Scan::default() };
    let mut dead_ends = HashSet::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &literal.as_bytes()[at..]) {
        let open = at + next;
        found.piece.html.push_str(&literal[at..open]);
        if literal[open..].starts_with("<!--") {
            // Never shown: they speak to the writer. An unclosed one hides the rest, as in a browser.
            at = literal[open..].find("-->").map_or(literal.len(), |length| open + length + 3);
            if keep_all {
                found.piece.html.push_str(&literal[open..at]);
            }
            continue;
        }
        let Some(tag) = tag_at(literal, open, &mut dead_ends) else {
            if let Some((_, permalink)) = found.permalink.take_if(|(end, _)| *end == open) {
                found.piece.html.push_str(&permalink);
            }
            let end_tag = end_tag_name(literal, open);
            found.piece.opened -= i32::from(!end_tag.is_empty() && nests(end_tag));
            found.piece.opened_links -= i32::from(end_tag.eq_ignore_ascii_case("a"));
            found.piece.opened_guards -= i32::from(is_guard(end_tag));
            found.piece.needs_sanitising = true;
            // What is no whole tag in here would become one with what follows, and swallow it.
            let is_text = !keep_all && is_cut_short(literal, open);
            if !is_text && !end_tag.is_empty() {
                found.tags.push(AuthoredTag { name: end_tag.to_ascii_lowercase(), is_end: true });
            }
            found.piece.html.push_str(if is_text { "&lt;" } else { "<" });
            at = open + 1;
            continue;
        };
        if !keep_all && let Some(end) = unseen_end(literal, &tag) {
            found.piece.needs_sanitising = true;
            at = end;
            continue;
        }
        if let Some(end) = title_end(literal, &tag, &found) {
            let text = text_of(&literal[tag.end..end]);
            let anchor = slugger.anchor(&text);
            found.headings.push(RawHeading { level: 1, text, anchor, offset: open });
            found.has_title = true;
            found.piece.needs_sanitising = true;
            at = tag_end(literal, end).unwrap_or(literal.len());
            continue;
        }
        take_tag(literal, &tag, first_link, slugger, keep_all, &mut found);
        found.tags.push(AuthoredTag { name: tag.name.to_ascii_lowercase(), is_end: false });
        found.piece.opened_links += i32::from(tag.name.eq_ignore_ascii_case("a"));
        found.piece.opened_guards += i32::from(is_guard(tag.name));
        found.piece.opened += i32::from(nests(tag.name));
        found.piece.deepest = found.piece.deepest.max(found.piece.opened);
        at = tag.end;
    }
    found.piece.html.push_str(&literal[at..]);
    if found.piece.html.contains("&#") {
        found.piece.html = without_marker_references(&found.piece.html);
    }
    found.piece.links = found.links.len() as u32;
    found.piece.headings = found.headings.len();
    found
}

fn take_tag(
    literal: &str,
    tag: &Tag<'_>,
    first_link: u32,
    slugger: &mut Slugger,
    keep_all: bool,
    found: &mut Scan,
) {
    let is_line_break = tag.name.eq_ignore_ascii_case("br") && tag.attributes.is_empty();
    if is_line_break {
        found.piece.html.push_str("<br />");
        return;
    }
    found.piece.needs_sanitising = true;
    let id = tag.attribute("id").filter(|id| !ids::is_of_the_frame(&id.value));
    let name = tag.attribute("name").filter(|_| tag.name.eq_ignore_ascii_case("a"));
    let name = name.filter(|name| id.is_none_or(|id| id.value != name.value));
    for attribute in [id, name].into_iter().flatten().filter(|attribute| !attribute.value.is_empty()) {
        found.anchors.push(RawAnchor {
            name: inline::without_markers(&attribute.value).into_owned(),
            offset: attribute.value_place.start,
            length: attribute.value_place.len(),
        });
    }
    let mut html = literal[tag.start..tag.end].to_owned();
    let (reference, kind) = match tag.name.to_ascii_lowercase().as_str() {
        "a" => ("href", LinkKind::Hyperlink),
        // Browsers read `image` as `img`.
        "img" | "image" => ("src", LinkKind::Image),
        name => {
            if let Some(level) = heading_level(name) {
                heading(literal, tag, level, slugger, keep_all, found, &mut html);
            }
            found.piece.html.push_str(&html);
            return;
        }
    };
    if let Some(attribute) = tag.attribute(reference) {
        let number = first_link + found.links.len() as u32;
        found.links.push(RawLink {
            kind,
            target: attribute.value.trim().to_owned(),
            text: tag.attribute("alt").map(|alt| alt.value.to_string()).unwrap_or_default(),
            offset: attribute.value_place.start,
            length: attribute.value_place.len(),
        });
        let place = attribute.place.start - tag.start..attribute.place.end - tag.start;
        // With a space before it, whatever stood there: the hole takes the attribute from its space on.
        html.replace_range(place, &format!(" {reference}=\"\u{1}a{number}\u{2}\""));
    }
    found.piece.html.push_str(&html);
}

/// Elements that have no end tag, or that end by themselves: a thousand of them are not nested.
const NOT_NESTED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "td", "th", "tr", "track", "wbr",
];

/// Elements whose text stays as it is written: links, code, headings.
const GUARDS: &[&str] =
    &["a", "code", "pre", "kbd", "samp", "tt", "var", "summary", "h1", "h2", "h3", "h4", "h5", "h6"];

fn is_guard(name: &str) -> bool {
    GUARDS.iter().any(|element| element.eq_ignore_ascii_case(name))
}

fn nests(name: &str) -> bool {
    !NOT_NESTED.iter().any(|element| element.eq_ignore_ascii_case(name))
}

/// Returns the name of the end tag at `open`; empty if none begins there.
fn end_tag_name(literal: &str, open: usize) -> &str {
    let Some(name) = literal[open..].strip_prefix("</") else { return "" };
    &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()]
}

/// Says whether a tag or its like begins at `open` and does not end. No whole start tag stands there.
fn is_cut_short(literal: &str, open: usize) -> bool {
    match literal.as_bytes().get(open + 1) {
        Some(b'/') => {
            let rest = &literal[open + 1..];
            rest.find(['<', '>']).is_none_or(|end| rest.as_bytes()[end] == b'<')
        }
        Some(b'!' | b'?') => !literal[open..].contains('>'),
        Some(next) => next.is_ascii_alphabetic(),
        None => false,
    }
}

/// Elements of which nothing is shown, or in which a browser reads tags as text: without an end
/// they swallow all that follows them. GitHub lets none of them through.
const SWALLOWING: &[&str] = &[
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "select",
];

/// Returns where the text goes on behind what is left out for a tag, if anything is: behind its
/// element, or behind the tag alone where the element does not end in this piece. A tag that is not on
/// the list goes here already: inside `<math>` and `<svg>` a browser reads by other rules, and the
/// sanitiser would take all that follows with them.
fn unseen_end(literal: &str, tag: &Tag<'_>) -> Option<usize> {
    let is_one_of = |elements: &[&str]| elements.iter().any(|element| element.eq_ignore_ascii_case(tag.name));
    if !is_one_of(SWALLOWING) {
        // Browsers and the sanitiser read `image` as `img`.
        return (!is_one_of(ELEMENTS) && !is_one_of(&["image"])).then_some(tag.end);
    }
    let rest = &literal[tag.end..];
    let end = memchr::memchr_iter(b'<', rest.as_bytes())
        .find(|&at| end_tag_name(rest, at).eq_ignore_ascii_case(tag.name) && rest[at..].contains('>'));
    Some(end.map_or(tag.end, |at| tag.end + tag_end(rest, at).unwrap_or(rest.len())))
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Returns where the words of the page's title end, if that is the heading that begins here.
fn title_end(literal: &str, tag: &Tag<'_>, found: &Scan) -> Option<usize> {
    let is_title = found.may_be_title && found.headings.is_empty() && found.piece.opened_links == 0;
    if !is_title || !tag.name.eq_ignore_ascii_case("h1") || tag.attribute("id").is_some() {
        return None;
    }
    let end = end_of_heading(literal, tag.end, 1)?;
    let inside = &literal[tag.end..end];
    (!inside.contains('<') && !text_of(inside).is_empty()).then_some(end)
}

/// GitHub gives headings written as HTML an anchor as well.
fn heading(
    literal: &str,
    tag: &Tag<'_>,
    level: u8,
    slugger: &mut Slugger,
    keep_all: bool,
    found: &mut Scan,
    html: &mut String,
) {
    let Some(end) = end_of_heading(literal, tag.end, level) else { return };
    let text = text_of(&literal[tag.end..end]);
    if text.is_empty() {
        return;
    }
    let anchor = match tag.attribute("id") {
        Some(id) => id.value.to_string(),
        None => {
            let anchor = slugger.anchor(&text);
            let mut attribute = String::from(" id=\"");
            push_escaped(&mut attribute, &anchor);
            attribute.push('"');
            html.insert_str(tag.name_end - tag.start, &attribute);
            anchor
        }
    };
    if !anchor.is_empty() && found.piece.opened_links == 0 {
        let mut link = String::new();
        permalink(&mut link, &anchor, &text, if keep_all { "" } else { "\u{1}" });
        found.permalink = Some((end, link));
    }
    found.headings.push(RawHeading { level, text, anchor, offset: tag.start });
}

/// Writes the link of a heading to itself. `trust` begins what the sanitiser shall let through.
pub(super) fn permalink(html: &mut String, anchor: &str, title: &str, trust: &str) {
    for piece in ["<a class=\"", trust, "permalink\" href=\"", trust, "#"] {
        html.push_str(piece);
    }
    push_escaped(html, &fragment(anchor));
    for piece in ["\" aria-label=\"", trust, "Permalink to “"] {
        html.push_str(piece);
    }
    push_escaped(html, title);
    html.push_str("”\"></a>");
}

/// Percent-encodes what a fragment of an address cannot hold as it is.
fn fragment(anchor: &str) -> Cow<'_, str> {
    if !anchor.contains([' ', '"', '<', '>', '`', '%']) {
        return Cow::Borrowed(anchor);
    }
    let mut encoded = String::with_capacity(anchor.len());
    for character in anchor.chars() {
        match character {
            ' ' => encoded.push_str("%20"),
            '"' => encoded.push_str("%22"),
            '<' => encoded.push_str("%3C"),
            '>' => encoded.push_str("%3E"),
            '`' => encoded.push_str("%60"),
            '%' => encoded.push_str("%25"),
            _ => encoded.push(character),
        }
    }
    Cow::Owned(encoded)
}

/// Finds the end tag of a heading. The search ends where another heading begins, so that no part of
/// a text is searched twice, however many headings are never closed.
fn end_of_heading(literal: &str, from: usize, level: u8) -> Option<usize> {
    for open in memchr::memchr_iter(b'<', &literal.as_bytes()[from..]).map(|at| from + at) {
        if literal[open..].starts_with("</") {
            if heading_level(&end_tag_name(literal, open).to_ascii_lowercase()) == Some(level) {
                return Some(open);
            }
        } else {
            let name = literal.get(open + 1..open + 3).map(str::to_ascii_lowercase);
            if name.is_some_and(|name| heading_level(&name).is_some()) {
                return None;
            }
        }
    }
    None
}

/// Returns the text of a piece of HTML, tags and comments left out, white space folded.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        match tag_end(rest, open) {
            Some(end) => rest = &rest[end..],
            None => {
                rest = "";
                break;
            }
        }
    }
    text.push_str(rest);
    let text = unescape(&text);
    inline::without_markers(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tag_end(html: &str, open: usize) -> Option<usize> {
    html[open..].find('>').map(|length| open + length + 1)
}

/// Reads the start tag at `open`, if one stands there whole.
///
/// `dead_ends` are the places from which no attributes led to the end of a tag before. They never
/// will, and without knowing them a row of tags that are not closed takes quadratic time.
fn tag_at<'a>(literal: &'a str, open: usize, dead_ends: &mut HashSet<usize>) -> Option<Tag<'a>> {
    let bytes = literal.as_bytes();
    let mut at = open + 1;
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    while bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
        at += 1;
    }
    let mut tag =
        Tag { name: &literal[open + 1..at], start: open, name_end: at, end: 0, attributes: Vec::new() };
    loop {
        while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
            at += 1;
        }
        if bytes.get(at) == Some(&b'>') {
            tag.end = at + 1;
            return Some(tag);
        }
        let attribute = if dead_ends.contains(&at) { None } else { attribute_at(literal, at) };
        let Some((attribute, end)) = attribute else {
            dead_ends.insert(at);
            dead_ends.extend(tag.attributes.iter().map(|attribute| attribute.place.start));
            return None;
        };
        tag.attributes.push(attribute);
        at = end;
    }
}

fn attribute_at(literal: &str, start: usize) -> Option<(Attribute<'_>, usize)> {
    let bytes = literal.as_bytes();
    let mut at = start;
    while !matches!(*bytes.get(at)?, b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    if at == start {
        // A lone `=`: a browser takes it for a name.
        at += 1;
    }
    let name = literal.get(start..at)?;
    let mut value_at = at;
    while bytes.get(value_at).is_some_and(u8::is_ascii_whitespace) {
        value_at += 1;
    }
    if bytes.get(value_at) != Some(&b'=') {
        return Some((Attribute { name, value: "".into(), place: start..at, value_place: at..at }, at));
    }
    value_at += 1;
    while bytes.get(value_at).is_some_and(u8::is_ascii_whitespace) {
        value_at += 1;
    }
    let (value_place, end) = match *bytes.get(value_at)? {
        quote @ (b'"' | b'\'') => {
            let length = memchr::memchr(quote, &bytes[value_at + 1..])?;
            (value_at + 1..value_at + 1 + length, value_at + length + 2)
        }
        _ => {
            let mut end = value_at;
            while bytes.get(end).is_some_and(|byte| *byte != b'>' && !byte.is_ascii_whitespace()) {
                end += 1;
            }
            (value_at..end, end)
        }
    };
    let value = unescape(&literal[value_place.clone()]);
    Some((Attribute { name, value, place: start..end, value_place }, end))
}

/// The longest character reference is `&CounterClockwiseContourIntegral;`, but for leading zeros.
const LONGEST_REFERENCE: usize = 40;

/// Resolves character references; one that is none stays as it is, as in a browser.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        resolved.push_str(&rest[..start]);
        let reference = &rest[start..];
        let end =
            reference.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';').map_or(1, |end| end + 1);
        match quick_xml::escape::unescape_with(&reference[..end], quick_xml::escape::resolve_html5_entity) {
            Ok(character) => resolved.push_str(&character),
            Err(_) => {
                resolved.push('&');
                rest = &reference[1..];
                continue;
            }
        }
        rest = &reference[end..];
    }
    resolved.push_str(rest);
    Cow::Owned(resolved)
}

/// Takes out references to the two characters that mark holes (`&#1;`, `&#x02;` and their like):
/// the sanitiser resolves references, and an author must not be able to write a hole.
fn without_marker_references(html: &str) -> String {
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("&#") {
        clean.push_str(&rest[..start]);
        let reference = &rest[start + 2..];
        let (digits, radix) = match reference.as_bytes().first() {
            Some(b'x' | b'X') => (&reference[1..], 16),
            _ => (reference, 10),
        };
        let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let number = digits[..length].trim_start_matches('0');
        let end = start + 2 + (reference.len() - digits.len()) + length;
        if matches!(number, "1" | "2") {
            rest = rest[end..].strip_prefix(';').unwrap_or(&rest[end..]);
        } else {
            clean.push_str(&rest[start..end]);
            rest = &rest[end..];
        }
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests;
