//! Short names for long values: two values with one fingerprint are taken to be the same.
//!
//! In: bytes, or other fingerprints. Out: 128 bits of BLAKE3. Fingerprints are put together out of
//! the fingerprints of parts, so that what did not change is never hashed again as a whole.

use std::fmt;

/// 128 bits of BLAKE3: enough that an accident never happens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Takes the fingerprint of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Fingerprinter::new("bytes").bytes(bytes).finish()
    }

    /// Returns the first `digits` hexadecimal digits (at most 32), for names of files.
    pub fn short(self, digits: usize) -> String {
        let mut text = self.to_string();
        text.truncate(digits);
        text
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// Puts parts together to one fingerprint. Each part is framed by its length, so that moving a
/// byte from one part to the next is a change.
pub struct Fingerprinter {
    /// What was added and not hashed yet. Most that is fingerprinted is short, and a hasher, of 2 KB, is
    /// dear to make and to move.
    waiting: Vec<u8>,
    /// The hasher of what was longer.
    hasher: Option<Box<blake3::Hasher>>,
}

/// How many bytes wait at most to be hashed together.
const MOST_WAITING: usize = 16 * 1024;

impl Fingerprinter {
    /// Starts with the name of what is fingerprinted, so that unlike things never meet.
    pub fn new(purpose: &str) -> Self {
        Self { waiting: Vec::with_capacity(128), hasher: None }.bytes(purpose.as_bytes())
    }

    /// Adds bytes as one part.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.waiting.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        if self.waiting.len() + bytes.len() > MOST_WAITING {
            self.hash_waiting().update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
        self
    }

    /// Adds the fingerprint of a part.
    #[must_use]
    pub fn part(mut self, part: Fingerprint) -> Self {
        if self.waiting.len() + part.0.len() > MOST_WAITING {
            self.hash_waiting();
        }
        self.waiting.extend_from_slice(&part.0);
        self
    }

    fn hash_waiting(&mut self) -> &mut blake3::Hasher {
        let hasher = self.hasher.get_or_insert_with(Box::default);
        hasher.update(&self.waiting);
        self.waiting.clear();
        hasher
    }

    /// Returns the fingerprint of all that was added.
    pub fn finish(mut self) -> Fingerprint {
        let hash = match self.hasher {
            None => blake3::hash(&self.waiting),
            Some(_) => self.hash_waiting().finalize(),
        };
        let mut short = [0; 16];
        short.copy_from_slice(&hash.as_bytes()[..16]);
        Fingerprint(short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_hashed_in_pieces_is_what_was_hashed_at_once() {
        for length in [0, 1, 100, MOST_WAITING - 40, MOST_WAITING - 12, MOST_WAITING, 3 * MOST_WAITING] {
            let text = vec![b'x'; length];
            let part = Fingerprint::of(b"part");
            let parted = Fingerprinter::new("a")
                .bytes(&text)
                .part(part)
                .bytes(b"end")
                .bytes(&text)
                .bytes(b"")
                .finish();
            let mut whole = Vec::new();
            let mut push = |bytes: &[u8]| {
                whole.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
                whole.extend_from_slice(bytes);
            };
            push(b"a");
            push(&text);
            whole.extend_from_slice(&part.0);
            let mut push = |bytes: &[u8]| {
                whole.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
                whole.extend_from_slice(bytes);
            };
            push(b"end");
            push(&text);
            push(b"");
            assert_eq!(parted.0, blake3::hash(&whole).as_bytes()[..16], "{length}");
        }
    }
}
