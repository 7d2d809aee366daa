//! The HTML of footnotes: a list at the end of a body, with links back to where they are mentioned.
//!
//! In: comrak's definitions of notes, which stand last in the tree, and what the body does not show. Out:
//! HTML, as comrak writes it, with a heading for those who listen, and no way back to what is not there.
//! Never: the mark of a note in the text.

use super::Writer;
use comrak::nodes::{Node, NodeFootnoteDefinition, NodeValue};

/// How far the list of notes is.
#[derive(Default)]
pub(super) struct Notes {
    unshown: Vec<Unshown>,
    /// How many notes were begun.
    begun: u32,
    /// The number of the last one that has its links back.
    linked: u32,
}

/// A mark that the body does not show, because what it stands in is shown elsewhere.
struct Unshown {
    /// The name of its note, and the number of the mark among those of that.
    name: String,
    number: u32,
    /// The anchor of what it stands in, if that has one.
    place: Option<String>,
}

impl Writer<'_> {
    /// Takes note of the marks in something that the body does not show; `place` is the anchor under which
    /// the page shows it elsewhere.
    pub(super) fn leave_out_marks(&mut self, unshown: Node<'_>, place: Option<&str>) {
        // A note has an anchor.
        if !self.facts.has_chosen_ids {
            return;
        }
        let place = place.filter(|place| !place.is_empty());
        self.notes.unshown.extend(unshown.descendants().filter_map(|node| match node.data().value {
            NodeValue::FootnoteReference(ref mark) => Some(Unshown {
                name: mark.name.clone(),
                number: mark.ref_num,
                place: place.map(str::to_owned),
            }),
            _ => None,
        }));
    }

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
        if self.links_back(note, "") {
            self.push("\n");
        }
        self.push("</li>\n");
    }

    /// Writes the links of a note to its marks behind `before`, unless it has them; says whether it did.
    pub(super) fn links_back(&mut self, note: &NodeFootnoteDefinition, before: &str) -> bool {
        let number = self.notes.begun;
        if self.notes.linked >= number {
            return false;
        }
        self.notes.linked = number;
        for mark in 1..=note.total_references {
            let is_it = |unshown: &&Unshown| unshown.number == mark && unshown.name == note.name;
            let place = match self.notes.unshown.iter().find(is_it) {
                Some(Unshown { place: None, .. }) => continue,
                unshown => unshown.and_then(|unshown| unshown.place.clone()),
            };
            let (suffix, superscript) = match mark {
                1 => (String::new(), String::new()),
                _ => (format!("-{mark}"), format!("<sup class=\"footnote-ref\">{mark}</sup>")),
            };
            self.push_all([if mark > 1 { " " } else { before }, "<a href=\"#"]);
            if let Some(place) = place {
                self.push_escaped(&place);
            } else {
                self.push("fnref-");
                self.push_address(&note.name);
                self.push(&suffix);
            }
            self.push(&format!(
                "\" class=\"footnote-backref\" data-footnote-backref data-footnote-backref-idx=\"{number}{suffix}\" aria-label=\"Back to reference {number}{suffix}\">↩{superscript}</a>"
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
