//! From the files of a site to a folder: the only code that writes or removes files.
//!
//! In: files, pages one by one as they are made and the rest as an [`Output`], and where they go. Out: a
//! folder that holds exactly those files and whatever others had put there. Never: removes or overwrites a
//! file that archsite did not write; touches one whose bytes are right already; leaves a site that is
//! neither the old nor the new one where writing fails.
//!
//! The steps of a [`Publication`], and what a sudden end in each leaves behind:
//!
//! 1. The target is judged. Nothing is written.
//! 2. Each file that comes is compared with what is there. What is new or different is written to a hidden
//!    folder inside the target. The old site is whole; the next run removes the hidden folder.
//! 3. When all are there, it is found out what would be in their way. What is not archsite's ends the
//!    publication, and so may the caller: what was written is taken back.
//! 4. The list of our files is replaced by one of the old and the new files together, so that
//!    whatever is there after a sudden end is known as ours.
//! 5. The new files are moved into place by renaming, each at once whole or not there, and those
//!    that pages load before the pages. Whole new folders are moved as one.
//! 6. Files of the old site that the new one does not have are removed, then the folders that
//!    this left empty, and the list is replaced by that of the new files.

mod manifest;
mod source;
mod staging;
mod target;

pub use target::{Guard, Refusal};

use crate::model::output::{Content, MANIFEST, OnDemand, Output, OutputPath, PageSink, STAGING};
use crate::source::SourcePath;
use manifest::{Manifest, Print};
use rayon::prelude::*;
use source::Source;
use staging::Staging;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use target::Site;

/// What was done to the target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// How many files are new or have other bytes than before.
    pub written: usize,
    /// How many files were right already and were not touched.
    pub unchanged: usize,
    /// How many files of an older build were removed.
    pub removed: usize,
    /// The size of the files that were written, in bytes.
    pub bytes: u64,
    /// Files of an older build that this one does not have, and that somebody changed since: they
    /// are no longer archsite's, and stay.
    pub kept: Vec<OutputPath>,
}

/// Why a site was not published.
#[derive(Debug)]
pub enum PublishError {
    /// The target is a place that archsite does not write to. Nothing was touched.
    Refused {
        /// The target as it was given.
        target: PathBuf,
        /// What speaks against it.
        reason: Refusal,
    },
    /// Files or folders that archsite did not make stand where the site's would go. Nothing was touched.
    Foreign {
        /// What is in the way.
        paths: Vec<PathBuf>,
    },
    /// The disk refused.
    Io {
        /// What archsite was about to do, as in "cannot write".
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// The reason.
        error: io::Error,
        /// Whether the old site is as it was. If not, some files are new and some are old, and
        /// the next build puts that right.
        is_intact: bool,
    },
}

impl fmt::Display for PublishError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { target, reason } => {
                write!(
                    formatter,
                    "cannot write the site to {}: {reason}; {}",
                    target.display(),
                    reason.mend()
                )
            }
            Self::Foreign { paths } => {
                let first: Vec<_> = paths.iter().take(5).map(|path| path.display().to_string()).collect();
                let more = match paths.len() - first.len() {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let (is, them) = if paths.len() == 1 { ("stands", "it") } else { ("stand", "them") };
                write!(
                    formatter,
                    "{}{more} {is} where a file of the site would go, and archsite did not make {them}; \
                     move {them} away, or choose another output folder",
                    first.join(", ")
                )
            }
            Self::Io { doing, path, error, is_intact } => {
                let site = if *is_intact { "nothing was changed" } else { "build again to mend the site" };
                write!(formatter, "cannot {doing} {}: {}; {site}", path.display(), super::reason(error))
            }
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

type Result<T> = std::result::Result<T, PublishError>;

/// Makes the folder `target` hold the files of `output`, and nothing else of archsite's.
///
/// Files that are copied come from `source_root`. Two builds into one target at the same time are
/// not provided for.
///
/// # Errors
///
/// See [`PublishError`]; unless it says otherwise, the target is as it was.
pub fn publish(output: &Output, source_root: &Path, target: &Path, guard: &Guard) -> Result<Published> {
    Publication::open(source_root, target, guard)?.finish(output)
}

/// How many files a thread takes at a time: so few that none is left with many when the others are done.
const FILES_AT_A_TIME: usize = 16;

/// A site on its way into its folder, for pages that are not to be held until all of them are made.
pub struct Publication {
    site: Site,
    source: Source,
    staging: Staging,
    taken: Mutex<Vec<Taken>>,
    failure: OnceLock<PublishError>,
}

/// A file that came, and what there is in its place.
struct Taken {
    path: OutputPath,
    print: Print,
    standing: Standing,
}

impl PageSink for Publication {
    fn takes_pages(&self) -> bool {
        true
    }

    fn accept(&self, path: &OutputPath, html: String) -> Option<String> {
        self.take_bytes(path, html.as_bytes());
        None
    }
}

impl Publication {
    /// Judges the target. Files that are copied will come from `source_root`.
    ///
    /// # Errors
    ///
    /// The refusal, or what kept archsite from looking. Nothing was touched.
    pub fn open(source_root: &Path, target: &Path, guard: &Guard) -> Result<Self> {
        Ok(Self {
            site: target::open(target, source_root, guard)?,
            source: Source::open(source_root, guard)?,
            staging: Staging::default(),
            taken: Mutex::default(),
            failure: OnceLock::new(),
        })
    }

    /// Leaves the target as it was.
    pub fn abandon(self) {
        self.staging.abandon(&self.site);
    }

    /// Takes the files of `output` too, and makes the target hold all that came, and nothing else of
    /// archsite's.
    ///
    /// # Errors
    ///
    /// See [`PublishError`]; unless it says otherwise, the target is as it was.
    pub fn finish(mut self, output: &Output) -> Result<Published> {
        // What is made while it is written takes longest: begun first, it leaves no thread alone at the end.
        let (mut files, held): (Vec<_>, Vec<_>) =
            output.files.iter().partition(|(_, content)| matches!(content, Content::OnDemand(_)));
        files.extend(held);
        let files = files.into_par_iter().with_max_len(FILES_AT_A_TIME);
        files.for_each(|(path, content)| self.take(path, content));
        let taken = std::mem::take(&mut self.taken).into_inner().unwrap_or_else(PoisonError::into_inner);
        let failure = self.failure.take();
        let plan = failure.map_or_else(|| Plan::make(taken, &self.site), Err);
        let site = &self.site;
        let plan = plan.inspect_err(|_| self.staging.abandon(site))?;

        let mut published = Published {
            written: plan.changed.len(),
            unchanged: plan.prints.len() - plan.changed.len(),
            bytes: plan.changed.iter().map(|path| plan.prints[path].len).sum(),
            ..Published::default()
        };
        let next = Manifest::of(&plan.prints);
        let stale = site.manifest.without(plan.prints.keys());
        if plan.changed.is_empty() && stale.is_empty() && next == site.manifest && site.is_ours {
            staging::clear(&site.root).map_err(intact)?;
            return Ok(published);
        }
        let known = next.and(&site.manifest);
        let list = || self.staging.begin(site).and_then(|()| write_manifest(&known, site)).map_err(intact);
        list().inspect_err(|_| self.staging.abandon(site))?;

        for path in &plan.in_the_way {
            remove_stale(path, site, &mut published)?;
        }
        for group in in_order(&plan) {
            group.par_iter().try_for_each(|path| move_into_place(path, &site.root))?;
        }
        for path in stale.paths().filter(|path| !plan.in_the_way.contains(path)) {
            remove_stale(path, site, &mut published)?;
        }
        if next != known {
            write_manifest(&next, site)?;
        }
        staging::clear(&site.root)?;
        Ok(published)
    }

    fn take(&self, path: &OutputPath, content: &Content) {
        match content {
            Content::Bytes(bytes) => self.take_bytes(path, bytes),
            Content::Text(text) => self.take_bytes(path, text.as_bytes()),
            Content::OnDemand(file) => self.note(path, self.take_pieces(path, file)),
            Content::Copy(file) => self.note(path, self.take_copy(path, file)),
        }
    }

    fn take_bytes(&self, path: &OutputPath, bytes: &[u8]) {
        // The publication fails as a whole.
        if self.failure.get().is_some() {
            return;
        }
        let standing = standing(path, &self.site, |place, found| holds(place, bytes, found));
        let written = standing.and_then(|standing| {
            if standing.makes_room() {
                self.staging.write(path, bytes, &self.site)?;
            }
            Ok((Print::of(bytes), standing))
        });
        self.note(path, written);
    }

    /// Takes a file that is too large to be held. It is compared when it is written.
    fn take_pieces(&self, path: &OutputPath, file: &OnDemand) -> Result<(Print, Standing)> {
        let print = self.staging.write_pieces(path, file, &self.site)?;
        let standing = standing(path, &self.site, |place, found| is_file_of(place, found, print))?;
        if !standing.makes_room() {
            self.staging.take_back(path, &self.site)?;
        }
        Ok((print, standing))
    }

    fn take_copy(&self, path: &OutputPath, file: &SourcePath) -> Result<(Print, Standing)> {
        let from = self.source.path_of(file.as_str())?;
        let print = print_of_file(&from)?;
        let standing = standing(path, &self.site, |place, found| is_file_of(place, found, print))?;
        if standing.makes_room() {
            self.staging.copy(path, &from, &self.site)?;
        }
        Ok((print, standing))
    }

    fn note(&self, path: &OutputPath, outcome: Result<(Print, Standing)>) {
        match outcome {
            Ok((print, standing)) => {
                let taken = Taken { path: path.clone(), print, standing };
                self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(taken);
            }
            // One failure is told; the first that there is.
            Err(error) => drop(self.failure.set(error)),
        }
    }
}

/// What is to be done once all files are there.
struct Plan {
    /// The files that are new or different.
    changed: Vec<OutputPath>,
    /// The folders that the target lacks and whose own folder it has: each can be moved as a whole.
    new_folders: BTreeSet<String>,
    /// Old files of ours that stand where a folder or a file of another case must go.
    in_the_way: BTreeSet<OutputPath>,
    /// What the files of the new site hold.
    prints: BTreeMap<OutputPath, Print>,
}

/// What there is in the target at the path of a file.
enum Standing {
    Same,
    Different,
    /// Old files of ours that have to go first.
    OursInTheWay(Vec<OutputPath>),
    Foreign,
}

impl Standing {
    /// Says whether what is there is to be replaced.
    fn makes_room(&self) -> bool {
        matches!(self, Self::Different | Self::OursInTheWay(_))
    }
}

impl Plan {
    fn make(mut taken: Vec<Taken>, site: &Site) -> Result<Self> {
        // They came in the order in which threads were done with them.
        taken.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut plan = Self {
            changed: Vec::new(),
            new_folders: BTreeSet::new(),
            in_the_way: BTreeSet::new(),
            prints: taken.iter().map(|it| (it.path.clone(), it.print)).collect(),
        };
        let mut foreign = BTreeSet::new();
        plan.survey_folders(site, &mut foreign)?;
        for Taken { path, standing, .. } in taken {
            match standing {
                Standing::Same => continue,
                Standing::Different => {}
                Standing::OursInTheWay(files) => plan.in_the_way.extend(files),
                Standing::Foreign => {
                    foreign.insert(site.path_of(path.as_str()));
                }
            }
            plan.changed.push(path);
        }
        let Self { in_the_way, prints, .. } = &mut plan;
        in_the_way.retain(|path| !prints.contains_key(path));
        for path in &plan.in_the_way {
            let place = site.path_of(path.as_str());
            if !site.manifest.wrote(path, print_of_file(&place)?) {
                foreign.insert(place);
            }
        }
        if foreign.is_empty() {
            Ok(plan)
        } else {
            Err(PublishError::Foreign { paths: foreign.into_iter().collect() })
        }
    }

    /// Finds out which folders of the new site the target lacks.
    fn survey_folders(&mut self, site: &Site, foreign: &mut BTreeSet<PathBuf>) -> Result<()> {
        let mut needed = BTreeSet::new();
        for path in self.prints.keys() {
            let mut folder = path.folder();
            // A folder is seen with those above it: there is nothing new above a known one.
            while !folder.is_empty() && needed.insert(folder) {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
        let mut folders = BTreeMap::from([("", true)]);
        for folder in needed {
            let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
            if folders.get(above) == Some(&false) {
                folders.insert(folder, false);
                continue;
            }
            let path = site.path_of(folder);
            let is_there = match metadata(&path)? {
                None => false,
                Some(found) if found.is_dir() => true,
                Some(found) => {
                    match OutputPath::exactly(folder) {
                        Some(file) if found.is_file() && site.manifest.has(&file) => {
                            self.in_the_way.insert(file);
                        }
                        _ => {
                            foreign.insert(path);
                        }
                    }
                    false
                }
            };
            if !is_there {
                self.new_folders.insert(folder.to_owned());
            }
            folders.insert(folder, is_there);
        }
        Ok(())
    }
}

/// Looks at the place of a file; `is_same` compares what is there with what comes.
fn standing(
    path: &OutputPath,
    site: &Site,
    is_same: impl FnOnce(&Path, &fs::Metadata) -> Result<bool>,
) -> Result<Standing> {
    // A new target, or an empty one, has nothing in any place.
    if !site.is_ours {
        return Ok(Standing::Different);
    }
    let place = site.path_of(path.as_str());
    let Some(found) = metadata(&place)? else { return Ok(Standing::Different) };
    if found.is_dir() {
        let ours: Vec<_> = site.manifest.below(path).cloned().collect();
        let is_all_ours = !ours.is_empty() && holds_only(&place, path.as_str(), site)?;
        return Ok(if is_all_ours { Standing::OursInTheWay(ours) } else { Standing::Foreign });
    }
    if !found.is_file() {
        return Ok(Standing::Foreign);
    }
    if !site.manifest.has(path) {
        // Where case is not told apart, the file that is found may be an old one of ours.
        let other = site.ignores_case.then(|| site.manifest.in_other_case(path)).flatten();
        return Ok(other.map_or(Standing::Foreign, |other| Standing::OursInTheWay(vec![other.clone()])));
    }
    Ok(if is_same(&place, &found)? { Standing::Same } else { Standing::Different })
}

fn holds(path: &Path, bytes: &[u8], found: &fs::Metadata) -> Result<bool> {
    if found.len() != bytes.len() as u64 {
        return Ok(false);
    }
    Ok(fs::read(path).map_err(failed("read", path))? == bytes)
}

/// Says whether every file in a folder is one of ours.
fn holds_only(folder: &Path, name: &str, site: &Site) -> Result<bool> {
    for entry in fs::read_dir(folder).map_err(failed("read the folder", folder))? {
        let entry = entry.map_err(failed("read the folder", folder))?;
        let Some(name) = entry.file_name().to_str().map(|file| format!("{name}/{file}")) else {
            return Ok(false);
        };
        let kind = entry.file_type().map_err(failed("read", folder))?;
        let is_ours = if kind.is_dir() {
            holds_only(&entry.path(), &name, site)?
        } else {
            kind.is_file() && OutputPath::exactly(&name).is_some_and(|path| site.manifest.has(&path))
        };
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_file_of(path: &Path, found: &fs::Metadata, print: Print) -> Result<bool> {
    Ok(found.len() == print.len && print_of_file(path)? == print)
}

fn print_of_file(path: &Path) -> Result<Print> {
    Print::of_file(path).map_err(failed("read", path))
}

/// Returns what is to be moved, files and whole folders, group after group: what pages load before
/// the pages, and the first page last.
fn in_order(plan: &Plan) -> [Vec<&str>; 5] {
    let mut with_pages = BTreeSet::new();
    let mut files = Vec::new();
    for path in &plan.changed {
        let whole = folders_of(path.as_str()).find(|folder| plan.new_folders.contains(*folder));
        match whole {
            None => files.push(path.as_str()),
            Some(folder) if is_page(path.as_str()) => {
                with_pages.insert(folder);
            }
            Some(_) => {}
        }
    }
    let (pages, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| is_page(path));
    let (first, pages): (Vec<_>, Vec<_>) = pages.into_iter().partition(|path| *path == "index.html");
    let (late, early): (Vec<_>, Vec<_>) =
        plan.new_folders.iter().map(String::as_str).partition(|folder| with_pages.contains(folder));
    [early, others, late, pages, first]
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// Returns the folders that a path lies in, the outermost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'/', path.as_bytes()).map(|slash| &path[..slash])
}

fn move_into_place(path: &str, root: &Path) -> Result<()> {
    let (from, to) = (root.join(STAGING).join(path), root.join(path));
    let moved = match fs::rename(&from, &to) {
        // Its folder went away with the last file of another case that was in it.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(&from, &to))
        }
        moved => moved,
    };
    moved.map_err(|error| broken("write", &to, error))
}

/// Removes a file of an older build, and the folders that this leaves empty, if it is as we wrote it.
fn remove_stale(path: &OutputPath, site: &Site, published: &mut Published) -> Result<()> {
    // A folder that was replaced by a link leads to files that were never ours.
    let is_reached = folders_of(path.as_str())
        .all(|folder| fs::symlink_metadata(site.path_of(folder)).is_ok_and(|found| found.is_dir()));
    let file = site.path_of(path.as_str());
    let Ok(found) = fs::symlink_metadata(&file) else { return Ok(()) };
    if !is_reached || !found.is_file() {
        return Ok(());
    }
    let print = Print::of_file(&file).map_err(|error| broken("read", &file, error))?;
    if !site.manifest.wrote(path, print) {
        published.kept.push(path.clone());
        return Ok(());
    }
    fs::remove_file(&file).map_err(|error| broken("remove", &file, error))?;
    published.removed += 1;
    let mut folder = path.folder();
    while !folder.is_empty() && fs::remove_dir(site.path_of(folder)).is_ok() {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    Ok(())
}

/// Replaces the list of our files at once.
fn write_manifest(manifest: &Manifest, site: &Site) -> Result<()> {
    // The name is one that no file of the site can have.
    let (new, list) = (site.path_of(STAGING).join(MANIFEST), site.path_of(MANIFEST));
    fs::write(&new, manifest.to_string()).map_err(|error| broken("write", &new, error))?;
    fs::rename(&new, &list).map_err(|error| broken("write", &list, error))
}

/// Returns what is at a path, links not followed, or nothing; there is nothing below a file.
fn metadata(path: &Path) -> Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(failed("read", path)(error)),
    }
}

/// Makes the error of a step that leaves the old site as it was.
fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_owned();
    move |error| PublishError::Io { doing, path, error, is_intact: true }
}

/// Makes the error of a step that comes after the first change.
fn broken(doing: &'static str, path: &Path, error: io::Error) -> PublishError {
    PublishError::Io { doing, path: path.to_owned(), error, is_intact: false }
}

/// Says of an error that it came before the first change.
fn intact(error: PublishError) -> PublishError {
    match error {
        PublishError::Io { doing, path, error, .. } => {
            PublishError::Io { doing, path, error, is_intact: true }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
