//! Reviews whose day has passed.
//!
//! In: the metadata of all documents, and today. Out: findings. Never: asks the clock, or counts a
//! document that nobody is to look at again.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::date::Date;
use crate::model::document::Document;
use std::sync::Arc;

/// Says which documents were to be looked at before today.
pub(super) fn check(documents: &[Arc<Document>], today: Date, diagnostics: &mut Vec<Diagnostic>) {
    for document in documents {
        let Some(review) = &document.metadata.next_review else { continue };
        let is_past = document.metadata.status.as_ref().is_some_and(|status| status.kind.is_past());
        let Some(due) = review.due.filter(|due| due.last_day() < today.first_day() && !is_past) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::new(
                Code::ReviewOverdue,
                review.extent.of(&document.id),
                format!("this document was to be reviewed by {}", due.last_day().human()),
            )
            .help("review it, then set its dates anew"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::{Review, Stated};
    use crate::model::status::{Status, StatusKind};
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{Extent, SourcePath};

    /// Returns what is found on 16 March 2026 of a document with this date of its next review.
    fn found(due: Option<Date>, status: Option<StatusKind>) -> Vec<String> {
        let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown, registers: &[], keep_metadata: false };
        let parsed = parse::document(&SourcePath::new("a.md"), "# T\n", None, options, &|_| None);
        let mut document = (*parsed.document).clone();
        let review = Review { text: "soon".to_owned(), due };
        document.metadata.next_review = Some(Stated::new(review, Extent::default()));
        document.metadata.status =
            status.map(|kind| Stated::new(Status { kind, text: String::new() }, Extent::default()));
        let mut diagnostics = Vec::new();
        let today = Date::day(2026, 3, 16).unwrap();
        check(&[Arc::new(document)], today, &mut diagnostics);
        diagnostics.into_iter().map(|it| it.message).collect()
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
