//! People and teams, from the many ways to write several in one line.
//!
//! In: the text where people are named. Out: names, each with its place in the text. Never: takes
//! a sentence for a name, or a placeholder for somebody.

use super::super::placeholders::is_unfilled;
use crate::source::as_one_line;
use std::ops::Range;

/// A name and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) range: Range<usize>,
}

/// The most words of a name: `Konrad Heimel`, `Payments and Settlement Platform Team`.
const WORDS_OF_NAME: usize = 6;

/// Words that a sentence has, and no name.
const OF_SENTENCES: [&str; 10] = ["that", "with", "was", "were", "is", "are", "has", "have", "will", "be"];

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// The longest text that is read as a list of names, in bytes.
const LONGEST_LIST: usize = 4096;

/// Words that end the name of a group, which may hold an `and`.
const GROUPS: &[&str] = &[
    "team",
    "teams",
    "group",
    "guild",
    "squad",
    "department",
    "office",
    "board",
    "committee",
    "council",
    "division",
    "unit",
    "engineering",
    "operations",
    "architecture",
    "development",
    "sig",
    "wg",
];

/// Words that end what somebody is, and no name.
const ROLES: &[&str] = &[
    "engineer",
    "architect",
    "lead",
    "leader",
    "manager",
    "owner",
    "developer",
    "director",
    "head",
    "officer",
    "maintainer",
    "author",
    "reviewer",
    "editor",
    "analyst",
    "consultant",
    "designer",
    "master",
    "president",
];

/// Says whether a text in brackets behind a handle tells a role or a group.
fn names_role(text: &str) -> bool {
    let is_role =
        |word: &str| ROLES.iter().any(|role| role.eq_ignore_ascii_case(word)) || is_word_of_group(word);
    let mut words = text.split_whitespace();
    // `Head of Platform`, `Platform team`.
    words.clone().next().is_some_and(is_role) || words.next_back().is_some_and(is_role)
}

/// Returns the people and teams that a text names; none if it is no list of names.
pub(super) fn names(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    if text.len() > LONGEST_LIST {
        return found;
    }
    for range in pieces(text) {
        let Some(range) = trimmed(text, range) else { continue };
        let range = without_others(text, range);
        if range.is_empty() || is_unfilled(&text[range.clone()]) || says_nobody(&text[range.clone()]) {
            continue;
        }
        let Some(name) = name_in(text, range) else { continue };
        let said = &text[name.clone()];
        let words = said.split_whitespace().count();
        if words > WORDS_OF_NAME || said.chars().count() > LONGEST_NAME {
            return Vec::new();
        }
        // `P3-E3-S04` is a ticket.
        let is_number = said.contains(|c: char| c.is_ascii_digit()) && !said.contains(char::is_lowercase);
        let is_sentence = || words > 2 && said.split(' ').any(|word| OF_SENTENCES.contains(&word));
        if is_number || is_sentence() || !said.contains(char::is_alphabetic) || is_unfilled(said) {
            continue;
        }
        found.push(Named { name: as_one_line(said).into_owned(), range: name });
    }
    found
}

/// Returns the people and teams that the first sentence of a text is, where others follow it.
pub(super) fn names_of_first_sentence(text: &str) -> Vec<Named> {
    // `J. Smith` ends no sentence.
    let end = text.match_indices(". ").map(|(at, _)| at).find(|at| {
        let last = text[..*at].rsplit(' ').next().unwrap_or_default();
        last.chars().count() > 2
    });
    let Some(sentence) = end.map(|end| &text[..end]) else { return Vec::new() };
    // A name begins with a capital letter, or is a handle.
    let is_name = |named: &Named| named.name.starts_with(|c: char| c.is_uppercase() || c == '@');
    let names = names(sentence);
    if names.iter().all(is_name) { names } else { Vec::new() }
}

/// Says whether the names are all that a text says: nothing of a role, a handle or an address is lost
/// when they are shown alone.
pub(super) fn are_all_of(names: &[Named], text: &str) -> bool {
    let mut at = 0;
    let says_nothing = |between: &str| {
        between
            .split(|c: char| !c.is_alphanumeric())
            .all(|word| word.is_empty() || word.eq_ignore_ascii_case("and"))
            && !between.contains(['@', '('])
    };
    for name in names {
        if name.range.start < at || !says_nothing(&text[at..name.range.start]) {
            return false;
        }
        at = name.range.end;
    }
    says_nothing(&text[at..])
}

/// Parts a list at commas and the like, where no bracket is open, and at `and`.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = (depth - 1).max(0),
            _ if depth > 0 => {}
            ',' | ';' | '·' | '|' | '•' | '\n' | '、' => {
                part_at_and(text, start..at, &mut pieces);
                start = at + character.len_utf8();
            }
            ' ' if text[at..].starts_with(" / ") || text[at..].starts_with(" + ") => {
                part_at_and(text, start..at, &mut pieces);
                start = at + 3;
                characters.nth(1);
            }
            // `@asol @bito`
            ' ' if is_handle(&text[start..at]) && text[at + 1..].starts_with('@') => {
                pieces.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    part_at_and(text, start..text.len(), &mut pieces);
    pieces
}

fn is_handle(piece: &str) -> bool {
    piece.starts_with('@') && !piece.contains(char::is_whitespace)
}

/// Parts `Ana Sol and Ben Ito`, but not `Research and Development`.
fn part_at_and(text: &str, range: Range<usize>, parts: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    // After the last comma: `A, B, and C`.
    let trimmed = piece.trim_start();
    if let Some(rest) = trimmed.strip_prefix("and ").or_else(|| trimmed.strip_prefix("& ")) {
        parts.push(range.end - rest.len()..range.end);
        return;
    }
    // Most names are parted from others by commas, or stand alone.
    let mut pairs = piece.as_bytes().array_windows();
    let may_be_parted = pairs.any(|pair| matches!(pair, [b' ', b'a' | b'&' | b'u' | b'e']));
    let words: &[&str] = if may_be_parted { &[" and ", " & ", " und ", " et "] } else { &[] };
    for word in words {
        let Some(at) = outside_of_brackets(piece, word) else { continue };
        let (before, after) = (piece[..at].trim(), piece[at + word.len()..].trim());
        // `Ana Sol et al.` names nobody more.
        if after.trim_end_matches('.').eq_ignore_ascii_case("al") {
            break;
        }
        if !is_one_group(before, after) {
            parts.push(range.start..range.start + at);
            return part_at_and(text, range.start + at + word.len()..range.end, parts);
        }
        break;
    }
    parts.push(range);
}

fn outside_of_brackets(piece: &str, word: &str) -> Option<usize> {
    piece.match_indices(word).map(|(at, _)| at).find(|at| {
        let opened = piece[..*at].matches(['(', '<', '[']).count();
        opened == piece[..*at].matches([')', '>', ']']).count()
    })
}

/// Says whether two parts around an `and` are one name: the first is a single word and no group or
/// handle, and the second ends as the names of groups do, or is a single word of the same kind.
fn is_one_group(before: &str, after: &str) -> bool {
    let is_group = |text: &str| {
        text.split_whitespace().next_back().is_some_and(|last| is_word_of_group(last.trim_end_matches('.')))
    };
    before.split_whitespace().count() == 1 && !before.starts_with('@') && !is_group(before) && is_group(after)
}

fn is_word_of_group(word: &str) -> bool {
    GROUPS.iter().any(|group| group.eq_ignore_ascii_case(word))
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[range.clone()];
    let is_around = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"' | '\'' | '.' | ':');
    let start = range.start + (piece.len() - piece.trim_start_matches(is_around).len());
    let end = start + text[start..range.end].trim_end_matches(is_around).len();
    (start < end).then_some(start..end)
}

/// Takes `et al.` and `and others` off the end.
fn without_others(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    for others in ["et al", "others", "and others"] {
        let Some(at) = piece.len().checked_sub(others.len()) else { continue };
        let Some((before, end)) = piece.split_at_checked(at) else { continue };
        if end.eq_ignore_ascii_case(others) && (before.is_empty() || before.ends_with(' ')) {
            return range.start..range.start + before.trim_end().len();
        }
    }
    range
}

/// Says whether a word stands for nobody.
fn says_nobody(text: &str) -> bool {
    ["none", "n/a", "na", "null", "nobody", "unknown", "tba", "-", "–", "—", "?"]
        .iter()
        .any(|nobody| text.eq_ignore_ascii_case(nobody))
}

/// Returns the name in one piece: without the handle, address or role that stands in brackets.
fn name_in(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[range.clone()];
    let at = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    };
    // `[Ana Sol](https://…)`, as front matter has it.
    if let Some((label, _)) = piece.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        return trimmed(text, at(label));
    }
    // `https://github.com/orgs/nordhaven/teams/team-grid`
    if piece.starts_with("https://") || piece.starts_with("http://") {
        return trimmed(text, at(last_of_address(piece)));
    }
    let bracket = piece.find(['(', '<']);
    match bracket {
        // `<ana@example.org>`
        Some(0) => trimmed(text, at(piece.trim_matches(['(', ')', '<', '>']))),
        Some(open) => {
            let inside = &piece[open + 1..];
            let inside = &inside[..inside.find([')', '>']).unwrap_or(inside.len())];
            // `@asol (Ana Sol)`, but `@asol (Lead Architect)` says what she is.
            let is_name = inside.contains(' ') && !inside.contains('@') && !names_role(inside);
            if piece.starts_with('@') && is_name {
                return trimmed(text, at(inside));
            }
            trimmed(text, at(&piece[..open]))
        }
        None => {
            let stands_alone = |(at, dash): &(usize, &str)| {
                piece[..*at].ends_with(' ') && piece[at + dash.len()..].starts_with(' ')
            };
            let dash = piece.match_indices(['-', '–', '—']).find(stands_alone);
            trimmed(text, at(&piece[..dash.map_or(piece.len(), |(at, _)| at)]))
        }
    }
}

/// Returns what the page at an address is called in it: the last part of its path.
fn last_of_address(address: &str) -> &str {
    let path = address.trim_end_matches('/');
    let after_host = path.find("://").and_then(|at| path[at + 3..].find('/').map(|slash| at + 3 + slash));
    after_host.map_or(path, |_| path.rsplit('/').next().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let names = names(text);
        for it in &names {
            assert_eq!(it.name.replace(' ', ""), text[it.range.clone()].replace([' ', '\n'], ""), "{text}");
        }
        names.into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn lists_of_people_are_parted_as_their_writers_meant_it() {
        for (text, expected) in [
            ("Konrad Heimel", &["Konrad Heimel"][..]),
            ("Ana Sol, Ben Ito and Chen", &["Ana Sol", "Ben Ito", "Chen"]),
            ("Ana Sol, Ben Ito, and Chen", &["Ana Sol", "Ben Ito", "Chen"]),
            ("Ana & Ben", &["Ana", "Ben"]),
            ("Ana / Ben", &["Ana", "Ben"]),
            ("Ana; Ben\nChen", &["Ana", "Ben", "Chen"]),
            ("Ana Sol <ana@example.org>, Ben Ito <ben@example.org>", &["Ana Sol", "Ben Ito"]),
            ("Ana Sol (@asol), Ben Ito (@bito) <ben@example.org>", &["Ana Sol", "Ben Ito"]),
            ("Ana Sol (@asol, @ana), Ben", &["Ana Sol", "Ben"]),
            ("@asol (Ana Sol)", &["Ana Sol"]),
            ("@asol (Lead Architect)", &["@asol"]),
            ("@asol (Head of Platform), @bito", &["@asol", "@bito"]),
            ("@asol, @bito", &["@asol", "@bito"]),
            ("@asol @bito @chen-li", &["@asol", "@bito", "@chen-li"]),
            ("Ana Sol @asol", &["Ana Sol @asol"]),
            ("Ana Sol (owner). Decided that it is so (strictly), and that the other is not", &["Ana Sol"]),
            ("https://github.com/orgs/nordhaven/teams/team-grid", &["team-grid"]),
            ("https://git.example.org/asol/, @bito", &["asol", "@bito"]),
            ("Ana Sol und Ben Ito", &["Ana Sol", "Ben Ito"]),
            ("Ana Sol, Chen et Ben Ito", &["Ana Sol", "Chen", "Ben Ito"]),
            ("@asol (@ana)", &["@asol"]),
            ("<ana@example.org>", &["ana@example.org"]),
            ("[Ana Sol](https://example.org/asol), [Ben](mailto:b@example.org)", &["Ana Sol", "Ben"]),
            ("Péter D'Amato", &["Péter D'Amato"]),
            ("Ana Sol et al.", &["Ana Sol"]),
            ("Ana Sol, et al.", &["Ana Sol"]),
            ("Ana Sol – lead architect", &["Ana Sol"]),
            ("Research and Development team", &["Research and Development team"]),
            ("Platform team and Payments team", &["Platform team", "Payments team"]),
            ("\"Team: Grid\"", &["Team: Grid"]),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn nobody_is_made_up() {
        for text in [
            "",
            "[TEAM]",
            "[Name], [Name]",
            "TBD",
            "n/a",
            "None",
            "-",
            "{list everyone involved in the decision}",
            "Drafted with the change of queues",
            "whoever was in the meeting of the architecture group on that day",
        ] {
            assert_eq!(said(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_said_beside_the_names_is_noticed() {
        for (text, all) in [
            ("Ana, Ben and Chen", true),
            ("Ana Sol.", true),
            ("Ana (lead)", false),
            ("Ana <ana@example.org>", false),
            ("Ana et al.", false),
            ("Ana, [NAME]", false),
        ] {
            assert_eq!(are_all_of(&names(text), text), all, "{text}");
        }
    }
}
