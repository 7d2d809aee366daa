//! Puts the text of other files where mdBook's directives ask for it.
//!
//! In: the text of a document and a way to look up files that were read before. Out: the text with everything put in,
//! the way back to the author's lines, the files that were used, and what was not there. Never: reads a file, leaves
//! the source folder, follows includes without end. A directive that cannot be followed stays in the text, to be seen.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::include::{DirectiveKind, Part, Target, directives, resolve};
use crate::source::origins::{Rewriter, lines};
use crate::source::{Origins, SourcePath, Span};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How deep files may include one another.
const DEEPEST: usize = 10;
/// How long a text may become, in bytes.
const LONGEST: usize = 8 * 1024 * 1024;
/// How many directives are followed for one document: ten files that each include the next one ten times are a bomb
/// even when they are empty.
const MOST: usize = 10_000;

/// A document with all that it includes.
#[derive(Clone, Debug)]
pub struct Expanded<'text> {
    /// The text.
    pub text: Cow<'text, str>,
    /// The way from the text to what the author wrote. What was included stands for its directive.
    pub origins: Origins,
    /// The title that `{{#title …}}` gives to the page.
    pub title: Option<String>,
    /// The files that were asked for, there or not, sorted: the text depends on them.
    pub files: Vec<SourcePath>,
    /// What could not be followed, at the directive in the document.
    pub diagnostics: Vec<Diagnostic>,
}

/// Follows the directives of `document`. `lookup` returns the text of a file below the source folder.
pub fn expand<'text>(
    text: &'text str,
    document: &SourcePath,
    lookup: &dyn Fn(&SourcePath) -> Option<Arc<str>>,
) -> Expanded<'text> {
    let mut rewriter = Rewriter::new(text);
    let mut expander = Expander {
        document,
        lookup,
        place: (0, 0),
        followed: 0,
        left: LONGEST.saturating_sub(text.len()),
        title: None,
        files: Vec::new(),
        said: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    let mut kept = 0;
    for directive in directives(text) {
        expander.place = (directive.start, directive.end);
        let written = &text[directive.start as usize..directive.end as usize];
        if let Some(new) = expander.follow(&directive.kind, written, document, 0) {
            rewriter.keep(kept, directive.start);
            rewriter.insert(&new, directive.start, directive.end);
            kept = directive.end;
        }
    }
    let (text, origins) = if kept == 0 {
        (Cow::Borrowed(text), Origins::Same)
    } else {
        rewriter.keep(kept, text.len() as u32);
        rewriter.finish()
    };
    let Expander { title, mut files, diagnostics, .. } = expander;
    files.sort();
    files.dedup();
    Expanded { text, origins, title, files, diagnostics }
}

struct Expander<'input> {
    document: &'input SourcePath,
    lookup: &'input dyn Fn(&SourcePath) -> Option<Arc<str>>,
    /// The directive of the document that is being followed; all findings point at it.
    place: (u32, u32),
    followed: usize,
    /// How many bytes may still be put in.
    left: usize,
    title: Option<String>,
    files: Vec<SourcePath>,
    said: BTreeSet<(u32, String)>,
    diagnostics: Vec<Diagnostic>,
}

impl Expander<'_> {
    /// Returns what a directive stands for, or nothing if it cannot be followed. `file` holds the directive.
    fn follow(
        &mut self,
        kind: &DirectiveKind,
        written: &str,
        file: &SourcePath,
        depth: usize,
    ) -> Option<String> {
        let new = match kind {
            DirectiveKind::Escaped => written.strip_prefix('\\')?.to_owned(),
            DirectiveKind::Title(title) => {
                self.title.get_or_insert_with(|| title.clone());
                String::new()
            }
            DirectiveKind::Include(target) => {
                let (path, text) = self.find(&target.path, file, depth)?;
                let part = self.part(&text, target, &path)?;
                self.nested(&part, &path, depth)
            }
            DirectiveKind::RustdocInclude(target) => {
                let (path, text) = self.find(&target.path, file, depth)?;
                let part = self.part_with_rest_hidden(&text, target, &path)?;
                self.nested(&part, &path, depth)
            }
            DirectiveKind::Playground { path, attributes } => {
                let (_, text) = self.find(path, file, depth)?;
                code_block(&text, attributes)
            }
        };
        if new.len() > self.left {
            self.broken(
                "what this document includes is too long".to_owned(),
                Some("include parts of files, by lines or by anchors".to_owned()),
            );
            return None;
        }
        // Text that is put in on a deeper level counts there and here; the limit need not be exact.
        self.left -= new.len();
        Some(new)
    }

    /// Looks a file up, and says what is wrong if it cannot be had.
    fn find(&mut self, written: &str, file: &SourcePath, depth: usize) -> Option<(SourcePath, Arc<str>)> {
        self.followed += 1;
        if self.followed > MOST {
            if self.followed == MOST + 1 {
                self.broken("this document includes more files than can be followed".to_owned(), None);
            }
            return None;
        }
        if depth >= DEEPEST {
            let help = "let the files include each other in one direction only";
            self.broken(
                format!("files include each other more than {DEEPEST} deep, `{written}` the last"),
                Some(help.to_owned()),
            );
            return None;
        }
        let by = if file == self.document { String::new() } else { format!(", included by `{file}`,") };
        let Some(path) = resolve(file, written) else {
            self.broken(
                format!("`{written}`{by} leads out of the source folder"),
                Some("move the file into the source folder".to_owned()),
            );
            return None;
        };
        self.files.push(path.clone());
        match (self.lookup)(&path) {
            Some(text) => Some((path, text)),
            None => {
                self.broken(
                    format!("`{path}`{by} is not there"),
                    Some("paths are relative to the folder of the file that includes".to_owned()),
                );
                None
            }
        }
    }

    /// Follows the directives of a text that was included from `path`.
    fn nested(&mut self, text: &str, path: &SourcePath, depth: usize) -> String {
        let mut new = String::with_capacity(text.len());
        let mut kept = 0;
        for directive in directives(text) {
            let (start, end) = (directive.start as usize, directive.end as usize);
            if let Some(inner) = self.follow(&directive.kind, &text[start..end], path, depth + 1) {
                new.push_str(&text[kept..start]);
                new.push_str(&inner);
                kept = end;
            }
        }
        new.push_str(&text[kept..]);
        new
    }

    fn part(&mut self, text: &str, target: &Target, path: &SourcePath) -> Option<String> {
        let selection = self.selection(text, target, path)?;
        let chosen = lines(text, 0).enumerate().filter(|(index, _)| selection.holds(*index));
        let chosen: Vec<_> =
            chosen.filter(|(_, line)| !selection.is_anchor || marker(line.text).is_none()).collect();
        Some(chosen.iter().map(|(_, line)| line.text).collect::<Vec<_>>().join("\n"))
    }

    fn part_with_rest_hidden(&mut self, text: &str, target: &Target, path: &SourcePath) -> Option<String> {
        let selection = self.selection(text, target, path)?;
        let shown = lines(text, 0).enumerate().filter(|(_, line)| marker(line.text).is_none());
        let shown: Vec<_> = shown
            .map(|(index, line)| match (selection.holds(index), line.text) {
                (true, text) => Cow::Borrowed(text),
                (false, "") => Cow::Borrowed("#"),
                (false, text) => Cow::Owned(format!("# {text}")),
            })
            .collect();
        Some(shown.join("\n"))
    }

    /// Finds the lines that are meant, and says what is wrong if there are none.
    fn selection(&mut self, text: &str, target: &Target, path: &SourcePath) -> Option<Selection> {
        match &target.part {
            Part::Whole => Some(Selection { from: 0, to: usize::MAX, is_anchor: false }),
            Part::Lines { first, last } => {
                let count = lines(text, 0).count();
                let to = last.unwrap_or(usize::MAX);
                if *first > count || to < *first {
                    self.broken(
                        format!("`{path}` has no lines {first} to {}", last.unwrap_or(count)),
                        Some(format!("it has {count} lines; an anchor stays right when lines move")),
                    );
                    return None;
                }
                Some(Selection { from: first - 1, to, is_anchor: false })
            }
            Part::Anchor(name) => {
                let markers = lines(text, 0)
                    .enumerate()
                    .filter_map(|(index, line)| marker(line.text).map(|marker| (index, marker)));
                let markers: Vec<_> = markers.collect();
                let start = markers.iter().find(|(_, marker)| !marker.is_end && marker.name == name);
                let Some(&(start, _)) = start else {
                    let names =
                        markers.iter().filter(|(_, marker)| !marker.is_end).map(|(_, marker)| marker.name);
                    let near = names
                        .map(|candidate| (strsim::normalized_damerau_levenshtein(candidate, name), candidate))
                        .filter(|(likeness, _)| *likeness > 0.6)
                        .max_by(|a, b| a.0.total_cmp(&b.0));
                    let help = match near {
                        Some((_, near)) => format!("did you mean `{near}`?"),
                        None => format!("mark its first line with a comment `ANCHOR: {name}`"),
                    };
                    self.broken(format!("`{path}` has no anchor `{name}`"), Some(help));
                    return None;
                };
                let end = markers
                    .iter()
                    .find(|(index, marker)| *index > start && marker.is_end && marker.name == name)
                    .map_or(usize::MAX, |(index, _)| *index);
                Some(Selection { from: start + 1, to: end, is_anchor: true })
            }
        }
    }

    fn broken(&mut self, message: String, help: Option<String>) {
        // A file that is included a hundred times and is not there is said once.
        if !self.said.insert((self.place.0, message.clone())) {
            return;
        }
        let span = Span::new(self.document.clone(), self.place.0, self.place.1);
        self.diagnostics.push(Diagnostic::new(Code::BrokenInclude, span, message).maybe_help(help));
    }
}

/// Lines of a file, counted from 0, the last one excluded.
struct Selection {
    from: usize,
    to: usize,
    /// What an anchor selects is shown without the anchors in it.
    is_anchor: bool,
}

impl Selection {
    fn holds(&self, line: usize) -> bool {
        (self.from..self.to).contains(&line)
    }
}

struct Marker<'line> {
    name: &'line str,
    is_end: bool,
}

/// Reads `ANCHOR: name` and `ANCHOR_END: name`, in whatever comment they stand.
fn marker(line: &str) -> Option<Marker<'_>> {
    let at = line.find("ANCHOR")? + "ANCHOR".len();
    let rest = &line[at..];
    let (is_end, rest) = match rest.strip_prefix("_END") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let rest = rest.strip_prefix(':')?.trim_start();
    let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
    (length > 0).then_some(Marker { name: &rest[..length], is_end })
}

fn code_block(code: &str, attributes: &[String]) -> String {
    // A fence longer than any in the code.
    let longest = lines(code, 0)
        .map(|line| line.text.trim_start().bytes().take_while(|&byte| byte == b'`').count())
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let info: Vec<_> = std::iter::once("rust").chain(attributes.iter().map(String::as_str)).collect();
    format!("{fence}{}\n{}\n{fence}\n", info.join(","), code.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CODE: &str = "use std::io;\n// ANCHOR: main\nfn main() {\n    // ANCHOR: call\n    run();\n    // ANCHOR_END: call\n}\n// ANCHOR_END: main\n";

    fn lookup(path: &SourcePath) -> Option<Arc<str>> {
        let text = match path.as_str() {
            "code/main.rs" => CODE,
            "part.md" => "Part {{#include deep/more.md}}.\r\n",
            "deep/more.md" => "of {{#include ../code/main.rs:1}}",
            "loop.md" => "again {{#include loop.md}}",
            "bomb.md" => "{{#include bomb.md}}{{#include bomb.md}}{{#include bomb.md}}{{#include bomb.md}}",
            "big.md" => return Some("x".repeat(3_000_000).into()),
            _ => return None,
        };
        Some(text.into())
    }

    fn expanded(text: &str) -> Expanded<'_> {
        expand(text, &SourcePath::new("a.md"), &lookup)
    }

    fn messages(text: &str) -> Vec<String> {
        let diagnostics = expanded(text).diagnostics.into_iter();
        diagnostics.map(|found| format!("{} / {}", found.message, found.help.unwrap_or_default())).collect()
    }

    #[test]
    fn files_and_parts_of_files_are_put_in() {
        for (text, new) in [
            ("a {{#include code/main.rs:1}} b", "a use std::io; b"),
            ("{{#include code/main.rs:7:}}\n", "}\n// ANCHOR_END: main\n"),
            ("{{#include code/main.rs:main}}\n", "fn main() {\n    run();\n}\n"),
            ("{{#include code/main.rs:call}}", "    run();"),
            ("{{#rustdoc_include code/main.rs:call}}", "# use std::io;\n# fn main() {\n    run();\n# }"),
            ("{{#include part.md}}", "Part of use std::io;."),
            ("{{#title Hello}}# T", "# T"),
            ("\\{{#include part.md}}", "{{#include part.md}}"),
        ] {
            let expanded = expanded(text);
            assert_eq!(expanded.text, new, "{text}");
            assert_eq!(expanded.diagnostics, [], "{text}");
        }
        assert_eq!(expanded("{{#title Hello}}").title.as_deref(), Some("Hello"));
        let playground = expanded("{{#playground code/main.rs editable}}").text.into_owned();
        assert!(playground.starts_with("```rust,editable\nuse std::io;\n"), "{playground}");
        assert_eq!(expanded("{{#include part.md}}").files.len(), 3);
    }

    #[test]
    fn places_behind_an_include_lead_back_to_the_author_s_line() {
        let text = "one\n{{#include code/main.rs}}\ntwo {{#include code/main.rs:1}} three\n";
        let expanded = expanded(text);
        let place = |word: &str| expanded.origins.to_source(expanded.text.find(word).unwrap() as u32);
        assert_eq!(place("one"), (0, None));
        assert_eq!(place("fn main"), (4, Some((4, 29))));
        assert_eq!(place("two"), (30, None));
        assert_eq!(place("three"), (text.find("three").unwrap() as u32, None));
    }

    #[test]
    fn what_cannot_be_followed_stays_in_the_text_and_is_a_finding() {
        for (text, message) in [
            (
                "{{#include no.md}}",
                "`no.md` is not there / paths are relative to the folder of the file that includes",
            ),
            (
                "{{#include ../x}}",
                "`../x` leads out of the source folder / move the file into the source folder",
            ),
            ("{{#include code/main.rs:mian}}", "`code/main.rs` has no anchor `mian` / did you mean `main`?"),
            (
                "{{#include code/main.rs:90:99}}",
                "`code/main.rs` has no lines 90 to 99 / it has 8 lines; an anchor stays right when lines move",
            ),
        ] {
            assert_eq!(messages(text), [message], "{text}");
            assert_eq!(expanded(text).text, text);
        }
    }

    #[test]
    fn includes_without_end_are_cut_and_said() {
        assert!(
            messages("{{#include loop.md}}")[0].starts_with("files include each other more than 10 deep")
        );
        assert_eq!(messages("{{#include bomb.md}}").len(), 2, "too deep, and too many");
        let big = "{{#include big.md}}\n".repeat(100);
        assert!(expanded(&big).text.len() < LONGEST);
        assert!(messages(&big)[0].starts_with("what this document includes is too long"));
    }

    proptest! {
        #[test]
        fn any_text_is_expanded_without_a_panic(text in "(\\{\\{#include |\\{\\{#rustdoc_include |\\{\\{#playground |code/main.rs|part.md|loop.md|:main|:[0-9]|:|\\}\\}|\\\\|\n|ü){0,16}") {
            let expanded = expanded(&text);
            for offset in 0..=expanded.text.len() as u32 {
                prop_assert!(expanded.origins.to_source(offset).0 as usize <= text.len());
            }
        }
    }
}
