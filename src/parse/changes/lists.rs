//! Dated lists under the heading of a change log: `- 2024-05-01: text (@author)`, lines of one
//! paragraph, a heading a date.
//!
//! In: the blocks of a log. Out: an entry for each date. Never: a line without a date.

use super::dates::at_start;
use super::{Entry, Found, whole_item};
use crate::model::change::ChangeKind;
use crate::parse::outline::{BlockKind, BlockNumber, Inline};
use crate::parse::placeholders::is_unfilled;
use crate::source::Extent;
use std::ops::Range;

/// Reads the entries of a log, but for the ranges of blocks that are `taken` by releases, in their order.
pub(super) fn read(blocks: Range<u32>, taken: &[Range<u32>], found: &mut Found<'_, '_>) {
    let outline = found.outline();
    // The date of the heading that the present blocks stand under, and its version.
    let mut heading: Option<usize> = None;
    let mut version: Option<String> = None;
    // Whether that is a line alone, which heads the list below it and no more.
    let mut is_line = false;
    let mut number = blocks.start;
    while number < blocks.end {
        if let Some(release) = super::around(taken, number) {
            (heading, version) = (None, None);
            number = release.end;
            continue;
        }
        let at = BlockNumber(number);
        let block = outline.block(at);
        let mut next = block.end.0.max(number + 1);
        match block.kind {
            BlockKind::Heading(_) => {
                (version, is_line) = (None, false);
                let title = outline.inline(at).trim();
                heading = at_start(title).and_then(|range| {
                    let text = title.slice(range.clone());
                    let rest = &title.text()[range.end..];
                    let is_date_alone = rest.trim().trim_matches([':', ']', ')', '.']).is_empty();
                    let date = found.dates.push(text.text(), text.extent())?;
                    if !is_date_alone {
                        entry(title, range.end, Vec::new(), date, block.section, found);
                    }
                    Some(date).filter(|_| is_date_alone)
                });
            }
            // Into lists; each item is an entry.
            BlockKind::List { .. } => next = number + 1,
            BlockKind::Item { .. } => {
                let before = found.changes.len();
                item(at, heading, found);
                for (_, entry) in &mut found.changes[before..] {
                    entry.impact = entry.impact.take().or_else(|| version.clone());
                }
            }
            BlockKind::Paragraph => match line_above_list(at, found) {
                Some((date, of)) => (heading, version, is_line) = (Some(date), of, true),
                None => {
                    if std::mem::take(&mut is_line) {
                        (heading, version) = (None, None);
                    }
                    paragraph(at, heading, found);
                }
            },
            _ => {}
        }
        number = next;
    }
}

/// Reads a line that does for a heading of the list below it: `**Version 2.0** - 2025-10-20`, `**[2026-03-20]**`.
fn line_above_list(at: BlockNumber, found: &mut Found<'_, '_>) -> Option<(usize, Option<String>)> {
    let outline = found.outline();
    let is_above_list =
        outline.get(outline.block(at).end).is_some_and(|next| matches!(next.kind, BlockKind::List { .. }));
    let text = outline.inline(at).trim();
    if !is_above_list || text.text().contains('\n') {
        return None;
    }
    let (version, range) = dated(text)?;
    let is_all = text.text()[range.end..].trim().trim_matches([':', ']', ')', '.']).is_empty();
    let date = text.slice(range);
    Some((found.dates.push(date.text(), date.extent()).filter(|_| is_all)?, version))
}

/// Reads an item: its own date, else that of the heading above.
fn item(at: BlockNumber, heading: Option<usize>, found: &mut Found<'_, '_>) {
    let outline = found.outline();
    let block = outline.block(at);
    let mut children = outline.children(at).filter(|(_, child)| child.kind == BlockKind::Paragraph);
    let Some((first, _)) = children.next() else { return };
    let text = outline.inline(first).trim();
    let nested: Vec<String> = outline
        .children(at)
        .filter(|(number, _)| *number != first)
        .map(|(number, child)| match child.kind {
            BlockKind::Paragraph => outline.inline(number).on_one_line().into_owned(),
            BlockKind::List { .. } => {
                let items = outline.children(number).map(|(item, _)| whole_item(outline, item));
                items.collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        })
        .filter(|text| !text.is_empty())
        .collect();
    if let Some((version, range)) = dated(text) {
        let date = text.slice(range.clone());
        if let Some(date) = found.dates.push(date.text(), date.extent()) {
            entry(text, range.end, nested, date, block.section, found);
            if let (Some(version), Some((_, entry))) = (version, found.changes.last_mut()) {
                entry.impact = entry.impact.take().or(Some(version));
            }
        }
    } else if let Some(date) = heading {
        entry(text, 0, nested, date, block.section, found);
    }
}

/// Finds the date that an item begins with, or that stands behind a version: `9.0.1 - 2023-09-26: x`.
fn dated(text: Inline<'_>) -> Option<(Option<String>, Range<usize>)> {
    versioned(text).or_else(|| at_start(text).map(|range| (None, range)))
}

fn versioned(text: Inline<'_>) -> Option<(Option<String>, Range<usize>)> {
    let line = text.lines().next()?;
    let words = line.text();
    let word = ["Version ", "Release "].into_iter().find(|word| words.starts_with(word));
    let first = word.map_or(0, str::len);
    let end = first + words[first..].find(' ')?;
    let version = super::releases::version(&words[first..end])?;
    let rest = &words[end..];
    let start = end + (rest.len() - rest.trim_start_matches([' ', '-', '–', '—', '(', ':']).len());
    let range = at_start(text.slice(start..text.text().len()))?;
    Some((Some(version), start + range.start..start + range.end))
}

/// Reads the lines of a paragraph; what does not begin with a date goes on with the line before.
fn paragraph(at: BlockNumber, heading: Option<usize>, found: &mut Found<'_, '_>) {
    let outline = found.outline();
    let section = outline.block(at).section;
    let text = outline.inline(at);
    let mut entries: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut start = 0;
    for line in text.lines() {
        let whole = start..start + line.text().len();
        start = whole.end + 1;
        match (at_start(line), entries.last_mut()) {
            (Some(date), _) => {
                entries.push((whole.start + date.start..whole.start + date.end, whole));
            }
            (None, Some((_, last))) => last.end = whole.end,
            (None, None) => {}
        }
    }
    if entries.is_empty()
        && let Some(date) = heading
    {
        entry(text.trim(), 0, Vec::new(), date, section, found);
    }
    for (date, whole) in entries {
        let written = text.slice(date.clone());
        let line = text.slice(whole.clone());
        if let Some(number) = found.dates.push(written.text(), written.extent()) {
            entry(line, date.end - whole.start, Vec::new(), number, section, found);
        }
    }
}

/// Adds what stands behind a date.
fn entry(
    text: Inline<'_>,
    behind: usize,
    nested: Vec<String>,
    date: usize,
    section: Option<u32>,
    found: &mut Found<'_, '_>,
) {
    let own = text.slice(behind..text.text().len()).on_one_line();
    let separators = [':', ' ', '-', '–', '—', ']', ')', '|', ',', '.', '·'];
    let own = if behind > 0 { own.trim_start_matches(separators) } else { &own };
    let mut parts = vec![own.trim_end_matches(':').trim().to_owned()];
    parts.extend(nested);
    parts.retain(|part| !part.is_empty());
    let whole = parts.join(if parts.first().is_some_and(|part| part.ends_with('.')) { " " } else { "; " });
    let (what, author) = with_author(&whole);
    if is_unfilled(&what) {
        return;
    }
    let extent: Extent = text.extent();
    let kind = ChangeKind::Change;
    found.changes.push((date, Entry { text: what, author, impact: None, kind, section, extent }));
}

/// Takes the author off the end of an entry: `… (@ana and @li)`, `… (Erik Grinaker)`, `… by @ana`.
pub(super) fn with_author(text: &str) -> (String, Option<String>) {
    let trimmed = text.trim_end().trim_end_matches('.');
    if let Some(inside) = trimmed.strip_suffix(')')
        && let Some(open) = inside.rfind('(')
        && is_people(&inside[open + 1..])
    {
        let rest = inside[..open].trim_end();
        let author = inside[open + 1..].trim().to_owned();
        return (if rest.is_empty() { text.trim().to_owned() } else { rest.to_owned() }, Some(author));
    }
    if let Some((rest, author)) = trimmed.rsplit_once(" by ")
        && author.starts_with('@')
        && is_people(author)
    {
        let what = if rest.is_empty() { text.trim() } else { rest };
        return (what.to_owned(), Some(author.to_owned()));
    }
    (text.trim().to_owned(), None)
}

/// Says whether words in brackets are names: handles, or two or three capitalised words.
fn is_people(text: &str) -> bool {
    let names: Vec<&str> =
        text.split([',', '&']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    let is_handle = |name: &str| {
        name.split(' ').all(|word| {
            word.strip_prefix('@').is_some_and(|rest| {
                !rest.is_empty() && rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            })
        })
    };
    let is_name = |name: &str| {
        let words: Vec<&str> = name.split(' ').collect();
        (2..=3).contains(&words.len())
            && words.iter().all(|word| {
                word.starts_with(char::is_uppercase)
                    && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.' | '’'))
                    && word.chars().any(char::is_lowercase)
            })
    };
    !text.trim().is_empty() && names.iter().all(|name| is_handle(name) || is_name(name))
}
