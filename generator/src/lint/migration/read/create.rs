//! `CREATE …`.

use super::super::act::{Act, KeyPart, Name, NewIndex};
use super::tokens::{self, Words, is_word, split};
use sqlparser::tokenizer::Token;

/// Behind `CREATE`.
pub(super) fn create(words: &mut Words<'_>) -> Option<Act> {
    words.eat("OR REPLACE");
    let temporary = words.eat("TEMPORARY") || words.eat("TEMP") || words.eat("LOCAL TEMPORARY");
    words.eat("UNLOGGED");
    if words.eat("TABLE") {
        return if temporary { Some(Act::Nothing) } else { table(words) };
    }
    let materialized = words.eat("MATERIALIZED");
    words.eat("RECURSIVE");
    if words.eat("VIEW") {
        words.eat("IF NOT EXISTS");
        return Some(Act::CreateView { view: words.name()?, materialized });
    }
    let is_trigger = words.eat("TRIGGER") || words.eat("CONSTRAINT TRIGGER");
    if is_trigger {
        let at = words.position("ON")?;
        words.skip(at + 1);
        return Some(Act::CreateTrigger { table: words.name()? });
    }
    let unique = words.eat("UNIQUE");
    let special = words.eat("FULLTEXT") || words.eat("SPATIAL");
    if words.eat("INDEX") { index(*words, (unique, special)) } else { None }
}

/// Behind `CREATE TABLE`.
fn table(words: &mut Words<'_>) -> Option<Act> {
    let if_not_exists = words.eat("IF NOT EXISTS");
    let table = words.name()?;
    let mut references = Vec::new();
    let rest = words.rest();
    for (at, _) in rest.iter().enumerate().filter(|(_, token)| is_word(token, "REFERENCES")) {
        references.extend(words.of(rest.get(at + 1..).unwrap_or_default()).name());
    }
    Some(Act::CreateTable { table, if_not_exists, references })
}

/// Behind `CREATE INDEX`.
fn index(mut words: Words<'_>, (unique, special): (bool, bool)) -> Option<Act> {
    let concurrently = words.eat("CONCURRENTLY");
    let if_not_exists = words.eat("IF NOT EXISTS");
    let name = if words.of(words.rest()).eat("ON") { None } else { Some(words.name()?.name) };
    using(&mut words);
    if !words.eat("ON") {
        return None;
    }
    words.eat("ONLY");
    let table = words.name()?;
    using(&mut words);
    let keys = keys(words.of(words.parenthesized()?));
    let nulls_not_distinct =
        words.position("NULLS").is_some_and(|at| words.rest().get(at + 1).is_some_and(|token| is_word(token, "NOT")));
    let predicate = words.position("WHERE").map(|at| {
        words.skip(at + 1);
        shown(words)
    });
    Some(Act::CreateIndex(NewIndex {
        name,
        table,
        unique,
        special,
        concurrently,
        if_not_exists,
        nulls_not_distinct,
        keys,
        predicate,
    }))
}

/// Behind `ADD` of MySQL's `ALTER TABLE`, where an index follows.
pub(super) fn inline_index(mut words: Words<'_>, table: &Name) -> Option<NewIndex> {
    let unique = words.eat("UNIQUE");
    let special = words.eat("FULLTEXT") || words.eat("SPATIAL");
    let is_index = words.eat("INDEX") || words.eat("KEY");
    if !(unique || special || is_index) {
        return None;
    }
    let if_not_exists = words.eat("IF NOT EXISTS");
    using(&mut words);
    let name = if words.rest().first() == Some(&Token::LParen) { None } else { Some(words.identifier()?) };
    using(&mut words);
    let keys = keys(words.of(words.parenthesized()?));
    Some(NewIndex {
        name,
        table: table.clone(),
        unique,
        special,
        concurrently: false,
        if_not_exists,
        nulls_not_distinct: false,
        keys,
        predicate: None,
    })
}

fn using(words: &mut Words<'_>) {
    if words.eat("USING") {
        let _ = words.identifier();
    }
}

/// The parts of a key, without their order.
fn keys(words: Words<'_>) -> Vec<KeyPart> {
    let part = |tokens: &[Token]| {
        let mut part = words.of(tokens);
        let name = part.identifier();
        if let (Some(name), [Token::LParen, Token::Number(length, _), Token::RParen, ..]) = (&name, part.rest()) {
            // Of MySQL's columns so many characters at most.
            return KeyPart::Expression(format!("left({name}, {length})"));
        }
        // What may follow a column: an order, an operator class.
        let is_plain = !matches!(part.rest().first(), Some(Token::LParen | Token::Period));
        match name.filter(|_| is_plain && part.rest().iter().all(|token| matches!(token, Token::Word(_)))) {
            Some(name) => KeyPart::Column(name),
            None => KeyPart::Expression(shown(words.of(tokens).before(&["ASC", "DESC", "NULLS"]))),
        }
    };
    split(words.rest()).into_iter().map(part).collect()
}

/// An expression as a text.
fn shown(words: Words<'_>) -> String {
    words.expression().map_or_else(|| tokens::text(words.rest()), |parsed| parsed.to_string())
}
