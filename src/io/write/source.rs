//! The folder that files of a site are copied from.
//!
//! In: the path of a file in it. Out: where that is on the disk. Never: a file out of the folder, but where
//! settings follow links; a look into one.

use super::target::Guard;
use super::{PublishError, Result, failed};
use std::io;
use std::path::{Path, PathBuf};

/// Where copied files come from.
pub(super) struct Source {
    /// The folder itself, links resolved.
    root: PathBuf,
    follows_links: bool,
}

impl Source {
    /// Opens the folder of the documents.
    pub(super) fn open(root: &Path, guard: &Guard) -> Result<Self> {
        let root = root.canonicalize().map_err(failed("read", root))?;
        Ok(Self { root, follows_links: guard.follow_links })
    }

    /// Returns where a file of the source is, if it is in the source and no link leads out of it.
    pub(super) fn path_of(&self, file: &str) -> Result<PathBuf> {
        let path = self.root.join(file);
        let real = path.canonicalize().map_err(failed("read", &path))?;
        if self.follows_links || real.starts_with(&self.root) {
            return Ok(real);
        }
        let reason = io::Error::other("it is a link out of the source folder");
        Err(PublishError::Io { doing: "copy", path, error: reason, is_intact: true })
    }
}
