//! What is to do, by what one would do about it. Ground that rooms share, no room.
//!
//! In: the findings of all stages, and what documents lack that others have. Out: chores in the
//! order of their documents. Never: hides a finding; what fits nowhere else is a thing to mend.

use super::{Study, way};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::document::Document;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::output::OutputPath;
use crate::model::page::Task;
use crate::model::site::DocumentNumber;
use crate::model::snapshot::Text;
use crate::source::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// What one would do about something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Read a document again, and say who answers for it.
    Review,
    /// Write what is missing.
    FillIn,
    /// Mend a link or an image.
    Link,
    /// Decide which of two statements is true.
    Contradiction,
    /// Point to a document from another.
    Connect,
    /// Mend anything else.
    Other,
}

impl Kind {
    /// All kinds, in the order of the page.
    pub(super) const ALL: &'static [Kind] =
        &[Self::Review, Self::FillIn, Self::Link, Self::Contradiction, Self::Connect, Self::Other];

    /// Returns what one would do.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Review => "Review",
            Self::FillIn => "Fill in",
            Self::Link => "Mend links",
            Self::Contradiction => "Settle contradictions",
            Self::Connect => "Connect",
            Self::Other => "Mend the rest",
        }
    }

    /// Returns its name in addresses.
    pub(super) fn address(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::FillIn => "fill-in",
            Self::Link => "links",
            Self::Contradiction => "contradictions",
            Self::Connect => "connect",
            Self::Other => "rest",
        }
    }

    fn of(code: Code) -> Self {
        match code {
            Code::NoOwner | Code::NoReviewDate | Code::ReviewOverdue | Code::Stale => Self::Review,
            Code::EmptyColumn | Code::EmptyDocument | Code::EmptySection | Code::Placeholder => Self::FillIn,
            Code::BrokenAnchor
            | Code::BrokenInclude
            | Code::BrokenLink
            | Code::DeadExternalLink
            | Code::DuplicateDefinition
            | Code::EmptyLink
            | Code::LinkTextDisagrees
            | Code::LocalPath
            | Code::MissingImage
            | Code::OutsideSource
            | Code::UndefinedReference
            | Code::UnknownDestination
            | Code::UnresolvedRelated
            | Code::WrongCase => Self::Link,
            Code::AmbiguousDate
            | Code::ConflictingMetadata
            | Code::DuplicateDecision
            | Code::IndexDisagrees
            | Code::MissingSuccessor
            | Code::NumberDisagrees
            | Code::OneSidedSupersession
            | Code::PrematureSupersession
            | Code::RegisterDisagrees
            | Code::SupersessionCycle => Self::Contradiction,
            Code::Orphan => Self::Connect,
            _ => Self::Other,
        }
    }
}

/// One thing to do.
pub(super) struct Chore {
    severity: Severity,
    message: Message,
    span: Span,
}

/// What a chore says.
enum Message {
    /// What this finding says, by its number among the findings of the study.
    Of(u32),
    /// This.
    Own(String),
}

impl Chore {
    /// What it says, in the case of the finding.
    fn message<'a>(&'a self, study: &'a Study<'_>) -> &'a str {
        match &self.message {
            Message::Of(finding) => &study.findings[*finding as usize].message,
            Message::Own(message) => message,
        }
    }

    /// Adds what it is made of: itself, and the text that tells its line.
    fn told_to(&self, key: Fingerprinter, study: &Study<'_>) -> Option<Fingerprinter> {
        let file = &self.span.file;
        let text = match study.site.numbers.get(file) {
            Some(number) => study.site.document(*number).fingerprint?,
            None => study.snapshot.text_of(file).map_or_else(|| Fingerprint::of(b""), Text::fingerprint),
        };
        let key = key.part(text).bytes(file.as_str().as_bytes()).bytes(&self.span.start.to_le_bytes());
        Some(key.bytes(&[self.severity as u8]).bytes(self.message(study).as_bytes()))
    }
}

/// All things to do.
#[derive(Default)]
pub(super) struct Chores {
    by_kind: BTreeMap<Kind, Vec<Chore>>,
    /// How many reviews are overdue.
    pub(super) overdue: usize,
}

impl Chores {
    /// Returns the chores of one kind.
    pub(super) fn of(&self, kind: Kind) -> &[Chore] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Returns some chores of one kind as a page shows them.
    pub(super) fn views(
        &self,
        study: &Study<'_>,
        path: &OutputPath,
        kind: Kind,
        shown: Range<usize>,
    ) -> Vec<Task> {
        tasks(study, path, self.of(kind).get(shown).unwrap_or_default().iter())
    }

    /// Takes the fingerprint of all that such views are made of besides the outline of the site.
    pub(super) fn fingerprint(
        &self,
        study: &Study<'_>,
        kind: Kind,
        shown: Range<usize>,
    ) -> Option<Fingerprint> {
        Some(self.told_to(Fingerprinter::new("chores"), study, kind, shown)?.finish())
    }

    /// Returns how many chores there are that are more than notes.
    pub(super) fn pressing(&self) -> usize {
        self.by_kind.values().flatten().filter(|chore| chore.severity < Severity::Info).count()
    }

    /// Returns the first of those: errors before warnings, and of each kind one before any second.
    pub(super) fn most_pressing(&self, study: &Study<'_>, path: &OutputPath, most: usize) -> Vec<Task> {
        tasks(study, path, self.first_pressing(most).into_iter())
    }

    /// Adds all that these are made of besides the outline of the site.
    pub(super) fn most_pressing_told_to(
        &self,
        key: Fingerprinter,
        study: &Study<'_>,
        most: usize,
    ) -> Option<Fingerprinter> {
        self.first_pressing(most).into_iter().try_fold(key, |key, chore| chore.told_to(key, study))
    }

    fn first_pressing(&self, most: usize) -> Vec<&Chore> {
        let mut chores: Vec<(Severity, usize, usize, &Chore)> = Vec::new();
        for (kind, of_kind) in self.by_kind.values().enumerate() {
            let pressing = of_kind.iter().enumerate().filter(|(_, chore)| chore.severity < Severity::Info);
            // Of one kind those that are as bad are in their order, the worst first.
            chores.extend(pressing.take(most).map(|(number, chore)| (chore.severity, number, kind, chore)));
        }
        chores.sort_by_key(|(severity, number, kind, _)| (*severity, *number, *kind));
        chores.into_iter().take(most).map(|(.., chore)| chore).collect()
    }

    /// Adds some chores of one kind with all that their views are made of besides the outline of the site.
    pub(super) fn told_to(
        &self,
        key: Fingerprinter,
        study: &Study<'_>,
        kind: Kind,
        shown: Range<usize>,
    ) -> Option<Fingerprinter> {
        let chores = self.of(kind).get(shown).unwrap_or_default();
        chores.iter().try_fold(key, |key, chore| chore.told_to(key, study))
    }
}

/// Returns chores as a page shows them.
fn tasks<'a>(study: &Study<'_>, path: &OutputPath, chores: impl Iterator<Item = &'a Chore>) -> Vec<Task> {
    chores
        .map(|chore| {
            let file = &chore.span.file;
            let lines = study.snapshot.text_of(file).map(Text::lines);
            let line = lines.map_or(1, |lines| lines.line_at(chore.span.start));
            let document = study.site.numbers.get(file).copied();
            Task {
                kind: match chore.severity {
                    Severity::Error => "bad",
                    Severity::Warning => "care",
                    Severity::Info => "note",
                },
                title: document
                    .map_or_else(|| file.to_string(), |number| study.site.document(number).title.clone()),
                url: document.map(|number| {
                    let section = section_at(study.site.document(number), chore.span.start);
                    way::section_url(study.site, path, number, section)
                }),
                message: sentence(chore.message(study)),
                place: format!("{file}:{line}"),
            }
        })
        .collect()
}

/// The section that an offset is in; nothing for the title.
fn section_at(document: &Document, offset: u32) -> Option<u32> {
    let after = document.sections.partition_point(|section| section.start <= offset);
    u32::try_from(after).ok()?.checked_sub(1).filter(|section| *section > 0 || document.sections[0].level > 1)
}

/// Gathers what there is to do.
pub(super) fn chores(study: &Study<'_>) -> Chores {
    let mut chores = Chores::default();
    let mut to_fill: BTreeMap<DocumentNumber, Vec<(u32, &Diagnostic)>> = BTreeMap::new();
    for (number, finding) in study.findings.iter().enumerate() {
        let kind = Kind::of(finding.code);
        chores.overdue += usize::from(finding.code == Code::ReviewOverdue);
        let of_file = || study.site.numbers.get(&finding.span.file);
        match Some(kind).filter(|kind| *kind == Kind::FillIn).and_then(|_| of_file()) {
            // A template has a hundred of them: one line a document says it.
            Some(document) => to_fill.entry(*document).or_default().push((number as u32, finding)),
            None => chores.by_kind.entry(kind).or_default().push(Chore {
                // What is overdue is bad, though no build fails for it.
                severity: match finding.code {
                    Code::ReviewOverdue => Severity::Error,
                    _ => finding.severity,
                },
                message: Message::Of(number as u32),
                span: finding.span.clone(),
            }),
        }
    }
    let fill_in = to_fill.values().map(|findings| chore_of(findings));
    chores.by_kind.entry(Kind::FillIn).or_default().extend(fill_in);
    for chores in chores.by_kind.values_mut() {
        chores.sort_by(|a, b| {
            let said = || sentence(a.message(study)).cmp(&sentence(b.message(study)));
            (a.severity, &a.span).cmp(&(b.severity, &b.span)).then_with(said)
        });
    }
    chores
}

/// How many placeholders a line names.
const NAMED: usize = 3;

/// What is to be filled in of one document, at the first place.
fn chore_of(numbered: &[(u32, &Diagnostic)]) -> Chore {
    let findings: Vec<&Diagnostic> = numbered.iter().map(|(_, finding)| *finding).collect();
    let first = findings.iter().map(|it| &it.span).min().cloned().unwrap_or_else(|| findings[0].span.clone());
    let mut message = match findings.as_slice() {
        [only] => {
            return Chore { severity: only.severity, message: Message::Of(numbered[0].0), span: first };
        }
        many => {
            let placeholders = many.iter().filter(|it| it.code == Code::Placeholder).count();
            let counted = |number: usize, noun: &str| match number {
                0 => None,
                1 => Some(format!("1 {noun}")),
                number => Some(format!("{number} {noun}s")),
            };
            let parts =
                [counted(placeholders, "placeholder"), counted(many.len() - placeholders, "empty section")];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
        }
    };
    let mut named: Vec<&str> = Vec::new();
    for finding in findings.iter().filter(|it| it.code == Code::Placeholder) {
        if let Some(text) = finding.message.split('"').nth(1)
            && !named.contains(&text)
            && text.chars().count() <= 40
        {
            named.push(text);
        }
    }
    if !named.is_empty() {
        message.push_str(": ");
        message.push_str(&named[..named.len().min(NAMED)].join(", "));
        message.push_str(if named.len() > NAMED { ", …" } else { "" });
    }
    Chore { severity: Severity::Info, message: Message::Own(message), span: first }
}

/// Begins a message as a sentence begins, but for the name of a file: that has its own case.
fn sentence(message: &str) -> String {
    if message.split(' ').next().is_some_and(|word| word.contains(['/', '.', '_'])) {
        return message.to_owned();
    }
    let mut letters = message.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}
