//! Tables that belong to a register, by the headings of their columns.
//!
//! In: the outline and the definitions of the registers. Out: rows in the order of the text.
//! Never: a placeholder as a cell's value, or a row without the thing that it is about.

use super::outline::{BlockKind, BlockNumber, Inline, Outline};
use super::placeholders;
use super::understanding::Material;
use crate::model::document::Section;
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
        // Only the heading of a column that several registers have needs another word for it.
        let titles = LazyCell::new(|| Titles::of(material.sections, block.section));
        // The user's own come last and go before the built-in ones.
        for (register, definition) in material.registers.iter().enumerate().rev() {
            if let Some(places) = table.places(definition, &titles) {
                table.rows(register as u32, &places, block.section, &mut rows);
                break;
            }
        }
    }
    rows
}

/// The titles that tell what a table is about, as headings are compared.
struct Titles {
    /// Of the section that it stands in.
    section: String,
    /// Of the chapters around that, and of the document.
    chapters: Vec<String>,
}

impl Titles {
    fn of(sections: &[Section], section: Option<u32>) -> Self {
        let before = section.and_then(|section| sections.get(..=section as usize));
        let Some((own, before)) = before.and_then(<[Section]>::split_last) else {
            return Self { section: String::new(), chapters: Vec::new() };
        };
        let mut level = own.level;
        let mut chapters = Vec::new();
        for section in before.iter().rev() {
            if section.level < level {
                level = section.level;
                chapters.push(plain_heading(&section.title));
            }
        }
        Self { section: plain_heading(&own.title), chapters }
    }
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
        let headings_in = |row| -> Vec<String> {
            outline.children(row).map(|(cell, _)| plain_heading(outline.inline(cell).text())).collect()
        };
        let mut headings = Vec::new();
        let mut rows = Vec::new();
        for (row, block) in outline.children(table) {
            match block.kind {
                BlockKind::Row { is_head: true } => headings = headings_in(row),
                // What makes Markdown of a text document has the head of a table for its first row.
                _ if rows.is_empty() && headings.iter().all(String::is_empty) => headings = headings_in(row),
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
        titles: &LazyCell<Titles, impl FnOnce() -> Titles>,
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
                // Of `Component | Choice` and `Layer | Package` each time the second is the thing.
                let mut possible = key.common_headings.iter().filter(|it| self.kinds & kind_of(it) != 0);
                let place =
                    possible.find_map(|wanted| self.headings.iter().position(|heading| heading == wanted))?;
                // `NAME | VALUE` in capitals are constants; `VARIABLE` says what they are.
                let is_named =
                    || plain_heading(&key.label).starts_with(self.headings[place].trim_end_matches('s'));
                let are_variables = || definition.in_capitals && self.is_in_capitals(place);
                let is_of_section =
                    tells(&titles.section, &definition.sections) || is_named() && are_variables();
                // A chapter tells less of a table: its other columns have to be a register's, and a name can be
                // that of anything.
                let is_of_chapter = || {
                    titles.chapters.iter().any(|title| tells(title, &definition.chapters))
                        && (!definition.in_capitals && self.headings[place] != "name" || are_variables())
                };
                // The thing stands first, or behind a number; a name further on belongs to something else.
                let is_told = is_of_section && (place < 2 || self.is_behind(place, others))
                    || self.is_behind(place, &[]) && is_of_chapter();
                is_told.then_some(place)?
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
        let has_companion = || self.headings.iter().any(|heading| definition.companions.contains(heading));
        (taken.len() > 1 || definition.columns.len() == 1 || has_companion()).then_some(places)
    }

    /// Says whether nothing stands before a column but numbers and other columns of the register:
    /// `ID | Severity | Likelihood | Description`.
    fn is_behind(&self, place: usize, others: &[RegisterColumn]) -> bool {
        self.headings[..place].iter().all(|heading| {
            // The heading `#` has no letters.
            let mut words = heading.split(|c: char| !c.is_alphanumeric());
            let is_number = heading.is_empty() || words.any(|word| matches!(word, "id" | "no" | "nr"));
            is_number || others.iter().any(|column| column.headings.contains(heading))
        })
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
            if let Some(name) = cells.first().and_then(Option::as_ref).filter(|name| names_thing(&name.text))
            {
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

/// Says whether a text names a thing: in a column `Risk` may also stand how high one is, `3` or `High`.
fn names_thing(text: &str) -> bool {
    text.contains(char::is_alphabetic) && !placeholders::is_level(text)
}

/// Returns a bit by the first letter and the length of a heading: where these differ so do the headings.
fn kind_of(heading: &str) -> u64 {
    let first = heading.as_bytes().first().map_or(0, |first| usize::from(*first));
    1 << ((first + 7 * heading.len()) % 64)
}

/// Says whether a title has one of some words, or of some rows of words.
fn tells(title: &str, told: &[String]) -> bool {
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_told = |wanted: &String| {
        let length = wanted.split(' ').count();
        words.windows(length).any(|words| wanted.split(' ').eq(words.iter().copied()))
    };
    told.iter().any(is_told)
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
    fn how_high_a_risk_is_is_none() {
        check(
            "| Step | Risk | Status |\n|--|--|--|\n| Move the feed | 3 | Open |\n| Move the vans | Very high | Open |\n| Stop | Data is lost | Open |\n",
            &["risks: Risk=Data is lost, Status=Open"],
        );
        check("## Tech stack\n\n| Layer | Purpose |\n|--|--|\n| Backend | Orders |\n", &[]);
    }

    #[test]
    fn of_two_common_headings_the_one_that_names_a_thing_is_its_name() {
        check(
            "## Stack\n\n| Component | Choice | Version |\n|---|---|---|\n| Cache | Redis | 7.x |\n",
            &["technologies: Technology=Redis, Version=7.x"],
        );
        check(
            "## Tech stack\n\n| Layer | Package | Version |\n|---|---|---|\n| Web | axum | 0.8 |\n",
            &["technologies: Technology=axum, Version=0.8"],
        );
        check(
            "## 11. Risks and Technical Debts\n\n| Priority | Risk/Debt | Measures |\n|--|--|--|\n| 1 | One region | A second |\n",
            &["risks: Risk=One region, Mitigation=A second, Priority=1"],
        );
    }

    #[test]
    fn a_chapter_tells_of_the_tables_in_its_sections() {
        check(
            "## Tech Stack\n\n### Feed\n\n| Component | Version |\n|---|---|\n| Kafka | 3.9 |\n",
            &["technologies: Technology=Kafka, Version=3.9"],
        );
        check(
            "# Tech debt of the depot\n\n## Open\n\n| Nr. | Issue | Owner |\n|---|---|---|\n| 1 | Old feed | Ana |\n",
            &["risks: Risk=Old feed, Owner=Ana"],
        );
        // Names may be those of anything, and a scale says what its levels mean.
        for table in [
            "| Name | Purpose |\n|---|---|\n| `feed` | Topic of the vans |\n",
            "| Level | Description | Action |\n|---|---|---|\n| 3 | High | At once |\n",
        ] {
            check(&format!("## Tech stack and technical debt\n\n### Table\n\n{table}"), &[]);
        }
    }

    #[test]
    fn a_risk_may_stand_behind_what_is_said_of_it() {
        check(
            "# Risks\n\n| ID | Severity | Chance | Description | Plan |\n|--|--|--|--|--|\n| R1 | High | Low | No feed | Cache |\n",
            &["risks: Risk=No feed, Likelihood=Low, Impact=High, Mitigation=Cache"],
        );
        check("# Risks\n\n| Team | Phase | Description | Impact |\n|--|--|--|--|\n| A | 1 | B | C |\n", &[]);
    }

    #[test]
    fn registers_are_known_by_their_headings_in_five_languages() {
        for heads in [
            "Risiko | Wahrscheinlichkeit | Auswirkung | Maßnahme",
            "Risque | Probabilité | Impact | Atténuation",
            "Riesgo | Probabilidad | Impacto | Mitigación",
            "Risco | Probabilidade | Impacto | Mitigação",
        ] {
            check(
                &format!("| {heads} |\n|---|---|---|---|\n| A | B | C | D |\n"),
                &["risks: Risk=A, Likelihood=B, Impact=C, Mitigation=D"],
            );
        }
        check(
            "| Technologie | Zweck |\n|---|---|\n| Kafka | Feed |\n",
            &["technologies: Technology=Kafka, Purpose=Feed"],
        );
    }

    #[test]
    fn the_layer_is_enough_beside_a_technology() {
        check(
            "| Layer | Technology |\n|---|---|\n| Frontend | Svelte 5 |\n",
            &["technologies: Technology=Svelte 5"],
        );
        check("| Team | Technology |\n|---|---|\n| Grid | Svelte 5 |\n", &[]);
    }

    #[test]
    fn the_first_row_is_the_head_where_the_head_is_empty() {
        check(
            "|  |  |\n|---|---|\n| **Risk** | **Mitigating actions** |\n| No feed | Cache |\n|  |  |\n",
            &["risks: Risk=No feed, Mitigation=Cache"],
        );
    }

    #[test]
    fn variables_are_those_of_the_environment_where_they_are_in_capitals() {
        check(
            "| Variable | Purpose | Example | Required |\n|---|---|---|---|\n| API_KEY | Access | `abc123` | Yes |\n",
            &["environment-variables: Variable=API_KEY, Purpose=Access, Example=abc123, Required=Yes"],
        );
        check(
            "| Var | Default |\n|---|---|\n| `API_KEY` | none |\n",
            &["environment-variables: Variable=API_KEY, Default=none"],
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
