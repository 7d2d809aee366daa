//! Which names stand on the picture, and where: as many as do not touch.
//!
//! In: discs with names, the most important first. Out: the place of each name that finds one.
//! Never: a name over another, over a disc, or beyond the edge.

use super::layout::{Point, WIDTH};

/// The size of the names, and how much of it a letter is wide on average.
pub(super) const SIZE: f64 = 12.0;
const LETTER: f64 = 0.54;
/// How many letters of a name are shown.
const MOST_LETTERS: usize = 30;

/// A place for a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Where the line of text begins, is centred or ends, at the height of its baseline.
    pub(super) at: Point,
    /// `start`, `middle` or `end`.
    pub(super) anchor: &'static str,
}

/// A disc that may have a name.
pub(super) struct Disc {
    pub(super) center: Point,
    pub(super) radius: f64,
}

#[derive(Clone, Copy)]
struct Rectangle {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Rectangle {
    fn touches(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Finds places for names, one by one. `discs` are all that there are; a name gives way to each.
pub(super) struct Labels {
    height: f64,
    discs: Vec<Rectangle>,
    names: Vec<Rectangle>,
}

impl Labels {
    pub(super) fn new(height: f64, discs: impl Iterator<Item = Disc>) -> Self {
        let discs = discs
            .map(|Disc { center, radius }| Rectangle {
                left: center.x - radius,
                top: center.y - radius,
                right: center.x + radius,
                bottom: center.y + radius,
            })
            .collect();
        Self { height, discs, names: Vec::new() }
    }

    /// Finds a place beside, below or above a disc. An important name may cover smaller discs.
    pub(super) fn place(&mut self, disc: &Disc, name: &str, is_important: bool) -> Option<Place> {
        let may_cover = if is_important { 2.0 * disc.radius * 0.75 } else { 0.0 };
        let (width, half) = (width(name), SIZE * 0.62);
        let Point { x, y } = disc.center;
        let (beside, over) = (disc.radius + 4.0, disc.radius + 3.0 + half);
        let candidates = [
            (x + beside, y, "start"),
            (x - beside, y, "end"),
            (x, y + over, "middle"),
            (x, y - over, "middle"),
        ];
        candidates.into_iter().find_map(|(x, y, anchor)| {
            let left = match anchor {
                "start" => x,
                "end" => x - width,
                _ => x - width / 2.0,
            };
            let name = Rectangle { left, top: y - half, right: left + width, bottom: y + half };
            let is_within = name.left >= 4.0
                && name.right <= WIDTH - 4.0
                && name.top >= 2.0
                && name.bottom <= self.height - 2.0;
            let is_free = is_within
                && !self.names.iter().any(|other| other.touches(&name))
                && !self.discs.iter().any(|it| it.right - it.left > may_cover && it.touches(&name));
            is_free.then(|| {
                self.names.push(name);
                Place { at: Point { x, y: y + SIZE * 0.35 }, anchor }
            })
        })
    }
}

/// Returns a name as it stands on the map: its end is left out where it is long.
pub(super) fn shown(name: &str) -> String {
    if name.chars().count() <= MOST_LETTERS {
        return name.to_owned();
    }
    let start: String = name.chars().take(MOST_LETTERS - 1).collect();
    format!("{}…", start.trim_end())
}

/// Returns about how wide a name is. Letters of scripts that fill a square count as two.
pub(super) fn width(name: &str) -> f64 {
    let letters: f64 = name.chars().map(|letter| if letter >= '\u{1100}' { 1.9 } else { 1.0 }).sum();
    letters * LETTER * SIZE
}
