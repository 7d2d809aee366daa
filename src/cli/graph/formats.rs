//! The graph of a portal in the languages of other tools.
//!
//! In: the site. Out: text, nodes by id and edges by from, to and kind. Never: a character that the
//! language does not take.

use crate::model::document::Document;
use crate::model::relation::{Relation, RelationKind};
use crate::model::site::{DocumentNumber, Site};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Writes JSON, as the contract says: a line for each node and each edge.
pub(super) fn json(site: &Site) -> String {
    let nodes = site.documents.iter().zip(site.pages.iter()).map(|(document, page)| {
        let (id, url) = (document.id.as_str(), page.url_encoded());
        json!({ "id": id, "title": document.title, "category": document.category(), "url": url })
    });
    let edges = site.relations.iter().map(|Relation { from, to, kind, weight, causes: _ }| {
        let [from, to] = [from, to].map(|end| site.document(*end).id.as_str());
        json!({ "from": from, "to": to, "kind": kind, "weight": weight })
    });
    format!("{{\"schema\":1,\"nodes\":[{}],\"edges\":[{}]}}\n", lines(nodes), lines(edges))
}

/// Puts each value on a line of its own.
fn lines(values: impl Iterator<Item = impl Serialize>) -> String {
    // Maps of JSON have text for keys, and numbers here are finite.
    let values: Vec<String> = values.map(|value| serde_json::to_string(&value).unwrap_or_default()).collect();
    if values.is_empty() { String::new() } else { format!("\n{}\n", values.join(",\n")) }
}

/// Says whether a relation has no direction.
fn is_mutual(kind: RelationKind) -> bool {
    kind == RelationKind::Shares
}

/// Writes the language of Graphviz: categories as clusters, what documents have in common dashed.
pub(super) fn dot(site: &Site) -> String {
    let quoted = |text: &str| format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""));
    let mut dot = format!("digraph {} {{\n  rankdir=LR;\n  node [shape=box];\n", quoted(&site.title()));
    for (number, (category, documents)) in by_category(site).into_iter().enumerate() {
        let inset = if let Some(category) = category {
            let _ = writeln!(dot, "  subgraph \"cluster_{number}\" {{\n    label={};", quoted(category));
            "    "
        } else {
            "  "
        };
        for number in documents {
            let document = site.document(number);
            let (id, title) = (quoted(document.id.as_str()), quoted(&document.title));
            let url = quoted(&site.page(number).url_encoded());
            let _ = writeln!(dot, "{inset}{id} [label={title}, URL={url}];");
        }
        dot.push_str(if category.is_some() { "  }\n" } else { "" });
    }
    for Relation { from, to, kind, weight, causes: _ } in site.relations.iter() {
        let [from, to] = [from, to].map(|end| quoted(site.document(*end).id.as_str()));
        let look = if is_mutual(*kind) { ", dir=none, style=dashed" } else { "" };
        let _ = writeln!(dot, "  {from} -> {to} [kind={}, strength=\"{weight}\"{look}];", kind.as_str());
    }
    dot.push_str("}\n");
    dot
}

/// Writes a mermaid flowchart, for Markdown.
pub(super) fn mermaid(site: &Site) -> String {
    let mut mermaid = "flowchart LR\n".to_owned();
    for (number, (category, documents)) in by_category(site).into_iter().enumerate() {
        if let Some(category) = category {
            let _ = writeln!(mermaid, "  subgraph c{number}[\"{}\"]", in_mermaid(category));
        }
        for number in documents {
            let title = in_mermaid(&site.document(number).title);
            let _ = writeln!(mermaid, "    d{}[\"{title}\"]", number.0);
        }
        mermaid.push_str(if category.is_some() { "  end\n" } else { "" });
    }
    for Relation { from, to, kind, .. } in site.relations.iter() {
        let line = if is_mutual(*kind) { "-.-" } else { "-->" };
        let _ = writeln!(mermaid, "  d{} {line}|{}| d{}", from.0, kind.as_str(), to.0);
    }
    for (number, page) in site.pages.iter().enumerate() {
        let _ = writeln!(mermaid, "  click d{number} href \"{}\"", page.url_encoded());
    }
    mermaid
}

/// Writes a name so that mermaid reads none of it as its own: as entities, whose `&` it writes `#`.
fn in_mermaid(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        match letter {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '*' | '_' | '[' | ']' | '{' | '}' => {
                let _ = write!(safe, "#{};", letter as u32);
            }
            letter => safe.push(letter),
        }
    }
    // An empty name would be no node.
    if safe.trim().is_empty() { "-".to_owned() } else { safe }
}

/// Writes GraphML.
pub(super) fn graphml(site: &Site) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
        .to_owned();
    for (name, of, kind) in [
        ("title", "node", "string"),
        ("category", "node", "string"),
        ("url", "node", "string"),
        ("kind", "edge", "string"),
        ("weight", "edge", "double"),
    ] {
        let _ = writeln!(xml, "<key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    xml.push_str("<graph edgedefault=\"directed\">\n");
    let data = |key: &str, value: &str| format!("<data key=\"{key}\">{}</data>", in_xml(value));
    for (document, page) in site.documents.iter().zip(site.pages.iter()) {
        let _ = write!(xml, "<node id=\"{}\">", in_xml(document.id.as_str()));
        xml.push_str(&data("title", &document.title));
        xml.push_str(&document.category().map(|category| data("category", category)).unwrap_or_default());
        xml.push_str(&data("url", &page.url_encoded()));
        xml.push_str("</node>\n");
    }
    for (number, Relation { from, to, kind, weight, causes: _ }) in site.relations.iter().enumerate() {
        let [from, to] = [from, to].map(|end| in_xml(site.document(*end).id.as_str()));
        let _ = write!(xml, "<edge id=\"e{number}\" source=\"{from}\" target=\"{to}\">");
        xml.push_str(&data("kind", kind.as_str()));
        xml.push_str(&data("weight", &weight.to_string()));
        xml.push_str("</edge>\n");
    }
    xml.push_str("</graph>\n</graphml>\n");
    xml
}

/// Escapes text for XML, and leaves out what XML cannot hold in any form (section 2.2).
fn in_xml(text: &str) -> String {
    let is_there = |letter: &char| matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    let text: String = text.chars().filter(is_there).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A name on one line, without control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Lists the documents of each category in the order of the names; those without one stand first.
fn by_category(site: &Site) -> Vec<(Option<&str>, Vec<DocumentNumber>)> {
    let mut categories: BTreeMap<Option<&str>, Vec<DocumentNumber>> = BTreeMap::new();
    for (number, document) in site.documents.iter().enumerate() {
        let document: &Document = document;
        categories.entry(document.category()).or_default().push(DocumentNumber(number as u32));
    }
    categories.into_iter().collect()
}
