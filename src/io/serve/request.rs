//! What a request asks for, and whether it may.
//!
//! In: a request as it came. Out: what is asked for, or why it is refused. Never: a path that could
//! mean anything but a name: what is written in two ways, climbs or hides is refused, not mended.

use std::net::IpAddr;
use tiny_http::{Method, Request};

/// The longest address that a page can have is far below this, in bytes.
const LONGEST_TARGET: usize = 2048;
/// How much all headers may hold, in bytes.
const LARGEST_HEADERS: usize = 32 << 10;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) target: Target,
    pub(super) query: Option<String>,
    pub(super) is_head: bool,
    pub(super) range: Range,
}

/// The thing that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the site, decoded, without the first `/`.
    Path(String),
    /// Whether the first build is there.
    Ready,
    /// The stream of turns.
    Events,
    /// The script that reloads.
    Script,
}

/// The part of a file that is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Range {
    /// All of it.
    #[default]
    All,
    /// From a byte on, up to one that belongs to it where there is one.
    From(u64, Option<u64>),
    /// So many bytes at the end.
    Last(u64),
}

/// Why something is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) reason: Refusal,
}

/// What speaks against a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NoPath,
    TooLong,
    NoHost,
    Host(String),
    Origin,
    Method,
    NotThere,
    TooManyStreams,
}

impl Refused {
    pub(super) fn new(status: u16, reason: Refusal) -> Self {
        Self { status, reason }
    }

    /// Refuses a request that carries something, for its method where nothing else speaks against it.
    pub(super) fn method_or(asked: Result<Asked, Self>) -> Self {
        asked.err().unwrap_or_else(|| Self::new(405, Refusal::Method))
    }

    /// Returns what is said to whoever asked.
    pub(super) fn told(&self) -> String {
        match &self.reason {
            Refusal::NoPath => "This is no address of a page.".to_owned(),
            Refusal::TooLong => "This request is too long.".to_owned(),
            Refusal::NoHost => "A request names the host that it is for, once.".to_owned(),
            Refusal::Host(host) => format!(
                "archsite serve does not answer for the host \"{host}\".\n\
                 If that is you, start it with: --allow-host {host}"
            ),
            Refusal::Origin => {
                "archsite serve answers its own pages only, not those of another site.".to_owned()
            }
            Refusal::Method => "archsite serve answers GET and HEAD.".to_owned(),
            Refusal::NotThere => "There is no such page.".to_owned(),
            Refusal::TooManyStreams => "Too many pages listen already.".to_owned(),
        }
    }
}

/// The hosts that a server answers for.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    names: Vec<String>,
    /// Whether any address will do: an attacker's name can be led to this machine, an address cannot
    /// be made to mean another site.
    is_any_address: bool,
}

impl Allowed {
    pub(super) fn new(host: &str, ip: IpAddr, further: &[String]) -> Self {
        let mut names: Vec<String> = further.iter().map(|name| plain(name)).collect();
        names.push(plain(host));
        Self { names, is_any_address: !ip.is_loopback() }
    }

    /// Says whether a `Host` header names a host of ours, whatever the port: it may be forwarded.
    fn allows(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else { return false };
        let name = plain(name);
        if name == "localhost" || name.ends_with(".localhost") || self.names.contains(&name) {
            return true;
        }
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        address.is_ok_and(|address| address.is_loopback() || self.is_any_address)
    }
}

fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// Takes the port off a host; nothing if what follows the host is no port.
fn without_port(host: &str) -> Option<&str> {
    let end_of_name =
        if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, port) = host.split_at(end_of_name);
    let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    (is_port && !name.is_empty()).then_some(name)
}

/// Reads a request.
pub(super) fn read(request: &Request, allowed: &Allowed) -> Result<Asked, Refused> {
    let header = |name: &'static str| {
        let headers = request.headers().iter().filter(move |header| header.field.equiv(name));
        headers.map(|header| header.value.as_str().trim())
    };
    let size: usize = request
        .headers()
        .iter()
        .map(|header| header.field.as_str().as_str().len() + header.value.len())
        .sum();
    if size > LARGEST_HEADERS {
        return Err(Refused::new(431, Refusal::TooLong));
    }
    let mut hosts = header("Host");
    let host = hosts.next().filter(|_| hosts.next().is_none()).ok_or(Refused::new(400, Refusal::NoHost))?;
    if !allowed.allows(host) {
        return Err(Refused::new(403, Refusal::Host(shortened(host))));
    }
    // Browsers say whose page it is that asks; a link on another page may lead here, nothing more.
    let is_own = |origin: &str| origin.eq_ignore_ascii_case(&format!("http://{host}"));
    let is_led_here = header("Sec-Fetch-Mode").any(|mode| mode == "navigate");
    let is_elsewhere = header("Sec-Fetch-Site").any(|site| site == "cross-site" || site == "same-site");
    if header("Origin").any(|origin| !is_own(origin)) || (is_elsewhere && !is_led_here) {
        return Err(Refused::new(403, Refusal::Origin));
    }
    let (target, query) = target(request.url())?;
    let is_head = match request.method() {
        Method::Get => false,
        Method::Head => true,
        _ => return Err(Refused::new(405, Refusal::Method)),
    };
    if is_elsewhere && !matches!(target, Target::Path(_)) {
        return Err(Refused::new(403, Refusal::Origin));
    }
    let range = header("Range").next().and_then(range).unwrap_or_default();
    Ok(Asked { target, query, is_head, range })
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// Reads the target of a request.
fn target(url: &str) -> Result<(Target, Option<String>), Refused> {
    let no_path = || Refused::new(400, Refusal::NoPath);
    if url.len() > LONGEST_TARGET {
        return Err(Refused::new(414, Refusal::TooLong));
    }
    let (path, query) = match url.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (url, None),
    };
    // No page of ours writes a second one, and tricks with them have opened other servers.
    if query.is_some_and(|query| query.contains(['?', '\\']) || query.contains(char::is_control))
        || path.contains('#')
    {
        return Err(no_path());
    }
    let path = decoded(path.strip_prefix('/').ok_or_else(no_path)?).ok_or_else(no_path)?;
    let parts = || path.split('/');
    let last = parts().count() - 1;
    let is_name = |(number, part): (usize, &str)| match part {
        "" => number == last,
        "." | ".." => false,
        part => !part.contains(|c: char| c == '\\' || c.is_control()),
    };
    if !parts().enumerate().all(is_name) {
        return Err(no_path());
    }
    let target = match path.as_str() {
        "-/ready" => Target::Ready,
        "-/events" => Target::Events,
        "-/reload.js" => Target::Script,
        _ => Target::Path(path),
    };
    Ok((target, query.map(str::to_owned)))
}

/// Decodes percent-encoding; nothing if it is none, or no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |digit: Option<&u8>| char::from(*digit?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        // Both are below 16.
        bytes.push((high * 16 + low) as u8);
    }
    String::from_utf8(bytes).ok()
}

/// Reads a `Range` header of one range; any other is as if it were not there (RFC 9110, 14.2).
fn range(header: &str) -> Option<Range> {
    let (start, end) = header.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
    match (start, end) {
        ("", end) => Some(Range::Last(number(end)?)),
        (start, "") => Some(Range::From(number(start)?, None)),
        (start, end) => {
            let (start, end) = (number(start)?, number(end)?);
            (start <= end).then_some(Range::From(start, Some(end)))
        }
    }
}

impl Range {
    /// Returns the bytes that are meant, the end exclusive; nothing if there are none.
    pub(super) fn within(self, length: u64) -> Option<(u64, u64)> {
        match self {
            Self::All => Some((0, length)),
            Self::From(start, end) => {
                let end = end.map_or(length, |end| end.saturating_add(1).min(length));
                (start < end).then_some((start, end))
            }
            Self::Last(0) => None,
            Self::Last(count) => (length > 0).then_some((length.saturating_sub(count), length)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(url: &str) -> Option<String> {
        match target(url) {
            Ok((Target::Path(path), _)) => Some(path),
            Ok(other) => panic!("{other:?}"),
            Err(_) => None,
        }
    }

    #[test]
    fn a_path_is_a_name_or_nothing() {
        assert_eq!(path("/").as_deref(), Some(""));
        assert_eq!(path("/a/").as_deref(), Some("a/"));
        assert_eq!(path("/%C3%9Cberblick.html?x=1").as_deref(), Some("Überblick.html"));
        for url in [
            "",
            "*",
            "http://127.0.0.1/",
            "//etc/passwd",
            "/a//b",
            "/../a",
            "/%2e%2e/",
            "/a/%2E%2e%2fb",
            "/..\\",
            "/%5c",
            "/./a",
            "/%00",
            "/a%0ab",
            "/%",
            "/%2",
            "/%zz",
            "/%ff",
            "/a?raw??",
            "/a#b",
        ] {
            assert_eq!(path(url), None, "{url}");
        }
        assert_eq!(target(&format!("/{}", "a".repeat(3000))).unwrap_err().status, 414);
    }

    #[test]
    fn a_host_is_ours_by_name_or_by_address() {
        let loopback = Allowed::new("127.0.0.1", [127, 0, 0, 1].into(), &["docs.test".to_owned()]);
        for host in
            ["localhost", "LOCALHOST:4000", "portal.localhost:1", "127.0.0.1:9", "[::1]:4000", "docs.test:80"]
        {
            assert!(loopback.allows(host), "{host}");
        }
        for host in [
            "evil.test",
            "localhost.evil.test",
            "127.0.0.1.evil.test",
            "",
            ":4000",
            "localhost:x",
            "[::1",
            "10.0.0.7",
            "evil.test#localhost",
            "user@localhost",
        ] {
            assert!(!loopback.allows(host), "{host}");
        }
        let open = Allowed::new("0.0.0.0", [0, 0, 0, 0].into(), &[]);
        assert!(open.allows("10.0.0.7:4000") && open.allows("[fe80::1]"));
        assert!(!open.allows("evil.test"));
    }

    #[test]
    fn a_range_is_cut_to_what_is_there() {
        let within = |header: &str, length| range(header).unwrap_or_default().within(length);
        assert_eq!(within("bytes=0-99", 1000), Some((0, 100)));
        assert_eq!(within("bytes=900-", 1000), Some((900, 1000)));
        assert_eq!(within("bytes=-10", 1000), Some((990, 1000)));
        assert_eq!(within("bytes=-5000", 1000), Some((0, 1000)));
        assert_eq!(within("bytes=990-5000", 1000), Some((990, 1000)));
        assert_eq!(within("bytes=1000-", 1000), None);
        assert_eq!(within("bytes=-0", 1000), None);
        for all in ["bytes=5-1", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=+1-2"] {
            assert_eq!(within(all, 1000), Some((0, 1000)), "{all}");
        }
    }
}
