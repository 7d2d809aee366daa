//! `archsite check`: read, turn, report.
//!
//! In: arguments. Out: the findings on stdout, in the format that was asked for, and an exit code
//! that says whether there are any at or above the limit. Never: writes a site, or finds anything
//! that a build would not.

use super::{FINDINGS, TROUBLE, speech, today};
use crate::diagnostic::terminal::{self, ReportOptions};
use crate::diagnostic::{Diagnostic, Severity, json};
use crate::engine::{self, Memo, Want};
use crate::io::snapshot::{self, Portal, PortalError, SnapshotOptions};
use crate::model::date::Date;
use crate::model::snapshot::Snapshot;
use clap::{Args, ValueEnum};
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Arguments of `archsite check`.
#[derive(Args)]
pub(super) struct CheckArguments {
    /// A folder of documents, or the root of a portal with book.toml
    #[arg(default_value = ".")]
    path: PathBuf,
    /// For people, or for the program that reads it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The severity from which on a finding makes the check fail
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// The date that counts as today (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = today::argument)]
    today: Option<Date>,
    /// Show the time of each stage
    #[arg(short, long)]
    verbose: bool,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// The severity from which on a finding is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
}

impl FailOn {
    fn includes(self, severity: Severity) -> bool {
        let limit = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        };
        // The worst comes first in the order of severities.
        severity <= limit
    }
}

/// Checks a portal.
pub(super) fn run(arguments: &CheckArguments) -> ExitCode {
    let checked = match check(arguments) {
        Ok(checked) => checked,
        Err(error) => {
            speech::portal_error(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    let written = written(&checked, arguments.format);
    // Whoever reads only the beginning has read enough.
    let _ = stdout().write_all(written.as_bytes());
    if checked.documents == 0 {
        speech::nothing_to_show(&checked.portal.source);
    }
    if arguments.verbose {
        speech::stages(&checked.stages);
    }
    let has_failed = checked.findings.iter().any(|finding| arguments.fail_on.includes(finding.severity));
    // The process ends anyway, and to free ten thousand documents takes its time.
    std::mem::forget(checked);
    ExitCode::from(if has_failed { FINDINGS } else { 0 })
}

/// What a check has found out.
struct Checked {
    portal: Portal,
    snapshot: Snapshot,
    documents: usize,
    findings: Arc<Vec<Diagnostic>>,
    stages: Vec<(&'static str, Duration)>,
}

/// Reads the portal and looks for findings.
fn check(arguments: &CheckArguments) -> Result<Checked, PortalError> {
    let portal = snapshot::open(&arguments.path)?;
    let options = SnapshotOptions {
        today: today::today(arguments.today),
        with_drafts: false,
        base_url: None,
        // A site that was built there is not to be taken for documents.
        output: Some(super::build::output_folder(None, &portal)),
    };
    let reading = Instant::now();
    let snapshot = snapshot::read(&portal, &options)?;
    let mut stages = vec![("read", reading.elapsed())];
    let mut build = engine::turn(&snapshot, &mut Memo::for_one_turn(), Want::Findings);
    stages.append(&mut build.stages);
    let documents = build.site.documents.len();
    let findings = Arc::clone(&build.diagnostics);
    std::mem::forget(build);
    Ok(Checked { portal, snapshot, documents, findings, stages })
}

fn written(checked: &Checked, format: Format) -> String {
    let Checked { findings, snapshot, .. } = checked;
    match format {
        Format::Human => {
            let options = ReportOptions { styled: speech::is_styled(&stdout()), verbose: true };
            let report = terminal::report(findings, snapshot, &options);
            report + &terminal::summary(findings, checked.documents)
        }
        // It has no maps, and its numbers are finite, so that writing it cannot fail.
        Format::Json => {
            serde_json::to_string_pretty(&json::document(findings, snapshot)).unwrap_or_default() + "\n"
        }
    }
}
