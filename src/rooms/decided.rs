//! How a page names a decision and leads to it. Ground that rooms share, no room.
//!
//! In: the site and a decision. Out: names, addresses, the banner over one that no longer holds.
//! Never: a list of decisions.

use super::way;
use crate::model::decision::{Decision, DecisionNumber, LinkedDecision};
use crate::model::output::{OutputPath, percent_encoded, relative_url};
use crate::model::page::{Banner, Successor};
use crate::model::site::{Destination, DocumentNumber, Site};
use crate::model::status::{Status, StatusKind};

/// Returns a decision as its document tells it.
pub(super) fn told<'a>(site: &'a Site, linked: &LinkedDecision) -> &'a Decision {
    &site.document(linked.document).decisions[linked.index as usize]
}

/// Returns the address of a decision.
pub(super) fn url(site: &Site, from: &OutputPath, linked: &LinkedDecision) -> String {
    way::anchor_url(site, from, linked.document, told(site, linked).anchor.as_deref())
}

/// Returns the id of a decision that has one of its own; what was made of its file name says nothing
/// that the title does not.
pub(super) fn own_id(site: &Site, linked: &LinkedDecision) -> Option<String> {
    told(site, linked).id.as_ref().map(|id| id.value.0.clone())
}

/// Returns what a link to a decision says: its id and its title.
pub(super) fn name(site: &Site, linked: &LinkedDecision) -> String {
    let title = &told(site, linked).title.value;
    match own_id(site, linked) {
        Some(id) => format!("{id}: {title}"),
        None => title.clone(),
    }
}

/// Returns what the badge of a decision says: in a list all say the same word for the same thing.
pub(super) fn badge(status: &Status) -> String {
    match status.kind {
        StatusKind::Unknown => status.word().to_owned(),
        kind => kind.label().to_owned(),
    }
}

/// Returns links to decisions, with their whole names.
fn links(site: &Site, from: &OutputPath, numbers: &[DecisionNumber]) -> Vec<Successor> {
    let link = |number: &DecisionNumber| {
        let linked = site.decision(*number);
        Successor { title: name(site, linked), url: Some(url(site, from, linked)) }
    };
    numbers.iter().map(link).collect()
}

/// Returns what a decision names as its successor that is no decision of the portal.
fn elsewhere(site: &Site, from: &OutputPath, linked: &LinkedDecision, reference: u32) -> Option<Successor> {
    let reference = told(site, linked).references.get(reference as usize)?;
    let document = linked.document.0 as usize;
    let link = reference.link.map(|link| link as usize);
    let written = link.and_then(|link| site.documents[document].links.get(link));
    let destination = link.and_then(|link| site.destinations[document].get(link));
    let url = destination.and_then(|destination| match destination {
        Destination::Page { page, anchor, .. } => {
            let anchor = anchor.as_ref().map(|anchor| format!("#{}", percent_encoded(anchor)));
            Some(relative_url(from, page) + &anchor.unwrap_or_default())
        }
        Destination::Asset { page, suffix, .. } => Some(relative_url(from, page) + suffix),
        Destination::External(url) | Destination::Repository(url) => Some(url.clone()),
        Destination::Here { .. } | Destination::RemoteImage(_) | Destination::Broken => None,
    });
    let title = written.map_or(&reference.target, |link| &link.text);
    Some(Successor { title: title.clone(), url })
}

/// Says whether a decision no longer holds.
pub(super) fn is_past(site: &Site, linked: &LinkedDecision) -> bool {
    let is_past = told(site, linked).status.as_ref().is_some_and(|status| status.kind.is_past());
    is_past || !linked.superseded_by.is_empty()
}

/// Returns what stands over the text of a document that is a decision which was superseded or amended.
pub(super) fn banner(site: &Site, from: &OutputPath, document: DocumentNumber) -> Option<Banner> {
    let linked = site.decision_of(document)?;
    let is_superseded =
        told(site, linked).status.as_ref().is_some_and(|status| status.kind == StatusKind::Superseded);
    let mut successors = links(site, from, &linked.superseded_by);
    let named = linked.successors_elsewhere.iter();
    successors.extend(named.filter_map(|reference| elsewhere(site, from, linked, *reference)));
    // What only its own text says of a successor elsewhere must not contradict its status.
    if !linked.superseded_by.is_empty() || is_superseded && !successors.is_empty() {
        let links = successors;
        return Some(Banner { kind: "past", label: "This decision was superseded by".to_owned(), links });
    }
    if !linked.amended_by.is_empty() {
        let label = if is_superseded {
            "Parts of this decision were superseded by"
        } else {
            "This decision was amended by"
        };
        let links = links(site, from, &linked.amended_by);
        return Some(Banner { kind: "note", label: label.to_owned(), links });
    }
    is_superseded.then(|| Banner {
        kind: "past",
        label: "This decision was superseded".to_owned(),
        links: Vec::new(),
    })
}
