//! The shape of a view: all that a built-in template looks at, but for what its texts say.
//!
//! In: a view. Out: its [`Shape`], and its [`Texts`] apart from it. Never: a template.
//!
//! The built-in templates ask of a text whether there is one, and show it. What they make of two views of one shape
//! is therefore the same but for the texts, so that it is made once ([`Skeleton`](super::skeleton::Skeleton)). What a
//! template may compare belongs to the shape: numbers, yes and no, and what stands in a field called `kind`.

use super::BODY;
use serde::ser::{self, Impossible, Serialize};
use std::fmt::{self, Write};
use tera::Context;

/// Stands in a shape for any text.
const ANY: &str = "\"\\u0001\"";

/// The field whose texts are words that templates know.
const KIND: &str = "kind";

/// Room for most shapes, and for the texts of most pages, in bytes.
const SHAPE_CAPACITY: usize = 2048;
const TEXTS_CAPACITY: usize = 32 * 1024;

/// The texts of a page, by number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Returns a text.
    pub(super) fn get(&self, number: usize) -> &str {
        let end = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let start = number.checked_sub(1).map_or(0, end);
        self.all.get(start..end(number)).unwrap_or_default()
    }

    /// Writes one more text.
    pub(super) fn write(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.all);
        self.ends.push(self.all.len() as u32);
    }

    /// Returns how many there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Lets go of the room that was left for more; an allocator that is only asked to shrink a text keeps it.
    pub(super) fn compact(self) -> Self {
        Self { all: String::from(&*self.all), ends: Vec::from(&*self.ends) }
    }
}

/// The shape of a view that is shown by one template, and its texts.
pub(super) struct Shape {
    /// The name of the template, then the view in JSON.
    name: String,
    template: usize,
    pub(super) texts: Texts,
}

impl Shape {
    /// Takes a view apart.
    pub(super) fn of(template: &str, view: &impl Serialize) -> Result<Self, String> {
        let mut name = String::with_capacity(SHAPE_CAPACITY);
        name.push_str(template);
        let texts = Texts { all: String::with_capacity(TEXTS_CAPACITY), ends: Vec::with_capacity(64) };
        let mut writer = Writer { shape: name, texts, is_word: false };
        view.serialize(&mut writer).map_err(|_| format!("{template} has a view that is none"))?;
        Ok(Self { name: writer.shape, template: template.len(), texts: writer.texts })
    }

    /// Returns its name: views with the same one differ in their texts alone.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns what a template sees of a view of this shape: marks in place of texts.
    pub(super) fn context(&self) -> Result<Context, String> {
        let mut view = String::with_capacity(self.name.len() * 2);
        for (number, part) in self.name[self.template..].split(ANY).enumerate() {
            if let Some(text) = number.checked_sub(1) {
                // Writing to a text does not fail.
                let _ = write!(view, "\"\\u0001{text}\\u0002\"");
            }
            view.push_str(part);
        }
        let view: serde_json::Value = serde_json::from_str(&view).map_err(|error| error.to_string())?;
        Context::from_serialize(&view).map_err(|error| error.to_string())
    }
}

/// Writes a view as JSON, its texts elsewhere.
struct Writer {
    shape: String,
    texts: Texts,
    /// Whether what comes next is a word that templates know.
    is_word: bool,
}

impl Writer {
    /// Writes what is the same for all views of a shape.
    fn push(&mut self, value: &str) -> fmt::Result {
        self.shape.push_str(value);
        Ok(())
    }

    /// Writes a word that needs no escaping in JSON.
    fn push_word(&mut self, word: &str) -> fmt::Result {
        self.shape.push('"');
        self.shape.push_str(word);
        self.shape.push('"');
        Ok(())
    }

    /// Begins the next entry of a list or of an object.
    fn begin_entry(&mut self) {
        if !self.shape.ends_with(['[', '{']) {
            self.shape.push(',');
        }
    }
}

macro_rules! numbers {
    ($($name:ident $number:ident)*) => {
        $(fn $name(self, number: $number) -> fmt::Result {
            write!(self.shape, "{number}")
        })*
    };
}

/// What views are not made of.
macro_rules! unknown {
    ($($name:ident ($($part:ty),*) -> $made:ty;)*) => {
        $(fn $name(self, $(_: $part),*) -> Result<$made, fmt::Error> {
            Err(fmt::Error)
        })*
    };
}

impl ser::Serializer for &mut Writer {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeStruct = Self;
    type SerializeTuple = Impossible<(), fmt::Error>;
    type SerializeTupleStruct = Impossible<(), fmt::Error>;
    type SerializeTupleVariant = Impossible<(), fmt::Error>;
    type SerializeMap = Impossible<(), fmt::Error>;
    type SerializeStructVariant = Impossible<(), fmt::Error>;

    fn serialize_str(self, text: &str) -> fmt::Result {
        if text.is_empty() || self.is_word {
            self.push_word(text)
        } else if text == BODY {
            self.push("\"\\u0001body\\u0002\"")
        } else {
            self.texts.write(|all| all.push_str(text));
            self.push(ANY)
        }
    }

    fn serialize_bool(self, is_so: bool) -> fmt::Result {
        self.push(if is_so { "true" } else { "false" })
    }

    numbers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
    }

    fn serialize_none(self) -> fmt::Result {
        self.push("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> fmt::Result {
        self.push_word(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.shape.push('[');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.shape.push('{');
        Ok(self)
    }

    unknown! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> fmt::Result {
        Err(fmt::Error)
    }
}

impl ser::SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.begin_entry();
        value.serialize(&mut **self)
    }

    fn end(self) -> fmt::Result {
        self.push("]")
    }
}

impl ser::SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> fmt::Result {
        self.begin_entry();
        self.push_word(name)?;
        self.shape.push(':');
        self.is_word = name == KIND;
        let written = value.serialize(&mut **self);
        self.is_word = false;
        written
    }

    fn end(self) -> fmt::Result {
        self.push("}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Sort {
        Only,
    }

    #[derive(Serialize)]
    struct Entry {
        kind: &'static str,
        title: &'static str,
        note: Option<&'static str>,
        number: u32,
        sort: Sort,
    }

    fn entry(title: &'static str) -> Entry {
        Entry { kind: "change", title, note: None, number: 7, sort: Sort::Only }
    }

    fn name(entries: &[Entry]) -> String {
        Shape::of("page.html", &entries).unwrap().name().to_owned()
    }

    #[test]
    fn a_shape_has_all_but_what_texts_say() {
        let shape = Shape::of("page.html", &[entry("A"), entry("\"B\"\n")].as_slice()).unwrap();
        let said = r#"{"kind":"change","title":"\u0001","note":null,"number":7,"sort":"only"}"#;
        assert_eq!(shape.name(), format!("page.html[{said},{said}]"));
        assert_eq!([shape.texts.get(0), shape.texts.get(1), shape.texts.get(2)], ["A", "\"B\"\n", ""]);
    }

    #[test]
    fn whatever_a_template_may_compare_makes_another_shape() {
        let shape = name(&[entry("A")]);
        assert_eq!(shape, name(&[entry("B")]));
        for other in [
            entry(""),
            Entry { kind: "decision", ..entry("A") },
            Entry { note: Some("B"), ..entry("A") },
            Entry { note: Some(""), ..entry("A") },
            Entry { number: 8, ..entry("A") },
        ] {
            assert_ne!(shape, name(&[other]));
        }
        assert_ne!(shape, name(&[entry("A"), entry("A")]));
    }

    #[test]
    fn a_template_sees_a_mark_for_each_text_and_the_place_of_the_body() {
        #[derive(Serialize)]
        struct View {
            body_html: &'static str,
            entries: Vec<Entry>,
        }
        let view = View { body_html: BODY, entries: vec![entry("A"), entry("B")] };
        let context = Shape::of("page.html", &view).unwrap().context().unwrap();
        assert_eq!(context.get("body_html").and_then(|body| body.as_str()), Some(BODY));
        let entries = context.get("entries").and_then(|entries| entries.as_array()).unwrap();
        let titles = entries.iter().map(|entry| entry.as_map().unwrap()[&"title".into()].as_str());
        assert_eq!(titles.collect::<Vec<_>>(), [Some("\u{1}0\u{2}"), Some("\u{1}1\u{2}")]);
    }
}
