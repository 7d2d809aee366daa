//! Lists of choices that stand where the choice should: `Draft / Review / Live / Deprecated`.
//!
//! In: the text of a value. Out: whether it is such a list. Never: a choice that was made.

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

/// Says whether a text is a list of states to choose from.
pub(super) fn is_choice(text: &str) -> bool {
    let text = text.trim().trim_matches(['{', '}', '[', ']', '*', '`', '>']).trim();
    let is_state = |option: &str| {
        STATES.iter().any(|state| option.eq_ignore_ascii_case(state))
            || option.get(..SUPERSEDED.len()).is_some_and(|start| start.eq_ignore_ascii_case(SUPERSEDED))
    };
    are_all(text, 2, is_state)
}

/// Behind it may stand by what.
const SUPERSEDED: &str = "superseded";

/// Says whether a text is a list of at least three levels to choose from.
pub(super) fn is_level_choice(text: &str) -> bool {
    are_all(text.trim(), 3, |option| LEVELS.iter().any(|level| option.eq_ignore_ascii_case(level)))
}

/// Says whether a text is a list of at least so many options, each of which is one of those. Most texts are
/// found out by their first. A comma separates what is said at once (`High, Medium`) and is no sign of a
/// choice.
fn are_all(text: &str, least: usize, is_one: impl Fn(&str) -> bool) -> bool {
    let separator = if memchr::memmem::find(text.as_bytes(), b" or ").is_some() {
        " or "
    } else if memchr::memchr(b'|', text.as_bytes()).is_some() {
        "|"
    } else if memchr::memchr(b'/', text.as_bytes()).is_some() {
        "/"
    } else {
        return false;
    };
    let mut options = text
        .split(separator)
        .map(|option| option.trim().trim_end_matches(['.', '…']))
        .filter(|option| !option.is_empty() && !option.eq_ignore_ascii_case("etc"));
    let mut number = 0;
    options.all(|option| {
        number += 1;
        is_one(option)
    }) && number >= least
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
