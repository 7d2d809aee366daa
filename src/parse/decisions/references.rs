//! What a text says about other decisions: `Superseded by [ADR-0012](0012-x.md)`,
//! `Accepted (supersedes ADR-024, ADR-025)`, `- Amends 20200926-use-x`.
//!
//! In: a text with its links. Out: references in the order of the text. Never: says which decision
//! is meant, or takes a verb in running prose for one.

use crate::model::decision::{DecisionReference, DecisionVerb};
use crate::model::decision_id::{IdPrefix, further_numbers, id_at, ids_in};
use crate::model::document::Link;
use crate::parse::beginnings::Beginnings;
use crate::parse::outline::Inline;
use crate::source::Extent;
use std::ops::Range;

/// Verbs as people write them, each before those that it begins with.
const VERBS: &[(&str, DecisionVerb)] = &[
    ("superseded by", DecisionVerb::SupersededBy),
    ("superceded by", DecisionVerb::SupersededBy),
    ("superceeded by", DecisionVerb::SupersededBy),
    ("superseeded by", DecisionVerb::SupersededBy),
    ("ersetzt durch", DecisionVerb::SupersededBy),
    ("abgelöst durch", DecisionVerb::SupersededBy),
    ("remplacé par", DecisionVerb::SupersededBy),
    ("remplacée par", DecisionVerb::SupersededBy),
    ("reemplazado por", DecisionVerb::SupersededBy),
    ("reemplazada por", DecisionVerb::SupersededBy),
    ("sustituido por", DecisionVerb::SupersededBy),
    ("sustituida por", DecisionVerb::SupersededBy),
    ("substituído por", DecisionVerb::SupersededBy),
    ("substituída por", DecisionVerb::SupersededBy),
    ("sostituito da", DecisionVerb::SupersededBy),
    ("sostituita da", DecisionVerb::SupersededBy),
    ("vervangen door", DecisionVerb::SupersededBy),
    ("ersetzt", DecisionVerb::Supersedes),
    ("sostituisce", DecisionVerb::Supersedes),
    ("vervangt", DecisionVerb::Supersedes),
    ("remplace", DecisionVerb::Supersedes),
    ("reemplaza a", DecisionVerb::Supersedes),
    ("reemplaza", DecisionVerb::Supersedes),
    ("sustituye a", DecisionVerb::Supersedes),
    ("sustituye", DecisionVerb::Supersedes),
    ("substitui", DecisionVerb::Supersedes),
    ("supersedes", DecisionVerb::Supersedes),
    ("supercedes", DecisionVerb::Supersedes),
    ("superceeds", DecisionVerb::Supersedes),
    ("superseeds", DecisionVerb::Supersedes),
    ("replaced by", DecisionVerb::SupersededBy),
    ("replaced with", DecisionVerb::SupersededBy),
    ("replaces", DecisionVerb::Supersedes),
    ("obsoleted by", DecisionVerb::SupersededBy),
    ("obsoletes", DecisionVerb::Supersedes),
    ("deprecated by", DecisionVerb::SupersededBy),
    ("deprecated in favour of", DecisionVerb::SupersededBy),
    ("deprecated in favor of", DecisionVerb::SupersededBy),
    ("overridden by", DecisionVerb::SupersededBy),
    ("overrides", DecisionVerb::Supersedes),
    ("amended by", DecisionVerb::AmendedBy),
    ("amended in", DecisionVerb::AmendedBy),
    ("amends", DecisionVerb::Amends),
    ("revised by", DecisionVerb::AmendedBy),
    ("revises", DecisionVerb::Amends),
    ("updated by", DecisionVerb::AmendedBy),
    ("updates", DecisionVerb::Amends),
    ("modified by", DecisionVerb::AmendedBy),
    ("modifies", DecisionVerb::Amends),
    ("extended by", DecisionVerb::AmendedBy),
    ("extends", DecisionVerb::Amends),
    ("refined by", DecisionVerb::AmendedBy),
    ("refines", DecisionVerb::Amends),
    ("clarified by", DecisionVerb::AmendedBy),
    ("clarifies", DecisionVerb::Amends),
    ("relates to", DecisionVerb::RelatesTo),
    ("related to", DecisionVerb::RelatesTo),
    ("see also", DecisionVerb::RelatesTo),
    ("depends on", DecisionVerb::RelatesTo),
    ("linked to", DecisionVerb::RelatesTo),
    ("links to", DecisionVerb::RelatesTo),
    ("in favour of", DecisionVerb::RelatesTo),
    ("in favor of", DecisionVerb::RelatesTo),
];

/// What they begin with.
const OF_VERBS: Beginnings = Beginnings::of_keys(VERBS);

/// Names of labels, headings and keys that are a verb in another form.
const NAMES: &[(&str, DecisionVerb)] = &[
    ("superseded", DecisionVerb::SupersededBy),
    ("supersede", DecisionVerb::Supersedes),
    ("supersedes adr", DecisionVerb::Supersedes),
    ("supersedes adrs", DecisionVerb::Supersedes),
    ("successor", DecisionVerb::SupersededBy),
    ("predecessor", DecisionVerb::Supersedes),
    ("related", DecisionVerb::RelatesTo),
    ("related adr", DecisionVerb::RelatesTo),
    ("related adrs", DecisionVerb::RelatesTo),
    ("related decisions", DecisionVerb::RelatesTo),
    ("related decision", DecisionVerb::RelatesTo),
    ("related decision records", DecisionVerb::RelatesTo),
    ("context links", DecisionVerb::RelatesTo),
    ("see", DecisionVerb::RelatesTo),
];

/// Returns the verb that the name of a label, a heading or a key is.
pub(super) fn verb_of_name(name: &str) -> Option<DecisionVerb> {
    static BEGINNINGS: Beginnings = OF_VERBS.and(Beginnings::of_keys(NAMES));
    let mut known = VERBS.iter().chain(NAMES);
    BEGINNINGS.begin(name).then(|| known.find(|(words, _)| *words == name).map(|(_, verb)| *verb)).flatten()
}

/// How many lines of a paragraph are looked at: a status stands in the first of them.
const MOST_LINES: usize = 24;

/// Parts the lines of a paragraph, but not where a sentence goes on: after a verb, a comma, "by".
pub(super) fn sentences(text: Inline<'_>) -> Vec<Inline<'_>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.lines().take(MOST_LINES) {
        let range = start..start + line.text().len();
        start = range.end + 1;
        match found.last_mut() {
            Some(last) if goes_on(&text.text()[last.clone()], line.text()) => last.end = range.end,
            _ => found.push(range),
        }
    }
    found.into_iter().map(|range| text.slice(range).trim()).filter(|line| !line.is_blank()).collect()
}

fn goes_on(line: &str, next: &str) -> bool {
    let line = line.trim_end().to_ascii_lowercase();
    line.ends_with(',')
        || [" by", " and", " see", " of", " with"].iter().any(|word| line.ends_with(word))
        || line.ends_with("supersedes")
        || line.matches('(').count() > line.matches(')').count()
        || next.trim_start().starts_with(|c: char| c.is_lowercase() || c == '(')
}

/// What is known of a text that may hold references.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// The verb that holds for what no other verb stands before.
    pub(super) verb: Option<DecisionVerb>,
    /// Whether the decision as a whole is superseded: else "superseded by" speaks of a part of it.
    pub(super) is_partly: bool,
    /// Whether only what follows a verb at the very start counts, because the text may be prose.
    pub(super) is_prose: bool,
}

/// What is longer than this, in bytes, says more than which decisions it is about; the rest is not read.
const LONGEST: usize = 4_000;

/// The most references of one decision: a list of more is a table of contents.
const MOST: usize = 400;

/// Reads the references of a text of the document.
pub(super) fn read(text: Inline<'_>, links: &[Link], reading: Reading, found: &mut Vec<DecisionReference>) {
    let text = text.slice(0..text.text().floor_char_boundary(LONGEST));
    let mut places: Vec<(Range<usize>, u32)> = Vec::new();
    let mut at = 0;
    for (stretch, marks, link) in text.stretches() {
        let range = at..at + stretch.text().len();
        at = range.end;
        if let Some(link) = link.filter(|_| !marks.picture) {
            match places.last_mut() {
                Some((last, same)) if *same == link && last.end == range.start => last.end = range.end,
                _ => places.push((range, link)),
            }
        }
    }
    let target = |link: u32| links.get(link as usize).map(|link| link.target.as_str());
    let locate = |range: Range<usize>| text.slice(range).extent();
    scan(&Scanned { text: text.text(), places: &places, target: &target, locate: &locate }, reading, found);
}

/// Reads the references of a text of the front matter.
pub(super) fn read_plain(text: &str, extent: Extent, reading: Reading, found: &mut Vec<DecisionReference>) {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let scanned = Scanned { text, places: &[], target: &|_| None, locate: &|_| extent };
    scan(&scanned, reading, found);
}

/// Reads the references in brackets at the end of a title: `Use a log (supersedes ADR-12)`.
pub(super) fn read_title(title: &str, extent: Extent, found: &mut Vec<DecisionReference>) {
    let Some((_, remark)) = title.strip_suffix(')').and_then(|title| title.rsplit_once('(')) else { return };
    if begins_with_verb(remark) {
        read_plain(remark, extent, Reading { verb: None, is_partly: false, is_prose: true }, found);
    }
}

/// A text to be looked through.
struct Scanned<'a> {
    text: &'a str,
    /// The links in it.
    places: &'a [(Range<usize>, u32)],
    target: &'a dyn Fn(u32) -> Option<&'a str>,
    locate: &'a dyn Fn(Range<usize>) -> Extent,
}

fn scan(scanned: &Scanned<'_>, reading: Reading, found: &mut Vec<DecisionReference>) {
    let verbs = verbs_in(scanned);
    let first = verbs.first().map_or(scanned.text.len(), |verb| verb.range.start);
    if let Some(verb) = reading.verb {
        targets(scanned, 0..first, verb, false, found);
    }
    for (number, verb) in verbs.iter().enumerate() {
        let before = &scanned.text[..verb.range.start];
        if reading.is_prose && (number > 0 || before.chars().any(char::is_alphanumeric)) {
            return;
        }
        let end = verbs.get(number + 1).map_or(scanned.text.len(), |next| next.range.start);
        // "Supersedes parts of ADR-3" leaves the rest of it in force.
        let leading = leading_words(scanned, verb.range.end..end).to_ascii_lowercase();
        let of_part =
            verb.is_partly || ["part of", "parts of", "section"].iter().any(|it| leading.contains(it));
        let meant = match verb.verb {
            DecisionVerb::SupersededBy if of_part || reading.is_partly => DecisionVerb::AmendedBy,
            DecisionVerb::Supersedes if of_part => DecisionVerb::Amends,
            verb => verb,
        };
        targets(scanned, verb.range.end..end, meant, reading.is_prose, found);
    }
}

/// Returns what stands between a verb and the first link or id.
fn leading_words<'a>(scanned: &Scanned<'a>, range: Range<usize>) -> &'a str {
    let text = &scanned.text[range.clone()];
    let link = scanned.places.iter().map(|(place, _)| place.start).find(|start| range.contains(start));
    let id = ids_in(text).first().map(|id| range.start + id.range.start);
    let end = link.into_iter().chain(id).min().unwrap_or(range.end);
    &scanned.text[range.start..end]
}

struct FoundVerb {
    range: Range<usize>,
    verb: DecisionVerb,
    /// Whether it is told of a part.
    is_partly: bool,
}

/// Finds the verbs outside of links.
fn verbs_in(scanned: &Scanned<'_>) -> Vec<FoundVerb> {
    // ASCII alone is folded, so that offsets stay.
    let folded = scanned.text.to_ascii_lowercase().replace('\n', " ");
    let mut found = Vec::new();
    let mut at = 0;
    let mut previous: Option<char> = None;
    while let Some(character) = folded[at..].chars().next() {
        let link = scanned.places.iter().find(|(range, _)| range.contains(&at));
        if let Some((range, _)) = link {
            at = range.end;
            previous = None;
            continue;
        }
        let begins = character.is_ascii_lowercase() && !previous.is_some_and(char::is_alphanumeric);
        let verbs = if begins && OF_VERBS.begin(&folded[at..]) { VERBS } else { &[] };
        let verb = verbs.iter().find(|(words, _)| {
            folded[at..].starts_with(words)
                && !folded[at + words.len()..].starts_with(|c: char| c.is_alphanumeric())
        });
        let length = verb.map_or(character.len_utf8(), |(words, _)| words.len());
        if let Some(&(_, verb)) = verb {
            let before = folded[..at].rsplit([';', '.', '(', ',']).next().unwrap_or_default();
            let is_partly = [
                "partial",
                "partly",
                "in part",
                "in parts",
                "partiel",
                "parcial",
                "teilweise",
                "en parte",
                "parzial",
                "deels",
                "gedeeltelijk",
            ]
            .iter()
            .any(|word| before.contains(word));
            found.push(FoundVerb { range: at..at + length, verb, is_partly });
        }
        previous = folded[at..at + length].chars().next_back();
        at += length;
    }
    found
}

/// Reads what a verb speaks of, up to the end of the sentence.
fn targets(
    scanned: &Scanned<'_>,
    range: Range<usize>,
    verb: DecisionVerb,
    is_prose: bool,
    found: &mut Vec<DecisionReference>,
) {
    let mut push = |target: &str, link: Option<u32>, range: Range<usize>| {
        let extent = (scanned.locate)(range);
        if found.len() < MOST && !found.iter().any(|it| it.verb == verb && it.target == target) {
            found.push(DecisionReference { verb, target: target.to_owned(), link, extent });
        }
    };
    let text = scanned.text;
    let mut at = range.start;
    let mut depth = 0_u32;
    let mut has_target = false;
    // Up to the first target only words may stand that introduce it.
    let mut plain_from = at;
    // "Supersedes ADR-12, which had replaced ADR-7": what stands between two targets ties them, or
    // the sentence has gone on to something else.
    let goes_on = |from: usize, to: usize, has_target: bool| {
        !has_target || verb == DecisionVerb::RelatesTo || is_connection(&text[from..to])
    };
    while at < range.end {
        if let Some((place, link)) = scanned.places.iter().find(|(place, _)| place.contains(&at)) {
            let is_near = !is_prose || has_target || is_introduction(&text[range.start..place.start]);
            if !goes_on(plain_from, place.start, has_target) {
                break;
            }
            let target = (scanned.target)(*link).filter(|target| !is_elsewhere(target));
            if let Some(target) = target.filter(|_| is_near) {
                push(target, Some(*link), place.clone());
                has_target = true;
            }
            at = place.end;
            plain_from = at;
            continue;
        }
        let character = text[at..].chars().next().unwrap_or(' ');
        let next = at + character.len_utf8();
        let after = || text[next..].chars().next();
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            ';' | '—' if depth == 0 => break,
            '.' if depth == 0 && after().is_none_or(char::is_whitespace) => break,
            // A bracket explains what stands before it, on the next line too.
            '\n' if depth > 0 || text[next..].trim_start().starts_with('(') => {}
            '\n' if has_target && !ends_in_list(&text[..at]) => break,
            _ => {}
        }
        let begins = !text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.'));
        if begins && character.is_alphanumeric() || character == '#' {
            let is_first = !has_target && is_introduction(&text[plain_from..at]);
            if let Some((name, end)) = file_name_at(&text[..range.end], at).filter(|_| is_first) {
                push(name, None, at..end);
                has_target = true;
                at = end;
                plain_from = at;
                continue;
            }
            let start = at + usize::from(character == '#');
            let id = id_at(text, start).filter(|id| id.range.end <= range.end);
            // `and 61`, where the prefix of the one before goes on, is read with it.
            let id = id.filter(|id| match id.prefix {
                IdPrefix::OfDecisions => !is_prose || has_target || is_first,
                // A number alone is one only where nothing but decisions is spoken of.
                IdPrefix::None => is_first && !is_prose && text[id.range.clone()].len() < 5,
                IdPrefix::Other => is_first,
            });
            if id.is_some() && !goes_on(plain_from, at, has_target) {
                break;
            }
            if let Some(id) = id {
                let further = further_numbers(&text[..range.end], &id);
                let end = further.last().map_or(id.range.end, |last| last.range.end);
                for id in std::iter::once(&id).chain(&further) {
                    let is_bare = id.prefix == IdPrefix::None;
                    let written = if is_bare { &text[id.range.clone()] } else { id.id.0.as_str() };
                    push(written, None, id.range.clone());
                }
                has_target = true;
                at = end;
                plain_from = at;
                continue;
            }
        }
        at = next;
    }
}

/// Says whether a line ends where a list goes on in the next.
fn ends_in_list(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with([',', '&']) || [" and", " und", " et"].iter().any(|word| line.ends_with(word))
}

/// Says whether only such words stand before a target as lead to it: `: ADR`, `by the decision`.
fn is_introduction(text: &str) -> bool {
    !text.contains('§')
        && text.split(|c: char| !c.is_alphanumeric()).all(|word| {
            word.is_empty()
                || matches!(
                    word.to_ascii_lowercase().as_str(),
                    "adr"
                        | "adrs"
                        | "decision"
                        | "decisions"
                        | "record"
                        | "records"
                        | "the"
                        | "by"
                        | "our"
                        | "no"
                )
        })
}

/// Says whether what stands between two targets makes a list of them: `, `, `and`, `§2 and`; what
/// stands in brackets explains the one before.
fn is_connection(text: &str) -> bool {
    let mut depth = 0_u32;
    let mut outside = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let mut words = outside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                word.to_ascii_lowercase().as_str(),
                "and"
                    | "or"
                    | "as"
                    | "well"
                    | "plus"
                    | "also"
                    | "adr"
                    | "adrs"
                    | "et"
                    | "und"
                    | "y"
                    | "e"
                    // `ADR-3 section 2, ADR-5 points 4-5`
                    | "section"
                    | "sections"
                    | "point"
                    | "points"
                    | "rule"
                    | "rules"
                    | "règle"
                    | "règles"
                    | "article"
                    | "articles"
            )
    })
}

/// Reads the name of a file or a slug that begins with a number or a day: `0012-use-x.md`.
fn file_name_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &text[at..];
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    let length = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-', '/']);
    let is_file = name.ends_with(".md") && name.len() > 3;
    let slug = name.rsplit('/').next().unwrap_or(name);
    let is_slug = slug.len() > 5
        && slug.starts_with(|c: char| c.is_ascii_digit())
        && slug.contains('-')
        && slug.contains(|c: char| c.is_ascii_alphabetic());
    (is_file || is_slug).then_some((name, at + name.len()))
}

/// Says whether a link leads to another host: what is told there is no decision of this portal.
fn is_elsewhere(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:") || target.starts_with('#') && target.len() < 2
}

/// Says whether a text begins with a verb: then it may be a line about another decision.
pub(super) fn begins_with_verb(text: &str) -> bool {
    let text = text.trim_start();
    OF_VERBS.begin(text)
        && VERBS.iter().any(|(words, _)| {
            text.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
                && !text[words.len()..].starts_with(|c: char| c.is_alphanumeric())
        })
}
