//! What a proposal is called none of whose headings is a title: as the list of facts about itself says, `# Meta` above
//! `- Name: Use queues` or `- Feature Name: queues` above `# Summary`, else as its file.
//!
//! In: the text of a document without its front matter, its headings. Out: the name, and whether the first heading
//! names a part alone. Never: looks further than at the list that the text begins with, or takes a name before a heading
//! that is one.

use super::decisions::record::is_nothing;
use super::placeholders::is_unfilled;
use crate::model::document::Section;
use crate::source::SourcePath;

/// Headings of such a list.
const OF_FACTS: [&str; 3] = ["meta", "metadata", "header"];

/// What the first part of a document is called, whatever the document is about.
const OF_FIRST_PARTS: [&str; 9] = [
    "summary",
    "abstract",
    "overview",
    "introduction",
    "motivation",
    "background",
    "context",
    "status",
    "tl;dr",
];

/// What is listed beside the name.
const LABELS: [&str; 5] = ["feature name", "name", "title", "rfc title", "proposal name"];

/// The most lines that are looked at.
const MOST_LINES: usize = 24;

/// Returns the name that a proposal gives itself in the list that it begins with.
pub(super) fn name(text: &str) -> Option<&str> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    let has_heading = heading(first).is_some_and(|heading| is_one_of(heading, &OF_FACTS));
    if !has_heading && item(first).is_none() {
        return None;
    }
    let listed = || text.lines().skip_while(|line| line.trim().is_empty()).take(MOST_LINES);
    let list = listed().skip(usize::from(has_heading)).take_while(|line| heading(line).is_none());
    let name = list.filter_map(item).find_map(|(label, value)| is_one_of(label, &LABELS).then_some(value))?;
    let is_name = !name.starts_with(['(', '[', '<', '{']) && !is_unfilled(name) && !is_nothing(name);
    let next = || listed().find_map(heading);
    (is_name && (has_heading || next().is_some_and(|next| is_one_of(next, &OF_FIRST_PARTS)))).then_some(name)
}

/// Says whether a document begins each of its parts with a heading of level 1, as many proposals do (`# Summary`,
/// `# Motivation`): the first says nothing of what the document is about, and the name of its file does.
pub(super) fn begins_with_part(file: &SourcePath, sections: &[Section]) -> bool {
    let mut titles = sections.iter().filter(|section| section.level == 1);
    let Some(first) = titles.next() else { return false };
    let stem = file.stem();
    let is_front_page =
        file.folder().is_empty() && ["index", "readme"].iter().any(|it| stem.eq_ignore_ascii_case(it));
    !is_front_page && is_one_of(&first.title, &OF_FIRST_PARTS) && titles.next().is_some()
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Returns the text of a heading of level 1.
fn heading(line: &str) -> Option<&str> {
    Some(line.strip_prefix("# ")?.trim_end_matches(['#', ' ', ':']).trim())
}

/// Returns the label and the value of an item of a list: `- **Name:** Use queues`.
fn item(line: &str) -> Option<(&str, &str)> {
    let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))?;
    let (label, value) = item.split_once(':')?;
    let is_around = |c: char| c.is_whitespace() || c == '*';
    Some((label.trim_matches(is_around), value.trim_matches(is_around)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_without_a_title_is_called_what_its_list_says() {
        for (text, expected) in [
            ("# Meta\n[meta]: #meta\n- Name: Use queues\n- Status: Draft\n\n# Summary\n", Some("Use queues")),
            ("\n# Metadata\n\n* **Title:** Use `queues`\n\n## Summary\n", Some("Use `queues`")),
            ("- Feature Name: queues\n- Start Date: 2024-05-01\n\n# Summary\n", Some("queues")),
            ("- Start Date: 2024-05-01\n\n# Summary\n", None),
            ("- Name: Ana Sol\n\n# Use queues\n", None),
            ("- Name: Ana Sol\n\nShe reads.\n", None),
            ("# Meta\n- Name: (fill me in with a unique name)\n", None),
            ("# Meta\n- Name: [NAME]\n", None),
            ("# Meta\n- Name: N/A\n", None),
            ("# Meta\n\n# Use queues\n\n- Name: queues\n", None),
            ("# Use queues\n\n- Name: queues\n", None),
            ("", None),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }
}
