//! HTML as authors write it into Markdown.

use super::super::sanitise::sanitise;
use super::*;

fn scanned(literal: &str) -> Scan {
    scan(literal, 0, false, false, &mut Slugger::default())
}

#[test]
fn links_and_images_of_html_are_found_with_their_place() {
    let found = scanned("<p><a class=x href='guide.md#a&amp;b'>Guide</a> <img src=plan.png alt=Plan></p>");
    let targets: Vec<_> = found.links.iter().map(|link| (link.target.as_str(), link.offset)).collect();
    assert_eq!(targets, [("guide.md#a&b", 20), ("plan.png", 57)]);
    assert_eq!(
        found.piece.html,
        "<p><a class=x  href=\"\u{1}a0\u{2}\">Guide</a> <img  src=\"\u{1}a1\u{2}\" alt=Plan></p>"
    );
}

#[test]
fn an_image_element_is_an_image() {
    assert_eq!(scanned("<image src=\"a.png\">").links[0].target, "a.png");
}

#[test]
fn a_link_has_a_space_before_it_whatever_the_author_put_there() {
    for literal in ["<a\nhref=x>", "<a/href=x>", "<a\thref='x'>", "<a id=''href='x'>"] {
        let html = scanned(literal).piece.html;
        assert!(html.contains(" href=\"\u{1}a0\u{2}\""), "{literal:?} became {html:?}");
    }
}

#[test]
fn comments_and_line_breaks_need_no_sanitiser() {
    let found = scanned("<!-- to the writer --><br/>");
    assert_eq!(found.piece.html, "<br />");
    assert!(!found.piece.needs_sanitising);
}

#[test]
fn anchors_of_html_can_be_linked_to() {
    let found = scanned("<a name=\"top\" id=top></a><div id=x>");
    let names: Vec<_> = found.anchors.iter().map(|anchor| (anchor.name.as_str(), anchor.offset)).collect();
    assert_eq!(names, [("top", 17), ("x", 33)]);
}

#[test]
fn headings_of_html_get_an_anchor() {
    let found = scanned("<h2 align=\"center\">Data <i>flow</i></h2>");
    assert_eq!(found.headings[0].anchor, "data-flow");
    assert!(found.piece.html.starts_with("<h2 id=\"data-flow\" align"));
    assert_eq!(scanned("<H3>Data</H3>").headings[0].anchor, "data");
    let unclosed = scanned("<h2>One<h2>Two <b>bold</b></h2></h3>");
    assert_eq!(unclosed.headings.iter().map(|it| &*it.text).collect::<Vec<_>>(), ["Two bold"]);
}

#[test]
fn a_tag_that_is_not_closed_hides_none_that_follows() {
    let found = scanned("<a <a x='<a href=b.md> <b c=\"<i><img src=a.png>");
    let targets: Vec<_> = found.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["b.md", "a.png"]);
}

#[test]
fn what_is_cut_short_or_swallows_the_rest_is_taken_out_or_is_text() {
    for (literal, html) in [
        ("<div\n", "&lt;div\n"),
        ("</div\n- <b>", "&lt;/div\n- <b>"),
        ("<b x=\"> y", "&lt;b x=\"> y"),
        ("a <style> b", "a  b"),
        ("a <style>x</style> b", "a  b"),
        ("<svg><text>x</text></svg>", "x</text></svg>"),
    ] {
        assert_eq!(scanned(literal).piece.html, html);
    }
}

#[test]
fn a_picture_in_a_link_is_counted_as_in_a_link() {
    assert_eq!(scanned("<a href=x>").piece.opened_links, 1);
    assert_eq!(scanned("<A>x</A></a>").piece.opened_links, -1);
}

#[test]
fn an_author_cannot_write_a_hole() {
    let found = scanned("<b title=\"&#1;a0&#2;\" class=\"&#x01;wide\">&#0001;c0&#2;&#12;</b>");
    assert!(!found.piece.html.contains("&#1") || found.piece.html.contains("&#12;"));
    let clean = sanitise(&found.piece.html);
    assert!(!clean.contains('\u{1}') && !clean.contains("class"), "{clean:?}");
}
