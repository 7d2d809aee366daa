//! SQL: the standard's words, and those of PostgreSQL, MySQL and SQLite.

use super::super::super::Class;
use super::super::table::{Block, Escape, Language, Prefix, Quirk, Quote, Table};
use super::super::words::Means;
use std::sync::LazyLock;

pub(in super::super) static SQL: LazyLock<Table> = LazyLock::new(|| Table::new(LANGUAGE));

const LANGUAGE: Language = Language {
    line_comments: &["--", "#"],
    block_comments: &[Block::C],
    strings: &[
        Quote { escape: Escape::Doubled, many_lines: true, ..Quote::SINGLE },
        Quote { escape: Escape::Doubled, many_lines: true, ..Quote::DOUBLE },
        Quote::BACKTICK,
    ],
    prefixes: &[
        Prefix { word: "E", escape: Some(Escape::Backslash), hole: None },
        Prefix { word: "e", escape: Some(Escape::Backslash), hole: None },
        Prefix::plain("N"),
        Prefix::plain("X"),
        Prefix::plain("x"),
        Prefix::plain("B"),
    ],
    any_case: true,
    words: &[
        (
            Means::Keyword,
            "abort access action add after against aggregate all also alter always analyse analyze and any array as asc asensitive assert assignment asymmetric at atomic attach attribute authorization auto_increment autoincrement backup before begin between binding both break breadth by cache call called cascade cascaded case catalog change chain characteristics charset check checkpoint class close cluster collate collation column columns comment comments commit committed concurrently configuration conflict connection constraint constraints content continue conversion copy cost create cross cube current cursor cycle data database databases deallocate declare default defaults deferrable deferred definer delayed delete delimiter delimiters depth desc describe deterministic detach dictionary disable discard distinct do document domain drop duplicate each else elseif elsif enable encoding encrypted end engine enum escape event except exception exclude excluding exclusive execute exists exit explain expression extension external fail family fetch filter first following for force foreign forward found freeze from full function functions generated get glob global go goto grant granted group grouping groups handler having header hold identified identity if ignore ilike immediate immutable implicit import in include including increment index indexed indexes infile inherit inherits initially inline inner inout input insensitive insert instead intersect into invoker is isnull isolation iterate join key keys kill label language large last lateral leading leakproof leave left level like limit lines listen load local locale localtime localtimestamp location lock locked logged loop low_priority mapping match matched materialized maxvalue merge method minus minvalue mode modifies move natural new next no none not nothing notify notnull nowait nulls of off offset oids old on only open operator optimize option options or order ordinality others out outer outfile over overlaps overlay overriding owned owner parallel partial partition password perform placing plan plans policy pragma preceding prepare prepared preserve primary prior privileges procedural procedure procedures program publication purge query quote raise range read reads reassign recheck recursive references referencing refresh regexp reindex relative release rename repeatable replace replica require reset restart restrict return returning returns revoke right rlike role rollback rollup routine row rows rule savepoint schema schemas scroll search security select sequence sequences serializable server session session_user set sets setof share show similar simple skip snapshot some sql stable standalone start statement statistics stdin stdout storage stored strict strip subscription support symmetric sysid system table tables tablesample tablespace temp template temporary then ties to top trailing transaction transform trigger truncate trusted type types unbounded uncommitted unencrypted union unique unknown unlisten unlock unlogged until update usage use user using vacuum valid validate validator values variadic verbose version view views virtual volatile when where while whitespace window with within without work wrapper write xor yes zerofill zone",
        ),
        (
            Means::Constant,
            "true false null current_date current_time current_timestamp current_user current_role",
        ),
        (
            Means::Type,
            "bigint bigserial binary bit blob bool boolean box bytea char character cidr circle citext clob date datetime datetime2 dec decimal double fixed float float4 float8 geography geometry hstore inet int int2 int4 int8 integer interval json jsonb line longblob longtext lseg macaddr mediumblob mediumint mediumtext money national nchar ntext number numeric nvarchar nvarchar2 oid path point polygon precision raw real serial serial4 serial8 signed smallint smallserial string text time timestamp timestamptz timetz tinyblob tinyint tinytext tsquery tsvector unsigned uniqueidentifier uuid varbinary varbit varchar varchar2 varying xml year",
        ),
        (Means::Called, "avg count max min sum"),
    ],
    calls: Some(Class::Function),
    members: true,
    quirks: &[Quirk::Sql],
    ..Language::NEW
};
