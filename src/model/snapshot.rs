//! Everything from outside, at one moment: after this, nothing asks the disk, the clock, the
//! environment or the network.
//!
//! In: made by the reader at the edge. Out: read by `engine::turn`. Never: changed by a stage.

use super::change::Commit;
use super::config::Config;
use super::date::Date;
use super::fingerprint::Fingerprint;
use super::shared::SharedMap;
use crate::diagnostic::{Diagnostic, Texts};
use crate::source::{KnownLines, LineIndex, PictureSize, SourcePath};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The name of the file with the settings.
pub const BOOK: &str = "book.toml";

/// The input of one turn.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The settings of the portal.
    pub config: Config,
    /// The name of the folder that the portal is in, where it says something.
    pub folder_name: Option<String>,
    /// The text of `book.toml`, where there is one, for findings about settings.
    pub book: Option<Arc<str>>,
    /// All files of the source folder that may be published or linked to.
    pub files: SharedMap<SourcePath, SourceFile>,
    /// The sizes of pictures among these files, as far as they are known.
    pub pictures: BTreeMap<SourcePath, PictureSize>,
    /// Templates and other files of the portal's own theme, by path below `theme/`.
    pub theme: BTreeMap<String, Arc<str>>,
    /// The files that settings name (logo, favicon, extra styles and scripts), by path in the portal.
    pub named_files: BTreeMap<String, Arc<[u8]>>,
    /// The path from the root of the git repository to the source folder, where there is one.
    pub repository_prefix: Option<String>,
    /// The commits that touched files of the source folder, newest first; none unless they are asked for.
    pub history: Arc<[Commit]>,
    /// The date that counts as today.
    pub today: Option<Date>,
    /// Whether drafts are published, marked as such.
    pub with_drafts: bool,
    /// The base of absolute URLs, ending in `/`, where the user gave one.
    pub base_url: Option<String>,
    /// The addresses on other hosts that lead to nothing, without their fragments, each with the
    /// reason; nothing where nobody asked.
    pub dead_addresses: Option<Arc<BTreeMap<String, String>>>,
    /// What was wrong with files that could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Snapshot {
    /// Returns the text of a file of the source folder, where it was read.
    pub fn text_of(&self, path: &SourcePath) -> Option<&Text> {
        match self.files.get(path) {
            Some(SourceFile::Document(text) | SourceFile::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// One file of the source folder.
#[derive(Clone, Debug)]
pub enum SourceFile {
    /// A Markdown file, read.
    Document(Text),
    /// Another file whose text the stages need: an included sample, an SVG image.
    Text(Text),
    /// A file that is carried along when something links to it.
    Asset {
        /// Its size.
        bytes: u64,
    },
    /// A file that is there but never published (hidden). Links to it lead to the repository.
    Hidden,
}

/// The text of a file, shared.
#[derive(Clone, Debug)]
pub struct Text {
    /// The decoded text.
    pub text: Arc<str>,
    fingerprint: OnceLock<Fingerprint>,
    lines: OnceLock<KnownLines>,
}

impl Text {
    /// Takes text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), fingerprint: OnceLock::new(), lines: OnceLock::new() }
    }

    /// Returns the lines of the text, found when somebody first asks for a place in it.
    pub fn lines(&self) -> LineIndex<'_> {
        LineIndex::known(&self.text, self.lines.get_or_init(|| KnownLines::of(&self.text)))
    }

    /// Returns the fingerprint of the text, taken when it is first asked for: a turn that nothing
    /// follows never asks.
    pub fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| Fingerprint::of(self.text.as_bytes()))
    }
}

/// An SVG image of the source folder, made safe to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// There was nothing in it that could run: it is carried along as it is.
    Untouched,
    /// What could run was taken out.
    Cleaned(Arc<[u8]>),
    /// It could not be read as an image and is not published.
    Refused,
}

impl Texts for Snapshot {
    fn text(&self, file: &SourcePath) -> Option<&str> {
        let own_theme = || self.theme.get(file.as_str().strip_prefix("theme/")?).map(|text| &**text);
        let book = || self.book.as_deref().filter(|_| file.as_str() == BOOK);
        self.text_of(file).map(|text| &*text.text).or_else(own_theme).or_else(book)
    }

    fn lines(&self, file: &SourcePath) -> Option<LineIndex<'_>> {
        self.text_of(file).map(Text::lines).or_else(|| self.text(file).map(LineIndex::new))
    }
}
