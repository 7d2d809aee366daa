//! Looks up what a word means in a language, without an allocation and mostly with one comparison.
//!
//! In: lists of words, each list with what its words mean. Out: the meaning of a word. Never:
//! knows what is done with it.

/// What a word of a language is, and what it says of the word after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// A keyword; an expression may begin after it.
    Keyword,
    /// A keyword that stands for a value: `this`, `self`.
    Value,
    /// A keyword, unless something that only follows a name comes after it: `type = 1`, `get()`.
    Soft,
    /// A keyword even after a dot: `.await`.
    Anywhere,
    /// A keyword after which a function is named: `fn`, `def`.
    NamesFunction,
    /// A keyword after which a type is named: `class`, `struct`.
    NamesType,
    /// Like [`Means::NamesType`], unless what comes after it is no name: `type`, `record`.
    SoftNamesType,
    /// A keyword after which a value is named, which is no type, whatever its capitals: `let`.
    NamesValue,
    /// A keyword, unless something that only follows a name comes after it, before a member of
    /// something: `readonly`, `pub`.
    Modifier,
    /// A keyword after which a path stands, whose parts are nothing in particular: `import`.
    NamesPath,
    /// A type that is built in, or as well known.
    Type,
    /// `true`, `null`.
    Constant,
    /// A function that is built in, if it is called.
    Called,
}

/// The words of a language.
pub(super) struct Words {
    /// A power of two of places, at most half of them taken; a word stands at its hash or after it.
    places: Vec<Option<(&'static str, Means)>>,
    any_case: bool,
    longest: usize,
}

impl Words {
    /// Collects words from lists in which blanks divide them. Of two meanings the first stands.
    pub(super) fn new(lists: &[(Means, &'static str)], any_case: bool) -> Self {
        let count: usize = lists.iter().map(|(_, list)| list.split_ascii_whitespace().count()).sum();
        let mut words =
            Self { places: vec![None; (count * 2 + 1).next_power_of_two()], any_case, longest: 0 };
        for &(means, list) in lists {
            for word in list.split_ascii_whitespace() {
                words.longest = words.longest.max(word.len());
                let place = words.place(word.as_bytes());
                words.places[place].get_or_insert((word, means));
            }
        }
        words
    }

    /// Returns what a word means.
    #[inline]
    pub(super) fn meaning(&self, word: &[u8]) -> Option<Means> {
        if word.len() > self.longest {
            return None;
        }
        self.places[self.place(word)].map(|(_, means)| means)
    }

    /// Returns the place of a word, or the free place where it would be.
    #[inline]
    fn place(&self, word: &[u8]) -> usize {
        let mask = self.places.len() - 1;
        let mut place = self.hash(word) & mask;
        while let Some((known, _)) = self.places[place] {
            let is_it = if self.any_case {
                known.as_bytes().eq_ignore_ascii_case(word)
            } else {
                known.as_bytes() == word
            };
            if is_it {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    /// Mixes the first six bytes, the last two and the length: what tells the words of a language apart.
    #[inline]
    fn hash(&self, word: &[u8]) -> usize {
        let mut key = word.len() as u64;
        for &byte in word.iter().take(6) {
            key = key << 8 | u64::from(byte);
        }
        if let [.., before, last] = word {
            key ^= u64::from(*before) << 50 ^ u64::from(*last) << 57;
        }
        if self.any_case {
            key |= 0x2020_2020_2020_2020;
        }
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_what_its_list_says_and_the_first_list_wins() {
        let words =
            Words::new(&[(Means::Keyword, "let if"), (Means::Type, "u32 if a_rather_long_name")], false);
        assert_eq!(words.meaning(b"let"), Some(Means::Keyword));
        assert_eq!(words.meaning(b"if"), Some(Means::Keyword));
        assert_eq!(words.meaning(b"a_rather_long_name"), Some(Means::Type));
        for word in ["", "le", "lets", "LET", "a_rather_long_namf", "é"] {
            assert_eq!(words.meaning(word.as_bytes()), None, "{word}");
        }
    }

    #[test]
    fn capitals_do_not_matter_where_the_language_says_so() {
        let words = Words::new(&[(Means::Keyword, "select from")], true);
        for word in ["select", "SELECT", "From"] {
            assert_eq!(words.meaning(word.as_bytes()), Some(Means::Keyword), "{word}");
        }
        assert_eq!(words.meaning(b"selects"), None);
    }

    #[test]
    fn a_language_without_words_knows_none() {
        assert_eq!(Words::new(&[], false).meaning(b"a"), None);
    }
}
