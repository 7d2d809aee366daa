//! From the spans of many findings to lines and columns.
//!
//! In: spans, and the texts that they point into. Out: [`Position`]s and lines of text. Each text
//! is divided into lines once, however many findings it has. Never: fails; where there is no text,
//! everything is at its start.

use super::Texts;
use crate::source::{LineIndex, Position, SourcePath, Span};
use std::collections::HashMap;

/// The first place of every file.
const START: Position = Position { line: 1, column: 1 };

/// Finds places, and remembers the lines of each file.
pub(super) struct Places<'text> {
    texts: &'text dyn Texts,
    files: HashMap<SourcePath, Option<File<'text>>>,
}

struct File<'text> {
    lines: LineIndex<'text>,
    /// The place that was asked for last. On a line of 700 kB with thousands of findings it saves
    /// counting from the start of the line for each.
    last: (usize, Position),
}

impl<'text> Places<'text> {
    pub(super) fn new(texts: &'text dyn Texts) -> Self {
        Self { texts, files: HashMap::new() }
    }

    /// Returns where a span begins.
    pub(super) fn start(&mut self, span: &Span) -> Position {
        self.position(&span.file, span.start)
    }

    /// Returns the place after a span's last character.
    pub(super) fn end(&mut self, span: &Span) -> Position {
        self.position(&span.file, span.end)
    }

    /// Returns the line on which a span begins, without its end, and what of it the span covers, in bytes.
    pub(super) fn line(&mut self, span: &Span) -> Option<(&'text str, std::ops::Range<usize>)> {
        let number = self.start(span).line;
        let file = self.file(&span.file)?;
        let text = file.lines.text();
        let line = file.lines.line(number);
        let from = file.lines.start_of(number) as usize;
        let start = floor(text, span.start as usize).saturating_sub(from).min(line.len());
        let end = floor(text, span.end as usize).saturating_sub(from).clamp(start, line.len());
        Some((line, start..end))
    }

    fn position(&mut self, path: &SourcePath, offset: u32) -> Position {
        let Some(file) = self.file(path) else { return START };
        let text = file.lines.text();
        let offset = floor(text, offset as usize);
        let (last, position) = file.last;
        let found = match text.get(last..offset) {
            Some(between) if memchr::memchr2(b'\n', b'\r', between.as_bytes()).is_none() => {
                Position { column: position.column + between.chars().count() as u32, ..position }
            }
            _ => file.lines.position(offset as u32),
        };
        file.last = (offset, found);
        found
    }

    fn file(&mut self, path: &SourcePath) -> Option<&mut File<'text>> {
        if !self.files.contains_key(path) {
            let lines = self.texts.lines(path);
            self.files.insert(path.clone(), lines.map(|lines| File { lines, last: (0, START) }));
        }
        self.files.get_mut(path)?.as_mut()
    }
}

/// Returns the start of the character that the byte at `offset` is in; the end of the text past it.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(&'static str);

    impl Texts for One {
        fn text(&self, _: &SourcePath) -> Option<&str> {
            Some(self.0)
        }
    }

    #[test]
    fn places_are_those_of_the_line_index_in_whatever_order_they_are_asked_for() {
        let text = "aä\r\nbé\u{1F600}c\rd\n\ne";
        let one = One(text);
        let mut places = Places::new(&one);
        let lines = LineIndex::new(text);
        let file = SourcePath::new("a.md");
        let forwards = 0..text.len() as u32 + 3;
        for offset in forwards.clone().chain(forwards.clone().rev()).chain(forwards.step_by(3)) {
            assert_eq!(places.position(&file, offset), lines.position(offset), "{offset}");
        }
    }
}
