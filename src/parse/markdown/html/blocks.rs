//! The HTML of blocks.
//!
//! In: comrak's block nodes. Out: HTML, as comrak writes it but for headings, code, directives, tasks, what
//! the author wrote as HTML, and landmarks. Never: tables, notes, what stands in a line.

use super::Writer;
use super::inlines::math_html;
use crate::parse::admonition::{Admonition, Fold};
use crate::parse::fence;
use crate::parse::markdown::inline;
use crate::parse::markdown::raw_html::permalink;
use crate::parse::outline::Landmark;
use comrak::nodes::{ListType, Node, NodeAlert, NodeCodeBlock, NodeList, NodeValue};
use comrak::options::AlertStyleType;

/// Tags that are written often stand here whole: putting them together costs more than all that is in them.
const HEADING_STARTS: [&str; 6] = ["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"];
const HEADING_ENDS: [&str; 6] = ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];

impl Writer<'_> {
    /// Writes a block.
    pub(super) fn block(&mut self, node: Node<'_>, value: &NodeValue) {
        let landmark = self.pass_block();
        match value {
            NodeValue::Paragraph => self.paragraph(node, landmark),
            NodeValue::Heading(heading) => self.heading(node, heading.level),
            NodeValue::List(list) => self.list(node, list),
            NodeValue::Item(_) => {
                self.start_tag("<li", landmark, []);
                self.children(node);
                self.push("</li>\n");
            }
            NodeValue::TaskItem(task) => self.task(node, task.symbol.is_some(), landmark),
            NodeValue::Table(table) => self.table(node, table),
            NodeValue::CodeBlock(code) => self.code(code),
            NodeValue::HtmlBlock(_) => {
                self.begin_line();
                self.raw();
                self.begin_line();
            }
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => {
                self.lines(["<blockquote>\n", "</blockquote>\n"], node);
            }
            NodeValue::Alert(alert) => self.alert(node, alert),
            NodeValue::BlockDirective(directive) => self.directive(node, &directive.info),
            NodeValue::ThematicBreak => {
                self.begin_line();
                self.push("<hr />\n");
            }
            NodeValue::FootnoteDefinition(note) => self.note(node, note),
            NodeValue::DescriptionList => {
                self.begin_line();
                self.wrapped(["<dl>\n", "</dl>\n"], node);
            }
            NodeValue::DescriptionTerm => self.wrapped(["<dt>", "</dt>\n"], node),
            NodeValue::DescriptionDetails => self.wrapped(["<dd>", "</dd>\n"], node),
            // There is nothing else in the dialect that has a tag of its own.
            _ => self.children(node),
        }
    }

    fn wrapped(&mut self, [start, end]: [&str; 2], node: Node<'_>) {
        self.push(start);
        self.children(node);
        self.push(end);
    }

    /// Writes an element whose tags each stand on a line.
    fn lines(&mut self, [start, end]: [&str; 2], node: Node<'_>) {
        self.begin_line();
        self.push(start);
        self.children(node);
        self.begin_line();
        self.push(end);
    }

    fn paragraph(&mut self, node: Node<'_>, landmark: Option<&Landmark>) {
        let is_tight = is_tight(node);
        if landmark.is_some() || !is_tight {
            self.start_tag("<p", landmark, []);
        } else if node.previous_sibling().is_some_and(|it| matches!(it.data().value, NodeValue::Paragraph)) {
            self.push("\n");
        }
        self.children(node);
        self.end_landmark();
        if !is_tight {
            if node.next_sibling().is_none()
                && let Some(parent) = node.parent()
                && let NodeValue::FootnoteDefinition(ref note) = parent.data().value
            {
                self.links_back(note, " ");
            }
            self.push("</p>\n");
        }
    }

    fn heading(&mut self, node: Node<'_>, level: u8) {
        let number = self.passed.sections;
        self.passed.sections += 1;
        let markdown = &self.facts.markdown;
        if markdown.title_section == Some(number) {
            let anchor = markdown.sections.get(number).map(|section| section.anchor.as_str());
            self.leave_out_marks(node, anchor);
            node.children().for_each(|child| self.pass_all(child));
            return;
        }
        let section = markdown.sections.get(number).filter(|section| !section.anchor.is_empty());
        let level = usize::from(level.clamp(1, 6)) - 1;
        self.begin_line();
        self.push(HEADING_STARTS[level]);
        if let Some(section) = section {
            self.push(" id=\"");
            self.push_escaped(&section.anchor);
            self.push("\"");
        }
        self.push(">");
        self.children(node);
        if let Some(section) = section {
            permalink(&mut self.html, &section.anchor, &section.title, "");
        }
        self.push(HEADING_ENDS[level]);
    }

    fn list(&mut self, node: Node<'_>, list: &NodeList) {
        self.begin_line();
        match (list.list_type, list.start) {
            (ListType::Bullet, _) => self.wrapped(["<ul>\n", "</ul>\n"], node),
            (ListType::Ordered, 1) => self.wrapped(["<ol>\n", "</ol>\n"], node),
            (ListType::Ordered, start) => {
                self.wrapped([&format!("<ol start=\"{start}\">\n"), "</ol>\n"], node);
            }
        }
    }

    fn task(&mut self, node: Node<'_>, is_done: bool, landmark: Option<&Landmark>) {
        let is_in_list =
            node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::List(_)));
        if is_in_list {
            self.start_tag("<li", landmark, [Some("task")]);
        } else {
            self.begin_line();
        }
        self.chunk(match is_done {
            true => "<input type=\"checkbox\" checked=\"\" disabled=\"\" aria-label=\"done\" /> ",
            false => "<input type=\"checkbox\" disabled=\"\" aria-label=\"to do\" /> ",
        });
        self.children(node);
        if is_in_list {
            self.push("</li>\n");
        }
    }

    fn code(&mut self, code: &NodeCodeBlock) {
        self.begin_line();
        let html = match code.info.split_whitespace().next() {
            Some("math") => math_html(&code.literal, true),
            _ => fence::figure(&fence::fence_attributes(&code.info), &code.literal),
        };
        self.block_chunk(html);
        self.begin_line();
    }

    fn alert(&mut self, node: Node<'_>, alert: &NodeAlert) {
        self.begin_line();
        let class = alert.alert_type.css_class(AlertStyleType::Specific);
        self.push_all(["<div class=\"markdown-alert ", class, "\">\n<p class=\"markdown-alert-title\">"]);
        self.push_escaped(alert.title.as_deref().unwrap_or(alert.alert_type.default_title()));
        self.push("</p>\n");
        self.children(node);
        self.begin_line();
        self.push("</div>\n");
    }

    fn directive(&mut self, node: Node<'_>, info: &str) {
        let Some(admonition) = Admonition::from_info(info) else {
            self.lines(["<div class=\"directive\">\n", "</div>\n"], node);
            return;
        };
        let (element, title_element) = match admonition.fold {
            Fold::None => ("div", "p"),
            Fold::Open | Fold::Closed => ("details", "summary"),
        };
        let kind = admonition.kind.as_str();
        self.begin_line();
        self.push_all(["<", element, " class=\"markdown-alert markdown-alert-", kind, "\""]);
        self.push(if admonition.fold == Fold::Open { " open=\"\">\n" } else { ">\n" });
        self.push_all(["<", title_element, " class=\"markdown-alert-title\">"]);
        // What is written as `%01` is a character only now.
        inline::show_into(&mut self.html, &inline::without_markers(&admonition.title));
        self.push_all(["</", title_element, ">\n"]);
        self.children(node);
        self.begin_line();
        self.push_all(["</", element, ">\n"]);
    }

    /// Writes the start tag of an element that may be a landmark, on a line of its own.
    pub(super) fn start_tag<const N: usize>(
        &mut self,
        start: &str,
        landmark: Option<&Landmark>,
        classes: [Option<&str>; N],
    ) {
        self.begin_line();
        self.push(start);
        if let Some(landmark) = landmark {
            self.push(" id=\"");
            self.push_escaped(&landmark.anchor);
            self.push("\"");
        }
        let mut before = " class=\"";
        for class in classes {
            let Some(class) = class else { continue };
            self.push_all([before, class]);
            before = " ";
        }
        if landmark.is_some() {
            self.push_all([before, "landmark"]);
            before = " ";
        }
        self.push(if before == " " { "\">" } else { ">" });
    }

    /// Writes the link of the landmark whose text ends here, if it is one's, to itself.
    pub(super) fn end_landmark(&mut self) {
        if let Some(landmark) = self.open_landmark.take() {
            permalink(&mut self.html, &landmark.anchor, &landmark.title, "");
        }
    }
}

/// Says whether a paragraph has no tag: it stands in a tight list, or is a term.
fn is_tight(paragraph: Node<'_>) -> bool {
    let Some(parent) = paragraph.parent() else { return false };
    match parent.data().value {
        NodeValue::Document | NodeValue::BlockQuote => false,
        NodeValue::DescriptionTerm => true,
        _ => parent.parent().is_some_and(|list| match list.data().value {
            NodeValue::List(list) => list.tight,
            NodeValue::DescriptionItem(item) => item.tight,
            _ => false,
        }),
    }
}
