//! The reference parts of the guide, held against the code.
//!
//! In: the declarations in `src/model/page.rs`, the settings, the codes of findings. Out: the tables in
//! `docs/templates.md`, `docs/configuration.md` and `docs/check.md`, and `docs/rules.md`; a failure where a document says something else.
//! With `UPDATE_REFERENCE=1` the tables are written anew. Text around them is written by hand.

#![allow(clippy::disallowed_methods, reason = "a test of files reads files")]
#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

use archsite::diagnostic::{Code, Explanation};
use archsite::model::config::{Config, Key};
use archsite::model::page::{
    Backlink, BacklinksView, Banner, Chain, ChainDecision, ChainStep, ConceptEntry, Count, Crumb,
    DecisionNote, DecisionRow, DecisionsView, DocumentView, Fact, Filter, FilterValue, Heading, HealthRow,
    HealthView, HistoryView, HomeView, ListingGroup, ListingRow, MapCategory, MapKind, MapPicture,
    MapRelation, MapRow, MapView, MenuEntry, More, NavigationItem, NavigationView, Neighbour, PageView,
    Pager, Pages, Panels, Reading, Redirect, RegisterCellView, RegisterEntry, RegisterRowView, RegisterView,
    RelatedEntry, RootSearch, SiteView, Successor, THEME_FILES, Task, TaskGroup, TimelineBar, TimelineItem,
    TimelineMonth, TimelineView, TimelineYear, View,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stands between the hand-written text and a table.
const START: &str =
    "<!-- The following is made of the code: UPDATE_REFERENCE=1 cargo test --test reference -->";
const END: &str = "<!-- Made of the code up to here. -->";

#[test]
fn every_variable_of_a_template_is_documented() {
    held("templates.md", &variables());
}

#[test]
fn every_setting_is_documented() {
    held("configuration.md", &settings());
}

#[test]
fn every_rule_is_in_the_table_of_the_guide() {
    let mut table = String::from("| code | by default | what is found |\n|---|---|---|\n");
    for code in Code::ALL {
        let (name, severity) = (code.as_str(), code.default_severity().as_str());
        let _ = writeln!(table, "| [`{name}`](rules.md#{name}) | {severity} | {} |", code.meaning());
    }
    held("check.md", &table);
}

#[test]
fn every_rule_is_explained_in_the_guide() {
    let mut text = String::new();
    for code in Code::ALL {
        let Explanation { severity, meaning, why, mend, example, .. } = Explanation::of(*code);
        let (name, severity) = (code.as_str(), severity.as_str());
        let _ = write!(
            text,
            "## {name}\n\n{meaning} By default: {severity}.\n\n{why}\n\n{mend}\n\n{example}\n\n"
        );
    }
    // An include that is an example.
    held("rules.md", &text.replace("{{#", "\\{{#"));
}

/// Compares the generated part of a document of `docs/`, or writes it where that is asked for.
fn held(name: &str, table: &str) {
    let path = root().join("docs").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let start = text.find(START).unwrap() + START.len();
    let end = text.find(END).unwrap();
    let whole = format!("{}\n\n{}\n\n{}", &text[..start], table.trim_end(), &text[end..]);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&path, whole).unwrap();
    } else {
        assert!(
            text == whole,
            "docs/{name} is behind the code: run UPDATE_REFERENCE=1 cargo test --test reference"
        );
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A table of settings for each table of `book.toml`, in their order.
fn settings() -> String {
    let mut tables: Vec<(&str, Vec<&Key>)> = Vec::new();
    for key in Config::keys() {
        let (table, _) = key.name.rsplit_once('.').unwrap();
        match tables.last_mut() {
            Some((same, keys)) if *same == table => keys.push(key),
            _ => tables.push((table, vec![key])),
        }
    }
    let mut text = String::new();
    for (table, keys) in tables {
        let _ =
            write!(text, "## `[{table}]`\n\n| key | value | default | what it does |\n|---|---|---|---|\n");
        for key in keys {
            let name = &key.name[table.len() + 1..];
            let default =
                if key.default.is_empty() { "none".to_owned() } else { format!("`{}`", key.default) };
            let _ = writeln!(text, "| `{name}` | {} | {default} | {} |", key.kind, key.meaning);
        }
        text.push('\n');
    }
    text
}

/// A struct or an enum that templates receive, as `src/model/page.rs` declares it.
#[derive(Debug)]
struct Declaration {
    meaning: String,
    /// Names, types and meanings of its fields; of an enum its values, without types.
    fields: Vec<(String, String, String)>,
    is_enum: bool,
}

/// Reads the declarations of the view and its parts: the documentation, the names and the types of what is
/// public and serialised. The file is written by rustfmt, a declaration a line.
fn declarations() -> BTreeMap<String, Declaration> {
    let mut source = std::fs::read_to_string(root().join("src/model/page.rs")).unwrap();
    let mut parts: Vec<PathBuf> = std::fs::read_dir(root().join("src/model/page"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    parts.sort();
    for part in parts {
        source.push_str(&std::fs::read_to_string(part).unwrap());
    }
    let mut declarations = BTreeMap::new();
    let mut documentation: Vec<&str> = Vec::new();
    let mut open: Option<(String, Declaration)> = None;
    let mut is_serialised = false;
    for line in source.lines() {
        let trimmed = line.trim();
        if let Some(text) = trimmed.strip_prefix("/// ") {
            documentation.push(text);
        } else if trimmed.starts_with("#[derive(") {
            is_serialised = trimmed.contains("Serialize");
        } else if trimmed.starts_with("#[serde(") {
            // Names are shown as they are declared. What changes them has to be taught here first.
            assert_eq!(trimmed, "#[serde(rename_all = \"kebab-case\")]", "{line}");
        } else if line.starts_with("pub struct ") || line.starts_with("pub enum ") {
            let is_enum = line.starts_with("pub enum ");
            let name = trimmed.split([' ', '<']).nth(2).unwrap().to_owned();
            let meaning = std::mem::take(&mut documentation).join(" ");
            open = Some((name, Declaration { meaning, fields: Vec::new(), is_enum }));
        } else if line == "}" {
            if let Some((name, declaration)) = open.take()
                && is_serialised
            {
                declarations.insert(name, declaration);
            }
        } else if let Some((_, declaration)) = &mut open
            && !trimmed.starts_with('#')
        {
            let meaning = std::mem::take(&mut documentation).join(" ");
            if declaration.is_enum {
                declaration.fields.push((kebab_case(trimmed.trim_end_matches(',')), String::new(), meaning));
            } else {
                let (name, kind) = trimmed.trim_start_matches("pub ").split_once(": ").unwrap();
                declaration.fields.push((name.to_owned(), kind.trim_end_matches(',').to_owned(), meaning));
            }
        } else if !trimmed.starts_with('#') {
            documentation.clear();
        }
    }
    declarations
}

fn kebab_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// Tables of all variables: those that a template has by name, then the parts that these are made of.
fn variables() -> String {
    let declarations = declarations();
    let mut text = String::from("### Variables\n\nThese names every template knows.\n\n");
    let view = &declarations["View"];
    let site = ("site".to_owned(), "SiteView".to_owned(), declarations["SiteView"].meaning.clone());
    text.push_str(&table([&site].into_iter().chain(&view.fields)));
    let mut shown = BTreeSet::from(["View".to_owned()]);
    let mut next = vec!["SiteView".to_owned()];
    next.extend(view.fields.iter().filter_map(|(_, kind, _)| named(kind)).map(str::to_owned));
    while !next.is_empty() {
        let name = next.remove(0);
        let Some(declaration) = declarations.get(&name) else { panic!("{name} is not declared") };
        if !shown.insert(name.clone()) {
            continue;
        }
        let _ = write!(text, "\n### {}\n\n{}\n\n", title(&name), declaration.meaning);
        text.push_str(&table(declaration.fields.iter()));
        next.extend(declaration.fields.iter().filter_map(|(_, kind, _)| named(kind)).map(str::to_owned));
    }
    text
}

fn table<'a>(fields: impl Iterator<Item = &'a (String, String, String)>) -> String {
    let fields: Vec<_> = fields.collect();
    let is_enum = fields.iter().all(|(_, kind, _)| kind.is_empty());
    let mut text = String::from(if is_enum {
        "| value | meaning |\n|---|---|\n"
    } else {
        "| name | value | meaning |\n|---|---|---|\n"
    });
    for (name, kind, meaning) in fields {
        assert!(meaning.ends_with('.'), "{name} lacks its documentation: {meaning:?}");
        if is_enum {
            let _ = writeln!(text, "| `{name}` | {meaning} |");
        } else {
            let _ = writeln!(text, "| `{name}` | {} | {meaning} |", value(name, kind));
        }
    }
    text
}

/// Returns what a value is, in words.
fn value(name: &str, kind: &str) -> String {
    if let Some(inner) = within(kind, "Option<") {
        return format!("{}, or null", value(name, inner));
    }
    if let Some(inner) = within(kind, "Vec<").or_else(|| kind.strip_prefix("&'a [")?.strip_suffix(']')) {
        return format!("list of {}", value(name, inner));
    }
    if let Some(inner) = within(kind, "Arc<") {
        return value(name, inner);
    }
    match kind {
        "String" | "&'a str" | "&'static str" if name.ends_with("_html") => "HTML".to_owned(),
        "String" | "&'a str" | "&'static str" => "text".to_owned(),
        "usize" | "u32" => "number".to_owned(),
        "bool" => "true or false".to_owned(),
        _ => {
            let title = title(named(kind).unwrap());
            format!("[{}](#{})", title.to_lowercase(), title.to_lowercase().replace(' ', "-"))
        }
    }
}

fn within<'a>(kind: &'a str, start: &str) -> Option<&'a str> {
    kind.strip_prefix(start)?.strip_suffix('>')
}

/// Returns the name of the declaration that a type is made of, if it is made of one.
fn named(kind: &str) -> Option<&str> {
    let inner = kind.trim_start_matches("Option<").trim_start_matches("Vec<").trim_start_matches("&'a [");
    let inner = inner.trim_start_matches("Arc<");
    let inner = inner.split(['<', '>', ']']).next()?;
    let is_plain =
        inner.is_empty() || inner.starts_with('&') || matches!(inner, "String" | "bool" | "usize" | "u32");
    (!is_plain).then_some(inner)
}

/// Returns a type's name as a reader says it: `NavigationItem` is a navigation item.
fn title(name: &str) -> String {
    let name = name.strip_suffix("View").filter(|name| !name.is_empty()).unwrap_or(name);
    let words = kebab_case(name).replace('-', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[test]
fn the_documented_variables_are_those_that_a_template_receives() {
    let declarations = declarations();
    let mut view = serde_json::to_value(sample()).unwrap();
    view["site"] = serde_json::to_value(site()).unwrap();
    let mut faults = Vec::new();
    let mut fields = declarations["View"].fields.clone();
    fields.push(("site".to_owned(), "SiteView".to_owned(), String::new()));
    compare("", &view, &fields, &declarations, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Compares the names of a value with those that are documented, and so on below it.
fn compare(
    place: &str,
    value: &Value,
    fields: &[(String, String, String)],
    declarations: &BTreeMap<String, Declaration>,
    faults: &mut Vec<String>,
) {
    let Value::Object(object) = value else { panic!("{place} is {value}") };
    let there: BTreeSet<&str> = object.keys().map(String::as_str).collect();
    let documented: BTreeSet<&str> = fields.iter().map(|(name, ..)| name.as_str()).collect();
    faults.extend(there.symmetric_difference(&documented).map(|name| format!("{place}{name}")));
    for (name, kind, _) in fields {
        let Some(declaration) = named(kind).and_then(|kind| declarations.get(kind)) else { continue };
        let inner = match &object[name] {
            Value::Array(list) => list.first(),
            value => Some(value),
        };
        match inner {
            Some(Value::String(value)) if declaration.is_enum => {
                let is_known = declaration.fields.iter().any(|(name, ..)| name == value);
                faults.extend((!is_known).then(|| format!("{place}{name} is {value}")));
            }
            Some(inner) if !inner.is_null() => {
                compare(&format!("{place}{name}."), inner, &declaration.fields, declarations, faults);
            }
            // Items of the navigation hold items; the first level is enough.
            _ if place.contains("items") || place.contains("on_this_page") => {}
            _ => faults.push(format!("the sample has no {place}{name}")),
        }
    }
}

/// A view in which nothing is left out: a new field does not compile until it is here.
fn sample() -> View {
    let text = || "text".to_owned();
    let some = || Some("text".to_owned());
    let crumb = || Crumb { title: text(), url: some() };
    let neighbour = || Neighbour { title: text(), url: text() };
    let item = || TimelineItem {
        date: text(),
        datetime: text(),
        title: text(),
        url: text(),
        text: some(),
        author: some(),
        impact: some(),
        kind: "change",
        category: some(),
        authors: text(),
        status: some(),
        status_text: some(),
    };
    let filter = || Filter {
        key: text(),
        label: text(),
        chips: true,
        values: vec![FilterValue { value: text(), label: text(), number: 1 }],
    };
    let listing_group = || ListingGroup {
        heading: some(),
        url: some(),
        rows: vec![ListingRow {
            title: text(),
            url: text(),
            summary: some(),
            date: some(),
            status: some(),
            status_text: some(),
        }],
        rows_html: text(),
        more: Some(neighbour()),
    };
    View {
        page: PageView::default(),
        menu: vec![MenuEntry { label: "", url: text(), current: true }],
        breadcrumbs: vec![crumb()],
        breadcrumbs_html: text(),
        navigation: NavigationView {
            heading: Some(crumb()),
            ancestors: vec![crumb()],
            items: vec![NavigationItem {
                title: text(),
                url: some(),
                current: true,
                draft: false,
                children: Vec::new(),
                part: None,
            }],
            items_html: text(),
            more: Some(More { before: 1, after: 1, url: text() }),
            sections: vec![crumb()],
            sections_html: text(),
        },
        document: Some(DocumentView {
            lead_html: some(),
            facts: vec![Fact { label: text(), value: text(), kind: "date", status: None }],
            facts_html: text(),
            body_html: text(),
            draft: false,
        }),
        on_this_page: vec![Heading { title_html: text(), anchor: text(), children: Vec::new() }],
        on_this_page_html: text(),
        listing: vec![listing_group()],
        counts: vec![Count { before: Some(text()), number: text(), label: Some(text()) }],
        registers: vec![RegisterEntry {
            label: text(),
            url: text(),
            rows: 1,
            documents: 1,
            disagreements: 1,
        }],
        register: Some(RegisterView {
            columns: vec![text()],
            number: 1,
            rows_html: text(),
            rows: vec![RegisterRowView {
                cells: vec![RegisterCellView {
                    text: text(),
                    readings: vec![Arc::new(Reading { text: text(), document: text(), url: text() })],
                    more_readings: 1,
                }],
                document: text(),
                section: some(),
                url: text(),
                differs: true,
            }],
            filters: vec![filter()],
        }),
        concepts: vec![ConceptEntry {
            label: text(),
            anchor: text(),
            count: 1,
            documents: vec![neighbour()],
            documents_html: text(),
        }],
        home: Some(HomeView {
            attention: vec![Task { kind: "bad", title: text(), url: some(), message: text(), place: text() }],
            attention_more: Some(neighbour()),
            decisions: vec![listing_group()],
            decisions_more: Some(neighbour()),
            changes: vec![item()],
            changes_more: Some(neighbour()),
        }),
        health: Some(HealthView {
            groups: vec![TaskGroup {
                heading: text(),
                count: 1,
                tasks: vec![Task { kind: "bad", title: text(), url: some(), message: text(), place: text() }],
                tasks_html: text(),
                more: Some(neighbour()),
            }],
            documents: vec![HealthRow {
                title: text(),
                file: some(),
                url: text(),
                percent: 1,
                text_percent: 1,
                fields: some(),
                placeholders: 1,
                updated: some(),
                updated_key: some(),
                review: some(),
                review_key: some(),
                overdue: true,
            }],
            documents_html: text(),
            has_fields: true,
            has_updated: true,
            has_review: true,
        }),
        pages: Some(Pages { previous: some(), next: some(), current: 1, total: 2 }),
        pager: Pager { previous: Some(neighbour()), next: Some(neighbour()) },
        redirect: Some(Redirect { target: text() }),
        panels: Panels {
            related: vec![RelatedEntry { title: text(), url: text(), reason: text() }],
            related_html: text(),
            neighbourhood_html: some(),
            backlinks: Some(BacklinksView {
                entries: vec![Backlink {
                    title: text(),
                    url: text(),
                    section: some(),
                    note: some(),
                    before: text(),
                    marked: text(),
                    after: text(),
                }],
                entries_html: text(),
                more: 1,
            }),
        },
        banner: Some(Banner {
            kind: "past",
            label: text(),
            links: vec![Successor { title: text(), url: some() }],
        }),
        history: Some(HistoryView { entries: vec![item()], entries_html: text(), more: Some(neighbour()) }),
        decisions: Some(DecisionsView {
            lead: text(),
            filters: vec![filter()],
            rows: vec![DecisionRow {
                id: some(),
                title: text(),
                url: text(),
                notes: vec![DecisionNote { label: text(), links: vec![neighbour()] }],
                status: some(),
                status_text: some(),
                filter: text(),
                date: some(),
                datetime: some(),
                deciders: vec![text()],
                past: true,
            }],
            rows_html: text(),
            has_ids: true,
            has_statuses: true,
            has_dates: true,
            has_deciders: true,
            chains: vec![Chain {
                steps: vec![ChainStep {
                    decisions: vec![ChainDecision {
                        id: some(),
                        title: text(),
                        url: text(),
                        status: some(),
                        status_text: some(),
                    }],
                }],
            }],
        }),
        timeline: Some(TimelineView {
            lead: text(),
            feed: text(),
            filters: vec![filter()],
            years: vec![TimelineYear {
                name: text(),
                url: text(),
                number: 1,
                bars: vec![TimelineBar { month: some(), y: 0, length: 60 }],
            }],
            months: vec![TimelineMonth {
                id: text(),
                title: text(),
                number: 1,
                entries: vec![item()],
                entries_html: text(),
            }],
        }),
        map: Some(MapView {
            lead: text(),
            picture: Some(MapPicture {
                drawing_html: text(),
                data: text(),
                left_out: Some(1),
                kinds: vec![MapKind { key: text(), label: text(), count: 1, guessed: true }],
                categories: vec![MapCategory { number: 0, label: some(), hue: 1, count: 1 }],
            }),
            rows: vec![MapRow {
                title: text(),
                url: text(),
                category: some(),
                relations: vec![MapRelation { label: text(), documents: vec![neighbour()], more: 1 }],
            }],
            rows_html: text(),
        }),
    }
}

fn site() -> SiteView<'static> {
    const MENU: &[MenuEntry] = &[MenuEntry { label: "", url: String::new(), current: true }];
    SiteView {
        title: "",
        description: None,
        language: "",
        generator: "",
        logo: None,
        logo_width: None,
        favicon: String::new(),
        footer_html: None,
        style: String::new(),
        extra_styles: Vec::new(),
        script: String::new(),
        extra_scripts: Vec::new(),
        map_style: String::new(),
        map_script: String::new(),
        theme_script: "",
        theme_script_hash: "",
        root_search: Some(RootSearch { style: "", style_hash: "", script: "", script_hash: "" }),
        navigation_data: None,
        remote_images: true,
        menu: MENU,
    }
}

#[test]
fn every_file_of_the_theme_is_documented() {
    let text = std::fs::read_to_string(root().join("docs/templates.md")).unwrap();
    let missing: Vec<_> =
        THEME_FILES.iter().filter(|name| !text.contains(&format!("| `{name}` |"))).collect();
    assert!(missing.is_empty(), "docs/templates.md does not say what these are: {missing:?}");
}
