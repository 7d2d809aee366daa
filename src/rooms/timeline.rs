//! The timeline: all changes, decisions and commits by month.
//!
//! In: the timeline of the site. Out: its pages, split at 500 entries, at the end of a month where
//! that can be. Never: a commit once for each document that it touched.

use super::happened::{Shown, item};
use super::listing::ROWS_A_PAGE;
use super::{Contribution, PagePlan, Study, filters, paging, way};
use crate::model::change::{Event, TimelineEntry};
use crate::model::date::Date;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{
    Filter, FilterValue, Page, TimelineBar, TimelineItem, TimelineMonth, TimelineView, TimelineYear, View,
};
use crate::model::site::{PortalPage, Site};
use crate::model::snapshot::Snapshot;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

/// Makes the pages.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let Some(first) = site.portal.path(PortalPage::Timeline) else { return Contribution::default() };
    let entries = once(&site.timeline);
    let parts = parts(&entries);
    let paths = paging::paths(site, first, parts.len());
    let months = months(&entries, &parts);
    let whole = Arc::new(Whole { entries, parts, paths, months });
    let pages = (0..whole.paths.len())
        .map(|number| {
            let path = whole.paths[number].clone();
            let (whole, site, snapshot) = (Arc::clone(&whole), Arc::clone(site), Arc::clone(study.snapshot));
            let make = move || page(&site, &snapshot, &whole, number);
            PagePlan::of_list(study.site, path, &[study.site.facts], make)
        })
        .collect();
    Contribution { pages, ..Contribution::default() }
}

/// The whole timeline and what of it stands where.
struct Whole {
    /// The entries, each commit once, with how many further documents it touched.
    entries: Vec<(TimelineEntry, u32)>,
    parts: Vec<Range<usize>>,
    paths: Vec<OutputPath>,
    months: Vec<Month>,
}

/// Takes each commit once.
fn once(timeline: &[TimelineEntry]) -> Vec<(TimelineEntry, u32)> {
    let mut entries: Vec<(TimelineEntry, u32)> = Vec::with_capacity(timeline.len());
    for entry in timeline {
        match entries.last_mut() {
            Some((last, further)) if last.event == entry.event && matches!(entry.event, Event::Commit(_)) => {
                *further += 1;
            }
            _ => entries.push((*entry, 0)),
        }
    }
    entries
}

/// The month of a date, or the year alone.
fn month_of(date: Date) -> Date {
    match date {
        Date::Day { year, month, .. } => Date::Month { year, month },
        other => other,
    }
}

/// Parts the entries into pages.
fn parts(entries: &[(TimelineEntry, u32)]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while start < entries.len() {
        let limit = (start + ROWS_A_PAGE).min(entries.len());
        let mut end = limit;
        if limit < entries.len() {
            let month = |index: usize| month_of(entries[index].0.date);
            while end > start && month(end) == month(end - 1) {
                end -= 1;
            }
            // A month that is longer than a page is cut.
            if end == start {
                end = limit;
            }
        }
        parts.push(start..end);
        start = end;
    }
    parts
}

fn page(site: &Site, snapshot: &Snapshot, whole: &Whole, number: usize) -> Page {
    let path = &whole.paths[number];
    let entries = whole.entries.get(whole.parts[number].clone()).unwrap_or_default();
    let mut months: Vec<TimelineMonth> = Vec::new();
    for (entry, further) in entries {
        let mut item = item(site, snapshot, path, entry, Shown::InTimeline);
        if *further > 0 {
            let plural = if *further == 1 { "document" } else { "documents" };
            item.impact = Some(format!("and {further} more {plural}"));
        }
        let month = month_of(entry.date);
        let id = month.to_string();
        match months.last_mut() {
            Some(last) if last.id == id => {
                last.number += 1;
                last.entries.push(item);
            }
            _ => months.push(TimelineMonth {
                id,
                title: month.human_in_full(),
                number: 1,
                entries: vec![item],
                entries_html: String::new(),
            }),
        }
    }
    let lead = lead(whole);
    let title = paging::title_of("Timeline", number);
    let view = View {
        timeline: Some(TimelineView {
            lead: lead.clone(),
            feed: way::feed_url(path),
            filters: all_filters(&months),
            years: years(whole, number),
            months,
        }),
        pages: paging::place(&whole.paths, number),
        ..paging::view(site, snapshot, path, &title, lead, &[])
    };
    Page { path: path.clone(), template: "timeline", view, body: None }
}

/// Says how much happened, and since when.
fn lead(whole: &Whole) -> String {
    let kinds = [("change", "changes"), ("decision", "decisions"), ("commit", "commits")];
    let place = |event: Event| match event {
        Event::Change(_) => 0,
        Event::Decision(_) => 1,
        Event::Commit(_) => 2,
    };
    let mut counts = [0_usize; 3];
    for (entry, _) in &whole.entries {
        counts[place(entry.event)] += 1;
    }
    let told: Vec<String> = kinds
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|((one, many), count)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    let dates = (whole.entries.last(), whole.entries.first());
    let (Some((oldest, _)), Some((newest, _))) = dates else { return String::new() };
    let listed = match told.as_slice() {
        [first, middle, last] => format!("{first}, {middle} and {last}"),
        told => told.join(" and "),
    };
    let (oldest, newest) = (oldest.date.human(), newest.date.human());
    if oldest == newest {
        format!("{listed}, {newest}.")
    } else {
        format!("{listed}, from {oldest} to {newest}.")
    }
}

/// Returns what the entries of a page can be filtered by: kind, category, author.
fn all_filters(months: &[TimelineMonth]) -> Vec<Filter> {
    let items = || months.iter().flat_map(|month| &month.entries);
    let total = items().count();
    let kinds =
        [("decision", "Decisions"), ("change", "Changes"), ("release", "Releases"), ("commit", "Commits")];
    let of_kind = |kind: &str| items().filter(|item: &&TimelineItem| item.kind == kind).count();
    let kinds = kinds
        .iter()
        .map(|(kind, label)| FilterValue {
            value: (*kind).to_owned(),
            label: (*label).to_owned(),
            number: of_kind(kind),
        })
        .filter(|value| value.number > 0)
        .collect();
    let categories = items().filter_map(|item| item.category.as_deref());
    let authors = items().flat_map(|item| item.authors.split('|'));
    let author = filters::by_name("author", "Author", authors, total);
    [
        filters::filter("kind", "Kind", kinds, total),
        filters::by_name("category", "Category", categories, total).map(as_choice),
        author.map(as_choice),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Chips are for one filter of a page; a second row of them would be a wall.
fn as_choice(filter: Filter) -> Filter {
    Filter { chips: false, ..filter }
}

/// How high and how wide the bars of a year are.
const BARS: u32 = 60;

/// A month of the whole timeline, how much happened in it, and the pages that it stands on.
struct Month {
    date: Date,
    entries: usize,
    pages: RangeInclusive<usize>,
}

/// Counts the entries of each month, the newest first.
fn months(entries: &[(TimelineEntry, u32)], parts: &[Range<usize>]) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (page, part) in parts.iter().enumerate() {
        for (entry, _) in &entries[part.clone()] {
            let date = month_of(entry.date);
            match months.last_mut() {
                Some(last) if last.date == date => {
                    last.entries += 1;
                    last.pages = *last.pages.start()..=page;
                }
                _ => months.push(Month { date, entries: 1, pages: page..=page }),
            }
        }
    }
    months
}

/// Returns the years of the whole timeline, each with its months as bars, December at the top.
fn years(whole: &Whole, number: usize) -> Vec<TimelineYear> {
    let months = &whole.months;
    let most = months.iter().map(|month| month.entries).max().unwrap_or(1);
    let url = |month: &Month| match whole.paths.get(*month.pages.start()) {
        Some(path) if !month.pages.contains(&number) => {
            format!("{}#{}", relative_url(&whole.paths[number], path), month.date)
        }
        _ => format!("#{}", month.date),
    };
    let mut years: Vec<TimelineYear> = Vec::new();
    for month in months {
        let name = month.date.year().to_string();
        if years.last().is_none_or(|year| year.name != name) {
            years.push(TimelineYear { name, url: url(month), number: 0, bars: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        year.number += month.entries;
        if let Date::Month { month: of_year, .. } = month.date {
            let step = BARS / 12;
            // At least a dot, so that a quiet month is not an empty one.
            let length = (month.entries * BARS as usize / most).max(2) as u32;
            year.bars.push(TimelineBar {
                month: month.pages.contains(&number).then(|| month.date.to_string()),
                y: (12 - u32::from(of_year)) * step,
                length,
            });
        }
    }
    years
}
