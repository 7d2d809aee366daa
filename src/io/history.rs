//! The commits that touched the documents, as git tells them.
//!
//! In: the source folder and the files that were found in it. Out: commits, newest first; findings
//! where there is no history or only a part of it. Never: a question a document (one pass tells all),
//! a date that git does not have, a renamed file followed to its former name.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::change::Commit;
use crate::model::date::parse_date;
use crate::model::shared::SharedMap;
use crate::source::{SourcePath, Span};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Begins a commit in what git prints, and parts its fields.
const RECORD: char = '\u{1e}';
const FIELD: char = '\u{1f}';

/// Reads the history of the documents. `place` is where the setting stands that asks for it.
pub(super) fn read<T>(
    source: &Path,
    files: &SharedMap<SourcePath, T>,
    place: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Commit> {
    let mut say = |message: String, help: &str| {
        diagnostics.push(Diagnostic::new(Code::IncompleteHistory, place.clone(), message).help(help));
    };
    let is_shallow = match git(source, &["rev-parse", "--is-shallow-repository"]) {
        Ok(told) if told.status.success() => String::from_utf8_lossy(&told.stdout).trim() == "true",
        Ok(told) => {
            let reason = first_line(&told.stderr);
            say(
                format!("there is no history to read: {reason}"),
                "put the documents under git, or take the setting out",
            );
            return Vec::new();
        }
        Err(error) => {
            let reason = super::reason(&error);
            say(format!("git could not be started: {reason}"), "install git, or take the setting out");
            return Vec::new();
        }
    };
    let format = format!("--format={RECORD}%P{FIELD}%as{FIELD}%an{FIELD}%s");
    let log = [
        "-c",
        "log.showSignature=false",
        "-c",
        "log.showRoot=true",
        "log",
        "-z",
        "--no-merges",
        "--no-renames",
        "--no-color",
        "--encoding=UTF-8",
        "--name-only",
        "--relative",
        &format,
        "--",
        ".",
    ];
    let told = match git(source, &log) {
        Ok(told) if told.status.success() => told.stdout,
        // A repository without a commit yet has nothing to tell, and that is no mistake.
        Ok(told) if String::from_utf8_lossy(&told.stderr).contains("does not have any commits") => Vec::new(),
        Ok(told) => {
            let reason = first_line(&told.stderr);
            say(
                format!("the history could not be read: {reason}"),
                "run `git log` in the folder of documents",
            );
            return Vec::new();
        }
        Err(error) => {
            let reason = super::reason(&error);
            say(format!("git could not be started: {reason}"), "install git, or take the setting out");
            return Vec::new();
        }
    };
    if is_shallow {
        say(
            "this is a shallow clone: commits before it was cut off are not in the history".to_owned(),
            "clone with the whole history (`fetch-depth: 0` in GitHub Actions, or `git fetch --unshallow`)",
        );
    }
    commits(&String::from_utf8_lossy(&told), files, is_shallow)
}

/// Runs git in a folder, without anything that could ask a person or write.
fn git(folder: &Path, arguments: &[&str]) -> std::io::Result<Output> {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.quotePath=false", "-c", "core.fsmonitor=false"])
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
}

fn first_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("fatal: ").trim_end_matches('.').to_owned()
}

/// Reads what git printed: each commit with the files that it touched. Where history was cut off,
/// the commit at the cut has no parent and seems to have made every file; it is left out.
fn commits<T>(log: &str, files: &SharedMap<SourcePath, T>, is_shallow: bool) -> Vec<Commit> {
    let mut commits = Vec::new();
    for record in log.split(RECORD) {
        let mut parts = record.split('\0');
        let Some(head) = parts.next() else { continue };
        let mut fields = head.splitn(4, FIELD);
        let (Some(parents), Some(date), Some(author), Some(subject)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let Some(date) = parse_date(date).date() else { continue };
        if is_shallow && parents.is_empty() {
            continue;
        }
        let mut touched: Vec<SourcePath> = parts
            .map(|path| SourcePath::new(path.trim_start_matches('\n')))
            .filter(|path| files.contains_key(path))
            .collect();
        touched.sort();
        touched.dedup();
        if !touched.is_empty() {
            let (author, subject) = (author.trim().to_owned(), subject.trim().to_owned());
            commits.push(Commit { date, author, subject, files: touched });
        }
    }
    commits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> SharedMap<SourcePath, ()> {
        paths.iter().map(|path| (SourcePath::new(*path), ())).collect()
    }

    const LOG: &str = "\u{1e}p\u{1f}2024-05-02\u{1f}Li Wei\u{1f}Queues wait\0\na.md\0x y.md\0gone.md\0\
        \u{1e}\u{1f}2024-05-01\u{1f}Ana\u{1f}First\0\na.md\0";

    #[test]
    fn each_commit_has_its_day_its_author_and_the_documents_that_it_touched() {
        let commits = commits(LOG, &files(&["a.md", "x y.md"]), false);
        let told: Vec<_> = commits
            .iter()
            .map(|it| (it.date.to_string(), it.author.as_str(), it.subject.as_str(), it.files.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("2024-05-02".to_owned(), "Li Wei", "Queues wait", 2),
                ("2024-05-01".to_owned(), "Ana", "First", 1)
            ]
        );
    }

    #[test]
    fn the_commit_at_the_cut_of_a_shallow_clone_is_not_the_first() {
        assert_eq!(commits(LOG, &files(&["a.md"]), true).len(), 1);
    }

    #[test]
    fn what_git_never_prints_is_passed_over() {
        for log in ["", "x", "\u{1e}", "\u{1e}a\u{1f}b", "\u{1e}\u{1f}no date\u{1f}Ana\u{1f}First\0\na.md\0"]
        {
            assert_eq!(commits(log, &files(&["a.md"]), false), []);
        }
    }

    #[test]
    fn a_folder_without_a_repository_is_said_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut diagnostics = Vec::new();
        let place = Span::whole(SourcePath::new("book.toml"));
        // Where the folder of temporary files is itself in a repository, there is a history.
        let commits = read(folder.path(), &files(&["a.md"]), &place, &mut diagnostics);
        assert_eq!(commits, []);
        assert!(diagnostics.len() <= 1, "{diagnostics:?}");
        assert!(diagnostics.iter().all(|it| it.code == Code::IncompleteHistory));
    }

    #[test]
    fn the_history_of_a_repository_is_read_in_one_pass() {
        let folder = tempfile::tempdir().unwrap();
        let documents = folder.path().join("docs");
        std::fs::create_dir(&documents).unwrap();
        let run = |arguments: &[&str]| {
            let name = ["-c", "user.name=Ana Lund", "-c", "user.email=ana@example.org"];
            let done = Command::new("git").arg("-C").arg(folder.path()).args(name).args(arguments).output();
            assert!(done.unwrap().status.success(), "{arguments:?}");
        };
        run(&["init", "-q"]);
        std::fs::write(documents.join("größe.md"), "# A\n").unwrap();
        std::fs::write(folder.path().join("code.rs"), "").unwrap();
        run(&["add", "-A"]);
        run(&["commit", "-q", "-m", "Sizes", "--date", "2024-05-01T12:00:00Z"]);
        std::fs::write(folder.path().join("code.rs"), "fn main() {}").unwrap();
        run(&["commit", "-qam", "Code alone"]);
        let mut diagnostics = Vec::new();
        let place = Span::whole(SourcePath::new("book.toml"));
        let commits = read(&documents, &files(&["größe.md"]), &place, &mut diagnostics);
        assert_eq!(diagnostics, []);
        let told: Vec<_> = commits.iter().map(|it| (it.date.to_string(), it.subject.as_str())).collect();
        assert_eq!(told, [("2024-05-01".to_owned(), "Sizes")]);
    }
}
