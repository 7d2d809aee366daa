//! The holes of a body, filled.
//!
//! In: a body, the destinations of its links, the page that shows it. Out: HTML. Never: searches;
//! holes are in the order of their places.

use crate::model::document::{Body, Document, HoleKind, Link};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::markup::push_escaped;
use crate::model::output::{OutputPath, relative_url};
use crate::model::site::Destination;
use crate::source::PictureSize;

/// Where what stands in a text leads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leads<'a> {
    /// Its links, in order.
    pub(super) links: &'a [Destination],
    /// The names in it, in order; nothing for those that stay text.
    pub(super) names: &'a [Option<Destination>],
}

impl<'a> Leads<'a> {
    /// Takes the fingerprint of it.
    pub(super) fn fingerprint(self) -> Fingerprint {
        let links = self.links.iter().fold(Fingerprinter::new("destinations"), with_destination);
        let with_name = |key: Fingerprinter, name: &Option<Destination>| match name {
            Some(destination) => with_destination(key, destination),
            None => key.bytes(b"text"),
        };
        self.names.iter().fold(links.bytes(b"names"), with_name).finish()
    }

    /// Returns it with what lies within the portal made absolute, for a page that does not know where it
    /// is shown.
    pub(super) fn absolute(self, base: &str) -> (Vec<Destination>, Vec<Option<Destination>>) {
        let absolute = |destination: &Destination| match destination {
            Destination::Page { page, anchor, .. } => {
                let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                Destination::External(format!("{base}{}{anchor}", page.url_encoded()))
            }
            Destination::Asset { page, suffix, .. } => {
                Destination::External(format!("{base}{}{suffix}", page.url_encoded()))
            }
            destination => destination.clone(),
        };
        let names = self.names.iter().map(|name| name.as_ref().map(absolute));
        (self.links.iter().map(absolute).collect(), names.collect())
    }

    /// Returns where a name leads; nothing if it stays text.
    fn name(self, number: u32) -> Option<&'a Destination> {
        self.names.get(number as usize)?.as_ref()
    }
}

fn with_destination(key: Fingerprinter, destination: &Destination) -> Fingerprinter {
    match destination {
        Destination::Here { anchor } => key.bytes(b"here").bytes(anchor.as_bytes()),
        Destination::Page { page, anchor, .. } => {
            key.bytes(page.as_str().as_bytes()).bytes(anchor.as_deref().unwrap_or("\0").as_bytes())
        }
        Destination::Asset { page, suffix, size } => {
            let (width, height) = size.map_or((0, 0), |size| (size.width, size.height));
            key.bytes(b"asset")
                .bytes(page.as_str().as_bytes())
                .bytes(suffix.as_bytes())
                .bytes(&width.to_le_bytes())
                .bytes(&height.to_le_bytes())
        }
        Destination::External(url) => key.bytes(b"external").bytes(url.as_bytes()),
        Destination::Repository(url) => key.bytes(b"repository").bytes(url.as_bytes()),
        Destination::RemoteImage(url) => key.bytes(b"remote image").bytes(url.as_bytes()),
        Destination::Broken => key.bytes(b"broken"),
    }
}

/// Appends the body of a document as the page at `path` shows it.
pub(super) fn fill(html: &mut String, document: &Document, body: &Body, leads: Leads<'_>, path: &OutputPath) {
    let mut copied = 0;
    for hole in &body.holes {
        let at = hole.at as usize;
        html.push_str(&body.html[copied..at]);
        copied = at;
        let number = match hole.kind {
            HoleKind::LinkStart(number)
            | HoleKind::Attribute(number)
            | HoleKind::Image { link: number, .. } => number,
            HoleKind::MentionStart(number) => {
                if let Some(address) = leads.name(number).and_then(|destination| address(destination, path)) {
                    html.push_str("<a href=\"");
                    html.push_str(&address);
                    html.push_str("\">");
                }
                continue;
            }
            HoleKind::MentionEnd(number) => {
                html.push_str(if leads.name(number).is_some() { "</a>" } else { "" });
                continue;
            }
        };
        let (Some(link), Some(destination)) =
            (document.links.get(number as usize), leads.links.get(number as usize))
        else {
            continue;
        };
        if let Destination::RemoteImage(url) = destination {
            if matches!(hole.kind, HoleKind::Attribute(_)) {
                copied = past_the_tag(html, &body.html, at);
            }
            remote_image(html, link, url);
            continue;
        }
        match hole.kind {
            HoleKind::LinkStart(_) => {
                html.push_str("<a");
                hyperlink_attributes(html, link, destination, path);
                html.push('>');
            }
            HoleKind::Attribute(_) => {
                let tag = &body.html[tag_around(&body.html, at)];
                attribute(html, link, destination, path);
                if let Destination::Asset { size: Some(size), .. } = destination
                    && tag.starts_with("<img")
                {
                    rest_of_size(html, tag, *size);
                }
            }
            HoleKind::Image { full_size, .. } => image(html, link, destination, path, full_size),
            // Filled above.
            HoleKind::MentionStart(_) | HoleKind::MentionEnd(_) => {}
        }
    }
    html.push_str(&body.html[copied..]);
}

/// Returns the address that leads from a page to a destination, escaped for an attribute, or
/// nothing for what is broken.
fn address(destination: &Destination, path: &OutputPath) -> Option<String> {
    let mut escaped = String::new();
    match destination {
        Destination::Here { anchor } => {
            escaped.push('#');
            escape_address(&mut escaped, anchor);
        }
        Destination::Page { page, anchor, .. } => {
            escaped.push_str(&relative_url(path, page));
            if let Some(anchor) = anchor {
                escaped.push('#');
                escape_address(&mut escaped, anchor);
            }
        }
        Destination::Asset { page, suffix, .. } => {
            escaped.push_str(&relative_url(path, page));
            escape_address(&mut escaped, suffix);
        }
        Destination::External(url) | Destination::Repository(url) | Destination::RemoteImage(url) => {
            escape_address(&mut escaped, url)
        }
        Destination::Broken => return None,
    }
    Some(escaped)
}

fn hyperlink_attributes(html: &mut String, link: &Link, destination: &Destination, path: &OutputPath) {
    match address(destination, path) {
        Some(address) => {
            html.push_str(" href=\"");
            html.push_str(&address);
            html.push('"');
            if !link.title.is_empty() {
                html.push_str(" title=\"");
                push_escaped(html, &link.title);
                html.push('"');
            }
            if matches!(destination, Destination::External(_) | Destination::Repository(_)) {
                html.push_str(" rel=\"noopener\"");
            }
        }
        None => {
            html.push_str(" class=\"broken\" title=\"This link leads nowhere: ");
            push_escaped(html, &link.target);
            html.push('"');
        }
    }
}

/// The attribute of a tag that the author wrote as HTML.
fn attribute(html: &mut String, link: &Link, destination: &Destination, path: &OutputPath) {
    use crate::model::document::LinkKind;
    if let Destination::External(url) = destination {
        // A tag of the author's own with an address of the author's own: nothing to encode.
        html.push_str(if link.kind == LinkKind::Image { " src=\"" } else { " href=\"" });
        push_escaped(html, url);
        html.push_str(if link.kind == LinkKind::Image { "\"" } else { "\" rel=\"noopener\"" });
        return;
    }
    match (link.kind, address(destination, path)) {
        (LinkKind::Hyperlink, _) => hyperlink_attributes(html, link, destination, path),
        (LinkKind::Image, Some(address)) => {
            html.push_str(" src=\"");
            html.push_str(&address);
            html.push('"');
        }
        (LinkKind::Image, None) => html.push_str(" class=\"broken\""),
    }
}

fn image(html: &mut String, link: &Link, destination: &Destination, path: &OutputPath, full_size: bool) {
    let Some(address) = address(destination, path) else {
        html.push_str("<span class=\"broken\" role=\"img\" aria-label=\"");
        push_escaped(html, if link.text.is_empty() { "Missing image" } else { &link.text });
        html.push_str("\" title=\"There is no such image: ");
        push_escaped(html, &link.target);
        html.push_str("\">");
        push_escaped(html, if link.text.is_empty() { &link.target } else { &link.text });
        html.push_str("</span>");
        return;
    };
    // Badges and other pictures from elsewhere are shown, not opened.
    let opens = full_size && matches!(destination, Destination::Asset { .. });
    if opens {
        html.push_str("<a class=\"full-size\" href=\"");
        html.push_str(&address);
        html.push_str("\">");
    }
    html.push_str("<img src=\"");
    html.push_str(&address);
    html.push_str("\" alt=\"");
    let alternative = match (opens, link.text.is_empty()) {
        // A link needs a name.
        (true, true) => "Open the image",
        _ => &link.text,
    };
    push_escaped(html, alternative);
    html.push('"');
    if !link.title.is_empty() {
        html.push_str(" title=\"");
        push_escaped(html, &link.title);
        html.push('"');
    }
    // Its place is kept free until it has come, so that nothing moves.
    if let Destination::Asset { size: Some(PictureSize { width, height }), .. } = destination {
        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    html.push_str(" />");
    if opens {
        html.push_str("</a>");
    }
}

/// Takes back the beginning of a picture's tag that the author wrote as HTML, and returns where in
/// the body the tag ends. The hole at `at` is among its attributes.
fn past_the_tag(html: &mut String, body: &str, at: usize) -> usize {
    if let Some(start) = html.rfind('<') {
        html.truncate(start);
    }
    tag_around(body, at).end
}

/// Returns where the tag is that has a hole among its attributes.
fn tag_around(body: &str, at: usize) -> std::ops::Range<usize> {
    let start = body[..at].rfind('<').unwrap_or(at);
    start..end_of_tag(body, at)
}

fn end_of_tag(body: &str, at: usize) -> usize {
    let mut quote = None;
    for (place, byte) in body.bytes().enumerate().skip(at) {
        match (byte, quote) {
            (b'>', None) => return place + 1,
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
    }
    body.len()
}

/// Writes the sides of a picture that the author's own tag leaves out. Of a width alone the height
/// follows; a height alone is left as it is, because a browser knows no width before the picture.
fn rest_of_size(html: &mut String, tag: &str, PictureSize { width, height }: PictureSize) {
    let said = |name: &str| {
        let (_, value) = tag.split_once(&format!(" {name}="))?;
        let value = value.trim_start_matches(['"', '\'']);
        Some(value.split(|c: char| !c.is_ascii_digit()).next()?.parse::<f64>().unwrap_or(0.0))
    };
    match (said("width"), said("height")) {
        (None, None) => html.push_str(&format!(" width=\"{width}\" height=\"{height}\"")),
        (Some(own), None) if own > 0.0 && !tag.contains('%') => {
            let follows = (own * f64::from(height) / f64::from(width)).round();
            html.push_str(&format!(" height=\"{follows}\""));
        }
        _ => {}
    }
}

/// Writes a link to a picture on another host; within a link only its name, because links do not nest.
fn remote_image(html: &mut String, link: &Link, url: &str) {
    let is_in_link = html.rfind("<a ").is_some_and(|opened| !html[opened..].contains("</a>"));
    if !is_in_link {
        html.push_str("<a href=\"");
        escape_address(html, url);
        html.push_str("\" rel=\"noopener\">");
    }
    push_escaped(html, if link.text.is_empty() { "Picture" } else { &link.text });
    if !is_in_link {
        let host = url.split_once("://").map_or(url, |(_, rest)| rest);
        html.push_str(if link.text.is_empty() { " (on " } else { " (picture on " });
        push_escaped(html, host.split(['/', '?', '#']).next().unwrap_or(host));
        html.push_str(")</a>");
    }
}

/// Escapes an address for an attribute: what an address cannot hold is percent-encoded, what HTML
/// reads as markup is escaped, what is encoded already stays.
fn escape_address(html: &mut String, address: &str) {
    let bytes = address.as_bytes();
    for (at, character) in address.char_indices() {
        match character {
            '&' => html.push_str("&amp;"),
            '\'' => html.push_str("&#x27;"),
            '%' => {
                let is_encoded =
                    bytes.get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit));
                html.push_str(if is_encoded { "%" } else { "%25" });
            }
            'a'..='z' | 'A'..='Z' | '0'..='9' => html.push(character),
            '-' | '_' | '.' | '+' | '!' | '*' | '(' | ')' | ',' | '#' | '@' | '?' | '=' | ';' | ':' | '/'
            | '$' | '~' => {
                html.push(character);
            }
            _ => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                    html.push('%');
                    html.push(char::from(DIGITS[usize::from(byte >> 4)]));
                    html.push(char::from(DIGITS[usize::from(byte & 15)]));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::model::document::Hole;
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{SourcePath, Span};

    /// Fills the only hole of a body; `{}` marks it.
    fn filled(html: &str, kind: HoleKind, text: &str, destination: Destination) -> String {
        let at = html.find("{}").unwrap();
        let link = Link {
            kind: crate::model::document::LinkKind::Image,
            target: String::new(),
            text: text.to_owned(),
            title: String::new(),
            span: Span::whole(SourcePath::new("a.md")),
            section: None,
            is_declared: false,
            excerpt: None,
        };
        let body = Body { html: html.replace("{}", ""), holes: vec![Hole { at: at as u32, kind }] };
        let options = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let empty = parse::fragment(&SourcePath::new("a.md"), "", options);
        let document = Document { links: vec![link], ..Document::clone(&empty.document) };
        let mut filled = String::new();
        let leads = Leads { links: &[destination], names: &[] };
        fill(&mut filled, &document, &body, leads, &OutputPath::safe("a.html"));
        filled
    }

    #[test]
    fn a_picture_of_another_host_can_be_a_link() {
        let elsewhere = || Destination::RemoteImage("https://img.example.org/a?b".to_owned());
        let image = HoleKind::Image { link: 0, full_size: true };
        assert_eq!(
            filled("<p>{}</p>", image, "Plan", elsewhere()),
            "<p><a href=\"https://img.example.org/a?b\" rel=\"noopener\">Plan (picture on img.example.org)</a></p>"
        );
        assert_eq!(
            filled("<p><img width=\"9\"{} alt=\"a > b\" />c</p>", HoleKind::Attribute(0), "", elsewhere()),
            "<p><a href=\"https://img.example.org/a?b\" rel=\"noopener\">Picture (on img.example.org)</a>c</p>"
        );
        assert_eq!(filled("<a href=\"x\">{}</a>", image, "Build", elsewhere()), "<a href=\"x\">Build</a>");
    }

    #[test]
    fn a_tag_of_the_authors_own_gets_the_sides_that_it_leaves_out() {
        let check = |tag: &str, expected: &str| {
            let mut html = String::new();
            rest_of_size(&mut html, tag, PictureSize { width: 800, height: 400 });
            assert_eq!(html, expected, "{tag}");
        };
        check("<img alt=\"x\">", " width=\"800\" height=\"400\"");
        check("<img alt=x width=\"300\">", " height=\"150\"");
        check("<img alt=x width=300>", " height=\"150\"");
        check("<img width=\"50%\">", "");
        check("<img height=\"20\">", "");
        check("<img width=\"10\" height=\"20\">", "");
    }

    #[test]
    fn addresses_are_escaped_as_commonmark_does() {
        let mut html = String::new();
        escape_address(&mut html, "https://example.org/a b?q=1&r=\"ü\"%20%");
        assert_eq!(html, "https://example.org/a%20b?q=1&amp;r=%22%C3%BC%22%20%25");
    }
}
