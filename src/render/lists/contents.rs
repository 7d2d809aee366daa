//! The list "On this page", which templates make with the filter `as_contents`.
//!
//! In: the headings of a page as a template knows them. Out: lists of links, in one another. Never: an address
//! or a title that is not in its headings.
//!
//! It is written here and not by loops in a template, because it is on every page, and three loops in one
//! another are the dearest part of one.

use tera::value::Key;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// The filter.
pub(super) fn as_contents(headings: Value, _: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let mut html = String::with_capacity(2048);
    push_list(&mut html, &headings, state)?;
    Ok(Value::safe_string(&html))
}

/// Writes a list of headings and of those below them.
fn push_list(html: &mut String, headings: &Value, state: &State<'_>) -> TeraResult<()> {
    html.push_str("\n<ol>");
    for heading in headings.as_array().ok_or_else(no_headings)? {
        let part =
            |name| heading.as_map().and_then(|heading| heading.get(&Key::Str(name))).ok_or_else(no_headings);
        let text = |name| part(name)?.as_str().ok_or_else(no_headings);
        html.push_str("\n<li><a href=\"#");
        html.push_str(&state.escape(text("anchor")?)?);
        html.push_str("\"><span>");
        html.push_str(text("title_html")?);
        html.push_str("</span></a>");
        let below = part("children")?;
        if below.is_truthy() {
            push_list(html, below, state)?;
        }
        html.push_str("</li>");
    }
    html.push_str("\n</ol>");
    Ok(())
}

fn no_headings() -> Error {
    Error::message("`as_contents` takes headings, such as those of `on_this_page`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::Heading;
    use tera::{Context, Tera};

    fn rendered(headings: &[Heading]) -> Result<String, Error> {
        let mut tera = Tera::default();
        tera.register_filter("as_contents", as_contents);
        tera.add_raw_template("list.html", "{{ on_this_page | as_contents }}").unwrap();
        let mut context = Context::new();
        context.insert("on_this_page", headings);
        tera.render("list.html", &context)
    }

    fn heading(title_html: &str, anchor: &str, children: Vec<Heading>) -> Heading {
        Heading { title_html: title_html.to_owned(), anchor: anchor.to_owned(), children }
    }

    #[test]
    fn headings_below_a_heading_are_a_list_in_its_entry() {
        let lowest = heading("<code>x</code>", "x", Vec::new());
        let below = heading("Below", "below", vec![lowest]);
        let html =
            rendered(&[heading("A &amp; B", "a\"b", vec![below]), heading("C", "c", Vec::new())]).unwrap();
        assert_eq!(
            html,
            "\n<ol>\n<li><a href=\"#a&quot;b\"><span>A &amp; B</span></a>\n\
             <ol>\n<li><a href=\"#below\"><span>Below</span></a>\n\
             <ol>\n<li><a href=\"#x\"><span><code>x</code></span></a></li>\n</ol></li>\n</ol></li>\n\
             <li><a href=\"#c\"><span>C</span></a></li>\n</ol>"
        );
    }

    #[test]
    fn what_is_no_heading_is_a_mistake_of_the_template() {
        let mut tera = Tera::default();
        tera.register_filter("as_contents", as_contents);
        let error = tera.render_str("{{ [1] | as_contents }}", &Context::new(), true).unwrap_err();
        assert!(error.to_string().contains("takes headings"), "{error}");
    }
}
