//! `portal.json`: the whole site model for other programs.
//!
//! In: the site and all findings, those of the rooms and of rendering included. Out: one file.
//! Never: a field that the contract does not name.

use super::Study;
use crate::diagnostic::json::{self, Finding};
use crate::model::date::Date;
use crate::model::output::{Content, OutputPath};
use crate::model::site::DocumentNumber;
use crate::model::snapshot::SourceFile;
use crate::source::LineIndex;
use rayon::prelude::*;
use serde::Serialize;

/// Makes the file.
pub(super) fn study(study: &Study<'_>) -> Vec<(OutputPath, Content)> {
    vec![(OutputPath::safe("portal.json"), Content::Text(portal(study).into()))]
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
