//! Documents in lists: those of a folder, of a concept, of the map.

use super::{PushBadge, push_badge, push_between, push_link, said};
use crate::model::page::{ListingRow, MapRow, Neighbour};
use std::fmt::Write;

/// How the link to a document begins that is the title of its row.
const TITLE: &str = "<a class=\"row-title\" href=\"";

/// Writes a document of a listing, with its date, its status and what it is about.
pub(super) fn push_row(html: &mut String, row: &ListingRow, badge: &mut PushBadge<'_>) {
    html.push_str("\n<li>");
    push_link(html, TITLE, &row.url, &row.title);
    let date = said(&row.date);
    if date.is_some() || said(&row.status_text).is_some() {
        html.push_str("\n<span class=\"row-side\">");
        if let Some(date) = date {
            push_between(html, "<span class=\"date\">", date, "</span>");
        }
        push_badge(html, " ", &row.status, &row.status_text, badge);
        html.push_str("</span>");
    }
    if let Some(summary) = said(&row.summary) {
        push_between(html, "\n<p class=\"row-summary\">", summary, "</p>");
    }
    html.push_str("</li>");
}

/// Writes a document of which nothing but its name is said.
pub(super) fn push_named(html: &mut String, document: &Neighbour) {
    html.push_str("\n<li>");
    push_link(html, TITLE, &document.url, &document.title);
    html.push_str("</li>");
}

/// Writes a document of the map and what it has to do with others.
pub(super) fn push_mapped(html: &mut String, row: &MapRow) {
    html.push_str("\n<li><div>");
    push_link(html, TITLE, &row.url, &row.title);
    if let Some(category) = said(&row.category) {
        push_between(html, " <small>", category, "</small>");
    }
    for relation in &row.relations {
        push_between(html, "\n<p>", &relation.label, " ");
        for (number, other) in relation.documents.iter().enumerate() {
            push_link(
                html,
                if number == 0 { "<a href=\"" } else { ", <a href=\"" },
                &other.url,
                &other.title,
            );
        }
        if relation.more > 0 {
            // Writing to a text does not fail.
            let _ = write!(html, " and {} more", relation.more);
        }
        html.push_str("</p>");
    }
    html.push_str("</div></li>");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{one, text};
    use super::*;
    use crate::model::page::MapRelation;

    fn document(title: &str) -> Neighbour {
        Neighbour { title: title.to_owned(), url: format!("{title}.html") }
    }

    fn row() -> ListingRow {
        let (title, url) = ("A & B".to_owned(), "a.html".to_owned());
        ListingRow { title, url, summary: None, date: None, status: None, status_text: None }
    }

    #[test]
    fn a_row_says_what_there_is_of_date_status_and_summary() {
        let check = |row: ListingRow, rest: &str| {
            let html = one(|html, badge| push_row(html, &row, badge));
            let start = "\n<li><a class=\"row-title\" href=\"a.html\">A &amp; B</a>";
            assert_eq!(html, format!("{start}{rest}</li>"));
        };
        check(row(), "");
        check(
            ListingRow { date: text("2 Nov 2025"), summary: text("<Why>"), ..row() },
            "\n<span class=\"row-side\"><span class=\"date\">2 Nov 2025</span></span>\n\
             <p class=\"row-summary\">&lt;Why&gt;</p>",
        );
        check(
            ListingRow { status: text("active"), status_text: text("In use"), ..row() },
            "\n<span class=\"row-side\"> [active: In use]</span>",
        );
    }

    #[test]
    fn a_document_of_the_map_names_some_of_those_that_it_has_to_do_with() {
        let relation = MapRelation {
            label: "Links to".to_owned(),
            documents: vec![document("b"), document("c")],
            more: 2,
        };
        let row = MapRow {
            title: "A".to_owned(),
            url: "a.html".to_owned(),
            category: text("adr"),
            relations: vec![relation],
        };
        assert_eq!(
            one(|html, _| push_mapped(html, &row)),
            "\n<li><div><a class=\"row-title\" href=\"a.html\">A</a> <small>adr</small>\n\
             <p>Links to <a href=\"b.html\">b</a>, <a href=\"c.html\">c</a> and 2 more</p></div></li>"
        );
    }
}
