//! Decides what a value without quotes is.
//!
//! In: the value of a key, as configuration files have it. Out: its class. Never: a class for a key.

use super::super::super::Class;

/// Returns whether a value is a number, a constant or a text.
pub(super) fn class(text: &[u8]) -> Class {
    if is_number(text) {
        return Class::Number;
    }
    match text {
        b"true" | b"false" | b"null" | b"~" | b"yes" | b"no" | b"on" | b"off" | b"True" | b"False"
        | b"Null" | b"TRUE" | b"FALSE" | b"NULL" | b"Yes" | b"No" | b"On" | b"Off" => Class::Constant,
        _ => Class::String,
    }
}

/// Says whether a text is a number or a date: `-1`, `0x1F`, `1e-9`, `.inf`, `2026-03-16`.
pub(super) fn is_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    if matches!(digits, b".inf" | b".Inf" | b".nan" | b".NaN") {
        return true;
    }
    if let Some(digits) = digits.strip_prefix(b"0x").or_else(|| digits.strip_prefix(b"0o")) {
        return !digits.is_empty() && digits.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'_');
    }
    let Some(first) = digits.iter().find(|byte| !matches!(byte, b'.')) else { return false };
    if !first.is_ascii_digit() || digits.len() > 40 {
        return false;
    }
    if is_date(digits) {
        return true;
    }
    let mut dots = 0;
    let mut exponents = 0;
    for (index, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' | b'_' => {}
            b'.' => dots += 1,
            b'e' | b'E' => exponents += 1,
            b'+' | b'-' if index > 0 && matches!(digits[index - 1], b'e' | b'E') => {}
            _ => return false,
        }
    }
    dots <= 1 && exponents <= 1
}

fn is_date(text: &[u8]) -> bool {
    let is_day = |text: &[u8]| {
        text.len() == 10
            && text.iter().enumerate().all(|(index, byte)| match index {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    text.get(..10).is_some_and(is_day)
        && text[10..].iter().all(|byte| byte.is_ascii_digit() || b"T:tzZ .+-".contains(byte))
}
