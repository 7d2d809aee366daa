//! The page of each document, and what happens where two sources would have one place.
//!
//! In: documents in the order of their paths, and the files carried along. Out: those that get a
//! place, and where. What loses is left out and named. Never: lets the outcome depend on the system.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::document::Document;
use crate::model::output::{self, CollisionKind, Holders, OWN_FILES, OutputPath};
use crate::model::site::{self, Destination, Folder};
use crate::source::{SourcePath, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Gives each document its page.
pub(super) fn place(
    documents: Vec<Arc<Document>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Document>>, Vec<OutputPath>) {
    let pages = pages_of(&documents, diagnostics);
    let mut lost = HashSet::new();
    for collision in output::collisions(&pages) {
        let (first, second) = (&documents[collision.first], &documents[collision.second]);
        if !lost.insert(collision.second) {
            continue;
        }
        let (page, first, second) = (&pages[collision.first], &first.id, &second.id);
        let message = match collision.kind {
            CollisionKind::Same => {
                format!("{first} and {second} would be one page, {page}; this one is left out")
            }
            CollisionKind::SameButForCase => format!(
                "{first} and {second} would be one page, {page}, on systems that do not tell upper from \
                 lower case; this one is left out"
            ),
            CollisionKind::FileAndFolder => format!(
                "{second} lies in a folder whose name is that of the page of {first}, {page}; it is left out"
            ),
        };
        diagnostics.push(
            Diagnostic::new(Code::OutputCollision, Span::whole(second.clone()), message)
                .related(Span::whole(first.clone()), "this is the other source")
                .help("rename one of the two"),
        );
    }
    for (number, (document, page)) in documents.iter().zip(&pages).enumerate() {
        if let Some(file) = own_file_above(page)
            && lost.insert(number)
        {
            let id = &document.id;
            diagnostics.push(
                Diagnostic::new(
                    Code::OutputCollision,
                    Span::whole(id.clone()),
                    format!(
                        "{id} lies in a folder whose name is that of archsite's own {file}; it is left out"
                    ),
                )
                .help("rename the folder"),
            );
        }
    }
    documents
        .into_iter()
        .zip(pages)
        .enumerate()
        .filter(|(number, _)| !lost.contains(number))
        .map(|(_, placed)| placed)
        .unzip()
}

/// Returns the file of archsite's own that stands in any site where this page needs a folder.
fn own_file_above(page: &OutputPath) -> Option<&'static str> {
    let folder = page.folder().to_lowercase();
    if folder.split('/').any(|part| part == "index.html") {
        return Some("index.html");
    }
    OWN_FILES
        .iter()
        .copied()
        .find(|file| folder.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Leaves out the files carried along that would stand where a page or a file of archsite's own
/// does. Returns the places of those: links to them are broken.
pub(super) fn leave_out_taken(
    assets: &mut BTreeMap<SourcePath, OutputPath>,
    documents: (&[Arc<Document>], &[OutputPath]),
    folders: &BTreeMap<String, Folder>,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashSet<OutputPath> {
    // The names of pages end so; most folders hold no such file, and then nothing need be asked.
    let may_be_taken = |page: &OutputPath| {
        let folded = page.folded();
        folded.contains(".html") || OWN_FILES.contains(&folded.as_str())
    };
    let mut lost = leave_out_twins(assets, diagnostics);
    if assets.values().any(may_be_taken) {
        let mut holders = site::holders(documents.0, documents.1, folders);
        lost.extend(leave_out(assets, may_be_taken, &mut holders, diagnostics));
    }
    lost
}

/// Breaks the links to files that were left out.
pub(super) fn break_links(
    lost: &HashSet<OutputPath>,
    destinations: &mut [Arc<[Destination]>],
    footer: &mut [Destination],
) {
    let is_lost = |it: &Destination| matches!(it, Destination::Asset { page, .. } if lost.contains(page));
    let broken = |it: &Destination| if is_lost(it) { Destination::Broken } else { it.clone() };
    for of_document in destinations {
        if of_document.iter().any(is_lost) {
            *of_document = of_document.iter().map(broken).collect();
        }
    }
    for destination in footer {
        *destination = broken(destination);
    }
}

/// Leaves out those of the files carried along that differ from another in upper and lower case
/// only: systems that do not tell the two apart would show one in the place of the other.
fn leave_out_twins(
    assets: &mut BTreeMap<SourcePath, OutputPath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashSet<OutputPath> {
    let mut first_of: HashMap<String, SourcePath> = HashMap::with_capacity(assets.len());
    let mut lost = HashSet::new();
    assets.retain(|source, page| {
        let first = first_of.entry(page.folded()).or_insert_with(|| source.clone());
        if first == source {
            return true;
        }
        let message = format!(
            "{first} and {source} would be one file, {page}, on systems that do not tell upper from \
             lower case; this one is left out"
        );
        diagnostics.push(
            Diagnostic::new(Code::OutputCollision, Span::whole(source.clone()), message)
                .related(Span::whole(first.clone()), "this is the other file")
                .help("rename one of the two"),
        );
        lost.insert(page.clone());
        false
    });
    lost
}

/// Leaves out those of the files carried along in whose place something stands already.
fn leave_out(
    assets: &mut BTreeMap<SourcePath, OutputPath>,
    may_be_taken: impl Fn(&OutputPath) -> bool,
    holders: &mut Holders,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashSet<OutputPath> {
    let mut lost = HashSet::new();
    assets.retain(|source, page| {
        if !may_be_taken(page) {
            return true;
        }
        let Err(holder) = holders.hold(page, source.as_str()) else { return true };
        diagnostics.push(
            Diagnostic::new(
                Code::OutputCollision,
                Span::whole(source.clone()),
                format!("{source} would stand where {holder} does; it is left out"),
            )
            .help("rename it"),
        );
        lost.insert(page.clone());
        false
    });
    lost
}

/// `index.md` goes before `README.md` where both stand in a folder; that one keeps its name then.
fn pages_of(documents: &[Arc<Document>], diagnostics: &mut Vec<Diagnostic>) -> Vec<OutputPath> {
    let with_index: HashSet<&str> = documents
        .iter()
        .filter(|document| document.id.stem().eq_ignore_ascii_case("index"))
        .map(|document| document.id.folder())
        .collect();
    let gives_way = |document: &Document| {
        document.id.stem().eq_ignore_ascii_case("readme") && with_index.contains(document.id.folder())
    };
    diagnostics.extend(documents.iter().filter(|document| gives_way(document)).map(|document| {
        Diagnostic::new(
            Code::OutputCollision,
            Span::whole(document.id.clone()),
            "an index document stands beside this one and is the page of the folder",
        )
        .severity(Severity::Info)
        .help("its page is README.html; rename one of the two if that is not meant")
    }));
    let page = |document: &Arc<Document>| match gives_way(document) {
        true => OutputPath::for_document_by_name(&document.id),
        false => OutputPath::for_document(&document.id),
    };
    documents.par_iter().map(page).collect()
}
