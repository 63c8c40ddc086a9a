//! The column types of each backend as it spells them, with what they mean, and literals of each.
//!
//! The lists begin with the types that most schemas are made of, in one order for all backends, so that one sketch is
//! as nearly as can be the same schema everywhere. A type's meaning stands here a second time, on purpose: the
//! catalog that is read from a server is compared with it.

use sea_scaffold::catalog::{DataType, DefaultValue};
use sea_scaffold::database::Backend;

/// What can be done with the values of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Whole,
    Fraction,
    Character,
    Truth,
    /// A moment that has a clock for a default.
    Instant,
    /// Can be compared and indexed.
    Ordered,
    /// Cannot.
    Unordered,
}

/// A type of a backend; `{n}` in the spelling is a number, that the meaning is given too.
#[derive(Clone, Copy)]
pub(crate) struct Spelling {
    pub(crate) raw: &'static str,
    pub(crate) meaning: fn(u32) -> DataType,
    pub(crate) sort: Sort,
}

/// A type as a column has it.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    pub(crate) raw: String,
    pub(crate) data_type: DataType,
    pub(crate) sort: Sort,
}

const fn type_(raw: &'static str, meaning: fn(u32) -> DataType, sort: Sort) -> Spelling {
    Spelling { raw, meaning, sort }
}

/// The types of the backend.
pub(crate) fn spellings(backend: Backend) -> &'static [Spelling] {
    match backend {
        Backend::Postgres => POSTGRES,
        Backend::MySql => MYSQL,
        Backend::Sqlite => SQLITE,
    }
}

/// The type at that place of the backend's list.
pub(crate) fn spelled(backend: Backend, pick: u8, size: u8) -> Type {
    let spellings = spellings(backend);
    let spelling = spellings[usize::from(pick) % spellings.len()];
    let size = u32::from(size);
    Type {
        raw: spelling.raw.replace("{n}", &size.to_string()),
        data_type: (spelling.meaning)(size),
        sort: spelling.sort,
    }
}

impl Sort {
    /// Whether values can be in a key.
    pub(crate) fn is_ordered(self) -> bool {
        self != Self::Unordered
    }
}

/// A literal of that type as SQL, and what it means. `text` is what a character string says.
pub(crate) fn literal(backend: Backend, type_: &Type, which: u8, text: &str) -> Option<(String, DefaultValue)> {
    let number = i64::from(which % 100) - 20;
    Some(match type_.sort {
        Sort::Whole => {
            let number = if type_.is_signed() { number } else { number.abs() };
            (number.to_string(), DefaultValue::Integer(number))
        }
        Sort::Fraction => (format!("{number}.5"), DefaultValue::Number(format!("{number}.5"))),
        Sort::Truth => {
            let truth = which % 2 == 1;
            (truth.to_string(), DefaultValue::Boolean(truth))
        }
        Sort::Instant => ("CURRENT_TIMESTAMP".to_owned(), DefaultValue::CurrentTimestamp),
        Sort::Character => {
            let text = type_.cut(&super::scope::storable(backend, text));
            (quoted(backend, &text), DefaultValue::Text(text))
        }
        Sort::Ordered | Sort::Unordered => return None,
    })
}

/// A character string as SQL.
pub(crate) fn quoted(backend: Backend, text: &str) -> String {
    let text = text.replace('\'', "''");
    if backend == Backend::MySql { format!("'{}'", text.replace('\\', "\\\\")) } else { format!("'{text}'") }
}

impl Type {
    fn is_signed(&self) -> bool {
        use DataType as T;
        !matches!(self.data_type, T::TinyUnsigned | T::SmallUnsigned | T::Unsigned | T::BigUnsigned)
    }

    /// The text, no longer than the type allows and without the spaces that a fixed width would swallow.
    pub(crate) fn cut(&self, text: &str) -> String {
        let cut = |length: u32| text.chars().take(usize::try_from(length).unwrap_or(usize::MAX)).collect::<String>();
        match self.data_type {
            DataType::Char(length) => cut(length.unwrap_or(1)).trim_end().to_owned(),
            DataType::Varchar(Some(length)) => cut(length),
            _ => text.to_owned(),
        }
    }
}

/// A type that is read and written as text; how it is cast is the reader's affair.
fn castable(_: u32) -> DataType {
    DataType::castable("", "")
}

use DataType as T;
use Sort::{Character, Fraction, Instant, Ordered, Truth, Unordered, Whole};

#[rustfmt::skip]
const POSTGRES: &[Spelling] = &[
    type_("integer", |_| T::Integer, Whole),
    type_("text", |_| T::Text, Character),
    type_("character varying({n})", |n| T::Varchar(Some(n)), Character),
    type_("boolean", |_| T::Boolean, Truth),
    type_("timestamp with time zone", |_| T::TimestampWithTimeZone, Instant),
    type_("numeric(12,2)", |_| T::Decimal(Some((12, 2))), Fraction),
    type_("bigint", |_| T::BigInteger, Whole),
    type_("uuid", |_| T::Uuid, Ordered),
    type_("date", |_| T::Date, Ordered),
    type_("jsonb", |_| T::JsonBinary, Unordered),
    type_("timestamp without time zone", |_| T::DateTime, Instant),
    type_("smallint", |_| T::SmallInteger, Whole),
    type_("double precision", |_| T::Double, Fraction),
    type_("character varying", |_| T::Varchar(None), Character),
    type_("bytea", |_| T::Blob, Ordered),
    type_("time without time zone", |_| T::Time, Ordered),
    type_("character({n})", |n| T::Char(Some(n)), Character),
    type_("real", |_| T::Float, Fraction),
    type_("numeric", |_| T::Decimal(None), Fraction),
    type_("json", |_| T::Json, Unordered),
    type_("inet", castable, Ordered),
    type_("interval", castable, Ordered),
    type_("numeric(30,4)", |_| T::Decimal(Some((30, 4))), Fraction),
    type_("timestamp(3) with time zone", |_| T::TimestampWithTimeZone, Instant),
    type_("money", |_| T::Money, Unordered),
    type_("cidr", castable, Ordered),
    type_("macaddr", castable, Ordered),
    type_("macaddr8", castable, Ordered),
    type_("bit({n})", castable, Ordered),
    type_("bit varying({n})", castable, Ordered),
    type_("xml", castable, Unordered),
    type_("tsvector", castable, Ordered),
    type_("tsquery", castable, Unordered),
    type_("int4range", castable, Ordered),
    type_("tstzrange", castable, Ordered),
    type_("nummultirange", castable, Ordered),
    type_("time with time zone", castable, Ordered),
    type_("time(0) without time zone", |_| T::Time, Ordered),
    type_("point", castable, Unordered),
    type_("polygon", castable, Unordered),
    type_("oid", castable, Unordered),
    type_("name", castable, Unordered),
    type_("\"char\"", castable, Unordered),
    type_("pg_lsn", castable, Ordered),
    type_("jsonpath", castable, Unordered),
    type_("regclass", castable, Unordered),
];

#[rustfmt::skip]
const MYSQL: &[Spelling] = &[
    type_("int(11)", |_| T::Integer, Whole),
    type_("text", |_| T::Text, Unordered),
    type_("varchar({n})", |n| T::Varchar(Some(n)), Character),
    type_("tinyint(1)", |_| T::Boolean, Truth),
    type_("timestamp", |_| T::TimestampWithTimeZone, Instant),
    type_("decimal(12,2)", |_| T::Decimal(Some((12, 2))), Fraction),
    type_("bigint(20)", |_| T::BigInteger, Whole),
    type_("uuid", |_| T::Uuid, Ordered),
    type_("date", |_| T::Date, Ordered),
    type_("longtext", |_| T::JsonBinary, Unordered),
    type_("datetime", |_| T::DateTime, Instant),
    type_("smallint(6)", |_| T::SmallInteger, Whole),
    type_("double", |_| T::Double, Fraction),
    type_("varchar(255)", |_| T::Varchar(Some(255)), Character),
    type_("blob", |_| T::Blob, Unordered),
    type_("time", |_| T::Time, Ordered),
    type_("char({n})", |n| T::Char(Some(n)), Character),
    type_("float", |_| T::Float, Fraction),
    type_("decimal(10,0)", |_| T::Decimal(Some((10, 0))), Whole),
    type_("longtext", |_| T::Text, Unordered),
    type_("int(10) unsigned", |_| T::Unsigned, Whole),
    type_("bigint(20) unsigned", |_| T::BigUnsigned, Whole),
    type_("decimal(30,4)", |_| T::Decimal(Some((30, 4))), Fraction),
    type_("datetime(3)", |_| T::DateTime, Ordered),
    type_("tinyint(4)", |_| T::TinyInteger, Whole),
    type_("tinyint(3) unsigned", |_| T::TinyUnsigned, Whole),
    type_("smallint(5) unsigned", |_| T::SmallUnsigned, Whole),
    type_("mediumint(9)", |_| T::Integer, Whole),
    type_("year(4)", |_| T::SmallUnsigned, Ordered),
    type_("bit(1)", |_| T::Boolean, Ordered),
    type_("bit(8)", |_| T::BigUnsigned, Ordered),
    type_("binary(16)", |_| T::Uuid, Ordered),
    type_("binary(4)", |_| T::Binary(4), Ordered),
    type_("varbinary({n})", T::Varbinary, Ordered),
    type_("mediumtext", |_| T::Text, Unordered),
    type_("tinyblob", |_| T::Blob, Unordered),
    type_("longblob", |_| T::Blob, Unordered),
    type_("inet6", castable, Ordered),
    type_("inet4", castable, Ordered),
    type_("timestamp(6)", |_| T::TimestampWithTimeZone, Ordered),
    type_("set('a','b','it''s')", |_| T::Text, Unordered),
    type_("point", |_| T::Geometry, Unordered),
    type_("geometry", |_| T::Geometry, Unordered),
];

// SQLite lists its own types in capitals, however they were written.
#[rustfmt::skip]
const SQLITE: &[Spelling] = &[
    type_("INTEGER", |_| T::BigInteger, Whole),
    type_("TEXT", |_| T::Text, Character),
    type_("varchar({n})", |n| T::Varchar(Some(n)), Character),
    type_("boolean", |_| T::Boolean, Truth),
    type_("timestamp_with_timezone_text", |_| T::TimestampWithTimeZone, Instant),
    type_("decimal(12,2)", |_| T::Numeric(Some((12, 2))), Fraction),
    type_("bigint", |_| T::BigInteger, Whole),
    type_("uuid_text", |_| T::Uuid, Ordered),
    type_("date_text", |_| T::Date, Ordered),
    type_("jsonb_text", |_| T::JsonBinary, Unordered),
    type_("datetime_text", |_| T::DateTime, Instant),
    type_("smallint", |_| T::SmallInteger, Whole),
    type_("double", |_| T::Double, Fraction),
    type_("varchar", |_| T::Varchar(None), Character),
    type_("BLOB", |_| T::Blob, Ordered),
    type_("time_text", |_| T::Time, Ordered),
    type_("char({n})", |n| T::Char(Some(n)), Character),
    type_("float", |_| T::Double, Fraction),
    type_("real_decimal", |_| T::Decimal(None), Fraction),
    type_("json_text", |_| T::Json, Unordered),
    type_("mediumtext", |_| T::Text, Character),
    type_("UNSIGNED BIG INT", |_| T::BigInteger, Whole),
    type_("real(30, 4)", |_| T::Decimal(Some((30, 4))), Fraction),
    type_("DATETIME", |_| T::DateTime, Instant),
    type_("", |_| T::Any, Unordered),
    type_("ANY", |_| T::Any, Unordered),
    type_("VARYING CHARACTER({n})", |n| T::Varchar(Some(n)), Character),
    type_("tinyint(1)", |_| T::Boolean, Truth),
    type_("blob(16)", |_| T::Binary(16), Ordered),
    type_("varbinary_blob({n})", T::Varbinary, Ordered),
    type_("whatever", |_| T::Any, Ordered),
];
