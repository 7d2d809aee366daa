//! The skeleton of a page: what a template says, whatever the texts are that it shows.
//!
//! In: what a template made, with marks where texts go. Out: pages, put together in one piece. Never: a template,
//! or a text that is copied before it stands in its page.

use super::BODY;
use super::shape::Texts;
use crate::model::markup::push_escaped_for_any_quotes;

/// What a template made of views of one shape.
#[derive(Debug)]
pub(super) struct Skeleton {
    html: String,
    /// What goes where in it, in the order of their places.
    holes: Vec<(usize, Hole)>,
}

/// What a page puts into its skeleton.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hole {
    /// The body of the document that it shows.
    Body,
    /// A text, which is HTML.
    Html(usize),
    /// A text that is not.
    Text(usize),
}

/// Where a mark begins and ends, and what stands at its end where a text is to be escaped. What a page shows holds no
/// such characters; where it does, that is a mark only if it looks like one in every respect.
const START: char = '\u{1}';
const END: char = '\u{2}';
const ESCAPED: &str = "&";

/// Returns the mark of a text that is to be escaped, if that is what a template is about to write.
pub(super) fn escaped_mark(text: &str) -> Option<String> {
    let number = text.strip_prefix(START)?.strip_suffix(END)?;
    // Nothing else goes unescaped, whoever wrote it.
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{START}{number}{ESCAPED}{END}"))
}

impl Skeleton {
    /// Takes what a template made apart; `texts` is how many texts it was given by their marks.
    pub(super) fn of(made: String, texts: usize) -> Self {
        if !made.contains(START) {
            return Self { html: made, holes: Vec::new() };
        }
        let mut skeleton = Self { html: String::with_capacity(made.len()), holes: Vec::new() };
        let mut rest = &*made;
        while let Some(start) = memchr::memchr(START as u8, rest.as_bytes()) {
            let (before, from_mark) = rest.split_at(start);
            skeleton.html.push_str(before);
            let marked = from_mark.find(END).map(|end| from_mark.split_at(end + END.len_utf8()));
            match marked.and_then(|(mark, after)| Some((Hole::of(mark, texts)?, after))) {
                Some((hole, after)) => {
                    skeleton.holes.push((skeleton.html.len(), hole));
                    rest = after;
                }
                None => {
                    skeleton.html.push(START);
                    rest = &from_mark[START.len_utf8()..];
                }
            }
        }
        skeleton.html.push_str(rest);
        skeleton
    }

    /// Puts a page together. `room` is what its body takes, about.
    pub(super) fn filled(
        &self,
        texts: &Texts,
        room: usize,
        mut push_body: impl FnMut(&mut String),
    ) -> String {
        let length_of = |hole: &Hole| match *hole {
            Hole::Body => room,
            Hole::Html(number) | Hole::Text(number) => texts.get(number).len(),
        };
        let length: usize = self.holes.iter().map(|(_, hole)| length_of(hole)).sum();
        // Holes of the body and what is escaped take some more.
        let mut page = String::with_capacity(self.html.len() + length + 2048);
        let mut copied = 0;
        for (at, hole) in &self.holes {
            page.push_str(&self.html[copied..*at]);
            copied = *at;
            match *hole {
                Hole::Body => push_body(&mut page),
                Hole::Html(number) => page.push_str(texts.get(number)),
                Hole::Text(number) => push_escaped_for_any_quotes(&mut page, texts.get(number)),
            }
        }
        page.push_str(&self.html[copied..]);
        page
    }
}

impl Hole {
    /// Reads a mark.
    fn of(mark: &str, texts: usize) -> Option<Self> {
        if mark == BODY {
            return Some(Self::Body);
        }
        let mark = mark.strip_prefix(START)?.strip_suffix(END)?;
        let (number, kind): (&str, fn(usize) -> Self) = match mark.strip_suffix(ESCAPED) {
            Some(number) => (number, Self::Text),
            None => (mark, Self::Html),
        };
        let number = number.parse().ok().filter(|number| *number < texts)?;
        Some(kind(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[&str]) -> Texts {
        let mut texts = Texts::default();
        all.iter().for_each(|text| texts.write(|html| html.push_str(text)));
        texts
    }

    #[test]
    fn texts_stand_where_their_marks_are_and_are_escaped_where_the_template_says_so() {
        let texts = texts(&["<b>", "it's"]);
        let skeleton = Skeleton::of(format!("<p>\u{1}0&\u{2}</p>{BODY}\u{1}0\u{2}, \u{1}1&\u{2}."), 2);
        let page = skeleton.filled(&texts, 0, |page| page.push_str("body"));
        assert_eq!(page, "<p>&lt;b&gt;</p>body<b>, it&#39;s.");
    }

    #[test]
    fn only_the_mark_of_a_text_goes_unescaped() {
        assert_eq!(escaped_mark("\u{1}12\u{2}").as_deref(), Some("\u{1}12&\u{2}"));
        for text in ["\u{1}<b>\u{2}", "\u{1}1", "1\u{2}", "", "\u{1}", BODY] {
            assert_eq!(escaped_mark(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_mark_is_shown_as_it_is() {
        for html in ["\u{1}", "\u{1}1\u{2}", "\u{1}x\u{2}\u{1}-1&\u{2}", "a\u{2}\u{1}\u{1}", "\u{1}0&&\u{2}"]
        {
            assert_eq!(Skeleton::of(html.to_owned(), 1).filled(&texts(&["x"]), 0, |_| {}), html);
        }
    }
}
