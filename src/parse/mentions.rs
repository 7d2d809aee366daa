//! What looks like the name of another document in running text: the id of a decision, the name of a
//! Markdown file.
//!
//! In: text without marks. Out: the places of names, in order. Never: knows which documents there are.
//!
//! It looks at what every name has, a digit or the dot of `.md`; whoever asks for many texts asks of those that have one.

use crate::model::decision_id::{FoundId, IdPrefix, further_numbers, id_at, is_word};
use crate::model::mention::MentionKind;
use std::ops::Range;

/// A name and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) kind: MentionKind,
}

/// The longest name of a file, folders included, in bytes.
const LONGEST_FILE: usize = 200;

/// The longest prefix of an id, in bytes: `ACME-ADR-PAY-`.
const LONGEST_PREFIX: usize = 32;

/// Finds the names in a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    // What an earlier name has taken.
    let mut taken = 0;
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(|byte| *byte == b'.' || byte.is_ascii_digit()) {
        at += offset;
        // A sentence ends with most dots.
        if bytes[at] == b'.' && !matches!(bytes.get(at + 1), Some(b'm' | b'M')) {
            at += 1;
            continue;
        }
        let name = match bytes[at] {
            b'.' => file_at(text, taken, at).into_iter().collect(),
            _ => ids_at(text, taken, at),
        };
        at += match bytes[at] {
            b'.' => 1,
            // The rest of a number begins no other.
            _ => bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count(),
        };
        if let Some(last) = name.last() {
            // An id at the beginning of the name of a file is a part of it.
            let start = name[0].range.start;
            while found.last().is_some_and(|earlier: &Found| earlier.range.end > start) {
                found.pop();
            }
            taken = last.range.end;
            at = at.max(taken);
            found.extend(name);
        }
    }
    found
}

/// Says whether a text is the name of a Markdown file and nothing else.
pub(super) fn is_file(text: &str) -> bool {
    let Some(stem) = stem_of_file(text) else { return false };
    text.len() <= LONGEST_FILE && !stem.is_empty() && text.chars().all(is_of_path) && !text.contains("//")
}

/// Returns a name without the extension of Markdown files.
fn stem_of_file(name: &str) -> Option<&str> {
    [".md", ".markdown"].iter().find_map(|extension| {
        let start = name.len().checked_sub(extension.len())?;
        let ending = name.get(start..)?;
        ending.eq_ignore_ascii_case(extension).then(|| &name[..start])
    })
}

/// Reads the name of a file whose extension begins at the dot `at`.
fn file_at(text: &str, taken: usize, at: usize) -> Option<Found> {
    let rest = &text[at..];
    let length = [".markdown", ".md"].iter().find_map(|extension| {
        let ending = rest.get(..extension.len())?;
        ending.eq_ignore_ascii_case(extension).then_some(extension.len())
    })?;
    let end = at + length;
    if text[end..].chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/')) {
        return None;
    }
    // An id may have been taken that is the beginning of this name.
    let is_begun = at - taken < LONGEST_FILE && text[taken..at].chars().all(is_of_path);
    let limit = if is_begun { 0 } else { taken };
    let mut start = at;
    for (place, character) in text[..at].char_indices().rev() {
        if !is_of_path(character) || place < limit {
            break;
        }
        if at - place > LONGEST_FILE {
            return None;
        }
        start = place;
    }
    let name = text[start..end].trim_start_matches(['-', '\'']);
    let start = end - name.len();
    // The address of a page on another host ends like this as well.
    let is_address = text[..start].ends_with([':', '@', '~'])
        || name.contains("//")
        || name.starts_with('.') && stem_of_file(name).is_none_or(str::is_empty);
    (!is_address && is_file(name)).then_some(Found { range: start..end, kind: MentionKind::File })
}

fn is_of_path(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '/')
}

/// Reads the id whose number begins at `at`, and the numbers that go on with it: `ADRs 60 and 61`.
fn ids_at(text: &str, taken: usize, at: usize) -> Vec<Found> {
    let Some(id) = id_before(text, taken, at) else { return Vec::new() };
    let mut ids = vec![id];
    if ids[0].prefix == IdPrefix::OfDecisions {
        let further = further_numbers(text, &ids[0]);
        ids.extend(further);
    }
    let found = ids.into_iter().filter_map(|id| {
        let prefix = id.id.0.rsplit_once('-').map_or("", |(prefix, _)| prefix).into();
        let range = trimmed(text, id.range)?;
        Some(Found { range, kind: MentionKind::Id { prefix, number: id.number } })
    });
    found.collect()
}

/// An id in brackets is named without them.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inside = text.get(range.clone())?;
    let start = range.start + usize::from(inside.starts_with('['));
    Some(start..range.end)
}

/// Reads the id whose digits begin at `at`.
fn id_before(text: &str, taken: usize, at: usize) -> Option<FoundId> {
    let before = &text[taken..at];
    // Most numbers stand at a beginning, or behind a bracket, a sign or a point.
    let may_belong =
        |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_' | b' ' | b'#' | 0x80..);
    if !before.as_bytes().last().is_some_and(may_belong) {
        return None;
    }
    let word_end = before.trim_end_matches(['-', '_', ' ', '\u{a0}', '#', '\u{2010}', '\u{2011}']).len();
    // A digit after anything but a letter and one separator or two belongs to no id.
    if before.len() - word_end > 4 || !before[..word_end].ends_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let bytes = before.as_bytes();
    let is_of_prefix = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_');
    let length = bytes[..word_end].iter().rev().take_while(|&&byte| is_of_prefix(byte)).count();
    if length > LONGEST_PREFIX {
        return None;
    }
    let start = word_end - length;
    // Nearly all numbers stand behind a word and a space, and only some words name a record then.
    let words = &before[start..word_end];
    if before[word_end..].contains([' ', '\u{a0}', '#']) && !words.split(['-', '_']).any(is_word) {
        return None;
    }
    let start = start + bytes[start..word_end].iter().take_while(|byte| !byte.is_ascii_alphabetic()).count();
    let is_inside =
        before[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '#' | '@'));
    let id = id_at(text, taken + start).filter(|_| !is_inside)?;
    let word = before.get(start..word_end)?;
    // `decision 3` is the third of a list as often as not.
    let is_word = word.eq_ignore_ascii_case("decision") || word.eq_ignore_ascii_case("decisions");
    let goes_on = text[id.range.end..].chars().next();
    let after = text.get(id.range.end + 1..).and_then(|rest| rest.chars().next());
    // `ADR-12-use-queues` is the name of a file, `D-12` in `D-12-4` a part of something.
    let is_part = matches!(goes_on, Some('-' | '_')) && after.is_some_and(char::is_alphanumeric);
    (!is_word && !is_part && id.range.contains(&at)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|found| &text[found.range]).collect()
    }

    #[test]
    fn ids_of_decisions_are_names() {
        assert_eq!(names("As ADR-003 says, and ADR 12 (2024)."), ["ADR-003", "ADR 12"]);
        assert_eq!(
            names("adr-7, ADR #8, [ADR-9], D-001 and DR002"),
            ["adr-7", "ADR #8", "ADR-9", "D-001", "DR002"]
        );
        assert_eq!(names("decided in ADRs 60 and 61"), ["ADRs 60", "61"]);
        assert_eq!(names("ADR-0144/0147"), ["ADR-0144", "0147"]);
        assert_eq!(names("ACME-ADR-PAY-0012"), ["ACME-ADR-PAY-0012"]);
    }

    #[test]
    fn numbers_that_name_nothing_are_left_alone() {
        for text in [
            "in 2025, 3 of 4, v1.2, Chapter 3, Java 21, decision 3",
            "docs/adr-12/x",
            "UTF-8-encoded",
            "https://example.org/ADR-12",
            "ADR-2025-01-02",
            "1. ADR",
            "#12",
        ] {
            let decisions: Vec<_> = names(text).into_iter().filter(|name| name.contains("ADR")).collect();
            assert_eq!(decisions, Vec::<&str>::new(), "{text}");
        }
        assert_eq!(names("Chapter 3 of Java 21 in 2025, decision 3"), Vec::<&str>::new());
    }

    #[test]
    fn names_of_markdown_files_are_names() {
        assert_eq!(names("[From TECH_STACK.md]"), ["TECH_STACK.md"]);
        assert_eq!(
            names("See data/DATA_ARCHITECTURE.md, README.MD and ../a-b.markdown."),
            ["data/DATA_ARCHITECTURE.md", "README.MD", "../a-b.markdown"]
        );
        assert_eq!(names("(adr-012-use-queues.md)"), ["adr-012-use-queues.md"]);
        assert_eq!(names("0012-use-queues.md"), ["0012-use-queues.md"]);
    }

    #[test]
    fn what_only_ends_like_a_file_is_none() {
        let none = Vec::<&str>::new();
        assert_eq!(names("https://example.org/guide.md and git@host:a.md"), none);
        assert_eq!(names("any .md file, *.md, a.mdx, x.md5"), none);
    }

    #[test]
    fn code_is_a_name_if_it_is_nothing_else() {
        assert!(is_file("docs/TECH_STACK.md"));
        assert!(!is_file("cat TECH_STACK.md"));
        assert!(!is_file(".md"));
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through_and_no_two_names_overlap(text in "\\PC*|([a-zA-Z]{0,4}[-_ #/.\\[]?[0-9]{0,5}(\\.md)?[:. )—-]?){0,6}") {
            let mut end = 0;
            for found in find(&text) {
                prop_assert!(text.get(found.range.clone()).is_some_and(|name| !name.is_empty()));
                prop_assert!(found.range.start >= end);
                end = found.range.end;
            }
        }
    }
}
