//! Which document is meant where one is named and not linked to: entries of `related`, names in the text.
//!
//! In: names as written, the names of all files, the titles of all documents. Out: a document for each, or
//! that there is none. Never: a decision; which of these there are, only all texts together tell.

use super::address;
use super::files::{Entry, Files};
use super::nearest::{self, Guesses};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::decision_id::parse_id;
use crate::model::document::Document;
use crate::model::mention::{Mention, MentionKind};
use crate::model::site::DocumentNumber;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// How much alike the name of a document must be to one that is not there. A wrong guess does less harm than
/// in a link: the list shows to all readers of the text what was meant.
const LIKE: f64 = 0.65;

/// What the names of one document mean.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Of each entry of `related`, in order.
    pub(super) related: Vec<Meant>,
    /// Of each name in the text that is that of a file, in the order of [`Document::mentions`].
    pub(super) mentions: Vec<Option<DocumentNumber>>,
}

/// What an entry of `related` means, as far as files tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This document.
    Document(DocumentNumber),
    /// Something that is there and no document: a web address, a picture.
    SomethingElse,
    /// No file; it may still be a decision. With the finding if it is not.
    Nothing(Box<Diagnostic>),
}

/// The documents by what they are called, made when the first name asks for it.
#[derive(Default)]
pub(super) struct Titles(OnceLock<HashMap<String, Vec<DocumentNumber>>>);

impl Titles {
    /// Returns the only document whose title or file is called so, if letters and digits alone count.
    fn only(&self, name: &str, documents: &[Arc<Document>]) -> Option<DocumentNumber> {
        let titles = self.0.get_or_init(|| {
            let mut titles: HashMap<String, Vec<DocumentNumber>> = HashMap::new();
            for (number, document) in documents.iter().enumerate() {
                let number = DocumentNumber(number as u32);
                let (title, stem) = (bare(&document.title), bare(document.id.stem()));
                if title != stem {
                    titles.entry(stem).or_default().push(number);
                }
                titles.entry(title).or_default().push(number);
            }
            titles
        });
        match titles.get(&bare(name)).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }
}

/// Only the letters and digits of a name, in lower case.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Finds out what the names of a document mean. What must be there and is not, is added to the findings.
pub(super) fn of_document(
    document: &Document,
    files: &Files<'_>,
    documents: &[Arc<Document>],
    titles: &Titles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Names {
    let mut finder = Finder { document, files, documents, titles, guesses: Guesses::default() };
    let related = document.metadata.related.iter().map(|entry| {
        let place = entry.extent.of(&document.id);
        finder.entry(&entry.value).unwrap_or_else(|help| {
            let message = format!("there is no document \"{}\"", entry.value);
            let finding = Diagnostic::new(Code::UnresolvedRelated, place, message);
            Meant::Nothing(Box::new(finding.maybe_help(help)))
        })
    });
    let related = related.collect();
    let mut mentions = Vec::with_capacity(document.mentions.len());
    for mention in &document.mentions {
        let found = finder.mention(mention);
        if found.is_none() && mention.is_entry {
            let message = format!("there is no document \"{}\"", mention.written);
            let help = finder.help(&mention.written);
            let finding = Diagnostic::new(Code::UnresolvedRelated, mention.span.clone(), message);
            diagnostics.push(finding.maybe_help(help));
        }
        mentions.push(found);
    }
    Names { related, mentions }
}

struct Finder<'a> {
    document: &'a Document,
    files: &'a Files<'a>,
    documents: &'a [Arc<Document>],
    titles: &'a Titles,
    guesses: Guesses,
}

impl Finder<'_> {
    /// Returns what an entry of `related` means, else what its author may have meant.
    fn entry(&mut self, written: &str) -> Result<Meant, Option<String>> {
        let target = target_of(written);
        if address::scheme(target).is_some() || target.starts_with("//") {
            return Ok(Meant::SomethingElse);
        }
        let path = target.split(['#', '?']).next().unwrap_or(target);
        let path = address::decoded(path).replace('\\', "/");
        if path.is_empty() {
            return Ok(Meant::SomethingElse);
        }
        if let Some(found) =
            self.by_path(&path).or_else(|| self.by_name(&path)).or_else(|| self.by_number(&path))
        {
            return Ok(Meant::Document(found));
        }
        if let Some(found) = self.titles.only(written, self.documents).filter(|_| parse_id(written).is_none())
        {
            return Ok(Meant::Document(found));
        }
        if self.is_other_file(&path) {
            return Ok(Meant::SomethingElse);
        }
        Err(self.help(&path))
    }

    /// Returns the document that a name in the text is the file of.
    fn mention(&self, mention: &Mention) -> Option<DocumentNumber> {
        match mention.kind {
            MentionKind::File => self.by_path(&mention.written).or_else(|| self.by_name(&mention.written)),
            // `EIP-712` is the document `eip-712.md` as well as a decision of that number.
            MentionKind::Id { .. } => self.by_name(&format!("{}.md", mention.written)),
        }
    }

    /// Looks a path up as one in the document's folder, in the source folder, in the repository.
    fn by_path(&self, path: &str) -> Option<DocumentNumber> {
        let rooted = path.strip_prefix('/');
        let from_here = match rooted {
            Some(_) => None,
            None => self.at(&address::join(self.document.id.folder(), path)),
        };
        let from_top = || self.at(&address::join("", rooted.unwrap_or(path)));
        from_here.or_else(from_top).or_else(|| {
            // From the root of the repository the path has more folders before it.
            let mut rest = rooted.unwrap_or(path);
            while let Some((_, inner)) = rest.split_once('/').filter(|(_, inner)| inner.contains('/')) {
                if let Some(found) = self.at(inner) {
                    return Some(found);
                }
                rest = inner;
            }
            None
        })
    }

    /// Returns the document that stands at a path, with its extension or without, in any case.
    fn at(&self, path: &str) -> Option<DocumentNumber> {
        if path.starts_with("..") {
            return None;
        }
        let stem = path.strip_suffix(".html").unwrap_or(path);
        let spellings = || [path.to_owned(), format!("{stem}.md"), format!("{stem}.markdown")];
        let exactly = |path: &str| match self.files.entry(path)? {
            Entry::Document(number) => Some(number),
            Entry::Folder => self.files.index_of(path),
            Entry::File | Entry::Hidden => None,
        };
        let in_any_case = |path: String| exactly(self.files.in_other_case(&path)?);
        exactly(path)
            .or_else(|| spellings().iter().find_map(|path| exactly(path)))
            .or_else(|| spellings().into_iter().find_map(in_any_case))
    }

    /// Returns the only document of a name, wherever it stands.
    fn by_name(&self, name: &str) -> Option<DocumentNumber> {
        if name.contains('/') {
            return None;
        }
        match self.of_name(name).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Returns the document that is called as this one but for the number: from `eip-1559.md` `155` is
    /// `eip-155.md`.
    fn by_number(&self, number: &str) -> Option<DocumentNumber> {
        let stem = self.document.id.stem();
        let prefix = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || prefix.is_empty() || prefix.len() == stem.len() {
            return None;
        }
        let width = stem.len() - prefix.len();
        let name =
            |number: &str| self.at(&address::join(self.document.id.folder(), &format!("{prefix}{number}")));
        name(number).or_else(|| name(&format!("{number:0>width$}")))
    }

    /// Returns all documents of a name, with its extension or without, in the order of their paths.
    fn of_name(&self, name: &str) -> Vec<DocumentNumber> {
        let names = [name.to_owned(), format!("{name}.md"), format!("{name}.markdown")];
        let files = names.iter().flat_map(|name| self.files.named(name));
        let documents = files.filter_map(|file| match self.files.entry(file.as_str()) {
            Some(Entry::Document(number)) => Some(number),
            _ => None,
        });
        documents.collect()
    }

    fn is_other_file(&self, path: &str) -> bool {
        let paths = [address::join(self.document.id.folder(), path), address::join("", path)];
        paths.iter().any(|path| self.files.entry(path).is_some())
    }

    /// Says what the author may have meant: the documents of that name, else the nearest one.
    fn help(&mut self, path: &str) -> Option<String> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let of_name = self.of_name(name);
        if of_name.len() > 1 {
            let paths = of_name.iter().take(3);
            let paths: Vec<String> =
                paths.map(|number| format!("\"{}\"", self.documents[number.0 as usize].id)).collect();
            let more = if of_name.len() > 3 { ", …" } else { "" };
            return Some(format!("say which of {}{more} is meant", paths.join(", ")));
        }
        let has_extension =
            name.to_lowercase().ends_with(".md") || name.to_lowercase().ends_with(".markdown");
        let path = if has_extension { path.to_owned() } else { format!("{path}.md") };
        // From the source folder, because such entries are read from there as well.
        let path = path.trim_start_matches("../");
        let near = nearest::file_like("", path, LIKE, self.files, &mut self.guesses)?;
        Some(format!("did you mean \"{near}\"?"))
    }
}

/// Takes what people put around the name of a document off: a link, brackets, quotes.
fn target_of(written: &str) -> &str {
    let written = written.trim();
    if written.starts_with('[')
        && let Some((_, target)) = written.split_once("](")
        && let Some((target, _)) = target.split_once(')')
    {
        return target.split_whitespace().next().unwrap_or(target);
    }
    written.trim_matches(['[', ']', '<', '>', '`', '"', '\'', '*']).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_without_what_stands_around_it() {
        for written in
            ["DATA.md", "[Data](DATA.md)", "[Data](DATA.md \"All of it\")", "[[DATA.md]]", "`DATA.md`"]
        {
            assert_eq!(target_of(written), "DATA.md");
        }
    }

    #[test]
    fn of_a_name_only_letters_and_digits_count() {
        assert_eq!(bare("DATA_ARCHITECTURE"), bare("Data Architecture"));
    }
}
