//! What a finding is known by, wherever in its file it stands.
//!
//! In: findings and the texts that they point into. Out: for each its file, its code and the text that it
//! marks: what stays the same when lines are added above it, and when something else in its line is
//! mended. Never: a line number.

use super::places::Places;
use super::terminal::cut;
use super::{Code, Diagnostic, Texts};
use crate::source::SourcePath;

/// What a finding is known by. Several findings may share one; they are then told apart by their number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Identity {
    /// The file that it is in.
    pub(super) file: SourcePath,
    /// The stable name of its kind.
    pub(super) code: Code,
    /// The text that it marks, in one line and cut where it is endless; what it says where it marks none.
    pub(super) text: String,
}

/// Finds out what findings are known by, in their order.
pub(super) fn identities(diagnostics: &[Diagnostic], texts: &dyn Texts) -> Vec<Identity> {
    let mut places = Places::new(texts);
    diagnostics.iter().map(|diagnostic| identity(diagnostic, &mut places)).collect()
}

fn identity(diagnostic: &Diagnostic, places: &mut Places<'_>) -> Identity {
    let marked = places.line(&diagnostic.span).map(|(line, spot)| {
        let (text, spot) = cut(&line[spot.clone()], 0..spot.len());
        text[spot].split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let text = marked.filter(|text| !text.is_empty()).unwrap_or_else(|| diagnostic.message.clone());
    Identity { file: diagnostic.span.file.clone(), code: diagnostic.code, text }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, texts};
    use super::*;
    use crate::source::Span;

    #[test]
    fn it_is_the_marked_text_and_no_place() {
        let known_by = |text: &str| {
            let texts = texts([("a.md", text)]);
            let found = Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "[it](x.md)"), "gone");
            identities(&[found], &texts).pop().unwrap()
        };
        let before = known_by("# A\n\nSee [it](x.md).\n");
        assert_eq!(
            (before.file.as_str(), before.code, before.text.as_str()),
            ("a.md", Code::BrokenLink, "[it](x.md)")
        );
        assert_eq!(known_by("# A\n\nNew.\n\nAs told, see [it](x.md).\n"), before);
    }

    #[test]
    fn what_marks_nothing_is_known_by_what_it_says() {
        let texts = texts([("a.md", "# A\n")]);
        let found = [
            Diagnostic::new(Code::EmptyDocument, Span::whole(SourcePath::new("a.md")), "it is empty"),
            Diagnostic::new(Code::TooLarge, Span::whole(SourcePath::new("dump.md")), "it is large"),
        ];
        let known: Vec<_> = identities(&found, &texts).into_iter().map(|it| it.text).collect();
        assert_eq!(known, ["it is empty", "it is large"]);
    }

    #[test]
    fn an_endless_text_is_cut_and_a_long_one_is_one_line() {
        let texts = texts([("a.md", &format!("{}\nmore\n", "x".repeat(10_000)))]);
        let found =
            [Diagnostic::new(Code::BrokenLink, Span::new(SourcePath::new("a.md"), 0, 10_004), "gone")];
        let text = &identities(&found, &texts)[0].text;
        assert!(text.chars().count() < 200, "{text}");
    }
}
