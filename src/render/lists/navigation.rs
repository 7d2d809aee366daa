//! The list of what stands beside a page, and of the sections that it is not in.

use crate::model::markup::push_escaped_for_any_quotes;
use crate::model::page::{Crumb, NavigationItem};

/// Writes an entry of the navigation, with what is below it.
pub(super) fn push_item(html: &mut String, item: &NavigationItem) {
    if let Some(part) = item.part.as_deref().filter(|part| !part.is_empty()) {
        html.push_str("\n<li class=\"nav-part\">");
        push_escaped_for_any_quotes(html, part);
        html.push_str("</li>");
    }
    html.push_str("\n<li>");
    push_name(html, item, if item.draft { " <span class=\"nav-draft\">draft</span>" } else { "" });
    if !item.children.is_empty() {
        html.push_str("\n<ul>");
        for child in &item.children {
            html.push_str("\n<li>");
            push_name(html, child, "");
            html.push_str("</li>");
        }
        html.push_str("\n</ul>");
    }
    html.push_str("</li>");
}

/// Writes what an entry is called, a link where it has a page.
fn push_name(html: &mut String, item: &NavigationItem, note: &str) {
    let url = item.url.as_deref().filter(|url| !url.is_empty());
    match url {
        Some(url) => {
            html.push_str("<a href=\"");
            push_escaped_for_any_quotes(html, url);
            html.push_str(if item.current { "\" aria-current=\"page\">" } else { "\">" });
        }
        None => html.push_str("<span>"),
    }
    push_escaped_for_any_quotes(html, &item.title);
    html.push_str(note);
    html.push_str(if url.is_some() { "</a>" } else { "</span>" });
}

/// Writes a section that the page is not in.
pub(super) fn push_section(html: &mut String, section: &Crumb) {
    html.push_str("\n<li><a href=\"");
    push_escaped_for_any_quotes(html, section.url.as_deref().unwrap_or_default());
    html.push_str("\">");
    push_escaped_for_any_quotes(html, &section.title);
    html.push_str("</a></li>");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{one, text};
    use super::*;

    fn item(title: &str, url: Option<&str>) -> NavigationItem {
        let (title, url) = (title.to_owned(), url.map(str::to_owned));
        NavigationItem { title, url, current: false, draft: false, children: Vec::new(), part: None }
    }

    #[test]
    fn the_page_itself_is_marked_and_what_has_no_page_is_no_link() {
        let current = NavigationItem { current: true, ..item("It's <A>", Some("a.html")) };
        assert_eq!(
            one(|html, _| push_item(html, &current)),
            "\n<li><a href=\"a.html\" aria-current=\"page\">It&#39;s &lt;A&gt;</a></li>"
        );
        let to_come = NavigationItem { part: text("Part"), draft: true, ..item("To come", None) };
        assert_eq!(
            one(|html, _| push_item(html, &to_come)),
            "\n<li class=\"nav-part\">Part</li>\n\
             <li><span>To come <span class=\"nav-draft\">draft</span></span></li>"
        );
    }

    #[test]
    fn what_is_below_an_entry_is_a_list_in_it() {
        let children = vec![item("B", Some("b.html")), item("C", None)];
        let above = NavigationItem { children, ..item("A", Some("a.html")) };
        assert_eq!(
            one(|html, _| push_item(html, &above)),
            "\n<li><a href=\"a.html\">A</a>\n<ul>\n<li><a href=\"b.html\">B</a></li>\n\
             <li><span>C</span></li>\n</ul></li>"
        );
    }

    #[test]
    fn a_section_is_a_link() {
        let section = Crumb { title: "A & B".to_owned(), url: text("../a.html") };
        assert_eq!(
            one(|html, _| push_section(html, &section)),
            "\n<li><a href=\"../a.html\">A &amp; B</a></li>"
        );
    }
}
