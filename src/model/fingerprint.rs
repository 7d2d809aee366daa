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
pub struct Fingerprinter(blake3::Hasher);

impl Fingerprinter {
    /// Starts with the name of what is fingerprinted, so that unlike things never meet.
    pub fn new(purpose: &str) -> Self {
        Self(blake3::Hasher::new()).bytes(purpose.as_bytes())
    }

    /// Adds bytes as one part.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds the fingerprint of a part.
    #[must_use]
    pub fn part(mut self, part: Fingerprint) -> Self {
        self.0.update(&part.0);
        self
    }

    /// Returns the fingerprint of all that was added.
    pub fn finish(self) -> Fingerprint {
        let mut short = [0; 16];
        short.copy_from_slice(&self.0.finalize().as_bytes()[..16]);
        Fingerprint(short)
    }
}
