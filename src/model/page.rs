//! What a page shows: the complete view that its template receives, and nothing else.
//!
//! In: made by rooms. Out: turned into bytes by rendering. A template sees its view alone, so no
//! dependency of a page can be forgotten. All URLs are relative to the page that shows them.
//! Never: grows with the number of documents.

mod decided;
mod gathered;
mod mapped;
mod related;

pub use decided::{
    Banner, Chain, ChainDecision, ChainStep, DecisionNote, DecisionRow, DecisionsView, Filter, FilterValue,
    HistoryView, Successor, TimelineBar, TimelineItem, TimelineMonth, TimelineView, TimelineYear,
};
pub use gathered::{
    ConceptEntry, HealthRow, HealthView, HomeView, Reading, RegisterCellView, RegisterEntry, RegisterRowView,
    RegisterView, Task, TaskGroup,
};
pub use mapped::{LATE, MapCategory, MapKind, MapPicture, MapRelation, MapRow, MapView};

pub use related::{Backlink, BacklinksView, RelatedEntry};

use super::document::Document;
use super::output::OutputPath;
use super::site::Destination;
use serde::Serialize;
use std::sync::Arc;

/// The path of the file that holds the whole navigation.
pub const NAVIGATION_DATA: &str = "assets/navigation.js";

/// The path of the file that holds the graph of all documents, where each stands on the map.
pub const MAP_DATA: &str = "assets/map-data.js";

/// The files of a theme. A portal may put its own in place of each, one by one.
pub const THEME_FILES: &[&str] = &[
    "backlinks.html",
    "badge.html",
    "base.html",
    "breadcrumbs.html",
    "concepts.html",
    "contents_fold.html",
    "counts.html",
    "decisions.html",
    "document.html",
    "facts.html",
    "favicon.svg",
    "filters.html",
    "folder.html",
    "footer.html",
    "head.html",
    "header.html",
    "health.html",
    "history.html",
    "home.html",
    "home_news.html",
    "listing.html",
    "look.html",
    "map.css",
    "map.html",
    "map.js",
    "navigation.html",
    "not_found.css",
    "not_found.html",
    "not_found.js",
    "on_this_page.html",
    "pager.html",
    "pages.html",
    "panel.html",
    "preview.html",
    "rail.html",
    "redirect.html",
    "register.html",
    "registers.html",
    "related.html",
    "site.js",
    "source.html",
    "style.css",
    "theme.js",
    "timeline.html",
];

/// A page to be rendered.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it goes.
    pub path: OutputPath,
    /// The name of its template, without `.html`.
    pub template: &'static str,
    /// What the template receives.
    pub view: View,
    /// The document whose body it shows, and where what stands in it leads.
    pub body: Option<ShownText>,
}

/// The text of a document as a page shows it.
#[derive(Clone, Debug)]
pub struct ShownText {
    /// The document.
    pub document: Arc<Document>,
    /// Where its links lead, in the order of [`Document::links`].
    pub destinations: Arc<[Destination]>,
    /// Where its names lead, in the order of [`Document::mentions`]; nothing for those that stay text.
    pub mentions: Arc<[Option<Destination>]>,
}

/// What a template receives.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The page itself.
    pub page: PageView,
    /// The entries of the header's menu, the same as `site.menu`.
    pub menu: Vec<MenuEntry>,
    /// The way from the front page to this one, this one last.
    pub breadcrumbs: Vec<Crumb>,
    /// The same as entries of a list; empty where there are none.
    pub breadcrumbs_html: String,
    /// The section of the page in the navigation.
    pub navigation: NavigationView,
    /// The document, where the page shows one.
    pub document: Option<DocumentView>,
    /// The headings of the page, levels 2 to 4.
    pub on_this_page: Vec<Heading>,
    /// The same as lists of links, in one another; empty where there are none.
    pub on_this_page_html: String,
    /// Lists of documents, by category or folder.
    pub listing: Vec<ListingGroup>,
    /// What is new and what needs attention, on the front page.
    pub home: Option<HomeView>,
    /// Figures of the front page, and of the portal's own pages.
    pub counts: Vec<Count>,
    /// The registers, on the page that lists them.
    pub registers: Vec<RegisterEntry>,
    /// The register, on its page.
    pub register: Option<RegisterView>,
    /// Key concepts, on the page that lists them.
    pub concepts: Vec<ConceptEntry>,
    /// What is missing, overdue or broken, on the page about it.
    pub health: Option<HealthView>,
    /// Where a list is split into several pages: which one this is.
    pub pages: Option<Pages>,
    /// The neighbours in reading order.
    pub pager: Pager,
    /// Where a redirect leads.
    pub redirect: Option<Redirect>,
    /// Panels beside and below the text.
    pub panels: Panels,
    /// What a reader of a decision that no longer holds must know first.
    pub banner: Option<Banner>,
    /// The changes of the document that the page shows.
    pub history: Option<HistoryView>,
    /// The register of decisions, on its own pages.
    pub decisions: Option<DecisionsView>,
    /// The timeline, on its own pages.
    pub timeline: Option<TimelineView>,
    /// The map of all documents, on its own pages.
    pub map: Option<MapView>,
}

/// What every template knows of the portal, as `site`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView<'a> {
    /// Its name.
    pub title: &'a str,
    /// What it is about, in a sentence.
    pub description: Option<&'a str>,
    /// The language of its documents, a tag such as `en`.
    pub language: &'a str,
    /// The name and version of archsite.
    pub generator: &'a str,
    /// The picture before its name.
    pub logo: Option<String>,
    /// How wide that picture is where it is 24 high, as far as it is known.
    pub logo_width: Option<u32>,
    /// The picture that browsers show for it; the theme's where it has none of its own.
    pub favicon: String,
    /// The text at the foot of every page, its links fitted to this page.
    pub footer_html: Option<String>,
    /// The theme's style sheet, with the portal's accent colour.
    pub style: String,
    /// Further style sheets of the portal's own.
    pub extra_styles: Vec<String>,
    /// The theme's script.
    pub script: String,
    /// Further scripts of the portal's own.
    pub extra_scripts: Vec<String>,
    /// The style sheet of the map, which no other page needs.
    pub map_style: String,
    /// The script of the map, which no other page needs.
    pub map_script: String,
    /// The few lines of script that set the remembered scheme before the first paint, to stand in the page.
    pub theme_script: &'a str,
    /// Their hash for the page's policy, `sha256-` and base64.
    pub theme_script_hash: &'a str,
    /// What finds the portal from the 404 page, which is shown at any depth; null on all other pages,
    /// and where the portal's address is known.
    pub root_search: Option<RootSearch<'a>>,
    /// The script with the whole navigation, loaded when the reader asks for it.
    pub navigation_data: Option<String>,
    /// Whether pages show pictures of other hosts, which the page's policy must let through.
    pub remote_images: bool,
    /// The entries of the header's menu.
    pub menu: &'a [MenuEntry],
}

/// What stands in a page that does not know where in the portal it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct RootSearch<'a> {
    /// The rules by which the page can be read without its style sheet.
    pub style: &'a str,
    /// Their hash for the page's policy, `sha256-` and base64.
    pub style_hash: &'a str,
    /// The script that looks for the portal in the folders above.
    pub script: &'a str,
    /// Its hash for the page's policy, `sha256-` and base64.
    pub script_hash: &'a str,
}

/// Panels beside and below the text; what is empty or null is not drawn.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Panels {
    /// Documents that one should read as well, the nearest first.
    pub related: Vec<RelatedEntry>,
    /// The same as entries of a list; empty where there are none.
    pub related_html: String,
    /// The drawing of the documents one step away, ready.
    pub neighbourhood_html: Option<String>,
    /// Who points here.
    pub backlinks: Option<BacklinksView>,
}

/// What kind of page it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// A document.
    #[default]
    Document,
    /// The front page.
    Home,
    /// A folder.
    Folder,
    /// A page that the portal makes of what documents say.
    Portal,
    /// What is shown for an address that is not there.
    NotFound,
    /// A former address of a page.
    Redirect,
}

/// The page itself.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageView {
    /// Its title as plain text.
    pub title: String,
    /// Its title as inline HTML.
    pub heading_html: String,
    /// The anchor of its title, where links to that heading may lead.
    pub anchor: Option<String>,
    /// One or two sentences for search engines and previews; none on the 404 page and on redirects.
    pub description: Option<String>,
    /// Its absolute address, with a base URL.
    pub canonical: Option<String>,
    /// The way up to the root of the site: `../` for each folder.
    pub root: String,
    /// The front page.
    pub home: String,
    /// The Markdown that it was made of.
    pub markdown: Option<String>,
    /// Where one edits it.
    pub edit: Option<String>,
    /// The feed of what changes in the portal, where something does.
    pub feed: Option<String>,
    /// Its kind.
    pub kind: PageKind,
}

impl PageView {
    /// Returns the address of the root where it is absolute: the 404 page, which is shown at any
    /// depth, has such a one where the portal's address is known.
    pub fn absolute_root(&self) -> Option<&str> {
        Some(self.root.as_str()).filter(|root| root.contains("://"))
    }
}

/// An entry of the header's menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuEntry {
    /// What it is called.
    pub label: &'static str,
    /// Where it leads.
    pub url: String,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// One step of the way to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// What it is called.
    pub title: String,
    /// Its page; the last step has none.
    pub url: Option<String>,
}

/// The part of the navigation that a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NavigationView {
    /// The heading of the list: the node above.
    pub heading: Option<Crumb>,
    /// The nodes above that one, the topmost first.
    pub ancestors: Vec<Crumb>,
    /// The page and its siblings.
    pub items: Vec<NavigationItem>,
    /// The same as entries of a list; empty where there are none.
    pub items_html: String,
    /// How many siblings are left out, where there are too many to list.
    pub more: Option<More>,
    /// The sections at the top that the page is not in.
    pub sections: Vec<Crumb>,
    /// The same as entries of a list; empty where there are none.
    pub sections_html: String,
}

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NavigationItem {
    /// What it is called.
    pub title: String,
    /// Its page; a chapter that is not written yet has none.
    pub url: Option<String>,
    /// Whether it is this page.
    pub current: bool,
    /// Whether it is not published yet.
    pub draft: bool,
    /// What is below it, on its own page only.
    pub children: Vec<NavigationItem>,
    /// The heading of the part that begins with it.
    pub part: Option<String>,
}

/// What a windowed list leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct More {
    /// How many stand before what is shown.
    pub before: usize,
    /// How many stand after it.
    pub after: usize,
    /// Where all of them are listed.
    pub url: String,
}

/// What a page shows of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DocumentView {
    /// The sentence under the title, where the author wrote one.
    pub lead_html: Option<String>,
    /// What the document says about itself.
    pub facts: Vec<Fact>,
    /// The same as entries of a list of terms; empty where there are none.
    pub facts_html: String,
    /// The text, without the first heading; empty where there is none. Filled in by rendering.
    pub body_html: String,
    /// Whether a build leaves it out.
    pub draft: bool,
}

/// One entry of the line of facts.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: String,
    /// How it is shown: `text`, `date`, `status`, `overdue`.
    pub kind: &'static str,
    /// The status, where it is one.
    pub status: Option<String>,
}

/// A heading in the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    /// Its text as inline HTML.
    pub title_html: String,
    /// Its anchor, percent-encoded where needed.
    pub anchor: String,
    /// The headings below it.
    pub children: Vec<Heading>,
}

/// A list of documents under a heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListingGroup {
    /// The heading, where the list has several.
    pub heading: Option<String>,
    /// The page of what the heading names.
    pub url: Option<String>,
    /// The documents.
    pub rows: Vec<ListingRow>,
    /// The same as entries of a list.
    pub rows_html: String,
    /// Where the documents are that the list leaves out, and how many there are.
    pub more: Option<Neighbour>,
}

/// A document in a list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListingRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// What it is about.
    pub summary: Option<String>,
    /// When it was changed, for people.
    pub date: Option<String>,
    /// Its status, one of the known ones.
    pub status: Option<String>,
    /// Its status as written.
    pub status_text: Option<String>,
}

/// A figure of the front page, and of the portal's own pages.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    /// What stands before the figure.
    pub before: Option<String>,
    /// How many, or which.
    pub number: String,
    /// Of what.
    pub label: Option<String>,
}

/// Which of several pages of one list this is.
#[derive(Clone, Debug, Serialize)]
pub struct Pages {
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Its number, from 1.
    pub current: usize,
    /// How many there are.
    pub total: usize,
}

/// The neighbours in reading order.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Pager {
    /// The page before.
    pub previous: Option<Neighbour>,
    /// The page after.
    pub next: Option<Neighbour>,
}

/// A neighbour in reading order.
#[derive(Clone, Debug, Serialize)]
pub struct Neighbour {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
}

/// Where a redirect leads.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect {
    /// The new address.
    pub target: String,
}
