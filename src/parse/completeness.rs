//! How complete a document is: what each section holds, and what its metadata leaves open.
//!
//! In: the outline and the placeholders. Out: the parts of a number that can be explained. Never:
//! the number itself; the formula stands in the model, beside the parts.

use super::outline::{Block, BlockKind, BlockNumber, Outline};
use super::placeholders::Placeholders;
use super::understanding::Material;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::completeness::{Completeness, SectionFill};
use crate::model::date::find_date;
use crate::model::document::LinkKind;
use crate::model::metadata::Metadata;
use crate::source::Extent;
use std::cell::LazyCell;
use std::collections::HashMap;

/// Counts what there is and what is missing.
pub(super) fn measure(
    material: &Material<'_>,
    placeholders: &Placeholders,
    metadata: &Metadata,
) -> Completeness {
    let outline = material.outline;
    let mut sections: Vec<SectionFill> = Vec::with_capacity(material.sections.len() + 1);
    sections.push(SectionFill::default());
    sections.extend((0..material.sections.len() as u32).map(|number| SectionFill {
        section: Some(number),
        length: material.sections[number as usize].title.chars().count() as u32,
        ..SectionFill::default()
    }));
    let index =
        |section: Option<u32>| section.map_or(0, |number| number as usize + 1).min(material.sections.len());
    // Bytes and characters are the same in most documents.
    let is_ascii = outline.text().is_ascii();
    let length_of = |number| {
        let text = outline.range_of_text(number);
        if is_ascii { text.len() } else { outline.text()[text].chars().count() }
    };
    for (number, block) in outline.blocks() {
        if matches!(block.kind, BlockKind::Heading(_)) {
            continue;
        }
        let fill = &mut sections[index(block.section)];
        fill.length += match block.kind {
            // The text of code is not kept: its source stands for it.
            BlockKind::Code { .. } => block.extent.end - block.extent.start,
            BlockKind::Html => 0,
            _ => length_of(number) as u32,
        };
        fill.filled += u32::from(is_filled(outline, number, block, placeholders));
    }
    for picture in material.links.iter().filter(|link| link.kind == LinkKind::Image) {
        sections[index(picture.section)].filled += 1;
    }
    for placeholder in
        placeholders.placeholders.iter().filter(|it| !is_of_front_matter(material, it.extent.start))
    {
        sections[index(placeholder.section)].placeholders += 1;
    }
    let fills: Vec<SectionFill> = sections
        .iter()
        .enumerate()
        .filter(|(place, fill)| {
            let is_blank = fill.filled == 0 && fill.placeholders == 0;
            !(is_blank && (*place == 0 || has_parts(material, *place - 1)))
        })
        .map(|(_, fill)| *fill)
        .collect();
    let filled_fields = metadata.fields.iter().filter(|field| field.is_filled).count() as u32;
    Completeness { sections: fills, filled_fields, fields: metadata.fields.len() as u32 }
}

/// Says which sections hold nothing at all.
pub(super) fn report(
    material: &Material<'_>,
    completeness: &Completeness,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if material.is_template {
        return;
    }
    // A title without a text is an empty document, which is said of it as such.
    let is_empty = |fill: &&SectionFill| {
        fill.filled == 0 && fill.placeholders == 0 && fill.section != material.title_section
    };
    let headings = material.outline.headings();
    // Nearly no document has a section that is empty.
    let headings: LazyCell<HashMap<u32, Extent>, _> =
        LazyCell::new(|| headings.filter_map(|(_, block, _)| Some((block.section?, block.extent))).collect());
    for fill in completeness.sections.iter().filter(is_empty) {
        let Some((number, section)) =
            fill.section.and_then(|number| Some((number, material.sections.get(number as usize)?)))
        else {
            continue;
        };
        if holds_definitions(material, number) || is_subtitle(material, number) {
            continue;
        }
        let extent = headings.get(&number).copied().unwrap_or(Extent::new(section.start, section.start));
        diagnostics.push(
            Diagnostic::new(
                Code::EmptySection,
                extent.of(material.file),
                format!("the section \"{}\" holds nothing", section.title),
            )
            .help("write it, or take it out"),
        );
    }
}

/// Says whether a section holds the targets of links, of which a page shows nothing: `## References`.
fn holds_definitions(material: &Material<'_>, section: u32) -> bool {
    let start = |section: usize| material.sections.get(section).map(|section| section.start);
    let from = start(section as usize).unwrap_or(0);
    let next = material.definitions.partition_point(|definition| *definition < from);
    let end = start(section as usize + 1).unwrap_or(u32::MAX);
    material.definitions.get(next).is_some_and(|definition| *definition < end)
}

/// Says whether a heading is the second line of the title: right below it, with a date in it.
fn is_subtitle(material: &Material<'_>, section: u32) -> bool {
    let is_below_title = section > 0 && material.title_section == Some(section - 1);
    is_below_title
        && material.sections.get(section as usize).is_some_and(|section| find_date(&section.title).is_some())
}

/// What front matter leaves open is counted as a field.
fn is_of_front_matter(material: &Material<'_>, offset: u32) -> bool {
    material.front_matter.is_some_and(|front_matter| front_matter.span.contains(&offset))
}

/// Says whether a block is one of those that are counted, and says something: a paragraph, an
/// item, a row, a block of code, anything of its own kind. What stands in an item or a row is
/// counted with it.
fn is_filled(outline: &Outline, number: BlockNumber, block: &Block, placeholders: &Placeholders) -> bool {
    let says =
        |number: BlockNumber| !outline.inline(number).is_blank() && !placeholders.blank.contains(&number);
    match block.kind {
        BlockKind::Paragraph => {
            let is_of_item = block
                .parent
                .is_some_and(|parent| matches!(outline.block(parent).kind, BlockKind::Item { .. }));
            !is_of_item && says(number)
        }
        BlockKind::Item { .. } => {
            outline.children(number).any(|(child, block)| block.kind == BlockKind::Paragraph && says(child))
        }
        // `| **Status** | [STATUS] |` is a label and nothing more.
        BlockKind::Row { is_head: false } => {
            let mut cells = outline.children(number).map(|(cell, _)| cell);
            let first = cells.next();
            cells.any(says)
                || first.is_some_and(says)
                    && !outline.children(number).skip(1).any(|(cell, _)| placeholders.blank.contains(&cell))
        }
        BlockKind::Code { .. } => true,
        BlockKind::Html => {
            let text = outline.inline(number).text().trim();
            !text.starts_with("<!--") && !text.starts_with("</") && !placeholders.blank.contains(&number)
        }
        BlockKind::Other => says(number),
        _ => false,
    }
}

/// Says whether there are sections within a section: it may hold nothing itself.
fn has_parts(material: &Material<'_>, section: usize) -> bool {
    let level = material.sections[section].level;
    // The title stands above everything, whatever the level of the next heading.
    material.title_section == Some(section as u32) && material.sections.len() > 1
        || material.sections.get(section + 1).is_some_and(|next| next.level > level)
}

#[cfg(test)]
mod tests {
    use crate::model::document::Document;
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{LineIndex, SourcePath};
    use std::sync::Arc;

    fn read(markdown: &str) -> Arc<Document> {
        let options = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown: options, registers: &[], keep_metadata: false };
        let file = SourcePath::new("a.md");
        parse::document(&file, &LineIndex::new(markdown), None, options, &|_| None).document
    }

    /// Returns for each section its title, its filled blocks and its placeholders.
    fn fills(markdown: &str) -> Vec<String> {
        let document = read(markdown);
        let title = |section: Option<u32>| {
            section.map_or("-".to_owned(), |number| document.sections[number as usize].title.clone())
        };
        let fills = document.completeness.sections.iter();
        fills.map(|fill| format!("{} {} {}", title(fill.section), fill.filled, fill.placeholders)).collect()
    }

    #[test]
    fn paragraphs_items_rows_code_and_pictures_are_counted() {
        let text = "# Orders\n\nOne.\n\n## Parts\n- a\n- b\n  - c\n\n| A | B |\n|---|---|\n| x | y |\n\n```\ncode\n```\n\n\
                    ## Picture\n![](a.svg)\n";
        assert_eq!(fills(text), ["Orders 1 0", "Parts 5 0", "Picture 1 0"]);
    }

    #[test]
    fn a_block_of_labels_and_placeholders_is_not_filled() {
        let text = "# Orders\n\n## Parts\n- **Broker:** [BROKER_NAME]\n- **Store:** \n- **Cache:** Redis\n\n\
                    | Metric | Target |\n|---|---|\n| [METRIC_NAME] | [TARGET] |\n| Latency | [TARGET] |\n| Errors | < 1% |\n";
        assert_eq!(fills(text), ["Parts 2 5"]);
    }

    #[test]
    fn a_section_without_anything_counts_unless_it_is_divided() {
        let text = "# Orders\n\n## Context\n\n### Forces\nText.\n\n## Decision\n";
        assert_eq!(fills(text), ["Forces 1 0", "Decision 0 0"]);
        let codes: Vec<&str> = read(text).diagnostics.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["empty-section"]);
    }
}
