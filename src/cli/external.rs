//! `archsite check --external`: what other hosts say of the links that lead to them.
//!
//! In: the arguments, and a site whose links are known. Out: which addresses are dead; on stderr how
//! many were asked for. Never: a request without `--external`.

use super::speech;
use crate::engine;
use crate::io::external::{self, Asked, Limits};
use crate::model::config::Config;
use crate::model::site::Site;
use clap::Args;
use std::collections::BTreeMap;
use std::io::{Write, stderr};
use std::path::PathBuf;
use std::time::Duration;

/// What is to be asked of other hosts.
#[derive(Args)]
pub(super) struct ExternalArguments {
    /// Ask other hosts too whether links lead anywhere
    #[arg(long)]
    external: bool,
    /// The file of answers that are remembered [default: archsite/external.json in the user's cache]
    #[arg(long, value_name = "FILE", requires = "external")]
    external_cache: Option<PathBuf>,
}

impl ExternalArguments {
    /// Says whether other hosts are asked.
    pub(super) fn are_given(&self) -> bool {
        self.external
    }
}

/// How long all questions may take together.
const WHOLE: Duration = Duration::from_secs(10 * 60);

/// How many addresses that nothing was found out about are named.
const NAMED: usize = 5;

/// Asks for all addresses of a site and returns those that lead to nothing.
pub(super) fn ask(site: &Site, config: &Config, arguments: &ExternalArguments) -> BTreeMap<String, String> {
    let addresses = engine::external_addresses(site);
    let (left_out, wanted): (Vec<&str>, Vec<&str>) = addresses
        .into_iter()
        .partition(|address| config.external_exclude.iter().any(|pattern| matches(pattern, address)));
    let limits = Limits {
        concurrency: config.external_concurrency.get() as usize,
        timeout: Duration::from_secs(config.external_timeout.get().into()),
        retries: config.external_retries.get(),
        whole: WHOLE,
    };
    let memory = arguments.external_cache.clone().or_else(usual_cache);
    let asked = external::ask(wanted.into_iter(), &limits, memory.as_deref());
    tell(&asked, left_out.len());
    asked.dead
}

fn tell(asked: &Asked, left_out: usize) {
    let count = |number: usize| speech::count(number, "external link");
    let mut told = format!("{} asked for", count(asked.asked));
    if asked.remembered > 0 {
        told.push_str(&format!(", {} remembered", asked.remembered));
    }
    if left_out > 0 {
        told.push_str(&format!(", {left_out} excluded"));
    }
    let _ = writeln!(stderr(), "{told}");
    for (address, why) in asked.undecided.iter().take(NAMED) {
        let _ = writeln!(stderr(), "not decided: {address}: {why}");
    }
    if asked.undecided.len() > NAMED {
        let _ = writeln!(stderr(), "not decided: {} more", asked.undecided.len() - NAMED);
    }
}

/// Returns where answers are remembered, unless an argument says it.
fn usual_cache() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let folder = variable("XDG_CACHE_HOME")
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| Some(std::env::home_dir()?.join(".cache")))?;
    folder.is_absolute().then(|| folder.join("archsite").join("external.json"))
}

/// Compares an address with a pattern, in which each `*` stands for any text.
fn matches(pattern: &str, address: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = address.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, address, is_meant) in [
            ("https://intranet.example.org/*", "https://intranet.example.org/a/b", true),
            ("https://intranet.example.org/*", "https://intranet.example.org", false),
            ("*.internal/*", "http://ci.internal/job", true),
            ("*/edit/*", "https://example.org/edit/a", true),
            ("*/edit/*", "https://example.org/edited", false),
            ("https://example.org/a", "https://example.org/a", true),
            ("https://example.org/a", "https://example.org/ab", false),
            ("*a*a*", "a", false),
            ("*", "https://example.org/", true),
        ] {
            assert_eq!(matches(pattern, address), is_meant, "{pattern} {address}");
        }
    }
}
