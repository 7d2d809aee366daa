//! Writes a file as a whole or not at all.
//!
//! In: a path and bytes. Out: the file with these bytes; where that fails, the file as it was. Never:
//! half a file, not even for a moment; another file's name or rights.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and moves it there. Where a link leads elsewhere, that is its place.
///
/// # Errors
///
/// A folder that is not there or may not be written to, a full disk, a folder of that name.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = match path.canonicalize() {
        Ok(path) => path,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    Waiting::new(&path, bytes)?.put_in_place()
}

/// A new file that waits beside the one whose place it is to take, with the same rights. Whatever becomes of
/// it, nothing stays beside.
pub(super) struct Waiting {
    path: PathBuf,
    beside: PathBuf,
}

impl Waiting {
    /// Writes a file beside `path`, which must be no link.
    pub(super) fn new(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        let beside = beside(path)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        let waiting = Self { path: path.to_owned(), beside };
        file.write_all(bytes)?;
        if let Ok(old) = fs::metadata(path) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        Ok(waiting)
    }

    /// Where the file is to stand.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the file into its place, at once.
    pub(super) fn put_in_place(&self) -> io::Result<()> {
        fs::rename(&self.beside, &self.path)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // Where it was moved into its place there is nothing to remove.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Returns a name that no other file has, in the folder in which a rename is atomic.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy();
    Ok(path.with_file_name(format!(".{name}.{}.new", std::process::id())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_written_and_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("baseline.json");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["baseline.json"]);
    }

    #[test]
    fn where_it_cannot_be_written_everything_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("docs")).unwrap();
        assert!(replace(&folder.path().join("docs"), b"x").is_err());
        assert!(replace(&folder.path().join("nowhere/baseline.json"), b"x").is_err());
        assert_eq!(names(folder.path()), ["docs"]);
    }

    #[cfg(unix)]
    #[test]
    fn rights_and_links_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("a.md", &link).unwrap();
        replace(&link, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
