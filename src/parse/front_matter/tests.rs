//! Front matter as people write it, broken and hostile forms among it.

use super::*;
use proptest::prelude::*;

fn read_text(text: &str) -> (Option<FrontMatter>, Vec<Diagnostic>) {
    read(text, &SourcePath::new("a.md"))
}

/// Shows front matter as `key=value; …`, lists in brackets, maps in braces.
fn shown(text: &str) -> String {
    fn show(value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::List(items) => {
                let items = items.iter().map(|item| {
                    if item.fields.is_empty() { item.text.clone() } else { format!("{}{{…}}", item.text) }
                });
                format!("[{}]", items.collect::<Vec<_>>().join("|"))
            }
            Value::Map(entries) => format!("{{{}}}", show_all(entries)),
            Value::Empty => "∅".to_owned(),
        }
    }
    fn show_all(entries: &[Entry]) -> String {
        let entries: Vec<_> =
            entries.iter().map(|entry| format!("{}={}", entry.key, show(&entry.value))).collect();
        entries.join("; ")
    }
    read_text(text).0.map_or("none".to_owned(), |found| show_all(&found.entries))
}

/// Shows findings as `line:column message / help`.
fn findings(text: &str) -> Vec<String> {
    let index = crate::source::LineIndex::new(text);
    read_text(text)
        .1
        .into_iter()
        .map(|found| {
            let at = index.position(found.span.start);
            format!("{}:{} {} / {}", at.line, at.column, found.message, found.help.unwrap_or_default())
        })
        .collect()
}

#[test]
fn what_people_mean_as_text_stays_text() {
    assert_eq!(
        shown(
            "---\nversion: 1.10\nid: 012\ndraft: no\ndate: 2025-03-16\nhex: 0x1F\nbig: 1_000\nnone: null\n---\n"
        ),
        "version=1.10; id=012; draft=no; date=2025-03-16; hex=0x1F; big=1_000; none=∅"
    );
    assert_eq!(
        shown(
            "+++\nversion = 1.10\ndate = 2025-03-16\ntitle = \"T\"\nalpha = [\"b\", 'a']\n[extra]\nowner = \"A\"\n+++\n"
        ),
        "version=1.10; date=2025-03-16; title=T; alpha=[b|a]; extra={owner=A}"
    );
}

#[test]
fn quotes_lists_blocks_and_maps_are_read() {
    assert_eq!(
        shown(
            "---\ntitle: \"A: b\"\nother: 'it''s'\ntags: [a, \"b, c\"]\nrelated:\n- x.md\n- y.md\nauthors:\n  - name: Ada\n    \
             url: u\ntext: >\n  one\n  two\n\nempty:\nquoted: \"\"\n---\n# T\n"
        ),
        "title=A: b; other=it's; tags=[a|b, c]; related=[x.md|y.md]; authors=[Ada{…}]; text=one two; empty=∅; quoted=∅"
    );
}

#[test]
fn keys_are_found_in_all_their_spellings_and_empty_values_are_passed_over() {
    let (found, _) = read_text("---\nLast Updated: 2025\nnextReview:\nnext-review: Quarterly\n---\n");
    let found = found.unwrap();
    for name in ["last_updated", "lastUpdated", "last-updated", "Last Updated"] {
        assert_eq!(found.text(&["missing", name]), Some("2025"));
    }
    assert_eq!(found.text(&["next_review"]), Some("Quarterly"));
}

#[test]
fn every_entry_knows_where_it_stands() {
    let text = "---\r\ntitle: \"Ü b\"\r\ntags: [a, \"b\"]\r\nlist:\r\n  - one # first\r\n  - two\r\nempty:\r\nlast: x\r\n---\r\n# T";
    let (found, _) = read_text(text);
    let found = found.unwrap();
    let part = |span: &Range<u32>| &text[span.start as usize..span.end as usize];
    let parts: Vec<_> =
        found.entries.iter().map(|entry| (part(&entry.key_span), part(&entry.value_span))).collect();
    assert_eq!(
        parts,
        [
            ("title", "\"Ü b\""),
            ("tags", "[a, \"b\"]"),
            ("list", "- one # first\r\n  - two"),
            ("empty", ""),
            ("last", "x")
        ]
    );
    assert_eq!(part(&found.span), &text[..text.len() - 3], "the whole block with its last line end");
    let items: Vec<_> = found.entries[1].items().iter().map(|item| part(&item.span).to_owned()).collect();
    assert_eq!(items, ["a", "\"b\""]);
}

#[test]
fn front_matter_stands_after_the_first_heading_as_well() {
    let text = "# Backend Architecture\n\n---\ntitle: \"Backend\"\nrelated: [\"A.md\", \"b/C.md\"]\nupdated: \"2025-03-16\"\n---\n\nText.\n";
    assert_eq!(shown(text), "title=Backend; related=[A.md|b/C.md]; updated=2025-03-16");
    let (found, _) = read_text(text);
    assert_eq!(&text[found.unwrap().span.end as usize..], "\nText.\n");
    assert_eq!(shown("T\n===\n<!-- lint off -->\n\n+++\ntitle = \"B\"\n+++\n"), "title=B");
}

#[test]
fn a_rule_is_not_front_matter() {
    for text in [
        "---\n\n# Title\n\nSome prose: with a colon.\n\n---\n\nMore.\n",
        "---\n\n# My ADR\n\nStatus: Accepted\nDate: 2024-01-01\n\n---\n",
        "---\nJust words.\n---\n",
        "---\n# Title\n\nText\n\n---\n",
        "# T\n\n---\n\nSome text.\n\n---\n\nMore.\n",
        "# T\n\n---\nNote: this page is generated.\n---\n",
        "# T\n\n---\n**Status:** Draft\n\n---\n",
        "# T\n\n---\n\ntitle: x\n\n---\n",
        "# T\n\nText\n\n---\ntitle: x\nstatus: y\n---\n",
        "---\n- a\n- b\n---\n",
        "***\ntitle: x\n***\n",
        "# T\n\n---\n",
        "---",
        "",
    ] {
        assert_eq!(shown(text), "none", "{text:?}");
        assert_eq!(findings(text), [""; 0], "{text:?}");
    }
}

#[test]
fn comments_of_yaml_do_not_hide_front_matter() {
    let madr = "---\n# These are optional metadata elements.\nstatus: \"{proposed | rejected}\"\ndate: {YYYY-MM-DD}\n---\n\n# T\n";
    assert_eq!(shown(madr), "status={proposed | rejected}; date={YYYY-MM-DD}");
    assert_eq!(findings(madr), [""; 0]);
    assert_eq!(shown("---\ntitle: x\n\n# SEO\n\nslug: y\n---\n"), "title=x; slug=y");
    assert_eq!(shown("---\n---\ntext"), "");
}

#[test]
fn front_matter_stands_in_a_leading_comment_or_fence() {
    assert_eq!(
        shown("<!--\ntitle: \"Install\"\ncustom_edit_url: https://x.test/a\n-->\n# T\n"),
        "title=Install; custom_edit_url=https://x.test/a"
    );
    assert_eq!(shown("<!--\n---\ntitle: A\ntags: [x]\n---\n-->\n# T\n"), "title=A; tags=[x]");
    let bip = "```\n  BIP: 9\n  Layer: Consensus (soft fork)\n  Author: A <a@x.test>\n          B <b@x.test>\n  Status: Final\n```\n";
    assert_eq!(
        shown(bip),
        "BIP=9; Layer=Consensus (soft fork); Author=[A <a@x.test>|B <b@x.test>]; Status=Final"
    );
    for text in [
        "<!-- This file is the homepage. You can edit it: do. -->\n\n# T\n",
        "<!-- SPDX-License-Identifier: MIT -->\n# T\n",
        "```yaml\ntitle: x\nstatus: y\n```\n",
        "```\nlet x = 1;\n```\n",
        "<!-- title: never closed\n",
    ] {
        assert_eq!(shown(text), "none", "{text:?}");
    }
}

#[test]
fn what_does_not_parse_is_a_finding_at_its_line_and_is_read_line_by_line() {
    for (yaml, entries, finding) in [
        (
            "title: ADR: x\nstatus: accepted",
            "title=ADR: x; status=accepted",
            "2:8 a colon in a value without quotes begins another key / put it in quotes: `title: \"ADR: x\"`",
        ),
        (
            "title: T\nowner: @team",
            "title=T; owner=@team",
            "3:8 a value cannot begin with `@` / put it in quotes: `owner: \"@team\"`",
        ),
        (
            "authors:\n  - @ada\n  - \"@bob\"\nstatus: x",
            "authors=[@ada|@bob]; status=x",
            "3:5 a value cannot begin with `@` / put it in quotes: `\"@ada\"`",
        ),
        (
            "title: {{ x }}: y\nstatus: a",
            "title={{ x }}: y; status=a",
            "2:8 a template expression is no value / put it in quotes: `title: \"{{ x }}: y\"`",
        ),
        (
            "title: T\ntags:\n\t- a\n\t- b",
            "title=T; tags=[a|b]",
            "4:1 a tab indents this line, which YAML does not allow / indent with spaces",
        ),
        (
            "title: \"T\nstatus: x",
            "title=\"T; status=x",
            "2:8 a quote is opened here and never closed / end the value with `\"`",
        ),
        (
            "title: x\nsource: [a](b.md)",
            "title=x; source=[a](b.md)",
            "3:9 a value that begins with `[` is a list, and this one does not end as one / put it in quotes: `source: \"[a](b.md)\"`",
        ),
        (
            "title: x\ntitle: y",
            "title=x; title=y",
            "3:1 the key `title` is given twice; the first one holds / remove one of them",
        ),
        (
            "title: x\nthis is lost\nstatus: y",
            "title=x this is lost; status=y",
            "3:1 this line has no key / write every line as `key: value`",
        ),
    ] {
        let text = format!("---\n{yaml}\n---\n# T\n");
        assert_eq!(findings(&text), [finding], "{yaml}");
        assert_eq!(shown(&text), entries, "{yaml}");
    }
    let toml = "+++\ntitle = T\ndraft = true\n+++\n";
    assert_eq!(shown(toml), "title=T; draft=true");
    assert!(findings(toml)[0].starts_with("2:9 front matter does not parse"), "{:?}", findings(toml));
}

#[test]
fn front_matter_that_is_never_closed_ends_with_its_last_key() {
    let text = "---\ntitle: x\nstatus: draft\n\n# Heading\n\nText: more.\n";
    assert_eq!(shown(text), "title=x; status=draft");
    assert_eq!(
        findings(text),
        ["1:1 front matter is opened here and never closed / add a line `---` after its last key"]
    );
    let (found, _) = read_text(text);
    assert_eq!(found.unwrap().span, 0..27);
    assert_eq!(
        shown("---\ntitle: A\n\nSome prose.\n\n---\nmore\n"),
        "title=A",
        "a rule far below closes nothing"
    );
    assert_eq!(shown("+++\ntitle = \"A\"\n\nText\n"), "title=A");
}

#[test]
fn nesting_and_aliases_without_end_are_findings_and_cost_little() {
    let deep = format!("---\ntitle: x\na: {}\n---\n", "[".repeat(10_000));
    let blocks = format!("---\ntitle: x\na:\n  {}x\n---\n", "- ".repeat(10_000));
    let mut bomb = "---\ntitle: x\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    bomb.push_str("---\n");
    let wide = format!("---\ntitle: x\na: [{}]\n---\n", "1,".repeat(60_000));
    let long = format!("---\ntitle: {}\n---\n", "x".repeat(1_000_000));
    for (text, is_finding) in [(deep, true), (blocks, true), (bomb, false), (wide, true), (long, true)] {
        let (found, diagnostics) = read_text(&text);
        assert!(found.unwrap().text(&["title"]).unwrap().starts_with('x'));
        assert_eq!(!diagnostics.is_empty(), is_finding, "{}", &text[..40]);
    }
}

#[test]
fn an_alias_of_a_short_text_is_that_text() {
    assert_eq!(shown("---\nowner: &me Ada\nreviewers: [*me, Bob]\n---\n"), "owner=Ada; reviewers=[Ada|Bob]");
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_places_are_in_it(
        text in "(---\n|\\+\\+\\+\n|```\n|<!--|-->|# T\n|title: |status: x\n|a = |\\[|\\]|- |\"|'|\\{|\\}|: |@a|\t|  |\r\n|\n|&a |\\*a|\\||>|ü|#|\\PC){0,24}"
    ) {
        let (found, diagnostics) = read_text(&text);
        for diagnostic in diagnostics {
            prop_assert!(text.get(diagnostic.span.start as usize..diagnostic.span.end as usize).is_some());
        }
        if let Some(found) = found {
            prop_assert!(text.get(found.span.start as usize..found.span.end as usize).is_some());
            for entry in &found.entries {
                prop_assert!(text.get(entry.key_span.start as usize..entry.key_span.end as usize).is_some());
                prop_assert!(entry.value_span.start <= entry.value_span.end);
                prop_assert!(text.get(entry.value_span.start as usize..entry.value_span.end as usize).is_some(), "{:?}", entry);
            }
        }
    }

    /// Where both read it, the line reader and the parser agree: nobody loses a value because another line is wrong.
    #[test]
    fn the_line_reader_agrees_with_the_parser_on_plain_front_matter(
        lines in prop::collection::vec(
            "[a-z]{1,5}: ([A-Za-z0-9.]{1,8}( [a-z0-9]{1,4})?|\"[a-z:, #]{1,8}\"|'[a-z@]{1,5}'|\\[[a-z]{1,3}(, [a-z]{1,3}){0,3}\\]|\n- [a-z]{1,4}\n  # c\n- \"[a-z:]{1,4}\")?( # note)?",
            1..6,
        )
    ) {
        let yaml = lines.join("\n");
        if let Ok(entries) = yaml::parsed(&yaml, 0) {
            prop_assert_eq!(entries, by_line::read(&yaml, 0, Format::Yaml), "{}", yaml);
        }
    }

    /// What is taken for plain is not parsed, and must be read as the parser would.
    #[test]
    fn plain_front_matter_is_read_as_the_parser_reads_it(
        lines in prop::collection::vec(
            "([a-zA-Z_-]{1,4}|null|[a-z]{1,3} [a-z]) ?:  ?([ -~]{0,12}|([a-z0-9]|[ -~]){1,8}|\"[ -~]{0,8}\"|'[ -~]{0,8}'|\\[( ?([a-z./0-9]{1,4}|\"[ -~]{0,5}\"|'[ -Z]{0,3}'|null)?,?){0,4}\\]|Null|NULL)",
            0..4,
        ),
        end in "\n?",
    ) {
        let yaml = lines.join("\n") + &end;
        if let Some(plain) = plain::read(&yaml, 4) {
            let parsed = yaml::parsed(&yaml, 4).map_err(|trouble| trouble.message);
            prop_assert_eq!(parsed, Ok(plain), "{}", yaml);
        }
        let text = format!("---\n{yaml}---\n\nText\n");
        if let Some(plain) = plain::at_the_top(&text) {
            let block = find::find(&text).expect("a block");
            prop_assert_eq!(span_of(&block.outer), plain.span, "{}", text);
            prop_assert_eq!(plain::read(&text[block.inner.clone()], 4), Some(plain.entries), "{}", text);
        }
    }
}
