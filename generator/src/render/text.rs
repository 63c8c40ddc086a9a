//! Typed text: the only ways in which a name, a literal or a comment reaches a template.
//!
//! Each type can only be made by escaping or checking, so text from a database cannot become code. Nothing here
//! decides what is written, only how it is spelled safely.

use serde::Serialize;
use std::fmt;

/// Declares a typed text and how it is printed.
macro_rules! typed_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub(super) struct $name(String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub(super) use typed_text;

typed_text! {
    /// A Rust identifier.
    Ident
}

typed_text! {
    /// A Rust string literal with its quotes.
    StrLit
}

typed_text! {
    /// One line of a doc comment, without the slashes.
    DocLine
}

typed_text! {
    /// A Rust type, path or expression made of identifiers and literals.
    Code
}

impl Ident {
    /// An identifier that the model decided on. Anything else becomes `_invalid`, which does not compile, rather
    /// than code.
    pub(super) fn new(name: &str) -> Self {
        let mut chars = name.chars();
        let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        let continues = chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
        Self(if starts && continues { name } else { "_invalid" }.to_owned())
    }
}

impl StrLit {
    /// The literal of any text. Characters that could not be seen are spelled as escapes.
    pub(super) fn new(text: &str) -> Self {
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' | '\n' | '\r' | '\t' => literal.extend(c.escape_default()),
                c if is_invisible(c) => literal.extend(c.escape_unicode()),
                c => literal.push(c),
            }
        }
        literal.push('"');
        Self(literal)
    }
}

/// Control characters, and those that reorder or join what is seen (rustc refuses some of them in literals).
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

impl DocLine {
    /// The lines of any text as documentation: no line can end the comment, hold a code block that would be run as
    /// a test, or be taken for a link or HTML.
    pub(super) fn lines(text: &str) -> Vec<Self> {
        let lines = text.split(['\n', '\r', '\u{2028}', '\u{2029}']).map(str::trim);
        let lines: Vec<Self> = lines.map(|line| Self(doc_escaped(line))).collect();
        let first = lines.iter().position(|line| !line.0.is_empty()).unwrap_or(lines.len());
        let last = lines.iter().rposition(|line| !line.0.is_empty()).map_or(first, |last| last + 1);
        lines[first..last].to_vec()
    }

    /// The lines of a text that may be absent.
    pub(super) fn optional(text: Option<&str>) -> Vec<Self> {
        text.map(Self::lines).unwrap_or_default()
    }

    /// A sentence of our own.
    pub(super) fn own(sentence: &str) -> Self {
        Self(sentence.to_owned())
    }

    /// A sentence of our own around names, which are shown as code.
    pub(super) fn sentence(before: &str, name: &str, after: &str) -> Self {
        let name: String =
            name.chars().map(|c| if c == '`' { '\'' } else { c }).filter(|c| !is_invisible(*c)).collect();
        Self(format!("{before}`{name}`{after}"))
    }
}

fn doc_escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '`' | '[' | ']' | '<' | '>' | '\\' | '~' => escaped.extend(['\\', c]),
            c if is_invisible(c) => escaped.extend(c.escape_unicode().filter(|c| !matches!(c, '{' | '}'))),
            c => escaped.push(c),
        }
    }
    escaped
}

impl Code {
    /// Parts that are already typed text or our own code, put together.
    pub(super) fn of(code: impl fmt::Display) -> Self {
        Self(code.to_string())
    }

    /// How many characters it takes.
    pub(super) fn width(&self) -> usize {
        self.0.chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_parse_back_to_the_text() {
        for text in
            ["plain", "quote\"s", "back\\slash", "new\nline", "\u{202E}bidi", "\"#", "*/", "{{ x }}", "", "\0", "日本"]
        {
            let literal = StrLit::new(text).to_string();
            let parsed: syn::LitStr = syn::parse_str(&literal).unwrap();
            assert_eq!(parsed.value(), text);
            assert!(!literal.chars().any(is_invisible), "{literal}");
        }
    }

    #[test]
    fn comments_stay_comments() {
        for text in [
            "*/ fn evil() {}",
            "```\npanic!()\n```",
            "a\r\nb\rc",
            "    indented",
            "[link](x)",
            "</pre><script>",
            "\u{2028}x",
        ] {
            let doc: String = DocLine::lines(text).iter().map(|line| format!("/// {line}\n")).collect();
            let item: syn::ItemStruct = syn::parse_str(&format!("{doc}struct S;")).unwrap();
            assert!(item.attrs.iter().all(|attr| attr.path().is_ident("doc")));
            assert!(!doc.contains("```") && !doc.contains("///     "), "{doc}");
        }
    }

    #[test]
    fn what_is_no_identifier_does_not_get_through() {
        assert_eq!(Ident::new("order_item").to_string(), "order_item");
        for text in ["", "2fa", "a b", "x;y", "größe"] {
            assert_eq!(Ident::new(text).to_string(), "_invalid");
        }
    }
}
