//! The documents of one group as bodies that repel each other and are held together by edges.
//!
//! In: a level and the radius of its disc. Out: a place for each, around the middle of the disc.
//! Never: more steps than its budget, which depends on the numbers of documents and edges alone.
//!
//! All lengths are in spacings. Repulsion falls with the distance and a spring holds everything to the
//! middle: bodies under these two alone fill the disc evenly, so that a group is as large as its number
//! of documents whatever its edges are.

use super::coarse::{Level, coarsen};
use super::field::Field;
use super::{ALONE, Point};

/// A level of so few is laid out as it is.
const COARSEST: usize = 24;
/// A group of so many documents, and edges of which four count as one, is laid out to the end.
const FEW: usize = 64;
/// What a step may move at most at the beginning of a level, as a part of the radius, and at its end.
const HOT: f64 = 0.25;
const COLD: f64 = 0.01;
/// How strongly the edges of a document hold it, beside the spring that holds it to the middle.
const HOLD: f64 = 3.5;
/// How far from the middle a document goes that has to do with other groups alone, as a part of the radius.
const OUTWARD: f64 = 0.75;
/// What part of the way to its balance a body goes in a step: two that attract each other both move.
const STEP: f64 = 0.5;

/// Lays out a group.
pub(super) fn lay_out(level: Level, radius: f64) -> Vec<Point> {
    let count = level.masses.len();
    if count < 2 {
        return vec![Point::default(); count];
    }
    let budget = Budget::of(count, level.edges.len());
    let mut levels = vec![level];
    let mut parents = Vec::new();
    while let Some(last) = levels.last().filter(|last| last.masses.len() > COARSEST) {
        let (coarse, cluster) = coarsen(last);
        if coarse.masses.len() * 10 > last.masses.len() * 9 {
            break;
        }
        levels.push(coarse);
        parents.push(cluster);
    }
    let mut places: Vec<Point> =
        levels.last().map_or_else(Vec::new, |last| Spiral::new(radius, last.masses.len()).collect());
    for (depth, level) in levels.iter().enumerate().rev() {
        if let Some(cluster) = parents.get(depth) {
            places = spread(&places, cluster, &levels[depth + 1].masses);
        }
        let steps = if depth == 0 { budget.finest } else { budget.coarser };
        let heat = if depth + 1 == levels.len() { HOT } else { HOT / 3.0 };
        refine(level, &mut places, radius, steps, heat);
    }
    fill(&mut places, radius);
    places
}

/// How many steps are taken.
struct Budget {
    finest: usize,
    coarser: usize,
}

impl Budget {
    /// Of a few dozen documents so many steps that more change nothing; of more as many as take the coarser layout
    /// in. With twice as many, edges on the map of a thousand documents are shorter by two hundredths, with twenty
    /// times as many by three, which nobody sees; the steps are most of what a map costs.
    fn of(documents: usize, edges: usize) -> Self {
        let size = documents + edges / 4 + 1;
        let steps = |in_all: usize, least: usize| if size <= FEW { 160 } else { (in_all / size).max(least) };
        Self { finest: steps(4_000, 24), coarser: steps(8_000, 32) }
    }
}

/// Puts what a cluster is made of around its place.
fn spread(places: &[Point], cluster: &[u32], masses: &[f64]) -> Vec<Point> {
    let mut turn = Turn::new();
    cluster
        .iter()
        .map(|cluster| {
            let away = 0.3 * masses[*cluster as usize].sqrt();
            places[*cluster as usize].plus(turn.next().times(away))
        })
        .collect()
}

fn refine(level: &Level, places: &mut [Point], radius: f64, steps: usize, heat: f64) {
    let total: f64 = level.masses.iter().sum();
    // Under this spring an even disc of this radius and mass is in balance.
    let spring = total / (radius * radius);
    let edges = held(level, spring);
    let mut stiffness: Vec<f64> = level.masses.iter().map(|mass| mass * spring).collect();
    for edge in &edges {
        edge.ends.iter().for_each(|end| stiffness[*end as usize] += edge.weight);
    }
    let ease: Vec<f64> = stiffness.iter().map(|stiffness| STEP / stiffness).collect();
    let drawn_to: Vec<Point> = level.outward.iter().map(|way| way.times(radius * OUTWARD)).collect();
    let mut field = Field::new(places.len());
    for step in 0..steps {
        let left = 1.0 - step as f64 / steps as f64;
        let limit = radius * (COLD + (heat - COLD) * left * left);
        let forces = field.repulsion(places, &level.masses);
        for (((force, place), mass), drawn_to) in
            forces.iter_mut().zip(&*places).zip(&level.masses).zip(&drawn_to)
        {
            *force = force.plus(drawn_to.minus(*place).times(spring)).times(*mass);
        }
        for edge in &edges {
            let [one, other] = edge.ends.map(|end| end as usize);
            let pull = places[other].minus(places[one]).times(edge.weight);
            forces[one] = forces[one].plus(pull);
            forces[other] = forces[other].minus(pull);
        }
        for ((place, force), ease) in places.iter_mut().zip(forces).zip(&ease) {
            let way = force.times(*ease);
            let length = way.length();
            let way = if length > limit { way.times(limit / length) } else { way };
            *place = place.plus(way);
        }
    }
}

/// Returns the edges with the strength that they have in the layout. What hangs on few edges is held
/// by each of them; between two that have many, one edge says little.
fn held(level: &Level, spring: f64) -> Vec<super::Edge> {
    let mut sums = vec![0.0; level.masses.len()];
    for edge in &level.edges {
        edge.ends.iter().for_each(|end| sums[*end as usize] += edge.weight);
    }
    let strength = |edge: &super::Edge| {
        let [one, other] = edge.ends.map(|end| end as usize);
        let (sum, mass) = if sums[one] / level.masses[one] <= sums[other] / level.masses[other] {
            (sums[one], level.masses[one])
        } else {
            (sums[other], level.masses[other])
        };
        HOLD * spring * mass * edge.weight / (sum + ALONE * mass)
    };
    level.edges.iter().map(|edge| super::Edge { weight: strength(edge), ..*edge }).collect()
}

/// Moves the whole into the middle of its disc, and makes it as large as that.
fn fill(places: &mut [Point], radius: f64) {
    let count = places.len() as f64;
    let middle = places.iter().fold(Point::default(), |sum, place| sum.plus(*place)).times(1.0 / count);
    let square =
        places.iter().map(|place| place.minus(middle)).fold(0.0, |sum, it| sum + it.x * it.x + it.y * it.y);
    // Of an even disc this is 0.707 of the radius.
    let spread = (square / count).sqrt();
    let scale = if spread > 0.0 { 0.66 * radius / spread } else { 1.0 };
    for place in places {
        let way = place.minus(middle).times(scale);
        // What lies far out is drawn in, the more the farther.
        let far = way.length() / radius;
        let inward = if far > 0.8 { (0.8 + 0.2 * (far - 0.8) / (far - 0.8 + 0.2)) / far } else { 1.0 };
        *place = way.times(inward);
    }
}

/// Directions that never come back to one that was: each a golden angle after the one before.
struct Turn(Point);

/// The cosine and the sine of the golden angle, 2.399963… in radians.
const GOLDEN: (f64, f64) = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_6);

impl Turn {
    fn new() -> Self {
        Self(Point::new(1.0, 0.0))
    }

    fn next(&mut self) -> Point {
        let Point { x, y } = self.0;
        let turned = Point::new(x * GOLDEN.0 - y * GOLDEN.1, x * GOLDEN.1 + y * GOLDEN.0);
        // Kept at a length of 1, which rounding would change in the long run.
        self.0 = turned.times(1.0 / turned.length());
        self.0
    }
}

/// Places that fill a disc evenly, from the middle to the rim, as the seeds of a sunflower do.
pub(super) struct Spiral {
    turn: Turn,
    radius: f64,
    number: usize,
    count: usize,
}

impl Spiral {
    pub(super) fn new(radius: f64, count: usize) -> Self {
        Self { turn: Turn::new(), radius, number: 0, count }
    }
}

impl Iterator for Spiral {
    type Item = Point;

    fn next(&mut self) -> Option<Point> {
        if self.number == self.count {
            return None;
        }
        let part = (self.number as f64 + if self.count == 1 { 0.0 } else { 0.5 }) / self.count as f64;
        self.number += 1;
        Some(self.turn.next().times(self.radius * part.sqrt()))
    }
}
