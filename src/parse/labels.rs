//! Labels and their values as people write them: `**Status:** Draft`, `*Last Updated: March 2025*`,
//! `Date: 2024-05-01`, `**Status:** Accepted | **Date:** 2026-02-14`.
//!
//! In: the text of a block. Out: pairs in the order of the text. Never: knows what a label means, or
//! whether a value is one.

use super::outline::{Inline, Marks};

/// A label and what follows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labelled<'a> {
    /// The label without its marks and its colon.
    pub(super) label: Inline<'a>,
    /// What follows, without white space around it; up to the next label of the block.
    pub(super) value: Inline<'a>,
    /// Whether the label is bold or emphasised, so that it was meant as one; `Note: see below` is not.
    pub(super) is_marked: bool,
}

/// The longest label, in characters: `Deciders (business owners)`, not a sentence with a colon.
const LONGEST_LABEL: usize = 40;

/// The most words of a label that is not marked up.
const WORDS_OF_PLAIN_LABEL: usize = 4;

/// Returns the labels of a block: those that begin a line, and those that are marked up behind another on the same line.
pub(super) fn labels(text: Inline<'_>) -> Vec<Labelled<'_>> {
    if !has_colon(text.text()) {
        return Vec::new();
    }
    let mut finder = Finder { text, open: None, found: Vec::new() };
    let mut start = 0;
    for line in text.lines() {
        finder.line(line, start);
        start += line.text().len() + 1;
    }
    finder.close(None);
    finder.found
}

/// Says whether one of the labels of a text may lack a value: nothing follows its colon in the line, or what parts it
/// from the next. Nearly all colons are followed by a word, and cost this alone.
pub(super) fn may_lack_value(text: &str) -> bool {
    colons(text).any(|(at, width)| {
        let behind = &text[at + width..];
        let value = behind.trim_start();
        let gap = &behind[..behind.len() - value.len()];
        value.is_empty() || gap.len() > 1 || gap.contains('\n') || value.starts_with(SEPARATORS)
    })
}

/// What parts labels on one line.
const SEPARATORS: [char; 8] = ['|', '·', '•', ',', ';', '/', '–', '—'];

/// Returns the label and the value that a heading is: `## Status: Accepted`, `### **Date:** 2 March 2022`.
pub(super) fn of_heading(heading: Inline<'_>) -> Option<Labelled<'_>> {
    labels(heading).into_iter().next().filter(|labelled| !labelled.value.is_blank())
}

/// Says whether a text has a colon of any width.
fn has_colon(text: &str) -> bool {
    first_colon(text).is_some()
}

/// What the wide colon begins with, a byte that few texts have.
pub(super) const FIRST_OF_WIDE_COLON: u8 = "：".as_bytes()[0];

/// Returns where the colons of any width stand, and their lengths in bytes.
pub(super) fn colons(text: &str) -> impl Iterator<Item = (usize, usize)> {
    const WIDE: &[u8] = "：".as_bytes();
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b':', FIRST_OF_WIDE_COLON, bytes).filter_map(|at| match bytes[at] {
        b':' => Some((at, 1)),
        _ => bytes[at..].starts_with(WIDE).then_some((at, WIDE.len())),
    })
}

fn first_colon(text: &str) -> Option<(usize, usize)> {
    colons(text).next()
}

/// Says whether a block holds its labels and their values, and no word besides.
pub(super) fn is_nothing_but(text: Inline<'_>, labels: &[Labelled<'_>]) -> bool {
    let whole = text.text();
    let place = |part: &str| part.as_ptr() as usize - whole.as_ptr() as usize;
    let says_nothing = |between: Option<&str>| !between.is_some_and(|it| it.contains(char::is_alphanumeric));
    let mut at = 0;
    for labelled in labels {
        let (label, value) = (labelled.label.text(), labelled.value.text());
        if !says_nothing(whole.get(at..place(label))) {
            return false;
        }
        at = place(value).max(place(label)) + if value.is_empty() { label.len() } else { value.len() };
    }
    !labels.is_empty() && says_nothing(whole.get(at..))
}

/// Where a label and its value stand in the text of a block.
struct Place {
    /// Where the label begins, its marks included.
    start: usize,
    label: std::ops::Range<usize>,
    value: usize,
    /// Where the value ends, if before the next label: `*Last Updated: March 2025*`.
    value_end: Option<usize>,
    is_marked: bool,
}

impl Place {
    fn moved(self, by: usize) -> Self {
        Self {
            start: self.start + by,
            label: self.label.start + by..self.label.end + by,
            value: self.value + by,
            value_end: self.value_end.map(|end| end + by),
            is_marked: self.is_marked,
        }
    }
}

/// The labels of a block, as far as they are found.
struct Finder<'a> {
    text: Inline<'a>,
    /// The last one: its value goes on to the next.
    open: Option<Place>,
    /// Those before it.
    found: Vec<Labelled<'a>>,
}

impl Finder<'_> {
    /// Finds the labels of a line, which begins at `start` in the text of the block.
    fn line(&mut self, line: Inline<'_>, start: usize) {
        let text = line.text();
        if !has_colon(text) {
            return;
        }
        let mut has_label = false;
        let mut first_word = None;
        for stretch in (MarkedStretches { line, from: 0 }) {
            // An emoji may stand before a label.
            let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '"' | '(' | '[');
            let first_word = *first_word.get_or_insert_with(|| text.find(is_of_word).unwrap_or(text.len()));
            // Only the first may stand behind nothing: `see **Note:** …` in the middle of a sentence is no label.
            let is_behind_label = || {
                let before = &text[..stretch.start];
                before.ends_with("  ")
                    || before.trim_end().ends_with(SEPARATORS)
                    || before.trim_end().ends_with(['.', ')'])
            };
            if (stretch.start <= first_word || has_label && is_behind_label())
                && let Some(place) = place_of_marked(text, &stretch)
            {
                self.begin(place.moved(start));
                has_label = true;
            }
        }
        if !has_label {
            self.plain(line, start);
        }
    }

    /// Finds the plain label that begins a line, and those behind a `|`, a dot in the middle or a wide gap after it.
    fn plain(&mut self, line: Inline<'_>, start_of_line: usize) {
        let text = line.text();
        let mut start = 0;
        loop {
            let rest = line.slice(start..text.len());
            let Some(place) = plain_place(rest) else { return };
            let behind = start + place.value;
            self.begin(place.moved(start_of_line + start));
            let gap = text[behind..].trim_start();
            let gap = gap.find("  ").map(|at| text.len() - gap.len() + at);
            let mark = text[start..].find(['|', '·', '•']).map(|at| start + at);
            let Some(separator) = gap.into_iter().chain(mark).min() else { return };
            start = separator + text[separator..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Takes a label; the value of the one before ends there.
    fn begin(&mut self, place: Place) {
        self.close(Some(place.start));
        self.open = Some(place);
    }

    /// Ends the value of the last label: before the next, or with the block.
    fn close(&mut self, next: Option<usize>) {
        let Some(place) = self.open.take() else { return };
        let limit = next.unwrap_or(self.text.text().len());
        let end = place.value_end.unwrap_or(limit).min(limit);
        let value = self.text.slice(place.value.min(end)..end);
        self.found.push(Labelled {
            label: self.text.slice(place.label).trim(),
            value: if next.is_some() { without_separator(value) } else { value.trim() },
            is_marked: place.is_marked,
        });
    }
}

/// The ranges of bold or emphasised text, stretches of one kind that touch made one.
struct MarkedStretches<'a> {
    line: Inline<'a>,
    /// What has been looked at.
    from: usize,
}

impl Iterator for MarkedStretches<'_> {
    type Item = std::ops::Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut found: Option<(Self::Item, Marks)> = None;
        let rest = self.line.slice(self.from..self.line.text().len());
        // Nothing has the marks of what it stands behind.
        if rest.text().is_empty() {
            return None;
        }
        for (stretch, marks, _) in rest.stretches() {
            let range = self.from..self.from + stretch.text().len();
            match &mut found {
                None if marks.strong || marks.emphasis => found = Some((range.clone(), marks)),
                None => {}
                Some((found, of_found))
                    if (of_found.strong, of_found.emphasis) == (marks.strong, marks.emphasis) =>
                {
                    found.end = range.end;
                }
                Some(_) => break,
            }
            self.from = range.end;
        }
        found.map(|(range, _)| range)
    }
}

fn place_of_marked(text: &str, stretch: &std::ops::Range<usize>) -> Option<Place> {
    let inside = &text[stretch.clone()];
    let behind = &text[stretch.end..];
    let place = |label: std::ops::Range<usize>, value, value_end| {
        let words = text[label.clone()].trim();
        let is_label =
            !words.is_empty() && words.chars().count() <= LONGEST_LABEL && !words.contains(['.', '!', '?']);
        is_label.then_some(Place { start: stretch.start, label, value, value_end, is_marked: true })
    };
    let trimmed = inside.trim_end();
    if let Some(label) = trimmed.strip_suffix([':', '：']) {
        return place(stretch.start..stretch.start + label.len(), stretch.end, None);
    }
    let colon = behind.trim_start().chars().next().filter(|c| matches!(c, ':' | '：'));
    if let Some(colon) = colon {
        let white = behind.len() - behind.trim_start().len();
        return place(stretch.clone(), stretch.end + white + colon.len_utf8(), None);
    }
    // The value is marked up with its label.
    let (at, width) = first_colon(inside)?;
    let after = at + width;
    let is_pair = width > 1 || inside[after..].starts_with([' ', '\t']);
    let behind = behind.trim();
    let ends_here = behind.is_empty()
        // `**Status: Superseded by ADR-12.** It was too slow.`
        || inside.ends_with('.')
        || behind.starts_with(['|', '·', '•', ',', ';', '/', '–', '—', '-', '.', '(']);
    (is_pair && ends_here)
        .then(|| place(stretch.start..stretch.start + at, stretch.start + after, Some(stretch.end)))
        .flatten()
}

fn plain_place(line: Inline<'_>) -> Option<Place> {
    let text = line.text();
    let (at, width) = first_colon(text)?;
    let value = at + width;
    let label = text[..at].trim();
    // A character has at most four bytes.
    let is_label = label.len() <= 4 * LONGEST_LABEL
        && label.starts_with(char::is_alphabetic)
        && label.chars().count() <= LONGEST_LABEL
        && label.split_whitespace().count() <= WORDS_OF_PLAIN_LABEL
        && label
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '(' | ')' | '&' | '\''));
    let is_spaced = width > 1 || text[value..].is_empty() || text[value..].starts_with([' ', '\t']);
    let start = text.len() - text.trim_start().len();
    (is_label
        && is_spaced
        && !line.slice(start..at).stretches().any(|(_, marks, _)| marks != Marks::default()))
    .then_some(Place { start, label: start..at, value, value_end: None, is_marked: false })
}

fn without_separator(value: Inline<'_>) -> Inline<'_> {
    let ends_its_line = value.text().ends_with('\n');
    let value = value.trim();
    let end = value.text().trim_end_matches(|c| SEPARATORS.contains(&c) || matches!(c, ' ' | '\t')).len();
    // `**Supersedes:** —` above the next label: the dash parts nothing, it says that there is none.
    if end == 0 && ends_its_line { value } else { value.slice(0..end) }
}

#[cfg(test)]
mod tests {
    use super::super::outline::{BlockKind, Outline};
    use super::*;
    use crate::parse::markdown::{self, Depth, MarkdownOptions, TitleHeading};
    use crate::source::{LineIndex, Origins, SourcePath};

    fn outline(markdown: &str) -> Outline {
        let options = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let file = SourcePath::new("a.md");
        markdown::read(LineIndex::new(markdown), &file, TitleHeading::None, options, &Origins::Same, |_| {
            Default::default()
        })
        .outline
    }

    fn is_nothing_but_labels(markdown: &str) -> bool {
        let outline = outline(markdown);
        let (paragraph, _) =
            outline.blocks().find(|(_, block)| block.kind == BlockKind::Paragraph).expect("a paragraph");
        let text = outline.inline(paragraph);
        is_nothing_but(text, &labels(text))
    }

    /// Returns the labels of a text as `label=value`, those that are not marked up with a `?`.
    fn read(markdown: &str) -> Vec<String> {
        let outline = outline(markdown);
        let paragraphs = outline.blocks().filter(|(_, block)| block.kind == BlockKind::Paragraph);
        paragraphs
            .flat_map(|(number, _)| labels(outline.inline(number)))
            .map(|it| {
                let extent = it.value.extent();
                let written = &markdown[extent.start as usize..extent.end as usize];
                assert!(written.contains(it.value.text()), "{written:?} {:?}", it.value.text());
                let mark = if it.is_marked { "" } else { "?" };
                format!("{}{mark}={}", it.label.text(), it.value.text())
            })
            .collect()
    }

    #[test]
    fn labels_are_found_in_every_form_that_people_write() {
        for (markdown, found) in [
            (
                "**Last Updated:** 2025-01-15  \n**Reviewed By:** Ana",
                &["Last Updated=2025-01-15", "Reviewed By=Ana"][..],
            ),
            ("**Status**: Draft", &["Status=Draft"]),
            ("* **Status**: Draft", &["Status=Draft"]),
            ("- Status: accepted", &["Status?=accepted"]),
            ("> **Purpose:** How orders flow.", &["Purpose=How orders flow."]),
            ("*Last Updated: March 2025*", &["Last Updated=March 2025"]),
            ("**Last Updated: March 2025**", &["Last Updated=March 2025"]),
            ("_Owner_: Team Grid", &["Owner=Team Grid"]),
            ("Date: 2024-05-01", &["Date?=2024-05-01"]),
            (
                "**Status:** Accepted | **Date:** 2026-02-14 | **Review:** 2026-08",
                &["Status=Accepted", "Date=2026-02-14", "Review=2026-08"],
            ),
            ("**Status:** Accepted · **Date:** 2026-02-14", &["Status=Accepted", "Date=2026-02-14"]),
            ("- **Language:** ", &["Language="]),
            ("**Status**: frozen (P3). **Scope**: the table", &["Status=frozen (P3).", "Scope=the table"]),
            ("> **Status: alpha** — expect changes", &["Status=alpha"]),
            ("📅 **Updated:** 2025-01-15", &["Updated=2025-01-15"]),
            ("Status: Accepted | Date: 2026-02-14", &["Status?=Accepted", "Date?=2026-02-14"]),
            ("Date: 2026-02-14   Status: Accepted", &["Date?=2026-02-14", "Status?=Accepted"]),
            ("Date: 2026-02-14  in the morning", &["Date?=2026-02-14  in the morning"]),
            ("**Status:** Draft<br>**Owner:** Ana", &["Status=Draft", "Owner=Ana"]),
            (
                "**Context:** The feed\nis late.\n**Decision:** We wait.",
                &["Context=The feed\nis late.", "Decision=We wait."],
            ),
            ("**状態：** 承認", &["状態=承認"]),
        ] {
            assert_eq!(read(markdown), found, "{markdown}");
        }
    }

    #[test]
    fn a_block_is_nothing_but_labels_if_no_word_stands_beside_them() {
        for (markdown, expected) in [
            ("**Status:** Draft | **Owner:** Ana", true),
            ("📅 *Last Updated: March 2025*", true),
            ("**Owner:**", true),
            ("Status: Draft\n\n", true),
            ("**Status: alpha** — expect changes", false),
            ("We met.\n**Status:** Draft", false),
            ("We met.", false),
        ] {
            assert_eq!(is_nothing_but_labels(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn no_label_without_a_value_is_overlooked() {
        for markdown in [
            "**Owner:**",
            "**Owner:** ",
            "**Owner**: ",
            "*Owner:*\n**Status:** Draft",
            "**Owner:** | **Status:** Draft",
            "**Owner:**  **Status:** Draft",
            "**Owner:**&nbsp;",
            "Owner:",
            "Owner: | Status: Draft",
            "**状態：**",
            "**Status:** Draft · **Owner:** ",
        ] {
            let outline = outline(markdown);
            let (paragraph, _) =
                outline.blocks().find(|(_, block)| block.kind == BlockKind::Paragraph).expect("a paragraph");
            let text = outline.inline(paragraph);
            assert!(labels(text).iter().any(|it| it.value.is_blank()), "{markdown}");
            assert!(may_lack_value(text.text()), "{markdown}");
        }
    }

    #[test]
    fn a_sentence_with_a_colon_is_no_label() {
        for markdown in [
            "We chose two things here today: this and that",
            "https://example.org/a: b",
            "See **Note:** below",
            "At 10:30 we met",
            "`status: draft` is what to write",
            "**We decided. It was late:** so it is",
        ] {
            assert_eq!(read(markdown), Vec::<String>::new(), "{markdown}");
        }
    }
}
