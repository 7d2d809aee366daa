//! Other hosts, asked whether addresses of theirs lead anywhere: the only code that does.
//!
//! In: addresses, limits, and a file of answers that are remembered. Out: for each address whether it is
//! dead, and why. Never: asks unless it was told to; reads a page; asks one host two questions at once,
//! or again after it could not be reached; takes "not for you" or "not now" for dead.
//!
//! An address is asked for with HEAD, and with GET where the host does not answer that well: many know
//! no HEAD. A host that is busy (429) or fails (5xx) is asked again, each time after a longer wait or
//! after the one that it names. Good answers are remembered for a few days, bad ones never.

use super::replace::replace;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use ureq::http::{Response, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};

/// How much may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many hosts at one time.
    pub concurrency: usize,
    /// How long one answer may take, redirects included.
    pub timeout: Duration,
    /// How often one address is asked for again.
    pub retries: u32,
    /// How long all of it may take. What was not asked by then is undecided.
    pub whole: Duration,
}

/// What became of all addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Those that lead to nothing, each with the reason.
    pub dead: BTreeMap<String, String>,
    /// Those of which it could not be found out, each with the reason.
    pub undecided: BTreeMap<String, String>,
    /// How many were asked for, and how many were remembered.
    pub asked: usize,
    /// How many answers were remembered from before.
    pub remembered: usize,
}

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Alive,
    Dead(String),
    /// The host cannot be reached, so that nothing else need be asked of it.
    Unreachable(String),
    Undecided(String),
}

/// How long a good answer is remembered.
const REMEMBERED: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// The longest redirect that is followed.
const REDIRECTS: u32 = 8;
/// The wait before the first retry, which doubles with each.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait that a host may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Asks for addresses (`http`, `https`, no fragments).
pub fn ask<'a>(addresses: impl Iterator<Item = &'a str>, limits: &Limits, memory: Option<&Path>) -> Asked {
    let started = Instant::now();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let mut known = memory.map(|path| remembered(path, now)).unwrap_or_default();
    let mut asked = Asked::default();
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        if known.contains_key(address) {
            asked.remembered += 1;
        } else {
            by_host.entry(host(address)).or_default().push(address);
            asked.asked += 1;
        }
    }
    let agent = agent(limits.timeout);
    let queue = Mutex::new(by_host.into_values().collect::<Vec<_>>());
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..limits.concurrency.max(1) {
            scope.spawn(|| {
                loop {
                    // A thread that failed has taken its host with it, and the rest is as it was.
                    let of_host = queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let Some(of_host) = of_host else { break };
                    let of_host = ask_host(&agent, &of_host, limits, started);
                    answers.lock().unwrap_or_else(PoisonError::into_inner).extend(of_host);
                }
            });
        }
    });
    for (address, answer) in answers.into_inner().unwrap_or_else(PoisonError::into_inner) {
        match answer {
            Answer::Alive => drop(known.insert(address, now)),
            Answer::Dead(why) | Answer::Unreachable(why) => drop(asked.dead.insert(address, why)),
            Answer::Undecided(why) => drop(asked.undecided.insert(address, why)),
        }
    }
    if let Some(path) = memory {
        remember(path, &known);
    }
    asked
}

fn agent(timeout: Duration) -> Agent {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(REDIRECTS)
        .max_redirects_will_error(true)
        .timeout_global(Some(timeout))
        .timeout_connect(Some(timeout))
        .user_agent(concat!("archsite/", env!("CARGO_PKG_VERSION"), " (a check of links)"))
        .tls_config(tls)
        .build()
        .new_agent()
}

/// Returns the host of an address, with its port, in lower case.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or(rest);
    host.rsplit('@').next().unwrap_or(host).to_lowercase()
}

/// Asks one host for one address after the other.
fn ask_host(agent: &Agent, addresses: &[&str], limits: &Limits, started: Instant) -> Vec<(String, Answer)> {
    let mut answers: Vec<(String, Answer)> = Vec::with_capacity(addresses.len());
    let mut unreachable: Option<String> = None;
    for &address in addresses {
        let answer = match &unreachable {
            Some(why) => Answer::Dead(why.clone()),
            None if started.elapsed() >= limits.whole => Answer::Undecided("the time was up".to_owned()),
            None => ask_until_answered(agent, address, limits, started),
        };
        if let Answer::Unreachable(why) = &answer {
            unreachable = Some(why.clone());
        }
        answers.push((address.to_owned(), answer));
    }
    answers
}

/// What one question came to.
enum Outcome {
    Is(Answer),
    /// It may be otherwise after a wait, the one that the host asks for or a usual one.
    Later(Option<Duration>, Answer),
}

fn ask_until_answered(agent: &Agent, address: &str, limits: &Limits, started: Instant) -> Answer {
    let encoded = encoded(address);
    let (mut wait, mut left) = (FIRST_WAIT, limits.retries);
    loop {
        let (wanted, answer) = match ask_once(agent, &encoded, limits.timeout) {
            Outcome::Is(answer) => return answer,
            Outcome::Later(wanted, answer) => (wanted, answer),
        };
        let pause = wanted.unwrap_or(wait);
        if left == 0 || pause > LONGEST_WAIT || started.elapsed() + pause >= limits.whole {
            return answer;
        }
        thread::sleep(pause);
        wait *= 2;
        left -= 1;
    }
}

/// Asks with HEAD, and with GET where that is not answered well.
fn ask_once(agent: &Agent, address: &str, timeout: Duration) -> Outcome {
    match agent.head(address).call() {
        Ok(response) if response.status().is_success() => Outcome::Is(Answer::Alive),
        Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => judged(&response),
        // A server that knows no HEAD may answer anything, or hang up.
        Ok(_) | Err(Error::Protocol(_)) => got(agent, address, timeout),
        Err(Error::Io(error)) if is_hang_up(error.kind()) => got(agent, address, timeout),
        Err(error) => failed(&error, timeout),
    }
}

fn got(agent: &Agent, address: &str, timeout: Duration) -> Outcome {
    match agent.get(address).call() {
        Ok(response) => judged(&response),
        Err(error) => failed(&error, timeout),
    }
}

fn is_hang_up(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof
    )
}

/// Says what an answer means. Its text is not read.
fn judged(response: &Response<Body>) -> Outcome {
    let status = response.status();
    let told = || match status.canonical_reason() {
        Some(reason) => format!("the host answers {} {reason}", status.as_u16()),
        None => format!("the host answers {}", status.as_u16()),
    };
    let wait = || {
        let seconds = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds))
    };
    match status.as_u16() {
        404 | 410 => Outcome::Is(Answer::Dead(told())),
        429 => Outcome::Later(wait(), Answer::Undecided(told())),
        500..=599 => Outcome::Later(wait(), Answer::Dead(told())),
        // Somebody is there, who wants a name, a cookie or a person.
        _ => Outcome::Is(Answer::Alive),
    }
}

/// Says what it means that there was no answer.
fn failed(error: &Error, timeout: Duration) -> Outcome {
    let unreachable = |why: &str| Outcome::Later(None, Answer::Unreachable(why.to_owned()));
    match error {
        Error::HostNotFound => unreachable("there is no host of that name"),
        Error::ConnectionFailed => unreachable("the host cannot be reached"),
        Error::Timeout(which) => {
            let why = format!("the host does not answer within {} s", timeout.as_secs());
            match which {
                Timeout::Connect | Timeout::Resolve => unreachable(&why),
                _ => Outcome::Later(None, Answer::Dead(why)),
            }
        }
        Error::Io(error) => match (error.kind(), of_tls(error)) {
            (_, Some(error)) => insecure(error),
            (ErrorKind::ConnectionRefused, _) => unreachable("the host refuses the connection"),
            (ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable, _) => {
                unreachable("the host cannot be reached")
            }
            _ => {
                Outcome::Later(None, Answer::Dead(format!("the connection fails: {}", super::reason(error))))
            }
        },
        Error::TooManyRedirects | Error::RedirectFailed => {
            Outcome::Is(Answer::Dead("it redirects without an end".to_owned()))
        }
        Error::Rustls(error) => insecure(error),
        Error::Tls(why) => Outcome::Is(Answer::Dead(format!("no secure connection can be made: {why}"))),
        Error::BadUri(_) | Error::Http(_) => {
            Outcome::Is(Answer::Undecided("it is not written as an address".to_owned()))
        }
        error => Outcome::Is(Answer::Undecided(error.to_string())),
    }
}

/// Returns the reason of a connection that fails because it is not secure.
fn of_tls(error: &std::io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// Says what it means that there is no secure connection.
fn insecure(error: &rustls::Error) -> Outcome {
    Outcome::Is(match error {
        // It is this machine that has no certificates to go by.
        rustls::Error::General(why) => Answer::Undecided(why.clone()),
        error => Answer::Dead(format!("no secure connection can be made: {error}")),
    })
}

/// Writes an address as it is sent: what people write as it is, hosts want encoded.
fn encoded(address: &str) -> String {
    let start = address.find("://").map_or(0, |at| at + 3);
    let path = address[start..].find(['/', '?']).map_or(address.len(), |at| start + at);
    let mut encoded = address[..path].to_owned();
    for byte in address[path..].bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                encoded.push_str(&format!("%{byte:02X}"));
            }
            0x21..0x7F => encoded.push(byte as char),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Reads the addresses that were alive lately. A file that cannot be read is none.
fn remembered(path: &Path, now: u64) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    let alive = value["alive"].as_object().cloned().unwrap_or_default();
    let recent = alive.into_iter().filter_map(|(address, when)| {
        let when = when.as_u64()?;
        let age = now.checked_sub(when)?;
        (age < REMEMBERED.as_secs()).then_some((address, when))
    });
    recent.collect()
}

/// Writes down which addresses are alive. Where that fails they are asked for again.
fn remember(path: &Path, alive: &BTreeMap<String, u64>) {
    let alive: Map<String, Value> =
        alive.iter().map(|(address, when)| (address.clone(), json!(when))).collect();
    if let Some(folder) = path.parent() {
        let _ = fs::create_dir_all(folder);
    }
    let text = json!({ "schema": 1, "alive": alive }).to_string();
    let _ = replace(path, text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_put_together_by_their_host() {
        assert_eq!(host("https://Docs.example.org:8080/a?b"), "docs.example.org:8080");
        assert_eq!(host("http://ana@example.org?x"), "example.org");
    }

    #[test]
    fn what_is_written_as_people_write_it_is_sent_as_hosts_want_it() {
        assert_eq!(
            encoded("https://example.org/Größe (1)/a%20b?q={x}"),
            "https://example.org/Gr%C3%B6%C3%9Fe%20(1)/a%20b?q=%7Bx%7D"
        );
    }

    #[test]
    fn old_answers_and_such_of_the_future_are_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/external.json");
        let now = 10_000_000;
        let answers = [("new", now - 60), ("old", now - REMEMBERED.as_secs()), ("future", now + 60)];
        remember(&path, &answers.map(|(address, when)| (address.to_owned(), when)).into());
        assert_eq!(remembered(&path, now).into_keys().collect::<Vec<_>>(), ["new"]);
        fs::write(&path, "no JSON").unwrap();
        assert!(remembered(&path, now).is_empty());
    }
}
