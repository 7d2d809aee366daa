//! What a page of a document shows of others: what to read as well, who points here.

use super::{push_between, push_link, said};
use crate::model::page::{Backlink, RelatedEntry};

/// Writes a document that one should read as well, and why.
pub(super) fn push_related(html: &mut String, entry: &RelatedEntry) {
    push_link(html, "\n<li><a href=\"", &entry.url, &entry.title);
    push_between(html, "<small>", &entry.reason, "</small></li>");
}

/// Writes a place that points here, with the sentence that does.
pub(super) fn push_backlink(html: &mut String, entry: &Backlink) {
    push_link(html, "\n<li><a href=\"", &entry.url, &entry.title);
    if let Some(about) = said(&entry.section).or(said(&entry.note)) {
        push_between(html, " <small>", about, "</small>");
    }
    if !entry.marked.is_empty() {
        push_between(html, "<p>", &entry.before, "<mark>");
        push_between(html, "", &entry.marked, "</mark>");
        push_between(html, "", &entry.after, "</p>");
    }
    html.push_str("</li>");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{one, text};
    use super::*;

    fn backlink() -> Backlink {
        Backlink {
            title: "A & B".to_owned(),
            url: "a.html#x".to_owned(),
            section: None,
            note: text("Replaces this"),
            before: "See ".to_owned(),
            marked: String::new(),
            after: String::new(),
        }
    }

    #[test]
    fn a_related_document_says_why() {
        let entry = RelatedEntry {
            title: "A & B".to_owned(),
            url: "a.html".to_owned(),
            reason: "Linked in \"C\"".to_owned(),
        };
        assert_eq!(
            one(|html, _| push_related(html, &entry)),
            "\n<li><a href=\"a.html\">A &amp; B</a><small>Linked in &quot;C&quot;</small></li>"
        );
    }

    #[test]
    fn a_place_that_points_here_says_its_section_rather_than_a_note_and_its_sentence() {
        assert_eq!(
            one(|html, _| push_backlink(html, &backlink())),
            "\n<li><a href=\"a.html#x\">A &amp; B</a> <small>Replaces this</small></li>"
        );
        let entry = Backlink {
            section: text("Flow"),
            marked: "this".to_owned(),
            after: " <too>".to_owned(),
            ..backlink()
        };
        assert_eq!(
            one(|html, _| push_backlink(html, &entry)),
            "\n<li><a href=\"a.html#x\">A &amp; B</a> <small>Flow</small>\
             <p>See <mark>this</mark> &lt;too&gt;</p></li>"
        );
    }
}
