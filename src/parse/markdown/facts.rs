//! One walk over the tree of a document: headings, links, anchors, words, findings.
//!
//! In: comrak's tree. Out: [`Facts`], in the order in which the HTML writer will meet the same
//! nodes again, so that both speak of a link or a raw piece by its number. Never: writes HTML.

use super::authored::Authored;
use super::inline::Letters;
use super::outline::Outliner;
use super::raw_html::{self, RawPiece};
use super::{DEEPEST_NESTING, Markdown, MarkdownOptions, Places, TitleHeading, ids, inline, is_paragraph};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Link, LinkKind, Section};
use crate::model::markup::push_escaped;
use crate::model::mention::{Mention, MentionKind};
use crate::parse::anchors::Slugger;
use crate::parse::exceptions;
use crate::parse::fence::fence_attributes;
use crate::parse::{mentions, metadata};
use crate::source::{Span, on_one_line};
use comrak::nodes::{Ast, Node, NodeCodeBlock, NodeValue};
use std::collections::HashSet;
use std::ops::Range;

/// Elements nested deeper than this are not drawn: browsers give up at 512, and sanitising them
/// takes a time that grows with the square of their number.
const DEEPEST_HTML: i32 = 400;

/// Where a name stands that may become a link.
#[derive(Debug)]
pub(super) struct PlaceOfName {
    /// The number of the text that holds it, and its bytes there.
    pub(super) text: u32,
    pub(super) range: Range<usize>,
    /// Its index among the mentions.
    pub(super) mention: u32,
}

/// What the walk found.
#[derive(Default)]
pub(super) struct Facts {
    /// The facts that leave the parser.
    pub(super) markdown: Markdown,
    /// The author's pieces of HTML in order, with their links replaced by holes.
    pub(super) raw: Vec<RawPiece>,
    /// The names that may become links, in order.
    pub(super) names: Vec<PlaceOfName>,
    /// The children of the document that the sanitiser has to see, as ranges in order; for line breaks
    /// and comments alone it need not.
    pub(super) to_sanitise: Vec<Range<u32>>,
    /// Whether there are ids that did not come from the headings, so that two may be the same.
    pub(super) has_chosen_ids: bool,
    /// The place where nodes or elements that the author wrote as HTML are nested too deep, if they are.
    pub(super) too_deep: Option<u32>,
}

struct Walk<'a> {
    facts: Facts,
    /// How many texts were met.
    texts: u32,
    places: &'a Places<'a>,
    title_heading: TitleHeading<'a>,
    options: MarkdownOptions,
    slugger: Slugger,
    /// The anchors that the author chose, those of footnotes included.
    chosen: HashSet<String>,
    current_section: Option<u32>,
    open_elements: i32,
    /// How many elements are open that the author wrote as HTML and in which no name becomes a link.
    open_guards: i32,
    /// The level of the heading that the walk is in.
    heading: Option<u8>,
    /// The names of each section that were met already.
    named: HashSet<(Option<u32>, bool, String)>,
    outliner: Outliner,
    authored: Authored,
}

/// Gathers the facts of a document.
pub(super) fn gather(
    root: Node<'_>,
    places: &Places<'_>,
    title_heading: TitleHeading<'_>,
    options: MarkdownOptions,
) -> Facts {
    let mut walk = Walk {
        facts: Facts::default(),
        texts: 0,
        places,
        title_heading,
        options,
        slugger: Slugger::default(),
        chosen: HashSet::new(),
        current_section: None,
        open_elements: 0,
        open_guards: 0,
        heading: None,
        named: HashSet::new(),
        outliner: Outliner::new(places.lines.text().len(), places.lines.count()),
        authored: Authored::default(),
    };
    walk.visit(root, 1);
    walk.facts.markdown.outline = walk.outliner.finish();
    walk.facts.to_sanitise = walk.authored.finish();
    walk.facts
}

impl Walk<'_> {
    /// Takes in a node and all below it, unless nodes are nested too deep.
    fn visit(&mut self, node: Node<'_>, depth: usize) {
        let data = node.data();
        if depth > DEEPEST_NESTING {
            let line = data.sourcepos.start.line as u32;
            self.facts.too_deep.get_or_insert(self.places.start_of_line(line));
            return;
        }
        // Most nodes are texts, and nothing stands in one.
        if let NodeValue::Text(ref text) = data.value {
            let letters = Letters::of(text);
            self.facts.markdown.words += letters.words;
            self.names_in(node, text, letters.may_name);
            self.outliner.text(text, self.places.extent(data.sourcepos));
            return;
        }
        self.enter(node, &data);
        let links = self.facts.markdown.links.len();
        self.outliner.enter(node, &data, self.places, self.current_section, links);
        // The HTML writer does not enter images (their content is a plain text there), so what is
        // inside one must not be counted here either.
        if matches!(data.value, NodeValue::Image(_)) {
            return;
        }
        let mut next = node.first_child();
        while let Some(child) = next {
            self.visit(child, depth + 1);
            next = child.next_sibling();
        }
        if matches!(data.value, NodeValue::Heading(_)) {
            self.heading = None;
        }
        let child = self.outliner.top();
        self.outliner.leave(&data.value);
        if self.outliner.top() > child {
            self.authored.leave(child);
        }
    }

    fn enter(&mut self, node: Node<'_>, data: &Ast) {
        match data.value {
            NodeValue::Heading(ref heading) => self.heading(node, heading.level),
            NodeValue::Link(ref link) => {
                let text = inline::into_emoji(inline::plain_text(node));
                self.link(node, LinkKind::Hyperlink, &link.url, &link.title, text);
            }
            NodeValue::Image(ref image) => {
                let text = inline::alternative_text(node);
                self.link(node, LinkKind::Image, &image.url, &image.title, text);
            }
            NodeValue::HtmlBlock(ref html) => self.raw(node, &html.literal),
            NodeValue::HtmlInline(ref html) => self.raw(node, html),
            NodeValue::CodeBlock(ref code) => self.code_block(node, code),
            NodeValue::Code(ref code) => {
                let literal = &code.literal;
                if !self.outliner.is_in_link() && mentions::is_file(literal) {
                    self.mention(node, literal, 0..literal.len(), MentionKind::File, false);
                }
            }
            NodeValue::FootnoteDefinition(ref note) => {
                self.authored.begin_notes();
                let anchor = format!("fn-{}", note.name);
                let place = self.places.span(data.sourcepos);
                self.choose(&anchor, || Span { end: place.start + 4 + note.name.len() as u32, ..place });
                self.facts.markdown.anchors.push(anchor);
            }
            ref value if is_paragraph(value) => self.paragraph(node),
            _ => {}
        }
    }

    fn names_in(&mut self, node: Node<'_>, text: &str, may_name: bool) {
        let number = self.texts;
        self.texts += 1;
        // What stands in a link is the link's, and a title names the document itself.
        if !may_name || self.outliner.is_in_link() || self.heading == Some(1) {
            return;
        }
        let may_be_link = self.heading.is_none() && self.open_guards == 0;
        for found in mentions::find(text) {
            let mention = self.facts.markdown.mentions.len() as u32;
            if self.mention(node, text, found.range.clone(), found.kind, may_be_link) && may_be_link {
                self.facts.names.push(PlaceOfName { text: number, range: found.range, mention });
            }
        }
    }

    /// Notes a name, unless the section has it already; says whether it was noted.
    fn mention(
        &mut self,
        node: Node<'_>,
        text: &str,
        range: Range<usize>,
        kind: MentionKind,
        may_be_link: bool,
    ) -> bool {
        let Some((block, start)) = self.outliner.place() else { return false };
        let written = &text[range.clone()];
        if !self.named.insert((self.current_section, may_be_link, written.to_lowercase())) {
            return false;
        }
        let whole = self.places.span(node.data().sourcepos);
        // Where the text is written as it is read, the name has a place of its own in it.
        let span = match (whole.end - whole.start) as usize == text.len() {
            true => Span::new(whole.file, whole.start + range.start as u32, whole.start + range.end as u32),
            false => whole,
        };
        let markdown = &mut self.facts.markdown;
        markdown.mentions.push(Mention {
            written: written.into(),
            kind,
            span,
            section: self.current_section,
            may_be_link,
            is_declared: false,
            is_entry: false,
            excerpt: None,
        });
        markdown.places_of_mentions.push((block, start + range.start as u32..start + range.end as u32));
        true
    }

    fn heading(&mut self, node: Node<'_>, level: u8) {
        self.heading = Some(level);
        let text = inline::plain_text(node);
        let declared = node.data().attrs.as_ref().and_then(|attributes| attributes.id.clone());
        let declared = declared
            .map(|id| inline::without_markers(&id).into_owned())
            .filter(|id| !id.is_empty() && !ids::is_of_the_frame(id));
        let anchor = match declared {
            Some(id) => {
                self.choose(&id, || self.places.span(node.data().sourcepos));
                self.slugger.claim(&id);
                id
            }
            None => self.slugger.anchor(&text),
        };
        let at_top = node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Document));
        let title = inline::with_emoji(text.trim()).into_owned();
        let markdown = &mut self.facts.markdown;
        let may_be_title = level == 1 && at_top && markdown.sections.is_empty() && !title.is_empty();
        let is_title = match self.title_heading {
            TitleHeading::First => true,
            TitleHeading::Saying(declared) => declared == title,
            TitleHeading::None => false,
        };
        if may_be_title && is_title {
            markdown.title_section = Some(0);
        }
        self.current_section = Some(markdown.sections.len() as u32);
        markdown.sections.push(Section {
            level,
            title,
            title_html: inline::html_without_links(node),
            anchor,
            start: self.places.span(node.data().sourcepos).start,
        });
    }

    /// Notes an anchor that the author chose, and says so if it was chosen before.
    fn choose(&mut self, anchor: &str, place: impl FnOnce() -> Span) {
        self.facts.has_chosen_ids = true;
        if !self.chosen.insert(anchor.to_owned()) {
            self.facts.markdown.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateAnchor,
                    place(),
                    format!("the anchor \"{anchor}\" is given for the second time; links lead to the first"),
                )
                .help("give one of the two another name"),
            );
        }
    }

    fn link(&mut self, node: Node<'_>, kind: LinkKind, target: &str, title: &str, text: String) {
        let span = self.places.span(node.data().sourcepos);
        self.push_link(kind, target, title, text, span);
    }

    fn push_link(&mut self, kind: LinkKind, target: &str, title: &str, text: String, span: Span) {
        self.facts.markdown.links.push(Link {
            kind,
            target: target.to_owned(),
            title: title.to_owned(),
            text,
            span,
            section: self.current_section,
            is_declared: false,
            excerpt: None,
        });
    }

    fn raw(&mut self, node: Node<'_>, literal: &str) {
        self.exceptions(node, literal);
        let span = self.places.span(node.data().sourcepos);
        let first_link = self.facts.markdown.links.len() as u32;
        let may_be_title =
            self.title_heading == TitleHeading::First && self.facts.markdown.sections.is_empty();
        let found =
            raw_html::scan(literal, first_link, self.options.unsafe_html, may_be_title, &mut self.slugger);
        if found.has_title {
            self.facts.markdown.title_section = Some(0);
        }
        for link in found.links {
            let start = span.start + link.offset as u32;
            let place = Span::new(span.file.clone(), start, start + link.length as u32);
            self.push_link(link.kind, &link.target, "", link.text, place);
        }
        for heading in found.headings {
            self.current_section = Some(self.facts.markdown.sections.len() as u32);
            let mut title_html = String::new();
            push_escaped(&mut title_html, &heading.text);
            self.facts.markdown.sections.push(Section {
                level: heading.level,
                title: heading.text,
                title_html,
                anchor: heading.anchor,
                start: span.start + heading.offset as u32,
            });
        }
        for anchor in found.anchors {
            let start = span.start + anchor.offset as u32;
            let place = Span::new(span.file.clone(), start, start + anchor.length as u32);
            self.choose(&anchor.name, || place);
            self.facts.markdown.anchors.push(anchor.name);
        }
        if found.piece.needs_sanitising && !self.options.unsafe_html {
            let block = self.outliner.place().map(|(block, _)| block);
            self.authored.take(self.outliner.top(), block, found.tags);
        }
        if self.open_elements + found.piece.deepest > DEEPEST_HTML && self.facts.too_deep.is_none() {
            self.facts.too_deep = Some(span.start);
        }
        self.open_elements = (self.open_elements + found.piece.opened).max(0);
        self.open_guards = (self.open_guards + found.piece.opened_guards).max(0);
        self.facts.raw.push(found.piece);
    }

    fn exceptions(&mut self, node: Node<'_>, literal: &str) {
        let start = node.data().sourcepos.start;
        let start = self.places.offset(start.line, start.column.saturating_sub(1));
        let Places { file, lines, origins } = self.places;
        let place = exceptions::Place { file, lines, origins };
        let Markdown { exceptions, diagnostics, .. } = &mut self.facts.markdown;
        exceptions::read(literal, start, &place, exceptions, diagnostics);
    }

    fn code_block(&mut self, node: Node<'_>, code: &NodeCodeBlock) {
        self.facts.markdown.languages.extend(fence_attributes(&code.info).language);
        if !code.fenced || code.closed {
            return;
        }
        let language = code.info.split_whitespace().next().unwrap_or("");
        if !matches!(language, "" | "md" | "markdown" | "text" | "mermaid" | "json" | "yaml") {
            return;
        }
        let swallowed = code.literal.lines().find(|line| {
            let level = line.bytes().take_while(|&byte| byte == b'#').count();
            (2..=6).contains(&level) && line.as_bytes().get(level) == Some(&b' ')
        });
        if let Some(heading) = swallowed {
            let span = self.places.span(node.data().sourcepos);
            let end = span.start + code.fence_length as u32;
            let fence: String = std::iter::repeat_n(char::from(code.fence_char), code.fence_length).collect();
            self.facts.markdown.diagnostics.push(
                Diagnostic::new(
                    Code::UnclosedFence,
                    Span::new(span.file, span.start, end),
                    format!(
                        "this code fence is never closed and swallows the heading \"{}\"",
                        heading.trim()
                    ),
                )
                .help(format!("close it with a line of {fence}")),
            );
        }
    }

    /// Keeps the first paragraph that is running text: not one of labels, badges or an image alone.
    fn paragraph(&mut self, node: Node<'_>) {
        if self.facts.markdown.first_paragraph.is_some() {
            return;
        }
        let in_running_text = node.parent().is_some_and(|parent| {
            matches!(parent.data().value, NodeValue::Document | NodeValue::BlockQuote | NodeValue::Alert(_))
        });
        if !in_running_text {
            return;
        }
        let text = on_one_line(inline::plain_text(node));
        if is_running_text(&text) && !starts_with_label(node) {
            self.facts.markdown.first_paragraph = Some(inline::into_emoji(text));
        }
    }
}

/// A sentence has some words and is no template's placeholder.
fn is_running_text(text: &str) -> bool {
    text.split(' ').nth(3).is_some() && !(text.starts_with('[') && text.ends_with(']'))
}

/// A paragraph that begins with a bold label (`**Status:** …`) is metadata, but for the one that
/// says what the document is for; so is one that is a label and a value (`*Last Updated: March 2025*`),
/// and one that begins with a field of metadata (`Author: Ana Sol (@asol)`).
fn starts_with_label(paragraph: Node<'_>) -> bool {
    let Some(first) = paragraph.first_child() else { return false };
    if let NodeValue::Text(ref text) = first.data().value
        && let Some((label, _)) = text.split_once(": ")
    {
        return metadata::is_field(label);
    }
    if !matches!(first.data().value, NodeValue::Strong | NodeValue::Emph) {
        return false;
    }
    let label = inline::plain_text(first);
    let follows_colon = first
        .next_sibling()
        .is_some_and(|next| matches!(next.data().value, NodeValue::Text(ref text) if text.starts_with(':')));
    let label = label.trim();
    let is_short = |text: &str| text.split(' ').count() <= 4;
    let is_pair = label.split_once(": ").is_some_and(|(label, value)| is_short(label) && is_short(value));
    if is_pair && first.next_sibling().is_none() {
        return true;
    }
    (label.ends_with(':') || follows_colon) && !label.trim_end_matches(':').eq_ignore_ascii_case("purpose")
}
