//! What the forms of metadata say, put together.
//!
//! In: a label, its key and its value, one after another. Out: [`Metadata`], in which the first form
//! that says something holds, and a finding where a later one says something else. Never: finds
//! labels.

use super::super::placeholders::is_unfilled;
use super::super::{dates, status};
use super::Found;
use super::keys::{Key, Role};
use super::review::Cycle;
use super::values::Value;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::date::{Date, DateReading, find_date, find_impossible_date, find_unclear_date, parse_date};
use crate::model::metadata::{Concept, Field, Metadata, Review, Stated};
use crate::model::status::{Status, StatusKind};
use crate::source::{Extent, SourcePath, as_one_line};
use std::collections::BTreeSet;

/// A way of stating metadata, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    FrontMatter,
    Header,
    Footer,
    Control,
    Headings,
}

/// The most words of a review that is no date: `Before production deployment`.
const WORDS_OF_REVIEW: usize = 8;

/// The longest version, in characters.
const LONGEST_VERSION: usize = 60;

pub(super) struct Collector<'a> {
    pub(super) metadata: Metadata,
    file: &'a SourcePath,
    title: Option<&'a str>,
    diagnostics: &'a mut Vec<Diagnostic>,
    form: Form,
    /// The forms that gave what may be given several times in one.
    lists: Vec<(List, Form)>,
    /// The names that are there already, in lower case: of owners, of reviewers, of concepts.
    known: [BTreeSet<String>; 3],
    purpose: Option<String>,
    last_reviewed: Option<Stated<Date>>,
    cycle: Option<Stated<String>>,
}

/// What one form gives as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Owners(Role),
    Reviewers,
    Concepts,
    Related,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        file: &'a SourcePath,
        title: Option<&'a str>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            metadata: Metadata::default(),
            file,
            title,
            diagnostics,
            form: Form::FrontMatter,
            lists: Vec::new(),
            known: Default::default(),
            purpose: None,
            last_reviewed: None,
            cycle: None,
        }
    }

    /// Says in which form the labels stand that come next.
    pub(super) fn begin(&mut self, form: Form) {
        self.form = form;
    }

    /// Returns all that was said.
    pub(super) fn finish(self) -> Found {
        let mut metadata = self.metadata;
        metadata.owners.sort_by_key(|it| it.extent);
        metadata.reviewers.sort_by_key(|it| it.extent);
        metadata.fields.sort_by_key(|field| field.extent);
        if metadata.updated.is_none() {
            metadata.updated = metadata.date;
        }
        // A cycle says when the next review is, where nothing says it better.
        match (&mut metadata.next_review, self.cycle) {
            (None, Some(cycle)) => {
                let review = Review { text: cycle.value, due: None };
                metadata.next_review = Some(Stated::new(review, cycle.extent));
            }
            (Some(review), Some(cycle))
                if review.value.due.is_none() && Cycle::find(&review.value.text).is_none() =>
            {
                let review_text = format!("{}; {}", review.value.text, cycle.value);
                review.value.text = review_text;
            }
            _ => {}
        }
        Found {
            metadata,
            purpose: self.purpose,
            last_reviewed: self.last_reviewed.map(|it| it.value),
            ..Found::default()
        }
    }

    /// Takes a field that has a place and no value.
    pub(super) fn take_unfilled(&mut self, label: &str, extent: Extent) {
        self.metadata.fields.push(Field { label: label.trim().to_owned(), extent, is_filled: false });
    }

    /// Takes a label and its value; says whether the header of the page shows all of it.
    pub(super) fn take(&mut self, label: &str, key: Option<Key>, value: &Value<'_>) -> bool {
        let text = value.text.trim();
        let is_filled = !is_unfilled(text) && (key != Some(Key::Status) || Status::is_stated(text));
        // A date that stands alone has none.
        let names_field = !label.is_empty();
        if names_field && (key != Some(Key::Purpose) || !is_filled) {
            let label = label.trim().to_owned();
            self.metadata.fields.push(Field { label, extent: value.extent, is_filled });
        }
        let Some(key) = key.filter(|_| is_filled && !says_nothing(text)) else { return false };
        let is_shown = match key {
            Key::Status => self.status(text, value.extent),
            Key::Updated | Key::Date | Key::Created | Key::LastReviewed => self.date(key, value),
            Key::Owner(role) => self.people(List::Owners(role), value),
            Key::Reviewer => self.people(List::Reviewers, value),
            Key::NextReview => self.next_review(label, value),
            Key::ReviewCycle => {
                self.cycle.get_or_insert_with(|| Stated::new(text.to_owned(), value.extent));
                false
            }
            Key::Version => self.version(text, value.extent),
            Key::Category => {
                let category = value.list(false).into_iter().next();
                if self.metadata.category.is_none() {
                    self.metadata.category = category;
                }
                false
            }
            Key::Concepts | Key::Tags => {
                if self.may_give(List::Concepts) {
                    self.concepts(value.list(key == Key::Tags));
                }
                false
            }
            Key::Related => {
                // In the text these are links, which need no list.
                if self.form == Form::FrontMatter && self.may_give(List::Related) {
                    let related =
                        value.list(false).into_iter().filter(|it| !says_nothing(it) && !is_unfilled(it));
                    self.metadata.related.extend(related);
                }
                false
            }
            Key::Title => self.title.is_some_and(|title| title == text),
            Key::Purpose => {
                self.purpose.get_or_insert_with(|| as_one_line(text).into_owned());
                false
            }
        };
        is_shown && value.is_plain
    }

    fn status(&mut self, text: &str, extent: Extent) -> bool {
        let Some(status) = status::read(text) else { return false };
        let word = status.word();
        let is_all = word == status.text.trim_end_matches('.');
        let Some(first) = &self.metadata.status else {
            self.metadata.status = Some(Stated::new(status, extent));
            return is_all;
        };
        let agrees = first.kind == status.kind
            && (status.kind != StatusKind::Unknown || first.word().eq_ignore_ascii_case(word));
        if !agrees {
            let message = format!("the status is \"{word}\" here and \"{}\" elsewhere", first.word());
            let (first, word) = (first.extent, first.word().to_owned());
            self.conflict(message, extent, first, &format!("\"{word}\" holds, because it is read first"));
            return false;
        }
        is_all && first.word().eq_ignore_ascii_case(word)
    }

    fn date(&mut self, key: Key, value: &Value<'_>) -> bool {
        let Some((date, is_whole)) = self.read_date(value) else { return false };
        // A time of day is not shown.
        let is_all = is_whole && !value.text.contains(':');
        let (place, what) = match key {
            Key::Updated => (&mut self.metadata.updated, "the last change"),
            Key::Created => (&mut self.metadata.created, "the beginning"),
            Key::LastReviewed => (&mut self.last_reviewed, "the last review"),
            _ => (&mut self.metadata.date, "the document"),
        };
        let is_shown = matches!(key, Key::Updated | Key::Date);
        let Some(first) = *place else {
            *place = Some(date);
            return is_all && is_shown;
        };
        if !first.agrees_with(date.value) {
            let message = format!("the date of {what} is {} here and {} elsewhere", date.value, first.value);
            let note = format!("{} holds, because it is read first", first.value);
            self.conflict(message, date.extent, first.extent, &note);
            return false;
        }
        // What is shown must say as much: `March 2025` is in `2025-03-16`, and not the other way round.
        is_all && is_shown && first.value >= date.value
    }

    /// Reads the date of a value that should be one; prose around it does not matter. Says whether there is none.
    fn read_date(&mut self, value: &Value<'_>) -> Option<(Stated<Date>, bool)> {
        let text = &*value.text;
        let whole = parse_date(text);
        let (range, reading) = match whole {
            DateReading::NotADate => match find_date(text) {
                Some(found) => (found.range, found.reading),
                None => {
                    if let Some(range) = find_impossible_date(text) {
                        let (written, extent) = (&text[range.clone()], value.extent_of(range));
                        self.diagnostics.push(dates::impossible(self.file, extent, written));
                    } else if let Some(found) = find_unclear_date(text) {
                        let extent = value.extent_of(found.range.clone());
                        self.diagnostics.push(dates::unclear(self.file, extent, text, &found));
                    }
                    return None;
                }
            },
            reading => (0..text.len(), reading),
        };
        let extent = value.extent_of(range.clone());
        match reading {
            DateReading::Date(date) => Some((Stated::new(date, extent), whole != DateReading::NotADate)),
            DateReading::Ambiguous { day_first, month_first } => {
                let written = &text[range];
                self.diagnostics.push(dates::ambiguous(self.file, extent, written, day_first, month_first));
                None
            }
            DateReading::NotADate => None,
        }
    }

    fn people(&mut self, list: List, value: &Value<'_>) -> bool {
        let (mut people, is_all) = value.people();
        // `Name Author`: what a template wants there.
        people.retain(|person| !person.split(' ').any(|word| word.eq_ignore_ascii_case("name")));
        let may_give = self.may_give(list);
        let [of_owners, of_reviewers, _] = &mut self.known;
        let (given, known) = match list {
            List::Owners(_) => (&mut self.metadata.owners, of_owners),
            _ => (&mut self.metadata.reviewers, of_reviewers),
        };
        let mut are_shown = is_all && !people.is_empty();
        for person in people {
            let name = person.to_lowercase();
            if !may_give {
                are_shown &= known.contains(&name);
            } else if known.insert(name) {
                given.push(person);
            }
        }
        are_shown
    }

    fn next_review(&mut self, label: &str, value: &Value<'_>) -> bool {
        let text = value.text.trim();
        let date = self.read_date(value);
        let has_word = find_date(text).is_some() || Cycle::find(text).is_some();
        let is_bare_review = label.trim().eq_ignore_ascii_case("review");
        let is_short = text.split_whitespace().count() <= WORDS_OF_REVIEW;
        // `Review: each change is read by two` says nothing of the document.
        if !has_word && (is_bare_review || !is_short || find_impossible_date(text).is_some()) {
            return false;
        }
        let is_all = date.is_some_and(|(_, is_whole)| is_whole) && !text.contains(':');
        let due = date.map(|(date, _)| date.value);
        match &mut self.metadata.next_review {
            None => {
                let review = Review { text: text.to_owned(), due };
                self.metadata.next_review = Some(Stated::new(review, value.extent));
                is_all
            }
            Some(first) => match (first.value.due, due) {
                (Some(earlier), Some(due)) if !earlier.agrees_with(due) => {
                    let first = first.extent;
                    let message = format!("the next review is due {due} here and {earlier} elsewhere");
                    let note = format!("{earlier} holds, because it is read first");
                    self.conflict(message, value.extent, first, &note);
                    false
                }
                (Some(earlier), Some(due)) => is_all && earlier >= due,
                (None, Some(due)) => {
                    first.value.due = Some(due);
                    is_all
                }
                _ => false,
            },
        }
    }

    fn version(&mut self, text: &str, extent: Extent) -> bool {
        // Who writes sentences ends them so: `Version: 1.0.0.`
        let text = text.trim_end_matches('.');
        if text.chars().count() > LONGEST_VERSION {
            return false;
        }
        let first = self.metadata.version.get_or_insert_with(|| Stated::new(text.to_owned(), extent));
        first.as_str() == text
    }

    fn concepts(&mut self, labels: Vec<Stated<String>>) {
        for label in labels {
            let concept = Concept::new(&label);
            let [_, _, known] = &mut self.known;
            if !concept.name.is_empty() && !is_unfilled(&label) && known.insert(concept.name.clone()) {
                self.metadata.concepts.push(Stated::new(concept, label.extent));
            }
        }
    }

    /// Says whether this form gives a list, or goes on with it: what an earlier form gave is not added to.
    fn may_give(&mut self, list: List) -> bool {
        match self.lists.iter().find(|(given, _)| *given == list) {
            Some((_, form)) => *form == self.form,
            None => {
                self.lists.push((list, self.form));
                true
            }
        }
    }

    fn conflict(&mut self, message: String, here: Extent, first: Extent, note: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::ConflictingMetadata, here.of(self.file), message)
                .related(first.of(self.file), note)
                .help("let both say the same, or take one out"),
        );
    }
}

/// Says whether a value means that there is none: `N/A`, `None`, a dash.
fn says_nothing(text: &str) -> bool {
    let words = text.trim_matches('.');
    !text.contains(char::is_alphanumeric)
        || ["none", "n/a", "na", "null", "nil"].iter().any(|nothing| words.eq_ignore_ascii_case(nothing))
}
