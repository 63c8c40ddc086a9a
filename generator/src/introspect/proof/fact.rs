//! What is proved of a value and of the rows of a query.

use crate::catalog::{ColumnRef, DataType};
use crate::database::Backend;
use sqlparser::ast;

/// What is proved of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// Whether it is never NULL.
    pub(super) not_null: bool,
    /// What kind of value it is.
    pub(super) kind: Kind,
}

/// The kinds of value, as far as a rule needs to tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number.
    Integer,
    /// A number that is finite.
    Decimal,
    /// A number that may be infinite.
    Float,
    /// True or false.
    Boolean,
    /// A character string; in MySQL only one that is not long.
    Text,
    /// A date, a time, an interval.
    Temporal,
    /// A UUID.
    Uuid,
    /// Anything else.
    Other,
}

/// The rows of a query, a table or a view.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// The columns in order.
    pub(super) columns: Vec<Column>,
    /// Sets of columns, by position, of which no two rows have the same values.
    pub(super) keys: Vec<Vec<usize>>,
}

/// A column of a query, a table or a view.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The name as names are compared; empty where it has none.
    pub(super) name: String,
    /// What is proved of its values.
    pub(super) fact: Fact,
    /// The column of a table whose values these are, or NULL.
    pub(super) origin: Option<ColumnRef>,
}

impl Fact {
    /// Nothing is proved.
    pub(super) const UNKNOWN: Self = Self { not_null: false, kind: Kind::Other };

    /// A value that is never NULL.
    pub(super) const fn sure(kind: Kind) -> Self {
        Self { not_null: true, kind }
    }

    /// A value that is NULL at most when `not_null` is false.
    pub(super) const fn new(not_null: bool, kind: Kind) -> Self {
        Self { not_null, kind }
    }

    /// A value that is one or the other.
    pub(super) fn or(self, other: Self) -> Self {
        let kind = if self.kind == other.kind { self.kind } else { Kind::Other };
        Self { not_null: self.not_null && other.not_null, kind }
    }
}

impl Kind {
    /// Whether it is a number.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Float)
    }

    /// The kind of a column's values.
    pub(super) fn of_column(data_type: &DataType, backend: Backend) -> Self {
        match data_type {
            DataType::Boolean => Self::Boolean,
            DataType::TinyInteger | DataType::SmallInteger | DataType::Integer | DataType::BigInteger => Self::Integer,
            DataType::TinyUnsigned | DataType::SmallUnsigned | DataType::Unsigned | DataType::BigUnsigned => {
                Self::Integer
            }
            DataType::Float | DataType::Double => Self::Float,
            DataType::Decimal(_) | DataType::Numeric(_) => Self::Decimal,
            DataType::Char(_) | DataType::Varchar(_) => Self::Text,
            // A long text of MySQL may grow beyond what a function can return, which is NULL then.
            DataType::Text if backend != Backend::MySql => Self::Text,
            DataType::Enum(_) if backend == Backend::MySql => Self::Text,
            DataType::Date | DataType::Time | DataType::DateTime | DataType::TimestampWithTimeZone => Self::Temporal,
            DataType::Castable { write, .. } if backend == Backend::Postgres && write == "interval" => Self::Temporal,
            DataType::Uuid => Self::Uuid,
            _ => Self::Other,
        }
    }

    /// The kind that a cast leads to.
    pub(super) fn of_cast(target: &ast::DataType) -> Self {
        use ast::DataType as T;
        match target {
            T::Boolean | T::Bool => Self::Boolean,
            T::SmallInt(_) | T::Int(_) | T::Integer(_) | T::BigInt(_) => Self::Integer,
            T::Signed | T::SignedInteger | T::Unsigned | T::UnsignedInteger => Self::Integer,
            T::Numeric(_) | T::Decimal(_) => Self::Decimal,
            T::Real | T::Float(_) | T::Double(_) | T::DoublePrecision => Self::Float,
            T::Text | T::Varchar(_) | T::CharacterVarying(_) | T::Char(_) | T::Character(_) => Self::Text,
            T::Date | T::Time(..) | T::Timestamp(..) | T::Interval { .. } => Self::Temporal,
            T::Uuid => Self::Uuid,
            T::Custom(name, _) if matches!(name.to_string().as_str(), "bpchar" | "name" | "\"char\"") => Self::Text,
            _ => Self::Other,
        }
    }
}
