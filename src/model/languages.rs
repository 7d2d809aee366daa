//! Words of other languages in the places where documents have a known English one: labels, headings, statuses, months.
//!
//! In: a word or a few as written, in German, French, Spanish, Portuguese, Italian, Dutch, Japanese or Chinese. Out: the
//! English words that the readers of labels and statuses know; the number of a month. Never: translates what a writer
//! says, or changes how it is shown.
//!
//! One table for all of them: what a reader is to know is the English word, and what it means is told there.

mod east_asian;
mod labels;
mod statuses;

use std::ops::ControlFlow;

/// The longest spelling, in bytes: `problemstellung und kontext`, without the spaces.
const LONGEST: usize = 40;

/// Returns the English name of a label or heading: `Letzte Aktualisierung` is `last updated`.
///
/// ```
/// use archsite::model::languages::english;
///
/// assert_eq!(english("Décideurs"), Some("deciders"));
/// assert_eq!(english("Deciders"), None);
/// ```
pub fn english(name: &str) -> Option<&'static str> {
    look_up(name, &labels::LABELS).or_else(|| is_east_asian(name).then(|| east_asian::label(name))?)
}

/// Returns the English words of a status: `im Entwurf` is `draft`. Of some words only the whole text tells that they
/// are a status, which `is_whole` says: `Ersetzt` is one, and `Ersetzt ADR-3` tells what the decision does.
pub fn status(words: &str, is_whole: bool) -> Option<&'static str> {
    look_up(words, &statuses::STATUSES)
        .or_else(|| look_up(words, &statuses::ALONE).filter(|_| is_whole))
        .or_else(|| is_east_asian(words).then(|| east_asian::status(words))?)
}

/// Says whether a text may be Japanese or Chinese; nearly all are told by what they end with, and begin.
fn is_east_asian(text: &str) -> bool {
    let (first, last) = (text.as_bytes().first(), text.as_bytes().last());
    let may_be = [last, first].into_iter().flatten().any(|byte| !byte.is_ascii());
    may_be && text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c))
}

/// Says whether a word tells that a status holds in part: `teilweise ersetzt`.
pub fn is_partly(word: &str) -> bool {
    look_up(word, &statuses::PARTLY).is_some()
}

/// Says whether a remark on a status may begin with a word: `Accepté par …`, `Aceptado en …`.
pub fn is_connection(word: &str) -> bool {
    look_up(word, &statuses::CONNECTIONS).is_some()
}

/// The names of the months that are not English, in lower case.
const MONTHS: &[&[&str]] = &[
    &["januar", "jänner", "janvier", "enero", "janeiro", "gennaio", "januari"],
    &["februar", "feber", "février", "fevrier", "febrero", "fevereiro", "febbraio", "februari"],
    &["märz", "maerz", "mars", "marzo", "março", "maart"],
    &["avril", "abril", "aprile"],
    &["mai", "mayo", "maio", "maggio", "mei"],
    &["juni", "juin", "junio", "junho", "giugno"],
    &["juli", "juillet", "julio", "julho", "luglio"],
    &["août", "aout", "agosto", "augustus"],
    &["septembre", "septiembre", "setiembre", "setembro", "settembre"],
    &["oktober", "octobre", "octubre", "outubro", "ottobre"],
    &["novembre", "noviembre", "novembro"],
    &["dezember", "décembre", "decembre", "diciembre", "dezembro", "dicembre"],
];

/// The lengths, in characters, of the names of months.
const LENGTHS_OF_MONTHS: std::ops::RangeInclusive<usize> = 3..=10;

/// Returns the number of the month that a word names in another language than English.
pub fn month(word: &str) -> Option<u32> {
    if word.len() > 2 * *LENGTHS_OF_MONTHS.end() || !LENGTHS_OF_MONTHS.contains(&word.chars().count()) {
        return None;
    }
    let is_same = |name: &str| name.chars().eq(word.chars().flat_map(char::to_lowercase));
    let month = MONTHS.iter().position(|names| names.iter().any(|name| is_same(name)))?;
    Some(month as u32 + 1)
}

/// Spellings with what they are in English.
struct Table {
    /// Each in lower case, without accents and spaces; sorted.
    rows: &'static [(&'static str, &'static str)],
    /// For each two letters that a spelling begins with those that such spellings end with, as bits. One of a single
    /// letter begins and ends with that.
    ends: [[u32; 26]; 26],
    /// For each letter that a spelling begins with how long such spellings are, as bits.
    lengths: [u64; 26],
}

impl Table {
    const fn new(rows: &'static [(&'static str, &'static str)]) -> Self {
        let mut ends = [[0; 26]; 26];
        let mut lengths = [0; 26];
        let mut number = 0;
        while number < rows.len() {
            let spelling = rows[number].0.as_bytes();
            if let ([first, ..], [.., last]) = (spelling, spelling) {
                let second = if let [_, second, ..] = spelling { second } else { first };
                let first = (*first - b'a') as usize;
                ends[first][(*second - b'a') as usize] |= 1 << (*last - b'a');
                lengths[first] |= 1 << spelling.len();
            }
            number += 1;
        }
        Self { rows, ends, lengths }
    }

    /// Says whether a text can be one of the spellings, by its first two letters and its last. Nearly all that is asked for
    /// is none, and is not folded for it.
    fn may_have(&self, text: &str) -> bool {
        // Nearly all texts begin and end with letters.
        if let [first, second, .., last] = text.as_bytes()
            && [first, second, last].iter().all(|byte| byte.is_ascii_alphabetic())
        {
            let place = |letter: &u8| usize::from(letter.to_ascii_lowercase() - b'a');
            return self.ends[place(first)][place(second)] & 1 << place(last) != 0;
        }
        if text.is_ascii() {
            let place = |letter: &u8| usize::from(letter.to_ascii_lowercase() - b'a');
            let mut letters = text.as_bytes().iter().filter(|byte| byte.is_ascii_alphabetic());
            let Some(first) = letters.next() else { return false };
            let second = letters.next().unwrap_or(first);
            let last = letters.next_back().unwrap_or(second);
            return self.ends[place(first)][place(second)] & 1 << place(last) != 0;
        }
        let place = |c: char| c.is_ascii().then(|| usize::from(c.to_ascii_lowercase() as u8 - b'a'));
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else { return false };
        let second = letters.next().unwrap_or(first);
        let last = letters.next_back().unwrap_or(second);
        match (place(first), place(second), place(last)) {
            (Some(first), Some(second), Some(last)) => self.ends[first][second] & 1 << last != 0,
            // A letter with an accent is looked up.
            _ => true,
        }
    }
}

/// Finds a spelling in a table.
fn look_up(words: &str, table: &Table) -> Option<&'static str> {
    if !table.may_have(words) {
        return None;
    }
    let mut folded = [0_u8; LONGEST];
    let folded = fold(words, &mut folded)?;
    let first = folded.first()?;
    if table.lengths[usize::from(first - b'a')] & (1 << folded.len()) == 0 {
        return None;
    }
    let index = table.rows.binary_search_by(|(spelling, _)| spelling.as_bytes().cmp(folded)).ok()?;
    Some(table.rows[index].1)
}

/// Writes the letters of a text in lower case and without accents; nothing where it has letters of another script, or is
/// longer than any spelling. A number in front is none of its letters: `2. Kontext`.
fn fold<'b>(text: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    let mut length = 0;
    let mut put = |letters: &str| {
        for letter in letters.bytes() {
            match buffer.get_mut(length) {
                Some(place) => *place = letter,
                None => return ControlFlow::Break(()),
            }
            length += 1;
        }
        ControlFlow::Continue(())
    };
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphabetic);
        let mut length = 0;
        for letter in letters {
            *buffer.get_mut(length)? = letter.to_ascii_lowercase();
            length += 1;
        }
        return Some(&buffer[..length]);
    }
    let mut ascii = [0_u8; 1];
    for character in text.chars() {
        let letters = match character {
            'a'..='z' | 'A'..='Z' => {
                ascii[0] = character.to_ascii_lowercase() as u8;
                std::str::from_utf8(&ascii).unwrap_or_default()
            }
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' => "a",
            'ç' | 'Ç' => "c",
            'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
            'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
            'ñ' | 'Ñ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' => "o",
            'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => "u",
            'œ' | 'Œ' => "oe",
            'ß' => "ss",
            // Accents that stand by themselves, behind their letter.
            '\u{300}'..='\u{308}' | '\u{327}' => continue,
            other if other.is_alphabetic() => return None,
            _ => continue,
        };
        if put(letters).is_break() {
            return None;
        }
    }
    Some(&buffer[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_in_eight_languages_and_with_any_accents() {
        for (label, expected) in [
            ("Letzte Aktualisierung", "last updated"),
            ("Dernière mise à jour", "last updated"),
            ("DERNIÈRE MISE À JOUR", "last updated"),
            ("Derniere mise a jour", "last updated"),
            ("Última actualización", "last updated"),
            ("Última atualização", "last updated"),
            ("U\u{301}ltima actualizacio\u{301}n", "last updated"),
            ("Décideur(s)", "deciders"),
            ("2. Kontext", "context"),
            ("🎯 Contexto", "context"),
            ("Décisions d'architecture", "architecture decisions"),
            ("Ultimo aggiornamento", "last updated"),
            ("Contesto", "context"),
            ("Laatst gewijzigd", "last updated"),
            ("Beslisser(s)", "deciders"),
            ("ステータス", "status"),
            ("2. 背景", "context"),
            ("决策者：", "deciders"),
        ] {
            assert_eq!(english(label), Some(expected), "{label}");
        }
        for label in ["Last Updated", "Status", "Data", "状態", "Решение", "", "Kontextmenü der Anwendung"]
        {
            assert_eq!(english(label), None, "{label}");
        }
    }

    #[test]
    fn a_word_that_could_be_a_verb_is_a_status_alone() {
        assert_eq!(status("akzeptiert", false), Some("accepted"));
        assert_eq!(status("ersetzt durch", false), Some("superseded"));
        assert_eq!(status("Ersetzt", true), Some("superseded"));
        assert_eq!(status("Ersetzt", false), None);
    }

    #[test]
    fn months_are_known_by_their_whole_name() {
        for (name, number) in [
            ("März", 3),
            ("MÄRZ", 3),
            ("août", 8),
            ("Fevereiro", 2),
            ("diciembre", 12),
            ("mei", 5),
            ("Luglio", 7),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        for name in ["Marco", "out", "set", "mar", "March", "", "Decembers"] {
            assert_eq!(month(name), None, "{name}");
        }
    }

    #[test]
    fn the_spellings_are_sorted_folded_and_found() {
        let tables = [
            &labels::LABELS,
            &statuses::STATUSES,
            &statuses::ALONE,
            &statuses::PARTLY,
            &statuses::CONNECTIONS,
        ];
        for table in tables {
            for pair in table.rows.windows(2) {
                assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
            }
            for (spelling, english) in table.rows {
                assert_eq!(look_up(&spelling.to_uppercase(), table), Some(*english), "{spelling}");
                let mut buffer = [0; LONGEST];
                assert_eq!(fold(spelling, &mut buffer), Some(spelling.as_bytes()), "{spelling}");
            }
        }
    }
}
