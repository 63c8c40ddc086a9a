//! The definition of a column.

use super::tokens::{Words, is_word, pieces};
use sqlparser::ast::{
    ColumnDef, ColumnOption, Expr, GeneratedExpressionMode, Ident, ObjectName, ObjectNamePart, Value,
};
use sqlparser::tokenizer::Token;

use super::super::super::server::System;
pub(super) use super::super::act::Added;
use super::super::act::{Given, Name};

/// The definition that the words are, with its name in front; nothing where it is not understood.
pub(super) fn added(words: Words<'_>) -> Option<Added> {
    let words = without_position(words);
    let name = words.of(words.rest()).identifier()?;
    if let Some(definition) = parsed(words) {
        return Some(of(&definition, name, words.system));
    }
    // What PostgreSQL computes when it is read has no word at its end, or one that the parser does not know there.
    let [tokens @ .., last] = words.rest() else { return None };
    let tokens = if is_word(last, "VIRTUAL") { tokens } else { words.rest() };
    let stored = [tokens, &[Token::make_keyword("STORED")]].concat();
    let definition = parsed(words.of(&stored))?;
    Some(Added { computed: Some(false), ..of(&definition, name, words.system) })
}

fn parsed(words: Words<'_>) -> Option<ColumnDef> {
    let mut parser = words.parser();
    let definition = parser.parse_column_def().ok()?;
    (parser.peek_token_ref().token == Token::EOF).then_some(definition)
}

/// MySQL says where in the table a column is to be.
fn without_position(words: Words<'_>) -> Words<'_> {
    match words.rest() {
        [rest @ .., first] if words.system.is_mysql() && is_word(first, "FIRST") => words.of(rest),
        [rest @ .., after, _] if words.system.is_mysql() && is_word(after, "AFTER") => words.of(rest),
        _ => words,
    }
}

fn of(definition: &ColumnDef, name: String, system: System) -> Added {
    let type_name = definition.data_type.to_string().to_ascii_lowercase();
    let is_serial = ["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"];
    let mut added = Added {
        name,
        if_not_exists: false,
        not_null: false,
        default: None,
        numbered: is_serial.contains(&type_name.as_str()),
        type_name,
        computed: None,
        unique: false,
        primary: false,
        check: false,
        references: None,
    };
    for option in &definition.options {
        match &option.option {
            ColumnOption::NotNull => added.not_null = true,
            ColumnOption::Default(value) => added.default = (!is_null(value)).then(|| given(value, system)),
            ColumnOption::PrimaryKey(_) => added.primary = true,
            ColumnOption::Unique(_) => added.unique = true,
            ColumnOption::ForeignKey(key) => added.references = Some(name_of(&key.foreign_table, system)),
            ColumnOption::Check(_) => added.check = true,
            ColumnOption::Identity(_) => added.numbered = true,
            ColumnOption::Generated { generation_expr: Some(_), generation_expr_mode, .. } => {
                let stored = generation_expr_mode.as_ref().map(|mode| *mode == GeneratedExpressionMode::Stored);
                // PostgreSQL since 18 computes what is not said to be stored, and before it had nothing else.
                added.computed = Some(stored.unwrap_or(false));
            }
            ColumnOption::Generated { generation_expr: None, .. } => added.numbered = true,
            ColumnOption::DialectSpecific(tokens) => {
                added.numbered |=
                    tokens.iter().any(|token| is_word(token, "AUTO_INCREMENT") || is_word(token, "AUTOINCREMENT"));
            }
            _ => {}
        }
    }
    added
}

/// A default, with what it calls.
fn given(value: &Expr, system: System) -> Given {
    let text = value.to_string();
    let tokens = pieces(&text, system).into_iter().flat_map(|piece| piece.tokens).collect::<Vec<_>>();
    let is_call = |pair: &[Token]| match pair {
        [Token::Word(word), Token::LParen] => Some(word.value.to_ascii_lowercase()),
        _ => None,
    };
    Given { calls: tokens.windows(2).filter_map(is_call).collect(), text }
}

/// Whether a value is NULL, in whatever type.
fn is_null(value: &Expr) -> bool {
    match value {
        Expr::Value(value) => matches!(value.value, Value::Null),
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => is_null(inner),
        _ => false,
    }
}

/// A name as the server keeps it.
pub(super) fn name_of(name: &ObjectName, system: System) -> Name {
    let kept = |ident: &Ident| match ident.quote_style {
        None if system == System::Postgres => ident.value.to_lowercase(),
        _ => ident.value.clone(),
    };
    let mut parts: Vec<String> = name.0.iter().filter_map(ObjectNamePart::as_ident).map(kept).collect();
    let name = parts.pop().unwrap_or_default();
    Name { schema: parts.pop(), name }
}
