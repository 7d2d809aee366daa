//! What the colours of code cost, for `bench`: time on one core, and bytes of HTML.
//!
//! In: a folder of documents. Out: the bytes of its fences, of their HTML, and the least time in
//! which all of them are read and written. It runs as a process of its own, so that the memory for
//! it does not count as that of the programs which are measured.
//! Never: counts what stands around the code, which has another price.

use crate::arguments::Arguments;
use crate::highlight::{Sample, fences};
use crate::measure::{Clock, measure};
use crate::{Result, floor};
use archsite::parse::highlight::{highlight, html};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

/// How often all fences are read; the least time counts.
const ROUNDS: usize = 9;

/// What the fences of a folder came to.
pub struct Colours {
    /// How many there are.
    pub fences: usize,
    /// The bytes of the code in them.
    pub source: usize,
    /// The bytes of that code as HTML.
    pub html: usize,
    /// Seconds of one core for all of them.
    pub seconds: f64,
}

/// Measures a folder in a process of its own.
pub fn of(folder: &Path) -> Result<Colours> {
    let run = measure(Command::new(std::env::current_exe()?).arg("colours").arg(folder))?;
    let said = run.expect_success("colours")?.stderr;
    let mut words = said.split_whitespace();
    let mut word = || words.next().ok_or_else(|| format!("colours: {said}"));
    Ok(Colours {
        fences: word()?.parse()?,
        source: word()?.parse()?,
        html: word()?.parse()?,
        seconds: word()?.parse()?,
    })
}

/// Measures a folder, as the process that [`of`] starts.
pub fn run(mut arguments: Arguments) -> Result {
    let folder = arguments.next_word().ok_or("colours: which folder?")?;
    let mut samples = Vec::new();
    for file in floor::files_below(Path::new(&folder))? {
        if file.extension().is_some_and(|ending| ending == "md")
            && let Ok(text) = fs::read_to_string(&file)
        {
            fences(&text, &mut samples);
        }
    }
    let mut html = 0;
    let mut seconds = f64::MAX;
    for _ in 0..ROUNDS {
        let started = Clock::start();
        html = samples.iter().map(|sample| black_box(written(sample)).len()).sum();
        seconds = seconds.min(started.seconds());
    }
    let source: usize = samples.iter().map(|sample| sample.code.len()).sum();
    eprintln!("{} {source} {html} {seconds}", samples.len());
    Ok(())
}

fn written(sample: &Sample) -> String {
    let mut html = String::with_capacity(sample.code.len() * 2);
    html::write(&sample.code, &highlight(&sample.language, &sample.code).spans, &mut html);
    html
}
