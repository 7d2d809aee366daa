//! What each kind of finding is, why it matters and how to mend it, in words for people.
//!
//! In: a code. Out: its [`Explanation`], out of `explanations.md`, which lies beside this file so that
//! whoever adds a code finds it. Never: anything about a finding at a place.

use super::{Code, Severity};

/// All texts: a heading for each code, in the order of the codes, and three parts below it.
const TEXTS: &str = include_str!("explanations.md");

/// What there is to say about a kind of finding, as Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The kind.
    pub code: Code,
    /// How bad it is unless a portal says otherwise.
    pub severity: Severity,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// A block of code that shows it.
    pub example: &'static str,
}

impl Explanation {
    /// Returns what there is to say about a kind of finding.
    pub fn of(code: Code) -> Self {
        let of = |text, level, name| {
            let mut headed = headed(text, level).into_iter();
            headed.find(|(heading, _)| *heading == name).map_or("", |(_, below)| below)
        };
        let text = of(TEXTS, "## ", code.as_str());
        let part = |name| of(text, "### ", name);
        Self {
            code,
            severity: code.default_severity(),
            meaning: code.meaning(),
            why: part("Why"),
            mend: part("Mend"),
            example: part("Example"),
        }
    }
}

/// Divides a text by its headings of one level: each with what stands below it. What looks like a
/// heading in an example is none.
fn headed(text: &'static str, level: &str) -> Vec<(&'static str, &'static str)> {
    let mut headings: Vec<(&str, usize, usize)> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let marks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            None if marks.len() >= 3 => fence = Some(marks),
            Some(open) if line == open => fence = None,
            None => headings.extend(line.strip_prefix(level).map(|heading| (heading, start, at))),
            Some(_) => {}
        }
    }
    let ends = headings.iter().skip(1).map(|(_, start, _)| *start).chain([text.len()]);
    let below = headings.iter().zip(ends);
    below.map(|((heading, _, start), end)| (*heading, text[*start..end].trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_with_an_example() {
        let missing = Code::ALL.iter().filter(|code| {
            let Explanation { why, mend, example, .. } = Explanation::of(**code);
            let is_block =
                example.starts_with("```") && example.ends_with("```") && example.lines().count() > 2;
            !why.ends_with('.') || !mend.ends_with('.') || !is_block
        });
        let missing: Vec<_> = missing.map(|code| code.as_str()).collect();
        assert_eq!(missing, [""; 0], "explanations.md says too little about these");
    }

    #[test]
    fn the_texts_are_those_of_the_codes_in_their_order() {
        let names: Vec<_> = headed(TEXTS, "## ").into_iter().map(|(name, _)| name).collect();
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names, codes);
    }
}
