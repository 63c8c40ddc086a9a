//! What values a column can hold, read from the facts of its type: the widths, lengths and lists that the database
//! keeps to.
//!
//! CHECK constraints are not looked at here; that is `check`.

use super::literal::Dialect;
use crate::catalog::{Catalog, Column, DataType, QualifiedName, Structure};

/// The kinds of value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Boolean,
    Integer {
        least: i128,
        most: i128,
    },
    Single,
    Double,
    Decimal {
        whole: usize,
        scale: usize,
    },
    Text {
        most: usize,
    },
    /// A text of exactly that length: a shorter one is filled up with blanks, which not every comparison forgives.
    Char {
        length: usize,
    },
    Bytes {
        least: usize,
        most: usize,
    },
    Date,
    Time,
    Moment,
    Instant,
    Json,
    Uuid,
    /// One of these texts.
    OneOf(Vec<String>),
    Array(Box<Kind>),
    Composite(Vec<Kind>),
    /// A range of such values.
    Range(Box<Kind>),
    /// Any number of ranges of such values.
    Multirange(Box<Kind>),
    Shape(String),
    /// So many numbers of 32 bits in a row.
    Vector(usize),
    /// A type known by its name and perhaps a size.
    Named(String, Option<usize>),
    /// Whatever one likes.
    Anything,
}

/// The longest text that is made where there is no limit, or a higher one.
const LONG: usize = 2_000;

/// The digits of a decimal without a precision.
const WHOLE: usize = 30;
const SCALE: usize = 9;

/// SQLite keeps decimals as floating point, which holds this many digits.
const SQLITE_DIGITS: usize = 15;

impl Kind {
    /// The kind of a column's values.
    pub(super) fn of(column: &Column, catalog: &Catalog, dialect: Dialect) -> Self {
        let domain = column.domain.as_ref().and_then(|name| {
            let domains = &catalog.schema(&name.schema)?.domains;
            domains.iter().find(|domain| domain.name == name.name)
        });
        // The name of a domain says nothing; what lies under it does.
        let raw = domain.map_or(&column.raw_type, |domain| &domain.raw_type);
        Reader { catalog, dialect }.kind(&column.data_type, &raw.to_ascii_lowercase())
    }
}

struct Reader<'a> {
    catalog: &'a Catalog,
    dialect: Dialect,
}

impl Reader<'_> {
    fn kind(&self, data_type: &DataType, raw: &str) -> Kind {
        use DataType as T;
        match data_type {
            T::Boolean => Kind::Boolean,
            T::Float => Kind::Single,
            T::Double => Kind::Double,
            T::Decimal(precision) | T::Numeric(precision) => self.decimal(*precision),
            T::Money => Kind::Decimal { whole: 14, scale: 2 },
            T::Char(length) => Kind::Char { length: size(Some(length.unwrap_or(1))) },
            T::Varchar(most) => text(*most),
            T::Text => self.long_text(raw),
            T::Binary(length) => Kind::Bytes { least: size(Some(*length)), most: size(Some(*length)) },
            T::Varbinary(length) => Kind::Bytes { least: 0, most: size(Some(*length)) },
            T::Blob => Kind::Bytes { least: 0, most: if raw == "tinyblob" { 60 } else { LONG } },
            T::Date => Kind::Date,
            T::Time => Kind::Time,
            T::DateTime => Kind::Moment,
            T::TimestampWithTimeZone => Kind::Instant,
            T::Json | T::JsonBinary => Kind::Json,
            // What the driver keeps a UUID in on MySQL, where the type does not say that it is one.
            T::Uuid if raw.starts_with("binary") => Kind::Bytes { least: 16, most: 16 },
            T::Uuid => Kind::Uuid,
            T::Enum(name) => self.enumeration(name),
            T::Array(element) => Kind::Array(Box::new(self.kind(element, raw.trim_end_matches("[]")))),
            T::Castable { structure: Some(structure), write, .. } => {
                self.structured(structure).unwrap_or_else(|| self.named(write, raw))
            }
            T::Castable { write, .. } => self.named(write, raw),
            T::Vector => Kind::Vector(arguments(raw).first().copied().unwrap_or(1)),
            T::Any => Kind::Anything,
            T::Opaque if self.dialect == Dialect::Sqlite => Kind::Anything,
            T::Geometry | T::Opaque => Kind::Shape(raw.to_owned()),
            _ => integer(data_type, raw),
        }
    }

    fn decimal(&self, precision: Option<(u32, u32)>) -> Kind {
        let (precision, scale) = precision.map_or((WHOLE + SCALE, SCALE), |(p, s)| (size(Some(p)), size(Some(s))));
        let precision = if self.dialect == Dialect::Sqlite { precision.min(SQLITE_DIGITS) } else { precision };
        let scale = scale.min(precision);
        Kind::Decimal { whole: precision - scale, scale }
    }

    fn long_text(&self, raw: &str) -> Kind {
        match raw.strip_prefix("set(") {
            Some(values) => Kind::OneOf(sets(values)),
            _ if raw == "tinytext" => text(Some(60)),
            _ => text(None),
        }
    }

    fn enumeration(&self, name: &QualifiedName) -> Kind {
        let enums = self.catalog.schema(&name.schema).map(|schema| schema.enums.as_slice()).unwrap_or_default();
        let found = enums.iter().find(|item| item.name == name.name);
        Kind::OneOf(found.map(|item| item.values.clone()).unwrap_or_default())
    }

    /// A type whose text is made of others; nothing where not all of them are known.
    fn structured(&self, structure: &Structure) -> Option<Kind> {
        match structure {
            Structure::Range(element) => Some(Kind::Range(Box::new(self.kind(element, "")))),
            Structure::Multirange(element) => Some(Kind::Multirange(Box::new(self.kind(element, "")))),
            Structure::Composite(name) => {
                let found = self.catalog.schema(&name.schema)?.composites.iter().find(|item| item.name == name.name)?;
                let attributes = found.attributes.iter();
                Some(Kind::Composite(attributes.map(|it| self.kind(&it.data_type, &it.raw_type)).collect()))
            }
        }
    }

    /// A type that is written as text. Its name is the one that a cast takes; a size stands in the column's spelling.
    fn named(&self, write: &str, raw: &str) -> Kind {
        let last = write.rsplit('.').next().unwrap_or_default().trim_matches('"');
        match last {
            "citext" => text(None),
            "name" => text(Some(63)),
            // Moments of MySQL that are read as text, since zeros are among them.
            "date" => Kind::Date,
            "datetime(6)" if raw.starts_with("timestamp") => Kind::Instant,
            "datetime(6)" => Kind::Moment,
            _ => Kind::Named(last.to_owned(), arguments(raw).first().copied()),
        }
    }
}

fn size(length: Option<u32>) -> usize {
    length.and_then(|length| usize::try_from(length).ok()).map_or(LONG, |length| length.min(LONG))
}

fn text(most: Option<u32>) -> Kind {
    Kind::Text { most: size(most) }
}

fn integer(data_type: &DataType, raw: &str) -> Kind {
    use DataType as T;
    let (least, most): (i128, i128) = match data_type {
        _ if raw.starts_with("year") => (1901, 2155),
        _ if raw.starts_with("mediumint") && matches!(data_type, T::Unsigned) => (0, (1 << 24) - 1),
        _ if raw.starts_with("mediumint") => (-(1 << 23), (1 << 23) - 1),
        _ if raw.starts_with("bit(") => (0, (1 << arguments(raw).first().map_or(1, |bits| (*bits).min(64))) - 1),
        T::TinyInteger => (i8::MIN.into(), i8::MAX.into()),
        T::SmallInteger => (i16::MIN.into(), i16::MAX.into()),
        T::BigInteger => (i64::MIN.into(), i64::MAX.into()),
        T::TinyUnsigned => (0, u8::MAX.into()),
        T::SmallUnsigned => (0, u16::MAX.into()),
        T::Unsigned => (0, u32::MAX.into()),
        T::BigUnsigned => (0, u64::MAX.into()),
        _ => (i32::MIN.into(), i32::MAX.into()),
    };
    Kind::Integer { least, most }
}

/// The numbers in parentheses.
fn arguments(raw: &str) -> Vec<usize> {
    let inside = raw.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
    inside.unwrap_or_default().split(',').map_while(|argument| argument.trim().parse().ok()).collect()
}

/// The values of `set('x','y')`, after the opening parenthesis: none, each alone, and all at once.
fn sets(values: &str) -> Vec<String> {
    let each = values.trim_end_matches(')').split(',').map(|value| value.trim_matches('\'').replace("''", "'"));
    let each: Vec<String> = each.collect();
    let all = each.join(",");
    [String::new()].into_iter().chain(each).chain([all]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(data_type: DataType, raw: &str) -> Kind {
        Reader { catalog: &Catalog::default(), dialect: Dialect::MySql }.kind(&data_type, raw)
    }

    #[test]
    fn widths_are_those_of_the_type() {
        assert_eq!(of(DataType::Integer, "mediumint(9)"), Kind::Integer { least: -8_388_608, most: 8_388_607 });
        assert_eq!(of(DataType::BigUnsigned, "bit(8)"), Kind::Integer { least: 0, most: 255 });
        assert_eq!(of(DataType::BigUnsigned, "bigint unsigned"), Kind::Integer { least: 0, most: u64::MAX.into() });
        assert_eq!(of(DataType::SmallUnsigned, "year(4)"), Kind::Integer { least: 1901, most: 2155 });
        assert_eq!(of(DataType::Decimal(Some((10, 2))), "decimal(10,2)"), Kind::Decimal { whole: 8, scale: 2 });
        assert_eq!(of(DataType::Varchar(Some(20)), "varchar(20)"), Kind::Text { most: 20 });
        assert_eq!(of(DataType::castable("char", "datetime(6)"), "timestamp"), Kind::Instant);
        assert_eq!(of(DataType::castable("char", "date"), "date"), Kind::Date);
        assert_eq!(of(DataType::Uuid, "binary(16)"), Kind::Bytes { least: 16, most: 16 });
        assert_eq!(of(DataType::Uuid, "uuid"), Kind::Uuid);
        let set = of(DataType::Text, "set('x','it''s')");
        assert_eq!(set, Kind::OneOf(["", "x", "it's", "x,it's"].map(str::to_owned).to_vec()));
    }
}
