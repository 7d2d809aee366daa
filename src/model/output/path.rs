//! The paths of a site: names that every system can write, and the URLs that lead from one to another.
//!
//! In: the paths of sources. Out: [`OutputPath`]s, and which of them cannot both be written. Never: touches the disk;
//! gives two unlike names one path, except where they differ in nothing but upper and lower case.

use crate::model::fingerprint::Fingerprint;
use crate::source::{self, SourcePath};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

/// The list of the files that archsite wrote, at the root of every site.
pub const MANIFEST: &str = ".archsite";

/// The folder at the root of a site in which changed files wait until all of them are written.
pub const STAGING: &str = ".archsite-new";

/// The page that servers show for an address that is not there. A document that would stand here is
/// the text of it, and in no list.
pub const NOT_FOUND: &str = "404.html";

/// The files that archsite makes of its own at fixed places, now or with other settings.
pub const OWN_FILES: &[&str] = &[
    NOT_FOUND,
    "portal.json",
    "sitemap.xml",
    "feed.xml",
    "llms.txt",
    ".nojekyll",
    crate::model::page::NAVIGATION_DATA,
    crate::model::page::MAP_DATA,
];

/// The longest name that one part of a path may have, in bytes with its extension.
///
/// File systems allow 255; the rest is room for the names that web servers, archives and
/// synchronisers make by appending to it.
const LONGEST_NAME: usize = 200;

/// The path of a file of the site, relative to its root, with `/` between its parts.
///
/// It is never empty, never absolute, has no `.` or `..` parts, can be written on Windows, macOS
/// and Linux alike, and is never one of archsite's own [`MANIFEST`] and [`STAGING`]. Cloning
/// shares the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath {
    path: Arc<str>,
    /// Whether a URL says it as it is. Most paths are such; it is known once, and asked for each link.
    is_plain: bool,
}

impl OutputPath {
    /// Makes a path that is safe out of any text, keeping all that can be kept.
    ///
    /// Empty, `.` and `..` parts are left out. A part that holds what Windows forbids, that has a
    /// name reserved there, that ends in a dot or a space, or that is longer than 200 bytes is
    /// changed; `~` and a fingerprint of the name are then put after it, so that two such names
    /// stay two. The same text gives the same path everywhere.
    pub fn safe(path: &str) -> Self {
        let mut safe = String::with_capacity(path.len());
        for part in path.split('/').filter(|part| !matches!(*part, "" | "." | "..")) {
            if !safe.is_empty() {
                safe.push('/');
            }
            let is_ours =
                safe.is_empty() && [MANIFEST, STAGING].iter().any(|own| part.eq_ignore_ascii_case(own));
            push_safe_name(&mut safe, part, is_ours);
        }
        if safe.is_empty() {
            safe.push('_');
        }
        Self { is_plain: are_plain(&safe), path: safe.into() }
    }

    /// Takes a path that is safe as it stands, and nothing else.
    pub fn exactly(path: &str) -> Option<Self> {
        let safe = Self::safe(path);
        (&*safe.path == path).then_some(safe)
    }

    /// Returns where the page of a document goes: `a/b.md` to `a/b.html`, a `README.md` or
    /// `index.md` in any case to the `index.html` of its folder.
    pub fn for_document(document: &SourcePath) -> Self {
        let stem = document.stem();
        if stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme") {
            Self::in_folder(document.folder(), "index.html")
        } else {
            Self::for_document_by_name(document)
        }
    }

    /// Returns where the page of a document goes whatever its name means: `README.md` to
    /// `README.html`, for a folder that has an `index.md` beside it.
    pub fn for_document_by_name(document: &SourcePath) -> Self {
        Self::in_folder(document.folder(), &format!("{}.html", document.stem()))
    }

    /// Returns where a file that is published as it is goes: to its own path.
    pub fn for_file(file: &SourcePath) -> Self {
        Self::safe(file.as_str())
    }

    fn in_folder(folder: &str, name: &str) -> Self {
        if folder.is_empty() { Self::safe(name) } else { Self::safe(&format!("{folder}/{name}")) }
    }

    /// Returns the path as text, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.path
    }

    /// Returns the folder that holds the file, without a trailing `/`; empty at the root.
    pub fn folder(&self) -> &str {
        source::folder(&self.path)
    }

    /// Returns the last part of the path.
    pub fn file_name(&self) -> &str {
        source::file_name(&self.path)
    }

    /// Returns the last extension in lower case, without the dot; empty if there is none.
    pub fn extension(&self) -> String {
        source::extension(&self.path)
    }

    /// Returns in how many folders the file lies; 0 at the root.
    pub fn depth(&self) -> usize {
        count_of_folders(&self.path)
    }

    /// Returns the way from the file's folder up to the root: `../` for each folder, nothing at the root.
    pub fn root(&self) -> String {
        "../".repeat(self.depth())
    }

    /// Returns the path as the path of a URL, percent-encoded part by part.
    ///
    /// What stays as it is are the unreserved characters of RFC 3986 (section 2.3) and
    /// `! $ ( ) * + , ; = @`, which mean nothing in a path. `&` and quotes are encoded, so that
    /// the result needs no escaping in HTML.
    pub fn url_encoded(&self) -> String {
        let mut url = String::with_capacity(self.path.len() + 8);
        self.push_encoded(&mut url, 0);
        url
    }

    /// Appends what stands in the path from a byte on, as a URL says it.
    fn push_encoded(&self, url: &mut String, from: usize) {
        let rest = &self.path[from..];
        if self.is_plain { url.push_str(rest) } else { push_encoded(url, rest) }
    }

    /// Returns the path with upper and lower case made one, as systems do that tell them not apart.
    pub fn folded(&self) -> String {
        if self.path.is_ascii() {
            return self.path.to_ascii_lowercase();
        }
        // Letter by letter: what `str::to_lowercase` makes of a sigma depends on its neighbours.
        self.path.chars().flat_map(char::to_lowercase).collect()
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &*self.path)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)
    }
}

/// Returns the URL that leads from one page to a file, percent-encoded and relative.
///
/// It never begins with what a browser could take for a scheme: a path has no `:`, and one would
/// be encoded. From a page to itself it is the page's file name.
///
/// ```
/// use archsite::model::output::{OutputPath, relative_url};
/// let page = OutputPath::safe("a/b.html");
/// assert_eq!(relative_url(&page, &OutputPath::safe("a/c/d.html")), "c/d.html");
/// assert_eq!(relative_url(&page, &OutputPath::safe("e f.html")), "../e%20f.html");
/// ```
pub fn relative_url(from: &OutputPath, to: &OutputPath) -> String {
    relative_url_with_room(from, to, 0)
}

/// Returns the URL that leads from one page to a place in another, or in itself.
///
/// ```
/// use archsite::model::output::{OutputPath, relative_url_of_anchor};
/// let page = OutputPath::safe("a/b.html");
/// assert_eq!(relative_url_of_anchor(&page, &OutputPath::safe("c.html"), "how so"), "../c.html#how%20so");
/// ```
pub fn relative_url_of_anchor(from: &OutputPath, to: &OutputPath, anchor: &str) -> String {
    let mut url = relative_url_with_room(from, to, anchor.len() + 8);
    url.push('#');
    push_encoded(&mut url, anchor);
    url
}

fn relative_url_with_room(from: &OutputPath, to: &OutputPath, room: usize) -> String {
    // Where the names begin that are not those of folders of both.
    let mut common = 0;
    for (at, (one, other)) in from.path.bytes().zip(to.path.bytes()).enumerate() {
        if one != other {
            break;
        }
        if one == b'/' {
            common = at + 1;
        }
    }
    let up = count_of_folders(&from.path[common..]);
    let mut url = String::with_capacity(3 * up + (to.path.len() - common) + room + 8);
    for _ in 0..up {
        url.push_str("../");
    }
    to.push_encoded(&mut url, common);
    url
}

/// Returns in how many folders a path lies. Paths are too short for what looks for a byte in long texts.
fn count_of_folders(path: &str) -> usize {
    path.bytes().filter(|byte| *byte == b'/').count()
}

/// Percent-encodes a path part by part, as [`OutputPath::url_encoded`] does.
pub fn percent_encoded(path: &str) -> String {
    let mut url = String::with_capacity(path.len() + 8);
    push_encoded(&mut url, path);
    url
}

fn push_encoded(url: &mut String, path: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    if are_plain(path) {
        url.push_str(path);
        return;
    }
    let mut rest = path;
    while let Some(at) = rest.bytes().position(|byte| !STAYS[usize::from(byte)]) {
        url.push_str(&rest[..at]);
        // What has to be encoded is encoded whole, all bytes of a letter.
        let length = rest[at..].chars().next().map_or(1, char::len_utf8);
        for byte in rest[at..at + length].bytes() {
            url.push('%');
            url.push(HEX[usize::from(byte >> 4)] as char);
            url.push(HEX[usize::from(byte & 15)] as char);
        }
        rest = &rest[at + length..];
    }
    url.push_str(rest);
}

/// Says whether a text stays as it is, which most do: all bytes are looked at together, to the end.
fn are_plain(text: &str) -> bool {
    text.bytes().fold(true, |are_plain, byte| are_plain & is_plain(byte))
}

/// Says whether a byte is one of those that most paths are made of, all of which stay.
fn is_plain(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
        || byte.wrapping_sub(b'-') < 13 // `-`, `.`, `/` and the digits
        || byte == b'_'
}

/// The bytes that stay in a URL as they are.
const STAYS: [bool; 256] = {
    let mut stays = [false; 256];
    let bytes = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~!$()*+,;=@";
    let mut at = 0;
    while at < bytes.len() {
        stays[bytes[at] as usize] = true;
        at += 1;
    }
    stays
};

/// Appends `name` to `path`, changed where some system could not write it or `must_change` says so.
fn push_safe_name(path: &mut String, name: &str, must_change: bool) {
    let is_reserved = is_reserved_on_windows(name);
    let is_fine = !must_change
        && !is_reserved
        && name.len() <= LONGEST_NAME
        && !name.ends_with(['.', ' '])
        && !name.contains(is_forbidden);
    if is_fine {
        path.push_str(name);
        return;
    }
    // The page and the copy of its Markdown keep one stem, so the extension is not fingerprinted.
    // A reserved name is one up to its first dot, whatever follows.
    let dot = if is_reserved { name.find('.') } else { name.rfind('.') };
    let (stem, extension) = match dot {
        Some(dot) if dot > 0 && is_extension(&name[dot..]) => name.split_at(dot),
        _ => (name, ""),
    };
    let mark = format!("~{}", Fingerprint::of(stem.as_bytes()).short(8));
    let room = LONGEST_NAME - mark.len() - extension.len();
    let must_go = |c: char| is_forbidden(c) || (is_reserved && c == '.');
    let kept: String = stem.chars().map(|c| if must_go(c) { '-' } else { c }).collect();
    let mut end = kept.len().min(room);
    while !kept.is_char_boundary(end) {
        end -= 1;
    }
    path.push_str(kept[..end].trim_end_matches(['.', ' ']));
    path.push_str(&mark);
    path.push_str(extension);
}

fn is_forbidden(character: char) -> bool {
    matches!(character, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\') || character.is_control()
}

/// Says whether what follows a name can stay as it is: an extension worth keeping is short.
fn is_extension(text: &str) -> bool {
    text.len() > 1 && text.len() <= 64 && !text.ends_with(['.', ' ']) && !text.contains(is_forbidden)
}

/// Says whether Windows takes a name for a device, which it does up to the first dot.
///
/// The list is that of "Naming Files, Paths, and Namespaces" in Microsoft's documentation.
fn is_reserved_on_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ');
    let is = |device: &str| stem.eq_ignore_ascii_case(device);
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].into_iter().any(is) {
        return true;
    }
    let Some((family, number)) = stem.split_at_checked(3) else { return false };
    ["COM", "LPT"].iter().any(|device| family.eq_ignore_ascii_case(device))
        && matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
}

/// Two paths that cannot both be written on every system, by their numbers in what was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The one that came first.
    pub first: usize,
    /// The one that it is in the way of.
    pub second: usize,
    /// How they meet.
    pub kind: CollisionKind,
}

/// How two paths meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollisionKind {
    /// They are the same path.
    Same,
    /// They are the same path where upper and lower case are not told apart.
    SameButForCase,
    /// The first is a file where the second needs a folder.
    FileAndFolder,
}

/// Finds the paths that fall together, in the order in which they were given.
///
/// Of three with one path the second and the third are reported, each with the first.
pub fn collisions(paths: &[OutputPath]) -> Vec<Collision> {
    let folded: Vec<String> = paths.iter().map(OutputPath::folded).collect();
    let mut first_with = HashMap::with_capacity(paths.len());
    let mut found = Vec::new();
    for (second, path) in folded.iter().enumerate() {
        let first = *first_with.entry(path.as_str()).or_insert(second);
        if first != second {
            let is_same = paths[first] == paths[second];
            let kind = if is_same { CollisionKind::Same } else { CollisionKind::SameButForCase };
            found.push(Collision { first, second, kind });
        }
    }
    for (second, path) in folded.iter().enumerate() {
        for slash in memchr::memchr_iter(b'/', path.as_bytes()) {
            if let Some(&first) = first_with.get(&path[..slash]) {
                found.push(Collision { first, second, kind: CollisionKind::FileAndFolder });
            }
        }
    }
    found.sort_by_key(|collision| (collision.second, collision.first));
    found
}

/// Who holds which path, where upper and lower case are not told apart and no file is a folder.
#[derive(Clone, Debug, Default)]
pub struct Holders(BTreeMap<String, String>);

impl Holders {
    /// Notes who holds a path, or says who holds it, a folder above it or a file below it already.
    ///
    /// # Errors
    ///
    /// The holder that stands in the way.
    pub fn hold(&mut self, path: &OutputPath, holder: impl Into<String>) -> Result<(), &str> {
        let folded = path.folded();
        let above = memchr::memchr_iter(b'/', folded.as_bytes()).map(|slash| &folded[..slash]);
        let inside = format!("{folded}/");
        let in_the_way =
            above.chain([folded.as_str()]).find(|path| self.0.contains_key(*path)).or_else(|| {
                let (below, _) = self.0.range(inside.clone()..).next()?;
                below.starts_with(&inside).then_some(below)
            });
        match in_the_way.map(str::to_owned) {
            Some(path) => Err(self.0.get(&path).map_or("", String::as_str)),
            None => {
                self.0.insert(folded, holder.into());
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(source: &str) -> String {
        OutputPath::for_document(&SourcePath::new(source)).as_str().to_owned()
    }

    fn path(text: &str) -> OutputPath {
        OutputPath::safe(text)
    }

    #[test]
    fn a_path_is_held_by_one_in_any_case_and_is_no_folder_of_another() {
        let mut holders = Holders::default();
        assert_eq!(holders.hold(&path("a/b.html"), "a/b.md"), Ok(()));
        assert_eq!(holders.hold(&path("a/c.html"), "a/c.md"), Ok(()));
        for taken in ["a/b.html", "A/B.html", "a", "a/b.html/c.html"] {
            assert_eq!(holders.hold(&path(taken), "x"), Err("a/b.md"), "{taken}");
        }
        assert_eq!(holders.hold(&path("a/b"), "x"), Ok(()));
    }

    #[test]
    fn a_document_keeps_its_path_and_becomes_html() {
        assert_eq!(page("a/b.md"), "a/b.html");
        assert_eq!(page("Größe & Maß #1.markdown"), "Größe & Maß #1.html");
        assert_eq!(page("v1.2.md"), "v1.2.html");
        assert_eq!(page("a/.md"), "a/.md.html");
    }

    #[test]
    fn a_readme_or_an_index_in_any_case_is_the_index_of_its_folder() {
        for name in ["README.md", "readme.md", "Readme.markdown", "index.md", "INDEX.MD"] {
            assert_eq!(page(&format!("a/{name}")), "a/index.html");
            assert_eq!(page(name), "index.html");
        }
        let readme = SourcePath::new("a/README.md");
        assert_eq!(OutputPath::for_document_by_name(&readme).as_str(), "a/README.html");
    }

    #[test]
    fn what_windows_forbids_is_replaced_and_two_such_names_stay_two() {
        let (colon, question) = (page("a:b.md"), page("a?b.md"));
        assert!(colon.starts_with("a-b~") && colon.ends_with(".html"), "{colon}");
        assert_ne!(colon, question);
        assert_ne!(page("a<b.md"), page("a-b.md"));
        assert!(!page("tab\there \\ <>:\"|?*.md").contains(is_forbidden));
    }

    #[test]
    fn reserved_names_are_changed_with_whatever_extension() {
        for name in ["CON.md", "con.md", "nul", "Com1.tar.gz", "LPT².md", "aux .txt", "conin$.md"] {
            let safe = path(name);
            assert!(!is_reserved_on_windows(safe.as_str()), "{safe}");
            assert!(safe.as_str().contains('~'), "{safe}");
        }
        for name in ["console.md", "com.md", "com10.md", "my con.md", "nul-object.md"] {
            assert_eq!(path(name).as_str(), name);
        }
    }

    #[test]
    fn trailing_dots_and_spaces_are_taken_off() {
        let safe = path("plan . /etc./x.md");
        assert!(safe.as_str().split('/').all(|part| !part.ends_with(['.', ' '])), "{safe}");
        assert_eq!(path(" a.md").as_str(), " a.md", "a space in front is fine everywhere");
    }

    #[test]
    fn over_long_names_are_cut_and_told_apart() {
        let (one, two) = ("ü".repeat(125) + "1", "ü".repeat(125) + "2");
        let (one, two) = (page(&format!("{one}.md")), page(&format!("{two}.md")));
        assert_ne!(one, two);
        assert!(one.len() <= LONGEST_NAME && one.ends_with(".html"), "{one}");
        assert!(path(&"x.".repeat(400)).as_str().len() <= LONGEST_NAME);
        assert!(path(&("a.".to_owned() + &"x".repeat(400))).as_str().len() <= LONGEST_NAME);
    }

    #[test]
    fn a_page_and_the_copy_of_its_markdown_keep_one_stem() {
        let (page, copy) = (page("x/a:b.md"), OutputPath::for_file(&SourcePath::new("x/a:b.md")));
        assert_eq!(page.strip_suffix(".html"), copy.as_str().strip_suffix(".md"));
    }

    #[test]
    fn no_text_makes_a_path_out_of_the_site() {
        assert_eq!(path("/etc/../../passwd").as_str(), "etc/passwd");
        assert_eq!(path("./a//b/.").as_str(), "a/b");
        assert_eq!(path("").as_str(), "_");
        assert_eq!(path("../..").as_str(), "_");
        assert!(!path("C:\\x").as_str().contains([':', '\\']));
    }

    #[test]
    fn archsites_own_names_are_never_the_name_of_a_file_of_the_site() {
        assert_ne!(path(".archsite").as_str(), MANIFEST);
        assert_ne!(path(".ArchSite").folded(), MANIFEST);
        assert!(!path(".archsite-new/x").as_str().starts_with(".archsite-new/"));
        assert_eq!(path("a/.archsite").as_str(), "a/.archsite");
    }

    #[test]
    fn what_is_safe_is_taken_as_it_is_and_the_rest_is_not() {
        for text in ["a/b.html", ".nojekyll", "Größe.html", "100% #1?".trim_end_matches('?')] {
            assert_eq!(OutputPath::exactly(text).map(|path| path.as_str().to_owned()).as_deref(), Some(text));
        }
        for text in ["", "/a", "a//b", "../a", "a/../b", "a/.", "C:/a", "a\\b", "CON", "a\nb", ".archsite"] {
            assert_eq!(OutputPath::exactly(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_safe_path_is_made_safe_to_itself() {
        for text in [
            "a:b.md",
            "CON",
            "con.tar.gz",
            "x. . .",
            &"é".repeat(300),
            ".archsite",
            "aux:.md",
            "...",
            " ",
            &("com1.".to_owned() + &"x".repeat(90)),
        ] {
            let once = path(text);
            assert_eq!(path(once.as_str()), once, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_makes_a_path_that_every_system_can_write(
            text in r#"([a-z:.~ /?*]|CON|com1|\.\.|\PC|.|README|[a-z.]{90}){0,12}"#
        ) {
            let once = path(&text);
            proptest::prop_assert_eq!(&path(once.as_str()), &once);
            for part in once.as_str().split('/') {
                proptest::prop_assert!(part.len() <= LONGEST_NAME && !part.is_empty());
                proptest::prop_assert!(!part.contains(is_forbidden) && !part.ends_with(['.', ' ']));
                proptest::prop_assert!(!is_reserved_on_windows(part));
            }
        }

        #[test]
        fn a_relative_url_leads_to_its_target(from in "([ab]/){0,3}[ab]", to in "([ab]/){0,3}[ab]") {
            let mut at: Vec<&str> = from.split('/').collect();
            at.pop();
            let url = relative_url(&path(&from), &path(&to));
            for part in url.split('/') {
                if part == ".." { at.pop(); } else { at.push(part); }
            }
            proptest::prop_assert_eq!(at.join("/"), to);
        }
    }

    #[test]
    fn urls_are_relative_and_encoded() {
        let url = |from: &str, to: &str| relative_url(&path(from), &path(to));
        assert_eq!(url("a/b.html", "a/c/d.html"), "c/d.html");
        assert_eq!(url("a/b.html", "a/b.html"), "b.html");
        assert_eq!(url("index.html", "a/b.html"), "a/b.html");
        assert_eq!(url("a/b/c.html", "d.html"), "../../d.html");
        assert_eq!(url("a/b/c.html", "a/bc/d.html"), "../bc/d.html");
        assert_eq!(url("ab/c.html", "a/c.html"), "../a/c.html");
        assert_eq!(url("a.html", "b c/#1 100%/é&'.html"), "b%20c/%231%20100%25/%C3%A9%26%27.html");
        assert_eq!(url("a.html", "(x),y;z=1@2!.html"), "(x),y;z=1@2!.html");
    }

    #[test]
    fn depth_is_counted_in_folders() {
        assert_eq!((path("a.html").depth(), path("a.html").root()), (0, String::new()));
        assert_eq!((path("a/b/c.html").depth(), path("a/b/c.html").root()), (2, "../../".to_owned()));
    }

    #[test]
    fn paths_that_meet_on_some_system_are_found() {
        let paths = ["API.html", "api.html", "x/y.html", "API.html", "ΟΔΟΣ.html", "οδοσ.html", "x"];
        let found = collisions(&paths.map(path));
        let told: Vec<_> = found.iter().map(|found| (found.first, found.second, found.kind)).collect();
        use CollisionKind::*;
        assert_eq!(
            told,
            [(0, 1, SameButForCase), (6, 2, FileAndFolder), (0, 3, Same), (4, 5, SameButForCase)]
        );
        assert_eq!(collisions(&["a/b.html", "A/c.html", "a.html"].map(path)), []);
    }
}
