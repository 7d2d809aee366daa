//! `archsite check`: read, turn, report.
//!
//! In: arguments. Out: the findings on stdout, in the format that was asked for, and an exit code
//! that says whether there are any at or above the limit. Never: writes a site, changes a document
//! unless it is told to, or finds anything that a build would not.

use super::external::{self, ExternalArguments};
use super::mending::{self, MendArguments};
use super::{FINDINGS, TROUBLE, speech, today};
use crate::diagnostic::baseline::{Baseline, Compared};
use crate::diagnostic::terminal::{self, ReportOptions};
use crate::diagnostic::{Diagnostic, Severity, github, json, junit, sarif};
use crate::engine::{self, Memo, Mends, Want};
use crate::io::read::repository_prefix;
use crate::io::replace::replace;
use crate::io::snapshot::{self, Portal, PortalError, SnapshotOptions};
use crate::model::date::Date;
use crate::model::snapshot::{BOOK, Snapshot};
use crate::source::SourcePath;
use clap::{Args, ValueEnum};
use std::fs::{self, OpenOptions};
use std::io::{Write, stderr, stdout};
use std::path::{Path, PathBuf};
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
    #[command(flatten)]
    mending: MendArguments,
    #[command(flatten)]
    external: ExternalArguments,
    /// Report only what this file does not accept
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Accept today's findings: write them to the file that --baseline names
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
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
    /// For people
    Human,
    /// The findings with their places, documented and versioned
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// Commands of GitHub Actions, which make annotations
    Github,
    /// JUnit XML, for any CI
    Junit,
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
    let mut checked = match check(arguments) {
        Ok(checked) => checked,
        Err(error) => {
            speech::portal_error(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    if let Some(ended) =
        checked.mends.as_ref().and_then(|mends| mending::finish(mends, &checked.portal, &arguments.mending))
    {
        return ended;
    }
    if arguments.verbose {
        speech::stages(&checked.stages);
    }
    if let Some(path) = &arguments.baseline {
        if arguments.write_baseline {
            return write_baseline(path, &checked);
        }
        if let Err(code) = checked.leave_out_accepted(path) {
            return code;
        }
    }
    let written = written(&checked, arguments);
    // Whoever reads only the beginning has read enough.
    let _ = stdout().write_all(written.as_bytes());
    if arguments.format == Format::Github {
        summarise(&checked);
    }
    if checked.documents.is_empty() {
        speech::nothing_to_show(&checked.portal.source);
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
    documents: Vec<SourcePath>,
    findings: Arc<Vec<Diagnostic>>,
    mends: Option<Mends>,
    /// How many findings a baseline accepts, and how many more it would.
    baseline: Option<(usize, usize)>,
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
    let mut snapshot = snapshot::read(&portal, &options)?;
    let mut stages = vec![("read", reading.elapsed())];
    let is_once = !arguments.mending.are_given() && !arguments.external.are_given();
    let mut memo = if is_once { Memo::for_one_turn() } else { Memo::default() };
    let (mut build, mends) = mending::turn(&mut snapshot, &mut memo, &arguments.mending);
    stages.append(&mut build.stages);
    if arguments.external.are_given() && !arguments.mending.only_show() {
        let asking = Instant::now();
        let dead = external::ask(&build.site, &portal.config, &arguments.external);
        stages.push(("ask", asking.elapsed()));
        snapshot.dead_addresses = Some(Arc::new(dead));
        build = engine::turn(&snapshot, &mut memo, Want::Findings);
    }
    let documents = build.site.documents.iter().map(|document| document.id.clone()).collect();
    let findings = Arc::clone(&build.diagnostics);
    std::mem::forget(build);
    Ok(Checked { portal, snapshot, documents, findings, mends, baseline: None, stages })
}

impl Checked {
    /// Takes out what a baseline accepts.
    fn leave_out_accepted(&mut self, path: &Path) -> Result<(), ExitCode> {
        let trouble = |message: &str, help: &str| {
            speech::trouble(message, help);
            Err(ExitCode::from(TROUBLE))
        };
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("{}: {}", path.display(), crate::io::reason(&error));
                return trouble(&message, "write it with --write-baseline");
            }
        };
        let baseline = match Baseline::read(&text) {
            Ok(baseline) => baseline,
            Err(why) => {
                let message = format!("{}: the baseline cannot be read: {why}", path.display());
                return trouble(
                    &message,
                    "take the last version that was, or write it anew with --write-baseline",
                );
            }
        };
        let Compared { new, accepted, gone } = baseline.compare(self.findings.to_vec(), &self.snapshot);
        self.findings = Arc::new(new);
        self.baseline = Some((accepted, gone));
        Ok(())
    }

    /// Returns the path of a file as people say it who look at the repository: from its root, else from
    /// the folder of the portal.
    fn path_in_repository(&self) -> impl Fn(&SourcePath) -> String + '_ {
        let root = repository_prefix(&self.portal.root);
        let in_source = match (&self.snapshot.repository_prefix, &root) {
            (Some(prefix), _) => prefix.clone(),
            (None, _) if self.portal.root == self.portal.source => String::new(),
            (None, _) => self.portal.config.src.as_str().to_owned(),
        };
        let root = root.unwrap_or_default();
        move |file| {
            let name = file.as_str();
            // Settings, the theme and what settings name lie beside the folder of documents.
            let is_beside = !self.snapshot.files.contains_key(file)
                && (name == BOOK
                    || name.starts_with("theme/")
                    || self.snapshot.named_files.contains_key(name));
            match if is_beside { &root } else { &in_source }.as_str() {
                "" => name.to_owned(),
                folder => format!("{folder}/{name}"),
            }
        }
    }
}

/// Accepts all findings.
fn write_baseline(path: &Path, checked: &Checked) -> ExitCode {
    let baseline = Baseline::of(&checked.findings, &checked.snapshot);
    if let Err(error) = replace(path, baseline.text().as_bytes()) {
        let message = format!("{} cannot be written: {}", path.display(), crate::io::reason(&error));
        speech::error(&message);
        return ExitCode::from(TROUBLE);
    }
    let accepted = speech::count(checked.findings.len(), "finding");
    let _ = writeln!(stdout(), "{accepted} accepted: {}", path.display());
    ExitCode::SUCCESS
}

fn written(checked: &Checked, arguments: &CheckArguments) -> String {
    let Checked { findings, snapshot, documents, .. } = checked;
    let accepted = checked.baseline.map(|(accepted, gone)| {
        let gone = match gone {
            0 => String::new(),
            gone => format!("; {} that it accepts are gone: write it anew", speech::count(gone, "finding")),
        };
        format!("{} accepted by the baseline{gone}\n", speech::count(accepted, "finding"))
    });
    if let Some(accepted) = accepted.as_ref().filter(|_| arguments.format != Format::Human) {
        let _ = stderr().write_all(accepted.as_bytes());
    }
    // Neither has maps with other keys than texts, and all numbers are finite: writing cannot fail.
    match arguments.format {
        Format::Human => {
            let options = ReportOptions { styled: speech::is_styled(&stdout()), verbose: true };
            let report = terminal::report(findings, snapshot, &options);
            // Where --fix was given, nothing is left that it could mend.
            let hint = match checked.mends {
                Some(_) => String::new(),
                None => mending::hint(findings, snapshot),
            };
            report + &terminal::summary(findings, documents.len()) + &accepted.unwrap_or_default() + &hint
        }
        Format::Json => {
            serde_json::to_string_pretty(&json::document(findings, snapshot)).unwrap_or_default() + "\n"
        }
        Format::Sarif => {
            let log = sarif::log(findings, snapshot, &checked.path_in_repository());
            serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
        }
        Format::Github => github::log(findings, snapshot, &checked.path_in_repository()),
        Format::Junit => {
            let is_failure = |severity| arguments.fail_on.includes(severity);
            junit::report(findings, snapshot, documents, &is_failure)
        }
    }
}

/// Adds to the summary of the job, where there is one.
fn summarise(checked: &Checked) {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return };
    let Checked { findings, snapshot, documents, .. } = checked;
    let summary = github::summary(findings, snapshot, documents.len(), &checked.path_in_repository());
    // Other steps write to it too, so that it is added to.
    let file = OpenOptions::new().create(true).append(true).open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(summary.as_bytes())) {
        speech::warning(
            &format!("the summary of the job cannot be written: {}", crate::io::reason(&error)),
            "look at the log of the step, which has all findings",
        );
    }
}
