//! Anchors for decisions that are no section: a paragraph, an item of a list, a row of a table.
//!
//! In: the decisions of a document with the blocks that they are. Out: the same in the order of the
//! text, each with what leads to it, and the blocks that the page has to name. Never: an anchor that a
//! heading or the author has taken.

use crate::model::decision::Decision;
use crate::parse::anchors::{Slugger, anchor_of};
use crate::parse::outline::{BlockNumber, Landmark};
use crate::parse::understanding::Material;

/// A decision, and the block that it is where it is no section.
#[derive(Debug)]
pub(super) struct Told {
    decision: Decision,
    /// The block that is named, and the one that its text stands in.
    blocks: Option<(BlockNumber, BlockNumber)>,
}

impl Told {
    /// One that is a section, and led to by its heading.
    pub(super) fn section(decision: Decision) -> Self {
        Self { decision, blocks: None }
    }

    /// One that is a block; `text` is the block itself, or the paragraph in it that says what was decided.
    pub(super) fn block(decision: Decision, block: BlockNumber, text: BlockNumber) -> Self {
        Self { decision, blocks: Some((block, text)) }
    }
}

/// Puts decisions in the order of the text and gives anchors to those that have none.
pub(super) fn give(mut told: Vec<Told>, material: &Material<'_>) -> (Vec<Decision>, Vec<Landmark>) {
    told.sort_by_key(|told| told.decision.extent.start);
    let mut slugger = None;
    let mut landmarks = Vec::new();
    let decisions = told.into_iter().map(|Told { mut decision, blocks }| {
        if let Some((block, text)) = blocks {
            let slugger = slugger.get_or_insert_with(|| taken(material));
            let anchor = slugger.anchor(&name(&decision));
            let title = decision.title.value.clone();
            landmarks.push(Landmark { block, text, anchor: anchor.clone(), title });
            decision.anchor = Some(anchor);
        }
        decision
    });
    let decisions = decisions.collect();
    // A cell is told by its row, which may begin before what stands in it.
    landmarks.sort_by_key(|landmark| landmark.block);
    (decisions, landmarks)
}

/// Takes all anchors that the document has without these.
fn taken(material: &Material<'_>) -> Slugger {
    let mut slugger = Slugger::new();
    let of_sections = material.sections.iter().map(|section| &section.anchor);
    for anchor in of_sections.chain(material.anchors) {
        slugger.claim(anchor);
    }
    slugger
}

/// The longest part of a title that goes into an anchor, in characters.
const LONGEST_NAME: usize = 60;

/// What an anchor is made of: the id, which stays when the words change, else as many whole words of
/// the title as an address should have. The word before it keeps it apart from headings.
fn name(decision: &Decision) -> String {
    if let Some(id) = &decision.id {
        return format!("decision-{}", id.value.0);
    }
    let mut name = String::from("decision");
    for word in decision.title.split_whitespace() {
        if name.chars().count() + word.chars().count() > LONGEST_NAME {
            break;
        }
        // What is written between words, a dash or a sign, says nothing in an address.
        if !anchor_of(word).trim_matches('-').is_empty() {
            name.push('-');
            name.push_str(word);
        }
    }
    name
}
