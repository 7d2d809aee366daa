//! HCL, the language of Terraform.

use super::super::super::Class;
use super::super::table::{Block, Hole, Language, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static HCL: LazyLock<Table> = LazyLock::new(|| Table::new(HCL_LANGUAGE));

const HCL_LANGUAGE: Language = Language {
    line_comments: &["#", "//"],
    block_comments: &[Block::C],
    strings: &[Quote { hole: Hole::Dollar, ..Quote::DOUBLE }],
    word_bytes: "-",
    words: &[
        (
            Means::Soft,
            "resource data variable output module provider terraform locals moved import check removed",
        ),
        (Means::Keyword, "for in if else endif endfor"),
        (Means::Type, "string number bool any"),
        (Means::Constant, "true false null var local each count self path"),
    ],
    calls: Some(Class::Function),
    members: true,
    quirks: &[Quirk::HereDocument, Quirk::Assignments],
    ..Language::NEW
};
