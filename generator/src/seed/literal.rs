//! Values as SQL writes them, and statements made of them, in the spelling of each database system.
//!
//! Nothing else in `seed` writes SQL, and no text gets in here but through quotes.

use crate::catalog::QualifiedName;
use std::fmt::Write;

/// How a database system spells literals and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL: a quoted text is read as whatever type its column has.
    Postgres,
    /// MySQL and MariaDB: a backslash escapes.
    MySql,
    /// SQLite.
    Sqlite,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `NULL`.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A number, as its digits.
    Number(String),
    /// A text, or anything that is written as one.
    Text(String),
    /// A byte string.
    Bytes(Vec<u8>),
    /// A shape.
    Shape {
        /// Its well-known text.
        text: String,
        /// The number of its reference system, where it has to be of one.
        system: Option<u32>,
    },
    /// What the database itself put into a column of the row that has that place among all rows, in the order of the
    /// column.
    Given {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
        /// The place, from zero.
        place: u64,
    },
}

impl Literal {
    /// A number from anything that prints as one.
    pub(super) fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl Dialect {
    /// A quoted name.
    pub fn name(self, name: &str) -> String {
        let quote = if self == Self::MySql { "`" } else { "\"" };
        format!("{quote}{}{quote}", name.replace(quote, &quote.repeat(2)))
    }

    /// A quoted name with its schema.
    pub fn qualified(self, name: &QualifiedName) -> String {
        format!("{}.{}", self.name(&name.schema), self.name(&name.name))
    }

    /// A value.
    pub fn literal(self, literal: &Literal) -> String {
        match literal {
            Literal::Null => "NULL".to_owned(),
            Literal::Boolean(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Literal::Number(digits) => digits.clone(),
            Literal::Text(text) => self.text(text),
            Literal::Bytes(bytes) => self.bytes(bytes),
            Literal::Shape { text, system: None } if self == Self::MySql => {
                format!("ST_GeomFromText({})", self.text(text))
            }
            Literal::Shape { text, system: Some(system) } if self == Self::MySql => {
                format!("ST_GeomFromText({}, {system})", self.text(text))
            }
            Literal::Shape { text, .. } => self.text(text),
            Literal::Given { table, column, place } => self.given(table, column, *place),
        }
    }

    fn text(self, text: &str) -> String {
        let text = text.replace('\'', "''");
        match self {
            Self::MySql => format!("'{}'", text.replace('\\', "\\\\")),
            _ => format!("'{text}'"),
        }
    }

    fn bytes(self, bytes: &[u8]) -> String {
        let mut hex = String::with_capacity(bytes.len() * 2);
        for byte in bytes {
            let _ = write!(hex, "{byte:02x}");
        }
        match self {
            Self::Postgres => format!("'\\x{hex}'"),
            _ => format!("x'{hex}'"),
        }
    }

    fn given(self, table: &QualifiedName, column: &str, place: u64) -> String {
        let (table, column) = (self.qualified(table), self.name(column));
        let select = format!("SELECT {column} FROM {table} ORDER BY {column} LIMIT 1 OFFSET {place}");
        match self {
            // MySQL reads from the table that it writes to only by way of another one.
            Self::MySql => format!("(SELECT {column} FROM ({select}) AS given)"),
            _ => format!("({select})"),
        }
    }

    /// A statement that counts rows, as a text; `from` is the table, and perhaps a condition.
    pub fn count(self, from: &str) -> String {
        let kind = if self == Self::MySql { "CHAR" } else { "TEXT" };
        format!("SELECT CAST(count(*) AS {kind}) FROM {from}")
    }

    /// A statement that adds rows, each with a value for each of the columns.
    pub(super) fn insert(self, table: &QualifiedName, columns: &[&str], rows: &[Vec<&Literal>]) -> String {
        let table = self.qualified(table);
        if columns.is_empty() {
            return match self {
                Self::MySql => format!("INSERT INTO {table} () VALUES ()"),
                _ => format!("INSERT INTO {table} DEFAULT VALUES"),
            };
        }
        let list = |items: Vec<String>| format!("({})", items.join(", "));
        let names = list(columns.iter().map(|name| self.name(name)).collect());
        let rows = rows.iter().map(|row| list(row.iter().map(|literal| self.literal(literal)).collect()));
        format!("INSERT INTO {table} {names} VALUES {}", rows.collect::<Vec<_>>().join(", "))
    }

    /// A statement that changes the row that the `key` finds.
    pub(super) fn update(
        self,
        table: &QualifiedName,
        changes: &[(&str, &Literal)],
        key: &[(&str, &Literal)],
    ) -> String {
        let pairs = |pairs: &[(&str, &Literal)], between: &str| {
            let pair = |(name, value): &(&str, &Literal)| format!("{} = {}", self.name(name), self.literal(value));
            pairs.iter().map(pair).collect::<Vec<_>>().join(between)
        };
        format!("UPDATE {} SET {} WHERE {}", self.qualified(table), pairs(changes, ", "), pairs(key, " AND "))
    }

    /// A statement after which the sequence of a column goes on above all that the column holds.
    pub fn advance(self, table: &QualifiedName, column: &str) -> Option<String> {
        // MySQL and SQLite look at the column themselves.
        (self == Self::Postgres).then(|| self.advance_quoted(&self.qualified(table), column))
    }

    /// The same for PostgreSQL and a table whose name is quoted.
    pub(crate) fn advance_quoted(self, table: &str, column: &str) -> String {
        let (named, quoted) = (self.text(table), self.name(column));
        let sequence = format!("pg_get_serial_sequence({named}, {})", self.text(column));
        format!("SELECT setval({sequence}, max({quoted})) FROM {table} HAVING max({quoted}) > 0")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_close_what_they_open() {
        let text = Literal::text("it's \\ \"so\"");
        assert_eq!(Dialect::Postgres.literal(&text), r#"'it''s \ "so"'"#);
        assert_eq!(Dialect::MySql.literal(&text), r#"'it''s \\ "so"'"#);
        assert_eq!(Dialect::MySql.name("a`b\"c"), "`a``b\"c`");
        assert_eq!(Dialect::Sqlite.name("a`b\"c"), "\"a`b\"\"c\"");
        assert_eq!(Dialect::Postgres.literal(&Literal::Bytes(vec![0, 255])), r"'\x00ff'");
        assert_eq!(Dialect::MySql.literal(&Literal::Bytes(Vec::new())), "x''");
    }

    #[test]
    fn a_row_of_nothing_but_defaults_can_be_added() {
        let table = QualifiedName { schema: "s".to_owned(), name: "t".to_owned() };
        assert_eq!(Dialect::Sqlite.insert(&table, &[], &[Vec::new()]), "INSERT INTO \"s\".\"t\" DEFAULT VALUES");
        assert_eq!(Dialect::MySql.insert(&table, &[], &[Vec::new()]), "INSERT INTO `s`.`t` () VALUES ()");
    }
}
