//! What the database says: the backend-neutral facts of one introspection.
//!
//! Plain owned data, sorted, serializable and comparable with `==`. Every type keeps the backend's own
//! spelling beside the normalized one, so that nothing is lost. This module must not decide anything about
//! the generated code (that is `model`) and must not know how facts are fetched (that is `introspect`).
//!
//! Order: schemas and all that is in them, keys, checks and indexes by name; columns by position; key columns
//! in key order. Two catalogs are equal exactly when the databases say the same.

mod constraint;
mod index;
mod object;
mod routine;
mod size;
mod texts;

pub use constraint::{Action, AllowedValues, Check, Deferral, ForeignKey, Key};
pub use index::{Index, IndexKey, IndexPart};
pub use object::{Composite, Domain, Object, ObjectKind};
pub use routine::{Parameter, ParameterMode, Returns, Routine, RoutineKind, TypedName};
pub use texts::{TextKind, TextOf, Texts};

use serde::{Deserialize, Serialize};

/// All facts of one database, in the schemas that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// The schemas that were read. SQLite has one, `main`; MySQL's is the connected database.
    #[serde(default)]
    pub schemas: Vec<Schema>,
    /// Whether the database carries SeaORM's migration table, that is, whether sea-query spelled its types.
    #[serde(default)]
    pub migrated: bool,
    /// Whether the width of integers is an assumption, because the database's own spelling does not tell (SQLite).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assumed_integers: bool,
    /// Whether columns that are called times of day hold spans of either sign and of more than a day (MySQL).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub times_are_spans: bool,
}

/// One schema (PostgreSQL), database (MySQL) or `main` (SQLite).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// The schema's name.
    pub name: String,
    /// Whether unqualified names resolve to it: generated entities of this schema name no schema.
    #[serde(default)]
    pub is_default: bool,
    /// Base, partitioned, foreign and virtual tables; partitions are folded into their parent.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Views and materialized views.
    #[serde(default)]
    pub views: Vec<View>,
    /// Enum types. MySQL's, which belong to a column, appear as `<table>_<column>`.
    #[serde(default)]
    pub enums: Vec<Enum>,
    /// Domains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<Domain>,
    /// Composite types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub composites: Vec<Composite>,
    /// Functions and procedures, but for what an extension owns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routines: Vec<Routine>,
    /// Everything else, so that each object of the database is somewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<Object>,
}

/// A schema-qualified name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QualifiedName {
    /// The schema.
    pub schema: String,
    /// The object within it.
    pub name: String,
}

/// A table and all that belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The table's name.
    pub name: String,
    /// What kind of table it is.
    pub kind: TableKind,
    /// The table's comment.
    pub comment: Option<String>,
    /// Whether policies decide which rows somebody sees and changes; without any policy, none (PostgreSQL).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub row_security: bool,
    /// Whether they decide so for the table's owner too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub row_security_forced: bool,
    /// Columns in declaration order, hidden and dropped ones left out.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Option<Key>,
    /// UNIQUE constraints. Unique indexes that no constraint owns are in `indexes`.
    #[serde(default)]
    pub unique_keys: Vec<Key>,
    /// Foreign keys.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    /// CHECK constraints; a NOT NULL is a fact of its column.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Indexes that back no primary or unique key and that the server did not make for a foreign key.
    #[serde(default)]
    pub indexes: Vec<Index>,
}

/// The kinds of table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// An ordinary table.
    #[default]
    Base,
    /// The parent of partitions.
    Partitioned,
    /// A foreign table (PostgreSQL).
    Foreign,
    /// A virtual table (SQLite).
    Virtual,
}

/// A column of a table or a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The column's name.
    pub name: String,
    /// The normalized type.
    pub data_type: DataType,
    /// The type as the backend spells it, such as `character varying(80)`.
    pub raw_type: String,
    /// Whether NULL may be stored. For a column of a view: whether NULL may be read.
    #[serde(default)]
    pub nullable: bool,
    /// The default, absent for identity and generated columns and for `nextval` of an owned sequence.
    pub default: Option<Default>,
    /// Whether and how the database numbers rows in this column.
    pub identity: Option<Identity>,
    /// Whether a default draws the numbers from a sequence, as `serial` has it, and the column is no identity (PostgreSQL).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub serial: bool,
    /// Set for a column computed from others.
    pub generated: Option<Generated>,
    /// The domain that the column is of; `data_type` is what lies under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<QualifiedName>,
    /// The column of a table whose value a view's column passes on unchanged, where that is proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<ColumnRef>,
    /// The collation, where it is not the type's or table's default.
    pub collation: Option<String>,
    /// The column's comment.
    pub comment: Option<String>,
}

impl Column {
    /// A column with nothing special about it, which is never NULL.
    pub fn plain(name: impl Into<String>, data_type: DataType, raw_type: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            data_type,
            raw_type: raw_type.into(),
            nullable: false,
            default: None,
            identity: None,
            serial: false,
            generated: None,
            domain: None,
            origin: None,
            collation: None,
            comment: None,
        }
    }
}

/// A column of a table, wherever it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ColumnRef {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: String,
}

/// A column type, normalized over the backends.
///
/// What a backend cannot say is recovered from the declared spelling where that is certain (`uuid_text`,
/// `real_decimal(10,2)`, `tinyint(1)`, …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataType {
    /// `boolean`, MySQL's `tinyint(1)`.
    Boolean,
    /// 8-bit integer.
    TinyInteger,
    /// 16-bit integer.
    SmallInteger,
    /// 32-bit integer; MySQL's `mediumint` too.
    Integer,
    /// 64-bit integer.
    BigInteger,
    /// 8-bit unsigned integer.
    TinyUnsigned,
    /// 16-bit unsigned integer; MySQL's `year` too.
    SmallUnsigned,
    /// 32-bit unsigned integer.
    Unsigned,
    /// 64-bit unsigned integer.
    BigUnsigned,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
    /// Exact decimal with precision and scale; without them, of any size.
    Decimal(#[serde(with = "size")] Option<(u32, u32)>),
    /// The same where a column keeps it as an integer or a float, whichever fits the value (SQLite).
    Numeric(#[serde(with = "size")] Option<(u32, u32)>),
    /// An amount of money in the currency of the server's locale (PostgreSQL).
    Money,
    /// Fixed-width character string of that many characters.
    Char(#[serde(with = "size")] Option<u32>),
    /// Variable character string of at most that many characters.
    Varchar(#[serde(with = "size")] Option<u32>),
    /// Character string of any length.
    Text,
    /// Fixed-width byte string.
    Binary(u32),
    /// Variable byte string of at most that many bytes.
    Varbinary(u32),
    /// Byte string of any length.
    Blob,
    /// Calendar date.
    Date,
    /// Time of day.
    Time,
    /// Date and time without time zone.
    DateTime,
    /// An instant: date and time with time zone.
    TimestampWithTimeZone,
    /// JSON kept as text.
    Json,
    /// JSON kept parsed.
    JsonBinary,
    /// UUID.
    Uuid,
    /// An enum type, listed in [`Schema::enums`].
    Enum(QualifiedName),
    /// An array. One that is declared with several dimensions is an array of arrays; the server keeps to neither.
    Array(Box<DataType>),
    /// Any type that has no counterpart here but a text form that the database converts both ways.
    Castable {
        /// The character type to cast to when reading.
        read: String,
        /// The type itself, as written in a cast, quoted where the database needs it.
        write: String,
        /// What its text is made of, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        structure: Option<Structure>,
    },
    /// A value of no certain type, kept as it is given (SQLite).
    Any,
    /// A geometry in the server's own bytes: four of a reference system, then its well-known binary form (MySQL).
    Geometry,
    /// Numbers of 32 bits in a row, in the server's own bytes: each with its lowest byte first (MySQL).
    Vector,
    /// Any type that is not known to be readable.
    Opaque,
}

/// What the text of a type is made of (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Structure {
    /// A range between two values of a type.
    Range(Box<DataType>),
    /// Any number of ranges between values of a type.
    Multirange(Box<DataType>),
    /// The attributes of a composite type, which is listed in [`Schema::composites`] where its schema was read.
    Composite(QualifiedName),
}

/// The default of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Default {
    /// The expression as the backend spells it.
    pub raw: String,
    /// What it means, where that is certain.
    pub value: DefaultValue,
}

/// The meaning of a default expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultValue {
    /// `NULL`.
    Null,
    /// `TRUE` or `FALSE`; `1` and `0` for a boolean column.
    Boolean(bool),
    /// An integer literal.
    Integer(i64),
    /// Any other number, without the zeros that only pad it.
    Number(String),
    /// A character string, unquoted.
    Text(String),
    /// The current date and time.
    CurrentTimestamp,
    /// Anything else.
    Expression,
}

/// How a column numbers its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// `GENERATED ALWAYS AS IDENTITY`: a value may not be given.
    Always,
    /// `GENERATED BY DEFAULT AS IDENTITY`, `serial`, `AUTO_INCREMENT`, or SQLite's rowid: a value may be given.
    ByDefault,
}

/// A computed column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The expression as the backend spells it.
    pub expression: String,
    /// Whether the value is stored (`STORED`) or computed when read (`VIRTUAL`).
    #[serde(default)]
    pub stored: bool,
}

/// A view or materialized view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The view's name.
    pub name: String,
    /// Whether the rows are stored.
    #[serde(default)]
    pub materialized: bool,
    /// The view's comment.
    pub comment: Option<String>,
    /// What it was made WITH, as the server spells it: `security_invoker=true` (PostgreSQL).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Columns in declaration order.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// The indexes of a materialized view.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// The defining query as the backend spells it.
    pub definition: String,
    /// The columns that the definition proves to identify a row, none of them NULL; empty where it proves none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// Why nothing could be proved from the definition, so that every column may be NULL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<String>,
}

/// An enum type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// The type's name.
    pub name: String,
    /// The values in their sort order.
    #[serde(default)]
    pub values: Vec<String>,
    /// The type's comment.
    pub comment: Option<String>,
    /// The column that the type belongs to, where types cannot be shared (MySQL).
    pub owner: Option<EnumOwner>,
}

/// The column that an enum type belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumOwner {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
}

impl DataType {
    /// A type that is cast to one of characters and back, and of which nothing more is known.
    pub fn castable(read: &str, write: &str) -> Self {
        Self::Castable { read: read.to_owned(), write: write.to_owned(), structure: None }
    }

    /// The bits of an integer, and whether it has no sign.
    pub fn integer(&self) -> Option<(u8, bool)> {
        Some(match self {
            Self::TinyInteger => (8, false),
            Self::SmallInteger => (16, false),
            Self::Integer => (32, false),
            Self::BigInteger => (64, false),
            Self::TinyUnsigned => (8, true),
            Self::SmallUnsigned => (16, true),
            Self::Unsigned => (32, true),
            Self::BigUnsigned => (64, true),
            _ => return None,
        })
    }
}

impl Table {
    /// The names of its indexes and constraints.
    pub fn part_names(&self) -> impl Iterator<Item = &str> {
        let keys = self.primary_key.iter().chain(&self.unique_keys).map(|key| &key.name);
        let constraints = keys.chain(self.foreign_keys.iter().map(|key| &key.name));
        let constraints = constraints.chain(self.checks.iter().map(|check| &check.name));
        let indexes = self.indexes.iter().map(|index| index.name.as_str());
        constraints.filter_map(|name| name.as_deref()).chain(indexes)
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether a program is to expect NULL in a column: never in the primary key, though SQLite lets it into that of an
    /// ordinary table.
    pub fn is_optional(&self, name: &str) -> bool {
        let in_key = self.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|column| column == name));
        !in_key && self.column(name).is_some_and(|column| column.nullable)
    }

    /// Every set of columns that is proved unique: the primary key, unique constraints, and unique indexes
    /// that are valid, whole (no predicate) and made of plain columns (no expression, no prefix).
    pub fn unique_column_sets(&self) -> Vec<Vec<&str>> {
        let keys = self.primary_key.iter().chain(&self.unique_keys);
        let keys = keys.map(|key| key.columns.iter().map(String::as_str).collect());
        let indexes = self.indexes.iter().filter_map(Index::unique_columns);
        keys.chain(indexes).collect()
    }
}

impl Catalog {
    /// The schema of that name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.name == name)
    }

    /// The schema that unqualified names resolve to.
    pub fn default_schema(&self) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.is_default)
    }

    /// How many tables there are.
    pub fn table_count(&self) -> usize {
        self.schemas.iter().map(|schema| schema.tables.len()).sum()
    }

    /// Whether there is no table and no view at all.
    pub fn is_empty(&self) -> bool {
        self.schemas.iter().all(|schema| schema.tables.is_empty() && schema.views.is_empty())
    }

    /// Puts every list into its canonical order; `introspect` calls it last.
    pub fn sort(&mut self) {
        self.schemas.sort_by(|a, b| a.name.cmp(&b.name));
        for schema in &mut self.schemas {
            schema.tables.sort_by(|a, b| a.name.cmp(&b.name));
            schema.views.sort_by(|a, b| a.name.cmp(&b.name));
            schema.enums.sort_by(|a, b| a.name.cmp(&b.name));
            schema.domains.sort_by(|a, b| a.name.cmp(&b.name));
            schema.composites.sort_by(|a, b| a.name.cmp(&b.name));
            schema.routines.sort_by(|a, b| (&a.name, a.kind, &a.signature).cmp(&(&b.name, b.kind, &b.signature)));
            schema.objects.sort_by(|a, b| (a.kind, &a.table, &a.name).cmp(&(b.kind, &b.table, &b.name)));
            schema.tables.iter_mut().for_each(Table::sort);
            schema.views.iter_mut().for_each(|view| view.indexes.sort_by(|a, b| a.name.cmp(&b.name)));
        }
    }
}

impl Table {
    fn sort(&mut self) {
        self.unique_keys.sort_by(|a, b| (&a.name, &a.columns).cmp(&(&b.name, &b.columns)));
        self.foreign_keys.sort_by(|a, b| (&a.name, &a.columns, &a.target).cmp(&(&b.name, &b.columns, &b.target)));
        self.checks.sort_by(|a, b| (&a.name, &a.expression).cmp(&(&b.name, &b.expression)));
        self.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    }
}
