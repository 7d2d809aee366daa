//! PowerShell.

use super::super::table::{Block, Escape, Hole, Language, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static POWERSHELL: LazyLock<Table> = LazyLock::new(|| Table::new(POWERSHELL_LANGUAGE));

const POWERSHELL_LANGUAGE: Language = Language {
    line_comments: &["#"],
    block_comments: &[Block { open: "<#", close: "#>", nests: false }],
    strings: &[
        Quote { open: "@\"", close: "\n\"@", escape: Escape::None, many_lines: true, ..Quote::DOUBLE },
        Quote { open: "@'", close: "\n'@", escape: Escape::None, many_lines: true, ..Quote::DOUBLE },
        Quote { escape: Escape::Backtick, hole: Hole::DollarParenthesis, many_lines: true, ..Quote::DOUBLE },
        Quote { escape: Escape::Doubled, many_lines: true, ..Quote::SINGLE },
    ],
    any_case: true,
    word_bytes: "-",
    words: &[
        (Means::NamesFunction, "function filter"),
        (Means::NamesType, "class enum"),
        (
            Means::Keyword,
            "begin break catch continue data define do dynamicparam else elseif end exit finally for foreach from hidden if in inlinescript parallel param process return sequence static switch throw trap try until using while workflow",
        ),
    ],
    capitalized: None,
    members: true,
    quirks: &[Quirk::PowerShell],
    ..Language::NEW
};
