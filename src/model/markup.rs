//! Text as HTML and XML say it.
//!
//! In: text. Out: markup that shows it as it is. Never: an address, whose characters are encoded in another way.

use std::borrow::Cow;

/// Appends text as markup that shows it as it is, between tags and in attributes in double quotes. NUL, which no
/// markup may hold, is shown as U+FFFD.
///
/// ```
/// let mut html = String::new();
/// archsite::model::markup::push_escaped(&mut html, "it's \"a < b\"");
/// assert_eq!(html, "it's &quot;a &lt; b&quot;");
/// ```
pub fn push_escaped(markup: &mut String, text: &str) {
    push(markup, text, Quotes::Double);
}

/// Returns text as markup for whoever may put it in attributes in quotes of either kind.
pub fn escaped_for_any_quotes(text: &str) -> Cow<'_, str> {
    if !has_special(text.as_bytes(), Quotes::Any) {
        return text.into();
    }
    let mut markup = String::with_capacity(text.len() + 32);
    push(&mut markup, text, Quotes::Any);
    markup.into()
}

/// Appends text as markup for whoever may put it in attributes in quotes of either kind.
pub fn push_escaped_for_any_quotes(markup: &mut String, text: &str) {
    push(markup, text, Quotes::Any);
}

/// Returns text as markup that shows it as it is, between tags and in attributes in double quotes.
pub fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len() + 16);
    push_escaped(&mut markup, text);
    markup
}

/// The quotes that may stand around an attribute.
#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    Double,
    Any,
}

#[inline]
fn push(markup: &mut String, text: &str, quotes: Quotes) {
    // Most texts have nothing to escape.
    if !has_special(text.as_bytes(), quotes) {
        return markup.push_str(text);
    }
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\0' => "\u{fffd}",
            b'\'' if quotes == Quotes::Any => "&#39;",
            _ => continue,
        };
        markup.push_str(&text[plain..at]);
        markup.push_str(escaped);
        plain = at + 1;
    }
    markup.push_str(&text[plain..]);
}

/// Says whether something is to be escaped. Most texts are titles and addresses, too short for the widest registers:
/// eight bytes are looked at at a time, the last eight again with what is before them.
#[inline]
fn has_special(text: &[u8], quotes: Quotes) -> bool {
    let Some(last) = text.last_chunk::<8>() else {
        return text.iter().any(|byte| special_in(u64::from(*byte) | FILLED, quotes) != 0);
    };
    let mut found = special_in(u64::from_le_bytes(*last), quotes);
    for word in text.as_chunks::<8>().0 {
        found |= special_in(u64::from_le_bytes(*word), quotes);
    }
    found != 0
}

/// Seven bytes that are not special, above one that may be.
const FILLED: u64 = 0x2020_2020_2020_2000;

/// Returns something but zero where one of eight bytes is to be escaped.
#[inline]
fn special_in(word: u64, quotes: Quotes) -> u64 {
    const fn all(byte: u8) -> u64 {
        byte as u64 * 0x0101_0101_0101_0101
    }
    // A highest bit is set if some byte is zero: "Bit Twiddling Hacks" by Sean Eron Anderson.
    let zero_in = |word: u64| word.wrapping_sub(all(1)) & !word & all(0x80);
    // `"` and `&` differ in one bit, `<` and `>` in another.
    let found = zero_in(word) | zero_in((word & all(!4)) ^ all(b'"')) | zero_in((word & all(!2)) ^ all(b'<'));
    if quotes == Quotes::Any { found | zero_in(word ^ all(b'\'')) } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_markup_is_escaped_wherever_it_stands() {
        assert_eq!(escaped(""), "");
        assert_eq!(escaped("Größe"), "Größe");
        assert_eq!(escaped("<ü & \"it's\">"), "&lt;ü &amp; &quot;it's&quot;&gt;");
        assert_eq!(escaped("&&amp;"), "&amp;&amp;amp;");
    }

    #[test]
    fn a_character_is_escaped_wherever_it_stands_and_no_other_one_is() {
        for byte in 0..128_u8 {
            let character = char::from(byte).to_string();
            let in_the_middle = format!("{}{character}{}", "ü".repeat(9), "x".repeat(11));
            let texts =
                [format!("{character}12345678"), format!("1234567{character}"), in_the_middle, character];
            let is_special = b"&<>\"\0".contains(&byte);
            for text in texts {
                assert_eq!(escaped(&text) != text, is_special, "{text:?}");
                assert_eq!(escaped_for_any_quotes(&text) != text, is_special || byte == b'\'', "{text:?}");
            }
        }
    }

    #[test]
    fn for_any_quotes_both_kinds_are_escaped() {
        assert_eq!(escaped_for_any_quotes("it's \"so\""), "it&#39;s &quot;so&quot;");
        assert!(matches!(escaped_for_any_quotes("so"), Cow::Borrowed("so")));
    }
}
