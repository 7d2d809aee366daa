//! What is noticed of documents once all are linked: orphans, reviews that are due, what documents lack
//! that others have, statuses that nobody knows, titles that are missing.
//!
//! In: documents, their relations, today. Out: findings. What was noticed of a document is remembered as
//! long as it is the same document and nothing else has a part in it. Never: looks at links or decisions.

use super::relations::orphans;
use super::{Changed, reviews, statuses, titles};
use crate::diagnostic::Diagnostic;
use crate::model::date::Date;
use crate::model::document::Document;
use crate::model::output::OutputPath;
use crate::model::relation::Relations;
use crate::model::site::DocumentNumber;
use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::Arc;

/// What is asked about.
pub(super) struct Asked<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) pages: &'a [OutputPath],
    pub(super) relations: &'a Relations,
    /// The documents that a summary names.
    pub(super) listed: &'a HashSet<DocumentNumber>,
    pub(super) today: Option<Date>,
    /// After how many months a document is old; 0 is never.
    pub(super) stale_after: u32,
}

/// What was noticed in the turn before.
pub(super) struct Known {
    orphans: Vec<OfDocument>,
    reviews: Vec<OfDocument>,
    lacking: Vec<Diagnostic>,
    statuses: Vec<Diagnostic>,
    titles: Vec<OfDocument>,
}

/// What was noticed of one document.
type OfDocument = (DocumentNumber, Diagnostic);

/// Adds all that is noticed to the findings. `known` is what was noticed in the turn before, with the
/// documents that are others since, and whether all relations are there that were.
pub(super) fn notice(
    asked: &Asked<'_>,
    known: Option<(&[Changed], bool, Known)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Known {
    let documents = asked.documents;
    let (changed, has_same_ties, known) = match known {
        Some((changed, has_same_ties, known)) => (changed, has_same_ties, Some(known)),
        None => (&[][..], false, None),
    };
    let (orphans, reviews, lacking, statuses, titles) = match known {
        Some(Known { orphans, reviews, lacking, statuses, titles }) => {
            (Some(orphans), Some(reviews), Some(lacking), Some(statuses), Some(titles))
        }
        None => (None, None, None, None, None),
    };
    let document = |number: DocumentNumber| &*documents[number.0 as usize];
    let is_so = |says: fn(&Document, &Document) -> bool| {
        changed.iter().all(|changed| says(&changed.before, document(changed.number)))
    };
    let orphans = anew(documents, orphans.filter(|_| has_same_ties), changed, |number| {
        orphans::of_document(asked, number)
    });
    let reviews = anew(documents, reviews, changed, |number| {
        let of_document = |today| reviews::of_document(document(number), today, asked.stale_after);
        asked.today.map(of_document).into_iter().flatten().flatten()
    });
    let included = LazyCell::new(|| titles::included(documents));
    let titles = titles.filter(|_| is_so(|old, new| old.included == new.included));
    let titles = anew(documents, titles, changed, |number| titles::of_document(document(number), &included));
    let lacking = lacking.filter(|_| is_so(reviews::lacks_the_same));
    let lacking = lacking.unwrap_or_else(|| reviews::lacking(documents));
    let statuses = statuses.filter(|_| is_so(statuses::says_the_same));
    let statuses = statuses.unwrap_or_else(|| statuses::unknown(documents));
    let of_documents = [&orphans, &reviews, &titles].into_iter().flatten();
    diagnostics.extend(of_documents.map(|(_, finding)| finding.clone()));
    diagnostics.extend([&lacking, &statuses].into_iter().flatten().cloned());
    Known { orphans, reviews, lacking, statuses, titles }
}

/// Finds of each document what is to be found: of those that are the same as before what is known.
fn anew<F: IntoIterator<Item = Diagnostic>>(
    documents: &[Arc<Document>],
    known: Option<Vec<OfDocument>>,
    changed: &[Changed],
    find: impl Fn(DocumentNumber) -> F,
) -> Vec<OfDocument> {
    let found = |number: DocumentNumber| find(number).into_iter().map(move |finding| (number, finding));
    let Some(mut known) = known else {
        return (0..documents.len() as u32).map(DocumentNumber).flat_map(found).collect();
    };
    // Documents that changed are in the order of their numbers.
    known.retain(|(number, _)| changed.binary_search_by_key(number, |changed| changed.number).is_err());
    let held = known.len();
    known.extend(changed.iter().flat_map(|changed| found(changed.number)));
    if known.len() > held {
        known.sort_by_key(|(number, _)| *number);
    }
    known
}
