//! The files by which a portal looks like itself: those that settings name, and its `theme/`.
//!
//! In: an opened portal. Out: their bytes; a finding for each that is not there or cannot be used.
//! Never: reads out of the portal, unless the settings say that links are followed.

use super::{Portal, reason};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::{PortalPath, nearest};
use crate::model::page::THEME_FILES;
use crate::source::{SourcePath, Span, decode};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::sync::Arc;

/// What browsers show as a picture.
const PICTURES: &[&str] = &["svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico"];
const STYLES: &[&str] = &["css"];
const SCRIPTS: &[&str] = &["js", "mjs"];

/// What an mdBook has in its `theme/` for mdBook alone, besides what ends in `.hbs`.
const OF_MDBOOK: &[&str] =
    &["book.js", "css", "favicon.png", "fonts", "highlight.css", "highlight.js", "pagetoc.css", "pagetoc.js"];

/// Reads the files that settings name.
pub(super) fn named_files(portal: &Portal, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<[u8]>> {
    let config = &portal.config;
    let mut named: Vec<(String, &PortalPath, &[&str])> = Vec::new();
    for (name, path) in [("logo", &config.logo), ("favicon", &config.favicon)] {
        named.extend(path.iter().map(|path| (name.to_owned(), path, PICTURES)));
    }
    for (name, paths, kinds) in
        [("extra-css", &config.extra_css, STYLES), ("extra-js", &config.extra_js, SCRIPTS)]
    {
        let entries = paths.iter().enumerate();
        named.extend(entries.map(|(number, path)| (format!("{name}.{number}"), path, kinds)));
    }
    let mut files = BTreeMap::new();
    for (name, path, kinds) in named {
        match named_file(portal, path, kinds) {
            Ok(bytes) => {
                files.insert(path.as_str().to_owned(), bytes);
            }
            Err((message, help)) => {
                let name = format!("output.archsite.{name}");
                let whole = || Span::whole(SourcePath::new(super::BOOK));
                let span = config.place(&name).cloned().unwrap_or_else(whole);
                diagnostics.push(Diagnostic::new(Code::InvalidConfiguration, span, message).help(help));
            }
        }
    }
    files
}

/// Reads one such file, or says what is wrong with it and what to do.
fn named_file(portal: &Portal, path: &PortalPath, kinds: &[&str]) -> Result<Arc<[u8]>, (String, String)> {
    let path = path.as_str();
    if !kinds.contains(&SourcePath::new(path).extension().as_str()) {
        let message = format!("\"{path}\" is not a file of the right kind");
        return Err((message, format!("name a file that ends in .{}", kinds.join(", ."))));
    }
    match read_inside(portal, path) {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let help = likely(portal, path).map_or_else(
                || "paths are from the folder of book.toml".to_owned(),
                |likely| format!("did you mean \"{likely}\"? Paths are from the folder of book.toml"),
            );
            Err((format!("there is no file \"{path}\" in the portal"), help))
        }
        Err(error) => Err((
            format!("\"{path}\" cannot be read: {}", reason(&error)),
            "make it a readable file of the portal".to_owned(),
        )),
    }
}

/// Returns the path that was likely meant: the same one from the folder of documents, else a name
/// much like it in the same folder.
fn likely(portal: &Portal, path: &str) -> Option<String> {
    let source = portal.config.src.as_str();
    let below_source = format!("{source}/{path}");
    if !source.is_empty() && portal.root.join(&below_source).is_file() {
        return Some(below_source);
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let entries = fs::read_dir(portal.root.join(folder)).ok()?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let near = nearest(name, names.iter().map(String::as_str))?;
    Some(if folder.is_empty() { near.to_owned() } else { format!("{folder}/{near}") })
}

/// Reads the portal's own theme: files in place of the built-in ones, one by one.
pub(super) fn theme(portal: &Portal, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<str>> {
    let mut theme = BTreeMap::new();
    let Ok(entries) = fs::read_dir(portal.root.join("theme")) else { return theme };
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    // The order of a folder is the file system's.
    names.sort_unstable();
    for name in names {
        let file = || Span::whole(SourcePath::new(format!("theme/{name}")));
        if !THEME_FILES.contains(&name.as_str()) {
            let near = nearest(&name, THEME_FILES.iter().copied());
            // Among the documents, `theme/` may be a folder of documents.
            let is_meant = near.is_some() || portal.source != portal.root;
            if is_meant && !is_passed_over(&name) {
                let help = match near {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("the names are {}", THEME_FILES.join(", ")),
                };
                let message = format!("the theme has no file \"{name}\", so this one is not used");
                diagnostics.push(Diagnostic::new(Code::UnknownThemeFile, file(), message).help(help));
            }
            continue;
        }
        match read_inside(portal, &format!("theme/{name}")) {
            Ok(bytes) => {
                theme.insert(name, decode(bytes).text.into());
            }
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    Code::UnreadableFile,
                    file(),
                    format!("this file cannot be read: {}", reason(&error)),
                )
                .help("make it readable, or remove it; until then the built-in one is used"),
            ),
        }
    }
    theme
}

/// What editors and systems leave behind, and what an mdBook has for itself.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".hbs") || OF_MDBOOK.contains(&name)
}

/// Reads a file that lies in the portal, links followed to where they lead.
fn read_inside(portal: &Portal, path: &str) -> Result<Vec<u8>, Error> {
    let place = portal.root.join(path);
    if !fs::metadata(&place)?.is_file() {
        return Err(Error::other("this is no file"));
    }
    if !portal.config.follow_links && !is_inside(&place, &portal.root)? {
        return Err(Error::other(
            "this link leads out of the portal, and output.archsite.follow-links is off",
        ));
    }
    fs::read(place)
}

fn is_inside(place: &Path, root: &Path) -> Result<bool, Error> {
    Ok(place.canonicalize()?.starts_with(root.canonicalize()?))
}

#[cfg(test)]
mod tests {
    use super::super::{SnapshotOptions, open, read};
    use crate::diagnostic::Diagnostic;
    use crate::model::snapshot::Snapshot;
    use crate::source::LineIndex;

    /// Reads a portal of these files.
    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        read(&open(folder.path()).unwrap(), &SnapshotOptions::default()).unwrap()
    }

    /// Returns findings as `file:line:column message (help)`.
    fn said(snapshot: &Snapshot) -> Vec<String> {
        use crate::diagnostic::Texts;
        let say = |it: &Diagnostic| {
            let text = snapshot.text(&it.span.file).unwrap_or_default();
            let at = LineIndex::new(text).position(it.span.start);
            let help = it.help.as_deref().unwrap_or_default();
            format!("{}:{}:{} {} ({help})", it.span.file, at.line, at.column, it.message)
        };
        snapshot.diagnostics.iter().map(say).collect()
    }

    #[test]
    fn what_settings_name_is_read_from_the_portal() {
        let book = "[book]\nsrc = 'docs'\n[output.archsite]\nlogo = 'brand/logo.svg'\nextra-css = ['a.css', 'b.css']";
        let snapshot = snapshot(&[
            ("book.toml", book),
            ("docs/a.md", "# A"),
            ("brand/logo.svg", "<svg/>"),
            ("a.css", "a{}"),
            ("b.css", "b{}"),
        ]);
        assert_eq!(said(&snapshot), [""; 0]);
        let names: Vec<_> = snapshot.named_files.keys().map(String::as_str).collect();
        assert_eq!(names, ["a.css", "b.css", "brand/logo.svg"]);
    }

    #[test]
    fn what_is_not_there_is_said_where_the_setting_stands() {
        let book = "[book]\nsrc = 'docs'\n[output.archsite]\nlogo = 'logo.svg'\nfavicon = 'favicn.png'\n\
                    extra-css = ['a.css', 'nowhere.css']\nextra-js = ['run.txt', 'folder.js']";
        let snapshot = snapshot(&[
            ("book.toml", book),
            ("docs/logo.svg", "<svg/>"),
            ("favicon.png", ""),
            ("a.css", "a{}"),
            ("folder.js/a.js", ""),
        ]);
        assert_eq!(
            said(&snapshot),
            [
                "book.toml:4:8 there is no file \"logo.svg\" in the portal \
                 (did you mean \"docs/logo.svg\"? Paths are from the folder of book.toml)",
                "book.toml:5:11 there is no file \"favicn.png\" in the portal \
                 (did you mean \"favicon.png\"? Paths are from the folder of book.toml)",
                "book.toml:6:23 there is no file \"nowhere.css\" in the portal \
                 (paths are from the folder of book.toml)",
                "book.toml:7:13 \"run.txt\" is not a file of the right kind (name a file that ends in .js, .mjs)",
                "book.toml:7:24 \"folder.js\" cannot be read: this is no file \
                 (make it a readable file of the portal)",
            ]
        );
    }

    #[test]
    fn a_file_of_the_theme_with_a_name_of_its_own_is_said() {
        let snapshot = snapshot(&[
            ("book.toml", ""),
            ("src/a.md", "# A"),
            ("theme/footer.html", "<footer></footer>"),
            ("theme/fotter.html", ""),
            ("theme/mine.txt", ""),
            ("theme/index.hbs", ""),
            ("theme/.DS_Store", ""),
        ]);
        assert_eq!(snapshot.theme.keys().collect::<Vec<_>>(), ["footer.html"]);
        let said = said(&snapshot);
        assert_eq!(said.len(), 2, "{said:?}");
        assert_eq!(
            said[0],
            "theme/fotter.html:1:1 the theme has no file \"fotter.html\", so this one is not used \
             (did you mean \"footer.html\"?)"
        );
        assert!(said[1].contains("(the names are backlinks.html, badge.html"), "{}", said[1]);
    }

    #[test]
    fn a_folder_of_documents_may_be_called_theme() {
        let snapshot =
            snapshot(&[("a.md", "# A"), ("theme/colours.md", "# Colours"), ("theme/hedr.html", "")]);
        let said = said(&snapshot);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("theme/hedr.html:1:1"), "{said:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_portal_is_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.css"), "a{}").unwrap();
        let portal = tempfile::tempdir().unwrap();
        std::fs::create_dir(portal.path().join("src")).unwrap();
        let link = portal.path().join("mine.css");
        std::os::unix::fs::symlink(outside.path().join("secret.css"), link).unwrap();
        for (follow, read_files) in [(false, 0), (true, 1)] {
            let book = format!("[output.archsite]\nextra-css = ['mine.css']\nfollow-links = {follow}");
            std::fs::write(portal.path().join("book.toml"), book).unwrap();
            let snapshot = read(&open(portal.path()).unwrap(), &SnapshotOptions::default()).unwrap();
            assert_eq!(snapshot.named_files.len(), read_files, "{:?}", snapshot.diagnostics);
        }
    }
}
