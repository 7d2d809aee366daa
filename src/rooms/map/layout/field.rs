//! How documents repel each other, all of them at once, in a time in proportion to their number.
//!
//! In: places and masses. Out: for each place the sum of mass over distance, away from all others.
//! Never: an order of sums that depends on anything but the input.
//!
//! It is the fast multipole method of Greengard and Rokhlin, 1987, kept to what a drawing needs: a
//! square is divided again and again into four, a cell acts on cells that are not next to it as one
//! mass in its centre of mass, and what acts on a cell is carried down to its quarters as a value and
//! its slope. Only neighbours in the finest division act on each other one by one.

use super::Point;
use std::ops::Range;

/// How many documents a cell of the finest division has on average, at most.
const MOST_A_CELL: usize = 3;
/// A cell with more than this, of many in one place, acts as one mass on its own documents too.
const CROWD: usize = 48;
/// Keeps the force between two documents in one place finite.
const SOFT: f64 = 0.02;

/// What acts within a cell: as complex numbers a value at its middle and its slope.
#[derive(Clone, Copy, Default)]
struct Local {
    value: Point,
    slope: Point,
}

/// The cells of one division.
struct Division {
    side: usize,
    /// Half the side of a cell.
    half: f64,
    mass: Vec<f64>,
    /// Mass times place, then the centre of mass.
    center: Vec<Point>,
    local: Vec<Local>,
}

/// Returns the force of all masses on each place.
pub(super) fn repulsion(places: &[Point], masses: &[f64]) -> Vec<Point> {
    let reach = places.iter().fold(1e-3_f64, |reach, it| reach.max(it.x.abs()).max(it.y.abs())) * 1.000_001;
    let mut depth = 0;
    while places.len() > MOST_A_CELL << (2 * depth) && depth < 10 {
        depth += 1;
    }
    let mut divisions: Vec<Division> = (0..=depth).map(|depth| Division::new(1 << depth, reach)).collect();
    let cells: Vec<usize> = places.iter().map(|place| divisions[depth].cell_of(*place, reach)).collect();
    sum_up(&mut divisions, places, masses, &cells);
    for depth in 1..divisions.len() {
        let (above, below) = divisions.split_at_mut(depth);
        below[0].receive(&above[depth - 1], reach);
    }
    let finest = &divisions[depth];
    let order = by_cell(&cells, finest.mass.len());
    // Side by side as they are visited.
    let bodies: Vec<(Point, f64, usize)> =
        order.documents.iter().map(|it| (places[*it as usize], masses[*it as usize], *it as usize)).collect();
    places
        .iter()
        .enumerate()
        .map(|(number, place)| {
            let cell = cells[number];
            let away = place.minus(finest.middle(cell, reach));
            let Local { value, slope } = finest.local[cell];
            let far = value.plus(complex_times(slope, away));
            // The force is the conjugate of the complex sum of mass over way.
            let mut force = Point::new(far.x, -far.y);
            for near in finest.around(cell) {
                let there = &bodies[order.of(near)];
                if there.len() > CROWD {
                    force = force.plus(push(place.minus(finest.center[near]), finest.mass[near], number));
                    continue;
                }
                for (there, mass, other) in there {
                    if *other != number {
                        force = force.plus(push(place.minus(*there), *mass, number + other));
                    }
                }
            }
            force
        })
        .collect()
}

/// The force of a mass that is `way` away. Of two in one place each goes another way, by its number.
fn push(way: Point, mass: f64, number: usize) -> Point {
    let square = way.x * way.x + way.y * way.y;
    if square < 1e-12 {
        let side = if number.is_multiple_of(2) { 1.0 } else { -1.0 };
        return Point::new(mass * side, mass * 0.5);
    }
    way.times(mass / (square + SOFT))
}

fn complex_times(one: Point, other: Point) -> Point {
    Point::new(one.x * other.x - one.y * other.y, one.x * other.y + one.y * other.x)
}

fn sum_up(divisions: &mut [Division], places: &[Point], masses: &[f64], cells: &[usize]) {
    let finest = divisions.len() - 1;
    for ((place, mass), cell) in places.iter().zip(masses).zip(cells) {
        let division = &mut divisions[finest];
        division.mass[*cell] += mass;
        division.center[*cell] = division.center[*cell].plus(place.times(*mass));
    }
    for depth in (0..finest).rev() {
        let (above, below) = divisions.split_at_mut(depth + 1);
        let (above, below) = (&mut above[depth], &below[0]);
        for cell in 0..below.mass.len() {
            let parent = cell / below.side / 2 * above.side + cell % below.side / 2;
            above.mass[parent] += below.mass[cell];
            above.center[parent] = above.center[parent].plus(below.center[cell]);
        }
    }
    for division in divisions {
        for (center, mass) in division.center.iter_mut().zip(&division.mass) {
            if *mass > 0.0 {
                *center = center.times(1.0 / mass);
            }
        }
    }
}

impl Division {
    fn new(side: usize, reach: f64) -> Self {
        let cells = side * side;
        Self {
            side,
            half: reach / side as f64,
            mass: vec![0.0; cells],
            center: vec![Point::default(); cells],
            local: vec![Local::default(); cells],
        }
    }

    fn cell_of(&self, place: Point, reach: f64) -> usize {
        let of = |it: f64| (((it + reach) / (2.0 * self.half)) as usize).min(self.side - 1);
        of(place.y) * self.side + of(place.x)
    }

    fn middle(&self, cell: usize, reach: f64) -> Point {
        let of = |number: usize| (2 * number + 1) as f64 * self.half - reach;
        Point::new(of(cell % self.side), of(cell / self.side))
    }

    /// Returns a cell and those next to it.
    fn around(&self, cell: usize) -> Around {
        let side = self.side;
        let (row, column) = (cell / side, cell % side);
        let columns = (column.saturating_sub(1), (column + 2).min(side));
        let rows = row.saturating_sub(1)..(row + 2).min(side);
        Around { side, columns, next: columns.0, rows }
    }

    /// Takes over what acts on the cells above, and adds what is next to those but not to these.
    fn receive(&mut self, above: &Division, reach: f64) {
        for cell in 0..self.mass.len() {
            if self.mass[cell] == 0.0 {
                continue;
            }
            let (row, column) = (cell / self.side, cell % self.side);
            let parent = row / 2 * above.side + column / 2;
            let middle = self.middle(cell, reach);
            let inherited = above.local[parent];
            let step = middle.minus(above.middle(parent, reach));
            let mut local = Local {
                value: inherited.value.plus(complex_times(inherited.slope, step)),
                slope: inherited.slope,
            };
            for uncle in above.around(parent) {
                let (first_row, first_column) = (uncle / above.side * 2, uncle % above.side * 2);
                for (down, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let (other_row, other_column) = (first_row + down, first_column + right);
                    let other = other_row * self.side + other_column;
                    let is_near = other_row.abs_diff(row) <= 1 && other_column.abs_diff(column) <= 1;
                    if is_near || self.mass[other] == 0.0 {
                        continue;
                    }
                    let way = middle.minus(self.center[other]);
                    let inverse =
                        Point::new(way.x, -way.y).times(1.0 / (way.x * way.x + way.y * way.y).max(1e-12));
                    local.value = local.value.plus(inverse.times(self.mass[other]));
                    let square = complex_times(inverse, inverse);
                    local.slope = local.slope.minus(square.times(self.mass[other]));
                }
            }
            self.local[cell] = local;
        }
    }
}

/// A cell and those next to it, row by row. Written out in place of chained iterators: a layout spends most of its
/// time where it is asked.
struct Around {
    side: usize,
    /// The first, and the first that is too far.
    columns: (usize, usize),
    next: usize,
    rows: Range<usize>,
}

impl Iterator for Around {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.rows.is_empty() {
            return None;
        }
        let cell = self.rows.start * self.side + self.next;
        self.next += 1;
        if self.next == self.columns.1 {
            self.next = self.columns.0;
            self.rows.start += 1;
        }
        Some(cell)
    }
}

/// The documents in the order of their cells.
struct ByCell {
    starts: Vec<u32>,
    documents: Vec<u32>,
}

impl ByCell {
    fn of(&self, cell: usize) -> Range<usize> {
        self.starts[cell] as usize..self.starts[cell + 1] as usize
    }
}

fn by_cell(cells: &[usize], count: usize) -> ByCell {
    let mut starts = vec![0_u32; count + 1];
    cells.iter().for_each(|cell| starts[cell + 1] += 1);
    for cell in 0..count {
        starts[cell + 1] += starts[cell];
    }
    let mut next = starts.clone();
    let mut documents = vec![0_u32; cells.len()];
    for (document, cell) in cells.iter().enumerate() {
        documents[next[*cell] as usize] = document as u32;
        next[*cell] += 1;
    }
    ByCell { starts, documents }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places without a pattern, by a small generator of numbers.
    fn scattered(count: usize) -> Vec<Point> {
        let mut state = 12345_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1_u32 << 24) * 40.0 - 20.0
        };
        (0..count).map(|_| Point::new(next(), next())).collect()
    }

    #[test]
    fn the_sum_over_cells_is_close_to_the_sum_over_all() {
        for count in [1, 2, 7, 60, 700] {
            let places = scattered(count);
            let masses: Vec<f64> = (0..count).map(|number| 1.0 + (number % 3) as f64).collect();
            let found = repulsion(&places, &masses);
            for (number, (place, force)) in places.iter().zip(&found).enumerate() {
                let mut exact = Point::default();
                for (other, mass) in masses.iter().enumerate().filter(|(other, _)| *other != number) {
                    exact = exact.plus(push(place.minus(places[other]), *mass, number + other));
                }
                let wrong = force.minus(exact).length();
                // The whole of the masses over the reach is what forces are measured against.
                let scale = exact.length() + 0.05 * masses.iter().sum::<f64>() / 20.0 + 1e-9;
                assert!(wrong < 0.25 * scale, "{count} documents, number {number}: {force:?}, not {exact:?}");
            }
        }
    }

    #[test]
    fn many_in_one_place_are_pushed_apart_without_looking_at_each_pair() {
        let mut places = vec![Point::new(1.0, 1.0); 4000];
        places.extend(scattered(100));
        let forces = repulsion(&places, &vec![1.0; places.len()]);
        assert!(forces.iter().all(|force| force.x.is_finite() && force.y.is_finite()));
        assert_ne!(forces[0], forces[1]);
    }
}
