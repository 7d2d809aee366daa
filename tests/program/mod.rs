//! The program as a user runs it: a folder, arguments, streams, an exit code.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test stands outside: it makes folders, runs the program and may panic"
)]

pub(crate) mod served;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Longer than anything takes here, on any machine: what is not done by then hangs.
const HANGS: Duration = Duration::from_secs(120);

/// A folder to run the program in. Documents are in `docs`, the site goes to `site`.
pub(crate) struct Place(TempDir);

impl Place {
    /// Makes a place with these files, by their paths in it.
    pub(crate) fn with<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Self {
        let place = Self(TempDir::new().unwrap());
        fs::create_dir(place.path("docs")).unwrap();
        for (path, text) in files {
            place.put(path, text);
        }
        place
    }

    /// Makes a place with one document, `docs/a.md`.
    pub(crate) fn with_document(text: impl AsRef<[u8]>) -> Self {
        Self::with(&[("docs/a.md", text)])
    }

    /// Writes a file, and the folders on the way to it.
    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Returns where a file or folder is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Reads a file of the place.
    pub(crate) fn read(&self, path: &str) -> String {
        let bytes = fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        String::from_utf8(bytes).unwrap()
    }

    /// Says whether a file or folder is there.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// Returns a command that runs the program in this place, with a plain environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archsite"));
        command.args(arguments).current_dir(self.0.path());
        command.env_remove("NO_COLOR").env_remove("SOURCE_DATE_EPOCH").env_remove("RUST_BACKTRACE");
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        finish(&mut self.command(arguments))
    }

    /// Builds `docs` into `site`, which must end well.
    pub(crate) fn build(&self) -> Ran {
        self.build_with(&[])
    }

    /// Builds `docs` into `site` with further arguments, which must end well.
    pub(crate) fn build_with(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(&[&["build", "docs", "--output", "site"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran
    }

    /// Returns all files of the site by their paths.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.path("site"), "", &mut files);
        files
    }

    /// Returns the text of the document on a page, and nothing of what stands around it.
    pub(crate) fn article(&self, page: &str) -> String {
        let page = self.read(&format!("site/{page}"));
        let start = page.find("<article").expect("a page has an article");
        let end = page.rfind("</article>").expect("a page has an article");
        page[start..end].to_owned()
    }
}

fn gather(folder: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{name}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; nothing if a signal ended it.
    pub(crate) code: Option<i32>,
    /// What went to stdout.
    pub(crate) out: String,
    /// What went to stderr.
    pub(crate) err: String,
}

impl Ran {
    /// Returns how many findings of a code were shown one by one.
    pub(crate) fn shown(&self, code: &str) -> usize {
        self.err.matches(&format!("[{code}]")).count()
    }
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Ran {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (out, err) = (heard(child.stdout.take()), heard(child.stderr.take()));
    let (out, err) = (awaited(&mut child, &out), awaited(&mut child, &err));
    let code = child.wait().unwrap().code();
    let ran = Ran { code, out, err };
    assert!(ran.code != Some(101) && !ran.err.contains("panicked"), "it panicked: {ran:?}");
    ran
}

fn heard(stream: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    let mut stream = stream.unwrap();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let _ = sender.send(String::from_utf8(bytes).unwrap());
    });
    receiver
}

fn awaited(child: &mut Child, stream: &mpsc::Receiver<String>) -> String {
    stream.recv_timeout(HANGS).unwrap_or_else(|_| {
        let _ = child.kill();
        panic!("it did not end within {HANGS:?}");
    })
}
