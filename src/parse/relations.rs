//! What a document says about others: which of its links and names it lists as related, and the sentence
//! around each.
//!
//! In: the outline of a document, its headings, links and names. Out: the same links and names, completed.
//! Never: another document; more of a text than can be quoted.

use super::beginnings::Beginnings;
use super::outline::{Block, BlockKind, BlockNumber, Outline};
use crate::model::document::{Link, LinkKind, Section};
use crate::model::mention::{Excerpt, Mention, MentionKind};
use std::ops::Range;

/// How long an excerpt is at most, in bytes.
const LONGEST_EXCERPT: usize = 220;

/// How much of that stands before what it is about, where a sentence is longer.
const BEFORE: usize = 90;

/// The longest row of a table that is quoted as a whole, in bytes; of a longer one the cell is.
const LONGEST_ROW: usize = 1_000;

/// The longest label that is looked at, in bytes.
const LONGEST_LABEL: usize = 40;

/// Headings and labels of lists of documents.
const LISTS: &[&str] = &[
    "additional resources",
    "context links",
    "further information",
    "further reading",
    "internal references",
    "links",
    "more information",
    "reference documents",
    "references",
    "relates to",
    "related",
    "related to",
    "resources",
    "see also",
];

/// Says of links and names whether they are listed as related, and quotes what stands around them.
pub(super) fn complete(
    outline: &Outline,
    sections: &[Section],
    title_section: Option<usize>,
    links: &mut [Link],
    mentions: &mut [Mention],
    places_of_mentions: &[(BlockNumber, Range<u32>)],
) {
    let is_of_interest = |link: &Link| link.kind == LinkKind::Hyperlink && may_lead_to_document(&link.target);
    if mentions.is_empty() && !links.iter().any(is_of_interest) {
        return;
    }
    let declared = Declared::find(outline, sections, title_section);
    let mut row = Row::default();
    for place in outline.links() {
        let Some(link) = links.get_mut(place.link as usize).filter(|link| is_of_interest(link)) else {
            continue;
        };
        link.is_declared = declared.holds(place.block, link.section);
        link.excerpt = excerpt(outline, place.block, place.text.clone(), &mut row);
    }
    for (mention, (block, text)) in mentions.iter_mut().zip(places_of_mentions) {
        mention.is_declared = declared.holds(*block, mention.section);
        let is_item = mention.is_declared && mention.kind == MentionKind::File;
        mention.is_entry = is_item && is_all_of_item(outline, *block, text.clone());
        mention.excerpt = excerpt(outline, *block, text.clone(), &mut row);
    }
}

/// Says whether a target may be a document of the portal.
fn may_lead_to_document(target: &str) -> bool {
    !target.is_empty() && !target.starts_with(['#', '@']) && !target.contains(':')
}

/// The parts of a document that list what it has to do with.
struct Declared {
    /// Whether each section does, those above it counted in.
    sections: Vec<bool>,
    /// The blocks outside of these that do, as ranges in the order of the text, none in another.
    blocks: Vec<Range<BlockNumber>>,
}

impl Declared {
    fn find(outline: &Outline, sections: &[Section], title_section: Option<usize>) -> Self {
        // The level of the section that declares and is still open.
        let mut open: Option<u8> = None;
        let of_sections = sections.iter().enumerate().map(|(number, section)| {
            open = open.filter(|level| section.level > *level);
            if open.is_none() && title_section != Some(number) && is_list(&section.title) {
                open = Some(section.level);
            }
            open.is_some()
        });
        let of_sections: Vec<bool> = of_sections.collect();
        let mut blocks: Vec<Range<BlockNumber>> = Vec::new();
        let mut label: Option<BlockNumber> = None;
        for (number, block) in outline.blocks() {
            let is_held = blocks.last().is_some_and(|last| last.contains(&number));
            match block.kind {
                _ if is_held => {}
                // `See also: [a](a.md), [b](b.md)`, or such a label with a list below it.
                BlockKind::Paragraph => {
                    label = None;
                    let text = outline.inline(number).text();
                    let end = memchr::memchr(b':', &text.as_bytes()[..text.len().min(LONGEST_LABEL)]);
                    if let Some(end) = end.filter(|end| is_list(&text[..*end])) {
                        blocks.push(number..block.end);
                        label = text[end + 1..].trim().is_empty().then_some(number);
                    }
                }
                BlockKind::List { .. } => {
                    let beside = |label: &BlockNumber| outline.block(*label).parent == block.parent;
                    if label.take().is_some_and(|label| beside(&label)) {
                        blocks.push(number..block.end);
                    }
                }
                // `| **Context links** | [a](a.md) |`
                BlockKind::Row { is_head: false } => {
                    let first = outline.children(number).next().map(|(cell, _)| outline.inline(cell));
                    if first.is_some_and(|cell| cell.text().len() <= LONGEST_LABEL && is_list(cell.text())) {
                        blocks.push(number..block.end);
                    }
                }
                BlockKind::Item { .. } | BlockKind::Cell => {}
                _ => label = None,
            }
        }
        Self { sections: of_sections, blocks }
    }

    fn holds(&self, block: BlockNumber, section: Option<u32>) -> bool {
        let of_section = section.and_then(|section| self.sections.get(section as usize));
        let after = self.blocks.partition_point(|blocks| blocks.start <= block);
        let is_in_block = || after.checked_sub(1).is_some_and(|last| self.blocks[last].contains(&block));
        of_section.copied().unwrap_or(false) || is_in_block()
    }
}

/// Says whether a heading or a label is that of a list of documents: `References`, `9. Related ADRs`.
fn is_list(title: &str) -> bool {
    static FIRST: Beginnings = Beginnings::of(LISTS);
    if title.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && !FIRST.begin(title) {
        return false;
    }
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let mut words = words.skip_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(first) = words.next().filter(|word| FIRST.begin(word)) else { return false };
    if first.eq_ignore_ascii_case("related") && words.clone().nth(3).is_none() {
        return true;
    }
    LISTS.iter().any(|list| {
        list.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first)) && {
            let said = std::iter::once(first).chain(words.clone()).map(str::to_ascii_lowercase);
            list.split(' ').eq(said)
        }
    })
}

/// Says whether a name is all that an item of a list says, but for what a dash or a colon parts from it.
fn is_all_of_item(outline: &Outline, number: BlockNumber, text: Range<u32>) -> bool {
    let block: &Block = outline.block(number);
    let is_item = |it: &Block| matches!(it.kind, BlockKind::Item { .. });
    if !is_item(block) && !block.parent.is_some_and(|parent| is_item(outline.block(parent))) {
        return false;
    }
    let range = outline.range_in_block(number, text);
    let whole = outline.inline(number).text();
    let after = whole[range.end..].trim_start();
    whole[..range.start].trim().is_empty() && (after.is_empty() || after.starts_with(['—', '–', '-', ':']))
}

/// A row of a table as it is quoted. Links in a table stand beside each other, so one is kept for the next.
#[derive(Default)]
struct Row {
    number: Option<BlockNumber>,
    text: String,
    /// The cells, and where in the text each begins.
    cells: Vec<(BlockNumber, usize)>,
}

impl Row {
    /// Puts the texts of the cells of a row behind each other, unless they are there.
    fn show(&mut self, outline: &Outline, number: BlockNumber) {
        if self.number.replace(number) == Some(number) {
            return;
        }
        self.text.clear();
        self.cells.clear();
        for (cell, _) in outline.children(number) {
            let text = outline.inline(cell).text();
            if !self.text.is_empty() && !text.trim().is_empty() {
                self.text.push_str(" · ");
            }
            self.cells.push((cell, self.text.len()));
            self.text.push_str(text);
        }
    }

    /// Returns where a cell begins.
    fn start_of(&self, wanted: BlockNumber) -> usize {
        self.cells.iter().find(|(cell, _)| *cell == wanted).map_or(0, |(_, start)| *start)
    }
}

/// Quotes the sentence around a part of a block; of a cell the row. Nothing where there is no more than that part.
fn excerpt(outline: &Outline, number: BlockNumber, text: Range<u32>, row: &mut Row) -> Option<Excerpt> {
    let marked = outline.range_in_block(number, text);
    let block = outline.block(number);
    if matches!(block.kind, BlockKind::Heading(_)) {
        return None;
    }
    let parent = block
        .parent
        .filter(|parent| block.kind == BlockKind::Cell && outline.length_within(*parent) <= LONGEST_ROW);
    match parent {
        Some(parent) => {
            row.show(outline, parent);
            let start = row.start_of(number);
            quoted(&row.text, 0..row.text.len(), start + marked.start..start + marked.end)
        }
        None => {
            let whole = outline.inline(number).text();
            quoted(whole, sentence(whole, &marked), marked)
        }
    }
}

/// Returns where the sentence begins and ends that a part of a text stands in, as far as it may be quoted.
fn sentence(text: &str, part: &Range<usize>) -> Range<usize> {
    let floor = floor_of(text, part.start.saturating_sub(LONGEST_EXCERPT));
    let before = &text[floor..part.start];
    let mut marks = memchr::memrchr3_iter(b'.', b'!', b'?', before.as_bytes());
    let start = marks.find(|at| ends_sentence(before, *at)).map_or(floor, |at| floor + at + 1);
    let ceiling = floor_of(text, (part.end + LONGEST_EXCERPT).min(text.len()));
    let after = &text[part.end..ceiling];
    let mut marks = memchr::memchr3_iter(b'.', b'!', b'?', after.as_bytes());
    let end = marks.find(|at| ends_sentence(after, *at)).map_or(ceiling, |at| part.end + at + 1);
    start..end
}

/// Says whether the mark at an offset ends a sentence: white space follows, and no abbreviation goes before.
fn ends_sentence(text: &str, at: usize) -> bool {
    let mut after = text[at + 1..].trim_start_matches(['"', '\'', ')', '*', '”', '’']).chars();
    let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let is_abbreviation = ["e.g", "i.e", "cf", "vs", "etc", "ca", "approx", "no", "resp"]
        .iter()
        .any(|abbreviation| word.eq_ignore_ascii_case(abbreviation));
    after.next().is_none_or(char::is_whitespace) && !is_abbreviation
}

/// Makes an excerpt of `whole[range]` about `marked`, as one line, cut where it is too long.
fn quoted(whole: &str, range: Range<usize>, marked: Range<usize>) -> Option<Excerpt> {
    let mut start = range.start.min(marked.start);
    let mut end = range.end.max(marked.end);
    let marked_end = floor_of(whole, marked.end.min(marked.start + LONGEST_EXCERPT));
    let says_more = |text: &str| text.chars().any(char::is_alphanumeric);
    if !says_more(&whole[start..marked.start]) && !says_more(&whole[marked.end..end]) {
        return None;
    }
    let mut is_cut = (false, false);
    if end - start > LONGEST_EXCERPT {
        let from = floor_of(whole, marked.start.saturating_sub(BEFORE)).max(start);
        if from > start {
            // After the word that is cut through.
            let gap = whole[from..marked.start].find(char::is_whitespace);
            start = gap.map_or(marked.start, |gap| from + gap);
            is_cut.0 = true;
        }
        let to = floor_of(whole, start + LONGEST_EXCERPT).max(marked_end);
        if to < end {
            let gap = whole[marked_end..to].rfind(char::is_whitespace);
            end = gap.map_or(marked_end, |gap| marked_end + gap);
            is_cut.1 = true;
        }
    }
    let mut text = String::with_capacity(end - start + 8);
    if is_cut.0 {
        text.push('…');
    }
    push_line(&mut text, &whole[start..marked.start], true);
    let from = text.len();
    push_line(&mut text, &whole[marked.start..marked_end.min(end)], false);
    let to = text.len();
    push_line(&mut text, &whole[marked_end.min(end)..end], false);
    text.truncate(text.trim_end().len().max(to));
    if is_cut.1 {
        text.push('…');
    }
    Some(Excerpt { text: text.into(), marked: from as u32..to as u32 })
}

/// Appends text as a part of one line; white space at the beginning is left out where nothing is to stand before it.
fn push_line(line: &mut String, text: &str, is_first: bool) {
    // Most texts are one line as they are. Without a way out halfway many bytes are looked at at a time.
    let bytes = text.as_bytes();
    let is_shown = |byte: u8| byte.wrapping_sub(b' ') < 0x5F;
    let is_plain = bytes.iter().fold(true, |so_far, &byte| so_far & is_shown(byte));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let is_spaced_wide = pairs.fold(false, |found, (&one, &next)| found | (one == b' ') & (next == b' '));
    if is_plain && !is_spaced_wide && !(is_first && text.starts_with(' ')) {
        line.push_str(text);
        return;
    }
    let is_gap = |c: char| c <= ' ' || c >= '\u{7f}' && (c.is_whitespace() || c.is_control());
    let mut is_behind_gap = is_first;
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let is_in_gap = is_gap(character);
        // A single space is copied with the words around it.
        if is_in_gap && (is_behind_gap || character != ' ') {
            line.push_str(&text[start..at]);
            if !is_behind_gap {
                line.push(' ');
            }
            start = at + character.len_utf8();
        }
        is_behind_gap = is_in_gap;
    }
    line.push_str(&text[start..]);
}

/// Returns the last place at or before an offset that lies between two characters.
fn floor_of(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

#[cfg(test)]
mod tests {
    use crate::model::document::Document;
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{LineIndex, SourcePath};
    use std::sync::Arc;

    fn read(text: &str) -> Arc<Document> {
        let markdown = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown, registers: &[], keep_metadata: false };
        parse::document(&SourcePath::new("a.md"), &LineIndex::new(text), None, options, &|_| None).document
    }

    /// Returns the excerpts of all links and names, what they are about in brackets.
    fn quotes(text: &str) -> Vec<String> {
        let document = read(text);
        let links = document.links.iter().filter_map(|link| link.excerpt.as_ref());
        let excerpts = links.chain(document.mentions.iter().filter_map(|mention| mention.excerpt.as_ref()));
        let told = excerpts.map(|excerpt| {
            let (before, marked, after) = excerpt.parts();
            format!("{before}[{marked}]{after}")
        });
        told.collect()
    }

    fn declared(text: &str) -> Vec<String> {
        let document = read(text);
        let links = document.links.iter().filter(|link| link.is_declared).map(|link| link.target.clone());
        let names = document.mentions.iter().filter(|it| it.is_declared).map(|it| it.written.to_string());
        links.chain(names).collect()
    }

    #[test]
    fn the_sentence_around_a_link_is_quoted() {
        assert_eq!(
            quotes(
                "Orders come in. They go to [billing](billing.md), e.g. at night,\nand are kept. No more.\n"
            ),
            ["They go to [billing], e.g. at night, and are kept."]
        );
        assert_eq!(quotes("Version 2.5 is in ADR-003.\n"), ["Version 2.5 is in [ADR-003]."]);
    }

    #[test]
    fn a_link_alone_has_no_sentence() {
        assert_eq!(quotes("- [Billing](billing.md)\n- (ADR-003)\n\n## ADR-004\n"), Vec::<String>::new());
    }

    #[test]
    fn of_a_table_the_row_is_quoted() {
        assert_eq!(
            quotes("| Part | Read |\n|---|---|\n| Billing | [here](billing.md) |\n"),
            ["Billing · [here]"]
        );
    }

    #[test]
    fn each_link_of_a_row_is_marked_in_its_own_row() {
        let rows = "| One – [a](a.md) | [b](b.md) |\n| Two\u{a0} two | see\u{2028}[c](c.md)  too |\n";
        assert_eq!(
            quotes(&format!("| Part | Read |\n|---|---|\n{rows}")),
            ["One – [a] · b", "One – a · [b]", "Two two · see [c] too"]
        );
    }

    #[test]
    fn only_a_whole_name_heads_a_list() {
        for title in ["See also", "3. SEE ALSO:", "Related", "Related ADRs", "Related to our work"] {
            assert!(super::is_list(title), "{title}");
        }
        for title in ["See", "See also this", "Links and names", "Link", "Related to all of our work"] {
            assert!(!super::is_list(title), "{title}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_at_words_around_what_it_is_about() {
        let text = format!("{} see [billing](billing.md) {}.\n", "word ".repeat(80), "more ".repeat(80));
        let [quote] = <[String; 1]>::try_from(quotes(&text)).unwrap();
        assert!(quote.starts_with("…word") && quote.contains("see [billing] more"), "{quote}");
        assert!(quote.ends_with("more…") && quote.len() < 240, "{quote}");
    }

    #[test]
    fn sections_and_labels_list_what_is_related() {
        let text = "# T\n\n[no](no.md)\n\n## Related Documentation\n\n### Data\n\n- [a](a.md)\n- DATA.md\n\n## Next\n\n[no](no2.md)\n";
        assert_eq!(declared(text), ["a.md", "DATA.md"]);
        assert_eq!(declared("## 9. References\n\n- ADR-003\n"), ["ADR-003"]);
        assert_eq!(declared("## T\n\nSee also: [a](a.md), [b](b.md)\n\n[c](c.md)\n"), ["a.md", "b.md"]);
        assert_eq!(declared("## T\n\n**References:**\n\n- [a](a.md)\n\n[c](c.md)\n"), ["a.md"]);
        assert_eq!(
            declared("| | |\n|---|---|\n| **Context links** | [a](a.md) |\n| X | [b](b.md) |\n"),
            ["a.md"]
        );
    }

    #[test]
    fn headings_that_only_begin_alike_list_nothing() {
        for title in ["Reference Implementation", "References vs Pointers", "Linking to other documents"] {
            assert_eq!(
                declared(&format!("# T\n\n## {title}\n\n[a](a.md)\n")),
                Vec::<String>::new(),
                "{title}"
            );
        }
        assert_eq!(declared("# Related Documents\n\nAll of [a](a.md).\n"), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_is_all_of_an_entry_must_be_there() {
        let document = read("## References\n\n- `DATA.md`\n- FLOW.md: how\n- as FLOW.md says\n\nSee X.md\n");
        let entries: Vec<&str> =
            document.mentions.iter().filter(|it| it.is_entry).map(|it| &*it.written).collect();
        assert_eq!(entries, ["DATA.md", "FLOW.md"]);
    }
}
