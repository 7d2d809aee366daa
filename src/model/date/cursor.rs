//! A walk along a text that may be a date.
//!
//! In: a text. Out: the numbers, names and marks that dates are made of, one after the other. Never: knows what
//! they mean together.

use super::MONTHS;
use crate::model::languages;

/// A place in a text; each step moves on only if it finds what it looks for.
pub(super) struct Cursor<'text> {
    text: &'text str,
    /// How far it has come, in bytes.
    pub(super) at: usize,
}

impl<'text> Cursor<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    /// Takes a number of at most eight digits; returns it and how many digits it has.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).take(9).count();
        let number = self.rest()[..digits].parse().ok().filter(|_| digits <= 8)?;
        self.at += digits;
        Some((number, digits))
    }

    pub(super) fn one_of(&mut self, characters: &str) -> Option<char> {
        let first = self.rest().chars().next().filter(|first| characters.contains(*first))?;
        self.at += first.len_utf8();
        Some(first)
    }

    pub(super) fn spaces(&mut self) -> Option<()> {
        let rest = self.rest().trim_start_matches([' ', '\t', '\u{A0}']);
        let taken = self.rest().len() - rest.len();
        self.at += taken;
        (taken > 0).then_some(())
    }

    pub(super) fn letters(&self) -> &'text str {
        let rest = self.rest();
        &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()]
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        let found = self.letters().eq_ignore_ascii_case(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes the word between a day, its month and its year: `of`, `de`.
    pub(super) fn joining_word(&mut self) {
        let start = self.at;
        let is_taken = self.word("of") || self.word("de");
        if is_taken && self.spaces().is_none() {
            self.at = start;
        }
    }

    /// Takes the name of a month, whole or its first three letters, of other languages than English whole only;
    /// returns its number.
    pub(super) fn month(&mut self) -> Option<u32> {
        let letters = self.letters();
        let index = MONTHS.iter().position(|name| {
            name.eq_ignore_ascii_case(letters)
                || name[..3].eq_ignore_ascii_case(letters)
                || (letters.eq_ignore_ascii_case("sept") && name.starts_with("Sept"))
        });
        let rest = self.rest();
        let behind = &rest[letters.len()..];
        if let Some(index) = index.filter(|_| !behind.starts_with(char::is_alphabetic)) {
            self.at += letters.len();
            return Some(index as u32 + 1);
        }
        // Nearly all words are followed by another: a month has its year behind it, or its day.
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let behind = rest[end..].trim_start_matches([' ', '\u{A0}', '.', ',', '-']);
        let behind = behind.strip_prefix("de ").unwrap_or(behind);
        if !behind.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let month = languages::month(&rest[..end])?;
        self.at += end;
        Some(month)
    }

    pub(super) fn weekday(&mut self) -> bool {
        const DAYS: [&str; 7] =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let letters = self.letters();
        let found = DAYS
            .iter()
            .any(|name| name.eq_ignore_ascii_case(letters) || name[..3].eq_ignore_ascii_case(letters));
        if found {
            self.at += letters.len();
        }
        found
    }

    pub(super) fn ordinal(&mut self) {
        let letters = self.letters();
        // Whichever of them: people write `22th` and `2st`, and mean what they mean.
        if ["st", "nd", "rd", "th", "er"].iter().any(|suffix| suffix.eq_ignore_ascii_case(letters)) {
            self.at += 2;
        } else {
            self.one_of("ºª°");
        }
    }

    /// Takes `T10:00:00Z`, ` 10:00`, `T10:00:00.000+02:00`, ` 10:00:00 UTC`. The day stays the one that is written.
    pub(super) fn time_of_day(&mut self) {
        let start = self.at;
        let after_separator = self.one_of("Tt").is_some() || self.spaces().is_some();
        let is_time = after_separator
            && matches!(self.number(), Some((0..=23, 1..=2)))
            && self.one_of(":").is_some()
            && matches!(self.number(), Some((0..=59, 2)));
        if !is_time {
            self.at = start;
            return;
        }
        if self.rest().starts_with(':') && self.rest()[1..].starts_with(|next: char| next.is_ascii_digit()) {
            self.at += 1;
            self.digits();
            if self.rest().starts_with('.')
                && self.rest()[1..].starts_with(|next: char| next.is_ascii_digit())
            {
                self.at += 1;
                self.digits();
            }
        }
        let after_time = self.at;
        self.spaces();
        if self.word("Z") || self.word("UTC") || self.word("GMT") {
            return;
        }
        if self.one_of("+-").is_some() && matches!(self.number(), Some((_, 2 | 4))) {
            if self.rest().starts_with(':') {
                self.at += 1;
                self.digits();
            }
            return;
        }
        self.at = after_time;
    }

    pub(super) fn digits(&mut self) {
        self.at += self.rest().bytes().take_while(u8::is_ascii_digit).count();
    }

    /// Says whether a word ends here, so that `2025-03-16` is not found in `2025-03-16-notes` or `10.12.2024.1`.
    pub(super) fn ends_a_word(&self) -> bool {
        let mut rest = self.rest().chars();
        match rest.next() {
            None => true,
            Some('-' | '/' | '.') => !rest.next().is_some_and(char::is_alphanumeric),
            Some(next) => !(next.is_alphanumeric() || next == '_'),
        }
    }
}
