//! What happened to a document, and when.
//!
//! In: made by the parse stage of change logs and dated lists, by linking of decisions, and by the
//! reader of git's history. Out: read by rooms. Never: an entry without a date that can be shown.

use super::date::Date;
use super::decision::DecisionNumber;
use super::site::DocumentNumber;
use crate::source::{Extent, SourcePath};
use serde::Serialize;

/// A dated entry of a document's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub date: Date,
    /// What, as plain text in one line.
    pub text: String,
    /// By whom.
    pub author: Option<String>,
    /// How much it matters, or the version that it made.
    pub impact: Option<String>,
    /// What kind of entry it is.
    pub kind: ChangeKind,
    /// The section that it stands in.
    pub section: Option<u32>,
    /// The row, item or heading; empty for what does not stand in the text.
    pub extent: Extent,
}

/// What kind of entry a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A row or item of a change log.
    Change,
    /// A version in a list of releases.
    Release,
    /// A decision by its date.
    Decision,
    /// A commit that touched the document.
    Commit,
}

/// An entry of the timeline: all changes and decisions of the portal, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub date: Date,
    /// The document that it belongs to.
    pub document: DocumentNumber,
    /// What it is.
    pub event: Event,
}

/// What an entry of the timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A change, by its index among those of the document.
    Change(u32),
    /// A decision.
    Decision(DecisionNumber),
    /// A commit, by its index in the history of the snapshot.
    Commit(u32),
}

/// A commit of the repository that touched documents, as git tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The day, as its author's clock had it.
    pub date: Date,
    /// The name of its author.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// The files of the source folder that it touched, sorted.
    pub files: Vec<SourcePath>,
}

impl ChangeKind {
    /// Returns the word that machines and style sheets use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Release => "release",
            Self::Decision => "decision",
            Self::Commit => "commit",
        }
    }
}
