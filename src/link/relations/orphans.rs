//! Documents that no other points to.
//!
//! In: documents, their relations, the navigation. Out: a finding for each. Never: one for what readers come
//! to without a link: the front page, the index of a folder, a chapter of the summary; nor for a template.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Document, TitleOrigin};
use crate::model::output::OutputPath;
use crate::model::relation::{Relation, RelationKind, Relations};
use crate::model::site::DocumentNumber;
use crate::source::Span;
use std::collections::HashSet;
use std::sync::Arc;

/// Finds the documents that no other points to; `listed` are those that the summary names.
pub(in crate::link) fn find(
    documents: &[Arc<Document>],
    pages: &[OutputPath],
    relations: &Relations,
    listed: &HashSet<DocumentNumber>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if documents.len() < 2 {
        return;
    }
    let points = |relation: &&Relation| relation.kind != RelationKind::Shares;
    for (number, document) in documents.iter().enumerate() {
        let page = &pages[number];
        let number = DocumentNumber(number as u32);
        let is_come_to = matches!(page.file_name(), "index.html" | "404.html")
            || listed.contains(&number)
            || document.is_template;
        if is_come_to || relations.to(number).any(|it| points(&it)) {
            continue;
        }
        let place = match document.title_origin {
            TitleOrigin::Heading => document.sections.first().map_or(0, |section| section.start),
            _ => 0,
        };
        let span = Span::new(document.id.clone(), place, place);
        let is_island = !relations.from(number).iter().any(|it| points(&it));
        let message = match is_island {
            true => "no other document points here, and this one points to none",
            false => "no other document points here",
        };
        let help = "link to it from a document that its readers come from";
        diagnostics.push(Diagnostic::new(Code::Orphan, span, message).help(help));
    }
}
