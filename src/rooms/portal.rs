//! `portal.json`: the whole site model for other programs.
//!
//! In: the site and all findings, those of the rooms and of rendering included. Out: one file.
//! Never: a field that the contract does not name.
//!
//! The order of each array is fixed: documents and concepts by id or name, sections and
//! placeholders as in the text, decisions and register rows as in their registers, changes from
//! the newest to the oldest.

use super::Study;
use crate::diagnostic::json::{self, Finding};
use crate::model::change::{ChangeKind, Event};
use crate::model::completeness::Placeholder;
use crate::model::date::Date;
use crate::model::decision::{DecisionNumber, LinkedDecision};
use crate::model::document::{Document, Section};
use crate::model::metadata::Stated;
use crate::model::output::{Content, OutputPath, percent_encoded};
use crate::model::register::{Register, RegisterDefinition};
use crate::model::site::{DocumentNumber, Site};
use crate::model::snapshot::SourceFile;
use crate::model::status::{Status, StatusKind};
use crate::source::LineIndex;
use rayon::prelude::*;
use serde::Serialize;

/// Makes the file.
pub(super) fn study(study: &Study<'_>) -> Vec<(OutputPath, Content)> {
    let portal = Portal::of(study, &Places::of(study));
    // The types below have no maps, and their one number that is no integer is finite, so that
    // writing them cannot fail.
    let mut text = serde_json::to_string(&portal).unwrap_or_default();
    text.push('\n');
    vec![(OutputPath::safe("portal.json"), Content::Text(text.into()))]
}

/// Where everything stands: lines in the text, addresses in the site.
struct Places<'a> {
    site: &'a Site,
    lines: Vec<LineIndex<'a>>,
}

impl<'a> Places<'a> {
    fn of(study: &Study<'a>) -> Self {
        let lines = |document: &std::sync::Arc<Document>| match study.snapshot.files.get(&document.id) {
            Some(SourceFile::Document(text)) => LineIndex::new(&text.text),
            _ => LineIndex::new(""),
        };
        Self { site: study.site, lines: study.site.documents.par_iter().map(lines).collect() }
    }

    /// The line, from 1, of a byte of a document.
    fn line(&self, document: DocumentNumber, offset: u32) -> u32 {
        self.lines[document.0 as usize].position(offset).line
    }

    /// The address of a page, at one of its sections where one is given.
    fn url(&self, document: DocumentNumber, section: Option<u32>) -> String {
        let mut url = self.site.page(document).url_encoded();
        let section = section.and_then(|number| self.site.document(document).sections.get(number as usize));
        if let Some(section) = section.filter(|section| !section.anchor.is_empty()) {
            url.push('#');
            url.push_str(&percent_encoded(&section.anchor));
        }
        url
    }

    fn id(&self, document: DocumentNumber) -> &'a str {
        self.site.document(document).id.as_str()
    }
}

/// `portal.json`, schema 1.
#[derive(Serialize)]
struct Portal<'a> {
    schema: u32,
    generator: &'static str,
    title: String,
    documents: Vec<DocumentJson<'a>>,
    decisions: Vec<DecisionJson<'a>>,
    changes: Vec<ChangeJson<'a>>,
    registers: Vec<RegisterJson<'a>>,
    concepts: Vec<ConceptJson<'a>>,
    findings: Vec<Finding<'a>>,
}

impl<'a> Portal<'a> {
    fn of(study: &Study<'a>, places: &Places<'a>) -> Self {
        let site = study.site;
        let numbers = (0..site.documents.len() as u32).into_par_iter().map(DocumentNumber);
        let registers = site.register_definitions.iter().zip(&site.registers);
        Self {
            schema: 1,
            generator: concat!("archsite ", env!("CARGO_PKG_VERSION")),
            title: site.title(),
            documents: numbers.map(|number| DocumentJson::of(site, number, places)).collect(),
            decisions: site.decisions.iter().map(|it| DecisionJson::of(site, it, places)).collect(),
            changes: changes(site, places),
            registers: registers
                .filter(|(_, register)| !register.rows.is_empty())
                .map(|(definition, register)| RegisterJson::of(site, definition, register, places))
                .collect(),
            concepts: site.concepts.iter().map(|it| ConceptJson::of(it, places)).collect(),
            findings: json::findings(study.findings, study.snapshot),
        }
    }
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    id: &'a str,
    url: String,
    title: &'a str,
    summary: Option<&'a str>,
    category: Option<&'a str>,
    status: Option<StatusKind>,
    status_text: Option<&'a str>,
    version: Option<&'a str>,
    owners: Vec<&'a str>,
    reviewers: Vec<&'a str>,
    updated: Option<Date>,
    next_review: Option<Date>,
    concepts: Vec<&'a str>,
    words: u32,
    completeness: f64,
    placeholders: Vec<PlaceholderJson<'a>>,
    sections: Vec<SectionJson<'a>>,
}

impl<'a> DocumentJson<'a> {
    fn of(site: &'a Site, number: DocumentNumber, places: &Places<'a>) -> Self {
        let document = site.document(number);
        let metadata = &document.metadata;
        let status: Option<&Status> = metadata.status.as_deref();
        Self {
            id: document.id.as_str(),
            url: places.url(number, None),
            title: &document.title,
            summary: document.summary.as_deref(),
            category: document.category(),
            status: status.map(|status| status.kind),
            status_text: status.map(|status| status.text.as_str()),
            version: metadata.version.as_ref().map(|it| it.as_str()),
            owners: texts(&metadata.owners),
            reviewers: texts(&metadata.reviewers),
            updated: metadata.updated.as_ref().map(|it| it.value),
            next_review: metadata.next_review.as_ref().and_then(|review| review.due),
            concepts: metadata.concepts.iter().map(|concept| concept.name.as_str()).collect(),
            words: document.words,
            // In hundredths, as people are told it, so that no last digit depends on the machine.
            completeness: f64::from(document.completeness.percent()) / 100.0,
            placeholders: document
                .placeholders
                .iter()
                .map(|placeholder| PlaceholderJson::of(placeholder, &places.lines[number.0 as usize]))
                .collect(),
            sections: document
                .sections
                .iter()
                .map(|section| SectionJson::of(section, places.line(number, section.start)))
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct PlaceholderJson<'a> {
    text: &'a str,
    line: u32,
    column: u32,
}

impl<'a> PlaceholderJson<'a> {
    fn of(placeholder: &'a Placeholder, lines: &LineIndex<'_>) -> Self {
        let position = lines.position(placeholder.extent.start);
        Self { text: &placeholder.text, line: position.line, column: position.column }
    }
}

#[derive(Serialize)]
struct SectionJson<'a> {
    level: u8,
    title: &'a str,
    anchor: &'a str,
    line: u32,
}

impl<'a> SectionJson<'a> {
    fn of(section: &'a Section, line: u32) -> Self {
        Self { level: section.level, title: &section.title, anchor: &section.anchor, line }
    }
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    id: &'a str,
    number: Option<u32>,
    title: &'a str,
    status: Option<StatusKind>,
    status_text: Option<&'a str>,
    date: Option<Date>,
    deciders: Vec<&'a str>,
    document: &'a str,
    url: String,
    line: u32,
    supersedes: Vec<&'a str>,
    superseded_by: Vec<&'a str>,
    amends: Vec<&'a str>,
    amended_by: Vec<&'a str>,
    relates_to: Vec<&'a str>,
    positive: Vec<&'a str>,
    negative: Vec<&'a str>,
}

impl<'a> DecisionJson<'a> {
    fn of(site: &'a Site, linked: &'a LinkedDecision, places: &Places<'a>) -> Self {
        let decision = &site.document(linked.document).decisions[linked.index as usize];
        let status: Option<&Status> = decision.status.as_deref();
        let ids = |numbers: &[DecisionNumber]| {
            numbers.iter().map(|number| site.decision(*number).id.0.as_str()).collect()
        };
        Self {
            id: &linked.id.0,
            number: decision.number,
            title: &decision.title,
            status: status.map(|status| status.kind),
            status_text: status.map(|status| status.text.as_str()),
            date: decision.date.as_ref().map(|it| it.value),
            deciders: texts(&decision.deciders),
            document: places.id(linked.document),
            url: places.url(linked.document, decision.section),
            line: places.line(linked.document, decision.extent.start),
            supersedes: ids(&linked.supersedes),
            superseded_by: ids(&linked.superseded_by),
            amends: ids(&linked.amends),
            amended_by: ids(&linked.amended_by),
            relates_to: ids(&linked.relates_to),
            positive: texts(&decision.positive),
            negative: texts(&decision.negative),
        }
    }
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    date: Date,
    text: &'a str,
    author: Option<&'a str>,
    impact: Option<&'a str>,
    kind: ChangeKind,
    document: &'a str,
    url: String,
    line: u32,
}

/// The changes of the timeline; its decisions stand among the decisions.
fn changes<'a>(site: &'a Site, places: &Places<'a>) -> Vec<ChangeJson<'a>> {
    let changes = site.timeline.iter().filter_map(|entry| {
        let Event::Change(index) = entry.event else { return None };
        let change = &site.document(entry.document).changes[index as usize];
        Some(ChangeJson {
            date: change.date,
            text: &change.text,
            author: change.author.as_deref(),
            impact: change.impact.as_deref(),
            kind: change.kind,
            document: places.id(entry.document),
            url: places.url(entry.document, change.section),
            line: places.line(entry.document, change.extent.start),
        })
    });
    changes.collect()
}

#[derive(Serialize)]
struct RegisterJson<'a> {
    name: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    /// One text a column, empty where the table says nothing.
    cells: Vec<&'a str>,
    document: &'a str,
    url: String,
    line: u32,
}

impl<'a> RegisterJson<'a> {
    fn of(
        site: &'a Site,
        definition: &'a RegisterDefinition,
        register: &Register,
        places: &Places<'a>,
    ) -> Self {
        let rows = register.rows.iter().map(|&(document, index)| {
            let row = &site.document(document).register_rows[index as usize];
            RowJson {
                cells: row.cells.iter().map(|cell| cell.as_ref().map_or("", |it| it.text.as_str())).collect(),
                document: places.id(document),
                url: places.url(document, row.section),
                line: places.line(document, row.extent.start),
            }
        });
        Self {
            name: &definition.name,
            columns: definition.columns.iter().map(|column| column.label.as_str()).collect(),
            rows: rows.collect(),
        }
    }
}

#[derive(Serialize)]
struct ConceptJson<'a> {
    name: &'a str,
    label: &'a str,
    documents: Vec<&'a str>,
}

impl<'a> ConceptJson<'a> {
    fn of(concept: &'a crate::model::site::SiteConcept, places: &Places<'a>) -> Self {
        Self {
            name: &concept.concept.name,
            label: &concept.concept.label,
            documents: concept.documents.iter().map(|number| places.id(*number)).collect(),
        }
    }
}

fn texts(stated: &[Stated<String>]) -> Vec<&str> {
    stated.iter().map(|it| it.as_str()).collect()
}
