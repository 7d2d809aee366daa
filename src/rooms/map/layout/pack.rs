//! Where the groups stand: discs side by side, close together, those that have much to do with each
//! other next to each other.
//!
//! In: the radius of each disc, and the weights between discs. Out: their middles; no two overlap.
//! Never: moves a disc once it stands.

use super::Point;

/// How much wider than high the whole is to become.
const ASPECT: f64 = 1.2;
/// How much nearness to related discs counts beside nearness to the middle.
const TIE: f64 = 0.6;

/// The directions in which a disc is tried beside another: the first of four quarters.
const DIRECTIONS: [(f64, f64); 6] = [
    (1.0, 0.0),
    (0.965_925_826_289_068_3, 0.258_819_045_102_520_76),
    (0.866_025_403_784_438_6, 0.5),
    (0.707_106_781_186_547_5, 0.707_106_781_186_547_5),
    (0.5, 0.866_025_403_784_438_6),
    (0.258_819_045_102_520_76, 0.965_925_826_289_068_3),
];

/// A disc that stands.
struct Disc {
    center: Point,
    radius: f64,
}

/// Places the discs, the largest first: each where it touches one that stands, overlaps none, and is
/// nearest to the middle and to those that it is tied to.
pub(super) fn pack(radii: &[f64], ties: &[Vec<(u32, f64)>], gap: f64) -> Vec<Point> {
    let mut order: Vec<usize> = (0..radii.len()).collect();
    order.sort_by(|one, other| radii[*other].total_cmp(&radii[*one]).then(one.cmp(other)));
    let mut centers: Vec<Option<Point>> = vec![None; radii.len()];
    let mut discs: Vec<Disc> = Vec::with_capacity(radii.len());
    for number in order {
        let radius = radii[number] + gap / 2.0;
        let tied: Vec<(Point, f64)> = ties[number]
            .iter()
            .filter_map(|(other, weight)| Some((centers[*other as usize]?, *weight)))
            .collect();
        let center = place(radius, &discs, &tied);
        centers[number] = Some(center);
        discs.push(Disc { center, radius });
    }
    centers.into_iter().map(Option::unwrap_or_default).collect()
}

fn place(radius: f64, discs: &[Disc], tied: &[(Point, f64)]) -> Point {
    let sum: f64 = tied.iter().map(|(_, weight)| weight).sum();
    let cost = |at: Point| {
        let away: f64 = tied.iter().map(|(other, weight)| weight * at.minus(*other).length()).sum();
        let away = if sum > 0.0 { away / sum } else { 0.0 };
        Point::new(at.x / ASPECT, at.y).length() + TIE * away
    };
    let mut best: Option<(f64, Point)> = None;
    for disc in discs {
        let reach = disc.radius + radius;
        for way in around() {
            let at = disc.center.plus(way.times(reach));
            let cost = cost(at);
            if best.is_some_and(|(least, _)| cost >= least) {
                continue;
            }
            // A touch is none: two discs of one ray have to the last bit no more than the sum of radii.
            let is_free = discs
                .iter()
                .all(|other| at.minus(other.center).length() >= (other.radius + radius) * (1.0 - 1e-9));
            if is_free {
                best = Some((cost, at));
            }
        }
    }
    match best {
        Some((_, at)) => at,
        None => Point::default(),
    }
}

fn around() -> impl Iterator<Item = Point> {
    DIRECTIONS
        .into_iter()
        .flat_map(|(x, y)| [Point::new(x, y), Point::new(-y, x), Point::new(-x, -y), Point::new(y, -x)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_groups_overlap() {
        let radii: Vec<f64> = (0..120).map(|number| 1.0 + f64::from(number * 7919 % 13)).collect();
        let centers = pack(&radii, &vec![Vec::new(); radii.len()], 0.5);
        for (one, (at, radius)) in centers.iter().zip(&radii).enumerate() {
            for (other, (beside, other_radius)) in centers.iter().zip(&radii).enumerate().skip(one + 1) {
                let away = at.minus(*beside).length();
                assert!(away >= radius + other_radius + 0.49, "{one} and {other} are {away} apart");
            }
        }
    }

    #[test]
    fn groups_that_have_much_to_do_with_each_other_stand_side_by_side() {
        let radii = [5.0; 9];
        let mut ties = vec![Vec::new(); 9];
        ties[8] = vec![(3, 1.0)];
        ties[3] = vec![(8, 1.0)];
        let centers = pack(&radii, &ties, 0.0);
        let away = |other: usize| centers[8].minus(centers[other]).length();
        assert!((0..8).all(|other| away(3) <= away(other) + 1e-6), "{centers:?}");
    }
}
