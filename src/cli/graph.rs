//! `archsite graph`: the documents and what they have to do with each other, for other tools.
//!
//! In: a portal. Out: its graph on stdout, in a format that the reader names; how many findings there
//! are on stderr. Never: writes a file, or leaves out a document that nothing points to.

mod formats;

use super::{TROUBLE, speech};
use crate::engine::{self, Memo, Want};
use crate::io::snapshot::{self, SnapshotOptions};
use clap::{Args, ValueEnum};
use std::io::{Write as _, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `archsite graph`.
#[derive(Args)]
pub(super) struct GraphArguments {
    /// A folder of documents, or the root of a portal with book.toml
    #[arg(default_value = ".")]
    path: PathBuf,
    /// What it is written as: for Graphviz, for programs, for Markdown, or for NetworkX and yEd
    #[arg(long, value_enum, default_value_t = Format::Dot)]
    format: Format,
}

/// How the graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Dot,
    Json,
    Mermaid,
    Graphml,
}

/// Writes the graph.
pub(super) fn run(arguments: &GraphArguments) -> ExitCode {
    // Neither the day nor the site's address is in the graph.
    let options = SnapshotOptions { today: None, with_drafts: false, base_url: None, output: None };
    let read = snapshot::open(&arguments.path).and_then(|portal| snapshot::read(&portal, &options));
    let snapshot = match read {
        Ok(snapshot) => snapshot,
        Err(error) => {
            speech::portal_error(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    let build = engine::turn(&snapshot, &mut Memo::for_one_turn(), Want::Findings);
    let graph = match arguments.format {
        Format::Dot => formats::dot(&build.site),
        Format::Json => formats::json(&build.site),
        Format::Mermaid => formats::mermaid(&build.site),
        Format::Graphml => formats::graphml(&build.site),
    };
    let findings = build.diagnostics.len();
    if findings > 0 {
        let findings = speech::count(findings, "finding");
        let _ = writeln!(stderr(), "{findings}; archsite check shows all");
    }
    // Whoever reads only the beginning has read enough.
    let _ = stdout().write_all(graph.as_bytes());
    ExitCode::SUCCESS
}
