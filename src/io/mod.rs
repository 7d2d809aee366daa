//! The edges: the only place that reads and writes.
#![allow(clippy::disallowed_methods, reason = "reading and writing happen here and nowhere else")]

pub mod external;
mod history;
pub mod read;
pub mod replace;
pub mod rewrite;
pub mod serve;
pub mod snapshot;
pub mod starter;
pub mod watch;
pub mod write;

/// Says why the system refused something, without the numbers that it has for it.
pub(crate) fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotADirectory => "a part of the path is a file".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let told = error.to_string();
            let told = told.split(" (os error ").next().unwrap_or_default();
            let mut characters = told.chars();
            match characters.next() {
                Some(first) => first.to_lowercase().chain(characters).collect(),
                None => "the system does not say why".to_owned(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    #[test]
    fn reasons_are_told_in_words_alone() {
        let told = super::reason(&Error::from_raw_os_error(28));
        assert!(!told.contains("os error") && !told.is_empty(), "{told}");
        assert_eq!(super::reason(&Error::from(ErrorKind::PermissionDenied)), "permission denied");
        assert_eq!(super::reason(&Error::other("It is a link")), "it is a link");
    }
}
