//! Remembering changes how long a build takes, and nothing else.
//!
//! In: a small portal, and edits as a writer makes them, in any order. Out: after each edit the
//! build that remembers all builds before gives the bytes and findings of one that knows nothing.
//! The same for any number of threads.

#![allow(clippy::disallowed_methods, reason = "one test is about files on disk")]

mod statements;
mod support;

use archsite::engine::Memo;
use archsite::io::snapshot::{self, SnapshotOptions};
use proptest::prelude::*;
use statements::{Restating, restated, restating};
use std::fs;
use support::{Built, Site, assert_same};

/// Twelve documents, one a draft, with links in all directions, an include, a picture and an alias.
fn portal() -> Site {
    Site::new()
        .book("[book]\ntitle = \"Webshop\"\n")
        .file(
            "README.md",
            "# Webshop architecture\n\nHow the webshop is built. Start with the [overview](overview.md).\n\n## Parts\n\n\
             - [Orders](services/orders.md#data-flow)\n- [Payments](services/payments.md)\n",
        )
        .file(
            "overview.md",
            "---\norder: 1\nupdated: 2025-03-02\n---\n# Overview\n\nOrders go to [payments](services/payments.md) \
             and come back.[^1]\n\n[^1]: Most of them.\n\n![Context](images/context.svg)\n",
        )
        .file(
            "glossary.md",
            "# Glossary\n\n| Term | Meaning |\n|---|---|\n| Order | What a customer [places](services/orders.md) |\n",
        )
        .file(
            "services/README.md",
            "# Services\n\nTwo of them, and a [gateway](gateway.md).\n\nSee the [decisions](../decisions/).\n",
        )
        .file(
            "services/orders.md",
            "# Orders\n\n{{#include shared.txt}}\n\n## Data flow\n\n```rust\nfn place(order: Order) {}\n```\n\n\
             ## Storage\n\nSee [ADR 1](../decisions/0001-use-postgresql.md#decision).\n",
        )
        .file(
            "services/payments.md",
            "# Payments\n\n{{#include shared.txt}}\n\n## Data flow\n\nFrom [orders](orders.md#data-flow).\n",
        )
        .file("services/gateway.md", "# Gateway\n\n<details><summary>Routes</summary>\n\n[orders](orders.md)\n\n</details>\n")
        .file("services/shared.txt", "All services run in [the cluster](../operations/cluster.md).\n")
        .file(
            "decisions/0001-use-postgresql.md",
            "# 1. Use PostgreSQL\n\nDate: 2024-11-05\n\n## Status\n\nAccepted\n\n## Decision\n\nOne database a service.\n",
        )
        .file(
            "decisions/0002-one-queue.md",
            "---\naliases: [queue.html]\n---\n# 2. One queue\n\nSupersedes [ADR 1](0001-use-postgresql.md).\n",
        )
        .file("decisions/0003-no-caches.md", "---\ndraft: true\n---\n# 3. No caches\n\nNot [yet](0002-one-queue.md).\n")
        .file("operations/cluster.md", "# The cluster\n\n## Nodes\n\nThree, see [glossary](../glossary.md).\n")
        .file("operations/runbook.md", "# Runbook\n\n1. Look at the [cluster](cluster.md#nodes).\n2. Wait.\n")
        .file("images/context.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"9\" height=\"9\"/></svg>\n")
}

/// The same, and all documents say something of themselves that others show.
fn eloquent_portal() -> Site {
    let site = portal().today("2026-03-16").commit("2025-02-03", "Describe all of it", &["overview.md"]);
    let decision = |title: &str| format!("# ADR-{title}\n\n**Date:** 2024-12-13\n\n## Context\n\nWords.\n");
    let site = site
        .file("decisions/0004-locks.md", &decision("4: Locks are written down"))
        .file("decisions/0005-queues.md", &decision("5: Queues wait"));
    let documents: Vec<String> = site.paths().into_iter().filter(|path| path.ends_with(".md")).collect();
    documents.iter().enumerate().fold(site, |site, (number, path)| {
        let text = site.text(path).replace("Accepted", "Superseded by [2](0002-one-queue.md)");
        let text = text.replace("Supersedes [", "Date: 2025-01-02\n\n## Status\n\nAccepted\n\nSupersedes [");
        let text = format!("{text}{}", statements::of_document(number));
        site.edit(path, &text)
    })
}

/// What a writer does. Numbers choose among the documents that are there.
#[derive(Clone, Debug)]
enum Edit {
    Paragraph(usize, u8),
    Restate(usize, Restating),
    Commit(usize, u8),
    Heading(usize, u8),
    Title(usize, u8),
    FrontMatter(usize, u8),
    Add(u8),
    Delete(usize),
    Rename(usize, u8),
    BreakLink(usize),
    MendLink(usize),
    Included(u8),
    DeleteIncluded,
    Drawing(u8),
    Settings(u8),
    Summary(u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let which = 0_usize..16;
    prop_oneof![
        12 => (which.clone(), restating()).prop_map(|(at, restating)| Edit::Restate(at, restating)),
        1 => (which.clone(), 0_u8..3).prop_map(|(at, text)| Edit::Commit(at, text)),
        3 => (which.clone(), 0_u8..4).prop_map(|(at, text)| Edit::Paragraph(at, text)),
        3 => (which.clone(), 0_u8..3).prop_map(|(at, text)| Edit::Heading(at, text)),
        3 => (which.clone(), 0_u8..3).prop_map(|(at, text)| Edit::Title(at, text)),
        3 => (which.clone(), 0_u8..6).prop_map(|(at, kind)| Edit::FrontMatter(at, kind)),
        2 => (0_u8..5).prop_map(Edit::Add),
        2 => which.clone().prop_map(Edit::Delete),
        2 => (which.clone(), 0_u8..5).prop_map(|(at, name)| Edit::Rename(at, name)),
        2 => which.clone().prop_map(Edit::BreakLink),
        2 => which.prop_map(Edit::MendLink),
        2 => (0_u8..4).prop_map(Edit::Included),
        1 => Just(Edit::DeleteIncluded),
        1 => (0_u8..3).prop_map(Edit::Drawing),
        1 => (0_u8..5).prop_map(Edit::Settings),
        1 => (0_u8..3).prop_map(Edit::Summary),
    ]
}

const NAMES: [&str; 5] =
    ["services/index.md", "services/refunds.md", "Überblick.md", "operations/README.md", "new/deep/notes.md"];

fn edited(site: Site, edit: &Edit) -> Site {
    let documents: Vec<String> = site.paths().into_iter().filter(|path| path.ends_with(".md")).collect();
    let chosen = |at: usize| documents[at % documents.len()].clone();
    let changed = |site: Site, at: usize, change: &dyn Fn(&str) -> String| {
        let path = chosen(at);
        let text = change(site.text(&path));
        site.edit(&path, &text)
    };
    match *edit {
        Edit::Restate(at, ref restating) => changed(site, at, &|before| restated(before, restating)),
        Edit::Commit(at, text) => {
            let subject = ["Mend links", "Tell of locks", "Mend links"][usize::from(text)];
            site.commit("2025-03-04", subject, &[&chosen(at), "README.md"])
        }
        Edit::Paragraph(at, text) => changed(site, at, &|before| {
            let added =
                ["One more thing.", "It costs `3 ms`.", "<b>Bold</b> words.", "> [!NOTE]\n> Mind the gap."];
            format!("{before}\n{}\n", added[usize::from(text)])
        }),
        Edit::Heading(at, text) => changed(site, at, &|before| {
            let heading = ["## Data flow", "## Decision", "### Nodes"][usize::from(text)];
            match before.find("\n## ") {
                Some(start) => {
                    let end =
                        before[start + 1..].find('\n').map_or(before.len(), |length| start + 1 + length);
                    format!("{}\n{heading}{}", &before[..start], &before[end..])
                }
                None => format!("{before}\n{heading}\n"),
            }
        }),
        Edit::Title(at, text) => changed(site, at, &|before| {
            let title = ["# Renamed", "# Orders", "# *Emphasised* title"][usize::from(text)];
            before
                .lines()
                .map(|line| if line.starts_with("# ") { title } else { line })
                .collect::<Vec<_>>()
                .join("\n")
        }),
        Edit::FrontMatter(at, kind) => changed(site, at, &|before| {
            let body =
                before.strip_prefix("---\n").and_then(|it| it.split_once("---\n")).map_or(before, |it| it.1);
            let front_matter = [
                "",
                "---\ntitle: Declared\n---\n",
                "---\ndraft: true\n---\n",
                "---\norder: 7\ncategory: Core\n---\n",
                "---\naliases: [old/place.html, index.html]\npermalink: /places/here/\n---\n",
                "---\ntitle: [unclosed\ndate: 03/04/2025\n---\n",
            ];
            format!("{}{body}", front_matter[usize::from(kind)])
        }),
        Edit::Add(name) => {
            let path = NAMES[usize::from(name)];
            if site.has_file(path) {
                site
            } else {
                site.file(path, "# Added\n\nSee [orders](/services/orders.md).\n")
            }
        }
        Edit::Delete(at) if documents.len() > 2 => site.remove(&chosen(at)),
        Edit::Delete(_) => site,
        Edit::Rename(at, name) => {
            let to = NAMES[usize::from(name)];
            if site.has_file(to) { site } else { site.rename(&chosen(at), to) }
        }
        Edit::BreakLink(at) => changed(site, at, &|before| before.replace(".md", ".mdx")),
        Edit::MendLink(at) => changed(site, at, &|before| before.replace(".mdx", ".md")),
        Edit::Included(text) => {
            let path = "services/shared.txt";
            let text = [
                "Plain.\n",
                "## Included heading\n",
                "{{#include ../glossary.md}}\n",
                "[here](gateway.md)\n",
            ][usize::from(text)];
            if site.has_file(path) { site.edit(path, text) } else { site.file(path, text) }
        }
        Edit::DeleteIncluded if site.has_file("services/shared.txt") => site.remove("services/shared.txt"),
        Edit::DeleteIncluded => site,
        Edit::Drawing(text) => {
            let drawing = [
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script><circle r=\"4\"/></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"4\"/></svg>",
                "no drawing at all",
            ];
            site.edit("images/context.svg", drawing[usize::from(text)])
        }
        Edit::Settings(kind) => site.book(
            [
                "[book]\ntitle = \"Webshop\"\n",
                "[book]\ntitle = \"Another name\"\ndescription = \"What it covers\"\n",
                "",
                "[output.html]\ngit-repository-url = \"https://example.org/shop\"\n",
                "[output.archsite]\nunsafe-html = true\n",
            ][usize::from(kind)],
        ),
        Edit::Summary(kind) => {
            let site = if site.has_file("SUMMARY.md") { site.remove("SUMMARY.md") } else { site };
            match kind {
                0 => site,
                1 => site.file(
                    "SUMMARY.md",
                    "# Summary\n\n[Overview](overview.md)\n\n# Parts\n\n- [Orders](services/orders.md)\n",
                ),
                _ => site.file(
                    "SUMMARY.md",
                    "# Summary\n\n- [Gone](gone.md)\n- [Draft]()\n  - [Glossary](glossary.md)\n",
                ),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_remembered_never_shows(edits in prop::collection::vec(edit(), 1..9)) {
        let mut memo = Memo::default();
        let mut site = eloquent_portal();
        site.build_again(&mut memo);
        for edit in &edits {
            site = edited(site, edit);
            assert_same(&site.build_again(&mut memo), &site.build(), &format!("after {edit:?}"));
        }
    }
}

#[test]
fn an_unchanged_folder_is_built_the_same_again() {
    let (site, mut memo) = (portal(), Memo::default());
    let first = site.build_again(&mut memo);
    assert_same(&site.build_again(&mut memo), &first, "nothing was changed");
}

#[test]
fn a_check_in_between_leaves_no_trace_in_the_next_build() {
    let (site, mut memo) = (portal(), Memo::default());
    let before = site.build_again(&mut memo);
    let found = site.check(&mut memo);
    assert_eq!(found, site.check(&mut Memo::default()), "warm and cold checks find the same");
    assert_same(&site.build_again(&mut memo), &before, "a check came between");
}

#[test]
fn renaming_a_heading_breaks_the_links_to_it_at_once() {
    let mut memo = Memo::default();
    let site = portal();
    site.build_again(&mut memo).page("services/payments.html").has("href=\"orders.html#data-flow\"");
    let text = site.text("services/orders.md").replace("## Data flow", "## The way of an order");
    let built = site.edit("services/orders.md", &text).build_again(&mut memo);
    built.finding("broken-anchor", "services/payments.md", 7, 6);
    built.page("services/payments.html").has("class=\"broken\"").lacks("href=\"orders.html#data-flow\"");
}

#[test]
fn a_new_title_reaches_every_page_that_shows_it() {
    let mut memo = Memo::default();
    let site = portal();
    site.build_again(&mut memo);
    let text = site.text("services/orders.md").replace("# Orders", "# Order handling");
    let built = site.edit("services/orders.md", &text).build_again(&mut memo);
    for page in ["services/index.html", "services/orders.html", "services/payments.html"] {
        built.page(page).has("Order handling");
    }
}

#[test]
fn a_decision_says_at_once_that_another_one_supersedes_it() {
    let mut memo = Memo::default();
    let locks = "# ADR-4: Locks are written down\n\n## Status\n\nAccepted\n";
    let queues = "# ADR-5: Queues wait\n\n## Status\n\nAccepted\n";
    let site = portal().file("decisions/0004-locks.md", locks).file("decisions/0005-queues.md", queues);
    let page = "decisions/0004-locks.html";
    site.build_again(&mut memo).page(page).lacks("This decision was superseded by");
    let text = queues.replace("Accepted", "Accepted\n\nSupersedes ADR-4");
    let told = site.clone().edit("decisions/0005-queues.md", &text).build_again(&mut memo);
    told.page(page).has("This decision was superseded by");
    site.build_again(&mut memo).page(page).lacks("This decision was superseded by");
}

#[test]
fn a_row_of_an_index_that_leads_elsewhere_is_noted_there() {
    let mut memo = Memo::default();
    let decision = |title: &str| format!("# ADR-{title}\n\n## Status\n\nAccepted\n");
    let index =
        "# Index\n\n| ADR | Title | Status |\n|---|---|---|\n| ADR-4 | [Locks](0004-locks.md) | Rejected |\n";
    let site = portal()
        .file("decisions/0004-locks.md", &decision("4: Locks are written down"))
        .file("decisions/0005-queues.md", &decision("5: Queues wait"))
        .file("decisions/all.md", index);
    let before = site.build_again(&mut memo).page("decisions.html").main().to_owned();
    let elsewhere = index.replace("0004-locks.md", "0005-queues.md");
    let site = site.edit("decisions/all.md", &elsewhere);
    let after = site.build_again(&mut memo);
    assert_ne!(before, after.page("decisions.html").main());
    assert_same(&after, &site.build(), "the row leads to another decision");
}

#[test]
fn the_first_row_of_a_register_puts_it_into_the_menu_of_every_page() {
    let mut memo = Memo::default();
    let site = portal();
    site.build_again(&mut memo).page("overview.html").lacks("registers.html");
    let table = "| Environment variable | Purpose |\n|---|---|\n| LOCK_TIMEOUT | How long locks hold |\n";
    let text = format!("{}\n{table}", site.text("operations/cluster.md"));
    let built = site.edit("operations/cluster.md", &text).build_again(&mut memo);
    for page in built.build.site.pages.iter() {
        built.page(page.as_str()).has("registers.html");
    }
}

#[test]
fn a_disagreement_is_told_where_its_rows_stand_after_lines_came_before_either() {
    let mut memo = Memo::default();
    let uses = |version: &str| {
        format!("# Cache\n\nIt is quick.\n\n| Technology | Version |\n|---|---|\n| Redis | {version} |\n")
    };
    let mut site = portal().file("services/cart.md", &uses("7.2")).file("services/stock.md", &uses("6.0"));
    site.build_again(&mut memo).finding("register-disagrees", "services/cart.md", 7, 11);
    for (file, version, line) in [("services/stock.md", "6.0", 7), ("services/cart.md", "7.2", 9)] {
        site = site.edit(file, &uses(version).replace("quick.", "quick.\n\nIt forgets."));
        let built = site.build_again(&mut memo);
        built.finding("register-disagrees", "services/cart.md", line, 11);
        assert_same(&built, &site.build(), &format!("lines came into {file}"));
    }
}

#[test]
fn a_status_and_a_missing_owner_are_told_of_the_text_that_there_is() {
    let mut memo = Memo::default();
    let text =
        |status: &str, owner: &str| format!("# Plan\n\nText.\n\n**Status:** {status}\n**Owner:** {owner}\n");
    let mut site = Site::new();
    for name in ["a", "b", "c", "d"] {
        site = site.file(&format!("plans/{name}.md"), &text("Draft", "Team"));
    }
    site.build_again(&mut memo);
    for (status, owner) in
        [("Drafd", "Team"), ("\\\nDrafd", "Team"), ("Wobbly", "Team"), ("Draft", ""), ("Draft", "Other")]
    {
        site = site.edit("plans/b.md", &text(status, owner));
        assert_same(&site.build_again(&mut memo), &site.build(), &format!("{status:?}, {owner:?}"));
        let moved = text(status, owner).replace("Text.\n", "Text.\n\nMore of it.\n");
        site = site.edit("plans/b.md", &moved);
        assert_same(&site.build_again(&mut memo), &site.build(), &format!("{status:?}, {owner:?}, moved"));
    }
}

/// On some systems one of two files of a name would stand in the place of the other, and links to it are
/// broken; who links to it may be another document than the one that changes that.
#[test]
fn a_file_that_has_its_place_again_is_linked_to_from_all_documents() {
    let mut memo = Memo::default();
    let decision = "# ADR-9: Plans\n\n## Status\n\nSuperseded by [ADR-4](adr-4.pdf)\n";
    let mut site = portal()
        .file("decisions/0004-locks.md", "# ADR-4: Locks are written down\n\n## Status\n\nAccepted\n")
        .file("decisions/0009-plans.md", decision)
        .file("decisions/adr-4.pdf", "not much of a paper")
        .file("decisions/ADR-4.pdf", "nor this one")
        .file("decisions/all.md", "# All plans\n\nThere are two.\n\nSee [the other](ADR-4.pdf).\n");
    let page = "decisions/0009-plans.html";
    site.build_again(&mut memo).page(page).lacks("href=\"adr-4.pdf\"").has("href=\"0004-locks.html\"");
    site = site.edit("decisions/all.md", "# All plans\n\nThere are two.\n");
    let built = site.build_again(&mut memo);
    built.page(page).has("href=\"adr-4.pdf\"");
    assert_same(&built, &site.build(), "nobody links to the other one any more");
}

#[test]
fn a_placeholder_more_is_counted() {
    let mut memo = Memo::default();
    let site = Site::new().file("a.md", &note(1, "")).file("b.md", &note(2, ""));
    site.build_again(&mut memo).page("health.html").lacks("placeholder");
    let site = site.edit("b.md", &note(2, "\nFrom [DATE] on.\n"));
    let built = site.build_again(&mut memo);
    built.page("health.html").has("<b>1</b> placeholder");
    assert_same(&built, &site.build(), "one placeholder more");
}

/// One document more than a page lists.
fn five_hundred_and_one() -> Site {
    (0..501).fold(Site::new(), |site, number| site.file(&format!("notes/{number:03}.md"), &note(number, "")))
}

/// A note of which all lists say the same, whatever is added to it.
fn note(number: u32, added: &str) -> String {
    format!(
        "# Note {number}\n\nThis is what the note is about, in a sentence that is long enough.\n\n\
         ## More\n\nWords.\n{added}"
    )
}

#[test]
fn every_page_of_the_map_knows_of_a_relation_more() {
    let mut memo = Memo::default();
    let site = five_hundred_and_one().edit("notes/000.md", &note(0, "\nSee [one](001.md).\n"));
    site.build_again(&mut memo).page("map-2.html").has("501 documents and one relation between them.");
    let site = site.edit("notes/000.md", &note(0, "\nSee [one](001.md) and [two](002.md).\n"));
    site.build_again(&mut memo).page("map-2.html").has("501 documents and 2 relations between them.");
}

#[test]
fn what_is_broken_in_the_last_document_is_said_on_the_first_pages() {
    let mut memo = Memo::default();
    let mut site = five_hundred_and_one();
    site.build_again(&mut memo);
    // The second time there is as much to mend as before, and something else.
    for missing in ["gone.md", "lost.md"] {
        site = site.edit("notes/500.md", &note(500, &format!("\nSee [it]({missing}).\n")));
        let built = site.build_again(&mut memo);
        for page in ["index.html", "health.html"] {
            built.page(page).has(&format!("There is no file &quot;notes/{missing}&quot;"));
        }
    }
}

#[test]
fn a_paragraph_more_renders_no_other_document() {
    let mut memo = Memo::default();
    let site = eloquent_portal();
    let before = site.build_again(&mut memo);
    let text = format!("Words before all others.\n\n{}", site.text("operations/cluster.md"));
    let after = site.edit("operations/cluster.md", &text).build_again(&mut memo);
    let documents: Vec<&str> = after.build.site.pages.iter().map(|page| page.as_str()).collect();
    let anew: Vec<&&str> = documents.iter().filter(|path| !after.remembers(&before, path)).collect();
    // The front page is another one only where it tells the line of a finding that moved.
    let anew: Vec<&str> = anew.into_iter().copied().filter(|path| *path != "index.html").collect();
    assert_eq!(anew, ["operations/cluster.html"], "the others are those that there were");
}

#[test]
fn words_that_no_list_shows_leave_all_lists_planned_as_they_were() {
    let mut memo = Memo::default();
    let site = eloquent_portal();
    let before = site.build_again(&mut memo);
    let text = site.text("operations/runbook.md").replace("Look at", "Drain");
    let after = site.edit("operations/runbook.md", &text).build_again(&mut memo);
    for list in ["decisions.html", "timeline.html", "concepts.html", "map.html"] {
        assert!(after.plans_the_same(&before, list), "{list}");
    }
}

#[test]
fn the_sentence_around_a_link_is_told_anew_where_it_leads_and_nowhere_else() {
    let mut memo = Memo::default();
    let site = portal();
    let before = site.build_again(&mut memo);
    before.page("operations/cluster.html").has("Look at the <mark>cluster</mark>.");
    let text = site.text("operations/runbook.md").replace("Look at", "Drain");
    let site = site.edit("operations/runbook.md", &text);
    let after = site.build_again(&mut memo);
    after.page("operations/cluster.html").has("Drain the <mark>cluster</mark>.");
    let documents = after.build.site.pages.iter().map(|page| page.as_str());
    let is_new = |path: &&str| !after.remembers(&before, path) && *path != "index.html";
    let anew: Vec<&str> = documents.filter(is_new).collect();
    assert_eq!(anew, ["operations/cluster.html", "operations/runbook.html"]);
    assert_same(&after, &site.build(), "after an edit of a sentence");
}

#[test]
fn a_name_becomes_a_link_as_soon_as_there_is_what_it_names() {
    let mut memo = Memo::default();
    let site = portal().file("services/stock.md", "# Stock\n\nCounted as ADR-9 says, see LIMITS.md.\n");
    site.build_again(&mut memo)
        .page("services/stock.html")
        .has("<p>Counted as ADR-9 says, see LIMITS.md.</p>");
    let site = site
        .file("decisions/0009-count-twice.md", "# 9. Count twice\n\n## Status\n\nAccepted\n")
        .file("data/limits.md", "# Limits\n");
    let built = site.build_again(&mut memo);
    built.page("services/stock.html").has(
        "as <a href=\"../decisions/0009-count-twice.html\">ADR-9</a> says, see <a href=\"../data/limits.html\">LIMITS.md</a>.",
    );
    assert_same(&built, &site.build(), "after a name has got its document");
}

#[test]
fn a_change_of_an_included_file_is_a_change_of_all_that_include_it() {
    let mut memo = Memo::default();
    let site = portal();
    site.build_again(&mut memo);
    let built = site.edit("services/shared.txt", "Nobody knows where they run.\n").build_again(&mut memo);
    built.page("services/orders.html").has("Nobody knows");
    built.page("services/payments.html").has("Nobody knows");
}

/// Builds with a number of threads.
fn built_by(threads: usize, site: &Site) -> Built {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(|| site.build())
}

#[test]
fn one_thread_makes_the_same_bytes_as_eight() {
    let site = portal();
    assert_same(&built_by(1, &site), &built_by(8, &site), "1 and 8 threads");
}

#[test]
fn pages_that_are_taken_as_they_are_made_are_those_of_a_site_in_memory() {
    for site in [portal(), eloquent_portal()] {
        assert_same(&site.build(), &site.build_page_by_page(), "held and taken");
    }
}

#[test]
fn the_order_in_which_a_disk_gives_files_does_not_matter() {
    let site = portal();
    let read_from_disk = |paths: Vec<String>| {
        let folder = tempfile::tempdir().unwrap();
        for path in paths {
            let place = folder.path().join(&path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, site.text(&path)).unwrap();
        }
        let portal = snapshot::open(folder.path()).unwrap();
        Site::of(snapshot::read(&portal, &SnapshotOptions::default()).unwrap()).build()
    };
    let backwards = site.paths().into_iter().rev().collect();
    assert_same(&read_from_disk(site.paths()), &read_from_disk(backwards), "written in another order");
}

#[test]
fn the_portal_of_these_tests_is_whole() {
    let built = portal().build();
    let findings: Vec<String> =
        built.findings().into_iter().filter(|finding| !finding.contains(" orphan")).collect();
    assert_eq!(findings, ["decisions/0003-no-caches.md:0:0"; 0]);
    assert_eq!(built.build.site.documents.len(), 11, "and one draft");
}

#[test]
fn the_documents_of_these_tests_say_what_others_show() {
    let built = eloquent_portal().build();
    for page in ["decisions", "timeline", "registers/technologies", "registers/risks", "concepts", "health"] {
        assert!(built.has_page(&format!("{page}.html")), "{page} is among {:?}", built.paths());
    }
    assert!(built.has_page("feed.xml"));
    let superseded = built.build.site.decisions.iter().filter(|it| !it.superseded_by.is_empty()).count();
    assert!(superseded > 1, "{:#?}", built.build.site.decisions);
    let is_banner = |page: &&support::Page<'_>| page.main().contains("was superseded by");
    assert!(
        built.pages().iter().filter(is_banner).count() > 0,
        "a banner stands over a decision that is past"
    );
}
