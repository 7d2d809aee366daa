//! Code and the name of its language, to code in colours.
//!
//! In: a language as the author wrote it, and the code. Out: spans that cover the code, and
//! whether it could be coloured. Never: fails, changes the code, knows of pages or fences.
//!
//! Two engines read code. The [`lexer`] is ours and fast, and has the common languages; the
//! [`grammars`] of syntect have all others, and are the measure for ours. They go from line to line
//! and are slow enough that what they have read once is remembered ([`memo`]).

pub mod agreement;
mod classes;
mod grammars;
pub mod html;
mod languages;
mod lexer;
mod memo;
mod session;
mod spans;

pub use classes::Class;
pub use spans::Span;

use grammars::Reader;
use languages::{Language, Reading};
use memo::Piece;
use session::Session;
use spans::Spans;
use std::rc::Rc;

/// The longest code that a grammar colours, in bytes: at the slowest one's pace, about a second. Our
/// own lexer has no limit: its time is in proportion to the code.
pub const MAX_CODE: usize = 256 * 1024;

/// The longest line that a grammar colours, in bytes with its newline. Grammars take a time that grows
/// with the square of a line's length: at four times this, YAML takes 0.2 s for one line.
pub const MAX_LINE: usize = 1024;

/// What became of the wish to colour some code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The language is known. There may still be nothing in the code that has a colour.
    Coloured,
    /// The language is not known, or no grammar for it is.
    UnknownLanguage,
    /// The code is longer than [`MAX_CODE`], or a line is longer than [`MAX_LINE`] and leaves
    /// open what the lines after it are.
    TooLong,
}

/// Code in colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlighted {
    /// Spans that cover the code from its first byte to its last, no two neighbours of one class.
    pub spans: Vec<Span>,
    /// Whether it is in colours, and if not, why.
    pub outcome: Outcome,
}

/// Colours code in a language, which is named as authors do: `rust`, `rs`, `Shell`, `c++`.
///
/// ```
/// use archsite::parse::highlight::{Class, highlight};
/// let highlighted = highlight("json", "{\"a\": 1}");
/// assert_eq!(highlighted.spans[1].class, Some(Class::Property));
/// assert_eq!(highlighted.spans[1].range, 1..4);
/// ```
pub fn highlight(language: &str, code: &str) -> Highlighted {
    match languages::language(language) {
        Some(language) => {
            let engine = if language.lexer.is_some() { Engine::Lexer } else { Engine::Grammar };
            highlight_as(engine, language, code)
        }
        None => plain(code, Outcome::UnknownLanguage),
    }
}

/// A word for each language that [`Engine::Lexer`] reads.
pub const LEXED: [&str; 40] = [
    "c",
    "csharp",
    "cpp",
    "css",
    "conf",
    "diff",
    "dockerfile",
    "env",
    "go",
    "graphql",
    "hcl",
    "html",
    "http",
    "ini",
    "json",
    "jsx",
    "java",
    "js",
    "kotlin",
    "mermaid",
    "plantuml",
    "powershell",
    "properties",
    "protobuf",
    "pycon",
    "python",
    "rust",
    "scss",
    "sql",
    "console",
    "sh",
    "solidity",
    "svelte",
    "toml",
    "tsx",
    "ts",
    "vue",
    "xml",
    "yaml",
    "nginx",
];

/// What reads code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    /// Our own: the common languages.
    Lexer,
    /// A grammar of syntect: all that have one.
    Grammar,
}

/// Returns what [`highlight`] reads a language with, or nothing if it cannot be coloured.
///
/// ```
/// use archsite::parse::highlight::{Engine, engine};
/// assert_eq!(engine("rust"), Some(Engine::Lexer));
/// assert_eq!(engine("haskell"), Some(Engine::Grammar));
/// assert_eq!(engine("klingon"), None);
/// ```
pub fn engine(language: &str) -> Option<Engine> {
    let language = languages::language(language)?;
    match language.reading {
        _ if language.lexer.is_some() => Some(Engine::Lexer),
        Reading::Plain => None,
        Reading::Grammar(_) | Reading::Shell(_) | Reading::PowerShell(_) | Reading::Session(_) => {
            Some(Engine::Grammar)
        }
    }
}

/// Colours code with one of the engines, so that they can be compared.
pub fn highlight_with(engine: Engine, language: &str, code: &str) -> Highlighted {
    match languages::language(language) {
        Some(language) => highlight_as(engine, language, code),
        None => plain(code, Outcome::UnknownLanguage),
    }
}

fn highlight_as(engine: Engine, language: Language, code: &str) -> Highlighted {
    let is_session = match language.reading {
        Reading::Shell(_) | Reading::Session(_) => session::is_session(code),
        Reading::PowerShell(_) => session::is_power_shell_session(code),
        Reading::Grammar(_) | Reading::Plain => false,
    };
    match (engine, language.lexer, language.reading) {
        (Engine::Lexer, Some(lexer), _) => {
            let spans = if is_session { session::read(lexer, code) } else { lexer.read(code) };
            Highlighted { spans, outcome: Outcome::Coloured }
        }
        (Engine::Lexer, None, _) | (Engine::Grammar, _, Reading::Plain) => {
            plain(code, Outcome::UnknownLanguage)
        }
        _ if code.len() > MAX_CODE => plain(code, Outcome::TooLong),
        (
            _,
            _,
            Reading::Grammar(grammar)
            | Reading::Shell(grammar)
            | Reading::PowerShell(grammar)
            | Reading::Session(grammar),
        ) => {
            let lines = if is_session {
                Lines::Session(Session::new(grammar))
            } else {
                Lines::Grammar(Reader::new(grammar))
            };
            read(code, lines)
        }
    }
}

/// Returns what readers call a language, or nothing if it is not known or is no language.
///
/// ```
/// use archsite::parse::highlight::language_name;
/// assert_eq!(language_name("ts"), Some("TypeScript"));
/// assert_eq!(language_name("text"), None);
/// ```
pub fn language_name(language: &str) -> Option<&'static str> {
    languages::language(language).map(|language| language.shown).filter(|name| !name.is_empty())
}

fn plain(code: &str, outcome: Outcome) -> Highlighted {
    Highlighted { spans: Spans::over(code).finish(), outcome }
}

/// What reads line by line.
enum Lines {
    Grammar(Reader),
    Session(Session),
}

impl Lines {
    fn line(&mut self, line: &str) -> Rc<[Piece]> {
        match self {
            Self::Grammar(reader) => reader.line(line),
            Self::Session(session) => session.line(line).into(),
        }
    }
}

fn read(code: &str, mut engine: Lines) -> Highlighted {
    let mut spans = Spans::over(code);
    let mut start = 0;
    let mut buffer = String::new();
    for line in code.split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        if text.len() < MAX_LINE {
            // Grammars want each line to end with a newline, and with nothing else.
            let pieces = if line.len() == text.len() + 1 && line.ends_with('\n') {
                engine.line(line)
            } else {
                buffer.clear();
                buffer.push_str(text);
                buffer.push('\n');
                engine.line(&buffer)
            };
            for piece in &*pieces {
                spans.colour(start + usize::from(piece.start)..start + usize::from(piece.end), piece.class);
            }
        } else if start + line.len() < code.len() && !leaves_nothing_open(text) {
            return plain(code, Outcome::TooLong);
        }
        start += line.len();
    }
    Highlighted { spans: spans.finish(), outcome: Outcome::Coloured }
}

/// Says whether the lines after one that was passed over can be read as if it were not there:
/// brackets and quotes pair up, and no comment begins. A token or a long text in the midst of
/// JSON does that; half a minified script does not.
fn leaves_nothing_open(line: &str) -> bool {
    let count = |wanted: u8| line.bytes().filter(|&byte| byte == wanted).count();
    let pairs = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];
    pairs.iter().all(|&(open, close)| count(open) == count(close))
        && [b'"', b'\'', b'`'].iter().all(|&quote| count(quote) % 2 == 0)
        && !["/*", "*/", "<!--", "-->", "\"\"\"", "'''", "<<"].iter().any(|mark| line.contains(mark))
}

#[cfg(test)]
pub(super) mod tests {
    use super::languages::language;
    use super::*;
    use proptest::prelude::*;

    /// Undoes the writer: the text that a browser would show.
    pub(in super::super) fn text_of(html: &str) -> String {
        let mut text = String::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            text.push_str(&rest[..start]);
            rest = &rest[start + rest[start..].find('>').expect("a tag ends") + 1..];
        }
        text.push_str(rest);
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    /// Says whether every tag is closed in its turn.
    pub(in super::super) fn is_nested(html: &str) -> bool {
        let mut open = Vec::new();
        for tag in html.split('<').skip(1) {
            let name = tag.split([' ', '>']).next().expect("split gives at least one");
            match name.strip_prefix('/') {
                Some(name) => {
                    if open.pop() != Some(name) {
                        return false;
                    }
                }
                None => open.push(name),
            }
        }
        open.is_empty()
    }

    /// The code with `‹k …›` around what has a class.
    fn shown(language: &str, code: &str) -> String {
        marked(code, highlight(language, code))
    }

    fn shown_by(engine: Engine, language: &str, code: &str) -> String {
        marked(code, highlight_with(engine, language, code))
    }

    fn marked(code: &str, highlighted: Highlighted) -> String {
        let parts = highlighted.spans.into_iter().map(|span| {
            let text = &code[span.range];
            span.class.map_or(text.to_owned(), |class| format!("‹{} {text}›", class.css()))
        });
        parts.collect()
    }

    #[test]
    fn the_same_things_have_the_same_colours_in_every_language() {
        for (language, code, expected) in [
            ("rust", "let a: u32 = f(\"b\"); // c", "‹k let› a: ‹t u32› = ‹f f›(‹s \"b\"›); ‹c // c›"),
            ("ts", "const a: number = f('b', true);", "‹k const› a: ‹t number› = ‹f f›(‹s 'b'›, ‹o true›);"),
            (
                "json",
                "{\"a\": \"b\", \"c\": [1, null]}",
                "{‹p \"a\"›: ‹s \"b\"›, ‹p \"c\"›: [‹n 1›, ‹o null›]}",
            ),
            ("yaml", "a: b\nc: 1 # d", "‹p a›: ‹s b›\n‹p c›: ‹n 1› ‹c # d›"),
            ("toml", "[a]\nb = 'c'", "[‹t a›]\n‹p b› = ‹s 'c'›"),
            ("sql", "SELECT a FROM b WHERE c = 1", "‹k SELECT› a ‹k FROM› b ‹k WHERE› c = ‹n 1›"),
            ("java", "class A extends B { int c; }", "‹k class› ‹t A› ‹k extends› ‹t B› { ‹t int› c; }"),
            ("html", "<a href=\"b\">c</a>", "<‹k a› ‹p href›=‹s \"b\"›>c</‹k a›>"),
            ("diff", "-a\n+b\n c", "‹d -a›\n‹i +b›\n c"),
            ("sh", "curl -s \"$URL\" | jq", "‹f curl› ‹p -s \"$URL\"› | ‹f jq›"),
        ] {
            assert_eq!(shown(language, code), expected, "{language}");
        }
    }

    #[test]
    fn code_inside_a_string_is_not_in_the_colour_of_the_string() {
        assert_eq!(shown("ts", "`a ${b} c`"), "‹s `a› ${b} ‹s c`›");
        assert_eq!(shown("python", "f\"{a}\""), "‹s f\"›{a}‹s \"›");
    }

    #[test]
    fn a_session_shows_its_prompts_and_leaves_output_alone() {
        assert_eq!(
            shown("console", "$ cargo run \\\n  --release\nit's \"done\nada@host:~$ ls # x\n"),
            "‹u $› ‹f cargo› run \\\n  ‹p --release›\nit's \"done\n‹u ada@host:~$› ‹f ls› ‹c # x›\n"
        );
        assert_eq!(shown("pycon", ">>> 1\n1\n"), "‹u >>>› ‹n 1›\n1\n");
    }

    #[test]
    fn a_shell_block_without_a_prompt_is_a_script_and_one_with_prompts_a_session() {
        assert_eq!(shown("console", "echo 'a'\n"), "‹f echo› ‹s 'a'›\n");
        assert_eq!(shown("bash", "$ echo 'a'\na\n"), "‹u $› ‹f echo› ‹s 'a'›\na\n");
    }

    #[test]
    fn commands_at_a_prompt_of_powershell_are_in_its_language() {
        let code = "PS C:\\> Get-Item -Path $a\nit's\nPS> dir\n";
        for language in ["powershell", "console", "bash"] {
            assert_eq!(
                shown(language, code),
                "‹u PS C:\\>› ‹f Get-Item› ‹p -Path $a›\nit's\n‹u PS>› dir\n",
                "{language}"
            );
        }
        assert_eq!(shown("powershell", "$a |\n  % { 'b' }\n"), "‹p $a› |\n  % { ‹s 'b'› }\n");
    }

    #[test]
    fn a_comment_of_many_lines_is_one_span() {
        assert_eq!(shown("c", "/* a\n\n b */\nint c;"), "‹c /* a\n\n b */›\n‹t int› c;");
    }

    #[test]
    fn what_is_of_one_colour_is_one_span_whoever_reads_it() {
        for engine in [Engine::Lexer, Engine::Grammar] {
            assert_eq!(shown_by(engine, "json", "[1, 2,\n 3]"), "[‹n 1, 2,\n 3›]");
            assert_eq!(shown_by(engine, "json", "[\"a\", \"b\"]"), "[‹s \"a\"›, ‹s \"b\"›]");
            assert_eq!(shown_by(engine, "bash", "ls \"$A\""), "‹f ls› ‹p \"$A\"›");
            assert_eq!(shown_by(engine, "bash", "ls \"$A b\""), "‹f ls› ‹s \"›‹p $A› ‹s b\"›");
        }
    }

    #[test]
    fn a_member_that_is_read_is_as_plain_as_a_variable() {
        for engine in [Engine::Lexer, Engine::Grammar] {
            assert_eq!(shown_by(engine, "ts", "a.length.b()"), "a.length.‹f b›()");
            assert_eq!(shown_by(engine, "go", "a.Length.b()"), "a.Length.‹f b›()");
        }
    }

    #[test]
    fn html_says_no_more_than_a_browser_needs() {
        let written = |language, code| {
            let mut html = String::new();
            html::write(code, &highlight(language, code).spans, &mut html);
            html
        };
        assert_eq!(written("json", "{\"a\": 1}"), "{<span class=p>\"a\"</span>: <span class=n>1</span>}");
        assert_eq!(
            written("text", "a -> b < c && d &lt; &e &#1; &1 &\n&"),
            "a -> b &lt; c && d &amp;lt; &amp;e &amp;#1; &amp;1 &\n&"
        );
    }

    #[test]
    fn each_language_of_the_lexer_has_one_word_in_the_list() {
        let mut names: Vec<_> = LEXED.iter().filter_map(|word| language_name(word)).collect();
        assert!(LEXED.iter().all(|word| engine(word) == Some(Engine::Lexer)));
        names.sort_unstable();
        let mut known: Vec<_> = lexer::Lexer::names().collect();
        known.sort_unstable();
        assert_eq!(names, known);
    }

    #[test]
    fn languages_are_known_by_all_their_names() {
        for (word, name) in [
            ("rs", "Rust"),
            ("RUST", "Rust"),
            ("golang", "Go"),
            ("python3", "Python"),
            ("csharp", "C#"),
            ("c#", "C#"),
            ("C++", "C++"),
            ("h", "C"),
            ("shell", "Shell"),
            ("console", "Shell session"),
            ("shellsession", "Shell session"),
            ("jsonc", "JSON"),
            ("json5", "JSON"),
            ("tf", "HCL"),
            ("hcl", "HCL"),
            ("yml", "YAML"),
            ("ps1", "PowerShell"),
            ("proto", "Protocol Buffers"),
            ("sol", "Solidity"),
            ("kt", "Kotlin"),
            ("tsx", "TSX"),
            ("gql", "GraphQL"),
            ("Dockerfile", "Dockerfile"),
            ("mermaid-example", "Mermaid"),
            ("plantuml", "PlantUML"),
            ("bicep", "Bicep"),
            ("prisma", "Prisma"),
            (".java", "Java"),
        ] {
            assert_eq!(language_name(word), Some(name), "{word}");
        }
        for word in ["", "text", "txt", "plaintext", "warning", "no such language", "1"] {
            assert_eq!(language_name(word), None, "{word}");
        }
    }

    #[test]
    fn what_has_no_grammar_stays_plain_and_says_so() {
        for language in ["", "text", "d2", "bicep", "klingon"] {
            let highlighted = highlight(language, "let a = 1;");
            assert_eq!(highlighted.outcome, Outcome::UnknownLanguage, "{language}");
            assert_eq!(highlighted.spans, [Span { range: 0..10, class: None }], "{language}");
        }
    }

    #[test]
    fn code_that_is_too_long_for_a_grammar_stays_plain() {
        let long = "let a = 1;\n".repeat(MAX_CODE / 11 + 1);
        assert_eq!(highlight("swift", &long).outcome, Outcome::TooLong);
        assert_eq!(highlight("swift", &long).spans.len(), 1);
        assert_eq!(highlight("rust", &long).outcome, Outcome::Coloured);
    }

    #[test]
    fn a_line_of_any_length_is_coloured_where_no_grammar_is_needed() {
        let code = format!("[{}]", "\"\",".repeat(MAX_CODE));
        assert_eq!(highlight("json", &code).spans.len(), MAX_CODE * 2 + 1);
    }

    #[test]
    fn a_line_that_is_too_long_stays_plain_and_the_rest_is_coloured_if_it_leaves_nothing_open() {
        let token = format!("{{\n\"a\": \"{}\",\n\"b\": 1\n}}", "x".repeat(MAX_LINE));
        let shown_token = shown_by(Engine::Grammar, "json", &token);
        assert!(
            shown_token.starts_with("{\n\"a\": \"xx") && shown_token.ends_with("‹p \"b\"›: ‹n 1›\n}"),
            "{shown_token}"
        );
        let open = format!("/* {}\nlet a; */ let b = 1;", "x".repeat(MAX_LINE));
        assert_eq!(highlight_with(Engine::Grammar, "js", &open).outcome, Outcome::TooLong);
        let last = format!("let a = 1;\n/* {}\n", "x".repeat(MAX_LINE));
        assert!(shown_by(Engine::Grammar, "js", &last).starts_with("‹k let› a = ‹n 1›;\n/*"));
    }

    #[test]
    fn line_ends_of_every_kind_are_kept() {
        for end in ["\n", "\r\n", "\n\n", ""] {
            let code = format!("let a = 1;{end}");
            assert_eq!(shown("rust", &code), format!("‹k let› a = ‹n 1›;{end}"));
        }
        // A carriage return in the middle of a line, and nothing at all.
        assert_eq!(shown("rust", "1\r2\r\r\n"), "‹n 1\r2›\r\r\n");
        assert_eq!(highlight("rust", "").spans, []);
    }

    #[test]
    fn what_is_remembered_is_what_would_be_read() {
        let code = "/* a\nfn b() {\n*/ let c = r#\"d\n\"#;\nlet c = 1;\nlet c = 1;\n";
        let Some(Reading::Grammar(grammar)) = language("rust").map(|language| language.reading) else {
            panic!("Rust has a grammar");
        };
        let (first, again) = (highlight("rust", code), highlight("rust", code));
        assert_eq!(first, again);
        assert_eq!(first, read(code, Lines::Grammar(Reader::forgetful(grammar))));
    }

    #[test]
    fn threads_colour_the_same_code_the_same() {
        let code = "def f(a):\n    \"\"\"b\n    c\"\"\"\n    return 1\n";
        let alone = highlight("python", code);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| highlight("python", code))).collect();
            for thread in threads {
                assert_eq!(thread.join().expect("it does not panic"), alone);
            }
        });
    }

    fn check(language: &str, code: &str) -> Result<(), TestCaseError> {
        let highlighted = highlight(language, code);
        let mut end = 0;
        for span in &highlighted.spans {
            prop_assert_eq!(span.range.start, end);
            prop_assert!(span.range.end > end && code.is_char_boundary(span.range.end));
            let text = &code[span.range.clone()];
            prop_assert!(span.class.is_none() || text.trim() == text && !text.is_empty());
            end = span.range.end;
        }
        prop_assert_eq!(end, code.len());
        prop_assert!(highlighted.spans.windows(2).all(|pair| pair[0].class != pair[1].class));
        prop_assert_eq!(&highlighted, &highlight(language, code));
        let mut html = String::new();
        html::write(code, &highlighted.spans, &mut html);
        prop_assert!(is_nested(&html));
        prop_assert_eq!(text_of(&html), code);
        Ok(())
    }

    proptest! {
        #[test]
        fn spans_cover_any_code_and_html_gives_it_back(
            language in "rust|json|yaml|html|md|sh|console|php|tsx|latex|text|perl|ruby|c#|http|rst",
            code in "(\\PC|[\\x00-\\x7f]|[\"'`/*<>{}()#$@\\\\\n:=-]|<<A|</?b|\r\n|é☃){0,60}",
        ) {
            check(&language, &code)?;
        }
    }

    #[test]
    fn every_grammar_reads_a_hostile_line() {
        let code =
            "\u{1}<<A \"'`{[(/*<!--\u{feff}é☃\u{2}\\ $(${ #{%{ =begin @\u{0}|>-\r\n--- : - ? 'x'\n\tA\n";
        for (grammar, _) in grammars::Grammar::all() {
            if let Err(error) = check(grammar.name(), code) {
                panic!("{}: {error}", grammar.name());
            }
        }
    }
}
