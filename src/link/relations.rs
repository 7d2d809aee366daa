//! What documents have to do with each other.
//!
//! In: documents whose links lead somewhere. Out: [`Relation`]s in the order from, to, kind.
//! Never: ranks them, or says how they are shown.

use crate::model::document::{Document, LinkKind};
use crate::model::relation::{Cause, Relation, RelationKind};
use crate::model::site::{Destination, DocumentNumber};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much one hyperlink says.
const LINK: f32 = 1.0;

/// Gathers the relations of all documents.
pub(super) fn gather(documents: &[Arc<Document>], destinations: &[Arc<[Destination]>]) -> Vec<Relation> {
    let mut relations = Vec::new();
    for (number, (document, destinations)) in documents.iter().zip(destinations).enumerate() {
        links_of(DocumentNumber(number as u32), document, destinations, &mut relations);
    }
    relations
}

/// Adds where the hyperlinks of one document lead, each target once.
fn links_of(
    from: DocumentNumber,
    document: &Document,
    destinations: &[Destination],
    relations: &mut Vec<Relation>,
) {
    let mut causes: BTreeMap<DocumentNumber, Vec<Cause>> = BTreeMap::new();
    for (link, destination) in document.links.iter().zip(destinations) {
        if let (LinkKind::Hyperlink, Destination::Page { document: Some(to), .. }) = (link.kind, destination)
            && *to != from
        {
            let cause = Cause { span: link.span.clone(), section: link.section };
            causes.entry(*to).or_default().push(cause);
        }
    }
    relations.extend(causes.into_iter().map(|(to, causes)| Relation {
        from,
        to,
        kind: RelationKind::Links,
        weight: LINK,
        causes,
    }));
}
