//! Decisions seen together: what is tied to what, what does not fit, and the pages made of it.
//!
//! In: small folders of records as architects write them. Out: what linking and the pages say.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

mod support;

use serde_json::Value;
use support::{Built, Site};

/// A record in Nygard's form.
fn record(title: &str, status: &str) -> String {
    format!(
        "# {title}\n\nDate: 2024-05-01\n\n## Status\n\n{status}\n\n## Context\n\nOrders get lost.\n\n## Decision\n\nWe do it.\n"
    )
}

fn site(records: &[(&str, &str, &str)]) -> Site {
    records.iter().fold(Site::new(), |site, (path, title, status)| site.file(path, &record(title, status)))
}

/// Returns what `portal.json` says of the decisions, by id; of several with one id by id and document.
fn relations(built: &Built) -> Vec<String> {
    let portal: Value = serde_json::from_str(built.page("portal.json").html).unwrap();
    let list = |value: &Value| {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut said = Vec::new();
    for decision in portal["decisions"].as_array().unwrap() {
        let id = decision["id"].as_str().unwrap();
        for verb in ["supersedes", "superseded_by", "amends", "amended_by", "relates_to"] {
            let others = list(&decision[verb]);
            if !others.is_empty() {
                said.push(format!("{id} {verb} {others}"));
            }
        }
    }
    said
}

#[test]
fn one_side_alone_ties_both() {
    let built = site(&[
        ("adr/0001-mail.md", "1. Mail", "Superseded by [ADR-2](0002-queues.md)"),
        ("adr/0002-queues.md", "2. Queues", "Accepted"),
        ("adr/0003-log.md", "3. Log", "Accepted\n\nAmends [2. Queues](0002-queues.md)"),
    ])
    .build();
    assert_eq!(
        relations(&built),
        [
            "ADR-0003 amends ADR-0002",
            "ADR-0002 supersedes ADR-0001",
            "ADR-0002 amended_by ADR-0003",
            "ADR-0001 superseded_by ADR-0002"
        ]
    );
}

#[test]
fn both_sides_are_one_relation_and_no_finding() {
    let built = site(&[
        ("adr/0001-mail.md", "1. Mail", "Superseded by [2. Queues](0002-queues.md)"),
        ("adr/0002-queues.md", "2. Queues", "Accepted\n\nSupersedes [1. Mail](0001-mail.md)"),
    ])
    .build();
    built.is_without_findings();
    assert_eq!(built.findings(), Vec::<String>::new());
    assert_eq!(relations(&built), ["ADR-0002 supersedes ADR-0001", "ADR-0001 superseded_by ADR-0002"]);
}

#[test]
fn two_folders_may_count_alike_and_the_near_one_is_meant() {
    let built = site(&[
        ("billing/adr/0001-mail.md", "1. Mail", "Accepted"),
        ("billing/adr/0002-queues.md", "2. Queues", "Accepted. Supersedes ADR-1"),
        ("orders/adr/0001-paper.md", "1. Paper", "Superseded by 2"),
        ("orders/adr/0002-screens.md", "2. Screens", "Accepted"),
        ("orders/adr/web/0003-pages.md", "3. Pages", "Accepted (supersedes ADR-0002)"),
    ])
    .build();
    assert_eq!(built.findings_of("duplicate-decision"), Vec::<&archsite::diagnostic::Diagnostic>::new());
    built
        .page("billing/adr/0001-mail.html")
        .has("superseded by <a href=\"0002-queues.html\">ADR-0002: Queues</a>");
    built
        .page("orders/adr/0001-paper.html")
        .has("superseded by <a href=\"0002-screens.html\">ADR-0002: Screens</a>");
    built
        .page("orders/adr/0002-screens.html")
        .has("superseded by <a href=\"web/0003-pages.html\">ADR-0003: Pages</a>");
    built.page("billing/adr/0002-queues.html").lacks("This decision was superseded");
}

#[test]
fn two_decisions_with_one_number_are_found_where_the_second_begins() {
    let built = site(&[
        ("adr/0001-mail.md", "1. Mail", "Accepted"),
        ("adr/0001-queues.md", "1. Queues", "Accepted"),
        ("adr/0001-mail.de.md", "1. Post", "Accepted"),
    ])
    .build();
    let found = built.finding("duplicate-decision", "adr/0001-queues.md", 1, 3);
    assert_eq!(found.message, "ADR-0001 is also the number of \"Post\"");
    assert_eq!(found.related[0].span.file.as_str(), "adr/0001-mail.de.md");
    // A translation beside its original is no second decision.
    assert_eq!(built.findings_of("duplicate-decision").len(), 1);
}

#[test]
fn an_index_that_says_something_else_is_found_at_its_cell() {
    let index = "\
# Decisions

| ADR | Title | Status | Date |
|---|---|---|---|
| [0001](0001-mail.md) | Mail | Accepted | 2024-05 |
| [0002](0002-queues.md) | Use queues for it | Proposed | 2024-06-01 |
| 0003 | Paper | Superseded | 2024-05-01 |
| 0009 | Not written yet | Proposed | |
";
    let built = site(&[
        ("adr/0001-mail.md", "1. Mail", "Accepted"),
        ("adr/0002-queues.md", "2. Queues", "Accepted\n\nSupersedes [3](0003-ink.md)"),
        ("adr/0003-ink.md", "3. Ink on vellum", "Accepted"),
    ])
    .file("adr/README.md", index)
    .build();
    let status = built.finding("index-disagrees", "adr/README.md", 6, 48);
    assert_eq!(status.message, "the index says \"Proposed\", ADR-0002 itself \"Accepted\"");
    assert_eq!(status.related[0].span.file.as_str(), "adr/0002-queues.md");
    built.finding("index-disagrees", "adr/README.md", 6, 59);
    let title = built.finding("index-disagrees", "adr/README.md", 7, 10);
    assert_eq!(title.message, "the index says \"Paper\", ADR-0003 itself \"Ink on vellum\"");
    // A month that holds the day, a longer title and a status that knows more are no disagreement.
    assert_eq!(built.findings_of("index-disagrees").len(), 3, "{}", built.findings().join("\n"));
    built
        .page("decisions.html")
        .has("The index says Proposed in <a href=\"adr/index.html#decisions\">Decisions</a>");
}

#[test]
fn a_supersession_that_only_the_later_one_tells_misleads_readers_of_the_earlier() {
    let built = site(&[
        ("adr/0001-mail.md", "1. Mail", "Accepted"),
        ("adr/0002-queues.md", "2. Queues", "Accepted\n\nSupersedes [1. Mail](0001-mail.md)"),
        ("adr/0003-paper.md", "3. Paper", "Superseded by [4. Screens](0004-screens.md)"),
        ("adr/0004-screens.md", "4. Screens", "Accepted"),
    ])
    .build();
    let misleads = built.finding("one-sided-supersession", "adr/0002-queues.md", 9, 13);
    assert_eq!(misleads.message, "ADR-0002 supersedes ADR-0001, which does not say so");
    assert_eq!(misleads.severity, archsite::diagnostic::Severity::Warning);
    let harmless = built.finding("one-sided-supersession", "adr/0003-paper.md", 7, 16);
    assert_eq!(harmless.severity, archsite::diagnostic::Severity::Info);
    assert_eq!(built.findings_of("one-sided-supersession").len(), 2);
}

#[test]
fn a_part_that_was_replaced_leaves_the_decision_standing() {
    let built = site(&[
        ("adr/0001-mail.md", "1. Mail", "Accepted (routing superseded by ADR-2)"),
        ("adr/0002-queues.md", "2. Queues", "Accepted\n\nSupersedes [1. Mail](0001-mail.md)"),
    ])
    .build();
    assert_eq!(relations(&built), ["ADR-0002 amends ADR-0001", "ADR-0001 amended_by ADR-0002"]);
    built.page("adr/0001-mail.html").has("This decision was amended by");
    assert_eq!(built.findings_of("one-sided-supersession").len(), 0);
}

#[test]
fn a_successor_that_is_not_there_is_a_finding_and_one_that_is_elsewhere_is_none() {
    let built = site(&[
        ("adr/0001-mail.md", "1. Mail", "Superseded by ADR-9"),
        ("adr/0002-queues.md", "2. Queues", "Superseded"),
        ("adr/0003-paper.md", "3. Paper", "Superseded by [the handbook](../handbook.md)"),
        ("adr/0004-ink.md", "4. Ink", "Superseded by [another team](https://example.org/adr/4)"),
        ("adr/0005-log.md", "5. Log", "Accepted. Supersedes ADR-77."),
        ("adr/0006-pen.md", "6. Pen", "Accepted\n\nRelates to ADR-78"),
    ])
    .file("handbook.md", "# Handbook\n")
    .build();
    let missing = built.finding("missing-successor", "adr/0001-mail.md", 7, 15);
    assert_eq!(missing.message, "ADR-0001 is superseded by ADR-9, which is not there");
    let unnamed = built.finding("missing-successor", "adr/0002-queues.md", 7, 1);
    assert_eq!(unnamed.message, "ADR-0002 is superseded, and by what is not said");
    built.finding("missing-successor", "adr/0005-log.md", 7, 22);
    built.finding("missing-successor", "adr/0004-ink.md", 7, 1);
    assert_eq!(built.findings_of("missing-successor").len(), 4, "{}", built.findings().join("\n"));
    built.page("adr/0002-queues.html").has("This decision was superseded.");
}

#[test]
fn decisions_that_replace_each_other_in_a_circle_are_one_finding_and_the_build_ends() {
    let built = site(&[
        ("adr/0001-a.md", "1. A", "Superseded by ADR-2"),
        ("adr/0002-b.md", "2. B", "Superseded by ADR-3"),
        ("adr/0003-c.md", "3. C", "Superseded by ADR-1"),
        ("adr/0004-d.md", "4. D", "Superseded by ADR-4"),
        ("adr/0005-e.md", "5. E", "Superseded by ADR-6"),
        ("adr/0006-f.md", "6. F", "Accepted\n\nSupersedes ADR-5"),
    ])
    .build();
    let circle = built.finding("supersession-cycle", "adr/0001-a.md", 7, 15);
    assert_eq!(circle.message, "ADR-0003, ADR-0002, ADR-0001 supersede each other in a circle");
    assert_eq!(circle.related.len(), 2);
    assert_eq!(
        built.finding("supersession-cycle", "adr/0004-d.md", 7, 15).message,
        "ADR-0004 supersedes itself"
    );
    assert_eq!(built.findings_of("supersession-cycle").len(), 2);
    built.page("decisions.html").has("What superseded what");
}

#[test]
fn a_chain_of_thousands_is_followed_to_its_end() {
    let mut site = Site::new();
    for number in 1..=3000 {
        let status =
            if number < 3000 { format!("Superseded by ADR-{}", number + 1) } else { "Accepted".to_owned() };
        site = site.file(&format!("adr/{number:04}-x.md"), &record(&format!("{number}. X{number}"), &status));
    }
    let findings = site.check(&mut archsite::engine::Memo::default());
    assert!(findings.iter().all(|it| it.code.as_str() == "one-sided-supersession"), "{:?}", findings.first());
}

#[test]
fn a_record_of_thousands_of_anything_is_no_work() {
    const MANY: usize = 10_000;
    let mut site = Site::new().file("ok.md", "# Fine\n");
    for (number, part) in [
        "superseded by ",
        "superseded by ADR-1, ",
        "[a](b.md) superseded by [c](d.md) ",
        "a\n",
        "- 2024-05-01: x\n",
        "2024-05-01: x\n",
        "**Status:** Accepted | ",
        "### ADR-1: x\n\n",
        "### x\n\n",
        "## 1.0 - 2024-05-01\n\n- x\n\n",
        "(",
        "| a | b |\n|---|---|\n| c | d |\n\n",
    ]
    .into_iter()
    .enumerate()
    {
        let many = part.repeat(MANY);
        site = site.file(&format!("adr/{number:04}-x.md"), &record("1. Queues", &many));
        site = site.file(&format!("logs/{number:04}.md"), &format!("# Notes\n\n## Changelog\n\n{many}"));
    }
    let findings = site.check(&mut archsite::engine::Memo::default());
    assert!(!findings.is_empty());
}

#[test]
fn the_register_is_split_at_500_rows_and_no_document_loses_its_place() {
    let mut site = Site::new().file("decisions-2.md", "# Decisions of 2\n").file("decisions.md", "# Ours\n");
    for number in 1..=501 {
        site =
            site.file(&format!("adr/{number:04}-x.md"), &record(&format!("{number}. X{number}"), "Accepted"));
    }
    let built = site.build();
    built.page("decisions.html").has("<h1").has("Ours");
    built.page("portal-decisions.html").has("ADR-0501").lacks("ADR-0001").has("Page 1 of 2");
    built.page("portal-decisions-2.html").has("ADR-0001").lacks("ADR-0501").has("rel=\"prev\"");
    built.page("decisions-2.html").has("Decisions of 2");
}

#[test]
fn a_portal_without_decisions_and_changes_has_no_page_and_no_entry_for_them() {
    let built = Site::new().file("a.md", "# A\n\nText.\n").file("b.md", "# B\n\nText.\n").build();
    for path in ["decisions.html", "timeline.html", "feed.xml"] {
        assert!(!built.has_page(path), "{path}");
    }
    built.page("a.html").lacks("Decisions").lacks("Timeline").lacks("application/atom+xml");
}

#[test]
fn a_header_whose_status_the_banner_says_is_not_shown_twice() {
    let text = |status: &str| {
        format!(
            "# Mail\n\n- Status: {status}\n- Date: 2024-05-01\n\n## Context\n\nOrders get lost.\n\n## Decision\n\nMail.\n"
        )
    };
    let build = |status: &str| {
        let site = Site::new().file("adr/0001-mail.md", &text(status)).file("notes.md", "# Notes\n\nText.\n");
        site.file("adr/0002-queues.md", &record("2. Queues", "Accepted")).build()
    };
    let built = build("superseded by [ADR-0002](0002-queues.md)");
    built
        .page("adr/0001-mail.html")
        .lacks("<li>Status")
        .has("This decision was superseded by <a href=\"0002-queues.html\">ADR-0002: Queues</a>.");
    let built = build("superseded by [ADR-0002](0002-queues.md) and [the notes](../notes.md)");
    built.page("adr/0001-mail.html").lacks("<li>Status").has(
        "superseded by <a href=\"0002-queues.html\">ADR-0002: Queues</a>, <a href=\"../notes.html\">the notes</a>.",
    );
    // What leads nowhere is named all the same.
    let built = build("superseded by [Streams](0009-streams.md)");
    built.page("adr/0001-mail.html").lacks("<li>Status").has("This decision was superseded by Streams.");
    // Whatever else it says stays.
    for status in [
        "superseded by [ADR-0002](0002-queues.md) in spring",
        "[Accepted](https://example.org/minutes)",
        "Accepted, see [the notes](../notes.md)",
    ] {
        build(status).page("adr/0001-mail.html").has("<li>Status");
    }
}

#[test]
fn a_column_of_which_no_decision_says_anything_is_not_drawn() {
    let record =
        "# Mail\n\n## Status\n\nAccepted\n\n## Context\n\nOrders get lost.\n\n## Decision\n\nMail.\n";
    let heads = |site: Site| {
        let built = site.build();
        let page = built.page("decisions.html");
        let cells = page.html.split("<th scope=\"col\"").skip(1);
        cells.map(|cell| cell.split(['>', '<']).nth(1).unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let bare = Site::new().file("decisions/mail.md", record);
    assert_eq!(heads(bare.clone()), "Decision Status");
    let dated = record.replace("## Status", "Date: 2024-05-01\n\nDeciders: Ana Lund\n\n## Status");
    assert_eq!(heads(bare.clone().file("decisions/log.md", &dated)), "Decision Status Date Deciders");
    assert_eq!(heads(bare.file("decisions/0001-log.md", record)), "Id Decision Status");
}

#[test]
fn an_inline_decision_is_listed_with_its_document_and_led_to_at_its_heading() {
    let text = "# Backend\n\n### ADR-001: Queues\n\n**Status:** Accepted\n**Date:** 2024-05-01\n**Context:** Orders get lost.\n**Decision:** Queues.\n";
    let built = Site::new().file("backend.md", text).file("b.md", "# B\n\nSee.\n").build();
    let page = built.page("decisions.html");
    page.has("<a href=\"backend.html#adr-001-queues\">Queues</a>")
        .has("In <a href=\"backend.html\">Backend</a>");
    built.page("timeline.html").has("<a href=\"backend.html#adr-001-queues\">ADR-001: Queues</a>");
}

/// A log of decisions without headings: a line in bold, rows of a table, a list of what is to be decided.
const DECISION_LOG: &str = "\
# Handbook

## Recent decisions

**[2024-05-01] - Use PostgreSQL**

- **Context:** Orders get lost.
- **Decision:** PostgreSQL holds them.

**[2024-06-01] - Use PostgreSQL**

- **Context:** So do invoices.
- **Decision:** PostgreSQL holds them too.

## Decision: use PostgreSQL

Run it with <kbd>make</kbd>.

## Older decisions

| Id | Decision | Date | Rationale |
|---|---|---|---|
| D-7 | Mail goes out by `smtp` | 2024-03-02 | It is there. |

## Pending decisions

1. Which queue to take
2. [ ] **Where logs go**: nobody knows

   They grow.
";

#[test]
fn a_decision_without_a_heading_has_an_anchor_of_its_own_and_a_link_to_itself() {
    let links = "# Links\n\n[One](log.md#decision-use-postgresql-1), [row](log.md#decision-d-7), [none](log.md#decision-x).\n";
    let built = Site::new().file("log.md", DECISION_LOG).file("links.md", links).build();
    let page = built.page("log.html");
    page.has("<p id=\"decision-use-postgresql-1\" class=\"landmark\"><strong>[2024-05-01] - Use PostgreSQL</strong><a class=\"permalink\" href=\"#decision-use-postgresql-1\" aria-label=\"Permalink to “Use PostgreSQL”\"></a></p>");
    page.has("<p id=\"decision-use-postgresql-2\" class=\"landmark\"><strong>[2024-06-01]");
    page.has("<h2 id=\"decision-use-postgresql\">");
    page.has("<td id=\"decision-d-7\" class=\"landmark\">Mail goes out by <code>smtp</code><a class=\"permalink\" href=\"#decision-d-7\"");
    page.has("<li id=\"decision-which-queue-to-take\" class=\"landmark\">");
    page.has("<li id=\"decision-where-logs-go\" class=\"task landmark\">");
    page.has("href=\"#decision-where-logs-go\" aria-label=\"Permalink to “Where logs go”\"></a></p>\n<p>They grow.");
    let ids: Vec<_> = support::html::tags(page.html)
        .iter()
        .filter_map(|tag| tag.attribute("id").map(str::to_owned))
        .collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    assert_eq!(built.findings_of("broken-anchor").len(), 1, "{:?}", built.findings());
    built.page("decisions.html").has("<a href=\"log.html#decision-use-postgresql-2\">Use PostgreSQL</a>");
    built.page("timeline.html").has("<a href=\"log.html#decision-d-7\">D-7: Mail goes out by smtp</a>");
    let portal: Value = serde_json::from_str(built.page("portal.json").html).unwrap();
    let mut urls: Vec<_> =
        portal["decisions"].as_array().unwrap().iter().map(|it| it["url"].as_str().unwrap()).collect();
    urls.sort_unstable();
    assert_eq!(
        urls,
        [
            "log.html#decision-d-7",
            "log.html#decision-use-postgresql-1",
            "log.html#decision-use-postgresql-2",
            "log.html#decision-where-logs-go",
            "log.html#decision-which-queue-to-take"
        ]
    );
}

const LOG: &str = "\
# Handbook

Text.

## Change log

| Date | Change | Author | Impact |
|---|---|---|---|
| 2024-05-02 | Queues & <b>logs</b> | Ana Lund | High |
| 2024-05 | Mail | Li Wei | |
| 2023 | Begun | | |
";

#[test]
fn the_timeline_goes_by_month_and_each_entry_leads_to_its_section() {
    let built =
        Site::new().file("handbook.md", LOG).file("adr/0001-mail.md", &record("1. Mail", "Accepted")).build();
    let page = built.page("timeline.html");
    page.has("<section class=\"month\" id=\"2024-05\" data-group>")
        .has("May 2024 <span class=\"count\" data-shown>3</span>");
    page.has("<section class=\"month\" id=\"2023\" data-group>");
    page.has("<a href=\"handbook.html#change-log\">Handbook:</a> Queues &amp; logs");
    page.has("data-kind=\"decision\"").has("data-author=\"Ana Lund\"");
    page.has("<g data-month=\"2024-05\">").has("3 changes and 1 decision").has("href=\"feed.xml\"");
    let order: Vec<usize> = ["Queues &amp; logs", "ADR-0001: Mail", "</a> Mail", "Begun"]
        .iter()
        .map(|it| page.html.find(it).unwrap())
        .collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn a_document_shows_its_own_history_and_a_record_not_its_own_date_again() {
    let built =
        Site::new().file("handbook.md", LOG).file("adr/0001-mail.md", &record("1. Mail", "Accepted")).build();
    built
        .page("handbook.html")
        .has("data-panel=\"history\"")
        .has("<time datetime=\"2024-05-02\">2 May 2024</time>");
    built.page("adr/0001-mail.html").lacks("data-panel=\"history\"");
}

#[test]
fn commits_stand_among_the_changes_for_programs_once_for_each_document_that_they_touched() {
    let site = Site::new()
        .file("handbook.md", LOG)
        .file("b.md", "# B\n\nText.\n")
        .commit("2024-05-02", "Tell of queues", &["b.md", "handbook.md", "gone.md"])
        .commit("2024-06-30", "Mend links", &["b.md"]);
    let portal: Value = serde_json::from_str(site.build().page("portal.json").html).unwrap();
    let said: Vec<String> = portal["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap_or("-").to_owned();
            let names = ["date", "kind", "text", "author", "url"];
            format!("{} {}", names.map(text).join(" | "), it["line"])
        })
        .collect();
    assert_eq!(
        said,
        [
            "2024-06-30 | commit | Mend links | Ana Lund | b.html 1",
            "2024-05-02 | change | Queues & logs | Ana Lund | handbook.html#change-log 9",
            "2024-05-02 | commit | Tell of queues | Ana Lund | b.html 1",
            "2024-05-02 | commit | Tell of queues | Ana Lund | handbook.html 1",
            "2024-05 | change | Mail | Li Wei | handbook.html#change-log 10",
            "2023 | change | Begun | - | handbook.html#change-log 11"
        ]
    );
}

#[test]
fn a_feed_is_whole_and_its_ids_stay_when_something_is_added() {
    let site = Site::new().file("handbook.md", LOG).file("b.md", "# B\n\nText.\n");
    let ids = |built: &Built| {
        let page = built.page("feed.xml");
        let ids = page.html.split("<id>").skip(1).map(|rest| rest.split("</id>").next().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let built = site.build();
    let feed = built.page("feed.xml");
    feed.has("<feed xmlns=\"http://www.w3.org/2005/Atom\"").has("<updated>2024-05-02T00:00:00Z</updated>");
    feed.has("<updated>2023-01-01T00:00:00Z</updated>").has("Queues &amp; logs").lacks("<b>");
    feed.has("href=\"handbook.html#change-log\"").lacks("rel=\"self\"");
    let before = ids(&built);
    assert_eq!(before.len(), 4);
    assert!(before.iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45), "{before:?}");
    let after =
        ids(&site.file("c.md", "# C\n\n## Changelog\n\n- 2024-06-01: More\n- 2024-06-01: More\n").build());
    assert_eq!(&after[3..], &before[1..], "what was told keeps its id");
    assert_ne!(after[1], after[2], "two entries of the same words are two");
    let absolute = Site::new().file("handbook.md", LOG).base_url("https://example.org/docs/").build();
    absolute
        .page("feed.xml")
        .has("<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/docs/feed.xml\"/>")
        .has("href=\"https://example.org/docs/handbook.html#change-log\"");
    absolute.page("handbook.html").has("<link rel=\"alternate\" type=\"application/atom+xml\"");
}
