//! `archsite check` as a user runs it: what it finds, in which format, and how it ends.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::{Place, Ran};
use serde_json::Value;

/// Two documents: one is fine, the other has an error, a warning and a note.
fn orders_and_billing() -> Place {
    Place::with(&[
        ("docs/orders.md", "# Orders\n\nSee [the other](billing.md).\n"),
        (
            "docs/billing.md",
            "# Billing\n\nSee [it](missing.md) and [that]().\n\nSince [DATE], of [orders](orders.md).\n",
        ),
    ])
}

fn check(place: &Place, arguments: &[&str]) -> Ran {
    place.run(&[&["check", "docs", "--today", "2026-11-22"], arguments].concat())
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// Returns each finding as `file:line:column code`.
fn findings(ran: &Ran) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let told =
        |it: &Value| format!("{}:{}:{} {}", text(&it["file"]), it["line"], it["column"], text(&it["code"]));
    json(ran)["findings"].as_array().unwrap().iter().map(told).collect()
}

mod exit_codes {
    use super::*;

    #[test]
    fn findings_at_or_above_the_limit_end_a_check_with_1() {
        let broken = orders_and_billing();
        let misleading = Place::with_document("# A\n\n[that]()\n");
        let unfilled = Place::with_document("# A\n\nSince [DATE].\n");
        let fine = Place::with_document("# A\n\nText.\n");
        for (place, codes) in
            [(broken, [1, 1, 1]), (misleading, [0, 1, 1]), (unfilled, [0, 0, 1]), (fine, [0, 0, 0])]
        {
            for (limit, code) in ["error", "warning", "info"].into_iter().zip(codes) {
                let ran = check(&place, &["--fail-on", limit]);
                assert_eq!(ran.code, Some(code), "{limit}: {ran:?}");
            }
        }
    }

    #[test]
    fn without_a_limit_it_is_error() {
        assert_eq!(check(&orders_and_billing(), &[]).code, Some(1));
        assert_eq!(check(&Place::with_document("# A\n\n[that]()\n"), &[]).code, Some(0));
    }

    #[test]
    fn a_folder_that_is_not_there_and_settings_that_are_wrong_end_it_with_2() {
        let place = orders_and_billing();
        let ran = place.run(&["check", "nowhere"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("nowhere"), "{ran:?}");
        place.put("book.toml", "[book]\nsrc = \"docs\"\n\n[output.archsite]\nacent = \"teal\"\n");
        let ran = place.run(&["check", "--format", "json"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("book.toml:5:1") && ran.err.contains("accent"), "{ran:?}");
        assert_eq!(place.run(&["check", "docs", "--format", "xml"]).code, Some(2));
    }
}

mod for_people {
    use super::*;

    #[test]
    fn each_finding_shows_its_line_with_the_spot_marked_and_a_summary_by_rule_follows() {
        let ran = check(&orders_and_billing(), &[]);
        assert_eq!(ran.err, "");
        let (findings, summary) = ran.out.split_once("\nerror    broken-link").unwrap();
        assert!(
            findings.starts_with(
                "error[broken-link]: there is no file \"missing.md\"\n --> billing.md:3:5\n  |\n\
                 3 | See [it](missing.md) and [that]().\n  |     ^^^^^^^^^^^^^^^^\n"
            ),
            "{findings}"
        );
        for code in ["empty-link", "placeholder"] {
            assert!(findings.contains(&format!("[{code}]")), "{findings}");
        }
        assert_eq!(
            summary,
            "      1 in 1 file\nwarning  empty-link       1 in 1 file\ninfo     placeholder      1 in 1 file\n\n\
             1 error, 1 warning, 1 note in 2 documents\n"
        );
    }

    #[test]
    fn where_nothing_is_found_that_is_said() {
        let ran = check(&Place::with_document("# A\n\nText.\n"), &[]);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("no findings in 1 document\n", ""));
    }

    #[test]
    fn there_are_no_colours_where_there_is_no_terminal() {
        assert!(!check(&orders_and_billing(), &[]).out.contains('\u{1b}'));
    }

    #[test]
    fn verbose_tells_the_time_of_each_stage_and_no_page_is_rendered() {
        let ran = check(&orders_and_billing(), &["-v"]);
        let stages = ran.err.lines().filter_map(|line| line.split_whitespace().next());
        assert_eq!(stages.collect::<Vec<_>>(), ["read", "parse", "link"], "{}", ran.err);
    }
}

mod what_is_found {
    use super::*;

    #[test]
    fn the_order_is_file_line_column_and_code() {
        let place = orders_and_billing();
        place.put("docs/adr/0001.md", "# One\n\n[a](x.md) [b](y.md)\n\n[c](z.md)\n");
        assert_eq!(
            findings(&check(&place, &["--format", "json"])),
            [
                "adr/0001.md:1:1 orphan",
                "adr/0001.md:3:1 broken-link",
                "adr/0001.md:3:11 broken-link",
                "adr/0001.md:5:1 broken-link",
                "billing.md:3:5 broken-link",
                "billing.md:3:26 empty-link",
                "billing.md:5:7 placeholder",
            ]
        );
    }

    #[test]
    fn a_check_finds_what_a_build_finds_and_writes_nothing() {
        let place = orders_and_billing();
        place.put(
            "book.toml",
            "[book]\nsrc = \"docs\"\n[output.html.redirect]\n\"/orders.html\" = \"b.html\"\n",
        );
        place.put("docs/drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>");
        place.put("docs/README.md", "# Front\n\n![a drawing](drawing.svg)\n");
        place.put("docs/index.md", "# Index\n\n[gone](#nowhere)\n");
        place.put("theme/document.html", "{{ page.no_such_thing.at_all }}");
        place.put("theme/no-such-template.html", "x");
        let checked = place.run(&["check", "--today", "2026-11-22", "--format", "json"]);
        assert!(!place.has("site") && !place.has("book"), "a check writes nothing");
        let built = place.run(&["build", "--today", "2026-11-22", "--output", "site"]);
        assert_eq!(built.code, Some(0), "{built:?}");
        let portal: Value = serde_json::from_str(&place.read("site/portal.json")).unwrap();
        assert_eq!(json(&checked)["findings"], portal["findings"]);
        let found = findings(&checked).join("\n");
        for code in
            ["template-error", "unknown-theme-file", "output-collision", "active-svg", "broken-anchor"]
        {
            assert!(found.contains(code), "no {code} in:\n{found}");
        }
    }
}

mod rules {
    use super::*;

    fn set(place: &Place, settings: &str) {
        place.put("book.toml", format!("[book]\nsrc = \"docs\"\n\n{settings}"));
    }

    fn severities(place: &Place) -> Vec<String> {
        let ran = place.run(&["check", "--today", "2026-11-22", "--format", "json"]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let told =
            |it: &Value| format!("{} {} {}", text(&it["file"]), text(&it["code"]), text(&it["severity"]));
        json(&ran)["findings"].as_array().unwrap().iter().map(told).collect()
    }

    #[test]
    fn each_is_as_bad_as_the_portal_says() {
        let place = orders_and_billing();
        let rules = "[output.archsite.check.rules]\nbroken-link = \"info\"\nempty-link = \"error\"\n";
        set(&place, &format!("{rules}placeholder = \"off\"\n"));
        assert_eq!(severities(&place), ["billing.md broken-link info", "billing.md empty-link error"]);
        set(&place, &format!("{rules}placeholder = \"warning\"\n"));
        assert_eq!(severities(&place)[2..], ["billing.md placeholder warning"]);
    }

    #[test]
    fn some_files_have_their_own_and_the_later_override_holds() {
        let place = Place::with(&[
            ("docs/a.md", "# A\n\n[x](x.md), [b](drafts/b.md)\n"),
            ("docs/drafts/b.md", "# B\n\n[x](x.md), [c](agreed/c.md)\n"),
            ("docs/drafts/agreed/c.md", "# C\n\n[x](x.md), [a](../../a.md)\n"),
        ]);
        set(
            &place,
            "[output.archsite.check.rules]\nbroken-link = \"warning\"\n\n\
             [[output.archsite.check.override]]\npaths = [\"drafts/\"]\nrules = { broken-link = \"off\" }\n\n\
             [[output.archsite.check.override]]\npaths = [\"drafts/agreed/*.md\"]\nrules = { broken-link = \"error\" }\n",
        );
        assert_eq!(severities(&place), ["a.md broken-link warning", "drafts/agreed/c.md broken-link error"]);
    }

    #[test]
    fn what_is_off_is_told_nowhere_by_a_build_either() {
        let place = orders_and_billing();
        let settings = "[output.archsite.check.rules]\nbroken-link = \"off\"\nplaceholder = \"off\"\n";
        set(&place, &format!("{settings}empty-link = \"off\"\n"));
        let ran = place.run(&["build", "--output", "site", "--strict", "-v"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains(", no findings: "), "{ran:?}");
        let portal: Value = serde_json::from_str(&place.read("site/portal.json")).unwrap();
        assert_eq!(portal["findings"], serde_json::json!([]));
        let health = place.read("site/health.html");
        assert!(!health.contains("missing.md") && !health.contains("nobody has filled in"), "{health}");
        set(&place, "[output.archsite.check.rules]\nbroken-link = \"off\"\nempty-link = \"error\"\n");
        let ran = place.run(&["build", "--output", "site", "--strict"]);
        assert!(ran.code == Some(1) && ran.shown("empty-link") == 1, "{ran:?}");
    }

    #[test]
    fn what_is_no_rule_or_no_level_is_an_error_with_the_nearest() {
        let place = orders_and_billing();
        for (settings, words) in [
            (
                "[output.archsite.check.rules]\nbrokn-link = \"off\"\n",
                ["`brokn-link`", "did you mean `broken-link`?"],
            ),
            (
                "[output.archsite.check.rules]\nbroken-link = \"fatal\"\n",
                ["\"fatal\"", "\"warning\" or \"error\""],
            ),
            ("[output.archsite.check.rule]\nbroken-link = \"off\"\n", ["`rule`", "did you mean `rules`?"]),
            ("[output.archsite.chek.rules]\nbroken-link = \"off\"\n", ["`chek`", "did you mean `check`?"]),
            ("[[output.archsite.check.override]]\npaths = [\"a/\"]\n", ["needs `rules`", "give it both"]),
            (
                "[[output.archsite.check.override]]\npath = [\"a/\"]\nrules = {}\n",
                ["no key `path`", "did you mean `paths`?"],
            ),
        ] {
            set(&place, settings);
            let ran = place.run(&["check"]);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
            for word in words {
                assert!(ran.err.contains(word), "no {word} in:\n{}", ran.err);
            }
        }
    }

    #[test]
    fn a_comment_that_makes_an_exception_is_shown_to_no_reader() {
        let comment = "<!-- archsite-allow broken-link: it comes in March -->";
        let text = format!(
            "# Orders {comment}\n\nThe gateway hands [it](gone.md) on. {comment}\n\n\
             | Technology | Version |\n|---|---|\n| Kafka {comment} | [3.9](gone.md) |\n\n[B](b.md)\n"
        );
        let place =
            Place::with(&[("docs/orders.md", text.as_str()), ("docs/b.md", "# B\n\n[a](orders.md)\n")]);
        let ran = check(&place, &["--format", "json"]);
        assert_eq!(findings(&ran), ["orders.md:1:10 unused-exception"]);
        place.build();
        for (path, bytes) in place.site() {
            let is_copy = path == "orders.md";
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(text.contains("archsite-allow"), is_copy, "{path}: {text}");
        }
    }
}

mod explaining {
    use super::*;

    #[test]
    fn a_code_is_explained_with_what_why_how_and_an_example() {
        let place = orders_and_billing();
        let ran = place.run(&["explain", "broken-link"]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        for part in [
            "broken-link (error by default)",
            "leads to a file",
            "Why it matters",
            "How to mend it",
            "Example\n    See",
        ] {
            assert!(ran.out.contains(part), "no {part} in:\n{}", ran.out);
        }
        assert_eq!(
            place.run(&["explain", "error[broken-link]"]).out,
            ran.out,
            "as it is written in a report"
        );
        assert!(
            !place.run(&["explain", "unclosed-fence"]).out.contains("````"),
            "without the marks around it"
        );
    }

    #[test]
    fn without_a_code_all_are_listed() {
        let ran = orders_and_billing().run(&["explain"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let names = ran.out.lines().filter_map(|line| line.split_whitespace().next());
        let names: Vec<_> = names.collect();
        let all: Vec<_> = archsite::diagnostic::Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names, all);
    }

    #[test]
    fn an_unknown_code_is_an_error_with_the_nearest() {
        let ran = orders_and_billing().run(&["explain", "borken-link"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("did you mean broken-link?"), "{}", ran.err);
    }
}

mod for_programs {
    use super::*;
    use std::path::Path;

    /// Says why a value is not as a schema says, if it is not.
    fn validated(value: &Value, schema: Value) -> Result<(), String> {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.enable_format_assertions();
        compiler.add_resource("schema.json", schema).unwrap();
        let number = compiler.compile("schema.json", &mut schemas).unwrap_or_else(|error| panic!("{error}"));
        schemas.validate(value, number).map_err(|error| format!("{error:#}"))
    }

    /// Fails where a value is not as a schema says.
    #[track_caller]
    fn assert_as(value: &Value, schema: Value) {
        if let Err(why) = validated(value, schema) {
            panic!("{why}");
        }
    }

    /// Fails where a value is not as a schema of this repository says.
    #[track_caller]
    fn assert_valid(value: &Value, schema: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
        assert_as(value, serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap());
    }

    /// Returns what the schema that OASIS published says; a package on the registry carries it.
    fn schema_of_sarif() -> Value {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = std::process::Command::new(cargo)
            .args(["metadata", "--format-version", "1", "--locked"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut packages = metadata["packages"].as_array().unwrap().iter();
        let package = packages.find(|it| it["name"] == "serde-sarif").expect("it is in the lock file");
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        serde_json::from_str(&std::fs::read_to_string(folder.join("src/schema.json")).unwrap()).unwrap()
    }

    #[test]
    fn sarif_is_as_the_published_schema_says() {
        let place = many_kinds();
        place.put(".git/HEAD", "");
        let schema = schema_of_sarif();
        assert!(schema["$id"].as_str().unwrap().contains("sarif-schema-2.1.0"), "{}", schema["$id"]);
        let log = json(&place.run(&["check", "--today", "2026-11-22", "--format", "sarif"]));
        assert_as(&log, schema.clone());
        let run = &log["runs"][0];
        let uris: Vec<&str> = run["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            .map(|uri| uri.as_str().unwrap())
            .collect();
        for uri in ["docs/a%20b.md", "docs/adr/0001.md", "theme/no-such-template.html"] {
            assert!(uris.contains(&uri), "no {uri} in {uris:?}");
        }
        assert!(run["results"].as_array().unwrap().iter().any(|it| it["relatedLocations"].is_array()));
        assert_as(&json(&check(&Place::with_document("# A\n"), &["--format", "sarif"])), schema.clone());
        let mut wrong = log;
        wrong["runs"][0]["results"][0]["level"] = "fatal".into();
        assert!(validated(&wrong, schema).is_err(), "a schema that lets everything through proves nothing");
    }

    /// A portal in a folder of a repository, with findings of many kinds.
    fn many_kinds() -> Place {
        Place::with(&[
            ("book.toml", "[book]\nsrc = \"docs\"\n"),
            ("docs/adr/0001.md", "# 1. One\n\nStatus: accepted\n"),
            ("docs/adr/0001-b.md", "# 1. Another\n\nStatus: accepted\n"),
            ("docs/a b.md", "# Größe\n\nÄ [x](gone.md) und [y]() seit [DATE].\n\n```\nnie\n\n## Zu\n"),
            ("theme/no-such-template.html", "x"),
        ])
    }

    #[test]
    fn paths_of_sarif_and_github_are_those_of_the_repository_and_of_the_others_those_of_the_documents() {
        let place = Place::with(&[
            (".git/HEAD", ""),
            ("services/orders/book.toml", "[book]\nsrc = \"docs\"\n"),
            ("services/orders/docs/adr/a.md", "# A\n\n[x](gone.md)\n"),
            ("services/orders/theme/no-such-template.html", "x"),
        ]);
        let ran = |format| place.run(&["check", "services/orders", "--format", format]).out;
        for format in ["sarif", "github"] {
            let out = ran(format);
            assert!(out.contains("services/orders/docs/adr/a.md"), "{out}");
            assert!(out.contains("services/orders/theme/no-such-template.html"), "{out}");
        }
        for format in ["human", "json", "junit"] {
            let out = ran(format);
            assert!(out.contains("adr/a.md") && !out.contains("orders/docs"), "{out}");
        }
    }

    #[test]
    fn github_makes_annotations_of_the_worst_and_a_summary_of_all() {
        let links: String = (0..12).map(|n| format!("[x](gone-{n}.md)\n\n")).collect();
        let place = Place::with(&[("docs/a.md", format!("# A\n\nSince [DATE].\n\n{links}"))]);
        let mut command = place.command(&["check", "docs", "--format", "github"]);
        command.env("GITHUB_STEP_SUMMARY", place.path("summary.md"));
        place.put("summary.md", "# Another step\n");
        let ran = program::finish(&mut command);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{ran:?}");
        let lines: Vec<&str> = ran.out.lines().collect();
        assert!(lines[..10].iter().all(|line| line.starts_with("::error file=a.md,line=")), "{}", ran.out);
        assert!(lines[10].starts_with("::notice file=a.md,line=3,col=7,endColumn=13,title=placeholder::"));
        assert_eq!(lines[11], "::group::2 more that GitHub has no room for");
        let summary = place.read("summary.md");
        assert!(
            summary.starts_with("# Another step\n## archsite check\n\n12 errors, 1 note in 1 document\n")
        );
        assert_eq!(summary.matches("| broken-link |").count(), 12, "{summary}");
        assert_eq!(
            check(&place, &["--format", "github"]).out,
            ran.out,
            "without a summary the log is the same"
        );
    }

    #[test]
    fn junit_counts_what_fails_the_check_as_failures() {
        let place = orders_and_billing();
        let failures = |limit| {
            let xml = check(&place, &["--format", "junit", "--fail-on", limit]).out;
            assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), "{xml}");
            xml.matches("<failure ").count()
        };
        assert_eq!((failures("error"), failures("warning"), failures("info")), (1, 2, 3));
        let xml = check(&place, &["--format", "junit"]).out;
        assert!(xml.contains("tests=\"4\" failures=\"1\""), "{xml}");
        assert!(xml.contains("<testcase classname=\"orders.md\" name=\"no findings\""), "{xml}");
    }

    #[test]
    fn json_is_as_its_schema_says() {
        let place = orders_and_billing();
        place.put("docs/adr/0001.md", "# 1. One\n\nStatus: accepted\n");
        place.put("docs/adr/0001-b.md", "# 1. Another\n\nStatus: accepted\n");
        let found = json(&check(&place, &["--format", "json"]));
        assert_valid(&found, "docs/findings.schema.json");
        let number = |severity: &str| {
            found["findings"].as_array().unwrap().iter().filter(|it| it["severity"] == severity).count()
        };
        for severity in ["error", "warning", "info"] {
            assert!(number(severity) > 0 && found["summary"][severity] == number(severity), "{found}");
        }
        assert!(
            found["findings"].as_array().unwrap().iter().any(|it| it["related"][0]["message"].is_string()),
            "{found}"
        );
        let nothing = json(&check(&Place::with_document("# A\n"), &["--format", "json"]));
        assert_valid(&nothing, "docs/findings.schema.json");
        assert_eq!(nothing["findings"], serde_json::json!([]));
    }
}

mod the_ratchet {
    use super::*;

    fn baseline(place: &Place) -> Ran {
        check(place, &["--baseline", "baseline.json", "--format", "json"])
    }

    #[test]
    fn what_was_there_is_accepted_and_what_is_new_fails() {
        let place = orders_and_billing();
        let written = check(&place, &["--baseline", "baseline.json", "--write-baseline"]);
        assert_eq!((written.code, written.out.as_str()), (Some(0), "3 findings accepted: baseline.json\n"));
        let ran = baseline(&place);
        assert_eq!((ran.code, findings(&ran)), (Some(0), Vec::new()), "{ran:?}");
        assert_eq!(ran.err, "3 findings accepted by the baseline\n");
        place.put("docs/orders.md", "# Orders\n\nSee [the other](billing.md) and [more](more.md).\n");
        let ran = baseline(&place);
        assert_eq!((ran.code, findings(&ran)), (Some(1), vec!["orders.md:3:33 broken-link".to_owned()]));
    }

    #[test]
    fn what_only_moved_or_stands_in_a_line_that_was_mended_is_not_new() {
        let place = orders_and_billing();
        check(&place, &["--baseline", "baseline.json", "--write-baseline"]);
        place.put(
            "docs/billing.md",
            "# Billing\n\nBills go out at noon.\n\nAs agreed, see [it](missing.md) and not [that]().\n\nSince [DATE], that is, of [orders](orders.md).\n",
        );
        assert_eq!(findings(&baseline(&place)), [""; 0]);
    }

    #[test]
    fn one_more_of_the_same_is_new() {
        let place = Place::with_document("# A\n\nSee [it](gone.md).\n");
        check(&place, &["--baseline", "baseline.json", "--write-baseline"]);
        place.put("docs/a.md", "# A\n\nSee [it](gone.md).\n\nSee [it](gone.md).\n");
        assert_eq!(findings(&baseline(&place)), ["a.md:5:5 broken-link"]);
    }

    #[test]
    fn what_is_mended_is_told_so_that_the_baseline_can_shrink() {
        let place = orders_and_billing();
        check(&place, &["--baseline", "baseline.json", "--write-baseline"]);
        place.put("docs/billing.md", "# Billing\n\nSince [DATE], of [orders](orders.md).\n");
        let ran = check(&place, &["--baseline", "baseline.json"]);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (
                Some(0),
                "no findings in 2 documents\n1 finding accepted by the baseline; 2 findings that it accepts are gone: write it anew\n"
            )
        );
        check(&place, &["--baseline", "baseline.json", "--write-baseline"]);
        let text = place.read("baseline.json");
        assert!(text.contains("\"[DATE]\": 1") && !text.contains("missing.md"), "{text}");
    }

    #[test]
    fn the_same_findings_make_the_same_bytes() {
        let place = orders_and_billing();
        for name in ["a.json", "b.json"] {
            check(&place, &["--baseline", name, "--write-baseline"]);
        }
        assert_eq!(place.read("a.json"), place.read("b.json"));
    }

    #[test]
    fn a_baseline_that_is_not_there_or_is_none_ends_a_check_with_2() {
        let place = orders_and_billing();
        let ran = baseline(&place);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("--write-baseline"), "{}", ran.err);
        place.put("baseline.json", "[]");
        let ran = baseline(&place);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("cannot be read"), "{}", ran.err);
        assert_eq!(check(&place, &["--write-baseline"]).code, Some(2), "it says where to");
        let ran = check(&place, &["--baseline", "nowhere/b.json", "--write-baseline"]);
        assert!(ran.code == Some(2) && ran.err.contains("nowhere"), "{ran:?}");
    }
}

mod the_example {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// A fault as `example-site/FAULTS.md` lists it: code, file, line.
    type Fault = (String, String, u64);

    fn text() -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site/FAULTS.md");
        std::fs::read_to_string(path).unwrap()
    }

    fn planted(text: &str) -> BTreeSet<Fault> {
        let rows = text.lines().filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [code, file, number, _] = cells.get(..4)?.try_into().ok()?;
            Some((code.to_owned(), file.to_owned(), number.parse().ok()?))
        });
        rows.collect()
    }

    /// Returns how many findings of each code there are to be.
    fn counts(text: &str) -> BTreeMap<String, usize> {
        let line = text.lines().find_map(|line| line.strip_prefix("Counts: ")).unwrap();
        let counts = line.trim_end_matches('.').split(", ").map(|count| {
            let mut words = count.split_whitespace();
            let (code, number) = (words.next().unwrap(), words.next().unwrap());
            (code.to_owned(), number.parse().unwrap())
        });
        counts.collect()
    }

    fn place(code: &str, place: &Value) -> Fault {
        (code.to_owned(), place["file"].as_str().unwrap().to_owned(), place["line"].as_u64().unwrap())
    }

    #[test]
    fn its_findings_are_the_faults_that_were_left_in_it() {
        let text = text();
        let planted = planted(&text);
        assert!(planted.len() > 20, "{planted:?}");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
        let place_to_run = Place::with_document("");
        let ran = place_to_run.run(&[
            "check",
            folder.to_str().unwrap(),
            "--today",
            "2026-11-22",
            "--format",
            "json",
        ]);
        let found = json(&ran);
        let mut seen: BTreeSet<Fault> = BTreeSet::new();
        let mut number_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut unexpected = Vec::new();
        for finding in found["findings"].as_array().unwrap() {
            let code = finding["code"].as_str().unwrap();
            *number_of.entry(code.to_owned()).or_default() += 1;
            // A fault of two lines is one finding, whose other line is told with it.
            let related = finding["related"].as_array().unwrap();
            let places: Vec<Fault> = related.iter().chain([finding]).map(|it| place(code, it)).collect();
            if !places.iter().any(|place| planted.contains(place)) {
                unexpected.push(finding);
            }
            seen.extend(places);
        }
        let missed: Vec<_> = planted.difference(&seen).collect();
        assert!(
            unexpected.is_empty() && missed.is_empty(),
            "missed: {missed:#?}\nunexpected: {unexpected:#?}"
        );
        assert_eq!(number_of, counts(&text), "FAULTS.md counts otherwise");
    }
}

mod strict {
    use super::*;

    #[test]
    fn an_error_of_any_kind_keeps_the_old_site_to_the_byte() {
        let place = Place::with(&[
            ("book.toml", "[book]\nsrc = \"docs\"\n"),
            ("docs/a.md", "# A\n\n[b](b.md)\n"),
            ("docs/b.md", "# B\n\n[a](a.md)\n"),
        ]);
        let build = |place: &Place| place.run(&["build", "--output", "site", "--strict"]);
        assert_eq!(build(&place).code, Some(0));
        let before = place.site();
        for (path, spoilt, code) in [
            ("docs/a.md", "# A\n\n[b](gone.md)\n", "broken-link"),
            ("theme/document.html", "{{ page.no_such_thing.at_all }}", "template-error"),
            ("docs/b/index.md", "# B again\n\n[a](../a.md#nowhere)\n", "broken-anchor"),
        ] {
            let old = place.has(path).then(|| place.read(path));
            place.put(path, spoilt);
            let ran = build(&place);
            assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran:?}");
            assert!(ran.shown(code) == 1 && ran.err.contains("nothing was published"), "{}", ran.err);
            assert_eq!(place.site(), before, "{code}");
            match old {
                Some(text) => place.put(path, text),
                None => std::fs::remove_file(place.path(path)).unwrap(),
            }
        }
        assert_eq!(build(&place).code, Some(0));
    }

    #[test]
    fn what_a_portal_calls_an_error_is_one_and_what_it_excepts_is_none() {
        let place = Place::with(&[
            ("book.toml", "[book]\nsrc = \"docs\"\n[output.archsite.check.rules]\nempty-link = \"error\"\n"),
            ("docs/a.md", "# A\n\n[b]()\n"),
        ]);
        let build = |place: &Place| place.run(&["build", "--output", "site", "--strict"]).code;
        assert_eq!(build(&place), Some(1));
        place.put("docs/a.md", "# A\n\n[b]() <!-- archsite-allow empty-link: told on Monday -->\n");
        assert_eq!(build(&place), Some(0));
    }
}
