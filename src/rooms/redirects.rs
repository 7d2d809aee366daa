//! A page at each former address.
//!
//! In: the redirects of the site. Out: a page for each that leads on. Never: decides where one stands.

use super::{Contribution, PagePlan, Study, way};
use crate::model::fingerprint::Fingerprint;
use crate::model::page::{self, Page, PageKind, PageView};
use crate::model::site::Redirect;

/// Makes the redirect pages.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let redirects = study.site.redirects.iter();
    let plan = |it: &'a Redirect| {
        let target = Fingerprint::of(it.target.as_bytes());
        PagePlan::new(study.site, it.path.clone(), &[Some(target)], move || page(study, it))
    };
    let pages = redirects.map(plan).collect();
    Contribution { pages, ..Contribution::default() }
}

fn page(study: &Study<'_>, redirect: &Redirect) -> Page {
    let page = PageView {
        title: "This page has moved".to_owned(),
        heading_html: "This page has moved".to_owned(),
        kind: PageKind::Redirect,
        ..PageView::default()
    };
    let mut view = way::view(study.site, study.snapshot, &redirect.path, page);
    view.page.canonical = None;
    view.redirect = Some(page::Redirect { target: redirect.target.clone() });
    Page { path: redirect.path.clone(), template: "redirect", view, body: None }
}
