//! Which decision an id in a text names.
//!
//! In: the register of decisions. Out: the document that tells the one that is meant, and the section. Never:
//! one of two that are as near: whoever has two decisions of one number hears of that elsewhere.

use super::id_of_entry;
use crate::link::decisions::steps_between;
use crate::model::decision::LinkedDecision;
use crate::model::decision_id::IdPrefix;
use crate::model::document::Document;
use crate::model::site::DocumentNumber;
use crate::source::Extent;
use std::collections::HashMap;
use std::sync::Arc;

/// The ids of all decisions that have one with a number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Ids {
    entries: Vec<Entry>,
}

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    prefix: String,
    number: u32,
    document: DocumentNumber,
    anchor: Option<String>,
    extent: Extent,
}

impl Ids {
    pub(super) fn of(documents: &[Arc<Document>], decisions: &[LinkedDecision]) -> Self {
        let entries = decisions.iter().filter_map(|linked| {
            let (prefix, number) = linked.id.key();
            let told = &documents[linked.document.0 as usize].decisions[linked.index as usize];
            let (anchor, extent) = (told.anchor.clone(), told.extent);
            Some(Entry { prefix, number: number?, document: linked.document, anchor, extent })
        });
        Self { entries: entries.collect() }
    }
}

/// The ways from an id to a decision.
pub(super) struct Decided<'a> {
    documents: &'a [Arc<Document>],
    by_id: HashMap<(&'a str, u32), Vec<&'a Entry>>,
    by_number: HashMap<u32, Vec<&'a Entry>>,
}

/// Where a decision is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    pub(super) document: DocumentNumber,
    /// What leads to it on the page; nothing where it is the whole document.
    pub(super) anchor: Option<&'a str>,
    /// Where it stands in the text, where it is a part of the document.
    pub(super) extent: Option<Extent>,
}

impl<'a> Decided<'a> {
    pub(super) fn new(documents: &'a [Arc<Document>], ids: &'a Ids) -> Self {
        let mut decided = Self { documents, by_id: HashMap::new(), by_number: HashMap::new() };
        for entry in &ids.entries {
            decided.by_id.entry((entry.prefix.as_str(), entry.number)).or_default().push(entry);
            decided.by_number.entry(entry.number).or_default().push(entry);
        }
        decided
    }

    /// Returns where the decision of an id is told that a document names.
    pub(super) fn of_id(&self, document: &Document, prefix: &str, number: u32) -> Option<Told<'a>> {
        self.nearest(document, self.by_id.get(&(prefix, number))?)
    }

    /// Returns where the decision is told that an entry of `related` names.
    pub(super) fn of_entry(&self, document: &Document, entry: &str) -> Option<Told<'a>> {
        let id = id_of_entry(entry)?;
        if id.prefix == IdPrefix::None {
            return self.nearest(document, self.by_number.get(&id.number)?);
        }
        let (prefix, _) = id.id.key();
        self.of_id(document, &prefix, id.number)
    }

    /// Returns the one told nearest to a document: in it, in its folder, in a folder beside.
    fn nearest(&self, document: &Document, entries: &[&'a Entry]) -> Option<Told<'a>> {
        let folder = document.id.folder();
        let distance = |entry: &&&'a Entry| {
            let told_in = &self.documents[entry.document.0 as usize].id;
            (*told_in != document.id, steps_between(folder, told_in.folder()))
        };
        let nearest = entries.iter().min_by_key(distance)?;
        let is_alone = entries.iter().filter(|entry| distance(entry) == distance(&nearest)).count() == 1;
        let Entry { document, anchor, extent, .. } = *nearest;
        is_alone.then_some(Told { document: *document, anchor: anchor.as_deref(), extent: Some(*extent) })
    }
}
