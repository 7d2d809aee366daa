//! Takes out of an SVG file what could run in the reader's browser.
//!
//! In: the bytes of a file. Out: the same bytes if nothing in them is active, else the file without
//! what is, and a list of that; or an error for a file that cannot be judged. Never: draws, changes
//! how what is left looks, reads another file.
//!
//! A browser runs what is in an SVG file when it is opened by itself, from the address of the
//! portal, and then it can do what a page of the portal can.
//!
//! `<foreignObject>` stays, because draw.io and Mermaid write all their labels into it; what stands
//! in it is judged element by element like everything else. So does `<style>`: style sheets run
//! nothing. Names are compared without prefix and capitals: `<h:SCRIPT>` is inert, but only until
//! somebody puts the file into a page of HTML.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A file in which nothing is active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned<'a> {
    /// The file; borrowed if it is as it was.
    pub svg: Cow<'a, [u8]>,
    /// What was dropped, in the order in which it was first met, each once: `<script>`,
    /// `onclick of <rect>`.
    pub dropped: Vec<String>,
}

/// Why a file must not be published: it is broken in a way that browsers and this program may
/// mend differently, and there is something in it that could be active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unjudged {
    reason: String,
}

impl fmt::Display for Unjudged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "active content cannot be ruled out: {}", self.reason)
    }
}

impl std::error::Error for Unjudged {}

/// Drops scripts, event handlers, links that run something, frames, forms, declarations of
/// entities, and what loads other documents into this one.
///
/// ```
/// use archsite::parse::svg::without_active_content;
/// let cleaned = without_active_content(b"<svg onload=\"f()\"><path d=\"M0 0\"/></svg>")?;
/// assert_eq!(&*cleaned.svg, b"<svg><path d=\"M0 0\"/></svg>");
/// assert_eq!(cleaned.dropped, ["onload of <svg>"]);
/// # Ok::<_, archsite::parse::svg::Unjudged>(())
/// ```
///
/// # Errors
/// If the file is not well-formed XML (or in an encoding that this program does not read) and has
/// anything in it that could be active.
pub fn without_active_content(svg: &[u8]) -> Result<Cleaned<'_>, Unjudged> {
    let untouched = Cleaned { svg: Cow::Borrowed(svg), dropped: Vec::new() };
    let text = match std::str::from_utf8(svg) {
        Ok(text) => Cow::Borrowed(text),
        // All markup is ASCII. In encodings that leave ASCII alone the rest need not be understood.
        Err(_) => {
            Cow::Owned(svg.iter().map(|&byte| if byte.is_ascii() { char::from(byte) } else { 'x' }).collect())
        }
    };
    let mut cleaner = Cleaner::default();
    let (byte_order_mark, body) =
        text.strip_prefix('\u{feff}').map_or(("", &*text), |body| (&text[..text.len() - body.len()], body));
    match cleaner.clean(body, matches!(text, Cow::Borrowed(_))) {
        Ok(()) if !cleaner.changed => Ok(untouched),
        Ok(()) if matches!(text, Cow::Borrowed(_)) => {
            let svg = Cow::Owned([byte_order_mark, &cleaner.kept].concat().into_bytes());
            Ok(Cleaned { svg, dropped: cleaner.dropped })
        }
        Ok(()) => Err(Unjudged {
            reason: format!("the file is not UTF-8 and contains {}", cleaner.dropped.join(", ")),
        }),
        Err(Trouble::Malformed(_)) if !is_suspicious(svg) => Ok(untouched),
        Err(Trouble::Malformed(reason) | Trouble::Unreadable(reason)) => Err(Unjudged { reason }),
    }
}

/// Elements that run, load, post or redirect, with all that is in them.
const ACTIVE_ELEMENTS: &[&str] = &[
    "applet",
    "base",
    "button",
    "embed",
    "fencedframe",
    "form",
    "frame",
    "frameset",
    "handler",
    "iframe",
    "input",
    "link",
    "listener",
    "meta",
    "object",
    "portal",
    "script",
    "select",
    "textarea",
    "webview",
];

/// Elements that give an attribute of another element a value.
const ANIMATIONS: &[&str] =
    &["animate", "animatecolor", "animatemotion", "animatetransform", "discard", "set"];

/// Attributes that name something to go to or to load.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "codebase",
    "data",
    "formaction",
    "href",
    "icon",
    "longdesc",
    "manifest",
    "ping",
    "poster",
    "profile",
    "src",
    "srcset",
    "usemap",
];

/// Elements that show what they load as an image, in which browsers run nothing.
const IMAGES: &[&str] = &["feimage", "image", "img"];

const MAX_DROPPED: usize = 50;
const MAX_EXPANDED: usize = 64 * 1024;

enum Trouble {
    /// Not well-formed.
    Malformed(String),
    /// Nothing in it can be trusted to be what it seems.
    Unreadable(String),
}

impl Trouble {
    fn malformed(reason: impl fmt::Display) -> Self {
        Self::Malformed(format!("the file is not well-formed XML: {reason}"))
    }
}

#[derive(Default)]
struct Cleaner {
    kept: String,
    changed: bool,
    dropped: Vec<String>,
    /// Texts that the document type declares names for. Illustrator writes its name spaces so.
    entities: BTreeMap<String, String>,
    expanded: usize,
}

impl Cleaner {
    fn clean(&mut self, text: &str, is_utf8: bool) -> Result<(), Trouble> {
        // XML has no place for them, and encodings that give ASCII another meaning begin with one.
        if text.bytes().any(|byte| byte < b' ' && !byte.is_ascii_whitespace()) {
            return Err(Trouble::malformed("it contains control characters"));
        }
        let mut reader = Reader::from_str(text);
        let mut depth = 0_usize;
        // How deep the element stands that is being dropped.
        let mut dropping: Option<usize> = None;
        let mut had_root = false;
        let mut encoding = None;
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(Trouble::malformed)?;
            let raw =
                text.get(start..position(&reader)).ok_or_else(|| Trouble::malformed("it breaks off"))?;
            let mut kept = Cow::Borrowed(raw);
            match &event {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    if depth == 0 && std::mem::replace(&mut had_root, true) {
                        return Err(Trouble::malformed("it has two roots"));
                    }
                    let is_start = matches!(event, Event::Start(_));
                    if dropping.is_none() {
                        match self.tag(tag, raw)? {
                            Some(tag) => kept = tag,
                            None if is_start => dropping = Some(depth),
                            None => kept = Cow::Borrowed(""),
                        }
                    }
                    depth += usize::from(is_start);
                }
                Event::End(_) => {
                    depth = depth.checked_sub(1).ok_or_else(|| Trouble::malformed("an end has no start"))?;
                    if dropping == Some(depth) {
                        dropping = None;
                        kept = Cow::Borrowed("");
                    }
                }
                Event::Decl(declaration) => {
                    if start > 0 {
                        return Err(Trouble::malformed("the XML declaration is not at its beginning"));
                    }
                    let declared = declaration.encoding().transpose().map_err(Trouble::malformed)?;
                    encoding = declared.map(|name| name.trim().to_ascii_lowercase());
                }
                Event::PI(instruction) => {
                    // It can name a program (XSLT) that rewrites the document, scripts and all.
                    if instruction.target().to_ascii_lowercase().starts_with("xml") {
                        self.drop(format!("<?{}?>", instruction.target()));
                        kept = Cow::Borrowed("");
                    }
                }
                Event::DocType(declaration) => {
                    if had_root {
                        return Err(Trouble::malformed("the document type comes late"));
                    }
                    if declaration.contains('[') {
                        self.declare(declaration);
                        self.drop("<!DOCTYPE […]>".to_owned());
                        kept = Cow::Borrowed("");
                    }
                }
                Event::GeneralRef(_) => {
                    if depth == 0 {
                        return Err(Trouble::malformed("there is text outside of the root"));
                    }
                    if let Some(text) = self.without_entities(raw)? {
                        kept = Cow::Owned(text);
                    }
                }
                Event::Text(_) | Event::CData(_) => {
                    if depth == 0 && !raw.trim().is_empty() {
                        return Err(Trouble::malformed("there is text outside of the root"));
                    }
                }
                Event::Comment(_) => {}
            }
            if dropping.is_none() {
                self.kept.push_str(&kept);
            }
        }
        check_encoding(encoding.as_deref(), is_utf8)?;
        if depth > 0 || !had_root {
            return Err(Trouble::malformed("it breaks off"));
        }
        Ok(())
    }

    fn drop(&mut self, what: String) {
        self.changed = true;
        if self.dropped.len() < MAX_DROPPED && !self.dropped.contains(&what) {
            self.dropped.push(what);
        }
    }

    /// Judges a tag: as it was, without some attributes, or (nothing) not at all.
    fn tag<'a>(&mut self, tag: &BytesStart<'_>, raw: &'a str) -> Result<Option<Cow<'a, str>>, Trouble> {
        let full_name = tag.name();
        let name = full_name.as_ref();
        if !is_name(name) {
            return Err(Trouble::malformed(format_args!("{name:?} is no name")));
        }
        let element = local(name);
        if ACTIVE_ELEMENTS.contains(&element.as_str()) {
            self.drop(format!("<{name}>"));
            return Ok(None);
        }
        let mut rewritten = format!("<{name}");
        let mut changed = false;
        // The check for duplicates that the reader has takes quadratic time.
        let mut keys = BTreeSet::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(Trouble::malformed)?;
            let key = attribute.key.as_ref();
            if !keys.insert(key.to_owned()) {
                return Err(Trouble::malformed(format_args!("{key} of <{name}> is there twice")));
            }
            if !is_name(key) || attribute.value.contains('<') {
                return Err(Trouble::malformed(format_args!("an attribute of <{name}> is broken")));
            }
            let expanded = self.without_entities(&attribute.value)?;
            let raw_value = expanded.as_deref().unwrap_or(&attribute.value);
            let value =
                unescape(raw_value).ok_or_else(|| Trouble::malformed("a reference has no meaning"))?;
            if ANIMATIONS.contains(&element.as_str())
                && local(key) == "attributename"
                && sets_something_active(&value)
            {
                self.drop(format!("<{name}> of {}", value.trim()));
                return Ok(None);
            }
            if is_active(&element, key, &value) {
                self.drop(format!("{key} of <{name}>"));
                changed = true;
                continue;
            }
            changed |= expanded.is_some();
            let quote = if raw_value.contains('"') { '\'' } else { '"' };
            rewritten.extend([" ", key, "="]);
            rewritten.push(quote);
            rewritten.push_str(raw_value);
            rewritten.push(quote);
        }
        if !changed {
            return Ok(Some(Cow::Borrowed(raw)));
        }
        rewritten.push_str(if raw.ends_with("/>") { "/>" } else { ">" });
        Ok(Some(Cow::Owned(rewritten)))
    }

    /// Reads the entities of a document type that stand for plain text. References to others are
    /// errors later: text with markup or further references in it is where the attacks are.
    fn declare(&mut self, declaration: &str) {
        for part in declaration.split("<!ENTITY").skip(1) {
            let Some((name, rest)) = part.trim_start().split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote @ ('"' | '\'')) = rest.chars().next() else { continue };
            let Some((value, _)) = rest[1..].split_once(quote) else { continue };
            if is_name(name) && !value.contains(['<', '&', '%', '"', '\'']) {
                // The first declaration of a name is the one that counts.
                self.entities.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
    }

    /// Writes declared entities out; gives nothing if there are none. What the file declares is
    /// dropped with its document type.
    fn without_entities(&mut self, raw: &str) -> Result<Option<String>, Trouble> {
        let mut text = String::new();
        let mut rest = raw;
        let mut changed = false;
        while let Some((before, after)) = rest.split_once('&') {
            let Some((name, after)) = after.split_once(';') else {
                return Err(Trouble::malformed("an & stands alone"));
            };
            text.push_str(before);
            if name.starts_with('#') || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
                text.extend(["&", name, ";"]);
            } else {
                let value = self
                    .entities
                    .get(name)
                    .ok_or_else(|| Trouble::malformed(format_args!("&{name}; has no meaning")))?;
                self.expanded += value.len();
                if self.expanded > MAX_EXPANDED {
                    return Err(Trouble::malformed("its entities are too much"));
                }
                text.push_str(value);
                changed = true;
            }
            rest = after;
        }
        text.push_str(rest);
        self.changed |= changed;
        Ok(changed.then_some(text))
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Browsers read a file in the encoding that it declares. Where that gives ASCII bytes another
/// meaning (UTF-7, ISO-2022-JP), nothing read here is what the browser will read.
fn check_encoding(declared: Option<&str>, is_utf8: bool) -> Result<(), Trouble> {
    let Some(name) = declared.filter(|name| !matches!(*name, "utf-8" | "utf8" | "us-ascii" | "ascii")) else {
        return if is_utf8 { Ok(()) } else { Err(Trouble::malformed("it is not UTF-8")) };
    };
    let is_ascii_and_more = ["iso-8859-", "iso8859-", "windows-125", "cp125", "latin", "koi8-", "macintosh"];
    if is_ascii_and_more.iter().any(|start| name.starts_with(start)) {
        Ok(())
    } else {
        Err(Trouble::Unreadable(format!("its encoding {name:?} is not supported; save it as UTF-8")))
    }
}

fn is_name(name: &str) -> bool {
    let is_part = |character: char| {
        character.is_ascii_alphanumeric() || "_-.:".contains(character) || !character.is_ascii()
    };
    !name.is_empty() && name.chars().all(is_part)
}

/// Returns a name in small letters without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

fn is_active(element: &str, key: &str, value: &str) -> bool {
    let full = key.to_ascii_lowercase();
    if full == "xmlns" || full.starts_with("xmlns:") {
        return false;
    }
    let name = local(key);
    let is_handler = name
        .strip_prefix("on")
        .is_some_and(|event| event.starts_with(|first: char| first.is_ascii_alphabetic()));
    if is_handler || name == "srcdoc" || full == "xml:base" {
        return true;
    }
    if ADDRESSES.contains(&name.as_str()) {
        return !is_harmless_address(element, &name, value);
    }
    // No browser of this decade runs these; they cost nothing to drop.
    let squeezed = squeeze(value);
    ["javascript:", "vbscript:", "livescript:"].iter().any(|scheme| squeezed.starts_with(scheme))
        || name == "style"
            && ["javascript:", "expression(", "-moz-binding", "behavior:"]
                .iter()
                .any(|word| squeezed.contains(word))
}

/// Says whether an animation gives something active to what it animates: an address may be given
/// in too many ways (`to`, `values`, `by`, …) to judge them.
fn sets_something_active(attribute: &str) -> bool {
    let name = local(attribute.trim());
    name.starts_with("on") || name == "srcdoc" || ADDRESSES.contains(&name.as_str())
}

fn is_harmless_address(element: &str, attribute: &str, address: &str) -> bool {
    let address = squeeze(address);
    if address.starts_with('#') {
        return true;
    }
    // What <use> takes from another document becomes a part of this one.
    if element == "use" {
        return false;
    }
    // A list of addresses; images are all that it is for.
    if attribute == "srcset" {
        return !address.contains(':') || address.starts_with("http");
    }
    let scheme_end = address.find([':', '/', '?', '#', '\\']);
    let Some((scheme, rest)) = scheme_end.and_then(|end| address.split_at_checked(end)) else { return true };
    let Some(rest) = rest.strip_prefix(':') else { return true };
    match scheme {
        "http" | "https" | "mailto" => true,
        "data" => {
            let kind = rest.split([';', ',']).next().unwrap_or("");
            matches!(kind, "image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp")
                // draw.io puts icons into its drawings like this; a link would open them as documents.
                || kind == "image/svg+xml" && IMAGES.contains(&element)
        }
        _ => false,
    }
}

/// Removes what browsers pass over in the scheme of an address (and more), and capitals.
fn squeeze(value: &str) -> String {
    value
        .chars()
        .filter(|character| !character.is_whitespace() && !character.is_control())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Resolves the references of XML that need no declaration.
fn unescape(raw: &str) -> Option<String> {
    quick_xml::escape::unescape(raw).ok().map(Cow::into_owned)
}

/// Looks for anything in a broken file that could be active however it is mended, in UTF-16 too.
fn is_suspicious(svg: &[u8]) -> bool {
    let text: String =
        svg.iter().filter(|&&byte| byte != 0).map(|&byte| char::from(byte.to_ascii_lowercase())).collect();
    const WORDS: &[&str] = &[
        "script",
        "foreignobject",
        "href",
        "src",
        "iframe",
        "frame",
        "embed",
        "object",
        "applet",
        "handler",
        "listener",
        "form",
        "meta",
        "link",
        "base",
        "xml-stylesheet",
        "<!",
        "data:",
        "&",
        "attributename",
        "encoding",
    ];
    // The word before a `=`: `onload =`.
    let has_handler = || {
        text.split('=').rev().skip(1).any(|before| {
            let word = before.trim_end().rsplit(|character: char| !character.is_ascii_alphanumeric()).next();
            word.is_some_and(|word| word.contains("on"))
        })
    };
    !text.is_ascii() || WORDS.iter().any(|word| text.contains(word)) || has_handler()
}

#[cfg(test)]
mod tests;
