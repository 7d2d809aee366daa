//! Rust.

use super::super::super::Class;
use super::super::table::{Block, Escape, Keys, Language, Placeholders, Prefix, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static RUST: LazyLock<Table> = LazyLock::new(|| Table::new(LANGUAGE));

const LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::NESTED],
    strings: &[
        Quote { many_lines: true, placeholders: Placeholders::Braces, ..Quote::DOUBLE },
        Quote::SINGLE,
    ],
    prefixes: &[
        Prefix::plain("b"),
        Prefix::plain("c"),
        Prefix::raw("r"),
        Prefix::raw("br"),
        Prefix { word: "cr", escape: Some(Escape::None), hole: None },
    ],
    words: &[
        (Means::Anywhere, "await"),
        (Means::Modifier, "pub"),
        (Means::Value, "self super crate"),
        (Means::NamesFunction, "fn macro_rules"),
        (Means::NamesType, "struct enum trait mod"),
        (Means::SoftNamesType, "type union"),
        (
            Means::Keyword,
            "as async break const continue dyn else extern for if impl in let loop match move mut ref return static unsafe use where while yield",
        ),
        (Means::Soft, "default auto macro"),
        (
            Means::Type,
            "Self Some Ok Err None c_char c_schar c_uchar c_short c_ushort c_int c_uint c_long c_ulong c_longlong c_ulonglong c_float c_double c_void size_t bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize",
        ),
        (Means::Constant, "true false"),
    ],
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    members: true,
    keys: Keys::InBraces,
    quirks: &[Quirk::Rust],
    ..Language::NEW
};
