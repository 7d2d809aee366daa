//! What a piece of code is, in the eleven kinds that the style sheet knows.
//!
//! In: nothing. Out: [`Class`] and its letter in HTML. Never: knows a language or an engine.

/// The kind of a piece of code; what has none stays in the colour of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A word of the language itself, a tag, `self` and `this`.
    Keyword,
    /// Text in quotes, or what stands for it.
    String,
    /// A number with its unit, a colour, a date.
    Number,
    /// What the machine passes over.
    Comment,
    /// A function, method, macro, command or decorator where it is made or called; a heading.
    Function,
    /// A type, class, interface, table or name space.
    Type,
    /// A key, field, attribute, option, or a variable inside a string.
    Property,
    /// `true`, `null`, an escape in a string, a placeholder.
    Constant,
    /// A mark that is no part of the code: a prompt, the braces of a template.
    Punctuation,
    /// A line that a change adds.
    Inserted,
    /// A line that a change takes away.
    Deleted,
}

impl Class {
    /// Every class, in the order in which they are declared.
    pub const ALL: [Self; 11] = [
        Self::Keyword,
        Self::String,
        Self::Number,
        Self::Comment,
        Self::Function,
        Self::Type,
        Self::Property,
        Self::Constant,
        Self::Punctuation,
        Self::Inserted,
        Self::Deleted,
    ];

    /// Returns the class in HTML: one letter, for it stands in a page thousands of times.
    pub fn css(self) -> &'static str {
        match self {
            Self::Keyword => "k",
            Self::String => "s",
            Self::Number => "n",
            Self::Comment => "c",
            Self::Function => "f",
            Self::Type => "t",
            Self::Property => "p",
            Self::Constant => "o",
            Self::Punctuation => "u",
            Self::Inserted => "i",
            Self::Deleted => "d",
        }
    }

    /// Returns the tag that opens an element of the class. Without quotes, which one letter does not
    /// need: this is written thousands of times.
    pub(super) fn open_tag(self) -> &'static str {
        match self {
            Self::Keyword => "<span class=k>",
            Self::String => "<span class=s>",
            Self::Number => "<span class=n>",
            Self::Comment => "<span class=c>",
            Self::Function => "<span class=f>",
            Self::Type => "<span class=t>",
            Self::Property => "<span class=p>",
            Self::Constant => "<span class=o>",
            Self::Punctuation => "<span class=u>",
            Self::Inserted => "<span class=i>",
            Self::Deleted => "<span class=d>",
        }
    }
}

/// Ends an element of any class.
pub(super) const CLOSE_TAG: &str = "</span>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_of_a_class_has_its_letter() {
        for class in Class::ALL {
            assert_eq!(class.open_tag(), format!("<span class={}>", class.css()));
        }
    }
}
