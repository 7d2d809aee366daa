//! Comments that make exceptions from rules: `<!-- archsite-allow CODE: reason -->`.
//!
//! In: a piece of HTML that the author wrote, and the text that it stands in. Out: [`Exception`]s with
//! the lines for which they hold, and what is wrong with a comment that should make one. Never: code, in
//! which such a comment is an example; a finding, which others compare with the exceptions.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::nearest;
use crate::model::exception::{Exception, ExceptionScope};
use crate::source::{Extent, LineIndex, Origins, SourcePath};
use std::ops::RangeInclusive;

/// What all words that are for archsite begin with.
const PREFIX: &str = "archsite-";
/// Makes an exception for its line, or for the next one.
const ALLOW: &str = "archsite-allow";
/// Makes an exception for the whole document.
const ALLOW_DOCUMENT: &str = "archsite-allow-document";

/// Says whether a comment speaks to archsite, and not to a reader or a writer.
pub(super) fn is_for_archsite(comment: &str) -> bool {
    comment.strip_prefix("<!--").is_some_and(|inside| inside.trim_start().starts_with(PREFIX))
}

/// The text that comments are looked for in, and the way from it to the file.
pub(super) struct Place<'a> {
    /// The file.
    pub(super) file: &'a SourcePath,
    /// The lines of the text.
    pub(super) lines: &'a LineIndex<'a>,
    /// The way back to the file.
    pub(super) origins: &'a Origins,
}

/// Reads the exceptions in a piece of HTML that begins at `start` of the text.
pub(super) fn read(
    html: &str,
    start: u32,
    place: &Place<'_>,
    exceptions: &mut Vec<Exception>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !html.contains(PREFIX) {
        return;
    }
    let first_line = place.lines.position(start).line;
    let mut from = 0;
    // Where the last comment ended: two on one line may say the same.
    let mut at = start;
    while let Some(open) = html[from..].find("<!--").map(|open| from + open) {
        let end = html[open..].find("-->").map_or(html.len(), |close| open + close + "-->".len());
        from = end;
        let comment = &html[open..end];
        if !is_for_archsite(comment) {
            continue;
        }
        let line = first_line + count_lines(&html[..open]);
        let extent = extent_of(comment, line, at, place.lines);
        at = extent.end;
        let (start, end) = place.origins.range_to_source(extent.start, extent.end);
        let of_comment = Extent::new(start, end);
        let scope = |is_document: bool| match is_document {
            true => ExceptionScope::Document,
            false => {
                let lines = lines_of(extent, place.lines);
                let (start, end) = place.origins.range_to_source(lines.start, lines.end);
                ExceptionScope::Lines(Extent::new(start, end))
            }
        };
        match understood(comment) {
            Ok(Understood { codes, reason, is_document }) => {
                let scope = scope(is_document);
                exceptions.extend(codes.into_iter().map(|code| Exception {
                    code,
                    reason: reason.clone(),
                    scope,
                    comment: of_comment,
                }));
            }
            Err((message, help)) => diagnostics
                .push(Diagnostic::new(Code::InvalidException, of_comment.of(place.file), message).help(help)),
        }
    }
}

/// What a comment says.
struct Understood {
    codes: Vec<Code>,
    reason: String,
    is_document: bool,
}

/// Reads a comment; what is wrong with it and the mend where it says nothing that can be followed.
fn understood(comment: &str) -> Result<Understood, (String, String)> {
    let inside = comment.trim_start_matches("<!--").trim_end_matches("-->").trim();
    let (word, rest) = inside.split_at(inside.find([' ', '\t', '\n', '\r', ':']).unwrap_or(inside.len()));
    let is_document = match word {
        ALLOW => false,
        ALLOW_DOCUMENT => true,
        _ => {
            let near = nearest(word, [ALLOW, ALLOW_DOCUMENT].into_iter()).unwrap_or(ALLOW);
            return Err((
                format!("`{word}` is nothing that archsite does"),
                format!("an exception is made with `<!-- {near} CODE: the reason -->`"),
            ));
        }
    };
    let (codes, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let names: Vec<&str> = codes.split([',', ' ', '\t', '\n', '\r']).filter(|it| !it.is_empty()).collect();
    let Some(first) = names.first() else {
        return Err((
            "this exception names no rule, so it has no effect".to_owned(),
            format!("write `<!-- {word} CODE: the reason -->`; `archsite explain` lists the codes"),
        ));
    };
    if !reason.contains(char::is_alphanumeric) {
        return Err((
            "this exception gives no reason, so it has no effect".to_owned(),
            format!("say why after a colon: `<!-- {word} {first}: the reason -->`"),
        ));
    }
    let mut known = Vec::with_capacity(names.len());
    for name in names {
        let Some(code) = Code::of(name) else {
            let help = match nearest(name, Code::ALL.iter().map(|code| code.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`archsite explain` lists the rules".to_owned(),
            };
            return Err((format!("there is no rule `{name}`, so this exception has no effect"), help));
        };
        known.push(code);
    }
    Ok(Understood { codes: known, reason, is_document })
}

fn count_lines(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u32
}

/// Finds where a comment stands: in a list or a quote, the text of its block is not that of the file.
fn extent_of(comment: &str, line: u32, from: u32, lines: &LineIndex<'_>) -> Extent {
    let start_of_line = lines.start_of(line);
    let text = lines.line(line);
    let skipped = (from.saturating_sub(start_of_line) as usize).min(text.len());
    let skipped = text.floor_char_boundary(skipped);
    let first = comment.lines().next().unwrap_or_default();
    let found = text[skipped..].find(first).map(|at| skipped + at).or_else(|| text.find(first));
    let start = start_of_line + found.unwrap_or(0) as u32;
    let more = count_lines(comment);
    if more == 0 {
        return Extent::new(start, start + first.len() as u32);
    }
    let last = lines.line(line + more);
    let close = last.find("-->").map_or(last.len(), |at| at + "-->".len());
    Extent::new(start, lines.start_of(line + more) + close as u32)
}

/// Returns the lines for which a comment holds: its own, and where nothing else stands on these the
/// next one that is not blank. Further exceptions for the same line may stand between the two.
fn lines_of(comment: Extent, lines: &LineIndex<'_>) -> Extent {
    let own = lines.position(comment.start).line..=lines.position(comment.end).line;
    let until = if is_alone(comment, &own, lines) { next_line(*own.end(), lines) } else { *own.end() };
    let end = lines.start_of(until) + lines.line(until).len() as u32;
    Extent::new(lines.start_of(*own.start()), end)
}

fn is_alone(comment: Extent, own: &RangeInclusive<u32>, lines: &LineIndex<'_>) -> bool {
    let (first, last) = (*own.start(), *own.end());
    let before = lines.line(first).get(..(comment.start - lines.start_of(first)) as usize);
    let after = lines.line(last).get((comment.end - lines.start_of(last)) as usize..);
    // It may be all that an item of a list or a line of a quote holds.
    let is_marker = |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')' | '0'..='9');
    before.is_some_and(|text| text.chars().all(is_marker)) && after.is_some_and(|text| text.trim().is_empty())
}

fn next_line(after: u32, lines: &LineIndex<'_>) -> u32 {
    let is_passed_over = |line: &u32| {
        let text = lines.line(*line).trim_start_matches([' ', '\t', '>']).trim_end();
        text.is_empty() || is_for_archsite(text) && text.ends_with("-->")
    };
    (after + 1..=lines.count() as u32).find(|line| !is_passed_over(line)).unwrap_or(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads the exceptions of a text that is all HTML.
    fn found(text: &str) -> (Vec<Exception>, Vec<Diagnostic>) {
        let (lines, origins) = (LineIndex::new(text), Origins::default());
        let file = SourcePath::new("a.md");
        let place = Place { file: &file, lines: &lines, origins: &origins };
        let (mut exceptions, mut diagnostics) = (Vec::new(), Vec::new());
        read(text, 0, &place, &mut exceptions, &mut diagnostics);
        (exceptions, diagnostics)
    }

    /// Returns each exception as its code, its reason and the text for which it holds.
    fn told(text: &str) -> Vec<(&'static str, String, &str)> {
        let of = |it: Exception| {
            let held = match it.scope {
                ExceptionScope::Document => "everything",
                ExceptionScope::Lines(lines) => &text[lines.start as usize..lines.end as usize],
            };
            (it.code.as_str(), it.reason, held)
        };
        found(text).0.into_iter().map(of).collect()
    }

    #[test]
    fn a_comment_alone_holds_for_the_next_line_and_any_other_for_its_own() {
        let alone = "<!-- archsite-allow orphan: a stub -->\n\n# A\n\ntext\n";
        assert_eq!(told(alone), [("orphan", "a stub".to_owned(), &alone[..43])]);
        let beside = "x <!-- archsite-allow orphan: a stub --> y\nnext\n";
        assert_eq!(told(beside), [("orphan", "a stub".to_owned(), &beside[..42])]);
        let whole = "<!--archsite-allow-document orphan,placeholder:a\n  form-->";
        let expected = ["orphan", "placeholder"].map(|code| (code, "a form".to_owned(), "everything"));
        assert_eq!(told(whole), expected);
    }

    #[test]
    fn what_cannot_be_followed_says_how_it_would_be_written() {
        let said = |text: &str| {
            let (exceptions, diagnostics) = found(text);
            assert!(exceptions.is_empty(), "{exceptions:?}");
            let finding = diagnostics.into_iter().next().unwrap();
            (finding.message, finding.help.unwrap())
        };
        let (message, help) = said("<!-- archsite-allow orphan: … -->");
        assert_eq!(message, "this exception gives no reason, so it has no effect");
        assert_eq!(help, "say why after a colon: `<!-- archsite-allow orphan: the reason -->`");
        let (message, help) = said("<!-- archsite-allow-documents orphan: a stub -->");
        assert_eq!(message, "`archsite-allow-documents` is nothing that archsite does");
        assert!(help.contains("archsite-allow-document CODE"), "{help}");
        assert!(said("<!-- archsite-allow orphans: a stub -->").1.contains("`orphan`"));
    }

    #[test]
    fn a_comment_for_others_is_none_of_ours() {
        assert_eq!(
            found("<!-- see archsite-allow --> <!-- todo --> <b>archsite-allow</b>"),
            (vec![], vec![])
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_every_place_is_in_it(
            text in "(<!--|-->| |archsite-allow|-document|orphan|:|,|é|\n|\r|\r\n|> |- |x){0,40}"
        ) {
            let (exceptions, diagnostics) = found(&text);
            for exception in exceptions {
                prop_assert!(exception.comment.end as usize <= text.len());
                if let ExceptionScope::Lines(lines) = exception.scope {
                    prop_assert!(text.get(lines.start as usize..lines.end as usize).is_some(), "{lines:?}");
                }
            }
            for diagnostic in diagnostics {
                prop_assert!(diagnostic.span.end as usize <= text.len());
            }
        }
    }
}
