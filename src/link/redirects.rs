//! Former addresses: `aliases` of the front matter and the redirect table of `book.toml`.
//!
//! In: what documents and settings declare, and all that has a place already. Out: redirects that
//! have one too. Never: replaces anything; what is in the way is named at the place of the redirect.

use crate::diagnostic::{Code, Diagnostic, Texts};
use crate::model::document::Document;
use crate::model::output::{Holders, OutputPath, relative_url};
use crate::model::site::{self, Folder, PortalPages, Redirect};
use crate::model::snapshot::{BOOK, Snapshot};
use crate::source::{SourcePath, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Gives each former address its place.
pub(super) fn place(
    snapshot: &Snapshot,
    documents: (&[Arc<Document>], &[OutputPath]),
    folders: &BTreeMap<String, Folder>,
    assets: &BTreeMap<SourcePath, OutputPath>,
    portal: &PortalPages,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    let configured = &snapshot.config.redirect;
    if configured.is_empty() && documents.0.iter().all(|it| it.metadata.aliases.is_empty()) {
        return redirects;
    }
    let mut holders = holders(documents, folders, assets);
    for path in portal.pages.values() {
        let _ = holders.hold(path, format!("the portal's own {path}"));
    }
    for (document, page) in documents.0.iter().zip(documents.1) {
        for alias in &document.metadata.aliases {
            let path = page_at(alias);
            match holders.hold(&path, format!("the alias \"{alias}\" of {}", document.id)) {
                Ok(()) => {
                    let target = relative_url(&path, page);
                    redirects.push(Redirect { path, target });
                }
                Err(holder) => diagnostics.push(
                    collision(snapshot, &document.id, alias, "alias", holder)
                        .help("take the alias out, or rename what stands there"),
                ),
            }
        }
    }
    for (from, to) in configured {
        let path = page_at(from);
        let book = SourcePath::new(BOOK);
        match holders.hold(&path, format!("the redirect \"{from}\" of {book}")) {
            Ok(()) => {
                let target = if to.contains("://") || !to.starts_with('/') {
                    to.clone()
                } else {
                    format!("{}{}", path.root(), to.trim_start_matches('/'))
                };
                redirects.push(Redirect { path, target });
            }
            Err(holder) => diagnostics.push(
                collision(snapshot, &book, from, "redirect", holder)
                    .help("take the redirect out, or rename what stands there"),
            ),
        }
    }
    redirects
}

/// Everything that stands somewhere already.
fn holders(
    documents: (&[Arc<Document>], &[OutputPath]),
    folders: &BTreeMap<String, Folder>,
    assets: &BTreeMap<SourcePath, OutputPath>,
) -> Holders {
    let mut holders = site::holders(documents.0, documents.1, folders);
    for document in documents.0 {
        let _ = holders.hold(&OutputPath::for_file(&document.id), format!("the text of {}", document.id));
    }
    for (source, path) in assets {
        let _ = holders.hold(path, source.as_str());
    }
    holders
}

/// Reports what would stand where something else does, at the place where it is written.
fn collision(snapshot: &Snapshot, file: &SourcePath, written: &str, what: &str, holder: &str) -> Diagnostic {
    let at = snapshot.text(file).and_then(|text| text.find(written));
    let span = at.map_or_else(
        || Span::whole(file.clone()),
        |at| Span::new(file.clone(), at as u32, (at + written.len()) as u32),
    );
    let message =
        format!("the {what} \"{written}\" of {file} would stand where {holder} does; it is left out");
    Diagnostic::new(Code::OutputCollision, span, message)
}

fn page_at(address: &str) -> OutputPath {
    let address = address.trim_start_matches('/');
    if address.is_empty() || address.ends_with('/') {
        OutputPath::safe(&format!("{address}index.html"))
    } else if address.ends_with(".html") || address.ends_with(".htm") {
        OutputPath::safe(address)
    } else if let Some(stem) = address.strip_suffix(".md") {
        OutputPath::safe(&format!("{stem}.html"))
    } else {
        OutputPath::safe(&format!("{address}/index.html"))
    }
}
