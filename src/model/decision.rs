//! Architecture decisions, in files of their own or inside larger documents.
//!
//! In: made by the parse stage, one document at a time; tied together by linking. Out: read by
//! rooms. Never: invents a number, a date or a status.

use super::date::Date;
pub use super::decision_id::DecisionId;
use super::metadata::Stated;
use super::site::DocumentNumber;
use super::status::Status;
use crate::source::Extent;

/// A decision as one document tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its id, as the title or the file name gives it; nothing where neither does.
    pub id: Option<Stated<DecisionId>>,
    /// The number in its id.
    pub number: Option<u32>,
    /// The number that the name of the file gives, where the decision is a file of its own.
    pub number_of_file: Option<u32>,
    /// What is decided, without the number, and where it is said.
    pub title: Stated<String>,
    /// Whether it is accepted.
    pub status: Option<Stated<Status>>,
    /// When it was decided.
    pub date: Option<Stated<Date>>,
    /// Who decided.
    pub deciders: Vec<Stated<String>>,
    /// What leads to it on the page of its document: the anchor of its section, or one of its own where
    /// it is a paragraph, an item or a row; nothing where the whole document is the decision.
    pub anchor: Option<String>,
    /// Where it is told: its heading, or the title of the document.
    pub extent: Extent,
    /// What it says about other decisions.
    pub references: Vec<DecisionReference>,
    /// What gets better.
    pub positive: Vec<Stated<String>>,
    /// What gets worse.
    pub negative: Vec<Stated<String>>,
}

impl Decision {
    /// Says whether the document is this decision, and not one that tells it in a part of its text.
    pub fn is_whole_document(&self) -> bool {
        self.anchor.is_none()
    }
}

/// What one decision says about another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionReference {
    /// How the two are related, seen from the one that speaks.
    pub verb: DecisionVerb,
    /// The other one as written: an id (`ADR-0012`, `12`), a file name, or the target of a link.
    pub target: String,
    /// The index of the link among [`Document::links`](super::document::Document::links), where it is one.
    pub link: Option<u32>,
    /// Where it is said.
    pub extent: Extent,
}

/// How one decision is related to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionVerb {
    /// This one replaces the other.
    Supersedes,
    /// The other replaces this one.
    SupersededBy,
    /// This one changes the other.
    Amends,
    /// The other changes this one.
    AmendedBy,
    /// They have to do with each other.
    RelatesTo,
}

/// A row of a table that lists decisions, in a document that is not the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionIndexRow {
    /// The id that the row names.
    pub id: Stated<DecisionId>,
    /// The title that it gives; a placeholder is none.
    pub title: Option<Stated<String>>,
    /// The status that it gives.
    pub status: Option<Stated<Status>>,
    /// The date that it gives.
    pub date: Option<Stated<Date>>,
    /// The section that the table stands in.
    pub section: Option<u32>,
    /// The row.
    pub extent: Extent,
}

/// The number of a decision within one [`Site`](super::site::Site), in the order of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionNumber(pub u32);

/// A decision among all others.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedDecision {
    /// The document that tells it.
    pub document: DocumentNumber,
    /// Its index among the decisions of that document.
    pub index: u32,
    /// Its id; made of document and title where it has none of its own.
    pub id: DecisionId,
    /// What it replaces, by whoever says so; each list in the order of the register, none twice.
    pub supersedes: Vec<DecisionNumber>,
    /// What replaces it.
    pub superseded_by: Vec<DecisionNumber>,
    /// What it changes.
    pub amends: Vec<DecisionNumber>,
    /// What changes it.
    pub amended_by: Vec<DecisionNumber>,
    /// What it has to do with.
    pub relates_to: Vec<DecisionNumber>,
    /// What it names as its successors that is no decision of the portal, by the index of the reference.
    pub successors_elsewhere: Vec<u32>,
    /// The rows of tables that list it: document and index among its rows.
    pub index_rows: Vec<(DocumentNumber, u32)>,
}
