//! Formulas: LaTeX to MathML.
//!
//! In: what stands between the dollars. Out: a `<math>` element that is safe to stand in a page,
//! or nothing where the formula is not understood; the page then shows the source. Never: runs
//! macros of the document, numbers equations, lets through an element that is not MathML.
//!
//! What the converter makes is checked, not trusted: `\operatorname{<b>}` comes out of it as a tag.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

/// The longest formula that is converted, in bytes.
pub const MAX_FORMULA: usize = 8 * 1024;

/// Groups inside each other. Twelve are many.
const MAX_DEPTH: usize = 64;

/// Everything that may open something inside of something costs the converter up to 3 KB of stack:
/// a brace, a command (`\sqrt\sqrt\sqrt x` needs none), an exponent. Formulas with more of them
/// than this are converted on a stack of their own, however deep they really are.
const MAX_OPENERS_ON_THIS_STACK: usize = 200;

/// Enough for a formula of [`MAX_FORMULA`] that is nothing but openers, twice over. Memory that is
/// not touched is not taken.
const LARGE_STACK: usize = 64 << 20;

static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// Converts a formula, for a line of text or (`display`) for a paragraph of its own. Gives nothing
/// where it cannot: the command is unknown, the formula too long or too deep.
///
/// ```
/// use archsite::parse::math::to_mathml;
/// assert_eq!(to_mathml("x^2", false).as_deref(), Some("<math><msup><mi>x</mi><mn>2</mn></msup></math>"));
/// assert_eq!(to_mathml(r"\unheardof", false), None);
/// ```
pub fn to_mathml(latex: &str, display: bool) -> Option<String> {
    let latex = latex.trim();
    let is_readable = |character: char| !character.is_control() || character.is_whitespace();
    if latex.is_empty()
        || latex.len() > MAX_FORMULA
        || !latex.chars().all(is_readable)
        || depth(latex) > MAX_DEPTH
    {
        return None;
    }
    let latex = without_numbers(latex);
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let mathml = if latex.matches(['{', '\\', '^', '_', '\'']).count() <= MAX_OPENERS_ON_THIS_STACK {
        convert(&latex, display)?
    } else {
        // A thread is dear (as dear as three formulas), so only unusual formulas get one.
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(LARGE_STACK);
            thread.spawn_scoped(scope, || convert(&latex, display)).ok()?.join().ok()?
        })?
    };
    is_safe(&mathml).then(|| without_styles(&mathml))
}

/// What the converter says in `style` attributes, and the class by which the theme says the same.
const CLASSES: &[(&str, &str)] = &[
    ("border-bottom:0.05em dashed currentcolor", "math-below-dashed"),
    ("border-bottom:0.05em solid currentcolor", "math-below"),
    ("border-left:0.05em dashed currentcolor", "math-before-dashed"),
    ("border-left:0.05em solid currentcolor", "math-before"),
    ("border-right:0.05em dashed currentcolor", "math-after-dashed"),
    ("border-right:0.05em solid currentcolor", "math-after"),
    ("border-top:0.05em dashed currentcolor", "math-above-dashed"),
    ("border-top:0.05em solid currentcolor", "math-above"),
    ("font-variant-caps:small-caps", "math-small-caps"),
    ("justify-items:end", "math-end"),
    ("justify-items:start", "math-start"),
    ("math-shift:compact", "math-compact"),
    ("padding-bottom:0", "math-flat"),
    ("padding-left:0", "math-left-0"),
    ("padding-left:0.1em", "math-close"),
    ("padding-left:0.1667em", "math-left-3"),
    ("padding-left:0.2222em", "math-left-4"),
    ("padding-left:0.2778em", "math-left-5"),
    ("padding-left:1em", "math-left-18"),
    ("padding-right:0", "math-right-0"),
    ("padding-right:0.1em", "math-close"),
    ("padding-right:0.1667em", "math-right-3"),
    ("padding-right:0.2222em", "math-right-4"),
    ("padding-right:0.2778em", "math-right-5"),
    ("padding-top:0", "math-flat"),
    ("padding-top:0.1667em", "math-top-3"),
    ("text-align:left", "math-start"),
    ("text-align:right", "math-end"),
    ("width:100%", "math-wide"),
    ("width:50%", "math-half"),
    ("width:7.5%", "math-margin"),
];

/// Steps back in eighteenths of an em, as the theme has classes for them.
const STEPS_BACK: &[u32] = &[3, 4, 5, 9, 18];

/// Puts classes and attributes of MathML in place of `style` attributes: the policy of a page lets
/// none through, and a browser complains of each.
fn without_styles(mathml: &str) -> String {
    let mut plain = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some(start) = rest.find(" style=\"") {
        plain.push_str(&rest[..start]);
        let value = &rest[start + " style=\"".len()..];
        let (style, after) = value.split_once('"').unwrap_or((value, ""));
        plain.push_str(&attributes_for(style));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// Says in other attributes what a style says; what has no other words is fine spacing.
fn attributes_for(style: &str) -> String {
    let mut attributes = String::new();
    let mut classes: Vec<String> = Vec::new();
    for declaration in style.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let (name, value) = (declaration.0.trim(), declaration.1.trim());
        let class = match name {
            "color" => {
                attributes.push_str(&format!(" mathcolor=\"{value}\""));
                continue;
            }
            "font-size" => {
                attributes.push_str(&format!(" mathsize=\"{value}\""));
                continue;
            }
            "margin-left" => step_back(value),
            _ => {
                let whole = format!("{name}:{value}");
                CLASSES.iter().find(|(said, _)| *said == whole).map(|(_, class)| (*class).to_owned())
            }
        };
        classes.extend(class.filter(|class| !classes.contains(class)));
    }
    if !classes.is_empty() {
        attributes.push_str(&format!(" class=\"{}\"", classes.join(" ")));
    }
    attributes
}

/// Returns the class of the step back that is nearest to a negative margin.
fn step_back(margin: &str) -> Option<String> {
    let length =
        margin.strip_prefix('-')?.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let eighteenths = length.parse::<f32>().ok()? * 18.0;
    let distance = |step: u32| (step as f32 - eighteenths).abs();
    let nearest = STEPS_BACK.iter().copied().min_by(|a, b| distance(*a).total_cmp(&distance(*b)))?;
    Some(format!("math-back-{nearest}"))
}

/// A formula that breaks the converter is shown as source like any other that it cannot read.
fn convert(latex: &str, display: MathDisplay) -> Option<String> {
    let converter = CONVERTER.as_ref()?;
    // Nothing that the converter changes outlives a call.
    let result = catch_unwind(AssertUnwindSafe(|| converter.convert_with_local_state(latex, display)));
    Some(result.ok()?.ok()?.mathml)
}

/// Counts how deep groups stand in each other.
fn depth(latex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut escaped = false;
    for byte in latex.bytes() {
        match byte {
            b'{' if !escaped => depth += 1,
            b'}' if !escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
        deepest = deepest.max(depth);
    }
    deepest
}

/// Takes numbers and labels off equations. Each formula is converted by itself, so all would have
/// the number 1, and a label would become an id that a heading of the page may have.
fn without_numbers(latex: &str) -> String {
    let mut text = String::with_capacity(latex.len());
    let mut rest = latex;
    while let Some((before, after)) = rest.split_once("\\label{") {
        let Some((_, after)) = after.split_once('}') else { break };
        text.push_str(before);
        rest = after;
    }
    text.push_str(rest);
    if text.contains("\\tag") {
        return text;
    }
    for environment in ["align", "equation", "gather"] {
        for border in ["begin", "end"] {
            text = text
                .replace(&format!("\\{border}{{{environment}}}"), &format!("\\{border}{{{environment}*}}"));
        }
    }
    text
}

/// The elements of MathML Core (and `menclose`, and the `span` of small capitals).
const ELEMENTS: &[&str] = &[
    "math",
    "menclose",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "span",
];

const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "class",
    "columnalign",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "intent",
    "largeop",
    "linethickness",
    "lspace",
    "mathcolor",
    "mathsize",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "style",
    "symmetric",
    "voffset",
    "width",
];

/// Says whether this is one `<math>` element with nothing in it but elements and attributes of
/// the lists, each closed in its turn.
fn is_safe(mathml: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = mathml;
    while let Some(start) = rest.find('<') {
        if open.is_empty() && (start > 0 || rest.len() < mathml.len()) {
            return false;
        }
        let Some((tag, after)) = rest[start + 1..].split_once('>') else { return false };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
            continue;
        }
        let (tag, closes) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) || !are_safe(attributes) {
            return false;
        }
        if !closes {
            open.push(name);
        }
    }
    open.is_empty() && rest.is_empty() && mathml.starts_with("<math")
}

fn are_safe(attributes: &str) -> bool {
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let Some((name, value)) = rest.split_once("=\"") else { return false };
        let Some((value, after)) = value.split_once('"') else { return false };
        // A style can only say what the converter says: lengths, sides, colours.
        let is_plain = |character: char| character.is_ascii_alphanumeric() || " .:;%#-".contains(character);
        if !ATTRIBUTES.contains(&name)
            || name == "style" && !value.chars().all(is_plain)
            || value.contains('<')
        {
            return false;
        }
        rest = after.trim_start();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn a_formula_asks_nothing_of_the_policy_of_the_page_and_keeps_its_spacing() {
        for (latex, said) in [
            (r"a\!b", "<mspace class=\"math-back-3\"/>"),
            (r"a\hspace{-2em}b", "class=\"math-back-18\""),
            (r"\color{red}{x}", "mathcolor=\"#"),
            (r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}", "math-start math-after"),
            (r"\begin{cases} a & b \\ c & d \end{cases}", "math-start math-right-0 math-left-18"),
            (r"\begin{aligned} a &= b \end{aligned}", "math-end"),
            (r"\text{a \textsc{b}}", "math-small-caps"),
        ] {
            let mathml = to_mathml(latex, true).unwrap_or_else(|| panic!("{latex}"));
            assert!(!mathml.contains(" style=\""), "{latex}: {mathml}");
            assert!(mathml.contains(said), "{latex}: {mathml}");
        }
    }

    #[test]
    fn the_theme_knows_every_class_of_a_formula() {
        let sheet = include_str!("../../themes/default/style.css");
        let steps = STEPS_BACK.iter().map(|step| format!("math-back-{step}"));
        for class in CLASSES.iter().map(|(_, class)| (*class).to_owned()).chain(steps) {
            assert!(sheet.contains(&format!(".{class} ")), "{class}");
        }
    }

    #[test]
    fn formulas_become_mathml_in_a_line_or_on_their_own() {
        assert_eq!(
            to_mathml(" a < b ", false).as_deref(),
            Some("<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>")
        );
        assert!(
            to_mathml(r"\frac{a}{b}", true)
                .is_some_and(|mathml| mathml.starts_with("<math display=\"block\"><mfrac>"))
        );
        for latex in [
            r"\sum_{i=0}^n i^2 = \frac{n(n+1)(2n+1)}{6}",
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
            r"\left( \int_0^\infty e^{-x}\,dx \right)",
            r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
            r"\mathbb{R} \to \mathcal{F}, \hat x, \vec{y}, \overline{z}, \sqrt[3]{w}",
            r"\begin{align} a &= b \label{eq:a} \\ c &= d \end{align}",
        ] {
            assert!(to_mathml(latex, true).is_some(), "{latex}");
        }
    }

    #[test]
    fn equations_have_neither_numbers_nor_ids() {
        let mathml =
            to_mathml(r"\begin{align} a &= b \label{search} \end{align}", true).expect("it is understood");
        assert!(!mathml.contains("id=") && !mathml.contains("(1)"), "{mathml}");
    }

    #[test]
    fn what_is_not_understood_is_left_to_be_shown_as_source() {
        for latex in
            ["", " ", r"\unheardof", r"\frac{a}", "{", "}", "a & b", r"\begin{x}", "\u{1}0\u{2}", "x\u{0}"]
        {
            assert_eq!(to_mathml(latex, false), None, "{latex:?}");
        }
    }

    #[test]
    fn no_html_comes_out_of_a_formula() {
        for latex in [
            r"\operatorname{<script>}",
            r"\operatorname{<img>}",
            r"\operatorname*{</math><script>}",
            r"\operatorname{</mo>}",
            r"\href{javascript:alert(1)}{a}",
            r#"\color{red" onclick="x}{a}"#,
            r"\class{x}{y}",
            r"\style{x}{y}",
            r"\htmlId{x}{y}",
        ] {
            assert_eq!(to_mathml(latex, true), None, "{latex}");
        }
        let escaped = to_mathml(r"\text{<script>}", false).expect("text is text");
        assert_eq!(escaped, "<math><mtext>&lt;script&gt;</mtext></math>");
    }

    #[test]
    fn only_mathml_is_let_through() {
        assert!(is_safe("<math><mi>x</mi></math>"));
        for html in [
            "",
            "x",
            "<b></b>",
            "<math><a></a></math>",
            "<math><mi onclick=\"x\"></mi></math>",
            "<math><mi id=\"x\"></mi></math>",
            "<math><mi style=\"background:url(x)\"></mi></math>",
            "<math><mi class=x></mi></math>",
            "<math><mi></math>",
            "<math></math><math></math>",
            "<math></math>x",
            "x<math></math>",
            "<math><mi",
            "<math><!-- --></math>",
        ] {
            assert!(!is_safe(html), "{html}");
        }
    }

    #[test]
    fn depth_without_end_is_refused_or_survived() {
        let deep =
            |open: &str, close: &str, times: usize| format!("{}x{}", open.repeat(times), close.repeat(times));
        for times in [100, 1000, 10_000, 100_000] {
            for (open, close) in [("{", "}"), (r"\text{", "}"), ("x^{", "}"), ("^{_{", "}}")] {
                assert_eq!(to_mathml(&deep(open, close, times), false), None, "{open} × {times}");
            }
        }
        // What hides its depth: closed in a comment, by an escaped brace, by a bracket.
        for (open, close) in [
            (r"\left(", r"\right)"),
            (r"\begin{matrix}", r"\end{matrix}"),
            (r"\sqrt[", "]x"),
            ("{%}\n", "}"),
            (r"{\}", "}"),
            ("{]", "}"),
        ] {
            for times in [50, 200, 400, MAX_FORMULA / (open.len() + close.len()) - 1] {
                to_mathml(&deep(open, close, times), false);
            }
        }
        for prefix in [
            r"\sqrt ",
            r"\frac1",
            r"\bar",
            r"\hat ",
            r"\not",
            r"\rm ",
            r"\bf ",
            r"\displaystyle",
            r"\overline",
            "x^",
            "x_y",
            "'",
            "x'",
            r"\limits",
            r"\c",
            r"\,",
            r"\\",
            "&",
        ] {
            let times = MAX_FORMULA / prefix.len() - 1;
            to_mathml(&format!("{}x", prefix.repeat(times)), false);
            to_mathml(&format!("{}x", prefix.repeat(MAX_OPENERS_ON_THIS_STACK)), true);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_converted_safely_or_not_at_all(
            latex in r#"\PC{0,40}|([a-z0-9{}\[\]()^_&'"<>|%$#~ =+.-]|\\(frac|sqrt|left|right|begin|end|text|operatorname|hat|sum|limits|not|mathrm|color|tag|label|ref|\\|,|\{)){0,30}"#,
            display: bool,
        ) {
            if let Some(mathml) = to_mathml(&latex, display) {
                prop_assert!(is_safe(&mathml));
            }
        }
    }
}
