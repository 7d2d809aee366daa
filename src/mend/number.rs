//! The number of a decision in its title.
//!
//! In: where the title stands, the number in it and the one that it should be. Out: the digits, and
//! what they become. Never: another number of the title.

use super::part;
use crate::source::Extent;

/// Finds the first number of a title, and writes another one with as many digits.
pub(super) fn edit(text: &str, title: Extent, written: u32, number: u32) -> Option<(Extent, String)> {
    let title_text = part(text, title)?;
    let start = title_text.find(|c: char| c.is_ascii_digit())?;
    let rest = &title_text[start..];
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    if rest[..digits].parse() != Ok(written) {
        return None;
    }
    let begin = title.start + start as u32;
    // `0013` becomes `0009`, and `13` becomes `9`.
    let width = if rest.starts_with('0') { digits } else { 1 };
    Some((Extent::new(begin, begin + digits as u32), format!("{number:0width$}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renumbered(title: &str, written: u32, number: u32) -> Option<String> {
        let (extent, new) = edit(title, Extent::new(0, title.len() as u32), written, number)?;
        Some(format!("{}{new}{}", &title[..extent.start as usize], &title[extent.end as usize..]))
    }

    #[test]
    fn the_number_keeps_its_digits() {
        assert_eq!(
            renumbered("# ADR-0013: Use 13 queues", 13, 12).as_deref(),
            Some("# ADR-0012: Use 13 queues")
        );
        assert_eq!(renumbered("9. Use queues", 9, 10).as_deref(), Some("10. Use queues"));
        assert_eq!(renumbered("13. Use queues", 13, 9).as_deref(), Some("9. Use queues"));
        assert_eq!(renumbered("Use 3 queues", 13, 9), None);
    }
}
