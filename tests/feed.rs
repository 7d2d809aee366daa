//! The feed as RFC 4287 wants it: every MUST that a program can look at, and what the W3C's validator
//! asks for beyond.
//!
//! In: small folders that have something to tell, with and without an address. Out: what is wrong
//! with their feeds.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

mod support;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use support::Site;

/// An element of XML, its references resolved.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// The text directly in it.
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn of(tag: &BytesStart<'_>) -> Self {
        let attributes = tag.attributes().map(|it| {
            let it = it.expect("an attribute is well-formed");
            (it.key.as_ref().to_owned(), quick_xml::escape::unescape(&it.value).unwrap().into_owned())
        });
        Self { name: tag.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    fn all(&self, name: &str) -> Vec<&Element> {
        self.children.iter().filter(|child| child.name == name).collect()
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// Reads XML; whatever is not well-formed ends the test.
fn read(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap_or_else(|wrong| panic!("{wrong}: {xml}")) {
            Event::Start(tag) => open.push(Element::of(&tag)),
            Event::Empty(tag) => open.last_mut().unwrap().children.push(Element::of(&tag)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(reference) => {
                let reference = format!("&{};", &*reference);
                let character = quick_xml::escape::unescape(&reference).unwrap().into_owned();
                open.last_mut().unwrap().text.push_str(&character);
            }
            Event::Decl(declaration) => {
                assert_eq!(declaration.encoding().unwrap().unwrap().as_ref(), "UTF-8");
            }
            Event::Eof => break,
            other => panic!("{other:?} has no place in a feed"),
        }
    }
    let document = open.pop().unwrap();
    assert!(open.is_empty() && document.children.len() == 1 && document.text.trim().is_empty(), "{xml}");
    document.children.into_iter().next().unwrap()
}

/// How often an element may stand in another: the RFC's sections 4.1.1 and 4.1.2, without what we
/// have no use for.
const OF_FEED: &[(&str, usize, usize)] = &[
    ("id", 1, 1),
    ("title", 1, 1),
    ("updated", 1, 1),
    ("subtitle", 0, 1),
    ("generator", 0, 1),
    ("author", 1, usize::MAX),
    ("link", 1, usize::MAX),
    ("entry", 0, usize::MAX),
];
const OF_ENTRY: &[(&str, usize, usize)] = &[
    ("id", 1, 1),
    ("title", 1, 1),
    ("updated", 1, 1),
    // The RFC allows none; the W3C's validator asks for one where there is no content.
    ("summary", 1, 1),
    ("author", 0, usize::MAX),
    ("category", 0, usize::MAX),
    ("link", 1, usize::MAX),
];

/// Returns what is wrong with a feed.
fn faults(xml: &str, base: Option<&str>) -> Vec<String> {
    let feed = read(xml);
    let mut faults = Vec::new();
    let mut expect = |is_so: bool, fault: String| {
        if !is_so {
            faults.push(fault);
        }
    };
    expect(feed.name == "feed", format!("the root is {}", feed.name));
    expect(feed.attribute("xmlns") == "http://www.w3.org/2005/Atom", "not in the namespace".to_owned());
    let is_tag = |tag: &str| {
        tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    expect(is_tag(feed.attribute("xml:lang")), "xml:lang is no language tag".to_owned());
    let first_entry = feed.children.iter().position(|child| child.name == "entry");
    let last_other = feed.children.iter().rposition(|child| child.name != "entry");
    expect(first_entry.is_none_or(|first| Some(first) > last_other), "metadata behind entries".to_owned());
    let entries = feed.all("entry");
    let mut ids = BTreeSet::new();
    for (parent, allowed) in
        std::iter::once((&feed, OF_FEED)).chain(entries.iter().map(|entry| (*entry, OF_ENTRY)))
    {
        let name = &parent.name;
        expect(parent.text.trim().is_empty(), format!("text in {name}"));
        for child in &parent.children {
            let is_known = allowed.iter().any(|(known, ..)| *known == child.name);
            expect(is_known, format!("{} in {name}", child.name));
            let has_children = matches!(child.name.as_str(), "author" | "entry");
            expect(has_children || child.children.is_empty(), format!("markup in {}", child.name));
        }
        for &(child, least, most) in allowed {
            let number = parent.all(child).len();
            expect((least..=most).contains(&number), format!("{number} of {child} in {name}"));
        }
        for text in ["title", "subtitle", "summary", "generator", "id"] {
            for element in parent.all(text) {
                expect(!element.text.trim().is_empty(), format!("{text} of {name} is empty"));
            }
        }
        for id in parent.all("id") {
            expect(is_uuid(&id.text), format!("{:?} is no urn:uuid", id.text));
            expect(ids.insert(&id.text), format!("{} is given twice", id.text));
        }
        for date in parent.all("updated") {
            expect(is_moment(&date.text), format!("{:?} is no moment after RFC 3339", date.text));
        }
        for author in parent.all("author") {
            let names = author.all("name");
            expect(names.len() == 1 && author.children.len() == 1, format!("{author:?}"));
            expect(
                names.iter().all(|name| !name.text.trim().is_empty()),
                "an author without name".to_owned(),
            );
        }
        for category in parent.all("category") {
            expect(!category.attribute("term").is_empty(), "a category without term".to_owned());
        }
        let mut kinds = BTreeSet::new();
        let links = parent.all("link");
        for link in &links {
            let (rel, kind, href) = (link.attribute("rel"), link.attribute("type"), link.attribute("href"));
            expect(matches!(rel, "alternate" | "self"), format!("rel={rel:?}"));
            expect(kinds.insert((rel, kind)), format!("two links {rel} of {kind}"));
            expect(kind.split('/').count() == 2, format!("{kind:?} is no media type"));
            expect(link.text.is_empty(), "text in a link".to_owned());
            expect(is_reference(href), format!("{href:?} is no reference"));
            let is_below = base.is_none_or(|base| href.starts_with(base));
            expect(is_below, format!("{href} is not below {base:?}"));
        }
        let with = |rel: &str| links.iter().any(|link| link.attribute("rel") == rel);
        expect(with("alternate"), format!("{name} leads nowhere"));
        let has_self = name == "feed" && base.is_some();
        expect(with("self") == has_self, format!("rel=self in {name}: {}", with("self")));
    }
    let moments: Vec<&str> = entries.iter().map(|entry| entry.all("updated")[0].text.as_str()).collect();
    expect(moments.is_sorted_by(|one, next| one >= next), "not the newest first".to_owned());
    expect(
        moments.first() == Some(&feed.all("updated")[0].text.as_str()),
        "updated is not the newest".into(),
    );
    faults
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.strip_prefix("urn:uuid:").unwrap_or_default().split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

fn is_moment(text: &str) -> bool {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    form == "0000-00-00T00:00:00Z"
        && ("01"..="12").contains(&&text[5..7])
        && ("01"..="31").contains(&&text[8..10])
}

/// Says whether a text is a reference of RFC 3986: the characters that one may hold, and whole escapes.
fn is_reference(text: &str) -> bool {
    let holds = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let escapes = text.split('%').skip(1);
    let is_hex = |escape: &str| escape.get(..2).is_some_and(|it| it.bytes().all(|b| b.is_ascii_hexdigit()));
    !text.is_empty()
        && text.chars().all(holds)
        && escapes.into_iter().all(is_hex)
        && text.matches('#').count() < 2
}

/// A folder whose names and texts hold what XML and addresses cannot.
fn folder() -> Site {
    let log = "# Häfen & <b>Kräne</b>\n\n## Änderungen\n\n| Date | Change | Author |\n|---|---|---|\n| 2024-05-02 | Queues & <b>logs</b> \"quoted\" | Ana <ana@example.org> |\n| 2024-05-02 | Queues | Li & Wei |\n| 2024-05-02 | Queues | Li & Wei |\n| 2024-05 | `Vec<T>` 🚀 | |\n| 2023 | Begun | |\n";
    let bare = "# 1. Mail\n\nDate: 2024-01-01\n\n## Context\n\nOrders get lost on the way.\n\n## Decision\n\nWe send mail.\n";
    Site::new()
        .file("docs & more/häfen 100%.md", log)
        .file("adr/0001-mail.md", bare)
        .file("b.md", "# B\n\n## Decision log\n\n**[2024-02-03] - Keep \u{b}it & go**\n\n- **Context:** x\n- **Decision:** y\n")
        .commit("2024-06-01", "Mend <links> & \u{1b}[1mmore", &["b.md"])
}

#[test]
fn a_feed_without_an_address_is_as_the_rfc_says() {
    let built = folder().build();
    assert_eq!(faults(built.page("feed.xml").html, None), Vec::<String>::new());
}

#[test]
fn a_feed_with_an_address_is_as_the_rfc_says() {
    for base in ["https://example.org/docs/", "https://example.org/"] {
        let site = folder()
            .book("[book]\ntitle = \"Häfen & Kräne\"\nauthors = [\"Ana Lund\", \"Li & Wei\"]\nlanguage = \"pt-BR\"\ndescription = \"What <we> build\"\n")
            .base_url(base);
        assert_eq!(faults(site.build().page("feed.xml").html, Some(base)), Vec::<String>::new());
    }
}

#[test]
fn a_decision_that_says_nothing_but_its_title_has_a_text_all_the_same() {
    let built = folder().build();
    let feed = read(built.page("feed.xml").html);
    let entries = feed.all("entry");
    let decision = entries.iter().find(|entry| entry.all("title")[0].text == "ADR-0001: Mail").unwrap();
    assert_eq!(decision.all("summary")[0].text, "Orders get lost on the way.");
}

#[test]
fn a_feed_of_hundreds_of_entries_has_the_newest_hundred() {
    let rows: String = (1..=28)
        .flat_map(|day| {
            (1..=12).map(move |month| format!("| 2024-{month:02}-{day:02} | Change of {month} {day} |\n"))
        })
        .collect();
    let text = format!("# Log\n\n## Change log\n\n| Date | Change |\n|---|---|\n{rows}");
    let built = Site::new().file("log.md", &text).build();
    let xml = built.page("feed.xml").html;
    assert_eq!(faults(xml, None), Vec::<String>::new());
    assert_eq!(read(xml).all("entry").len(), 100);
}

#[test]
fn what_is_wrong_with_a_feed_is_seen() {
    let built = folder().build();
    let xml = built.page("feed.xml").html;
    for (good, bad) in [
        ("T00:00:00Z</updated>", "</updated>"),
        ("<title>", "<title><b>x</b>"),
        ("urn:uuid:", "uuid:"),
        ("<category term=", "<category scheme="),
        ("<summary>", "<summary></summary><summary>"),
        ("href=\"b.html", "href=\"b c.html"),
        ("<name>", "<name> </name><name>"),
    ] {
        assert!(xml.contains(good), "{good}");
        assert_ne!(faults(&xml.replacen(good, bad, 1), None), Vec::<String>::new(), "{bad}");
    }
}
