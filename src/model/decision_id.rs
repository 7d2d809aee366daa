//! The ids of decisions, in the many ways in which people write them.
//!
//! In: the start of a title, the name of a file, a cell of a table, a word in a status. Out: a
//! [`DecisionId`], its number, and what of the text was the id. Never: a number that is not written.

use std::ops::Range;

/// The name of a decision: as its author wrote it, made one of its spellings (`ADR-0003`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionId(pub String);

/// An id that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundId {
    /// The id. Where the text has a number alone, it is called `ADR`.
    pub id: DecisionId,
    /// Its number.
    pub number: u32,
    /// How the text names the kind of record: by no word, by one that only decisions have, or by another.
    pub prefix: IdPrefix,
    /// The bytes of the text that are the id.
    pub range: Range<usize>,
}

/// The word before the number of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdPrefix {
    /// None: `0003`.
    None,
    /// One that decision records have: `ADR-0003`, `DEC-39`, `ACME-ADR-PAY-0012`.
    OfDecisions,
    /// Another, which may be anything: `D-001`, `RFC-12`.
    Other,
}

/// Words by which people call decision records, as parts of an id.
const WORDS: &[&str] = &[
    "ADR", "ADRS", "MADR", "LADR", "AD", "DR", "DEC", "TDR", "PDR", "SDR", "EDR", "DDR", "ODR", "BDR", "KDD",
    "DECISION",
];

/// Words that a title may put before the number in full.
const IN_FULL: &[&str] = &[
    "architecture decision record ",
    "architectural decision record ",
    "architecture decision ",
    "decision ",
];

/// The most parts of a prefix: `ACME-ADR-PAY` has three.
const MOST_PARTS: usize = 4;

/// The most digits that a number of a decision has; eight are a date.
const MOST_DIGITS: usize = 6;

impl DecisionId {
    /// Makes an id of a prefix and the digits as written.
    fn of(prefix: &str, digits: &str) -> Self {
        Self(if prefix.is_empty() { format!("ADR-{digits}") } else { format!("{prefix}-{digits}") })
    }

    /// Returns the prefix and the number: `ADR-0003` and `adr 3` are the same decision. An id without
    /// a number is a prefix alone.
    pub fn key(&self) -> (String, Option<u32>) {
        match self.0.rsplit_once('-') {
            Some((prefix, digits)) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                (prefix.to_uppercase(), digits.parse().ok())
            }
            _ => (self.0.to_lowercase(), None),
        }
    }
}

impl FoundId {
    /// Returns the id with as many digits as another way to write its number has, if that are more.
    pub fn with_digits_of(&self, other: &FoundId) -> DecisionId {
        let digits = |id: &FoundId| id.id.0.rsplit('-').next().map_or(0, str::len);
        let prefix = self.id.0.rsplit_once('-').map_or("ADR", |(prefix, _)| prefix);
        let width = digits(self).max(digits(other));
        DecisionId(format!("{prefix}-{:0width$}", self.number))
    }
}

/// Reads the id that a title begins with, and returns it with the offset where the title itself
/// begins: `ADR-0013: T`, `ADR 013 - T`, `12. T`, `0003: T`, `DEC-039 — T`, `[ADR-001] T`.
pub fn id_of_title(title: &str) -> Option<(FoundId, usize)> {
    let mut found = id_at(title, 0)?;
    let mut rest = found.range.end;
    if title.starts_with('[') && title[rest..].starts_with(']') {
        rest += 1;
    }
    let after = &title[rest..];
    let trimmed = after.trim_start();
    let separator = trimmed.chars().next();
    let is_spaced =
        |skip: usize| trimmed[skip..].is_empty() || trimmed[skip..].starts_with([' ', '\t', '\u{a0}']);
    let skip = match separator {
        None => 0,
        Some(c @ (':' | '：' | '—' | '–')) => c.len_utf8(),
        Some(c @ ('.' | ')' | '-' | '|' | '_')) if is_spaced(1) => c.len_utf8(),
        // `ADR 12 T` names a record, `12 factors` does not.
        Some(_) if found.prefix == IdPrefix::OfDecisions && after.len() > trimmed.len() => 0,
        Some(_) => return None,
    };
    let rest = title.len() - trimmed.len() + skip;
    let start = rest + (title[rest..].len() - title[rest..].trim_start().len());
    found.range.end = found.range.end.min(title.len());
    Some((found, start))
}

/// Reads a text that is an id and nothing else, brackets around it left out: a cell, a key.
pub fn parse_id(text: &str) -> Option<FoundId> {
    let trimmed = text.trim().trim_matches(['`', '*', '[', ']', '#', '"', '\'']).trim();
    let found = id_at(trimmed, 0)?;
    (found.range.end == trimmed.len()).then_some(found)
}

/// Reads the id that a file name begins with: `0003-use-x`, `adr-013-x`, `ADR018-x`,
/// `ACME-ADR-PAY-0012-x`. A day in front (`20260125-ADR-12-x`) is passed over.
pub fn id_of_name(stem: &str) -> Option<FoundId> {
    let start = day_of_name(stem).unwrap_or(0);
    let found = id_at(stem, start)?;
    let is_end = !stem[found.range.end..].starts_with(|c: char| c.is_alphanumeric());
    // `chapter-01-introduction` is no record; `D-001` may be one.
    let is_named =
        found.prefix != IdPrefix::Other || stem[found.range.clone()].chars().all(|c| !c.is_lowercase());
    (is_end && is_named).then_some(found)
}

/// Returns where the rest of a file name begins that begins with a day (`20260125-x`, `2026-01-25-x`).
pub fn day_of_name(stem: &str) -> Option<usize> {
    let digits =
        |range: Range<usize>| stem.get(range).is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let is_separated = |at: usize| stem.get(at..=at).is_some_and(|it| matches!(it, "-" | "_" | "." | " "));
    let is_plausible = matches!(stem.get(..2), Some("19" | "20" | "21"));
    let at = if digits(0..8) && is_separated(8) {
        8
    } else if digits(0..4)
        && is_separated(4)
        && digits(5..7)
        && is_separated(7)
        && digits(8..10)
        && is_separated(10)
    {
        10
    } else {
        return None;
    };
    is_plausible.then_some(at + 1)
}

/// Finds the ids that a text names by a word that only decisions have: `ADR-0012`, `adr 12`,
/// `ADR-0144/0147/0149`, `ADRs 60 and 61`.
pub fn ids_in(text: &str) -> Vec<FoundId> {
    let mut found: Vec<FoundId> = Vec::new();
    let mut at = 0;
    let mut previous: Option<char> = None;
    while let Some(character) = text[at..].chars().next() {
        let begins =
            character.is_ascii_alphabetic() && !previous.is_some_and(|c| c.is_alphanumeric() || c == '/');
        match id_at(text, at).filter(|id| begins && id.prefix == IdPrefix::OfDecisions) {
            Some(id) => {
                at = id.range.end;
                let further = further_numbers(text, &id);
                at = further.last().map_or(at, |last| last.range.end);
                found.push(id);
                found.extend(further);
                previous = text[..at].chars().next_back();
            }
            None => {
                previous = Some(character);
                at += character.len_utf8();
            }
        }
    }
    found
}

/// Reads numbers that go on with the prefix of an id: `/0147/0149`, `, 61 and 62`.
pub fn further_numbers(text: &str, first: &FoundId) -> Vec<FoundId> {
    let prefix = first.id.0.rsplit_once('-').map_or("", |(prefix, _)| prefix).to_owned();
    let mut numbers = Vec::new();
    let mut at = first.range.end;
    loop {
        let rest = &text[at..];
        let gap = [" and ", ", and ", " & ", ", ", "/", "+"].into_iter().find(|gap| rest.starts_with(gap));
        let Some(gap) = gap else { return numbers };
        let start = at + gap.len();
        let start = start + usize::from(text[start..].starts_with('#'));
        let digits = digits_at(text, start);
        let end = start + digits;
        let is_whole = !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if digits == 0 || digits > MOST_DIGITS || !is_whole {
            return numbers;
        }
        numbers.extend(found_id(&prefix, text, start..end, start, first.prefix));
        at = end;
    }
}

/// Reads an id at an offset.
pub fn id_at(text: &str, start: usize) -> Option<FoundId> {
    let mut at = start + usize::from(text.get(start..)?.starts_with('['));
    let in_full = IN_FULL
        .iter()
        .find(|words| text.get(at..at + words.len()).is_some_and(|it| it.eq_ignore_ascii_case(words)));
    // Nearly all that is asked has no number at the end: nothing is made of its words before that is known.
    let mut parts = [""; MOST_PARTS];
    let mut count = 0;
    if let Some(words) = in_full {
        at += words.len();
    }
    // The parts of a prefix: words of letters between separators, the last one up to the digits.
    let begin = at;
    let mut has_space = false;
    loop {
        let letters = text[at..].bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            break;
        }
        if count == MOST_PARTS || letters > 12 {
            return None;
        }
        parts[count] = &text[at..at + letters];
        count += 1;
        at += letters;
        match text[at..].chars().next() {
            Some('-' | '_') => at += 1,
            // A non-breaking hyphen and such are written by word processors.
            Some(c @ ('\u{2010}' | '\u{2011}')) => at += c.len_utf8(),
            // Only the last word may be parted from its number by a space: `ADR 12`.
            Some(c @ (' ' | '\u{a0}' | '#')) => {
                at += c.len_utf8();
                has_space = true;
                if text[at..].starts_with('#') {
                    at += 1;
                }
                break;
            }
            _ => break,
        }
    }
    if in_full.is_some() && text[at..].starts_with('#') {
        at += 1;
    }
    let digits = digits_at(text, at);
    if digits == 0 || digits > MOST_DIGITS {
        return None;
    }
    let parts = &parts[..count];
    let end = at + digits;
    // `1.2`, `3rd`, `2025-01`, `v1` are something else.
    let mut after = text[end..].chars();
    let (next, second) = (after.next(), after.next());
    let is_joined = match next {
        Some('.' | ',') => second.is_some_and(|c| c.is_ascii_digit()),
        Some('-') if parts.is_empty() => second.is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_alphanumeric(),
        None => false,
    };
    if is_joined {
        return None;
    }
    let is_of_decisions = in_full.is_some() || parts.iter().any(|part| is_word(part));
    let prefix = match (parts.is_empty(), is_of_decisions) {
        (true, false) => IdPrefix::None,
        (_, true) => IdPrefix::OfDecisions,
        (false, false) => IdPrefix::Other,
    };
    // `Chapter 3` is a chapter; an id of other words is written in capitals and without a space.
    if prefix == IdPrefix::Other && (has_space || !text[begin..at].chars().any(|c| c.is_ascii_uppercase())) {
        return None;
    }
    let singular = |part: &&str| {
        let mut part = part.to_ascii_uppercase();
        let length = part.strip_suffix('S').filter(|word| is_word(word)).map_or(part.len(), str::len);
        part.truncate(length);
        part
    };
    let name = parts.iter().map(singular).collect::<Vec<_>>().join("-");
    let name = if name == "DECISION" { String::new() } else { name };
    found_id(&name, text, at..end, start, prefix)
}

/// Says whether a part of an id is a word by which people call decision records, in any case.
pub fn is_word(part: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(part))
}

fn found_id(prefix: &str, text: &str, digits: Range<usize>, start: usize, kind: IdPrefix) -> Option<FoundId> {
    let written = &text[digits.clone()];
    let number = written.parse().ok()?;
    Some(FoundId { id: DecisionId::of(prefix, written), number, prefix: kind, range: start..digits.end })
}

fn digits_at(text: &str, at: usize) -> usize {
    text[at..].bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_begin_with_ids_in_every_form() {
        for (title, id, rest) in [
            ("ADR-0013: Use queues", "ADR-0013", "Use queues"),
            ("ADR 013: Use queues", "ADR-013", "Use queues"),
            ("ADR018: Use queues", "ADR-018", "Use queues"),
            ("ADR001 - Use queues", "ADR-001", "Use queues"),
            ("ADR 12 Use queues", "ADR-12", "Use queues"),
            ("12. Use queues", "ADR-12", "Use queues"),
            ("0003: Use queues", "ADR-0003", "Use queues"),
            ("0003 - Use queues", "ADR-0003", "Use queues"),
            ("DEC-039 — Use queues", "DEC-039", "Use queues"),
            ("DR002: We will not charge.", "DR-002", "We will not charge."),
            ("[ADR-001] Use queues", "ADR-001", "Use queues"),
            ("D-001: Use queues", "D-001", "Use queues"),
            ("ACME-ADR-PAY-0012: Use queues", "ACME-ADR-PAY-0012", "Use queues"),
            ("Decision 7: Use queues", "ADR-7", "Use queues"),
            ("Architecture Decision Record 0007: Use queues", "ADR-0007", "Use queues"),
            ("ADR-7", "ADR-7", ""),
            ("ADR #7: Use queues", "ADR-7", "Use queues"),
        ] {
            let (found, start) = id_of_title(title).unwrap_or_else(|| panic!("{title}"));
            assert_eq!((found.id.0.as_str(), &title[start..]), (id, rest), "{title}");
        }
    }

    #[test]
    fn titles_that_only_look_like_ids_have_none() {
        for title in [
            "12 factors",
            "3rd party software",
            "1.2 Release",
            "2025-01 Review",
            "Chapter 3: Queues",
            "Use queues",
            "Version 2: Queues",
            "24/7 support",
            "ADR ###: Specific decision",
            "ADR-NNNN: Title",
            "",
            "ADRXXX: Title",
            "100% coverage",
        ] {
            assert_eq!(id_of_title(title), None, "{title}");
        }
    }

    #[test]
    fn file_names_begin_with_ids() {
        for (stem, id) in [
            ("0003-use-queues", Some("ADR-0003")),
            ("adr-013-use-queues", Some("ADR-013")),
            ("adr_013_use_queues", Some("ADR-013")),
            ("ADR018-use-queues", Some("ADR-018")),
            ("ADR-0001", Some("ADR-0001")),
            ("ACME-ADR-PAY-0012-use-queues", Some("ACME-ADR-PAY-0012")),
            ("20260125-ADR-12-use-queues", Some("ADR-12")),
            ("20200925-use-queues", None),
            ("2026-01-25-use-queues", None),
            ("chapter-01-introduction", None),
            ("adr-template", None),
            ("ADRXXX-title", None),
            ("use-queues", None),
            ("2fa-for-all", None),
        ] {
            assert_eq!(id_of_name(stem).map(|it| it.id.0).as_deref(), id, "{stem}");
        }
    }

    #[test]
    fn ids_are_found_in_running_text() {
        let ids = |text| ids_in(text).into_iter().map(|it| it.id.0).collect::<Vec<_>>();
        assert_eq!(ids("Accepted (supersedes ADR-024, ADR-025)"), ["ADR-024", "ADR-025"]);
        assert_eq!(ids("partially superseded by ADR-0144/0147/0149"), ["ADR-0144", "ADR-0147", "ADR-0149"]);
        assert_eq!(ids("decisions made in ADRs 60 and 61, but"), ["ADR-60", "ADR-61"]);
        assert_eq!(ids("see ADR-0017 §2 (2024)"), ["ADR-0017"]);
        assert_eq!(ids("docs/adr-12/x and version 2"), Vec::<String>::new());
    }

    #[test]
    fn an_id_is_the_same_however_many_digits_and_spaces_it_has() {
        let key = |text| parse_id(text).map(|it| it.id.key());
        assert_eq!(key("ADR-0003"), key("adr 3"));
        assert_eq!(key("`[ADR-003]`"), key("ADR3"));
        assert_ne!(key("ADR-3"), key("DEC-3"));
        assert_eq!(parse_id("ADR-003: title"), None);
        assert_eq!(DecisionId("20200925-use-queues".to_owned()).key().1, None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC*|([a-zA-Z]{0,4}[-_ #\\[]?[0-9]{0,9}[:. )—-]?){0,4}") {
            for id in ids_in(&text) {
                prop_assert!(text.get(id.range).is_some());
            }
            if let Some((_, start)) = id_of_title(&text) {
                prop_assert!(text.get(start..).is_some());
            }
            id_of_name(&text);
            parse_id(&text);
        }
    }
}
