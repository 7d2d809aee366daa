//! A folder in which a portal begins: what is there, and files that are not there yet.
//!
//! In: the folder. Out: a [`Survey`] of it and of the git repository around it; new files. Never:
//! changes a file that is there, runs git, reads what a user has set for git elsewhere.

use super::reason;
use crate::model::snapshot::BOOK;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What is in the folder of a portal to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// What people call the folder, where its name says something.
    pub name: Option<String>,
    /// Whether there are settings.
    pub has_book: bool,
    /// The folder that holds the documents, from the portal's; nothing where there are none.
    pub source: Option<String>,
    /// The git repository around it.
    pub repository: Option<Repository>,
}

/// The git repository that a folder is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Its top folder.
    pub root: PathBuf,
    /// The way from its top to the folder, with `/` between its parts.
    pub prefix: String,
    /// The web address of where it comes from.
    pub address: Option<String>,
    /// The branch that others start from, where the clone knows it.
    pub main_branch: Option<String>,
}

/// What became of a file that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was not there and is now.
    Written,
    /// It was there and says the same.
    Same,
    /// It was there, says something else, and is as it was.
    Other,
}

/// Why a portal could not be begun.
#[derive(Debug)]
pub struct StarterError {
    doing: &'static str,
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for StarterError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot {} {}: {}", self.doing, self.path.display(), reason(&self.error))
    }
}

impl std::error::Error for StarterError {}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StarterError {
    let path = path.to_owned();
    move |error| StarterError { doing, path, error }
}

/// Folders in which documents are kept, the likeliest first.
const SOURCES: &[&str] = &["docs", "doc", "documentation", "architecture"];

/// How many folders are looked into for a first document.
const MOST_FOLDERS: usize = 2_000;

/// Looks at a folder, and makes it where it is not there.
///
/// # Errors
///
/// A folder that cannot be made or read.
pub fn survey(folder: &Path) -> Result<Survey, StarterError> {
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    let whole = folder.canonicalize().map_err(failed("read the folder", folder))?;
    fs::read_dir(&whole).map_err(failed("read the folder", folder))?;
    let repository = repository(&whole, folder);
    let named = SOURCES.iter().find(|name| holds_documents(&whole.join(name)));
    // The top of a repository holds a README.md about the code, which makes no portal.
    let is_top = repository.as_ref().is_some_and(|repository| repository.prefix.is_empty());
    let source = match named {
        Some(name) => Some((*name).to_owned()),
        None if whole.join("src/SUMMARY.md").is_file() => Some("src".to_owned()),
        None if !is_top && holds_documents(&whole) => Some(".".to_owned()),
        None => None,
    };
    Ok(Survey {
        name: super::snapshot::folder_name(&whole),
        has_book: whole.join(BOOK).exists(),
        source,
        repository,
    })
}

/// Says whether a folder holds a Markdown file, in itself or below; hidden folders are passed over.
fn holds_documents(folder: &Path) -> bool {
    let mut folders = vec![folder.to_owned()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        seen += 1;
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_file() && (name.ends_with(".md") || name.ends_with(".markdown")) {
                return true;
            }
            let is_others =
                name.starts_with('.') || matches!(name.as_str(), "node_modules" | "target" | "vendor");
            if kind.is_dir() && !is_others && seen + folders.len() < MOST_FOLDERS {
                folders.push(entry.path());
            }
        }
    }
    false
}

/// Finds the repository that a folder is in. `shown` is the folder as the user names it.
fn repository(folder: &Path, shown: &Path) -> Option<Repository> {
    let root = folder.ancestors().find(|above| above.join(".git").exists())?;
    let prefix = super::read::relative(folder.strip_prefix(root).ok()?)?;
    let git = root.join(".git");
    let config = fs::read_to_string(git.join("config")).unwrap_or_default();
    let head = fs::read_to_string(git.join("refs/remotes/origin/HEAD")).unwrap_or_default();
    let main_branch = head.trim().strip_prefix("ref: refs/remotes/origin/").map(str::to_owned);
    Some(Repository {
        // Told as the user would name it, where the path that was given reaches up to it.
        root: above(shown, prefix.split('/').filter(|part| !part.is_empty()).count())
            .unwrap_or_else(|| root.to_owned()),
        prefix,
        address: origin(&config).as_deref().and_then(web_address),
        main_branch,
    })
}

/// Takes so many names off the end of a path; nothing if it has not as many.
fn above(path: &Path, names: usize) -> Option<PathBuf> {
    let mut path = path;
    for _ in 0..names {
        path.file_name()?;
        path = path.parent()?;
    }
    Some(path.to_owned())
}

/// Reads where a clone comes from out of its `.git/config`.
fn origin(config: &str) -> Option<String> {
    let mut is_origin = false;
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            is_origin = line.replace(' ', "") == "[remote\"origin\"]";
        } else if let Some((key, value)) = line.split_once('=')
            && is_origin
            && key.trim() == "url"
        {
            return Some(value.trim().to_owned());
        }
    }
    None
}

/// Returns the web page of a repository: `git@host:team/it.git` has it at `https://host/team/it`.
fn web_address(remote: &str) -> Option<String> {
    let rest = if let Some((user, rest)) = remote.split_once("://") {
        if !matches!(user, "https" | "http" | "ssh" | "git") {
            return None;
        }
        rest.to_owned()
    } else {
        // A path of this machine has no `user@` in front.
        let (host, path) = remote.split_once(':')?;
        format!("{}/{path}", host.split_once('@').map(|_| host)?)
    };
    // A name or a token before the host is nobody's to read.
    let (host, path) = rest.split_once('/')?;
    let host = host.rsplit('@').next()?;
    let host = host.split(':').next().filter(|host| host.contains('.'))?;
    let path = path.trim_matches('/').trim_end_matches(".git");
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '~');
    (!path.is_empty() && path.chars().all(is_fine) && host.chars().all(is_fine))
        .then(|| format!("https://{host}/{path}"))
}

/// Writes a file that is not there, and the folders on the way to it.
///
/// # Errors
///
/// What keeps it from being written. A file that is there is none.
pub fn create(path: &Path, text: &str) -> Result<Standing, StarterError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    }
    // In one step, so that a file that comes to be in between is not lost.
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).map_err(failed("write", path))?;
            Ok(Standing::Written)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let is_same = fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes());
            Ok(if is_same { Standing::Same } else { Standing::Other })
        }
        Err(error) => Err(failed("write", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_tells_the_web_page_of_its_origin_and_no_secret() {
        for (remote, page) in [
            ("git@github.com:port/orders.git", Some("https://github.com/port/orders")),
            ("https://github.com/port/orders", Some("https://github.com/port/orders")),
            (
                "https://ana:secret@git.example.org/port/orders.git",
                Some("https://git.example.org/port/orders"),
            ),
            ("ssh://git@git.example.org:2222/port/orders.git", Some("https://git.example.org/port/orders")),
            ("/srv/git/orders.git", None),
            ("../orders", None),
            ("C:/orders", None),
            ("file:///srv/orders", None),
        ] {
            assert_eq!(web_address(remote).as_deref(), page, "{remote}");
        }
    }

    #[test]
    fn of_several_remotes_the_origin_counts() {
        let config = "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = git@x.org:a/b\n[remote \"origin\"]\n\turl = git@y.org:c/d\n";
        assert_eq!(origin(config).as_deref(), Some("git@y.org:c/d"));
        assert_eq!(origin("[remote \"fork\"]\nurl = x\n"), None);
    }
}
