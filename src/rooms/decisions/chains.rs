//! What superseded what, drawn as chains.
//!
//! In: the relations of all decisions. Out: a chain for each group of decisions that are tied, the
//! oldest first. Never: an endless one, however much the documents go in circles.

use crate::model::decision::DecisionNumber;
use crate::model::output::OutputPath;
use crate::model::page::{Chain, ChainDecision, ChainStep};
use crate::model::site::Site;
use crate::rooms::decided;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the chains, that of the first decision of the register first.
pub(super) fn chains(site: &Site, path: &OutputPath) -> Vec<Chain> {
    let mut seen: BTreeSet<DecisionNumber> = BTreeSet::new();
    let mut chains = Vec::new();
    for number in (0..site.decisions.len() as u32).map(DecisionNumber) {
        let linked = site.decision(number);
        let is_tied = !linked.supersedes.is_empty() || !linked.superseded_by.is_empty();
        if !is_tied || seen.contains(&number) {
            continue;
        }
        let group = group_of(site, number);
        seen.extend(&group);
        let steps = steps(site, &group)
            .into_iter()
            .map(|step| ChainStep {
                decisions: step.into_iter().map(|number| decision(site, path, number)).collect(),
            })
            .collect();
        chains.push(Chain { steps });
    }
    chains
}

/// Returns all decisions that are tied to one, itself included.
fn group_of(site: &Site, start: DecisionNumber) -> BTreeSet<DecisionNumber> {
    let mut group = BTreeSet::new();
    let mut to_visit = vec![start];
    while let Some(number) = to_visit.pop() {
        if group.insert(number) {
            let linked = site.decision(number);
            to_visit.extend(linked.supersedes.iter().chain(&linked.superseded_by));
        }
    }
    group
}

/// Puts a group into steps: each decision as late as the last of those that it superseded allows.
/// What is in a circle makes the last step.
fn steps(site: &Site, group: &BTreeSet<DecisionNumber>) -> Vec<Vec<DecisionNumber>> {
    let mut open: BTreeMap<DecisionNumber, usize> =
        group.iter().map(|number| (*number, site.decision(*number).supersedes.len())).collect();
    let mut steps = Vec::new();
    let mut ready: Vec<DecisionNumber> =
        open.iter().filter(|(_, before)| **before == 0).map(|(number, _)| *number).collect();
    while !ready.is_empty() {
        let mut next = BTreeSet::new();
        for number in &ready {
            open.remove(number);
            for later in &site.decision(*number).superseded_by {
                if let Some(before) = open.get_mut(later) {
                    *before = before.saturating_sub(1);
                    if *before == 0 {
                        next.insert(*later);
                    }
                }
            }
        }
        steps.push(std::mem::replace(&mut ready, next.into_iter().collect()));
    }
    if !open.is_empty() {
        steps.push(open.into_keys().collect());
    }
    steps
}

fn decision(site: &Site, path: &OutputPath, number: DecisionNumber) -> ChainDecision {
    let linked = site.decision(number);
    let decision = decided::told(site, linked);
    let status = decision.status.as_ref();
    ChainDecision {
        id: decided::own_id(site, linked),
        title: decision.title.value.clone(),
        url: decided::url(site, path, linked),
        status: status.map(|status| status.kind.as_str().to_owned()),
        status_text: status.map(|status| decided::badge(status)),
    }
}
