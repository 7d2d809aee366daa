//! What it costs to understand a document: the parse stage with all that it extracts, against
//! Markdown to HTML alone on the same text.
//!
//! `cargo bench --bench parse [DIR…]`: all Markdown below the folders, else of the example site.
//! The two take turns, so that what else the machine does meets both; the figure is the median of
//! the ratios. Languages are taken off the fences: highlighting is measured by `cargo xtask bench`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads files, a clock, and prints"
)]

use archsite::model::config::Config;
use archsite::model::register::RegisterDefinition;
use archsite::parse::{self, Depth, MarkdownOptions};
use archsite::source::{SourcePath, decode};
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
            Some("stage") => texts.iter().for_each(|text| stage(text, &registers)),
            Some("nothing") => {}
            Some(other) => println!("{other}: nothing is called that; plain, stage or nothing"),
        }
    }
}

fn compare(folder: &Path, texts: &[String], registers: &[RegisterDefinition]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut ratios = Vec::new();
    let (mut least_plain, mut least_stage) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let plain = time(|| texts.iter().for_each(|text| plain(text)));
        let stage = time(|| texts.iter().for_each(|text| stage(text, registers)));
        ratios.push(stage.as_secs_f64() / plain.as_secs_f64());
        (least_plain, least_stage) = (least_plain.min(plain), least_stage.min(stage));
    }
    ratios.sort_by(f64::total_cmp);
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{}: {} documents, {:.1} MB", folder.display(), texts.len(), bytes as f64 / 1e6);
    println!("Markdown to HTML alone   {:>8.1} ms  {:>6.1} MB/s", ms(least_plain), speed(least_plain));
    println!("the whole parse stage    {:>8.1} ms  {:>6.1} MB/s", ms(least_stage), speed(least_stage));
    println!(
        "ratio, median of {ROUNDS}     {:>8.2}  ({:.2} to {:.2})",
        ratios[ROUNDS / 2],
        ratios[0],
        ratios[ROUNDS - 1]
    );
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
    black_box(parse::document(&file, text, None, options, &|_| None));
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
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
