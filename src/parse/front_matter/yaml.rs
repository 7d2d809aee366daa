//! Front matter in YAML.
//!
//! In: what is between the delimiters. Out: its entries, or the one thing that does not parse, with the mend. Never:
//! resolves types (a plain scalar is the text that it is), follows an alias to more than a short text, nests without
//! limit: hostile nesting and aliases end as findings.
//!
//! The parser's events are read and not serde's values: they keep every text as it was written and say exactly where
//! it stands, and an alias in them is one event however much it stands for.

use super::plain;
use super::{Entry, Item, Trouble, Value};
use crate::source::origins::lines;
use serde_saphyr::granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StructureStyle};
use std::collections::HashMap;
use std::ops::Range;

/// No document needs more; beyond it somebody is trying something.
const DEEPEST: usize = 32;
const MOST_NODES: usize = 20_000;
const LONGEST: usize = 256 * 1024;
/// An alias stands for a text of at most this length; a longer one stays `*alias`.
const LONGEST_ALIASED: usize = 256;

/// Reads the YAML at `range` of `text`.
pub(super) fn read(text: &str, range: Range<usize>) -> Result<(Vec<Entry>, Vec<Trouble>), Trouble> {
    let yaml = &text[range.clone()];
    if yaml.len() > LONGEST {
        let span = range.start..range.start;
        return Err(trouble(span, "front matter is too long to be parsed as a whole".to_owned(), None));
    }
    let entries = match plain::read(yaml, range.start) {
        Some(entries) => entries,
        None => parsed(yaml, range.start)?,
    };
    let troubles = duplicates(&entries);
    Ok((entries, troubles))
}

/// Parses YAML that begins at `offset` of the document.
pub(super) fn parsed(yaml: &str, offset: usize) -> Result<Vec<Entry>, Trouble> {
    match Tree::read(yaml, offset).map_err(|error| explain(yaml, offset, error))? {
        Some(Node { value: NodeValue::Map(pairs), .. }) => Ok(entries_of(pairs)),
        None => Ok(Vec::new()),
        Some(node) => {
            let message = "front matter is not a list of keys and values".to_owned();
            Err(trouble(node.span, message, Some("write every line as `key: value`".to_owned())))
        }
    }
}

fn trouble(span: Range<usize>, message: String, help: Option<String>) -> Trouble {
    Trouble { span, message, help, related: None }
}

/// Finds the keys that are given twice.
pub(super) fn duplicates(entries: &[Entry]) -> Vec<Trouble> {
    let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    keys.sort_unstable();
    // Nearly all front matter has each key once.
    if keys.is_sorted_by(|one, next| one < next) {
        return Vec::new();
    }
    let mut first: HashMap<&str, &Entry> = HashMap::new();
    let mut troubles = Vec::new();
    for entry in entries {
        let span = |entry: &Entry| entry.key_span.start as usize..entry.key_span.end as usize;
        match first.get(entry.key.as_str()) {
            None => {
                first.insert(&entry.key, entry);
            }
            Some(earlier) => troubles.push(Trouble {
                span: span(entry),
                message: format!("the key `{}` is given twice; the first one holds", entry.key),
                help: Some("remove one of them".to_owned()),
                related: Some((span(earlier), "first given here")),
            }),
        }
    }
    troubles
}

/// What went wrong, in the parser or in what is allowed.
enum Failure {
    Scan(ScanError),
    TooMuch(usize),
}

struct Node {
    value: NodeValue,
    /// In the document.
    span: Range<usize>,
    is_flow: bool,
}

enum NodeValue {
    Scalar(String),
    Null,
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// A list or map whose end has not come yet.
struct Open {
    children: Vec<Node>,
    is_map: bool,
    is_flow: bool,
    start: usize,
    anchor: usize,
}

/// Builds the tree of the first document without recursion.
struct Tree {
    offset: usize,
    open: Vec<Open>,
    root: Option<Node>,
    aliased: HashMap<usize, String>,
}

impl Tree {
    fn read(yaml: &str, offset: usize) -> Result<Option<Node>, Failure> {
        let mut options = Options::default();
        options.flow_nesting_limit = DEEPEST;
        options.block_nesting_limit = DEEPEST;
        options.set_emit_comments(false);
        let mut tree = Self { offset, open: Vec::new(), root: None, aliased: HashMap::new() };
        let mut nodes = 0;
        for event in Parser::new_from_str_with_options(yaml, options) {
            let (event, span) = event.map_err(Failure::Scan)?;
            let range = span.byte_range().unwrap_or_default();
            nodes += 1;
            if nodes > MOST_NODES {
                return Err(Failure::TooMuch(offset + range.start));
            }
            tree.take(event, range, yaml);
        }
        Ok(tree.root)
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>, yaml: &str) {
        let span = self.offset + range.start..self.offset + range.end;
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_plain = style == ScalarStyle::Plain;
                let value = match text.as_ref() {
                    "" | "~" | "null" | "Null" | "NULL" if is_plain => NodeValue::Null,
                    text if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) => {
                        NodeValue::Scalar(text.trim_end().to_owned())
                    }
                    text => NodeValue::Scalar(text.to_owned()),
                };
                if anchor > 0 && text.len() <= LONGEST_ALIASED {
                    self.aliased.insert(anchor, text.into_owned());
                }
                // Blocks of text end with their last line and not with the blank ones after it.
                let written = yaml.get(range).unwrap_or_default();
                let end = span.start + written.trim_end().len();
                self.put(Node { value, span: span.start..end, is_flow: false });
            }
            Event::Alias(anchor) => {
                let text = match self.aliased.get(&anchor) {
                    Some(text) => text.clone(),
                    None => yaml.get(range).unwrap_or_default().to_owned(),
                };
                self.put(Node { value: NodeValue::Scalar(text), span, is_flow: false });
            }
            Event::SequenceStart(style, anchor, _) => self.start(false, style, anchor, span.start),
            Event::MappingStart(style, anchor, _) => self.start(true, style, anchor, span.start),
            Event::SequenceEnd | Event::MappingEnd => self.end(span.end),
            _ => {}
        }
    }

    fn start(&mut self, is_map: bool, style: StructureStyle, anchor: usize, start: usize) {
        let is_flow = style == StructureStyle::Flow;
        self.open.push(Open { children: Vec::new(), is_map, is_flow, start, anchor });
    }

    fn end(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        // A block ends with its last child: the parser knows only where the next thing begins.
        let end = match open.children.last() {
            Some(last) if !open.is_flow => last.span.end,
            _ => end,
        };
        let start = match open.children.first() {
            Some(first) if !open.is_flow => first.span.start.min(open.start),
            _ => open.start,
        };
        self.aliased.remove(&open.anchor);
        let value = if open.is_map {
            let mut pairs = Vec::with_capacity(open.children.len() / 2);
            let mut children = open.children.into_iter();
            while let (Some(key), Some(value)) = (children.next(), children.next()) {
                pairs.push((key, value));
            }
            NodeValue::Map(pairs)
        } else {
            NodeValue::List(open.children)
        };
        self.put(Node { value, span: start..end.max(start), is_flow: open.is_flow });
    }

    fn put(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.children.push(node),
            // Further documents behind the first are not front matter.
            None => {
                self.root.get_or_insert(node);
            }
        }
    }
}

fn entries_of(pairs: Vec<(Node, Node)>) -> Vec<Entry> {
    pairs
        .into_iter()
        .filter_map(|(key, node)| {
            let NodeValue::Scalar(name) = key.value else { return None };
            let mut value_span = super::span_of(&node.span);
            let value = value_of(node);
            if value == Value::Empty && value_span.is_empty() {
                // The parser puts nothing where the next thing begins.
                value_span = key.span.end as u32 + 1..key.span.end as u32 + 1;
            }
            Some(Entry { key: name, value, key_span: super::span_of(&key.span), value_span })
        })
        .collect()
}

fn value_of(node: Node) -> Value {
    match node.value {
        NodeValue::Null => Value::Empty,
        NodeValue::Scalar(text) if text.is_empty() => Value::Empty,
        NodeValue::Scalar(text) => Value::Text(text),
        NodeValue::List(nodes) => Value::List(nodes.into_iter().filter_map(item_of).collect()),
        NodeValue::Map(pairs) => match braced_text(&pairs, node.is_flow) {
            Some(text) => Value::Text(text),
            None => Value::Map(entries_of(pairs)),
        },
    }
}

/// Returns the text of `{proposed | rejected}` and `{YYYY-MM-DD}`, which are braces around words and no map.
fn braced_text(pairs: &[(Node, Node)], is_flow: bool) -> Option<String> {
    if !is_flow || pairs.is_empty() {
        return None;
    }
    let words = pairs.iter().map(|(key, value)| match (&key.value, &value.value) {
        (NodeValue::Scalar(word), NodeValue::Null) => Some(word.as_str()),
        _ => None,
    });
    Some(format!("{{{}}}", words.collect::<Option<Vec<_>>>()?.join(", ")))
}

fn item_of(node: Node) -> Option<Item> {
    let span = super::span_of(&node.span);
    match value_of(node) {
        Value::Empty => None,
        Value::Text(text) => Some(Item { text, span, fields: Vec::new() }),
        Value::Map(fields) => Some(Item::of_fields(fields, span)),
        Value::List(items) => {
            let text = items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(", ");
            Some(Item { text, span, fields: Vec::new() })
        }
    }
}

/// Says in the author's terms what the parser stumbled over.
///
/// The parser often notices only on a later line, so the line that it names and the few before it are looked at for
/// what people are known to write; if nothing of that is there, the parser's own words must do.
fn explain(yaml: &str, offset: usize, failure: Failure) -> Trouble {
    let error = match failure {
        Failure::TooMuch(at) => {
            return trouble(at..at, "front matter holds too much to be parsed as a whole".to_owned(), None);
        }
        Failure::Scan(error) => error,
    };
    let mut at = error.marker().byte_offset().unwrap_or(0).min(yaml.len());
    while !yaml.is_char_boundary(at) {
        at -= 1;
    }
    let before: Vec<_> = lines(yaml, 0).take_while(|line| line.start as usize <= at).collect();
    for line in before.iter().rev().take(4) {
        if let Some(mut found) = stumbling_block(line.text) {
            let start = offset + line.start as usize;
            found.span = start + found.span.start..start + found.span.end;
            return found;
        }
    }
    // Blank space at the end says nothing: point at the last line that has text.
    let shown = before.iter().rev().find(|line| !line.text.trim().is_empty());
    let span = match shown {
        Some(line) if at >= line.end as usize => {
            line.start as usize + line.text.len() - line.text.trim_start().len()..line.end as usize
        }
        Some(line) => at..line.end as usize,
        None => at..at,
    };
    trouble(
        offset + span.start..offset + span.end,
        format!("front matter does not parse: {}", error.info()),
        Some("put the value in quotes, or mend the line".to_owned()),
    )
}

/// Finds what is wrong in a line on its own.
fn stumbling_block(line: &str) -> Option<Trouble> {
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        let help = Some("indent with spaces".to_owned());
        return Some(trouble(
            tab..tab + 1,
            "a tab indents this line, which YAML does not allow".to_owned(),
            help,
        ));
    }
    let content = line.trim();
    let content = content.strip_prefix("- ").map_or(content, str::trim);
    if content.is_empty() || content.starts_with('#') {
        return None;
    }
    let (key, value) = match super::by_line::key_of(content) {
        Some((key, value)) => (Some(key), value),
        None => (None, content),
    };
    if value.is_empty() {
        return None;
    }
    let start = line.rfind(value)?;
    let span = start..start + value.len();
    let first = value.chars().next()?;
    let quoted = if value.contains('"') {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\"))
    };
    let mend = match key {
        Some(key) => format!("put it in quotes: `{key}: {quoted}`"),
        None => format!("put it in quotes: `{quoted}`"),
    };
    let found = |message: String| Some(trouble(span.clone(), message, Some(mend.clone())));
    match first {
        '@' | '`' | '%' => found(format!("a value cannot begin with `{first}`")),
        '{' if value.starts_with("{{") || value.starts_with("{%") => {
            found("a template expression is no value".to_owned())
        }
        '*' | '&' | '!' => found(format!("a value that begins with `{first}` is not text")),
        '[' if value.contains("](") || !value.ends_with(']') => {
            found("a value that begins with `[` is a list, and this one does not end as one".to_owned())
        }
        '{' => found("a value that begins with `{` is a map, and this is none".to_owned()),
        '"' | '\'' => {
            let inside = &value[1..];
            match inside.find(first) {
                None => {
                    let help = Some(format!("end the value with `{first}`"));
                    Some(trouble(span.clone(), "a quote is opened here and never closed".to_owned(), help))
                }
                Some(end)
                    if !inside[end + 1..].trim().is_empty() && !inside[end + 1..].trim().starts_with('#') =>
                {
                    found("text follows the closing quote".to_owned())
                }
                Some(_) => None,
            }
        }
        _ if value.contains(": ") || value.ends_with(':') => {
            found("a colon in a value without quotes begins another key".to_owned())
        }
        _ if key.is_none() && !line.trim().starts_with("- ") => {
            let help = Some("write every line as `key: value`".to_owned());
            Some(trouble(span.clone(), "this line has no key".to_owned(), help))
        }
        _ => None,
    }
}
