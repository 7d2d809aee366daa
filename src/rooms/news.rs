//! What stands beside the documents on the front page: what needs attention, the latest decisions,
//! the newest changes. Ground that rooms share, no room.
//!
//! In: the site and all findings. Out: a few of each, and the way to the rest. Never: an empty part.

use super::happened::{self, Shown};
use super::{Study, decided};
use crate::model::change::{Event, TimelineEntry};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{HomeView, ListingGroup, ListingRow, Neighbour};
use crate::model::site::{PortalPage, Site};

/// How many things that need attention stand on the front page.
const TASKS: usize = 4;

/// How many decisions do.
const DECISIONS: usize = 4;

/// How many changes do.
const CHANGES: usize = 5;

/// Returns what is new and what needs attention, as the front page at `path` shows it.
pub(super) fn home(study: &Study<'_>, path: &OutputPath) -> HomeView {
    let site = study.site;
    let more = |page, title: String| {
        site.portal.path(page).map(|place| Neighbour { title, url: relative_url(path, place) })
    };
    let health = site.portal.path(PortalPage::Health).map(|_| study.chores());
    let decisions = latest_decisions(site, path);
    let changes: Vec<_> = newest(site)
        .map(|entry| happened::item(site, study.snapshot, path, entry, Shown::OnFrontPage))
        .collect();
    HomeView {
        attention: health.map(|health| health.most_pressing(study, path, TASKS)).unwrap_or_default(),
        attention_more: health
            .and_then(|health| more(PortalPage::Health, format!("{} in Health", health.pressing()))),
        decisions,
        decisions_more: more(PortalPage::Decisions, format!("All {}", site.decisions.len())),
        changes,
        changes_more: more(PortalPage::Timeline, "Timeline".to_owned()),
    }
}

/// Takes the fingerprint of what needs attention, as the front page shows it.
pub(super) fn attention(study: &Study<'_>) -> Option<Fingerprint> {
    let key = Fingerprinter::new("attention");
    match study.site.portal.path(PortalPage::Health) {
        None => Some(key.finish()),
        Some(_) => {
            let chores = study.chores();
            let key = key.bytes(&chores.pressing().to_le_bytes());
            Some(chores.most_pressing_told_to(key, study, TASKS)?.finish())
        }
    }
}

/// The newest entries of the timeline, of one document and day the first: a release tells of a dozen
/// things at once.
fn newest(site: &Site) -> impl Iterator<Item = &TimelineEntry> {
    let mut before = None;
    let is_first = move |entry: &&TimelineEntry| {
        let this = (entry.document, entry.date);
        before.replace(this) != Some(this) || matches!(entry.event, Event::Decision(_))
    };
    site.timeline.iter().filter(is_first).take(CHANGES)
}

/// The decisions with the latest dates; where none has a date, those with the highest numbers.
fn latest_decisions(site: &Site, path: &OutputPath) -> Vec<ListingGroup> {
    let number_of = |entry: &TimelineEntry| match entry.event {
        Event::Decision(number) => Some(number),
        Event::Change(_) | Event::Commit(_) => None,
    };
    let mut latest: Vec<_> = site.timeline.iter().filter_map(number_of).take(DECISIONS).collect();
    if latest.is_empty() {
        let numbers = (0..site.decisions.len() as u32).map(crate::model::decision::DecisionNumber);
        let mut numbered: Vec<_> =
            numbers.filter(|number| decided::told(site, site.decision(*number)).number.is_some()).collect();
        numbered.sort_by_key(|number| {
            let decision = decided::told(site, site.decision(*number));
            (std::cmp::Reverse(decision.number), *number)
        });
        latest = numbered.into_iter().take(DECISIONS).collect();
    }
    let rows: Vec<ListingRow> = latest
        .into_iter()
        .map(|number| {
            let linked = site.decision(number);
            let decision = decided::told(site, linked);
            let date = decision.date.as_ref().map(|date| date.human());
            let told: Vec<String> = decided::own_id(site, linked).into_iter().chain(date).collect();
            ListingRow {
                title: decision.title.value.clone(),
                url: decided::url(site, path, linked),
                summary: (!told.is_empty()).then(|| told.join(", ")),
                date: None,
                status: decision.status.as_ref().map(|status| status.kind.as_str().to_owned()),
                status_text: decision.status.as_ref().map(|status| decided::badge(status)),
            }
        })
        .collect();
    let is_empty = rows.is_empty();
    let group = ListingGroup { rows, ..ListingGroup::default() };
    if is_empty { Vec::new() } else { vec![group] }
}
