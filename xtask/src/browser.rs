//! The scripts in `tests/browser/`, which drive a real Chromium through Node.
//!
//! In: the name of a script and its arguments. Out: its success. Never: a download of a browser; the
//! system's own is used (`ARCHSITE_CHROMIUM` names another).

use crate::process::{self, find_program, root, run};
use crate::{Result, setup};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Where the scripts and their packages are.
fn folder() -> PathBuf {
    root().join("tests/browser")
}

/// Says what the scripts would need and is not there, if anything.
pub fn missing() -> Option<String> {
    let node = find_program(&["node"]).is_none().then_some("Node.js");
    let npm = find_program(&["npm"]).is_none().then_some("npm");
    let chromium = setup::chromium().is_none().then_some("Chromium");
    let missing: Vec<&str> = [node, npm, chromium].into_iter().flatten().collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// Runs a script that drives the browser, with its packages installed first where they are not.
pub fn script<A: AsRef<OsStr>>(name: &str, arguments: impl IntoIterator<Item = A>) -> Result {
    run(&mut command(name, true, arguments)?)
}

/// The checks of a built site: what each is about, its script, and whether it drives the browser.
const CHECKS: [(&str, &str, bool); 6] = [
    ("weights", "weigh.mjs", false),
    ("the Nu HTML checker", "markup.mjs", false),
    ("pages", "check.mjs", true),
    ("the keyboard", "hands.mjs", true),
    ("the map", "map.mjs", true),
    ("Lighthouse", "lighthouse.mjs", true),
];

/// What a script ends with that cannot run on this machine, or not all of it.
const SKIPPED: i32 = 3;

/// Runs all checks of a built site and of `archsite serve`, also after one that fails. Returns those that were skipped; why
/// they were, they have said themselves.
pub fn check(site: &Path) -> Result<Vec<&'static str>> {
    let mut failed = Vec::new();
    let mut skipped = Vec::new();
    for (about, name, drives) in CHECKS {
        let mut command = command(name, drives, [site])?;
        let begin = Instant::now();
        match command.status().map_err(|error| format!("{name}: {error}"))?.code() {
            Some(0) => {}
            Some(SKIPPED) => skipped.push(about),
            _ => failed.push(about),
        }
        eprintln!("{name}: {:.1} s", begin.elapsed().as_secs_f64());
    }
    let begin = Instant::now();
    let binary = process::archsite()?;
    if script("serve.mjs", [OsStr::new("--binary"), binary.as_os_str()]).is_err() {
        failed.push("archsite serve");
    }
    eprintln!("serve.mjs: {:.1} s", begin.elapsed().as_secs_f64());
    if failed.is_empty() { Ok(skipped) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

/// Returns the command that runs a script, with the packages of all scripts installed.
fn command<A: AsRef<OsStr>>(
    name: &str,
    drives: bool,
    arguments: impl IntoIterator<Item = A>,
) -> Result<Command> {
    install(&folder())?;
    let mut command = Command::new("node");
    // Said in full: without a terminal the tests' names would come in a form for machines.
    command.arg("--test-reporter=spec").arg(folder().join(name));
    if drives {
        command.arg("--chromium").arg(setup::chromium().ok_or("Chromium is not there")?);
    }
    command.args(arguments).current_dir(root());
    Ok(command)
}

/// Installs the packages of the lock file in a folder, unless they are those that stand there.
pub fn install(folder: &Path) -> Result {
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    let when = |path: &PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    if when(&installed).is_some_and(|installed| when(&lock).is_none_or(|lock| lock <= installed)) {
        return Ok(());
    }
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(folder))
}
