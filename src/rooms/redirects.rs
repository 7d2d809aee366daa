//! Former addresses: `aliases` of the front matter and the redirect table of `book.toml`.
//!
//! In: the site. Out: a page at each former address that leads on. Never: replaces anything.

use super::{Contribution, PagePlan, Study, way};
use crate::diagnostic::{Code, Diagnostic, Texts};
use crate::model::output::{Holders, OWN_FILES, OutputPath, relative_url};
use crate::model::page::{Page, PageKind, PageView, Redirect};
use crate::model::site::{DocumentNumber, Site};
use crate::model::snapshot::BOOK;
use crate::source::{SourcePath, Span};

/// Makes the redirect pages.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let mut contribution = Contribution::default();
    if site.config.redirect.is_empty() && site.documents.iter().all(|it| it.metadata.aliases.is_empty()) {
        return contribution;
    }
    let mut holders = holders(site);
    for (number, document) in (0..).map(DocumentNumber).zip(&site.documents) {
        for alias in &document.metadata.aliases {
            let path = page_at(alias);
            match holders.hold(&path, format!("the alias \"{alias}\" of {}", document.id)) {
                Ok(()) => {
                    let target = relative_url(&path, site.page(number));
                    contribution.pages.push(plan(study, path, target));
                }
                Err(holder) => contribution.diagnostics.push(
                    collision(study, &document.id, alias, "alias", holder)
                        .help("take the alias out, or rename what stands there"),
                ),
            }
        }
    }
    for (from, to) in &site.config.redirect {
        let path = page_at(from);
        let book = SourcePath::new(BOOK);
        match holders.hold(&path, format!("the redirect \"{from}\" of {book}")) {
            Ok(()) => {
                let target = if to.contains("://") || !to.starts_with('/') {
                    to.clone()
                } else {
                    format!("{}{}", path.root(), to.trim_start_matches('/'))
                };
                contribution.pages.push(plan(study, path, target));
            }
            Err(holder) => contribution.diagnostics.push(
                collision(study, &book, from, "redirect", holder)
                    .help("take the redirect out, or rename what stands there"),
            ),
        }
    }
    contribution
}

/// Everything that stands somewhere already.
fn holders(site: &Site) -> Holders {
    let mut holders = Holders::default();
    for (document, page) in site.documents.iter().zip(&site.pages) {
        let _ = holders.hold(page, format!("the page of {}", document.id));
        let _ = holders.hold(&OutputPath::for_file(&document.id), format!("the text of {}", document.id));
    }
    for (path, folder) in &site.folders {
        let what = match path.as_str() {
            "" => "the front page".to_owned(),
            path => format!("the page of the folder \"{path}\""),
        };
        let _ = holders.hold(&folder.page, what);
    }
    for (source, path) in &site.assets {
        let _ = holders.hold(path, source.as_str());
    }
    for name in OWN_FILES {
        let _ = holders.hold(&OutputPath::safe(name), format!("archsite's own {name}"));
    }
    holders
}

/// Reports what would stand where something else does, at the place where it is written.
fn collision(study: &Study<'_>, file: &SourcePath, written: &str, what: &str, holder: &str) -> Diagnostic {
    let at = study.snapshot.text(file).and_then(|text| text.find(written));
    let span = at.map_or_else(
        || Span::whole(file.clone()),
        |at| Span::new(file.clone(), at as u32, (at + written.len()) as u32),
    );
    let message =
        format!("the {what} \"{written}\" of {file} would stand where {holder} does; it is left out");
    Diagnostic::new(Code::OutputCollision, span, message)
}

fn page_at(address: &str) -> OutputPath {
    let address = address.trim_start_matches('/');
    if address.is_empty() || address.ends_with('/') {
        OutputPath::safe(&format!("{address}index.html"))
    } else if address.ends_with(".html") || address.ends_with(".htm") {
        OutputPath::safe(address)
    } else if let Some(stem) = address.strip_suffix(".md") {
        OutputPath::safe(&format!("{stem}.html"))
    } else {
        OutputPath::safe(&format!("{address}/index.html"))
    }
}

fn plan<'a>(study: &'a Study<'a>, path: OutputPath, target: String) -> PagePlan<'a> {
    PagePlan::new(path.clone(), move || redirect(study, path.clone(), target.clone()))
}

fn redirect(study: &Study<'_>, path: OutputPath, target: String) -> Page {
    let page = PageView {
        title: "This page has moved".to_owned(),
        heading_html: "This page has moved".to_owned(),
        kind: PageKind::Redirect,
        ..PageView::default()
    };
    let mut view = way::view(study.site, study.snapshot, &path, page);
    view.page.canonical = None;
    view.redirect = Some(Redirect { target });
    Page { path, template: "redirect", view, body: None }
}
