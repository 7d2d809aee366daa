//! Fences as people write them: what their attributes say, and what is drawn.

use super::*;
use proptest::prelude::*;

#[test]
fn emoji_in_a_drawing_take_two_columns_and_no_more() {
    let drawing = "┌──────┐\n│ 🔐 ⚙️ │\n│ 👩\u{200D}💻 a│\n└──────┘\n";
    let html = figure(&fence_attributes(""), drawing);
    for whole in ["🔐", "⚙️", "👩\u{200D}💻"] {
        assert!(html.contains(&format!("<span class=\"wide\">{whole}</span>")), "{whole}: {html}");
    }
    assert_eq!(html.matches("wide").count(), 3, "{html}");
    // Other code has no columns to keep.
    assert!(!figure(&fence_attributes("sh"), "echo 🔐\n").contains("wide"));
}

/// What an info string says, in words.
fn read(info: &str) -> String {
    let fence = fence_attributes(info);
    let mut said = Vec::from_iter(fence.language);
    said.extend(fence.file.map(|file| format!("file {file}")));
    if !fence.marked.is_empty() {
        let marked: Vec<_> =
            fence.marked.iter().map(|range| format!("{}-{}", range.start(), range.end())).collect();
        said.push(format!("marks {}", marked.join(" ")));
    }
    said.extend(fence.numbered_from.map(|first| format!("from {first}")));
    if !fence.words.is_empty() {
        said.push(format!("words {}", fence.words.join(" ")));
    }
    said.join("; ")
}

#[test]
fn every_style_of_attributes_means_what_its_author_meant() {
    for (info, said) in [
        ("", ""),
        ("rust", "rust"),
        // mdBook and rustdoc
        ("rust,ignore", "rust; words ignore"),
        ("rust, ignore", "rust; words ignore"),
        ("rust,editable,noplayground", "rust; words editable noplayground"),
        ("rust,compile_fail,E0277", "rust; words compile_fail E0277"),
        // Gatsby
        ("js {1,3}", "js; marks 1-1 3-3"),
        ("js {1-3,7}", "js; marks 1-3 7-7"),
        ("js{1,3}", "js; marks 1-1 3-3"),
        ("js{numberLines: true}", "js; from 1"),
        ("js{numberLines: 5}", "js; from 5"),
        ("js:title=src/a.js", "js; file src/a.js"),
        // MkDocs
        ("py title=\"a b.py\" hl_lines=\"2 4-6\" linenums=\"1\"", "py; file a b.py; marks 2-2 4-6; from 1"),
        ("{ .py .annotate title='a.py' linenums=\"10\" }", "py; file a.py; from 10; words annotate"),
        // Pandoc
        ("{.java .numberLines startFrom=\"10\"}", "java; from 10"),
        ("{#id .java .numberLines}", "java; from 1"),
        ("haskell {.numberLines}", "haskell; from 1"),
        ("{.numberLines .c}", "c; from 1"),
        // VitePress
        ("ts:src/a.ts", "ts; file src/a.ts"),
        ("ts:line-numbers {2}", "ts; marks 2-2; from 1"),
        ("ts:no-line-numbers", "ts"),
        ("ts:line-numbers=2", "ts; from 2"),
        ("ts {1,3-4} [config.ts]", "ts; file config.ts; marks 1-1 3-4"),
        // Docusaurus and others for JavaScript
        ("ts file=src/a.ts", "ts; file src/a.ts"),
        ("ts filename=\"a.ts\" showLineNumbers", "ts; file a.ts; from 1"),
        ("jsx title=\"/src/x.js\" showLineNumbers=5 {1,4-6}", "jsx; file /src/x.js; marks 1-1 4-6; from 5"),
        ("js title={\"a.js\"} highlight={1,3}", "js; file a.js; marks 1-1 3-3"),
        ("js showLineNumbers=false", "js"),
        ("tsx twoslash /useState/ \"x\"", "tsx; words twoslash /useState/ x"),
        // Zola
        (
            "rust,linenos,linenostart=20,hl_lines=3-5 8-9,name=mod.rs",
            "rust; file mod.rs; marks 3-5 8-9; from 20",
        ),
        ("rust name=src/lib.rs", "rust; file src/lib.rs"),
        ("rust,hide_lines=2", "rust; words hide_lines=2"),
        // Hugo
        ("go {linenos=table,hl_lines=[8,\"15-17\"],linenostart=199}", "go; marks 8-8 15-17; from 199"),
        ("go {linenos=false}", "go"),
        // HackMD
        ("python=", "python; from 1"),
        ("solidity=101", "solidity; from 101"),
        ("python=+", "python; from 1"),
        // MyST, Quarto, knitr
        ("{code-block} python", "python"),
        ("{python}", "python"),
        ("{r, echo=FALSE}", "r; words echo=FALSE"),
        // Found in the wild
        ("mermaid-example", "mermaid-example"),
        ("json lines", "json; words lines"),
        ("SQUARE:", "SQUARE"),
        (".", ""),
        ("c++", "c++"),
        ("C#", "C#"),
        ("title=\"a.txt\"", "file a.txt"),
        ("js {}", "js"),
        ("js {3-1,0}", "js; words 3-1 0"),
        ("js {1", "js; words {1"),
        ("js {2,1-4,5,99999999999}", "js; words 2 1-4 5 99999999999"),
    ] {
        assert_eq!(read(info), said, "{info}");
    }
}

#[test]
fn marks_are_in_order_and_joined_where_they_touch() {
    assert_eq!(fence_attributes("js {7,1-3,2-5}").marked, [1..=5, 7..=7]);
}

#[test]
fn lines_are_hidden_in_rust_and_where_a_prefix_says_so() {
    assert_eq!(fence_attributes("rust,no_run").hidden, HiddenLines::Rust);
    assert_eq!(fence_attributes("python").hidden, HiddenLines::None);
    let fence = fence_attributes("python,hidelines=!!!");
    assert_eq!(fence.hidden, HiddenLines::Prefixed("!!!".to_owned()));
    assert!(!figure(&fence, "!!!import a\nb\n").contains("import"));
}

#[test]
fn hidden_lines_of_rust_are_told_from_attributes_and_escaped_hashes() {
    assert_eq!(
        hide_rust_lines("#\n# a\n  # b\n#[c]\n#![d]\n##e\n  ## f\n#g\nh # i\n"),
        "#[c]\n#![d]\n#e\n  # f\n#g\nh # i\n"
    );
    assert_eq!(hide_rust_lines("# a"), "");
    assert_eq!(hide_rust_lines("# a\r\nb\r\n"), "b\r\n");
}

#[test]
fn a_figure_is_captioned_with_its_file_or_else_its_language() {
    let html = |info| figure(&fence_attributes(info), "x\n");
    let code = "<pre tabindex=\"0\"><code class=\"language-rust\">x\n</code></pre></figure>\n";
    assert_eq!(
        html("rust"),
        format!("<figure class=\"code\"><figcaption><span class=\"language\">Rust</span></figcaption>{code}")
    );
    assert_eq!(
        html("rust file=\"<a>.rs\""),
        format!(
            "<figure class=\"code\"><figcaption><span class=\"file\">&lt;a&gt;.rs</span></figcaption>{code}"
        )
    );
    assert_eq!(html(""), "<figure class=\"code\"><pre tabindex=\"0\"><code>x\n</code></pre></figure>\n");
    assert_eq!(
        html("\"><script>"),
        "<figure class=\"code\"><pre tabindex=\"0\"><code class=\"language-&quot;&gt;&lt;script&gt;\">x\n</code></pre></figure>\n"
    );
}

#[test]
fn marked_and_numbered_lines_are_wrapped_and_no_colour_crosses_their_borders() {
    let html = figure(&fence_attributes("js {2} showLineNumbers=9"), "/* a\n b */\n1\n");
    assert!(
        html.contains(
            "<code class=\"language-js numbered\">\
         <span class=\"line\" data-n=\"9\"><span class=c>/* a\n</span></span>\
         <mark class=\"line\"><span class=\"line\" data-n=\"10\"><span class=c> b */</span>\n</span></mark>\
         <span class=\"line\" data-n=\"11\"><span class=n>1</span>\n</span></code>"
        ),
        "{html}"
    );
    let html = figure(&fence_attributes("{1}"), "a\nb");
    assert!(html.contains("<code><mark class=\"line\">a\n</mark>b</code>"), "{html}");
}

#[test]
fn drawings_are_told_from_code_and_prose() {
    for drawing in [
        "src\n├── main.rs\n└── lib.rs\n",
        "┌───┐\n│ A │\n└───┘\n",
        "+-----+     +---+\n| A   |---->| B |\n+-----+     +---+\n",
        ".\n|-- a\n|   `-- b\n`-- c\n",
        "client\n  |\n  v\nserver\n  |\n  v\ndatabase\n",
        "a\n↓\nb\n↓\nc\n",
        "╔══╗\n║  ║\n╚══╝\n",
    ] {
        assert!(is_drawing(drawing), "{drawing}");
    }
    for code in [
        "",
        "fn main() {}\n",
        "// ── Setup ─────\n// ── Run ─────\n",
        "a || b\nx | y\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "i++\n--j\n+-1\n",
        "expr\n  | term\n  | factor\n",
        "curl --data x --header y\n",
    ] {
        assert!(!is_drawing(code), "{code}");
    }
}

#[test]
fn drawings_and_diagrams_say_so_in_their_class() {
    assert!(
        figure(&fence_attributes("mermaid"), "graph TD\n").starts_with("<figure class=\"code diagram\">")
    );
    assert!(figure(&fence_attributes("text"), "├ a\n└ b\n").starts_with("<figure class=\"code art\"><pre"));
}

proptest! {
    #[test]
    fn any_info_string_is_read(info in "\\PC*|[a-z{}\\[\\]\"'=,:.#0-9 -]{0,40}") {
        let fence = fence_attributes(&info);
        prop_assert!(fence.marked.windows(2).all(|pair| pair[0].end() < pair[1].start()));
    }

    #[test]
    fn an_info_string_of_any_length_takes_no_time(opening in "[\\[{\"'=,:a ]{1,3}") {
        fence_attributes(&opening.repeat(400_000));
    }

    #[test]
    fn a_figure_shows_exactly_the_code(code in "[a-z\"'/*<>&# \n\r{}()|é☃\u{1}\u{2}]{0,80}", marks in "[0-9,-]{1,8}", numbered: bool) {
        let info = format!("c {{{marks}}}{}", if numbered { " linenums=3" } else { "" });
        let html = figure(&fence_attributes(&info), &code);
        let shown = html.split_once("<code").and_then(|(_, rest)| rest.split_once('>')).expect("it has code").1;
        prop_assert_eq!(super::super::highlight::tests::text_of(shown.split_once("</code>").expect("it ends").0), code);
        prop_assert!(super::super::highlight::tests::is_nested(&html));
    }

    #[test]
    fn hiding_lines_of_rust_only_takes_away(code in "[#a \t\n\r\\[]{0,40}") {
        prop_assert!(hide_rust_lines(&code).len() <= code.len());
    }
}
