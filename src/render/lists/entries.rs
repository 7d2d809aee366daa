//! What happened: entries of the timeline, and of the history of one document.

use super::{PushBadge, push_badge, push_between, push_link, said};
use crate::model::page::TimelineItem;

/// The kind of an entry that is a decision, which is shown in another way than what only changed.
const DECISION: &str = "decision";

/// Writes an entry of the timeline, with what scripts filter by.
pub(super) fn push_of_timeline(html: &mut String, entry: &TimelineItem, badge: &mut PushBadge<'_>) {
    let is_decision = entry.kind == DECISION;
    html.push_str("\n<li class=\"entry");
    html.push_str(if is_decision { " is-decision" } else { "" });
    push_between(html, "\" data-item data-kind=\"", entry.kind, "\"");
    if let Some(category) = said(&entry.category) {
        push_between(html, " data-category=\"", category, "\"");
    }
    if !entry.authors.is_empty() {
        push_between(html, " data-author=\"", &entry.authors, "\"");
    }
    html.push('>');
    push_time(html, entry);
    push_between(html, "\n<div><a href=\"", &entry.url, "\">");
    // The colon stands in the link: behind a title of two lines it would begin a line of its own.
    let text = said(&entry.text);
    push_between(html, "", &entry.title, if text.is_some() && !is_decision { ":</a>" } else { "</a>" });
    push_badge(html, " ", &entry.status, &entry.status_text, badge);
    if let Some(text) = text {
        push_between(html, " ", text, "");
    }
    push_impact_and_author(html, entry);
    html.push_str("</div></li>");
}

/// Writes an entry of the history of a document, on the page of that.
pub(super) fn push_of_history(html: &mut String, entry: &TimelineItem, badge: &mut PushBadge<'_>) {
    html.push_str("\n<li>");
    push_time(html, entry);
    html.push_str("\n<div>");
    if entry.kind == DECISION {
        push_link(html, "<a href=\"", &entry.url, &entry.title);
        push_badge(html, " ", &entry.status, &entry.status_text, badge);
    }
    push_between(html, "", said(&entry.text).unwrap_or_default(), "");
    push_impact_and_author(html, entry);
    html.push_str("</div></li>");
}

fn push_time(html: &mut String, entry: &TimelineItem) {
    push_between(html, "<time datetime=\"", &entry.datetime, "\">");
    push_between(html, "", &entry.date, "</time>");
}

fn push_impact_and_author(html: &mut String, entry: &TimelineItem) {
    let (impact, author) = (said(&entry.impact), said(&entry.author));
    if impact.is_none() && author.is_none() {
        return;
    }
    push_between(html, "\n<small>", impact.unwrap_or_default(), "");
    html.push_str(if impact.is_some() && author.is_some() { " · " } else { "" });
    push_between(html, "", author.unwrap_or_default(), "</small>");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{one, text};
    use super::*;

    fn entry() -> TimelineItem {
        TimelineItem {
            date: "2 Nov".to_owned(),
            datetime: "2025-11-02".to_owned(),
            title: "Orders & co".to_owned(),
            url: "orders.html#log".to_owned(),
            text: text("Split <it>"),
            author: None,
            impact: None,
            kind: "change",
            category: None,
            authors: String::new(),
            status: None,
            status_text: None,
        }
    }

    fn decision() -> TimelineItem {
        TimelineItem { kind: "decision", status_text: text("Adopted"), text: None, ..entry() }
    }

    #[test]
    fn an_entry_of_the_timeline_names_its_document_and_says_what_it_can_be_filtered_by() {
        assert_eq!(
            one(|html, badge| push_of_timeline(html, &entry(), badge)),
            "\n<li class=\"entry\" data-item data-kind=\"change\"><time datetime=\"2025-11-02\">2 Nov</time>\n\
             <div><a href=\"orders.html#log\">Orders &amp; co:</a> Split &lt;it&gt;</div></li>"
        );
        let entry = TimelineItem {
            author: text("Ana, Ben"),
            authors: "Ana|Ben".to_owned(),
            category: text("service"),
            impact: text("high"),
            ..entry()
        };
        let html = one(|html, badge| push_of_timeline(html, &entry, badge));
        assert!(html.contains(" data-category=\"service\" data-author=\"Ana|Ben\">"), "{html}");
        assert!(html.ends_with("&gt;\n<small>high · Ana, Ben</small></div></li>"), "{html}");
    }

    #[test]
    fn a_decision_stands_with_its_status() {
        let html = one(|html, badge| push_of_timeline(html, &decision(), badge));
        assert!(html.starts_with("\n<li class=\"entry is-decision\" "), "{html}");
        assert!(html.ends_with("Orders &amp; co</a> [unknown: Adopted]</div></li>"), "{html}");
    }

    #[test]
    fn the_history_of_a_document_names_its_decisions_and_not_the_document() {
        let of_history = |entry| one(|html, badge| push_of_history(html, &entry, badge));
        let time = "\n<li><time datetime=\"2025-11-02\">2 Nov</time>\n<div>";
        let author = TimelineItem { author: text("Ana"), ..entry() };
        assert_eq!(of_history(author), format!("{time}Split &lt;it&gt;\n<small>Ana</small></div></li>"));
        assert_eq!(
            of_history(decision()),
            format!("{time}<a href=\"orders.html#log\">Orders &amp; co</a> [unknown: Adopted]</div></li>")
        );
    }
}
