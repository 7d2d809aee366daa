//! Front matter: what a document says about itself before its text begins.
//!
//! In: the text of a document. Out: the entries as they were written, each with its place, the span of the whole block,
//! and what did not parse. Never: knows what a key means, makes a number or a truth value of a text (`1.10`, `012` and
//! `no` stay what they are), or gives up: what does not parse as a whole is read line by line.

mod by_line;
mod find;
mod plain;
mod toml;
mod yaml;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourcePath, Span};
use std::ops::Range;

/// Front matter as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    /// The whole block with its delimiters and the end of its last line: what is not text of the document.
    pub span: Range<u32>,
    /// How it is written.
    pub format: Format,
    /// The entries in their order. A key that is given twice stands here twice.
    pub entries: Vec<Entry>,
}

/// A way of writing front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML between `---` lines.
    Yaml,
    /// TOML between `+++` lines.
    Toml,
    /// `key: value` lines in an HTML comment.
    Comment,
    /// `Key: value` lines in a code fence without a language, as Bitcoin's proposals have them.
    Fence,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as written, without quotes.
    pub key: String,
    /// The value.
    pub value: Value,
    /// Where the key is.
    pub key_span: Range<u32>,
    /// Where the value is, quotes and brackets included; empty behind the colon if there is none.
    pub value_span: Range<u32>,
}

/// A value: texts stay texts.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text as written, without its quotes. `{proposed | rejected}`, which YAML takes for a map, is one as well.
    Text(String),
    /// A list.
    List(Vec<Item>),
    /// Keys with values of their own.
    Map(Vec<Entry>),
    /// Nothing: no value, `null`, `~` or empty quotes.
    Empty,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The text; of a map the value that names it (`name`, `id`, `title`, …), else its first text.
    pub text: String,
    /// Where the item is.
    pub span: Range<u32>,
    /// The entries of an item that is a map.
    pub fields: Vec<Entry>,
}

impl FrontMatter {
    /// Returns the entry for the first of `names` that is there with a value. Names are compared without regard to
    /// case, `_`, `-` and spaces: `last_updated`, `lastUpdated` and `Last Updated` are one.
    pub fn get(&self, names: &[&str]) -> Option<&Entry> {
        find_entry(&self.entries, names)
    }

    /// Returns the text for the first of `names` that has one; see [`FrontMatter::get`].
    pub fn text(&self, names: &[&str]) -> Option<&str> {
        self.get(names)?.value.text()
    }
}

impl Entry {
    /// Returns the entry for the first of `names` among the entries of a map.
    pub fn get(&self, names: &[&str]) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => find_entry(entries, names),
            _ => None,
        }
    }

    /// Returns the items of a list; a text is a list of one.
    pub fn items(&self) -> Vec<Item> {
        match &self.value {
            Value::List(items) => items.clone(),
            Value::Text(text) => {
                vec![Item { text: text.clone(), span: self.value_span.clone(), fields: Vec::new() }]
            }
            Value::Map(fields) => vec![Item::of_fields(fields.clone(), self.value_span.clone())],
            Value::Empty => Vec::new(),
        }
    }
}

impl Value {
    /// Returns the text; of a list with one item, its text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(items) => match items.as_slice() {
                [only] => Some(&only.text),
                _ => None,
            },
            Self::Map(_) | Self::Empty => None,
        }
    }
}

impl Item {
    fn of_fields(fields: Vec<Entry>, span: Range<u32>) -> Self {
        let text = find_entry(&fields, &["name", "id", "title", "path", "file", "url", "label"])
            .or(fields.first())
            .and_then(|entry| entry.value.text())
            .unwrap_or_default()
            .to_owned();
        Self { text, span, fields }
    }
}

/// Makes one of the many spellings of a key.
pub fn normalised(key: &str) -> String {
    if !key.is_ascii() {
        return letters(key).collect();
    }
    let mut normalised = String::with_capacity(key.len());
    for byte in key.bytes().filter(is_letter) {
        normalised.push(char::from(byte.to_ascii_lowercase()));
    }
    normalised
}

/// What is compared of a key.
fn letters(key: &str) -> impl Iterator<Item = char> {
    key.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '.')).flat_map(char::to_lowercase)
}

fn find_entry<'entries>(entries: &'entries [Entry], names: &[&str]) -> Option<&'entries Entry> {
    names.iter().find_map(|name| {
        // Letter by letter: most keys differ in the first, and a document is asked for some twenty names.
        entries.iter().find(|entry| is_spelling(&entry.key, name) && entry.value != Value::Empty)
    })
}

/// Says whether a key is one of the spellings of a name.
fn is_spelling(key: &str, name: &str) -> bool {
    // Nearly all differ here.
    if let (Some(first), Some(wanted)) = (key.as_bytes().first(), name.as_bytes().first())
        && first.is_ascii_alphabetic()
        && wanted.is_ascii_alphabetic()
        && !first.eq_ignore_ascii_case(wanted)
    {
        return false;
    }
    if !key.is_ascii() || !name.is_ascii() {
        return letters(key).eq(letters(name));
    }
    let letters_of_key = key.bytes().filter(is_letter).map(|byte| byte.to_ascii_lowercase());
    letters_of_key.eq(name.bytes().filter(is_letter).map(|byte| byte.to_ascii_lowercase()))
}

/// Says whether a byte of a key is compared.
fn is_letter(byte: &u8) -> bool {
    !matches!(byte, b'_' | b'-' | b' ' | b'.')
}

/// Finds and reads the front matter of a document.
pub fn read(text: &str, file: &SourcePath) -> (Option<FrontMatter>, Vec<Diagnostic>) {
    if let Some(front_matter) = plain::at_the_top(text) {
        let troubles = yaml::duplicates(&front_matter.entries).into_iter();
        let diagnostics = troubles.map(|trouble| trouble.diagnostic(file)).collect();
        return (Some(front_matter), diagnostics);
    }
    let Some(block) = find::find(text) else { return (None, Vec::new()) };
    let inner = &text[block.inner.clone()];
    let mut troubles = Vec::new();
    if !block.closed {
        troubles.push(Trouble {
            span: block.outer.start..block.opener_end,
            message: "front matter is opened here and never closed".to_owned(),
            help: Some(format!(
                "add a line `{}` after its last key",
                &text[block.outer.start..block.opener_end]
            )),
            related: None,
        });
    }
    let parsed = match block.format {
        Format::Yaml => yaml::read(text, block.inner.clone()),
        Format::Toml => toml::read(text, block.inner.clone()),
        Format::Comment | Format::Fence => {
            Ok((by_line::read(inner, block.inner.start, block.format), Vec::new()))
        }
    };
    let entries = match parsed {
        Ok((entries, found)) => {
            troubles.extend(found);
            entries
        }
        Err(trouble) => {
            // One finding is enough: what is unclosed rarely parses.
            if block.closed {
                troubles.push(trouble);
            }
            by_line::read(inner, block.inner.start, block.format)
        }
    };
    let span = span_of(&block.outer);
    let diagnostics = troubles.into_iter().map(|trouble| trouble.diagnostic(file)).collect();
    (Some(FrontMatter { span, format: block.format, entries }), diagnostics)
}

/// What did not parse, before it is known in which file.
struct Trouble {
    span: Range<usize>,
    message: String,
    help: Option<String>,
    related: Option<(Range<usize>, &'static str)>,
}

impl Trouble {
    fn diagnostic(self, file: &SourcePath) -> Diagnostic {
        let span = |range: &Range<usize>| Span::new(file.clone(), range.start as u32, range.end as u32);
        let diagnostic = Diagnostic::new(Code::UnreadableFrontMatter, span(&self.span), self.message)
            .maybe_help(self.help);
        match &self.related {
            Some((range, message)) => diagnostic.related(span(range), *message),
            None => diagnostic,
        }
    }
}

fn span_of(range: &Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}

#[cfg(test)]
mod tests;
