//! Entities and their fields: one per table and view.
//!
//! The rules:
//!
//! 1. A module is the table's name without a configured prefix, its last word in the singular, in snake_case; the
//!    schema stands in front where it is not the default one. A view keeps its number.
//! 2. Tables and views share one space of names.
//! 3. The key is the primary key; without one, the smallest unique key whose columns are NOT NULL. A table that has
//!    neither can only be read. Of views, `views` decides.
//! 4. A column that cannot be read as any Rust type, and that no type rule gives one, is left out, with a warning.
//! 5. A name that the user gives is the type, without a suffix, and the words of the module, without a schema. Two that
//!    are one are a mistake.

use super::inflect::singular;
use super::names::{self, Wish};
use super::overrides::{Overrides, Own};
use super::rules::{self, Rules};
use super::types::{self, Known};
use super::{Behavior, Cast, DefaultExpr, Entity, Field, FieldType, FormerNames, Origin, RustType, Source, place};
use super::{newtypes, views};
use crate::catalog::{Catalog, Check, Column, DataType, DefaultValue, Identity, QualifiedName, Schema, Table, View};
use crate::config::{ArrayElements, ColumnSettings, Format, Settings, TypeRule, globs};
use crate::diagnostic::Diagnostic;
use globset::GlobSet;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The entities of a model, found by their table.
pub(super) struct Entities {
    list: Vec<Entity>,
    by_table: BTreeMap<QualifiedName, usize>,
}

impl Entities {
    /// The entity of a table.
    pub(super) fn of(&self, table: &QualifiedName) -> Option<&Entity> {
        self.by_table.get(table).map(|&idx| &self.list[idx])
    }

    /// The entity of a table, to be completed.
    pub(super) fn of_mut(&mut self, table: &QualifiedName) -> Option<&mut Entity> {
        self.by_table.get(table).map(|&idx| &mut self.list[idx])
    }

    /// Where in the list the entity of a table or view stands.
    pub(super) fn position(&self, table: &QualifiedName) -> Option<usize> {
        self.by_table.get(table).copied()
    }

    /// All of them, in the order of schemas, tables and views.
    pub(super) fn list(&self) -> &[Entity] {
        &self.list
    }

    /// All of them, to be completed.
    pub(super) fn list_mut(&mut self) -> &mut [Entity] {
        &mut self.list
    }

    /// The finished list.
    pub(super) fn into_entities(self) -> Vec<Entity> {
        self.list
    }
}

/// What the fields of an entity are decided from, besides the columns.
struct Context<'a> {
    settings: &'a Settings,
    overrides: &'a Overrides<'a>,
    known: Known<'a>,
    rules: Rules<'a>,
    dense: GlobSet,
    times_are_spans: bool,
}

/// A column, what CHECKs say of it, and the rule that decides its type.
struct Typed<'a> {
    column: &'a Column,
    /// The enum whose values it holds.
    values: Option<&'a str>,
    /// Whether it is read with blanks behind them.
    padded: bool,
    /// What its elements are, where it is an array.
    elements: ArrayElements,
    rule: Option<&'a TypeRule>,
    /// What its own settings say.
    own: Option<&'a ColumnSettings>,
}

/// Builds one entity per table and view, without relations.
pub(super) fn build(
    (catalog, known): (&Catalog, Known<'_>),
    settings: &Settings,
    overrides: &Overrides<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Entities {
    let rules = Rules::new(catalog, settings, overrides, diagnostics);
    let times_are_spans = catalog.times_are_spans;
    let context = Context { settings, overrides, known, rules, dense: globs(&settings.entity.dense), times_are_spans };
    let mut entities = Entities { list: Vec::new(), by_table: BTreeMap::new() };
    for schema in &catalog.schemas {
        let tables = schema.tables.par_iter().map(|table| table_entity(schema, table, &context));
        for (entity, found) in tables.collect::<Vec<_>>() {
            diagnostics.extend(found);
            entities.push(schema, entity, diagnostics);
        }
        for view in &schema.views {
            let entity = view_entity(schema, view, &context, diagnostics);
            entities.push(schema, entity, diagnostics);
        }
    }
    settle_names(&mut entities, overrides, diagnostics);
    entities
}

impl Entities {
    fn push(&mut self, schema: &Schema, entity: Entity, diagnostics: &mut Vec<Diagnostic>) {
        let name = entity.table.clone();
        if entity.fields.is_empty() {
            diagnostics.push(Diagnostic::nothing_to_read(&place(schema, &name)));
            return;
        }
        self.by_table.insert(QualifiedName { schema: schema.name.clone(), name }, self.list.len());
        self.list.push(entity);
    }
}

fn table_entity(schema: &Schema, table: &Table, context: &Context<'_>) -> (Entity, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let place = place(schema, &table.name);
    let unique = table.unique_column_sets();
    let words = singular(&stripped(&table.name, context.settings), &context.settings.names);
    let mut entity = blank(schema, &table.name, &words, Source::Table);
    entity.comment.clone_from(&table.comment);
    let own = context.overrides.of(&schema.name, &table.name);
    context.overrides.settle(&mut entity, (&schema.name, own));
    entity.format = format_of(schema, table, own, context);
    let columns = table.columns.iter().map(|column| Typed {
        column,
        values: context.known.enums.checked(schema, table, column),
        padded: is_padded(table, column),
        elements: elements(table, column, context),
        rule: context.rules.of(&schema.name, &table.name, &column.name),
        own: own.and_then(|own| own.column(&column.name)),
    });
    entity.fields = fields(&place, columns, context, &mut diagnostics);
    for field in &mut entity.fields {
        let alone = table.primary_key.as_ref().is_some_and(|key| key.columns == [field.column.as_str()]);
        field.unique = !alone && unique.iter().any(|columns| columns == &[field.column.as_str()]);
    }
    let sets = unique.iter().filter(|columns| columns.len() > 1 && !is_primary(table, columns));
    entity.unique_keys = sets.filter_map(|columns| positions(&entity.fields, columns)).collect();
    entity.unique_keys.sort();
    entity.unique_keys.dedup();
    entity.unique_key_names = unique_key_names(&entity.fields, &entity.unique_keys);
    if !entity.fields.is_empty() {
        add_key(&mut entity, table, &place, &mut diagnostics);
    }
    (entity, diagnostics)
}

/// A unique key is called after its columns: constraint names differ between databases. None is called like another, nor
/// like a unique column, which has finders too.
fn unique_key_names(fields: &[Field], keys: &[Vec<usize>]) -> Vec<String> {
    let alone = (0..fields.len()).filter(|&idx| fields[idx].unique).map(|idx| wish_of(fields, &[idx]));
    let wishes: Vec<Wish> = keys.iter().map(|key| wish_of(fields, key)).chain(alone).collect();
    let (mut settled, _) = names::settle(&wishes);
    settled.truncate(keys.len());
    settled
}

/// The wish of what is called after some of the fields.
pub(super) fn wish_of(fields: &[Field], some: &[usize]) -> Wish {
    let some = some.iter().map(|&idx| &fields[idx]);
    let ident: Vec<&str> = some.clone().map(|field| field.name.trim_end_matches('_')).collect();
    let raw: Vec<&str> = some.map(|field| field.column.as_str()).collect();
    Wish { raw: raw.join(","), ident: ident.join("_") }
}

/// What the elements of an array are. SeaORM takes no `Vec` in a key, which would be lost with a proof.
fn elements(table: &Table, column: &Column, context: &Context<'_>) -> ArrayElements {
    let proof = |check: &Check| check.validated && check.no_null_elements.as_ref() == Some(&column.name);
    if table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name)) {
        ArrayElements::Nullable
    } else if table.checks.iter().any(proof) {
        ArrayElements::Required
    } else {
        context.settings.entity.array_elements
    }
}

fn is_padded(table: &Table, column: &Column) -> bool {
    let mut allowed = table.checks.iter().filter_map(|check| check.allowed.as_ref());
    allowed.any(|allowed| allowed.column == column.name && allowed.padded)
}

fn is_primary(table: &Table, columns: &[&str]) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.columns == columns)
}

/// Rule 3 for tables.
fn add_key(entity: &mut Entity, table: &Table, place: &str, diagnostics: &mut Vec<Diagnostic>) {
    let primary = table.primary_key.as_ref().map(|key| key.columns.iter().map(String::as_str).collect::<Vec<_>>());
    let not_null = |columns: &Vec<&str>| columns.iter().all(|name| !table.is_optional(name));
    let mut candidates: Vec<Vec<&str>> = table.unique_column_sets().into_iter().filter(not_null).collect();
    candidates.sort_by_key(|columns| (columns.len(), columns.clone()));
    let chosen = primary.iter().chain(&candidates).find_map(|columns| usable_key(&entity.fields, columns));
    match chosen {
        Some(key) => {
            entity.auto_increment = key.len() == 1
                && table.column(&entity.fields[key[0]].column).is_some_and(|column| column.identity.is_some());
            entity.key = key;
        }
        None => {
            diagnostics.push(Diagnostic::no_key(place));
            entity.source = Source::KeylessTable;
            entity.key = stand_in_key(&entity.fields);
            entity.stands_in = true;
        }
    }
    if primary.is_none() && entity.source == Source::Table {
        let columns: Vec<&str> = entity.key.iter().map(|&idx| entity.fields[idx].column.as_str()).collect();
        diagnostics.push(Diagnostic::unique_key_as_key(place, &columns.join(", ")));
    }
    for &idx in &entity.key {
        // A key is never NULL, whatever SQLite allows; SeaORM's key types have no Option.
        if entity.source == Source::Table {
            entity.fields[idx].nullable = false;
        }
    }
}

/// What is to be said of primary keys that the database lets NULL into, as SQLite does.
pub(super) fn keys_with_null(catalog: &Catalog) -> Option<Diagnostic> {
    let is_optional = |table: &Table, name: &String| table.column(name).is_some_and(|column| column.nullable);
    let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
    let found = tables.filter(|(_, table)| {
        table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|name| is_optional(table, name)))
    });
    let places: Vec<String> = found.map(|(schema, table)| super::place(schema, &table.name)).collect();
    (!places.is_empty()).then(|| Diagnostic::keys_with_null(&places))
}

/// The fields of a key, when SeaORM can have it as a key.
pub(super) fn usable_key(fields: &[Field], columns: &[&str]) -> Option<Vec<usize>> {
    let key = positions(fields, columns)?;
    let usable = key.len() <= 12 && key.iter().all(|&idx| fields[idx].field_type.rust.can_be_key());
    usable.then_some(key)
}

/// SeaORM asks for a key even where rows have none: the first field that can be one, or else the first of all.
pub(super) fn stand_in_key(fields: &[Field]) -> Vec<usize> {
    let by_id = fields.iter().position(|field| field.column == "id" && field.field_type.rust.can_be_key());
    let first = fields.iter().position(|field| field.field_type.rust.can_be_key());
    by_id.or(first).or((!fields.is_empty()).then_some(0)).into_iter().collect()
}

fn positions(fields: &[Field], columns: &[&str]) -> Option<Vec<usize>> {
    columns.iter().map(|name| fields.iter().position(|field| field.column == *name)).collect()
}

fn view_entity(schema: &Schema, view: &View, context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Entity {
    let source = if view.materialized { Source::MaterializedView } else { Source::View };
    let words = names::words(&stripped(&view.name, context.settings));
    let place = place(schema, &view.name);
    let mut entity = blank(schema, &view.name, &words, source);
    entity.comment.clone_from(&view.comment);
    let own = context.overrides.of(&schema.name, &view.name);
    context.overrides.settle(&mut entity, (&schema.name, own));
    let columns = view.columns.iter().map(|column| Typed {
        column,
        values: None,
        padded: false,
        elements: context.settings.entity.array_elements,
        rule: context.rules.of(&schema.name, &view.name, &column.name),
        own: own.and_then(|own| own.column(&column.name)),
    });
    entity.fields = fields(&place, columns, context, diagnostics);
    for field in &mut entity.fields {
        // Nothing is written through a view, so how the column is stored says nothing of use; and the backends
        // agree about the types of expressions, not about their lengths.
        if field.field_type.cast.is_none() {
            field.field_type.column_type = None;
        }
    }
    views::settle(&mut entity, view, own, diagnostics);
    entity
}

fn blank(schema: &Schema, table: &str, words: &str, source: Source) -> Entity {
    let words = if schema.is_default { words.to_owned() } else { format!("{}_{words}", names::words(&schema.name)) };
    Entity {
        module: names::module(&words),
        type_name: words,
        schema: (!schema.is_default).then(|| schema.name.clone()),
        table: table.to_owned(),
        origin: Origin::Auto,
        source,
        comment: None,
        derives: Vec::new(),
        attributes: Vec::new(),
        format: Format::Expanded,
        fields: Vec::new(),
        key: Vec::new(),
        stands_in: false,
        auto_increment: false,
        unique_keys: Vec::new(),
        unique_key_names: Vec::new(),
        relations: Vec::new(),
        behavior: Behavior::Generated,
        former: FormerNames::default(),
        repository: None,
        factory: None,
    }
}

/// The table's words without the first configured prefix that fits.
fn stripped(table: &str, settings: &Settings) -> String {
    let rest = settings.names.strip_prefix.iter().find_map(|prefix| table.strip_prefix(prefix.as_str()));
    names::words(rest.filter(|rest| !rest.is_empty()).unwrap_or(table))
}

fn format_of(schema: &Schema, table: &Table, own: Option<&Own<'_>>, context: &Context<'_>) -> Format {
    let qualified = format!("{}.{}", schema.name, table.name);
    let dense = context.dense.is_match(&table.name) || context.dense.is_match(&qualified);
    let listed = dense.then_some(Format::Dense);
    let said = own.and_then(|own| own.said.format).or(listed).or_else(|| context.overrides.format(&schema.name));
    said.unwrap_or(context.settings.entity.format)
}

/// The fields of the columns.
fn fields<'c>(
    table: &str,
    columns: impl Iterator<Item = Typed<'c>>,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut wishes = Vec::new();
    for typed in columns {
        let column = typed.column;
        let place = format!("{table}.{}", column.name);
        if typed.own.is_some_and(ColumnSettings::is_excluded) {
            diagnostics.push(Diagnostic::excluded(&place));
            continue;
        }
        let Some(field) = field(&typed, context) else {
            diagnostics.push(Diagnostic::column_left_out(&place, &column.raw_type));
            continue;
        };
        if context.times_are_spans && typed.rule.is_none() && column.data_type == DataType::Time {
            diagnostics.push(Diagnostic::time_of_day(&place));
        }
        wishes.push(Wish { raw: column.name.clone(), ident: field.name.clone() });
        fields.push(field);
    }
    let origins: Vec<Origin> = fields.iter().map(|field| field.origin).collect();
    for (one, other) in names::clashes(&wishes, &origins) {
        let columns = [one, other].map(|idx| wishes[idx].raw.as_str());
        diagnostics.push(Diagnostic::names_clash(&format!("{table}.{}", columns[1]), columns));
    }
    let (settled, moved) = names::settle_around(&wishes, &origins);
    for idx in moved {
        diagnostics.push(Diagnostic::renamed(&format!("{table}.{}", wishes[idx].raw), &settled[idx]));
    }
    for (field, name) in fields.iter_mut().zip(settled) {
        (field.variant, field.variant_implied) = names::column_variant(&name);
        field.column_implied = field.variant_implied && names::implies_column(&name, &field.variant, &field.column);
        field.name = name;
    }
    fields
}

fn field(typed: &Typed<'_>, context: &Context<'_>) -> Option<Field> {
    let column = typed.column;
    let plain = match (typed.values, typed.elements) {
        (Some(name), _) => {
            // A text has no blanks behind what was stored.
            let cast = typed.padded.then(|| Cast { read: Some("text".to_owned()), write: None });
            Some(FieldType { cast, ..types::plain(RustType::Enum(name.to_owned()), None) })
        }
        (None, ArrayElements::Nullable) => types::field_type(&column.data_type, context.known),
        (None, ArrayElements::Required) => types::vec_type(&column.data_type, context.known),
    };
    let field_type = match typed.rule {
        Some(rule) => rules::field_type(rule, plain),
        None => plain?,
    };
    let chosen = typed.own.and_then(|own| own.name.as_ref());
    let attributes = typed.rule.iter().flat_map(|rule| &rule.attributes);
    let attributes = attributes.chain(typed.own.iter().flat_map(|own| &own.attributes));
    Some(Field {
        name: chosen.map_or_else(|| names::field(&column.name), ToString::to_string),
        origin: if chosen.is_some() { Origin::User } else { Origin::Auto },
        variant: String::new(),
        variant_implied: false,
        column_implied: false,
        column: column.name.clone(),
        comment: column.comment.clone(),
        default: column.default.as_ref().and_then(|default| default_expr(&default.value)),
        generated: column.generated.is_some() || column.identity == Some(Identity::Always),
        nullable: column.nullable,
        unique: false,
        attributes: attributes.cloned().collect(),
        field_type,
    })
}

fn default_expr(value: &DefaultValue) -> Option<DefaultExpr> {
    match value {
        DefaultValue::Boolean(value) => Some(DefaultExpr::Boolean(*value)),
        DefaultValue::Integer(value) => Some(DefaultExpr::Integer(*value)),
        DefaultValue::Text(value) => Some(DefaultExpr::Text(value.clone())),
        DefaultValue::Number(text) => whole_number(text).map(DefaultExpr::Integer),
        DefaultValue::CurrentTimestamp => Some(DefaultExpr::CurrentTimestamp),
        DefaultValue::Null | DefaultValue::Expression => None,
    }
}

/// `0.00` is what MySQL makes of a default `0` of a decimal column.
fn whole_number(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    if fraction.bytes().all(|digit| digit == b'0') { whole.parse().ok() } else { None }
}

/// Rules 2 and 5: modules and types are settled together, then the configured suffix is added.
fn settle_names(entities: &mut Entities, overrides: &Overrides<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let raw = |entity: &Entity| format!("{}.{}", entity.schema.as_deref().unwrap_or_default(), entity.table);
    let wish = |entity: &Entity| Wish { raw: raw(entity), ident: names::short(&entity.module, &raw(entity)) };
    let wishes: Vec<Wish> = entities.list.iter().map(wish).collect();
    let origins: Vec<Origin> = entities.list.iter().map(|entity| entity.origin).collect();
    let shown = |idx: usize| newtypes::shown(entities.list[idx].schema.as_deref(), &entities.list[idx].table);
    for (one, other) in names::clashes(&wishes, &origins) {
        diagnostics.push(Diagnostic::names_clash(&shown(other), [&shown(one), &shown(other)]));
    }
    let (modules, moved) = names::settle_around(&wishes, &origins);
    diagnostics.extend(moved.into_iter().map(|idx| Diagnostic::renamed(&shown(idx), &modules[idx])));
    for (table, &idx) in &entities.by_table {
        let (entity, module) = (&mut entities.list[idx], &modules[idx]);
        if entity.origin == Origin::Auto {
            // The words of a reserved module, without the underscore, may make a fine type: `loader` is `Loader`.
            let words = if *module == entity.module { &entity.type_name } else { module };
            entity.type_name = names::type_name(&format!("{words}_{}", overrides.suffix(&table.schema)), "Entity");
        }
        entity.module.clone_from(module);
    }
}
