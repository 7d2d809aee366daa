//! Headings as they follow each other: one title, and no level left out.
//!
//! In: the outline. Out: findings. Never: what stands under a heading, or a heading in a quote.

use super::understanding::Material;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::is_change_log;
use crate::source::Extent;

/// Says where headings do not follow each other as an outline does.
pub(super) fn report(material: &Material<'_>, diagnostics: &mut Vec<Diagnostic>) {
    // Programs write change logs, each release under a title of its own.
    if material.is_template || is_change_log(material.file) {
        return;
    }
    let outline = material.outline;
    let mut first: Option<Heading> = None;
    let mut further_titles: Vec<Heading> = Vec::new();
    // What front matter calls the document stands above its headings.
    let mut previous = material.declared_title.map(|_| 1);
    for (number, block, level) in outline.headings().filter(|(_, block, _)| block.parent.is_none()) {
        let heading = Heading { extent: block.extent, title: outline.inline(number).text() };
        if let Some(above) = previous.filter(|above| level > above + 1) {
            diagnostics.push(skipped(material, &heading, above, level));
        }
        previous = Some(level);
        if level == 1 {
            match first {
                None => first = Some(heading),
                Some(_) => further_titles.push(heading),
            }
        }
    }
    if let (Some(first), Some(second)) = (first, further_titles.first()) {
        diagnostics.push(several(material, &first, second, further_titles.len() + 1));
    }
}

struct Heading<'a> {
    extent: Extent,
    title: &'a str,
}

fn skipped(material: &Material<'_>, heading: &Heading<'_>, above: u8, level: u8) -> Diagnostic {
    let message = format!("a heading of level {level} follows one of level {above}");
    Diagnostic::new(Code::SkippedLevel, heading.extent.of(material.file), message).help(format!(
        "make it one of level {}: {}",
        above + 1,
        "#".repeat(usize::from(above) + 1)
    ))
}

fn several(material: &Material<'_>, first: &Heading<'_>, second: &Heading<'_>, titles: usize) -> Diagnostic {
    let message = match material.declared_title {
        Some(title) => format!("{titles} headings of level 1 stand below the title \"{title}\""),
        None if material.title_section.is_none() => {
            format!("this is one of {titles} headings of level 1, and none is a title")
        }
        None => {
            format!("this is one of {titles} headings of level 1; the title is \"{}\"", first.title.trim())
        }
    };
    Diagnostic::new(Code::MultipleTitles, second.extent.of(material.file), message)
        .related(first.extent.of(material.file), "the first one")
        .help("make the others headings of level 2, or documents of their own")
}
