//! archsite turns a folder of architecture documents into an architecture portal.
//!
//! ```text
//!             io::read            parse              link             rooms            render            io::write
//!  folder ─────────────▶ Snapshot ─────▶ Documents ─────▶ Site ─────▶ Findings ─────▶ Output ─────▶ site folder
//! ```
//!
//! [`io`] reads a folder into a [`model::snapshot::Snapshot`]. [`engine::turn`] makes a
//! [`engine::Build`] of it, through [`parse`] (one file at a time), [`link`] (all documents together,
//! over facts), [`rooms`] (the features) and [`render`] (one page at a time). [`io`] publishes it.
//! Between reading and publishing nothing asks the disk, the clock, the environment or the network.

pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod io;
pub mod link;
pub mod mend;
pub mod model;
pub mod parse;
pub mod render;
pub mod rooms;
pub mod source;
