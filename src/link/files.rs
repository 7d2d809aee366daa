//! The names of all files, asked by path, by path in any case, by folder and by name.
//!
//! In: the snapshot's list of files and the pages of the documents. Out: look-ups. Never: content.

use crate::model::document::Document;
use crate::model::output::OutputPath;
use crate::model::site::DocumentNumber;
use crate::model::snapshot::{Snapshot, SourceFile};
use crate::source::SourcePath;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A document that has a page.
    Document(DocumentNumber),
    /// A file that can be carried along.
    File,
    /// A file that is there but not published.
    Hidden,
    /// A folder.
    Folder,
}

/// The index of all files: what follows from their names, and from where documents want to stand.
pub(super) struct Index {
    /// Folders that hold any file, without a trailing `/`; the top is `""`.
    folders: BTreeSet<String>,
    /// Folders that hold a document, in themselves or below.
    document_folders: BTreeSet<String>,
    by_folded_path: HashMap<String, SourcePath>,
    by_folded_name: HashMap<String, Vec<SourcePath>>,
    by_permalink: HashMap<String, DocumentNumber>,
    by_page: HashMap<OutputPath, DocumentNumber>,
}

/// The files of a snapshot, with their index.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    snapshot: &'a Snapshot,
    numbers: &'a HashMap<SourcePath, DocumentNumber>,
    pages: &'a [OutputPath],
    index: &'a Index,
}

fn page_of_folder(folder: &str) -> OutputPath {
    if folder.is_empty() {
        OutputPath::safe("index.html")
    } else {
        OutputPath::safe(&format!("{folder}/index.html"))
    }
}

/// Adds a folder and those above it, and says of each that is new so.
fn add_folders(folders: &mut BTreeSet<String>, mut folder: &str, mut is_new: impl FnMut(&str)) {
    while !folder.is_empty() && !folders.contains(folder) {
        folders.insert(folder.to_owned());
        is_new(folder);
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

impl Index {
    pub(super) fn new(
        snapshot: &Snapshot,
        documents: &[Arc<Document>],
        pages: &[OutputPath],
        numbers: &HashMap<SourcePath, DocumentNumber>,
    ) -> Self {
        let by_page = pages.iter().zip(0..).map(|(page, number)| (page.clone(), DocumentNumber(number)));
        let mut index = Self {
            folders: BTreeSet::from([String::new()]),
            document_folders: BTreeSet::from([String::new()]),
            by_folded_path: HashMap::with_capacity(snapshot.files.len()),
            by_folded_name: HashMap::with_capacity(snapshot.files.len()),
            by_permalink: HashMap::new(),
            by_page: by_page.collect(),
        };
        for (path, file) in &snapshot.files {
            let Self { folders, document_folders, by_folded_path, by_folded_name, .. } = &mut index;
            add_folders(folders, path.folder(), |folder| {
                by_folded_path.entry(folder.to_lowercase()).or_insert_with(|| SourcePath::new(folder));
            });
            if !matches!(file, SourceFile::Hidden) {
                by_folded_path.insert(path.as_str().to_lowercase(), path.clone());
                by_folded_name.entry(path.file_name().to_lowercase()).or_default().push(path.clone());
            }
            if numbers.contains_key(path) {
                add_folders(document_folders, path.folder(), |_| {});
            }
        }
        for (number, document) in documents.iter().enumerate() {
            if let Some(permalink) = &document.metadata.permalink {
                let permalink = permalink.trim_matches('/').to_owned();
                index.by_permalink.entry(permalink).or_insert(DocumentNumber(number as u32));
            }
        }
        index
    }
}

impl<'a> Files<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        pages: &'a [OutputPath],
        numbers: &'a HashMap<SourcePath, DocumentNumber>,
        index: &'a Index,
    ) -> Self {
        Self { snapshot, numbers, pages, index }
    }

    pub(super) fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    /// Returns what stands at exactly this path.
    pub(super) fn entry(&self, path: &str) -> Option<Entry> {
        if let Some(&number) = self.numbers.get(path) {
            return Some(Entry::Document(number));
        }
        match self.snapshot.files.get(path) {
            Some(SourceFile::Hidden) => Some(Entry::Hidden),
            // A document without a page is a draft or lost a collision: nothing to lead to.
            Some(SourceFile::Document(_)) => None,
            Some(_) => Some(Entry::File),
            None => self.index.folders.contains(path).then_some(Entry::Folder),
        }
    }

    /// Returns the path that differs from this one in upper and lower case only.
    pub(super) fn in_other_case(&self, path: &str) -> Option<&'a str> {
        self.index
            .by_folded_path
            .get(&path.to_lowercase())
            .map(SourcePath::as_str)
            .filter(|found| *found != path)
    }

    /// Returns the document that claims this address as its permalink.
    pub(super) fn by_permalink(&self, path: &str) -> Option<DocumentNumber> {
        self.index.by_permalink.get(path).copied()
    }

    /// Returns all files of a name, in any case and any folder, in the order of their paths.
    pub(super) fn named(&self, name: &str) -> &'a [SourcePath] {
        self.index.by_folded_name.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Returns all names of files, folded to lower case.
    pub(super) fn folded_names(&self) -> impl Iterator<Item = (&'a String, &'a Vec<SourcePath>)> {
        self.index.by_folded_name.iter()
    }

    /// Returns the document that stands for a folder: the one whose page is the folder's.
    pub(super) fn index_of(&self, folder: &str) -> Option<DocumentNumber> {
        self.index.by_page.get(&page_of_folder(folder)).copied()
    }

    /// Says whether a folder has a page: it holds documents.
    pub(super) fn has_page(&self, folder: &str) -> bool {
        self.index.document_folders.contains(folder)
    }

    /// Returns all folders that have a page.
    pub(super) fn folders_with_documents(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.index.document_folders.iter().map(String::as_str)
    }

    /// Returns the page of a folder.
    pub(super) fn page_of_folder(&self, folder: &str) -> OutputPath {
        page_of_folder(folder)
    }

    pub(super) fn page(&self, number: DocumentNumber) -> &'a OutputPath {
        &self.pages[number.0 as usize]
    }
}
