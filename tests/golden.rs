//! Whole small sites, and all that a reader gets of them.
//!
//! In: `tests/golden/sites/NAME/in`, a folder as an architect has it. Out: `NAME/out`: of every page
//! its `<article>` (of one with a list of documents, its `<main>`), `portal.json`, the tree of the navigation,
//! the findings as a terminal shows them, and the list of all files. `why.md` says what the site is for.
//! Never: the frame around the text, which changes with the theme and is looked at in a browser.
//!
//! With `UPDATE_GOLDEN=1` in the environment `out` is written instead of compared.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "golden sites are folders on disk")]

mod support;

use archsite::diagnostic::terminal::{ReportOptions, report};
use archsite::io::snapshot::{self, SnapshotOptions};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Built, Site, html};

fn sites() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sites");
    let entries = fs::read_dir(folder).expect("there are golden sites");
    let mut sites: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    sites.sort();
    sites
}

/// Builds the site in `in`. Its repository is not ours: its folder is the `docs` of one.
fn built(site: &Path) -> Built {
    let portal = snapshot::open(&site.join("in")).unwrap_or_else(|error| panic!("{error:?}"));
    let options = SnapshotOptions { base_url: None, ..SnapshotOptions::default() };
    let mut snapshot = snapshot::read(&portal, &options).unwrap_or_else(|error| panic!("{error:?}"));
    snapshot.repository_prefix = Some("docs".to_owned());
    snapshot.folder_name = None;
    Site::of(snapshot).build()
}

/// Returns what is compared, by the name of its file in `out`.
fn shown(built: &Built) -> BTreeMap<String, String> {
    let mut shown = BTreeMap::new();
    for page in built.pages().iter().filter(|page| page.path != "404.html") {
        // On the front page and in folders the lists stand beside the text.
        let has_article = page.html.contains("<article");
        let is_alone =
            has_article && page.article().contains("<h1") && !page.main().contains("class=\"listing");
        // Of a redirect the head is what counts.
        let is_redirect = page.html.contains("http-equiv=\"refresh\"");
        let text = match (is_redirect, is_alone) {
            (true, _) => page.html,
            (false, true) => page.article(),
            (false, false) => page.main(),
        };
        shown.insert(page.path.clone(), readable(text));
    }
    let portal = built.page("portal.json");
    let mut portal: serde_json::Value = serde_json::from_str(portal.html).expect("portal.json is JSON");
    portal["generator"] = "archsite".into();
    shown.insert("portal.json".to_owned(), format!("{portal:#}\n"));
    let options = ReportOptions { styled: false, verbose: true };
    shown.insert("findings.txt".to_owned(), report(&built.build.diagnostics, built.texts(), &options));
    shown.insert("navigation.txt".to_owned(), navigation(built));
    // The names of styles and scripts change with their content.
    let files = built.paths().into_iter().filter(|path| !path.starts_with("assets/"));
    shown.insert("files.txt".to_owned(), files.map(|path| format!("{path}\n")).collect());
    shown
}

/// Takes out empty lines, which templates leave and nobody sees, but for those in code.
fn readable(html: &str) -> String {
    let mut readable = String::new();
    let mut in_code = false;
    for line in html.lines() {
        in_code |= line.contains("<pre");
        if in_code || !line.trim().is_empty() {
            readable.push_str(line.trim_end());
            readable.push('\n');
        }
        in_code &= !line.contains("</pre>");
    }
    readable
}

/// Shows the tree that readers walk, two spaces a level.
fn navigation(built: &Built) -> String {
    let tree = &built.build.site.navigation;
    let mut shown = String::new();
    let mut waiting: Vec<_> = tree.top.iter().rev().map(|&node| (node, 0)).collect();
    while let Some((number, depth)) = waiting.pop() {
        let node = tree.node(number);
        if let Some(part) = &node.part {
            shown.push_str(&format!("# {part}\n"));
        }
        let page = node.page.as_ref().map_or("(no page)".to_owned(), ToString::to_string);
        shown.push_str(&format!("{}{} -> {page}\n", "  ".repeat(depth), node.title));
        waiting.extend(node.children.iter().rev().map(|&child| (child, depth + 1)));
    }
    shown
}

fn read_folder(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name =
                    path.strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).expect("golden files are text"));
            }
        }
    }
    files
}

#[test]
fn every_golden_site_comes_out_as_it_stands_there() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut faults = Vec::new();
    let sites = sites();
    for site in &sites {
        let name = site.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (out, shown) = (site.join("out"), shown(&built(site)));
        if update {
            let _ = fs::remove_dir_all(&out);
            for (path, text) in &shown {
                let place = out.join(path);
                fs::create_dir_all(place.parent().expect("it is in `out`")).expect("a folder");
                fs::write(place, text).expect("a golden file");
            }
            continue;
        }
        let expected = read_folder(&out);
        for path in expected.keys().chain(shown.keys().filter(|path| !expected.contains_key(*path))) {
            match (expected.get(path), shown.get(path)) {
                (Some(expected), Some(shown)) if expected == shown => {}
                (Some(expected), Some(shown)) => {
                    let differs = expected.lines().zip(shown.lines()).position(|(a, b)| a != b);
                    let line = differs.unwrap_or(expected.lines().count().min(shown.lines().count()));
                    let at = |text: &str| text.lines().nth(line).unwrap_or("(ends)").to_owned();
                    faults.push(format!(
                        "{name}/out/{path}:{}\n  expected: {}\n  came out: {}",
                        line + 1,
                        at(expected),
                        at(shown)
                    ));
                }
                (Some(_), None) => faults.push(format!("{name}/out/{path} is made no more")),
                (None, _) => faults.push(format!("{name}/out/{path} is new")),
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nIf that is right, run with UPDATE_GOLDEN=1 and read what changed",
        faults.join("\n")
    );
    assert!(sites.len() >= 6);
}

#[test]
fn every_golden_site_says_why_it_is_there() {
    for site in sites() {
        let why = fs::read_to_string(site.join("why.md")).unwrap_or_default();
        assert!(
            !why.trim().is_empty(),
            "{}: why.md says what this site shows that no other does",
            site.display()
        );
    }
}

#[test]
fn portal_json_of_every_golden_site_is_as_the_schema_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/portal.schema.json");
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(path).expect("there is a schema")).expect("JSON");
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("portal.schema.json", schema.clone()).expect("a schema");
    let number =
        compiler.compile("portal.schema.json", &mut schemas).unwrap_or_else(|error| panic!("{error}"));
    for site in sites() {
        let built = built(&site);
        let portal: Value =
            serde_json::from_str(built.page("portal.json").html).expect("portal.json is JSON");
        if let Err(error) = schemas.validate(&portal, number) {
            panic!("{}: {error:#}", site.display());
        }
        assert_eq!(undescribed(&portal, &schema), [""; 0], "{}", site.display());
    }
}

/// Returns the fields that the schema does not name: readers would not know what they mean.
fn undescribed(value: &Value, schema: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let known = &schema["properties"];
            let of_field = |(name, value): (&String, &Value)| match known.get(name) {
                None if known.is_null() => Vec::new(),
                None => vec![name.clone()],
                Some(schema) => undescribed(value, schema),
            };
            fields.iter().flat_map(of_field).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| undescribed(item, &schema["items"])).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_pages_of_every_golden_site_are_whole() {
    for site in sites() {
        for page in built(&site).pages() {
            assert_eq!(html::faults(page.main()), [""; 0], "{}: {}", site.display(), page.path);
        }
    }
}
