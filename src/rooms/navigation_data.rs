//! The whole tree as one file that all pages share and load when the reader asks for it.
//!
//! In: the navigation. Out: a script, because pages opened from disk may load scripts but not data.
//! Never: a part of any page.

use super::{Contribution, FilePlan, Study};
use crate::model::output::OutputPath;
use crate::model::page::NAVIGATION_DATA;
use crate::model::site::{NodeNumber, Site};
use serde_json::{Value, json};

/// Makes the file.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    let site = study.site;
    let path = OutputPath::safe(NAVIGATION_DATA);
    let plans = vec![FilePlan::new(path, &[site.outline], || script(site))];
    Contribution { plans, ..Contribution::default() }
}

fn script(site: &Site) -> String {
    let children: Vec<Value> = site.navigation.top.iter().map(|&node| subtree(site, node, 0)).collect();
    let tree = json!({ "title": site.title(), "url": "index.html", "children": children });
    // `<` is escaped so that no title can end a script, wherever the file is put.
    format!("archsiteNavigation({});\n", tree.to_string().replace('<', "\\u003c"))
}

/// No one nests folders this deep; a summary might, to see what happens.
const DEEPEST: usize = 64;

fn subtree(site: &Site, number: NodeNumber, depth: usize) -> Value {
    let node = site.navigation.node(number);
    let mut value = json!({ "title": node.title });
    if let Some(page) = &node.page {
        value["url"] = page.url_encoded().into();
    }
    if !node.children.is_empty() && depth < DEEPEST {
        value["children"] = node.children.iter().map(|&child| subtree(site, child, depth + 1)).collect();
    }
    value
}
