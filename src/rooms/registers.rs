//! A page for each register, and one that lists them.
//!
//! In: the registers of the site. Out: pages, split where a register passes 500 rows. Never: says
//! which of two documents is right.

use super::{Contribution, PagePlan, Study, filters, paging, way};
use crate::model::document::Document;
use crate::model::output::{OutputPath, relative_url};
use crate::model::page::{
    Count, Filter, FilterValue, Page, Reading, RegisterCellView, RegisterEntry, RegisterRowView,
    RegisterView, View,
};
use crate::model::register::{Register, RegisterDefinition, RegisterRow};
use crate::model::site::{DocumentNumber, PortalPage, Site};
use crate::model::snapshot::Snapshot;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// What the list of registers is called.
const TITLE: &str = "Registers";

/// Makes the pages of registers.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let mut contribution = Contribution::default();
    if let Some(path) = site.portal.path(PortalPage::Registers) {
        contribution.pages.push(PagePlan::new(site, path.clone(), &[site.facts], move || index(study, path)));
    }
    for (number, register) in site.registers.iter().enumerate() {
        let Some(first) = site.portal.path(PortalPage::Register(number as u32)) else { continue };
        let paths: Arc<[OutputPath]> =
            paging::paths(site, first, paging::pages_needed(register.rows.len())).into();
        // Put together when the first page of it has to be made: most edits make none.
        let whole = Arc::new(OnceLock::new());
        contribution.pages.extend((0..paths.len()).map(|page| {
            let path = paths[page].clone();
            let (whole, paths) = (Arc::clone(&whole), Arc::clone(&paths));
            let (site, snapshot) = (Arc::clone(site), Arc::clone(study.snapshot));
            let make = move || {
                let whole = whole.get_or_init(|| Whole::of(&site, number, paths.clone()));
                register_page(&site, &snapshot, whole, page)
            };
            PagePlan::of_list(study.site, path, &[study.site.facts], make)
        }));
    }
    contribution
}

fn index(study: &Study<'_>, path: &OutputPath) -> Page {
    let site = study.site;
    let entries: Vec<RegisterEntry> = site
        .registers
        .iter()
        .zip(&site.register_definitions)
        .enumerate()
        .filter_map(|(number, (register, definition))| {
            let page = site.portal.path(PortalPage::Register(number as u32))?;
            Some(RegisterEntry {
                label: definition.label.clone(),
                url: relative_url(path, page),
                rows: register.rows.len(),
                documents: documents_of(register).len(),
                disagreements: register.disagreements.len(),
            })
        })
        .collect();
    let names: Vec<&str> = entries.iter().map(|entry| entry.label.as_str()).collect();
    let description = way::with_names(TITLE, &names);
    let view =
        View { registers: entries, ..paging::view(site, study.snapshot, path, TITLE, description, &[]) };
    Page { path: path.clone(), template: "registers", view, body: None }
}

fn documents_of(register: &Register) -> BTreeSet<DocumentNumber> {
    register.rows.iter().map(|(document, _)| *document).collect()
}

/// What all pages of one register are made of.
struct Whole {
    /// Its number among those of the site.
    number: usize,
    /// The columns in which some row says something.
    columns: Vec<usize>,
    disputes: Vec<Dispute>,
    /// For each row and column in dispute which of these it is in.
    disputed: BTreeMap<(usize, usize), usize>,
    counts: Vec<Count>,
    paths: Arc<[OutputPath]>,
}

impl Whole {
    fn of(site: &Site, number: usize, paths: Arc<[OutputPath]>) -> Self {
        let (register, definition) = (&site.registers[number], &site.register_definitions[number]);
        let (disputes, disputed) = disputes(site, register);
        Self {
            number,
            columns: columns(site, register, definition),
            disputes,
            disputed,
            counts: counts(register),
            paths,
        }
    }

    fn register<'a>(&self, site: &'a Site) -> &'a Register {
        &site.registers[self.number]
    }

    fn definition<'a>(&self, site: &'a Site) -> &'a RegisterDefinition {
        &site.register_definitions[self.number]
    }
}

fn register_page(site: &Site, snapshot: &Snapshot, whole: &Whole, page: usize) -> Page {
    let (register, definition) = (whole.register(site), whole.definition(site));
    let Whole { columns, paths, .. } = whole;
    let path = &paths[page];
    let shown = paging::range_of(page, register.rows.len());
    let told = whole.disputes.iter().map(|_| OnceCell::new()).collect();
    let part = Part { site, path, whole, told };
    let rows: Vec<RegisterRowView> = shown.map(|row| part.row(row)).collect();
    let title = paging::title_of(&definition.label, page);
    let things: Vec<&str> = rows.iter().filter_map(|row| Some(row.cells.first()?.text.as_str())).collect();
    let description = way::with_names(&title, &things);
    let above: Vec<(&str, &OutputPath)> =
        site.portal.path(PortalPage::Registers).map(|path| (TITLE, path)).into_iter().collect();
    let view = View {
        counts: whole.counts.clone(),
        register: Some(RegisterView {
            columns: columns.iter().map(|column| definition.columns[*column].label.clone()).collect(),
            filters: filters_of(&rows),
            number: rows.len(),
            // Written when the page is rendered.
            rows_html: String::new(),
            rows,
        }),
        pages: paging::place(paths, page),
        ..paging::view(site, snapshot, path, &title, description, &above)
    };
    Page { path: path.clone(), template: "register", view, body: None }
}

fn counts(register: &Register) -> Vec<Count> {
    let count = |number: usize, one: &str, many: &str| Count {
        before: None,
        number: number.to_string(),
        label: Some(if number == 1 { one } else { many }.to_owned()),
    };
    let mut counts = vec![
        count(register.rows.len(), "row", "rows"),
        count(documents_of(register).len(), "document", "documents"),
    ];
    if !register.disagreements.is_empty() {
        counts.push(count(register.disagreements.len(), "disagreement", "disagreements"));
    }
    counts
}

/// Returns the columns in which some row says something.
fn columns(site: &Site, register: &Register, definition: &RegisterDefinition) -> Vec<usize> {
    let says =
        |column: &usize| register.rows.iter().any(|place| cell_text(row_at(site, *place), *column).is_some());
    (0..definition.columns.len()).filter(says).collect()
}

fn row_at(site: &Site, (document, index): (DocumentNumber, u32)) -> Option<&RegisterRow> {
    site.document(document).register_rows.get(index as usize)
}

fn cell_text(row: Option<&RegisterRow>, column: usize) -> Option<&str> {
    Some(row?.cells.get(column)?.as_ref()?.text.as_str())
}

/// How many readings a cell shows; of a thing that hundreds disagree about a few tell enough, and the
/// rows of the others stand beside it.
const MOST_READINGS: usize = 3;

/// What documents say about one thing in dispute.
struct Dispute {
    column: usize,
    /// For each thing that is said the first row that says it, as far as they are shown.
    speakers: Vec<usize>,
    /// How many different things are said.
    said: usize,
}

/// Returns what documents dispute, and for each row and column in dispute which of that it is in.
fn disputes(site: &Site, register: &Register) -> (Vec<Dispute>, BTreeMap<(usize, usize), usize>) {
    let mut disputes = Vec::with_capacity(register.disagreements.len());
    let mut disputed = BTreeMap::new();
    for disagreement in &register.disagreements {
        let column = disagreement.column as usize;
        let mut seen = BTreeSet::new();
        let rows = || disagreement.rows.iter().map(|row| *row as usize);
        let says_new = |row: &usize| {
            let place = register.rows.get(*row);
            place
                .and_then(|place| cell_text(row_at(site, *place), column))
                .is_some_and(|text| seen.insert(text))
        };
        let mut speakers: Vec<usize> = rows().filter(says_new).collect();
        let said = speakers.len();
        speakers.truncate(MOST_READINGS);
        disputed.extend(rows().map(|row| ((row, column), disputes.len())));
        disputes.push(Dispute { column, speakers, said });
    }
    (disputes, disputed)
}

/// One page of a register.
struct Part<'a> {
    site: &'a Site,
    path: &'a OutputPath,
    whole: &'a Whole,
    /// What is told here of each dispute; many rows of a page are in the same one.
    told: Vec<OnceCell<Vec<Arc<Reading>>>>,
}

impl Part<'_> {
    fn row(&self, number: usize) -> RegisterRowView {
        let Self { site, path, whole, .. } = self;
        let place = whole.register(site).rows[number];
        let row = row_at(site, place);
        let document = site.document(place.0);
        let cell = |&column: &usize| self.cell(number, column, cell_text(row, column).unwrap_or_default());
        let cells: Vec<RegisterCellView> = whole.columns.iter().map(cell).collect();
        let section = row.and_then(|row| row.section);
        RegisterRowView {
            differs: cells.iter().any(|cell| !cell.readings.is_empty()),
            cells,
            document: document.title.clone(),
            section: section_title(document, section),
            url: way::section_url(site, path, place.0, section),
        }
    }

    fn cell(&self, row: usize, column: usize, text: &str) -> RegisterCellView {
        let text = text.to_owned();
        let Some(&dispute) = self.whole.disputed.get(&(row, column)) else {
            return RegisterCellView { text, readings: Vec::new(), more_readings: 0 };
        };
        let told = self.told[dispute].get_or_init(|| self.tell(&self.whole.disputes[dispute]));
        // Its own reading is one of those that a cell shows.
        let others = told.iter().filter(|reading| reading.text != text).take(MOST_READINGS - 1);
        let readings: Vec<Arc<Reading>> = others.cloned().collect();
        let more_readings = self.whole.disputes[dispute].said.saturating_sub(readings.len() + 1);
        RegisterCellView { text, readings, more_readings }
    }

    /// Returns what documents in dispute say, as far as it is shown, and nothing twice.
    fn tell(&self, dispute: &Dispute) -> Vec<Arc<Reading>> {
        let Self { site, path, whole, .. } = self;
        let reading = |row: &usize| {
            let place = *whole.register(site).rows.get(*row)?;
            let stated = row_at(site, place);
            Some(Arc::new(Reading {
                text: cell_text(stated, dispute.column)?.to_owned(),
                document: site.document(place.0).title.clone(),
                url: way::section_url(site, path, place.0, stated.and_then(|row| row.section)),
            }))
        };
        dispute.speakers.iter().filter_map(reading).collect()
    }
}

/// The title of a document is said already.
fn section_title(document: &Document, section: Option<u32>) -> Option<String> {
    let title = &document.sections.get(section? as usize)?.title;
    (*title != document.title && !title.is_empty()).then(|| title.clone())
}

/// Returns what the rows can be filtered by: their documents, and whether these disagree.
fn filters_of(rows: &[RegisterRowView]) -> Vec<Filter> {
    let documents =
        filters::by_name("document", "Document", rows.iter().map(|row| row.document.as_str()), rows.len());
    let value = |value: &str, label: &str, number: usize| FilterValue {
        value: value.to_owned(),
        label: label.to_owned(),
        number,
    };
    let differing = rows.iter().filter(|row| row.differs).count();
    let disagreements = (differing > 0).then(|| {
        filters::filter("state", "Agreement", vec![value("differs", "Disagreements", differing)], rows.len())
    });
    documents.into_iter().chain(disagreements.flatten()).collect()
}
