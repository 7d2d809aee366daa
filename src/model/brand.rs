//! What a portal has of its own for all its pages: its name, its pictures, its footer.
//!
//! In: made by the engine out of settings and files, cleaned and linked. Out: read by rendering.
//! Never: a template; those are the theme's.

use super::document::Parsed;
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::site::Destination;
use std::sync::Arc;

/// A portal's own name and look.
#[derive(Clone, Debug)]
pub struct Brand {
    /// The title of the portal.
    pub title: String,
    /// The picture before the title.
    pub logo: Option<BrandFile>,
    /// The picture that browsers show for the site.
    pub favicon: Option<BrandFile>,
    /// Style sheets that every page loads after the theme's.
    pub styles: Vec<BrandFile>,
    /// Scripts that every page loads after the theme's.
    pub scripts: Vec<BrandFile>,
    /// The text at the foot of every page, and where its links lead.
    pub footer: Option<(Parsed, Arc<[Destination]>)>,
}

/// A file of the portal that every page loads.
#[derive(Clone, Debug)]
pub struct BrandFile {
    /// Its path in the portal.
    pub path: String,
    /// What is published of it.
    pub bytes: Arc<[u8]>,
}

impl Brand {
    /// Returns the fingerprint of everything in it.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut fingerprinter = Fingerprinter::new("brand").bytes(self.title.as_bytes());
        let lists = [self.logo.as_slice(), self.favicon.as_slice(), &self.styles, &self.scripts];
        for list in lists {
            fingerprinter = fingerprinter.bytes(&list.len().to_le_bytes());
            for file in list {
                fingerprinter = fingerprinter.bytes(file.path.as_bytes()).bytes(&file.bytes);
            }
        }
        if let Some((Parsed { document, .. }, destinations)) = &self.footer {
            // A footer has a handful of links; what they lead to has no shorter name.
            fingerprinter = fingerprinter.bytes(format!("{destinations:?}").as_bytes());
            fingerprinter = document.fingerprint.into_iter().fold(fingerprinter, Fingerprinter::part);
        }
        fingerprinter.finish()
    }
}
