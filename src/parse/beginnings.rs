//! A look at the first letters of a text, before it is compared with many words.
//!
//! In: the words, when the program is compiled, and texts. Out: whether a text may begin with one of the
//! words. Never: says that it does.
//!
//! Every paragraph and every cell of a portal is asked for dozens of words, and nearly all have none. With
//! the first letter alone half of all texts might have one; with three hardly any that has none.

/// How a set of words begins, ASCII letters in both cases.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginnings {
    /// The first bytes of words of one byte or two, as bits.
    short: [u64; 4],
    /// What the first three bytes of all others are hashed to, as bits.
    long: [u64; 16],
}

impl Beginnings {
    /// Returns how words begin.
    pub(super) const fn of(words: &[&str]) -> Self {
        let mut all = Self { short: [0; 4], long: [0; 16] };
        let mut number = 0;
        while number < words.len() {
            all = all.with(words[number]);
            number += 1;
        }
        all
    }

    /// Returns how words begin that each stand beside what they mean.
    pub(super) const fn of_keys<T>(words: &[(&str, T)]) -> Self {
        let mut all = Self { short: [0; 4], long: [0; 16] };
        let mut number = 0;
        while number < words.len() {
            all = all.with(words[number].0);
            number += 1;
        }
        all
    }

    const fn with(mut self, word: &str) -> Self {
        match word.as_bytes() {
            [first, second, third, ..] => {
                let place = place_of_three(*first, *second, *third);
                self.long[place / 64] |= 1 << (place % 64);
            }
            [first, ..] => {
                let place = first.to_ascii_lowercase() as usize;
                self.short[place / 64] |= 1 << (place % 64);
            }
            [] => {}
        }
        self
    }

    /// Returns those of both.
    pub(super) const fn and(mut self, other: Self) -> Self {
        let mut number = 0;
        while number < self.long.len() {
            self.long[number] |= other.long[number];
            if number < self.short.len() {
                self.short[number] |= other.short[number];
            }
            number += 1;
        }
        self
    }

    /// Says whether a text may begin with one of the words, whatever its case. Of letters beyond ASCII only
    /// the case that the word is written in counts.
    pub(super) fn begin(&self, text: &str) -> bool {
        self.begin_bytes(text.as_bytes())
    }

    /// Says the same of the bytes of a text.
    #[inline]
    pub(super) fn begin_bytes(&self, bytes: &[u8]) -> bool {
        let Some(first) = bytes.first() else { return false };
        let place = usize::from(first.to_ascii_lowercase());
        if self.short[place / 64] & (1 << (place % 64)) != 0 {
            return true;
        }
        let [first, second, third, ..] = *bytes else { return false };
        let place = place_of_three(first, second, third);
        self.long[place / 64] & (1 << (place % 64)) != 0
    }
}

/// Returns the place among 1,024 that stands for three bytes.
const fn place_of_three(first: u8, second: u8, third: u8) -> usize {
    let folded = [first.to_ascii_lowercase(), second.to_ascii_lowercase(), third.to_ascii_lowercase(), 0];
    // The upper bits of a product with an odd number without a pattern hang on all bits below.
    (u32::from_le_bytes(folded).wrapping_mul(0x9E37_79B1) >> 22) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Beginnings =
        Beginnings::of(&["status", "…", "", "{", "ok"]).and(Beginnings::of_keys(&[("[date]", 1)]));

    #[test]
    fn a_text_may_begin_with_a_word_by_its_first_letters_in_any_case() {
        for text in ["status", "Stable", "STA", "… and so on", "[Dave]", "{x", "OK", "often", "o"] {
            assert!(WORDS.begin(text), "{text}");
        }
    }

    #[test]
    fn most_texts_begin_with_none_of_the_words() {
        for text in ["", "draft", " status", "Σ", "st", "Store", "[x]", "start", "The queue", "…"] {
            assert_eq!(WORDS.begin(text), text == "…" || text == "start", "{text}");
        }
    }
}
