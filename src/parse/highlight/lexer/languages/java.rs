//! Java and Kotlin.

use super::super::super::Class;
use super::super::table::{Block, Escape, Hole, Language, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

/// Java.
pub(in super::super) static JAVA: LazyLock<Table> = LazyLock::new(|| Table::new(JAVA_LANGUAGE));

/// Kotlin.
pub(in super::super) static KOTLIN: LazyLock<Table> = LazyLock::new(|| Table::new(KOTLIN_LANGUAGE));

const JAVA_LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::C],
    strings: &[Quote::TRIPLE, Quote::DOUBLE, Quote::SINGLE],
    words: &[
        (Means::Value, "this super"),
        (Means::NamesType, "class interface enum new extends implements throws import package"),
        (Means::SoftNamesType, "record"),
        (
            Means::Keyword,
            "abstract assert break case catch const continue default do else final finally for goto if instanceof native private protected public return static strictfp switch synchronized throw transient try volatile while yield",
        ),
        (Means::Soft, "var sealed permits module requires exports opens when with to uses provides open"),
        (Means::Type, "boolean byte char double float int long short void"),
        (Means::Constant, "true false null"),
    ],
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    annotation: Some(b'@'),
    quirks: &[Quirk::TypeBeforeName],
    ..Language::NEW
};

const KOTLIN_LANGUAGE: Language = Language {
    line_comments: &["//", "#!"],
    block_comments: &[Block::NESTED],
    strings: &[
        Quote { hole: Hole::DollarName, escape: Escape::None, ..Quote::TRIPLE },
        Quote { hole: Hole::DollarName, ..Quote::DOUBLE },
        Quote::SINGLE,
    ],
    words: &[
        (Means::Value, "this super"),
        (Means::NamesFunction, "fun"),
        (Means::NamesPath, "import package"),
        (Means::NamesValue, "val var"),
        (Means::NamesType, "class interface object typealias"),
        (
            Means::Keyword,
            "as break by catch companion const constructor continue do else finally for get if in init internal is lateinit override private protected public return sealed set suspend throw try vararg when where while",
        ),
        (
            Means::Soft,
            "abstract actual annotation crossinline data enum expect external final infix inline inner noinline open operator out reified tailrec value delegate file",
        ),
        (Means::Constant, "true false null it"),
    ],
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    members: true,
    annotation: Some(b'@'),
    quirks: &[Quirk::TrailingLambda],
    ..Language::NEW
};
