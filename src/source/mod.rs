//! Where text comes from: paths below the source folder, byte spans, and the way from a byte
//! to a line and a column that a person can find.
//!
//! In: bytes and paths as the reader of the folder found them. Out: decoded text and positions.
//! Never: reads a file, knows what Markdown is.

mod decode;
pub mod include;
mod lines;
pub mod origins;
pub mod picture;

pub use decode::{DecodeProblem, Decoded, decode, encode_like};
pub use lines::{KnownLines, LineIndex, Position, as_one_line, on_one_line};
pub use origins::Origins;
pub use picture::PictureSize;

use serde::{Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The path of a file relative to the source folder, with `/` between its parts on every system.
///
/// It is never empty, never absolute and has no `.` or `..` parts. Cloning shares the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path that is already relative and separated by `/`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// Returns the path as text, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the folder that holds the file, without a trailing `/`; empty at the top.
    pub fn folder(&self) -> &str {
        folder(&self.0)
    }

    /// Returns the last part of the path, extension included.
    pub fn file_name(&self) -> &str {
        file_name(&self.0)
    }

    /// Returns the file name without its last extension.
    pub fn stem(&self) -> &str {
        stem_and_extension(&self.0).0
    }

    /// Returns the last extension in lower case, without the dot; empty if there is none.
    pub fn extension(&self) -> String {
        extension(&self.0)
    }

    /// Says whether the file is a Markdown document by its extension (`.md`, `.markdown`).
    pub fn is_markdown(&self) -> bool {
        matches!(self.extension().as_str(), "md" | "markdown")
    }
}

/// Returns the folder of a path with `/` between its parts.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns the last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Returns the last extension of a path in lower case.
pub(crate) fn extension(path: &str) -> String {
    stem_and_extension(path).1.to_ascii_lowercase()
}

/// Parts the name of a file at its last dot, but one at its beginning.
fn stem_and_extension(path: &str) -> (&str, &str) {
    let name = file_name(path);
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
}

/// A table by path is asked with text: equality, order and hash of a path are those of its text.
impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &*self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for SourcePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A range of bytes in the text of a file that the context names; `end` is exclusive.
///
/// With a minus sign (`{:-?}`) debug output leaves it out, however deep it is in a value: two values
/// that look alike then say the same, wherever they say it. No list of fields has to be kept for that.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extent {
    /// The first byte, counted from 0.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Extent {
    /// Makes an extent of `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Says which file it is in.
    pub fn of(self, file: &SourcePath) -> Span {
        Span::new(file.clone(), self.start, self.end)
    }

    /// Returns the extent from the start of `self` to the end of `last`.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self::new(self.start, last.end)
    }
}

impl fmt::Debug for Extent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match formatter.sign_minus() {
            true => formatter.write_str("_"),
            false => write!(formatter, "{}..{}", self.start, self.end),
        }
    }
}

/// A range of bytes in the decoded text of one file; `end` is exclusive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the range is in.
    pub file: SourcePath,
    /// The first byte, counted from 0.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Makes a span of `start..end` in `file`.
    pub fn new(file: SourcePath, start: u32, end: u32) -> Self {
        Self { file, start, end: end.max(start) }
    }

    /// Returns the range without its file.
    pub fn extent(&self) -> Extent {
        Extent { start: self.start, end: self.end }
    }

    /// Makes the empty span at the start of a file, for what is said about the file as a whole.
    pub fn whole(file: SourcePath) -> Self {
        Self { file, start: 0, end: 0 }
    }
}
