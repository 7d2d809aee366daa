//! `cargo xtask fuzz [--minutes N] [--seed N] [FOLDER]`: real code, spoilt at random, through every lexer.
//!
//! In: the fences of the documents in a folder (`../shared/corpora`, where none is given), and the
//! source files in cargo's registry cache. Out: the number of texts that were read. Fails at the first
//! text whose spans do not cover it, or that takes a time out of proportion; it is kept in
//! `target/fuzz/`. A panic fails too, and names the text. Needs no nightly compiler; `fuzz/` has the
//! same for those who have one.
//! Never: writes into the repository.

use crate::arguments::Arguments;
use crate::highlight::{Sample, documents, samples};
use crate::{Result, process};
use archsite::parse::highlight::{LEXED, highlight};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// The longest text that is tried, in bytes.
const LONGEST: usize = 4096;
/// No text of that length takes longer than this, however busy the machine is.
const MOST_TIME: Duration = Duration::from_secs(2);

/// What begins and ends things in some language.
const MARKS: [&str; 40] = [
    "\"", "'", "`", "\"\"\"", "'''", "/*", "*/", "//", "#", "--", "<!--", "-->", "${", "$(", "$((", "}", ")",
    "{", "(", "[", "]", "<", ">", "</", "/>", "<a ", "r#\"", "R\"x(", "<<EOF\n", "EOF\n", "$$", "\\", "\n",
    "\r\n", ": |\n", "- ", "é", "☃", "\u{3000}", "\0",
];

/// Runs the command.
pub fn run(mut arguments: Arguments) -> Result {
    let minutes = arguments.number("--minutes", 1)?;
    let mut random = Random(arguments.number("--seed", 1)? as u64 | 1);
    let samples = samples(&documents(arguments.last_word()?));
    if samples.is_empty() {
        return Err("there is no code to begin with".into());
    }
    let end = Instant::now() + Duration::from_secs(60 * minutes as u64);
    let mut count = 0u64;
    while Instant::now() < end {
        let code = spoilt(&samples, &mut random);
        let language = LEXED[random.below(LEXED.len())];
        let started = Instant::now();
        let fault = catch_unwind(AssertUnwindSafe(|| fault(language, &code)));
        let fault = match fault {
            Ok(None) if started.elapsed() < MOST_TIME => None,
            Ok(None) => Some(format!("it took {:?}", started.elapsed())),
            Ok(Some(fault)) => Some(fault),
            Err(_) => Some("it panicked".to_owned()),
        };
        if let Some(fault) = fault {
            let folder = process::target().join("fuzz");
            fs::create_dir_all(&folder)?;
            let path = folder.join(format!("{}.txt", language.replace('/', "-")));
            fs::write(&path, &code)?;
            return Err(format!("{language}: {fault}; the text is in {}", path.display()).into());
        }
        count += 1;
    }
    println!("{count} texts in {} languages, no fault", LEXED.len());
    Ok(())
}

/// Takes a piece of a sample and changes it in some places.
fn spoilt(samples: &[Sample], random: &mut Random) -> String {
    let code = samples[random.below(samples.len())].code.as_bytes();
    let start = random.below(code.len().max(1));
    let mut bytes = code[start..code.len().min(start + 1 + random.below(LONGEST))].to_vec();
    for _ in 0..random.below(8) {
        let at = random.below(bytes.len() + 1);
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.next() as u8),
            2 => drop(bytes.splice(at..at, MARKS[random.below(MARKS.len())].bytes())),
            3 => {
                let end = (at + random.below(16)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let mark = MARKS[random.below(MARKS.len())].repeat(1 + random.below(64));
                drop(bytes.splice(at..at, mark.into_bytes()));
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Says what is wrong with the spans of a text, if anything is.
fn fault(language: &str, code: &str) -> Option<String> {
    let mut end = 0;
    for span in highlight(language, code).spans {
        if span.range.start != end || span.range.end <= end || !code.is_char_boundary(span.range.end) {
            return Some(format!("{span:?} after {end}"));
        }
        end = span.range.end;
    }
    (end != code.len()).then(|| format!("{end} of {} bytes are covered", code.len()))
}

/// Numbers that look random, the same ones for the same seed (xorshift64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_spoils_the_same() {
        let code = "fn f() { \"a\" }\n".repeat(9);
        let samples = [Sample { language: "rs".to_owned(), code, is_fence: false }];
        let texts = |seed| {
            let mut random = Random(seed);
            (0..50).map(|_| spoilt(&samples, &mut random)).collect::<Vec<_>>()
        };
        assert_eq!(texts(3), texts(3));
        assert_ne!(texts(3), texts(5));
    }
}
