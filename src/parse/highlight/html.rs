//! Writes code as HTML.
//!
//! In: the code and its spans. Out: HTML that a browser shows as exactly this code. Never: adds or
//! takes a character, leaves a tag open over the border of a line that is wrapped.

use super::classes::CLOSE_TAG;
use super::{Class, Span};
use std::ops::{Range, RangeInclusive};

/// What is said of the lines of a block of code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines<'a> {
    /// The number of the first line, if lines are numbered.
    pub numbered_from: Option<u32>,
    /// The lines that are marked, counted from 1 whatever their numbers, in ascending order.
    pub marked: &'a [RangeInclusive<u32>],
}

/// Writes a part of the code between tags, of which code has much: a quote is only a quote there, `>` ends
/// nothing, and `&` begins a character reference only before a letter, a digit or `#`. What comes next is
/// the code after the part, or a tag, before which `&` is nothing either.
fn escape_text(code: &str, part: Range<usize>, html: &mut String) {
    let bytes = code.as_bytes();
    let mut plain = part.start;
    for at in memchr::memchr2_iter(b'&', b'<', &bytes[part.clone()]).map(|index| part.start + index) {
        let escaped = match (bytes[at], bytes.get(at + 1)) {
            (b'<', _) => "&lt;",
            (_, Some(next)) if next.is_ascii_alphanumeric() || *next == b'#' => "&amp;",
            _ => continue,
        };
        html.push_str(&code[plain..at]);
        html.push_str(escaped);
        plain = at + 1;
    }
    html.push_str(&code[plain..part.end]);
}

/// Writes code with its colours. The spans cover the code, as those of [`super::highlight`] do.
///
/// A tag costs twenty bytes, which is more than most of what it colours. So an element goes on over what
/// comes between two parts of its class where that shows nowhere: over parts of other classes, which
/// stand in it with elements of their own, and over marks such as `: {`. The keys of a list of settings
/// are one element with the values in it. See [`is_passed_over`] for what it does not go on over.
pub fn write(code: &str, spans: &[Span], html: &mut String) {
    let mut at = 0;
    let mut written = spans.first().map_or(0, |span| span.range.start);
    while let Some(first) = spans.get(at) {
        let Some(class) = first.class else {
            escape_text(code, written..first.range.end, html);
            written = first.range.end;
            at += 1;
            continue;
        };
        let end = at + 1 + last_of_element(code, class, &spans[at + 1..]);
        html.push_str(class.open_tag());
        for span in &spans[at..end] {
            match span.class {
                Some(inner) if inner != class => write_part(code, span.range.clone(), inner, html),
                _ => escape_text(code, span.range.clone(), html),
            }
        }
        written = spans[end - 1].range.end;
        if class == Class::Type {
            let closing = closing_brackets(code, &spans[at..end], spans.get(end));
            html.push_str(&code[written..written + closing]);
            written += closing;
        }
        html.push_str(CLOSE_TAG);
        at = end;
    }
}

/// Returns how many brackets of those that were opened in a type close it: `Vec<Option<u8>>` is in the
/// colour of types from its first letter to its last bracket.
fn closing_brackets(code: &str, element: &[Span], after: Option<&Span>) -> usize {
    let Some(after) = after.filter(|span| span.class.is_none()) else { return 0 };
    let passed_over = element.iter().filter(|span| span.class.is_none());
    let count = |wanted: [u8; 2]| {
        let bytes = passed_over.clone().flat_map(|span| code[span.range.clone()].bytes());
        bytes.filter(|byte| wanted.contains(byte)).count()
    };
    let open = count(*b"<[").saturating_sub(count(*b">]"));
    code[after.range.clone()].bytes().take(open).take_while(|byte| b">]".contains(byte)).count()
}

/// How far an element looks for a part that it could go on to, in spans: so writing takes a time in
/// proportion to the code.
const LOOK_AHEAD: usize = 32;

/// Returns how many of the spans after one of a class belong into its element.
fn last_of_element(code: &str, class: Class, after: &[Span]) -> usize {
    let mut belong = 0;
    for (index, span) in after.iter().enumerate() {
        match span.class {
            Some(other) if other == class => belong = index + 1,
            Some(Class::Inserted | Class::Deleted) => break,
            Some(_) if index - belong > LOOK_AHEAD => break,
            Some(_) => {}
            None if is_passed_over(&code[span.range.clone()], class) => {}
            None => break,
        }
    }
    belong
}

/// Says whether text without a colour may stand in an element of a class. White space may in all that
/// change nothing but the colour. Marks may in keys, whose colour is hardly another than that of the
/// text; those that types are made of, on one line, in types; and what parts a list, in the others
/// but strings, of which a comma would seem to be a part. Never a word, nor what may begin something.
fn is_passed_over(text: &str, class: Class) -> bool {
    let of = |is_fine: fn(u8) -> bool| text.bytes().all(is_fine);
    match class {
        Class::Comment | Class::Inserted | Class::Deleted => false,
        Class::Property => of(|byte| {
            byte.is_ascii_whitespace()
                || byte.is_ascii_punctuation() && !matches!(byte, b'_' | b'$' | b'/' | b'#')
        }),
        Class::Type => {
            text.trim_ascii().is_empty()
                || of(|byte| {
                    matches!(byte, b' ' | b'<' | b'>' | b'[' | b']' | b',' | b'.' | b':' | b'&' | b'|')
                })
        }
        Class::Number | Class::Constant => {
            of(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'.'))
        }
        Class::Keyword | Class::String | Class::Function | Class::Punctuation => {
            of(|byte| byte.is_ascii_whitespace())
        }
    }
}

/// Writes code with its colours, marks and numbers. A line that is marked or numbered is wrapped,
/// with its newline, and no colour goes on from one line to the next.
pub fn write_lines(code: &str, spans: &[Span], lines: Lines<'_>, html: &mut String) {
    if lines.numbered_from.is_none() && lines.marked.is_empty() {
        return write(code, spans, html);
    }
    let mut spans = spans.iter().peekable();
    let mut marked = lines.marked.iter().peekable();
    let mut start = 0;
    for (index, line) in code.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        while marked.next_if(|range| *range.end() < number).is_some() {}
        let is_marked = marked.peek().is_some_and(|range| range.contains(&number));
        if is_marked {
            html.push_str("<mark class=\"line\">");
        }
        if let Some(first) = lines.numbered_from {
            html.push_str("<span class=\"line\" data-n=\"");
            html.push_str(&first.saturating_add(number - 1).to_string());
            html.push_str("\">");
        }
        while let Some(span) = spans.peek() {
            let (from, to) = (span.range.start.max(start), span.range.end.min(end));
            match span.class {
                Some(class) if !code[from..to].trim_ascii().is_empty() => {
                    write_part(code, from..to, class, html);
                }
                _ => escape_text(code, from..to, html),
            }
            if span.range.end > end {
                break;
            }
            spans.next();
        }
        if lines.numbered_from.is_some() {
            html.push_str("</span>");
        }
        if is_marked {
            html.push_str("</mark>");
        }
        start = end;
    }
}

fn write_part(code: &str, part: Range<usize>, class: Class, html: &mut String) {
    html.push_str(class.open_tag());
    escape_text(code, part, html);
    html.push_str(CLOSE_TAG);
}

#[cfg(test)]
mod tests {
    use super::super::highlight;
    use super::super::tests::{is_nested, text_of};
    use super::*;

    fn written(language: &str, code: &str) -> String {
        let mut html = String::new();
        write(code, &highlight(language, code).spans, &mut html);
        html
    }

    #[test]
    fn keys_are_one_element_with_the_values_in_it() {
        assert_eq!(
            written("json", "{\"a\": \"b\", \"c\": 1}"),
            "{<span class=p>\"a\": <span class=s>\"b\"</span>, \"c\"</span>: <span class=n>1</span>}"
        );
        assert_eq!(
            written("yaml", "a: b\nc:\n  - d: 1\n"),
            "<span class=p>a: <span class=s>b</span>\nc:\n  - d</span>: <span class=n>1</span>\n"
        );
    }

    #[test]
    fn an_element_goes_on_over_nothing_that_its_colour_would_change() {
        // A word without a colour, a comma between strings, brackets between keywords.
        assert_eq!(
            written("rust", "a.b(1, c, 2)"),
            "a.<span class=f>b</span>(<span class=n>1</span>, c, <span class=n>2</span>)"
        );
        assert_eq!(
            written("json", "[\"a\", \"b\"]"),
            "[<span class=s>\"a\"</span>, <span class=s>\"b\"</span>]"
        );
        assert_eq!(
            written("rust", "if (if a {} )"),
            "<span class=k>if</span> (<span class=k>if</span> a {} )"
        );
        // Italics and grounds are not for what stands in them.
        for (language, code) in [("c", "// a\nint b; // c"), ("diff", "-a\n+b\n-c")] {
            let html = written(language, code);
            assert!(!html.contains("</span></span>"), "{html}");
        }
    }

    #[test]
    fn marks_of_a_type_are_in_its_element_and_those_of_a_call_are_not() {
        assert_eq!(
            written("rust", "let a: BTreeMap<&'b str, Vec<u8>> = f(B, C);"),
            "<span class=k>let</span> a: <span class=t>BTreeMap&lt;&'b str, Vec&lt;u8>></span> = \
             <span class=f>f</span>(<span class=t>B, C</span>);"
        );
        assert_eq!(
            written("c", "int f() {\n  long a;"),
            "<span class=t>int</span> <span class=f>f</span>() {\n  <span class=t>long</span> a;"
        );
    }

    #[test]
    fn white_space_parts_no_element() {
        assert_eq!(
            written("sql", "a NOT NULL DEFAULT 1"),
            "a <span class=k>NOT <span class=o>NULL</span> DEFAULT</span> <span class=n>1</span>"
        );
    }

    #[test]
    fn an_element_does_not_look_ahead_without_end() {
        let values = "1 \"b\" ".repeat(5000);
        let html = written("json", &format!("{{\"a\": {values}, \"c\": 2}}"));
        assert!(
            is_nested(&html) && html.starts_with("{<span class=p>\"a\"</span>: <span class=n>1 <"),
            "{html:.200}"
        );
        assert_eq!(text_of(&html), format!("{{\"a\": {values}, \"c\": 2}}"));
    }
}
