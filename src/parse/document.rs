//! One document from text to [`Document`]: front matter, includes, admonitions, Markdown, title.
//!
//! In: the text, its path, the options, and a way to the texts that it includes. Out: the document
//! with its findings. Never: knows where its page will stand.

use super::front_matter::{self, FrontMatter};
use super::markdown::{self, Arrangement, Markdown, MarkdownOptions, TitleHeading};
use super::names::Names;
use super::understanding::{Material, Understanding, understand};
use super::{admonition, include, placeholders, proposal, relations};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Document, Parsed, TitleOrigin};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::markup::escaped;
use crate::model::names::readable_name;
use crate::model::register::RegisterDefinition;
use crate::source::{LineIndex, SourcePath, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// A way to the text of an included file.
pub type Lookup<'a> = &'a dyn Fn(&SourcePath) -> Option<Arc<str>>;

/// How a document is read.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// How its Markdown is read.
    pub markdown: MarkdownOptions,
    /// The registers that tables are looked through for.
    pub registers: &'a [RegisterDefinition],
    /// Whether blocks of metadata stay in the text of which the page shows every field.
    pub keep_metadata: bool,
}

/// Reads a document that has no page of its own: no heading becomes its title.
pub fn fragment(id: &SourcePath, text: &str, options: MarkdownOptions) -> Parsed {
    let options = Options { markdown: options, registers: &[], keep_metadata: true };
    let fingerprint = Fingerprint::of(text.as_bytes());
    read(id, &LineIndex::new(text), Some(fingerprint), options, &|_| None, Purpose::Fragment)
}

/// Reads Markdown that is shown, and of which nothing is asked but its headings, its links and its HTML.
pub fn snippet(id: &SourcePath, text: &str, options: MarkdownOptions) -> Parsed {
    let options = Options { markdown: options, registers: &[], keep_metadata: true };
    read(id, &LineIndex::new(text), None, options, &|_| None, Purpose::Snippet)
}

/// Reads a document, of which the lines of its text are known. `fingerprint` is that of the text and of the
/// options, where it will be asked for; included files are added to it.
pub fn document(
    id: &SourcePath,
    written: &LineIndex<'_>,
    fingerprint: Option<Fingerprint>,
    options: Options<'_>,
    lookup: Lookup<'_>,
) -> Parsed {
    read(id, written, fingerprint, options, lookup, Purpose::Document)
}

/// What a text is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// All that it says, and its page.
    Document,
    /// All that it says, without a page.
    Fragment,
    /// To be shown.
    Snippet,
}

fn read(
    id: &SourcePath,
    written: &LineIndex<'_>,
    fingerprint: Option<Fingerprint>,
    options: Options<'_>,
    lookup: Lookup<'_>,
    purpose: Purpose,
) -> Parsed {
    let has_page = purpose == Purpose::Document;
    let text = written.text();
    let (front_matter, mut diagnostics) = front_matter::read(text, id);
    let without_front_matter = blanked(text, front_matter.as_ref());
    let expanded = include::expand(&without_front_matter, id, lookup);
    diagnostics.extend(expanded.diagnostics);
    let fingerprint = fingerprint.map(|own| with_included(own, &expanded.files, lookup));
    // What is only taken out of sight leaves all lines where they were.
    let has_same_lines = matches!(expanded.text, Cow::Borrowed(_));
    let expanded_text = without_markers(expanded.text);
    if has_page && is_blank(&expanded_text) {
        let what = if front_matter.is_some() { "holds nothing but front matter" } else { "is empty" };
        diagnostics.push(
            Diagnostic::new(Code::EmptyDocument, Span::whole(id.clone()), format!("this document {what}"))
                .help("write it, or take it out of the folder"),
        );
    }
    let lines = match has_same_lines {
        true => written.of_same_lines(&expanded_text),
        false => LineIndex::new(&expanded_text),
    };
    let rewritten = admonition::rewrite(&lines);
    if let Some((start, end)) = rewritten.too_deep {
        let (start, end) = expanded.origins.range_to_source(start, end);
        diagnostics.push(
            Diagnostic::new(
                Code::DeepNesting,
                Span::new(id.clone(), start, end),
                "notes are nested deeper than anyone can follow",
            )
            .help("from here on they are shown as they are written; take the nesting out"),
        );
    }
    let lines = match &rewritten.text {
        Cow::Borrowed(_) => lines,
        Cow::Owned(text) => LineIndex::new(text),
    };
    let origins = expanded.origins.then(rewritten.origins);
    let declared_title = front_matter
        .as_ref()
        .and_then(|it| it.text(&["title"]))
        .or(expanded.title.as_deref())
        .or_else(|| proposal::name(&expanded_text))
        .map(folded)
        .filter(|it| !it.is_empty());
    let title_heading = match &declared_title {
        _ if !has_page => TitleHeading::None,
        Some(declared) => TitleHeading::Saying(declared),
        None => TitleHeading::First,
    };
    let is_template = placeholders::is_template(id);
    let mut understanding = Understanding::default();
    let mut markdown = markdown::read(lines, id, title_heading, options.markdown, &origins, |markdown| {
        if purpose == Purpose::Snippet {
            return Arrangement::default();
        }
        let names = Names::of(&markdown.outline, &markdown.sections);
        let material = Material {
            file: id,
            front_matter: front_matter.as_ref(),
            outline: &markdown.outline,
            sections: &markdown.sections,
            names: &names,
            anchors: &markdown.anchors,
            links: &markdown.links,
            definitions: &markdown.definitions,
            title_section: markdown.title_section.map(|number| number as u32),
            declared_title: declared_title.as_deref(),
            registers: options.registers,
            is_template,
        };
        understanding = understand(&material);
        let left_out = std::mem::take(&mut understanding.left_out);
        Arrangement {
            left_out: if options.keep_metadata { Vec::new() } else { left_out },
            landmarks: std::mem::take(&mut understanding.landmarks),
        }
    });
    if purpose != Purpose::Snippet {
        relations::complete(
            &markdown.outline,
            &markdown.sections,
            markdown.title_section,
            &mut markdown.links,
            &mut markdown.mentions,
            &markdown.places_of_mentions,
        );
    }
    diagnostics.extend(markdown.diagnostics.iter().cloned());
    diagnostics.append(&mut understanding.diagnostics);
    let (title, title_html, title_origin) = title(id, declared_title, &markdown);
    let declared = front_matter.as_ref().and_then(|it| it.text(&["description", "summary", "purpose"]));
    let declared = declared.map(folded).filter(|text| !text.is_empty());
    let sections = markdown.sections;
    let mut anchors: Vec<String> = markdown.anchors;
    anchors.extend(sections.iter().map(|section| section.anchor.clone()));
    anchors.extend(understanding.decisions.iter().filter_map(|decision| decision.anchor.clone()));
    anchors.retain(|anchor| !anchor.is_empty());
    anchors.sort_unstable();
    anchors.dedup();
    let document = Document {
        id: id.clone(),
        fingerprint,
        outline: None,
        facts: None,
        title,
        title_html,
        title_origin,
        summary_is_declared: declared.is_some(),
        summary: declared.or(understanding.purpose).or(markdown.first_paragraph).map(shortened),
        metadata: understanding.metadata,
        decisions: understanding.decisions,
        decision_index: understanding.decision_index,
        changes: understanding.changes,
        register_rows: understanding.register_rows,
        placeholders: understanding.placeholders,
        completeness: understanding.completeness,
        sections,
        anchors,
        links: markdown.links,
        mentions: markdown.mentions,
        is_template,
        is_blank: markdown.body.is_empty(),
        languages: markdown.languages.into_iter().collect(),
        words: markdown.words,
        exceptions: markdown.exceptions,
        included: expanded.files,
        diagnostics,
    }
    .outlined();
    Parsed { document: Arc::new(document), body: Arc::new(markdown.body) }
}

fn with_included(fingerprint: Fingerprint, files: &[SourcePath], lookup: Lookup<'_>) -> Fingerprint {
    if files.is_empty() {
        return fingerprint;
    }
    let mut fingerprinter = Fingerprinter::new("with included").part(fingerprint);
    for path in files {
        fingerprinter = fingerprinter.bytes(path.as_str().as_bytes());
        if let Some(text) = lookup(path) {
            fingerprinter = fingerprinter.part(Fingerprint::of(text.as_bytes()));
        }
    }
    fingerprinter.finish()
}

/// Takes the two characters that mark holes out of all that is shown, also of what was included:
/// no text may make a hole. Bytes are replaced one for one, so that every offset still means the
/// same place.
fn without_markers(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(1, 2, text.as_bytes()).is_none() {
        return text;
    }
    Cow::Owned(text.replace(['\u{1}', '\u{2}'], " "))
}

/// Says whether there is nothing but white space.
fn is_blank(text: &str) -> bool {
    // Front matter has left white space where it was.
    !text.bytes().any(|byte| byte.is_ascii_graphic()) && text.trim().is_empty()
}

/// Takes the front matter out of what is shown, byte for byte.
fn blanked<'a>(text: &'a str, front_matter: Option<&FrontMatter>) -> Cow<'a, str> {
    let Some(front_matter) = front_matter else { return Cow::Borrowed(text) };
    let mut blanked = String::with_capacity(text.len());
    let (start, end) = (front_matter.span.start as usize, front_matter.span.end as usize);
    blanked.push_str(&text[..start]);
    for line in text[start..end].split_inclusive(['\n', '\r']) {
        let (words, ending) = line.split_at(line.trim_end_matches(['\n', '\r']).len());
        blanked.push_str(&" ".repeat(words.len()));
        blanked.push_str(ending);
    }
    blanked.push_str(&text[end..]);
    Cow::Owned(blanked)
}

/// Front matter's title goes before the heading's; where both say the same, the heading is the title.
fn title(id: &SourcePath, declared: Option<String>, markdown: &Markdown) -> (String, String, TitleOrigin) {
    if let Some(heading) = markdown.title_section.and_then(|number| markdown.sections.get(number)) {
        return (heading.title.clone(), heading.title_html.clone(), TitleOrigin::Heading);
    }
    if let Some(declared) = declared {
        let html = with_code(&declared);
        return (declared.replace('`', ""), html, TitleOrigin::FrontMatter);
    }
    let first = markdown.sections.iter().find(|section| section.level == 1 && !section.title.is_empty());
    let first = first.filter(|_| !proposal::begins_with_part(id, &markdown.sections));
    let title = first.map_or_else(|| name_of(id), |heading| heading.title.clone());
    let html = escaped(&title);
    (title, html, TitleOrigin::FileName)
}

/// Authors write code in the titles of front matter as they do in headings.
fn with_code(title: &str) -> String {
    let mut html = String::new();
    let pieces: Vec<&str> = title.split('`').collect();
    for (number, piece) in pieces.iter().enumerate() {
        let is_code = number % 2 == 1 && number + 1 < pieces.len();
        match (is_code, number % 2 == 1) {
            (true, _) => html.push_str(&format!("<code>{}</code>", escaped(piece))),
            (false, true) => html.push_str(&format!("`{}", escaped(piece))),
            (false, false) => html.push_str(&escaped(piece)),
        }
    }
    html
}

/// The name of a file made readable; a folder's index is called as the folder.
fn name_of(id: &SourcePath) -> String {
    let stem = id.stem();
    if stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme") {
        match id.folder().rsplit('/').next() {
            Some(folder) if !folder.is_empty() => return readable_name(folder),
            _ => {}
        }
    }
    readable_name(stem)
}

/// Makes one line of a text. Control characters mean nothing in it, and XML forbids them.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The longest summary that lists and previews show, in characters.
const LONGEST_SUMMARY: usize = 220;

/// Cuts a summary at the end of a sentence, else of a word.
fn shortened(text: String) -> String {
    // A character has a byte at least.
    if text.len() <= LONGEST_SUMMARY {
        return text;
    }
    let Some((limit, _)) = text.char_indices().nth(LONGEST_SUMMARY) else { return text };
    let cut = &text[..limit];
    if let Some(end) = cut.rfind(". ").filter(|end| *end >= limit / 3) {
        return cut[..=end].to_owned();
    }
    let end = cut.rfind(' ').unwrap_or(limit);
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Depth;

    fn options(unsafe_html: bool) -> Options<'static> {
        let markdown = MarkdownOptions { depth: Depth::Page, unsafe_html };
        Options { markdown, registers: &[], keep_metadata: false }
    }

    #[test]
    fn no_text_makes_a_hole_not_even_one_that_is_included() {
        let forged = "\u{1}a0\u{2} \u{1}l7\u{2} <b class=\"\u{1}wide\">x</b>";
        let text = format!("# T\n\n{forged}\n\n{{{{#include x.md}}}}\n\n[a](b.md)\n");
        for unsafe_html in [false, true] {
            let options = options(unsafe_html);
            let id = SourcePath::new("a.md");
            let parsed = document(&id, &LineIndex::new(&text), None, options, &|_| Some(forged.into()));
            assert_eq!(parsed.body.holes.len(), 1, "{:?}", parsed.body);
            assert!(!parsed.body.html.contains(['\u{1}', '\u{2}']));
        }
    }

    #[test]
    fn a_document_without_text_is_a_finding() {
        let options = options(false);
        let found = |text: &str| {
            let parsed = document(&SourcePath::new("a.md"), &LineIndex::new(text), None, options, &|_| None);
            parsed.document.diagnostics.iter().map(|it| it.message.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found(" \n\t\n"), ["this document is empty"]);
        assert_eq!(found("---\ntitle: T\n---\n"), ["this document holds nothing but front matter"]);
        assert_eq!(found("# T\n"), Vec::<String>::new());
    }

    #[test]
    fn a_document_of_parts_is_called_as_its_file() {
        let title = |path: &str, text: &str| {
            let parsed =
                document(&SourcePath::new(path), &LineIndex::new(text), None, options(false), &|_| None);
            let Document { title, title_origin, sections, .. } = &*parsed.document;
            (title.clone(), *title_origin, sections.len())
        };
        let parts = "- Start Date: 2025-05-05\n\n# Summary\n\nIngest later.\n\n# Motivation\n\nPeaks.\n";
        let called_as_file = ("0012 async ingest".to_owned(), TitleOrigin::FileName, 2);
        assert_eq!(title("text/0012-async-ingest.md", parts), called_as_file);
        // One heading is the title, whatever it says, and so is one that says what the document is about.
        let called = |title: &str, sections| (title.to_owned(), TitleOrigin::Heading, sections);
        assert_eq!(title("overview.md", "# Overview\n\n## Parts\n"), called("Overview", 2));
        assert_eq!(title("README.md", parts).0, "Summary");
        assert_eq!(title("a.md", "# Ingest\n\n# Motivation\n").0, "Ingest");
    }

    #[test]
    fn a_title_is_one_line_without_control_characters() {
        assert_eq!(folded(" a\u{1}b\n\tc\u{7f} "), "a b c");
    }
}
