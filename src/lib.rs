//! archsite turns a folder of architecture documents into an architecture portal.
//!
//! ```text
//!             io::read            parse              link             rooms            render            io::write
//!  folder ─────────────▶ Snapshot ─────▶ Documents ─────▶ Site ─────▶ Findings ─────▶ Output ─────▶ site folder
//! ```

pub mod diagnostic;
pub mod io;
pub mod model;
pub mod parse;
pub mod source;
