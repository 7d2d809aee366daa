//! Where in its text a document speaks of itself: under its title, after its last rule, and in
//! sections made for that. And what stands there: labels in paragraphs, lists, quotes and tables.
//!
//! In: the outline. Out: blocks of pairs of label and value. Never: a label in the middle of a
//! document, where it is about something else; reads what a value means.

use super::keys::{self, Heads, Key};
use crate::model::date::{Date, find_date, parse_date};
use crate::model::document::Section;
use crate::parse::labels::{self, Labelled};
use crate::parse::names::Names;
use crate::parse::outline::{BlockKind, BlockNumber, Inline, Outline};

/// A label and its value.
pub(super) struct Pair<'a> {
    pub(super) label: Inline<'a>,
    pub(super) value: Inline<'a>,
    /// The items of the list under the label, where the value is one.
    pub(super) items: Vec<Inline<'a>>,
    /// Whether the label is marked up, or stands in a table.
    pub(super) is_marked: bool,
    /// The field that its label names.
    named: Option<Key>,
}

impl<'a> Pair<'a> {
    pub(super) fn new(label: Inline<'a>, value: Inline<'a>, is_marked: bool) -> Self {
        let named = Key::with_value(label.text(), value.text());
        Self { label, value, items: Vec::new(), is_marked, named }
    }

    /// Gives it the items of a list for its value.
    pub(super) fn with_items(self, items: Vec<Inline<'a>>) -> Self {
        Self { items, ..self }
    }

    /// Returns the field that it is, if it is one of metadata.
    ///
    /// A plain `Concepts: see …` begins a sentence; without marks only a list of short names is one of
    /// concepts.
    pub(super) fn key(&self) -> Option<Key> {
        let key = self.named?;
        let is_sentence = || !self.is_marked && self.items.is_empty() && !is_list_of_names(self.value.text());
        (!matches!(key, Key::Concepts | Key::Tags) || !is_sentence()).then_some(key)
    }
}

/// The most words of the name of a concept.
const WORDS_OF_CONCEPT: usize = 4;

/// Says whether the first line of a value is a list of short names, and no sentence.
fn is_list_of_names(value: &str) -> bool {
    let line = value.trim_start().lines().next().unwrap_or_default();
    line.split([',', ';', '|', '·', '•']).map(str::trim).all(|name| {
        name.split_whitespace().count() <= WORDS_OF_CONCEPT && !name.ends_with('.') && !name.contains(". ")
    })
}

/// A child of the document that holds labels.
pub(super) struct Block<'a> {
    /// Its number among the children of the document.
    pub(super) top: u32,
    pub(super) pairs: Vec<Pair<'a>>,
    /// Whether it holds nothing but these.
    pub(super) is_whole: bool,
    /// Whether it is a paragraph or a table, and no list, whose labels may be about anything.
    is_of_fields: bool,
}

impl Block<'_> {
    fn known(&self) -> usize {
        self.pairs.iter().filter(|pair| pair.key().is_some_and(|key| key != Key::Purpose)).count()
    }
}

/// How many blocks that say something else may stand before the last label under the title.
const PROSE_BEFORE_LABELS: usize = 3;

/// The most words of the value of a label that is no known field.
const WORDS_OF_FIELD: usize = 8;

/// How many blocks a footer has at the most.
const BLOCKS_OF_FOOTER: usize = 8;

/// The children of the document, in order.
pub(super) fn children_of_document(outline: &Outline) -> Vec<BlockNumber> {
    let mut children = Vec::new();
    let mut next = BlockNumber(0);
    while let Some(block) = outline.get(next) {
        children.push(next);
        next = block.end;
    }
    children
}

/// Returns the blocks of labels under the title: before the next heading, and before the text is well under way.
pub(super) fn header<'a>(
    outline: &'a Outline,
    children: &[BlockNumber],
    sections: &[Section],
    names: &Names,
    has_declared_title: bool,
) -> Vec<Block<'a>> {
    let mut found = Vec::new();
    let mut prose = 0;
    let (mut has_title, mut has_subtitle) = (false, false);
    for (index, &child) in children.iter().enumerate() {
        let block = outline.block(child);
        match block.kind {
            BlockKind::Heading(level) => {
                let is_own = |section: u32| {
                    let heading = sections.get(section as usize);
                    heading.is_some_and(|it| Heads::of(&it.title, names.section(section)).is_some())
                };
                let is_first = prose == 0 && found.is_empty();
                let may_be_title = level == 1 || is_first && !has_declared_title;
                let may_be_subtitle = || {
                    level == 2 && is_first && !has_subtitle && is_subtitle(outline, &children[index + 1..])
                };
                // A page whose title is `Document control` still has one.
                let may_be = if has_title { may_be_subtitle() } else { may_be_title };
                if !may_be || level > 1 && block.section.is_some_and(is_own) {
                    break;
                }
                has_subtitle = has_title;
                has_title = true;
            }
            BlockKind::Rule | BlockKind::Html => {}
            // The same fields once more, for a program.
            BlockKind::Code { ref language } if matches!(&**language, "yaml" | "yml") => prose += 1,
            BlockKind::Code { .. } => break,
            _ => match read(outline, child)
                .or_else(|| date_alone(outline, child))
                .filter(|block| is_about_document(block))
            {
                Some(block) => found.push(block),
                None => prose += 1,
            },
        }
        if prose > PROSE_BEFORE_LABELS {
            break;
        }
    }
    found
}

/// Says whether a heading right below the title is one more line of it: nothing but fields of the document
/// stands between it and a rule, and the next section does not begin with the same fields.
fn is_subtitle(outline: &Outline, behind: &[BlockNumber]) -> bool {
    let is_rule = |child: &BlockNumber| outline.block(*child).kind == BlockKind::Rule;
    let is_heading = |child: &BlockNumber| matches!(outline.block(*child).kind, BlockKind::Heading(_));
    let Some(rule) = behind.iter().position(|child| is_rule(child) || is_heading(child)) else {
        return false;
    };
    let fields = |child: &BlockNumber| {
        read(outline, *child).filter(|block| block.is_whole && block.is_of_fields && block.known() > 0)
    };
    let mut blocks = behind[..rule].iter().map(fields);
    let Some(Some(first)) = blocks.next() else { return false };
    if is_heading(&behind[rule]) || !blocks.all(|block| block.is_some()) {
        return false;
    }
    let label = |block: &Block<'_>| block.pairs.first().map(|pair| pair.label.text().to_lowercase());
    let next = behind[rule..].iter().skip_while(|child| !is_heading(child)).nth(1);
    let next = next.and_then(|child| read(outline, *child));
    next.is_none_or(|next| label(&next) != label(&first))
}

/// Returns the blocks of labels after the last rule; without one, the last block if it says when the
/// document was last changed, and nothing else.
pub(super) fn footer<'a>(outline: &'a Outline, children: &[BlockNumber]) -> Vec<Block<'a>> {
    let kind = |child: &BlockNumber| &outline.block(*child).kind;
    let rule = children.iter().rposition(|child| *kind(child) == BlockKind::Rule);
    if let Some(rule) = rule {
        let footer = &children[rule + 1..];
        let has_heading = footer.iter().any(|child| matches!(kind(child), BlockKind::Heading(_)));
        if footer.len() <= BLOCKS_OF_FOOTER && !has_heading {
            let blocks: Vec<Block<'a>> = footer.iter().filter_map(|child| read(outline, *child)).collect();
            let is_of_decision = blocks
                .iter()
                .flat_map(|block| &block.pairs)
                .any(|pair| keys::is_of_decision(pair.label.text()));
            let is_footer = !is_of_decision && blocks.iter().any(|block| block.known() > 0);
            return if is_footer { blocks } else { Vec::new() };
        }
    }
    let last = children.iter().rev().find(|child| *kind(child) != BlockKind::Html);
    let last = last.filter(|child| *kind(child) == BlockKind::Paragraph);
    let block = last.and_then(|child| read(outline, *child)).filter(|block| {
        let is_date = |key| matches!(key, Key::Updated | Key::LastReviewed | Key::NextReview);
        block.is_whole
            && block.pairs.iter().all(|pair| pair.is_marked && pair.key().is_some())
            && block.pairs.iter().filter_map(Pair::key).any(is_date)
    });
    block.into_iter().collect()
}

/// Returns the blocks of labels in a section, which is what follows its heading up to the next one.
pub(super) fn in_section<'a>(outline: &'a Outline, section: &[BlockNumber]) -> Vec<Block<'a>> {
    section.iter().filter_map(|child| read(outline, *child)).collect()
}

/// Returns the blocks of labels in the sections below one such: there is more in them than fields, so that
/// only what holds nothing else counts.
pub(super) fn below_section<'a>(outline: &'a Outline, sections: &[BlockNumber]) -> Vec<Block<'a>> {
    let is_paragraph = |child: &&BlockNumber| outline.block(**child).kind == BlockKind::Paragraph;
    let blocks = sections.iter().filter(is_paragraph).filter_map(|child| read(outline, *child));
    blocks.filter(|block| block.is_whole && block.pairs.iter().all(|pair| pair.is_marked)).collect()
}

/// Says whether a block under the title speaks of the document: by the labels that it has.
fn is_about_document(block: &Block<'_>) -> bool {
    let known = block.known();
    if block.is_of_fields {
        // Labels that nobody foresaw, each with a few words: `**Project:** Nordhaven`.
        let is_field = |pair: &Pair<'_>| {
            pair.is_marked && pair.value.text().split_whitespace().count() <= WORDS_OF_FIELD
        };
        let are_meant = block.is_whole && block.pairs.iter().all(is_field);
        let names_purpose = block.pairs.iter().any(|pair| pair.key() == Some(Key::Purpose));
        known > 0 || are_meant || names_purpose
    } else {
        // A proposal counts its number, its issue and the like beside them: `- RFC PR: …`.
        known > 0 && known * 2 >= block.pairs.len() || known > 1 && known * 3 >= block.pairs.len()
    }
}

/// Reads the labels of a child of the document; nothing if it has none.
fn read(outline: &Outline, number: BlockNumber) -> Option<Block<'_>> {
    let block = outline.block(number);
    let mut found = Block { top: block.top, pairs: Vec::new(), is_whole: true, is_of_fields: true };
    gather(outline, number, &mut found);
    if block.kind == BlockKind::Paragraph {
        take_list_below(outline, block.end, &mut found);
    }
    (!found.pairs.is_empty()).then_some(found)
}

/// A label without a value above a list has the list for its value, if it names people; otherwise it
/// is a heading in bold (`**Document Information:**`).
fn take_list_below<'a>(outline: &'a Outline, next: BlockNumber, found: &mut Block<'a>) {
    let below = outline.get(next).map(|block| &block.kind);
    let is_above_block = matches!(below, Some(BlockKind::List { .. } | BlockKind::Table));
    let Some(last) = found.pairs.pop_if(|pair| pair.value.is_blank() && is_above_block) else { return };
    found.is_whole = false;
    if matches!(below, Some(BlockKind::List { .. })) && last.key().is_some_and(Key::is_list) {
        found.pairs.push(last.with_items(items_of(outline, next)));
    }
}

/// The text of each item of a list.
pub(super) fn items_of(outline: &Outline, list: BlockNumber) -> Vec<Inline<'_>> {
    let firsts = outline.children(list).filter_map(|(item, _)| outline.children(item).next());
    firsts.map(|(first, _)| outline.inline(first)).collect()
}

fn gather<'a>(outline: &'a Outline, number: BlockNumber, found: &mut Block<'a>) {
    match outline.block(number).kind {
        BlockKind::Paragraph => paragraph(outline.inline(number), found),
        BlockKind::List { .. } => {
            found.is_of_fields = false;
            outline.children(number).for_each(|(item, _)| self::item(outline, item, found));
        }
        BlockKind::Quote => outline.children(number).for_each(|(child, _)| gather(outline, child, found)),
        BlockKind::Table => table(outline, number, found),
        _ => found.is_whole = false,
    }
}

fn paragraph<'a>(text: Inline<'a>, found: &mut Block<'a>) {
    let labels = labels::labels(text);
    let Some(first) = labels.first() else {
        let line = without_label(text);
        found.is_whole &= line.is_some();
        found.pairs.extend(line);
        return;
    };
    // `*Maintained by Team Grid*` above `*Last updated: March 2025*`
    let line = without_label(text.slice(0..first.label.range_in(text).start));
    let fields =
        line.as_ref().map_or(text, |line| text.slice(line.value.range_in(text).end..text.text().len()));
    found.is_whole &= labels::is_nothing_but(fields, &labels);
    found.pairs.extend(line);
    found.pairs.extend(labels.into_iter().filter_map(pair));
}

/// Reads a line that is a label and its value without a colon.
fn without_label(line: Inline<'_>) -> Option<Pair<'_>> {
    date_without_colon(line).or_else(|| keeper_without_colon(line))
}

/// Reads `Document maintained by the platform team`.
fn keeper_without_colon(text: Inline<'_>) -> Option<Pair<'_>> {
    const LABELS: [&str; 2] = ["maintained by ", "document maintained by "];
    const MOST_WORDS: usize = 6;
    let text = text.trim();
    let line = text.text();
    let begins =
        |label: &&&str| line.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label));
    let label = LABELS.iter().find(begins)?;
    let value = text.slice(label.len()..line.trim_end_matches(['.', ' ']).len());
    let value = value.text().strip_prefix("the ").map_or(value, |_| value.slice(4..value.text().len()));
    let is_name = !value.text().contains(['\n', '.', ',']) && value.text().split(' ').count() <= MOST_WORDS;
    is_name.then(|| Pair::new(text.slice(0..label.len()).trim(), value, true))
}

fn pair(labelled: Labelled<'_>) -> Option<Pair<'_>> {
    let Labelled { label, value, is_marked } = labelled;
    // `status` in code is a name in some program.
    let is_code = label.marks_at(0).code;
    (!is_code).then(|| Pair::new(label, value, is_marked))
}

/// Reads `Last updated on 15 January 2025`, a line that is a label without a colon.
fn date_without_colon(text: Inline<'_>) -> Option<Pair<'_>> {
    const LABELS: [&str; 6] =
        ["last updated", "last modified", "last revised", "last changed", "last edited", "updated on"];
    const LONGEST: usize = 80;
    let text = text.trim();
    let line = text.text();
    let label = LABELS.iter().find(|label| {
        line.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label))
            && line[label.len()..].starts_with([' ', '\u{A0}'])
    })?;
    if line.len() > LONGEST || line.contains('\n') || find_date(line).is_none() {
        return None;
    }
    let value = text.slice(label.len()..line.len()).trim();
    Some(Pair::new(text.slice(0..label.len()), value, true))
}

/// Reads `*March 2025*`, a paragraph that is a date and nothing else. In a section the heading would say which date it is.
fn date_alone(outline: &Outline, number: BlockNumber) -> Option<Block<'_>> {
    const LONGEST: usize = 40;
    let block = outline.block(number);
    let value = outline.inline(number).trim();
    let line = value.text();
    if block.kind != BlockKind::Paragraph || line.len() > LONGEST {
        return None;
    }
    let is_date = matches!(parse_date(line).date()?, Date::Month { .. } | Date::Day { .. });
    let label = value.slice(0..0);
    is_date.then(|| Block {
        top: block.top,
        pairs: vec![Pair { label, value, items: Vec::new(), is_marked: true, named: Some(Key::Date) }],
        is_whole: true,
        is_of_fields: true,
    })
}

fn item<'a>(outline: &'a Outline, item: BlockNumber, found: &mut Block<'a>) {
    let before = found.pairs.len();
    let mut children = outline.children(item);
    match children.next() {
        Some((first, block)) if block.kind == BlockKind::Paragraph => paragraph(outline.inline(first), found),
        _ => found.is_whole = false,
    }
    for (child, block) in children {
        let list = match block.kind {
            BlockKind::List { .. } if found.pairs.len() == before + 1 => found.pairs.last_mut(),
            _ => None,
        };
        match list {
            Some(pair) if pair.value.is_blank() => pair.items = items_of(outline, child),
            _ => found.is_whole = false,
        }
    }
}

/// Reads a table of fields and values: each row is a pair or two, or the head holds the labels and
/// the only row below it the values.
fn table<'a>(outline: &'a Outline, number: BlockNumber, found: &mut Block<'a>) {
    let rows: Vec<Vec<Inline<'a>>> = outline
        .children(number)
        .map(|(row, _)| outline.children(row).map(|(cell, _)| outline.inline(cell).trim()).collect())
        .collect();
    let Some((head, body)) = rows.split_first() else { return };
    let is_known = |cell: &Inline<'_>| Key::of(cell.text()).is_some() && !cell.marks_at(0).code;
    let cell = |label: &Inline<'a>, value: Inline<'a>| {
        let label = labels::labels(*label).first().map_or(*label, |labelled| labelled.label);
        Pair::new(without_colon(label), value, true)
    };
    let mut add = |label: &Inline<'a>, value: Option<&Inline<'a>>| {
        let value = value.copied().unwrap_or_else(|| label.slice(label.text().len()..label.text().len()));
        found.pairs.push(cell(label, value));
    };
    if let [values] = body
        && head.len() > 1
        && head.iter().all(is_known)
    {
        head.iter().enumerate().for_each(|(column, label)| add(label, values.get(column)));
        return;
    }
    let is_even = head.len() >= 2 && head.len().is_multiple_of(2);
    let in_label_column = |row: &[Inline<'a>]| row.iter().step_by(2).copied().collect::<Vec<_>>();
    let names_columns = head.iter().all(|cell| cell.is_blank()) || is_head_of_fields(head);
    let known_rows = body.iter().filter(|row| in_label_column(row).iter().any(&is_known)).count();
    // Without such a head the first row is a pair as all others are.
    let is_head_a_row = !names_columns && head.first().is_some_and(is_known);
    // `|Author|Ana Sol|`, and nothing below it.
    let is_only_row = is_head_a_row && body.is_empty() && head.len() == 2;
    if !is_even
        || known_rows == 0 && !is_only_row
        || !(names_columns || (is_head_a_row && known_rows * 2 >= body.len()))
    {
        found.is_whole = false;
        return;
    }
    for row in rows.iter().skip(usize::from(!is_head_a_row)) {
        for pair in row.chunks(2) {
            if let Some(label) = pair.first().filter(|label| !label.is_blank() && !label.marks_at(0).code) {
                add(label, pair.get(1));
            }
        }
    }
}

/// Says whether the head of a table of two columns says that it holds fields and values.
fn is_head_of_fields(head: &[Inline<'_>]) -> bool {
    const FIELDS: [&str; 19] = [
        "",
        "field",
        "property",
        "attribute",
        "item",
        "key",
        "metadata",
        "information",
        "document information",
        "document control",
        "element",
        "parameter",
        "document",
        "campo",
        "feld",
        "champ",
        "veld",
        "項目",
        "字段",
    ];
    const VALUES: [&str; 15] = [
        "",
        "value",
        "details",
        "detail",
        "information",
        "content",
        "data",
        "description",
        "valor",
        "wert",
        "valeur",
        "valore",
        "waarde",
        "値",
        "值",
    ];
    let is_one_of = |cell: &Inline<'_>, words: &[&str]| {
        let text = cell.text().trim_matches([':', ' ']);
        words.iter().any(|word| word.eq_ignore_ascii_case(text))
    };
    matches!(head, [field, value] if is_one_of(field, &FIELDS) && is_one_of(value, &VALUES))
}

fn without_colon(label: Inline<'_>) -> Inline<'_> {
    let end = label.text().trim_end_matches([':', '：', ' ']).len();
    label.slice(0..end)
}
