//! The page that a server shows for an address that is not there.
//!
//! In: the site. Out: `404.html`. Never: relative links without a base URL that would be right in
//! one folder only: a server shows this page at any depth.

use super::{Contribution, PagePlan, Study, way};
use crate::model::output::OutputPath;
use crate::model::page::{Page, PageKind, PageView};

/// Makes `404.html`.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let path = OutputPath::safe("404.html");
    Contribution {
        pages: vec![PagePlan::new(study.site, path, &[], || page(study))],
        ..Contribution::default()
    }
}

fn page(study: &Study<'_>) -> Page {
    let path = OutputPath::safe("404.html");
    let page = PageView {
        title: "Page not found".to_owned(),
        heading_html: "Page not found".to_owned(),
        kind: PageKind::NotFound,
        ..PageView::default()
    };
    let mut view = way::view(study.site, study.snapshot, &path, page);
    view.page.canonical = None;
    if let Some(base) = &study.snapshot.base_url {
        view.page.root.clone_from(base);
        view.page.home = format!("{base}index.html");
        for entry in &mut view.menu {
            entry.url = format!("{base}{}", entry.url);
        }
    }
    Page { path, template: "not_found", view, body: None }
}
