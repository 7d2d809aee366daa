//! `archsite init` and the action of this repository, as their users meet them.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, says what it skips, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::{Place, Ran, finish};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const WORKFLOW: &str = ".github/workflows/architecture.yml";

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A place that is a git repository.
fn repository(files: &[(&str, &str)]) -> Place {
    let place = Place::with(files);
    place.put(".git/HEAD", "ref: refs/heads/topic\n");
    place
}

fn init(place: &Place, arguments: &[&str]) -> Ran {
    let ran = place.run(&[&["init"], arguments].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

mod a_new_portal {
    use super::*;

    #[test]
    fn an_empty_folder_gets_settings_and_a_first_document_that_build_and_check_well() {
        let place = Place::with::<&str>(&[]);
        let ran = init(&place, &["harbour"]);
        assert_eq!(ran.out, "wrote  harbour/docs/README.md\nwrote  harbour/book.toml\n");
        assert!(place.read("harbour/docs/README.md").starts_with("# harbour\n"));
        assert!(!place.has("harbour/.github"), "a workflow is written only where it is asked for");
        let checked = place.run(&["check", "harbour", "--fail-on", "info"]);
        assert_eq!(checked.code, Some(0), "{checked:?}");
        let built = place.run(&["build", "harbour", "--output", "site"]);
        assert_eq!(built.code, Some(0), "{built:?}");
        assert!(place.read("site/index.html").contains("What belongs here"));
    }

    #[test]
    fn documents_that_are_there_are_found_and_stay_as_they_are() {
        for (documents, source) in
            [("docs/orders.md", "docs"), ("architecture/orders.md", "architecture"), ("orders/api.md", ".")]
        {
            let place = Place::with(&[(documents, "# Orders\n")]);
            let ran = init(&place, &[]);
            assert_eq!(ran.out, "wrote  book.toml\n", "{documents}");
            let book = place.read("book.toml");
            assert!(book.contains(&format!("\nsrc = \"{source}\"\n")), "{documents}: {book}");
            assert_eq!(place.read(documents), "# Orders\n");
            assert_eq!(place.run(&["build", "--output", "site"]).code, Some(0), "{documents}");
        }
    }

    #[test]
    fn the_readme_of_a_repository_is_no_portal() {
        let place = repository(&[("README.md", "# Code\n")]);
        assert_eq!(init(&place, &[]).out, "wrote  docs/README.md\nwrote  book.toml\n");
    }

    #[test]
    fn a_clone_knows_where_its_documents_can_be_edited() {
        let place = repository(&[("platform/docs/a.md", "# A\n")]);
        place.put(".git/config", "[remote \"origin\"]\n\turl = git@github.com:port/orders.git\n");
        place.put(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/trunk\n");
        init(&place, &["platform"]);
        let book = place.read("platform/book.toml");
        assert!(book.contains("git-repository-url = \"https://github.com/port/orders\""), "{book}");
        let edit = "edit-url-template = \"https://github.com/port/orders/edit/trunk/platform/{path}\"";
        assert!(book.contains(edit), "{book}");
        let built = place.run(&["build", "platform", "--output", "site"]);
        assert_eq!(built.code, Some(0), "{built:?}");
        let page = place.read("site/a.html");
        assert!(page.contains("https://github.com/port/orders/edit/trunk/platform/docs/a.md"), "{page}");
    }
}

mod what_is_there {
    use super::*;

    #[test]
    fn no_file_is_overwritten_and_each_that_was_kept_is_told() {
        let place = repository(&[("book.toml", "[book]\nsrc = \"docs\"\n"), (WORKFLOW, "name: ours\n")]);
        let ran = init(&place, &["--github-pages"]);
        assert_eq!(
            ran.out,
            format!(
                "kept   book.toml: it is there already, and is not overwritten\n\
                 kept   {WORKFLOW}: it is there already, and is not overwritten\n"
            )
        );
        assert_eq!(place.read("book.toml"), "[book]\nsrc = \"docs\"\n");
        assert_eq!(place.read(WORKFLOW), "name: ours\n");
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let place = repository(&[("docs/a.md", "# A\n")]);
        init(&place, &["--github-pages"]);
        let before = (place.read("book.toml"), place.read(WORKFLOW));
        let ran = init(&place, &["--github-pages"]);
        assert_eq!(ran.out.matches("kept ").count(), 2, "{ran:?}");
        assert_eq!(ran.out.matches("it is as it would be written").count(), 2, "{ran:?}");
        assert_eq!((place.read("book.toml"), place.read(WORKFLOW)), before);
    }

    #[test]
    fn a_folder_that_cannot_be_made_ends_it_with_2() {
        let place = Place::with(&[("orders", "a file")]);
        let ran = place.run(&["init", "orders/portal"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains("orders/portal"), "{ran:?}");
    }
}

mod the_workflow {
    use super::*;

    fn written(files: &[(&str, &str)], arguments: &[&str]) -> (Place, Value) {
        let place = repository(files);
        init(&place, arguments);
        let workflow = yaml(&place.read(WORKFLOW));
        (place, workflow)
    }

    #[test]
    fn it_stands_at_the_top_of_the_repository_and_names_the_portal_from_there() {
        let (place, workflow) = written(&[("team/docs/a.md", "# A\n")], &["team", "--github-pages"]);
        assert!(!place.has("team/.github"));
        for job in ["check", "build"] {
            let steps = workflow["jobs"][job]["steps"].as_array().unwrap();
            let paths = steps.iter().filter_map(|step| step["with"]["path"].as_str());
            assert_eq!(paths.filter(|path| *path != "site").collect::<Vec<_>>(), ["team"], "{job}");
        }
    }

    #[test]
    fn pull_requests_are_checked_and_only_the_main_branch_is_published() {
        let (_, workflow) = written(&[("docs/a.md", "# A\n")], &["--github-pages"]);
        let on = workflow["on"].as_object().unwrap();
        assert!(on.contains_key("pull_request"), "{on:?}");
        assert_eq!(on["push"]["branches"], serde_json::json!(["main"]));
        assert_eq!(workflow["jobs"]["build"]["if"], "github.ref == 'refs/heads/main'");
        assert_eq!(workflow["jobs"]["publish"]["needs"], "build");
        assert!(workflow["jobs"]["check"].get("if").is_none());
    }

    #[test]
    fn each_job_may_do_what_it_needs_and_no_more() {
        let (_, workflow) = written(&[("docs/a.md", "# A\n")], &["--github-pages"]);
        assert_eq!(workflow["permissions"], serde_json::json!({}));
        let of_job = |job: &str| workflow["jobs"][job]["permissions"].clone();
        assert_eq!(
            of_job("check"),
            serde_json::json!({"contents": "read", "security-events": "write", "actions": "read"})
        );
        assert_eq!(of_job("build"), serde_json::json!({"contents": "read", "pages": "read"}));
        assert_eq!(of_job("publish"), serde_json::json!({"pages": "write", "id-token": "write"}));
    }

    #[test]
    fn a_portal_that_shows_the_history_of_git_gets_all_of_it() {
        let book = "[book]\nsrc = \"docs\"\n[output.archsite]\nhistory = \"git\"\n";
        let (_, workflow) = written(&[("book.toml", book), ("docs/a.md", "# A\n")], &["--github-pages"]);
        assert_eq!(workflow["jobs"]["check"]["steps"][0]["with"]["fetch-depth"], 0);
    }

    /// Every input that the workflow gives to the action is one of the action's.
    #[test]
    fn it_speaks_to_the_action_of_this_repository() {
        let (_, workflow) = written(&[("docs/a.md", "# A\n")], &["--github-pages"]);
        let action = action();
        let mut uses = 0;
        for job in workflow["jobs"].as_object().unwrap().values() {
            for step in job["steps"].as_array().unwrap() {
                if !step["uses"].as_str().unwrap().starts_with("archsite/archsite@v") {
                    continue;
                }
                uses += 1;
                for name in step["with"].as_object().unwrap().keys() {
                    assert!(action["inputs"].get(name).is_some(), "no input {name}");
                }
            }
        }
        assert_eq!(uses, 2);
    }
}

fn action() -> Value {
    yaml(&std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml")).unwrap())
}

mod the_action {
    use super::*;

    /// Runs the step of the action that runs archsite, with the inputs given and the defaults for all others.
    fn run(place: &Place, inputs: &[(&str, &str)]) -> Option<Ran> {
        let action = action();
        let steps = action["runs"]["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["name"] == "Run it").unwrap();
        if Command::new("bash").arg("--version").output().is_err() {
            println!("SKIPPED: there is no bash on this machine, so the action was not run");
            return None;
        }
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().unwrap()]);
        command.current_dir(place.path("."));
        let program = Path::new(env!("CARGO_BIN_EXE_archsite")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&path)));
        command.env("PATH", path.unwrap()).env_remove("GITHUB_STEP_SUMMARY");
        for (variable, expression) in step["env"].as_object().unwrap() {
            let expression = expression.as_str().unwrap();
            let input = expression.trim_start_matches("${{ inputs.").trim_end_matches(" }}");
            let default = action["inputs"][input]["default"].as_str().expect("every input has a default");
            let given = inputs.iter().find(|(name, _)| *name == input).map(|(_, value)| *value);
            command.env(variable, given.unwrap_or(default));
        }
        Some(finish(&mut command))
    }

    #[test]
    fn it_builds_a_portal() {
        let place = Place::with(&[("our docs/a.md", "# A\n\n[gone](b.md)\n")]);
        let inputs = [("command", "build"), ("path", "our docs"), ("output", "public"), ("strict", "false")];
        let Some(ran) = run(&place, &inputs) else { return };
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(place.has("public/a.html"));
        let inputs = [("command", "build"), ("path", "our docs"), ("output", "other"), ("strict", "true")];
        assert_eq!(run(&place, &inputs).unwrap().code, Some(1));
        assert!(!place.has("other"));
    }

    #[test]
    fn it_checks_and_ends_as_the_check_does() {
        let place = Place::with(&[("docs/a.md", "# A\n\n[gone](b.md)\n")]);
        let Some(ran) = run(&place, &[("path", "docs"), ("format", "json")]) else { return };
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.out.contains("broken-link"), "{ran:?}");
        assert_eq!(run(&place, &[("path", "nowhere"), ("format", "json")]).unwrap().code, Some(2));
        let ran = run(&place, &[("command", "publish")]).unwrap();
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }

    /// Runs the step that finds out which program is wanted, and returns what it tells later steps.
    fn named_program(system: &str) -> Option<String> {
        let action = action();
        let steps = action["runs"]["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["id"] == "program").unwrap();
        if ["bash", "git"].iter().any(|name| Command::new(name).arg("--version").output().is_err()) {
            println!("SKIPPED: there is no bash or no git on this machine, so the action was not run");
            return None;
        }
        let place = Place::with::<&str>(&[]);
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().unwrap()]);
        command.env("ACTION", env!("CARGO_MANIFEST_DIR")).env("TOOLS", "/tools").env("ImageOS", system);
        command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
        command.env("GITHUB_OUTPUT", place.path("output")).env("GITHUB_PATH", place.path("path"));
        let ran = finish(&mut command);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let told = place.read("output");
        let folder = told.lines().find_map(|line| line.strip_prefix("folder=")).unwrap();
        assert_eq!(place.read("path"), format!("{folder}/bin\n"));
        Some(told)
    }

    #[test]
    fn a_cached_program_is_that_of_these_sources_and_this_system() {
        let Some(told) = named_program("ubuntu24") else { return };
        let (key, folder) = told.trim().split_once("\nfolder=/tools/archsite-").unwrap();
        assert!(folder.len() == 40 && folder.bytes().all(|byte| byte.is_ascii_hexdigit()), "{told}");
        assert_eq!(key, format!("key=archsite-Linux-ubuntu24-X64-{folder}"));
        assert_eq!(named_program("ubuntu24").unwrap(), told, "the same sources have the same name");
        assert_ne!(named_program("ubuntu22").unwrap(), told);
    }

    #[test]
    fn what_somebody_gives_as_an_input_is_never_run() {
        let script = action()["runs"]["steps"]
            .as_array()
            .unwrap()
            .iter()
            .fold(String::new(), |all, step| all + step["run"].as_str().unwrap_or_default());
        assert!(!script.contains("${{"), "inputs reach a script as variables only:\n{script}");
    }
}
