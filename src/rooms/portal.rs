//! `portal.json`: the whole site model for other programs.
//!
//! In: the site and all findings, those of the rooms and of rendering included. Out: one file.
//! Never: a field that the contract does not name.
//!
//! The order of each array is fixed: documents and concepts by id or name, sections and
//! placeholders as in the text, decisions and register rows as in their registers, changes and commits
//! as in the timeline, from the newest to the oldest.

use super::{FilePlan, Part, Study};
use crate::diagnostic::json;
use crate::model::change::{ChangeKind, Commit, Event, TimelineEntry};
use crate::model::completeness::Placeholder;
use crate::model::date::Date;
use crate::model::decision::{DecisionNumber, LinkedDecision};
use crate::model::document::Section;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::metadata::Stated;
use crate::model::output::{OutputPath, percent_encoded};
use crate::model::register::RegisterRow;
use crate::model::site::{DocumentNumber, Site, SiteConcept};
use crate::model::snapshot::SourceFile;
use crate::model::status::{Status, StatusKind};
use crate::source::LineIndex;
use serde::Serialize;
use std::sync::{Arc, OnceLock};

/// How many entries of a long list make a part of the file: an edit writes those anew that have an
/// entry of its document.
const ENTRIES_A_PART: usize = 128;

/// Makes the file: a part for each document, so that an edit of one writes one anew, and parts of
/// what is gathered from all of them.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Vec<FilePlan<'a>> {
    let site = study.site;
    let file = File { site, history: &study.snapshot.history, places: Arc::new(Places::of(study)) };
    let mut parts = vec![Part::new("head of the portal", &[site.outline], || {
        let generator = concat!("archsite ", env!("CARGO_PKG_VERSION"));
        let head = format!("{{\"schema\":{},\"generator\":{},", json::SCHEMA, written(&generator));
        format!("{head}\"title\":{},\"documents\":[", written(&site.title()))
    })];
    parts.extend((0..site.documents.len() as u32).map(DocumentNumber).map(|number| {
        let (name, separator) = if number.0 == 0 { ("first document", "") } else { ("document", ",") };
        let key = file.of_document(name, number).map(Fingerprinter::finish);
        let places = Arc::clone(&file.places);
        let make =
            Box::new(move || format!("{separator}{}", written(&DocumentJson::of(site, number, &places))));
        Part { key, make }
    }));
    parts.push(text("],\"decisions\":["));
    parts.extend(file.list(&site.decisions, File::of_decision, DecisionJson::of));
    parts.push(text("],\"changes\":["));
    // Decisions have a list of their own.
    let changes: Vec<&'a TimelineEntry> =
        site.timeline.iter().filter(|entry| !matches!(entry.event, Event::Decision(_))).collect();
    parts.extend(file.list(changes, |file, entry| file.of_change(entry), ChangeJson::of));
    parts.push(text("],\"registers\":["));
    let registers = site.register_definitions.iter().zip(&site.registers);
    let registers = registers.filter(|(_, register)| !register.rows.is_empty());
    for (number, (definition, register)) in registers.enumerate() {
        let columns: Vec<&str> = definition.columns.iter().map(|column| column.label.as_str()).collect();
        let (name, columns) = (written(&definition.name), written(&columns));
        let before = if number == 0 { "" } else { "]}," };
        parts.push(text(format!("{before}{{\"name\":{name},\"columns\":{columns},\"rows\":[")));
        parts.extend(file.list(&register.rows, File::of_row, RowJson::of));
    }
    let has_registers = site.registers.iter().any(|register| !register.rows.is_empty());
    parts.push(text(if has_registers { "]}],\"concepts\":" } else { "],\"concepts\":" }));
    parts.push(Part::new("concepts of the portal", &[site.facts], || {
        written(&site.concepts.iter().map(|concept| ConceptJson::of(site, concept)).collect::<Vec<_>>())
    }));
    let findings = written(&json::findings(study.findings, study.snapshot));
    parts.push(text(format!(",\"findings\":{findings}}}\n")));
    vec![FilePlan { path: OutputPath::safe("portal.json"), parts }]
}

/// Makes a part of a text that is there already.
fn text<'a>(text: impl Into<String>) -> Part<'a> {
    let text = text.into();
    Part { key: None, make: Box::new(move || text.clone()) }
}

/// Writes a value; those here have no maps, and their one number that is no integer is finite, so that
/// it cannot fail.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What names and makes the parts of the file.
struct File<'a> {
    site: &'a Site,
    history: &'a [Commit],
    places: Arc<Places<'a>>,
}

impl<'a> File<'a> {
    /// Parts a list. `key` names all that an entry is made of but the place in the list.
    fn list<T: Copy + Send + Sync + 'a, J: Serialize>(
        &self,
        entries: impl IntoIterator<Item = T>,
        key: impl Fn(&Self, T) -> Option<Fingerprint>,
        json: impl Fn(&'a Site, T, &Places<'a>) -> J + Copy + Send + Sync + 'a,
    ) -> Vec<Part<'a>> {
        let entries: Vec<T> = entries.into_iter().collect();
        let parts = entries.chunks(ENTRIES_A_PART).enumerate().map(|(number, entries)| {
            let (name, separator) = if number == 0 { ("first entries", "") } else { ("entries", ",") };
            let keys = entries
                .iter()
                .try_fold(Fingerprinter::new(name), |keys, entry| Some(keys.part(key(self, *entry)?)));
            let (site, places, entries) = (self.site, Arc::clone(&self.places), entries.to_vec());
            let make = Box::new(move || {
                let entries: Vec<String> =
                    entries.iter().map(|entry| written(&json(site, *entry, &places))).collect();
                format!("{separator}{}", entries.join(","))
            });
            Part { key: keys.map(Fingerprinter::finish), make }
        });
        parts.collect()
    }

    /// A document, and what it has of the site: its title may be the portal's, its page that of a folder.
    fn of_document(&self, name: &str, number: DocumentNumber) -> Option<Fingerprinter> {
        let (document, page) = (self.site.document(number), self.site.page(number));
        let key = Fingerprinter::new(name).part(document.fingerprint?);
        Some(key.bytes(document.title.as_bytes()).bytes(page.as_str().as_bytes()))
    }

    fn of_decision(&self, linked: &LinkedDecision) -> Option<Fingerprint> {
        let LinkedDecision { document, index, id, .. } = linked;
        let LinkedDecision { supersedes, superseded_by, amends, amended_by, relates_to, .. } = linked;
        let mut key = self.of_document("decision", *document)?.bytes(&index.to_le_bytes());
        key = key.bytes(id.0.as_bytes());
        for numbers in [supersedes, superseded_by, amends, amended_by, relates_to] {
            key = key.bytes(&(numbers.len() as u64).to_le_bytes());
            for number in numbers {
                key = key.bytes(self.site.decision(*number).id.0.as_bytes());
            }
        }
        Some(key.finish())
    }

    fn of_change(&self, entry: &TimelineEntry) -> Option<Fingerprint> {
        match entry.event {
            Event::Change(index) => {
                Some(self.of_document("change", entry.document)?.bytes(&index.to_le_bytes()).finish())
            }
            // Of the document it has the address alone, which no edit of the text changes.
            Event::Commit(index) => {
                let Commit { date, author, subject, .. } = self.history.get(index as usize)?;
                let key = Fingerprinter::new("commit").bytes(date.to_string().as_bytes());
                let key = key.bytes(author.as_bytes()).bytes(subject.as_bytes());
                let id = self.site.document(entry.document).id.as_str();
                let page = self.site.page(entry.document);
                Some(key.bytes(id.as_bytes()).bytes(page.as_str().as_bytes()).finish())
            }
            Event::Decision(_) => None,
        }
    }

    fn of_row(&self, (document, index): &(DocumentNumber, u32)) -> Option<Fingerprint> {
        Some(self.of_document("row", *document)?.bytes(&index.to_le_bytes()).finish())
    }
}

/// Where everything stands: lines in the text, addresses in the site.
struct Places<'a> {
    study: &'a Study<'a>,
    /// The lines of each document, once somebody asked for one.
    lines: Vec<OnceLock<LineIndex<'a>>>,
}

impl<'a> Places<'a> {
    fn of(study: &'a Study<'a>) -> Self {
        Self { study, lines: study.site.documents.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The lines of a document.
    fn lines(&self, document: DocumentNumber) -> &LineIndex<'a> {
        self.lines[document.0 as usize].get_or_init(|| {
            match self.study.snapshot.files.get(&self.study.site.document(document).id) {
                Some(SourceFile::Document(text)) => LineIndex::new(&text.text),
                _ => LineIndex::new(""),
            }
        })
    }

    /// The line, from 1, of a byte of a document.
    fn line(&self, document: DocumentNumber, offset: u32) -> u32 {
        self.lines(document).position(offset).line
    }

    /// The address of a page.
    fn url(&self, document: DocumentNumber) -> String {
        self.anchor_url(document, None)
    }

    /// The address of a section, of the page where it has none.
    fn section_url(&self, document: DocumentNumber, section: Option<u32>) -> String {
        let section =
            section.and_then(|number| self.study.site.document(document).sections.get(number as usize));
        self.anchor_url(document, section.map(|section| section.anchor.as_str()))
    }

    /// The address of a place in a page, of the page where there is none.
    fn anchor_url(&self, document: DocumentNumber, anchor: Option<&str>) -> String {
        let mut url = self.study.site.page(document).url_encoded();
        if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
            url.push('#');
            url.push_str(&percent_encoded(anchor));
        }
        url
    }

    fn id(&self, document: DocumentNumber) -> &'a str {
        self.study.site.document(document).id.as_str()
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
                let commit = places.study.snapshot.history.get(index as usize)?;
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
