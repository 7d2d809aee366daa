//! Pages for folders without an index document, the front page of a portal without one, and the
//! lists that folder pages and the front page show.
//!
//! In: the folders of the site. Out: pages, split where a list passes 500 rows. Never: a list of
//! all documents on one page.

use super::{Contribution, Study, way};
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Count, ListingGroup, ListingRow, Page, PageKind, PageView, Pages, View};
use crate::model::site::{DocumentNumber, Folder, Site};

/// How many rows a page of a portal may have.
const ROWS_A_PAGE: usize = 500;
/// How many documents of a category the front page names before it leads to the folder.
const ROWS_A_CATEGORY: usize = 12;
/// The same beside a text of the user's own, where the list is a narrow column.
const ROWS_BESIDE_A_TEXT: usize = 5;
/// How many categories the front page shows.
const CATEGORIES: usize = 40;

/// Makes the pages of folders.
pub(super) fn study(study: &Study<'_>) -> Contribution {
    let site = study.site;
    let mut contribution = Contribution::default();
    for (name, folder) in &site.folders {
        match (name.as_str(), folder.index) {
            ("", None) => contribution.pages.push(front_page(study)),
            (_, None) => contribution.pages.extend(folder_pages(study, name, folder)),
            (_, Some(_)) => contribution.pages.extend(further_pages(study, name, folder)),
        }
    }
    contribution
}

fn front_page(study: &Study<'_>) -> Page {
    let site = study.site;
    let path = way::home();
    let page = PageView {
        title: site.title(),
        heading_html: super::documents::escaped(&site.title()),
        description: site.config.description.clone(),
        kind: PageKind::Home,
        ..PageView::default()
    };
    let (listing, counts) = front_page_listing(site, &path);
    let view = View {
        navigation: way::navigation(site, &path, None),
        listing,
        counts,
        ..way::view(site, study.snapshot, &path, page)
    };
    Page { path, template: "home", view, body: None }
}

/// A folder's page, and further ones where it holds more than one page may list.
fn folder_pages(study: &Study<'_>, name: &str, folder: &Folder) -> Vec<Page> {
    let total = pages_needed(folder);
    (1..=total).map(|number| folder_page(study, name, folder, number, total)).collect()
}

/// The first page of a folder with an index is that document's; the room of documents makes it.
fn further_pages(study: &Study<'_>, name: &str, folder: &Folder) -> Vec<Page> {
    let total = pages_needed(folder);
    (2..=total).map(|number| folder_page(study, name, folder, number, total)).collect()
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
    let page = PageView {
        heading_html: super::documents::escaped(&title),
        title,
        kind: PageKind::Folder,
        ..PageView::default()
    };
    let breadcrumbs = way::breadcrumbs(site, &path, node, &page.title);
    let view = View {
        breadcrumbs,
        navigation: way::navigation(site, &path, node),
        listing: listing_page(site, &path, folder, number),
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

/// Returns what a folder holds, as its first page lists it.
pub(super) fn listing_of_folder(site: &Site, from: &OutputPath, folder: &Folder) -> Vec<ListingGroup> {
    listing_page(site, from, folder, 1)
}

fn listing_page(site: &Site, from: &OutputPath, folder: &Folder, number: usize) -> Vec<ListingGroup> {
    let documents = folder.documents.iter().map(|&document| row(site, from, document));
    let folders = folder.folders.iter().filter_map(|path| {
        let below = site.folders.get(path)?;
        Some(match below.index {
            Some(index) => row(site, from, index),
            None => ListingRow {
                title: below.title.clone(),
                url: relative_url(from, &below.page),
                summary: Some(count_of(below)),
                date: None,
                status: None,
                status_text: None,
            },
        })
    });
    let rows: Vec<ListingRow> =
        documents.chain(folders).skip((number - 1) * ROWS_A_PAGE).take(ROWS_A_PAGE).collect();
    if rows.is_empty() { Vec::new() } else { vec![ListingGroup { heading: None, url: None, rows }] }
}

fn count_of(folder: &Folder) -> String {
    let plural = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    match (folder.documents.len(), folder.folders.len()) {
        (documents, 0) => plural(documents, "document"),
        (0, folders) => plural(folders, "folder"),
        (documents, folders) => format!("{}, {}", plural(documents, "document"), plural(folders, "folder")),
    }
}

fn row(site: &Site, from: &OutputPath, number: DocumentNumber) -> ListingRow {
    let document = site.document(number);
    ListingRow {
        title: document.title.clone(),
        url: relative_url(from, site.page(number)),
        summary: document.summary.clone(),
        date: document.metadata.updated.as_ref().map(|date| date.human()),
        status: None,
        status_text: None,
    }
}

/// Returns the documents by section of the navigation, a few of each, and the figures above them.
pub(super) fn front_page_listing(site: &Site, from: &OutputPath) -> (Vec<ListingGroup>, Vec<Count>) {
    let tree = &site.navigation;
    let mut groups: Vec<ListingGroup> = Vec::new();
    for &top in &tree.top {
        let node = tree.node(top);
        if node.page.as_ref() == Some(from) {
            continue;
        }
        if let Some(part) = &node.part {
            groups.push(ListingGroup { heading: Some(part.clone()), url: None, rows: Vec::new() });
        }
        if node.children.is_empty() {
            if !matches!(groups.last(), Some(group) if group.url.is_none()) {
                groups.push(ListingGroup { heading: None, url: None, rows: Vec::new() });
            }
            if let (Some(group), Some(document)) = (groups.last_mut(), node.document) {
                group.rows.push(row(site, from, document));
            }
            continue;
        }
        let mut rows: Vec<ListingRow> =
            node.document.map(|document| row(site, from, document)).into_iter().collect();
        rows.extend(node.children.iter().filter_map(|&child| {
            let child = tree.node(child);
            match (child.document, &child.page) {
                (Some(document), _) => Some(row(site, from, document)),
                (None, Some(page)) => Some(ListingRow {
                    title: child.title.clone(),
                    url: relative_url(from, page),
                    summary: None,
                    date: None,
                    status: None,
                    status_text: None,
                }),
                (None, None) => None,
            }
        }));
        let url = node.page.as_ref().map(|page| relative_url(from, page));
        groups.push(ListingGroup { heading: Some(node.title.clone()), url, rows });
    }
    let beside_a_text = site.folders.get("").is_some_and(|folder| folder.index.is_some());
    for group in &mut groups {
        shorten(group, if beside_a_text { ROWS_BESIDE_A_TEXT } else { ROWS_A_CATEGORY });
        if beside_a_text {
            group.rows.iter_mut().for_each(|row| row.summary = None);
        }
    }
    groups.retain(|group| !group.rows.is_empty());
    groups.truncate(CATEGORIES);
    let newest = site.documents.iter().filter_map(|document| document.metadata.updated.as_ref()).max();
    let mut counts = vec![Count { number: site.documents.len().to_string(), label: "documents".to_owned() }];
    if site.documents.len() == 1 {
        counts[0].label = "document".to_owned();
    }
    if let Some(newest) = newest {
        counts.push(Count { number: newest.human(), label: "newest".to_owned() });
    }
    (groups, counts)
}

/// Cuts a list and leads on to the page that has all of it.
fn shorten(group: &mut ListingGroup, most: usize) {
    let Some(url) = group.url.clone() else { return };
    // A last row that says "1 more" takes the place of the one that it stands for.
    if group.rows.len() > most + 1 {
        let title = format!("{} more", group.rows.len() - most);
        group.rows.truncate(most);
        group.rows.push(ListingRow {
            title,
            url,
            summary: None,
            date: None,
            status: None,
            status_text: None,
        });
    }
}
