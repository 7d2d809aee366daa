//! The code in the generated documents: seven languages, made to look like work.
//!
//! In: a document that is being written, for its dice and its names. Out: some lines of code, with
//! names that no other fence has. Never: code that is meant to run.

use super::Document;
use super::words::{ACTIONS, QUALITIES, STATES, TEAMS};

/// Writes some lines in a language, with names that no other fence has.
pub type Block = fn(&mut Document) -> String;

/// The languages by the tag of their fences.
pub const LANGUAGES: [(&str, Block); 7] = [
    ("typescript", typescript),
    ("rust", rust),
    ("yaml", yaml),
    ("sql", sql),
    ("json", json),
    ("dockerfile", dockerfile),
    ("bash", bash),
];

fn typescript(document: &mut Document) -> String {
    let (name, number) = (document.name(), document.dice.roll(9000));
    let (state, action) = (document.dice.pick(&STATES), document.dice.pick(&ACTIONS));
    format!(
        "export interface {name} {{\n  readonly id: string;\n  {state}: boolean;\n  limits?: {{ min: number; max: {number} }};\n}}\n\n\
         // {action} what the control room has not confirmed\nexport const of_{name} = async (all: {name}[]): Promise<number> => {{\n  \
         const open = all.filter((one) => !one.{state} && one.id !== `#${{all.length}}`);\n  return open.length ?? {number};\n}};\n",
    )
}

fn rust(document: &mut Document) -> String {
    let (name, number) = (document.name(), document.dice.roll(9000));
    let (state, quality) = (document.dice.pick(&STATES), document.dice.pick(&QUALITIES));
    format!(
        "/// Keeps the {quality} of what is {state}.\npub fn {name}(readings: &[Reading], limit: u32) -> Result<usize, Fault> {{\n    \
         let {state} = readings.iter().filter(|reading| reading.value > {number}.5).count();\n    \
         if {state} as u32 > limit {{\n        return Err(Fault::Above {{ limit, found: \"{quality}\" }});\n    }}\n    Ok({state})\n}}\n",
    )
}

fn yaml(document: &mut Document) -> String {
    let (name, number, state) = (document.name(), document.dice.roll(9000), document.dice.pick(&STATES));
    format!(
        "{name}:\n  image: registry.internal/{state}:{number}\n  replicas: {}\n  env:\n    - {{ name: LIMIT, value: \"{number}\" }}\n    \
         - name: MODE # set by the control room\n      value: {state}\n  enabled: {}\n",
        number % 7 + 1,
        number % 2 == 0,
    )
}

fn sql(document: &mut Document) -> String {
    let (name, number) = (document.name(), document.dice.roll(9000));
    let (state, quality) = (document.dice.pick(&STATES), document.dice.pick(&QUALITIES));
    format!(
        "CREATE TABLE {name} (\n  id BIGINT PRIMARY KEY,\n  {state} BOOLEAN NOT NULL DEFAULT FALSE,\n  {quality} NUMERIC(12, 3) CHECK ({quality} < {number})\n);\n\
         SELECT id, avg({quality}) AS mean FROM {name} -- one zone only\n  WHERE {state} AND id > {number} GROUP BY id ORDER BY mean DESC LIMIT 20;\n",
    )
}

fn json(document: &mut Document) -> String {
    let (name, number) = (document.name(), document.dice.roll(9000));
    let (state, team) = (document.dice.pick(&STATES), document.dice.pick(&TEAMS));
    format!(
        "{{\n  \"id\": \"{name}\",\n  \"state\": \"{state}\",\n  \"value\": {number}.25,\n  \"confirmed\": {},\n  \
         \"crew\": {{ \"team\": \"{team}\", \"members\": [{}, {}, null] }}\n}}\n",
        number % 3 == 0,
        number % 40,
        number % 53,
    )
}

fn dockerfile(document: &mut Document) -> String {
    let (name, number, state) = (document.name(), document.dice.roll(9000), document.dice.pick(&STATES));
    format!(
        "FROM registry.internal/base:{number} AS {name}\nWORKDIR /srv/{state}\nCOPY --chown=app:app . .\n\
         RUN make {name} && rm -rf /var/cache/{number}\nENV MODE={state} LIMIT=\"{number}\"\nEXPOSE {}\nCMD [\"./{name}\", \"--zone\", \"{state}\"]\n",
        number % 8000 + 1024,
    )
}

fn bash(document: &mut Document) -> String {
    let (name, number, state) = (document.name(), document.dice.roll(9000), document.dice.pick(&STATES));
    format!(
        "# who is {state}?\n{name}() {{\n  local zone=\"${{1:-{number}}}\"\n  if [[ -f \"/var/lib/water/$zone.{state}\" ]]; then\n    \
         grep -c '{state}' \"/var/lib/water/$zone.{state}\" | tee /tmp/{name}.log\n  fi\n}}\n{name} {number} || exit 1\n",
    )
}
