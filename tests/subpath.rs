//! A portal below a path of a host, as GitHub Pages shows the portal of a project: nobody tells it where it
//! is, and every link of every page leads somewhere.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[path = "support/html.rs"]
#[allow(dead_code, unreachable_pub, reason = "each test program uses a part of it")]
mod html;
#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use tiny_http::{Response, Server};

/// Where the project's pages stand: nothing else of the host belongs to the portal.
const BASE: &str = "/repo/";

/// A host that has the files of a folder below [`BASE`], and its 404 page for everything else.
struct Pages {
    server: Arc<Server>,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Pages {
    fn of(site: PathBuf) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let address = server.server_addr().to_ip().unwrap();
        let thread = thread::spawn({
            let server = Arc::clone(&server);
            move || serve(&server, &site)
        });
        Self { server, address, thread: Some(thread) }
    }

    /// Asks for a path of the host, and returns the status and what came.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: pages.test\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.server.unblock();
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(server: &Server, site: &Path) {
    while let Ok(request) = server.recv() {
        let path = request.url().split('?').next().unwrap_or_default().to_owned();
        let file = path.strip_prefix(BASE).map(|path| {
            let path = decoded(path);
            assert!(!path.split('/').any(|part| part == ".."), "{path}");
            let file = site.join(path);
            if file.is_dir() { file.join("index.html") } else { file }
        });
        let found = file.and_then(|file| std::fs::read(file).ok());
        let status = if found.is_some() { 200 } else { 404 };
        let bytes = found.unwrap_or_else(|| std::fs::read(site.join("404.html")).unwrap());
        let _ = request.respond(Response::from_data(bytes).with_status_code(status));
    }
}

/// Decodes `%20` and its like.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair =
            after.get(..2).and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        match pair.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Returns the path that a browser goes to from a page, and the anchor; nothing where it leaves the host.
fn followed(page: &str, target: &str) -> Option<(String, Option<String>)> {
    let target = target.trim();
    let has_scheme = target.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if has_scheme || target.starts_with("//") {
        return None;
    }
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor))),
        None => (target, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    let mut parts: Vec<&str> = match path {
        path if path.starts_with('/') => Vec::new(),
        "" => return Some((page.to_owned(), anchor)),
        _ => page.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').skip(1).collect(),
    };
    let end = if path.ends_with('/') || path.ends_with("..") || path == "." { "/" } else { "" };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            // Above the top of a host there is nothing: browsers stay there.
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some((format!("/{}{end}", parts.join("/")), anchor))
}

/// A page as it was served: where it leads, and which anchors it has.
struct Served {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

fn read(html: &str) -> Served {
    let tags = html::tags(html);
    let mut links = Vec::new();
    let mut anchors = BTreeSet::new();
    for tag in &tags {
        anchors.extend(tag.attribute("id").map(str::to_owned));
        anchors.extend(tag.attribute("name").filter(|_| tag.name == "a").map(str::to_owned));
        if tag.attribute("rel").is_some_and(|rel| rel == "canonical") {
            continue;
        }
        links.extend(["href", "src"].iter().filter_map(|it| tag.attribute(it)).map(str::to_owned));
        let refresh = tag.attribute("http-equiv").filter(|it| it.eq_ignore_ascii_case("refresh"));
        let content = refresh.and_then(|_| tag.attribute("content"));
        links.extend(content.and_then(|it| it.split_once("url=")).map(|(_, target)| target.to_owned()));
    }
    Served { links, anchors }
}

/// What a crawl came to.
#[derive(Debug, Default)]
struct Crawl {
    pages: usize,
    links: usize,
    faults: Vec<String>,
}

/// Opens every page of a site at the host and follows each of its links.
fn crawl(pages: &Pages, site: &BTreeMap<String, Vec<u8>>) -> Crawl {
    let mut crawl = Crawl::default();
    let mut served: BTreeMap<String, (u16, Served)> = BTreeMap::new();
    let is_page = |path: &&String| path.ends_with(".html");
    // The page for what is not there is shown at any address; it has a test of its own.
    for path in site.keys().filter(is_page).filter(|path| *path != "404.html") {
        let encoded: String = path
            .bytes()
            .map(|byte| match byte {
                b'/' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect();
        let page = format!("{BASE}{encoded}");
        let (status, text) = pages.get(&page);
        assert_eq!(status, 200, "{page}");
        let own = read(&text);
        crawl.pages += 1;
        for target in &own.links {
            let Some((path, anchor)) = followed(&page, target) else { continue };
            crawl.links += 1;
            if !path.starts_with(BASE) {
                crawl.faults.push(format!("{page}: {target} leaves the portal"));
                continue;
            }
            let (status, there) = served.entry(path.clone()).or_insert_with(|| {
                let (status, text) = pages.get(&path);
                (status, read(&text))
            });
            if *status != 200 {
                crawl.faults.push(format!("{page}: {target} is answered with {status}"));
            } else if let Some(anchor) = anchor.filter(|it| !it.is_empty() && it != "top")
                && (path.ends_with(".html") || path.ends_with('/'))
                && !there.anchors.contains(&anchor)
            {
                crawl.faults.push(format!("{page}: {target} names no anchor of that page"));
            }
        }
    }
    crawl
}

/// Crawls a folder, built without a word on where it will stand.
fn crawled(place: &Place, folder: &str) -> Crawl {
    let built = place.run(&["build", folder, "--output", "site", "--today", "2026-11-22"]);
    assert_eq!(built.code, Some(0), "{built:?}");
    crawl(&Pages::of(place.path("site")), &place.site())
}

#[test]
fn every_link_of_every_page_of_the_example_leads_somewhere_below_a_sub_path() {
    let place = Place::with::<&str>(&[]);
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    let crawl = crawled(&place, example.to_str().unwrap());
    assert!(crawl.faults.is_empty(), "{:#?}", crawl.faults);
    assert!(crawl.pages > 20 && crawl.links > 500, "{} pages, {} links", crawl.pages, crawl.links);
}

#[test]
fn odd_names_deep_folders_and_redirects_work_below_a_sub_path() {
    let place = Place::with(&[
        ("docs/README.md", "# Front\n\n[deep](a/b/c/deep.md#über-uns) [space](a%20b/c%20%23d.md)\n"),
        (
            "docs/a/b/c/deep.md",
            "# Deep\n\n## Über uns\n\n[up](../../../README.md) [plan](../plan.png) ![plan](/a/b/plan.png)\n",
        ),
        (
            "docs/a b/c #d.md",
            "---\naliases: [old/place.html]\n---\n# Odd\n\n[deep](../a/b/c/deep.md) [top](#odd)\n",
        ),
        ("docs/a/b/plan.png", "x"),
    ]);
    let crawl = crawled(&place, "docs");
    assert!(crawl.faults.is_empty(), "{:#?}", crawl.faults);
    assert!(place.has("site/old/place.html"));
}

#[test]
fn the_crawl_finds_what_would_work_at_the_top_of_a_host_alone() {
    let place =
        Place::with(&[("docs/README.md", "# Front\n"), ("docs/a/b.md", "# B\n\n[front](../README.md)\n")]);
    place.build();
    let page = place.read("site/a/b.html");
    for (broken, fault) in [
        ("href=\"/index.html\"", "leaves the portal"),
        ("href=\"../../index.html\"", "leaves the portal"),
        ("href=\"../gone.html\"", "is answered with 404"),
        ("href=\"../index.html#gone\"", "names no anchor"),
    ] {
        place.put("site/a/b.html", page.replace("</article>", &format!("<a {broken}>x</a></article>")));
        let crawl = crawl(&Pages::of(place.path("site")), &place.site());
        assert!(crawl.faults.len() == 1 && crawl.faults[0].contains(fault), "{broken}: {crawl:?}");
    }
}

#[test]
fn the_page_for_what_is_not_there_leads_on_from_any_depth_where_the_address_is_known() {
    let place =
        Place::with(&[("docs/README.md", "# Front\n"), ("docs/a/b.md", "# B\n\n[front](../README.md)\n")]);
    place.build_with(&["--base-url", "https://pages.test/repo/"]);
    let pages = Pages::of(place.path("site"));
    let (status, text) = pages.get("/repo/no/such/page.html");
    assert_eq!(status, 404);
    let links = read(&text).links;
    let own: Vec<&str> = links.iter().filter_map(|it| it.strip_prefix("https://pages.test")).collect();
    assert!(own.len() > 3, "{links:?}");
    for path in own {
        let path = path.split('#').next().unwrap_or(path);
        assert_eq!(pages.get(path).0, 200, "{path}");
    }
}
