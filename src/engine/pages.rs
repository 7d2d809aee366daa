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
use crate::model::shared::SharedMap;
use crate::render::{self, Rendered, Theme};
use crate::rooms::{Contribution, FilePlan, Late, PagePlan};
use crate::source::{SourcePath, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// A page and the fingerprints of what it was made of: first by name, then by its view.
pub(super) struct MadePage {
    key: PageKey,
    view: Option<Fingerprint>,
    html: Arc<str>,
}

/// Names all that a page is made of: the theme, and what is planned.
type PageKey = (Fingerprint, Fingerprint);

/// The files of the turn before, where no two were to stand in one place.
pub(super) struct LaidOut {
    /// Those that are no pages, in the order in which they came.
    files: Vec<(OutputPath, Content)>,
    /// All, pages too.
    output: SharedMap<OutputPath, Content>,
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
pub(super) fn render_all<'a>(
    contributions: Vec<Contribution<'a>>,
    bodies: &Bodies,
    theme: &Theme,
    memo: &mut Memo,
    sink: &dyn PageSink,
) -> RenderedSite {
    let mut rendered = RenderedSite::default();
    let mut plans: Vec<PagePlan<'a>> = Vec::new();
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
    // What is remembered is in the order of the paths, too.
    let are_as_many = memo.pages.len() == plans.len();
    let mut known = std::mem::take(&mut memo.pages).into_iter().peekable();
    let with_known = |plan: PagePlan<'a>| {
        while known.next_if(|(path, _)| *path != plan.path && *path < plan.path).is_some() {}
        let made = known.next_if(|(path, _)| *path == plan.path).map(|(_, made)| made);
        (plan, made)
    };
    let plans: Vec<(PagePlan<'a>, Option<MadePage>)> = plans.into_iter().map(with_known).collect();
    drop(known);
    let laid_out = memo.laid_out.take().filter(|known| {
        let are_same_pages = are_as_many && plans.iter().all(|(_, made)| made.is_some());
        are_same_pages
            && known.files.len() == files.len()
            && known.files.iter().zip(&files).all(|((before, _), (now, _))| before == now)
    });
    let remembers = &*memo;
    let pages: Vec<(OutputPath, Option<LatePiece>, Outcome)> = plans
        .into_par_iter()
        .map(|(plan, known)| {
            let outcome = make_page(&plan, known, bodies, theme, remembers, sink);
            let is_whole = matches!(outcome.html, Shown::Taken);
            let late = plan.late.filter(|_| !is_whole).map(|make| {
                let key = key_of(plan.key, theme, remembers);
                let key = key.map(|(theme, plan)| Fingerprinter::new("page").part(theme).part(plan).finish());
                LatePiece { key, make }
            });
            (plan.path, late, outcome)
        })
        .collect();
    // One mistake in a template shows on every page that uses it, and is said once.
    let mut mistakes: BTreeMap<(Span, String), Diagnostic> = BTreeMap::new();
    let mut output = laid_out.as_ref().map(|known| known.output.clone());
    let mut has_twins = false;
    // Nothing stands for a page that was taken.
    let mut made: Vec<(OutputPath, Option<Content>)> = Vec::new();
    for (path, late, Outcome { html, made: remembered, is_as_before, diagnostics }) in pages {
        memo.pages.extend(remembered.map(|page| (path.clone(), page)));
        let content = match html {
            Shown::Nothing => None,
            Shown::Taken => Some((path, None)),
            Shown::Here(_) if is_as_before && late.is_none() && output.is_some() => None,
            Shown::Here(html) => Some((path, Some(with_late(html, late)))),
        };
        made.extend(content);
        for diagnostic in diagnostics {
            let place = (diagnostic.span.clone(), diagnostic.message.clone());
            mistakes.entry(place).or_insert(diagnostic);
        }
    }
    match (&mut output, laid_out) {
        // All stands where it stood: what is another one is put into its place.
        (Some(output), Some(known)) => {
            let both = known.files.iter().zip(&files);
            // What is made on demand holds all that it is made of: that of now, and not of some turn before.
            let is_other =
                |before: &Content, now: &Content| matches!(now, Content::OnDemand(_)) || !before.is_same(now);
            let others = both.filter(|((_, before), (_, now))| is_other(before, now));
            let others = others.map(|(_, now)| now.clone());
            let pages = made.into_iter().filter_map(|(path, content)| Some((path, content?)));
            for (path, content) in pages.chain(others) {
                output.insert(path, content);
            }
        }
        _ => {
            let pages = made.len();
            made.extend(files.iter().map(|(path, content)| (path.clone(), Some(content.clone()))));
            made.sort_by(|a, b| a.0.cmp(&b.0));
            made.dedup_by(|later, first| later.0 == first.0);
            // Where one thing stands in the place of another, it must be found out again which.
            has_twins = made.len() < pages + files.len();
            let made = made.into_iter().filter_map(|(path, content)| Some((path, content?)));
            output = Some(SharedMap::of_sorted(made));
        }
    }
    rendered.output.files = output.unwrap_or_default();
    if !memo.is_last && !has_twins {
        memo.laid_out = Some(LaidOut { files, output: rendered.output.files.clone() });
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
    /// What the memo is to hold of the page.
    made: Option<MadePage>,
    /// Whether the page is the one that there was.
    is_as_before: bool,
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

impl Outcome {
    fn of(page: MadePage) -> Self {
        let html = Shown::Here(Arc::clone(&page.html));
        Self { html, made: Some(page), is_as_before: true, diagnostics: Vec::new() }
    }
}

/// Returns the name of all that a page is made of. Nothing will ask for it after the last turn.
fn key_of(plan: Option<Fingerprint>, theme: &Theme, memo: &Memo) -> Option<PageKey> {
    Some((theme.fingerprint(), plan.filter(|_| !memo.is_last)?))
}

/// Makes a page, unless it is known by its name or by its view. Only a page that nobody will ask for
/// again is offered to the sink.
fn make_page(
    plan: &PagePlan<'_>,
    known: Option<MadePage>,
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
        return Outcome { html, made: None, is_as_before: false, diagnostics };
    };
    let known = match known {
        Some(known) if known.key == key => return Outcome::of(known),
        known => known,
    };
    let page = (plan.make)();
    let view = render::fingerprint(&page, theme);
    if let Some(known) = known.filter(|known| known.view == view && view.is_some()) {
        return Outcome::of(MadePage { key, ..known });
    }
    let body = body_of(&page, bodies, memo);
    let Rendered { html, diagnostics } = render::render(page, &body, theme);
    let html: Option<Arc<str>> = html.map(Into::into);
    // A page that shows a mistake of a template is made anew, so that the mistake is told again.
    let made = html.clone().filter(|_| diagnostics.is_empty()).map(|html| MadePage { key, view, html });
    let html = html.map_or(Shown::Nothing, Shown::Here);
    Outcome { html, made, is_as_before: false, diagnostics }
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
        Bodies::Kept => {
            let place = memo.documents.binary_search_by(|known| known.path.cmp(&document.id));
            place.ok().map(|place| Arc::clone(&memo.documents[place].parsed.body))
        }
        Bodies::Taken(bodies) => bodies.get(&document.id).map(|body| {
            // Nothing panics while it holds the lock; if something did, the body is as good as before.
            std::mem::take(&mut *body.lock().unwrap_or_else(PoisonError::into_inner))
        }),
    }
    .unwrap_or_default()
}
