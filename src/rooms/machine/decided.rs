//! Decisions and changes as `portal.json` has them.
//!
//! In: the site. Out: decisions in the order of the register; changes newest first, as the timeline
//! has them. Never: decisions among the changes: they have their own list.

use super::super::Study;
use crate::model::change::{ChangeKind, Event};
use crate::model::date::Date;
use crate::model::decision::DecisionNumber;
use crate::model::site::{DocumentNumber, Site};
use crate::model::snapshot::SourceFile;
use crate::model::status::StatusKind;
use crate::source::LineIndex;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct DecisionJson<'a> {
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

#[derive(Serialize)]
pub(super) struct ChangeJson<'a> {
    date: Date,
    text: &'a str,
    author: Option<&'a str>,
    impact: Option<&'a str>,
    kind: ChangeKind,
    document: &'a str,
    url: String,
    line: Option<u32>,
}

/// The lines of documents, looked through when they are asked for.
struct Lines<'a> {
    study: &'a Study<'a>,
    known: BTreeMap<DocumentNumber, LineIndex<'a>>,
}

impl<'a> Lines<'a> {
    fn new(study: &'a Study<'a>) -> Self {
        Self { study, known: BTreeMap::new() }
    }

    fn line(&mut self, document: DocumentNumber, at: u32) -> u32 {
        let study = self.study;
        let lines = self.known.entry(document).or_insert_with(|| {
            let text = match study.snapshot.files.get(&study.site.document(document).id) {
                Some(SourceFile::Document(text)) => &*text.text,
                _ => "",
            };
            LineIndex::new(text)
        });
        lines.position(at).line
    }
}

/// Returns where a section of a document stands in the site.
fn address(site: &Site, document: DocumentNumber, section: Option<u32>) -> String {
    let url = site.page(document).url_encoded();
    let section = section.and_then(|section| site.document(document).sections.get(section as usize));
    match section.map(|section| section.anchor.as_str()).filter(|anchor| !anchor.is_empty()) {
        Some(anchor) => format!("{url}#{anchor}"),
        None => url,
    }
}

/// Returns the decisions.
pub(super) fn decisions<'a>(study: &'a Study<'a>) -> Vec<DecisionJson<'a>> {
    let site = study.site;
    let mut lines = Lines::new(study);
    let ids = |numbers: &[DecisionNumber]| {
        numbers.iter().map(|number| site.decision(*number).id.0.as_str()).collect::<Vec<_>>()
    };
    site.decisions
        .iter()
        .map(|linked| {
            let document = site.document(linked.document);
            let decision = &document.decisions[linked.index as usize];
            let status = decision.status.as_ref();
            DecisionJson {
                id: &linked.id.0,
                number: decision.number,
                title: &decision.title,
                status: status.map(|status| status.kind),
                status_text: status.map(|status| status.text.as_str()),
                date: decision.date.as_ref().map(|date| date.value),
                deciders: decision.deciders.iter().map(|it| it.value.as_str()).collect(),
                document: document.id.as_str(),
                url: address(site, linked.document, decision.section),
                line: lines.line(linked.document, decision.extent.start),
                supersedes: ids(&linked.supersedes),
                superseded_by: ids(&linked.superseded_by),
                amends: ids(&linked.amends),
                amended_by: ids(&linked.amended_by),
                relates_to: ids(&linked.relates_to),
                positive: decision.positive.iter().map(|it| it.value.as_str()).collect(),
                negative: decision.negative.iter().map(|it| it.value.as_str()).collect(),
            }
        })
        .collect()
}

/// Returns the changes.
pub(super) fn changes<'a>(study: &'a Study<'a>) -> Vec<ChangeJson<'a>> {
    let site = study.site;
    let mut lines = Lines::new(study);
    let change = |entry: &crate::model::change::TimelineEntry| {
        let document = site.document(entry.document);
        let Event::Change(index) = entry.event else { return None };
        let change = document.changes.get(index as usize)?;
        Some(ChangeJson {
            date: change.date,
            text: &change.text,
            author: change.author.as_deref(),
            impact: change.impact.as_deref(),
            kind: change.kind,
            document: document.id.as_str(),
            url: address(site, entry.document, change.section),
            line: Some(lines.line(entry.document, change.extent.start)),
        })
    };
    site.timeline.iter().filter_map(change).collect()
}
