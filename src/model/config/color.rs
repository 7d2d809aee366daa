//! Colours as CSS writes them, checked so that they can stand in a style sheet.
//!
//! In: text. Out: a [`Color`] in one of the three forms that are useful for an accent, or nothing.
//! Never: converts between colour spaces.

/// A colour as CSS writes it: hexadecimal, by name, or `oklch(…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Color(String);

impl Color {
    /// Checks a colour; letters are made small.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let is_color = match text.strip_prefix('#') {
            Some(digits) => {
                matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
            None => NAMES.binary_search(&text.as_str()).is_ok() || is_oklch(&text),
        };
        is_color.then_some(Self(text))
    }

    /// Returns the colour as it stands in a style sheet.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says whether a text is an `oklch()` of CSS Color 4 (section 9.4), without `calc()` and relative colours.
fn is_oklch(text: &str) -> bool {
    let Some(inside) = text.strip_prefix("oklch(").and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let (color, alpha) = match inside.split_once('/') {
        Some((color, alpha)) => (color, Some(alpha.trim())),
        None => (inside, None),
    };
    let parts: Vec<&str> = color.split_ascii_whitespace().collect();
    let [lightness, chroma, hue] = parts.as_slice() else { return false };
    let is_share = |text: &str| text == "none" || is_number(text.strip_suffix('%').unwrap_or(text));
    let is_angle = |text: &str| {
        let unit = ["deg", "grad", "rad", "turn"].iter().find_map(|unit| text.strip_suffix(unit));
        text == "none" || is_number(unit.unwrap_or(text))
    };
    is_share(lightness) && is_share(chroma) && is_angle(hue) && alpha.is_none_or(is_share)
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.parse::<f64>().is_ok()
}

/// Returns the named colour that is written most like `text`.
pub(super) fn nearest_name(text: &str) -> Option<&'static str> {
    super::reader::nearest(&text.to_ascii_lowercase(), NAMES.iter().copied())
}

/// The named colours of CSS Color 4 (section 6.1), sorted.
#[rustfmt::skip] // One name a line says no more.
const NAMES: &[&str] = &[
    "aliceblue", "antiquewhite", "aqua", "aquamarine", "azure", "beige", "bisque", "black",
    "blanchedalmond", "blue", "blueviolet", "brown", "burlywood", "cadetblue", "chartreuse",
    "chocolate", "coral", "cornflowerblue", "cornsilk", "crimson", "cyan", "darkblue", "darkcyan",
    "darkgoldenrod", "darkgray", "darkgreen", "darkgrey", "darkkhaki", "darkmagenta", "darkolivegreen",
    "darkorange", "darkorchid", "darkred", "darksalmon", "darkseagreen", "darkslateblue",
    "darkslategray", "darkslategrey", "darkturquoise", "darkviolet", "deeppink", "deepskyblue",
    "dimgray", "dimgrey", "dodgerblue", "firebrick", "floralwhite", "forestgreen", "fuchsia",
    "gainsboro", "ghostwhite", "gold", "goldenrod", "gray", "green", "greenyellow", "grey", "honeydew",
    "hotpink", "indianred", "indigo", "ivory", "khaki", "lavender", "lavenderblush", "lawngreen",
    "lemonchiffon", "lightblue", "lightcoral", "lightcyan", "lightgoldenrodyellow", "lightgray",
    "lightgreen", "lightgrey", "lightpink", "lightsalmon", "lightseagreen", "lightskyblue",
    "lightslategray", "lightslategrey", "lightsteelblue", "lightyellow", "lime", "limegreen", "linen",
    "magenta", "maroon", "mediumaquamarine", "mediumblue", "mediumorchid", "mediumpurple",
    "mediumseagreen", "mediumslateblue", "mediumspringgreen", "mediumturquoise", "mediumvioletred",
    "midnightblue", "mintcream", "mistyrose", "moccasin", "navajowhite", "navy", "oldlace", "olive",
    "olivedrab", "orange", "orangered", "orchid", "palegoldenrod", "palegreen", "paleturquoise",
    "palevioletred", "papayawhip", "peachpuff", "peru", "pink", "plum", "powderblue", "purple",
    "rebeccapurple", "red", "rosybrown", "royalblue", "saddlebrown", "salmon", "sandybrown", "seagreen",
    "seashell", "sienna", "silver", "skyblue", "slateblue", "slategray", "slategrey", "snow",
    "springgreen", "steelblue", "tan", "teal", "thistle", "tomato", "turquoise", "violet", "wheat",
    "white", "whitesmoke", "yellow", "yellowgreen",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted_and_complete() {
        assert!(NAMES.is_sorted_by(|a, b| a < b));
        assert_eq!(NAMES.len(), 148);
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
