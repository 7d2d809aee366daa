//! The page Health: what is to do, and how complete each document is.
//!
//! In: the site, all findings, today. Out: one page with the figures, the first things to do of each
//! kind and the documents, the least complete first; further pages where either is longer. Never: a
//! finding of its own; what it shows is what the stages before found.

use super::tasks::{self, Chores, Kind};
use super::{Contribution, PagePlan, Study, paging, way};
use crate::model::completeness::percent;
use crate::model::date::Date;
use crate::model::document::Document;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Count, HealthRow, HealthView, Neighbour, Page, TaskGroup, View};
use crate::model::site::{DocumentNumber, PortalPage, Site};
use std::collections::HashMap;
use std::sync::Arc;

/// What the page is called.
const TITLE: &str = "Health";

/// How many things to do of one kind stand on the page itself.
const TASKS_OF_A_KIND: usize = 25;

/// Makes the pages about the portal's health.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let Some(first) = site.portal.path(PortalPage::Health) else { return Contribution::default() };
    let chores = Arc::new(tasks::chores(study));
    let documents = Arc::new(least_complete_first(site));
    let total = paging::pages_needed(documents.len());
    let mut pages: Vec<PagePlan<'a>> = (1..=total)
        .map(|number| {
            let (chores, documents) = (Arc::clone(&chores), Arc::clone(&documents));
            PagePlan::new(paging::path_of(first, number), move || {
                health_page(study, first, &chores, &documents, number, total)
            })
        })
        .collect();
    for kind in Kind::ALL {
        let count = chores.of(*kind).len();
        if count <= TASKS_OF_A_KIND {
            continue;
        }
        let total = paging::pages_needed(count);
        pages.extend((1..=total).map(|number| {
            let chores = Arc::clone(&chores);
            let place = paging::path_of(&page_of_kind(first, *kind), number);
            PagePlan::new(place, move || kind_page(study, first, &chores, *kind, number, total))
        }));
    }
    Contribution { pages, ..Contribution::default() }
}

/// Where all things to do of one kind stand, if the page itself does not hold them.
fn page_of_kind(health: &OutputPath, kind: Kind) -> OutputPath {
    OutputPath::safe(&format!("{}-{}.html", health.as_str().trim_end_matches(".html"), kind.address()))
}

/// A document and whether another has the same title.
type Listed = (DocumentNumber, bool);

fn least_complete_first(site: &Site) -> Vec<Listed> {
    let mut titles: HashMap<&str, usize> = HashMap::new();
    for document in &site.documents {
        *titles.entry(&document.title).or_default() += 1;
    }
    let numbers = (0..site.documents.len() as u32).map(DocumentNumber);
    let mut documents: Vec<Listed> =
        numbers.map(|number| (number, titles[site.document(number).title.as_str()] > 1)).collect();
    documents.sort_by_key(|(number, _)| (site.document(*number).completeness.percent(), *number));
    documents
}

fn health_page(
    study: &Study<'_>,
    first: &OutputPath,
    chores: &Chores,
    documents: &[Listed],
    number: usize,
    total: usize,
) -> Page {
    let site = study.site;
    let path = paging::path_of(first, number);
    let groups = match number {
        1 => Kind::ALL.iter().filter_map(|kind| group(study, &path, first, chores, *kind)).collect(),
        _ => Vec::new(),
    };
    let rows = documents[paging::range_of(number, documents.len())]
        .iter()
        .map(|listed| row(site, &path, *listed, study.snapshot.today))
        .collect();
    let has = |says: fn(&Document) -> bool| site.documents.iter().any(|document| says(document));
    let title = if number == 1 { TITLE.to_owned() } else { format!("{TITLE}, page {number}") };
    let description = format!("How complete, current and consistent the documents of {} are.", site.title());
    let view = View {
        counts: if number == 1 { counts(site, chores) } else { Vec::new() },
        health: Some(HealthView {
            groups,
            documents: rows,
            has_fields: has(|document| document.completeness.fields > 0),
            has_updated: has(|document| document.metadata.updated.is_some()),
            has_review: has(|document| document.metadata.next_review.is_some()),
        }),
        pages: paging::pages(first, number, total),
        ..paging::view(site, study.snapshot, &path, &title, description, &[])
    };
    Page { path, template: "health", view, body: None }
}

/// The first things to do of one kind, and the way to all of them.
fn group(
    study: &Study<'_>,
    path: &OutputPath,
    health: &OutputPath,
    chores: &Chores,
    kind: Kind,
) -> Option<TaskGroup> {
    let count = chores.of(kind).len();
    let is_cut = count > TASKS_OF_A_KIND;
    let shown = 0..count.min(TASKS_OF_A_KIND);
    (count > 0).then(|| TaskGroup {
        heading: kind.heading().to_owned(),
        count,
        tasks: chores.views(study, path, kind, shown),
        more: is_cut.then(|| Neighbour {
            title: format!("All {count}"),
            url: relative_url(path, &page_of_kind(health, kind)),
        }),
    })
}

fn kind_page(
    study: &Study<'_>,
    health: &OutputPath,
    chores: &Chores,
    kind: Kind,
    number: usize,
    total: usize,
) -> Page {
    let first = page_of_kind(health, kind);
    let path = paging::path_of(&first, number);
    let count = chores.of(kind).len();
    let group = TaskGroup {
        heading: kind.heading().to_owned(),
        count,
        tasks: chores.views(study, &path, kind, paging::range_of(number, count)),
        more: None,
    };
    let title = match number {
        1 => kind.heading().to_owned(),
        number => format!("{}, page {number}", kind.heading()),
    };
    let description = format!("{title}: what there is to do in {}.", study.site.title());
    let view = View {
        health: Some(HealthView { groups: vec![group], ..HealthView::default() }),
        pages: paging::pages(&first, number, total),
        ..paging::view(study.site, study.snapshot, &path, &title, description, &[(TITLE, health)])
    };
    Page { path, template: "health", view, body: None }
}

fn counts(site: &Site, chores: &Chores) -> Vec<Count> {
    let count = |number: String, label: &str| Count { before: None, number, label: Some(label.to_owned()) };
    let documents = site.documents.len();
    let sum: f64 = site.documents.iter().map(|document| document.completeness.value()).sum();
    let mean = percent(sum / documents.max(1) as f64);
    let placeholders: usize = site.documents.iter().map(|document| document.placeholders.len()).sum();
    let mut counts = vec![
        count(documents.to_string(), if documents == 1 { "document" } else { "documents" }),
        count(format!("{mean}%"), "complete"),
    ];
    let mut add = |number: usize, one: &str, many: &str| {
        if number > 0 {
            counts.push(count(number.to_string(), if number == 1 { one } else { many }));
        }
    };
    add(placeholders, "placeholder", "placeholders");
    add(chores.overdue, "review overdue", "reviews overdue");
    add(chores.of(Kind::Link).len(), "link to mend", "links to mend");
    add(chores.of(Kind::Contradiction).len(), "contradiction", "contradictions");
    counts
}

fn row(site: &Site, path: &OutputPath, (number, is_twin): Listed, today: Option<Date>) -> HealthRow {
    let document = site.document(number);
    let (completeness, metadata) = (&document.completeness, &document.metadata);
    let updated = metadata.updated.as_ref().map(|date| date.value);
    let review = metadata.next_review.as_ref();
    let due = review.and_then(|review| review.due);
    HealthRow {
        title: document.title.clone(),
        file: is_twin.then(|| document.id.to_string()),
        url: way::section_url(site, path, number, None),
        percent: u32::from(completeness.percent()),
        text_percent: u32::from(percent(completeness.text())),
        fields: (completeness.fields > 0)
            .then(|| format!("{} of {}", completeness.filled_fields, completeness.fields)),
        placeholders: document.placeholders.len(),
        updated: updated.map(Date::human),
        updated_key: updated.map(|date| date.to_string()),
        review: due.map(Date::human).or_else(|| review.map(|review| review.text.clone())),
        review_key: due.map(|date| date.to_string()),
        overdue: due.zip(today).is_some_and(|(due, today)| due.last_day() < today.first_day()),
    }
}
