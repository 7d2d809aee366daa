//! What documents have to do with each other, and what their pages show of it.
//!
//! In: small folders as architects write them. Out: relations with their causes, links made of names, panels.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

mod support;

use serde_json::Value;
use support::{Built, Site};

/// Returns the relations of `portal.json` but for those by concepts, as `from kind to`.
fn relations(built: &Built) -> Vec<String> {
    told(built, |relation| relation["kind"] != "shares", |_| String::new())
}

/// The same of one kind, with the lines, columns and sections of their causes.
fn causes(built: &Built, kind: &str) -> Vec<String> {
    told(
        built,
        |relation| relation["kind"] == kind,
        |relation| {
            let causes = relation["causes"].as_array().unwrap().iter();
            let told = causes.map(|cause| {
                let section = cause["section"].as_str().map(|it| format!("#{it}")).unwrap_or_default();
                let document = cause["document"].as_str().map(|it| format!(" in {it}")).unwrap_or_default();
                format!(" {}:{}{section}{document}", cause["line"], cause["column"])
            });
            told.collect()
        },
    )
}

fn told(built: &Built, of: impl Fn(&Value) -> bool, more: impl Fn(&Value) -> String) -> Vec<String> {
    let portal: Value = serde_json::from_str(built.page("portal.json").html).unwrap();
    let told = |it: &Value| {
        let text = |key: &str| it[key].as_str().unwrap().trim_end_matches(".md").to_owned();
        format!("{} {} {}{}", text("from"), text("kind"), text("to"), more(it))
    };
    portal["relations"].as_array().unwrap().iter().filter(|it| of(it)).map(told).collect()
}

#[test]
fn an_entry_of_related_is_found_however_people_write_it() {
    for entry in [
        "flow.md",
        "flow",
        "FLOW.md",
        "data/flow.md",
        "data/flow",
        "../data/flow.md",
        "docs/data/flow.md",
        "/data/flow.md",
        "Data/Flow.MD",
        "[Data flow](../data/flow.md)",
        "Data flow",
        "ADR-0007",
        "adr 7",
        "0007",
        "flow.md#queues",
    ] {
        let built = Site::new()
            .file("services/orders.md", &format!("---\nrelated: [\"{entry}\"]\n---\n# Orders\n"))
            .file("data/flow.md", "# Data flow\n\n## Queues\n\n#### ADR-0007: Queues between services\n\n**Status:** Accepted\n")
            .build();
        assert_eq!(relations(&built), ["services/orders related data/flow"], "{entry}");
        assert!(built.findings_of("unresolved-related").is_empty(), "{entry}");
    }
}

#[test]
fn an_entry_of_related_that_is_nowhere_is_a_finding_with_the_nearest_name() {
    let built = Site::new()
        .file(
            "services/orders.md",
            "---\nrelated:\n  - n/a\n  - https://example.org/\n  - data/flows.md\n---\n# Orders\n",
        )
        .file("data/flow.md", "# Data flow\n")
        .build();
    let finding = built.finding("unresolved-related", "services/orders.md", 5, 5);
    assert_eq!(finding.message, "there is no document \"data/flows.md\"");
    assert_eq!(finding.help.as_deref(), Some("did you mean \"data/flow.md\"?"));
    assert_eq!(built.findings_of("unresolved-related").len(), 1);
}

#[test]
fn a_name_that_two_files_have_is_asked_about() {
    let built = Site::new()
        .file("orders.md", "---\nrelated: [setup.md]\n---\n# Orders\n")
        .file("api/setup.md", "# Setup\n")
        .file("data/setup.md", "# Setup\n")
        .build();
    let finding = built.finding("unresolved-related", "orders.md", 2, 11);
    assert_eq!(finding.help.as_deref(), Some("say which of \"api/setup.md\", \"data/setup.md\" is meant"));
    assert_eq!(relations(&built), Vec::<String>::new());
}

#[test]
fn links_names_and_lists_relate_documents_with_their_places() {
    let built = Site::new()
        .file(
            "orders.md",
            "# Orders\n\nUses [billing](billing.md).\n\n## Storage\n\nAs TECH_STACK.md says.\n\n## Related Documentation\n\n- [Billing](billing.md)\n- TECH_STACK.md\n",
        )
        .file("billing.md", "# Billing\n")
        .file("TECH_STACK.md", "# Tech stack\n")
        .build();
    assert_eq!(causes(&built, "links"), ["orders links billing 3:6#orders 11:3#related-documentation"]);
    assert_eq!(
        causes(&built, "mentions"),
        ["orders mentions TECH_STACK 7:4#storage 12:3#related-documentation"]
    );
    assert_eq!(
        causes(&built, "related"),
        [
            "orders related TECH_STACK 12:3#related-documentation",
            "orders related billing 11:3#related-documentation"
        ]
    );
}

#[test]
fn what_only_the_older_decision_says_has_its_place_there() {
    let built = Site::new()
        .file("adr/0001-mail.md", "# 1. Mail\n\n## Status\n\nSuperseded by [2. Queues](0002-queues.md)\n")
        .file("adr/0002-queues.md", "# 2. Queues\n\n## Status\n\nAccepted\n")
        .build();
    assert_eq!(
        causes(&built, "supersedes"),
        ["adr/0002-queues supersedes adr/0001-mail 5:16#status in adr/0001-mail.md"]
    );
}

#[test]
fn a_name_becomes_a_link_once_in_a_section() {
    let text = "# Orders\n\nADR-3 and ADR-0003, see `ADR-0003`.\n\n## As ADR-0003 says\n\nBy **ADR 3**, [ADR-0003](b.md), or ADR-99.\n\n    ADR-0003\n";
    let site = Site::new()
        .file("orders.md", text)
        .file("b.md", "# B\n")
        .file("adr/0003-queues.md", "# 3. Queues\n\n## Status\n\nAccepted\n");
    let built = site.build();
    let page = built.page("orders.html");
    page.has("<p><a href=\"adr/0003-queues.html\">ADR-3</a> and ADR-0003, see <code>ADR-0003</code>.</p>");
    page.has("<p>By <strong><a href=\"adr/0003-queues.html\">ADR 3</a></strong>, <a href=\"b.html\">ADR-0003</a>, or ADR-99.</p>");
    page.has("As ADR-0003 says");
    let off = site.book("[book]\nsrc = \"\"\n\n[output.archsite]\nlink-mentions = false\n").build();
    off.page("orders.html").has("<p>ADR-3 and ADR-0003, see <code>ADR-0003</code>.</p>");
    assert_eq!(relations(&off), relations(&built));
}

#[test]
fn a_decision_within_a_document_is_named_by_its_section() {
    let built = Site::new()
        .file(
            "platform.md",
            "# Platform\n\nSee ADR-001.\n\n## Decisions\n\n#### ADR-001: Queues\n\n**Status:** Accepted\n\nADR-001 holds.\n",
        )
        .file("orders.md", "# Orders\n\nBuilt on ADR-001.\n")
        .build();
    built.page("orders.html").has("<a href=\"platform.html#adr-001-queues\">ADR-001</a>");
    built
        .page("platform.html")
        .has("See <a href=\"#adr-001-queues\">ADR-001</a>.")
        .has("<p>ADR-001 holds.</p>");
}

#[test]
fn names_beside_html_of_the_author_become_links_outside_of_it() {
    let built = Site::new()
        .file(
            "orders.md",
            "# Orders\n\n<kbd>ADR-3</kbd> and <a href=\"https://example.org\">ADR-3</a> <b>x</b> ADR-3\n",
        )
        .file("adr/0003-queues.md", "# 3. Queues\n\n## Status\n\nAccepted\n")
        .build();
    built
        .page("orders.html")
        .has("<kbd>ADR-3</kbd>")
        .has(">ADR-3</a> <b>x</b> <a href=\"adr/0003-queues.html\">ADR-3</a>");
}

#[test]
fn a_document_that_nobody_points_to_is_an_orphan() {
    let built = Site::new()
        .file("README.md", "# Webshop\n\n[Orders](orders.md)\n")
        .file("orders.md", "# Orders\n")
        .file("billing.md", "# Billing\n\nAfter [orders](orders.md).\n")
        .file("audit/README.md", "# Audit\n")
        .file("attic.md", "---\ntitle: Attic\n---\n\nOld.\n")
        .build();
    assert_eq!(
        built.findings_of("orphan").iter().map(|it| it.span.file.as_str()).collect::<Vec<_>>(),
        ["attic.md", "billing.md"]
    );
    assert_eq!(
        built.finding("orphan", "attic.md", 1, 1).message,
        "no other document points here, and this one points to none"
    );
    built.page("health.html").has("No other document points here");
}

#[test]
fn a_chapter_of_a_summary_is_no_orphan() {
    let built = Site::new()
        .file("SUMMARY.md", "# Summary\n\n- [Orders](orders.md)\n")
        .file("orders.md", "# Orders\n")
        .file("billing.md", "# Billing\n")
        .build();
    assert_eq!(built.findings_of("orphan").len(), 1);
}
