//! Python.

use super::super::super::Class;
use super::super::table::{Escape, Hole, Language, Placeholders, Prefix, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static PYTHON: LazyLock<Table> = LazyLock::new(|| Table::new(LANGUAGE));

const LANGUAGE: Language = Language {
    line_comments: &["#"],
    strings: &[
        Quote { placeholders: Placeholders::Both, ..Quote::TRIPLE },
        Quote { placeholders: Placeholders::Both, ..Quote::TRIPLE_SINGLE },
        Quote { placeholders: Placeholders::Both, ..Quote::DOUBLE },
        Quote { placeholders: Placeholders::Both, ..Quote::SINGLE },
    ],
    prefixes: &[
        RAW,
        Prefix { word: "R", ..RAW },
        Prefix { word: "br", ..RAW },
        Prefix { word: "rb", ..RAW },
        Prefix::plain("b"),
        Prefix::plain("B"),
        Prefix::plain("u"),
        Prefix::plain("U"),
        Prefix { word: "f", ..FORMAT },
        Prefix { word: "F", ..FORMAT },
        Prefix { word: "t", ..FORMAT },
        Prefix { word: "rf", ..RAW_FORMAT },
        Prefix { word: "fr", ..RAW_FORMAT },
    ],
    words: &[
        (Means::NamesFunction, "def"),
        (Means::NamesType, "class"),
        (Means::Value, "self cls super"),
        (
            Means::Keyword,
            "and as assert async await break continue del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield",
        ),
        (Means::Soft, "match case type print exec"),
        (Means::Constant, "True False None Ellipsis NotImplemented __debug__ __name__ __file__"),
        (
            Means::Called,
            "abs all any bin breakpoint callable chr compile delattr dir divmod enumerate eval filter format getattr globals hasattr hash help hex id input isinstance issubclass iter len locals map max min next oct open ord pow print range repr reversed round setattr sorted sum vars zip",
        ),
        (
            Means::Type,
            "ArithmeticError AssertionError AttributeError BaseException ConnectionError EOFError Exception FileNotFoundError ImportError IndexError IOError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError StopIteration SyntaxError SystemExit TimeoutError TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError UserWarning ValueError Warning ZeroDivisionError bool bytearray bytes complex dict float frozenset int list memoryview object property set slice staticmethod classmethod str tuple type",
        ),
    ],
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    annotation: Some(b'@'),
    quirks: &[Quirk::Python],
    ..Language::NEW
};

const RAW: Prefix = Prefix { word: "r", escape: Some(Escape::None), hole: None };
const FORMAT: Prefix = Prefix { word: "f", escape: None, hole: Some(Hole::Brace) };
const RAW_FORMAT: Prefix = Prefix { word: "rf", escape: Some(Escape::None), hole: Some(Hole::Brace) };
