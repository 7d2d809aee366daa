//! A target written as it should be, and otherwise as it was.
//!
//! In: a path as written, and the name that the file has. Out: the path as the author would have
//! written it. Never: a target that would mean something else in Markdown.

use crate::model::output::percent_encoded;
use crate::source::SourcePath;

/// Writes a path with the upper and lower case of the file that it means, name by name from its end:
/// `../Services/Orders` for `services/orders.md` becomes `../services/orders`. Nothing where it is not
/// plain which name stands for which.
pub(super) fn in_case_of(written: &str, path: &str) -> Option<String> {
    if written.contains('\\') {
        return None;
    }
    let end = written.trim_end_matches('/');
    let mut names: Vec<String> = end.split('/').map(str::to_owned).collect();
    let mut is_last = true;
    for (own, actual) in names.iter_mut().rev().zip(path.rsplit('/')) {
        if matches!(own.as_str(), "" | "." | "..") {
            break;
        }
        let plain = super::address::decoded(own).into_owned();
        let spelt = match spelt(&plain, actual) {
            Some(spelt) => spelt,
            None if is_last => without_extension(&plain, actual)?,
            None => return None,
        };
        if spelt != plain {
            *own = if own.contains('%') { percent_encoded(&spelt) } else { spelt };
        }
        is_last = false;
    }
    Some(names.join("/") + &written[end.len()..])
}

/// Returns the name of a file where it differs from what is written in case alone.
fn spelt(written: &str, actual: &str) -> Option<String> {
    (written.to_lowercase() == actual.to_lowercase()).then(|| actual.to_owned())
}

/// Returns the name of a document as far as it is written, or as the page that is made of it.
fn without_extension(written: &str, actual: &str) -> Option<String> {
    let document = SourcePath::new(actual);
    let stem = document.is_markdown().then(|| document.stem().to_owned())?;
    if let Some(spelt) = spelt(written, &stem) {
        return Some(spelt);
    }
    let (own, extension) = written.rsplit_once('.')?;
    let is_page = matches!(extension.to_ascii_lowercase().as_str(), "html" | "htm");
    spelt(own, &stem).filter(|_| is_page).map(|stem| format!("{stem}.{extension}"))
}

/// Writes another anchor at the end of a target.
pub(super) fn with_anchor(target: &str, anchor: &str) -> Option<String> {
    let (path, fragment) = target.split_once('#')?;
    // What stands behind the anchor is for the browser, and no part of it.
    if fragment.contains(":~:") {
        return None;
    }
    let anchor = if fragment.contains('%') { percent_encoded(anchor) } else { anchor.to_owned() };
    Some(format!("{path}#{anchor}"))
}

/// Writes a path so that it can be the target of a link in Markdown.
pub(super) fn for_a_target(path: &str) -> String {
    let is_plain =
        |c: char| !c.is_control() && !c.is_whitespace() && !"()<>[]\\\"'`%#?&*_".contains(c) || c == '_';
    if path.chars().all(is_plain) {
        return path.to_owned();
    }
    percent_encoded(path).replace('(', "%28").replace(')', "%29").replace('*', "%2A")
}

/// Names of several words that stand in many folders, so that one of them is not another one that was moved.
const EVERYWHERE: &[&str] =
    &["code_of_conduct", "data-model", "getting-started", "how-to", "read-me", "release-notes"];

/// Says whether the name of a file tells which file it is. `0012-use-queues.md` does; `api.md`, which a
/// document about each service may have, does not: what is missing there may never have been written.
pub(super) fn says_what_it_is(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let stem = stem.to_lowercase();
    let words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    words > 1 && !extension.is_empty() && !EVERYWHERE.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_case_changes_and_the_form_stays() {
        for (written, path, respelt) in [
            ("../Services/Orders.MD", "services/orders.md", Some("../services/orders.md")),
            ("Services/ORDERS", "services/orders.md", Some("services/orders")),
            ("./Orders.html", "orders.md", Some("./orders.html")),
            ("/docs/Orders.md", "orders.md", Some("/docs/orders.md")),
            ("/Orders.md", "orders.md", Some("/orders.md")),
            ("Data%20Flow.md", "data flow.md", Some("data%20flow.md")),
            ("Über/A.md", "über/a.md", Some("über/a.md")),
            ("Services/", "services", Some("services/")),
            ("..\\Orders.md", "orders.md", None),
        ] {
            assert_eq!(in_case_of(written, path).as_deref(), respelt, "{written}");
        }
    }

    #[test]
    fn a_path_with_odd_characters_is_encoded() {
        assert_eq!(for_a_target("a_b/c-1.md"), "a_b/c-1.md");
        assert_eq!(for_a_target("über/a (1).md"), "%C3%BCber/a%20%281%29.md");
    }

    #[test]
    fn a_name_that_stands_everywhere_says_nothing() {
        assert!(says_what_it_is("0012-use-queues.md") && says_what_it_is("berth_plan.png"));
        assert!(
            !says_what_it_is("README.md") && !says_what_it_is("api.md") && !says_what_it_is("use-queues")
        );
        assert!(!says_what_it_is("CODE_OF_CONDUCT.md") && !says_what_it_is(".md"));
    }

    #[test]
    fn an_anchor_is_replaced_and_the_path_stays() {
        assert_eq!(with_anchor("a.md#Data-Flow", "data-flow").as_deref(), Some("a.md#data-flow"));
        assert_eq!(with_anchor("#%C3%9Cber", "über").as_deref(), Some("#%C3%BCber"));
        assert_eq!(with_anchor("a.md#A:~:text=x", "a"), None);
    }
}
