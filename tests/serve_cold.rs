//! What `serve` shows after any edits is what `build` would write: byte for byte, in all files.
//!
//! In: a portal of 60 documents on disk, and random edits of it. Out: after each edit the snapshot
//! that was carried on, and the site that was made with all that is remembered, are those of a first
//! reading; the same for what comes over the socket of a running server.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;
mod statements;

use archsite::engine::{self, Build, Memo, Want};
use archsite::io::snapshot::{self, Reading, SnapshotOptions};
use archsite::io::watch::Changes;
use archsite::model::date::parse_date;
use archsite::model::output::{Content, OutputPath};
use archsite::model::snapshot::{Snapshot, SourceFile};
use program::Place;
use program::served::{HANGS, Served};
use proptest::prelude::*;
use statements::{Restating, of_document, restated, restating};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

const AREAS: [&str; 6] = ["services", "decisions", "operations", "data", "security", "teams"];

/// Sixty documents in six areas that link to each other, one include, two pictures, own settings.
fn portal() -> Place {
    let place = Place::with(&[
        ("docs/book.toml", BOOKS[0]),
        ("docs/text/README.md", "# Webshop\n\nStart with [services](services/README.md).\n"),
        ("docs/text/shared.txt", "All of it runs in [the cluster](/operations/note-3.md).\n"),
        ("docs/text/images/context.svg", DRAWINGS[0]),
        ("docs/text/images/photo.png", "not much of a picture"),
        ("docs/text/.gitignore", "ignored/\n"),
    ]);
    for (at, area) in AREAS.iter().enumerate() {
        let next = AREAS[(at + 1) % AREAS.len()];
        for number in 0..10 {
            let (path, text) = match number {
                0 => (
                    format!("{area}/README.md"),
                    format!("# The {area}\n\nSee [{next}](../{next}/README.md).\n"),
                ),
                1 => (
                    format!("{area}/note-1.md"),
                    format!(
                        "# First of {area}\n\n{{{{#include ../shared.txt}}}}\n\n![Context](../images/context.svg)\n"
                    ),
                ),
                _ => {
                    let kind = if *area == "decisions" { format!("ADR-{number}:") } else { String::new() };
                    let other = (number * 7 + at) % 10;
                    let other = if other == 0 { "README".to_owned() } else { format!("note-{other}") };
                    let text = format!(
                        "---\nupdated: 2025-03-{:02}\n---\n# {kind} Note {number} of {area}\n\nWords, and a \
                         [note](../{next}/{other}.md#details).\n\n## Details\n\n```rust\nfn note() {{}}\n```\n\n\
                         ![Photo](../images/photo.png)\n{}",
                        number + 1,
                        of_document(at * 10 + number),
                    );
                    (format!("{area}/note-{number}.md"), text)
                }
            };
            if path != "teams/note-9.md" {
                place.put(&format!("docs/text/{path}"), text);
            }
        }
    }
    age(&place.path("docs"));
    git(&place, &["init", "-q"]);
    commit(&place, "All that there is");
    place
}

fn git(place: &Place, arguments: &[&str]) {
    let settings = ["user.name=Ana Lund", "user.email=ana@example.org", "commit.gpgsign=false", "gc.auto=0"];
    let settings = settings.iter().flat_map(|setting| ["-c", setting]);
    let mut git = Command::new("git");
    let told = git.arg("-C").arg(place.path("docs")).args(settings).args(arguments).output().unwrap();
    assert!(told.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&told.stderr));
}

/// Commits all that there is, and returns what git writes to.
fn commit(place: &Place, subject: &str) -> Vec<PathBuf> {
    git(place, &["add", "-A"]);
    git(place, &["commit", "-q", "--allow-empty", "-m", subject]);
    vec![place.path("docs/.git/logs/HEAD")]
}

/// Lets files look as if they had been written long ago, as most are that a reading finds.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            age(&path);
        } else {
            let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
            fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
        }
    }
}

const BOOKS: [&str; 6] = [
    "[book]\ntitle = \"Webshop\"\nsrc = \"text\"\n[output.archsite]\nhistory = \"git\"\n",
    "[book]\ntitle = \"Another name\"\ndescription = \"What it covers\"\nsrc = \"text\"\n",
    "[book]\nsrc = \"text\"\n[output.archsite]\nexclude = [\"teams/\"]\nunsafe-html = true\n",
    "[book]\nsrc = \"text\"\n[output.archsite]\naccent = \"#a03050\"\nlogo = \"logo.svg\"\nfooter = \"[Data](data/README.md)\"\n",
    "[book]\nsrc = \"text\"\n[output.archsite]\nhistory = \"git\"\nkeep-metadata = true\n",
    "[book]\ntitle = \"Half\nsrc = 3\n",
];
const DRAWINGS: [&str; 3] = [
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>\n",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script><circle r=\"4\"/></svg>",
    "no drawing at all",
];
const FRONT_MATTER: [&str; 5] = [
    "",
    "---\ntitle: Declared\n---\n",
    "---\ndraft: true\n---\n",
    "---\norder: 7\naliases: [old/place.html]\n---\n",
    "---\ntitle: [unclosed\ndate: 03/04/2025\n---\n",
];
const TEMPLATES: [&str; 3] = [
    "<footer>Our own</footer>\n",
    "<footer>{{ site.title }}</footer>\n",
    "<footer>{{ nothing.here }}</footer>\n",
];
const NAMES: [&str; 5] =
    ["services/index.md", "decisions/0099-added.md", "Überblick.md", "new/deep/notes.md", "ignored/notes.md"];

/// What a writer does. Numbers choose among what is there.
#[derive(Clone, Debug)]
enum Edit {
    Paragraph(usize, u8),
    Restate(usize, Restating),
    Commit(u8),
    Title(usize, u8),
    FrontMatter(usize, usize),
    Add(usize),
    Delete(usize),
    Rename(usize, usize),
    Break(usize),
    Mend(usize),
    Settings(usize),
    Template(usize),
    NoTemplate,
    Include(u8),
    Drawing(usize),
    Summary(bool),
    Ignore(bool),
    MoveFolder(usize),
    DeleteFolder(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let which = 0_usize..64;
    prop_oneof![
        12 => (which.clone(), restating()).prop_map(|(at, restating)| Edit::Restate(at, restating)),
        2 => (0_u8..2).prop_map(Edit::Commit),
        4 => (which.clone(), 0_u8..3).prop_map(|(at, text)| Edit::Paragraph(at, text)),
        3 => (which.clone(), 0_u8..3).prop_map(|(at, text)| Edit::Title(at, text)),
        3 => (which.clone(), 0..FRONT_MATTER.len()).prop_map(|(at, kind)| Edit::FrontMatter(at, kind)),
        2 => (0..NAMES.len()).prop_map(Edit::Add),
        2 => which.clone().prop_map(Edit::Delete),
        2 => (which.clone(), 0..NAMES.len()).prop_map(|(at, name)| Edit::Rename(at, name)),
        2 => which.clone().prop_map(Edit::Break),
        2 => which.prop_map(Edit::Mend),
        2 => (0..BOOKS.len()).prop_map(Edit::Settings),
        2 => (0..TEMPLATES.len()).prop_map(Edit::Template),
        1 => Just(Edit::NoTemplate),
        2 => (0_u8..4).prop_map(Edit::Include),
        1 => (0..DRAWINGS.len()).prop_map(Edit::Drawing),
        1 => any::<bool>().prop_map(Edit::Summary),
        1 => any::<bool>().prop_map(Edit::Ignore),
        1 => (0..AREAS.len()).prop_map(Edit::MoveFolder),
        1 => (0..AREAS.len()).prop_map(Edit::DeleteFolder),
    ]
}

/// Returns the documents, by path.
fn documents(place: &Place) -> Vec<PathBuf> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, found);
            } else if path.extension().is_some_and(|it| it == "md") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    gather(&place.path("docs/text"), &mut found);
    found.sort_unstable();
    found
}

/// Makes an edit and returns the paths that a system would name.
fn make(place: &Place, edit: &Edit) -> Vec<PathBuf> {
    let documents = documents(place);
    let chosen = |at: usize| documents[at % documents.len()].clone();
    let write = |path: PathBuf, text: &str| {
        let parent = path.parent().unwrap().to_owned();
        let mut named = Vec::new();
        if !parent.exists() {
            fs::create_dir_all(&parent).unwrap();
            named.push(parent);
        }
        fs::write(&path, text).unwrap();
        named.push(path);
        named
    };
    let remove = |path: PathBuf| {
        let _ = fs::remove_file(&path);
        vec![path]
    };
    let change = |at: usize, change: &dyn Fn(&str) -> String| {
        let path = chosen(at);
        let text = change(&fs::read_to_string(&path).unwrap());
        write(path, &text)
    };
    let text = place.path("docs/text");
    match *edit {
        Edit::Restate(at, ref restating) => change(at, &|before| restated(before, restating)),
        Edit::Commit(kind) => commit(place, ["Mend links", "Tell of locks"][usize::from(kind)]),
        Edit::Paragraph(at, kind) => change(at, &|before| {
            let added =
                ["One more thing.", "It costs `3 ms`.", "See [it](/data/README.md)."][usize::from(kind)];
            format!("{before}\n{added}\n")
        }),
        Edit::Title(at, kind) => change(at, &|before| {
            let title = ["# Renamed", "# Orders", "# *Emphasised* title"][usize::from(kind)];
            let lines = before.lines().map(|line| if line.starts_with("# ") { title } else { line });
            lines.collect::<Vec<_>>().join("\n")
        }),
        Edit::FrontMatter(at, kind) => change(at, &|before| {
            let body =
                before.strip_prefix("---\n").and_then(|it| it.split_once("---\n")).map_or(before, |it| it.1);
            format!("{}{body}", FRONT_MATTER[kind])
        }),
        Edit::Add(name) => write(text.join(NAMES[name]), "# Added\n\nSee [services](/services/README.md).\n"),
        Edit::Delete(_) if documents.len() < 30 => Vec::new(),
        Edit::Delete(at) => remove(chosen(at)),
        Edit::Rename(at, name) => {
            let (from, to) = (chosen(at), text.join(NAMES[name]));
            let mut named = vec![from.clone(), to.clone()];
            if !to.parent().unwrap().exists() {
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                named.push(to.parent().unwrap().to_owned());
            }
            fs::rename(from, to).unwrap();
            named
        }
        Edit::Break(at) => change(at, &|before| before.replace(".md", ".mdx")),
        Edit::Mend(at) => change(at, &|before| before.replace(".mdx", ".md")),
        Edit::Settings(kind) => write(place.path("docs/book.toml"), BOOKS[kind]),
        Edit::Template(kind) => write(place.path("docs/theme/footer.html"), TEMPLATES[kind]),
        Edit::NoTemplate => remove(place.path("docs/theme/footer.html")),
        Edit::Include(3) => remove(text.join("shared.txt")),
        Edit::Include(kind) => {
            let shared =
                ["Plain.\n", "## Included heading\n", "{{#include further.txt}}\n[here](gateway.md)\n"]
                    [usize::from(kind)];
            write(text.join("further.txt"), &format!("Included in turn, {kind}.\n"));
            write(text.join("shared.txt"), shared).into_iter().chain([text.join("further.txt")]).collect()
        }
        Edit::Drawing(kind) => [
            write(text.join("images/context.svg"), DRAWINGS[kind]),
            write(place.path("docs/logo.svg"), DRAWINGS[kind]),
        ]
        .concat(),
        Edit::Summary(true) => {
            write(text.join("SUMMARY.md"), "# Summary\n\n- [Data](data/README.md)\n  - [Gone](gone.md)\n")
        }
        Edit::Summary(false) => remove(text.join("SUMMARY.md")),
        Edit::Ignore(all) => {
            write(text.join(".gitignore"), if all { "ignored/\nsecurity/\n" } else { "ignored/\n" })
        }
        // Of a folder that moves the system names the folder alone.
        Edit::MoveFolder(area) => {
            let (one, other) = (text.join(AREAS[area]), text.join(format!("{}-moved", AREAS[area])));
            let (from, to) = if one.exists() { (one, other) } else { (other, one) };
            if from.exists() && !to.exists() {
                fs::rename(&from, &to).unwrap();
            }
            vec![from, to]
        }
        Edit::DeleteFolder(area) if documents.len() > 40 => {
            let folder = text.join(AREAS[area]);
            let _ = fs::remove_dir_all(&folder);
            vec![folder]
        }
        Edit::DeleteFolder(_) => Vec::new(),
    }
}

const TODAY: &str = "2026-03-16";

fn options() -> SnapshotOptions {
    let today = parse_date(TODAY).date();
    SnapshotOptions { with_drafts: true, today, ..SnapshotOptions::default() }
}

fn cold(place: &Place) -> Option<(Snapshot, Build)> {
    let portal = snapshot::open(&place.path("docs")).ok()?;
    let snapshot = snapshot::read(&portal, &options()).unwrap();
    let build = engine::turn(&snapshot, &mut Memo::default(), Want::Site);
    Some((snapshot, build))
}

/// Says of each file what it holds, as far as a turn can see it.
fn files(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let said = |file: &SourceFile| match file {
        SourceFile::Document(text) => format!("document {}", text.fingerprint()),
        SourceFile::Text(text) => format!("text {}", text.fingerprint()),
        SourceFile::Asset { bytes } => format!("asset of {bytes}"),
        SourceFile::Hidden => "hidden".to_owned(),
    };
    snapshot.files.iter().map(|(path, file)| (path.as_str().to_owned(), said(file))).collect()
}

fn assert_same(warm: (&Snapshot, &Build), cold: (&Snapshot, &Build), what: &str) {
    assert_eq!(files(warm.0), files(cold.0), "{what}: other files were read");
    assert_eq!(warm.0.diagnostics, cold.0.diagnostics, "{what}: other findings of the reading");
    assert_eq!(
        (&warm.0.pictures, &warm.0.theme, &warm.0.named_files, &warm.0.book, &warm.0.history),
        (&cold.0.pictures, &cold.0.theme, &cold.0.named_files, &cold.0.book, &cold.0.history),
        "{what}"
    );
    let (warm_files, cold_files) = (&warm.1.output.files, &cold.1.output.files);
    let paths = |build: &Build| build.output.files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(warm.1), paths(cold.1), "{what}: other files of the site");
    for (path, content) in warm_files {
        assert!(cold_files.get(path) == Some(content), "{what}: {path} differs");
    }
    assert_eq!(warm.1.diagnostics, cold.1.diagnostics, "{what}: other findings");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_carried_on_is_what_a_first_reading_gives(edits in prop::collection::vec(edit(), 1..12)) {
        let place = portal();
        let mut reading = Reading::start(snapshot::open(&place.path("docs")).unwrap(), options()).unwrap();
        let mut memo = Memo::default();
        engine::turn(reading.snapshot(), &mut memo, Want::Site);
        let mut waiting = BTreeSet::new();
        for edit in &edits {
            let root = place.path("docs").canonicalize().unwrap();
            let named = make(&place, edit);
            waiting.extend(named.iter().map(|path| root.join(path.strip_prefix(place.path("docs")).unwrap())));
            let changes = Changes { paths: waiting.clone(), is_lost: false };
            let Some((snapshot, build)) = cold(&place) else {
                prop_assert!(reading.carry_on(&changes).is_err(), "the settings cannot be read");
                continue;
            };
            let touched = reading.carry_on(&changes).unwrap();
            waiting.clear();
            let warm = engine::turn(reading.snapshot(), &mut memo, Want::Site);
            assert_same((reading.snapshot(), &warm), (&snapshot, &build), &format!("after {edit:?} of {edits:?}, {touched:?}"));
        }
    }
}

#[test]
fn sixty_documents_is_what_there_is() {
    let place = portal();
    assert_eq!(documents(&place).len(), 60);
    let (_, build) = cold(&place).unwrap();
    assert_eq!(build.site.documents.len(), 60);
}

#[test]
fn a_listing_that_was_lost_finds_what_nobody_named() {
    let place = portal();
    let mut reading = Reading::start(snapshot::open(&place.path("docs")).unwrap(), options()).unwrap();
    let mut memo = Memo::default();
    for edit in [
        Edit::Paragraph(7, 1),
        Edit::Add(3),
        Edit::Delete(20),
        Edit::MoveFolder(2),
        Edit::Settings(1),
        Edit::Include(2),
    ] {
        make(&place, &edit);
        reading.carry_on(&Changes::unknown()).unwrap();
        let warm = engine::turn(reading.snapshot(), &mut memo, Want::Site);
        let (snapshot, build) = cold(&place).unwrap();
        assert_same((reading.snapshot(), &warm), (&snapshot, &build), &format!("{edit:?}"));
    }
}

#[test]
fn a_save_of_what_was_there_touches_nothing() {
    let place = portal();
    let mut reading = Reading::start(snapshot::open(&place.path("docs")).unwrap(), options()).unwrap();
    let paths = documents(&place).into_iter().map(|path| path.canonicalize().unwrap()).collect();
    let touched = reading.carry_on(&Changes { paths, is_lost: false }).unwrap();
    assert!(touched.is_nothing(), "{touched:?}");
    let touched = reading.carry_on(&Changes::unknown()).unwrap();
    assert!(touched.is_nothing(), "{touched:?}");
}

/// Returns what a file is served as: a page with one script more.
fn as_served(place: &Place, path: &OutputPath, content: &Content) -> Vec<u8> {
    match content {
        Content::Text(_) | Content::OnDemand(_) => {
            let text = content.text().unwrap();
            if path.as_str().ends_with(".html") {
                let script = "<script src=\"/-/reload.js\" defer></script></head>";
                text.replacen("</head>", script, 1).into_bytes()
            } else {
                text.as_bytes().to_owned()
            }
        }
        Content::Bytes(bytes) => bytes.to_vec(),
        Content::Copy(file) => fs::read(place.path("docs/text").join(file.as_str())).unwrap_or_default(),
    }
}

/// Returns the first file that is not served as a build would write it.
fn first_difference(place: &Place, served: &Served, build: &Build) -> Option<String> {
    let differs = |(path, content): &(&OutputPath, &Content)| {
        let reply = served.get(&format!("/{}", path.url_encoded()));
        reply.status != 200 || reply.body != as_served(place, path, content)
    };
    build.output.files.iter().find(differs).map(|(path, _)| path.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_over_the_socket_is_what_build_writes(edits in prop::collection::vec(edit(), 8..14)) {
        let place = portal();
        let served = Served::start_with(&place, &["--port", "0", "--today", TODAY]);
        for edit in &edits {
            make(&place, edit);
            // Nothing is built of settings that cannot be read: then the last good site stays.
            let Some((_, build)) = cold(&place) else { continue };
            let began = Instant::now();
            while let Some(path) = first_difference(&place, &served, &build) {
                prop_assert!(began.elapsed() < HANGS, "after {edit:?}: {path} differs\n{}", served.errors());
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}
