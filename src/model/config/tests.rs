//! Settings as people write them, right and wrong, and what is told of each mistake.

use super::*;
use crate::diagnostic::Code;
use crate::source::LineIndex;

fn file() -> SourcePath {
    SourcePath::new("book.toml")
}

fn read(text: &str) -> Config {
    Config::from_toml(text, &file()).unwrap()
}

/// Returns what is wrong with a text as `line:column message (help)`.
fn complaints(text: &str) -> Vec<String> {
    let lines = LineIndex::new(text);
    let findings = Config::from_toml(text, &file()).unwrap_err();
    let shown = findings.iter().map(|finding| {
        assert_eq!(finding.code, Code::InvalidConfiguration);
        let at = lines.position(finding.span.start);
        let help = finding.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}:{} {}{help}", at.line, at.column, finding.message)
    });
    shown.collect()
}

#[test]
fn without_a_word_everything_has_its_default() {
    assert_eq!(read(""), Config::default());
    let config = Config::default();
    assert_eq!(config.src.under(Path::new("p")), Path::new("p/src"));
    assert_eq!(config.max_document_size.get(), 8 * 1024 * 1024);
}

#[test]
fn the_documented_defaults_are_the_real_ones() {
    for key in Config::keys().iter().filter(|key| !key.default.is_empty()) {
        let config = read(&format!("{} = {}", key.name, key.default));
        assert_eq!(config.fingerprint(), Config::default().fingerprint(), "{}", key.name);
        assert!(config.place(key.name).is_some());
    }
}

#[test]
fn every_key_says_what_it_is_for() {
    for key in Config::keys() {
        assert!(key.meaning.ends_with('.') && !key.meaning.starts_with(' '), "{key:?}");
        assert!(!key.kind.is_empty());
    }
    assert_eq!(Config::keys().len(), 33);
}

#[test]
fn a_book_of_mdbook_is_a_portal_without_a_change() {
    let config = read(
        r#"
        [book]
        title = "Orders"
        authors = ["A", "B"]
        language = "pt-BR"
        multilingual = false
        src = "./docs/"
        [build]
        build-dir = "../out"
        create-missing = false
        [preprocessor.links]
        [rust]
        edition = "2024"
        [output.html]
        theme = 'my-theme'
        git-repository-url = "https://example.org/r"
        edit-url-template = "https://example.org/r/edit/main/{path}"
        site-url = "/r/"
        additional-css = ["x.css"]
        [output.html.fold]
        enable = true
        [output.html.redirect]
        "/old.html" = "new.html"
        [output.linkcheck]
        anything = 1
        "#,
    );
    assert_eq!(config.title.as_deref(), Some("Orders"));
    assert_eq!(config.authors, ["A", "B"]);
    assert_eq!(config.language.as_str(), "pt-BR");
    assert_eq!(config.src.as_str(), "docs");
    assert_eq!(config.build_dir.as_ref().map(OutputFolder::as_str), Some("../out"));
    assert_eq!(config.redirect["/old.html"], "new.html");
    assert!(config.place("output.html.redirect./old.html").is_some());
    assert_eq!(config.site_url.as_deref(), Some("/r/"));
}

#[test]
fn archsites_own_settings_are_read() {
    let config = read(
        r##"
        [output.archsite]
        include = ["docs/**"]
        exclude = ["*.tmp", "/drafts"]
        unsafe-html = true
        follow-links = true
        max-document-size = 1_000
        logo = "theme\\logo.svg"
        favicon = "./f.png"
        accent = "#2A6F97"
        footer = "*Ours*"
        extra-css = ["a.css", "b/c.css"]
        extra-js = []
        remote-images = "link"
        "##,
    );
    assert_eq!(config.exclude.as_slice(), ["*.tmp", "/drafts"]);
    assert!(config.unsafe_html && config.follow_links);
    assert_eq!(config.max_document_size.get(), 1000);
    assert_eq!(config.logo.as_ref().map(PortalPath::as_str), Some("theme/logo.svg"));
    assert_eq!(config.favicon.as_ref().map(PortalPath::as_str), Some("f.png"));
    assert_eq!(config.accent, Some(Color::Rgb([0x2a, 0x6f, 0x97])));
    assert_eq!(config.extra_css[1].as_str(), "b/c.css");
    assert_eq!(config.remote_images, RemoteImages::Link);
    assert!(config.place("output.archsite.extra-css.1").is_some());
}

#[test]
fn an_unknown_key_is_an_error_with_its_place_and_the_nearest_key() {
    assert_eq!(
        complaints("[output.archsite]\nlogo = 'l.svg'\n  acent = 'teal'\n"),
        ["3:3 `[output.archsite]` has no key `acent` (did you mean `accent`?)"]
    );
    assert_eq!(
        complaints("output.archsite.Extra_CSS = []"),
        ["1:17 `[output.archsite]` has no key `Extra_CSS` (did you mean `extra-css`?)"]
    );
    let far = &complaints("[output.archsite]\nwhatever = 1")[0];
    assert!(far.contains("the keys are `include`, `exclude`"), "{far}");
}

#[test]
fn a_slip_in_a_key_that_is_shared_with_mdbook_is_an_error_too() {
    assert_eq!(
        complaints("[book]\ntitel = 'x'"),
        ["2:1 `[book]` has no key `titel` (did you mean `title`?)"]
    );
    assert_eq!(
        complaints("[output.html]\ngit_repository_url = 'x'"),
        ["2:1 `[output.html]` has no key `git_repository_url` (did you mean `git-repository-url`?)"]
    );
    read("[book]\nmy-own = 1\n[output.html]\nsearch = 1\ncode = 2");
}

#[test]
fn a_wrong_type_says_what_was_expected() {
    assert_eq!(
        complaints("[book]\ntitle = 3"),
        ["2:9 `book.title` must be a text, but this is the number 3"]
    );
    assert_eq!(
        complaints("[book]\nauthors = 'me'"),
        ["2:11 `book.authors` must be a list of texts, but this is the text \"me\""]
    );
    assert_eq!(
        complaints("[book]\nauthors = ['me', 4]"),
        ["2:18 `book.authors.1` must be a text, but this is the number 4"]
    );
    assert_eq!(
        complaints("[output.archsite]\nunsafe-html = 'true'"),
        ["2:15 `output.archsite.unsafe-html` must be true or false, but this is the text \"true\" \
          (write true without quotes)"]
    );
    assert_eq!(
        complaints("[output]\narchsite = true"),
        ["2:12 `output.archsite` must be a table, but it is true \
          (write its settings below a line `[output.archsite]`)"]
    );
    assert_eq!(
        complaints("book = 1979-05-27"),
        ["1:8 `book` must be a table, but it is a date (write its settings below a line `[book]`)"]
    );
    assert_eq!(
        complaints("[output.html.redirect]\n'/a' = 1"),
        ["2:8 `output.html.redirect./a` must be a text, but this is the number 1"]
    );
    assert_eq!(
        complaints("[output.archsite]\nremote-images = 'hide'"),
        ["2:17 `output.archsite.remote-images` must be \"show\" or \"link\", but this is the text \"hide\""]
    );
}

#[test]
fn a_value_of_the_right_type_can_still_be_wrong() {
    assert_eq!(
        complaints("[output.archsite]\naccent = 'tael'"),
        ["2:10 \"tael\" is not a colour that archsite takes (did you mean \"teal\"?)"]
    );
    for value in ["0", "-1", "99999999999999999999", "0x80000000"] {
        assert!(complaints(&format!("output.archsite.max-document-size = {value}"))[0].contains("range"));
    }
    for value in ["'../x'", "'/etc/passwd'", "'C:\\x'", "'a/../../b'", "\"a\\u0000b\""] {
        assert!(complaints(&format!("output.archsite.logo = {value}"))[0].contains("out of the portal"));
        assert!(complaints(&format!("book.src = {value}"))[0].contains("out of the portal"));
    }
    assert!(complaints("output.archsite.logo = ''")[0].contains("names no file"));
    assert!(complaints("build.build-dir = ' '")[0].contains("names no folder"));
    assert!(complaints("output.archsite.exclude = ['a/{b']")[0].contains("is not a pattern"));
    assert!(complaints("output.archsite.include = ['!a']")[0].contains("neither needs `!`"));
    assert!(complaints("book.language = 'pt_BR'")[0].contains("did you mean \"pt-BR\"?"));
    assert!(complaints("book.language = 'x\"><script>'")[0].contains("not a language tag"));
    assert_eq!(read("book.src = '.'").src.as_str(), "");
    assert_eq!(read("book.title = ' '").title, None);
}

#[test]
fn all_mistakes_are_told_in_one_go_and_in_their_order() {
    let told = complaints(
        "[book]\ntitle = 1\nauthors = [\n  2, 'x', 3]\n[output.archsite]\nacent = 'teal'\nlogo = '/x'\nno-such = 1\n",
    );
    let places: Vec<_> = told.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(places, ["2:9", "4:3", "4:11", "6:1", "7:8", "8:1"]);
}

#[test]
fn text_that_is_no_toml_is_told_with_its_place_and_hides_nothing_else() {
    let told = complaints("[book]\ntitle = \nauthors = 3\n[output.archsite]\nacent = 1\n");
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].starts_with("2:") && told[0].contains("not TOML"), "{told:#?}");
    assert!(told[1].starts_with("3:11 ") && told[2].starts_with("5:1 "), "{told:#?}");
    assert!(complaints("a = 1\na = 2")[0].starts_with("2:1 "));
}

#[test]
fn no_text_makes_the_reader_fail_otherwise() {
    let deep = format!("a = {}", "[".repeat(100_000));
    let table = format!("{} = 1", "a.".repeat(50_000) + "b");
    for text in
        [deep.as_str(), &table, "\0", "[", "=", "[[book]]", "\u{FEFF}[book]\ntitle = 'x'", "output = 1"]
    {
        let _ = Config::from_toml(text, &file());
    }
}

#[test]
fn a_fingerprint_follows_the_values_and_not_their_places() {
    let print = |text: &str| read(text).fingerprint();
    assert_eq!(print("book.title = 'x'"), print("# said first\n\nbook.title = 'x'"));
    assert_ne!(print("book.title = 'x'"), print("book.title = 'y'"));
    assert_ne!(print("book.title = 'x'"), print("book.description = 'x'"));
}

#[test]
fn a_portal_declares_registers_of_its_own() {
    let config = read(
        r#"
        [[output.archsite.register]]
        name = "Message queues"
        columns = ["Queue", "Owner"]
        [[output.archsite.register]]
        name = "Technologies"
        columns = ["Baustein", "Version"]
        agree = ["Version"]
        "#,
    );
    let registers = config.registers();
    let names: Vec<&str> = registers.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        ["technologies", "external-services", "environment-variables", "metrics", "risks", "message-queues"]
    );
    assert_eq!(registers[0].columns[0].label, "Baustein");
    assert!(registers[0].columns[1].must_agree && !registers[0].columns[0].must_agree);
    assert!(registers[5].columns.iter().all(|column| column.is_required));
}

#[test]
fn mistakes_in_a_register_are_shown_where_they_are() {
    let register = |text: &str| complaints(&format!("[[output.archsite.register]]\n{text}"));
    assert_eq!(
        register("name = 'Queues'\ncolumn = ['Queue']"),
        [
            "1:1 a register needs a `name` and `columns` (give it both, as in `name = \"Queues\"` and `columns = [\"Queue\", \"Owner\"]`)",
            "3:1 a register has no key `column` (did you mean `columns`?)",
        ]
    );
    assert_eq!(
        register("name = 'Queues'\ncolumns = 'Queue'"),
        ["3:11 `output.archsite.register.0.columns` must be a list of texts, but this is the text \"Queue\""]
    );
    assert_eq!(
        register("name = 'Queues'\ncolumns = ['Queue']\nagree = ['Depth']"),
        ["1:1 the register \"Queues\" has no column \"Depth\" that could agree (the columns are Queue)"]
    );
    assert_eq!(
        complaints("[output.archsite.register]\nname = 'Queues'\ncolumns = ['Queue']"),
        [
            "1:1 `output.archsite.register` is a list of registers (write it below a line `[[output.archsite.register]]`, with two brackets)"
        ]
    );
    assert_eq!(
        complaints("output.archsite.stale-after = -1"),
        ["1:31 -1 months is out of range (write a number from 0, which is never, to 1200)"]
    );
}
