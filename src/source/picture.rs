//! How large a picture is, so that a page can keep its place free until it has come.
//!
//! In: the first bytes of a file. Out: its size in CSS pixels, or nothing where the file does not
//! say it there. Never: decodes a picture; fails.

/// Returns how many bytes of a file are enough to find its size, by the extension in lower case;
/// nothing for what is no picture.
pub fn enough(extension: &str) -> Option<u64> {
    match extension {
        "gif" | "png" | "webp" => Some(64),
        "svg" => Some(SVG as u64),
        // Photographs put their camera's notes, a small picture and a colour profile before it.
        "jpeg" | "jpg" => Some(256 << 10),
        _ => None,
    }
}

/// How far into a drawing its outermost element is looked for.
const SVG: usize = 16 << 10;

/// The largest side that is believed.
const LARGEST: u32 = 100_000;

/// The size of a picture in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PictureSize {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl PictureSize {
    /// Finds the size of a picture by what its first bytes say; the name of the file is not asked.
    pub fn find(start: &[u8]) -> Option<Self> {
        let (width, height) = match start {
            [0x89, b'P', b'N', b'G', ..] => (be32(start, 16)?, be32(start, 20)?),
            [b'G', b'I', b'F', b'8', ..] => (le16(start, 6)?, le16(start, 8)?),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(start)?,
            [0xff, 0xd8, ..] => jpeg(start)?,
            _ => svg(start)?,
        };
        let is_believed = |side| (1..=LARGEST).contains(&side);
        (is_believed(width) && is_believed(height)).then_some(Self { width, height })
    }
}

fn bytes<const N: usize>(start: &[u8], at: usize) -> Option<[u8; N]> {
    start.get(at..at + N)?.try_into().ok()
}

fn be32(start: &[u8], at: usize) -> Option<u32> {
    bytes(start, at).map(u32::from_be_bytes)
}

fn be16(start: &[u8], at: usize) -> Option<u32> {
    bytes(start, at).map(|pair| u32::from(u16::from_be_bytes(pair)))
}

fn le16(start: &[u8], at: usize) -> Option<u32> {
    bytes(start, at).map(|pair| u32::from(u16::from_le_bytes(pair)))
}

/// The three kinds of WebP say it in three ways.
fn webp(start: &[u8]) -> Option<(u32, u32)> {
    match start.get(12..16)? {
        b"VP8 " => Some((le16(start, 26)? & 0x3fff, le16(start, 28)? & 0x3fff)),
        b"VP8L" => {
            let bits = u32::from_le_bytes(bytes(start, 21)?);
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => {
            let side = |at| bytes::<3>(start, at).map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]) + 1);
            Some((side(24)?, side(27)?))
        }
        _ => None,
    }
}

/// Goes from segment to segment until the one that begins the picture.
fn jpeg(start: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [0xff, marker] = bytes(start, at)? else { return None };
        match marker {
            // Filling, and marks that have no content.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            // All frames but the tables that share their row of numbers.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((be16(start, at + 7)?, be16(start, at + 5)?));
            }
            0xd8..=0xda => return None,
            _ => at += 2 + be16(start, at + 2)? as usize,
        }
    }
}

/// Reads the sides of the outermost element; where it has none in lengths, those of its view box.
fn svg(start: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(&start[..start.len().min(SVG)]);
    let tag = outermost(&text)?;
    let sides = || Some((length(attribute(tag, "width")?)?, length(attribute(tag, "height")?)?));
    let view_box = || {
        let mut numbers = attribute(tag, "viewBox")?
            .split([' ', ',', '\t', '\n', '\r'])
            .filter(|number| !number.is_empty())
            .map(str::parse::<f64>);
        Some((numbers.nth(2)?.ok()?, numbers.next()?.ok()?))
    };
    let (width, height) = sides().or_else(view_box)?;
    let whole = |side: f64| (side.is_finite() && side >= 1.0).then(|| side.round().min(1e9) as u32);
    Some((whole(width)?, whole(height)?))
}

/// Returns the inside of the first tag if it is `<svg …>`, past what may stand before it.
fn outermost(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => rest.find("?>")? + 2,
            _ if rest.starts_with("<!--") => rest.find("-->")? + 3,
            // A document type may have declarations of its own in brackets.
            _ if rest.starts_with("<!") => match (rest.find('['), rest.find('>')?) {
                (Some(bracket), end) if bracket < end => rest.find("]>")? + 2,
                (_, end) => end + 1,
            },
            _ => break,
        };
        rest = rest[end..].trim_start();
    }
    let tag = rest.strip_prefix("<svg")?;
    let tag = &tag[..tag.find('>')?];
    tag.starts_with(|next: char| next.is_whitespace()).then_some(tag)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        if !tag[..at].ends_with(|before: char| before.is_whitespace()) {
            return None;
        }
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split_once(quote).map(|(value, _)| value.trim())
    })
}

/// Reads a length in pixels; a share of what is around the picture is none.
fn length(value: &str) -> Option<f64> {
    let unit =
        value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(value.len());
    let pixels = match value[unit..].trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    value[..unit].parse::<f64>().ok().map(|number| number * pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(start: &[u8], expected: Option<(u32, u32)>) {
        let found = PictureSize::find(start).map(|size| (size.width, size.height));
        assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(start));
    }

    #[test]
    fn pixels_say_their_size_in_their_first_bytes() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\x20\0\0\x01\xf4", Some((800, 500)));
        check(b"GIF89a\x20\x03\xf4\x01", Some((800, 500)));
        check(b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x20\x03\xf4\x01", Some((800, 500)));
        check(b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x1f\x03\0\xf3\x01\0", Some((800, 500)));
        check(b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x1f\xc3\x7c\0", Some((800, 500)));
        check(b"\xff\xd8\xff\xe0\0\x04JF\xff\xc2\0\x11\x08\x01\xf4\x03\x20", Some((800, 500)));
    }

    #[test]
    fn a_drawing_says_it_in_lengths_or_by_its_view_box() {
        check(b"<svg width='80' height=\"50px\">", Some((80, 50)));
        check(b"<svg xmlns='x' width='25.4mm' height='1in'>", Some((96, 96)));
        check(b"<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg viewBox='0 0 30.4,20'>", Some((30, 20)));
        check(b"<svg width='100%' style='max-width: 812px' viewBox='-8 -8 812 406'>", Some((812, 406)));
        check(b"<svg stroke-width='3' viewBox='0 0 30 20'>", Some((30, 20)));
    }

    #[test]
    fn what_does_not_say_its_size_has_none() {
        for start in [
            "",
            "text",
            "<svg>",
            "<svg viewBox='0 0 0 0'>",
            "<svgs width='1' height='1'>",
            "<p><svg width='1' height='1'></p>",
        ] {
            check(start.as_bytes(), None);
        }
        check(b"\x89PNG\r\n\x1a\n", None);
        check(b"\xff\xd8\xff\xe0\0\0", None);
        check(b"\xff\xd8\xff\xe0\xff\xff", None);
    }
}
