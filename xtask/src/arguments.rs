//! The words after `cargo xtask COMMAND`.
//!
//! In: the command line. Out: options by name, then the words that are left. Never: guesses; a word
//! that no command asked for is an error.

use crate::Result;
use std::fmt;

/// The arguments that have not been taken yet.
pub struct Arguments {
    words: Vec<String>,
}

/// The command was called in a way that it does not know.
#[derive(Debug)]
pub struct Misuse(pub String);

impl fmt::Display for Misuse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

impl Arguments {
    /// Takes the arguments of this process.
    pub fn from_command_line() -> Self {
        Self { words: std::env::args().skip(1).collect() }
    }

    /// Takes the first word that is not an option, if there is one.
    pub fn next_word(&mut self) -> Option<String> {
        (!self.words.is_empty()).then(|| self.words.remove(0))
    }

    /// Tells whether a switch such as `--full` was given, and takes it.
    pub fn switch(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// Takes the value of an option given once, as `--n 5` or `--n=5`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>> {
        let mut values = self.values(name)?;
        if values.len() > 1 {
            return Err(Misuse(format!("{name} is given {} times", values.len())).into());
        }
        Ok(values.pop())
    }

    /// Takes all values of an option that may be repeated.
    pub fn values(&mut self, name: &str) -> Result<Vec<String>> {
        let mut values = Vec::new();
        let mut index = 0;
        while index < self.words.len() {
            if self.words[index] == name {
                self.words.remove(index);
                if index == self.words.len() {
                    return Err(Misuse(format!("{name} needs a value")).into());
                }
                values.push(self.words.remove(index));
            } else if let Some(value) =
                self.words[index].strip_prefix(name).and_then(|rest| rest.strip_prefix('='))
            {
                values.push(value.to_owned());
                self.words.remove(index);
            } else {
                index += 1;
            }
        }
        Ok(values)
    }

    /// Takes a number.
    pub fn number(&mut self, name: &str, default: usize) -> Result<usize> {
        match self.value(name)? {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| Misuse(format!("{name} {text}: not a number")).into()),
        }
    }

    /// Takes the one word that is left, if there is one, and refuses any other.
    pub fn last_word(mut self) -> Result<Option<String>> {
        let word = self.next_word();
        let surplus = word.iter().filter(|word| word.starts_with('-')).chain(&self.words).next();
        match surplus {
            Some(surplus) => Err(Misuse(format!("nothing is known of \"{surplus}\" here")).into()),
            None => Ok(word),
        }
    }

    /// Refuses whatever is left.
    pub fn finish(self) -> Result {
        match self.last_word()? {
            Some(word) => Err(Misuse(format!("nothing is known of \"{word}\" here")).into()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments { words: line.split_whitespace().map(str::to_owned).collect() }
    }

    #[test]
    fn options_are_taken_wherever_they_stand() {
        let mut given = arguments("site --n 5 --full --only=a --only b");
        assert_eq!(given.number("--n", 1).unwrap(), 5);
        assert!(given.switch("--full"));
        assert_eq!(given.values("--only").unwrap(), ["a", "b"]);
        assert_eq!(given.last_word().unwrap().as_deref(), Some("site"));
    }

    #[test]
    fn what_nobody_asked_for_is_refused() {
        assert!(arguments("--tyop").last_word().is_err());
        assert!(arguments("a b").last_word().is_err());
        assert!(arguments("a").finish().is_err());
        assert!(arguments("--n").number("--n", 1).is_err());
        assert!(arguments("--n x").number("--n", 1).is_err());
    }
}
