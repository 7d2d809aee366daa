//! What a language of the usual kind is made of: a table that the scanner follows.
//!
//! In: nothing. Out: [`Language`], which a file under `languages` fills in, and [`Table`], the same
//! laid out by byte. Never: reads code.

use super::super::Class;
use super::words::{Means, Words};

/// A language in which words, numbers, strings, comments and brackets follow each other.
#[derive(Clone, Copy)]
pub(super) struct Language {
    /// What a comment to the end of the line begins with.
    pub(super) line_comments: &'static [&'static str],
    /// Comments that end with a mark of their own.
    pub(super) block_comments: &'static [Block],
    /// The kinds of strings; the first that fits is taken, so longer marks come first.
    pub(super) strings: &'static [Quote],
    /// Words that belong to the string that follows them at once, and what they change in it.
    pub(super) prefixes: &'static [Prefix],
    /// Words and what they mean.
    pub(super) words: &'static [(Means, &'static str)],
    /// Whether words are the same in capitals.
    pub(super) any_case: bool,
    /// What may stand in a word beside letters, digits and `_`.
    pub(super) word_bytes: &'static str,
    /// What `name(` is.
    pub(super) calls: Option<Class>,
    /// What a name is that begins with a capital and has small letters too.
    pub(super) capitalized: Option<Class>,
    /// What a name in capitals is, of two letters or more.
    pub(super) capitals: Option<Class>,
    /// Whether a name after a dot is a member and nothing else, whatever its capitals. A member that is
    /// called is a call; one that is read is as plain as a variable.
    pub(super) members: bool,
    /// Which names before a colon are keys.
    pub(super) keys: Keys,
    /// What begins an annotation: `@` in Java. The name after it is shown with it.
    pub(super) annotation: Option<u8>,
    /// What only some languages do.
    pub(super) quirks: &'static [Quirk],
}

impl Language {
    /// A language of which nothing is known yet.
    pub(super) const NEW: Self = Self {
        line_comments: &[],
        block_comments: &[],
        strings: &[],
        prefixes: &[],
        words: &[],
        any_case: false,
        word_bytes: "",
        calls: None,
        capitalized: None,
        capitals: None,
        members: false,
        keys: Keys::None,
        annotation: None,
        quirks: &[],
    };

    pub(super) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }
}

/// A comment of the block kind.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) nests: bool,
}

impl Block {
    /// `/* … */`, to its first end.
    pub(super) const C: Self = Self { open: "/*", close: "*/", nests: false };
    /// `/* … */`, one inside the other.
    pub(super) const NESTED: Self = Self { open: "/*", close: "*/", nests: true };
}

/// A kind of string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) escape: Escape,
    /// Whether it goes on over the end of a line.
    pub(super) many_lines: bool,
    pub(super) hole: Hole,
    pub(super) placeholders: Placeholders,
}

impl Quote {
    /// `"…"` on one line, with escapes after a backslash.
    pub(super) const DOUBLE: Self = Self {
        open: "\"",
        close: "\"",
        escape: Escape::Backslash,
        many_lines: false,
        hole: Hole::None,
        placeholders: Placeholders::None,
    };
    /// `'…'` on one line, with escapes after a backslash.
    pub(super) const SINGLE: Self = Self { open: "'", close: "'", ..Self::DOUBLE };
    /// `"""…"""`, with escapes after a backslash.
    pub(super) const TRIPLE: Self =
        Self { open: "\"\"\"", close: "\"\"\"", many_lines: true, ..Self::DOUBLE };
    /// `'''…'''`, with escapes after a backslash.
    pub(super) const TRIPLE_SINGLE: Self = Self { open: "'''", close: "'''", ..Self::TRIPLE };
    /// A text between backticks in which nothing is special.
    pub(super) const BACKTICK: Self =
        Self { open: "`", close: "`", escape: Escape::None, many_lines: true, ..Self::DOUBLE };
}

/// How a string says what it cannot say as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// Not at all: the first mark of its end ends it.
    None,
    /// A backslash and what follows it.
    Backslash,
    /// A backtick and what follows it.
    Backtick,
    /// The mark of its end, twice.
    Doubled,
}

/// Where code stands in a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hole {
    /// Nowhere.
    None,
    /// `${code}`.
    Dollar,
    /// `${code}` and `$name`.
    DollarName,
    /// `$(code)` and `$name`.
    DollarParenthesis,
    /// `{code}`, and `{{` for a brace.
    Brace,
}

impl Hole {
    /// Returns what ends code that stands in a string.
    pub(super) fn end(self) -> u8 {
        if self == Self::DollarParenthesis { b')' } else { b'}' }
    }
}

/// What in a string stands for a value that is put in later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholders {
    /// Nothing.
    None,
    /// `%s`, `%5.2f`.
    Percent,
    /// `{}`, `{0}`, `{name:>8}`.
    Braces,
    /// Both.
    Both,
}

/// A word that belongs to the string after it.
#[derive(Clone, Copy)]
pub(super) struct Prefix {
    pub(super) word: &'static str,
    /// Replaces how the string escapes.
    pub(super) escape: Option<Escape>,
    /// Replaces where code stands in it.
    pub(super) hole: Option<Hole>,
}

impl Prefix {
    /// A word that changes nothing that can be seen.
    pub(super) const fn plain(word: &'static str) -> Self {
        Self { word, escape: None, hole: None }
    }

    /// A word after which nothing is escaped.
    pub(super) const fn raw(word: &'static str) -> Self {
        Self { word, escape: Some(Escape::None), hole: None }
    }
}

/// Which names before a colon are keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// None.
    None,
    /// Those in braces that stand at the beginning of a line or after `{`, `,` or `;`.
    InBraces,
}

/// What only some languages do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quirk {
    /// `/…/` is a regular expression where a value is wanted.
    Regex,
    /// `<a href="b">` is markup where a value is wanted.
    Jsx,
    /// `'a` is a lifetime, `r#"…"#` a string, `#[…]` an attribute, `name!` a macro.
    Rust,
    /// `#word` at the beginning of a line is for the preprocessor; `<file>` after `#include`.
    Preprocessor,
    /// A type stands after the name that has it, with nothing between: `name Type`.
    Go,
    /// `'` begins a character only: `'a'`, `'\n'`; `1'000` is a number, `a->b` a member.
    Cpp,
    /// A type stands before the name that has it: `Type Name`.
    TypeBeforeName,
    /// `list.map { … }` calls.
    TrailingLambda,
    /// A string that names its end: `R"tag(…)tag"`.
    RawTag,
    /// `$tag$ … $tag$`, `:name`, `@name`.
    Sql,
    /// `<<WORD` begins a text that ends with a line of that word.
    HereDocument,
    /// `[Name]` at the beginning of a line is an annotation.
    BracketAnnotation,
    /// `name = …` at the beginning of a line is a key, and `name {` a block.
    Assignments,
    /// `name = 1;` is a field, and so is a name in brackets before `=`.
    Protobuf,
    /// A name in braces is a field; `$name` is a variable.
    GraphQl,
    /// `$name` is a variable, `-Name` an option, `Verb-Noun` a command, `[Name]` a type.
    PowerShell,
    /// A text in three quotes that stands alone is a comment; `...` is a value.
    Python,
}

/// What a byte may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Nothing that matters.
    Space,
    /// A line ends.
    Newline,
    /// A word.
    Word,
    /// A number.
    Digit,
    /// A comment, a string, or something that only this language has.
    Mark,
    /// `(`, `[`, `{`.
    Open,
    /// `)`, `]`, `}`.
    Close,
    /// An operator.
    Operator,
}

/// A language laid out by byte.
pub(super) struct Table {
    pub(super) language: Language,
    pub(super) acts: [Act; 256],
    pub(super) in_word: [bool; 256],
    pub(super) words: Words,
    /// Whether names are told from each other by what only this language has.
    pub(super) has_quirky_names: bool,
}

impl Table {
    pub(super) fn new(language: Language) -> Self {
        let mut acts = [Act::Operator; 256];
        let mut in_word = [false; 256];
        for byte in 0..=255u8 {
            let index = usize::from(byte);
            in_word[index] = byte.is_ascii_alphanumeric()
                || byte == b'_'
                || byte >= 0x80
                || language.word_bytes.as_bytes().contains(&byte);
            acts[index] = match byte {
                b' ' | b'\t' | b'\r' => Act::Space,
                b'\n' => Act::Newline,
                b'0'..=b'9' => Act::Digit,
                b'(' | b'[' | b'{' => Act::Open,
                b')' | b']' | b'}' => Act::Close,
                b'-' => Act::Operator,
                _ if in_word[index] => Act::Word,
                0..0x20 | 0x7f => Act::Space,
                _ => Act::Operator,
            };
        }
        let mut mark = |text: &str, act| acts[usize::from(text.as_bytes()[0])] = act;
        for quote in language.strings {
            mark(quote.open, Act::Mark);
        }
        for open in language.line_comments.iter().chain(language.block_comments.iter().map(|it| &it.open)) {
            mark(open, Act::Mark);
        }
        for &quirk in language.quirks {
            for open in match quirk {
                Quirk::Regex => &["/"] as &[&str],
                Quirk::Jsx | Quirk::HereDocument => &["<"],
                Quirk::Rust => &["'", "#"],
                Quirk::Cpp => &["'"],
                Quirk::Preprocessor => &["#"],
                Quirk::Sql => &["$", ":", "@"],
                Quirk::GraphQl => &["$"],
                Quirk::PowerShell => &["$", "-", "[", "@"],
                _ => &[],
            } {
                mark(open, Act::Mark);
            }
        }
        if let Some(annotation) = language.annotation {
            acts[usize::from(annotation)] = Act::Mark;
        }
        let words = Words::new(language.words, language.any_case);
        let has_quirky_names =
            [Quirk::Go, Quirk::Assignments, Quirk::Protobuf, Quirk::GraphQl, Quirk::PowerShell]
                .iter()
                .any(|&quirk| language.has(quirk));
        Self { language, acts, in_word, words, has_quirky_names }
    }
}
