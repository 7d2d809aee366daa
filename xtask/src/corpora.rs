//! `cargo xtask corpora [DIR]`: builds folders of real documents, which were never written for us.
//!
//! In: a folder with `corpora/` (a folder of documents each) and `seeds/` (a document each) in it, or
//! itself a folder of folders; `../shared` where none is given. Out: a table of pages, findings, dead
//! links, time and memory. Fails where a build does not end with exit code 0 or a link is dead.

use crate::arguments::Arguments;
use crate::measure::{Run, measure};
use crate::table::{Table, bytes};
use crate::{Result, crawl, process};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many dead links of one folder are shown.
const SHOWN: usize = 8;

/// Runs the command.
pub fn run(mut arguments: Arguments) -> Result {
    let binary = arguments.value("--binary")?.map(PathBuf::from);
    let given = arguments.last_word()?.map(PathBuf::from);
    let folder = given.clone().unwrap_or_else(|| process::root().join("../shared"));
    let work = process::target().join("corpora");
    let inputs = inputs(&folder, &work)?;
    if inputs.is_empty() {
        if given.is_some() {
            return Err(format!("{}: no folder of documents in it", folder.display()).into());
        }
        println!("SKIPPED: {} is not there; give the folder: cargo xtask corpora DIR", folder.display());
        return Ok(());
    }
    let binary = binary.map_or_else(process::archsite, Ok)?;

    let out = work.join("out");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;

    // All builds first: reading their output makes us large, and a child's peak cannot read below ours.
    let mut runs = Vec::new();
    for (name, input) in &inputs {
        let mut command = Command::new(&binary);
        // Away from the repository, so that none of its settings or ignore rules is found.
        command.arg("build").arg(input).arg("--output").arg(out.join(name)).current_dir(&work);
        runs.push(measure(&mut command)?);
    }

    let heading = [
        "folder",
        "exit",
        "documents",
        "pages",
        "bytes",
        "errors",
        "others",
        "dead",
        "wall s",
        "cpu s",
        "peak",
    ];
    let mut table = Table::new(&heading);
    let mut codes = BTreeMap::new();
    let mut faults = Vec::new();
    for ((name, _), run) in inputs.iter().zip(&runs) {
        let row = judge(name, run, &out.join(name), &mut codes, &mut faults)?;
        table.row(row);
    }
    table.print();
    let mut by_code = Table::new(&["finding", "count"]);
    for (code, count) in &codes {
        by_code.row(vec![code.clone(), count.to_string()]);
    }
    by_code.print();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ").into()) }
}

/// Reads what one build wrote: a row of the table, its findings by code, and what must not be.
fn judge(
    name: &str,
    run: &Run,
    output: &Path,
    codes: &mut BTreeMap<String, usize>,
    faults: &mut Vec<String>,
) -> Result<Vec<String>> {
    if run.code != Some(0) {
        faults.push(format!("{name}: exit code {:?}", run.code));
        let last: Vec<&str> = run.stderr.lines().rev().take(6).collect();
        last.iter().rev().for_each(|line| eprintln!("  {name}: {line}"));
    }
    let portal = read_portal(output);
    let findings = portal["findings"].as_array().map_or(&[][..], Vec::as_slice);
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    for finding in findings {
        *codes.entry(finding["code"].as_str().unwrap_or("?").to_owned()).or_default() += 1;
    }
    let (mut pages, mut size, mut dead) = (0, 0, Vec::new());
    if output.is_dir() {
        let crawl = crawl::crawl(output)?;
        (pages, dead) = (crawl.pages, crawl.dead);
        for file in crate::floor::files_below(output)? {
            size += fs::metadata(file)?.len();
        }
    }
    dead.iter().take(SHOWN).for_each(|line| eprintln!("  {name}: dead: {line}"));
    if !dead.is_empty() {
        faults.push(format!("{name}: {} dead links", dead.len()));
    }
    Ok(vec![
        name.to_owned(),
        run.code.map_or("signal".into(), |code| code.to_string()),
        portal["documents"].as_array().map_or(0, Vec::len).to_string(),
        pages.to_string(),
        bytes(size),
        errors.to_string(),
        (findings.len() - errors).to_string(),
        dead.len().to_string(),
        format!("{:.2}", run.wall),
        format!("{:.2}", run.cpu),
        bytes(run.peak),
    ])
}

/// Lists the folders of documents by name, the folder of seeds as the last.
pub fn folders(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut folders = Vec::new();
    let corpora = folder.join("corpora");
    for entry in sorted_entries(if corpora.is_dir() { &corpora } else { folder })? {
        if entry.is_dir() && (corpora.is_dir() || entry.file_name().is_none_or(|name| name != "seeds")) {
            folders.push((file_name(&entry), entry));
        }
    }
    if folder.join("seeds").is_dir() {
        folders.push(("seeds".into(), folder.join("seeds")));
    }
    for (_, path) in &mut folders {
        *path = path.canonicalize()?;
    }
    Ok(folders)
}

/// Lists what is to be built, by name. A seed is a single file: it gets a folder of its own.
fn inputs(folder: &Path, work: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut inputs = folders(folder)?;
    let seeds = sorted_entries(&folder.join("seeds"))?;
    for seed in seeds.iter().filter(|seed| seed.extension().is_some_and(|extension| extension == "md")) {
        let name = format!("seed-{}", file_name(seed).chars().take(3).collect::<String>());
        let alone = work.join("in").join(&name);
        fs::create_dir_all(&alone)?;
        fs::copy(seed, alone.join(file_name(seed)))?;
        inputs.push((name, alone.canonicalize()?));
    }
    Ok(inputs)
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    Ok(entries)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads the site model that stands beside the pages; nothing where there is none yet.
fn read_portal(output: &Path) -> Value {
    let text = fs::read_to_string(output.join("portal.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}
