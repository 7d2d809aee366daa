//! How long lists are divided into pages, and what the portal's own pages begin with. Ground that
//! rooms share, no room.
//!
//! In: the number of entries; a page and what stands above it. Out: parts of a list, the start of a
//! view. Never: more entries on a page than a page may have.

use super::listing::ROWS_A_PAGE;
use super::way;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Crumb, PageKind, PageView, View};
use crate::model::site::Site;
use crate::model::snapshot::Snapshot;
use std::ops::Range;

/// Returns how many pages a list of so many entries needs; at least one.
pub(super) fn pages_needed(entries: usize) -> usize {
    entries.div_ceil(ROWS_A_PAGE).max(1)
}

/// Returns which entries a page of a list has; the first page is 0.
pub(super) fn range_of(page: usize, entries: usize) -> Range<usize> {
    let start = page * ROWS_A_PAGE;
    start.min(entries)..(start + ROWS_A_PAGE).min(entries)
}

/// Returns what a page of a list is called; the first page is 0.
pub(super) fn title_of(list: &str, page: usize) -> String {
    if page == 0 { list.to_owned() } else { format!("{list}, page {}", page + 1) }
}

/// Starts the view of a page that the portal makes of what documents say. `above` are the pages
/// between the front page and this one, each with its title.
pub(super) fn view(
    site: &Site,
    snapshot: &Snapshot,
    path: &OutputPath,
    title: &str,
    description: String,
    above: &[(&str, &OutputPath)],
) -> View {
    let page = PageView {
        title: title.to_owned(),
        heading_html: way::escaped(title),
        description: Some(description),
        kind: PageKind::Portal,
        ..PageView::default()
    };
    let mut breadcrumbs = way::breadcrumbs(site, path, None, title);
    let above = above
        .iter()
        .map(|(title, page)| Crumb { title: (*title).to_owned(), url: Some(relative_url(path, page)) });
    breadcrumbs.splice(1..1, above);
    View {
        breadcrumbs,
        navigation: way::navigation(site, path, None),
        ..way::view(site, snapshot, path, page)
    }
}
