//! What documents say together, as readers find it: registers, concepts, and the page Health.
//!
//! In: small portals. Out: their pages. Never: how a value is read; that is for the tests of reading.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

mod support;

use archsite::engine::{self, Memo, Want};
use archsite::model::date::Date;
use archsite::model::snapshot::Snapshot;
use support::{Built, Site};

fn versions(rows: impl IntoIterator<Item = (String, String)>) -> String {
    let mut text = String::from("# Stack\n\n## Technologies\n\n| Technology | Version |\n|---|---|\n");
    for (name, version) in rows {
        text.push_str(&format!("| {name} | {version} |\n"));
    }
    text
}

fn row(name: &str, version: &str) -> (String, String) {
    (name.to_owned(), version.to_owned())
}

/// Builds a portal on 16 March 2026.
fn built_today(files: &[(&str, &str)], settings: &str) -> Built {
    let mut site = Site::new().book(settings);
    for (path, text) in files {
        site = site.file(path, text);
    }
    let mut snapshot: Snapshot = site.build().texts().clone();
    snapshot.today = Date::day(2026, 3, 16);
    Site::of(snapshot).build()
}

#[test]
fn a_row_leads_to_the_section_that_it_came_from() {
    let site = Site::new()
        .file("index.md", "# Portal\n")
        .file("services/orders.md", &versions([row("Kafka", "3.9")]))
        .build();
    site.page("registers/technologies.html")
        .has("<a href=\"../services/orders.html#technologies\">Stack</a> <small>Technologies</small>");
    site.page("registers.html").has("<a href=\"registers/technologies.html\">Technologies</a>");
}

#[test]
fn a_portal_without_registers_and_concepts_has_no_pages_of_them() {
    let site = Site::new().file("a.md", "# A\n\nText.\n").file("b.md", "# B\n\nText.\n").build();
    assert!(!site.has_page("registers.html") && !site.has_page("concepts.html"));
    assert!(site.has_page("health.html"));
    site.page("index.html").lacks("Registers");
    let alone = Site::new().file("a.md", "# A\n\nText.\n").build();
    assert!(!alone.has_page("health.html"));
}

#[test]
fn where_documents_disagree_both_are_shown_with_their_sources() {
    let site = Site::new()
        .file("gate.md", &versions([row("PostgreSQL", "15"), row("Redis", "7.2")]))
        .file("yard.md", &versions([row("postgresql", "16.x"), row("redis", "7.x")]))
        .build();
    let findings = site.findings_of("register-disagrees");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].related.len(), 1);
    let page = site.page("registers/technologies.html");
    page.has("<b>15</b> <small>here</small>")
        .has("<b>16.x</b> <small><a href=\"../yard.html#technologies\">");
    page.has("<b>16.x</b> <small>here</small>")
        .has("<b>15</b> <small><a href=\"../gate.html#technologies\">");
    page.lacks("<b>7.2</b>");
    site.page("health.html").has("Settle contradictions <span class=\"count\">1</span>");
}

#[test]
fn a_register_of_many_rows_is_split_and_no_document_loses_its_place() {
    let rows = (0..1100).map(|number| (format!("Library {number:04}"), "1".to_owned()));
    let site = Site::new()
        .file("stack.md", &versions(rows))
        .file("registers/technologies-2.md", "# Second\n\nText.\n")
        .build();
    let first = site.page("registers/technologies.html");
    first.has("Library 0499").lacks("Library 0500").has("Page 1 of 3");
    site.page("registers/technologies-2.html").has("Second");
    site.page("registers/technologies-2-1.html").has("Library 0500").has("Page 2 of 3");
    site.page("registers/technologies-3.html").has("Library 1099");
}

#[test]
fn a_register_that_the_portal_declares_has_a_page() {
    let book = "[[output.archsite.register]]\nname = 'Message queues'\ncolumns = ['Queue', 'Owner']\n";
    let table = "# Queues\n\n| Owner | Queue |\n|---|---|\n| Grid | orders |\n";
    let site = Site::new().book(book).file("a.md", table).file("b.md", "# B\n\nText.\n").build();
    site.page("registers/message-queues.html").has("<th scope=\"row\">orders</th>");
}

#[test]
fn overdue_reviews_and_stale_documents_are_to_be_reviewed() {
    let files = [
        ("gate.md", "# Gate\n\n**Last Updated:** 2025-01-10\n**Next Review:** 2026-03-15\n\nText.\n"),
        ("yard.md", "# Yard\n\n**Last Updated:** 2026-03-01\n**Next Review:** 2026-03-16\n\nText.\n"),
        // What has a day of its own for that is not old as well.
        ("hall.md", "# Hall\n\n**Last Updated:** 2025-01-12\n\nText.\n"),
        (
            "adr/0001-queues.md",
            "# 1. Queues\n\nDate: 2020-01-10\n\n## Status\n\nAccepted\n\n## Decision\n\nWe use one.\n",
        ),
    ];
    let page = built_today(&files, "");
    let health = page.page("health.html");
    health.has("This document was to be reviewed by 15 Mar 2026").has("gate.md:4");
    health
        .has("Not changed since 12 Jan 2025")
        .lacks("Not changed since 10 Jan 2025")
        .has("<b>1</b> review overdue");
    health.has("Review <span class=\"count\">2</span>");
    assert_eq!(page.findings_of("review-overdue").len(), 1);
    built_today(&files, "[output.archsite]\nstale-after = 0\n")
        .page("health.html")
        .lacks("Not changed since");
    // Without a day nothing is overdue.
    let mut timeless = Site::new();
    for (path, text) in files {
        timeless = timeless.file(path, text);
    }
    assert_eq!(timeless.build().findings_of("review-overdue").len(), 0);
}

#[test]
fn who_names_no_owner_is_told_where_most_others_do() {
    let with = "# T\n\n**Owner:** Grid\n\nText.\n";
    let site = Site::new().file("a.md", with).file("b.md", with).file("c.md", with);
    let site = site.file("d.md", "# Without\n\nText.\n").file("template.md", "# [Name]\n\nText.\n").build();
    let health = site.page("health.html");
    health.has("<a href=\"d.html\">Without</a><p>This document names no owner</p><span class=\"place\">d.md:1</span>");
    health.has("Review <span class=\"count\">1</span>").lacks("template.md:");
}

#[test]
fn what_is_to_be_filled_in_is_told_once_a_document_and_at_length_elsewhere() {
    let mut site = Site::new();
    for number in 0..40 {
        let text = format!("# Service {number:02}\n\n**Owner:** [TEAM]\n\nBuilt with [FRAMEWORK_NAME].\n");
        site = site.file(&format!("service-{number:02}.md"), &text);
    }
    let site = site.build();
    let health = site.page("health.html");
    health.has("2 placeholders: [TEAM], [FRAMEWORK_NAME]").has("service-24.md:3").lacks("service-25.md:3");
    health.has("<a href=\"health-fill-in.html\">All 40</a>");
    site.page("health-fill-in.html").has("service-39.md:3").has("Fill in");
}

#[test]
fn the_least_complete_documents_stand_first() {
    let site = Site::new()
        .file("a-full.md", "# Full\n\nText.\n")
        .file("b-half.md", "# Half\n\nText.\n\n[DATE_OF_LAUNCH]\n")
        .file("c-empty.md", "# Empty\n\n[DATE_OF_LAUNCH]\n")
        .build();
    let page = site.page("health.html");
    let main = page.main();
    let table = &main[main.find("<table").unwrap()..];
    let at = |title: &str| table.find(title).unwrap();
    assert!(at(">Empty<") < at(">Half<") && at(">Half<") < at(">Full<"));
    page.has("data-value=\"50\"").has("data-value=\"0\"").has("data-value=\"100\"");
}

#[test]
fn findings_alone_are_the_same_as_those_of_a_site() {
    let site = Site::new().file("a.md", "# A\n\n[DATE]\n\n## Empty\n").file("b.md", "# B\n\nText.\n");
    let built = site.build();
    let snapshot = built.texts();
    let checked = engine::turn(snapshot, &mut Memo::default(), Want::Findings);
    assert_eq!(checked.diagnostics, built.build.diagnostics);
}
