//! Colours as CSS writes them, checked so that they can stand in a style sheet.
//!
//! In: text. Out: a [`Color`] in one of the three forms that are useful for an accent, or nothing.
//! Never: converts between colour spaces; what is transparent counts as opaque.

/// A colour as CSS writes it: hexadecimal, by name, or `oklch(…)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Color {
    /// Red, green and blue of sRGB.
    Rgb([u8; 3]),
    /// A place in OKLCH (CSS Color 4, section 9.4).
    Oklch {
        /// From 0 to 1.
        lightness: f64,
        /// From 0 on; screens end near 0.4.
        chroma: f64,
        /// In degrees.
        hue: f64,
    },
}

impl Color {
    /// Reads a colour, in letters of any case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(digits) = text.strip_prefix('#') {
            return hexadecimal(digits);
        }
        match NAMES.binary_search_by(|(name, _)| (*name).cmp(text.as_str())) {
            Ok(place) => {
                let [_, red, green, blue] = NAMES[place].1.to_be_bytes();
                Some(Self::Rgb([red, green, blue]))
            }
            Err(_) => oklch(&text),
        }
    }
}

/// Reads three, four, six or eight hexadecimal digits; those of the transparency count for nothing.
fn hexadecimal(digits: &str) -> Option<Color> {
    let values: Vec<u8> =
        digits.chars().map(|digit| Some(digit.to_digit(16)? as u8)).collect::<Option<_>>()?;
    match values.as_slice() {
        [red, green, blue] | [red, green, blue, _] => Some(Color::Rgb([red * 17, green * 17, blue * 17])),
        [r1, r2, g1, g2, b1, b2] | [r1, r2, g1, g2, b1, b2, _, _] => {
            Some(Color::Rgb([r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2]))
        }
        _ => None,
    }
}

/// Reads an `oklch()` of CSS Color 4 (section 9.4), without `calc()` and relative colours.
fn oklch(text: &str) -> Option<Color> {
    let inside = text.strip_prefix("oklch(").and_then(|rest| rest.strip_suffix(')'))?;
    let (color, alpha) = match inside.split_once('/') {
        Some((color, alpha)) => (color, Some(alpha.trim())),
        None => (inside, None),
    };
    let parts: Vec<&str> = color.split_ascii_whitespace().collect();
    let [lightness, chroma, hue] = parts.as_slice() else { return None };
    if let Some(alpha) = alpha {
        share(alpha, 1.0)?;
    }
    Some(Color::Oklch {
        lightness: share(lightness, 1.0)?.clamp(0.0, 1.0),
        chroma: share(chroma, 0.4)?.max(0.0),
        hue: angle(hue)?,
    })
}

/// Reads a number, or a percentage of `whole`.
fn share(text: &str, whole: f64) -> Option<f64> {
    match text.strip_suffix('%') {
        _ if text == "none" => Some(0.0),
        Some(text) => Some(number(text)? / 100.0 * whole),
        None => number(text),
    }
}

fn angle(text: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 4] =
        [("deg", 1.0), ("grad", 0.9), ("rad", 180.0 / std::f64::consts::PI), ("turn", 360.0)];
    if text == "none" {
        return Some(0.0);
    }
    // `grad` ends in `rad`, and stands before it.
    let unit = UNITS.iter().find_map(|(unit, degrees)| Some((text.strip_suffix(unit)?, degrees)));
    let degrees = unit.map_or_else(|| number(text), |(text, degrees)| Some(number(text)? * degrees))?;
    Some(degrees.rem_euclid(360.0))
}

fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_plain { text.parse().ok() } else { None }
}

/// Returns the named colour that is written most like `text`.
pub(super) fn nearest_name(text: &str) -> Option<&'static str> {
    super::reader::nearest(&text.to_ascii_lowercase(), NAMES.iter().map(|(name, _)| *name))
}

/// The named colours of CSS Color 4 (section 6.1), sorted, each with its red, green and blue.
#[rustfmt::skip] // One name a line says no more.
const NAMES: &[(&str, u32)] = &[
    ("aliceblue", 0xf0f8ff), ("antiquewhite", 0xfaebd7), ("aqua", 0x00ffff),
    ("aquamarine", 0x7fffd4), ("azure", 0xf0ffff), ("beige", 0xf5f5dc), ("bisque", 0xffe4c4),
    ("black", 0x000000), ("blanchedalmond", 0xffebcd), ("blue", 0x0000ff), ("blueviolet", 0x8a2be2),
    ("brown", 0xa52a2a), ("burlywood", 0xdeb887), ("cadetblue", 0x5f9ea0), ("chartreuse", 0x7fff00),
    ("chocolate", 0xd2691e), ("coral", 0xff7f50), ("cornflowerblue", 0x6495ed),
    ("cornsilk", 0xfff8dc), ("crimson", 0xdc143c), ("cyan", 0x00ffff), ("darkblue", 0x00008b),
    ("darkcyan", 0x008b8b), ("darkgoldenrod", 0xb8860b), ("darkgray", 0xa9a9a9),
    ("darkgreen", 0x006400), ("darkgrey", 0xa9a9a9), ("darkkhaki", 0xbdb76b),
    ("darkmagenta", 0x8b008b), ("darkolivegreen", 0x556b2f), ("darkorange", 0xff8c00),
    ("darkorchid", 0x9932cc), ("darkred", 0x8b0000), ("darksalmon", 0xe9967a),
    ("darkseagreen", 0x8fbc8f), ("darkslateblue", 0x483d8b), ("darkslategray", 0x2f4f4f),
    ("darkslategrey", 0x2f4f4f), ("darkturquoise", 0x00ced1), ("darkviolet", 0x9400d3),
    ("deeppink", 0xff1493), ("deepskyblue", 0x00bfff), ("dimgray", 0x696969), ("dimgrey", 0x696969),
    ("dodgerblue", 0x1e90ff), ("firebrick", 0xb22222), ("floralwhite", 0xfffaf0),
    ("forestgreen", 0x228b22), ("fuchsia", 0xff00ff), ("gainsboro", 0xdcdcdc),
    ("ghostwhite", 0xf8f8ff), ("gold", 0xffd700), ("goldenrod", 0xdaa520), ("gray", 0x808080),
    ("green", 0x008000), ("greenyellow", 0xadff2f), ("grey", 0x808080), ("honeydew", 0xf0fff0),
    ("hotpink", 0xff69b4), ("indianred", 0xcd5c5c), ("indigo", 0x4b0082), ("ivory", 0xfffff0),
    ("khaki", 0xf0e68c), ("lavender", 0xe6e6fa), ("lavenderblush", 0xfff0f5),
    ("lawngreen", 0x7cfc00), ("lemonchiffon", 0xfffacd), ("lightblue", 0xadd8e6),
    ("lightcoral", 0xf08080), ("lightcyan", 0xe0ffff), ("lightgoldenrodyellow", 0xfafad2),
    ("lightgray", 0xd3d3d3), ("lightgreen", 0x90ee90), ("lightgrey", 0xd3d3d3),
    ("lightpink", 0xffb6c1), ("lightsalmon", 0xffa07a), ("lightseagreen", 0x20b2aa),
    ("lightskyblue", 0x87cefa), ("lightslategray", 0x778899), ("lightslategrey", 0x778899),
    ("lightsteelblue", 0xb0c4de), ("lightyellow", 0xffffe0), ("lime", 0x00ff00),
    ("limegreen", 0x32cd32), ("linen", 0xfaf0e6), ("magenta", 0xff00ff), ("maroon", 0x800000),
    ("mediumaquamarine", 0x66cdaa), ("mediumblue", 0x0000cd), ("mediumorchid", 0xba55d3),
    ("mediumpurple", 0x9370db), ("mediumseagreen", 0x3cb371), ("mediumslateblue", 0x7b68ee),
    ("mediumspringgreen", 0x00fa9a), ("mediumturquoise", 0x48d1cc), ("mediumvioletred", 0xc71585),
    ("midnightblue", 0x191970), ("mintcream", 0xf5fffa), ("mistyrose", 0xffe4e1),
    ("moccasin", 0xffe4b5), ("navajowhite", 0xffdead), ("navy", 0x000080), ("oldlace", 0xfdf5e6),
    ("olive", 0x808000), ("olivedrab", 0x6b8e23), ("orange", 0xffa500), ("orangered", 0xff4500),
    ("orchid", 0xda70d6), ("palegoldenrod", 0xeee8aa), ("palegreen", 0x98fb98),
    ("paleturquoise", 0xafeeee), ("palevioletred", 0xdb7093), ("papayawhip", 0xffefd5),
    ("peachpuff", 0xffdab9), ("peru", 0xcd853f), ("pink", 0xffc0cb), ("plum", 0xdda0dd),
    ("powderblue", 0xb0e0e6), ("purple", 0x800080), ("rebeccapurple", 0x663399), ("red", 0xff0000),
    ("rosybrown", 0xbc8f8f), ("royalblue", 0x4169e1), ("saddlebrown", 0x8b4513),
    ("salmon", 0xfa8072), ("sandybrown", 0xf4a460), ("seagreen", 0x2e8b57), ("seashell", 0xfff5ee),
    ("sienna", 0xa0522d), ("silver", 0xc0c0c0), ("skyblue", 0x87ceeb), ("slateblue", 0x6a5acd),
    ("slategray", 0x708090), ("slategrey", 0x708090), ("snow", 0xfffafa), ("springgreen", 0x00ff7f),
    ("steelblue", 0x4682b4), ("tan", 0xd2b48c), ("teal", 0x008080), ("thistle", 0xd8bfd8),
    ("tomato", 0xff6347), ("turquoise", 0x40e0d0), ("violet", 0xee82ee), ("wheat", 0xf5deb3),
    ("white", 0xffffff), ("whitesmoke", 0xf5f5f5), ("yellow", 0xffff00), ("yellowgreen", 0x9acd32),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted_and_complete() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(NAMES.len(), 148);
    }

    #[test]
    fn what_a_colour_is_does_not_hang_on_how_it_is_written() {
        let teal = Some(Color::Rgb([0, 128, 128]));
        for text in ["teal", "Teal", "#008080", "#00808040"] {
            assert_eq!(Color::parse(text), teal, "{text}");
        }
        assert_eq!(Color::parse("#fa0"), Some(Color::Rgb([255, 170, 0])));
        let violet = Some(Color::Oklch { lightness: 0.5, chroma: 0.2, hue: 270.0 });
        for text in ["oklch(.5 .2 270)", "oklch(50% 50% 270deg)", "oklch(.5 .2 -90)", "oklch(.5 .2 .75turn)"]
        {
            assert_eq!(Color::parse(text), violet, "{text}");
        }
        assert_eq!(Color::parse("oklch(.5 .2 300grad)"), violet);
    }

    #[test]
    fn colours_are_hexadecimal_named_or_oklch() {
        for text in [
            "#fff",
            "#2A6F97",
            "#2a6f9780",
            "teal",
            "RebeccaPurple",
            "oklch(0.6 0.1 240)",
            "oklch(60% 0.1 240deg)",
            "oklch(60% none -.5turn / 50%)",
            " OKLCH( 1 0 0 ) ",
        ] {
            assert!(Color::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "#",
            "#ff",
            "#ggg",
            "tael",
            "rgb(1,2,3)",
            "oklch(0.6 0.1)",
            "oklch(0.6 0.1 240 1)",
            "oklch(1 0 0);}body{display:none",
            "red;",
            "oklch(a b c)",
            "oklch(1 0 inf)",
            "oklch(1 0 1..2)",
        ] {
            assert!(Color::parse(text).is_none(), "{text}");
        }
    }
}
