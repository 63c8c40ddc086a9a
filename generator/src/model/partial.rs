//! Unique keys that hold for some rows alone, as far as their condition can be repeated in any dialect.
//!
//! The rules:
//!
//! 1. A valid unique index over whole columns with a condition gives `upsert_by_…`, called after its columns. Where a
//!    unique key over the same columns holds for every row, it gives none.
//! 2. Of several over the same columns each is called after its own name as well.
//! 3. The condition must be one term, or several joined by AND: `x IS NULL`, `x IS NOT NULL`, `x`, `NOT x`, or `x =` a
//!    text, an integer, TRUE or FALSE. A database recognizes its index by the condition, SQLite by the very shape of it,
//!    so nothing is rewritten; parentheses and the casts that PostgreSQL adds have no shape.

use super::entities::wish_of;
use super::names::{self, Wish};
use super::{Entity, Finder};
use crate::catalog::{Index, Table};
use serde::Serialize;
use sqlparser::dialect::GenericDialect;
use sqlparser::tokenizer::{Token, Tokenizer};
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec::IntoIter;

/// A unique key that holds for the rows that meet its terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartialKey {
    /// What stands behind `upsert_by_`.
    pub name: String,
    /// The fields, as indexes.
    pub fields: Vec<usize>,
    /// What a row must meet.
    pub terms: Vec<Term>,
}

/// A condition on one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The field, as an index.
    pub field: usize,
    /// What is asked of it.
    pub test: Test,
}

/// What can be asked of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// `x IS NULL`
    IsNull,
    /// `x IS NOT NULL`
    IsNotNull,
    /// `x`
    Is,
    /// `NOT x`
    IsNot,
    /// `x = 'text'`
    Text(String),
    /// `x = 1`
    Integer(i64),
    /// `x = TRUE`
    Boolean(bool),
}

/// The partial keys of a table; `finders` are those of its whole keys.
pub(super) fn keys(entity: &Entity, table: &Table, finders: &[Finder]) -> Vec<PartialKey> {
    let whole: Vec<BTreeSet<&str>> =
        table.unique_column_sets().into_iter().map(|columns| columns.into_iter().collect()).collect();
    let indexes = table.indexes.iter().filter(|index| index.unique && index.valid);
    let found = indexes.filter_map(|index| {
        let columns = index.parts.iter().map(|part| part.whole_column()).collect::<Option<Vec<&str>>>()?;
        let fields = columns.iter().map(|column| position(entity, column)).collect::<Option<Vec<usize>>>()?;
        let terms = terms(index.predicate.as_deref()?, entity)?;
        let is_whole = whole.contains(&columns.into_iter().collect());
        (!is_whole).then_some((index, PartialKey { name: String::new(), fields, terms }))
    });
    let mut keys = named(entity, finders, found.collect());
    keys.sort_by(|a, b| a.name.cmp(&b.name));
    keys
}

/// Rules 1 and 2.
fn named(entity: &Entity, finders: &[Finder], found: Vec<(&Index, PartialKey)>) -> Vec<PartialKey> {
    let whole = finders.iter().filter(|finder| finder.unique);
    let whole: Vec<Wish> = whole.map(|finder| Wish { raw: String::new(), ident: finder.name.clone() }).collect();
    let short: Vec<String> = found.iter().map(|(_, key)| wish_of(&entity.fields, &key.fields).ident).collect();
    let wanted: Vec<&String> = whole.iter().map(|wish| &wish.ident).chain(&short).collect();
    let is_alone = |ident: &String| wanted.iter().filter(|other| **other == ident).count() == 1;
    let wishes = found.iter().zip(&short).map(|((index, _), ident)| Wish {
        raw: index.name.clone(),
        ident: if is_alone(ident) { ident.clone() } else { format!("{ident}_{}", names::words(&index.name)) },
    });
    let (settled, _) = names::settle(&whole.iter().cloned().chain(wishes).collect::<Vec<_>>());
    let skipped = whole.len();
    let keys = found.into_iter().map(|(_, key)| key).zip(settled.into_iter().skip(skipped));
    keys.map(|(key, name)| PartialKey { name, ..key }).collect()
}

fn position(entity: &Entity, column: &str) -> Option<usize> {
    entity.fields.iter().position(|field| field.column == column)
}

/// Rule 3: the terms of a condition, if it is made of nothing else.
fn terms(predicate: &str, entity: &Entity) -> Option<Vec<Term>> {
    let mut reader = Reader { tokens: tokens(predicate)?.into_iter().peekable(), entity };
    let terms = reader.all()?;
    reader.tokens.next().is_none().then_some(terms)
}

/// The tokens of a condition without the spaces between them. A comment stays, which nothing here understands.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let all = Tokenizer::new(&GenericDialect {}, text).tokenize().ok()?;
    let is_space = |token: &Token| matches!(token, Token::Whitespace(space) if space.to_string().trim().is_empty());
    Some(all.into_iter().filter(|token| !is_space(token)).collect())
}

struct Reader<'a> {
    tokens: Peekable<IntoIter<Token>>,
    entity: &'a Entity,
}

impl Reader<'_> {
    /// Terms joined by AND. In parentheses there can be several in the first place alone: elsewhere they have a shape.
    fn all(&mut self) -> Option<Vec<Term>> {
        let mut terms = self.some()?;
        while self.takes_word("and") {
            let mut more = self.some()?;
            terms.push(more.pop().filter(|_| more.is_empty())?);
        }
        Some(terms)
    }

    fn some(&mut self) -> Option<Vec<Term>> {
        if self.takes_word("not") {
            let field = self.field()?;
            return Some(vec![Term { field, test: Test::IsNot }]);
        }
        let before = self.tokens.clone();
        if let Some(term) = self.term() {
            return Some(vec![term]);
        }
        self.tokens = before;
        self.takes(&Token::LParen).then_some(())?;
        let terms = self.all()?;
        self.takes(&Token::RParen).then_some(terms)
    }

    fn term(&mut self) -> Option<Term> {
        let field = self.field()?;
        let test = if self.takes_word("is") {
            let not = self.takes_word("not");
            self.takes_word("null").then_some(if not { Test::IsNotNull } else { Test::IsNull })?
        } else if self.takes(&Token::Eq) {
            self.value()?
        } else {
            Test::Is
        };
        Some(Term { field, test })
    }

    fn value(&mut self) -> Option<Test> {
        let minus = if self.takes(&Token::Minus) { "-" } else { "" };
        let test = match self.tokens.next()? {
            Token::Number(digits, _) => Test::Integer(format!("{minus}{digits}").parse().ok()?),
            _ if !minus.is_empty() => return None,
            Token::SingleQuotedString(text) => Test::Text(text),
            token if is_word(&token, "true") => Test::Boolean(true),
            token if is_word(&token, "false") => Test::Boolean(false),
            _ => return None,
        };
        self.cast().then_some(test)
    }

    /// A column, in parentheses or not, with a cast or without.
    fn field(&mut self) -> Option<usize> {
        let open = self.takes(&Token::LParen);
        let Token::Word(word) = self.tokens.next()? else { return None };
        let found = match word.quote_style {
            Some(_) => position(self.entity, &word.value),
            None => self.entity.fields.iter().position(|field| field.column.eq_ignore_ascii_case(&word.value)),
        };
        (!open || self.takes(&Token::RParen)).then_some(())?;
        found.filter(|_| self.cast())
    }

    /// Passes over `::type`, where there is one. False where it is not understood.
    fn cast(&mut self) -> bool {
        if !self.takes(&Token::DoubleColon) {
            return true;
        }
        let named = self.name();
        if named && self.takes(&Token::Period) {
            return self.name();
        }
        self.takes_word("varying");
        named
    }

    fn name(&mut self) -> bool {
        self.tokens.next_if(|token| matches!(token, Token::Word(_))).is_some()
    }

    fn takes(&mut self, sign: &Token) -> bool {
        self.tokens.next_if_eq(sign).is_some()
    }

    fn takes_word(&mut self, word: &str) -> bool {
        self.tokens.next_if(|token| is_word(token, word)).is_some()
    }
}

/// Whether a token is that keyword.
fn is_word(token: &Token, keyword: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(keyword))
}
