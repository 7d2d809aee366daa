//! The settings of a portal: `book.toml` to [`Config`].
//!
//! In: the text of `book.toml`. Out: a [`Config`] that has been checked, or everything that is
//! wrong with the text, each with its place. Each setting is declared once, in [`Config`] itself:
//! what is read, what is a known key and what the documentation lists cannot drift apart.
//! Never: reads a file, looks whether a path exists, knows what a setting is used for.

mod color;
mod reader;
mod rules;
mod setting;

pub use color::Color;
pub use reader::nearest;
pub use rules::{RuleLevel, RuleLevels, RuleOverride, RuleSettings};
pub use setting::Globs;

use super::fingerprint::{Fingerprint, Fingerprinter};
use super::register::RegisterDefinition;
use crate::diagnostic::Diagnostic;
use crate::source::{SourcePath, Span};
use reader::Reader;
use setting::Setting;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the documentation says about one setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The whole name, such as `output.archsite.accent`.
    pub name: &'static str,
    /// What its value must be, such as `a list of texts`.
    pub kind: &'static str,
    /// The default as it would be written in the file; empty where there is none.
    pub default: &'static str,
    /// What it does, in a sentence or two.
    pub meaning: &'static str,
}

macro_rules! settings {
    ($($(#[doc = $meaning:literal])+ $name:literal $field:ident: $type:ty = $default:expr, $shown:literal;)+) => {
        /// The settings of a portal, each with its default where the file says nothing.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Config {
            $($(#[doc = $meaning])+ pub $field: $type,)+
            /// Where each setting stands that the file gives, by its whole name; of lists and
            /// tables also each entry, such as `output.html.redirect./old.html`.
            pub places: BTreeMap<String, Span>,
        }

        impl Default for Config {
            fn default() -> Self {
                Self { $($field: $default,)+ places: BTreeMap::new() }
            }
        }

        const KEYS: &[Key] = &[$(Key {
            name: $name,
            kind: <$type as Setting>::EXPECTED,
            default: $shown,
            meaning: concat!($($meaning),+).trim_ascii(),
        },)+];

        impl Config {
            fn read(reader: &mut Reader<'_>) -> Self {
                Self {
                    $($field: reader.setting($name).unwrap_or_else(|| $default),)+
                    places: BTreeMap::new(),
                }
            }

            /// Returns a name for the values of all settings; where they stand is no part of it.
            pub fn fingerprint(&self) -> Fingerprint {
                Fingerprinter::new("config")
                    $(.bytes($name.as_bytes()).bytes(format!("{:?}", self.$field).as_bytes()))+
                    .finish()
            }
        }
    };
}

settings! {
    /// The title of the portal. Without one it is that of the front document, else the name of the folder.
    "book.title" title: Option<String> = None, "";

    /// What the portal is about, in a sentence.
    "book.description" description: Option<String> = None, "";

    /// The people or teams who answer for the portal.
    "book.authors" authors: Vec<String> = Vec::new(), "[]";

    /// The language of the documents, as a tag such as `en` or `pt-BR`.
    "book.language" language: Language = Language("en".into()), "\"en\"";

    /// The folder of the documents, from the folder of `book.toml`.
    "book.src" src: PortalFolder = PortalFolder("src".into()), "\"src\"";

    /// The folder that the site is written to, from the folder of `book.toml`. `--output` goes before it.
    "build.build-dir" build_dir: Option<OutputFolder> = None, "";

    /// The address of the repository that holds the documents. Links to files of it that have no page lead there.
    "output.html.git-repository-url" git_repository_url: Option<String> = None, "";

    /// The address at which a document can be edited; `{path}` stands for the document's path.
    "output.html.edit-url-template" edit_url_template: Option<String> = None, "";

    /// The path or address that the site will be served at. Pages do not need it: all their links are relative.
    "output.html.site-url" site_url: Option<String> = None, "";

    /// Old paths and where they lead now; each becomes a page that redirects.
    "output.html.redirect" redirect: BTreeMap<String, String> = BTreeMap::new(), "{}";

    /// The only files that are read, as patterns in the manner of `.gitignore`. None means all.
    "output.archsite.include" include: Globs = Globs::default(), "[]";

    /// Files and folders that are not read, as patterns in the manner of `.gitignore`.
    "output.archsite.exclude" exclude: Globs = Globs::default(), "[]";

    /// Whether raw HTML is published as it stands. Otherwise only what cannot run script is.
    "output.archsite.unsafe-html" unsafe_html: bool = false, "false";

    /// Whether a block of metadata stays in the text although the head of the page shows every field of it.
    "output.archsite.keep-metadata" keep_metadata: bool = false, "false";

    /// Whether symbolic links are followed, also out of the source folder.
    "output.archsite.follow-links" follow_links: bool = false, "false";

    /// The size in bytes above which a file is not read as a document.
    "output.archsite.max-document-size" max_document_size: Bytes = Bytes(8 << 20), "8388608";

    /// The picture before the name at the top of every page, as a path from the folder of `book.toml`.
    "output.archsite.logo" logo: Option<PortalPath> = None, "";

    /// The picture that browsers show for the site, as a path from the folder of `book.toml`.
    "output.archsite.favicon" favicon: Option<PortalPath> = None, "";

    /// The colour of links and marks: `#2a6f97`, a name such as `teal`, or `oklch(0.6 0.1 240)`.
    "output.archsite.accent" accent: Option<Color> = None, "";

    /// The text at the foot of every page, in Markdown.
    "output.archsite.footer" footer: Option<String> = None, "";

    /// Style sheets that every page loads after archsite's own, as paths from the folder of `book.toml`. What they name themselves is not carried along.
    "output.archsite.extra-css" extra_css: Vec<PortalPath> = Vec::new(), "[]";

    /// Scripts that every page loads after archsite's own, as paths from the folder of `book.toml`.
    "output.archsite.extra-js" extra_js: Vec<PortalPath> = Vec::new(), "[]";

    /// Whether a name in the text becomes a link: the id of a decision (`ADR-0012`), the file of a document (`TECH_STACK.md`).
    "output.archsite.link-mentions" link_mentions: bool = true, "true";

    /// What becomes of pictures that a document takes from another host: shown, or made a link.
    "output.archsite.remote-images" remote_images: RemoteImages = RemoteImages::Show, "\"show\"";

    /// Whether the commits that touched a document stand in its history and in the timeline: `"git"` asks for them.
    "output.archsite.history" history: History = History::None, "\"none\"";

    /// The number of months after its last change from which a document counts as stale; 0 for never. Decisions, and what is superseded or withdrawn, are meant to stay as they are.
    "output.archsite.stale-after" stale_after: Months = Months(12), "12";

    /// Registers of the portal's own: each a `[[output.archsite.register]]` with a `name`, the headings of the `columns` that make a table one of it, the thing that a row is about first, and where two documents may not differ the columns that have to `agree`. One with the name of a built-in register takes its place.
    "output.archsite.register" own_registers: Vec<OwnRegister> = Vec::new(), "[]";

    /// How bad what a rule finds is, by its code: `"off"`, `"info"`, `"warning"` or `"error"`. The guide of [`archsite check`](check.md) lists the rules.
    "output.archsite.check.rules" rules: RuleLevels = RuleLevels::default(), "{}";

    /// What rules are for some files: each a `[[output.archsite.check.override]]` with `paths`, patterns in the manner of `.gitignore`, and `rules` as above. Where two name the same rule for a file, the later one holds.
    "output.archsite.check.override" rule_overrides: Vec<RuleOverride> = Vec::new(), "[]";

    /// Addresses that `check --external` does not ask for; in each `*` stands for any text.
    "output.archsite.check.external.exclude" external_exclude: Vec<String> = Vec::new(), "[]";

    /// How many hosts are asked at one time. One host is asked one question after the other.
    "output.archsite.check.external.concurrency" external_concurrency: Count<1, 64> = Count(8), "8";

    /// The number of seconds after which a host that does not answer counts as dead.
    "output.archsite.check.external.timeout" external_timeout: Count<1, 120> = Count(10), "10";

    /// How often a host is asked again that is busy (429), fails (5xx) or does not answer, each time after a longer wait.
    "output.archsite.check.external.retries" external_retries: Count<0, 5> = Count(2), "2";
}

impl Config {
    /// Returns the files that settings name: logo, favicon, styles and scripts.
    pub fn named_files(&self) -> impl Iterator<Item = &PortalPath> {
        self.logo.iter().chain(&self.favicon).chain(&self.extra_css).chain(&self.extra_js)
    }

    /// Returns the registers of the portal: those that every portal has, and its own.
    pub fn registers(&self) -> Vec<RegisterDefinition> {
        let mut registers = super::register::built_in();
        for own in &self.own_registers {
            let own = RegisterDefinition::declared(&own.name, &own.columns, &own.agree);
            match registers.iter_mut().find(|register| register.name == own.name) {
                Some(register) => *register = own,
                None => registers.push(own),
            }
        }
        registers
    }

    /// Reads the text of `book.toml`; `file` is the path that findings are to name.
    ///
    /// Keys of mdBook that archsite has no use for are passed over.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text, in the order of its places: what is not TOML,
    /// values that are not what their key needs, unknown keys under `[output.archsite]`, and keys
    /// elsewhere that neither archsite nor mdBook knows and that look like one of archsite's.
    ///
    /// ```
    /// use archsite::model::config::Config;
    /// use archsite::source::SourcePath;
    ///
    /// let file = SourcePath::new("book.toml");
    /// let config = Config::from_toml("[book]\ntitle = 'Orders'", &file).unwrap_or_default();
    /// assert_eq!(config.title.as_deref(), Some("Orders"));
    ///
    /// let wrong = Config::from_toml("[output.archsite]\nacent = 'teal'", &file).unwrap_err();
    /// assert!(wrong[0].help.as_deref().is_some_and(|help| help.contains("`accent`")));
    /// ```
    pub fn from_toml(text: &str, file: &SourcePath) -> Result<Config, Vec<Diagnostic>> {
        let mut reader = Reader::new(text, file);
        let mut config = Config::read(&mut reader);
        reader.refuse_unknown_keys(KEYS);
        config.places = reader.finish()?;
        Ok(config)
    }

    /// Returns all settings, in the order in which the documentation lists them.
    pub fn keys() -> &'static [Key] {
        KEYS
    }

    /// Returns where a setting stands, by its whole name, if the file gives it.
    pub fn place(&self, name: &str) -> Option<&Span> {
        self.places.get(name)
    }
}

/// A language tag (BCP 47) by its form: letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// Returns the tag as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A number of bytes, at least 1 and at most 1 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(u64);

impl Bytes {
    /// Returns the number.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// A whole number from `LEAST` to `MOST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> Count<LEAST, MOST> {
    /// Returns the number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// A number of months, at most 1,200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Months(u32);

impl Months {
    /// Returns the number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// A register that the portal declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRegister {
    /// Its name as people read it.
    pub name: String,
    /// The headings of its columns, the thing that a row is about first; at least one.
    pub columns: Vec<String>,
    /// Which of these two documents may not fill differently for one thing.
    pub agree: Vec<String>,
}

/// The path of a file in the portal, from the folder of `book.toml`: relative, with `/` between
/// its parts and no `.` or `..`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalPath(String);

impl PortalPath {
    /// Returns the path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A folder of the portal, as [`PortalPath`]; empty for the folder of `book.toml` itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalFolder(String);

impl PortalFolder {
    /// Returns the path as text; empty for the portal's root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the folder below `root`.
    pub fn under(&self, root: &Path) -> PathBuf {
        if self.0.is_empty() { root.to_owned() } else { root.join(&self.0) }
    }
}

/// A folder anywhere, absolute or from the folder of `book.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFolder(String);

impl OutputFolder {
    /// Returns the path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the history of documents is read besides their own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// Nowhere.
    None,
    /// In the git repository that the documents are in.
    Git,
}

/// What becomes of pictures from other hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteImages {
    /// They are shown, and the page's policy lets them through.
    Show,
    /// They become links to where they are.
    Link,
}

#[cfg(test)]
mod tests;
