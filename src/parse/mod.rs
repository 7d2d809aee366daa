//! Stage one: one file at a time, from text to facts and HTML with typed holes.
//!
//! In: the text of one file and the options. Out: a [`Document`](crate::model::document::Document)
//! and what was wrong with the text. Never: sees another document, reads a file, knows where the
//! page will stand.

pub mod admonition;
pub mod anchors;
mod document;
mod drawing;
pub mod fence;
pub mod front_matter;
pub mod highlight;
pub mod include;
mod markdown;
pub mod math;
mod metadata;
mod summary;
pub mod svg;

pub use document::{Lookup, document, fragment};
pub use drawing::drawing;
pub use markdown::{Depth, MarkdownOptions};
pub use summary::read as summary;
