//! A line that says which decision superseded which, in the form that the record has.
//!
//! In: the text of a record, where its status stands, and what it is to say. Out: one edit. The
//! status of a decision that was superseded is replaced; one that supersedes another gets a line beside
//! its status: a key under a key, an item under an item, a row under a row, a label under a label, a
//! paragraph under a heading. Never: a change of anything else; where the form is another one, there is
//! no edit.

use super::part;
use crate::diagnostic::{Role, Supersession};
use crate::source::Extent;

/// Finds where a record is to say what it does not say yet.
pub(super) fn edit(text: &str, supersession: &Supersession) -> Option<(Extent, String)> {
    let line = StatusLine::find(text, supersession.status.extent())?;
    match supersession.role {
        Role::Earlier => line.replaced(supersession),
        Role::Later => line.joined(supersession),
    }
}

/// The line that the status of a record stands in.
struct StatusLine<'a> {
    text: &'a str,
    /// The status without quotes.
    value: Extent,
    /// What stands before it in its line, and behind it.
    before: &'a str,
    after: &'a str,
    start: usize,
    /// Behind the last character of the line, before what ends it.
    end: usize,
    newline: &'static str,
    form: Form,
}

/// How a record says its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `status: accepted` in front matter.
    Key,
    /// `| Status | Accepted |`.
    Row,
    /// `- Status: accepted`, `**Status:** Accepted`.
    Label,
    /// A paragraph under a heading.
    Paragraph,
}

impl<'a> StatusLine<'a> {
    fn find(text: &'a str, status: Extent) -> Option<Self> {
        let stated = part(text, status)?;
        let quotes = ["\"", "'"];
        let quote =
            quotes.iter().find(|it| stated.len() > 1 && stated.starts_with(**it) && stated.ends_with(**it));
        let inset = quote.map_or(0, |_| 1);
        let value = Extent::new(status.start + inset, status.end - inset);
        let (from, to) = (value.start as usize, value.end as usize);
        // A status on several lines says more than that it holds.
        if text[from..to].contains(['\n', '\r']) {
            return None;
        }
        let start = text[..from].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let end = text[to..].find(['\n', '\r']).map_or(text.len(), |at| to + at);
        let newline = match () {
            () if text[end..].starts_with("\r\n") => "\r\n",
            () if end == text.len() && text.contains("\r\n") => "\r\n",
            () => "\n",
        };
        let (before, after) = (&text[start..from], &text[to..end]);
        let form = match before.trim_start_matches([' ', '>', '*', '-', '+', '\t']) {
            _ if from < end_of_front_matter(text) => Form::Key,
            rest if rest.starts_with('|') => Form::Row,
            rest if rest.to_ascii_lowercase().contains("stat") && rest.contains([':', '：']) => Form::Label,
            "" => Form::Paragraph,
            _ => return None,
        };
        Some(Self { text, value, before, after, start, end, newline, form })
    }

    /// Replaces the status, which must be one word that says that the decision holds.
    fn replaced(&self, supersession: &Supersession) -> Option<(Extent, String)> {
        let value = part(self.text, self.value)?;
        if value.split_whitespace().count() > 2 || !value.chars().all(|c| c.is_alphabetic() || c == ' ') {
            return None;
        }
        let is_lower = value.starts_with(char::is_lowercase);
        let verb = if is_lower { "superseded by" } else { "Superseded by" };
        Some((self.value, format!("{verb} {}", self.reference(supersession)?)))
    }

    /// Puts a line beside that of the status.
    fn joined(&self, supersession: &Supersession) -> Option<(Extent, String)> {
        let reference = self.reference(supersession)?;
        let (at, new) = match self.form {
            Form::Key => {
                // A key twice is no front matter any more.
                let head = &self.text[..end_of_front_matter(self.text)];
                if head.to_ascii_lowercase().contains("\nsupersedes") {
                    return None;
                }
                // Behind the value stand a quote and a comment; the comment is about the status.
                let closing =
                    &self.after[..self.after.len() - self.after.trim_start_matches(['"', '\'']).len()];
                (self.end, format!("{}{}{reference}{closing}", self.newline, renamed(self.before)?))
            }
            Form::Row
                if self.after.trim_end().matches('|').count() == 1
                    && self.before.matches('|').count() == 2 =>
            {
                (self.end, format!("{}{}{reference}{}", self.newline, renamed(self.before)?, self.after))
            }
            Form::Row => return None,
            Form::Label => self.labelled(&reference)?,
            Form::Paragraph if self.before.contains('>') => return None,
            Form::Paragraph if self.before.trim().is_empty() => {
                let end = end_of_paragraph(self.text, self.end);
                let blank = self.newline.repeat(2);
                (end, format!("{blank}{}Supersedes {reference}", self.before))
            }
            // An item of a list.
            Form::Paragraph => (self.end, format!("{}{}Supersedes {reference}", self.newline, self.before)),
        };
        Some((Extent::new(at as u32, at as u32), new))
    }

    /// Puts a label under the one of the status, or above it where the status ends a row of lines that
    /// are broken by hand.
    fn labelled(&self, reference: &str) -> Option<(usize, String)> {
        let hard_break = match self.after {
            after if after.trim().is_empty() && after.len() >= 2 => after,
            "\\" => self.after,
            after if after.trim().is_empty() => "",
            _ => return None,
        };
        let label = renamed(self.before)?;
        let previous = self.text[..self.start].trim_end_matches(['\n', '\r']).rsplit(['\n', '\r']).next();
        let line_before = &self.text[..self.start];
        let follows_blank = line_before.is_empty()
            || line_before.ends_with("\n\n")
            || line_before.ends_with("\r\n\r\n")
            || previous.is_none_or(|line| line.trim_start().starts_with('#'));
        let rest = self.text[self.end..].strip_prefix(self.newline).unwrap_or("");
        let precedes_blank = rest.is_empty() || rest.starts_with(['\n', '\r']);
        let is_item = self.before.trim_start().starts_with(['-', '*', '+'])
            && !self.before.trim_start().starts_with("**");
        let broken = |line: &str| line.ends_with('\\') || line.ends_with("  ");
        let breaks_before = previous.filter(|line| !follows_blank && broken(line));
        Some(match breaks_before {
            _ if is_item || !hard_break.is_empty() => {
                (self.end, format!("{}{label}{reference}{hard_break}", self.newline))
            }
            Some(line) => {
                let hard_break = if line.ends_with('\\') { "\\" } else { "  " };
                (self.start, format!("{label}{reference}{hard_break}{}", self.newline))
            }
            // A label alone in its paragraph would be joined by the next line.
            None if follows_blank && precedes_blank => {
                (self.end, format!("{}{label}{reference}", self.newline.repeat(2)))
            }
            None => (self.end, format!("{}{label}{reference}", self.newline)),
        })
    }

    /// Says what the other decision is called here.
    fn reference(&self, supersession: &Supersession) -> Option<String> {
        let Supersession { name, target, key, .. } = supersession;
        if self.form == Form::Key {
            let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ' ');
            let is_fine = !key.is_empty() && !key.contains(": ") && key.chars().all(is_plain);
            return is_fine.then(|| key.clone());
        }
        let is_plain = |c: char| !c.is_control() && !"[]\\|<>`*_".contains(c);
        let name = if name.chars().all(is_plain) { name } else { key };
        (!target.is_empty() && name.chars().all(|c| !c.is_control() && !"[]\\|<>`".contains(c)))
            .then(|| format!("[{name}]({target})"))
    }
}

/// Returns what stands before a status with the word changed: `- **Status:** ` is `- **Supersedes:** `.
fn renamed(before: &str) -> Option<String> {
    let folded = before.to_ascii_lowercase();
    let mut places = folded.match_indices("status");
    let (at, word) = places.next()?;
    if places.next().is_some() {
        return None;
    }
    let own = &before[at..at + word.len()];
    let new = match own {
        own if own.starts_with(char::is_lowercase) => "supersedes",
        own if own.chars().all(char::is_uppercase) => "SUPERSEDES",
        _ => "Supersedes",
    };
    let (start, end) = (&before[..at], &before[at + word.len()..]);
    // "ADR Status:" would become "ADR Supersedes:".
    let is_alone = !start.chars().any(char::is_alphanumeric) && !end.chars().any(char::is_alphanumeric);
    is_alone.then(|| format!("{start}{new}{end}"))
}

/// Returns where the front matter at the top of a text ends; 0 where there is none.
fn end_of_front_matter(text: &str) -> usize {
    let Some(mark) = ["---", "+++"].into_iter().find(|mark| text.starts_with(mark)) else { return 0 };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number > 0 && line.trim_end() == mark {
            return at;
        }
        at += line.len();
    }
    0
}

/// Returns the end of the last line of a paragraph that goes on behind a line.
fn end_of_paragraph(text: &str, end_of_line: usize) -> usize {
    let mut end = end_of_line;
    loop {
        let rest = &text[end..];
        let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
        let Some(next) = next else { return end };
        let line = &next[..next.find(['\n', '\r']).unwrap_or(next.len())];
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with(['#', '-', '*', '+', '>', '|', '`', '~', '<']) {
            return end;
        }
        end = text.len() - next.len() + line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourcePath, Span};

    /// Checks what becomes of a record whose status stands between `«` and `»`.
    fn check(role: Role, marked: &str, expected: Option<&str>) {
        let start = marked.find('«').unwrap();
        let end = marked.find('»').unwrap() - '«'.len_utf8();
        let text = marked.replace(['«', '»'], "");
        let supersession = Supersession {
            status: Span::new(SourcePath::new("adr/0003-a.md"), start as u32, end as u32),
            role,
            name: "ADR-0012".to_owned(),
            target: "0012-b.md".to_owned(),
            key: "ADR-0012".to_owned(),
        };
        let edited = edit(&text, &supersession).map(|(extent, new)| {
            format!("{}{new}{}", &text[..extent.start as usize], &text[extent.end as usize..])
        });
        assert_eq!(edited.as_deref(), expected, "{marked}");
    }

    #[test]
    fn the_status_of_what_was_superseded_is_replaced_in_its_form() {
        let check = |marked, expected| check(Role::Earlier, marked, expected);
        check(
            "# 3. A\n\n## Status\n\n«Accepted»\n\n## Context\n",
            Some("# 3. A\n\n## Status\n\nSuperseded by [ADR-0012](0012-b.md)\n\n## Context\n"),
        );
        check(
            "---\nstatus: «\"accepted\"»\n---\n# A\n",
            Some("---\nstatus: \"superseded by ADR-0012\"\n---\n# A\n"),
        );
        check("+++\nstatus = «'Accepted'»\n+++\n", Some("+++\nstatus = 'Superseded by ADR-0012'\n+++\n"));
        check(
            "# A\n\n* Status: «accepted»\n* Date: x\n",
            Some("# A\n\n* Status: superseded by [ADR-0012](0012-b.md)\n* Date: x\n"),
        );
        check("| **Status** | «Accepted» |", Some("| **Status** | Superseded by [ADR-0012](0012-b.md) |"));
        check("## Status\n\n«Accepted, but see the minutes»\n", None);
        check("## Status\n\n«Accepted (2024)»\n", None);
    }

    #[test]
    fn what_supersedes_says_so_beside_its_status_in_its_form() {
        let check = |marked, expected| check(Role::Later, marked, expected);
        check(
            "## Status\n\n«Accepted»\nby all of us\n\n## Context\n",
            Some("## Status\n\nAccepted\nby all of us\n\nSupersedes [ADR-0012](0012-b.md)\n\n## Context\n"),
        );
        check(
            "## Status\n\n* «Accepted»\n",
            Some("## Status\n\n* Accepted\n* Supersedes [ADR-0012](0012-b.md)\n"),
        );
        check(
            "---\nstatus: «accepted» # since May\ndate: x\n---\n",
            Some("---\nstatus: accepted # since May\nsupersedes: ADR-0012\ndate: x\n---\n"),
        );
        check(
            "---\nstatus: «\"accepted\"»\n---\n",
            Some("---\nstatus: \"accepted\"\nsupersedes: \"ADR-0012\"\n---\n"),
        );
        check("---\nstatus: «accepted»\nsupersedes: 4\n---\n", None);
        check(
            "* Status: «accepted»\r\n* Date: x\r\n",
            Some("* Status: accepted\r\n* Supersedes: [ADR-0012](0012-b.md)\r\n* Date: x\r\n"),
        );
        check(
            "| Status | «Accepted» |\n| Date | x |\n",
            Some("| Status | Accepted |\n| Supersedes | [ADR-0012](0012-b.md) |\n| Date | x |\n"),
        );
        check("| Accepted | «Accepted» | x |\n", None);
        check("**Status:** «Accepted» | **Date:** x\n", None);
        check("> «Accepted»\n", None);
    }

    #[test]
    fn lines_of_labels_stay_lines() {
        let check = |marked, expected| check(Role::Later, marked, expected);
        check(
            "# A\n\n**Status:** «Accepted»  \n**Date:** x\n",
            Some("# A\n\n**Status:** Accepted  \n**Supersedes:** [ADR-0012](0012-b.md)  \n**Date:** x\n"),
        );
        check(
            "# A\n\n**Date:** x  \n**Status:** «Accepted»\n",
            Some("# A\n\n**Date:** x  \n**Supersedes:** [ADR-0012](0012-b.md)  \n**Status:** Accepted\n"),
        );
        check(
            "# A\n\nStatus: «Accepted»\n\n## Context\n",
            Some("# A\n\nStatus: Accepted\n\nSupersedes: [ADR-0012](0012-b.md)\n\n## Context\n"),
        );
        check(
            "# A\n\nDate: x\nStatus: «Accepted»\n",
            Some("# A\n\nDate: x\nStatus: Accepted\nSupersedes: [ADR-0012](0012-b.md)\n"),
        );
    }
}
