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
    let options = options(text);
    let is_state = |option: &String| {
        let option = option.as_str();
        STATES.contains(&option) || option.starts_with("superseded by") || option.starts_with("superseded")
    };
    options.len() >= 2 && options.iter().all(is_state)
}

/// Says whether a text is a list of at least three levels to choose from.
pub(super) fn is_level_choice(text: &str) -> bool {
    let options = options(text.trim());
    options.len() >= 3 && options.iter().all(|option| LEVELS.contains(&option.as_str()))
}

/// Takes a list apart. A comma separates what is said at once (`High, Medium`) and is no sign of a choice.
fn options(text: &str) -> Vec<String> {
    let separator = [" or ", "|", "/"].into_iter().find(|separator| text.contains(separator));
    let Some(separator) = separator else { return Vec::new() };
    let options =
        text.split(separator).map(|option| option.trim().trim_end_matches(['.', '…']).to_lowercase());
    options.filter(|option| !option.is_empty() && option != "etc").collect()
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
