//! What is a decision, and what it says, in the forms that people write.

use super::*;
use crate::model::document::Document;
use crate::parse::{Depth, MarkdownOptions, Options, document};
use crate::source::{LineIndex, SourcePath};
use std::sync::Arc;

fn parsed(path: &str, text: &str) -> Arc<Document> {
    let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
    let options = Options { markdown, registers: &[], keep_metadata: false };
    document(&SourcePath::new(path), &LineIndex::new(text), None, options, &|_| None).document
}

/// Says of each decision what it is: id, title, status, date.
fn decisions(path: &str, text: &str) -> Vec<String> {
    let document = parsed(path, text);
    let told = document.decisions.iter().map(|decision| {
        let id = decision.id.as_ref().map_or("-", |id| id.value.0.as_str());
        let status = decision.status.as_ref().map_or("-", |status| status.kind.as_str());
        let date = decision.date.as_ref().map_or("-".to_owned(), |date| date.value.to_string());
        format!("{id} | {} | {status} | {date}", *decision.title)
    });
    told.collect()
}

/// Says of the only decision what it says about others.
fn references(path: &str, text: &str) -> Vec<String> {
    let document = parsed(path, text);
    let [decision] = document.decisions.as_slice() else { panic!("{:?}", document.decisions) };
    decision.references.iter().map(|it| format!("{:?} {}", it.verb, it.target)).collect()
}

const NYGARD: &str = "\
# 12. Use queues

Date: 2024-05-01

## Status

Superceded by [14. Use a log](0014-use-a-log.md)

Amends [3. Use events](0003-use-events.md)

## Context

Orders get lost.

## Decision

We will use queues.

## Consequences

Easier and harder.
";

#[test]
fn a_record_of_adr_tools_is_a_decision() {
    let path = "doc/adr/0012-use-queues.md";
    assert_eq!(decisions(path, NYGARD), ["ADR-0012 | Use queues | superseded | 2024-05-01"]);
    assert_eq!(references(path, NYGARD), ["SupersededBy 0014-use-a-log.md", "Amends 0003-use-events.md"]);
}

#[test]
fn a_record_is_read_in_the_language_of_its_writers() {
    for (path, text, told, said) in [
        (
            "adr/0012-warteschlangen.md",
            "# 12. Warteschlangen\n\nDatum: 2024-05-01\n\n## Status\n\nAkzeptiert\n\nErsetzt [3. Ereignisse](0003-ereignisse.md)\n\n## Kontext\n\nWir verlieren.\n\n## Entscheidung\n\nWir warten.\n\n## Konsequenzen\n\n### Positive Konsequenzen\n\n- Nichts geht verloren\n",
            "ADR-0012 | Warteschlangen | accepted | 2024-05-01",
            "Supersedes 0003-ereignisse.md; Nichts geht verloren",
        ),
        (
            "ADR-012-files.md",
            "# ADR-012 : Files d'attente\n\n**Date** : 2024-05-01\n**Statut** : remplacé par [ADR-014](ADR-014-journal.md)\n\n## Contexte\n\nOn perd.\n\n## Décision\n\nOn attend.\n\n## Conséquences\n\n- **Positives** :\n  - Rien ne se perd\n",
            "ADR-012 | Files d'attente | superseded | 2024-05-01",
            "SupersededBy ADR-014-journal.md; Rien ne se perd",
        ),
        (
            "decisiones/0012-colas.md",
            "# 12. Colas\n\n- **Estado:** Aceptada\n- **Fecha:** 1 de mayo de 2024\n\n## Contexto\n\nSe pierde.\n\n## Decisión\n\nSe espera.\n\n## Consecuencias\n\n### Positivas\n\n- Nada se pierde\n",
            "ADR-0012 | Colas | accepted | 2024-05-01",
            "; Nada se pierde",
        ),
        (
            "adr/0012-filas.md",
            "# 12. Filas\n\nData: 2024-05-01\n\n## Status\n\nProposto\n\n## Contexto\n\nPerde-se.\n\n## Decisão\n\nEspera-se.\n\n## Consequências\n\n### Positivas\n\n- Nada se perde\n",
            "ADR-0012 | Filas | proposed | 2024-05-01",
            "; Nada se perde",
        ),
        (
            "adr/0012-code.md",
            "# 12. Code\n\n- Data: 4 marzo 2024\n\n## Stato\n\nAccettato\n\nSostituisce [3. Eventi](0003-eventi.md)\n\n## Contesto\n\nSi perde.\n\n## Decisione\n\nSi aspetta.\n\n## Conseguenze\n\n### Conseguenze positive\n\n- Nulla si perde\n",
            "ADR-0012 | Code | accepted | 2024-03-04",
            "Supersedes 0003-eventi.md; Nulla si perde",
        ),
        (
            "adr/0012-queues.md",
            "# ADR-0012: キューを使う\n\n## ステータス\n\n採用 (Accepted)\n\n## 日付\n\n2024-03-04\n\n## コンテキスト\n\n失われる。\n\n## 決定\n\n待つ。\n\n## 結果\n\n### ポジティブ\n\n- 失われない\n",
            "ADR-0012 | キューを使う | accepted | 2024-03-04",
            "; 失われない",
        ),
        (
            "besluiten/ADR-012-wachtrijen.md",
            "# ADR-012: Wachtrijen\n\n**Datum**: 4 maart 2024\n**Status**: vervangen door [ADR-014](ADR-014-logboek.md)\n\n## Context\n\nEr raakt iets kwijt.\n\n## Besluit\n\nWij wachten.\n\n## Gevolgen\n\n### Voordelen\n\n- Niets raakt kwijt\n",
            "ADR-012 | Wachtrijen | superseded | 2024-03-04",
            "SupersededBy ADR-014-logboek.md; Niets raakt kwijt",
        ),
    ] {
        assert_eq!(decisions(path, text), [told]);
        let document = parsed(path, text);
        let positive: Vec<&str> = document.decisions[0].positive.iter().map(|it| it.as_str()).collect();
        assert_eq!(format!("{}; {}", references(path, text).join(", "), positive.join(", ")), said);
    }
}

#[test]
fn headings_may_hold_what_they_name() {
    let text = "# Use queues\n\n### **Date:** 2nd May 2024\n\n### **Status:** ACCEPTED\n\n## **Context**\n\nOrders get lost.\n\n## Decision: queues\n\nThey wait.\n\n## Consequences\n\nMore to run.\n";
    assert_eq!(decisions("adr/use-queues.md", text), ["- | Use queues | accepted | 2024-05-02"]);
    let text = "# Status: a history of our queues\n\nText.\n\n## Decision: none\n\nText.\n";
    assert_eq!(decisions("guide/queues.md", text), Vec::<String>::new());
    let text = "# Use queues\n\n## Status\n\naccepted\n\n## Context and decision\n\nOrders get lost; they wait.\n\n## Consequences\n\nMore to run.\n";
    assert_eq!(decisions("orders/0012-use-queues.md", text), ["ADR-0012 | Use queues | accepted | -"]);
}

#[test]
fn a_record_outside_of_a_folder_of_records_is_known_by_what_it_says_of_itself() {
    for (path, text, expected) in [
        (
            "notes/queues.md",
            "---\ntype: adr\nstatus: accepted\ndate: 2024-05-01\n---\n\n# Use queues\n\n## Context\n\nOrders get lost.\n",
            "- | Use queues | accepted | 2024-05-01",
        ),
        (
            "design/queues.md",
            "# Architecture Decision Record: Use queues\n\n**Status:** Accepted\n\n## Context\n\nOrders get lost.\n",
            "- | Use queues | accepted | -",
        ),
        (
            "design/0012-queues.md",
            "# 0012 — Use queues\n\n**Date:** 2024-05-01\n**Status:** Accepted\n\n## Decision\n\nQueues.\n",
            "ADR-0012 | Use queues | accepted | 2024-05-01",
        ),
    ] {
        assert_eq!(decisions(path, text), [expected], "{text}");
    }
    let guide = "---\ntype: guide\n---\n\n# Decision: when to ask\n\nAsk early.\n";
    assert_eq!(decisions("guide/asking.md", guide), Vec::<String>::new());
}

#[test]
fn the_status_in_bold_is_the_one_that_was_chosen() {
    for (status, expected) in [
        ("Proposed | **Accepted** | Rejected | Superseded", "accepted"),
        ("Vorgeschlagen | Akzeptiert | **Abgelehnt**", "rejected"),
        ("Proposed | Accepted | Rejected", "-"),
        ("**Proposed | Accepted | Rejected**", "-"),
        ("**Proposed** | **Accepted** | Rejected", "-"),
    ] {
        let text = format!("# 12. Use queues\n\n## Status\n\n{status}\n\n## Decision\n\nQueues.\n");
        let expected = format!("ADR-0012 | Use queues | {expected} | -");
        assert_eq!(decisions("adr/0012-use-queues.md", &text), [expected], "{status}");
    }
}

#[test]
fn of_the_days_on_which_a_status_changed_the_last_holds() {
    let text = "# 12. Use queues\n\n## Status\n\n2024-05-01 proposed\n\n2024-05-09 accepted\n\n## Decision\n\nQueues.\n";
    assert_eq!(decisions("adr/0012-use-queues.md", text), ["ADR-0012 | Use queues | accepted | 2024-05-09"]);
}

#[test]
fn a_status_that_says_since_when_it_holds_dates_the_decision() {
    let record = |status: &str| format!("# 12. Use queues\n\nStatus: {status}\n\n## Decision\n\nQueues.\n");
    let path = "adr/0012-use-queues.md";
    let dated = ["ADR-0012 | Use queues | accepted | 2024-05-09"];
    assert_eq!(decisions(path, &record("Accepted (2024-05-09)")), dated);
    assert_eq!(decisions(path, &record("Accepted (2024-05-08)\nDate: 2024-05-09")), dated);
    let replaced = record("Superseded (2024-05-09)");
    assert_eq!(decisions(path, &replaced), ["ADR-0012 | Use queues | superseded | -"]);
    let updated = parsed(path, &replaced).metadata.updated.map(|date| date.value.to_string());
    assert_eq!(updated.as_deref(), Some("2024-05-09"));
}

#[test]
fn who_decided_is_parted_at_a_plus_and_between_handles() {
    let deciders = |said: &str| {
        let text = format!(
            "# ADR-12: Use queues\n\n- Status: Accepted\n- Deciders: {said}\n\n## Decision\n\nQueues.\n"
        );
        let document = parsed("adr/0012-use-queues.md", &text);
        document.decisions[0].deciders.iter().map(|it| it.value.clone()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(deciders("Ana Sol + Ben Ito"), "Ana Sol; Ben Ito");
    assert_eq!(deciders("@asol @bito, Chen (C++ and more)"), "@asol; @bito; Chen (C++ and more)");
}

#[test]
fn a_remark_in_brackets_does_not_end_what_a_verb_speaks_of() {
    let text = "# ADR-12: Use queues\n\n- Status: Accepted\n- Related: ADR-3 (events — as they are), ADR-5 (read; write), ADR-7\n- Supersedes: ADR-2 (files. And folders), ADR-1\n\n## Decision\n\nQueues.\n";
    let expected =
        ["RelatesTo ADR-3", "RelatesTo ADR-5", "RelatesTo ADR-7", "Supersedes ADR-2", "Supersedes ADR-1"];
    assert_eq!(references("adr/0012-use-queues.md", text), expected);
}

#[test]
fn a_title_may_say_what_a_decision_replaces() {
    let record = |title: &str| format!("# ADR-12: {title}\n\n## Status: Accepted\n\n## Decision\n\nA log.\n");
    let path = "adr/0012-log.md";
    assert_eq!(
        references(path, &record("Use a log (Supersedes ADR-7 and ADR-8)")),
        ["Supersedes ADR-7", "Supersedes ADR-8"]
    );
    assert_eq!(references(path, &record("Use a log (ADR-7 replaced by it)")), Vec::<String>::new());
    assert_eq!(references(path, &record("Queues (extends the log)")), Vec::<String>::new());
}

#[test]
fn a_list_of_other_decisions_goes_on_behind_an_and_at_the_end_of_a_line() {
    let text = "# 12. Use queues\n\n## Status\n\nAccepted. Supersedes [ADR-3](0003-x.md)\n(the first) and\n[ADR-5](0005-y.md) (the second). Both were slow.\n\n## Decision\n\nQueues.\n";
    assert_eq!(references("adr/0012-use-queues.md", text), ["Supersedes 0003-x.md", "Supersedes 0005-y.md"]);
}

#[test]
fn a_list_of_other_decisions_may_say_which_part_of_each() {
    let text = "# ADR-12 : Files\n\n- **Statut** : acceptée\n- **Amende** : ADR-3 § 5 (les cas), ADR-5 règles 4-5\n  (« le lendemain »), ADR-7 et ADR-9\n\n## Décision\n\nOn attend.\n";
    assert_eq!(
        references("adr/0012-files.md", text),
        ["Amends ADR-3", "Amends ADR-5", "Amends ADR-7", "Amends ADR-9"]
    );
}

#[test]
fn a_long_remark_on_what_replaced_a_decision_is_no_prose() {
    let text = "# ADR 12: Use queues\n\nStatus: **Replaced by ADR 30** (by the board, 2026-10-02). This record stays for the story of it.\n\n## Decision\n\nQueues.\n";
    assert_eq!(decisions("adr/0012-use-queues.md", text), ["ADR-0012 | Use queues | superseded | -"]);
}

#[test]
fn a_record_of_madr_2_says_who_decided_in_a_list() {
    let text = "\
# Use queues

* Status: accepted
* Deciders: Ana, Li and the platform team
* Date: 2024-05-01

Technical Story: ORD-17

## Context and Problem Statement

Orders get lost.

## Decision Outcome

Chosen option: \"queues\", because they wait.

### Positive Consequences <!-- optional -->

* No order is lost

### Negative Consequences <!-- optional -->

* One more thing to run
* Orders come late

## Pros and Cons of the Options

### Queues

* Good, because they wait
";
    let document = parsed("docs/decisions/0007-use-queues.md", text);
    let decision = &document.decisions[0];
    let texts = |list: &[Stated<String>]| list.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
    assert_eq!(decision.id.as_ref().map(|id| id.value.0.as_str()), Some("ADR-0007"));
    assert_eq!(texts(&decision.deciders), ["Ana", "Li", "the platform team"]);
    assert_eq!(texts(&decision.positive), ["No order is lost"]);
    assert_eq!(texts(&decision.negative), ["One more thing to run", "Orders come late"]);
    for decider in &decision.deciders {
        assert_eq!(text[decider.extent.start as usize..decider.extent.end as usize], decider.value);
    }
}

#[test]
fn a_record_of_madr_4_says_it_in_front_matter() {
    let text = "\
---
status: \"superseded by ADR-0123\"
date: 2024-05-01
decision-makers: [Ana, Li]
replaces: 0004-use-mail.md
---

# Use queues

## Context and Problem Statement

Orders get lost.

## Decision Outcome

Queues.

### Consequences

* Good, because no order is lost
* Bad, because one more thing runs
";
    let path = "docs/decisions/0007-use-queues.md";
    assert_eq!(decisions(path, text), ["ADR-0007 | Use queues | superseded | 2024-05-01"]);
    assert_eq!(references(path, text), ["SupersededBy ADR-0123", "Supersedes 0004-use-mail.md"]);
    let document = parsed(path, text);
    assert_eq!(document.decisions[0].deciders.len(), 2);
    assert_eq!(document.decisions[0].positive[0].value, "Good, because no order is lost");
    assert_eq!(document.decisions[0].negative[0].value, "Bad, because one more thing runs");
}

#[test]
fn a_record_of_log4brains_has_no_number_and_links_with_verbs() {
    let text = "\
# Use queues

- Status: accepted
- Date: 2024-05-01

## Context

Orders get lost.

## Decision

Queues.

## Links

- Supersedes [20230102-use-mail](20230102-use-mail.md)
- [The vendor](https://example.org/queues)
";
    let path = "docs/adr/20240501-use-queues.md";
    assert_eq!(decisions(path, text), ["- | Use queues | accepted | 2024-05-01"]);
    assert_eq!(references(path, text), ["Supersedes 20230102-use-mail.md"]);
    assert_eq!(
        references(path, &text.replace("accepted", "superseded by 20250101-use-a-log")),
        ["SupersededBy 20250101-use-a-log", "Supersedes 20230102-use-mail.md"]
    );
}

#[test]
fn a_record_is_known_by_other_names_and_in_a_table() {
    let text = "\
# ADR-0013: Use queues

| | |
| --- | --- |
| **Status** | Accepted (routing superseded by ADR-0016; the rest stands) |
| **Date** | 2026-07-21 (revised) |
| **Deciders** | Ana Lund |

## Context

Orders get lost.
";
    assert_eq!(
        decisions("architecture/adr-013-use-queues.md", text),
        ["ADR-0013 | Use queues | accepted | 2026-07-21"]
    );
    assert_eq!(references("architecture/adr-013-use-queues.md", text), ["AmendedBy ADR-0016"]);
    let pipes = "# ADR 020: Use queues\n\n**Status:** Proposed | **Date:** 2026-06-17 | **Review:** 2027-06-17\n\n## Context\n\nX.\n";
    assert_eq!(
        decisions("security/020-use-queues.md", pipes),
        ["ADR-020 | Use queues | proposed | 2026-06-17"]
    );
}

#[test]
fn a_file_whose_shape_is_complete_needs_no_name() {
    let unnamed = NYGARD.replace("12. ", "");
    assert_eq!(decisions("notes/queues.md", &unnamed).len(), 1);
    let without_status = unnamed.replace("## Status", "## Standing");
    assert_eq!(decisions("notes/queues.md", &without_status), Vec::<String>::new());
    assert_eq!(decisions("notes/decisions/queues.md", &without_status).len(), 1);
}

#[test]
fn forms_indexes_and_chapters_are_no_decisions() {
    for (path, text) in [
        ("docs/adr/template.md", NYGARD.to_owned()),
        ("docs/adr/0000-template.md", NYGARD.to_owned()),
        ("docs/adr/README.md", NYGARD.replace("12. Use queues", "Architecture decisions")),
        ("docs/adr/0007-x.md", NYGARD.replace("12. Use queues", "[short title of solved problem]")),
        ("docs/adr/ADRXXX-title.md", NYGARD.to_owned()),
        ("book/03-queues.md", "# 3. Queues\n\n## Background\n\nX.\n\n## Alternatives\n\nY.\n".to_owned()),
        ("docs/adr/0013-appendix.md", "# ADR-0013 appendix — gallery\n\n## Context\n\nX.\n".to_owned()),
        ("docs/adr/contributing.md", "# Contributing\n\n## Setup\n\nX.\n".to_owned()),
        (
            "rfc/rfc-100-queues.md",
            "# RFC 100: Queues\n\n## Background\n\nX.\n\n## Status\n\nDraft\n".to_owned(),
        ),
        ("plans/spike.md", "# Spike\n\n## Context\n\nX.\n\n## Decision\n\nY.\n".to_owned()),
    ] {
        assert_eq!(decisions(path, &text), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn the_name_of_the_file_holds_where_the_title_counts_otherwise() {
    let text = NYGARD.replace("12. Use", "ADR-011: Use");
    let document = parsed("adr/ADR-012-use-queues.md", &text);
    assert_eq!(document.decisions[0].id.as_ref().map(|id| id.value.0.as_str()), Some("ADR-012"));
    let messages: Vec<_> = document.diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["the title says ADR-011, the name of the file ADR-012"]);
    assert_eq!(document.diagnostics[0].code, Code::NumberDisagrees);
}

#[test]
fn a_status_stands_where_people_put_it() {
    for (written, status) in [
        ("Accepted", "accepted"),
        ("**Accepted**", "accepted"),
        ("`Rejected`", "rejected"),
        ("> Accepted", "accepted"),
        (
            "> A decision may be \"proposed\" if it has not been agreed upon yet.\n\nImplemented",
            "implemented",
        ),
        ("Date created: *2024-05-01*\n\nAccepted", "accepted"),
        ("Accepted (tracked in\n[#12](https://example.org/12))", "accepted"),
        ("Accepted\n\nSuperseded by [ADR-14](0014-use-a-log.md)", "superseded"),
        ("{Deprecated|Proposed|Accepted|Declined}", "-"),
        ("Accepted or Rejected", "-"),
        ("Proposed / Accepted", "-"),
        ("<!-- one of the words -->", "-"),
        ("The two points above were brought up again by the team.", "-"),
        ("Shelved", "unknown"),
    ] {
        let text = NYGARD.replace("Superceded by [14. Use a log](0014-use-a-log.md)", written);
        let found = decisions("adr/0012-use-queues.md", &text);
        assert_eq!(found, [format!("ADR-0012 | Use queues | {status} | 2024-05-01")], "{written}");
    }
}

#[test]
fn a_word_that_is_no_status_is_a_finding_with_the_nearest_one() {
    let finding = |word: &str| {
        let text = NYGARD.replace("Superceded by [14. Use a log](0014-use-a-log.md)", word);
        let document = parsed("adr/0012-use-queues.md", &text);
        let found = document.diagnostics.iter().find(|it| it.code == Code::UnknownStatus)?;
        assert_eq!(&text[found.span.start as usize..found.span.end as usize], word);
        Some((found.message.clone(), found.help.clone().unwrap_or_default()))
    };
    let (message, help) = finding("Acepted").unwrap();
    assert_eq!(
        (message.as_str(), help.as_str()),
        ("\"Acepted\" is not a status", "did you mean \"accepted\"?")
    );
    assert!(finding("Shelved").is_some());
    assert_eq!(finding("Approved"), None);
    assert_eq!(finding("Draft"), None);
}

#[test]
fn what_a_status_says_about_others_is_read_with_its_links() {
    for (status, found) in [
        ("Superseded by ADR 0012", &["SupersededBy ADR-0012"][..]),
        ("Superseded by DR008", &["SupersededBy DR-008"]),
        ("Superseded by 14", &["SupersededBy 14"]),
        ("Superseded by\n[ADR-14](0014-use-a-log.md)", &["SupersededBy 0014-use-a-log.md"]),
        ("Accepted (supersedes ADR-024, ADR-025)", &["Supersedes ADR-024", "Supersedes ADR-025"]),
        ("Proposed. Supersedes ADR-036.", &["Supersedes ADR-036"]),
        (
            "partially superseded by ADR-0144/0147/0149",
            &["AmendedBy ADR-0144", "AmendedBy ADR-0147", "AmendedBy ADR-0149"],
        ),
        ("Accepted (partial: coverage superseded by ADR-0017 §2)", &["AmendedBy ADR-0017"]),
        ("Accepted (v2 — supersedes the \"two frontends\" draft of this ADR; P2-E5)", &[]),
        ("Rejected in favour of ADR 111", &["RelatesTo ADR-111"]),
        ("Accepted\n\nSupersedes parts of [3](0003-x.md)", &["Amends 0003-x.md"]),
        ("Accepted\n\nSupersedes: None", &[]),
        (
            "Accepted\n\nSupersedes [ADR-7](0007-x.md) (mail), ADR-8 §2 and [9](0009-x.md), which had replaced ADR-2.",
            &["Supersedes 0007-x.md", "Supersedes ADR-8", "Supersedes 0009-x.md"],
        ),
        ("Superseded by [another team's](https://example.org/adr/5)", &[]),
    ] {
        let text = NYGARD
            .replace("Superceded by [14. Use a log](0014-use-a-log.md)", status)
            .replace("Amends [3. Use events](0003-use-events.md)\n", "");
        assert_eq!(references("adr/0012-use-queues.md", &text), found, "{status}");
    }
}

#[test]
fn a_verb_in_running_prose_is_no_reference() {
    let text = NYGARD
        .replace("Superceded by [14. Use a log](0014-use-a-log.md)", "Accepted")
        .replace("Amends [3. Use events](0003-use-events.md)\n", "")
        .replace("Orders get lost.", "This ADR supersedes the thoughts in ADR-60, which is\nsuperseded by 2 others, and\nupdates the [guide](guide.md).");
    assert_eq!(references("adr/0012-use-queues.md", &text), Vec::<String>::new());
}

#[test]
fn a_section_with_an_id_is_a_decision_inside_a_document() {
    let text = "\
# Backend

### ADR Index

| ADR ID | Title | Status | Date |
|--------|-------|--------|------|
| [ADR-001] | [DECISION_TITLE] | Proposed | [DATE] |
| [ADR-002] | Keep it | Accepted | 2024-05-01 |

### Recent decisions

#### ADR-001: Use queues
**Status:** Accepted  
**Date:** [DATE]  
**Context:** Orders get lost.  
**Decision:** Queues.  
**Consequences:** 
- **Positive:** No order is lost
- **Negative:** One more thing to run

#### ADR-002: Keep it

We keep it. **Status:** is a word.

### Pending Decisions
- **[PENDING_DECISION_1]:** [BRIEF_DESCRIPTION]
- **Tracing:** Which of the two collectors?
- ADR-003: Where the logs go
";
    assert_eq!(
        decisions("backend.md", text),
        [
            "ADR-001 | Use queues | accepted | -",
            "- | Tracing | proposed | -",
            "ADR-003 | Where the logs go | proposed | -"
        ]
    );
    let document = parsed("backend.md", text);
    let decision = &document.decisions[0];
    assert_eq!(decision.positive[0].value, "No order is lost");
    assert_eq!(decision.negative[0].value, "One more thing to run");
    let anchors: Vec<_> = document.decisions.iter().map(|it| it.anchor.as_deref().unwrap_or("")).collect();
    assert_eq!(anchors, ["adr-001-use-queues", "decision-tracing", "decision-adr-003"]);
    let rows: Vec<_> = document
        .decision_index
        .iter()
        .map(|row| (row.id.value.0.as_str(), row.title.is_some(), row.status.is_some(), row.date.is_some()))
        .collect();
    assert_eq!(rows, [("ADR-001", false, true, false), ("ADR-002", true, true, true)]);
}

#[test]
fn a_section_is_a_decision_by_its_shape_under_a_chapter_of_decisions() {
    let text = "\
# Architecture

## Architecture Decisions

### Use queues

**Context:** Orders get lost.

**Decision:** Queues.

**Consequences:** Late orders.

## Runtime View

### Decision

**Context:** none.
";
    assert_eq!(decisions("architecture.md", text), ["- | Use queues | - | -"]);
}

#[test]
fn a_dated_bold_line_with_labels_is_a_decision_and_its_form_is_none() {
    let text = "\
# Architecture

## Decision Log

**[Date] - Decision Title**
- **Context**: What was the situation
- **Decision**: What was decided

**[2024-05-01] - Use queues**
- **Context**: Orders get lost
- **Decision**: Queues
- **Consequences**: Late orders

**2024-06 – Drop mail**

- **Decision**: No more mail

**2024-07-01 - Team day**

We met.
";
    assert_eq!(
        decisions("architecture.md", text),
        ["- | Use queues | - | 2024-05-01", "- | Drop mail | - | 2024-06"]
    );
}

#[test]
fn the_rows_of_a_log_are_decisions_and_those_of_other_tables_are_not() {
    let text = "\
# Decision log

| ID | Date | Decision |
| --- | --- | --- |
| D-001 | 2024-05-01 | Use queues. They wait for us. |
| D-002 | [DATE] | [DECISION] |

| MR | Change | Decision |
| --- | --- | --- |
| 12 | queues | merged |

| ADR | Recommended verdict |
| --- | --- |
| ADR-0001 | fine |
";
    assert_eq!(decisions("log.md", text), ["D-001 | Use queues | - | 2024-05-01"]);
    assert_eq!(parsed("log.md", text).decision_index, []);
}

#[test]
fn an_index_that_leads_to_files_is_no_log() {
    let text = "\
# Decisions

| ADR | Decision | Status |
| --- | --- | --- |
| [0001](0001-use-queues.md) | Use queues | Accepted |
";
    let document = parsed("adr/README.md", text);
    assert_eq!(document.decisions, []);
    assert_eq!(document.decision_index.len(), 1);
    assert_eq!(document.decision_index[0].title.as_ref().map(|it| it.value.as_str()), Some("Use queues"));
}
