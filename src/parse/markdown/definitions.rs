//! Names that links go by: `[text][name]` without a definition, a name that is defined twice, a note
//! that is not there.
//!
//! In: the outline, in which what is no link has stayed text, and the lines. Out: findings. Never:
//! walks over the tree again. What comrak has resolved it does not keep, so that definitions are found
//! by the beginnings of their lines, and only where there are two of one name it is asked what they are in.

use super::Places;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::nearest;
use crate::parse::outline::{BlockKind, BlockNumber, Inline, Outline};
use crate::parse::placeholders;
use crate::source::{Extent, Span};
use std::collections::BTreeMap;

/// The longest name that is offered or reported, in bytes: what is longer is no name.
const LONGEST: usize = 120;

/// How many names are compared for a document.
const MOST_GUESSES: usize = 20_000;

/// Finds what is wrong with the names that links of a document go by; and returns where each definition
/// starts in the source, in order.
pub(super) fn check(places: &Places<'_>, outline: &Outline) -> (Vec<u32>, Vec<Diagnostic>) {
    let definitions = definitions(places);
    let start =
        |definition: &Definition<'_>| places.origins.range_to_source(definition.start, definition.end).0;
    let mut starts: Vec<u32> = definitions.values().flatten().map(start).collect();
    starts.sort_unstable();
    let mut found = duplicates(places, outline, &definitions);
    // In a template `[text][name]` shows how one writes.
    if !placeholders::is_template(places.file) {
        references(places, outline, &definitions, &mut found);
        notes(places, outline, &mut found);
    }
    (starts, found)
}

/// `[name]: target` at the beginning of a line.
struct Definition<'a> {
    name: &'a str,
    target: &'a str,
    /// Where the line starts in the text, and where the target ends.
    start: u32,
    end: u32,
}

/// Returns a name as Markdown compares them.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Finds the definitions by the beginnings of lines, each under its folded name.
fn definitions<'a>(places: &Places<'a>) -> BTreeMap<String, Vec<Definition<'a>>> {
    let text = places.lines.text();
    let mut found: BTreeMap<String, Vec<Definition<'_>>> = BTreeMap::new();
    let starts = places.lines.starts().iter().map(|start| *start as usize);
    let starts = starts.filter(|start| text.as_bytes().get(*start) == Some(&b'['));
    // Where the line after the last definition starts: one may follow another at once.
    let mut after_last = 0;
    for start in starts {
        // It cannot interrupt a paragraph.
        let is_free =
            start == after_last || text[..start].ends_with("\n\n") || text[..start].ends_with("\r\n\r\n");
        if !is_free {
            continue;
        }
        let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
        let Some((name, rest)) = line[1..].split_once("]:") else { continue };
        let target = rest.split_whitespace().next().unwrap_or_default();
        if name.trim().is_empty() || name.starts_with('^') || name.contains(['[', ']']) || target.is_empty() {
            continue;
        }
        let end = start + 1 + name.len() + 2 + (rest.len() - rest.trim_start().len()) + target.len();
        let next = text[start + line.len()..].find('\n').map_or(text.len(), |at| start + line.len() + at + 1);
        after_last = next;
        let definition = Definition { name, target, start: start as u32, end: end as u32 };
        found.entry(folded(name)).or_default().push(definition);
    }
    found
}

/// Says which names are defined again with another target.
fn duplicates(
    places: &Places<'_>,
    outline: &Outline,
    definitions: &BTreeMap<String, Vec<Definition<'_>>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if definitions.values().all(|same| same.len() == 1) {
        return found;
    }
    let code = code(outline);
    let is_in_code = |place: Extent| {
        let next = code.partition_point(|block| block.start <= place.start);
        next.checked_sub(1).is_some_and(|before| place.start < code[before].end)
    };
    for same in definitions.values().filter(|same| same.len() > 1) {
        let mut places_of_same = same.iter().filter_map(|definition| {
            let (start, end) = places.origins.range_to_source(definition.start, definition.end);
            let span = Span::new(places.file.clone(), start, end);
            (!is_in_code(span.extent())).then_some((definition, span))
        });
        let Some((first, first_span)) = places_of_same.next() else { continue };
        for (definition, span) in places_of_same.filter(|(other, _)| other.target != first.target) {
            let message = format!(
                "\"{}\" is defined again; links lead to \"{}\", the target of the first definition",
                definition.name, first.target
            );
            found.push(
                Diagnostic::new(Code::DuplicateDefinition, span, message)
                    .related(first_span.clone(), "the first definition")
                    .help("give one of the two another name, or take one out"),
            );
        }
    }
    found
}

/// Returns where text is not read as Markdown, in order.
fn code(outline: &Outline) -> Vec<Extent> {
    let is_code = |kind: &BlockKind| matches!(kind, BlockKind::Code { .. } | BlockKind::Html);
    outline.blocks().filter(|(_, block)| is_code(&block.kind)).map(|(_, block)| block.extent).collect()
}

/// Finds `[text][name]` and `[text][]` that have stayed text.
fn references(
    places: &Places<'_>,
    outline: &Outline,
    definitions: &BTreeMap<String, Vec<Definition<'_>>>,
    found: &mut Vec<Diagnostic>,
) {
    for (number, at) in outline.find("][") {
        let Some(reference) = reference(outline, number, at) else { continue };
        let message = format!(
            "the link \"{}\" goes by the name \"{}\", which is not defined",
            reference.text, reference.name
        );
        // Among thousands of names nobody looks for the nearest, a thousand times.
        let is_few = definitions.len() * (found.len() + 1) <= MOST_GUESSES;
        let names = definitions.keys().map(String::as_str).filter(|_| is_few);
        let help = match nearest(&folded(reference.name), names) {
            Some(near) => format!("did you mean \"[{near}]\"?"),
            None => format!("define it, best at the end of the document: \"[{}]: …\"", reference.name),
        };
        found.push(
            Diagnostic::new(Code::UndefinedReference, reference.place.of(places.file), message).help(help),
        );
    }
}

/// A reference as written.
struct Reference<'a> {
    text: &'a str,
    name: &'a str,
    place: Extent,
}

/// Reads the reference in whose middle, `][`, an offset of a block's text stands.
fn reference(outline: &Outline, number: BlockNumber, at: usize) -> Option<Reference<'_>> {
    let inline = prose(outline, number)?;
    let text = inline.text();
    let length = text[at + 2..].find([']', '[', '\n']).filter(|length| *length <= LONGEST)?;
    let end = at + 2 + length + 1;
    let start = opening(&text[..at])?;
    let shown = &text[start + 1..at];
    let name = if length == 0 { shown } else { &text[at + 2..end - 1] };
    let says = |text: &str| text.contains(char::is_alphabetic);
    // `matrix[row][column]` is no link, and neither is the place of one: `[2][x]`.
    let is_index =
        text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | ')' | '_' | '\\'));
    let is_prose = says(shown) && shown.chars().count() > 1 && name.contains(char::is_alphanumeric);
    let follows = text[end..].chars().next();
    // `[a][b](c)` and `[a][b][c]` are something else.
    let goes_on = matches!(follows, Some('(' | '['));
    if !text[at + 2..].starts_with(|c: char| c != '^') || is_index || !is_prose || goes_on {
        return None;
    }
    if is_capitals(shown) && is_capitals(name) && shown != name {
        return None;
    }
    let whole = inline.slice(start..end);
    let is_plain = whole.stretches().all(|(_, marks, link)| link.is_none() && !marks.html && !marks.picture);
    let brackets = [start, at, at + 1, end - 1];
    if !is_plain || brackets.iter().any(|bracket| inline.marks_at(*bracket).code) {
        return None;
    }
    as_written(whole).map(|place| Reference { text: shown, name, place })
}

/// Finds `[^name]` that has stayed text.
fn notes(places: &Places<'_>, outline: &Outline, found: &mut Vec<Diagnostic>) {
    // Hardly any text has the sign.
    if memchr::memchr(b'^', outline.text().as_bytes()).is_none() {
        return;
    }
    for (number, at) in outline.find("[^") {
        let Some(inline) = prose(outline, number) else { continue };
        let text = inline.text();
        let Some(length) = text[at + 2..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
        else {
            continue;
        };
        let end = at + 2 + length + 1;
        let name = &text[at + 2..end - 1];
        let before = text[..at].chars().next_back();
        let follows = text.get(end..).unwrap_or_default().chars().next();
        // A class of a regular expression stands among its other signs.
        let is_pattern = matches!(before, Some('(' | '[' | '^' | '\\' | '/' | '|'))
            || matches!(follows, Some('*' | '+' | '?' | '{' | ')' | '/' | '|' | '$'));
        if name.is_empty() || !text[at + 2 + length..].starts_with(']') || is_pattern {
            continue;
        }
        let whole = inline.slice(at..end);
        let is_plain = whole
            .stretches()
            .all(|(_, marks, link)| link.is_none() && !marks.html && !marks.picture && !marks.code);
        let Some(place) = as_written(whole).filter(|_| is_plain) else { continue };
        found.push(
            Diagnostic::new(
                Code::UndefinedReference,
                place.of(places.file),
                format!("the note \"[^{name}]\" is not defined"),
            )
            .help(format!("write it, best at the end of the document: \"[^{name}]: …\"")),
        );
    }
}

/// Returns the text of a block in which links may stand.
fn prose(outline: &Outline, number: BlockNumber) -> Option<Inline<'_>> {
    let kind = &outline.block(number).kind;
    matches!(kind, BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Cell | BlockKind::Other)
        .then(|| outline.inline(number))
}

/// Returns where the bracket opens that is closed behind a text.
fn opening(before: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in before.bytes().enumerate().rev().take(4 * LONGEST) {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Says whether a text is one that is to be replaced: `[SERVICE_NAME][DATE]`.
fn is_capitals(text: &str) -> bool {
    text.contains(char::is_alphabetic) && !text.contains(char::is_lowercase)
}

/// Returns where a text stands if it stands there to the letter: what is escaped (`\[`) is meant as text.
fn as_written(inline: Inline<'_>) -> Option<Extent> {
    let extent = inline.extent();
    ((extent.end - extent.start) as usize == inline.text().len()).then_some(extent)
}
