//! Stage three: the features. Each room studies the site alone and contributes pages and files.
//!
//! In: the [`Site`] and what stands beside it in the [`Study`]. Out: a [`Contribution`]. Never: a
//! room sees another's contribution; what several need is a fact of the site.
//!
//! To add a feature is to add a file here and to list it in [`ROOMS`].

mod concepts;
mod decided;
mod decisions;
mod documents;
mod facts;
mod feed;
mod filters;
mod folders;
mod happened;
mod health;
mod listing;
mod machine;
mod navigation_data;
mod news;
mod not_found;
mod paging;
mod portal;
mod redirects;
mod registers;
mod tasks;
mod timeline;
mod way;

use crate::diagnostic::Diagnostic;
use crate::model::output::{Content, OutputPath};
use crate::model::page::Page;
use crate::model::site::Site;
use crate::model::snapshot::{Drawing, Snapshot};
use crate::source::SourcePath;
use std::collections::BTreeMap;

/// What a room is given.
pub struct Study<'a> {
    /// The linked documents.
    pub site: &'a Site,
    /// The input of the turn.
    pub snapshot: &'a Snapshot,
    /// SVG images, made safe.
    pub drawings: &'a BTreeMap<SourcePath, Drawing>,
    /// All findings of the stages before.
    pub findings: &'a [Diagnostic],
}

/// A page that a room will make when it is rendered: a large portal's views are never all in
/// memory at once.
pub struct PagePlan<'a> {
    /// Where it goes.
    pub path: OutputPath,
    /// Makes it.
    pub make: Box<dyn Fn() -> Page + Send + Sync + 'a>,
}

impl<'a> PagePlan<'a> {
    fn new(path: OutputPath, make: impl Fn() -> Page + Send + Sync + 'a) -> Self {
        Self { path, make: Box::new(make) }
    }
}

/// What a room gives.
#[derive(Default)]
pub struct Contribution<'a> {
    /// Pages to be rendered.
    pub pages: Vec<PagePlan<'a>>,
    /// Files that need no template.
    pub files: Vec<(OutputPath, Content)>,
    /// What the room found.
    pub diagnostics: Vec<Diagnostic>,
}

/// A feature of the portal.
pub type Room = for<'a> fn(&'a Study<'a>) -> Contribution<'a>;

/// All rooms, by name. Where two make the same page, the earlier one keeps it.
pub const ROOMS: &[(&str, Room)] = &[
    ("documents", documents::study),
    ("folders", folders::study),
    ("registers", registers::study),
    ("concepts", concepts::study),
    ("health", health::study),
    ("not found", not_found::study),
    ("redirects", redirects::study),
    ("navigation data", navigation_data::study),
    ("decisions", decisions::study),
    ("timeline", timeline::study),
    ("feed", feed::study),
    ("machine", machine::study),
];

/// A room whose files hold all findings. It studies the site once all else is made.
pub type ClosingRoom = for<'a> fn(&'a Study<'a>) -> Vec<(OutputPath, Content)>;

/// The rooms that come last, by name.
pub const CLOSING_ROOMS: &[(&str, ClosingRoom)] = &[("portal", portal::study)];
