//! The HTML of what stands in a line.
//!
//! In: comrak's inline nodes. Out: HTML, as comrak writes it but for links, images, mathematics and what
//! the author wrote as HTML. Never: a block.

use super::Writer;
use crate::model::document::HoleKind;
use crate::model::markup::push_escaped;
use crate::parse::markdown::inline;
use crate::parse::math;
use comrak::nodes::{Node, NodeFootnoteReference, NodeValue};

impl Writer<'_> {
    /// Writes what stands in a line and is no text.
    pub(super) fn inline(&mut self, node: Node<'_>, value: &NodeValue) {
        match value {
            NodeValue::SoftBreak => self.push("\n"),
            NodeValue::LineBreak => self.push("<br />\n"),
            NodeValue::Strong => self.element(["<strong>", "</strong>"], node),
            NodeValue::Emph => self.element(["<em>", "</em>"], node),
            NodeValue::Strikethrough => self.element(["<del>", "</del>"], node),
            NodeValue::Code(code) => {
                self.push("<code>");
                self.push_escaped(&code.literal);
                self.push("</code>");
            }
            NodeValue::Link(_) => self.link(node),
            NodeValue::Image(_) => self.image(node),
            NodeValue::Math(math) => self.chunk(&math_html(&math.literal, math.display_math)),
            NodeValue::HtmlInline(_) => self.raw(),
            NodeValue::FootnoteReference(reference) => self.note_reference(reference),
            // There is nothing else in the dialect.
            _ => self.children(node),
        }
    }

    /// Writes an element that is no block.
    fn element(&mut self, [start, end]: [&str; 2], node: Node<'_>) {
        self.push(start);
        self.children(node);
        self.push(end);
    }

    /// Writes text, with holes around the names that may become links.
    pub(super) fn text(&mut self, text: &str) {
        let number = self.passed.texts;
        self.passed.texts += 1;
        let mut written = 0;
        while let Some((name, rest)) = self.names.split_first() {
            if name.text > number {
                break;
            }
            self.names = rest;
            // Names may stand in what was not written.
            if name.text == number {
                inline::show_into(&mut self.html, &text[written..name.range.start]);
                self.hole(HoleKind::MentionStart(name.mention));
                self.push_escaped(&text[name.range.clone()]);
                self.hole(HoleKind::MentionEnd(name.mention));
                written = name.range.end;
            }
        }
        inline::show_into(&mut self.html, &text[written..]);
    }

    fn link(&mut self, node: Node<'_>) {
        let number = self.passed.links;
        self.passed.links += 1;
        // The tag is written here and only its inside is a hole, so that the sanitiser sees a link.
        if self.sanitised {
            self.push("<a href=\"");
            self.hole(HoleKind::Attribute(number));
            self.push("\">");
        } else {
            self.hole(HoleKind::LinkStart(number));
        }
        self.open_links += 1;
        self.children(node);
        self.open_links -= 1;
        self.push("</a>");
    }

    fn image(&mut self, node: Node<'_>) {
        self.leave_out_marks(node, None);
        let link = self.passed.links;
        self.passed.links += 1;
        let full_size = self.open_links == 0 && self.open_raw_links == 0;
        self.hole(HoleKind::Image { link, full_size });
    }

    /// Writes a piece of the author's HTML.
    pub(super) fn raw(&mut self) {
        let number = self.pass_raw();
        if self.sanitised {
            super::markers::push_numbered(&mut self.html, 'r', number);
        } else if let Some(piece) = self.facts.raw.get(number) {
            self.push(&piece.html);
        }
    }

    fn note_reference(&mut self, reference: &NodeFootnoteReference) {
        self.push("<sup class=\"footnote-ref\"><a href=\"#fn-");
        self.push_address(&reference.name);
        self.push("\" id=\"fnref-");
        self.push_address(&reference.name);
        if reference.ref_num > 1 {
            self.push_all(["-", &reference.ref_num.to_string()]);
        }
        self.push_all(["\" data-footnote-ref>", &reference.ix.to_string(), "</a></sup>"]);
    }

    /// Writes a part of an address, percent-encoded.
    pub(super) fn push_address(&mut self, part: &str) {
        // Writing to a string cannot fail.
        let _ = comrak::html::escape_href(&mut self.html, part, false);
    }
}

/// Returns mathematics as MathML, else as it was written.
pub(super) fn math_html(latex: &str, display: bool) -> String {
    math::to_mathml(latex, display).unwrap_or_else(|| {
        let mut html = String::from("<code class=\"math\">");
        push_escaped(&mut html, latex);
        html.push_str("</code>");
        html
    })
}
