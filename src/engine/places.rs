//! The places of a turn's files: what stands where, beside what stood there in the turn before.
//!
//! In: pages and other files as they are made, and the places of the turn before. Out: the files by their
//! paths. Never: renders; compares what a page holds; has a file stand where another came first.

use crate::model::output::{Content, OutputPath};
use crate::model::shared::SharedMap;

/// Where everything stands.
pub(super) struct Places {
    /// What is no page, in the order in which it came.
    files: Vec<(OutputPath, Content)>,
    /// All of it.
    all: SharedMap<OutputPath, Content>,
    /// Whether something came whose place was taken. It must then be found out again what stands there.
    has_twins: bool,
}

/// A page for its place.
pub(super) enum Placed {
    /// It is the one that stood there, if one did.
    AsBefore(Content),
    /// It is another one.
    New(Content),
    /// The sink has it: nothing stands here for it, and nothing else may.
    Taken,
}

impl Places {
    /// Puts everything into its place. `pages` are in the order of their paths; of two files in one place the
    /// first holds, and a page before any other.
    pub(super) fn of(pages: Vec<(OutputPath, Placed)>, files: Vec<(OutputPath, Content)>) -> Self {
        let mut all: Vec<(OutputPath, Option<Content>)> = Vec::with_capacity(pages.len() + files.len());
        all.extend(pages.into_iter().map(|(path, page)| match page {
            Placed::AsBefore(content) | Placed::New(content) => (path, Some(content)),
            Placed::Taken => (path, None),
        }));
        all.extend(files.iter().map(|(path, content)| (path.clone(), Some(content.clone()))));
        let came = all.len();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.dedup_by(|later, first| later.0 == first.0);
        let has_twins = all.len() < came;
        let all = all.into_iter().filter_map(|(path, content)| Some((path, content?)));
        Self { files, all: SharedMap::of_sorted(all), has_twins }
    }

    /// Says whether files would stand where files of the turn before stand.
    pub(super) fn are_of(&self, files: &[(OutputPath, Content)]) -> bool {
        self.files.len() == files.len()
            && self.files.iter().zip(files).all(|((before, _), (now, _))| before == now)
    }

    /// Puts what is another one than before into its place. The paths must be those of the turn before.
    pub(super) fn carry_on(
        mut self,
        pages: Vec<(OutputPath, Placed)>,
        files: Vec<(OutputPath, Content)>,
    ) -> Self {
        for (path, page) in pages {
            if let Placed::New(content) = page {
                self.all.insert(path, content);
            }
        }
        for ((_, before), (path, now)) in self.files.iter().zip(&files) {
            // What is made on demand holds all that it is made of: that of now, and not of some turn before.
            if matches!(now, Content::OnDemand(_)) || !before.is_same(now) {
                self.all.insert(path.clone(), now.clone());
            }
        }
        Self { files, ..self }
    }

    /// Says whether another turn can carry them on.
    pub(super) fn can_go_on(&self) -> bool {
        !self.has_twins
    }

    /// Returns all files by their paths.
    pub(super) fn files(&self) -> SharedMap<OutputPath, Content> {
        self.all.clone()
    }
}
