//! Markdown to facts and HTML with holes. comrak stays in here: its tree never leaves.
//!
//! In: text without front matter, includes and admonitions already written out. Out: headings,
//! links, anchors, words, and the body. Never: resolves a link, looks at another document.

mod authored;
mod definitions;
mod facts;
mod html;
mod ids;
mod inline;
mod nested_links;
mod outline;
mod raw_html;
mod sanitise;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Body, Link, Section};
use crate::model::exception::Exception;
use crate::model::markup::push_escaped;
use crate::model::mention::Mention;
use crate::parse::outline::{BlockNumber, Landmark, Outline};
use crate::parse::proposal;
use crate::source::{Extent, LineIndex, Origins, SourcePath, Span};
use comrak::nodes::{LineColumn, Node, NodeValue, Sourcepos};
use comrak::{Arena, Options};
use std::collections::BTreeSet;
use std::ops::Range;

/// Containers nested deeper than this are not drawn: browsers themselves give up at 512.
const DEEPEST_NESTING: usize = 100;

/// What the body is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Facts and findings only: no HTML is made and no code highlighted.
    Facts,
    /// Facts and the HTML of the body.
    Page,
}

/// How a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkdownOptions {
    /// What is wanted.
    pub depth: Depth,
    /// Whether HTML of the author passes as it is.
    pub unsafe_html: bool,
}

/// Which heading gives the title, and is left out of the body because the page shows it already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TitleHeading<'a> {
    /// The first heading of the document, if it is of level 1.
    First,
    /// The same, but only if it says this: the front matter has a title.
    Saying(&'a str),
    /// None: there is no page around the body.
    None,
}

/// What Markdown says.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    /// All headings in order.
    pub sections: Vec<Section>,
    /// The index of the section that gives the title and is left out of the body.
    pub title_section: Option<usize>,
    /// The first paragraph of running text, as plain text.
    pub first_paragraph: Option<String>,
    /// Names that links may point to, besides those of the sections.
    pub anchors: Vec<String>,
    /// Links and images in order.
    pub links: Vec<Link>,
    /// Where the lines start that define what a link by reference leads to, in order; Markdown shows nothing of them.
    pub definitions: Vec<u32>,
    /// What looks like the name of another document, in order.
    pub mentions: Vec<Mention>,
    /// Where each of these stands in the outline: the block, and the bytes of all text.
    pub places_of_mentions: Vec<(BlockNumber, Range<u32>)>,
    /// The HTML, empty for [`Depth::Facts`].
    pub body: Body,
    /// The languages of code, as they are named.
    pub languages: BTreeSet<String>,
    /// Words of running text.
    pub words: u32,
    /// Exceptions from rules.
    pub exceptions: Vec<Exception>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The blocks and their text.
    pub outline: Outline,
}

/// What the writer of HTML is told about the blocks of a document.
#[derive(Debug, Default)]
pub(super) struct Arrangement {
    /// The numbers, ascending, of the children of the document that are left out of the body because
    /// the page shows what they say elsewhere.
    pub(super) left_out: Vec<u32>,
    /// The blocks that links may lead to, in the order of the text.
    pub(super) landmarks: Vec<Landmark>,
}

/// Columns beyond this are looked at with care: their sums might not fit.
const LONGEST_COLUMN: u32 = 1 << 24;

/// From positions in the text given to comrak to spans in the file.
pub(super) struct Places<'a> {
    pub(super) file: &'a SourcePath,
    pub(super) lines: LineIndex<'a>,
    pub(super) origins: &'a Origins,
}

impl Places<'_> {
    /// Returns the span of what comrak says stands at `sourcepos`. Its lines and columns count
    /// from 1, columns in bytes, ends inclusive; a few are off and some out of range, so every
    /// number is clamped.
    fn span(&self, sourcepos: Sourcepos) -> Span {
        self.extent(sourcepos).of(self.file)
    }

    /// Returns the same without the file, which nearly all that stands in a text is asked for.
    #[inline]
    fn extent(&self, Sourcepos { start, end }: Sourcepos) -> Extent {
        let (start, end) = self.in_one_line(start, end).unwrap_or_else(|| {
            (self.offset(start.line, start.column.saturating_sub(1)), self.offset(end.line, end.column))
        });
        let (start, end) = self.origins.range_to_source(start, end.max(start));
        Extent::new(start, end)
    }

    /// Returns the offsets of what stands in one line, as nearly all text does.
    #[inline]
    fn in_one_line(&self, start: LineColumn, end: LineColumn) -> Option<(u32, u32)> {
        if start.line != end.line || start.column > end.column {
            return None;
        }
        let line = self.lines.inside(u32::try_from(start.line).ok()?)?;
        let is_inside = end.column <= line.len();
        is_inside
            .then(|| (line.start + (start.column as u32).saturating_sub(1), line.start + end.column as u32))
    }

    /// Returns where `content` stands, if it is to the letter what follows the first line of what
    /// comrak says stands at `sourcepos`: a fence that is not indented.
    fn of_lines_after(&self, sourcepos: Sourcepos, content: &str) -> Option<Extent> {
        let line = u32::try_from(sourcepos.start.line + 1).ok()?;
        let start = self.lines.start_of(line);
        let end = start + content.len() as u32;
        if self.lines.text().get(start as usize..end as usize)? != content {
            return None;
        }
        let (start, end) = self.origins.range_to_source(start, end);
        Some(Extent::new(start, end))
    }

    fn start_of_line(&self, line: u32) -> u32 {
        self.origins.to_source(self.lines.start_of(line)).0
    }

    fn offset(&self, line: usize, column: usize) -> u32 {
        let line = u32::try_from(line.max(1)).unwrap_or(u32::MAX);
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        // Where the next line is far, nobody needs to know how this one ends.
        match self.lines.inside(line) {
            Some(line) if column < LONGEST_COLUMN && line.start + column <= line.end => line.start + column,
            _ => self.lines.start_of(line) + column.min(self.lines.length(line)),
        }
    }
}

/// Reads Markdown, whose lines are known. `origins` lead from its text back to the file. `understand` is shown the facts
/// before HTML is made of them, and says how they are arranged.
pub(super) fn read(
    lines: LineIndex<'_>,
    file: &SourcePath,
    title_heading: TitleHeading<'_>,
    options: MarkdownOptions,
    origins: &Origins,
    understand: impl FnOnce(&Markdown) -> Arrangement,
) -> Markdown {
    let text = lines.text();
    let places = Places { file, lines, origins };
    if let Some(line) = overdeep_quote(&places.lines) {
        return shown_as_source(text, &places, places.start_of_line(line));
    }
    let signs = Signs::of(text);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &signs.options());
    if signs.has_references {
        take_out_markers(root);
    }
    let strays = if signs.has_notes { shown_where_they_stand(root, &places) } else { Vec::new() };
    let mut facts = facts::gather(root, &places, title_heading, options);
    if let Some(start) = facts.too_deep {
        return shown_as_source(text, &places, start);
    }
    facts.markdown.diagnostics.extend(strays);
    if proposal::begins_with_part(file, &facts.markdown.sections) {
        facts.markdown.title_section = None;
    }
    let (definitions, of_names) = definitions::check(&places, &facts.markdown.outline);
    facts.markdown.definitions = definitions;
    facts.markdown.diagnostics.extend(of_names);
    let arrangement = understand(&facts.markdown);
    let body = match options.depth {
        Depth::Facts => Body::default(),
        Depth::Page => html::body(root, &facts, &arrangement, title_heading != TitleHeading::None, options),
    };
    Markdown { body, ..facts.markdown }
}

/// The dialect: GitHub's, with what documentation tools have added to it.
pub(super) fn comrak_options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    extension.description_lists = true;
    extension.math_dollars = true;
    extension.math_code = true;
    extension.block_directive = true;
    extension.header_attributes = true;
    options.render.r#unsafe = true;
    options
}

/// What a text shows a sign of. comrak goes through the whole tree for notes, twice, through every text for addresses
/// and for the boxes of tasks, and looks at every line for descriptions; most documents have none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Signs {
    has_notes: bool,
    has_addresses: bool,
    has_tasks: bool,
    has_descriptions: bool,
    /// Whether characters are written by their numbers: `&#1;`.
    has_references: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let holds = |byte: u8| memchr::memchr(byte, bytes).is_some();
        let has = |sign: &str| memchr::memmem::find(bytes, sign.as_bytes()).is_some();
        // A character reference may stand for any sign.
        let may_hide_some = holds(b'&');
        // `[x]`, in which a backslash may stand before the last bracket.
        let begins_task = |at: usize| matches!(bytes.get(at + 1), Some(b' ' | b'x' | b'X'));
        // `: ` begins a description where no word stands before it.
        let begins_description = |at: usize| {
            let is_behind_word = |byte: &u8| {
                !byte.is_ascii() || byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'`' | b')')
            };
            matches!(bytes.get(at + 1), Some(b' ' | b'\t'))
                && !at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(is_behind_word)
        };
        Self {
            has_notes: may_hide_some || holds(b'^') && has("[^"),
            has_addresses: may_hide_some || holds(b'@') || has("://") || has("www."),
            has_tasks: may_hide_some || memchr::memchr_iter(b'[', bytes).any(begins_task),
            has_descriptions: memchr::memchr2_iter(b':', b'~', bytes).any(begins_description),
            has_references: may_hide_some && has("&#"),
        }
    }

    /// Returns the dialect without what the text shows no sign of.
    fn options(self) -> Options<'static> {
        let mut options = comrak_options();
        let extension = &mut options.extension;
        extension.footnotes = self.has_notes;
        extension.autolink = self.has_addresses;
        extension.tasklist = self.has_tasks;
        extension.description_lists = self.has_descriptions;
        options
    }
}

/// Finds a line that opens more quotes than anyone can read. comrak's search for alerts is
/// quadratic in their number, so this is asked before it starts.
fn overdeep_quote(lines: &LineIndex<'_>) -> Option<u32> {
    // Hardly any text has so many marks at all.
    memchr::memchr_iter(b'>', lines.text().as_bytes()).nth(DEEPEST_NESTING)?;
    (1..=lines.count() as u32).find(|&line| {
        let mut quotes = 0;
        for byte in lines.line(line).bytes() {
            match byte {
                b'>' => quotes += 1,
                b' ' | b'\t' => {}
                _ => break,
            }
        }
        quotes > DEEPEST_NESTING
    })
}

/// Takes the two characters that mark holes out of the tree. The text was cleaned of them, but character
/// references (`&#1;`) bring them in again.
fn take_out_markers(root: Node<'_>) {
    for node in root.descendants() {
        let clean = |text: &str| inline::without_markers(text).into_owned();
        match &mut node.data_mut().value {
            NodeValue::Text(text) => *text = clean(text).into(),
            NodeValue::Link(link) | NodeValue::Image(link) => {
                (link.url, link.title) = (clean(&link.url), clean(&link.title));
            }
            NodeValue::CodeBlock(code) => code.info = clean(&code.info),
            NodeValue::BlockDirective(directive) => directive.info = clean(&directive.info),
            NodeValue::Alert(alert) => alert.title = alert.title.as_deref().map(clean),
            _ => {}
        }
    }
}

/// Makes quotes of footnotes that nothing refers to and that comrak leaves in the tree: of two with
/// one name it gathers the last, and of one inside another it knows nothing. Left as they are, they
/// would begin the list of notes in the middle of the text.
fn shown_where_they_stand(root: Node<'_>, places: &Places<'_>) -> Vec<Diagnostic> {
    let is_stray = |node: &Node<'_>| matches!(node.data().value, NodeValue::FootnoteDefinition(ref note) if note.total_references == 0);
    let strays: Vec<Node<'_>> = root.descendants().filter(is_stray).collect();
    let mut found = Vec::new();
    for node in strays {
        let value = std::mem::replace(&mut node.data_mut().value, NodeValue::BlockQuote);
        let NodeValue::FootnoteDefinition(note) = value else { continue };
        let place = places.span(node.data().sourcepos);
        let end = place.start + note.name.len() as u32 + 4;
        found.push(
            Diagnostic::new(
                Code::DuplicateAnchor,
                Span { end: end.min(place.end), ..place },
                format!("the note \"[^{}]\" is defined once more, or inside another note", note.name),
            )
            .help("give it a name of its own; it is shown where it stands"),
        );
    }
    found
}

/// The page of a document that nobody can draw: its text, as it stands, and a finding.
fn shown_as_source(text: &str, places: &Places<'_>, start: u32) -> Markdown {
    let span = Span::new(places.file.clone(), start, start);
    let mut html = String::from("<pre><code>");
    push_escaped(&mut html, text);
    html.push_str("</code></pre>\n");
    Markdown {
        body: Body { html, holes: Vec::new() },
        diagnostics: vec![
            Diagnostic::new(
                Code::DeepNesting,
                span,
                format!("quotes, lists, emphasis or elements are nested more than {DEEPEST_NESTING} deep"),
            )
            .help("the document is shown as its source; take the nesting out to see it drawn"),
        ],
        ..Markdown::default()
    }
}

/// Says whether a node is one that a reader would call a paragraph of running text.
fn is_paragraph(value: &NodeValue) -> bool {
    matches!(value, NodeValue::Paragraph)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns the HTML of a text, with the places of all that is in it.
    fn drawn(text: &str, mut options: Options<'_>) -> String {
        options.render.sourcepos = true;
        comrak::markdown_to_html(text, &options)
    }

    #[test]
    fn what_a_text_shows_no_sign_of_is_not_looked_for() {
        let of = |text: &str| {
            let extension = Signs::of(text).options().extension;
            (extension.footnotes, extension.autolink, extension.tasklist, extension.description_lists)
        };
        assert_eq!(of("**Owner:** a [link](a.md): it is [done] w"), (false, false, false, false));
        assert_eq!(of("a note[^1]"), (true, false, false, false));
        assert_eq!(of("www.example.org"), (false, true, false, false));
        assert_eq!(of("http://example.org"), (false, true, false, false));
        assert_eq!(of("ana@example.org"), (false, true, false, false));
        assert_eq!(of("- [x] done"), (false, false, true, false));
        assert_eq!(of("- [ ] to do"), (false, false, true, false));
        assert_eq!(of("Broker\n: passes messages on"), (false, false, false, true));
        assert_eq!(of("> Broker\n>\n>~\tpasses messages on"), (false, false, false, true));
        assert_eq!(of("ana&commat;example.org [&Hat;1]"), (true, true, true, false));
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_with_the_whole_dialect(text in "(\\[|\\]|\\^|\\^a|: |:|:\t|~ |//|www|w|\\.|@|&#64;|&|a|http|mailto:|example.org|\\\\|\\*|_|~|`|\\$|<|>|> |\\||---\n|- |1\\. |\\[x\\] |\\[x|\\[ |\\[\t|x|\n|\n\n|    |ü){0,24}") {
            prop_assert_eq!(drawn(&text, Signs::of(&text).options()), drawn(&text, comrak_options()));
        }
    }
}
