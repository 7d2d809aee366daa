//! The many ways of writing a note, a tip or a warning, made one.
//!
//! In: Markdown with `!!! note`, `??? tip` (Material for MkDocs), `:::note` (Docusaurus, VuePress, Pandoc) or
//! `/// note` (Python-Markdown). Out: Markdown in which each of them is a `:::` directive of our own, which comrak
//! reads as a block, and the way back to the author's lines. Never: touches code, GitHub's own `> [!NOTE]` (comrak
//! knows that), or a directive that is none of these.
//!
//! Counts of colons are chosen so that they nest, whatever was written: a directive ends at the first line with as
//! many colons as it began with, so an outer one gets more than all inside of it.

mod blocks;
mod header;
mod line;

use crate::source::{LineIndex, Origins};
use std::borrow::Cow;

/// The name of our own directive.
const NAME: &str = "archsite-admonition";

/// A note, tip or warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admonition {
    /// What it is.
    pub kind: Kind,
    /// The title, as Markdown: the author's, else the name that was written, with a capital letter. Empty where the
    /// author asked for none (`!!! note ""`).
    pub title: String,
    /// Whether it can be folded.
    pub fold: Fold,
}

/// The five kinds that GitHub has; the other names that people use are mapped to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Worth knowing.
    Note,
    /// Makes something easier.
    Tip,
    /// Must be known.
    Important,
    /// Something can go wrong.
    Warning,
    /// Something will be lost.
    Caution,
}

/// Whether an admonition can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fold {
    /// It is always open.
    None,
    /// It can be folded and is open at first.
    Open,
    /// It is folded at first.
    Closed,
}

/// Markdown with uniform admonitions.
#[derive(Clone, Debug)]
pub struct Rewritten<'text> {
    /// The text; borrowed if there was nothing to do.
    pub text: Cow<'text, str>,
    /// The way back to the text that came in.
    pub origins: Origins,
    /// The first place in the text that came in where admonitions were nested too deeply to be followed.
    pub too_deep: Option<(u32, u32)>,
}

/// Makes all admonitions of a text uniform, whose lines are known.
pub fn rewrite<'text>(lines: &LineIndex<'text>) -> Rewritten<'text> {
    let text = lines.text();
    if !may_hold_some(lines) {
        return Rewritten { text: Cow::Borrowed(text), origins: Origins::Same, too_deep: None };
    }
    blocks::rewrite(text)
}

/// Looks for the marks at the start of a line, quotes and list markers aside. Three slashes are comments of code more
/// often than not, so what follows them must announce an admonition.
fn may_hold_some(lines: &LineIndex<'_>) -> bool {
    let text = lines.text();
    let stands_before =
        |byte: &u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9');
    lines.starts().iter().any(|&start| {
        let line = &text.as_bytes()[start as usize..];
        let before = line.iter().take_while(|byte| stands_before(byte)).count();
        match line[before..] {
            [b'!', b'!', b'!', ..] | [b'?', b'?', b'?', ..] | [b':', b':', b':', ..] => true,
            [b'/', b'/', b'/', ..] => announces(&text[start as usize + before..]),
            _ => false,
        }
    })
}

/// Says whether slashes at the beginning of a text, and the rest of their line, announce an admonition.
fn announces(text: &str) -> bool {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    header::of_slashes(line.trim_start_matches('/')).is_some()
}

impl Admonition {
    /// Reads the info string of a directive as [`rewrite`] writes it; nothing for any other directive.
    pub fn from_info(info: &str) -> Option<Self> {
        let mut words = info.trim().strip_prefix(NAME)?.strip_prefix(' ')?.splitn(3, ' ');
        let kind = words.next()?;
        let kind = Kind::ALL.into_iter().find(|candidate| candidate.as_str() == kind)?;
        let fold = match words.next()? {
            "fixed" => Fold::None,
            "open" => Fold::Open,
            "closed" => Fold::Closed,
            _ => return None,
        };
        Some(Self { kind, title: decoded(words.next().unwrap_or_default()), fold })
    }

    fn info(&self) -> String {
        let fold = match self.fold {
            Fold::None => "fixed",
            Fold::Open => "open",
            Fold::Closed => "closed",
        };
        format!("{NAME} {} {fold} {}", self.kind.as_str(), encoded(&self.title))
    }
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution];

    /// Returns the name in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }

    /// Returns the kind that a name stands for, in any case; nothing if nobody uses it for an admonition.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "note" | "info" | "information" | "abstract" | "summary" | "tldr" | "question" | "help"
            | "faq" | "example" | "quote" | "cite" | "seealso" | "see-also" | "todo" | "details"
            | "admonition" | "secondary" => Self::Note,
            "tip" | "hint" | "success" | "check" | "done" => Self::Tip,
            "important" => Self::Important,
            "warning" | "warn" | "attention" | "experimental" | "deprecated" => Self::Warning,
            "caution" | "danger" | "error" | "failure" | "fail" | "missing" | "bug" => Self::Caution,
            _ => return None,
        })
    }
}

/// Writes a title so that comrak hands it on as it is: it takes no colon in an info string, and resolves entities and
/// backslashes there.
fn encoded(title: &str) -> String {
    let mut encoded = String::with_capacity(title.len());
    for character in title.chars() {
        if character.is_ascii_alphanumeric()
            || character == ' '
            || !(character.is_ascii() || character.is_whitespace())
        {
            encoded.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

fn decoded(title: &str) -> String {
    let mut bytes = Vec::with_capacity(title.len());
    let mut rest = title.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let hex = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[3..];
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
