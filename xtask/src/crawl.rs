//! `cargo xtask crawl SITE`: does every internal link of a built site lead somewhere?
//!
//! In: a folder of HTML. Out: the links, pictures, styles and scripts whose file or anchor is not
//! there. A link that archsite itself found broken has the class `broken` and no `href`, so it never
//! shows here: whatever this finds was not reported to anyone.
//! Never: asks another host; follows what leads out of the site other than to report it.
//!
//! A link to a folder counts as dead although a web server would answer it: opened from disk it shows
//! a listing of files, and the portal promises to work from disk.

use crate::Result;
use crate::arguments::{Arguments, Misuse};
use crate::floor::files_below;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

const THREADS: usize = 2;
/// How many dead links are shown one by one; the rest are counted.
const SHOWN: usize = 60;

/// What the crawl of a site found.
pub struct Crawl {
    /// How many pages were read.
    pub pages: usize,
    /// How many references to files of the site were followed.
    pub links: usize,
    /// How many links carry the class `broken`: reported, so not dead here.
    pub reported: usize,
    /// What leads nowhere, one line each, in the order of the pages.
    pub dead: Vec<String>,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result {
    let site =
        arguments.last_word()?.ok_or_else(|| Misuse("crawl needs the folder of a built site".into()))?;
    let start = Instant::now();
    let crawl = crawl(Path::new(&site))?;
    for line in crawl.dead.iter().take(SHOWN) {
        println!("{line}");
    }
    if crawl.dead.len() > SHOWN {
        println!("… and {} more", crawl.dead.len() - SHOWN);
    }
    println!(
        "{} pages, {} internal links, {} marked as broken, {} dead, {:.2} s",
        crawl.pages,
        crawl.links,
        crawl.reported,
        crawl.dead.len(),
        start.elapsed().as_secs_f64()
    );
    if crawl.pages == 0 {
        return Err(format!("{site}: no page in it").into());
    }
    if crawl.dead.is_empty() { Ok(()) } else { Err(format!("{} dead links", crawl.dead.len()).into()) }
}

/// Reads all pages of a site and follows what they refer to.
pub fn crawl(site: &Path) -> Result<Crawl> {
    let files: Vec<String> = files_below(site)?.iter().map(|file| site_path(site, file)).collect();
    let readable: Vec<&String> =
        files.iter().filter(|file| [".html", ".css", ".js"].iter().any(|end| file.ends_with(end))).collect();
    let read = in_parallel(&readable, |file| {
        let text = String::from_utf8_lossy(&fs::read(site.join(file))?).into_owned();
        Ok(match file.rsplit_once('.').map(|(_, extension)| extension) {
            Some("html") => read_page(&text),
            Some("css") => read_style(&text),
            _ => read_script(&text),
        })
    })?;

    let contents: HashMap<&str, &Contents> = readable.iter().map(|file| file.as_str()).zip(&read).collect();
    let known = Known {
        files: files.iter().map(String::as_str).collect(),
        folders: files.iter().flat_map(|file| ancestors(file)).collect(),
        contents: &contents,
    };
    let mut dead = Vec::new();
    let mut links = 0;
    for (file, contents) in readable.iter().zip(&read) {
        // One line a target and page, however often the page says it.
        let mut seen: BTreeMap<&str, &Reference> = BTreeMap::new();
        for reference in &contents.references {
            links += 1;
            seen.entry(&reference.target).or_insert(reference);
        }
        for reference in seen.values() {
            if let Err(why) = known.follow(file, contents, reference) {
                dead.push(format!("{file}: {} \"{}\": {why}", reference.kind, reference.target));
            }
        }
    }
    Ok(Crawl {
        pages: readable.iter().filter(|file| file.ends_with(".html")).count(),
        links,
        reported: read.iter().map(|contents| contents.reported).sum(),
        dead,
    })
}

/// What one file of the site has and wants.
#[derive(Default)]
struct Contents {
    anchors: HashSet<String>,
    references: Vec<Reference>,
    reported: usize,
    /// Paths in it count from the top of the site, not from the file's folder.
    from_top: bool,
}

struct Reference {
    /// Where it stands: `<a href>`.
    kind: String,
    target: String,
}

struct Known<'a> {
    files: BTreeSet<&'a str>,
    folders: HashSet<&'a str>,
    contents: &'a HashMap<&'a str, &'a Contents>,
}

impl Known<'_> {
    /// Follows a reference to its file and anchor, or says what is missing.
    fn follow(
        &self,
        from: &str,
        contents: &Contents,
        reference: &Reference,
    ) -> std::result::Result<(), String> {
        let (path, fragment) = match reference.target.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (reference.target.as_str(), None),
        };
        let path = path.split('?').next().unwrap_or(path);
        let target = if path.is_empty() {
            from.to_owned()
        } else {
            if path.starts_with('/') {
                return Err("begins with a slash, so it works at one place only".into());
            }
            let folder =
                if contents.from_top { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
            join(folder, &percent_decoded(path)).ok_or("leads out of the site")?
        };
        if !self.files.contains(target.as_str()) {
            return Err(match self.folders.contains(target.trim_end_matches('/')) || target.is_empty() {
                true => "leads to a folder, not to a page".into(),
                false => format!("there is no file {target}"),
            });
        }
        let Some(fragment) = fragment.map(|text| text.split(":~:").next().unwrap_or(text)) else {
            return Ok(());
        };
        // Both the empty fragment and `top` mean the top of any page.
        if fragment.is_empty() || fragment == "top" || !target.ends_with(".html") {
            return Ok(());
        }
        let Some(page) = self.contents.get(target.as_str()) else { return Ok(()) };
        if page.anchors.contains(fragment) || page.anchors.contains(&percent_decoded(fragment)) {
            return Ok(());
        }
        Err(format!("{target} has no anchor of that name"))
    }
}

/// Reads the ids and references of a page.
fn read_page(text: &str) -> Contents {
    let mut contents = Contents::default();
    // The text of a script or a style is no markup.
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        let element = String::from_utf8_lossy(&tag.name).into_owned();
        let value = |name: &str| {
            tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
        };
        contents.anchors.extend(value("id"));
        if element == "a" {
            contents.anchors.extend(value("name"));
        }
        if value("class").is_some_and(|class| class.split_ascii_whitespace().any(|word| word == "broken")) {
            contents.reported += 1;
            continue;
        }
        if element == "link"
            && value("rel").is_some_and(|rel| rel.contains("canonical") || rel.contains("preconnect"))
        {
            continue;
        }
        let mut wants = |attribute: &str, target: &str| {
            let target = target.trim();
            if is_internal(target) {
                contents
                    .references
                    .push(Reference { kind: format!("<{element} {attribute}>"), target: target.to_owned() });
            }
        };
        for attribute in ["href", "src", "poster", "data", "action"] {
            if let Some(target) = value(attribute) {
                wants(attribute, &target);
            }
        }
        for candidate in value("srcset").iter().flat_map(|set| set.split(',')) {
            wants("srcset", candidate.split_ascii_whitespace().next().unwrap_or_default());
        }
    }
    contents
}

/// Reads the fonts and pictures that a style sheet takes.
fn read_style(text: &str) -> Contents {
    let mut contents = Contents::default();
    for part in text.split("url(").skip(1) {
        let Some(target) = part.split(')').next() else { continue };
        let target = target.trim().trim_matches(['"', '\'']);
        // `#name` is an element of the page that the style is applied to.
        if is_internal(target) && !target.starts_with('#') {
            contents.references.push(Reference { kind: "url()".into(), target: target.to_owned() });
        }
    }
    contents
}

/// Reads the pages that a shared data script names: every string in it that looks like the path of a
/// page. Such a script is loaded by pages of all folders, so its paths count from the top of the site.
fn read_script(text: &str) -> Contents {
    let mut contents = Contents { from_top: true, ..Contents::default() };
    for literal in text.split('"').skip(1).step_by(2) {
        let path = literal.split('#').next().unwrap_or(literal);
        let plain = !literal.contains(['\\', '<', '>', '$', '{', ' ']);
        if plain && path.len() > ".html".len() && path.ends_with(".html") && is_internal(literal) {
            contents.references.push(Reference { kind: "string".into(), target: literal.to_owned() });
        }
    }
    contents
}

/// Tells whether a target belongs to the site: it names neither a scheme nor a host.
fn is_internal(target: &str) -> bool {
    let scheme = target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    });
    !scheme && !target.starts_with("//")
}

/// Joins a relative path to a folder of the site; nothing where it climbs out of the site.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let end = if path.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    Some(parts.join("/") + end)
}

/// Decodes `%20` and its like; what is no such sequence stays.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let digits = bytes.get(index + 1..index + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.filter(|_| bytes[index] == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Returns the path of a file inside the site, with slashes.
fn site_path(site: &Path, file: &Path) -> String {
    let relative: PathBuf = file.strip_prefix(site).unwrap_or(file).to_path_buf();
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Lists the folders that a path lies in.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(index, _)| &path[..index])
}

/// Does one thing to each item on a few threads; the results keep the order of the items.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    let result = work(item);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a site of two pages, the first with this body, and returns what is dead in it.
    fn dead_in(name: &str, body: &str) -> Vec<String> {
        let site = std::env::temp_dir().join(format!("archsite-crawl-{}-{name}", std::process::id()));
        fs::create_dir_all(site.join("über uns")).unwrap();
        fs::write(site.join("index.html"), body).unwrap();
        fs::write(
            site.join("über uns/b.html"),
            "<h2 id=\"ziel-ö\">Ziel</h2><a href=\"../index.html\">up</a>",
        )
        .unwrap();
        let dead = crawl(&site).unwrap().dead;
        fs::remove_dir_all(&site).unwrap();
        dead
    }

    #[test]
    fn links_that_lead_somewhere_are_passed_over() {
        let body = "<a href='%C3%BCber%20uns/b.html#ziel-%C3%B6'>b</a> <a href=\"./über uns/b.html?q#ziel-ö\">b</a> \
                    <a href='#'>top</a> <a href=https://example.org/x>out</a> <a href='mailto:a@b.c'>m</a> \
                    <a class='broken'>gone</a> <script>var a = '<a href=\"no.html\">'</script>";
        assert_eq!(dead_in("alive", body), Vec::<String>::new());
    }

    #[test]
    fn links_that_lead_nowhere_are_named_with_the_reason() {
        for (name, body, why) in [
            ("file", "<a href='no.html'>x</a>", "there is no file no.html"),
            ("picture", "<img src='p.png'>", "there is no file p.png"),
            ("anchor", "<a href='%C3%BCber%20uns/b.html#no'>x</a>", "has no anchor"),
            ("here", "<a href='#no'>x</a>", "has no anchor"),
            ("folder", "<a href='über uns/'>x</a>", "leads to a folder"),
            ("out", "<a href='../x.html'>x</a>", "leads out of the site"),
            ("root", "<a href='/index.html'>x</a>", "begins with a slash"),
        ] {
            let dead = dead_in(name, body);
            assert!(dead.len() == 1 && dead[0].contains(why), "{name}: {dead:?}");
        }
    }

    #[test]
    fn strings_of_scripts_that_name_pages_count_from_the_top() {
        let contents =
            read_script(r#"archsite([{"t":"A","u":"a/b.html"},{"u":"index.html#x"},{"t":"say .html"}])"#);
        let targets: Vec<&str> =
            contents.references.iter().map(|reference| reference.target.as_str()).collect();
        assert_eq!(targets, ["a/b.html", "index.html#x"]);
    }
}
