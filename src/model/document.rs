//! One Markdown file, understood: facts about it; and apart from them its HTML with typed holes,
//! which linking and rooms have no use for.
//!
//! In: made by the parse stage alone. Out: read by linking, rooms and rendering; never changed.
//! Never: a tree of the Markdown parser, a URL of a page, anything about another document.

use super::change::Change;
use super::completeness::{Completeness, Placeholder};
use super::decision::{Decision, DecisionIndexRow};
use super::exception::Exception;
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::mention::{Excerpt, Mention};
use super::metadata::Metadata;
use super::register::RegisterRow;
use super::relation::CauseSource;
use crate::diagnostic::Diagnostic;
use crate::source::{SourcePath, Span};
use std::sync::Arc;

/// A document as the parse stage leaves it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The identity: the path below the source folder.
    pub id: SourcePath,
    /// Of everything that the parse saw: two documents with one fingerprint are the same. None was
    /// taken for a turn that nothing follows.
    pub fingerprint: Option<Fingerprint>,
    /// Of what others may show of it or link to: two documents with one outline differ in their text
    /// alone. None where there is no fingerprint.
    pub outline: Option<Fingerprint>,
    /// Of what pages about all documents gather from it, its outline included: decisions, changes,
    /// rows of registers, concepts; not of where in the text they stand. None where there is no fingerprint.
    pub facts: Option<Fingerprint>,
    /// The title as plain text.
    pub title: String,
    /// The title as inline HTML, without links.
    pub title_html: String,
    /// Where the title was found.
    pub title_origin: TitleOrigin,
    /// What the document is about, as plain text in one or two sentences.
    pub summary: Option<String>,
    /// Whether the author wrote the summary as such (front matter); such a summary leads the page.
    pub summary_is_declared: bool,
    /// What the document says about itself.
    pub metadata: Metadata,
    /// Its headings, in order, the one that gives the title included.
    pub sections: Vec<Section>,
    /// All names that a link may point to with `#`, sorted.
    pub anchors: Vec<String>,
    /// Its links and images, in the order of the text.
    pub links: Vec<Link>,
    /// Names of other documents, as far as it looks so, in the order of the text.
    pub mentions: Vec<Mention>,
    /// The decisions that it tells, in order.
    pub decisions: Vec<Decision>,
    /// Rows of its tables that list decisions.
    pub decision_index: Vec<DecisionIndexRow>,
    /// The dated entries of its change logs, in order.
    pub changes: Vec<Change>,
    /// The rows of its tables that belong to registers, in order.
    pub register_rows: Vec<RegisterRow>,
    /// What nobody has filled in yet, in order.
    pub placeholders: Vec<Placeholder>,
    /// How much of it is there.
    pub completeness: Completeness,
    /// Whether it is called a template: what nobody has filled in there is meant to be.
    pub is_template: bool,
    /// Whether a page has nothing to show of the text but the title; known where bodies are made.
    pub is_blank: bool,
    /// The languages of its code as their authors name them, sorted, each once.
    pub languages: Vec<String>,
    /// The number of words of the text, code left out.
    pub words: u32,
    /// The exceptions from rules that it makes, in order.
    pub exceptions: Vec<Exception>,
    /// The files whose text was taken in, there or not: the document depends on them.
    pub included: Vec<SourcePath>,
    /// What was wrong with the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// Takes the fingerprints of what others may show of the document or link to, and of what is
    /// gathered from it.
    pub fn outlined(self) -> Self {
        if self.fingerprint.is_none() {
            return self;
        }
        let Self { id, title, title_html, title_origin, summary, summary_is_declared, metadata, .. } = &self;
        let Self { sections, anchors, decisions, decision_index, changes, register_rows, .. } = &self;
        // Lists and the navigation show these; the rest is for pages about all documents.
        let Metadata { status, updated, order, draft, aliases, permalink, .. } = metadata;
        let status = status.as_ref().map(|status| (status.kind, status.word()));
        // Where a heading stands in the text is no part of it.
        let sections: Vec<_> =
            sections.iter().map(|it| (it.level, &it.title, &it.title_html, &it.anchor)).collect();
        let shown = format!(
            "{id:?} {title:?} {title_html:?} {title_origin:?} {summary:?} {summary_is_declared} {status:?} {updated:-?} {order:?} {draft} {aliases:?} {permalink:?} {sections:?} {anchors:?}"
        );
        let outline = Fingerprinter::new("outline").bytes(shown.as_bytes()).finish();
        let gathered =
            format!("{metadata:-?} {decisions:-?} {decision_index:-?} {changes:-?} {register_rows:-?}");
        let facts = Fingerprinter::new("facts").part(outline).bytes(gathered.as_bytes()).finish();
        Self { outline: Some(outline), facts: Some(facts), ..self }
    }

    /// Says whether what causes a relation stands where the document lists what it has to do with.
    pub fn is_declared(&self, source: CauseSource) -> bool {
        match source {
            CauseSource::Link(number) => self.links.get(number as usize).is_some_and(|it| it.is_declared),
            CauseSource::Mention(number) => {
                self.mentions.get(number as usize).is_some_and(|it| it.is_declared)
            }
            CauseSource::Entry(_) => true,
            CauseSource::Concept(_) | CauseSource::Decision => false,
        }
    }

    /// Returns the sentence around what causes a relation, where there is one.
    pub fn excerpt(&self, source: CauseSource) -> Option<&Excerpt> {
        match source {
            CauseSource::Link(number) => self.links.get(number as usize)?.excerpt.as_ref(),
            CauseSource::Mention(number) => self.mentions.get(number as usize)?.excerpt.as_ref(),
            CauseSource::Entry(_) | CauseSource::Concept(_) | CauseSource::Decision => None,
        }
    }

    /// Returns the anchor of the heading that became the title of the page: links to it still find it.
    pub fn anchor_of_title(&self) -> Option<&str> {
        let heading = self.sections.first().filter(|_| self.title_origin == TitleOrigin::Heading)?;
        Some(heading.anchor.as_str()).filter(|anchor| !anchor.is_empty())
    }

    /// Says whether the document is one decision, which is meant to stay as it was made.
    pub fn is_decision(&self) -> bool {
        self.decisions.iter().any(|decision| decision.is_whole_document())
    }

    /// Says whether the document stands for its folder: a `README.md` or an `index.md`.
    pub fn is_index(&self) -> bool {
        ["readme", "index"].iter().any(|name| self.id.stem().eq_ignore_ascii_case(name))
    }

    /// Says whether the document is a list of what was released, by the name that such files have.
    pub fn is_change_log(&self) -> bool {
        is_change_log(&self.id)
    }

    /// Returns the category: the one that the document names, else the folder at the top.
    pub fn category(&self) -> Option<&str> {
        let named = self.metadata.category.as_ref().map(|category| category.value.as_str());
        named.or_else(|| self.id.as_str().split_once('/').map(|(top, _)| top))
    }
}

/// Says whether a file is a list of what was released, by the name that such files have.
pub fn is_change_log(file: &SourcePath) -> bool {
    const NAMES: &[&str] = &[
        "changelog",
        "change-log",
        "changes",
        "history",
        "revision-history",
        "version-history",
        "releases",
        "release-notes",
        "news",
    ];
    let stem = file.stem().to_ascii_lowercase().replace('_', "-");
    NAMES.contains(&stem.as_str())
}

/// A document and its text, as the parse stage makes them.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The facts.
    pub document: Arc<Document>,
    /// The text as HTML with holes; empty when only findings were asked for.
    pub body: Arc<Body>,
}

/// Where the title of a document was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleOrigin {
    /// `title` of the front matter.
    FrontMatter,
    /// The first heading of level 1, which is then left out of the body.
    Heading,
    /// The name of the file, made readable.
    FileName,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6.
    pub level: u8,
    /// The heading as plain text, emoji shortcodes replaced.
    pub title: String,
    /// The heading as inline HTML without links.
    pub title_html: String,
    /// The name that links use after `#`.
    pub anchor: String,
    /// The first byte of the heading in the text.
    pub start: u32,
}

/// What kind of thing refers to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A hyperlink.
    Hyperlink,
    /// A picture that the page shows.
    Image,
}

/// A link or an image as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whether it leads somewhere or shows something.
    pub kind: LinkKind,
    /// The target, entities and escapes resolved, percent-encoding kept.
    pub target: String,
    /// The link text, or the alternative text of the image, as plain text.
    pub text: String,
    /// The title attribute; empty where there is none.
    pub title: String,
    /// Where it stands in the text.
    pub span: Span,
    /// The index of the section that it stands in.
    pub section: Option<u32>,
    /// Whether it stands where the document lists what it has to do with, such as `Related Documentation`.
    pub is_declared: bool,
    /// The sentence around it, where it may lead to another document and there is more than the link.
    pub excerpt: Option<Excerpt>,
}

/// HTML with places to be filled once the whole folder is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The HTML around the holes.
    pub html: String,
    /// The holes by place; several may share one.
    pub holes: Vec<Hole>,
}

impl Body {
    /// Says whether there is nothing to show: the document is its title alone.
    pub fn is_empty(&self) -> bool {
        self.holes.is_empty() && self.html.trim_ascii().is_empty()
    }
}

/// A place in a [`Body`] to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The byte offset in the HTML where the fill goes in.
    pub at: u32,
    /// What goes in.
    pub kind: HoleKind,
}

/// What a hole is waiting for. Numbers are indexes into [`Document::links`], but for those of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// The opening tag of a hyperlink; the closing tag stands in the HTML.
    LinkStart(u32),
    /// An image. It may carry a link to itself at full size.
    Image {
        /// The image.
        link: u32,
        /// Whether a click opens it at full size: not inside a hyperlink.
        full_size: bool,
    },
    /// The attribute, name and all, of a tag that the author wrote as HTML (`href` or `src`).
    Attribute(u32),
    /// The opening tag of the link that a name becomes if there is what it names, an index into
    /// [`Document::mentions`].
    MentionStart(u32),
    /// The closing tag of that link.
    MentionEnd(u32),
}
