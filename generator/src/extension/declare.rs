//! Declaring a module in a file that is the user's: one line more, and every other byte as it was.
//!
//! The place is found in the syntax tree: behind the last of the modules that sort before the new one, or else in front
//! of the first module, or else in front of the first item. Comments directly above an item go with it, and those
//! behind one, on its line, stay there.

use proc_macro2::Span;
use std::ops::Range;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{File, Item, ItemMod};

/// What comes of declaring a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// It was not there: the text with it.
    Now(String),
    /// It is there, in a file of its own.
    Already,
    /// It is there, in braces.
    Inline,
}

/// Declares the module `name` in the text of a Rust file.
///
/// Errors: the text is not Rust.
pub fn declare(text: &str, name: &str) -> syn::Result<Declared> {
    declare_as(text, name, "mod")
}

/// The same, and others may use it.
///
/// Errors: the text is not Rust.
pub fn declare_public(text: &str, name: &str) -> syn::Result<Declared> {
    declare_as(text, name, "pub mod")
}

fn declare_as(text: &str, name: &str, words: &str) -> syn::Result<Declared> {
    let file = syn::parse_file(text)?;
    if let Some(module) = modules(&file).find(|module| word(module) == name) {
        return Ok(if module.content.is_some() { Declared::Inline } else { Declared::Already });
    }
    let skipped = skipped(text, &file);
    let place = |span: Span| skipped + span.byte_range().start..skipped + span.byte_range().end;
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = files(&file).take_while(|module| word(module).as_str() < name).last();
    let next = files(&file).next().map(Spanned::span).or_else(|| file.items.first().map(Spanned::span));
    let (at, line) = match (before, next) {
        (Some(module), _) => (behind(text, place(module.span()).end), format!("{end}{words} {name};")),
        (None, Some(item)) => {
            let item = place(item).start;
            let others = file.items.iter().map(Spanned::span).chain(file.attrs.iter().map(Spanned::span));
            let gap = others.map(|other| place(other).end).filter(|end| *end <= item).max().unwrap_or(skipped);
            (above(text, gap..item), format!("{words} {name};{end}"))
        }
        (None, None) => {
            let open = if text.is_empty() || text.ends_with('\n') { "" } else { end };
            let blank = if text.is_empty() { "" } else { end };
            (text.len(), format!("{open}{blank}{words} {name};{end}"))
        }
    };
    Ok(Declared::Now([&text[..at], &line, &text[at..]].concat()))
}

fn modules(file: &File) -> impl Iterator<Item = &ItemMod> {
    file.items.iter().filter_map(|item| match item {
        Item::Mod(module) => Some(module),
        _ => None,
    })
}

/// The modules that lie in files of their own.
fn files(file: &File) -> impl Iterator<Item = &ItemMod> {
    modules(file).filter(|module| module.content.is_none())
}

fn word(module: &ItemMod) -> String {
    module.ident.unraw().to_string()
}

/// What the parser takes off before it begins to count: a byte order mark, and the line that names an interpreter.
fn skipped(text: &str, file: &File) -> usize {
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    mark + file.shebang.as_ref().map_or(0, String::len)
}

/// The end of the line on which an item ends, if there is nothing but a line comment behind it; else its very end.
fn behind(text: &str, end: usize) -> usize {
    let line = text[end..].lines().next().unwrap_or_default().trim_end();
    let comment = line.trim_start();
    if comment.is_empty() || comment.starts_with("//") { end + line.len() } else { end }
}

/// Where the line comments begin that stand directly above an item; `gap` is what lies between it and what is before.
fn above(text: &str, gap: Range<usize>) -> usize {
    let between = &text[gap.clone()];
    // In a block comment, two slashes are no comment.
    if between.contains("/*") {
        return gap.end;
    }
    // What stands on the line of what is before belongs to that.
    let own = if gap.start == 0 { between } else { between.split_once('\n').map_or("", |(_, own)| own) };
    let lines: Vec<&str> = own.split_inclusive('\n').collect();
    let comments = lines.iter().rev().take_while(|line| line.trim_start().starts_with("//"));
    gap.end - comments.map(|line| line.len()).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_declared_in_its_place_and_no_other_byte_changes() {
        for (text, expected) in [
            ("", "mod new;\n"),
            ("//! Mine.\n", "//! Mine.\n\nmod new;\n"),
            ("//! Mine.", "//! Mine.\n\nmod new;\n"),
            ("mod a;\nmod z;\n", "mod a;\nmod new;\nmod z;\n"),
            ("mod a;", "mod a;\nmod new;"),
            ("mod a; // of a\nmod z;\n", "mod a; // of a\nmod new;\nmod z;\n"),
            ("mod a; /* of\na */ mod z;\n", "mod a;\nmod new; /* of\na */ mod z;\n"),
            ("mod a; fn f() {}\n", "mod a;\nmod new; fn f() {}\n"),
            ("//! Mine.\n\n#[rustfmt::skip]\nmod over;\n", "//! Mine.\n\nmod new;\n#[rustfmt::skip]\nmod over;\n"),
            ("//! Mine.\n\n// Old.\n/// Z.\nmod z;\n", "//! Mine.\n\nmod new;\n// Old.\n/// Z.\nmod z;\n"),
            ("// Head.\n\n// Z.\nmod z;\n", "// Head.\n\nmod new;\n// Z.\nmod z;\n"),
            ("use a::b;\n// Z.\nmod z;\n", "use a::b;\nmod new;\n// Z.\nmod z;\n"),
            ("use a::b; // B.\nmod z;\n", "use a::b; // B.\nmod new;\nmod z;\n"),
            ("/*\n// Z. */\nmod z;\n", "/*\n// Z. */\nmod new;\nmod z;\n"),
            ("fn f() {}\n", "mod new;\nfn f() {}\n"),
            ("mod a { mod b; }\n", "mod new;\nmod a { mod b; }\n"),
            ("mod a;\r\nmod z;\r\n", "mod a;\r\nmod new;\r\nmod z;\r\n"),
            ("\u{FEFF}mod a; // \u{E4}\nmod z;", "\u{FEFF}mod a; // \u{E4}\nmod new;\nmod z;"),
            ("#!/usr/bin/env x\nmod a;\nmod z;\n", "#!/usr/bin/env x\nmod a;\nmod new;\nmod z;\n"),
            ("const T: &str = \"mod new;\";\n", "mod new;\nconst T: &str = \"mod new;\";\n"),
            ("mod r#async;\nmod z;\n", "mod r#async;\nmod new;\nmod z;\n"),
        ] {
            assert_eq!(declare(text, "new").unwrap(), Declared::Now(expected.to_owned()), "{text:?}");
            assert_eq!(declare(expected, "new").unwrap(), Declared::Already, "{expected:?}");
        }
    }

    #[test]
    fn what_is_declared_already_is_said() {
        for text in ["mod new;", "pub mod new;", "#[cfg(test)]\npub(crate) mod new;", "mod a;\nmod r#new;"] {
            assert_eq!(declare(text, "new").unwrap(), Declared::Already, "{text}");
        }
        assert_eq!(declare("mod new { mod a; }", "new").unwrap(), Declared::Inline);
        assert!(declare("mod new", "new").is_err());
    }
}
