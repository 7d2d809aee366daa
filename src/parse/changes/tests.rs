//! Change logs in the forms that people write.

use crate::diagnostic::Code;
use crate::model::document::Document;
use crate::parse::{Depth, MarkdownOptions, Options, document};
use crate::source::{LineIndex, SourcePath};
use std::sync::Arc;

fn parsed(path: &str, text: &str) -> Arc<Document> {
    let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
    let options = Options { markdown, registers: &[], keep_metadata: false };
    document(&SourcePath::new(path), &LineIndex::new(text), None, options, &|_| None).document
}

/// Says of each change when, what, who and how much.
fn changes(path: &str, text: &str) -> Vec<String> {
    let document = parsed(path, text);
    let told = document.changes.iter().map(|change| {
        let part = |part: &Option<String>| part.as_ref().map_or(String::new(), |it| format!(" | {it}"));
        format!("{} {}{}{}", change.date, change.text, part(&change.author), part(&change.impact))
    });
    told.collect()
}

#[test]
fn a_table_is_read_by_its_headings_in_any_order() {
    let one = "## Change Log\n\n| Date | Change | Author | Impact |\n|--|--|--|--|\n| 2024-05-01 | Queues | Ana | High |\n| [DATE] | [CHANGE] | [AUTHOR] | [IMPACT] |\n";
    assert_eq!(changes("a.md", one), ["2024-05-01 Queues | Ana | High"]);
    let other = "# A\n\n| Version | Date | Author(s) | Description of Changes |\n|--|--|--|--|\n| 1.1 | May 1, 2024 | Ana | Queues |\n| 1.0 | | Ana | First |\n";
    assert_eq!(changes("a.md", other), ["2024-05-01 Queues | Ana | 1.1"]);
    let short = "## History\n\n| When | What |\n|--|--|\n| May 2024 | Queues |\n";
    assert_eq!(changes("a.md", short), ["2024-05 Queues"]);
}

#[test]
fn a_line_in_bold_dates_the_list_below_it() {
    let text = "\
# A

## Document History

**Version 2.0** - 2024-05-09
- Queues
- A log

**[2024-05-01 07:50]**

- The first of all

Later more.

- Without a date of its own
";
    assert_eq!(
        changes("a.md", text),
        ["2024-05-09 Queues | 2.0", "2024-05-09 A log | 2.0", "2024-05-01 The first of all",]
    );
}

#[test]
fn releases_are_told_in_the_forms_that_tools_write() {
    let text = "\
# Changelog

## orders 1.2.0 (2024-05-09)

* Queues

### v1.1.1 (2024-05-02)

* A patch, a level below

## [1.1.0] - 2024-05-01

## What's Changed
* Events by @ana

## New Contributors
* @ana came

## [Version 1.0.0](https://example.org/1.0.0) (2024-04-01)

> The first of all

## Thanks

* To nobody
";
    assert_eq!(
        changes("CHANGELOG.md", text),
        [
            "2024-05-09 Queues | 1.2.0",
            "2024-05-02 A patch, a level below | v1.1.1",
            "2024-05-01 Events by @ana | 1.1.0",
            "2024-05-01 @ana came | 1.1.0",
            "2024-04-01 The first of all | 1.0.0",
        ]
    );
    let guide =
        "# Guide\n\n## orders 1.2.0 (2024-05-09)\n\n* Queues\n\n## events 1.3.0 (2024-05-10)\n\n* More\n";
    assert_eq!(changes("guide.md", guide), Vec::<String>::new());
}

#[test]
fn a_table_is_read_in_the_language_of_its_writers() {
    for (table, expected) in [
        (
            "## Änderungshistorie\n\n| Version | Datum | Autor | Änderung |\n|--|--|--|--|\n| 1.1 | 01.05.2024 | Ana | Warteschlangen |\n",
            "2024-05-01 Warteschlangen | Ana | 1.1",
        ),
        (
            "## Historique des modifications\n\n| Date | Auteur | Description |\n|--|--|--|\n| 1er mai 2024 | Ana | Files |\n",
            "2024-05-01 Files | Ana",
        ),
        (
            "## Control de cambios\n\n| Fecha | Cambio | Autor |\n|--|--|--|\n| 2024-05-01 | Colas | Ana |\n",
            "2024-05-01 Colas | Ana",
        ),
    ] {
        assert_eq!(changes("a.md", &format!("# A\n\n{table}")), [expected]);
    }
}

#[test]
fn a_table_that_dates_something_else_is_no_change_log() {
    for table in [
        "| Reviewed By | Date | Notes |\n|--|--|--|\n| Ana | 2024-05-01 | fine |\n",
        "| Scenario | Date | Version | Result |\n|--|--|--|--|\n| Load | 2024-05-01 | 1.0 | good |\n",
        "| ID | Date | Decision |\n|--|--|--|\n| D-1 | 2024-05-01 | Queues |\n",
        "| MR | Change | Decision |\n|--|--|--|\n| 1 | Queues | merged |\n",
        "| Date | Event | Room |\n|--|--|--|\n| 2024-05-01 | Meeting | 3 |\n",
    ] {
        assert_eq!(changes("a.md", &format!("# A\n\n{table}")), Vec::<String>::new(), "{table}");
    }
}

#[test]
fn a_dated_list_under_a_change_log_is_read_with_its_authors() {
    let text = "\
# A

## Changelog

- 2024-05-01: Queues (@ana and @li)
- 27-11-2023: First draft (Ana Lund)
* April 30 2023 - Thoughts,
  in two lines
- *2022-09-02* Begun
- 2022-03-04:
  - one thing
  - another
- {date}: {changelog}
- no date at all

## Later

- 2021-01-01: not a change
";
    assert_eq!(
        changes("a.md", text),
        [
            "2024-05-01 Queues | @ana and @li",
            "2023-11-27 First draft | Ana Lund",
            "2023-04-30 Thoughts, in two lines",
            "2022-09-02 Begun",
            "2022-03-04 one thing; another"
        ]
    );
    let document = parsed("a.md", text);
    let first = &document.changes[0];
    assert!(text[first.extent.start as usize..].starts_with("2024-05-01"), "{first:?}");
    assert_eq!(first.section, Some(1));
}

#[test]
fn lines_of_a_paragraph_and_headings_are_entries_too() {
    let text = "\
# A

## Implementation History

2024-05-01: Queues
2024-03-04: First draft,
of a few words

### June 2nd 2023

- Thoughts
- More thoughts
";
    assert_eq!(
        changes("a.md", text),
        [
            "2024-05-01 Queues",
            "2024-03-04 First draft, of a few words",
            "2023-06-02 Thoughts",
            "2023-06-02 More thoughts"
        ]
    );
}

#[test]
fn a_release_is_an_entry_an_item_with_its_version() {
    let text = "\
# Changelog

## [Unreleased]

- Not yet

## [4.0.0] – 2024-09-17

### Removed

- Support for old *queues*

### Added

- Added logs
  - with colours

## [2024.02.1] - 2024-02-24

- A version like a day

## 3.9.1 <small>December 18, 2023</small> { id=\"3.9.1\" }

A small one.

# [3.0.0](https://example.org/compare) (2022-09-22)

* **queue:** wait ([7f9852e](https://example.org/7f9852e))
";
    assert_eq!(
        changes("CHANGELOG.md", text),
        [
            "2024-09-17 Removed: Support for old queues | [4.0.0]".replace("[4.0.0]", "4.0.0"),
            "2024-09-17 Added logs; with colours | 4.0.0".to_owned(),
            "2024-02-24 A version like a day | 2024.02.1".to_owned(),
            "2023-12-18 A small one. | 3.9.1".to_owned(),
            "2022-09-22 queue: wait (7f9852e) | 3.0.0".to_owned(),
        ]
    );
    assert!(
        parsed("CHANGELOG.md", text)
            .changes
            .iter()
            .all(|change| change.kind == crate::model::change::ChangeKind::Release)
    );
}

#[test]
fn a_chapter_with_a_number_and_a_date_is_no_release() {
    for text in [
        "# Notes\n\n## 1.2 Meeting of 2024-05-01\n\n- One\n\n## 1.3 Meeting of 2024-06-01\n\n- Two\n",
        "# Notes\n\n## 1.0 (2024-05-01)\n\n- One\n",
        "# Notes\n\n## 2024-05-01\n\n- One\n\n## 2024-05-02\n\n- One\n",
    ] {
        assert_eq!(changes("notes.md", text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(changes("CHANGELOG.md", "## 1.0 (2024-05-01)\n\n- One\n").len(), 1);
}

#[test]
fn clear_dates_of_a_log_say_how_the_others_are_meant() {
    let log = |lines: &str| format!("## Changelog\n\n{lines}\n");
    assert_eq!(
        changes("a.md", &log("- 23-06-2018: review\n- 07-06-2018: draft")),
        ["2018-06-23 review", "2018-06-07 draft"]
    );
    assert_eq!(
        changes("a.md", &log("- 06/23/2018: review\n- 06/07/2018: draft")),
        ["2018-06-23 review", "2018-06-07 draft"]
    );
    let found = parsed("a.md", &log("- 07-06-2018: draft"));
    assert_eq!(found.changes, []);
    let messages: Vec<_> = found.diagnostics.iter().map(|it| (it.code, it.message.as_str())).collect();
    assert_eq!(
        messages,
        [(Code::AmbiguousDate, "\"07-06-2018\" is 2018-06-07 or 2018-07-06; it is not taken for either")]
    );
}

#[test]
fn a_date_of_no_calendar_is_said_and_not_shown() {
    let found = parsed("a.md", "## Changelog\n\n- 2023-24-05: draft\n- 2023-05-24: review\n");
    assert_eq!(found.changes.len(), 1);
    assert_eq!(
        found.diagnostics[0].message,
        "\"2023-24-05\" is a day that no calendar has, so it is not read"
    );
}

#[test]
fn an_item_may_begin_with_a_version_and_its_date() {
    assert_eq!(
        changes(
            "a.md",
            "## Version history\n\n- **Version 1.1 (2026-01-25):** Reviewed\n- **v1.0 (2026-01-12)** — Draft\n"
        ),
        ["2026-01-25 Reviewed | 1.1", "2026-01-12 Draft | v1.0"]
    );
}

#[test]
fn only_names_at_the_end_of_an_entry_are_its_author() {
    let with_author = super::lists::with_author;
    let author = |text| with_author(text).1;
    assert_eq!(author("Draft (@ana)").as_deref(), Some("@ana"));
    assert_eq!(author("Draft (Ana Lund, Li Wei).").as_deref(), Some("Ana Lund, Li Wei"));
    assert_eq!(author("Draft by @ana").as_deref(), Some("@ana"));
    for text in
        ["Draft (see ADR-3)", "Draft (second round)", "Draft (v1.2)", "Draft (QA)", "Read by all", "Draft ()"]
    {
        assert_eq!(author(text), None, "{text}");
    }
    assert_eq!(with_author("Draft (@ana)").0, "Draft");
}
