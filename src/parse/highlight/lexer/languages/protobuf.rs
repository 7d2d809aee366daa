//! Protocol Buffers.

use super::super::super::Class;
use super::super::table::{Block, Keys, Language, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static PROTOBUF: LazyLock<Table> = LazyLock::new(|| Table::new(PROTOBUF_LANGUAGE));

const PROTOBUF_LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::C],
    strings: &[Quote::DOUBLE, Quote::SINGLE],
    words: &[
        (Means::NamesFunction, "rpc"),
        (Means::NamesType, "message enum service extend oneof group"),
        (
            Means::Keyword,
            "syntax edition import weak public option optional required repeated returns stream to max extensions reserved",
        ),
        (Means::NamesPath, "package"),
        (
            Means::Type,
            "bool bytes double fixed32 fixed64 float int32 int64 map sfixed32 sfixed64 sint32 sint64 string uint32 uint64",
        ),
        (Means::Constant, "true false inf nan"),
    ],
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    keys: Keys::InBraces,
    quirks: &[Quirk::Protobuf],
    ..Language::NEW
};
