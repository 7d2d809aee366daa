//! Diagrams in words, where their source is shown: Mermaid and PlantUML.

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::super::words::{Means, Words};
use super::cursor::Cursor;
use memchr::memmem;
use std::ops::Range;
use std::sync::LazyLock;

static MERMAID: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        &[(
            Means::Keyword,
            "graph flowchart sequenceDiagram classDiagram stateDiagram stateDiagram-v2 erDiagram gantt pie journey gitGraph mindmap timeline quadrantChart requirementDiagram sankey-beta xychart-beta block-beta block architecture-beta packet-beta kanban zenuml C4Context C4Container C4Component C4Dynamic C4Deployment subgraph end direction TB TD BT RL LR participant actor as loop alt else opt par and critical option break rect autonumber activate deactivate note Note over left right of create destroy box title section dateFormat axisFormat excludes class classDef click style linkStyle default state namespace link links commit branch checkout merge cherry-pick accTitle accDescr showData todayMarker x-axis y-axis columns service group junction",
        )],
        false,
    )
});

static PLANTUML: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        &[(
            Means::Keyword,
            "actor agent artifact boundary card cloud collections component control database entity file folder frame hexagon interface label node object package participant person queue rectangle stack state storage usecase class abstract enum annotation namespace struct as activate deactivate destroy create return alt else opt loop par break critical group end note left right of over top bottom on link title header footer caption legend skinparam hide show scale autonumber newpage start stop if then elseif endif repeat while endwhile fork again is is not split detach kill partition swimlane together extends implements direction to down up allowmixing ref box autoactivate ",
        )],
        false,
    )
});

/// Reads Mermaid.
pub(in super::super) fn mermaid<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    Reader { cursor: Cursor::new(code, part, spans), words: &MERMAID, is_mermaid: true, unclosed: [0; 128] }
        .read();
}

/// Reads PlantUML.
pub(in super::super) fn plantuml<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    Reader {
        cursor: Cursor::new(code, part, spans),
        words: &PLANTUML,
        is_mermaid: false,
        unclosed: [0; 128],
    }
    .read();
}

struct Reader<'a, 's> {
    cursor: Cursor<'a, 's>,
    words: &'static Words,
    is_mermaid: bool,
    /// Up to here it is known that no text is closed, by the first byte of what would close it.
    unclosed: [usize; 128],
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        while !self.cursor.is_at_end() {
            self.cursor.skip_blanks();
            let end = self.cursor.line_end();
            if !self.whole_line(end) {
                self.line(end);
            }
            self.cursor.at = (self.cursor.at.max(end) + 1).min(self.cursor.bytes.len());
            self.cursor.at = self.cursor.at.min(self.cursor.bytes.len());
        }
    }

    /// Reads what takes a line, or more.
    fn whole_line(&mut self, end: usize) -> bool {
        let start = self.cursor.at;
        let line = &self.cursor.bytes[start..end];
        if self.is_mermaid {
            if line.starts_with(b"%%") {
                self.cursor.colour_to(end, Class::Comment);
                return true;
            }
            return false;
        }
        if line.starts_with(b"'") {
            self.cursor.colour_to(end, Class::Comment);
        } else if line.starts_with(b"/'") {
            let close = memmem::find(self.cursor.rest(), b"'/");
            self.cursor.colour_to(
                close.map_or(self.cursor.bytes.len(), |length| start + length + 2),
                Class::Comment,
            );
            self.cursor.at = self.cursor.line_end();
        } else if line.starts_with(b"@") || line.starts_with(b"!") {
            let word = self.cursor.end_of(start + 1, is_word);
            self.cursor.colour_to(word, Class::Keyword);
            self.cursor.skip_blanks();
            let is_include = line.starts_with(b"!include");
            if is_include && self.cursor.at < end {
                self.cursor.colour_to(end, Class::String);
            }
            return is_include;
        } else {
            return false;
        }
        true
    }

    fn line(&mut self, end: usize) {
        let mut after_word = false;
        let mut is_first = true;
        // Its label may stand apart from its name: `subgraph shop [The shop]`.
        let is_group = self.is_mermaid && self.cursor.bytes[self.cursor.at..end].starts_with(b"subgraph ");
        while self.cursor.at < end {
            let start = self.cursor.at;
            let was_after_word = std::mem::replace(&mut after_word, false);
            match self.cursor.byte() {
                b'"' => self.cursor.escaped_string(Class::String),
                b'%' if self.is_mermaid && self.cursor.peek(1) == b'%' => {
                    self.cursor.colour_to(end, Class::Comment)
                }
                b'#' if self.cursor.peek(1).is_ascii_alphanumeric() => {
                    let word = self.cursor.end_of(start + 1, |byte| byte.is_ascii_alphanumeric());
                    self.cursor.colour_to(word.min(end), Class::Number);
                }
                b'<' if self.cursor.peek(1) == b'<' => {
                    let close = self.find(b">>", end);
                    self.cursor.colour_to(close.map_or(start + 2, |close| close + 2), Class::Type);
                }
                b'[' | b'(' | b'{' | b'>' if self.is_mermaid && (was_after_word || is_group) => {
                    self.label(end)
                }
                b'|' => self.between(b"|", end),
                b'(' | b'[' if !self.is_mermaid && !was_after_word => {
                    let close = if self.cursor.byte() == b'(' { b")" } else { b"]" };
                    self.between(close, end);
                }
                b':' if matches!(self.cursor.peek(1), b' ' | b'\t') => {
                    self.cursor.at += 1;
                    self.cursor.colour_to(end, Class::String);
                }
                b'0'..=b'9' => {
                    let number = self.cursor.end_of(start, |byte| is_word(byte) || byte == b'.').min(end);
                    let is_number =
                        self.cursor.bytes[start..number].iter().all(|byte| !byte.is_ascii_alphabetic());
                    self.cursor.at = number.max(start + 1);
                    if is_number {
                        self.cursor.colour(start, Class::Number);
                    }
                    after_word = true;
                }
                byte if is_word(byte) && byte != b'-' => {
                    self.word(end, is_first);
                    after_word = true;
                }
                _ => self.cursor.at += 1,
            }
            is_first &= self.cursor.bytes[start] == b' ';
        }
    }

    fn word(&mut self, end: usize, is_first: bool) {
        let start = self.cursor.at;
        let mut word_end = self.cursor.end_of(start, is_word).min(end);
        // `stateDiagram-v2` and `x-axis` are words, the arrow of `a-->b` is none.
        while word_end > start && self.cursor.bytes[word_end - 1] == b'-' {
            word_end -= 1;
        }
        if let Some(dash) = memmem::find(&self.cursor.bytes[start..word_end], b"--") {
            word_end = start + dash;
        }
        self.cursor.at = word_end.max(start + 1);
        let word = &self.cursor.bytes[start..self.cursor.at];
        let follower = self.cursor.byte();
        if self.words.meaning(word).is_some()
            && matches!(follower, b' ' | b'\t' | b'\n' | b'\r' | b';' | b':' | 0)
            && (is_first || !matches!(word, b"end" | b"state" | b"class" | b"file" | b"default"))
        {
            self.cursor.colour(start, Class::Keyword);
        } else if follower == b'(' && (!self.is_mermaid || is_element(word, is_first)) {
            self.cursor.colour(start, Class::Function);
        }
    }

    /// The text in the brackets after a name: `a[text]`, `b((text))`, `c{"text"}`.
    fn label(&mut self, end: usize) {
        self.cursor.at = self
            .cursor
            .end_of(self.cursor.at, |byte| matches!(byte, b'[' | b'(' | b'{' | b'>' | b'/' | b'\\'));
        let rest = &self.cursor.bytes[self.cursor.at.min(end)..end];
        let length = rest.iter().position(|byte| matches!(byte, b']' | b')' | b'}')).unwrap_or(rest.len());
        let text = self.cursor.at + length;
        self.cursor.at = self.cursor.at.min(end);
        self.cursor.colour_to(text.min(end), Class::String);
    }

    /// A text up to a mark that closes it.
    fn between(&mut self, close: &'static [u8; 1], end: usize) {
        self.cursor.at += 1;
        if let Some(close) = self.find(close, end) {
            self.cursor.colour_to(close, Class::String);
            self.cursor.at += 1;
        }
    }

    /// Finds a mark on the rest of the line. What was looked for in vain is not looked for again.
    fn find(&mut self, mark: &'static [u8], end: usize) -> Option<usize> {
        let unclosed = &mut self.unclosed[usize::from(mark[0] & 127)];
        if self.cursor.at < *unclosed {
            return None;
        }
        let found = memmem::find(&self.cursor.bytes[self.cursor.at..end], mark);
        if found.is_none() {
            *unclosed = end;
        }
        found.map(|length| self.cursor.at + length)
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || byte >= 0x80
}

/// The elements of C4 diagrams: `Person(…)`, `Container_Boundary(…)`.
fn is_element(word: &[u8], is_first: bool) -> bool {
    let is_plain = matches!(
        word,
        b"Person" | b"System" | b"Container" | b"Component" | b"Boundary" | b"Rel" | b"BiRel" | b"Node"
    );
    is_first && is_plain || word.len() > 4 && word.contains(&b'_')
}
