//! Stage four: from views to bytes, one page at a time.
//!
//! In: a [`Page`] and the [`Theme`]. Out: HTML. tera stays in here. Never: decides what a page
//! shows, or asks anything but its view and its document.

mod accent;
mod badges;
mod holes;
mod lists;
mod picture;
mod shape;
mod skeleton;
mod templates;
mod theme;

pub use theme::{BuiltIn, Theme, built_in_files};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Body, Parsed};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::OutputPath;
use crate::model::page::{Page, ShownText};
use crate::model::site::Destination;
use crate::source::{SourcePath, Span};
use holes::Leads;
use shape::Texts;
use skeleton::Skeleton;
use std::sync::Arc;

/// Stands in the rendered template where the body goes: templates never copy a body.
const BODY: &str = "\u{1}body\u{2}";

/// Takes the fingerprint of everything that a page is made of, templates included; there is none
/// where the document has none.
pub fn fingerprint(page: &Page, theme: &Theme) -> Option<Fingerprint> {
    let mut fingerprinter = Fingerprinter::new(page.template).part(theme.fingerprint());
    // A view that cannot be written as JSON does not exist: it has no maps with other keys than text.
    fingerprinter = fingerprinter.bytes(&serde_json::to_vec(&page.view).unwrap_or_default());
    if let Some(text) = &page.body {
        let leads = Leads { links: &text.destinations, names: &text.mentions };
        fingerprinter = fingerprinter.part(text.document.fingerprint?).part(leads.fingerprint());
    }
    Some(fingerprinter.bytes(page.path.as_str().as_bytes()).finish())
}

/// Returns the body of a document as the page at `path` shows it.
pub fn body(parsed: &Parsed, destinations: &[Destination], path: &OutputPath) -> String {
    let mut html = String::with_capacity(parsed.body.html.len() + 1024);
    let leads = Leads { links: destinations, names: &[] };
    holes::fill(&mut html, &parsed.document, &parsed.body, leads, path);
    html
}

/// What became of a page.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The page; nothing if even the built-in templates failed.
    pub shell: Option<Shell>,
    /// What is wrong with the portal's own templates, as this page found it.
    pub diagnostics: Vec<Diagnostic>,
}

/// A page but for the body of the document that it shows. The two are held apart where pages are held: a
/// body is half of its page, and is remembered for the turns to come. What its template says is held once for all
/// pages of one shape.
#[derive(Debug)]
pub struct Shell {
    path: OutputPath,
    skeleton: Arc<Skeleton>,
    texts: Texts,
    text: Option<ShownText>,
    /// The base of absolute addresses, for a page that does not know where it is shown.
    base: Option<String>,
}

impl Shell {
    /// Says whether the page shows a document.
    pub fn has_body(&self) -> bool {
        self.text.is_some()
    }

    /// Lets go of the room that was left for more.
    #[must_use]
    pub fn compact(self) -> Self {
        Self { texts: self.texts.compact(), ..self }
    }

    /// Returns the page, with the body of its document.
    pub fn with(&self, body: &Body) -> String {
        let Self { path, skeleton, texts, text, base } = self;
        skeleton.filled(texts, body.html.len(), |html| {
            let Some(ShownText { document, destinations, mentions }) = text else { return };
            let leads = Leads { links: destinations, names: mentions };
            let absolute = base.as_deref().map(|base| leads.absolute(base));
            let leads = match &absolute {
                Some((links, names)) => Leads { links, names },
                None => leads,
            };
            holes::fill(html, document, body, leads, path);
        })
    }

    /// Returns a page that shows no document.
    pub fn into_html(self) -> String {
        self.with(&Body::default())
    }
}

/// Renders a page but for the body of the document that it shows. Where a template of the portal's own
/// fails, the built-in one does its work.
pub fn render(page: Page, theme: &Theme) -> Rendered {
    let Page { path, template, mut view, body: text } = page;
    if let (Some(view), Some(shown)) = (&mut view.document, &text)
        && !shown.document.is_blank
    {
        view.body_html = BODY.to_owned();
    }
    let base = view.page.absolute_root().map(str::to_owned);
    let mut diagnostics = Vec::new();
    let shell = match theme.render(template, view, &path, &mut diagnostics) {
        Ok((skeleton, texts)) => Some(Shell { path, skeleton, texts, text, base }),
        Err(explanation) => {
            let file = SourcePath::new(format!("theme/{template}.html"));
            diagnostics.push(Diagnostic::new(Code::TemplateError, Span::whole(file), explanation));
            None
        }
    };
    Rendered { shell, diagnostics }
}
