//! The command line: which stream says what, exit codes, arguments, and how mistakes are told.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::{Place, Ran, finish};
use std::fs;

/// Two documents: one is fine, the other has an error and a warning.
fn two_documents() -> Place {
    Place::with(&[
        ("docs/a.md", "# Orders\n\nSee [the other](b.md).\n"),
        ("docs/b.md", "# Billing\n\nSee [it](missing.md) and [that]().\n\n[Orders](a.md).\n"),
    ])
}

/// Trouble is told on stderr alone, in words, and ends with 2.
#[track_caller]
fn assert_trouble(ran: &Ran, words: &[&str]) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    for word in words {
        assert!(ran.err.contains(word), "no {word:?} in:\n{}", ran.err);
    }
}

mod streams {
    use super::*;

    #[test]
    fn the_closing_line_is_all_that_stdout_gets() {
        let place = two_documents();
        let out = place.build().out;
        assert_eq!(out.lines().count(), 1, "{out}");
        assert!(out.starts_with("2 documents, 6 pages, "), "{out}");
        assert!(out.ends_with(" s, 2 findings: site/index.html\n"), "{out}");
    }

    #[test]
    fn findings_go_to_stderr_errors_in_full_and_the_rest_as_numbers() {
        let err = two_documents().build().err;
        assert!(
            err.starts_with("error[broken-link]: there is no file \"missing.md\"\n --> b.md:3:5\n"),
            "{err}"
        );
        assert!(err.ends_with("warning: 1 of empty-link, in b.md; -v shows all\n"), "{err}");
    }

    #[test]
    fn a_build_without_findings_says_nothing_on_stderr() {
        let ran = Place::with_document("# A\n\nText.\n").build();
        assert_eq!(ran.err, "");
        assert!(ran.out.contains(", no findings: "), "{}", ran.out);
    }

    #[test]
    fn quiet_says_nothing_but_errors() {
        let place = two_documents();
        for quiet in ["-q", "--quiet"] {
            let ran = place.build_with(&[quiet]);
            assert_eq!(ran.out, "");
            assert!(ran.shown("broken-link") == 1 && !ran.err.contains("empty-link"), "{}", ran.err);
        }
        place.put("docs/b.md", "# Billing\n\n[that]()\n");
        let ran = place.build_with(&["-q"]);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    }

    #[test]
    fn verbose_shows_all_findings_and_the_time_of_each_stage() {
        let ran = two_documents().build_with(&["-v"]);
        assert!(ran.shown("broken-link") == 1 && ran.shown("empty-link") == 1, "{}", ran.err);
        let stages: Vec<_> = ran.err.lines().filter(|line| line.ends_with(" ms")).collect();
        let names: Vec<_> = stages.iter().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(names, ["read", "parse", "link", "rooms", "render", "close", "write"], "{}", ran.err);
        for stage in stages {
            let words: Vec<_> = stage.split_whitespace().collect();
            assert!(stage.starts_with("  ") && words.len() == 3, "{stage:?}");
            let (whole, tenths) = words[1].split_once('.').unwrap();
            assert!(whole.parse::<u64>().is_ok() && tenths.len() == 1, "{stage:?}");
        }
        assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    }

    #[test]
    fn verbose_shows_what_colours_the_code() {
        let place = two_documents();
        let fences = ["rs", "rust", "haskell", "klingon", "yml"].map(|name| format!("```{name}\n1\n```\n"));
        place.put("docs/b.md", format!("# Billing\n\n{}", fences.join("\n")));
        let err = place.build_with(&["-v"]).err;
        for line in
            ["  code by the lexer: Rust, YAML", "  code by a grammar: Haskell", "  code left plain: klingon"]
        {
            assert!(err.lines().any(|shown| shown == line), "{line}: {err}");
        }
    }

    #[test]
    fn no_escape_code_goes_where_there_is_no_terminal() {
        let place = two_documents();
        for value in [None, Some("1"), Some("")] {
            let mut command = place.command(&["build", "docs", "--output", "site", "-v"]);
            command.env("TERM", "xterm-256color").env("CLICOLOR_FORCE", "1");
            value.map(|value| command.env("NO_COLOR", value));
            let ran = finish(&mut command);
            assert!(!ran.err.contains('\u{1B}') && !ran.out.contains('\u{1B}'), "{ran:?}");
        }
        let usage = place.run(&["bild"]);
        assert!(!usage.err.contains('\u{1B}'), "{usage:?}");
    }

    #[test]
    fn a_reader_who_went_away_does_not_spoil_the_build() {
        let place = two_documents();
        let mut command = place.command(&["build", "docs", "--output", "site", "-v"]);
        let (out_reader, out) = std::io::pipe().unwrap();
        let (err_reader, err) = std::io::pipe().unwrap();
        drop((out_reader, err_reader));
        let code = command.stdout(out).stderr(err).status().unwrap().code();
        assert_eq!(code, Some(0));
        assert!(place.has("site/b.html"));
    }

    #[test]
    fn help_and_version_are_results() {
        let place = Place::with_document("");
        let version = place.run(&["--version"]);
        assert_eq!(version.out, concat!("archsite ", env!("CARGO_PKG_VERSION"), "\n"));
        for arguments in [&["--help"][..], &["build", "--help"], &["-h"]] {
            let help = place.run(arguments);
            assert_eq!((help.code, help.err.as_str()), (Some(0), ""), "{arguments:?}");
            assert!(help.out.contains("Usage: archsite"), "{}", help.out);
        }
        for option in [
            "[PATH]",
            "--output",
            "--base-url",
            "--strict",
            "--today",
            "--jobs",
            "-q, --quiet",
            "-v, --verbose",
        ] {
            assert!(place.run(&["build", "--help"]).out.contains(option), "{option} is not in the help");
        }
    }
}

mod exit_codes {
    use super::*;

    #[test]
    fn findings_do_not_fail_a_build() {
        assert_eq!(two_documents().build().code, Some(0));
    }

    #[test]
    fn strict_fails_on_errors_and_keeps_the_old_site() {
        let place = Place::with_document("# Old\n");
        place.build();
        let before = place.site();
        place.put("docs/a.md", "# New\n\n[it](missing.md)\n");
        let ran = place.run(&["build", "docs", "--output", "site", "--strict"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran:?}");
        assert!(ran.shown("broken-link") == 1 && ran.err.contains("nothing was published"), "{}", ran.err);
        assert_eq!(place.site(), before);
        assert_eq!(place.run(&["build", "docs", "--output", "new", "--strict"]).code, Some(1));
        assert!(!place.has("new"), "nor is a first site begun");
    }

    #[test]
    fn strict_passes_what_is_no_error() {
        let place = Place::with_document("# A\n\n[that]()\n");
        assert!(place.build_with(&["--strict"]).err.contains("1 of empty-link"));
        assert!(place.has("site/a.html"));
    }

    #[test]
    fn wrong_usage_ends_with_2_and_says_what_would_be_right() {
        let place = two_documents();
        assert_trouble(&place.run(&[]), &["Usage: archsite"]);
        assert_trouble(&place.run(&["bild"]), &["'bild'", "'build'"]);
        let build = |arguments: &[&str]| place.run(&[&["build", "docs"], arguments].concat());
        assert_trouble(&build(&["--strickt"]), &["'--strickt'", "'--strict'"]);
        assert_trouble(&build(&["-q", "-v"]), &["'--quiet' cannot be used with '--verbose'"]);
        assert_trouble(&build(&["more"]), &["'more'"]);
        assert_trouble(&build(&["--output"]), &["--output <DIR>"]);
        for day in ["yesterday", "2026-02-30", "2026-13-01", "2026-02", "01/02/2026", ""] {
            assert_trouble(&build(&["--today", day]), &["--today", "a day such as 2026-03-16 is wanted"]);
        }
        for jobs in ["none", "-1", "1.5", "0", "100000", "99999999999999999999"] {
            assert_trouble(&build(&[&format!("--jobs={jobs}")]), &["--jobs", "a number from 1 to "]);
        }
        for url in ["portal", "ftp://example.org", "https://", "https://a b", "https://a/\"", "javascript:x"]
        {
            assert_trouble(&build(&["--base-url", url]), &["--base-url", "https://docs.example.org/portal/"]);
        }
        assert!(!place.has("site"), "nothing was built on the way");
    }

    #[test]
    fn a_path_that_is_missing_or_a_file_is_named() {
        let place = two_documents();
        assert_trouble(&place.run(&["build", "dogs"]), &["error: dogs: there is no such file or folder\n"]);
        assert_trouble(
            &place.run(&["build", "docs/a.md"]),
            &["error: docs/a.md: this is a file\n", "name the folder that holds the documents"],
        );
    }

    #[test]
    fn an_output_that_cannot_be_is_named_with_the_reason_and_the_mend() {
        let place = two_documents();
        place.put("docs/c.md", "# C\n\n[gone](gone.md)\n");
        place.put("thesis/thesis.doc", "years of work");
        place.put("file", "");
        for (output, words) in [
            ("docs", ["cannot write the site to docs: it is the folder of the documents", "name a folder"]),
            (".", ["cannot write the site to .: the folder of the documents is in it", "name a folder"]),
            ("thesis", ["to thesis: it is not empty and archsite did not make it", "name an empty folder"]),
            ("file", ["to file: it is a file", "name a folder"]),
            ("file/site", ["to file/site: a part of its path is a file", "name a folder"]),
            ("/", ["to /: it is the root of a file system", "name a folder"]),
        ] {
            let ran = place.run(&["build", "docs", "--output", output]);
            assert_trouble(&ran, &words);
            assert!(!ran.err.contains("the old site"), "there is none: {}", ran.err);
            assert!(!ran.err.contains("gone.md"), "nothing is built first: {}", ran.err);
        }
        assert_eq!(fs::read_dir(place.path("thesis")).unwrap().count(), 1);
        assert_eq!(fs::read_dir(place.path("docs")).unwrap().count(), 3);
    }

    #[test]
    fn a_home_folder_is_no_site() {
        let place = two_documents();
        fs::create_dir(place.path("me")).unwrap();
        let mut command = place.command(&["build", "docs", "--output", "me"]);
        assert_trouble(&finish(command.env("HOME", place.path("me"))), &["it is or holds a home folder"]);
    }
}

mod folders {
    use super::*;

    #[test]
    fn output_goes_before_build_dir_and_that_before_site() {
        let place = two_documents();
        place.run(&["build", "docs"]);
        assert!(place.has("site/index.html"), "`site` in the current folder");
        place.put("portal/book.toml", "[book]\nsrc = \"text\"\n[build]\nbuild-dir = \"out/html\"\n");
        place.put("portal/text/a.md", "# A\n");
        let ran = place.run(&["build", "portal"]);
        assert!(ran.out.ends_with(": portal/out/html/index.html\n"), "{ran:?}");
        assert!(place.has("portal/out/html/index.html"), "build-dir counts from the portal's root");
        place.run(&["build", "portal", "--output", "elsewhere"]);
        assert!(place.has("elsewhere/index.html"));
    }

    #[test]
    fn the_current_folder_is_built_where_no_path_is_given() {
        let place = two_documents();
        let ran = finish(place.command(&["build"]).current_dir(place.path("docs")));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let again = finish(place.command(&["build"]).current_dir(place.path("docs")));
        assert!(again.out.starts_with("2 documents, "), "a site in the folder is not read: {}", again.out);
        assert!(place.has("docs/site/b.html") && !place.has("docs/site/site"));
    }

    #[test]
    fn a_book_without_its_source_folder_is_told_what_to_set() {
        let place = Place::with(&[("book.toml", "[book]\ntitle = \"T\"\n"), ("other/a.md", "# A\n")]);
        let ran = place.run(&["build"]);
        assert_trouble(&ran, &["src: the folder of documents is not there", "set src under [book]"]);
    }

    #[test]
    fn a_book_that_is_no_file_is_told() {
        let place = two_documents();
        fs::create_dir(place.path("docs/book.toml")).unwrap();
        assert_trouble(&place.run(&["build", "docs"]), &["docs/book.toml: "]);
    }
}

mod settings {
    use super::*;

    fn built_with(book: &str) -> Ran {
        Place::with(&[("book.toml", book), ("src/a.md", "# A\n")]).run(&["build", "--output", "site"])
    }

    #[test]
    fn an_unknown_key_is_shown_with_its_place_and_the_nearest_key() {
        let ran = built_with("[book]\ntitle = \"T\"\n\n[output.archsite]\nfollow-link = true\n");
        assert_trouble(
            &ran,
            &["error[invalid-configuration]", "book.toml:5:1", "follow-link = true", "`follow-links`"],
        );
    }

    #[test]
    fn a_wrong_type_is_shown_with_its_place_and_what_is_wanted() {
        let ran = built_with("[output.archsite]\nfollow-links = \"yes\"\n");
        assert_trouble(&ran, &["error[invalid-configuration]", "book.toml:2:16", "true"]);
    }

    #[test]
    fn what_is_no_toml_is_shown_with_its_place() {
        assert_trouble(
            &built_with("[book]\ntitle = \"T\n"),
            &["error[invalid-configuration]", "book.toml:2:"],
        );
        assert_trouble(&built_with("[book\n"), &["book.toml:1:"]);
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let ran = built_with("[output.archsite]\nfoo = 1\nbar = 2\n");
        assert_eq!(ran.shown("invalid-configuration"), 2, "{}", ran.err);
    }

    #[test]
    fn keys_of_mdbook_that_are_not_used_are_passed_over() {
        let ran = built_with(
            "[book]\nmultilingual = false\n[preprocessor.toc]\n[output.html.fold]\nenable = true\n",
        );
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    }

    #[test]
    fn a_base_url_makes_what_needs_absolute_addresses() {
        let place = two_documents();
        place.build();
        assert!(!place.has("site/sitemap.xml") && !place.read("site/a.html").contains("rel=\"canonical\""));
        let not_found = place.read("site/404.html");
        assert!(not_found.contains("href=\"index.html\"") && !not_found.contains("https://"), "{not_found}");
        for url in ["https://docs.example.org/portal/", "https://docs.example.org/portal"] {
            place.build_with(&["--base-url", url]);
            let sitemap = place.read("site/sitemap.xml");
            assert!(sitemap.contains("<loc>https://docs.example.org/portal/a.html</loc>"), "{sitemap}");
            let canonical = "<link rel=\"canonical\" href=\"https://docs.example.org/portal/a.html\"";
            assert!(place.read("site/a.html").contains(canonical), "{}", place.read("site/a.html"));
            let not_found = place.read("site/404.html");
            assert!(not_found.contains("href=\"https://docs.example.org/portal/index.html\""), "{not_found}");
            let relative = not_found.split(" href=\"").skip(1).find(|link| !link.starts_with(['h', '#']));
            assert_eq!(relative, None, "a server shows this page at any depth");
        }
        place.build();
        assert!(!place.has("site/sitemap.xml"), "what is made no more is removed");
    }

    #[test]
    fn a_day_and_a_number_of_threads_are_taken() {
        let place = two_documents();
        place.build_with(&["--today", "2026-03-16", "--jobs", "1"]);
        let one = place.site();
        place.build_with(&["--jobs", "8"]);
        assert_eq!(place.site(), one);
        let mut command = place.command(&["build", "docs", "--output", "site"]);
        let ran = finish(command.env("SOURCE_DATE_EPOCH", "not a number"));
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
}

mod show {
    use super::*;
    use serde_json::Value;

    fn place() -> Place {
        Place::with(&[
            (
                "docs/gate.md",
                "# Gate\n\n**Status:** Active\n**Owner:** [TEAM]\n\nLets trucks in; see [the yard](yard.md).\n\n\
                 ## Stack\n\n| Technology | Version |\n|---|---|\n| Rust | 1.85 |\n",
            ),
            ("docs/adr/0001-one-queue.md", "# 1. One queue\n\nDate: 2024-05-01\n\n## Status\n\nAccepted\n"),
        ])
    }

    #[test]
    fn each_value_stands_with_its_line_and_column() {
        let ran = place().run(&["show", "gate.md", "docs"]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        let said: Vec<String> =
            ran.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for line in [
            "gate.md: Gate",
            "3:13 status active \"Active\"",
            "updated none was read",
            "4:12 Owner is not filled in",
            "12:1 technologies Technology Rust, Version 1.85",
            "4:12 [TEAM]",
            "39%: the text 78%, 1 of 2 fields of metadata have a value",
            "4:12 info[placeholder]: nobody has filled in \"[TEAM]\" yet",
            "6:21 error[broken-link]: there is no file \"yard.md\"",
        ] {
            assert!(said.iter().any(|it| it == line), "no {line:?} in:\n{}", ran.out);
        }
    }

    #[test]
    fn programs_get_the_same_as_json() {
        let ran = place().run(&["show", "adr/0001-one-queue.md", "docs", "--format", "json"]);
        let account: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(account["document"], "adr/0001-one-queue.md");
        let values = account["decisions"][0]["values"].as_array().unwrap();
        let status = values.iter().find(|value| value["name"] == "status").unwrap();
        assert_eq!((&status["value"], &status["line"]), (&"accepted".into(), &7.into()));
        assert_eq!(account["completeness"]["value"], 1.0);
    }

    #[test]
    fn a_document_is_found_by_its_path_on_disk_too() {
        let place = place();
        assert!(place.run(&["show", "docs/gate.md", "docs"]).out.starts_with("gate.md: Gate\n"));
        assert!(place.run(&["show", "docs/gate.md"]).out.starts_with("docs/gate.md: Gate\n"));
    }

    #[test]
    fn a_name_that_is_no_document_is_told_with_the_nearest() {
        let place = place();
        let ran = place.run(&["show", "gat.md", "docs"]);
        assert_trouble(&ran, &["there is no document gat.md in docs", "did you mean gate.md?"]);
        assert_trouble(&place.run(&["show", "gate.md", "nowhere"]), &["nowhere"]);
        assert_trouble(&place.run(&["show", "gate.md", "docs", "--format", "xml"]), &["human", "json"]);
    }
}
