//! The HTML of a body, written by comrak with our own rules for what it cannot know.
//!
//! In: the tree and its facts. Out: [`Body`]: HTML with holes. Never: resolves a link, reads a
//! fact that was not gathered before.
//!
//! Holes are written as U+0001, a letter, a number and U+0002, and cut out at the end; the input
//! was cleaned of both characters. Where the author wrote HTML of their own, the blocks from where it
//! begins to where all of it is closed go through the sanitiser, because only a whole tree can be made
//! well-formed again. What must not be touched by it goes past it as a numbered chunk; attributes of
//! ours carry a mark of trust.

mod markers;
mod prose;
mod tables;

use super::facts::Facts;
use super::footnotes::{self, Unshown};
use super::nested_links::without_nested_links;
use super::outline::is_block;
use super::raw_html::permalink;
use super::sanitise::sanitise;
use super::{Arrangement, Markdown, MarkdownOptions, ids, inline};
use crate::model::document::Body;
use crate::parse::admonition::{Admonition, Fold};
use crate::parse::outline::Landmark;
use crate::parse::{fence, math};
use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{Node, NodeCodeBlock, NodeMath, NodeValue, TableAlignment};
use comrak::options::Plugins;
use markers::{cut_holes, expand};
use std::fmt::{self, Write};

struct Writer<'a> {
    facts: &'a Facts,
    /// The children of the document that are left out, in ascending order.
    left_out: &'a [u32],
    /// The number of the next child of the document.
    child: u32,
    /// Whether the node that comes next is the end of one that is left out.
    is_leaving_out: bool,
    /// The blocks that are named, in order.
    landmarks: &'a [Landmark],
    /// The number of the next block; counted where there are landmarks.
    block: u32,
    /// The landmark whose text the writer is in.
    open_landmark: Option<&'a Landmark>,
    /// Whether what is written now will pass through the sanitiser.
    sanitised: bool,
    links: u32,
    sections: usize,
    raw: usize,
    open_links: u32,
    /// How many links are open that the author wrote as HTML.
    open_raw_links: i32,
    /// The alignments of the columns of the table that the writer is in.
    alignments: Vec<TableAlignment>,
    /// Whether it is in the head of that, and the number of the next column.
    is_in_head: bool,
    column: usize,
    chunks: Vec<String>,
    /// The references to footnotes that stand in what is left out.
    unshown: Vec<Unshown>,
}

/// Writes the body of a document.
pub(super) fn body(
    root: Node<'_>,
    facts: &Facts,
    arrangement: &Arrangement,
    has_title: bool,
    options: MarkdownOptions,
) -> Body {
    let writer = Writer {
        facts,
        left_out: &arrangement.left_out,
        child: 0,
        is_leaving_out: false,
        landmarks: &arrangement.landmarks,
        block: 0,
        open_landmark: None,
        sanitised: false,
        links: 0,
        sections: 0,
        raw: 0,
        open_links: 0,
        open_raw_links: 0,
        alignments: Vec::new(),
        is_in_head: false,
        column: 0,
        chunks: Vec::new(),
        unshown: Vec::new(),
    };
    // Tags and permalinks make it half as long again as its text, in tables longer.
    let mut html = String::with_capacity(2 * facts.markdown.outline.text_length() as usize);
    let plugins = Plugins::default();
    let written = format_document_with_formatter(
        root,
        super::comrak_options(),
        &mut html,
        &plugins,
        format_node,
        writer,
    );
    // Writing to a string cannot fail; comrak's signature cannot say so.
    let Ok(writer) = written else { return Body::default() };
    let is_lowered = has_title && is_lowered(&facts.markdown);
    // A note has an anchor.
    html = footnotes::lead_back(html, &writer.unshown);
    if facts.has_chosen_ids {
        html = footnotes::with_heading(html, if is_lowered { 1 } else { 2 });
    }
    if !facts.to_sanitise.is_empty() {
        html = cleaned(&html, facts);
    }
    if !writer.chunks.is_empty() {
        let html_of_chunks = html.replace(BLOCK_CHUNK.0, "\u{1}c").replace(BLOCK_CHUNK.1, "\u{2}");
        html = expand(&html_of_chunks, 'c', |number| writer.chunks.get(number).map(String::as_str));
    }
    if facts.has_chosen_ids && !options.unsafe_html {
        let title = facts.markdown.title_section.and_then(|number| facts.markdown.sections.get(number));
        html = ids::unique(&html, title.map(|section| section.anchor.as_str()));
    }
    if is_lowered {
        html = lowered(&html);
    }
    cut_holes(&html)
}

/// Parts what the sanitiser has to see from what it need not. With the end of its line, so that a block that
/// follows begins one as it would without it.
const TURN: &str = "\u{1}s0\u{2}\n";

/// Cleans the parts of a body that hold HTML of the author: each second one.
fn cleaned(html: &str, facts: &Facts) -> String {
    let mut cleaned = String::with_capacity(html.len());
    for (number, part) in html.split(TURN).enumerate() {
        if number % 2 == 0 {
            cleaned.push_str(part);
            continue;
        }
        let trusted = part.replace("=\"", "=\"\u{1}");
        let whole = expand(&trusted, 'r', |number| facts.raw.get(number).map(|piece| piece.html.as_str()));
        cleaned.push_str(&without_nested_links(sanitise(&whole)));
    }
    cleaned
}

/// Says whether the parts of a document are headings of level 1, beside that of its title.
fn is_lowered(markdown: &Markdown) -> bool {
    let mut headings = markdown.sections.iter().enumerate();
    headings.any(|(number, section)| section.level == 1 && markdown.title_section != Some(number))
}

/// Lowers all headings by a level: a page has one title. The text has no `<` that begins no tag.
fn lowered(html: &str) -> String {
    let mut lowered = String::with_capacity(html.len());
    let mut copied = 0;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let name = at + 1 + usize::from(html.as_bytes().get(at + 1) == Some(&b'/'));
        if let Some([b'h' | b'H', level @ b'1'..=b'5', b' ' | b'>']) = html.as_bytes().get(name..name + 3) {
            lowered.push_str(&html[copied..=name]);
            lowered.push(char::from(level + 1));
            copied = name + 2;
        }
    }
    lowered.push_str(&html[copied..]);
    lowered
}

fn format_node(
    context: &mut Context<'_, '_, Writer<'_>>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let data = node.data();
    // Nearly all nodes stand in a line, where there is no child of the document and no landmark.
    if let NodeValue::Text(ref text) = data.value {
        if entering {
            self::text(context, node, text)?;
        }
        return Ok(ChildRendering::HTML);
    }
    if prose::inline(context, &data.value, entering)? {
        return Ok(ChildRendering::HTML);
    }
    let landmark = if entering { landmark_at(&mut context.user, &data.value) } else { None };
    let is_child = || node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Document));
    let are_counted = !context.user.left_out.is_empty() || !context.user.facts.to_sanitise.is_empty();
    if entering && are_counted && is_child() {
        let number = context.user.child;
        context.user.child += 1;
        turn(context, number)?;
        if context.user.left_out.binary_search(&number).is_ok() {
            count_skipped(context, node, None);
            context.user.is_leaving_out = true;
            return Ok(ChildRendering::Skip);
        }
    }
    if std::mem::take(&mut context.user.is_leaving_out) {
        return Ok(ChildRendering::HTML);
    }
    match data.value {
        NodeValue::Heading(ref heading) => self::heading(context, node, heading.level, entering),
        NodeValue::Link(_) => link(context, entering),
        NodeValue::Image(_) => {
            if entering {
                let number = context.user.links;
                context.user.links += 1;
                context.user.unshown.extend(footnotes::references_below(node, None));
                let is_in_link = context.user.open_links > 0 || context.user.open_raw_links > 0;
                let kind = if is_in_link { 'i' } else { 'I' };
                write!(context, "\u{1}{kind}{number}\u{2}")?;
            }
            Ok(ChildRendering::Skip)
        }
        NodeValue::CodeBlock(ref code) => code_block(context, code, entering),
        NodeValue::Math(ref math) => self::math(context, math, entering),
        NodeValue::HtmlBlock(_) => raw(context, entering, true),
        NodeValue::HtmlInline(_) => raw(context, entering, false),
        NodeValue::BlockDirective(ref directive) => block_directive(context, &directive.info, entering),
        NodeValue::Table(ref table) => tables::table(context, node, table, entering),
        NodeValue::TableRow(is_head) => {
            (context.user.is_in_head, context.user.column) = (is_head, 0);
            format_node_default(context, node, entering)
        }
        NodeValue::TableCell => tables::table_cell(context, node, landmark, entering),
        NodeValue::TaskItem(ref item) => task_item(context, node, item.symbol.is_some(), landmark, entering),
        NodeValue::Item(_) | NodeValue::Paragraph if let Some(landmark) = landmark => {
            context.cr()?;
            context.write_str(if matches!(data.value, NodeValue::Paragraph) { "<p" } else { "<li" })?;
            attributes(context, Some(landmark), [])?;
            context.write_str(">")?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::Paragraph => {
            if !entering {
                end_landmark(context)?;
            }
            prose::paragraph(context, node, entering)
        }
        NodeValue::Item(_) => prose::item(context, entering),
        _ => format_node_default(context, node, entering),
    }
}

/// Begins or ends what the sanitiser has to see where a child of the document begins.
fn turn(context: &mut Context<'_, '_, Writer<'_>>, child: u32) -> fmt::Result {
    let ranges = &context.user.facts.to_sanitise;
    let after = ranges.partition_point(|range| range.start <= child);
    let is_sanitised = after.checked_sub(1).is_some_and(|last| child < ranges[last].end);
    if is_sanitised == context.user.sanitised {
        return Ok(());
    }
    context.user.sanitised = is_sanitised;
    context.cr()?;
    context.write_str(TURN)
}

/// Writes text, with holes around the names that may become links.
fn text(context: &mut Context<'_, '_, Writer<'_>>, node: Node<'_>, text: &str) -> fmt::Result {
    let mut written = 0;
    for (range, number) in context.user.facts.names_in(node) {
        context.escape(&inline::with_emoji(&text[written..range.start]))?;
        write!(context, "\u{1}m{number}\u{2}")?;
        context.escape(&text[range.clone()])?;
        write!(context, "\u{1}n{number}\u{2}")?;
        written = range.end;
    }
    context.escape(&inline::with_emoji(&text[written..]))
}

/// Counts a block that the writer enters; returns the landmark that it is.
fn landmark_at<'a>(writer: &mut Writer<'a>, value: &NodeValue) -> Option<&'a Landmark> {
    if writer.landmarks.is_empty() || !is_block(value) {
        return None;
    }
    let number = writer.block;
    writer.block += 1;
    if let Some(landmark) = writer.landmarks.iter().find(|landmark| landmark.text.0 == number) {
        writer.open_landmark = Some(landmark);
    }
    let place = writer.landmarks.binary_search_by_key(&number, |landmark| landmark.block.0);
    place.ok().map(|place| &writer.landmarks[place])
}

/// Writes the attributes of an element that may be a landmark.
fn attributes<const N: usize>(
    context: &mut Context<'_, '_, Writer<'_>>,
    landmark: Option<&Landmark>,
    classes: [Option<&str>; N],
) -> fmt::Result {
    if let Some(landmark) = landmark {
        context.write_str(" id=\"")?;
        context.escape(&landmark.anchor)?;
        context.write_str("\"")?;
    }
    let mut before = " class=\"";
    for class in classes.into_iter().flatten().chain(landmark.map(|_| "landmark")) {
        context.write_str(before)?;
        context.write_str(class)?;
        before = " ";
    }
    if before == " " { context.write_str("\"") } else { Ok(()) }
}

/// Writes the link of the landmark whose text ends here, if it is one's, to itself.
fn end_landmark(context: &mut Context<'_, '_, Writer<'_>>) -> fmt::Result {
    match context.user.open_landmark.take() {
        Some(landmark) => permalink(context, &landmark.anchor, &landmark.title, ""),
        None => Ok(()),
    }
}

/// Stands around the number of a chunk that is a block, so that the sanitiser ends a paragraph before
/// it as a browser would. No document can write it: U+0001 and U+0002 are taken out of all text.
const BLOCK_CHUNK: (&str, &str) = ("<figure>\u{1}c", "\u{2}\u{2}</figure>");

/// Writes a block of ours that the sanitiser must not see.
fn block_chunk(context: &mut Context<'_, '_, Writer<'_>>, html: String) -> fmt::Result {
    if !context.user.sanitised {
        return context.write_str(&html);
    }
    let number = context.user.chunks.len();
    context.user.chunks.push(html);
    write!(context, "{}{number}{}", BLOCK_CHUNK.0, BLOCK_CHUNK.1)
}

/// Writes HTML of ours that the sanitiser must not see.
fn chunk(context: &mut Context<'_, '_, Writer<'_>>, html: String) -> fmt::Result {
    if context.user.sanitised {
        let number = context.user.chunks.len();
        context.user.chunks.push(html);
        write!(context, "\u{1}c{number}\u{2}")
    } else {
        context.write_str(&html)
    }
}

/// Tags that are written often stand here whole: putting them together costs more than all that is in them.
const HEADING_STARTS: [&str; 6] = ["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"];
const HEADING_ENDS: [&str; 6] = ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];

fn heading(
    context: &mut Context<'_, '_, Writer<'_>>,
    node: Node<'_>,
    level: u8,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let facts = context.user.facts;
    if entering {
        let number = context.user.sections;
        context.user.sections += 1;
        let anchor = facts.markdown.sections.get(number).map_or("", |section| section.anchor.as_str());
        if facts.markdown.title_section == Some(number) {
            count_skipped(context, node, Some(anchor));
            return Ok(ChildRendering::Skip);
        }
        context.cr()?;
        context.write_str(HEADING_STARTS[usize::from(level.clamp(1, 6)) - 1])?;
        if !anchor.is_empty() {
            context.write_str(" id=\"")?;
            context.escape(anchor)?;
            context.write_str("\"")?;
        }
        context.write_str(">")?;
        return Ok(ChildRendering::HTML);
    }
    let Some(number) = context.user.sections.checked_sub(1) else { return Ok(ChildRendering::HTML) };
    if facts.markdown.title_section == Some(number) {
        return Ok(ChildRendering::HTML);
    }
    if let Some(section) = facts.markdown.sections.get(number)
        && !section.anchor.is_empty()
    {
        permalink(context, &section.anchor, &section.title, "")?;
    }
    context.write_str(HEADING_ENDS[usize::from(level.clamp(1, 6)) - 1])?;
    Ok(ChildRendering::HTML)
}

/// Moves the counters past a node that is not written; `place` is the anchor under which it is shown elsewhere.
fn count_skipped(context: &mut Context<'_, '_, Writer<'_>>, skipped: Node<'_>, place: Option<&str>) {
    context.user.unshown.extend(footnotes::references_below(skipped, place));
    let mut images = 0;
    for edge in skipped.traverse() {
        if let comrak::arena_tree::NodeEdge::Start(node) = edge
            && images == 0
            && !node.same_node(skipped)
        {
            context.user.block += u32::from(is_block(&node.data().value));
        }
        match edge {
            comrak::arena_tree::NodeEdge::Start(node) => match node.data().value {
                NodeValue::Image(_) => {
                    context.user.links += u32::from(images == 0);
                    images += 1;
                }
                NodeValue::Link(_) if images == 0 => context.user.links += 1,
                NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) if images == 0 => {
                    pass_raw(&mut context.user);
                }
                NodeValue::Heading(_) if !node.same_node(skipped) => context.user.sections += 1,
                _ => {}
            },
            comrak::arena_tree::NodeEdge::End(node) => {
                images -= i32::from(matches!(node.data().value, NodeValue::Image(_)));
            }
        }
    }
}

/// Moves the counters past a piece of the author's HTML and returns its number.
fn pass_raw(writer: &mut Writer<'_>) -> usize {
    let number = writer.raw;
    writer.raw += 1;
    if let Some(piece) = writer.facts.raw.get(number) {
        writer.links += piece.links;
        writer.sections += piece.headings;
        writer.open_raw_links = (writer.open_raw_links + piece.opened_links).max(0);
    }
    number
}

fn link(context: &mut Context<'_, '_, Writer<'_>>, entering: bool) -> Result<ChildRendering, fmt::Error> {
    if entering {
        let number = context.user.links;
        context.user.links += 1;
        context.user.open_links += 1;
        // The tag is written here and only its inside is a hole, so that the sanitiser sees a link.
        if context.user.sanitised {
            write!(context, "<a href=\"\u{1}a{number}\u{2}\">")?;
        } else {
            write!(context, "\u{1}l{number}\u{2}")?;
        }
    } else {
        context.user.open_links = context.user.open_links.saturating_sub(1);
        context.write_str("</a>")?;
    }
    Ok(ChildRendering::HTML)
}

fn code_block(
    context: &mut Context<'_, '_, Writer<'_>>,
    code: &NodeCodeBlock,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        context.cr()?;
        let html = match code.info.split_whitespace().next() {
            Some("math") => math_html(&code.literal, true),
            _ => fence::figure(&fence::fence_attributes(&code.info), &code.literal),
        };
        block_chunk(context, html)?;
        context.cr()?;
    }
    Ok(ChildRendering::HTML)
}

fn math(
    context: &mut Context<'_, '_, Writer<'_>>,
    math: &NodeMath,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        chunk(context, math_html(&math.literal, math.display_math))?;
    }
    Ok(ChildRendering::HTML)
}

fn math_html(latex: &str, display: bool) -> String {
    math::to_mathml(latex, display).unwrap_or_else(|| {
        let mut html = String::from("<code class=\"math\">");
        inline::escape_into(&mut html, latex);
        html.push_str("</code>");
        html
    })
}

fn raw(
    context: &mut Context<'_, '_, Writer<'_>>,
    entering: bool,
    is_block: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        let number = pass_raw(&mut context.user);
        if is_block {
            context.cr()?;
        }
        if context.user.sanitised {
            write!(context, "\u{1}r{number}\u{2}")?;
        } else if let Some(piece) = context.user.facts.raw.get(number) {
            context.write_str(&piece.html)?;
        }
        if is_block {
            context.cr()?;
        }
    }
    Ok(ChildRendering::HTML)
}

fn block_directive(
    context: &mut Context<'_, '_, Writer<'_>>,
    info: &str,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let admonition = Admonition::from_info(info);
    context.cr()?;
    match (admonition, entering) {
        (Some(admonition), true) => {
            let kind = admonition.kind.as_str();
            let (element, title_element) = match admonition.fold {
                Fold::None => ("div", "p"),
                Fold::Open | Fold::Closed => ("details", "summary"),
            };
            write!(context, "<{element} class=\"markdown-alert markdown-alert-{kind}\"")?;
            if admonition.fold == Fold::Open {
                context.write_str(" open=\"\"")?;
            }
            writeln!(context, ">")?;
            write!(context, "<{title_element} class=\"markdown-alert-title\">")?;
            // What is written as `%01` is a character only now.
            let title = inline::without_markers(&admonition.title);
            context.escape(&inline::with_emoji(&title))?;
            writeln!(context, "</{title_element}>")?;
        }
        (Some(admonition), false) => {
            let element = if admonition.fold == Fold::None { "div" } else { "details" };
            writeln!(context, "</{element}>")?;
        }
        (None, true) => writeln!(context, "<div class=\"directive\">")?,
        (None, false) => writeln!(context, "</div>")?,
    }
    Ok(ChildRendering::HTML)
}

fn task_item(
    context: &mut Context<'_, '_, Writer<'_>>,
    node: Node<'_>,
    done: bool,
    landmark: Option<&Landmark>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let in_list = node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::List(_)));
    if entering {
        context.cr()?;
        if in_list {
            context.write_str("<li")?;
            attributes(context, landmark, [Some("task")])?;
            context.write_str(">")?;
        }
        let (checked, label) = if done { (" checked=\"\"", "done") } else { ("", "to do") };
        let html = format!("<input type=\"checkbox\"{checked} disabled=\"\" aria-label=\"{label}\" /> ");
        chunk(context, html)?;
    } else if in_list {
        writeln!(context, "</li>")?;
    }
    Ok(ChildRendering::HTML)
}

#[cfg(test)]
mod tests;
