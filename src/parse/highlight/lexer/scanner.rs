//! Reads code in the languages of the usual kind, from its first byte to its last, once.
//!
//! In: a table, and a part of the code. Out: what has a class, in reading order. Never: goes back,
//! recurses (open strings, holes and tags are on a stack of its own), looks ahead further than it
//! can afford at every byte.

use super::super::Class;
use super::super::spans::Spans;
use super::table::{Act, Block, Keys, Language, Quirk, Quote, Table};
use super::words::Means;
use memchr::{memchr, memmem};
use std::ops::Range;

/// What stands before, as far as it decides what a `/`, a `<` or a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Nothing, an operator, a keyword: a value is wanted.
    Operator,
    /// A value: an operator is wanted.
    Value,
    /// A dot: the name of a member is wanted.
    Dot,
}

/// What the word before says of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Anything,
    Function,
    Type,
    Value,
    Member,
    Path,
}

/// What is open around the code that is being read.
#[derive(Clone, Copy)]
pub(super) enum Frame {
    /// Code in a string, and how many brackets were open before it.
    Hole(Quote, usize),
    /// Markup in code: how many tags are open, and whether it is inside of one.
    Markup { open: usize, tag: Tag },
    /// Code in markup, and how many brackets were open before it.
    MarkupHole(usize),
}

/// Where in a tag markup is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Between tags.
    Outside,
    /// In a tag that opens an element.
    Opening,
    /// In a tag that closes an element.
    Closing,
}

/// Reads one part of the code.
pub(super) struct Scanner<'a, 's> {
    pub(super) table: &'a Table,
    /// The code up to the end of the part.
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) spans: &'s mut Spans<'a>,
    pub(super) frames: Vec<Frame>,
    /// The brackets that are open, as they were opened.
    pub(super) brackets: Vec<u8>,
    pub(super) after: After,
    pub(super) next: Next,
    /// Whether only blanks stand before on the line.
    pub(super) begins_line: bool,
    /// Up to here it is known that no regular expression ends.
    pub(super) no_regex_before: usize,
    /// The end of the line that was asked for last: asking at every word costs no more than once.
    known_line_end: usize,
    /// Up to here it is known that no `>` comes.
    no_generic_before: usize,
    /// The words that end the texts which begin after this line.
    pub(super) here_documents: Vec<(Range<usize>, bool)>,
}

/// Reads a part of the code in a language.
pub(super) fn scan<'a>(table: &'a Table, code: &'a str, part: Range<usize>, spans: &mut Spans<'a>) {
    let mut scanner = Scanner {
        table,
        bytes: &code.as_bytes()[..part.end],
        at: part.start,
        spans,
        frames: Vec::new(),
        brackets: Vec::new(),
        after: After::Operator,
        next: Next::Anything,
        begins_line: true,
        no_regex_before: 0,
        known_line_end: 0,
        no_generic_before: 0,
        here_documents: Vec::new(),
    };
    scanner.run();
}

impl<'a> Scanner<'a, '_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match self.table.acts[usize::from(byte)] {
                Act::Space => {
                    self.at += 1;
                    continue;
                }
                Act::Newline => {
                    self.newline();
                    continue;
                }
                Act::Word => self.word(),
                Act::Digit => self.number(),
                Act::Mark => self.mark(byte),
                Act::Open => self.open(byte),
                Act::Close => self.close(byte),
                Act::Operator => self.operator(byte),
            }
            self.begins_line = false;
        }
    }

    pub(super) fn language(&self) -> &'a Language {
        &self.table.language
    }

    pub(super) fn colour(&mut self, start: usize, class: Class) {
        self.spans.colour(start..self.at, class);
    }

    /// Returns the byte at a distance from here, or 0 behind the end.
    pub(super) fn peek(&self, distance: usize) -> u8 {
        self.bytes.get(self.at + distance).copied().unwrap_or(0)
    }

    pub(super) fn is_next(&self, text: &str) -> bool {
        self.bytes[self.at..].starts_with(text.as_bytes())
    }

    /// Returns where the word ends that goes on at a place.
    pub(super) fn word_end(&self, start: usize) -> usize {
        let rest = &self.bytes[start..];
        start + rest.iter().position(|&byte| !self.table.in_word[usize::from(byte)]).unwrap_or(rest.len())
    }

    /// Returns where the line ends, before its newline.
    pub(super) fn line_end(&mut self) -> usize {
        if self.at >= self.known_line_end {
            self.known_line_end =
                memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |length| self.at + length);
        }
        self.known_line_end
    }

    /// Returns the place of the next byte on the line that is no blank.
    pub(super) fn skip_blanks(&self, start: usize) -> usize {
        let rest = &self.bytes[start..];
        start + rest.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(rest.len())
    }

    fn newline(&mut self) {
        self.at += 1;
        self.begins_line = true;
        self.next = Next::Anything;
        // A string of one line ends with it, and so does the code in it.
        while let Some(Frame::Hole(quote, depth)) = self.frames.last()
            && !quote.many_lines
        {
            self.brackets.truncate(*depth);
            self.frames.pop();
        }
        if !self.here_documents.is_empty() {
            self.here_documents();
        }
    }

    fn open(&mut self, byte: u8) {
        if byte == b'[' && self.begins_line && self.language().has(Quirk::BracketAnnotation) {
            self.bracket_annotation();
            return;
        }
        self.at += 1;
        self.brackets.push(byte);
        self.after = After::Operator;
        self.next = Next::Anything;
    }

    fn close(&mut self, byte: u8) {
        self.at += 1;
        self.next = Next::Anything;
        match self.frames.last().copied() {
            Some(Frame::Hole(quote, depth)) if byte == quote.hole.end() && self.brackets.len() <= depth => {
                self.frames.pop();
                self.string_body(self.at, quote);
            }
            Some(Frame::MarkupHole(depth)) if byte == b'}' && self.brackets.len() <= depth => {
                self.frames.pop();
                self.markup();
            }
            _ => {
                self.brackets.pop();
                self.after = if byte == b'}' { After::Operator } else { After::Value };
            }
        }
    }

    pub(super) fn operator(&mut self, byte: u8) {
        let is_after_value = self.after == After::Value;
        self.at += 1;
        self.after = After::Operator;
        match byte {
            b'.' if self.peek(0) == b'.' => {
                let start = self.at - 1;
                while self.peek(0) == b'.' {
                    self.at += 1;
                }
                if self.at == start + 3 && self.language().has(Quirk::Python) {
                    self.colour(start, Class::Constant);
                }
            }
            b'.' if self.peek(0).is_ascii_digit() && !is_after_value => {
                self.at -= 1;
                self.number();
            }
            b'.' => {
                self.after = After::Dot;
                return;
            }
            b':' if self.peek(0) == b':' => {
                self.at += 1;
                return;
            }
            b'?' if self.peek(0) == b'.' => {
                self.at += 1;
                self.after = After::Dot;
            }
            b'-' if self.peek(0) == b'>' => {
                self.at += 1;
                self.after = if self.language().has(Quirk::Cpp) { After::Dot } else { After::Operator };
            }
            b'+' | b'-' if self.peek(0) == byte && is_after_value => {
                self.at += 1;
                self.after = After::Value;
            }
            // Between two names of a path, or before a name: the word before still says what it is.
            b'*' | b'&' | b'!' => return,
            _ => {}
        }
        self.next = Next::Anything;
    }

    fn mark(&mut self, byte: u8) {
        let language = self.language();
        for open in language.line_comments {
            if self.is_next(open) {
                let start = self.at;
                self.at = self.line_end();
                return self.colour(start, Class::Comment);
            }
        }
        for block in language.block_comments {
            if self.is_next(block.open) {
                return self.block_comment(block);
            }
        }
        for quote in language.strings {
            if self.is_next(quote.open) {
                if quote.open == "'" && (language.has(Quirk::Cpp) || language.has(Quirk::Rust)) {
                    break;
                }
                let start = self.at;
                if self.is_doc_string(*quote) {
                    let (open, close) = (quote.open, quote.close);
                    return self.block_comment(&Block { open, close, nests: false });
                }
                self.at += quote.open.len();
                return self.string_body(start, *quote);
            }
        }
        if Some(byte) == language.annotation
            && (self.begins_line || self.after != After::Value || language.has(Quirk::GraphQl))
            && self
                .bytes
                .get(self.at + 1)
                .is_some_and(|&next| self.table.acts[usize::from(next)] == Act::Word)
        {
            return self.annotation();
        }
        if !self.quirk(byte) {
            self.operator(byte);
        }
    }

    fn block_comment(&mut self, block: &Block) {
        let start = self.at;
        self.at += block.open.len();
        if block.nests {
            let mut depth = 1usize;
            let (open, close) = (block.open.as_bytes(), block.close.as_bytes());
            while depth > 0 && self.at < self.bytes.len() {
                let rest = &self.bytes[self.at..];
                match memchr::memchr2(open[0], close[0], rest) {
                    None => self.at = self.bytes.len(),
                    Some(skipped) => {
                        let rest = &rest[skipped..];
                        self.at += skipped;
                        if rest.starts_with(close) {
                            depth -= 1;
                            self.at += close.len();
                        } else if rest.starts_with(open) {
                            depth += 1;
                            self.at += open.len();
                        } else {
                            self.at += 1;
                        }
                    }
                }
            }
        } else {
            self.at = memmem::find(&self.bytes[self.at..], block.close.as_bytes())
                .map_or(self.bytes.len(), |length| self.at + length + block.close.len());
        }
        self.colour(start, Class::Comment);
    }

    fn annotation(&mut self) {
        let start = self.at;
        self.at = self.word_end(self.at + 1);
        while self.peek(0) == b'.' && self.table.in_word[usize::from(self.peek(1))] {
            self.at = self.word_end(self.at + 1);
        }
        self.colour(start, Class::Function);
        self.after = After::Value;
    }

    fn word(&mut self) {
        let start = self.at;
        let end = self.word_end(start);
        let word = &self.bytes[start..end];
        let language = self.language();
        if !language.prefixes.is_empty() && self.prefixed_string(start, end) {
            return;
        }
        self.at = end;
        let next = std::mem::replace(&mut self.next, Next::Anything);
        // After `->` with a blank a type stands in C++, the type of what a function returns.
        let is_type_of_result = self.language().has(Quirk::Cpp) && start > 0 && self.bytes[start - 1] == b' ';
        let is_member = self.after == After::Dot && !is_type_of_result;
        let mut meaning = self.table.words.meaning(word);
        if is_member && meaning != Some(Means::Anywhere) {
            meaning = None;
        }
        match meaning {
            None => {}
            Some(Means::Soft | Means::SoftNamesType | Means::Modifier) if !self.is_soft_keyword() => {}
            Some(Means::Called) if self.peek_past_blanks() != b'(' => {}
            Some(_) if self.is_key(start, word) => {}
            Some(means) => return self.known_word(start, means),
        }
        let class = self.name(start, word, next, is_member);
        if let Some(class) = class {
            self.colour(start, class);
        }
        self.after = After::Value;
    }

    fn known_word(&mut self, start: usize, means: Means) {
        self.after = After::Value;
        let class = match means {
            Means::Type => Class::Type,
            Means::Constant => Class::Constant,
            Means::Called => Class::Function,
            Means::Value => Class::Keyword,
            _ => {
                self.after = After::Operator;
                self.next = match means {
                    Means::NamesFunction => Next::Function,
                    Means::NamesType | Means::SoftNamesType => Next::Type,
                    Means::NamesValue => Next::Value,
                    Means::Modifier => Next::Member,
                    Means::NamesPath => Next::Path,
                    _ => Next::Anything,
                };
                Class::Keyword
            }
        };
        self.colour(start, class);
    }

    /// Decides what a name is that the language has no word for.
    fn name(&mut self, start: usize, word: &[u8], next: Next, is_member: bool) -> Option<Class> {
        let language = self.language();
        let is_first = self.begins_line;
        match next {
            Next::Function => return Some(Class::Function),
            Next::Type => {
                // `namespace a::b`, `new a.B`: all parts of the path.
                if self.is_next("::") || self.peek(0) == b'.' {
                    self.next = Next::Type;
                }
                return Some(Class::Type);
            }
            Next::Path => {
                self.next = Next::Path;
                return None;
            }
            Next::Member if self.peek_past_blanks() != b'(' && !is_member => return Some(Class::Property),
            Next::Value | Next::Member | Next::Anything => {}
        }
        if self.is_key(start, word) {
            return Some(Class::Property);
        }
        if self.table.has_quirky_names
            && let Some(class) = self.quirky_name(start, next, is_member)
        {
            return class;
        }
        let follower = self.peek_past_blanks();
        if follower == b'(' && language.calls.is_some() && next != Next::Value {
            return language.calls;
        }
        if language.has(Quirk::Rust) && self.peek(0) == b'!' && self.peek(1) != b'=' {
            self.at += 1;
            return Some(Class::Function);
        }
        if self.peek(0) == b'<' && language.calls.is_some() && !language.any_case && self.is_generic_call() {
            return language.calls;
        }
        // `defineProps<{ … }>()`, over any number of lines: nothing is less than a brace.
        if self.is_next("<{") && language.has(Quirk::Regex) && word[0].is_ascii_lowercase() {
            return language.calls;
        }
        if self.after == After::Value && !is_first && language.has(Quirk::TypeBeforeName) {
            // `Type Name`: the second word is a name, whatever its capitals, but for that of a constant.
            let is_constant = word.len() > 1 && !word.iter().any(u8::is_ascii_lowercase);
            return language.capitals.filter(|_| is_constant && word[0].is_ascii_uppercase());
        }
        let has_capital = word[0].is_ascii_uppercase();
        if has_capital && next != Next::Value {
            let has_small = word.iter().any(u8::is_ascii_lowercase);
            if has_small || word.len() == 1 {
                if let Some(class) = language.capitalized.filter(|_| !(is_member && language.members)) {
                    return Some(class);
                }
            } else if let Some(class) = language.capitals {
                return Some(class);
            }
        }
        if is_member {
            return language.calls.filter(|_| follower == b'{' && language.has(Quirk::TrailingLambda));
        }
        (language.has(Quirk::Cpp) && word.ends_with(b"_t")).then_some(Class::Type)
    }

    /// Says whether the word that ends here is a key: a colon follows, and it stands where keys do.
    fn is_key(&self, start: usize, word: &[u8]) -> bool {
        let language = self.language();
        if language.has(Quirk::Assignments) && self.begins_line {
            let equals = self.skip_blanks(self.at);
            return self.bytes.get(equals) == Some(&b'=') && self.bytes.get(equals + 1) != Some(&b'=');
        }
        if language.keys == Keys::None {
            return false;
        }
        let mut at = self.at;
        if self.bytes.get(at) == Some(&b'?') {
            at += 1;
        }
        let at = self.skip_blanks(at);
        // `::` is a path, `:=` gives a name to a value.
        if self.bytes.get(at) != Some(&b':') || matches!(self.bytes.get(at + 1), Some(b':' | b'=')) {
            return false;
        }
        // The last branch of a `switch`, unless something follows.
        if word == b"default"
            && matches!(self.bytes.get(self.skip_blanks(at + 1)), None | Some(b'\n' | b'\r'))
        {
            return false;
        }
        let before = self.bytes[..start].iter().rev().take(256).find(|byte| !byte.is_ascii_whitespace());
        match language.keys {
            Keys::None => false,
            Keys::InBraces => {
                self.brackets.last().is_none_or(|&open| open == b'{')
                    && (self.begins_line
                        || matches!(before, None | Some(b'{' | b',' | b';'))
                        || before == Some(&b')') && language.has(Quirk::Rust))
                    || before == Some(&b'{')
            }
        }
    }

    pub(super) fn peek_past_blanks(&self) -> u8 {
        self.bytes.get(self.skip_blanks(self.at)).copied().unwrap_or(0)
    }

    /// Says whether what follows a soft keyword is what follows a keyword: another word, or a bracket
    /// that no name has after it.
    fn is_soft_keyword(&self) -> bool {
        let next = self.peek_past_blanks();
        self.at < self.bytes.len()
            && matches!(self.peek(0), b' ' | b'\t' | b'\n' | b'\r')
            && (self.table.in_word[usize::from(next)]
                || matches!(next, b'{' | b'*' | b'"' | b'\'' | b'[' | b'@'))
    }

    /// Says whether `<` begins the types of a call: `f<A, B>(c)`. Looks 64 bytes ahead at most.
    fn is_generic_call(&mut self) -> bool {
        if self.at < self.no_generic_before {
            return false;
        }
        let mut depth = 0usize;
        let mut has_end = false;
        let end = self.bytes.len().min(self.at + 64);
        for at in self.at..end {
            match self.bytes[at] {
                b'<' => depth += 1,
                b'>' => {
                    has_end = true;
                    depth -= 1;
                    if depth == 0 {
                        return self.bytes.get(at + 1) == Some(&b'(');
                    }
                }
                b',' | b' ' | b'.' | b'[' | b']' | b'|' | b'?' | b':' | b'&' | b'\'' => {}
                byte if self.table.in_word[usize::from(byte)] => {}
                _ => {
                    if !has_end {
                        self.no_generic_before = at;
                    }
                    return false;
                }
            }
        }
        if !has_end {
            self.no_generic_before = end;
        }
        false
    }

    pub(super) fn number(&mut self) {
        let start = self.at;
        let separator = |scanner: &Self, at: usize| {
            scanner.bytes.get(at) == Some(&b'\'')
                && scanner.language().has(Quirk::Cpp)
                && scanner.bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit)
        };
        let is_hexadecimal = self.peek(0) == b'0' && matches!(self.peek(1), b'x' | b'X');
        // In `a.0.b` no fraction follows.
        let mut is_fraction = self.after == After::Dot;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'e' | b'E' if !is_hexadecimal && matches!(self.peek(1), b'+' | b'-') => {
                    if !self.peek(2).is_ascii_digit() {
                        break;
                    }
                    self.at += 2;
                }
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.at += 1,
                // `0.8.1` is a version, and one thing.
                b'.' if is_fraction && self.peek(1).is_ascii_digit() => self.at += 1,
                b'.' if !is_fraction && !is_hexadecimal => {
                    let next = self.peek(1);
                    if next == b'.'
                        || next != b'_'
                            && self.table.acts[usize::from(next)] == Act::Word
                            && !matches!(next, b'f' | b'e' | b'E' | b'F' | b'd')
                    {
                        break;
                    }
                    is_fraction = true;
                    self.at += 1;
                }
                b'\'' if separator(self, self.at) => self.at += 2,
                _ => break,
            }
        }
        self.colour(start, Class::Number);
        self.after = After::Value;
        self.next = Next::Anything;
    }
}
