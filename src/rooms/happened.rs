//! How a page shows what happened: an entry of the timeline, the history of a document. Ground that
//! rooms share, no room.
//!
//! In: entries of the timeline. Out: what a page shows of them. Never: more of a history than a page
//! of a document has room for.

use super::{decided, way};
use crate::model::change::{ChangeKind, Event, TimelineEntry};
use crate::model::date::Date;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{HistoryView, Neighbour, TimelineItem};
use crate::model::site::{DocumentNumber, PortalPage, Site};
use crate::model::snapshot::Snapshot;

/// How many entries the history of a document shows.
const MOST_ENTRIES: usize = 12;

/// How many characters of a change a page shows: a change log may tell a story in a cell.
const LONGEST_TEXT: usize = 320;

/// Where an entry is shown.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shown {
    /// Among entries of all documents: it names its document.
    InTimeline,
    /// The same, away from the heading of its month.
    OnFrontPage,
    /// On the page of its document.
    InHistory,
}

/// Returns what a page shows of an entry.
pub(super) fn item(
    site: &Site,
    snapshot: &Snapshot,
    from: &OutputPath,
    entry: &TimelineEntry,
    shown: Shown,
) -> TimelineItem {
    let document = site.document(entry.document);
    let mut item = TimelineItem {
        date: if shown == Shown::InTimeline { within_month(entry.date) } else { entry.date.human() },
        datetime: entry.date.to_string(),
        title: String::new(),
        url: String::new(),
        text: None,
        author: None,
        impact: None,
        kind: kind(entry).as_str(),
        category: document.category().map(parted),
        authors: String::new(),
        status: None,
        status_text: None,
    };
    match entry.event {
        Event::Change(index) => {
            let change = &document.changes[index as usize];
            item.kind = change.kind.as_str();
            item.title.clone_from(&document.title);
            item.url = way::section_url(site, from, entry.document, change.section);
            item.text = Some(shortened(&change.text));
            item.author.clone_from(&change.author);
            item.impact.clone_from(&change.impact);
        }
        Event::Decision(number) => {
            let linked = site.decision(number);
            let decision = decided::told(site, linked);
            item.title = decided::name(site, linked);
            item.url = decided::url(site, from, linked);
            let is_elsewhere = shown != Shown::InHistory && !decision.is_whole_document();
            item.text = is_elsewhere.then(|| format!("In {}", document.title));
            item.status = decision.status.as_ref().map(|status| status.kind.as_str().to_owned());
            item.status_text = decision.status.as_ref().map(|status| decided::badge(status));
            let deciders: Vec<&str> = decision.deciders.iter().map(|it| it.value.as_str()).collect();
            item.author = (!deciders.is_empty()).then(|| deciders.join(", "));
        }
        Event::Commit(index) => {
            item.title.clone_from(&document.title);
            item.url = way::section_url(site, from, entry.document, None);
            if let Some(commit) = snapshot.history.get(index as usize) {
                item.text = Some(shortened(&commit.subject));
                item.author = Some(commit.author.clone());
            }
        }
    }
    item.authors = item.author.as_deref().map(authors).unwrap_or_default();
    item
}

/// Says what kind of entry one is; of a change its list says more.
pub(super) fn kind(entry: &TimelineEntry) -> ChangeKind {
    match entry.event {
        Event::Change(_) => ChangeKind::Change,
        Event::Decision(_) => ChangeKind::Decision,
        Event::Commit(_) => ChangeKind::Commit,
    }
}

/// Returns a date as it is shown under the heading of its month.
fn within_month(date: Date) -> String {
    match date {
        Date::Day { day, .. } => {
            let human = date.human();
            human.rsplit_once(' ').map_or(day.to_string(), |(day_and_month, _)| day_and_month.to_owned())
        }
        Date::Month { .. } | Date::Year(_) => date.human(),
    }
}

/// Parts names for the attribute that a filter looks at.
fn authors(text: &str) -> String {
    // Most changes have one author.
    let parts = |byte| matches!(byte, b',' | b';' | b'&' | b'|');
    if !text.bytes().any(parts) && !text.contains(" and ") {
        return text.trim().to_owned();
    }
    let names = text.split([',', ';', '&']).flat_map(|part| part.split(" and ")).map(str::trim);
    let mut authors = String::with_capacity(text.len());
    for name in names.filter(|name| !name.is_empty()) {
        authors.push_str(if authors.is_empty() { "" } else { "|" });
        authors.push_str(&parted(name));
    }
    authors
}

/// Takes the sign out of a value that parts values.
pub(super) fn parted(value: &str) -> String {
    value.replace('|', "/")
}

fn shortened(text: &str) -> String {
    // Few are as long even in bytes.
    let long = Some(text).filter(|text| text.len() > LONGEST_TEXT);
    match long.and_then(|text| text.char_indices().nth(LONGEST_TEXT)) {
        Some((limit, _)) => {
            let end = text[..limit].rfind(' ').unwrap_or(limit);
            format!("{}…", text[..end].trim_end_matches([',', ';', ':', ' ']))
        }
        None => text.to_owned(),
    }
}

/// Returns the history of a document; nothing where it would only say again when the document was
/// decided, which stands in its head.
pub(super) fn history(
    site: &Site,
    snapshot: &Snapshot,
    from: &OutputPath,
    document: DocumentNumber,
) -> Option<HistoryView> {
    let is_of_itself = |entry: &&TimelineEntry| {
        matches!(entry.event, Event::Decision(number) if site.decision(number).index == 0
            && decided::told(site, site.decision(number)).is_whole_document())
    };
    let total = site.history_of(document).count();
    if site.history_of(document).all(|entry| is_of_itself(&entry)) {
        return None;
    }
    let entries = site
        .history_of(document)
        .take(MOST_ENTRIES)
        .map(|entry| item(site, snapshot, from, entry, Shown::InHistory));
    let timeline = site.portal.path(PortalPage::Timeline).map(|timeline| relative_url(from, timeline));
    let more = timeline.filter(|_| total > MOST_ENTRIES).map(|url| Neighbour {
        title: format!("{} earlier entries are in the timeline", total - MOST_ENTRIES),
        url,
    });
    Some(HistoryView { entries: entries.collect(), more, ..HistoryView::default() })
}
