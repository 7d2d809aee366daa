//! The import rules of ARCHITECTURE.md, tested.
//!
//! In: the text of every file in `src/`. Out: each place that imports what it must not, or breaks a
//! rule of the house that a reader would otherwise have to watch. The rules hold for what ships: unit
//! tests at the end of a file may reach across stages.
//! Never: a full parse of Rust. Comments and literals are blanked, then paths are read; a path that a
//! macro puts together is not seen, and none should be.

#![allow(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each top module may import from this crate. A module may always import from itself.
const MAY_IMPORT: [(&str, &[&str]); 13] = [
    ("main", &["cli"]),
    ("cli", &["engine", "io", "mend", "model", "diagnostic", "source"]),
    ("engine", &["parse", "link", "rooms", "render", "mend", "model", "diagnostic", "source"]),
    ("parse", &["diagram", "model", "diagnostic", "source"]),
    ("link", &["model", "diagnostic", "source"]),
    ("rooms", &["diagram", "model", "diagnostic", "source"]),
    ("render", &["diagram", "model", "diagnostic", "source"]),
    ("io", &["model", "diagnostic", "source"]),
    // Makes texts of findings and texts, and knows neither documents nor sites.
    ("mend", &["diagnostic", "source"]),
    // Draws what it is told, and knows neither documents nor sites.
    ("diagram", &["diagnostic", "source"]),
    ("model", &["diagnostic", "source"]),
    ("diagnostic", &["source"]),
    ("source", &[]),
];

/// Libraries and parts of the standard library that stay in one place, so that one file can replace them.
const STAYS_IN: [(&str, &[&str]); 16] = [
    ("comrak", &["parse/"]),
    ("syntect", &["parse/highlight"]),
    ("two_face", &["parse/highlight"]),
    ("tera", &["render/", "render.rs"]),
    ("clap", &["cli/", "cli.rs"]),
    ("indicatif", &["cli/", "cli.rs"]),
    // Patterns in the configuration are checked where they are read.
    ("ignore", &["io/", "model/config/"]),
    ("notify", &["io/"]),
    ("tiny_http", &["io/"]),
    ("ureq", &["io/"]),
    ("rustls", &["io/"]),
    ("similar", &["mend/"]),
    ("std::fs", &["io/", "cli/", "cli.rs"]),
    ("std::env", &["io/", "cli/", "cli.rs"]),
    ("std::net", &["io/", "cli/", "cli.rs"]),
    ("std::time::SystemTime", &["io/", "cli/", "cli.rs"]),
];

/// Names that say nothing. A function without a home has not found its idea yet.
const HOMELESS: [&str; 6] = ["utils", "util", "helpers", "helper", "misc", "common"];

const LONGEST: usize = 600;

#[test]
fn stages_import_only_what_is_below_them() {
    report(sources().iter().flat_map(|file| {
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == file.top()).map(|(_, allowed)| *allowed);
        let imports = file.imports();
        imports.into_iter().filter_map(move |(line, path)| {
            let (own, target) = (file.top(), path.first()?.clone());
            // The crate's root says what is public; it may name everything.
            if own == "lib" || target == own || !is_module(&target) {
                return None;
            }
            let fine = allowed.is_some_and(|allowed| allowed.contains(&target.as_str()));
            (!fine).then(|| format!("src/{}:{line}: {own} must not import {target}", file.path))
        })
    }));
}

#[test]
fn every_top_module_has_a_place_in_the_rules() {
    let known: BTreeSet<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).chain(["lib"]).collect();
    report(sources().iter().filter(|file| !known.contains(file.top())).map(|file| {
        format!(
            "src/{}: \"{}\" is new; say in MAY_IMPORT and ARCHITECTURE.md what it may import",
            file.path,
            file.top()
        )
    }));
}

#[test]
fn no_room_knows_another() {
    let sources = sources();
    // A room is what `rooms/mod.rs` lists. What rooms stand on together (how a page's navigation is
    // made) may be a module beside them, as long as it is no room and knows none.
    let list = sources.iter().find(|file| file.path == "rooms/mod.rs").map_or("", |file| file.code.as_str());
    let is_room = |name: &str| list.contains(&format!(" {name}::study"));
    report(sources.iter().filter(|file| file.module.len() > 1 && file.top() == "rooms").flat_map(|file| {
        let imports = file.imports().into_iter().filter(|(_, path)| path[0] == "rooms" && path.len() > 1);
        let others = imports.filter(|(_, path)| path[1] != file.module[1] && is_room(&path[1]));
        others
            .map(|(line, path)| {
                format!("src/{}:{line}: {} must not import the room {}", file.path, file.module[1], path[1])
            })
            .collect::<Vec<_>>()
    }));
}

#[test]
fn libraries_stay_where_they_can_be_replaced() {
    report(sources().iter().flat_map(|file| {
        let outside = STAYS_IN
            .iter()
            .filter(|(_, homes)| !homes.iter().any(|home| file.path.starts_with(home)))
            .filter_map(|(name, homes)| Some((name, homes, file.mention(name)?)));
        outside
            .map(|(name, homes, line)| {
                format!("src/{}:{line}: {name} stays in {}", file.path, homes.join(", "))
            })
            .collect::<Vec<_>>()
    }));
}

#[test]
fn every_module_says_what_it_is() {
    report(
        sources()
            .iter()
            .filter(|file| file.tests_begin() > 0 && !file.text.starts_with("//! "))
            .map(|file| format!("src/{}:1: begins without a `//!` header", file.path)),
    );
}

#[test]
fn no_file_is_too_long_to_be_read_at_a_sitting() {
    report(sources().iter().filter_map(|file| {
        let lines = file.shipped().lines().count();
        (lines > LONGEST)
            .then(|| format!("src/{}: {lines} lines without its tests, at most {LONGEST}", file.path))
    }));
}

#[test]
fn no_module_is_a_drawer_for_the_homeless() {
    report(sources().iter().filter_map(|file| {
        let name = file.module.iter().find(|name| HOMELESS.contains(&name.as_str()))?;
        Some(format!("src/{}: what is in \"{name}\"?", file.path))
    }));
}

/// Fails with one line a fault.
fn report(faults: impl Iterator<Item = String>) {
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A file of `src/`.
struct Source {
    /// Below `src/`, with slashes.
    path: String,
    /// The path of its module in the crate: `["parse", "anchors"]`.
    module: Vec<String>,
    text: String,
    /// The text with comments and literals blanked, line for line.
    code: String,
}

impl Source {
    fn new(path: &str, text: String) -> Self {
        let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.len() > 1 && module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let code = without_comments_and_literals(&text);
        Self { path: path.to_owned(), module, text, code }
    }

    fn top(&self) -> &str {
        &self.module[0]
    }

    /// Returns the text before its unit tests.
    fn shipped(&self) -> &str {
        &self.text[..self.tests_begin()]
    }

    /// Returns where the unit tests begin, which by the house's habit stand last.
    fn tests_begin(&self) -> usize {
        if self.path.ends_with("/tests.rs") || self.path.contains("/tests/") {
            return 0;
        }
        self.code.find("mod tests {").unwrap_or(self.text.len())
    }

    /// Lists the paths into this crate that the shipped code names, from the root of the crate.
    fn imports(&self) -> Vec<(usize, Vec<String>)> {
        let code = &self.code[..self.tests_begin()];
        // `main.rs` is a crate of its own and sees the library by name.
        let starts = if self.top() == "main" { ["archsite::", "super::"] } else { ["crate::", "super::"] };
        let mut imports = Vec::new();
        for start in starts {
            for (index, _) in code.match_indices(start) {
                let before = &code[..index];
                if before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':')
                {
                    continue;
                }
                let mut base = if start == "super::" { self.module.clone() } else { Vec::new() };
                let mut rest = &code[index..];
                while let Some(after) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = after;
                }
                let rest = rest.strip_prefix(start).unwrap_or(rest);
                let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
                imports.extend(leaves(rest).into_iter().map(|leaf| (line, [base.clone(), leaf].concat())));
            }
        }
        imports
    }

    /// Returns the first line of shipped code that names a library or a part of the standard library.
    fn mention(&self, name: &str) -> Option<usize> {
        let code = &self.code[..self.tests_begin()];
        let by_path = code.match_indices(name).find(|(index, _)| {
            let before = code[..*index].chars().next_back();
            let after = &code[index + name.len()..];
            let free =
                before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_' && letter != ':');
            free && (after.starts_with("::")
                || code[..*index].ends_with("use ") && after.starts_with([';', ' ']))
        });
        let by_group = || {
            // `use std::{fs, io}`
            let (parent, last) = name.split_once("::")?;
            code.match_indices(&format!("use {parent}::")).find(|(index, found)| {
                let last: Vec<&str> = last.split("::").collect();
                leaves(&code[index + found.len()..])
                    .iter()
                    .any(|leaf| leaf.len() >= last.len() && leaf[..last.len()] == last[..])
            })
        };
        let (index, _) = by_path.or_else(by_group)?;
        Some(code[..index].matches('\n').count() + 1)
    }
}

/// Reads a path, or the paths of a group: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn leaves(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(inner) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut parts = vec![String::new()];
        for letter in inner.chars() {
            match letter {
                '}' if depth == 0 => break,
                ',' if depth == 0 => {
                    parts.push(String::new());
                    continue;
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            parts.last_mut().expect("there is always a part").push(letter);
        }
        return parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| leaves(part)).collect();
    }
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return vec![Vec::new()];
    }
    match rest.strip_prefix("::") {
        Some(rest) => leaves(rest).into_iter().map(|leaf| [vec![name.to_owned()], leaf].concat()).collect(),
        None => vec![vec![name.to_owned()]],
    }
}

/// Blanks comments, strings and characters, so that what is left is code; lines and bytes keep their place.
fn without_comments_and_literals(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut index = 0;
    let blank = |code: &mut Vec<u8>, from: usize, to: usize| {
        code[from..to].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    };
    while index < bytes.len() {
        let rest = &bytes[index..];
        let word_before = index > 0 && (bytes[index - 1].is_ascii_alphanumeric() || bytes[index - 1] == b'_');
        let end = if rest.starts_with(b"//") {
            index + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            end_of_block_comment(bytes, index)
        } else if rest[0] == b'r' && !word_before && raw_string_hashes(&rest[1..]).is_some() {
            let hashes = raw_string_hashes(&rest[1..]).unwrap_or(0);
            let close = format!("\"{}", "#".repeat(hashes));
            let body = index + hashes + 2;
            text[body..].find(&close).map_or(bytes.len(), |found| body + found + close.len())
        } else if rest[0] == b'"' {
            end_of_quoted(bytes, index, b'"')
        } else if rest[0] == b'\'' && is_character(rest) {
            end_of_quoted(bytes, index, b'\'')
        } else {
            index += 1;
            continue;
        };
        blank(&mut code, index, end);
        index = end;
    }
    String::from_utf8_lossy(&code).into_owned()
}

fn end_of_block_comment(bytes: &[u8], start: usize) -> usize {
    let (mut depth, mut index) = (0, start);
    while index + 1 < bytes.len() {
        match &bytes[index..index + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                index += 1;
                continue;
            }
        }
        index += 2;
        if depth == 0 {
            return index;
        }
    }
    bytes.len()
}

fn raw_string_hashes(after_r: &[u8]) -> Option<usize> {
    let hashes = after_r.iter().take_while(|byte| **byte == b'#').count();
    (after_r.get(hashes) == Some(&b'"')).then_some(hashes)
}

fn end_of_quoted(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut index = start + 1;
    while index < bytes.len() {
        match bytes[index] {
            b'\\' => index += 2,
            byte if byte == quote => return index + 1,
            _ => index += 1,
        }
    }
    bytes.len()
}

/// Tells a character from a lifetime: after `'a` no quote follows.
fn is_character(rest: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&rest[1..rest.len().min(8)]).into_owned();
    let mut letters = text.chars();
    match letters.next() {
        Some('\\') => true,
        Some(_) => letters.next() == Some('\''),
        None => false,
    }
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn is_module(name: &str) -> bool {
    is_file_or_folder(name)
}

fn is_file_or_folder(path: &str) -> bool {
    source_folder().join(path).is_dir() || source_folder().join(format!("{path}.rs")).is_file()
}

/// Reads all files of `src/`, sorted.
fn sources() -> Vec<Source> {
    let (mut files, mut folders) = (Vec::new(), vec![source_folder()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let relative = path.strip_prefix(source_folder()).expect("it is below src");
                let name = relative.to_string_lossy().replace('\\', "/");
                files.push(Source::new(&name, fs::read_to_string(&path).expect("a source is text")));
            }
        }
    }
    assert!(!files.is_empty());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Checks which paths into the crate are seen in a file.
fn check_imports(path: &str, text: &str, expected: &[&str]) {
    let imports: Vec<String> = Source::new(path, text.to_owned())
        .imports()
        .iter()
        .map(|(line, path)| format!("{line} {}", path.join("::")))
        .collect();
    assert_eq!(imports, expected, "{text}");
}

#[test]
fn paths_are_seen_through_groups_and_supers() {
    check_imports("parse/anchors.rs", "use crate::model::Document;", &["1 model::Document"]);
    check_imports(
        "link/mod.rs",
        "\nuse crate::{model::{a, b::C}, io};",
        &["2 model::a", "2 model::b::C", "2 io"],
    );
    check_imports("parse/anchors.rs", "use super::fence::Fence;", &["1 parse::fence::Fence"]);
    check_imports("parse/anchors.rs", "let x = super::super::io::read();", &["1 io::read"]);
    check_imports("engine.rs", "use super::io::read;", &["1 io::read"]);
    check_imports("main.rs", "fn main() { archsite::cli::run() }", &["1 cli::run"]);
}

#[test]
fn comments_literals_and_tests_are_no_imports() {
    check_imports(
        "link/mod.rs",
        "//! See [`x`](crate::io::x).\n/* use crate::io; /* crate::io::y */ */",
        &[],
    );
    check_imports(
        "link/mod.rs",
        r##"let a = "crate::io::x"; let b = r#"crate::"io::x"#; let c = '"'; let d = "crate::io";"##,
        &[],
    );
    check_imports(
        "link/mod.rs",
        "fn f<'a>(x: &'a str) {}\n#[cfg(test)]\nmod tests {\n  use crate::parse::x;\n}",
        &[],
    );
    check_imports("link/mod.rs", "use mycrate::io::x;", &[]);
}

#[test]
fn libraries_are_seen_in_every_way_of_naming_them() {
    let line = |text: &str, name: &str| Source::new("link/mod.rs", text.to_owned()).mention(name);
    assert_eq!(line("fn f() {\n comrak::parse() }", "comrak"), Some(2));
    assert_eq!(line("use comrak;", "comrak"), Some(1));
    assert_eq!(line("use comrak as c;", "comrak"), Some(1));
    assert_eq!(line("\n\nuse std::{fs, io};", "std::fs"), Some(3));
    assert_eq!(line("use std::{io, time::{Duration, SystemTime}};", "std::time::SystemTime"), Some(1));
    assert_eq!(line("use std::fs::File;", "std::fs"), Some(1));
    assert_eq!(line("// comrak::parse\nlet comrak = 1; my::comrak::x; notcomrak::x", "comrak"), None);
    assert_eq!(line("use std::{io, fmt};", "std::fs"), None);
}
