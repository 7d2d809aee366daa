//! The map: which documents it shows, how, and what it costs the other pages.
#![allow(clippy::unwrap_used, reason = "a test may unwrap, its helpers too")]

mod support;

use archsite::engine::Memo;
use archsite::model::output::{Content, OutputPath};
use serde_json::Value;
use std::collections::BTreeSet;
use support::{Built, Site};

/// Orders and stock, a decision about both, and a page that nothing leads to.
fn harbour() -> Site {
    Site::new()
        .file("README.md", "# Harbour\n\nSee [orders](services/orders.md).\n")
        .file(
            "services/orders.md",
            "# Orders & \\<more\\>\n\nCalls [stock](stock.md), by [1](../adr/0001-calls.md).\n",
        )
        .file("services/stock.md", "# Stock\n\nA [decision](../adr/0001-calls.md).\n")
        .file("adr/0001-calls.md", "# 1. Services call each other\n\n## Status\n\nAccepted\n")
        .file("notes/alone.md", "---\ncategory: Services\n---\n# Alone\n\nText.\n")
}

/// A portal of many documents, each of which links to the next and to the first.
fn many(count: usize) -> Site {
    (0..count).fold(Site::new(), |site, number| {
        let next = (number + 1) % count;
        let text = format!("# Document {number}\n\n[Next](d{next}.md), [first](d0.md).\n");
        site.file(&format!("docs/d{number}.md"), &text)
    })
}

/// Returns the data for the map's script.
fn data(built: &Built) -> Value {
    let script = built.page("assets/map-data.js").html;
    let json = script.strip_prefix("archsiteMap(").and_then(|it| it.strip_suffix(");\n")).unwrap();
    serde_json::from_str(json).unwrap()
}

/// Returns the drawing.
fn picture(built: &Built) -> &str {
    let html: &str = built.page("map.html").html;
    let start = html.find("<svg class=\"map-picture\"").unwrap();
    &html[start..start + html[start..].find("</svg>").unwrap()]
}

#[test]
fn every_document_is_a_link_on_the_picture_and_a_row_of_the_list() {
    let built = harbour().build();
    let page = built.page("map.html");
    let picture = picture(&built);
    for (url, title) in [
        ("index.html", "Harbour"),
        ("services/orders.html", "Orders &amp; &lt;more&gt;"),
        ("services/stock.html", "Stock"),
        ("adr/0001-calls.html", "1. Services call each other"),
        ("notes/alone.html", "Alone"),
    ] {
        assert_eq!(picture.matches(&format!(" href=\"{url}\">")).count(), 1, "{url}\n{picture}");
        assert!(picture.contains(&format!(">{title}</text>")), "{title}\n{picture}");
        page.has(&format!("<a class=\"row-title\" href=\"{url}\">{title}</a>"));
    }
    let decision = "<a href=\"adr/0001-calls.html\">1. Services call each other</a>";
    page.has(&format!("<p>Links to {decision}, <a href=\"services/stock.html\">Stock</a></p>"));
    page.has("<p>Linked from <a href=\"index.html\">Harbour</a></p>");
    assert_eq!(picture.matches("<rect ").count(), 1, "decisions are squares");
    assert_eq!(picture.matches("<circle ").count(), 4);
    page.has("<a href=\"map.html\" aria-current=\"true\">Map</a>");
}

#[test]
fn a_category_is_one_region_however_it_is_spelt() {
    let built = harbour().build();
    let names: Vec<Value> =
        data(&built)["categories"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    // As a document states it; the folder's name is made readable; the front page has none.
    assert_eq!(names, [Value::from("Services"), Value::from("ADR"), Value::Null]);
    assert_eq!(picture(&built).matches("class=\"map-region").count(), 2);
    built.page("map.html").has("<span>Services</span><b>3</b>");
}

#[test]
fn the_data_of_the_script_are_the_graph() {
    let built = harbour().build();
    let data = data(&built);
    let site = &built.build.site;
    let titles: Vec<&str> = site.documents.iter().map(|document| document.title.as_str()).collect();
    assert_eq!(data["titles"], Value::from(titles));
    assert_eq!(data["urls"][2], "notes/alone.html");
    assert_eq!(data["places"].as_array().unwrap().len(), 10);
    assert_eq!(data["decisions"], Value::from(vec![1]));
    let links = data["kinds"].as_array().unwrap().iter().find(|kind| kind["key"] == "links").unwrap();
    let mut from = 0;
    let ends = links["ends"].as_array().unwrap().chunks(2).map(|pair| {
        from += pair[0].as_u64().unwrap();
        (from, pair[1].as_u64().unwrap())
    });
    assert_eq!(ends.collect::<Vec<_>>(), [(0, 3), (3, 1), (3, 4), (4, 1)]);
    assert!(!built.page("assets/map-data.js").html.contains('<'), "no title can end a script");
}

#[test]
fn a_portal_of_one_document_has_no_map() {
    let built = Site::new().file("a.md", "# Alone\n").build();
    assert!(!built.has_page("map.html") && !built.has_page("assets/map-data.js"));
    built.page("a.html").lacks(">Map<");
}

#[test]
fn a_document_keeps_its_place_where_it_is_called_map() {
    let built = harbour().file("map.md", "# The map of the port\n").build();
    built.page("map.html").has("The map of the port");
    built.page("portal-map.html").has("map-picture");
}

#[test]
fn of_many_documents_the_picture_names_some_and_the_list_is_split() {
    let built = many(520).build();
    let picture = picture(&built);
    assert_eq!(picture.matches("<a class=").count(), 400);
    assert_eq!(picture.matches("h0").count(), 120, "the others are dots");
    assert!(picture.contains(" href=\"docs/d0.html\">"), "what most lead to is named");
    let first = built.page("map.html");
    first.has("shows the other 120 as dots").has("<b>520</b>");
    assert_eq!(first.html.matches("class=\"row-title\"").count(), 500);
    let second = built.page("map-2.html");
    assert_eq!(second.html.matches("class=\"row-title\"").count(), 20);
    second.lacks("map-picture").lacks("data-map");
    let listed: BTreeSet<&str> = [first.html, second.html]
        .into_iter()
        .flat_map(|html| html.split("class=\"row-title\" href=\"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(listed.len(), 520);
    first.has("and 516 more</p>");
    assert_eq!(data(&built)["titles"].as_array().unwrap().len(), 520);
}

#[test]
fn the_map_weighs_on_no_other_page() {
    let built = harbour().build();
    for page in built.pages().iter().filter(|page| page.path != "map.html") {
        page.lacks("assets/map").lacks("map-picture");
    }
    built.page("map.html").has("assets/map-").has("data-map=\"assets/map-data.js\"");
}

#[test]
fn the_map_is_made_when_somebody_asks_for_it() {
    let built = harbour().build();
    for path in ["map.html", "assets/map-data.js"] {
        let content = built.build.output.files.get(&OutputPath::safe(path)).unwrap();
        assert!(matches!(content, Content::OnDemand(_)), "{path}");
    }
}

#[test]
fn a_map_of_the_same_relations_is_known_to_be_the_same() {
    let mut memo = Memo::default();
    let site = harbour();
    let before = site.build_again(&mut memo);
    let is_same = |one: &Built, other: &Built, path: &str| {
        let path = OutputPath::safe(path);
        match (one.build.output.files.get(&path).unwrap(), other.build.output.files.get(&path).unwrap()) {
            (Content::OnDemand(one), Content::OnDemand(other)) => one.is_same(other),
            other => panic!("{other:?}"),
        }
    };
    let text = "# Stock\n\nA [decision](../adr/0001-calls.md).\n\nAnd other words.\n";
    let reworded = site.clone().edit("services/stock.md", text).build_again(&mut memo);
    assert!(is_same(&before, &reworded, "map.html") && is_same(&before, &reworded, "assets/map-data.js"));
    let unlinked = site.edit("services/stock.md", "# Stock\n\nAlone.\n").build_again(&mut memo);
    assert!(
        !is_same(&reworded, &unlinked, "map.html") && !is_same(&reworded, &unlinked, "assets/map-data.js")
    );
}

#[test]
fn the_same_folder_gives_the_same_map_however_many_threads_there_are() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let built = pool.install(|| many(60).build());
        (built.page("map.html").html.to_string(), built.page("assets/map-data.js").html.to_string())
    };
    assert!(on(1) == on(3), "it depends on the threads");
}
