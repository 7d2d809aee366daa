//! The user's browser, for `--open`.
//!
//! In: an address of our own. Out: whether the system took it. Never: a word of a document.

use std::process::{Command, Stdio};

/// Asks the system to open an address in the user's browser; says whether it took it.
pub fn open(address: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("explorer", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(mut child) => {
            // Somebody has to wait for it, or it stays in the list of processes.
            std::thread::spawn(move || child.wait());
            true
        }
        Err(_) => false,
    }
}
