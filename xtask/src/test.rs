//! `cargo xtask test`: sets up what the checks need, then runs all of them.
//!
//! In: a machine that has Rust. Out: which steps passed, with their times, and the closing line of
//! cargo's tests. It stops at the first step that fails; a step that cannot run on this machine says
//! SKIPPED and why, so that nobody takes it for passed.

use crate::arguments::{Arguments, Misuse};
use crate::process::{cargo, root, run as run_command, target};
use crate::table::Table;
use crate::{Result, browser, crawl, package, setup, workflows};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

enum Outcome {
    Passed,
    /// Passed but for what could not run here.
    Partly(String),
    Skipped(String),
}

/// What later steps know of earlier ones.
#[derive(Default)]
struct Course {
    full: bool,
    /// The closing line of cargo's tests, of all test programs together.
    closing: Option<String>,
}

type Step = fn(&mut Course) -> Result<Outcome>;

const STEPS: [(&str, Step); 10] = [
    ("setup", set_up),
    ("fmt", |_| passed(run_command(&mut cargo(&["fmt", "--all", "--check"])))),
    ("clippy", |_| {
        passed(run_command(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])))
    }),
    ("test", run_tests),
    ("site", |_| passed(build_example_site())),
    ("check", |_| passed(check_own_documents())),
    ("crawl", crawl_example_site),
    ("workflows", lint_workflows),
    ("browser", drive_browser),
    ("package", check_package),
];

/// Runs the command.
pub fn run(mut arguments: Arguments) -> Result {
    let only = arguments.values("--only")?;
    let skip = arguments.values("--skip")?;
    let mut course = Course { full: arguments.switch("--full"), ..Course::default() };
    arguments.finish()?;
    if let Some(unknown) = only.iter().chain(&skip).find(|name| STEPS.iter().all(|(step, _)| step != name)) {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(
            Misuse(format!("there is no step \"{unknown}\"; the steps are {}", names.join(", "))).into()
        );
    }

    let start = Instant::now();
    let mut table = Table::new(&["step", "outcome", "seconds"]);
    let mut failure = None;
    for (name, step) in STEPS {
        if failure.is_some() {
            table.row(vec![name.into(), "not reached".into(), String::new()]);
            continue;
        }
        if skip.iter().any(|skipped| skipped == name)
            || !(only.is_empty() || only.iter().any(|only| only == name))
        {
            table.row(vec![name.into(), "left out".into(), String::new()]);
            continue;
        }
        eprintln!("\n== {name}");
        let begin = Instant::now();
        let outcome = match step(&mut course) {
            Ok(Outcome::Passed) => "passed".to_owned(),
            Ok(Outcome::Partly(what)) => {
                println!("SKIPPED in {name}: {what}");
                format!("passed, SKIPPED: {what}")
            }
            Ok(Outcome::Skipped(why)) => {
                println!("SKIPPED {name}: {why}");
                format!("SKIPPED: {why}")
            }
            Err(error) => {
                eprintln!("{name}: {error}");
                failure = Some(name);
                "FAILED".to_owned()
            }
        };
        table.row(vec![name.into(), outcome, format!("{:.1}", begin.elapsed().as_secs_f64())]);
    }
    println!();
    table.print();
    println!("{:.0} s in all", start.elapsed().as_secs_f64());
    if let Some(line) = &course.closing {
        println!("{line}");
    }
    failure.map_or(Ok(()), |name| Err(format!("step {name} failed").into()))
}

fn passed(result: Result) -> Result<Outcome> {
    result.map(|()| Outcome::Passed)
}

fn set_up(_: &mut Course) -> Result<Outcome> {
    let missing = setup::ensure()?;
    if missing.is_empty() {
        return Ok(Outcome::Passed);
    }
    Ok(Outcome::Skipped(format!("{} could not be installed", missing.join(", "))))
}

/// Runs all tests of all packages and adds up what each test program says at its end.
fn run_tests(course: &mut Course) -> Result<Outcome> {
    let mut command = cargo(&["test", "--workspace", "--no-fail-fast"]);
    eprintln!("$ cargo test --workspace --no-fail-fast");
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut counts = [0usize; 3];
    for line in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).lines()) {
        let line = line?;
        println!("{line}");
        if line.starts_with("test result:") {
            for (count, word) in counts.iter_mut().zip(["passed", "failed", "ignored"]) {
                *count += number_before(&line, word);
            }
        }
    }
    let status = child.wait()?;
    let [passed, failed, ignored] = counts;
    let verdict = if status.success() { "ok" } else { "FAILED" };
    course.closing =
        Some(format!("test result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored"));
    if status.success() { Ok(Outcome::Passed) } else { Err(format!("cargo test: {status}").into()) }
}

/// Reads the number before a word: 12 of `ok. 12 passed; 0 failed`.
fn number_before(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
    let place = words.iter().position(|found| *found == word).and_then(|place| place.checked_sub(1));
    place.and_then(|place| words[place].parse().ok()).unwrap_or(0)
}

/// Where the checks build the example site.
pub fn example_output() -> PathBuf {
    target().join("xtask").join("example-site")
}

/// Builds the example site as the README does, but to a folder of our own.
pub fn build_example_site() -> Result {
    if !root().join("example-site").is_dir() {
        return Err("there is no folder example-site".into());
    }
    let output = example_output();
    if output.exists() {
        fs::remove_dir_all(&output)?;
    }
    if let Some(parent) = output.parent() {
        fs::create_dir_all(parent)?;
    }
    run_command(cargo(&["run", "--release", "--", "build", "example-site", "--output"]).arg(output))
}

/// Checks archsite's own documents, which are to have nothing that may mislead.
fn check_own_documents() -> Result {
    run_command(&mut cargo(&["run", "--release", "--", "check", "--fail-on", "warning"]))
}

fn crawl_example_site(_: &mut Course) -> Result<Outcome> {
    let crawl = crawl::crawl(&example_output())?;
    crawl.dead.iter().for_each(|line| println!("{line}"));
    println!("{} pages, {} internal links, {} dead", crawl.pages, crawl.links, crawl.dead.len());
    match (crawl.pages, crawl.dead.len()) {
        (0, _) => Err("the example site has no page".into()),
        (_, 0) => Ok(Outcome::Passed),
        (_, dead) => Err(format!("{dead} dead links").into()),
    }
}

fn lint_workflows(_: &mut Course) -> Result<Outcome> {
    match workflows::missing() {
        Some(missing) => Ok(Outcome::Skipped(format!("{missing} not on this machine"))),
        None => passed(workflows::check()),
    }
}

fn drive_browser(_: &mut Course) -> Result<Outcome> {
    if let Some(missing) = browser::missing() {
        return Ok(Outcome::Skipped(format!("{missing} not on this machine")));
    }
    let skipped = browser::check(&example_output())?;
    Ok(if skipped.is_empty() { Outcome::Passed } else { Outcome::Partly(skipped.join(", ")) })
}

fn check_package(course: &mut Course) -> Result<Outcome> {
    package::check_list()?;
    passed(if course.full { package::install_and_try() } else { Ok(()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_added_up() {
        let line =
            "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(number_before(line, "passed"), 12);
        assert_eq!(number_before(line, "failed"), 0);
        assert_eq!(number_before(line, "ignored"), 3);
    }
}
