//! `archsite check --fix` as a user runs it: what is mended, in which form, and what is left alone.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::{Place, Ran};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;

fn check(place: &Place, arguments: &[&str]) -> Ran {
    place.run(&[&["check", "docs", "--today", "2026-11-22", "--format", "json"], arguments].concat())
}

fn codes(ran: &Ran) -> Vec<String> {
    let found: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let findings = found["findings"].as_array().unwrap();
    findings.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

/// Mends a folder and returns a document of it.
fn mended(files: &[(&str, &str)], path: &str) -> String {
    let place = Place::with(files);
    let ran = check(&place, &["--fix"]);
    assert!(ran.code.is_some_and(|code| code < 2), "{ran:?}");
    place.read(path)
}

const OLD: &str = "# 1. Use files\n\nDate: 2024-05-01\n\n## Status\n\nAccepted\n\n## Context\n\nFew orders.\n\n## Decision\n\nFiles.\n\n## Consequences\n\nSimple.\n";
const NEW: &str = "# 2. Use a database\n\nDate: 2025-05-01\n\n## Status\n\nAccepted\n\nSupersedes [1. Use files](0001-use-files.md)\n\n## Context\n\nMany orders.\n\n## Decision\n\nA database.\n\n## Consequences\n\nFast.\n";

/// Two records of which the later one alone says that it replaced the other, and an orders document
/// with links that are nearly right.
fn harbour() -> Place {
    Place::with(&[
        ("docs/README.md", "# Harbour\n\n[orders](services/orders.md), [decisions](adr/0001-use-files.md)\n"),
        (
            "docs/services/orders.md",
            "# Orders\n\nSee [why](../ADR/0002-use-a-database.md), [old](0001-use-files.md) and [gone](nowhere.md).\n",
        ),
        ("docs/adr/0001-use-files.md", OLD),
        ("docs/adr/0002-use-a-database.md", NEW),
    ])
}

mod what_is_mended {
    use super::*;

    #[test]
    fn what_has_one_right_answer_is_mended_and_the_rest_is_reported() {
        let place = harbour();
        let before = check(&place, &[]);
        assert_eq!(codes(&before), ["one-sided-supersession", "wrong-case", "broken-link", "broken-link"]);
        let ran = check(&place, &["--fix"]);
        assert_eq!(codes(&ran), ["broken-link"], "{ran:?}");
        assert_eq!(ran.code, Some(1), "what is left is an error");
        assert_eq!(
            place.read("docs/services/orders.md"),
            "# Orders\n\nSee [why](../adr/0002-use-a-database.md), [old](../adr/0001-use-files.md) and [gone](nowhere.md).\n"
        );
        assert_eq!(
            place.read("docs/adr/0001-use-files.md"),
            OLD.replace("\nAccepted\n", "\nSuperseded by [2. Use a database](0002-use-a-database.md)\n")
        );
        assert_eq!(place.read("docs/adr/0002-use-a-database.md"), NEW);
        assert_eq!(
            ran.err,
            "mended adr/0001-use-files.md: one-sided-supersession\n\
             mended services/orders.md: broken-link, wrong-case\n\
             mended 3 findings; 2 files written\n"
        );
    }

    #[test]
    fn people_are_told_that_some_of_it_can_be_mended() {
        let place = harbour();
        let told = |arguments: &[&str]| place.run(&[&["check", "docs"], arguments].concat()).out;
        assert!(
            told(&[]).ends_with(" in 4 documents\n3 findings can be mended with --fix\n"),
            "{}",
            told(&[])
        );
        assert!(told(&["--fix"]).ends_with("1 error in 4 documents\n"));
        assert!(told(&[]).ends_with("1 error in 4 documents\n"));
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let place = harbour();
        check(&place, &["--fix"]);
        let texts =
            || ["services/orders.md", "adr/0001-use-files.md"].map(|it| place.read(&format!("docs/{it}")));
        let before = texts();
        let ran = check(&place, &["--fix"]);
        assert_eq!((texts(), ran.err.as_str()), (before, ""));
    }

    #[test]
    fn a_difference_is_shown_and_nothing_written() {
        for arguments in [&["--diff"][..], &["--fix", "--diff"]] {
            let place = harbour();
            let ran = check(&place, arguments);
            assert_eq!(ran.code, Some(1));
            assert_eq!(
                ran.out,
                "--- a/adr/0001-use-files.md\n+++ b/adr/0001-use-files.md\n@@ -4,7 +4,7 @@\n \n ## Status\n \n-Accepted\n\
                 +Superseded by [2. Use a database](0002-use-a-database.md)\n \n ## Context\n \n\
                 --- a/services/orders.md\n+++ b/services/orders.md\n@@ -1,3 +1,3 @@\n # Orders\n \n\
                 -See [why](../ADR/0002-use-a-database.md), [old](0001-use-files.md) and [gone](nowhere.md).\n\
                 +See [why](../adr/0002-use-a-database.md), [old](../adr/0001-use-files.md) and [gone](nowhere.md).\n"
            );
            assert_eq!(ran.err, "3 findings in 2 files can be mended; nothing was written\n");
            assert_eq!(place.read("docs/adr/0001-use-files.md"), OLD);
        }
        let fine = Place::with_document("# A\n\n[gone](b.md)\n");
        let ran = check(&fine, &["--diff"]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", "nothing to mend\n"));
    }

    #[test]
    fn a_path_and_an_anchor_of_one_link_are_both_mended() {
        let files = [
            ("docs/a.md", "# A\n\n[b](B.md#Data-Flow)\n"),
            ("docs/b.md", "# B\n\n## Data flow\n\n[A](a.md)\n"),
        ];
        assert_eq!(mended(&files, "docs/a.md"), "# A\n\n[b](b.md#data-flow)\n");
    }

    #[test]
    fn links_are_mended_in_every_form_in_which_they_are_written() {
        let text = "# A\n\n| Part | Link |\n|---|---|\n| B | [b](B.md) |\n\n<a href=\"B.md\">b</a>\n\n![p](Plan.png \"B.md\")\n\n\
                    [b], [again][b], `[b](B.md)`\n\n```\n[b](B.md)\n```\n\n[b]: B.md\n";
        let files = [("docs/a.md", text), ("docs/b.md", "# B\n"), ("docs/plan.png", "x")];
        assert_eq!(
            mended(&files, "docs/a.md"),
            "# A\n\n| Part | Link |\n|---|---|\n| B | [b](b.md) |\n\n<a href=\"b.md\">b</a>\n\n![p](plan.png \"B.md\")\n\n\
             [b], [again][b], `[b](B.md)`\n\n```\n[b](B.md)\n```\n\n[b]: b.md\n"
        );
    }

    #[test]
    fn the_number_of_a_title_follows_the_name_of_its_file() {
        let record = OLD.replace("# 1. Use files", "# ADR-0007: Use 7 files");
        let files = [("docs/adr/0003-use-files.md", record.as_str())];
        let mended = mended(&files, "docs/adr/0003-use-files.md");
        assert_eq!(mended, OLD.replace("# 1. Use files", "# ADR-0003: Use 7 files"));
    }

    #[test]
    fn a_record_says_what_superseded_it_in_its_own_form() {
        let later = "---\nstatus: accepted\nsupersedes: ADR-0001\n---\n# Use a database\n\n## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\ny\n";
        let earlier = "---\nstatus: \"accepted\"\ndate: 2024-05-01\n---\n# Use files\n\n## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\ny\n";
        let files = [("docs/adr/0001-use-files.md", earlier), ("docs/adr/0002-use-a-database.md", later)];
        let text = mended(&files, "docs/adr/0001-use-files.md");
        assert_eq!(text, earlier.replace("\"accepted\"", "\"superseded by ADR-0002\""));
        let listed = "# Use files\n\n* Status: accepted\n* Date: 2024-05-01\n\n## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\ny\n";
        let files = [("docs/adr/0001-use-files.md", listed), ("docs/adr/0002-use-a-database.md", later)];
        let text = mended(&files, "docs/adr/0001-use-files.md");
        assert_eq!(
            text,
            listed.replace("Status: accepted", "Status: superseded by [ADR-0002](0002-use-a-database.md)")
        );
    }

    #[test]
    fn a_record_says_what_it_superseded_beside_its_status() {
        let earlier = OLD.replace("Accepted", "Superseded by [2. Use a database](0002-use-a-database.md)");
        let later = NEW.replace("\nSupersedes [1. Use files](0001-use-files.md)\n", "");
        let files =
            [("docs/adr/0001-use-files.md", earlier.as_str()), ("docs/adr/0002-use-a-database.md", &later)];
        assert_eq!(mended(&files, "docs/adr/0002-use-a-database.md"), NEW);
    }

    #[test]
    fn parts_of_one_document_lead_to_each_other() {
        let text = "# Decisions\n\n## ADR-001: Use files\n\n**Status:** Accepted\n\n**Context:** few\n\n**Decision:** files\n\n\
                    ## ADR-002: Use a database\n\n**Status:** Accepted, supersedes ADR-001\n\n**Context:** many\n\n**Decision:** a database\n";
        assert_eq!(
            mended(&[("docs/decisions.md", text)], "docs/decisions.md"),
            text.replacen(
                "**Status:** Accepted\n",
                "**Status:** Superseded by [ADR-002](#adr-002-use-a-database)\n",
                1
            )
        );
    }
}

mod what_is_left_alone {
    use super::*;

    /// Checks that mending changes no file.
    fn unchanged(files: &[(&str, &str)]) {
        let place = Place::with(files);
        let ran = check(&place, &["--fix"]);
        assert_eq!(ran.err, "", "{ran:?}");
        for (path, text) in files {
            assert_eq!(place.read(path), *text, "{path}");
        }
    }

    #[test]
    fn a_file_that_may_be_one_of_several_or_has_a_name_that_many_have() {
        unchanged(&[
            (
                "docs/a.md",
                "# A\n\n[flow](old/data-flow.md), [its](orders/api.md), [near](berth-plans.md), [root](/berth-plan.md)\n",
            ),
            ("docs/one/data-flow.md", "# Flow\n"),
            ("docs/two/data-flow.md", "# Flow\n"),
            ("docs/billing/api.md", "# The interface of another one\n"),
            ("docs/quay/berth-plan.md", "# Berth plan\n"),
        ]);
    }

    #[test]
    fn a_file_without_what_the_link_points_to() {
        unchanged(&[
            ("docs/a.md", "# A\n\n[flow](old/data-flow.md#detail)\n"),
            ("docs/new/data-flow.md", "# Flow\n"),
        ]);
    }

    #[test]
    fn a_target_that_is_written_with_escapes() {
        unchanged(&[("docs/a.md", "# A\n\n[b](Data\\_Flow.md)\n"), ("docs/data_flow.md", "# B\n")]);
    }

    #[test]
    fn a_status_that_says_more_than_that_it_holds() {
        unchanged(&[
            ("docs/adr/0001-use-files.md", &OLD.replace("Accepted", "Accepted, see the minutes of May")),
            ("docs/adr/0002-use-a-database.md", NEW),
        ]);
        unchanged(&[
            ("docs/adr/0001-use-files.md", &OLD.replace("Accepted", "Deprecated")),
            ("docs/adr/0002-use-a-database.md", NEW),
        ]);
    }

    #[test]
    fn a_number_that_another_record_has_too() {
        let other = OLD.replace("# 1. Use files", "# 3. Use paper");
        let record = OLD.replace("# 1. Use files", "# 4. Use files");
        unchanged(&[("docs/adr/0003-use-paper.md", &other), ("docs/adr/0003-use-files.md", &record)]);
    }

    #[test]
    fn a_finding_that_the_portal_or_the_document_does_not_want() {
        let text = "# A\n\n[b](B.md) <!-- archsite-allow wrong-case: the file is renamed in May -->\n";
        unchanged(&[("docs/a.md", text), ("docs/b.md", "# B\n")]);
        let place = Place::with(&[("docs/a.md", "# A\n\n[b](B.md)\n"), ("docs/b.md", "# B\n")]);
        place.put(
            "book.toml",
            "[book]\nsrc = \"docs\"\n[output.archsite.check.rules]\nwrong-case = \"off\"\n",
        );
        let ran = place.run(&["check", "--fix"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(place.read("docs/a.md"), "# A\n\n[b](B.md)\n");
    }

    #[test]
    fn every_byte_beside_what_is_mended() {
        let place = Place::with(&[("docs/b.md", "# B\n")]);
        place.put("docs/a.md", b"\xEF\xBB\xBF# A\r\n\r\n[b](B.md)  \r\n\tx\r\n");
        let utf16 = |text: &str| {
            [vec![0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
        };
        place.put("docs/c.md", utf16("# C\n\n[b](B.md)"));
        place.put("docs/d.md", b"# D\n\n[b](B.md) caf\xE9\n");
        let record = [OLD.as_bytes(), b"caf\xE9\n"].concat();
        place.put("docs/adr/0001-use-files.md", &record);
        place.put("docs/adr/0002-use-a-database.md", NEW);
        check(&place, &["--fix"]);
        assert_eq!(
            fs::read(place.path("docs/a.md")).unwrap(),
            b"\xEF\xBB\xBF# A\r\n\r\n[b](b.md)  \r\n\tx\r\n"
        );
        assert_eq!(fs::read(place.path("docs/c.md")).unwrap(), utf16("# C\n\n[b](b.md)"));
        assert_eq!(
            fs::read(place.path("docs/d.md")).unwrap(),
            b"# D\n\n[b](B.md) caf\xE9\n",
            "it is no text"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_may_not_be_written_ends_it_with_2_and_no_other_is_written() {
        use std::os::unix::fs::PermissionsExt;
        let place = Place::with(&[("docs/a.md", "# A\n\n[b](B.md)\n"), ("docs/b.md", "# B\n\n[a](A.md)\n")]);
        fs::set_permissions(place.path("docs/b.md"), fs::Permissions::from_mode(0o444)).unwrap();
        let ran = check(&place, &["--fix"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("docs/b.md: it is read-only; nothing was written"), "{ran:?}");
        assert_eq!(place.read("docs/a.md"), "# A\n\n[b](B.md)\n");
        assert_eq!(fs::read_dir(place.path("docs")).unwrap().count(), 2);
    }
}

/// A line of a document that an architect might have written, right or nearly right.
fn line() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "[flow](data/Flow.md)",
        "[flow](Data/flow.md#Ends)",
        "[moved](old/berth-plan.md)",
        "[gone](old/nothing.md)",
        "[by name][Flow]",
        "[flow]: DATA/flow.md",
        "- ![plan](Plan.PNG) and [plan](plan.png)",
        "> [deep](data/FLOW.md \"Flow.md\")",
        "| [cell](data/Flow.md) | x |",
        "```",
        "<a href='Data/flow.md'>raw</a>",
        "Ünïcödé [é](data/Flow.md) — 漢字",
        "",
    ])
}

fn status() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "## Status\n\nAccepted\n",
        "## Status\n\nSuperseded by [2. B](0002-b.md)\n",
        "## Status\n\nAccepted\n\nSupersedes ADR-1\n",
        "* Status: accepted\n* Supersedes: ADR-0001\n",
        "**Status:** Accepted  \n**Date:** 2024-05-01\n",
        "Status: superseded by ADR-3\nDate: 2024-05-01\n",
        "| Status | Accepted |\n|---|---|\n| Supersedes | [2](0002-b.md) |\n",
    ])
}

proptest! {
    // Each case runs the program; there are enough of them to try every line beside every other.
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn mending_twice_is_mending_once_and_no_finding_comes_of_it(
        lines in prop::collection::vec(line(), 1..12),
        statuses in prop::collection::vec(status(), 3),
        is_crlf in any::<bool>(),
    ) {
        let end = if is_crlf { "\r\n" } else { "\n" };
        let text = format!("# A\n\n{}\n", lines.join("\n")).replace('\n', end);
        let place = Place::with(&[
            ("docs/a.md", text.as_str()),
            ("docs/data/flow.md", "# Flow\n\n## Ends\n\nHere.\n"),
            ("docs/ops/berth-plan.md", "# Berth plan\n"),
            ("docs/plan.png", "x"),
        ]);
        for (number, status) in statuses.iter().enumerate() {
            let name = ["a", "b", "c"][number];
            let number = number + 1;
            let record = format!("# {number}. {}\n\n{status}\n## Context\n\nx\n\n## Decision\n\ny\n\n## Consequences\n\nz\n", name.to_uppercase());
            place.put(&format!("docs/adr/000{number}-{name}.md"), record.replace('\n', end));
        }
        let state = || {
            ["a.md", "adr/0001-a.md", "adr/0002-b.md", "adr/0003-c.md"].map(|it| place.read(&format!("docs/{it}")))
        };
        let before = codes(&check(&place, &[]));
        let first = check(&place, &["--fix"]);
        let once = state();
        let second = check(&place, &["--fix"]);
        prop_assert_eq!(&state(), &once, "{:?}", second);
        prop_assert_eq!(codes(&first), codes(&second));
        let mended = first.err.lines().last().and_then(|line| line.strip_prefix("mended ")?.split(' ').next()?.parse().ok());
        prop_assert!(codes(&first).len() <= before.len() - mended.unwrap_or(0_usize), "{:?}\n{:?}", before, first);
        if is_crlf {
            prop_assert!(once.iter().all(|text| !text.replace("\r\n", "").contains(['\r', '\n'])), "{:?}", once);
        }
    }
}
