//! The scripts in `tests/browser/`, which drive a real Chromium through Node.
//!
//! In: the name of a script and its arguments. Out: its success. Never: a download of a browser; the
//! system's own is used (`ARCHSITE_CHROMIUM` names another).

use crate::process::{find_program, root, run};
use crate::{Result, setup};
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

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

/// Runs a script, with its packages installed first where they are not.
pub fn script<A: AsRef<OsStr>>(name: &str, arguments: impl IntoIterator<Item = A>) -> Result {
    install()?;
    let chromium = setup::chromium().ok_or("Chromium is not there")?;
    run(Command::new("node")
        .arg(folder().join(name))
        .arg("--chromium")
        .arg(chromium)
        .args(arguments)
        .current_dir(root()))
}

/// Installs the packages of the lock file, unless they are those that stand there.
fn install() -> Result {
    let lock = folder().join("package-lock.json");
    let installed = folder().join("node_modules/.package-lock.json");
    let when = |path: &PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    if when(&installed).is_some_and(|installed| when(&lock).is_none_or(|lock| lock <= installed)) {
        return Ok(());
    }
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(folder()))
}
