//! The workflow that `archsite init` writes and the action of this repository, before linters.
//!
//! In: the program. Out: success, or what the linters have against one of them. Never: asks another
//! host; the linters come as npm packages and hold all that they need.

use crate::process::{self, find_program, root, run, target};
use crate::{Result, browser};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says what the linters would need and is not there, if anything.
pub fn missing() -> Option<String> {
    let missing: Vec<&str> =
        ["node", "npm"].into_iter().filter(|name| find_program(&[name]).is_none()).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// Has the workflow written in several surroundings, and all of it linted.
pub fn check() -> Result {
    let folder = root().join("tests/workflows");
    browser::install(&folder)?;
    let program = process::archsite()?;
    let work = target().join("xtask").join("workflows");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let mut files = vec![root().join("action.yml")];
    let git = "[output.archsite]\nhistory = \"git\"\n";
    for (name, portal, branch, settings) in [
        ("plain", "", "main", ""),
        ("below", "team/architecture", "trunk", ""),
        ("quoted", "our docs", "release/v1.0", git),
    ] {
        files.push(written(&program, &work.join(name), portal, branch, settings)?);
    }
    run(Command::new("node").arg(folder.join("lint.mjs")).args(files))
}

/// Makes a repository with a portal in it, begins the portal there, and returns the workflow.
fn written(program: &Path, top: &Path, portal: &str, branch: &str, settings: &str) -> Result<PathBuf> {
    let folder = top.join(portal);
    fs::create_dir_all(folder.join("docs"))?;
    fs::write(folder.join("docs/README.md"), "# Orders\n")?;
    fs::write(folder.join("book.toml"), format!("[book]\nsrc = \"docs\"\n{settings}"))?;
    let origin = top.join(".git/refs/remotes/origin");
    fs::create_dir_all(&origin)?;
    fs::write(origin.join("HEAD"), format!("ref: refs/remotes/origin/{branch}\n"))?;
    run(Command::new(program).arg("init").arg(&folder).arg("--github-pages"))?;
    let workflows = top.join(".github/workflows");
    let mut found = fs::read_dir(&workflows)?;
    let file = found.next().ok_or("no workflow was written")??.path();
    Ok(file)
}
