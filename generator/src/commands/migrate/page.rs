//! The text of a migration that is made of statements: those of `up` and of `down`, each as a literal that can be read, with what
//! to look out for in front of it.

use super::proof::Found;
use crate::alter::{Caution, Script};
use crate::database::Backend;
use crate::diagnostic::is_hidden;
use anyhow::Result;
use askama::Template;

/// The text of the migration.
#[derive(Template)]
#[template(path = "migration/diff.rs.jinja")]
struct Page {
    title: String,
    /// Whether there are notes.
    noted: bool,
    /// More of what it does, each in a line.
    notes: Vec<String>,
    backend: String,
    variant: &'static str,
    up: Vec<Call>,
    down: Vec<Call>,
}

/// What is sent at once.
struct Call {
    /// What to look out for, each in a line.
    remarks: Vec<String>,
    /// The SQL as a literal of Rust.
    literal: String,
}

/// The text; what it does is a title, and perhaps notes.
pub(super) fn page(backend: Backend, (title, notes): (&str, &[String]), found: &Found) -> Result<String> {
    let variant = match backend {
        Backend::Postgres => "Postgres",
        Backend::MySql => "MySql",
        Backend::Sqlite => "Sqlite",
    };
    let call = |(cautions, sql): (Vec<&Caution>, String)| Call {
        remarks: cautions.into_iter().map(remark).collect(),
        literal: literal(&sql),
    };
    let both = |script: &Script| script.calls().into_iter().map(call).collect();
    let (up, down) = (both(&found.up), both(&found.down));
    let notes: Vec<String> = notes.iter().map(|note| one_line(note)).collect();
    let page = Page {
        title: one_line(title),
        noted: !notes.is_empty(),
        notes,
        backend: backend.to_string(),
        variant,
        up,
        down,
    };
    // askama takes the last line break of a template away.
    Ok(page.render()? + "\n")
}

fn remark(caution: &Caution) -> String {
    one_line(&match caution {
        Caution::Loses(place) => format!("Loses data: takes away what {place} holds."),
        Caution::Converts(place) => format!("Converts {place}: fails on values that its new type does not hold."),
        Caution::NeedsValues(place) => format!("Needs values: fails while rows have none for {place}."),
    })
}

/// A text as a comment can hold it.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match is_hidden(c) {
            true => line.extend(c.escape_unicode()),
            false => line.push(c),
        }
    }
    line
}

/// A literal of Rust that can be read: raw, unless that cannot hold the text.
fn literal(sql: &str) -> String {
    if sql.chars().any(|c| is_hidden(c) && c != '\n') {
        return format!("\"{}\"", sql.escape_default());
    }
    let mut hashes = String::from(if sql.contains('"') { "#" } else { "" });
    while !hashes.is_empty() && sql.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{sql}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alter::Statement;

    fn script(sql: &str, caution: Option<Caution>) -> Script {
        let cautions = caution.into_iter().collect();
        Script { statements: vec![Statement { sql: sql.to_owned(), cautions }], ..Script::default() }
    }

    #[test]
    fn every_text_becomes_rust_that_says_it() {
        for sql in ["SELECT 1", "SELECT \"a\"\n", "r\"#\"##x", "a\rb", "x\u{202E}y", "\\", "ends with \""] {
            let parsed: syn::LitStr = syn::parse_str(&literal(sql)).unwrap();
            assert_eq!(parsed.value(), sql);
        }
    }

    #[test]
    fn a_page_is_rust_whatever_the_names_hold() {
        for backend in [Backend::Postgres, Backend::MySql, Backend::Sqlite] {
            let up = script("DROP TABLE \"a\nb\"", Some(Caution::Loses("a\nb */ \u{202E}".to_owned())));
            let found = Found::of(up, script("SELECT 1", None));
            let text = page(backend, ("Makes `main\n`.", &["a\nb".to_owned()]), &found).unwrap();
            assert!(syn::parse_file(&text).is_ok() && text.contains("// Loses data"), "{text}");
        }
    }
}
