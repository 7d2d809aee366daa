//! `archsite graph`: the graph of a portal for other tools, and whether these take it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes folders, runs the program, and ends where something is not as it must be"
)]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod program;

use program::Place;
use serde_json::Value;
use std::process::Command;

/// Four documents in two folders; one has a title that means something in every one of the languages.
fn portal() -> Place {
    Place::with(&[
        (
            "docs/README.md",
            "# Tidewater\n\nSee [orders](services/orders.md) and [stock](services/stock.md).\n",
        ),
        ("docs/services/orders.md", "# Orders \"v2\" <\\a & `b`; #1 [x] {y}\n\nCalls [stock](stock.md).\n"),
        (
            "docs/services/stock.md",
            "# Stock\n\nSee [a](../missing.md) and [orders](orders.md), [orders](orders.md).\n",
        ),
        ("docs/data/retention ü.md", "# Retention\n\nAlone.\n"),
    ])
}

fn graph(place: &Place, format: &str) -> String {
    let ran = place.run(&["graph", "docs", "--format", format]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // A link to nothing, and a document that nothing leads to.
    assert_eq!(ran.err, "2 findings; archsite check shows all\n");
    assert_eq!(place.run(&["graph", "docs", "--format", format]).out, ran.out, "it is always the same");
    ran.out
}

#[test]
fn json_has_what_the_contract_says() {
    let json: Value = serde_json::from_str(&graph(&portal(), "json")).unwrap();
    assert_eq!(json["schema"], 1);
    let ids: Vec<&str> =
        json["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["README.md", "data/retention ü.md", "services/orders.md", "services/stock.md"]);
    let node = &json["nodes"][1];
    assert_eq!(node["title"], "Retention");
    assert_eq!(node["category"], "data");
    assert_eq!(node["url"], "data/retention%20%C3%BC.html");
    assert_eq!(json["nodes"][0]["category"], Value::Null);
    let links: Vec<(&str, &str)> = json["edges"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|edge| edge["kind"] == "links" && edge["weight"].as_f64().unwrap() > 0.0)
        .map(|edge| (edge["from"].as_str().unwrap(), edge["to"].as_str().unwrap()))
        .collect();
    assert_eq!(
        links,
        [
            ("README.md", "services/orders.md"),
            ("README.md", "services/stock.md"),
            ("services/orders.md", "services/stock.md"),
            ("services/stock.md", "services/orders.md"),
        ]
    );
}

#[test]
fn dot_is_what_is_written_where_nothing_is_asked_for() {
    let place = portal();
    assert_eq!(place.run(&["graph", "docs"]).out, graph(&place, "dot"));
}

#[test]
fn graphviz_takes_the_dot() {
    let dot = graph(&portal(), "dot");
    let place = Place::with(&[("graph.dot", dot)]);
    let Some(output) = run("dot", &["-Tplain", place.path("graph.dot").to_str().unwrap()]) else { return };
    let lines = |start: &str| output.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((lines("node "), lines("edge ")), (4, 4), "{output}");
    assert!(output.contains("Orders \\\"v2\\\" <\\\\a & "), "{output}");
}

#[test]
fn networkx_takes_the_graphml() {
    let graphml = graph(&portal(), "graphml");
    let place = Place::with(&[("graph.graphml", graphml)]);
    if run("python3", &["-c", "import networkx"]).is_none() {
        return;
    }
    let program = "import networkx, sys\n\
                   graph = networkx.read_graphml(sys.argv[1])\n\
                   print(graph.is_directed(), graph.number_of_nodes(), graph.number_of_edges())\n\
                   print(graph.nodes['services/orders.md']['title'])\n\
                   print(graph.nodes['data/retention ü.md']['url'])\n";
    let path = place.path("graph.graphml");
    let told = run("python3", &["-c", program, path.to_str().unwrap()]).expect("it is read");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines, ["True 4 4", "Orders \"v2\" <\\a & b; #1 [x] {y}", "data/retention%20%C3%BC.html"]);
}

#[test]
fn mermaid_reads_nothing_of_a_title_as_its_own() {
    let mermaid = graph(&portal(), "mermaid");
    assert!(mermaid.starts_with("flowchart LR\n"), "{mermaid}");
    assert!(
        mermaid.contains("    d2[\"Orders #34;v2#34; #60;#92;a #38; b#59; #35;1 #91;x#93; #123;y#125;\"]\n"),
        "{mermaid}"
    );
    assert!(mermaid.contains("  d2 -->|links| d3\n"), "{mermaid}");
    assert!(mermaid.contains("  click d1 href \"data/retention%20%C3%BC.html\"\n"), "{mermaid}");
    assert_eq!(mermaid.matches("subgraph ").count(), mermaid.matches("  end\n").count());
}

#[test]
fn a_folder_that_is_not_there_is_trouble() {
    let ran = portal().run(&["graph", "nowhere"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.err.contains("nowhere"), "{ran:?}");
}

#[test]
fn an_empty_folder_has_an_empty_graph() {
    let place = Place::with::<&str>(&[]);
    let ran = place.run(&["graph", "docs", "--format", "json"]);
    assert_eq!(ran.out, "{\"schema\":1,\"nodes\":[],\"edges\":[]}\n");
}

/// Runs another tool and returns what it says on stdout; nothing, said aloud, where it is not installed.
#[allow(clippy::print_stderr, reason = "a test that did nothing says so")]
fn run(tool: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) if output.status.success() => Some(String::from_utf8(output.stdout).unwrap()),
        Ok(output) => {
            let err = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(err.contains("No module named"), "{tool} does not take it: {err}");
            eprintln!("skipped: {}", err.lines().last().unwrap_or_default());
            None
        }
        Err(error) => {
            eprintln!("skipped: {tool} cannot be run: {error}");
            None
        }
    }
}
