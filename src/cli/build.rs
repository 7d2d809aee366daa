//! `archsite build`: read, turn, write.
//!
//! In: arguments. Out: the site on disk; findings and the closing line. Never: does anything that
//! `serve` would have to do again.

use super::{FINDINGS, TROUBLE, speech, today};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{self, Build, Memo, Want};
use crate::io::snapshot::{self, Portal, SnapshotOptions};
use crate::io::write::{Guard, Publication, Published};
use crate::model::date::Date;
use crate::model::snapshot::Snapshot;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Arguments of `archsite build`.
#[derive(Args)]
pub(super) struct BuildArguments {
    /// A folder of documents, or the root of a portal with book.toml
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The folder to write to [default: build-dir of book.toml, else site]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The address that the site will have, for the sitemap, canonical links and the 404 page
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Fail on findings of severity error, and keep the old site
    #[arg(long)]
    strict: bool,
    /// The date that counts as today (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = today::argument)]
    today: Option<Date>,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    jobs: Option<usize>,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Show all findings, the time of each stage, and what colours the code
    #[arg(short, long)]
    verbose: bool,
}

fn base_url(text: &str) -> Result<String, String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if !is_web || text.contains(['"', '<', '>', ' ', '\'']) || text.len() <= "https://".len() {
        return Err("an address such as https://docs.example.org/portal/ is wanted".to_owned());
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// More threads than this make nothing faster, and some systems do not give them.
const MOST_JOBS: usize = 256;

fn jobs(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_JOBS).contains(number));
    number.ok_or_else(|| format!("a number from 1 to {MOST_JOBS} is wanted"))
}

/// Builds a portal.
pub(super) fn run(arguments: &BuildArguments) -> ExitCode {
    let started = Instant::now();
    if let Some(jobs) = arguments.jobs {
        // Fails only if the pool is there already, and then its size stands.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    // By a thread of the pool: it goes on where others help it, and the memory that it used is there for
    // its next page.
    rayon::scope(|_| build(arguments, started))
}

fn build(arguments: &BuildArguments, started: Instant) -> ExitCode {
    let portal = match snapshot::open(&arguments.path) {
        Ok(portal) => portal,
        Err(error) => {
            speech::portal_error(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    let output = output_folder(arguments.output.as_ref(), &portal);
    let guard = Guard { home: std::env::home_dir(), follow_links: portal.config.follow_links };
    let publication = match Publication::open(&portal.source, &output, &guard) {
        Ok(publication) => publication,
        Err(error) => {
            speech::error(&error.to_string());
            return ExitCode::from(TROUBLE);
        }
    };
    let progress = Progress::start(arguments.quiet);
    progress.say("reading");
    let options = SnapshotOptions {
        today: today::today(arguments.today),
        with_drafts: false,
        base_url: arguments.base_url.clone(),
        output: Some(output.clone()),
    };
    let reading = Instant::now();
    // The folder is listed by one thread.
    let (snapshot, mut memo) = rayon::join(|| snapshot::read(&portal, &options), Memo::for_one_site);
    let snapshot = match snapshot {
        Ok(snapshot) => snapshot,
        Err(error) => {
            progress.finish();
            speech::portal_error(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    let mut stages = vec![("read", reading.elapsed())];
    progress.say("building");
    let mut build = engine::turn_into(&snapshot, &mut memo, Want::Site, &publication);
    stages.append(&mut build.stages);

    let is_refused = arguments.strict && build.diagnostics.iter().any(|it| it.severity == Severity::Error);
    let published = if is_refused {
        publication.abandon();
        None
    } else {
        progress.say("writing");
        let writing = Instant::now();
        match publication.finish(&build.output) {
            Ok(published) => {
                stages.push(("write", writing.elapsed()));
                Some(published)
            }
            Err(error) => {
                progress.finish();
                report(arguments, &build.diagnostics, &snapshot);
                speech::error(&error.to_string());
                return ExitCode::from(TROUBLE);
            }
        }
    };
    progress.finish();
    report(arguments, &build.diagnostics, &snapshot);
    if arguments.verbose {
        speech::stages(&stages);
        for (name, languages) in engine::highlighters(&build.site) {
            if !languages.is_empty() {
                let languages: Vec<String> = languages.into_iter().collect();
                let _ = writeln!(stderr(), "  {name}: {}", languages.join(", "));
            }
        }
    }
    match published {
        Some(published) => {
            if !arguments.quiet {
                remarks(&build, &published, &portal, &output);
                let _ =
                    writeln!(stdout(), "{}", closing_line(&build, &published, &output, started.elapsed()));
            }
            end_quickly(snapshot, memo, build);
            ExitCode::SUCCESS
        }
        None => {
            speech::trouble(
                "nothing was published: there are findings of severity error, and --strict is given",
                "mend them, or build without --strict",
            );
            ExitCode::from(FINDINGS)
        }
    }
}

/// Says what is no finding, because it is about no document, and what people would wonder about.
fn remarks(build: &Build, published: &Published, portal: &Portal, output: &Path) {
    if build.site.documents.is_empty() {
        speech::nothing_to_show(&portal.source);
    }
    for path in &published.kept {
        speech::warning(
            &format!(
                "{} is kept: archsite wrote it once, and somebody changed it since",
                output.join(path.as_str()).display()
            ),
            "this build makes no such file; remove it if nobody needs it",
        );
    }
}

/// Freeing a large site takes a tenth of the time of its build, and the process ends anyway.
fn end_quickly(snapshot: Snapshot, memo: Memo, build: Build) {
    std::mem::forget(snapshot);
    std::mem::forget(memo);
    std::mem::forget(build);
}

/// Returns where the site goes, or would go.
pub(super) fn output_folder(given: Option<&PathBuf>, portal: &Portal) -> PathBuf {
    let configured = portal.config.build_dir.as_ref().map(|folder| portal.root.join(folder.as_str()));
    given.cloned().or(configured).unwrap_or_else(|| PathBuf::from("site"))
}

fn report(arguments: &BuildArguments, diagnostics: &[Diagnostic], snapshot: &Snapshot) {
    if arguments.quiet {
        let errors: Vec<Diagnostic> =
            diagnostics.iter().filter(|it| it.severity == Severity::Error).cloned().collect();
        speech::findings(&errors, snapshot, false);
    } else {
        speech::findings(diagnostics, snapshot, arguments.verbose);
    }
}

fn closing_line(build: &Build, published: &Published, output: &Path, time: Duration) -> String {
    let findings = match build.diagnostics.len() {
        0 => "no findings".to_owned(),
        number => speech::count(number, "finding"),
    };
    format!(
        "{}, {}, {} in {:.2} s, {findings}: {}",
        speech::count(build.site.documents.len(), "document"),
        speech::count(build.pages, "page"),
        speech::bytes(published.bytes),
        time.as_secs_f64(),
        output.join("index.html").display(),
    )
}

/// A line that says what is going on, on a terminal, once it takes longer than half a second.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn start(quiet: bool) -> Self {
        if quiet || !stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::hidden();
        bar.set_style(ProgressStyle::default_spinner());
        let shown = bar.clone();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(500));
            if !shown.is_finished() {
                shown.set_draw_target(indicatif::ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Self(Some(bar))
    }

    fn say(&self, what: &'static str) {
        if let Some(bar) = &self.0 {
            bar.set_message(what);
        }
    }

    fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
