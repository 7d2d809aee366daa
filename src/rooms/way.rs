//! How one finds one's way on a page: breadcrumbs, navigation, previous and next, on this page.
//!
//! In: the site and a place in it. Out: parts of a view. Never: more of the tree than is near the
//! page, however large the portal is.

use crate::model::document::{Document, Section, TitleOrigin};
use crate::model::output::{OutputPath, relative_url, relative_url_of_anchor};
use crate::model::page::{
    Crumb, Heading, MenuEntry, More, NavigationItem, NavigationView, Neighbour, PageKind, PageView, Pager,
    View,
};
use crate::model::site::{DocumentNumber, NavigationNode, NodeNumber, PortalPage, Site};
use crate::model::snapshot::Snapshot;

/// Lists of siblings longer than this are shown as a window around the page.
const MOST_SIBLINGS: usize = 60;
/// How many siblings such a window shows.
const WINDOW: usize = 31;
/// How many pages in a row share a window: the page itself, ten before it and ten after it are in it wherever
/// it stands in the row, and the list does not move under the reader from one page to the next.
const ROW: usize = 11;

/// The file of the front page, at the root.
const HOME: &str = "index.html";

/// The file of the feed, at the root.
const FEED: &str = "feed.xml";

/// The path of the front page.
pub(super) fn home() -> OutputPath {
    OutputPath::safe(HOME)
}

/// Says whether a path is that of the front page.
pub(super) fn is_home(path: &OutputPath) -> bool {
    path.as_str() == HOME
}

/// Returns the address of the front page.
fn home_url(from: &OutputPath) -> String {
    from.root() + HOME
}

/// The path of the feed.
pub(super) fn feed() -> OutputPath {
    OutputPath::safe(FEED)
}

/// Returns the address of the feed.
pub(super) fn feed_url(from: &OutputPath) -> String {
    from.root() + FEED
}

/// Starts the view of a page with what all pages have.
pub(super) fn view(site: &Site, snapshot: &Snapshot, path: &OutputPath, page: PageView) -> View {
    // The front page and the one for missing addresses belong to no part.
    let part = match page.kind {
        PageKind::Home | PageKind::NotFound => MenuPart::None,
        PageKind::Portal => MenuPart::Portal,
        PageKind::Document | PageKind::Folder | PageKind::Redirect => MenuPart::Documents,
    };
    let root = path.root();
    View {
        page: PageView {
            feed: (!site.timeline.is_empty()).then(|| root.clone() + FEED),
            home: root.clone() + HOME,
            root,
            canonical: snapshot.base_url.as_ref().map(|base| format!("{base}{}", address_in_site(path))),
            ..page
        },
        menu: menu(site, path, part),
        ..View::default()
    }
}

/// Returns the address below a base URL: the `index.html` of a folder is the folder.
pub(super) fn address_in_site(path: &OutputPath) -> String {
    let url = path.url_encoded();
    match url.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => url,
    }
}

/// What part of the portal a page belongs to.
#[derive(Clone, Copy, PartialEq)]
enum MenuPart {
    None,
    Documents,
    /// The one that its path says.
    Portal,
}

/// The parts of the portal; where there is nothing but one document or none, the name at the top
/// leads everywhere.
fn menu(site: &Site, path: &OutputPath, part: MenuPart) -> Vec<MenuEntry> {
    let entry = |label, url, current| MenuEntry { label, url, current };
    let mut entries = Vec::with_capacity(site.portal.pages.len() + 1);
    entries.push(entry("Documents", home_url(path), part == MenuPart::Documents));
    for (page, to) in &site.portal.pages {
        let Some(label) = label(*page) else { continue };
        let current = part == MenuPart::Portal && belongs_to(path, to);
        entries.push(entry(label, relative_url(path, to), current));
    }
    if site.documents.len() < 2 && entries.len() == 1 {
        entries.clear();
    }
    entries
}

/// What a page of the portal is called in the menu; those below another have no entry of their own.
fn label(page: PortalPage) -> Option<&'static str> {
    match page {
        PortalPage::Decisions => Some("Decisions"),
        PortalPage::Timeline => Some("Timeline"),
        PortalPage::Map => Some("Map"),
        PortalPage::Registers => Some("Registers"),
        PortalPage::Register(_) => None,
        PortalPage::Concepts => Some("Concepts"),
        PortalPage::Health => Some("Health"),
    }
}

/// Says whether a page is the one that an entry leads to, a further part of it, or below it.
fn belongs_to(path: &OutputPath, entry: &OutputPath) -> bool {
    let stem = entry.as_str().trim_end_matches(".html");
    let rest = path.as_str().strip_prefix(stem);
    rest.is_some_and(|rest| rest.starts_with(['.', '-', '/']))
}

/// The longest description of a page that is put together out of names, in characters.
const LONGEST_DESCRIPTION: usize = 160;

/// Returns a name and as many of the names below it as a preview shows: `Runbooks: Restore, Fail over`.
pub(super) fn with_names(name: &str, below: &[&str]) -> String {
    let mut text = name.to_owned();
    for (number, name) in below.iter().enumerate() {
        if text.chars().count() + name.chars().count() > LONGEST_DESCRIPTION {
            text.push_str(if number == 0 { "" } else { ", …" });
            break;
        }
        text.push_str(if number == 0 { ": " } else { ", " });
        text.push_str(name);
    }
    text
}

/// Returns the way from the front page to a node.
pub(super) fn breadcrumbs(
    site: &Site,
    path: &OutputPath,
    node: Option<NodeNumber>,
    title: &str,
) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb { title: site.title(), url: Some(home_url(path)) }];
    if let Some(node) = node {
        for ancestor in site.navigation.ancestors(node) {
            crumbs.push(crumb(path, site.navigation.node(ancestor)));
        }
    }
    crumbs.push(Crumb { title: title.to_owned(), url: None });
    crumbs
}

fn crumb(from: &OutputPath, node: &NavigationNode) -> Crumb {
    Crumb { title: node.title.clone(), url: node.page.as_ref().map(|page| relative_url(from, page)) }
}

/// Returns the part of the tree that is near a node: what is above, beside and below it.
pub(super) fn navigation(site: &Site, path: &OutputPath, node: Option<NodeNumber>) -> NavigationView {
    let tree = &site.navigation;
    let top_of_page = node.map(|node| *tree.ancestors(node).first().unwrap_or(&node));
    let mut view = NavigationView::default();
    let siblings: &[NodeNumber] = match node {
        Some(node) => {
            let mut ancestors = tree.ancestors(node);
            if let Some(parent) = ancestors.pop() {
                view.heading = Some(crumb(path, tree.node(parent)));
                view.ancestors = ancestors.iter().map(|&above| crumb(path, tree.node(above))).collect();
            }
            tree.siblings(node)
        }
        None => &tree.top,
    };
    let place = node.and_then(|node| siblings.iter().position(|&sibling| sibling == node)).unwrap_or(0);
    let (window, before, after) = windowed(siblings, place);
    view.items = window
        .iter()
        .map(|&sibling| {
            let is_current = Some(sibling) == node;
            let mut item = item(site, path, sibling, is_current);
            if is_current {
                let (children, _, hidden) = windowed(&tree.node(sibling).children, 0);
                item.children = children.iter().map(|&child| self::item(site, path, child, false)).collect();
                if hidden > 0 {
                    item.children.push(NavigationItem {
                        title: format!("{hidden} more"),
                        url: item.url.clone(),
                        current: false,
                        draft: false,
                        children: Vec::new(),
                        part: None,
                    });
                }
            }
            item
        })
        .collect();
    if before + after > 0 {
        let above =
            node.and_then(|node| tree.node(node).parent).and_then(|parent| tree.node(parent).page.clone());
        let url = relative_url(path, &above.unwrap_or_else(home));
        view.more = Some(More { before, after, url });
    }
    if view.heading.is_some() {
        let others: Vec<_> = tree
            .top
            .iter()
            .filter(|&&top| Some(top) != top_of_page && tree.node(top).page.is_some())
            .filter(|&&top| !tree.node(top).children.is_empty())
            .copied()
            .collect();
        view.sections = windowed(&others, 0).0.iter().map(|&top| crumb(path, tree.node(top))).collect();
    }
    view
}

fn item(site: &Site, from: &OutputPath, number: NodeNumber, current: bool) -> NavigationItem {
    let node = site.navigation.node(number);
    NavigationItem {
        title: node.title.clone(),
        url: node.page.as_ref().map(|page| relative_url(from, page)),
        current,
        draft: node.document.is_some_and(|document| site.document(document).metadata.draft),
        children: Vec::new(),
        part: node.part.clone(),
    }
}

/// Returns the part of a list around a place, and how many are left out before and after it.
fn windowed(list: &[NodeNumber], place: usize) -> (&[NodeNumber], usize, usize) {
    if list.len() <= MOST_SIBLINGS {
        return (list, 0, 0);
    }
    let row = place - place % ROW;
    let start = row.saturating_sub((WINDOW - ROW) / 2).min(list.len() - WINDOW);
    let end = start + WINDOW;
    (&list[start..end], start, list.len() - end)
}

/// Returns the pages before and after a node in reading order.
pub(super) fn pager(site: &Site, path: &OutputPath, node: Option<NodeNumber>) -> Pager {
    let tree = &site.navigation;
    let Some(place) = node.and_then(|node| tree.place.get(&node)).map(|&place| place as usize) else {
        return Pager::default();
    };
    let neighbour = |place: Option<usize>| {
        let node = tree.node(*tree.reading_order.get(place?)?);
        Some(Neighbour { title: node.title.clone(), url: relative_url(path, node.page.as_ref()?) })
    };
    Pager { previous: neighbour(place.checked_sub(1)), next: neighbour(Some(place + 1)) }
}

/// Returns the headings of the three levels below the title as a tree. A skipped level hangs from
/// the one above it.
pub(super) fn on_this_page(document: &Document) -> Vec<Heading> {
    let mut top: Vec<Heading> = Vec::new();
    // Headings whose children are still to come, the outermost first.
    let mut open: Vec<(u8, Heading)> = Vec::new();
    let is_title = document.title_origin == TitleOrigin::Heading;
    let sections = document.sections.get(usize::from(is_title)..).unwrap_or_default();
    // Where the parts themselves are of level 1, the page shows all headings a level lower.
    let highest = if sections.iter().any(|section| section.level == 1) { 1 } else { 2 };
    let levels = highest..highest + 3;
    let shown = |section: &&Section| levels.contains(&section.level) && !section.anchor.is_empty();
    for section in sections.iter().filter(shown) {
        close(&mut open, &mut top, section.level);
        open.push((section.level, heading(section)));
    }
    close(&mut open, &mut top, 0);
    // A single entry leads to what is on the screen anyway.
    if let [only] = top.as_slice()
        && only.children.is_empty()
    {
        top.clear();
    }
    top
}

/// Hangs the headings that cannot have a child of this level where they belong.
fn close(open: &mut Vec<(u8, Heading)>, top: &mut Vec<Heading>, level: u8) {
    while let Some((_, done)) = open.pop_if(|(above, _)| *above >= level) {
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(done),
            None => top.push(done),
        }
    }
}

fn heading(section: &Section) -> Heading {
    Heading { title_html: section.title_html.clone(), anchor: section.anchor.clone(), children: Vec::new() }
}

/// Returns the address of a section of a document, of the document itself where there is none.
pub(super) fn section_url(
    site: &Site,
    from: &OutputPath,
    number: DocumentNumber,
    section: Option<u32>,
) -> String {
    let section = section.and_then(|section| site.document(number).sections.get(section as usize));
    anchor_url(site, from, number, section.map(|section| section.anchor.as_str()))
}

/// Returns the address of a place in a document, of the document itself where there is none.
pub(super) fn anchor_url(
    site: &Site,
    from: &OutputPath,
    number: DocumentNumber,
    anchor: Option<&str>,
) -> String {
    match anchor.filter(|anchor| !anchor.is_empty()) {
        Some(anchor) => relative_url_of_anchor(from, site.page(number), anchor),
        None => relative_url(from, site.page(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_a_row_share_a_window_and_each_has_its_neighbours_in_it() {
        let list: Vec<NodeNumber> = (0..200).map(NodeNumber).collect();
        let mut windows = std::collections::BTreeSet::new();
        for place in 0..list.len() {
            let (window, before, after) = windowed(&list, place);
            assert_eq!((window.len(), before + window.len() + after), (WINDOW, list.len()), "{place}");
            let first = place.saturating_sub(10);
            let last = (place + 10).min(list.len() - 1);
            assert!(window.contains(&list[first]) && window.contains(&list[last]), "{place}: {before}");
            windows.insert(before);
        }
        assert!(windows.len() <= list.len().div_ceil(ROW), "{windows:?}");
        assert_eq!(windowed(&list[..MOST_SIBLINGS], 30), (&list[..MOST_SIBLINGS], 0, 0));
    }
}
