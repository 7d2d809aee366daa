//! Go.

use super::super::super::Class;
use super::super::table::{Block, Keys, Language, Placeholders, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static GO: LazyLock<Table> = LazyLock::new(|| Table::new(LANGUAGE));

const LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::C],
    strings: &[
        Quote { placeholders: Placeholders::Percent, ..Quote::DOUBLE },
        Quote { placeholders: Placeholders::Percent, ..Quote::BACKTICK },
        Quote::SINGLE,
    ],
    words: &[
        (
            Means::Keyword,
            "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch var",
        ),
        (Means::NamesType, "type"),
        (Means::Constant, "true false nil iota"),
        (
            Means::Type,
            "any bool byte comparable complex128 complex64 error float32 float64 int int16 int32 int64 int8 rune string uint uint16 uint32 uint64 uint8 uintptr",
        ),
        (
            Means::Called,
            "append cap clear close complex copy delete imag len make max min new panic print println real recover",
        ),
    ],
    calls: Some(Class::Function),
    members: true,
    keys: Keys::InBraces,
    quirks: &[Quirk::Go],
    ..Language::NEW
};
