//! Change logs: tables, Keep a Changelog, dated lists.
//!
//! In: the outline. Out: dated entries in the order of the text. Never: an entry without a date.
//!
//! A table or a list is a change log by its heading or by its columns; the text of a release is one
//! entry a list item, each with the date of the release and its version as what it made. A date that
//! can be read two ways is read as the clear ones beside it are written, else it is a finding.

mod dates;
mod lists;
mod releases;
mod tables;

use super::beginnings::Beginnings;
use super::outline::{BlockKind, BlockNumber, Outline};
use super::understanding::Material;
use crate::diagnostic::Diagnostic;
use crate::model::change::Change;
use crate::model::document::Section;
use dates::Dates;

/// Reads the changes of a document.
pub(super) fn read(material: &Material<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Change> {
    let logs = logs(material);
    let mut found = Found { material, dates: Dates::default(), changes: Vec::new() };
    // A list of releases first: its sections are no lists of dates.
    let releases = releases::releases(material);
    for release in &releases {
        releases::read(release, &mut found);
    }
    let taken: Vec<_> = releases.iter().map(|release| release.blocks.clone()).collect();
    let is_taken = |number: u32| around(&taken, number).is_some();
    for log in logs.iter().filter(|log| !is_taken(log.start)) {
        lists::read(log.clone(), &taken, &mut found);
    }
    for (table, _) in material.outline.tables().filter(|(table, _)| !is_taken(table.0)) {
        let is_in_log = around(&logs, table.0).is_some();
        tables::read(table, is_in_log, &mut found);
    }
    found.finish(diagnostics)
}

/// Returns the range that a number stands in, of ranges that follow each other.
fn around(ranges: &[std::ops::Range<u32>], number: u32) -> Option<&std::ops::Range<u32>> {
    let after = ranges.partition_point(|range| range.start <= number);
    ranges[..after].last().filter(|range| range.contains(&number))
}

/// What was found so far.
struct Found<'a, 'm> {
    material: &'m Material<'a>,
    dates: Dates<'a>,
    /// The changes, each with the number of its date.
    changes: Vec<(usize, Entry)>,
}

/// A change before its date is known.
struct Entry {
    text: String,
    author: Option<String>,
    impact: Option<String>,
    kind: crate::model::change::ChangeKind,
    section: Option<u32>,
    extent: crate::source::Extent,
}

impl<'a> Found<'a, '_> {
    fn outline(&self) -> &'a Outline {
        self.material.outline
    }

    fn sections(&self) -> &'a [Section] {
        self.material.sections
    }

    /// Returns the changes whose dates can be read, and says which cannot.
    fn finish(self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Change> {
        let read = self.dates.read(self.material.file, diagnostics);
        let dated = self.changes.into_iter().filter_map(|(number, entry)| {
            let date = read.get(number).copied().flatten()?;
            let Entry { text, author, impact, kind, section, extent } = entry;
            Some(Change { date, text, author, impact, kind, section, extent })
        });
        let mut changes: Vec<Change> = dated.collect();
        changes.sort_by_key(|change| change.extent.start);
        changes
    }
}

/// Headings of change logs. "History" alone is as often the tale of a project.
const LOGS: &[&str] = &[
    "changelog",
    "change log",
    "changes",
    "change history",
    "revision history",
    "revisions",
    "revision log",
    "document history",
    "document revision history",
    "document change log",
    "document changes",
    "version history",
    "implementation history",
    "history of changes",
    "amendments",
    "amendment log",
    "changelog history",
    "edit history",
    "update history",
    "updates",
    "record of changes",
    "modification history",
    "release history",
    "status history",
    "history",
];

/// Says whether a name is that of a change log.
fn is_log(name: &str) -> bool {
    static BEGINNINGS: Beginnings = Beginnings::of(LOGS);
    BEGINNINGS.begin(name) && LOGS.contains(&name)
}

/// Returns the blocks under each heading that names a change log, up to the next heading that is
/// not below it.
fn logs(material: &Material<'_>) -> Vec<std::ops::Range<u32>> {
    let outline = material.outline;
    let mut logs: Vec<std::ops::Range<u32>> = Vec::new();
    if !material.names.sections().any(is_log) {
        return logs;
    }
    let mut open: Option<(u8, u32)> = None;
    let end = outline.blocks().len() as u32;
    for (number, block, level) in outline.headings() {
        if open.is_some_and(|(above, _)| level <= above) {
            logs.extend(open.take().map(|(_, start)| start..number.0));
        }
        let name = block.section.map(|section| material.names.section(section));
        if open.is_none() && name.is_some_and(is_log) {
            open = Some((level, block.end.0));
        }
    }
    logs.extend(open.map(|(_, start)| start..end));
    logs
}

/// Returns the text of an item with that of the items nested in it.
fn whole_item(outline: &Outline, item: BlockNumber) -> String {
    let mut text = String::new();
    for (number, block) in outline.within(item) {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let line = outline.inline(number).on_one_line();
        if line.is_empty() {
            continue;
        }
        if !text.is_empty() {
            let has_end = text.ends_with(['.', ':', ';', ',', '!', '?']);
            text.push_str(if has_end { " " } else { "; " });
        }
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests;
