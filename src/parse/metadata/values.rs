//! What a label is followed by, as far as it is the label's value: without comments, struck-out
//! words and the lines that follow.
//!
//! In: the text behind a label, or an entry of front matter. Out: a [`Value`]. Never: knows what
//! the label means.

use super::super::front_matter::{self, Entry};
use super::super::placeholders::is_unfilled;
use super::blocks::Pair;
use super::keys::Key;
use super::people;
use crate::model::metadata::Stated;
use crate::parse::outline::{Inline, Marks};
use crate::source::Extent;
use std::borrow::Cow;
use std::ops::Range;

/// A value as it stands in a document.
pub(in crate::parse) struct Value<'a> {
    /// The text: of a list its items, parted by commas.
    pub(in crate::parse) text: Cow<'a, str>,
    /// Where it stands; where it would, if there is none.
    pub(in crate::parse) extent: Extent,
    /// The items of a list.
    pub(super) items: Vec<Stated<String>>,
    /// Whether the text is all that stands there: no link, no comment, no further line.
    pub(super) is_plain: bool,
    /// The same, but for links.
    pub(super) is_plain_with_links: bool,
    /// Where the text stands, to the letter.
    place: Place<'a>,
}

enum Place<'a> {
    /// In the text of a block.
    Inline(Inline<'a>),
    /// In the source, from this byte on.
    Source(u32),
    /// Somewhere in the extent.
    Unknown,
}

impl<'a> Value<'a> {
    /// Takes what follows a label.
    pub(super) fn of_pair(pair: &Pair<'a>) -> Self {
        if pair.items.is_empty() {
            return match pair.key() {
                Some(Key::Purpose) => Self::of_lines(pair.value),
                _ => Self::of_inline(pair.value),
            };
        }
        let items: Vec<Self> = pair.items.iter().map(|item| Self::of_inline(*item)).collect();
        let text = items.iter().map(|item| &*item.text).collect::<Vec<_>>().join(", ");
        let extent = match (items.first(), items.last()) {
            (Some(first), Some(last)) => first.extent.to(last.extent),
            _ => pair.value.extent(),
        };
        Self {
            text: text.into(),
            extent,
            is_plain: items.iter().all(|item| item.is_plain),
            is_plain_with_links: false,
            items: items.into_iter().map(|item| Stated::new(item.text.into_owned(), item.extent)).collect(),
            place: Place::Unknown,
        }
    }

    /// Takes text whose first line is a value.
    pub(in crate::parse) fn of_inline(text: Inline<'a>) -> Self {
        let text = text.trim();
        let line = first_line(text);
        let mut value = Self::of_lines(line);
        // A name may go on behind the end of its line.
        if memchr::memchr(b'\n', value.text.as_bytes()).is_some() {
            value.text = value.text.replace('\n', " ").into();
        }
        let is_one_line = line.text().len() == text.text().len();
        let is_plain_with_links = value.is_plain_with_links && is_one_line;
        Self { is_plain: value.is_plain && is_one_line, is_plain_with_links, ..value }
    }

    /// Takes text whose lines are all a value.
    fn of_lines(text: Inline<'a>) -> Self {
        let text = text.trim();
        let (mut has_html, mut has_struck, mut has_picture, mut has_link) = (false, false, false, false);
        for (_, marks, link) in text.stretches() {
            has_html |= marks.html;
            has_struck |= marks.struck;
            has_picture |= marks.picture;
            has_link |= link.is_some();
        }
        let text = if has_html { without_html_at_ends(text) } else { text };
        let is_said = |marks: Marks| !marks.html && !marks.struck;
        if !(has_html || has_struck) || text.stretches().all(|(_, marks, _)| is_said(marks)) {
            let is_plain_with_links = !has_html && !has_picture;
            return Self {
                text: text.text().into(),
                extent: text.extent(),
                items: Vec::new(),
                is_plain: is_plain_with_links && !has_link,
                is_plain_with_links,
                place: Place::Inline(text),
            };
        }
        let said = text.stretches().filter(|(_, marks, _)| is_said(*marks));
        let said: String = said.map(|(part, _, _)| part.text()).collect();
        Self {
            text: said.trim().to_owned().into(),
            extent: text.extent(),
            items: Vec::new(),
            is_plain: false,
            is_plain_with_links: false,
            place: Place::Unknown,
        }
    }

    /// Takes the value of an entry of front matter. Of a list of words each may be in capitals; elsewhere `[DATE]`
    /// is a list of one to YAML, and a placeholder to whoever wrote it.
    pub(super) fn of_entry(entry: &'a Entry, is_list_of_words: bool) -> Self {
        let extent = Extent::new(entry.value_span.start, entry.value_span.end);
        let items: Vec<Stated<String>> = match &entry.value {
            front_matter::Value::Text(_) | front_matter::Value::Empty => Vec::new(),
            _ => entry
                .items()
                .into_iter()
                .map(|item| Stated::new(item.text, Extent::new(item.span.start, item.span.end)))
                .collect(),
        };
        let text: Cow<'a, str> = match &entry.value {
            front_matter::Value::Text(text) => text.trim().into(),
            _ if !is_list_of_words && is_noun_in_brackets(entry) => format!("[{}]", items[0].value).into(),
            _ => items.iter().map(|item| item.as_str()).collect::<Vec<_>>().join(", ").into(),
        };
        let length = text.len() as u32;
        let place = match (extent.end - extent.start).checked_sub(length) {
            Some(0) => Place::Source(extent.start),
            // In quotes.
            Some(2) => Place::Source(extent.start + 1),
            _ => Place::Unknown,
        };
        let items = if !items.is_empty() && is_unfilled(&text) { Vec::new() } else { items };
        Self { text, extent, items, is_plain: true, is_plain_with_links: true, place }
    }

    /// Returns where a part of the text stands.
    pub(super) fn extent_of(&self, part: Range<usize>) -> Extent {
        match self.place {
            Place::Inline(inline) => inline.slice(part).extent(),
            Place::Source(start) => Extent::new(start + part.start as u32, start + part.end as u32),
            Place::Unknown => self.extent,
        }
    }

    /// Returns the people that it names, and whether that is all that it says.
    pub(super) fn people(&self) -> (Vec<Stated<String>>, bool) {
        if self.items.is_empty() {
            let names = people::names(&self.text);
            // `Owner: Team Field. Nothing is lost for 72 hours.`
            let names = if names.is_empty() { people::names_of_first_sentence(&self.text) } else { names };
            let is_all = people::are_all_of(&names, &self.text);
            let place = |it: people::Named| Stated::new(it.name, self.extent_of(it.range));
            return (names.into_iter().map(place).collect(), is_all);
        }
        let mut found = Vec::new();
        let mut is_all = true;
        for item in &self.items {
            let names = people::names(item);
            is_all &= people::are_all_of(&names, item);
            found.extend(names.into_iter().map(|it| Stated::new(it.name, item.extent)));
        }
        (found, is_all)
    }

    /// Returns its items, those of a text parted at commas; `also_at_spaces` where it has none.
    pub(super) fn list(&self, also_at_spaces: bool) -> Vec<Stated<String>> {
        if !self.items.is_empty() {
            return self.items.clone();
        }
        let has_commas = self.text.contains([',', ';']);
        let at_spaces = also_at_spaces && !has_commas;
        let is_separator =
            |c: char| matches!(c, ',' | ';' | '|' | '·' | '•') || (at_spaces && c.is_whitespace());
        let mut found = Vec::new();
        let mut start = 0;
        for piece in self.text.split_inclusive(is_separator) {
            let end = start + piece.len();
            let word = piece.trim_end_matches(is_separator);
            let inner = word.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '`' | '"' | '*'));
            if !inner.is_empty() {
                let at = start + (inner.as_ptr() as usize - piece.as_ptr() as usize);
                found.push(Stated::new(inner.to_owned(), self.extent_of(at..at + inner.len())));
            }
            start = end;
        }
        found
    }
}

/// The most lines of a value that goes on after a comma or in a bracket.
const MOST_LINES: usize = 20;

/// Takes the first line, and those after it while it ends in the middle: at a comma, an `and`, or in a bracket.
fn first_line(text: Inline<'_>) -> Inline<'_> {
    let whole = text.text();
    if memchr::memchr(b'\n', whole.as_bytes()).is_none() {
        return text;
    }
    let mut end = 0;
    for line in whole.split_inclusive('\n').take(MOST_LINES) {
        end += line.len();
        let so_far = whole[..end].trim_end();
        let is_open = so_far.matches('(').count() > so_far.matches(')').count();
        let is_wrapped = || goes_on_in_list(so_far, &whole[end..]);
        if !(so_far.ends_with([',', '&']) || so_far.ends_with(" and") || is_open || is_wrapped()) {
            break;
        }
    }
    text.slice(0..whole[..end].trim_end().len())
}

/// Says whether a long line is one of a list of names, and the next goes on with the list.
fn goes_on_in_list(so_far: &str, rest: &str) -> bool {
    const SHORTEST_LINE: usize = 50;
    const WORDS_OF_NAME: usize = 4;
    let are_names = |line: &str| line.split(',').all(|name| name.split_whitespace().count() <= WORDS_OF_NAME);
    let next = rest.lines().next().unwrap_or_default();
    so_far.len() >= SHORTEST_LINE
        && so_far.contains(',')
        && next.contains(',')
        && are_names(so_far)
        && are_names(next)
}

/// Takes comments and tags off both ends of a text that says something else.
fn without_html_at_ends(text: Inline<'_>) -> Inline<'_> {
    let mut said = None;
    let mut at = 0;
    for (stretch, marks, _) in text.stretches() {
        let range = at..at + stretch.text().len();
        at = range.end;
        if !marks.html {
            let start = said.as_ref().map_or(range.start, |said: &Range<usize>| said.start);
            said = Some(start..range.end);
        }
    }
    said.map_or(text, |said| text.slice(said).trim())
}

/// Says whether an entry is a list of one item, which is a word for what is to stand there: `[DATE]`,
/// `[Your name]`.
pub(super) fn is_noun_in_brackets(entry: &Entry) -> bool {
    match entry.items().as_slice() {
        [item] => entry.value_span.start < item.span.start && is_noun(&item.text),
        _ => false,
    }
}

fn is_noun(item: &str) -> bool {
    const NOUNS: [&str; 12] = [
        "name",
        "names",
        "author",
        "authors",
        "owner",
        "team",
        "team name",
        "status",
        "date",
        "version",
        "category",
        "title",
    ];
    let item = item.trim();
    let is_shouted = item.len() > 3
        && item.contains(|c: char| c.is_ascii_uppercase())
        && item.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '_' | '-' | ' ' | '/'));
    let begins = |word: &str| item.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    is_shouted
        || ["your ", "your-", "insert ", "list ", "the ", "e.g.", "name of ", "name or "]
            .iter()
            .any(|word| begins(word))
        || NOUNS.iter().any(|noun| noun.eq_ignore_ascii_case(item))
}
