//! Where each document stands on the map.
//!
//! In: how many documents there are, the group of each, and edges with weights. Out: a place for each
//! document and a region for each group, within bounds. Never: asks for the time or for chance; uses
//! more than `+ - * /` and square roots, which are the same to the last bit on every machine; draws.
//!
//! Each group is an ellipse as large as its documents need, and groups that have much to do with each
//! other stand side by side ([`pack`]). Within a group documents repel each other, edges draw them
//! together, and those with edges to other groups are drawn to the side where these stand
//! ([`force`]): first for a few clusters, then for the clusters of which these are made, and so on
//! ([`coarse`]). At the end what still stands too close is moved apart ([`settle`]). All of it has a
//! fixed budget of steps, which falls with the number of documents.

mod coarse;
mod field;
mod force;
mod pack;
mod settle;

use coarse::Level;
use rayon::prelude::*;

/// How wide the map is, in units of its drawing.
pub(super) const WIDTH: f64 = 1200.0;
/// The least and the greatest height of the map.
const LEAST_HEIGHT: f64 = 360.0;
const GREATEST_HEIGHT: f64 = 800.0;
/// What stays free at the edge of the map.
const MARGIN: f64 = 28.0;
/// Text runs across: all is so much wider than high, so that names find room, where that fills the map.
const STRETCH: (f64, f64) = (1.0, 1.45);
/// What a document counts that it has edges to none: one with a weak edge alone is held by it weakly.
const ALONE: f64 = 0.5;
/// How far documents stand apart at most: a map of three is a small one.
const WIDEST_SPACING: f64 = 84.0;
/// The radius of a group of one document, in spacings.
const RADIUS: f64 = 0.75;
/// What stays free between the rim of a group and its documents, in spacings.
const RIM: f64 = 0.55;
/// What stays free between groups, in spacings.
const GAP: f64 = 0.7;

/// A place, or the way from one to another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }

    fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    fn times(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }

    fn square(self) -> f64 {
        self.x * self.x + self.y * self.y
    }

    fn length(self) -> f64 {
        self.square().sqrt()
    }
}

/// What draws two documents together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// The numbers of the documents.
    pub(super) ends: [u32; 2],
    /// How much, above 0.
    pub(super) weight: f64,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// How high the map is; it is [`WIDTH`] wide.
    pub(super) height: f64,
    /// How far apart documents stand at least, up and down.
    pub(super) spacing: f64,
    /// The place of each document.
    pub(super) places: Vec<Point>,
    /// The region of each group.
    pub(super) regions: Vec<Region>,
}

/// The ellipse that a group has for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Region {
    pub(super) center: Point,
    pub(super) radius: Point,
}

/// Lays out a map. `groups` says for each document which group it is in, from 0 without a gap; edges
/// that name a document that is not there, or one alone, count for nothing.
pub(super) fn lay_out(groups: &[u32], edges: &[Edge]) -> Layout {
    let edges = usable(edges, groups.len());
    let members = members(groups);
    let radii: Vec<f64> = members.iter().map(|it| radius_of(it.len())).collect();
    let centers = pack::pack(&radii, &ties(groups, &edges, members.len()), GAP);
    let inside = edges_inside(groups, &edges, members.len());
    let outward = outward(groups, &edges, &centers);
    let mut number_in_group = vec![0_u32; groups.len()];
    for documents in &members {
        for (number, document) in documents.iter().enumerate() {
            number_in_group[*document as usize] = number as u32;
        }
    }
    // No group knows where the documents of another stand.
    let found: Vec<Vec<Point>> = members
        .par_iter()
        .enumerate()
        .map(|(group, documents)| {
            let number_of = |document: u32| number_in_group[document as usize];
            let of_group = |edge: &Edge| Edge { ends: edge.ends.map(number_of), ..*edge };
            let edges: Vec<Edge> = inside[group].iter().map(of_group).collect();
            let outward: Vec<Point> = documents.iter().map(|document| outward[*document as usize]).collect();
            lay_out_group(documents.len(), &edges, &outward, radii[group] - RIM)
        })
        .collect();
    let mut places = vec![Point::default(); groups.len()];
    for ((documents, found), center) in members.iter().zip(found).zip(&centers) {
        for (document, place) in documents.iter().zip(found) {
            places[*document as usize] = place.plus(*center);
        }
    }
    fit(places, &centers, &radii)
}

/// Leaves out what is no edge between two documents.
fn usable(edges: &[Edge], documents: usize) -> Vec<Edge> {
    let is_edge = |edge: &&Edge| {
        let [from, to] = edge.ends;
        let is_there = |end: u32| (end as usize) < documents;
        from != to && is_there(from) && is_there(to) && edge.weight.is_finite() && edge.weight > 0.0
    };
    edges.iter().filter(is_edge).copied().collect()
}

/// Lists the documents of each group.
fn members(groups: &[u32]) -> Vec<Vec<u32>> {
    let count = groups.iter().max().map_or(0, |last| *last as usize + 1);
    let mut members = vec![Vec::new(); count];
    for (document, group) in groups.iter().enumerate() {
        members[*group as usize].push(document as u32);
    }
    members
}

fn radius_of(documents: usize) -> f64 {
    RADIUS * (documents.max(1) as f64).sqrt() + RIM
}

/// Returns how much each pair of groups has to do with each other.
fn ties(groups: &[u32], edges: &[Edge], count: usize) -> Vec<Vec<(u32, f64)>> {
    let mut between: Vec<(u32, u32, f64)> = edges
        .iter()
        .filter_map(|edge| {
            let [one, other] = edge.ends.map(|end| groups[end as usize]);
            (one != other).then_some((one, other, edge.weight))
        })
        .flat_map(|(one, other, weight)| [(one, other, weight), (other, one, weight)])
        .collect();
    // Edges of one pair keep their order, so that the sum is the same to the last bit.
    between.sort_by_key(|(one, other, _)| (*one, *other));
    let mut ties: Vec<Vec<(u32, f64)>> = vec![Vec::new(); count];
    for (one, other, weight) in between {
        match ties[one as usize].last_mut() {
            Some((last, sum)) if *last == other => *sum += weight,
            _ => ties[one as usize].push((other, weight)),
        }
    }
    ties
}

/// Lists the edges within each group.
fn edges_inside(groups: &[u32], edges: &[Edge], count: usize) -> Vec<Vec<Edge>> {
    let mut inside = vec![Vec::new(); count];
    for edge in edges {
        let [one, other] = edge.ends.map(|end| groups[end as usize]);
        if one == other {
            inside[one as usize].push(*edge);
        }
    }
    inside
}

/// Returns for each document the direction of its edges to other groups: as long as their share.
fn outward(groups: &[u32], edges: &[Edge], centers: &[Point]) -> Vec<Point> {
    let mut outward = vec![Point::default(); groups.len()];
    let mut sums = vec![0.0; groups.len()];
    for edge in edges {
        for (own, other) in [(edge.ends[0], edge.ends[1]), (edge.ends[1], edge.ends[0])] {
            let [from, to] = [own, other].map(|end| centers[groups[end as usize] as usize]);
            let way = to.minus(from);
            let length = way.length();
            if length > 0.0 {
                let place = &mut outward[own as usize];
                *place = place.plus(way.times(edge.weight / length));
            }
            sums[own as usize] += edge.weight;
        }
    }
    outward.iter().zip(sums).map(|(way, sum)| way.times(1.0 / (sum + ALONE))).collect()
}

/// Lays out the documents of one group around its middle. Those that have to do with no other stand
/// in an even pattern at the rim.
fn lay_out_group(count: usize, edges: &[Edge], outward: &[Point], radius: f64) -> Vec<Point> {
    let mut is_tied = vec![false; count];
    for edge in edges {
        edge.ends.iter().for_each(|end| is_tied[*end as usize] = true);
    }
    for (is_tied, way) in is_tied.iter_mut().zip(outward) {
        *is_tied |= *way != Point::default();
    }
    let tied: Vec<u32> = (0..count as u32).filter(|document| is_tied[*document as usize]).collect();
    let mut place_of = vec![0_u32; count];
    tied.iter().enumerate().for_each(|(place, document)| place_of[*document as usize] = place as u32);
    let core = radius * (tied.len() as f64 / count.max(1) as f64).sqrt();
    let level = Level {
        masses: vec![1.0; tied.len()],
        edges: edges
            .iter()
            .map(|edge| Edge { ends: edge.ends.map(|end| place_of[end as usize]), ..*edge })
            .collect(),
        outward: tied.iter().map(|document| outward[*document as usize]).collect(),
    };
    let found = force::lay_out(level, core);
    let mut places = vec![Point::default(); count];
    tied.iter().zip(found).for_each(|(document, place)| places[*document as usize] = place);
    let untied = (0..count).filter(|document| !is_tied[*document]);
    let rim = force::Spiral::new(radius, count).skip(tied.len());
    untied.zip(rim).for_each(|(document, place)| places[document] = place);
    settle::settle(&mut places, radius);
    places
}

/// Brings everything within the bounds of the map.
fn fit(places: Vec<Point>, centers: &[Point], radii: &[f64]) -> Layout {
    let (mut low, mut high) = (Point::new(f64::MAX, f64::MAX), Point::new(f64::MIN, f64::MIN));
    for (center, radius) in centers.iter().zip(radii) {
        low = Point::new(low.x.min(center.x - radius), low.y.min(center.y - radius));
        high = Point::new(high.x.max(center.x + radius), high.y.max(center.y + radius));
    }
    if centers.is_empty() {
        (low, high) = (Point::default(), Point::default());
    }
    let (width, height) = ((high.x - low.x).max(1.0), (high.y - low.y).max(1.0));
    let (room_across, room_up) = (WIDTH - 2.0 * MARGIN, GREATEST_HEIGHT - 2.0 * MARGIN);
    let stretch = (room_across / room_up * height / width).clamp(STRETCH.0, STRETCH.1);
    let spacing = (room_across / (stretch * width)).min(room_up / height).min(WIDEST_SPACING);
    let map_height = (height * spacing + 2.0 * MARGIN).max(LEAST_HEIGHT);
    let middle = low.plus(high).times(0.5);
    let scale = Point::new(spacing * stretch, spacing);
    let placed = |place: Point| {
        let from_middle = place.minus(middle);
        Point::new(WIDTH / 2.0 + from_middle.x * scale.x, map_height / 2.0 + from_middle.y * scale.y)
    };
    Layout {
        height: map_height,
        spacing,
        places: places.into_iter().map(placed).collect(),
        regions: centers
            .iter()
            .zip(radii)
            .map(|(center, radius)| Region {
                center: placed(*center),
                radius: Point::new(radius * scale.x, radius * scale.y),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests;
