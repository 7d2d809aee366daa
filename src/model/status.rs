//! How far a document or a decision is: a fixed set, with room for words that nobody foresaw.
//!
//! In: words as people write them. Out: [`Status`], which keeps them. Never: takes a list of
//! choices (`Draft / Review / Live`) for a choice.

use super::config::nearest;
use super::date::{Date, date_at_start};
use super::languages;
use serde::Serialize;

/// A status as written, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status {
    /// What it means.
    pub kind: StatusKind,
    /// As written.
    pub text: String,
}

/// What a status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusKind {
    /// Being written.
    Draft,
    /// Put forward, not decided.
    Proposed,
    /// Being read by those who decide.
    Review,
    /// Decided.
    Accepted,
    /// In use.
    Active,
    /// Decided and done.
    Implemented,
    /// Put off.
    Deferred,
    /// Decided against.
    Rejected,
    /// Taken back.
    Withdrawn,
    /// No longer to be used.
    Deprecated,
    /// Replaced by another.
    Superseded,
    /// A word that is not known.
    Unknown,
}

use StatusKind::{
    Accepted, Active, Deferred, Deprecated, Draft, Implemented, Proposed, Rejected, Review, Superseded,
    Unknown, Withdrawn,
};

/// What people write, as words in lower case, and what it means. Of two that fit, the longer one holds.
const PHRASES: &[(&str, StatusKind)] = &[
    ("draft", Draft),
    ("wip", Draft),
    ("work in progress", Draft),
    ("idea", Draft),
    ("drafted", Draft),
    ("final draft", Draft),
    ("proposed", Proposed),
    ("proposal", Proposed),
    ("tentative", Proposed),
    ("pending", Proposed),
    ("pending approval", Proposed),
    ("open", Proposed),
    ("provisional", Proposed),
    ("suggested", Proposed),
    ("under discussion", Proposed),
    ("in discussion", Proposed),
    ("review", Review),
    ("in review", Review),
    ("under review", Review),
    ("for review", Review),
    ("active review", Review),
    ("awaiting review", Review),
    ("pending review", Review),
    ("ready for review", Review),
    ("needs review", Review),
    ("last call", Review),
    ("accepted", Accepted),
    ("approved", Accepted),
    ("agreed", Accepted),
    ("decided", Accepted),
    ("resolved", Accepted),
    ("adopted", Accepted),
    ("ratified", Accepted),
    ("final", Accepted),
    ("finalized", Accepted),
    ("finalised", Accepted),
    ("confirmed", Accepted),
    ("implementable", Accepted),
    ("active", Active),
    ("live", Active),
    ("living", Active),
    ("current", Active),
    ("in force", Active),
    ("in effect", Active),
    ("effective", Active),
    ("in use", Active),
    ("in progress", Active),
    ("ongoing", Active),
    ("stable", Active),
    ("implemented", Implemented),
    ("done", Implemented),
    ("complete", Implemented),
    ("completed", Implemented),
    ("shipped", Implemented),
    ("landed", Implemented),
    ("deferred", Deferred),
    ("on hold", Deferred),
    ("postponed", Deferred),
    ("parked", Deferred),
    ("paused", Deferred),
    ("stagnant", Deferred),
    ("rejected", Rejected),
    ("declined", Rejected),
    ("refused", Rejected),
    ("withdrawn", Withdrawn),
    ("reverted", Withdrawn),
    ("abandoned", Withdrawn),
    ("discarded", Withdrawn),
    ("dead", Withdrawn),
    ("cancelled", Withdrawn),
    ("canceled", Withdrawn),
    ("obsolete", Withdrawn),
    ("obsoleted", Withdrawn),
    ("deprecated", Deprecated),
    ("superseded", Superseded),
    ("superceded", Superseded),
    ("superseeded", Superseded),
    ("superceeded", Superseded),
    ("obsoleted by", Superseded),
    ("obsolete by", Superseded),
    ("obsolete replaced by", Superseded),
    ("obsolete superseded by", Superseded),
    ("replaced", Superseded),
    ("replaced by", Superseded),
];

/// Words before a status that say how far it is true, and not that it is not.
const BEFORE: &[&str] = &["partially", "partly", "mostly", "fully", "largely", "currently", "now", "already"];

/// The most words of a phrase.
const LONGEST_PHRASE: usize = 3;

/// The most characters that a badge shows.
const LONGEST_WORD: usize = 32;

impl StatusKind {
    /// All kinds, in the order in which filters list them.
    pub const ALL: &'static [StatusKind] = &[
        Draft,
        Proposed,
        Review,
        Accepted,
        Active,
        Implemented,
        Deferred,
        Rejected,
        Withdrawn,
        Deprecated,
        Superseded,
        Unknown,
    ];

    /// Returns the word that machines and style sheets use.
    pub fn as_str(self) -> &'static str {
        match self {
            Draft => "draft",
            Proposed => "proposed",
            Review => "review",
            Accepted => "accepted",
            Active => "active",
            Implemented => "implemented",
            Deferred => "deferred",
            Rejected => "rejected",
            Withdrawn => "withdrawn",
            Deprecated => "deprecated",
            Superseded => "superseded",
            Unknown => "unknown",
        }
    }

    /// Says whether what has this status is no longer in use, or never was.
    pub fn is_past(self) -> bool {
        matches!(self, Rejected | Withdrawn | Deprecated | Superseded)
    }

    /// Returns the word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Draft => "Draft",
            Proposed => "Proposed",
            Review => "In review",
            Accepted => "Accepted",
            Active => "Active",
            Implemented => "Implemented",
            Deferred => "Deferred",
            Rejected => "Rejected",
            Withdrawn => "Withdrawn",
            Deprecated => "Deprecated",
            Superseded => "Superseded",
            Unknown => "Unknown",
        }
    }
}

impl Status {
    /// Reads what is written where a status belongs; nothing where that is empty, a placeholder, or a list of
    /// choices that nobody chose from. A word that is not known is [`StatusKind::Unknown`].
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let kind = || begin(text).map_or(Unknown, |(kind, _)| kind);
        Self::is_stated(text).then(|| Self { kind: kind(), text: text.to_owned() })
    }

    /// Says whether something is written where a status belongs, and neither a placeholder nor a list of choices.
    pub fn is_stated(text: &str) -> bool {
        let text = text.trim();
        !(is_placeholder(text) || is_choice(text)) && text.contains(char::is_alphanumeric)
    }

    /// Returns the known status that a word of nobody's was most likely meant to be.
    pub fn nearest(&self) -> Option<&'static str> {
        let first = self.text.split_whitespace().next().unwrap_or_default().to_lowercase();
        nearest(&first, known_words())
    }

    /// Returns what to write in the place of a word that is not known.
    pub fn mend(&self) -> String {
        match self.nearest() {
            Some(word) => format!("did you mean \"{word}\"?"),
            None => {
                format!("the statuses that are known are {}", known_words().collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Returns the part of the text that names the status: `Accepted` of `Accepted (supersedes ADR-024)`. It is
    /// never empty and short enough for a badge.
    pub fn word(&self) -> &str {
        let start = start_of_words(&self.text);
        let text = &self.text[start..];
        let end = match begin(text) {
            Some((_, end)) => end,
            None => end_of_phrase(text),
        };
        let mut word =
            text[..end].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | ']'));
        if let Some((limit, _)) = word.char_indices().nth(LONGEST_WORD) {
            let end = word[..limit].rfind(' ').unwrap_or(limit);
            word = word[..end].trim_end();
        }
        if word.is_empty() { &self.text } else { word }
    }

    /// Returns when it came to be so, where the text says that beside its word: `Accepted (2021-03-04)`,
    /// `approved by the board on 4 March 2021`. What came after it, as in `Accepted, amended 2022-01-10`, is another thing.
    ///
    /// ```
    /// use archsite::model::status::Status;
    ///
    /// let status = Status::read("Accepted (2021-03-04)").expect("a status");
    /// assert_eq!(status.since().map(|date| date.to_string()).as_deref(), Some("2021-03-04"));
    /// ```
    pub fn since(&self) -> Option<Date> {
        let text = self.text.as_str();
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (_, end) = begin(text)?;
        let date_of = |text: &str| date_at_start(text)?.reading.date();
        let before = day(&text[text.find(char::is_alphanumeric)?..]);
        before.and_then(date_of).or_else(|| {
            let mut rest = &text[end..];
            loop {
                rest = without_connection(rest);
                if let Some(found) = date_at_start(rest) {
                    return found.reading.date();
                }
                let end = rest.find(PARTS_REMARKS).filter(|end| names_somebody(&rest[..*end]))?;
                rest = &rest[end..];
            }
        })
    }
}

/// What ends a remark on a status.
const PARTS_REMARKS: [char; 6] = [',', '(', ')', '—', '–', ':'];

/// Takes off the words that lead from a status to its day: `on`, `since`, `le`.
fn without_connection(mut remark: &str) -> &str {
    loop {
        remark = remark.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = remark.split(' ').next().unwrap_or_default();
        let leads = ["on", "since", "at", "as", "of"].iter().any(|it| it.eq_ignore_ascii_case(word));
        if !leads && (word.is_empty() || !languages::is_connection(word)) {
            return remark;
        }
        remark = &remark[word.len()..];
    }
}

/// The most words of who gave a status its word: `by the architecture board`.
const WORDS_OF_WHO: usize = 4;

/// Says whether a remark between a status and its day can be who decided, and is none on another decision.
fn names_somebody(remark: &str) -> bool {
    let is_verb = |word: &str| word.ends_with("ed") || word.ends_with("es");
    !remark.contains(|c: char| c.is_ascii_digit() || matches!(c, ';' | '.' | '\n'))
        && remark.split_whitespace().count() <= WORDS_OF_WHO
        && !remark.split_whitespace().any(is_verb)
}

fn known_words() -> impl Iterator<Item = &'static str> {
    StatusKind::ALL.iter().filter(|kind| **kind != Unknown).map(|kind| kind.as_str())
}

/// Reads the status that a text begins with, by its first words; returns where these end.
pub fn begin(text: &str) -> Option<(StatusKind, usize)> {
    let start = start_of_words(text);
    let mut words = Words { text, at: start };
    let mut folded = String::new();
    let mut found = None;
    let mut taken = 0;
    while taken < LONGEST_PHRASE {
        let Some((word, end)) = words.next() else { break };
        let is_before =
            || BEFORE.iter().any(|before| word.eq_ignore_ascii_case(before)) || languages::is_partly(word);
        if taken == 0 && folded.is_empty() && is_before() {
            continue;
        }
        // `acceptée, 2026-10-08`: a number goes on with no phrase, and letters are all that is asked for below.
        if taken > 0 && word.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        if taken > 0 {
            folded.push(' ');
        }
        if word.is_ascii() {
            let start = folded.len();
            folded.push_str(word);
            folded[start..].make_ascii_lowercase();
        } else {
            folded.extend(word.chars().flat_map(char::to_lowercase));
        }
        taken += 1;
        let kind_of =
            |words: &str| PHRASES.iter().find(|(phrase, _)| *phrase == words).map(|(_, kind)| *kind);
        let is_whole = !text[end..].contains(char::is_alphanumeric);
        if let Some(kind) = kind_of(&folded).or_else(|| kind_of(languages::status(&folded, is_whole)?)) {
            found = Some((kind, end));
        }
    }
    found
}

/// Passes over what stands before the first word: marks, quotes, an emoji, a bracket of a link, the day on which it
/// came to be so (`2020-03-05 proposed`).
fn start_of_words(text: &str) -> usize {
    let start = text.find(char::is_alphanumeric).unwrap_or(text.len());
    let behind = day(&text[start..]).map_or(start, |day| start + day.len());
    match text[behind..].find(char::is_alphanumeric) {
        Some(at) if behind > start => behind + at,
        _ => start,
    }
}

/// Returns the day, year first, that a text begins with.
pub fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (is_day && !text[10..].starts_with(char::is_alphanumeric)).then_some(day)
}

/// Words of a text: `in-review` and `on_hold` are two each. An iterator of words and where they end.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = (&'a str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.len()
            - rest.trim_start_matches([' ', '\t', '\n', '-', '_', '*', ',', '\u{A0}']).len();
        let rest = &self.text[start..];
        let end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        self.at = end;
        (end > start).then(|| (&self.text[start..end], end))
    }
}

/// Returns where the first phrase of a text ends: before a bracket, a dash or the end of a sentence.
fn end_of_phrase(text: &str) -> usize {
    let mut previous = ' ';
    for (at, character) in text.char_indices() {
        let next = text[at + character.len_utf8()..].chars().next().unwrap_or(' ');
        let ends = match character {
            '(' | '[' | '—' | '–' | ';' | '|' | '\n' => true,
            '.' | ',' | ':' | '!' => next.is_whitespace(),
            '-' => next.is_whitespace() && previous.is_whitespace(),
            _ => false,
        };
        if ends && at > 0 {
            return at;
        }
        previous = character;
    }
    text.len()
}

/// Says whether a text stands in brackets or braces, and so is to be replaced.
fn is_placeholder(text: &str) -> bool {
    let text = text.trim_matches(['"', '\'', '`', '*', '_', ' ']);
    let closes = |open: char, close: char| text.starts_with(open) && text.ends_with(close);
    closes('{', '}') || closes('<', '>') || (closes('[', ']') && !text.contains("]("))
}

/// Says whether a text lists statuses to choose from: `Draft / Review / Live`, `Accepted or Rejected`,
/// `proposed, accepted, deprecated, superseded...`. Two with a comma or an `and` are both meant.
fn is_choice(text: &str) -> bool {
    // What stands alone was chosen.
    if next_separator(text).is_none() {
        return false;
    }
    let mut choices = 0;
    // Options that are no status that is known: `Draft / Review / Closed`.
    let mut others = 0;
    let mut separators = 0;
    let mut strong_separators = 0;
    let mut rest = text;
    loop {
        let piece_end = next_separator(rest);
        let (piece, separator, behind) = match piece_end {
            Some((at, length)) => (&rest[..at], &rest[at..at + length], &rest[at + length..]),
            None => (rest, "", ""),
        };
        let piece =
            piece.trim().trim_matches(['"', '\'', '`', '\u{201c}', '\u{201d}', '*', '_', '\\', '[', ']']);
        let is_left_open = piece.trim_matches(['.', '…', ' ']).is_empty();
        if !is_left_open {
            // More than the status and the beginning of a link verb is no bare choice.
            match begin(piece) {
                Some((_, end)) if is_bare(&piece[end..]) => choices += 1,
                None if choices > 0 && is_option(piece) => others += 1,
                _ => return false,
            }
        }
        if separator.is_empty() {
            break;
        }
        separators += 1;
        strong_separators += usize::from(!matches!(separator, "," | ", "));
        rest = behind;
    }
    let are_known = others == 0 || others <= choices && strong_separators == separators;
    choices >= 2 && are_known && (strong_separators > 0 || separators >= 2)
}

/// Says whether a text may be one of several options: a word or two.
pub fn is_option(piece: &str) -> bool {
    piece.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-')) && piece.split(' ').count() <= 3
}

/// The word between a status and what made it so, in all languages.
pub const BY: [&str; 6] = ["by", "durch", "par", "por", "door", "da"];

/// Says whether what follows the word of a choice leaves it a choice: nothing, a stop, `by [xxx](yyy.md)`.
fn is_bare(rest: &str) -> bool {
    let rest = rest.trim_matches(['.', '…', ' ', '?', ']', '}', '"', '\'', '`', '*', '\u{201d}', '\\']);
    let is_by =
        |by: &str| rest == by || rest.starts_with(by) && rest[by.len()..].starts_with(' ') && rest.len() < 48;
    rest.is_empty() || BY.into_iter().any(is_by) || is_unfilled_id(rest)
}

/// Says whether a text is an id with letters for its number: `ADR-YYY` of `Remplacé par ADR-YYY`.
fn is_unfilled_id(text: &str) -> bool {
    let word = text.rsplit(['-', ' ']).next().unwrap_or_default();
    let word = word.trim_matches(['[', ']', '{', '}', '(', ')']);
    let is_of_one_letter =
        word.bytes().all(|byte| matches!(byte, b'X' | b'Y' | b'N' | b'M' | b'n' | b'x' | b'#'));
    is_of_one_letter && !word.is_empty() && text.len() < 24
}

/// Finds what parts one choice from the next.
fn next_separator(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, character)| match character {
        '|' | '/' | ',' | '·' | '•' => Some((at, character.len_utf8())),
        ' ' if text[at..].get(..4).is_some_and(|word| word.eq_ignore_ascii_case(" or ")) => Some((at, 4)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<&'static str> {
        Status::read(text).map(|status| status.kind.as_str())
    }

    #[test]
    fn a_status_is_known_by_its_first_words_in_any_case() {
        for (text, expected) in [
            ("Accepted", "accepted"),
            ("ACCEPTED.", "accepted"),
            ("approved", "accepted"),
            ("Final", "accepted"),
            ("Accepted (supersedes ADR-024, ADR-025)", "accepted"),
            ("Proposed. Supersedes ADR-036.", "proposed"),
            ("Accepted: Tracking issue: #3297.", "accepted"),
            ("Accepted (partial: vouch superseded by ADR-0017)", "accepted"),
            ("Accepted, implemented", "accepted"),
            ("Superseded by [ADR-0012](0012-x.md)", "superseded"),
            ("Superceded by 12", "superseded"),
            ("partially superseded by ADR-0144/0147/0149", "superseded"),
            ("Partially Accepted", "accepted"),
            ("Obsoleted by ADR-7", "superseded"),
            ("Obsolete", "withdrawn"),
            ("Replaced by EIP-3860.", "superseded"),
            ("In Review.", "review"),
            ("in-review", "review"),
            ("Last Call", "review"),
            ("Pending approval", "proposed"),
            ("on hold", "deferred"),
            ("Work in progress", "draft"),
            ("In progress", "active"),
            ("✅ Accepted", "accepted"),
            ("🟡 **Proposed**", "proposed"),
            ("`Rejected`", "rejected"),
            ("[Accepted](0001.md)", "accepted"),
            ("Live", "active"),
            ("Proposal", "proposed"),
            ("Active review (March 4...20, 2021)", "review"),
            ("Awaiting review", "review"),
            ("🟥 DISCARDED", "withdrawn"),
            ("Dead", "withdrawn"),
            ("In effect since March", "active"),
            ("Rejected in favour of ADR 111", "rejected"),
            ("alpha", "unknown"),
            ("Not accepted", "unknown"),
            ("Acceptedish", "unknown"),
            ("Moved", "unknown"),
            ("2020-03-05 proposed", "proposed"),
            ("2020-03-05: Accepted", "accepted"),
            ("2020-03-05", "unknown"),
            ("Akzeptiert", "accepted"),
            ("Teilweise ersetzt durch ADR-7", "superseded"),
            ("Abgelöst (siehe ADR-7)", "superseded"),
            ("Ersetzt", "superseded"),
            ("Ersetzt ADR-7", "unknown"),
            ("Im Entwurf", "draft"),
            ("Accepté ✅", "accepted"),
            ("ACCEPTÉE", "accepted"),
            ("remplacé par ADR-12", "superseded"),
            ("Remplace ADR-12", "unknown"),
            ("En revisión", "review"),
            ("Aceptada — 2026-09-04.", "accepted"),
            ("Vigente", "active"),
            ("Aceito", "accepted"),
            ("Accettata il 4 marzo 2021", "accepted"),
            ("Sostituito da ADR-3", "superseded"),
            ("Geaccepteerd", "accepted"),
            ("採用済み（v1）・計画済み（v2）", "accepted"),
            ("已接受。", "accepted"),
            ("Deels vervangen door ADR-3", "superseded"),
            ("Substituído por ADR-3", "superseded"),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_status_may_say_since_when_it_holds() {
        for (text, expected) in [
            ("Accepted (2021-03-04)", Some("2021-03-04")),
            ("✅ ACCEPTED 2021-03-04", Some("2021-03-04")),
            ("Accepted — 2021-03-04", Some("2021-03-04")),
            ("Accepted - 4 March 2021", Some("2021-03-04")),
            ("Approved on March 4, 2021 by the board", Some("2021-03-04")),
            ("Approved by the board (2021-03-04)", Some("2021-03-04")),
            ("accepted (Ana Sol, 2021-03-04, issue #12)", Some("2021-03-04")),
            ("accepted, since 2021-03", Some("2021-03")),
            ("Superseded by ADR-12 (2021-03-04)", None),
            ("2021-03-04 accepted", Some("2021-03-04")),
            ("acceptée le 2021-03-04, après lecture", Some("2021-03-04")),
            ("acceptée, 2021-03-04 — au conseil", Some("2021-03-04")),
            ("Akzeptiert am 04.03.2021", Some("2021-03-04")),
            ("Accettata il 4 marzo 2021", Some("2021-03-04")),
            ("Geaccepteerd op 4 maart 2021", Some("2021-03-04")),
            ("Accepted, amended by ADR-12 (2021-03-04)", None),
            ("Accepted (amended 2021-03-04)", None),
            ("Accepted. Revised on 2021-03-04", None),
            ("Active review (March 4...20, 2021)", None),
            ("Implemented (Swift 5.1)", None),
            ("Accepted (04/03/2021)", None),
            ("Accepted", None),
            ("decided in 12 meetings", None),
        ] {
            let since = Status::read(text).and_then(|status| status.since());
            assert_eq!(since.map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_list_of_choices_and_a_placeholder_are_no_status() {
        for text in [
            "Draft / Review / Live / Deprecated",
            "Draft / Review / Accepted / Closed",
            "Draft / Concept / Accepted",
            "[Draft | Active | Deprecated]",
            "{proposed | rejected}",
            "{Deprecated|Proposed|Accepted|Declined}",
            "Accepted or Rejected",
            "Proposed | Accepted | Rejected | Deprecated | Superseded by",
            "Proposed, accepted, deprecated, superseded...",
            "Proposed, Accepted, Rejected, …",
            "Proposed \\| Accepted",
            "[draft | proposed | … | superseded by [xxx](yyyymmdd-xxx.md)]",
            "proposed | accepted | superseded by [ADR-0005](0005-example.md)",
            "Vorgeschlagen | Akzeptiert | Abgelehnt | Überholt | Ersetzt",
            "Aceito | Proposto | Rejeitado | Substituído por ADR [n]",
            "Proposé | Accepté | Remplacé par ADR-YYY | Déprécié",
            "Propuesto | Aceptado | Reemplazado por ADR-NNN",
            "DRAFT | PROPOSED | ACCEPTED | REFUSED | SUPERCEDED",
            "[Status]",
            "<status>",
            "-",
            "",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn the_word_of_a_status_fits_a_badge() {
        for (text, word) in [
            ("Accepted (supersedes ADR-024)", "Accepted"),
            ("Superseded by ADR-0012 Use queues", "Superseded"),
            ("✅ In Review.", "In Review"),
            ("note only (no decision taken; see below)", "note only"),
            ("alpha — everything may change", "alpha"),
            ("Production Ready - Enhanced", "Production Ready"),
            ("v1.2", "v1.2"),
            ("承認済み", "承認済み"),
            ("acceptée, 2021-03-04", "acceptée"),
            ("waiting for what the other department will say about it", "waiting for what the other"),
        ] {
            assert_eq!(Status::read(text).map(|it| it.word().to_owned()).as_deref(), Some(word), "{text}");
        }
    }

    #[test]
    fn every_kind_is_listed_once_and_named_as_machines_read_it() {
        let mut kinds = StatusKind::ALL.to_vec();
        kinds.dedup();
        assert!(kinds.is_sorted() && kinds.len() == 12);
        for kind in kinds {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
