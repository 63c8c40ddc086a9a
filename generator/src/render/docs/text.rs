//! Typed text of the documentation: the only ways in which a name, a comment or SQL gets into Markdown and Mermaid.
//!
//! Each can only be made by escaping. Text keeps its words and loses its power: what would begin a list, a heading, a table
//! cell, HTML, a link or another diagram stands there as it was written. Characters that nobody sees are spelled out.

use super::super::text::{is_invisible, typed_text};
use serde::Serialize;
use std::fmt::{self, Write};

typed_text! {
    /// Markdown within a line: of a paragraph, a heading, an item or a cell of a table.
    MdText
}

typed_text! {
    /// A name in a Mermaid diagram, in its quotes.
    MermaidName
}

typed_text! {
    /// A word of an attribute in a Mermaid diagram.
    MermaidWord
}

/// What makes Mermaid take a whole line for a setting, wherever it stands in it.
const DIRECTION: &str = "direction ";

/// A block of code in Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct MdBlock {
    /// What it begins and ends with, longer than any row of backticks in it.
    pub(super) ticks: String,
    pub(super) text: String,
}

impl MdText {
    /// Any text on one line.
    pub(super) fn new(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        let chars: Vec<char> = text.chars().collect();
        let mut escaped = String::with_capacity(text.len());
        let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
        for (at, c) in chars.iter().copied().enumerate() {
            let is_word = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
            match c {
                '|' => escaped.push_str("&#124;"),
                '_' if is_word(at.checked_sub(1)) && is_word(Some(at + 1)) => escaped.push('_'),
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&' | '$' | '^' => escaped.extend(['\\', c]),
                c if (at == 0 || (at == digits && digits > 0)) && c.is_ascii_punctuation() => escaped.extend(['\\', c]),
                c if is_invisible(c) => {
                    let _ = write!(escaped, "\\\\u\\{{{:x}\\}}", u32::from(c));
                }
                c => escaped.push(c),
            }
        }
        Self(escaped)
    }

    /// The paragraphs of a text.
    pub(super) fn paragraphs(text: &str) -> Vec<Self> {
        let unix = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut paragraphs = vec![String::new()];
        for line in unix.lines() {
            match (line.trim().is_empty(), paragraphs.last_mut()) {
                (false, Some(last)) => *last += &format!("{line} "),
                _ => paragraphs.push(String::new()),
            }
        }
        paragraphs.iter().filter(|text| !text.trim().is_empty()).map(|text| Self::new(text)).collect()
    }

    /// A name or a piece of SQL, as code.
    ///
    /// Parsers do not agree on what ends a cell of a table within code, so whatever could do so is an entity in an element.
    pub(super) fn code(text: &str) -> Self {
        let is_plain = |c: char| !matches!(c, '|' | '`' | '\\') && !is_invisible(c);
        if !text.is_empty() && text.trim() == text && text.chars().all(is_plain) && !text.contains("](") {
            return Self(format!("`{text}`"));
        }
        let mut code = String::from("<code>");
        for c in text.chars() {
            match c {
                c if c.is_alphanumeric() => code.push(c),
                c if is_invisible(c) => {
                    let _ = write!(code, "&#92;u&#123;{:x}&#125;", u32::from(c));
                }
                c => {
                    let _ = write!(code, "&#{};", u32::from(c));
                }
            }
        }
        code.push_str("</code>");
        Self(code)
    }

    /// A word of our own.
    pub(super) fn own(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// What a file is called, as it stands.
    pub(super) fn key(key: &str) -> Self {
        Self(key.chars().filter(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).collect())
    }

    /// A number.
    pub(super) fn number(number: usize) -> Self {
        Self(number.to_string())
    }

    /// A link within the documentation, to a path that is made of keys.
    pub(super) fn link(label: &Self, path: &str) -> Self {
        let path: String = path.chars().filter(|c| c.is_ascii_alphanumeric() || "_-./#".contains(*c)).collect();
        Self(format!("[{label}]({path})"))
    }

    /// Lets the links of a page in a folder lead to the same places from the folder above. No text of a database can look
    /// like one: it has no bracket that is not escaped, and no code has what joins the two.
    pub(super) fn move_up(&mut self) {
        self.0 = self.0.replace("](../", "](");
    }

    /// Texts side by side.
    pub(super) fn join(parts: &[Self], between: &'static str) -> Self {
        let parts: Vec<&str> = parts.iter().filter(|part| !part.0.is_empty()).map(|part| part.0.as_str()).collect();
        Self(parts.join(between))
    }

    /// Names as code, with commas between them.
    pub(super) fn codes<'a>(names: impl IntoIterator<Item = &'a String>) -> Self {
        Self::join(&names.into_iter().map(|name| Self::code(name)).collect::<Vec<_>>(), ", ")
    }

    /// A sentence of our own with text at its `{}`s.
    pub(super) fn sentence(sentence: &'static str, texts: &[&Self]) -> Self {
        let mut texts = texts.iter();
        let mut pieces = sentence.split("{}");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            out.extend(texts.next().map(|text| text.0.as_str()));
            out.push_str(piece);
        }
        Self(out)
    }
}

impl MdBlock {
    /// Code in any language.
    pub(super) fn new(text: &str) -> Self {
        let unix = text.replace("\r\n", "\n").replace('\r', "\n");
        let visible = |c: char| match c {
            '\n' | '\t' => c.to_string(),
            c if is_invisible(c) => format!("\\u{{{:x}}}", u32::from(c)),
            c => c.to_string(),
        };
        let text: String =
            unix.trim_matches('\n').chars().flat_map(|c| visible(c).chars().collect::<Vec<_>>()).collect();
        let mut longest = 2;
        let mut row = 0;
        for c in text.chars() {
            row = if c == '`' { row + 1 } else { 0 };
            longest = longest.max(row);
        }
        Self { ticks: "`".repeat(longest + 1), text }
    }
}

impl MermaidName {
    /// A name that looks as much like the text as a diagram allows; `key` tells two apart that would look alike.
    pub(super) fn new(text: &str, key: &str) -> Self {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.');
        let is_shown = !text.trim().is_empty() && text.trim() == text && text.len() <= 80 && !text.contains(DIRECTION);
        if is_shown && text.chars().all(is_plain) {
            return Self(format!("\"{text}\""));
        }
        Self(format!("\"{}\"", key.replace(|c: char| !is_plain(c), "_")))
    }

    /// What stands on a line between two tables.
    pub(super) fn label(columns: &[String]) -> Self {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | ',');
        let text: String = columns.join(", ").chars().map(|c| if is_plain(c) { c } else { '_' }).take(60).collect();
        let text = text.trim().replace(DIRECTION, "direction_");
        Self(format!("\"{}\"", if text.is_empty() { "_" } else { text.as_str() }))
    }
}

impl MermaidWord {
    /// A word that looks as much like the text as a diagram allows.
    pub(super) fn new(text: &str) -> Self {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '(' | ')' | '[' | ']');
        let word: String = text.chars().map(|c| if is_plain(c) { c } else { '_' }).take(60).collect();
        let word = word.replace("__", "_");
        // Words such as PK say something of themselves, and a word begins with a letter.
        let is_free =
            word.starts_with(|c: char| c.is_ascii_alphabetic()) && !matches!(word.as_str(), "PK" | "FK" | "UK");
        Self(if is_free { word } else { format!("x_{}", word.replace(['(', ')', '[', ']'], "_")) })
    }
}

impl fmt::Display for MdBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_as_they_are() {
        let plain = "Orders of user_id 5, paid or not (see below).";
        assert_eq!(MdText::new(plain).to_string(), plain);
        assert_eq!(MdText::code("order_items").to_string(), "`order_items`");
        assert_eq!(MermaidName::new("order items", "x").to_string(), "\"order items\"");
        assert_eq!(MermaidWord::new("varchar(50)").to_string(), "varchar(50)");
        assert_eq!(MdBlock::new("SELECT 1").ticks, "```");
    }

    #[test]
    fn what_means_something_means_nothing_any_more() {
        assert_eq!(MdText::new("- a | b\n# <b> \u{202e}").to_string(), "\\- a &#124; b # \\<b\\> \\\\u\\{202e\\}");
        assert_eq!(MdText::new("12. x").to_string(), "12\\. x");
        assert_eq!(MdText::code("a\\|`b\n").to_string(), "<code>a&#92;&#124;&#96;b&#92;u&#123;a&#125;</code>");
        assert_eq!(MdBlock::new("x ```` y").ticks, "`````");
        assert_eq!(MermaidName::new("a\" { x }", "a-12").to_string(), "\"a-12\"");
        assert_eq!(MermaidName::label(&["a\"\nb".to_owned()]).to_string(), "\"a__b\"");
        assert_eq!(MermaidName::label(&["direction LR".to_owned()]).to_string(), "\"direction_LR\"");
        assert_eq!(MermaidWord::new("PK").to_string(), "x_PK");
        assert_eq!(MermaidWord::new("").to_string(), "x_");
        assert_eq!(MdText::link(&MdText::code("x"), "a/b) [x](y").to_string(), "[`x`](a/bxy)");
    }

    #[test]
    fn paragraphs_are_apart() {
        let text = "One\nline.\r\n\r\n\r\nTwo.";
        assert_eq!(MdText::paragraphs(text), [MdText::new("One line."), MdText::new("Two.")]);
        assert!(MdText::paragraphs(" \n ").is_empty());
    }
}
