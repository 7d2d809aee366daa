//! Who changed what: the folders of a portal, watched.
//!
//! In: an opened portal. Out: [`Changes`], one after another: a single save at once, what follows it
//! closely put together to the next. Never: looks into a file; waits for quiet before it tells of a
//! first change; keeps silent where the system lost count.

use super::snapshot::Portal;
use crate::model::config::History;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{
    Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher, WatcherKind,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// What follows a turn this closely belongs to a burst.
const CLOSELY: Duration = Duration::from_millis(60);
/// A burst is over when nothing more came for this long.
const QUIET: Duration = Duration::from_millis(30);
/// How long a burst may hold back a turn.
const LONGEST_BURST: Duration = Duration::from_millis(500);
/// How long a file that is being written may hold back a turn. Between its writing and its closing are
/// microseconds; who keeps it open for longer is shown what there is.
const WRITING: Duration = Duration::from_millis(40);
/// The same for a file that was emptied to be written: on a busy machine its writer may be kept waiting.
const EMPTIED: Duration = Duration::from_millis(400);
/// When a portal is listed once more after folders came or went in it, or somebody committed: what was put into
/// a new folder before the system watched it is named by nobody, and git tells of a commit before it is the
/// newest of its branch. On a busy machine that takes longer.
const LOOKS: [Duration; 2] = [QUIET, Duration::from_secs(1)];
/// What git writes to with each commit, pull and change of branch, in the folder of a repository.
pub(super) const LOG_OF_HEAD: &str = ".git/logs/HEAD";
/// How often a folder is looked at where it cannot be watched.
const POLL: Duration = Duration::from_millis(700);

/// What changed since the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and folders that were changed, made, renamed or removed.
    pub paths: BTreeSet<PathBuf>,
    /// Whether there may be more than these: the folder must be listed again.
    pub is_lost: bool,
}

impl Changes {
    /// Returns the change of which nothing is known but that there may be one.
    pub fn unknown() -> Self {
        Self { paths: BTreeSet::new(), is_lost: true }
    }
}

/// Why a portal cannot be watched.
#[derive(Debug)]
pub struct WatchError(notify::Error);

impl fmt::Display for WatchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the folder cannot be watched: {}", self.0)
    }
}

impl std::error::Error for WatchError {}

type Told = Result<Event, notify::Error>;

/// The folders of a portal, watched.
pub struct Watch {
    told: Receiver<Told>,
    tell: Sender<Told>,
    watcher: Box<dyn Watcher + Send>,
    is_polling: bool,
    /// Whether the system says when a file that was written is closed.
    tells_closing: bool,
    follows_links: bool,
    watched: BTreeMap<PathBuf, RecursiveMode>,
    /// Folders in which nothing counts.
    outputs: Vec<PathBuf>,
    turned: Instant,
    looks: Looks,
}

impl Watch {
    /// Begins to watch a portal; changes in `outputs` do not count.
    ///
    /// # Errors
    ///
    /// If the system cannot watch folders at all. Where it cannot watch so many, they are looked at
    /// now and then instead; see [`Watch::is_polling`].
    pub fn start(portal: &Portal, outputs: &[PathBuf]) -> Result<Self, WatchError> {
        let (tell, told) = channel();
        let follows_links = portal.config.follow_links;
        let config = Config::default().with_follow_symlinks(follows_links);
        let watcher = RecommendedWatcher::new(tell.clone(), config).map_err(WatchError)?;
        let mut watch = Self {
            told,
            tell,
            watcher: Box::new(watcher),
            is_polling: false,
            tells_closing: RecommendedWatcher::kind() == WatcherKind::Inotify,
            follows_links,
            watched: BTreeMap::new(),
            outputs: Vec::new(),
            turned: Instant::now(),
            looks: Looks::default(),
        };
        watch.follow(portal, outputs)?;
        Ok(watch)
    }

    /// Says whether the system cannot watch so many folders, so that they are looked at instead.
    pub fn is_polling(&self) -> bool {
        self.is_polling
    }

    /// Watches the folders that the portal has now.
    ///
    /// # Errors
    ///
    /// As of [`Watch::start`].
    pub fn follow(&mut self, portal: &Portal, outputs: &[PathBuf]) -> Result<(), WatchError> {
        let resolved = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        self.outputs = outputs.iter().map(|folder| resolved(folder)).collect();
        let root = resolved(&portal.root);
        let source = resolved(&portal.source);
        let mut wanted = BTreeMap::from([(source.clone(), RecursiveMode::Recursive)]);
        let mut folders = vec![root.clone(), root.join("theme")];
        for named in portal.config.named_files() {
            folders.extend(root.join(named.as_str()).parent().map(Path::to_owned));
        }
        // Rules about what is ignored stand above too, as far as the repository reaches.
        if let Some(top) = source.ancestors().find(|above| above.join(".git").exists()) {
            folders.extend(
                source.ancestors().skip(1).take_while(|above| above.starts_with(top)).map(Path::to_owned),
            );
            if portal.config.history == History::Git {
                folders.extend(top.join(LOG_OF_HEAD).parent().map(Path::to_owned));
            }
        }
        for folder in folders {
            if !folder.starts_with(&source) && folder.is_dir() {
                wanted.insert(folder, RecursiveMode::NonRecursive);
            }
        }
        for old in self.watched.keys().filter(|old| !wanted.contains_key(*old)) {
            // What is gone is not watched any more anyway.
            let _ = self.watcher.unwatch(old);
        }
        self.watched.retain(|folder, _| wanted.contains_key(folder));
        for (folder, mode) in wanted {
            if self.watched.contains_key(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, mode) {
                Ok(()) => {
                    self.watched.insert(folder, mode);
                }
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) && !self.is_polling => {
                    self.poll()?;
                    return self.follow(portal, outputs);
                }
                // It went between two looks; when it comes back, somebody says so.
                Err(_) if !folder.exists() => {}
                Err(error) => return Err(WatchError(error)),
            }
        }
        Ok(())
    }

    /// Looks at the folders now and then in place of being told.
    fn poll(&mut self) -> Result<(), WatchError> {
        let config = Config::default()
            .with_poll_interval(POLL)
            // Without it a change within one tick of the file system's clock is missed.
            .with_compare_contents(true)
            .with_follow_symlinks(self.follows_links);
        self.watcher = Box::new(PollWatcher::new(self.tell.clone(), config).map_err(WatchError)?);
        self.watched.clear();
        self.is_polling = true;
        self.tells_closing = false;
        Ok(())
    }

    /// Waits for the next changes, at most for `patience`, and returns what there is by then.
    pub fn next(&mut self, patience: Option<Duration>) -> Changes {
        let mut gathered = Gathered::default();
        self.drain(&mut gathered);
        let mut is_burst = gathered.is_any();
        let since = self.turned;
        while !gathered.is_any() {
            let until =
                [self.looks.due(), patience.map(|patience| since + patience)].into_iter().flatten().min();
            let told = match until {
                Some(until) => self.told.recv_timeout(until.saturating_duration_since(Instant::now())),
                None => self.told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match told {
                Ok(told) => self.take(told, &mut gathered),
                // `self` holds a sender: nobody can be gone.
                Err(_) => {
                    gathered.changes.is_lost = true;
                    break;
                }
            }
            is_burst |= gathered.is_any() && since.elapsed() < CLOSELY;
        }
        self.drain(&mut gathered);
        if is_burst {
            self.drain_until(&mut gathered, QUIET, LONGEST_BURST);
        }
        let began = Instant::now();
        while let Some(left) = gathered.patience().checked_sub(began.elapsed()) {
            match self.told.recv_timeout(left) {
                Ok(told) => self.take(told, &mut gathered),
                Err(_) => break,
            }
            self.drain(&mut gathered);
        }
        self.turned = Instant::now();
        gathered.changes.is_lost |= self.looks.take_due(self.turned);
        if gathered.is_early {
            self.looks.begin(self.turned);
        }
        gathered.changes
    }

    /// Says that the turn is over to which the last changes led.
    pub fn turned(&mut self) {
        self.turned = Instant::now();
    }

    fn drain(&mut self, gathered: &mut Gathered) {
        while let Ok(told) = self.told.try_recv() {
            self.take(told, gathered);
        }
    }

    fn drain_until(&mut self, gathered: &mut Gathered, quiet: Duration, longest: Duration) {
        let began = Instant::now();
        while began.elapsed() < longest {
            match self.told.recv_timeout(quiet) {
                Ok(told) => self.take(told, gathered),
                Err(_) => break,
            }
        }
    }

    /// Takes in what the system told, as far as it counts.
    fn take(&mut self, told: Told, gathered: &mut Gathered) {
        let event = match told {
            Ok(event) => event,
            Err(_) => {
                gathered.changes.is_lost = true;
                return;
            }
        };
        let is_lost = event.need_rescan();
        gathered.changes.is_lost |= is_lost;
        let is_closing = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        if matches!(event.kind, EventKind::Access(_)) && !is_closing {
            // Mostly our own reading.
            return;
        }
        let kind = event.kind;
        for path in event.paths {
            if !self.counts(&path) {
                continue;
            }
            if is_closing {
                gathered.being_written.remove(&path);
            } else if self.tells_closing && is_writing(kind) {
                gathered.being_written.insert(path.clone());
            }
            let is_gone = matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            if is_gone && self.watched.contains_key(&path) {
                self.watched.remove(&path);
                gathered.changes.is_lost = true;
            }
            gathered.is_early |= is_of_folder(kind, &path) || path.ends_with(LOG_OF_HEAD);
            gathered.changes.paths.insert(path);
        }
    }

    fn counts(&self, path: &Path) -> bool {
        !self.outputs.iter().any(|output| path.starts_with(output))
            && (path.ends_with(LOG_OF_HEAD) || !path.components().any(|part| part.as_os_str() == ".git"))
    }
}

/// Says whether a file is being written that somebody will close.
fn is_writing(kind: EventKind) -> bool {
    matches!(kind, EventKind::Modify(ModifyKind::Data(_)) | EventKind::Create(CreateKind::File))
}

/// Says whether a folder came or went, with all that is in it.
fn is_of_folder(kind: EventKind, path: &Path) -> bool {
    match kind {
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
        EventKind::Modify(ModifyKind::Name(_)) | EventKind::Create(CreateKind::Any) => path.is_dir(),
        _ => false,
    }
}

/// The listings that are still to come since something was told early.
#[derive(Default)]
struct Looks {
    since: Option<Instant>,
    done: usize,
}

impl Looks {
    fn begin(&mut self, now: Instant) {
        *self = Self { since: Some(now), done: 0 };
    }

    /// Returns when the next is due.
    fn due(&self) -> Option<Instant> {
        Some(self.since? + *LOOKS.get(self.done)?)
    }

    /// Says whether one is due, and counts it as done.
    fn take_due(&mut self, now: Instant) -> bool {
        let is_due = self.due().is_some_and(|due| due <= now);
        self.done += usize::from(is_due);
        is_due
    }
}

/// What was told since the last turn.
#[derive(Default)]
struct Gathered {
    changes: Changes,
    being_written: BTreeSet<PathBuf>,
    /// Whether there may soon be more than what was told, without anybody who tells it.
    is_early: bool,
}

impl Gathered {
    /// Returns how long files that are being written are worth waiting for.
    fn patience(&self) -> Duration {
        let is_empty = |path: &PathBuf| fs::metadata(path).is_ok_and(|found| found.len() == 0);
        match self.being_written.is_empty() {
            true => Duration::ZERO,
            false if self.being_written.iter().any(is_empty) => EMPTIED,
            false => WRITING,
        }
    }

    fn is_any(&self) -> bool {
        self.changes.is_lost || !self.changes.paths.is_empty()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test ends where something is not as it must be")]
mod tests {
    use super::*;
    use crate::io::snapshot;
    use notify::event::DataChange;

    const HANGS: Duration = Duration::from_secs(60);

    #[test]
    fn a_new_folder_is_looked_into_although_something_else_is_saved_before() {
        let docs = tempfile::tempdir().unwrap();
        let at = docs.path().canonicalize().unwrap();
        fs::write(at.join("README.md"), "# Webshop\n").unwrap();
        let mut watch = Watch::start(&snapshot::open(&at).unwrap(), &[]).unwrap();
        let mut after = |kind, path: &Path| {
            watch.tell.send(Ok(Event::new(kind).add_path(path.to_owned()))).unwrap();
            let changes = watch.next(None);
            watch.turned();
            changes
        };

        let folder = at.join("decisions");
        let changes = after(EventKind::Create(CreateKind::Folder), &folder);
        assert_eq!(changes, Changes { paths: BTreeSet::from([folder]), is_lost: false });
        let saved = at.join("README.md");
        let changes = after(EventKind::Modify(ModifyKind::Data(DataChange::Any)), &saved);
        assert!(changes.paths.contains(&saved));

        let to_come = LOOKS.len() - usize::from(changes.is_lost);
        let (found, listings) = channel();
        std::thread::spawn(move || (0..to_come).map(|_| found.send(watch.next(None))).count());
        for _ in 0..to_come {
            assert!(listings.recv_timeout(HANGS).unwrap().is_lost);
        }
    }
}
