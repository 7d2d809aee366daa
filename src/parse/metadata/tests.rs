//! Documents as architects write them, and what is read out of each.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::metadata::Stated;
use crate::parse::{Depth, MarkdownOptions, Options, document};
use crate::source::{Extent, LineIndex, SourcePath};
use proptest::prelude::*;
use std::sync::Arc;

fn parsed(text: &str) -> (Arc<Document>, String) {
    let markdown = MarkdownOptions { depth: Depth::Page, unsafe_html: false };
    let options = Options { markdown, registers: &[], keep_metadata: false };
    let parsed = document(&SourcePath::new("a.md"), &LineIndex::new(text), None, options, &|_| None);
    (Arc::clone(&parsed.document), parsed.body.html.clone())
}

/// Returns what a document says about itself as one line; the fields that nobody filled in last.
///
/// What is named must stand where it is said to stand.
fn read(text: &str) -> String {
    let (document, _) = parsed(text);
    let metadata = &document.metadata;
    let mut said: Vec<String> = Vec::new();
    let written = |extent: Extent| &text[extent.start as usize..extent.end as usize];
    let names = |people: &[Stated<String>]| {
        for person in people {
            let words = written(person.extent).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(&**person), "{person:?} {words:?}");
        }
        people.iter().map(|person| person.as_str()).collect::<Vec<_>>().join("+")
    };
    if let Some(status) = &metadata.status {
        assert!(written(status.extent).contains(status.word()), "{:?}", written(status.extent));
        said.push(format!("{} {}", status.kind.as_str(), status.word()));
    }
    if !metadata.owners.is_empty() {
        said.push(format!("by {}", names(&metadata.owners)));
    }
    if !metadata.reviewers.is_empty() {
        said.push(format!("read by {}", names(&metadata.reviewers)));
    }
    for (label, date) in
        [("updated", &metadata.updated), ("date", &metadata.date), ("created", &metadata.created)]
    {
        if let Some(date) = date {
            assert!(written(date.extent).contains(&date.year().to_string()), "{:?}", written(date.extent));
            said.push(format!("{label} {}", date.value));
        }
    }
    if let Some(review) = &metadata.next_review {
        let due = review.due.map(|due| format!(" due {due}")).unwrap_or_default();
        said.push(format!("review {}{due}", review.text));
    }
    said.extend(metadata.version.iter().map(|version| format!("version {}", version.value)));
    said.extend(metadata.category.iter().map(|category| format!("in {}", category.value)));
    if !metadata.concepts.is_empty() {
        let labels: Vec<&str> = metadata.concepts.iter().map(|concept| concept.label.as_str()).collect();
        said.push(format!("about {}", labels.join("+")));
    }
    if !metadata.related.is_empty() {
        said.push(format!("related {}", names(&metadata.related)));
    }
    let unfilled = metadata.fields.iter().filter(|field| !field.is_filled);
    said.extend(unfilled.map(|field| format!("no {}", field.label)));
    said.join(", ")
}

/// Returns the findings about metadata as `code line:column message`; what is not filled in, and how
/// headings follow each other, is found by others.
fn found(text: &str) -> Vec<String> {
    let (document, _) = parsed(text);
    let lines = LineIndex::new(text);
    let is_about_metadata =
        |it: &&Diagnostic| !matches!(it.code, Code::Placeholder | Code::EmptySection | Code::MultipleTitles);
    let shown = document.diagnostics.iter().filter(is_about_metadata).map(|it| {
        let place = lines.position(it.span.start);
        format!("{} {}:{} {}", it.code.as_str(), place.line, place.column, it.message)
    });
    shown.collect()
}

fn check(text: &str, expected: &str) {
    assert_eq!(read(text), expected, "{text}");
    assert_eq!(found(text), Vec::<String>::new(), "{text}");
}

#[test]
fn what_a_heading_or_a_record_says_is_said_of_the_document() {
    for (text, expected) in [
        (
            "# Orders\n\n## Status: Draft\n\n### **Last Updated:** 2 March 2025\n\nText.\n",
            "draft Draft, updated 2025-03-02",
        ),
        ("# Orders\n\n## Status: how we tell it\n\nText.\n", ""),
        (
            "# Meetings\n\n## The first\n\n### Date: 2 March 2025\n\n## The second\n\n### Date: 9 March 2025\n",
            "",
        ),
        (
            "# ADR-012: Use queues\n\n- **Status**: Accepted\n- **Context**: orders get lost\n- **Decision**: queues\n- **Consequences**: more to run\n",
            "accepted Accepted",
        ),
        ("# Orders\n\n|Author|Ana Lund|\n|---|---|\n\nText.\n", "by Ana Lund"),
        (
            "# Queues\n\n- Feature Name: queues\n- Start Date: 2024-05-01\n- RFC PR: #12\n- Tracking Issue: #13\n- Status: **Draft — awaiting approval**\n\n## Summary\n\nText.\n",
            "draft Draft, created 2024-05-01",
        ),
        (
            "# Orders\n\n---\n\n```yaml\nOwner: Team Grid\n```\n\n| **Field** | **Value** |\n|---|---|\n| Owner | Team Grid |\n| Status | Draft |\n\nText.\n",
            "draft Draft, by Team Grid",
        ),
        ("# Orders\n\n> **Service owner:** Payments team\n> **Base path:** `/v1`\n", "by Payments team"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn labels_are_read_in_the_languages_of_their_writers() {
    for (text, expected) in [
        (
            "# Bestellungen\n\n**Status:** In Prüfung  \n**Letzte Aktualisierung:** 28. Juli 2026  \n**Verantwortlich:** Ana Lund\n",
            "review In Prüfung, by Ana Lund, updated 2026-07-28",
        ),
        (
            "# Commandes\n\n- **Statut** : validé\n- **Auteur(s)** : Ana Lund, Li Wei\n- **Dernière mise à jour** : 7 août 2026\n",
            "accepted validé, by Ana Lund+Li Wei, updated 2026-08-07",
        ),
        ("# Pedidos\n\nTexto.\n\n---\n\n*Última actualización: noviembre de 2025*\n", "updated 2025-11"),
        (
            "# Pedidos\n\n> Última atualização: 2026-05-16\n> Responsável: Equipe de Pagamentos\n",
            "by Equipe de Pagamentos, updated 2026-05-16",
        ),
        ("# Pedidos\n\nData: 2024-03-21\n", "updated 2024-03-21, date 2024-03-21"),
        ("# Orders\n\n**Data:** the orders of 2024-03-21\n\n## Data\n\nSince 2024-03-21.\n", ""),
        ("---\nstatut: accepté\ndécideurs: [Ana, Li]\n---\n\n# Commandes\n", "accepted accepté, by Ana+Li"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn front_matter_says_all_of_it_wherever_it_stands() {
    let fields = "title: Orders\nstatus: \"Active\"\nowners: [Ana Sol, Ben Ito]\nreviewers:\n  - name: Chen\n    role: security\nlast_updated: 2025-03-16T10:00:00Z\ncreated: 2024\nnext_review: 2026-03\nversion: 1.10\ncategory: Backend\nkey_concepts: [data_flow, Queues]\nrelated: [a.md, \"b/c.md\"]\n";
    let expected = "active Active, by Ana Sol+Ben Ito, read by Chen, updated 2025-03-16, created 2024, review 2026-03 due 2026-03, version 1.10, in Backend, about data_flow+Queues, related a.md+b/c.md";
    check(&format!("---\n{fields}---\n\nText.\n"), expected);
    check(&format!("# Orders\n\n---\n{fields}---\n\nText.\n"), expected);
}

#[test]
fn front_matter_in_toml_says_the_same() {
    check(
        "+++\ntitle = \"Orders\"\nstatus = \"draft\"\nauthors = [\"Ana Sol\"]\nupdated = 2025-03-16\n+++\n\nText.\n",
        "draft draft, by Ana Sol, updated 2025-03-16",
    );
}

#[test]
fn a_template_in_front_matter_says_nothing() {
    check(
        "---\nstatus: {proposed | rejected | accepted}\ndate: {YYYY-MM-DD}\ndeciders: {list everyone involved in the decision}\n---\n# T\n",
        "no status, no date, no deciders",
    );
    check(
        "---\nstatus: [Draft | Active]\nupdated: [DATE]\nowner: [TEAM]\nversion:\n---\n# T\n",
        "no status, no updated, no owner, no version",
    );
    check("---\nowner: [Grid]\ntags: [API]\n---\n# T\n", "by Grid, about API");
}

#[test]
fn a_plain_label_of_concepts_holds_names_and_no_sentence() {
    check("# Orders\n\nConcepts: data flow, queues\n", "about data flow+queues");
    check(
        "# Orders\n\n**Concepts:** how orders flow through the grid\n",
        "about how orders flow through the grid",
    );
    check("# Orders\n\nConcepts: see [Flow](flow.md). Tasks: see [Tasks](tasks.md).\n", "");
    check("# Orders\n\nConcepts: see [Flow](flow.md).\n", "");
    check("# Orders\n\nTags: set by the release job, read by nobody\n", "");
}

#[test]
fn labels_under_the_title_are_read_with_the_colon_in_or_out_of_the_bold() {
    check(
        "# Orders\n\n**Last Updated:** 2025-01-15  \n**Status:** Draft  \n**Reviewed By:** Chen, Dia  \n**Next Review:** August 15, 2026 (6-month cycle)\n\n## Flow\n",
        "draft Draft, read by Chen+Dia, updated 2025-01-15, review August 15, 2026 (6-month cycle) due 2026-08-15",
    );
    check("# Orders\n\n**Status**: In Review\n**Owner**: Team Grid\n", "review In Review, by Team Grid");
    check(
        "# Orders\n\n> **Status:** Accepted  \n> **Date:** 2024-05-01\n",
        "accepted Accepted, updated 2024-05-01, date 2024-05-01",
    );
    check(
        "# Orders\n\n- 📅 **Last Updated**: 16 Mar 2025\n- 👤 **Owner**: Ana Sol\n",
        "by Ana Sol, updated 2025-03-16",
    );
    check("# Orders\n\nHow orders flow.\n\n**Status:** Live\n\n## Flow\n", "active Live");
}

#[test]
fn several_labels_on_one_line_are_read_each() {
    let expected = "accepted Accepted, updated 2026-02-14, date 2026-02-14, review 2026-08 due 2026-08";
    check("# T\n\n**Status:** Accepted | **Date:** 2026-02-14 | **Review:** 2026-08\n", expected);
    check("# T\n\nStatus: Accepted | Date: 2026-02-14 | Review: 2026-08\n", expected);
    check("# T\n\n**Status**: frozen (stage 3). **Scope**: the table of states.\n", "unknown frozen");
}

#[test]
fn a_label_and_its_value_may_be_a_sentence_in_bold() {
    check("# T\n\n**Status: Draft.** It is being read.\n", "draft Draft");
    check(
        "# T\n\nStatus: `ACCEPTED FOR IMPLEMENTATION` (v0.1; not yet stable, and for us alone)\n",
        "accepted ACCEPTED",
    );
    check(
        "# T\n\nStatus: landed\nDecided: 2025-03-16 (by us)\n",
        "implemented landed, updated 2025-03-16, date 2025-03-16",
    );
}

#[test]
fn a_table_of_fields_is_known_by_its_head_in_other_languages() {
    check("# T\n\n| 項目 | 値 |\n|---|---|\n| Owner | Ana Sol |\n| Room | 12 |\n", "by Ana Sol");
    check(
        "# T\n\n| Campo | Valor |\n|---|---|\n| Estado | Aceptadas |\n| Sala | 12 |\n",
        "accepted Aceptadas",
    );
}

#[test]
fn a_dash_at_the_end_of_a_line_is_a_value_and_between_two_labels_it_is_none() {
    check(
        "# T\n\n**Status:** Draft\n**Supersedes:** —\n**Superseded by:** –\n**Owner:** Ana Sol\n",
        "draft Draft, by Ana Sol",
    );
    check("# T\n\n**Status:** — **Owner:** Ana Sol\n", "by Ana Sol, no Status");
}

#[test]
fn a_date_alone_under_the_title_is_that_of_the_document() {
    check("# T\n\n## Next review\n\n2026-01-15\n", "review 2026-01-15 due 2026-01-15");
    check("# T\n\n## Created\n\n2025-03-16\n", "");
    check("# T\n\n*March 2025*\n\n## Context\n\nText.\n", "updated 2025-03, date 2025-03");
    check("# T\n\n2025-03-16\n\nStatus: Draft\n", "draft Draft, updated 2025-03-16, date 2025-03-16");
    check("# T\n\n2025\n\nText.\n\n## Part\n\n2025-03-16\n\nText.\n", "");
    check("# T\n\n- 2025-03-16\n- 2025-03-17\n", "");
}

#[test]
fn who_proposed_a_record_answers_for_it() {
    check("---\nstatus: proposed\ncontact: ana, ben\n---\n\n# T\n", "proposed proposed, by ana+ben");
    check("# T\n\n| Status | Draft |\n|---|---|\n| Proposed by | Ana Sol |\n", "draft Draft, by Ana Sol");
    check("# T\n\nStatus: Draft\nContact: the desk by the door\n", "draft Draft");
}

#[test]
fn a_footer_after_the_last_rule_is_read() {
    check("# T\n\nText.\n\n---\n\n*Last Updated: March 2025*\n", "updated 2025-03");
    check(
        "# T\n\n## A\n\nText.\n\n---\n**Last Updated**: 2025-01-15\n**Status**: Active\n",
        "active Active, updated 2025-01-15",
    );
    check("# T\n\n## A\n\nText.\n\n*Last updated on 15 January 2025 by Ana*\n", "updated 2025-01-15");
    check(
        "# T\n\n## A\n\nText.\n\n---\n\n**Document Information:**\n- **Template Version:** 3.0\n- **Last Updated:** 2025-01-15\n- **Review Cycle:** Quarterly or as needed\n",
        "updated 2025-01-15, review Quarterly or as needed due 2025-04-15",
    );
}

#[test]
fn a_table_of_fields_and_values_is_read_with_or_without_a_head() {
    let rows = "| **Status** | Accepted |\n| **Date** | 2026-07-21 |\n| **Deciders** | Ana Sol, Ben |\n";
    let expected = "accepted Accepted, by Ana Sol+Ben, updated 2026-07-21, date 2026-07-21";
    check(&format!("# T\n\n| | |\n|---|---|\n{rows}"), expected);
    check(&format!("# T\n\n## Document Control\n\n| Field | Value |\n|---|---|\n{rows}"), expected);
    check(&format!("# T\n\n## 1. Metadata\n\n| Property | Details |\n|---|---|\n{rows}"), expected);
    check(
        "# T\n\n| Version | 2.1 |\n|---|---|\n| Status | Draft |\n| Owner | Grid |\n",
        "draft Draft, by Grid, version 2.1",
    );
    check("# T\n\n| | | | |\n|---|---|---|---|\n| Status | Draft | Owner | Grid |\n", "draft Draft, by Grid");
    check(
        "# T\n\n| Status | Date | Author(s) |\n|---|---|---|\n| Accepted | 2024-05-01 | Ana, Ben |\n",
        "accepted Accepted, by Ana+Ben, updated 2024-05-01, date 2024-05-01",
    );
}

#[test]
fn a_template_of_a_table_names_its_fields_as_unfilled() {
    check(
        "# T\n\n## Document Control\n\n| Field | Value |\n|---|---|\n| **Status** | Draft / Review / Live / Deprecated |\n| **Tech Lead** | [TECH_LEAD_NAME] |\n| **Next Review** | [YYYY-MM-DD] |\n",
        "no Status, no Tech Lead, no Next Review",
    );
}

#[test]
fn the_headings_of_a_decision_record_are_read() {
    check(
        "# 12. Use queues\n\nDate: 2024-05-01\n\n## Status\n\nAccepted\n\n## Context\n",
        "accepted Accepted, updated 2024-05-01, date 2024-05-01",
    );
    check("# T\n\n## Status\n\n> `Rejected`.\n", "rejected Rejected");
    check("# T\n\n## Status\n\nSuperseded by [ADR-0012](0012-x.md)\n", "superseded Superseded");
    check("# T\n\n## Status\n\nAccepted\n\nSuperceded by [12. Queues](0012-x.md)\n", "superseded Superceded");
    check("# T\n\n## Status\n\nSupersedes [3. Files](0003-x.md)\n\nAccepted\n", "accepted Accepted");
    check(
        "# T\n\n## Status\n\nAccepted\n\nPartially superseded by [12. Queues](0012-x.md)\n",
        "accepted Accepted",
    );
    check(
        "# T\n\n## Status\n\n- Date created: *2024-05-03*\n- Developed\n",
        "unknown Developed, created 2024-05-03",
    );
    check("# T\n\n## Status\n\n- [ ] Proposed\n- [x] Accepted\n- [ ] Deprecated\n", "accepted Accepted");
    check("# T\n\n## Status\n\n~~Proposed~~ Accepted\n", "accepted Accepted");
    check("# T\n\n## Status\n\nAccepted (tracked in\n[#12](https://example.org/12))\n", "accepted Accepted");
    check("# T\n\n# Status\n\nDraft.\n\n# Context\n", "draft Draft");
    check(
        "# T\n\n## Deciders\n\n- Ana Sol\n- Ben Ito (@bito)\n\n## Date\n\n2024-05-01\n",
        "by Ana Sol+Ben Ito, updated 2024-05-01, date 2024-05-01",
    );
}

#[test]
fn the_list_items_of_a_decision_record_are_read() {
    check(
        "# T\n\n* Status: accepted <!-- optional -->\n* Deciders: Ana Sol, Ben\n* Date: 2024-05-01\n* Tags: storage queues\n\nTechnical Story: [#12](https://example.org/12)\n\n## Context\n",
        "accepted accepted, by Ana Sol+Ben, updated 2024-05-01, date 2024-05-01, about storage+queues",
    );
    check(
        "# T\n\n- Deciders:\n  - Ana Sol\n  - Ben Ito\n- Status: proposed\n",
        "proposed proposed, by Ana Sol+Ben Ito",
    );
    check("# T\n\n**Approved by:**\n\n- Ana Sol\n- [Name]\n", "read by Ana Sol");
}

#[test]
fn a_status_that_is_about_something_else_is_none() {
    for text in [
        "# T\n\n## Jobs\n\n| Job | Status | Owner |\n|---|---|---|\n| Export | Accepted | Ana |\n",
        "# T\n\n## Rules\n\n- **Status**: Accepted when two have read it\n- **Owner**: whoever is on call\n",
        "# T\n\n## Rules\n\n**Status:** Accepted\n\n## More\n",
        "# T\n\n## Status\n\nThe two points above have been implemented; the rest waits for a release.\n",
        "# T\n\n## Status\n\n> Rejected records are kept as a list of recommendations that\n> accepted records may refer to.\n",
        "# T\n\n## HTTP Status Codes\n\nAccepted\n",
        "# T\n\n## Fields\n\n### Status\n\nAccepted\n",
        "# T\n\n```\nStatus: Accepted\n```\n",
        "# T\n\n| ADR | Title | Status | Date |\n|---|---|---|---|\n| 0001 | Queues | Accepted | 2024-05-01 |\n",
        "# T\n\n## A\n\nText.\n\n---\n\n**[Date] - Queues**\n- **Context**: late\n- **Status**: Accepted\n- **Date**: 2024-05-01\n",
        "# T\n\nNote: see below\n\nReview: each change is read by two people before it is merged\n",
    ] {
        assert_eq!(read(text), "", "{text}");
    }
    for text in [
        "# T\n\n## Status\n\n> Valid ADR statuses are: \"Proposed\", \"Accepted\", \"Rejected\"\n\n{Deprecated|Proposed|Accepted}\n",
        "# T\n\n## Status\n\nAccepted | Rejected | Deprecated | Superseded by\n",
        "# T\n\n## Status\n\n- Proposed\n- Accepted\n- Deprecated\n",
    ] {
        assert_eq!(read(text), "no Status", "{text}");
    }
}

#[test]
fn of_several_records_in_one_file_only_the_first_is_the_documents() {
    check("# ADR-001\n\n## Status\n\nAccepted\n\n# ADR-002\n\n## Status\n\nRejected\n", "accepted Accepted");
    check("# Decisions\n\nAll of them.\n\n## ADR-001: Queues\n\n### Status\n\nAccepted\n", "");
    check("# Queues\n\n## Context\n\n# Annex\n\n## Status\n\nAccepted\n", "accepted Accepted");
}

#[test]
fn what_an_earlier_form_says_no_later_one_changes() {
    check(
        "---\nauthor: Ana Sol\nupdated: 2025-03-16\n---\n# T\n\n**Author:** Someone Else\n**Owner:** Team Grid\n\n## A\n\n---\n\n*Last Updated: March 2025*\n",
        "by Ana Sol+Team Grid, updated 2025-03-16",
    );
}

#[test]
fn two_values_that_cannot_both_be_true_are_found() {
    assert_eq!(
        found(
            "---\nstatus: Draft\nupdated: 2025-03-16\n---\n# T\n\n**Status:** Accepted\n**Last Updated:** April 2025\n"
        ),
        [
            "conflicting-metadata 7:13 the status is \"Accepted\" here and \"Draft\" elsewhere",
            "conflicting-metadata 8:19 the date of the last change is 2025-04 here and 2025-03-16 elsewhere",
        ]
    );
    assert_eq!(
        found("# T\n\nStatus: Proposed\n\n## Status\n\nAccepted\n"),
        ["conflicting-metadata 7:1 the status is \"Accepted\" here and \"Proposed\" elsewhere"]
    );
    assert_eq!(found("---\nstatus: wip\n---\n# T\n\n**Status:** Draft\n"), Vec::<String>::new());
}

#[test]
fn a_date_that_cannot_be_is_found_and_not_read() {
    let text = "# T\n\n**Last Updated:** 2025-02-30\n";
    assert_eq!(read(text), "");
    assert_eq!(
        found(text),
        ["impossible-date 3:19 \"2025-02-30\" is a day that no calendar has, so it is not read"]
    );
    let text = "---\nnext_review: 31 April 2026\n---\n# T\n";
    assert_eq!(read(text), "");
    assert_eq!(found(text).len(), 1);
}

#[test]
fn prose_for_a_review_is_kept_and_a_cycle_gives_a_date() {
    check("# T\n\n**Next Review:** Before production deployment\n", "review Before production deployment");
    check(
        "# T\n\n**Last Updated:** March 2025\n**Next Review:** Quarterly\n",
        "updated 2025-03, review Quarterly due 2025-06",
    );
    check(
        "# T\n\n**Last Updated:** 2025-01-15\n**Last Reviewed:** 2025-03-01\n**Review Cycle:** every 6 months\n",
        "updated 2025-01-15, review every 6 months due 2025-09-01",
    );
    check("# T\n\n**Next Review:** N/A\n**Owner:** None\n", "");
}

#[test]
fn a_purpose_is_the_summary() {
    let (document, _) =
        parsed("# T\n\n> **Purpose:** How orders flow\n> to the warehouse.\n\nText that comes after it.\n");
    assert_eq!(document.summary.as_deref(), Some("How orders flow to the warehouse."));
    let (document, _) = parsed("# T\n\n> **Purpose:** [One sentence]\n\nThe text that comes after it.\n");
    assert_eq!(document.summary.as_deref(), Some("The text that comes after it."));
    let (document, _) = parsed("# T\n\nAuthor: Ana Sol (@asol)\n\nThe text that comes after it.\n");
    assert_eq!(document.summary.as_deref(), Some("The text that comes after it."));
}

#[test]
fn fields_below_a_line_that_goes_on_with_the_title_are_the_documents() {
    for text in [
        "# RULES.md\n## Depot: how we work\n**Version:** 1.2 | **Date:** May 4, 2025 | **Author:** Ana Sol\n\n---\n\n## Rules\n\nText.\n",
        "# Rules\n\n## Depot\n\n> **Version:** 1.2 | **Date:** 2025-05-04 | **Author:** Ana Sol\n\n---\n\nText.\n",
    ] {
        check(text, "by Ana Sol, updated 2025-05-04, date 2025-05-04, version 1.2");
    }
    // The first of several things, and a section that goes on.
    for text in [
        "# Services\n\n## Feed\n\n**Owner:** Ana\n\n---\n\n## Depot\n\n**Owner:** Ben\n\n---\n\n## Van\n\n**Owner:** Chen\n",
        "# Debts\n\n## Old feed\n\n**Owner:** Ana\n\nIt is slow.\n\n---\n\n## More\n\nText.\n",
        "# Debts\n\n## Old feed\n\n**Owner:** Ana\n\n## More\n\nText.\n",
    ] {
        check(text, "");
    }
}

#[test]
fn what_holds_nothing_but_fields_below_document_control_counts() {
    check(
        "# T\n\n## 7. Document Control\n\n### Review\n\n- Annual review\n- **Reviewer:** Reads all of it\n\n**Next Review Date:** 2027-01-25\n\n## More\n\n### Depot\n\n**Owner:** Ana\n",
        "review 2027-01-25 due 2027-01-25",
    );
    check("# Document Control\n\n## Depot\n\n### Feed\n\n**Owner:** Ana\n", "");
}

#[test]
fn who_keeps_a_document_is_said_in_many_ways() {
    for footer in [
        "*Document maintained by the Depot Team*",
        "**Document Maintained By:** Depot Team",
        "> **Maintained By**: Depot Team",
        "_Maintained by Depot Team._",
    ] {
        check(&format!("# T\n\nText.\n\n---\n\n{footer}\n"), "by Depot Team");
    }
    check(
        "# T\n\nText.\n\n---\n\n*Maintained by the Depot Team*  \n*Last updated: 2026-02-01*\n",
        "by Depot Team, updated 2026-02-01",
    );
    check("# T\n\nText.\n\n---\n\nMaintained by a script, which nobody reads.\n", "");
}

#[test]
fn a_table_of_parameters_under_document_control_is_one_of_fields() {
    check(
        "# T\n\n## 1. Document Control\n\nParameter | Value\n--- | ---\nVersion | 1.0.\nAuthor | Ana Sol\nStatus | In Review\n",
        "review In Review, by Ana Sol, version 1.0",
    );
    check(
        "# T\n\n## Document Control\n\nDocument |  |\n---|---|\n**Author** | _Name Author _\n**Status** | Draft\n",
        "draft Draft",
    );
}

#[test]
fn what_is_issued_or_in_effect_from_a_day_on_has_that_date() {
    check("# T\n\n**Effective Date:** May 16, 2026\n", "updated 2026-05-16, date 2026-05-16");
    check(
        "# T\n\n## Document Control\n\n- **Document ID:** A-1\n- **Date Issued:** 2026-01-13\n- **Review Frequency:** Quarterly\n",
        "updated 2026-01-13, date 2026-01-13, review Quarterly due 2026-04-13",
    );
}

#[test]
fn the_time_from_one_review_to_the_next_may_be_a_field() {
    check(
        "---\nlast_reviewed_on: 2026-07-04\nreview_in: 6 months\n---\n# T\n",
        "review 6 months due 2027-01-04",
    );
}

/// Returns the body of a document in one line.
fn body(text: &str) -> String {
    let (_, html) = parsed(text);
    html.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_block_of_which_the_header_shows_all_is_left_out() {
    for text in [
        "# T\n\n**Status:** Draft  \n**Owner:** Ana, Ben and Chen  \n**Version:** 2.1\n\nText.\n",
        "# T\n\n**Status:** Draft\n\n---\n\nText.\n",
        "# T\n\n- Status: draft\n- Date: 2024-05-01\n\nText.\n",
        "# T\n\n| | |\n|---|---|\n| Status | Accepted. |\n| Deciders | Ana |\n\nText.\n",
        "# T\n\nText.\n\n---\n\n*Last Updated: March 2025*\n",
        "---\nupdated: 2025-03-16\n---\n# T\n\nText.\n\n---\n\n*Last Updated: March 2025*\n",
        "# T\n\n**Status:** Draft | **Next Review:** 2026-08\n\nText.\n\n---\n\n*Last Updated: 2025*\n",
    ] {
        assert_eq!(body(text), "<p>Text.</p>", "{text}");
    }
}

#[test]
fn no_heading_is_left_alone() {
    let control = "# T\n\n## Document Control\n\n| Field | Value |\n|---|---|\n| Status | Draft |\n";
    assert!(body(&format!("{control}\n## Next\n\nText.\n")).contains("<td>Draft</td>"));
    assert!(body(control).contains("<td>Draft</td>"));
    assert!(!body(&format!("{control}\nThis document tells more.\n")).contains("Draft"));
    assert!(!body(&format!("{control}\n### History\n\nText.\n")).contains("Draft"));
    assert!(!body("# T\n\n## Depot\n\n**Status:** Draft\n\n---\n\n## Next\n\nText.\n").contains("Draft"));
}

#[test]
fn people_in_a_wrapped_list_are_all_read() {
    check(
        "# T\n\n## Document Control\n\n- Reviewers: Engineering Governance, Documentation Governance, Data\n  Governance, Quality Governance.\n- Owner: Ana Sol,\n  Ben\n",
        "by Ana Sol+Ben, read by Engineering Governance+Documentation Governance+Data Governance+Quality Governance",
    );
    check("# T\n\n- Owner: Ana Sol, Ben\n  They keep the feed, the depot, and the vans.\n", "by Ana Sol+Ben");
}

#[test]
fn a_block_that_says_more_stays() {
    for (text, stays) in [
        ("# T\n\n**Status:** Draft\n**Project:** Grid\n", "Grid"),
        ("# T\n\n**Status:** Accepted (supersedes ADR-1)\n", "supersedes"),
        ("# T\n\n**Status:** [Accepted](a.md)\n", "Accepted"),
        ("# T\n\n**Owner:** Ana Sol (lead)\n", "lead"),
        ("# T\n\n**Last Updated:** [DATE]\n", "[DATE]"),
        ("# T\n\n**Status:** Draft\n**Last Updated:**\n", "Draft"),
        ("# T\n\n**Last Updated:** 2025-01-15 10:30\n", "10:30"),
        ("# T\n\n**Status:** Draft\nText goes on.\n", "Draft"),
        ("---\nstatus: Draft\n---\n# T\n\n**Status:** Accepted\n", "Accepted"),
        ("---\nupdated: 2025-03\n---\n# T\n\n**Last Updated:** 2025-03-16\n", "2025-03-16"),
        ("# T\n\n## Status\n\nAccepted\n", "Accepted"),
        ("# T\n\n---\n\nText.\n\n---\n", "<hr />"),
        ("# T\n\n**Created:** 2025-01-15\n", "2025-01-15"),
    ] {
        assert!(body(text).contains(stays), "{text} {}", body(text));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_every_place_is_in_it(text in "(# T\n|## Status\n|## Deciders\n|---\n|\\*\\*|: |Status|Owner|Last Updated|Review Cycle|Next Review|Tags|accepted|superseded by|2025-02-3|quarterly|6 months|et al|and |, | / |@é|\\(|\\)|<|>|\\[x\\] |\\[|\\]|\\{|- |\\| |\\|---\\|---\\|\n|<br>|<!-- x -->|~~|`|\n|\n\n|ü|状|🟢| ){0,40}") {
        let (document, _) = parsed(&text);
        let metadata = &document.metadata;
        let places = metadata.owners.iter().map(|it| it.extent)
            .chain(metadata.fields.iter().map(|it| it.extent))
            .chain(metadata.concepts.iter().map(|it| it.extent))
            .chain(metadata.status.iter().map(|it| it.extent))
            .chain(metadata.updated.iter().map(|it| it.extent))
            .chain(document.diagnostics.iter().map(|it| it.span.extent()));
        for place in places {
            prop_assert!(text.get(place.start as usize..place.end as usize).is_some(), "{:?}", place);
        }
    }
}
