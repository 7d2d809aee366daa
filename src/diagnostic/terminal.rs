//! Findings for people, in the look of the Rust compiler.
//!
//! In: diagnostics, and the texts that they point into. Out: text for a terminal, with colours or
//! without: each finding with its place, its line of text, the spot marked and the mend; so many
//! of one kind that nobody would read them as a count. Never: prints, or asks what the terminal can.

use super::places::Places;
use super::{Code, Diagnostic, Severity, Texts};
use crate::source::Span;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

/// How many findings of one code are shown before the rest becomes a number.
const SHOWN_OF_A_CODE: usize = 50;

/// How many further places of one finding are shown before the rest becomes a number.
const RELATED_SHOWN: usize = 8;

/// How much of a line is shown, in characters, and how much of that before the spot.
const LINE_SHOWN: usize = 120;
const SHOWN_BEFORE: usize = 40;

/// How a report is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportOptions {
    /// Whether it has colours, as ANSI escape codes.
    pub styled: bool,
    /// Whether it shows all findings, and not only errors and the first of each code.
    pub verbose: bool,
}

/// Makes a report: all errors, up to 50 of a code, and a count by code of the rest; empty if
/// nothing was found. Each line ends with a line feed.
pub fn report(diagnostics: &[Diagnostic], texts: &dyn Texts, options: &ReportOptions) -> String {
    let renderer = if options.styled { Renderer::styled() } else { Renderer::plain() };
    // Lines are cut here, where the whole line is known; the renderer is to leave them alone.
    let renderer = renderer.term_width(10 * LINE_SHOWN);
    let mut places = Places::new(texts);
    let mut shown_of = BTreeMap::new();
    let mut rest = Rest::default();
    let mut report = String::new();
    for diagnostic in super::in_order(diagnostics) {
        let shown = shown_of.entry(diagnostic.code).or_insert(0);
        let is_shown = diagnostic.severity == Severity::Error && *shown < SHOWN_OF_A_CODE;
        if options.verbose || is_shown {
            *shown += 1;
            render(diagnostic, &mut places, &renderer, &mut report);
        } else {
            rest.add(diagnostic);
        }
    }
    rest.tell(&mut report, &renderer);
    report
}

/// Sums findings up: a line for each rule that found something, the worst first, and one line on all
/// of them. Each line ends with a line feed.
pub fn summary(diagnostics: &[Diagnostic], documents: usize) -> String {
    let mut of_rule: BTreeMap<(Severity, Code), (usize, BTreeSet<&str>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (count, files) = of_rule.entry((diagnostic.severity, diagnostic.code)).or_default();
        *count += 1;
        files.insert(diagnostic.span.file.as_str());
    }
    let width = of_rule.keys().map(|(_, code)| code.as_str().len()).max().unwrap_or(0);
    let mut text = String::new();
    for ((severity, code), (count, files)) in &of_rule {
        let files = counted(files.len(), "file");
        let _ = writeln!(
            text,
            "{:<7}  {:<width$}  {:>5} in {files}",
            severity.as_str(),
            code.as_str(),
            grouped(*count)
        );
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{}", totals(diagnostics, documents));
    text
}

/// Tells how many findings there are of each severity, in how many documents.
pub(super) fn totals(diagnostics: &[Diagnostic], documents: usize) -> String {
    let number = |severity| diagnostics.iter().filter(|it| it.severity == severity).count();
    let told = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let told = told.into_iter().map(|(severity, noun)| (number(severity), noun));
    let told: Vec<String> = told.filter(|it| it.0 > 0).map(|(count, noun)| counted(count, noun)).collect();
    let told = if told.is_empty() { "no findings".to_owned() } else { told.join(", ") };
    format!("{told} in {}", counted(documents, "document"))
}

/// Returns a number with its noun.
fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// What is told as numbers: how many by severity and code, and in which files.
#[derive(Default)]
struct Rest<'a>(BTreeMap<(Severity, Code), (usize, BTreeSet<&'a str>)>);

impl<'a> Rest<'a> {
    fn add(&mut self, diagnostic: &'a Diagnostic) {
        let (count, files) = self.0.entry((diagnostic.severity, diagnostic.code)).or_default();
        *count += 1;
        files.insert(diagnostic.span.file.as_str());
    }

    fn tell(&self, report: &mut String, renderer: &Renderer) {
        for ((severity, code), (count, files)) in &self.0 {
            let more = if *severity == Severity::Error { " more" } else { "" };
            let among = match files.len() {
                1 => files.first().map_or_else(String::new, |file| format!("in {}", visible(file))),
                many => format!("in {} files", grouped(many)),
            };
            let told = format!("{}{more} of {}, {among}; -v shows all", grouped(*count), code.as_str());
            let title = level(*severity).primary_title(told);
            let _ = writeln!(report, "{}", renderer.render(&[Group::with_title(title)]));
        }
    }
}

/// Writes a number with its thousands apart: 4950 as `4,950`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

/// Stands for a place until the finding is rendered: the renderer would count columns from where
/// a long line was cut. It is no character of any text, and none that [`visible`] lets through.
const PLACE: char = '\u{FDD0}';

fn render(diagnostic: &Diagnostic, places: &mut Places<'_>, renderer: &Renderer, report: &mut String) {
    let message = visible(&diagnostic.message);
    let title = level(diagnostic.severity).primary_title(message).id(diagnostic.code.as_str());
    let mut first = Group::with_title(title).element(element(&diagnostic.span, places));
    if let Some(help) = &diagnostic.help {
        first = first.element(Level::HELP.message(visible(help)));
    }
    let mut groups = vec![first];
    for related in diagnostic.related.iter().take(RELATED_SHOWN) {
        let title = Level::NOTE.secondary_title(visible(&related.message));
        groups.push(Group::with_title(title).element(element(&related.span, places)));
    }
    if diagnostic.related.len() > RELATED_SHOWN {
        let more = grouped(diagnostic.related.len() - RELATED_SHOWN);
        groups.push(Group::with_title(Level::NOTE.secondary_title(format!("and at {more} more places"))));
    }
    let rendered = renderer.render(&groups);
    let mut pieces = rendered.split(PLACE);
    report.push_str(pieces.next().unwrap_or_default());
    let spans =
        std::iter::once(&diagnostic.span).chain(diagnostic.related.iter().map(|related| &related.span));
    for (span, piece) in spans.zip(pieces) {
        let position = places.start(span);
        let _ = write!(report, "{}:{}:{}", visible(span.file.as_str()), position.line, position.column);
        report.push_str(piece.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    report.push_str("\n\n");
}

/// Shows a place, and its line of text if there is one.
fn element<'a>(span: &Span, places: &mut Places<'_>) -> Element<'a> {
    let line = places.start(span).line as usize;
    let Some((text, spot)) = places.line(span) else {
        return Element::Origin(Origin::path(PLACE.to_string()).line(line).char_column(1));
    };
    let (text, spot) = cut(text, spot);
    let spot = AnnotationKind::Primary.span(spot);
    Element::Cause(Snippet::source(text).line_start(line).path(PLACE.to_string()).annotation(spot))
}

/// Cuts a long line to what is around the spot; an ellipsis stands where something is missing.
pub(super) fn cut(line: &str, spot: Range<usize>) -> (String, Range<usize>) {
    let back = |from: usize, characters: usize| {
        line[..from].char_indices().rev().nth(characters - 1).map_or(0, |(at, _)| at)
    };
    let on = |from: usize, characters: usize| {
        line[from..].char_indices().nth(characters).map_or(line.len(), |(at, _)| from + at)
    };
    let (mut start, mut end) = (0, line.len());
    if on(0, LINE_SHOWN) < line.len() {
        // A spot near the end leaves its room to what is before it.
        start = back(spot.start, SHOWN_BEFORE).min(back(line.len(), LINE_SHOWN));
        end = on(start, LINE_SHOWN);
    }
    let spot = spot.start..spot.end.min(end);
    let mut text = String::from(if start > 0 { "…" } else { "" });
    text.push_str(&visible(&line[start..spot.start]));
    let from = text.len();
    text.push_str(&visible(&line[spot.clone()]));
    let to = text.len();
    text.push_str(&visible(&line[spot.end..end]));
    if end < line.len() {
        text.push('…');
    }
    (text, from..to)
}

/// Replaces what a terminal would obey instead of showing: control characters, and those that
/// turn the direction of writing.
fn visible(text: &str) -> String {
    let shown = text.chars().map(|character| match character {
        '\t' | '\n' | '\r' => ' ',
        '\u{0}'..='\u{1F}' => {
            char::from_u32(0x2400 + character as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7F}'..='\u{9F}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | PLACE => char::REPLACEMENT_CHARACTER,
        _ => character,
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, texts};
    use super::*;
    use crate::source::SourcePath;

    const PLAIN: ReportOptions = ReportOptions { styled: false, verbose: false };
    const VERBOSE: ReportOptions = ReportOptions { styled: false, verbose: true };

    #[test]
    fn a_finding_shows_its_place_the_line_the_spot_and_the_mend() {
        let texts =
            texts([("adr/7.md", "# Seven\r\n\r\nSée [it](gone.md) now\r\n"), ("a.md", "# A\n\n## B\n")]);
        let found =
            [Diagnostic::new(Code::BrokenLink, at(&texts, "adr/7.md", "gone.md"), "`gone.md` is not there")
                .help("did you mean `here.md`?")
                .related(at(&texts, "a.md", "B"), "it was here once")];
        insta::assert_snapshot!(report(&found, &texts, &PLAIN), @r#"
        error[broken-link]: `gone.md` is not there
         --> adr/7.md:3:10
          |
        3 | Sée [it](gone.md) now
          |          ^^^^^^^
          |
          = help: did you mean `here.md`?
        note: it was here once
         --> a.md:3:4
          |
        3 | ## B
          |    ^
        "#);
    }

    #[test]
    fn of_many_further_places_some_are_shown_and_the_rest_is_a_number() {
        let texts = texts([("a.md", "# A\n")]);
        let place = || at(&texts, "a.md", "A");
        let mut found = Diagnostic::new(Code::RegisterDisagrees, place(), "documents disagree");
        for number in 0..30 {
            found = found.related(place(), format!("\"{number}\" is said here"));
        }
        let report = report(&[found], &texts, &VERBOSE);
        assert_eq!(report.matches(" is said here").count(), 8, "{report}");
        assert_eq!(report.matches("a.md:1:3").count(), 9, "{report}");
        assert!(report.ends_with("note: and at 22 more places\n\n"), "{report}");
    }

    #[test]
    fn a_file_without_text_is_named_all_the_same() {
        let found =
            [Diagnostic::new(Code::UnreadableFile, Span::whole(SourcePath::new("a.png")), "it is a riddle")];
        insta::assert_snapshot!(report(&found, &texts([]), &PLAIN), @r#"
        error[unreadable-file]: it is a riddle
        --> a.png:1:1
        "#);
    }

    #[test]
    fn a_span_of_many_lines_is_marked_on_its_first() {
        let texts = texts([("a.md", "text\n```\nnever\nclosed\n")]);
        let found = [Diagnostic::new(
            Code::UnclosedFence,
            at(&texts, "a.md", "```\nnever\nclosed\n"),
            "it is never closed",
        )];
        insta::assert_snapshot!(report(&found, &texts, &VERBOSE), @r#"
        warning[unclosed-fence]: it is never closed
         --> a.md:2:1
          |
        2 | ```
          | ^^^
        "#);
    }

    #[test]
    fn an_endless_line_is_cut_around_the_spot() {
        let text = format!("{}[here](gone.md){}", "é".repeat(300_000), "x".repeat(400_000));
        let texts = texts([("a.md", &text)]);
        let found =
            [Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "gone.md"), "`gone.md` is not there")];
        insta::assert_snapshot!(report(&found, &texts, &PLAIN), @r#"
        error[broken-link]: `gone.md` is not there
         --> a.md:1:300008
          |
        1 | …ééééééééééééééééééééééééééééééééé[here](gone.md)xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          |                                          ^^^^^^^
        "#);
    }

    #[test]
    fn a_long_line_is_cut_at_one_end_where_the_spot_is_near_the_other() {
        let line = format!("ab{}yz", "-".repeat(300));
        let (text, spot) = cut(&line, 0..2);
        assert_eq!((text.chars().count(), spot), (LINE_SHOWN + 1, 0..2));
        let (text, spot) = cut(&line, 302..304);
        assert_eq!((text.chars().count(), &text[spot]), (LINE_SHOWN + 1, "yz"));
        let (text, spot) = cut(&line, 150..304);
        assert_eq!((text.chars().count(), spot.start), (LINE_SHOWN + 2, 3 + SHOWN_BEFORE));
        assert_eq!(&text[spot.end..], "…");
        assert_eq!(cut("short", 1..2), ("short".to_owned(), 1..2));
    }

    #[test]
    fn what_is_no_error_is_counted_by_its_code() {
        let texts = texts([("a.md", "# A\n"), ("b.md", "# B\n")]);
        let warn = |file: &str| {
            Diagnostic::new(Code::EmptyLink, Span::whole(SourcePath::new(file)), "it has no target")
        };
        let found = [
            warn("b.md"),
            warn("a.md"),
            Diagnostic::new(Code::OutsideSource, Span::whole(SourcePath::new("a.md")), "it is empty"),
            Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "A"), "it leads nowhere"),
        ];
        insta::assert_snapshot!(report(&found, &texts, &PLAIN), @r#"
        error[broken-link]: it leads nowhere
         --> a.md:1:3
          |
        1 | # A
          |   ^

        warning: 2 of empty-link, in 2 files; -v shows all
        info: 1 of outside-source, in a.md; -v shows all
        "#);
        assert_eq!(report(&[], &texts, &PLAIN), "");
    }

    #[test]
    fn five_thousand_broken_links_stay_readable() {
        let texts = texts([("a.md", &"[x](y.md)\n".repeat(5000))]);
        let file = SourcePath::new("a.md");
        let found: Vec<_> = (0..5000)
            .map(|n| {
                Diagnostic::new(Code::BrokenLink, Span::new(file.clone(), n * 10 + 4, n * 10 + 8), "gone")
            })
            .collect();
        let short = report(&found, &texts, &PLAIN);
        assert_eq!(short.matches("error[broken-link]").count(), 50);
        assert!(short.ends_with("error: 4,950 more of broken-link, in a.md; -v shows all\n"), "{short}");
        let long = report(&found, &texts, &VERBOSE);
        assert_eq!(long.matches("error[broken-link]").count(), 5000);
        assert!(long.contains("a.md:5000:5") && !long.contains(" more of "));
    }

    #[test]
    fn colours_are_there_when_they_are_asked_for_and_no_text_of_a_document_can_make_them() {
        let texts = texts([("a.md", "x \u{1B}[31mred\u{1B}[0m \u{202E}back\ty\n")]);
        let found = [Diagnostic::new(Code::BrokenLink, at(&texts, "a.md", "red"), "bad \u{1B}[2J\nthing")
            .help("\u{7}")];
        let plain = report(&found, &texts, &PLAIN);
        assert!(!plain.contains(['\u{1B}', '\u{7}', '\u{202E}', '\t']), "{plain:?}");
        let styled = report(&found, &texts, &ReportOptions { styled: true, verbose: false });
        assert!(styled.contains('\u{1B}') && !styled.contains("\u{1B}[2J"), "{styled:?}");
        let bare = styled.split('\u{1B}').map(|piece| match piece.strip_prefix('[') {
            Some(code) => code.split_once('m').map_or(code, |(_, text)| text),
            None => piece,
        });
        assert_eq!(bare.collect::<String>(), plain);
    }

    #[test]
    fn spans_that_are_out_of_place_are_shown_as_well_as_can_be() {
        let texts = texts([("a.md", "é\n"), ("empty.md", "")]);
        for (file, start, end) in
            [("a.md", 1, 1), ("a.md", 1, 2), ("a.md", 3, 900), ("a.md", 900, 901), ("empty.md", 0, 5)]
        {
            let span = Span::new(SourcePath::new(file), start, end);
            let text = report(&[Diagnostic::new(Code::BrokenLink, span, "it is odd")], &texts, &PLAIN);
            assert!(text.contains(file), "{text}");
        }
    }
}
