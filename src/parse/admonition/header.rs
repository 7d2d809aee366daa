//! The first line of an admonition.
//!
//! In: what follows `!!!`, `???`, `:::` or `///` on its line. Out: the admonition that it announces, if it is one.

use super::{Admonition, Fold, Kind};

/// Reads what follows `!!!`, `???` or `???+`: `note`, `note inline end "Title"`, `"Title"`.
pub(super) fn of_marks(rest: &str, fold: Fold) -> Option<Admonition> {
    let rest = rest.trim();
    let (words, title) = match rest.find('"') {
        Some(quote) => (&rest[..quote], Some(rest[quote + 1..].strip_suffix('"')?)),
        None => (rest, None),
    };
    let is_word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if !words.split_whitespace().all(is_word) {
        return None;
    }
    let name = match (words.split_whitespace().next(), title) {
        (Some(name), _) => name,
        (None, Some(_)) => "note",
        (None, None) => return None,
    };
    let kind = Kind::of_name(name).unwrap_or(Kind::Note);
    Some(Admonition { kind, title: title.map_or_else(|| capitalised(name), str::to_owned), fold })
}

/// Reads what follows the colons: `note`, `note Title`, `note[Title]{#id}`, `details Title {open}`, `{.note}`,
/// `{.callout-tip title="Title"}`, `{note} Title`. Nothing for directives that are no admonitions.
pub(super) fn of_colons(rest: &str) -> Option<Admonition> {
    // Pandoc lets the line end in colons.
    let rest = rest.trim().trim_end_matches(':').trim_end();
    if let Some(braced) = rest.strip_prefix('{') {
        let (attributes, behind) = braced.split_once('}')?;
        let names = attributes.split_whitespace().map(|word| word.trim_start_matches('.'));
        let mut names = names.map(|name| name.strip_prefix("callout-").unwrap_or(name));
        let name = names.find(|name| Kind::of_name(name).is_some())?;
        let title = title_attribute(attributes).unwrap_or(behind.trim());
        return Some(admonition(name, title, ""));
    }
    let length = rest.find(|c: char| !(c.is_ascii_alphabetic() || c == '-')).unwrap_or(rest.len());
    let (name, behind) = rest.split_at(length);
    Kind::of_name(name)?;
    let (title, attributes) = match behind.chars().next() {
        None => ("", ""),
        Some('[') => behind[1..].rsplit_once(']')?,
        Some('{') => ("", behind),
        Some(next) if next.is_whitespace() => match behind.rsplit_once('{') {
            Some((title, attributes)) if attributes.ends_with('}') => (title, attributes),
            _ => (behind, ""),
        },
        Some(_) => return None,
    };
    let attributes = attributes.trim().trim_matches(['{', '}']);
    let title = match title_attribute(attributes) {
        Some(given) if title.trim().is_empty() => given,
        _ => title.trim(),
    };
    Some(admonition(name, title, attributes))
}

/// Reads what follows the slashes: `note`, `note | Title`, `details | Title`.
pub(super) fn of_slashes(rest: &str) -> Option<Admonition> {
    let (name, title) = match rest.split_once('|') {
        Some((name, title)) => (name.trim(), title.trim()),
        None => (rest.trim(), ""),
    };
    // In lower case only: `/// Note` is a comment of somebody's code.
    if !name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    Kind::of_name(name)?;
    Some(admonition(name, title, ""))
}

/// Follows an option line of a block between slashes: `type: warning`, `open: true`. Says whether it is one.
pub(super) fn follow_option(line: &str, admonition: &mut Admonition) -> bool {
    let Some((key, value)) = line.trim().split_once(':') else { return false };
    let value = value.trim();
    match key {
        "type" => admonition.kind = Kind::of_name(value).unwrap_or(admonition.kind),
        "open" if value.eq_ignore_ascii_case("true") => admonition.fold = Fold::Open,
        "open" | "attrs" => {}
        _ => return false,
    }
    true
}

fn admonition(name: &str, title: &str, attributes: &str) -> Admonition {
    let fold = match name.eq_ignore_ascii_case("details") {
        true if attributes.split_whitespace().any(|word| word == "open") => Fold::Open,
        true => Fold::Closed,
        false => Fold::None,
    };
    let title = if title.is_empty() { capitalised(name) } else { title.to_owned() };
    Admonition { kind: Kind::of_name(name).unwrap_or(Kind::Note), title, fold }
}

fn title_attribute(attributes: &str) -> Option<&str> {
    let (_, value) = attributes.split_once("title=\"")?;
    value.split_once('"').map(|(title, _)| title)
}

fn capitalised(name: &str) -> String {
    let words = name.to_lowercase().replace(['-', '_'], " ");
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
