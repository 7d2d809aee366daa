//! How far the two engines agree on some code.
//!
//! In: a language and code. Out: how many bytes both colour alike, and how many differ in each way.
//! Never: counts white space, or what a grammar refuses to read.

use super::{Class, Engine, Highlighted, MAX_LINE, Outcome, highlight_with};
use std::ops::AddAssign;

/// Numbers of bytes that are no white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Both say the same: a class, or none.
    pub agree: usize,
    /// Our lexer colours what the grammar leaves plain.
    pub only_lexer: usize,
    /// The grammar colours what our lexer leaves plain.
    pub only_grammar: usize,
    /// Both colour it, but differently.
    pub different: usize,
}

impl Agreement {
    /// Returns the number of all bytes that were compared.
    pub fn bytes(&self) -> usize {
        self.agree + self.only_lexer + self.only_grammar + self.different
    }

    fn count(&mut self, lexer: Option<Class>, grammar: Option<Class>) {
        match (lexer, grammar) {
            _ if lexer == grammar => self.agree += 1,
            (Some(_), None) => self.only_lexer += 1,
            (None, Some(_)) => self.only_grammar += 1,
            _ => self.different += 1,
        }
    }
}

impl AddAssign for Agreement {
    fn add_assign(&mut self, other: Self) {
        self.agree += other.agree;
        self.only_lexer += other.only_lexer;
        self.only_grammar += other.only_grammar;
        self.different += other.different;
    }
}

/// Compares the engines byte by byte. Lines that are too long for a grammar are left out.
///
/// ```
/// use archsite::parse::highlight::agreement::compare;
/// let agreement = compare("json", "{\"a\": 1}");
/// assert_eq!((agreement.agree, agreement.bytes()), (7, 7));
/// ```
pub fn compare(language: &str, code: &str) -> Agreement {
    let grammar = highlight_with(Engine::Grammar, language, code);
    let mut agreement = Agreement::default();
    if grammar.outcome != Outcome::Coloured {
        return agreement;
    }
    let grammar = classes(code, &grammar);
    let lexer = classes(code, &highlight_with(Engine::Lexer, language, code));
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        if line.len() < MAX_LINE {
            for (index, _) in line.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace()) {
                agreement.count(lexer[start + index], grammar[start + index]);
            }
        }
        start += line.len();
    }
    agreement
}

fn classes(code: &str, highlighted: &Highlighted) -> Vec<Option<Class>> {
    let mut classes = vec![None; code.len()];
    for span in &highlighted.spans {
        classes[span.range.clone()].fill(span.class);
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_differ_is_counted_by_itself() {
        let mut agreement = Agreement::default();
        let (a, b) = (Some(Class::Keyword), Some(Class::Type));
        for (lexer, grammar) in [(a, a), (None, None), (a, None), (None, b), (a, b)] {
            agreement.count(lexer, grammar);
        }
        let expected = Agreement { agree: 2, only_lexer: 1, only_grammar: 1, different: 1 };
        assert_eq!(agreement, expected);
        agreement += expected;
        assert_eq!(agreement.bytes(), 10);
    }

    #[test]
    fn white_space_and_what_no_grammar_reads_is_not_counted() {
        assert_eq!(compare("yaml", " \n\t\n").bytes(), 0);
        assert_eq!(compare("mermaid", "graph LR").bytes(), 0);
        let long = format!("1\n\"{}\"\n2", "x".repeat(MAX_LINE));
        assert_eq!(compare("json", &long).bytes(), 2);
    }
}
