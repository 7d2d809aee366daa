//! The page that a server shows for an address that is not there.
//!
//! In: the site. Out: `404.html`. Never: knows where it is shown. A server shows it at any depth:
//! with a base URL all its links are absolute, without one they are written from the root, and a
//! script of the page's own looks for that.
//!
//! A document that would stand there, `404.md` in the source folder, is its text.

use super::{Contribution, PagePlan, Study, way};
use crate::model::document::Document;
use crate::model::output::{NOT_FOUND, OutputPath, relative_url};
use crate::model::page::{Crumb, DocumentView, Page, PageKind, PageView, ShownText};
use crate::model::site::{NavigationNode, Site};
use std::sync::Arc;

/// How many sections it leads to.
const MOST_SECTIONS: usize = 24;

/// Makes `404.html`.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let path = OutputPath::safe(NOT_FOUND);
    // Its text is that of a document, where there is one for it.
    let own = study.site.pages.iter().position(|page| *page == path);
    let site = study.site;
    let parts = own.map(|number| site.shown[number]);
    let plan = PagePlan::new(site, path, parts.as_slice(), || page(study));
    Contribution { pages: vec![plan], ..Contribution::default() }
}

fn page(study: &Study<'_>) -> Page {
    let path = OutputPath::safe(NOT_FOUND);
    let own = study.site.pages.iter().position(|page| *page == path);
    let document = own.map(|number| Arc::clone(&study.site.documents[number]));
    let title = |document: &Arc<Document>| (document.title.clone(), document.title_html.clone());
    let usual = || ("Page not found".to_owned(), "Page not found".to_owned());
    let (title, heading_html) = document.as_ref().map_or_else(usual, title);
    let anchor = document.as_ref().and_then(|it| it.anchor_of_title()).map(str::to_owned);
    let page = PageView { title, heading_html, anchor, kind: PageKind::NotFound, ..PageView::default() };
    let mut view = way::view(study.site, study.snapshot, &path, page);
    view.document = document.as_ref().map(|_| DocumentView::default());
    view.page.canonical = None;
    view.navigation.sections = sections(study.site, &path);
    if let Some(base) = &study.snapshot.base_url {
        view.page.root.clone_from(base);
        view.page.home = format!("{base}index.html");
        for entry in &mut view.menu {
            entry.url = format!("{base}{}", entry.url);
        }
        for url in view.navigation.sections.iter_mut().filter_map(|section| section.url.as_mut()) {
            *url = format!("{base}{url}");
        }
    }
    let body = own.zip(document).map(|(number, document)| {
        let destinations = Arc::clone(&study.site.destinations[number]);
        ShownText { document, destinations, mentions: Arc::clone(&study.site.mentions[number]) }
    });
    Page { path, template: "not_found", view, body }
}

/// Returns the ways on: the sections of the portal, or in one without sections its first documents.
fn sections(site: &Site, path: &OutputPath) -> Vec<Crumb> {
    let home = way::home();
    let nodes = || site.navigation.top.iter().map(|&top| site.navigation.node(top));
    let leads_on = |node: &&NavigationNode| node.page.as_ref().is_some_and(|page| *page != home);
    let has_sections = nodes().filter(leads_on).any(|node| !node.children.is_empty());
    let shown = nodes().filter(leads_on).filter(|node| !has_sections || !node.children.is_empty());
    let crumb = |node: &NavigationNode| Crumb {
        title: node.title.clone(),
        url: node.page.as_ref().map(|page| relative_url(path, page)),
    };
    shown.take(MOST_SECTIONS).map(crumb).collect()
}
