//! Bad input and hostile surroundings: each must end in a finding, or in a message and an exit code,
//! and whatever else there is must be built. All through the program itself.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[path = "support/html.rs"]
#[allow(dead_code, unreachable_pub, reason = "it serves other test programs as well")]
mod html;
#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use html::tags;
use program::{Place, Ran, finish};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn portal(place: &Place) -> Value {
    serde_json::from_str(&place.read("site/portal.json")).unwrap()
}

/// Returns the findings of a site as `code file:line`, in their order.
fn findings(place: &Place) -> Vec<String> {
    let portal = portal(place);
    let told = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}:{}", text("code"), text("file"), finding["line"])
    };
    portal["findings"].as_array().unwrap().iter().map(told).collect()
}

/// Returns title, anchor and line of all sections of a document.
fn sections(place: &Place, document: &str) -> Value {
    let portal = portal(place);
    let documents = portal["documents"].as_array().unwrap();
    let found = documents.iter().find(|it| it["id"] == document);
    found.unwrap_or_else(|| panic!("{document} was not built"))["sections"].clone()
}

/// Returns the links of a site that lead to no file of it, as `page: link`.
fn dead_links(site: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut dead = Vec::new();
    for (page, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        for tag in tags(&String::from_utf8_lossy(bytes)) {
            let Some(link) = tag.attribute("href").or(tag.attribute("src")) else { continue };
            let path = link.split(['#', '?']).next().unwrap();
            if path.is_empty() || path.contains("://") {
                continue;
            }
            let mut parts: Vec<_> = page.split('/').collect();
            parts.pop();
            for part in path.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            if !site.contains_key(&percent_decoded(&parts.join("/"))) {
                dead.push(format!("{page}: {link}"));
            }
        }
    }
    dead
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let escaped = std::str::from_utf8(&behind[..behind.len().min(2)])
            .ok()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (first, escaped) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[allow(clippy::print_stderr, reason = "a test that could not test must say so")]
fn skip(why: &str) {
    eprintln!("skipped: {why}");
}

#[cfg(unix)]
mod links_on_disk {
    use super::*;
    use std::os::unix::fs::symlink;

    /// A folder with a link of each bad kind, and a document that uses them.
    fn place() -> Place {
        let place = Place::with(&[
            ("docs/a.md", "# A\n\n[s](secret.md) [m](more/m.md) ![p](p.png) [x](sub/up/a.md)\n"),
            ("docs/sub/b.md", "# B\n"),
            ("secret.md", "# Secret\n"),
            ("more/m.md", "# More\n"),
            ("p.png", "secret picture"),
        ]);
        for (name, to) in [
            ("docs/secret.md", "../secret.md"),
            ("docs/more", "../more"),
            ("docs/p.png", "../p.png"),
            ("docs/sub/up", ".."),
            ("docs/self.md", "self.md"),
            ("docs/gone.md", "nowhere.md"),
        ] {
            symlink(to, place.path(name)).unwrap();
        }
        place
    }

    #[test]
    fn links_out_of_the_source_in_a_loop_and_to_nothing_are_skipped_and_told() {
        let place = place();
        let ran = place.build_with(&["-v"]);
        assert_eq!(ran.shown("skipped-file"), 6, "{}", ran.err);
        for (file, reason) in [
            ("secret.md", "leads out of the source folder"),
            ("more", "leads out of the source folder"),
            ("p.png", "leads out of the source folder"),
            ("sub/up", "leads back to a folder that it is in"),
            ("self.md", "cannot be followed"),
            ("gone.md", "leads to nothing"),
        ] {
            let told = format!("warning[skipped-file]: this symbolic link {reason}");
            let block = ran.err.split("\n\n").find(|block| block.contains(&format!("--> {file}:1:1")));
            assert!(block.is_some_and(|block| block.starts_with(&told)), "{file}\n{}", ran.err);
        }
        let site = place.site();
        assert!(site.contains_key("a.html") && site.contains_key("sub/b.html"));
        let leaks =
            |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).to_lowercase().contains("secret picture");
        assert!(
            !site.values().any(leaks) && !site.contains_key("secret.html") && !site.contains_key("p.png")
        );
    }

    #[test]
    fn following_them_is_an_option_that_has_an_end() {
        let place = place();
        place.put("docs/book.toml", "[book]\nsrc = \".\"\n[output.archsite]\nfollow-links = true\n");
        symlink("../docs", place.path("more/back")).unwrap();
        let ran = place.build();
        let site = place.site();
        for file in ["secret.html", "more/m.html", "p.png"] {
            assert!(site.contains_key(file), "{file}");
        }
        assert!(site.len() < 200, "{} files", site.len());
        assert!(ran.err.contains("of skipped-file"), "{}", ran.err);
    }

    #[test]
    fn an_image_that_becomes_a_link_out_after_it_was_read_is_not_copied() {
        let place = Place::with(&[("docs/a.md", "![p](p.png)\n"), ("docs/p.png", "mine")]);
        place.build();
        fs::remove_file(place.path("docs/p.png")).unwrap();
        place.put("p.png", "theirs");
        symlink("../p.png", place.path("docs/p.png")).unwrap();
        place.build();
        assert!(!place.has("site/p.png"), "and the old copy is gone");
    }
}

mod hostile_text {
    use super::*;

    /// Elements that no document brings into a page. Scripts, styles and metadata belong to the head.
    const FORBIDDEN: &[&str] = &[
        "script", "iframe", "object", "embed", "base", "meta", "link", "style", "form", "frame", "applet",
        "template", "noscript", "svg", "button", "textarea", "select",
    ];

    fn is_dangerous(address: &str) -> bool {
        let plain: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let plain = plain.to_lowercase();
        let schemes =
            ["javascript:", "vbscript:", "data:text", "data:image/svg", "data:application", "file:"];
        schemes.iter().any(|scheme| plain.starts_with(scheme))
    }

    /// Returns everything on a page that a browser would run, load or obey without being asked.
    fn alive(page: &str) -> Vec<String> {
        let mut alive = Vec::new();
        let article = page.find("<article").unwrap()..page.rfind("</article>").unwrap();
        for tag in tags(&page[article]) {
            if FORBIDDEN.contains(&tag.name.as_str()) {
                alive.push(format!("<{}>", tag.name));
            }
            if tag.name == "input" && tag.attribute("type") != Some("checkbox") {
                alive.push("<input>".to_owned());
            }
        }
        for tag in tags(page) {
            for (name, value) in &tag.attributes {
                if name.starts_with("on") || name == "style" || name == "srcdoc" || is_dangerous(value) {
                    alive.push(format!("<{} {name}={value:?}>", tag.name));
                }
            }
        }
        let scripts = tags(page).into_iter().filter(|tag| tag.name == "script");
        let foreign =
            scripts.filter(|tag| tag.attribute("src").is_some_and(|src| !src.contains("assets/site-")));
        alive.extend(foreign.map(|tag| format!("{tag:?}")));
        alive
    }

    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"x\"onerror=\"alert(1)\">",
        "<img/src/onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"&#x6a;avascript:alert(1)\">x</a>",
        "<a href=\"java&#10;script:alert(1)\">x</a>",
        "<a href=\" \u{1}javascript:alert(1)\">x</a>",
        "<a\thref=javascript:alert(1)>x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=vbscript:x>x</a>",
        "<base href=https://evil.test/>",
        "<iframe src=https://evil.test></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<meta http-equiv=refresh content='0;url=https://evil.test'>",
        "<link rel=stylesheet href=https://evil.test/x.css>",
        "<style>*{display:none}</style>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<form action=https://evil.test><input name=q><button>x</button></form>",
        "<object data=x.swf></object><embed src=x.swf>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<details ontoggle=alert(1) open>x</details>",
        "<template><script>alert(1)</script></template>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<!--><script>alert(1)</script>-->",
        "<!-- --!><script>alert(1)</script> -->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php <script>alert(1)</script> ?>",
        "</article></main><script>alert(1)</script>",
        "<x-y onclick=alert(1)>x</x-y>",
        "<div id=x onmouseover='alert(1)'>\n\ntext\n\n</div>",
        "[x](javascript:alert(1))",
        "[x](&#x6a;avascript:alert(1))",
        "[x](java\\\nscript:alert(1))",
        "[x](JAVASCRIPT&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x) [x](file:///etc/passwd)",
        "![x](javascript:alert(1)) ![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](a.md \"' onmouseover='alert(1)\")",
        "[x](b.md '\" onmouseover=\"alert(1)')",
        "![\" onerror=\"alert(1)](b.png)",
        "```\" onmouseover=\"alert(1)\n</code></pre><script>alert(1)</script>\n```",
        "```js title=\"<img src=x onerror=alert(1)>\"\nx\n```",
        "`</code><script>alert(1)</script>`",
        "$</math><img src=x onerror=alert(1)>$",
        "$\\href{javascript:alert(1)}{x}$ $\\text{<img src=x onerror=alert(1)>}$",
        "!!! note \"<img src=x onerror=alert(1)>\"\n    <script>alert(1)</script>",
        "::: warning <img src=x onerror=alert(1)>\nx\n:::",
        "> [!NOTE] <img src=x onerror=alert(1)>\n> x",
        "[^<img src=x onerror=alert(1)>]\n\n[^<img src=x onerror=alert(1)>]: x",
        "## H {#x\" onmouseover=\"alert(1)}",
        "## <img src=x onerror=alert(1)>",
        "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
        "\u{1}l0\u{2} \u{1}c0\u{2} &#1;a0&#2; <b class=\"&#1;x\" title=\"&#x1;a0&#x2;\">x</b>",
        ":<script>alert(1)</script>:",
    ];

    #[test]
    fn nothing_that_a_document_says_is_run_loaded_or_obeyed() {
        let all = HOSTILE.iter().enumerate();
        let files: Vec<_> = all
            .map(|(number, text)| (format!("docs/h{number}.md"), format!("# T\n\nbefore {text}\n\n{text}\n")))
            .chain([("docs/all.md".to_owned(), format!("# All\n\n{}\n", HOSTILE.join("\n\n")))])
            .collect();
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let place = Place::with(&files);
        place.build();
        for (number, text) in HOSTILE.iter().enumerate() {
            let page = place.read(&format!("site/h{number}.html"));
            assert_eq!(alive(&page), Vec::<String>::new(), "{text}");
            assert!(!page.contains(['\u{1}', '\u{2}']), "{text}");
        }
        assert_eq!(alive(&place.read("site/all.html")), Vec::<String>::new());
    }

    #[test]
    fn titles_names_and_labels_are_text_wherever_they_are_shown() {
        let evil = "</script><img src=x onerror=alert(1)>\"'&";
        let quoted = evil.replace('"', "\\\"");
        let place = Place::with(&[
            ("docs/index.md", "# Home\n\n[a](a.md) [b](b.md)\n".to_owned()),
            ("docs/a.md", format!("---\ntitle: \"{quoted}\"\ndescription: \"{quoted}\"\n---\nText.\n")),
            ("docs/b.md", format!("# `{evil}`\n\n## `{evil}`\n\nText `{evil}` and more of it.\n")),
            ("docs/d/<img src=x onerror=alert(1)>.md", "Text.\n".to_owned()),
            ("docs/<img src=x onerror=alert(1)>/c.md", "# C\n".to_owned()),
            ("book.toml", format!("[book]\ntitle = \"{quoted}\"\nsrc = \"docs\"\nlanguage = \"{quoted}\"\n")),
        ]);
        let ran = place.run(&["build", "--output", "site", "--base-url", "https://example.org/"]);
        if ran.code == Some(2) {
            // A language is one word; the rest must do without it.
            assert!(ran.err.contains("language"), "{}", ran.err);
            place.put("book.toml", format!("[book]\ntitle = \"{quoted}\"\nsrc = \"docs\"\n"));
            place.run(&["build", "--output", "site", "--base-url", "https://example.org/"]);
        }
        let site = place.site();
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
            let page = String::from_utf8_lossy(bytes);
            let images = tags(&page).into_iter().filter(|tag| tag.name == "img").count();
            let scripts = tags(&page).into_iter().filter(|tag| tag.name == "script").count();
            let expected = match path.as_str() {
                "404.html" => scripts,
                "map.html" => 3,
                _ => 2,
            };
            assert_eq!((images, scripts), (0, expected), "{path}");
            assert!(!tags(&page).iter().any(|tag| tag.attribute("onerror").is_some()), "{path}");
        }
        let navigation = place.read("site/assets/navigation.js");
        assert!(!navigation.contains('<'), "{navigation}");
        let tree = navigation.trim().strip_prefix("archsiteNavigation(").unwrap().strip_suffix(");").unwrap();
        let tree: Value = serde_json::from_str(tree).unwrap();
        let titles: Vec<_> =
            tree["children"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
        assert_eq!(titles.iter().filter(|title| **title == evil).count(), 2, "{titles:?}");
        let portal = portal(&place);
        assert_eq!(portal["title"], evil);
        let titles: Vec<_> = portal["documents"].as_array().unwrap().iter().map(|it| &it["title"]).collect();
        assert_eq!(titles.iter().filter(|title| **title == evil).count(), 2, "{titles:?}");
        assert!(!place.read("site/sitemap.xml").contains("<img"));
    }

    #[test]
    fn an_svg_image_of_a_document_is_published_without_its_script() {
        let place = Place::with(&[
            ("docs/a.md", "![x](x.svg) ![y](y.svg) ![z](z.svg)\n"),
            (
                "docs/x.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script>\
                 <a href=\"javascript:alert(1)\"><rect width=\"1\" height=\"1\" onclick='alert(1)'/></a>\
                 <foreignObject><iframe src=\"https://evil.test\"/></foreignObject>\
                 <use href=\"https://evil.test/x.svg#a\"/><image href=\"data:text/html,alert\"/>\
                 <set attributeName=\"href\" to=\"javascript:alert(1)\"/></svg>",
            ),
            (
                "docs/y.svg",
                "<!DOCTYPE svg [<!ENTITY a \"<script>alert(1)</script>\">]>\
                 <svg xmlns=\"http://www.w3.org/2000/svg\">&a;<rect width=\"1\" height=\"1\"/></svg>",
            ),
            ("docs/z.svg", "<svg><script>alert(1)</svg"),
        ]);
        let ran = place.build_with(&["-v"]);
        assert!(ran.shown("active-svg") >= 2, "{}", ran.err);
        for (path, bytes) in place.site().iter().filter(|(path, _)| path.ends_with(".svg")) {
            let svg = String::from_utf8_lossy(bytes);
            for word in ["alert", "<script", "onload", "onclick", "iframe", "evil.test", "javascript"] {
                assert!(!svg.contains(word), "{path} has {word}: {svg}");
            }
        }
        assert!(place.read("site/x.svg").contains("<rect"), "the drawing itself is there");
    }

    #[test]
    fn a_file_that_is_included_forges_nothing() {
        let place = Place::with(&[
            ("docs/a.md", "# A\n\n{{#include x.txt}}\n\n[b](b.md)\n"),
            ("docs/b.md", "# B\n"),
            (
                "docs/x.txt",
                "\u{1}l0\u{2} \u{1}a0\u{2} <b class=\"\u{1}wide\">x</b> <script>alert(1)</script>\n",
            ),
        ]);
        place.build();
        let page = place.read("site/a.html");
        assert_eq!(alive(&page), Vec::<String>::new());
        assert!(!page.contains(['\u{1}', '\u{2}']) && !page.contains("wide"), "{page}");
    }

    #[test]
    fn an_include_never_leaves_the_source_folder() {
        let place = Place::with(&[
            (
                "docs/a.md",
                "{{#include ../secret.txt}}\n{{#include /etc/passwd}}\n{{#include b/../../secret.txt}}\n",
            ),
            ("docs/.env", "KEY=secret"),
            ("docs/b.md", "{{#include .env}}\n"),
            ("secret.txt", "secret"),
        ]);
        let ran = place.build();
        assert_eq!(ran.shown("broken-include"), 4, "{}", ran.err);
        for page in ["a.html", "b.html"] {
            let text = html::text(&place.article(page));
            assert!(!text.contains("KEY=") && !text.contains("root:"), "{text}");
        }
    }

    #[test]
    fn no_finding_makes_a_terminal_obey() {
        let place = Place::with_document("# A\n\n[x](\u{1B}[31mgone\u{7}.md) [\u{202E}y](z\u{9B}2J.md)\n");
        let err = place.build_with(&["-v"]).err;
        assert!(err.contains("broken-link"));
        assert!(!err.contains(['\u{1B}', '\u{7}', '\u{9B}', '\u{202E}']), "{err:?}");
    }
}

mod too_much {
    use super::*;

    const MANY: usize = 100_000;

    #[test]
    fn a_hundred_thousand_of_anything_are_no_work() {
        let single = [
            "[", "]", ">", "_", "*", "`", "<", "|", "!", "(", "&", "\\", "#", "-", "+", "~", "$", ":", "{",
            "}", "=", "\"", "@", "^", "%", "/", "?", "\t", "\r", "\u{301}", "\u{0}", "\u{1}",
        ];
        let repeated = [
            "[a](",
            "![",
            "](",
            "[]",
            "[[",
            "**a ",
            "*a_ ",
            "a**b",
            "<!--",
            "<a ",
            "<a href=\"",
            "<a b='",
            "</a",
            "<?",
            "<![CDATA[",
            "<h1>",
            "<b>",
            "&#",
            "&#1;",
            ":a",
            "::: a\n",
            ":::\n",
            "!!! note\n",
            "{{#",
            "{{",
            "$$",
            "$`",
            "`$",
            "~~",
            "[x]: y\n",
            "[^1]",
            "[^1]: x\n",
            "- a\n",
            "- ",
            "> a\n",
            "# a\n",
            "# ",
            "|a|b|\n",
            "a@a.a ",
            "www.a.",
            "http://a",
            "---\n",
            "+++\n",
            "a: b\n",
            "```\n",
            "```a\n",
            "~~~\n",
            "<div>\n",
            "<details>\n\n",
            "> [!NOTE]\n",
            "x\n===\n",
            "a\n: b\n",
            "- [ ] a\n",
            ":smile:",
            "[x](y.md)\n",
            "== ",
        ];
        let blocks = ["<a ", "<h1>", "<h1 ", "<a b='", "<a b=\"", "</", "&#", "<a href=\"&", "<!--", "<"];
        let mut files = Vec::new();
        for (number, part) in single.into_iter().chain(repeated).enumerate() {
            let count = MANY / part.len().div_ceil(4);
            files.push((format!("docs/p{number}.md"), part.repeat(count)));
        }
        for (number, part) in blocks.into_iter().enumerate() {
            files.push((format!("docs/b{number}.md"), format!("<div>\n{}", part.repeat(MANY / 4))));
        }
        files.push(("docs/ok.md".to_owned(), "# Fine\n".to_owned()));
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let place = Place::with(&files);
        place.build_with(&["-q"]);
        assert!(place.has("site/ok.html"));
    }

    #[test]
    fn a_table_row_of_a_megabyte_is_no_work() {
        const CELLS: usize = 50_000;
        let row = |cell: &str| format!("|{}\n", cell.repeat(CELLS));
        let place = Place::with_document([row("a|"), row("-|"), row("a cell of some text|")].concat());
        place.build();
        assert_eq!(place.article("a.html").matches("<td").count(), CELLS);
    }

    #[test]
    fn what_is_nested_ten_thousand_deep_is_a_finding_and_the_others_are_built() {
        const DEEP: usize = 10_000;
        let emphasis = (0..DEEP).map(|n| if n % 2 == 0 { "*a " } else { "_b " }).collect::<String>();
        let closing = (0..DEEP).rev().map(|n| if n % 2 == 0 { " a*" } else { " b_" }).collect::<String>();
        let cases = [
            ("lists", "- ".repeat(DEEP) + "x", "deep-nesting"),
            ("numbers", "1. ".repeat(DEEP) + "x", "deep-nesting"),
            ("quotes", ">".repeat(DEEP) + "x", "deep-nesting"),
            ("spaced", "> ".repeat(DEEP) + "x", "deep-nesting"),
            ("mixed", "> - ".repeat(DEEP) + "x", "deep-nesting"),
            ("elements", "<div>\n".repeat(DEEP) + "x\n", "deep-nesting"),
            ("apart", "<div>\n\n".repeat(DEEP) + "x\n", "deep-nesting"),
            ("inline", "x ".to_owned() + &"<b>".repeat(DEEP), "deep-nesting"),
            ("notes", (3..DEEP / 10).rev().map(|n| ":".repeat(n) + " note\n").collect(), "deep-nesting"),
            ("flow", format!("---\na: {}\n---\n# T\n", "[".repeat(DEEP)), "unreadable-front-matter"),
            ("maps", format!("---\na: {}\n---\n# T\n", "{a: ".repeat(DEEP)), "unreadable-front-matter"),
            ("toml", format!("+++\na = {}\n+++\n# T\n", "[".repeat(DEEP)), "unreadable-front-matter"),
        ];
        let mut files: Vec<_> =
            cases.iter().map(|(name, text, _)| (format!("docs/{name}.md"), text.clone())).collect();
        files.push(("docs/links.md".to_owned(), format!("{}x{}", "[".repeat(DEEP), "](y)".repeat(DEEP))));
        // An alias stands for a short text and for nothing else, so that a bomb is none.
        files.push(("docs/bomb.md".to_owned(), bomb()));
        files.push(("docs/emphasis.md".to_owned(), emphasis + &closing));
        files.push(("docs/maths.md".to_owned(), format!("${}x{}$", "{".repeat(DEEP), "}".repeat(DEEP))));
        files.push(("docs/code.md".to_owned(), format!("```json\n{}\n```\n", "[".repeat(DEEP))));
        files.push(("docs/ok.md".to_owned(), "# Fine\n".to_owned()));
        files.push(("docs/x.svg".to_owned(), format!("<svg>{}", "<g>".repeat(DEEP))));
        files.push(("docs/svg.md".to_owned(), "![x](x.svg)\n".to_owned()));
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let place = Place::with(&files);
        place.build_with(&["-q"]);
        let found = findings(&place);
        for (name, _, code) in cases {
            let is_told = found.iter().any(|it| it.starts_with(&format!("{code} {name}.md:")));
            assert!(is_told, "{name}: {found:#?}");
        }
        assert!(place.has("site/ok.html") && place.has("site/links.html"));
    }

    /// Ten aliases of ten of the ones before: a gigabyte, if somebody writes it out.
    fn bomb() -> String {
        let mut yaml = String::from("---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for n in 1..10 {
            let ten = vec![format!("*a{}", n - 1); 10].join(",");
            yaml.push_str(&format!("a{n}: &a{n} [{ten}]\n"));
        }
        yaml + "tags: *a9\n---\n# T\n"
    }

    #[test]
    fn a_huge_file_is_told_with_the_limit_and_the_others_are_built() {
        let place = Place::with_document("# A\n");
        let huge = fs::File::create(place.path("docs/huge.md")).unwrap();
        huge.set_len(200 << 20).unwrap();
        place.put("docs/line.md", format!("# Line\n\n{}\n", "word ".repeat(1_000_000)));
        let ran = place.build();
        assert_eq!(ran.shown("too-large"), 1, "{}", ran.err);
        assert!(ran.err.contains("this file has 209.7 MB; a document may have 8.4 MB"), "{}", ran.err);
        assert!(ran.err.contains("huge.md:1:1") && ran.err.contains("max-document-size"), "{}", ran.err);
        let site = place.site();
        assert!(site.contains_key("a.html") && site["line.html"].len() > 5_000_000);
        assert!(!site.contains_key("huge.html") && !site.contains_key("huge.md"));
    }

    #[test]
    fn files_that_include_each_other_without_end_are_a_finding() {
        let place = Place::with(&[
            ("docs/a.md", "# A\n\n{{#include b.md}}\n".to_owned()),
            ("docs/b.md", "{{#include b.md}}\n{{#include a.md}}\n".repeat(10)),
        ]);
        let ran = place.build_with(&["-v"]);
        assert!(ran.shown("broken-include") >= 1, "{}", ran.err);
    }

    #[test]
    fn five_thousand_broken_links_are_all_reported_and_stay_readable() {
        let mut files = Vec::new();
        for file in 0..50 {
            let links: String = (0..100).map(|link| format!("See [it](gone{file}-{link}.md).\n\n")).collect();
            files.push((format!("docs/d{file:02}.md"), format!("# Links\n\n{links}")));
        }
        let list: String = files.iter().map(|(path, _)| format!("- [it]({})\n", &path[5..])).collect();
        files.push(("docs/index.md".to_owned(), format!("# All\n\n{list}")));
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let place = Place::with(&files);
        let ran = place.build();
        assert_eq!(ran.shown("broken-link"), 50);
        assert!(
            ran.err.ends_with("error: 4,950 more of broken-link, in 50 files; -v shows all\n"),
            "{}",
            ran.err
        );
        assert!(ran.err.lines().count() < 400, "{}", ran.err.lines().count());
        assert!(ran.out.contains(", 5,000 findings: "), "{}", ran.out);
        assert_eq!(findings(&place).len(), 5_000);
        assert_eq!(place.build_with(&["-v"]).shown("broken-link"), 5_000);
    }
}

mod encodings {
    use super::*;

    const TEXT: &str = "# Größe\n\nSee [maß](#maß-und-ziel) — 😀.\n\n## Maß und Ziel\n\n```\ncode\n```\n\n## Ende\n\nSchluss.\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_and_line_end_gives_the_same_headings_and_anchors() {
        let place = Place::with(&[
            ("docs/plain.md", TEXT.as_bytes().to_vec()),
            ("docs/bom.md", format!("\u{FEFF}{TEXT}").into_bytes()),
            ("docs/crlf.md", TEXT.replace('\n', "\r\n").into_bytes()),
            ("docs/cr.md", TEXT.replace('\n', "\r").into_bytes()),
            ("docs/le.md", utf16(TEXT, u16::to_le_bytes)),
            ("docs/be.md", utf16(TEXT, u16::to_be_bytes)),
            ("docs/be-crlf.md", utf16(&TEXT.replace('\n', "\r\n"), u16::to_be_bytes)),
            (
                "docs/index.md",
                b"# All\n\n[1](plain.md) [2](bom.md) [3](crlf.md) [4](cr.md) [5](le.md) [6](be.md) [7](be-crlf.md)\n"
                    .to_vec(),
            ),
        ]);
        let ran = place.build_with(&["-v"]);
        assert!(ran.out.contains(", no findings: "), "{}", ran.err);
        let (expected, article) = (sections(&place, "plain.md"), html::text(&place.article("plain.html")));
        assert_eq!(expected.as_array().unwrap().len(), 3);
        for name in ["bom", "crlf", "cr", "le", "be", "be-crlf"] {
            assert_eq!(sections(&place, &format!("{name}.md")), expected, "{name}");
            let text = html::text(&place.article(&format!("{name}.html"))).replace("\r\n", "\n");
            assert_eq!(text.replace('\r', "\n"), article, "{name}");
        }
    }

    #[test]
    fn what_is_no_text_is_told_with_its_byte_and_the_page_is_built() {
        let place = Place::with(&[
            ("docs/latin.md", b"# Gr\xF6\xDFe\n\nText.\n".to_vec()),
            ("docs/odd.md", b"\xFF\xFE#\0 \0A\0\n".to_vec()),
            ("docs/half.md", b"\xFF\xFE#\0 \0\x00\xD8A\0".to_vec()),
            ("docs/binary.md", (0..=255).collect()),
            ("docs/ok.md", b"# Fine\n".to_vec()),
        ]);
        let ran = place.build();
        assert_eq!(ran.shown("not-utf8"), 4, "{}", ran.err);
        for (file, byte) in [("latin.md:1:5", "byte 4 "), ("odd.md:", "byte 8 "), ("half.md:", "byte 6 ")] {
            let block = ran.err.split("\n\n").find(|block| block.contains(file)).unwrap_or_default();
            assert!(block.contains(byte), "{file}: {}", ran.err);
        }
        for page in ["latin", "odd", "half", "binary", "ok"] {
            assert!(place.has(&format!("site/{page}.html")), "{page}");
        }
        assert!(place.article("latin.html").contains("Text."));
    }
}

mod names {
    use super::*;

    #[test]
    fn two_sources_of_one_page_are_an_error_that_names_both() {
        let place = Place::with(&[
            ("docs/API.md", "# Upper\n"),
            ("docs/api.md", "# Lower\n"),
            ("docs/guide.md", "# Guide\n"),
            ("docs/guide.markdown", "# Guide too\n"),
            ("docs/ok.md", "# Fine\n"),
        ]);
        if fs::read_dir(place.path("docs")).unwrap().count() < 5 {
            return skip("this file system does not tell upper from lower case");
        }
        let ran = place.build();
        assert_eq!(ran.shown("output-collision"), 2, "{}", ran.err);
        for both in ["API.md and api.md would be one page", "guide.markdown and guide.md would be one page"] {
            assert!(ran.err.contains(both), "{}", ran.err);
        }
        assert!(place.read("site/API.html").contains("Upper") && !place.has("site/api.html"));
        assert!(place.has("site/ok.html"));
    }

    #[test]
    fn index_and_readme_in_one_folder_are_no_collision() {
        let place = Place::with(&[("docs/index.md", "# Index\n"), ("docs/README.md", "# Readme\n")]);
        let ran = place.build_with(&["--strict", "-v"]);
        assert!(ran.err.contains("info[output-collision]"), "{}", ran.err);
        assert!(
            place.read("site/index.html").contains("Index")
                && place.read("site/README.html").contains("Readme")
        );
    }

    #[test]
    fn a_redirect_replaces_nothing_and_names_what_it_would_have_replaced() {
        let aliases =
            "aliases: [b.html, B.html, /c/, b.md, plan.png, 404.html, portal.json, old.html, old.html]";
        let place = Place::with(&[
            (
                "book.toml",
                "[output.html.redirect]\n\"/b.html\" = \"a.html\"\n\"/gone.html\" = \"a.html\"\n\
              \"assets/navigation.js\" = \"a.html\"\n",
            ),
            ("src/a.md", &format!("---\n{aliases}\n---\n# A\n\n![plan](plan.png)\n")),
            ("src/b.md", "# B\n"),
            ("src/c/d.md", "# D\n"),
            ("src/plan.png", "picture"),
        ]);
        let ran = place.run(&["build", "--output", "site"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for told in [
            "the alias \"b.html\" of a.md would stand where the page of b.md does",
            "the alias \"B.html\" of a.md would stand where the page of b.md does",
            "the alias \"/c/\" of a.md would stand where the page of the folder \"c\" does",
            "the alias \"plan.png\" of a.md would stand where plan.png does",
            "the alias \"404.html\" of a.md would stand where archsite's own 404.html does",
            "the alias \"portal.json\" of a.md would stand where archsite's own portal.json does",
            "the alias \"old.html\" of a.md would stand where the alias \"old.html\" of a.md does",
            "the redirect \"/b.html\" of book.toml would stand where the page of b.md does",
            "the redirect \"assets/navigation.js\" of book.toml would stand where archsite's own",
        ] {
            assert!(ran.err.contains(told), "no {told:?} in\n{}", ran.err);
        }
        for at in ["a.md:2:11", "book.toml:2:2", "book.toml:4:2"] {
            assert!(ran.err.contains(&format!("--> {at}\n")), "nothing at {at} in\n{}", ran.err);
        }
        let site = place.site();
        assert!(place.read("site/b.html").contains("<h1") && site["plan.png"] == b"picture");
        assert!(site.contains_key("old.html") && site.contains_key("gone.html"));
        assert_eq!(dead_links(&site), Vec::<String>::new());
    }

    #[test]
    fn every_finding_of_a_build_stands_in_portal_json() {
        let place = Place::with(&[
            ("book.toml", ""),
            ("src/a.md", "---\naliases: b.html\n---\n# A\n\n[gone](gone.md)\n"),
            ("src/b.md", "# B\n"),
            ("theme/pager.html", "{{ nothing }}\n"),
        ]);
        place.run(&["build", "--output", "site"]);
        let mut found = findings(&place);
        found.sort_unstable();
        assert_eq!(
            found,
            [
                "broken-link a.md:6",
                "orphan a.md:4",
                "orphan b.md:1",
                "output-collision a.md:2",
                "template-error theme/pager.html:1"
            ]
        );
    }

    #[test]
    fn files_carried_along_that_differ_in_case_only_are_told_and_one_is_left_out() {
        let place = Place::with(&[
            ("docs/a.md", "# A\n\n![](Plan.png) ![](plan.png)\n"),
            ("docs/Plan.png", "upper"),
            ("docs/plan.png", "lower"),
        ]);
        if fs::read_dir(place.path("docs")).unwrap().count() < 3 {
            return skip("this file system does not tell upper from lower case");
        }
        let ran = place.build();
        assert!(ran.err.contains("Plan.png and plan.png would be one file"), "{}", ran.err);
        let site = place.site();
        assert!(site.contains_key("Plan.png") && !site.contains_key("plan.png"));
        assert_eq!(dead_links(&site), Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_may_have_a_backslash_in_its_name() {
        let place = Place::with(&[
            ("docs/index.md", "# A\n\n[one](b\\c.md) [two](folder\\d.md)\n"),
            ("docs/b\\c.md", "# B\n"),
            ("docs/folder/d.md", "# D\n"),
        ]);
        let ran = place.build();
        assert!(ran.out.contains(", no findings: "), "{}", ran.err);
        assert_eq!(dead_links(&place.site()), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_is_carried_along_replaces_no_page() {
        let place = Place::with(&[
            (
                "docs/README.md",
                "[1](raw.html) [2](demo/index.html) [3](portal.json) [4](fine.html) ![5](x.html/p.png)\n",
            ),
            ("docs/raw.md", "# Page\n"),
            ("docs/raw.html", "static"),
            ("docs/demo/a.md", "# Demo\n"),
            ("docs/demo/index.html", "static"),
            ("docs/portal.json", "static"),
            ("docs/fine.html", "static"),
            ("docs/x.md", "# X\n"),
            ("docs/x.html/p.png", "static"),
        ]);
        let ran = place.build();
        for told in [
            "raw.html would stand where the page of raw.md does",
            "demo/index.html would stand where the page of the folder \"demo\" does",
            "portal.json would stand where archsite's own portal.json does",
            "x.html/p.png would stand where the page of x.md does",
        ] {
            assert!(ran.err.contains(told), "no {told:?} in\n{}", ran.err);
        }
        assert_eq!(place.read("site/fine.html"), "static");
        assert_ne!(place.read("site/raw.html"), "static");
        assert_eq!(place.article("index.html").matches("class=\"broken\"").count(), 4);
    }

    #[test]
    fn a_folder_that_is_called_like_a_page_is_told() {
        let place = Place::with(&[
            ("docs/a.md", "# A\n"),
            ("docs/a.html/b.md", "# B\n"),
            ("docs/sub/index.html/c.md", "# C\n"),
            ("docs/portal.json/d.md", "# D\n"),
        ]);
        let ran = place.build();
        assert_eq!(ran.shown("output-collision"), 3, "{}", ran.err);
        assert!(
            ran.err.contains("a.html/b.md lies in a folder whose name is that of the page of a.md"),
            "{}",
            ran.err
        );
        assert!(place.has("site/a.html") && place.has("site/portal.json") && place.has("site/index.html"));
    }

    #[test]
    #[cfg(unix)]
    fn every_name_gets_a_path_that_all_systems_take_and_links_to_it_work() {
        let long = "ä".repeat(123) + ".md";
        let names = [
            "CON.md",
            "nul.txt.md",
            "Com1.md",
            "a:b.md",
            "a b.md",
            " a.md",
            "a .md",
            "c#.md",
            "what?.md",
            "100%.md",
            "%41.md",
            "a%20b.md",
            "größe.md",
            "日本語.md",
            "😀.md",
            "it's.md",
            "\"q\".md",
            "<b>.md",
            "a|b.md",
            "a*b.md",
            "a&b.md",
            "a+b.md",
            "[a].md",
            "(a).md",
            "a..b.md",
            "dot..md",
            "~a.md",
            "-a.md",
            "$a.md",
            "a;b,c=d@e.md",
            "e\u{301}.md",
            "\u{200F}r.md",
            "tab\t.md",
            "dir./x.md",
            "aux/y.md",
            "b? c#/z%.md",
            &long,
        ];
        let encoded = |name: &str| -> String {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._~-".contains(&byte);
            name.bytes()
                .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
                .collect()
        };
        let links: String = names.iter().map(|name| format!("- [x]({}#t)\n", encoded(name))).collect();
        let images: String = names
            .iter()
            .map(|name| format!("- ![x](img/{})\n", encoded(&name.replace(".md", ".png"))))
            .collect();
        let mut files = vec![("docs/index.md".to_owned(), format!("# Links\n\n{links}\n{images}"))];
        for name in names {
            files.push((format!("docs/{name}"), "# T\n\n[back](/index.md)\n".to_owned()));
            files.push((format!("docs/img/{}", name.replace(".md", ".png")), "picture".to_owned()));
        }
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let place = Place::with(&files);
        let ran = place.build_with(&["--base-url", "https://example.org/"]);
        assert!(ran.out.contains(", no findings: "), "{}", ran.err);
        let site = place.site();
        assert_eq!(dead_links(&site), Vec::<String>::new());
        let article = place.article("index.html");
        let links: BTreeSet<_> = tags(&article)
            .iter()
            .filter_map(|tag| tag.attribute("href").or(tag.attribute("src")).map(str::to_owned))
            .filter(|link| !link.starts_with('#'))
            .collect();
        assert_eq!(links.len(), 2 * names.len(), "each has a place of its own");
        let mut folded = BTreeSet::new();
        for path in site.keys() {
            assert!(folded.insert(path.to_lowercase()), "{path} twice");
            for part in path.split('/') {
                let stem = part.split('.').next().unwrap().trim().to_uppercase();
                let is_device = ["CON", "PRN", "AUX", "NUL", "COM1"].contains(&stem.as_str());
                let is_forbidden = part.contains(|c: char| "<>:\"|?*\\".contains(c) || c.is_control());
                assert!(!is_device && !is_forbidden && part.len() <= 200, "{path}");
                assert!(!part.ends_with(['.', ' ']), "{path}");
            }
        }
    }
}

mod publishing {
    use super::*;

    #[test]
    fn files_of_others_stay_and_none_is_overwritten() {
        let place = Place::with(&[("docs/a.md", "# A\n"), ("docs/b.md", "# B\n")]);
        place.build();
        place.put("site/CNAME", "docs.example.org\n");
        place.put("site/b/own.txt", "mine");
        fs::remove_file(place.path("docs/b.md")).unwrap();
        place.build();
        assert!(!place.has("site/b.html") && place.read("site/CNAME") == "docs.example.org\n");
        assert_eq!(place.read("site/b/own.txt"), "mine");

        place.put("site/c.html", "mine");
        place.put("docs/c.md", "# C\n");
        let before = place.site();
        let ran = place.run(&["build", "docs", "--output", "site"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("c.html stands where a file of the site would go"), "{}", ran.err);
        assert_eq!(place.site(), before);
    }

    #[test]
    fn an_old_page_that_somebody_changed_is_kept_and_told() {
        let place = Place::with(&[("docs/a.md", "# A\n"), ("docs/b.md", "# B\n")]);
        place.build();
        place.put("site/b.html", "edited by hand");
        fs::remove_file(place.path("docs/b.md")).unwrap();
        let ran = place.build();
        assert_eq!(place.read("site/b.html"), "edited by hand");
        assert!(ran.err.starts_with("warning: site/b.html is kept: archsite wrote it once"), "{ran:?}");
    }

    #[test]
    fn the_same_input_gives_the_same_bytes_in_any_folder_with_any_number_of_threads() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
        let mut files = Vec::new();
        gather(&source, "one/deep/portal", &mut files);
        gather(&source, "two", &mut files);
        let named: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), bytes)).collect();
        let place = Place::with(&named);
        let mut trees = Vec::new();
        for (portal, jobs) in [("one/deep/portal", "1"), ("two", "8"), ("two", "3")] {
            let ran = place.run(&["build", portal, "--output", "site", "--jobs", jobs]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            trees.push(place.site());
            fs::remove_dir_all(place.path("site")).unwrap();
        }
        assert!(trees[0].len() > 20);
        for tree in &trees[1..] {
            let different = trees[0].iter().find(|(path, bytes)| tree.get(*path) != Some(bytes));
            assert_eq!(different.map(|(path, _)| path), None);
            assert_eq!(tree.len(), trees[0].len());
        }
    }

    fn gather(folder: &Path, name: &str, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{name}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                gather(&entry.path(), &name, files);
            } else {
                files.push((name, fs::read(entry.path()).unwrap()));
            }
        }
    }
}

#[cfg(unix)]
mod refused_by_the_system {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    /// Somebody who may not do everything: this user, or nobody where this user is root.
    const NOBODY: u32 = 65_534;

    /// Runs the program as somebody whom the system can refuse something; nothing if that cannot be.
    fn run(place: &Place, arguments: &[&str]) -> Option<Ran> {
        let is_root = fs::metadata(place.path(".")).unwrap().uid() == 0;
        let mut command = place.command(arguments);
        if is_root {
            fs::set_permissions(place.path("."), fs::Permissions::from_mode(0o777)).unwrap();
            command.uid(NOBODY).gid(NOBODY);
        }
        if is_root && command.arg("--help").output().is_err() {
            skip("root may do everything, and nobody may not run the program");
            return None;
        }
        let mut command = place.command(arguments);
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        Some(finish(&mut command))
    }

    fn set_mode(place: &Place, path: &str, mode: u32) {
        fs::set_permissions(place.path(path), fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_source_folder_that_cannot_be_read_ends_with_2_its_path_and_the_reason() {
        let place = Place::with_document("# A\n");
        set_mode(&place, "docs", 0o000);
        let ran = run(&place, &["build", "docs", "--output", "site"]);
        set_mode(&place, "docs", 0o755);
        let Some(ran) = ran else { return };
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains("docs"), "{}", ran.err);
        assert!(ran.err.contains(": permission denied\n") && ran.err.contains("help: "), "{}", ran.err);
    }

    #[test]
    fn a_document_or_folder_that_cannot_be_read_is_a_finding_and_the_others_are_built() {
        let place = Place::with(&[("docs/a.md", "# A\n"), ("docs/closed.md", ""), ("docs/shut/b.md", "")]);
        set_mode(&place, "docs/closed.md", 0o000);
        set_mode(&place, "docs/shut", 0o000);
        let ran = run(&place, &["build", "docs", "--output", "site"]);
        set_mode(&place, "docs/shut", 0o755);
        let Some(ran) = ran else { return };
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(ran.shown("unreadable-file"), 2, "{}", ran.err);
        assert!(ran.err.contains("closed.md:1:1") && ran.err.contains("shut:1:1"), "{}", ran.err);
        assert!(ran.err.contains("permission denied") && place.has("site/a.html"), "{}", ran.err);
    }

    #[test]
    fn a_book_that_cannot_be_read_ends_with_2() {
        let place = Place::with(&[("docs/a.md", "# A\n"), ("docs/book.toml", "[book]\n")]);
        set_mode(&place, "docs/book.toml", 0o000);
        let Some(ran) = run(&place, &["build", "docs", "--output", "site"]) else { return };
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.starts_with("error: docs/book.toml: permission denied\n"), "{}", ran.err);
    }

    #[test]
    fn an_output_that_cannot_be_written_ends_with_2_its_path_and_the_reason() {
        let place = Place::with_document("# A\n");
        fs::create_dir(place.path("shut")).unwrap();
        set_mode(&place, "shut", 0o555);
        for output in ["shut", "shut/site"] {
            let Some(ran) = run(&place, &["build", "docs", "--output", output]) else { return };
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
            let is_told =
                ran.err.contains("shut") && ran.err.contains(": permission denied; nothing was changed");
            assert!(is_told, "{}", ran.err);
        }
    }

    #[test]
    fn an_old_site_that_cannot_be_written_stays_as_it_was() {
        let place = Place::with(&[("docs/a.md", "# A\n"), ("docs/sub/b.md", "# B\n")]);
        place.build();
        let before = place.site();
        set_mode(&place, "site", 0o555);
        place.put("docs/a.md", "# New\n");
        let ran = run(&place, &["build", "docs", "--output", "site"]);
        set_mode(&place, "site", 0o755);
        let Some(ran) = ran else { return };
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert_eq!(place.site(), before);
    }

    #[test]
    fn a_full_disk_leaves_the_old_site_as_it_was() {
        let place = Place::with_document("# A\n");
        place.build();
        let before = place.site();
        place.put("docs/b.md", "# B\n\n".to_owned() + &"word ".repeat(100_000));
        // A limit on the size of files stands in for the disk: writing fails halfway in both.
        let program = env!("CARGO_BIN_EXE_archsite");
        let mut command = std::process::Command::new("sh");
        command
            .current_dir(place.path("."))
            .args(["-c", &format!("trap '' XFSZ; ulimit -f 200; exec '{program}' build docs --output site")]);
        let ran = finish(&mut command);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("cannot write") && ran.err.contains("nothing was changed"), "{}", ran.err);
        assert_eq!(place.site(), before);
    }
}

#[cfg(unix)]
mod killed {
    use super::*;
    use std::process::{Child, Stdio};

    const DOCUMENTS: usize = 200;

    /// A place with some hundred documents of a version: pages change, go and come from one to the next.
    fn write_documents(place: &Place, version: &str) {
        let _ = fs::remove_dir_all(place.path("docs"));
        for number in 0..DOCUMENTS {
            let text = format!("# Document {number}\n\n{}\n", format!("Text of {version}. ").repeat(20));
            place.put(&format!("docs/d{}/n{number}.md", number % 20), &text);
            if number % 3 == 0 {
                place.put(&format!("docs/{version}{}/only{number}.md", number % 5), &text);
            }
        }
    }

    /// Waits until something is so, or the program has come to its end.
    fn until(child: &mut Child, is_so: impl Fn() -> bool) {
        while !is_so() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
    }

    fn files_in(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { files_in(&entry.path()) } else { 1 }).sum()
    }

    #[test]
    fn a_build_that_is_killed_leaves_no_half_written_file_and_the_next_completes_it() {
        let place = Place::with::<&str>(&[]);
        let built = |version: &str| {
            write_documents(&place, version);
            place.build_with(&["-q"]);
            (version.to_owned(), place.site())
        };
        let (mut new, mut old) = (built("first"), built("second"));
        let staging = place.path("site/.archsite-new");
        let list = place.path("site/.archsite");
        type Moment<'a> = (&'a str, Box<dyn Fn(&str, &str, &[u8]) -> bool + 'a>);
        let staged = |number: usize| move |_: &str, _: &str, _: &[u8]| files_in(&staging) >= number;
        let moments: [Moment<'_>; 7] = [
            ("at once", Box::new(|_, _, _| true)),
            ("when writing begins", Box::new(staged.clone()(0))),
            ("when some files are written", Box::new(staged.clone()(30))),
            ("when most files are written", Box::new(staged.clone()(DOCUMENTS))),
            (
                "when moving begins",
                Box::new(|_, _, list_of_old| fs::read(&list).is_ok_and(|it| it != list_of_old)),
            ),
            ("when a new page is there", Box::new(|_, new, _| place.has(&format!("site/{new}3/only3.html")))),
            (
                "when an old page is gone",
                Box::new(|old, _, _| !place.has(&format!("site/{old}3/only3.html"))),
            ),
        ];
        let mut interrupted = 0;
        for (moment, is_so) in moments {
            write_documents(&place, &new.0);
            let list_of_old = fs::read(&list).unwrap();
            let mut command = place.command(&["build", "docs", "--output", "site", "-q"]);
            let mut child = command.stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
            until(&mut child, || is_so(&old.0, &new.0, &list_of_old));
            let _ = child.kill();
            interrupted += usize::from(!child.wait().unwrap().success());

            let mut left = place.site();
            left.retain(|path, _| !path.starts_with(".archsite"));
            for (path, bytes) in &left {
                let is_whole = [&old, &new].iter().any(|(_, site)| site.get(path) == Some(bytes));
                assert!(is_whole, "{path} is neither old nor new, killed {moment}");
            }
            if fs::read(&list).unwrap() == list_of_old {
                let of_old = old.1.iter().filter(|(path, _)| !path.starts_with(".archsite"));
                assert!(left.iter().eq(of_old), "the old site is not whole, killed {moment}");
            }
            place.build_with(&["-q"]);
            assert!(place.site() == new.1, "the next build did not complete the site, killed {moment}");
            std::mem::swap(&mut old, &mut new);
        }
        if interrupted < 3 {
            skip("this machine was too fast to be interrupted more than once or twice");
        }
    }
}

mod odd_documents {
    use super::*;

    #[test]
    fn front_matter_that_cannot_be_read_is_a_finding_at_its_line_and_the_page_is_built() {
        let place = Place::with(&[
            ("docs/after.md", "# After the heading\n\n---\ntitle: T\nstatus: [\n---\n\nText.\n"),
            ("docs/unclosed.md", "---\ntitle: T\nstatus: draft\n\n# Heading\n\nText.\n"),
            ("docs/twice.md", "---\ntitle: One\nowner: A\ntitle: Two\n---\n\nText.\n"),
            ("docs/tabs.md", "---\ntitle: T\nlist:\n\t- a\n---\n\nText.\n"),
            ("docs/invalid.md", "---\ntitle: \"T\nowner: [a, b\n---\n\nText.\n"),
            ("docs/toml.md", "+++\ntitle = \"T\"\nx = \n+++\n\nText.\n"),
        ]);
        place.build();
        let found = findings(&place);
        for expected in ["after.md:", "unclosed.md:1", "twice.md:4", "tabs.md:4", "invalid.md:", "toml.md:3"]
        {
            let expected = format!("unreadable-front-matter {expected}");
            assert!(found.iter().any(|it| it.starts_with(&expected)), "no {expected} in {found:#?}");
        }
        for page in ["after", "unclosed", "twice", "tabs", "invalid", "toml"] {
            let text = html::text(&place.article(&format!("{page}.html")));
            assert!(text.contains("Text."), "{page}: {text}");
        }
    }

    #[test]
    fn a_folder_without_documents_becomes_a_site_that_says_so() {
        let place = Place::with(&[("docs/picture.png", "p")]);
        let ran = place.build();
        assert!(ran.out.starts_with("0 documents, "), "{}", ran.out);
        assert!(
            ran.err.starts_with("note: no Markdown file (.md, .markdown) in docs is published"),
            "{ran:?}"
        );
        assert!(place.has("site/index.html") && place.has("site/portal.json"));
        assert_eq!(dead_links(&place.site()), Vec::<String>::new());
    }

    #[test]
    fn an_empty_document_and_one_without_a_heading_have_a_page_and_a_title() {
        let place = Place::with(&[
            ("docs/empty.md", ""),
            ("docs/blank.md", " \n\n\t\n"),
            ("docs/only-front-matter.md", "---\nowner: A\n---\n"),
            ("docs/no-heading.md", "Just a text.\n"),
            ("docs/empty-heading.md", "#\n\nText.\n\n##\n"),
        ]);
        let ran = place.build_with(&["-v"]);
        assert!(ran.shown("empty-document") == 3, "{}", ran.err);
        let portal = portal(&place);
        let titles: Vec<_> = portal["documents"].as_array().unwrap().iter().map(|it| &it["title"]).collect();
        assert_eq!(titles, ["Blank", "Empty heading", "Empty", "No heading", "Only front matter"]);
        assert_eq!(dead_links(&place.site()), Vec::<String>::new());
    }

    #[test]
    fn ten_thousand_headings_have_ten_thousand_anchors() {
        let same = "## Data flow\n\n".repeat(10_000);
        let different: String = (0..10_000).map(|n| format!("### Part {n}\n\n")).collect();
        let place = Place::with(&[("docs/same.md", &same), ("docs/different.md", &different)]);
        place.build();
        for document in ["same.md", "different.md"] {
            let sections = sections(&place, document);
            let anchors: BTreeSet<_> = sections
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["anchor"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(anchors.len(), 10_000, "{document}");
        }
        assert!(sections(&place, "same.md")[9_999]["anchor"] == "data-flow-9999");
    }

    #[test]
    fn a_summary_that_is_nonsense_leaves_the_documents_built() {
        let place = Place::with(&[
            ("docs/a.md", "# A\n".to_owned()),
            (
                "docs/SUMMARY.md",
                format!(
                    "# S\n\n{}\n- [A](a.md)\n- [gone](gone.md)\n- [](a.md)\n- [up](../../x.md)\n",
                    (0..200).map(|n| format!("{}- [d](a.md)\n", "  ".repeat(n))).collect::<String>()
                ),
            ),
        ]);
        place.build();
        assert!(place.has("site/a.html") && dead_links(&place.site()).is_empty());
    }
}
