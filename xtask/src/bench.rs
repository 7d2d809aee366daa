//! `cargo xtask bench`: what a cold build costs, and where the time goes.
//!
//! In: how many documents, of which profile, or a folder of them. Out: Markdown tables. Cold: the output is removed before
//! each run, outside the clock; the inputs are in the page cache. Everything that is compared runs in
//! turn within each round (A B A B …), and a ratio is the median of the ratios of the rounds, so that
//! the drift of a shared machine cancels. Quote ratios and medians, never a single wall time.
//! `--work` names another folder for it all: one in memory (`/dev/shm`) takes the disk's noise away.
//! Never: a comparison with other generators.

use crate::arguments::{Arguments, Misuse};
use crate::corpus::{self, Profile, Size};
use crate::measure::{Run, measure};
use crate::table::{Table, bytes, median};
use crate::{Result, colours, floor, process};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the command.
pub fn run(mut arguments: Arguments) -> Result {
    let counts = arguments.value("--n")?.unwrap_or_else(|| "1000".into());
    let counts = counts
        .split(',')
        .map(|text| text.trim().parse().map_err(|_| Misuse(format!("--n {text}: not a number"))));
    let counts: Vec<usize> = counts.collect::<std::result::Result<_, _>>()?;
    let runs = arguments.number("--runs", 5)?.max(1);
    let profiles = match arguments.value("--profile")?.as_deref() {
        None | Some("both") => vec![Profile::Prose, Profile::Code],
        Some("code") => vec![Profile::Code],
        Some("prose") => vec![Profile::Prose],
        Some(other) => return Err(Misuse(format!("--profile {other}: code, prose or both")).into()),
    };
    let binary = arguments.value("--binary")?.map(PathBuf::from);
    let against = arguments.value("--against")?.map(PathBuf::from);
    let input = arguments.value("--input")?.map(|folder| absolute(folder.into())).transpose()?;
    let work = arguments.value("--work")?.map_or_else(|| process::target().join("bench"), PathBuf::from);
    arguments.finish()?;

    let mut contestants =
        vec![("archsite".to_owned(), absolute(binary.map_or_else(process::archsite, Ok)?)?)];
    if let Some(path) = against {
        contestants.push(("against".to_owned(), absolute(path)?));
    }
    fs::create_dir_all(&work)?;
    if let Some(input) = input {
        let corpus = Corpus::of(input)?;
        return bench(&work, &corpus, runs, &contestants).map(drop);
    }
    let mut summary = Vec::new();
    for profile in profiles {
        for &count in &counts {
            let folder = work.join(format!("{}-{count}", profile.name()));
            let size = corpus::ensure(&folder, profile, count)?;
            let title = format!("profile {}", profile.name());
            let corpus = Corpus { title, folder, count, size };
            summary.push((profile, count, bench(&work, &corpus, runs, &contestants)?));
        }
    }
    print_growth(&summary);
    Ok(())
}

/// The documents that are built.
struct Corpus {
    title: String,
    folder: PathBuf,
    count: usize,
    size: Size,
}

impl Corpus {
    /// Takes all documents of a folder.
    fn of(folder: PathBuf) -> Result<Self> {
        let files = floor::files_below(&folder)?;
        let documents: Vec<_> =
            files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "md")).collect();
        let total =
            documents.iter().map(|file| Ok(fs::metadata(file)?.len())).sum::<std::io::Result<u64>>()?;
        let fenced = colours::of(&folder)?.source as u64;
        let title = format!("folder {}", folder.display());
        Ok(Self { title, count: documents.len(), size: Size { total, fenced }, folder })
    }
}

fn absolute(path: PathBuf) -> Result<PathBuf> {
    Ok(path.canonicalize().map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Measures one corpus; returns the median processor time of archsite.
fn bench(work: &Path, corpus: &Corpus, runs: usize, contestants: &[(String, PathBuf)]) -> Result<f64> {
    let Corpus { title, folder: input, count, size } = corpus;
    let output = work.join("out");
    let manifest = work.join("manifest");
    println!("{count} documents, {title}: {} in, {:.0}% in fences\n", bytes(size.total), size.share());

    // The first build warms the page cache and tells the floor what to write.
    cold_build(&contestants[0].1, input, &output)?;
    floor::write_manifest(&output, &manifest)?;
    let written = floor::files_below(&output)?;
    let written_bytes =
        written.iter().map(|file| Ok(fs::metadata(file)?.len())).sum::<std::io::Result<u64>>()?;

    let mut rounds: BTreeMap<&str, Vec<Run>> = BTreeMap::new();
    for _ in 0..runs {
        let run = run_floor(input, &output, &manifest)?;
        rounds.entry("floor").or_default().push(run);
        for (name, binary) in contestants {
            rounds.entry(name).or_default().push(cold_build(binary, input, &output)?);
        }
    }
    remove(&output)?;

    let base = &contestants[0].0;
    let heading = [
        "",
        "wall s",
        "min-max",
        "cpu s",
        "peak",
        "documents/s",
        "x floor, wall",
        "x floor, cpu",
        "x archsite",
    ];
    let mut table = Table::new(&heading);
    for name in ["floor"].into_iter().chain(contestants.iter().map(|(name, _)| name.as_str())) {
        let own = &rounds[name];
        let ratio = |other: &str, of: fn(&Run) -> f64| {
            let ratios: Vec<f64> = own.iter().zip(&rounds[other]).map(|(a, b)| of(a) / of(b)).collect();
            format!("{:.2}", median(&ratios))
        };
        let walls: Vec<f64> = own.iter().map(|run| run.wall).collect();
        let wall = median(&walls);
        let (least, most) = walls.iter().fold((f64::MAX, 0.0f64), |(a, b), &wall| (a.min(wall), b.max(wall)));
        table.row(vec![
            name.to_owned(),
            format!("{wall:.3}"),
            format!("{least:.3}-{most:.3}"),
            format!("{:.2}", cpu(own)),
            bytes(own.iter().map(|run| run.peak).max().unwrap_or(0)),
            format!("{:.0}", *count as f64 / wall),
            ratio("floor", |run| run.wall),
            ratio("floor", |run| run.cpu),
            ratio(base, |run| run.wall),
        ]);
    }
    table.print();
    println!("{} files, {} out; {runs} rounds\n", written.len(), bytes(written_bytes));
    for (name, _) in contestants {
        print_stages(name, &rounds[name.as_str()]);
    }
    if size.fenced > 0 {
        print_colours(&colours::of(input)?, cpu(&rounds[base.as_str()]));
    }
    Ok(cpu(&rounds[base.as_str()]))
}

fn cpu(runs: &[Run]) -> f64 {
    median(&runs.iter().map(|run| run.cpu).collect::<Vec<_>>())
}

fn cold_build(binary: &Path, input: &Path, output: &Path) -> Result<Run> {
    remove(output)?;
    let mut command = Command::new(binary);
    command.arg("build").arg(input).arg("--output").arg(output).arg("-v").current_dir(input);
    measure(&mut command)?.expect_success("archsite build")
}

fn run_floor(input: &Path, output: &Path, manifest: &Path) -> Result<Run> {
    remove(output)?;
    let mut command = Command::new(std::env::current_exe()?);
    measure(command.arg("floor").args([input, output, manifest]))?.expect_success("floor")
}

fn remove(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// Prints what the colours of code cost, as this tree makes them, whatever program was measured.
fn print_colours(colours: &colours::Colours, build: f64) {
    let mut table =
        Table::new(&["colours of code", "code", "HTML", "HTML/code", "ms", "MB/s", "share of cpu"]);
    table.row(vec![
        format!("{} fences", colours.fences),
        bytes(colours.source as u64),
        bytes(colours.html as u64),
        format!("{:.2}", colours.html as f64 / colours.source.max(1) as f64),
        format!("{:.1}", colours.seconds * 1e3),
        format!("{:.0}", colours.source as f64 / 1e6 / colours.seconds),
        format!("{:.1}%", 100.0 * colours.seconds / build),
    ]);
    table.print();
}

/// Prints the share of each stage, as `build -v` tells it on standard error.
fn print_stages(contestant: &str, runs: &[Run]) {
    let mut names: Vec<String> = Vec::new();
    let mut times: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for run in runs {
        for (name, milliseconds) in run.stderr.lines().filter_map(stage) {
            if !names.contains(&name) {
                names.push(name.clone());
            }
            times.entry(name).or_default().push(milliseconds);
        }
    }
    if names.is_empty() {
        println!("No stage times of {contestant}: `build -v` wrote none on standard error.\n");
        return;
    }
    let totals = |name: &String| matches!(name.as_str(), "total" | "all" | "whole");
    let sum: f64 = names.iter().filter(|name| !totals(name)).map(|name| median(&times[name])).sum();
    let mut table = Table::new(&[&format!("stages of {contestant}"), "ms", "share"]);
    for name in &names {
        let middle = median(&times[name]);
        let share = if totals(name) { String::new() } else { format!("{:.0}%", 100.0 * middle / sum) };
        table.row(vec![name.clone(), format!("{middle:.1}"), share]);
    }
    table.print();
}

/// Reads a line such as `  parse      12.3 ms`: a name, then a time, then perhaps more words.
fn stage(line: &str) -> Option<(String, f64)> {
    if !line.starts_with([' ', '\t']) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let named = |word: &&str| word.chars().all(|letter| letter.is_alphabetic() || "-_:".contains(letter));
    let unit = |text: &str| match text.trim_end_matches([',', ';']) {
        "ms" => Some(1.0),
        "s" => Some(1000.0),
        "µs" | "us" => Some(0.001),
        _ => None,
    };
    for index in 1..words.len() {
        let time = match words.get(index + 1).and_then(|next| unit(next)) {
            Some(factor) => words[index].parse::<f64>().ok().map(|number| number * factor),
            None => {
                let end = words[index].find(|letter: char| !letter.is_ascii_digit() && letter != '.');
                let (number, rest) = words[index].split_at(end.unwrap_or(0));
                unit(rest).and_then(|factor| Some(number.parse::<f64>().ok()? * factor))
            }
        };
        // A stage has a short name; a finding that quotes a line with a time in it is no stage.
        if let Some(time) = time.filter(|_| index <= 3 && words[..index].iter().all(named)) {
            return Some((words[..index].join(" ").trim_end_matches(':').to_owned(), time));
        }
    }
    None
}

/// Prints how the cost grows with the number of documents, where several sizes were measured.
fn print_growth(summary: &[(Profile, usize, f64)]) {
    let mut table = Table::new(&["growth", "documents", "cpu s", "x cpu", "x documents"]);
    let mut any = false;
    for pair in summary.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        any = true;
        let [(profile, few, before), (_, many, after)] = pair else { continue };
        table.row(vec![
            profile.name().to_owned(),
            format!("{few} to {many}"),
            format!("{before:.2} to {after:.2}"),
            format!("{:.1}", after / before),
            format!("{:.1}", *many as f64 / *few as f64),
        ]);
    }
    if any {
        table.print();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stage_lines_are_read_in_any_spacing() {
        assert_eq!(stage("  parse      12.3 ms"), Some(("parse".into(), 12.3)));
        assert_eq!(stage(" highlight: 1.5 s"), Some(("highlight".into(), 1500.0)));
        assert_eq!(stage("\tfill holes 250us"), Some(("fill holes".into(), 0.25)));
        assert_eq!(stage("  write 7ms   120 files"), Some(("write".into(), 7.0)));
    }

    #[test]
    fn other_lines_are_no_stages() {
        for line in ["", "a.md:3:4 error[broken-link]: no such file", "built 12 documents in 30 ms", "parse"]
        {
            assert_eq!(stage(line), None, "{line}");
        }
    }
}
