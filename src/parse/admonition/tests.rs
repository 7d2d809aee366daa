//! Notes of four tools in one form, held against what comrak makes of the same lines.

use super::*;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.block_directive = true;
    options
}

/// Shows what comrak makes of the rewritten text: admonitions in brackets, other blocks by a letter.
fn seen(text: &str) -> String {
    fn show<'a>(node: &'a AstNode<'a>, out: &mut String) {
        let children = |out: &mut String| node.children().for_each(|child| show(child, out));
        match &node.data().value {
            NodeValue::BlockDirective(directive) => {
                match Admonition::from_info(&directive.info) {
                    Some(found) => {
                        let fold = match found.fold {
                            Fold::None => "",
                            Fold::Open => "+",
                            Fold::Closed => "-",
                        };
                        out.push_str(&format!("[{}{fold} {:?}", found.kind.as_str(), found.title));
                    }
                    None => out.push_str(&format!("[:{}", directive.info)),
                }
                out.push(' ');
                children(out);
                *out = out.trim_end().to_owned() + "] ";
            }
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::SoftBreak => out.push('/'),
            NodeValue::Code(code) => out.push_str(&format!("`{}`", code.literal)),
            NodeValue::CodeBlock(code) => {
                out.push_str(&format!("<{}> ", code.literal.trim_end().replace('\n', "/")))
            }
            NodeValue::BlockQuote => {
                out.push_str("(> ");
                children(out);
                *out = out.trim_end().to_owned() + ") ";
            }
            NodeValue::Item(_) => {
                out.push_str("(- ");
                children(out);
                *out = out.trim_end().to_owned() + ") ";
            }
            NodeValue::Paragraph => {
                children(out);
                out.push(' ');
            }
            _ => children(out),
        }
    }
    let rewritten = rewrite(&LineIndex::new(text));
    let arena = Arena::new();
    let mut out = String::new();
    show(parse_document(&arena, &rewritten.text, &options()), &mut out);
    out.trim_end().to_owned()
}

#[test]
fn material_s_admonitions_are_seen() {
    for (text, blocks) in [
        ("!!! note\n    One\n\n    Two\n\nafter", "[note \"Note\" One Two] after"),
        (
            "!!! warning \"`go` is: \\\"old\\\" & slow\"\n    Text",
            "[warning \"`go` is: \\\\\\\"old\\\\\\\" & slow\" Text]",
        ),
        ("??? danger \"T\"\n    x\n???+ tip\n    y\nz", "[caution- \"T\" x] [tip+ \"Tip\" y] z"),
        ("!!! tip inline end \"T\"\n    x", "[tip \"T\" x]"),
        ("!!! note \"\"\n    x", "[note \"\" x]"),
        ("!!! pied-piper\n    x", "[note \"Pied piper\" x]"),
        ("!!! note \"Only a title\"\n\ntext", "[note \"Only a title\"] text"),
        (
            "!!! note\n    a\n\n    !!! tip\n        b\n\n        c\n\n    d\n\ne",
            "[note \"Note\" a [tip \"Tip\" b c] d] e",
        ),
        ("!!! note\n\n\ta\n\n\t\tcode\n\nb", "[note \"Note\" a <code>] b"),
        ("!!! note\n    - a\n    - b\n\n        c\nd", "[note \"Note\" (- a) (- b c)] d"),
        ("1. Step\n\n    !!! note\n        a\n\n    b\n2. Next", "(- Step [note \"Note\" a] b) (- Next)"),
        ("> !!! note\n>     a\n>\n>     b\n>\n> c\n\nd", "(> [note \"Note\" a b] c) d"),
        ("!!! note\n    ```py\n    !!! tip\n        x\n    ```\nb", "[note \"Note\" <!!! tip/    x>] b"),
        ("!!! note\n    ```py\n    never closed\nb", "[note \"Note\" <never closed>] b"),
    ] {
        assert_eq!(seen(text), blocks, "{text}");
    }
}

#[test]
fn directives_of_colons_are_seen() {
    for (text, blocks) in [
        (":::note\na\n:::\nb", "[note \"Note\" a] b"),
        ("::: tip Title: with *marks*\na\n:::", "[tip \"Title: with *marks*\" a]"),
        (":::warning[A [link](x) here]{#id}\na\n:::", "[warning \"A [link](x) here\" a]"),
        (":::info{title=\"T\"}\na\n:::", "[note \"T\" a]"),
        ("::: {.callout-tip title=\"T\"}\na\n:::", "[tip \"T\" a]"),
        (":::{note} T\na\n:::", "[note \"T\" a]"),
        ("::: details Click {open}\na\n:::", "[note+ \"Click\" a]"),
        ("::: details\na\n:::", "[note- \"Details\" a]"),
        ("::::note\na\n:::tip\nb\n:::\nc\n::::\nd", "[note \"Note\" a [tip \"Tip\" b] c] d"),
        (":::note\na\n:::tip\nb\n:::\nc\n:::\nd", "[note \"Note\" a [tip \"Tip\" b] c] d"),
        (":::note\na\n:::::tip\nb\n:::::\nc\n:::\nd", "[note \"Note\" a [tip \"Tip\" b] c] d"),
        (":::note\n```\n:::\n```\nb\n:::\nc", "[note \"Note\" <:::> b] c"),
        ("- x\n\n  :::note\n  a\n  :::\n  y\n\nz", "(- x [note \"Note\" a] y) z"),
        ("> :::note\n> a\n> :::\n> b", "(> [note \"Note\" a] b)"),
        (":::note\na\n\nb", "[note \"Note\" a b]"),
        ("  :::note\n    a\n      b\n  :::\nc", "[note \"Note\" a/b] c"),
        ("- a\nlazy\n\n  :::note\n  b\n  :::\nc", "(- a/lazy [note \"Note\" b]) c"),
        ("- a\nlazy\n    :::note\n    b", "(- a/lazy [note \"Note\" b])"),
        ("- :::note\n  a\n\nb", "(- [note \"Note\" a]) b"),
        (":::note\n!!! tip\n    a\n\nb\n:::\nc", "[note \"Note\" [tip \"Tip\" a] b] c"),
        ("!!! tip\n    :::note\n    a\n    :::\n    b\nc", "[tip \"Tip\" [note \"Note\" a] b] c"),
    ] {
        assert_eq!(seen(text), blocks, "{text}");
    }
}

#[test]
fn blocks_between_slashes_are_seen() {
    assert_eq!(seen("/// note | Some: title\na\n///\nb"), "[note \"Some: title\" a] b");
    assert_eq!(
        seen("/// details | T\n    type: warning\n    open: True\n\na\n///\nb"),
        "[warning+ \"T\" a] b"
    );
    assert_eq!(seen("//// tip\n/// note\na\n///\n////\nb"), "[tip \"Tip\" [note \"Note\" a]] b");
    assert_eq!(seen("/// note that this is code\nfn a() {}"), "/// note that this is code/fn a() {}");
    assert_eq!(seen("/// caption\nT\n///"), "/// caption/T////");
}

#[test]
fn what_is_no_admonition_is_left_alone() {
    for text in [
        "# T\n\nWait!!! What???\n\nhttp://x/// ::: y\n",
        "```\n!!! note\n    x\n:::tip\n///\n```\n",
        "- ~~~\n  :::note\n  ~~~\n",
        "    :::note\n",
        "<!--\n:::note\n-->\n",
        "<pre>\n:::note\n</pre>\n",
        ":::code-group\nx\n:::\n",
        "!!! note\nno content\n",
        "!!!\n",
        "> [!NOTE]\n> !!! x\n",
        "classDiagram\nA:::hot\n",
    ] {
        let rewritten = rewrite(&LineIndex::new(text));
        assert!(matches!(rewritten.text, Cow::Borrowed(_)), "{text:?} became {:?}", rewritten.text);
        assert_eq!(rewritten.origins, Origins::Same);
    }
}

#[test]
fn directives_of_others_stay_and_nest() {
    assert_eq!(seen(":::tabs\n!!! note\n    a\n\nb\n:::\nc"), "[:tabs [note \"Note\" a] b] c");
    assert_eq!(seen("a\n\n:::\n\nb"), "a ::: b", "colons alone do not swallow the rest");
}

#[test]
fn places_lead_back_to_what_the_author_wrote() {
    let text = "a\n!!! note \"T\"\n    ~~b~~ `c`\n\n        code\nd\n";
    let rewritten = rewrite(&LineIndex::new(text));
    for word in ["a\n", "~~b~~", "`c`", "code", "d\n"] {
        let at = rewritten.text.find(word).unwrap() as u32;
        assert_eq!(rewritten.origins.to_source(at), (text.find(word).unwrap() as u32, None), "{word}");
    }
    let opener = rewritten.text.find(":::").unwrap() as u32;
    assert_eq!(rewritten.origins.to_source(opener), (2, Some((2, 14))));
}

#[test]
fn titles_survive_the_way_through_comrak() {
    let admonition = Admonition {
        kind: Kind::Tip,
        title: "a: `b` &amp; \\* %41 \"ü\" [x](y) 🚀 :::".to_owned(),
        fold: Fold::Closed,
    };
    let text = format!(":::{}\nx\n:::\n", admonition.info());
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options());
    let found = match &root.first_child().unwrap().data().value {
        NodeValue::BlockDirective(directive) => Admonition::from_info(&directive.info),
        _ => None,
    };
    assert_eq!(found, Some(admonition));
    assert_eq!(Admonition::from_info("note"), None);
}

#[test]
fn nesting_without_end_is_left_as_text() {
    let deep = ":::note\n".repeat(20_000);
    let rewritten = rewrite(&LineIndex::new(&deep));
    assert_eq!(rewritten.text.matches("\\:::note").count(), 20_000 - 50);
    assert_eq!(rewritten.too_deep, Some((8 * 50, 8 * 50 + 7)));
    // What is not linear here takes minutes.
    seen(&deep);
    let items = "- ".repeat(10_000) + "!!! note\n" + &"\n".repeat(10_000) + ":::note\n";
    rewrite(&LineIndex::new(&items));
    let quotes = "> ".repeat(10_000) + ":::note\n";
    rewrite(&LineIndex::new(&quotes.repeat(20)));
}

proptest! {
    #[test]
    fn any_text_is_rewritten_without_a_panic_and_leads_back(
        text in "(!!! note|\\?\\?\\? tip|:::note|:::|::::tabs|/// note|///|\"T\"|```|~~~|- |1\\. |> |    |  |\t|\n|\n\n|a|ü|<!--|-->){0,40}"
    ) {
        let rewritten = rewrite(&LineIndex::new(&text));
        for offset in 0..=rewritten.text.len() as u32 {
            let (at, pinned) = rewritten.origins.to_source(offset);
            prop_assert!(at as usize <= text.len());
            if let (None, Some(byte)) = (pinned, rewritten.text.as_bytes().get(offset as usize)) {
                prop_assert_eq!(Some(byte), text.as_bytes().get(at as usize));
            }
        }
        let arena = Arena::new();
        parse_document(&arena, &rewritten.text, &options());
    }

    #[test]
    fn nothing_that_was_written_is_lost(text in "(!!! note\n    |:::note\n|:::\n|- |> |    |word|\n|a){0,30}") {
        let rewritten = rewrite(&LineIndex::new(&text));
        let letters = |text: &str| text.lines()
            .filter(|line| !line.contains(NAME) && !line.contains("note"))
            .flat_map(|line| line.chars().filter(|c| c.is_alphabetic()).collect::<Vec<_>>())
            .collect::<String>();
        prop_assert_eq!(letters(&rewritten.text), letters(&text));
    }
}
