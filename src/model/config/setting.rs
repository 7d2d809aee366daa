//! The types that settings have, and what is checked about each.
//!
//! In: one value of TOML. Out: a typed value, or a complaint at the smallest place that is wrong.
//! Never: looks at another setting.

use super::reader::nearest;
use super::reader::{Entry, Value};
use super::{
    Bytes, Color, Count, History, Language, Months, OutputFolder, OwnRegister, PortalFolder, PortalPath,
    RemoteImages, color,
};
use crate::model::register;
use ignore::overrides::OverrideBuilder;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// A type that a setting can have.
pub(super) trait Setting: Sized {
    /// What its value must be, as it reads after "must be".
    const EXPECTED: &'static str;

    /// Reads a value; nothing, and a complaint, if it is not what is expected.
    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self>;
}

impl Setting for bool {
    const EXPECTED: &'static str = "true or false";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            _ => entry.wrong_type(value, Self::EXPECTED),
        }
    }
}

impl Setting for String {
    const EXPECTED: &'static str = "a text";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        entry.text(value, Self::EXPECTED).map(str::to_owned)
    }
}

impl Setting for Option<String> {
    const EXPECTED: &'static str = String::EXPECTED;

    /// A text of nothing but white space is none.
    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let text = entry.text(value, Self::EXPECTED)?;
        Some((!text.trim().is_empty()).then(|| text.to_owned()))
    }
}

impl Setting for Vec<String> {
    const EXPECTED: &'static str = "a list of texts";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        list(value, entry, Self::EXPECTED)
    }
}

impl Setting for Vec<PortalPath> {
    const EXPECTED: &'static str = "a list of paths";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        list(value, entry, Self::EXPECTED)
    }
}

pub(super) fn list<T: Setting>(
    value: &Value<'_>,
    entry: &mut Entry<'_, '_>,
    expected: &str,
) -> Option<Vec<T>> {
    let DeValue::Array(values) = value.get_ref() else { return entry.wrong_type(value, expected) };
    let mut read = Vec::with_capacity(values.len());
    for (number, value) in values.iter().enumerate() {
        let mut entry = entry.entry(&number.to_string());
        entry.note(&value.span());
        read.extend(T::read(value, &mut entry));
    }
    (read.len() == values.len()).then_some(read)
}

impl Setting for BTreeMap<String, String> {
    const EXPECTED: &'static str = "a table of texts";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else { return entry.wrong_type(value, Self::EXPECTED) };
        let mut read = Self::new();
        for (key, value) in table {
            let mut entry = entry.entry(key.get_ref());
            entry.note(&key.span());
            if let Some(text) = String::read(value, &mut entry) {
                read.insert(key.get_ref().to_string(), text);
            }
        }
        (read.len() == table.len()).then_some(read)
    }
}

impl Setting for Language {
    const EXPECTED: &'static str = "a language tag";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let text = entry.text(value, Self::EXPECTED)?.trim();
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if text.split('-').all(is_part) && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Some(Self(text.to_owned()));
        }
        let mend = text.replace('_', "-");
        let help = if mend != text && mend.split('-').all(is_part) {
            format!("did you mean \"{mend}\"?")
        } else {
            "write a tag such as \"en\" or \"pt-BR\"".to_owned()
        };
        entry.wrong(value, format!("{text:?} is not a language tag"), Some(help))
    }
}

impl Setting for Bytes {
    const EXPECTED: &'static str = "a number of bytes";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let DeValue::Integer(number) = value.get_ref() else {
            return entry.wrong_type(value, Self::EXPECTED);
        };
        match u64::from_str_radix(number.as_str(), number.radix()) {
            Ok(bytes) if (1..=1 << 30).contains(&bytes) => Some(Self(bytes)),
            _ => {
                let help = "write a number from 1 to 1073741824, which is 1 GiB";
                entry.wrong(value, format!("{number} bytes is out of range"), Some(help.to_owned()))
            }
        }
    }
}

impl<const LEAST: u32, const MOST: u32> Setting for Count<LEAST, MOST> {
    const EXPECTED: &'static str = "a whole number";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let DeValue::Integer(number) = value.get_ref() else {
            return entry.wrong_type(value, Self::EXPECTED);
        };
        match u32::from_str_radix(number.as_str(), number.radix()) {
            Ok(count) if (LEAST..=MOST).contains(&count) => Some(Self(count)),
            _ => {
                let help = format!("write a number from {LEAST} to {MOST}");
                entry.wrong(value, format!("{number} is out of range"), Some(help))
            }
        }
    }
}

impl Setting for Months {
    const EXPECTED: &'static str = "a number of months";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let DeValue::Integer(number) = value.get_ref() else {
            return entry.wrong_type(value, Self::EXPECTED);
        };
        match u32::from_str_radix(number.as_str(), number.radix()) {
            Ok(months) if months <= 1200 => Some(Self(months)),
            _ => {
                let help = "write a number from 0, which is never, to 1200".to_owned();
                entry.wrong(value, format!("{number} months is out of range"), Some(help))
            }
        }
    }
}

impl Setting for Vec<OwnRegister> {
    const EXPECTED: &'static str = "a list of tables";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        if matches!(value.get_ref(), DeValue::Table(_)) {
            let help = format!("write it below a line `[[{}]]`, with two brackets", entry.name);
            return entry.wrong(value, format!("`{}` is a list of registers", entry.name), Some(help));
        }
        let registers: Self = list(value, entry, Self::EXPECTED)?;
        for (number, own) in registers.iter().enumerate() {
            let address = register::address(&own.name);
            if registers[..number].iter().any(|earlier| register::address(&earlier.name) == address) {
                let message = format!("there are two registers {:?}", own.name);
                let help = "give one of them another name".to_owned();
                return entry.wrong(value, message, Some(help));
            }
        }
        Some(registers)
    }
}

impl Setting for OwnRegister {
    const EXPECTED: &'static str = "a table with a `name` and `columns`";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else { return entry.wrong_type(value, Self::EXPECTED) };
        let mut is_right = true;
        for key in table.keys() {
            let known = ["name", "columns", "agree"];
            if !known.contains(&key.get_ref().as_ref()) {
                let help = match nearest(key.get_ref(), known.into_iter()) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "the keys are `name`, `columns`, `agree`".to_owned(),
                };
                entry.wrong_key::<Self>(key, format!("a register has no key `{}`", key.get_ref()), help);
                is_right = false;
            }
        }
        let columns = member::<Vec<String>>(table, "columns", entry);
        let agree = match table.contains_key("agree") {
            true => member::<Vec<String>>(table, "agree", entry)?,
            false => Vec::new(),
        };
        let (name, columns) = match (member::<String>(table, "name", entry), columns) {
            (Some(name), Some(columns)) => (name, columns),
            _ if table.contains_key("name") && table.contains_key("columns") => return None,
            _ => {
                let help = "give it both, as in `name = \"Queues\"` and `columns = [\"Queue\", \"Owner\"]`";
                let message = format!("a register needs {}", &Self::EXPECTED["a table with ".len()..]);
                return entry.wrong(value, message, Some(help.to_owned()));
            }
        };
        let has_words = |text: &String| text.contains(char::is_alphanumeric);
        let unknown = agree.iter().find(|wanted| {
            !columns.iter().any(|column| register::plain_heading(column) == register::plain_heading(wanted))
        });
        if !has_words(&name) {
            return entry.wrong(value, format!("{name:?} is no name"), Some("name what it lists".to_owned()));
        }
        if columns.is_empty() || !columns.iter().all(has_words) {
            let help =
                "name the headings by which a table is known, such as [\"Queue\", \"Owner\"]".to_owned();
            return entry.wrong(value, format!("the register {name:?} has no columns"), Some(help));
        }
        if let Some(unknown) = unknown {
            let help = format!("the columns are {}", columns.join(", "));
            let message = format!("the register {name:?} has no column {unknown:?} that could agree");
            return entry.wrong(value, message, Some(help));
        }
        is_right.then_some(Self { name, columns, agree })
    }
}

/// Reads one value of a table; nothing if it is not there or wrong.
pub(super) fn member<T: Setting>(
    table: &toml::de::DeTable<'_>,
    name: &str,
    entry: &mut Entry<'_, '_>,
) -> Option<T> {
    let value = table.get(name)?;
    let mut entry = entry.entry(name);
    entry.note(&value.span());
    T::read(value, &mut entry)
}

impl Setting for Option<Color> {
    const EXPECTED: &'static str = "a colour of CSS";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let text = entry.text(value, Self::EXPECTED)?;
        if let Some(color) = Color::parse(text) {
            return Some(Some(color));
        }
        let help = match color::nearest_name(text) {
            Some(name) => format!("did you mean \"{name}\"?"),
            None => "write \"#2a6f97\", a name such as \"teal\", or \"oklch(0.6 0.1 240)\"".to_owned(),
        };
        entry.wrong(value, format!("{text:?} is not a colour that archsite takes"), Some(help))
    }
}

impl Setting for RemoteImages {
    const EXPECTED: &'static str = "\"show\" or \"link\"";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        match entry.text(value, Self::EXPECTED)? {
            "show" => Some(Self::Show),
            "link" => Some(Self::Link),
            _ => entry.wrong_type(value, Self::EXPECTED),
        }
    }
}

impl Setting for History {
    const EXPECTED: &'static str = "\"none\" or \"git\"";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        match entry.text(value, Self::EXPECTED)? {
            "none" => Some(Self::None),
            "git" => Some(Self::Git),
            _ => entry.wrong_type(value, Self::EXPECTED),
        }
    }
}

impl Setting for PortalPath {
    const EXPECTED: &'static str = "a path in the portal";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let path = path_in_portal(value, entry, Self::EXPECTED)?;
        if path.is_empty() {
            let message = format!("`{}` names no file", entry.name);
            return entry.wrong(value, message, Some("leave the key out, or name a file".to_owned()));
        }
        Some(Self(path))
    }
}

impl Setting for Option<PortalPath> {
    const EXPECTED: &'static str = PortalPath::EXPECTED;

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        PortalPath::read(value, entry).map(Some)
    }
}

impl Setting for PortalFolder {
    const EXPECTED: &'static str = "a folder in the portal";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        path_in_portal(value, entry, Self::EXPECTED).map(Self)
    }
}

/// Reads a path that does not leave the folder of `book.toml`, without `.` and needless slashes.
fn path_in_portal(value: &Value<'_>, entry: &mut Entry<'_, '_>, expected: &str) -> Option<String> {
    let written = entry.text(value, expected)?;
    let text = written.replace('\\', "/");
    let is_absolute = text.starts_with('/') || text.as_bytes().get(1) == Some(&b':');
    if is_absolute || text.contains('\0') || text.split('/').any(|part| part == "..") {
        let message = format!("{written:?} leads out of the portal");
        let help = "name a path below the folder of the configuration; nothing else is read";
        return entry.wrong(value, message, Some(help.to_owned()));
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    Some(parts.join("/"))
}

impl Setting for Option<OutputFolder> {
    const EXPECTED: &'static str = "a path";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let text = entry.text(value, Self::EXPECTED)?;
        if text.trim().is_empty() || text.contains('\0') {
            let help = "leave the key out, or name a folder".to_owned();
            return entry.wrong(value, format!("`{}` names no folder", entry.name), Some(help));
        }
        Some(Some(OutputFolder(text.to_owned())))
    }
}

/// Patterns of paths in the manner of `.gitignore`, each checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Globs(Vec<String>);

impl Globs {
    /// Returns the patterns in the order in which they are given.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl Setting for Globs {
    const EXPECTED: &'static str = "a list of patterns";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let globs: Vec<Glob> = list(value, entry, Self::EXPECTED)?;
        Some(Self(globs.into_iter().map(|glob| glob.0).collect()))
    }
}

struct Glob(String);

impl Setting for Glob {
    const EXPECTED: &'static str = "a pattern";

    fn read(value: &Value<'_>, entry: &mut Entry<'_, '_>) -> Option<Self> {
        let text = entry.text(value, Self::EXPECTED)?;
        if text.trim().is_empty() || text.starts_with('!') {
            let help = "`include` says what is read, `exclude` what is not; neither needs `!`".to_owned();
            return entry.wrong(value, format!("{text:?} matches nothing"), Some(help));
        }
        match OverrideBuilder::new("").add(text) {
            Ok(_) => Some(Self(text.to_owned())),
            Err(error) => entry.wrong(value, format!("{text:?} is not a pattern: {error}"), None),
        }
    }
}
