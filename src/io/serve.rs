//! The server of `archsite serve`: the site in memory, for the browsers of one person.
//!
//! In: what a turn made, as often as there is a new one. Out: answers to requests, and word of each
//! turn to the pages that are open. Never: answers with anything but the files of the site, by their
//! names in it and not by a path on disk; answers a page of another site, or one that was led here
//! under another name; lets a slow reader hold up the others.

mod answer;
mod browser;
mod events;
mod knock;
mod media;
mod request;

pub use browser::open as open_browser;

use crate::diagnostic::overlay::Overlay;
use crate::model::output::{Content, Output, OutputPath};
use crate::model::shared::differences;
use answer::Answer;
use events::{Event, Events};
use knock::Knocker;
use request::{Asked, Refusal, Refused, Target};
use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;
use tiny_http::Request;

/// How many ports are tried from the wanted one on.
const PORTS: u16 = 100;
/// How many requests are answered at a time, those aside that take long.
const WORKERS: usize = 4;
/// What fits into the buffers of a connection, so that writing it waits for nobody.
const SMALL: usize = 64 << 10;

/// Where a server listens and to whom.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// The address or name to listen on.
    pub host: String,
    /// The port; 0 for any. If it is taken, the next free one is used.
    pub port: u16,
    /// Names besides those of this machine's loopback under which the site may be asked for.
    pub allowed_hosts: Vec<String>,
}

/// Why a server does not listen.
#[derive(Debug)]
pub struct ServeError {
    /// Where it was to listen.
    pub host: String,
    /// The first port that was tried.
    pub port: u16,
    /// The reason.
    pub error: io::Error,
}

impl fmt::Display for ServeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, error } = self;
        write!(formatter, "cannot listen on {host}, port {port}: {}", super::reason(error))
    }
}

impl std::error::Error for ServeError {}

/// What a turn made, as it is served.
#[derive(Debug, Default)]
pub struct Shown {
    /// The files of the site.
    pub output: Output,
    /// Where files come from that are carried along.
    pub source: PathBuf,
    /// Whether links may lead out of there.
    pub follow_links: bool,
}

/// A server that listens; dropping it does not end it.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// What the threads of a server share.
struct Shared {
    showing: Mutex<Showing>,
    events: Events,
    allowed: request::Allowed,
}

/// What is shown, and to whom it matters.
#[derive(Default)]
struct Showing {
    /// Nothing before the first site.
    shown: Option<Arc<Shown>>,
    /// The files that somebody asked for: of what nobody has, nobody needs to be told that it is another.
    asked: HashSet<OutputPath>,
}

impl Server {
    /// Begins to listen. Until the first [`Server::publish`] every page is one that says to wait.
    ///
    /// # Errors
    ///
    /// If the address is none of this machine, or none of a hundred ports is free.
    pub fn start(options: &ServerOptions) -> Result<Self, ServeError> {
        let failed = |error| ServeError { host: options.host.clone(), port: options.port, error };
        let (server, address) = listen(options).map_err(failed)?;
        let shared = Arc::new(Shared {
            showing: Mutex::default(),
            events: Events::new(instance(address)),
            allowed: request::Allowed::new(&options.host, address.ip(), &options.allowed_hosts),
        });
        let server = Arc::new(server);
        let knocker = Arc::new(Knocker::at(reached_from_here(address)));
        for _ in 0..WORKERS {
            let (server, shared, knocker) = (Arc::clone(&server), Arc::clone(&shared), Arc::clone(&knocker));
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    knocker.somebody_asked();
                    handle(request, &shared);
                }
            });
        }
        Ok(Self { address, shared })
    }

    /// Returns the port that the server listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns the address to open in a browser.
    pub fn address(&self) -> String {
        format!("http://{}/", reached_from_here(self.address))
    }

    /// Says whether others than this machine can reach the server.
    pub fn is_open_to_others(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// Shows a new site in place of the old one, and tells the open pages what is different.
    ///
    /// `carried` are the files whose bytes changed and that the site has by name only. Returns the old site:
    /// to let go of a large one takes long, and nobody should have to wait for that.
    pub fn publish(
        &self,
        shown: Shown,
        carried: &BTreeSet<OutputPath>,
        overlay: Overlay,
    ) -> Option<Arc<Shown>> {
        let shown = Arc::new(shown);
        let (turn, old) = {
            let mut showing = lock(&self.shared.showing);
            (self.shared.events.begin_turn(), showing.shown.replace(Arc::clone(&shown)))
        };
        let was_asked = |path: &OutputPath| lock(&self.shared.showing).asked.contains(path);
        let changed = old.as_ref().and_then(|old| changed(&old.output, &shown.output, carried, &was_asked));
        self.shared.events.tell(Event { turn, changed, overlay });
        old
    }

    /// Leaves the site as it is, and tells the open pages why there is no newer one.
    pub fn tell(&self, overlay: Overlay) {
        let turn = self.shared.events.begin_turn();
        self.shared.events.tell(Event { turn, changed: Some(Vec::new()), overlay });
    }
}

/// Returns the address under which this machine itself reaches a listener.
fn reached_from_here(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Nothing panics while it holds one of these locks; if something did, what they guard is still whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listen(options: &ServerOptions) -> io::Result<(tiny_http::Server, SocketAddr)> {
    let ip = (options.host.as_str(), options.port).to_socket_addrs()?.next();
    let ip = ip.ok_or_else(|| io::Error::other("this name has no address"))?.ip();
    let mut port = options.port;
    loop {
        let listened = std::net::TcpListener::bind((ip, port)).and_then(|listener| {
            let address = listener.local_addr()?;
            let server = tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?;
            Ok((server, address))
        });
        match listened {
            Err(error)
                if error.kind() == ErrorKind::AddrInUse && port != 0 && port - options.port < PORTS =>
            {
                port = port.checked_add(1).ok_or(error)?;
            }
            other => return other,
        }
    }
}

/// Tells one run of the program from another, so that a page knows that it missed something.
fn instance(address: SocketAddr) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{:x}-{:x}-{:x}", std::process::id(), now.as_nanos(), address.port())
}

/// More changed files than this are said to be all: pages then look for themselves.
const MOST_NAMED: usize = 200;

/// Returns the files that differ between two sites; nothing if they are too many to name. A large file that is
/// made on demand is compared by what it is made of, which says sooner than its text that it is another: it is
/// named where somebody asked for it.
fn changed(
    old: &Output,
    new: &Output,
    carried: &BTreeSet<OutputPath>,
    was_asked: &dyn Fn(&OutputPath) -> bool,
) -> Option<Vec<String>> {
    let mut changed = Vec::new();
    for (path, before, now) in differences(&old.files, &new.files) {
        let matters = |now: &Content| match now {
            Content::OnDemand(file) => file.is_of_parts() || was_asked(path),
            _ => true,
        };
        let is_same = before.zip(now).is_some_and(|(before, now)| !matters(now) || before.is_same(now));
        if is_same {
            continue;
        }
        if changed.len() == MOST_NAMED {
            return None;
        }
        changed.push(path);
    }
    // What is carried along has the same name in both, and other bytes.
    changed
        .extend(carried.iter().filter(|path| old.files.contains_key(*path) && new.files.contains_key(*path)));
    changed.sort_unstable();
    changed.dedup();
    (changed.len() <= MOST_NAMED).then(|| changed.into_iter().map(OutputPath::url_encoded).collect())
}

/// Answers one request; what may take long goes on in a thread of its own.
fn handle(request: Request, shared: &Arc<Shared>) {
    let asked = request::read(&request, &shared.allowed);
    if request.body_length().unwrap_or(0) > 0 {
        // What is not asked for must be read all the same before the next request, at the sender's pace.
        let refused = Answer::refusal(&Refused::method_or(asked));
        thread::spawn(move || send(request, refused));
        return;
    }
    let answer = match asked {
        Err(refused) => Answer::refusal(&refused),
        Ok(asked) => match asked.target {
            Target::Events => {
                stream(request, &asked, shared);
                return;
            }
            Target::Ready => {
                let is_ready = lock(&shared.showing).shown.is_some();
                Answer::empty(if is_ready { 204 } else { 503 })
            }
            Target::Script => Answer::of_bytes(200, "text/javascript; charset=utf-8", RELOAD.as_bytes()),
            Target::Path(ref path) => page(path, &asked, shared),
        }
        .with_body_if(!asked.is_head),
    };
    if answer.len() <= SMALL {
        send(request, answer);
    } else {
        thread::spawn(move || send(request, answer));
    }
}

const RELOAD: &str = include_str!("serve/reload.js");

/// The element by which a served page differs from the built one.
const SCRIPT: &str = "<script src=\"/-/reload.js\" defer></script>";

/// Writes an answer in one piece: in two, the second would wait for word of the first.
fn send(request: Request, answer: Answer) {
    let mut writer = request.into_writer();
    // Who has gone away misses nothing.
    let _ = answer.write(&mut writer);
}

/// Goes on to tell one client about turns until it goes away.
fn stream(request: Request, asked: &Asked, shared: &Arc<Shared>) {
    if asked.is_head {
        return send(request, Answer::head_of_events());
    }
    let Some(listener) = shared.events.listen() else {
        return send(request, Answer::refusal(&Refused::new(503, Refusal::TooManyStreams)));
    };
    thread::spawn(move || {
        let mut writer = request.into_writer();
        let _ = Answer::head_of_events().write(&mut writer).and_then(|()| listener.run(&mut writer));
    });
}

/// Answers with a file of the site.
fn page(path: &str, asked: &Asked, shared: &Shared) -> Answer {
    let named =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let named = OutputPath::exactly(&named);
    // What is shown is taken once: a turn in between changes both the page and its number, or neither. Who
    // gets the old page is noted before a new one is shown, and so is told of that.
    let (shown, turn) = {
        let mut showing = lock(&shared.showing);
        let Some(shown) = showing.shown.clone() else { return Answer::wait() };
        let asked = named.as_ref().and_then(|path| shown.output.files.get_key_value(path));
        showing.asked.extend(asked.map(|(path, _)| path.clone()));
        (shown, shared.events.turn())
    };
    let find = |path: &OutputPath| shown.output.files.get_key_value(path);
    let answer = match named.as_ref().and_then(find) {
        Some((path, content)) => {
            let media = media::type_of(path);
            match content {
                Content::Text(html) if path.extension() == "html" => of_page(media, html),
                Content::OnDemand(file) if path.extension() == "html" => of_page(media, &file.text()),
                Content::Text(text) => Answer::of_bytes(200, media, text.as_bytes()).ranged(asked.range),
                Content::OnDemand(file) => {
                    Answer::of_bytes(200, media, file.text().as_bytes()).ranged(asked.range)
                }
                Content::Bytes(bytes) => Answer::of_bytes(200, media, bytes).ranged(asked.range),
                Content::Copy(file) => {
                    carried(&shown, file.as_str(), media, asked.range).unwrap_or_else(|| missing(&shown, ""))
                }
            }
        }
        None if OutputPath::exactly(&format!("{path}/index.html")).as_ref().and_then(find).is_some() => {
            Answer::see(&format!("/{path}/"), asked.query.as_deref())
        }
        None => missing(&shown, path),
    };
    answer.with_turn(&turn)
}

fn of_page(media: &'static str, html: &str) -> Answer {
    Answer::of_bytes(200, media, with_script(html).as_bytes())
}

fn with_script(html: &str) -> String {
    match html.find("</head>") {
        Some(end) => format!("{}{SCRIPT}{}", &html[..end], &html[end..]),
        None => html.to_owned(),
    }
}

/// Answers with the portal's page for what is not there.
fn missing(shown: &Shown, path: &str) -> Answer {
    match shown.output.files.get(&OutputPath::safe("404.html")).and_then(Content::text) {
        Some(html) if path.contains('/') => {
            Answer::of_bytes(404, "text/html; charset=utf-8", with_script(&rooted(&html)).as_bytes())
        }
        Some(html) => Answer::of_bytes(404, "text/html; charset=utf-8", with_script(&html).as_bytes()),
        _ => Answer::refusal(&Refused::new(404, Refusal::NotThere)),
    }
}

/// Makes the links of the page for what is not there absolute: it is shown at any depth, and without
/// a base URL a build cannot know where the root is. The server does.
fn rooted(html: &str) -> String {
    let mut rooted = html.replace("data-root=\"\"", "data-root=\"/\"");
    for attribute in [" href=\"", " src=\"", " data-navigation=\""] {
        let mut parts = rooted.split(attribute);
        let mut with_root = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let value = part.split('"').next().unwrap_or_default();
            let is_relative = !value.contains(':') && !value.starts_with(['#', '/']);
            with_root.push_str(attribute);
            with_root.push_str(if is_relative { "/" } else { "" });
            with_root.push_str(part);
        }
        rooted = with_root;
    }
    rooted
}

/// Answers with a file that is carried along, the asked part of it alone.
fn carried(shown: &Shown, file: &str, media: &'static str, range: request::Range) -> Option<Answer> {
    let path = within(&shown.source, file, shown.follow_links)?;
    let mut file = fs::File::open(path).ok()?;
    let metadata = file.metadata().ok()?;
    if !metadata.is_file() {
        return None;
    }
    let length = metadata.len();
    let Some((start, end)) = range.within(length) else {
        return Some(Answer::unsatisfiable(length));
    };
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut bytes = Vec::new();
    file.take(end - start).read_to_end(&mut bytes).ok()?;
    Some(Answer::part(media, bytes, range, start, length))
}

/// Returns where a file of the source folder is, if it is in there and no link leads out of it.
fn within(source: &Path, file: &str, follow_links: bool) -> Option<PathBuf> {
    let root = source.canonicalize().ok()?;
    let real = root.join(file).canonicalize().ok()?;
    (follow_links || real.starts_with(&root)).then_some(real)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fingerprint::Fingerprint;
    use crate::model::output::OnDemand;

    fn output(files: &[(&str, &str)]) -> Output {
        let files = files.iter().map(|(path, text)| (OutputPath::safe(path), Content::Text((*text).into())));
        Output { files: files.collect() }
    }

    #[test]
    fn what_is_new_different_or_gone_is_named_and_so_is_what_was_carried_anew() {
        let old = output(&[("a.html", "1"), ("b.html", "1"), ("d é.html", "1"), ("e.png", "1")]);
        let new = output(&[("a.html", "1"), ("b.html", "2"), ("c.html", "1"), ("e.png", "1")]);
        let carried = BTreeSet::from([OutputPath::safe("e.png")]);
        let named = changed(&old, &new, &carried, &|_| false).unwrap();
        assert_eq!(named, ["b.html", "c.html", "d%20%C3%A9.html", "e.png"]);
        assert_eq!(changed(&old, &old, &BTreeSet::new(), &|_| false).unwrap(), [""; 0]);
    }

    #[test]
    fn too_many_changes_to_name_are_all() {
        let names: Vec<String> = (0..=MOST_NAMED).map(|number| format!("{number}.html")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
        assert_eq!(changed(&Output::default(), &output(&files), &BTreeSet::new(), &|_| false), None);
    }

    #[test]
    fn of_what_is_made_on_demand_only_what_was_asked_for_is_told_and_only_if_it_is_made_of_something_else() {
        let made_of = |key: &[u8]| {
            let file = OnDemand::new(Some(Fingerprint::of(key)), || unreachable!("nobody asks for the text"));
            Content::OnDemand(Arc::new(file))
        };
        let site = |one: &[u8]| {
            let files =
                [("asked.html", made_of(one)), ("not.html", made_of(one)), ("same.html", made_of(b"0"))];
            let files = files.into_iter().map(|(path, content)| (OutputPath::safe(path), content));
            Output { files: files.collect() }
        };
        let was_asked = |path: &OutputPath| path.as_str() != "not.html";
        let changed = changed(&site(b"1"), &site(b"2"), &BTreeSet::new(), &was_asked);
        assert_eq!(changed.unwrap(), ["asked.html"]);
    }

    #[test]
    fn relative_links_are_from_the_root_and_others_stay() {
        let html = "<html data-root=\"\"><a href=\"a.html\"> <a href=\"#b\"> <a href=\"https://x.test/\"> <img src=\"p.png\">";
        assert_eq!(
            rooted(html),
            "<html data-root=\"/\"><a href=\"/a.html\"> <a href=\"#b\"> <a href=\"https://x.test/\"> <img src=\"/p.png\">"
        );
    }
}
