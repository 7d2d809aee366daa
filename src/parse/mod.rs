//! Stage one: one file at a time, from text to facts and HTML with typed holes.
//!
//! In: the text of one file and the options. Out: a [`Document`](crate::model::document::Document)
//! and what was wrong with the text. Never: sees another document, reads a file, knows where the
//! page will stand.

pub mod admonition;
pub mod anchors;
mod beginnings;
mod changes;
mod columns;
mod completeness;
mod dates;
mod decisions;
mod document;
mod drawing;
mod exceptions;
pub mod fence;
pub mod front_matter;
mod headings;
pub mod highlight;
pub mod include;
mod labels;
mod markdown;
pub mod math;
mod mentions;
mod metadata;
mod names;
mod outline;
mod placeholders;
mod proposal;
mod relations;
mod status;
mod summary;
pub mod svg;
mod tables;
mod understanding;

pub use document::{Lookup, Options, document, fragment, snippet};
pub use drawing::drawing;
pub use markdown::{Depth, MarkdownOptions};
pub use summary::read as summary;
