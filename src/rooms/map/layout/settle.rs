//! Moves apart what stands too close.
//!
//! In: places in spacings, and the radius of the disc that they must stay in. Out: places that are
//! about a spacing apart, as far as the budget of rounds goes. Never: looks at each pair.

use super::Point;

/// How many times all places are looked at.
const ROUNDS: usize = 40;
/// How far apart places are to stand.
const APART: f64 = 1.0;

/// Moves places apart within the disc.
pub(super) fn settle(places: &mut [Point], radius: f64) {
    if places.len() < 2 {
        return;
    }
    let side = ((2.0 * radius / APART).ceil() as usize + 1).clamp(1, 2048);
    let cell_of = |place: Point| {
        let of = |it: f64| (((it + radius) / APART).max(0.0) as usize).min(side - 1);
        (of(place.x), of(place.y))
    };
    let mut cells = vec![Vec::new(); side * side];
    for _ in 0..ROUNDS {
        cells.iter_mut().for_each(Vec::clear);
        for (number, place) in places.iter().enumerate() {
            let (column, row) = cell_of(*place);
            cells[row * side + column].push(number as u32);
        }
        let mut has_moved = false;
        for number in 0..places.len() {
            let (column, row) = cell_of(places[number]);
            for row in row.saturating_sub(1)..(row + 2).min(side) {
                for column in column.saturating_sub(1)..(column + 2).min(side) {
                    for other in &cells[row * side + column] {
                        let other = *other as usize;
                        if other > number {
                            has_moved |= part(places, number, other);
                        }
                    }
                }
            }
        }
        for place in places.iter_mut() {
            let far = place.length();
            if far > radius {
                *place = place.times(radius / far);
            }
        }
        if !has_moved {
            break;
        }
    }
}

/// Moves two apart where they stand too close, and says whether they did.
fn part(places: &mut [Point], one: usize, other: usize) -> bool {
    let way = places[other].minus(places[one]);
    let square = way.x * way.x + way.y * way.y;
    if square >= APART * APART {
        return false;
    }
    let away = square.sqrt();
    let way = if away > 1e-6 {
        way.times(0.5 * (APART - away) / away)
    } else {
        // In one place: each pair goes another way, or all would end in a line.
        let slope = ((one * 7 + other * 13) % 17) as f64 / 8.0 - 1.0;
        Point::new(0.4, 0.4 * slope)
    };
    places[one] = places[one].minus(way);
    places[other] = places[other].plus(way);
    away < APART * 0.98
}
