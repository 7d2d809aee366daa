//! A look at the first byte of a text, before it is compared with many words.
//!
//! In: the words, when the program is compiled, and texts. Out: whether a text may begin with one of the
//! words. Never: says that it does.
//!
//! Every paragraph and every cell of a portal is asked for dozens of words, and nearly all have none.

/// The bytes that some words begin with, ASCII letters in both cases.
#[derive(Clone, Copy, Debug)]
pub(super) struct FirstBytes([u64; 4]);

impl FirstBytes {
    /// Returns the first bytes of words.
    pub(super) const fn of(words: &[&str]) -> Self {
        let mut all = Self([0; 4]);
        let mut number = 0;
        while number < words.len() {
            all = all.and(Self::of_word(words[number]));
            number += 1;
        }
        all
    }

    /// Returns the first bytes of words that each stand beside what they mean.
    pub(super) const fn of_keys<T>(words: &[(&str, T)]) -> Self {
        let mut all = Self([0; 4]);
        let mut number = 0;
        while number < words.len() {
            all = all.and(Self::of_word(words[number].0));
            number += 1;
        }
        all
    }

    const fn of_word(word: &str) -> Self {
        let mut bytes = [0; 4];
        if let [first, ..] = word.as_bytes() {
            let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
            bytes[lower as usize / 64] |= 1 << (lower % 64);
            bytes[upper as usize / 64] |= 1 << (upper % 64);
        }
        Self(bytes)
    }

    /// Returns those of both.
    pub(super) const fn and(self, Self([a, b, c, d]): Self) -> Self {
        let Self([e, f, g, h]) = self;
        Self([a | e, b | f, c | g, d | h])
    }

    /// Says whether a text may begin with one of the words, whatever its case. Of letters beyond ASCII only
    /// the case that the word is written in counts.
    pub(super) fn begin(self, text: &str) -> bool {
        text.as_bytes()
            .first()
            .is_some_and(|&first| self.0[usize::from(first) / 64] & (1 << (first % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_begin_with_a_word_by_its_first_byte_in_any_case() {
        const WORDS: FirstBytes =
            FirstBytes::of(&["status", "…", ""]).and(FirstBytes::of_keys(&[("[date]", 1)]));
        for text in ["status", "Stable", "… and so on", "[x]"] {
            assert!(WORDS.begin(text), "{text}");
        }
        for text in ["", "draft", "{", " status", "Σ"] {
            assert!(!WORDS.begin(text), "{text}");
        }
    }
}
