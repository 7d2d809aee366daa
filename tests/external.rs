//! `archsite check --external` against a server on this machine: what counts as dead, what is asked, and
//! what is not.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, says what it skips, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::{Place, Ran, finish};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use tiny_http::{Header, Method, Request, Response, Server};

/// A host on this machine, and what it was asked for.
struct Host {
    server: Arc<Server>,
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    fn start() -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let address = format!("http://{}", server.server_addr());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let thread = thread::spawn({
            let (server, asked) = (Arc::clone(&server), Arc::clone(&asked));
            move || serve(&server, &asked)
        });
        Self { server, address, asked, thread: Some(thread) }
    }

    /// Returns how often each thing was asked for: `HEAD /a`.
    fn asked(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for question in self.asked.lock().unwrap().iter() {
            *counts.entry(question.clone()).or_default() += 1;
        }
        counts
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.unblock();
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Answers until the server is told to end. Requests for `/silent` are kept and never answered.
fn serve(server: &Server, asked: &Mutex<Vec<String>>) {
    let mut kept: Vec<Request> = Vec::new();
    while let Ok(request) = server.recv() {
        let path = request.url().to_owned();
        let question = format!("{} {path}", request.method());
        let times = {
            let mut asked = asked.lock().unwrap();
            asked.push(question.clone());
            asked.iter().filter(|it| **it == question).count()
        };
        let header = |name: &str, value: &str| Header::from_bytes(name, value).unwrap();
        let empty = |status: u16| Response::from_data(Vec::new()).with_status_code(status);
        let response = match path.as_str() {
            "/silent" => {
                kept.push(request);
                continue;
            }
            "/alive" | "/Gr%C3%B6%C3%9Fe" => empty(200),
            "/moved" => empty(301).with_header(header("Location", "/alive")),
            "/loop" => empty(302).with_header(header("Location", "/loop")),
            "/busy" if times == 1 => empty(429).with_header(header("Retry-After", "0")),
            "/busy" => empty(200),
            "/failing" => empty(503).with_header(header("Retry-After", "0")),
            "/always-busy" => empty(429).with_header(header("Retry-After", "0")),
            "/no-head" | "/lying-head" if *request.method() == Method::Get => empty(200),
            "/no-head" => empty(405),
            "/login" => empty(403),
            _ => empty(404),
        };
        let _ = request.respond(response);
    }
}

/// Settings that wait for nothing.
const BOOK: &str = "[book]\nsrc = \"docs\"\n[output.archsite.check.external]\ntimeout = 1\n";

fn place(text: &str, settings: &str) -> Place {
    let place = Place::with(&[("docs/a.md", text)]);
    place.put("book.toml", format!("{BOOK}{settings}"));
    place
}

fn check(place: &Place, arguments: &[&str]) -> Ran {
    let mut command =
        place.command(&[&["check", "--today", "2026-11-22", "--format", "json"], arguments].concat());
    for variable in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy"] {
        command.env_remove(variable);
    }
    command.env("XDG_CACHE_HOME", place.path("cache"));
    finish(&mut command)
}

/// Returns each finding as `line code: message`.
fn findings(ran: &Ran) -> Vec<String> {
    let found: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let told = |it: &Value| {
        format!("{} {}: {}", it["line"], it["code"].as_str().unwrap(), it["message"].as_str().unwrap())
    };
    found["findings"].as_array().unwrap().iter().map(told).collect()
}

/// Returns why a link to a path of the host is dead, if it is.
fn judged(path: &str) -> (Option<String>, BTreeMap<String, usize>) {
    let host = Host::start();
    let place = place(&format!("# A\n\nSee [it]({}{path}).\n", host.address), "retries = 2\n");
    let ran = check(&place, &["--external"]);
    let found = findings(&ran);
    assert!(found.len() < 2, "{ran:?}");
    let start = format!("3 dead-external-link: the link to {}{path} leads to nothing: ", host.address);
    let start = start.replace("#there", "");
    let why = found.first().map(|it| it.strip_prefix(&start).unwrap_or_else(|| panic!("{it}")).to_owned());
    (why, host.asked())
}

fn asked<const N: usize>(questions: [(&str, usize); N]) -> BTreeMap<String, usize> {
    questions.map(|(question, times)| (question.to_owned(), times)).into()
}

mod what_is_dead {
    use super::*;

    #[test]
    fn a_page_that_is_there_is_asked_for_once_and_without_its_fragment() {
        assert_eq!(judged("/alive"), (None, asked([("HEAD /alive", 1)])));
        assert_eq!(judged("/alive#there"), (None, asked([("HEAD /alive", 1)])));
        assert_eq!(judged("/Größe").0, None);
    }

    #[test]
    fn a_page_that_is_gone_is_found() {
        let (why, questions) = judged("/gone");
        assert_eq!(why.as_deref(), Some("the host answers 404 Not Found"));
        assert_eq!(questions, asked([("HEAD /gone", 1), ("GET /gone", 1)]), "and not asked for again");
    }

    #[test]
    fn a_redirect_is_followed_and_one_without_an_end_is_found() {
        assert_eq!(judged("/moved").0, None);
        assert_eq!(judged("/loop").0.as_deref(), Some("it redirects without an end"));
    }

    #[test]
    fn a_host_that_knows_no_head_is_asked_with_get() {
        assert_eq!(judged("/no-head").0, None);
        assert_eq!(judged("/lying-head"), (None, asked([("HEAD /lying-head", 1), ("GET /lying-head", 1)])));
    }

    #[test]
    fn a_busy_host_is_asked_again_and_never_called_dead() {
        assert_eq!(judged("/busy"), (None, asked([("HEAD /busy", 2)])));
        assert_eq!(judged("/always-busy"), (None, asked([("HEAD /always-busy", 3)])));
    }

    #[test]
    fn a_host_that_goes_on_failing_is_found() {
        let (why, questions) = judged("/failing");
        assert_eq!(why.as_deref(), Some("the host answers 503 Service Unavailable"));
        assert_eq!(questions, asked([("HEAD /failing", 3), ("GET /failing", 3)]));
    }

    #[test]
    fn a_page_that_wants_a_login_is_alive() {
        assert_eq!(judged("/login").0, None);
    }

    #[test]
    fn a_host_that_is_not_the_secure_one_it_should_be_is_found() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        // It ends with the test program, like the connections to it.
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 16]);
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            }
        });
        let text = format!("# A\n\n[it](https://127.0.0.1:{port}/alive)\n");
        let ran = check(&place(&text, "retries = 0\n"), &["--external"]);
        // A machine without certificates cannot tell.
        if ran.err.contains("not decided") {
            println!("SKIPPED: this machine has no certificates: {}", ran.err);
            return;
        }
        assert!(findings(&ran)[0].contains("/alive leads to nothing: no secure connection"), "{ran:?}");
    }

    #[test]
    fn a_host_that_does_not_answer_in_time_is_found() {
        let host = Host::start();
        let place = place(&format!("# A\n\n[it]({}/silent)\n", host.address), "retries = 0\n");
        let found = findings(&check(&place, &["--external"]));
        assert!(found[0].ends_with("the host does not answer within 1 s"), "{found:?}");
    }

    #[test]
    fn a_host_that_refuses_is_asked_once_for_all_of_its_pages() {
        // A port that was free a moment ago, and that nobody listens at.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let text = format!("# A\n\n[a](http://127.0.0.1:{port}/a)\n\n[b](http://127.0.0.1:{port}/b)\n");
        let found = findings(&check(&place(&text, "retries = 0\n"), &["--external"]));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|it| it.ends_with("the host refuses the connection")), "{found:?}");
    }
}

mod what_is_asked {
    use super::*;

    #[test]
    fn nothing_unless_it_is_asked_for() {
        let host = Host::start();
        let place = place(&format!("# A\n\n[it]({}/gone)\n", host.address), "");
        let ran = check(&place, &[]);
        assert_eq!(findings(&ran), [""; 0]);
        assert_eq!(place.run(&["build", "--output", "site"]).code, Some(0));
        assert_eq!(check(&place, &["--external", "--diff"]).out, "");
        assert_eq!(host.asked(), asked([]));
    }

    #[test]
    fn each_address_once_however_often_it_stands_there() {
        let host = Host::start();
        let address = &host.address;
        let text = format!(
            "# A\n\n[a]({address}/gone) [b]({address}/gone#x)\n\n![c]({address}/gone)\n\nmailto:a@b.c\n"
        );
        let ran = check(&place(&text, ""), &["--external"]);
        let found = findings(&ran);
        assert_eq!(found.len(), 3, "every link is found: {found:?}");
        assert!(found[2].contains("the image to"), "{found:?}");
        assert_eq!(host.asked(), asked([("HEAD /gone", 1), ("GET /gone", 1)]));
        assert_eq!(ran.err, "1 external link asked for\n");
    }

    #[test]
    fn nothing_that_the_portal_excludes() {
        let host = Host::start();
        let text = format!("# A\n\n[a]({0}/gone) [b]({0}/internal/x)\n", host.address);
        let place = place(&text, "exclude = [\"*/internal/*\"]\n");
        let ran = check(&place, &["--external"]);
        assert_eq!(findings(&ran).len(), 1, "{ran:?}");
        assert_eq!(ran.err, "1 external link asked for, 1 excluded\n");
        assert!(host.asked().keys().all(|question| question.ends_with("/gone")));
    }

    #[test]
    fn good_answers_are_remembered_and_bad_ones_asked_for_again() {
        let host = Host::start();
        let place = place(&format!("# A\n\n[a]({0}/alive) [b]({0}/gone)\n", host.address), "");
        let first = check(&place, &["--external"]);
        let second = check(&place, &["--external"]);
        assert_eq!(second.err, "1 external link asked for, 1 remembered\n");
        assert_eq!(findings(&first), findings(&second));
        assert_eq!(host.asked()["HEAD /alive"], 1);
        assert_eq!(host.asked()["HEAD /gone"], 2);
        assert!(place.has("cache/archsite/external.json"));
        check(&place, &["--external", "--external-cache", "other.json"]);
        assert_eq!(host.asked()["HEAD /alive"], 2);
        assert!(place.has("other.json"));
    }

    #[test]
    fn a_setting_out_of_range_is_an_error() {
        let place = place("# A\n", "concurrency = 0\n");
        let ran = check(&place, &["--external"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("from 1 to 64"), "{ran:?}");
    }
}

mod as_any_other_finding {
    use super::*;

    #[test]
    fn it_is_as_bad_as_the_portal_says() {
        let host = Host::start();
        let text = format!("# A\n\n[a]({}/gone)\n", host.address);
        assert_eq!(check(&place(&text, ""), &["--external"]).code, Some(0), "a warning by default");
        let settings = "[output.archsite.check.rules]\ndead-external-link = \"error\"\n";
        assert_eq!(check(&place(&text, settings), &["--external"]).code, Some(1));
    }

    #[test]
    fn an_exception_is_unused_only_where_somebody_looked() {
        let host = Host::start();
        let exception = "<!-- archsite-allow dead-external-link: it is being moved -->";
        let gone = place(&format!("# A\n\n[a]({}/gone) {exception}\n", host.address), "");
        assert_eq!(findings(&check(&gone, &[])), [""; 0]);
        assert_eq!(findings(&check(&gone, &["--external"])), [""; 0]);
        let alive = place(&format!("# A\n\n[a]({}/alive) {exception}\n", host.address), "");
        let found = findings(&check(&alive, &["--external"]));
        assert!(found.len() == 1 && found[0].starts_with("3 unused-exception"), "{found:?}");
    }

    #[test]
    fn what_is_mended_is_asked_for_as_it_is_then() {
        let host = Host::start();
        let place = place(&format!("# A\n\n[a]({}/gone) [b](B.md)\n", host.address), "");
        place.put("docs/b.md", "# B\n\n[a](a.md)\n");
        let ran = check(&place, &["--external", "--fix"]);
        let found = findings(&ran);
        assert!(found.len() == 1 && found[0].starts_with("3 dead-external-link"), "{found:?}");
        assert!(place.read("docs/a.md").contains("[b](b.md)"));
    }
}
