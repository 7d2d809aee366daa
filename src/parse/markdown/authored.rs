//! Which children of a document the sanitiser has to see: those that hold HTML of the author.
//!
//! In: the author's tags, one after another, and where in the document they stand. Out: ranges of its
//! children. Never: HTML, or a judgement about it.
//!
//! Reading a body as browsers do costs some forty times what writing it costs. A range ends where each
//! element of the author is closed by its own end tag: a browser then knows nothing any more of what
//! stood in it, so that the rest can be cleaned, or left alone, apart from it. Where tags do not pair,
//! the body is one range. Two pair only within one block: between an element and an end tag that stands
//! deeper, in a quote or a cell, a browser sees the beginning of that block, and mostly passes over the end.
//! Whatever the ranges are, each comes out of the sanitiser well-formed.

use super::sanitise::ELEMENTS;
use crate::parse::outline::BlockNumber;
use std::ops::Range;

/// A tag of the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AuthoredTag {
    /// The name in lower case.
    pub(super) name: String,
    /// Whether it ends an element.
    pub(super) is_end: bool,
}

/// An element of the author that is open: its name, and the block around it unless that is the document.
#[derive(Debug, PartialEq, Eq)]
struct Element {
    name: String,
    block: Option<BlockNumber>,
}

/// Elements that have no content.
const VOID: &[&str] = &["br", "col", "hr", "image", "img", "source", "wbr"];

/// Follows the tags of an author through a document.
#[derive(Debug, Default)]
pub(super) struct Authored {
    found: Vec<Range<u32>>,
    /// The child in which the present range begins.
    since: Option<u32>,
    /// The elements that are open.
    open: Vec<Element>,
    /// Whether the notes have begun, which stand in a list that goes around them all.
    is_in_notes: bool,
    is_whole: bool,
}

impl Authored {
    /// Takes the tags of a piece of HTML: in a child of the document, and there in a block if it is in one.
    pub(super) fn take(&mut self, child: u32, block: Option<BlockNumber>, tags: Vec<AuthoredTag>) {
        self.is_whole |= self.is_in_notes && self.since.is_none();
        self.since.get_or_insert(child);
        for AuthoredTag { name, is_end } in tags {
            // The end of what has no content, or never had a beginning, means nothing.
            if VOID.contains(&name.as_str()) || is_end && !ELEMENTS.contains(&name.as_str()) {
                continue;
            }
            let element = Element { name, block };
            if !is_end {
                self.open.push(element);
            } else if self.open.pop_if(|open| *open == element).is_none() {
                self.is_whole = true;
            }
        }
    }

    /// Says that the notes begin: the rest of the document.
    pub(super) fn begin_notes(&mut self) {
        self.is_in_notes = true;
    }

    /// Says that a child of the document ends.
    pub(super) fn leave(&mut self, child: u32) {
        if self.is_in_notes || !self.open.is_empty() {
            return;
        }
        let Some(since) = self.since.take() else { return };
        match self.found.last_mut() {
            Some(last) if last.end == since => last.end = child + 1,
            _ => self.found.push(since..child + 1),
        }
    }

    /// Returns the ranges of children, in order.
    pub(super) fn finish(mut self) -> Vec<Range<u32>> {
        if self.is_whole {
            return std::iter::once(0..u32::MAX).collect();
        }
        self.found.extend(self.since.map(|since| since..u32::MAX));
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the ranges of a document whose children hold these tags, `..` where one has no end. A child
    /// that begins with `>` is a block with its tags in it.
    fn ranges(children: &[&str]) -> String {
        let mut authored = Authored::default();
        for (child, tags) in children.iter().enumerate() {
            let inside = tags.strip_prefix('>');
            let block = inside.map(|_| BlockNumber(child as u32));
            let tags = inside.unwrap_or(tags).split_whitespace().map(|tag| match tag.strip_prefix('/') {
                Some(name) => AuthoredTag { name: name.to_owned(), is_end: true },
                None => AuthoredTag { name: tag.to_owned(), is_end: false },
            });
            let tags: Vec<_> = tags.collect();
            if tags.iter().any(|tag| tag.name == "notes") {
                authored.begin_notes();
            }
            let tags: Vec<_> = tags.into_iter().filter(|tag| tag.name != "notes").collect();
            if !tags.is_empty() {
                authored.take(child as u32, block, tags);
            }
            authored.leave(child as u32);
        }
        let ranges = authored.finish().into_iter().map(|Range { start, end }| match end {
            u32::MAX => format!("{start}.."),
            end => format!("{start}..{end}"),
        });
        ranges.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn children_without_html_of_the_author_are_not_cleaned() {
        assert_eq!(ranges(&["", "sub /sub", "", "", "img"]), "1..2 4..5");
        assert_eq!(ranges(&["a /a", "br", "", "b i /i /b"]), "0..2 3..4");
        assert_eq!(ranges(&["", ""]), "");
    }

    #[test]
    fn what_stands_in_an_element_of_the_author_is_cleaned_with_it() {
        assert_eq!(ranges(&["", "details summary /summary", "", "/details", ""]), "1..4");
    }

    #[test]
    fn an_element_that_never_ends_reaches_to_the_end() {
        assert_eq!(ranges(&["", "b /b", "", "div", ""]), "1..2 3..");
        assert_eq!(ranges(&["div", "notes"]), "0..");
    }

    #[test]
    fn where_tags_do_not_pair_the_body_is_cleaned_as_one() {
        for children in [&["", "b i /b /i"][..], &["", "", "/p"], &["", "notes sub /sub"]] {
            assert_eq!(ranges(children), "0..", "{children:?}");
        }
    }

    #[test]
    fn tags_pair_only_within_one_block() {
        assert_eq!(ranges(&["", "> sub /sub", "", "sub", "> b /b", "/sub", ""]), "1..2 3..6");
        for children in [&["", "sub", "> /sub", ""], &["", "> sub", "/sub", ""], &["", "> b", "> /b", ""]] {
            assert_eq!(ranges(children), "0..", "{children:?}");
        }
    }

    #[test]
    fn end_tags_that_end_nothing_anywhere_are_passed_over() {
        assert_eq!(ranges(&["", "img /img /font", ""]), "1..2");
    }
}
