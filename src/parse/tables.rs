//! Tables that belong to a register, by the headings of their columns.
//!
//! In: the outline and the definitions of the registers. Out: rows in the order of the text.
//! Never: a placeholder as a cell's value, or a row without the thing that it is about.

use super::outline::{BlockKind, BlockNumber, Inline, Outline};
use super::placeholders;
use super::understanding::Material;
use crate::model::register::{
    RegisterCell, RegisterColumn, RegisterDefinition, RegisterRow, plain_heading, thing,
};
use crate::source::{as_one_line, on_one_line};
use std::borrow::Cow;
use std::cell::LazyCell;

/// Reads the register rows of a document.
pub(super) fn read(material: &Material<'_>) -> Vec<RegisterRow> {
    let outline = material.outline;
    let mut rows = Vec::new();
    for (number, block) in outline.tables() {
        let table = Table::of(outline, number);
        let title = block.section.and_then(|section| material.sections.get(section as usize));
        // Only the heading of a column that several registers have needs another word for it.
        let title = LazyCell::new(|| title.map_or_else(String::new, |section| plain_heading(&section.title)));
        // The user's own come last and go before the built-in ones.
        for (register, definition) in material.registers.iter().enumerate().rev() {
            if let Some(places) = table.places(definition, &title) {
                table.rows(register as u32, &places, block.section, &mut rows);
                break;
            }
        }
    }
    rows
}

struct Table<'a> {
    outline: &'a Outline,
    headings: Vec<String>,
    /// Of each heading the bit of its kind.
    kinds: u64,
    rows: Vec<BlockNumber>,
}

/// For each column of a register the column of the table, where it has one.
type ColumnPlaces = Vec<Option<usize>>;

impl<'a> Table<'a> {
    fn of(outline: &'a Outline, table: BlockNumber) -> Self {
        let mut headings = Vec::new();
        let mut rows = Vec::new();
        for (row, block) in outline.children(table) {
            match block.kind {
                BlockKind::Row { is_head: true } => {
                    headings = outline
                        .children(row)
                        .map(|(cell, _)| plain_heading(outline.inline(cell).text()))
                        .collect();
                }
                _ => rows.push(row),
            }
        }
        let kinds = headings.iter().fold(0, |kinds, heading| kinds | kind_of(heading));
        Self { outline, headings, kinds, rows }
    }

    /// Finds the columns of a register; nothing if the table is none of it.
    fn places(
        &self,
        definition: &RegisterDefinition,
        section: &LazyCell<String, impl FnOnce() -> String>,
    ) -> Option<ColumnPlaces> {
        let (key, others) = definition.columns.split_first()?;
        let by_heading = |headings: &[String]| {
            // Most tables are of no register.
            let may_be = headings.iter().any(|heading| self.kinds & kind_of(heading) != 0);
            may_be.then_some(())?;
            self.headings.iter().position(|heading| !heading.is_empty() && headings.contains(heading))
        };
        let key_place = match by_heading(&key.headings) {
            Some(place) => place,
            None => {
                let place = by_heading(&key.common_headings)?;
                // `NAME | VALUE` in capitals are constants; `VARIABLE` says what they are.
                let is_named = self.headings[place].trim_end_matches('s') == plain_heading(&key.label);
                let is_told = tells(section, definition)
                    || definition.in_capitals && is_named && self.is_in_capitals(place);
                // The thing stands first, or behind a number; a name further on belongs to something else.
                (is_told && place < 2).then_some(place)?
            }
        };
        let mut taken = vec![key_place];
        let mut places = vec![Some(key_place)];
        for column in others {
            let place = self.place_of(column, &taken);
            if place.is_none() && column.is_required {
                return None;
            }
            taken.extend(place);
            places.push(place);
        }
        // One column alone says nothing about what a table is for.
        (taken.len() > 1 || definition.columns.len() == 1).then_some(places)
    }

    fn place_of(&self, column: &RegisterColumn, taken: &[usize]) -> Option<usize> {
        column.headings.iter().find_map(|wanted| {
            self.headings
                .iter()
                .enumerate()
                .find(|(at, heading)| !taken.contains(at) && *heading == wanted)
                .map(|(at, _)| at)
        })
    }

    /// Says whether most cells of a column are names in capitals: `DATABASE_URL`.
    fn is_in_capitals(&self, place: usize) -> bool {
        let is_name = |row: &BlockNumber| {
            let cell = self.outline.children(*row).nth(place);
            cell.is_some_and(|(cell, _)| {
                let text = self.outline.inline(cell).text().trim();
                let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
                text.len() >= 3
                    && text.chars().all(is_capital)
                    && text.starts_with(|c: char| c.is_ascii_uppercase())
            })
        };
        let named = self.rows.iter().filter(|row| is_name(row)).count();
        named > 0 && named * 2 >= self.rows.len()
    }

    fn rows(&self, register: u32, places: &ColumnPlaces, section: Option<u32>, found: &mut Vec<RegisterRow>) {
        let mut in_table: Vec<BlockNumber> = Vec::with_capacity(self.headings.len());
        found.reserve(self.rows.len());
        for &row in &self.rows {
            in_table.clear();
            in_table.extend(self.outline.children(row).map(|(cell, _)| cell));
            let cells: Vec<Option<RegisterCell>> =
                places.iter().map(|place| cell(self.outline.inline(*in_table.get((*place)?)?))).collect();
            if let Some(Some(name)) = cells.first() {
                let (thing, extent) = (thing(&name.text), self.outline.block(row).extent);
                found.push(RegisterRow { register, thing, cells, section, extent });
            }
        }
    }
}

/// Returns the value of a cell: its text without HTML; nothing where nobody filled it in.
fn cell(inline: Inline<'_>) -> Option<RegisterCell> {
    let inline = inline.trim();
    let text = match inline.stretches().any(|(_, marks, _)| marks.html) {
        false => as_one_line(inline.text()),
        // `<br>` parts two words.
        true => {
            let shown = inline.stretches().map(|(part, marks, _)| if marks.html { " " } else { part.text() });
            Cow::Owned(on_one_line(shown.collect()))
        }
    };
    let is_nothing = matches!(&*text, "-" | "–" | "—" | "…" | "...");
    (!is_nothing && !placeholders::is_unfilled(&text))
        .then(|| RegisterCell { text: text.into_owned(), extent: inline.extent() })
}

/// Returns a bit by the first letter and the length of a heading: where these differ so do the headings.
fn kind_of(heading: &str) -> u64 {
    let first = heading.as_bytes().first().map_or(0, |first| usize::from(*first));
    1 << ((first + 7 * heading.len()) % 64)
}

/// Says whether the title of a section tells that its tables are of a register.
fn tells(section: &str, definition: &RegisterDefinition) -> bool {
    let words: Vec<&str> =
        section.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_told = |wanted: &String| {
        let length = wanted.split(' ').count();
        words.windows(length).any(|words| wanted.split(' ').eq(words.iter().copied()))
    };
    definition.sections.iter().any(is_told)
}

#[cfg(test)]
mod tests {
    use crate::model::register::{RegisterDefinition, built_in};
    use crate::parse::{self, Depth, MarkdownOptions};
    use crate::source::{LineIndex, SourcePath};

    fn rows_of(markdown: &str, registers: &[RegisterDefinition]) -> Vec<String> {
        let markdown_options = MarkdownOptions { depth: Depth::Facts, unsafe_html: false };
        let options = parse::Options { markdown: markdown_options, registers, keep_metadata: false };
        let file = SourcePath::new("a.md");
        let parsed = parse::document(&file, &LineIndex::new(markdown), None, options, &|_| None);
        let rows = parsed.document.register_rows.iter().map(|row| {
            let definition = &registers[row.register as usize];
            let cells = definition.columns.iter().zip(&row.cells);
            let cells =
                cells.filter_map(|(column, cell)| Some(format!("{}={}", column.label, cell.as_ref()?.text)));
            format!("{}: {}", definition.name, cells.collect::<Vec<_>>().join(", "))
        });
        rows.collect()
    }

    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        assert_eq!(rows_of(markdown, &built_in()), expected, "{markdown}");
    }

    #[test]
    fn a_table_of_technologies_is_known_by_its_columns_under_any_heading() {
        check(
            "### Core\n\n| Technology | Version | Purpose | Justification |\n|---|---|---|---|\n\
             | **Node.js** | 22.x LTS | Runtime | Fast |\n| `Redis` | - | Cache | [WHY] |\n| [TECHNOLOGY] | [VERSION] | | |\n",
            &[
                "technologies: Technology=Node.js, Version=22.x LTS, Purpose=Runtime, Justification=Fast",
                "technologies: Technology=Redis, Purpose=Cache",
            ],
        );
        check(
            "| Stage | Tools | Purpose | Mandatory |\n|---|---|---|---|\n| Build | Docker Bake | Images | Yes |\n",
            &["technologies: Technology=Docker Bake, Purpose=Images"],
        );
    }

    #[test]
    fn common_headings_count_where_the_section_tells_what_they_mean() {
        let services = "| Service | Purpose | Criticality | Fallback |\n|---|---|---|---|\n| Stripe | Cards | High | Queue |\n";
        check(
            &format!("### External Services\n\n{services}"),
            &["external-services: Service=Stripe, Purpose=Cards, Criticality=High, Fallback=Queue"],
        );
        check(&format!("### Our services\n\n{services}"), &[]);
        check(
            "## Technology Stack\n\n| Component | Version |\n|---|---|\n| PostgreSQL | 16.2 |\n",
            &["technologies: Technology=PostgreSQL, Version=16.2"],
        );
    }

    #[test]
    fn variables_are_those_of_the_environment_where_they_are_in_capitals() {
        check(
            "| Variable | Purpose | Example | Required |\n|---|---|---|---|\n| API_KEY | Access | `abc123` | Yes |\n",
            &["environment-variables: Variable=API_KEY, Purpose=Access, Example=abc123, Required=Yes"],
        );
        check(
            "| Variable | Default value | Description |\n|---|---|---|\n| darkMode | false | Colours |\n",
            &[],
        );
        check(
            "| Variable | Type | Initial value |\n|---|---|---|\n| `authorized` | address | unset |\n",
            &[],
        );
    }

    #[test]
    fn metrics_have_a_target_and_results_have_none() {
        check(
            "| Metric | Target | Current | Status |\n|---|---|---|---|\n| **Error Rate** | < 0.1% | [CURRENT] | [STATUS] |\n",
            &["metrics: Metric=Error Rate, Target=< 0.1%"],
        );
        check("| Metric | Value |\n|---|---|\n| Blocks | 12 |\n", &[]);
    }

    #[test]
    fn risks_threats_and_debts_are_one_register() {
        check(
            "Threat | Mitigation(s)\n--- | ---\nSpoofing | TLS\n",
            &["risks: Risk=Spoofing, Mitigation=TLS"],
        );
        check(
            "## Technical debt\n\n| Item | Impact | Plan |\n|---|---|---|\n| Old feed | High | Replace it |\n",
            &["risks: Risk=Old feed, Impact=High, Mitigation=Replace it"],
        );
    }

    #[test]
    fn tables_about_something_else_are_no_register() {
        for heads in [
            "Name | Type | Description",
            "Date | Change | Author",
            "Scenario | Date | Version | Result",
            "ADR ID | Title | Status",
            "Field | Value",
            "Attack | Worst-case block bytes",
            "Version | Date | Author | Description",
        ] {
            let columns = heads.matches('|').count();
            let dashes = format!("---{}", " | ---".repeat(columns));
            let cells = format!("x{}", " | y".repeat(columns));
            check(&format!("{heads}\n{dashes}\n{cells}\n"), &[]);
        }
    }

    #[test]
    fn rows_with_fewer_cells_than_the_head_are_read_as_far_as_they_go() {
        check(
            "| Technology | Version | Purpose |\n|---|---|---|\n| Kafka |\n| Redis | 7<br>cluster |\n",
            &["technologies: Technology=Kafka", "technologies: Technology=Redis, Version=7 cluster"],
        );
    }

    #[test]
    fn a_register_of_the_users_own_needs_all_its_columns() {
        let registers = [RegisterDefinition::declared("Queues", &["Queue".into(), "Owner".into()], &[])];
        let table = "| Queue | Depth | Owner |\n|---|---|---|\n| orders | 10 | Grid |\n";
        assert_eq!(rows_of(table, &registers), ["queues: Queue=orders, Owner=Grid"]);
        assert_eq!(rows_of("| Queue | Depth |\n|---|---|\n| orders | 10 |\n", &registers), [""; 0]);
    }
}
