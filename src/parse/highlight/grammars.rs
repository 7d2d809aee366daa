//! Reads code line by line with the grammars of syntect and two-face; syntect stays in this file.
//!
//! In: the name of a language, then lines. Out: the pieces of each line that have a class.
//! Never: sees more than a line, colours what the grammar was not sure of, makes HTML.
//!
//! Grammars name what they find by stacks of dotted scopes (`string.quoted.double.json` inside
//! `meta.mapping.key.json`). The innermost scope that says something decides; what each scope
//! says is worked out once a thread.

use super::memo::{Line, Memo, Numbered, Piece, State};
use super::{Class, MAX_LINE};
use crate::model::fingerprint::Fingerprint;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::LazyLock;
use syntect::parsing::{ClearAmount, ParseState, Scope, ScopeStackOp, SyntaxReference, SyntaxSet};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

thread_local! {
    static MEMO: RefCell<Memo<Reading>> = RefCell::default();
    // A few hundred scopes a language: cheaper to work out in each thread than to lock for.
    static SCOPES: RefCell<HashMap<Scope, Says>> = RefCell::default();
}

/// A grammar.
#[derive(Clone, Copy)]
pub(super) enum Grammar {
    /// One that is known by its own name, and is looked up when it is read with.
    Named(&'static str),
    /// One that has been looked up.
    Found(&'static SyntaxReference),
}

impl Grammar {
    /// Takes a grammar by its own name.
    pub(super) fn named(name: &'static str) -> Self {
        Self::Named(name)
    }

    /// Says whether there is such a grammar.
    #[cfg(test)]
    pub(super) fn is_there(self) -> bool {
        match self {
            Self::Named(name) => SYNTAXES.find_syntax_by_name(name).is_some(),
            Self::Found(_) => true,
        }
    }

    /// Looks the grammar up; where there is none, a text is plain.
    fn syntax(self) -> &'static SyntaxReference {
        match self {
            Self::Named(name) => {
                SYNTAXES.find_syntax_by_name(name).unwrap_or_else(|| SYNTAXES.find_syntax_plain_text())
            }
            Self::Found(syntax) => syntax,
        }
    }

    /// Returns the name that the grammar gives itself.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Named(name) => name,
            Self::Found(syntax) => &syntax.name,
        }
    }

    /// Lists all grammars for whole texts, each with the words that name it.
    pub(super) fn all() -> impl Iterator<Item = (Self, &'static [String])> {
        SYNTAXES
            .syntaxes()
            .iter()
            .filter(|syntax| !syntax.hidden)
            .map(|syntax| (Self::Found(syntax), &*syntax.file_extensions))
    }
}

/// Reads a text in one language from its first line on.
pub(super) struct Reader {
    at: Rc<Numbered<Reading>>,
    remembers: bool,
}

impl Reader {
    pub(super) fn new(grammar: Grammar) -> Self {
        Self { at: MEMO.with_borrow_mut(|memo| memo.number(Reading::start(grammar))), remembers: true }
    }

    /// Reads without remembering, to show that remembering changes nothing.
    #[cfg(test)]
    pub(super) fn forgetful(grammar: Grammar) -> Self {
        Self { remembers: false, ..Self::new(grammar) }
    }

    /// Reads the next line, which ends with its only newline and is at most [`MAX_LINE`] long.
    pub(super) fn line(&mut self, line: &str) -> Rc<[Piece]> {
        debug_assert!(line.len() <= MAX_LINE && line.ends_with('\n'));
        let fingerprint = Fingerprint::of(line.as_bytes());
        let known = MEMO.with_borrow(|memo| memo.recall(&self.at, fingerprint)).filter(|_| self.remembers);
        let came_to = known.unwrap_or_else(|| {
            let (pieces, next) = self.at.state.after(line);
            MEMO.with_borrow_mut(|memo| {
                let next = if next == self.at.state { Rc::clone(&self.at) } else { memo.number(next) };
                let came_to = Line { pieces: pieces.into(), next };
                memo.remember(&self.at, fingerprint, came_to.clone());
                came_to
            })
        });
        self.at = came_to.next;
        came_to.pieces
    }
}

/// Where a grammar is between two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reading {
    grammar: &'static str,
    parser: ParseState,
    scopes: Scopes,
}

impl State for Reading {
    fn shape(&self) -> impl Hash {
        (self.grammar, &self.scopes)
    }

    fn weight(&self) -> usize {
        // A level of the parser is 64 bytes, its prototypes and captures, and up to a line.
        512 + self.scopes.open.len() * 256
    }
}

impl Reading {
    fn start(grammar: Grammar) -> Self {
        let syntax = grammar.syntax();
        Self { grammar: &syntax.name, parser: ParseState::new(syntax), scopes: Scopes::default() }
    }

    /// Reads a line. Where the grammar breaks down (a scope that it never opened, a context that
    /// is not there) the line is plain and the state stays as it was.
    fn after(&self, line: &str) -> (Vec<Piece>, Self) {
        let mut next = self.clone();
        let Ok(changes) = next.parser.parse_line(line, &SYNTAXES) else {
            return (Vec::new(), self.clone());
        };
        let text = line.trim_end_matches('\n');
        let mut pieces: Vec<Piece> = Vec::new();
        let mut start = 0;
        let mut colour = |start: usize, end: usize, style: Style| {
            let Some(class) = text.get(start..end).and_then(|text| style.class(text)) else { return };
            match pieces.last_mut() {
                Some(last) if last.class == class && usize::from(last.end) == start => last.end = end as u16,
                _ => pieces.push(Piece { start: start as u16, end: end as u16, class }),
            }
        };
        for (position, change) in changes {
            // Captures in a look-ahead can lie behind what was already passed.
            let position = position.clamp(start, text.len());
            if start < position {
                colour(start, position, next.scopes.style());
                start = position;
            }
            next.scopes.apply(&change);
        }
        colour(start, text.len(), next.scopes.style());
        (pieces, next)
    }
}

/// The stack of open scopes, by what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Scopes {
    open: Vec<(Says, Style)>,
    cleared: Vec<Vec<(Says, Style)>>,
}

impl Scopes {
    fn style(&self) -> Style {
        self.open.last().map_or(Style::Plain, |&(_, style)| style)
    }

    fn apply(&mut self, change: &ScopeStackOp) {
        match *change {
            ScopeStackOp::Push(scope) => self.push(Says::of(scope)),
            ScopeStackOp::Pop(count) => self.open.truncate(self.open.len().saturating_sub(count)),
            ScopeStackOp::Clear(ClearAmount::TopN(count)) => {
                self.cleared.push(self.open.split_off(self.open.len().saturating_sub(count)));
            }
            ScopeStackOp::Clear(ClearAmount::All) => self.cleared.push(std::mem::take(&mut self.open)),
            ScopeStackOp::Restore => {
                for (says, _) in self.cleared.pop().unwrap_or_default() {
                    self.push(says);
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn push(&mut self, says: Says) {
        let style = match (says, self.style()) {
            (Says::Nothing, around) => around,
            (Says::Plain, _) => Style::Plain,
            (Says::Key, _) => Style::Key,
            (Says::Declarator, _) => Style::Declarator,
            (Says::Is(Class::String), Style::Key | Style::Is(Class::Property)) => Style::Is(Class::Property),
            (Says::Is(class), _) => Style::Is(class),
        };
        self.open.push((says, style));
    }
}

/// How text is shown under the scopes around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Style {
    Plain,
    /// Plain, but a string here is the name of something.
    Key,
    Declarator,
    Is(Class),
}

impl Style {
    fn class(self, text: &str) -> Option<Class> {
        // Arrows and operators are keywords to most grammars; coloured, they only make unrest.
        let is_word = || text.contains(|character: char| character.is_alphanumeric());
        match self {
            Self::Plain | Self::Key => None,
            Self::Is(Class::Keyword) => is_word().then_some(Class::Keyword),
            Self::Is(Class::Property) if text.trim() == ":" => None,
            Self::Is(class) => Some(class),
            Self::Declarator if DECLARATORS.contains(&text.trim()) => Some(Class::Keyword),
            Self::Declarator => is_word().then_some(Class::Type),
        }
    }
}

/// Words that grammars put under `storage.type` together with `int` and `u32`.
const DECLARATORS: &[&str] = &[
    "actor",
    "alias",
    "auto",
    "class",
    "const",
    "constructor",
    "contract",
    "data",
    "def",
    "delegate",
    "dim",
    "enum",
    "event",
    "fn",
    "fun",
    "func",
    "function",
    "impl",
    "interface",
    "lambda",
    "let",
    "library",
    "macro_rules",
    "macro_rules!",
    "message",
    "mod",
    "module",
    "mut",
    "namespace",
    "new",
    "newtype",
    "object",
    "package",
    "proc",
    "protocol",
    "record",
    "service",
    "static",
    "struct",
    "sub",
    "template",
    "trait",
    "type",
    "typealias",
    "typedef",
    "typename",
    "union",
    "using",
    "val",
    "var",
    "variable",
];

/// What one scope says about the text inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Says {
    /// Nothing: the scope around it decides.
    Nothing,
    /// That it is ordinary code, even inside a string.
    Plain,
    /// That strings in it are keys.
    Key,
    /// That it is a type or a word that declares something.
    Declarator,
    Is(Class),
}

impl Says {
    fn of(scope: Scope) -> Self {
        SCOPES.with_borrow_mut(|known| {
            *known.entry(scope).or_insert_with(|| Self::of_name(&scope.build_string()))
        })
    }

    /// Decides by the longest of the names below that the scope begins with.
    fn of_name(name: &str) -> Self {
        // `storage.type.rust` is both `let` and `u32`; what says more (`storage.type.class.ts`) is a keyword.
        if name.starts_with("storage.type") && name.split('.').count() <= 3 {
            return Self::Declarator;
        }
        let mut prefix = name;
        loop {
            if let Ok(found) = SAYINGS.binary_search_by_key(&prefix, |&(scope, _)| scope) {
                return SAYINGS[found].1;
            }
            match prefix.rfind('.') {
                Some(dot) => prefix = &prefix[..dot],
                None => return Self::Nothing,
            }
        }
    }
}

/// Scopes and what they say, sorted; the longest that fits decides.
const SAYINGS: &[(&str, Says)] = {
    use Class::*;
    use Says::{Is, Key, Nothing, Plain};
    &[
        ("comment", Is(Comment)),
        ("constant", Is(Constant)),
        ("constant.numeric", Is(Number)),
        ("constant.other.color", Is(Number)),
        ("constant.other.database-name", Nothing),
        ("constant.other.datetime", Is(Number)),
        ("constant.other.object.key", Key),
        ("constant.other.table-name", Nothing),
        ("entity.name", Is(Type)),
        ("entity.name.constant", Is(Constant)),
        ("entity.name.field", Is(Property)),
        ("entity.name.function", Is(Function)),
        ("entity.name.label", Is(Constant)),
        ("entity.name.macro", Is(Function)),
        ("entity.name.method", Is(Function)),
        ("entity.name.other.anchor", Is(Constant)),
        ("entity.name.section", Is(Function)),
        ("entity.name.tag", Is(Keyword)),
        ("entity.name.tag.json", Is(Property)),
        ("entity.name.tag.toml", Is(Property)),
        ("entity.name.tag.yaml", Is(Property)),
        ("entity.name.val", Nothing),
        ("entity.name.variable", Nothing),
        ("entity.other.attribute-name", Is(Property)),
        ("entity.other.inherited-class", Is(Type)),
        ("entity.other.pseudo-class", Is(Property)),
        ("entity.other.pseudo-element", Is(Property)),
        ("entity.section", Is(Type)),
        ("entity.type.function", Is(Function)),
        ("keyword", Is(Keyword)),
        ("keyword.name.ini", Is(Property)),
        ("keyword.other.http-header.key", Is(Property)),
        ("keyword.other.unit", Is(Number)),
        ("markup.deleted", Is(Deleted)),
        ("markup.heading", Is(Function)),
        ("markup.inserted", Is(Inserted)),
        ("markup.quote", Is(Comment)),
        ("markup.raw", Is(String)),
        ("markup.underline.link", Is(Constant)),
        ("meta.annotation.identifier", Is(Function)),
        ("meta.diff.header", Is(Comment)),
        ("meta.diff.range", Is(Function)),
        ("meta.embedded", Plain),
        ("meta.group.expansion.arithmetic", Plain),
        ("meta.group.expansion.command", Plain),
        ("meta.group.expansion.parameter", Is(Property)),
        ("meta.interpolation", Plain),
        ("meta.mapping.key", Key),
        ("meta.mapping.value", Plain),
        ("meta.object-literal.key", Is(Property)),
        ("meta.template.expression", Plain),
        ("punctuation.definition.tag", Plain),
        ("punctuation.definition.template-expression", Plain),
        ("punctuation.section.embedded", Is(Punctuation)),
        ("punctuation.section.interpolation", Plain),
        ("source", Plain),
        ("storage", Is(Keyword)),
        ("storage.modifier.lifetime", Is(Type)),
        ("storage.type.buildin", Is(Type)),
        ("storage.type.built-in", Is(Type)),
        ("storage.type.builtin", Is(Type)),
        ("storage.type.float", Is(Type)),
        ("storage.type.integer", Is(Type)),
        ("storage.type.numeric", Is(Number)),
        ("storage.type.primitive", Is(Type)),
        ("storage.type.string", Is(String)),
        ("string", Is(String)),
        ("support.class", Is(Type)),
        ("support.constant", Is(Constant)),
        ("support.constant.attribute", Is(Property)),
        ("support.function", Is(Function)),
        ("support.macro", Is(Function)),
        ("support.type", Is(Type)),
        ("support.type.custom-property", Is(Property)),
        ("support.type.property-name", Is(Property)),
        ("support.type.vendored.property", Is(Property)),
        ("support.variable.property", Nothing),
        ("text", Plain),
        ("variable.annotation", Is(Function)),
        ("variable.declaration.terraform", Is(Property)),
        ("variable.function", Is(Function)),
        ("variable.language", Is(Keyword)),
        ("variable.object.property", Is(Property)),
        ("variable.other.field", Is(Property)),
        ("variable.other.member", Nothing),
        ("variable.other.object.property", Nothing),
        ("variable.other.property", Nothing),
        ("variable.parameter.option", Is(Property)),
        ("variable.type", Is(Type)),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_scopes_is_sorted_so_that_it_can_be_searched() {
        assert!(SAYINGS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn the_longest_name_that_fits_a_scope_decides() {
        assert_eq!(Says::of_name("constant.numeric.integer.decimal.json"), Says::Is(Class::Number));
        assert_eq!(Says::of_name("constant.character.escape.json"), Says::Is(Class::Constant));
        assert_eq!(Says::of_name("constantly.numeric"), Says::Nothing);
        assert_eq!(Says::of_name("meta.block.rust"), Says::Nothing);
    }

    #[test]
    fn a_line_of_a_known_state_is_not_read_again() {
        let read = |grammar| {
            let mut reader = Reader::new(grammar);
            [reader.line("let a = \"b\"; // c\n"), reader.line("# d\n")]
        };
        let is_read_again = |grammar| {
            let (first, again) = (read(grammar), read(grammar));
            !first.iter().zip(&again).all(|(first, again)| Rc::ptr_eq(first, again))
        };
        let again: Vec<_> =
            Grammar::all().map(|(grammar, _)| grammar).filter(|&grammar| is_read_again(grammar)).collect();
        // These take the first line for the beginning of something that ends like it.
        let names: Vec<_> = again.into_iter().map(Grammar::name).collect();
        assert_eq!(names, ["reStructuredText"]);
    }
}
