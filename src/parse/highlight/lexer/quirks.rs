//! What only some languages do: regular expressions, markup in code, lifetimes, directives.
//!
//! In: a scanner at a byte that may begin such a thing. Out: the scanner behind it. Never: is asked
//! for a language whose table does not name the quirk.

use super::super::Class;
use super::scanner::{After, Frame, Next, Scanner, Tag};
use super::table::{Act, Quirk};
use memchr::{memchr, memchr2, memmem};

/// The operators of PowerShell that are words; each also with `c` or `i` before it.
const OPERATORS: &str = "eq ne gt ge lt le like notlike match notmatch contains notcontains in notin replace split join and or xor not band bor bxor bnot shl shr is isnot as f ceq ine ieq clike ilike cmatch imatch creplace ireplace";

impl Scanner<'_, '_> {
    /// Reads what only this language has; says whether there was any such thing.
    pub(super) fn quirk(&mut self, byte: u8) -> bool {
        let language = self.language();
        match byte {
            b'/' if language.has(Quirk::Regex) && self.after == After::Operator => self.regex(),
            b'<' if language.has(Quirk::Jsx) && self.after == After::Operator => self.element(),
            b'\'' if language.has(Quirk::Rust) => self.quote_or_lifetime(),
            b'\'' if language.has(Quirk::Cpp) => self.character(),
            b'#' if language.has(Quirk::Rust) => self.attribute(),
            b'#' if language.has(Quirk::Preprocessor) && self.begins_line => self.directive(),
            b'$' if language.has(Quirk::Sql) => self.dollar_quote(),
            b':' | b'@' if language.has(Quirk::Sql) => self.parameter(),
            b'$' if language.has(Quirk::GraphQl) => self.parameter(),
            b'<' if language.has(Quirk::HereDocument) => self.announce_here_document(),
            b'$' if language.has(Quirk::PowerShell) => self.variable(),
            b'-' if language.has(Quirk::PowerShell) => self.option(),
            b'[' if language.has(Quirk::PowerShell) => self.type_in_brackets(),
            _ => false,
        }
    }

    /// Decides what a name is in languages that have rules of their own for names; what nothing is
    /// said of is left to the rules for all.
    pub(super) fn quirky_name(&mut self, start: usize, next: Next, is_member: bool) -> Option<Option<Class>> {
        let language = self.language();
        let follower = self.peek_past_blanks();
        let is_first = self.begins_line || matches!(self.byte_before(start), b'{' | b'(' | b',');
        if language.has(Quirk::Go) {
            return self.go_name(start, next, is_member);
        }
        if language.has(Quirk::Assignments) {
            let after = self.bytes.get(self.skip_blanks(self.at) + 1).copied().unwrap_or(0);
            return match follower {
                b'=' if is_first && after != b'=' => Some(Some(Class::Property)),
                b'{' | b'"' if self.begins_line => Some(Some(Class::Type)),
                b':' if matches!(self.byte_before(start), b'{' | b',') => Some(Some(Class::Property)),
                _ => None,
            };
        }
        if language.has(Quirk::Protobuf) {
            let is_field = !is_first || self.brackets.last() == Some(&b'[');
            // The value of an `enum` begins its line.
            return match follower {
                b'=' if is_field => Some(Some(Class::Property)),
                b'=' if is_first && !self.brackets.is_empty() => Some(Some(Class::Constant)),
                _ => None,
            };
        }
        if language.has(Quirk::GraphQl) {
            let is_in_braces = self.brackets.last() == Some(&b'{');
            let is_value = self.byte_before(start) == b'=' || self.byte_before(start) == b':';
            let has_small = self.bytes[start].is_ascii_lowercase() || self.bytes[start] == b'_';
            return (has_small && (is_in_braces || follower == b':') && !is_value)
                .then_some(Some(Class::Property));
        }
        if language.has(Quirk::PowerShell) {
            let word = &self.bytes[start..self.at];
            if memchr(b'-', word).is_some() && !is_member {
                return Some(Some(Class::Function));
            }
            if self.peek(0) == b'(' && (is_member || self.after == After::Operator) {
                return Some(Some(Class::Function));
            }
            if follower == b'=' && self.brackets.last() == Some(&b'{') && is_first {
                return Some(Some(Class::Property));
            }
        }
        None
    }

    /// Returns the nearest byte before a place that is no white space; looks back 64 bytes at most.
    fn byte_before(&self, place: usize) -> u8 {
        let before = self.bytes[..place].iter().rev().take(64);
        before.copied().find(|byte| !byte.is_ascii_whitespace()).unwrap_or(0)
    }

    /// `<<WORD`, `<<-WORD`: what ends the text after this line.
    fn announce_here_document(&mut self) -> bool {
        if self.peek(1) != b'<' {
            return false;
        }
        let is_indented = matches!(self.peek(2), b'-' | b'~');
        let start = self.at;
        let word = self.at + 2 + usize::from(is_indented);
        let end = self.word_end(word);
        if end == word || self.after == After::Value {
            return false;
        }
        self.at = end;
        self.colour(start, Class::Keyword);
        self.here_documents.push((word..end, is_indented));
        self.after = After::Value;
        true
    }

    /// `$name`, `$scope:name`, `${any name}`; `$true`, `$false` and `$null` are constants.
    fn variable(&mut self) -> bool {
        let start = self.at;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'?' | b':');
        let name = &self.bytes[start + 1..];
        let length = match name.first() {
            Some(b'{') => memchr(b'}', &name[..name.len().min(80)]).map_or(0, |length| length + 1),
            Some(b'$' | b'^') => 1,
            Some(b'(') | None => return false,
            Some(_) => name.iter().position(|&byte| !is_name(byte)).unwrap_or(name.len()),
        };
        if length == 0 {
            return false;
        }
        self.at = start + 1 + length;
        let name = &name[..length];
        let is_constant =
            [b"true" as &[u8], b"false", b"null"].iter().any(|it| name.eq_ignore_ascii_case(it));
        self.colour(start, if is_constant { Class::Constant } else { Class::Property });
        self.after = After::Value;
        true
    }

    /// `-Name` is an option, `-eq` and its like are operators in words.
    fn option(&mut self) -> bool {
        let start = self.at;
        let is_apart = start == 0 || !self.table.in_word[usize::from(self.bytes[start - 1])];
        if !is_apart || !self.peek(1).is_ascii_alphabetic() {
            return false;
        }
        self.at = self.word_end(start + 1);
        let word = &self.bytes[start + 1..self.at];
        let is_operator = OPERATORS.split(' ').any(|operator| word.eq_ignore_ascii_case(operator.as_bytes()));
        self.colour(start, if is_operator { Class::Keyword } else { Class::Property });
        self.after = After::Operator;
        true
    }

    /// `[string]`, `[System.IO.File]`, `[int[]]`: names in brackets that follow no value.
    fn type_in_brackets(&mut self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
        let length = rest.iter().take(120).position(|&byte| !is_part(byte)).unwrap_or(0);
        let is_index = self.at > 0 && self.table.in_word[usize::from(self.bytes[self.at - 1])];
        self.at += 1;
        self.brackets.push(b'[');
        self.after = After::Operator;
        if length > 0 && rest[0].is_ascii_alphabetic() && !is_index {
            let start = self.at;
            self.at += length;
            self.colour(start, Class::Type);
            self.after = After::Value;
        }
        true
    }

    /// Decides what a name of Go is by what stands around it; what nothing is said of is left to others.
    pub(super) fn go_name(&mut self, start: usize, next: Next, is_member: bool) -> Option<Option<Class>> {
        let follower = self.peek(0);
        let before = start.checked_sub(1).map_or(b'\n', |place| self.bytes[place]);
        let is_type = match next {
            Next::Member => is_member,
            _ => !is_member && self.after == After::Value && !self.begins_line,
        };
        if is_type || before == b'*' && self.is_star_of_type(start) || self.is_key_of_map(start) {
            // Of `time.Duration` the second part is the type.
            if follower == b'.' {
                self.next = Next::Member;
                return Some(None);
            }
            let is_method = follower == b'(' && self.bytes[..start].ends_with(b") ");
            return Some(Some(if is_method { Class::Function } else { Class::Type }));
        }
        if follower == b'{' {
            return Some(Some(Class::Type));
        }
        let is_field = self.begins_line
            && self.brackets.last() == Some(&b'{')
            && matches!(follower, b' ' | b'\t')
            && matches!(self.peek_past_blanks(), b'*' | b'[' | b'a'..=b'z' | b'A'..=b'Z');
        is_field.then_some(Some(Class::Property))
    }

    /// `map[T]`, but not `bitmap[t]`.
    fn is_key_of_map(&self, start: usize) -> bool {
        match self.bytes[..start].strip_suffix(b"map[") {
            Some([.., before]) => !self.table.in_word[usize::from(*before)],
            Some([]) => true,
            None => false,
        }
    }

    /// `a *T`, `[]*T`, `(*T)`, but not `a * b` and `*p`.
    fn is_star_of_type(&self, start: usize) -> bool {
        let before = start.checked_sub(2).map_or(b'\n', |place| self.bytes[place]);
        match before {
            b']' => true,
            b' ' => {
                let word = self.bytes[..start - 2].last();
                word.is_some_and(|&byte| self.table.in_word[usize::from(byte)] || byte == b')')
            }
            b'(' => self.bytes[start].is_ascii_uppercase(),
            _ => false,
        }
    }

    fn regex(&mut self) -> bool {
        if self.at < self.no_regex_before {
            return false;
        }
        let start = self.at;
        let line_end = self.line_end();
        let mut in_class = false;
        let mut at = start + 1;
        while at < line_end {
            match self.bytes[at] {
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    let end = self.word_end(at + 1);
                    self.at = end;
                    self.colour(start, Class::String);
                    self.after = After::Value;
                    return true;
                }
                _ => {}
            }
            at += 1;
        }
        self.no_regex_before = line_end;
        false
    }

    /// `'a'`, `'\n'`, or `'a` without an end.
    fn quote_or_lifetime(&mut self) -> bool {
        if self.peek(1) == b'\\' || !self.table.in_word[usize::from(self.peek(1))] {
            return self.character();
        }
        let first = self.peek(1);
        let width = match first {
            0xf0.. => 4,
            0xe0.. => 3,
            0xc0.. => 2,
            _ => 1,
        };
        let start = self.at;
        if self.peek(1 + width) == b'\'' {
            self.at += 2 + width;
            self.colour(start, Class::String);
        } else {
            // A part of the type that it stands in: `&'a str` is one thing, and one element.
            self.at = self.word_end(self.at + 1);
            self.colour(start, Class::Type);
        }
        self.after = After::Value;
        true
    }

    /// A character in quotes, if there is an end to it near by.
    fn character(&mut self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let escape = rest.first() == Some(&b'\\');
        let skip = if escape { 2 } else { 1 };
        let end = rest.iter().take(14).skip(skip).position(|&byte| byte == b'\'').map(|end| end + skip);
        let Some(end) = end.filter(|&end| memchr(b'\n', &rest[..end]).is_none()) else { return false };
        self.string_of(end + 2);
        true
    }

    fn string_of(&mut self, length: usize) {
        let (start, end) = (self.at, self.at + length);
        if self.peek(1) == b'\\' && length > 3 {
            self.at += 1;
            self.colour(start, Class::String);
            let escape = self.at;
            self.at = end - 1;
            self.colour(escape, Class::Constant);
            self.at = end;
            self.colour(end - 1, Class::String);
        } else {
            self.at = end;
            self.colour(start, Class::String);
        }
        self.after = After::Value;
    }

    /// `#[derive(…)]` and `#![…]`: the name in it is a function's.
    fn attribute(&mut self) -> bool {
        let skip = 1 + usize::from(self.peek(1) == b'!');
        if self.peek(skip) != b'[' {
            return false;
        }
        self.at += skip;
        self.brackets.push(b'[');
        self.at += 1;
        let start = self.at;
        self.at = self.word_end(self.at);
        if start < self.at {
            self.colour(start, Class::Function);
        }
        self.after = After::Value;
        true
    }

    /// `#include <file>`, `#define NAME`, `#if`.
    fn directive(&mut self) -> bool {
        let start = self.at;
        let name = self.skip_blanks(self.at + 1);
        self.at = self.word_end(name);
        let word = &self.bytes[name..self.at];
        self.colour(start, Class::Keyword);
        self.after = After::Operator;
        match word {
            b"include" | b"include_next" | b"import" => {
                self.at = self.skip_blanks(self.at);
                if self.peek(0) == b'<' {
                    let file = self.at;
                    self.at = memchr(b'>', &self.bytes[file..self.line_end()])
                        .map_or_else(|| self.line_end(), |length| file + length + 1);
                    self.colour(file, Class::String);
                }
            }
            b"define" => {
                self.at = self.skip_blanks(self.at);
                let name = self.at;
                self.at = self.word_end(self.at);
                let class = if self.peek(0) == b'(' { Class::Function } else { Class::Constant };
                self.colour(name, class);
            }
            b"error" | b"warning" | b"region" | b"endregion" => {
                let text = self.at;
                self.at = self.line_end();
                self.colour(text, Class::String);
            }
            _ => {}
        }
        true
    }

    /// `$$ … $$` and `$tag$ … $tag$`; `$1`.
    fn dollar_quote(&mut self) -> bool {
        let start = self.at;
        let end = self.word_end(start + 1);
        if self.bytes.get(end) == Some(&b'$') && !self.peek(1).is_ascii_digit() {
            if self.is_code_of_function(start) {
                self.at = end + 1;
                self.colour(start, Class::String);
                self.after = After::Operator;
                return true;
            }
            let close = &self.bytes[start..=end];
            self.at = memmem::find(&self.bytes[end + 1..], close)
                .map_or(self.bytes.len(), |length| end + 1 + length + close.len());
            self.colour(start, Class::String);
            self.after = After::Value;
            return true;
        }
        self.parameter()
    }

    /// Says whether the text in dollars here is the body of a function or block, `AS $$` and `DO $$`,
    /// or the end of one: what is in it is read as code.
    fn is_code_of_function(&self, start: usize) -> bool {
        let before = self.bytes[..start].trim_ascii_end();
        let word = before.rsplit(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
        [b"as" as &[u8], b"do", b"plpgsql", b"sql", b"end"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
            || before.last() == Some(&b';')
    }

    /// A name with a mark before it that stands for a value: `$name`, `:name`, `@name`.
    fn parameter(&mut self) -> bool {
        let end = self.word_end(self.at + 1);
        let is_cast = self.at > 0 && self.bytes[self.at - 1] == b':' || self.peek(1) == b':';
        if end == self.at + 1 || is_cast {
            return false;
        }
        let start = self.at;
        self.at = end;
        self.colour(start, Class::Property);
        self.after = After::Value;
        true
    }

    /// `[Name(…)]` before what it is about.
    pub(super) fn bracket_annotation(&mut self) {
        self.at += 1;
        self.brackets.push(b'[');
        self.after = After::Operator;
        let start = self.skip_blanks(self.at);
        let end = self.word_end(start);
        if start < end && !self.bytes[start].is_ascii_digit() {
            self.at = end;
            if self.peek(0) == b':' {
                self.colour(start, Class::Keyword);
                self.at += 1;
                let name = self.skip_blanks(self.at);
                self.at = self.word_end(name);
                self.colour(name, Class::Function);
            } else {
                self.colour(start, Class::Function);
            }
            self.after = After::Value;
        }
    }

    /// `<a …>`: markup where a value is wanted.
    fn element(&mut self) -> bool {
        let next = self.peek(1);
        if next != b'>' && !next.is_ascii_alphabetic() && next != b'_' {
            return false;
        }
        // `<T,>(a: T)` and `<T extends U>` are types.
        let name_end = self.word_end(self.at + 1);
        let follows = &self.bytes[self.skip_blanks(name_end)..];
        if follows.starts_with(b",") || follows.starts_with(b"extends ") {
            return false;
        }
        self.frames.push(Frame::Markup { open: 0, tag: Tag::Outside });
        self.markup();
        true
    }

    /// Reads markup, as long as nothing but markup comes.
    pub(super) fn markup(&mut self) {
        while let Some(&mut Frame::Markup { mut open, mut tag }) = self.frames.last_mut() {
            let Some(&byte) = self.bytes.get(self.at) else { return };
            let start = self.at;
            match (tag, byte) {
                (_, b'{') => {
                    self.at += 1;
                    self.frames.push(Frame::MarkupHole(self.brackets.len()));
                    self.after = After::Operator;
                    self.next = Next::Anything;
                    return;
                }
                (Tag::Outside, b'<') => {
                    let is_closing = self.peek(1) == b'/';
                    self.at += 1 + usize::from(is_closing);
                    tag = if is_closing { Tag::Closing } else { Tag::Opening };
                    self.tag_name();
                }
                (Tag::Outside, _) => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr2(b'<', b'{', rest).unwrap_or(rest.len());
                }
                (_, b'>') => {
                    self.at += 1;
                    open = if tag == Tag::Closing { open.saturating_sub(1) } else { open + 1 };
                    tag = Tag::Outside;
                }
                (_, b'/') if self.peek(1) == b'>' => {
                    self.at += 2;
                    tag = Tag::Outside;
                }
                (_, b'"' | b'\'') => {
                    let rest = &self.bytes[start + 1..];
                    self.at += memchr(byte, rest).map_or(rest.len() + 1, |length| length + 2);
                    self.colour(start, Class::String);
                }
                _ if self.table.acts[usize::from(byte)] == Act::Word => {
                    self.at = self.markup_name_end();
                    self.colour(start, Class::Property);
                }
                _ => self.at += 1,
            }
            if open == 0 && tag == Tag::Outside {
                self.frames.pop();
                self.after = After::Value;
                return;
            }
            if let Some(frame) = self.frames.last_mut() {
                *frame = Frame::Markup { open, tag };
            }
        }
    }

    fn tag_name(&mut self) {
        let start = self.at;
        self.at = self.markup_name_end();
        if start < self.at {
            let is_component = self.bytes[start].is_ascii_uppercase();
            self.colour(start, if is_component { Class::Type } else { Class::Keyword });
        }
    }

    fn markup_name_end(&self) -> usize {
        let rest = &self.bytes[self.at..];
        let is_name = |byte: u8| self.table.in_word[usize::from(byte)] || matches!(byte, b'-' | b'.' | b':');
        self.at + rest.iter().position(|&byte| !is_name(byte)).unwrap_or(rest.len())
    }

    /// Passes over the texts that were announced on the line before.
    pub(super) fn here_documents(&mut self) {
        for (word, is_indented) in std::mem::take(&mut self.here_documents) {
            let start = self.at;
            let word = &self.bytes[word];
            while self.at < self.bytes.len() {
                let end = self.line_end();
                let line = self.bytes[self.at..end].trim_ascii_end();
                let line = if is_indented { line.trim_ascii_start() } else { line };
                if line == word {
                    break;
                }
                self.at = (end + 1).min(self.bytes.len());
            }
            self.colour(start, Class::String);
            // The last line in the colour of the word that announced it.
            let last = self.at;
            self.at = self.line_end();
            self.colour(last, Class::Keyword);
        }
        self.begins_line = true;
    }
}
