//! From a portal on disk to a [`Snapshot`].
//!
//! In: the root of a portal and what the command line says. Out: everything that a turn may know.
//! Never: reads outside the portal, but for ignore rules and the place of the git repository.

mod own;
mod reading;

pub use reading::{Reading, Touched};

use super::read::{Found, Kind, ReadError};
use super::reason;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::Config;
use crate::model::date::Date;
use crate::model::snapshot::{BOOK, Snapshot, SourceFile, Text};
use crate::source::{PictureSize, SourcePath, Span, decode, include, picture};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// SVG images and included samples larger than this are carried along unread.
const LARGEST_TEXT: u64 = 4 << 20;

/// A portal: where it is and how it is set up.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The folder with `book.toml`, or the folder of documents itself.
    pub root: PathBuf,
    /// The folder of documents.
    pub source: PathBuf,
    /// The settings.
    pub config: Config,
    /// The text of `book.toml`, where there is one.
    pub book: Option<Arc<str>>,
}

/// Why a portal cannot be read at all.
#[derive(Debug)]
pub enum PortalError {
    /// A folder or file that must be there is not, or cannot be read.
    Unreadable {
        /// What.
        path: PathBuf,
        /// Why.
        reason: String,
        /// The mend.
        help: String,
    },
    /// `book.toml` says something that it may not.
    Configuration {
        /// The text of the file.
        text: String,
        /// What is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
}

/// What the command line adds to a snapshot.
#[derive(Clone, Debug, Default)]
pub struct SnapshotOptions {
    /// The date that counts as today.
    pub today: Option<Date>,
    /// Whether drafts are published.
    pub with_drafts: bool,
    /// The base of absolute URLs.
    pub base_url: Option<String>,
    /// The output folder, which is never read.
    pub output: Option<PathBuf>,
}

/// Opens the portal at a path: a folder with `book.toml` is the root of one, any other folder is
/// itself the folder of documents.
///
/// # Errors
///
/// A path that is no folder, a `book.toml` that cannot be read or used, a source folder that is
/// not there.
pub fn open(path: &Path) -> Result<Portal, PortalError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            return Err(PortalError::Unreadable {
                path: path.to_owned(),
                reason: "this is a file".to_owned(),
                help: "name the folder that holds the documents".to_owned(),
            });
        }
        Err(error) => {
            return Err(PortalError::Unreadable {
                path: path.to_owned(),
                reason: reason(&error),
                help: "name a folder of documents".to_owned(),
            });
        }
    }
    let book = path.join(BOOK);
    let bytes = match fs::read(&book) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Portal {
                root: path.to_owned(),
                source: path.to_owned(),
                config: Config::default(),
                book: None,
            });
        }
        Err(error) => {
            return Err(PortalError::Unreadable {
                path: book,
                reason: reason(&error),
                help: "make it readable, or move it away".to_owned(),
            });
        }
    };
    let text = decode(bytes).text;
    let config = match Config::from_toml(&text, &SourcePath::new(BOOK)) {
        Ok(config) => config,
        Err(diagnostics) => return Err(PortalError::Configuration { text, diagnostics }),
    };
    let source = config.src.under(path);
    if !source.is_dir() {
        return Err(PortalError::Unreadable {
            path: source,
            reason: "the folder of documents is not there".to_owned(),
            help:
                "set src under [book] in book.toml to the folder that holds them (\".\" is that of book.toml)"
                    .to_owned(),
        });
    }
    Ok(Portal { root: path.to_owned(), source, config, book: Some(text.into()) })
}

/// Reads everything that a turn may know.
///
/// # Errors
///
/// A source folder that cannot be walked. A file that cannot be read is a finding.
pub fn read(portal: &Portal, options: &SnapshotOptions) -> Result<Snapshot, PortalError> {
    Ok(Reading::start(portal.clone(), options.clone())?.into_snapshot())
}

/// Names of folders that say only that documents are in them.
const SAYING_NOTHING: &[&str] =
    &["book", "content", "doc", "docs", "documentation", "pages", "source", "src"];

/// Returns what people call the folder of documents: its name, or that of the nearest folder above
/// whose name says more than "docs". One whose name begins with a dot is nobody's to read.
pub(super) fn folder_name(source: &Path) -> Option<String> {
    let whole = source.canonicalize().ok()?;
    let mut names = whole.ancestors().filter_map(|folder| folder.file_name()?.to_str());
    let name = names.find(|name| !SAYING_NOTHING.contains(&name.to_lowercase().as_str()))?;
    (!name.starts_with('.')).then(|| name.to_owned())
}

fn unreadable(error: ReadError) -> PortalError {
    PortalError::Unreadable {
        reason: reason(&error.error),
        path: error.path,
        help: "make the folder readable, or name another".to_owned(),
    }
}

fn source_file(portal: &Portal, file: &Found, limit: u64, found: &mut Vec<Diagnostic>) -> SourceFile {
    match file.kind {
        Kind::Hidden => SourceFile::Hidden,
        Kind::Document => document(portal, &file.path, file.size, limit, found),
        Kind::Other if file.path.extension() == "svg" && file.size <= LARGEST_TEXT => {
            text(portal, &file.path).map_or(SourceFile::Asset { bytes: file.size }, SourceFile::Text)
        }
        Kind::Other => SourceFile::Asset { bytes: file.size },
    }
}

/// Finds how large a picture is. What cannot be read shows when it is copied.
fn picture_size(portal: &Portal, file: &Found, source_file: &SourceFile) -> Option<PictureSize> {
    match source_file {
        SourceFile::Text(text) => PictureSize::find(text.text.as_bytes()),
        SourceFile::Asset { .. } => {
            let enough = picture::enough(&file.path.extension())?;
            let mut start = Vec::new();
            let opened = fs::File::open(portal.source.join(file.path.as_str())).ok()?;
            opened.take(enough).read_to_end(&mut start).ok()?;
            PictureSize::find(&start)
        }
        _ => None,
    }
}

fn document(
    portal: &Portal,
    path: &SourcePath,
    bytes: u64,
    limit: u64,
    found: &mut Vec<Diagnostic>,
) -> SourceFile {
    if bytes > limit {
        found.push(
            Diagnostic::new(
                Code::TooLarge,
                Span::whole(path.clone()),
                format!("this file has {}; a document may have {}", size(bytes), size(limit)),
            )
            .help("split it, exclude it, or raise output.archsite.max-document-size in book.toml"),
        );
        return SourceFile::Asset { bytes };
    }
    match fs::read(portal.source.join(path.as_str())) {
        Ok(content) => {
            let decoded = decode(content);
            if let Some(problem) = decoded.problem {
                let at = problem.byte_in_text as u32;
                found.push(
                    Diagnostic::new(
                        Code::NotUtf8,
                        Span::new(path.clone(), at, at + '\u{FFFD}'.len_utf8() as u32),
                        format!("byte {} of this file is not text in UTF-8", problem.byte_in_file),
                    )
                    .help("save the file as UTF-8; what could not be read is shown as \u{FFFD}"),
                );
            }
            SourceFile::Document(Text::new(decoded.text))
        }
        Err(error) => {
            found.push(
                Diagnostic::new(
                    Code::UnreadableFile,
                    Span::whole(path.clone()),
                    format!("this file cannot be read: {}", reason(&error)),
                )
                .help("make it readable, or exclude it"),
            );
            SourceFile::Asset { bytes }
        }
    }
}

/// Returns a size in the unit that shows it best.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn text(portal: &Portal, path: &SourcePath) -> Option<Text> {
    let content = fs::read(portal.source.join(path.as_str())).ok()?;
    Some(Text::new(decode(content).text))
}

/// Returns the files that a text asks for, inside the source folder.
fn included_by(path: &SourcePath, text: &str) -> Vec<SourcePath> {
    let directives = include::directives(text);
    directives.iter().filter_map(|directive| include::resolve(path, directive.path()?)).collect()
}
