//! What a build makes: files by path, each with what is in it.
//!
//! In: what stages made. Out: [`Output`], the site in memory, whose files are held, copied or made on demand, and
//! [`PageSink`], where pages may go instead. Never: touches the disk.

mod path;

pub use path::{
    Collision, CollisionKind, Holders, MANIFEST, NOT_FOUND, OWN_FILES, OutputPath, STAGING, collisions,
    percent_encoded, relative_url, relative_url_of_anchor,
};

use super::fingerprint::Fingerprint;
use super::shared::SharedMap;
use crate::source::SourcePath;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The bytes of a file of the site, or where they come from. Cloning shares them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// This text, in UTF-8.
    Text(Arc<str>),
    /// The bytes of a file of the source folder, which are never held in memory as a whole site.
    Copy(SourcePath),
    /// A text that is made when somebody asks for it.
    OnDemand(Arc<OnDemand>),
}

impl Content {
    /// Says whether two are the same, without making what is made on demand. Mostly they are the very same
    /// memory; to look at all bytes of a large site would take longer than a turn.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => Arc::ptr_eq(one, other) || one == other,
            (Self::Bytes(one), Self::Bytes(other)) => Arc::ptr_eq(one, other) || one == other,
            (Self::OnDemand(one), Self::OnDemand(other)) => one.is_same(other),
            (one, other) => one == other,
        }
    }

    /// Returns the text of what is made here as text; makes it where it has to be made.
    pub fn text(&self) -> Option<Arc<str>> {
        match self {
            Self::Text(text) => Some(Arc::clone(text)),
            Self::OnDemand(file) => Some(file.text()),
            Self::Bytes(_) | Self::Copy(_) => None,
        }
    }
}

/// Gives a text piece by piece to who takes it.
type Making = Box<dyn Fn(&mut dyn FnMut(&str)) + Send + Sync>;

/// A file that is made when somebody asks for it: a large one about all documents, which a build makes when
/// it writes it, and the server only when it is asked for; or a page that is held in parts, because other
/// pages or the memory of turns hold them too. It holds what it is made of, so that it is the same whenever
/// that is.
pub struct OnDemand {
    key: Box<dyn Fn() -> Option<Fingerprint> + Send + Sync>,
    taken: OnceLock<Option<Fingerprint>>,
    make: Making,
    /// What was made; nothing where it is not kept.
    made: Option<OnceLock<Arc<str>>>,
}

impl OnDemand {
    /// Plans a file. `key` names all that it is made of: where it is the same, so is the file.
    pub fn new(key: Option<Fingerprint>, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self::in_pieces(move || key, move |take| take(&make()))
    }

    /// Plans a file whose key is taken when it is compared with another, and that is made piece by
    /// piece: for one that may be as large as all else.
    pub fn in_pieces(
        key: impl Fn() -> Option<Fingerprint> + Send + Sync + 'static,
        make: impl Fn(&mut dyn FnMut(&str)) + Send + Sync + 'static,
    ) -> Self {
        let made = Some(OnceLock::new());
        Self { key: Box::new(key), taken: OnceLock::new(), make: Box::new(make), made }
    }

    /// Plans a file that costs no more to put together than to copy, so that it is never kept: its parts are.
    pub fn of_parts(key: Option<Fingerprint>, join: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { made: None, ..Self::new(key, join) }
    }

    fn key(&self) -> Option<Fingerprint> {
        *self.taken.get_or_init(|| (self.key)())
    }

    /// Returns the text, made when it is first asked for, or each time where it is held in parts.
    pub fn text(&self) -> Arc<str> {
        let make = || {
            let mut text = String::new();
            (self.make)(&mut |piece| text.push_str(piece));
            text.into()
        };
        self.made.as_ref().map_or_else(make, |made| Arc::clone(made.get_or_init(make)))
    }

    /// Gives the text piece by piece without keeping it, for one who asks once.
    pub fn pieces(&self, take: &mut dyn FnMut(&str)) {
        match self.made.as_ref().and_then(OnceLock::get) {
            Some(made) => take(made),
            None => (self.make)(take),
        }
    }

    /// Says whether it is held in parts, and so compared by what it says.
    pub fn is_of_parts(&self) -> bool {
        self.made.is_none()
    }

    /// Says whether two are made of the same, or are the same where that is seen at little cost.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_of_same = self.key().is_some() && self.key() == other.key();
        is_of_same || (self.is_of_parts() && other.is_of_parts() && self.text() == other.text())
    }
}

impl PartialEq for OnDemand {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.text() == other.text()
    }
}

impl Eq for OnDemand {}

impl fmt::Debug for OnDemand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OnDemand").field("key", &self.taken).finish_non_exhaustive()
    }
}

/// The site: all its files but the [`MANIFEST`], and but the pages that a [`PageSink`] took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The files by path, in the order of their paths.
    pub files: SharedMap<OutputPath, Content>,
}

/// Where pages go as soon as they are rendered, each once, from any thread and in any order.
pub trait PageSink: Sync {
    /// Says whether pages are taken: then they are wanted whole, also where a piece costs much.
    fn takes_pages(&self) -> bool;

    /// Takes a page, or returns it to be a part of the [`Output`].
    fn accept(&self, path: &OutputPath, html: String) -> Option<String>;
}

/// Takes no page: the site as a whole is in memory.
#[derive(Clone, Copy, Debug)]
pub struct InMemory;

impl PageSink for InMemory {
    fn takes_pages(&self) -> bool {
        false
    }

    fn accept(&self, _: &OutputPath, html: String) -> Option<String> {
        Some(html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_held_in_parts_is_put_together_for_each_who_asks_and_one_of_all_documents_once() {
        let (parts, whole) =
            (OnDemand::of_parts(None, || "a".to_owned()), OnDemand::new(None, || "a".to_owned()));
        assert!(!Arc::ptr_eq(&parts.text(), &parts.text()));
        assert!(Arc::ptr_eq(&whole.text(), &whole.text()));
    }

    #[test]
    fn files_held_in_parts_are_the_same_where_their_texts_are() {
        let made_of = |key: &[u8]| Some(Fingerprint::of(key));
        let parts = |key: &[u8], text: &'static str| OnDemand::of_parts(made_of(key), || text.to_owned());
        assert!(parts(b"1", "a").is_same(&parts(b"2", "a")));
        assert!(!parts(b"1", "a").is_same(&parts(b"2", "b")));
        // To make a file about all documents only to look at it would cost too much.
        let large = |key: &[u8]| OnDemand::new(made_of(key), || unreachable!("nobody asks for the text"));
        assert!(large(b"1").is_same(&large(b"1")) && !large(b"1").is_same(&large(b"2")));
    }
}
