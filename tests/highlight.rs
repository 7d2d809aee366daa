//! How far our lexer and the grammars agree on the samples of `tests/data/highlight.md`.
//!
//! In: one sample a language, and texts that are made to take long. Out: the languages in which more is
//! left plain, or coloured otherwise, than may be, or of which HTML is longer. The figures for real code are those of `cargo xtask highlight`; this keeps them from
//! falling where that code is not at hand. Never: compares what our lexer colours beyond a grammar.

use archsite::parse::highlight::agreement::compare;
use archsite::parse::highlight::{Engine, LEXED, engine, highlight, highlight_with, html};

/// How much of a sample only the grammar may colour, and how much may be coloured differently: in
/// percent, as for real code.
const MOST_ONLY_GRAMMAR: usize = 3;
const MOST_DIFFERENT: usize = 2;
/// How long HTML of a sample may be, and of all samples: in percent of that of a grammar.
const MOST_LONGER: usize = 115;
const MOST_LONGER_IN_SUM: usize = 105;
/// And in percent of the samples, which are dense: each shows all that its language has in a few lines.
const MOST_TIMES_SOURCE: usize = 265;

/// The samples with the names of their languages.
fn samples() -> Vec<(&'static str, &'static str)> {
    let fences = include_str!("data/highlight.md").split("```");
    fences.skip(1).step_by(2).filter_map(|fence| fence.split_once('\n')).collect()
}

#[test]
fn little_is_plain_that_a_grammar_colours_and_less_is_coloured_otherwise() {
    let worse: Vec<String> = samples()
        .into_iter()
        .filter_map(|(language, code)| {
            let agreement = compare(language, code);
            let bytes = agreement.bytes();
            let is_worse = agreement.only_grammar * 100 > bytes * MOST_ONLY_GRAMMAR
                || agreement.different * 100 > bytes * MOST_DIFFERENT;
            is_worse.then(|| format!("{language}: {agreement:?}"))
        })
        .collect();
    assert!(worse.is_empty(), "\n{}", worse.join("\n"));
}

#[test]
fn every_sample_is_in_a_language_of_our_lexer_and_long_enough_to_say_something() {
    let samples = samples();
    assert!(samples.len() >= 17, "{}", samples.len());
    for (language, code) in samples {
        assert_eq!(engine(language), Some(Engine::Lexer), "{language}");
        assert!(compare(language, code).bytes() > 50, "{language}");
    }
}

#[test]
fn html_is_hardly_longer_than_with_the_colours_of_the_grammars() {
    let length = |engine, language, code: &str| {
        let mut html = String::new();
        html::write(code, &highlight_with(engine, language, code).spans, &mut html);
        html.len()
    };
    let lengths: Vec<_> = samples()
        .into_iter()
        .map(|(language, code)| {
            (language, [Engine::Lexer, Engine::Grammar].map(|engine| length(engine, language, code)))
        })
        .collect();
    let longer: Vec<_> =
        lengths.iter().filter(|(_, [lexer, grammar])| lexer * 100 > grammar * MOST_LONGER).collect();
    assert!(longer.is_empty(), "{longer:?}");
    let [lexer, grammar] = [0, 1].map(|engine| lengths.iter().map(|(_, both)| both[engine]).sum::<usize>());
    assert!(lexer * 100 <= grammar * MOST_LONGER_IN_SUM, "{lexer} and {grammar}");
    let source: usize = samples().iter().map(|(_, code)| code.len()).sum();
    assert!(lexer * 100 <= source * MOST_TIMES_SOURCE, "{lexer} for {source}");
}

/// What begins something in some language, or may, with `\n` for the end of a line: hostile where it
/// comes again and again, because each looks for an end that never comes.
fn hostile() -> Vec<String> {
    include_str!("data/hostile.txt").lines().map(|line| line.replace("\\n", "\n")).collect()
}

#[test]
fn nothing_that_comes_again_and_again_is_looked_for_again_and_again() {
    assert!(hostile().len() >= 20);
    let read = |languages: &[&str]| {
        for language in languages {
            for pattern in hostile() {
                let code = pattern.repeat(50_000 / pattern.len());
                let spans = highlight(language, &code).spans;
                assert_eq!(
                    spans.last().map(|span| span.range.end),
                    Some(code.len()),
                    "{language}: {pattern}"
                );
                let mut html = String::new();
                html::write(&code, &spans, &mut html);
                assert!(html.len() >= code.len(), "{language}: {pattern}");
            }
        }
    };
    // What is not linear here takes minutes. How many milliseconds it takes, `cargo xtask highlight` says.
    std::thread::scope(|scope| LEXED.chunks(10).for_each(|languages| drop(scope.spawn(|| read(languages)))));
}
