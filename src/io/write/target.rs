//! Whether a folder may become a site.
//!
//! In: the path that the user chose. Out: a [`Site`], or the reason against it. Never: writes.

use super::manifest::{Manifest, NoManifest};
use super::{PublishError, failed};
use crate::model::output::MANIFEST;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What the caller knows about the surroundings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// The user's home folder, which never becomes a site, nor does a folder that holds it.
    pub home: Option<PathBuf>,
    /// Whether copied files may come from where a symbolic link out of the source folder leads.
    pub follow_links: bool,
}

/// Why archsite does not write to a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is the folder of the documents.
    IsSource,
    /// It holds the folder of the documents.
    HoldsSource,
    /// It is the user's home folder, or holds it.
    IsHome,
    /// It is the root of a file system.
    IsRoot,
    /// It is a file.
    IsFile,
    /// It is said to be in a file.
    IsInFile,
    /// It holds files, and nothing says that archsite made them.
    NotOurs,
    /// A later version of archsite wrote it.
    Newer,
    /// It leads up out of a folder that does not exist.
    Unclear,
}

impl Refusal {
    /// Returns what to do about it.
    pub fn mend(self) -> &'static str {
        match self {
            Self::NotOurs => "name an empty folder, or one that does not exist yet",
            Self::Newer => "use that version, or name another folder",
            Self::IsFile | Self::IsInFile => "name a folder",
            Self::Unclear => "name it without `..`",
            _ => "name a folder of its own for the site",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::IsSource => "it is the folder of the documents",
            Self::HoldsSource => "the folder of the documents is in it",
            Self::IsHome => "it is or holds a home folder",
            Self::IsRoot => "it is the root of a file system",
            Self::IsFile => "it is a file",
            Self::IsInFile => "a part of its path is a file",
            Self::NotOurs => "it is not empty and archsite did not make it (it has no `.archsite`)",
            Self::Newer => "its `.archsite` was written by a later version",
            Self::Unclear => "a folder on the way to it does not exist",
        })
    }
}

/// A folder that may be written to.
#[derive(Debug)]
pub(super) struct Site {
    /// The folder itself, links resolved.
    pub(super) root: PathBuf,
    /// Our files in it.
    pub(super) manifest: Manifest,
    /// Whether it has a list of our files, and was not empty or missing.
    pub(super) is_ours: bool,
    /// Whether it does not exist yet.
    pub(super) is_new: bool,
    /// Whether its file system takes upper and lower case for the same.
    pub(super) ignores_case: bool,
}

impl Site {
    /// Returns where a file or folder of the site is.
    pub(super) fn path_of(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// Looks at a folder and refuses it if it is not one to write to.
pub(super) fn open(target: &Path, source: &Path, guard: &Guard) -> Result<Site, PublishError> {
    let refuse = |reason| Err(PublishError::Refused { target: target.to_owned(), reason });
    let root = match resolve(target) {
        Ok(Some(root)) => root,
        Ok(None) => return refuse(Refusal::Unclear),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return refuse(Refusal::IsInFile),
        Err(error) => return Err(failed("find", target)(error)),
    };
    let source = source.canonicalize().map_err(failed("read", source))?;
    if root.parent().is_none() {
        return refuse(Refusal::IsRoot);
    }
    if root == source {
        return refuse(Refusal::IsSource);
    }
    if source.starts_with(&root) {
        return refuse(Refusal::HoldsSource);
    }
    let home = guard.home.as_deref().filter(|home| home.is_absolute());
    if home.is_some_and(|home| home.canonicalize().unwrap_or_else(|_| home.to_owned()).starts_with(&root)) {
        return refuse(Refusal::IsHome);
    }

    let mut site =
        Site { root, manifest: Manifest::default(), is_ours: false, is_new: false, ignores_case: false };
    match fs::metadata(&site.root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            site.is_new = true;
            return Ok(site);
        }
        Err(error) => return Err(failed("read", target)(error)),
        Ok(found) if !found.is_dir() => return refuse(Refusal::IsFile),
        Ok(_) => {}
    }
    let list = site.path_of(MANIFEST);
    match fs::symlink_metadata(&list) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let is_empty =
                fs::read_dir(&site.root).map_err(failed("read the folder", target))?.next().is_none();
            if is_empty { Ok(site) } else { refuse(Refusal::NotOurs) }
        }
        Err(error) => Err(failed("read", &list)(error)),
        Ok(found) if !found.is_file() => refuse(Refusal::NotOurs),
        Ok(_) => {
            match Manifest::parse(&String::from_utf8_lossy(&fs::read(&list).map_err(failed("read", &list))?))
            {
                Ok(manifest) => {
                    site.ignores_case =
                        fs::symlink_metadata(site.path_of(&MANIFEST.to_ascii_uppercase())).is_ok();
                    site.manifest = manifest;
                    site.is_ours = true;
                    Ok(site)
                }
                Err(NoManifest::Newer) => refuse(Refusal::Newer),
                Err(NoManifest::Other) => refuse(Refusal::NotOurs),
            }
        }
    }
}

/// Returns the path without links, also where its last parts do not exist yet; nothing if these
/// lead up again.
fn resolve(path: &Path) -> io::Result<Option<PathBuf>> {
    let path = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut existing = path.as_path();
    loop {
        match existing.canonicalize() {
            Ok(mut real) => {
                real.extend(missing.iter().rev());
                return Ok(Some(real));
            }
            // What is there and leads nowhere is a dangling link, which is no folder to make.
            Err(error) if error.kind() != io::ErrorKind::NotFound || existing.is_symlink() => {
                return Err(error);
            }
            Err(error) => {
                let Some(parent) = existing.parent() else { return Err(error) };
                match existing.components().next_back() {
                    Some(Component::Normal(name)) => missing.push(name),
                    _ => return Ok(None),
                }
                existing = parent;
            }
        }
    }
}
