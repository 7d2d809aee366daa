//! Lists that one page cannot hold, and how one goes through them. Ground that rooms share, no room.
//!
//! In: the first page of a list and the number of its entries. Out: where its further pages stand,
//! and the way between them. Never: more entries on a page than a page may have.

use super::listing::ROWS_A_PAGE;
use super::way;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Crumb, PageKind, PageView, Pages, View};
use crate::model::site::Site;
use crate::model::snapshot::Snapshot;

/// Returns how many pages a list of so many entries needs; at least one.
pub(super) fn pages_needed(entries: usize) -> usize {
    entries.div_ceil(ROWS_A_PAGE).max(1)
}

/// Returns where a page of a list stands; the first is 1.
pub(super) fn path_of(first: &OutputPath, number: usize) -> OutputPath {
    if number == 1 {
        return first.clone();
    }
    let stem = first.as_str().trim_end_matches(".html");
    OutputPath::safe(&format!("{stem}-{number}.html"))
}

/// Returns which entries a page of a list has.
pub(super) fn range_of(number: usize, entries: usize) -> std::ops::Range<usize> {
    let start = (number - 1) * ROWS_A_PAGE;
    start.min(entries)..(start + ROWS_A_PAGE).min(entries)
}

/// Returns the way between the pages of a list; nothing where there is one page.
pub(super) fn pages(first: &OutputPath, number: usize, total: usize) -> Option<Pages> {
    let path = path_of(first, number);
    let to = |number| relative_url(&path, &path_of(first, number));
    (total > 1).then(|| Pages {
        previous: (number > 1).then(|| to(number - 1)),
        next: (number < total).then(|| to(number + 1)),
        current: number,
        total,
    })
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
