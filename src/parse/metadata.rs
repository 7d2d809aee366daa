//! What a document says about itself: from the front matter, else from labels in the text.
//!
//! In: front matter and the outline. Out: [`Metadata`], findings, and the blocks of which the
//! header of the page shows every field. Never: takes a placeholder for a value, or guesses which
//! of two readings a date has.
//!
//! The forms are read in this order, and what one gives no later one changes: front matter, the
//! block under the title, the footer, sections such as `Document Control`, sections such as `Status`.

mod blocks;
mod collector;
mod keys;
mod people;
mod review;
#[cfg(test)]
mod tests;
pub(super) mod values;

use super::front_matter::{Entry, FrontMatter};
use super::labels;
use super::outline::{BlockKind, BlockNumber, Inline, Outline};
use super::status;
use super::understanding::Material;
use crate::diagnostic::Diagnostic;
use crate::model::change::Change;
use crate::model::date::Date;
use crate::model::decision::{Decision, DecisionVerb};
use crate::model::decision_id::parse_id;
use crate::model::document::Link;
use crate::model::metadata::{Metadata, Stated};
use crate::model::status::StatusKind;
use crate::source::Extent;
use collector::{Collector, Form};
use keys::{Heads, Key, Role};
use review::Cycle;
use std::collections::BTreeSet;
use values::Value;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) metadata: Metadata,
    /// What the document says that it is for.
    pub(super) purpose: Option<String>,
    /// When somebody last looked at it: a cycle of reviews counts from there.
    pub(super) last_reviewed: Option<Date>,
    /// The numbers, ascending, of the children of the document that say nothing but what the header shows.
    pub(super) left_out: Vec<u32>,
    /// The children of which the header shows all but a status that may be what the banner of a
    /// superseded decision says.
    of_banner: Vec<OfBanner>,
}

/// A block that is shown as a whole if its status names what superseded a decision, and nothing else.
#[derive(Debug)]
struct OfBanner {
    top: u32,
    status: String,
    extent: Extent,
}

/// Reads the metadata of a document.
pub(super) fn read(material: &Material<'_>, diagnostics: &mut Vec<Diagnostic>) -> Found {
    let title = material.declared_title.or_else(|| {
        let section = material.sections.get(material.title_section? as usize)?;
        Some(section.title.as_str())
    });
    let mut collector = Collector::new(material.file, title, diagnostics);
    if let Some(front_matter) = material.front_matter {
        of_front_matter(front_matter, &mut collector);
    }
    let outline = material.outline;
    let children = blocks::children_of_document(outline);
    let mut shown = Shown::default();
    let has_declared_title = material.declared_title.is_some();
    let header = blocks::header(outline, &children, material.sections, material.names, has_declared_title);
    let in_header: Vec<u32> = header.iter().map(|block| block.top).collect();
    collector.begin(Form::Header);
    take(header, &mut collector, &mut shown);
    collector.begin(Form::Footer);
    let footer = blocks::footer(outline, &children);
    take(footer.into_iter().filter(|block| !in_header.contains(&block.top)), &mut collector, &mut shown);
    let sections = own_sections(material, &children);
    collector.begin(Form::Control);
    for section in sections.iter().filter(|section| section.field.is_none()) {
        let mut in_section = Shown::default();
        take(blocks::in_section(outline, section.blocks), &mut collector, &mut in_section);
        take(blocks::below_section(outline, section.below), &mut collector, &mut shown);
        // A heading is not left alone.
        let parts = section.blocks.iter().filter(|it| outline.block(**it).kind != BlockKind::Rule).count();
        if in_section.whole.len() + in_section.of_banner.len() < parts || !section.below.is_empty() {
            shown.whole.append(&mut in_section.whole);
            shown.of_banner.append(&mut in_section.of_banner);
        }
    }
    collector.begin(Form::Headings);
    for section in &sections {
        if let Some(key) = section.field {
            of_field_section(outline, key, section, &mut collector);
        }
    }
    Found { left_out: shown.whole, of_banner: shown.of_banner, ..collector.finish() }
}

/// Says which children of the document its page leaves out: what its header shows, and the rules that
/// then part nothing.
pub(super) fn left_out(material: &Material<'_>, found: &mut Found, decisions: &[Decision]) -> Vec<u32> {
    let mut left_out = std::mem::take(&mut found.left_out);
    let whole = decisions.first().filter(|decision| decision.is_whole_document());
    let is_superseded =
        |it: &&Decision| it.status.as_ref().is_some_and(|status| status.kind == StatusKind::Superseded);
    if let Some(decision) = whole.filter(is_superseded) {
        let shown = found.of_banner.iter().filter(|block| names_successors(block, decision, material.links));
        left_out.extend(shown.map(|block| block.top));
    }
    let children = blocks::children_of_document(material.outline);
    with_rules(material.outline, &children, left_out, material.title_section.is_some())
}

/// Says whether a status is "superseded by" and what the decision knows as its successors.
fn names_successors(block: &OfBanner, decision: &Decision, links: &[Link]) -> bool {
    let mut rest = block.status.clone();
    let mut successors = 0;
    for reference in &decision.references {
        let is_here =
            block.extent.start <= reference.extent.start && reference.extent.end <= block.extent.end;
        if reference.verb == DecisionVerb::SupersededBy && is_here {
            let link = reference.link.and_then(|link| links.get(link as usize));
            rest = rest.replacen(link.map_or(&*reference.target, |link| &*link.text), " ", 1);
            successors += 1;
        }
    }
    let between = ["superseded", "superceded", "replaced", "obsoleted", "by", "and"];
    let is_between = |word: &str| between.iter().any(|it| it.eq_ignore_ascii_case(word));
    let mut words = rest.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '&'));
    successors > 0 && words.all(|word| word.is_empty() || is_between(word))
}

/// Says whether an entry of front matter is a field whose value is a word in brackets for what is to stand there.
pub(super) fn is_unfilled_entry(entry: &Entry) -> bool {
    let key = Key::of(&entry.key);
    key.is_some_and(|key| !is_of_words(key)) && values::is_noun_in_brackets(entry)
}

/// Says whether a field is a list of words.
fn is_of_words(key: Key) -> bool {
    matches!(key, Key::Concepts | Key::Tags | Key::Related)
}

/// Says whether a label is one of a field of metadata that people write without marks: `Author: Ana Sol`.
pub(super) fn is_field(label: &str) -> bool {
    Key::of(label).is_some_and(|key| key != Key::Purpose)
}

/// Gives what the document says elsewhere where it says nothing by a label: the status and the date of its
/// decision, since when the status holds, the newest entry of its change log. With that a cycle of reviews gives a date.
pub(super) fn fill_in(found: &mut Found, decisions: &[Decision], changes: &[Change]) {
    let metadata = &mut found.metadata;
    let record = decisions.iter().find(|it| it.is_whole_document());
    if metadata.status.is_none() {
        metadata.status = record.and_then(|decision| decision.status.clone());
    }
    if metadata.updated.is_none() {
        let own = record.and_then(|decision| decision.date);
        let of_decisions =
            || decisions.iter().filter_map(|decision| decision.date).max_by_key(|date| date.value);
        let of_changes = || {
            let newest = changes.iter().max_by_key(|change| change.date)?;
            Some(Stated::new(newest.date, newest.extent))
        };
        let of_status = || {
            let status = metadata.status.as_ref()?;
            Some(Stated::new(status.since()?, status.extent))
        };
        metadata.updated = own.or_else(of_status).or_else(of_decisions).or_else(of_changes);
    }
    let base = found
        .last_reviewed
        .or(metadata.updated.map(|date| date.value))
        .or(metadata.created.map(|date| date.value));
    if let Some(review) = &mut metadata.next_review
        && review.value.due.is_none()
        && let (Some(base), Some(cycle)) = (base, Cycle::find(&review.value.text))
    {
        review.value.due = cycle.after(base);
    }
}

/// Keys of front matter that are for programs and say nothing about the document.
const FOR_PROGRAMS: &[&str] = &[
    "order",
    "weight",
    "navorder",
    "sidebarposition",
    "draft",
    "aliases",
    "redirectfrom",
    "redirects",
    "permalink",
    "slug",
    "layout",
    "parent",
    "haschildren",
    "sidebarlabel",
    "toc",
    "template",
    "id",
    "url",
    "hide",
    "icon",
];

fn of_front_matter(front_matter: &FrontMatter, collector: &mut Collector<'_>) {
    let metadata = &mut collector.metadata;
    metadata.order = front_matter
        .text(&["order", "weight", "nav order", "sidebar position"])
        .and_then(|text| text.trim().parse().ok());
    metadata.draft = front_matter.text(&["draft"]).is_some_and(|text| matches!(text.trim(), "true" | "yes"));
    metadata.aliases = front_matter
        .get(&["aliases", "redirect from", "redirects"])
        .map(|entry| entry.items())
        .unwrap_or_default()
        .into_iter()
        .map(|item| item.text)
        .collect();
    metadata.permalink =
        front_matter.text(&["permalink"]).filter(|link| !link.contains("://")).map(str::to_owned);
    collector.begin(Form::FrontMatter);
    collector.metadata.fields.reserve(front_matter.entries.len());
    let mut names: BTreeSet<String> = BTreeSet::new();
    for entry in &front_matter.entries {
        let name = super::front_matter::normalised(&entry.key);
        // Of a key that is given twice the first holds; that there are two has been said.
        if FOR_PROGRAMS.contains(&name.as_str()) || names.contains(&name) {
            continue;
        }
        // `state` is a status here, and many things in a text.
        let key = match name.as_str() {
            "state" => Some(Key::Status),
            // Whom to ask about a record is who proposed it; in a text it may be whoever answers the telephone.
            "contact" | "contacts" => Some(Key::Owner(Role::Owner)),
            // Of a package this is something else; a document requires others by their numbers.
            "requires" if names_documents(entry) => Some(Key::Related),
            _ => Key::of(&entry.key),
        };
        names.insert(name);
        let is_list = key.is_some_and(is_of_words);
        collector.take(&entry.key, key, &Value::of_entry(entry, is_list));
    }
}

/// Says whether a value is a list of numbers or of ids of documents: `145, 609`, `ADR-12`.
fn names_documents(entry: &Entry) -> bool {
    let is_name = |name: &str| parse_id(name).is_some();
    let items = entry.items();
    let mut names = items.iter().flat_map(|item| item.text.split([',', ' '])).filter(|name| !name.is_empty());
    names.all(is_name)
}

/// The blocks of which the page shows all.
#[derive(Default)]
struct Shown {
    /// In its header.
    whole: Vec<u32>,
    /// In its header, but for a status that its banner may show.
    of_banner: Vec<OfBanner>,
}

/// Takes the labels of blocks, and notes those of which the header of the page shows all.
fn take<'a>(
    blocks: impl IntoIterator<Item = blocks::Block<'a>>,
    collector: &mut Collector<'_>,
    shown: &mut Shown,
) {
    for block in blocks {
        let mut is_shown = block.is_whole;
        let mut of_banner = None;
        for pair in &block.pairs {
            let key = pair.key();
            // A plain `Note: …` is no field, and a value without end is a paragraph.
            if key.is_none() && !pair.is_marked {
                is_shown = false;
                continue;
            }
            let value = Value::of_pair(pair);
            let is_taken = collector.take(pair.label.text(), key, &value);
            if !is_taken && key == Some(Key::Status) && value.is_plain_with_links && of_banner.is_none() {
                let status = value.text.into_owned();
                of_banner = Some(OfBanner { top: block.top, status, extent: value.extent });
                continue;
            }
            is_shown &= is_taken;
        }
        match of_banner {
            Some(block) if is_shown => shown.of_banner.push(block),
            None if is_shown => shown.whole.push(block.top),
            Some(_) | None => {}
        }
    }
}

/// A section that holds what the document says about itself.
struct OwnSection<'a> {
    /// The field that its heading names; nothing for sections such as `Document Control`.
    field: Option<Key>,
    heading: BlockNumber,
    /// What the heading itself says behind the name of the field: `## Status: Accepted`.
    value: Option<Inline<'a>>,
    /// What follows the heading, up to the next.
    blocks: &'a [BlockNumber],
    /// The sections below it.
    below: &'a [BlockNumber],
}

/// Finds the sections about the document itself: those of the first level below the title. Where
/// several records stand in one file, each with its status, only what belongs to the first is read.
fn own_sections<'a>(material: &Material<'a>, children: &'a [BlockNumber]) -> Vec<OwnSection<'a>> {
    let outline = material.outline;
    let mut found = Vec::new();
    let mut title_level = None;
    let mut titles = 0;
    // How many sections of the text have begun: headings in it may date and name other things.
    let mut others = 0;
    // Of the fields below the title: whether another title stood before, and how many there are.
    let mut behind_title = Vec::new();
    for (index, &child) in children.iter().enumerate() {
        let block = outline.block(child);
        let BlockKind::Heading(level) = block.kind else { continue };
        let is_first = title_level.is_none();
        let title_level = *title_level.get_or_insert(level);
        let Some(number) = block.section else { continue };
        let Some(section) = material.sections.get(number as usize) else { continue };
        let name = material.names.section(number);
        let labelled = if others == 0 { labels::of_heading(outline.inline(child)) } else { None };
        let labelled = labelled.and_then(|it| {
            let key = Key::of_heading(it.label.text())?;
            (key != Key::Status || is_known_status(it.value)).then_some((key, it.value))
        });
        let value = labelled.map(|(_, value)| value);
        let heads = labelled.map(|(key, _)| Heads::Field(key)).or_else(|| Heads::of(&section.title, name));
        let is_control = heads == Some(Heads::Control);
        let field = match heads {
            Some(Heads::Field(key)) => Some(key),
            _ => None,
        };
        titles += usize::from(level <= title_level && field.is_none() && !is_control);
        others += usize::from(!is_first && field.is_none() && !is_control);
        // `# Orders` and `### Date: 2 March 2022`: whoever writes fields as headings takes small ones.
        let lowest = title_level + 1 + u8::from(value.is_some());
        if !(is_control || field.is_some() && level <= lowest) {
            continue;
        }
        let rest = &children[index + 1..];
        let up_to = |highest: u8| {
            let ends = |kind: &BlockKind| matches!(kind, BlockKind::Heading(level) if *level <= highest);
            rest.iter().position(|child| ends(&outline.block(*child).kind)).unwrap_or(rest.len())
        };
        let end = up_to(u8::MAX);
        // All of a document that is called `Document control` is below its title.
        let end_below = if is_control && level > title_level { up_to(level) } else { end };
        found.push(OwnSection {
            field,
            heading: child,
            value,
            blocks: &rest[..end],
            below: &rest[end..end_below],
        });
        behind_title.push(level > title_level && titles > 1);
    }
    let statuses = found.iter().filter(|section| section.field == Some(Key::Status)).count();
    if statuses > 1 {
        let mut behind_title = behind_title.into_iter();
        found.retain(|section| !behind_title.next().unwrap_or(false) || section.field.is_none());
    }
    found
}

fn is_known_status(value: Inline<'_>) -> bool {
    status::of_value(value).is_some_and(|status| status.kind != StatusKind::Unknown)
}

/// Reads a section whose heading names a field: `## Status`, `## Deciders`.
fn of_field_section(outline: &Outline, key: Key, section: &OwnSection<'_>, collector: &mut Collector<'_>) {
    let label = outline.inline(section.heading);
    if let Some(value) = section.value {
        let label = labels::of_heading(label).map_or(label, |labelled| labelled.label);
        collector.take(label.text(), Some(key), &Value::of_inline(value));
        return;
    }
    // Labels in it are fields of their own: `Date created: …` under `## Status`.
    let mut has_pair = false;
    for pair in blocks::in_section(outline, section.blocks).iter().flat_map(|block| &block.pairs) {
        if let Some(key_of_pair) = pair.key() {
            has_pair |= key_of_pair == key;
            collector.take(pair.label.text(), Some(key_of_pair), &Value::of_pair(pair));
        }
    }
    if has_pair {
        return;
    }
    if key == Key::Status {
        let end = section.blocks.last().map_or(0, |last| outline.block(*last).end.0);
        let start = section.blocks.first().map_or(0, |first| first.0);
        match status::of_section(outline, start..end) {
            status::Found::Status(value) => _ = collector.take(label.text(), Some(key), &value),
            status::Found::Unfilled(value) => collector.take_unfilled(label.text(), value.extent),
            status::Found::Nothing => {}
        }
        return;
    }
    let Some(&first) = section.blocks.first() else { return };
    let value = match outline.block(first).kind {
        BlockKind::Paragraph => Value::of_inline(outline.inline(first)),
        BlockKind::List { .. } => {
            let (items, value) = (blocks::items_of(outline, first), outline.inline(first));
            Value::of_pair(&blocks::Pair::new(label, value, true).with_items(items))
        }
        _ => return,
    };
    collector.take(label.text(), Some(key), &value);
}

/// Adds to the blocks that are left out the rules that then part nothing: one that would begin the
/// text, one that would end it.
fn with_rules(
    outline: &Outline,
    children: &[BlockNumber],
    mut left_out: Vec<u32>,
    has_title: bool,
) -> Vec<u32> {
    if left_out.is_empty() {
        return left_out;
    }
    left_out.sort_unstable();
    left_out.dedup();
    let top = |child: &BlockNumber| outline.block(*child).top;
    let is_rule = |child: &BlockNumber| outline.block(*child).kind == BlockKind::Rule;
    let is_out = |child: &BlockNumber, left_out: &[u32]| left_out.binary_search(&top(child)).is_ok();
    let mut rules = Vec::new();
    let mut has_begun = false;
    let from = usize::from(has_title);
    for child in children.iter().skip(from) {
        if is_out(child, &left_out) {
            has_begun = true;
        } else if is_rule(child) && has_begun {
            rules.push(top(child));
        } else {
            break;
        }
    }
    has_begun = false;
    for child in children.iter().rev() {
        if is_out(child, &left_out) {
            has_begun = true;
        } else if is_rule(child) && has_begun {
            rules.push(top(child));
        } else {
            break;
        }
    }
    left_out.extend(rules);
    left_out.sort_unstable();
    left_out.dedup();
    left_out
}
