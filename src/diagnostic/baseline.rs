//! The ratchet: findings that a portal has accepted, so that only new ones count.
//!
//! In: findings, or the text of a baseline. Out: a [`Baseline`], its text, and which findings are not in
//! it. Never: reads or writes a file; a line number, so that what only moved is not new.

use super::identity::identities;
use super::{Diagnostic, Texts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the format.
const SCHEMA: u32 = 1;

/// How many findings of each kind are accepted, by file, code and the text that they mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    schema: u32,
    accepted: BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>,
}

/// What is left of findings when those that are accepted are taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The findings that are not accepted, in their order.
    pub new: Vec<Diagnostic>,
    /// How many are accepted.
    pub accepted: usize,
    /// How many more the baseline accepts than there are.
    pub gone: usize,
}

impl Baseline {
    /// Accepts findings.
    pub fn of(diagnostics: &[Diagnostic], texts: &dyn Texts) -> Self {
        let mut accepted: BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>> = BTreeMap::new();
        for identity in identities(diagnostics, texts) {
            let of_file = accepted.entry(identity.file.as_str().to_owned()).or_default();
            let of_code = of_file.entry(identity.code.as_str().to_owned()).or_default();
            *of_code.entry(identity.text).or_default() += 1;
        }
        Self { schema: SCHEMA, accepted }
    }

    /// Reads the text of a baseline.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, as it reads after "the baseline cannot be read: ".
    pub fn read(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match baseline.schema {
            SCHEMA => Ok(baseline),
            other => Err(format!("it is of version {other}, and this archsite reads version {SCHEMA}")),
        }
    }

    /// Writes the baseline for people to review: one line for each text, all in the order of names, so
    /// that the same findings make the same bytes.
    pub fn text(&self) -> String {
        // Its keys are texts and its numbers are finite, so that writing it cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Takes the accepted findings out. Of several that are known by the same the first are accepted.
    pub fn compare(&self, diagnostics: Vec<Diagnostic>, texts: &dyn Texts) -> Compared {
        let identities = identities(&diagnostics, texts);
        let total: usize = self.accepted.values().flat_map(|it| it.values()).flat_map(|it| it.values()).sum();
        let mut left = self.accepted.clone();
        let mut accepted = 0;
        let mut new = Vec::new();
        for (diagnostic, identity) in diagnostics.into_iter().zip(identities) {
            let of_file = left.get_mut(identity.file.as_str());
            let of_code = of_file.and_then(|codes| codes.get_mut(identity.code.as_str()));
            match of_code.and_then(|texts| texts.get_mut(&identity.text)).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    accepted += 1;
                }
                None => new.push(diagnostic),
            }
        }
        Compared { new, accepted, gone: total.saturating_sub(accepted) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Named, texts};
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SourcePath, Span};

    /// Returns a finding for each place of `[x](y.md)`.
    fn found(texts: &Named) -> Vec<Diagnostic> {
        let file = SourcePath::new("a.md");
        let text = texts.text(&file).unwrap();
        let places = text.match_indices("[x](y.md)");
        let found = places.map(|(at, it)| {
            let span = Span::new(file.clone(), at as u32, (at + it.len()) as u32);
            Diagnostic::new(Code::BrokenLink, span, "gone")
        });
        found.collect()
    }

    #[test]
    fn it_is_text_that_people_can_review() {
        let texts = texts([("a.md", "[x](y.md)\n\n[x](y.md)\n")]);
        let mut all = found(&texts);
        all.push(Diagnostic::new(Code::TooLarge, Span::whole(SourcePath::new("dump.md")), "it is large"));
        let baseline = Baseline::of(&all, &texts);
        insta::assert_snapshot!(baseline.text(), @r#"
        {
          "schema": 1,
          "accepted": {
            "a.md": {
              "broken-link": {
                "[x](y.md)": 2
              }
            },
            "dump.md": {
              "too-large": {
                "it is large": 1
              }
            }
          }
        }
        "#);
        assert_eq!(Baseline::read(&baseline.text()), Ok(baseline));
    }

    #[test]
    fn one_more_of_the_same_is_new_and_what_moved_is_not() {
        let before = texts([("a.md", "[x](y.md)\n")]);
        let baseline = Baseline::of(&found(&before), &before);
        let moved = texts([("a.md", "# A\n\nText and\n[x](y.md)\n")]);
        let compared = baseline.compare(found(&moved), &moved);
        assert_eq!((compared.new.len(), compared.accepted, compared.gone), (0, 1, 0));
        let twice = texts([("a.md", "[x](y.md)\n\n[x](y.md)\n")]);
        let compared = baseline.compare(found(&twice), &twice);
        assert_eq!((compared.new.len(), compared.accepted, compared.gone), (1, 1, 0));
        assert_eq!(compared.new[0].span.start, 11, "the later one is the new one");
        let mended = texts([("a.md", "")]);
        let compared = baseline.compare(found(&mended), &mended);
        assert_eq!((compared.new.len(), compared.accepted, compared.gone), (0, 0, 1));
    }

    #[test]
    fn what_is_no_baseline_says_why() {
        assert!(Baseline::read("{").is_err_and(|why| why.contains("line 1")));
        assert!(Baseline::read("{\"schema\":2,\"accepted\":{}}").is_err_and(|why| why.contains("version 2")));
    }
}
