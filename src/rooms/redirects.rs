//! Former addresses: `aliases` of the front matter and the redirect table of `book.toml`.
//!
//! In: the site. Out: a page at each former address that leads on. Never: replaces a page.

use super::{Contribution, PagePlan, Study, way};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{Page, PageKind, PageView, Redirect};
use crate::model::site::DocumentNumber;
use crate::source::Span;
use std::collections::HashSet;

/// Makes the redirect pages.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let mut taken: HashSet<OutputPath> = site.pages.iter().cloned().collect();
    taken.extend(site.folders.values().map(|folder| folder.page.clone()));
    let mut contribution = Contribution::default();
    for (number, document) in (0..).map(DocumentNumber).zip(&site.documents) {
        for alias in &document.metadata.aliases {
            let path = page_at(alias);
            if taken.insert(path.clone()) {
                let target = relative_url(&path, site.page(number));
                contribution.pages.push(plan(study, path, target));
            } else {
                contribution.diagnostics.push(
                    Diagnostic::new(
                        Code::OutputCollision,
                        Span::whole(document.id.clone()),
                        format!("the alias \"{alias}\" is the address of another page, which is kept"),
                    )
                    .help("take the alias out"),
                );
            }
        }
    }
    for (from, to) in &site.config.redirect {
        let path = page_at(from);
        if taken.insert(path.clone()) {
            let target = if to.contains("://") || !to.starts_with('/') {
                to.clone()
            } else {
                format!("{}{}", path.root(), to.trim_start_matches('/'))
            };
            contribution.pages.push(plan(study, path, target));
        }
    }
    contribution
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
