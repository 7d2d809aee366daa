//! The graph and where everything stands, for the map's script.
//!
//! In: the graph and the layout. Out: a script, because pages opened from disk may load scripts but
//! not data. Never: more than a name, an address, a place and its relations of a document.

use super::graph::{self, Graph};
use super::layout::{Layout, Region, WIDTH};
use super::list;
use crate::model::output::OutputPath;
use crate::model::relation::RelationKind;
use crate::model::site::Site;
use serde::Serialize;

/// What the script is called with. All lists about documents are in the order of their paths; places
/// are in tenths of a unit, x and y in turn.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MapJson<'a> {
    categories: Vec<CategoryJson<'a>>,
    category_of: Vec<u32>,
    decisions: Vec<u32>,
    height: i64,
    kinds: Vec<KindJson>,
    places: Vec<i64>,
    spacing: i64,
    titles: Vec<&'a str>,
    urls: Vec<String>,
    width: i64,
}

#[derive(Serialize)]
struct CategoryJson<'a> {
    hue: usize,
    name: Option<&'a str>,
    region: [i64; 4],
}

/// A kind of relation.
#[derive(Serialize)]
struct KindJson {
    back: &'static str,
    /// For each relation, in the order of their beginnings, how many documents on it begins, and where it
    /// ends.
    ends: Vec<u32>,
    guessed: bool,
    key: &'static str,
    out: &'static str,
}

impl KindJson {
    fn of(site: &Site, kind: RelationKind, count: usize) -> Self {
        let mut ends = Vec::with_capacity(2 * count);
        let mut last = 0;
        for relation in site.relations.iter().filter(|relation| relation.kind == kind) {
            ends.push(relation.from.0 - last);
            ends.push(relation.to.0);
            last = relation.from.0;
        }
        let (out, back) = list::labels(kind);
        Self { back, ends, guessed: graph::is_guessed(kind), key: kind.as_str(), out }
    }
}

/// Writes the script: one call with an object.
pub(super) fn script(site: &Site, graph: &Graph, layout: &Layout) -> String {
    let tenths = |it: f64| (it * 10.0).round() as i64;
    let region =
        |region: &Region| [region.center.x, region.center.y, region.radius.x, region.radius.y].map(tenths);
    let categories = graph.categories.iter().zip(&layout.regions);
    let is_decision = |number: &u32| graph.nodes[*number as usize].is_decision;
    let data = MapJson {
        categories: categories
            .map(|(category, place)| CategoryJson {
                hue: category.hue,
                name: category.name.as_deref(),
                region: region(place),
            })
            .collect(),
        category_of: graph.nodes.iter().map(|node| node.category).collect(),
        decisions: (0..graph.nodes.len() as u32).filter(is_decision).collect(),
        height: tenths(layout.height),
        kinds: graph.kinds.iter().map(|(kind, count)| KindJson::of(site, *kind, *count)).collect(),
        places: layout.places.iter().flat_map(|place| [tenths(place.x), tenths(place.y)]).collect(),
        spacing: tenths(layout.spacing),
        titles: site.documents.iter().map(|document| document.title.as_str()).collect(),
        urls: site.pages.iter().map(OutputPath::url_encoded).collect(),
        width: tenths(WIDTH),
    };
    // It has no maps, and of numbers integers alone, so that it can be written.
    let data = serde_json::to_string(&data).unwrap_or_default();
    // `<` is escaped so that no title can end a script, wherever the file is put.
    format!("archsiteMap({});\n", data.replace('<', "\\u003c"))
}
