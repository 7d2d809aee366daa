//! A typed reader of TOML that remembers every place and every mistake.
//!
//! In: text, and the keys that are asked for. Out: values, their places, and findings with a place
//! and a mend. Never: stops at the first mistake; knows what settings there are.

use super::Key;
use super::setting::Setting;
use crate::diagnostic::{Code, Diagnostic, sort};
use crate::source::{LineIndex, SourcePath, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as it stands in the file.
pub(super) type Value<'text> = Spanned<DeValue<'text>>;

/// Reads one file key by key.
pub(super) struct Reader<'text> {
    text: &'text str,
    file: &'text SourcePath,
    root: DeTable<'text>,
    places: BTreeMap<String, Span>,
    findings: Vec<Diagnostic>,
    /// What is no TOML, by line: what is read out of such a line is not to be complained about again.
    unreadable: BTreeMap<u32, Diagnostic>,
    /// Tables that were found to be something else, so that each is reported once.
    no_tables: BTreeSet<String>,
}

impl<'text> Reader<'text> {
    pub(super) fn new(text: &'text str, file: &'text SourcePath) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let lines = LineIndex::new(text);
        let mut reader = Self {
            text,
            file,
            root: root.into_inner(),
            places: BTreeMap::new(),
            findings: Vec::new(),
            unreadable: BTreeMap::new(),
            no_tables: BTreeSet::new(),
        };
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            let message = format!("this is not TOML: {}", error.message());
            let finding = Diagnostic::new(Code::InvalidConfiguration, reader.span(&range), message);
            // One slip makes several errors: what follows on its line says nothing new.
            reader.unreadable.entry(lines.position(finding.span.start).line).or_insert(finding);
        }
        reader
    }

    /// Reads the setting `name`, whose parts are separated by dots; nothing if it is not given or wrong.
    pub(super) fn setting<T: Setting>(&mut self, name: &'static str) -> Option<T> {
        let root = std::mem::take(&mut self.root);
        let value = self.find(&root, name).and_then(|value| {
            let mut entry = Entry { name: name.to_owned(), reader: self };
            entry.note(&value.span());
            T::read(value, &mut entry)
        });
        self.root = root;
        value
    }

    fn find<'root>(&mut self, root: &'root DeTable<'text>, name: &str) -> Option<&'root Value<'text>> {
        let mut table = root;
        let mut from = 0;
        while let Some(dot) = name[from..].find('.') {
            let path = &name[..from + dot];
            let value = table.get(&name[from..from + dot])?;
            match value.get_ref() {
                DeValue::Table(inner) => table = inner,
                other => {
                    if self.no_tables.insert(path.to_owned()) {
                        let message = format!("`{path}` must be a table, but it is {}", describe(other));
                        let help = format!("write its settings below a line `[{path}]`");
                        self.complain(value.span(), message, Some(help));
                    }
                    return None;
                }
            }
            from += dot + 1;
        }
        table.get(&name[from..])
    }

    /// Complains about keys that nothing reads: under `output.archsite` all of them, in the tables
    /// that are shared with mdBook those that mdBook does not know and that look like a known key.
    pub(super) fn refuse_unknown_keys(&mut self, keys: &[Key]) {
        let root = std::mem::take(&mut self.root);
        let tables: BTreeSet<&str> =
            keys.iter().filter_map(|key| Some(key.name.rsplit_once('.')?.0)).collect();
        for path in tables {
            let Some(table) = table_at(&root, path) else { continue };
            // A table within it counts as a key of its own.
            let known = || {
                let below = keys.iter().filter_map(|key| key.name.strip_prefix(path)?.strip_prefix('.'));
                below.map(|name| name.split_once('.').map_or(name, |(table, _)| table))
            };
            let is_ours = path == "output.archsite" || path.starts_with("output.archsite.");
            for key in table.keys() {
                let name = key.get_ref().as_ref();
                if known().any(|known| known == name) || (!is_ours && MDBOOK_KEYS.contains(&name)) {
                    continue;
                }
                let close = nearest(name, known());
                let help = match close {
                    Some(close) => format!("did you mean `{close}`?"),
                    None if is_ours => {
                        let mut names: Vec<&str> = known().collect();
                        names.dedup();
                        format!("the keys are {}", listed(names.into_iter()))
                    }
                    None => continue,
                };
                self.complain(key.span(), format!("`[{path}]` has no key `{name}`"), Some(help));
            }
        }
        self.root = root;
    }

    /// Returns the places of all settings that were read.
    pub(super) fn finish(self) -> Result<BTreeMap<String, Span>, Vec<Diagnostic>> {
        let lines = LineIndex::new(self.text);
        let Self { mut findings, unreadable, .. } = self;
        findings.retain(|finding| !unreadable.contains_key(&lines.position(finding.span.start).line));
        findings.extend(unreadable.into_values());
        if findings.is_empty() {
            return Ok(self.places);
        }
        sort(&mut findings);
        Err(findings)
    }

    fn complain(&mut self, range: Range<usize>, message: String, help: Option<String>) {
        let span = self.span(&range);
        self.findings.push(Diagnostic::new(Code::InvalidConfiguration, span, message).maybe_help(help));
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file.clone(), range.start as u32, range.end as u32)
    }
}

fn table_at<'root, 'text>(root: &'root DeTable<'text>, path: &str) -> Option<&'root DeTable<'text>> {
    path.split('.').try_fold(root, |table, part| table.get(part)?.get_ref().as_table())
}

/// The keys that mdBook 0.4 and 0.5 know in the tables that archsite reads, other than archsite's.
const MDBOOK_KEYS: &[&str] = &[
    // [book]
    "author",
    "multilingual",
    "text-direction",
    // [build]
    "create-missing",
    "use-default-preprocessors",
    "extra-watch-dirs",
    // [output.html]
    "additional-css",
    "additional-js",
    "admonitions",
    "cname",
    "code",
    "copy-fonts",
    "curly-quotes",
    "default-theme",
    "definition-lists",
    "fold",
    "git-repository-icon",
    "google-analytics",
    "hash-files",
    "heading-split-level",
    "input-404",
    "live-reload-endpoint",
    "livereload-url",
    "mathjax-support",
    "no-section-label",
    "playground",
    "playpen",
    "preferred-dark-theme",
    "print",
    "search",
    "sidebar-header-nav",
    "smart-punctuation",
    "theme",
];

/// Returns the word that `word` was most likely meant to be, if one is close enough.
pub fn nearest<'word>(word: &str, words: impl Iterator<Item = &'word str>) -> Option<&'word str> {
    let plain = |word: &str| word.to_ascii_lowercase().replace('_', "-");
    let given = plain(word);
    words
        .map(|known| (strsim::osa_distance(&given, known), known))
        .filter(|(distance, known)| *distance <= (known.len() / 3).clamp(1, 3))
        .min()
        .map(|(_, known)| known)
}

fn listed<'word>(words: impl Iterator<Item = &'word str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A setting while it is read: where to put the places of its entries and its mistakes.
pub(super) struct Entry<'reader, 'text> {
    pub(super) name: String,
    reader: &'reader mut Reader<'text>,
}

impl<'text> Entry<'_, 'text> {
    /// Turns to an entry of a list or a table.
    pub(super) fn entry(&mut self, name: &str) -> Entry<'_, 'text> {
        Entry { name: format!("{}.{name}", self.name), reader: self.reader }
    }

    /// Remembers where the setting or entry stands.
    pub(super) fn note(&mut self, range: &Range<usize>) {
        let span = self.reader.span(range);
        self.reader.places.insert(self.name.clone(), span);
    }

    /// Complains that a value is of another type than the setting needs.
    pub(super) fn wrong_type<T>(&mut self, value: &Value<'_>, expected: &str) -> Option<T> {
        let found = describe(value.get_ref());
        let message = format!("`{}` must be {expected}, but this is {found}", self.name);
        let help = match (value.get_ref(), expected) {
            (DeValue::String(text), "true or false") if matches!(&**text, "true" | "false") => {
                Some(format!("write {text} without quotes"))
            }
            _ => None,
        };
        self.reader.complain(value.span(), message, help);
        None
    }

    /// Complains about a value of the right type.
    pub(super) fn wrong<T>(&mut self, value: &Value<'_>, message: String, help: Option<String>) -> Option<T> {
        self.reader.complain(value.span(), message, help);
        None
    }

    /// Complains about a key that nothing reads.
    pub(super) fn wrong_key<T>(
        &mut self,
        key: &Spanned<Cow<'_, str>>,
        message: String,
        help: String,
    ) -> Option<T> {
        self.reader.complain(key.span(), message, Some(help));
        None
    }

    /// Returns the text that a value is.
    pub(super) fn text<'value>(&mut self, value: &'value Value<'_>, expected: &str) -> Option<&'value str> {
        match value.get_ref() {
            DeValue::String(text) => Some(text),
            _ => self.wrong_type(value, expected),
        }
    }
}

fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 40 => format!("the text {text:?}"),
        DeValue::String(_) => "a text".to_owned(),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {}", number.as_str()),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
