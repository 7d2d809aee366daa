//! From the bytes of a file to text, and back.
//!
//! In: bytes. Out: text, with what could not be read replaced, and the first place where. UTF-8
//! with or without a byte order mark and UTF-16 with one are read. Never: fails.

/// Text that was read from bytes, and what was wrong with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The first thing that could not be read, if any; U+FFFD stands in its place.
    pub problem: Option<DecodeProblem>,
}

/// The first place of a file that is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeProblem {
    /// The offset of the byte in the file as it is on disk.
    pub byte_in_file: usize,
    /// The offset in the decoded text where the replacement character stands.
    pub byte_in_text: usize,
}

/// Reads bytes as UTF-8, or as UTF-16 where a byte order mark says so. U+0000, which no text has and
/// which HTML forbids, is replaced as well.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => shifted(utf8(rest.to_vec()), 3),
        [0xFF, 0xFE, rest @ ..] => shifted(utf16(rest, u16::from_le_bytes), 2),
        [0xFE, 0xFF, rest @ ..] => shifted(utf16(rest, u16::from_be_bytes), 2),
        _ => utf8(bytes),
    }
}

/// Writes a text in the encoding that other bytes have, with their byte order mark.
pub fn encode_like(bytes: &[u8], text: &str) -> Vec<u8> {
    let utf16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect()
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        [0xFF, 0xFE, ..] => utf16([0xFF, 0xFE], u16::to_le_bytes),
        [0xFE, 0xFF, ..] => utf16([0xFE, 0xFF], u16::to_be_bytes),
        _ => text.as_bytes().to_vec(),
    }
}

fn shifted(mut decoded: Decoded, by: usize) -> Decoded {
    if let Some(problem) = &mut decoded.problem {
        problem.byte_in_file += by;
    }
    decoded
}

fn utf8(bytes: Vec<u8>) -> Decoded {
    let null = memchr::memchr(0, &bytes);
    let (text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
        }
    };
    let first = null.into_iter().chain(invalid).min();
    Decoded {
        text: if null.is_some() { text.replace('\0', "\u{FFFD}") } else { text },
        problem: first.map(|at| DecodeProblem { byte_in_file: at, byte_in_text: at }),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut problem = None;
    let mut at = 0;
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    for character in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        let character = character.ok().filter(|character| *character != '\0').unwrap_or_else(|| {
            problem.get_or_insert(DecodeProblem { byte_in_file: at, byte_in_text: text.len() });
            char::REPLACEMENT_CHARACTER
        });
        at += 2 * character.len_utf16();
        text.push(character);
    }
    if odd {
        problem.get_or_insert(DecodeProblem { byte_in_file: at, byte_in_text: text.len() });
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded { text, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_not_text() {
        assert_eq!(decode(b"\xEF\xBB\xBF# T".to_vec()).text, "# T");
        assert_eq!(decode(b"\xFF\xFE#\0 \0T\0".to_vec()).text, "# T");
        assert_eq!(decode(b"\xFE\xFF\0#\0 \0T".to_vec()).text, "# T");
    }

    #[test]
    fn what_is_not_utf8_is_replaced_and_its_byte_is_named() {
        let decoded = decode(b"caf\xE9 au lait".to_vec());
        assert_eq!(decoded.text, "caf\u{FFFD} au lait");
        assert_eq!(decoded.problem, Some(DecodeProblem { byte_in_file: 3, byte_in_text: 3 }));
    }

    #[test]
    fn a_null_is_replaced_and_named() {
        let decoded = decode(b"a\0b\xE9".to_vec());
        assert_eq!(decoded.text, "a\u{FFFD}b\u{FFFD}");
        assert_eq!(decoded.problem, Some(DecodeProblem { byte_in_file: 1, byte_in_text: 1 }));
    }

    #[test]
    fn a_lone_surrogate_is_replaced() {
        let decoded = decode(b"\xFF\xFEa\0\x00\xD8b\0".to_vec());
        assert_eq!(decoded.text, "a\u{FFFD}b");
        assert_eq!(decoded.problem, Some(DecodeProblem { byte_in_file: 4, byte_in_text: 1 }));
    }
}
