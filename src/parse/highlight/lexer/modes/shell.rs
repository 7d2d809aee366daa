//! Shells in the manner of Bourne's: what a word is depends on where in a command it stands.

mod expansions;

use super::super::super::Class;
use super::super::super::spans::Spans;
use super::super::words::{Means, Words};
use super::cursor::Cursor;
use memchr::memchr;
use std::ops::Range;
use std::sync::LazyLock;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        &[
            (
                Means::Keyword,
                "if then else elif fi for while until do done case esac in select function coproc ! { }",
            ),
            (Means::NamesValue, "export local declare readonly typeset"),
        ],
        false,
    )
});

/// Reads commands.
pub(in super::super) fn shell<'a>(code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut reader = Reader {
        cursor: Cursor::new(code, part, spans),
        open: Vec::new(),
        place: Place::Command,
        here_documents: Vec::new(),
    };
    while !reader.cursor.is_at_end() {
        reader.step();
    }
}

/// What is open around a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `"…"`.
    Quotes,
    /// `$(…)` or `(…)`, with the place to which it comes back; the first with a mark to colour.
    Commands { back: Place },
    /// `` `…` ``.
    Backticks(Place),
    /// `${…}`.
    Parameter,
    /// `$((…))` or `((…))`, and how many brackets are open in it.
    Arithmetic { brackets: usize, back: Place },
    /// `case … in`, between its patterns and commands.
    Case,
}

/// Where in a command a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A command is wanted.
    Command,
    /// After a command.
    Argument,
    /// In the midst of a word of an argument.
    Inside,
    /// In the midst of the value of a variable, before a command.
    Value,
    /// In the midst of the value of a variable, after `export` and the like.
    NamedValue,
    /// After `export` and the like.
    Names,
    /// After `case`, or `for`: the subject.
    Subject,
    /// A pattern of `case`.
    Pattern,
    /// In `[[ … ]]`.
    Test,
    /// After `function`.
    Function,
}

struct Reader<'a, 's> {
    cursor: Cursor<'a, 's>,
    open: Vec<Open>,
    place: Place,
    /// The words that end the texts after this line; whether tabs stand before them, and whether
    /// variables are put in.
    here_documents: Vec<(Range<usize>, bool, bool)>,
}

impl Reader<'_, '_> {
    fn step(&mut self) {
        match self.open.last() {
            Some(Open::Quotes) => self.quotes(),
            Some(Open::Parameter) => self.parameter(),
            Some(Open::Arithmetic { .. }) => self.arithmetic(),
            _ => self.command(),
        }
    }

    fn command(&mut self) {
        let start = self.cursor.at;
        let byte = self.cursor.byte();
        match byte {
            b' ' | b'\t' | b'\r' => {
                self.cursor.skip_blanks();
                self.end_word();
            }
            b'\n' => {
                self.cursor.at += 1;
                if !self.here_documents.is_empty() {
                    self.here_documents();
                }
                if !matches!(self.place, Place::Pattern | Place::Test | Place::Subject) {
                    self.place = Place::Command;
                }
            }
            b'\\' => {
                let is_line = matches!(self.cursor.peek(1), b'\n' | b'\r');
                self.cursor.at = self
                    .cursor
                    .end_of(start + 2, |byte| (0x80..0xc0).contains(&byte))
                    .min(self.cursor.bytes.len());
                if !is_line {
                    self.cursor.colour(start, Class::Constant);
                } else {
                    self.end_word();
                }
            }
            b'#' if self.begins_word() => self.cursor.colour_to(self.cursor.line_end(), Class::Comment),
            b'"' => {
                self.enter_word();
                self.cursor.at += 1;
                self.cursor.colour(start, Class::String);
                self.open.push(Open::Quotes);
            }
            b'\'' => {
                self.enter_word();
                let rest = &self.cursor.rest()[1..];
                let end = memchr(b'\'', rest).map_or(self.cursor.bytes.len(), |length| start + length + 2);
                self.cursor.colour_to(end, Class::String);
            }
            b'$' => {
                self.enter_word();
                self.dollar();
            }
            b'`' => {
                self.cursor.at += 1;
                if let Some(&Open::Backticks(back)) = self.open.last() {
                    self.open.pop();
                    self.place = back;
                } else {
                    self.enter_word();
                    self.open.push(Open::Backticks(self.place));
                    self.place = Place::Command;
                }
            }
            b'(' if self.cursor.peek(1) == b'(' && self.place == Place::Command => {
                self.cursor.at += 2;
                self.open.push(Open::Arithmetic { brackets: 0, back: Place::Argument });
            }
            b'(' => {
                self.cursor.at += 1;
                if self.place == Place::Pattern {
                    return;
                }
                let back = if self.place == Place::Command { Place::Argument } else { self.place };
                self.open.push(Open::Commands { back });
                // `a=(…)` lists values; anything else begins a command.
                self.place = if matches!(back, Place::Inside | Place::Value | Place::NamedValue | Place::Test)
                {
                    Place::Inside
                } else {
                    Place::Command
                };
            }
            b')' => self.close(),
            b';' | b'&' | b'|' => self.separator(byte),
            b'<' | b'>' => self.redirection(),
            _ => self.word(),
        }
    }

    fn begins_word(&self) -> bool {
        let at = self.cursor.at;
        at == 0
            || matches!(
                self.cursor.bytes[at - 1],
                b' ' | b'\t' | b'\n' | b'\r' | b';' | b'(' | b')' | b'`' | b'|' | b'&'
            )
    }

    /// A word begins or goes on that is not the name of a command as it stands.
    fn enter_word(&mut self) {
        if matches!(self.place, Place::Command | Place::Argument) {
            self.place = Place::Inside;
        }
    }

    /// The word ends that was being read.
    fn end_word(&mut self) {
        self.place = match self.place {
            Place::Inside => Place::Argument,
            Place::Value => Place::Command,
            Place::NamedValue => Place::Names,
            place => place,
        };
    }

    fn close(&mut self) {
        self.cursor.at += 1;
        if self.place == Place::Pattern {
            self.place = Place::Command;
            return;
        }
        if let Some(&Open::Commands { back }) = self.open.last() {
            self.open.pop();
            self.place = back;
        } else {
            // The pattern of a `case` whose beginning was cut off.
            self.place = Place::Command;
        }
    }

    fn separator(&mut self, byte: u8) {
        self.cursor.at += 1;
        if self.place == Place::Pattern {
            return;
        }
        if byte == b'&' && self.cursor.byte() == b'>' {
            return;
        }
        let is_double = self.cursor.byte() == byte;
        if is_double {
            self.cursor.at += 1;
        }
        if byte == b';' && is_double && self.open.last() == Some(&Open::Case) {
            if self.cursor.byte() == b'&' {
                self.cursor.at += 1;
            }
            self.place = Place::Pattern;
        } else if self.place != Place::Test {
            self.place = Place::Command;
        }
    }

    fn redirection(&mut self) {
        let start = self.cursor.at;
        let is_mark = |byte: &&u8| matches!(byte, b'<' | b'>');
        self.cursor.at = start + self.cursor.rest().iter().take(3).take_while(is_mark).count();
        let mark = &self.cursor.bytes[start..self.cursor.at];
        if mark == b"<<" && self.place != Place::Test {
            let is_indented = self.cursor.byte() == b'-';
            if is_indented {
                self.cursor.at += 1;
            }
            self.cursor.skip_blanks();
            let quote = self.cursor.byte();
            let is_quoted = matches!(quote, b'\'' | b'"' | b'\\');
            let word = self.cursor.at + usize::from(is_quoted);
            let end = self
                .cursor
                .end_of(word, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
            if end > word {
                self.here_documents.push((word..end, is_indented, !is_quoted));
                let closing = usize::from(is_quoted && self.cursor.byte_at(end) == quote);
                self.cursor.colour_to(end + closing, Class::Constant);
            }
            return;
        }
        if self.cursor.byte() == b'&' {
            self.cursor.at += 1;
            let end = self.cursor.end_of(self.cursor.at, |byte| byte.is_ascii_digit());
            self.cursor.colour_to(end, Class::Number);
        } else if self.cursor.byte() == b'(' {
            self.cursor.at += 1;
            self.open.push(Open::Commands { back: self.place });
            self.place = Place::Command;
        } else {
            self.end_word();
        }
    }

    fn word(&mut self) {
        let start = self.cursor.at;
        let end = self.cursor.end_of(start, is_word).max(start + 1);
        let word = &self.cursor.bytes[start..end];
        self.cursor.at = end;
        match self.place {
            Place::Command => self.command_word(start, word),
            Place::Argument | Place::Names | Place::Test | Place::Subject => self.argument(start, word),
            Place::Inside | Place::Value | Place::NamedValue => {}
            Place::Pattern => {
                if word == b"esac" {
                    self.cursor.colour(start, Class::Keyword);
                    self.end_case();
                }
            }
            Place::Function => {
                self.cursor.colour(start, Class::Function);
                self.place = Place::Command;
            }
        }
    }

    fn command_word(&mut self, start: usize, word: &[u8]) {
        if let Some(equals) = assignment(word) {
            let end = start + equals;
            self.cursor.at = end;
            // `a=1 command`: after the value a command is still wanted.
            self.value(Place::Value);
            return;
        }
        if let Some(means) = WORDS.meaning(word) {
            self.cursor.colour(start, Class::Keyword);
            self.place = match word {
                _ if means == Means::NamesValue => Place::Names,
                b"for" | b"select" | b"case" => Place::Subject,
                b"function" => Place::Function,
                b"esac" => {
                    self.end_case();
                    self.place
                }
                b"done" | b"fi" | b"}" => Place::Argument,
                b"in" => Place::Argument,
                _ => Place::Command,
            };
            return;
        }
        self.cursor.colour(start, Class::Function);
        if word == b"[[" {
            self.place = Place::Test;
            return;
        }
        self.place = Place::Argument;
        // `name()` defines a function.
        if self.cursor.rest().starts_with(b"()") {
            self.cursor.at += 2;
            self.place = Place::Command;
        } else if !matches!(self.cursor.byte(), b' ' | b'\t' | b'\n' | b'\r' | b';' | b'|' | b'&' | b')' | 0)
        {
            self.place = Place::Inside;
        }
    }

    /// Begins the value of an assignment, and reads it as far as it is plain.
    fn value(&mut self, place: Place) {
        self.place = place;
        let start = self.cursor.at;
        self.cursor.at = self.cursor.end_of(start, is_word);
        self.cursor.colour(start, Class::String);
    }

    fn argument(&mut self, start: usize, word: &[u8]) {
        match (self.place, word) {
            (Place::Subject, b"in") => {
                self.cursor.colour(start, Class::Keyword);
                let is_case = self.is_case();
                if is_case {
                    self.open.push(Open::Case);
                    self.place = Place::Pattern;
                } else {
                    self.place = Place::Argument;
                }
                return;
            }
            (Place::Subject, _) => return,
            (_, b"]") => return self.cursor.colour(start, Class::Function),
            (Place::Test, b"]]") => {
                self.cursor.colour(start, Class::Function);
                self.place = Place::Argument;
                return;
            }
            _ => {}
        }
        if self.place == Place::Names
            && let Some(equals) = assignment(word)
        {
            self.cursor.at = start + equals;
            self.value(Place::NamedValue);
            return;
        }
        // Not `-` and `--`, which stand for something else than an option.
        if word[0] == b'-' && word.iter().any(|&byte| byte != b'-') {
            let length = memchr(b'=', word).unwrap_or(word.len());
            self.cursor.at = start + length;
            self.cursor.colour(start, Class::Property);
        }
        if self.place == Place::Argument
            && !matches!(self.cursor.byte(), b' ' | b'\t' | b'\n' | b'\r' | b';' | b'|' | b'&' | b')' | 0)
        {
            self.place = Place::Inside;
        }
    }

    /// Says whether the `in` here belongs to a `case` rather than to a `for`: looks back on the line.
    fn is_case(&self) -> bool {
        let before = &self.cursor.bytes[self.cursor.at.saturating_sub(200)..self.cursor.at];
        let line = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
        let last = |word: &[u8]| memchr::memmem::rfind(line, word);
        last(b"case ") > last(b"for ").max(last(b"select "))
    }

    fn end_case(&mut self) {
        if self.open.last() == Some(&Open::Case) {
            self.open.pop();
        }
        self.place = Place::Argument;
    }
}

fn is_word(byte: u8) -> bool {
    !matches!(
        byte,
        b' ' | b'\t'
            | b'\n'
            | b'\r'
            | b';'
            | b'&'
            | b'|'
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'"'
            | b'\''
            | b'$'
            | b'`'
            | b'\\'
    )
}

/// Returns where the value begins, if a word is an assignment: `name=…`, `name+=…`, `name[1]=…`.
fn assignment(word: &[u8]) -> Option<usize> {
    let equals = memchr(b'=', word)?;
    let name = word[..equals].strip_suffix(b"+").unwrap_or(&word[..equals]);
    let (name, _) = match memchr(b'[', name) {
        Some(bracket) => name.split_at(bracket),
        None => (name, &[] as &[u8]),
    };
    let is_name = !name.is_empty()
        && !name[0].is_ascii_digit()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    is_name.then_some(equals + 1)
}
