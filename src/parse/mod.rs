//! Stage one: one file at a time, from text to facts and HTML with typed holes.
//!
//! In: the text of one document and the options. Out: a [`Document`](crate::model::Document) and what was wrong with
//! the text. Never: sees another document, reads a file, knows where the page will stand.

pub mod admonition;
pub mod anchors;
pub mod fence;
pub mod front_matter;
pub mod highlight;
pub mod include;
pub mod math;
pub mod summary;
pub mod svg;
