//! From findings that have one right answer to edits of the text.
//!
//! In: findings with their [`Mend`]s, and the texts that they point into. Out: [`Edit`]s, and texts
//! with edits made. Never: reads or writes a file, parses Markdown, or edits where the text does not
//! say what the finding says of it. Whether an edit mends is seen by looking for findings again.

mod difference;
mod number;
mod supersession;
mod target;

pub use difference::unified;

use crate::diagnostic::{Code, Diagnostic, Mend, Texts};
use crate::source::{Extent, SourcePath};
use std::collections::{BTreeMap, BTreeSet};

/// A change of one place of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file.
    pub file: SourcePath,
    /// What is replaced; empty where something is put in.
    pub extent: Extent,
    /// What stands there then.
    pub text: String,
}

/// A finding that an edit would mend, by what can be said of it after the text has moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mended {
    /// The kind of finding.
    pub code: Code,
    /// The file that it is in.
    pub file: SourcePath,
    /// What it says.
    pub message: String,
}

impl Mended {
    /// Takes what can be said of a finding.
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { code, message, span, .. } = diagnostic;
        Self { code: *code, file: span.file.clone(), message: message.clone() }
    }
}

/// Returns the edits that can be made at one time, with the findings that they mend: none touches
/// another. What two findings ask for alike is one edit; of two that differ the first is made, and the
/// other may be possible after that.
pub fn edits(
    diagnostics: &[Diagnostic],
    texts: &dyn Texts,
    is_wanted: impl Fn(&Mended, &Edit) -> bool,
) -> Vec<(Edit, Vec<Mended>)> {
    let miscounted = counted_twice(diagnostics);
    let mut chosen: BTreeMap<(SourcePath, Extent), (Edit, Vec<Mended>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(mend) = &diagnostic.mend else { continue };
        let mended = Mended::of(diagnostic);
        // A number that another file has already is no right answer.
        let is_doubtful = matches!(**mend, Mend::Number { .. }) && miscounted.contains(&mended.file);
        if is_doubtful {
            continue;
        }
        let Some(edit) = edit(diagnostic, mend, texts).filter(|edit| is_wanted(&mended, edit)) else {
            continue;
        };
        let key = (edit.file.clone(), edit.extent);
        if let Some((same, mends)) = chosen.get_mut(&key) {
            if *same == edit {
                mends.push(mended);
            }
        } else if !touches(&chosen, &edit) {
            chosen.insert(key, (edit, vec![mended]));
        }
    }
    chosen.into_values().collect()
}

/// The files of decisions that share their number with another.
fn counted_twice(diagnostics: &[Diagnostic]) -> BTreeSet<&SourcePath> {
    let doubled = diagnostics.iter().filter(|it| it.code == Code::DuplicateDecision);
    doubled
        .flat_map(|it| std::iter::once(&it.span.file).chain(it.related.iter().map(|it| &it.span.file)))
        .collect()
}

/// Says whether an edit would touch one that is chosen already.
fn touches(chosen: &BTreeMap<(SourcePath, Extent), (Edit, Vec<Mended>)>, edit: &Edit) -> bool {
    let from = (edit.file.clone(), Extent::new(0, 0));
    chosen.range(from..).take_while(|((file, _), _)| *file == edit.file).any(|((_, other), _)| {
        other.start < edit.extent.end && edit.extent.start < other.end
            || other.start == edit.extent.start
            || other.end == edit.extent.end
    })
}

/// Finds the bytes that a mend is about.
fn edit(diagnostic: &Diagnostic, mend: &Mend, texts: &dyn Texts) -> Option<Edit> {
    let span = &diagnostic.span;
    let (file, (extent, new)) = match mend {
        Mend::Target { written, target } => {
            (&span.file, target::edit(texts.text(&span.file)?, span.extent(), written, target)?)
        }
        Mend::Number { written, number } => {
            (&span.file, number::edit(texts.text(&span.file)?, span.extent(), *written, *number)?)
        }
        Mend::Supersession(supersession) => {
            let file = &supersession.status.file;
            (file, supersession::edit(texts.text(file)?, supersession)?)
        }
    };
    Some(Edit { file: file.clone(), extent, text: new })
}

/// Returns a text with edits made, which do not touch each other and are in the order of the text.
pub fn edited<'a>(text: &str, edits: impl Iterator<Item = &'a Edit>) -> String {
    let mut edited = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        edited.push_str(&text[at..edit.extent.start as usize]);
        edited.push_str(&edit.text);
        at = edit.extent.end as usize;
    }
    edited.push_str(&text[at..]);
    edited
}

/// Returns a part of a text, if there is such a part.
fn part(text: &str, extent: Extent) -> Option<&str> {
    text.get(extent.start as usize..extent.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Role, Supersession};
    use crate::source::Span;
    use proptest::prelude::*;

    struct One(&'static str);

    impl Texts for One {
        fn text(&self, _: &SourcePath) -> Option<&str> {
            Some(self.0)
        }
    }

    fn finding(text: &str, link: &str, written: &str, target: &str) -> Diagnostic {
        let start = text.find(link).unwrap() as u32;
        let span = Span::new(SourcePath::new("a.md"), start, start + link.len() as u32);
        let mend = Mend::Target { written: written.to_owned(), target: target.to_owned() };
        Diagnostic::new(Code::WrongCase, span, format!("{written} is {target}")).mend(Some(mend))
    }

    #[test]
    fn two_links_by_one_reference_are_one_edit_and_two_mends() {
        let text = "See [one][o] and [two][o].\n\n[o]: Orders.md\n";
        let found = [
            finding(text, "[one][o]", "Orders.md", "orders.md"),
            finding(text, "[two][o]", "Orders.md", "orders.md"),
        ];
        let chosen = edits(&found, &One(text), |_, _| true);
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].1.len(), 2);
        let edited = edited(text, chosen.iter().map(|(edit, _)| edit));
        assert_eq!(edited, "See [one][o] and [two][o].\n\n[o]: orders.md\n");
    }

    #[test]
    fn of_two_edits_of_one_place_the_first_is_made() {
        let text = "[a](A.md#B)\n";
        let found = [
            finding(text, "[a](A.md#B)", "A.md#B", "a.md#B"),
            finding(text, "[a](A.md#B)", "A.md#B", "A.md#b"),
        ];
        let chosen = edits(&found, &One(text), |_, _| true);
        assert_eq!(edited(text, chosen.iter().map(|(edit, _)| edit)), "[a](a.md#B)\n");
    }

    /// Pieces of which documents are made, some of them where a place may begin or end.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "---\n",
            "+++\n",
            "status: ",
            "Status",
            "**Status:** ",
            "| Status | ",
            " |",
            "Accepted",
            "\"",
            "'",
            "> ",
            "* ",
            "[",
            "](",
            ")",
            "<",
            ">",
            "[b]: ",
            "B.md",
            "#",
            "12",
            "0012",
            "é",
            "漢",
            "\r\n",
            "\n",
            "\n\n",
            "  \n",
            "\\\n",
            " ",
        ])
    }

    fn mend() -> impl Strategy<Value = Mend> {
        let supersession = any::<bool>().prop_map(|is_later| {
            Mend::Supersession(Supersession {
                status: Span::whole(SourcePath::new("a.md")),
                role: if is_later { Role::Later } else { Role::Earlier },
                name: "ADR-0012".to_owned(),
                target: "0012-é.md".to_owned(),
                key: "ADR-0012".to_owned(),
            })
        });
        prop_oneof![
            Just(Mend::Target { written: "B.md".to_owned(), target: "b.md".to_owned() }),
            Just(Mend::Number { written: 12, number: 7 }),
            supersession,
        ]
    }

    proptest! {
        /// Wherever a finding stands, even where there is no such place, nothing panics; and what is
        /// edited is a part of the text.
        #[test]
        fn any_place_of_any_text_is_edited_or_left_alone(
            pieces in prop::collection::vec(piece(), 0..24),
            mut mend in mend(),
            start in 0_u32..90,
            length in 0_u32..30,
        ) {
            let text: &'static str = Box::leak(pieces.concat().into_boxed_str());
            let span = Span::new(SourcePath::new("a.md"), start, start + length);
            if let Mend::Supersession(supersession) = &mut mend {
                supersession.status = span.clone();
            }
            let finding = Diagnostic::new(Code::WrongCase, span, "x").mend(Some(mend));
            let chosen = edits(&[finding], &One(text), |_, _| true);
            let edited = edited(text, chosen.iter().map(|(edit, _)| edit));
            prop_assert_eq!(chosen.is_empty(), edited == text);
        }
    }
}
