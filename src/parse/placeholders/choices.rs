//! Lists of choices that stand where the choice should: `Draft / Review / Live / Deprecated`.
//!
//! In: the text of a value. Out: whether it is such a list. Never: a choice that was made.

use crate::model::status::is_option;
use crate::parse::beginnings::Beginnings;

/// The words of which templates let people choose: how far something is.
const STATES: &[&str] = &[
    "accepted",
    "active",
    "approved",
    "archived",
    "deferred",
    "deprecated",
    "done",
    "draft",
    "final",
    "implemented",
    "in progress",
    "in review",
    "live",
    "on hold",
    "open",
    "proposed",
    "published",
    "rejected",
    "retired",
    "review",
    "superseded",
    "superseded by",
    "under review",
    "withdrawn",
];

/// The same: how much of something there is.
const LEVELS: &[&str] = &[
    "critical",
    "high",
    "low",
    "medium",
    "moderate",
    "minor",
    "major",
    "none",
    "severe",
    "very high",
    "very low",
];

/// The first letters of what begins a list of states, and one of levels.
pub(super) const OF_STATES: Beginnings = Beginnings::of(STATES).and(OF_NEITHER);
pub(super) const OF_LEVELS: Beginnings = Beginnings::of(LEVELS).and(OF_NEITHER);

/// What may stand before an option, and what is none.
const OF_NEITHER: Beginnings =
    Beginnings::of(&[NOTHING, "{", "}", "[", "]", "*", "`", ">", "|", "/", ".", "…"]);

/// Says whether a text is a list of states to choose from.
pub(super) fn is_choice(text: &str) -> bool {
    if !has_separator(text) || !may_begin(text.trim_start()) {
        return false;
    }
    let text = text.trim().trim_matches(['{', '}', '[', ']', '*', '`', '>']).trim();
    let is_state = |option: &str| {
        STATES.iter().any(|state| option.eq_ignore_ascii_case(state)) || begins(option, SUPERSEDED)
    };
    are_options(text, 2, is_state)
}

/// Says whether a text has what may part one option from the next: a word alone is no choice.
fn has_separator(text: &str) -> bool {
    memchr::memchr3(b' ', b'|', b'/', text.as_bytes()).is_some()
}

/// Says whether a text may begin with a list of states to choose from.
pub(super) fn may_begin(text: &str) -> bool {
    OF_STATES.begin(text) && begins_with_option(text, STATES)
}

/// Says whether a text may begin with a list of levels to choose from.
pub(super) fn may_begin_levels(text: &str) -> bool {
    OF_LEVELS.begin(text) && begins_with_option(text, LEVELS)
}

/// Says whether a text is a level: how high something is.
pub(in crate::parse) fn is_level(text: &str) -> bool {
    LEVELS.iter().any(|level| text.eq_ignore_ascii_case(level))
}

/// Every paragraph and cell is asked, and hardly any begins as one of the options.
fn begins_with_option(text: &str, words: &[&str]) -> bool {
    let is_letter = text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let is_around = |c: char| c.is_whitespace() || "{}[]*`>|/.…".contains(c);
    let first = if is_letter { text } else { text.trim_start_matches(is_around) };
    begins_with_one(first, words) || begins_with_one(first, &[NOTHING])
}

/// Says whether a text begins with one of some words, in any case.
pub(super) fn begins_with_one(text: &str, words: &[&str]) -> bool {
    let Some(first) = text.as_bytes().first().map(u8::to_ascii_lowercase) else { return false };
    words.iter().any(|word| word.as_bytes().first() == Some(&first) && begins(text, word))
}

/// Behind it may stand by what.
const SUPERSEDED: &str = "superseded";

/// Says whether a text is a list of at least three levels to choose from.
pub(super) fn is_level_choice(text: &str) -> bool {
    let text = text.trim();
    if !has_separator(text) || !may_begin_levels(text) {
        return false;
    }
    are_options(text, 3, is_level)
}

/// Says whether a text is a list of at least so many options, each of which is one; of three or more half are
/// enough (`Draft / Review / Closed`), if the first is. A comma separates what is said at once (`High, Medium`)
/// and is no sign of a choice.
fn are_options(text: &str, least: usize, is_one: impl Fn(&str) -> bool) -> bool {
    let separator = [" or ", "|", "/"].into_iter().find(|separator| text.contains(separator));
    let Some(separator) = separator else { return false };
    let mut options = text
        .split(separator)
        .map(|option| option.trim().trim_end_matches(['.', '…']))
        .filter(|option| !option.is_empty() && !option.eq_ignore_ascii_case(NOTHING));
    let (mut number, mut others) = (0, 0);
    let are_short = options.all(|option| {
        let is_one = is_one(option);
        number += usize::from(is_one);
        others += usize::from(!is_one);
        is_one || number > 0 && is_option(option)
    });
    are_short && others <= number && number + others >= least && (others == 0 || number >= 2)
}

/// What stands among options and is none.
const NOTHING: &str = "etc";

fn begins(text: &str, word: &str) -> bool {
    text.as_bytes().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_states_are_a_choice_that_nobody_made() {
        for text in [
            "Draft / Review / Live / Deprecated",
            "Accepted or Rejected",
            "Proposed | Accepted | Superseded by ADR-XXX",
            "Draft/Final",
            "Draft / Review / Accepted / Closed",
        ] {
            assert!(is_choice(text), "{text}");
        }
        for text in [
            "Draft",
            "Accepted (supersedes ADR-024/025)",
            "Read / Write",
            "Accepted, in review",
            "TCP/IP",
            "Open/Closed",
            "Open / Closed / All",
        ] {
            assert!(!is_choice(text), "{text}");
        }
    }

    #[test]
    fn three_levels_are_a_choice_and_two_are_a_range() {
        assert!(is_level_choice("High/Medium/Low"));
        assert!(is_level_choice("Critical | Urgent | Normal | Low"));
        assert!(!is_level_choice("Medium/High"));
        assert!(!is_level_choice("Medium / at night"));
    }
}
