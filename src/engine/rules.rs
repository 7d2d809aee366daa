//! What is reported of what was found: the settings of the portal for each rule, and the exceptions
//! that documents make.
//!
//! In: everything that the stages found. Out: the same without what is switched off or excepted, each
//! as bad as the portal says; and the exceptions that nothing was found for. Never: finds anything
//! else, or knows where a finding came from.

use crate::diagnostic::{self, Code, Diagnostic};
use crate::model::config::{Config, RuleLevel, RuleSettings};
use crate::model::document::Document;
use crate::model::exception::{Exception, ExceptionScope};
use crate::source::SourcePath;
use std::collections::HashMap;
use std::sync::Arc;

/// What holds for the findings of one portal.
pub struct Rules<'a> {
    settings: RuleSettings<'a>,
    /// The documents that make exceptions, by path; of each exception whether something was found.
    exceptions: HashMap<&'a SourcePath, Vec<(&'a Exception, bool)>>,
    /// Whether links to other hosts were looked at.
    looked_outside: bool,
}

impl<'a> Rules<'a> {
    /// Takes the settings of a portal and the exceptions of its documents.
    pub fn new(config: &'a Config, documents: &'a [Arc<Document>], looked_outside: bool) -> Self {
        let with_exceptions = documents.iter().filter(|document| !document.exceptions.is_empty());
        let exceptions = with_exceptions.map(|document| {
            let unused = document.exceptions.iter().map(|exception| (exception, false));
            (&document.id, unused.collect())
        });
        Self { settings: RuleSettings::of(config), exceptions: exceptions.collect(), looked_outside }
    }

    /// Takes out what is not reported, and makes the rest as bad as the portal says.
    pub fn apply(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|finding| {
            if self.is_excepted(finding) {
                return false;
            }
            match self.settings.level(finding.code, &finding.span.file) {
                Some(RuleLevel::Off) => false,
                Some(RuleLevel::As(severity)) => {
                    finding.severity = severity;
                    true
                }
                None => true,
            }
        });
    }

    fn is_excepted(&mut self, finding: &Diagnostic) -> bool {
        let Some(exceptions) = self.exceptions.get_mut(&finding.span.file) else { return false };
        let mut is_excepted = false;
        // Each that holds is used: of two for one place neither is the needless one.
        for (exception, is_used) in exceptions {
            if exception.code == finding.code && exception.scope.holds_at(finding.span.start) {
                *is_used = true;
                is_excepted = true;
            }
        }
        is_excepted
    }

    /// Finds exceptions for which nothing was found, once everything has been found.
    pub fn unused(mut self) -> Vec<Diagnostic> {
        let mut unused = self.unused_of(|code| code != Code::UnusedException);
        self.apply(&mut unused);
        let mut of_these = self.unused_of(|code| code == Code::UnusedException);
        self.exceptions.clear();
        self.apply(&mut of_these);
        unused.append(&mut of_these);
        // They were gathered out of a map that has no order.
        diagnostic::sort(&mut unused);
        unused
    }

    fn unused_of(&self, is_meant: impl Fn(Code) -> bool) -> Vec<Diagnostic> {
        let mut unused = Vec::new();
        for (file, exceptions) in &self.exceptions {
            for (exception, is_used) in exceptions {
                // Where nobody looked there is nothing to find.
                let was_looked_for = self.looked_outside || exception.code != Code::DeadExternalLink;
                if *is_used || !is_meant(exception.code) || !was_looked_for {
                    continue;
                }
                let code = exception.code.as_str();
                let message = match exception.scope {
                    ExceptionScope::Document => format!("`{code}` finds nothing in this document"),
                    ExceptionScope::Lines(_) => format!("`{code}` finds nothing in this line or the next"),
                };
                unused.push(
                    Diagnostic::new(Code::UnusedException, exception.comment.of(file), message)
                        .help("take the comment out, or move it to the line that it is meant for"),
                );
            }
        }
        unused
    }
}
