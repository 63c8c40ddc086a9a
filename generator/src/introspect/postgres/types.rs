//! PostgreSQL types → [`DataType`]: domains become their base type, arrays keep their element.
//!
//! Works on the rows of `types.sql`; every type without a counterpart keeps a spelling that a cast understands.

use super::rows::{ColumnRow, TypeRow};
use crate::catalog::{DataType, QualifiedName, Structure};
use crate::introspect::default::is_beyond;
use std::collections::{HashMap, HashSet};

/// The types of the database by their identifier.
pub(super) struct Types<'a> {
    by_id: HashMap<i64, &'a TypeRow>,
    /// Those of which some column holds values that Rust's counterpart cannot, as its default says.
    beyond: HashSet<i64>,
}

/// What a column's type comes down to.
pub(super) struct Resolved {
    pub(super) data_type: DataType,
    /// The domain, if the type itself is one; the outermost where one is over another.
    pub(super) domain: Option<QualifiedName>,
    /// Whether a domain on the way forbids NULL.
    pub(super) not_null: bool,
}

impl<'a> Types<'a> {
    pub(super) fn new(rows: &'a [TypeRow]) -> Self {
        Self { by_id: rows.iter().map(|row| (row.id, row)).collect(), beyond: HashSet::new() }
    }

    /// Takes note of the columns of tables.
    pub(super) fn note(&mut self, columns: &[ColumnRow]) {
        for row in columns {
            let Some(raw) = &row.expression else { continue };
            if self.resolve(row.type_id, row.modifier).is_some_and(|resolved| is_beyond(raw, &resolved.data_type)) {
                self.beyond.insert(row.type_id);
            }
        }
    }

    /// Whether some column of the type holds values that Rust's counterpart cannot.
    pub(super) fn is_beyond(&self, id: i64) -> bool {
        self.beyond.contains(&id)
    }

    /// The type `id` with the modifier of its column, such as a length.
    pub(super) fn resolve(&self, id: i64, modifier: i32) -> Option<Resolved> {
        let mut row = *self.by_id.get(&id)?;
        let domain = (row.kind == "d").then(|| row.qualified());
        let (mut modifier, mut not_null) = (modifier, false);
        while row.kind == "d" {
            not_null |= row.not_null;
            if row.base_modifier >= 0 {
                modifier = row.base_modifier;
            }
            row = self.by_id.get(&row.base)?;
        }
        let data_type = match row.element {
            0 => self.structured(row).unwrap_or_else(|| scalar(row, modifier)),
            _ => self.array(row, modifier),
        };
        Some(Resolved { data_type, domain, not_null })
    }

    /// The type `id` and all that it is made of: the element of an array, the base of a domain.
    pub(super) fn layers(&self, id: i64) -> impl Iterator<Item = &'a TypeRow> {
        let under = |row: &&TypeRow| if row.element == 0 { row.base } else { row.element };
        std::iter::successors(self.by_id.get(&id).copied(), move |row| self.by_id.get(&under(row)).copied())
    }

    /// The name of a type that no column can have, such as `void`.
    pub(super) fn pseudo_type(&self, id: i64) -> Option<&'a str> {
        self.by_id.get(&id).filter(|row| row.kind == "p").map(|row| row.name.as_str())
    }

    /// The type, where its text has a structure.
    fn structured(&self, row: &TypeRow) -> Option<DataType> {
        let element = || {
            let data_type = self.resolve(row.subtype, -1)?.data_type;
            is_known(&data_type).then(|| Box::new(data_type))
        };
        let structure = match row.kind.as_str() {
            "r" => Structure::Range(element()?),
            "m" => Structure::Multirange(element()?),
            "c" => Structure::Composite(row.qualified()),
            _ => return None,
        };
        Some(DataType::Castable { read: "text".to_owned(), write: row.spelling.clone(), structure: Some(structure) })
    }

    fn array(&self, row: &TypeRow, modifier: i32) -> DataType {
        match self.resolve(row.element, modifier) {
            // An array of a domain over arrays is an array of arrays, which no language but SQL can tell apart.
            None | Some(Resolved { data_type: DataType::Array(_), .. }) => castable(&row.spelling),
            Some(element) => DataType::Array(Box::new(element.data_type)),
        }
    }
}

/// Whether values of the type can be told apart in a text that holds several.
fn is_known(data_type: &DataType) -> bool {
    !matches!(data_type, DataType::Opaque)
}

/// A type that is read and written as text; `spelling` is its name as written in a cast.
pub(super) fn castable(spelling: &str) -> DataType {
    DataType::castable("text", spelling)
}

impl TypeRow {
    /// Its schema and name.
    fn qualified(&self) -> QualifiedName {
        QualifiedName { schema: self.schema.clone(), name: self.name.clone() }
    }
}

fn scalar(row: &TypeRow, modifier: i32) -> DataType {
    match (row.kind.as_str(), row.schema.as_str()) {
        ("e", _) => DataType::Enum(row.qualified()),
        ("b", "pg_catalog") => built_in(&row.name, modifier).unwrap_or_else(|| castable(&row.spelling)),
        ("p", _) => DataType::Opaque,
        _ => castable(&row.spelling),
    }
}

fn built_in(name: &str, modifier: i32) -> Option<DataType> {
    Some(match name {
        "bool" => DataType::Boolean,
        "int2" => DataType::SmallInteger,
        "int4" => DataType::Integer,
        "int8" => DataType::BigInteger,
        "float4" => DataType::Float,
        "float8" => DataType::Double,
        "numeric" => DataType::Decimal(precision_and_scale(modifier)),
        "money" => DataType::Money,
        "bpchar" => DataType::Char(length(modifier)),
        "varchar" => DataType::Varchar(length(modifier)),
        "text" => DataType::Text,
        "bytea" => DataType::Blob,
        "date" => DataType::Date,
        "time" => DataType::Time,
        "timestamp" => DataType::DateTime,
        "timestamptz" => DataType::TimestampWithTimeZone,
        "json" => DataType::Json,
        "jsonb" => DataType::JsonBinary,
        "uuid" => DataType::Uuid,
        _ => return None,
    })
}

/// The server adds the four bytes of a length word to every modifier.
const LENGTH_WORD: i32 = 4;

fn length(modifier: i32) -> Option<u32> {
    u32::try_from(modifier.checked_sub(LENGTH_WORD)?).ok()
}

/// Precision in the upper half; scale in the lower eleven bits, signed. A negative scale says nothing that a
/// decimal type of another system could say.
fn precision_and_scale(modifier: i32) -> Option<(u32, u32)> {
    let packed = length(modifier)?;
    let scale = ((packed & 0x7ff) ^ 1024).checked_sub(1024)?;
    Some((packed >> 16, scale))
}

#[cfg(test)]
mod tests {
    use super::{DataType, QualifiedName, Structure, TypeRow, Types, castable, precision_and_scale};

    fn row(id: i64, kind: &str, name: &str) -> TypeRow {
        TypeRow::named(id, kind, name)
    }

    #[test]
    fn unpacks_modifiers() {
        assert_eq!(precision_and_scale(-1), None);
        assert_eq!(precision_and_scale(((19 << 16) | 4) + 4), Some((19, 4)));
        assert_eq!(precision_and_scale(((1000 << 16) | 1000) + 4), Some((1000, 1000)));
        assert_eq!(precision_and_scale(((3 << 16) | 0x7fe) + 4), None, "numeric(3,-2)");
    }

    #[test]
    fn follows_domains_and_arrays() {
        let rows = [
            row(1, "b", "varchar"),
            TypeRow { element: 1, ..row(2, "b", "_varchar") },
            TypeRow { base: 1, base_modifier: 24, ..row(1001, "d", "code") },
            TypeRow { base: 1001, not_null: true, ..row(1002, "d", "strict_code") },
            TypeRow { element: 1002, ..row(1003, "b", "_strict_code") },
            TypeRow { base: 2, ..row(1004, "d", "codes") },
            TypeRow { element: 1004, ..row(1005, "b", "_codes") },
            row(1006, "c", "point"),
            row(1007, "b", "int4"),
            TypeRow { subtype: 1001, ..row(1008, "r", "codes_range") },
            TypeRow { subtype: 4, ..row(1009, "m", "codes_multirange") },
        ];
        let types = Types::new(&rows);
        let of = |id| types.resolve(id, -1).map(|resolved| (resolved.data_type, resolved.not_null));
        let bounded = DataType::Varchar(Some(20));
        assert_eq!(of(1002), Some((bounded.clone(), true)));
        assert_eq!(of(1003), Some((DataType::Array(Box::new(bounded)), false)));
        assert_eq!(of(1004), Some((DataType::Array(Box::new(DataType::Varchar(None))), false)));
        assert_eq!(of(1005), Some((castable("app._codes"), false)));
        let structured = |write: &str, structure| DataType::Castable {
            read: "text".to_owned(),
            write: write.to_owned(),
            structure: Some(structure),
        };
        let name = QualifiedName { schema: "app".to_owned(), name: "point".to_owned() };
        assert_eq!(of(1006), Some((structured("app.point", Structure::Composite(name)), false)));
        assert_eq!(of(1007), Some((castable("app.int4"), false)), "only pg_catalog's names are known");
        let range = Structure::Range(Box::new(DataType::Varchar(Some(20))));
        assert_eq!(of(1008), Some((structured("app.codes_range", range), false)));
        assert_eq!(of(1009), Some((castable("app.codes_multirange"), false)), "nobody knows what it is between");
        assert_eq!(of(9), None);
        let layers = |id| types.layers(id).map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(layers(1005), [1005, 1004, 2, 1]);
        let domain = |id| types.resolve(id, -1).and_then(|resolved| resolved.domain).map(|domain| domain.name);
        assert_eq!(domain(1002).as_deref(), Some("strict_code"), "the outermost");
        assert_eq!(domain(1003), None, "an array is of no domain, whatever its elements are");
    }
}
