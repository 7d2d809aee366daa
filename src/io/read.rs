//! What is in the source folder: the walk, and nothing but the walk.
//!
//! In: the folder, and what the configuration says about it. Out: every file by its path, with its
//! kind and size, in the order of the paths and the same on every system; and findings about what
//! was left out. Never: reads a document; goes into `.git` or into a site that archsite made;
//! follows a link out of the folder unless it is told to, or without an end even then; asks for
//! ignore rules of the user or the machine.

use crate::diagnostic::{Code, Diagnostic, sort};
use crate::model::config::Config;
use crate::model::output::MANIFEST;
use crate::source::{SourcePath, Span};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// How many files and folders may be reached through links to folders, in all.
const LINKED_FILES: usize = 100_000;

/// How many links to folders are followed in all. A few folders that link to each other make
/// millions of paths.
const LINKED_FOLDERS: usize = 500;

/// How many links to folders may lead on from each other.
const LINKS_IN_A_ROW: usize = 4;

/// What is walked and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalkOptions {
    /// Patterns in the manner of `.gitignore`; if there are any, only files that match one are listed.
    pub include: Vec<String>,
    /// Patterns in the manner of `.gitignore` of what is not listed.
    pub exclude: Vec<String>,
    /// Whether symbolic links are followed that lead out of the folder.
    pub follow_links: bool,
    /// The folder of `book.toml`, if it is not the source folder; its `.gitignore` counts too.
    pub portal: Option<PathBuf>,
    /// The folders that sites are written to.
    pub output: Vec<PathBuf>,
}

impl WalkOptions {
    /// Takes over what the configuration says.
    pub fn of(config: &Config) -> Self {
        Self {
            include: config.include.as_slice().to_vec(),
            exclude: config.exclude.as_slice().to_vec(),
            follow_links: config.follow_links,
            ..Self::default()
        }
    }
}

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// All files, in the order of their paths.
    pub files: Vec<Found>,
    /// What was left out and why, in the usual order.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there are symbolic links, so that one file may have several names.
    pub has_links: bool,
}

/// A file in the source folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its path.
    pub path: SourcePath,
    /// What becomes of it.
    pub kind: Kind,
    /// Its size in bytes; 0 for a hidden file, which is not asked.
    pub size: u64,
    /// When it was last changed, as far as the system says: for telling whether it must be read
    /// again, and never for what a page says.
    pub modified: Option<SystemTime>,
}

impl Found {
    pub(super) fn hidden(path: SourcePath) -> Self {
        Self { path, kind: Kind::Hidden, size: 0, modified: None }
    }

    /// Takes what the system says about a file.
    pub(super) fn of(path: SourcePath, metadata: Option<&fs::Metadata>) -> Self {
        // What cannot be asked for its size cannot be read, and says so when it is.
        Self {
            kind: kind(&path),
            path,
            size: metadata.map_or(0, fs::Metadata::len),
            modified: metadata.and_then(|found| found.modified().ok()),
        }
    }
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is Markdown and becomes a page.
    Document,
    /// It is published as it is if something refers to it.
    Other,
    /// Its name or that of a folder above it begins with a dot: it is never published. It is known
    /// so that a link to it can be told from a broken one.
    Hidden,
}

/// A source folder that could not be read at all.
#[derive(Debug)]
pub struct ReadError {
    /// The folder.
    pub path: PathBuf,
    /// The reason.
    pub error: io::Error,
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot read the folder {}: {}", self.path.display(), super::reason(&self.error))
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Lists the files in `source`.
///
/// `.gitignore` files count in the source folder and, where it is in a git repository, above it up
/// to the root of that. Symbolic links that stay in the folder are followed.
///
/// # Errors
///
/// If the folder itself cannot be read. Whatever else cannot is a finding.
pub fn walk(source: &Path, options: &WalkOptions) -> Result<Walked, ReadError> {
    let failed = |error| ReadError { path: source.to_owned(), error };
    let root = source.canonicalize().map_err(failed)?;
    fs::read_dir(&root).map_err(failed)?;
    let rules = Arc::new(Rules::new(&root, options));
    let mut walk =
        Walk { rules, linked_files: LINKED_FILES, linked_folders: LINKED_FOLDERS, walked: Walked::default() };
    let seen = walk.list(&root, "", usize::MAX);
    walk.take(seen.unwrap_or_default(), "", &root, &[]);
    let mut walked = walk.walked;
    // The order of the paths' bytes is that of `SourcePath`.
    walked.files.sort_unstable();
    sort(&mut walked.diagnostics);
    Ok(walked)
}

/// Returns the way from the root of the git repository that `folder` is in down to it, with `/`
/// between its parts: empty at the root, nothing outside of a repository.
pub fn repository_prefix(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    // In a worktree and in a submodule `.git` is a file.
    let root = folder.ancestors().find(|above| above.join(".git").exists())?;
    relative(folder.strip_prefix(root).ok()?)
}

/// What is left out of a walk, asked for each file and folder.
struct Rules {
    root: PathBuf,
    include: Option<Gitignore>,
    exclude: Gitignore,
    /// The rules of the portal's folder where no repository brings them.
    portal: Option<Gitignore>,
    output: Vec<PathBuf>,
    follow_links: bool,
    is_in_repository: bool,
}

impl Rules {
    fn new(root: &Path, options: &WalkOptions) -> Self {
        let is_in_repository = repository_prefix(root).is_some();
        let portal = options.portal.as_ref().and_then(|portal| portal.canonicalize().ok());
        let portal = portal.filter(|portal| !is_in_repository && portal != root && root.starts_with(portal));
        Self {
            root: root.to_owned(),
            include: (!options.include.is_empty()).then(|| patterns(&options.include)),
            exclude: patterns(&options.exclude),
            portal: portal.map(|portal| Gitignore::new(portal.join(".gitignore")).0),
            output: options.output.iter().filter_map(|folder| folder.canonicalize().ok()).collect(),
            follow_links: options.follow_links,
            is_in_repository,
        }
    }

    /// Says whether a file or folder is seen at all; `path` is where it is, `name` what it is called here.
    fn allows(&self, path: &Path, name: &Path, is_folder: bool) -> bool {
        if path.file_name().is_some_and(|name| name == ".git")
            || self.exclude.matched(name, is_folder).is_ignore()
        {
            return false;
        }
        if self.portal.as_ref().is_some_and(|rules| rules.matched(path, is_folder).is_ignore()) {
            return false;
        }
        // A site that was built here before, perhaps under another name, holds copies of documents.
        !is_folder || !(self.output.iter().any(|output| output == path) || path.join(MANIFEST).is_file())
    }

    fn includes(&self, name: &str) -> bool {
        self.include.as_ref().is_none_or(|rules| rules.matched_path_or_any_parents(name, false).is_ignore())
    }
}

fn patterns(globs: &[String]) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for glob in globs {
        // The configuration has refused what is no pattern.
        let _ = builder.add_line(None, glob);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// What one folder and those below it hold.
#[derive(Default)]
struct Seen {
    files: Vec<Found>,
    links: Vec<String>,
    findings: Vec<Diagnostic>,
    /// How many files and folders there were.
    count: usize,
    /// The last folder that nothing can name: what is in it goes with it.
    unnameable: Option<PathBuf>,
}

struct Walk {
    rules: Arc<Rules>,
    /// How many files and folders may still be found through links to folders.
    linked_files: usize,
    /// How many links to folders may still be followed.
    linked_folders: usize,
    walked: Walked,
}

impl Walk {
    /// Lists what is in `folder`, whose files are called `name/…` here; nothing if they are more than `limit`.
    fn list(&self, folder: &Path, name: &str, limit: usize) -> Option<Seen> {
        let mut builder = WalkBuilder::new(folder);
        builder
            .standard_filters(false)
            .hidden(false)
            .git_ignore(true)
            .parents(self.rules.is_in_repository)
            .require_git(self.rules.is_in_repository);
        let (rules, base, prefix) = (Arc::clone(&self.rules), folder.to_owned(), PathBuf::from(name));
        builder.filter_entry(move |entry| {
            let Ok(inside) = entry.path().strip_prefix(&base) else { return true };
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            entry.depth() == 0 || rules.allows(entry.path(), &prefix.join(inside), is_folder)
        });
        let mut seen = Seen::default();
        // One thread does: to start others, each with memory of its own, takes longer than to list thousands
        // of files.
        for entry in builder.build() {
            seen.count += 1;
            if seen.count > limit {
                return None;
            }
            seen.look(entry, folder, name);
        }
        Some(seen)
    }

    /// Takes over what was seen in `folder`, which is called `name` here, and goes where its links
    /// lead. `chain` holds the folders that links led to on the way.
    fn take(&mut self, mut seen: Seen, name: &str, folder: &Path, chain: &[PathBuf]) {
        let rules = Arc::clone(&self.rules);
        seen.files.retain(|file| file.kind == Kind::Hidden || rules.includes(file.path.as_str()));
        self.walked.files.append(&mut seen.files);
        self.walked.diagnostics.append(&mut seen.findings);
        // What links bring is limited: which of them come first must not be left to chance.
        seen.links.sort_unstable();
        self.walked.has_links |= !seen.links.is_empty();
        for link in seen.links {
            let inside = link.strip_prefix(name).unwrap_or(&link).trim_start_matches('/');
            if let Err(problem) = self.follow(&link, &folder.join(inside), chain) {
                let (message, help) = problem.told();
                self.walked.diagnostics.push(skipped(&link, message).maybe_help(help.map(str::to_owned)));
            }
        }
    }

    /// Goes where the link at `place` leads, which is called `name` here.
    fn follow(&mut self, name: &str, place: &Path, chain: &[PathBuf]) -> Result<(), Problem> {
        let path = SourcePath::new(name);
        if is_hidden(name) {
            self.walked.files.push(Found::hidden(path));
            return Ok(());
        }
        let real = place.canonicalize().map_err(Problem::of)?;
        let rules = Arc::clone(&self.rules);
        match real.strip_prefix(&rules.root).ok().map(relative) {
            None if !rules.follow_links => return Err(Problem::OutOfSource),
            Some(Some(inside)) if is_hidden(&inside) => return Err(Problem::ToHidden),
            _ => {}
        }
        let found = fs::metadata(&real).map_err(Problem::of)?;
        if found.is_file() {
            if rules.includes(name) {
                self.walked.files.push(Found::of(path, Some(&found)));
            }
            return Ok(());
        }
        if !found.is_dir() {
            return Err(Problem::NoFile);
        }
        // The folder that holds a link is never reached by its own name through another.
        if place.starts_with(&real) || chain.contains(&real) {
            return Err(Problem::Circle);
        }
        if chain.len() >= LINKS_IN_A_ROW {
            return Err(Problem::TooFar);
        }
        if !rules.allows(&real, Path::new(name), true) {
            return Ok(());
        }
        self.linked_folders = self.linked_folders.checked_sub(1).ok_or(Problem::TooMany)?;
        let seen = self.list(&real, name, self.linked_files);
        let used = seen.as_ref().map_or(usize::MAX, |seen| seen.count);
        self.linked_files = self.linked_files.saturating_sub(used);
        let seen = seen.ok_or(Problem::TooMany)?;
        self.take(seen, name, &real, &[chain, std::slice::from_ref(&real)].concat());
        Ok(())
    }
}

/// Why a link is not followed.
enum Problem {
    OutOfSource,
    ToHidden,
    Circle,
    TooFar,
    TooMany,
    NoFile,
    Nothing,
    Other(io::Error),
}

impl Problem {
    fn of(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::Nothing } else { Self::Other(error) }
    }

    /// Returns the message and the mend.
    fn told(&self) -> (String, Option<&'static str>) {
        let (message, help) = match self {
            Self::OutOfSource => (
                "this symbolic link leads out of the source folder",
                Some("set `follow-links = true` under `[output.archsite]` to read what is there"),
            ),
            Self::ToHidden => ("this symbolic link leads to a hidden file, which is never published", None),
            Self::Circle => ("this symbolic link leads back to a folder that it is in", None),
            Self::TooFar => ("this symbolic link is the last of a long row of links to folders", None),
            Self::TooMany => ("there are too many files behind symbolic links to follow this one", None),
            Self::NoFile => ("this symbolic link leads to what is neither a file nor a folder", None),
            Self::Nothing => {
                ("this symbolic link leads to nothing", Some("remove it, or put back what it leads to"))
            }
            Self::Other(error) => {
                return (format!("this symbolic link cannot be followed: {}", super::reason(error)), None);
            }
        };
        (message.to_owned(), help)
    }
}

impl Seen {
    /// Looks at one entry of a folder that is called `name` here, and notes what it is.
    fn look(&mut self, entry: Result<DirEntry, ignore::Error>, folder: &Path, name: &str) {
        let called = |path: &Path| {
            let inside = path.strip_prefix(folder).unwrap_or(path);
            let inside = relative(inside).ok_or_else(|| inside.to_string_lossy().replace('\\', "/"))?;
            Ok::<_, String>(if name.is_empty() { inside } else { format!("{name}/{inside}") })
        };
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let (path, reason) = reason(&error);
                let at =
                    path.map_or_else(|| name.to_owned(), |path| called(path).unwrap_or_else(|lossy| lossy));
                let span = Span::whole(SourcePath::new(at));
                self.findings.push(Diagnostic::new(Code::UnreadableFile, span, reason));
                return;
            }
        };
        if entry.depth() == 0 || self.unnameable.as_ref().is_some_and(|above| entry.path().starts_with(above))
        {
            return;
        }
        let Some(file_type) = entry.file_type() else { return };
        let path = match called(entry.path()) {
            Ok(path) => path,
            Err(lossy) => {
                let finding = skipped(&lossy, "its name is not text in UTF-8".to_owned())
                    .help("rename it: no link could name it, and no web server could be asked for it");
                self.findings.push(finding);
                self.unnameable = Some(entry.into_path());
                return;
            }
        };
        if file_type.is_symlink() {
            self.links.push(path);
        } else if file_type.is_file() {
            let path = SourcePath::new(path);
            self.files.push(match kind(&path) {
                Kind::Hidden => Found::hidden(path),
                _ => Found::of(path, entry.metadata().ok().as_ref()),
            });
        } else if !file_type.is_dir() && !is_hidden(&path) {
            self.findings.push(skipped(&path, "it is neither a file nor a folder".to_owned()));
        }
    }
}

fn skipped(name: &str, message: String) -> Diagnostic {
    Diagnostic::new(Code::SkippedFile, Span::whole(SourcePath::new(name)), message)
}

/// Returns what an error of the walk is about, and says what it is.
fn reason(error: &ignore::Error) -> (Option<&Path>, String) {
    match error {
        ignore::Error::WithPath { path, err } => (Some(path), reason(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => reason(err),
        ignore::Error::Io(error) => (None, format!("it cannot be read: {}", super::reason(error))),
        other => (None, format!("it cannot be read: {other}")),
    }
}

fn kind(path: &SourcePath) -> Kind {
    if is_hidden(path.as_str()) {
        Kind::Hidden
    } else if path.is_markdown() {
        Kind::Document
    } else {
        Kind::Other
    }
}

fn is_hidden(path: &str) -> bool {
    path.starts_with('.') || path.contains("/.")
}

/// Returns a relative path as text with `/` between its parts; nothing if it is no text.
pub(super) fn relative(path: &Path) -> Option<String> {
    let mut text = String::with_capacity(path.as_os_str().len());
    for part in path.components() {
        let Component::Normal(part) = part else { return None };
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(part.to_str()?);
    }
    Some(text)
}

#[cfg(test)]
mod tests;
