//! Templates of a portal's own: what replaces what, and how a mistake is told.

use super::*;

const BUILT_IN: &[(&str, &str)] = &[
    ("badge.html", "{% component badge(text) %}<b>{{ text }}</b>{% endcomponent badge %}"),
    ("base.html", "<html>{% block head %}{% endblock %}{% include \"footer.html\" %}</html>"),
    ("footer.html", "<footer>{{ site.title }}</footer>"),
    (
        "page.html",
        "{% extends \"base.html\" %}{% block head %}{{ <badge text={site.title} /> }}{% endblock %}",
    ),
];

/// Puts templates over the built-in ones and renders the page, with what was found as
/// `file:start..end message (help)`.
fn rendered(own: &[(&str, &str)]) -> (String, Vec<String>) {
    let own: Texts = own.iter().map(|(name, text)| ((*name).to_owned(), Arc::from(*text))).collect();
    let (templates, mut diagnostics) = Templates::over(&Base::read(BUILT_IN), own.clone());
    let mut context = Context::new();
    context.insert("site", &BTreeMap::from([("title", "Heron"), ("description", "Grid")]));
    let html = templates.render("page.html", &context, &mut diagnostics).unwrap();
    let said = diagnostics.iter().map(|it| {
        let name = it.span.file.as_str().strip_prefix("theme/").unwrap();
        let spot = &own[name][it.span.start as usize..it.span.end as usize];
        let help = it.help.as_deref().unwrap_or_default();
        let help = help.trim_end_matches("Until it is mended, the built-in template of this name is used");
        format!("{}:{} {spot:?} {} ({})", it.span.file, it.span.start, it.message, help.trim_end())
    });
    (html, said.collect())
}

#[test]
fn one_template_is_replaced_and_the_others_stay() {
    let (html, said) = rendered(&[("footer.html", "<footer>ours</footer>")]);
    assert_eq!(html, "<html><b>Heron</b><footer>ours</footer></html>");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_mistake_in_the_writing_is_said_at_its_place_and_only_that_template_is_passed_over() {
    let (html, said) = rendered(&[
        ("badge.html", "{% component badge(text) %}<i>{{ text }}</i>{% endcomponent badge %}"),
        ("footer.html", "<footer>\n{% if site.title }ours{% endif %}</footer>"),
    ]);
    assert_eq!(html, "<html><i>Heron</i><footer>Heron</footer></html>");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("theme/footer.html:26 \"}\" "), "{said:?}");
}

#[test]
fn an_unknown_name_is_said_where_it_stands_with_the_nearest_one() {
    let (html, said) = rendered(&[("footer.html", "<p>ü {{ site.titel }}</p>")]);
    assert_eq!(html, "<html><b>Heron</b><footer>Heron</footer></html>");
    assert_eq!(said, ["theme/footer.html:14 \"titel\" Field `titel` is not defined (did you mean `title`?)"]);
    let (_, said) = rendered(&[("footer.html", "{{ stie.title }}")]);
    assert_eq!(said, ["theme/footer.html:3 \"stie\" Variable `stie` is not defined (did you mean `site`?)"]);
}

#[test]
fn an_unknown_filter_component_or_template_is_said_where_it_stands() {
    let (_, said) = rendered(&[("footer.html", "<p>{{ site.title | shout }}</p>")]);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("theme/footer.html:19 \"shout"), "{said:?}");
    let (_, said) = rendered(&[("footer.html", "{{ <bagde text=\"a\" /> }}")]);
    assert!(said[0].starts_with("theme/footer.html:"), "{said:?}");
    let (html, said) = rendered(&[("page.html", "{% extends \"bse.html\" %}")]);
    assert_eq!(said, ["theme/page.html:12 \"bse.html\" there is no template `bse.html` to extend ()"]);
    assert_eq!(html, "<html><b>Heron</b><footer>Heron</footer></html>");
}

#[test]
fn a_template_that_others_cannot_live_with_is_to_blame() {
    // The component has lost its argument, so the built-in page that uses it fails.
    let (html, said) = rendered(&[
        ("badge.html", "{% component badge() %}none{% endcomponent badge %}"),
        ("footer.html", "<footer>ours</footer>"),
    ]);
    assert_eq!(html, "<html><b>Heron</b><footer>ours</footer></html>");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("theme/badge.html:0 \"\" with this template the built-in page.html"),
        "{said:?}"
    );
    // The component is gone.
    let (html, said) = rendered(&[("badge.html", "nothing"), ("footer.html", "<footer>ours</footer>")]);
    assert_eq!(html, "<html><b>Heron</b><footer>ours</footer></html>");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("theme/badge.html:0"), "{said:?}");
}

#[test]
fn two_that_only_work_together_are_taken_together() {
    let (html, said) = rendered(&[
        ("badge.html", "{% component mark(text) %}<u>{{ text }}</u>{% endcomponent mark %}"),
        ("page.html", "{% extends \"base.html\" %}{% block head %}{{ <mark text=\"x\" /> }}{% endblock %}"),
    ]);
    assert_eq!(html, "<html><u>x</u><footer>Heron</footer></html>");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn all_of_them_may_be_broken() {
    let (html, said) = rendered(&[
        ("badge.html", "{% component"),
        ("base.html", "{% include \"base.html\" %}"),
        ("footer.html", "{{ nothing }}"),
        ("page.html", "{% extends \"base.html\" %}{% block nowhere %}{% endblock %}"),
    ]);
    assert_eq!(html, "<html><b>Heron</b><footer>Heron</footer></html>");
    assert_eq!(said.len(), 4, "{said:?}");
}
