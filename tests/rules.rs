//! Every rule as a user meets it: a small folder, `archsite check`, and the places that it names.
//! Beside what a rule finds stands what it leaves alone.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads the example and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::Place;
use serde_json::Value;

/// Checks a folder on 22 November 2026; returns where a rule finds something, as `file:line:column`,
/// then after `<` the related places as `file:line`.
fn found(code: &str, files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(String, &str)> = files
        .iter()
        .map(|(path, text)| match *path {
            "book.toml" | ".git/HEAD" => ((*path).to_owned(), *text),
            path => (format!("docs/{path}"), *text),
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let place = Place::with(&files);
    let root = if place.has("book.toml") { "." } else { "docs" };
    let ran = place.run(&["check", root, "--format", "json", "--today", "2026-11-22"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let findings = told["findings"].as_array().unwrap().iter().filter(|it| it["code"] == code);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let shown = findings.map(|it| {
        // Where nothing is near nobody knows what is missing.
        let has_mend =
            it["help"].is_string() || matches!(code, "broken-link" | "broken-anchor" | "missing-image");
        assert!(has_mend, "a finding says what to do: {it}");
        let mut line = format!("{}:{}:{}", text(&it["file"]), it["line"], it["column"]);
        for related in it["related"].as_array().unwrap() {
            line.push_str(&format!(" < {}:{}", text(&related["file"]), related["line"]));
        }
        line
    });
    shown.collect()
}

#[track_caller]
fn finds(code: &str, files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(found(code, files), expected, "{code}");
}

#[track_caller]
fn leaves_alone(code: &str, files: &[(&str, &str)]) {
    assert_eq!(found(code, files), [""; 0], "{code}");
}

mod links {
    use super::*;

    const STOCK: (&str, &str) = ("stock.md", "# Stock\n\n## Data flow\n\nOne way.\n");

    #[test]
    fn a_missing_target() {
        finds("broken-link", &[("orders.md", "# Orders\n\nSee [it](stok.md).\n"), STOCK], &["orders.md:3:5"]);
        leaves_alone("broken-link", &[("orders.md", "# Orders\n\nSee [it](stock.md).\n"), STOCK]);
    }

    #[test]
    fn a_missing_anchor() {
        let text = "# Orders\n\nSee [it](stock.md#dataflow).\n";
        finds("broken-anchor", &[("orders.md", text), STOCK], &["orders.md:3:5"]);
        let text = "# Orders\n\nSee [it](stock.md#data-flow).\n";
        leaves_alone("broken-anchor", &[("orders.md", text), STOCK]);
    }

    #[test]
    fn a_wrong_case() {
        finds("wrong-case", &[("orders.md", "# Orders\n\nSee [it](Stock.md).\n"), STOCK], &["orders.md:3:5"]);
        leaves_alone("wrong-case", &[("orders.md", "# Orders\n\nSee [it](stock.md).\n"), STOCK]);
    }

    #[test]
    fn a_way_out_of_the_folder() {
        let text = "# Orders\n\nSee [it](../src/main.rs).\n";
        finds("outside-source", &[("orders.md", text)], &["orders.md:3:5"]);
        let book =
            "[book]\nsrc = 'docs'\n[output.html]\ngit-repository-url = 'https://github.com/acme/shop'\n";
        let head = (".git/HEAD", "ref: refs/heads/main\n");
        leaves_alone("outside-source", &[("book.toml", book), head, ("orders.md", text)]);
    }

    #[test]
    fn a_file_of_the_writers_machine() {
        let text = "# Orders\n\n[a](file:///home/ana/a.md) [b](C:\\docs\\b.md) [c](/Users/ana/notes/c.md)\n";
        finds("local-path", &[("orders.md", text)], &["orders.md:3:1", "orders.md:3:28", "orders.md:3:46"]);
        leaves_alone(
            "local-path",
            &[("orders.md", "# Orders\n\n[a](/home/ana/a.md)\n"), ("home/ana/a.md", "# Ana\n")],
        );
    }

    #[test]
    fn a_missing_image() {
        finds("missing-image", &[("orders.md", "# Orders\n\n![Parts](parts.png)\n")], &["orders.md:3:1"]);
        leaves_alone(
            "missing-image",
            &[("orders.md", "# Orders\n\n![Parts](parts.png)\n"), ("parts.png", "x")],
        );
    }

    #[test]
    fn an_empty_link() {
        finds("empty-link", &[("orders.md", "# Orders\n\nSee [it]().\n")], &["orders.md:3:5"]);
        leaves_alone("empty-link", &[("orders.md", "# Orders\n\nSee [it](#).\n")]);
    }

    #[test]
    fn a_name_that_is_not_defined() {
        let text = "# Orders\n\nSee [it][stock].\n";
        finds("undefined-reference", &[("orders.md", text)], &["orders.md:3:5"]);
        let text = "# Orders\n\nSee [it][stock] and `row[0][1]`.\n\n[stock]: https://example.org\n";
        leaves_alone("undefined-reference", &[("orders.md", text)]);
        let template = "# [Name]\n\nLinks are written [text][name].\n";
        leaves_alone("undefined-reference", &[("service-template.md", template)]);
    }

    #[test]
    fn a_name_that_is_defined_twice() {
        let text =
            |second: &str| format!("# Orders\n\n[It][a].\n\n[a]: https://example.org/1\n[A]: {second}\n");
        let text_of_two = text("https://example.org/2");
        finds("duplicate-definition", &[("orders.md", &text_of_two)], &["orders.md:6:1 < orders.md:5"]);
        leaves_alone("duplicate-definition", &[("orders.md", &text("https://example.org/1"))]);
    }
}

mod documents {
    use super::*;

    #[test]
    fn no_title() {
        finds("no-title", &[("orders.md", "## Data\n\nRows.\n")], &["orders.md:1:1"]);
        leaves_alone("no-title", &[("orders.md", "---\ntitle: Orders\n---\n\n## Data\n\nRows.\n")]);
    }

    #[test]
    fn more_than_one_title() {
        let text = "# Orders\n\nText.\n\n# Stock\n\nText.\n";
        finds("multiple-titles", &[("orders.md", text)], &["orders.md:5:1 < orders.md:1"]);
        let text = "# Orders\n\nText.\n\n```text\n# Stock\n```\n";
        leaves_alone("multiple-titles", &[("orders.md", text)]);
        let log = "# Change Log\n\n# [1.1.0]\n\n### Fixed\n\n- it\n\n# [1.0.0]\n\n### Added\n\n- all\n";
        leaves_alone("multiple-titles", &[("CHANGELOG.md", log)]);
        leaves_alone("skipped-level", &[("CHANGELOG.md", log)]);
    }

    #[test]
    fn a_skipped_level() {
        finds("skipped-level", &[("orders.md", "# Orders\n\n### Rows\n\nText.\n")], &["orders.md:3:1"]);
        leaves_alone("skipped-level", &[("orders.md", "# A\n\n## B\n\n### C\n\nText.\n\n## D\n\nText.\n")]);
    }

    #[test]
    fn two_sources_for_one_page() {
        let files = [("index.md", "# One\n"), ("README.md", "# Two\n"), ("README.html", "<p>Three</p>\n")];
        assert_eq!(found("output-collision", &files).len(), 1);
        leaves_alone("output-collision", &[("one.md", "# One\n"), ("two.md", "# Two\n")]);
    }

    #[test]
    fn front_matter_that_does_not_parse() {
        let text = "---\nowner: [Ana\n---\n\n# Orders\n";
        assert_eq!(found("unreadable-front-matter", &[("orders.md", text)]).len(), 1);
        leaves_alone("unreadable-front-matter", &[("orders.md", "---\nowner: [Ana]\n---\n\n# Orders\n")]);
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways() {
        let text = "# Orders\n\n**Last Updated:** 03/04/2026\n\nText.\n";
        finds("ambiguous-date", &[("orders.md", text)], &["orders.md:3:19"]);
        let text = "# Orders\n\n**Last Updated:** 23/04/2026\n\nText.\n";
        leaves_alone("ambiguous-date", &[("orders.md", text)]);
    }

    #[test]
    fn two_dates_and_two_statuses() {
        let text = |updated: &str, status: &str| {
            format!(
                "---\nupdated: 2026-05-18\nstatus: Active\n---\n\n# Orders\n\nText.\n\n---\n\n*Last Updated: {updated}*\n**Status:** {status}\n"
            )
        };
        finds(
            "conflicting-metadata",
            &[("orders.md", &text("March 2026", "Draft"))],
            &["orders.md:12:16 < orders.md:2", "orders.md:13:13 < orders.md:3"],
        );
        leaves_alone("conflicting-metadata", &[("orders.md", &text("May 2026", "active"))]);
    }

    #[test]
    fn a_status_that_nobody_knows() {
        let text = |status: &str| format!("# Orders\n\n**Status:** {status}\n\nText.\n");
        let piloting = text("Piloting");
        finds("unknown-status", &[("orders.md", &piloting)], &["orders.md:3:13"]);
        leaves_alone("unknown-status", &[("orders.md", &text("Live"))]);
        leaves_alone("unknown-status", &[("service-template.md", &piloting)]);
        // What several documents are is a word of the portal's own, but not if it is misspelt.
        leaves_alone("unknown-status", &[("a.md", &piloting), ("b.md", &piloting), ("c.md", &piloting)]);
        let misspelt = text("Actvie");
        let three = [("a.md", misspelt.as_str()), ("b.md", &misspelt), ("c.md", &misspelt)];
        assert_eq!(found("unknown-status", &three).len(), 3);
    }
}

mod decisions {
    use super::*;

    fn record(number: u32, title: &str, status: &str) -> String {
        format!(
            "# {number}. {title}\n\nDate: 2026-01-10\n\n## Status\n\n{status}\n\n## Context\n\nOrders.\n\n## Decision\n\nWe do.\n\n## Consequences\n\nSome.\n"
        )
    }

    /// Returns records of decisions, `adr/0001.md` and so on, by their number, title and status.
    fn records(of: &[(u32, u32, &str, &str)]) -> Vec<(String, String)> {
        of.iter()
            .map(|(file, number, title, status)| {
                (format!("adr/{file:04}.md"), record(*number, title, status))
            })
            .collect()
    }

    fn check(code: &str, of: &[(u32, u32, &str, &str)]) -> Vec<String> {
        let files = records(of);
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        found(code, &files)
    }

    #[test]
    fn two_with_one_number() {
        let second = record(1, "A log", "Accepted");
        let files = [("adr/0001-queue.md", record(1, "A queue", "Accepted")), ("adr/0001-log.md", second)];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        assert_eq!(found("duplicate-decision", &files), ["adr/0001-queue.md:1:3 < adr/0001-log.md:1"]);
        assert_eq!(
            check("duplicate-decision", &[(1, 1, "A queue", "Accepted"), (2, 2, "A log", "Accepted")]),
            [""; 0]
        );
    }

    #[test]
    fn a_gap_in_the_numbers() {
        let row = |numbers: &[u32]| {
            let titles = ["Queue", "Log", "Store", "Cache", "Edge"];
            let of: Vec<_> =
                numbers.iter().zip(titles).map(|(it, title)| (*it, *it, title, "Accepted")).collect();
            check("number-gap", &of)
        };
        assert_eq!(row(&[1, 2, 3, 5]), ["adr/0005.md:1:3 < adr/0003.md:1"]);
        assert_eq!(row(&[7, 8, 9, 10]), [""; 0]);
        let mut files = records(&[
            (1, 1, "A", "Accepted"),
            (2, 2, "B", "Accepted"),
            (3, 3, "C", "Accepted"),
            (5, 5, "D", "Accepted"),
        ]);
        files.push((
            "adr/0004-socket.md".to_owned(),
            "# 4. Socket\n\nA record without the shape of one.\n".to_owned(),
        ));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        leaves_alone("number-gap", &files);
        assert_eq!(row(&[1, 2, 4]), [""; 0], "three are no row");
        assert_eq!(row(&[12, 40, 41, 97]), [""; 0], "nobody has counted these");
    }

    #[test]
    fn two_numbers_for_one() {
        assert_eq!(check("number-disagrees", &[(4, 5, "A queue", "Accepted")]), ["adr/0004.md:1:3"]);
        assert_eq!(check("number-disagrees", &[(4, 4, "A queue", "Accepted")]), [""; 0]);
    }

    #[test]
    fn an_unknown_status() {
        assert_eq!(check("unknown-status", &[(1, 1, "A queue", "Acepted")]), ["adr/0001.md:7:1"]);
        assert_eq!(check("unknown-status", &[(1, 1, "A queue", "Approved")]), [""; 0]);
    }

    #[test]
    fn superseded_without_a_successor() {
        assert_eq!(check("missing-successor", &[(1, 1, "A queue", "Superseded")]), ["adr/0001.md:7:1"]);
        let named = [
            (1, 1, "A queue", "Superseded by [2](0002.md)"),
            (2, 2, "A log", "Accepted\n\nSupersedes [1](0001.md)"),
        ];
        assert_eq!(check("missing-successor", &named), [""; 0]);
    }

    #[test]
    fn a_supersession_that_one_side_tells() {
        let one_sided =
            [(1, 1, "A queue", "Accepted"), (2, 2, "A log", "Accepted\n\nSupersedes [1](0001.md)")];
        assert_eq!(check("one-sided-supersession", &one_sided), ["adr/0002.md:9:13 < adr/0001.md:7"]);
        // As long as it is only proposed, the other one holds and says so.
        let to_come = [(1, 1, "A queue", "Accepted"), (2, 2, "A log", "Proposed\n\nSupersedes [1](0001.md)")];
        assert_eq!(check("one-sided-supersession", &to_come), [""; 0]);
    }

    #[test]
    fn of_two_with_one_number_the_one_is_meant_that_links_back() {
        let heir = record(2, "No queue", "Accepted").replace("Orders.", "We had [a queue](0001-queue.md).");
        let files = [
            ("adr/0001-queue.md", record(1, "A queue", "Superseded by ADR-2")),
            ("adr/0002-cache.md", record(2, "A cache", "Accepted")),
            ("adr/0002-no-queue.md", heir),
        ];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        finds("one-sided-supersession", &files, &["adr/0001-queue.md:7:15 < adr/0002-no-queue.md:7"]);
    }

    #[test]
    fn a_supersession_of_or_by_what_is_only_proposed() {
        let by = [
            (1, 1, "A queue", "Superseded by [2](0002.md)"),
            (2, 2, "A log", "Proposed\n\nSupersedes [1](0001.md)"),
        ];
        assert_eq!(check("premature-supersession", &by), ["adr/0001.md:7:16 < adr/0002.md:7"]);
        let of = [(1, 1, "A queue", "Proposed"), (2, 2, "A log", "Accepted\n\nSupersedes [1](0001.md)")];
        assert_eq!(check("premature-supersession", &of), ["adr/0002.md:9:13 < adr/0001.md:7"]);
        let due = [
            (1, 1, "A queue", "Superseded by [2](0002.md)"),
            (2, 2, "A log", "Accepted\n\nSupersedes [1](0001.md)"),
        ];
        assert_eq!(check("premature-supersession", &due), [""; 0]);
    }

    #[test]
    fn a_circle() {
        let circle = [
            (1, 1, "A queue", "Accepted\n\nSupersedes [2](0002.md)"),
            (2, 2, "A log", "Accepted\n\nSupersedes [1](0001.md)"),
        ];
        assert_eq!(check("supersession-cycle", &circle).len(), 1);
        assert_eq!(check("supersession-cycle", &circle[..1]), [""; 0]);
    }

    #[test]
    fn a_link_that_names_another_number_than_it_leads_to() {
        let page = |text: &str| {
            let mut files = records(&[(1, 1, "A queue", "Accepted"), (2, 2, "A log", "Accepted")]);
            files.push(("orders.md".to_owned(), format!("# Orders\n\nSee {text}.\n")));
            let files: Vec<(&str, &str)> =
                files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            found("link-text-disagrees", &files)
        };
        let wrong = ["orders.md:3:5 < adr/0002.md:1"];
        assert_eq!(page("[ADR-0001](adr/0002.md)"), wrong);
        assert_eq!(page("[ADR 1: A queue](adr/0002.md#context)"), wrong);
        assert_eq!(page("[0001](adr/0002.md)"), wrong);
        for right in [
            "[ADR-2](adr/0002.md)",
            "[0002](adr/0002.md)",
            "[what replaced ADR-0001](adr/0002.md)",
            "[ADR-0001's heir](adr/0002.md)",
            "[1](adr/0002.md)",
            "[2026](adr/0002.md)",
            "[ADR-0001](https://example.org/adr/0002)",
        ] {
            assert_eq!(page(right), [""; 0], "{right}");
        }
    }

    #[test]
    fn an_index_row_that_disagrees() {
        let mut files = records(&[(1, 1, "A queue", "Accepted"), (2, 2, "A log", "Accepted")]);
        let index = "# Decisions\n\n| ADR | Title | Status |\n|---|---|---|\n| [0001](0001.md) | A queue | Proposed |\n| [0002](0002.md) | A log | Accepted |\n";
        files.push(("adr/README.md".to_owned(), index.to_owned()));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(found("index-disagrees", &files), ["adr/README.md:5:31 < adr/0001.md:7"]);
    }
}

mod reviews {
    use super::*;

    fn with(header: &str) -> String {
        format!("# Orders\n\n{header}\n\nText.\n")
    }

    #[test]
    fn overdue() {
        let due = with("**Next Review:** 2026-11-21");
        finds("review-overdue", &[("orders.md", &due)], &["orders.md:3:18"]);
        leaves_alone("review-overdue", &[("orders.md", &with("**Next Review:** 2026-11-22"))]);
    }

    #[test]
    fn no_owner_and_no_review_where_most_others_have_them() {
        let told = with("**Owner:** Team Orders\n**Next Review:** 2027-01-10");
        let index = with("All of it.");
        let silent = with("Text.");
        let files = [
            ("a.md", told.as_str()),
            ("b.md", &told),
            ("c.md", &told),
            ("d.md", &silent),
            ("README.md", &index),
        ];
        finds("no-owner", &files, &["d.md:1:1"]);
        finds("no-review-date", &files, &["d.md:1:1"]);
        let most_silent = [("a.md", told.as_str()), ("b.md", &silent), ("c.md", &silent), ("d.md", &silent)];
        leaves_alone("no-owner", &most_silent);
        leaves_alone("no-review-date", &most_silent);
    }

    #[test]
    fn last_changed_longer_ago_than_the_portal_allows() {
        let old = with("**Last Updated:** 2025-11-20");
        finds("stale", &[("orders.md", &old)], &["orders.md:3:19"]);
        leaves_alone("stale", &[("orders.md", &with("**Last Updated:** 2025-11-23"))]);
        leaves_alone(
            "stale",
            &[("orders.md", &with("**Last Updated:** 2025-11-20\n**Next Review:** 2027-01-10"))],
        );
        leaves_alone(
            "stale",
            &[("orders.md", &with("**Last Updated:** 2025-11-20\n**Status:** Deprecated"))],
        );
        let book = |months: u32| format!("[book]\nsrc = 'docs'\n[output.archsite]\nstale-after = {months}\n");
        leaves_alone("stale", &[("book.toml", &book(24)), ("orders.md", &old)]);
        leaves_alone("stale", &[("book.toml", &book(0)), ("orders.md", &old)]);
        let newer = with("**Last Updated:** 2026-08-20");
        finds("stale", &[("book.toml", &book(3)), ("orders.md", &newer)], &["orders.md:3:19"]);
    }
}

mod completeness {
    use super::*;

    #[test]
    fn placeholders() {
        finds("placeholder", &[("orders.md", "# Orders\n\nSince [DATE].\n")], &["orders.md:3:7"]);
        leaves_alone("placeholder", &[("orders.md", "# Orders\n\nSince [May](may.md).\n")]);
        leaves_alone("placeholder", &[("orders-template.md", "# Orders\n\nSince [DATE].\n")]);
    }

    #[test]
    fn empty_sections() {
        finds("empty-section", &[("orders.md", "# Orders\n\nText.\n\n## Data\n")], &["orders.md:5:1"]);
        leaves_alone(
            "empty-section",
            &[("orders.md", "# Orders\n\nText.\n\n## Data\n\n### Rows\n\nText.\n")],
        );
    }

    #[test]
    fn empty_columns() {
        let table = |a: &str, b: &str| {
            format!("# Orders\n\n| Topic | Owner |\n|---|---|\n| placed | {a} |\n| paid | {b} |\n")
        };
        finds("empty-column", &[("orders.md", &table("", ""))], &["orders.md:3:11"]);
        leaves_alone("empty-column", &[("orders.md", &table("–", "–"))]);
        leaves_alone("empty-column", &[("orders.md", &table("", "Ana"))]);
        leaves_alone("empty-column", &[("orders-template.md", &table("", ""))]);
    }
}

mod registers {
    use super::*;

    /// Returns what is found of two documents, each with a table of these columns and this row.
    fn disagreement(head: &str, one: &str, other: &str) -> Vec<String> {
        let dashes = "|---".repeat(head.matches('|').count() + 1);
        let text = |row: &str| format!("# Part\n\n| {head} |\n{dashes}|\n| {row} |\n");
        found("register-disagrees", &[("a.md", &text(one)), ("b.md", &text(other))])
    }

    #[test]
    fn two_versions_of_a_technology() {
        let head = "Technology | Version | Purpose";
        assert_eq!(
            disagreement(head, "PostgreSQL | 16.2 | Orders", "PostgreSQL | 15 | Stock"),
            ["a.md:5:16 < b.md:5"]
        );
        assert_eq!(disagreement(head, "PostgreSQL | 16.2 | Orders", "PostgreSQL | 16.x | Stock"), [""; 0]);
    }

    #[test]
    fn two_addresses_of_a_service() {
        let head = "External service | URL";
        let one = "Stripe | https://api.stripe.com";
        assert_eq!(disagreement(head, one, "Stripe | https://eu.stripe.com"), ["a.md:5:12 < b.md:5"]);
        assert_eq!(disagreement(head, one, "Stripe | api.stripe.com/"), [""; 0]);
    }

    #[test]
    fn two_targets_of_a_metric() {
        let head = "Metric | Target";
        assert_eq!(
            disagreement(head, "Availability | 99.9%", "Availability | 99.95%"),
            ["a.md:5:18 < b.md:5"]
        );
        assert_eq!(disagreement(head, "Latency | < 200 ms", "Latency | < 0.2 s"), [""; 0]);
    }
}

mod the_example {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// A place as `code file:line`.
    fn place(code: &str, file: &str, line: impl std::fmt::Display) -> String {
        format!("{code} {file}:{line}")
    }

    #[test]
    fn has_the_faults_that_were_left_in_it_and_no_others() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
        let faults = std::fs::read_to_string(root.join("FAULTS.md")).unwrap();
        // | code | file | line | what |
        let listed: BTreeSet<String> = faults
            .lines()
            .filter_map(|line| {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                let [_, code, file, line, ..] = cells.as_slice() else { return None };
                line.parse::<u32>().ok().map(|line| place(code, file, line))
            })
            .collect();
        // Counts: broken-link 1, …, index-disagrees 1 (two lines), …
        let counts = faults.split_once("Counts: ").unwrap().1.split('.').next().unwrap();
        let counts: BTreeMap<&str, usize> = counts
            .split(", ")
            .map(|it| {
                let mut words = it.split_whitespace();
                (words.next().unwrap(), words.next().unwrap().parse().unwrap())
            })
            .collect();
        assert!(listed.len() >= counts.len() && !counts.is_empty(), "{faults}");

        let ran = Place::with::<&str>(&[]).run(&[
            "check",
            root.to_str().unwrap(),
            "--format",
            "json",
            "--today",
            "2026-11-22",
        ]);
        let told: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        let mut shown = BTreeSet::new();
        for finding in told["findings"].as_array().unwrap() {
            let code = finding["code"].as_str().unwrap();
            *found.entry(code).or_default() += 1;
            for at in std::iter::once(finding).chain(finding["related"].as_array().unwrap()) {
                shown.insert(place(code, at["file"].as_str().unwrap(), &at["line"]));
            }
        }
        assert_eq!(found, counts, "{:#}", told["findings"]);
        let missing: Vec<&String> = listed.difference(&shown).collect();
        assert_eq!(missing, [""; 0], "these are listed and not found");
    }
}
