//! Whether a part of a document has the shape of a decision, and whether a file has the name of one.
//!
//! In: names of headings and labels; the path and the title of a document. Out: what speaks for a
//! decision. Never: reads a value.

use crate::model::decision_id::{FoundId, IdPrefix, day_of_name, id_of_name};
use crate::model::languages::english;
use crate::parse::beginnings::Beginnings;
use crate::parse::placeholders::is_unfilled;
use crate::source::SourcePath;

/// Which of the parts of a decision record are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) status: bool,
    pub(super) context: bool,
    pub(super) decision: bool,
    pub(super) consequences: bool,
    /// A date or the people who decided.
    pub(super) occasion: bool,
}

/// A part of a decision record.
#[derive(Clone, Copy, Debug)]
enum Part {
    Status,
    Context,
    Decision,
    Consequences,
    Occasion,
}

/// The names of headings and labels that are one.
const PARTS: &[(&str, Part)] = &[
    ("status", Part::Status),
    ("adr status", Part::Status),
    ("decision status", Part::Status),
    ("context", Part::Context),
    ("problem", Part::Context),
    ("problem statement", Part::Context),
    ("the problem", Part::Context),
    ("issue", Part::Context),
    ("background", Part::Context),
    ("motivation", Part::Context),
    ("forces", Part::Context),
    ("background and motivation", Part::Context),
    ("summary of the problem", Part::Context),
    ("decision", Part::Decision),
    ("decisions", Part::Decision),
    ("the decision", Part::Decision),
    ("decision outcome", Part::Decision),
    ("decision outcomes", Part::Decision),
    ("our decision", Part::Decision),
    ("outcome", Part::Decision),
    ("resolution", Part::Decision),
    ("decision made", Part::Decision),
    ("what we decided", Part::Decision),
    ("decision and rationale", Part::Decision),
    ("chosen option", Part::Decision),
    ("chosen solution", Part::Decision),
    ("selected option", Part::Decision),
    ("consequences", Part::Consequences),
    ("consequence", Part::Consequences),
    ("considered options", Part::Consequences),
    ("options considered", Part::Consequences),
    ("considered alternatives", Part::Consequences),
    ("alternatives considered", Part::Consequences),
    ("alternatives", Part::Consequences),
    ("decision drivers", Part::Consequences),
    ("implications", Part::Consequences),
    ("positive consequences", Part::Consequences),
    ("negative consequences", Part::Consequences),
    ("pros and cons of the options", Part::Consequences),
    ("rationale", Part::Consequences),
    ("options", Part::Consequences),
    ("trade offs", Part::Consequences),
    ("date", Part::Occasion),
    ("deciders", Part::Occasion),
    ("decision makers", Part::Occasion),
    ("decision date", Part::Occasion),
    ("decided", Part::Occasion),
    ("decided on", Part::Occasion),
    ("decided by", Part::Occasion),
];

/// How they begin.
static BEGINNINGS_OF_PARTS: Beginnings = Beginnings::of_keys(PARTS);

impl Shape {
    /// Reads the shape out of the names of headings and labels.
    pub(super) fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut shape = Self::default();
        for name in names {
            let ends_as_part = || name.ends_with("decision") || name.ends_with("consequences");
            // Most names are of something else.
            if !BEGINNINGS_OF_PARTS.begin(name) && !ends_as_part() {
                continue;
            }
            match PARTS.iter().find(|(known, _)| *known == name) {
                Some((_, Part::Status)) => shape.status = true,
                Some((_, Part::Context)) => shape.context = true,
                Some((_, Part::Decision)) => shape.decision = true,
                Some((_, Part::Consequences)) => shape.consequences = true,
                Some((_, Part::Occasion)) => shape.occasion = true,
                None => {}
            }
            let (first, behind) = name.split_once(' ').unwrap_or((name, ""));
            shape.context |= first == "context";
            shape.consequences |= first == "consequences";
            shape.decision |= first == "decision"
                && matches!(behind.split(' ').next(), Some("proposed" | "accepted" | "rationale"));
            // One heading for two parts: `Context and decision`.
            if (ends_as_part() || matches!(first, "decision" | "consequences"))
                && let Some((one, other)) = name.split_once(" and ")
            {
                shape.decision |= one == "decision" || other == "decision";
                shape.consequences |= one == "consequences" || other == "consequences";
            }
        }
        shape
    }

    /// Says whether nothing but a decision looks like this, whatever it is called.
    pub(super) fn is_whole(self) -> bool {
        self.status && self.context && self.decision && self.consequences
    }

    /// Says whether there is a decision and something around it.
    pub(super) fn is_decision(self) -> bool {
        self.decision && (self.context || self.consequences || self.status || self.occasion)
    }

    /// Says whether there is any part of a record.
    pub(super) fn is_any(self) -> bool {
        self.decision || self.context || self.status || self.consequences
    }
}

/// What the place and the name of a file say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileName {
    /// The id that it begins with.
    pub(super) id: Option<FoundId>,
    /// Whether it begins with a day or with a number alone.
    pub(super) is_numbered: bool,
    /// Whether a folder above it is one of decisions.
    pub(super) is_in_folder: bool,
    /// Whether it is the index of a folder, and says nothing by its own name.
    pub(super) is_index: bool,
    /// Whether it is a form to be filled in.
    pub(super) is_template: bool,
}

/// Names of folders that hold decisions.
const FOLDERS: &[&str] = &[
    "adr",
    "adrs",
    "decision",
    "decisions",
    "dr",
    "drs",
    "adl",
    "madr",
    "decision records",
    "decision record",
    "decision log",
    "decisionlog",
    "decision logs",
    "architecture decisions",
    "architectural decisions",
    "architecture decision records",
    "architectural decision records",
    "architecture decision",
    "design decisions",
    "tech decisions",
    "technical decisions",
];

/// How they begin.
static BEGINNINGS_OF_FOLDERS: Beginnings = Beginnings::of(FOLDERS);

impl FileName {
    /// Reads the name of a file.
    pub(super) fn of(file: &SourcePath) -> Self {
        let stem = file.stem();
        let is_named_index = stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index");
        let mut folders: Vec<&str> = file.folder().split('/').filter(|folder| !folder.is_empty()).collect();
        // `0012-use-x/README.md` is called as its folder.
        let own_folder = if is_named_index { folders.last().copied() } else { None };
        let is_of_decisions = |folder: &&str| {
            let is_before_name = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '_' | '.');
            let name = folder.trim_start_matches(is_before_name);
            if name.is_ascii() && !BEGINNINGS_OF_FOLDERS.begin(name) && english(name).is_none() {
                return false;
            }
            let name = name.to_lowercase().replace(['-', '_', '.'], " ");
            FOLDERS.contains(&english(&name).unwrap_or(&name))
        };
        let named = own_folder.filter(|folder| !is_of_decisions(folder));
        if named.is_some() {
            folders.pop();
        }
        let name = named.unwrap_or(stem);
        let id = id_of_name(name).filter(|_| !(is_named_index && named.is_none()));
        let is_numbered =
            day_of_name(name).is_some() || id.as_ref().is_some_and(|id| id.prefix == IdPrefix::None);
        let is_form = |name: &str| {
            let is_template =
                |word: &str| word.eq_ignore_ascii_case("template") || word.eq_ignore_ascii_case("templates");
            name.split(['-', '_', ' ', '.']).any(is_template)
        };
        // `0005-use-the-madr-template` is a decision about a form.
        let is_counted = id.as_ref().is_some_and(|id| id.number > 0);
        let is_template = !is_counted && (is_form(stem) || is_form(name)) || has_letters_for_number(name);
        Self {
            id,
            is_numbered,
            is_in_folder: folders.iter().any(is_of_decisions),
            is_index: is_named_index && named.is_none(),
            is_template: is_template || folders.last().is_some_and(|folder| is_form(folder)),
        }
    }
}

/// Says whether a name or a title has letters where a record has its number: `ADR-NNNN`, `ADRXXX`, `ADR ###`.
fn has_letters_for_number(text: &str) -> bool {
    let start =
        text.trim_start_matches(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'N' | 'X' | 'x' | 'n'));
    let start = start.trim_start_matches(['-', '_', ' ', '[', '{']);
    let marks = start.chars().take_while(|c| matches!(c, 'N' | 'X' | 'x' | '#')).count();
    let is_end = !start.chars().nth(marks).is_some_and(char::is_alphanumeric);
    marks >= 2 && is_end
}

/// Titles of forms.
const TITLES_OF_FORMS: &[&str] = &["title", "decision title", "short title", "number title", "number. title"];

/// What a title of a form holds, beside its number.
const IN_TITLES_OF_FORMS: &[&str] = &["[short title", "{title}", "{short title", "<title>"];

/// Says whether a title is one that nobody has filled in.
pub(super) fn is_unfilled_title(title: &str) -> bool {
    let title = title.trim();
    let has_bracket = || memchr::memchr3(b'[', b'{', b'<', title.as_bytes()).is_some();
    let holds_form = || {
        let words = title.to_lowercase();
        IN_TITLES_OF_FORMS.iter().any(|form| words.contains(form))
    };
    is_unfilled(title)
        || has_letters_for_number(title)
        || TITLES_OF_FORMS.iter().any(|form| title.eq_ignore_ascii_case(form))
        || has_bracket() && holds_form()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str) -> FileName {
        FileName::of(&SourcePath::new(path))
    }

    #[test]
    fn a_file_is_named_as_a_decision_by_its_number_its_day_or_its_folder() {
        assert_eq!(name("docs/0003-use-queues.md").id.map(|it| it.number), Some(3));
        assert!(name("docs/20240501-use-queues.md").is_numbered);
        assert!(name("docs/adr/backend/use-queues.md").is_in_folder);
        assert!(name("09 Architecture_Decisions/x.md").is_in_folder);
        assert!(name("adrs/0007-use-queues/README.md").id.is_some_and(|it| it.number == 7));
        assert!(name("adrs/use-queues/index.md").is_in_folder);
        assert!(!name("adrs/use-queues/index.md").is_index);
        assert!(name("adr/README.md").is_index);
        assert!(!name("guide/use-queues.md").is_in_folder);
    }

    #[test]
    fn a_form_is_no_decision() {
        for path in [
            "adr/template.md",
            "adr/0000-template.md",
            "adr/adr-template.md",
            "templates/0001-x.md",
            "ADRXXX-title.md",
            "adr/NNNN-title.md",
        ] {
            assert!(name(path).is_template, "{path}");
        }
        assert!(!name("adr/0005-use-the-madr-template.md").is_template);
        for title in [
            "[short title of solved problem and solution]",
            "ADR ###: Specific Title",
            "{TITLE}",
            "ADR-NNNN: Title",
        ] {
            assert!(is_unfilled_title(title), "{title}");
        }
        for title in ["Next.js for the front end", "XML is enough", "Use queues", "NNTP for news"] {
            assert!(!is_unfilled_title(title), "{title}");
        }
    }
}
