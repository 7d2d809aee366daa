//! The theme: the built-in templates, styles and scripts, and what a portal puts over them.
//!
//! In: the portal's own theme files, its settings and its brand. Out: templates ready to render
//! with, and the files that pages load, with names that change with their content. Never: a page.

mod frame;

use super::accent::Accent;
use super::badges::{BADGE, Badges};
use super::holes;
use super::lists;
use super::picture;
use super::shape::{Shape, Texts};
use super::skeleton::Skeleton;
use super::templates::{Base, Templates};
use crate::diagnostic::Diagnostic;
use crate::model::brand::{Brand, BrandFile};
use crate::model::config::{Config, RemoteImages};
use crate::model::document::Parsed;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, OutputPath, relative_url};
use crate::model::page::{MenuEntry, NAVIGATION_DATA, PageKind, PageView, RootSearch, SiteView, View};
use crate::model::site::Destination;
use crate::source::SourcePath;
use base64::Engine as _;
use frame::Frames;
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::Context;

macro_rules! built_in {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../themes/default/", $name))),)*]
    };
}

/// The files of the built-in theme, by name.
const BUILT_IN: &[(&str, &str)] = built_in![
    "backlinks.html" "badge.html" "base.html" "breadcrumbs.html" "concepts.html" "contents_fold.html" "counts.html"
    "decisions.html" "document.html" "facts.html" "favicon.svg" "filters.html" "folder.html"
    "footer.html" "head.html" "header.html" "health.html" "history.html" "home.html" "home_news.html" "listing.html" "look.html"
    "map.css" "map.html" "map.js" "navigation.html" "not_found.css" "not_found.html" "not_found.js" "on_this_page.html" "pager.html"
    "pages.html" "panel.html" "preview.html" "rail.html" "redirect.html" "register.html" "registers.html" "related.html"
    "site.js" "source.html" "style.css" "theme.js" "timeline.html"
];

/// Returns the names and contents of the built-in theme.
pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
    BUILT_IN
}

/// The built-in theme, read. It is the same for all portals, so that it can be read beside the documents of one.
pub struct BuiltIn {
    templates: Base,
    fingerprint: Fingerprint,
}

impl BuiltIn {
    /// Reads it.
    pub fn read() -> Self {
        let mut templates: Vec<_> = BUILT_IN.iter().filter(|(name, _)| is_template(name)).copied().collect();
        templates.push(BADGE);
        let mut fingerprinter = Fingerprinter::new("built-in theme");
        for (name, text) in BUILT_IN {
            fingerprinter = fingerprinter.bytes(name.as_bytes()).bytes(text.as_bytes());
        }
        Self { templates: Base::read(&templates), fingerprint: fingerprinter.finish() }
    }
}

fn is_template(name: &str) -> bool {
    name.ends_with(".html")
}

/// Templates and assets, ready to render with.
pub struct Theme {
    templates: Templates,
    has_own_templates: bool,
    fingerprint: Fingerprint,
    title: String,
    description: Option<String>,
    language: String,
    theme_script: Inline,
    search_style: Inline,
    search_script: Inline,
    remote_images: bool,
    footer: Option<(Parsed, Arc<[Destination]>)>,
    loaded: Loaded,
    files: Vec<(OutputPath, Content)>,
    frames: Frames,
    badges: Badges,
}

/// A text that stands in a page itself, and the hash by which the page's policy lets it.
struct Inline {
    text: String,
    hash: String,
}

impl Inline {
    fn new(text: &str) -> Self {
        let text = text.trim_end().to_owned();
        let digest = sha2::Sha256::digest(text.as_bytes());
        let hash = format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(digest));
        Self { text, hash }
    }
}

/// The files that pages load, by what they are for.
struct Loaded {
    style: OutputPath,
    extra_styles: Vec<OutputPath>,
    script: OutputPath,
    extra_scripts: Vec<OutputPath>,
    map_style: OutputPath,
    map_script: OutputPath,
    logo: Option<OutputPath>,
    logo_width: Option<u32>,
    favicon: OutputPath,
    navigation_data: OutputPath,
}

impl Theme {
    /// Puts the theme together. `own` are the portal's files in place of the built-in ones, `input` is the
    /// fingerprint of all of the portal's that is handed in.
    ///
    /// Of the portal's templates those that do not work are left out, with a finding each.
    pub fn new(
        built_in: &BuiltIn,
        own: &BTreeMap<String, Arc<str>>,
        config: &Config,
        brand: &Brand,
        input: Fingerprint,
    ) -> (Self, Vec<Diagnostic>) {
        let own_templates =
            own.iter().filter(|(name, _)| is_template(name)).map(|(name, text)| (name.clone(), text.clone()));
        let has_own_templates = own.keys().any(|name| is_template(name));
        let (templates, diagnostics) = Templates::over(&built_in.templates, own_templates.collect());
        let fingerprinter = Fingerprinter::new("theme").part(input).part(built_in.fingerprint);
        let mut files = Vec::new();
        let loaded = Loaded::new(own, config, brand, &mut files);
        let theme = Self {
            templates,
            has_own_templates,
            fingerprint: fingerprinter.finish(),
            title: brand.title.clone(),
            description: config.description.clone(),
            language: config.language.as_str().to_owned(),
            theme_script: Inline::new(&file("theme.js", own)),
            search_style: Inline::new(&file("not_found.css", own)),
            search_script: Inline::new(&file("not_found.js", own)),
            remote_images: config.remote_images == RemoteImages::Show,
            footer: brand.footer.clone(),
            loaded,
            files,
            frames: Frames::default(),
            badges: Badges::default(),
        };
        (theme, diagnostics)
    }

    /// Returns the fingerprint of all templates and settings.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Says whether the portal has templates of its own, which may not work for some page.
    pub fn has_own_templates(&self) -> bool {
        self.has_own_templates
    }

    /// Returns the files that pages load.
    pub fn files(&self) -> &[(OutputPath, Content)] {
        &self.files
    }

    /// Renders a template with a view: returns the skeleton of the page and the texts that go into it. What is wrong
    /// with the portal's own templates is reported, and the built-in ones do their work.
    ///
    /// # Errors
    ///
    /// tera's explanation of a built-in template that does not work.
    pub(super) fn render(
        &self,
        template: &str,
        mut view: View,
        path: &OutputPath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(Arc<Skeleton>, Texts), String> {
        let template = format!("{template}.html");
        let are_built_in = self.templates.are_built_in();
        // Only a template of the portal's own may look at the entries of lists one by one.
        lists::write(&mut view, !are_built_in, &mut |html, status, text| {
            self.badges.push(html, (status, text), &self.templates, diagnostics);
        });
        let frame = self.frame(&view.menu, &view.page, path)?;
        if are_built_in {
            // They find it in what they know of the portal, which is not a part of the shape.
            view.menu = Vec::new();
            let shape = Shape::of(&template, &view)?;
            let render = |context: &Context| self.templates.render(&template, context, diagnostics);
            return Ok((frame.skeleton(&shape, render)?, shape.texts));
        }
        let mut context = Context::from_serialize(&view).map_err(|error| error.to_string())?;
        frame.put_into(&mut context);
        let html = self.templates.render(&template, &context, diagnostics)?;
        Ok((Arc::new(Skeleton::of(html, 0)), Texts::default()))
    }

    /// Returns what the template of a page knows of the portal.
    fn site<'a>(&'a self, page: &'a PageView, menu: &'a [MenuEntry], path: &OutputPath) -> SiteView<'a> {
        let base = page.absolute_root();
        let url = |to: &OutputPath| match base {
            Some(base) => format!("{base}{}", to.url_encoded()),
            None => relative_url(path, to),
        };
        let loaded = &self.loaded;
        SiteView {
            title: &self.title,
            description: self.description.as_deref(),
            language: &self.language,
            generator: concat!("archsite ", env!("CARGO_PKG_VERSION")),
            logo: loaded.logo.as_ref().map(url),
            logo_width: loaded.logo_width,
            favicon: url(&loaded.favicon),
            footer_html: self
                .footer
                .as_ref()
                .map(|(footer, destinations)| footer_html(footer, destinations, path, base)),
            style: url(&loaded.style),
            extra_styles: loaded.extra_styles.iter().map(url).collect(),
            script: url(&loaded.script),
            extra_scripts: loaded.extra_scripts.iter().map(url).collect(),
            map_style: url(&loaded.map_style),
            map_script: url(&loaded.map_script),
            theme_script: &self.theme_script.text,
            theme_script_hash: &self.theme_script.hash,
            root_search: (page.kind == PageKind::NotFound && base.is_none()).then_some(RootSearch {
                style: &self.search_style.text,
                style_hash: &self.search_style.hash,
                script: &self.search_script.text,
                script_hash: &self.search_script.hash,
            }),
            navigation_data: Some(url(&loaded.navigation_data)),
            remote_images: self.remote_images,
            menu,
        }
    }
}

/// Returns a file of the theme: the portal's own, else the built-in one.
fn file(name: &str, own: &BTreeMap<String, Arc<str>>) -> Arc<str> {
    let built_in = || BUILT_IN.iter().find(|(built_in, _)| *built_in == name).map_or("", |(_, text)| *text);
    own.get(name).map_or_else(|| built_in().into(), Arc::clone)
}

impl Loaded {
    fn new(
        own: &BTreeMap<String, Arc<str>>,
        config: &Config,
        brand: &Brand,
        files: &mut Vec<(OutputPath, Content)>,
    ) -> Self {
        let mut text = |name: &str, text: Arc<str>| {
            let path = hashed(name, text.as_bytes());
            files.push((path.clone(), Content::Text(text)));
            path
        };
        // Not a sheet of its own: the first paint waits for one file.
        let style = match config.accent {
            Some(color) => {
                let sheet = file("style.css", own);
                format!("{}\n\n{}", sheet.trim_end(), Accent::of(color).css()).into()
            }
            None => file("style.css", own),
        };
        let style = text("style.css", style);
        let script = text("site.js", file("site.js", own));
        let map_style = text("map.css", file("map.css", own));
        let map_script = text("map.js", file("map.js", own));
        let theme_favicon =
            if brand.favicon.is_none() { Some(text("favicon.svg", file("favicon.svg", own))) } else { None };
        let mut bytes = |name: &str, file: &BrandFile| {
            let path = hashed(name, &file.bytes);
            files.push((path.clone(), Content::Bytes(Arc::clone(&file.bytes))));
            path
        };
        let mut picture = |stem: &str, file: &BrandFile| {
            let extension = SourcePath::new(file.path.as_str()).extension();
            bytes(&format!("{stem}.{extension}"), file)
        };
        let logo = brand.logo.as_ref().map(|file| picture("logo", file));
        let favicon = theme_favicon.or_else(|| Some(picture("favicon", brand.favicon.as_ref()?)));
        let mut all = |files: &[BrandFile]| -> Vec<OutputPath> {
            files.iter().map(|file| bytes(SourcePath::new(file.path.as_str()).file_name(), file)).collect()
        };
        Self {
            style,
            extra_styles: all(&brand.styles),
            script,
            extra_scripts: all(&brand.scripts),
            map_style,
            map_script,
            logo,
            logo_width: brand.logo.as_ref().and_then(|file| logo_width(&file.bytes)),
            // One of the two above is always there.
            favicon: favicon.unwrap_or_else(|| OutputPath::safe("favicon.svg")),
            navigation_data: OutputPath::safe(NAVIGATION_DATA),
        }
    }
}

/// The logo is 24 high, and as wide as the theme has room for.
const LOGO_HEIGHT: f64 = 24.0;
const LOGO_WIDEST: f64 = 160.0;

fn logo_width(bytes: &[u8]) -> Option<u32> {
    let (width, height) = picture::size(bytes)?;
    Some((LOGO_HEIGHT * width / height).round().clamp(1.0, LOGO_WIDEST) as u32)
}

/// Returns the path of a file that pages load; its name changes with its content.
fn hashed(name: &str, bytes: &[u8]) -> OutputPath {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mark = Fingerprint::of(bytes).short(10);
    OutputPath::safe(&format!("assets/{stem}-{mark}.{}", extension.to_ascii_lowercase()))
}

/// Returns the footer as a page shows it. With a base URL, on the 404 page, all links are absolute.
fn footer_html(
    footer: &Parsed,
    destinations: &[Destination],
    path: &OutputPath,
    base: Option<&str>,
) -> String {
    let leads = holes::Leads { links: destinations, names: &[] };
    let absolute = base.map(|base| leads.absolute(base));
    let leads = match &absolute {
        Some((links, names)) => holes::Leads { links, names },
        None => leads,
    };
    let mut html = String::with_capacity(footer.body.html.len() + 256);
    holes::fill(&mut html, &footer.document, &footer.body, leads, path);
    // Its headings and notes stand on every page, where a document may have the same ones. In
    // written HTML text holds no quotes, so these are attributes.
    html.replace(" id=\"", " id=\"archsite:footer-").replace(" href=\"#", " href=\"#archsite:footer-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::THEME_FILES;

    #[test]
    fn every_file_of_the_theme_can_be_replaced() {
        let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, THEME_FILES);
        #[allow(clippy::disallowed_methods, reason = "a test of files reads files")]
        let entries = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default")).unwrap();
        let mut there: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        there.sort_unstable();
        assert_eq!(there, THEME_FILES);
    }
}
