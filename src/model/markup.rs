//! Text as HTML and XML say it.
//!
//! In: text. Out: markup that shows it as it is. Never: an address, whose characters are encoded in another way.

use std::borrow::Cow;

/// Appends text as markup that shows it as it is, between tags and in attributes in double quotes.
///
/// ```
/// let mut html = String::new();
/// archsite::model::markup::push_escaped(&mut html, "it's \"a < b\"");
/// assert_eq!(html, "it's &quot;a &lt; b&quot;");
/// ```
pub fn push_escaped(markup: &mut String, text: &str) {
    push(markup, text, Quotes::Double);
}

/// Returns text as markup that shows it as it is, between tags and in attributes in double quotes.
pub fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len() + 16);
    push_escaped(&mut markup, text);
    markup
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
            b'\'' if quotes == Quotes::Any => "&#39;",
            _ => continue,
        };
        markup.push_str(&text[plain..at]);
        markup.push_str(escaped);
        plain = at + 1;
    }
    markup.push_str(&text[plain..]);
}

/// Says whether something is to be escaped: eight bytes at a time, because most texts are titles and addresses,
/// too short for anything that takes more at once. The last eight may be looked at twice.
#[inline]
fn has_special(text: &[u8], quotes: Quotes) -> bool {
    let (words, rest) = text.as_chunks::<8>();
    let last = text.last_chunk::<8>().copied().unwrap_or_else(|| {
        let mut padded = [0; 8];
        padded[..rest.len()].copy_from_slice(rest);
        padded
    });
    words
        .iter()
        .chain([&last])
        .fold(false, |found, word| found | has_special_byte(u64::from_le_bytes(*word), quotes))
}

/// Looks at eight bytes together.
#[inline]
fn has_special_byte(word: u64, quotes: Quotes) -> bool {
    let all = |byte: u8| u64::from(byte) * 0x0101_0101_0101_0101;
    // The highest bit of some byte is set if a byte is zero, as in "Bit Twiddling Hacks" by Sean Eron Anderson.
    let has_zero = |word: u64| word.wrapping_sub(all(1)) & !word & all(0x80);
    // `"` and `&` differ in one bit, `<` and `>` in another.
    let mut found = has_zero((word & all(!4)) ^ all(b'"')) | has_zero((word & all(!2)) ^ all(b'<'));
    if quotes == Quotes::Any {
        found |= has_zero(word ^ all(b'\''));
    }
    found != 0
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
            let whole = |text: &str| format!("{}{text}{}", "ü".repeat(9), "x".repeat(11));
            let is_special = "&<>\"".contains(&character);
            for text in [
                character.clone(),
                format!("{character}12345678"),
                format!("1234567{character}"),
                whole(&character),
            ] {
                assert_eq!(escaped(&text) != text, is_special, "{text:?}");
                let is_special = is_special || character == "'";
                assert_eq!(escaped_for_any_quotes(&text) != text, is_special, "{text:?}");
            }
        }
    }

    #[test]
    fn for_any_quotes_both_kinds_are_escaped() {
        assert_eq!(escaped_for_any_quotes("it's \"so\""), "it&#39;s &quot;so&quot;");
        assert!(matches!(escaped_for_any_quotes("so"), Cow::Borrowed("so")));
    }
}
