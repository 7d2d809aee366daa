//! Reads code in the common languages fast: one scanner that follows a table for each language,
//! and readers of their own for those that no table describes.
//!
//! In: a language and code, cut out of the middle of something as often as not. Out: the classes of
//! its parts. Never: fails, takes a time that is not in proportion to the code, keeps anything.
//!
//! To add a language: a table in a file under `languages`, and a line in [`LEXERS`].

mod languages;
mod modes;
mod quirks;
mod scanner;
mod strings;
mod table;
mod words;

use super::spans::{Span, Spans};
use std::ops::Range;
use std::sync::LazyLock;
use table::Table;

/// Reads a language.
#[derive(Clone, Copy)]
pub(super) struct Lexer(Reads);

/// How a language is read.
#[derive(Clone, Copy)]
enum Reads {
    /// By the scanner, with a table.
    Table(&'static LazyLock<Table>),
    /// By a reader of its own.
    Own(for<'a> fn(&'a str, Range<usize>, &mut Spans<'a>)),
}

impl Lexer {
    /// Finds the lexer for a language by the name that readers know.
    pub(super) fn named(name: &str) -> Option<Self> {
        LEXERS.iter().find(|(known, _)| *known == name).map(|&(_, reads)| Self(reads))
    }

    /// Reads code from its first byte to its last.
    pub(super) fn read(self, code: &str) -> Vec<Span> {
        let mut spans = Spans::over(code);
        self.read_part(code, 0..code.len(), &mut spans);
        spans.finish()
    }

    /// Reads a part of code, as if nothing were before and behind it.
    pub(super) fn read_part<'a>(self, code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
        match self.0 {
            Reads::Table(table) => scanner::scan(table, code, part, spans),
            Reads::Own(read) => read(code, part, spans),
        }
    }

    /// Lists the names of all languages that are read here.
    #[cfg(test)]
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        LEXERS.iter().map(|&(name, _)| name)
    }
}

/// The languages by the names that readers know.
const LEXERS: &[(&str, Reads)] = &[
    ("C", Reads::Table(&languages::C)),
    ("C#", Reads::Table(&languages::C_SHARP)),
    ("C++", Reads::Table(&languages::CPP)),
    ("CSS", Reads::Own(modes::css)),
    ("Configuration", Reads::Own(modes::ini)),
    ("Diff", Reads::Own(modes::diff)),
    ("Dockerfile", Reads::Own(modes::dockerfile)),
    ("Environment", Reads::Own(modes::environment)),
    ("Go", Reads::Table(&languages::GO)),
    ("GraphQL", Reads::Table(&languages::GRAPHQL)),
    ("HCL", Reads::Table(&languages::HCL)),
    ("HTML", Reads::Own(modes::html)),
    ("HTTP", Reads::Own(modes::http)),
    ("INI", Reads::Own(modes::ini)),
    ("JSON", Reads::Own(modes::json)),
    ("JSX", Reads::Table(&languages::JAVASCRIPT)),
    ("Java", Reads::Table(&languages::JAVA)),
    ("JavaScript", Reads::Table(&languages::JAVASCRIPT)),
    ("Kotlin", Reads::Table(&languages::KOTLIN)),
    ("Mermaid", Reads::Own(modes::mermaid)),
    ("PlantUML", Reads::Own(modes::plantuml)),
    ("PowerShell", Reads::Table(&languages::POWERSHELL)),
    ("Properties", Reads::Own(modes::properties)),
    ("Protocol Buffers", Reads::Table(&languages::PROTOBUF)),
    ("Python session", Reads::Table(&languages::PYTHON)),
    ("Python", Reads::Table(&languages::PYTHON)),
    ("Rust", Reads::Table(&languages::RUST)),
    ("SCSS", Reads::Own(modes::scss)),
    ("SQL", Reads::Table(&languages::SQL)),
    ("Shell session", Reads::Own(modes::shell)),
    ("Shell", Reads::Own(modes::shell)),
    ("Solidity", Reads::Table(&languages::SOLIDITY)),
    ("Svelte", Reads::Own(modes::svelte)),
    ("TOML", Reads::Own(modes::toml)),
    ("TSX", Reads::Table(&languages::TSX)),
    ("TypeScript", Reads::Table(&languages::TYPESCRIPT)),
    ("Vue", Reads::Own(modes::vue)),
    ("XML", Reads::Own(modes::xml)),
    ("YAML", Reads::Own(modes::yaml)),
    ("nginx", Reads::Own(modes::nginx)),
];

#[cfg(test)]
mod tests;
