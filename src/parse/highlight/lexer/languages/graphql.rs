//! GraphQL.

use super::super::super::Class;
use super::super::table::{Language, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static GRAPHQL: LazyLock<Table> = LazyLock::new(|| Table::new(GRAPHQL_LANGUAGE));

const GRAPHQL_LANGUAGE: Language = Language {
    line_comments: &["#"],
    strings: &[Quote::TRIPLE, Quote::DOUBLE],
    words: &[
        (
            Means::SoftNamesType,
            "type interface union scalar enum input implements fragment query mutation subscription on directive extend",
        ),
        (Means::Soft, "schema repeatable"),
        (Means::Type, "Int Float String Boolean ID"),
        (Means::Constant, "true false null"),
    ],
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    annotation: Some(b'@'),
    quirks: &[Quirk::GraphQl],
    ..Language::NEW
};
