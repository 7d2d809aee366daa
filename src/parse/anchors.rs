//! The anchors of headings, as GitHub gives them.
//!
//! In: the plain text of the headings of one document, in their order. Out: for each the fragment that a link written
//! for GitHub uses. Never: trims, translates or shortens; a heading of nothing but punctuation has an empty anchor, as
//! on GitHub, and the caller decides what a page does with it.
//!
//! Images in a heading count for nothing, not even their alternative text, and `:rocket:` counts as the letters that
//! it is: the text that comes in here must be made accordingly.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Gives anchors to the headings of one document and numbers those that repeat.
#[derive(Clone, Debug, Default)]
pub struct Slugger {
    /// Every anchor that was given, with the last number that was tried for it.
    given: BTreeMap<String, u32>,
}

impl Slugger {
    /// Starts a document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the anchor of the next heading of the document.
    ///
    /// The first heading of a name keeps it; later ones become `name-1`, `name-2`, … passing over what is taken
    /// already, for instance by a heading that was called `name-1` by hand.
    pub fn anchor(&mut self, heading: &str) -> String {
        let plain = anchor_of(heading);
        let last = match self.given.entry(plain.clone()) {
            Entry::Occupied(given) => *given.get(),
            Entry::Vacant(free) => {
                free.insert(0);
                return plain;
            }
        };
        let mut number = last;
        let mut anchor = plain.clone();
        while self.given.contains_key(&anchor) {
            number = number.saturating_add(1);
            anchor = format!("{plain}-{number}");
        }
        self.given.insert(plain, number);
        self.given.insert(anchor.clone(), 0);
        anchor
    }

    /// Takes an anchor that the author chose (`{#id}`), so that no heading is given the same; says whether it was free.
    pub fn claim(&mut self, anchor: &str) -> bool {
        let free = !self.given.contains_key(anchor);
        self.given.entry(anchor.to_owned()).or_insert(0);
        free
    }
}

/// Returns the anchor of a heading that repeats no other.
pub fn anchor_of(heading: &str) -> String {
    let mut anchor = String::with_capacity(heading.len());
    if heading.is_ascii() {
        for byte in heading.bytes() {
            match byte {
                b' ' => anchor.push('-'),
                byte if is_kept(char::from(byte)) => anchor.push(char::from(byte.to_ascii_lowercase())),
                _ => {}
            }
        }
        return anchor;
    }
    // Character by character and not by `str::to_lowercase`: that one knows that a sigma at the end of a word is
    // written otherwise, which GitHub does not.
    for character in heading.chars().flat_map(char::to_lowercase) {
        match character {
            ' ' => anchor.push('-'),
            kept if is_kept(kept) => anchor.push(kept),
            _ => {}
        }
    }
    anchor
}

/// Says whether a character stays in an anchor. The variation selector U+FE0F is a mark and stays, the joiner U+200D
/// goes; circled letters and Roman numerals are alphabetic and stay, circled digits go.
fn is_kept(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '-' || character == '_';
    }
    character.is_alphabetic()
        || character.general_category_group() == GeneralCategoryGroup::Mark
        || matches!(
            character.general_category(),
            GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Fact {
        #[serde(alias = "input")]
        heading: String,
        #[serde(alias = "expected")]
        anchor: String,
    }

    fn disagreements(facts: &[Fact]) -> Vec<String> {
        let mut slugger = Slugger::new();
        facts
            .iter()
            .filter_map(|fact| {
                let anchor = slugger.anchor(&fact.heading);
                (anchor != fact.anchor)
                    .then(|| format!("{:?}: {anchor:?} instead of {:?}", fact.heading, fact.anchor))
            })
            .collect()
    }

    #[test]
    fn headings_as_architects_write_them_get_the_anchors_of_github() {
        let facts: Vec<Fact> = serde_json::from_str(include_str!("../../tests/data/anchors.json")).unwrap();
        assert!(facts.len() >= 60);
        assert_eq!(disagreements(&facts), [""; 0]);
    }

    #[allow(clippy::disallowed_methods, reason = "reads facts that lie beside the repository, where they do")]
    #[test]
    #[allow(clippy::print_stderr, reason = "a test that looks at nothing must say so")]
    fn what_github_itself_rendered_is_met_in_at_least_76_of_78_headings() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/anchors/github.json");
        let Ok(json) = std::fs::read_to_string(path) else {
            eprintln!("skipped: {path} is not there");
            return;
        };
        let facts: Vec<Fact> = serde_json::from_str(&json).unwrap();
        let wrong = disagreements(&facts);
        assert!(facts.len() - wrong.len() >= 76, "{} wrong: {wrong:#?}", wrong.len());
    }

    #[test]
    fn an_anchor_that_the_author_chose_is_not_given_again() {
        let mut slugger = Slugger::new();
        assert!(slugger.claim("context"));
        assert!(!slugger.claim("context"));
        assert_eq!(slugger.anchor("Context"), "context-1");
        assert_eq!(slugger.anchor("Context"), "context-2");
    }

    proptest! {
        #[test]
        fn no_two_headings_share_an_anchor(headings in prop::collection::vec("[ab]( 1|-1|-2)?|\\PC{0,6}", 0..40)) {
            let mut slugger = Slugger::new();
            let mut anchors: Vec<_> = headings.iter().map(|heading| slugger.anchor(heading)).collect();
            anchors.sort();
            anchors.dedup();
            prop_assert_eq!(anchors.len(), headings.len());
        }
    }
}
