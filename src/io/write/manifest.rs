//! The list of the files that archsite wrote: `.archsite` at the root of a site.
//!
//! In: the text of the list, which anybody may have changed. Out: paths that are safe to write and
//! remove below the site's folder, with what was written there. Never: believes a path; one that
//! leads anywhere else is passed over.
//!
//! ```text
//! archsite 1
//! index.html<TAB>4096 0f8fad5bd9cb469fa16570867728950e
//! ```

use crate::model::output::OutputPath;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

/// The first line: what the file is, and the version of its format.
const HEADER: &str = "archsite 1";

/// The length of a file and the first 128 bits of its BLAKE3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Print {
    /// The length in bytes.
    pub(super) len: u64,
    hash: [u8; 16],
}

/// Takes the print of what comes piece by piece.
#[derive(Default)]
pub(super) struct Printer(blake3::Hasher);

impl Printer {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(&self) -> Print {
        Print::new(self.0.count(), self.0.finalize())
    }
}

impl Print {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::new(bytes.len() as u64, blake3::hash(bytes))
    }

    fn new(len: u64, hash: blake3::Hash) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&hash.as_bytes()[..16]);
        Self { len, hash: short }
    }

    /// Reads a file piece by piece: a copied one may be larger than memory.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut printer = Printer::default();
        printer.0.update_reader(fs::File::open(path)?)?;
        Ok(printer.finish())
    }

    fn parse(text: &str) -> Option<Self> {
        let (len, hex) = text.split_once(' ')?;
        let hash = u128::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 32)?;
        Some(Self { len: len.parse().ok()?, hash: hash.to_be_bytes() })
    }
}

impl fmt::Display for Print {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {:032x}", self.len, u128::from_be_bytes(self.hash))
    }
}

/// Our files in a site. While one is replaced, a file has two prints: that of the old and that of
/// the new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<OutputPath, Prints>);

/// The prints of one file, in their order.
type Prints = Vec<Print>;

/// Why a list was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoManifest {
    /// It is of a later version.
    Newer,
    /// It is something else.
    Other,
}

impl Manifest {
    pub(super) fn of(prints: &BTreeMap<OutputPath, Print>) -> Self {
        Self(prints.iter().map(|(path, &print)| (path.clone(), vec![print])).collect())
    }

    /// Reads a list. One without a byte is that of a build that ended before its first write.
    pub(super) fn parse(text: &str) -> Result<Self, NoManifest> {
        let mut lines = text.lines();
        match lines.next() {
            None | Some(HEADER) => {}
            Some(other) if other.starts_with("archsite ") => return Err(NoManifest::Newer),
            Some(_) => return Err(NoManifest::Other),
        }
        let mut read = Self::default();
        for line in lines {
            let entry = line
                .split_once('\t')
                .and_then(|(path, print)| Some((OutputPath::exactly(path)?, Print::parse(print)?)));
            if let Some((path, print)) = entry {
                read.add(path, print);
            }
        }
        Ok(read)
    }

    fn add(&mut self, path: OutputPath, print: Print) {
        let prints = self.0.entry(path).or_default();
        if let Err(place) = prints.binary_search(&print) {
            prints.insert(place, print);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.0.keys()
    }

    pub(super) fn has(&self, path: &OutputPath) -> bool {
        self.0.contains_key(path)
    }

    /// Says whether a file with these bytes is one that we wrote.
    pub(super) fn wrote(&self, path: &OutputPath, print: Print) -> bool {
        self.0.get(path).is_some_and(|prints| prints.contains(&print))
    }

    /// Returns our files in a folder.
    pub(super) fn below(&self, folder: &OutputPath) -> impl Iterator<Item = &OutputPath> {
        let inside = format!("{folder}/");
        self.0.keys().filter(move |path| path.as_str().starts_with(&inside))
    }

    /// Returns a file of ours whose path is the same but for upper and lower case.
    pub(super) fn in_other_case(&self, path: &OutputPath) -> Option<&OutputPath> {
        let folded = path.folded();
        self.0.keys().find(|other| other.folded() == folded)
    }

    /// Returns the list without these paths.
    pub(super) fn without<'path>(&self, paths: impl Iterator<Item = &'path OutputPath>) -> Self {
        let mut rest = self.clone();
        for path in paths {
            rest.0.remove(path);
        }
        rest
    }

    /// Returns the list of both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (path, prints) in &other.0 {
            prints.iter().for_each(|print| both.add(path.clone(), *print));
        }
        both
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{HEADER}")?;
        for (path, prints) in &self.0 {
            for print in prints {
                writeln!(formatter, "{path}\t{print}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        let (a, b) = (OutputPath::safe("a b.html"), OutputPath::safe("ü/c.png"));
        let one = Manifest::of(&BTreeMap::from([(a.clone(), Print::of(b"1")), (b.clone(), Print::of(b""))]));
        let both = one.and(&Manifest::of(&BTreeMap::from([(a.clone(), Print::of(b"2"))])));
        let read = Manifest::parse(&both.to_string()).unwrap();
        assert_eq!(read, both);
        assert!(read.wrote(&a, Print::of(b"1")) && read.wrote(&a, Print::of(b"2")));
        assert!(!read.wrote(&b, Print::of(b"2")));
    }

    #[test]
    fn lines_that_lead_elsewhere_are_passed_over() {
        let print = Print::of(b"");
        let lines =
            ["../x", "/etc/passwd", "a/../../x", "C:\\x", "a\\..\\x", "", ".", ".archsite", "a//b", "CON"];
        let text: String = lines.map(|path| format!("{path}\t{print}\n")).concat();
        let read = Manifest::parse(&format!("{HEADER}\n{text}ok\t{print}\nbad\tprint\nalone\n")).unwrap();
        assert_eq!(read.paths().map(OutputPath::as_str).collect::<Vec<_>>(), ["ok"]);
    }

    #[test]
    fn a_list_that_is_none_or_of_a_later_version_is_not_read() {
        assert_eq!(Manifest::parse("archsite 2\nx"), Err(NoManifest::Newer));
        assert_eq!(Manifest::parse("shopping\n"), Err(NoManifest::Other));
        assert_eq!(Manifest::parse(""), Ok(Manifest::default()));
    }
}
