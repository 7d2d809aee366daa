//! Documents written anew: the only code that changes a file of the source folder.
//!
//! In: paths with the text that was read and the one that is to be written. Out: the same files, with
//! the same encoding, byte order mark, line ends and permissions, each at once whole. Never: touches a
//! file that says something else than what was read, or one out of the source folder; leaves some
//! written where another one could not be prepared.

use super::reason;
use super::replace::Waiting;
use crate::source::{SourcePath, decode, encode_like};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A text that is to take the place of another.
#[derive(Clone, Copy, Debug)]
pub struct Rewrite<'a> {
    /// The file.
    pub path: &'a SourcePath,
    /// The text as it was read.
    pub before: &'a str,
    /// The text that is to stand there.
    pub after: &'a str,
}

/// Why nothing, or not all, was written.
#[derive(Debug)]
pub struct RewriteError {
    path: PathBuf,
    why: Why,
    /// How many files were written before.
    written: usize,
}

#[derive(Debug)]
enum Why {
    Changed,
    Outside,
    ReadOnly,
    NotText,
    Io(io::Error),
}

impl fmt::Display for RewriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match &self.why {
            Why::Changed => "it was changed in the meantime; check again".to_owned(),
            Why::Outside => "it is a link out of the folder of documents".to_owned(),
            Why::ReadOnly => "it is read-only".to_owned(),
            Why::NotText => "it holds bytes that are no text".to_owned(),
            Why::Io(error) => reason(error),
        };
        let rest = match self.written {
            0 => "nothing was written".to_owned(),
            1 => "1 file was written before".to_owned(),
            number => format!("{number} files were written before"),
        };
        write!(formatter, "cannot mend {}: {why}; {rest}", self.path.display())
    }
}

impl std::error::Error for RewriteError {}

/// A new file that waits beside the old one, and what that one held.
struct Prepared {
    new: Waiting,
    old: Vec<u8>,
}

/// Writes files anew below the source folder: all are prepared before the first one is moved.
///
/// # Errors
///
/// A file that is another one than was read, or cannot be written.
pub fn rewrite(source: &Path, rewrites: &[Rewrite<'_>]) -> Result<(), RewriteError> {
    let failed = |path: &Path, why| RewriteError { path: path.to_owned(), why, written: 0 };
    let root = source.canonicalize().map_err(|error| failed(source, Why::Io(error)))?;
    let mut prepared = Vec::with_capacity(rewrites.len());
    for rewrite in rewrites {
        let path = source.join(rewrite.path.as_str());
        prepared.push(prepare(&root, &path, rewrite).map_err(|why| failed(&path, why))?);
    }
    for (written, prepared) in prepared.iter().enumerate() {
        let path = prepared.new.path();
        let done = match fs::read(path) {
            Ok(bytes) if bytes == prepared.old => prepared.new.put_in_place().map_err(Why::Io),
            Ok(_) => Err(Why::Changed),
            Err(error) => Err(Why::Io(error)),
        };
        done.map_err(|why| RewriteError { path: path.to_owned(), why, written })?;
    }
    Ok(())
}

/// Writes the new file beside the old one.
fn prepare(root: &Path, path: &Path, rewrite: &Rewrite<'_>) -> Result<Prepared, Why> {
    let file = path.canonicalize().map_err(Why::Io)?;
    if !file.starts_with(root) {
        return Err(Why::Outside);
    }
    let metadata = fs::metadata(&file).map_err(Why::Io)?;
    if metadata.permissions().readonly() {
        return Err(Why::ReadOnly);
    }
    let old = fs::read(&file).map_err(Why::Io)?;
    let decoded = decode(old.clone());
    if decoded.problem.is_some() {
        return Err(Why::NotText);
    }
    if decoded.text != rewrite.before || encode_like(&old, rewrite.before) != old {
        return Err(Why::Changed);
    }
    let new = Waiting::new(&file, &encode_like(&old, rewrite.after)).map_err(Why::Io)?;
    Ok(Prepared { new, old })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(bytes: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), bytes).unwrap();
        folder
    }

    fn rewritten(bytes: &[u8], before: &str, after: &str) -> Result<Vec<u8>, String> {
        let folder = folder(bytes);
        let path = SourcePath::new("a.md");
        rewrite(folder.path(), &[Rewrite { path: &path, before, after }]).map_err(|it| it.to_string())?;
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        Ok(fs::read(folder.path().join("a.md")).unwrap())
    }

    #[test]
    fn encoding_byte_order_mark_and_line_ends_stay() {
        assert_eq!(rewritten(b"\xEF\xBB\xBFA\r\nb", "A\r\nb", "a\r\nb").unwrap(), b"\xEF\xBB\xBFa\r\nb");
        assert_eq!(rewritten(b"\xFF\xFEA\0\xE9\0", "A\u{e9}", "a\u{e9}").unwrap(), b"\xFF\xFEa\0\xE9\0");
        assert_eq!(rewritten(b"\xFE\xFF\0A", "A", "\u{1F6A2}").unwrap(), b"\xFE\xFF\xD8\x3D\xDE\xA2");
    }

    #[test]
    fn a_file_that_was_changed_since_is_not_touched() {
        let told = rewritten(b"C", "A", "a").unwrap_err();
        assert!(told.contains("changed in the meantime") && told.contains("nothing was written"), "{told}");
    }

    #[test]
    fn what_is_no_text_is_not_touched() {
        assert!(rewritten(b"A\xE9", "A\u{FFFD}", "a\u{FFFD}").unwrap_err().contains("no text"));
    }

    #[test]
    fn where_one_file_cannot_be_written_no_other_is() {
        let folder = folder(b"A");
        fs::write(folder.path().join("b.md"), "changed").unwrap();
        let (a, b) = (SourcePath::new("a.md"), SourcePath::new("b.md"));
        let rewrites =
            [Rewrite { path: &a, before: "A", after: "a" }, Rewrite { path: &b, before: "B", after: "b" }];
        assert!(rewrite(folder.path(), &rewrites).is_err());
        assert_eq!(fs::read(folder.path().join("a.md")).unwrap(), b"A");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_out_of_the_folder_are_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder(b"A");
        let file = folder.path().join("a.md");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("c.md"), "A").unwrap();
        symlink(outside.path().join("c.md"), folder.path().join("c.md")).unwrap();
        symlink("a.md", folder.path().join("d.md")).unwrap();
        let path = |name: &str| SourcePath::new(name);
        let one = |path: &SourcePath| {
            rewrite(folder.path(), &[Rewrite { path, before: "A", after: "a" }]).map_err(|it| it.to_string())
        };
        assert!(one(&path("c.md")).unwrap_err().contains("link out of the folder"));
        one(&path("d.md")).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read(&file).unwrap(), b"a");
        assert!(fs::symlink_metadata(folder.path().join("d.md")).unwrap().is_symlink());
    }
}
