//! `sitemap.xml`, `.nojekyll`, and the files carried along.
//!
//! In: the site. Out: files. Never: a page.

use super::{Contribution, Study, way};
use crate::model::markup::escaped;
use crate::model::output::{Content, OutputPath};
use crate::model::site::Site;
use crate::model::snapshot::Drawing;
use std::sync::Arc;

/// Makes the files.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let mut files = vec![(OutputPath::safe(".nojekyll"), Content::Text("".into()))];
    if let Some(base) = &study.snapshot.base_url {
        files.push((OutputPath::safe("sitemap.xml"), Content::Text(sitemap(study.site, base).into())));
    }
    for (source, path) in study.site.assets.iter() {
        match study.drawings.get(source) {
            Some(Drawing::Refused) => {}
            Some(Drawing::Cleaned(bytes)) => files.push((path.clone(), Content::Bytes(Arc::clone(bytes)))),
            Some(Drawing::Untouched) | None => files.push((path.clone(), Content::Copy(source.clone()))),
        }
    }
    Contribution { files, ..Contribution::default() }
}

/// The addresses of all pages, after the protocol of sitemaps.org.
fn sitemap(site: &Site, base: &str) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let folders =
        site.folders.values().filter(|folder| folder.index.is_none()).map(|folder| (&folder.page, None));
    let documents = site
        .pages
        .iter()
        .zip(site.documents.iter().map(|document| document.metadata.updated.as_ref().map(|it| it.value)));
    for (page, updated) in documents.chain(folders) {
        let address = format!("{base}{}", way::address_in_site(page));
        xml.push_str(&format!("<url><loc>{}</loc>", escaped(&address)));
        if let Some(date) = updated {
            xml.push_str(&format!("<lastmod>{date}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
