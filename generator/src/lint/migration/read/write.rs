//! `INSERT`, `UPDATE` and `DELETE`: which rows of which table.

use super::super::super::server::System;
use super::super::act::{Act, Condition, Verb, Written};
use super::tokens::{Words, is_word};

/// Behind the first word.
pub(super) fn write(first: &str, words: &mut Words<'_>) -> Option<Act> {
    let verb = match first {
        "WITH" => {
            // What the queries in front are called is said before them, and they are in parentheses.
            let verbs = ["INSERT", "UPDATE", "DELETE", "SELECT"];
            let found = verbs.iter().filter_map(|verb| words.position(verb).map(|at| (at, *verb))).min()?;
            words.skip(found.0 + 1);
            found.1
        }
        other => other,
    };
    let system = words.system;
    let mysql = |words: &mut Words<'_>| {
        while system.is_mysql() && (words.eat("LOW_PRIORITY") || words.eat("QUICK") || words.eat("IGNORE")) {}
    };
    mysql(words);
    match verb {
        "INSERT" | "REPLACE" => insert(words),
        "UPDATE" => {
            if words.eat("OR") && system == System::Sqlite {
                words.take_word();
            }
            words.eat("ONLY");
            let table = words.name()?;
            Some(Act::Write(Written { verb: Verb::Update, table, condition: condition(*words) }))
        }
        "DELETE" => {
            // MySQL names the tables first where a join follows.
            let at = words.position("FROM")?;
            words.skip(at + 1);
            words.eat("ONLY");
            let table = words.name()?;
            Some(Act::Write(Written { verb: Verb::Delete, table, condition: condition(*words) }))
        }
        _ => Some(Act::Other),
    }
}

fn insert(words: &mut Words<'_>) -> Option<Act> {
    if words.eat("OR") {
        words.take_word();
    }
    words.eat("INTO");
    let table = words.name()?;
    let verb = if words.position("SELECT").is_some() { Verb::InsertSelect } else { Verb::Insert };
    Some(Act::Write(Written { verb, table, condition: Condition::None }))
}

fn condition(mut words: Words<'_>) -> Condition {
    if words.rest().iter().any(|token| is_word(token, "LIMIT") || is_word(token, "FETCH")) {
        return Condition::Limited;
    }
    let Some(at) = words.position("WHERE") else { return Condition::None };
    words.skip(at + 1);
    let words = words.before(&["RETURNING", "ORDER"]);
    words.expression().map_or(Condition::Unread, |parsed| Condition::Where(Box::new(parsed)))
}
