//! An SVG image, judged before it is published.
//!
//! In: the text of an SVG file. Out: a [`Drawing`] and what was found in it. Never: draws.

use super::svg::without_active_content;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::snapshot::Drawing;
use crate::source::{SourcePath, Span};
use std::borrow::Cow;

/// Takes out of an SVG image what could run on the reader's machine.
pub fn drawing(file: &SourcePath, text: &str) -> (Drawing, Vec<Diagnostic>) {
    let report = |message: String, help: &str| {
        vec![Diagnostic::new(Code::ActiveSvg, Span::whole(file.clone()), message).help(help)]
    };
    match without_active_content(text.as_bytes()) {
        Ok(cleaned) => match cleaned.svg {
            Cow::Borrowed(_) => (Drawing::Untouched, Vec::new()),
            Cow::Owned(svg) => {
                let message = format!(
                    "this image held active content, which is not published: {}",
                    cleaned.dropped.join(", ")
                );
                (
                    Drawing::Cleaned(svg.into()),
                    report(message, "export the image without scripts and links that run"),
                )
            }
        },
        Err(unjudged) => {
            let message = format!("this image is not published: {unjudged}");
            (Drawing::Refused, report(message, "export it again as well-formed SVG without scripts"))
        }
    }
}
