//! One line, looked at as CommonMark does: indentation, quotes, list items, rules.
//!
//! In: the text of a line. Out: a [`Cursor`] over it and what stands there. Never: another line.

pub(super) fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

pub(super) fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|&byte| byte == mark).count()
}

/// Says whether a text is three or more of a mark and nothing else.
pub(super) fn is_only(text: &str, mark: u8) -> bool {
    let text = text.trim();
    text.len() >= 3 && text.bytes().all(|byte| byte == mark)
}

/// Says whether a line can only be text, so that it goes on with a paragraph.
pub(super) fn is_text(cursor: &Cursor<'_>) -> bool {
    let content = cursor.content();
    if content.is_empty() || cursor.indent() > 3 {
        return !content.is_empty();
    }
    let first = content.as_bytes()[0];
    let opens = match first {
        b'>' | b'#' | b'<' => true,
        b':' if is_only(content, b':') => false,
        b'`' | b'~' | b':' | b'/' | b'!' | b'?' => run(content, first) >= 3,
        _ => is_break(content) || item_width(cursor, false).is_some(),
    };
    !opens
}

/// Says whether a line is a thematic break.
pub(super) fn is_break(content: &str) -> bool {
    let Some(&first) = content.as_bytes().first().filter(|first| b"-*_".contains(first)) else {
        return false;
    };
    content.bytes().filter(|&byte| byte == first).count() >= 3
        && content.bytes().all(|byte| byte == first || byte == b' ' || byte == b'\t')
}

/// Returns how many columns the content of a list item is indented that begins at the cursor. In a paragraph only an
/// item with text begins a list, and of numbered ones only the first.
pub(super) fn item_width(cursor: &Cursor<'_>, in_paragraph: bool) -> Option<usize> {
    let content = cursor.content();
    let bytes = content.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let marker = match bytes.get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let interrupts = digits == 0 || content[..digits].parse() == Ok(1);
    if is_break(content) || (in_paragraph && !interrupts) {
        return None;
    }
    let mut behind = cursor.clone();
    let indent = behind.indent();
    behind.columns(indent);
    behind.skip(marker);
    match behind.indent() {
        _ if behind.is_blank() => (!in_paragraph).then_some(indent + marker + 1),
        0 => None,
        spaces @ 1..=4 => Some(indent + marker + spaces),
        // More is indented code in the item.
        _ => Some(indent + marker + 1),
    }
}

/// A place in a line that counts columns: a tab goes on to the next multiple of four.
#[derive(Clone)]
pub(super) struct Cursor<'line> {
    line: &'line str,
    pub(super) at: usize,
    column: usize,
    /// How many columns of a tab that was cut are still to come.
    pub(super) left_of_tab: usize,
}

impl<'line> Cursor<'line> {
    pub(super) fn new(line: &'line str) -> Self {
        Self { line, at: 0, column: 0, left_of_tab: 0 }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.content().is_empty()
    }

    /// Returns the text from the next byte that is neither space nor tab.
    pub(super) fn content(&self) -> &'line str {
        self.line.get(self.at..).unwrap_or_default().trim_start_matches([' ', '\t'])
    }

    pub(super) fn content_at(&self) -> usize {
        self.line.len() - self.content().len()
    }

    /// Returns how many columns of space follow.
    pub(super) fn indent(&self) -> usize {
        let mut column = self.column + self.left_of_tab;
        for byte in self.line.bytes().skip(self.at) {
            match byte {
                b' ' => column += 1,
                b'\t' => column += 4 - column % 4,
                _ => break,
            }
        }
        column - self.column
    }

    /// Passes over columns of space, or over bytes where there is no space.
    pub(super) fn columns(&mut self, count: usize) {
        let mut left = count;
        while left > 0 {
            if self.left_of_tab > 0 {
                let taken = left.min(self.left_of_tab);
                self.left_of_tab -= taken;
                self.column += taken;
                left -= taken;
                continue;
            }
            match self.line.as_bytes().get(self.at) {
                Some(b'\t') => {
                    self.left_of_tab = 4 - self.column % 4;
                    self.at += 1;
                }
                Some(_) => {
                    self.skip(1);
                    left -= 1;
                }
                None => break,
            }
        }
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.line.len());
        self.column += bytes;
    }

    /// Takes `>` and a space behind it.
    pub(super) fn quote(&mut self) -> bool {
        if !self.content().starts_with('>') {
            return false;
        }
        let indent = self.indent();
        self.columns(indent);
        self.skip(1);
        if self.indent() > 0 {
            self.columns(1);
        }
        true
    }
}
