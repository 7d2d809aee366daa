//! Readers of languages that no table describes.
//!
//! In: a part of the code. Out: what has a class, in reading order. Never: goes back further than a
//! line, takes a time that is not in proportion to the code.

mod cursor;
mod diagrams;
mod diff;
mod dockerfile;
mod http;
mod json;
mod markup;
mod nginx;
mod scalar;
mod settings;
mod shell;
mod style;
mod toml;
mod yaml;

pub(super) use diagrams::{mermaid, plantuml};
pub(super) use diff::diff;
pub(super) use dockerfile::dockerfile;
pub(super) use http::http;
pub(super) use json::json;
pub(super) use markup::{html, svelte, vue, xml};
pub(super) use nginx::nginx;
pub(super) use settings::{environment, ini, properties};
pub(super) use shell::shell;
pub(super) use style::{css, scss};
pub(super) use toml::toml;
pub(super) use yaml::yaml;
