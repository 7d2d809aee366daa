//! All documents together: where each page stands, where each link leads, how one finds one's way.
//!
//! In: made by the link stage over facts alone. Out: read by rooms and rendering. Never: holds
//! Markdown, HTML of pages, or anything that only one room needs.

use super::change::TimelineEntry;
use super::config::Config;
use super::decision::{DecisionNumber, LinkedDecision};
use super::document::Document;
use super::fingerprint::Fingerprint;
use super::metadata::Concept;
use super::names::readable_name;
use super::output::{Holders, OWN_FILES, OutputPath};
use super::register::{Register, RegisterDefinition};
use super::relation::Relations;
use crate::source::{PictureSize, SourcePath};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The number of a document within one [`Site`], in the order of the paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber(pub u32);

/// The number of a node within one [`Navigation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeNumber(pub u32);

/// The linked documents.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The name of the folder that the portal is in, where it says something.
    pub folder_name: Option<String>,
    /// The documents in the order of their paths.
    pub documents: Arc<Vec<Arc<Document>>>,
    /// The page of each document.
    pub pages: Arc<[OutputPath]>,
    /// Where the Markdown of each document stands beside its page.
    pub copies: Arc<[OutputPath]>,
    /// Documents by path.
    pub numbers: Arc<HashMap<SourcePath, DocumentNumber>>,
    /// Where each link of each document leads, in the order of [`Document::links`].
    pub destinations: Arc<Vec<Arc<[Destination]>>>,
    /// Files that some document links to or shows, and their place in the output.
    pub assets: Arc<BTreeMap<SourcePath, OutputPath>>,
    /// Where each link of the portal's footer leads, in the order of its links.
    pub footer: Vec<Destination>,
    /// The tree that readers walk.
    pub navigation: Arc<Navigation>,
    /// Folders that hold documents, by path without a trailing `/`; `""` is the source folder.
    pub folders: Arc<BTreeMap<String, Folder>>,
    /// The decisions of all documents, in the order of the register.
    pub decisions: Arc<Vec<LinkedDecision>>,
    /// The decision that a document tells first.
    pub decision_of: Arc<HashMap<DocumentNumber, DecisionNumber>>,
    /// All changes, decisions and commits, newest first.
    pub timeline: Arc<Vec<TimelineEntry>>,
    /// The entries of the timeline that belong to each document, by their index in it.
    pub history_of: Arc<HashMap<DocumentNumber, Vec<u32>>>,
    /// What makes each register.
    pub register_definitions: Vec<RegisterDefinition>,
    /// The rows of each register, in the order of the definitions.
    pub registers: Arc<Vec<Register>>,
    /// Key concepts in the order of their names.
    pub concepts: Arc<Vec<SiteConcept>>,
    /// What documents have to do with each other, in the order from, to, kind.
    pub relations: Relations,
    /// Where each name in the text of each document leads, in the order of [`Document::mentions`]; nothing
    /// for those that stay text.
    pub mentions: Arc<Vec<Arc<[Option<Destination>]>>>,
    /// For each document of all that its page is made of besides the outline: its text, what it shows of its
    /// relations, where names in it lead, what others say of the decision that it is. None where nothing will
    /// ask for it.
    pub shown: Arc<Vec<Option<Fingerprint>>>,
    /// The documents whose title another one has, too; templates are not counted.
    pub twins: Arc<HashSet<DocumentNumber>>,
    /// For each document what of it goes into figures about all of them.
    pub figures: Arc<Vec<Figures>>,
    /// The portal's own pages.
    pub portal: PortalPages,
    /// Former addresses and where each leads now, in the order in which they were declared.
    pub redirects: Vec<Redirect>,
    /// Of everything but the text of documents: their outlines, the names of files, settings, history,
    /// which pages the portal has. What is made of these alone is the same where this is the same.
    /// None where nothing will ask for it.
    pub outline: Option<Fingerprint>,
    /// Of the outline and of what was gathered from documents ([`Document::facts`]), tied together: decisions,
    /// timeline, registers, concepts. None where there is no outline.
    pub facts: Option<Fingerprint>,
}

/// What of a document goes into figures about all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// How complete it is, from 0 to 1.
    pub completeness: f64,
    /// How many placeholders it has.
    pub placeholders: u32,
    /// Whether it is a template, which is not counted.
    pub is_template: bool,
    /// Whether it names fields of metadata.
    pub has_fields: bool,
    /// Whether it says when it was last changed.
    pub has_updated: bool,
    /// Whether it says when it is to be looked at again.
    pub has_review: bool,
}

impl Figures {
    /// Takes them of a document.
    pub fn of(document: &Document) -> Self {
        Self {
            completeness: document.completeness.value(),
            placeholders: document.placeholders.len() as u32,
            is_template: document.is_template,
            has_fields: document.completeness.fields > 0,
            has_updated: document.metadata.updated.is_some(),
            has_review: document.metadata.next_review.is_some(),
        }
    }
}

/// A page that the portal makes of what documents say, in the order of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortalPage {
    /// The register of decisions.
    Decisions,
    /// All changes and decisions by month.
    Timeline,
    /// The graph of all documents.
    Map,
    /// The list of the registers.
    Registers,
    /// A register, by the index of its definition.
    Register(u32),
    /// The list of key concepts.
    Concepts,
    /// What is missing, overdue or broken.
    Health,
}

/// Where the portal's own pages stand: of a page that is split the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortalPages {
    /// The pages that have something to show.
    pub pages: BTreeMap<PortalPage, OutputPath>,
}

impl PortalPages {
    /// Returns where a page stands; nothing if there is none.
    pub fn path(&self, page: PortalPage) -> Option<&OutputPath> {
        self.pages.get(&page)
    }
}

/// A key concept and its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteConcept {
    /// The concept, its label as the first of its documents writes it.
    pub concept: Concept,
    /// The documents that carry it, in the order of their paths.
    pub documents: Vec<DocumentNumber>,
}

/// A former address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where the page stands that leads on.
    pub path: OutputPath,
    /// Where it leads: relative to that page, or a web address.
    pub target: String,
}

impl Site {
    /// Returns the title of the portal: the configured one, else that of the front document, of the
    /// only one, or the name of the folder.
    pub fn title(&self) -> String {
        let front = || Some(self.document(self.folders.get("")?.index?).title.clone());
        let first = || (self.documents.len() == 1).then(|| self.documents[0].title.clone());
        let title = self.config.title.clone().or_else(front).or_else(first);
        title.unwrap_or_else(|| portal_name(&self.config, self.folder_name.as_deref()))
    }

    /// Returns a document by number.
    pub fn document(&self, number: DocumentNumber) -> &Arc<Document> {
        &self.documents[number.0 as usize]
    }

    /// Returns a decision by number.
    pub fn decision(&self, number: DecisionNumber) -> &LinkedDecision {
        &self.decisions[number.0 as usize]
    }

    /// Returns the decision that a document is as a whole, if it is one.
    pub fn decision_of(&self, number: DocumentNumber) -> Option<&LinkedDecision> {
        self.document(number).decisions.first().filter(|decision| decision.is_whole_document())?;
        self.decision_of.get(&number).map(|decision| self.decision(*decision))
    }

    /// Returns the entries of the timeline that belong to a document, newest first.
    pub fn history_of(&self, number: DocumentNumber) -> impl Iterator<Item = &TimelineEntry> {
        let numbers = self.history_of.get(&number).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|entry| &self.timeline[*entry as usize])
    }

    /// Returns the page of a document.
    pub fn page(&self, number: DocumentNumber) -> &OutputPath {
        &self.pages[number.0 as usize]
    }
}

/// Returns the name of a portal that no document gives one: the configured one, else its folder's.
pub fn portal_name(config: &Config, folder_name: Option<&str>) -> String {
    let of_folder = || folder_name.map(readable_name);
    config.title.clone().or_else(of_folder).unwrap_or_else(|| "Architecture".to_owned())
}

/// A folder of the source that holds documents, in itself or below.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Its title: of its index document, else its name made readable.
    pub title: String,
    /// The document that stands for it (`index.md`, `README.md`).
    pub index: Option<DocumentNumber>,
    /// Its page: that of its index document, or one of its own.
    pub page: OutputPath,
    /// The documents in it, but for the index, in the order of the navigation.
    pub documents: Vec<DocumentNumber>,
    /// The folders in it, by path, in the order of the navigation.
    pub folders: Vec<String>,
}

/// Says what holds which place of a site: the pages of documents and of folders, and archsite's own files.
pub fn holders(
    documents: &[Arc<Document>],
    pages: &[OutputPath],
    folders: &BTreeMap<String, Folder>,
) -> Holders {
    let mut holders = Holders::default();
    for (document, page) in documents.iter().zip(pages) {
        let _ = holders.hold(page, format!("the page of {}", document.id));
    }
    for (path, folder) in folders {
        let holder = match path.as_str() {
            "" => "the front page".to_owned(),
            path => format!("the page of the folder \"{path}\""),
        };
        let _ = holders.hold(&folder.page, holder);
    }
    for name in OWN_FILES {
        let _ = holders.hold(&OutputPath::safe(name), format!("archsite's own {name}"));
    }
    holders
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// A place in the same page; empty is its top.
    Here {
        /// The anchor without `#`.
        anchor: String,
    },
    /// A page of the portal.
    Page {
        /// The page.
        page: OutputPath,
        /// The anchor without `#`, where there is one.
        anchor: Option<String>,
        /// The document that the page shows, where it shows one.
        document: Option<DocumentNumber>,
    },
    /// A file that is carried along.
    Asset {
        /// Its place in the output.
        page: OutputPath,
        /// What follows the path as written: query and fragment.
        suffix: String,
        /// The size of the picture, where it is one and says so.
        size: Option<PictureSize>,
    },
    /// A web address, shown as written.
    External(String),
    /// The web page of a file in the repository.
    Repository(String),
    /// A picture on another host, which is not shown but linked to.
    RemoteImage(String),
    /// Nothing that could be found; the reason is a finding.
    Broken,
}

/// The tree of the portal, as one list of nodes.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    /// All nodes; children come after their parents.
    pub nodes: Vec<NavigationNode>,
    /// The nodes at the top, in order.
    pub top: Vec<NodeNumber>,
    /// The node of each document; a document stands in the tree once at most.
    pub of_document: HashMap<DocumentNumber, NodeNumber>,
    /// The node of each folder that has a page of its own.
    pub of_folder: HashMap<String, NodeNumber>,
    /// All pages in reading order.
    pub reading_order: Vec<NodeNumber>,
    /// The place of each node in the reading order.
    pub place: HashMap<NodeNumber, u32>,
}

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub struct NavigationNode {
    /// What it is called.
    pub title: String,
    /// The page that it opens; a draft chapter has none.
    pub page: Option<OutputPath>,
    /// The document that the page shows.
    pub document: Option<DocumentNumber>,
    /// The heading of the part that begins with it.
    pub part: Option<String>,
    /// The node above it.
    pub parent: Option<NodeNumber>,
    /// The nodes below it, in order.
    pub children: Vec<NodeNumber>,
}

impl Navigation {
    /// Returns a node by number.
    pub fn node(&self, number: NodeNumber) -> &NavigationNode {
        &self.nodes[number.0 as usize]
    }

    /// Returns the node's siblings in order, itself included.
    pub fn siblings(&self, number: NodeNumber) -> &[NodeNumber] {
        self.node(number).parent.map_or(&self.top, |parent| &self.node(parent).children)
    }

    /// Returns the nodes above a node, the topmost first.
    pub fn ancestors(&self, number: NodeNumber) -> Vec<NodeNumber> {
        let mut ancestors: Vec<_> =
            std::iter::successors(self.node(number).parent, |&node| self.node(node).parent).collect();
        ancestors.reverse();
        ancestors
    }
}
