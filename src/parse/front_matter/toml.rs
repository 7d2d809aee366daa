//! Front matter in TOML.
//!
//! In: what is between the delimiters. Out: its entries in the order in which they are written, or what does not parse.
//! Never: keeps more than the text of a number, a date or a truth value.

use super::{Entry, Item, Trouble, Value};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the TOML at `range` of `text`.
pub(super) fn read(text: &str, range: Range<usize>) -> Result<(Vec<Entry>, Vec<Trouble>), Trouble> {
    let toml = &text[range.clone()];
    let reader = Reader { toml, offset: range.start };
    match DeTable::parse(toml) {
        Ok(table) => Ok((reader.entries(table.get_ref()), Vec::new())),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            Err(Trouble {
                span: range.start + span.start..range.start + span.end.max(span.start),
                message: format!("front matter does not parse: {}", error.message().replace('\n', ", ")),
                help: Some("put texts in double quotes: `key = \"value\"`".to_owned()),
                related: None,
            })
        }
    }
}

struct Reader<'text> {
    toml: &'text str,
    offset: usize,
}

impl Reader<'_> {
    fn entries(&self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_span: self.place(key.span()),
                value: self.value(value),
                value_span: self.place(value.span()),
            })
            .collect();
        // The parser sorts by name.
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }

    fn value(&self, value: &Spanned<DeValue<'_>>) -> Value {
        match value.get_ref() {
            DeValue::String(text) if text.is_empty() => Value::Empty,
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Array(values) => {
                Value::List(values.iter().filter_map(|value| self.item(value)).collect())
            }
            DeValue::Table(table) => Value::Map(self.entries(table)),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
                Value::Text(self.toml.get(value.span()).unwrap_or_default().to_owned())
            }
        }
    }

    fn item(&self, value: &Spanned<DeValue<'_>>) -> Option<Item> {
        let span = self.place(value.span());
        match self.value(value) {
            Value::Empty => None,
            Value::Text(text) => Some(Item { text, span, fields: Vec::new() }),
            Value::Map(fields) => Some(Item::of_fields(fields, span)),
            Value::List(items) => {
                let text = items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(", ");
                Some(Item { text, span, fields: Vec::new() })
            }
        }
    }

    fn place(&self, span: Range<usize>) -> Range<u32> {
        (self.offset + span.start) as u32..(self.offset + span.end) as u32
    }
}
