//! All changes and decisions, newest first.
//!
//! In: the changes of all documents and the linked decisions. Out: the timeline. Never: an entry
//! without a date.

use crate::model::change::TimelineEntry;
use crate::model::decision::LinkedDecision;
use crate::model::document::Document;
use std::sync::Arc;

/// Puts changes and decisions in the order of time.
pub(super) fn gather(_documents: &[Arc<Document>], _decisions: &[LinkedDecision]) -> Vec<TimelineEntry> {
    Vec::new()
}
