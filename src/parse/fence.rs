//! Blocks of code: what is written after the backticks, and the block in HTML.
//!
//! In: the info string and the code of a fence. Out: a [`Fence`], and the figure that shows it.
//! Never: draws a diagram, includes a file, knows what stands around the fence.
//!
//! There is no standard for the words after the language. Read here are those of mdBook, rustdoc,
//! Zola, Hugo, MkDocs, Pandoc, Docusaurus, VitePress, Gatsby, MyST and HackMD, which hardly
//! contradict each other; what none of them knows is kept as a word.

use super::highlight::html::{Lines, write_lines};
use super::highlight::{highlight, language_name};
use crate::model::markup::push_escaped;
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// What the author said about a block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// The language as written.
    pub language: Option<String>,
    /// The name of the file that the code is from, or another title.
    pub file: Option<String>,
    /// The lines to mark, counted from 1; in order, apart from each other.
    pub marked: Vec<RangeInclusive<u32>>,
    /// The number of the first line, if lines are numbered.
    pub numbered_from: Option<u32>,
    /// Which lines are there for the machine only.
    pub hidden: HiddenLines,
    /// All other words, such as `ignore`, `editable` or `key=value`.
    pub words: Vec<String>,
}

/// Lines of code that readers are not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HiddenLines {
    /// There are none.
    #[default]
    None,
    /// Those that [`hide_rust_lines`] leaves out.
    Rust,
    /// Those that begin with this, after white space.
    Prefixed(String),
}

/// Reads what is written after the backticks of a fence.
///
/// ```
/// use archsite::parse::fence::fence_attributes;
/// let fence = fence_attributes("py title=\"a.py\" hl_lines=\"2 4-6\" linenums=\"1\"");
/// assert_eq!(fence.language.as_deref(), Some("py"));
/// assert_eq!(fence.file.as_deref(), Some("a.py"));
/// assert_eq!(fence.marked, [2..=2, 4..=6]);
/// assert_eq!(fence.numbered_from, Some(1));
/// ```
pub fn fence_attributes(info: &str) -> Fence {
    let mut fence = Fence::default();
    fence.read(&info[..info.floor_char_boundary(MAX_INFO)], false);
    fence.marked = apart(std::mem::take(&mut fence.marked));
    if fence.hidden == HiddenLines::None
        && fence.language.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("rust"))
    {
        fence.hidden = HiddenLines::Rust;
    }
    fence
}

/// How much of an info string is read, in bytes. What opens is looked for its end, which takes a
/// time that grows with the square of the length.
const MAX_INFO: usize = 1024;

/// One of the things that an info string is made of.
#[derive(Debug, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    /// `key=value`, the value without its quotes.
    Pair(&'a str, &'a str),
    /// `{…}`, without the braces.
    Braces(&'a str),
    /// `[…]`, without the brackets.
    Brackets(&'a str),
}

impl Fence {
    /// Reads an info string, or what stands in its braces.
    fn read(&mut self, text: &str, in_braces: bool) {
        let mut directive = false;
        let mut marks_go_on = false;
        for (index, token) in tokens(text, in_braces).into_iter().enumerate() {
            let marks_went_on = std::mem::take(&mut marks_go_on);
            match token {
                Token::Word(word) if marks_went_on && line_ranges(word).is_some() => {
                    self.marked.extend(line_ranges(word).into_iter().flatten());
                    marks_go_on = true;
                }
                Token::Word(word) if in_braces && word.starts_with('#') => {}
                Token::Word(word) if word.strip_prefix('.').is_some_and(|class| !class.is_empty()) => {
                    let class = &word[1..];
                    if self.language.is_some() || !(in_braces || index == 0) {
                        self.word(class);
                    } else if !self.flag(class) {
                        self.language = Some(class.to_owned());
                    }
                }
                Token::Word(word) if self.language.is_none() && (index == 0 || directive) => {
                    if in_braces && !directive && DIRECTIVES.contains(&word) {
                        continue;
                    }
                    directive = false;
                    self.first_word(word);
                }
                Token::Word(word) => self.word(word),
                Token::Pair(key, value) => {
                    // ts:line-numbers=2
                    let key = match key.split_once(':') {
                        Some((language, key)) if index == 0 => {
                            self.first_word(language);
                            key
                        }
                        _ => key,
                    };
                    marks_go_on = self.pair(key, value, index == 0);
                }
                Token::Brackets(text) if self.file.is_none() && !in_braces => self.set_file(text),
                Token::Brackets(text) => self.words.push(format!("[{text}]")),
                Token::Braces(text) => match line_ranges(text) {
                    Some(ranges) => self.marked.extend(ranges),
                    // Braces in braces are somebody's mistake; reading them would have no floor.
                    None if in_braces => self.words.push(text.to_owned()),
                    None => {
                        self.read(text, true);
                        // ```{code-block} python
                        directive = index == 0 && self.language.is_none();
                    }
                },
            }
        }
    }

    /// Reads the word that names the language: `ts`, `ts:src/a.ts`, `ts:line-numbers`.
    fn first_word(&mut self, word: &str) {
        let (language, rest) = word.split_once(':').unwrap_or((word, ""));
        if self.flag(language) {
            return;
        }
        let language = language.trim_matches('.');
        self.language = (!language.is_empty()).then(|| language.to_owned());
        if !rest.is_empty() && !self.flag(rest) {
            self.set_file(rest);
        }
    }

    fn word(&mut self, word: &str) {
        if !self.flag(word) {
            self.words.push(word.to_owned());
        }
    }

    /// Obeys a word that is a command by itself, and says whether it was one.
    fn flag(&mut self, word: &str) -> bool {
        match plain(word).as_str() {
            "numberlines" | "showlinenumbers" | "linenumbers" | "linenos" | "linenums" | "numbered" => {
                self.numbered_from = self.numbered_from.or(Some(1));
            }
            "nolinenumbers" | "hidelinenumbers" => self.numbered_from = None,
            _ => return false,
        }
        true
    }

    /// Reads `key=value`; says whether the words after it may be lines to mark as well, as Zola
    /// has it: `hl_lines=2 4-6`.
    fn pair(&mut self, key: &str, value: &str, first: bool) -> bool {
        match plain(key).as_str() {
            "title" | "file" | "filename" | "name" | "path" | "caption" | "source" if !value.is_empty() => {
                if self.file.is_none() {
                    self.set_file(value);
                }
            }
            "lang" | "language" if self.language.is_none() => self.language = Some(value.to_owned()),
            "hllines" | "hl" | "highlight" | "highlightlines" | "mark" | "marked" | "markedlines"
            | "emphasizelines" | "dataline" | "linehighlight" => {
                if let Some(ranges) = line_ranges(value) {
                    self.marked.extend(ranges);
                    return true;
                }
            }
            "startfrom" | "start" | "startline" | "startinglinenumber" | "linenostart" | "linenumstart"
            | "lineno" | "linenumberstart" | "firstnumber" | "firstline" | "numberfirstline" => {
                self.numbered_from = first_number(value).or(self.numbered_from);
            }
            "linenums" | "linenos" | "numberlines" | "showlinenumbers" | "linenumbers" | "numbered" => {
                self.numbered_from = match value.to_lowercase().as_str() {
                    "false" | "no" | "none" | "off" | "0" => None,
                    _ => first_number(value).or(self.numbered_from).or(Some(1)),
                };
            }
            "hidelines" if line_ranges(value).is_none() && !value.is_empty() => {
                self.hidden = HiddenLines::Prefixed(value.to_owned());
            }
            // HackMD: python= and python=101 number the lines; python=+ goes on from the block before.
            _ if first
                && self.language.is_none()
                && value.trim_matches(|c: char| c.is_ascii_digit()).trim_matches('+').is_empty() =>
            {
                self.language = Some(key.to_owned());
                self.numbered_from = Some(first_number(value).unwrap_or(1));
            }
            _ => self.words.push(format!("{key}={value}")),
        }
        false
    }

    fn set_file(&mut self, name: &str) {
        self.file = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    }
}

/// The directives of MyST whose argument is the language.
const DIRECTIVES: &[&str] = &["code", "code-block", "code-cell", "sourcecode"];

/// Writes a key as it is compared: without capitals, `-` and `_`.
fn plain(key: &str) -> String {
    key.chars().filter(|character| !matches!(character, '-' | '_')).flat_map(char::to_lowercase).collect()
}

fn first_number(text: &str) -> Option<u32> {
    text.split(|character: char| !character.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok()
}

/// Reads `1,3-5 7` as lines; nothing else may be there.
fn line_ranges(text: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let parts = text.split(|character: char| {
        character.is_whitespace() || matches!(character, ',' | ';' | '[' | ']' | '"' | '\'')
    });
    let mut ranges = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let (start, end) = part.split_once("..").or_else(|| part.split_once('-')).unwrap_or((part, part));
        let (start, end) = (start.trim().parse().ok()?, end.trim().parse().ok()?);
        if start > 0 && start <= end {
            ranges.push(start..=end);
        }
    }
    (!ranges.is_empty()).then_some(ranges)
}

/// Sorts ranges and joins those that touch.
fn apart(mut ranges: Vec<RangeInclusive<u32>>) -> Vec<RangeInclusive<u32>> {
    ranges.sort_by_key(|range| *range.start());
    let mut apart: Vec<RangeInclusive<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match apart.last_mut() {
            Some(last) if *range.start() <= last.end().saturating_add(1) => {
                *last = *last.start()..=*last.end().max(range.end());
            }
            _ => apart.push(range),
        }
    }
    apart
}

/// Takes an info string apart. In braces, `key: value` is a pair too.
fn tokens(text: &str, in_braces: bool) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|character: char| {
            character.is_whitespace() || matches!(character, ',' | ';')
        });
        let Some(first) = rest.chars().next() else { return tokens };
        if let Some((inside, after)) = enclosed(rest) {
            tokens.push(match first {
                '{' => Token::Braces(inside),
                '[' => Token::Brackets(inside),
                _ => Token::Word(inside),
            });
            rest = after;
            continue;
        }
        let is_end = |character: char| {
            character.is_whitespace()
                || matches!(character, ',' | ';' | '=' | '{')
                || in_braces && character == ':'
        };
        // What opens and never closes is a word like any other.
        let end =
            first.len_utf8() + rest[first.len_utf8()..].find(is_end).unwrap_or(rest.len() - first.len_utf8());
        let (word, after) = rest.split_at(end);
        let value = match after.strip_prefix('=') {
            None if in_braces => after.strip_prefix(':').map(str::trim_start),
            value => value,
        };
        let Some(value) = value.filter(|_| first != '=') else {
            tokens.push(Token::Word(word));
            rest = after;
            continue;
        };
        let (value, after) = enclosed(value).unwrap_or_else(|| {
            value.split_at(
                value.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).unwrap_or(value.len()),
            )
        });
        tokens.push(Token::Pair(word, value.trim_matches(['"', '\''])));
        rest = after;
    }
}

/// Splits what opens with a quote or bracket into its inside and what follows.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '"' => '"',
        '\'' => '\'',
        '{' => '}',
        '[' => ']',
        _ => return None,
    };
    let end = 1 + text[1..].find(close)?;
    Some((&text[1..end], &text[end + 1..]))
}

/// Leaves out of a sample of Rust the lines that mdBook and rustdoc hide: `#` alone or followed by
/// a blank, after white space. `##` at the beginning stands for one `#` and is shown.
///
/// ```
/// use archsite::parse::fence::hide_rust_lines;
/// assert_eq!(hide_rust_lines("# fn main() {\nlet a = 1;\n##[b]\n# }\n"), "let a = 1;\n#[b]\n");
/// ```
pub fn hide_rust_lines(code: &str) -> String {
    let mut shown = String::with_capacity(code.len());
    for line in code.split_inclusive('\n') {
        let text = line.trim_start_matches([' ', '\t']);
        match text.strip_prefix('#').map(|rest| (rest, rest.trim_end_matches(['\n', '\r']))) {
            Some((_, content)) if content.is_empty() || content.starts_with(' ') => {}
            Some((rest, content)) if content.starts_with('#') => {
                shown.push_str(&line[..line.len() - text.len()]);
                shown.push_str(rest);
            }
            _ => shown.push_str(line),
        }
    }
    shown
}

/// Says whether code is a drawing in characters (boxes, arrows, a tree of folders), whose lines
/// have to meet.
pub fn is_drawing(code: &str) -> bool {
    let mut corners = 0;
    let mut borders = 0;
    let mut walls = 0;
    let mut branches = 0;
    let mut uprights = 0;
    for line in code.lines() {
        // Nothing below counts without one of these: of most code few lines are looked at closely.
        let is_of_drawings = |byte| matches!(byte, b'|' | b'+' | b'`' | b'\\' | FIRST_BYTE_OF_DRAWN_LINES);
        if !line.bytes().fold(false, |is_found, byte| is_found | is_of_drawings(byte)) {
            continue;
        }
        let line = line.trim();
        let bytes = line.as_bytes();
        corners += usize::from(bytes.contains(&FIRST_BYTE_OF_DRAWN_LINES) && line.contains(joins_lines));
        let dashes = || line.contains("--") || line.contains("==") || line.contains("- -");
        borders += usize::from(
            line.starts_with('+') && line.ends_with('+') && dashes()
                || line.contains("+--") && line.contains("--+"),
        );
        walls += usize::from(line.len() > 2 && line.starts_with('|') && line.ends_with('|'));
        let is_branch = |at: usize| BRANCHES.iter().any(|branch| bytes[at..].starts_with(branch));
        let mut ends_of_branches = memchr::memchr2_iter(b'-', b'_', bytes);
        branches += usize::from(ends_of_branches.any(|at| at > 0 && is_branch(at - 1)));
        uprights += usize::from(
            !line.is_empty()
                && line.chars().all(|c| {
                    matches!(c, ' ' | '|' | 'v' | 'V' | '^' | '/' | '\\' | '↓' | '↑' | '▼' | '▲' | '│')
                })
                && line.contains(['|', '↓', '↑', '▼', '▲', '│']),
        );
    }
    corners >= 2 || borders >= 2 || borders >= 1 && walls >= 1 || branches >= 2 || uprights >= 2
}

/// How a line of a tree of folders branches off: each is one mark and then a dash.
const BRANCHES: [&[u8]; 6] = [b"|-- ", b"+-- ", b"`-- ", b"|__ ", b"\\-- ", b"|-+ "];

/// What all characters in which drawings are made begin with, arrows and triangles included (U+2000 to
/// U+2FFF), in UTF-8.
const FIRST_BYTE_OF_DRAWN_LINES: u8 = 0xE2;

/// Says whether a character is made to touch one above or below it. A row of ─ alone is how some
/// underline a comment.
fn joins_lines(character: char) -> bool {
    matches!(character, '\u{2500}'..='\u{259F}')
        && !matches!(
            character,
            '─' | '━'
                | '═'
                | '┄'
                | '┅'
                | '┈'
                | '┉'
                | '╌'
                | '╍'
                | '╴'
                | '╶'
                | '╸'
                | '╺'
                | '╼'
                | '╾'
        )
}

/// Says whether editors give a character two columns: emoji, and what East Asia writes.
fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{115F}' | '\u{231A}' | '\u{231B}' | '\u{23E9}'..='\u{23F3}' | '\u{25FD}' | '\u{25FE}'
        | '\u{2614}' | '\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267F}' | '\u{2693}' | '\u{26A1}'
        | '\u{26AA}' | '\u{26AB}' | '\u{26BD}' | '\u{26BE}' | '\u{26C4}' | '\u{26C5}' | '\u{26CE}'
        | '\u{26D4}' | '\u{26EA}' | '\u{26F2}' | '\u{26F3}' | '\u{26F5}' | '\u{26FA}' | '\u{26FD}'
        | '\u{2705}' | '\u{270A}' | '\u{270B}' | '\u{2728}' | '\u{274C}' | '\u{274E}' | '\u{2753}'..='\u{2755}'
        | '\u{2757}' | '\u{2795}'..='\u{2797}' | '\u{27B0}' | '\u{27BF}' | '\u{2B1B}' | '\u{2B1C}'
        | '\u{2B50}' | '\u{2B55}' | '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F000}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}' | EMOJI_STYLE)
}

/// Makes an emoji of the character before it.
const EMOJI_STYLE: char = '\u{FE0F}';

/// Copies HTML and gives each wide character the two columns that it has in an editor: fonts make it
/// a little wider or narrower, and what stands to its right would not meet.
fn write_wide_characters(lines: &str, html: &mut String) {
    let mut rest = lines;
    let mut is_in_tag = false;
    while let Some(first) = rest.chars().next() {
        let next = rest[first.len_utf8()..].chars().next();
        if is_in_tag || !(is_wide(first) || next == Some(EMOJI_STYLE)) || first.is_ascii() {
            is_in_tag = first == '<' || is_in_tag && first != '>';
            html.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (whole, after) = rest.split_at(length_of_emoji(rest));
        html.push_str("<span class=\"wide\">");
        html.push_str(whole);
        html.push_str("</span>");
        rest = after;
    }
}

/// Returns the length of a wide character in bytes, with all that changes it and is joined to it.
fn length_of_emoji(text: &str) -> usize {
    let mut length = 0;
    let mut is_joined = true;
    for character in text.chars() {
        match character {
            '\u{200D}' => is_joined = true,
            EMOJI_STYLE | '\u{1F3FB}'..='\u{1F3FF}' | '\u{20E3}' => {}
            _ if is_joined => is_joined = false,
            _ => break,
        }
        length += character.len_utf8();
    }
    length
}

/// Languages whose code is the source of a diagram.
const DIAGRAMS: &[&str] = &[
    "actdiag",
    "blockdiag",
    "bpmn",
    "bytefield",
    "c4plantuml",
    "d2",
    "dbml",
    "ditaa",
    "dot",
    "erd",
    "excalidraw",
    "goat",
    "graphviz",
    "gv",
    "likec4",
    "mermaid",
    "mermaid-example",
    "nomnoml",
    "nwdiag",
    "packetdiag",
    "pikchr",
    "plantuml",
    "puml",
    "rackdiag",
    "seqdiag",
    "structurizr",
    "structurizr-dsl",
    "svgbob",
    "tikz",
    "uml",
    "umlet",
    "vega",
    "vega-lite",
    "vegalite",
    "wavedrom",
    "wireviz",
    "zenuml",
];

/// Writes a block of code as HTML: a figure with a caption (the file, or else the language) and
/// the code in colours.
pub fn figure(fence: &Fence, code: &str) -> String {
    let code = match &fence.hidden {
        HiddenLines::None => Cow::Borrowed(code),
        HiddenLines::Rust => Cow::Owned(hide_rust_lines(code)),
        HiddenLines::Prefixed(prefix) => Cow::Owned(
            code.split_inclusive('\n').filter(|line| !line.trim_start().starts_with(prefix)).collect(),
        ),
    };
    let language = fence.language.as_deref().unwrap_or("");
    let kind = if DIAGRAMS.iter().any(|known| known.eq_ignore_ascii_case(language)) {
        " diagram"
    } else if is_drawing(&code) {
        " art"
    } else {
        ""
    };
    let mut html = String::with_capacity(code.len() * 5 / 2 + 256);
    html.push_str("<figure class=\"code");
    html.push_str(kind);
    html.push_str("\">");
    let caption = match &fence.file {
        Some(file) => Some(("file", file.as_str())),
        None => language_name(language).map(|name| ("language", name)),
    };
    if let Some((class, name)) = caption {
        html.push_str("<figcaption><span class=\"");
        html.push_str(class);
        html.push_str("\">");
        push_escaped(&mut html, name);
        html.push_str("</span></figcaption>");
    }
    // Focus lets the arrow keys scroll what is too wide.
    html.push_str("<pre tabindex=\"0\"><code");
    let is_numbered = fence.numbered_from.is_some();
    if !language.is_empty() {
        html.push_str(" class=\"language-");
        push_escaped(&mut html, &language.replace(char::is_whitespace, "-"));
        html.push_str(if is_numbered { " numbered\"" } else { "\"" });
    } else if is_numbered {
        html.push_str(" class=\"numbered\"");
    }
    html.push('>');
    // A parser of HTML drops a newline that follows <pre>, but not one after <code>.
    let spans = highlight(language, &code).spans;
    let start = html.len();
    write_lines(
        &code,
        &spans,
        Lines { numbered_from: fence.numbered_from, marked: &fence.marked },
        &mut html,
    );
    if kind == " art" && html[start..].chars().any(is_wide) {
        let lines = html.split_off(start);
        write_wide_characters(&lines, &mut html);
    }
    html.push_str("</code></pre></figure>\n");
    html
}

#[cfg(test)]
mod tests;
