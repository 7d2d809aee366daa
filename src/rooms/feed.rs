//! The Atom feed of the timeline (RFC 4287).
//!
//! In: the newest entries of the timeline. Out: `feed.xml`. Never: an id that changes because
//! something else was added, or a clock: what a document dates by its month alone is dated by the
//! first moment of it.

use super::happened::{Shown, item};
use super::{Contribution, FilePlan, Study, way};
use crate::model::change::TimelineEntry;
use crate::model::date::Date;
use crate::model::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::markup::escaped;
use crate::model::page::TimelineItem;
use std::collections::HashMap;

/// How many entries the feed has: readers ask for it every hour, and keep what they have seen.
const MOST_ENTRIES: usize = 100;

/// Makes the feed, where there is something to tell.
pub(super) fn study<'a>(study: &'a Study<'a>) -> Contribution<'a> {
    if study.site.timeline.is_empty() {
        return Contribution::default();
    }
    let plans = vec![FilePlan::new(way::feed(), &[study.site.facts], || feed(study))];
    Contribution { plans, ..Contribution::default() }
}

fn feed(study: &Study<'_>) -> String {
    let site = study.site;
    let title = site.title();
    let base = study.snapshot.base_url.as_deref().unwrap_or_default();
    let entries = &site.timeline[..site.timeline.len().min(MOST_ENTRIES)];
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        xml_text(site.config.language.as_str())
    ));
    xml.push_str(&format!(
        "<id>{}</id>\n",
        uuid(Fingerprinter::new("feed").bytes(base.as_bytes()).bytes(title.as_bytes()).finish())
    ));
    xml.push_str(&format!("<title>{}</title>\n", xml_text(&title)));
    if let Some(description) = &site.config.description {
        xml.push_str(&format!("<subtitle>{}</subtitle>\n", xml_text(description)));
    }
    // Newest first, so the first one says when the feed last changed.
    let updated = entries.first().map(|entry| moment(entry.date)).unwrap_or_default();
    xml.push_str(&format!("<updated>{updated}</updated>\n"));
    let authors = &site.config.authors;
    let names = if authors.is_empty() { std::slice::from_ref(&title) } else { authors.as_slice() };
    for name in names {
        xml.push_str(&format!("<author><name>{}</name></author>\n", xml_text(name)));
    }
    let home = if base.is_empty() { "index.html" } else { base };
    xml.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", xml_text(home)));
    if !base.is_empty() {
        xml.push_str(&format!(
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}feed.xml\"/>\n",
            xml_text(base)
        ));
    }
    xml.push_str(&format!(
        "<generator uri=\"https://github.com/archsite/archsite\" version=\"{0}\">archsite</generator>\n",
        env!("CARGO_PKG_VERSION")
    ));
    // Of two entries with the same words the second is another one.
    let mut seen: HashMap<Fingerprint, u32> = HashMap::new();
    for entry in entries {
        let item = item(site, study.snapshot, &way::home(), entry, Shown::InTimeline);
        let key = fingerprint(study, entry, &item);
        let times = seen.entry(key).and_modify(|times| *times += 1).or_insert(0);
        let key = if *times == 0 {
            key
        } else {
            Fingerprinter::new("again").part(key).bytes(&times.to_le_bytes()).finish()
        };
        let about = site.document(entry.document).summary.as_deref();
        push(&mut xml, entry, &item, about, key, base);
    }
    xml.push_str("</feed>\n");
    xml
}

/// Takes what makes an entry this one: its document and what it says, not what stands around it.
fn fingerprint(study: &Study<'_>, entry: &TimelineEntry, item: &TimelineItem) -> Fingerprint {
    let document = study.site.document(entry.document);
    Fingerprinter::new("entry")
        .bytes(document.id.as_str().as_bytes())
        .bytes(item.kind.as_bytes())
        .bytes(item.datetime.as_bytes())
        .bytes(item.title.as_bytes())
        .bytes(item.text.as_deref().unwrap_or_default().as_bytes())
        .finish()
}

/// Writes an entry. `about` says what its document is about.
fn push(
    xml: &mut String,
    entry: &TimelineEntry,
    item: &TimelineItem,
    about: Option<&str>,
    key: Fingerprint,
    base: &str,
) {
    let title = match (item.kind, &item.text) {
        ("decision", _) | (_, None) => item.title.clone(),
        (_, Some(text)) => format!("{}: {text}", item.title),
    };
    xml.push_str("<entry>\n");
    xml.push_str(&format!("<id>{}</id>\n<title>{}</title>\n", uuid(key), xml_text(&title)));
    xml.push_str(&format!("<updated>{}</updated>\n", moment(entry.date)));
    xml.push_str(&format!(
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}{}\"/>\n",
        xml_text(base),
        xml_text(&item.url)
    ));
    xml.push_str(&format!("<category term=\"{}\"/>\n", item.kind));
    if let Some(author) = &item.author {
        xml.push_str(&format!("<author><name>{}</name></author>\n", xml_text(author)));
    }
    let said: Vec<&str> = [item.status_text.as_deref(), item.text.as_deref(), item.impact.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    // Each entry has a text: readers show it, and validators ask for it where there is no content.
    let said = if said.is_empty() { about.unwrap_or(item.kind).to_owned() } else { said.join(" · ") };
    xml.push_str(&format!("<summary>{}</summary>\n", xml_text(&said)));
    xml.push_str("</entry>\n");
}

/// Returns the first moment of the period that a date names, as RFC 3339 has it.
fn moment(date: Date) -> String {
    format!("{}T00:00:00Z", date.first_day())
}

/// Makes an address of a fingerprint, after RFC 9562: of version 8, which leaves the bits to who makes it.
fn uuid(fingerprint: Fingerprint) -> String {
    let digits = fingerprint.to_string();
    let variant = match digits.as_bytes()[16] {
        b'0'..=b'3' => '8',
        b'4'..=b'7' => '9',
        b'8' | b'9' | b'a' | b'b' => 'a',
        _ => 'b',
    };
    format!(
        "urn:uuid:{}-{}-8{}-{variant}{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[13..16],
        &digits[17..20],
        &digits[20..32]
    )
}

/// Escapes text for XML and takes out what XML cannot hold at all.
fn xml_text(text: &str) -> String {
    let held = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}');
    escaped(&text.chars().filter(held).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_8() {
        let id = uuid(Fingerprint::of(b"x"));
        let parts: Vec<&str> = id.trim_start_matches("urn:uuid:").split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(parts[2].starts_with('8') && parts[3].starts_with(['8', '9', 'a', 'b']), "{id}");
    }

    #[test]
    fn what_xml_cannot_hold_is_taken_out() {
        assert_eq!(xml_text("a\u{b}b & \u{fffe}<c>"), "ab &amp; &lt;c&gt;");
    }
}
