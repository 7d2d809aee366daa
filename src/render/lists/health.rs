//! What is missing, overdue or broken: how complete documents are, and things to do.

use super::{push_between, push_link, said};
use crate::model::page::{HealthRow, HealthView, Task};
use std::fmt::Write;

/// The columns that some document of the portal fills.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    fields: bool,
    updated: bool,
    review: bool,
}

impl Columns {
    pub(super) fn of(view: &HealthView) -> Self {
        Self { fields: view.has_fields, updated: view.has_updated, review: view.has_review }
    }
}

/// Writes a document and how complete it is, a cell for each column. Writing to a text does not fail.
pub(super) fn push_row(html: &mut String, row: &HealthRow, columns: Columns) {
    html.push_str("\n<tr><th scope=\"row\">");
    push_link(html, "<a href=\"", &row.url, &row.title);
    if let Some(file) = said(&row.file) {
        push_between(html, " <small>", file, "</small>");
    }
    let percent = row.percent;
    let _ = write!(
        html,
        "</th><td data-label=\"Complete\" data-value=\"{percent}\"><span class=\"level\"><progress class=\"bar\" \
         max=\"100\" value=\"{percent}\" aria-hidden=\"true\"></progress>{percent}%</span></td>"
    );
    if columns.fields {
        let percent = row.text_percent;
        let _ = write!(html, "<td data-label=\"Text\" data-value=\"{percent}\">{percent}%</td>");
        let fields = said(&row.fields).unwrap_or_default();
        push_between(html, "<td data-label=\"Fields\">", fields, "</td>");
    }
    let placeholders = row.placeholders;
    let _ = write!(html, "<td data-label=\"Placeholders\" data-value=\"{placeholders}\">");
    if placeholders > 0 {
        let _ = write!(html, "{placeholders}");
    }
    html.push_str("</td>");
    if columns.updated {
        push_date_cell(html, "Updated", said(&row.updated_key));
        push_between(html, "", said(&row.updated).unwrap_or_default(), "</td>");
    }
    if columns.review {
        push_date_cell(html, "Next review", said(&row.review_key));
        let review = said(&row.review).unwrap_or_default();
        match row.overdue {
            true => push_between(html, "<span class=\"overdue\">", review, ", overdue</span></td>"),
            false => push_between(html, "", review, "</td>"),
        }
    }
    html.push_str("</tr>");
}

/// Begins a cell that is sorted by a date.
fn push_date_cell(html: &mut String, label: &str, key: Option<&str>) {
    push_between(html, "<td class=\"cell-date\" data-label=\"", label, "\" data-value=\"");
    push_between(html, "", key.unwrap_or_default(), "\">");
}

/// Writes something to do, and where.
pub(super) fn push_task(html: &mut String, task: &Task) {
    push_between(html, "\n<li class=\"task-", task.kind, "\">");
    match said(&task.url) {
        Some(url) => push_link(html, "<a href=\"", url, &task.title),
        None => push_between(html, "<b>", &task.title, "</b>"),
    }
    push_between(html, "<p>", &task.message, "</p>");
    push_between(html, "<span class=\"place\">", &task.place, "</span></li>");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{one, text};
    use super::*;

    fn row() -> HealthRow {
        HealthRow {
            title: "A & B".to_owned(),
            file: None,
            url: "a.html".to_owned(),
            percent: 40,
            text_percent: 50,
            fields: text("3 of 4"),
            placeholders: 0,
            updated: text("2 Nov 2025"),
            updated_key: text("2025-11-02"),
            review: text("Mar 2026"),
            review_key: text("2026-03"),
            overdue: false,
        }
    }

    const START: &str = "\n<tr><th scope=\"row\"><a href=\"a.html\">A &amp; B</a>";
    const COMPLETE: &str = "</th><td data-label=\"Complete\" data-value=\"40\"><span class=\"level\">\
        <progress class=\"bar\" max=\"100\" value=\"40\" aria-hidden=\"true\"></progress>40%</span></td>";

    #[test]
    fn a_document_has_a_cell_for_each_column_that_some_document_fills() {
        let all = Columns { fields: true, updated: true, review: true };
        let rest = "<td data-label=\"Text\" data-value=\"50\">50%</td><td data-label=\"Fields\">3 of 4</td>\
            <td data-label=\"Placeholders\" data-value=\"0\"></td>\
            <td class=\"cell-date\" data-label=\"Updated\" data-value=\"2025-11-02\">2 Nov 2025</td>\
            <td class=\"cell-date\" data-label=\"Next review\" data-value=\"2026-03\">Mar 2026</td></tr>";
        assert_eq!(one(|html, _| push_row(html, &row(), all)), format!("{START}{COMPLETE}{rest}"));
        let late = one(|html, _| push_row(html, &HealthRow { overdue: true, ..row() }, all));
        assert!(
            late.ends_with("\"2026-03\"><span class=\"overdue\">Mar 2026, overdue</span></td></tr>"),
            "{late}"
        );
    }

    #[test]
    fn a_document_with_the_title_of_another_says_its_file() {
        let none = Columns { fields: false, updated: false, review: false };
        let row = HealthRow { file: text("a.md"), placeholders: 3, ..row() };
        let rest = "<td data-label=\"Placeholders\" data-value=\"3\">3</td></tr>";
        assert_eq!(
            one(|html, _| push_row(html, &row, none)),
            format!("{START} <small>a.md</small>{COMPLETE}{rest}")
        );
    }

    #[test]
    fn something_to_do_leads_to_its_place_where_there_is_a_page() {
        let check = |url: Option<String>, title: &str| {
            let (message, place) = ("Is it <so>?".to_owned(), "a.md:3".to_owned());
            let task = Task { kind: "bad", title: "A".to_owned(), url, message, place };
            assert_eq!(
                one(|html, _| push_task(html, &task)),
                format!(
                    "\n<li class=\"task-bad\">{title}<p>Is it &lt;so&gt;?</p><span class=\"place\">a.md:3</span></li>"
                )
            );
        };
        check(text("a.html#b"), "<a href=\"a.html#b\">A</a>");
        check(None, "<b>A</b>");
    }
}
