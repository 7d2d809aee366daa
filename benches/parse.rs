//! What it costs to understand a document: the parse stage with all that it reads out of a text,
//! against two that read nothing out of it: comrak alone, which writes the HTML of the same dialect
//! with ids on its headings, and the stage itself, which also makes holes of links and notes
//! findings (`parse::snippet`).
//!
//! `cargo bench --bench parse [DIR…]`: all Markdown below each folder, else of the example site.
//! The three take turns, so that what else the machine does meets all; each figure is the median of
//! the ratios. Languages are taken off the fences: highlighting is measured by `cargo xtask bench`.
//! `--count plain|snippet|stage` runs one of them once and says nothing, for
//! `valgrind --tool=callgrind`, whose counts no other program disturbs; `--count nothing` is what
//! reading the files costs of that.
//!
//! Counted so, the whole stage is 1.6 to 1.7 times comrak alone and 1.4 times itself without reading, on
//! made folders of prose and of code; of the first, comrak's own parsing is 0.7 and our HTML 0.1.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads files, a clock, and prints"
)]

use archsite::model::config::Config;
use archsite::model::register::RegisterDefinition;
use archsite::parse::{self, Depth, MarkdownOptions};
use archsite::source::{LineIndex, SourcePath, decode};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 15;

fn main() {
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut counted = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--count" => counted = arguments.next(),
            // What cargo adds.
            "--bench" => {}
            folder => folders.push(folder.into()),
        }
    }
    if folders.is_empty() {
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    }
    let registers = Config::default().registers();
    for folder in &folders {
        let mut texts = Vec::new();
        gather(folder, &mut texts);
        match counted.as_deref() {
            None => compare(folder, &texts, &registers),
            Some("plain") => texts.iter().for_each(|text| plain(text)),
            Some("snippet") => texts.iter().for_each(|text| snippet(text)),
            Some("stage") => texts.iter().for_each(|text| stage(text, &registers)),
            Some("nothing") => {}
            Some(other) => println!("{other}: nothing is called that; plain, snippet, stage or nothing"),
        }
    }
}

fn compare(folder: &Path, texts: &[String], registers: &[RegisterDefinition]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut least = [Duration::MAX; 3];
    let mut ratios = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let times = [
            time(|| texts.iter().for_each(|text| plain(text))),
            time(|| texts.iter().for_each(|text| snippet(text))),
            time(|| texts.iter().for_each(|text| stage(text, registers))),
        ];
        for (least, time) in least.iter_mut().zip(times) {
            *least = time.min(*least);
        }
        let [plain, snippet, stage] = times.map(|time| time.as_secs_f64());
        ratios[0].push(stage / plain);
        ratios[1].push(stage / snippet);
    }
    println!("{}: {} documents, {:.1} MB", folder.display(), texts.len(), bytes as f64 / 1e6);
    let names = ["Markdown to HTML alone", "the stage without reading", "the whole parse stage"];
    for (name, time) in names.into_iter().zip(least) {
        let milliseconds = time.as_secs_f64() * 1e3;
        println!("  {name:<28} {milliseconds:>8.1} ms  {:>6.1} MB/s", bytes as f64 / 1e3 / milliseconds);
    }
    for (name, mut ratios) in
        ["whole stage / Markdown", "whole stage / without reading"].into_iter().zip(ratios)
    {
        ratios.sort_by(f64::total_cmp);
        let (median, low, high) = (ratios[ROUNDS / 2], ratios[0], ratios[ROUNDS - 1]);
        println!("  {name:<29} {median:>7.2}  ({low:.2} to {high:.2})");
    }
}

/// The same dialect as the stage reads, headings with their ids included.
fn plain(text: &str) {
    let mut options = comrak::Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    extension.description_lists = true;
    extension.math_dollars = true;
    extension.math_code = true;
    extension.block_directive = true;
    extension.header_attributes = true;
    extension.header_id_prefix = Some(String::new());
    extension.front_matter_delimiter = Some("---".to_owned());
    options.render.r#unsafe = true;
    black_box(comrak::markdown_to_html(text, &options));
}

fn stage(text: &str, registers: &[RegisterDefinition]) {
    let markdown = MarkdownOptions { depth: Depth::Page, unsafe_html: false };
    let options = parse::Options { markdown, registers, keep_metadata: false };
    let file = SourcePath::new("a.md");
    black_box(parse::document(&file, &LineIndex::new(text), None, options, &|_| None));
}

fn snippet(text: &str) {
    let options = MarkdownOptions { depth: Depth::Page, unsafe_html: false };
    black_box(parse::snippet(&SourcePath::new("a.md"), text, options));
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn gather(folder: &Path, texts: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.is_symlink() {
            gather(&path, texts);
        } else if path.extension().is_some_and(|it| it == "md") {
            let bytes = std::fs::read(&path).unwrap_or_default();
            texts.push(without_languages(&decode(bytes).text));
        }
    }
}

/// Takes the language off each fence, so that no code is highlighted.
fn without_languages(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let trimmed = line.trim_start();
        let fence = trimmed.len() - trimmed.trim_start_matches('`').len();
        if fence < 3 || trimmed[fence..].contains('`') {
            return line.to_owned();
        }
        format!("{}{}\n", &line[..line.len() - trimmed.len()], "`".repeat(fence))
    });
    lines.collect()
}
