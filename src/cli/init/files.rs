//! The texts of the files that a portal begins with.
//!
//! In: what is known of the folder. Out: the text of each file. Never: reads, writes, or decides
//! whether a file is wanted.

/// What is known of the place where a portal begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    /// The way from the root of the repository to the portal's folder; empty where they are one.
    pub(super) prefix: String,
    /// The folder of the documents, from the portal's folder.
    pub(super) source: String,
    /// The web address of the repository, where one is known.
    pub(super) repository: Option<String>,
    /// The branch that is published.
    pub(super) branch: String,
    /// Whether the settings ask for the history of git.
    pub(super) wants_history: bool,
}

/// Returns the settings of a new portal: what is known, and as comments what there is besides.
pub(super) fn settings(surroundings: &Surroundings) -> String {
    let source = toml_text(&surroundings.source);
    let repository = match &surroundings.repository {
        Some(repository) => {
            let edit = match repository.contains("//github.com/") {
                true => {
                    let prefix = match surroundings.prefix.as_str() {
                        "" => String::new(),
                        prefix => format!("{prefix}/"),
                    };
                    let template = format!("{repository}/edit/{}/{prefix}{{path}}", surroundings.branch);
                    format!("edit-url-template = {}\n", toml_text(&template))
                }
                false => "# edit-url-template = \"https://git.example.org/team/system/edit/main/{path}\"\n"
                    .to_owned(),
            };
            format!("git-repository-url = {}\n{edit}", toml_text(repository))
        }
        None => "# git-repository-url = \"https://git.example.org/team/system\"\n\
                 # edit-url-template = \"https://git.example.org/team/system/edit/main/{path}\"\n"
            .to_owned(),
    };
    format!(
        "# The settings of the portal. None is needed; those behind a `#` show what there is.\n\
         # All of them: {REPOSITORY}/blob/main/docs/configuration.md\n\
         \n\
         [book]\n\
         # title = \"Harbour platform\"\n\
         # description = \"How the port's systems are built, and why\"\n\
         # language = \"en\"\n\
         src = {source}\n\
         \n\
         [build]\n\
         # build-dir = \"site\"\n\
         \n\
         # Where the documents are kept: for links to files that have no page, and for \"edit this page\".\n\
         [output.html]\n\
         {repository}\
         \n\
         [output.archsite]\n\
         # accent = \"teal\"\n\
         # exclude = [\"drafts/\"]\n\
         # history = \"git\"\n"
    )
}

/// Returns the front document of a portal that has none.
pub(super) fn front_document(name: &str) -> String {
    format!(
        "# {name}\n\
         \n\
         What this system does and for whom, in two or three sentences.\n\
         \n\
         ## What belongs here\n\
         \n\
         - How the system is built: its parts, their interfaces, the data that flows between them.\n\
         - Why it is built so: a file for each decision, such as `decisions/0001-use-queues.md`.\n\
         - How it is run: where it is deployed, what it needs, what to do when it fails.\n"
    )
}

/// Returns the workflow that checks pull requests and publishes a branch on GitHub Pages.
pub(super) fn workflow(surroundings: &Surroundings) -> String {
    let path = match surroundings.prefix.as_str() {
        "" => ".",
        prefix => prefix,
    };
    let action = REPOSITORY.trim_start_matches("https://github.com/");
    // Without it a checkout has the last commit alone.
    let history = if surroundings.wants_history { "\n          fetch-depth: 0" } else { "" };
    include_str!("workflow.yml")
        .replace("@HISTORY@", history)
        .replace("@ACTION@", &format!("{action}@v{}", env!("CARGO_PKG_VERSION")))
        .replace("@BRANCH@", &surroundings.branch)
        .replace("@PATH@", &yaml_text(path))
}

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Says whether a text can stand in a workflow as it is, in an expression too.
pub(super) fn is_plain(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
    text.chars().all(is_plain) && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.')
}

/// Writes a text as YAML: as it is where that is no other thing, else between quotes.
fn yaml_text(text: &str) -> String {
    let is_word =
        matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "null");
    match is_plain(text) && !is_word {
        true => text.to_owned(),
        // What GitHub takes for the start of an expression cannot be escaped; no folder has such a name.
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

/// Writes a text as TOML.
fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;
    use crate::source::SourcePath;

    fn orders() -> Surroundings {
        Surroundings {
            prefix: "platform".to_owned(),
            source: "docs".to_owned(),
            repository: Some("https://github.com/port/orders".to_owned()),
            branch: "trunk".to_owned(),
            wants_history: false,
        }
    }

    #[test]
    fn the_settings_are_what_archsite_reads() {
        let file = SourcePath::new("book.toml");
        let config = Config::from_toml(&settings(&orders()), &file).unwrap();
        assert_eq!(config.src.as_str(), "docs");
        assert_eq!(
            config.edit_url_template.as_deref(),
            Some("https://github.com/port/orders/edit/trunk/platform/{path}")
        );
    }

    #[test]
    fn every_setting_that_is_commented_out_is_one() {
        let bare = settings(&Surroundings { source: "a \"b\"".to_owned(), ..Surroundings::default() });
        let lines = bare.lines().map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = ") => setting,
            _ => line,
        });
        let config = Config::from_toml(&lines.collect::<Vec<_>>().join("\n"), &SourcePath::new("book.toml"));
        let config = config.unwrap();
        assert_eq!(config.src.as_str(), "a \"b\"");
        assert!(config.edit_url_template.is_some() && config.accent.is_some());
    }

    #[test]
    fn a_workflow_names_the_folder_the_branch_and_this_version() {
        let text = workflow(&orders());
        assert!(!text.contains('@') || !text.contains("@P") && !text.contains("@B"), "{text}");
        assert_eq!(text.matches("path: platform\n").count(), 2, "{text}");
        assert!(text.contains("branches: [trunk]") && text.contains("== 'refs/heads/trunk'"), "{text}");
        let action = concat!("archsite/archsite@v", env!("CARGO_PKG_VERSION"), "\n");
        assert_eq!(text.matches(action).count(), 2, "{text}");
        assert!(!text.contains("fetch-depth"));
        let with_history = workflow(&Surroundings { wants_history: true, ..orders() });
        assert_eq!(with_history.matches("false\n          fetch-depth: 0\n").count(), 2, "{with_history}");
    }

    #[test]
    fn a_folder_with_a_name_that_yaml_would_read_otherwise_is_quoted() {
        for (name, written) in
            [("docs", "docs"), ("a b", "'a b'"), ("no", "'no'"), ("it's", "'it''s'"), (".", ".")]
        {
            assert_eq!(yaml_text(name), written);
        }
    }
}
