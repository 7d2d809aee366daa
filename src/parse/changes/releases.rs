//! Lists of releases: `## [4.0.0] - 2024-09-17`, `## 9.7.1 <small>December 18, 2025</small>`,
//! `# [1.0.0](…) (2022-09-22)`, each with what changed below it.
//!
//! In: the headings of a document. Out: an entry for each list item of a release, with the date of
//! the release and its version. Never: a release without a date ("Unreleased").

use super::dates::at_start;
use super::{Entry, Found, whole_item};
use crate::model::change::ChangeKind;
use crate::model::date::find_date;
use crate::model::document::is_change_log;
use crate::parse::outline::{BlockKind, BlockNumber, Inline};
use crate::parse::placeholders::is_unfilled;
use crate::parse::understanding::Material;
use std::ops::Range;

/// A release and the blocks that tell of it, its heading first.
pub(super) struct Release<'a> {
    heading: Inline<'a>,
    version: String,
    /// Where the date stands in the heading.
    date: Range<usize>,
    section: Option<u32>,
    pub(super) blocks: Range<u32>,
}

/// Finds the releases of a document. One alone is a release only where the document or a heading
/// above says that it is a log of changes: `## 1.0 - 2024-01-02` may be a chapter.
pub(super) fn releases<'a>(material: &Material<'a>) -> Vec<Release<'a>> {
    let outline = material.outline;
    let mut releases: Vec<Release<'a>> = Vec::new();
    // The release that is open, and the level of its heading.
    let mut open: Option<u8> = None;
    let is_log = is_log(material);
    for (number, block, level) in outline.headings() {
        let heading = outline.inline(number).trim();
        let found = release(heading, is_log);
        // A patch may stand a level below the release that it mends, and is one nevertheless.
        let ends_open =
            |above: u8| found.is_some() || level < above || level == above && !is_of_release(heading);
        if let (Some(above), Some(release)) = (open, releases.last_mut())
            && ends_open(above)
        {
            release.blocks.end = number.0;
            open = None;
        }
        if let Some((version, date)) = found {
            let blocks = number.0..outline.blocks().len() as u32;
            releases.push(Release { heading, version, date, section: block.section, blocks });
            open = Some(level);
        }
    }
    if releases.len() == 1 && !is_log {
        releases.clear();
    }
    releases
}

/// Says whether a heading is one of the parts of a release: `What's Changed`, `Fixed`. In notes that a forge writes
/// they stand on the level of the release.
fn is_of_release(heading: Inline<'_>) -> bool {
    let title = heading.text().trim();
    GROUPS.iter().chain(PARTS).any(|part| part.eq_ignore_ascii_case(title))
}

fn is_log(material: &Material<'_>) -> bool {
    let is_heading =
        |name: &str| super::is_log(name) || name.starts_with("release notes") || name == "releases";
    is_change_log(material.file) || material.names.sections().any(is_heading)
}

/// Reads a heading that is a release: its version and where its date stands. In a log of changes the name of what was
/// released may stand first: `notify 9.0.0 (2026-10-28)`.
fn release(heading: Inline<'_>, is_log: bool) -> Option<(String, Range<usize>)> {
    let text = heading.text();
    // A version has figures, and so has a date.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let start = text.len() - text.trim_start_matches(['[', ' ']).len();
    let rest = &text[start..];
    let rest = ["Version ", "Release ", "version ", "release "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let named = || {
        let (name, behind) = rest.split_once(' ')?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '.'));
        is_name.then(|| behind.trim_start_matches(['-', '–', '—', '[', ' ']))
    };
    release_at(heading, rest).or_else(|| release_at(heading, named().filter(|_| is_log)?))
}

/// Reads a release of which the version begins the rest of the text of a heading.
fn release_at(heading: Inline<'_>, rest: &str) -> Option<(String, Range<usize>)> {
    let text = heading.text();
    let start = text.len() - rest.len();
    let end = rest.find([' ', ']', '(', ':', ',', '\t', '<']).unwrap_or(rest.len());
    let version = version(&rest[..end])?;
    let behind = start + end;
    let found = find_date(&text[behind..])?;
    let date = behind + found.range.start..behind + found.range.end;
    // Between the two stands punctuation, markup or the address of a comparison, but no sentence.
    let between = heading.slice(behind..date.start);
    let words: String =
        between.stretches().filter(|(_, marks, _)| !marks.html).map(|(it, ..)| it.text()).collect();
    let is_plain = !words.chars().any(char::is_alphanumeric)
        || words.trim_matches([' ', '-', '–', '—', '(']).eq_ignore_ascii_case("released");
    is_plain.then_some((version, date))
}

/// Reads a version: figures with at least one dot, a `v` in front or a suffix behind.
pub(super) fn version(word: &str) -> Option<String> {
    let word = word.trim_matches(['[', ']', '*', '`', ',']);
    let figures = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let is_version = figures.starts_with(|c: char| c.is_ascii_digit())
        && (figures.contains('.') || figures.len() < word.len())
        && figures.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_'))
        && (!figures.contains('-') || find_date(figures).is_none());
    is_version.then(|| word.to_owned())
}

/// The headings of Keep a Changelog under which an item does not say by itself what became of it.
const GROUPS: &[&str] = &["Deprecated", "Removed", "Fixed", "Security", "Added", "Changed"];

/// Other parts of a release.
const PARTS: &[&str] =
    &["What's Changed", "What’s Changed", "New Contributors", "Features", "Bug Fixes", "Breaking Changes"];

/// Reads what changed in a release.
pub(super) fn read<'a>(release: &Release<'a>, found: &mut Found<'a, '_>) {
    let outline = found.outline();
    let date = release.heading.slice(release.date.clone());
    let Some(number) = found.dates.push(date.text(), date.extent()) else { return };
    let before = found.changes.len();
    let mut group: Option<&str> = None;
    let mut section = release.section;
    let mut at = release.blocks.start + 1;
    let mut first_paragraph: Option<(String, crate::source::Extent)> = None;
    while at < release.blocks.end {
        let block_number = BlockNumber(at);
        let block = outline.block(block_number);
        let mut next = block.end.0.max(at + 1);
        match block.kind {
            BlockKind::Heading(_) => {
                let title = block
                    .section
                    .and_then(|it| found.sections().get(it as usize))
                    .map_or("", |it| it.title.trim());
                group = GROUPS.iter().find(|group| group.eq_ignore_ascii_case(title)).copied();
                section = block.section;
            }
            BlockKind::List { .. } | BlockKind::Quote => next = at + 1,
            BlockKind::Item { .. } => {
                let text = whole_item(outline, block_number);
                let own = outline
                    .children(block_number)
                    .next()
                    .map_or(block.extent, |(it, _)| outline.inline(it).trim().extent());
                push(number, text, group, release, section, own, found);
            }
            BlockKind::Paragraph if first_paragraph.is_none() => {
                let text = outline.inline(block_number).trim();
                let line = text.on_one_line();
                // "**Note:** Version bump only for package x" says nothing of the document.
                if !line.is_empty() && at_start(text).is_none() {
                    first_paragraph = Some((line.into_owned(), text.extent()));
                }
            }
            _ => {}
        }
        at = next;
    }
    if found.changes.len() == before
        && let Some((text, extent)) = first_paragraph
    {
        push(number, text, None, release, release.section, extent, found);
    }
}

fn push(
    date: usize,
    text: String,
    group: Option<&str>,
    release: &Release<'_>,
    section: Option<u32>,
    extent: crate::source::Extent,
    found: &mut Found<'_, '_>,
) {
    if is_unfilled(&text) {
        return;
    }
    // "Support for Node 8" under "Removed" would say the contrary without it.
    let is_said = |group: &str| text.to_lowercase().starts_with(&group.to_lowercase()[..group.len().min(4)]);
    let text = match group.filter(|group| !is_said(group)) {
        Some(group) => format!("{group}: {text}"),
        None => text,
    };
    let impact = Some(release.version.clone());
    found
        .changes
        .push((date, Entry { text, author: None, impact, kind: ChangeKind::Release, section, extent }));
}
