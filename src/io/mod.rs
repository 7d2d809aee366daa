//! The edges: the only place that asks the disk for anything or writes to it.
//!
//! In: paths that the caller chose. Out: what is in the source folder, and a site folder that is
//! what was built. Never: computes what a page says; writes outside the site folder; reads the
//! environment or the clock.

pub mod read;
pub mod write;
