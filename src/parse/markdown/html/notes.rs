//! The HTML of footnotes: a list at the end of a body, with links back to where they are mentioned.
//!
//! In: comrak's definitions of notes, which stand last in the tree. Out: HTML, as comrak writes it, and a
//! heading that only readers of the page hear. Never: the mark of a note in the text.

use super::Writer;
use comrak::nodes::{Node, NodeFootnoteDefinition};

/// How far the list of notes is.
#[derive(Default)]
pub(super) struct Notes {
    /// How many notes were begun.
    begun: u32,
    /// The number of the last one that has its links back.
    linked: u32,
}

impl Writer<'_> {
    pub(super) fn note(&mut self, node: Node<'_>, note: &NodeFootnoteDefinition) {
        if self.notes.begun == 0 {
            let level = if self.is_lowered { "1" } else { "2" };
            self.push("<section class=\"footnotes\" data-footnotes>\n");
            self.push_all(["<h", level, " class=\"visually-hidden\">Footnotes</h", level, ">\n<ol>\n"]);
        }
        self.notes.begun += 1;
        self.push("<li id=\"fn-");
        self.push_address(&note.name);
        self.push("\">");
        self.children(node);
        if self.links_back(note) {
            self.push("\n");
        }
        self.push("</li>\n");
    }

    /// Writes the links of a note to where it is mentioned, unless it has them; says whether it did.
    pub(super) fn links_back(&mut self, note: &NodeFootnoteDefinition) -> bool {
        let number = self.notes.begun;
        if self.notes.linked >= number {
            return false;
        }
        self.notes.linked = number;
        for mention in 1..=note.total_references {
            let (suffix, superscript) = match mention {
                1 => (String::new(), String::new()),
                _ => (format!("-{mention}"), format!("<sup class=\"footnote-ref\">{mention}</sup>")),
            };
            self.push(if mention > 1 { " <a href=\"#fnref-" } else { "<a href=\"#fnref-" });
            self.push_address(&note.name);
            self.push(&format!(
                "{suffix}\" class=\"footnote-backref\" data-footnote-backref data-footnote-backref-idx=\"{number}{suffix}\" aria-label=\"Back to reference {number}{suffix}\">↩{superscript}</a>"
            ));
        }
        true
    }

    /// Ends the list of notes, if there is one.
    pub(super) fn end_notes(&mut self) {
        if self.notes.begun > 0 {
            self.push("</ol>\n</section>\n");
        }
    }
}
