//! Documents that somebody should look at again: reviews whose day has passed, documents that nobody
//! answers for, or that were last changed long ago.
//!
//! In: the metadata of all documents, the settings, and today. Out: findings. Never: asks the clock,
//! counts a document that nobody is to look at again, or asks for what the portal does not usually say.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::date::Date;
use crate::model::document::Document;
use crate::source::Span;
use std::sync::Arc;

/// Says whether a document was to be looked at before today, or was last changed more than
/// `stale_after` months ago; 0 is never.
pub(super) fn of_document(document: &Document, today: Date, stale_after: u32) -> [Option<Diagnostic>; 2] {
    let limit = today.months_before(stale_after).filter(|_| stale_after > 0);
    [overdue(document, today), limit.and_then(|limit| stale(document, limit))]
}

fn overdue(document: &Document, today: Date) -> Option<Diagnostic> {
    let review = document.metadata.next_review.as_ref()?;
    let due = review.due.filter(|due| due.last_day() < today.first_day() && !is_past(document))?;
    let message = format!("this document was to be reviewed by {}", due.last_day().human());
    Some(
        Diagnostic::new(Code::ReviewOverdue, review.extent.of(&document.id), message)
            .help("review it, then set its dates anew"),
    )
}

fn stale(document: &Document, limit: Date) -> Option<Diagnostic> {
    let updated = document.metadata.updated.as_ref()?;
    // What is to be reviewed on a day of its own is not old before that day.
    let has_own_day = document.metadata.next_review.as_ref().is_some_and(|review| review.due.is_some());
    let stays_as_it_is = document.is_decision() || document.is_template || document.is_change_log();
    if updated.last_day() >= limit || is_past(document) || has_own_day || stays_as_it_is {
        return None;
    }
    let message = format!("not changed since {}", updated.human());
    Some(
        Diagnostic::new(Code::Stale, updated.extent.of(&document.id), message).help(
            "read it again, and set its date; output.archsite.stale-after of book.toml says from when on",
        ),
    )
}

/// What is past its use is not looked at again.
fn is_past(document: &Document) -> bool {
    document.metadata.status.as_ref().is_some_and(|status| status.kind.is_past())
}

/// Whether a document says who owns it, whether it says when it is looked at again, and whether it is past its
/// use; nothing of one that is not asked. Decisions have no owner and no review by nature, and indexes and change
/// logs belong to all.
fn said(document: &Document) -> Option<[bool; 3]> {
    let is_asked =
        !document.is_decision() && !document.is_template && !document.is_index() && !document.is_change_log();
    let metadata = &document.metadata;
    is_asked.then(|| [!metadata.owners.is_empty(), metadata.next_review.is_some(), is_past(document)])
}

/// Says whether two texts of one document lack the same.
pub(super) fn lacks_the_same(old: &Document, new: &Document) -> bool {
    said(old) == said(new)
}

/// Says which documents do not say of themselves what three of four others do: who owns them, when they
/// are looked at again.
pub(super) fn lacking(documents: &[Arc<Document>]) -> Vec<Diagnostic> {
    let asked: Vec<(&Document, [bool; 3])> =
        documents.iter().filter_map(|document| Some((&**document, said(document)?))).collect();
    let wanted = [
        (Code::NoOwner, "this document names no owner", "**Owner:** and a team"),
        (
            Code::NoReviewDate,
            "this document does not say when it is to be looked at again",
            "**Next Review:** and a date",
        ),
    ];
    let mut found = Vec::new();
    for (which, (code, message, mend)) in wanted.into_iter().enumerate() {
        let number = asked.iter().filter(|(_, said)| said[which]).count();
        if number < FEWEST || number * 4 < asked.len() * 3 {
            continue;
        }
        let lacking = asked.iter().filter(|(_, said)| !said[which] && !said[2]);
        found.extend(lacking.map(|(document, _)| {
            Diagnostic::new(code, Span::whole(document.id.clone()), message)
                .help(format!("add {mend}, as {number} of {} documents do", asked.len()))
        }));
    }
    found
}

/// How many documents make a custom.
const FEWEST: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::{Review, Stated};
    use crate::model::status::{Status, StatusKind};
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{Extent, LineIndex, SourcePath};

    /// Returns what is found on 16 March 2026 of a document with this date of its next review.
    fn found(due: Option<Date>, status: Option<StatusKind>) -> Vec<String> {
        let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown, registers: &[], keep_metadata: false };
        let parsed =
            parse::document(&SourcePath::new("a.md"), &LineIndex::new("# T\n"), None, options, &|_| None);
        let mut document = (*parsed.document).clone();
        let review = Review { text: "soon".to_owned(), due };
        document.metadata.next_review = Some(Stated::new(review, Extent::default()));
        document.metadata.status =
            status.map(|kind| Stated::new(Status { kind, text: String::new() }, Extent::default()));
        let today = Date::day(2026, 3, 16).unwrap();
        of_document(&document, today, 0).into_iter().flatten().map(|it| it.message).collect()
    }

    #[test]
    fn a_review_is_overdue_on_the_day_after_the_period_that_it_is_due_in() {
        assert_eq!(found(Date::day(2026, 3, 15), None), ["this document was to be reviewed by 15 Mar 2026"]);
        assert_eq!(found(Date::month(2026, 2), None), ["this document was to be reviewed by 28 Feb 2026"]);
        assert_eq!(found(Date::day(2026, 3, 16), None), [""; 0]);
        assert_eq!(found(Date::month(2026, 3), None), [""; 0]);
        assert_eq!(found(None, None), [""; 0]);
    }

    #[test]
    fn nobody_reviews_what_was_superseded() {
        assert_eq!(found(Date::day(2026, 1, 1), Some(StatusKind::Superseded)), [""; 0]);
        assert_eq!(found(Date::day(2026, 1, 1), Some(StatusKind::Active)).len(), 1);
    }
}
