//! One turn: from a snapshot to a build. The only path there is.
//!
//! In: a [`Snapshot`] and a [`Memo`]. Out: a [`Build`]. Never: reads, writes, prints, or asks the
//! clock for anything but the time that stages take. Losing the memo changes time, never bytes.

mod brand;

use crate::diagnostic::{self, Diagnostic};
use crate::link;
use crate::model::brand::Brand;
use crate::model::document::{Body, Document, Parsed};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, Output, OutputPath};
use crate::model::page::Page;
use crate::model::site::{Destination, Site};
use crate::model::snapshot::{Drawing, Snapshot, SourceFile, Text};
use crate::model::summary::Summary;
use crate::parse::highlight::{Engine, engine, language_name};
use crate::parse::{self, Depth, MarkdownOptions};
use crate::render::{self, Rendered, Theme};
use crate::rooms::{CLOSING_ROOMS, Contribution, PagePlan, ROOMS, Study};
use crate::source::{SourcePath, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a turn is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// The whole site.
    Site,
    /// Findings alone: nothing is highlighted or rendered.
    Findings,
}

/// What a turn makes.
#[derive(Debug)]
pub struct Build {
    /// The linked documents.
    pub site: Site,
    /// The files of the site; empty where only findings were wanted.
    pub output: Output,
    /// How many of the files are pages.
    pub pages: usize,
    /// Everything that was found, in the order in which it is shown.
    pub diagnostics: Vec<Diagnostic>,
    /// How long each stage took, in order.
    pub stages: Vec<(&'static str, Duration)>,
}

/// Tells what colours the code of a site: for each engine its languages as readers know them, or as
/// their authors name them where nothing is known of them. Diagrams are among those left plain.
pub fn highlighters(site: &Site) -> [(&'static str, BTreeSet<String>); 3] {
    let mut found = [
        ("code by the lexer", BTreeSet::new()),
        ("code by a grammar", BTreeSet::new()),
        ("code left plain", BTreeSet::new()),
    ];
    for language in site.documents.iter().flat_map(|document| &document.languages) {
        let index = match engine(language) {
            Some(Engine::Lexer) => 0,
            Some(Engine::Grammar) => 1,
            None => 2,
        };
        found[index].1.insert(language_name(language).unwrap_or(language).to_owned());
    }
    found
}

/// What was made before and may still be true. Forgetting any of it costs time alone.
#[derive(Default)]
pub struct Memo {
    /// Whether there will be another turn. Without one nothing is kept, and the body of a document
    /// is let go as soon as its page is rendered.
    is_last: bool,
    documents: HashMap<SourcePath, ParsedDocument>,
    drawings: HashMap<SourcePath, (Fingerprint, Drawing, Vec<Diagnostic>)>,
    pages: HashMap<OutputPath, (Fingerprint, Arc<str>)>,
    theme: Option<(Fingerprint, Arc<Theme>, Vec<Diagnostic>)>,
}

impl Memo {
    /// Makes a memo for one turn alone.
    pub fn for_one_turn() -> Self {
        Self { is_last: true, ..Self::default() }
    }
}

/// A document and the fingerprints of what it was parsed from.
#[derive(Clone)]
struct ParsedDocument {
    input: Option<Fingerprint>,
    included: Vec<Option<Fingerprint>>,
    parsed: Parsed,
}

/// The bodies of the documents by path; each is taken once, when its page is rendered.
type Bodies = HashMap<SourcePath, Mutex<Arc<Body>>>;

/// Makes a site of a snapshot.
pub fn turn(snapshot: &Snapshot, memo: &mut Memo, want: Want) -> Build {
    let mut stages = Stages { ended: Vec::new(), since: Instant::now() };
    let mut diagnostics = snapshot.diagnostics.clone();

    let options = markdown_options(snapshot, want);
    let registers = snapshot.config.registers();
    let (documents, bodies) = parse_all(
        snapshot,
        memo,
        parse::Options {
            markdown: options,
            registers: &registers,
            keep_metadata: snapshot.config.keep_metadata,
        },
    );
    diagnostics.extend(documents.iter().flat_map(|document| document.diagnostics.iter().cloned()));
    let footer = brand::footer(snapshot, options);
    diagnostics.extend(footer.iter().flat_map(|footer| footer.document.diagnostics.iter().cloned()));
    let drawings = clean_drawings(snapshot, memo, &mut diagnostics);
    stages.end("parse");

    let (summary, found) = read_summary(snapshot);
    diagnostics.extend(found);
    let site =
        link::link(snapshot, documents, registers, summary.as_ref(), footer.as_ref().map(|it| &*it.document));
    diagnostics.extend(site.diagnostics.iter().cloned());
    stages.end("link");

    let mut build = Build { site, output: Output::default(), pages: 0, diagnostics, stages: Vec::new() };
    if want == Want::Site {
        let brand = brand::brand(snapshot, &build.site, footer, &mut build.diagnostics);
        let theme = theme(&mut build, snapshot, &brand, memo);
        let study = Study { site: &build.site, snapshot, drawings: &drawings, findings: &build.diagnostics };
        let contributions: Vec<Contribution<'_>> = ROOMS.par_iter().map(|(_, room)| room(&study)).collect();
        stages.end("rooms");
        let rendered = render_all(contributions, &bodies, &theme, memo);
        stages.end("render");
        build.output = rendered.output;
        build.pages = rendered.pages;
        build.diagnostics.extend(rendered.diagnostics);
    }
    diagnostic::sort(&mut build.diagnostics);
    build.diagnostics.dedup();
    if want == Want::Site {
        let study = Study { site: &build.site, snapshot, drawings: &drawings, findings: &build.diagnostics };
        let closing = CLOSING_ROOMS.iter().flat_map(|(_, room)| room(&study));
        build.output.files.extend(closing);
        stages.end("close");
    }
    build.stages = stages.ended;
    build
}

/// Renders one document on its own, its links as written: what a page shows of it, without the page.
///
/// Headings that would become the page's title are left in, because there is no page.
pub fn fragment(markdown: &str, unsafe_html: bool) -> String {
    let id = SourcePath::new("fragment.md");
    let options = MarkdownOptions { depth: Depth::Page, unsafe_html };
    let parsed = parse::fragment(&id, markdown, options);
    let as_written = parsed
        .document
        .links
        .iter()
        .map(|link| Destination::External(link.target.clone()))
        .collect::<Vec<_>>();
    render::body(&parsed, &as_written, &OutputPath::for_document(&id))
}

/// Measures the stages; the measure is shown and never used.
struct Stages {
    ended: Vec<(&'static str, Duration)>,
    since: Instant,
}

impl Stages {
    fn end(&mut self, name: &'static str) {
        let now = Instant::now();
        self.ended.push((name, now - self.since));
        self.since = now;
    }
}

fn markdown_options(snapshot: &Snapshot, want: Want) -> MarkdownOptions {
    MarkdownOptions {
        depth: if want == Want::Site { Depth::Page } else { Depth::Facts },
        unsafe_html: snapshot.config.unsafe_html,
    }
}

/// Reads all documents in parallel; those that did not change are taken from the memo.
fn parse_all(
    snapshot: &Snapshot,
    memo: &mut Memo,
    options: parse::Options<'_>,
) -> (Vec<Arc<Document>>, Bodies) {
    let texts: Vec<(&SourcePath, &Text)> = snapshot
        .files
        .iter()
        .filter(|(path, _)| !is_summary(path))
        .filter_map(|(path, file)| match file {
            SourceFile::Document(text) => Some((path, text)),
            _ => None,
        })
        .collect();
    let (known, is_last) = (&memo.documents, memo.is_last);
    let of_options = fingerprint_of_options(options);
    let parsed: Vec<ParsedDocument> = texts
        .par_iter()
        .map(|(path, text)| {
            // Nothing will ask for the fingerprint of a document after the last turn.
            let input = (!is_last).then(|| fingerprint_of_input(path, text, of_options));
            if let Some(parsed) = known.get(*path)
                && input.is_some()
                && parsed.input == input
                && parsed.included == fingerprints_of(&parsed.parsed.document.included, snapshot)
            {
                return parsed.clone();
            }
            let lookup = |included: &SourcePath| snapshot.text_of(included).map(|it| Arc::clone(&it.text));
            let parsed = parse::document(path, &text.text, input, options, &lookup);
            ParsedDocument { input, included: fingerprints_of(&parsed.document.included, snapshot), parsed }
        })
        .collect();
    if !memo.is_last {
        memo.documents =
            texts.iter().zip(&parsed).map(|((path, _), parsed)| ((*path).clone(), parsed.clone())).collect();
    }
    let is_published = |document: &Arc<Document>| snapshot.with_drafts || !document.metadata.draft;
    let mut documents = Vec::with_capacity(parsed.len());
    let mut bodies = Bodies::with_capacity(parsed.len());
    for Parsed { document, body } in parsed.into_iter().map(|parsed| parsed.parsed) {
        if is_published(&document) {
            bodies.insert(document.id.clone(), Mutex::new(body));
            documents.push(document);
        }
    }
    (documents, bodies)
}

fn is_summary(path: &SourcePath) -> bool {
    path.as_str() == SUMMARY
}

const SUMMARY: &str = "SUMMARY.md";

/// Of what every parse sees: the path and text of the document, and the options.
fn fingerprint_of_input(path: &SourcePath, text: &Text, options: Fingerprint) -> Fingerprint {
    Fingerprinter::new("document")
        .part(options)
        .bytes(path.as_str().as_bytes())
        .part(text.fingerprint())
        .finish()
}

/// Of the options and of the program, which is one of them.
fn fingerprint_of_options(options: parse::Options<'_>) -> Fingerprint {
    let MarkdownOptions { depth, unsafe_html } = options.markdown;
    Fingerprinter::new(concat!("options ", env!("CARGO_PKG_VERSION")))
        .bytes(&[u8::from(depth == Depth::Page), u8::from(unsafe_html), u8::from(options.keep_metadata)])
        .bytes(format!("{:?}", options.registers).as_bytes())
        .finish()
}

/// Of the files that a parse takes in, where they are there.
fn fingerprints_of(files: &[SourcePath], snapshot: &Snapshot) -> Vec<Option<Fingerprint>> {
    files.iter().map(|path| snapshot.text_of(path).map(|text| text.fingerprint())).collect()
}

/// Makes the SVG images safe that may be published.
fn clean_drawings(
    snapshot: &Snapshot,
    memo: &mut Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<SourcePath, Drawing> {
    let known = std::mem::take(&mut memo.drawings);
    let mut drawings = BTreeMap::new();
    for (path, file) in &snapshot.files {
        let SourceFile::Text(text) = file else { continue };
        if path.extension() != "svg" {
            continue;
        }
        let entry = match known.get(path) {
            Some(entry) if entry.0 == text.fingerprint() => entry.clone(),
            _ => {
                let (drawing, found) = parse::drawing(path, &text.text);
                (text.fingerprint(), drawing, found)
            }
        };
        diagnostics.extend(entry.2.iter().cloned());
        drawings.insert(path.clone(), entry.1.clone());
        memo.drawings.insert(path.clone(), entry);
    }
    drawings
}

/// Reads the summary, where the folder has one that is a summary: a list of links.
fn read_summary(snapshot: &Snapshot) -> (Option<Summary>, Vec<Diagnostic>) {
    let path = SourcePath::new(SUMMARY);
    match snapshot.files.get(&path) {
        Some(SourceFile::Document(text)) => {
            let (summary, diagnostics) = parse::summary(&text.text, &path);
            (Some(summary), diagnostics)
        }
        _ => (None, Vec::new()),
    }
}

/// What rendering makes.
#[derive(Default)]
struct RenderedSite {
    output: Output,
    pages: usize,
    diagnostics: Vec<Diagnostic>,
}

/// Puts the contributions together and renders the pages in parallel, each from a view that lives
/// no longer than its rendering.
fn render_all(
    contributions: Vec<Contribution<'_>>,
    bodies: &Bodies,
    theme: &Theme,
    memo: &mut Memo,
) -> RenderedSite {
    let mut rendered = RenderedSite::default();
    let mut plans: BTreeMap<OutputPath, PagePlan<'_>> = BTreeMap::new();
    for contribution in contributions {
        rendered.diagnostics.extend(contribution.diagnostics);
        for plan in contribution.pages {
            plans.entry(plan.path.clone()).or_insert(plan);
        }
        for (path, content) in contribution.files {
            rendered.output.files.entry(path).or_insert(content);
        }
    }
    for (path, content) in theme.files() {
        rendered.output.files.insert(path.clone(), content.clone());
    }
    rendered.pages = plans.len();
    let known = &memo.pages;
    let is_last = memo.is_last;
    let plans: Vec<PagePlan<'_>> = plans.into_values().collect();
    let pages: Vec<(OutputPath, Option<Fingerprint>, Rendered)> = plans
        .into_par_iter()
        .map(|plan| {
            let page = (plan.make)();
            // Nothing will ask for the fingerprint of a page after the last turn.
            let fingerprint = if is_last { None } else { render::fingerprint(&page, theme) };
            let rendered = match known.get(&plan.path) {
                Some((same, html)) if Some(*same) == fingerprint => {
                    Rendered { html: Some(Arc::clone(html)), diagnostics: Vec::new() }
                }
                _ => {
                    let body = body_of(&page, bodies, is_last);
                    render::render(page, &body, theme)
                }
            };
            (plan.path, fingerprint, rendered)
        })
        .collect();
    let mut kept = HashMap::with_capacity(pages.len());
    // One mistake in a template shows on every page that uses it, and is said once.
    let mut mistakes: BTreeMap<(Span, String), Diagnostic> = BTreeMap::new();
    for (path, fingerprint, Rendered { html, diagnostics }) in pages {
        if let Some(html) = html {
            rendered.output.files.insert(path.clone(), Content::Text(Arc::clone(&html)));
            if let (Some(fingerprint), true) = (fingerprint, diagnostics.is_empty()) {
                kept.insert(path, (fingerprint, html));
            }
        }
        for diagnostic in diagnostics {
            mistakes.entry((diagnostic.span.clone(), diagnostic.message.clone())).or_insert(diagnostic);
        }
    }
    rendered.diagnostics.extend(mistakes.into_values());
    memo.pages = kept;
    rendered
}

/// Returns the body that a page shows. In the last turn it is taken out, so that it goes when the
/// page is done: a document has one page.
fn body_of(page: &Page, bodies: &Bodies, is_last: bool) -> Arc<Body> {
    let Some(body) = page.body.as_ref().and_then(|(document, _)| bodies.get(&document.id)) else {
        return Arc::default();
    };
    // Nothing panics while it holds the lock; if something did, the body is as good as before.
    let mut body = body.lock().unwrap_or_else(PoisonError::into_inner);
    if is_last { std::mem::take(&mut *body) } else { Arc::clone(&body) }
}

/// The theme, from the memo where nothing changed that it is made of.
fn theme(build: &mut Build, snapshot: &Snapshot, brand: &Brand, memo: &mut Memo) -> Arc<Theme> {
    let mut fingerprinter =
        Fingerprinter::new("theme input").part(snapshot.config.fingerprint()).part(brand.fingerprint());
    for (name, text) in &snapshot.theme {
        fingerprinter = fingerprinter.bytes(name.as_bytes()).bytes(text.as_bytes());
    }
    let fingerprint = fingerprinter.finish();
    let known = memo.theme.take().filter(|(same, ..)| *same == fingerprint);
    let (_, theme, diagnostics) = memo.theme.insert(known.unwrap_or_else(|| {
        let (theme, diagnostics) = Theme::new(&snapshot.theme, &snapshot.config, brand, fingerprint);
        (fingerprint, Arc::new(theme), diagnostics)
    }));
    build.diagnostics.extend(diagnostics.iter().cloned());
    Arc::clone(theme)
}
