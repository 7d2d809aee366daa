//! Links that stand in links, after cleaning.
//!
//! In: cleaned HTML, a well-formed tree. Out: the same, where a link that holds another is none any
//! more. Never: loses text or the name that others point to.
//!
//! HTML forbids a link in a link, and its parser closes the outer one; but not across a table, where
//! what stands beside the cells is moved before the table and into a link that was open there. A
//! browser that reads the page again would then tear the outer link apart. The inner one is kept, for
//! it is whole: the outer one is nearly always one whose end the author forgot.

use std::ops::Range;

/// The tag of a link: where it stands, without its angle brackets.
struct Link {
    start: Range<usize>,
    end: Range<usize>,
    holds_link: bool,
}

/// Returns the HTML with every link that holds a link as a `span` that leads nowhere.
pub(super) fn without_nested_links(html: String) -> String {
    let mut links: Vec<Link> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let begin = at + next + 1;
        let end = tag_end(html.as_bytes(), begin);
        match &html[begin..end] {
            "/a" => {
                if let Some(link) = open.pop().and_then(|number| links.get_mut(number)) {
                    link.end = begin..end;
                }
            }
            tag if tag == "a" || tag.starts_with("a ") => {
                for &number in &open {
                    links[number].holds_link = true;
                }
                open.push(links.len());
                links.push(Link { start: begin..end, end: end..end, holds_link: false });
            }
            _ => {}
        }
        at = end;
    }
    if !links.iter().any(|link| link.holds_link) {
        return html;
    }
    let mut tags: Vec<(Range<usize>, String)> = Vec::new();
    for link in links.into_iter().filter(|link| link.holds_link) {
        let start = &html[link.start.clone()];
        tags.push((link.start, format!("span{}", without_target(&start["a".len()..]))));
        if !link.end.is_empty() {
            tags.push((link.end, "/span".to_owned()));
        }
    }
    tags.sort_by_key(|(place, _)| place.start);
    let mut mended = String::with_capacity(html.len());
    let mut copied = 0;
    for (place, tag) in tags {
        mended.push_str(&html[copied..place.start]);
        mended.push_str(&tag);
        copied = place.end;
    }
    mended.push_str(&html[copied..]);
    mended
}

/// Returns where a tag ends that begins before `begin`: at its `>`, which a value may hold as well.
fn tag_end(html: &[u8], begin: usize) -> usize {
    let mut is_in_value = false;
    for (offset, byte) in html[begin..].iter().enumerate() {
        match byte {
            b'"' => is_in_value = !is_in_value,
            b'>' if !is_in_value => return begin + offset,
            _ => {}
        }
    }
    html.len()
}

/// Takes the target out of the attributes of a link, from the space before it on.
fn without_target(attributes: &str) -> String {
    let Some(start) = attributes.find(" href=\"") else { return attributes.to_owned() };
    let value = start + " href=\"".len();
    let end = attributes[value..].find('"').map_or(attributes.len(), |length| value + length + 1);
    format!("{}{}", &attributes[..start], &attributes[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(html: &str) -> String {
        without_nested_links(html.to_owned())
    }

    #[test]
    fn the_outer_of_two_links_leads_nowhere_and_keeps_its_name() {
        assert_eq!(
            mended("<p><a id=\"flow\" href=\"x\" title=\"a > b\">see <a href=\"y\">the flow</a></a>.</p>"),
            "<p><span id=\"flow\" title=\"a > b\">see <a href=\"y\">the flow</a></span>.</p>"
        );
    }

    #[test]
    fn of_three_links_only_the_innermost_stays_one() {
        assert_eq!(
            mended("<a href=\"x\"><a><a href=\"z\">in</a></a></a><a href=\"w\">after</a>"),
            "<span><span><a href=\"z\">in</a></span></span><a href=\"w\">after</a>"
        );
    }

    #[test]
    fn links_beside_each_other_stay() {
        let html = "<a href=\"x\">one</a><abbr title=\"<a href=\">b</abbr><a href=\"y\">two</a>";
        assert_eq!(mended(html), html);
    }
}
