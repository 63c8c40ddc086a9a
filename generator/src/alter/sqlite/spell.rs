//! SQLite's statements, as the facts say them where the text of the database itself is not known.

use super::super::postgres::action_words;
use crate::catalog::{Column, Deferral, ForeignKey, Index, IndexKey, Key, Table, View};
use crate::seed::Dialect;
use std::fmt::Write;

/// A quoted name.
pub(super) fn name(name: &str) -> String {
    Dialect::Sqlite.name(name)
}

fn names(names: &[String]) -> String {
    names.iter().map(|own| name(own)).collect::<Vec<_>>().join(", ")
}

/// The statement that makes a table under that name. `numbered` says that a number of a row that is gone is given to no
/// other, as migrations ask for.
pub(super) fn table(called: &str, table: &Table, numbered: bool) -> String {
    let inline = inline_key(table);
    let words = format!(" {}PRIMARY KEY", constraint(table.primary_key.as_ref().and_then(|key| key.name.as_ref())));
    let mut items: Vec<String> = table
        .columns
        .iter()
        .map(|own| match inline.filter(|key| key.name == own.name) {
            Some(_) if own.identity.is_some() && numbered => format!("{}{words} AUTOINCREMENT", column(own)),
            Some(_) if own.identity.is_some() => format!("{}{words}", column(own)),
            // By this word it is not the number of the row.
            Some(_) => format!("{}{words} DESC", column(own)),
            None => column(own),
        })
        .collect();
    if inline.is_none() {
        items.extend(table.primary_key.iter().map(|own| key("PRIMARY KEY", own)));
    }
    items.extend(table.unique_keys.iter().map(|own| key("UNIQUE", own)));
    items.extend(table.foreign_keys.iter().map(foreign_key));
    let check =
        |check: &crate::catalog::Check| format!("{}CHECK ({})", constraint(check.name.as_ref()), check.expression);
    items.extend(table.checks.iter().map(check));
    // The number of the row would be the key otherwise.
    let is_bare = inline.is_none() && sole_integer(table).is_some();
    let after = if is_bare { " WITHOUT ROWID" } else { "" };
    format!("CREATE TABLE {} (\n    {}\n){after}", name(called), items.join(",\n    "))
}

/// The column that is the key by its own words: the number of the row, or one that is not and may be NULL.
fn inline_key(table: &Table) -> Option<&Column> {
    let rowid = table.columns.iter().find(|column| column.identity.is_some());
    rowid.or_else(|| sole_integer(table).filter(|column| column.nullable))
}

/// The column that alone is the key, where its type is that of the number of a row and it is not that number.
fn sole_integer(table: &Table) -> Option<&Column> {
    let [one] = table.primary_key.as_ref()?.columns.as_slice() else { return None };
    table.column(one).filter(|own| own.identity.is_none() && own.raw_type.eq_ignore_ascii_case("integer"))
}

/// A column.
pub(super) fn column(column: &Column) -> String {
    let mut sql = format!("{} {}", name(&column.name), column.raw_type).trim_end().to_owned();
    if !column.nullable {
        sql.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        let _ = write!(sql, " DEFAULT ({})", default.raw);
    }
    if let Some(collation) = &column.collation {
        let _ = write!(sql, " COLLATE {}", name(collation));
    }
    if let Some(generated) = &column.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(sql, " GENERATED ALWAYS AS ({}) {stored}", generated.expression);
    }
    sql
}

fn constraint(own: Option<&String>) -> String {
    own.map(|own| format!("CONSTRAINT {} ", name(own))).unwrap_or_default()
}

fn key(words: &str, key: &Key) -> String {
    format!("{}{words} ({})", constraint(key.name.as_ref()), names(&key.columns))
}

fn foreign_key(key: &ForeignKey) -> String {
    let columns = names(&key.columns);
    let mut sql =
        format!("{}FOREIGN KEY ({columns}) REFERENCES {}", constraint(key.name.as_ref()), name(&key.target.name));
    if !key.target_columns.is_empty() {
        let _ = write!(sql, " ({})", names(&key.target_columns));
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if let Some(words) = action_words(action) {
            let _ = write!(sql, " ON {event} {words}");
        }
    }
    sql + match key.deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => " DEFERRABLE",
        Deferral::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

/// The statement that makes an index.
pub(super) fn index(table: &str, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let parts = index.parts.iter().map(|part| {
        let mut sql = match &part.key {
            IndexKey::Column(column) => name(column),
            IndexKey::Expression(text) => text.clone(),
        };
        if let Some(collation) = &part.collation {
            let _ = write!(sql, " COLLATE {}", name(collation));
        }
        if part.descending { sql + " DESC" } else { sql }
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    let predicate = index.predicate.as_ref().map(|predicate| format!(" WHERE {predicate}")).unwrap_or_default();
    format!("CREATE {unique}INDEX {} ON {} ({parts}){predicate}", name(&index.name), name(table))
}

/// The statement that makes a view.
pub(super) fn view(view: &View) -> String {
    let columns: Vec<String> = view.columns.iter().map(|column| column.name.clone()).collect();
    let columns = if columns.is_empty() { String::new() } else { format!(" ({})", names(&columns)) };
    format!("CREATE VIEW {}{columns} AS\n{}", name(&view.name), view.definition)
}

/// The statement that made a table, with another name in it. SQLite keeps it with one space before the name.
pub(super) fn called(text: &str, next: &str) -> Option<String> {
    let rest = text.strip_prefix("CREATE TABLE ")?;
    let end = match rest.chars().next()? {
        open @ ('"' | '`' | '\'' | '[') => {
            let close = if open == '[' { ']' } else { open };
            let mut at = 1;
            loop {
                at += rest.get(at..)?.find(close)? + 1;
                // A quote within the name is doubled.
                match rest.get(at..)?.starts_with(close) && close != ']' {
                    true => at += 1,
                    false => break at,
                }
            }
        }
        _ => rest.find(|c: char| c.is_whitespace() || c == '(')?,
    };
    Some(format!("CREATE TABLE {}{}", name(next), rest.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn a_table_is_made_under_another_name() {
        for text in ["t(a)", "\"a\"\"b\"(a)", "[a b] (a)", "`x`\n(a)", "'q' (a)"] {
            let made = called(&format!("CREATE TABLE {text}"), "n").unwrap();
            assert!(
                made.starts_with("CREATE TABLE \"n\"") && made.trim_start_matches("CREATE TABLE \"n\"").trim() == "(a)",
                "{made}"
            );
        }
    }
}
