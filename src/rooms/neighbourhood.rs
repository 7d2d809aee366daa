//! A small picture of a document and what is one step away. Ground that rooms share, no room.
//!
//! In: the documents near to one, introduced, nearest first. Out: SVG whose nodes are links. Never: a colour or a font;
//! those are the style sheet's, so that the picture is as light or dark as the page.
//!
//! The document stands in the middle, the others in pairs above and below it, the nearest closest to it. All
//! lines run in the gap between the two columns and turn off into the boxes, so that none crosses another.

use super::decided;
use super::related::Introduction;
use crate::model::markup::push_escaped;
use crate::model::output::{OutputPath, relative_url};
use crate::model::site::{DocumentNumber, PortalPage, Site};
use std::fmt::Write;
use std::sync::LazyLock;

/// How many documents are drawn around the one in the middle.
pub(super) const MOST: usize = 12;

/// Measures of the picture, in its own units: where the column is narrowest one is a pixel, so that a finger hits a box.
const WIDTH: f32 = 224.0;
const NODE_WIDTH: f32 = 104.0;
const NODE_HEIGHT: f32 = 26.0;
/// From the middle of one row to that of the next, and from the middle of the picture to that of the first.
const ROW: f32 = 34.0;
const FIRST_ROW: f32 = 48.0;
/// Between the sides of a box and its label.
const PADDING: f32 = 8.0;
/// The widest label of the document in the middle.
const WIDEST_LABEL: f32 = 160.0;
/// How wide the sign is that something was cut.
const ELLIPSIS: f32 = 9.75;

/// Room for most pictures, in bytes.
const CAPACITY: usize = 4096;

/// Draws the neighbourhood of a document; nothing where it has none.
pub(super) fn draw(
    site: &Site,
    from: &OutputPath,
    number: DocumentNumber,
    introductions: &[Introduction<'_>],
) -> Option<String> {
    let drawn = &introductions[..introductions.len().min(MOST)];
    if drawn.is_empty() {
        return None;
    }
    let Frame { start, boxes } = &FRAMES[drawn.len()];
    let title = &site.document(number).title;
    let mut svg = String::with_capacity(CAPACITY);
    svg.push_str(start);
    push_escaped(&mut svg, title);
    match drawn.len() {
        1 => svg.push_str(" and one document"),
        count => {
            push_all(&mut svg, &[(" and ", count as f32)]);
            svg.push_str(" documents");
        }
    }
    svg.push_str(" one step away\">");
    // Lines lie below the boxes; those that are solid above those that are not. All of a kind are one path:
    // there is such a picture on every page.
    for (is_guessed, start) in
        [(true, "<path class=\"edge edge-guessed\" d=\""), (false, "<path class=\"edge\" d=\"")]
    {
        let mut of_kind =
            drawn.iter().zip(boxes).filter(|(it, _)| it.near.is_guessed() == is_guessed).peekable();
        if of_kind.peek().is_some() {
            svg.push_str(start);
            of_kind.for_each(|(_, place)| svg.push_str(&place.line));
            svg.push_str("\"/>");
        }
    }
    for (it, place) in drawn.iter().zip(boxes) {
        svg.push_str("<a href=\"");
        // As it is written for a link, it needs no escaping.
        svg.push_str(&it.url);
        svg.push_str("\"><title>");
        push_escaped(&mut svg, it.title);
        svg.push_str(": ");
        push_escaped(&mut svg, &it.reason);
        svg.push_str("</title><rect");
        svg.push_str(&place.node);
        let id = id(site, it.near.document);
        push_label(&mut svg, cut(id.as_deref().unwrap_or(it.title), NODE_WIDTH - 2.0 * PADDING));
        svg.push_str("</a>");
    }
    let here = cut(title, WIDEST_LABEL);
    let width = (here.width() * 1.06 + 3.0 * PADDING).max(64.0).round();
    push_all(&mut svg, &[("<g><rect width=\"", width)]);
    svg.push('"');
    push_node(&mut svg, (WIDTH / 2.0, 0.0), width);
    push_label(&mut svg, here);
    svg.push_str("</g></svg>");
    if let Some(map) = site.portal.path(PortalPage::Map) {
        svg.push_str("<a class=\"panel-more\" href=\"");
        svg.push_str(&relative_url(from, map));
        svg.push_str("\">Map</a>");
    }
    svg.push_str("</div>");
    Some(svg)
}

/// What pictures with as many boxes have alike: where everything stands, as SVG says it.
struct Frame {
    /// The beginning of the picture, up to what it is called.
    start: String,
    /// The boxes around the one in the middle, the nearest first.
    boxes: Vec<Place>,
}

/// Where a box stands.
struct Place {
    /// The line that leads to it, as a part of a path.
    line: String,
    /// The box after its `<rect`, up to its label.
    node: String,
}

/// The frames by the number of boxes, each written once: every page has such a picture, and to write the numbers
/// was half of what one costs.
static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| (0..=MOST).map(Frame::of).collect());

impl Frame {
    fn of(count: usize) -> Self {
        let places = places(count);
        let top = places.iter().map(|place| place.1).fold(0.0, f32::min) - NODE_HEIGHT / 2.0 - 1.0;
        let bottom = places.iter().map(|place| place.1).fold(0.0, f32::max) + NODE_HEIGHT / 2.0 + 1.0;
        let mut start = String::new();
        push_all(&mut start, &[("<div class=\"neighbourhood\"><svg viewBox=\"0 ", top), (" ", WIDTH)]);
        push_all(&mut start, &[(" ", bottom - top)]);
        start.push_str("\" role=\"group\" aria-label=\"");
        let boxes = places.into_iter().map(|place| {
            let (mut line, mut node) = (String::new(), String::new());
            push_line(&mut line, place);
            push_node(&mut node, place, NODE_WIDTH);
            Place { line, node }
        });
        Self { start, boxes: boxes.collect() }
    }
}

/// Returns the middles of the boxes around the one in the middle, the nearest first: pairs, by turns above and
/// below; the last one stands alone where their number is odd.
fn places(count: usize) -> Vec<(f32, f32)> {
    let place = |number: usize| {
        let (pair, is_second) = (number / 2, number % 2 == 1);
        let row = FIRST_ROW + (pair / 2) as f32 * ROW;
        let y = if pair.is_multiple_of(2) { -row } else { row };
        let is_alone = number + 1 == count && !is_second;
        let x = match (is_alone, is_second) {
            (true, _) => WIDTH / 2.0,
            (_, false) => NODE_WIDTH / 2.0 + 0.5,
            (_, true) => WIDTH - NODE_WIDTH / 2.0 - 0.5,
        };
        (x, y)
    };
    (0..count).map(place).collect()
}

/// Draws the line from the middle to a box.
fn push_line(svg: &mut String, (x, y): (f32, f32)) {
    let middle = WIDTH / 2.0;
    let half = (NODE_HEIGHT / 2.0).copysign(y);
    if x == middle {
        push_all(svg, &[("M", middle), (" ", half), ("V", y - half)]);
        return;
    }
    // To the side of the box that faces the gap, round the corner.
    let side = x + (NODE_WIDTH / 2.0).copysign(middle - x);
    let turn = y - 10.0_f32.copysign(y);
    push_all(svg, &[("M", middle), (" ", half), ("V", turn), ("Q", middle), (" ", y), (" ", side), (" ", y)]);
}

/// Draws the rest of a box after its `<rect`, up to its label. The sides and corners that all boxes share are
/// set by the style sheet.
fn push_node(svg: &mut String, (x, y): (f32, f32), width: f32) {
    push_all(svg, &[(" x=\"", x - width / 2.0), ("\" y=\"", y - NODE_HEIGHT / 2.0)]);
    push_all(svg, &[("\"/><text x=\"", x), ("\" y=\"", y)]);
    svg.push_str("\">");
}

fn push_label(svg: &mut String, label: Label<'_>) {
    push_escaped(svg, label.text);
    svg.push_str(if label.is_cut { "…</text>" } else { "</text>" });
}

/// Writes numbers, each after a text. All of this picture are whole or half.
fn push_all(svg: &mut String, parts: &[(&str, f32)]) {
    for (before, number) in parts {
        // Writing to a text does not fail.
        let _ = write!(svg, "{before}{number}");
    }
}

/// Returns the id of a document that is a decision: other boxes say the title.
fn id(site: &Site, number: DocumentNumber) -> Option<String> {
    decided::own_id(site, site.decision_of(number)?)
}

/// What a box says, and how much room that takes.
#[derive(Clone, Copy, Debug)]
struct Label<'a> {
    text: &'a str,
    /// Whether the text went on.
    is_cut: bool,
}

impl Label<'_> {
    fn width(&self) -> f32 {
        let text: f32 = self.text.chars().map(width_of).sum();
        text + if self.is_cut { ELLIPSIS } else { 0.0 }
    }
}

/// Cuts a text to a width.
fn cut(text: &str, most: f32) -> Label<'_> {
    let mut width = 0.0;
    // As much of it as there is room for with the sign after it.
    let mut kept = 0;
    for (at, character) in text.char_indices() {
        if width + ELLIPSIS <= most {
            kept = at;
        }
        width += width_of(character);
        if width > most {
            return Label { text: text[..kept].trim_end(), is_cut: true };
        }
    }
    Label { text, is_cut: false }
}

/// About how wide a character is at 11 pixels, in the usual fonts; rather too wide than too narrow.
fn width_of(character: char) -> f32 {
    WIDTHS.get(character as usize).copied().unwrap_or_else(|| measured(character))
}

/// The widths of the first characters, which most labels are made of: every page has a dozen of these.
const WIDTHS: [f32; 128] = {
    let mut widths = [0.0; 128];
    let mut number = 0;
    while number < widths.len() {
        widths[number] = measured(number as u8 as char);
        number += 1;
    }
    widths
};

const fn measured(character: char) -> f32 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 3.0,
        't' | 'f' | 'r' | ' ' | '(' | ')' | '[' | ']' | '-' | '/' => 4.0,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 9.75,
        '…' => ELLIPSIS,
        'A'..='Z' | '&' => 7.5,
        '\u{1100}'.. => 11.5,
        _ => 6.25,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_stand_closest_and_an_odd_one_stands_alone() {
        let middle = WIDTH / 2.0;
        assert_eq!(places(1), [(middle, -FIRST_ROW)]);
        let rows: Vec<f32> = places(5).iter().map(|place| place.1).collect();
        assert_eq!(rows, [-FIRST_ROW, -FIRST_ROW, FIRST_ROW, FIRST_ROW, -FIRST_ROW - ROW]);
        assert_eq!(places(5)[4].0, middle);
        assert!(places(6)[4].0 < middle);
    }

    #[test]
    fn no_box_lies_on_another() {
        for count in 1..=MOST {
            let mut places = places(count);
            places.push((WIDTH / 2.0, 0.0));
            for (number, a) in places.iter().enumerate() {
                for b in &places[..number] {
                    let is_apart = (a.0 - b.0).abs() >= NODE_WIDTH || (a.1 - b.1).abs() > NODE_HEIGHT + 4.0;
                    assert!(is_apart, "{count}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn a_label_is_cut_to_its_box() {
        let whole = cut("Data flow", 110.0);
        assert!(whole.text == "Data flow" && !whole.is_cut, "{whole:?}");
        let cut = cut("The network model and how it is imported", 110.0);
        assert!(cut.text == "The network mode" && cut.is_cut && cut.width() <= 110.0, "{cut:?}");
    }
}
