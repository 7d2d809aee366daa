//! The map as an SVG that is complete without a script: regions, lines, documents as links, names.
//!
//! In: the graph and where everything stands. Out: the SVG, as HTML. Never: more links and lines than
//! a page can carry: of a large portal the documents with the most ties, the others as dots.

use super::graph::{Graph, Node};
use super::labels::{self, Disc, Labels};
use super::layout::{Layout, Point, Region, WIDTH};
use crate::model::markup::escaped;
use crate::model::output::{OutputPath, relative_url};
use crate::model::site::{DocumentNumber, Site};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many documents are links.
const MOST_LINKS: usize = 400;
/// How many of the others are dots.
const MOST_DOTS: usize = 3000;
/// How many lines there are.
const MOST_LINES: usize = 1500;
/// The radius of the smallest and of the largest disc, and which part of the spacing each may take.
const RADII: (f64, f64) = (5.0, 14.0);
const PARTS: (f64, f64) = (0.28, 0.75);
/// How many names may cover smaller discs.
const IMPORTANT: usize = 24;

/// Returns how many documents the picture has no link for, where it has not all.
pub(super) fn left_out(graph: &Graph) -> Option<usize> {
    graph.nodes.len().checked_sub(MOST_LINKS).filter(|left_out| *left_out > 0)
}

/// Draws the map.
pub(super) fn draw(site: &Site, graph: &Graph, layout: &Layout, from: &OutputPath) -> String {
    let order = graph.by_degree();
    let (linked, others) = order.split_at(order.len().min(MOST_LINKS));
    let mut svg = String::with_capacity(256 * linked.len() + 64 * 1024);
    let _ = write!(
        svg,
        "<svg class=\"map-picture\" viewBox=\"0 0 {WIDTH} {}\" role=\"group\" aria-label=\"Map of the documents\">",
        short(layout.height)
    );
    regions(&mut svg, graph, layout);
    lines(&mut svg, graph, layout, linked);
    dots(&mut svg, graph, layout, &others[..others.len().min(MOST_DOTS)]);
    documents(&mut svg, site, graph, layout, linked, from);
    svg.push_str("</svg>");
    svg
}

/// Writes a number with one digit after the point, where that is no zero.
fn short(number: f64) -> String {
    let tenths = (number * 10.0).round() as i64;
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

/// Rounds to a whole number, which is written in a tenth of the time of one with a point.
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Returns the radius of a document's disc.
pub(super) fn radius(node: &Node, most: u32, layout: &Layout) -> f64 {
    let share = f64::from(node.degree) / f64::from(most.max(1));
    let least = RADII.0.min(PARTS.0 * layout.spacing);
    let most = RADII.1.min(PARTS.1 * layout.spacing);
    least + (most - least) * share.sqrt()
}

fn most_ties(graph: &Graph) -> u32 {
    graph.nodes.iter().map(|node| node.degree).max().unwrap_or(0)
}

/// The regions and, large and pale, their names.
fn regions(svg: &mut String, graph: &Graph, layout: &Layout) {
    svg.push_str("<g aria-hidden=\"true\">");
    let named = || graph.categories.iter().zip(&layout.regions).filter(|(it, _)| it.name.is_some());
    for (category, Region { center, radius }) in named() {
        let _ = write!(
            svg,
            "<ellipse class=\"map-region hue-{}\" cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"/>",
            category.hue,
            short(center.x),
            short(center.y),
            short(radius.x),
            short(radius.y)
        );
    }
    for (category, region) in named() {
        let name = category.name.as_deref().unwrap_or_default();
        if let Some(size) = name_size(name, region) {
            let _ = write!(
                svg,
                "<text class=\"map-name hue-{}\" x=\"{}\" y=\"{}\" font-size=\"{}\">{}</text>",
                category.hue,
                short(region.center.x),
                short(region.center.y + size * 0.35),
                short(size),
                escaped(name)
            );
        }
    }
    svg.push_str("</g>");
}

/// How large the name of a category is at least and at most.
const NAME_SIZES: (f64, f64) = (12.0, 52.0);

/// Returns how large the name of a category can stand in its region; nothing where it cannot.
pub(super) fn name_size(name: &str, region: &Region) -> Option<f64> {
    let width = labels::width(name) / labels::SIZE;
    let size = (1.7 * region.radius.x / width.max(1.0)).min(0.5 * region.radius.y).min(NAME_SIZES.1);
    (size >= NAME_SIZES.0).then_some(size)
}

/// The lines between documents that are links, the strongest first: those within a category, those
/// between categories, and of both the guessed ones, in a path each.
fn lines(svg: &mut String, graph: &Graph, layout: &Layout, linked: &[u32]) {
    let mut is_linked = vec![false; graph.nodes.len()];
    linked.iter().for_each(|node| is_linked[*node as usize] = true);
    let mut ties: Vec<_> =
        graph.ties.iter().filter(|tie| tie.ends.iter().all(|end| is_linked[*end as usize])).collect();
    ties.sort_by(|one, other| {
        one.is_guessed
            .cmp(&other.is_guessed)
            .then(other.weight.total_cmp(&one.weight))
            .then(one.ends.cmp(&other.ends))
    });
    let mut paths: BTreeMap<(bool, bool, bool), String> = BTreeMap::new();
    for tie in ties.into_iter().take(MOST_LINES) {
        let [one, other] = tie.ends.map(|end| end as usize);
        let is_across = graph.nodes[one].category != graph.nodes[other].category;
        let path = paths.entry((!graph.is_common(tie), !tie.is_guessed, !is_across)).or_default();
        let [from, to] = [one, other].map(|end| layout.places[end]);
        let [from, to] = [from, to].map(|at| (whole(at.x), whole(at.y)));
        let _ = write!(path, "M{} {}l{} {}", from.0, from.1, to.0 - from.0, to.1 - from.1);
    }
    for ((is_rare, is_stated, is_within), path) in paths {
        let across = match (is_rare, is_within) {
            (false, _) => " is-common",
            (true, false) => " is-across",
            (true, true) => "",
        };
        let guessed = if is_stated { "" } else { " is-guessed" };
        let _ = write!(svg, "<path class=\"map-line{across}{guessed}\" d=\"{path}\"/>");
    }
}

/// Documents that are no links: a path for each colour.
fn dots(svg: &mut String, graph: &Graph, layout: &Layout, others: &[u32]) {
    let mut paths: BTreeMap<usize, String> = BTreeMap::new();
    for node in others {
        let hue = graph.categories[graph.nodes[*node as usize].category as usize].hue;
        let Point { x, y } = layout.places[*node as usize];
        let _ = write!(paths.entry(hue).or_default(), "M{} {}h0", whole(x), whole(y));
    }
    let width = short((layout.spacing * 0.4).clamp(1.5, 8.0));
    for (hue, path) in paths {
        let _ = write!(svg, "<path class=\"map-dots hue-{hue}\" stroke-width=\"{width}\" d=\"{path}\"/>");
    }
}

/// Documents as links, the most important ones last, so that they stand over the others.
fn documents(
    svg: &mut String,
    site: &Site,
    graph: &Graph,
    layout: &Layout,
    linked: &[u32],
    from: &OutputPath,
) {
    let most = most_ties(graph);
    let disc = |node: u32| Disc {
        center: layout.places[node as usize],
        radius: radius(&graph.nodes[node as usize], most, layout),
    };
    let mut labels = Labels::new(layout.height, linked.iter().map(|node| disc(*node)));
    let places: Vec<_> = linked
        .iter()
        .enumerate()
        .map(|(rank, node)| {
            let name = labels::shown(&site.documents[*node as usize].title);
            (labels.place(&disc(*node), &name, rank < IMPORTANT), name)
        })
        .collect();
    let rim = short((layout.spacing / 28.0).min(1.5));
    let _ = write!(svg, "<g class=\"map-nodes\" stroke-width=\"{rim}\">");
    for (number, (place, name)) in linked.iter().zip(&places).rev() {
        let document = DocumentNumber(*number);
        let node = &graph.nodes[*number as usize];
        let hue = graph.categories[node.category as usize].hue;
        let Disc { center, radius } = disc(*number);
        let url = relative_url(from, site.page(document));
        let _ = write!(svg, "<a class=\"map-node hue-{hue}\" href=\"{url}\">");
        if node.is_decision {
            let half = radius * 0.89;
            let _ = write!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"{2}\" height=\"{2}\" rx=\"1.5\"/>",
                short(center.x - half),
                short(center.y - half),
                short(2.0 * half)
            );
        } else {
            let [x, y, radius] = [center.x, center.y, radius].map(short);
            let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
        }
        // A name that found no place is shown where the pointer or the focus is.
        let (class, at, anchor) = match place {
            Some(place) => ("", place.at, place.anchor),
            None => {
                let at = Point { x: center.x, y: center.y - radius - 5.0 };
                (" class=\"is-quiet\"", at, "middle")
            }
        };
        let [x, y] = [at.x, at.y].map(short);
        let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        let _ = write!(svg, "<text{class} x=\"{x}\" y=\"{y}\"{anchor}>{}</text></a>", escaped(name));
    }
    svg.push_str("</g>");
}
