//! Registers: the rows of all tables of one kind, gathered from all documents.
//!
//! In: definitions, built in or declared in the configuration; rows made by the parse stage. Out:
//! gathered by linking, shown by rooms. Never: takes a placeholder for a cell's value.

use super::site::DocumentNumber;
use crate::source::{Extent, on_one_line};

/// What makes a table one of a register: all its required columns and at least one more, found by
/// their headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterDefinition {
    /// Its name, as addresses have it: `external-services`.
    pub name: String,
    /// Its name as people read it.
    pub label: String,
    /// Its columns in order; the first names the thing that a row is about, and is required.
    pub columns: Vec<RegisterColumn>,
    /// Words of a section's title that tell what the tables in it are about, in lower case. There the
    /// first column may have one of its common headings.
    pub sections: Vec<String>,
    /// Words of the title of a chapter around the section, or of the document, that tell the same. Fewer: a
    /// chapter is about more than its name says.
    pub chapters: Vec<String>,
    /// Headings of columns that the register does not keep, beside which its own first column is enough:
    /// `Layer | Technology`.
    pub companions: Vec<String>,
    /// Whether things are named in capitals (`DATABASE_URL`), which under the register's own word for them
    /// tells as much as a section does.
    pub in_capitals: bool,
}

/// A column of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterColumn {
    /// Its heading as the register shows it.
    pub label: String,
    /// The headings by which tables call it, in lower case.
    pub headings: Vec<String>,
    /// Further headings, which other tables have as well (`service`, `name`), the surest first: see
    /// [`RegisterDefinition::sections`].
    pub common_headings: Vec<String>,
    /// Whether a table must have it to be one of the register.
    pub is_required: bool,
    /// Whether two documents that give one thing different values in it disagree.
    pub must_agree: bool,
}

/// A row that the parse stage found, in a table that is one of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRow {
    /// The index of the register among the definitions of the turn.
    pub register: u32,
    /// The thing that it is about, as all spellings of it are compared: see [`thing`].
    pub thing: String,
    /// A cell for each column of the register: nothing where the table has no such column, or the
    /// cell is empty or a placeholder.
    pub cells: Vec<Option<RegisterCell>>,
    /// The section that the table stands in.
    pub section: Option<u32>,
    /// The row.
    pub extent: Extent,
}

/// A cell with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterCell {
    /// Its plain text.
    pub text: String,
    /// Where it stands.
    pub extent: Extent,
}

/// All rows of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Its rows, in the order of its things and then of the documents: document and index among
    /// the rows of that document.
    pub rows: Vec<(DocumentNumber, u32)>,
    /// Things that documents disagree about.
    pub disagreements: Vec<Disagreement>,
}

/// One thing with two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The column of the register.
    pub column: u32,
    /// The indexes of the rows among [`Register::rows`] that say different things.
    pub rows: Vec<u32>,
}

impl RegisterDefinition {
    /// Makes a register of a name and the headings of its columns, all of which a table must have.
    pub fn declared(name: &str, columns: &[String], agreeing: &[String]) -> Self {
        let column = |label: &String| RegisterColumn {
            label: label.trim().to_owned(),
            headings: vec![plain_heading(label)],
            common_headings: Vec::new(),
            is_required: true,
            must_agree: agreeing.iter().any(|it| plain_heading(it) == plain_heading(label)),
        };
        Self {
            name: address(name),
            label: name.trim().to_owned(),
            columns: columns.iter().map(column).collect(),
            sections: Vec::new(),
            chapters: Vec::new(),
            companions: Vec::new(),
            in_capitals: false,
        }
    }
}

/// Returns a heading as headings are compared: in lower case, without marks, with single spaces, and
/// without what stands in parentheses: `Mitigation(s)` is `mitigation`, `Target (P95)` is `target`.
pub fn plain_heading(heading: &str) -> String {
    let mut plain = String::with_capacity(heading.len());
    let mut depth = 0_u32;
    for c in heading.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '*' | '`' | ':' | '?' | '#' => {}
            '-' | '_' | '/' if depth == 0 => plain.push(' '),
            c if depth == 0 && c.is_ascii() => plain.push(c.to_ascii_lowercase()),
            c if depth == 0 => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    on_one_line(plain)
}

/// Returns what one thing is called in all spellings: `Node.js`, `node.js` and `NodeJS`; but not
/// `C`, `C#` and `C++`.
pub fn thing(name: &str) -> String {
    let mut thing = String::with_capacity(name.len());
    for c in name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#')) {
        if c.is_ascii() {
            thing.push(c.to_ascii_lowercase());
        } else {
            thing.extend(c.to_lowercase());
        }
    }
    thing
}

/// Returns the name of a register as its address has it.
pub fn address(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// A column of a built-in register: its label, its headings, and how it counts.
struct Column(&'static str, &'static str, Counts);

/// How a column counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Optional,
    Required,
    Agreeing,
    RequiredAndAgreeing,
}

/// Returns the registers that every portal has.
pub fn built_in() -> Vec<RegisterDefinition> {
    use Counts::{Agreeing, Optional, Required, RequiredAndAgreeing};
    vec![
        built(
            "Technologies",
            &[
                Column(
                    "Technology",
                    "technology, technologies, tech, framework, library, tool, tools, tooling, software, runtime, \
                     programming language, product, dependency, technologie, technologien, tecnología, tecnologías, \
                     tecnologia, tecnologias",
                    Required,
                ),
                Column(
                    "Version",
                    "version, versions, current version, min version, release, versión, versão",
                    Agreeing,
                ),
                Column(
                    "Purpose",
                    "purpose, use, used for, usage, role, use case, responsibility, what for, zweck, propósito",
                    Optional,
                ),
                Column(
                    "Justification",
                    "justification, rationale, reason, reasons, why, why chosen, notes",
                    Optional,
                ),
                Column("License", "license, licence", Optional),
            ],
            "choice, selection, component, package, name, database, language, service, platform",
            Told {
                sections: "technology, technologies, tech stack, stack, framework, frameworks, libraries, tooling, \
                           software versions, component versions, version pins, pinned versions, key dependencies",
                chapters: "technologies, tech stack, technology stack",
                companions: "layer, category, area, concern, aspect, tier",
            },
        ),
        built(
            "External services",
            &[
                Column(
                    "Service",
                    "external service, external services, external system, third party service, third party, external api, \
                     saas, vendor, integration",
                    Required,
                ),
                Column("Purpose", "purpose, use, used for, usage, description, what it does, role", Optional),
                Column("URL", "url, address, endpoint, base url, host, link", Agreeing),
                Column("Criticality", "criticality, critical, importance, tier", Optional),
                Column("Fallback", "fallback, if unavailable, degradation, failure mode, failover", Optional),
                Column(
                    "Integration",
                    "integration method, integration, method, protocol, interface, connection, api, type",
                    Optional,
                ),
                Column("Data", "data flow, data, data exchanged, data shared", Optional),
                Column("SLA", "sla, availability, uptime", Optional),
                Column("Owner", "owner, contact, team, responsible", Optional),
            ],
            "service, system, name, api, provider, partner, dependency, services",
            Told {
                sections: "external, third party, integration, integrations, vendors, saas",
                chapters: "external services, external systems, external dependencies, third party services",
                companions: "",
            },
        ),
        built(
            "Environment variables",
            &[
                Column(
                    "Variable",
                    "environment variable, environment variables, env var, env vars, env variable, env",
                    Required,
                ),
                Column("Purpose", "purpose, description, meaning, use, used for, what it does", Optional),
                Column("Default", "default, default value", Optional),
                Column("Example", "example, example value, sample, value", Optional),
                Column("Required", "required, mandatory, optional", Optional),
            ],
            "variable, variables, var, vars, name, key, setting",
            Told {
                sections: "environment, env, environment variables",
                chapters: "environment variables, env vars",
                companions: "",
            },
        ),
        built(
            "Metrics",
            &[
                Column(
                    "Metric",
                    "metric, metrics, kpi, indicator, sli, slo, quality attribute, quality goal, measure, service level \
                     indicator, objective",
                    Required,
                ),
                Column(
                    "Target",
                    "target, targets, target value, goal, threshold, slo target, slo, sla, limit, budget",
                    RequiredAndAgreeing,
                ),
                Column(
                    "Current",
                    "current, actual, value, baseline, measured, current value, today",
                    Optional,
                ),
                Column("Status", "status, state, on track", Optional),
                Column(
                    "Measured by",
                    "measurement, measured by, how measured, source, tool, method",
                    Optional,
                ),
            ],
            "name, attribute, quality, requirement, scenario",
            Told {
                sections: "metrics, kpi, kpis, targets, service levels, slo, slos, performance targets",
                chapters: "metrics, kpis, slos, service level objectives, performance targets",
                companions: "",
            },
        ),
        built(
            "Risks",
            &[
                Column(
                    "Risk",
                    "risk, risks, risk debt, risk technical debt, risk or debt, threat, threats, technical debt, tech debt, \
                     debt, debt item, attack, attack type, hazard, vulnerability, risiko, schuld, technische schuld, risque, dette technique, riesgo, deuda técnica, \
                     risco, dívida técnica",
                    Required,
                ),
                Column(
                    "Likelihood",
                    "likelihood, probability, chance, occurrence, wahrscheinlichkeit, eintrittswahrscheinlichkeit, \
                     probabilité, probabilidad, probabilidade",
                    Optional,
                ),
                Column(
                    "Impact",
                    "impact, severity, consequence, consequences, effect, damage, why it matters, auswirkung, \
                     auswirkungen, impacto",
                    Optional,
                ),
                Column(
                    "Mitigation",
                    "mitigation, mitigations, mitigation solution, mitigation strategy, mitigating actions, response, \
                     treatment, countermeasure, countermeasures, measure, measures, plan, remediation, remediation plan, \
                     action, contingency, proposed fix, next step, next steps, suggested next step, \
                     maßnahme, maßnahmen, gegenmaßnahme, gegenmaßnahmen, atténuation, mitigación, mitigação",
                    Optional,
                ),
                Column(
                    "Priority",
                    "priority, rank, risk level, level, score, rating, priorität, priorité, prioridad, prioridade",
                    Optional,
                ),
                Column("Effort", "effort, estimate, cost", Optional),
                Column("Owner", "owner, responsible, assignee", Optional),
                Column("Status", "status, state", Optional),
            ],
            "item, issue, title, name, problem, concern, finding, gap, description",
            Told {
                sections: "risk, risks, threats, threat model, technical debt, tech debt",
                chapters: "risks, risk register, threats, technical debt, technical debts, tech debt",
                companions: "",
            },
        ),
    ]
}

/// What tells that a table is one of a register, besides the headings of its columns.
struct Told {
    sections: &'static str,
    chapters: &'static str,
    companions: &'static str,
}

fn built(label: &str, columns: &[Column], common: &str, told: Told) -> RegisterDefinition {
    let listed =
        |text: &str| text.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let column = |(place, Column(label, headings, counts)): (usize, &Column)| RegisterColumn {
        label: (*label).to_owned(),
        headings: listed(headings),
        common_headings: if place == 0 { listed(common) } else { Vec::new() },
        is_required: matches!(counts, Counts::Required | Counts::RequiredAndAgreeing),
        must_agree: matches!(counts, Counts::Agreeing | Counts::RequiredAndAgreeing),
    };
    RegisterDefinition {
        name: address(label),
        label: label.to_owned(),
        columns: columns.iter().enumerate().map(column).collect(),
        sections: listed(told.sections),
        chapters: listed(told.chapters),
        companions: listed(told.companions),
        in_capitals: label == "Environment variables",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_without_their_marks() {
        assert_eq!(plain_heading("**Mitigation(s)**"), "mitigation");
        assert_eq!(plain_heading(" Third-Party  Service "), "third party service");
        assert_eq!(plain_heading("Target (P95)"), "target");
    }

    #[test]
    fn the_registers_of_the_contract_are_built_in() {
        let names: Vec<String> = built_in().into_iter().map(|it| it.name).collect();
        let expected = ["technologies", "external-services", "environment-variables", "metrics", "risks"];
        assert_eq!(names, expected);
    }

    #[test]
    fn every_heading_is_written_as_headings_are_compared() {
        for column in built_in().iter().flat_map(|it| &it.columns) {
            for heading in column.headings.iter().chain(&column.common_headings) {
                assert_eq!(*heading, plain_heading(heading), "{column:?}");
            }
        }
    }
}
