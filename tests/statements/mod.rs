//! What documents say of themselves, and how writers change their minds about it.
//!
//! In: the text of a document. Out: the text with a statement more or less, or with other words in
//! it. Every statement is one that archsite gathers from all documents: decisions, changes, rows of registers,
//! concepts, dates, what is not filled in. Whatever shows it must follow.

use proptest::prelude::*;

/// Statements, each a block of its own.
const STATEMENTS: [&str; 26] = [
    "**Status:** Active\n**Owner:** Ana Lund\n**Last Updated:** 2024-11-05\n**Next Review:** 2025-01-01\n",
    "**Key Concepts:** Data Flow, Audit Trail\n",
    "**Key Concepts:** audit trail\n",
    "## Status\n\nAccepted\n",
    "## Status\n\nSuperseded by [the next one](note-4.md)\n",
    "## Status\n\nAccepted (supersedes ADR-1, ADR-4)\n",
    "## Status\n\nProposed. Supersedes ADR-2 and amends ADR-5\n",
    "## ADR-71: Locks end by themselves\n\n**Status:** Superseded by ADR-72\n\n**Date:** 2024-05-06\n",
    "## ADR-72: Locks end after an hour\n\n**Status:** Accepted\n\n**Date:** 2024-07-08\n\nSupersedes ADR-71\n",
    "## ADR-74: Nothing is locked\n\n**Status:** Accepted\n\nSupersedes ADR-1\n",
    "| ADR | Title | Status |\n|---|---|---|\n| ADR-1 | [Use PostgreSQL](/decisions/0001-use-postgresql.md) | Rejected |\n| ADR-2 | [Note](/decisions/note-2.md) | Rejected |\n",
    "## Decisions\n\n| ADR | Title | Status |\n|---|---|---|\n| [ADR-2](/decisions/note-2.md) | Another title | Proposed |\n| ADR-71 | Locks end by themselves | Rejected |\n",
    "## Change Log\n\n| Date | Change | Author | Impact |\n|---|---|---|---|\n| 2024-10-02 | Locks survive a restart | Ana Lund | High |\n| 2024-07 | Queues wait | Li Wei | |\n",
    "## Changelog\n\n- 2023-02-03: First words\n- 2024-10-02: Last words\n",
    "## Technologies\n\n| Technology | Version | Purpose |\n|---|---|---|\n| PostgreSQL | 16.2 | Orders |\n| Redis | 7 | Locks |\n",
    "| Environment variable | Owner | Purpose |\n|---|---|---|\n| LOCK_TIMEOUT | Team Gate | How long locks hold |\n",
    "## Risks\n\n| Risk | Impact | Mitigation |\n|---|---|---|\n| The queue is full | High | A second queue |\n",
    "## Environment variables\n\n| Variable | Purpose | Default |\n|---|---|---|\n| DATABASE_URL | Where the orders are | |\n",
    "## Operations\n\n[DESCRIBE THE OPERATIONS]\n\n## Costs\n\nTBD\n",
    "## Empty\n\n## Empty as well\n",
    "Locks are as ADR-2 says, or ADR-71. See note-3.md and NOTE-4.md, not `note-5.md`.\n",
    "Orders wait for [a note](note-2.md) before they are locked, as [another](/data/note-3.md) says.\n",
    "See also: [a note](note-4.md), ADR-5, data/note-6.md\n",
    "## Related Documentation\n\n- [Note](/data/note-3.md)\n- note-7.md\n- notes/gone.md\n",
    "---\nrelated: [note-3.md, ADR-2, data/note-6, gone.md]\nkey_concepts: [Audit Trail, Locks]\n---\n",
    "## References\n\n| Topic | Read |\n|---|---|\n| Locks | [here](note-8.md) or ADR-72 |\n",
];

/// Words and what they become.
const REWORDINGS: [(&str, &str); 35] = [
    ("Accepted", "Superseded by [4](note-4.md)"),
    ("Accepted", "Superseded by [2](0002-one-queue.md)"),
    ("Superseded by [2](0002-one-queue.md)", "Accepted"),
    ("Superseded by [4](note-4.md)", "Accepted"),
    ("Accepted", "Rejected"),
    ("Rejected", "Accepted"),
    ("Superseded by", "Amended by"),
    ("Supersedes", "Amends"),
    ("Amends", "Supersedes"),
    ("ADR-4", "ADR-5"),
    ("ADR-1", "ADR-2"),
    ("ADR-2", "ADR-1"),
    ("/0001-use-postgresql.md", "/0002-one-queue.md"),
    ("/note-2.md", "/note-3.md"),
    ("Locks survive", "Locks outlive"),
    ("Queues wait", "Queues fail"),
    ("Team", "Crew"),
    ("ADR-72", "ADR-73"),
    ("ADR-71", "ADR-72"),
    ("2024-", "2025-"),
    ("2025-", "2024-"),
    ("16.2", "15"),
    ("15", "16.2"),
    ("Ana Lund", "Li Wei"),
    ("PostgreSQL", "SQLite"),
    ("Audit", "Money"),
    ("Active", "Deprecated"),
    ("Locks end", "Locks never end"),
    ("[DESCRIBE THE OPERATIONS]", "Two people, one pager."),
    ("High", "Low"),
    ("note-3.md", "note-4.md"),
    ("note-4.md", "note-3.md"),
    ("before they are locked", "until somebody unlocks them"),
    ("Related Documentation", "What else there is"),
    ("See also", "Not"),
];

/// What a writer does to the statements of a document.
#[derive(Clone, Debug)]
pub(crate) enum Restating {
    /// Says something at the start of the text, before what is said already.
    SayFirst(usize),
    /// Says something at its end.
    SayLast(usize),
    /// Takes it back.
    Unsay(usize),
    /// Says it in other words.
    Reword(usize),
    /// Moves all statements down by a line.
    Move,
}

/// Any of these.
pub(crate) fn restating() -> impl Strategy<Value = Restating> {
    prop_oneof![
        2 => (0..STATEMENTS.len()).prop_map(Restating::SayFirst),
        3 => (0..STATEMENTS.len()).prop_map(Restating::SayLast),
        2 => (0..STATEMENTS.len()).prop_map(Restating::Unsay),
        4 => (0..REWORDINGS.len()).prop_map(Restating::Reword),
        1 => Just(Restating::Move),
    ]
}

/// Returns the statements that a document of this number begins with: each has two.
pub(crate) fn of_document(number: usize) -> String {
    let second = (number * 7 + 12) % STATEMENTS.len();
    format!("\n{}\n{}", STATEMENTS[number % STATEMENTS.len()], STATEMENTS[second])
}

/// Changes what a document says.
pub(crate) fn restated(text: &str, restating: &Restating) -> String {
    let after_title = |statement: &str| {
        let title = text.find("# ").filter(|at| *at == 0 || text[..*at].ends_with('\n')).unwrap_or(0);
        let end = text[title..].find('\n').map_or(text.len(), |length| title + length + 1);
        format!("{}\n{statement}\n{}", &text[..end], &text[end..])
    };
    match *restating {
        Restating::SayFirst(which) => after_title(STATEMENTS[which]),
        Restating::SayLast(which) => format!("{text}\n{}", STATEMENTS[which]),
        Restating::Unsay(which) => text.replace(STATEMENTS[which], ""),
        Restating::Reword(which) => text.replace(REWORDINGS[which].0, REWORDINGS[which].1),
        Restating::Move => after_title("A line more.\n"),
    }
}
