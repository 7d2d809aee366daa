//! What archsite has to say about a document: a code, a severity, a place, and the mend.
//!
//! In: what a stage noticed. Out: typed [`Diagnostic`]s and ways to show them. A bad document is
//! normal input: stages return what they understood and their diagnostics side by side.
//! Never: prints, decides exit codes, reads the text that a span points into (it is handed in).

pub mod baseline;
mod code;
mod explanation;
pub mod github;
mod identity;
pub mod json;
pub mod junit;
mod mend;
pub mod overlay;
mod places;
pub mod sarif;
pub mod terminal;

pub use code::Code;
pub use explanation::Explanation;
pub use mend::{Mend, Role, Supersession};

use crate::source::{LineIndex, SourcePath, Span};
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The reader of the portal meets something broken or false.
    Error,
    /// The reader may be misled, or something is missing.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// Returns the word that is shown and written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Something that is wrong or worth knowing, at a place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop: what was found.
    pub message: String,
    /// The smallest range of text that shows it.
    pub span: Span,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The mend, where there is one.
    pub help: Option<String>,
    /// The mend that a program can make, where only one is right.
    pub mend: Option<Box<Mend>>,
}

/// A further place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where it is.
    pub span: Span,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// Makes a finding with the severity that its code has by default.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            message: message.into(),
            span,
            related: Vec::new(),
            help: None,
            mend: None,
        }
    }

    /// Adds the mend.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the mend where there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds the mend that a program can make, where there is one.
    #[must_use]
    pub fn mend(mut self, mend: Option<Mend>) -> Self {
        self.mend = mend.map(Box::new);
        self
    }

    /// Sets a severity other than the default of the code.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    fn place_in_order(&self) -> impl Ord {
        (&self.span, self.code.as_str(), &self.message)
    }
}

/// Sorts findings into the order in which they are always shown: file, place, code, message.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| a.place_in_order().cmp(&b.place_in_order()));
}

/// Returns findings in the order in which they are always shown.
fn in_order(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut ordered: Vec<_> = diagnostics.iter().collect();
    ordered.sort_by(|a, b| a.place_in_order().cmp(&b.place_in_order()));
    ordered
}

/// The texts that spans point into, so that a report can show the line and count the column.
pub trait Texts {
    /// Returns the decoded text of a file, or nothing if it was not read as text.
    fn text(&self, file: &SourcePath) -> Option<&str>;

    /// Returns the lines of that text.
    fn lines(&self, file: &SourcePath) -> Option<LineIndex<'_>> {
        self.text(file).map(LineIndex::new)
    }
}

#[cfg(test)]
mod testing {
    //! Texts and spans as tests say them.

    use super::Texts;
    use crate::source::{SourcePath, Span};
    use std::collections::BTreeMap;

    pub(super) struct Named(BTreeMap<String, String>);

    impl Texts for Named {
        fn text(&self, file: &SourcePath) -> Option<&str> {
            self.0.get(file.as_str()).map(String::as_str)
        }
    }

    /// Makes texts by name.
    pub(super) fn texts<const N: usize>(texts: [(&str, &str); N]) -> Named {
        Named(texts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect())
    }

    /// Returns the first place of a text in a file.
    pub(super) fn at(texts: &Named, file: &str, part: &str) -> Span {
        let file = SourcePath::new(file);
        let start = texts.text(&file).and_then(|text| text.find(part)).expect("the text is there");
        Span::new(file, start as u32, (start + part.len()) as u32)
    }
}
