//! The shape of a picture, as far as its first bytes tell it.
//!
//! In: the bytes of a PNG, GIF, JPEG or SVG file. Out: its width and height, so that a page can
//! keep the room for it before it is loaded. Never: decodes a picture; what is not understood at
//! a glance has no known shape.

/// Returns the width and height of a picture, in whatever unit it has them.
pub(super) fn size(bytes: &[u8]) -> Option<(f64, f64)> {
    let (width, height) = png(bytes).or_else(|| gif(bytes)).or_else(|| jpeg(bytes)).or_else(|| svg(bytes))?;
    (width > 0.0 && height > 0.0).then_some((width, height))
}

/// The header chunk, which always stands first (PNG specification, 11.2.1).
fn png(bytes: &[u8]) -> Option<(f64, f64)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let number = |at: usize| Some(u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    Some((f64::from(number(8)?), f64::from(number(12)?)))
}

/// The logical screen (GIF89a, section 18).
fn gif(bytes: &[u8]) -> Option<(f64, f64)> {
    let rest = bytes.strip_prefix(b"GIF8")?;
    let number = |at: usize| Some(u16::from_le_bytes(rest.get(at..at + 2)?.try_into().ok()?));
    Some((f64::from(number(2)?), f64::from(number(4)?)))
}

/// The first frame header, past the segments before it (ITU T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(f64, f64)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let (&[0xff, marker, high, low], _) = rest.split_first_chunk::<4>()? else { return None };
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let number = |at: usize| Some(u16::from_be_bytes(rest.get(at..at + 2)?.try_into().ok()?));
            return Some((f64::from(number(7)?), f64::from(number(5)?)));
        }
        rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?;
    }
}

/// `width` and `height` of the root element where both are plain, else the `viewBox`.
fn svg(bytes: &[u8]) -> Option<(f64, f64)> {
    let text = str::from_utf8(bytes).ok()?;
    let tag = text.get(text.find("<svg")?..)?;
    let tag = &tag[..tag.find('>')?];
    let length = |name: &str| attribute(tag, name)?.trim().trim_end_matches("px").parse::<f64>().ok();
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let parts = attribute(tag, "viewBox")?.split([' ', ',']).filter(|part| !part.is_empty());
    let parts: Vec<f64> = parts.map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [_, _, width, height] = parts.as_slice() else { return None };
    Some((*width, *height))
}

fn attribute<'tag>(tag: &'tag str, name: &str) -> Option<&'tag str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let is_whole = tag[..at].ends_with(|letter: char| letter.is_ascii_whitespace());
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| is_whole && matches!(quote, '"' | '\''))?;
        value[1..].split(quote).next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_a_picture_is_in_its_first_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x28\0\0\0\x14\x08";
        assert_eq!(size(png), Some((40.0, 20.0)));
        assert_eq!(size(b"GIF89a\x28\0\x14\0"), Some((40.0, 20.0)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x0b\x08\0\x14\0\x28\x03";
        assert_eq!(size(jpeg), Some((40.0, 20.0)));
        for svg in [
            "<?xml version='1.0'?><svg xmlns='x' viewBox='0 0 40 20'><rect width='3' height='3'/></svg>",
            "<svg stroke-width=\"7\" width=\"40px\" height = \"20\" viewBox='0 0 1 1'/>",
            "<svg width='100%' height='100%' viewBox='0,0,40,20'></svg>",
        ] {
            assert_eq!(size(svg.as_bytes()), Some((40.0, 20.0)), "{svg}");
        }
    }

    #[test]
    fn what_is_no_picture_has_no_shape() {
        for bytes in
            [&b""[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\xff", b"<svg", b"<svg viewBox='0 0 0 0'>"]
        {
            assert_eq!(size(bytes), None, "{bytes:?}");
        }
    }
}
