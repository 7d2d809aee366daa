//! Lists of choices that stand where the choice should: `Draft / Review / Live / Deprecated`.
//!
//! In: the text of a value. Out: whether it is such a list. Never: a choice that was made.

use crate::parse::first_bytes::FirstBytes;

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
pub(super) const OF_STATES: FirstBytes = FirstBytes::of(STATES).and(OF_NEITHER);
pub(super) const OF_LEVELS: FirstBytes = FirstBytes::of(LEVELS).and(OF_NEITHER);

/// What may stand before an option, and what is none.
const OF_NEITHER: FirstBytes =
    FirstBytes::of(&[NOTHING, "{", "}", "[", "]", "*", "`", ">", "|", "/", ".", "…"]);

/// Says whether a text is a list of states to choose from.
pub(super) fn is_choice(text: &str) -> bool {
    let text = text.trim_start();
    if !OF_STATES.begin(text) {
        return false;
    }
    let text = text.trim().trim_matches(['{', '}', '[', ']', '*', '`', '>']).trim();
    let is_state = |option: &str| {
        STATES.iter().any(|state| option.eq_ignore_ascii_case(state)) || begins(option, SUPERSEDED)
    };
    are_all(text, 2, STATES, is_state)
}

/// Says whether a text may begin with a list of states to choose from.
pub(super) fn may_begin(text: &str) -> bool {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || "{}[]*`>|/.…".contains(c));
    OF_STATES.begin(text) && STATES.iter().chain(&[NOTHING]).any(|word| begins(first, word))
}

/// Behind it may stand by what.
const SUPERSEDED: &str = "superseded";

/// Says whether a text is a list of at least three levels to choose from.
pub(super) fn is_level_choice(text: &str) -> bool {
    let text = text.trim();
    let is_level = |option: &str| LEVELS.iter().any(|level| option.eq_ignore_ascii_case(level));
    OF_LEVELS.begin(text) && are_all(text, 3, LEVELS, is_level)
}

/// Says whether a text is a list of at least so many options, each of which is one of those that begin with
/// these words. A comma separates what is said at once (`High, Medium`) and is no sign of a choice.
fn are_all(text: &str, least: usize, words: &[&str], is_one: impl Fn(&str) -> bool) -> bool {
    // Every paragraph is asked, and hardly any begins as one of the options.
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || "|/.…".contains(c));
    if !words.iter().chain(&[NOTHING]).any(|word| begins(first, word)) {
        return false;
    }
    let separator = [" or ", "|", "/"].into_iter().find(|separator| text.contains(separator));
    let Some(separator) = separator else { return false };
    let mut options = text
        .split(separator)
        .map(|option| option.trim().trim_end_matches(['.', '…']))
        .filter(|option| !option.is_empty() && !option.eq_ignore_ascii_case(NOTHING));
    let mut number = 0;
    options.all(|option| {
        number += 1;
        is_one(option)
    }) && number >= least
}

/// What stands among options and is none.
const NOTHING: &str = "etc";

pub(super) fn begins(text: &str, word: &str) -> bool {
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
        ] {
            assert!(is_choice(text), "{text}");
        }
        for text in
            ["Draft", "Accepted (supersedes ADR-024/025)", "Read / Write", "Accepted, in review", "TCP/IP"]
        {
            assert!(!is_choice(text), "{text}");
        }
    }

    #[test]
    fn three_levels_are_a_choice_and_two_are_a_range() {
        assert!(is_level_choice("High/Medium/Low"));
        assert!(!is_level_choice("Medium/High"));
    }
}
