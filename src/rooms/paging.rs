//! How long lists are divided into pages, and what the portal's own pages begin with. Ground that
//! rooms share, no room.
//!
//! In: the number of entries; a page and what stands above it. Out: parts of a list, the paths of their
//! pages and the way between them, the start of a view. Never: more entries on a page than a page may have.

use super::listing::ROWS_A_PAGE;
use super::way;
use crate::model::markup::escaped;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Crumb, PageKind, PageView, Pages, View};
use crate::model::site::Site;
use crate::model::snapshot::Snapshot;
use std::collections::HashSet;
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

/// Returns the paths of the pages that one list is split into, the first given. No document loses
/// its place to a further page.
pub(super) fn paths(site: &Site, first: &OutputPath, pages: usize) -> Vec<OutputPath> {
    if pages < 2 {
        return vec![first.clone()];
    }
    let taken = taken_beside(site, first);
    let further = (2..=pages).map(|number| beside(first, &number.to_string(), &taken));
    std::iter::once(first.clone()).chain(further).collect()
}

/// Returns where a page stands that belongs to another and has this name: `health-links.html`. No
/// document loses its place to it.
pub(super) fn below(site: &Site, page: &OutputPath, name: &str) -> OutputPath {
    let taken = taken_beside(site, page);
    beside(page, name, &taken)
}

/// Returns the paths of documents that may stand where a page goes that belongs to another, in lower case.
/// Of a large portal that is hardly any.
fn taken_beside(site: &Site, page: &OutputPath) -> HashSet<String> {
    let stem = page.as_str().trim_end_matches(".html");
    // A letter that is not ASCII may be one in lower case, such as the sign for Kelvin.
    let may_be = |path: &&OutputPath| match path.as_str().get(..stem.len()) {
        Some(start) if path.as_str().is_ascii() && stem.is_ascii() => start.eq_ignore_ascii_case(stem),
        _ => !path.as_str().is_ascii() || !stem.is_ascii(),
    };
    site.pages.iter().filter(may_be).map(OutputPath::folded).collect()
}

fn beside(page: &OutputPath, name: &str, taken: &HashSet<String>) -> OutputPath {
    let stem = page.as_str().trim_end_matches(".html");
    let path = |number: usize| match number {
        0 => OutputPath::safe(&format!("{stem}-{name}.html")),
        number => OutputPath::safe(&format!("{stem}-{name}-{number}.html")),
    };
    // There are more numbers than documents.
    (0..=taken.len()).map(path).find(|path| !taken.contains(&path.folded())).unwrap_or_else(|| path(0))
}

/// Returns which of the pages of a split list one is; nothing where there is one alone.
pub(super) fn place(paths: &[OutputPath], number: usize) -> Option<Pages> {
    let path = paths.get(number)?;
    let other = |number: usize| paths.get(number).map(|other| relative_url(path, other));
    (paths.len() > 1).then(|| Pages {
        previous: number.checked_sub(1).and_then(other),
        next: other(number + 1),
        current: number + 1,
        total: paths.len(),
    })
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
        heading_html: escaped(title),
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
