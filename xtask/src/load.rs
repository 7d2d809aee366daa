//! `cargo xtask load`: many requests to `archsite serve` while many pages are open.
//!
//! In: a number of requests and of reload streams. Out: how many were answered, how quickly, and that
//! an edit then reached every stream; an error if one request failed. The portal is a copy of the
//! example site. Never: a connection to another machine.

use crate::arguments::Arguments;
use crate::process::{archsite, root, target};
use crate::table::median;
use crate::{Error, Result};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many connections ask at a time, each for one thing after the other.
const CONNECTIONS: usize = 8;
/// What is not answered by then never will be.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs the command.
pub fn run(mut arguments: Arguments) -> Result {
    let requests = arguments.number("--requests", 10_000)?;
    let streams = arguments.number("--streams", 50)?;
    let binary = arguments.value("--binary")?.map(PathBuf::from);
    arguments.finish()?;
    let portal = target().join("xtask").join("load");
    let _ = fs::remove_dir_all(&portal);
    copy(&root().join("example-site"), &portal)?;
    let server = Server::start(&binary.map_or_else(archsite, Ok)?, &portal)?;
    let pages = server.pages()?;
    let mut listening = (0..streams).map(|_| server.listen()).collect::<Result<Vec<_>>>()?;

    let began = Instant::now();
    let times = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|worker| {
                let (server, pages) = (&server, &pages);
                let own = (0..requests).skip(worker).step_by(CONNECTIONS);
                scope.spawn(move || {
                    let mut connection = Connection::open(&server.host)?;
                    own.map(|number| connection.get(&pages[number % pages.len()]))
                        .collect::<Result<Vec<f64>>>()
                })
            })
            .collect();
        let joined =
            workers.into_iter().map(|worker| worker.join().map_err(|_| Error::from("a worker failed"))?);
        joined.collect::<Result<Vec<_>>>()
    })?
    .concat();
    let took = began.elapsed().as_secs_f64();
    println!(
        "{} requests in {took:.2} s with {streams} reload streams open, none failed: median {:.2} ms, slowest {:.1} ms",
        times.len(),
        1e3 * median(&times),
        1e3 * times.iter().copied().fold(0.0, f64::max),
    );
    let edited = first_document(&portal.join("docs"))?;
    let text = fs::read_to_string(&edited)?;
    fs::write(&edited, format!("{text}\nOne more line.\n"))?;
    for stream in &mut listening {
        stream.next_event()?;
    }
    println!("an edit reached all {streams} streams");
    Ok(())
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?
        } else {
            fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

fn first_document(folder: &Path) -> Result<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                return Ok(path);
            }
        }
    }
    Err("the example site has no document".into())
}

/// A running `archsite serve`; it ends with this.
struct Server {
    child: Child,
    host: String,
}

impl Server {
    fn start(binary: &Path, portal: &Path) -> Result<Self> {
        let mut command = Command::new(binary);
        command.arg("serve").arg(portal).args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let mut address = String::new();
        let stdout = child.stdout.take().ok_or("no stdout")?;
        // From here on whatever fails ends the child.
        let mut server = Self { child, host: String::new() };
        BufReader::new(stdout).read_line(&mut address)?;
        server.host = address.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let began = Instant::now();
        while Connection::open(&server.host)?.status("/-/ready")? != 204 {
            if began.elapsed() > PATIENCE {
                return Err("the first build does not come".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Returns the address of every page, as `portal.json` lists them.
    fn pages(&self) -> Result<Vec<String>> {
        let (_, body) = Connection::open(&self.host)?.ask("/portal.json")?;
        let portal: serde_json::Value = serde_json::from_slice(&body)?;
        let documents = portal["documents"].as_array().ok_or("portal.json has no documents")?;
        let pages: Vec<String> =
            documents.iter().filter_map(|it| Some(format!("/{}", it["url"].as_str()?))).collect();
        if pages.is_empty() { Err("the example site has no page".into()) } else { Ok(pages) }
    }

    /// Opens a reload stream; the event that comes at once is read already.
    fn listen(&self) -> Result<Connection> {
        let mut connection = Connection::open(&self.host)?;
        connection.send("/-/events")?;
        connection.next_event()?;
        Ok(connection)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A kept connection.
struct Connection {
    host: String,
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { host: host.to_owned(), stream: BufReader::new(stream) })
    }

    fn send(&mut self, target: &str) -> Result {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        Ok(self.stream.get_mut().write_all(request.as_bytes())?)
    }

    fn ask(&mut self, target: &str) -> Result<(u16, Vec<u8>)> {
        self.send(target)?;
        let (mut status, mut length) = (0, 0);
        for number in 0.. {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(format!("{target}: the connection was closed").into());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if number == 0 {
                status = line.split(' ').nth(1).unwrap_or_default().parse()?;
            } else if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, body))
    }

    fn status(&mut self, target: &str) -> Result<u16> {
        Ok(self.ask(target)?.0)
    }

    /// Asks for a page, which must come whole; returns how many seconds it took.
    fn get(&mut self, target: &str) -> Result<f64> {
        let began = Instant::now();
        let (status, body) = self.ask(target)?;
        if status != 200 || !body.ends_with(b"</html>\n") {
            return Err(format!("{target}: {status}, {} bytes", body.len()).into());
        }
        Ok(began.elapsed().as_secs_f64())
    }

    fn next_event(&mut self) -> Result {
        let began = Instant::now();
        // Where nothing happens the server says so now and then.
        while began.elapsed() < PATIENCE {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err("a reload stream was closed".into());
            }
            if line.starts_with("data: ") {
                return Ok(());
            }
        }
        Err("no event came".into())
    }
}
