//! Which field of metadata a label, a key of front matter or a heading names, in all its spellings.
//!
//! In: a label as written. Out: a [`Key`]. Never: looks at the value.

use crate::model::date::parse_date;
use crate::model::languages::english;
use crate::parse::beginnings::Beginnings;

/// A field of metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The status.
    Status,
    /// People who answer for the document, and as what.
    Owner(Role),
    /// Who read or approved it.
    Reviewer,
    /// When it was last changed.
    Updated,
    /// A date without a word on what happened then.
    Date,
    /// When it was made.
    Created,
    /// When somebody last looked at it.
    LastReviewed,
    /// When somebody is to look at it again.
    NextReview,
    /// How often somebody is to look at it.
    ReviewCycle,
    /// The version.
    Version,
    /// The category.
    Category,
    /// Key concepts.
    Concepts,
    /// Tags, which may be parted by spaces.
    Tags,
    /// Related documents.
    Related,
    /// The title.
    Title,
    /// What the document is for.
    Purpose,
}

/// What an owner is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Owner,
    Author,
    Maintainer,
    Decider,
}

/// The spellings, without spaces, hyphens and the like, in lower case; sorted.
const KEYS: &[(&str, Key)] = &[
    ("acceptancedate", Key::Date),
    ("acceptedon", Key::Date),
    ("adrdate", Key::Date),
    ("adrstatus", Key::Status),
    ("applicationowner", Key::Owner(Role::Owner)),
    ("approvaldate", Key::Date),
    ("approvedby", Key::Reviewer),
    ("approver", Key::Reviewer),
    ("approvers", Key::Reviewer),
    ("author", Key::Owner(Role::Author)),
    ("authoredby", Key::Owner(Role::Author)),
    ("authors", Key::Owner(Role::Author)),
    ("categories", Key::Category),
    ("category", Key::Category),
    ("champion", Key::Owner(Role::Owner)),
    ("champions", Key::Owner(Role::Owner)),
    ("concepts", Key::Concepts),
    ("created", Key::Created),
    ("createdat", Key::Created),
    ("createdby", Key::Owner(Role::Author)),
    ("createddate", Key::Created),
    ("createdon", Key::Created),
    ("creationdate", Key::Created),
    ("currentstatus", Key::Status),
    ("date", Key::Date),
    ("dateaccepted", Key::Date),
    ("dateapproved", Key::Date),
    ("datecreated", Key::Created),
    ("datedecided", Key::Date),
    ("dateeffective", Key::Date),
    ("dateissued", Key::Date),
    ("datelastupdated", Key::Updated),
    ("datemodified", Key::Updated),
    ("datepublished", Key::Date),
    ("dateupdated", Key::Updated),
    ("decided", Key::Date),
    ("decidedby", Key::Owner(Role::Decider)),
    ("decidedon", Key::Date),
    ("decider", Key::Owner(Role::Decider)),
    ("deciders", Key::Owner(Role::Decider)),
    ("decisiondate", Key::Date),
    ("decisionmaker", Key::Owner(Role::Decider)),
    ("decisionmakers", Key::Owner(Role::Decider)),
    ("decisionowner", Key::Owner(Role::Owner)),
    ("decisionstatus", Key::Status),
    ("docowner", Key::Owner(Role::Owner)),
    ("docstatus", Key::Status),
    ("documentauthor", Key::Owner(Role::Author)),
    ("documentcategory", Key::Category),
    ("documentdate", Key::Date),
    ("documentmaintainedby", Key::Owner(Role::Maintainer)),
    ("documentmaintainer", Key::Owner(Role::Maintainer)),
    ("documentowner", Key::Owner(Role::Owner)),
    ("documentowners", Key::Owner(Role::Owner)),
    ("documentstatus", Key::Status),
    ("documenttitle", Key::Title),
    ("documentversion", Key::Version),
    ("docversion", Key::Version),
    ("dri", Key::Owner(Role::Owner)),
    ("dris", Key::Owner(Role::Owner)),
    ("duereview", Key::NextReview),
    ("effectivedate", Key::Date),
    ("issuedate", Key::Date),
    ("issuedon", Key::Date),
    ("keyconcepts", Key::Concepts),
    ("keywords", Key::Concepts),
    ("lastchange", Key::Updated),
    ("lastchanged", Key::Updated),
    ("lastedited", Key::Updated),
    ("lastmod", Key::Updated),
    ("lastmodified", Key::Updated),
    ("lastmodifieddate", Key::Updated),
    ("lastreview", Key::LastReviewed),
    ("lastreviewdate", Key::LastReviewed),
    ("lastreviewed", Key::LastReviewed),
    ("lastreviewedon", Key::LastReviewed),
    ("lastrevised", Key::Updated),
    ("lastrevision", Key::Updated),
    ("lastupdate", Key::Updated),
    ("lastupdated", Key::Updated),
    ("lastupdatedat", Key::Updated),
    ("lastupdateddate", Key::Updated),
    ("lastupdatedon", Key::Updated),
    ("lastverified", Key::LastReviewed),
    ("lastverifiedon", Key::LastReviewed),
    ("leadauthor", Key::Owner(Role::Author)),
    ("maintainedby", Key::Owner(Role::Maintainer)),
    ("maintainer", Key::Owner(Role::Maintainer)),
    ("maintainers", Key::Owner(Role::Maintainer)),
    ("modificationdate", Key::Updated),
    ("modified", Key::Updated),
    ("nextreview", Key::NextReview),
    ("nextreviewby", Key::NextReview),
    ("nextreviewdate", Key::NextReview),
    ("nextreviewdue", Key::NextReview),
    ("nextreviewon", Key::NextReview),
    ("originalauthor", Key::Owner(Role::Author)),
    ("originalauthors", Key::Owner(Role::Author)),
    ("ownedby", Key::Owner(Role::Owner)),
    ("owner", Key::Owner(Role::Owner)),
    ("owners", Key::Owner(Role::Owner)),
    ("ownerteam", Key::Owner(Role::Owner)),
    ("owningsig", Key::Owner(Role::Owner)),
    ("owningteam", Key::Owner(Role::Owner)),
    ("preparedby", Key::Owner(Role::Author)),
    ("primaryowner", Key::Owner(Role::Owner)),
    ("proposedby", Key::Owner(Role::Author)),
    ("proposer", Key::Owner(Role::Author)),
    ("proposers", Key::Owner(Role::Author)),
    ("publicationdate", Key::Date),
    ("published", Key::Date),
    ("publishedon", Key::Date),
    ("purpose", Key::Purpose),
    ("related", Key::Related),
    ("relatedadrs", Key::Related),
    ("relateddecisions", Key::Related),
    ("relateddocs", Key::Related),
    ("relateddocumentation", Key::Related),
    ("relateddocuments", Key::Related),
    ("relatedto", Key::Related),
    ("responsible", Key::Owner(Role::Owner)),
    ("responsibleteam", Key::Owner(Role::Owner)),
    ("review", Key::NextReview),
    ("reviewby", Key::NextReview),
    ("reviewcadence", Key::ReviewCycle),
    ("reviewcycle", Key::ReviewCycle),
    ("reviewdate", Key::NextReview),
    ("reviewdue", Key::NextReview),
    ("reviewduedate", Key::NextReview),
    ("reviewedby", Key::Reviewer),
    ("reviewer", Key::Reviewer),
    ("reviewers", Key::Reviewer),
    ("reviewfrequency", Key::ReviewCycle),
    ("reviewin", Key::ReviewCycle),
    ("reviewinterval", Key::ReviewCycle),
    ("reviewon", Key::NextReview),
    ("reviewperiod", Key::ReviewCycle),
    ("reviewschedule", Key::ReviewCycle),
    ("revised", Key::Updated),
    ("revision", Key::Version),
    ("revisiondate", Key::Updated),
    ("seealso", Key::Related),
    ("serviceowner", Key::Owner(Role::Owner)),
    ("startdate", Key::Created),
    ("status", Key::Status),
    ("submittedby", Key::Owner(Role::Author)),
    ("systemowner", Key::Owner(Role::Owner)),
    ("tags", Key::Tags),
    ("technicalowner", Key::Owner(Role::Owner)),
    ("title", Key::Title),
    ("updated", Key::Updated),
    ("updatedat", Key::Updated),
    ("updateddate", Key::Updated),
    ("updatedon", Key::Updated),
    ("version", Key::Version),
    ("versionnumber", Key::Version),
    ("writtenby", Key::Owner(Role::Author)),
];

/// How they begin.
static BEGINNINGS_OF_KEYS: Beginnings = Beginnings::of_keys(KEYS);

/// Headings of sections that hold nothing but what a document says about itself.
const CONTROLS: &[&str] = &[
    "aboutthisdocument",
    "adrinformation",
    "adrmetadata",
    "decisioninformation",
    "decisionmetadata",
    "documentationinformation",
    "documentcontrol",
    "documentdetails",
    "documentinfo",
    "documentinformation",
    "documentmetadata",
    "documentproperties",
    "metadata",
];

/// How they begin.
static BEGINNINGS_OF_CONTROLS: Beginnings = Beginnings::of(CONTROLS);

/// How sections about the document itself begin.
static BEGINNINGS_OF_SECTIONS: Beginnings = Beginnings::of_keys(KEYS).and(Beginnings::of(CONTROLS));

/// Labels of the account of a decision.
const OF_DECISION: &[&str] =
    &["context", "decision", "consequences", "rationale", "alternatives", "impact", "options"];

/// How they begin.
static BEGINNINGS_OF_DECISION: Beginnings = Beginnings::of(OF_DECISION);

/// The longest spelling, in bytes.
const LONGEST: usize = 32;

impl Key {
    /// Returns the field that a label names. What stands in parentheses does not count, nor does a
    /// second name behind a slash: `Owner / Maintainer`.
    pub(super) fn of(label: &str) -> Option<Self> {
        let label = match memchr::memchr(b'(', label.as_bytes()) {
            // `Author(s)`
            Some(at) if !label[at..].starts_with("(s)") => &label[..at],
            _ => label,
        };
        Self::spelt(label).or_else(|| {
            let between = memchr::memchr2(b'/', b'&', label.as_bytes())?;
            Self::spelt(&label[between + 1..])?;
            Self::spelt(&label[..between])
        })
    }

    /// Returns the field that a label names with this value. `Data` is a date in Portuguese, and many things in English.
    pub(super) fn with_value(label: &str, value: &str) -> Option<Self> {
        let is_date = || label.trim().eq_ignore_ascii_case("data") && parse_date(value).date().is_some();
        Self::of(label).or_else(|| is_date().then_some(Self::Date))
    }

    fn spelt(label: &str) -> Option<Self> {
        known(label).or_else(|| known(english(label)?))
    }

    /// Returns the field that a heading names, whose value then is the section. Fewer than labels:
    /// `## Version` and `## Review` head many things.
    pub(super) fn of_heading(title: &str) -> Option<Self> {
        Self::of(without_number(title)).filter(|key| key.is_of_heading(title))
    }

    fn is_of_heading(self, title: &str) -> bool {
        matches!(
            self,
            Self::Status | Self::Owner(_) | Self::Reviewer | Self::Updated | Self::Date | Self::NextReview
        ) && !title.trim().eq_ignore_ascii_case("review")
    }

    /// Says whether a list can be its value.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::Owner(_) | Self::Reviewer | Self::Concepts | Self::Tags | Self::Related)
    }
}

/// Looks up the field of an English label.
fn known(label: &str) -> Option<Key> {
    with_folded(label, &BEGINNINGS_OF_KEYS, key_of)
}

fn key_of(folded: &str) -> Option<Key> {
    let index = KEYS.binary_search_by(|(name, _)| (*name).cmp(folded)).ok()?;
    Some(KEYS[index].1)
}

/// What stands under a heading, where it is about the document itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heads {
    /// The value of a field.
    Field(Key),
    /// Nothing but fields: `Document Control`.
    Control,
}

impl Heads {
    /// Reads a heading, and the name that it goes by.
    pub(super) fn of(title: &str, name: &str) -> Option<Self> {
        if is_all_in_name(title) {
            return with_folded(name, &BEGINNINGS_OF_SECTIONS, |folded| {
                let key = key_of(folded).filter(|key| key.is_of_heading(title));
                key.map(Self::Field).or_else(|| CONTROLS.contains(&folded).then_some(Self::Control))
            });
        }
        let heads = |title: &str| {
            with_folded(title, &BEGINNINGS_OF_CONTROLS, |folded| CONTROLS.contains(&folded).then_some(()))
                .is_some()
        };
        Key::of_heading(title).map(Self::Field).or_else(|| {
            let title = without_number(title);
            (heads(title) || english(title).is_some_and(heads)).then_some(Self::Control)
        })
    }
}

/// Says whether the name of a heading has all that a field is known by, so that nobody need look at the heading again:
/// no brackets and no second name, which count otherwise in a label, and no comment.
fn is_all_in_name(title: &str) -> bool {
    !title.bytes().any(|byte| matches!(byte, b'(' | b'/' | b'&' | b'<') || byte.is_ascii_control())
}

/// Says whether a label belongs to the account of a decision, so that its neighbours speak of that
/// decision and not of the document.
pub(super) fn is_of_decision(label: &str) -> bool {
    let label = english(label).unwrap_or(label);
    with_folded(label, &BEGINNINGS_OF_DECISION, |folded| OF_DECISION.contains(&folded).then_some(()))
        .is_some()
}

/// Takes the number and the emoji off the start of a heading: `2. Status`, `📋 Document Control`.
fn without_number(title: &str) -> &str {
    title.trim_start_matches(|c: char| !c.is_alphabetic()).trim_end_matches([':', ' '])
}

/// Makes one of the many spellings of a label and looks it up, without room on the heap: nearly all labels
/// are none, and of these hardly any goes on after three letters as one of those that are looked for begins.
fn with_folded<T>(
    label: &str,
    beginnings: &Beginnings,
    look_up: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let mut folded = [0_u8; LONGEST];
    let mut length = 0;
    for byte in label.bytes() {
        if byte.is_ascii_alphanumeric() {
            *folded.get_mut(length)? = byte.to_ascii_lowercase();
            length += 1;
            if length == 3 && !beginnings.begin_bytes(&folded[..length]) {
                return None;
            }
        } else if byte.is_ascii_control() {
            return None;
        }
    }
    // Signs at the ends (an emoji, a bullet) are no part of a label; letters of another script are.
    if !label.is_ascii() && label.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        return None;
    }
    look_up(std::str::from_utf8(&folded[..length]).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::names::name_of;

    #[test]
    fn a_key_is_known_in_all_its_spellings() {
        for (label, key) in [
            ("Last Updated", Key::Updated),
            ("last_updated", Key::Updated),
            ("lastUpdated", Key::Updated),
            ("LAST-UPDATED", Key::Updated),
            ("📅 Last Updated", Key::Updated),
            ("Author(s)", Key::Owner(Role::Author)),
            ("decision-makers", Key::Owner(Role::Decider)),
            ("Deciders (business owners)", Key::Owner(Role::Decider)),
            ("Owner / Maintainer", Key::Owner(Role::Owner)),
            ("Approved By", Key::Reviewer),
            ("key_concepts", Key::Concepts),
        ] {
            assert_eq!(Key::of(label), Some(key), "{label}");
        }
        for label in ["Template Status", "Status Code", "Data Owners", "Status / Health", "Règle", "状態", ""]
        {
            assert_eq!(Key::of(label), None, "{label}");
        }
    }

    #[test]
    fn headings_name_fields_with_a_number_or_an_emoji_before_them() {
        assert_eq!(Key::of_heading("1. Status"), Some(Key::Status));
        assert_eq!(Key::of_heading("Status:"), Some(Key::Status));
        assert_eq!(Key::of_heading("HTTP Status Codes"), None);
        assert_eq!(Key::of_heading("Version"), None);
        let heads_control = |title| Heads::of(title, &name_of(title)) == Some(Heads::Control);
        assert!(heads_control("📋 Document Control"));
        assert!(heads_control("3. Metadata"));
        assert!(!heads_control("Metadata service"));
    }

    #[test]
    fn a_section_is_the_same_field_by_its_name_as_by_its_heading() {
        let endings =
            ["", ":", " (s)", "(s)", " (draft)", " / Owner", " & Date", " <!-- x -->", " 2", "\tx", "é"];
        let beginnings = ["", "2. ", "📋 ", "1.2.3 ", "²", "the "];
        let others = ["Inhaber", "Décideurs", "De\u{301}cideurs", "Statut", "Datum", "Dokumentenlenkung"];
        let words = KEYS.iter().map(|(name, _)| *name).chain(CONTROLS.iter().copied()).chain(others);
        for word in words {
            for title in endings.iter().flat_map(|end| beginnings.map(|start| format!("{start}{word}{end}")))
            {
                let name = name_of(&title);
                let field = Key::of_heading(&title).map(Heads::Field);
                let found = Heads::of(&title, &name);
                let is_field = matches!(found, Some(Heads::Field(_)));
                assert_eq!(found.filter(|_| is_field), field, "{title:?}");
                let of_title = without_number(&title);
                let heads = [Some(of_title), english(of_title)].into_iter().flatten().any(|title| {
                    let letters = title.bytes().filter(u8::is_ascii_alphanumeric);
                    let folded: String = letters.map(|byte| byte.to_ascii_lowercase() as char).collect();
                    CONTROLS.contains(&&*folded)
                });
                let has_other = title.chars().any(|c| c.is_ascii_control() || c == 'é');
                assert_eq!(found == Some(Heads::Control), heads && !has_other && !is_field, "{title:?}");
            }
        }
    }

    #[test]
    fn the_spellings_are_sorted_and_fit() {
        assert!(KEYS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(KEYS.iter().all(|(name, _)| name.len() <= LONGEST));
    }
}
