//! JavaScript and TypeScript, both with JSX where it may stand.

use super::super::super::Class;
use super::super::table::{Block, Hole, Keys, Language, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

/// JavaScript with JSX.
pub(in super::super) static JAVASCRIPT: LazyLock<Table> =
    LazyLock::new(|| Table::new(Language { words: WORDS, quirks: &[Quirk::Regex, Quirk::Jsx], ..BOTH }));

/// TypeScript without JSX, where `<T>a` is a cast.
pub(in super::super) static TYPESCRIPT: LazyLock<Table> =
    LazyLock::new(|| Table::new(Language { words: TYPED, quirks: &[Quirk::Regex], ..BOTH }));

/// TypeScript with JSX.
pub(in super::super) static TSX: LazyLock<Table> =
    LazyLock::new(|| Table::new(Language { words: TYPED, quirks: &[Quirk::Regex, Quirk::Jsx], ..BOTH }));

const BOTH: Language = Language {
    line_comments: &["//", "#!"],
    block_comments: &[Block::C],
    strings: &[
        Quote::DOUBLE,
        Quote::SINGLE,
        Quote { escape: super::super::table::Escape::Backslash, hole: Hole::Dollar, ..Quote::BACKTICK },
    ],
    word_bytes: "$",
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    members: true,
    keys: Keys::InBraces,
    annotation: Some(b'@'),
    ..Language::NEW
};

const KEYWORDS: &str = "await break case catch const continue debugger default delete do else export extends finally for if import in instanceof let return switch throw try typeof var void while with yield";

/// Objects that every environment has.
const KNOWN: &str = "console document window navigator process globalThis module exports";

const WORDS: &[(Means, &str)] = &[
    (Means::Value, "this super arguments"),
    (Means::NamesFunction, "function"),
    (Means::NamesType, "class new"),
    (Means::Soft, "async of get set from as"),
    (Means::Modifier, "static"),
    (Means::Keyword, KEYWORDS),
    (Means::Keyword, "constructor"),
    (Means::Type, KNOWN),
    (Means::Constant, "true false null undefined NaN Infinity"),
];

const TYPED: &[(Means, &str)] = &[
    (Means::Value, "this super arguments"),
    (Means::Modifier, "static readonly abstract private public protected override"),
    (Means::Keyword, "constructor"),
    (Means::NamesFunction, "function"),
    (Means::NamesType, "class interface enum new"),
    (Means::SoftNamesType, "type namespace module"),
    (
        Means::Soft,
        "async of get set from as is keyof infer declare satisfies asserts unique implements accessor out global",
    ),
    (Means::Keyword, KEYWORDS),
    (Means::Constant, "true false null undefined NaN Infinity"),
    (Means::Type, "string number boolean any unknown never object symbol bigint"),
    (Means::Type, KNOWN),
];
