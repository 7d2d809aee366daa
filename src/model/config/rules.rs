//! How bad each kind of finding is in a portal: what `[output.archsite.check]` says about rules.
//!
//! In: tables of codes and words. Out: [`RuleLevels`] for the whole portal and [`RuleOverride`]s for some
//! of its files, put together to [`RuleSettings`]. Never: looks at a finding, or whether a path exists.

use super::Config;
use super::reader::{Entry, Value, nearest};
use super::setting::{Globs, Setting, member};
use crate::diagnostic::{Code, Severity};
use crate::source::SourcePath;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::BTreeMap;
use toml::de::DeValue;

/// What a rule is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleLevel {
    /// What it finds is not reported.
    Off,
    /// What it finds is this bad.
    As(Severity),
}

/// What rules are set to, by code; the others are as they are by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleLevels(pub BTreeMap<Code, RuleLevel>);

/// What rules are set to for some files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOverride {
    /// The files, as patterns of paths below the source folder.
    pub paths: Globs,
    /// What holds for them.
    pub rules: RuleLevels,
}

/// All that a portal says about rules, ready to be asked for each finding.
pub struct RuleSettings<'a> {
    general: &'a RuleLevels,
    overrides: Vec<(Gitignore, &'a RuleLevels)>,
}

impl<'a> RuleSettings<'a> {
    /// Takes what the settings say.
    pub fn of(config: &'a Config) -> Self {
        let overrides = config.rule_overrides.iter().map(|it| (patterns(&it.paths), &it.rules));
        Self { general: &config.rules, overrides: overrides.collect() }
    }

    /// Returns what a rule is set to for a file, the last override that names both before all others;
    /// nothing where it is as it is by default.
    pub fn level(&self, code: Code, file: &SourcePath) -> Option<RuleLevel> {
        let concerns = |patterns: &Gitignore| {
            patterns.matched_path_or_any_parents(file.as_str().trim_start_matches('/'), false).is_ignore()
        };
        let special = self
            .overrides
            .iter()
            .rev()
            .find_map(|(patterns, levels)| levels.0.get(&code).copied().filter(|_| concerns(patterns)));
        special.or_else(|| self.general.0.get(&code).copied())
    }
}

fn patterns(globs: &Globs) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for glob in globs.as_slice() {
        // The settings have refused what is no pattern.
        let _ = builder.add_line(None, glob);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

impl Setting for RuleLevels {
    const EXPECTED: &'static str = "a table of rules";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else { return entry.wrong_type(value, Self::EXPECTED) };
        let mut levels = BTreeMap::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(code) = Code::of(name) else {
                let help = match nearest(name, Code::ALL.iter().map(|code| code.as_str())) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "`archsite explain` lists the rules".to_owned(),
                };
                entry.wrong_key::<Self>(key, format!("there is no rule `{name}`"), help);
                continue;
            };
            let mut entry = entry.entry(name);
            entry.note(&key.span());
            levels.extend(RuleLevel::read(value, &mut entry).map(|level| (code, level)));
        }
        (levels.len() == table.len()).then_some(Self(levels))
    }
}

impl Setting for RuleLevel {
    const EXPECTED: &'static str = "\"off\", \"info\", \"warning\" or \"error\"";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        match entry.text(value, Self::EXPECTED)? {
            "off" => Some(Self::Off),
            "info" => Some(Self::As(Severity::Info)),
            "warning" => Some(Self::As(Severity::Warning)),
            "error" => Some(Self::As(Severity::Error)),
            other => {
                let message = format!("`{}` cannot be {other:?}", entry.name);
                entry.wrong(value, message, Some(format!("write {}", Self::EXPECTED)))
            }
        }
    }
}

impl Setting for Vec<RuleOverride> {
    const EXPECTED: &'static str = "a list of tables";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        if matches!(value.get_ref(), DeValue::Table(_)) {
            let help = format!("write it below a line `[[{}]]`, with two brackets", entry.name);
            return entry.wrong(value, format!("`{}` is a list of overrides", entry.name), Some(help));
        }
        super::setting::list(value, entry, Self::EXPECTED)
    }
}

impl Setting for RuleOverride {
    const EXPECTED: &'static str = "a table with `paths` and `rules`";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else { return entry.wrong_type(value, Self::EXPECTED) };
        let mut is_right = true;
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            let known = ["paths", "rules"];
            if !known.contains(&name) {
                let help = match nearest(name, known.into_iter()) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "the keys are `paths` and `rules`".to_owned(),
                };
                entry.wrong_key::<Self>(key, format!("an override has no key `{name}`"), help);
                is_right = false;
            }
        }
        if let Some(missing) = ["paths", "rules"].into_iter().find(|key| !table.contains_key(*key)) {
            let help = "give it both, as in `paths = [\"drafts/\"]` and `rules = { placeholder = \"off\" }`";
            return entry.wrong(value, format!("an override needs `{missing}`"), Some(help.to_owned()));
        }
        let (paths, rules) = (member(table, "paths", entry), member(table, "rules", entry));
        let (paths, rules) = paths.zip(rules)?;
        is_right.then_some(Self { paths, rules })
    }
}
