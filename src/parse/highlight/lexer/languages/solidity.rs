//! Solidity.

use super::super::super::Class;
use super::super::table::{Block, Language, Prefix, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static SOLIDITY: LazyLock<Table> = LazyLock::new(|| Table::new(SOLIDITY_LANGUAGE));

const SOLIDITY_LANGUAGE: Language = Language {
    line_comments: &["//"],
    block_comments: &[Block::C],
    strings: &[Quote::DOUBLE, Quote::SINGLE],
    prefixes: &[Prefix::plain("hex"), Prefix::plain("unicode")],
    words: &[
        (Means::NamesFunction, "function modifier"),
        (Means::NamesType, "contract interface library struct enum new is"),
        (Means::SoftNamesType, "event error type"),
        (
            Means::Keyword,
            "abstract anonymous as assembly break calldata case catch constant constructor continue default delete do else emit external fallback final for global if immutable import in indexed inline internal let memory override payable pragma private public pure receive return returns static storage switch throw transient try unchecked using view virtual while solidity leave",
        ),
        (
            Means::Called,
            "require assert keccak256 sha256 ripemd160 ecrecover addmod mulmod selfdestruct blockhash gasleft",
        ),
        (Means::Keyword, "revert"),
        (Means::Keyword, "wei gwei ether seconds minutes hours days weeks years"),
        (
            Means::Type,
            "address bool byte bytes fixed int mapping string ufixed uint var uint8 uint16 uint24 uint32 uint40 uint48 uint56 uint64 uint72 uint80 uint88 uint96 uint104 uint112 uint120 uint128 uint136 uint144 uint152 uint160 uint168 uint176 uint184 uint192 uint200 uint208 uint216 uint224 uint232 uint240 uint248 uint256 int8 int16 int24 int32 int40 int48 int56 int64 int72 int80 int88 int96 int104 int112 int120 int128 int136 int144 int152 int160 int168 int176 int184 int192 int200 int208 int216 int224 int232 int240 int248 int256 bytes1 bytes2 bytes3 bytes4 bytes5 bytes6 bytes7 bytes8 bytes9 bytes10 bytes11 bytes12 bytes13 bytes14 bytes15 bytes16 bytes17 bytes18 bytes19 bytes20 bytes21 bytes22 bytes23 bytes24 bytes25 bytes26 bytes27 bytes28 bytes29 bytes30 bytes31 bytes32",
        ),
        (Means::Constant, "true false this super now msg block tx abi"),
    ],
    calls: Some(Class::Function),
    capitalized: Some(Class::Type),
    capitals: Some(Class::Constant),
    members: true,
    ..Language::NEW
};
