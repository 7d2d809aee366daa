//! The graph and where everything stands, for the map's script.
//!
//! In: the graph and the layout. Out: a script, because pages opened from disk may load scripts but
//! not data. Never: more than a name, an address, a place and its relations of a document.

use super::graph::{self, Graph};
use super::layout::{Layout, WIDTH};
use super::list;
use crate::model::site::Site;
use serde_json::json;

/// Writes the script: one call with an object. All lists about documents are in the order of their
/// paths; places are in tenths of a unit, x and y in turn; of each kind of relation the list has for
/// each relation, in the order of their beginnings, how many documents on it begins, and where it ends.
pub(super) fn script(site: &Site, graph: &Graph, layout: &Layout) -> String {
    let tenths = |it: f64| (it * 10.0).round() as i64;
    let categories: Vec<_> = graph
        .categories
        .iter()
        .zip(&layout.regions)
        .map(|(category, region)| {
            let [x, y] = [region.center.x, region.center.y].map(tenths);
            let [rx, ry] = [region.radius.x, region.radius.y].map(tenths);
            json!({ "name": category.name, "hue": category.hue, "region": [x, y, rx, ry] })
        })
        .collect();
    let kinds: Vec<_> = graph
        .kinds
        .iter()
        .map(|(kind, count)| {
            let mut ends = Vec::with_capacity(2 * count);
            let mut last = 0;
            for relation in site.relations.iter().filter(|relation| relation.kind == *kind) {
                ends.push(relation.from.0 - last);
                ends.push(relation.to.0);
                last = relation.from.0;
            }
            let (out, back) = list::labels(*kind);
            let guessed = graph::is_guessed(*kind);
            json!({ "key": kind.as_str(), "out": out, "back": back, "guessed": guessed, "ends": ends })
        })
        .collect();
    let titles: Vec<&str> = site.documents.iter().map(|document| document.title.as_str()).collect();
    let urls: Vec<String> = site.pages.iter().map(|page| page.url_encoded()).collect();
    let places: Vec<i64> =
        layout.places.iter().flat_map(|place| [tenths(place.x), tenths(place.y)]).collect();
    let category_of: Vec<u32> = graph.nodes.iter().map(|node| node.category).collect();
    let is_decision = |number: &u32| graph.nodes[*number as usize].is_decision;
    let decisions: Vec<u32> = (0..graph.nodes.len() as u32).filter(is_decision).collect();
    let data = json!({
        "width": tenths(WIDTH), "height": tenths(layout.height), "spacing": tenths(layout.spacing),
        "categories": categories, "kinds": kinds, "titles": titles, "urls": urls,
        "places": places, "categoryOf": category_of, "decisions": decisions,
    });
    // `<` is escaped so that no title can end a script, wherever the file is put.
    format!("archsiteMap({});\n", data.to_string().replace('<', "\\u003c"))
}
