//! The frame of a page: what the pages of a folder say alike, made once for all of them.
//!
//! In: what views of a folder have in common, and the built-in templates of it. Out: values that templates take
//! as they are. Never: a template of the portal's own, which may look at anything in its view.
//!
//! Header, navigation, footer and what the head says of the look are a third of what templates write, and pages
//! that stand beside each other show the same ones but for one mark. So the built-in templates of these are rendered by themselves, and in
//! their place stands a template that only shows what they made. A portal's own template of the same name
//! takes the place of that one, and is rendered on each page like any other.

use super::Theme;
use crate::model::output::OutputPath;
use crate::model::page::{MenuEntry, NavigationItem, NavigationView, PageKind, PageView, View};
use crate::render::templates::{Asked, FRAME};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Context, Value};

/// The templates that are rendered once for many pages: their names, the names under which they are rendered,
/// and what stands in their place. They look at nothing but `site`, `page.home` and `navigation`, and need no
/// other template.
const SHARED: &[(&str, &str, &str)] = &[
    ("footer.html", FOOTER, "{{ frame.footer }}"),
    ("header.html", HEADER, "{{ frame.header }}"),
    ("look.html", LOOK, "{{ frame.look }}"),
    ("navigation.html", NAVIGATION, "{{ frame.navigation }}"),
];
const FOOTER: &str = "frame/footer.html";
const HEADER: &str = "frame/header.html";
const LOOK: &str = "frame/look.html";
const NAVIGATION: &str = "frame/navigation.html";

/// The folder of what pages load.
const ASSETS: &str = "assets";

/// How the navigation marks the page itself.
const MARK: &str = " aria-current=\"page\"";

/// How many pieces of a kind are kept. Pages are rendered in the order of their paths, so a few are enough.
const MOST: usize = 32;

/// Returns the built-in templates with frames made apart from pages.
pub(super) fn apart<'a>(built_in: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut templates = Vec::new();
    for (name, text) in built_in {
        match SHARED.iter().find(|(shared, ..)| *shared == name) {
            Some((_, apart, in_its_place)) => templates.extend([(*apart, text), (name, *in_its_place)]),
            None => templates.push((name, text)),
        }
    }
    templates
}

/// The part of a view that the frame is made of.
pub(super) struct Framed {
    menu: Vec<MenuEntry>,
    /// Without the mark of the page itself where it is shared.
    navigation: NavigationView,
    /// Whether pages beside this one have the same navigation: what lists entries below its own has not.
    is_shared: bool,
    /// Which entry of a shared navigation is the page itself.
    current: Option<usize>,
}

impl Framed {
    /// Takes it out of a view.
    pub(super) fn take(view: &mut View) -> Self {
        let menu = std::mem::take(&mut view.menu);
        let mut navigation = std::mem::take(&mut view.navigation);
        let is_shared = navigation.items.iter().all(|item| item.children.is_empty());
        let is_current = |item: &NavigationItem| is_shared && item.current && item.url.is_some();
        let current = navigation.items.iter().position(is_current);
        if let Some(current) = current {
            navigation.items[current].current = false;
        }
        Self { menu, navigation, is_shared, current }
    }

    /// Returns the navigation as the view had it.
    fn navigation(mut self) -> NavigationView {
        if let Some(current) = self.current {
            self.navigation.items[current].current = true;
        }
        self.navigation
    }
}

/// By folder, the pieces of the page there that was rendered last: of most folders those of all pages.
#[derive(Default)]
pub(super) struct Frames {
    edges: Latest<Edges>,
    navigations: Latest<Navigation>,
}

/// Of each folder the last piece that was made.
struct Latest<T>(Mutex<HashMap<Box<str>, Arc<T>>>);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Latest<T> {
    /// Returns the piece of a folder, made anew where it is another; a new one without a folder.
    fn of(
        &self,
        folder: Option<&str>,
        is_it: impl FnOnce(&T) -> bool,
        make: impl FnOnce() -> Result<T, String>,
    ) -> Result<Arc<T>, String> {
        let Some(folder) = folder else { return make().map(Arc::new) };
        // Nothing panics while it holds the lock; if something did, the pieces are as good as before.
        let pieces = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pieces().get(folder).cloned();
        if let Some(piece) = known.filter(|piece| is_it(piece)) {
            return Ok(piece);
        }
        let piece = Arc::new(make()?);
        let mut pieces = pieces();
        if pieces.len() == MOST {
            pieces.clear();
        }
        pieces.insert(folder.into(), Arc::clone(&piece));
        Ok(piece)
    }
}

/// What pages show above and below everything else, and what their templates know of the portal.
struct Edges {
    /// What they were made of besides the theme and the folder.
    menu: Vec<MenuEntry>,
    shown_menu: Value,
    site: Value,
    header: Value,
    footer: Value,
    look: Value,
}

/// The navigation that pages beside each other show.
struct Navigation {
    /// What it was made of besides the theme and the folder.
    edges: Arc<Edges>,
    view: NavigationView,
    /// What was made of it, parted where the mark of the page itself may stand.
    parts: Vec<String>,
}

impl Navigation {
    /// Returns it with the mark at one of its entries.
    fn with_mark(&self, current: Option<usize>) -> String {
        // What has no page is never marked.
        let before =
            |current: usize| self.view.items[..current].iter().filter(|item| item.url.is_some()).count();
        let marked = current.map(before);
        let length = self.parts.iter().map(String::len).sum::<usize>() + MARK.len();
        let mut html = String::with_capacity(length);
        for (number, part) in self.parts.iter().enumerate() {
            html.push_str(part);
            html.push_str(if marked == Some(number) { MARK } else { "" });
        }
        html
    }
}

/// What stands in place of the shared templates.
#[derive(Serialize)]
struct FrameView<'a> {
    header: &'a Value,
    footer: &'a Value,
    look: &'a Value,
    navigation: Value,
}

/// As much as the shared templates see of a page.
#[derive(Serialize)]
struct PageInFrame<'a> {
    home: &'a str,
}

impl Theme {
    /// Puts the frame of a page into what its template knows, and what else a template asks for of that.
    pub(super) fn put_frame(
        &self,
        context: &mut Context,
        framed: Framed,
        page: &PageView,
        path: &OutputPath,
        asked: &Asked,
    ) -> Result<(), String> {
        // The 404 page alone does not know where it is shown.
        let folder = Some(path.folder()).filter(|_| page.kind != PageKind::NotFound);
        let edges = self.frames.edges.of(
            folder.map(|folder| self.place_of_edges(folder, page)),
            |edges| edges.menu == framed.menu,
            || {
                let site = value(&self.site(page, &framed.menu, path))?;
                let context = context_in_frame(&site, page)?;
                let rendered =
                    |name| Ok::<_, String>(Value::safe_string(&self.templates.built_in(name, &context)?));
                let (header, footer, look) = (rendered(HEADER)?, rendered(FOOTER)?, rendered(LOOK)?);
                let (menu, shown_menu) = (framed.menu.clone(), value(&framed.menu)?);
                Ok(Edges { menu, shown_menu, site, header, footer, look })
            },
        )?;
        let render = |navigation: &NavigationView| {
            let mut context = context_in_frame(&edges.site, page)?;
            context.insert_value("navigation", value(navigation)?);
            self.templates.built_in(NAVIGATION, &context)
        };
        let navigation = if framed.is_shared {
            let piece = self.frames.navigations.of(
                folder,
                |known| Arc::ptr_eq(&known.edges, &edges) && known.view == framed.navigation,
                || {
                    // All entries are marked; each page takes all marks but its own away.
                    let mut marked = framed.navigation.clone();
                    marked.items.iter_mut().for_each(|item| item.current = true);
                    let parts = render(&marked)?.split(MARK).map(str::to_owned).collect();
                    Ok(Navigation { edges: Arc::clone(&edges), view: framed.navigation.clone(), parts })
                },
            )?;
            piece.with_mark(framed.current)
        } else {
            render(&framed.navigation)?
        };
        let navigation = Value::safe_string(&navigation);
        let frame = FrameView { header: &edges.header, footer: &edges.footer, look: &edges.look, navigation };
        context.insert_value(FRAME, value(&frame)?);
        context.insert_value("site", edges.site.clone());
        if asked.has("menu") {
            context.insert_value("menu", edges.shown_menu.clone());
        }
        if asked.has("navigation") {
            context.insert_value("navigation", value(&framed.navigation())?);
        }
        Ok(())
    }
}

impl Theme {
    /// Returns what pages with the same edges have in common. All that these lead to stands at the root or in the
    /// folder of assets, so they are the same wherever the way up to the root is, but where a footer leads anywhere.
    fn place_of_edges<'a>(&self, folder: &'a str, page: &'a PageView) -> &'a str {
        let is_on_the_way = folder.split('/').next() == Some(ASSETS) || self.footer.is_some();
        if is_on_the_way { folder } else { &page.root }
    }
}

/// Returns what the shared templates know, but for the navigation.
fn context_in_frame(site: &Value, page: &PageView) -> Result<Context, String> {
    let mut context = Context::new();
    context.insert_value("site", site.clone());
    context.insert_value("page", value(&PageInFrame { home: &page.home })?);
    Ok(context)
}

/// Turns a part of a view into what templates take.
pub(super) fn value(part: &impl Serialize) -> Result<Value, String> {
    Value::try_from_serializable(part).map_err(|error| error.to_string())
}
