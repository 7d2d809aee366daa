//! `cargo +nightly fuzz run highlight`: any bytes in any language, the first byte choosing it.

#![no_main]

use archsite::parse::highlight::{LEXED, highlight};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let language = LEXED[usize::from(first) % LEXED.len()];
    let code = String::from_utf8_lossy(bytes);
    let mut end = 0;
    for span in highlight(language, &code).spans {
        assert_eq!(span.range.start, end);
        assert!(code.is_char_boundary(span.range.end) && span.range.end > end);
        end = span.range.end;
    }
    assert_eq!(end, code.len());
});
