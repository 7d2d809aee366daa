//! C and C++.

use super::super::super::Class;
use super::super::table::{Block, Language, Placeholders, Prefix, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

/// C.
pub(in super::super) static C: LazyLock<Table> = LazyLock::new(|| Table::new(C_LANGUAGE));

/// C++.
pub(in super::super) static CPP: LazyLock<Table> = LazyLock::new(|| Table::new(CPP_LANGUAGE));

const C_LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::C],
    strings: &[Quote { placeholders: Placeholders::Percent, ..Quote::DOUBLE }],
    prefixes: &[Prefix::plain("L"), Prefix::plain("u8"), Prefix::plain("u"), Prefix::plain("U")],
    words: &[
        (Means::NamesType, "struct union enum"),
        (
            Means::Keyword,
            "break case const continue default do else extern for goto if inline register restrict return sizeof static switch typedef volatile while _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local __attribute__ __inline __inline__ __restrict __volatile__ asm",
        ),
        (Means::Type, C_TYPES),
        (Means::Constant, "true false NULL EOF stdin stdout stderr nullptr"),
    ],
    calls: Some(Class::Function),
    capitals: Some(Class::Constant),
    members: true,
    quirks: &[Quirk::Cpp, Quirk::Preprocessor],
    ..Language::NEW
};

const CPP_LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::C],
    strings: &[Quote { placeholders: Placeholders::Percent, ..Quote::DOUBLE }],
    prefixes: &[
        Prefix::raw("R"),
        Prefix::raw("LR"),
        Prefix::raw("u8R"),
        Prefix::raw("uR"),
        Prefix::raw("UR"),
        Prefix::plain("L"),
        Prefix::plain("u8"),
        Prefix::plain("u"),
        Prefix::plain("U"),
    ],
    words: &[
        (Means::Value, "this"),
        (Means::NamesType, "struct union class enum typename namespace new concept"),
        (
            Means::Keyword,
            "break case const continue default do else extern for goto if inline register restrict return sizeof static switch typedef volatile while _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local __attribute__ __inline __inline__ __restrict __volatile__ asm alignas alignof and auto catch const_cast consteval constexpr constinit co_await co_return co_yield decltype delete dynamic_cast explicit export friend mutable noexcept not operator or private protected public reinterpret_cast requires static_assert static_cast template thread_local throw try typeid using virtual xor",
        ),
        (Means::Soft, "final override import module"),
        (Means::Type, C_TYPES),
        (Means::Constant, "true false NULL nullptr EOF"),
    ],
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    members: true,
    quirks: &[Quirk::Cpp, Quirk::RawTag, Quirk::Preprocessor],
    ..Language::NEW
};

/// What every header has, under its usual names.
const C_TYPES: &str = "bool char double float int long short signed unsigned void size_t ssize_t ptrdiff_t intptr_t uintptr_t intmax_t uintmax_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t int_least8_t int_least16_t int_least32_t int_least64_t uint_least8_t uint_least16_t uint_least32_t uint_least64_t int_fast8_t int_fast16_t int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t uint_fast64_t wchar_t char8_t char16_t char32_t time_t off_t pid_t uid_t gid_t mode_t dev_t ino_t key_t socklen_t va_list FILE _Bool _Complex u_char u_int u_short u_long ushort uint __int128 __int64 __int32 __int16 __int8";
