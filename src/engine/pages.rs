//! The pages of a turn: from what rooms plan to HTML, with what is remembered of it.
//!
//! In: contributions, bodies, the theme, the memo. Out: pages and files, those that the sink took left
//! out. Never: renders a page that is known; holds a page that was taken.

use super::Memo;
use super::places::{Placed, Places};
use crate::diagnostic::Diagnostic;
use crate::model::document::Body;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, OnDemand, Output, OutputPath, PageSink};
use crate::model::page::{LATE, Page, ShownText};
use crate::render::{self, Rendered, Shell, Theme};
use crate::rooms::{Contribution, FilePlan, Late, Making, PagePlan};
use crate::source::{SourcePath, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// A page and the fingerprints of what it was made of: first by name, then by its view.
pub(super) struct MadePage {
    key: PageKey,
    view: Option<Fingerprint>,
    content: Content,
}

/// Names all that a page is made of: the theme, and what is planned.
type PageKey = (Fingerprint, Fingerprint);

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

/// How many pages a thread takes at a time: so few that none is left with many when the others are done.
const PAGES_AT_A_TIME: usize = 8;

/// Puts the contributions together and renders the pages in parallel, each from a view that lives
/// no longer than its rendering.
pub(super) fn render_all(
    contributions: Vec<Contribution<'_>>,
    bodies: &Bodies,
    theme: &Arc<Theme>,
    memo: &mut Memo,
    sink: &dyn PageSink,
) -> RenderedSite {
    let Planned { pages: plans, mut files, file_plans, diagnostics } = Planned::of(contributions, theme);
    let mut rendered = RenderedSite { pages: plans.len(), diagnostics, ..RenderedSite::default() };
    let known = std::mem::take(&mut memo.pages);
    let are_as_many = known.len() == plans.len();
    let plans = with_known(plans, known);
    let are_as_before = are_as_many && plans.iter().all(|(_, known)| known.is_some());
    let remembers = &*memo;
    let (made_files, outcomes) = rayon::join(
        || make_files(file_plans, remembers),
        || {
            let plans = plans.into_par_iter().with_max_len(PAGES_AT_A_TIME);
            let make = |(plan, known)| make_page(plan, known, bodies, theme, remembers, sink);
            plans.map(make).collect::<Vec<Outcome>>()
        },
    );
    // One mistake in a template shows on every page that uses it, and is said once.
    let mut mistakes: BTreeMap<(Span, String), Diagnostic> = BTreeMap::new();
    let mut pages = Vec::with_capacity(outcomes.len());
    for Outcome { path, placed, made, diagnostics } in outcomes {
        memo.pages.extend(made.map(|page| (path.clone(), page)));
        pages.extend(placed.map(|placed| (path, placed)));
        for diagnostic in diagnostics {
            let place = (diagnostic.span.clone(), diagnostic.message.clone());
            mistakes.entry(place).or_insert(diagnostic);
        }
    }
    rendered.diagnostics.extend(mistakes.into_values());
    if !memo.is_last {
        memo.files = keyed(&made_files);
    }
    files.extend(made_files.into_iter().map(|MadeFile { path, text, .. }| (path, Content::Text(text))));
    let before = memo.places.take().filter(|before| are_as_before && before.are_of(&files));
    let places = match before {
        Some(before) => before.carry_on(pages, files),
        None => Places::of(pages, files),
    };
    rendered.output.files = places.files();
    memo.places = Some(places).filter(|places| !memo.is_last && places.can_go_on());
    rendered
}

/// All that rooms plan and give.
struct Planned<'a> {
    /// In the order of their paths.
    pages: Vec<PagePlan<'a>>,
    files: Vec<(OutputPath, Content)>,
    file_plans: Vec<FilePlan<'a>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Planned<'a> {
    /// Puts contributions together. Of two pages or files in one place the first holds.
    fn of(contributions: Vec<Contribution<'a>>, theme: &Theme) -> Self {
        let (pages, files) = (Vec::new(), theme.files().to_vec());
        let mut planned = Self { pages, files, file_plans: Vec::new(), diagnostics: Vec::new() };
        for contribution in contributions {
            planned.diagnostics.extend(contribution.diagnostics);
            planned.pages.extend(contribution.pages);
            planned.files.extend(contribution.files);
            planned.file_plans.extend(contribution.plans);
        }
        // Most of ten thousand paths are in their order already, which the sort makes use of.
        planned.pages.sort_by(|a, b| a.path.cmp(&b.path));
        planned.pages.dedup_by(|later, first| later.path == first.path);
        planned
    }
}

/// Puts to each plan the page that is remembered; both are in the order of the paths.
fn with_known<'a>(
    plans: Vec<PagePlan<'a>>,
    known: Vec<(OutputPath, MadePage)>,
) -> Vec<(PagePlan<'a>, Option<MadePage>)> {
    let mut known = known.into_iter().peekable();
    let with_known = |plan: PagePlan<'a>| {
        while known.next_if(|(path, _)| *path != plan.path && *path < plan.path).is_some() {}
        let made = known.next_if(|(path, _)| *path == plan.path).map(|(_, made)| made);
        (plan, made)
    };
    plans.into_iter().map(with_known).collect()
}

/// What became of a plan.
struct Outcome {
    path: OutputPath,
    /// Nothing where even the built-in templates failed.
    placed: Option<Placed>,
    /// What the memo is to hold of the page.
    made: Option<MadePage>,
    diagnostics: Vec<Diagnostic>,
}

/// Makes a page, unless it is known by its name or by its view. Only a page that nobody will ask for
/// again is offered to the sink.
fn make_page(
    plan: PagePlan<'_>,
    known: Option<MadePage>,
    bodies: &Bodies,
    theme: &Arc<Theme>,
    memo: &Memo,
    sink: &dyn PageSink,
) -> Outcome {
    let key = match plan.key.filter(|_| !memo.is_last) {
        Some(key) => (theme.fingerprint(), key),
        // Nothing will ask for it after the last turn.
        None => return make_for_good(plan, bodies, theme, memo, sink),
    };
    // Only a rendered page shows whether a template of the portal's own works.
    if let Making::WhenAsked(make) = &plan.make
        && !theme.has_own_templates()
    {
        let made = when_asked(Arc::clone(make), key, theme);
        let placed = Placed::New(with_late(made.content.clone(), Some(key), plan.late));
        return Outcome { path: plan.path, placed: Some(placed), made: Some(made), diagnostics: Vec::new() };
    }
    let known = match known {
        Some(known) if known.key == key => return as_before(plan, known),
        known => known,
    };
    let page = plan.make.page();
    let view = render::fingerprint(&page, theme);
    if let Some(known) = known.filter(|known| known.view == view && view.is_some()) {
        return as_before(plan, MadePage { key, ..known });
    }
    let body = body_of(&page, bodies, memo);
    let Rendered { shell, diagnostics } = render::render(page, theme);
    let content = shell.map(|shell| held(shell, body, view));
    // A page that shows a mistake of a template is made anew, so that the mistake is told again.
    let made = content.clone().filter(|_| diagnostics.is_empty());
    let made = made.map(|content| MadePage { key, view, content });
    let placed = content.map(|content| Placed::New(with_late(content, Some(key), plan.late)));
    Outcome { path: plan.path, placed, made, diagnostics }
}

/// Plans a page that is rendered when somebody asks for it. It takes the place of the one that was planned
/// before even where it is the same: what it is made of is that of now, and not of some turn before.
fn when_asked(make: Arc<dyn Fn() -> Page + Send + Sync>, key: PageKey, theme: &Arc<Theme>) -> MadePage {
    let theme = Arc::clone(theme);
    let render = move || render::render(make(), &theme).shell.map_or_else(String::new, Shell::into_html);
    let content = Content::OnDemand(Arc::new(OnDemand::new(Some(name_of(key)), render)));
    MadePage { key, view: None, content }
}

/// Returns a page as it is held for the turns to come: its body, which is remembered anyway, is put in when
/// somebody asks for the page.
fn held(shell: Shell, body: Arc<Body>, view: Option<Fingerprint>) -> Content {
    if !shell.has_body() {
        return Content::Text(shell.into_html().into());
    }
    let shell = shell.compact();
    Content::OnDemand(Arc::new(OnDemand::of_parts(view, move || shell.with(&body))))
}

/// Returns a page in one piece.
fn whole(shell: Shell, body: &Body) -> String {
    if shell.has_body() { shell.with(body) } else { shell.into_html() }
}

/// Takes over a page from the turn before.
fn as_before(plan: PagePlan<'_>, page: MadePage) -> Outcome {
    let is_whole = plan.late.is_none();
    let content = with_late(page.content.clone(), Some(page.key), plan.late);
    // A piece that is made later is made of what there is now.
    let placed = if is_whole { Placed::AsBefore(content) } else { Placed::New(content) };
    Outcome { path: plan.path, placed: Some(placed), made: Some(page), diagnostics: Vec::new() }
}

/// Makes a page that nobody will ask for again, and offers it to the sink. Of one that is taken nothing is
/// left for later: the costly piece is made while other threads have pages to render.
fn make_for_good(
    plan: PagePlan<'_>,
    bodies: &Bodies,
    theme: &Arc<Theme>,
    memo: &Memo,
    sink: &dyn PageSink,
) -> Outcome {
    let page = plan.make.page();
    let body = body_of(&page, bodies, memo);
    let Rendered { shell, diagnostics } = render::render(page, theme);
    let placed = shell.map(|shell| {
        let html = whole(shell, &body);
        if !sink.takes_pages() {
            return Placed::New(with_late(Content::Text(html.into()), None, plan.late));
        }
        let html = match &plan.late {
            Some(make) => html.replacen(LATE, &make(), 1),
            None => html,
        };
        let left = sink.accept(&plan.path, html);
        left.map_or(Placed::Taken, |html| Placed::New(Content::Text(html.into())))
    });
    Outcome { path: plan.path, placed, made: None, diagnostics }
}

/// Returns a page as it is, or with a piece put in when somebody asks for it.
fn with_late(page: Content, key: Option<PageKey>, late: Option<Late>) -> Content {
    let Some(make) = late else { return page };
    let whole = move || page.text().unwrap_or_default().replacen(LATE, &make(), 1);
    Content::OnDemand(Arc::new(OnDemand::new(key.map(name_of), whole)))
}

fn name_of((theme, plan): PageKey) -> Fingerprint {
    Fingerprinter::new("page").part(theme).part(plan).finish()
}

/// A file that needs no template.
struct MadeFile {
    path: OutputPath,
    key: Option<Fingerprint>,
    text: Arc<str>,
}

/// Makes files that need no template, but those that are known.
fn make_files(plans: Vec<FilePlan<'_>>, memo: &Memo) -> Vec<MadeFile> {
    let make = |FilePlan { path, key, make }: FilePlan<'_>| {
        let known = memo.files.get(&path).filter(|(same, _)| Some(*same) == key);
        let text = known.map_or_else(|| make().into(), |(_, text)| Arc::clone(text));
        MadeFile { path, key, text }
    };
    plans.into_par_iter().map(make).collect()
}

/// Returns what the memo is to hold of files.
fn keyed(files: &[MadeFile]) -> HashMap<OutputPath, (Fingerprint, Arc<str>)> {
    let keyed = |file: &MadeFile| Some((file.path.clone(), (file.key?, Arc::clone(&file.text))));
    files.iter().filter_map(keyed).collect()
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
