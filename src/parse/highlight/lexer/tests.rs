//! What the lexer makes of code that is easily misread, and that no code can lead it astray.

use super::super::session;
use super::*;
use proptest::prelude::*;

/// The code with `‹k …›` around what has a class.
fn shown(language: &str, code: &str) -> String {
    let lexer = Lexer::named(language).unwrap_or_else(|| panic!("{language} has a lexer"));
    marked(code, &lexer.read(code))
}

fn marked(code: &str, spans: &[Span]) -> String {
    let parts = spans.iter().map(|span| {
        let text = &code[span.range.clone()];
        span.class.map_or(text.to_owned(), |class| format!("‹{} {text}›", class.css()))
    });
    parts.collect()
}

fn check(cases: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(language, code, expected)| (language, shown(language, code), expected))
        .filter(|(_, shown, expected)| shown != *expected)
        .map(|(language, shown, expected)| format!("{language}:\n{shown}\nand not\n{expected}\n"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn an_apostrophe_in_the_text_of_markup_opens_no_string() {
    check(&[
        ("JSX", "a = <p>don't {b}</p>; c = 'd'", "a = <‹k p›>don't {b}</‹k p›>; c = ‹s 'd'›"),
        ("TSX", "f(<A b={c => c} d=\"e\" />, 1)", "‹f f›(<‹t A› ‹p b›={c => c} ‹p d›=‹s \"e\"› />, ‹n 1›)"),
        ("TSX", "const f = <T,>(a: T) => a < 1", "‹k const› f = <‹t T›,>(a: ‹t T›) => a < ‹n 1›"),
        ("HTML", "<p>it's</p>", "<‹k p›>it's</‹k p›>"),
    ]);
}

#[test]
fn a_template_in_a_template_ends_where_it_began() {
    check(&[(
        "TypeScript",
        "`a ${b ? `c ${d}` : {e: 1}} f` + g",
        "‹s `a› ${b ? ‹s `c› ${d}‹s `› : {‹p e›: ‹n 1›}} ‹s f`› + g",
    )]);
}

#[test]
fn a_slash_is_a_regular_expression_only_where_a_value_is_wanted() {
    check(&[
        ("JavaScript", "a = b / c / d", "a = b / c / d"),
        ("JavaScript", "a = /[/'\"]\\/b/g.test(c)", "a = ‹s /[/'\"]\\/b/g›.‹f test›(c)"),
        ("JavaScript", "return /a'/ // b", "‹k return› ‹s /a'/› ‹c // b›"),
        ("JavaScript", "(a + b) / 2 / c[0] / 3", "(a + b) / ‹n 2› / c[‹n 0›] / ‹n 3›"),
        ("JavaScript", "a = / b\nc = 'd'", "a = / b\nc = ‹s 'd'›"),
    ]);
}

#[test]
fn lifetimes_are_not_characters_and_raw_strings_end_with_their_own_mark() {
    check(&[
        ("Rust", "fn f<'a>(b: &'a str, c: char) {}", "‹k fn› ‹f f›<‹t 'a›>(b: &‹t 'a str›, c: ‹t char›) {}"),
        ("Rust", "'a' 'é' '\\n' '\\u{1F600}' b'x'", "‹s 'a' 'é' '›‹o \\n›‹s ' '›‹o \\u{1F600}›‹s ' b'x'›"),
        ("Rust", "r#\"a \"b\" c\"# + r\"\\\" + 1", "‹s r#\"a \"b\" c\"#› + ‹s r\"\\\"› + ‹n 1›"),
        ("Rust", "/* a /* b */ c */ let d = 0..1;", "‹c /* a /* b */ c */› ‹k let› d = ‹n 0›..‹n 1›;"),
        (
            "Rust",
            "#[derive(Debug)]\nprintln!(\"{a:>8} {{\")",
            "#[‹f derive›(‹t Debug›)]\n‹f println!›(‹s \"›‹o {a:>8} {{›‹s \"›)",
        ),
    ]);
}

#[test]
fn code_in_a_string_of_python_is_code_and_three_quotes_hold_one() {
    check(&[
        (
            "Python",
            "f\"a {b['c']} {{d}} {e:>{f}}\"",
            "‹s f\"a› {b[‹s 'c'›]} ‹o {{›‹s d›‹o }}› {e:>{f}}‹s \"›",
        ),
        ("Python", "a = \"\"\"b \"c\" ' d\n\"\"\" + 1", "a = ‹s \"\"\"b \"c\" ' d\n\"\"\"› + ‹n 1›"),
        (
            "Python",
            "def f():\n    \"\"\"It's.\"\"\"\n    return 1",
            "‹k def› ‹f f›():\n    ‹c \"\"\"It's.\"\"\"›\n    ‹k return› ‹n 1›",
        ),
        ("Python", "@a.b\ndef c(): ...", "‹f @a.b›\n‹k def› ‹f c›(): ‹o ...›"),
        ("Python", "a = r'\\' + b'c' @ d", "a = ‹s r'\\'› + ‹s b'c'› @ d"),
    ]);
}

#[test]
fn a_here_document_ends_with_a_line_of_its_word() {
    check(&[
        (
            "Shell",
            "cat <<EOF | grep a\nit's $b\nEOF\nls 'c'",
            "‹f cat› <<‹o EOF› | ‹f grep› a\n‹s it's› ‹p $b›\n‹o EOF›\n‹f ls› ‹s 'c'›",
        ),
        ("Shell", "cat <<-'A' > b\n\tc $d\n\tA\ne", "‹f cat› <<-‹o 'A'› > b\n\t‹s c $d›\n\t‹o A›\n‹f e›"),
        (
            "HCL",
            "a = <<-EOT\n  it's\n  EOT\nb = 1",
            "‹p a› = ‹k <<-EOT›\n  ‹s it's›\n  ‹k EOT›\n‹p b› = ‹n 1›",
        ),
    ]);
}

#[test]
fn a_bracket_of_a_pattern_closes_nothing_in_a_shell() {
    check(&[
        (
            "Shell",
            "x=$(case $1 in\n a|b) echo 1 ;;\n *) ls ;;\nesac)\npwd",
            "x=$(‹k case› ‹p $1› ‹k in›\n a|b) ‹f echo› 1 ;;\n *) ‹f ls› ;;\n‹k esac›)\n‹f pwd›",
        ),
        (
            "Shell",
            "for i in {1..3}; do echo \"$i\"; done",
            "‹k for› i ‹k in› {1..3}; ‹k do› ‹f echo› ‹p \"$i\"›; ‹k done›",
        ),
        (
            "Shell",
            "a=1 B=\"c $(d \"e\") f\" g -h --i=j # k",
            "a=‹s 1› B=‹s \"c› $(‹f d› ‹s \"e\"›) ‹s f\"› ‹f g› ‹p -h --i›=j ‹c # k›",
        ),
        ("Shell", "echo a#b ${#c} $((1 + d))", "‹f echo› a#b ‹p ${#c}› $((‹n 1› + d))"),
    ]);
}

#[test]
fn what_yaml_means_depends_on_how_far_it_is_indented() {
    check(&[
        (
            "YAML",
            "a: |  # b\n  c: 'd\n\n  e\nf: 1",
            "‹p a›: ‹k |›  ‹c # b›\n  ‹s c: 'd\n\n  e›\n‹p f›: ‹n 1›",
        ),
        ("YAML", "- run: >-\n    a\n   # b\n  c: d", "- ‹p run›: ‹k >-›\n    ‹s a\n   # b›\n  ‹p c›: ‹s d›"),
        (
            "YAML",
            "a: &b {c: d}\ne: [*b, *b]\n<<: *b",
            "‹p a›: ‹o &b› {‹p c›: ‹s d›}\n‹p e›: [‹o *b, *b›]\n‹k <<›: ‹o *b›",
        ),
        ("YAML", "a: http://b.c//d#e # f", "‹p a›: ‹s http://b.c//d#e› ‹c # f›"),
        (
            "YAML",
            "\"a b\": 'it''s'\n? c\n: !!str 2",
            "‹p \"a b\"›: ‹s 'it›‹o ''›‹s s'›\n? ‹s c›\n: ‹t !!str› ‹n 2›",
        ),
        ("YAML", "a: \"b\n  c: d\"\ne: true", "‹p a›: ‹s \"b\n  c: d\"›\n‹p e›: ‹o true›"),
    ]);
}

#[test]
fn dollars_quote_in_sql() {
    check(&[
        ("SQL", "SELECT $$it's$$, $a$b$$c$a$, $1", "‹k SELECT› ‹s $$it's$$›, ‹s $a$b$$c$a$›, ‹p $1›"),
        (
            "SQL",
            "CREATE FUNCTION f() AS $$ BEGIN x := 'it''s'; END; $$ LANGUAGE plpgsql",
            "‹k CREATE FUNCTION› ‹f f›() ‹k AS› ‹s $$› ‹k BEGIN› x := ‹s 'it›‹o ''›‹s s'›; ‹k END›; ‹s $$› ‹k LANGUAGE› plpgsql",
        ),
        ("SQL", "select a::int from b -- c", "‹k select› a::‹t int› ‹k from› b ‹c -- c›"),
    ]);
}

#[test]
fn an_instruction_of_a_dockerfile_goes_on_after_a_backslash() {
    check(&[(
        "Dockerfile",
        "RUN a \\\n  # b\n  && c 'd' \\\n  -e\nCOPY --from=f g h",
        "‹k RUN› ‹f a› \\\n  ‹c # b›\n  && ‹f c› ‹s 'd'› \\\n  ‹p -e›\n‹k COPY› ‹p --from›=‹s f› g h",
    )]);
}

#[test]
fn directives_of_c_are_told_from_code() {
    check(&[
        (
            "C",
            "#include <a.h>\n#define B(c) \\\n  ((c) < 1)\n  # ifdef D\nchar e = '\"';",
            "‹k #include› ‹s <a.h>›\n‹k #define› ‹f B›(c) \\\n  ((c) < ‹n 1›)\n  ‹k # ifdef› D\n‹t char› e = ‹s '\"'›;",
        ),
        ("C++", "a->b(R\"x(it's \")x\", 1'000u)", "a->‹f b›(‹s R\"x(it's \")x\"›, ‹n 1'000u›)"),
    ]);
}

#[test]
fn css_tells_selectors_from_declarations_and_numbers_from_their_names() {
    check(&[
        (
            "CSS",
            ":root { --a-b: #ff0 }\na.b#c:hover > li::before { margin: -1.5em 0 10% !important; color: var(--a-b) }",
            ":‹p root› { ‹p --a-b›: ‹n #ff0› }\n‹k a›‹p .b#c›:‹p hover› > ‹k li›‹p ::before› { ‹p margin›: ‹n -1.5em 0 10%› ‹k !important›; ‹p color›: ‹f var›(‹p --a-b›) }",
        ),
        ("CSS", "a { b: url(c;d//e) }", "‹k a› { ‹p b›: ‹f url›(‹s c;d//e›) }"),
        ("SCSS", ".a { &:b { c: $d } // it's\n}", "‹p .a› { &:‹p b› { ‹p c›: ‹p $d› } ‹c // it's›\n}"),
    ]);
}

#[test]
fn what_is_less_is_no_generic() {
    check(&[
        ("TypeScript", "a<b>(c) + (d < e && f > (g))", "‹f a›<b>(c) + (d < e && f > (g))"),
        ("TypeScript", "const a = b<{\n  c: D\n}>()", "‹k const› a = ‹f b›<{\n  ‹p c›: ‹t D›\n}>()"),
        ("TypeScript", "let a: Map<{}>", "‹k let› a: ‹t Map›<{}>"),
        ("Java", "List<String> a = b < c ? d() : e;", "‹t List›<‹t String›> a = b < c ? ‹f d›() : e;"),
    ]);
}

#[test]
fn a_name_is_what_stands_around_it_says() {
    check(&[
        (
            "Go",
            "a := map[height]map[p2p.ID]*peer{}\nbitmap[b]",
            "a := ‹k map›[‹t height›]‹k map›[p2p.‹t ID›]*‹t peer›{}\nbitmap[b]",
        ),
        (
            "Java",
            "static final int LIMIT = 1; Order Next;",
            "‹k static final› ‹t int› ‹o LIMIT› = ‹n 1›; ‹t Order› Next;",
        ),
    ]);
}

#[test]
fn what_was_left_out_of_code_disturbs_nothing() {
    check(&[
        (
            "JSON",
            "{\n  \"a\": 1,\n  ...\n  … \"b\": 'c'\n}",
            "{\n  ‹p \"a\"›: ‹n 1›,\n  ...\n  … ‹p \"b\"›: ‹s 'c'›\n}",
        ),
        (
            "Rust",
            "struct A {\n    ...\n    b: u8, …\n}",
            "‹k struct› ‹t A› {\n    ...\n    ‹p b›: ‹t u8›, …\n}",
        ),
        ("TypeScript", "class A {\n  …\n  b() { ... }\n}", "‹k class› ‹t A› {\n  …\n  ‹f b›() { ... }\n}"),
        ("Go", "func f() {\n\t...\n}", "‹k func› ‹f f›() {\n\t...\n}"),
    ]);
}

#[test]
fn code_cut_off_in_the_midst_of_a_string_is_coloured_as_far_as_it_goes() {
    check(&[
        ("TypeScript", "a = 'b", "a = ‹s 'b›"),
        ("TypeScript", "a = 'b\nconst c = `d ${e", "a = ‹s 'b›\n‹k const› c = ‹s `d› ${e"),
        ("Python", "f\"a {b\nc = 1", "‹s f\"a› {b\nc = ‹n 1›"),
        ("Rust", "} // a\nlet b = r#\"c", "} ‹c // a›\n‹k let› b = ‹s r#\"c›"),
        ("Shell", "echo \"a $(b 'c", "‹f echo› ‹s \"a› $(‹f b› ‹s 'c›"),
        ("YAML", "a: \"b", "‹p a›: ‹s \"b›"),
        ("JSON", "\"a\": \"b\\", "‹p \"a\"›: ‹s \"b›‹o \\›"),
    ]);
}

#[test]
fn a_session_is_read_by_its_prompts() {
    let lexer = Lexer::named("Shell").expect("there is one");
    for (code, expected) in [
        (
            "$ a -b 'c' \\\n  d\nit's \"out\n$ e",
            "‹u $› ‹f a› ‹p -b› ‹s 'c'› \\\n  d\nit's \"out\n‹u $› ‹f e›",
        ),
        ("ada@host:~$ a <<E\n> b\n> E\nc", "‹u ada@host:~$› ‹f a› <<‹o E›\n‹u >› ‹f b›\n‹u >› ‹f E›\nc"),
    ] {
        assert_eq!(marked(code, &session::read(lexer, code)), expected);
    }
}

#[test]
fn languages_in_languages_are_read_as_what_they_are() {
    check(&[
        (
            "HTML",
            "<script>let a = '</b>'</script><style>a { b: 1px }</style>",
            "<‹k script›>‹k let› a = ‹s '</b>'›</‹k script›><‹k style›>‹k a› { ‹p b›: ‹n 1px› }</‹k style›>",
        ),
        (
            "HTTP",
            "POST /a HTTP/1.1\nB: c\n\n{\"d\": 1}",
            "‹k POST› ‹s /a› ‹o HTTP/1.1›\n‹p B›: ‹s c›\n\n{‹p \"d\"›: ‹n 1›}",
        ),
        ("Vue", "<a :b=\"c\">{{ d + 1 }}</a>", "<‹k a› ‹p :b›=‹s \"c\"›>‹u {{› d + ‹n 1› ‹u }}›</‹k a›>"),
    ]);
}

#[test]
fn diagrams_and_settings_are_read_too() {
    check(&[
        (
            "Mermaid",
            "flowchart LR\n  a[It's] -->|b| c %% d",
            "‹k flowchart LR›\n  a[‹s It's›] -->|‹s b›| c ‹c %% d›",
        ),
        (
            "PlantUML",
            "@startuml\n' a\nactor B\nB -> C : it's",
            "‹k @startuml›\n‹c ' a›\n‹k actor› B\nB -> C : ‹s it's›",
        ),
        ("INI", "; a\n[b]\nc = d # e\nf=1", "‹c ; a›\n[‹t b›]\n‹p c› = ‹s d› ‹c # e›\n‹p f›=‹n 1›"),
        (
            "TOML",
            "[a.'b c']\nd.e = 1979-05-27\nf = {g = true}",
            "[‹t a.›‹s 'b c'›]\n‹p d.e› = ‹n 1979-05-27›\n‹p f› = {‹p g› = ‹o true›}",
        ),
        (
            "nginx",
            "location ~ ^/(a|b)$ { return 301 $c; }",
            "‹k location› ~ ‹s ^/(a|b)$› { ‹k return› ‹n 301› ‹p $c›; }",
        ),
        (
            "nginx",
            "rewrite ^/a/(.*)$ /b/$1 last; c $ d;",
            "‹k rewrite› ‹s ^/a/(.*)$› /b/‹p $1› ‹o last›; ‹k c› $ d;",
        ),
        (
            "Svelte",
            "{#each a as b (b.c)}{d(e)}{/each}",
            "‹u {›‹k #each› a ‹k as› b (b.c)‹u }{›‹f d›(e)‹u }{›‹k /each›‹u }›",
        ),
        ("Mermaid", "subgraph a [The b]\nend", "‹k subgraph› a [‹s The b›]\n‹k end›"),
        ("HCL", "a = <<-E\n  b\n  E\nc = 1", "‹p a› = ‹k <<-E›\n  ‹s b›\n  ‹k E›\n‹p c› = ‹n 1›"),
        (
            "Diff",
            "--- a\n+++ b\n@@ -1 +1 @@\n-c\n+d\n e",
            "‹c --- a\n+++ b›\n‹f @@ -1 +1 @@›\n‹d -c›\n‹i +d›\n e",
        ),
    ]);
}

/// Says what is wrong with the spans of a text, if anything is.
fn fault(code: &str, spans: &[Span]) -> Option<String> {
    let mut end = 0;
    let mut before = None;
    for span in spans {
        let is_fine = span.range.start == end
            && span.range.end > end
            && code.is_char_boundary(span.range.end)
            && before != Some(span.class);
        let text = code.get(span.range.clone());
        let is_trimmed =
            span.class.is_none() || text.is_some_and(|text| !text.is_empty() && text.trim() == text);
        if !is_fine || !is_trimmed {
            return Some(format!("{span:?} of {text:?}"));
        }
        end = span.range.end;
        before = Some(span.class);
    }
    (end != code.len()).then(|| format!("{end} of {} bytes", code.len()))
}

/// Texts of what begins and ends things, in all languages together.
const MARKS: &str = "(\\PC|[\\x00-\\x7f]|[\"'`/*<>{}()\\[\\]#$@\\\\\n:;=|&!?-]|é|☃|\u{3000}|\u{85}|<<A\n|A\n|r#\"|\"\"\"|\\$\\{|\\$\\(|\\$\\(\\(|f\"|</|<a |/>|<!--|-->|<script>|<style>|/\\*|\\*/|\r\n|: |- |\\|\n|RUN |\\\\\n|case a in |esac|\\$ |> |FROM |fn |class |%d|a|1|  ){0,40}";

proptest! {
    #[test]
    fn spans_cover_any_code_in_any_language(code in MARKS) {
        for name in Lexer::names() {
            let spans = Lexer::named(name).expect("it is listed").read(&code);
            prop_assert_eq!(fault(&code, &spans), None, "{}: {:?}", name, code);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_covered_too(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let code = String::from_utf8_lossy(&bytes);
        for name in Lexer::names() {
            let spans = Lexer::named(name).expect("it is listed").read(&code);
            prop_assert_eq!(fault(&code, &spans), None, "{}: {:?}", name, code);
        }
    }
}
