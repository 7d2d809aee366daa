//! The stable names of all findings.
//!
//! In: nothing. Out: [`Code`], its name, its default severity and one sentence on what it means.
//! Never: changes the meaning of a name that was published.

use super::Severity;
use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal)*) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All codes, in the order of their names.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// Returns the kebab-case name that never changes its meaning.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// Returns the code of a name.
            pub fn of(name: &str) -> Option<Code> {
                match name { $($name => Some(Code::$variant),)* _ => None }
            }

            /// Returns the severity that a finding has unless something says otherwise.
            pub fn default_severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Returns one sentence on what the finding means.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    ActiveSvg "active-svg" Warning "An SVG image holds script or other active content, which was taken out of the published copy."
    AmbiguousDate "ambiguous-date" Warning "A date can be read in two ways, so it was not read at all."
    BrokenAnchor "broken-anchor" Error "A link names a heading or anchor that its target does not have."
    BrokenInclude "broken-include" Error "An include directive names a file, a range of lines or an anchor that is not there."
    BrokenLink "broken-link" Error "A link leads to a file that is not there."
    ConflictingMetadata "conflicting-metadata" Warning "A document says two different things about itself, such as two statuses or two dates of its last change."
    DeadExternalLink "dead-external-link" Warning "A link to another host leads to nothing there. Only `archsite check --external` looks."
    DeepNesting "deep-nesting" Warning "Lists, quotes or blocks are nested deeper than any reader can follow, and were cut."
    DuplicateAnchor "duplicate-anchor" Warning "Two places of one document claim the same anchor."
    DuplicateDecision "duplicate-decision" Warning "Two decisions of one folder or document have the same number."
    DuplicateDefinition "duplicate-definition" Warning "A name that links go by is defined a second time; links lead to where the first says."
    EmptyColumn "empty-column" Info "A column of a table has a heading and no value in any row."
    EmptyDocument "empty-document" Info "A document holds no text."
    EmptyLink "empty-link" Warning "A link or image has no target."
    EmptySection "empty-section" Info "A heading has nothing under it, neither text nor further headings."
    ImpossibleDate "impossible-date" Warning "A date is written that no calendar has, so it was not read."
    IncompleteHistory "incomplete-history" Warning "The history of git was asked for and is not there, or not all of it."
    IndexDisagrees "index-disagrees" Warning "A table of decisions gives one of them another status, title or date than it has itself."
    InvalidConfiguration "invalid-configuration" Error "A setting in `book.toml` is unknown, or is not what its key needs."
    InvalidException "invalid-exception" Warning "A comment that should make an exception from a rule gives no reason, names no rule that there is, or cannot be read; it has no effect."
    LinkTextDisagrees "link-text-disagrees" Warning "The text of a link names another decision than the one that it leads to."
    LocalPath "local-path" Error "A link leads to a file on the machine of the one who wrote it, which no other reader has."
    MissingImage "missing-image" Error "An image that a document shows is not there."
    MissingSuccessor "missing-successor" Warning "A supersession names a decision that is not there, or a superseded decision names no successor."
    MultipleTitles "multiple-titles" Info "A document has more than one heading of level 1."
    NoOwner "no-owner" Info "A document names no owner, as most others of the portal do."
    NoReviewDate "no-review-date" Info "A document does not say when it is to be looked at again, as most others of the portal do."
    NoTitle "no-title" Info "A document has neither a heading of level 1 nor a title in its front matter; it is called by the name of its file."
    NotUtf8 "not-utf8" Error "A file holds bytes that are not text in UTF-8 or UTF-16."
    NumberDisagrees "number-disagrees" Warning "The title of a decision and the name of its file give it two numbers."
    NumberGap "number-gap" Info "Decisions that stand together skip a number."
    OneSidedSupersession "one-sided-supersession" Info "One decision says that it replaces another, and the other does not say so."
    Orphan "orphan" Info "No other document points to a document, so that readers do not come to it."
    OutputCollision "output-collision" Error "Two sources would become one page."
    OutsideSource "outside-source" Info "A link leads out of the source folder, to a file that is not a part of the portal."
    Placeholder "placeholder" Info "Template text that nobody has filled in, or a field without a value."
    PrematureSupersession "premature-supersession" Warning "One of two decisions replaces the other, and one of the two was never accepted."
    RegisterDisagrees "register-disagrees" Warning "Two documents say different things of one thing in a register."
    ReviewOverdue "review-overdue" Warning "The day on which a document was to be looked at again has passed."
    SkippedFile "skipped-file" Warning "A file was not read: a symbolic link out of the folder, into a loop or to nothing, or a name that is no text."
    SkippedLevel "skipped-level" Info "A heading stands more than one level below the one before it."
    Stale "stale" Info "A document was last changed longer ago than the portal allows."
    SupersessionCycle "supersession-cycle" Error "Decisions replace each other in a circle, so that none of them holds."
    TemplateError "template-error" Error "A template of the theme does not work."
    TooLarge "too-large" Error "A file is larger than what archsite reads as a document."
    UnclosedFence "unclosed-fence" Warning "A code fence is never closed and swallows what follows it, headings included."
    UndefinedReference "undefined-reference" Warning "A link goes by a name that the document does not define, so it is shown as text."
    UnknownDestination "unknown-destination" Info "A link's target is written for another tool and cannot be resolved here."
    UnknownStatus "unknown-status" Warning "The status of a decision or a document is none of the words that are known."
    UnknownThemeFile "unknown-theme-file" Warning "A file in `theme/` has none of the names that the theme has, so it is not used."
    UnreadableFile "unreadable-file" Error "A file could not be read."
    UnreadableFrontMatter "unreadable-front-matter" Warning "Front matter does not parse; what can be read line by line was read."
    UnresolvedRelated "unresolved-related" Warning "A document names a related one that is not there."
    UnusedException "unused-exception" Warning "A comment makes an exception from a rule, and the rule finds nothing there."
    VagueDate "vague-date" Info "What stands where a date belongs names a part of a year, such as a quarter, so it was kept as text."
    WrongCase "wrong-case" Warning "A link differs from the name of its target in upper and lower case only, which works on some systems and not on others."
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_kebab_case_and_sorted() {
        let names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        assert!(
            names
                .iter()
                .all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        );
    }
}
