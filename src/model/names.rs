//! Names of files and folders as people would say them.
//!
//! In: a name. Out: the same, readable. Never: looks anything up.

/// Words that are written in capitals.
const CAPITALS: &[&str] =
    &["adr", "adrs", "api", "apis", "ci", "cd", "faq", "id", "qa", "rfc", "rfcs", "sla", "ui", "ux"];

/// Makes a file or folder name readable: hyphens and underscores to spaces, a capital first.
pub fn readable_name(name: &str) -> String {
    let words: Vec<String> = name
        .split(['-', '_', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let folded = word.to_lowercase();
            match CAPITALS.contains(&folded.as_str()) {
                true if folded.ends_with('s') && folded.len() > 3 => {
                    format!("{}s", folded[..folded.len() - 1].to_uppercase())
                }
                true => folded.to_uppercase(),
                false => word.to_owned(),
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
    }
}
