//! Placeholders as templates have them, and what only looks like one.

use super::*;
use crate::parse::{self, Depth, MarkdownOptions};
use crate::source::LineIndex;

/// Returns the placeholders of a document as `line:column text`.
fn found(file: &str, markdown: &str) -> Vec<String> {
    let markdown_options = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
    let options = parse::Options { markdown: markdown_options, registers: &[], keep_metadata: false };
    let parsed = parse::document(&SourcePath::new(file), &LineIndex::new(markdown), None, options, &|_| None);
    let lines = LineIndex::new(markdown);
    let shown = parsed.document.placeholders.iter().map(|placeholder| {
        let at = lines.position(placeholder.extent.start);
        format!("{}:{} {}", at.line, at.column, placeholder.text)
    });
    shown.collect()
}

#[track_caller]
fn check(markdown: &str, expected: &[&str]) {
    assert_eq!(found("a.md", markdown), expected, "{markdown}");
}

#[test]
fn template_text_is_found_wherever_it_stands() {
    check("**Last Updated:** [DATE]  \n**Reviewed By:** [TEAM]\n", &["1:19 [DATE]", "2:18 [TEAM]"]);
    check("Built with [PRIMARY_FRAMEWORK] for speed.\n", &["1:12 [PRIMARY_FRAMEWORK]"]);
    check("- Scalability: [e.g., Horizontal Scaling]\n", &["1:16 [e.g., Horizontal Scaling]"]);
    check("# ADR {ADR-NUMBER}: {TITLE}\n", &["1:7 {ADR-NUMBER}", "1:21 {TITLE}"]);
    check("作成者: [記入]\n", &["1:6 [記入]"]);
    check("Owner: <your name>\n", &["1:8 <your name>"]);
    check("Ask [Your\nName] first.\n", &["1:5 [Your Name]"]);
}

#[test]
fn a_phrase_in_brackets_counts_where_the_document_shows_that_it_is_a_template() {
    let template = "[Insert the approach]\n\n- [Scaling approach]\n- Good, because [argument a]\n";
    check(template, &["1:1 [Insert the approach]", "3:3 [Scaling approach]"]);
    check("- [Scaling approach]\n- See [the old one] for more\n", &[]);
    let phrases = "- [Key metrics]\n- [Collection method]\n- [Alerting]\n- [Retention]\n";
    check(phrases, &["1:3 [Key metrics]", "2:3 [Collection method]", "3:3 [Alerting]", "4:3 [Retention]"]);
    assert_eq!(found("adr/template.md", "- [option 1]\n"), ["1:3 [option 1]"]);
}

#[test]
fn several_groups_that_fill_an_item_are_each_one() {
    check(
        "- [Pattern 1]: [Usage and justification] (DATE: [DATE])\n\n- [Pattern 2]: [Usage and more]\n",
        &["1:49 [DATE]", "3:3 [Pattern 2]", "3:16 [Usage and more]"],
    );
}

#[test]
fn brackets_that_mean_something_else_are_left_alone() {
    check(
        "- [ ] open\n- [x] done\n\nSee [the feed](feed.md), [feed][f] and [RFC 2119]; [^1] [1] [New] [Optional].\n\n\
         > [!NOTE]\n> text\n\n## [4.0.0] - 2024-09-17\n\n## [Unreleased]\n\n[ADR-001] [From TECH_STACK.md] a[i] \
         string[] @dependabot[bot] $\\text{sat}$ /{form id}\n\n[f]: feed.md\n[^1]: note\n",
        &[],
    );
    check(
        "| Story | Mode |\n|---|---|\n| A | **[autonomous]** |\n| B | **[autonomous · engine-grade]** |\n",
        &[],
    );
    check("> [Form name]\n>\n> The form was moved by [Org admin name].\n", &[]);
    check("The array `[DATE]` and <kbd>x</kbd> and <br> stay.\n", &[]);
}

#[test]
fn code_is_not_looked_into_but_the_labels_of_diagrams_are() {
    check(
        "```text\n[PROJECT_NAME]\n```\n\n    [PROJECT_NAME]\n\n```mermaid\nC4Context\n    title [PROJECT_NAME] Backend\n    \
         A[Start] --> B[TODO]\n```\n",
        &["9:11 [PROJECT_NAME]"],
    );
}

#[test]
fn forms_of_dates_and_words_for_something_missing_stand_alone() {
    check("Date: YYYY-MM-DD\n", &["1:7 YYYY-MM-DD"]);
    check("- YYYY-MM-DD: first draft\n", &["1:3 YYYY-MM-DD"]);
    check("| Fork | Block |\n|---|---|\n| A | TBD |\n| B | `TBD` |\n", &["3:7 TBD"]);
    check("## Rationale\n\nTBD.\n", &["3:1 TBD"]);
    check("TODO: this sentence goes on. Files are named YYYY-MM-DD.\n\n## TODO\n\nText\n", &[]);
    check("| Task | State |\n|---|---|\n| A | Todo |\n| B | N/A |\n", &[]);
}

#[test]
fn a_list_of_choices_is_no_choice() {
    check("**Status**: Draft / Review / Live\n", &["1:13 Draft / Review / Live"]);
    check("## Status\n\n> Accepted or Rejected\n", &["3:3 Accepted or Rejected"]);
    check("| Field | Value |\n|---|---|\n| **Status** | Draft / Live |\n", &["3:16 Draft / Live"]);
    check("| A | B | C |\n|---|---|---|\n| x | High/Medium/Low | z |\n", &["3:7 High/Medium/Low"]);
    check("Permissions: Read / Write\n", &[]);
}

#[test]
fn a_field_without_a_value_is_one_where_all_around_it_are_fields() {
    check(
        "### Runtime\n- **Language:** \n- **Framework:** Axum\n- **Server:** \n",
        &["2:5 Language:", "4:5 Server:"],
    );
    check("**Owner:**\n**Status:** Draft\n", &["1:3 Owner:"]);
    check("| | |\n|---|---|\n| **Status** | Accepted |\n| **Deciders** | |\n", &["4:5 Deciders"]);
}

#[test]
fn a_label_that_introduces_what_follows_has_its_value_there() {
    for markdown in [
        "**Benefits:**\n\n- fast\n- cheap\n",
        "- **Response:**\n  - code\n  - body\n- **Request:** none\n",
        "- **Header:** none\n- **Body:**\n\n```json\n{}\n```\n",
        "- Step one:\n- Step two\n",
        "**Context:** The feed is late.\n**Consequences:**\n- we wait\n",
    ] {
        check(markdown, &[]);
    }
}

#[test]
fn a_comment_for_the_writer_counts_where_the_section_holds_nothing_else() {
    check(
        "## Context\n\n<!-- Describe the forces at play. -->\n\n## Decision\n\nWe wait.\n",
        &["3:1 <!-- Describe the forces at play. -->"],
    );
    check("## Context\n\n<!-- Describe the forces at play. -->\n\nThe feed is late.\n", &[]);
    check("## Contents\n\n<!-- toc -->\n\n## Next\n\nText\n", &[]);
}

#[test]
fn front_matter_is_looked_into() {
    check(
        "---\ndate: YYYY-MM-DD\nowner: \"[Team]\"\nstatus: draft\n---\n# T\n\nText\n",
        &["2:7 YYYY-MM-DD", "3:8 [Team]"],
    );
}

#[test]
fn a_word_in_brackets_and_a_part_of_a_title_are_unfilled_in_front_matter() {
    check(
        "---\ntitle: \"{PROJECT_NAME} overview\"\nowners: [your-name-or-team]\ntags: [FEED]\n---\n\nText\n",
        &["2:8 {PROJECT_NAME}", "3:9 [your-name-or-team]"],
    );
    check("---\ntitle: Risks of [Team Name]\n---\n\nText\n", &[]);
    check(
        "---\ntitle: Risks of [Team Name]\ndate: YYYY-MM-DD\n---\n\n[DATE]\n",
        &["2:8 [Team Name]", "3:7 YYYY-MM-DD", "6:1 [DATE]"],
    );
}

#[test]
fn names_in_two_braces_and_letters_for_numbers_count_in_a_template() {
    check(
        "# Component: {{title}}\n\n[DATE] within {X}ms of {Y}\n",
        &["1:14 {{title}}", "3:1 [DATE]", "3:15 {X}", "3:24 {Y}"],
    );
    check("{{ site.title }} and ${{ secrets.KEY }} and {{title}} within {X}ms\n", &[]);
}

#[test]
fn an_instruction_may_be_a_sentence_between_two_signs() {
    check(
        "\\<Provide the version, the date and who\nchanged it.\\>\n",
        &["1:2 <Provide the version, the date and who changed it.>"],
    );
    check("<div class=\"write\">x</div> and a <b and c> d\n", &[]);
}

#[test]
fn a_list_of_dated_entries_may_be_unfilled() {
    check("- YYYY-MM-DD – What changed\n- 2025-11-10 – First draft\n", &["1:3 YYYY-MM-DD"]);
    check("Files are named\nYYYY-MM-DD - name.md\n\nYYYY-MM-DD is how we write days.\n", &[]);
}

#[test]
fn plain_labels_without_a_value_count_where_one_follows_the_other() {
    check(
        "- Purpose: feed\n- Language:\n- Framework:\n- Who is told (all / none):\n\n## Next\n",
        &["2:3 Language:", "3:3 Framework:", "4:3 Who is told (all / none):"],
    );
    for markdown in [
        "- Language:\n- Rust\n- Framework:\n- Axum\n",
        "- Language:\n  - Rust\n- Framework:\n  - Axum\n",
        "- Language:\n- Framework:\n\n```toml\na = 1\n```\n",
        "- [Feed:](#feed)\n- [Vans:](#vans)\n",
        "- Feed:\n-\n",
    ] {
        check(markdown, &[]);
    }
}

#[test]
fn levels_behind_a_label_are_a_choice() {
    let template = "**Date**: [DATE]\n\n**Priority**: High \\| Medium \\| Low\n";
    check(template, &["1:11 [DATE]", "3:13 High | Medium | Low"]);
    check("## Scoring\n\n- **Likelihood**: Low / Medium / High\n- **Impact**: Low / Medium / High\n", &[]);
    check("**Priority**: High / at night\n", &[]);
    check("| Feed | Level: High/Medium/Low |\n|---|---|\n| a | Low |\n", &[]);
}

#[test]
fn a_value_is_unfilled_or_it_is_not() {
    for text in [
        "",
        "[DATE]",
        "**[DATE]**",
        "[Draft | Active | Deprecated]",
        "{date}",
        "<your name>",
        "TBD",
        "todo",
        "YYYY-MM-DD",
        "Draft / Review / Live / Deprecated",
        "Proposed | Accepted",
        "[Name], [Role]",
    ] {
        assert!(is_unfilled(text), "{text}");
    }
    for text in [
        "2025-01-15",
        "Team Grid",
        "[ADR-001]",
        "[4.0.0]",
        "Accepted",
        "a <b@example.org>",
        "N/A",
        "[x] done",
    ] {
        assert!(!is_unfilled(text), "{text}");
    }
}

#[test]
fn only_files_that_are_called_so_are_templates() {
    for file in [
        "adr/template.md",
        "adr-template.md",
        "adr-template-bare-minimal.md",
        "adr/0000-template-de.md",
        "adr/plantilla.md",
        "templates/runbook.md",
        "ADRXXX-decision-template.md",
    ] {
        assert!(is_template(&SourcePath::new(file)), "{file}");
    }
    for file in ["template-engine.md", "services/mail.md"] {
        assert!(!is_template(&SourcePath::new(file)), "{file}");
    }
}
