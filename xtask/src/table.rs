//! Markdown tables and the numbers in them.
//!
//! In: cells. Out: text whose columns line up, so that it reads in a terminal and renders in a note.

/// A table that is filled row by row.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Starts a table with its heading. The first column is aligned left, all others right.
    pub fn new(heading: &[&str]) -> Self {
        Self { rows: vec![heading.iter().map(ToString::to_string).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Writes the table on standard output, an empty line after it.
    pub fn print(&self) {
        println!("{}", self.text());
    }

    fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            for (column, &width) in widths.iter().enumerate() {
                let cell = row.get(column).map_or("", String::as_str);
                let padding = " ".repeat(width - cell.chars().count());
                match column {
                    0 => text.push_str(&format!("| {cell}{padding} ")),
                    _ => text.push_str(&format!("| {padding}{cell} ")),
                }
            }
            text.push_str("|\n");
            if index == 0 {
                for (column, &width) in widths.iter().enumerate() {
                    let end = if column == 0 { '-' } else { ':' };
                    text.push_str(&format!("|-{}{end}", "-".repeat(width)));
                }
                text.push_str("|\n");
            }
        }
        text
    }
}

/// Writes a number of bytes in megabytes, or kilobytes where those would be none.
pub fn bytes(count: u64) -> String {
    match count {
        0..100_000 => format!("{:.1} kB", count as f64 / 1e3),
        _ => format!("{:.1} MB", count as f64 / 1e6),
    }
}

/// Returns the middle of the values; of an even number of them the mean of the two in the middle.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&["name", "n"]);
        table.row(vec!["größe".into(), "1234".into()]);
        assert_eq!(table.text(), "| name  |    n |\n|-------|-----:|\n| größe | 1234 |\n");
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
    }
}
