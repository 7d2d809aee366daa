//! A page of all key concepts and, for each, its documents.
//!
//! In: the concepts of the site. Out: pages, split where they pass 500 documents. Never: a concept
//! that no document names.

use super::{Contribution, PagePlan, Study, paging, way};
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{ConceptEntry, Count, Neighbour, Page, View};
use crate::model::site::{DocumentNumber, PortalPage, Site, SiteConcept};
use crate::model::snapshot::Snapshot;
use std::sync::Arc;

/// What the page is called.
const TITLE: &str = "Concepts";

/// Makes the pages of concepts.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let Some(first) = study.site.portal.path(PortalPage::Concepts) else { return Contribution::default() };
    let entries: usize = study.site.concepts.iter().map(|concept| concept.documents.len()).sum();
    let paths: Arc<[OutputPath]> = paging::paths(study.site, first, paging::pages_needed(entries)).into();
    let pages = (0..paths.len()).map(|number| {
        let path = paths[number].clone();
        let (paths, site, snapshot) =
            (Arc::clone(&paths), Arc::clone(study.site), Arc::clone(study.snapshot));
        let make = move || page(&site, &snapshot, &paths, number, entries);
        PagePlan::of_list(study.site, path, &[study.site.facts], make)
    });
    Contribution { pages: pages.collect(), ..Contribution::default() }
}

fn page(site: &Site, snapshot: &Snapshot, paths: &[OutputPath], number: usize, entries: usize) -> Page {
    let path = paths[number].clone();
    let shown = paging::range_of(number, entries);
    let carried = site
        .concepts
        .iter()
        .flat_map(|concept| concept.documents.iter().map(move |document| (concept, *document)));
    let carried: Vec<(&SiteConcept, DocumentNumber)> = carried.skip(shown.start).take(shown.len()).collect();
    let concepts: Vec<ConceptEntry> = carried
        .chunk_by(|a, b| a.0.concept.name == b.0.concept.name)
        .map(|same| {
            let concept = same[0].0;
            let documents = same.iter().map(|(_, document)| Neighbour {
                title: site.document(*document).title.clone(),
                url: relative_url(&path, site.page(*document)),
            });
            ConceptEntry {
                label: concept.concept.label.clone(),
                anchor: format!("concept-{}", concept.concept.name),
                count: concept.documents.len(),
                documents: documents.collect(),
                documents_html: String::new(),
            }
        })
        .collect();
    let title = paging::title_of(TITLE, number);
    let names: Vec<&str> = concepts.iter().map(|concept| concept.label.as_str()).collect();
    let description = way::with_names(&title, &names);
    let count = site.concepts.len();
    let label = if count == 1 { "concept" } else { "concepts" };
    let view = View {
        counts: vec![Count { before: None, number: count.to_string(), label: Some(label.to_owned()) }],
        concepts,
        pages: paging::place(paths, number),
        ..paging::view(site, snapshot, &path, &title, description, &[])
    };
    Page { path, template: "concepts", view, body: None }
}
