//! The frame of a page: what its template knows of the portal, and what it makes of pages that know the same of it.
//!
//! In: the menu and the place of a page. Out: values that templates take as they are, and skeletons of pages.
//! Never: anything of a page that its shape does not have.

use super::Theme;
use crate::model::output::OutputPath;
use crate::model::page::{MenuEntry, PageKind, PageView};
use crate::render::shape::Shape;
use crate::render::skeleton::Skeleton;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Context, Value};

/// The folder of what pages load.
const ASSETS: &str = "assets";

/// How many frames are kept. Pages are rendered in the order of their paths, so a few are enough.
const MOST: usize = 32;

/// How many skeletons are kept in a frame. Most pages of a portal have one of a dozen shapes.
const MOST_SKELETONS: usize = 256;

/// By folder, the frame of the page there that was rendered last: of most folders that of all pages.
#[derive(Default)]
pub(super) struct Frames(Mutex<HashMap<Box<str>, Arc<Frame>>>);

/// What the templates of some pages know of the portal.
pub(super) struct Frame {
    /// What it was made of besides the theme and the folder.
    menu: Vec<MenuEntry>,
    site: Value,
    /// What templates made of it, by the names of shapes.
    skeletons: Mutex<HashMap<Box<str>, Arc<Skeleton>>>,
}

impl Frame {
    /// Puts it into what a template knows.
    pub(super) fn put_into(&self, context: &mut Context) {
        context.insert_value("site", self.site.clone());
    }

    /// Returns what a template makes of views of a shape.
    pub(super) fn skeleton(
        &self,
        shape: &Shape,
        render: impl FnOnce(&Context) -> Result<String, String>,
    ) -> Result<Arc<Skeleton>, String> {
        // Nothing panics while it holds the lock; if something did, the skeletons are as good as before.
        let skeletons = || self.skeletons.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = skeletons().get(shape.name()) {
            return Ok(Arc::clone(known));
        }
        let mut context = shape.context()?;
        self.put_into(&mut context);
        let skeleton = Arc::new(Skeleton::of(render(&context)?, shape.texts.count()));
        let mut skeletons = skeletons();
        if skeletons.len() == MOST_SKELETONS {
            skeletons.clear();
        }
        skeletons.insert(shape.name().into(), Arc::clone(&skeleton));
        Ok(skeleton)
    }
}

impl Theme {
    /// Returns the frame of a page with a menu.
    pub(super) fn frame(
        &self,
        menu: &[MenuEntry],
        page: &PageView,
        path: &OutputPath,
    ) -> Result<Arc<Frame>, String> {
        let make = || {
            let site = Value::try_from_serializable(&self.site(page, menu, path));
            let site = site.map_err(|error| error.to_string())?;
            Ok::<_, String>(Arc::new(Frame { menu: menu.to_vec(), site, skeletons: Mutex::default() }))
        };
        // It alone does not know where it is shown.
        if page.kind == PageKind::NotFound {
            return make();
        }
        let place = self.place_of_frame(path.folder(), page);
        // Nothing panics while it holds the lock; if something did, the frames are as good as before.
        let frames = || self.frames.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = frames().get(place).cloned();
        if let Some(frame) = known.filter(|frame| frame.menu == menu) {
            return Ok(frame);
        }
        let frame = make()?;
        let mut frames = frames();
        if frames.len() == MOST {
            frames.clear();
        }
        frames.insert(place.into(), Arc::clone(&frame));
        Ok(frame)
    }

    /// Returns what pages with the same frame have in common. All that it leads to stands at the root or in the
    /// folder of assets, so it is the same wherever the way up to the root is, but where a footer leads anywhere.
    fn place_of_frame<'a>(&self, folder: &'a str, page: &'a PageView) -> &'a str {
        let is_on_the_way = folder.split('/').next() == Some(ASSETS) || self.footer.is_some();
        if is_on_the_way { folder } else { &page.root }
    }
}
