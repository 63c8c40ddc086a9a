//! Types: which Rust type a database type becomes, and how SeaORM maps it.
//!
//! The rules:
//!
//! 1. Exact decimals are `Decimal` up to 28 digits and `BigDecimal` beyond or without a limit; never a float.
//! 2. `column_type` is written only where the Rust type does not already imply it.
//! 3. A type that Rust has no counterpart for, but that the database converts from and to text, is a `String` and is
//!    cast both ways. So no column is lost and none fails to decode.
//!    One whose text is made of values that Rust knows is a `Range`, a `Multirange` or a struct of its own.
//! 4. An array is an `Array` of the generated crate, which holds whatever PostgreSQL lets into one: NULL elements, any
//!    number of dimensions, any lower bound. SeaORM has no type for that, so it travels as the array's text. Where the
//!    configuration or a CHECK says that there is nothing but values in one dimension, it is a plain `Vec`, unless the primary key needs it.
//! 5. A value of no certain type is an `AnyValue` of the generated crate, and is written back as it was stored.
//! 6. A decimal that SQLite keeps as an integer where it can is a `Numeric` of the generated crate, because SeaORM reads
//!    decimals from floats only. Fifteen digits are exact, as they are for the rest of SQLite.
//! 7. A geometry or a vector of MySQL is bytes, and so is written back as it was.
//! 8. A type that is not known to be readable is left out, with a warning.

use super::composites::Composites;
use super::enums::Enums;
use super::{Cast, FieldType, RustType};
use crate::catalog::{DataType, Structure};

/// The digits that `rust_decimal::Decimal` holds without loss.
const DECIMAL_DIGITS: u32 = 28;

/// The types of the schema that have types of their own in code.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) enums: &'a Enums,
    pub(super) composites: &'a Composites,
}

/// The type of a field, by the rules above.
pub(super) fn field_type(data_type: &DataType, known: Known<'_>) -> Option<FieldType> {
    let (rust, column_type) = match data_type {
        DataType::Enum(name) => return Some(known.enums.native(name)),
        DataType::Array(element) => return array(innermost(element), known),
        DataType::Castable { read, write, structure } => {
            let rust = structure.as_ref().and_then(|structure| structured(structure, known));
            let plain = castable(read, write);
            return Some(FieldType { rust: rust.unwrap_or(plain.rust), ..plain });
        }
        DataType::Money => return Some(money()),
        DataType::Numeric(digits) => return numeric(*digits),
        DataType::Geometry => return Some(own_bytes("geometry", None)),
        // The driver does not know what a parameter is that the server takes for a vector.
        DataType::Vector => return Some(own_bytes("vector", Some("binary"))),
        DataType::Any => return Some(plain(RustType::AnyValue, None)),
        _ => scalar(data_type)?,
    };
    Some(plain(RustType::Named(rust), column_type))
}

/// A type that travels as it is stored.
pub(super) fn plain(rust: RustType, column_type: Option<String>) -> FieldType {
    FieldType { rust, column_type, cast: None }
}

/// Rule 6.
fn numeric(digits: Option<(u32, u32)>) -> Option<FieldType> {
    let (rust, column_type) = scalar(&DataType::Decimal(digits))?;
    Some(plain(RustType::Numeric(Box::new(RustType::Named(rust))), column_type))
}

/// Rule 7: the server takes back the bytes it gives.
fn own_bytes(type_: &str, write: Option<&str>) -> FieldType {
    let cast = Cast { read: Some("binary".to_owned()), write: write.map(str::to_owned) };
    FieldType { cast: Some(cast), ..plain(RustType::Named("Vec<u8>"), Some(custom(type_))) }
}

/// A character string that is cast both ways, by rule 3.
pub(super) fn castable(read: &str, write: &str) -> FieldType {
    FieldType {
        rust: RustType::Named("String"),
        column_type: Some(custom(write)),
        cast: Some(Cast { read: Some(read.to_owned()), write: Some(write.to_owned()) }),
    }
}

/// The type of what a text is made of.
fn structured(structure: &Structure, known: Known<'_>) -> Option<RustType> {
    match structure {
        Structure::Range(element) => Some(RustType::Range(Box::new(element_type(element, known)?.rust))),
        Structure::Multirange(element) => Some(RustType::Multirange(Box::new(element_type(element, known)?.rust))),
        Structure::Composite(name) => known.composites.of(name),
    }
}

/// The type of a value within the text of another. Money is text there: no single cast leads from it to numbers and on
/// to text.
pub(super) fn element_type(data_type: &DataType, known: Known<'_>) -> Option<FieldType> {
    match data_type {
        DataType::Money => Some(castable("text", "money")),
        _ => field_type(data_type, known),
    }
}

/// The column type of that name.
fn custom(name: &str) -> String {
    format!("custom({name:?})")
}

/// Rule 1 for a type whose text depends on the server's locale, while its number does not.
fn money() -> FieldType {
    let cast = Cast { read: Some("numeric".to_owned()), write: Some("money".to_owned()) };
    FieldType { rust: RustType::Named("Decimal"), column_type: Some("Money(None)".to_owned()), cast: Some(cast) }
}

/// Rule 4 without proof.
fn array(element: &DataType, known: Known<'_>) -> Option<FieldType> {
    let inner = element_type(element, known)?;
    let own = inner.cast.and_then(|cast| cast.write);
    let column_type = own.as_ref().map(|own| custom(&format!("{own}[]")));
    let written = match (own, element) {
        (Some(own), _) => own,
        (None, DataType::Enum(name)) => name.name.clone(),
        (None, element) => spelling(element)?.to_owned(),
    };
    let cast = Some(Cast { read: Some("text".to_owned()), write: Some(format!("{written}[]")) });
    Some(FieldType { rust: RustType::Array(Box::new(inner.rust)), column_type, cast })
}

/// Rule 4 with proof, where the type is an array of one dimension whose elements SeaORM can put into a `Vec`; any other
/// type as ever.
pub(super) fn vec_type(data_type: &DataType, known: Known<'_>) -> Option<FieldType> {
    let element = match data_type {
        DataType::Array(element) if !matches!(**element, DataType::Array(_)) => element,
        _ => return field_type(data_type, known),
    };
    let inner = field_type(element, known)?;
    if let RustType::Range(_) | RustType::Multirange(_) | RustType::Composite { .. } = inner.rust {
        return field_type(data_type, known);
    }
    let array = |element: String| format!("{element}[]");
    let cast = inner.cast.map(|cast| Cast { read: cast.read.map(array), write: cast.write.map(array) });
    let column_type = cast.as_ref().and_then(|cast| cast.write.as_deref().map(custom));
    Some(FieldType { rust: RustType::Vec(Box::new(inner.rust)), column_type, cast })
}

/// The elements of an array of however many dimensions.
fn innermost(element: &DataType) -> &DataType {
    match element {
        DataType::Array(element) => innermost(element),
        element => element,
    }
}

/// PostgreSQL's own name of a type, without a length: a cast to a shorter text would cut it without a word.
fn spelling(data_type: &DataType) -> Option<&'static str> {
    Some(match data_type {
        DataType::Boolean => "boolean",
        DataType::SmallInteger => "smallint",
        DataType::Integer => "integer",
        DataType::BigInteger => "bigint",
        DataType::Float => "real",
        DataType::Double => "double precision",
        DataType::Decimal(_) => "numeric",
        // `character` would be one character.
        DataType::Char(_) => "bpchar",
        DataType::Varchar(_) => "varchar",
        DataType::Text => "text",
        DataType::Blob => "bytea",
        DataType::Date => "date",
        DataType::Time => "time",
        DataType::DateTime => "timestamp",
        DataType::TimestampWithTimeZone => "timestamptz",
        DataType::Json => "json",
        DataType::JsonBinary => "jsonb",
        DataType::Uuid => "uuid",
        _ => return None,
    })
}

fn scalar(data_type: &DataType) -> Option<(&'static str, Option<String>)> {
    let named = |name: &str| Some(name.to_owned());
    Some(match data_type {
        DataType::Boolean => ("bool", None),
        DataType::TinyInteger => ("i8", None),
        DataType::SmallInteger => ("i16", None),
        DataType::Integer => ("i32", None),
        DataType::BigInteger => ("i64", None),
        DataType::TinyUnsigned => ("u8", None),
        DataType::SmallUnsigned => ("u16", None),
        DataType::Unsigned => ("u32", None),
        DataType::BigUnsigned => ("u64", None),
        DataType::Float => ("f32", None),
        DataType::Double => ("f64", None),
        DataType::Decimal(Some((precision, scale))) => {
            let rust = if *precision <= DECIMAL_DIGITS { "Decimal" } else { "BigDecimal" };
            (rust, Some(format!("Decimal(Some(({precision}, {scale})))")))
        }
        DataType::Decimal(None) => ("BigDecimal", named("Decimal(None)")),
        DataType::Char(Some(length)) => ("String", Some(format!("Char(Some({length}))"))),
        DataType::Char(None) => ("String", named("Char(None)")),
        DataType::Varchar(Some(length)) => ("String", Some(format!("String(StringLen::N({length}))"))),
        DataType::Varchar(None) => ("String", None),
        DataType::Text => ("String", named("Text")),
        DataType::Binary(length) => ("Vec<u8>", Some(format!("Binary({length})"))),
        DataType::Varbinary(length) => ("Vec<u8>", Some(format!("VarBinary(StringLen::N({length}))"))),
        DataType::Blob => ("Vec<u8>", named("Blob")),
        DataType::Date => ("Date", None),
        DataType::Time => ("Time", None),
        DataType::DateTime => ("DateTime", None),
        DataType::TimestampWithTimeZone => ("DateTimeWithTimeZone", None),
        DataType::Json => ("Json", None),
        DataType::JsonBinary => ("Json", named("JsonBinary")),
        DataType::Uuid => ("Uuid", None),
        _ => return None,
    })
}

impl FieldType {
    /// Whether values compare without exceptions, so that the model can be `Eq`.
    pub fn is_eq(&self) -> bool {
        self.rust.is_eq()
    }
}

impl RustType {
    /// Whether values compare without exceptions.
    pub fn is_eq(&self) -> bool {
        match self {
            Self::Named(name) => !matches!(*name, "f32" | "f64"),
            Self::Enum(_) | Self::AnyValue | Self::Numeric(_) => true,
            Self::Vec(element) | Self::Array(element) | Self::Range(element) | Self::Multirange(element) => {
                element.is_eq()
            }
            Self::Composite { eq, .. } => *eq,
            Self::Newtype { inner, .. } => inner.is_eq(),
            Self::Custom(custom) => custom.eq,
        }
    }

    /// Whether values are copied rather than cloned.
    pub fn is_copy(&self) -> bool {
        match self {
            Self::Named(name) => !matches!(*name, "String" | "Json" | "BigDecimal" | "Vec<u8>"),
            Self::Enum(_) => true,
            Self::Numeric(number) => number.is_copy(),
            Self::Vec(_) | Self::Array(_) | Self::AnyValue => false,
            Self::Range(_) | Self::Multirange(_) | Self::Composite { .. } => false,
            Self::Newtype { inner, .. } => inner.is_copy(),
            Self::Custom(custom) => custom.copy,
        }
    }

    /// Whether SeaORM accepts the type in a primary key.
    pub fn can_be_key(&self) -> bool {
        match self {
            Self::Named(name) => !matches!(*name, "BigDecimal" | "f32" | "f64"),
            Self::Enum(_) | Self::AnyValue | Self::Numeric(_) => true,
            Self::Vec(_) => false,
            Self::Array(element) | Self::Range(element) | Self::Multirange(element) => element.is_eq(),
            Self::Composite { eq, .. } => *eq,
            Self::Newtype { inner, .. } => inner.can_be_key(),
            // Whoever gives a key a type sees to it that it can be one.
            Self::Custom(_) => true,
        }
    }

    /// The type and what it holds, from the outside inwards, down to the types that have names of their own.
    pub fn layers(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |rust| match rust {
            Self::Vec(inner)
            | Self::Array(inner)
            | Self::Range(inner)
            | Self::Multirange(inner)
            | Self::Numeric(inner) => Some(&**inner),
            _ => None,
        })
    }

    /// What a value is under the type that a newtype or a rule gives it; `None` where there was none before a rule.
    pub(super) fn underlying(&self) -> Option<&Self> {
        match self {
            Self::Newtype { inner, .. } => Some(inner),
            Self::Custom(custom) => custom.over.as_deref(),
            plain => Some(plain),
        }
    }
}
