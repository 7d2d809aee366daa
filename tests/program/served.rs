//! A portal that is served, as browsers and strangers meet it: over real sockets.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test stands outside: it opens sockets, ends the program and may panic"
)]

use super::Place;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Longer than anything takes here, on any machine: what is not done by then hangs.
pub(crate) const HANGS: Duration = Duration::from_secs(60);

/// A running `archsite serve docs`; it ends with this.
pub(crate) struct Served {
    child: Child,
    /// The first line on stdout.
    pub(crate) address: String,
    errors: Arc<Mutex<String>>,
}

impl Served {
    /// Starts the server on any free port and waits until the portal is there.
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_with(place, &["--port", "0"])
    }

    /// Starts the server with these arguments and waits until the portal is there.
    pub(crate) fn start_with(place: &Place, arguments: &[&str]) -> Self {
        let mut command = place.command(&[&["serve", "docs"], arguments].concat());
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let errors = Arc::new(Mutex::new(String::new()));
        let (mut stderr, heard) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&errors));
        std::thread::spawn(move || {
            let mut line = String::new();
            while stderr.read_line(&mut line).is_ok_and(|length| length > 0) {
                heard.lock().unwrap().push_str(&std::mem::take(&mut line));
            }
        });
        let served = Self { child, address: address.trim_end().to_owned(), errors };
        served.eventually("the first build is there", || served.get("/-/ready").status == 204);
        served
    }

    /// Returns `host:port`.
    pub(crate) fn host(&self) -> &str {
        self.address.trim_start_matches("http://").trim_end_matches('/')
    }

    /// Returns what was said on stderr so far.
    pub(crate) fn errors(&self) -> String {
        self.errors.lock().unwrap().clone()
    }

    /// Asks for something as a browser that was given the address does.
    pub(crate) fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &[])
    }

    /// Asks with further headers.
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Reply {
        let host = format!("Host: {}", self.host());
        self.say(&request(&format!("{method} {target} HTTP/1.1"), &[&[host.as_str()], headers].concat()))
    }

    /// Sends bytes as they are, and reads what comes back until the server closes.
    pub(crate) fn say(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        // A server that hangs up on nonsense may do so before it was read to its end.
        let _ = stream.read_to_end(&mut answer);
        Reply::read(&answer)
    }

    /// Opens a connection.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).unwrap();
        stream.set_read_timeout(Some(HANGS)).unwrap();
        stream
    }

    /// Listens to the stream of turns; the event that comes at once is heard already.
    pub(crate) fn listen(&self) -> Listener {
        let mut stream = self.connect();
        let host = format!("Host: {}\r\n\r\n", self.host());
        stream.write_all(format!("GET /-/events HTTP/1.1\r\n{host}").as_bytes()).unwrap();
        let mut listener = Listener(BufReader::new(stream));
        listener.next();
        listener
    }

    /// Waits until something is so.
    #[track_caller]
    pub(crate) fn eventually(&self, what: &str, is_so: impl Fn() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < HANGS, "not within {HANGS:?}: {what}\n{}", self.errors());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a page shows some words.
    #[track_caller]
    pub(crate) fn shows(&self, target: &str, words: &str) {
        self.eventually(&format!("{target} shows {words:?}"), || self.get(target).text().contains(words));
    }

    /// The program's number in the system.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the program, which something else has caused.
    pub(crate) fn wait(mut self) -> std::process::ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < HANGS, "it goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes a request that closes the connection behind it.
pub(crate) fn request(line: &str, headers: &[&str]) -> Vec<u8> {
    let mut text = format!("{line}\r\n");
    for header in headers {
        text.push_str(&format!("{header}\r\n"));
    }
    text.push_str("Connection: close\r\n\r\n");
    text.into_bytes()
}

/// The turns of a server, as an open page hears of them.
pub(crate) struct Listener(BufReader<TcpStream>);

impl Listener {
    /// Waits for the next event and returns it.
    pub(crate) fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            let length = self.0.read_line(&mut line).expect("an event within the time");
            assert!(length > 0, "the stream ended");
            if let Some(event) = line.strip_prefix("data: ") {
                return serde_json::from_str(event).unwrap();
            }
        }
    }

    /// Waits until nothing was told for some time, and returns how many events came before.
    pub(crate) fn count_until_quiet(&mut self, quiet: Duration) -> usize {
        self.0.get_ref().set_read_timeout(Some(quiet)).unwrap();
        let mut count = 0;
        let mut line = String::new();
        while self.0.read_line(&mut line).is_ok() {
            count += usize::from(line.starts_with("data: "));
            line.clear();
        }
        count
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status; 0 if there was no answer.
    pub(crate) status: u16,
    head: String,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Reply {
    fn read(answer: &[u8]) -> Self {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        let head = String::from_utf8(answer[..end].to_owned()).unwrap();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head, body: answer[end..].to_owned() }
    }

    /// Returns a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        headers.find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Returns the names of all headers in lower case.
    pub(crate) fn header_names(&self) -> Vec<String> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.map(|(name, _)| name.to_ascii_lowercase()).collect()
    }

    /// Returns the body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
