//! One walk over the tree of a document: headings, links, anchors, words, findings.
//!
//! In: comrak's tree. Out: [`Facts`], in the order in which the HTML writer will meet the same
//! nodes again, so that both speak of a link or a raw piece by its number. Never: writes HTML.

use super::outline::Outliner;
use super::raw_html::{self, RawPiece};
use super::{Markdown, MarkdownOptions, Places, TitleHeading, ids, inline, is_paragraph};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Link, LinkKind, Section};
use crate::parse::anchors::Slugger;
use crate::parse::exceptions;
use crate::parse::fence::fence_attributes;
use crate::parse::metadata;
use crate::source::Span;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeCodeBlock, NodeValue};
use std::collections::HashSet;

/// Elements nested deeper than this are not drawn: browsers give up at 512, and sanitising them
/// takes a time that grows with the square of their number.
const DEEPEST_HTML: i32 = 400;

/// What the walk found.
#[derive(Default)]
pub(super) struct Facts {
    /// The facts that leave the parser.
    pub(super) markdown: Markdown,
    /// The author's pieces of HTML in order, with their links replaced by holes.
    pub(super) raw: Vec<RawPiece>,
    /// Whether any piece needs the sanitiser; line breaks and comments do not.
    pub(super) needs_sanitising: bool,
    /// Whether there are ids that did not come from the headings, so that two may be the same.
    pub(super) has_chosen_ids: bool,
    /// The place where elements that the author wrote as HTML are nested too deep, if they are.
    pub(super) too_deep: Option<u32>,
}

struct Walk<'a> {
    facts: Facts,
    places: &'a Places<'a>,
    title_heading: TitleHeading<'a>,
    options: MarkdownOptions,
    slugger: Slugger,
    /// The anchors that the author chose, those of footnotes included.
    chosen: HashSet<String>,
    current_section: Option<u32>,
    open_elements: i32,
    outliner: Outliner,
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
        places,
        title_heading,
        options,
        slugger: Slugger::default(),
        chosen: HashSet::new(),
        current_section: None,
        open_elements: 0,
        outliner: Outliner::default(),
    };
    // The HTML writer does not enter images (their content is a plain text there), so what is
    // inside one must not be counted here either.
    let mut images = 0;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                if images == 0 {
                    walk.enter(node);
                    let links = walk.facts.markdown.links.len();
                    walk.outliner.enter(node, walk.places, walk.current_section, links);
                }
                images += usize::from(matches!(node.data().value, NodeValue::Image(_)));
            }
            NodeEdge::End(node) => {
                images -= usize::from(matches!(node.data().value, NodeValue::Image(_)));
                if images == 0 {
                    walk.outliner.leave(node);
                }
            }
        }
    }
    walk.facts.markdown.outline = walk.outliner.finish();
    walk.facts
}

impl Walk<'_> {
    fn enter(&mut self, node: Node<'_>) {
        let data = node.data();
        match data.value {
            NodeValue::Heading(ref heading) => self.heading(node, heading.level),
            NodeValue::Link(ref link) => {
                let text = inline::with_emoji(&inline::plain_text(node)).into_owned();
                self.link(node, LinkKind::Hyperlink, &link.url, &link.title, text);
            }
            NodeValue::Image(ref image) => {
                let text = inline::alternative_text(node);
                self.link(node, LinkKind::Image, &image.url, &image.title, text);
            }
            NodeValue::HtmlBlock(ref html) => self.raw(node, &html.literal),
            NodeValue::HtmlInline(ref html) => self.raw(node, html),
            NodeValue::CodeBlock(ref code) => self.code_block(node, code),
            NodeValue::Text(ref text) => {
                self.facts.markdown.words += inline::words(text);
            }
            NodeValue::FootnoteDefinition(ref note) => {
                let anchor = format!("fn-{}", note.name);
                let place = self.places.span(data.sourcepos);
                self.choose(&anchor, || Span { end: place.start + 4 + note.name.len() as u32, ..place });
                self.facts.markdown.anchors.push(anchor);
            }
            ref value if is_paragraph(value) => self.paragraph(node),
            _ => {}
        }
    }

    fn heading(&mut self, node: Node<'_>, level: u8) {
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
            target: inline::without_markers(target).into_owned(),
            title: inline::without_markers(title).into_owned(),
            text,
            span,
            section: self.current_section,
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
            inline::escape_into(&mut title_html, &heading.text);
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
        self.facts.needs_sanitising |= found.piece.needs_sanitising && !self.options.unsafe_html;
        if self.open_elements + found.piece.deepest > DEEPEST_HTML && self.facts.too_deep.is_none() {
            self.facts.too_deep = Some(span.start);
        }
        self.open_elements = (self.open_elements + found.piece.opened).max(0);
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
        let info = inline::without_markers(&code.info);
        self.facts.markdown.languages.extend(fence_attributes(&info).language);
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
        let text = inline::plain_text(node);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_running_text(&text) && !starts_with_label(node) {
            self.facts.markdown.first_paragraph = Some(inline::with_emoji(&text).into_owned());
        }
    }
}

/// A sentence has some words and is no template's placeholder.
fn is_running_text(text: &str) -> bool {
    text.split(' ').count() >= 4 && !(text.starts_with('[') && text.ends_with(']'))
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
