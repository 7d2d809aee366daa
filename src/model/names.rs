//! Names of files and folders as people would say them.
//!
//! In: a name. Out: the same, readable. Never: looks anything up.

/// Words that are written in capitals.
const CAPITALS: &[&str] =
    &["adr", "adrs", "api", "apis", "ci", "cd", "faq", "id", "qa", "rfc", "rfcs", "sla", "ui", "ux"];

/// The longest word in capitals that may be a short form; longer ones are shouted, as files at the
/// root of a repository are: `SECURITY`, `TECH_STACK`.
const LONGEST_SHORT_FORM: usize = 4;

/// Makes a file or folder name readable: hyphens and underscores to spaces, a capital first.
pub fn readable_name(name: &str) -> String {
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let is_long =
        |word: &&str| word.chars().count() > LONGEST_SHORT_FORM && word.contains(char::is_alphabetic);
    let is_shouted = !name.contains(char::is_lowercase) && words.iter().any(is_long);
    let words: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(place, word)| {
            let folded = word.to_lowercase();
            // What a register counts by is a short form: `eip-1363`, `kep-0009`.
            let counts =
                |number: &&str| number.len() > 2 && number.bytes().all(|digit| digit.is_ascii_digit());
            let is_counted = place == 0 && folded.len() == 3 && words.get(1).is_some_and(counts);
            match CAPITALS.contains(&folded.as_str()) || is_counted {
                true if folded.ends_with('s') && folded.len() > 3 => {
                    format!("{}s", folded[..folded.len() - 1].to_uppercase())
                }
                true => folded.to_uppercase(),
                false if is_shouted => folded,
                false => (*word).to_owned(),
            }
        })
        .collect();
    let text = words.join(" ");
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_become_readable() {
        assert_eq!(readable_name("api-gateway_notes"), "API gateway notes");
        assert_eq!(readable_name("adrs"), "ADRs");
        assert_eq!(readable_name("Überblick"), "Überblick");
        assert_eq!(readable_name("API_STABILITY"), "API stability");
        assert_eq!(readable_name("LICENSE"), "License");
        assert_eq!(readable_name("SLA"), "SLA");
        assert_eq!(readable_name("eip-1363"), "EIP 1363");
        assert_eq!(readable_name("day-1"), "Day 1");
        assert_eq!(readable_name("2025-03"), "2025 03");
    }
}
