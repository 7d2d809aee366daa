//! Decisions: a file that is one, sections that are, rows that list them.
//!
//! In: the outline and the metadata of the document. Out: decisions and index rows in the order of
//! the text. Never: ties a decision to another; that is linking.
//!
//! A file is a decision by its name *and* its shape: a number, a day or a folder of decisions, and
//! the headings or labels of a record. One whose shape is complete needs no name. A section is one
//! by its id and some part of the shape, or by its shape under a heading that says so.

mod entries;
mod fields;
mod landmarks;
pub(in crate::parse) mod record;
mod references;
mod shape;
mod tables;

use super::names::name_of;
use super::outline::{BlockNumber, Landmark};
use super::understanding::Material;
use crate::diagnostic::{Code, Diagnostic, Mend};
use crate::model::decision::{Decision, DecisionId, DecisionIndexRow};
use crate::model::decision_id::{FoundId, IdPrefix, id_of_title};
use crate::model::metadata::{Metadata, Stated};
use crate::model::status::{Status, StatusKind};
use crate::source::Extent;
use fields::Part;
use landmarks::Told;
use record::{Place, Record};
use shape::{FileName, Shape, is_unfilled_title};
use std::ops::Range;

/// What a document says about decisions.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    pub(super) decisions: Vec<Decision>,
    pub(super) index: Vec<DecisionIndexRow>,
    /// The blocks that are decisions, in order; sections have anchors already.
    pub(super) landmarks: Vec<Landmark>,
}

/// Reads the decisions of a document.
pub(super) fn read(
    material: &Material<'_>,
    metadata: &Metadata,
    diagnostics: &mut Vec<Diagnostic>,
) -> Decisions {
    let part = Part { outline: material.outline, sections: material.sections, names: material.names };
    let mut found = Decisions::default();
    let name = FileName::of(material.file);
    if let Some(decision) = whole(material, part, &name, metadata, diagnostics) {
        found.decisions.push(decision);
    } else {
        let mut told: Vec<Told> = Vec::new();
        if !name.is_template {
            told.extend(sections(material, part, &name, diagnostics).into_iter().map(Told::section));
            told.extend(entries::read(material, part));
        }
        let rows = tables::read(part, title(material).map_or("", |(title, _)| title));
        told.extend(rows.decisions);
        found.index = rows.index;
        (found.decisions, found.landmarks) = landmarks::give(told, material);
    }
    for decision in &found.decisions {
        diagnostics.extend(decision.status.as_ref().and_then(|status| unknown(material, status)));
    }
    found
}

/// Makes the finding of a status that is none of the known words.
fn unknown(material: &Material<'_>, status: &Stated<Status>) -> Option<Diagnostic> {
    if status.kind != StatusKind::Unknown {
        return None;
    }
    let message = format!("\"{}\" is not a status", status.word());
    let finding = Diagnostic::new(Code::UnknownStatus, status.extent.of(material.file), message);
    Some(finding.help(status.mend()))
}

/// Returns the title of the document, with where it stands.
fn title<'a>(material: &Material<'a>) -> Option<(&'a str, Extent)> {
    let outline = material.outline;
    if let Some(title) = material.declared_title {
        let entry = material.front_matter.and_then(|it| it.get(&["title"]));
        let extent =
            entry.map_or(Extent::default(), |it| Extent::new(it.value_span.start, it.value_span.end));
        return Some((title, extent));
    }
    let section = material.title_section?;
    let (heading, ..) = outline.headings().find(|(_, block, _)| block.section == Some(section))?;
    let title = material.sections.get(section as usize)?;
    Some((title.title.as_str(), outline.inline(heading).extent()))
}

/// Reads a document that is a decision as a whole.
fn whole(
    material: &Material<'_>,
    part: Part<'_>,
    name: &FileName,
    metadata: &Metadata,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Decision> {
    let (title, title_extent) = title(material).unwrap_or_default();
    if name.is_template || !title.is_empty() && is_unfilled_title(title) {
        return None;
    }
    let of_title = id_of_title(title);
    let is_of_decisions = |id: &FoundId| id.prefix == IdPrefix::OfDecisions;
    let is_named_as_one = name.id.as_ref().is_some_and(is_of_decisions)
        || of_title.as_ref().is_some_and(|(id, _)| is_of_decisions(id))
        || says_decision(material)
        || !name.is_index && without_word(title).len() < title.trim().len();
    if name.is_index && !is_named_as_one || is_appendix(title, of_title.as_ref()) {
        return None;
    }
    let blocks = material.outline.blocks().len() as u32;
    // Most documents are told apart by their headings alone.
    let by_headings = Shape::of(part.names.sections());
    let could_be = is_named_as_one || name.is_numbered || name.is_in_folder || by_headings.is_decision();
    let is_numbered_title = of_title.is_some();
    if !could_be && !is_numbered_title {
        return None;
    }
    let fields = part.fields(0..blocks);
    let mut names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let keys: Vec<String> = material
        .front_matter
        .map(|it| it.entries.iter().map(|entry| name_of(&entry.key)).collect())
        .unwrap_or_default();
    names.extend(keys.iter().map(String::as_str));
    let shape = Shape::of(names.iter().copied());
    let is_one = is_named_as_one && shape.is_any()
        || ((name.is_in_folder || name.is_numbered || is_numbered_title)
            && shape.is_decision()
            && by_shape(shape, name))
        || (name.is_in_folder && name.is_numbered && (shape.is_any() || shape.occasion))
        || shape.is_whole();
    if !is_one {
        return None;
    }
    let place =
        Place { file: material.file, part, links: material.links, blocks: 0..blocks, reports_dates: false };
    let mut record = record::read(&place, &fields, material.front_matter, diagnostics);
    references::read_title(title, title_extent, &mut record.references);
    let own_title = of_title.as_ref().map_or(title, |(_, start)| &title[*start..]);
    let own_title = without_word(own_title);
    let own_title = if own_title.is_empty() { name_made_title(material) } else { own_title.to_owned() };
    let number_of_file = name.id.as_ref().map(|id| id.number);
    let of_title = of_title.map(|(id, _)| id).filter(|id| id.prefix != IdPrefix::Other || name.id.is_none());
    if let (Some(title), Some(file)) = (&of_title, &name.id) {
        diagnostics.extend(miscounted(material, title, file, title_extent));
    }
    let id = best_id(of_title.as_ref(), name.id.as_ref(), title_extent);
    Some(Decision {
        number: id.as_ref().map(|(_, number)| *number),
        id: id.map(|(id, _)| id),
        number_of_file,
        title: Stated::new(own_title, title_extent),
        anchor: None,
        extent: title_extent,
        ..decision(with_status_of(record, metadata))
    })
}

/// Says whether what a file is in allows a shape that is not complete: outside of a folder of
/// decisions a numbered chapter may have a heading "Decision" too.
fn by_shape(shape: Shape, name: &FileName) -> bool {
    name.is_in_folder
        || shape.context && (shape.status || shape.consequences)
        || shape.status && (shape.consequences || shape.occasion)
}

/// Says whether the front matter tells what kind of document it is, and that this is a decision: `type: adr`.
fn says_decision(material: &Material<'_>) -> bool {
    let kind = material.front_matter.and_then(|it| it.get(&["type", "doc type", "document type", "kind"]));
    let kind = kind.and_then(|entry| entry.value.text()).map(name_of);
    kind.is_some_and(|kind| {
        matches!(
            kind.as_str(),
            "adr" | "decision" | "decision record" | "architecture decision" | "architecture decision record"
        )
    })
}

/// Says whether a title goes on after its id as that of something else: `ADR-0013 appendix — …`.
fn is_appendix(title: &str, id: Option<&(FoundId, usize)>) -> bool {
    id.is_some_and(|(_, start)| title[*start..].to_lowercase().starts_with("appendix"))
}

/// Takes the id of a file of its own. Where its name and its title number it differently the name
/// holds: links go by it, and titles are copied from the record before. Where they agree it has the
/// prefix of the one and the digits of the longer.
fn best_id(
    of_title: Option<&FoundId>,
    of_file: Option<&FoundId>,
    extent: Extent,
) -> Option<(Stated<DecisionId>, u32)> {
    let found = match (of_title, of_file) {
        (Some(title), Some(file)) if title.number == file.number => {
            let (named, other) = if title.prefix == IdPrefix::None { (file, title) } else { (title, file) };
            named.with_digits_of(other)
        }
        (_, Some(file)) => file.id.clone(),
        (title, None) => title?.id.clone(),
    };
    let number = of_file.or(of_title)?.number;
    Some((Stated::new(found, extent), number))
}

/// Makes the finding of a title that counts otherwise than the name of its file.
fn miscounted(
    material: &Material<'_>,
    title: &FoundId,
    file: &FoundId,
    extent: Extent,
) -> Option<Diagnostic> {
    if title.number == file.number {
        return None;
    }
    let message = format!("the title says {}, the name of the file {}", title.id.0, file.id.0);
    Some(
        Diagnostic::new(Code::NumberDisagrees, extent.of(material.file), message)
            .help("the name of the file holds; correct the title, or rename the file")
            .mend(Some(Mend::Number { written: title.number, number: file.number })),
    )
}

/// Takes the word "ADR:" off a title that has it without a number.
fn without_word(title: &str) -> &str {
    let title = title.trim();
    for word in [
        "ADR:",
        "ADR -",
        "ADR –",
        "ADR —",
        "Decision:",
        "Architecture Decision:",
        "Architecture Decision Record:",
    ] {
        if title.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            return title[word.len()..].trim();
        }
    }
    title
}

/// The title of a decision that has none: the name of its file made readable.
fn name_made_title(material: &Material<'_>) -> String {
    let file = material.file;
    let stem = file.stem();
    let is_index = stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index");
    let name = if is_index { file.folder().rsplit('/').next().unwrap_or(stem) } else { stem };
    let start = crate::model::decision_id::day_of_name(name).unwrap_or(0);
    let start = crate::model::decision_id::id_of_name(name).map_or(start, |id| id.range.end);
    let rest = name[start..].trim_start_matches(['-', '_', ' ', '.']);
    crate::model::names::readable_name(if rest.is_empty() { name } else { rest })
}

/// What the header of the page shows as the status and the date of the document is that of its decision, but
/// where a later line says that it was replaced, or a label when it was decided.
fn with_status_of(record: Record, metadata: &Metadata) -> Record {
    let is_replaced = record.status.as_ref().is_some_and(|it| it.kind == StatusKind::Superseded);
    let status = if is_replaced { record.status } else { metadata.status.clone().or(record.status) };
    Record { status, date: record.date.or(metadata.date), ..record }
}

/// Makes a decision of what a record states; who it is, the caller says.
fn decision(record: Record) -> Decision {
    Decision {
        id: None,
        number: None,
        number_of_file: None,
        title: Stated::new(String::new(), Extent::default()),
        status: record.status,
        date: record.date,
        deciders: record.deciders,
        anchor: None,
        extent: Extent::default(),
        references: record.references,
        positive: record.positive,
        negative: record.negative,
    }
}

/// Names of headings under which sections are decisions by their shape alone.
const CHAPTERS: &[&str] = &[
    "decision log",
    "decisions",
    "architecture decisions",
    "architectural decisions",
    "architecture decision records",
    "architectural decision records",
    "architecture decision record",
    "design decisions",
    "technical decisions",
    "major architectural decisions",
    "recent architectural decisions",
    "recent decisions",
    "key decisions",
    "key architectural decisions",
    "architecture decision log",
    "adrs",
    "adr",
    "accepted decisions",
    "decision records",
    "major decisions",
    "key architecture decisions",
    "technology decisions",
];

/// Reads the sections that are decisions.
fn sections(
    material: &Material<'_>,
    part: Part<'_>,
    name: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Decision> {
    let is_chapter = |name: &str| CHAPTERS.contains(&name);
    let could_be = name.is_in_folder && !material.sections.is_empty()
        || part.names.sections().any(is_chapter)
        || material.sections.iter().any(|section| id_of_title(&section.title).is_some());
    if !could_be {
        return Vec::new();
    }
    let headings: Vec<(BlockNumber, u8, u32)> = material
        .outline
        .headings()
        .filter(|(_, block, _)| block.parent.is_none())
        .filter_map(|(number, block, level)| Some((number, level, block.section?)))
        .collect();
    let end_of_outline = material.outline.blocks().len() as u32;
    let mut found = Vec::new();
    // The headings of chapters of decisions that the present one stands under, by level.
    let mut chapters: Vec<u8> = Vec::new();
    let mut inside_until = 0;
    for (index, &(number, level, section)) in headings.iter().enumerate() {
        while chapters.pop_if(|chapter| *chapter >= level).is_some() {}
        let heading = part.title(material.outline.block(number), number);
        let in_chapter = !chapters.is_empty();
        if is_chapter(&part.name(material.outline.block(number), number)) {
            chapters.push(level);
            continue;
        }
        if number.0 < inside_until || Some(section) == material.title_section {
            continue;
        }
        let is_candidate =
            in_chapter || id_of_title(heading).is_some() || entries::date_of_title(heading).is_some();
        if !is_candidate {
            continue;
        }
        let end = headings[index + 1..]
            .iter()
            .find(|(_, next, _)| *next <= level)
            .map_or(end_of_outline, |it| it.0.0);
        let start = material.outline.block(number).end.0;
        let Some(decision) = section_decision(material, part, start..end, heading, in_chapter, diagnostics)
        else {
            continue;
        };
        inside_until = end;
        let extent = material.outline.inline(number).extent();
        found.push(Decision {
            title: Stated::new(decision.title.value.clone(), extent),
            id: decision.id.map(|id| Stated::new(id.value, extent)),
            anchor: material.sections.get(section as usize).map(|section| section.anchor.clone()),
            extent,
            ..decision
        });
    }
    found
}

fn section_decision(
    material: &Material<'_>,
    part: Part<'_>,
    blocks: Range<u32>,
    heading: &str,
    in_chapter: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Decision> {
    let id = id_of_title(heading);
    let is_named = id.as_ref().is_some_and(|(id, _)| id.prefix == IdPrefix::OfDecisions);
    let dated = entries::date_of_title(heading);
    let could_be = is_named || in_chapter || dated.is_some() || id.is_some() && material.sections.len() > 1;
    if !could_be {
        return None;
    }
    let fields = part.fields(blocks.clone());
    let shape = Shape::of(fields.iter().map(|field| field.name.as_str()));
    let is_one = if is_named || in_chapter && id.is_some() {
        shape.is_any()
    } else if in_chapter {
        shape.is_decision()
    } else {
        shape.decision && shape.context && (shape.status || shape.consequences)
    };
    if !is_one {
        return None;
    }
    let start = match (&id, &dated) {
        (Some((_, start)), _) => *start,
        (None, Some((_, start))) => *start,
        (None, None) => 0,
    };
    let title = without_word(&heading[start..]);
    if title.is_empty() && id.is_none()
        || is_unfilled_title(title) && !title.is_empty()
        || is_unfilled_title(heading)
    {
        return None;
    }
    let place = Place { file: material.file, part, links: material.links, blocks, reports_dates: true };
    let mut record = record::read(&place, &fields, None, diagnostics);
    if record.date.is_none() {
        record.date = dated.map(|(date, _)| Stated::new(date, Extent::default()));
    }
    let id = id.map(|(id, _)| id);
    let title = if title.is_empty() { heading } else { title };
    Some(Decision {
        number: id.as_ref().map(|id| id.number),
        id: id.map(|id| Stated::new(id.id, Extent::default())),
        title: Stated::new(title.to_owned(), Extent::default()),
        ..decision(record)
    })
}

#[cfg(test)]
mod tests;
