//! What the checks need besides Rust, installed where that can be done.
//!
//! In: the programs and fonts on this machine. Out: what is still missing, said aloud. Never: an
//! installation by other means than the system's own packages; a browser build from elsewhere.

use crate::Result;
use crate::process::{find_program, output, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names under which systems install the browser.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

struct Need {
    /// What it is, for people.
    what: &'static str,
    /// The system package that brings it.
    package: &'static str,
    present: fn() -> bool,
}

const NEEDS: [Need; 5] = [
    Need { what: "Chromium", package: "chromium", present: || chromium().is_some() },
    // Without these, text in pictures is boxes, and widths are those of no reader.
    Need { what: "DejaVu fonts", package: "fonts-dejavu-core", present: || has_fonts("dejavu") },
    Need { what: "Liberation fonts", package: "fonts-liberation", present: || has_fonts("liberation") },
    Need { what: "Node.js", package: "nodejs", present: || find_program(&["node"]).is_some() },
    Need { what: "npm", package: "npm", present: || find_program(&["npm"]).is_some() },
];

/// Installs what is missing and returns what is missing still.
pub fn ensure() -> Result<Vec<&'static str>> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        println!("nothing to install");
        return Ok(Vec::new());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    println!("missing: {}", names.join(", "));
    match installer() {
        None => println!("SKIPPED: no way to install packages here (apt-get as root or by sudo)"),
        Some(words) => {
            // A list of packages that cannot be renewed may still do.
            if let Err(error) = run(&mut command(&words, &["update"])) {
                println!("{error}");
            }
            let mut install = vec!["install", "-y", "--no-install-recommends"];
            install.extend(&packages);
            if let Err(error) = run(&mut command(&words, &install)) {
                println!("{error}");
            }
        }
    }
    Ok(missing.iter().filter(|need| !(need.present)()).map(|need| need.what).collect())
}

/// Returns the browser's program: what `ARCHSITE_CHROMIUM` names, else the system's.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("ARCHSITE_CHROMIUM").map(PathBuf::from);
    named.filter(|path| path.is_file()).or_else(|| find_program(&BROWSERS))
}

fn has_fonts(family: &str) -> bool {
    // Only Linux needs them installed: other systems have fonts of these widths.
    !cfg!(target_os = "linux") || Path::new("/usr/share/fonts/truetype").join(family).is_dir()
}

/// Returns the words that an installation begins with, where it is possible without asking a person.
fn installer() -> Option<Vec<&'static str>> {
    find_program(&["apt-get"])?;
    if output(Command::new("id").arg("-u")).ok()?.trim() == "0" {
        return Some(vec!["apt-get"]);
    }
    find_program(&["sudo"])?;
    let silent = Command::new("sudo").args(["-n", "true"]).status().is_ok_and(|status| status.success());
    silent.then(|| vec!["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"])
}

fn command(words: &[&str], arguments: &[&str]) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
