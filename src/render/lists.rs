//! The lists of a page, which templates have ready as `…_html`: rows, entries, headings.
//!
//! In: the lists of a view. Out: the entries of each as HTML, in the view beside them. Never: the element around a
//! list; an entry, a text or an address that is not in the view.
//!
//! They are written here and not by loops in templates. A page has up to 500 rows of several texts each: to make
//! values of all of them, for a template to look at, and to go through these one by one cost more than all else
//! that is done for the page.

mod contents;
mod decisions;
mod documents;
mod entries;
mod head;
mod health;
mod navigation;
mod register;
mod related;

use crate::model::markup::{escaped, push_escaped};
use crate::model::page::{ListingGroup, View};

/// Appends the badge of a status, of which a portal may have a template of its own: the status, and what is said.
pub(super) type PushBadge<'a> = dyn FnMut(&mut String, &str, &str) + 'a;

/// Writes the lists of a view. The entries one by one are kept where a template may look at them.
pub(super) fn write(view: &mut View, keeps_entries: bool, badge: &mut PushBadge<'_>) {
    let keeps = keeps_entries;
    let beside = &mut view.navigation;
    beside.items_html = written(&mut beside.items, keeps, 128, navigation::push_item);
    beside.sections_html = written(&mut beside.sections, keeps, 96, navigation::push_section);
    view.breadcrumbs_html = head::breadcrumbs_html(&view.breadcrumbs);
    view.on_this_page_html = contents::html(&view.on_this_page);
    if !keeps {
        view.on_this_page = Vec::new();
    }
    if let Some(document) = &mut view.document {
        document.facts_html = written(&mut document.facts, keeps, 96, |html, fact| {
            head::push_fact(html, fact, badge);
        });
    }
    let panels = &mut view.panels;
    panels.related_html = written(&mut panels.related, keeps, 160, related::push_related);
    if let Some(backlinks) = &mut panels.backlinks {
        backlinks.entries_html = written(&mut backlinks.entries, keeps, 256, related::push_backlink);
    }
    if let Some(history) = &mut view.history {
        history.entries_html = written(&mut history.entries, keeps, 160, |html, entry| {
            entries::push_of_history(html, entry, badge);
        });
    }
    let mut write_rows = |groups: &mut Vec<ListingGroup>| {
        for group in groups {
            group.rows_html = written(&mut group.rows, keeps, 256, |html, row| {
                documents::push_row(html, row, badge);
            });
        }
    };
    write_rows(&mut view.listing);
    if let Some(home) = &mut view.home {
        write_rows(&mut home.decisions);
    }
    for concept in &mut view.concepts {
        concept.documents_html = written(&mut concept.documents, keeps, 128, documents::push_named);
    }
    if let Some(map) = &mut view.map {
        map.rows_html = written(&mut map.rows, keeps, 1536, documents::push_mapped);
    }
    if let Some(register) = &mut view.register {
        let columns: Vec<String> = register.columns.iter().map(|column| escaped(column)).collect();
        register.rows_html = written(&mut register.rows, keeps, 640, |html, row| {
            register::push_row(html, row, &columns);
        });
    }
    if let Some(health) = &mut view.health {
        let columns = health::Columns::of(health);
        health.documents_html = written(&mut health.documents, keeps, 640, |html, row| {
            health::push_row(html, row, columns);
        });
        for group in &mut health.groups {
            group.tasks_html = written(&mut group.tasks, keeps, 320, health::push_task);
        }
    }
    if let Some(decisions) = &mut view.decisions {
        let columns = decisions::Columns::of(decisions);
        decisions.rows_html = written(&mut decisions.rows, keeps, 640, |html, row| {
            decisions::push_row(html, row, columns, badge);
        });
    }
    if let Some(timeline) = &mut view.timeline {
        for month in &mut timeline.months {
            month.entries_html = written(&mut month.entries, keeps, 384, |html, entry| {
                entries::push_of_timeline(html, entry, badge);
            });
        }
    }
}

/// Writes the entries of a list. `room` is what one of them takes, about: most pages are written without their text
/// being moved to where there is more of it.
fn written<T>(list: &mut Vec<T>, keeps: bool, room: usize, mut push: impl FnMut(&mut String, &T)) -> String {
    let mut html = String::with_capacity(list.len() * room);
    list.iter().for_each(|entry| push(&mut html, entry));
    if !keeps {
        *list = Vec::new();
    }
    html
}

fn push_between(html: &mut String, before: &str, text: &str, after: &str) {
    html.push_str(before);
    push_escaped(html, text);
    html.push_str(after);
}

/// Writes a link; `start` is the beginning of its tag up to the address.
fn push_link(html: &mut String, start: &str, url: &str, title: &str) {
    push_between(html, start, url, "\">");
    push_between(html, "", title, "</a>");
}

/// Where nothing is said a template sees no text, as where there is an empty one.
fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// A badge that says what a status is called, or nothing.
fn push_badge(
    html: &mut String,
    before: &str,
    status: &Option<String>,
    text: &Option<String>,
    badge: &mut PushBadge<'_>,
) {
    if let Some(text) = said(text) {
        html.push_str(before);
        badge(html, said(status).unwrap_or("unknown"), text);
    }
}

#[cfg(test)]
mod testing {
    //! What the tests of lists share.

    /// Writes one entry, with badges that can be told from others.
    pub(super) fn one(push: impl FnOnce(&mut String, &mut dyn FnMut(&mut String, &str, &str))) -> String {
        let mut html = String::new();
        push(&mut html, &mut |html, status, text| html.push_str(&format!("[{status}: {text}]")));
        html
    }

    pub(super) fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }
}
