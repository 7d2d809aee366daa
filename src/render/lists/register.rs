//! The rows of a register.

use super::push_between;
use crate::model::markup::escaped;
use crate::model::page::{RegisterCellView, RegisterRowView};
use std::fmt::Write;

/// Writes a row: the thing that it is about, what is said of that, and where.
pub(super) fn push_row(html: &mut String, row: &RegisterRowView, columns: &[String]) {
    html.push_str("\n<tr data-item data-document=\"");
    let document = escaped(&row.document);
    html.push_str(&document);
    html.push_str(if row.differs { "\" data-state=\"differs\">" } else { "\">" });
    for (number, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
        match number {
            0 => push_between(html, "<th scope=\"row\">", &cell.text, "</th>"),
            _ => push_cell(html, cell, column),
        }
    }
    push_between(html, "<td class=\"cell-from\" data-label=\"Source\"><a href=\"", &row.url, "\">");
    html.push_str(&document);
    html.push_str("</a>");
    if let Some(section) = &row.section {
        push_between(html, " <small>", section, "</small>");
    }
    html.push_str("</td></tr>");
}

/// Writes a cell; where documents disagree, what each of them says.
fn push_cell(html: &mut String, cell: &RegisterCellView, column: &str) {
    if cell.readings.is_empty() {
        html.push_str("<td data-label=\"");
        html.push_str(column);
        push_between(html, "\">", &cell.text, "</td>");
        return;
    }
    html.push_str("<td class=\"differs\" data-label=\"");
    html.push_str(column);
    push_between(html, "\" data-value=\"", &cell.text, "\">");
    push_between(html, "<div class=\"reading\"><b>", &cell.text, "</b> <small>here</small></div>");
    for reading in &cell.readings {
        push_between(html, "<div class=\"reading\"><b>", &reading.text, "</b> <small><a href=\"");
        push_between(html, "", &reading.url, "\">");
        push_between(html, "", &reading.document, "</a></small></div>");
    }
    if cell.more_readings > 0 {
        // Writing to a text does not fail.
        let _ = write!(html, "<div class=\"reading\"><small>and {} more</small></div>", cell.more_readings);
    }
    html.push_str("</td>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::Reading;
    use std::sync::Arc;

    fn row(cells: Vec<RegisterCellView>) -> RegisterRowView {
        let differs = cells.iter().any(|cell| !cell.readings.is_empty());
        let (document, url) = ("Orders & co".to_owned(), "orders.html?a&b".to_owned());
        RegisterRowView { cells, document, section: None, url, differs }
    }

    fn cell(text: &str) -> RegisterCellView {
        RegisterCellView { text: text.to_owned(), readings: Vec::new(), more_readings: 0 }
    }

    fn reading(text: &str, document: &str) -> Arc<Reading> {
        let (text, url) = (text.to_owned(), format!("{document}.html"));
        Arc::new(Reading { text, document: document.to_owned(), url })
    }

    fn written(columns: &[&str], row: RegisterRowView) -> String {
        let columns: Vec<String> = columns.iter().map(|column| escaped(column)).collect();
        let mut html = String::new();
        push_row(&mut html, &row, &columns);
        html
    }

    #[test]
    fn a_row_is_headed_by_its_thing_and_ends_with_its_place() {
        let html = written(&["Service", "Owner's \"name\""], row(vec![cell("a < b"), cell("it's")]));
        assert_eq!(
            html,
            "\n<tr data-item data-document=\"Orders &amp; co\"><th scope=\"row\">a &lt; b</th>\
             <td data-label=\"Owner's &quot;name&quot;\">it's</td>\
             <td class=\"cell-from\" data-label=\"Source\"><a href=\"orders.html?a&amp;b\">Orders &amp; co</a></td></tr>"
        );
    }

    #[test]
    fn the_section_of_a_row_stands_behind_its_document() {
        let row = RegisterRowView { section: Some("Parts & pieces".to_owned()), ..row(vec![cell("a")]) };
        let html = written(&["Service"], row);
        assert!(html.ends_with("Orders &amp; co</a> <small>Parts &amp; pieces</small></td></tr>"), "{html}");
    }

    #[test]
    fn readings_in_dispute_stand_in_one_cell_each_with_its_document_and_the_own_one_first() {
        let disputed =
            RegisterCellView { readings: vec![reading("7 s", "b's")], more_readings: 2, ..cell("5 <s>") };
        let html = written(&["Service", "Limit"], row(vec![cell("Orders"), disputed]));
        assert!(html.contains(" data-state=\"differs\">"), "{html}");
        let cell = "<td class=\"differs\" data-label=\"Limit\" data-value=\"5 &lt;s&gt;\">\
             <div class=\"reading\"><b>5 &lt;s&gt;</b> <small>here</small></div>\
             <div class=\"reading\"><b>7 s</b> <small><a href=\"b's.html\">b's</a></small></div>\
             <div class=\"reading\"><small>and 2 more</small></div></td>";
        assert!(html.contains(cell), "{html}");
    }
}
