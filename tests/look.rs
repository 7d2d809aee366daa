//! What makes a portal its owner's: name, pictures, colour, footer, templates of its own.
//!
//! In: small portals on disk. Out: what their pages say. One test for each thing that settings or
//! `theme/` can change.

#![allow(clippy::disallowed_methods, reason = "a test of portals writes portals")]
#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

use archsite::diagnostic::{Diagnostic, Texts};
use archsite::engine::{self, Build, Memo, Want};
use archsite::io::snapshot::{SnapshotOptions, open, read};
use archsite::model::output::{Content, OutputPath};
use archsite::model::snapshot::Snapshot;
use archsite::source::LineIndex;
use std::sync::Arc;

struct Portal {
    snapshot: Snapshot,
    build: Build,
}

/// Builds a portal of these files.
fn portal(files: &[(&str, &str)]) -> Portal {
    portal_at(None, files)
}

/// Builds a portal of these files that has an address.
fn portal_at(base_url: Option<&str>, files: &[(&str, &str)]) -> Portal {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let options = SnapshotOptions { base_url: base_url.map(str::to_owned), ..SnapshotOptions::default() };
    let snapshot = read(&open(folder.path()).unwrap(), &options).unwrap();
    let build = engine::turn(&snapshot, &mut Memo::default(), Want::Site);
    Portal { snapshot, build }
}

impl Portal {
    /// Returns a text file of the site.
    fn file(&self, path: &str) -> Arc<str> {
        match self.build.output.files.get(&OutputPath::safe(path)).unwrap() {
            Content::Text(text) => Arc::clone(text),
            Content::OnDemand(file) => file.text(),
            Content::Bytes(bytes) => std::str::from_utf8(bytes).unwrap().into(),
            Content::Copy(source) => panic!("{path} is copied from {source}"),
        }
    }

    /// Returns the only file of the site with such a name.
    fn named(&self, start: &str, end: &str) -> &str {
        let files = self.build.output.files.keys().map(OutputPath::as_str);
        let found: Vec<_> = files.filter(|path| path.starts_with(start) && path.ends_with(end)).collect();
        assert_eq!(found.len(), 1, "{start}*{end}: {found:?}");
        found[0]
    }

    /// Returns the findings as `file:line:column code message`.
    fn found(&self) -> Vec<String> {
        let say = |it: &Diagnostic| {
            let text = self.snapshot.text(&it.span.file).unwrap_or_default();
            let at = LineIndex::new(text).position(it.span.start);
            format!("{}:{}:{} {} {}", it.span.file, at.line, at.column, it.code.as_str(), it.message)
        };
        self.build.diagnostics.iter().map(say).collect()
    }

    #[track_caller]
    fn has(&self, path: &str, text: &str) {
        assert!(self.file(path).contains(text), "{path} lacks {text:?}:\n{}", self.file(path));
    }

    #[track_caller]
    fn lacks(&self, path: &str, text: &str) {
        assert!(!self.file(path).contains(text), "{path} has {text:?}:\n{}", self.file(path));
    }
}

const DOCUMENTS: [(&str, &str); 3] = [
    ("src/README.md", "# Front\n\nThe front."),
    (
        "src/terms.md",
        "# Terms\n\nAll the words that the portal uses, each with what it means here.\n\n## A\n\nOf the [deep](a/b/deep.md).\n",
    ),
    ("src/a/b/deep.md", "# Deep\n\nFar down, in [words](../../terms.md)."),
];

/// Builds the documents with these files, and without settings unless these are among them.
fn with(more: &[(&str, &str)]) -> Portal {
    portal(&[&[("book.toml", "")], &DOCUMENTS[..], more].concat())
}

#[test]
fn a_footer_leads_to_its_documents_from_every_depth() {
    let book =
        "[output.archsite]\nfooter = 'See the [terms](terms.md#a), [how](a/b/deep.md), ![](logo.png).'";
    let portal = with(&[("book.toml", book), ("src/logo.png", "")]);
    assert_eq!(portal.found(), [""; 0]);
    portal.has("index.html", "See the <a href=\"terms.html#a\">terms</a>, <a href=\"a/b/deep.html\">");
    portal.has("a/b/deep.html", "See the <a href=\"../../terms.html#a\">terms</a>, <a href=\"deep.html\">");
    portal.has("404.html", "<a href=\"terms.html#a\">terms</a>");
    // What it shows is carried along.
    portal.has("a/b/deep.html", "src=\"../../logo.png\"");
    assert!(portal.build.output.files.contains_key(&OutputPath::safe("logo.png")));
}

#[test]
fn a_footer_on_the_404_page_has_absolute_links_where_the_address_is_known() {
    let files =
        [&DOCUMENTS[..], &[("book.toml", "[output.archsite]\nfooter = '[terms](terms.md)'")]].concat();
    portal_at(Some("https://example.org/x/"), &files)
        .has("404.html", "<a href=\"https://example.org/x/terms.html\" rel=\"noopener\">terms</a>");
}

#[test]
fn what_is_wrong_with_a_footer_is_said_at_its_place_in_the_settings() {
    let book = "[output.archsite]\nfooter = 'See [this](nowhere.md).'";
    let portal = with(&[("book.toml", book)]);
    assert_eq!(portal.found(), ["book.toml:2:15 broken-link there is no file \"nowhere.md\""]);
}

#[test]
fn the_anchors_of_a_footer_meet_none_of_a_document() {
    let portal = with(&[("book.toml", "[output.archsite]\nfooter = '## A'")]);
    portal.has("terms.html", "<h2 id=\"a\">");
    portal.has("terms.html", "<h2 id=\"archsite:footer-a\">");
}

#[test]
fn pictures_styles_and_scripts_are_published_under_names_that_change_with_them() {
    let book = "[output.archsite]\nlogo = 'brand/mark.svg'\nfavicon = 'brand/icon.png'\n\
                extra-css = ['brand/one.css']\nextra-js = ['brand/two.js']\naccent = 'teal'";
    let portal = with(&[
        ("book.toml", book),
        (
            "brand/mark.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><script>run()</script></svg>",
        ),
        ("brand/icon.png", "icon"),
        ("brand/one.css", "one{}"),
        ("brand/two.js", "two()"),
    ]);
    // An image must not run anything, whoever drew it.
    assert_eq!(portal.found().len(), 1);
    assert!(portal.found()[0].starts_with("brand/mark.svg:1:1 active-svg "), "{:?}", portal.found());
    let logo = portal.named("assets/logo-", ".svg");
    portal.lacks(logo, "script");
    for (path, element) in [
        (logo, "<img src=\"../../{}\" alt=\"\""),
        (portal.named("assets/favicon-", ".png"), "<link rel=\"icon\" href=\"../../{}\">"),
        (portal.named("assets/one-", ".css"), "<link rel=\"stylesheet\" href=\"../../{}\">"),
        (portal.named("assets/style-", ".css"), "<link rel=\"stylesheet\" href=\"../../{}\">"),
        (portal.named("assets/two-", ".js"), "<script src=\"../../{}\" defer></script>"),
    ] {
        portal.has("a/b/deep.html", &element.replace("{}", path));
    }
    // A page keeps the room for the logo before it is there.
    portal.has("terms.html", "alt=\"\" width=\"48\" height=\"24\">");
    // The first paint waits for one sheet of the theme's; what the portal says comes after it.
    let style = portal.named("assets/style-", ".css");
    portal.has(style, "--accent-hue: 255;");
    let style = portal.file(style);
    let last = style.trim_end().rsplit('\n').next().unwrap();
    assert!(last.starts_with(":root { --accent-hue: 194.8; --accent-chroma: 0.0"), "{last}");
}

#[test]
fn where_html_is_trusted_so_is_the_logo() {
    let portal = with(&[
        ("book.toml", "[output.archsite]\nlogo = 'mark.svg'\nunsafe-html = true"),
        ("mark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>run()</script></svg>"),
    ]);
    assert_eq!(portal.found(), [""; 0]);
    portal.has(portal.named("assets/logo-", ".svg"), "<script>run()</script>");
}

#[test]
fn pictures_of_other_hosts_become_links_and_nothing_lets_them_through() {
    let pictures = "# P\n\n![Plan](https://img.example.org/p.svg)\n\n<img src=\"https://img.example.org/q.png\" alt=\"Quay\">\n\
                    \n[![Build](https://ci.example.org/b.svg)](terms.md)\n";
    let shown = with(&[("src/p.md", pictures)]);
    shown.has("p.html", "img-src 'self' * data:");
    shown.has("p.html", "<img src=\"https://img.example.org/p.svg\"");
    let linked = with(&[("src/p.md", pictures), ("book.toml", "[output.archsite]\nremote-images = 'link'")]);
    linked.has("p.html", "img-src 'self' data:");
    linked.lacks("p.html", "<img src=\"https:");
    linked.has(
        "p.html",
        "<a href=\"https://img.example.org/p.svg\" rel=\"noopener\">Plan (picture on img.example.org)</a>",
    );
    linked.has(
        "p.html",
        "<a href=\"https://img.example.org/q.png\" rel=\"noopener\">Quay (picture on img.example.org)</a>",
    );
    linked.has("p.html", "<a href=\"terms.html\">Build</a>");
}

#[test]
fn a_template_of_the_portals_own_takes_the_place_of_one() {
    let portal = with(&[
        ("theme/footer.html", "<footer>{{ site.title }} is ours</footer>"),
        ("theme/style.css", "body { color: teal }"),
    ]);
    assert_eq!(portal.found(), [""; 0]);
    portal.has("terms.html", "<footer>Front is ours</footer>");
    portal.has(portal.named("assets/style-", ".css"), "color: teal");
    portal.has("terms.html", "<header class=\"header\">");
}

#[test]
fn a_template_of_the_portals_own_may_show_the_rows_of_a_register_in_another_way() {
    let own = "{% for row in register.rows %}<dl>{% for cell in row.cells %}\
         <dt>{{ register.columns[loop.index0] }}</dt><dd>{{ cell.text }}</dd>\
         {% endfor %}</dl>{% endfor %}";
    let service = "# Orders\n\n| Risk | Likelihood | Impact | Mitigation |\n|---|---|---|---|\n\
         | Too many at once | Low | High | A queue & a limit |\n";
    let portal = portal(&[
        ("README.md", "# Shop\n\n[Orders](orders.md)\n"),
        ("orders.md", service),
        ("theme/register.html", own),
    ]);
    assert_eq!(portal.found(), [""; 0]);
    portal.has("registers/risks.html", "<dl><dt>Risk</dt><dd>Too many at once</dd>");
    portal.has("registers/risks.html", "<dd>A queue &amp; a limit</dd></dl>");
}

#[test]
fn the_entries_of_a_list_may_be_shown_in_another_way_and_their_badges_everywhere_as_the_portal_does() {
    let log = "# Orders\n\n## Change log\n\n| Date | Change | Author |\n|---|---|---|\n\
         | 2025-03-16 | Split & moved | Ana |\n";
    let decision = "# 1. Queues\n\nStatus: accepted\nDate: 2024-05-01\n\n## Decision\n\nYes.\n";
    let portal = portal(&[
        ("README.md", "# Shop\n\n[Orders](orders.md), [queues](adr/0001-queues.md)\n"),
        ("orders.md", log),
        ("adr/0001-queues.md", decision),
        ("theme/history.html", "{% for entry in history.entries or [] %}<q>{{ entry.text }}</q>{% endfor %}"),
        (
            "theme/badge.html",
            "{% component badge(status, text) %}<i class=\"{{ status }}\">{{ text }}!</i>{% endcomponent badge %}",
        ),
    ]);
    assert_eq!(portal.found(), [""; 0]);
    portal.has("orders.html", "<q>Split &amp; moved</q>");
    let badge = "<i class=\"accepted\">Accepted!</i>";
    for page in ["decisions.html", "timeline.html", "adr/index.html", "adr/0001-queues.html"] {
        portal.has(page, badge);
    }
}

#[test]
fn a_document_in_the_folder_of_what_pages_load_finds_the_style_sheet_beside_it() {
    let portal = portal(&[
        ("README.md", "# Shop\n\n[Plan](assets/plan.md), [notes](notes/a.md)\n"),
        ("assets/plan.md", "# Plan\n"),
        ("notes/a.md", "# A\n"),
    ]);
    let style = portal.named("assets/style-", ".css");
    portal.has("notes/a.html", &format!("<link rel=\"stylesheet\" href=\"../{style}\">"));
    portal.has(
        "assets/plan.html",
        &format!("<link rel=\"stylesheet\" href=\"{}\">", style.trim_start_matches("assets/")),
    );
}

#[test]
fn a_mistake_in_a_template_of_badges_is_said_at_every_turn() {
    let badge = "{% component badge(status, text) %}{{ text.no.such }}{% endcomponent badge %}";
    let decision = "# 1. Queues\n\nStatus: accepted\n\n## Decision\n\nYes.\n";
    let portal = portal(&[
        ("README.md", "# Shop\n\n[Queues](adr/0001-queues.md)\n"),
        ("adr/0001-queues.md", decision),
        ("theme/badge.html", badge),
    ]);
    let mut memo = Memo::default();
    let first = engine::turn(&portal.snapshot, &mut memo, Want::Site);
    let second = engine::turn(&portal.snapshot, &mut memo, Want::Site);
    assert_eq!(first.diagnostics.len(), 1, "{:?}", first.diagnostics);
    assert_eq!(first.diagnostics, second.diagnostics);
    portal.has("decisions.html", "<span class=\"badge badge-accepted\">Accepted</span>");
}

#[test]
fn a_mistake_in_one_template_is_said_once_and_every_page_is_there() {
    let portal = with(&[
        ("theme/footer.html", "<footer>\n  {{ site.titel }}\n</footer>"),
        ("theme/pager.html", "<p>next</p>"),
        ("theme/head.html", "{% if page.title %}\n<h1>"),
        ("theme/heed.html", ""),
    ]);
    let found = portal.found();
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0], "theme/footer.html:2:11 template-error Field `titel` is not defined");
    assert!(found[1].starts_with("theme/head.html:1:"), "{found:?}");
    assert!(found[2].starts_with("theme/heed.html:1:1 unknown-theme-file "), "{found:?}");
    for page in ["terms.html", "a/b/deep.html"] {
        portal.has(page, "<p>next</p>");
        portal.has(page, "<footer class=\"footer\">");
        portal.has(page, "<header class=\"head\">");
    }
    portal.has("index.html", "<footer class=\"footer\">");
}

#[test]
fn a_mistake_is_said_at_every_turn_until_it_is_mended() {
    let portal = with(&[("theme/footer.html", "{{ nothing }}")]);
    let mut memo = Memo::default();
    let first = engine::turn(&portal.snapshot, &mut memo, Want::Site);
    let second = engine::turn(&portal.snapshot, &mut memo, Want::Site);
    assert_eq!(first.diagnostics.len(), 1);
    assert_eq!(first.diagnostics, second.diagnostics);
    assert_eq!(first.output, second.output);
    let mut mended = portal.snapshot.clone();
    mended.theme.insert("footer.html".to_owned(), "<footer>now</footer>".into());
    let third = engine::turn(&mended, &mut memo, Want::Site);
    assert!(third.diagnostics.is_empty());
    let terms = third.output.files.get(&OutputPath::safe("terms.html")).and_then(Content::text).unwrap();
    assert!(terms.contains("<footer>now</footer>"));
}

#[test]
fn every_page_says_what_it_is_to_search_engines_and_previews() {
    let portal = with(&[
        ("book.toml", "[book]\ntitle = 'Heron & co'\ndescription = 'The \"platform\".'"),
        ("src/b/one.md", "# One\n\n## First\n\n## Second\n\n- x\n"),
        ("src/b/two.md", "---\ndescription: Two, in short.\n---\n# Two\n\nText.\n"),
    ]);
    let say = |page: &str, text: &str| {
        portal.has(page, &format!("<meta name=\"description\" content=\"{text}\">"));
        portal.has(page, &format!("<meta property=\"og:description\" content=\"{text}\">"));
    };
    say("index.html", "The &quot;platform&quot;.");
    say("terms.html", "All the words that the portal uses, each with what it means here.");
    say("b/one.html", "One: First, Second");
    say("b/two.html", "Two, in short.");
    say("b/index.html", "B: One, Two");
    portal.has("index.html", "<meta property=\"og:title\" content=\"Heron &amp; co\">");
    portal.has("index.html", "<meta property=\"og:type\" content=\"website\">");
    portal.has("b/two.html", "<meta property=\"og:title\" content=\"Two\">");
    portal.has("b/two.html", "<meta property=\"og:type\" content=\"article\">");
    portal.has("b/two.html", "<meta property=\"og:site_name\" content=\"Heron &amp; co\">");
    portal.lacks("b/two.html", "og:url");
    portal.lacks("b/two.html", "canonical");
    portal.lacks("404.html", "og:");
}

#[test]
fn the_address_of_a_page_is_said_where_it_is_known() {
    let files = [&[("book.toml", "")], &DOCUMENTS[..]].concat();
    let portal = portal_at(Some("https://example.org/x/"), &files);
    portal.has("terms.html", "<meta property=\"og:url\" content=\"https://example.org/x/terms.html\">");
    portal.has("terms.html", "<link rel=\"canonical\" href=\"https://example.org/x/terms.html\">");
    portal.has("index.html", "<link rel=\"canonical\" href=\"https://example.org/x/\">");
}

#[test]
fn a_portal_without_documents_is_a_site_that_says_so() {
    let portal = portal(&[("notes.txt", "none")]);
    assert_eq!(portal.found(), [""; 0]);
    portal.has("index.html", "There are no documents here yet.");
    portal.lacks("index.html", "class=\"counts\"");
    portal.lacks("index.html", "class=\"home-side\"");
    portal.has("404.html", "Page not found");
}

#[test]
fn a_portal_of_one_document_shows_no_empty_parts() {
    for name in ["README.md", "plan.md"] {
        let portal = portal(&[(name, "# Plan\n\nOne word.\n\n## Only\n\nMore.\n")]);
        for (path, content) in &portal.build.output.files {
            let Some(html) = content.text() else { continue };
            for empty in [
                "<ul></ul>",
                "<ul>\n</ul>",
                "<ol></ol>",
                "rail",
                "pager",
                "\"counts\"",
                "\"menu\"",
                "There are no documents",
            ] {
                assert!(!html.contains(empty) || path.extension() != "html", "{path} has {empty}:\n{html}");
            }
        }
    }
}

#[test]
fn the_404_page_of_a_portal_without_an_address_leads_on_and_looks_for_its_root() {
    let portal = with(&[]);
    let page = portal.file("404.html");
    portal.has("404.html", "<a class=\"button\" href=\"index.html\">");
    portal.has("404.html", "<li><a href=\"a/index.html\">A</a></li>");
    // What stands in it is let through by its hash, not by a word that would let anything through.
    assert!(!page.contains("unsafe-inline"));
    for element in ["style", "script"] {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        for text in page.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap()) {
            use base64::Engine as _;
            use sha2::Digest as _;
            let digest = sha2::Sha256::digest(text.as_bytes());
            let hash = base64::engine::general_purpose::STANDARD.encode(digest);
            assert!(page.contains(&format!("'sha256-{hash}'")), "{element}");
        }
    }
    assert_eq!(page.matches("<style>").count(), 1);
    portal.lacks("terms.html", "<style>");
}

#[test]
fn the_404_page_of_a_portal_with_an_address_needs_no_search() {
    let portal = portal_at(Some("https://example.org/x/"), &[&[("book.toml", "")], &DOCUMENTS[..]].concat());
    portal.has("404.html", "<li><a href=\"https://example.org/x/a/index.html\">A</a></li>");
    portal.has("404.html", "<link rel=\"stylesheet\" href=\"https://example.org/x/assets/style-");
    portal.lacks("404.html", "<style>");
}

#[test]
fn a_document_named_404_is_the_text_of_that_page_and_in_no_list() {
    let files = [
        ("book.toml", "[output.archsite]\n"),
        ("src/404.md", "# No such berth\n\nAsk the [harbour office](a/b/deep.md).\n"),
    ];
    let own = portal_at(Some("https://example.org/x/"), &[&files[..], &DOCUMENTS[..]].concat());
    own.has("404.html", "<h1 id=\"no-such-berth\">No such berth</h1>");
    own.has("404.html", "<a href=\"https://example.org/x/a/b/deep.html\"");
    own.has("404.html", "Sections of this portal");
    own.lacks("404.html", "may have been moved");
    own.lacks("index.html", "No such berth");
    own.lacks("assets/navigation.js", "No such berth");
    let without_address = portal(&[&files[..], &DOCUMENTS[..]].concat());
    without_address.has("404.html", "<a href=\"a/b/deep.html\">harbour office</a>");
}

#[test]
fn a_page_has_one_title_whatever_the_levels_of_its_parts() {
    let portal = with(&[
        (
            "src/quays.md",
            "---\ntitle: Quays\n---\n\n# North\n\n## Depth\n\n<h1>South</h1>\n\n# East\n\nText[^1].\n\n[^1]: A note.\n",
        ),
        ("src/included.md", "{{#title Tides}}\n\n# How tides are read\n\n## Gauges\n"),
    ]);
    for path in ["quays.html", "included.html"] {
        assert_eq!(portal.file(path).matches("<h1").count(), 1, "{path}");
    }
    portal.has("quays.html", "<h2 id=\"north\">North<a class=\"permalink\" href=\"#north\"");
    portal.has("quays.html", "<h3 id=\"depth\">");
    // Headings written as HTML have a link to themselves as well.
    portal.has("quays.html", "<h2 id=\"south\">South<a class=\"permalink\" href=\"#south\" aria-label=\"Permalink to “South”\"></a></h2>");
    portal.has("quays.html", "<h2 class=\"visually-hidden\">Footnotes</h2>");
    portal.has("quays.html", "<li><a href=\"#north\"><span>North</span></a>\n<ol>\n<li><a href=\"#depth\">");
    // A title that is written as HTML is the title, and stands there once.
    let portal = with(&[(
        "src/gate.md",
        "<div align=\"center\">\n<h1>The gate</h1>\n\nTrucks &amp; seals.\n\n</div>\n\n## Seals\n",
    )]);
    portal.has("gate.html", "<h1 id=\"the-gate\">The gate</h1>");
    assert_eq!(portal.file("gate.html").matches("id=\"the-gate\"").count(), 1);
    portal.lacks("gate.html", "<h2 id=\"the-gate\"");
    portal.has("gate.html", "<h2 id=\"seals\">");
}

#[test]
fn a_footnote_leads_back_to_where_the_page_shows_its_mark_or_nowhere() {
    let portal = with(&[
        ("src/tides.md", "# Tides[^datum]\n\nThey are high[^datum].\n\n[^datum]: Above chart datum.\n"),
        ("src/404.md", "# No such berth[^list]\n\nAsk the office.\n\n[^list]: Of last year.\n"),
        ("src/gauges.md", "# Gauges\n\n![A gauge[^maker]](gauge.png)\n\n[^maker]: Made in Bremen.\n"),
    ]);
    portal.has("tides.html", "<h1 id=\"tides\">Tides</h1>");
    portal.has("tides.html", "<a href=\"#tides\" class=\"footnote-backref\"");
    portal.has("tides.html", "<a href=\"#fnref-datum-2\" class=\"footnote-backref\"");
    portal.has("tides.html", " id=\"fnref-datum-2\"");
    portal.has("404.html", "<h1 id=\"no-such-berth\">No such berth</h1>");
    portal.has("404.html", "<a href=\"#no-such-berth\" class=\"footnote-backref\"");
    portal.has("gauges.html", "Made in Bremen.");
    portal.lacks("gauges.html", "footnote-backref");
}

#[test]
fn a_front_document_without_a_heading_has_the_name_of_the_folder_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    // "docs" says nothing; the folder above it does.
    let documents = folder.path().join("berth-planning/docs");
    std::fs::create_dir_all(documents.join("gate")).unwrap();
    std::fs::write(documents.join("README.md"), "![](mark.svg)\n\nHow vessel calls become berth windows.\n")
        .unwrap();
    std::fs::write(documents.join("gate/README.md"), "Trucks come and go.\n").unwrap();
    std::fs::write(documents.join("gate/seals.md"), "# Seals\n").unwrap();
    let snapshot = read(&open(&documents).unwrap(), &SnapshotOptions::default()).unwrap();
    let build = engine::turn(&snapshot, &mut Memo::default(), Want::Site);
    let portal = Portal { snapshot, build };
    portal.has("index.html", "<title>Berth planning</title>");
    portal.has("index.html", "<h1>Berth planning</h1>");
    portal.has("index.html", "<span>Berth planning</span></a>");
    portal.has("gate/index.html", "<h1>Gate</h1>");
    portal.has("gate/seals.html", "<a href=\"../index.html\">Berth planning</a>");
    portal.has("portal.json", "\"url\":\"index.html\",\"title\":\"Berth planning\"");
    portal.lacks("portal.json", "README\"");
}

#[test]
fn a_document_that_is_a_title_alone_has_no_empty_text() {
    let portal = portal(&[("README.md", "# Heron\n"), ("a.md", "# A\n")]);
    portal.lacks("a.html", "class=\"prose\"");
    // The list takes the place of the text, with its summaries and not as a narrow column.
    portal.lacks("index.html", "class=\"home-side\"");
    portal.has("index.html", "class=\"home-main home-listing\"");
}

#[test]
fn the_front_page_names_a_folders_own_document_once() {
    let portal =
        portal(&[("a/README.md", "# Services\n"), ("a/orders.md", "# Orders\n"), ("b.md", "# Terms\n")]);
    let front = portal.file("index.html");
    let listing = &front[front.find("class=\"listing\"").unwrap()..];
    assert_eq!(listing.matches(">Services</a>").count(), 1, "{listing}");
    assert!(listing.contains("<h3 class=\"listing-title\"><a href=\"a/index.html\">Services</a></h3>"));
    assert!(listing.contains(">Orders</a>"));
}

/// Says which pages of two portals differ.
fn differing(one: &Portal, other: &Portal) -> Vec<String> {
    let pages = one.build.output.files.keys().map(OutputPath::as_str).filter(|path| path.ends_with(".html"));
    pages.filter(|path| one.file(path) != other.file(path)).map(str::to_owned).collect()
}

/// Pages of one shape are put together out of one skeleton, which a template of the portal's own cannot take
/// part in. So whoever begins with a copy of the built-in one must begin with the same pages.
#[test]
fn a_copy_of_a_built_in_template_changes_no_page() {
    let many: Vec<String> = (0..70).map(|number| format!("notes/note-{number:02}.md")).collect();
    let mut files = vec![
        (
            "book.toml",
            "[book]\nsrc = \".\"\n[output.archsite]\nfooter = \"Made by the [grid team](teams/grid.md).\"\n",
        ),
        ("README.md", "# Heron\n\nThe portal.\n"),
        ("teams/README.md", "# Teams\n"),
        ("teams/grid.md", "# Grid & \"load\"\n\nSee [notes](../notes/note-03.md).\n"),
        ("teams/sub/one.md", "# One\n"),
        ("teams/sub/two.md", "# Two <b>\n\n## First\n\n### Second\n\n## Third\n"),
        // Texts that look like what stands for one.
        ("teams/sub/marks.md", "# It's \u{1}0\u{2}\n\nSee [One](one.md \"\u{1}body\u{2}\").\n"),
        (
            "adr/0001-first.md",
            "# 1. First\n\nStatus: superseded by [2](0002-second.md)\n\n## Decision\n\nYes.\n",
        ),
        ("adr/0002-second.md", "# 2. Second\n\nStatus: accepted\nDate: 2024-05-01\n\n## Decision\n\nNo.\n"),
    ];
    files.extend(many.iter().map(|path| (path.as_str(), "# Note\n\nA note.\n")));
    let book = [
        ("book.toml", "[book]\ntitle = \"Heron\"\n"),
        (
            "src/SUMMARY.md",
            "# Summary\n\n[Start](README.md)\n\n# Grid\n\n- [One](one.md)\n  - [Below](below.md)\n- [To come]()\n\n\
             # Load\n\n- [Two](two.md)\n",
        ),
        ("src/README.md", "# Start\n"),
        ("src/one.md", "# One\n"),
        ("src/below.md", "# Below\n"),
        ("src/two.md", "# Two\n"),
    ];
    let templates = || archsite::render::built_in_files().iter().filter(|(name, _)| name.ends_with(".html"));
    for files in [files.as_slice(), book.as_slice()] {
        let built_in = portal(files);
        let copies = |is_copied: &dyn Fn(&str) -> bool| {
            let copied = templates().filter(|(name, _)| is_copied(name));
            let copied: Vec<(String, &str)> =
                copied.map(|(name, text)| (format!("theme/{name}"), *text)).collect();
            let copied = copied.iter().map(|(path, text)| (path.as_str(), *text));
            portal(&files.iter().copied().chain(copied).collect::<Vec<_>>())
        };
        assert_eq!(differing(&built_in, &copies(&|_| true)), Vec::<String>::new(), "with copies of all");
        for name in ["footer.html", "header.html", "navigation.html", "base.html", "document.html"] {
            let own = copies(&|copied| copied == name);
            assert_eq!(differing(&built_in, &own), Vec::<String>::new(), "with a copy of {name}");
        }
    }
}
