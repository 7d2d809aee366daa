//! `portal.json`: the whole site model for other programs.
//!
//! In: the site and all findings, those of the rooms and of rendering included. Out: one file.
//! Never: a field that the contract does not name.
//!
//! The order of each array is fixed: documents and concepts by id or name, sections and
//! placeholders as in the text, relations by from, to and kind, decisions and register rows as in their registers, changes and commits
//! as in the timeline, from the newest to the oldest.

use super::Closing;
use crate::diagnostic::json;
use crate::model::change::{ChangeKind, Event, TimelineEntry};
use crate::model::completeness::Placeholder;
use crate::model::date::Date;
use crate::model::decision::{DecisionNumber, LinkedDecision};
use crate::model::document::Section;
use crate::model::metadata::Stated;
use crate::model::output::{OnDemand, OutputPath, percent_encoded};
use crate::model::register::RegisterRow;
use crate::model::relation::{Cause, Relation, RelationKind};
use crate::model::site::{DocumentNumber, Site, SiteConcept};
use crate::model::snapshot::SourceFile;
use crate::model::status::{Status, StatusKind};
use crate::source::LineIndex;
use rayon::prelude::*;
use serde::Serialize;
use std::sync::{Arc, OnceLock};

/// How many entries of a long list are written at a time: those of all documents are written in parallel.
const ENTRIES_AT_A_TIME: usize = 32;
/// How many such pieces are made while those before them are given away: enough for a few threads.
const PIECES_AT_A_TIME: usize = 16;
/// How long most pieces are at most: what is that short is written out while it is still near.
const MOST_BYTES_OF_A_PIECE: usize = 64 * 1024;

/// Plans the file. A build makes it when it is written, `serve` when somebody asks for it.
pub(super) fn study(closing: &Arc<Closing>) -> Vec<(OutputPath, OnDemand)> {
    let shared = Arc::clone(closing);
    let key = Arc::clone(closing);
    let portal = OnDemand::in_pieces(move || key.fingerprint(), move |take| portal(&shared, take));
    vec![(OutputPath::safe("portal.json"), portal)]
}

/// Writes the file piece by piece: of a large portal it is a tenth of the site, and held by nobody.
fn portal(closing: &Closing, take: &mut dyn FnMut(&str)) {
    let mut findings = String::new();
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| findings = written(&json::findings(&closing.findings, &*closing.snapshot)));
        let mut file = Pieces { take, waiting: Vec::new() };
        put_lists(closing, &mut file);
        file.end();
    });
    take(&format!("\"findings\":{findings}}}\n"));
}

/// Puts all that stands before the findings.
fn put_lists(closing: &Closing, file: &mut Pieces<'_>) {
    let site: &Site = &closing.site;
    let places = Places::of(closing);
    let numbers: Vec<DocumentNumber> = (0..site.documents.len() as u32).map(DocumentNumber).collect();
    // Decisions have a list of their own.
    let changes: Vec<&TimelineEntry> =
        site.timeline.iter().filter(|entry| !matches!(entry.event, Event::Decision(_))).collect();
    let relations: Vec<&Relation> = site.relations.iter().collect();
    let decisions: Vec<&LinkedDecision> = site.decisions.iter().collect();
    let generator = concat!("archsite ", env!("CARGO_PKG_VERSION"));
    file.put(format!("{{\"schema\":{},\"generator\":{},", json::SCHEMA, written(&generator)));
    file.put(format!("\"title\":{},\"documents\":[", written(&site.title())));
    file.put_list(&numbers, |number| DocumentJson::of(site, *number, &places));
    file.put("],\"relations\":[".to_owned());
    file.put_list(&relations, |relation| RelationJson::of(site, relation, &places));
    file.put("],\"decisions\":[".to_owned());
    file.put_list(&decisions, |linked| DecisionJson::of(site, linked, &places));
    file.put("],\"changes\":[".to_owned());
    file.put_list(&changes, |entry| ChangeJson::of(site, entry, &places));
    file.put("],\"registers\":[".to_owned());
    let registers = site.register_definitions.iter().zip(site.registers.iter());
    let registers = registers.filter(|(_, register)| !register.rows.is_empty());
    for (number, (definition, register)) in registers.enumerate() {
        let columns: Vec<&str> = definition.columns.iter().map(|column| column.label.as_str()).collect();
        let (name, columns) = (written(&definition.name), written(&columns));
        let separator = if number == 0 { "" } else { "," };
        file.put(format!("{separator}{{\"name\":{name},\"columns\":{columns},\"rows\":["));
        file.put_list(&register.rows, |row| RowJson::of(site, row, &places));
        file.put("]}".to_owned());
    }
    file.put("],\"concepts\":[".to_owned());
    file.put_list(site.concepts.as_slice(), |concept| ConceptJson::of(site, concept));
    file.put("],".to_owned());
}

/// Writes a value; those here have no maps, and their one number that is no integer is finite, so that
/// it cannot fail.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The file on its way out: while one thread gives away what was made, others make what comes next.
struct Pieces<'t> {
    take: &'t mut dyn FnMut(&str),
    /// What is made and not yet given away, in the order of the file.
    waiting: Vec<String>,
}

impl Pieces<'_> {
    fn put(&mut self, text: String) {
        self.waiting.push(text);
    }

    /// Puts the entries of a list.
    fn put_list<'a, T: Sync, J: Serialize>(
        &mut self,
        entries: &'a [T],
        of: impl Fn(&'a T) -> J + Send + Sync,
    ) {
        for (round, entries) in entries.chunks(ENTRIES_AT_A_TIME * PIECES_AT_A_TIME).enumerate() {
            let make = |(number, entries): (usize, &'a [T])| {
                // Each but the very first follows another.
                let mut piece = Vec::with_capacity(MOST_BYTES_OF_A_PIECE);
                if round + number > 0 {
                    piece.push(b',');
                }
                for (number, entry) in entries.iter().enumerate() {
                    if number > 0 {
                        piece.push(b',');
                    }
                    // As in `written`.
                    let _ = serde_json::to_writer(&mut piece, &of(entry));
                }
                // JSON is UTF-8.
                String::from_utf8(piece).unwrap_or_default()
            };
            let mut made = Vec::new();
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| made = entries.par_chunks(ENTRIES_AT_A_TIME).enumerate().map(make).collect());
                self.end();
            });
            self.waiting = made;
        }
    }

    /// Gives away what waits.
    fn end(&mut self) {
        self.waiting.drain(..).for_each(|piece| (self.take)(&piece));
    }
}

/// Where everything stands: lines in the text, addresses in the site.
struct Places<'a> {
    closing: &'a Closing,
    /// The lines of each document, once somebody asked for one.
    lines: Vec<OnceLock<LineIndex<'a>>>,
}

impl<'a> Places<'a> {
    fn of(closing: &'a Closing) -> Self {
        Self { closing, lines: closing.site.documents.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The lines of a document.
    fn lines(&self, document: DocumentNumber) -> &LineIndex<'a> {
        self.lines[document.0 as usize].get_or_init(|| {
            match self.closing.snapshot.files.get(&self.closing.site.document(document).id) {
                Some(SourceFile::Document(text)) => text.lines(),
                _ => LineIndex::new(""),
            }
        })
    }

    /// The line, from 1, of a byte of a document.
    fn line(&self, document: DocumentNumber, offset: u32) -> u32 {
        self.lines(document).line_at(offset)
    }

    /// The address of a page.
    fn url(&self, document: DocumentNumber) -> String {
        self.anchor_url(document, None)
    }

    /// The address of a section, of the page where it has none.
    fn section_url(&self, document: DocumentNumber, section: Option<u32>) -> String {
        let section =
            section.and_then(|number| self.closing.site.document(document).sections.get(number as usize));
        self.anchor_url(document, section.map(|section| section.anchor.as_str()))
    }

    /// The address of a place in a page, of the page where there is none.
    fn anchor_url(&self, document: DocumentNumber, anchor: Option<&str>) -> String {
        let mut url = self.closing.site.page(document).url_encoded();
        if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
            url.push('#');
            url.push_str(&percent_encoded(anchor));
        }
        url
    }

    fn id(&self, document: DocumentNumber) -> &'a str {
        self.closing.site.document(document).id.as_str()
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
            url: places.url(number),
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
                .map(|placeholder| PlaceholderJson::of(placeholder, places.lines(number)))
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
struct RelationJson<'a> {
    from: &'a str,
    to: &'a str,
    kind: RelationKind,
    weight: f32,
    causes: Vec<CauseJson<'a>>,
}

impl<'a> RelationJson<'a> {
    fn of(site: &'a Site, relation: &'a Relation, places: &Places<'a>) -> Self {
        let cause = |cause: &'a Cause| {
            let number = site.numbers.get(&cause.span.file).copied().unwrap_or(relation.from);
            let document = site.document(number);
            let section = cause.section.and_then(|section| document.sections.get(section as usize));
            let position = places.lines(number).position(cause.span.start);
            CauseJson {
                line: position.line,
                column: position.column,
                section: section.map(|section| section.anchor.as_str()).filter(|anchor| !anchor.is_empty()),
                document: (number != relation.from).then(|| document.id.as_str()),
            }
        };
        Self {
            from: places.id(relation.from),
            to: places.id(relation.to),
            kind: relation.kind,
            weight: relation.weight,
            causes: relation.causes.iter().map(cause).collect(),
        }
    }
}

#[derive(Serialize)]
struct CauseJson<'a> {
    line: u32,
    column: u32,
    /// The anchor of the section.
    section: Option<&'a str>,
    /// The document that the place is in, where it is not the one that the relation starts from.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a str>,
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
            url: places.anchor_url(linked.document, decision.anchor.as_deref()),
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

impl<'a> ChangeJson<'a> {
    /// Nothing of an entry that is none; decisions of the timeline stand among the decisions.
    fn of(site: &'a Site, entry: &'a TimelineEntry, places: &Places<'a>) -> Option<Self> {
        match entry.event {
            Event::Change(index) => {
                let change = site.document(entry.document).changes.get(index as usize)?;
                Some(Self {
                    date: change.date,
                    text: &change.text,
                    author: change.author.as_deref(),
                    impact: change.impact.as_deref(),
                    kind: change.kind,
                    document: places.id(entry.document),
                    url: places.section_url(entry.document, change.section),
                    line: places.line(entry.document, change.extent.start),
                })
            }
            Event::Commit(index) => {
                let commit = places.closing.snapshot.history.get(index as usize)?;
                Some(Self {
                    date: commit.date,
                    text: &commit.subject,
                    author: Some(&commit.author),
                    impact: None,
                    kind: ChangeKind::Commit,
                    document: places.id(entry.document),
                    url: places.url(entry.document),
                    line: 1,
                })
            }
            Event::Decision(_) => None,
        }
    }
}

#[derive(Serialize)]
struct RowJson<'a> {
    /// One text a column, empty where the table says nothing.
    cells: Vec<&'a str>,
    document: &'a str,
    url: String,
    line: u32,
}

impl<'a> RowJson<'a> {
    fn of(site: &'a Site, &(document, index): &(DocumentNumber, u32), places: &Places<'a>) -> Self {
        let row: &RegisterRow = &site.document(document).register_rows[index as usize];
        Self {
            cells: row.cells.iter().map(|cell| cell.as_ref().map_or("", |it| it.text.as_str())).collect(),
            document: places.id(document),
            url: places.section_url(document, row.section),
            line: places.line(document, row.extent.start),
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
    fn of(site: &'a Site, concept: &'a SiteConcept) -> Self {
        Self {
            name: &concept.concept.name,
            label: &concept.concept.label,
            documents: concept.documents.iter().map(|number| site.document(*number).id.as_str()).collect(),
        }
    }
}

fn texts(stated: &[Stated<String>]) -> Vec<&str> {
    stated.iter().map(|it| it.as_str()).collect()
}
