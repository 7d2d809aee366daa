//! Mending what has one right answer, and seeing that it is mended.
//!
//! In: a snapshot and a memory. Out: the texts that are to be written, and the build of the mended
//! portal. Never: writes a file; keeps an edit after which the finding still stands.

use super::{Build, Memo, Want, turn};
use crate::diagnostic::Diagnostic;
use crate::mend::{self, Edit, Mended};
use crate::model::snapshot::{Snapshot, SourceFile, Text};
use crate::source::SourcePath;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file before and after its mends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MendedFile {
    /// The file.
    pub path: SourcePath,
    /// Its text as it was read.
    pub before: Arc<str>,
    /// Its text as it should be.
    pub after: Arc<str>,
}

/// What was mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mends {
    /// The files that change, in the order of their paths.
    pub files: Vec<MendedFile>,
    /// The findings that are no more, in the order in which they were mended, each with the file in
    /// which that was done.
    pub mended: Vec<(SourcePath, Mended)>,
}

/// How often the portal is looked at again: a mend may be possible after another alone, as where a
/// link has both a path and an anchor in the wrong case.
const ROUNDS: usize = 12;

/// Mends the texts of a snapshot, and returns the build of what they are then.
pub fn mend(snapshot: &mut Snapshot, memo: &mut Memo) -> (Build, Mends) {
    let mut build = turn(snapshot, memo, Want::Findings);
    let mut before: BTreeMap<SourcePath, Arc<str>> = BTreeMap::new();
    let mut mended = Vec::new();
    // Where a text does not become what was hoped for, nobody tries again.
    let mut in_vain: BTreeSet<Mended> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let is_wanted = |it: &Mended, edit: &Edit| !in_vain.contains(it) && is_whole(snapshot, &edit.file);
        let chosen = mend::edits(&build.diagnostics, snapshot, is_wanted);
        if chosen.is_empty() {
            break;
        }
        let old = replace(snapshot, edited(snapshot, &chosen));
        let next = turn(snapshot, memo, Want::Findings);
        let standing = still_standing(&chosen, &build.diagnostics, &next.diagnostics);
        if standing.is_empty() {
            for (path, text) in old {
                before.entry(path).or_insert(text);
            }
            for (edit, mends) in chosen {
                mended.extend(mends.into_iter().map(|it| (edit.file.clone(), it)));
            }
            build = next;
        } else {
            in_vain.extend(standing);
            replace(snapshot, old);
        }
    }
    let files = before.into_iter().filter_map(|(path, before)| {
        let after = Arc::clone(&snapshot.text_of(&path)?.text);
        (before != after).then_some(MendedFile { path, before, after })
    });
    let files = files.collect();
    (build, Mends { files, mended })
}

/// Says whether a file was read as it is: what could not be read is not to be written either.
fn is_whole(snapshot: &Snapshot, file: &SourcePath) -> bool {
    snapshot.diagnostics.iter().all(|it| it.span.file != *file)
}

/// Returns the texts of all files with the edits made.
fn edited(snapshot: &Snapshot, chosen: &[(Edit, Vec<Mended>)]) -> Vec<(SourcePath, Arc<str>)> {
    let mut by_file: BTreeMap<&SourcePath, Vec<&Edit>> = BTreeMap::new();
    for (edit, _) in chosen {
        by_file.entry(&edit.file).or_default().push(edit);
    }
    let edited = by_file.into_iter().filter_map(|(file, edits)| {
        let text = snapshot.text_of(file)?;
        Some((file.clone(), mend::edited(&text.text, edits.into_iter()).into()))
    });
    edited.collect()
}

/// Puts other texts in place, and returns those that stood there.
fn replace(snapshot: &mut Snapshot, texts: Vec<(SourcePath, Arc<str>)>) -> Vec<(SourcePath, Arc<str>)> {
    let mut old = Vec::with_capacity(texts.len());
    for (path, new) in texts {
        if let Some(SourceFile::Document(text) | SourceFile::Text(text)) = snapshot.files.get_mut(&path) {
            old.push((path, Arc::clone(&text.text)));
            *text = Text::new(new);
        }
    }
    old
}

/// Returns the findings that should be no more, and of which as many are found as before, or too many.
fn still_standing(
    chosen: &[(Edit, Vec<Mended>)],
    before: &[Diagnostic],
    after: &[Diagnostic],
) -> BTreeSet<Mended> {
    let mut expected: BTreeMap<&Mended, usize> = BTreeMap::new();
    for mended in chosen.iter().flat_map(|(_, mends)| mends) {
        *expected.entry(mended).or_default() += 1;
    }
    let count = |found: &[Diagnostic]| {
        let mut count: BTreeMap<Mended, usize> = BTreeMap::new();
        for it in found.iter().map(Mended::of) {
            *count.entry(it).or_default() += 1;
        }
        count
    };
    let (before, after) = (count(before), count(after));
    let standing = expected.into_iter().filter(|(mended, mends)| {
        let number = |count: &BTreeMap<Mended, usize>| count.get(mended).copied().unwrap_or(0);
        number(&after) + mends > number(&before)
    });
    standing.map(|(mended, _)| mended.clone()).collect()
}
