//! Labels, headings and statuses in Japanese and Chinese, which are no letters to be folded.
//!
//! In: a word as written. Out: the English words, as for the other languages. Never: a part of a word.

/// Labels and headings.
const LABELS: &[(&str, &str)] = &[
    ("ステータス", "status"),
    ("状态", "status"),
    ("狀態", "status"),
    ("日付", "date"),
    ("決定日", "date"),
    ("日期", "date"),
    ("作成日", "created"),
    ("创建日期", "created"),
    ("更新日", "last updated"),
    ("最終更新", "last updated"),
    ("最終更新日", "last updated"),
    ("最后更新", "last updated"),
    ("更新日期", "last updated"),
    ("決定者", "deciders"),
    ("意思決定者", "deciders"),
    ("决策者", "deciders"),
    ("决策人", "deciders"),
    ("作成者", "author"),
    ("著者", "author"),
    ("作者", "author"),
    ("責任者", "owner"),
    ("オーナー", "owner"),
    ("负责人", "owner"),
    ("コンテキスト", "context"),
    ("背景", "context"),
    ("上下文", "context"),
    ("決定", "decision"),
    ("決定事項", "decision"),
    ("决定", "decision"),
    ("决策", "decision"),
    ("結果", "consequences"),
    ("影響", "consequences"),
    ("后果", "consequences"),
    ("影响", "consequences"),
    ("ポジティブ", "positive"),
    ("ネガティブ", "negative"),
    ("メリット", "advantages"),
    ("デメリット", "disadvantages"),
    ("优点", "advantages"),
    ("缺点", "disadvantages"),
    ("理由", "rationale"),
    ("根拠", "rationale"),
    ("代替案", "alternatives considered"),
    ("検討した選択肢", "considered options"),
    ("备选方案", "alternatives considered"),
    ("変更履歴", "changelog"),
    ("变更记录", "changelog"),
    ("修订记录", "changelog"),
];

/// Statuses.
const STATUSES: &[(&str, &str)] = &[
    ("採用", "accepted"),
    ("採用済み", "accepted"),
    ("承認", "accepted"),
    ("承認済み", "accepted"),
    ("決定", "accepted"),
    ("決定済み", "accepted"),
    ("已接受", "accepted"),
    ("已采纳", "accepted"),
    ("已批准", "accepted"),
    ("已通过", "accepted"),
    ("提案", "proposed"),
    ("提案中", "proposed"),
    ("提议", "proposed"),
    ("提议中", "proposed"),
    ("待定", "proposed"),
    ("検討中", "review"),
    ("レビュー中", "review"),
    ("评审中", "review"),
    ("下書き", "draft"),
    ("草案", "draft"),
    ("草稿", "draft"),
    ("却下", "rejected"),
    ("不採用", "rejected"),
    ("已拒绝", "rejected"),
    ("撤回", "withdrawn"),
    ("廃止", "deprecated"),
    ("非推奨", "deprecated"),
    ("已废弃", "deprecated"),
    ("已弃用", "deprecated"),
    ("置換済み", "superseded"),
    ("置き換え済み", "superseded"),
    ("已取代", "superseded"),
    ("已被取代", "superseded"),
    ("保留", "deferred"),
    ("搁置", "deferred"),
    ("実装済み", "implemented"),
    ("完了", "implemented"),
    ("已实施", "implemented"),
    ("已实现", "implemented"),
    ("已完成", "implemented"),
    ("進行中", "active"),
    ("进行中", "active"),
];

/// Returns the English name of a label or heading. A number or an emoji before it does not count: `2. 背景`.
pub(super) fn label(name: &str) -> Option<&'static str> {
    look_up(name.trim_matches(|c: char| c.is_ascii() || !c.is_alphanumeric()), LABELS)
}

/// Returns the English words of a status.
pub(super) fn status(word: &str) -> Option<&'static str> {
    look_up(word, STATUSES)
}

fn look_up(word: &str, table: &[(&str, &'static str)]) -> Option<&'static str> {
    table.iter().find(|(spelling, _)| *spelling == word).map(|(_, english)| *english)
}
