//! What the map shows: the graph of all documents, as a picture and as a list.
//!
//! In: made by the room of the map. Out: a part of [`View`](super::View). Never: more rows than one
//! page may have; the picture, which is put in when somebody asks for the page.

use super::Neighbour;
use serde::Serialize;

/// Stands in a page where a piece goes that is made when somebody asks for the page.
pub const LATE: &str = "\u{1}late\u{2}";

/// The map of all documents.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MapView {
    /// How many documents and relations there are, in words.
    pub lead: String,
    /// The picture and what it is made with; on the first page alone.
    pub picture: Option<MapPicture>,
    /// The documents of this page with their relations.
    pub rows: Vec<MapRow>,
    /// The same as entries of a list.
    pub rows_html: String,
}

/// The picture of the map, and what can be chosen in it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MapPicture {
    /// The drawing, an SVG. It is put in last, so that templates must neither look at it nor change it.
    pub drawing_html: String,
    /// The script with the data of the map, loaded by the map's own script.
    pub data: String,
    /// Where the documents are listed that the drawing leaves out, and how many it leaves out.
    pub left_out: Option<usize>,
    /// The kinds of relation that there are.
    pub kinds: Vec<MapKind>,
    /// The categories, the largest first.
    pub categories: Vec<MapCategory>,
}

/// A kind of relation on the map.
#[derive(Clone, Debug, Serialize)]
pub struct MapKind {
    /// Its name for scripts: `links`.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// How many relations are of it.
    pub count: usize,
    /// Whether no document states it: its lines are dashed.
    pub guessed: bool,
}

/// A category on the map.
#[derive(Clone, Debug, Serialize)]
pub struct MapCategory {
    /// Its number in the data of the map.
    pub number: usize,
    /// What it is called; null for the documents that have none.
    pub label: Option<String>,
    /// Its colour, from 1 to 8; 0 is grey.
    pub hue: usize,
    /// How many documents it has.
    pub count: usize,
}

/// A document in the list of the map.
#[derive(Clone, Debug, Serialize)]
pub struct MapRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its category.
    pub category: Option<String>,
    /// What it has to do with others.
    pub relations: Vec<MapRelation>,
}

/// What a document has to do with some others.
#[derive(Clone, Debug, Serialize)]
pub struct MapRelation {
    /// What it has to do with them: `Links to`, `Linked from`.
    pub label: String,
    /// Some of them.
    pub documents: Vec<Neighbour>,
    /// How many more there are.
    pub more: usize,
}
