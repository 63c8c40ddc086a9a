//! The text of a statement → what it does. What is not understood does something unknown, of which nothing is claimed.
//!
//! Statements are cut into words by sqlparser's tokenizer, in the dialect of the server; what leads them is read here, word
//! by word, since one option that a grammar lacks would hide all of an `ALTER TABLE` from it. Columns, conditions and
//! defaults are parsed by sqlparser.
//!
//! 1. A text may hold several statements. Bodies of routines and triggers are not cut.
//! 2. `/* scaffold:ignore RULE: REASON */` in a statement lets it break the rule; `--` does as well. In a statement that does
//!    nothing else (`SELECT 1`), it holds for the whole migration.

mod alter;
mod column;
mod create;
mod tokens;
mod write;

use super::super::server::System;
use super::act::{Act, Dropped, Kind, Name};
use sqlparser::tokenizer::Token;
use tokens::Words;

pub(super) use tokens::{Piece, pieces};

/// What a statement does.
pub(super) fn act(piece: &Piece, system: System) -> Act {
    let mut words = Words::new(&piece.tokens, system);
    let Some(first) = words.take_word() else {
        return if piece.tokens.is_empty() { Act::Nothing } else { Act::Other };
    };
    let act = match first.as_str() {
        "CREATE" => create::create(&mut words),
        "ALTER" => alter::alter(&mut words),
        "DROP" => drop(&mut words),
        "TRUNCATE" => truncate(&mut words),
        "RENAME" => rename(&mut words),
        "REFRESH" => refresh(&mut words),
        "SET" => set(&mut words),
        "RESET" => words.name().map(|name| Act::Set { name: name.name.to_ascii_lowercase(), value: None }),
        "BEGIN" | "START" => Some(Act::Begin),
        "COMMIT" | "ROLLBACK" | "END" => Some(Act::End),
        "REINDEX" => Some(maintain(&mut words, "REINDEX")),
        "VACUUM" => Some(maintain(&mut words, "VACUUM")),
        "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "WITH" => write::write(first.as_str(), &mut words),
        "SELECT" => Some(select(words)),
        "ANALYZE" | "SHOW" | "EXPLAIN" | "VALUES" | "SAVEPOINT" | "RELEASE" => Some(Act::Nothing),
        _ => None,
    };
    act.unwrap_or(Act::Other)
}

/// Whether a statement tells the connection how to go on.
pub(super) fn is_setting(piece: &Piece) -> bool {
    piece.tokens.first().is_some_and(|first| ["SET", "PRAGMA"].iter().any(|word| tokens::is_word(first, word)))
}

/// A query changes nothing, unless it calls what does.
fn select(words: Words<'_>) -> Act {
    let rest = words.rest();
    match rest {
        [Token::Word(call), Token::LParen, Token::SingleQuotedString(name), Token::Comma, value, ..]
            if call.value.eq_ignore_ascii_case("set_config") =>
        {
            let value = match value {
                Token::SingleQuotedString(text) => Some(text.clone()),
                _ => None,
            };
            Act::Set { name: name.to_ascii_lowercase(), value }
        }
        _ if rest.contains(&Token::LParen) => Act::Other,
        _ => Act::Nothing,
    }
}

/// Behind `DROP`.
fn drop(words: &mut Words<'_>) -> Option<Act> {
    let others = [
        // In MySQL it is a schema.
        ("DATABASE", Kind::Schema),
        ("TYPE", Kind::Type),
        ("TRIGGER", Kind::Trigger),
        ("SEQUENCE", Kind::Other),
        ("FUNCTION", Kind::Other),
        ("PROCEDURE", Kind::Other),
        ("EXTENSION", Kind::Other),
        ("POLICY", Kind::Other),
    ];
    if words.eat("TEMPORARY") {
        return Some(Act::Nothing);
    }
    let (_, kind) = Kind::WORDS.into_iter().chain(others).find(|(text, _)| words.eat(text))?;
    let concurrently = words.eat("CONCURRENTLY");
    let if_exists = words.eat("IF EXISTS");
    let mut names = Vec::new();
    loop {
        names.push(words.name()?);
        words.skip_parentheses();
        if !words.eat_token(&Token::Comma) {
            break;
        }
    }
    let on = if words.eat("ON") { words.name() } else { None };
    let cascade = words.eat("CASCADE");
    Some(Act::Drop(Dropped { kind, names, on, if_exists, concurrently, cascade }))
}

/// Behind `TRUNCATE`.
fn truncate(words: &mut Words<'_>) -> Option<Act> {
    words.eat("TABLE");
    let mut tables = Vec::new();
    loop {
        words.eat("ONLY");
        tables.push(words.name()?);
        words.eat_token(&Token::Mul);
        if !words.eat_token(&Token::Comma) {
            break;
        }
    }
    let _ = words.eat("RESTART IDENTITY") || words.eat("CONTINUE IDENTITY");
    let cascade = words.eat("CASCADE");
    Some(Act::Truncate { tables, cascade })
}

/// MySQL's `RENAME TABLE`, of which one alone is told.
fn rename(words: &mut Words<'_>) -> Option<Act> {
    if !(words.eat("TABLE") || words.eat("TABLES")) {
        return None;
    }
    let name = words.name()?;
    let to = if words.eat("TO") { words.name()? } else { return None };
    words.is_done().then_some(Act::Rename { kind: Kind::Table, name, to: to.name })
}

fn refresh(words: &mut Words<'_>) -> Option<Act> {
    if !words.eat("MATERIALIZED VIEW") {
        return None;
    }
    let concurrently = words.eat("CONCURRENTLY");
    Some(Act::Refresh { view: words.name()?, concurrently })
}

fn maintain(words: &mut Words<'_>, word: &'static str) -> Act {
    let concurrently = words.rest().iter().any(|token| tokens::is_word(token, "CONCURRENTLY"));
    Act::Maintain { words: word, concurrently }
}

/// Behind `SET`.
fn set(words: &mut Words<'_>) -> Option<Act> {
    let _ = words.eat("LOCAL") || words.eat("SESSION") || words.eat("GLOBAL");
    // MySQL's other way to say it: `@@session.name`.
    let name: Name = words.name()?;
    if !(words.eat("TO") || words.eat_token(&Token::Eq) || words.eat_token(&Token::Assignment)) {
        return Some(Act::Nothing);
    }
    let value = match words.rest() {
        [Token::Word(word), ..] if word.value.eq_ignore_ascii_case("default") => None,
        [Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) | Token::Number(text, _), ..] => {
            Some(text.clone())
        }
        [other, ..] => Some(other.to_string()),
        [] => return None,
    };
    Some(Act::Set { name: name.name.to_ascii_lowercase(), value })
}

#[cfg(test)]
mod tests;
