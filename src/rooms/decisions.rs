//! The register of decisions: a table, filters by status, and what superseded what.
//!
//! In: the decisions of the site. Out: its pages, split at 500 rows. Never: a page where there is no
//! decision.

mod chains;

use super::{Contribution, PagePlan, Study, decided, filters, paging, way};
use crate::model::decision::{Decision, DecisionNumber, LinkedDecision};
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{DecisionNote, DecisionRow, DecisionsView, FilterValue, Neighbour, Page, View};
use crate::model::site::{PortalPage, Site};
use crate::model::snapshot::Snapshot;
use crate::model::status::StatusKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Makes the pages.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let Some(first) = site.portal.path(PortalPage::Decisions) else { return Contribution::default() };
    let paths: Arc<[OutputPath]> =
        paging::paths(site, first, paging::pages_needed(site.decisions.len())).into();
    let pages = (0..paths.len())
        .map(|number| {
            let path = paths[number].clone();
            let (paths, site, snapshot) = (Arc::clone(&paths), Arc::clone(site), Arc::clone(study.snapshot));
            let make = move || page(&site, &snapshot, &paths, number);
            PagePlan::of_list(study.site, path, &[study.site.facts], make)
        })
        .collect();
    Contribution { pages, ..Contribution::default() }
}

fn page(site: &Site, snapshot: &Snapshot, paths: &[OutputPath], number: usize) -> Page {
    let path = &paths[number];
    let shown = paging::range_of(number, site.decisions.len());
    let numbers = shown.map(|number| DecisionNumber(number as u32));
    let main_folder = main_folder(site);
    let rows: Vec<DecisionRow> = numbers.map(|number| row(site, path, number, main_folder)).collect();
    let lead = lead(site);
    let title = paging::title_of("Decisions", number);
    let has = |says: fn(&Decision) -> bool| site.decisions.iter().any(|it| says(decided::told(site, it)));
    let decisions = DecisionsView {
        lead: lead.clone(),
        filters: by_status(&rows).into_iter().collect(),
        rows,
        rows_html: String::new(),
        has_ids: has(|decision| decision.id.is_some()),
        has_statuses: has(|decision| decision.status.is_some()),
        has_dates: has(|decision| decision.date.is_some()),
        has_deciders: has(|decision| !decision.deciders.is_empty()),
        chains: if number == 0 { chains::chains(site, path) } else { Vec::new() },
    };
    let view = View {
        decisions: Some(decisions),
        pages: paging::place(paths, number),
        ..paging::view(site, snapshot, path, &title, lead, &[])
    };
    Page { path: path.clone(), template: "decisions", view, body: None }
}

fn plural(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Says how many decisions there are, and where.
fn lead(site: &Site) -> String {
    let decisions = site.decisions.len();
    let documents: BTreeSet<_> = site.decisions.iter().map(|decision| decision.document).collect();
    let mut lead = plural(decisions, "decision", "decisions");
    if documents.len() < decisions {
        lead.push_str(&format!(" from {}", plural(documents.len(), "document", "documents")));
    }
    lead.push('.');
    let superseded = site.decisions.iter().filter(|decision| !decision.superseded_by.is_empty()).count();
    match superseded {
        0 => {}
        1 => lead.push_str(" One was superseded by another."),
        number => lead.push_str(&format!(" {number} were superseded by others.")),
    }
    lead
}

fn row(site: &Site, path: &OutputPath, number: DecisionNumber, main_folder: &str) -> DecisionRow {
    let linked = site.decision(number);
    let decision = decided::told(site, linked);
    let status = decision.status.as_ref();
    DecisionRow {
        id: decided::own_id(site, linked),
        title: decision.title.value.clone(),
        url: decided::url(site, path, linked),
        notes: notes(site, path, linked, main_folder),
        status: status.map(|status| status.kind.as_str().to_owned()),
        status_text: status.map(|status| decided::badge(status)),
        filter: status.map_or("none", |status| status.kind.as_str()).to_owned(),
        date: decision.date.as_ref().map(|date| date.human()),
        datetime: decision.date.as_ref().map(|date| date.value.to_string()),
        deciders: decision.deciders.iter().map(|decider| decider.value.clone()).collect(),
        past: decided::is_past(site, linked),
    }
}

/// Says what a reader of the register should know of a decision besides its status.
fn notes(site: &Site, path: &OutputPath, linked: &LinkedDecision, main_folder: &str) -> Vec<DecisionNote> {
    let mut notes = Vec::new();
    let mut about = |label: &str, numbers: &[DecisionNumber]| {
        if !numbers.is_empty() {
            let links = numbers.iter().map(|number| short_link(site, path, *number)).collect();
            notes.push(DecisionNote { label: label.to_owned(), links });
        }
    };
    about("Replaced by", &linked.superseded_by);
    about("Replaces", &linked.supersedes);
    about("Amended by", &linked.amended_by);
    about("Amends", &linked.amends);
    let decision = decided::told(site, linked);
    for &(document, index) in &linked.index_rows {
        let Some(row) = site.document(document).decision_index.get(index as usize) else { continue };
        let (Some(listed), Some(own)) = (&row.status, &decision.status) else { continue };
        let knows_more = listed.kind == StatusKind::Superseded && !linked.superseded_by.is_empty();
        if listed.kind != own.kind && !knows_more {
            let label = format!("The index says {} in", listed.word());
            let title = site.document(document).title.clone();
            let url = way::section_url(site, path, document, row.section);
            notes.push(DecisionNote { label, links: vec![Neighbour { title, url }] });
        }
    }
    if !decision.is_whole_document() {
        let title = site.document(linked.document).title.clone();
        let url = relative_url(path, site.page(linked.document));
        notes.push(DecisionNote { label: "In".to_owned(), links: vec![Neighbour { title, url }] });
    } else {
        let folder = site.document(linked.document).id.folder();
        if let Some(folder) = site.folders.get(folder).filter(|_| folder != main_folder) {
            let url = relative_url(path, &folder.page);
            let links = vec![Neighbour { title: folder.title.clone(), url }];
            notes.push(DecisionNote { label: "In".to_owned(), links });
        }
    }
    notes
}

/// Returns the folder that has the most decisions in files of their own: its name on each row would
/// say nothing.
fn main_folder(site: &Site) -> &str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for linked in site.decisions.iter().filter(|linked| decided::told(site, linked).is_whole_document()) {
        *counts.entry(site.document(linked.document).id.folder()).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by(|(one, of_one), (other, of_other)| of_one.cmp(of_other).then_with(|| other.cmp(one)));
    most.map_or("", |(folder, _)| folder)
}

/// Returns a link that is as short as an id where there is one.
fn short_link(site: &Site, path: &OutputPath, number: DecisionNumber) -> Neighbour {
    let linked = site.decision(number);
    let title = decided::own_id(site, linked).unwrap_or_else(|| decided::name(site, linked));
    Neighbour { title, url: decided::url(site, path, linked) }
}

/// Returns chips for the statuses that the rows have.
fn by_status(rows: &[DecisionRow]) -> Option<crate::model::page::Filter> {
    let count = |value: &str| rows.iter().filter(|row| row.filter == value).count();
    let known = StatusKind::ALL.iter().map(|kind| (kind.as_str(), kind.label()));
    let values = known
        .chain([("none", "No status")])
        .map(|(value, label)| FilterValue {
            value: value.to_owned(),
            label: label.to_owned(),
            number: count(value),
        })
        .filter(|value| value.number > 0)
        .collect();
    // However many there are: they are the first thing that a reader asks for.
    filters::filter("status", "Status", values, rows.len())
        .map(|filter| crate::model::page::Filter { chips: true, ..filter })
}
