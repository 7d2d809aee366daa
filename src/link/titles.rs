//! Documents that nobody has given a title.
//!
//! In: the documents. Out: findings. Never: a document without a text, or one that stands within others.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Document, TitleOrigin};
use crate::model::site::DocumentNumber;
use crate::source::{SourcePath, Span};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Returns the documents whose title another one has, too; templates are not counted.
pub(super) fn twins(documents: &[Arc<Document>]) -> HashSet<DocumentNumber> {
    let mut first_of: HashMap<&str, DocumentNumber> = HashMap::with_capacity(documents.len());
    let mut twins = HashSet::new();
    let numbered = documents.iter().zip((0..).map(DocumentNumber));
    for (document, number) in numbered.filter(|(document, _)| !document.is_template) {
        let first = *first_of.entry(&document.title).or_insert(number);
        if first != number {
            twins.extend([first, number]);
        }
    }
    twins
}

/// Returns the files that documents take in: these have their titles there.
pub(super) fn included(documents: &[Arc<Document>]) -> HashSet<&SourcePath> {
    documents.iter().flat_map(|document| &document.included).collect()
}

/// Says whether a document is called by the name of its file for want of a title.
pub(super) fn of_document(document: &Document, included: &HashSet<&SourcePath>) -> Option<Diagnostic> {
    let is_asked = document.title_origin == TitleOrigin::FileName
        && document.words > 0
        && !document.is_template
        && !included.contains(&document.id)
        // A picture may be the title.
        && document.sections.iter().all(|section| section.level > 1);
    if !is_asked {
        return None;
    }
    // The first heading is where a reader looks for the title.
    let span = match document.sections.first() {
        Some(first) => Span::new(document.id.clone(), first.start, first.start),
        None => Span::whole(document.id.clone()),
    };
    let message = format!("this document has no title, and is called \"{}\"", document.title);
    Some(Diagnostic::new(Code::NoTitle, span, message).help("begin it with a heading of level 1: \"# …\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::LineIndex;

    /// Returns which of these documents have no title.
    fn found(documents: &[(&str, &str)]) -> Vec<String> {
        let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown, registers: &[], keep_metadata: false };
        let read = |(name, text): &(&str, &str)| {
            parse::document(&SourcePath::new(*name), &LineIndex::new(text), None, options, &|_| {
                Some("Text.".into())
            })
            .document
        };
        let documents: Vec<Arc<Document>> = documents.iter().map(read).collect();
        let included = included(&documents);
        let found = documents.iter().filter_map(|document| of_document(document, &included));
        found.map(|it| format!("{} {}", it.span.file, it.span.start)).collect()
    }

    #[test]
    fn a_document_that_begins_below_level_1_has_no_title() {
        assert_eq!(found(&[("orders.md", "Orders come in here.\n\n## Data\n\nRows.\n")]), ["orders.md 22"]);
        assert_eq!(found(&[("orders.md", "Orders come in here.\n")]), ["orders.md 0"]);
    }

    #[test]
    fn a_title_is_a_heading_wherever_it_stands_or_a_field_of_front_matter() {
        for text in [
            "# Orders\n\nText.\n",
            "Text.\n\n# Orders\n",
            "---\ntitle: Orders\n---\n\nText.\n",
            "<h1>Orders</h1>\n\nText.\n",
            "# ![Orders](orders.svg)\n\nText.\n",
            "",
        ] {
            assert_eq!(found(&[("orders.md", text)]), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_another_document_takes_in_needs_none_and_a_template_neither() {
        let whole = ("guide.md", "# Guide\n\n{{#include part.md}}\n");
        assert_eq!(found(&[whole, ("part.md", "Text.\n")]), [""; 0]);
        assert_eq!(found(&[("templates/service.md", "## Data\n\nText.\n")]), [""; 0]);
    }
}
