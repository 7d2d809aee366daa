//! Footnotes at the end of a body: their heading, and the ways back from them.
//!
//! In: the HTML as comrak writes it, and the references that are not shown in it. Out: the HTML with
//! a heading above the notes and no way back to what is not there. Never: writes a note.

use comrak::nodes::{Node, NodeFootnoteReference, NodeValue};

/// How comrak begins the footnotes, which have no heading.
const BEGINNING: &str = "<section class=\"footnotes\" data-footnotes>";

/// A reference to a footnote that the body does not show, because what it stands in is shown elsewhere.
pub(super) struct Unshown {
    /// The anchor that the reference would have, as comrak writes it in an address.
    reference: String,
    /// The anchor of what it stands in, if that has one.
    place: Option<String>,
}

impl Unshown {
    fn new(reference: &NodeFootnoteReference, place: Option<&str>) -> Self {
        let mut anchor = String::from("fnref-");
        // Writing to a string cannot fail; comrak's signature cannot say so.
        let _ = comrak::html::escape_href(&mut anchor, &reference.name, false);
        if reference.ref_num > 1 {
            anchor = format!("{anchor}-{}", reference.ref_num);
        }
        Self { reference: anchor, place: place.filter(|place| !place.is_empty()).map(str::to_owned) }
    }
}

/// Returns the references in something that the body does not show; `place` is the anchor under which the
/// page shows it elsewhere.
pub(super) fn references_below(unshown: Node<'_>, place: Option<&str>) -> Vec<Unshown> {
    let reference = |node: Node<'_>| match node.data().value {
        NodeValue::FootnoteReference(ref reference) => Some(Unshown::new(reference, place)),
        _ => None,
    };
    unshown.descendants().filter_map(reference).collect()
}

/// Puts a heading of this level above the footnotes, for those who listen.
pub(super) fn with_heading(html: String, level: u8) -> String {
    if memchr::memmem::find(html.as_bytes(), BEGINNING.as_bytes()).is_none() {
        return html;
    }
    let heading = format!("<h{level} class=\"visually-hidden\">Footnotes</h{level}>");
    html.replace(BEGINNING, &format!("{BEGINNING}\n{heading}"))
}

/// Leads from footnotes back to where the reference is shown, or takes the way back out.
pub(super) fn lead_back(mut html: String, unshown: &[Unshown]) -> String {
    for Unshown { reference, place } in unshown {
        let link = format!("<a href=\"#{reference}\" class=\"footnote-backref\"");
        let Some(start) = html.find(&link) else { continue };
        if let Some(place) = place {
            let address = start + "<a href=\"#".len();
            html.replace_range(address..address + reference.len(), place);
        } else if let Some(length) = html[start..].find("</a>") {
            let end = start + length + "</a>".len();
            let start = start - usize::from(html[..start].ends_with(' '));
            html.replace_range(start..end, "");
        }
    }
    html
}
