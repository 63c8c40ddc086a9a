//! The text of a definition → its syntax tree, in the backend's own dialect.
//!
//! The parser does not know some spellings that the backends themselves produce. They are brought to a form that it
//! knows and that is NULL in the same cases:
//!
//! 1. PostgreSQL writes `trim(x)` as `TRIM(BOTH FROM x)`.
//! 2. PostgreSQL writes `FROM ONLY t` for a table without its heirs, whose rows are some of the table's.
//! 3. PostgreSQL writes a row as a value as `t.*`; it becomes a column that no table has.
//! 4. MariaDB writes `a % b` as `a MOD b`.
//! 5. MariaDB writes NOT before what is no comparison as `!`, which binds like a minus.
//! 6. MySQL writes the character set of a cast after its type: `cast(a as char(3) charset utf8mb4)`.

use crate::database::Backend;
use sqlparser::ast::Query;
use sqlparser::dialect::{Dialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

/// Definitions nest joins and parentheses as deep as they have tables; the parser grows its stack as it needs.
const NESTING: usize = 400;

/// The query, or why there is none.
pub(super) fn query(definition: &str, backend: Backend) -> Result<Query, String> {
    if definition.trim().is_empty() {
        return Err("the definition is hidden from the connected role".to_owned());
    }
    let dialect: &dyn Dialect = match backend {
        Backend::Postgres => &PostgreSqlDialect {},
        Backend::MySql => &MySqlDialect {},
        Backend::Sqlite => &SQLiteDialect {},
    };
    parse(dialect, definition, backend).map_err(|error| match error {
        ParserError::TokenizerError(reason) | ParserError::ParserError(reason) => reason,
        ParserError::RecursionLimitExceeded => "the definition is nested too deep".to_owned(),
    })
}

fn parse(dialect: &dyn Dialect, definition: &str, backend: Backend) -> Result<Query, ParserError> {
    let mut tokens = Tokenizer::new(dialect, definition).tokenize_with_location()?;
    tokens.retain(|token| !matches!(token.token, Token::Whitespace(_)));
    let tokens = match backend {
        Backend::Postgres => mended(&tokens, postgres),
        Backend::MySql => mended(&tokens, mysql),
        Backend::Sqlite => tokens,
    };
    let mut parser = Parser::new(dialect).with_recursion_limit(NESTING).with_tokens_with_locations(tokens);
    let query = parser.parse_query()?;
    // What is left over would change the meaning of what was read.
    parser.expect_token(&Token::EOF)?;
    Ok(*query)
}

/// What becomes of a token.
enum Mend {
    Keep,
    Drop(usize),
    Replace(Token),
}

/// The tokens after `mend` has seen each with what is kept before and what comes after it.
fn mended(tokens: &[TokenWithSpan], mend: impl Fn(&[TokenWithSpan], &[TokenWithSpan]) -> Mend) -> Vec<TokenWithSpan> {
    let mut kept: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        match mend(&kept, rest) {
            Mend::Keep => kept.push(rest[0].clone()),
            Mend::Replace(token) => kept.push(TokenWithSpan::new(token, rest[0].span)),
            Mend::Drop(count) => {
                at += count;
                continue;
            }
        }
        at += 1;
    }
    kept
}

/// Rules 1 to 3.
fn postgres(before: &[TokenWithSpan], rest: &[TokenWithSpan]) -> Mend {
    let next = rest.get(1).map(|token| &token.token);
    match before {
        [.., name, open] if open.token == Token::LParen && is_keyword(&name.token, Keyword::TRIM) => {
            let side = [Keyword::BOTH, Keyword::LEADING, Keyword::TRAILING];
            let sided = side.into_iter().any(|side| is_keyword(&rest[0].token, side));
            let bare = sided && next.is_some_and(|next| is_keyword(next, Keyword::FROM));
            if bare { Mend::Drop(2) } else { Mend::Keep }
        }
        [.., from] if is_keyword(&rest[0].token, Keyword::ONLY) && opens_relation(&from.token) => match next {
            Some(Token::Word(_)) => Mend::Drop(1),
            _ => Mend::Keep,
        },
        [.., dot] if dot.token == Token::Period && rest[0].token == Token::Mul => match next {
            Some(Token::DoubleColon) => Mend::Replace(no_column()),
            Some(word) if is_keyword(word, Keyword::IS) => Mend::Replace(no_column()),
            _ => Mend::Keep,
        },
        _ => Mend::Keep,
    }
}

/// Rules 4 to 6.
fn mysql(before: &[TokenWithSpan], rest: &[TokenWithSpan]) -> Mend {
    let next = rest.get(1).map(|token| &token.token);
    match (&rest[0].token, before.last().map(|token| &token.token)) {
        (word, Some(before)) if is_word(word, "mod") && (next != Some(&Token::LParen) || ends_operand(before)) => {
            Mend::Replace(Token::Mod)
        }
        (Token::ExclamationMark, _) => Mend::Replace(Token::Minus),
        (word, Some(before)) if is_word(word, "charset") && (is_word(before, "char") || *before == Token::RParen) => {
            Mend::Drop(2)
        }
        _ => Mend::Keep,
    }
}

/// Whether what follows can only be an operator. A word without quotes may be a keyword.
fn ends_operand(token: &Token) -> bool {
    let is_literal = matches!(token, Token::RParen | Token::Number(..) | Token::SingleQuotedString(_));
    is_literal || matches!(token, Token::Word(word) if word.quote_style.is_some())
}

fn no_column() -> Token {
    Token::make_word("*", Some('"'))
}

fn opens_relation(token: &Token) -> bool {
    matches!(token, Token::Comma | Token::LParen)
        || is_keyword(token, Keyword::FROM)
        || is_keyword(token, Keyword::JOIN)
}

fn is_keyword(token: &Token, keyword: Keyword) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.keyword == keyword)
}

fn is_word(token: &Token, text: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(text))
}
