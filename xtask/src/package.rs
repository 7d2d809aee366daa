//! What `cargo package` packs: does it hold all that an installed archsite needs?
//!
//! In: the crate. Out: an error that names the missing file. In full, the packed crate is unpacked in
//! another folder, installed from there, the sources removed, and the installed program builds a small
//! portal: only then is it sure that the theme is inside the program and not merely beside it.

use crate::process::{cargo, output, root, run, target};
use crate::{Result, crawl};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files without which the package is of no use, or breaks a promise.
const EXPECTED: [&str; 6] =
    ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];
/// Folders that belong to the repository only.
const UNWANTED: [&str; 5] = ["tests/", "xtask/", "example-site/", "docs/", ".ci/"];

/// Checks the list of what would be packed.
pub fn check_list() -> Result {
    let list =
        output(&mut cargo(&["package", "--package", "archsite", "--allow-dirty", "--no-verify", "--list"]))?;
    let files: Vec<String> = list.lines().map(|line| line.replace('\\', "/")).collect();
    let mut faults = Vec::new();
    for expected in EXPECTED {
        if !files.iter().any(|file| file == expected) {
            faults.push(format!("{expected} is not packed"));
        }
    }
    let themes: Vec<PathBuf> = crate::floor::files_below(&root().join("themes"))?;
    if themes.is_empty() {
        faults.push("themes/ is empty".into());
    }
    for theme in themes {
        let path = theme.strip_prefix(root())?.to_string_lossy().replace('\\', "/");
        if !files.contains(&path) {
            faults.push(format!("{path} is not packed"));
        }
    }
    for unwanted in UNWANTED {
        if let Some(file) = files.iter().find(|file| file.starts_with(unwanted)) {
            faults.push(format!("{file} is packed, and is of no use to who installs"));
        }
    }
    println!(
        "{} files would be packed, {} of them of the theme",
        files.len(),
        files.iter().filter(|file| file.starts_with("themes/")).count()
    );
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ").into()) }
}

/// Packs the crate, installs it from the package alone, and builds a portal with the installed program.
pub fn install_and_try() -> Result {
    run(&mut cargo(&["package", "--package", "archsite", "--allow-dirty"]))?;
    let packages = target().join("package");
    let unpacked = newest_folder(&packages)?;

    // Elsewhere: inside our own folder cargo would take it for a part of this workspace.
    let work = std::env::temp_dir().join(format!("archsite-package-{}", std::process::id()));
    let source = work.join("source");
    copy(&unpacked, &source)?;
    let install = run(cargo(&["install", "--locked", "--path"])
        .arg(&source)
        .arg("--root")
        .arg(work.join("installed"))
        .arg("--target-dir")
        .arg(target().join("package-install"))
        .current_dir(&work));
    fs::remove_dir_all(&source)?;
    let outcome = install.and_then(|()| try_installed(&work));
    fs::remove_dir_all(&work)?;
    outcome
}

fn try_installed(work: &Path) -> Result {
    let (documents, site) = (work.join("documents"), work.join("portal"));
    fs::create_dir_all(documents.join("decisions"))?;
    fs::write(
        documents.join("README.md"),
        "# A small portal\n\nSee [the first decision](decisions/0001-first.md).\n",
    )?;
    fs::write(
        documents.join("decisions/0001-first.md"),
        "# 1. First\n\n## Status\n\nAccepted\n\n```rust\nfn main() {}\n```\n",
    )?;
    let program = work.join("installed/bin").join(format!("archsite{}", std::env::consts::EXE_SUFFIX));
    run(Command::new(program).arg("build").arg(&documents).arg("--output").arg(&site).current_dir(work))?;

    let page = fs::read_to_string(site.join("decisions/0001-first.html"))?;
    if !page.contains("<main") || !page.contains("stylesheet") {
        return Err("the installed program built a page without the theme".into());
    }
    let has = |end: &str| -> Result<bool> {
        Ok(crate::floor::files_below(&site)?
            .iter()
            .any(|file| file.extension().is_some_and(|extension| extension == end)))
    };
    if !has("css")? {
        return Err("the installed program wrote no style sheet".into());
    }
    let dead = crawl::crawl(&site)?.dead;
    if dead.is_empty() {
        Ok(())
    } else {
        Err(format!("the installed program built dead links: {}", dead.join("; ")).into())
    }
}

/// Returns the folder that `cargo package` verified in, which is the unpacked package itself.
fn newest_folder(packages: &Path) -> Result<PathBuf> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(packages)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name.starts_with("archsite-") {
            folders.push((fs::metadata(&path)?.modified()?, path));
        }
    }
    folders.sort();
    folders.pop().map(|(_, path)| path).ok_or_else(|| "cargo package left no unpacked crate".into())
}

fn copy(from: &Path, to: &Path) -> Result {
    for file in crate::floor::files_below(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(&file, &target)?;
    }
    Ok(())
}
