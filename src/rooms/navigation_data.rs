//! The whole tree as one file that all pages share and load when the reader asks for it.
//!
//! In: the navigation. Out: a script, because pages opened from disk may load scripts but not data.
//! Never: a part of any page.

use super::{Contribution, FilePlan, Study};
use crate::model::output::OutputPath;
use crate::model::page::NAVIGATION_DATA;
use crate::model::site::{NodeNumber, Site};
use serde::Serialize;

/// Makes the file.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let path = OutputPath::safe(NAVIGATION_DATA);
    let plans = vec![FilePlan::new(path, &[site.outline], || script(site))];
    Contribution { plans, ..Contribution::default() }
}

fn script(site: &Site) -> String {
    let tree =
        Tree { children: branches(site, &site.navigation.top, 0), title: site.title(), url: "index.html" };
    // It has no maps and no numbers, so that it can be written.
    let tree = serde_json::to_string(&tree).unwrap_or_default();
    // `<` is escaped so that no title can end a script, wherever the file is put.
    format!("archsiteNavigation({});\n", tree.replace('<', "\\u003c"))
}

#[derive(Serialize)]
struct Tree<'a> {
    children: Vec<Branch<'a>>,
    title: String,
    url: &'static str,
}

#[derive(Serialize)]
struct Branch<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<Branch<'a>>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// No one nests folders this deep; a summary might, to see what happens.
const DEEPEST: usize = 64;

fn branches<'a>(site: &'a Site, nodes: &[NodeNumber], depth: usize) -> Vec<Branch<'a>> {
    let branch = |number: &NodeNumber| {
        let node = site.navigation.node(*number);
        let below = if depth < DEEPEST { node.children.as_slice() } else { &[] };
        Branch {
            children: branches(site, below, depth + 1),
            title: &node.title,
            url: node.page.as_ref().map(OutputPath::url_encoded),
        }
    };
    nodes.iter().map(branch).collect()
}
