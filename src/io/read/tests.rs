//! What a walk lists, what it leaves out, and what it says of that; on real folders.

use super::*;
use tempfile::TempDir;

/// A folder with these files; a name that ends in `/` is a folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    folder
}

fn plain() -> WalkOptions {
    WalkOptions::default()
}

/// Returns the files as `name`, the hidden ones in parentheses, and the findings as `name: message`.
fn told(walked: &Walked) -> (Vec<String>, Vec<String>) {
    let files = walked.files.iter().map(|file| match file.kind {
        Kind::Hidden => format!("({})", file.path),
        _ => file.path.to_string(),
    });
    let findings =
        walked.diagnostics.iter().map(|finding| format!("{}: {}", finding.span.file, finding.message));
    (files.collect(), findings.collect())
}

fn files(source: &Path, options: &WalkOptions) -> Vec<String> {
    let (files, findings) = told(&walk(source, options).unwrap());
    assert_eq!(findings, Vec::<String>::new());
    files
}

#[test]
fn files_are_listed_by_path_with_kind_and_size() {
    let folder =
        folder(&[("b/é.md", "12345"), ("b.MD", "1"), ("a-b.png", ""), ("a/x.markdown", ""), ("empty/", "")]);
    let walked = walk(folder.path(), &plain()).unwrap();
    let found: Vec<_> = walked.files.iter().map(|file| (file.path.as_str(), file.kind, file.size)).collect();
    assert_eq!(
        found,
        [
            ("a-b.png", Kind::Other, 0),
            ("a/x.markdown", Kind::Document, 0),
            ("b.MD", Kind::Document, 1),
            ("b/é.md", Kind::Document, 5),
        ]
    );
}

#[test]
fn hidden_files_are_known_by_name_and_what_git_keeps_is_not() {
    let folder = folder(&[
        (".env", "secret"),
        (".github/workflows/ci.md", "ci"),
        ("a/.hidden.md", ""),
        (".git/config", ""),
        ("sub/.git", "gitdir: elsewhere"),
        ("sub/a.md", ""),
    ]);
    assert_eq!(
        files(folder.path(), &plain()),
        ["(.env)", "(.github/workflows/ci.md)", "(a/.hidden.md)", "sub/a.md"]
    );
    assert!(walk(folder.path(), &plain()).unwrap().files.iter().all(|file| file.size == 0));
}

#[test]
fn gitignore_counts_in_the_folder_also_without_a_repository() {
    let folder = folder(&[
        (".gitignore", "*.tmp\nbuild/\n"),
        ("a.tmp", ""),
        ("build/a.md", ""),
        ("x/.gitignore", "!keep.tmp"),
        ("x/keep.tmp", ""),
        ("x/b.tmp", ""),
    ]);
    assert_eq!(files(folder.path(), &plain()), ["(.gitignore)", "(x/.gitignore)", "x/keep.tmp"]);
}

#[test]
fn gitignore_counts_above_the_folder_up_to_the_root_of_the_repository_and_no_further() {
    let folder = folder(&[
        (".gitignore", "*.md\n"),
        ("repo/.git/info/exclude", "*.svg\n"),
        ("repo/.gitignore", "*.tmp\n/docs/drafts\n"),
        ("repo/docs/.ignore", "*.png\n"),
        ("repo/docs/a.md", ""),
        ("repo/docs/a.png", ""),
        ("repo/docs/a.svg", ""),
        ("repo/docs/a.tmp", ""),
        ("repo/docs/drafts/x.md", ""),
        ("loose/a.md", ""),
    ]);
    assert_eq!(files(&folder.path().join("repo/docs"), &plain()), ["(.ignore)", "a.md", "a.png", "a.svg"]);
    assert_eq!(
        files(&folder.path().join("loose"), &plain()),
        ["a.md"],
        "without a repository nothing above counts"
    );
}

#[test]
fn gitignore_of_the_portals_folder_counts_also_without_a_repository() {
    let folder = folder(&[
        (".gitignore", "*.tmp\n/src/out\n"),
        ("src/a.md", ""),
        ("src/a.tmp", ""),
        ("src/out/b.md", ""),
    ]);
    let options = WalkOptions { portal: Some(folder.path().to_owned()), ..plain() };
    assert_eq!(files(&folder.path().join("src"), &options), ["a.md"]);
}

#[test]
fn patterns_say_what_is_listed() {
    let folder = folder(&[
        ("docs/a.md", ""),
        ("docs/b/c.md", ""),
        ("src/x.md", ""),
        ("r.md", ""),
        ("docs/b/old.tmp", ""),
    ]);
    let options = |include: &[&str], exclude: &[&str]| WalkOptions {
        include: include.iter().map(|&glob| glob.to_owned()).collect(),
        exclude: exclude.iter().map(|&glob| glob.to_owned()).collect(),
        ..plain()
    };
    let files = |include: &[&str], exclude: &[&str]| files(folder.path(), &options(include, exclude));
    assert_eq!(files(&["docs/"], &[]), ["docs/a.md", "docs/b/c.md", "docs/b/old.tmp"]);
    assert_eq!(files(&["docs/**/*.md", "/r.md"], &[]), ["docs/a.md", "docs/b/c.md", "r.md"]);
    assert_eq!(files(&[], &["/docs/b", "src"]), ["docs/a.md", "r.md"]);
    assert_eq!(files(&["docs"], &["*.tmp", "b/c.md"]), ["docs/a.md", "docs/b/c.md"]);
}

#[test]
fn a_site_is_never_read_as_a_source() {
    let folder = folder(&[
        ("a.md", ""),
        ("site/a.md", ""),
        ("site/a.html", ""),
        ("old/.archsite", "archsite 1\n"),
        ("old/a.md", ""),
    ]);
    let options =
        WalkOptions { output: vec![folder.path().join("site"), folder.path().join("none")], ..plain() };
    assert_eq!(files(folder.path(), &options), ["a.md"]);
    let own = WalkOptions { exclude: vec!["site".to_owned()], ..plain() };
    assert_eq!(files(folder.path(), &own), ["a.md"], "nor one of an earlier build under another name");
}

#[test]
fn a_folder_that_cannot_be_read_is_told_with_its_path_and_the_reason() {
    let folder = folder(&[("file.md", "")]);
    for name in ["none", "file.md", "file.md/x"] {
        let path = folder.path().join(name);
        let told = walk(&path, &plain()).unwrap_err().to_string();
        assert!(told.starts_with(&format!("cannot read the folder {}: ", path.display())), "{told}");
    }
}

#[test]
fn the_order_is_the_same_however_often_it_is_asked() {
    let names: Vec<_> = (0..500).map(|n| format!("d{}/e{}/f{n}.md", n % 7, n % 13)).collect();
    let folder = folder(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>());
    let first = walk(folder.path(), &plain()).unwrap();
    assert!(first.files.is_sorted_by(|a, b| a.path.as_str().as_bytes() < b.path.as_str().as_bytes()));
    for _ in 0..5 {
        assert_eq!(walk(folder.path(), &plain()).unwrap(), first);
    }
}

#[test]
fn the_prefix_is_the_way_from_the_root_of_the_repository() {
    let folder = folder(&[
        ("r/.git/HEAD", ""),
        ("r/docs/adr/", ""),
        ("w/.git", "gitdir: x"),
        ("w/d/", ""),
        ("n/", ""),
    ]);
    let prefix = |name: &str| repository_prefix(&folder.path().join(name));
    assert_eq!(prefix("r/docs/adr").as_deref(), Some("docs/adr"));
    assert_eq!(prefix("r").as_deref(), Some(""));
    assert_eq!(prefix("w/d").as_deref(), Some("d"));
    assert_eq!(prefix("r/docs/../docs").as_deref(), Some("docs"));
    assert_eq!(prefix("none"), None);
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    fn link(folder: &TempDir, name: &str, to: &str) {
        symlink(to, folder.path().join(name)).unwrap();
    }

    #[test]
    fn links_that_stay_in_the_folder_are_followed() {
        let folder = folder(&[("v2/a.md", "12"), ("v2/b/c.md", ""), ("README.md", "")]);
        link(&folder, "latest", "v2");
        link(&folder, "copy.md", "v2/a.md");
        assert_eq!(
            files(folder.path(), &plain()),
            ["README.md", "copy.md", "latest/a.md", "latest/b/c.md", "v2/a.md", "v2/b/c.md"]
        );
        assert_eq!(walk(folder.path(), &plain()).unwrap().files[1].size, 2);
        let excluded = WalkOptions { exclude: vec!["/latest/b".to_owned(), "copy.md".to_owned()], ..plain() };
        assert_eq!(files(folder.path(), &excluded), ["README.md", "latest/a.md", "v2/a.md", "v2/b/c.md"]);
    }

    #[test]
    fn links_out_of_the_folder_in_a_circle_and_to_nothing_are_findings() {
        let folder = folder(&[
            ("docs/a.md", ""),
            ("docs/x/y/b.md", ""),
            ("docs/.env", ""),
            ("secret.md", ""),
            ("more/c.md", ""),
        ]);
        for (name, to) in [
            ("docs/secret.md", "../secret.md"),
            ("docs/more", "../more"),
            ("docs/gone.md", "nowhere.md"),
            ("docs/self.md", "self.md"),
            ("docs/x/y/up", "../../../docs"),
            ("docs/x/here", "."),
            ("docs/env.md", ".env"),
            ("docs/.link", "../secret.md"),
        ] {
            link(&folder, name, to);
        }
        let (files, findings) = told(&walk(&folder.path().join("docs"), &plain()).unwrap());
        assert_eq!(files, ["(.env)", "(.link)", "a.md", "x/y/b.md"]);
        let expected = [
            ("env.md", "leads to a hidden file"),
            ("gone.md", "leads to nothing"),
            ("more", "leads out of the source folder"),
            ("secret.md", "leads out of the source folder"),
            ("self.md", "cannot be followed"),
            ("x/here", "leads back to a folder that it is in"),
            ("x/y/up", "leads back to a folder that it is in"),
        ];
        assert_eq!(findings.len(), expected.len(), "{findings:#?}");
        for (finding, (name, part)) in findings.iter().zip(expected) {
            assert!(finding.starts_with(&format!("{name}: ")) && finding.contains(part), "{finding}");
        }
    }

    #[test]
    fn links_out_of_the_folder_are_followed_when_it_is_asked_for_and_have_an_end() {
        let folder = folder(&[("docs/a.md", ""), ("more/c.md", ""), ("more/d/e.md", "")]);
        link(&folder, "docs/more", "../more");
        link(&folder, "docs/all", "..");
        link(&folder, "more/back", "../docs");
        let options = WalkOptions { follow_links: true, ..plain() };
        let (files, findings) = told(&walk(&folder.path().join("docs"), &options).unwrap());
        assert_eq!(files[0], "a.md");
        assert!(
            files.contains(&"more/d/e.md".to_owned()) && files.contains(&"more/back/a.md".to_owned()),
            "{files:#?}"
        );
        assert!(
            files.len() < 30 && findings.iter().any(|finding| finding.contains("leads back")),
            "{files:#?}"
        );
    }

    #[test]
    fn many_links_among_folders_have_an_end() {
        let names: Vec<_> = (0..9).map(|n| format!("d{n}/a.md")).collect();
        let folder = folder(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>());
        for from in 0..9 {
            for to in (0..9).filter(|to| *to != from) {
                link(&folder, &format!("d{from}/to{to}"), &format!("../d{to}"));
            }
        }
        let walked = walk(folder.path(), &plain()).unwrap();
        assert!(walked.files.len() <= LINKED_FOLDERS + 9 && !walked.diagnostics.is_empty());
    }

    #[test]
    fn a_name_that_is_no_text_is_a_finding() {
        let folder = folder(&[("a.md", "")]);
        let bad = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xE9"));
        fs::create_dir(&bad).unwrap();
        fs::write(bad.join("b.md"), "").unwrap();
        let (files, findings) = told(&walk(folder.path(), &plain()).unwrap());
        assert_eq!(
            (files, findings),
            (vec!["a.md".to_owned()], vec!["caf\u{FFFD}: its name is not text in UTF-8".to_owned()])
        );
    }

    #[test]
    fn what_is_neither_file_nor_folder_is_a_finding_and_not_waited_for() {
        let folder = folder(&[("a.md", "")]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s.md")).unwrap();
        let (files, findings) = told(&walk(folder.path(), &plain()).unwrap());
        assert_eq!((files.len(), findings), (1, vec!["s.md: it is neither a file nor a folder".to_owned()]));
    }

    #[test]
    fn a_source_that_is_itself_a_link_is_read() {
        let folder = folder(&[("docs/a.md", "")]);
        link(&folder, "link", "docs");
        assert_eq!(files(&folder.path().join("link"), &plain()), ["a.md"]);
    }

    #[test]
    fn a_folder_inside_that_cannot_be_read_is_a_finding() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&[("a.md", ""), ("closed/b.md", "")]);
        let closed = folder.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let is_moot = fs::read_dir(&closed).is_ok();
        let walked = walk(folder.path(), &plain()).unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        if is_moot {
            #[allow(clippy::print_stderr, reason = "a test that could not test must say so")]
            {
                eprintln!("skipped: this user may read everything");
            }
            return;
        }
        let (files, findings) = told(&walked);
        assert_eq!(files, ["a.md"]);
        assert!(findings[0].starts_with("closed: it cannot be read: "), "{findings:?}");
    }
}
