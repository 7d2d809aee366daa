//! The theme: the built-in templates, styles and scripts, and what a portal puts over them.
//!
//! In: the portal's own theme files. Out: tera with all templates, and the files that pages load,
//! with names that change with their content. Never: a page.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::Config;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, OutputPath, relative_url};
use crate::model::page::{MenuEntry, View};
use crate::source::{SourcePath, Span};
use base64::Engine as _;
use serde::Serialize;
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Tera, Value};

macro_rules! built_in {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../themes/default/", $name))),)*]
    };
}

/// The files of the built-in theme, by name.
const BUILT_IN: &[(&str, &str)] = built_in![
    "badge.html" "base.html" "breadcrumbs.html" "contents_fold.html" "document.html" "facts.html"
    "favicon.svg" "folder.html" "footer.html" "head.html" "header.html" "home.html" "listing.html"
    "navigation.html" "not_found.html" "on_this_page.html" "pager.html" "pages.html" "panel.html"
    "rail.html" "redirect.html" "site.js" "source.html" "style.css" "theme.js"
];

/// Returns the names and contents of the built-in theme.
pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
    BUILT_IN
}

/// Templates and assets, ready to render with.
pub struct Theme {
    tera: Tera,
    fingerprint: Fingerprint,
    site: SiteConstants,
    style: OutputPath,
    script: OutputPath,
    favicon: OutputPath,
    navigation_data: OutputPath,
    files: Vec<(OutputPath, Content)>,
}

/// What is the same on every page.
#[derive(Clone, Serialize)]
struct SiteConstants {
    title: String,
    description: Option<String>,
    language: String,
    generator: String,
    theme_script: String,
    theme_script_hash: String,
}

/// What a template knows of the portal.
#[derive(Serialize)]
struct SiteView<'a> {
    #[serde(flatten)]
    constants: &'a SiteConstants,
    logo: Option<String>,
    favicon: Option<String>,
    accent_css: Option<String>,
    footer_html: Option<String>,
    style: String,
    script: String,
    navigation_data: Option<String>,
    extra_styles: Vec<String>,
    extra_scripts: Vec<String>,
    menu: &'a [MenuEntry],
}

impl Theme {
    /// Reads the theme. Templates of the portal that do not work are left out, with a finding each.
    pub fn new(own: &BTreeMap<String, Arc<str>>, config: &Config, title: &str) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let file = |name: &str| -> String {
            let built_in =
                BUILT_IN.iter().find(|(built_in, _)| *built_in == name).map_or("", |(_, text)| *text);
            own.get(name).map_or(built_in, |text| &**text).to_owned()
        };
        let tera = templates(own, &mut diagnostics);
        let theme_script = file("theme.js").trim_end().to_owned();
        let digest = sha2::Sha256::digest(theme_script.as_bytes());
        let site = SiteConstants {
            title: title.to_owned(),
            description: config.description.clone(),
            language: config.language.as_str().to_owned(),
            generator: concat!("archsite ", env!("CARGO_PKG_VERSION")).to_owned(),
            theme_script_hash: format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(digest)),
            theme_script,
        };
        let mut files = Vec::new();
        let mut hashed = |stem: &str, extension: &str, text: String| {
            let path = OutputPath::safe(&format!(
                "assets/{stem}-{}.{extension}",
                Fingerprint::of(text.as_bytes()).short(10)
            ));
            files.push((path.clone(), Content::Text(text.into())));
            path
        };
        let style = hashed("style", "css", file("style.css"));
        let script = hashed("site", "js", file("site.js"));
        let favicon = hashed("favicon", "svg", file("favicon.svg"));
        let mut fingerprinter =
            Fingerprinter::new("theme").part(config.fingerprint()).bytes(title.as_bytes());
        for (name, text) in BUILT_IN {
            fingerprinter = fingerprinter.bytes(name.as_bytes()).bytes(text.as_bytes());
        }
        for (name, text) in own {
            fingerprinter = fingerprinter.bytes(name.as_bytes()).bytes(text.as_bytes());
        }
        let theme = Self {
            tera,
            fingerprint: fingerprinter.finish(),
            site,
            style,
            script,
            favicon,
            navigation_data: OutputPath::safe(crate::model::page::NAVIGATION_DATA),
            files,
        };
        (theme, diagnostics)
    }

    /// Returns the fingerprint of all templates and settings.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Returns the files that pages load.
    pub fn files(&self) -> &[(OutputPath, Content)] {
        &self.files
    }

    /// Renders a template with a view.
    ///
    /// # Errors
    ///
    /// tera's explanation, which shows the place in the template.
    pub(super) fn render(&self, template: &str, view: &View, path: &OutputPath) -> Result<String, String> {
        // The 404 page is shown at any depth: with a base URL its root is absolute.
        let url = |to: &OutputPath| match view.page.root.contains("://") {
            true => format!("{}{}", view.page.root, to.url_encoded()),
            false => relative_url(path, to),
        };
        let site = SiteView {
            constants: &self.site,
            logo: None,
            favicon: Some(url(&self.favicon)),
            accent_css: None,
            footer_html: None,
            style: url(&self.style),
            script: url(&self.script),
            navigation_data: Some(url(&self.navigation_data)),
            extra_styles: Vec::new(),
            extra_scripts: Vec::new(),
            menu: &view.menu,
        };
        let mut context = Context::from_serialize(view).map_err(|error| error.to_string())?;
        context.insert_value("site", Value::from_serializable(&site));
        self.tera.render(&format!("{template}.html"), &context).map_err(|error| error.to_string())
    }
}

fn templates(own: &BTreeMap<String, Arc<str>>, diagnostics: &mut Vec<Diagnostic>) -> Tera {
    let is_template = |name: &str| name.ends_with(".html");
    let built_in = || BUILT_IN.iter().filter(|(name, _)| is_template(name)).copied();
    let mut tera = Tera::default();
    let mut all: BTreeMap<&str, &str> = built_in().collect();
    all.extend(own.iter().filter(|(name, _)| is_template(name)).map(|(name, text)| (name.as_str(), &**text)));
    if let Err(error) = tera.add_raw_templates(all) {
        diagnostics.push(
            Diagnostic::new(
                Code::TemplateError,
                Span::whole(SourcePath::new("theme")),
                format!("the portal's own templates do not work, the built-in ones are used\n{error}"),
            )
            .help("mend the template, or remove it from theme/"),
        );
        tera = Tera::default();
        // The built-in templates are held to work by a test.
        if let Err(error) = tera.add_raw_templates(built_in()) {
            diagnostics.push(Diagnostic::new(
                Code::TemplateError,
                Span::whole(SourcePath::new("theme")),
                format!("the built-in templates do not work: {error}"),
            ));
        }
    }
    tera
}
