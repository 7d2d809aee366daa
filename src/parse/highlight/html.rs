//! Writes code as HTML.
//!
//! In: the code and its spans. Out: HTML that a browser shows as exactly this code. Never: adds or
//! takes a character, leaves a tag open over the border of a line that is wrapped.

use super::Span;
use std::ops::RangeInclusive;

/// What is said of the lines of a block of code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines<'a> {
    /// The number of the first line, if lines are numbered.
    pub numbered_from: Option<u32>,
    /// The lines that are marked, counted from 1 whatever their numbers, in ascending order.
    pub marked: &'a [RangeInclusive<u32>],
}

/// Writes text so that HTML shows it as it is, between tags and in attributes in double quotes.
pub fn escape(text: &str, html: &mut String) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[plain..at]);
        html.push_str(escaped);
        plain = at + 1;
    }
    html.push_str(&text[plain..]);
}

/// Writes text between tags, of which code has much: a quote is only a quote there, `>` ends nothing,
/// and `&` begins a character reference only before a letter, a digit or `#`.
fn escape_text(text: &str, html: &mut String) {
    let bytes = text.as_bytes();
    let mut plain = 0;
    for at in memchr::memchr2_iter(b'&', b'<', bytes) {
        let escaped = match (bytes[at], bytes.get(at + 1)) {
            (b'<', _) => "&lt;",
            // What follows the last byte is not known here.
            (_, Some(next)) if !next.is_ascii_alphanumeric() && *next != b'#' => continue,
            _ => "&amp;",
        };
        html.push_str(&text[plain..at]);
        html.push_str(escaped);
        plain = at + 1;
    }
    html.push_str(&text[plain..]);
}

/// Writes code with its colours. The spans cover the code, as those of [`super::highlight`] do.
pub fn write(code: &str, spans: &[Span], html: &mut String) {
    for span in spans {
        write_part(&code[span.range.clone()], span, html);
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
            write_part(&code[from..to], span, html);
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

fn write_part(text: &str, span: &Span, html: &mut String) {
    match span.class {
        Some(class) if !text.trim().is_empty() => {
            // Without quotes, which one letter does not need: this is written thousands of times.
            html.push_str("<span class=");
            html.push_str(class.css());
            html.push('>');
            escape_text(text, html);
            html.push_str("</span>");
        }
        _ => escape_text(text, html),
    }
}
