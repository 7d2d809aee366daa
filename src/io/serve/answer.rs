//! Answers as they go over the wire.
//!
//! In: a status, a media type, bytes. Out: head and body in one piece. Never: a header that lets
//! another site read along, or that lets a browser keep what may be old in a second.

use super::request::{Range, Refusal, Refused};
use std::fmt::Write as _;
use std::io::{self, Write};

/// An answer, ready to be written.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
    has_length: bool,
    is_head: bool,
}

/// What a page says until there is a site. It asks again by itself, without a script.
const WAIT: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>archsite</title>\
    <meta http-equiv=\"refresh\" content=\"1\"><meta name=\"color-scheme\" content=\"light dark\"></head>\
    <body><p>The portal is being built; it comes by itself.</p></body></html>\n";

impl Answer {
    fn new(status: u16) -> Self {
        Self { status, headers: String::new(), body: Vec::new(), has_length: true, is_head: false }
    }

    /// Answers with bytes.
    pub(super) fn of_bytes(status: u16, media: &str, bytes: &[u8]) -> Self {
        Self { body: bytes.to_owned(), ..Self::new(status) }.with("Content-Type", media)
    }

    /// Answers with a status alone.
    pub(super) fn empty(status: u16) -> Self {
        Self { has_length: status != 204, ..Self::new(status) }
    }

    /// Says that there is no site yet.
    pub(super) fn wait() -> Self {
        Self::of_bytes(503, "text/html; charset=utf-8", WAIT.as_bytes()).with("Retry-After", "1")
    }

    /// Says why a request is refused.
    pub(super) fn refusal(refused: &Refused) -> Self {
        let text = format!("{}\n", refused.told());
        let answer = Self::of_bytes(refused.status, "text/plain; charset=utf-8", text.as_bytes());
        if refused.reason == Refusal::Method { answer.with("Allow", "GET, HEAD") } else { answer }
    }

    /// Sends the browser on to an address of the site.
    pub(super) fn see(path: &str, query: Option<&str>) -> Self {
        let path = crate::model::output::percent_encoded(path);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        // What is not plain in it came through the request line, which is one line of ASCII.
        Self::empty(302).with("Location", &format!("{path}{query}"))
    }

    /// The head of a stream of events, which has no length and no end.
    pub(super) fn head_of_events() -> Self {
        Self { has_length: false, ..Self::new(200) }
            .with("Content-Type", "text/event-stream")
            .with("Connection", "close")
    }

    /// Says that there is no such part of a file.
    pub(super) fn unsatisfiable(length: u64) -> Self {
        Self::empty(416).with("Content-Range", &format!("bytes */{length}"))
    }

    /// Answers with bytes that were read for a range.
    pub(super) fn part(media: &str, bytes: Vec<u8>, range: Range, start: u64, length: u64) -> Self {
        let end = start + bytes.len() as u64;
        let answer =
            Self { body: bytes, ..Self::new(200) }.with("Content-Type", media).with("Accept-Ranges", "bytes");
        if range == Range::All || end == start {
            return answer;
        }
        Self { status: 206, ..answer }.with("Content-Range", &format!("bytes {start}-{}/{length}", end - 1))
    }

    /// Leaves the asked part of the body.
    pub(super) fn ranged(self, range: Range) -> Self {
        let length = self.body.len() as u64;
        match range.within(length) {
            None => Self::unsatisfiable(length),
            Some((start, end)) if range != Range::All => {
                let body = self.body[start as usize..end as usize].to_owned();
                Self { status: 206, body, ..self }
                    .with("Accept-Ranges", "bytes")
                    .with("Content-Range", &format!("bytes {start}-{}/{length}", end.max(1) - 1))
            }
            Some(_) => self.with("Accept-Ranges", "bytes"),
        }
    }

    /// Names the turn that a page is of, where its script can read it.
    pub(super) fn with_turn(self, turn: &str) -> Self {
        self.with("Server-Timing", &format!("archsite;desc=\"{turn}\""))
    }

    /// Keeps the length of the body and leaves it out, as HEAD wants it.
    pub(super) fn with_body_if(self, is_wanted: bool) -> Self {
        Self { is_head: !is_wanted, ..self }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        // Writing to a text cannot fail.
        let _ = write!(self.headers, "{name}: {value}\r\n");
        self
    }

    /// Returns how much there is to be written.
    pub(super) fn len(&self) -> usize {
        self.body.len()
    }

    /// Writes head and body in one piece.
    pub(super) fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n{}", self.status, phrase(self.status), self.headers);
        head.push_str("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
        // No other site may take in a page or a script of this one, not even unread.
        head.push_str("Cross-Origin-Resource-Policy: same-origin\r\n");
        if self.has_length {
            let _ = write!(head, "Content-Length: {}\r\n", self.body.len());
        }
        head.push_str("\r\n");
        let mut whole = head.into_bytes();
        if !self.is_head {
            whole.extend_from_slice(&self.body);
        }
        to.write_all(&whole)?;
        to.flush()
    }
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        206 => "Partial Content",
        302 => "Found",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        414 => "URI Too Long",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Unknown",
    }
}
