//! Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a change.
//!
//! In: diagnostics, the texts that they point into, and the path of each file in its repository. Out: a
//! value that serialises to one run. Columns are Unicode code points, as everywhere in archsite, and the
//! run says so. Never: writes, or asks where the repository is.

use super::identity::{Identity, identities};
use super::places::Places;
use super::{Code, Diagnostic, Explanation, Severity, Texts};
use crate::source::{SourcePath, Span};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write;

/// Where the format is described.
const FORMAT: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where people read about a rule.
const RULES: &str = "https://github.com/archsite/archsite/blob/main/docs/rules.md";

/// The name of the root that paths are relative to; whoever reads the run knows where that is.
const ROOT: &str = "%SRCROOT%";

/// Makes the log of one run. `path` gives the path of a file from the root of its repository.
pub fn log(diagnostics: &[Diagnostic], texts: &dyn Texts, path: &dyn Fn(&SourcePath) -> String) -> Value {
    let mut places = Places::new(texts);
    let fingerprints = fingerprints(&identities(diagnostics, texts), path);
    let results: Vec<Value> = diagnostics
        .iter()
        .zip(fingerprints)
        .map(|(diagnostic, fingerprint)| {
            let mut location = |span: &Span| location(span, texts, &mut places, path);
            let related = diagnostic.related.iter().enumerate().map(|(number, related)| {
                let mut place = location(&related.span);
                place["id"] = json!(number + 1);
                place["message"] = json!({"text": related.message});
                place
            });
            let related: Vec<Value> = related.collect();
            let text = match &diagnostic.help {
                Some(help) => format!("{}\nHelp: {help}", diagnostic.message),
                None => diagnostic.message.clone(),
            };
            let mut result = json!({
                "ruleId": diagnostic.code.as_str(),
                "ruleIndex": diagnostic.code as usize,
                "level": level(diagnostic.severity),
                "message": {"text": text},
                "locations": [location(&diagnostic.span)],
                // The only one that GitHub looks at; it makes its own out of the line if there is none.
                "partialFingerprints": {"primaryLocationLineHash": fingerprint},
            });
            if !related.is_empty() {
                result["relatedLocations"] = json!(related);
            }
            result
        })
        .collect();
    json!({
        "$schema": FORMAT,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "archsite",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    let Explanation { severity, meaning, why, mend, example, .. } = Explanation::of(code);
    let name = code.as_str();
    json!({
        "id": name,
        "shortDescription": {"text": meaning},
        "fullDescription": {"text": format!("{meaning} {}", why.replace('\n', " "))},
        "help": {
            "text": format!("{why}\n\n{mend}"),
            "markdown": format!("{why}\n\n{mend}\n\n{example}"),
        },
        "helpUri": format!("{RULES}#{name}"),
        "defaultConfiguration": {"level": level(severity)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn location(
    span: &Span,
    texts: &dyn Texts,
    places: &mut Places<'_>,
    path: &dyn Fn(&SourcePath) -> String,
) -> Value {
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&path(&span.file)), "uriBaseId": ROOT},
    }});
    // What is no text has no lines.
    if texts.text(&span.file).is_some() {
        let (start, end) = (places.start(span), places.end(span));
        location["physicalLocation"]["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    location
}

/// Names findings by what they are known by, so that one that only moved is the same one; of several
/// that share that, each has its number.
fn fingerprints(identities: &[Identity], path: &dyn Fn(&SourcePath) -> String) -> Vec<String> {
    let mut seen: HashMap<&Identity, u32> = HashMap::new();
    let mut named = Vec::with_capacity(identities.len());
    for identity in identities {
        let number = seen.entry(identity).or_insert(0);
        *number += 1;
        let Identity { file, code, text } = identity;
        let whole = format!("{}\0{}\0{text}", path(file), code.as_str());
        let hash = blake3::hash(whole.as_bytes()).to_hex();
        named.push(format!("{}:{number}", &hash.as_str()[..16]));
    }
    named
}

/// Makes a relative reference of a path (RFC 3986): what has a meaning in one, and what is no ASCII, as
/// percent and hexadecimal digits.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, texts};
    use super::*;

    fn in_docs(path: &SourcePath) -> String {
        format!("docs/{path}")
    }

    #[test]
    fn a_finding_has_its_rule_its_region_and_the_places_that_explain_it() {
        let texts = texts([("a b.md", "# B\n\nSée [x](y.md) now\n"), ("c.md", "# C\n")]);
        let found =
            [Diagnostic::new(Code::BrokenLink, at(&texts, "a b.md", "[x](y.md)"), "`y.md` is not there")
                .help("did you mean `c.md`?")
                .related(at(&texts, "c.md", "C"), "this one")];
        let log = log(&found, &texts, &in_docs);
        let run = &log["runs"][0];
        let result = &run["results"][0];
        assert_eq!(
            result["locations"][0]["physicalLocation"],
            json!({"artifactLocation": {"uri": "docs/a%20b.md", "uriBaseId": "%SRCROOT%"},
                   "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 14}})
        );
        assert_eq!(result["message"]["text"], "`y.md` is not there\nHelp: did you mean `c.md`?");
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "this one");
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!((&rule["id"], &result["ruleId"]), (&json!("broken-link"), &json!("broken-link")));
        assert_eq!(run["columnKind"], "unicodeCodePoints");
    }

    #[test]
    fn what_is_no_text_has_no_region() {
        let found =
            [Diagnostic::new(Code::SkippedFile, Span::whole(SourcePath::new("a.png")), "a link to nothing")];
        let log = log(&found, &texts([]), &in_docs);
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert!(place["region"].is_null() && place["artifactLocation"]["uri"] == "docs/a.png", "{place}");
    }

    #[test]
    fn a_fingerprint_goes_with_the_text_and_not_with_the_line() {
        let named = |text: &str| {
            let texts = texts([("a.md", text)]);
            let file = SourcePath::new("a.md");
            let found: Vec<_> = text
                .match_indices("[x](y.md)")
                .map(|(at, it)| Span::new(file.clone(), at as u32, (at + it.len()) as u32))
                .map(|span| Diagnostic::new(Code::BrokenLink, span, "gone"))
                .collect();
            let log = log(&found, &texts, &in_docs);
            let results = log["runs"][0]["results"].as_array().unwrap().clone();
            let of = |it: &Value| {
                it["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()
            };
            results.iter().map(of).collect::<Vec<_>>()
        };
        let before = named("[x](y.md)\n\n[x](y.md)\n");
        assert_eq!(before.len(), 2);
        assert_ne!(before[0], before[1], "two on one page are two");
        assert_eq!(named("# A\n\nMore.\n\n[x](y.md)\n\n[x](y.md)\n"), before);
    }
}
