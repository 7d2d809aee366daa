//! The page Health: what is to do, and how complete each document is.
//!
//! In: the site, all findings, today. Out: one page with the figures, the first things to do of each
//! kind and the documents, the least complete first; further pages where either is longer. Never: a
//! finding of its own; what it shows is what the stages before found.

use super::tasks::{Chores, Kind};
use super::{Contribution, PagePlan, Study, paging, way};
use crate::model::completeness::percent;
use crate::model::date::Date;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Count, HealthRow, HealthView, Neighbour, Page, TaskGroup, View};
use crate::model::site::{DocumentNumber, Figures, PortalPage, Site};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the page is called.
const TITLE: &str = "Health";

/// How many things to do of one kind stand on the page itself.
const TASKS_OF_A_KIND: usize = 25;

/// What all pages of the room are made of.
struct Report<'a> {
    study: &'a Study<'a>,
    chores: &'a Chores,
    /// The documents, the least complete first.
    documents: Vec<DocumentNumber>,
    /// The pages of the documents, the first of which is Health itself.
    pages: Vec<OutputPath>,
    /// The pages of the kinds of which there is more to do than the page itself shows.
    of_kind: BTreeMap<Kind, Vec<OutputPath>>,
}

/// Makes the pages about the portal's health.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let Some(health) = site.portal.path(PortalPage::Health) else { return Contribution::default() };
    let chores = study.chores();
    let documents = least_complete_first(site);
    let of_kind = Kind::ALL.iter().filter_map(|kind| {
        let count = chores.of(*kind).len();
        let first = || paging::below(site, health, kind.address());
        (count > TASKS_OF_A_KIND).then(|| (*kind, paging::paths(site, &first(), paging::pages_needed(count))))
    });
    let of_kind: BTreeMap<Kind, Vec<OutputPath>> = of_kind.collect();
    let pages = paging::paths(site, health, paging::pages_needed(documents.len()));
    let report = Arc::new(Report { study, chores, documents, pages, of_kind });
    let mut plans: Vec<PagePlan<'a>> = Vec::new();
    for (number, path) in report.pages.iter().enumerate() {
        let key = report.fingerprint(number);
        let report = Arc::clone(&report);
        plans.push(PagePlan::new(site, path.clone(), &[key], move || report.page(number)));
    }
    for (&kind, paths) in &report.of_kind {
        let count = chores.of(kind).len();
        let total = Some(Fingerprint::of(&count.to_le_bytes()));
        for (number, path) in paths.iter().enumerate() {
            let shown = chores.fingerprint(study, kind, paging::range_of(number, count));
            let report = Arc::clone(&report);
            let make = move || report.page_of_kind(kind, number);
            plans.push(PagePlan::new(site, path.clone(), &[total, shown], make));
        }
    }
    Contribution { pages: plans, ..Contribution::default() }
}

impl Report<'_> {
    /// Of all that a page of documents is made of besides the outline of the site.
    fn fingerprint(&self, number: usize) -> Option<Fingerprint> {
        let columns = self.columns().map(u8::from);
        let mut key = Fingerprinter::new("documents of health").bytes(&columns);
        for document in &self.documents[paging::range_of(number, self.documents.len())] {
            key = key.part(self.study.site.document(*document).fingerprint?);
        }
        // The first page shows of all a few.
        if number == 0 {
            key = key.bytes(format!("{:?}", counts(self.study.site, self.chores)).as_bytes());
            for kind in Kind::ALL {
                let count = self.chores.of(*kind).len();
                key = key.bytes(&count.to_le_bytes());
                let shown = 0..count.min(TASKS_OF_A_KIND);
                key = self.chores.told_to(key, self.study, *kind, shown)?;
            }
        }
        Some(key.finish())
    }

    /// Which columns some document fills: those of fields, of the last change, of the next review.
    fn columns(&self) -> [bool; 3] {
        let has = |says: fn(&Figures) -> bool| self.study.site.figures.iter().any(says);
        [has(|it| it.has_fields), has(|it| it.has_updated), has(|it| it.has_review)]
    }

    fn page(&self, number: usize) -> Page {
        let Self { study, chores, documents, pages, .. } = self;
        let site = study.site;
        let path = &pages[number];
        let is_first = number == 0;
        let groups = Kind::ALL.iter().filter_map(|kind| self.group(path, *kind));
        let rows = documents[paging::range_of(number, documents.len())]
            .iter()
            .map(|number| row(site, path, *number, site.twins.contains(number), study.snapshot.today));
        let [has_fields, has_updated, has_review] = self.columns();
        let title = paging::title_of(TITLE, number);
        let description =
            format!("How complete, current and consistent the documents of {} are.", site.title());
        let view = View {
            counts: if is_first { counts(site, chores) } else { Vec::new() },
            health: Some(HealthView {
                groups: if is_first { groups.collect() } else { Vec::new() },
                documents: rows.collect(),
                documents_html: String::new(),
                has_fields,
                has_updated,
                has_review,
            }),
            pages: paging::place(pages, number),
            ..paging::view(site, study.snapshot, path, &title, description, &[])
        };
        Page { path: path.clone(), template: "health", view, body: None }
    }

    /// The first things to do of one kind, and the way to all of them.
    fn group(&self, path: &OutputPath, kind: Kind) -> Option<TaskGroup> {
        let count = self.chores.of(kind).len();
        let all = self.of_kind.get(&kind).and_then(|paths| paths.first());
        (count > 0).then(|| TaskGroup {
            heading: kind.heading().to_owned(),
            count,
            tasks: self.chores.views(self.study, path, kind, 0..count.min(TASKS_OF_A_KIND)),
            tasks_html: String::new(),
            more: all.map(|all| Neighbour { title: format!("All {count}"), url: relative_url(path, all) }),
        })
    }

    fn page_of_kind(&self, kind: Kind, number: usize) -> Page {
        let Self { study, chores, .. } = self;
        let paths = &self.of_kind[&kind];
        let path = &paths[number];
        let count = chores.of(kind).len();
        let group = TaskGroup {
            heading: kind.heading().to_owned(),
            count,
            tasks: chores.views(study, path, kind, paging::range_of(number, count)),
            tasks_html: String::new(),
            more: None,
        };
        let title = paging::title_of(kind.heading(), number);
        let description = format!("{title}: what there is to do in {}.", study.site.title());
        let view = View {
            health: Some(HealthView { groups: vec![group], ..HealthView::default() }),
            pages: paging::place(paths, number),
            ..paging::view(study.site, study.snapshot, path, &title, description, &[(TITLE, &self.pages[0])])
        };
        Page { path: path.clone(), template: "health", view, body: None }
    }
}

fn least_complete_first(site: &Site) -> Vec<DocumentNumber> {
    // Of a template it is no news that nobody filled it in.
    let counted = site.figures.iter().zip(0..).filter(|(figures, _)| !figures.is_template);
    let mut documents: Vec<(u8, DocumentNumber)> =
        counted.map(|(figures, number)| (percent(figures.completeness), DocumentNumber(number))).collect();
    documents.sort_unstable();
    documents.into_iter().map(|(_, number)| number).collect()
}

fn counts(site: &Site, chores: &Chores) -> Vec<Count> {
    let count = |number: String, label: &str| Count { before: None, number, label: Some(label.to_owned()) };
    let counted = || site.figures.iter().filter(|figures| !figures.is_template);
    let documents = counted().count();
    let sum: f64 = counted().map(|figures| figures.completeness).sum();
    let mean = percent(sum / documents.max(1) as f64);
    let placeholders = counted().map(|figures| figures.placeholders as usize).sum();
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
    add(chores.of(Kind::Connect).len(), "orphan", "orphans");
    counts
}

fn row(
    site: &Site,
    path: &OutputPath,
    number: DocumentNumber,
    is_twin: bool,
    today: Option<Date>,
) -> HealthRow {
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
