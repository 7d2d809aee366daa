//! `archsite serve`: read, turn, publish, wait, in a loop.
//!
//! In: arguments. Out: the address on stdout, then a site that follows its documents; findings on
//! stderr, each once. Never: another way to build than that of `build`.

use super::{TROUBLE, speech, today};
use crate::diagnostic::overlay::Overlay;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::{self, Build, Memo, Want};
use crate::io::serve::{self, Server, ServerOptions, Shown};
use crate::io::snapshot::{self, Portal, PortalError, Reading, SnapshotOptions, Touched};
use crate::io::watch::{Changes, Watch};
use crate::io::write::{self, Guard};
use crate::model::date::Date;
use crate::model::output::{Output, OutputPath};
use crate::model::snapshot::Snapshot;
use crate::source::SourcePath;
use clap::Args;
use std::collections::{BTreeSet, HashSet};
use std::io::{Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Arguments of `archsite serve`.
#[derive(Args)]
pub(super) struct ServeArguments {
    /// A folder of documents, or the root of a portal with book.toml
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The port; if it is taken, the next free one is used (0: any)
    #[arg(long, value_name = "N", default_value_t = 4000)]
    port: u16,
    /// The address to listen on; any but a loopback one lets others read the site
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// A further name under which the site may be asked for
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Open the portal in the browser
    #[arg(long)]
    open: bool,
    /// Write the site to this folder too
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The date that counts as today (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = today::argument)]
    today: Option<Date>,
    /// Show all findings, and for each turn how long its stages took
    #[arg(short, long)]
    verbose: bool,
}

/// How long until a portal that cannot be read is looked at again.
const PATIENCE: Duration = Duration::from_millis(400);

/// Serves a portal until somebody ends the program.
pub(super) fn run(arguments: &ServeArguments) -> ExitCode {
    match start(arguments) {
        Ok(desk) => desk.work(),
        Err(code) => code,
    }
}

/// Does what may fail: afterwards nothing ends the program but the user.
fn start(arguments: &ServeArguments) -> Result<Desk<'_>, ExitCode> {
    let trouble = |error: &PortalError| {
        speech::portal_error(error);
        ExitCode::from(TROUBLE)
    };
    let portal = snapshot::open(&arguments.path).map_err(|error| trouble(&error))?;
    let options = ServerOptions {
        host: arguments.host.clone(),
        port: arguments.port,
        allowed_hosts: arguments.allow_host.clone(),
    };
    let server = Server::start(&options).map_err(|error| {
        speech::trouble(
            &error.to_string(),
            "choose another address with --host, or another port with --port",
        );
        ExitCode::from(TROUBLE)
    })?;
    say_where(&server, arguments);
    let options = SnapshotOptions {
        today: today::today(arguments.today),
        with_drafts: true,
        base_url: None,
        output: Some(super::build::output_folder(arguments.output.as_ref(), &portal)),
    };
    // Watching comes first: what is changed while the folder is read is read again.
    let outputs: Vec<PathBuf> = options.output.iter().cloned().collect();
    let watch = Watch::start(&portal, &outputs).map_err(|error| {
        speech::error(&error.to_string());
        ExitCode::from(TROUBLE)
    })?;
    if watch.is_polling() {
        speech::warning(
            "the system watches no more folders for this user, so the portal is looked at now and then",
            "on Linux, raise fs.inotify.max_user_watches (man 7 inotify)",
        );
    }
    let reading = Reading::start(portal, options).map_err(|error| trouble(&error))?;
    Ok(Desk { arguments, server, watch, reading, memo: Memo::default(), known: None, trouble: None })
}

/// The address is the first line and all that goes to stdout.
fn say_where(server: &Server, arguments: &ServeArguments) {
    let address = server.address();
    let _ = writeln!(stdout(), "{address}");
    let _ = stdout().flush();
    if arguments.port != 0 && server.port() != arguments.port {
        let _ = writeln!(stderr(), "note: port {} is taken, so it is {}", arguments.port, server.port());
    }
    if server.is_open_to_others() {
        speech::warning(
            "everybody who can reach this machine can read the site",
            "without --host only this machine can",
        );
    }
    if arguments.open && !serve::open_browser(&address) {
        let _ = writeln!(stderr(), "note: no browser could be opened; the address is {address}");
    }
}

/// All that a running server works with.
struct Desk<'a> {
    arguments: &'a ServeArguments,
    server: Server,
    watch: Watch,
    reading: Reading,
    memo: Memo,
    /// The findings of the turn before, which were said.
    known: Option<Arc<Vec<Diagnostic>>>,
    /// Why there is no newer site, where that is so.
    trouble: Option<String>,
}

/// What makes a finding the same one after an edit that moved it.
type Said<'a> = (&'a SourcePath, Code, &'a str);

fn said(finding: &Diagnostic) -> Said<'_> {
    (&finding.span.file, finding.code, &finding.message)
}

/// Returns the findings that were not there before, and how many are gone. Most are where they were: both
/// lists begin and end alike.
fn news<'a>(before: &'a [Diagnostic], now: &'a [Diagnostic]) -> (Vec<&'a Diagnostic>, usize) {
    let start = before.iter().zip(now).take_while(|(before, now)| before == now).count();
    let (old, new) = (&before[start..], &now[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(before, now)| before == now).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let common = || now[..start].iter().chain(&now[now.len() - end..]);
    let not_in_common = |said_here: &Said<'_>| common().all(|finding| said(finding) != *said_here);
    let (of_old, of_new): (HashSet<Said<'_>>, HashSet<Said<'_>>) =
        (old.iter().map(said).collect(), new.iter().map(said).collect());
    let is_new = |finding: &&Diagnostic| !of_old.contains(&said(finding)) && not_in_common(&said(finding));
    let gone = of_old.difference(&of_new).filter(|it| not_in_common(it)).count();
    (new.iter().filter(is_new).collect(), gone)
}

impl Desk<'_> {
    fn work(mut self) -> ExitCode {
        let touched = Touched { files: BTreeSet::new(), portal: true };
        self.turn(&touched, Instant::now());
        loop {
            let patience = self.trouble.is_some().then_some(PATIENCE);
            let changes = self.watch.next(patience);
            self.follow(&changes);
            self.watch.turned();
        }
    }

    /// Reads what changed, and makes a new site if that makes a difference.
    fn follow(&mut self, changes: &Changes) {
        let since = Instant::now();
        match self.reading.carry_on(changes) {
            Ok(touched) => {
                let was_in_trouble = self.trouble.take().is_some();
                if touched.portal || changes.is_lost || was_in_trouble {
                    let outputs = self.reading.outputs();
                    if let Err(error) = self.watch.follow(self.reading.portal(), &outputs) {
                        speech::error(&error.to_string());
                    }
                }
                if !touched.is_nothing() || was_in_trouble {
                    self.turn(&touched, since);
                }
            }
            Err(error) => self.explain(&error),
        }
    }

    /// The one path: turn, publish, report.
    fn turn(&mut self, touched: &Touched, since: Instant) {
        let snapshot = self.reading.snapshot();
        let mut build = engine::turn(snapshot, &mut self.memo, Want::Site);
        let portal = self.reading.portal();
        let is_new = |diagnostic: &Diagnostic| touched.files.contains(&diagnostic.span.file);
        let overlay = Overlay::of(&build.diagnostics, snapshot, is_new);
        let carried: BTreeSet<OutputPath> =
            touched.files.iter().filter_map(|file| build.site.assets.get(file)).cloned().collect();
        let output = std::mem::take(&mut build.output);
        let written = self.arguments.output.as_ref().map(|folder| (folder, output.clone()));
        let shown = Shown { output, source: portal.source.clone(), follow_links: portal.config.follow_links };
        let old = self.server.publish(shown, &carried, overlay);
        let took = since.elapsed();
        if let Some((folder, output)) = written {
            write_too(&output, portal, folder);
        }
        let known = self.known.replace(Arc::clone(&build.diagnostics));
        report(self.arguments, &build, snapshot, touched, known, took);
        drop(old);
    }

    /// Says why there is no newer site, once.
    fn explain(&mut self, error: &PortalError) {
        let overlay = match error {
            PortalError::Unreadable { path, reason, help } => {
                Overlay::trouble(&format!("{}: {reason}", path.display()), help)
            }
            PortalError::Configuration { text, diagnostics } => {
                Overlay::of(diagnostics, &speech::Book(text), |_| true)
            }
        };
        let told = format!("{overlay:?}");
        if self.trouble.as_ref() != Some(&told) {
            speech::portal_error(error);
            self.server.tell(overlay);
        }
        self.trouble = Some(told);
    }
}

fn write_too(output: &Output, portal: &Portal, folder: &Path) {
    let guard = Guard { home: std::env::home_dir(), follow_links: portal.config.follow_links };
    if let Err(error) = write::publish(output, &portal.source, folder, &guard) {
        speech::error(&error.to_string());
    }
}

/// Prints the findings that were not there before, those of what was just saved first.
fn report(
    arguments: &ServeArguments,
    build: &Build,
    snapshot: &Snapshot,
    touched: &Touched,
    known: Option<Arc<Vec<Diagnostic>>>,
    took: Duration,
) {
    let is_first = known.is_none();
    let before = known.as_ref().map_or(&[][..], |known| known.as_slice());
    let (new, gone) = news(before, &build.diagnostics);
    let is_touched = |finding: &Diagnostic| touched.files.contains(&finding.span.file);
    let (newest, others): (Vec<Diagnostic>, Vec<Diagnostic>) = new.into_iter().cloned().partition(is_touched);
    for findings in [newest, others] {
        // At first there may be very many; later each is news.
        let verbose = arguments.verbose || !is_first;
        speech::findings(&findings, snapshot, verbose);
    }
    let errors = build.diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    let mended = if gone > 0 { format!(", {gone} gone") } else { String::new() };
    let what = match touched.files.iter().next() {
        None => "the portal".to_owned(),
        Some(file) if touched.files.len() == 1 => file.to_string(),
        Some(_) => speech::count(touched.files.len(), "file"),
    };
    let _ = writeln!(
        stderr(),
        "{what}: {} in {:.0} ms, {}, {}{mended}",
        speech::count(build.pages, "page"),
        took.as_secs_f64() * 1e3,
        speech::count(errors, "error"),
        speech::count(build.diagnostics.len() - errors, "other finding"),
    );
    if arguments.verbose {
        for (name, time) in &build.stages {
            let _ = writeln!(stderr(), "  {name:<10} {:>8.1} ms", time.as_secs_f64() * 1e3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn finding(file: &str, start: u32, message: &str) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, Span::new(SourcePath::new(file), start, start + 1), message)
    }

    fn told(before: &[Diagnostic], now: &[Diagnostic]) -> (Vec<String>, usize) {
        let (new, gone) = news(before, now);
        let new = new.into_iter().map(|it| format!("{} {} {}", it.span.file, it.span.start, it.message));
        (new.collect(), gone)
    }

    #[test]
    fn what_only_moved_is_no_news_and_what_is_mended_is_gone() {
        let before = [
            finding("orders.md", 4, "x"),
            finding("payments.md", 3, "y"),
            finding("payments.md", 9, "z"),
            finding("stock.md", 1, "x"),
        ];
        let mut now = before.to_vec();
        now[1] = finding("payments.md", 8, "y");
        now[2] = finding("payments.md", 12, "new");
        assert_eq!(told(&before, &now), (vec!["payments.md 12 new".to_owned()], 1));
        assert_eq!(told(&before, &before), (Vec::new(), 0));
        assert_eq!(told(&before, &before[..3]), (Vec::new(), 1));
        assert_eq!(told(&[], &before).0.len(), 4);
    }

    #[test]
    fn the_same_once_more_in_one_document_is_no_news() {
        let before = [finding("orders.md", 4, "x"), finding("orders.md", 9, "y")];
        let now = [finding("orders.md", 4, "x"), finding("orders.md", 6, "x"), finding("orders.md", 9, "y")];
        assert_eq!(told(&before, &now), (Vec::new(), 0));
        assert_eq!(told(&now, &before), (Vec::new(), 0));
    }
}
