//! The pages of a turn: from what rooms plan to HTML, with what is remembered of it.
//!
//! In: contributions, bodies, the theme, the memo. Out: pages and files, those that the sink took left
//! out. Never: renders a page that is known; holds a page that was taken.

use super::Memo;
use crate::diagnostic::Diagnostic;
use crate::model::document::Body;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, OnDemand, Output, OutputPath, PageSink};
use crate::model::page::{LATE, Page, ShownText};
use crate::render::{self, Rendered, Theme};
use crate::rooms::{Contribution, FilePlan, Late, PagePlan};
use crate::source::{SourcePath, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// A page and the fingerprints of what it was made of: first by name, then by its view.
pub(super) struct MadePage {
    key: Fingerprint,
    view: Option<Fingerprint>,
    html: Arc<str>,
}

/// The bodies of the documents.
pub(super) enum Bodies {
    /// In the memo, for the turns to come.
    Kept,
    /// By path; each is taken once, when its page is rendered.
    Taken(HashMap<SourcePath, Mutex<Arc<Body>>>),
}

/// What rendering makes.
#[derive(Default)]
pub(super) struct RenderedSite {
    pub(super) output: Output,
    pub(super) pages: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Puts the contributions together and renders the pages in parallel, each from a view that lives
/// no longer than its rendering.
pub(super) fn render_all(
    contributions: Vec<Contribution<'_>>,
    bodies: &Bodies,
    theme: &Theme,
    memo: &mut Memo,
    sink: &dyn PageSink,
) -> RenderedSite {
    let mut rendered = RenderedSite::default();
    let mut plans: Vec<PagePlan<'_>> = Vec::new();
    // Of two files in one place the first holds.
    let mut files: Vec<(OutputPath, Content)> = theme.files().to_vec();
    let mut file_plans = Vec::new();
    for contribution in contributions {
        rendered.diagnostics.extend(contribution.diagnostics);
        plans.extend(contribution.pages);
        files.extend(contribution.files);
        file_plans.extend(contribution.plans);
    }
    // Most of ten thousand paths are in their order already, which the sort makes use of.
    plans.sort_by(|a, b| a.path.cmp(&b.path));
    plans.dedup_by(|later, first| later.path == first.path);
    files.extend(make_files(file_plans, memo));
    rendered.pages = plans.len();
    let remembers = &*memo;
    let pages: Vec<(OutputPath, Option<LatePiece>, Outcome)> = plans
        .into_par_iter()
        .map(|plan| {
            let outcome = make_page(&plan, bodies, theme, remembers, sink);
            let is_whole = matches!(outcome.html, Shown::Taken);
            let late = plan.late.filter(|_| !is_whole);
            let late = late.map(|make| LatePiece { key: key_of(plan.key, theme, remembers), make });
            (plan.path, late, outcome)
        })
        .collect();
    // One mistake in a template shows on every page that uses it, and is said once.
    let mut mistakes: BTreeMap<(Span, String), Diagnostic> = BTreeMap::new();
    // Nothing stands for a page that was taken.
    let mut made: Vec<(OutputPath, Option<Content>)> = Vec::with_capacity(pages.len() + files.len());
    for (path, late, Outcome { html, remembered, diagnostics }) in pages {
        match (html, remembered) {
            (Shown::Nothing, _) => {}
            (Shown::Taken, _) => made.push((path, None)),
            (Shown::Here(html), remembered) => {
                made.push((path.clone(), Some(with_late(Arc::clone(&html), late))));
                match remembered {
                    Remembered::AsItIs => {}
                    Remembered::Anew(key, view) => {
                        memo.pages.insert(path, MadePage { key, view, html });
                    }
                    Remembered::Not => {
                        memo.pages.remove(&path);
                    }
                }
            }
        }
        for diagnostic in diagnostics {
            let place = (diagnostic.span.clone(), diagnostic.message.clone());
            mistakes.entry(place).or_insert(diagnostic);
        }
    }
    made.extend(files.into_iter().map(|(path, content)| (path, Some(content))));
    made.sort_by(|a, b| a.0.cmp(&b.0));
    made.dedup_by(|later, first| later.0 == first.0);
    rendered.output.files = made.into_iter().filter_map(|(path, content)| Some((path, content?))).collect();
    if memo.pages.len() > rendered.pages {
        memo.pages.retain(|path, _| rendered.output.files.contains_key(path));
    }
    rendered.diagnostics.extend(mistakes.into_values());
    rendered
}

/// A piece of a page that is made when somebody asks for the page, and the key of that page.
struct LatePiece {
    key: Option<Fingerprint>,
    make: Late,
}

/// Returns a page as it is, or with a piece put in when it is asked for.
fn with_late(html: Arc<str>, late: Option<LatePiece>) -> Content {
    match late {
        None => Content::Text(html),
        Some(LatePiece { key, make }) => {
            let page = OnDemand::new(key, move || html.replacen(LATE, &make(), 1));
            Content::OnDemand(Arc::new(page))
        }
    }
}

/// What became of a plan.
struct Outcome {
    html: Shown,
    remembered: Remembered,
    diagnostics: Vec<Diagnostic>,
}

/// Where a page is.
enum Shown {
    Here(Arc<str>),
    /// With the sink.
    Taken,
    /// Nowhere: even the built-in templates failed.
    Nothing,
}

/// What the memo is to hold of a page.
enum Remembered {
    /// What it holds.
    AsItIs,
    /// The page, with its key and the fingerprint of its view.
    Anew(Fingerprint, Option<Fingerprint>),
    Not,
}

impl Outcome {
    fn known(html: &Arc<str>, remembered: Remembered) -> Self {
        Self { html: Shown::Here(Arc::clone(html)), remembered, diagnostics: Vec::new() }
    }
}

/// Returns the name of all that a page is made of. Nothing will ask for it after the last turn.
fn key_of(plan: Option<Fingerprint>, theme: &Theme, memo: &Memo) -> Option<Fingerprint> {
    let plan = plan.filter(|_| !memo.is_last)?;
    Some(Fingerprinter::new("page").part(theme.fingerprint()).part(plan).finish())
}

/// Makes a page, unless it is known by its name or by its view. Only a page that nobody will ask for
/// again is offered to the sink.
fn make_page(
    plan: &PagePlan<'_>,
    bodies: &Bodies,
    theme: &Theme,
    memo: &Memo,
    sink: &dyn PageSink,
) -> Outcome {
    let Some(key) = key_of(plan.key, theme, memo) else {
        let page = (plan.make)();
        let body = body_of(&page, bodies, memo);
        let Rendered { html, diagnostics } = render::render(page, &body, theme);
        let html = html.map_or(Shown::Nothing, |html| offer(plan, html, sink));
        return Outcome { html, remembered: Remembered::Not, diagnostics };
    };
    let known = memo.pages.get(&plan.path);
    if let Some(known) = known.filter(|known| known.key == key) {
        return Outcome::known(&known.html, Remembered::AsItIs);
    }
    let page = (plan.make)();
    let view = render::fingerprint(&page, theme);
    let remembered = Remembered::Anew(key, view);
    if let Some(known) = known.filter(|known| known.view == view && view.is_some()) {
        return Outcome::known(&known.html, remembered);
    }
    let body = body_of(&page, bodies, memo);
    let Rendered { html, diagnostics } = render::render(page, &body, theme);
    // A page that shows a mistake of a template is made anew, so that the mistake is told again.
    let remembered = if diagnostics.is_empty() { remembered } else { Remembered::Not };
    Outcome { html: html.map_or(Shown::Nothing, |html| Shown::Here(html.into())), remembered, diagnostics }
}

/// Offers a page to the sink. Of one that is taken nothing is left for later: the costly piece is made
/// while other threads have pages to render.
fn offer(plan: &PagePlan<'_>, html: String, sink: &dyn PageSink) -> Shown {
    if !sink.takes_pages() {
        return Shown::Here(html.into());
    }
    let html = match &plan.late {
        Some(make) => html.replacen(LATE, &make(), 1),
        None => html,
    };
    sink.accept(&plan.path, html).map_or(Shown::Taken, |html| Shown::Here(html.into()))
}

/// Makes files that need no template, but those that are known.
fn make_files(plans: Vec<FilePlan<'_>>, memo: &mut Memo) -> Vec<(OutputPath, Content)> {
    let known = &memo.files;
    let made: Vec<(OutputPath, Option<Fingerprint>, Arc<str>)> = plans
        .into_par_iter()
        .map(|FilePlan { path, key, make }| {
            let known = known.get(&path).filter(|(same, _)| Some(*same) == key);
            let text = known.map_or_else(|| make().into(), |(_, text)| Arc::clone(text));
            (path, key, text)
        })
        .collect();
    if !memo.is_last {
        let keyed =
            made.iter().filter_map(|(path, key, text)| Some((path.clone(), ((*key)?, Arc::clone(text)))));
        memo.files = keyed.collect();
    }
    made.into_iter().map(|(path, _, text)| (path, Content::Text(text))).collect()
}

/// Returns the body that a page shows. In the last turn it is taken out, so that it goes when the
/// page is done: a document has one page.
fn body_of(page: &Page, bodies: &Bodies, memo: &Memo) -> Arc<Body> {
    let Some(ShownText { document, .. }) = &page.body else { return Arc::default() };
    match bodies {
        Bodies::Kept => memo.documents.get(&document.id).map(|known| Arc::clone(&known.parsed.body)),
        Bodies::Taken(bodies) => bodies.get(&document.id).map(|body| {
            // Nothing panics while it holds the lock; if something did, the body is as good as before.
            std::mem::take(&mut *body.lock().unwrap_or_else(PoisonError::into_inner))
        }),
    }
    .unwrap_or_default()
}
