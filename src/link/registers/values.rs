//! Values of register cells, and whether two of them may both be true.
//!
//! In: the texts of cells and the label of their column. Out: yes or no. Never: which of two is right.

/// How the values of a column are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// As versions: `16.x` and `16.2` may be the same.
    Version,
    /// As addresses: `https://a.example/` and `a.example` are the same.
    Address,
    /// As quantities: `< 200 ms` and `0.2 s (p95)` may be the same.
    Quantity,
}

impl Comparison {
    /// Takes the label of a column for what it is.
    pub(super) fn of(label: &str) -> Self {
        let label = label.to_lowercase();
        let is_any =
            |words: &[&str]| label.split(|c: char| !c.is_alphanumeric()).any(|it| words.contains(&it));
        if is_any(&["url", "uri", "address", "endpoint", "host", "link"]) {
            Self::Address
        } else if is_any(&["target", "targets", "goal", "threshold", "limit", "budget", "slo", "sla"]) {
            Self::Quantity
        } else {
            Self::Version
        }
    }
}

/// A value of a cell, ready to be compared.
pub(super) struct Value {
    comparison: Comparison,
    /// In lower case, with single spaces; of an address what does not depend on how it is written.
    pub(super) plain: String,
    versions: Vec<Version>,
    quantities: Vec<Quantity>,
    /// Whether it leaves open which one it is.
    is_open: bool,
}

impl Value {
    pub(super) fn read(text: &str, comparison: Comparison) -> Self {
        let plain = match comparison {
            Comparison::Address => plain_address(text),
            _ => plain(text),
        };
        let is_open = plain.split(' ').any(|word| OPEN.contains(&word));
        let versions = if comparison == Comparison::Version { versions(&plain) } else { Vec::new() };
        let quantities = if comparison == Comparison::Quantity { quantities(text) } else { Vec::new() };
        Self { comparison, plain, versions, quantities, is_open }
    }

    /// Says whether two values may both be true: `16.x` and `16.2`, `Latest` and anything.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        if self.plain == other.plain {
            return true;
        }
        match self.comparison {
            Comparison::Version => self.is_same_version(other),
            Comparison::Address => self.is_open || other.is_open,
            Comparison::Quantity => self.is_same_quantity(other),
        }
    }

    fn is_same_quantity(&self, other: &Self) -> bool {
        // A word and a figure cannot be compared: `no loss` and `0 messages`.
        if self.quantities.is_empty() != other.quantities.is_empty() {
            return true;
        }
        if self.quantities.is_empty() {
            return self.is_open || other.is_open;
        }
        // One may say more than the other: `< 200 ms` and `< 200 ms (p95)`.
        let is_within =
            |a: &Self, b: &Self| a.quantities.iter().all(|it| b.quantities.iter().any(|other| it.is(other)));
        is_within(self, other) || is_within(other, self)
    }

    fn is_same_version(&self, other: &Self) -> bool {
        if self.versions.is_empty() && other.versions.is_empty() {
            return self.is_open || other.is_open;
        }
        // A word and a number cannot be compared: `bookworm` and `12`.
        self.versions.is_empty()
            || other.versions.is_empty()
            || self.versions.iter().any(|a| other.versions.iter().any(|b| a.may_be(b)))
    }
}

/// Words that leave open which one it is.
const OPEN: &[&str] =
    &["any", "current", "latest", "lts", "managed", "n/a", "na", "newest", "none", "stable", "various"];

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        plain.push_str(if plain.is_empty() { "" } else { " " });
        let word = word.trim_matches(['.', ',', ';', '(', ')']);
        match word.is_ascii() {
            true => plain.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
            false => plain.push_str(&word.to_lowercase()),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// A version, or all from one on.
#[derive(Debug, PartialEq, Eq)]
struct Version {
    parts: Vec<u64>,
    or_newer: bool,
}

impl Version {
    fn may_be(&self, other: &Self) -> bool {
        let same = self.parts.iter().zip(&other.parts).all(|(a, b)| a == b);
        same || self.or_newer && other.parts > self.parts || other.or_newer && self.parts > other.parts
    }
}

/// Reads the versions in a text: `22.x LTS` is 22, `^5.4` is 5.4 or newer, `14, 15` are two.
fn versions(text: &str) -> Vec<Version> {
    let mut versions = Vec::new();
    for word in text.split([' ', ',', ';', '/', '|', '(', ')']) {
        let bare = word.trim_start_matches(['>', '<', '=', '^', '~', '≥']);
        let digits = bare.strip_prefix('v').unwrap_or(bare);
        if !digits.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let number = digits.split(['-', '+']).next().unwrap_or_default();
        let parts: Vec<u64> = number.split('.').map_while(|part| part.parse().ok()).collect();
        let is_bounded = word.starts_with(['>', '^', '~', '≥']) || digits.ends_with('+');
        if !parts.is_empty() {
            versions.push(Version { parts, or_newer: is_bounded });
        }
    }
    // `16 or newer`, `16 and above`
    let is_open_ended = ["newer", "later", "above", "higher", "up"].iter().any(|word| text.ends_with(word));
    if is_open_ended && let [only] = versions.as_mut_slice() {
        only.or_newer = true;
    }
    versions
}

/// Returns an address without what does not change where it leads.
fn plain_address(text: &str) -> String {
    let plain = plain(text.trim_matches(['<', '>', '`', ' ']));
    let rest = plain.split_once("://").map_or(plain.as_str(), |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/').to_owned()
}

/// A number with its unit: of times in milliseconds, whatever they are written in.
#[derive(Debug)]
struct Quantity {
    number: f64,
    unit: String,
}

impl Quantity {
    /// Says whether two may be one: a unit can be left out.
    fn is(&self, other: &Self) -> bool {
        let is_same_unit = self.unit == other.unit || self.unit.is_empty() || other.unit.is_empty();
        is_same_unit && (self.number - other.number).abs() <= 1e-9 * self.number.abs().max(1.0)
    }
}

/// Units of time, and how many milliseconds each is.
const TIMES: &[(&str, f64)] = &[
    ("ms", 1.0),
    ("msec", 1.0),
    ("millisecond", 1.0),
    ("milliseconds", 1.0),
    ("s", 1e3),
    ("sec", 1e3),
    ("secs", 1e3),
    ("second", 1e3),
    ("seconds", 1e3),
    ("min", 6e4),
    ("mins", 6e4),
    ("minute", 6e4),
    ("minutes", 6e4),
    ("h", 3.6e6),
    ("hr", 3.6e6),
    ("hrs", 3.6e6),
    ("hour", 3.6e6),
    ("hours", 3.6e6),
    ("d", 8.64e7),
    ("day", 8.64e7),
    ("days", 8.64e7),
];

/// Reads the numbers in a text, each with the word that follows it: `99.95 %`, `1,000 per second`.
fn quantities(text: &str) -> Vec<Quantity> {
    let text = text.to_lowercase();
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let is_of_word = rest[..start].ends_with(char::is_alphabetic);
        let digits = &rest[start..];
        let end =
            digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(digits.len());
        let number: f64 =
            digits[..end].trim_end_matches(['.', ',']).replace(',', "").parse().unwrap_or(f64::NAN);
        let behind = digits[end..].trim_start_matches([' ', '\u{a0}']);
        let word = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let unit = if behind.starts_with('%') { "%" } else { &behind[..word] };
        // `p95` is a name.
        if !is_of_word {
            let factor = TIMES.iter().find(|(name, _)| *name == unit);
            let (number, unit) = factor.map_or((number, unit), |(_, factor)| (number * factor, "ms"));
            found.push(Quantity { number, unit: unit.to_owned() });
        }
        rest = &digits[end..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Comparison::{self, Address, Quantity, Version};
    use super::Value;

    fn agree(comparison: Comparison, a: &str, b: &str) -> bool {
        let (a_value, b_value) = (Value::read(a, comparison), Value::read(b, comparison));
        let (one, other) = (a_value.agrees_with(&b_value), b_value.agrees_with(&a_value));
        assert_eq!(one, other, "{a} and {b}");
        one
    }

    #[test]
    fn versions_that_may_both_be_true_are_none() {
        for (a, b) in [
            ("16.x", "16.2"),
            ("16", "16.2.1"),
            ("v5", "5.x"),
            ("22.x LTS", "22"),
            ("Latest", "3.1"),
            ("latest", "stable"),
            ("^5.0", "5.4"),
            ("15+", "16"),
            ("15 or newer", "17.1"),
            ("14, 15", "15"),
            ("LTS", "20"),
            ("Bookworm", "bookworm"),
        ] {
            assert!(agree(Version, a, b), "{a} and {b}");
        }
        for (a, b) in
            [("16.x", "15"), ("16.2", "16.3"), ("15+", "14"), ("bookworm", "bullseye"), ("1.10", "1.1")]
        {
            assert!(!agree(Version, a, b), "{a} and {b}");
        }
    }

    #[test]
    fn addresses_are_the_same_however_they_are_written() {
        for (a, b) in [
            ("https://api.stripe.com/v1", "api.stripe.com/v1/"),
            ("`https://API.stripe.com`", "http://www.api.stripe.com/"),
        ] {
            assert!(agree(Address, a, b), "{a} and {b}");
        }
        for (a, b) in [
            ("https://api.stripe.com/v1", "https://api.stripe.com/v2"),
            ("https://eu.stripe.com", "https://api.stripe.com"),
        ] {
            assert!(!agree(Address, a, b), "{a} and {b}");
        }
    }

    #[test]
    fn quantities_are_the_same_in_all_units_of_time() {
        for (a, b) in [
            ("< 200 ms", "<200ms"),
            ("< 0.2 s", "200 ms (p95)"),
            ("15 min", "15 minutes"),
            ("99.95 %", "99.95%"),
            ("1,000 per second", "1000"),
            ("none", "0"),
        ] {
            assert!(agree(Quantity, a, b), "{a} and {b}");
        }
        for (a, b) in [
            ("< 20 min", "< 15 min"),
            ("99.9%", "99.95%"),
            ("2 s", "2 min"),
            ("1 %", "1.5 %"),
            ("daily", "weekly"),
        ] {
            assert!(!agree(Quantity, a, b), "{a} and {b}");
        }
    }
}
