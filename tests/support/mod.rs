//! What tests speak: a small folder of documents, what becomes of it, and questions about that.
//!
//! In: files by path, as an architect wrote them. Out: [`Site`], which builds; [`Built`], which can
//! be asked for pages, findings and files. Everything happens in memory, through `engine::turn`.
//! Never: reads a folder, asks the clock, keeps anything from one test to the next.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each file of tests is a crate of its own and uses a part of it"
)]

pub mod html;

use archsite::diagnostic::{Diagnostic, Severity};
use archsite::engine::{self, Build, Memo, Want};
use archsite::model::change::Commit;
use archsite::model::config::Config;
use archsite::model::date::parse_date;
use archsite::model::output::{Content, OutputPath, PageSink};
use archsite::model::snapshot::{Snapshot, SourceFile, Text};
use archsite::source::{LineIndex, SourcePath, decode};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, OnceLock};

/// A folder of documents in memory.
#[derive(Clone, Debug)]
pub struct Site {
    snapshot: Snapshot,
}

impl Site {
    /// Starts with an empty folder and no settings.
    pub fn new() -> Self {
        Self { snapshot: Snapshot::default() }
    }

    /// Starts with what the reader of folders found.
    pub fn of(snapshot: Snapshot) -> Self {
        Self { snapshot }
    }

    /// Adds a file. What it is follows from its name, as it does for a folder on disk.
    #[must_use]
    pub fn file(mut self, path: &str, text: &str) -> Self {
        let path = SourcePath::new(path);
        let is_hidden = path.as_str().split('/').any(|part| part.starts_with('.'));
        let file = if is_hidden {
            SourceFile::Hidden
        } else if path.is_markdown() {
            SourceFile::Document(Text::new(decode(text.into()).text))
        } else if text.is_empty() {
            SourceFile::Asset { bytes: 0 }
        } else {
            SourceFile::Text(Text::new(decode(text.into()).text))
        };
        let before = self.snapshot.files.insert(path.clone(), file);
        assert!(before.is_none(), "{path} is there already");
        self
    }

    /// Gives a file another text.
    #[must_use]
    pub fn edit(self, path: &str, text: &str) -> Self {
        self.remove(path).file(path, text)
    }

    /// Takes a file away.
    #[must_use]
    pub fn remove(mut self, path: &str) -> Self {
        assert!(self.snapshot.files.remove(&SourcePath::new(path)).is_some(), "there is no {path}");
        self
    }

    /// Gives a file another name.
    #[must_use]
    pub fn rename(mut self, from: &str, to: &str) -> Self {
        let file = self.snapshot.files.remove(&SourcePath::new(from));
        let file = file.unwrap_or_else(|| panic!("there is no {from}"));
        assert!(self.snapshot.files.insert(SourcePath::new(to), file).is_none(), "{to} is there already");
        self
    }

    /// Sets what `book.toml` says.
    #[must_use]
    pub fn book(mut self, toml: &str) -> Self {
        let file = SourcePath::new("book.toml");
        self.snapshot.config = Config::from_toml(toml, &file).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
        self
    }

    /// Sets the day that counts as today.
    #[must_use]
    pub fn today(mut self, day: &str) -> Self {
        self.snapshot.today = parse_date(day).date();
        self
    }

    /// Adds the newest commit, which touched these files.
    #[must_use]
    pub fn commit(mut self, day: &str, subject: &str, files: &[&str]) -> Self {
        let mut files: Vec<SourcePath> = files.iter().map(|file| SourcePath::new(*file)).collect();
        files.sort();
        let date = parse_date(day).date().unwrap_or_else(|| panic!("{day} is no date"));
        let newest = Commit { date, author: "Ana Lund".to_owned(), subject: subject.to_owned(), files };
        self.snapshot.history =
            std::iter::once(newest).chain(self.snapshot.history.iter().cloned()).collect();
        self
    }

    /// Says where in its git repository the folder lies.
    #[must_use]
    pub fn in_repository_at(mut self, prefix: &str) -> Self {
        self.snapshot.repository_prefix = Some(prefix.to_owned());
        self
    }

    /// Sets the address at which the site will be.
    #[must_use]
    pub fn base_url(mut self, url: &str) -> Self {
        self.snapshot.base_url = Some(url.to_owned());
        self
    }

    /// Says whether there is such a file.
    pub fn has_file(&self, path: &str) -> bool {
        self.snapshot.files.contains_key(&SourcePath::new(path))
    }

    /// Returns the paths of all files.
    pub fn paths(&self) -> Vec<String> {
        self.snapshot.files.keys().map(|path| path.as_str().to_owned()).collect()
    }

    /// Returns the text of a file; empty where it has none.
    pub fn text(&self, path: &str) -> &str {
        self.snapshot.text_of(&SourcePath::new(path)).map_or("", |text| &text.text)
    }

    /// Builds, knowing nothing from before.
    pub fn build(&self) -> Built {
        self.build_again(&mut Memo::default())
    }

    /// Builds with what is known from builds before.
    pub fn build_again(&self, memo: &mut Memo) -> Built {
        let build = engine::turn(&self.snapshot, memo, Want::Site);
        Built::of(self.snapshot.clone(), build)
    }

    /// Builds as for a disk: each page is taken as soon as it is made, and all come back at the end.
    pub fn build_page_by_page(&self) -> Built {
        let taken = Taken::default();
        let mut build = engine::turn_into(&self.snapshot, &mut Memo::for_one_turn(), Want::Site, &taken);
        for (path, html) in taken.0.into_inner().expect("nothing panics while it takes") {
            let in_the_way = build.output.files.insert(path.clone(), Content::Text(html.into()));
            assert!(in_the_way.is_none(), "{path} was taken and is there too");
        }
        Built::of(self.snapshot.clone(), build)
    }

    /// Looks for findings alone, as a check does.
    pub fn check(&self, memo: &mut Memo) -> Vec<Diagnostic> {
        engine::turn(&self.snapshot, memo, Want::Findings).diagnostics.to_vec()
    }
}

/// The pages that were taken as they were made, in that order.
#[derive(Default)]
struct Taken(Mutex<Vec<(OutputPath, String)>>);

impl PageSink for Taken {
    fn takes_pages(&self) -> bool {
        true
    }

    fn accept(&self, path: &OutputPath, html: String) -> Option<String> {
        self.0.lock().expect("nothing panics while it takes").push((path.clone(), html));
        None
    }
}

/// What became of a [`Site`].
#[derive(Debug)]
pub struct Built {
    texts: Snapshot,
    /// All that the turn made.
    pub build: Build,
    /// Of each file its text, once a test asked for it.
    asked: HashMap<OutputPath, OnceLock<Option<Arc<str>>>>,
}

impl Built {
    fn of(texts: Snapshot, build: Build) -> Self {
        let asked = build.output.files.keys().map(|path| (path.clone(), OnceLock::new())).collect();
        Self { texts, build, asked }
    }

    fn text(&self, path: &OutputPath) -> Option<&Arc<str>> {
        let content = || self.build.output.files.get(path).and_then(Content::text);
        self.asked.get(path)?.get_or_init(content).as_ref()
    }

    /// Returns a page or another file of text; fails if there is none.
    pub fn page(&self, path: &str) -> Page<'_> {
        match self.content(path) {
            Some((file, content)) => match self.text(file) {
                Some(html) => Page { path: path.to_owned(), html },
                None => panic!("{path} is no text: {content:?}"),
            },
            None => panic!("there is no {path}; there is {:#?}", self.paths()),
        }
    }

    /// Returns all pages: what is HTML.
    pub fn pages(&self) -> Vec<Page<'_>> {
        let files = self.build.output.files.keys();
        files
            .filter(|path| path.extension() == "html")
            .filter_map(|path| Some(Page { path: path.as_str().to_owned(), html: self.text(path)? }))
            .collect()
    }

    /// Says whether the site has such a file.
    pub fn has_page(&self, path: &str) -> bool {
        self.content(path).is_some()
    }

    /// Returns the paths of all files of the site.
    pub fn paths(&self) -> Vec<&str> {
        self.build.output.files.keys().map(OutputPath::as_str).collect()
    }

    /// Says whether a file is the very one of the build before: nobody made it again.
    pub fn remembers(&self, before: &Self, path: &str) -> bool {
        match (before.content(path), self.content(path)) {
            (Some((_, Content::Text(before))), Some((_, Content::Text(now)))) => Arc::ptr_eq(before, now),
            (Some((_, Content::OnDemand(before))), Some((_, Content::OnDemand(now)))) => {
                Arc::ptr_eq(before, now)
            }
            _ => false,
        }
    }

    /// Says whether a file that is made when somebody asks for it is made of the same as in the build before.
    pub fn plans_the_same(&self, before: &Self, path: &str) -> bool {
        match (before.content(path), self.content(path)) {
            (Some((_, Content::OnDemand(before))), Some((_, Content::OnDemand(now)))) => now.is_same(before),
            _ => false,
        }
    }

    fn content(&self, path: &str) -> Option<(&OutputPath, &Content)> {
        self.build.output.files.get_key_value(&OutputPath::exactly(path)?)
    }

    /// Asserts that there is a finding of this kind at this place, and returns it.
    #[track_caller]
    pub fn finding(&self, code: &str, file: &str, line: u32, column: u32) -> &Diagnostic {
        let found = self.build.diagnostics.iter().find(|diagnostic| {
            diagnostic.code.as_str() == code && self.place(diagnostic) == (file.to_owned(), line, column)
        });
        match found {
            Some(found) => found,
            None => panic!("no {code} at {file}:{line}:{column}; there is\n{}", self.findings().join("\n")),
        }
    }

    /// Returns all findings as lines: `file:line:column code: message (mend)`.
    pub fn findings(&self) -> Vec<String> {
        let say = |diagnostic: &Diagnostic| {
            let (file, line, column) = self.place(diagnostic);
            let mut said =
                format!("{file}:{line}:{column} {}: {}", diagnostic.code.as_str(), diagnostic.message);
            if let Some(help) = &diagnostic.help {
                let _ = write!(said, " ({help})");
            }
            said
        };
        self.build.diagnostics.iter().map(say).collect()
    }

    /// Returns the findings of this code.
    pub fn findings_of(&self, code: &str) -> Vec<&Diagnostic> {
        self.build.diagnostics.iter().filter(|diagnostic| diagnostic.code.as_str() == code).collect()
    }

    /// Asserts that nothing worse than a hint was found.
    #[track_caller]
    pub fn is_without_findings(&self) {
        let is_silent = self.build.diagnostics.iter().all(|found| found.severity == Severity::Info);
        assert!(is_silent, "{}", self.findings().join("\n"));
    }

    fn place(&self, diagnostic: &Diagnostic) -> (String, u32, u32) {
        let span = &diagnostic.span;
        let text = self.texts.text_of(&span.file).map_or("", |text| &text.text);
        let position = LineIndex::new(text).position(span.start);
        (span.file.as_str().to_owned(), position.line, position.column)
    }

    /// Returns the snapshot that was built: the texts that findings point into.
    pub fn texts(&self) -> &Snapshot {
        &self.texts
    }
}

/// A page of a built site.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Its path.
    pub path: String,
    /// All of it.
    pub html: &'a Arc<str>,
}

impl Page<'_> {
    /// Asserts that a text stands in the page.
    #[track_caller]
    pub fn has(&self, text: &str) -> &Self {
        assert!(self.html.contains(text), "{} has no {text:?}:\n{}", self.path, self.article());
        self
    }

    /// Asserts that a text does not stand in the page.
    #[track_caller]
    pub fn lacks(&self, text: &str) -> &Self {
        assert!(!self.html.contains(text), "{} has {text:?}:\n{}", self.path, self.article());
        self
    }

    /// Returns the whole page.
    pub fn html(&self) -> &str {
        self.html
    }

    /// Returns what the document says: the `<article>`, or all but the frame where a page has none. A
    /// page without a frame is all that it is.
    pub fn article(&self) -> &str {
        let has_frame = self.html.contains("<div class=\"frame");
        let main = || if has_frame { self.main() } else { self.html };
        self.element("article").unwrap_or_else(main)
    }

    /// Returns what is not the frame: the `<main>`.
    pub fn main(&self) -> &str {
        self.element("main").unwrap_or(self.html)
    }

    /// Returns the only element of a name that stands in a page once: no document can write one.
    fn element(&self, name: &str) -> Option<&str> {
        let start = self.html.find(&format!("<{name} ")).or_else(|| self.html.find(&format!("<{name}>")))?;
        let closing = format!("</{name}>");
        let end = start + self.html[start..].find(&closing)? + closing.len();
        Some(&self.html[start..end])
    }
}

/// Asserts that two builds made the same files of the same bytes and found the same.
#[track_caller]
pub fn assert_same(one: &Built, other: &Built, what: &str) {
    let (files, others) = (&one.build.output.files, &other.build.output.files);
    let (paths, other_paths) = (one.paths(), other.paths());
    assert_eq!(paths, other_paths, "{what}: other files");
    for (path, content) in files {
        // What one made already the other may make when it is asked.
        match (content.text(), others.get(path).and_then(Content::text)) {
            (Some(one), Some(other)) => {
                assert!(one == other, "{what}: {path} differs\n{}", first_difference(&one, &other));
            }
            _ => assert!(Some(content) == others.get(path), "{what}: {path} has other bytes"),
        }
    }
    assert_eq!(one.findings(), other.findings(), "{what}: other findings");
    assert_eq!(
        one.build.diagnostics, other.build.diagnostics,
        "{what}: findings differ in what is not shown"
    );
    assert_eq!(one.build.pages, other.build.pages, "{what}: another number of pages");
}

fn first_difference(one: &str, other: &str) -> String {
    let pair = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    let (one, other) = pair.unwrap_or(("(ends)", "(ends)"));
    format!("one:   {one}\nother: {other}")
}
