//! All changes, decisions and commits, newest first.
//!
//! In: the changes of all documents, the linked decisions, git's history. Out: the timeline. Never:
//! an entry without a date; one thing twice.

use crate::model::change::{Commit, Event, TimelineEntry};
use crate::model::decision::{DecisionNumber, LinkedDecision};
use crate::model::document::Document;
use crate::model::site::DocumentNumber;
use crate::source::SourcePath;
use std::collections::HashMap;
use std::sync::Arc;

/// Puts changes, decisions and commits in the order of time; what has one date stays in the order of the
/// documents, and within one in the order of the text.
pub(super) fn gather(
    documents: &[Arc<Document>],
    decisions: &[LinkedDecision],
    numbers: &HashMap<SourcePath, DocumentNumber>,
    history: &[Commit],
) -> Vec<TimelineEntry> {
    let changes = documents.iter().enumerate().flat_map(|(number, document)| {
        let entry = move |(index, change): (usize, &crate::model::change::Change)| TimelineEntry {
            date: change.date,
            document: DocumentNumber(number as u32),
            event: Event::Change(index as u32),
        };
        document.changes.iter().enumerate().map(entry)
    });
    let decided = decisions.iter().enumerate().filter_map(|(number, decision)| {
        let told = documents[decision.document.0 as usize].decisions.get(decision.index as usize)?;
        let event = Event::Decision(DecisionNumber(number as u32));
        Some(TimelineEntry { date: told.date.as_ref()?.value, document: decision.document, event })
    });
    let committed = history.iter().enumerate().flat_map(|(index, commit)| {
        let touched = commit.files.iter().filter_map(|file| numbers.get(file).copied());
        touched.map(move |document| TimelineEntry {
            date: commit.date,
            document,
            event: Event::Commit(index as u32),
        })
    });
    let mut entries: Vec<TimelineEntry> = changes.chain(decided).chain(committed).collect();
    // Of one day a decision comes before what was written about it, and that before commits.
    let rank = |event: Event| match event {
        Event::Decision(number) => (0, number.0),
        Event::Change(index) => (1, index),
        Event::Commit(index) => (2, index),
    };
    // One commit stands together, whatever it touched.
    let commit = |event: Event| if let Event::Commit(index) = event { index } else { 0 };
    entries.sort_by_key(|entry| {
        let kind = u8::from(matches!(entry.event, Event::Commit(_)));
        (std::cmp::Reverse(entry.date), kind, commit(entry.event), entry.document, rank(entry.event))
    });
    entries
}
