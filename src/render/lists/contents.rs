//! The list "On this page": lists of links, in one another.

use super::push_between;
use crate::model::page::Heading;

/// Writes the headings of a page; nothing where there are none.
pub(super) fn html(headings: &[Heading]) -> String {
    let mut html = String::new();
    if !headings.is_empty() {
        html.reserve(2048);
        push_list(&mut html, headings);
    }
    html
}

/// Writes a list of headings and of those below them.
fn push_list(html: &mut String, headings: &[Heading]) {
    html.push_str("\n<ol>");
    for heading in headings {
        push_between(html, "\n<li><a href=\"#", &heading.anchor, "\"><span>");
        html.push_str(&heading.title_html);
        html.push_str("</span></a>");
        if !heading.children.is_empty() {
            push_list(html, &heading.children);
        }
        html.push_str("</li>");
    }
    html.push_str("\n</ol>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(title_html: &str, anchor: &str, children: Vec<Heading>) -> Heading {
        Heading { title_html: title_html.to_owned(), anchor: anchor.to_owned(), children }
    }

    #[test]
    fn headings_below_a_heading_are_a_list_in_its_entry() {
        let lowest = heading("<code>x</code>", "x", Vec::new());
        let below = heading("Below", "below", vec![lowest]);
        let headings = [heading("A &amp; B", "a\"b", vec![below]), heading("C", "c", Vec::new())];
        assert_eq!(
            html(&headings),
            "\n<ol>\n<li><a href=\"#a&quot;b\"><span>A &amp; B</span></a>\n\
             <ol>\n<li><a href=\"#below\"><span>Below</span></a>\n\
             <ol>\n<li><a href=\"#x\"><span><code>x</code></span></a></li>\n</ol></li>\n</ol></li>\n\
             <li><a href=\"#c\"><span>C</span></a></li>\n</ol>"
        );
    }

    #[test]
    fn a_page_without_headings_has_no_list() {
        assert_eq!(html(&[]), "");
    }
}
