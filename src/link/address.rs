//! The parts of a link's target, as text.
//!
//! In: a target as written. Out: scheme, path, query, fragment, and joined paths. Never: knows
//! which files there are.

use std::borrow::Cow;

/// A target taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// The path as written, still percent-encoded.
    pub(super) path: &'a str,
    /// What follows the path as written: `?query#fragment`.
    pub(super) suffix: &'a str,
    /// The fragment without `#`, percent-decoded, where there is one.
    pub(super) fragment: Option<Cow<'a, str>>,
}

/// Takes a relative target apart.
pub(super) fn parts(target: &str) -> Address<'_> {
    let end = memchr::memchr2(b'?', b'#', target.as_bytes()).unwrap_or(target.len());
    let (path, suffix) = target.split_at(end);
    let fragment = suffix.split_once('#').map(|(_, fragment)| decoded(fragment));
    Address { path, suffix, fragment }
}

/// Returns the scheme of an absolute address (RFC 3986, section 3.1), as written. A single letter
/// is a drive of Windows and no scheme.
pub(super) fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let mut bytes = scheme.bytes();
    let starts_well = bytes.next()?.is_ascii_alphabetic();
    let goes_well = bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    (scheme.len() > 1 && starts_well && goes_well).then_some(scheme)
}

/// Decodes `%20` and its like; what is no UTF-8 after that stays as written.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|pair| {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            Some((high * 16 + low) as u8)
        });
        match (bytes[at], digits) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Joins a relative path to a folder and takes `.` and `..` out. A path that climbs above the top
/// keeps its `..` at the start. Only `/` separates: a name may hold a `\`.
pub(super) fn join(folder: &str, relative: &str) -> String {
    let mut path = String::with_capacity(folder.len() + 1 + relative.len());
    for part in folder.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." if !path.is_empty() && path != ".." && !path.ends_with("/..") => {
                path.truncate(path.rfind('/').unwrap_or(0));
            }
            part => {
                path.push_str(if path.is_empty() { "" } else { "/" });
                path.push_str(part);
            }
        }
    }
    path
}

/// Returns the relative path that leads from a folder to a file, for offering a mend.
pub(super) fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut relative = "../".repeat(from.len() - shared);
    relative.push_str(&to[shared..].join("/"));
    relative
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_taken_apart() {
        let address = parts("a%20b.md?raw=1#data%20flow");
        assert_eq!((address.path, address.suffix), ("a%20b.md", "?raw=1#data%20flow"));
        assert_eq!(address.fragment.as_deref(), Some("data flow"));
        assert_eq!(decoded("a%20b%zz%"), "a b%zz%");
    }

    #[test]
    fn a_drive_is_no_scheme() {
        assert_eq!(scheme("mailto:a@example.org"), Some("mailto"));
        assert_eq!(scheme("C:/docs/a.md"), None);
        assert_eq!(scheme("a/b:c.md"), None);
    }

    #[test]
    fn paths_are_joined_and_led_back() {
        assert_eq!(join("services/orders", "../data/./flow.md"), "services/data/flow.md");
        assert_eq!(join("docs", "../../README.md"), "../README.md");
        assert_eq!(relative("services/orders", "services/data/flow.md"), "../data/flow.md");
        assert_eq!(relative("", "a.md"), "a.md");
    }
}
