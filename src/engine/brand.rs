//! A portal's own name and look, out of its settings and files.
//!
//! In: the snapshot and the linked site. Out: a [`Brand`]. Never: reads a file; the snapshot holds
//! what settings name.

use crate::diagnostic::Diagnostic;
use crate::model::brand::{Brand, BrandFile};
use crate::model::config::PortalPath;
use crate::model::document::{Document, Parsed};
use crate::model::site::Site;
use crate::model::snapshot::{BOOK, Drawing, Snapshot};
use crate::parse::{self, MarkdownOptions};
use crate::source::{SourcePath, Span};
use std::sync::Arc;

/// Reads the footer, a text of Markdown in the settings. What is found in it has its place there.
pub(super) fn footer(snapshot: &Snapshot, options: MarkdownOptions) -> Option<Parsed> {
    let text = snapshot.config.footer.as_ref()?;
    let parsed = parse::fragment(&SourcePath::new(BOOK), text, options);
    let mut footer = Document::clone(&parsed.document);
    let setting = snapshot.config.place("output.archsite.footer").cloned();
    let setting = setting.unwrap_or_else(|| Span::whole(SourcePath::new(BOOK)));
    // Where the text stands in the file as it is, a place in it is a place in the file. With
    // escapes in it, or white space trimmed by TOML, the setting as a whole has to do.
    let written = || snapshot.book.as_deref()?.get(setting.start as usize..setting.end as usize);
    let start = written().and_then(|written| written.find(text.as_str())).map(|at| setting.start + at as u32);
    let place = |span: &Span| match start {
        Some(start) => Span::new(setting.file.clone(), start + span.start, start + span.end),
        None => setting.clone(),
    };
    for link in &mut footer.links {
        link.span = place(&link.span);
    }
    for diagnostic in &mut footer.diagnostics {
        diagnostic.span = place(&diagnostic.span);
        for related in &mut diagnostic.related {
            related.span = place(&related.span);
        }
    }
    Some(Parsed { document: Arc::new(footer), body: parsed.body })
}

/// Puts together what is of the portal's own.
pub(super) fn brand(
    snapshot: &Snapshot,
    site: &Site,
    footer: Option<Parsed>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Brand {
    let config = &snapshot.config;
    let file = |path: &PortalPath| {
        let bytes = Arc::clone(snapshot.named_files.get(path.as_str())?);
        Some(BrandFile { path: path.as_str().to_owned(), bytes })
    };
    let files = |paths: &[PortalPath]| paths.iter().filter_map(file).collect();
    let mut picture = |path: &Option<PortalPath>| {
        let file = path.as_ref().and_then(file)?;
        if config.unsafe_html { Some(file) } else { cleaned(file, diagnostics) }
    };
    Brand {
        title: site.title(),
        logo: picture(&config.logo),
        favicon: picture(&config.favicon),
        styles: files(&config.extra_css),
        scripts: files(&config.extra_js),
        footer: footer.map(|footer| (footer, site.footer.as_slice().into())),
    }
}

/// Takes out of an SVG picture what could run on the reader's machine.
fn cleaned(file: BrandFile, diagnostics: &mut Vec<Diagnostic>) -> Option<BrandFile> {
    let path = SourcePath::new(file.path.as_str());
    if path.extension() != "svg" {
        return Some(file);
    }
    let (drawing, found) = parse::drawing(&path, &String::from_utf8_lossy(&file.bytes));
    diagnostics.extend(found);
    match drawing {
        Drawing::Untouched => Some(file),
        Drawing::Cleaned(bytes) => Some(BrandFile { bytes, ..file }),
        Drawing::Refused => None,
    }
}
