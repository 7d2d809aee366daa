//! The map: the graph of all documents as a picture, as data for its script, and as a list.
//!
//! In: the documents of the site and their relations. Out: pages, the list split at 500 rows, and the
//! data. Never: a page for a portal of one document; a layout that nobody asks for: the picture and
//! the data are made when they are written or served.

mod data;
mod graph;
mod labels;
mod layout;
mod list;
mod picture;

use super::{Contribution, PagePlan, Study, named, paging};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, OnDemand, OutputPath, relative_url};
use crate::model::page::{LATE, MAP_DATA, MapCategory, MapKind, MapPicture, MapView, Page, View};
use crate::model::site::{PortalPage, Site};
use crate::model::snapshot::Snapshot;
use graph::Graph;
use layout::Layout;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What the page is called.
const TITLE: &str = "Map";

/// The map, each part of it made when it is first asked for. It outlives the turn.
struct Map {
    site: Arc<Site>,
    graph: OnceLock<Graph>,
    layout: OnceLock<Layout>,
}

impl Map {
    fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| Graph::of(&self.site))
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| {
            let graph = self.graph();
            layout::lay_out(&graph.groups(), &graph.edges())
        })
    }
}

/// Makes the pages and the data.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let Some(first) = site.portal.path(PortalPage::Map) else { return Contribution::default() };
    let map = Arc::new(Map { site: Arc::clone(site), graph: OnceLock::new(), layout: OnceLock::new() });
    let paths: Arc<[OutputPath]> =
        paging::paths(site, first, paging::pages_needed(site.documents.len())).into();
    let of_page = |number| of_relations(site, paging::range_of(number, site.documents.len()));
    let whole = named("map", &[site.facts, of_relations(site, 0..site.documents.len())]);
    let mut pages: Vec<PagePlan<'a>> = (0..paths.len())
        .map(|number| {
            let key = if number == 0 { whole } else { of_page(number) };
            let path = paths[number].clone();
            let (map, paths, snapshot) = (Arc::clone(&map), Arc::clone(&paths), Arc::clone(study.snapshot));
            let make = move || page(&map, &snapshot, &paths, number);
            PagePlan::of_list(site, path, &[site.facts, key], make)
        })
        .collect();
    if let Some(page) = pages.first_mut() {
        let (map, path) = (Arc::clone(&map), page.path.clone());
        page.late = Some(Arc::new(move || picture::draw(&map.site, map.graph(), map.layout(), &path)));
    }
    let data = OnDemand::new(whole, move || data::script(&map.site, map.graph(), map.layout()));
    let files = vec![(OutputPath::safe(MAP_DATA), Content::OnDemand(Arc::new(data)))];
    Contribution { pages, files, ..Contribution::default() }
}

/// Takes the fingerprint of the relations that some documents have: which there are and how much they say, not
/// where; and of how many all documents have, as each page says.
fn of_relations(site: &Site, documents: Range<usize>) -> Option<Fingerprint> {
    site.outline?;
    let mut fingerprinter =
        Fingerprinter::new("relations of documents").bytes(&site.relations.len().to_le_bytes());
    for of_document in site.relations.fingerprints().get(documents)? {
        fingerprinter = fingerprinter.part(*of_document);
    }
    Some(fingerprinter.finish())
}

fn page(map: &Map, snapshot: &Snapshot, paths: &[OutputPath], number: usize) -> Page {
    let site = &*map.site;
    let (path, graph) = (&paths[number], map.graph());
    let title = paging::title_of(TITLE, number);
    let lead = lead(site);
    let picture = (number == 0).then(|| MapPicture {
        drawing_html: LATE.to_owned(),
        data: relative_url(path, &OutputPath::safe(MAP_DATA)),
        left_out: picture::left_out(graph),
        kinds: graph
            .kinds
            .iter()
            .map(|(kind, count)| MapKind {
                key: kind.as_str().to_owned(),
                label: graph::label(*kind).to_owned(),
                count: *count,
                guessed: graph::is_guessed(*kind),
            })
            .collect(),
        categories: graph
            .categories
            .iter()
            .enumerate()
            .map(|(number, category)| MapCategory {
                number,
                label: category.name.clone(),
                hue: category.hue,
                count: category.count,
            })
            .collect(),
    });
    let map = MapView {
        lead: lead.clone(),
        picture,
        rows: list::rows(site, graph, path, number),
        ..MapView::default()
    };
    let view = View {
        map: Some(map),
        pages: paging::place(paths, number),
        ..paging::view(site, snapshot, path, &title, lead, &[])
    };
    Page { path: path.clone(), template: "map", view, body: None }
}

/// Says how much there is on the map.
fn lead(site: &Site) -> String {
    let documents = site.documents.len();
    match site.relations.len() {
        0 => format!("{documents} documents, none of which has to do with another."),
        1 => format!("{documents} documents and one relation between them."),
        relations => format!("{documents} documents and {relations} relations between them."),
    }
}
