//! `archsite init`: the first files of a portal, and the way to GitHub Pages.
//!
//! In: a folder. Out: `book.toml` and, where there is no document yet, the first one; with
//! `--github-pages` a workflow besides; each told on stdout. Never: changes a file that is there.

mod files;

use super::{TROUBLE, speech};
use crate::io::snapshot;
use crate::io::starter::{self, Standing, Survey};
use crate::model::config::History;
use crate::model::snapshot::BOOK;
use clap::Args;
use files::Surroundings;
use std::io::{Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `archsite init`.
#[derive(Args)]
pub(super) struct InitArguments {
    /// The folder of the portal, which is made where it is not there
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write a workflow too that checks pull requests and publishes the portal on GitHub Pages
    #[arg(long)]
    github_pages: bool,
}

/// Where the workflow stands in a repository.
const WORKFLOW: &str = ".github/workflows/architecture.yml";

/// Begins a portal.
pub(super) fn run(arguments: &InitArguments) -> ExitCode {
    let survey = match starter::survey(&arguments.dir) {
        Ok(survey) => survey,
        Err(error) => return failed(&error),
    };
    let surroundings = surroundings(&arguments.dir, &survey);
    let mut wanted: Vec<(PathBuf, String)> = Vec::new();
    // Settings that are there may name a folder of any name.
    if survey.source.is_none() && !survey.has_book {
        let name = survey.name.as_deref().unwrap_or("Architecture");
        let first = arguments.dir.join(&surroundings.source).join("README.md");
        wanted.push((first, files::front_document(name)));
    }
    wanted.push((arguments.dir.join(BOOK), files::settings(&surroundings)));
    if arguments.github_pages {
        let root = survey.repository.as_ref().map_or(&arguments.dir, |repository| &repository.root);
        wanted.push((root.join(WORKFLOW), files::workflow(&surroundings)));
    }
    for (path, text) in &wanted {
        let created = starter::create(path, text);
        let path = path.strip_prefix(".").unwrap_or(path);
        let told = match created {
            Ok(Standing::Written) => format!("wrote  {}", path.display()),
            Ok(Standing::Same) => format!("kept   {}: it is as it would be written", path.display()),
            Ok(Standing::Other) => {
                format!("kept   {}: it is there already, and is not overwritten", path.display())
            }
            Err(error) => return failed(&error),
        };
        let _ = writeln!(stdout(), "{told}");
    }
    if arguments.github_pages {
        let _ = writeln!(
            stderr(),
            "next: in the repository's settings, under Pages, choose \"GitHub Actions\" as the source; the portal of \
             the branch \"{}\" is then published with each push",
            surroundings.branch
        );
        if survey.repository.is_none() {
            speech::warning(
                &format!("{} is in no git repository", arguments.dir.display()),
                "the workflow is read from the top folder of one",
            );
        }
    }
    ExitCode::SUCCESS
}

fn failed(error: &starter::StarterError) -> ExitCode {
    speech::error(&error.to_string());
    ExitCode::from(TROUBLE)
}

/// Puts together what the texts depend on.
fn surroundings(folder: &Path, survey: &Survey) -> Surroundings {
    let repository = survey.repository.as_ref();
    let branch = repository.and_then(|it| it.main_branch.clone()).filter(|branch| files::is_plain(branch));
    // Settings that cannot be read are said by every other command.
    let wants_history =
        survey.has_book && snapshot::open(folder).is_ok_and(|portal| portal.config.history == History::Git);
    Surroundings {
        prefix: repository.map(|it| it.prefix.clone()).unwrap_or_default(),
        source: survey.source.clone().unwrap_or_else(|| "docs".to_owned()),
        repository: repository.and_then(|it| it.address.clone()),
        branch: branch.unwrap_or_else(|| "main".to_owned()),
        wants_history,
    }
}
