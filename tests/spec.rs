//! The examples of the CommonMark and GFM specifications, through our whole renderer.
//!
//! In: the Markdown of each example. Out: the same HTML as comrak alone makes with the same options,
//! once our listed additions are undone: ids and permalinks of headings, `rel`, wrappers of tables,
//! code and large pictures, the hidden heading of the notes, highlighting, the classes of aligned cells, the classes and labels of task items. Sanitising is off.
//! Never: the text of a specification in this repository.
//!
//! Where the examples come from: pulldown-cmark's package on the registry carries all 652 of CommonMark
//! 0.31.2 and those of GFM for tables, strikethrough and task lists, as its own tests. It is a dependency
//! of a target that no machine is (`cfg(any())` in Cargo.toml): cargo pins and fetches it, and never
//! builds it. Other sources were looked at: the npm package of the specification has no GFM and would
//! make `cargo test` need Node; the bindings to cmark-gfm ship the whole GFM text but would pull thirty
//! unkept crates into the lock file. For what GFM has beside those (extended autolinks) and for GitHub's
//! footnotes and alerts there are short inputs of our own, one a rule.
//!
//! comrak, not the example's HTML, says what is expected: that comrak follows the specification is
//! tested there; that nothing of ours disturbs it is tested here.

#![allow(clippy::disallowed_methods, reason = "asks cargo where a package is, and reads it")]

use comrak::Options;
use html5gum::{Token, Tokenizer};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

/// Renders a document by the whole of archsite, holes filled with what the author wrote.
fn ours(markdown: &str) -> String {
    archsite::engine::fragment(markdown, true)
}

/// Renders a document by comrak alone, with the options that archsite uses.
fn alone(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.description_lists = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    options.extension.block_directive = true;
    options.extension.header_attributes = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(markdown, &options)
}

#[test]
fn the_examples_of_commonmark_come_out_as_from_comrak_alone() {
    let examples = packaged("spec.rs");
    assert_eq!(examples.len(), 652, "the package has other examples than those of CommonMark 0.31.2");
    compare(&examples);
}

#[test]
fn the_examples_of_gfm_come_out_as_from_comrak_alone() {
    let examples: Vec<String> =
        ["gfm_table.rs", "gfm_strikethrough.rs", "gfm_tasklist.rs"].into_iter().flat_map(packaged).collect();
    assert!(examples.len() >= 14, "only {} examples of GFM", examples.len());
    compare(&examples);
}

#[test]
fn what_github_adds_comes_out_as_from_comrak_alone() {
    compare(&OWN.map(str::to_owned));
}

/// One input for each rule that GFM or GitHub adds and the packaged examples do not show.
const OWN: [&str; 44] = [
    // Extended autolinks.
    "www.archsite.test\n",
    "See www.archsite.test/guide for more.\n",
    "Ends a sentence: www.archsite.test/a.b.\n",
    "(www.archsite.test/page(one))\n",
    "(www.archsite.test/page(one)))))\n",
    "www.archsite.test/search?q=(a+b)+c\n",
    "www.archsite.test/search?q=a&hl;\n",
    "www.archsite.test/a<b\n",
    "http://archsite.test\n",
    "(Go to https://archsite.test/path?x=1&y=2#z)\n",
    "ftp://archsite.test and mailto:a@archsite.test\n",
    "someone@archsite.test\n",
    "hello+tag@mail-1.archsite.test, or not: hello@tag_x.test-\n",
    "a.b-c_d@a.b. a.b-c_d@a.b- a.b-c_d@a.b_\n",
    "*https://archsite.test/emphasised*\n",
    "[a link](https://archsite.test) beside https://archsite.test/bare\n",
    "`www.archsite.test` in code\n",
    // Tables.
    "| a | b |\n|:--|--:|\n| `x \\| y` | **z** |\n",
    "| only a heading |\n| - |\n",
    "a | b\n--|--\n1\n2 | 3 | 4\n\nafter\n",
    "> | in | a quote |\n> |----|---------|\n> | 1 | 2 |\n",
    "- | in | a list |\n  |----|--------|\n  | 1 | 2 |\n",
    "| a | b |\n| - | - |\n| x<br>y | [l](u \"t\") |\n# heading ends it\n",
    // Strikethrough and task items.
    "~~two~~ and ~one~ and ~~~three~~~\n",
    "a~~b~~c ~~not\n\nacross~~\n",
    "- [x] done\n- [ ] open\n- [X] done too\n- [] none\n- [x]none\n",
    "1. [ ] in numbers\n   - [x] nested\n\n     with a paragraph\n",
    "- [ ] [a link](u) and `code`\n",
    // Footnotes.
    "A note[^1] and another[^name].\n\n[^1]: The first.\n\n[^name]: With `code`.\n\n    And a second paragraph.\n",
    "The same[^a] note[^a] twice, and none[^b].\n\n[^a]: Once.\n",
    "[^unused]: Nobody asks.\n\nText.\n",
    // Alerts.
    "> [!NOTE]\n> Worth knowing.\n",
    "> [!WARNING]\n> First.\n>\n> - a list\n> - of two\n",
    "> [!important]\n> In small letters.\n",
    "> [!TIP] not alone on its line\n> so a quote\n",
    "> [!UNKNOWN]\n> A quote.\n",
    // Raw HTML and what stands around it.
    "<details>\n<summary>More</summary>\n\n**inside**\n\n</details>\n",
    "<kbd>Ctrl</kbd> + <kbd>K</kbd>, H<sub>2</sub>O\n",
    "<div align=\"center\">\n  <img src=\"a.png\" alt=\"A\">\n</div>\n",
    "text <!-- a comment --> text\n",
    // Headings that get the same fragment, and pictures that get a link.
    "# Same\n\n## Same\n\nSame\n====\n",
    "# `code` in *a* [heading](u)\n",
    "![alt *text*](picture.png \"Title\") and [![linked](p.png)](u)\n",
    "```rust\nfn main() { println!(\"<&>\"); }\n```\n\n```\nplain\n```\n\n~~~ts title=\"a.ts\" {1}\nlet a = 1;\n~~~\n",
];

/// Reads the inputs of a file of pulldown-cmark's tests.
fn packaged(file: &str) -> Vec<String> {
    let path = package_folder("pulldown-cmark").join("tests/suite").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // Each example begins so; the number of hashes is the file's choice.
    let starts = text.split("let original = r").skip(1);
    starts
        .map(|rest| {
            let hashes = rest.bytes().take_while(|byte| *byte == b'#').count();
            let end = format!("\"{};", "#".repeat(hashes));
            rest[hashes + 1..].split_once(&end).expect("a raw string ends").0.to_owned()
        })
        .collect()
}

/// Asks cargo where it keeps a package of our lock file, which fetches it if need be.
fn package_folder(name: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let manifest =
        packages.iter().find(|package| package["name"] == name).map(|package| &package["manifest_path"]);
    let manifest =
        PathBuf::from(manifest.and_then(|path| path.as_str()).expect("the package is in the lock file"));
    manifest.parent().expect("a manifest is in a folder").to_owned()
}

/// Fails with all examples that come out differently, one after the other.
fn compare(examples: &[String]) {
    let mut report = String::new();
    let mut failed = 0;
    for (index, markdown) in examples.iter().enumerate() {
        if MEANT.contains(&markdown.as_str()) {
            continue;
        }
        let (expected, found) = (undone(&alone(markdown)), undone(&ours(markdown)));
        if expected != found {
            failed += 1;
            let _ = write!(
                report,
                "\n== {}\n{markdown}\n-- comrak alone\n{expected}\n-- archsite\n{found}\n",
                index + 1
            );
        }
    }
    assert!(failed == 0, "{failed} of {} examples differ{report}", examples.len());
}

/// Where archsite means to differ: two rules at the very top of a file are front matter that nobody
/// has filled in, and a semicolon names no language.
const MEANT: [&str; 2] = ["---\n---\n", "````;\n````\n"];

/// Undoes our additions and writes what is left one token a line, white space as HTML reads it.
/// Both sides go through it, so that raw HTML which looks like an addition is treated alike.
fn undone(html: &str) -> String {
    let mut undoing = Undoing::default();
    for Ok(token) in Tokenizer::new(html) {
        undoing.token(token);
    }
    undoing.flush();
    undoing.lines
}

/// Elements between which white space means nothing.
const BLOCKS: [&str; 33] = [
    "p",
    "div",
    "pre",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "section",
    "figure",
    "figcaption",
    "details",
    "summary",
    "nav",
    "br",
    "aside",
    "input",
    "footer",
];

/// What is known while the additions of a document are undone.
#[derive(Default)]
struct Undoing {
    lines: String,
    text: String,
    /// Whether the last line was the tag of a block.
    after_block: bool,
    /// For each name, whether its open elements were left out.
    left_out: HashMap<String, Vec<bool>>,
    /// The element whose whole content is left out, and how many of its name are open.
    skipping: Option<(String, usize)>,
    /// How many `pre` are open.
    verbatim: usize,
}

impl Undoing {
    fn token(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| {
                        (String::from_utf8_lossy(name).into(), String::from_utf8_lossy(value).into())
                    })
                    .collect();
                self.open(&name, attributes);
            }
            Token::EndTag(tag) => self.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) if self.skipping.is_none() => {
                self.text.push_str(&String::from_utf8_lossy(&text))
            }
            Token::Comment(text) if self.skipping.is_none() => {
                let line = format!("<!--{}-->", String::from_utf8_lossy(&text));
                self.line(&line, false);
            }
            Token::Doctype(_) if self.skipping.is_none() => self.line("<!doctype>", false),
            _ => {}
        }
    }

    fn open(&mut self, name: &str, mut attributes: BTreeMap<String, String>) {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth += usize::from(skipped == name);
            return;
        }
        let classes: Vec<String> = attributes
            .get("class")
            .map(|class| class.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default();
        let has = |word: &str| classes.iter().any(|class| class == word);
        let in_code_figure = self.left_out.get("figure").is_some_and(|open| open.contains(&true));
        let math = name == "math" || (attributes.contains_key("data-math-style"));
        if math
            || name == "a" && has("permalink")
            || name == "h2" && has("visually-hidden")
            || in_code_figure && ["figcaption", "button"].contains(&name)
        {
            if math {
                self.line("<math>", false);
            }
            self.skipping = Some((name.to_owned(), 1));
            return;
        }
        let leave_out = match name {
            "figure" => has("code"),
            "div" => has("table"),
            "a" => has("full-size"),
            "label" => true,
            "span" | "mark" => self.verbatim > 0,
            _ => false,
        };
        if ["figure", "div", "a", "label", "span", "mark"].contains(&name) {
            self.left_out.entry(name.to_owned()).or_default().push(leave_out);
        }
        if leave_out {
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                attributes.remove("id");
            }
            "a" if attributes
                .get("rel")
                .is_some_and(|rel| rel.split_whitespace().any(|word| word == "noopener")) =>
            {
                attributes.remove("rel");
            }
            "input" => attributes.retain(|name, _| ["type", "checked", "disabled"].contains(&name.as_str())),
            // HTML has given up the attribute that comrak writes.
            "td" | "th" => {
                if let Some(class) = attributes.remove("class") {
                    attributes.insert("align".to_owned(), class);
                }
            }
            // Only the language is told by the fence itself.
            "pre" | "code" => {
                attributes.retain(|name, _| name == "class");
                keep_classes(&mut attributes, |class| class.starts_with("language-"));
            }
            "ul" | "ol" | "li" => keep_classes(&mut attributes, |class| {
                !["contains-task-list", "task-list-item", "task", "tasks"].contains(&class)
            }),
            _ => {}
        }
        let mut tag = format!("<{name}");
        for (name, value) in attributes {
            let _ = write!(tag, " {name}=\"{value}\"");
        }
        self.line(&(tag + ">"), BLOCKS.contains(&name));
        self.verbatim += usize::from(name == "pre");
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipping = None;
            }
            return;
        }
        if self.left_out.get_mut(name).and_then(Vec::pop) == Some(true) {
            return;
        }
        self.line(&format!("</{name}>"), BLOCKS.contains(&name));
        if name == "pre" {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
    }

    /// Writes a tag, and the text before it.
    fn line(&mut self, line: &str, block: bool) {
        self.write_text(block);
        self.lines.push_str(line);
        self.lines.push('\n');
        self.after_block = block;
    }

    fn write_text(&mut self, before_block: bool) {
        let text = std::mem::take(&mut self.text);
        if text.is_empty() {
            return;
        }
        let mut text = if self.verbatim > 0 { format!("{text:?}") } else { collapsed(&text) };
        if self.verbatim == 0 && self.after_block {
            text = text.trim_start().to_owned();
        }
        if self.verbatim == 0 && before_block {
            text = text.trim_end().to_owned();
        }
        if !text.is_empty() {
            self.lines.push_str(&text);
            self.lines.push('\n');
            self.after_block = false;
        }
    }

    fn flush(&mut self) {
        self.write_text(true);
    }
}

fn keep_classes(attributes: &mut BTreeMap<String, String>, keep: impl Fn(&str) -> bool) {
    let Some(class) = attributes.get_mut("class") else { return };
    *class = class.split_whitespace().filter(|word| keep(word)).collect::<Vec<_>>().join(" ");
    if class.is_empty() {
        attributes.remove("class");
    }
}

/// Makes one space of each run of white space.
fn collapsed(text: &str) -> String {
    let mut collapsed = String::new();
    for letter in text.chars() {
        let letter = if letter.is_ascii_whitespace() { ' ' } else { letter };
        if letter != ' ' || !collapsed.ends_with(' ') {
            collapsed.push(letter);
        }
    }
    collapsed
}

/// Checks that a piece of a page becomes what comrak alone would have written.
fn check_undone(page: &str, plain: &str) {
    assert_eq!(undone(page), undone(plain), "{page}");
}

#[test]
fn every_listed_addition_is_undone() {
    check_undone(
        "<h2 id=\"a-b\">A <em>b</em> <a class=\"permalink\" href=\"#a-b\" aria-label=\"Link\"><svg><path/></svg></a></h2>\n",
        "<h2>A <em>b</em></h2>\n",
    );
    check_undone(
        "<p><a href=\"https://x.test\" rel=\"noopener\">x</a></p>",
        "<p><a href=\"https://x.test\">x</a></p>",
    );
    check_undone(
        "<figure class=\"code named\"><figcaption>a.rs</figcaption><button>Copy</button>\n<pre tabindex=\"0\"><code class=\"language-rust\"><span class=k>fn</span> <span class=f>a</span>() {\n  }\n</code></pre></figure>",
        "<pre><code class=\"language-rust\">fn a() {\n  }\n</code></pre>",
    );
    check_undone(
        "<div class=\"table\" tabindex=\"0\"><table>\n<tr><td>1</td></tr></table></div>",
        "<table><tr>\n<td>1</td>\n</tr>\n</table>",
    );
    check_undone(
        "<ul class=\"contains-task-list\"><li class=\"task-list-item\"><label><input type=\"checkbox\" class=\"x\" disabled aria-label=\"done\" checked> a</label></li></ul>",
        "<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> a</li>\n</ul>\n",
    );
    check_undone(
        "<p><a class=\"full-size\" href=\"p.png\"><img src=\"p.png\" alt=\"a\"></a></p>",
        "<p><img src=\"p.png\" alt=\"a\" /></p>",
    );
    check_undone(
        "<section class=\"footnotes\"><h2 class=\"visually-hidden\">Footnotes</h2><ol></ol></section>",
        "<section class=\"footnotes\"><ol></ol></section>",
    );
    check_undone(
        "<p>so <math display=\"inline\"><mi>a</mi></math> it is</p>",
        "<p>so <span data-math-style=\"inline\">a</span> it is</p>",
    );
}

#[test]
fn what_is_no_addition_stays() {
    for (page, plain) in [
        ("<p><a href=\"x\" rel=\"nofollow\">x</a></p>", "<p><a href=\"x\">x</a></p>"),
        ("<pre><code>a  b</code></pre>", "<pre><code>a b</code></pre>"),
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p><span>a</span></p>", "<p>a</p>"),
        ("<div><p>a</p></div>", "<p>a</p>"),
        ("<p class=\"x\">a</p>", "<p>a</p>"),
        ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>"),
        ("<pre><code class=\"language-a\">a</code></pre>", "<pre><code>a</code></pre>"),
        ("<p><!-- a --></p>", "<p></p>"),
    ] {
        assert_ne!(undone(page), undone(plain), "{page}");
    }
}

#[test]
fn the_packaged_examples_are_found() {
    assert_eq!(packaged("spec.rs").len(), 652);
    assert!(packaged("gfm_table.rs").iter().all(|example| example.contains('|')));
}
