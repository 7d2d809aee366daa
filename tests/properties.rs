//! What holds for any text whatever.
//!
//! In: documents put together at random, of Markdown as people write it, of HTML that means harm,
//! and of any characters at all. Out: no panic; pages whose tags fit together; links and anchors
//! that exist or are shown as broken; findings that a check finds as well; nothing that runs in a reader's browser; ids that name one
//! thing. A text that broke one of these is kept beside the properties as a case of its own.

mod support;

use archsite::diagnostic::Code;
use archsite::engine::Memo;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::{Built, Page, Site, html};

/// Pieces of Markdown, whole and broken, that meet in odd ways.
const PIECES: &[&str] = &[
    "# Orders\n",
    "## Data flow\n",
    "## Data flow {#flow}\n",
    "### `code` & *more*\n",
    "#### \n",
    "Setext\n===\n",
    "Setext\n---\n",
    "A paragraph of words.\n",
    "Words with **bold**, *light*, ~~gone~~ and `code`.\n",
    "\n",
    "\n\n",
    "---\n",
    "***\n",
    "- one\n- two\n  - three\n",
    "1. first\n\n   more\n2. second\n",
    "- [ ] to do\n- [x] done\n",
    "> quoted\n",
    "> > twice\n> lazy\n",
    "> [!WARNING]\n> Mind this.\n",
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
    "| a |\n|---|\n| [x](b.md) | too | many |\n",
    "```rust\nfn main() {}\n```\n",
    "```mermaid\ngraph TD\n  A --> B\n```\n",
    "```\nnever closed\n",
    "~~~ {.toml file=\"a\"}\nx = 1\n~~~\n",
    "    indented\n",
    "[b](b.md) [gone](gone.md) [c](c/#deep) [](#flow) [x]()\n",
    "[flow](#data-flow) [no](#nowhere) [one](#data-flow-1) [note](#fn-1)\n",
    "[ref][r] [r] [other][none]\n\n[r]: b.md#second 'T \"q\"'\n",
    "![alt](p.svg) ![](gone.png) [![in](p.svg)](b.md)\n",
    "https://example.org/a_b and www.example.org and <x@example.org>\n",
    "Noted.[^1] Again.[^1] Long.[^long]\n\n[^1]: A note with [b](b.md).\n\n[^long]: More.\n\n    And more.\n",
    "[^1]: Another note.\n",
    "Term\n\n: Its meaning\n\n: Another\n",
    "Term  \n: Tight\n",
    "$x^2 + \\frac{1}{2}$ and $$\\sum_i i$$\n",
    "```math\n\\left( a \\right\n```\n",
    "!!! note \"A title\"\n    Inside.\n\n    - list\n",
    "??? tip\n    Folded\n",
    "???+ danger \"Open <b>\"\n    ```\n    code\n    ```\n",
    ":::warning Title\nInside\n:::\n",
    ":::: outer\n::: inner\nx\n:::\n",
    ":::\n",
    ":rocket: and :+1: and :nothing:\n",
    "{{#include p.svg}}\n",
    "{{#include gone.txt}} {{#title Taken}}\n",
    "---\ntitle: Declared\naliases: [x.html]\n---\n",
    "+++\ntitle = 'Toml'\n+++\n",
    "<!-- a comment -->\n",
    "<!-- never closed\n",
    "&amp; &lt;b&gt; &#1; &#x2; &#0; &nope; &#x1a1;0&#2;\n",
    "\\* \\[ \\<b\\>\n",
    "a  \nb\\\nc\n",
    "**Last Updated:** 03/04/2025\n",
];

/// HTML as authors write it, whole, crossing, unclosed.
const TAGS: &[&str] = &[
    "<details><summary>More</summary>\n\n",
    "</details>\n",
    "<div id=\"data-flow\">\n\n",
    "</div>\n",
    "<div align=center><b>x</div></b>\n",
    "<p>",
    "</p>",
    "<kbd>Ctrl</kbd>+<kbd>K</kbd>",
    "<a name=\"flow\"></a>",
    "<a id='fn-1' href=\"b.md#second\">",
    "<a href='gone.md'>",
    "</a>",
    "<img src=\"p.svg\" alt=\"<b>\">",
    "<img src=gone.png>",
    "<h2>Data flow</h2>\n",
    "<h2 id=\"fnref-1\">Odd</h2>\n",
    "<h3>never closed\n",
    "<table><tr><td>\n\n",
    "<td>loose",
    "</table>\n",
    "<li>loose",
    "<ul><li>",
    "<br><hr/>",
    "<sub>a<sup>b</sub>c</sup>",
    "<span class=\"broken\" data-n=\"1\" id=\"archsite:main\">",
    "</span></article></main>",
    "<section><!-- x --></section>",
    "<details open><summary>",
    "<pre>\n\n<code>",
    "</code></pre>",
    "<dl><dt>x<dd>y</dl>",
    "<b\n",
    "<b x=\"",
    "<div\n",
    "<p class=\"\n",
    "</div\n",
    "<textarea>",
    "<select>",
    "<style>",
    "<template>",
    "<p><title>",
    "<a href=\"b.md\">![in](p.svg)</a>",
    "< b>",
    "</>",
    "<math><mi>x</mi></math>",
    "<svg><rect/></svg>",
    "<!DOCTYPE html>\n",
    "<?php echo 1 ?>",
    "<![CDATA[ x ]]>",
];

/// HTML and links that try to run something.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT src=//evil.example/x.js></SCRIPT>",
    "<script\n>alert(1)\n</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=\"x\"/onerror=\"alert(1)\">",
    "<img src=\"x`onerror=alert(1)//\">",
    "<details open ontoggle=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\" \tjava\nscript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript&colon;alert(1)\">x</a>",
    "<a href=\"java&Tab;script:alert(1)\">x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href=\"\u{1}a0\u{2}\" onclick=\"alert(1)\">x</a>",
    "<b class=\"\u{1}x\" onclick=\"&#1;alert(1)\">x</b>",
    "<a href=\"vbscript:x\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "[x](javascript:alert(1))",
    "[x](  JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "![x\" onerror=\"alert(1)](p.svg)",
    "![x](p.svg \"t\\\" onerror=\\\"alert(1)\")",
    "<javascript:alert(1)>",
    "[r]\n\n[r]: javascript:alert(1)\n",
    "[x](b.md \"\\\" onmouseover=\\\"alert(1)\")",
    "[x](gone\"onmouseover=\"alert(1).md)",
    "<iframe src=\"https://evil.example\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<object data=x></object><embed src=x>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<math href=\"javascript:alert(1)\"><mtext><table><mglyph><style><!--</style><img src=1 onerror=alert(1)>",
    "<style>@import '//evil.example'</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example>",
    "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><img src=x onerror=alert(1)></template>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><img src=x onerror=alert(1)>",
    "<x onclick=alert(1)>x</x>",
    "```\"><script>alert(1)</script>\nx\n```\n",
    "```rust title=\"\\\"><img src=x onerror=alert(1)>\"\nx\n```\n",
    "!!! note \"<script>alert(1)</script>\"\n    x\n",
    ":::note <img src=x onerror=alert(1)>\nx\n:::\n",
    "# <script>alert(1)</script> {#x\" onclick=\"alert(1)}\n",
    "## x {onclick=alert(1) .y style=\"x\"}\n",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<script>alert(1)</script>}$",
    "```math\n\\text{<img src=x onerror=alert(1)>}\n```\n",
    "[^\"><script>]: x\n\nx[^\"><script>]\n",
    "---\ntitle: \"<script>alert(1)</script>\"\ndescription: \"<img src=x onerror=alert(1)>\"\n---\n",
    "{{#title <script>alert(1)</script>}}",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |\n",
    "<a href=\"b.md\" target=\"_blank\" onclick='alert(1)'>x</a>",
    "<picture><source srcset=\"javascript:alert(1)\"><img srcset=\"x 1x\"></picture>",
    "<q cite=\"javascript:alert(1)\">x</q>",
    "<img longdesc=\"javascript:alert(1)\" usemap=\"javascript:alert(1)\">",
];

/// Puts pieces together, now with a line between them and now without.
fn text_of(pieces: &'static [&'static [&'static str]], most: usize) -> impl Strategy<Value = String> {
    let all: Vec<&str> = pieces.concat();
    let piece = (
        prop::sample::select(all),
        prop::sample::select(vec!["", "", "\n", "\n\n", "> ", "- ", "    ", "*"]),
    );
    prop::collection::vec(piece, 0..most)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, before)| format!("{before}{piece}")).collect())
}

/// A document under test, with neighbours that it can link to.
fn site(text: &str) -> Site {
    Site::new()
        .file("a.md", text)
        .file("b.md", "# B\n\n## Second\n\nBack to [a](a.md#data-flow).\n")
        .file("c/README.md", "# C\n\n## Deep\n")
        .file("p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

/// What is wrong with the page of a document, whatever its text.
fn faults(built: &Built) -> Vec<String> {
    let page = built.page("a.html");
    let mut faults = html::faults(page.main());
    faults.extend(doubled_ids(&page));
    faults.extend(dead_links(built));
    faults.extend(what_could_run(page.article()));
    faults
}

fn doubled_ids(page: &Page<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ids = html::tags(page.html).into_iter().filter_map(|tag| tag.attribute("id").map(str::to_owned));
    ids.filter(|id| !seen.insert(id.clone())).map(|id| format!("two elements have the id {id:?}")).collect()
}

/// Links within the site that lead nowhere, on all pages.
fn dead_links(built: &Built) -> Vec<String> {
    let tags: BTreeMap<String, Vec<html::Tag>> =
        built.pages().iter().map(|page| (page.path.clone(), html::tags(page.html))).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = tags
        .iter()
        .map(|(path, tags)| {
            let names = tags.iter().flat_map(|tag| [tag.attribute("id"), tag.attribute("name")]);
            (path.as_str(), names.flatten().collect())
        })
        .collect();
    let mut dead = Vec::new();
    for (path, tags) in &tags {
        for tag in tags {
            for url in [tag.attribute("href"), tag.attribute("src")].into_iter().flatten() {
                let has_scheme =
                    url.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '#', '?']));
                if has_scheme || url.starts_with("//") {
                    continue;
                }
                let (before, anchor) = url.split_once('#').unwrap_or((url, ""));
                let file = before.split('?').next().unwrap_or_default();
                let target = if file.is_empty() { path.clone() } else { joined(path, &decoded(file)) };
                let has = |id: &str| ids.get(target.as_str()).is_some_and(|ids| ids.contains(id));
                if !built.has_page(&target) {
                    dead.push(format!("{path} links to {url:?}, and there is no {target:?}"));
                } else if !anchor.is_empty()
                    && !anchor.eq_ignore_ascii_case("top")
                    && !has(anchor)
                    && !has(&decoded(anchor))
                {
                    dead.push(format!("{path} links to {url:?}, and {target} has no {anchor:?}"));
                }
            }
        }
    }
    dead
}

/// What a browser would run, or fetch from elsewhere, if it were in the text of a document.
fn what_could_run(article: &str) -> Vec<String> {
    const NEVER: [&str; 16] = [
        "script", "style", "iframe", "frame", "object", "embed", "form", "button", "link", "meta", "base",
        "svg", "template", "noscript", "textarea", "title",
    ];
    let mut faults = Vec::new();
    if article.to_lowercase().contains("<script") {
        faults.push("the article holds \"<script\"".to_owned());
    }
    for tag in html::tags(article) {
        if NEVER.contains(&tag.name.as_str()) {
            faults.push(format!("there is a <{}>", tag.name));
        }
        for (name, value) in &tag.attributes {
            let squeezed: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let squeezed = squeezed.to_lowercase();
            let is_address = [
                "href",
                "src",
                "srcset",
                "xlink:href",
                "action",
                "formaction",
                "cite",
                "data",
                "longdesc",
                "usemap",
                "background",
                "poster",
            ]
            .contains(&name.as_str());
            let runs =
                ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| squeezed.contains(scheme));
            // The converter of formulas says lengths and sides so; no document can.
            let is_of_a_formula = tag.name.starts_with('m')
                && value.chars().all(|it| it.is_ascii_alphanumeric() || "-:;.% ".contains(it));
            let is_style = name == "style" && !is_of_a_formula;
            if name.starts_with("on") || is_style || (is_address && runs) {
                faults.push(format!("<{}> has {name}={value:?}", tag.name));
            }
        }
    }
    faults
}

fn joined(page: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Asks for all properties of a text.
fn check(text: &str) -> Result<(), TestCaseError> {
    let site = site(text);
    let built = site.build();
    // Rooms are not asked by a check: what only they see is the one difference.
    let found_by_a_build: Vec<_> =
        built.build.diagnostics.iter().filter(|found| found.code != Code::OutputCollision).cloned().collect();
    prop_assert_eq!(
        site.check(&mut Memo::default()),
        found_by_a_build,
        "a check finds other things than a build"
    );
    let faults = faults(&built);
    prop_assert!(faults.is_empty(), "{:?}\n{}\n{}", text, faults.join("\n"), built.page("a.html").article());
    Ok(())
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn what_once_broke_a_page_makes_a_whole_one() {
    for text in [
        "\t\0",
        "<span id=\"archsite:main\">",
        "x[^1]\n\n[^1]: one\n\n[^1]: two\n",
        "> [^1]: one\n\nx[^1]\n\n[^1]: two\n",
        "<q cite=\"javascript:alert(1)\">x</q>",
        "<b\n<a id='x' href=\"b.md#second\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<a href=\"b.md\">![in](p.svg)</a>",
        "<p><style>\n\n## Data flow\n",
        "<math><mtext><table><mglyph>\n\n## Data flow\n",
        "> <b x=\"> <textarea><h2>Data flow</h2>\n",
        "</div\n- <h2>Data flow</h2>\n",
        "<p>\n\n    code\n",
        "<div></div><a id='fn-1' href=\"b.md#second\"><table><img src=1>\n\n[b](b.md) [x]()\n",
    ] {
        let built = site(text).build();
        assert_eq!(faults(&built), [""; 0], "{text:?}\n{}", built.page("a.html").article());
    }
}

proptest! {
    #![proptest_config(settings(80))]

    #[test]
    fn markdown_of_any_kind_makes_a_whole_page(text in text_of(&[PIECES], 12)) {
        check(&text)?;
    }

    #[test]
    fn html_of_any_kind_makes_a_whole_page(text in text_of(&[PIECES, TAGS, TAGS], 10)) {
        check(&text)?;
    }

    #[test]
    fn nothing_in_a_document_runs(text in text_of(&[HOSTILE, HOSTILE, TAGS, PIECES], 8)) {
        check(&text)?;
    }

    #[test]
    fn any_characters_make_a_whole_page(text in "(?s).{0,120}") {
        check(&text)?;
    }

    #[test]
    fn characters_that_mean_something_make_a_whole_page(text in "[-#*_`~>|:!?\\[\\](){}<>/=\"'&;^$\\\\ \t\r\na1\u{0}\u{1}\u{2}\u{b}\u{c}\u{7f}\u{200d}\u{feff}\u{fe0f}é😀]{0,80}") {
        check(&text)?;
    }
}
