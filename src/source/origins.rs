//! The way back from rewritten text to the text that the author wrote.
//!
//! In: pieces of a text that are kept, left out or put in, in their order. Out: the new text and [`Origins`], which
//! lead each of its bytes back. Never: knows why a text is rewritten.
//!
//! Origins are kept by runs and not by lines: a text of which nothing is changed but one directive has three of them.

use std::borrow::Cow;

/// Where each byte of a rewritten text comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origins {
    /// The text is the one that was written.
    #[default]
    Same,
    /// The text was put together out of runs.
    Runs(Runs),
}

/// The runs of a rewritten text, in order, the first at offset 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs {
    runs: Vec<Run>,
    /// The length of the text that was written: no place lies behind it.
    source_length: u32,
    /// The length of the text that came out.
    length: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The offset in the rewritten text where the run starts.
    start: u32,
    origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Copied, byte for byte, from this offset on.
    Copied(u32),
    /// Put in for the bytes of this range.
    Pinned(u32, u32),
}

impl Origins {
    /// Returns the offset in the text that was written, and, for what was put in, the range that it stands for.
    ///
    /// An offset past the end leads to the end.
    pub fn to_source(&self, offset: u32) -> (u32, Option<(u32, u32)>) {
        match self {
            Self::Same => (offset, None),
            Self::Runs(runs) => runs.to_source(offset),
        }
    }

    /// Returns the range in the text that was written for the range `start..end` of the new text. Where it begins or
    /// ends in something that was put in, it covers all that this stands for.
    #[inline]
    pub fn range_to_source(&self, start: u32, end: u32) -> (u32, u32) {
        match self {
            Self::Same => (start, end.max(start)),
            Self::Runs(runs) => runs.range_to_source(start, end),
        }
    }

    /// Joins two rewritings: `self` leads from the middle text to the first, `later` from the last text to the middle.
    #[must_use]
    pub fn then(self, later: Origins) -> Origins {
        let (first, later) = match (self, later) {
            (Self::Same, other) | (other, Self::Same) => return other,
            (Self::Runs(first), Self::Runs(later)) => (first, later),
        };
        let mut joined = Vec::with_capacity(later.runs.len() + first.runs.len());
        for (index, run) in later.runs.iter().enumerate() {
            let end = later.runs.get(index + 1).map_or(later.length, |next| next.start);
            match run.origin {
                Origin::Copied(middle) => {
                    let middle_end = middle + end.saturating_sub(run.start);
                    let from = first.runs.partition_point(|piece| piece.start <= middle).saturating_sub(1);
                    for piece in first
                        .runs
                        .get(from..)
                        .unwrap_or_default()
                        .iter()
                        .take_while(|piece| piece.start < middle_end)
                    {
                        let skipped = middle.saturating_sub(piece.start);
                        let start = run.start + piece.start.saturating_sub(middle);
                        let origin = match piece.origin {
                            Origin::Copied(source) => Origin::Copied(source + skipped),
                            pinned @ Origin::Pinned(..) => pinned,
                        };
                        push_run(&mut joined, Run { start, origin });
                    }
                }
                Origin::Pinned(start, end) => {
                    let (start, end) = first.range_to_source(start, end);
                    push_run(&mut joined, Run { start: run.start, origin: Origin::Pinned(start, end) });
                }
            }
        }
        Self::Runs(Runs { runs: joined, source_length: first.source_length, length: later.length })
    }
}

impl Runs {
    fn to_source(&self, offset: u32) -> (u32, Option<(u32, u32)>) {
        let index = self.runs.partition_point(|run| run.start <= offset);
        match index.checked_sub(1).and_then(|index| self.runs.get(index)) {
            Some(Run { start, origin: Origin::Copied(source) }) => {
                (source.saturating_add(offset - start).min(self.source_length), None)
            }
            Some(&Run { origin: Origin::Pinned(start, end), .. }) => (start, Some((start, end))),
            None => (0, None),
        }
    }

    fn range_to_source(&self, start: u32, end: u32) -> (u32, u32) {
        let (from, _) = self.to_source(start);
        // The last byte and not the one after it decides: that one may come from elsewhere.
        let to = match self.to_source(end.saturating_sub(1)) {
            _ if end <= start => from,
            (_, Some((_, end))) => end,
            (last, None) => (last + 1).min(self.source_length),
        };
        (from, to.max(from))
    }
}

/// Appends a run, or lets the last one grow where the new one goes on in the same way.
fn push_run(runs: &mut Vec<Run>, run: Run) {
    if let Some(last) = runs.last_mut() {
        if last.start == run.start {
            // The last one was empty.
            *last = run;
            return;
        }
        let goes_on = match (last.origin, run.origin) {
            (Origin::Copied(before), Origin::Copied(now)) => before + (run.start - last.start) == now,
            (before, now) => before == now,
        };
        if goes_on {
            return;
        }
    }
    runs.push(run);
}

/// Writes a new text out of an old one and remembers where everything comes from.
#[derive(Debug)]
pub struct Rewriter<'text> {
    source: &'text str,
    text: String,
    runs: Vec<Run>,
}

impl<'text> Rewriter<'text> {
    /// Starts with nothing written.
    pub fn new(source: &'text str) -> Self {
        Self { source, text: String::with_capacity(source.len() + source.len() / 16), runs: Vec::new() }
    }

    /// Copies the bytes `start..end` of the source. A range that is not in it, or that cuts a character, copies nothing.
    pub fn keep(&mut self, start: u32, end: u32) {
        if let Some(kept) = self.source.get(start as usize..end as usize)
            && !kept.is_empty()
        {
            self.run(Origin::Copied(start));
            self.text.push_str(kept);
        }
    }

    /// Puts in text that stands for the bytes `start..end` of the source.
    pub fn insert(&mut self, text: &str, start: u32, end: u32) {
        if !text.is_empty() {
            self.run(Origin::Pinned(start, end));
            self.text.push_str(text);
        }
    }

    /// Returns how many bytes were written.
    pub fn length(&self) -> usize {
        self.text.len()
    }

    /// Returns the new text and the way back; the old text, if everything was kept.
    pub fn finish(self) -> (Cow<'text, str>, Origins) {
        let is_same = self.text.len() == self.source.len()
            && matches!(self.runs.as_slice(), [] | [Run { start: 0, origin: Origin::Copied(0) }]);
        if is_same {
            return (Cow::Borrowed(self.source), Origins::Same);
        }
        let source_length = self.source.len() as u32;
        let length = self.text.len() as u32;
        (Cow::Owned(self.text), Origins::Runs(Runs { runs: self.runs, source_length, length }))
    }

    fn run(&mut self, origin: Origin) {
        push_run(&mut self.runs, Run { start: self.text.len() as u32, origin });
    }
}

/// One line of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'text> {
    /// Where the line starts.
    pub start: u32,
    /// Where its text ends and its line end begins.
    pub end: u32,
    /// Where the next line starts.
    pub next: u32,
    /// The text without the line end.
    pub text: &'text str,
}

/// Walks over the lines of a text from `from` on. LF, CRLF and a lone CR each end a line; the last line may have no end.
pub fn lines(text: &str, from: u32) -> impl Iterator<Item = Line<'_>> {
    let mut at = from as usize;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let ending = match rest.as_bytes()[length..] {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        let start = at;
        at += length + ending;
        Some(Line {
            start: start as u32,
            end: (start + length) as u32,
            next: at as u32,
            text: &rest[..length],
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_kept_leads_back_to_its_byte_and_what_is_put_in_to_what_it_stands_for() {
        let source = "one [two] three";
        let mut rewriter = Rewriter::new(source);
        rewriter.keep(0, 4);
        rewriter.insert("twenty-two", 4, 9);
        rewriter.keep(9, 15);
        let (text, origins) = rewriter.finish();
        assert_eq!(text, "one twenty-two three");
        assert_eq!(origins.to_source(1), (1, None));
        assert_eq!(origins.to_source(6), (4, Some((4, 9))));
        assert_eq!(origins.to_source(15), (10, None));
        assert_eq!(origins.range_to_source(15, 20), (10, 15));
        assert_eq!(origins.range_to_source(0, 6), (0, 9));
        assert_eq!(origins.to_source(900), (15, None));
    }

    #[test]
    fn a_text_of_which_all_is_kept_costs_nothing() {
        let mut rewriter = Rewriter::new("a\nb");
        rewriter.keep(0, 2);
        rewriter.keep(2, 3);
        let (text, origins) = rewriter.finish();
        assert!(matches!(text, Cow::Borrowed("a\nb")));
        assert_eq!(origins, Origins::Same);
    }

    #[test]
    fn two_rewritings_are_joined_to_one() {
        let mut first = Rewriter::new("abcdef");
        first.keep(0, 2);
        first.insert("XYZ", 2, 3);
        first.keep(3, 6);
        let (middle, first) = first.finish();
        assert_eq!(middle, "abXYZdef");
        let mut later = Rewriter::new(&middle);
        later.keep(1, 4);
        later.insert("-", 4, 6);
        later.keep(6, 8);
        let (last, later) = later.finish();
        assert_eq!(last, "bXY-ef");
        let both = first.then(later);
        assert_eq!(both.to_source(0), (1, None));
        assert_eq!(both.to_source(1), (2, Some((2, 3))));
        assert_eq!(
            both.to_source(3),
            (2, Some((2, 4))),
            "the end of what was put in, and a byte that was kept"
        );
        assert_eq!(both.to_source(4), (4, None));
    }

    #[test]
    fn lines_end_at_lf_crlf_and_a_lone_cr() {
        let found: Vec<_> = lines("a\r\nb\rc\n\nd", 0).map(|line| (line.start, line.text)).collect();
        assert_eq!(found, [(0, "a"), (3, "b"), (5, "c"), (7, ""), (8, "d")]);
    }

    fn rewritten(source: &str, steps: &[(u32, u32, bool)]) -> (String, Origins) {
        let mut rewriter = Rewriter::new(source);
        for &(start, length, keep) in steps {
            let (start, end) = (start.min(source.len() as u32), (start + length).min(source.len() as u32));
            if keep { rewriter.keep(start, end) } else { rewriter.insert("++", start, end) }
        }
        let (text, origins) = rewriter.finish();
        (text.into_owned(), origins)
    }

    proptest! {
        #[test]
        fn every_offset_leads_into_the_text_that_was_written(
            steps in prop::collection::vec((0u32..30, 0u32..8, any::<bool>()), 0..12),
            more in prop::collection::vec((0u32..30, 0u32..8, any::<bool>()), 0..12),
        ) {
            let source = "The quick brown fox jumps";
            let (middle, first) = rewritten(source, &steps);
            let (last, later) = rewritten(&middle, &more);
            let both = first.clone().then(later.clone());
            for offset in 0..=last.len() as u32 + 1 {
                let (at, pinned) = both.to_source(offset);
                prop_assert!(at as usize <= source.len());
                if let Some((start, end)) = pinned {
                    prop_assert!(start <= end && end as usize <= source.len());
                }
                let (start, end) = both.range_to_source(offset, offset + 3);
                prop_assert!(start <= end && end as usize <= source.len());
                if (offset as usize) < last.len() {
                    let (at_middle, pinned_later) = later.to_source(offset);
                    if pinned_later.is_none() {
                        prop_assert_eq!((at, pinned), first.to_source(at_middle));
                    }
                    if pinned.is_none() {
                        prop_assert_eq!(&source[at as usize..=at as usize], &last[offset as usize..=offset as usize]);
                    }
                }
            }
        }
    }
}
