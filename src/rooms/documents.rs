//! A page for each document, and its Markdown beside it.
//!
//! In: the site. Out: one page a document; the one at the root is the front page, the index of a
//! folder lists what the folder holds. Never: fills a hole; that is rendering.

use super::listing::{front_page_listing, listing_of_folder};
use super::{
    Contribution, Making, PagePlan, Study, decided, facts, happened, neighbourhood, news, related, way,
};
use crate::model::document::Document;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::markup::escaped;
use crate::model::output::{Content, NOT_FOUND, OutputPath, percent_encoded, relative_url};
use crate::model::page::{DocumentView, Page, PageKind, PageView, Panels, ShownText, View};
use crate::model::site::{DocumentNumber, Folder, Site};
use crate::model::snapshot::SourceFile;
use std::sync::Arc;

/// Makes the pages of all documents.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let mut folders: Vec<Option<&Folder>> = vec![None; site.documents.len()];
    for folder in site.folders.values() {
        if let Some(place) = folder.index.and_then(|index| folders.get_mut(index.0 as usize)) {
            *place = Some(folder);
        }
    }
    let plan = |number: DocumentNumber, is_home: bool| {
        let (path, folder) = (site.page(number), folders[number.0 as usize]);
        PagePlan {
            path: path.clone(),
            key: key(study, number, is_home),
            make: Making::InTurn(Box::new(move || page(study, number, folder))),
            late: None,
        }
    };
    let mut front = None;
    let mut pages: Vec<PagePlan<'a>> = Vec::with_capacity(site.documents.len());
    for number in (0..site.documents.len() as u32).map(DocumentNumber) {
        match site.page(number) {
            path if way::is_home(path) => front = Some(number),
            // That one is the text of another room's page.
            path if path.as_str() == NOT_FOUND => {}
            _ => pages.push(plan(number, false)),
        }
    }
    // What stands on the front page another room may be about to find out.
    pages.extend(front.map(|front| plan(front, true)));
    // Files and documents are both in the order of their paths, and mostly each text is a document.
    let mut texts = study.snapshot.files.iter().filter_map(|(path, file)| match file {
        SourceFile::Document(text) => Some((path, text)),
        _ => None,
    });
    let files = site.documents.iter().zip(site.copies.iter()).filter_map(|(document, copy)| {
        let (_, text) = texts.find(|(path, _)| **path == document.id)?;
        Some((copy.clone(), Content::Text(Arc::clone(&text.text))))
    });
    let files = files.collect();
    Contribution { pages, files, ..Contribution::default() }
}

/// Names all that the page of a document is made of. Where its links lead follows from these, and so does
/// its history: entries of others are not in it.
fn key(study: &Study<'_>, number: DocumentNumber, is_home: bool) -> Option<Fingerprint> {
    let site = study.site;
    let key = Fingerprinter::new("page of a document");
    let mut key = key.part(site.outline?).part(site.shown[number.0 as usize]?);
    if is_home {
        key = key.part(study.front()?);
    }
    Some(key.finish())
}

fn page(study: &Study<'_>, number: DocumentNumber, folder: Option<&Folder>) -> Page {
    let site = study.site;
    let document = site.document(number);
    let path = site.page(number);
    let node = site.navigation.of_document.get(&number).copied();
    let is_home = way::is_home(path);
    let kind = match (is_home, folder) {
        (true, _) => PageKind::Home,
        (false, Some(_)) => PageKind::Folder,
        (false, None) => PageKind::Document,
    };
    let page = PageView {
        title: document.title.clone(),
        heading_html: document.title_html.clone(),
        anchor: document.anchor_of_title().map(str::to_owned),
        description: Some(description(site, document, is_home)),
        markdown: Some(relative_url(path, &OutputPath::for_file(&document.id))),
        edit: edit_address(study, document),
        kind,
        ..PageView::default()
    };
    let mut view = View {
        navigation: way::navigation(site, path, node),
        document: Some(DocumentView {
            lead_html: document
                .summary
                .as_ref()
                .filter(|_| document.summary_is_declared)
                .map(|lead| escaped(lead)),
            facts: facts::of_document(document, study.snapshot.today),
            draft: document.metadata.draft,
            ..DocumentView::default()
        }),
        on_this_page: way::on_this_page(document),
        banner: decided::banner(site, path, number),
        panels: panels(site, path, number),
        history: happened::history(site, study.snapshot, path, number),
        pager: way::pager(site, path, node),
        ..way::view(site, study.snapshot, path, page)
    };
    if is_home {
        let (listing, counts) = front_page_listing(site, path);
        view.listing = listing;
        view.counts = counts;
        view.home = Some(news::home(study, path));
    } else {
        view.breadcrumbs = way::breadcrumbs(site, path, node, &document.title);
        if let Some(folder) = folder {
            view.listing = listing_of_folder(site, path, folder);
        }
    }
    let template = match kind {
        PageKind::Home => "home",
        PageKind::Folder => "folder",
        _ => "document",
    };
    let destinations = Arc::clone(&site.destinations[number.0 as usize]);
    let mentions = Arc::clone(&site.mentions[number.0 as usize]);
    let text = ShownText { document: Arc::clone(document), destinations, mentions };
    Page { path: path.clone(), template, view, body: Some(text) }
}

/// Returns what the page shows of other documents.
fn panels(site: &Site, path: &OutputPath, number: DocumentNumber) -> Panels {
    let near = related::near(site, number);
    let nearest = &near[..near.len().min(neighbourhood::MOST.max(related::MOST_RELATED))];
    let introductions = related::introduce(site, path, number, nearest);
    Panels {
        neighbourhood_html: neighbourhood::draw(site, path, number, &introductions),
        backlinks: related::backlinks(site, path, &near),
        related: related::related(introductions),
        ..Panels::default()
    }
}

/// Returns what search engines and previews say of a document: of the front page what the portal
/// says about itself, else the summary, else what the text is divided into.
fn description(site: &Site, document: &Document, is_home: bool) -> String {
    let of_portal = || site.config.description.clone().filter(|_| is_home);
    let titles = || {
        let sections = document.sections.iter().filter(|section| section.level == 2);
        let titles: Vec<&str> =
            sections.map(|section| section.title.as_str()).filter(|title| !title.is_empty()).collect();
        way::with_names(&document.title, &titles)
    };
    of_portal().or_else(|| document.summary.clone()).unwrap_or_else(titles)
}

fn edit_address(study: &Study<'_>, document: &Document) -> Option<String> {
    let config = &study.site.config;
    let template = config.edit_url_template.as_ref()?;
    let path = match config.src.as_str() {
        "" | "." => document.id.as_str().to_owned(),
        source => format!("{source}/{}", document.id),
    };
    Some(template.replace("{path}", &percent_encoded(&path)))
}
