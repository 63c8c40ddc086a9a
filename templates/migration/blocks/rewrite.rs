//! Definitions that no statement changes a part of: a column of MySQL and MariaDB, which is defined anew as a whole, and a
//! table of SQLite, whose text is changed as SQLite's manual says under "Making Other Kinds Of Table Schema Changes".

use super::rows::text;
use super::{Redefined, bare, execute, literal, quote};
use sea_orm_migration::prelude::{ConnectionTrait, DbErr, SchemaManager};
use sea_orm_migration::sea_orm::{DbBackend, Statement};
use std::ops::Range;

/// Defines the table otherwise.
pub(super) async fn redefine(
    manager: &SchemaManager<'_>,
    table: &str,
    change: &Redefined,
) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::MySql => modify(manager, table, change).await,
        _ => edit(manager, table, change).await,
    }
}

async fn modify(manager: &SchemaManager<'_>, table: &str, change: &Redefined) -> Result<(), DbErr> {
    let name = quote(DbBackend::MySql, table);
    let statement = Statement::from_string(DbBackend::MySql, format!("SHOW CREATE TABLE {name}"));
    let row = manager.get_connection().query_one_raw(statement).await?;
    let old: String = row
        .ok_or_else(|| lost(table, change))?
        .try_get_by_index(1)?;
    let column = column(&old, change, Backslash::Escapes).ok_or_else(|| lost(table, change))?;
    execute(
        manager,
        &format!("ALTER TABLE {name} MODIFY COLUMN {column}"),
    )
    .await
}

/// All in one transaction, which is taken back when SQLite does not understand what comes of it.
async fn edit(manager: &SchemaManager<'_>, table: &str, change: &Redefined) -> Result<(), DbErr> {
    let (name, own) = (
        quote(DbBackend::Sqlite, table),
        literal(DbBackend::Sqlite, bare(table)),
    );
    let manager = manager.begin().await?;
    let there = format!("FROM sqlite_schema WHERE type = 'table' AND name = {own} COLLATE NOCASE");
    let old = text(&manager, format!("SELECT sql {there}"))
        .await?
        .ok_or_else(|| lost(table, change))?;
    let new = table_text(&old, change).ok_or_else(|| lost(table, change))?;
    if let Some(broken) = broken(change)
        && let Some(row) = text(
            &manager,
            format!("SELECT CAST(rowid AS TEXT) FROM {name} WHERE {broken} LIMIT 1"),
        )
        .await?
    {
        return Err(DbErr::Migration(format!(
            "{table}: the row with rowid {row} breaks what is asked of all"
        )));
    }
    let new = literal(DbBackend::Sqlite, &new);
    execute(&manager, "PRAGMA writable_schema = ON").await?;
    let written = async {
        let change = format!(
            "UPDATE sqlite_schema SET sql = {new} WHERE type = 'table' AND name = {own} COLLATE NOCASE"
        );
        execute(&manager, &change).await?;
        execute(&manager, "PRAGMA writable_schema = RESET").await?;
        // What is made and dropped tells all other connections that the schema is another.
        execute(&manager, "CREATE VIEW scaffold_redefined AS SELECT 1").await?;
        execute(&manager, "DROP VIEW scaffold_redefined").await?;
        text(
            &manager,
            format!("SELECT CAST(count(*) AS TEXT) FROM (SELECT 1 FROM {name} LIMIT 1)"),
        )
        .await
        .map(drop)
    };
    match written.await {
        Ok(()) => manager.commit().await,
        Err(error) => {
            // It holds for the connection, and is not taken back with the transaction.
            let _ = execute(&manager, "PRAGMA writable_schema = OFF").await;
            Err(error)
        }
    }
}

fn lost(table: &str, change: &Redefined) -> DbErr {
    DbErr::Migration(format!(
        "{table}: there is no place in its definition for {change:?}"
    ))
}

/// What a row must not be.
fn broken(change: &Redefined) -> Option<String> {
    match change {
        Redefined::Check(_, condition) => Some(format!("NOT ({condition})")),
        Redefined::NotNull(column) => Some(format!("{} IS NULL", quote(DbBackend::Sqlite, column))),
        _ => None,
    }
}

/// The text of a table of SQLite with the change in it.
fn table_text(old: &str, change: &Redefined) -> Option<String> {
    let of_check = |name: &str, condition: &str| {
        format!(
            ", CONSTRAINT {} CHECK ({condition})",
            quote(DbBackend::Sqlite, name)
        )
    };
    match change {
        Redefined::Check(name, condition) => {
            let tokens = tokens(old, Backslash::Plain);
            let close = tokens
                .iter()
                .rfind(|token| token.depth == 0 && &old[token.at.clone()] == ")")?
                .at
                .start;
            Some([&old[..close], &of_check(name, condition), &old[close..]].concat())
        }
        Redefined::NoCheck(name, condition) => {
            let check = of_check(name, condition);
            let at = old.rfind(&check)?;
            Some([&old[..at], &old[at + check.len()..]].concat())
        }
        Redefined::NotNull(name) => {
            let part = part(old, name, Backslash::Plain)?;
            Some([&old[..part.end], " NOT NULL", &old[part.end..]].concat())
        }
        Redefined::Nullable(name) => {
            let part = part(old, name, Backslash::Plain)?;
            let words = words(old, &part, Backslash::Plain);
            let at = words
                .windows(2)
                .rfind(|pair| is(old, &pair[0], "NOT") && is(old, &pair[1], "NULL"))?;
            Some([old[..at[0].start].trim_end(), &old[at[1].end..]].concat())
        }
        Redefined::Comment(..) => None,
    }
}

/// The definition of a column as MySQL says it, with the change in it.
fn column(old: &str, change: &Redefined, backslash: Backslash) -> Option<String> {
    let (Redefined::NotNull(name) | Redefined::Nullable(name) | Redefined::Comment(name, _)) =
        change
    else {
        return None;
    };
    let part = part(old, name, backslash)?;
    let words = words(old, &part, backslash);
    let pairs = |first: &str, second: &str| {
        words
            .windows(2)
            .find(|pair| is(old, &pair[0], first) && is(old, &pair[1], second))
            .map(<[_]>::to_vec)
    };
    let mut gone: Vec<Range<usize>> = Vec::new();
    let end = match change {
        Redefined::NotNull(_) => {
            let null = words.iter().position(|word| is(old, word, "NULL"));
            let alone = null.filter(|at| {
                *at > 0 && !is(old, &words[*at - 1], "NOT") && !is(old, &words[*at - 1], "DEFAULT")
            });
            gone.extend(pairs("DEFAULT", "NULL").into_iter().flatten());
            gone.extend(alone.map(|at| words[at].clone()));
            "NOT NULL".to_owned()
        }
        Redefined::Nullable(_) => {
            gone.extend(pairs("NOT", "NULL").into_iter().flatten());
            "NULL".to_owned()
        }
        Redefined::Comment(_, text) => {
            let comment = words.iter().position(|word| is(old, word, "COMMENT"));
            gone.extend(
                comment
                    .into_iter()
                    .flat_map(|at| words[at..words.len().min(at + 2)].to_vec()),
            );
            format!("COMMENT {}", literal(DbBackend::MySql, text))
        }
        Redefined::Check(..) | Redefined::NoCheck(..) => return None,
    };
    // MariaDB wants everything else in front of a check.
    let check = words.iter().find(|word| is(old, word, "CHECK"));
    let end_at = check.map_or(part.end, |check| check.start);
    gone.push(end_at..end_at);
    gone.sort_by_key(|range| range.start);
    let mut text = String::new();
    let mut at = part.start;
    for range in gone {
        text += &old[at..range.start];
        at = range.end;
        if range == (end_at..end_at) {
            text += &format!(" {end} ");
        }
    }
    Some(text + &old[at..part.end])
}

/// Whether a backslash in a string speaks of what comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Backslash {
    Plain,
    Escapes,
}

/// A word, a quoted text or a mark of SQL, and how many parentheses it is in.
struct Token {
    at: Range<usize>,
    depth: usize,
}

/// The tokens of the text, its comments and blanks left out. A parenthesis is as deep as what it stands in.
fn tokens(text: &str, backslash: Backslash) -> Vec<Token> {
    let (mut tokens, mut depth, mut at) = (Vec::new(), 0_usize, 0);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '\'' | '"' | '`' => quoted(rest, first, backslash),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            _ if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            c if c.is_alphanumeric() || c == '_' => rest
                .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
                .unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        depth = depth.saturating_sub(usize::from(first == ')'));
        if !first.is_whitespace() && !rest.starts_with("--") && !rest.starts_with("/*") {
            tokens.push(Token {
                at: at..at + length,
                depth,
            });
        }
        depth += usize::from(first == '(');
        at += length;
    }
    tokens
}

/// How long the quoted text is with which this one begins.
fn quoted(text: &str, mark: char, backslash: Backslash) -> usize {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = letters.next() {
        if c == '\\' && mark == '\'' && backslash == Backslash::Escapes {
            letters.next();
        } else if c == mark && letters.next_if(|(_, next)| *next == mark).is_none() {
            return at + c.len_utf8();
        }
    }
    text.len()
}

/// The definition of a column in that of its table.
fn part(text: &str, column: &str, backslash: Backslash) -> Option<Range<usize>> {
    let tokens = tokens(text, backslash);
    let open = tokens
        .iter()
        .position(|token| token.depth == 0 && &text[token.at.clone()] == "(")?;
    let inner: Vec<&Token> = tokens[open + 1..]
        .iter()
        .take_while(|token| token.depth > 0)
        .collect();
    let mut parts = inner.split(|token| token.depth == 1 && &text[token.at.clone()] == ",");
    let found = parts.find(|part| {
        part.first()
            .is_some_and(|name| names(&text[name.at.clone()], column))
    })?;
    Some(found.first()?.at.start..found.last()?.at.end)
}

/// Whether a token is the name of that column.
fn names(token: &str, column: &str) -> bool {
    let inner = |mark: char| {
        token
            .get(1..token.len() - 1)
            .map(|name| name.replace(&format!("{mark}{mark}"), &mark.to_string()))
    };
    let name = match token.chars().next() {
        Some(mark @ ('"' | '`' | '\'')) => inner(mark),
        Some('[') => inner(']'),
        _ => Some(token.to_owned()),
    };
    name.is_some_and(|name| name.eq_ignore_ascii_case(column))
}

/// The words and quoted texts in a definition that are in no parentheses of their own, behind its name.
fn words(text: &str, part: &Range<usize>, backslash: Backslash) -> Vec<Range<usize>> {
    let within = tokens(text, backslash)
        .into_iter()
        .filter(|token| part.contains(&token.at.start) && token.depth == 1);
    within.map(|token| token.at).skip(1).collect()
}

fn is(text: &str, range: &Range<usize>, word: &str) -> bool {
    text[range.clone()].eq_ignore_ascii_case(word)
}
