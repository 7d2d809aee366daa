//! What a page of a document shows of others: related documents, who points here.
//!
//! In: made by rooms. Out: a part of [`View`](super::View). Never: more entries than a reader looks at.

use serde::Serialize;

/// A document that one should read as well.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedEntry {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Why, in words.
    pub reason: String,
}

/// Who points here.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BacklinksView {
    /// The places, those of one document together.
    pub entries: Vec<Backlink>,
    /// The same as entries of a list.
    pub entries_html: String,
    /// How many further documents there are.
    pub more: usize,
}

/// A place that points here.
#[derive(Clone, Debug, Serialize)]
pub struct Backlink {
    /// The title of the document.
    pub title: String,
    /// The place in it.
    pub url: String,
    /// The section that it stands in.
    pub section: Option<String>,
    /// What is said there, in words of the portal, where no sentence of the text says it.
    pub note: Option<String>,
    /// The sentence, where there is more than a link: what stands before the words that point here.
    pub before: String,
    /// The words that point here.
    pub marked: String,
    /// What stands after them.
    pub after: String,
}
