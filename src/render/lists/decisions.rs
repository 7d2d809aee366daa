//! The rows of the register of decisions.

use super::{PushBadge, push_badge, push_between, push_link, said};
use crate::model::page::{DecisionRow, DecisionsView};

/// The columns that some decision of the portal fills.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    ids: bool,
    statuses: bool,
    dates: bool,
    deciders: bool,
}

impl Columns {
    pub(super) fn of(view: &DecisionsView) -> Self {
        let DecisionsView { has_ids, has_statuses, has_dates, has_deciders, .. } = *view;
        Self { ids: has_ids, statuses: has_statuses, dates: has_dates, deciders: has_deciders }
    }
}

/// Writes a decision, a cell for each column.
pub(super) fn push_row(html: &mut String, row: &DecisionRow, columns: Columns, badge: &mut PushBadge<'_>) {
    push_between(html, "\n<tr data-item data-status=\"", &row.filter, "\"");
    html.push_str(if row.past { " class=\"is-past\">" } else { ">" });
    if columns.ids {
        let id = said(&row.id).unwrap_or_default();
        push_between(html, "\n<td class=\"cell-id\" data-label=\"Id\">", id, "</td>");
    }
    html.push_str("\n<td class=\"cell-title\" data-label=\"Decision\">");
    push_link(html, "<a href=\"", &row.url, &row.title);
    push_notes(html, row);
    html.push_str("</td>");
    if columns.statuses {
        html.push_str("\n<td class=\"cell-status\" data-label=\"Status\">");
        push_badge(html, "", &row.status, &row.status_text, badge);
        html.push_str("</td>");
    }
    if columns.dates {
        let datetime = said(&row.datetime).unwrap_or_default();
        push_between(html, "\n<td class=\"cell-date\" data-label=\"Date\" data-value=\"", datetime, "\">");
        if let Some(date) = said(&row.date) {
            push_between(html, "<time datetime=\"", datetime, "\">");
            push_between(html, "", date, "</time>");
        }
        html.push_str("</td>");
    }
    if columns.deciders {
        html.push_str("\n<td class=\"cell-people\" data-label=\"Deciders\">");
        for (number, decider) in row.deciders.iter().enumerate() {
            push_between(html, if number == 0 { "" } else { ", " }, decider, "");
        }
        html.push_str("</td>");
    }
    html.push_str("\n</tr>");
}

/// Writes what there is to know of a decision besides its status.
fn push_notes(html: &mut String, row: &DecisionRow) {
    if row.notes.is_empty() {
        return;
    }
    html.push_str("\n<small>");
    for (number, note) in row.notes.iter().enumerate() {
        push_between(html, if number == 0 { "" } else { " · " }, &note.label, " ");
        for (number, link) in note.links.iter().enumerate() {
            push_link(html, if number == 0 { "<a href=\"" } else { ", <a href=\"" }, &link.url, &link.title);
        }
    }
    html.push_str("</small>");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{one, text};
    use super::*;
    use crate::model::page::{DecisionNote, Neighbour};

    fn row() -> DecisionRow {
        DecisionRow {
            id: text("ADR-7"),
            title: "Use <it>".to_owned(),
            url: "7.html".to_owned(),
            notes: Vec::new(),
            status: None,
            status_text: text("adopted"),
            filter: "none".to_owned(),
            date: text("2 Nov 2025"),
            datetime: text("2025-11-02"),
            deciders: vec!["Ana".to_owned(), "Ben".to_owned()],
            past: false,
        }
    }

    fn note(label: &str, titles: &[&str]) -> DecisionNote {
        let link = |title: &&str| Neighbour { title: (*title).to_owned(), url: format!("{title}.html") };
        DecisionNote { label: label.to_owned(), links: titles.iter().map(link).collect() }
    }

    #[test]
    fn a_decision_has_a_cell_for_each_column_that_some_decision_fills() {
        let all = Columns { ids: true, statuses: true, dates: true, deciders: true };
        assert_eq!(
            one(|html, badge| push_row(html, &row(), all, badge)),
            "\n<tr data-item data-status=\"none\">\n\
             <td class=\"cell-id\" data-label=\"Id\">ADR-7</td>\n\
             <td class=\"cell-title\" data-label=\"Decision\"><a href=\"7.html\">Use &lt;it&gt;</a></td>\n\
             <td class=\"cell-status\" data-label=\"Status\">[unknown: adopted]</td>\n\
             <td class=\"cell-date\" data-label=\"Date\" data-value=\"2025-11-02\">\
             <time datetime=\"2025-11-02\">2 Nov 2025</time></td>\n\
             <td class=\"cell-people\" data-label=\"Deciders\">Ana, Ben</td>\n</tr>"
        );
    }

    #[test]
    fn what_replaces_a_decision_stands_below_its_title() {
        let none = Columns { ids: false, statuses: false, dates: false, deciders: false };
        let notes = vec![note("Replaced by", &["8", "9"]), note("In", &["a"])];
        let row = DecisionRow { notes, past: true, ..row() };
        assert_eq!(
            one(|html, badge| push_row(html, &row, none, badge)),
            "\n<tr data-item data-status=\"none\" class=\"is-past\">\n\
             <td class=\"cell-title\" data-label=\"Decision\"><a href=\"7.html\">Use &lt;it&gt;</a>\n\
             <small>Replaced by <a href=\"8.html\">8</a>, <a href=\"9.html\">9</a> · In <a href=\"a.html\">a</a>\
             </small></td>\n</tr>"
        );
    }
}
