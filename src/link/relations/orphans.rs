//! Documents that no other points to.
//!
//! In: a document, the relations of all, the navigation. Out: a finding. Never: one for what readers come
//! to without a link: the front page, the index of a folder, a chapter of the summary; nor for a template.

use crate::diagnostic::{Code, Diagnostic};
use crate::link::noticed::Asked;
use crate::model::document::TitleOrigin;
use crate::model::relation::{Relation, RelationKind};
use crate::model::site::DocumentNumber;
use crate::source::Span;

/// Says of a document whether no other points to it.
pub(in crate::link) fn of_document(asked: &Asked<'_>, number: DocumentNumber) -> Option<Diagnostic> {
    let Asked { documents, pages, relations, listed, .. } = asked;
    if documents.len() < 2 {
        return None;
    }
    let points = |relation: &&Relation| relation.kind != RelationKind::Shares;
    let (document, page) = (&documents[number.0 as usize], &pages[number.0 as usize]);
    let is_come_to = || {
        matches!(page.file_name(), "index.html" | "404.html")
            || listed.contains(&number)
            || document.is_template
    };
    if relations.to(number).any(|it| points(&it)) || is_come_to() {
        return None;
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
    Some(Diagnostic::new(Code::Orphan, span, message).help(help))
}
