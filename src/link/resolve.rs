//! Where each link of a document leads.
//!
//! In: the links as written and the names of all files. Out: a [`Destination`] for each, and a
//! finding for each that leads nowhere. Never: changes what was written, guesses silently: what is
//! only nearly right is either harmless (an extension left out) or said.

use super::address::{self, Address};
use super::files::{Entry, Files};
use super::{nearest, respelt};
use crate::diagnostic::{Code, Diagnostic, Mend};
use crate::model::config::RemoteImages;
use crate::model::document::{Document, Link, LinkKind};
use crate::model::output::{OutputPath, percent_encoded};
use crate::model::site::{Destination, DocumentNumber};
use crate::source::SourcePath;
use std::borrow::Cow;
use std::sync::Arc;

/// Schemes that a page may link to. Others run code, read this machine, or mean nothing to a browser.
const SCHEMES: &[&str] = &[
    "http", "https", "mailto", "tel", "ftp", "sftp", "ssh", "git", "xmpp", "irc", "ircs", "matrix", "news",
    "urn",
];

/// Resolves all links of one document.
pub(super) fn links_of(
    document: &Document,
    page: &OutputPath,
    files: &Files<'_>,
    documents: &[Arc<Document>],
) -> (Vec<Destination>, Vec<Diagnostic>) {
    let mut resolver = Resolver {
        document,
        page,
        files,
        documents,
        guesses: nearest::Guesses::default(),
        diagnostics: Vec::new(),
    };
    let links_to_pictures = files.snapshot().config.remote_images == RemoteImages::Link;
    let destination = |link| match resolver.destination(link) {
        Destination::External(url) | Destination::Repository(url)
            if links_to_pictures && link.kind == LinkKind::Image && !url.starts_with("data:") =>
        {
            Destination::RemoteImage(url)
        }
        destination => destination,
    };
    let destinations = document.links.iter().map(destination).collect();
    // `[ADR-0005](0005-example.md)` in a template shows how one writes a link.
    if document.is_template {
        resolver.diagnostics.clear();
    }
    (destinations, resolver.diagnostics)
}

struct Resolver<'a> {
    document: &'a Document,
    page: &'a OutputPath,
    files: &'a Files<'a>,
    documents: &'a [Arc<Document>],
    guesses: nearest::Guesses,
    diagnostics: Vec<Diagnostic>,
}

/// What a path leads to, and in which spelling it was found.
enum Found<'a> {
    Entry(Entry, String),
    OtherCase(Entry, &'a str),
}

impl<'a> Resolver<'a> {
    fn destination(&mut self, link: &Link) -> Destination {
        let target = link.target.trim();
        if target.is_empty() {
            return self.empty(link);
        }
        if is_for_another_tool(target) {
            self.report(
                link,
                Code::UnknownDestination,
                "this target is written for another site generator",
            )
            .help = Some("write the path of the document instead".to_owned());
            return Destination::Broken;
        }
        if let Some(rest) = target.strip_prefix("//") {
            return Destination::External(format!("https://{rest}"));
        }
        if let Some(scheme) = address::scheme(target) {
            return self.absolute(link, target, scheme);
        }
        let address = address::parts(target);
        if address.path.is_empty() {
            let fragment = address.fragment.unwrap_or_default();
            return self.here(link, &fragment);
        }
        self.relative(link, &address)
    }

    fn empty(&mut self, link: &Link) -> Destination {
        let what = match link.kind {
            LinkKind::Hyperlink => "this link has no target",
            LinkKind::Image => "this image has no target",
        };
        self.report(link, Code::EmptyLink, what).help =
            Some("write where it leads, or leave the text alone".to_owned());
        Destination::Broken
    }

    fn absolute(&mut self, link: &Link, target: &str, scheme: &str) -> Destination {
        let lower = scheme.to_ascii_lowercase();
        if SCHEMES.contains(&lower.as_str()) {
            return Destination::External(target.to_owned());
        }
        if lower == "data" && link.kind == LinkKind::Image && is_raster_data(target) {
            return Destination::External(target.to_owned());
        }
        if lower == "file" {
            return self.on_a_machine(link, target);
        }
        self.report(
            link,
            Code::UnknownDestination,
            format!("a page cannot link to an address of scheme \"{scheme}\""),
        );
        Destination::Broken
    }

    /// A path of the writer's own machine: `file:///…`, `C:\…`, `/Users/ana/…`.
    fn on_a_machine(&mut self, link: &Link, target: &str) -> Destination {
        let message = format!("\"{target}\" is a file of one machine, which no other reader has");
        self.report(link, Code::LocalPath, message).help =
            Some("put a copy into the folder of documents, and link to that".to_owned());
        Destination::Broken
    }

    fn here(&mut self, link: &Link, fragment: &str) -> Destination {
        match self.anchor(link, self.document, fragment) {
            Ok(anchor) => Destination::Here { anchor },
            Err(()) => Destination::Broken,
        }
    }

    fn relative(&mut self, link: &Link, address: &Address<'_>) -> Destination {
        let written = self.with_slashes(address::decoded(address.path));
        let Some(path) = self.path_in_source(&written) else {
            // `../README.md` is the one above the folder and not the one in it, whatever is there.
            let names_a_document = SourcePath::new(&*written).is_markdown();
            return match self.find_from_page_folder(&written) {
                Some(found @ Found::Entry(Entry::Document(_), _)) if !names_a_document => {
                    self.found(link, found, address)
                }
                Some(found @ Found::Entry(Entry::File, _)) if link.kind == LinkKind::Image => {
                    self.found(link, found, address)
                }
                _ => self.outside(link, &written, address),
            };
        };
        if let Some(found) = self.find(&path).or_else(|| self.find_from_page_folder(&written)) {
            return self.found(link, found, address);
        }
        self.missing(link, &written, &path, address)
    }

    /// Reads `\` as people on Windows mean it, unless a file has it in its name.
    fn with_slashes<'t>(&self, written: Cow<'t, str>) -> Cow<'t, str> {
        let is_name = || self.files.entry(&address::join(self.document.id.folder(), &written)).is_some();
        if !written.contains('\\') || is_name() {
            return written;
        }
        Cow::Owned(written.replace('\\', "/"))
    }

    /// Other generators give each page a folder of its own, and links are written from there: from
    /// the page of `guide.md`, `../install/` is the page of `install.md`.
    fn find_from_page_folder(&self, written: &str) -> Option<Found<'a>> {
        let id = &self.document.id;
        let pretty = address::join(&address::join(id.folder(), id.stem()), written);
        // A path of nothing but dots names a folder, and that one is read as GitHub reads it.
        let is_named = written.bytes().any(|byte| !matches!(byte, b'.' | b'/'));
        if written.starts_with('/') || pretty.starts_with("..") || !is_named {
            return None;
        }
        match self.find(&pretty) {
            Some(found @ Found::Entry(..)) => Some(found),
            _ => None,
        }
    }

    /// Returns the path below the source folder that a path as written stands for, or nothing if
    /// it leads out of it. A path that leads out and comes back in (`../docs/a.md`) is inside.
    fn path_in_source(&self, written: &str) -> Option<String> {
        let path = match written.strip_prefix('/') {
            Some(rooted) => address::join("", rooted),
            None => address::join(self.document.id.folder(), written),
        };
        let prefix = self.files.snapshot().repository_prefix.as_deref().unwrap_or("");
        if path.starts_with("..") {
            let in_repository = address::join(prefix, &path);
            return strip_folder(&in_repository, prefix).map(str::to_owned);
        }
        if written.starts_with('/') && self.files.entry(&path).is_none() {
            // Rooted at the repository, as GitHub reads it, and not at the source folder.
            if let Some(inside) =
                strip_folder(&path, prefix).filter(|inside| self.files.entry(inside).is_some())
            {
                return Some(inside.to_owned());
            }
        }
        Some(path)
    }

    /// Looks a path up as people write it: exactly, without its extension, as the page that some
    /// tool makes of it, in another case.
    fn find(&self, path: &str) -> Option<Found<'a>> {
        let path = path.trim_end_matches('/');
        // Most links are written as the file is called, and need no other spelling.
        if let Some(entry @ (Entry::Document(_) | Entry::File | Entry::Hidden)) = self.files.entry(path) {
            return Some(Found::Entry(entry, path.to_owned()));
        }
        let candidates = spellings(path);
        let mut folder = None;
        for candidate in &candidates {
            match self.files.entry(candidate) {
                None => {}
                Some(Entry::Folder) => {
                    // `auth` may be a folder without an index while `auth.md` stands beside it.
                    if self.files.index_of(candidate).is_some() {
                        return Some(Found::Entry(Entry::Folder, candidate.clone()));
                    }
                    folder.get_or_insert(candidate);
                }
                Some(entry) => return Some(Found::Entry(entry, candidate.clone())),
            }
        }
        if let Some(folder) = folder {
            return Some(Found::Entry(Entry::Folder, folder.clone()));
        }
        if let Some(number) = self.files.by_permalink(path) {
            return Some(Found::Entry(Entry::Document(number), path.to_owned()));
        }
        candidates.iter().find_map(|candidate| {
            let other = self.files.in_other_case(candidate)?;
            Some(Found::OtherCase(self.files.entry(other)?, other))
        })
    }

    fn found(&mut self, link: &Link, found: Found<'_>, address: &Address<'_>) -> Destination {
        let (entry, path) = match found {
            Found::Entry(entry, path) => (entry, path),
            Found::OtherCase(entry, path) => {
                let folder = self.document.id.folder();
                let relative = address::relative(folder, path);
                let target = respelt::in_case_of(address.path, path).map(|path| path + address.suffix);
                let report =
                    self.report(link, Code::WrongCase, format!("\"{}\" is called \"{path}\"", address.path));
                report.help = Some(format!("write \"{relative}\""));
                report.mend = to_target(link, target);
                (entry, path.to_owned())
            }
        };
        match entry {
            Entry::Document(number) => self.page_of(link, number, address),
            Entry::File => {
                let file = SourcePath::new(path);
                Destination::Asset {
                    page: OutputPath::for_file(&file),
                    suffix: address.suffix.to_owned(),
                    size: self.files.snapshot().pictures.get(&file).copied(),
                }
            }
            Entry::Hidden => self.in_repository(link, &path, "blob"),
            Entry::Folder => match self.files.index_of(&path) {
                Some(number) => self.page_of(link, number, address),
                None if self.files.has_page(&path) => {
                    Destination::Page { page: self.files.page_of_folder(&path), anchor: None, document: None }
                }
                None => self.in_repository(link, &path, "tree"),
            },
        }
    }

    fn page_of(&mut self, link: &Link, number: DocumentNumber, address: &Address<'_>) -> Destination {
        let document = Arc::clone(&self.documents[number.0 as usize]);
        let page = self.files.page(number);
        let anchor = match address.fragment.as_deref() {
            None => None,
            Some(fragment) => match self.anchor(link, &document, fragment) {
                Ok(anchor) => Some(anchor),
                Err(()) => return Destination::Broken,
            },
        };
        if page == self.page {
            return Destination::Here { anchor: anchor.unwrap_or_default() };
        }
        Destination::Page {
            page: page.clone(),
            anchor: anchor.filter(|anchor| !anchor.is_empty()),
            document: Some(number),
        }
    }

    /// Finds an anchor in a document, in any case, and reports one that is not there.
    fn anchor(&mut self, link: &Link, document: &Document, fragment: &str) -> Result<String, ()> {
        // A text fragment (`#:~:text=…`) names no anchor, and `#top` is known to every browser.
        let fragment = fragment.split(":~:").next().unwrap_or("");
        if fragment.is_empty() || fragment.eq_ignore_ascii_case("top") || has_anchor(document, fragment) {
            return Ok(fragment.to_owned());
        }
        if fragment == "readme" && document.id.stem().eq_ignore_ascii_case("readme") {
            // The place where GitHub shows the file on the page of its folder.
            return Ok(String::new());
        }
        let unprefixed = fragment.strip_prefix("user-content-").filter(|rest| has_anchor(document, rest));
        if let Some(anchor) = unprefixed {
            return Ok(anchor.to_owned());
        }
        let folded = fragment.to_lowercase();
        let is_same = |anchor: &&String| {
            anchor.eq_ignore_ascii_case(fragment) || (!fragment.is_ascii() && anchor.to_lowercase() == folded)
        };
        if let Some(anchor) = document.anchors.iter().find(is_same) {
            let anchor = anchor.clone();
            let target = respelt::with_anchor(link.target.trim(), &anchor);
            let report = self.report(
                link,
                Code::WrongCase,
                format!("the anchor \"#{fragment}\" is called \"#{anchor}\""),
            );
            report.help = Some(format!("write \"#{anchor}\""));
            report.mend = to_target(link, target);
            return Ok(anchor);
        }
        let nearest = nearest::anchor(fragment, &document.anchors, &mut self.guesses);
        let help = nearest.map(|anchor| format!("did you mean \"#{anchor}\"?"));
        let place = if document.id == self.document.id {
            "this document".to_owned()
        } else {
            format!("{}", document.id)
        };
        self.report(link, Code::BrokenAnchor, format!("{place} has no heading or anchor \"#{fragment}\""))
            .help = help;
        Err(())
    }

    fn missing(&mut self, link: &Link, written: &str, path: &str, address: &Address<'_>) -> Destination {
        if is_of_a_machine(written) {
            return self.on_a_machine(link, written);
        }
        if let Some((message, help)) = looks_like_address(written) {
            self.report(link, Code::BrokenLink, message).help = Some(help);
            return Destination::Broken;
        }
        let folder = self.document.id.folder();
        let help = nearest::file(folder, path, self.files, &mut self.guesses)
            .map(|near| format!("did you mean \"{near}\"?"));
        let (code, message) = match link.kind {
            LinkKind::Hyperlink => (Code::BrokenLink, format!("there is no file \"{path}\"")),
            LinkKind::Image => (Code::MissingImage, format!("there is no image \"{path}\"")),
        };
        let target = self.moved(path, address);
        let report = self.report(link, code, message);
        report.help = help;
        report.mend = to_target(link, target);
        Destination::Broken
    }

    /// Returns the target that leads to where a missing file stands now: the only one of its name, if
    /// that name says something and it has what the link points to in it.
    fn moved(&self, path: &str, address: &Address<'_>) -> Option<String> {
        // What `/` is, the server of another tool may know.
        let is_relative = !address.path.starts_with('/');
        let name = path.rsplit('/').next().filter(|name| is_relative && respelt::says_what_it_is(name))?;
        let [only] = self.files.named(name) else { return None };
        let is_there = match (self.files.entry(only.as_str())?, address.fragment.as_deref()) {
            (Entry::Document(number), Some(fragment)) => {
                has_anchor(&self.documents[number.0 as usize], fragment)
            }
            (Entry::Document(_) | Entry::File, _) => true,
            (Entry::Hidden | Entry::Folder, _) => false,
        };
        let is_same_name = only.file_name() == name;
        let relative = respelt::for_a_target(&address::relative(self.document.id.folder(), only.as_str()));
        (is_there && is_same_name).then(|| relative + address.suffix)
    }

    /// A path out of the source folder: the repository's page of it, where the repository is known.
    fn outside(&mut self, link: &Link, written: &str, address: &Address<'_>) -> Destination {
        let snapshot = self.files.snapshot();
        let prefix = snapshot.repository_prefix.as_deref().unwrap_or("");
        let from_source = address::join(self.document.id.folder(), written);
        let in_repository = address::join(prefix, &from_source);
        let leaves_repository = in_repository.starts_with("..");
        match &snapshot.config.git_repository_url {
            Some(repository) if !leaves_repository => {
                let kind = if written.ends_with('/') || in_repository.is_empty() { "tree" } else { "blob" };
                Destination::External(repository_url(repository, kind, &in_repository, address.suffix))
            }
            _ => {
                let message = format!("\"{written}\" leads out of the folder of documents");
                self.report(link, Code::OutsideSource, message).help = Some(if leaves_repository {
                    "nobody else has this file; link to a copy in the folder".to_owned()
                } else {
                    "set output.html.git-repository-url in book.toml, and the link leads to the file's page there"
                        .to_owned()
                });
                Destination::Broken
            }
        }
    }

    /// A file or folder inside the source folder that has no page and is not carried along.
    fn in_repository(&mut self, link: &Link, path: &str, kind: &str) -> Destination {
        let snapshot = self.files.snapshot();
        let prefix = snapshot.repository_prefix.as_deref().unwrap_or("");
        match &snapshot.config.git_repository_url {
            Some(repository) => {
                Destination::Repository(repository_url(repository, kind, &address::join(prefix, path), ""))
            }
            None => {
                let what = if kind == "tree" { "holds no documents" } else { "is not published" };
                self.report(link, Code::OutsideSource, format!("\"{path}\" is there but {what}")).help = Some(
                    "set output.html.git-repository-url in book.toml, and the link leads to its page there"
                        .to_owned(),
                );
                Destination::Broken
            }
        }
    }

    fn report(&mut self, link: &Link, code: Code, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(code, link.span.clone(), message));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }
}

/// Makes a mend of a target that a link should have.
fn to_target(link: &Link, target: Option<String>) -> Option<Box<Mend>> {
    let written = link.target.trim().to_owned();
    target.filter(|target| *target != written).map(|target| Box::new(Mend::Target { written, target }))
}

fn has_anchor(document: &Document, anchor: &str) -> bool {
    document.anchors.binary_search_by(|candidate| candidate.as_str().cmp(anchor)).is_ok()
}

/// Returns the paths that a path as written may stand for, the likeliest first.
fn spellings(path: &str) -> Vec<String> {
    let mut spellings = vec![path.to_owned()];
    if !path.is_empty() {
        spellings.extend([format!("{path}.md"), format!("{path}.markdown")]);
    }
    if let Some(stem) = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")) {
        spellings.extend([format!("{stem}.md"), format!("{stem}.markdown")]);
        if stem == "index" || stem.ends_with("/index") {
            spellings.push(stem.trim_end_matches("index").trim_end_matches('/').to_owned());
        }
    }
    spellings
}

/// Says whether a path begins with a drive, or in the home of a person. A site may have a page `/home/about`, so
/// that there need to be folders in it.
fn is_of_a_machine(written: &str) -> bool {
    if matches!(written.as_bytes(), [drive, b':', b'/', ..] if drive.is_ascii_alphabetic()) {
        return true;
    }
    let mut parts = written.split('/');
    let starts_at_root = parts.next() == Some("");
    let is_home = match parts.next() {
        Some("Users" | "home") => parts.next().is_some_and(|person| !person.is_empty()),
        _ => false,
    };
    let is_deep = parts.filter(|part| !part.is_empty()).count() >= 2;
    written.starts_with("~/") || starts_at_root && is_home && is_deep
}

/// Removes a folder from the start of a path.
fn strip_folder<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return (!path.starts_with("..")).then_some(path);
    }
    if path == folder {
        return Some("");
    }
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// Hugo's and Jekyll's own ways to write a link, and templates that were not filled in.
fn is_for_another_tool(target: &str) -> bool {
    let target = target.trim_start_matches('<');
    // `{{ site.url }}`, `{% link a.md %}`, `{NAME}.md`
    target.starts_with('{')
        || target.starts_with("${")
        || target.starts_with("%7B%7B")
        || target.starts_with("%7B%25")
}

/// Raster images may stand in the address itself; anything else could carry script.
fn is_raster_data(target: &str) -> bool {
    let lower = target.get(..24.min(target.len())).unwrap_or("").to_ascii_lowercase();
    ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// Web and mail addresses without a scheme, which a browser takes for files.
fn looks_like_address(written: &str) -> Option<(String, String)> {
    if written.starts_with('@') {
        return Some((
            format!("\"{written}\" is a name and no address"),
            "write the full address of the person's page".to_owned(),
        ));
    }
    let first = written.split('/').next().unwrap_or("");
    if first.contains('@') && first.contains('.') && !first.contains(' ') {
        return Some((format!("\"{written}\" is a mail address"), format!("write \"mailto:{written}\"")));
    }
    let ending = first.rsplit('.').next().unwrap_or("");
    let is_domain = first.contains('.')
        && !first.starts_with('.')
        && matches!(ending, "com" | "org" | "net" | "io" | "dev" | "gov" | "edu" | "uk" | "de" | "eu" | "au");
    is_domain.then(|| {
        (format!("\"{written}\" is a web address without its scheme"), format!("write \"https://{written}\""))
    })
}

/// Returns the web page of a file in a repository, in the way that GitHub, GitLab and Gitea share.
fn repository_url(repository: &str, kind: &str, path: &str, suffix: &str) -> String {
    let repository = repository.trim_end_matches('/').trim_end_matches(".git");
    let between = if repository.contains("gitlab") { "/-" } else { "" };
    let path = percent_encoded(path);
    if path.is_empty() {
        repository.to_owned()
    } else {
        format!("{repository}{between}/{kind}/HEAD/{path}{suffix}")
    }
}
