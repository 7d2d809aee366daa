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

/// Returns the related documents of a page as `title: reason`.
fn related(built: &Built, page: &str) -> Vec<String> {
    let html = built.page(page).html;
    let Some((_, panel)) = html.split_once("data-panel=\"related\"") else { return Vec::new() };
    let panel = panel.split_once("</aside>").unwrap().0;
    let entries = panel.split("<li>").skip(1).map(|entry| {
        let title = entry.split_once("\">").unwrap().1.split_once("</a>").unwrap().0;
        let reason = entry.split_once("<small>").unwrap().1.split_once("</small>").unwrap().0;
        format!("{title}: {reason}")
    });
    entries.collect()
}

#[test]
fn what_is_declared_comes_before_what_is_linked_and_that_before_what_is_guessed() {
    let built = Site::new()
        .file(
            "orders.md",
            "---\nrelated: [shipping.md]\nkey_concepts: [events, locks]\n---\n# Orders\n\n## Flow\n\nTo [billing](billing.md). ADR-3 says so.\n",
        )
        .file("audit.md", "---\nkey_concepts: [events, locks]\n---\n# Audit\n")
        .file("billing.md", "# Billing\n\n## Intake\n\nFrom [orders](orders.md), [again](orders.md).\n")
        .file("shipping.md", "# Shipping\n")
        .file("stock.md", "# Stock\n\nBooked by [orders](orders.md).\n")
        .file("adr/0003-queues.md", "# 3. Queues\n\n## Status\n\nAccepted\n")
        .build();
    assert_eq!(
        related(&built, "orders.html"),
        [
            "Shipping: Declared here",
            "Billing: Linked in Flow, links here from Intake and 1 more place",
            "Stock: Links here",
            "3. Queues: Decided by ADR-0003",
            "Audit: Shares events, locks",
        ]
    );
    assert_eq!(related(&built, "shipping.html"), ["Orders: Declares this one"]);
    assert_eq!(related(&built, "adr/0003-queues.html"), ["Orders: Names this in Flow"]);
}

#[test]
fn one_declaration_weighs_more_than_everything_that_is_only_found() {
    let many = "[Billing](billing.md), ADR-3 and again [billing](billing.md).\n\n";
    let built = Site::new()
        .file(
            "orders.md",
            &format!("---\nrelated: [zebra.md]\nkey_concepts: [a, b, c, d]\n---\n# Orders\n\n{}", many.repeat(9)),
        )
        .file(
            "billing.md",
            "---\nkey_concepts: [a, b, c, d]\n---\n# Billing\n\nSee orders.md, [1](orders.md), [2](orders.md), [3](orders.md), [4](orders.md), [5](orders.md).\n",
        )
        .file("zebra.md", "# Zebra\n")
        .build();
    let titles: Vec<String> =
        related(&built, "orders.html").iter().map(|it| it.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(titles, ["Zebra", "Billing"]);
}

#[test]
fn documents_that_weigh_the_same_stand_in_the_order_of_their_paths() {
    let built = Site::new()
        .file("orders.md", "# Orders\n\n[c](c.md), [a](a.md), [b](b.md)\n")
        .file("a.md", "# Alpha\n")
        .file("b.md", "# Beta\n")
        .file("c.md", "# Gamma\n")
        .build();
    assert_eq!(related(&built, "orders.html"), ["Alpha: Linked", "Beta: Linked", "Gamma: Linked"]);
}

#[test]
fn who_points_here_is_told_with_section_and_sentence() {
    let built = Site::new()
        .file("orders.md", "# Orders\n")
        .file(
            "billing.md",
            "# Billing\n\n## Intake\n\nFirst. It takes [orders](orders.md) in <every> hour. Last.\n",
        )
        .file("stock.md", "---\nrelated: [orders]\n---\n# Stock\n")
        .build();
    let page = built.page("orders.html");
    page.has("<li><a href=\"billing.html#intake\">Billing</a> <small>Intake</small><p>It takes <mark>orders</mark> in ");
    page.has("<li><a href=\"stock.html\">Stock</a> <small>Declares this as related</small></li>");
    page.lacks("First.");
}

#[test]
fn a_page_that_hundreds_point_to_lists_some_and_says_how_many_more() {
    let mut site = Site::new().file("glossary.md", "# Glossary\n");
    for number in 0..300 {
        let text = format!("# Note {number}\n\n## Terms\n\nSee the [glossary](glossary.md) for terms.\n");
        site = site.file(&format!("note-{number:03}.md"), &text);
    }
    let built = site.build();
    let html = built.page("glossary.html").html;
    assert_eq!(html.matches("See the <mark>glossary</mark>").count(), 20);
    assert!(html.contains("and 280 more documents"), "{html}");
    assert_eq!(related(&built, "glossary.html").len(), 8);
    let (_, picture) = html.split_once("<svg viewBox=\"0 -").unwrap();
    assert_eq!(picture.split_once("</svg>").unwrap().0.matches("<a href=").count(), 12);
}

#[test]
fn the_neighbourhood_names_every_node_and_leads_to_it() {
    let built = Site::new()
        .file("orders.md", "---\nkey_concepts: [locks]\n---\n# Orders & more\n\n[Billing](data/billing.md)\n")
        .file("data/billing.md", "# Billing\n")
        .file("audit.md", "---\nkey_concepts: [locks]\n---\n# Audit\n")
        .file("alone.md", "# Alone\n")
        .build();
    let page = built.page("orders.html");
    page.has("role=\"group\" aria-label=\"Orders &amp; more and 2 documents one step away\"");
    page.has("<a href=\"data/billing.html\"><title>Billing: Linked</title>");
    page.has("<path class=\"edge edge-guessed\"").has("<a href=\"audit.html\"><title>");
    built.page("alone.html").lacks("neighbourhood").lacks("data-panel=\"related\"");
}

#[test]
fn an_id_that_the_author_links_elsewhere_is_somebody_elses() {
    let built = Site::new()
        .file("keys.md", "# Keys\n\nAfter [ADR-001 of the vendor](https://example.org/adr-001).\n\n## Work\n\nADR-001 needs a refactor.\n")
        .file("adr/0001-mail.md", "# 1. Mail\n\n## Status\n\nAccepted\n")
        .build();
    assert_eq!(relations(&built), Vec::<String>::new());
}

#[test]
fn numbers_that_a_document_requires_are_those_of_documents_named_like_it() {
    let built = Site::new()
        .file("rfc-0012.md", "---\nrequires: 7, 9\n---\n# Twelve\n")
        .file("rfc-0007.md", "# Seven\n")
        .file("plugin.md", "---\nrequires: rust >= 1.80\n---\n# Plugin\n")
        .build();
    assert_eq!(relations(&built), ["rfc-0012 related rfc-0007"]);
    let found = built.findings_of("unresolved-related");
    assert_eq!(
        found.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(),
        ["there is no document \"9\""]
    );
}

#[test]
fn a_document_named_by_its_stem_in_capitals_is_found() {
    let built = Site::new()
        .file("eip-712.md", "# Typed data\n")
        .file("eip-1559.md", "# Fees\n\nSigned as EIP-712 says, not EIP-71.\n")
        .build();
    built.page("eip-1559.html").has("Signed as <a href=\"eip-712.html\">EIP-712</a> says, not EIP-71.");
}
