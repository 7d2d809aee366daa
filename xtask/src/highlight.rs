//! `cargo xtask highlight [--language NAME] [--differences N] [FOLDER]`: our lexer against the grammars.
//!
//! In: the fences of the documents in a folder (`../shared/corpora`, where none is given), and the
//! source files in cargo's own registry cache. Out: a table with four figures of agreement a language
//! and how many times as long as the code its HTML is, and one page with both engines side by side, in
//! light and dark, in `target/highlight/`. Fails where a language of which there is enough is coloured
//! worse than it may be, or where a text that is made to take long takes too long.
//! Never: fetches anything.

use crate::arguments::Arguments;
use crate::measure::Clock;
use crate::table::{Table, bytes};
use crate::{Result, process};
use archsite::model::markup::push_escaped;
use archsite::parse::highlight::agreement::{Agreement, compare};
use archsite::parse::highlight::{
    Class, Engine, Highlighted, LEXED, engine, highlight, highlight_with, html, language_name,
};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many bytes of a language are compared: grammars take about a second for them.
const MOST: usize = 1_500_000;
/// How many bytes of a language there must be for its figures to say something.
const ENOUGH: usize = 20_000;
/// How much of a language only the grammar may colour, in percent.
const MOST_ONLY_GRAMMAR: f64 = 3.0;
/// How much of a language may be coloured differently, in percent.
const MOST_DIFFERENT: f64 = 2.0;
/// How long a hostile text is, in bytes, and how long it may take to be coloured.
const HOSTILE_BYTES: usize = 300_000;
const MOST_MILLISECONDS: f64 = 60.0;
/// How many samples of a language the page shows, and how many lines of each.
const SHOWN: usize = 4;
const SHOWN_LINES: usize = 40;

/// The endings of source files that are read; a file's ending is the name of its language.
const ENDINGS: [&str; 31] = [
    "c",
    "cc",
    "conf",
    "cpp",
    "css",
    "diff",
    "go",
    "h",
    "hpp",
    "html",
    "ini",
    "java",
    "js",
    "json",
    "kt",
    "mjs",
    "patch",
    "properties",
    "proto",
    "ps1",
    "py",
    "rs",
    "scss",
    "sh",
    "sql",
    "svg",
    "toml",
    "ts",
    "xml",
    "yaml",
    "yml",
];

/// A piece of code.
pub struct Sample {
    /// The name of its language as its author gave it.
    pub language: String,
    /// The code.
    pub code: String,
    /// Whether it stood in a document, rather than in a source file.
    pub is_fence: bool,
}

/// How long code becomes as HTML, in bytes. What a grammar does not read is plain to it, and short.
#[derive(Clone, Copy, Default)]
struct Growth {
    source: usize,
    lexer: usize,
    grammar: usize,
}

impl Growth {
    fn add(&mut self, sample: &Sample) {
        let written = |engine| {
            let mut html = String::new();
            let highlighted = highlight_with(engine, &sample.language, &sample.code);
            html::write(&sample.code, &highlighted.spans, &mut html);
            html.len()
        };
        self.source += sample.code.len();
        self.lexer += written(Engine::Lexer);
        self.grammar += written(Engine::Grammar);
    }

    fn sum<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> Self {
        samples.into_iter().fold(Self::default(), |mut sum, sample| {
            sum.add(sample);
            sum
        })
    }

    /// Returns how many times as long as the source HTML is: after our lexer, and after syntect.
    fn times(self) -> [String; 2] {
        [self.lexer, self.grammar].map(|html| format!("{:.2}", html as f64 / self.source.max(1) as f64))
    }
}

/// Runs the command.
pub fn run(mut arguments: Arguments) -> Result {
    let only = arguments.value("--language")?;
    let shown = arguments.number("--differences", 0)?;
    let mut languages = collect(&documents(arguments.last_word()?));
    if let Some(only) = only {
        let name = language_name(&only).unwrap_or_default();
        languages.retain(|known, _| *known == name);
    }
    if languages.is_empty() {
        return Err("there is no code in a language that our lexer reads".into());
    }
    let mut table = Table::new(&[
        "language",
        "bytes",
        "agree",
        "only ours",
        "only syntect",
        "different",
        "HTML/code",
        "syntect",
        "MB/s",
        "syntect",
    ]);
    let mut faults = Vec::new();
    let mut page = Page::new()?;
    for (name, samples) in &languages {
        let agreement = samples.iter().fold(Agreement::default(), |mut sum, sample| {
            sum += compare(&sample.language, &sample.code);
            sum
        });
        let share = |part: usize| 100.0 * part as f64 / agreement.bytes().max(1) as f64;
        let (only_grammar, different) = (share(agreement.only_grammar), share(agreement.different));
        let is_worse = only_grammar > MOST_ONLY_GRAMMAR || different > MOST_DIFFERENT;
        if agreement.bytes() >= ENOUGH && is_worse {
            faults.push(format!("{name}: {only_grammar:.2}% only syntect, {different:.2}% different"));
        }
        let [grown, grown_by_grammar] = Growth::sum(samples).times();
        table.row(vec![
            (*name).to_owned(),
            bytes(agreement.bytes() as u64),
            format!("{:.2}%", share(agreement.agree)),
            format!("{:.2}%", share(agreement.only_lexer)),
            format!("{only_grammar:.2}%"),
            format!("{different:.2}%"),
            grown,
            grown_by_grammar,
            format!("{:.0}", pace(Engine::Lexer, samples)),
            format!("{:.1}", pace(Engine::Grammar, samples)),
        ]);
        page.language(name, samples);
        if shown > 0 {
            print_differences(samples, shown);
        }
    }
    table.print();
    let all = || languages.values().flatten();
    for (of, growth) in
        [("fences", Growth::sum(all().filter(|sample| sample.is_fence))), ("all code", Growth::sum(all()))]
    {
        let [lexer, grammar] = growth.times();
        let source = bytes(growth.source as u64);
        println!("HTML of {of}, {source}: {lexer} times its source, {grammar} with syntect");
    }
    println!("side by side: {}", page.write()?.display());
    let (worst, what) = slowest_hostile_text();
    println!("the slowest of hostile texts of {}: {what}, {worst:.1} ms", bytes(HOSTILE_BYTES as u64));
    if worst > MOST_MILLISECONDS {
        faults.push(format!("{what} takes {worst:.0} ms"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ").into()) }
}

/// Returns the folder of documents that is meant: the one given, or that of real ones beside us.
pub fn documents(given: Option<String>) -> PathBuf {
    given.map_or_else(|| process::root().join("../shared/corpora"), PathBuf::from)
}

/// Gathers code in the languages of our lexer, no piece twice.
pub fn samples(documents: &Path) -> Vec<Sample> {
    collect(documents).into_values().flatten().collect()
}

/// Gathers code by language, no piece twice.
fn collect(documents: &Path) -> BTreeMap<&'static str, Vec<Sample>> {
    let mut samples = Vec::new();
    let cache = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .unwrap_or_default();
    for folder in [documents, &cache.join("registry/src")] {
        for file in files(folder) {
            let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            let is_document = ending == "md" || ending == "mdx";
            if !is_document && !ENDINGS.contains(&ending) {
                continue;
            }
            let Ok(text) = fs::read_to_string(&file) else { continue };
            if is_document {
                fences(&text, &mut samples);
            } else if text.len() < 200_000 {
                samples.push(Sample { language: ending.to_owned(), code: text, is_fence: false });
            }
        }
    }
    let mut languages: BTreeMap<&'static str, Vec<Sample>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for sample in samples {
        if engine(&sample.language) == Some(Engine::Lexer)
            && let Some(name) = language_name(&sample.language)
            && seen.insert((name, sample.code.clone()))
        {
            languages.entry(name).or_default().push(sample);
        }
    }
    for samples in languages.values_mut() {
        // Every n-th, so that no one package speaks for its language.
        let total: usize = samples.iter().map(|sample| sample.code.len()).sum();
        let step = (total / MOST).max(1);
        let mut index = 0;
        samples.retain(|_| {
            index += 1;
            (index - 1) % step == 0
        });
    }
    languages
}

/// Lists the files in a folder and in those in it, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let visit = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries.into_iter().flat_map(visit).collect()
}

/// Finds the fences of a document, roughly: each begins with a line of backticks and a word.
pub fn fences(text: &str, samples: &mut Vec<Sample>) {
    let mut open: Option<(usize, usize, Sample)> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start_matches(' ');
        let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
        let rest = trimmed[ticks..].trim();
        match &mut open {
            None if ticks >= 3 => {
                let word = rest.split([' ', ',', '{']).next().unwrap_or_default();
                let sample = Sample { language: word.to_owned(), code: String::new(), is_fence: true };
                open = Some((ticks, line.len() - trimmed.len(), sample));
            }
            None => {}
            Some((least, ..)) if ticks >= *least && rest.is_empty() => {
                samples.extend(open.take().map(|(.., sample)| sample));
            }
            Some((_, indentation, sample)) => {
                let blanks = line.bytes().take(*indentation).take_while(|&byte| byte == b' ').count();
                sample.code.push_str(&line[blanks..]);
            }
        }
    }
}

/// Measures how many megabytes an engine reads in a second.
fn pace(engine: Engine, samples: &[Sample]) -> f64 {
    let (started, clock) = (Instant::now(), Clock::start());
    let mut read = 0;
    'measured: loop {
        for sample in samples {
            std::hint::black_box(highlight_with(engine, &sample.language, &sample.code));
            read += sample.code.len();
            if started.elapsed() > Duration::from_millis(200) {
                break 'measured;
            }
        }
    }
    read as f64 / 1e6 / clock.seconds()
}

/// Reads what begins something again and again in every language, and writes it as HTML. Returns how
/// many milliseconds the slowest takes, at the best of three tries, and in which language what it is.
fn slowest_hostile_text() -> (f64, String) {
    let mut slowest = (0.0, String::new());
    for line in include_str!("../../tests/data/hostile.txt").lines() {
        let pattern = line.replace("\\n", "\n");
        let code = pattern.repeat(HOSTILE_BYTES / pattern.len());
        for language in LEXED {
            let milliseconds = (0..3).map(|_| {
                let clock = Clock::start();
                let mut html = String::new();
                html::write(&code, &highlight(language, &code).spans, &mut html);
                std::hint::black_box(html);
                clock.seconds() * 1e3
            });
            let least = milliseconds.fold(f64::MAX, f64::min);
            if least > slowest.0 {
                slowest = (least, format!("{line} in {language}"));
            }
        }
    }
    slowest
}

/// Prints what differs most: bytes, what the grammar says, what we say, the text.
fn print_differences(samples: &[Sample], shown: usize) {
    let mut differences: BTreeMap<(Option<Class>, Option<Class>, &str), usize> = BTreeMap::new();
    for sample in samples {
        let engines = [Engine::Grammar, Engine::Lexer];
        let [grammar, lexer] = engines.map(|engine| highlight_with(engine, &sample.language, &sample.code));
        let (mut grammar, mut lexer) = (grammar.spans.iter().peekable(), lexer.spans.iter().peekable());
        let mut start = 0;
        while let (Some(theirs), Some(ours)) = (grammar.peek(), lexer.peek()) {
            let end = theirs.range.end.min(ours.range.end);
            let text = sample.code[start..end].trim();
            if theirs.class != ours.class && !text.is_empty() {
                *differences.entry((theirs.class, ours.class, text)).or_default() += text.len();
            }
            let (ends_theirs, ends_ours) = (theirs.range.end == end, ours.range.end == end);
            if ends_theirs {
                grammar.next();
            }
            if ends_ours {
                lexer.next();
            }
            start = end;
        }
    }
    let mut differences: Vec<_> =
        differences.into_iter().filter(|((grammar, ..), _)| grammar.is_some()).collect();
    differences.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    for ((grammar, lexer, text), count) in differences.into_iter().take(shown) {
        let name = |class: Option<Class>| class.map_or("plain".to_owned(), |class| format!("{class:?}"));
        println!("{count:>7}  {:>11} → {:<11}  {}", name(grammar), name(lexer), text.escape_debug());
    }
}

/// The page on which both engines stand side by side.
struct Page(String);

impl Page {
    fn new() -> Result<Self> {
        let style = fs::read_to_string(process::root().join("themes/default/style.css"))?;
        Ok(Self(format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Our lexer and syntect</title>\n\
             <style>{style}\n\
             body {{ display: block; max-width: none; margin: 1rem }}\n\
             .pair {{ display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; margin-bottom: .5rem }}\n\
             .pair > pre {{ margin: 0; padding: .5rem; overflow: hidden; font: 12px/1.4 monospace; color: light-dark(#222, #ddd); background: light-dark(#f7f7f7, #16181d) }}\n\
             .light {{ color-scheme: light }} .dark {{ color-scheme: dark }}</style>\n\
             <p>Left our lexer, right syntect; first in light, then in dark.</p>\n"
        )))
    }

    fn language(&mut self, name: &str, samples: &[Sample]) {
        self.0.push_str("<h2>");
        push_escaped(&mut self.0, name);
        self.0.push_str("</h2>\n");
        // Those of a middling length say most; evenly spread, so that they are not all of one author.
        let middling: Vec<_> = samples.iter().filter(|sample| sample.code.lines().count() > 8).collect();
        let step = (middling.len() / SHOWN).max(1);
        for (index, sample) in middling.iter().step_by(step).take(SHOWN).enumerate() {
            let end = sample.code.split_inclusive('\n').take(SHOWN_LINES).map(str::len).sum();
            let code = &sample.code[..end];
            let scheme = if index % 2 == 0 { "light" } else { "dark" };
            self.0.push_str(&format!("<div class=\"pair code {scheme}\">"));
            for engine in [Engine::Lexer, Engine::Grammar] {
                let Highlighted { spans, .. } = highlight_with(engine, &sample.language, code);
                self.0.push_str("<pre>");
                html::write(code, &spans, &mut self.0);
                self.0.push_str("</pre>");
            }
            self.0.push_str("</div>\n");
        }
    }

    fn write(self) -> Result<PathBuf> {
        let folder = process::target().join("highlight");
        fs::create_dir_all(&folder)?;
        let path = folder.join("index.html");
        fs::write(&path, self.0)?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_found_with_their_languages_and_without_their_indentation() {
        let mut samples = Vec::new();
        fences("a\n```rust,ignore\nlet a;\n```\n- b\n  ````json\n  {\n  ```\n  ````\n```\nc", &mut samples);
        let found: Vec<_> = samples.iter().map(|it| (it.language.as_str(), it.code.as_str())).collect();
        assert_eq!(found, [("rust", "let a;\n"), ("json", "{\n```\n")]);
    }
}
