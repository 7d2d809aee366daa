//! JSON, written as it is made: `portal.json` is a seventh of a site.
//!
//! In: values, and structs that `object!` declares. Out: at the end of a text the bytes that serde_json would
//! write, in half the time: names of fields are known to be plain and are copied whole, texts are looked
//! through many bytes at a time. Never: maps, or numbers that JSON does not have.

use crate::model::change::ChangeKind;
use crate::model::date::Date;
use crate::model::relation::RelationKind;
use crate::model::status::StatusKind;

/// What can be written as JSON.
pub(super) trait Json {
    /// Writes it at the end of a text.
    fn write(&self, to: &mut Vec<u8>);
}

/// Declares structs that are written as objects of their fields, in the same order and by the same names.
macro_rules! object {
    ($(
        struct $name:ident<'a> {
            $(#[$about_first:meta])*
            $first:ident: $type_of_first:ty,
            $($(#[$about:meta])* $field:ident: $type:ty,)*
        }
    )*) => {$(
        struct $name<'a> {
            $(#[$about_first])*
            $first: $type_of_first,
            $($(#[$about])* $field: $type,)*
        }

        impl Json for $name<'_> {
            fn write(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(concat!("{\"", stringify!($first), "\":").as_bytes());
                self.$first.write(to);
                $(
                    to.extend_from_slice(concat!(",\"", stringify!($field), "\":").as_bytes());
                    self.$field.write(to);
                )*
                to.push(b'}');
            }
        }
    )*};
}
pub(super) use object;

/// Has values written as serde_json writes them.
macro_rules! as_serde_json_writes {
    ($($type:ty),*) => {$(
        impl Json for $type {
            fn write(&self, to: &mut Vec<u8>) {
                // Numbers here are finite, the others are texts, and memory takes all that is written to it.
                let _ = serde_json::to_writer(to, self);
            }
        }
    )*};
}
as_serde_json_writes!(u8, u32, f32, f64, Date);

/// Has the kinds of things written by their names, which are plain.
macro_rules! by_name {
    ($($type:ty),*) => {$(
        impl Json for $type {
            fn write(&self, to: &mut Vec<u8>) {
                to.push(b'"');
                to.extend_from_slice(self.as_str().as_bytes());
                to.push(b'"');
            }
        }
    )*};
}
by_name!(ChangeKind, RelationKind, StatusKind);

impl Json for str {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(b'"');
        let mut rest = self.as_bytes();
        while let Some(at) = first_escaped(rest) {
            to.extend_from_slice(&rest[..at]);
            match rest[at] {
                b'"' => to.extend_from_slice(b"\\\""),
                b'\\' => to.extend_from_slice(b"\\\\"),
                b'\n' => to.extend_from_slice(b"\\n"),
                b'\r' => to.extend_from_slice(b"\\r"),
                b'\t' => to.extend_from_slice(b"\\t"),
                0x08 => to.extend_from_slice(b"\\b"),
                0x0C => to.extend_from_slice(b"\\f"),
                control => to.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
            }
            rest = &rest[at + 1..];
        }
        to.extend_from_slice(rest);
        to.push(b'"');
    }
}

impl Json for String {
    fn write(&self, to: &mut Vec<u8>) {
        self.as_str().write(to);
    }
}

impl<T: Json + ?Sized> Json for &T {
    fn write(&self, to: &mut Vec<u8>) {
        (**self).write(to);
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(to),
            None => to.extend_from_slice(b"null"),
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(b'[');
        for (number, value) in self.iter().enumerate() {
            if number > 0 {
                to.push(b',');
            }
            value.write(to);
        }
        to.push(b']');
    }
}

/// Returns a value as a text of JSON.
pub(super) fn written(value: &(impl Json + ?Sized)) -> String {
    let mut text = Vec::new();
    value.write(&mut text);
    // All that is written is text.
    String::from_utf8(text).unwrap_or_default()
}

/// Returns where the first byte stands that JSON does not take as it is.
fn first_escaped(text: &[u8]) -> Option<usize> {
    let is_escaped = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
    // A processor looks at all bytes of a group side by side, but only where none of them ends the search.
    let groups = text.chunks_exact(16);
    let are_plain = |group: &&[u8]| !group.iter().fold(false, |is_found, byte| is_found | is_escaped(byte));
    let plain = 16 * groups.take_while(are_plain).count();
    text[plain..].iter().position(is_escaped).map(|at| plain + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    object! {
        struct Sample<'a> {
            text: &'a str,
            /// The second.
            number: Option<f32>,
            list: Vec<u32>,
        }
    }

    #[test]
    fn a_struct_is_an_object_of_its_fields_in_their_order() {
        let sample = Sample { text: "a", number: Some(0.25), list: vec![1, 20] };
        assert_eq!(written(&sample), r#"{"text":"a","number":0.25,"list":[1,20]}"#);
        let sample = Sample { text: "", number: None, list: Vec::new() };
        assert_eq!(written(&sample), r#"{"text":"","number":null,"list":[]}"#);
    }

    #[test]
    fn kinds_and_dates_are_written_as_serde_json_writes_them() {
        let date = Date::Month { year: 2026, month: 3 };
        assert_eq!(written(&date), serde_json::to_string(&date).unwrap());
        for kind in StatusKind::ALL {
            assert_eq!(written(kind), serde_json::to_string(kind).unwrap());
        }
        assert_eq!(written(&ChangeKind::Commit), serde_json::to_string(&ChangeKind::Commit).unwrap());
        assert_eq!(written(&RelationKind::Shares), serde_json::to_string(&RelationKind::Shares).unwrap());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_written_as_serde_json_writes_it(text in "([\u{0}-\u{20}\"\\\\\u{7f}]|[a-z]{0,20}|\\PC){0,12}") {
            proptest::prop_assert_eq!(written(text.as_str()), serde_json::to_string(&text).unwrap());
        }
    }
}
