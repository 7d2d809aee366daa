//! mdBook's `SUMMARY.md`: the order of the chapters.
//!
//! In: its text. Out: the chapters before, in and after the numbered parts, with the documents that they lead to and
//! the place of each. Never: says whether a document is there (that is known when all are), or fails: what is no
//! chapter is passed over.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::markup::push_escaped;
use crate::model::summary::{Chapter, Entry, Summary, Target, Title};
use crate::source::include::resolve;
use crate::source::{LineIndex, SourcePath, Span};
use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};
use std::ops::Range;

/// How deep chapters may nest; what is deeper hangs on the deepest.
const DEEPEST: usize = 32;

/// Reads the text of `file`, the `SUMMARY.md`. Links are relative to its folder.
pub fn read(text: &str, file: &SourcePath) -> (Summary, Vec<Diagnostic>) {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &Options::default());
    let mut reader = Reader {
        file,
        index: LineIndex::new(text),
        summary: Summary::default(),
        place: Place::Prefix,
        diagnostics: Vec::new(),
    };
    for (number, block) in root.children().enumerate() {
        reader.block(block, number == 0);
    }
    (reader.summary, reader.diagnostics)
}

/// Where the reader is in the table of contents.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Prefix,
    Numbered,
    Suffix,
}

struct Reader<'text> {
    file: &'text SourcePath,
    index: LineIndex<'text>,
    summary: Summary,
    place: Place,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn block<'node>(&mut self, block: &'node AstNode<'node>, is_first: bool) {
        let is_list = matches!(block.data().value, NodeValue::List(_));
        let is_heading = matches!(block.data().value, NodeValue::Heading(_));
        let is_rule = matches!(block.data().value, NodeValue::ThematicBreak);
        let is_paragraph = matches!(block.data().value, NodeValue::Paragraph);
        if is_heading {
            let title = title_of(block);
            if (is_first || self.is_empty()) && self.summary.title.is_none() {
                self.summary.title = Some(title);
            } else {
                self.place = Place::Numbered;
                self.put(Entry::Part(title));
            }
        } else if is_list {
            self.place = Place::Numbered;
            for chapter in self.list(block, 0) {
                self.put(Entry::Chapter(chapter));
            }
        } else if is_rule {
            self.put(Entry::Separator);
        } else if is_paragraph {
            let links: Vec<_> =
                block.children().filter(|child| matches!(child.data().value, NodeValue::Link(_))).collect();
            if self.place == Place::Numbered && !links.is_empty() {
                self.place = Place::Suffix;
                // A line between the numbered chapters and the others belongs to the others.
                if self.summary.numbered.last() == Some(&Entry::Separator) {
                    self.summary.numbered.pop();
                    self.summary.suffix.push(Entry::Separator);
                }
            }
            for link in links {
                let chapter = self.chapter(link);
                self.put(Entry::Chapter(chapter));
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.place == Place::Prefix && self.summary.prefix.is_empty()
    }

    fn put(&mut self, entry: Entry) {
        match self.place {
            Place::Prefix => self.summary.prefix.push(entry),
            Place::Numbered => self.summary.numbered.push(entry),
            Place::Suffix => self.summary.suffix.push(entry),
        }
    }

    fn list<'node>(&mut self, list: &'node AstNode<'node>, depth: usize) -> Vec<Chapter> {
        let mut chapters: Vec<Chapter> = Vec::new();
        for item in list.children() {
            for block in item.children() {
                let is_list = matches!(block.data().value, NodeValue::List(_));
                if is_list && depth < DEEPEST {
                    let children = self.list(block, depth + 1);
                    match chapters.last_mut() {
                        Some(chapter) => chapter.children.extend(children),
                        // A list in an item without text.
                        None => chapters.extend(children),
                    }
                } else if is_list {
                    let links = block.descendants();
                    let links = links.filter(|node| matches!(node.data().value, NodeValue::Link(_)));
                    let deeper: Vec<_> = links.map(|link| self.chapter(link)).collect();
                    chapters.extend(deeper);
                } else if matches!(block.data().value, NodeValue::Paragraph) {
                    let link =
                        block.children().find(|child| matches!(child.data().value, NodeValue::Link(_)));
                    // An item without a link is a chapter that nobody has written yet.
                    let chapter = self.chapter(link.unwrap_or(block));
                    if !chapter.title.text.is_empty() || chapter.target != Target::Draft {
                        chapters.push(chapter);
                    }
                }
            }
        }
        chapters
    }

    fn chapter<'node>(&mut self, node: &'node AstNode<'node>) -> Chapter {
        let span = self.span(node.data().sourcepos);
        let url = match &node.data().value {
            NodeValue::Link(link) => link.url.clone(),
            _ => String::new(),
        };
        let target = self.target(&url, &span);
        Chapter { title: title_of(node), target, children: Vec::new(), span }
    }

    fn target(&mut self, url: &str, span: &Range<u32>) -> Target {
        if url.contains("://") || url.starts_with("//") || url.starts_with("mailto:") {
            return Target::Web(url.to_owned());
        }
        let path = url.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() {
            return Target::Draft;
        }
        match resolve(self.file, &percent_decoded(path)) {
            Some(path) => Target::Document(path),
            None => {
                let span = Span::new(self.file.clone(), span.start, span.end);
                let message = format!("the chapter `{url}` lies outside of the source folder");
                let help = "move the document into the source folder";
                self.diagnostics.push(Diagnostic::new(Code::OutsideSource, span, message).help(help));
                Target::Draft
            }
        }
    }

    /// Turns a place of comrak into bytes; its columns count bytes from 1, and its ends are included. It can be off
    /// after reference definitions, so nothing is indexed with it.
    fn span(&self, place: Sourcepos) -> Range<u32> {
        let limit = self.index.text().len() as u32;
        let byte = |line: usize, column: usize| {
            (self.index.start_of(line as u32) + (column as u32).saturating_sub(1)).min(limit)
        };
        let start = byte(place.start.line, place.start.column);
        let end = byte(place.end.line, place.end.column + 1);
        start..end.max(start)
    }
}

fn title_of<'node>(node: &'node AstNode<'node>) -> Title {
    let mut title = Title::default();
    for inner in node.descendants().skip(1) {
        match &inner.data().value {
            NodeValue::Text(text) => title.push(text),
            NodeValue::SoftBreak | NodeValue::LineBreak => title.push(" "),
            NodeValue::Code(code) => {
                title.text.push_str(&code.literal);
                title.html.push_str("<code>");
                push_escaped(&mut title.html, &code.literal);
                title.html.push_str("</code>");
            }
            _ => {}
        }
    }
    title.text = title.text.trim().to_owned();
    title.html = title.html.trim().to_owned();
    title
}

impl Title {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        push_escaped(&mut self.html, text);
    }
}

fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digit = |at: usize| rest.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        match (first, digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &rest[3..];
            }
            _ => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        fn chapters(chapters: &[Chapter]) -> String {
            let shown: Vec<_> = chapters.iter().map(chapter).collect();
            shown.join(" ")
        }
        fn chapter(chapter: &Chapter) -> String {
            let target = match &chapter.target {
                Target::Document(path) => path.to_string(),
                Target::Web(url) => format!("<{url}>"),
                Target::Draft => "draft".to_owned(),
            };
            let below = if chapter.children.is_empty() {
                String::new()
            } else {
                format!("({})", chapters(&chapter.children))
            };
            format!("{}={target}{below}", chapter.title.html)
        }
        fn entries(entries: &[Entry]) -> String {
            let shown = entries.iter().map(|entry| match entry {
                Entry::Chapter(found) => chapter(found),
                Entry::Part(title) => format!("# {}", title.html),
                Entry::Separator => "---".to_owned(),
            });
            shown.collect::<Vec<_>>().join(", ")
        }
        let (summary, _) = read(text, &SourcePath::new("src/SUMMARY.md"));
        let title = summary.title.map(|title| title.text).unwrap_or_default();
        format!(
            "{title}: {} | {} | {}",
            entries(&summary.prefix),
            entries(&summary.numbered),
            entries(&summary.suffix)
        )
    }

    #[test]
    fn a_book_has_chapters_before_in_and_after_its_numbered_parts() {
        let text = "# Summary\n\n[Preface](preface.md)\n[Thanks](./thanks.md)\n\n---\n\n# Part one\n\n- [A](a/README.md)\n    - [`no_std` & <b>](a/no%20std.md)\n  - [B](../b.md)\n- [Draft]()\n\n# Part *two*\n\n* [C](c.md#top)\n\n---\n\n[Appendix](z.md)\n[Site](https://x.test/)\n";
        assert_eq!(
            shown(text),
            "Summary: Preface=src/preface.md, Thanks=src/thanks.md, --- | # Part one, A=src/a/README.md(<code>no_std</code> &amp;=src/a/no std.md B=b.md), Draft=draft, # Part two, C=src/c.md | ---, Appendix=src/z.md, Site=<https://x.test/>"
        );
    }

    #[test]
    fn comments_are_passed_over_and_items_without_a_link_are_drafts() {
        assert_eq!(
            shown("<!-- todo -->\n# S\n<!-- x -->\n- [A](a.md)\n    <!-- y -->\n- Later\n  - [B](b.md)\n"),
            "S:  | A=src/a.md, Later=draft(B=src/b.md) | "
        );
        assert_eq!(shown(""), ":  |  | ");
        assert_eq!(shown("- [A](a.md)"), ":  | A=src/a.md | ");
    }

    #[test]
    fn a_chapter_knows_where_it_stands() {
        let text = "# S\r\n\r\n- [Ünder](a.md)\r\n  - [`b`](b.md)\r\n- Draft\r\n";
        let (summary, _) = read(text, &SourcePath::new("SUMMARY.md"));
        let places: Vec<_> = summary
            .chapters()
            .iter()
            .map(|chapter| &text[chapter.span.start as usize..chapter.span.end as usize])
            .collect();
        assert_eq!(places, ["[Ünder](a.md)", "[`b`](b.md)", "Draft"]);
    }

    #[test]
    fn a_chapter_outside_of_the_source_folder_is_a_finding() {
        let (summary, found) = read("- [A](../../a.md)\n", &SourcePath::new("src/SUMMARY.md"));
        assert_eq!(summary.chapters()[0].target, Target::Draft);
        assert_eq!(found[0].message, "the chapter `../../a.md` lies outside of the source folder");
        assert_eq!((found[0].span.start, found[0].span.end), (2, 17));
    }

    #[test]
    fn chapters_a_thousand_deep_are_read() {
        let mut text = String::new();
        for depth in 0..1_000 {
            text.push_str(&format!("{}- [A](a.md)\n", "  ".repeat(depth)));
        }
        let (summary, _) = read(&text, &SourcePath::new("SUMMARY.md"));
        assert_eq!(summary.chapters().len(), 1_000, "what is too deep hangs on the deepest");
        read(&"- ".repeat(10_000), &SourcePath::new("SUMMARY.md"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(# |- |  |\\[|\\]|\\(|\\)|a.md|\n|---\n|<!--|-->|`|%2|%F|ü|\t|\r\n|\\[a\\]: b\n){0,30}") {
            let (summary, _) = read(&text, &SourcePath::new("SUMMARY.md"));
            for chapter in summary.chapters() {
                prop_assert!(chapter.span.end as usize <= text.len());
            }
        }
    }
}
