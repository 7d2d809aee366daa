//! mdBook's directives that take text from other files.
//!
//! In: the text of a document, or of a file that it includes. Out: the directives in it with the paths that they name,
//! so that the reader of the folder knows which files are needed. Never: reads a file; says whether it is there.
//!
//! The look is textual, as mdBook's is: a directive counts in a code block as well, which is where most of them stand.

use super::SourcePath;

/// One `{{#…}}` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncludeDirective {
    /// The first byte of the directive, of its backslash if it has one.
    pub start: u32,
    /// The byte behind it.
    pub end: u32,
    /// What it asks for.
    pub kind: DirectiveKind,
}

/// What a directive asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `{{#include path}}`: the text of a file, or a part of it.
    Include(Target),
    /// `{{#rustdoc_include path}}`: a part of a file, with the rest as hidden lines.
    RustdocInclude(Target),
    /// `{{#playground path attributes…}}`: a file of Rust as a code block.
    Playground {
        /// The file.
        path: String,
        /// What goes into the info string of the block, such as `editable`.
        attributes: Vec<String>,
    },
    /// `{{#title …}}`: the title of the page.
    Title(String),
    /// `\{{#…}}`: a directive that is to be shown and not followed.
    Escaped,
}

/// A file and the part of it that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The path as written.
    pub path: String,
    /// The part.
    pub part: Part,
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The lines from `first` to `last`, counted from 1, both included; without a `last` to the end.
    Lines {
        /// The first line.
        first: usize,
        /// The last line.
        last: Option<usize>,
    },
    /// What stands between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(String),
}

impl IncludeDirective {
    /// Returns the path as written of the file that is asked for, if it is one.
    pub fn path(&self) -> Option<&str> {
        match &self.kind {
            DirectiveKind::Include(target) | DirectiveKind::RustdocInclude(target) => Some(&target.path),
            DirectiveKind::Playground { path, .. } => Some(path),
            DirectiveKind::Title(_) | DirectiveKind::Escaped => None,
        }
    }
}

/// Finds the directives of a text, in order. What looks like one but has an unknown name is left out: other template
/// languages write `{{#if x}}`.
pub fn directives(text: &str) -> Vec<IncludeDirective> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    // Hardly any text has a brace.
    let mut from = memchr::memchr(b'{', bytes).unwrap_or(bytes.len());
    while let Some(distance) = memchr::memmem::find(&bytes[from..], b"{{#") {
        let open = from + distance;
        let inner = open + 3;
        from = inner;
        // A directive stands on one line.
        let Some(end) = memchr::memchr3(b'}', b'\n', b'{', &bytes[inner..]).map(|distance| inner + distance)
        else {
            break;
        };
        if !bytes[end..].starts_with(b"}}") {
            continue;
        }
        let Some(kind) = kind_of(&text[inner..end]) else { continue };
        let is_escaped = open > 0 && bytes[open - 1] == b'\\';
        let (start, kind) = if is_escaped { (open - 1, DirectiveKind::Escaped) } else { (open, kind) };
        from = end + 2;
        found.push(IncludeDirective { start: start as u32, end: from as u32, kind });
    }
    found
}

/// Resolves a path that is written in `document`: relative to the document's folder, always inside of the source folder.
/// Returns nothing for what leads out of it, for absolute paths and for the folder itself.
pub fn resolve(document: &SourcePath, path: &str) -> Option<SourcePath> {
    let path = path.replace('\\', "/");
    if path.starts_with('/') || path.contains(['\0', ':']) {
        return None;
    }
    let mut parts: Vec<&str> = document.folder().split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| SourcePath::new(parts.join("/")))
}

fn kind_of(inner: &str) -> Option<DirectiveKind> {
    let (name, rest) = inner.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return None;
    }
    match name {
        "include" => Some(DirectiveKind::Include(target_of(rest))),
        "rustdoc_include" => Some(DirectiveKind::RustdocInclude(target_of(rest))),
        // Its name in old books.
        "playground" | "playpen" => {
            let mut words = rest.split_whitespace().map(str::to_owned);
            Some(DirectiveKind::Playground { path: words.next()?, attributes: words.collect() })
        }
        "title" => Some(DirectiveKind::Title(rest.to_owned())),
        _ => None,
    }
}

/// Reads `path`, `path:5`, `path:5:`, `path::9`, `path:5:9` and `path:anchor`.
fn target_of(text: &str) -> Target {
    let mut pieces = text.splitn(3, ':').map(str::trim);
    let path = pieces.next().unwrap_or_default().to_owned();
    let first = pieces.next();
    let last = pieces.next();
    let number = |text: &str| text.parse::<usize>().ok();
    let part = match (first, last) {
        (None, _) | (Some(""), None) => Part::Whole,
        (Some(""), Some(last)) => match number(last) {
            Some(last) => Part::Lines { first: 1, last: Some(last) },
            None => Part::Whole,
        },
        (Some(first), last) => match (number(first), last) {
            (Some(line), None) => Part::Lines { first: line.max(1), last: Some(line.max(1)) },
            (Some(line), Some(last)) => Part::Lines { first: line.max(1), last: number(last) },
            (None, _) => Part::Anchor(first.to_owned()),
        },
    };
    Target { path, part }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn include(text: &str) -> (String, Part) {
        match directives(text).remove(0).kind {
            DirectiveKind::Include(target) => (target.path, target.part),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn parts_of_files_are_named_by_lines_or_anchors() {
        let lines = |first, last| Part::Lines { first, last };
        for (text, part) in [
            ("{{#include a.rs}}", Part::Whole),
            ("{{#include a.rs:5}}", lines(5, Some(5))),
            ("{{#include a.rs:5:}}", lines(5, None)),
            ("{{#include a.rs::9}}", lines(1, Some(9))),
            ("{{#include a.rs:5:9}}", lines(5, Some(9))),
            ("{{#include a.rs:main_loop}}", Part::Anchor("main_loop".to_owned())),
            ("{{#include a.rs:}}", Part::Whole),
            ("{{ #include a.rs}} {{#include a.rs::}}", Part::Whole),
        ] {
            assert_eq!(include(text), ("a.rs".to_owned(), part), "{text}");
        }
    }

    #[test]
    fn only_known_directives_are_found_and_each_knows_its_place() {
        let text = "a {{#if x}} \\{{#include b}} {{#title T: u}}\n{{#playground c.rs editable}} {{#include\nd}} {{#include}}";
        let found: Vec<_> = directives(text)
            .into_iter()
            .map(|directive| (&text[directive.start as usize..directive.end as usize], directive.kind))
            .collect();
        assert_eq!(
            found,
            [
                ("\\{{#include b}}", DirectiveKind::Escaped),
                ("{{#title T: u}}", DirectiveKind::Title("T: u".to_owned())),
                (
                    "{{#playground c.rs editable}}",
                    DirectiveKind::Playground {
                        path: "c.rs".to_owned(),
                        attributes: vec!["editable".to_owned()]
                    }
                ),
            ]
        );
    }

    #[test]
    fn paths_never_leave_the_source_folder() {
        let document = SourcePath::new("guide/start/index.md");
        let resolved = |path| resolve(&document, path).map(|path| path.as_str().to_owned());
        assert_eq!(resolved("../code/./main.rs").as_deref(), Some("guide/code/main.rs"));
        assert_eq!(resolved("..\\..\\README.md").as_deref(), Some("README.md"));
        for path in ["../../../secret", "/etc/passwd", "C:\\x", "../..", "..\\..\\..\\x"] {
            assert_eq!(resolved(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_a_panic(text in "(\\{|\\{\\{#|include |a:|1|\\}|\\}\\}|\\\\|\n|ü){0,20}") {
            for directive in directives(&text) {
                prop_assert!(text.get(directive.start as usize..directive.end as usize).is_some());
            }
        }
    }
}
