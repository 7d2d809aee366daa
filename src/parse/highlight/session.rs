//! Reads what somebody did at a prompt: the prompt, the command, and what came back.
//!
//! In: the lines of a session. Out: the pieces of each that have a class. Never: colours output,
//! which is in no language.

use super::Class;
use super::grammars::{Grammar, Reader};
use super::lexer::Lexer;
use super::memo::Piece;
use super::spans::{Span, Spans};

/// A session, read from its first line on.
pub(super) struct Session {
    grammar: Grammar,
    /// Reads the command that a line goes on with.
    command: Option<Reader>,
    goes_on: bool,
}

impl Session {
    pub(super) fn new(grammar: Grammar) -> Self {
        Self { grammar, command: None, goes_on: false }
    }

    /// Reads the next line, which ends with its only newline.
    pub(super) fn line(&mut self, line: &str) -> Vec<Piece> {
        let prompt = match prompt(line) {
            Some(end) => {
                self.command = Some(Reader::new(self.grammar));
                end
            }
            // `> ` and `... ` are prompts too, but only after a command: elsewhere they quote.
            None => match (continuation(line), &self.command) {
                (Some(end), Some(_)) => end,
                _ if self.goes_on => 0,
                _ if line.starts_with("# ") => {
                    self.command = Some(Reader::new(self.grammar));
                    0
                }
                _ => {
                    self.command = None;
                    return Vec::new();
                }
            },
        };
        let command = &line[prompt..];
        self.goes_on = command.trim_end().ends_with('\\');
        let shown = line[..prompt].trim_end().len() as u16;
        let mut pieces = Vec::new();
        if shown > 0 {
            pieces.push(Piece { start: 0, end: shown, class: Class::Punctuation });
        }
        if let Some(reader) = self.command.as_mut().filter(|_| !is_debugger(line)) {
            let offset = prompt as u16;
            let of_command = reader.line(command);
            pieces.extend(of_command.iter().map(|piece| Piece {
                start: piece.start + offset,
                end: piece.end + offset,
                ..*piece
            }));
        }
        pieces
    }
}

/// Reads a whole session, its commands with a lexer, but those at a prompt of PowerShell with its own.
/// A command and the lines that it goes on with are read as one; after `> ` and `... ` each line for
/// itself.
pub(super) fn read(lexer: Lexer, code: &str) -> Vec<Span> {
    let mut spans = Spans::over(code);
    let (mut at, mut is_after_command) = (0, false);
    let power_shell = Lexer::named("PowerShell");
    let mut reads = lexer;
    while at < code.len() {
        let line = &code[at..line_end(code, at)];
        let prompt = prompt(line);
        if prompt.is_some() {
            reads = power_shell.filter(|_| after_power_shell(line).is_some()).unwrap_or(lexer);
        } else if !is_after_command {
            reads = lexer;
        }
        let begins = prompt.or_else(|| continuation(line).filter(|_| is_after_command));
        let begins = begins.or_else(|| line.starts_with("# ").then_some(0));
        let mut end = at + line.len();
        is_after_command = begins.is_some();
        if let Some(begins) = begins {
            spans.colour(at..at + begins, Class::Punctuation);
            while code[at..end].trim_end().ends_with('\\') && end < code.len() {
                end = line_end(code, end);
            }
            if !is_debugger(line) {
                reads.read_part(code, at + begins..end, &mut spans);
            }
        }
        at = end;
    }
    spans.finish()
}

fn line_end(code: &str, start: usize) -> usize {
    code[start..].find('\n').map_or(code.len(), |length| start + length + 1)
}

/// Says whether code has a prompt in it, and so is a session.
pub(super) fn is_session(code: &str) -> bool {
    code.lines().any(|line| prompt(line).is_some())
}

/// Says whether code has a prompt of PowerShell in it. Other prompts are code there: `%` begins a loop.
pub(super) fn is_power_shell_session(code: &str) -> bool {
    code.lines().any(|line| after_power_shell(line).is_some())
}

/// Returns what follows a prompt of PowerShell: `PS>`, `PS C:\>`, `PS /home/ada>`.
fn after_power_shell(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches([' ', '\t']).strip_prefix("PS")?;
    let place = rest.split_once('>')?;
    let has_place = place.0.strip_prefix(' ').is_some_and(|place| {
        place.is_empty()
            || place.starts_with(['/', '~'])
            || matches!(place.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
    });
    (place.0.is_empty() || has_place).then_some(place.1)
}

/// Returns where the command begins, if the line begins with a prompt: `$ `, `user@host:~$ `,
/// `[user@host dir]# `, `(venv) $ `, `PS C:\> `, `PS> `, `C:\>`, `>>> `, `In [1]: `, `(gdb) `.
fn prompt(line: &str) -> Option<usize> {
    if is_debugger(line) {
        return line.find(')').map(|end| end + 1);
    }
    let rest = line.trim_start_matches([' ', '\t']);
    let rest = match rest.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
        Some((environment, rest)) if is_name(environment) => rest,
        _ => rest,
    };
    for prompt in ["$", "%", "❯", "➜", ">>>"] {
        if let Some(command) = rest.strip_prefix(prompt)
            && (command.is_empty() || command.starts_with([' ', '\n']))
        {
            return Some(line.len() - command.len());
        }
    }
    let command = prompt_with_a_place(rest)?;
    Some(line.len() - command.len())
}

/// Returns what follows a prompt that says where one is.
fn prompt_with_a_place(rest: &str) -> Option<&str> {
    if let Some(command) = after_power_shell(rest) {
        return Some(command);
    }
    if let [letter, b':', b'\\' | b'/' | b'>', ..] = rest.as_bytes()
        && letter.is_ascii_alphabetic()
    {
        return rest.find('>').map(|end| &rest[end + 1..]);
    }
    if let Some(command) = rest.strip_prefix("In [") {
        return command.split_once("]: ").filter(|(number, _)| is_name(number)).map(|(_, command)| command);
    }
    // user@host, with a place after a colon or after a blank inside brackets.
    let end = rest.find(['$', '#', '%', '\n'])?;
    let place = &rest[..end];
    let command = &rest[end..].strip_prefix(['$', '#', '%'])?;
    let bare = place.strip_prefix('[').map_or(place, |place| place.strip_suffix(']').unwrap_or(place));
    let at = bare.split_once('@').is_some_and(|(user, host)| {
        let host = host.split([':', ' ']).next().unwrap_or(host);
        is_name(user) && is_name(host)
    });
    (at && command.starts_with([' ', '\n'])).then_some(command)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_alphanumeric() || "-_.".contains(character))
}

fn continuation(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches([' ', '\t']);
    let command = rest.strip_prefix("> ").or_else(|| rest.strip_prefix("... "))?;
    Some(line.len() - command.len())
}

/// A debugger's commands are not a shell's.
fn is_debugger(line: &str) -> bool {
    line.starts_with("(gdb)")
        || line.starts_with("(lldb)")
        || line.starts_with("(pdb)")
        || line.starts_with("(Pdb)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(line: &str) -> Option<&str> {
        prompt(line).map(|end| line[end..].trim())
    }

    #[test]
    fn prompts_of_every_shell_are_told_from_their_commands() {
        for (line, expected) in [
            ("$ ls", "ls"),
            ("  $ ls -l $HOME", "ls -l $HOME"),
            ("$", ""),
            ("ada@host:~/src$ make", "make"),
            ("[root@host etc]# vi hosts", "vi hosts"),
            ("(venv) $ pip list", "pip list"),
            ("(venv) ada@host:~$ ls", "ls"),
            (r"PS C:\Users\ada> dir", "dir"),
            ("PS> dir", "dir"),
            ("PS /home/ada> dir", "dir"),
            (r"C:\>dir", "dir"),
            (">>> print(1)", "print(1)"),
            ("In [12]: x", "x"),
            ("❯ cargo test", "cargo test"),
            ("(gdb) step", "step"),
        ] {
            assert_eq!(command(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn output_is_not_taken_for_a_prompt() {
        for line in [
            "",
            "$HOME",
            "50% done",
            "price: 3$ ",
            "# a comment",
            "> quoted",
            "a@b",
            "see a@b.c: 3 # x",
            "(x) y",
            "C:",
            "PS: 3 > 2",
            "PSUM>1",
        ] {
            assert_eq!(command(line), None, "{line}");
        }
    }
}
