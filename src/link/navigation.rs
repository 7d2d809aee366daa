//! The tree that readers walk: from the summary where there is one, else from the folders.
//!
//! In: documents, folders, the summary. Out: [`Navigation`] and [`Folder`]s. Never: knows what a
//! page shows of the tree.

use super::files::Files;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::names::readable_name;
use crate::model::output::{NOT_FOUND, OutputPath};
use crate::model::site::{DocumentNumber, Folder, Navigation, NavigationNode, NodeNumber};
use crate::model::summary::{Chapter, Entry, Summary, Target};
use crate::source::{SourcePath, Span};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Builds the navigation and the folders.
pub(super) fn build(
    documents: &[Arc<Document>],
    pages: &[OutputPath],
    numbers: &HashMap<SourcePath, DocumentNumber>,
    files: &Files<'_>,
    summary: Option<&Summary>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Navigation, BTreeMap<String, Folder>) {
    let folders = folders(documents, pages, files);
    let mut builder = Builder { documents, pages, folders: &folders, navigation: Navigation::default() };
    match summary {
        Some(summary) => {
            builder.summary(summary, numbers, diagnostics);
            builder.left_out_of_summary();
        }
        None => builder.folder("", None),
    }
    let mut navigation = builder.navigation;
    set_reading_order(&mut navigation);
    (navigation, folders)
}

/// Gathers the folders that hold documents, in themselves or below, their content in order.
fn folders(documents: &[Arc<Document>], pages: &[OutputPath], files: &Files<'_>) -> BTreeMap<String, Folder> {
    let mut folders: BTreeMap<String, Folder> = files
        .folders_with_documents()
        .map(|path| {
            let index = files.index_of(path);
            let title = match index {
                Some(number) => documents[number.0 as usize].title.clone(),
                None => readable_name(path.rsplit('/').next().unwrap_or(path)),
            };
            let page = files.page_of_folder(path);
            (path.to_owned(), Folder { title, index, page, documents: Vec::new(), folders: Vec::new() })
        })
        .collect();
    for (number, document) in (0..).map(DocumentNumber).zip(documents) {
        if let Some(folder) = folders.get_mut(document.id.folder())
            && folder.page != pages[number.0 as usize]
            && pages[number.0 as usize].as_str() != NOT_FOUND
        {
            folder.documents.push(number);
        }
    }
    let paths: Vec<String> = folders.keys().filter(|path| !path.is_empty()).cloned().collect();
    for path in paths {
        let above = path.rsplit_once('/').map_or("", |(above, _)| above);
        if let Some(above) = folders.get_mut(above) {
            above.folders.push(path);
        }
    }
    let index_order: HashMap<String, f64> = folders
        .iter()
        .filter_map(|(path, folder)| {
            Some((path.clone(), documents[folder.index?.0 as usize].metadata.order?))
        })
        .collect();
    for folder in folders.values_mut() {
        folder.documents.sort_by(|a, b| {
            let (a, b) = (&documents[a.0 as usize], &documents[b.0 as usize]);
            compare(
                (a.metadata.order, a.id.stem(), a.id.as_str()),
                (b.metadata.order, b.id.stem(), b.id.as_str()),
            )
        });
        let name = |path: &String| path.rsplit('/').next().unwrap_or(path).to_owned();
        folder.folders.sort_by(|a, b| {
            compare((index_order.get(a).copied(), &name(a), a), (index_order.get(b).copied(), &name(b), b))
        });
    }
    folders
}

/// First what has an order, by it; then by name with numbers in natural order; then by path.
fn compare(a: (Option<f64>, &str, &str), b: (Option<f64>, &str, &str)) -> Ordering {
    let by_order = match (a.0, b.0) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_order.then_with(|| natural(a.1, b.1)).then_with(|| a.2.cmp(b.2))
}

/// Compares names as people do: letters without regard to case, runs of digits as numbers.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (Some(first_of_a), Some(first_of_b)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len());
        };
        let step = if first_of_a.is_ascii_digit() && first_of_b.is_ascii_digit() {
            let (number_of_a, rest_of_a) = split_number(a);
            let (number_of_b, rest_of_b) = split_number(b);
            (a, b) = (rest_of_a, rest_of_b);
            number_of_a.len().cmp(&number_of_b.len()).then_with(|| number_of_a.cmp(number_of_b))
        } else {
            a = &a[first_of_a.len_utf8()..];
            b = &b[first_of_b.len_utf8()..];
            first_of_a.to_lowercase().cmp(first_of_b.to_lowercase())
        };
        if step != Ordering::Equal {
            return step;
        }
    }
}

/// Splits the digits off the start, without leading zeros: compared by length and then by text
/// they compare as numbers of any size.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (text[..end].trim_start_matches('0'), &text[end..])
}

struct Builder<'a> {
    documents: &'a [Arc<Document>],
    pages: &'a [OutputPath],
    folders: &'a BTreeMap<String, Folder>,
    navigation: Navigation,
}

impl Builder<'_> {
    fn add(&mut self, node: NavigationNode) -> NodeNumber {
        let number = NodeNumber(self.navigation.nodes.len() as u32);
        match node.parent {
            Some(parent) => self.navigation.nodes[parent.0 as usize].children.push(number),
            None => self.navigation.top.push(number),
        }
        if let Some(document) = node.document {
            self.navigation.of_document.insert(document, number);
        }
        self.navigation.nodes.push(node);
        number
    }

    fn add_document(
        &mut self,
        document: DocumentNumber,
        title: Option<String>,
        parent: Option<NodeNumber>,
    ) -> NodeNumber {
        let number = document.0 as usize;
        self.add(NavigationNode {
            title: title.unwrap_or_else(|| self.documents[number].title.clone()),
            page: Some(self.pages[number].clone()),
            document: Some(document),
            part: None,
            parent,
            children: Vec::new(),
        })
    }

    /// Adds what a folder holds. The index of the source folder itself is the front page and comes first.
    fn folder(&mut self, path: &str, parent: Option<NodeNumber>) {
        let Some(folder) = self.folders.get(path) else { return };
        if path.is_empty()
            && let Some(index) = folder.index
        {
            self.add_document(index, None, parent);
        }
        enum Child<'a> {
            Document(DocumentNumber),
            Folder(&'a String),
        }
        // Documents first, then folders: a reader of the top sees what the folder itself says.
        let children = folder.documents.iter().map(|&number| Child::Document(number));
        for child in children.chain(folder.folders.iter().map(Child::Folder)) {
            match child {
                Child::Document(document) => {
                    self.add_document(document, None, parent);
                }
                Child::Folder(path) => {
                    let below = &self.folders[path];
                    let node = match below.index {
                        Some(index) => self.add_document(index, None, parent),
                        None => {
                            let node = self.add(NavigationNode {
                                title: below.title.clone(),
                                page: Some(below.page.clone()),
                                document: None,
                                part: None,
                                parent,
                                children: Vec::new(),
                            });
                            self.navigation.of_folder.insert(path.clone(), node);
                            node
                        }
                    };
                    self.folder(path, Some(node));
                }
            }
        }
    }

    fn summary(
        &mut self,
        summary: &Summary,
        numbers: &HashMap<SourcePath, DocumentNumber>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut part = None;
        for entry in summary.prefix.iter().chain(&summary.numbered).chain(&summary.suffix) {
            match entry {
                Entry::Part(title) => part = Some(title.text.clone()),
                Entry::Separator => {}
                Entry::Chapter(chapter) => self.chapter(chapter, part.take(), None, numbers, diagnostics),
            }
        }
    }

    /// Adds a chapter and those under it; the parser of the summary bounds how deep they go.
    fn chapter(
        &mut self,
        chapter: &Chapter,
        part: Option<String>,
        parent: Option<NodeNumber>,
        numbers: &HashMap<SourcePath, DocumentNumber>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let document = match &chapter.target {
            Target::Document(path) => {
                let document = numbers.get(path).copied();
                if document.is_none() {
                    let span = Span::new(SourcePath::new("SUMMARY.md"), chapter.span.start, chapter.span.end);
                    let message = format!("the summary names \"{path}\", which is not there");
                    diagnostics.push(
                        Diagnostic::new(Code::BrokenLink, span, message)
                            .help("write the document, or take the line out"),
                    );
                }
                document
            }
            Target::Web(_) | Target::Draft => None,
        };
        // A document that the summary names twice stands where it is named first.
        let stands_already = document.is_some_and(|it| self.navigation.of_document.contains_key(&it));
        let node = self.add(NavigationNode {
            title: chapter.title.text.clone(),
            page: document.map(|number| self.pages[number.0 as usize].clone()),
            document: document.filter(|_| !stands_already),
            part,
            parent,
            children: Vec::new(),
        });
        for below in &chapter.children {
            self.chapter(below, None, Some(node), numbers, diagnostics);
        }
    }

    /// Documents that the summary does not name stand last, in the order of their paths.
    fn left_out_of_summary(&mut self) {
        let mut part = Some("More".to_owned());
        for number in (0..self.documents.len() as u32).map(DocumentNumber) {
            let is_summary = self.documents[number.0 as usize].id.as_str() == "SUMMARY.md";
            let is_not_found = self.pages[number.0 as usize].as_str() == NOT_FOUND;
            if !is_summary && !is_not_found && !self.navigation.of_document.contains_key(&number) {
                let node = self.add_document(number, None, None);
                self.navigation.nodes[node.0 as usize].part = part.take();
            }
        }
    }
}

/// A node, then its children: as one would read a book.
fn set_reading_order(navigation: &mut Navigation) {
    let mut waiting: Vec<NodeNumber> = navigation.top.iter().rev().copied().collect();
    while let Some(number) = waiting.pop() {
        let node = navigation.node(number);
        waiting.extend(node.children.iter().rev());
        if node.page.is_some() {
            navigation.place.insert(number, navigation.reading_order.len() as u32);
            navigation.reading_order.push(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_in_natural_order() {
        let mut names = vec!["10-later", "2-next", "Alpha", "beta", "002b", "1"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1", "2-next", "002b", "10-later", "Alpha", "beta"]);
    }
}
