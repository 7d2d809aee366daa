//! `archsite check --fix` and `--diff`: what has one right answer, mended or shown.
//!
//! In: the arguments and a snapshot. Out: the build of the mended portal; files written anew, or a
//! difference on stdout. Never: writes where a difference was asked for.

use super::{FINDINGS, TROUBLE, speech};
use crate::diagnostic::Diagnostic;
use crate::engine::{self, Build, Memo, Mends, Want};
use crate::io::rewrite::{Rewrite, rewrite};
use crate::io::snapshot::Portal;
use crate::mend;
use crate::model::snapshot::Snapshot;
use clap::Args;
use std::collections::BTreeMap;
use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

/// What is to be done about findings that have one right answer.
#[derive(Args)]
pub(super) struct MendArguments {
    /// Mend what has one right answer, and report the rest
    #[arg(long)]
    fix: bool,
    /// Show what --fix would change, and write nothing
    #[arg(long)]
    diff: bool,
}

impl MendArguments {
    /// Says whether anything is to be mended or shown.
    pub(super) fn are_given(&self) -> bool {
        self.fix || self.diff
    }

    /// Says whether a difference is all that is wanted.
    pub(super) fn only_show(&self) -> bool {
        self.diff
    }
}

/// Makes a turn, after which the snapshot is what it would be with everything mended that can be.
pub(super) fn turn(
    snapshot: &mut Snapshot,
    memo: &mut Memo,
    arguments: &MendArguments,
) -> (Build, Option<Mends>) {
    if arguments.are_given() {
        let (build, mends) = engine::mend(snapshot, memo);
        (build, Some(mends))
    } else {
        (engine::turn(snapshot, memo, Want::Findings), None)
    }
}

/// Says how many findings `--fix` would mend, as a line for people; empty where there is none.
pub(super) fn hint(findings: &[Diagnostic], snapshot: &Snapshot) -> String {
    let edits = mend::edits(findings, snapshot, |_, _| true);
    match edits.iter().map(|(_, mends)| mends.len()).sum() {
        0 => String::new(),
        number => format!("{} can be mended with --fix\n", speech::count(number, "finding")),
    }
}

/// Writes or shows what was mended. A difference, or what keeps a file from being written, is all that
/// there is to tell: then this is how the check ends.
pub(super) fn finish(mends: &Mends, portal: &Portal, arguments: &MendArguments) -> Option<ExitCode> {
    let findings = speech::count(mends.mended.len(), "finding");
    let files = speech::count(mends.files.len(), "file");
    if arguments.diff {
        for file in &mends.files {
            let difference = mend::unified(file.path.as_str(), &file.before, &file.after);
            let _ = stdout().write_all(difference.as_bytes());
        }
        if mends.files.is_empty() {
            let _ = writeln!(stderr(), "nothing to mend");
            return Some(ExitCode::SUCCESS);
        }
        let _ = writeln!(stderr(), "{findings} in {files} can be mended; nothing was written");
        return Some(ExitCode::from(FINDINGS));
    }
    let rewrites: Vec<Rewrite<'_>> = mends
        .files
        .iter()
        .map(|file| Rewrite { path: &file.path, before: &file.before, after: &file.after })
        .collect();
    if let Err(error) = rewrite(&portal.source, &rewrites) {
        speech::error(&error.to_string());
        return Some(ExitCode::from(TROUBLE));
    }
    let mut by_file: BTreeMap<_, BTreeMap<&str, usize>> = BTreeMap::new();
    for (file, mended) in &mends.mended {
        *by_file.entry(file).or_default().entry(mended.code.as_str()).or_default() += 1;
    }
    for (file, codes) in by_file {
        let told = codes.into_iter().map(|(code, count)| match count {
            1 => code.to_owned(),
            count => format!("{count} × {code}"),
        });
        let _ = writeln!(stderr(), "mended {file}: {}", told.collect::<Vec<_>>().join(", "));
    }
    if !mends.files.is_empty() {
        let _ = writeln!(stderr(), "mended {findings}; {files} written");
    }
    None
}
