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
/// Two are in one place whose way to each other, squared, is shorter.
const IN_ONE_PLACE: f64 = 1e-12;

/// The forces between documents. The room that a step takes is used again by the next.
pub(super) struct Field {
    /// The coarsest first, of one cell.
    divisions: Vec<Division>,
    /// The cell of each document in the finest division.
    cell_of: Vec<u32>,
    /// Where in `bodies` each cell of the finest division begins, and where the last one ends.
    starts: Vec<u32>,
    /// The documents in the order of their cells: side by side as they are visited.
    bodies: Vec<Body>,
    forces: Vec<Point>,
}

/// A document that acts on others.
#[derive(Clone, Copy, Default)]
struct Body {
    place: Point,
    mass: f64,
    number: usize,
}

/// The cells of one division.
struct Division {
    side: usize,
    /// Half the side of a cell.
    half: f64,
    masses: Vec<Mass>,
    local: Vec<Local>,
}

/// What a cell holds, as one mass.
#[derive(Clone, Copy, Default)]
struct Mass {
    mass: f64,
    /// Mass times place while it is summed up, then the centre of mass.
    center: Point,
}

/// What acts within a cell: as complex numbers a value at its middle and its slope.
#[derive(Clone, Copy, Default)]
struct Local {
    value: Point,
    slope: Point,
}

impl Field {
    /// Makes room for so many documents.
    pub(super) fn new(documents: usize) -> Self {
        let mut depth = 0;
        while documents > MOST_A_CELL << (2 * depth) && depth < 10 {
            depth += 1;
        }
        Self {
            divisions: (0..=depth).map(|depth| Division::new(1 << depth)).collect(),
            cell_of: vec![0; documents],
            starts: vec![0; (1 << (2 * depth)) + 1],
            bodies: vec![Body::default(); documents],
            forces: vec![Point::default(); documents],
        }
    }

    /// Returns the force of all masses on each place, for the caller to add to.
    pub(super) fn repulsion(&mut self, places: &[Point], masses: &[f64]) -> &mut [Point] {
        let reach =
            places.iter().fold(1e-3_f64, |reach, it| reach.max(it.x.abs()).max(it.y.abs())) * 1.000_001;
        self.divisions.iter_mut().for_each(|division| division.clear(reach));
        self.sort(places, masses, reach);
        self.sum_up(places, masses);
        for depth in 1..self.divisions.len() {
            let (above, below) = self.divisions.split_at_mut(depth);
            below[0].receive(&above[depth - 1], reach);
        }
        self.gather(reach);
        &mut self.forces
    }

    /// Puts the documents into the order of their cells; those of one cell keep theirs.
    fn sort(&mut self, places: &[Point], masses: &[f64], reach: f64) {
        let Some(finest) = self.divisions.last() else { return };
        self.starts.fill(0);
        for (cell_of, place) in self.cell_of.iter_mut().zip(places) {
            let cell = finest.cell_of(*place, reach);
            *cell_of = cell as u32;
            self.starts[cell] += 1;
        }
        let mut end = 0;
        for start in &mut self.starts {
            end += *start;
            *start = end;
        }
        // Each start stands where its cell ends, and goes down to where it begins.
        for number in (0..places.len()).rev() {
            let start = &mut self.starts[self.cell_of[number] as usize];
            *start -= 1;
            self.bodies[*start as usize] = Body { place: places[number], mass: masses[number], number };
        }
    }

    fn sum_up(&mut self, places: &[Point], masses: &[f64]) {
        let finest = self.divisions.len() - 1;
        let cells = &mut self.divisions[finest].masses;
        for ((place, mass), cell) in places.iter().zip(masses).zip(&self.cell_of) {
            cells[*cell as usize].add(*mass, place.times(*mass));
        }
        for depth in (0..finest).rev() {
            let (above, below) = self.divisions.split_at_mut(depth + 1);
            let (above, below) = (&mut above[depth], &below[0]);
            for (row, cells) in below.masses.chunks_exact(below.side).enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    above.masses[row / 2 * above.side + column / 2].add(cell.mass, cell.center);
                }
            }
        }
        for cell in self.divisions.iter_mut().flat_map(|division| &mut division.masses) {
            if cell.mass > 0.0 {
                cell.center = cell.center.times(1.0 / cell.mass);
            }
        }
    }

    /// Puts together what acts on each document, cell by cell.
    fn gather(&mut self, reach: f64) {
        let Some(finest) = self.divisions.last() else { return };
        let (starts, bodies) = (&self.starts, &self.bodies);
        let bodies_in =
            |cells: Range<usize>| &bodies[starts[cells.start] as usize..starts[cells.end] as usize];
        for (cell, local) in finest.local.iter().enumerate() {
            let own = bodies_in(cell..cell + 1);
            if own.is_empty() {
                continue;
            }
            let (row, column) = (cell / finest.side, cell % finest.side);
            let middle = finest.middle(row, column, reach);
            let columns = beside(column, finest.side);
            let rows = beside(row, finest.side)
                .map(|row| row * finest.side + columns.start..row * finest.side + columns.end);
            let is_crowd = |cell: usize| bodies_in(cell..cell + 1).len() > CROWD;
            let is_crowded = rows.clone().flatten().any(is_crowd);
            for body in own {
                let Point { x, y } = local.at(body.place.minus(middle));
                // The force is the conjugate of the complex sum of mass over way.
                let far = Point::new(x, -y);
                // The cells of a row stand side by side, and so do their documents.
                let near = || rows.clone().map(bodies_in);
                let alone = if is_crowded { None } else { body.pushed_alone(near(), far) };
                self.forces[body.number] = alone.unwrap_or_else(|| {
                    rows.clone().flatten().fold(far, |force, cell| match is_crowd(cell) {
                        true => {
                            let Mass { mass, center } = finest.masses[cell];
                            force.plus(push(body.place.minus(center), mass, body.number))
                        }
                        false => body.pushed(bodies_in(cell..cell + 1), force),
                    })
                });
            }
        }
    }
}

impl Body {
    /// Adds to a force that of the documents around, which it is one of; nothing where another is in the same
    /// place. It adds zero itself: to leave it out takes longer.
    fn pushed_alone<'a>(&self, around: impl Iterator<Item = &'a [Self]>, mut force: Point) -> Option<Point> {
        let mut in_one_place = 0;
        for others in around {
            for other in others {
                let way = self.place.minus(other.place);
                let square = way.square();
                in_one_place += usize::from(square < IN_ONE_PLACE);
                force = force.plus(way.times(other.mass / (square + SOFT)));
            }
        }
        (in_one_place == 1).then_some(force)
    }

    /// Adds to a force that of some documents, wherever they are.
    fn pushed(&self, others: &[Self], force: Point) -> Point {
        let others = others.iter().filter(|other| other.number != self.number);
        others.fold(force, |force, other| {
            force.plus(push(self.place.minus(other.place), other.mass, self.number + other.number))
        })
    }
}

/// The force of a mass that is `way` away. Of two in one place each goes another way, by its number.
fn push(way: Point, mass: f64, number: usize) -> Point {
    let square = way.square();
    if square < IN_ONE_PLACE {
        let side = if number.is_multiple_of(2) { 1.0 } else { -1.0 };
        return Point::new(mass * side, mass * 0.5);
    }
    way.times(mass / (square + SOFT))
}

fn complex_times(one: Point, other: Point) -> Point {
    Point::new(one.x * other.x - one.y * other.y, one.x * other.y + one.y * other.x)
}

/// Returns a row or a column and those next to it.
fn beside(number: usize, side: usize) -> Range<usize> {
    number.saturating_sub(1)..(number + 2).min(side)
}

impl Mass {
    fn add(&mut self, mass: f64, mass_times_place: Point) {
        self.mass += mass;
        self.center = self.center.plus(mass_times_place);
    }
}

impl Local {
    /// Returns what acts so far away from the middle.
    fn at(&self, away: Point) -> Point {
        self.value.plus(complex_times(self.slope, away))
    }

    /// Adds a mass that the middle is `way` away from.
    fn add(&mut self, mass: f64, way: Point) {
        let inverse = Point::new(way.x, -way.y).times(1.0 / way.square().max(1e-12));
        self.value = self.value.plus(inverse.times(mass));
        self.slope = self.slope.minus(complex_times(inverse, inverse).times(mass));
    }
}

impl Division {
    fn new(side: usize) -> Self {
        let cells = side * side;
        Self { side, half: 0.0, masses: vec![Mass::default(); cells], local: vec![Local::default(); cells] }
    }

    /// Empties the cells of what is now a square of this reach.
    fn clear(&mut self, reach: f64) {
        self.half = reach / self.side as f64;
        self.masses.fill(Mass::default());
        self.local.fill(Local::default());
    }

    fn cell_of(&self, place: Point, reach: f64) -> usize {
        let of = |it: f64| (((it + reach) / (2.0 * self.half)) as usize).min(self.side - 1);
        of(place.y) * self.side + of(place.x)
    }

    fn middle(&self, row: usize, column: usize, reach: f64) -> Point {
        let of = |number: usize| (2 * number + 1) as f64 * self.half - reach;
        Point::new(of(column), of(row))
    }

    /// Takes over what acts on the cells above, and adds what is next to those but not to these.
    fn receive(&mut self, above: &Division, reach: f64) {
        for row in 0..self.side {
            for column in 0..self.side {
                let cell = row * self.side + column;
                if self.masses[cell].mass == 0.0 {
                    continue;
                }
                let middle = self.middle(row, column, reach);
                let from_above = middle.minus(above.middle(row / 2, column / 2, reach));
                let inherited = above.local[row / 2 * above.side + column / 2];
                let mut local = Local { value: inherited.at(from_above), slope: inherited.slope };
                for uncle_row in beside(row / 2, above.side) {
                    for uncle_column in beside(column / 2, above.side) {
                        if above.masses[uncle_row * above.side + uncle_column].mass == 0.0 {
                            continue;
                        }
                        for (down, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                            let (other_row, other_column) = (2 * uncle_row + down, 2 * uncle_column + right);
                            let other = self.masses[other_row * self.side + other_column];
                            let is_near = other_row.abs_diff(row) <= 1 && other_column.abs_diff(column) <= 1;
                            if !is_near && other.mass != 0.0 {
                                local.add(other.mass, middle.minus(other.center));
                            }
                        }
                    }
                }
                self.local[cell] = local;
            }
        }
    }
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
            let found = Field::new(count).repulsion(&places, &masses).to_vec();
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
        let mut field = Field::new(places.len());
        let forces = field.repulsion(&places, &vec![1.0; places.len()]);
        assert!(forces.iter().all(|force| force.x.is_finite() && force.y.is_finite()));
        assert_ne!(forces[0], forces[1]);
    }
}
