//! What changes in a file, as `diff -u` shows it.
//!
//! In: a path and the text before and after. Out: the difference, or nothing where there is none.
//! Never: colours.

use similar::TextDiff;

/// How many lines that stay are shown around those that change.
const AROUND: usize = 3;

/// Shows the difference in the form that `patch` and `git apply` take.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let difference = TextDiff::from_lines(before, after);
    difference
        .unified_diff()
        .context_radius(AROUND)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_and_three_lines_around_it_are_shown() {
        let before: String = (1..=20).map(|line| format!("line {line}\n")).collect();
        let after = before.replace("line 10\n", "line ten\n");
        assert_eq!(
            unified("adr/a.md", &before, &after),
            "--- a/adr/a.md\n+++ b/adr/a.md\n@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+line ten\n \
             line 11\n line 12\n line 13\n"
        );
        assert_eq!(unified("a.md", &before, &before), "");
    }

    #[test]
    fn a_missing_line_feed_at_the_end_is_told() {
        assert!(
            unified("a.md", "a", "b")
                .ends_with("-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n")
        );
    }
}
