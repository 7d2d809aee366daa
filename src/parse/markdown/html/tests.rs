//! Bodies as they are written.
//!
//! In: small documents with HTML by their authors. Out: whether what goes past the sanitiser is what it
//! would have made of the whole. Never: looks at pages.

use super::*;
use crate::parse::markdown::{Depth, Places, TitleHeading, comrak_options, facts};
use crate::source::{LineIndex, Origins, SourcePath};
use comrak::Arena;
use proptest::prelude::*;

/// Returns a body as it is written, and as it would be if the sanitiser saw all of it.
fn in_parts_and_whole(markdown: &str) -> Option<(String, String)> {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &comrak_options());
    let options = MarkdownOptions { depth: Depth::Page, unsafe_html: false };
    let file = SourcePath::new("a.md");
    let places = Places { file: &file, lines: LineIndex::new(markdown), origins: &Origins::Same };
    let mut facts = facts::gather(root, &places, TitleHeading::None, options);
    if facts.too_deep.is_some() || facts.to_sanitise.is_empty() {
        return None;
    }
    let write = |facts: &Facts| body(root, facts, &Arrangement::default(), false, options).html;
    let in_parts = write(&facts);
    facts.to_sanitise = std::iter::once(0..u32::MAX).collect();
    Some((in_parts, write(&facts)))
}

/// Empty lines between blocks mean nothing.
fn lines(html: &str) -> Vec<&str> {
    html.lines().filter(|line| !line.is_empty()).collect()
}

#[test]
fn what_the_author_wrote_in_markdown_is_written_as_it_is_beside_html() {
    let (in_parts, whole) =
        in_parts_and_whole("He said \"no\".\n\n<kbd>Ctrl</kbd> \"C\"\n\n---\n").expect("HTML");
    assert_eq!(in_parts, "<p>He said &quot;no&quot;.</p>\n<p><kbd>Ctrl</kbd> \"C\"</p>\n<hr />\n");
    assert_eq!(whole, "<p>He said \"no\".</p>\n<p><kbd>Ctrl</kbd> \"C\"</p>\n<hr>\n");
}

/// Says whether cleaning the parts of a body makes what cleaning all of it makes.
fn parts_agree_with_whole(markdown: &str) -> bool {
    let (in_parts, whole) = in_parts_and_whole(markdown).expect("HTML of the author");
    lines(&sanitise(&in_parts)) == lines(&sanitise(&whole))
}

#[test]
fn a_link_that_ends_in_a_cell_stays_open_behind_the_table() {
    assert!(parts_agree_with_whole("<a>\n\n| a | b |\n|---|---|\n| c | d |\n</a>> \n\nword\n"));
    assert!(parts_agree_with_whole("<div>\n\n| a | b |\n|---|---|\n| c</div> | d |\n\nword\n"));
}

#[test]
fn an_element_that_ends_in_a_deeper_block_stays_open_behind_that() {
    for block in ["> </sub>", "- </sub>", "word </sub>", "## Part</sub>"] {
        assert!(parts_agree_with_whole(&format!("<sub>\n\n{block}\n\nword\n")), "{block}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn parts_cleaned_alone_are_what_they_are_in_the_whole(
        pieces in proptest::collection::vec(
            prop_oneof![
                4 => Just("\n\n"),
                3 => prop::sample::select(vec![
                    "word ", "*leaning* ", "**", "`code` ", "- item\n", "1. ", "  ", "> ", "## Part\n\n",
                    "| a | b |\n|---|---|\n| c | d |\n", "[^1] ", "\n\n[^1]: a note ", "- [x] ", "```\nx\n```\n", "\n",
                ]),
                5 => prop::sample::select(vec![
                    "<b>", "</b>", "<i>", "</i>", "<b>x</b>", "<sub>", "</sub>", "<div>", "</div>", "<div>x</div>",
                    "<p>", "</p>", "<br>", "<hr>", "<img src=a.png>", "<table>", "</table>", "<tr>", "</tr>",
                    "<td>", "</td>", "<ul>", "</ul>", "<li>", "</li>", "<pre>", "</pre>", "<h2>", "</h2>",
                    "<details>", "<summary>", "</summary>", "</details>", "<a>", "</a>", "<a name=\"x\"></a>",
                    "<code>", "</code>", "<!-- note -->", "<font>", "</font>", "<section>", "</section>", "</br>",
                    "<table><tr><td>x</td></tr></table>", "<blockquote>", "</blockquote>", "<dd>", "</dd>",
                    "<ruby>", "<rt>", "</rt>", "</ruby>", "<caption>", "</caption>", "<col>", "<tbody>", "</tbody>",
                ]),
            ],
            0..24,
        )
    ) {
        let markdown = pieces.concat();
        if let Some((in_parts, whole)) = in_parts_and_whole(&markdown) {
            let (in_parts, whole) = (sanitise(&in_parts), sanitise(&whole));
            prop_assert_eq!(lines(&in_parts), lines(&whole), "{}", markdown);
        }
    }
}
