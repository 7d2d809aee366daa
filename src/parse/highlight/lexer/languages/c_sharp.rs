//! C#.

use super::super::super::Class;
use super::super::table::{Block, Escape, Hole, Language, Placeholders, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static C_SHARP: LazyLock<Table> = LazyLock::new(|| Table::new(C_SHARP_LANGUAGE));

const C_SHARP_LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::C],
    strings: &[
        Quote { open: "$\"\"\"", hole: Hole::Brace, escape: Escape::None, ..Quote::TRIPLE },
        Quote { escape: Escape::None, ..Quote::TRIPLE },
        Quote { open: "$@\"", escape: Escape::Doubled, hole: Hole::Brace, many_lines: true, ..Quote::DOUBLE },
        Quote { open: "@$\"", escape: Escape::Doubled, hole: Hole::Brace, many_lines: true, ..Quote::DOUBLE },
        Quote { open: "@\"", escape: Escape::Doubled, many_lines: true, ..Quote::DOUBLE },
        Quote { open: "$\"", hole: Hole::Brace, ..Quote::DOUBLE },
        Quote { placeholders: Placeholders::Braces, ..Quote::DOUBLE },
        Quote::SINGLE,
    ],
    words: &[
        (Means::Value, "this base"),
        (Means::NamesType, "class interface struct enum new"),
        (Means::SoftNamesType, "record"),
        (Means::NamesPath, "namespace using"),
        (
            Means::Keyword,
            "abstract as break case catch checked const continue default delegate do else event explicit extern finally fixed for foreach goto if implicit in internal is lock operator out override params private protected public readonly ref return sealed sizeof stackalloc static switch throw try typeof unchecked unsafe virtual volatile while",
        ),
        (
            Means::Soft,
            "add alias and async await by descending from global group init into join let nameof not on or orderby partial remove required scoped select value var when where with yield file",
        ),
        (Means::Keyword, "get set"),
        (
            Means::Type,
            "bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong ushort void",
        ),
        (Means::Constant, "true false null"),
    ],
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    members: true,
    quirks: &[Quirk::Preprocessor, Quirk::BracketAnnotation, Quirk::TypeBeforeName],
    ..Language::NEW
};
