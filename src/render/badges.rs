//! The badges of lists, each made once.
//!
//! In: statuses, and the component that shows them. Out: badges. Never: a badge that is not as the component shows it,
//! of which a portal may have its own.

use super::templates::Templates;
use crate::diagnostic::Diagnostic;
use crate::model::markup::push_escaped;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tera::Context;

/// Shows the component by itself: the name of the template, and its text.
pub(super) const BADGE: (&str, &str) = ("lists/badge.html", "{{ <badge status={status} text={text} /> }}");

/// How many badges are kept: a portal has few statuses, but an author may write anything.
const MOST: usize = 512;

/// The badges that were made, by status.
#[derive(Default)]
pub(super) struct Badges(Mutex<HashMap<Box<str>, BadgesOfStatus>>);

/// By what is said.
type BadgesOfStatus = HashMap<Box<str>, Arc<str>>;

impl Badges {
    /// Appends a badge. What is wrong with a template of the portal's own is reported for each page.
    pub(super) fn push(
        &self,
        html: &mut String,
        (status, text): (&str, &str),
        templates: &Templates,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        // Nothing panics while it holds the lock; if something did, the badges are as good as before.
        let made = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = made().get(status).and_then(|said| said.get(text)).cloned();
        if let Some(known) = known {
            return html.push_str(&known);
        }
        let mut context = Context::new();
        context.insert("status", status);
        context.insert("text", text);
        let found = diagnostics.len();
        // The built-in component is held to work by every test that has a status.
        let Ok(badge) = templates.render(BADGE.0, &context, diagnostics) else {
            return push_escaped(html, text);
        };
        html.push_str(&badge);
        if diagnostics.len() == found {
            let mut made = made();
            if made.values().map(HashMap::len).sum::<usize>() >= MOST {
                made.clear();
            }
            made.entry(status.into()).or_default().insert(text.into(), badge.into());
        }
    }
}
