//! Declared column types of SQLite → [`DataType`].
//!
//! SQLite keeps whatever a CREATE TABLE said, so the text is matched in this order:
//!
//! 1. the spellings of sea-query (`uuid_text`, `real(10, 2)`, `timestamp_with_timezone_text`, …);
//! 2. the spellings that people write by hand (`DATETIME`, `NVARCHAR(20)`, `UNSIGNED BIG INT`, …);
//! 3. SQLite's own rules of type affinity, which give every text a meaning.
//!
//! A type of the first two kinds tells more than the storage does; nothing here looks at stored values. A type that
//! nobody knows says nothing of the values: SQLite turns a text that looks like a number into one and keeps the rest.

use crate::catalog::DataType;

/// Who spelled the types of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speller {
    /// sea-query, on behalf of SeaORM migrations: `integer` and `float` stand for 32 bits, `char` for one character.
    /// Its 1.0 spells 64-bit integers `integer` too, which nothing tells apart: a migration must say `bigint` itself.
    SeaQuery,
    /// Anyone: SQLite keeps 64 bits whatever the spelling, so narrowing would lose values.
    Unknown,
}

/// The type that a column of a table declares.
pub(super) fn data_type(declared: &str, speller: Speller) -> DataType {
    let declared = Declared::of(declared);
    if declared.name.is_empty() || declared.name == "any" {
        return DataType::Any;
    }
    integer(&declared, speller)
        .or_else(|| number(&declared, speller))
        .or_else(|| text(&declared, speller))
        .or_else(|| bytes(&declared))
        .or_else(|| moment(&declared))
        .unwrap_or_else(|| affinity(&declared.name))
}

/// A declared type, taken apart: `Varchar ( 20 )` is the name `varchar` and the argument 20.
struct Declared {
    /// In lower case, words separated by one space, arguments left out.
    name: String,
    arguments: Vec<u32>,
}

impl Declared {
    fn of(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let (head, rest) = lower.split_once('(').unwrap_or((&lower, ""));
        let (inside, tail) = rest.split_once(')').unwrap_or((rest, ""));
        let words = head.split_whitespace().chain(tail.split_whitespace());
        let arguments = inside.split(',').map_while(|argument| argument.trim().parse().ok());
        Self { name: words.collect::<Vec<_>>().join(" "), arguments: arguments.collect() }
    }

    fn length(&self) -> Option<u32> {
        self.arguments.first().copied()
    }

    fn precision(&self) -> Option<(u32, u32)> {
        Some((self.length()?, self.arguments.get(1).copied().unwrap_or(0)))
    }
}

fn integer(declared: &Declared, speller: Speller) -> Option<DataType> {
    Some(match declared.name.as_str() {
        "boolean" | "bool" => DataType::Boolean,
        "tinyint" if declared.arguments == [1] => DataType::Boolean,
        "tinyint" => DataType::TinyInteger,
        "smallint" | "int2" | "year" => DataType::SmallInteger,
        "mediumint" | "int4" => DataType::Integer,
        "integer" | "int" => match speller {
            Speller::SeaQuery => DataType::Integer,
            Speller::Unknown => DataType::BigInteger,
        },
        "bigint" | "int8" => DataType::BigInteger,
        _ => return None,
    })
}

fn number(declared: &Declared, speller: Speller) -> Option<DataType> {
    Some(match declared.name.as_str() {
        // sea-query spells a decimal with precision `real(10, 2)`; nobody else gives `real` two arguments.
        "real" if declared.arguments.len() == 2 => DataType::Decimal(declared.precision()),
        "real" | "double" | "double precision" | "float8" => DataType::Double,
        "float" => match speller {
            Speller::SeaQuery => DataType::Float,
            Speller::Unknown => DataType::Double,
        },
        "float4" => DataType::Float,
        // These keep every number as a float, the others keep whole ones as integers.
        "real_decimal" | "real_money" => DataType::Decimal(declared.precision()),
        "decimal" | "numeric" | "dec" | "number" | "money" => DataType::Numeric(declared.precision()),
        _ => return None,
    })
}

fn text(declared: &Declared, speller: Speller) -> Option<DataType> {
    Some(match declared.name.as_str() {
        "varchar" | "nvarchar" | "varchar2" | "nvarchar2" | "character varying" | "varying character" => {
            DataType::Varchar(declared.length())
        }
        "char" | "character" | "nchar" | "native character" => match speller {
            Speller::SeaQuery => DataType::Char(Some(declared.length().unwrap_or(1))),
            Speller::Unknown => DataType::Char(declared.length()),
        },
        "text" | "clob" | "ntext" | "tinytext" | "mediumtext" | "longtext" | "enum_text" => DataType::Text,
        "json" | "json_text" => DataType::Json,
        "jsonb" | "jsonb_text" => DataType::JsonBinary,
        _ => return None,
    })
}

fn bytes(declared: &Declared) -> Option<DataType> {
    Some(match (declared.name.as_str(), declared.length()) {
        ("uuid" | "uuid_text" | "guid" | "uniqueidentifier", _) => DataType::Uuid,
        ("blob" | "binary", Some(length)) => DataType::Binary(length),
        ("varbinary" | "varbinary_blob", Some(length)) => DataType::Varbinary(length),
        ("binary" | "varbinary" | "bytea" | "image", None) => DataType::Blob,
        _ => return None,
    })
}

fn moment(declared: &Declared) -> Option<DataType> {
    Some(match declared.name.as_str() {
        "date" | "date_text" => DataType::Date,
        "time" | "time_text" => DataType::Time,
        "datetime" | "datetime_text" | "timestamp" | "timestamp_text" | "timestamp without time zone" => {
            DataType::DateTime
        }
        "timestamp_with_timezone_text" | "timestamptz" | "timestamp with time zone" | "datetimeoffset" => {
            DataType::TimestampWithTimeZone
        }
        _ => return None,
    })
}

/// SQLite's rules, in SQLite's order (<https://www.sqlite.org/datatype3.html#determination_of_column_affinity>).
fn affinity(name: &str) -> DataType {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["int"]) {
        // `point`, `interval` and their like are no integers, whatever SQLite takes them for.
        let whole = |word: &str| {
            let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
            word == "integer" || word.ends_with("int") && !word.ends_with("point")
        };
        if name.split(' ').any(whole) { DataType::BigInteger } else { DataType::Any }
    } else if has(&["char", "clob", "text"]) {
        DataType::Text
    } else if has(&["blob"]) {
        DataType::Blob
    } else if has(&["real", "floa", "doub"]) {
        DataType::Double
    } else {
        DataType::Any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_sea_query_are_recovered() {
        let cases = [
            ("uuid_text", DataType::Uuid),
            ("real(10, 2)", DataType::Decimal(Some((10, 2)))),
            ("real_decimal", DataType::Decimal(None)),
            ("real_money(19, 4)", DataType::Decimal(Some((19, 4)))),
            ("varchar(80)", DataType::Varchar(Some(80))),
            ("varchar", DataType::Varchar(None)),
            ("char(2)", DataType::Char(Some(2))),
            ("char", DataType::Char(Some(1))),
            ("tinyint", DataType::TinyInteger),
            ("smallint", DataType::SmallInteger),
            ("integer", DataType::Integer),
            ("float", DataType::Float),
            ("double", DataType::Double),
            ("datetime_text", DataType::DateTime),
            ("timestamp_text", DataType::DateTime),
            ("timestamp_with_timezone_text", DataType::TimestampWithTimeZone),
            ("date_text", DataType::Date),
            ("time_text", DataType::Time),
            ("boolean", DataType::Boolean),
            ("json_text", DataType::Json),
            ("jsonb_text", DataType::JsonBinary),
            ("blob", DataType::Blob),
            ("blob(16)", DataType::Binary(16)),
            ("varbinary_blob(64)", DataType::Varbinary(64)),
            ("varbinary_blob", DataType::Blob),
            ("enum_text", DataType::Text),
        ];
        for (declared, expected) in cases {
            assert_eq!(data_type(declared, Speller::SeaQuery), expected, "{declared}");
        }
    }

    #[test]
    fn spellings_of_people_are_understood() {
        let cases = [
            ("INTEGER", DataType::BigInteger),
            ("INT", DataType::BigInteger),
            ("INT(11) UNSIGNED", DataType::BigInteger),
            ("UNSIGNED BIG INT", DataType::BigInteger),
            ("INT8", DataType::BigInteger),
            ("TINYINT(1)", DataType::Boolean),
            ("BOOL", DataType::Boolean),
            ("DATETIME", DataType::DateTime),
            ("TIMESTAMP", DataType::DateTime),
            ("TIMESTAMP WITH TIME ZONE", DataType::TimestampWithTimeZone),
            ("NUMERIC", DataType::Numeric(None)),
            ("NUMERIC(10)", DataType::Numeric(Some((10, 0)))),
            ("DECIMAL(10,5)", DataType::Numeric(Some((10, 5)))),
            ("NVARCHAR(100)", DataType::Varchar(Some(100))),
            ("VARYING CHARACTER(255)", DataType::Varchar(Some(255))),
            ("Native\n Character ( 70 )", DataType::Char(Some(70))),
            ("DOUBLE PRECISION", DataType::Double),
            ("REAL", DataType::Double),
            ("FLOAT", DataType::Double),
            ("CLOB", DataType::Text),
            ("UUID", DataType::Uuid),
            ("JSON", DataType::Json),
            ("MEDIUMBLOB", DataType::Blob),
            ("BINARY(16)", DataType::Binary(16)),
            ("", DataType::Any),
            ("ANY", DataType::Any),
            ("STRING", DataType::Any),
            ("INT64", DataType::BigInteger),
            ("CHARINT", DataType::BigInteger),
            ("FLOATING POINT", DataType::Any),
            ("POINT", DataType::Any),
            ("whatever", DataType::Any),
        ];
        for (declared, expected) in cases {
            assert_eq!(data_type(declared, Speller::Unknown), expected, "{declared}");
        }
    }
}
