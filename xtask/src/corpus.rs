//! Architecture documents by the thousand, for `bench`: those of a made-up water supplier.
//!
//! In: how many, with code or without. Out: a folder of nested folders, about 9 KB a document; front
//! matter, tables, lists, decisions, relative links that all resolve. The same bytes for the same
//! number and profile, on any machine. No folder holds more than about a hundred documents, whatever
//! the number. With code, a quarter of the bytes stands in fences of seven languages, no two alike.
//! Never: text taken from anywhere; the clock or a random number from outside.

mod languages;
// Lists of words, many to a line.
#[rustfmt::skip]
mod words;

use crate::Result;
use languages::LANGUAGES;
use std::fs;
use std::path::Path;
use words::*;

/// What the documents are made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// A quarter of the bytes is code, in fences.
    Code,
    /// No fence at all; the bytes are made up with text.
    Prose,
}

impl Profile {
    /// Returns the word for it on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Prose => "prose",
        }
    }
}

/// The bytes of a corpus.
pub struct Size {
    /// Of all documents.
    pub total: u64,
    /// Of those, inside fences.
    pub fenced: u64,
}

impl Size {
    /// Returns the share of the fences in per cent.
    pub fn share(&self) -> f64 {
        100.0 * self.fenced as f64 / self.total.max(1) as f64
    }
}

/// Raised when the generator changes, so that folders of an earlier one are made anew.
const VERSION: u32 = 2;
const DOCUMENT_BYTES: usize = 9_000;
/// Documents of one service stand in one folder, ten services in a domain, twelve domains in a district.
const KINDS: usize = 6;
const SERVICES: usize = 10;
const DOMAINS: usize = 12;

const KIND_NAMES: [&str; KINDS] = ["overview", "data-flow", "decision", "interface", "runbook", "deployment"];
/// Makes the corpus unless it already stands there, whole and of this version.
pub fn ensure(folder: &Path, profile: Profile, count: usize) -> Result<Size> {
    let marker = folder.with_extension("done");
    let wanted = format!("version {VERSION}");
    let known = fs::read_to_string(&marker).unwrap_or_default();
    let mut words = known.split('\n');
    if words.next() == Some(&wanted) && folder.is_dir() {
        let mut number = || words.next().and_then(|word| word.parse().ok());
        if let (Some(total), Some(fenced)) = (number(), number()) {
            return Ok(Size { total, fenced });
        }
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut size = Size { total: 0, fenced: 0 };
    for index in 0..count {
        let document = Document::write(index, count, profile);
        let path = folder.join(path_of(index, count));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, &document.text)?;
        size.total += document.text.len() as u64;
        size.fenced += document.fenced as u64;
    }
    fs::write(marker, format!("{wanted}\n{}\n{}\n", size.total, size.fenced))?;
    Ok(size)
}

/// Returns where a document stands below the top folder. The first is the front page.
fn path_of(index: usize, count: usize) -> String {
    if index == 0 {
        return "README.md".into();
    }
    let (service, kind) = (index / KINDS, index % KINDS);
    let (domain, service) = (service / SERVICES, service % SERVICES);
    let (district, domain) = (domain / DOMAINS, domain % DOMAINS);
    let file = format!("{}/{}/{}.md", DOMAIN_NAMES[domain], SERVICE_NAMES[service], KIND_NAMES[kind]);
    if count <= KINDS * SERVICES * DOMAINS {
        return file;
    }
    let round = district / DISTRICTS.len();
    let suffix = if round == 0 { String::new() } else { format!("-{}", round + 1) };
    format!("{}{suffix}/{file}", DISTRICTS[district % DISTRICTS.len()])
}

/// Returns the headings of second level that a document of each kind has, whatever else is in it.
fn headings_of(index: usize) -> [&'static str; 4] {
    if index == 0 {
        return ["Scope", "Principles", "Map of the domains", "Change Log"];
    }
    match index % KINDS {
        0 => ["Purpose", "Building blocks", "Metrics", "Change Log"],
        1 => ["Sources", "Processing", "Failure modes", "Change Log"],
        2 => ["Status", "Context", "Decision", "Consequences"],
        3 => ["Operations", "Errors", "Environment variables", "Change Log"],
        4 => ["Symptoms", "First measures", "Escalation", "Change Log"],
        _ => ["Topology", "Technologies", "Rollback", "Change Log"],
    }
}

fn title_of(index: usize) -> String {
    if index == 0 {
        return "Architecture of the water supply".into();
    }
    let service = index / KINDS;
    let name =
        format!("{} {}", DOMAIN_NAMES[(service / SERVICES) % DOMAINS], SERVICE_NAMES[service % SERVICES]);
    match index % KINDS {
        0 => format!("The {name}"),
        1 => format!("Data flow of the {name}"),
        2 => format!("ADR-{index:05}: Who may write in the {name}"),
        3 => format!("Interface of the {name}"),
        4 => format!("Runbook: {name}"),
        _ => format!("Deployment of the {name}"),
    }
}

/// SplitMix64: small, good enough for prose, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ (value >> 31)) % below as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

/// A document that is being written.
struct Document {
    index: usize,
    count: usize,
    dice: Dice,
    text: String,
    fenced: usize,
    fences: usize,
}

impl Document {
    fn write(index: usize, count: usize, profile: Profile) -> Self {
        let dice = Dice(index as u64 ^ ((profile == Profile::Code) as u64) << 40);
        let mut document =
            Self { index, count, dice, text: String::with_capacity(12_000), fenced: 0, fences: 0 };
        document.front_matter();
        // Status and change log are short; the other sections share the bytes.
        let headings = headings_of(index);
        let long = headings.iter().filter(|heading| !matches!(**heading, "Status" | "Change Log")).count();
        let mut written = 0;
        for heading in headings {
            document.text.push_str(&format!("## {heading}\n\n"));
            match heading {
                "Status" => document.text.push_str("Accepted\n\n"),
                "Change Log" => document.change_log(),
                _ => {
                    written += 1;
                    document.section(written, heading, (DOCUMENT_BYTES - 350) * written / long, profile);
                }
            }
        }
        document
    }

    fn front_matter(&mut self) {
        let (title, index) = (title_of(self.index), self.index);
        let category = if index == 0 { "overview" } else { KIND_NAMES[index % KINDS] };
        let (year, month, day) = (2022 + self.dice.roll(5), 1 + self.dice.roll(12), 1 + self.dice.roll(28));
        let others = [self.neighbour(), self.neighbour(), self.neighbour()];
        let related = others.map(|other| self.link_to(other));
        let concepts = [self.dice.pick(&QUALITIES), self.dice.pick(&QUALITIES), self.dice.pick(&STATES)];
        self.text.push_str(&format!(
            "---\ntitle: \"{title}\"\ncategory: {category}\nstatus: active\nowner: Team {}\nupdated: {year}-{month:02}-{day:02}\n\
             key_concepts: [{}]\nrelated:\n",
            TEAMS[index % TEAMS.len()],
            concepts.join(", "),
        ));
        for path in related {
            self.text.push_str(&format!("  - {path}\n"));
        }
        let summary = self.sentence();
        self.text.push_str(&format!("---\n\n# {title}\n\n> **Purpose:** {summary}\n\n"));
    }

    /// Fills a section up to so many bytes of the document.
    fn section(&mut self, place: usize, heading: &str, until: usize, profile: Profile) {
        match heading {
            "Metrics" => self.table("Metric | Target | Measured", |document| {
                let (thing, quality) = (document.dice.pick(&THINGS), document.dice.pick(&QUALITIES));
                let (a, b) = (document.dice.roll(900) + 20, document.dice.roll(900) + 20);
                format!("{quality} of each {thing} | {a} ms | {b} ms")
            }),
            "Technologies" => self.table("Technology | Version | Purpose", |document| {
                let (major, minor) = (document.dice.roll(17) + 1, document.dice.roll(12));
                format!(
                    "{} | {major}.{minor} | keeps every {}",
                    document.dice.pick(&PRODUCTS),
                    document.dice.pick(&THINGS)
                )
            }),
            "Environment variables" => self.table("Variable | Default | Description", |document| {
                let name = document.name().to_uppercase();
                format!(
                    "`WATER_{name}` | `{}` | how long a {} waits",
                    document.dice.roll(5000),
                    document.dice.pick(&THINGS)
                )
            }),
            _ => {}
        }
        let mut part = 0;
        while self.text.len() < until {
            part += 1;
            match self.dice.roll(6) {
                0 if part > 1 => {
                    let (state, thing) = (self.dice.pick(&STATES), self.dice.pick(&THINGS));
                    self.text
                        .push_str(&format!("### What happens to a {state} {thing} ({place}.{part})\n\n"));
                    self.paragraph();
                }
                1 => self.list(),
                2 => {
                    let other = self.neighbour();
                    let (title, target) = (title_of(other), self.link_with_anchor(other));
                    let quality = self.dice.pick(&QUALITIES);
                    self.text.push_str(&format!("For {quality} see [{title}]({target}). "));
                    self.paragraph();
                }
                _ => self.paragraph(),
            }
            // A quarter of what has been written so far.
            if profile == Profile::Code && self.fenced * 4 < self.text.len() && self.text.len() + 300 < until
            {
                self.fence();
            }
        }
    }

    fn change_log(&mut self) {
        self.table("Date | Change | Author | Impact", |document| {
            let (year, month, day) =
                (2021 + document.dice.roll(5), 1 + document.dice.roll(12), 1 + document.dice.roll(28));
            let (thing, author) = (document.dice.pick(&THINGS), document.dice.pick(&PEOPLE));
            format!(
                "{year}-{month:02}-{day:02} | The {thing} has one owner | {author} | {}",
                document.dice.pick(&["low", "medium", "high"])
            )
        });
    }

    fn table(&mut self, heading: &str, row: impl Fn(&mut Self) -> String) {
        let columns = heading.split('|').count();
        self.text.push_str(&format!("| {heading} |\n|{}\n", "---|".repeat(columns)));
        for _ in 0..3 + self.dice.roll(4) {
            let row = row(self);
            self.text.push_str(&format!("| {row} |\n"));
        }
        self.text.push('\n');
    }

    fn paragraph(&mut self) {
        for _ in 0..2 + self.dice.roll(3) {
            let sentence = self.sentence();
            self.text.push_str(&sentence);
            self.text.push(' ');
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str("\n\n");
    }

    fn list(&mut self) {
        let numbered = self.dice.roll(3) == 0;
        for number in 1..=3 + self.dice.roll(3) {
            let sentence = self.sentence();
            let mark = if numbered { format!("{number}.") } else { "-".into() };
            self.text.push_str(&format!("{mark} {sentence}\n"));
        }
        self.text.push('\n');
    }

    fn sentence(&mut self) -> String {
        let (thing, other) = (self.dice.pick(&THINGS), self.dice.pick(&THINGS));
        let (state, action) = (self.dice.pick(&STATES), self.dice.pick(&ACTIONS));
        let (quality, number) = (self.dice.pick(&QUALITIES), self.dice.roll(980) + 12);
        match self.dice.roll(12) {
            0 => format!("A {state} {thing} never changes the {other} that it belongs to."),
            1 => format!(
                "The service {action} every {thing} within {number} ms and keeps the {other} for the audit."
            ),
            2 => format!("Because **{quality}** comes first here, the {thing} {action} nothing on its own."),
            3 => format!(
                "Whoever is on duty may close a {state} {thing}; the {other} is then marked `{}`.",
                self.name()
            ),
            4 => format!("On {number} of 1,000 days the {thing} was {state}, and no {other} was lost."),
            5 => format!(
                "Team {} answers for the {thing}, and Team {} for the {other}.",
                self.dice.pick(&TEAMS),
                self.dice.pick(&TEAMS)
            ),
            6 => format!(
                "If both are {state}, the {thing} that was signed last wins, and the {other} tells why."
            ),
            7 => {
                format!("The {other} *{action}* what the {thing} has left over, which costs some {quality}.")
            }
            8 => format!("We measured {number} {state} cases in a winter, most of them at a single {thing}."),
            9 => format!(
                "Without a {thing} the {other} falls back to the plan of the day before, see `{}`.",
                self.name()
            ),
            10 => format!("No other domain writes here; a {state} {other} is asked for by name."),
            _ => {
                format!("After {number} minutes the {thing} is handed to the control room with its {other}.")
            }
        }
    }

    /// Returns a name that no other document has.
    fn name(&mut self) -> String {
        let (first, second) = (self.dice.pick(&THINGS), self.dice.pick(&QUALITIES));
        format!("{}_{}_{:x}{:x}", first.replace(' ', "_"), second, self.index, self.dice.roll(0xfff))
    }

    fn fence(&mut self) {
        // One language after the other, so that each has its share in every corpus.
        let language = (self.index * 3 + self.fences) % LANGUAGES.len();
        let (tag, block) = LANGUAGES[language];
        let lines: String = (0..2 + self.dice.roll(2)).map(|_| block(self)).collect();
        let before = self.text.len();
        self.text.push_str(&format!("```{tag}\n{lines}```\n\n"));
        self.fenced += self.text.len() - before;
        self.fences += 1;
    }

    /// Picks another document: mostly one of the same domain, sometimes any.
    fn neighbour(&mut self) -> usize {
        let near = KINDS * SERVICES;
        let base = if self.dice.roll(4) == 0 { 0 } else { (self.index / near) * near };
        let span = if base == 0 { self.count } else { near.min(self.count - base) };
        let other = base + self.dice.roll(span);
        // A document of one's own is no relation, unless there is no other.
        if other == self.index { (other + 1) % self.count } else { other }
    }

    fn link_with_anchor(&mut self, other: usize) -> String {
        let path = self.link_to(other);
        match self.dice.roll(3) {
            0 => format!("{path}#{}", self.dice.pick(&headings_of(other)).to_lowercase().replace(' ', "-")),
            _ => path,
        }
    }

    /// Returns the relative path from this document to another.
    fn link_to(&self, other: usize) -> String {
        let (from, to) = (path_of(self.index, self.count), path_of(other, self.count));
        let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
        let limit = from.len().min(to.len()) - 1;
        let shared = (0..limit).take_while(|&part| from[part] == to[part]).count();
        let mut parts = vec![".."; from.len() - 1 - shared];
        parts.extend(&to[shared..]);
        parts.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    const COUNT: usize = 800;

    #[test]
    fn every_link_leads_to_a_document_and_a_heading_of_it() {
        let documents: HashMap<String, String> = (0..COUNT)
            .map(|index| (path_of(index, COUNT), Document::write(index, COUNT, Profile::Code).text))
            .collect();
        assert_eq!(documents.len(), COUNT, "two documents have one path");
        let mut links = 0;
        for (path, text) in &documents {
            for part in text.split("](").skip(1) {
                let target = part.split(')').next().unwrap();
                let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
                let mut parts: Vec<&str> = path.split('/').collect();
                parts.pop();
                for part in file.split('/') {
                    if part == ".." {
                        parts.pop().unwrap();
                    } else {
                        parts.push(part);
                    }
                }
                let other = documents.get(&parts.join("/")).unwrap_or_else(|| panic!("{path}: {target}"));
                let has = |line: &str| {
                    line.strip_prefix("## ")
                        .is_some_and(|heading| heading.to_lowercase().replace(' ', "-") == anchor)
                };
                assert!(anchor.is_empty() || other.lines().any(has), "{path}: {target}");
                links += 1;
            }
        }
        assert!(links > COUNT * 2, "{links} links");
    }

    #[test]
    fn sizes_and_shares_are_as_promised() {
        for (profile, share) in [(Profile::Code, 20.0..30.0), (Profile::Prose, 0.0..0.001)] {
            let documents: Vec<Document> =
                (0..COUNT).map(|index| Document::write(index, COUNT, profile)).collect();
            let total: usize = documents.iter().map(|document| document.text.len()).sum();
            let fenced: usize = documents.iter().map(|document| document.fenced).sum();
            let size = Size { total: total as u64, fenced: fenced as u64 };
            assert!(share.contains(&size.share()), "{profile:?}: {:.1}% in fences", size.share());
            assert!((8_500..9_800).contains(&(total / COUNT)), "{profile:?}: {} bytes each", total / COUNT);
        }
    }

    #[test]
    fn the_same_document_is_written_twice_and_no_fence_is_another() {
        let text = |index| Document::write(index, COUNT, Profile::Code).text;
        assert_eq!(text(77), text(77));
        let mut fences: Vec<String> = (0..COUNT)
            .flat_map(|index| {
                text(index).split("```").skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        let all = fences.len();
        fences.sort();
        fences.dedup();
        assert_eq!(fences.len(), all);
    }
}
