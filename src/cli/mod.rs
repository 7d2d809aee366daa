//! The command line: arguments, streams, exit codes. One file a command.
//!
//! In: the arguments of the process. Out: results on stdout, everything else on stderr, and an
//! exit code: 0 done, 1 findings at or above the limit, 2 usage, configuration or I/O. Never:
//! anything that a library user would want.
#![allow(
    clippy::disallowed_methods,
    reason = "arguments, environment and clock are asked for here and nowhere else"
)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program speaks")]

mod build;
mod check;
mod explain;
mod external;
mod graph;
mod init;
mod mending;
mod serve;
mod show;
mod speech;
mod today;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Turns a folder of architecture documents into an architecture portal.
#[derive(Parser)]
#[command(name = "archsite", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the portal into a folder that any web server, or the disk itself, can show
    Build(build::BuildArguments),
    /// Shows the portal in the browser, and each change as soon as it is saved
    Serve(serve::ServeArguments),
    /// Reports what is broken, contradictory, unfilled or overdue, with the place of each
    Check(check::CheckArguments),
    /// Explains a kind of finding: what it is, why it matters, how to mend it
    Explain(explain::ExplainArguments),
    /// Begins a portal: settings, a first document, and with --github-pages the way there
    Init(init::InitArguments),
    /// Shows what was understood of one document, each value with its line
    Show(show::ShowArguments),
    /// Writes the documents and what they have to do with each other, for other tools
    Graph(graph::GraphArguments),
}

/// Findings at or above the limit.
const FINDINGS: u8 = 1;
/// Usage, configuration or I/O.
const TROUBLE: u8 = 2;

/// Runs the program.
pub fn run() -> ExitCode {
    // clap ends with 2 on wrong usage and 0 on --help, as the contract says.
    match Arguments::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Graph(arguments) => graph::run(&arguments),
    }
}
