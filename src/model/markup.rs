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
    push(markup, text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\0'));
}

/// Returns text as markup for whoever may put it in attributes in quotes of either kind.
pub fn escaped_for_any_quotes(text: &str) -> Cow<'_, str> {
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    if !has(text, is_special) {
        return text.into();
    }
    let mut markup = String::with_capacity(text.len() + 32);
    push(&mut markup, text, is_special);
    markup.into()
}

/// Returns text as markup that shows it as it is, between tags and in attributes in double quotes.
pub fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len() + 16);
    push_escaped(&mut markup, text);
    markup
}

fn push(markup: &mut String, text: &str, is_special: impl Fn(u8) -> bool) {
    if !has(text, &is_special) {
        return markup.push_str(text);
    }
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| is_special(*byte)) {
        markup.push_str(&text[plain..at]);
        markup.push_str(match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\0' => "\u{fffd}",
            _ => "&#39;",
        });
        plain = at + 1;
    }
    markup.push_str(&text[plain..]);
}

/// Most texts have nothing to escape. Without a way out halfway many bytes are looked at at a time.
fn has(text: &str, is_special: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is_special(byte))
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
    fn for_any_quotes_both_kinds_are_escaped() {
        assert_eq!(escaped_for_any_quotes("it's \"so\""), "it&#39;s &quot;so&quot;");
        assert!(matches!(escaped_for_any_quotes("so"), Cow::Borrowed("so")));
    }
}
