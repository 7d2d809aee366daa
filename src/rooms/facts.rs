//! What the head of a page and the rows of lists show of a document's metadata. Ground that rooms
//! share, no room.
//!
//! In: a document, and today. Out: facts in a fixed order, badges. Never: an empty fact.

use crate::model::date::Date;
use crate::model::document::Document;
use crate::model::metadata::{Review, Stated};
use crate::model::page::Fact;
use crate::model::status::Status;

/// The longest prose about the next review that a fact shows, in characters.
const LONGEST_REVIEW: usize = 60;

/// Returns the facts under the title of a document: status, owners, dates, the next review; then
/// reviewers and version, for which there may be no room on the first line.
///
/// The parse stage leaves a block of metadata out of the text if all of it is shown here
/// ([`crate::model::metadata`]); a fact that is no longer shown must stay in the text there.
pub(super) fn of_document(document: &Document, today: Option<Date>) -> Vec<Fact> {
    let metadata = &document.metadata;
    let mut facts = Vec::new();
    if let Some(status) = &metadata.status {
        facts.push(Fact {
            label: "Status".to_owned(),
            value: badge_text(status),
            kind: "status",
            status: Some(status.kind.as_str().to_owned()),
        });
    }
    let people = |people: &[Stated<String>], label: &str| {
        let names: Vec<&str> = people.iter().map(|person| person.as_str()).collect();
        (!names.is_empty()).then(|| fact(label, names.join(", "), "text"))
    };
    facts.extend(people(&metadata.owners, if metadata.owners.len() == 1 { "Owner" } else { "Owners" }));
    // Where nothing else says when it was changed, the date of a document is that of its last change.
    let date = metadata.date.filter(|date| metadata.updated.is_none_or(|updated| updated != *date));
    facts.extend(date.map(|date| fact("Date", date.human(), "date")));
    facts.extend(metadata.updated.map(|updated| {
        let label = if metadata.date == Some(updated) { "Date" } else { "Updated" };
        fact(label, updated.human(), "date")
    }));
    if let Some(review) = &metadata.next_review {
        let is_overdue = today.is_some_and(|today| metadata.is_overdue(today));
        let text = review_text(review);
        facts.push(match is_overdue {
            true => fact("Next review", format!("{text}, overdue"), "overdue"),
            false => fact("Next review", text, if review.due.is_some() { "date" } else { "text" }),
        });
    }
    facts.extend(people(&metadata.reviewers, "Reviewed by"));
    facts.extend(metadata.version.as_ref().map(|version| fact("Version", version.value.clone(), "text")));
    facts
}

fn fact(label: &str, value: String, kind: &'static str) -> Fact {
    Fact { label: label.to_owned(), value, kind, status: None }
}

/// Returns the words of a status as a badge shows them: as written, with a capital.
pub(super) fn badge_text(status: &Status) -> String {
    let word = status.word();
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn review_text(review: &Review) -> String {
    match review.due {
        Some(due) => due.human(),
        None if review.text.chars().count() <= LONGEST_REVIEW => review.text.clone(),
        None => {
            let cut: String = review.text.chars().take(LONGEST_REVIEW).collect();
            format!("{}…", cut.rsplit_once(' ').map_or(&*cut, |(words, _)| words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::status::StatusKind;
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{Extent, SourcePath};

    fn stated<T>(value: T) -> Stated<T> {
        Stated::new(value, Extent::default())
    }

    fn day(text: &str) -> Date {
        crate::model::date::parse_date(text).date().expect("a date")
    }

    fn document() -> Document {
        let options = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        Document::clone(&parse::fragment(&SourcePath::new("a.md"), "", options).document)
    }

    fn shown(document: &Document, today: &str) -> Vec<String> {
        let facts = of_document(document, Some(day(today)));
        facts.into_iter().map(|fact| format!("{}: {} ({})", fact.label, fact.value, fact.kind)).collect()
    }

    #[test]
    fn the_facts_stand_in_a_fixed_order_and_none_is_empty() {
        let mut document = document();
        assert_eq!(shown(&document, "2026-01-01"), Vec::<String>::new());
        document.metadata.version = Some(stated("2.1".to_owned()));
        document.metadata.updated = Some(stated(day("2025-03")));
        document.metadata.reviewers = vec![stated("Chen".to_owned())];
        document.metadata.owners = vec![stated("Ana Sol".to_owned()), stated("Ben".to_owned())];
        document.metadata.status = Status::read("accepted (see below)").map(stated);
        assert_eq!(
            shown(&document, "2026-01-01"),
            [
                "Status: Accepted (status)",
                "Owners: Ana Sol, Ben (text)",
                "Updated: Mar 2025 (date)",
                "Reviewed by: Chen (text)",
                "Version: 2.1 (text)"
            ]
        );
    }

    #[test]
    fn a_date_without_a_word_is_called_a_date() {
        let mut document = document();
        document.metadata.date = Some(stated(day("2024-05-01")));
        document.metadata.updated = document.metadata.date;
        assert_eq!(shown(&document, "2026-01-01"), ["Date: 1 May 2024 (date)"]);
        document.metadata.updated = Some(stated(day("2025-03")));
        assert_eq!(shown(&document, "2026-01-01"), ["Date: 1 May 2024 (date)", "Updated: Mar 2025 (date)"]);
    }

    #[test]
    fn a_review_is_overdue_when_its_whole_period_is_past() {
        let mut document = document();
        let review = Review { text: "March 2026".to_owned(), due: Some(day("2026-03")) };
        document.metadata.next_review = Some(stated(review));
        assert_eq!(shown(&document, "2026-03-31"), ["Next review: Mar 2026 (date)"]);
        assert_eq!(shown(&document, "2026-04-01"), ["Next review: Mar 2026, overdue (overdue)"]);
        document.metadata.status =
            Some(stated(Status { kind: StatusKind::Superseded, text: "Superseded".to_owned() }));
        assert_eq!(
            shown(&document, "2026-04-01")[1],
            "Next review: Mar 2026 (date)",
            "nobody reviews what is past"
        );
    }
}
