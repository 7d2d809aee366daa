//! The names that headings and columns of tables go by, each made once for all that look for theirs.
//!
//! In: the outline and the headings of a document. Out: names in lower case and in English, without
//! numbering and punctuation. Never: knows what a name means.

use super::outline::{BlockNumber, Inline, Outline};
use crate::model::document::Section;
use crate::model::languages::english;
use std::ops::Range;

/// The names of a document.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// All of them, one behind the other.
    text: String,
    /// Where in that the name of each section stands.
    of_sections: Vec<Range<u32>>,
    /// The cells that head columns, in order, and where their names stand.
    of_columns: Vec<(BlockNumber, Range<u32>)>,
}

impl Names {
    /// Makes the names of a document.
    pub(super) fn of(outline: &Outline, sections: &[Section]) -> Self {
        let mut names = Self::default();
        names.of_sections.reserve(sections.len());
        for section in sections {
            let name = push(&section.title, &mut names.text);
            names.of_sections.push(name);
        }
        for (table, _) in outline.tables() {
            let Some((head, _)) = outline.children(table).next() else { continue };
            for (cell, _) in outline.children(head) {
                let name = push_shown(outline.inline(cell), &mut names.text);
                names.of_columns.push((cell, name));
            }
        }
        names
    }

    /// Returns the name of a section; nothing where there is no such section.
    pub(super) fn section(&self, number: u32) -> &str {
        self.of_sections.get(number as usize).map_or("", |range| self.at(range))
    }

    /// Returns the names of all sections, in order.
    pub(super) fn sections(&self) -> impl Iterator<Item = &str> {
        self.of_sections.iter().map(|range| self.at(range))
    }

    /// Returns the names of the columns of a table, in order.
    pub(super) fn columns(&self, outline: &Outline, table: BlockNumber) -> impl Iterator<Item = &str> {
        let end = outline.children(table).next().map_or(table, |(_, head)| head.end);
        let first = self.of_columns.partition_point(|(cell, _)| *cell <= table);
        let of_table = self.of_columns[first..].iter().take_while(move |(cell, _)| *cell < end);
        of_table.map(|(_, range)| self.at(range))
    }

    fn at(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }
}

/// Makes one of the spellings of a label or heading: `Decision-Maker(s)` is `decision makers`,
/// `3. Consequences` is `consequences`, and so is `Konsequenzen`.
pub(super) fn name_of(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    push(text, &mut name);
    name
}

/// Appends the name of what is shown of a text, tags and comments left out.
fn push_shown(text: Inline<'_>, names: &mut String) -> Range<u32> {
    if text.stretches().all(|(_, marks, _)| !marks.html) {
        return push(text.text(), names);
    }
    let shown = text.stretches().filter(|(_, marks, _)| !marks.html).map(|(stretch, ..)| stretch.text());
    push(&shown.collect::<String>(), names)
}

/// Appends the name that a text is, and returns where it stands.
fn push(text: &str, names: &mut String) -> Range<u32> {
    let start = names.len();
    match memchr::memchr2(b'<', b'(', text.as_bytes()) {
        None => push_words(text, names),
        Some(_) => {
            let text = text.split("<!--").next().unwrap_or(text);
            push_words(&text.replace("(s)", "s"), names);
        }
    }
    if let Some(name) = english(&names[start..]) {
        names.truncate(start);
        names.push_str(name);
    }
    start as u32..names.len() as u32
}

/// Appends the words of a text in lower case, letter by letter: what a letter becomes does not hang on those beside it.
fn push_words(text: &str, names: &mut String) {
    let start = names.len();
    names.reserve(text.len());
    match text.is_ascii() {
        true => push_ascii_words(text, names),
        false => {
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                if names.len() > start {
                    names.push(' ');
                }
                names.extend(word.chars().flat_map(char::to_lowercase));
            }
        }
    }
    // The number of a heading is no part of its name, if it has another.
    if names[start..].starts_with(|c: char| c.is_ascii_digit()) {
        let mut number = start;
        for word in names[start..].split(' ') {
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            number += digits;
            if digits < word.len() {
                names.drain(start..number);
                break;
            }
            number += 1;
        }
    }
}

/// The same of a text in ASCII, as nearly all are. Whether a letter follows a gap is for no processor to foresee, so that
/// nothing branches on it: a gap is written, and the next one in its place.
fn push_ascii_words(text: &str, names: &mut String) {
    let start = names.len();
    let mut written = [0_u8; 64];
    let (mut length, mut is_behind_word) = (0, false);
    let mut put =
        |written: &[u8]| names.push_str(str::from_utf8(written).expect("these are letters and spaces"));
    for byte in text.bytes() {
        if length == written.len() {
            put(&written);
            length = 0;
        }
        let is_letter = byte.is_ascii_alphanumeric();
        written[length] = if is_letter { byte.to_ascii_lowercase() } else { b' ' };
        length += usize::from(is_letter | is_behind_word);
        is_behind_word = is_letter;
    }
    put(&written[..length]);
    if names[start..].ends_with(' ') {
        names.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_in_ascii_are_read_as_all_words_are(text in "[a-zA-Z0-9 _.()-]{0,140}") {
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
            let mut names = "summary".to_owned();
            push_ascii_words(&text, &mut names);
            prop_assert_eq!(&names["summary".len()..], words.join(" ").to_lowercase());
        }
    }

    #[test]
    fn a_name_is_one_however_it_is_written() {
        for (text, name) in [
            ("Decision-Maker(s)", "decision makers"),
            ("3. Consequences", "consequences"),
            ("Konsequenzen", "consequences"),
            ("**Change Log** <!-- below -->", "change log"),
            ("2024", "2024"),
            ("2024 05", "2024 05"),
            ("1.2 2nd 3rd", "nd 3rd"),
            ("٣ Größe", "٣ größe"),
            ("📋 Größe (neu)", "größe neu"),
            ("", ""),
        ] {
            assert_eq!(name_of(text), name, "{text}");
        }
    }
}
