//! The target of a link or an image, in the text.
//!
//! In: where the link stands, and its target as it is written. Out: the bytes of the target, and what
//! they become. Never: guesses; where the text does not show the target once and as it is known
//! (escapes, entities), there is no edit.

use super::part;
use crate::source::Extent;

/// Finds the target that a link has in its own text, or in the definition that it goes by.
pub(super) fn edit(text: &str, link: Extent, written: &str, target: &str) -> Option<(Extent, String)> {
    let link_text = part(text, link)?;
    // In a tag the place of a link is that of its target alone.
    let found = if link_text == written {
        Some(0)
    } else if link_text.ends_with(')') {
        in_link(link_text, written)
    } else {
        return in_definition(text, link_text, written).map(|extent| (extent, target.to_owned()));
    };
    let start = link.start + found? as u32;
    Some((Extent::new(start, start + written.len() as u32), target.to_owned()))
}

/// Finds the target behind the last `](` of a link, which no title may hold.
fn in_link(link: &str, written: &str) -> Option<usize> {
    let start = link.rfind("](")? + 2;
    at_destination(&link[start..], written).map(|at| start + at)
}

/// Says where in a text that begins before a target this one begins, if it is that one.
fn at_destination(text: &str, written: &str) -> Option<usize> {
    let space = text.len() - text.trim_start().len();
    let bracket = usize::from(text[space..].starts_with('<'));
    let rest = text[space + bracket..].strip_prefix(written)?;
    let ends = match bracket {
        1 => rest.starts_with('>'),
        _ => rest.is_empty() || rest.starts_with(|c: char| c == ')' || c.is_whitespace()),
    };
    ends.then_some(space + bracket)
}

/// Finds the definition that a link by reference goes by: the first of its name that is not code.
fn in_definition(text: &str, link: &str, written: &str) -> Option<Extent> {
    let label = label_of(link)?;
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start_matches([' ', '>']);
        if let Some(mark) = fence {
            if trimmed.starts_with(mark) {
                fence = None;
            }
            continue;
        }
        fence = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        let is_code = line.starts_with("    ") || line.starts_with('\t');
        let Some((name, rest)) = trimmed.strip_prefix('[').and_then(|line| line.split_once("]:")) else {
            continue;
        };
        if is_code || folded(name) != folded(label) {
            continue;
        }
        let offset = start + line.len() - rest.len();
        let begin = (offset + at_destination(rest, written)?) as u32;
        return Some(Extent::new(begin, begin + written.len() as u32));
    }
    None
}

/// Returns the name that a link by reference goes by: `[text][name]`, `[name][]`, `[name]`.
fn label_of(link: &str) -> Option<&str> {
    let inner = link.trim_start_matches('!').strip_prefix('[')?.strip_suffix(']')?;
    match inner.rsplit_once("][") {
        Some((name, "")) => Some(name),
        Some((_, name)) => Some(name),
        None => Some(inner),
    }
}

/// Names are compared in any case, white space made one.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, link: &str, written: &str, expected: Option<&str>) {
        let start = text.find(link).unwrap() as u32;
        let found = edit(text, Extent::new(start, start + link.len() as u32), written, "NEW");
        let edited = found.map(|(extent, new)| {
            let (before, after) = (&text[..extent.start as usize], &text[extent.end as usize..]);
            assert_eq!(part(text, extent), Some(written));
            format!("{before}{new}{after}")
        });
        assert_eq!(edited.as_deref(), expected, "{text}");
    }

    #[test]
    fn the_target_is_found_in_every_form_of_link() {
        check("[Old](Old.md)", "[Old](Old.md)", "Old.md", Some("[Old](NEW)"));
        check("[a]( <A b.md> 'A b.md')", "[a]( <A b.md> 'A b.md')", "A b.md", Some("[a]( <NEW> 'A b.md')"));
        check("[![A.md](A.md)](A.md)", "[![A.md](A.md)](A.md)", "A.md", Some("[![A.md](A.md)](NEW)"));
        check("[![A.md](A.md)](A.md)", "![A.md](A.md)", "A.md", Some("[![A.md](NEW)](A.md)"));
        check("<a href='A.md'>b</a>", "A.md", "A.md", Some("<a href='NEW'>b</a>"));
    }

    #[test]
    fn the_target_is_found_in_the_definition_that_a_link_goes_by() {
        check(
            "[a][The  Ref]\n\n[the ref]: A.md 'T'\n",
            "[a][The  Ref]",
            "A.md",
            Some("[a][The  Ref]\n\n[the ref]: NEW 'T'\n"),
        );
        check(
            "[x]\n\n```\n[x]: A.md\n```\n\n> [x]: <A.md>\n",
            "[x]",
            "A.md",
            Some("[x]\n\n```\n[x]: A.md\n```\n\n> [x]: <NEW>\n"),
        );
        check("![x][]\n[x]: A.mdx\n", "![x][]", "A.md", None);
    }

    #[test]
    fn what_is_written_otherwise_than_it_is_known_is_left_alone() {
        check("[a](A\\_b.md)", "[a](A\\_b.md)", "A_b.md", None);
        check("[a](A.md2)", "[a](A.md2)", "A.md", None);
        check("[a](x 'see ](A.md)')", "[a](x 'see ](A.md)')", "x", None);
    }
}
