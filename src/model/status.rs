//! How far a document or a decision is: a fixed set, with room for words that nobody foresaw.
//!
//! In: words as people write them. Out: [`Status`], which keeps them. Never: takes a list of
//! choices (`Draft / Review / Live`) for a choice.

use serde::Serialize;

/// A status as written, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status {
    /// What it means.
    pub kind: StatusKind,
    /// As written.
    pub text: String,
}

/// What a status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusKind {
    /// Being written.
    Draft,
    /// Put forward, not decided.
    Proposed,
    /// Being read by those who decide.
    Review,
    /// Decided.
    Accepted,
    /// In use.
    Active,
    /// Decided and done.
    Implemented,
    /// Put off.
    Deferred,
    /// Decided against.
    Rejected,
    /// Taken back.
    Withdrawn,
    /// No longer to be used.
    Deprecated,
    /// Replaced by another.
    Superseded,
    /// A word that is not known.
    Unknown,
}
