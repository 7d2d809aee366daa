//! The hidden folder of a site in which new files wait until all of them are written.
//!
//! In: files, from any thread. Out: the same files below [`STAGING`]. Never: touches what is outside
//! that folder, but for the list of our files in a target that has none yet.

use super::manifest::{Manifest, Print, Printer};
use super::target::Site;
use super::{Result, failed, intact};
use crate::model::output::{MANIFEST, OnDemand, OutputPath, STAGING};
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The hidden folder, made when the first file comes.
#[derive(Default)]
pub(super) struct Staging(Mutex<Option<Begun>>);

/// What there is of it.
struct Begun {
    /// Its folders, by their paths in the site.
    folders: HashSet<Box<str>>,
    /// The folders above the target that were made for it, the outermost first.
    above: Vec<PathBuf>,
}

impl Staging {
    /// Writes a file with these bytes.
    pub(super) fn write(&self, path: &OutputPath, bytes: &[u8], site: &Site) -> Result<()> {
        let place = self.place(path, site)?;
        fs::write(&place, bytes).map_err(failed("write", &place))
    }

    /// Writes a file with the bytes of another.
    pub(super) fn copy(&self, path: &OutputPath, from: &Path, site: &Site) -> Result<()> {
        let place = self.place(path, site)?;
        // Its permissions are not copied: what may only be read could not be replaced later.
        let copied = fs::File::open(from)
            .and_then(|mut from| io::copy(&mut from, &mut fs::File::create(&place)?).map(drop));
        copied.map_err(failed("write", &place))
    }

    /// Writes a file as its text comes, and returns what it holds.
    pub(super) fn write_pieces(&self, path: &OutputPath, file: &OnDemand, site: &Site) -> Result<Print> {
        let place = self.place(path, site)?;
        let written = || {
            let mut to = io::BufWriter::new(fs::File::create(&place)?);
            let mut printer = Printer::default();
            let mut outcome = Ok(());
            file.pieces(&mut |piece| {
                printer.update(piece.as_bytes());
                if outcome.is_ok() {
                    outcome = to.write_all(piece.as_bytes());
                }
            });
            outcome.and_then(|()| to.flush()).map(|()| printer.finish())
        };
        written().map_err(failed("write", &place))
    }

    /// Removes a file that was written for nothing.
    pub(super) fn take_back(&self, path: &OutputPath, site: &Site) -> Result<()> {
        let place = site.path_of(STAGING).join(path.as_str());
        fs::remove_file(&place).map_err(failed("remove", &place))
    }

    /// Makes the folder where it was not made for a file.
    pub(super) fn begin(&self, site: &Site) -> Result<()> {
        let mut begun = self.begun();
        if begun.is_none() {
            *begun = Some(Begun::new(site)?);
        }
        Ok(())
    }

    /// Takes back all that was made, of a build that failed or is refused before anything was moved. What
    /// cannot be taken back is found by the next run.
    pub(super) fn abandon(&self, site: &Site) {
        let _ = clear(&site.root);
        let above = self.begun().take().map_or_else(Vec::new, |begun| begun.above);
        if !site.is_ours {
            let _ = fs::remove_file(site.path_of(MANIFEST));
            if site.is_new {
                let _ = fs::remove_dir(&site.root);
            }
        }
        for folder in above.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }

    /// Returns where a file waits, in a folder that is there.
    fn place(&self, path: &OutputPath, site: &Site) -> Result<PathBuf> {
        let staging = site.path_of(STAGING);
        let mut begun = self.begun();
        let begun = match &mut *begun {
            Some(begun) => begun,
            none => none.insert(Begun::new(site)?),
        };
        let folder = path.folder();
        if !folder.is_empty() && !begun.folders.contains(folder) {
            let made = staging.join(folder);
            fs::create_dir_all(&made).map_err(failed("make the folder", &made))?;
            begun.folders.insert(folder.into());
        }
        Ok(staging.join(path.as_str()))
    }

    fn begun(&self) -> MutexGuard<'_, Option<Begun>> {
        // Nothing panics while it holds the lock; if something did, what is noted is still true.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Begun {
    fn new(site: &Site) -> Result<Self> {
        let mut above = Vec::new();
        if !site.is_ours {
            // First of all the list, so that whatever happens next, the folder is known as ours.
            let missing = site.root.ancestors().skip(1).take_while(|folder| !folder.exists());
            above = missing.map(Path::to_owned).collect();
            above.reverse();
            fs::create_dir_all(&site.root).map_err(failed("make the folder", &site.root))?;
            let list = site.path_of(MANIFEST);
            fs::write(&list, Manifest::default().to_string()).map_err(failed("write", &list))?;
        }
        clear(&site.root).map_err(intact)?;
        let staging = site.path_of(STAGING);
        fs::create_dir(&staging).map_err(failed("make the folder", &staging))?;
        Ok(Self { folders: HashSet::new(), above })
    }
}

/// Removes what a build that was killed left behind.
pub(super) fn clear(root: &Path) -> Result<()> {
    let staging = root.join(STAGING);
    let cleared = match fs::symlink_metadata(&staging) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(found) if found.is_dir() => fs::remove_dir_all(&staging),
        Ok(_) => fs::remove_file(&staging),
    };
    cleared.map_err(|error| super::broken("remove", &staging, error))
}
