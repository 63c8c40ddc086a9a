//! What the service is made of: not a word of SQL, and no markup that is put together from texts.

use crate::golden;
use anyhow::{Context, Result, ensure};
use proc_macro2::{TokenStream, TokenTree};
use std::fs;
use std::path::PathBuf;
use walkdir::WalkDir;

/// Ways around the generated crate.
const WAYS: &[&str] = &[
    "Statement",
    "StatementBuilder",
    "execute_unprepared",
    "execute_raw",
    "query_all_raw",
    "query_one_raw",
    "stream_raw",
    "from_sql_and_values",
    "from_raw_sql",
    "cust",
    "cust_with_values",
    "cust_with_expr",
    "cust_with_exprs",
    "sqlx",
    "raw_sql",
    "from_string",
];

/// What statements begin with.
const VERBS: &[&str] = &["select ", "insert ", "update ", "delete ", "create ", "alter ", "drop ", "with ", "where "];

/// The files of the service with that ending.
fn files(ending: &str) -> Result<Vec<(PathBuf, String)>> {
    let root = golden::package().join("../examples/shop-api/src");
    let paths = WalkDir::new(root).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let paths = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
    let files: Result<Vec<_>> = paths.map(|path| Ok((path.clone(), fs::read_to_string(path)?))).collect();
    let files = files?;
    ensure!(!files.is_empty(), "there is no .{ending}");
    Ok(files)
}

/// What in the tokens is SQL, or a way to it.
fn sql(tokens: TokenStream, found: &mut Vec<String>) {
    let mut is_doc = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => sql(group.stream(), found),
            TokenTree::Ident(word) => {
                is_doc = word == "doc" || word == "description";
                found.extend(Some(word.to_string()).filter(|word| WAYS.contains(&word.as_str())));
            }
            TokenTree::Literal(literal) if !is_doc => {
                let text = literal.to_string().trim_start_matches(['r', '#', '"']).trim_start().to_lowercase();
                found.extend(Some(text).filter(|text| VERBS.iter().any(|verb| text.starts_with(verb))));
            }
            TokenTree::Literal(_) | TokenTree::Punct(_) => (),
        }
    }
}

#[test]
fn there_is_no_sql_in_the_service() -> Result<()> {
    for (path, text) in files("rs")? {
        let mut found = Vec::new();
        let tokens = text.parse().ok().with_context(|| format!("{} is no Rust", path.display()))?;
        sql(tokens, &mut found);
        ensure!(found.is_empty(), "{}: {found:?}", path.display());
    }
    Ok(())
}

#[test]
fn sql_would_be_seen() {
    for text in [
        "db.execute_unprepared(text)",
        "let q = \"SELECT 1\";",
        "f(r#\" update products set price = 1\"#)",
        "Statement::from_sql_and_values(a, b, c)",
        "Expr::cust(\"1\")",
    ] {
        let mut found = Vec::new();
        sql(text.parse().expect("tokens"), &mut found);
        assert!(!found.is_empty(), "{text}");
    }
}

#[test]
fn the_page_makes_no_markup_of_texts_and_asks_nobody_else() -> Result<()> {
    for (path, text) in files("js")?.into_iter().chain(files("html")?).chain(files("css")?) {
        let ways =
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http:", "https:", "//cdn"];
        let found: Vec<_> = ways.iter().filter(|way| text.contains(**way)).collect();
        ensure!(found.is_empty(), "{}: {found:?}", path.display());
    }
    Ok(())
}
