//! The sanitiser: what GitHub's own would let through of a body.
//!
//! In: the HTML of a whole body, ours and the author's. Out: the same as a well-formed tree, without
//! what could run, load or look like a part of the page. Never: sees what is ours alone and needs none
//! of it; that goes past it as a numbered chunk.

use super::ids;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Cleans a whole body as GitHub does. Attribute values that begin with U+0001 are our own: the
/// mark is taken off and the value kept. All others must be on the list.
pub(super) fn sanitise(html: &str) -> String {
    static POLICY: OnceLock<Builder<'static>> = OnceLock::new();
    POLICY.get_or_init(policy).clean(html).to_string()
}

/// The elements that GitHub's sanitiser lets through, and those that our own HTML is made of.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "ul",
    "var",
    "wbr",
];

/// Attributes that an author may set, on any element that is let through.
const ATTRIBUTES: &[&str] = &[
    "abbr",
    "align",
    "alt",
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "axis",
    "border",
    "cellpadding",
    "cellspacing",
    "char",
    "charoff",
    "cite",
    "clear",
    "color",
    "cols",
    "colspan",
    "compact",
    "datetime",
    "dir",
    "headers",
    "height",
    "hreflang",
    "hspace",
    "id",
    "ismap",
    "itemprop",
    "label",
    "lang",
    "longdesc",
    "media",
    "name",
    "noshade",
    "nowrap",
    "open",
    "progress",
    "rel",
    "rev",
    "role",
    "rows",
    "rowspan",
    "rules",
    "scope",
    "sizes",
    "span",
    "srcset",
    "start",
    "summary",
    "tabindex",
    "title",
    "type",
    "usemap",
    "valign",
    "value",
    "vspace",
    "width",
    "href",
    "src",
];

fn policy() -> Builder<'static> {
    let mut policy = Builder::empty();
    policy
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(["script", "style", "title", "template", "noscript"].into())
        .generic_attributes(ATTRIBUTES.iter().copied().chain(["class", "data-n"]).collect())
        .generic_attribute_prefixes(["data-", "aria-"].into())
        .url_schemes(["http", "https", "mailto", "tel", "ftp", "xmpp", "irc", "ircs"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|element, attribute, value| {
            if let Some(ours) = value.strip_prefix('\u{1}')
                && !is_hole(value)
            {
                return Some(Cow::Borrowed(ours));
            }
            if attribute == "id" && ids::is_of_the_frame(value) {
                return None;
            }
            // An address that the scanner did not see, because it stands where no link can or in HTML
            // that browsers read in a way of their own: nobody has looked whether it leads anywhere.
            if matches!(attribute, "href" | "src") && !is_hole(value) {
                return None;
            }
            // No browser follows these on its own; GitHub lets them through for pages of the web alone.
            let is_reference = matches!(attribute, "cite" | "longdesc" | "usemap");
            if is_reference && value.contains(':') && !value.starts_with("http") {
                return None;
            }
            let only_ours = attribute == "class" || attribute.starts_with("data-");
            // A picture's sources would ask for files that nothing resolves or carries along.
            let is_source = element == "source" || attribute == "srcset";
            (!only_ours && !is_source).then_some(Cow::Borrowed(value))
        });
    policy
}

/// A hole is U+0001, a letter, digits, U+0002.
fn is_hole(value: &str) -> bool {
    value.ends_with('\u{2}') && value.starts_with("\u{1}a")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_never_passes() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"&#x6a;avascript:alert(1)\">x</a>",
            "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            "<iframe src=https://example.org></iframe>",
            "<base href=https://example.org>",
            "<meta http-equiv=refresh content=0>",
            "<svg onload=alert(1)></svg>",
            "<details ontoggle=alert(1) open>x</details>",
            "<style>*{display:none}</style>",
        ] {
            let clean = sanitise(hostile);
            for word in ["alert", "javascript", "iframe", "<base", "<meta", "<svg", "style", "onerror"] {
                assert!(!clean.contains(word), "{hostile} became {clean}");
            }
        }
    }

    #[test]
    fn what_github_lets_through_passes() {
        let html = "<details open=\"\"><summary>More</summary><kbd>Ctrl</kbd></details>";
        assert_eq!(sanitise(html), html);
    }
}
