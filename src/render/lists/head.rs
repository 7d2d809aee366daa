//! What stands at the head of a page: the way to it, and what a document says about itself.

use super::{PushBadge, push_between, push_link, said};
use crate::model::page::{Crumb, Fact};

/// Writes the way to a page; nothing where there is none.
pub(super) fn breadcrumbs_html(crumbs: &[Crumb]) -> String {
    let mut html = String::with_capacity(crumbs.len() * 96);
    for (number, crumb) in crumbs.iter().enumerate() {
        html.push_str("\n<li>");
        match said(&crumb.url) {
            Some(url) => push_link(&mut html, "<a href=\"", url, &crumb.title),
            None => {
                let is_last = number + 1 == crumbs.len();
                html.push_str(if is_last { "<span aria-current=\"page\">" } else { "<span>" });
                push_between(&mut html, "", &crumb.title, "</span>");
            }
        }
        html.push_str("</li>");
    }
    html
}

/// Writes something that a document says about itself.
pub(super) fn push_fact(html: &mut String, fact: &Fact, badge: &mut PushBadge<'_>) {
    push_between(html, "\n<div><dt>", &fact.label, "</dt><dd class=\"fact-");
    push_between(html, "", fact.kind, "\">");
    match said(&fact.status) {
        Some(status) => badge(html, status, &fact.value),
        None => push_between(html, "", &fact.value, ""),
    }
    html.push_str("</dd></div>");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{one, text};
    use super::*;

    #[test]
    fn the_way_to_a_page_ends_with_the_page_itself() {
        let crumb = |title: &str, url| Crumb { title: title.to_owned(), url };
        let crumbs = [crumb("Home", text("../index.html")), crumb("To <come>", None), crumb("A & B", None)];
        assert_eq!(
            breadcrumbs_html(&crumbs),
            "\n<li><a href=\"../index.html\">Home</a></li>\n<li><span>To &lt;come&gt;</span></li>\n\
             <li><span aria-current=\"page\">A &amp; B</span></li>"
        );
        assert_eq!(breadcrumbs_html(&[]), "");
    }

    #[test]
    fn a_status_is_a_badge_and_all_else_is_text() {
        let fact = |label: &str, value: &str, kind, status| {
            let fact = Fact { label: label.to_owned(), value: value.to_owned(), kind, status };
            one(|html, badge| push_fact(html, &fact, badge))
        };
        assert_eq!(
            fact("Status", "In use", "status", text("active")),
            "\n<div><dt>Status</dt><dd class=\"fact-status\">[active: In use]</dd></div>"
        );
        assert_eq!(
            fact("Owner", "Ana & Ben", "text", None),
            "\n<div><dt>Owner</dt><dd class=\"fact-text\">Ana &amp; Ben</dd></div>"
        );
    }
}
