//! `archsite explain`: what a kind of finding is, why it matters and how to mend it.
//!
//! In: the name of a code, or none. Out: its explanation on stdout, or a list of all codes. Never:
//! looks at a portal.

use super::{TROUBLE, speech};
use crate::diagnostic::{Code, Explanation};
use crate::model::config::nearest;
use clap::Args;
use std::fmt::Write as _;
use std::io::{Write, stdout};
use std::process::ExitCode;

/// Arguments of `archsite explain`.
#[derive(Args)]
pub(super) struct ExplainArguments {
    /// The code of a finding, such as broken-link; without one, all codes are listed
    code: Option<String>,
}

/// Explains a kind of finding, or lists all of them.
pub(super) fn run(arguments: &ExplainArguments) -> ExitCode {
    let text = match arguments.code.as_deref() {
        None => list(),
        Some(name) => match code(name) {
            Some(code) => explained(Explanation::of(code), speech::is_styled(&stdout())),
            None => return unknown(name),
        },
    };
    // Whoever reads only the beginning has read enough.
    let _ = stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

/// Reads a code as it is written in reports (`error[broken-link]`), or as people type it.
fn code(name: &str) -> Option<Code> {
    let name = name.split_once('[').map_or(name, |(_, inside)| inside).trim_end_matches(']');
    Code::of(&name.trim().to_lowercase().replace(['_', ' '], "-"))
}

fn unknown(name: &str) -> ExitCode {
    let help = match nearest(name, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => format!("did you mean {near}?"),
        None => "archsite explain, without a code, lists all of them".to_owned(),
    };
    speech::trouble(&format!("there is no code {name}"), &help);
    ExitCode::from(TROUBLE)
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let mut text = String::new();
    for code in Code::ALL {
        let severity = code.default_severity().as_str();
        let _ = writeln!(text, "{:<width$}  {severity:<7}  {}", code.as_str(), code.meaning());
    }
    text
}

fn explained(explanation: Explanation, is_styled: bool) -> String {
    let Explanation { code, severity, meaning, why, mend, example } = explanation;
    let (on, off) = if is_styled { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut text = format!("{on}{}{off} ({} by default)\n\n{meaning}\n", code.as_str(), severity.as_str());
    for (heading, part) in [("Why it matters", why), ("How to mend it", mend)] {
        let _ = write!(text, "\n{on}{heading}{off}\n{part}\n");
    }
    let _ = write!(text, "\n{on}Example{off}\n");
    let lines: Vec<&str> = example.lines().collect();
    // Without the fence, which is for Markdown.
    for line in lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default() {
        let _ = writeln!(text, "{}", format!("    {line}").trim_end());
    }
    text
}
