//! `portal.json`: the whole site model for other programs.
//!
//! In: the site and all findings, those of the rooms and of rendering included. Out: one file.
//! Never: a field that the contract does not name.

use super::{FilePlan, Part, Study};
use crate::diagnostic::json;
use crate::model::date::Date;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::OutputPath;
use crate::model::site::DocumentNumber;
use crate::model::snapshot::SourceFile;
use crate::source::LineIndex;
use serde::Serialize;

/// Makes the file: a part for each document, so that an edit of one writes one anew.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Vec<FilePlan<'a>> {
    let site = study.site;
    let mut parts = vec![Part::new("head of the portal", &[site.outline], || {
        let generator = concat!("archsite ", env!("CARGO_PKG_VERSION"));
        let head = format!("{{\"schema\":{},\"generator\":{},", json::SCHEMA, written(&generator));
        format!("{head}\"title\":{},\"documents\":[", written(&site.title()))
    })];
    parts.extend((0..site.documents.len() as u32).map(DocumentNumber).map(|number| {
        let (name, separator) = if number.0 == 0 { ("first document", "") } else { ("document", ",") };
        // Its title may be the portal's, and its page that of a folder.
        let (it, page) = (site.document(number), site.page(number));
        let key = it.fingerprint.map(|fingerprint| {
            let key = Fingerprinter::new(name).part(fingerprint);
            key.bytes(it.title.as_bytes()).bytes(page.as_str().as_bytes()).finish()
        });
        let make = Box::new(move || format!("{separator}{}", written(&document(study, number))));
        Part { key, make }
    }));
    let findings = format!("],\"findings\":{}}}\n", written(&json::findings(study.findings, study.snapshot)));
    let key = Fingerprint::of(findings.as_bytes());
    parts.push(Part::new("findings of the portal", &[Some(key)], move || findings.clone()));
    vec![FilePlan { path: OutputPath::safe("portal.json"), parts }]
}

/// Writes a value; those here have no maps and no floats, so that it cannot fail.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
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
