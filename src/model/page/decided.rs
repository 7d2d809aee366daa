//! What pages show of decisions and of time: the register, the timeline, a document's history.
//!
//! In: made by rooms. Out: turned into bytes by rendering. Never: more rows than one page may have.

use super::Neighbour;
use serde::Serialize;

/// The register of decisions, or the part of it that the page shows.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionsView {
    /// How many there are, in a sentence.
    pub lead: String,
    /// What the rows can be filtered by.
    pub filters: Vec<Filter>,
    /// The decisions.
    pub rows: Vec<DecisionRow>,
    /// The same as rows of a table.
    pub rows_html: String,
    /// Whether some decision of the portal has an id of its own.
    pub has_ids: bool,
    /// Whether some decision has a status.
    pub has_statuses: bool,
    /// Whether some decision has a date.
    pub has_dates: bool,
    /// Whether some decision says who decided.
    pub has_deciders: bool,
    /// What superseded what, each chain from the oldest to the newest; on the first page only.
    pub chains: Vec<Chain>,
}

/// A way to filter a list: by chips, or by a choice where there are many values.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    /// The name of the attribute that it looks at, without `data-`.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// Whether the values stand side by side as chips, or in a list to choose from.
    pub chips: bool,
    /// The values; the first, which is empty, lets everything through.
    pub values: Vec<FilterValue>,
}

/// A value to filter by.
#[derive(Clone, Debug, Serialize)]
pub struct FilterValue {
    /// The value; empty for all.
    pub value: String,
    /// As people read it.
    pub label: String,
    /// How many of the rows on the page have it.
    pub number: usize,
}

/// A row of the register of decisions.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionRow {
    /// Its id; nothing where it has none of its own.
    pub id: Option<String>,
    /// What is decided, without the number.
    pub title: String,
    /// Where it is told.
    pub url: String,
    /// What it replaces, what replaced it, what an index says otherwise, which document tells it.
    pub notes: Vec<DecisionNote>,
    /// The status, one of the known ones.
    pub status: Option<String>,
    /// The status as written.
    pub status_text: Option<String>,
    /// The value to filter by: the status, or `none`.
    pub filter: String,
    /// When it was decided, for people.
    pub date: Option<String>,
    /// The same for machines.
    pub datetime: Option<String>,
    /// Who decided.
    pub deciders: Vec<String>,
    /// Whether it no longer holds.
    pub past: bool,
}

/// Something to know about a decision in the register.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionNote {
    /// What is said.
    pub label: String,
    /// The decisions or documents that it is said of.
    pub links: Vec<Neighbour>,
}

/// Decisions that superseded each other.
#[derive(Clone, Debug, Serialize)]
pub struct Chain {
    /// Its steps, the oldest first; decisions that were superseded together are one step.
    pub steps: Vec<ChainStep>,
}

/// A step of a chain.
#[derive(Clone, Debug, Serialize)]
pub struct ChainStep {
    /// Its decisions.
    pub decisions: Vec<ChainDecision>,
}

/// A decision in a chain.
#[derive(Clone, Debug, Serialize)]
pub struct ChainDecision {
    /// Its id; nothing where it has none of its own.
    pub id: Option<String>,
    /// What is decided.
    pub title: String,
    /// Where it is told.
    pub url: String,
    /// The status, one of the known ones.
    pub status: Option<String>,
    /// The status as written.
    pub status_text: Option<String>,
}

/// What stands over the text of a document that is a decision and no longer holds as it was made.
#[derive(Clone, Debug, Serialize)]
pub struct Banner {
    /// How it looks: `past` for what was superseded, `note` for what was amended.
    pub kind: &'static str,
    /// What is said, up to the names.
    pub label: String,
    /// The decisions that hold now, and what else it names as such.
    pub links: Vec<Successor>,
}

/// What a banner names.
#[derive(Clone, Debug, Serialize)]
pub struct Successor {
    /// Its name.
    pub title: String,
    /// Where it is; nothing where that could not be found.
    pub url: Option<String>,
}

/// The timeline, or the part of it that the page shows.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    /// How much there is, in a sentence.
    pub lead: String,
    /// The feed of the newest entries.
    pub feed: String,
    /// What the entries can be filtered by.
    pub filters: Vec<Filter>,
    /// The years of the whole timeline, the newest first.
    pub years: Vec<TimelineYear>,
    /// The months of the page, the newest first.
    pub months: Vec<TimelineMonth>,
}

/// A year in the strip beside the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineYear {
    /// The year.
    pub name: String,
    /// Its newest month.
    pub url: String,
    /// How many entries it has.
    pub number: usize,
    /// A bar for each month with entries.
    pub bars: Vec<TimelineBar>,
}

/// A month in the strip.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineBar {
    /// The id of the month, where it stands on this page.
    pub month: Option<String>,
    /// How far down it stands, of 60.
    pub y: u32,
    /// How long it is, of 60.
    pub length: u32,
}

/// A month of the timeline; a year alone for what has no more precise date.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineMonth {
    /// Its anchor: `2025-03`, or `2025`.
    pub id: String,
    /// As people read it.
    pub title: String,
    /// How many entries it has on this page.
    pub number: usize,
    /// The entries, the newest first.
    pub entries: Vec<TimelineItem>,
    /// The same as entries of a list.
    pub entries_html: String,
}

/// An entry of the timeline, or of a document's history.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineItem {
    /// When, for people.
    pub date: String,
    /// When, for machines.
    pub datetime: String,
    /// The name of the document, or of the decision.
    pub title: String,
    /// Where it is told.
    pub url: String,
    /// What happened; of a decision its document, where it is a part of one.
    pub text: Option<String>,
    /// By whom.
    pub author: Option<String>,
    /// How much it matters, or the version that it made.
    pub impact: Option<String>,
    /// What kind of entry it is: `change`, `release`, `decision` or `commit`.
    pub kind: &'static str,
    /// The category of the document, to filter by.
    pub category: Option<String>,
    /// The authors to filter by, parted by `|`.
    pub authors: String,
    /// The status of a decision, one of the known ones.
    pub status: Option<String>,
    /// The status as written.
    pub status_text: Option<String>,
}

/// The changes of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HistoryView {
    /// The newest of them.
    pub entries: Vec<TimelineItem>,
    /// The same as entries of a list.
    pub entries_html: String,
    /// How many there are besides, and the timeline, where they all are.
    pub more: Option<Neighbour>,
}
