//! Fields: a column as a page, with its `#[sea_orm(…)]` attributes for the compact and the dense form and its
//! definition for the expanded one.

use super::text::{Code, DocLine, Ident, StrLit};
use super::types::is_own;
use super::wide;
use crate::model::{DefaultExpr, Entity, Field, RustType};
use serde::Serialize;

/// A field of a model and its column.
#[derive(Clone, Serialize)]
pub(super) struct FieldPage {
    pub(super) name: Ident,
    pub(super) type_: Code,
    pub(super) comment: Vec<DocLine>,
    pub(super) attributes: Vec<AttributePage>,
    pub(super) further: Vec<Code>,
    pub(super) variant: Ident,
    pub(super) names_variant: bool,
    pub(super) variant_text: StrLit,
    pub(super) names_column: bool,
    pub(super) column: StrLit,
    pub(super) definition: Code,
    pub(super) may_be_enum: bool,
    pub(super) value_type: Code,
    pub(super) has_read: bool,
    pub(super) read: StrLit,
    pub(super) has_write: bool,
    pub(super) write: StrLit,
}

/// The arguments of one `#[sea_orm(…)]`.
#[derive(Clone, Serialize)]
pub(super) struct AttributePage {
    pub(super) one_line: bool,
    pub(super) items: Vec<Code>,
}

/// The page of a field.
pub(super) fn page(entity: &Entity, idx: usize) -> FieldPage {
    let field = &entity.fields[idx];
    let value_type = rust_type(&field.field_type.rust);
    let cast = field.field_type.cast.as_ref();
    let read = cast.and_then(|cast| cast.read.as_deref());
    let write = cast.and_then(|cast| cast.write.as_deref());
    FieldPage {
        name: Ident::new(&field.name),
        type_: Code::of(if field.nullable { format!("Option<{value_type}>") } else { value_type.clone() }),
        comment: DocLine::optional(field.comment.as_deref()),
        attributes: attributes(entity, idx),
        further: field.attributes.iter().map(Code::of).collect(),
        variant: Ident::new(&field.variant),
        names_variant: !field.variant_implied,
        variant_text: StrLit::new(&field.variant),
        names_column: !field.column_implied,
        column: StrLit::new(&field.column),
        definition: definition(field, &value_type),
        // Only the type itself knows what a rule has named.
        may_be_enum: matches!(field.field_type.rust, RustType::Custom(_))
            || (!is_own(&field.field_type.rust) && enum_of(&field.field_type.rust).is_some()),
        value_type: Code::of(value_type),
        has_read: read.is_some(),
        read: StrLit::new(read.unwrap_or_default()),
        has_write: write.is_some(),
        write: StrLit::new(write.unwrap_or_default()),
    }
}

fn attributes(entity: &Entity, idx: usize) -> Vec<AttributePage> {
    let field = &entity.fields[idx];
    let mut items = Vec::new();
    if entity.key.contains(&idx) {
        items.push(Code::of("primary_key"));
        if !entity.auto_increment {
            items.push(Code::of("auto_increment = false"));
        }
    }
    if !field.column_implied {
        items.push(assigned("column_name", &field.column));
    }
    if !field.variant_implied {
        items.push(assigned("enum_name", &field.variant));
    }
    if let Some(column_type) = &field.field_type.column_type {
        items.push(assigned("column_type", column_type));
    }
    if let Some(cast) = &field.field_type.cast {
        items.extend(cast.read.as_ref().map(|read| assigned("select_as", read)));
        items.extend(cast.write.as_ref().map(|write| assigned("save_as", write)));
    }
    if field.unique {
        items.push(Code::of("unique"));
    }
    items.extend(field.default.as_ref().map(default_item));
    let mut attributes: Vec<AttributePage> = if items.is_empty() { Vec::new() } else { vec![attribute(items)] };
    let keys = entity.unique_keys.iter().zip(&entity.unique_key_names).filter(|(key, _)| key.contains(&idx));
    attributes.extend(keys.map(|(_, name)| attribute(vec![assigned("unique_key", name)])));
    attributes
}

/// An attribute, on one line where it fits.
pub(super) fn attribute(items: Vec<Code>) -> AttributePage {
    let width: usize = items.iter().map(|item| item.width() + 2).sum::<usize>() - 2;
    AttributePage { one_line: width <= wide::ATTRIBUTE, items }
}

/// `name = "value"`.
pub(super) fn assigned(name: &str, value: &str) -> Code {
    Code::of(format_args!("{name} = {}", StrLit::new(value)))
}

fn default_item(default: &DefaultExpr) -> Code {
    match default {
        DefaultExpr::Boolean(value) => Code::of(format_args!("default_value = {value}")),
        DefaultExpr::Integer(value) => Code::of(format_args!("default_value = {}", integer(*value))),
        DefaultExpr::Text(value) => assigned("default_value", value),
        DefaultExpr::CurrentTimestamp => assigned("default_expr", "Expr::current_timestamp()"),
    }
}

/// An integer is an `i32` unless it says otherwise.
fn integer(value: i64) -> String {
    if i32::try_from(value).is_ok() { value.to_string() } else { format!("{value}_i64") }
}

fn definition(field: &Field, value_type: &str) -> Code {
    let column_type = field.field_type.column_type.as_deref();
    let stored = match &field.field_type.rust {
        RustType::Newtype { inner, .. } => &rust_type(inner),
        _ => value_type,
    };
    let mut code = match (&field.field_type.rust, column_type.or_else(|| implied(stored))) {
        (RustType::Enum(name), None) => format!("enums::{}::db_type()", Ident::new(name)),
        (_, Some(column_type)) => format!("ColumnType::{column_type}.def()"),
        (_, None) => format!("<{value_type} as sea_orm::sea_query::ValueType>::column_type().def()"),
    };
    if field.nullable {
        code.push_str(".nullable()");
    }
    if field.unique {
        code.push_str(".unique()");
    }
    match &field.default {
        Some(DefaultExpr::Boolean(value)) => code.push_str(&format!(".default_value({value})")),
        Some(DefaultExpr::Integer(value)) => code.push_str(&format!(".default_value({})", integer(*value))),
        Some(DefaultExpr::Text(value)) => code.push_str(&format!(".default_value({})", StrLit::new(value))),
        Some(DefaultExpr::CurrentTimestamp) => code.push_str(".default(Expr::current_timestamp())"),
        None => {}
    }
    Code::of(code)
}

/// SeaORM's column type of a Rust type.
fn implied(rust: &str) -> Option<&'static str> {
    Some(match rust {
        "bool" => "Boolean",
        "i8" => "TinyInteger",
        "i16" => "SmallInteger",
        "i32" => "Integer",
        "i64" => "BigInteger",
        "u8" => "TinyUnsigned",
        "u16" => "SmallUnsigned",
        "u32" => "Unsigned",
        "u64" => "BigUnsigned",
        "f32" => "Float",
        "f64" => "Double",
        "String" => "String(StringLen::None)",
        "Date" => "Date",
        "Time" => "Time",
        "DateTime" => "DateTime",
        "DateTimeWithTimeZone" => "TimestampWithTimeZone",
        "Json" => "Json",
        "Uuid" => "Uuid",
        "Vec<u8>" => "VarBinary(StringLen::None)",
        "Decimal" | "BigDecimal" => "Decimal(None)",
        _ => return None,
    })
}

/// The type as code; types of the generated crate are always written with their module, so that none can hide one of
/// Rust's.
pub(crate) fn rust_type(rust: &RustType) -> String {
    match rust {
        RustType::Named(name) => (*name).to_owned(),
        RustType::Enum(name) => format!("enums::{}", Ident::new(name)),
        RustType::Vec(element) => format!("Vec<{}>", rust_type(element)),
        RustType::Newtype { name, .. } => format!("newtypes::{}", Ident::new(name)),
        RustType::Custom(custom) => custom.path.to_string(),
        RustType::AnyValue => "types::AnyValue".to_owned(),
        RustType::Numeric(number) => format!("types::Numeric<{}>", rust_type(number)),
        RustType::Array(element) => format!("types::Array<{}>", rust_type(element)),
        RustType::Range(element) => format!("types::Range<{}>", rust_type(element)),
        RustType::Multirange(element) => format!("types::Multirange<{}>", rust_type(element)),
        RustType::Composite { name, .. } => format!("composites::{}", Ident::new(name)),
    }
}

/// The enum that the type is or holds.
pub(super) fn enum_of(rust: &RustType) -> Option<&str> {
    rust.layers().find_map(|layer| match layer {
        RustType::Enum(name) => Some(name.as_str()),
        _ => None,
    })
}

/// Whether the type is or holds the struct of a composite type.
pub(super) fn holds_composite(rust: &RustType) -> bool {
    rust.layers().any(|layer| matches!(layer, RustType::Composite { .. }))
}
