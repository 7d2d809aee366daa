//! What the author may have meant: the nearest file, the nearest anchor.
//!
//! In: what was written and what there is. Out: one candidate, or none. Never: guesses where two
//! candidates are as good.

use super::address;
use super::files::Files;

/// Past this many different file names only exact names are looked for: comparing each with all
/// would make a large folder with many broken links quadratic.
const MANY_NAMES: usize = 4_000;

/// How many comparisons one document may still cost. Thousands of broken links, each compared with
/// thousands of names, would be quadratic; the first ones are helped, and that shows the way.
#[derive(Debug)]
pub(super) struct Guesses {
    left: usize,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { left: 200_000 }
    }
}

impl Guesses {
    /// Takes so many comparisons out, if they are still there.
    fn take(&mut self, comparisons: usize) -> bool {
        let rest = self.left.checked_sub(comparisons);
        self.left = rest.unwrap_or(0);
        rest.is_some()
    }
}

/// Returns the path, relative to `folder`, of the file that a broken target may have meant: one of
/// the same name elsewhere, else one with a name much like it.
pub(super) fn file(folder: &str, path: &str, files: &Files<'_>, guesses: &mut Guesses) -> Option<String> {
    file_like(folder, path, LIKE, files, guesses)
}

/// How much alike two names must be to be taken for each other, from 0 to 1.
const LIKE: f64 = 0.75;

/// The same, where a name may differ more or less than in a link.
pub(super) fn file_like(
    folder: &str,
    path: &str,
    least: f64,
    files: &Files<'_>,
    guesses: &mut Guesses,
) -> Option<String> {
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    for name in [name.to_owned(), format!("{name}.md")] {
        match files.named(&name) {
            [] => {}
            [only] => return Some(address::relative(folder, only.as_str())),
            several => {
                let best = several.iter().max_by_key(|candidate| shared_end(candidate.as_str(), path));
                return best.map(|candidate| address::relative(folder, candidate.as_str()));
            }
        }
    }
    let folded = name.to_lowercase();
    let names = files.folded_names().take(MANY_NAMES + 1).count();
    if names > MANY_NAMES || !guesses.take(names) {
        return None;
    }
    let mut near: Vec<_> = files
        .folded_names()
        .filter(|(candidate, _)| candidate.len().abs_diff(folded.len()) <= 6)
        .map(|(candidate, paths)| (likeness(candidate, &folded), candidate, paths))
        .filter(|(likeness, ..)| *likeness >= least)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.first().and_then(|(_, _, paths)| paths.first()).map(|path| address::relative(folder, path.as_str()))
}

/// Compares two names of files. An extension that both have says nothing: `a.md` is not like `b.md`.
fn likeness(a: &str, b: &str) -> f64 {
    let (stem_of_a, stem_of_b) = match (a.rsplit_once('.'), b.rsplit_once('.')) {
        (Some((a, one)), Some((b, other))) if one == other => (a, b),
        _ => (a, b),
    };
    strsim::normalized_damerau_levenshtein(stem_of_a, stem_of_b)
}

fn shared_end(a: &str, b: &str) -> usize {
    a.rsplit('/').zip(b.rsplit('/')).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
}

/// Returns the anchor that is most like a broken one.
pub(super) fn anchor<'a>(written: &str, anchors: &'a [String], guesses: &mut Guesses) -> Option<&'a str> {
    if !guesses.take(anchors.len()) {
        return None;
    }
    let simple = simplified(written);
    let mut best: Option<(f64, &str)> = None;
    for candidate in anchors.iter().map(String::as_str) {
        let simple_candidate = simplified(candidate);
        let likeness = if simple == simple_candidate {
            1.0
        } else if simple.len() >= 6
            && (simple_candidate.contains(&simple) || simple.contains(&simple_candidate))
        {
            0.8
        } else {
            strsim::normalized_damerau_levenshtein(&simple, &simple_candidate)
        };
        if likeness >= 0.6 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Only letters and digits: most broken anchors differ in hyphens, emoji or a number at the end.
fn simplified(anchor: &str) -> String {
    anchor
        .chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(120)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_anchor_is_the_one_that_differs_least() {
        let anchors = ["overview", "-data-flow", "deployment"].map(str::to_owned);
        let anchor = |written: &str| anchor(written, &anchors, &mut Guesses::default());
        assert_eq!(anchor("data-flow"), Some("-data-flow"));
        assert_eq!(anchor("deployments"), Some("deployment"));
        assert_eq!(anchor("xyz"), None);
    }

    #[test]
    fn thousands_of_broken_anchors_do_not_cost_millions_of_comparisons() {
        let anchors: Vec<_> = (0..50_000).map(|number| format!("part-{number}")).collect();
        let mut guesses = Guesses::default();
        let helped = (0..100).filter(|_| anchor("parts-77", &anchors, &mut guesses).is_some()).count();
        assert_eq!(helped, 4);
    }

    #[test]
    fn an_extension_makes_no_two_names_alike() {
        assert!(likeness("a.md", "b.md") < 0.1);
        assert!(likeness("data-flow.md", "data-flows.md") > 0.8);
        assert!(likeness("plan.png", "plan.jpg") > 0.6);
    }
}
