//! The CREATE texts that SQLite stores → the facts that its pragmas do not tell.
//!
//! sqlparser cuts the text into tokens; the few rules of SQLite's grammar that matter are walked here, because
//! sqlparser's own CREATE TABLE refuses texts that SQLite accepts: `real(10, 2)`, `UNIQUE ON CONFLICT REPLACE`,
//! `UNSIGNED BIG INT`, constraints without commas between them. Conditions and expressions are returned as written.
//! A text that cannot be cut gives `None`, one that is odd gives fewer facts; neither is an error.

use crate::catalog::Deferral;
use sqlparser::dialect::SQLiteDialect;
use sqlparser::tokenizer::{Location, Token, Tokenizer};

/// What the text of a table tells beyond the pragmas.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TableText {
    /// The name of the primary key.
    pub(super) primary_key: Option<String>,
    /// UNIQUE constraints in the order of the text.
    pub(super) uniques: Vec<UniqueText>,
    /// Foreign keys in the order of the text.
    pub(super) foreign_keys: Vec<ForeignKeyText>,
    /// CHECK constraints in the order of the text.
    pub(super) checks: Vec<CheckText>,
    /// The columns that have a collation or an expression.
    pub(super) columns: Vec<ColumnText>,
}

/// A UNIQUE constraint.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UniqueText {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
}

/// A foreign key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ForeignKeyText {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) deferral: Deferral,
}

/// A CHECK constraint.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CheckText {
    pub(super) name: Option<String>,
    pub(super) expression: String,
}

/// A column.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnText {
    pub(super) name: String,
    pub(super) collation: Option<String>,
    /// The expression of a generated column.
    pub(super) generated: Option<String>,
}

/// What the text of an index tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct IndexText {
    /// The parts without order and collation.
    pub(super) parts: Vec<String>,
    pub(super) predicate: Option<String>,
}

impl TableText {
    /// Reads a CREATE TABLE.
    pub(super) fn of(sql: &str) -> Option<Self> {
        let pieces = cut(sql)?;
        let mut walk = Walk::new(sql, &pieces);
        let body = walk.skip_to_group()?;
        let mut facts = Self::default();
        for item in split(body) {
            facts.add(Walk::new(sql, item));
        }
        Some(facts)
    }

    /// The column of that name, as SQLite compares names.
    pub(super) fn column(&self, name: &str) -> Option<&ColumnText> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// Adds one item of the body: a column with its constraints, or a table constraint.
    fn add(&mut self, mut walk: Walk) {
        const TABLE_CONSTRAINTS: &[&str] = &["constraint", "primary", "unique", "check", "foreign"];
        let mut column = ColumnText::default();
        if !TABLE_CONSTRAINTS.iter().any(|word| walk.at_word(word)) {
            let Some(name) = walk.name() else { return };
            column.name = name;
        }
        let mut scope = Scope { columns: vec![column.name.clone()], name: None };
        while !walk.is_done() {
            self.add_constraint(&mut walk, &mut column, &mut scope);
        }
        if column.collation.is_some() || column.generated.is_some() {
            self.columns.push(column);
        }
    }

    /// Takes one constraint, or one token that begins none: the words of a type, of a default, of an action.
    fn add_constraint(&mut self, walk: &mut Walk, column: &mut ColumnText, scope: &mut Scope) {
        if walk.word("constraint") {
            scope.name = walk.name();
            return;
        }
        // A name belongs to the constraint right after it and to no later one.
        let name = scope.name.take();
        if walk.words(&["primary", "key"]) {
            self.primary_key = name;
            walk.group();
        } else if walk.word("unique") {
            let columns = walk.group().map_or_else(|| scope.columns.clone(), first_names);
            self.uniques.push(UniqueText { name, columns });
        } else if walk.word("check") {
            let Some(inside) = walk.group() else { return };
            self.checks.push(CheckText { name, expression: walk.text(inside) });
        } else if walk.words(&["foreign", "key"]) {
            scope.columns = walk.group().map(first_names).unwrap_or_default();
            scope.name = name;
        } else if walk.word("references") {
            let deferral = walk.reference();
            self.foreign_keys.push(ForeignKeyText { name, columns: scope.columns.clone(), deferral });
        } else if walk.word("collate") {
            column.collation = walk.name();
        } else if walk.word("as") {
            column.generated = walk.group().map(|inside| walk.text(inside));
        } else if walk.group().is_none() {
            walk.step();
        }
    }
}

/// What a constraint refers to when it does not say so itself.
struct Scope {
    columns: Vec<String>,
    name: Option<String>,
}

impl IndexText {
    /// Reads a CREATE INDEX.
    pub(super) fn of(sql: &str) -> Option<Self> {
        let pieces = cut(sql)?;
        let mut walk = Walk::new(sql, &pieces);
        let parts = split(walk.skip_to_group()?);
        let parts = parts.into_iter().map(|part| walk.text(without_order(part))).collect();
        let predicate = walk.word("where").then(|| walk.text(walk.rest()));
        Some(Self { parts, predicate })
    }
}

/// The query of a CREATE VIEW.
pub(super) fn view_query(sql: &str) -> Option<String> {
    let pieces = cut(sql)?;
    let mut walk = Walk::new(sql, &pieces);
    while !walk.word("as") {
        if walk.is_done() {
            return None;
        }
        walk.step();
    }
    Some(walk.text(walk.rest()))
}

/// The part of an index without `COLLATE name`, `ASC` and `DESC` at its end.
fn without_order(part: &[Piece]) -> &[Piece] {
    match part {
        [rest @ .., last] if last.is_word("asc") || last.is_word("desc") => without_order(rest),
        [rest @ .., word, _] if word.is_word("collate") => rest,
        _ => part,
    }
}

/// The names that the comma-separated parts begin with.
fn first_names(inside: &[Piece]) -> Vec<String> {
    split(inside).into_iter().filter_map(|part| part.first()?.name()).collect()
}

/// A token and its place in the text.
struct Piece {
    token: Token,
    start: usize,
    end: usize,
}

impl Piece {
    /// Whether it is that word, unquoted; `word` is in lower case.
    fn is_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Word(found) if found.quote_style.is_none() && found.value.eq_ignore_ascii_case(word))
    }

    /// The identifier it is. SQLite takes a string for one where an identifier must stand.
    fn name(&self) -> Option<String> {
        match &self.token {
            Token::Word(word) => Some(word.value.clone()),
            Token::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        }
    }
}

/// The tokens of a text without white space and comments.
fn cut(sql: &str) -> Option<Vec<Piece>> {
    let tokens = Tokenizer::new(&SQLiteDialect {}, sql).tokenize_with_location().ok()?;
    let mut offsets = Offsets::new(sql);
    let mut pieces = Vec::with_capacity(tokens.len() / 2);
    for found in tokens {
        if matches!(found.token, Token::Whitespace(_)) {
            continue;
        }
        let start = offsets.of(found.span.start);
        let end = offsets.of(found.span.end);
        pieces.push(Piece { token: found.token, start, end });
    }
    Some(pieces)
}

/// Turns ascending lines and columns into byte offsets, in one pass over the text.
struct Offsets<'a> {
    characters: std::str::Chars<'a>,
    length: usize,
    line: u64,
    column: u64,
}

impl<'a> Offsets<'a> {
    fn new(sql: &'a str) -> Self {
        Self { characters: sql.chars(), length: sql.len(), line: 1, column: 1 }
    }

    fn of(&mut self, location: Location) -> usize {
        while (self.line, self.column) < (location.line, location.column) {
            match self.characters.next() {
                Some('\n') => (self.line, self.column) = (self.line + 1, 1),
                Some(_) => self.column += 1,
                None => break,
            }
        }
        self.length - self.characters.as_str().len()
    }
}

/// The parts between the commas that stand in no parenthesis.
fn split(pieces: &[Piece]) -> Vec<&[Piece]> {
    let mut depth = 0_i32;
    let parts = pieces.split(|piece| {
        match piece.token {
            Token::LParen => depth += 1,
            Token::RParen => depth -= 1,
            _ => {}
        }
        depth == 0 && piece.token == Token::Comma
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// A position in a list of tokens.
struct Walk<'a> {
    sql: &'a str,
    pieces: &'a [Piece],
    at: usize,
}

impl<'a> Walk<'a> {
    fn new(sql: &'a str, pieces: &'a [Piece]) -> Self {
        Self { sql, pieces, at: 0 }
    }

    fn is_done(&self) -> bool {
        self.at >= self.pieces.len()
    }

    fn step(&mut self) {
        self.at += 1;
    }

    fn rest(&self) -> &'a [Piece] {
        &self.pieces[self.at.min(self.pieces.len())..]
    }

    fn at_word(&self, word: &str) -> bool {
        self.rest().first().is_some_and(|piece| piece.is_word(word))
    }

    /// Takes that word, if it comes next.
    fn word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        self.at += usize::from(found);
        found
    }

    /// Takes those words, if they come next.
    fn words(&mut self, words: &[&str]) -> bool {
        let next = self.rest();
        let found = next.len() >= words.len() && next.iter().zip(words).all(|(piece, word)| piece.is_word(word));
        self.at += if found { words.len() } else { 0 };
        found
    }

    /// Takes an identifier, if one comes next.
    fn name(&mut self) -> Option<String> {
        let name = self.rest().first()?.name()?;
        self.step();
        Some(name)
    }

    /// Takes a parenthesis, if one comes next, and returns what stands in it.
    fn group(&mut self) -> Option<&'a [Piece]> {
        let rest = self.rest();
        let mut depth = 0;
        for (idx, piece) in rest.iter().enumerate() {
            match piece.token {
                Token::LParen => depth += 1,
                Token::RParen => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at += if idx == 0 { 0 } else { idx + 1 };
                return rest.get(1..idx).filter(|_| idx > 0);
            }
        }
        None
    }

    /// Takes everything up to the next parenthesis and that as well.
    fn skip_to_group(&mut self) -> Option<&'a [Piece]> {
        while !self.is_done() {
            if let Some(inside) = self.group() {
                return Some(inside);
            }
            self.step();
        }
        None
    }

    /// Takes what follows REFERENCES.
    fn reference(&mut self) -> Deferral {
        self.step();
        self.group();
        let mut deferral = Deferral::NotDeferrable;
        loop {
            if self.word("on") {
                // ON DELETE or ON UPDATE, then SET NULL, SET DEFAULT, NO ACTION or one word.
                self.step();
                let two = self.at_word("set") || self.at_word("no");
                self.at += if two { 2 } else { 1 };
            } else if self.word("match") {
                self.step();
            } else if self.words(&["not", "deferrable"]) {
                self.initially();
            } else if self.word("deferrable") {
                deferral = self.initially();
            } else {
                return deferral;
            }
        }
    }

    /// Takes INITIALLY DEFERRED or INITIALLY IMMEDIATE, if one comes next.
    fn initially(&mut self) -> Deferral {
        if self.words(&["initially", "deferred"]) {
            return Deferral::InitiallyDeferred;
        }
        self.words(&["initially", "immediate"]);
        Deferral::InitiallyImmediate
    }

    /// The text from the first to the last of `pieces`, as written.
    fn text(&self, pieces: &[Piece]) -> String {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return String::new() };
        self.sql.get(first.start..last.end).unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(body: &str) -> TableText {
        TableText::of(&format!("CREATE TABLE t ({body})")).unwrap()
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn some(name: &str) -> Option<String> {
        Some(name.to_owned())
    }

    #[test]
    fn names_of_constraints_are_found() {
        let text = table(
            "id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, a INT CONSTRAINT nn NOT NULL UNIQUE, \
             b INT CONSTRAINT fk REFERENCES p (x) ON DELETE SET NULL CONSTRAINT pos CHECK (b > 0), \
             CONSTRAINT \"u q\" UNIQUE (a COLLATE nocase DESC, [b]) ON CONFLICT REPLACE \
             CONSTRAINT 'named' FOREIGN KEY (a, `b`) REFERENCES q",
        );
        assert_eq!(text.primary_key, some("pk"));
        let uniques: Vec<_> = text.uniques.iter().map(|key| (key.name.clone(), key.columns.clone())).collect();
        assert_eq!(uniques, [(None, owned(&["a"])), (some("u q"), owned(&["a", "b"]))]);
        let keys: Vec<_> = text.foreign_keys.iter().map(|key| (key.name.clone(), key.columns.clone())).collect();
        assert_eq!(keys, [(some("fk"), owned(&["b"])), (some("named"), owned(&["a", "b"]))]);
        assert_eq!(text.checks, [CheckText { name: some("pos"), expression: "b > 0".to_owned() }]);
    }

    #[test]
    fn odd_types_and_defaults_hide_nothing() {
        let text = table(
            "a real(10, 2) DEFAULT (unique_id(1)) CHECK (a IN (1, 2)), b UNSIGNED BIG INT DEFAULT -1 UNIQUE, \
             c 'my type' DEFAULT 'CHECK (no)', -- CHECK (no)\n d /* UNIQUE */ text",
        );
        assert_eq!(text.checks.len(), 1);
        assert_eq!(text.checks[0].expression, "a IN (1, 2)");
        assert_eq!(text.uniques.len(), 1);
    }

    #[test]
    fn deferral_belongs_to_its_foreign_key() {
        let deferral = |text: &str| table(&format!("a REFERENCES p {text} NOT NULL")).foreign_keys[0].deferral;
        assert_eq!(deferral(""), Deferral::NotDeferrable);
        assert_eq!(deferral("(x) ON UPDATE NO ACTION MATCH FULL DEFERRABLE"), Deferral::InitiallyImmediate);
        assert_eq!(deferral("ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"), Deferral::InitiallyDeferred);
        assert_eq!(deferral("DEFERRABLE INITIALLY IMMEDIATE"), Deferral::InitiallyImmediate);
        assert_eq!(deferral("NOT DEFERRABLE INITIALLY DEFERRED"), Deferral::NotDeferrable);
    }

    #[test]
    fn expressions_and_collations_belong_to_their_column() {
        let text = table(
            "\"größe 😀\" INT,\n a TEXT COLLATE nocase, g INT GENERATED ALWAYS AS (length('😀)') + 1) STORED, v AS (a || ',')",
        );
        assert_eq!(text.column("A").unwrap().collation, some("nocase"));
        assert_eq!(text.column("g").unwrap().generated, some("length('😀)') + 1"));
        assert_eq!(text.column("v").unwrap().generated, some("a || ','"));
        assert_eq!(text.columns.len(), 3);
    }

    #[test]
    fn indexes_tell_expressions_and_condition() {
        let index =
            IndexText::of("CREATE UNIQUE INDEX i ON t (lower(a) DESC, b COLLATE nocase ASC, c) WHERE c > '(' AND b")
                .unwrap();
        assert_eq!(index.parts, ["lower(a)", "b", "c"]);
        assert_eq!(index.predicate, some("c > '(' AND b"));
    }

    #[test]
    fn views_tell_their_query() {
        let query = "SELECT a AS b\nFROM t -- why";
        assert_eq!(view_query(&format!("CREATE VIEW \"as\" (x) AS {query}")), some("SELECT a AS b\nFROM t"));
        assert_eq!(view_query("CREATE VIEW v"), None);
    }

    #[test]
    fn nonsense_is_no_error() {
        for text in [
            "",
            "CREATE TABLE t (",
            "CREATE TABLE t ((((",
            "CREATE TABLE t (a 'b",
            ") (",
            "CREATE TABLE t (,,REFERENCES,CHECK,)",
        ] {
            let _ = TableText::of(text);
            let _ = IndexText::of(text);
            let _ = view_query(text);
        }
    }
}
