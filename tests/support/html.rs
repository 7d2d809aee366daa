//! HTML read as tests want it: tags in their order, and whether they fit together.
//!
//! In: HTML. Out: tags; faults. Never: repairs, as a browser would.

use html5gum::{StartTag, Token, Tokenizer};
use std::collections::BTreeMap;

/// Elements without an end tag, and those of MathML and SVG that may close themselves.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// A start tag, its attributes with their references resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Its attributes by name.
    pub attributes: BTreeMap<String, String>,
}

impl Tag {
    fn of(tag: &StartTag<()>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
        Self { name: text(&tag.name), attributes }
    }

    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Says whether it has a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|it| it == class))
    }

    /// Says whether an element has no content and no end tag.
    pub fn is_void(&self) -> bool {
        VOID.contains(&self.name.as_str())
    }
}

fn tokens(html: &str) -> impl Iterator<Item = Token> + '_ {
    Tokenizer::new(html).flatten()
}

/// Returns all start tags in order.
pub fn tags(html: &str) -> Vec<Tag> {
    let tag = |token: Token| match token {
        Token::StartTag(tag) => Some(Tag::of(&tag)),
        _ => None,
    };
    tokens(html).filter_map(tag).collect()
}

/// Returns the running text, tags left out.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    for token in tokens(html) {
        if let Token::String(run) = token {
            text.push_str(&String::from_utf8_lossy(&run));
        }
    }
    text
}

/// Returns what does not fit together: an end without a start, a start without an end, elements
/// that cross, a link in a link, a block in a paragraph, two attributes of one name.
pub fn faults(html: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                let closes_itself = tag.self_closing;
                let tag = Tag::of(&tag);
                let is_open = |name: &str| open.iter().any(|open| open == name);
                // A browser lets a link in a cell be, whatever the table stands in.
                let in_cell = open.iter().rposition(|open| matches!(open.as_str(), "td" | "th")).unwrap_or(0);
                if tag.name == "a" && open[in_cell..].iter().any(|open| open == "a") {
                    faults.push(format!("a link in a link: {:?}", tag.attributes));
                }
                if ends_paragraphs(&tag.name) && is_open("p") {
                    faults.push(format!("<{}> in a paragraph", tag.name));
                }
                let is_foreign = is_open("math") || is_open("svg");
                let has_end = !(tag.is_void() || closes_itself && is_foreign);
                if has_end {
                    open.push(tag.name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match open.pop() {
                    Some(last) if last == name => {}
                    last => {
                        faults.push(format!("</{name}> where <{}> is open", last.unwrap_or_default()));
                        return faults;
                    }
                }
            }
            Token::Error(error) => {
                // A browser shows nothing for a form feed and its like, and goes on.
                let error = error.to_string();
                if !error.ends_with("-in-input-stream") {
                    faults.push(error);
                }
            }
            _ => {}
        }
    }
    faults.extend(open.into_iter().map(|name| format!("<{name}> is never closed")));
    faults
}

/// Says whether a browser ends an open paragraph where such an element begins.
fn ends_paragraphs(name: &str) -> bool {
    let blocks = [
        "blockquote",
        "details",
        "div",
        "dl",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ];
    blocks.contains(&name)
}
