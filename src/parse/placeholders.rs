//! Template text that nobody has filled in: `[DATE]`, `YYYY-MM-DD`, `TBD`, `- **Language:**`.
//!
//! In: the outline and the front matter. Out: placeholders in the order of the text, and the blocks
//! that say nothing else. Never: looks into code, but for the labels of diagrams; takes a tag, a
//! citation or an index for template text.
//!
//! Some brackets are template text wherever they stand (`[PROJECT_NAME]`, `[e.g., Kafka]`). Of the
//! others (`[Scaling approach]`) most are not, so they need to be the whole of an item, a cell, a
//! paragraph or a value, and the document has to show by others that it is a template.

mod brackets;
mod choices;
mod empty;
mod groups;

use super::beginnings::Beginnings;
use super::front_matter::{self, FrontMatter};
use super::labels::{Labelled, colons, labels};
use super::metadata;
use super::outline::{Block, BlockKind, BlockNumber, Inline, Outline};
use super::understanding::Material;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::completeness::Placeholder;
use crate::source::{Extent, SourcePath, as_one_line};
use brackets::{Certainty, DATE_FORMS, LONGEST_MISSING, MISSING};
pub(super) use choices::is_level;
use groups::{Kinds, Signs, groups_of_text};
use std::collections::BTreeSet;
use std::ops::Range;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Placeholders {
    /// The placeholders in the order of the text.
    pub(super) placeholders: Vec<Placeholder>,
    /// Headings, paragraphs and cells that hold placeholders and beside them no words but labels.
    pub(super) blank: BTreeSet<BlockNumber>,
}

/// Says whether a value is one that nobody has filled in: `[DATE]`, `YYYY-MM-DD`, `{date}`,
/// `<your name>`, `TBD`, `Draft / Review / Live`, or nothing at all.
pub(super) fn is_unfilled(text: &str) -> bool {
    let is_around = |c: char| matches!(c, '*' | '_' | '`' | '"' | '\'');
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        // Nearly all values are filled in, and begin with a word that nothing else begins with. What
        // stands in brackets behind a word is not all of it.
        return OF_UNFILLED.begin(text)
            && is_unfilled_word(text.trim_end().trim_end_matches(is_around).trim_end());
    }
    let text = text.trim().trim_matches(is_around).trim();
    if text.is_empty() || is_unfilled_word(text) {
        return true;
    }
    let groups = groups_of_text(text, Kinds::TEXT);
    !groups.is_empty() && rest_is_blank(text, groups.iter().map(|group| group.range.clone()))
}

/// Says whether a value without white space around it is a word for something missing or a list of choices.
fn is_unfilled_word(text: &str) -> bool {
    is_missing(text, Place::Value) || choices::is_choice(text) || choices::is_level_choice(text)
}

/// How a text without brackets begins that nobody has filled in.
static OF_UNFILLED: Beginnings = OF_MISSING.and(choices::OF_STATES).and(choices::OF_LEVELS);

/// Says whether a text begins as a word for something missing, or the form of a date.
fn may_be_missing(text: &str) -> bool {
    OF_MISSING.begin(text)
        && (choices::begins_with_one(text, MISSING) || choices::begins_with_one(text, DATE_FORMS))
}

/// What a word for something missing begins with, and the form of a date.
const OF_MISSING: Beginnings = Beginnings::of(MISSING).and(Beginnings::of(DATE_FORMS));

/// What a form to be filled in is called.
const TEMPLATES: &[&str] =
    &["template", "templates", "vorlage", "vorlagen", "plantilla", "plantillas", "gabarit"];

/// What follows that name where there are several.
const KINDS_OF_TEMPLATES: &[&str] =
    &["bare", "minimal", "short", "long", "full", "simple", "basic", "extended", "light", "lite"];

/// Says whether a document is called a template: what is not filled in there is meant to be.
pub(super) fn is_template(file: &SourcePath) -> bool {
    let is_template = |word: &&str| TEMPLATES.iter().any(|name| name.eq_ignore_ascii_case(word));
    // `adr-template`, `adr-template-de`, `adr-template-bare-minimal`.
    let is_kind = |word: &&str| {
        word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            || KINDS_OF_TEMPLATES.iter().any(|kind| kind.eq_ignore_ascii_case(word))
    };
    let says_template = |words: &str| {
        let mut words = words.rsplit(|c: char| !c.is_alphanumeric()).skip_while(is_kind);
        words.next().is_some_and(|last| is_template(&last))
    };
    // What introduces a folder of templates is none.
    let is_index = ["readme", "index"].iter().any(|name| file.stem().eq_ignore_ascii_case(name));
    says_template(file.stem()) || !is_index && file.folder().split('/').any(says_template)
}

/// Reads the placeholders of a document.
pub(super) fn read(material: &Material<'_>) -> Placeholders {
    let outline = material.outline;
    let mut candidates = Vec::new();
    let mut signs = Signs::of(outline);
    let mut found = Placeholders::default();
    for (number, block) in outline.blocks() {
        match &block.kind {
            BlockKind::Code { language } if language == "mermaid" => {
                in_diagram(outline, number, &mut candidates);
            }
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Cell | BlockKind::Html => {
                let text = outline.range_of_text(number);
                let (has_brackets, has_colons) = signs.are_in(text.clone());
                // Nearly all blocks begin with a word that nothing else begins with, and have no sign in them.
                let is_filled = || {
                    let text = &outline.text().as_bytes()[text];
                    text.first().is_some_and(u8::is_ascii_alphanumeric) && !OF_UNFILLED.begin_bytes(text)
                };
                if has_brackets || has_colons || !is_filled() {
                    in_text(outline, number, block, (has_brackets, has_colons), &mut candidates);
                }
                match block.kind {
                    BlockKind::Paragraph if has_colons => {
                        empty::in_header(outline, number, block, &mut found)
                    }
                    BlockKind::Heading(level) => empty::in_section(outline, number, block, level, &mut found),
                    _ => {}
                }
            }
            BlockKind::List { .. } => {
                empty::in_list(outline, number, &mut found);
                empty::in_plain_list(outline, number, &mut found);
            }
            BlockKind::Table => empty::in_table(outline, number, &mut found),
            _ => {}
        }
    }
    let evidence = Evidence::of(&candidates, material.is_template);
    candidates.retain(|candidate| evidence.is_enough_for(candidate));

    for of_block in candidates.chunk_by(|a, b| a.block == b.block) {
        let number = of_block[0].block;
        if !matches!(outline.block(number).kind, BlockKind::Code { .. })
            && says_nothing(outline.inline(number), of_block)
        {
            found.blank.insert(number);
        }
    }
    let is_template = evidence.is_called_template || evidence.sure > 0;
    let of_front_matter = material.front_matter.into_iter().flat_map(|it| in_front_matter(it, is_template));
    let of_text = candidates.into_iter().map(|candidate| candidate.placeholder);
    let fields = std::mem::take(&mut found.placeholders);
    found.placeholders = of_front_matter.chain(of_text).chain(fields).collect();
    found.placeholders.sort_by_key(|placeholder| placeholder.extent);
    // One value can be found twice: as a group of brackets and as the value of a field.
    found.placeholders.dedup_by_key(|placeholder| placeholder.extent.start);
    found
}

/// Says what nobody has filled in, each at its place; of a template that is no news.
pub(super) fn report(material: &Material<'_>, found: &Placeholders, diagnostics: &mut Vec<Diagnostic>) {
    if material.is_template {
        return;
    }
    diagnostics.extend(found.placeholders.iter().map(|placeholder| {
        let text = &placeholder.text;
        let is_field = text.ends_with([':', '：']) && !text.starts_with(['[', '{', '<']);
        let (message, help) = match (is_field, text.starts_with("<!--")) {
            (true, _) => (
                format!("the field \"{}\" has no value", text.trim_end_matches([':', '：'])),
                "fill it in, or take it out",
            ),
            (_, true) => {
                ("this section holds nothing but a note to its writer".to_owned(), "write it, or take it out")
            }
            _ => (format!("nobody has filled in \"{text}\" yet"), "write what belongs here, or take it out"),
        };
        Diagnostic::new(Code::Placeholder, placeholder.extent.of(material.file), message).help(help)
    }));
}

/// What may be a placeholder.
struct Candidate {
    block: BlockNumber,
    /// Where it stands in the text of the block.
    range: Range<usize>,
    certainty: Certainty,
    standing: Standing,
    placeholder: Placeholder,
}

/// What stands beside a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Nothing in its block.
    Alone,
    /// A label in front of it, and no more.
    Value,
    /// Other words.
    Beside,
}

/// What shows that a document is a template.
struct Evidence {
    is_called_template: bool,
    sure: usize,
    alone: usize,
}

impl Evidence {
    fn of(candidates: &[Candidate], is_called_template: bool) -> Self {
        let distinct = |wanted: &dyn Fn(&Candidate) -> bool| {
            let texts: BTreeSet<&str> = candidates
                .iter()
                .filter(|candidate| wanted(candidate))
                .map(|it| &*it.placeholder.text)
                .collect();
            texts.len()
        };
        let is_phrase = |it: &Candidate| {
            let first = it.placeholder.text.chars().find(|c| c.is_alphanumeric());
            matches!(it.certainty, Certainty::Maybe | Certainty::Likely)
                && it.standing != Standing::Beside
                && first.is_some_and(char::is_uppercase)
        };
        Self {
            is_called_template,
            sure: distinct(&|it| it.certainty == Certainty::Sure),
            alone: distinct(&is_phrase),
        }
    }

    fn is_enough_for(&self, candidate: &Candidate) -> bool {
        let is_phrase = candidate.placeholder.text.contains(' ');
        match (candidate.certainty, candidate.standing) {
            (Certainty::Sure, _) | (Certainty::Likely, Standing::Alone | Standing::Value) => true,
            (Certainty::Never, _) => false,
            (Certainty::Likely, Standing::Beside) => self.is_called_template || self.sure > 0,
            (Certainty::Maybe, Standing::Alone | Standing::Value) => {
                self.is_called_template || self.sure > 0 || self.alone > 3
            }
            (Certainty::Maybe, Standing::Beside) => {
                is_phrase && (self.sure >= 3 || self.is_called_template && self.sure > 0)
            }
        }
    }
}

fn in_text(
    outline: &Outline,
    number: BlockNumber,
    block: &Block,
    (has_brackets, has_colons): (bool, bool),
    candidates: &mut Vec<Candidate>,
) {
    let inline = outline.inline(number);
    let text = inline.text();
    if inline.is_blank() || block.kind == BlockKind::Html && !text.trim_start().starts_with('<') {
        return;
    }
    let is_heading = matches!(block.kind, BlockKind::Heading(_));
    let kinds = Kinds::of(inline, block.kind == BlockKind::Html);
    let groups = if has_brackets { groups_of_text(text, kinds) } else { Vec::new() };
    let labelled =
        if !groups.is_empty() || has_colons && may_leave_open(text) { labels(inline) } else { Vec::new() };
    if groups.is_empty() && labelled.is_empty() {
        if !is_heading {
            whole_text(outline, number, block, kinds, candidates);
        }
        return;
    }
    let beside = groups.iter().map(|group| group.range.clone()).chain(kinds.tags());
    let beside = in_order(beside.collect());
    let is_alone = rest_is_blank(text, beside.iter().cloned());
    let values = blank_values(inline, &labelled, &beside);
    let is_value = |range: &Range<usize>| {
        let after = values.partition_point(|(value, _)| value.start <= range.start);
        let label = after.checked_sub(1).and_then(|at| values.get(at));
        label.is_some_and(|(value, is_blank)| *is_blank && range.end <= value.end)
    };
    let is_quoted = is_in_quote(outline, block);
    for group in &groups {
        let standing = match (is_alone, is_value(&group.range)) {
            // The words of a screen or a letter, as designs quote them.
            (true, _) if is_quoted => Standing::Beside,
            (true, _) => Standing::Alone,
            (false, true) => Standing::Value,
            (false, false) => Standing::Beside,
        };
        // Of sets and addresses only the brackets differ from template text.
        if group.certainty == Certainty::Maybe && group.open != '[' && standing == Standing::Beside {
            continue;
        }
        candidates.push(candidate(outline, number, group.range.clone(), group.certainty, standing));
    }
    if !groups.is_empty() && is_alone {
        return;
    }
    if !is_heading && whole_text(outline, number, block, kinds, candidates) {
        return;
    }
    let is_plain = |part: &Inline<'_>| is_plain(part, inline, kinds);
    let mut push = |range, certainty, standing| {
        candidates.push(candidate(outline, number, range, certainty, standing));
    };
    for Labelled { label, value, .. } in &labelled {
        let value = value.trim();
        let is_open = |text| is_missing(text, Place::Value) || choices::is_choice(text);
        if is_plain(&value) && is_open(value.text()) {
            push(value.range_in(inline), Certainty::Sure, Standing::Value);
        } else if block.kind == BlockKind::Paragraph
            && choices::is_level_choice(value.text())
            && is_plain(&value)
        {
            // Where levels are explained they stand so, too.
            push(value.range_in(inline), Certainty::Maybe, Standing::Value);
        } else if DATE_FORMS.contains(&label.text().to_lowercase().as_str()) && is_plain(label) {
            // `- YYYY-MM-DD: what changed`
            push(label.range_in(inline), Certainty::Sure, Standing::Beside);
        }
    }
}

/// Says whether what stands behind a colon may be what nobody filled in, or what stands before one the form
/// of a date. Nearly all colons are those of sentences and of fields with a value, and cost this alone.
fn may_leave_open(text: &str) -> bool {
    colons(text).any(|(at, width)| {
        let value = text[at + width..].trim_start();
        // `YYYY-MM-DD:`
        let ends_date = || match text[..at].trim_end().as_bytes() {
            [.., one, other] => {
                one.eq_ignore_ascii_case(other) && matches!(other.to_ascii_lowercase(), b'd' | b'm' | b'y')
            }
            _ => false,
        };
        may_be_missing(value) || choices::may_begin(value) || choices::may_begin_levels(value) || ends_date()
    })
}

/// Takes the text of a block as a whole, where it is a word for something missing or a list of choices.
fn whole_text(
    outline: &Outline,
    number: BlockNumber,
    block: &Block,
    kinds: Kinds<'_>,
    candidates: &mut Vec<Candidate>,
) -> bool {
    let inline = outline.inline(number);
    let trimmed = inline.trim();
    let text = trimmed.text();
    if !OF_UNFILLED.begin(text) {
        return false;
    }
    let is_cell = block.kind == BlockKind::Cell;
    let place = if is_cell { Place::Cell } else { Place::Paragraph };
    let is_whole = is_missing(text, place)
        || is_cell && choices::is_level_choice(text)
        || is_cell && choices::is_choice(text) && is_in_field_row(outline, number, block)
        || !is_cell && choices::is_choice(text) && !text.contains('\n');
    let date = if is_whole || is_cell { None } else { begins_with_form_of_date(text) };
    if !(is_whole || date.is_some()) || !is_plain(&trimmed, inline, kinds) {
        return false;
    }
    let range = trimmed.range_in(inline);
    if let Some(date) = date {
        let date = range.start..range.start + date;
        candidates.push(candidate(outline, number, date, Certainty::Sure, Standing::Beside));
        return true;
    }
    let end = range.start + text.trim_end_matches('.').len();
    candidates.push(candidate(outline, number, range.start..end, Certainty::Sure, Standing::Alone));
    true
}

/// Returns the length of the form of a date that a text begins with, before what happened then:
/// `YYYY-MM-DD – what changed`.
fn begins_with_form_of_date(text: &str) -> Option<usize> {
    let begins = |form: &&&str| {
        let start = text.get(..form.len());
        form.len() > 7 && start.is_some_and(|start| start.eq_ignore_ascii_case(form))
    };
    const OF_DATES: Beginnings = Beginnings::of(DATE_FORMS);
    let form = OF_DATES.begin(text).then(|| DATE_FORMS.iter().find(begins))??.len();
    let behind = text[form..].strip_prefix(' ')?;
    ["- ", "– ", "— "].iter().any(|dash| behind.starts_with(dash)).then_some(form)
}

/// Says whether a part of a text begins as text, and not as code or a link.
fn is_plain(part: &Inline<'_>, of: Inline<'_>, kinds: Kinds<'_>) -> bool {
    let range = part.range_in(of);
    !range.is_empty() && kinds.is_text_at(range.start)
}

fn candidate(
    outline: &Outline,
    block: BlockNumber,
    range: Range<usize>,
    certainty: Certainty,
    standing: Standing,
) -> Candidate {
    let part = outline.inline(block).slice(range.clone());
    let text = as_one_line(part.text()).into_owned();
    let section = outline.block(block).section;
    let placeholder = Placeholder { text, extent: part.extent(), section };
    Candidate { block, range, certainty, standing, placeholder }
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Cell,
    Value,
}

/// Says whether a text is a word for something missing or the form of a date.
fn is_missing(text: &str, place: Place) -> bool {
    let text = text.trim_start();
    if !OF_MISSING.begin(text) {
        return false;
    }
    let text = text.trim_end().trim_end_matches('.');
    if text.len() > LONGEST_MISSING {
        return false;
    }
    let is_any_of = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if text.len() > 4 && is_any_of(DATE_FORMS) {
        return true;
    }
    // "Todo" in a cell is a state of work.
    let is_said = || {
        place == Place::Value
            || !text.contains(char::is_lowercase)
            || text.contains(' ')
            || is_any_of(&["tbd", "tba"])
    };
    let is_word = || !is_any_of(&["insert", "placeholder"]) || place == Place::Value;
    is_any_of(MISSING) && is_said() && is_word()
}

/// Puts ranges into the order of the text.
fn in_order(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// Says whether a text has no letters or digits outside the ranges, which are in its order.
fn rest_is_blank(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> bool {
    let mut at = 0;
    let is_blank = |part: &str| !part.contains(char::is_alphanumeric);
    for range in ranges {
        if range.start > at && !is_blank(&text[at..range.start]) {
            return false;
        }
        at = at.max(range.end);
    }
    is_blank(&text[at.min(text.len())..])
}

/// Returns the values of labels, and whether each has no letters or digits outside the ranges. Both
/// are in the order of the text, so that one pass is enough.
fn blank_values(
    inline: Inline<'_>,
    labelled: &[Labelled<'_>],
    ranges: &[Range<usize>],
) -> Vec<(Range<usize>, bool)> {
    let text = inline.text();
    let values = labelled.iter().map(|it| {
        let value = it.value.range_in(inline);
        let first = ranges.partition_point(|range| range.start < value.start);
        let within = ranges[first..].iter().take_while(|range| range.end <= value.end);
        let within = within.map(|range| range.start - value.start..range.end - value.start);
        let is_blank = rest_is_blank(&text[value.clone()], within);
        (value, is_blank)
    });
    values.collect()
}

/// Says whether a block has no words but placeholders and the labels of such.
fn says_nothing(inline: Inline<'_>, placeholders: &[Candidate]) -> bool {
    let text = inline.text();
    let ranges = in_order(placeholders.iter().map(|it| it.range.clone()).collect());
    if rest_is_blank(text, ranges.iter().cloned()) {
        return true;
    }
    let labelled = labels(inline);
    let values = blank_values(inline, &labelled, &ranges);
    let unfilled = labelled.iter().zip(&values).filter(|(_, (_, is_blank))| *is_blank);
    let unfilled = unfilled.map(|(it, _)| it.label.range_in(inline));
    let with_labels = in_order(ranges.iter().cloned().chain(unfilled).collect());
    rest_is_blank(text, with_labels.into_iter())
}

/// In diagrams brackets are syntax, so that only what can be nothing else counts.
fn in_diagram(outline: &Outline, number: BlockNumber, candidates: &mut Vec<Candidate>) {
    let inline = outline.inline(number);
    let text = inline.text();
    for group in groups_of_text(text, Kinds::TEXT) {
        let inside = &text[group.range.start + 1..group.range.end - 1];
        let is_name = inside.contains('_') || inside.contains("e.g.") || inside.contains(": ");
        if group.open == '[' && group.certainty == Certainty::Sure && (is_name || !inside.contains('\n')) {
            let part = inline.slice(group.range.clone());
            let section = outline.block(number).section;
            let placeholder = Placeholder { text: part.text().to_owned(), extent: part.extent(), section };
            candidates.push(Candidate {
                block: number,
                range: group.range,
                certainty: Certainty::Sure,
                standing: Standing::Beside,
                placeholder,
            });
        }
    }
}

fn in_front_matter(front_matter: &FrontMatter, is_template: bool) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut push = |text: &str, span: &Range<u32>| {
        let text = as_one_line(text).into_owned();
        found.push(Placeholder { text, extent: Extent::new(span.start, span.end), section: None });
    };
    let is_open = |text: &str| !text.trim().is_empty() && is_unfilled(text);
    for entry in &front_matter.entries {
        match &entry.value {
            front_matter::Value::Text(text) if is_open(text) => push(text, &entry.value_span),
            // A title is written with others' words around it.
            front_matter::Value::Text(text) if entry.key.eq_ignore_ascii_case("title") => {
                let least = if is_template { Certainty::Likely } else { Certainty::Sure };
                let groups = groups_of_text(text, Kinds::TEXT).into_iter();
                let unfilled = groups.filter(|group| group.certainty >= least);
                unfilled.for_each(|group| push(&text[group.range], &entry.value_span));
            }
            front_matter::Value::List(items) if metadata::is_unfilled_entry(entry) => {
                items.iter().for_each(|it| push(&format!("[{}]", it.text), &entry.value_span));
            }
            front_matter::Value::List(items) => {
                items.iter().filter(|it| is_open(&it.text)).for_each(|it| push(&it.text, &it.span));
            }
            front_matter::Value::Text(_) | front_matter::Value::Map(_) | front_matter::Value::Empty => {}
        }
    }
    found
}

fn is_in_quote(outline: &Outline, block: &Block) -> bool {
    let mut parent = block.parent;
    while let Some(number) = parent {
        let block = outline.block(number);
        if block.kind == BlockKind::Quote {
            return true;
        }
        parent = block.parent;
    }
    false
}

/// Says whether a cell is the value of a row of two: a field and its value.
fn is_in_field_row(outline: &Outline, number: BlockNumber, block: &Block) -> bool {
    let Some(row) = block.parent else { return false };
    let mut cells = outline.children(row).map(|(number, _)| number);
    let second = cells.nth(1);
    second == Some(number) && cells.next().is_none()
}

#[cfg(test)]
mod tests;
