//! All changes, decisions and commits, newest first.
//!
//! In: the changes of all documents, the linked decisions, git's history. Out: the timeline. Never:
//! an entry without a date; one thing twice.

use crate::model::change::{Event, TimelineEntry};
use crate::model::decision::{DecisionNumber, LinkedDecision};
use crate::model::document::Document;
use crate::model::site::DocumentNumber;
use std::sync::Arc;

/// Puts changes and decisions in the order of time; what has one date stays in the order of the
/// documents, and within one in the order of the text.
pub(super) fn gather(documents: &[Arc<Document>], decisions: &[LinkedDecision]) -> Vec<TimelineEntry> {
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
    let mut entries: Vec<TimelineEntry> = changes.chain(decided).collect();
    // Of one day a decision comes before what was written about it.
    let rank = |event: Event| match event {
        Event::Decision(number) => (0, number.0),
        Event::Change(index) => (1, index),
        Event::Commit(index) => (2, index),
    };
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.date), entry.document, rank(entry.event)));
    entries
}
