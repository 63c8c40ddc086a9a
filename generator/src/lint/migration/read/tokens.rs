//! Words of statements: cut apart, without what is between them, and what comments say.

use super::super::super::server::System;
use super::super::act::Name;
use sqlparser::ast::Expr;
use sqlparser::dialect::{Dialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace};

/// What begins an ignore in a comment.
const IGNORE: &str = "scaffold:ignore ";

/// One statement.
#[derive(Clone, Debug)]
pub(in super::super) struct Piece {
    /// Its text.
    pub(in super::super) sql: String,
    /// Its words, without blanks and comments.
    pub(in super::super) tokens: Vec<Token>,
    /// The rules that comments let it break, each with the reason.
    pub(in super::super) ignores: Vec<(String, String)>,
}

pub(super) fn dialect(system: System) -> &'static dyn Dialect {
    match system {
        System::Postgres => &PostgreSqlDialect {},
        System::MySql | System::MariaDb => &MySqlDialect {},
        System::Sqlite => &SQLiteDialect {},
    }
}

/// The statements of a text; one without words where it cannot be cut.
pub(in super::super) fn pieces(sql: &str, system: System) -> Vec<Piece> {
    let Ok(tokens) = Tokenizer::new(dialect(system), sql).tokenize_with_location() else {
        // A statement of an unknown word does something unknown.
        return vec![Piece { sql: sql.to_owned(), tokens: vec![Token::make_word("?", None)], ignores: Vec::new() }];
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        depth = nested(depth, &tokens[start..=at]);
        if token.token == Token::SemiColon && depth == 0 {
            pieces.extend(piece(sql, &tokens[start..at]));
            start = at + 1;
        }
    }
    pieces.extend(piece(sql, &tokens[start..]));
    if let [one] = pieces.as_mut_slice() {
        sql.trim().clone_into(&mut one.sql);
    }
    pieces
}

/// How deep in the body of a routine or trigger the last of the words is.
fn nested(depth: usize, tokens: &[TokenWithSpan]) -> usize {
    let words = || tokens.iter().filter(|token| !matches!(token.token, Token::Whitespace(_)));
    let Some(last) = tokens.last() else { return depth };
    let opens = ["BEGIN", "CASE"].iter().any(|word| is_word(&last.token, word));
    let closes = is_word(&last.token, "END");
    // `END IF` and `END LOOP` close what is not counted, `END CASE` opens nothing.
    let behind_end = words().rev().nth(1).is_some_and(|token| is_word(&token.token, "END"));
    let uncounted = ["IF", "LOOP", "WHILE", "REPEAT"].iter().any(|word| is_word(&last.token, word));
    match () {
        () if !(opens || closes || (uncounted && behind_end)) => depth,
        () if !is_body(words()) => 0,
        () if closes => depth.saturating_sub(1),
        () if uncounted => depth + 1,
        () if opens && behind_end => depth,
        () => depth + 1,
    }
}

/// Whether a statement makes something that has statements in it.
fn is_body<'t>(mut words: impl Iterator<Item = &'t TokenWithSpan>) -> bool {
    let creates = words.next().is_some_and(|token| is_word(&token.token, "CREATE"));
    let kinds = ["TRIGGER", "FUNCTION", "PROCEDURE", "EVENT"];
    creates && words.take(12).any(|token| kinds.iter().any(|kind| is_word(&token.token, kind)))
}

fn piece(sql: &str, tokens: &[TokenWithSpan]) -> Option<Piece> {
    let comments = tokens.iter().filter_map(|token| match &token.token {
        Token::Whitespace(Whitespace::SingleLineComment { comment, .. } | Whitespace::MultiLineComment(comment)) => {
            Some(comment.as_str())
        }
        _ => None,
    });
    let ignores: Vec<(String, String)> = comments.filter_map(ignore).collect();
    let is_blank = |token: &&TokenWithSpan| matches!(token.token, Token::Whitespace(_) | Token::EOF);
    let words: Vec<&TokenWithSpan> = tokens.iter().filter(|token| !is_blank(token)).collect();
    if words.is_empty() && ignores.is_empty() {
        return None;
    }
    let ends = words.first().zip(words.last()).map(|(first, last)| (first.span.start, last.span.end));
    let text = ends.and_then(|(start, end)| sql.get(offset(sql, start)..offset(sql, end)));
    Some(Piece {
        sql: text.unwrap_or_default().to_owned(),
        tokens: words.iter().map(|token| token.token.clone()).collect(),
        ignores,
    })
}

/// A rule and the reason that a comment gives.
fn ignore(comment: &str) -> Option<(String, String)> {
    let text = comment.trim().strip_prefix(IGNORE)?;
    let (rule, reason) = text.split_once(':').unwrap_or((text, ""));
    Some((rule.trim().to_owned(), reason.trim().to_owned()))
}

/// Where a place of lines and columns is in the text.
fn offset(sql: &str, place: Location) -> usize {
    let mut lines = sql.split_inclusive('\n');
    let line = usize::try_from(place.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let before: usize = lines.by_ref().take(line).map(str::len).sum();
    let column = usize::try_from(place.column.saturating_sub(1)).unwrap_or(usize::MAX);
    before + lines.next().unwrap_or_default().chars().take(column).map(char::len_utf8).sum::<usize>()
}

/// Whether a token is that word, without quotes.
pub(super) fn is_word(token: &Token, text: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(text))
}

/// Words that are still to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'t> {
    rest: &'t [Token],
    pub(super) system: System,
}

impl<'t> Words<'t> {
    pub(super) fn new(tokens: &'t [Token], system: System) -> Self {
        Self { rest: tokens, system }
    }

    /// The same of other words.
    pub(super) fn of(self, tokens: &'t [Token]) -> Self {
        Self { rest: tokens, ..self }
    }

    pub(super) fn rest(self) -> &'t [Token] {
        self.rest
    }

    pub(super) fn is_done(self) -> bool {
        self.rest.is_empty()
    }

    fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// The next word in capitals, where it is one without quotes.
    pub(super) fn take_word(&mut self) -> Option<String> {
        match self.rest.first() {
            Some(Token::Word(word)) if word.quote_style.is_none() => {
                self.advance(1);
                Some(word.value.to_ascii_uppercase())
            }
            _ => None,
        }
    }

    /// Takes the words that are in `text`, or none.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let words: Vec<&str> = text.split(' ').collect();
        let fits =
            self.rest.len() >= words.len() && self.rest.iter().zip(&words).all(|(token, word)| is_word(token, word));
        if fits {
            self.advance(words.len());
        }
        fits
    }

    pub(super) fn eat_token(&mut self, token: &Token) -> bool {
        let fits = self.rest.first() == Some(token);
        if fits {
            self.advance(1);
        }
        fits
    }

    /// An identifier, as the server keeps it.
    pub(super) fn identifier(&mut self) -> Option<String> {
        let name = match self.rest.first()? {
            Token::Word(word) if word.quote_style.is_none() && self.system == System::Postgres => {
                word.value.to_lowercase()
            }
            Token::Word(word) => word.value.clone(),
            // SQLite takes both for a name, MySQL the former in a mode of its own.
            Token::DoubleQuotedString(text) => text.clone(),
            Token::SingleQuotedString(text) if self.system == System::Sqlite => text.clone(),
            _ => return None,
        };
        self.advance(1);
        Some(name)
    }

    /// A name, perhaps with its schema in front, and what is before that.
    pub(super) fn name(&mut self) -> Option<Name> {
        let mut parts = vec![self.identifier()?];
        while self.eat_token(&Token::Period) {
            parts.push(self.identifier()?);
        }
        let name = parts.pop()?;
        Some(Name { schema: parts.pop(), name })
    }

    /// What is in the parentheses that are next.
    pub(super) fn parenthesized(&mut self) -> Option<&'t [Token]> {
        if self.rest.first() != Some(&Token::LParen) {
            return None;
        }
        let mut depth = 0_usize;
        for (at, token) in self.rest.iter().enumerate() {
            match token {
                Token::LParen => depth += 1,
                Token::RParen => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let inner = self.rest.get(1..at)?;
                self.advance(at + 1);
                return Some(inner);
            }
        }
        None
    }

    pub(super) fn skip_parentheses(&mut self) {
        let _ = self.parenthesized();
    }

    /// The columns in the parentheses that are next.
    pub(super) fn columns(&mut self) -> Option<Vec<String>> {
        let inner = self.parenthesized()?;
        split(inner).into_iter().map(|tokens| self.of(tokens).identifier()).collect()
    }

    /// Where the word is, outside of parentheses.
    pub(super) fn position(self, word: &str) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, token) in self.rest.iter().enumerate() {
            match token {
                Token::LParen => depth += 1,
                Token::RParen => depth = depth.saturating_sub(1),
                token if depth == 0 && is_word(token, word) => return Some(at),
                _ => {}
            }
        }
        None
    }

    /// Skips everything before the place.
    pub(super) fn skip(&mut self, count: usize) {
        self.advance(count);
    }

    /// The rest without what begins with one of the words.
    pub(super) fn before(self, words: &[&str]) -> Self {
        let end = words.iter().filter_map(|word| self.position(word)).min().unwrap_or(self.rest.len());
        self.of(self.rest.get(..end).unwrap_or_default())
    }

    /// The whole rest as an expression.
    pub(super) fn expression(self) -> Option<Expr> {
        let mut parser = self.parser();
        let expression = parser.parse_expr().ok()?;
        (parser.peek_token_ref().token == Token::EOF).then_some(expression)
    }

    pub(super) fn parser(self) -> Parser<'static> {
        Parser::new(dialect(self.system)).with_tokens(self.rest.to_vec())
    }
}

/// The parts between commas that are in no parentheses.
pub(super) fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_usize;
    let parts = tokens.split(|token| {
        match token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *token == Token::Comma
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Words as a text, where their own is not at hand.
pub(super) fn text(tokens: &[Token]) -> String {
    tokens.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
