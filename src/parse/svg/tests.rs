//! Drawings with and without what could run in them.

use super::*;
use proptest::prelude::*;

/// What is left of a file, and what was dropped.
fn clean(svg: &str) -> (String, String) {
    let cleaned = without_active_content(svg.as_bytes()).expect("it can be judged");
    let text = String::from_utf8(cleaned.svg.into_owned()).expect("it is UTF-8");
    (text, cleaned.dropped.join("; "))
}

#[test]
fn a_harmless_file_is_not_touched() {
    for svg in [
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d='M0 0'/></svg>",
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<!-- Generator: x -->\n<svg   a = \"1\"\n b='2' ><g/></svg>\n<!-- end -->\n",
        "<svg><style>a { fill: url(#b) } /* <![CDATA[ > ]]> */</style><use href=\"#a\"/><use xlink:href='#b'/></svg>",
        "<svg><a href=\"https://example.com/?a=1&amp;b\"/><a href=\"../b.svg#c\"/><a href=\"mailto:a@b.c\"/><image href=\"data:image/png;base64,AA==\"/></svg>",
        "<svg><foreignObject><div xmlns=\"http://www.w3.org/1999/xhtml\" style=\"color: red\">a<br/>b &lt;script&gt;</div></foreignObject></svg>",
        "<svg><animate attributeName=\"x\" from=\"0\" to=\"1\"/><set attributeName=\"fill\" to=\"red\"/></svg>",
        "<svg><image href=\"data:image/svg+xml;base64,AA==\"/><text>one &#169; &amp; two</text></svg>",
        "<svg><title>on x = 1</title><g stop-color=\"one\"/></svg>",
    ] {
        let cleaned = without_active_content(svg.as_bytes()).expect("it can be judged");
        assert!(matches!(cleaned.svg, Cow::Borrowed(_)), "{svg}: {:?}", cleaned.dropped);
        assert_eq!(&*cleaned.svg, svg.as_bytes());
    }
}

#[test]
fn nothing_that_runs_is_left() {
    for (svg, left, dropped) in [
        ("<svg><script>alert(1)</script><g/></svg>", "<svg><g/></svg>", "<script>"),
        ("<svg><script href=\"a.js\"/></svg>", "<svg></svg>", "<script>"),
        ("<svg><SCRIPT><g><script/></g></SCRIPT>a</svg>", "<svg>a</svg>", "<SCRIPT>"),
        ("<svg><h:script xmlns:h='x'>a</h:script></svg>", "<svg></svg>", "<h:script>"),
        ("<svg><script><![CDATA[</script>]]></script></svg>", "<svg></svg>", "<script>"),
        ("<svg onload=\"a()\" id='b'/>", "<svg id=\"b\"/>", "onload of <svg>"),
        (
            "<svg ONLOAD='a'><g x:onclick='b' c=\"'\" d='\"'/></svg>",
            "<svg><g c=\"'\" d='\"'/></svg>",
            "ONLOAD of <svg>; x:onclick of <g>",
        ),
        ("<svg><a href=\"javascript:a()\">b</a></svg>", "<svg><a>b</a></svg>", "href of <a>"),
        ("<svg><a xlink:href=\"&#x6a;avascript:a()\"/></svg>", "<svg><a/></svg>", "xlink:href of <a>"),
        ("<svg><a href=\" java&#10;script&#9;:a()\"/></svg>", "<svg><a/></svg>", "href of <a>"),
        ("<svg><a href=\"JaVaScRiPt&#58;a()\"/></svg>", "<svg><a/></svg>", "href of <a>"),
        ("<svg><a href=\"data:text/html,x\"/></svg>", "<svg><a/></svg>", "href of <a>"),
        ("<svg><a href=\"data:image/svg+xml,x\"/></svg>", "<svg><a/></svg>", "href of <a>"),
        ("<svg><a href=\"vbscript:x\"/><a href='file:///x'/></svg>", "<svg><a/><a/></svg>", "href of <a>"),
        ("<svg><image href=\"data:text/html;base64,x\"/></svg>", "<svg><image/></svg>", "href of <image>"),
        (
            "<svg><use href=\"b.svg#c\"/><use href='data:image/svg+xml,x#y'/></svg>",
            "<svg><use/><use/></svg>",
            "href of <use>",
        ),
        (
            "<svg><iframe src=\"a\">b</iframe><embed src='c'/><object data='d'/></svg>",
            "<svg></svg>",
            "<iframe>; <embed>; <object>",
        ),
        (
            "<svg><foreignObject><body><p onclick='a'>b</p><iframe srcdoc='c'/><meta http-equiv='refresh'/><base href='/'/></body></foreignObject></svg>",
            "<svg><foreignObject><body><p>b</p></body></foreignObject></svg>",
            "onclick of <p>; <iframe>; <meta>; <base>",
        ),
        (
            "<svg><a><set attributeName=\"href\" to=\"javascript:a()\"/></a></svg>",
            "<svg><a></a></svg>",
            "<set> of href",
        ),
        (
            "<svg><animate attributeName=\" xlink:&#104;ref\" values='a'>b</animate></svg>",
            "<svg></svg>",
            "<animate> of xlink:href",
        ),
        ("<svg><set attributeName='onclick' to='a'/></svg>", "<svg></svg>", "<set> of onclick"),
        ("<svg><handler xmlns:ev='x' ev:event='load'>a</handler></svg>", "<svg></svg>", "<handler>"),
        ("<svg xml:base=\"javascript:\"/>", "<svg/>", "xml:base of <svg>"),
        (
            "<svg><g a=\"javascript:b\" style='behavior: url(c)'/></svg>",
            "<svg><g/></svg>",
            "a of <g>; style of <g>",
        ),
        ("<?xml-stylesheet type=\"text/xsl\" href=\"#a\"?><svg/>", "<svg/>", "<?xml-stylesheet?>"),
        ("<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"a()\">]><svg/>", "<svg/>", "<!DOCTYPE […]>"),
    ] {
        assert_eq!(clean(svg), (left.to_owned(), dropped.to_owned()), "{svg}");
    }
}

#[test]
fn entities_for_plain_text_are_written_out() {
    assert_eq!(
        clean("<!DOCTYPE svg [\n<!ENTITY ns \"http://www.w3.org/2000/svg\">\n]>\n<svg xmlns=\"&ns;\"><text>&ns;</text></svg>").0,
        "\n<svg xmlns=\"http://www.w3.org/2000/svg\"><text>http://www.w3.org/2000/svg</text></svg>"
    );
    let hidden = "<!DOCTYPE svg [<!ENTITY j \"javascript\">]><svg><a href=\"&j;:a()\"/></svg>";
    assert_eq!(clean(hidden).0, "<svg><a/></svg>");
}

#[test]
fn what_cannot_be_judged_is_not_published() {
    for svg in [
        "<svg><script>a</svg>",
        "<svg><g onload=a()></svg>",
        "<svg><a href='javascript:a'",
        "<svg/><script/>",
        "<svg><g/onclick='a'></svg>",
        "<svg a='1' a='2' onload='b'/>",
        "<svg><text>&colon;</text></svg>",
        "<svg><a href=\"javascript&colon;a()\"/></svg>",
        "<!DOCTYPE svg [<!ENTITY a \"<script/>\">]><svg>&a;</svg>",
        "<!DOCTYPE svg [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><svg>&b;</svg>",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>",
        "<?xml version=\"1.0\" encoding=\"UTF-7\"?><svg/>",
        "<?xml version='1.0' encoding='iso-2022-jp'?><svg/>",
        " <?xml version=\"1.0\" encoding=\"UTF-7\"?><svg/>",
        "\0<svg onload='a'/>",
        "<svg><g a='\u{1b}(J'/><script/></svg>",
    ] {
        assert!(without_active_content(svg.as_bytes()).is_err(), "{svg}");
    }
    let utf16: Vec<u8> = "<svg onload='a'/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(without_active_content(&utf16).is_err());
    let lots =
        format!("<!DOCTYPE svg [<!ENTITY a \"{}\">]><svg>{}</svg>", "x".repeat(1000), "&a;".repeat(1000));
    assert!(without_active_content(lots.as_bytes()).is_err());
}

#[test]
fn a_broken_file_with_nothing_active_in_it_is_left_as_it_is() {
    for svg in ["", "<svg>", "<svg><g></svg>", "text", "<svg a=1/>"] {
        let cleaned = without_active_content(svg.as_bytes()).expect("there is nothing in it");
        assert_eq!((&*cleaned.svg, cleaned.dropped.len()), (svg.as_bytes(), 0), "{svg}");
    }
}

#[test]
fn encodings_that_leave_ascii_alone_need_not_be_understood() {
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><svg><text>caf\xe9</text></svg>";
    let cleaned = without_active_content(latin).expect("it can be judged");
    assert_eq!(&*cleaned.svg, latin);
    let active =
        b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><svg onload=\"a\"><text>caf\xe9</text></svg>";
    assert!(without_active_content(active).is_err());
    // Not what it says it is.
    assert!(without_active_content(b"<svg onload=\"a\">\xe9</svg>").is_err());
}

#[test]
fn large_and_deep_files_take_no_time() {
    let deep = format!("<svg>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
    assert!(matches!(
        without_active_content(deep.as_bytes()).map(|cleaned| cleaned.svg),
        Ok(Cow::Borrowed(_))
    ));
    for part in ["<!--", "&a;", "<![CDATA[", "<a", "on", "<!ENTITY", "<?", "\"", "<script>", "<!DOCTYPE ["] {
        let _ = without_active_content(part.repeat(100_000).as_bytes());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged_and_what_is_clean_stays_so(
        svg in "(<|>|/|\"|'|=|&|;|!|\\?|\\[|\\]|--| |svg|g|a|script|href|onload|style|foreignObject|use|set|#x6a|javascript:|xmlns|é|\\PC|<svg>|</svg>|<g a=\"b\">|</g>|<script>|</script>|<a href='javascript:x'/>|<g onload=\"a\"/>){0,25}",
        wrapped: bool,
    ) {
        let svg = if wrapped { format!("<svg>{svg}</svg>") } else { svg };
        if let Ok(cleaned) = without_active_content(svg.as_bytes()) {
            let again = without_active_content(&cleaned.svg).expect("what was judged can be judged");
            prop_assert_eq!(&again.svg, &cleaned.svg);
            prop_assert!(again.dropped.is_empty());
            prop_assert_eq!(cleaned.dropped.is_empty(), matches!(cleaned.svg, Cow::Borrowed(_)));
        }
    }

    #[test]
    fn any_bytes_at_all_are_survived(svg: Vec<u8>) {
        let _ = without_active_content(&svg);
    }
}
