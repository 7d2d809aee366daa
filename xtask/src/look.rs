//! `cargo xtask look [SITE]`: pictures of the main kinds of page, for people to look at.
//!
//! In: a built site; without one, the example site is built. Out: `target/look/*.png` and `*.pdf`:
//! each kind of page 1280 and 390 pixels wide, light and dark, with scripts off, and printed.
//! Never: a judgement; nothing is compared.

use crate::arguments::Arguments;
use crate::{Result, browser, process, test};
use std::path::PathBuf;

/// Runs the command.
pub fn run(arguments: Arguments) -> Result {
    let site = arguments.last_word()?.map(PathBuf::from);
    if let Some(missing) = browser::missing() {
        return Err(
            format!("pictures need {missing}; `cargo xtask test --only setup` installs what it can").into()
        );
    }
    let site = match site {
        Some(site) => site.canonicalize().map_err(|error| format!("{}: {error}", site.display()))?,
        None => {
            test::build_example_site()?;
            test::example_output()
        }
    };
    let pictures = process::target().join("look");
    browser::script("look.mjs", [site.as_os_str(), "--output".as_ref(), pictures.as_os_str()])?;
    println!("pictures are in {}", pictures.display());
    Ok(())
}
