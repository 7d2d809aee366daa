//! Links to other hosts: which addresses there are, and which of them lead to nothing.
//!
//! In: where links lead, and what other hosts answered where somebody asked. Out: addresses; findings.
//! Never: asks a host.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::document::{Document, LinkKind};
use crate::model::site::{Destination, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Returns the addresses that documents lead to on other hosts, without their fragments, which no host
/// is told of.
pub fn addresses(site: &Site) -> BTreeSet<&str> {
    site.destinations.iter().flat_map(|of_document| of_document.iter()).filter_map(address).collect()
}

/// Returns the address of a link to another host, without its fragment.
fn address(destination: &Destination) -> Option<&str> {
    let (Destination::External(url) | Destination::RemoteImage(url)) = destination else { return None };
    let scheme = url.split_once("://")?.0;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_web.then(|| url.split('#').next().unwrap_or(url))
}

/// Finds the links whose address is known to lead to nothing.
pub(super) fn find(
    documents: &[Arc<Document>],
    destinations: &[Arc<[Destination]>],
    dead: &BTreeMap<String, String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if dead.is_empty() {
        return;
    }
    for (document, destinations) in documents.iter().zip(destinations) {
        for (link, destination) in document.links.iter().zip(destinations.iter()) {
            let Some(address) = address(destination) else { continue };
            let Some(why) = dead.get(address) else { continue };
            let what = match link.kind {
                LinkKind::Hyperlink => "link",
                LinkKind::Image => "image",
            };
            let message = format!("the {what} to {address} leads to nothing: {why}");
            diagnostics.push(Diagnostic::new(Code::DeadExternalLink, link.span.clone(), message));
        }
    }
}
