//! `cargo xtask`: the chores of this repository, one file a command.
//!
//! In: a command and its arguments. Out: text for people, and an exit code: 0 done, 1 the chore
//! found something wrong, 2 it was called wrongly. Never: part of what users install.

mod arguments;
mod bench;
mod browser;
mod colours;
mod corpora;
mod corpus;
mod crawl;
mod floor;
mod fuzz;
mod highlight;
mod load;
mod look;
mod measure;
mod package;
mod process;
mod setup;
mod table;
mod test;
mod understanding;
mod workflows;

use std::process::ExitCode;

/// What went wrong, for people.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
/// The result of a chore or a part of one.
pub type Result<T = ()> = std::result::Result<T, Error>;

const HELP: &str = "\
cargo xtask COMMAND

  test [--full] [--only STEP]… [--skip STEP]…
                          sets up what the checks need, then runs all of them
                          steps: setup fmt clippy test site check crawl workflows browser package
  look [SITE]             pictures of the main kinds of page, into target/look/
  bench [--n N[,N…]] [--runs R] [--profile code|prose|both] [--binary PATH] [--against PATH]
        [--work DIR] [--input DIR]
                          documents per second, processor time, memory, share of each stage and of colours
  corpora [DIR] [--binary PATH]
                          builds folders of real documents and tells what was found in them
  load [--requests N] [--streams N] [--binary PATH]
                          requests to `archsite serve` while open pages wait for changes; none may fail
  understanding [DIR] [--binary PATH] [--wrong]
                          how much of real documents is understood, and how well
  highlight [DIR] [--language NAME] [--differences N]
                          our lexer against syntect on real code, with a page of both side by side, and
                          how long the longest of hostile lines takes
  fuzz [DIR] [--minutes N] [--seed N]
                          real code, spoilt at random, through our lexer
  crawl SITE              every internal link and anchor of a built site
";

fn main() -> ExitCode {
    let mut arguments = arguments::Arguments::from_command_line();
    let outcome = match arguments.next_word().as_deref() {
        Some("test") => test::run(arguments),
        Some("look") => look::run(arguments),
        Some("bench") => bench::run(arguments),
        Some("corpora") => corpora::run(arguments),
        Some("crawl") => crawl::run(arguments),
        Some("load") => load::run(arguments),
        Some("understanding") => understanding::run(arguments),
        Some("floor") => floor::run(arguments),
        Some("colours") => colours::run(arguments),
        Some("fuzz") => fuzz::run(arguments),
        Some("highlight") => highlight::run(arguments),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => {
            if let Some(word) = other {
                eprintln!("xtask: there is no command \"{word}\"\n");
            }
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::from(if error.is::<arguments::Misuse>() { 2 } else { 1 })
        }
    }
}
