//! The accent colour of a portal, fitted to the theme.
//!
//! In: a colour as the portal gives it. Out: the hue and chroma that the style sheet mixes its
//! accents of. Never: the lightness; that is the theme's own, so that what is written in the accent
//! can be read on every ground, in light and in dark.

use crate::model::config::Color;

/// Hue and chroma in OKLCH.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Accent {
    /// In degrees.
    hue: f64,
    chroma: f64,
}

/// A colour in OKLCH: lightness, chroma, hue in degrees.
type Oklch = [f64; 3];

/// One of the theme's two schemes: how it mixes the accent, and what it writes on with it.
struct Scheme {
    /// Lightness, share of the chroma, turn of the hue. The same numbers stand in `style.css`.
    accent: Oklch,
    ground: Oklch,
    /// The grounds without an accent: paper, surface, sunken, hover.
    plain: [Oklch; 4],
}

const LIGHT: Scheme = Scheme {
    accent: [0.48, 1.0, 0.0],
    ground: [0.955, 0.17, 0.0],
    plain: [[0.992, 0.003, 95.0], [0.976, 0.004, 95.0], [0.962, 0.005, 95.0], [0.962, 0.005, 95.0]],
};

const DARK: Scheme = Scheme {
    accent: [0.78, 0.77, -5.0],
    ground: [0.29, 0.35, 0.0],
    plain: [[0.2, 0.012, 265.0], [0.235, 0.013, 265.0], [0.18, 0.012, 265.0], [0.255, 0.014, 265.0]],
};

/// Of text, after WCAG 2.2 (1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// Below this chroma a colour is a grey, and its hue an accident.
const GREY: f64 = 0.004;

impl Accent {
    /// Fits a colour to the theme: what is too strong for a screen or for the reader's eye at the
    /// theme's lightness is made weaker, never another hue.
    pub(super) fn of(color: Color) -> Self {
        let [_, chroma, hue] = match color {
            Color::Rgb(rgb) => oklch(rgb),
            Color::Oklch { lightness, chroma, hue } => [lightness, chroma, hue],
        };
        // As many digits as the style sheet gets: what is judged here is what is shown there.
        let hue = (hue * 10.0).round() / 10.0;
        let strongest = if chroma < GREY { 0 } else { (chroma.min(0.4) * 1000.0).round() as u32 };
        let fitting = (0..=strongest).rev().map(|chroma| Self { hue, chroma: f64::from(chroma) / 1000.0 });
        fitting.into_iter().find(Self::can_be_read).unwrap_or(Self { hue, chroma: 0.0 })
    }

    /// Returns the rule that sets the accent, to stand after the theme's.
    pub(super) fn css(self) -> String {
        format!(":root {{ --accent-hue: {}; --accent-chroma: {}; }}\n", self.hue, self.chroma)
    }

    fn can_be_read(&self) -> bool {
        [LIGHT, DARK].iter().all(|scheme| {
            let accent = linear(self.mixed(scheme.accent));
            let is_on_screen = accent.iter().all(|part| (-0.0005..=1.0005).contains(part));
            is_on_screen && self.contrast(scheme) >= LEAST_CONTRAST
        })
    }

    /// Returns the lowest contrast of the accent with anything that it stands on.
    fn contrast(&self, scheme: &Scheme) -> f64 {
        let text = luminance(linear(self.mixed(scheme.accent)));
        let grounds = scheme.plain.into_iter().chain([self.mixed(scheme.ground)]);
        grounds
            .map(|ground| {
                let ground = luminance(linear(ground));
                (text.max(ground) + 0.05) / (text.min(ground) + 0.05)
            })
            .fold(f64::INFINITY, f64::min)
    }

    fn mixed(&self, [lightness, share, turn]: Oklch) -> Oklch {
        [lightness, self.chroma * share, self.hue + turn]
    }
}

/// From sRGB to OKLCH, by way of Björn Ottosson's OKLab (<https://bottosson.github.io/posts/oklab/>).
fn oklch(rgb: [u8; 3]) -> Oklch {
    let [red, green, blue] = rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
    let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
    let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
    [lightness, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0)]
}

/// From OKLCH to linear sRGB; parts below 0 or above 1 are colours that a screen does not have.
fn linear([lightness, chroma, hue]: Oklch) -> [f64; 3] {
    let (sin, cos) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cos, chroma * sin);
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

/// The relative luminance of WCAG 2.2, of a colour cut to what a screen has.
fn luminance(linear: [f64; 3]) -> f64 {
    let [red, green, blue] = linear.map(|part| part.clamp(0.0, 1.0));
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Accent {
        Accent::of(Color::parse(text).unwrap())
    }

    #[test]
    fn a_colour_gives_its_hue_and_as_much_chroma_as_the_theme_can_show() {
        assert_eq!(of("#2a6f97").css(), ":root { --accent-hue: 238; --accent-chroma: 0.093; }\n");
        // The strongest red of a screen is lighter than the theme's accent.
        let red = of("red");
        assert!((28.0..31.0).contains(&red.hue) && (0.1..0.2).contains(&red.chroma), "{red:?}");
        assert_eq!(of("oklch(0.6 0.1 240)"), Accent { hue: 240.0, chroma: 0.1 });
    }

    #[test]
    fn a_grey_stays_a_grey() {
        for text in ["black", "white", "#808080", "oklch(.5 0 90)"] {
            assert_eq!(of(text).chroma, 0.0, "{text}");
        }
    }

    #[test]
    fn every_accent_can_be_read_on_every_ground_in_both_themes() {
        let steps = [0, 32, 64, 96, 128, 160, 192, 224, 255];
        let rgb = steps.iter().flat_map(|&red| {
            steps.iter().flat_map(move |&green| steps.map(|blue| Color::Rgb([red, green, blue])))
        });
        let beyond =
            (0..720).map(|half| Color::Oklch { lightness: 0.7, chroma: 0.4, hue: f64::from(half) / 2.0 });
        let mut weakest = f64::INFINITY;
        for color in rgb.chain(beyond) {
            let accent = Accent::of(color);
            for scheme in [LIGHT, DARK] {
                let contrast = accent.contrast(&scheme);
                assert!(contrast >= LEAST_CONTRAST, "{color:?} {accent:?}: {contrast}");
                weakest = weakest.min(contrast);
            }
        }
        assert!(weakest < 7.0, "nothing was measured: {weakest}");
    }

    #[test]
    fn contrast_is_reckoned_as_wcag_does() {
        let white = luminance(linear([1.0, 0.0, 0.0]));
        let grey = luminance(linear(oklch([0x76, 0x76, 0x76])));
        // #767676 on white is the well-known edge of 4.5 : 1.
        assert!(((white + 0.05) / (grey + 0.05) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_style_sheet_mixes_the_accent_of_the_same_numbers() {
        let style = include_str!("../../themes/default/style.css");
        for line in [
            "--paper: light-dark(oklch(99.2% .003 95), oklch(20% .012 265));",
            "--surface: light-dark(oklch(97.6% .004 95), oklch(23.5% .013 265));",
            "--sunken: light-dark(oklch(96.2% .005 95), oklch(18% .012 265));",
            "--hover: light-dark(oklch(96.2% .005 95), oklch(25.5% .014 265));",
            "--accent: light-dark(oklch(48% var(--accent-chroma) var(--accent-hue)), \
             oklch(78% calc(var(--accent-chroma) * .77) calc(var(--accent-hue) - 5)));",
            "--accent-ground: light-dark(oklch(95.5% calc(var(--accent-chroma) * .17) var(--accent-hue)), \
             oklch(29% calc(var(--accent-chroma) * .35) var(--accent-hue)));",
        ] {
            assert!(style.contains(line), "{line}");
        }
    }
}
