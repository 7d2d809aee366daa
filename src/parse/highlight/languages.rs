//! What authors call the languages of their code, and what readers call them.
//!
//! In: the word after the backticks. Out: the name to show, and how the code is to be read.
//! Never: reads code, guesses a language from its text.

use super::grammars::Grammar;
use super::lexer::Lexer;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A language that is known by name.
#[derive(Clone, Copy)]
pub(super) struct Language {
    /// What readers call it; empty for text that is in no language.
    pub(super) shown: &'static str,
    pub(super) reading: Reading,
    /// What reads it faster than a grammar, if there is such a thing.
    pub(super) lexer: Option<Lexer>,
}

/// How the code of a language is read.
#[derive(Clone, Copy)]
pub(super) enum Reading {
    /// By a grammar.
    Grammar(Grammar),
    /// By a shell's grammar, unless it shows prompts and what commands answered.
    Shell(Grammar),
    /// By the grammar of PowerShell, unless it shows PowerShell's own prompts.
    PowerShell(Grammar),
    /// By prompts, and what follows them by a grammar.
    Session(Grammar),
    /// Not at all: there is no grammar.
    Plain,
}

/// Finds the language that a word names, in capitals or not.
pub(super) fn language(word: &str) -> Option<Language> {
    let word = word.trim();
    let word = if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    };
    let word = word.strip_prefix('.').unwrap_or(&word);
    // Much code has none, and no grammar need be unpacked to know that.
    if word.is_empty() {
        return None;
    }
    KNOWN.get(word).or_else(|| KNOWN_TO_GRAMMARS.get(word)).copied()
}

/// The languages of the table, by each of their words. To know them costs nothing: grammars are taken
/// out of their box, which takes longer than a hundred documents, when the first is needed.
static KNOWN: LazyLock<HashMap<&'static str, Language>> = LazyLock::new(|| {
    let mut known = HashMap::with_capacity(LANGUAGES.len() * 4);
    for &(words, shown, grammar) in LANGUAGES {
        let grammar = (!grammar.is_empty()).then(|| Grammar::named(grammar));
        let reading = match grammar {
            Some(grammar) if words.starts_with("bash ") => Reading::Shell(grammar),
            Some(grammar) if words.starts_with("powershell ") => Reading::PowerShell(grammar),
            Some(grammar) if words.starts_with("console ") || words.starts_with("pycon ") => {
                Reading::Session(grammar)
            }
            Some(grammar) => Reading::Grammar(grammar),
            None => Reading::Plain,
        };
        let lexer = Lexer::named(shown);
        known.extend(words.split(' ').map(|word| (word, Language { shown, reading, lexer })));
    }
    known
});

/// All other languages, by what their grammars say of themselves. Words of one letter are sections of
/// manual pages and the like, but for C, D and R.
static KNOWN_TO_GRAMMARS: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (grammar, words) in Grammar::all() {
        let language = Language { shown: grammar.name(), reading: Reading::Grammar(grammar), lexer: None };
        let words = words.iter().filter(|word| word.len() > 1 || matches!(word.as_str(), "c" | "d" | "r"));
        for word in words.map(String::as_str).chain([grammar.name()]) {
            known.insert(word.to_lowercase().trim_start_matches('.').to_owned(), language);
        }
    }
    known
});

/// The words for each language, its name, and the grammar for it; no grammar where there is none
/// that comes near. Words that a grammar lists itself are here only if its name reads badly.
const LANGUAGES: &[(&str, &str, &str)] = &[
    // No language.
    (
        "text txt plain plaintext plain-text none nohighlight output ascii ascii-art art raw verbatim tree",
        "",
        "",
    ),
    ("script scr pseudocode pseudo algorithm", "", ""),
    ("log logs", "Log", "log"),
    // Shells.
    ("bash sh zsh ash ksh shell posix shell-script shellscript bourne", "Shell", "Bourne Again Shell (bash)"),
    (
        "console shellsession shell-session sh-session bash-session session terminal term cli command commandline cmdline",
        "Shell session",
        "Bourne Again Shell (bash)",
    ),
    ("fish", "Fish", "Fish"),
    ("powershell pwsh ps ps1 psm1 psd1 posh", "PowerShell", "PowerShell"),
    ("bat cmd batch dos dosbatch winbatch", "Batch", "Batch File"),
    ("awk gawk", "AWK", "AWK"),
    ("nu nushell", "Nushell", ""),
    // Data and configuration.
    (
        "json json5 jsonc jsonl ndjson jsonlines json-lines jsonld json-ld csl-json geojson hjson webmanifest avsc",
        "JSON",
        "JSON",
    ),
    (
        "yaml yml yaml+jinja openapi swagger kubernetes k8s helm docker-compose compose asyncapi cloudformation",
        "YAML",
        "YAML",
    ),
    ("toml", "TOML", "TOML"),
    ("ini cfg config systemd service unit editorconfig desktop", "INI", "INI"),
    ("conf", "Configuration", "INI"),
    ("properties", "Properties", "Java Properties"),
    ("env dotenv", "Environment", "DotENV"),
    ("xml xsd xsl xslt wsdl pom plist svg rss atom csproj xaml bpmn", "XML", "XML"),
    ("csv", "CSV", "Separated Values"),
    ("tsv", "TSV", "Tab Separated Values"),
    ("proto protobuf proto2 proto3 grpc", "Protocol Buffers", "Protocol Buffer"),
    ("textproto prototxt pbtxt", "Protocol Buffers text", "Protocol Buffer (TEXT)"),
    ("graphql gql", "GraphQL", "GraphQL"),
    ("hcl tf terraform opentofu tofu nomad tfvars", "HCL", "Terraform"),
    ("dockerfile docker containerfile", "Dockerfile", "Dockerfile (with bash)"),
    ("nginx nginxconf", "nginx", "nginx"),
    ("apache apacheconf htaccess", "Apache", "Apache Conf"),
    ("make makefile mk gnumake", "Makefile", "Makefile"),
    ("cmake", "CMake", "CMake"),
    ("crontab cron", "Crontab", "Crontab"),
    ("gitignore dockerignore ignore-file", "Ignore file", "Git Ignore"),
    ("gitconfig git-config", "Git configuration", "Git Config"),
    ("git gitcommit commit", "Git", ""),
    ("ssh-config sshconfig ssh_config", "SSH configuration", "SSH Config"),
    ("nix", "Nix", "Nix"),
    ("bicep", "Bicep", ""),
    ("prisma", "Prisma", ""),
    ("cue", "CUE", ""),
    ("dhall", "Dhall", ""),
    ("avdl thrift capnp capnproto flatbuffers fbs smithy typespec tsp", "Interface definition", ""),
    ("jsonnet libsonnet", "Jsonnet", "jsonnet"),
    ("rego opa", "Rego", "Rego"),
    ("kdl", "KDL", ""),
    ("ron", "RON", "Rust"),
    // Markup.
    ("html htm html5 xhtml vue-html astro handlebars hbs mustache ejs", "HTML", "HTML"),
    ("css postcss", "CSS", "CSS"),
    ("scss", "SCSS", "SCSS"),
    ("sass", "Sass", "Sass"),
    ("less", "Less", "Less"),
    ("markdown md mdx gfm mdown myst", "Markdown", "Markdown"),
    ("rst rest restructuredtext", "reStructuredText", "reStructuredText"),
    ("adoc asciidoc", "AsciiDoc", "AsciiDoc (Asciidoctor)"),
    ("latex tex katex math", "LaTeX", "LaTeX"),
    ("typst typ", "Typst", "Typst"),
    ("bib bibtex", "BibTeX", "BibTeX"),
    ("jinja jinja2 j2 tera nunjucks njk liquid", "Jinja", "Jinja2"),
    ("twig", "Twig", "HTML (Twig)"),
    ("erb eruby", "ERB", "HTML (Rails)"),
    ("jsp", "JSP", "Java Server Page (JSP)"),
    ("vue", "Vue", "Vue Component"),
    ("svelte", "Svelte", "Svelte"),
    ("org orgmode", "Org", "orgmode"),
    ("wiki mediawiki", "MediaWiki", "MediaWiki"),
    // Programming languages.
    // To rustdoc, a fence that only says how it is tested is Rust.
    ("rust rs ignore no_run should_panic compile_fail cairo", "Rust", "Rust"),
    ("c h", "C", "C"),
    ("c++ cpp cc cxx hpp hxx cplusplus cuda cu arduino ino", "C++", "C++"),
    ("c# csharp cs csx dotnet", "C#", "C#"),
    ("f# fsharp fs fsx", "F#", "F#"),
    ("go golang", "Go", "Go"),
    ("gomod go-mod", "go.mod", "Gomod"),
    ("java bsh", "Java", "Java"),
    ("apex", "Apex", "Java"),
    ("kotlin kt kts", "Kotlin", "Kotlin"),
    ("scala sc", "Scala", "Scala"),
    ("groovy gradle jenkinsfile", "Groovy", "Groovy"),
    ("clojure clj cljs edn", "Clojure", "Clojure"),
    ("javascript js mjs cjs node nodejs ecmascript es6", "JavaScript", "JavaScript (Babel)"),
    ("jsx react", "JSX", "JavaScript (Babel)"),
    ("typescript ts mts cts deno", "TypeScript", "TypeScript"),
    ("tsx typescriptreact", "TSX", "TypeScriptReact"),
    ("coffee coffeescript", "CoffeeScript", "CoffeeScript"),
    ("python py py3 python3 python2 ipython ipython3 pyi sage starlark bzl bazel", "Python", "Python"),
    ("pycon python-repl python-console", "Python session", "Python"),
    ("ruby rb jruby", "Ruby", "Ruby"),
    ("php", "PHP", "PHP Source"),
    ("perl pl", "Perl", "Perl"),
    ("lua luau", "Lua", "Lua"),
    ("elixir ex exs iex", "Elixir", "Elixir"),
    ("heex eex leex", "EEx", "HTML (EEx)"),
    ("erlang erl", "Erlang", "Erlang"),
    ("haskell hs", "Haskell", "Haskell"),
    ("ocaml ml reason reasonml", "OCaml", "OCaml"),
    ("elm", "Elm", "Elm"),
    ("swift", "Swift", "Swift"),
    ("objective-c objectivec objc obj-c", "Objective-C", "Objective-C"),
    ("objective-c++ objc++ objcpp", "Objective-C++", "Objective-C++"),
    ("dart flutter", "Dart", "Dart"),
    ("julia jl", "Julia", "Julia"),
    ("r rlang", "R", "R"),
    ("matlab octave", "MATLAB", "MATLAB"),
    ("fortran f90 f95", "Fortran", "Fortran (Modern)"),
    ("pascal delphi", "Pascal", "Pascal"),
    ("ada", "Ada", "Ada"),
    ("lisp common-lisp scheme elisp emacs-lisp wat wast", "Lisp", "Lisp"),
    ("racket rkt", "Racket", "Racket"),
    ("zig", "Zig", "Zig"),
    ("nim", "Nim", "Nim"),
    ("crystal cr", "Crystal", "Crystal"),
    ("d dlang", "D", "D"),
    ("solidity sol yul", "Solidity", "Solidity"),
    ("vyper vy", "Vyper", "Vyper"),
    ("asm assembly nasm x86asm x86 masm evm", "Assembly", "x86_64 Assembly"),
    ("armasm arm aarch64", "ARM assembly", "ARM Assembly"),
    ("llvm", "LLVM IR", "LLVM"),
    ("glsl vert frag hlsl", "GLSL", "GLSL"),
    ("wgsl", "WGSL", "WGSL"),
    ("verilog", "Verilog", "Verilog"),
    ("systemverilog sv", "SystemVerilog", "SystemVerilog"),
    ("vhdl", "VHDL", "VHDL"),
    ("gdscript gd", "GDScript", "GDScript (Godot Engine)"),
    ("vb vbnet vb.net visualbasic basic", "Visual Basic", ""),
    ("cobol", "COBOL", ""),
    ("abap", "ABAP", ""),
    ("vim viml vimscript", "Vim script", "VimL"),
    // Queries and protocols.
    (
        "sql mysql mariadb postgres postgresql pgsql psql plpgsql plsql tsql t-sql sqlite sqlite3 bigquery snowflake cql hql spark-sql",
        "SQL",
        "SQL",
    ),
    ("cypher", "Cypher", ""),
    ("sparql", "SPARQL", ""),
    ("promql", "PromQL", ""),
    ("logql", "LogQL", ""),
    ("kql kusto", "KQL", ""),
    ("jq", "jq", "JQ"),
    ("regex regexp re", "Regular expression", "Regular Expression"),
    ("http https rest-api", "HTTP", "HTTP Request and Response"),
    ("curl", "Shell", "Bourne Again Shell (bash)"),
    ("diff patch udiff", "Diff", "Diff"),
    ("abnf", "ABNF", ""),
    ("ebnf", "EBNF", ""),
    ("bnf", "BNF", ""),
    ("gherkin feature cucumber", "Gherkin", ""),
    ("robot robotframework", "Robot Framework", "Robot Framework"),
    ("qml", "QML", "QML"),
    ("puppet", "Puppet", "Puppet"),
    ("tcl", "Tcl", "Tcl"),
    ("smalltalk", "Smalltalk", ""),
    ("prolog", "Prolog", ""),
    ("lean lean4", "Lean", "Lean 4"),
    ("coq", "Coq", ""),
    ("tla tla+ tlaplus", "TLA+", ""),
    ("quint", "Quint", "TypeScript"),
    // Drawings in words: a diagram is drawn elsewhere; as source it stays plain.
    ("mermaid mermaid-example", "Mermaid", ""),
    ("plantuml puml uml c4plantuml", "PlantUML", ""),
    ("dot graphviz gv", "Graphviz", "Graphviz (DOT)"),
    ("d2", "D2", ""),
    ("structurizr structurizr-dsl", "Structurizr DSL", ""),
    ("likec4", "LikeC4", ""),
    ("dbml", "DBML", ""),
    ("zenuml", "ZenUML", ""),
    ("gnuplot", "gnuplot", "gnuplot"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_that_the_table_names_is_there() {
        for (words, _, grammar) in LANGUAGES {
            assert!(grammar.is_empty() || Grammar::named(grammar).is_there(), "{words}: {grammar}");
        }
    }

    #[test]
    fn every_lexer_belongs_to_a_language_of_the_table() {
        for name in Lexer::names() {
            assert!(LANGUAGES.iter().any(|(_, shown, _)| *shown == name), "{name}");
        }
    }

    #[test]
    fn no_word_stands_for_two_languages_of_the_table_and_all_are_in_small_letters() {
        let mut words: Vec<_> = LANGUAGES.iter().flat_map(|(words, ..)| words.split(' ')).collect();
        assert!(words.iter().all(|word| !word.is_empty() && *word == word.to_lowercase()));
        words.sort_unstable();
        let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
