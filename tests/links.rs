//! Where links lead: a table of folders, links as written, and addresses or findings.
//!
//! In: `tests/data/links.toml`. Out: each case that comes out otherwise. Each is built as a site of
//! its own and looked up in the page, so that what is compared is what a reader's browser gets.

mod support;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use support::{Site, html};

#[derive(Deserialize)]
struct Table {
    folder: Vec<Folder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Folder {
    about: String,
    files: BTreeMap<String, String>,
    repository: Option<String>,
    prefix: Option<String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    r#in: String,
    to: Option<String>,
    written: Option<String>,
    leads: Option<String>,
    finds: Option<String>,
    says: Option<String>,
}

fn folders() -> Vec<Folder> {
    toml::from_str::<Table>(include_str!("data/links.toml")).expect("the table is TOML").folder
}

impl Folder {
    fn site(&self, case: &Case) -> Site {
        let mut book = String::from("[output.html]\n");
        if let Some(repository) = &self.repository {
            let _ = writeln!(book, "git-repository-url = {repository:?}");
        }
        let mut site = Site::new().book(&book);
        for (path, text) in &self.files {
            site = site.file(path, text);
        }
        if let Some(prefix) = &self.prefix {
            site = site.in_repository_at(prefix);
        }
        let text = format!("{}\n{}\n", site.text(&case.r#in), case.markdown());
        site.edit(&case.r#in, &text)
    }
}

impl Case {
    fn markdown(&self) -> String {
        match (&self.to, &self.written) {
            (Some(target), None) => format!("[here](<{target}>)"),
            (None, Some(written)) => written.clone(),
            _ => panic!("a case has either `to` or `written`"),
        }
    }

    /// Says what is wrong with what became of the link, if anything is.
    fn fault(&self, folder: &Folder) -> Option<String> {
        let site = folder.site(self);
        let line = site.text(&self.r#in).lines().count() - self.markdown().lines().count() + 1;
        let built = site.build();
        let number =
            built.build.site.documents.iter().position(|document| document.id.as_str() == self.r#in)?;
        let page = built.page(built.build.site.pages[number].as_str());
        let link = html::tags(page.article()).into_iter().rfind(|tag| {
            matches!(tag.name.as_str(), "a" | "img") || (tag.name == "span" && tag.has_class("broken"))
        });
        let (leads, is_broken) = match &link {
            Some(link) => (link.attribute("href").or(link.attribute("src")), link.has_class("broken")),
            None => (None, false),
        };
        if leads != self.leads.as_deref() {
            return Some(format!("leads to {leads:?}; {:?}", built.findings()));
        }
        if is_broken != self.leads.is_none() {
            return Some("is shown as broken and leads somewhere, or the other way round".to_owned());
        }
        let said = built.findings();
        let expected = self.finds.iter().map(|code| format!("{}:{line}:", self.r#in) + "|" + code);
        let expected: Vec<String> = expected.collect();
        // Whether anything leads to the document is no matter of its link.
        let is_own =
            |said: &&String| said.starts_with(&format!("{}:", self.r#in)) && !said.contains(" orphan: ");
        let own: Vec<&String> = said.iter().filter(is_own).collect();
        let fits = own.len() == expected.len()
            && own.iter().zip(&expected).all(|(said, expected)| {
                let (place, code) = expected.split_once('|').unwrap_or_default();
                said.starts_with(place) && said.contains(&format!(" {code}: "))
            });
        let says = self.says.iter().all(|says| own.iter().any(|said| said.contains(says.as_str())));
        (!fits || !says).then(|| format!("found {own:?} where {expected:?} {:?} was expected", self.says))
    }
}

#[test]
fn every_link_leads_where_its_writer_meant_or_is_reported() {
    let mut faults = String::new();
    let mut count = 0;
    for folder in folders() {
        for case in &folder.cases {
            count += 1;
            if let Some(fault) = case.fault(&folder) {
                let _ = writeln!(faults, "{}, {}: {} {fault}", folder.about, case.r#in, case.markdown());
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(count >= 60, "only {count} cases");
}

#[test]
fn links_to_other_sites_do_not_hand_over_the_window() {
    let built = Site::new()
        .file("a.md", "[out](https://example.org)\n\n<a href=\"https://example.org\">out</a>\n")
        .build();
    let links = html::tags(built.page("a.html").article());
    let external: Vec<_> =
        links.iter().filter(|tag| tag.attribute("href") == Some("https://example.org")).collect();
    assert_eq!(external.len(), 2);
    assert!(external.iter().all(|tag| tag.attribute("rel") == Some("noopener")), "{external:?}");
}

#[test]
fn a_broken_link_keeps_its_words_and_says_why() {
    let built = Site::new().file("a.md", "See the [plan of 2019](plan.md).\n").build();
    built
        .page("a.html")
        .has("<a class=\"broken\" title=\"This link leads nowhere: plan.md\">plan of 2019</a>");
    built.finding("broken-link", "a.md", 1, 9);
}

#[test]
fn only_files_that_something_refers_to_are_carried_along() {
    let built = Site::new()
        .file("a.md", "![Context](context.svg) [prices](prices.csv)\n")
        .file("context.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("prices.csv", "a,b\n")
        .file("forgotten.csv", "c,d\n")
        .build();
    assert!(built.has_page("context.svg") && built.has_page("prices.csv"));
    assert!(!built.has_page("forgotten.csv"));
}
