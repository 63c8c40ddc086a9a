//! Adding a migration to the list that a migrator returns: one element more, and every other byte as it was.
//!
//! The list is found in the syntax tree: the `vec![…]` with which `migrations` of an `impl MigratorTrait` ends. What is
//! written on one line stays there while it is as short as rustfmt lets it be.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, File, ImplItem, ImplItemFn, Item, ItemImpl, Macro, Stmt, Token};

/// How long the elements of a list on one line may be together: rustfmt's `array_width`.
const LINE: usize = 60;

/// The text of a Rust file with the migration of that module as the last one of its migrator's; none where the file has
/// no such list.
///
/// Errors: the text is not Rust.
pub fn enlist(text: &str, module: &str) -> syn::Result<Option<String>> {
    let file = syn::parse_file(text)?;
    let Some(list) = list(&file) else { return Ok(None) };
    let elements = list.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)?;
    // The parser takes a byte order mark off before it begins to count.
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let skipped = mark + file.shebang.as_ref().map_or(0, String::len);
    let end = |span: Span| skipped + span.byte_range().end;
    let (open, close) = (end(list.delimiter.span().open()), end(list.delimiter.span().close()) - 1);
    let new = format!("Box::new({module}::Migration)");
    let Some(last) = elements.last() else {
        return Ok(Some([&text[..open], &new, &text[close..]].concat()));
    };
    let last = end(last.span());
    if text[open..close].contains('\n') {
        let comma = if elements.trailing_punct() { "" } else { "," };
        let at = last + rest_of_line(&text[last..close]);
        let line = format!("{}{}{new},", line_end(text), indentation(text, last));
        return Ok(Some([&text[..last], comma, &text[last..at], &line, &text[at..]].concat()));
    }
    let texts = elements.iter().map(|element| &text[skipped + element.span().byte_range().start..end(element.span())]);
    let texts: Vec<&str> = texts.chain([new.as_str()]).collect();
    let line = texts.join(", ");
    let body = if line.len() <= LINE {
        line
    } else {
        let (eol, outer) = (line_end(text), indentation(text, open));
        let lines: String = texts.iter().map(|element| format!("{eol}{outer}    {element},")).collect();
        format!("{lines}{eol}{outer}")
    };
    Ok(Some([&text[..open], &body, &text[close..]].concat()))
}

/// The list that the migrator of the file returns.
fn list(file: &File) -> Option<&Macro> {
    let migrators = file.items.iter().filter_map(|item| match item {
        Item::Impl(item) if is_migrator(item) => Some(item),
        _ => None,
    });
    let functions = migrators.flat_map(|item| &item.items).filter_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "migrations" => Some(function),
        _ => None,
    });
    functions.into_iter().find_map(returned)
}

fn is_migrator(item: &ItemImpl) -> bool {
    let last = item.trait_.as_ref().and_then(|(.., path, _)| path.segments.last());
    last.is_some_and(|segment| segment.ident == "MigratorTrait" || segment.ident == "MigratorTraitSelf")
}

/// The `vec!` with which the function ends.
fn returned(function: &ImplItemFn) -> Option<&Macro> {
    let list = match function.block.stmts.last()? {
        Stmt::Expr(Expr::Macro(list), None) => &list.mac,
        Stmt::Macro(list) if list.semi_token.is_none() => &list.mac,
        _ => return None,
    };
    list.path.segments.last().is_some_and(|segment| segment.ident == "vec").then_some(list)
}

/// How much of the text belongs to its first line: a comma, and a comment.
fn rest_of_line(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    let comma = line.len() - line.trim_start().trim_start_matches(',').len();
    let comment = line[comma..].trim_start();
    if comment.is_empty() || comment.starts_with("//") { line.len() } else { comma }
}

/// The blanks with which the line begins that holds the byte.
fn indentation(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..];
    &line[..line.len() - line.trim_start().len()]
}

fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrator(list: &str) -> String {
        format!("impl MigratorTrait for M {{\n    fn migrations() -> V {{\n        vec![{list}]\n    }}\n}}\n")
    }

    #[test]
    fn a_migration_becomes_the_last_and_no_other_byte_changes() {
        let line = "\n            ";
        for (before, after) in [
            (String::new(), "Box::new(n::Migration)".to_owned()),
            ("Box::new(a::Migration)".to_owned(), "Box::new(a::Migration), Box::new(n::Migration)".to_owned()),
            ("Box::new(a::Migration),".to_owned(), "Box::new(a::Migration), Box::new(n::Migration)".to_owned()),
            (
                format!("{line}A, // first\n        "),
                format!("{line}A, // first{line}Box::new(n::Migration),\n        "),
            ),
            (
                format!("{line}A // first\n        "),
                format!("{line}A, // first{line}Box::new(n::Migration),\n        "),
            ),
            (format!("{line}A,{line}B\n        "), format!("{line}A,{line}B,{line}Box::new(n::Migration),\n        ")),
            (
                "Box::new(m20260101_000001_create_users::Migration)".to_owned(),
                format!(
                    "{line}Box::new(m20260101_000001_create_users::Migration),{line}Box::new(n::Migration),\n        "
                ),
            ),
        ] {
            assert_eq!(enlist(&migrator(&before), "n").unwrap(), Some(migrator(&after)), "{before}");
        }
    }

    #[test]
    fn other_lists_are_left_alone() {
        for text in
            ["", "fn migrations() -> V { vec![A] }", "impl MigratorTrait for M { fn migrations() -> V { all() } }"]
        {
            assert_eq!(enlist(text, "n").unwrap(), None, "{text}");
        }
        let twice = format!(
            "const T: &str = \"vec![]\";\nimpl Other for M {{ fn migrations() -> V {{ vec![A] }} }}\n{}",
            migrator("A")
        );
        let with = enlist(&twice, "n").unwrap().unwrap();
        assert_eq!(with.matches("n::Migration").count(), 1);
        assert!(with.contains("vec![A, Box::new(n::Migration)]"), "{with}");
        assert!(enlist("impl", "n").is_err());
    }
}
