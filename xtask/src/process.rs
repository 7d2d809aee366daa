//! Starting other programs, and where this repository keeps its things.
//!
//! In: a command. Out: its success, or an error that repeats the command so that it can be tried by
//! hand. Never: a shell in between.

use crate::Result;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Returns the top folder of the repository.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map(Path::to_path_buf).unwrap_or(here)
}

/// Returns the folder that cargo builds into.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// Returns a command that runs the cargo that started us, in the top folder.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    // Set by the outer cargo for this process alone; an inner cargo must find its own. What it found
    // would be the name and version of this crate, and build scripts that ask for theirs would run
    // again, with all that stands on them, whenever cargo is called in the other way.
    for (name, _) in std::env::vars_os() {
        let is_of_this_crate =
            |name: &str| name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_");
        if name.to_str().is_some_and(is_of_this_crate) {
            command.env_remove(name);
        }
    }
    command
}

/// Builds the release binary and returns its path.
pub fn archsite() -> Result<PathBuf> {
    run(&mut cargo(&["build", "--release", "--package", "archsite"]))?;
    Ok(target().join("release").join(format!("archsite{}", std::env::consts::EXE_SUFFIX)))
}

/// Says what is run, runs it with our own streams, and fails if it failed.
pub fn run(command: &mut Command) -> Result {
    eprintln!("$ {}", shown(command));
    let status = command.status().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command)).into()) }
}

/// Runs it and returns what it wrote on its standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("{}: {}", shown(command), output.status).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Finds a program on the `PATH` by any of its names.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// Writes a command as one would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}
