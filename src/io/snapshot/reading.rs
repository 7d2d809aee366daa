//! A snapshot that is carried on: read once as a whole, then again only where something changed.
//!
//! In: an opened portal, then the paths that changed. Out: the [`Snapshot`] that a first reading would
//! give now. Never: trusts that nothing happened where nobody said so; whoever lost count of what
//! changed says that, and the folder is listed again.

use super::own;
use super::{
    BOOK, LARGEST_TEXT, Portal, PortalError, SnapshotOptions, folder_name, included_by, open, picture_size,
    source_file, text, unreadable,
};
use crate::diagnostic::Diagnostic;
use crate::io::history;
use crate::io::read::{Found, Kind, WalkOptions, Walked, relative, repository_prefix, walk};
use crate::io::watch::{Changes, LOG_OF_HEAD};
use crate::model::config::History;
use crate::model::snapshot::{Snapshot, SourceFile};
use crate::source::{PictureSize, SourcePath, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file that was changed this shortly before it was read may have been changed once more since, by
/// a clock that did not tick in between: the coarsest file systems count in two seconds.
const TICK: Duration = Duration::from_secs(2);

/// A snapshot, and what it takes to carry it on.
#[derive(Debug)]
pub struct Reading {
    portal: Portal,
    /// The folder of documents and that of the portal, links resolved, as changes are told by.
    source: PathBuf,
    root: PathBuf,
    options: SnapshotOptions,
    snapshot: Snapshot,
    kept: BTreeMap<SourcePath, Kept>,
    /// The documents that include files, with these.
    includes: BTreeMap<SourcePath, Vec<SourcePath>>,
    /// The files that are texts only because something includes them.
    included: BTreeSet<SourcePath>,
    of_walk: Vec<Diagnostic>,
    of_files: BTreeMap<SourcePath, Vec<Diagnostic>>,
    of_own: Vec<Diagnostic>,
    of_history: Vec<Diagnostic>,
    has_links: bool,
}

/// What is known of a file besides its content.
#[derive(Debug)]
struct Kept {
    found: Found,
    read: SystemTime,
}

/// A file as it was read.
struct ReadFile {
    found: Found,
    file: SourceFile,
    findings: Vec<Diagnostic>,
    size: Option<PictureSize>,
    /// The files that it includes, where it is a document.
    included: Vec<SourcePath>,
}

/// What became different in a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The files of the source folder that are new, different or gone.
    pub files: BTreeSet<SourcePath>,
    /// Whether something else is different: settings, the theme, files that settings name, findings.
    pub portal: bool,
}

impl Touched {
    /// Says whether the snapshot is the same as before.
    pub fn is_nothing(&self) -> bool {
        self.files.is_empty() && !self.portal
    }
}

impl Reading {
    /// Reads everything that a turn may know.
    ///
    /// # Errors
    ///
    /// A source folder that cannot be walked. A file that cannot be read is a finding.
    pub fn start(portal: Portal, options: SnapshotOptions) -> Result<Self, PortalError> {
        let resolved = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let mut reading = Self {
            source: resolved(&portal.source),
            root: resolved(&portal.root),
            snapshot: Snapshot {
                config: portal.config.clone(),
                folder_name: folder_name(&portal.source),
                book: portal.book.clone(),
                today: options.today,
                with_drafts: options.with_drafts,
                base_url: options.base_url.clone(),
                ..Snapshot::default()
            },
            portal,
            options,
            kept: BTreeMap::new(),
            includes: BTreeMap::new(),
            included: BTreeSet::new(),
            of_walk: Vec::new(),
            of_files: BTreeMap::new(),
            of_own: Vec::new(),
            of_history: Vec::new(),
            has_links: false,
        };
        let mut touched = Touched::default();
        reading.list(&BTreeSet::new(), &mut touched)?;
        reading.read_included(&mut touched);
        reading.read_own(&mut touched);
        reading.read_history(&mut touched);
        reading.gather_findings();
        Ok(reading)
    }

    /// Returns the snapshot as it is now.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns the portal as it is now.
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// Returns the snapshot and lets go of the rest.
    pub fn into_snapshot(self) -> Snapshot {
        self.snapshot
    }

    /// Reads again what changed, and says what is different now.
    ///
    /// # Errors
    ///
    /// As of [`open`] and [`Reading::start`]; the snapshot is then what it was.
    pub fn carry_on(&mut self, changes: &Changes) -> Result<Touched, PortalError> {
        if changes.is_lost || changes.paths.iter().any(|path| self.is_of_settings(path)) {
            let portal = open(&self.portal.root)?;
            // Settings decide about everything that is read.
            if portal.book != self.portal.book {
                let old = std::mem::replace(self, Self::start(portal, self.options.clone())?);
                let differ = |path: &&SourcePath| {
                    !is_same(self.snapshot.files.get(*path), old.snapshot.files.get(*path))
                };
                let all = self.snapshot.files.keys().chain(old.snapshot.files.keys());
                return Ok(Touched { files: all.filter(differ).cloned().collect(), portal: true });
            }
        }
        let mut touched = Touched::default();
        let sorted = self.sort_out(changes);
        let listed = self.snapshot.files.len();
        if sorted.is_listing_old {
            self.list(&sorted.files, &mut touched)?;
        } else {
            let found = sorted.files.into_iter().filter_map(|path| self.look(path, &mut touched)).collect();
            self.read_files(found, &mut touched);
        }
        if sorted.is_own || sorted.is_listing_old || !self.of_own.is_empty() {
            self.read_own(&mut touched);
        }
        if !touched.files.is_empty() {
            self.read_included(&mut touched);
        }
        // Of files that are not there history says nothing: it hangs on the listing, too.
        if sorted.is_history_old || sorted.is_listing_old || self.snapshot.files.len() != listed {
            self.read_history(&mut touched);
        }
        if !touched.is_nothing() {
            self.gather_findings();
        }
        Ok(touched)
    }

    /// Returns the folders that sites are written to: they are never read.
    pub fn outputs(&self) -> Vec<PathBuf> {
        let configured = self.portal.config.build_dir.as_ref();
        let configured = configured.map(|folder| self.portal.root.join(folder.as_str()));
        self.options.output.iter().cloned().chain(configured).collect()
    }

    /// Says whether a change of this path may mean other settings.
    fn is_of_settings(&self, path: &Path) -> bool {
        path == self.root.join(BOOK) || path == self.root || path == self.source
    }

    /// Finds out what the paths mean for the reading.
    fn sort_out(&self, changes: &Changes) -> Sorted {
        let mut sorted = Sorted { is_listing_old: changes.is_lost, ..Sorted::default() };
        for path in &changes.paths {
            if path.ends_with(LOG_OF_HEAD) {
                sorted.is_history_old = true;
                continue;
            }
            let theme = self.root.join("theme");
            let is_named = || {
                let named = path.strip_prefix(&self.root).ok().and_then(relative);
                named.is_some_and(|named| self.portal.config.named_files().any(|it| it.as_str() == named))
            };
            if path.starts_with(theme) || is_named() {
                sorted.is_own = true;
            }
            let Ok(inside) = path.strip_prefix(&self.source) else {
                // Rules about what is ignored also stand above the source folder.
                sorted.is_listing_old |= path.file_name().is_some_and(|name| name == ".gitignore");
                continue;
            };
            let Some(file) = relative(inside).filter(|inside| !inside.is_empty()).map(SourcePath::new) else {
                sorted.is_listing_old = true;
                continue;
            };
            let is_rule = matches!(file.file_name(), ".gitignore" | crate::model::output::MANIFEST);
            let is_known = self.kept.contains_key(&file);
            sorted.is_listing_old |= is_rule
                || self.has_links
                || match fs::symlink_metadata(path) {
                    Ok(found) => !(is_known && found.is_file()),
                    // What came and went in the meantime, as editors' own files do, changes nothing.
                    Err(error) => error.kind() != ErrorKind::NotFound || self.holds_below(&file),
                };
            sorted.files.insert(file);
        }
        sorted
    }

    fn holds_below(&self, folder: &SourcePath) -> bool {
        let inside = format!("{folder}/");
        let mut below = self.kept.range(SourcePath::new(inside.as_str())..);
        below.next().is_some_and(|(path, _)| path.as_str().starts_with(&inside))
    }

    /// Looks at one file whose place in the listing is known; takes it out if it is gone.
    fn look(&mut self, path: SourcePath, touched: &mut Touched) -> Option<Found> {
        let kind = self.kept.get(&path)?.found.kind;
        match fs::metadata(self.portal.source.join(path.as_str())) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.forget(&path, touched);
                None
            }
            _ if kind == Kind::Hidden => None,
            found => Some(Found::of(path, found.ok().as_ref())),
        }
    }

    fn forget(&mut self, path: &SourcePath, touched: &mut Touched) {
        self.kept.remove(path);
        self.snapshot.files.remove(path);
        self.snapshot.pictures.remove(path);
        self.includes.remove(path);
        self.included.remove(path);
        self.of_files.remove(path);
        touched.files.insert(path.clone());
    }

    /// Lists the folder and reads what is new or different, the files that are said to have changed
    /// in any case.
    fn list(&mut self, changed: &BTreeSet<SourcePath>, touched: &mut Touched) -> Result<(), PortalError> {
        let options = WalkOptions {
            portal: Some(self.portal.root.clone()),
            output: self.outputs(),
            ..WalkOptions::of(&self.portal.config)
        };
        let Walked { files, diagnostics, has_links } =
            walk(&self.portal.source, &options).map_err(unreadable)?;
        touched.portal |= self.of_walk != diagnostics;
        self.of_walk = diagnostics;
        self.has_links = has_links;
        let prefix = repository_prefix(&self.portal.source);
        touched.portal |= self.snapshot.repository_prefix != prefix;
        self.snapshot.repository_prefix = prefix;
        let listed: BTreeSet<&SourcePath> = files.iter().map(|file| &file.path).collect();
        let gone: Vec<SourcePath> = self.kept.keys().filter(|path| !listed.contains(path)).cloned().collect();
        for path in &gone {
            self.forget(path, touched);
        }
        let is_same = |file: &Found| {
            self.kept.get(&file.path).is_some_and(|kept| {
                kept.found == *file
                    && !changed.contains(&file.path)
                    && !self.of_files.contains_key(&file.path)
                    && (file.kind == Kind::Hidden
                        || file.modified.is_some_and(|modified| modified + TICK < kept.read))
            })
        };
        let new = files.into_iter().filter(|file| !is_same(file)).collect();
        self.read_files(new, touched);
        Ok(())
    }

    /// Reads files and takes them over.
    fn read_files(&mut self, found: Vec<Found>, touched: &mut Touched) {
        let (portal, limit) = (&self.portal, self.portal.config.max_document_size.get());
        let now = SystemTime::now();
        let read: Vec<ReadFile> = found
            .into_par_iter()
            .map(|found| {
                let mut findings = Vec::new();
                let file = source_file(portal, &found, limit, &mut findings);
                let size = picture_size(portal, &found, &file);
                let included = match &file {
                    SourceFile::Document(text) => included_by(&found.path, &text.text),
                    _ => Vec::new(),
                };
                ReadFile { found, file, findings, size, included }
            })
            .collect();
        for ReadFile { found, file, findings, size, included } in read {
            let path = found.path.clone();
            let before = self.kept.insert(path.clone(), Kept { found, read: now });
            let modified = self.kept.get(&path).and_then(|kept| kept.found.modified);
            // The bytes of what is carried along are not held here: another time means other bytes.
            let is_carried = matches!(file, SourceFile::Asset { .. }) || self.included.contains(&path);
            let is_new_asset = is_carried && before.is_none_or(|before| before.found.modified != modified);
            self.included.remove(&path);
            self.includes.remove(&path);
            if !included.is_empty() {
                self.includes.insert(path.clone(), included);
            }
            if is_new_asset || !is_same(self.snapshot.files.get(&path), Some(&file)) {
                touched.files.insert(path.clone());
                match size {
                    Some(size) => self.snapshot.pictures.insert(path.clone(), size),
                    None => self.snapshot.pictures.remove(&path),
                };
                self.snapshot.files.insert(path.clone(), file);
            }
            let before = self.of_files.remove(&path).unwrap_or_default();
            touched.portal |= before != findings;
            if !findings.is_empty() {
                self.of_files.insert(path, findings);
            }
        }
    }

    /// Reads the files that documents include, and those that these include in turn.
    fn read_included(&mut self, touched: &mut Touched) {
        let mut old = std::mem::take(&mut self.included);
        let mut wanted: BTreeSet<SourcePath> = self.includes.values().flatten().cloned().collect();
        while !wanted.is_empty() {
            let mut next = BTreeSet::new();
            for path in wanted {
                match self.snapshot.files.get(&path) {
                    Some(SourceFile::Asset { bytes }) if *bytes <= LARGEST_TEXT => {
                        let Some(text) = text(&self.portal, &path) else { continue };
                        next.extend(included_by(&path, &text.text));
                        self.snapshot.files.insert(path.clone(), SourceFile::Text(text));
                        touched.files.insert(path.clone());
                        self.included.insert(path);
                    }
                    Some(SourceFile::Text(text)) if old.remove(&path) => {
                        next.extend(included_by(&path, &text.text));
                        self.included.insert(path);
                    }
                    _ => {}
                }
            }
            wanted = next;
        }
        for path in old {
            // Nothing asks for it any more: it is again what the folder lists.
            if let Some(kept) = self.kept.get(&path) {
                self.snapshot.files.insert(path.clone(), SourceFile::Asset { bytes: kept.found.size });
                touched.files.insert(path);
            }
        }
    }

    /// Reads the theme and the files that settings name.
    fn read_own(&mut self, touched: &mut Touched) {
        let mut findings = Vec::new();
        let named_files = own::named_files(&self.portal, &mut findings);
        let theme = own::theme(&self.portal, &mut findings);
        touched.portal |= named_files != self.snapshot.named_files
            || theme != self.snapshot.theme
            || findings != self.of_own;
        self.snapshot.named_files = named_files;
        self.snapshot.theme = theme;
        self.of_own = findings;
    }

    /// Reads what git tells of the documents, where that is wanted.
    fn read_history(&mut self, touched: &mut Touched) {
        let mut findings = Vec::new();
        let commits = match self.portal.config.history {
            History::Git => {
                let place = self.portal.config.place("output.archsite.history").cloned();
                let place = place.unwrap_or_else(|| Span::whole(SourcePath::new(BOOK)));
                history::read(&self.portal.source, &self.snapshot.files, &place, &mut findings)
            }
            History::None => Vec::new(),
        };
        if *commits != *self.snapshot.history || findings != self.of_history {
            touched.portal = true;
            self.snapshot.history = commits.into();
            self.of_history = findings;
        }
    }

    fn gather_findings(&mut self) {
        let of_files = self.of_files.values().flatten();
        self.snapshot.diagnostics = self
            .of_walk
            .iter()
            .chain(of_files)
            .chain(&self.of_history)
            .chain(&self.of_own)
            .cloned()
            .collect();
    }
}

/// What changed paths mean for the reading.
#[derive(Default)]
struct Sorted {
    /// The paths in the source folder.
    files: BTreeSet<SourcePath>,
    /// Whether the folder must be listed again.
    is_listing_old: bool,
    /// Whether the theme or a file that settings name is among them.
    is_own: bool,
    /// Whether somebody committed, pulled or changed to another branch.
    is_history_old: bool,
}

fn is_same(before: Option<&SourceFile>, now: Option<&SourceFile>) -> bool {
    match (before, now) {
        (Some(SourceFile::Document(before)), Some(SourceFile::Document(now)))
        | (Some(SourceFile::Text(before)), Some(SourceFile::Text(now))) => before.text == now.text,
        (Some(SourceFile::Asset { bytes: before }), Some(SourceFile::Asset { bytes: now })) => before == now,
        (Some(SourceFile::Hidden), Some(SourceFile::Hidden)) => true,
        (before, now) => before.is_none() && now.is_none(),
    }
}
