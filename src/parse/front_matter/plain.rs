//! What nearly all front matter is: a line a key, each with one text, or with a list in brackets.
//!
//! In: YAML. Out: whether it is of a form in which the line reader and a parser of YAML read the same.
//! Never: reads a value; what is in doubt is left to the parser, which costs ten times as much.

/// Longer front matter is left to the parser, which says what is too much.
const LONGEST: usize = 16 * 1024;

/// The longest key.
const LONGEST_KEY: usize = 64;

/// Says whether each line is a plain key with a plain value.
pub(super) fn is_plain(yaml: &str) -> bool {
    yaml.len() <= LONGEST && yaml.lines().all(is_plain_line) && !yaml.contains('\r')
}

fn is_plain_line(line: &str) -> bool {
    let is_of_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let length = line.bytes().take_while(|byte| is_of_key(byte)).count();
    let (key, rest) = line.split_at(length);
    let Some(value) = rest.strip_prefix(": ") else { return false };
    key.len() <= LONGEST_KEY
        && key.starts_with(|first: char| first.is_ascii_alphabetic())
        && !is_null(key)
        && is_plain_value(value.trim_matches(' '))
}

fn is_plain_value(value: &str) -> bool {
    if !value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return false;
    }
    match value.as_bytes() {
        [b'"' | b'\'', ..] => is_plainly_quoted(value),
        [b'[', list @ .., b']'] if list.iter().all(|byte| *byte == b' ') => true,
        [b'[', .., b']'] => parted_at_commas(&value[1..value.len() - 1]).all(is_plain_item),
        [first, .., last] if first.is_ascii_alphanumeric() => {
            *last != b':' && !value.contains(": ") && !value.contains(" #") && !is_null(value)
        }
        [only] => only.is_ascii_alphanumeric(),
        _ => false,
    }
}

/// Says whether a text is one in quotes, in which nothing is escaped.
fn is_plainly_quoted(text: &str) -> bool {
    match text.as_bytes() {
        [first @ (b'"' | b'\''), inside @ .., last] if first == last => {
            memchr::memchr2(*first, b'\\', inside).is_none()
        }
        _ => false,
    }
}

fn is_plain_item(item: &str) -> bool {
    let item = item.trim_matches(' ');
    if item.starts_with(['"', '\'']) {
        return is_plainly_quoted(item) && !item.contains(['[', ']']);
    }
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'-' | b'.' | b'/');
    item.starts_with(|first: char| first.is_ascii_alphanumeric())
        && item.bytes().all(is_plain)
        && !is_null(item)
}

/// Parts a list at the commas outside of quotes.
fn parted_at_commas(list: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    list.split(move |c: char| match (c, quote) {
        ('"' | '\'', None) => {
            quote = Some(c);
            false
        }
        (c, Some(open)) => {
            quote = Some(open).filter(|open| *open != c);
            false
        }
        (c, None) => c == ',',
    })
}

fn is_null(text: &str) -> bool {
    text.eq_ignore_ascii_case("null")
}
