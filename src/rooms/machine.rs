//! What other programs read: `portal.json`, `sitemap.xml`, `.nojekyll`; and the files carried along.
//!
//! In: the site and its findings. Out: files. Never: a field that the contract does not name.

use super::{Contribution, Study, way};
use crate::diagnostic::json::{self, Finding};
use crate::model::date::Date;
use crate::model::output::{Content, OutputPath};
use crate::model::site::{DocumentNumber, Site};
use crate::model::snapshot::{Drawing, SourceFile};
use crate::source::LineIndex;
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// Makes the files.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let mut files = vec![
        (OutputPath::safe(".nojekyll"), Content::Text("".into())),
        (OutputPath::safe("portal.json"), Content::Text(portal(study).into())),
    ];
    if let Some(base) = &study.snapshot.base_url {
        files.push((OutputPath::safe("sitemap.xml"), Content::Text(sitemap(study.site, base).into())));
    }
    for (source, path) in &study.site.assets {
        match study.drawings.get(source) {
            Some(Drawing::Refused) => {}
            Some(Drawing::Cleaned(bytes)) => files.push((path.clone(), Content::Bytes(Arc::clone(bytes)))),
            Some(Drawing::Untouched) | None => files.push((path.clone(), Content::Copy(source.clone()))),
        }
    }
    Contribution { files, ..Contribution::default() }
}

/// `portal.json`, schema 1.
#[derive(Serialize)]
struct Portal<'a> {
    schema: u32,
    generator: &'static str,
    title: String,
    documents: Vec<DocumentJson<'a>>,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    id: &'a str,
    url: String,
    title: &'a str,
    summary: Option<&'a str>,
    category: Option<&'a str>,
    updated: Option<Date>,
    words: u32,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    level: u8,
    title: &'a str,
    anchor: &'a str,
    line: u32,
}

fn portal(study: &Study<'_>) -> String {
    let site = study.site;
    let numbers = (0..site.documents.len() as u32).into_par_iter().map(DocumentNumber);
    let documents = numbers.map(|number| document(study, number)).collect();
    let portal = Portal {
        schema: 1,
        generator: concat!("archsite ", env!("CARGO_PKG_VERSION")),
        title: site.title(),
        documents,
        findings: json::findings(study.findings, study.snapshot),
    };
    // The types above have no maps and no floats, so that writing them cannot fail.
    let mut text = serde_json::to_string(&portal).unwrap_or_default();
    text.push('\n');
    text
}

fn document<'a>(study: &Study<'a>, number: DocumentNumber) -> DocumentJson<'a> {
    let site = study.site;
    let document = site.document(number);
    let text = match study.snapshot.files.get(&document.id) {
        Some(SourceFile::Document(text)) => &*text.text,
        _ => "",
    };
    let lines = LineIndex::new(text);
    let top_folder = document.id.as_str().split_once('/').map(|(top, _)| top);
    DocumentJson {
        id: document.id.as_str(),
        url: site.page(number).url_encoded(),
        title: &document.title,
        summary: document.summary.as_deref(),
        category: document.metadata.category.as_deref().or(top_folder),
        updated: document.metadata.updated,
        words: document.words,
        sections: document
            .sections
            .iter()
            .map(|section| SectionJson {
                level: section.level,
                title: &section.title,
                anchor: &section.anchor,
                line: lines.position(section.start).line,
            })
            .collect(),
    }
}

/// The addresses of all pages, after the protocol of sitemaps.org.
fn sitemap(site: &Site, base: &str) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let folders =
        site.folders.values().filter(|folder| folder.index.is_none()).map(|folder| (&folder.page, None));
    let documents = site.pages.iter().zip(site.documents.iter().map(|document| document.metadata.updated));
    for (page, updated) in documents.chain(folders) {
        let address = format!("{base}{}", way::address_in_site(page));
        xml.push_str(&format!("<url><loc>{}</loc>", way::escaped(&address)));
        if let Some(date) = updated {
            xml.push_str(&format!("<lastmod>{date}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
