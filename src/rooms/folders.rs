//! Pages for folders without an index document, and the front page of a portal without one.
//!
//! In: the folders of the site. Out: pages, split where a list passes 500 rows. Never: a list of
//! all documents on one page.

use super::listing::{ROWS_A_PAGE, front_page_listing, listing_page};
use super::{Contribution, PagePlan, Study, news, way};
use crate::model::markup::escaped;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{ListingGroup, Page, PageKind, PageView, Pages, View};
use crate::model::site::{Folder, Site};

/// Makes the pages of folders.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let mut contribution = Contribution::default();
    for (name, folder) in site.folders.iter() {
        match (name.as_str(), folder.index) {
            ("", None) => contribution
                .pages
                .push(PagePlan::new(site, way::home(), &[study.front()], || front_page(study))),
            (_, None) => contribution.pages.extend(folder_pages(study, name, folder)),
            (_, Some(_)) => contribution.pages.extend(further_pages(study, name, folder)),
        }
    }
    contribution
}

fn front_page(study: &Study<'_>) -> Page {
    let site = study.site;
    let path = way::home();
    let (listing, counts) = front_page_listing(site, &path);
    let page = PageView {
        title: site.title(),
        heading_html: escaped(&site.title()),
        description: Some(description_of_portal(site, &listing)),
        kind: PageKind::Home,
        ..PageView::default()
    };
    let view = View {
        navigation: way::navigation(site, &path, None),
        listing,
        counts,
        home: Some(news::home(study, &path)),
        ..way::view(site, study.snapshot, &path, page)
    };
    Page { path, template: "home", view, body: None }
}

/// Returns what the portal says about itself, else what is in it.
fn description_of_portal(site: &Site, listing: &[ListingGroup]) -> String {
    let groups = listing.iter().map(|group| match &group.heading {
        Some(heading) => vec![heading.as_str()],
        None => group.rows.iter().map(|row| row.title.as_str()).collect(),
    });
    let contents = || way::with_names(&site.title(), &groups.flatten().collect::<Vec<_>>());
    site.config.description.clone().unwrap_or_else(contents)
}

/// A folder's page, and further ones where it holds more than one page may list.
fn folder_pages<'a>(study: &'a Study<'a>, name: &'a str, folder: &'a Folder) -> Vec<PagePlan<'a>> {
    let total = pages_needed(folder);
    plans(study, name, folder, 1, total)
}

/// The first page of a folder with an index is that document's; the room of documents makes it.
fn further_pages<'a>(study: &'a Study<'a>, name: &'a str, folder: &'a Folder) -> Vec<PagePlan<'a>> {
    let total = pages_needed(folder);
    plans(study, name, folder, 2, total)
}

fn plans<'a>(
    study: &'a Study<'a>,
    name: &'a str,
    folder: &'a Folder,
    first: usize,
    total: usize,
) -> Vec<PagePlan<'a>> {
    (first..=total)
        .map(|number| {
            PagePlan::new(study.site, page_number(folder, number), &[], move || {
                folder_page(study, name, folder, number, total)
            })
        })
        .collect()
}

fn pages_needed(folder: &Folder) -> usize {
    (folder.documents.len() + folder.folders.len()).div_ceil(ROWS_A_PAGE).max(1)
}

fn page_number(folder: &Folder, number: usize) -> OutputPath {
    if number == 1 {
        return folder.page.clone();
    }
    let stem = folder.page.as_str().trim_end_matches(".html");
    OutputPath::safe(&format!("{stem}-{number}.html"))
}

fn folder_page(study: &Study<'_>, name: &str, folder: &Folder, number: usize, total: usize) -> Page {
    let site = study.site;
    let path = page_number(folder, number);
    let node = match folder.index {
        Some(index) => site.navigation.of_document.get(&index).copied(),
        None => site.navigation.of_folder.get(name).copied(),
    };
    let title = if number == 1 { folder.title.clone() } else { format!("{}, page {number}", folder.title) };
    let listing = listing_page(site, &path, folder, number);
    let rows: Vec<&str> =
        listing.iter().flat_map(|group| &group.rows).map(|row| row.title.as_str()).collect();
    let page = PageView {
        heading_html: escaped(&title),
        description: Some(way::with_names(&title, &rows)),
        title,
        kind: PageKind::Folder,
        ..PageView::default()
    };
    let breadcrumbs = way::breadcrumbs(site, &path, node, &page.title);
    let view = View {
        breadcrumbs,
        navigation: way::navigation(site, &path, node),
        listing,
        pages: (total > 1).then(|| Pages {
            previous: (number > 1).then(|| relative_url(&path, &page_number(folder, number - 1))),
            next: (number < total).then(|| relative_url(&path, &page_number(folder, number + 1))),
            current: number,
            total,
        }),
        pager: way::pager(site, &path, node.filter(|_| number == 1)),
        ..way::view(site, study.snapshot, &path, page)
    };
    Page { path, template: "folder", view, body: None }
}
