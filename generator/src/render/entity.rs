//! Entity files: the model's entities as pages, in the compact and the expanded form.
//!
//! A page is what a template prints; every choice of wording and layout that depends on data is made here.

use super::text::{Code, DocLine, Ident, StrLit};
use super::wide;
use crate::config::{Format, Settings};
use crate::model::{DefaultExpr, Entity, Field, Relation, RelationKind, RustType, Source};
use askama::Template;
use serde::Serialize;

/// An entity in the compact form.
#[derive(Template, Serialize)]
#[template(path = "entity/compact.rs.jinja")]
struct CompactPage {
    origin: DocLine,
    uses_enums: bool,
    comment: Vec<DocLine>,
    derives: Vec<Code>,
    has_schema: bool,
    schema: StrLit,
    table: StrLit,
    fields: Vec<FieldPage>,
    has_relations: bool,
    relations: Vec<RelationPage>,
}

/// An entity in the expanded form.
#[derive(Template, Serialize)]
#[template(path = "entity/expanded.rs.jinja")]
struct ExpandedPage {
    origin: DocLine,
    uses_enums: bool,
    comment: Vec<DocLine>,
    derives: Vec<Code>,
    has_schema: bool,
    schema: StrLit,
    table: StrLit,
    fields: Vec<FieldPage>,
    has_enums: bool,
    has_casts: bool,
    key: Vec<FieldPage>,
    key_type: Code,
    auto_increment: bool,
    has_relations: bool,
    relations: Vec<RelationPage>,
    read_only: bool,
    refusal: StrLit,
}

#[derive(Clone, Serialize)]
struct FieldPage {
    name: Ident,
    type_: Code,
    comment: Vec<DocLine>,
    attributes: Vec<AttributePage>,
    variant: Ident,
    names_column: bool,
    column: StrLit,
    definition: Code,
    has_enum: bool,
    value_type: Code,
    has_cast: bool,
    read: StrLit,
    write: StrLit,
}

#[derive(Clone, Serialize)]
struct RelationPage {
    variant: Ident,
    attributes: Vec<AttributePage>,
    call: Code,
    links: Vec<Code>,
}

/// The arguments of one `#[sea_orm(…)]`.
#[derive(Clone, Serialize)]
struct AttributePage {
    one_line: bool,
    items: Vec<Code>,
}

/// The text of an entity's file.
pub(super) fn text(entity: &Entity, settings: &Settings) -> Result<String, askama::Error> {
    match entity.format {
        Format::Expanded => expanded(entity, settings).render(),
        Format::Compact | Format::Dense if entity.source.is_read_only() => expanded(entity, settings).render(),
        Format::Compact | Format::Dense => compact(entity, settings).render(),
    }
}

/// What an entity is made from, as a phrase in a comment.
pub(super) fn origin(entity: &Entity) -> DocLine {
    let name = entity.schema.as_ref().map_or(entity.table.clone(), |schema| format!("{schema}.{}", entity.table));
    let kind = match entity.source {
        Source::Table | Source::KeylessTable => "table ",
        Source::View => "view ",
        Source::MaterializedView => "materialized view ",
    };
    DocLine::sentence(kind, &name, "")
}

fn compact(entity: &Entity, settings: &Settings) -> CompactPage {
    CompactPage {
        origin: origin(entity),
        uses_enums: uses_enums(entity),
        comment: comment(entity.comment.as_ref()),
        derives: derives(entity, settings, "DeriveEntityModel"),
        has_schema: entity.schema.is_some(),
        schema: StrLit::new(entity.schema.as_deref().unwrap_or_default()),
        table: StrLit::new(&entity.table),
        fields: (0..entity.fields.len()).map(|idx| field(entity, idx)).collect(),
        has_relations: entity.relations.iter().any(is_direct),
        relations: entity.relations.iter().filter(|relation| is_direct(relation)).map(relation).collect(),
    }
}

fn expanded(entity: &Entity, settings: &Settings) -> ExpandedPage {
    let page = compact(entity, settings);
    ExpandedPage {
        derives: derives(entity, settings, "DeriveModel, DeriveActiveModel"),
        has_enums: page.fields.iter().any(|field| field.has_enum),
        has_casts: page.fields.iter().any(|field| field.has_cast),
        key: entity.key.iter().map(|&idx| page.fields[idx].clone()).collect(),
        key_type: key_type(entity),
        auto_increment: entity.auto_increment,
        read_only: entity.source.is_read_only(),
        refusal: StrLit::new(&format!("`{}` can only be read", entity.table)),
        origin: page.origin,
        uses_enums: page.uses_enums,
        comment: page.comment,
        has_schema: page.has_schema,
        schema: page.schema,
        table: page.table,
        fields: page.fields,
        has_relations: page.has_relations,
        relations: page.relations,
    }
}

/// Many-to-many is not a variant of `Relation`: it needs the junction's two.
fn is_direct(relation: &Relation) -> bool {
    !matches!(relation.kind, RelationKind::ManyToMany { .. })
}

fn uses_enums(entity: &Entity) -> bool {
    entity.fields.iter().any(|field| enum_of(&field.field_type.rust).is_some())
}

fn comment(comment: Option<&String>) -> Vec<DocLine> {
    comment.map(|comment| DocLine::lines(comment)).unwrap_or_default()
}

fn derives(entity: &Entity, settings: &Settings, own: &str) -> Vec<Code> {
    let eq = if entity.fields.iter().all(|field| field.field_type.is_eq()) { "Eq, " } else { "" };
    let first = Code::of(format_args!("Clone, Debug, PartialEq, {eq}{own}"));
    [first].into_iter().chain(further_derives(settings)).collect()
}

/// The derives that the configuration asks for, a line of their own each.
pub(super) fn further_derives(settings: &Settings) -> impl Iterator<Item = Code> {
    let serde = settings.entity.serde.then_some("serde::Serialize, serde::Deserialize");
    serde.into_iter().chain(settings.entity.derive.iter().map(String::as_str)).map(Code::of)
}

fn key_type(entity: &Entity) -> Code {
    let types: Vec<String> = entity.key.iter().map(|&idx| rust_type(&entity.fields[idx].field_type.rust)).collect();
    match types.as_slice() {
        [single] => Code::of(single),
        _ => Code::of(format!("({})", types.join(", "))),
    }
}

fn field(entity: &Entity, idx: usize) -> FieldPage {
    let field = &entity.fields[idx];
    let value_type = rust_type(&field.field_type.rust);
    let cast = field.field_type.cast.as_ref();
    FieldPage {
        name: Ident::new(&field.name),
        type_: Code::of(if field.nullable { format!("Option<{value_type}>") } else { value_type.clone() }),
        comment: comment(field.comment.as_ref()),
        attributes: attributes(entity, idx),
        variant: Ident::new(&field.variant),
        names_column: !field.column_implied,
        column: StrLit::new(&field.column),
        definition: definition(field, &value_type),
        has_enum: enum_of(&field.field_type.rust).is_some(),
        value_type: Code::of(value_type),
        has_cast: cast.is_some(),
        read: StrLit::new(cast.map(|cast| cast.read.as_str()).unwrap_or_default()),
        write: StrLit::new(cast.map(|cast| cast.write.as_str()).unwrap_or_default()),
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
        items.push(assigned("select_as", &cast.read));
        items.push(assigned("save_as", &cast.write));
    }
    if field.unique {
        items.push(Code::of("unique"));
    }
    items.extend(field.default.as_ref().map(default_item));
    let mut attributes: Vec<AttributePage> = if items.is_empty() { Vec::new() } else { vec![attribute(items)] };
    let keys = entity.unique_keys.iter().filter(|key| key.contains(&idx));
    attributes.extend(keys.map(|key| attribute(vec![assigned("unique_key", &unique_key_name(entity, key))])));
    attributes
}

/// A unique key is called after its columns: constraint names differ between databases.
fn unique_key_name(entity: &Entity, key: &[usize]) -> String {
    key.iter().map(|&idx| entity.fields[idx].name.as_str()).collect::<Vec<_>>().join("_")
}

fn attribute(items: Vec<Code>) -> AttributePage {
    let width: usize = items.iter().map(|item| item.width() + 2).sum::<usize>() - 2;
    AttributePage { one_line: width <= wide::ATTRIBUTE, items }
}

fn assigned(name: &str, value: &str) -> Code {
    Code::of(format_args!("{name} = {}", StrLit::new(value)))
}

fn default_item(default: &DefaultExpr) -> Code {
    match default {
        DefaultExpr::Boolean(value) => Code::of(format_args!("default_value = {value}")),
        DefaultExpr::Integer(value) => Code::of(format_args!("default_value = {value}")),
        DefaultExpr::Text(value) => assigned("default_value", value),
        DefaultExpr::CurrentTimestamp => assigned("default_expr", "Expr::current_timestamp()"),
    }
}

fn definition(field: &Field, value_type: &str) -> Code {
    let column_type = field.field_type.column_type.as_deref();
    let mut code = match (&field.field_type.rust, column_type.or_else(|| implied(value_type))) {
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
        Some(DefaultExpr::Integer(value)) => code.push_str(&format!(".default_value({value})")),
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

/// The type as code; enums are always written with their module, so that none can hide a type of Rust's.
fn rust_type(rust: &RustType) -> String {
    match rust {
        RustType::Named(name) => (*name).to_owned(),
        RustType::Enum(name) => format!("enums::{}", Ident::new(name)),
        RustType::Vec(element) => format!("Vec<{}>", rust_type(element)),
    }
}

fn enum_of(rust: &RustType) -> Option<&str> {
    match rust {
        RustType::Named(_) => None,
        RustType::Enum(name) => Some(name),
        RustType::Vec(element) => enum_of(element),
    }
}

fn relation(relation: &Relation) -> RelationPage {
    let target =
        if relation.self_reference { String::new() } else { format!("super::{}::", Ident::new(&relation.target)) };
    let entity = format!("{target}Entity");
    let reverse = format!("{target}Relation::{}", Ident::new(&relation.reverse));
    let from = columns("", &relation.from);
    let to = columns(&target, &relation.to);
    let ends = [assigned("from", &from), assigned("to", &to)];
    let (items, call, links) = match &relation.kind {
        RelationKind::BelongsTo { on_update, on_delete, .. } => {
            let mut items = vec![assigned("belongs_to", &entity)];
            let mut links = vec![format!("from({from})"), format!("to({to})")];
            items.extend(ends);
            for (name, action) in [("on_update", on_update), ("on_delete", on_delete)] {
                // NO ACTION and RESTRICT differ only for deferred constraints, and MariaDB reports one for the other.
                if !matches!(*action, "NoAction" | "Restrict") {
                    items.push(assigned(name, action));
                    links.push(format!("{name}(ForeignKeyAction::{action})"));
                }
            }
            links.push("into()".to_owned());
            (items, format!("Entity::belongs_to({entity})"), links)
        }
        RelationKind::HasMany => {
            let items = vec![
                assigned("has_many", &entity),
                assigned("via_rel", &format!("Relation::{}", Ident::new(&relation.reverse))),
            ];
            (items, format!("Entity::has_many_via({entity}, {reverse}).into()"), Vec::new())
        }
        RelationKind::HasOne if relation.related => {
            (vec![assigned("has_one", &entity)], format!("{reverse}.def().rev()"), Vec::new())
        }
        // SeaORM derives a has-one from `Related`, which an ambiguous relation does not have.
        RelationKind::HasOne | RelationKind::ManyToMany { .. } => {
            let mut items = vec![assigned("belongs_to", &entity)];
            items.extend(ends);
            items.push(Code::of("skip_fk"));
            (items, format!("{reverse}.def().rev()"), Vec::new())
        }
    };
    RelationPage {
        variant: Ident::new(&relation.variant),
        attributes: vec![attribute(items)],
        call: Code::of(call),
        links: links.into_iter().map(Code::of).collect(),
    }
}

/// One column, or a tuple of them.
fn columns(target: &str, variants: &[String]) -> String {
    let columns: Vec<String> =
        variants.iter().map(|variant| format!("{target}Column::{}", Ident::new(variant))).collect();
    match columns.as_slice() {
        [single] => single.clone(),
        _ => format!("({})", columns.join(", ")),
    }
}
