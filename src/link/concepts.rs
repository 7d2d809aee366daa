//! Key concepts and the documents that carry them.
//!
//! In: the metadata of all documents. Out: concepts in the order of their names. Never: a concept
//! that no document names.

use crate::model::document::Document;
use crate::model::metadata::Concept;
use crate::model::site::{DocumentNumber, SiteConcept};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Gathers the concepts of all documents.
pub(super) fn gather(documents: &[Arc<Document>]) -> Vec<SiteConcept> {
    let mut concepts: BTreeMap<&str, SiteConcept> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        let number = DocumentNumber(number as u32);
        for concept in document.metadata.concepts.iter().filter(|concept| !concept.name.is_empty()) {
            let Concept { name, .. } = &concept.value;
            let gathered = concepts
                .entry(name)
                .or_insert_with(|| SiteConcept { concept: concept.value.clone(), documents: Vec::new() });
            if gathered.documents.last() != Some(&number) {
                gathered.documents.push(number);
            }
        }
    }
    concepts.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::Stated;
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{Extent, LineIndex, SourcePath};

    fn document(name: &str, concepts: &[&str]) -> Arc<Document> {
        let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown, registers: &[], keep_metadata: false };
        let parsed =
            parse::document(&SourcePath::new(name), &LineIndex::new("# T\n"), None, options, &|_| None);
        let mut document = (*parsed.document).clone();
        let stated = concepts.iter().map(|label| Stated::new(Concept::new(label), Extent::default()));
        document.metadata.concepts = stated.collect();
        Arc::new(document)
    }

    #[test]
    fn a_concept_has_all_its_documents_however_they_spell_it() {
        let documents =
            [document("a.md", &["Data Flow", "data_flow", "!"]), document("b.md", &["audit", "data-flow"])];
        let gathered = gather(&documents);
        let shown: Vec<String> =
            gathered.iter().map(|it| format!("{} {:?}", it.concept.label, it.documents)).collect();
        assert_eq!(shown, ["audit [DocumentNumber(1)]", "Data Flow [DocumentNumber(0), DocumentNumber(1)]"]);
    }
}
