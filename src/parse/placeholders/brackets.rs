//! What stands between brackets: template text, or one of the many things that look like it.
//!
//! In: the words inside `[…]`, `{…}` or `<…>`. Out: how sure it is that nobody filled them in. Never: knows
//! where they stand; that is for the caller to weigh.

use crate::parse::beginnings::Beginnings;
use crate::source::as_one_line;

/// How sure it is that words in brackets are template text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// They are something else: a tag, a citation, an index, a mention.
    Never,
    /// They may be, where nothing stands beside them or the document is a template.
    Maybe,
    /// They are, where nothing stands beside them or there is other template text.
    Likely,
    /// They are, wherever they stand.
    Sure,
}

/// What writers of templates begin an instruction with. Alone the word says nothing: `[add]`.
const INSTRUCTIONS: &[&str] = &[
    "add",
    "ai",
    "brief",
    "briefly",
    "choose",
    "define",
    "describe",
    "detail",
    "details",
    "document",
    "enter",
    "explain",
    "fill",
    "give",
    "identify",
    "include",
    "insert",
    "link to",
    "list",
    "list of",
    "mention",
    "name of",
    "outline",
    "provide",
    "put",
    "replace",
    "select",
    "short description",
    "short title",
    "specify",
    "state",
    "summarise",
    "summarize",
    "summary of",
    "todo",
    "tbd",
    "write",
    "your",
];

/// Those of them that begin a sentence, and are the name of no element.
const TOLD: &[&str] = &["add", "briefly", "define", "describe", "explain", "provide", "specify", "write"];

/// What stands for something missing, alone.
pub(super) const MISSING: &[&str] =
    &["fixme", "insert", "placeholder", "tba", "tbc", "tbd", "todo", "to be decided", "to be defined", "xxx"];

/// How long the longest of these is, and of the forms of a date.
pub(super) const LONGEST_MISSING: usize = "to be defined".len();

/// Ways to write the form of a date.
pub(super) const DATE_FORMS: &[&str] = &[
    "yyyy-mm-dd",
    "yyyy/mm/dd",
    "yyyy.mm.dd",
    "dd/mm/yyyy",
    "mm/dd/yyyy",
    "dd-mm-yyyy",
    "mm-dd-yyyy",
    "dd.mm.yyyy",
    "yyyy-mm",
    "yyyymmdd",
    "yyyy",
];

/// Words that name what a template wants. In capitals they are template text wherever they stand.
const WANTED: &[&str] = &[
    "author",
    "authors",
    "change",
    "company",
    "component",
    "current",
    "date",
    "description",
    "domain",
    "email",
    "environment",
    "id",
    "impact",
    "link",
    "name",
    "number",
    "organisation",
    "organization",
    "owner",
    "person",
    "project",
    "purpose",
    "reason",
    "region",
    "reviewer",
    "role",
    "service",
    "status",
    "system",
    "target",
    "team",
    "title",
    "url",
    "value",
    "version",
    "year",
];

/// Labels that people put into brackets and mean.
const TAGS: &[&str] = &[
    "added",
    "alpha",
    "accepted",
    "active",
    "approved",
    "back to top",
    "beta",
    "breaking",
    "changed",
    "closed",
    "corrected",
    "deprecated",
    "done",
    "draft",
    "edit",
    "experimental",
    "external",
    "fixed",
    "here",
    "important",
    "internal",
    "legacy",
    "link",
    "mvp",
    "new",
    "no",
    "none",
    "not mvp",
    "note",
    "open",
    "optional",
    "pdf",
    "planned",
    "preview",
    "private",
    "proposed",
    "public",
    "rejected",
    "removed",
    "required",
    "resolved",
    "security",
    "sic",
    "source",
    "stable",
    "tip",
    "toc",
    "top",
    "unreleased",
    "updated",
    "warning",
    "wip",
    "x",
    "yes",
    "yanked",
];

/// What says "fill in" in languages without spaces.
const FILL_IN: &[&str] = &["記入", "入力", "未定", "填写", "待定"];

/// How such labels begin.
static OF_TAGS: Beginnings = Beginnings::of(TAGS);

/// How instructions begin, and what stands for one alone.
static OF_INSTRUCTIONS: Beginnings =
    Beginnings::of(INSTRUCTIONS).and(Beginnings::of(MISSING)).and(Beginnings::of(DATE_FORMS));

/// Words of more than this many are a paragraph in brackets.
const MOST_WORDS: usize = 40;

/// Judges the words inside square brackets.
pub(super) fn square(inside: &str) -> Certainty {
    let words = &*as_one_line(inside);
    let lower = words.to_lowercase();
    if !words.is_ascii() && FILL_IN.iter().any(|word| words.contains(word)) {
        return Certainty::Sure;
    }
    let is_other = words.starts_with(['^', '!', '#', '@', '-', '*', '.', '/', '$', '%'])
        || !words.contains(char::is_alphabetic)
        || words.split(' ').nth(MOST_WORDS).is_some()
        || is_identifier(words)
        || names_file(words)
        || OF_TAGS.begin(&lower) && TAGS.contains(&lower.as_str());
    if is_other {
        return Certainty::Never;
    }
    if is_instruction(&lower) || is_wanted(words, &lower) || is_in_capitals(words) {
        return Certainty::Sure;
    }
    if is_wanted_phrase(words, &lower) {
        return Certainty::Likely;
    }
    // `[0, q-1]`
    let is_range = words.starts_with(|c: char| c.is_ascii_digit())
        && !words.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 3);
    let reads_as_words = !is_range
        && words.chars().all(|c| {
            c.is_alphanumeric() || c.is_whitespace() || ",./-–—&()'’\u{201c}\u{201d}:|+%…?;".contains(c)
        });
    let is_path = words.contains('/') && !words.contains(' ') && words.starts_with(char::is_lowercase);
    if reads_as_words && !is_path { Certainty::Maybe } else { Certainty::Never }
}

/// Judges the words inside braces, which mathematics, addresses and sets have as well.
pub(super) fn braces(inside: &str) -> Certainty {
    let words = inside.trim();
    let lower = words.to_lowercase();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || !words.chars().all(|c| c.is_alphanumeric() || " _-|/,.:".contains(c)) {
        return Certainty::Never;
    }
    let is_capital = |c: char| c.is_uppercase() || c.is_ascii_digit() || "_- ".contains(c);
    if letters > 3 && words.chars().all(is_capital)
        || DATE_FORMS.contains(&lower.as_str())
        || is_instruction(&lower)
    {
        return Certainty::Sure;
    }
    Certainty::Maybe
}

/// Judges a tag that no element of HTML has the name of: `<your name>`.
pub(super) fn angle(tag: &str) -> Certainty {
    let Some(words) = tag.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return Certainty::Never;
    };
    let lower = words.trim().to_lowercase();
    // In a tag stands what is assigned, and no sentence: `\<Write the summary here.\>`.
    let is_told = TOLD.iter().any(|verb| lower.strip_prefix(verb).is_some_and(|rest| rest.starts_with(' ')));
    if is_told && !lower.contains(['=', '"']) {
        return Certainty::Sure;
    }
    if !lower.chars().all(|c| c.is_alphanumeric() || " _-,'".contains(c)) {
        return Certainty::Never;
    }
    let is_sure = lower.starts_with("your ")
        || lower.starts_with("insert ")
        || lower.starts_with("enter ")
        || lower.starts_with("replace ")
        || MISSING.contains(&lower.as_str());
    if is_sure {
        return Certainty::Sure;
    }
    let last = lower.rsplit([' ', '-', '_']).next().unwrap_or_default();
    // `<title>` and `<link>` are elements.
    let is_wanted = WANTED.contains(&last) && !matches!(lower.as_str(), "title" | "link");
    if is_wanted { Certainty::Maybe } else { Certainty::Never }
}

/// `[DATE]`, `[TODO]`, `[e.g., …]`, `[Insert …]`.
fn is_instruction(lower: &str) -> bool {
    if memchr::memchr(b'.', lower.as_bytes()).is_some() && lower.contains("e.g.") {
        return true;
    }
    if !OF_INSTRUCTIONS.begin(lower) {
        return false;
    }
    let is_date = |form: &str| form.len() > 4 && lower.starts_with(form);
    if MISSING.contains(&lower) || DATE_FORMS.iter().any(|form| is_date(form)) || lower == "yyyy" {
        return true;
    }
    INSTRUCTIONS.iter().filter_map(|verb| lower.strip_prefix(verb)).any(|rest| {
        let after = rest.trim_start_matches([':', ' ']);
        rest.starts_with([' ', ':']) && after.contains(char::is_alphabetic)
    })
}

/// `[DATE]`, `[Date]`.
fn is_wanted(words: &str, lower: &str) -> bool {
    let singular = lower.trim_end_matches("(s)");
    let is_upper = !words.contains(char::is_lowercase);
    is_upper && WANTED.contains(&singular) || matches!(words, "Date" | "Name" | "Author" | "Owner")
}

/// `[Project Name]`
fn is_wanted_phrase(words: &str, lower: &str) -> bool {
    let is_title_case = words.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let last = lower.rsplit(' ').next().unwrap_or_default();
    words.contains(' ') && is_title_case && WANTED.contains(&last)
}

/// `[PROJECT_NAME]`, `[PROJECT NAME]`; not `[RFC 2119]`, `[MVP]`, `[REJECT]`.
fn is_in_capitals(words: &str) -> bool {
    let is_capital =
        |c: char| !c.is_lowercase() && (c.is_alphanumeric() || matches!(c, '_' | ' ' | '/' | '-'));
    if !words.chars().all(is_capital) {
        return false;
    }
    let parts = words.split(['_', ' ']);
    let long = parts.clone().filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() >= 3).count();
    parts.count() >= 2 && (long >= 2 || words.contains('_') && long >= 1)
}

/// `[ADR-001]`, `[RFC 2119]`, `[EIP616]`, `[LN16]`, `[4.0.0]`, `[v1.2.3]`: what documents are called.
fn is_identifier(words: &str) -> bool {
    let rest = words.trim_start_matches(char::is_uppercase);
    let number = rest.trim_start_matches(['-', ' ', '#']);
    let is_number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
    };
    let is_citation = rest.len() < words.len() && is_number(number);
    let version = words.strip_prefix(['v', 'V']).unwrap_or(words);
    is_citation || version.contains('.') && is_number(version)
}

/// `[From TECH_STACK.md]`: a mention.
fn names_file(words: &str) -> bool {
    let is_file = |word: &str| {
        word.rsplit_once('.').is_some_and(|(name, extension)| {
            !name.is_empty()
                && matches!(extension, "md" | "markdown" | "mdx" | "html" | "yaml" | "yml" | "json")
        })
    };
    (words.starts_with("From ") || !words.contains(' ')) && words.split(' ').any(is_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_and_names_in_capitals_are_template_text_wherever_they_stand() {
        for words in [
            "DATE",
            "AI: Replace with project-specific principles",
            "e.g., Horizontal Scaling, Load Balancing",
            "Insert Author(s)",
            "Your Name",
            "TODO",
            "TODO: who?",
            "YYYY-MM-DD",
            "YYYY-MM-DD when the decision was last updated",
            "PROJECT_NAME",
            "PENDING_DECISION_1",
            "PROJECT NAME",
            "Date",
            "記入",
            "describe key benefits",
            "domain/industry, e.g., digital marketing",
        ] {
            assert_eq!(square(words), Certainty::Sure, "{words}");
        }
    }

    #[test]
    fn a_name_for_what_is_wanted_is_likely_template_text() {
        for words in ["Project Name", "Workflow Name", "Release Date"] {
            assert_eq!(square(words), Certainty::Likely, "{words}");
        }
    }

    #[test]
    fn a_phrase_may_be_template_text() {
        for words in
            ["Scaling approach", "Encryption type", "Caching", "Daily/Weekly", "option 1", "If applicable"]
        {
            assert_eq!(square(words), Certainty::Maybe, "{words}");
        }
    }

    #[test]
    fn tags_citations_versions_indexes_and_mentions_are_none() {
        for words in [
            " ",
            "x",
            "^1",
            "!NOTE",
            "1",
            "ADR-001",
            "RFC 2119",
            "EIP616",
            "4.0.0",
            "v1.2.0",
            "New",
            "Optional",
            "Unreleased",
            "not MVP",
            "From TECH_STACK.md",
            "autonomous · engine-grade",
            "form_name",
            "chain_id, pk, 0",
            "\"a\", \"b\"",
            "0, q-1",
            "--artifact finding-thread|summary",
            "add/edit",
            "#9548",
        ] {
            assert_eq!(square(words), Certainty::Never, "{words}");
        }
    }

    #[test]
    fn braces_and_tags_need_words() {
        assert_eq!(braces("TITLE"), Certainty::Sure);
        assert_eq!(braces("date"), Certainty::Maybe);
        assert_eq!(braces("Deprecated|Proposed|Accepted"), Certainty::Maybe);
        assert_eq!(braces("sat"), Certainty::Maybe);
        assert_eq!(braces("f_b"), Certainty::Never);
        assert_eq!(braces("S06 ∥ S07"), Certainty::Never);
        assert_eq!(angle("<your name>"), Certainty::Sure);
        assert_eq!(angle("<Write the summary here.>"), Certainty::Sure);
        assert_eq!(angle("<date>"), Certainty::Maybe);
        assert_eq!(angle("<title>"), Certainty::Never);
        assert_eq!(angle("<br>"), Certainty::Never);
        assert_eq!(angle("<a href=\"x\">"), Certainty::Never);
    }
}
