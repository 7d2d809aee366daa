//! Lists of documents, as folder pages and the front page show them. Ground that rooms share, no room.
//!
//! In: the site, and the page that shows the list. Out: groups of rows. Never: more rows than one
//! page may have.

use super::facts;
use crate::model::change::Event;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Count, ListingGroup, ListingRow, Neighbour};
use crate::model::site::{DocumentNumber, Folder, Site};

/// How many rows a page of a portal may have.
pub(super) const ROWS_A_PAGE: usize = 500;
/// How many documents of a category the front page names before it leads to the folder.
const ROWS_A_CATEGORY: usize = 12;
/// The same beside a text of the user's own, where the list is a narrow column.
const ROWS_BESIDE_A_TEXT: usize = 5;
/// How many categories the front page shows.
const CATEGORIES: usize = 40;

/// Returns what a folder holds, as its first page lists it.
pub(super) fn listing_of_folder(site: &Site, from: &OutputPath, folder: &Folder) -> Vec<ListingGroup> {
    listing_page(site, from, folder, 1)
}

/// Returns the part of what a folder holds that its page of this number lists; the first is 1.
pub(super) fn listing_page(
    site: &Site,
    from: &OutputPath,
    folder: &Folder,
    number: usize,
) -> Vec<ListingGroup> {
    let documents = folder.documents.iter().map(|&document| row(site, from, document));
    let folders = folder.folders.iter().filter_map(|path| {
        let below = site.folders.get(path)?;
        Some(match below.index {
            Some(index) => row(site, from, index),
            None => ListingRow {
                title: below.title.clone(),
                url: relative_url(from, &below.page),
                summary: Some(count_of(below)),
                ..ListingRow::default()
            },
        })
    });
    let rows: Vec<ListingRow> =
        documents.chain(folders).skip((number - 1) * ROWS_A_PAGE).take(ROWS_A_PAGE).collect();
    if rows.is_empty() { Vec::new() } else { vec![ListingGroup { rows, ..ListingGroup::default() }] }
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
    let status = document.metadata.status.as_ref();
    ListingRow {
        title: document.title.clone(),
        url: relative_url(from, site.page(number)),
        summary: document.summary.clone(),
        date: document.metadata.updated.as_ref().map(|date| date.human()),
        status: status.map(|status| status.kind.as_str().to_owned()),
        status_text: status.map(|status| facts::badge_text(status)),
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
            groups.push(ListingGroup { heading: Some(part.clone()), ..ListingGroup::default() });
        }
        if node.children.is_empty() {
            if !matches!(groups.last(), Some(group) if group.url.is_none()) {
                groups.push(ListingGroup::default());
            }
            if let (Some(group), Some(document)) = (groups.last_mut(), node.document) {
                group.rows.push(row(site, from, document));
            }
            continue;
        }
        // The heading leads to the section's own document, which is not named again.
        let children = node.children.iter().filter_map(|&child| {
            let child = tree.node(child);
            match (child.document, &child.page) {
                (Some(document), _) => Some(row(site, from, document)),
                (None, Some(page)) => Some(ListingRow {
                    title: child.title.clone(),
                    url: relative_url(from, page),
                    ..ListingRow::default()
                }),
                (None, None) => None,
            }
        });
        let rows = children.collect();
        let url = node.page.as_ref().map(|page| relative_url(from, page));
        let heading = Some(node.title.clone());
        groups.push(ListingGroup { heading, url, rows, ..ListingGroup::default() });
    }
    let index = site.folders.get("").and_then(|folder| folder.index);
    let beside_a_text = index.is_some_and(|index| !site.document(index).is_blank);
    for group in &mut groups {
        shorten(group, if beside_a_text { ROWS_BESIDE_A_TEXT } else { ROWS_A_CATEGORY });
        if beside_a_text {
            group.rows.iter_mut().for_each(|row| row.summary = None);
        }
    }
    groups.retain(|group| !group.rows.is_empty());
    groups.truncate(CATEGORIES);
    (groups, counts(site))
}

/// Returns the figures above the list; of one document there is nothing to count.
fn counts(site: &Site) -> Vec<Count> {
    if site.documents.len() < 2 {
        return Vec::new();
    }
    let documents =
        Count { before: None, number: site.documents.len().to_string(), label: Some("documents".to_owned()) };
    let newest = site
        .documents
        .iter()
        .filter_map(|document| document.metadata.updated.as_ref())
        .map(|it| it.value)
        .max();
    let newest =
        newest.map(|date| Count { before: Some("newest".to_owned()), number: date.human(), label: None });
    let of = |number: usize, one: &str, many: &str| {
        let label = Some(if number == 1 { one } else { many }.to_owned());
        (number > 0).then(|| Count { before: None, number: number.to_string(), label })
    };
    let changes = site.timeline.iter().filter(|entry| !matches!(entry.event, Event::Decision(_))).count();
    let decisions = of(site.decisions.len(), "decision", "decisions");
    [Some(documents), decisions, of(changes, "change", "changes"), newest].into_iter().flatten().collect()
}

/// Cuts a list and leads on to the page that has all of it.
fn shorten(group: &mut ListingGroup, most: usize) {
    let Some(url) = group.url.clone() else { return };
    // A last row that says "1 more" takes the place of the one that it stands for.
    if group.rows.len() > most + 1 {
        let title = format!("{} more", group.rows.len() - most);
        group.rows.truncate(most);
        group.more = Some(Neighbour { title, url });
    }
}
