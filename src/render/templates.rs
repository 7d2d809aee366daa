//! The templates: the built-in ones, and the portal's own put over them one by one.
//!
//! In: the built-in templates and the portal's. Out: tera, and for each mistake a finding at its
//! place. Where a template of the portal's does not work, the built-in one of its name does its
//! work, and the portal's others stay. Never: a page without a template.

use super::skeleton::escaped_mark;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::nearest;
use crate::model::markup::escaped_for_any_quotes;
use crate::source::{SourcePath, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Context, Error, ErrorKind, Tera};

/// Names of templates with their texts.
type Texts = BTreeMap<String, Arc<str>>;

/// All templates, ready to render with.
pub(super) struct Templates {
    built_in: Arc<Tera>,
    /// The portal's own templates that can be read, by name.
    own: Texts,
    tera: Arc<Tera>,
    /// The same without some of the portal's own, which failed on some page; made when asked for.
    without: Mutex<BTreeMap<BTreeSet<String>, Arc<Tera>>>,
}

/// What tera says about a mistake.
struct Mistake {
    message: String,
    /// The template that it is in, and where.
    place: Option<(String, Where)>,
}

/// A place in a template.
enum Where {
    Bytes(std::ops::Range<usize>),
    /// Line from 1, column from 1 in characters, width in characters.
    Line(usize, usize, usize),
    /// The first time that this text stands there.
    Text(String),
}

/// Built-in templates, read: of no portal yet.
pub(super) struct Base {
    tera: Arc<Tera>,
    mistakes: Vec<Diagnostic>,
}

impl Base {
    /// Reads templates by their names. They are held to work by a test.
    pub(super) fn read(built_in: &[(&str, &str)]) -> Self {
        let mut mistakes = Vec::new();
        let mut base = Tera::default();
        base.set_escape_fn(escape);
        if let Err(error) = base.add_raw_templates(built_in.iter().copied()) {
            let message = format!("the built-in templates do not work: {error}");
            let file = SourcePath::new("theme");
            mistakes.push(Diagnostic::new(Code::TemplateError, Span::whole(file), message));
        }
        Self { tera: Arc::new(base), mistakes }
    }
}

impl Templates {
    /// Puts the portal's templates over the built-in ones.
    pub(super) fn over(base: &Base, own: Texts) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = base.mistakes.clone();
        let built_in = Arc::clone(&base.tera);
        let (tera, own) = if own.is_empty() {
            (Arc::clone(&built_in), own)
        } else {
            let (tera, working) = put_over(&built_in, &own, &mut diagnostics);
            (Arc::new(tera), own.into_iter().filter(|(name, _)| working.contains(name)).collect())
        };
        (Self { built_in, own, tera, without: Mutex::default() }, diagnostics)
    }

    /// Says whether all are built in. These are known to look at no text of a view; one of the portal's own may look
    /// at anything.
    pub(super) fn are_built_in(&self) -> bool {
        self.own.is_empty()
    }

    /// Renders a template; what fails of the portal's own is replaced for this page.
    ///
    /// # Errors
    ///
    /// A built-in template that does not work by itself.
    pub(super) fn render(
        &self,
        template: &str,
        context: &Context,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<String, String> {
        let mut left_out = BTreeSet::new();
        let mut tera = Arc::clone(&self.tera);
        loop {
            let error = match tera.render(template, context) {
                Ok(html) => return Ok(html),
                Err(error) => error,
            };
            let mistake = mistakes(&error).remove(0);
            if left_out.len() == self.own.len() {
                return Err(mistake.message);
            }
            let culprit = self.culprit(&mistake, template, context, &left_out);
            diagnostics.push(finding(&mistake, &culprit, &self.own));
            left_out.insert(culprit);
            tera = self.without(&left_out);
        }
    }

    /// Returns which of the portal's templates is to blame: the one that the mistake stands in, or
    /// else one without which the page can be rendered, as where a component lost an argument.
    fn culprit(
        &self,
        mistake: &Mistake,
        template: &str,
        context: &Context,
        left_out: &BTreeSet<String>,
    ) -> String {
        let candidates = || self.own.keys().filter(|name| !left_out.contains(*name));
        let named = mistake.place.as_ref().map(|(name, _)| name);
        let found = candidates().find(|name| Some(*name) == named).or_else(|| {
            candidates().find(|name| {
                let mut fewer = left_out.clone();
                fewer.insert((*name).clone());
                self.without(&fewer).render(template, context).is_ok()
            })
        });
        found.or_else(|| candidates().next()).cloned().unwrap_or_default()
    }

    fn without(&self, left_out: &BTreeSet<String>) -> Arc<Tera> {
        let mut made = self.without.lock().unwrap_or_else(PoisonError::into_inner);
        let tera = made.entry(left_out.clone()).or_insert_with(|| {
            let own = self.own.iter().filter(|(name, _)| !left_out.contains(*name));
            let own = own.map(|(name, text)| (name.clone(), Arc::clone(text))).collect();
            // What leans on a template that is left out is left out with it, for the same reason.
            Arc::new(put_over(&self.built_in, &own, &mut Vec::new()).0)
        });
        Arc::clone(tera)
    }
}

/// Escapes text for HTML as templates show it: one of the portal's own may write attributes in quotes of
/// either kind. What stands for a text that is put in later only says that this one is to be escaped.
fn escape(text: &str, html: &mut dyn Write) -> io::Result<()> {
    match escaped_mark(text) {
        Some(mark) => html.write_all(mark.as_bytes()),
        None => html.write_all(escaped_for_any_quotes(text).as_bytes()),
    }
}

/// Puts templates over others, as many as work, and returns which do.
fn put_over(base: &Tera, own: &Texts, diagnostics: &mut Vec<Diagnostic>) -> (Tera, BTreeSet<String>) {
    let mut left: Texts = own.clone();
    // All together first: two may have been changed so that only both work.
    while !left.is_empty() {
        let mut tera = base.clone();
        let Err(error) = tera.add_raw_templates(left.iter().map(|(name, text)| (name, &**text))) else {
            return (tera, left.into_keys().collect());
        };
        let mut is_blamed = false;
        for mistake in mistakes(&error) {
            let name = mistake.place.as_ref().map(|(name, _)| name.clone());
            if let Some(name) = name.filter(|name| own.contains_key(name)) {
                diagnostics.push(finding(&mistake, &name, own));
                left.remove(&name);
                is_blamed = true;
            }
        }
        if !is_blamed {
            return one_by_one(base, left, diagnostics);
        }
    }
    (base.clone(), BTreeSet::new())
}

/// Puts templates over others each by itself: what a built-in template needs was taken out of one.
fn one_by_one(base: &Tera, left: Texts, diagnostics: &mut Vec<Diagnostic>) -> (Tera, BTreeSet<String>) {
    let mut tera = base.clone();
    let mut working = BTreeSet::new();
    let mut pending: Vec<&String> = left.keys().collect();
    loop {
        let before = pending.len();
        pending.retain(|name| {
            let is_fine = tera.add_raw_templates([(name, &*left[*name])]).is_ok();
            if is_fine {
                working.insert((*name).clone());
            }
            !is_fine
        });
        if pending.len() == before {
            break;
        }
    }
    for name in pending {
        if let Err(error) = tera.add_raw_templates([(name, &*left[name])]) {
            diagnostics.push(finding(&mistakes(&error).remove(0), name, &left));
        }
    }
    (tera, working)
}

/// Makes a finding of a mistake that the template `name` of the portal's is to blame for.
fn finding(mistake: &Mistake, name: &str, own: &Texts) -> Diagnostic {
    let file = SourcePath::new(format!("theme/{name}"));
    let (message, known) = without_list(&mistake.message);
    let nearest = || nearest(quoted(message)?, known.iter().copied());
    let mut help = match nearest() {
        Some(nearest) => format!("did you mean `{nearest}`? "),
        None if !known.is_empty() => format!("there are {}. ", known.join(", ")),
        None => String::new(),
    };
    help.push_str("Until it is mended, the built-in template of this name is used");
    let (span, message) = match &mistake.place {
        Some((place, spot)) if place == name => {
            let text = own.get(name).map_or("", |text| text);
            let (start, end) = spot.bytes(text);
            (Span::new(file, start, end), message.to_owned())
        }
        Some((place, _)) => {
            let message = format!("with this template the built-in {place} does not work: {message}");
            (Span::whole(file), message)
        }
        None => (Span::whole(file), message.to_owned()),
    };
    Diagnostic::new(Code::TemplateError, span, message).help(help)
}

/// Takes the list of what there is, which tera puts at the end, off a message.
fn without_list(message: &str) -> (&str, Vec<&str>) {
    let split = [". Available variables: ", ". Available fields: ", ".Available variables: "];
    let found = split.iter().find_map(|between| message.split_once(between));
    match found {
        Some((message, list)) => (message, list.split(", ").map(str::trim).collect()),
        None => (message.trim_end_matches('.'), Vec::new()),
    }
}

/// Returns what a message puts between backticks.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// Reads what tera says; never empty.
fn mistakes(error: &Error) -> Vec<Mistake> {
    let by_text = |message: String, template: &str, text: &str| {
        vec![Mistake { message, place: Some((template.to_owned(), Where::Text(text.to_owned()))) }]
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![Mistake {
            message: report.message().to_owned(),
            place: Some((report.filename().to_owned(), Where::Bytes(report.span().range.clone()))),
        }],
        ErrorKind::MissingParent { current, parent } => {
            by_text(format!("there is no template `{parent}` to extend"), current, parent)
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            by_text("this template extends itself in the end".to_owned(), tpl, "extends")
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            by_text("this template includes itself in the end".to_owned(), tpl, "include")
        }
        ErrorKind::Msg(text) => reports(text),
        other => vec![Mistake { message: other.to_string(), place: None }],
    }
}

/// Reads the reports that tera has put together to one text: each a line `error: …`, then one with
/// the place, `--> name:line:column`, then the line itself and a row of carets.
fn reports(text: &str) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some(message) = line.strip_prefix("error: ") {
            mistakes.push(Mistake { message: message.to_owned(), place: None });
        } else if let (Some(place), Some(last)) = (trimmed.strip_prefix("--> "), mistakes.last_mut()) {
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next().and_then(|column| column.parse().ok());
            let line = parts.next().and_then(|line| line.parse().ok());
            if let (Some(name), Some(line), Some(column)) = (parts.next(), line, column) {
                last.place = Some((name.to_owned(), Where::Line(line, column, 1)));
            }
        } else if let Some(Mistake { place: Some((_, Where::Line(_, _, width))), .. }) = mistakes.last_mut()
            && trimmed.starts_with('|')
            && trimmed.ends_with('^')
        {
            *width = trimmed.matches('^').count();
        }
    }
    if mistakes.is_empty() {
        mistakes.push(Mistake { message: text.to_owned(), place: None });
    }
    mistakes
}

impl Where {
    fn bytes(&self, text: &str) -> (u32, u32) {
        let range = match self {
            Self::Bytes(range) => range.clone(),
            Self::Text(wanted) => {
                let start = text.find(wanted.as_str());
                start.map_or(0..0, |start| start..start + wanted.len())
            }
            Self::Line(line, column, width) => {
                let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let characters = || text[start..].char_indices().map(|(at, _)| start + at);
                let at = |number: usize| characters().nth(number).unwrap_or(text.len());
                at(column - 1)..at(column - 1 + width)
            }
        };
        (range.start.min(text.len()) as u32, range.end.min(text.len()) as u32)
    }
}

#[cfg(test)]
mod tests;
