//! What a document says, put together: metadata, decisions, changes, register rows, placeholders.
//!
//! In: the outline of a document, its front matter and its headings. Out: [`Understanding`]: facts
//! with their places, what was wrong, and which blocks the page need not show again. Never: another
//! document; a value that is a placeholder.

use super::front_matter::FrontMatter;
use super::names::Names;
use super::outline::{Landmark, Outline};
use super::{changes, columns, completeness, decisions, headings, metadata, placeholders, tables};
use crate::diagnostic::Diagnostic;
use crate::model::change::Change;
use crate::model::completeness::{Completeness, Placeholder};
use crate::model::decision::{Decision, DecisionIndexRow};
use crate::model::document::{Link, Section};
use crate::model::metadata::Metadata;
use crate::model::register::{RegisterDefinition, RegisterRow};
use crate::source::SourcePath;

/// What there is to be understood.
pub(super) struct Material<'a> {
    /// The document.
    pub(super) file: &'a SourcePath,
    /// Its front matter.
    pub(super) front_matter: Option<&'a FrontMatter>,
    /// Its blocks.
    pub(super) outline: &'a Outline,
    /// Its headings.
    pub(super) sections: &'a [Section],
    /// The names that its headings and the columns of its tables go by.
    pub(super) names: &'a Names,
    /// Names that links may point to, besides those of the headings.
    pub(super) anchors: &'a [String],
    /// Its links and images.
    pub(super) links: &'a [Link],
    /// Where its definitions of links start, in order.
    pub(super) definitions: &'a [u32],
    /// The section whose heading is the title of the page, and is left out of the body.
    pub(super) title_section: Option<u32>,
    /// The title that the front matter gives.
    pub(super) declared_title: Option<&'a str>,
    /// The registers that tables are looked through for.
    pub(super) registers: &'a [RegisterDefinition],
    /// Whether it is called a template.
    pub(super) is_template: bool,
}

/// What was understood.
#[derive(Debug, Default)]
pub(super) struct Understanding {
    pub(super) metadata: Metadata,
    /// What the document says that it is for.
    pub(super) purpose: Option<String>,
    pub(super) decisions: Vec<Decision>,
    pub(super) decision_index: Vec<DecisionIndexRow>,
    pub(super) changes: Vec<Change>,
    pub(super) register_rows: Vec<RegisterRow>,
    pub(super) placeholders: Vec<Placeholder>,
    pub(super) completeness: Completeness,
    /// The numbers, ascending, of the children of the document whose every field the header of the page shows.
    pub(super) left_out: Vec<u32>,
    /// The blocks that links may lead to, in order.
    pub(super) landmarks: Vec<Landmark>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads all that a document says.
pub(super) fn understand(material: &Material<'_>) -> Understanding {
    let mut diagnostics = Vec::new();
    let mut found = metadata::read(material, &mut diagnostics);
    let changes = changes::read(material, &mut diagnostics);
    let decisions = decisions::read(material, &found.metadata, &mut diagnostics);
    metadata::fill_in(&mut found, &decisions.decisions, &changes);
    let left_out = metadata::left_out(material, &mut found, &decisions.decisions);
    let metadata = found.metadata;
    let register_rows = tables::read(material);
    let placeholders = placeholders::read(material);
    placeholders::report(material, &placeholders, &mut diagnostics);
    headings::report(material, &mut diagnostics);
    columns::report(material, &placeholders, &mut diagnostics);
    let completeness = completeness::measure(material, &placeholders, &metadata);
    completeness::report(material, &completeness, &mut diagnostics);
    Understanding {
        metadata,
        purpose: found.purpose,
        decisions: decisions.decisions,
        decision_index: decisions.index,
        changes,
        register_rows,
        placeholders: placeholders.placeholders,
        completeness,
        left_out,
        landmarks: decisions.landmarks,
        diagnostics,
    }
}
