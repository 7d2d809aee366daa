//! One turn: from a snapshot to a build. The only path there is.
//!
//! In: a [`Snapshot`] and a [`Memo`]. Out: a [`Build`]. Never: reads, writes, prints, or asks the
//! clock for anything but the time that stages take. Losing the memo changes time, never bytes.

mod brand;
mod mending;
mod pages;
mod places;
pub mod rules;

pub use link::external_addresses;
pub use mending::{MendedFile, Mends, mend};

use crate::diagnostic::{self, Diagnostic};
use crate::link;
use crate::model::brand::Brand;
use crate::model::document::{Document, Parsed};
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::{Content, InMemory, Output, OutputPath, PageSink};
use crate::model::site::{Destination, Site};
use crate::model::snapshot::{Drawing, Snapshot, SourceFile, Text};
use crate::model::summary::Summary;
use crate::parse::highlight::{Engine, engine, language_name};
use crate::parse::{self, Depth, MarkdownOptions};
use crate::render::{self, BuiltIn, Theme};
use crate::rooms::{CLOSING_ROOMS, Closing, Contribution, ROOMS, Study};
use crate::source::SourcePath;
use pages::{Bodies, MadePage, RenderedSite, render_all};
use places::Places;
use rayon::prelude::*;
use rules::Rules;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
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
    pub site: Arc<Site>,
    /// The files of the site but for pages that were taken; empty where only findings were wanted.
    pub output: Output,
    /// How many of the files are pages.
    pub pages: usize,
    /// Everything that was found, in the order in which it is shown.
    pub diagnostics: Arc<Vec<Diagnostic>>,
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
    /// In the order of their paths.
    documents: Vec<ParsedDocument>,
    drawings: HashMap<SourcePath, (Fingerprint, Drawing, Vec<Diagnostic>)>,
    /// In the order of their paths.
    pages: Vec<(OutputPath, MadePage)>,
    places: Option<Places>,
    files: HashMap<OutputPath, (Fingerprint, Arc<str>)>,
    theme: Option<(Fingerprint, Arc<Theme>, Vec<Diagnostic>)>,
    /// The same for all portals.
    built_in_theme: Option<BuiltIn>,
    links: link::Memo,
}

impl Memo {
    /// Makes a memo for one turn alone.
    pub fn for_one_turn() -> Self {
        Self { is_last: true, ..Self::default() }
    }

    /// Makes a memo for one turn alone that knows already what hangs on no portal: it can be made while the
    /// documents are read.
    pub fn for_one_site() -> Self {
        Self { built_in_theme: Some(BuiltIn::read()), ..Self::for_one_turn() }
    }
}

/// A document and what it was parsed from.
struct ParsedDocument {
    path: SourcePath,
    text: Arc<str>,
    options: Fingerprint,
    included: Vec<Option<Fingerprint>>,
    parsed: Parsed,
    /// Whether it has findings or makes exceptions, as few documents do.
    is_remarkable: bool,
}

impl ParsedDocument {
    /// Says whether it would be parsed to the same again.
    fn holds(&self, text: &Text, options: Fingerprint, snapshot: &Snapshot) -> bool {
        (Arc::ptr_eq(&self.text, &text.text) || self.text == text.text)
            && self.options == options
            && (self.included.is_empty()
                || self.included == fingerprints_of(&self.parsed.document.included, snapshot))
    }
}

/// All documents, parsed.
struct ParsedDocuments {
    /// Those that are published, in the order of their paths.
    documents: Vec<Arc<Document>>,
    /// Those of them that have findings or make exceptions.
    remarkable: Vec<Arc<Document>>,
    bodies: Bodies,
}

/// Makes a site of a snapshot, in memory.
pub fn turn(snapshot: &Snapshot, memo: &mut Memo, want: Want) -> Build {
    turn_into(snapshot, memo, want, &InMemory)
}

/// Makes a site of a snapshot. Its pages are offered to `sink` as they are made, so that a large site
/// is never in memory as a whole.
pub fn turn_into(snapshot: &Snapshot, memo: &mut Memo, want: Want, sink: &dyn PageSink) -> Build {
    let mut stages = Stages { ended: Vec::new(), since: Instant::now() };
    let mut diagnostics = snapshot.diagnostics.clone();

    let options = markdown_options(snapshot, want);
    let registers = snapshot.config.registers();
    let ParsedDocuments { documents, remarkable, bodies } = parse_all(
        snapshot,
        memo,
        parse::Options {
            markdown: options,
            registers: &registers,
            keep_metadata: snapshot.config.keep_metadata,
        },
    );
    diagnostics.extend(remarkable.iter().flat_map(|document| document.diagnostics.iter().cloned()));
    let footer = brand::footer(snapshot, options);
    diagnostics.extend(footer.iter().flat_map(|footer| footer.document.diagnostics.iter().cloned()));
    let drawings = clean_drawings(snapshot, memo, &mut diagnostics);
    let mut rules = Rules::new(&snapshot.config, &remarkable, snapshot.dead_addresses.is_some());
    stages.end("parse");

    let (summary, found) = read_summary(snapshot);
    diagnostics.extend(found);
    let (site, mut found) = link::link(
        snapshot,
        documents,
        registers,
        summary.as_ref(),
        footer.as_ref().map(|it| &*it.document),
        &mut memo.links,
    );
    diagnostics.append(&mut found);
    stages.end("link");

    let site = Arc::new(site);
    let mut rendered = RenderedSite::default();
    let brand = brand::brand(snapshot, &site, footer, &mut diagnostics);
    // Only a rendered page shows whether a template of the portal's own works.
    let has_pages = want == Want::Site || !snapshot.theme.is_empty();
    let theme = has_pages.then(|| theme(snapshot, &brand, memo, &mut diagnostics));
    rules.apply(&mut diagnostics);
    diagnostics.extend(rules.unused());
    // What is made when somebody asks for it holds what it is made of.
    let held = Arc::new(snapshot.clone());
    if let Some(theme) = theme {
        let study = Study::new(&site, &held, &drawings, &diagnostics);
        let contributions: Vec<Contribution<'_>> = ROOMS.par_iter().map(|(_, room)| room(&study)).collect();
        stages.end("rooms");
        rendered = match want {
            Want::Site => render_all(contributions, &bodies, &theme, memo, sink),
            // A template is tried on a page without its text, which nobody is to remember.
            Want::Findings => {
                let no_texts = Bodies::Taken(HashMap::new());
                let mut no_memo = Memo::for_one_turn();
                let rendered = render_all(contributions, &no_texts, &theme, &mut no_memo, &InMemory);
                RenderedSite { diagnostics: rendered.diagnostics, ..RenderedSite::default() }
            }
        };
        stages.end("render");
        // Templates are no documents: no comment makes an exception for them.
        Rules::new(&snapshot.config, &[], false).apply(&mut rendered.diagnostics);
        diagnostics.append(&mut rendered.diagnostics);
    }
    diagnostic::sort(&mut diagnostics);
    diagnostics.dedup();
    let diagnostics = Arc::new(diagnostics);
    if want == Want::Site {
        let closing =
            Arc::new(Closing { site: Arc::clone(&site), snapshot: held, findings: Arc::clone(&diagnostics) });
        for (path, file) in CLOSING_ROOMS.iter().flat_map(|(_, room)| room(&closing)) {
            rendered.output.files.insert(path, Content::OnDemand(Arc::new(file)));
        }
        stages.end("close");
    }
    let RenderedSite { output, pages, .. } = rendered;
    Build { site, output, pages, diagnostics, stages: stages.ended }
}

/// Renders one document on its own, its links as written: what a page shows of it, without the page.
///
/// Headings that would become the page's title are left in, because there is no page.
pub fn fragment(markdown: &str, unsafe_html: bool) -> String {
    let id = SourcePath::new("fragment.md");
    let options = MarkdownOptions { depth: Depth::Page, unsafe_html };
    let parsed = parse::snippet(&id, markdown, options);
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

/// How many documents a thread takes at a time: so few that none is left with many when the others are done.
const DOCUMENTS_AT_A_TIME: usize = 16;

/// Reads all documents in parallel; those that did not change are taken from the memo.
fn parse_all(snapshot: &Snapshot, memo: &mut Memo, options: parse::Options<'_>) -> ParsedDocuments {
    let is_last = memo.is_last;
    let of_options = fingerprint_of_options(options);
    let mut known = std::mem::take(&mut memo.documents).into_iter().peekable();
    // What is new or different has no document yet; most often that is one of thousands.
    let mut all: Vec<(&SourcePath, &Text, Option<ParsedDocument>)> = Vec::with_capacity(known.len());
    for (path, file) in &snapshot.files {
        let SourceFile::Document(text) = file else { continue };
        if is_summary(path) {
            continue;
        }
        // Both are in the order of their paths, and most of these are the very same.
        while known.next_if(|known| known.path != *path && known.path < *path).is_some() {}
        let parsed = known.next_if(|known| known.path == *path);
        all.push((path, text, parsed.filter(|parsed| parsed.holds(text, of_options, snapshot))));
    }
    drop(known);
    let all_at_once = all.par_iter_mut().with_max_len(DOCUMENTS_AT_A_TIME);
    all_at_once.filter(|(_, _, parsed)| parsed.is_none()).for_each(|(path, text, place)| {
        // Nothing will ask for the fingerprint of a document after the last turn.
        let input = (!is_last).then(|| fingerprint_of_input(path, text, of_options));
        let lookup = |included: &SourcePath| snapshot.text_of(included).map(|it| Arc::clone(&it.text));
        let parsed = parse::document(path, &text.lines(), input, options, &lookup);
        let document = &parsed.document;
        *place = Some(ParsedDocument {
            path: (*path).clone(),
            text: Arc::clone(&text.text),
            options: of_options,
            included: fingerprints_of(&document.included, snapshot),
            is_remarkable: !(document.diagnostics.is_empty() && document.exceptions.is_empty()),
            parsed,
        });
    });
    memo.documents = all.into_iter().filter_map(|(_, _, parsed)| parsed).collect();
    let is_published =
        |parsed: &&ParsedDocument| snapshot.with_drafts || !parsed.parsed.document.metadata.draft;
    let published = || memo.documents.iter().filter(is_published);
    let document = |parsed: &ParsedDocument| Arc::clone(&parsed.parsed.document);
    let documents = published().map(document).collect();
    let remarkable = published().filter(|parsed| parsed.is_remarkable).map(document).collect();
    let bodies = match is_last {
        false => Bodies::Kept,
        true => {
            let all = std::mem::take(&mut memo.documents).into_iter();
            Bodies::Taken(all.map(|parsed| (parsed.path, Mutex::new(parsed.parsed.body))).collect())
        }
    };
    ParsedDocuments { documents, remarkable, bodies }
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

/// The theme, from the memo where nothing changed that it is made of.
fn theme(snapshot: &Snapshot, brand: &Brand, memo: &mut Memo, found: &mut Vec<Diagnostic>) -> Arc<Theme> {
    let mut fingerprinter =
        Fingerprinter::new("theme input").part(snapshot.config.fingerprint()).part(brand.fingerprint());
    for (name, text) in &snapshot.theme {
        fingerprinter = fingerprinter.bytes(name.as_bytes()).bytes(text.as_bytes());
    }
    let fingerprint = fingerprinter.finish();
    let known = memo.theme.take().filter(|(same, ..)| *same == fingerprint);
    let built_in = &mut memo.built_in_theme;
    let (_, theme, diagnostics) = memo.theme.insert(known.unwrap_or_else(|| {
        let built_in = built_in.get_or_insert_with(BuiltIn::read);
        let (theme, diagnostics) =
            Theme::new(built_in, &snapshot.theme, &snapshot.config, brand, fingerprint);
        (fingerprint, Arc::new(theme), diagnostics)
    }));
    found.extend(diagnostics.iter().cloned());
    Arc::clone(theme)
}
