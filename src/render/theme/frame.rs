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
use crate::render::shape::{Shape, mark_of};
use crate::render::skeleton::Skeleton;
use crate::render::templates::FRAME;
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

/// How many skeletons are kept with the same edges. Most pages of a portal have one of some dozens of shapes.
const MOST_SKELETONS: usize = 256;

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

    /// Puts it back.
    pub(super) fn put_back(mut self, view: &mut View) {
        if let Some(current) = self.current {
            self.navigation.items[current].current = true;
        }
        (view.menu, view.navigation) = (self.menu, self.navigation);
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
    site: Value,
    header: Value,
    footer: Value,
    look: Value,
    /// What templates made with these edges, by the names of shapes.
    skeletons: Mutex<HashMap<Box<str>, Arc<Skeleton>>>,
}

/// The navigation that pages beside each other show.
struct Navigation {
    /// What it was made of besides the theme and the folder.
    edges: Arc<Edges>,
    view: NavigationView,
    /// What was made of it, parted where the mark of the page itself may stand.
    parts: Vec<String>,
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

/// The frame of one page.
pub(super) struct Frame {
    edges: Arc<Edges>,
    navigation: Arc<Navigation>,
    /// Which entry of the navigation is the page itself, where it is not marked already.
    current: Option<usize>,
}

impl Frame {
    /// Appends the navigation, the page itself marked in it.
    pub(super) fn push_navigation(&self, html: &mut String) {
        // What has no page is never marked.
        let before = |current: usize| {
            self.navigation.view.items[..current].iter().filter(|item| item.url.is_some()).count()
        };
        let marked = self.current.map(before);
        for (number, part) in self.navigation.parts.iter().enumerate() {
            html.push_str(part);
            html.push_str(if marked == Some(number) { MARK } else { "" });
        }
    }

    /// Puts it into what a template knows, with a navigation as HTML.
    pub(super) fn put_into(&self, context: &mut Context, navigation: &str) -> Result<(), String> {
        let Edges { header, footer, look, site, .. } = &*self.edges;
        let navigation = Value::safe_string(navigation);
        context.insert_value(FRAME, value(&FrameView { header, footer, look, navigation })?);
        context.insert_value("site", site.clone());
        Ok(())
    }

    /// Returns what a template makes of views of a shape within these edges; the navigation is one more text.
    pub(super) fn skeleton(
        &self,
        shape: &Shape,
        render: impl FnOnce(&Context) -> Result<String, String>,
    ) -> Result<Arc<Skeleton>, String> {
        // Nothing panics while it holds the lock; if something did, the skeletons are as good as before.
        let skeletons = || self.edges.skeletons.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = skeletons().get(shape.name()) {
            return Ok(Arc::clone(known));
        }
        let mut context = shape.context()?;
        // That of the view was taken out of it.
        context.remove("menu");
        context.remove("navigation");
        let navigation = shape.texts.count();
        self.put_into(&mut context, &mark_of(navigation))?;
        let skeleton = Arc::new(Skeleton::of(render(&context)?, navigation + 1));
        let mut skeletons = skeletons();
        if skeletons.len() == MOST_SKELETONS {
            skeletons.clear();
        }
        skeletons.insert(shape.name().into(), Arc::clone(&skeleton));
        Ok(skeleton)
    }
}

impl Theme {
    /// Returns the frame of a page.
    pub(super) fn frame(&self, framed: &Framed, page: &PageView, path: &OutputPath) -> Result<Frame, String> {
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
                let (menu, skeletons) = (framed.menu.clone(), Mutex::default());
                Ok(Edges { menu, site, header, footer, look, skeletons })
            },
        )?;
        let navigation = self.frames.navigations.of(
            folder.filter(|_| framed.is_shared),
            |known| Arc::ptr_eq(&known.edges, &edges) && known.view == framed.navigation,
            || {
                let mut view = framed.navigation.clone();
                if framed.is_shared {
                    // All entries are marked; each page takes all marks but its own away.
                    view.items.iter_mut().for_each(|item| item.current = true);
                }
                let mut context = context_in_frame(&edges.site, page)?;
                context.insert_value("navigation", value(&view)?);
                let html = self.templates.built_in(NAVIGATION, &context)?;
                let parts =
                    if framed.is_shared { html.split(MARK).map(str::to_owned).collect() } else { vec![html] };
                Ok(Navigation { edges: Arc::clone(&edges), view: framed.navigation.clone(), parts })
            },
        )?;
        Ok(Frame { edges, navigation, current: framed.current })
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
fn value(part: &impl Serialize) -> Result<Value, String> {
    Value::try_from_serializable(part).map_err(|error| error.to_string())
}
