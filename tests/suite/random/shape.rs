//! The shape of Rust text: what is left of it when names, literals and documentation are masked.
//!
//! Two schemas of the same make, one with hostile names and one with plain ones, must become code of one shape: a text
//! that breaks out of its literal, comment or identifier adds a token, and is seen. Names also decide in which order
//! items stand, so the parts of each list are sorted.

use super::items::RUNTIME;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use sea_scaffold::render::File;

/// Words that are no names.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "const", "crate", "dyn", "else", "enum", "false", "fn", "for", "if", "impl", "in", "let",
    "loop", "macro_rules", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static", "struct",
    "super", "true", "type", "unsafe", "use", "where", "while",
];

/// Attributes whose strings a macro of SeaORM reads as code.
#[rustfmt::skip]
const CODE: &[&str] = &[
    "column_type", "db_type", "default_expr", "from", "on_delete", "on_update", "relation_enum", "relation_reverse",
    "rs_type", "to", "via", "via_rel",
];

/// Attributes that are there only where a name cannot be told from the identifier.
const NAMES: &[&str] = &["column_name", "enum_name"];

/// What identifiers are here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Names, but for keywords.
    Masked,
    /// Words of attributes, which no schema has a say in.
    Kept,
}

/// The shapes of all Rust files in which something of the schema can be, each with its folder, sorted.
pub(crate) fn shapes(files: &[File]) -> Result<Vec<String>, String> {
    let rust = files.iter().filter(|file| file.path.ends_with(".rs") && !file.path.starts_with(RUNTIME));
    let shapes = rust.map(|file| {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Ok(format!("{folder}:\n{}", shape(&file.text).map_err(|error| format!("{}: {error}", file.path))?))
    });
    let mut shapes: Vec<String> = shapes.collect::<Result<_, String>>()?;
    shapes.sort();
    Ok(shapes)
}

/// The shape of one text.
pub(crate) fn shape(text: &str) -> Result<String, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
    Ok(parts(tokens, Words::Masked).join("\n"))
}

/// The smallest parts of shapes: what stands between two braces or commas.
pub(crate) fn pieces(shapes: &[String]) -> Vec<&str> {
    let pieces = shapes.iter().flat_map(|shape| shape.split(['{', '}', ',', '\n']));
    pieces.map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// The masked parts of a list, sorted: what commas, semicolons and bodies end.
fn parts(tokens: TokenStream, words: Words) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = Part::default();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if [',', ';'].contains(&sign.as_char()) => part.end(&mut parts),
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                let mut inner = tokens.next();
                if matches!(&inner, Some(TokenTree::Punct(sign)) if sign.as_char() == '!') {
                    inner = tokens.next();
                }
                match inner {
                    Some(TokenTree::Group(group)) => part.add(&attribute(&group)),
                    other => part.add(&format!("# {other:?}")),
                }
            }
            TokenTree::Punct(sign) => part.add(&sign.as_char().to_string()),
            TokenTree::Ident(ident) => part.word(&ident.to_string(), words),
            TokenTree::Literal(literal) => part.literal(&literal.to_string(), words),
            TokenTree::Group(group) => {
                part.add(&delimited(&group, words));
                if group.delimiter() == Delimiter::Brace && words == Words::Masked {
                    part.end(&mut parts);
                }
            }
        }
    }
    part.end(&mut parts);
    parts.sort();
    parts
}

/// A part while it is read.
#[derive(Default)]
struct Part {
    text: String,
    /// The word before the last `=`.
    key: String,
}

impl Part {
    fn add(&mut self, text: &str) {
        if !text.is_empty() {
            self.text += text;
            self.text.push(' ');
        }
    }

    fn word(&mut self, word: &str, words: Words) {
        word.clone_into(&mut self.key);
        let kept = words == Words::Kept || KEYWORDS.contains(&word);
        self.add(if kept { word } else { "name" });
    }

    fn literal(&mut self, literal: &str, words: Words) {
        let text = literal.starts_with(['"', 'r']);
        let code = (text && words == Words::Kept && CODE.contains(&self.key.as_str())).then(|| code(literal));
        self.add(&code.flatten().unwrap_or_else(|| if text { "text".to_owned() } else { "number".to_owned() }));
    }

    fn end(&mut self, parts: &mut Vec<String>) {
        let part = std::mem::take(self);
        let named = NAMES.iter().any(|name| part.text.starts_with(&format!("{name} = ")));
        if !part.text.is_empty() && !named {
            parts.push(part.text);
        }
    }
}

/// What the macro makes of a string.
fn code(literal: &str) -> Option<String> {
    let text: syn::LitStr = syn::parse_str(literal).ok()?;
    let tokens: TokenStream = text.value().parse().ok()?;
    Some(format!("code {{ {} }}", parts(tokens, Words::Masked).join(", ")))
}

fn delimited(group: &Group, words: Words) -> String {
    let inner = parts(group.stream(), words).join(", ");
    match group.delimiter() {
        Delimiter::Parenthesis => format!("({inner})"),
        Delimiter::Brace => format!("{{{inner}}}"),
        Delimiter::Bracket => format!("[{inner}]"),
        Delimiter::None => inner,
    }
}

/// An attribute; nothing of documentation, nor of one that only told a name.
fn attribute(group: &Group) -> String {
    let mut tokens = group.stream().into_iter();
    let first = tokens.next().map(|token| token.to_string()).unwrap_or_default();
    match (first.as_str(), tokens.next()) {
        ("doc", _) => String::new(),
        ("sea_orm", Some(TokenTree::Group(inner))) => match parts(inner.stream(), Words::Kept) {
            parts if parts.is_empty() => String::new(),
            parts => format!("#[sea_orm({})]", parts.join(", ")),
        },
        _ => format!("#{}", delimited(group, Words::Kept)),
    }
}

#[test]
fn a_text_that_breaks_out_has_another_shape() {
    let field =
        |attribute: &str, name: &str| format!("/// x\nstruct A {{ #[sea_orm({attribute})] pub {name}: String }}");
    let plain = shape(&field("unique, column_name = \"b c\"", "b_c"));
    assert_eq!(plain, shape(&field("unique", "other")));
    assert_eq!(plain, shape(&field("column_name = \"*/ \\\" #\", unique,", "x")));
    let broken = [
        field("unique, primary_key", "b"),
        field("unique", "b: u8, pub c"),
        field("column_type = \"Text\", unique", "b"),
        field("unique", "b") + "fn main() {}",
    ];
    let known = plain.clone().into_iter().collect::<Vec<_>>();
    for text in &broken {
        let shape = shape(text).into_iter().collect::<Vec<_>>();
        assert_ne!(known, shape, "{text}");
        let (known, pieces) = (pieces(&known), pieces(&shape));
        assert!(known.len() != pieces.len() || pieces.iter().any(|piece| !known.contains(piece)), "{text}");
    }
    assert_ne!(shape(&field("from = \"a\"", "b")), shape(&field("from = \"(a, b)\"", "b")));
}
