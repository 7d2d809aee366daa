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
mod map;
mod navigation_data;
mod neighbourhood;
mod news;
mod not_found;
mod paging;
mod portal;
mod redirects;
mod registers;
mod related;
mod tasks;
mod timeline;
mod way;

use crate::diagnostic::Diagnostic;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, OnDemand, OutputPath};
use crate::model::page::Page;
use crate::model::site::Site;
use crate::model::snapshot::{Drawing, Snapshot, SourceFile};
use crate::source::SourcePath;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What a room is given.
pub struct Study<'a> {
    /// The linked documents.
    pub site: &'a Arc<Site>,
    /// The input of the turn.
    pub snapshot: &'a Arc<Snapshot>,
    /// SVG images, made safe.
    pub drawings: &'a BTreeMap<SourcePath, Drawing>,
    /// All findings of the stages before.
    pub findings: &'a [Diagnostic],
    /// What there is to do, once a room asked for it.
    chores: OnceLock<tasks::Chores>,
}

impl<'a> Study<'a> {
    /// Puts together what rooms are given.
    pub fn new(
        site: &'a Arc<Site>,
        snapshot: &'a Arc<Snapshot>,
        drawings: &'a BTreeMap<SourcePath, Drawing>,
        findings: &'a [Diagnostic],
    ) -> Self {
        Self { site, snapshot, drawings, findings, chores: OnceLock::new() }
    }

    /// Takes the fingerprint of what stands on the front page beside its own text: what is gathered from all
    /// documents, and what needs attention.
    fn front(&self) -> Option<Fingerprint> {
        let attention = news::attention(self);
        named("front page", &[self.site.facts, attention])
    }

    /// Returns what there is to do.
    fn chores(&self) -> &tasks::Chores {
        self.chores.get_or_init(|| tasks::chores(self))
    }
}

/// Takes the fingerprint of a site with its findings and all texts that these may be about.
fn whole(site: &Site, snapshot: &Snapshot, findings: &[Diagnostic]) -> Option<Fingerprint> {
    let mut fingerprinter = Fingerprinter::new("whole site").part(site.facts?);
    for file in snapshot.files.values() {
        if let SourceFile::Document(text) | SourceFile::Text(text) = file {
            fingerprinter = fingerprinter.part(text.fingerprint());
        }
    }
    for finding in findings {
        let Diagnostic { code, severity, message, span, related: _, help: _, mend: _ } = finding;
        fingerprinter = fingerprinter
            .bytes(&[*code as u8, *severity as u8])
            .bytes(message.as_bytes())
            .bytes(span.file.as_str().as_bytes())
            .bytes(&span.start.to_le_bytes());
    }
    Some(fingerprinter.finish())
}

/// A page that a room will make when it is rendered: a large portal's views are never all in
/// memory at once.
pub struct PagePlan<'a> {
    /// Where it goes.
    pub path: OutputPath,
    /// Names all that the page is made of but the theme: where it is the same, so is the page, and
    /// it need not even be made to know that.
    pub key: Option<Fingerprint>,
    /// Makes it.
    pub make: Making<'a>,
    /// Makes the piece that goes where the page has [`LATE`](crate::model::page::LATE), where it has one.
    pub late: Option<Late>,
}

/// How a page is made.
pub enum Making<'a> {
    /// In the turn.
    InTurn(Box<dyn Fn() -> Page + Send + Sync + 'a>),
    /// When somebody asks for it, where pages are held: a part of a long list is large, and few ask for it.
    /// It outlives the turn.
    WhenAsked(Arc<dyn Fn() -> Page + Send + Sync>),
}

impl Making<'_> {
    /// Makes the page.
    pub fn page(&self) -> Page {
        match self {
            Self::InTurn(make) => make(),
            Self::WhenAsked(make) => make(),
        }
    }
}

/// Makes a piece of a page that costs too much to be made in each turn: the server makes it when it is
/// asked for the page.
pub type Late = Arc<dyn Fn() -> String + Send + Sync>;

impl<'a> PagePlan<'a> {
    /// Plans a page that is made of the outline of the site and of `parts`.
    fn new(
        site: &Site,
        path: OutputPath,
        parts: &[Option<Fingerprint>],
        make: impl Fn() -> Page + Send + Sync + 'a,
    ) -> Self {
        let key = named("page", [site.outline].iter().chain(parts));
        Self { path, key, make: Making::InTurn(Box::new(make)), late: None }
    }

    /// Plans a part of a long list, which is made of the outline of the site and of `parts`.
    fn of_list(
        site: &Site,
        path: OutputPath,
        parts: &[Option<Fingerprint>],
        make: impl Fn() -> Page + Send + Sync + 'static,
    ) -> Self {
        let key = named("page", [site.outline].iter().chain(parts));
        Self { path, key, make: Making::WhenAsked(Arc::new(make)), late: None }
    }
}

/// A file without a template that a room will make.
pub struct FilePlan<'a> {
    /// Where it goes.
    pub path: OutputPath,
    /// Names all that it is made of.
    pub key: Option<Fingerprint>,
    /// Makes it.
    pub make: Box<dyn Fn() -> String + Send + Sync + 'a>,
}

impl<'a> FilePlan<'a> {
    /// Plans a file that is made of `parts`.
    fn new(
        path: OutputPath,
        parts: &[Option<Fingerprint>],
        make: impl Fn() -> String + Send + Sync + 'a,
    ) -> Self {
        Self { path, key: named("file", parts), make: Box::new(make) }
    }
}

/// Puts fingerprints together under a name; none where one was not taken, because nothing follows.
fn named<'a>(name: &str, parts: impl IntoIterator<Item = &'a Option<Fingerprint>>) -> Option<Fingerprint> {
    let mut key = Fingerprinter::new(name);
    for part in parts {
        key = key.part((*part)?);
    }
    Some(key.finish())
}

/// What a room gives.
#[derive(Default)]
pub struct Contribution<'a> {
    /// Pages to be rendered.
    pub pages: Vec<PagePlan<'a>>,
    /// Files that need no template.
    pub files: Vec<(OutputPath, Content)>,
    /// Files that need no template and are made when they are not known.
    pub plans: Vec<FilePlan<'a>>,
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
    ("map", map::study),
    ("feed", feed::study),
    ("machine", machine::study),
];

/// What the rooms are given that come last. It outlives the turn: what they make may be made when
/// somebody asks for it.
pub struct Closing {
    /// The linked documents.
    pub site: Arc<Site>,
    /// The input of the turn.
    pub snapshot: Arc<Snapshot>,
    /// All findings, those of the rooms and of rendering included, in the order in which they are shown.
    pub findings: Arc<Vec<Diagnostic>>,
}

impl Closing {
    /// Takes the fingerprint of all three.
    fn fingerprint(&self) -> Option<Fingerprint> {
        whole(&self.site, &self.snapshot, &self.findings)
    }
}

/// A room whose files hold all findings. It studies the site once all else is made.
pub type ClosingRoom = fn(&Arc<Closing>) -> Vec<(OutputPath, OnDemand)>;

/// The rooms that come last, by name.
pub const CLOSING_ROOMS: &[(&str, ClosingRoom)] = &[("portal", portal::study)];
