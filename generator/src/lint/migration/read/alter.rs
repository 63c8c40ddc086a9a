//! `ALTER …`.

use super::super::act::{Act, Change, Constraint, Kind, Name, Switch};
use super::tokens::{self, Words, split};
use super::{column, create};
use sqlparser::tokenizer::Token;

/// Behind `ALTER`.
pub(super) fn alter(words: &mut Words<'_>) -> Option<Act> {
    // MySQL has more to say, MariaDB in between.
    while words.eat("ONLINE") || words.eat("OFFLINE") || words.eat("IGNORE") {}
    if words.eat("TYPE") {
        return alter_type(words);
    }
    let (_, kind) = Kind::WORDS.into_iter().find(|(text, _)| words.eat(text))?;
    words.eat("IF EXISTS");
    words.eat("ONLY");
    let name = words.name()?;
    words.eat_token(&Token::Mul);
    if kind != Kind::Table {
        let to = if words.eat("RENAME TO") { words.identifier()? } else { return None };
        return Some(Act::Rename { kind, name, to });
    }
    let changes: Vec<Change> =
        split(words.rest()).into_iter().map(|part| change(words.of(part), &name).unwrap_or(Change::Other)).collect();
    Some(Act::Alter { table: name, changes })
}

/// Behind `ALTER TYPE`.
fn alter_type(words: &mut Words<'_>) -> Option<Act> {
    let name = words.name()?;
    if words.eat("ADD VALUE") {
        words.eat("IF NOT EXISTS");
        return Some(Act::AddValue { name, value: string(words)? });
    }
    if words.eat("RENAME VALUE") {
        return Some(Act::RenameValue { name, from: string(words)? });
    }
    let to = if words.eat("RENAME TO") { words.identifier()? } else { return None };
    Some(Act::Rename { kind: Kind::Type, name, to })
}

fn string(words: &mut Words<'_>) -> Option<String> {
    match words.rest().first() {
        Some(Token::SingleQuotedString(text)) => Some(text.clone()),
        _ => None,
    }
}

/// One of the changes.
fn change(mut words: Words<'_>, table: &Name) -> Option<Change> {
    match words.take_word()?.as_str() {
        "ADD" => add(words, table),
        "DROP" => drop(words),
        "ALTER" => {
            words.eat("COLUMN");
            alter_column(words)
        }
        "MODIFY" => {
            words.eat("COLUMN");
            words.eat("IF EXISTS");
            let name = words.of(words.rest()).identifier()?;
            redefine(words, name)
        }
        "CHANGE" => {
            words.eat("COLUMN");
            words.eat("IF EXISTS");
            let name = words.identifier()?;
            redefine(words, name)
        }
        "VALIDATE" => words.eat("CONSTRAINT").then(|| words.identifier()).flatten().map(Change::Validate),
        "RENAME" => rename(words),
        "SET" => words.eat("SCHEMA").then(|| words.identifier()).flatten().map(Change::SetSchema),
        "ENABLE" | "DISABLE" | "FORCE" => switch(words),
        _ => None,
    }
}

fn switch(mut words: Words<'_>) -> Option<Change> {
    let _ = words.eat("ALWAYS") || words.eat("REPLICA");
    match words.take_word()?.as_str() {
        "TRIGGER" => Some(Change::Switch(Switch::Trigger)),
        "ROW" => Some(Change::Switch(Switch::RowSecurity)),
        _ => None,
    }
}

/// Behind `ADD`.
fn add(mut words: Words<'_>, table: &Name) -> Option<Change> {
    if words.eat("COLUMN") {
        return add_column(words);
    }
    let name = if words.eat("CONSTRAINT") {
        words.eat("IF NOT EXISTS");
        // MySQL makes a name up where none follows.
        let is_bare = ["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"].iter().any(|word| words.of(words.rest()).eat(word));
        let name = if is_bare { None } else { Some(words.identifier()?) };
        return Some(Change::AddConstraint { name, constraint: constraint(&mut words)? });
    } else {
        None
    };
    if words.system.is_mysql()
        && let Some(index) = create::inline_index(words, table)
    {
        return Some(Change::AddIndex(index));
    }
    let is_constraint = ["PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK", "EXCLUDE", "NOT NULL"];
    if is_constraint.iter().any(|text| words.of(words.rest()).eat(text)) {
        return Some(Change::AddConstraint { name, constraint: constraint(&mut words)? });
    }
    // `PARTITION`, `PERIOD` and the like take a name that no column has.
    if ["PARTITION", "PERIOD", "SYSTEM"].iter().any(|word| words.of(words.rest()).eat(word)) {
        return None;
    }
    add_column(words)
}

fn add_column(mut words: Words<'_>) -> Option<Change> {
    let if_not_exists = words.eat("IF NOT EXISTS");
    let added = column::added(words)?;
    Some(Change::AddColumn(Box::new(column::Added { if_not_exists, ..added })))
}

/// A constraint of a table.
fn constraint(words: &mut Words<'_>) -> Option<Constraint> {
    let not_valid = |words: Words<'_>| {
        let ends = words.rest();
        matches!(ends, [.., not, valid] if tokens::is_word(not, "NOT") && tokens::is_word(valid, "VALID"))
    };
    if words.eat("CHECK") {
        let condition = words.parenthesized()?;
        let shown =
            words.of(condition).expression().map_or_else(|| tokens::text(condition), |parsed| parsed.to_string());
        return Some(Constraint::Check { condition: shown, not_valid: not_valid(*words) });
    }
    if words.eat("NOT NULL") {
        return Some(Constraint::NotNull { column: words.identifier()?, not_valid: not_valid(*words) });
    }
    if words.eat("FOREIGN KEY") {
        if words.system.is_mysql() && words.rest().first() != Some(&Token::LParen) {
            words.identifier()?;
        }
        let columns = words.columns()?;
        let target = if words.eat("REFERENCES") { words.name()? } else { return None };
        let target_columns = words.columns().unwrap_or_default();
        return Some(Constraint::ForeignKey { columns, target, target_columns, not_valid: not_valid(*words) });
    }
    if words.eat("EXCLUDE") {
        return Some(Constraint::Exclude);
    }
    let primary = words.eat("PRIMARY KEY");
    if !primary && !words.eat("UNIQUE") {
        return None;
    }
    if words.eat("USING INDEX") {
        return Some(Constraint::UsingIndex { index: words.identifier()?, primary });
    }
    let _ = words.eat("NULLS NOT DISTINCT") || words.eat("NULLS DISTINCT") || words.eat("KEY") || words.eat("INDEX");
    if words.system.is_mysql() && words.rest().first() != Some(&Token::LParen) {
        words.identifier()?;
    }
    let columns = words.columns();
    // A part of a column, or an expression: what it is over is not told.
    Some(Constraint::Unique { columns: columns.unwrap_or_default(), primary })
}

/// Behind `DROP`.
fn drop(mut words: Words<'_>) -> Option<Change> {
    let cascades = |words: Words<'_>| words.rest().last().is_some_and(|token| tokens::is_word(token, "CASCADE"));
    let cascade = cascades(words);
    if words.eat("CONSTRAINT") || words.eat("FOREIGN KEY") || words.eat("CHECK") {
        words.eat("IF EXISTS");
        return Some(Change::DropConstraint { name: words.identifier(), cascade });
    }
    if words.eat("PRIMARY KEY") || words.eat("INDEX") || words.eat("KEY") || words.eat("PARTITION") {
        return None;
    }
    words.eat("COLUMN");
    words.eat("IF EXISTS");
    Some(Change::DropColumn { column: words.identifier()?, cascade })
}

/// Behind `ALTER COLUMN`.
fn alter_column(mut words: Words<'_>) -> Option<Change> {
    let column = words.identifier()?;
    if words.eat("SET NOT NULL") {
        return Some(Change::SetNotNull(column));
    }
    if words.eat("DROP NOT NULL") {
        return Some(Change::DropNotNull(column));
    }
    if words.eat("SET DEFAULT") || words.eat("DROP DEFAULT") {
        return Some(Change::SetDefault(column));
    }
    (words.eat("TYPE") || words.eat("SET DATA TYPE")).then_some(Change::SetType(column))
}

/// MySQL's other definition of a column, which begins with its name.
fn redefine(words: Words<'_>, column: String) -> Option<Change> {
    let definition = column::added(words)?;
    Some(Change::Redefine { column, to: definition.name, not_null: definition.not_null })
}

/// Behind `RENAME`.
fn rename(mut words: Words<'_>) -> Option<Change> {
    if words.eat("CONSTRAINT") || words.eat("INDEX") || words.eat("KEY") {
        return Some(Change::RenameConstraint);
    }
    if words.eat("TO") || (words.system.is_mysql() && (words.eat("AS") || words.rest().len() == 1)) {
        return Some(Change::RenameTable(words.name()?));
    }
    words.eat("COLUMN");
    let column = words.identifier()?;
    let to = if words.eat("TO") { words.identifier()? } else { return None };
    Some(Change::RenameColumn { column, to })
}
