//! A state of a schema as a list of objects that can come, go and change, each with what can be told of it.

use super::{Impact, Kind, Moves, What};
use crate::catalog::{self, Catalog, Key, QualifiedName, Schema, Table, View};
use crate::history;
use crate::model::{
    self, Entity, Enum, EnumSource, Field, Model, Named, NewtypeOrigin, Relation, RelationKind, RoutineResult,
};
use crate::render::rust_type;
use std::collections::BTreeMap;

/// The word for a column that a new row may be made without.
pub(super) const NOT_REQUIRED: &str = "optional";

/// The word for a column that is written like others.
pub(super) const NOT_COMPUTED: &str = "stored as given";

/// An object.
#[derive(Debug)]
pub(super) struct Item {
    /// The object that it comes and goes with.
    pub(super) owner: Option<(String, What)>,
    /// What it means that it is new.
    pub(super) added: Impact,
    /// What it means that it is gone.
    pub(super) removed: Impact,
    /// What is told of it. What is empty is told by nobody.
    pub(super) facets: BTreeMap<Kind, String>,
}

pub(super) type Items = BTreeMap<(String, What), Item>;

/// All objects of a state. Where relations lead is told by the names that `moves` says.
pub(super) fn items(catalog: &Catalog, model: &Model, moves: &Moves) -> Items {
    let mut items = Items::new();
    let names = Names::of(catalog, model);
    for schema in &catalog.schemas {
        for table in &schema.tables {
            add_table(&mut items, &model::place(schema, &table.name), table, names.entity(schema, &table.name));
        }
        for view in &schema.views {
            add_view(&mut items, &model::place(schema, &view.name), view, names.entity(schema, &view.name));
        }
    }
    for entity in model.all() {
        add_relations(&mut items, (&names, moves), entity);
    }
    for item in &model.enums {
        add_enum(&mut items, &names.enum_place(item), item);
    }
    add_types(&mut items, model);
    add_routines(&mut items, &names, model);
    items
}

/// The objects as they were called, where that was written down: a column of which nothing is told then, as itself.
pub(super) fn called(mut items: Items, names: &model::Names) -> Items {
    for (object, list) in names {
        let (whole, what) = match object.kind {
            history::Kind::View => (object.place(), What::View),
            history::Kind::Enum => (object.place(), What::Enum),
            history::Kind::Domain => (object.place(), What::Newtype),
            _ => (object.place(), What::Table),
        };
        let columns = items.iter_mut().filter(|((_, what), _)| *what == What::Column);
        let owner = Some((whole.clone(), what));
        for ((place, _), item) in columns.filter(|(_, item)| item.owner == owner) {
            if let (Some(name), Some(plain)) =
                (item.facets.get_mut(&Kind::Name), place.strip_prefix(&format!("{whole}.")))
            {
                plain.clone_into(name);
            }
        }
        for model::Name { kind, name, rust, .. } in list {
            let key = match kind {
                Named::Type => (whole.clone(), what),
                Named::Enum => (format!("{whole}.{name}"), What::Enum),
                Named::Column => (format!("{whole}.{name}"), What::Column),
                Named::Value => (format!("{whole}.{name}"), What::Value),
                Named::Key => (whole.clone(), What::Newtype),
                Named::Function => (history::Object { name: name.clone(), ..object.clone() }.place(), What::Routine),
                Named::Relation => continue,
            };
            if let Some(name) = items.get_mut(&key).and_then(|item| item.facets.get_mut(&Kind::Name)) {
                rust.clone_into(name);
            }
        }
    }
    items
}

/// What objects are called, and where their entities are.
struct Names<'a> {
    /// The schema that needs no name.
    default: Option<&'a str>,
    /// The entities by schema, unless it is the default one, and table.
    entities: BTreeMap<(Option<&'a str>, &'a str), &'a Entity>,
    /// The tables and views by the module of their entity.
    places: BTreeMap<&'a str, (String, What)>,
}

impl<'a> Names<'a> {
    fn of(catalog: &'a Catalog, model: &'a Model) -> Self {
        let key = |entity: &'a Entity| (entity.schema.as_deref(), entity.table.as_str());
        Self {
            default: catalog.default_schema().map(|schema| schema.name.as_str()),
            entities: model.all().map(|entity| (key(entity), entity)).collect(),
            places: model.all().map(|entity| (entity.module.as_str(), (entity_place(entity), what(entity)))).collect(),
        }
    }

    fn named(&self, schema: &str, name: &str) -> String {
        if self.default == Some(schema) { name.to_owned() } else { format!("{schema}.{name}") }
    }

    fn entity(&self, schema: &Schema, name: &str) -> Option<&'a Entity> {
        let schema = (!schema.is_default).then_some(schema.name.as_str());
        self.entities.get(&(schema, name)).copied()
    }

    /// Where the table or view of a module is, and what it is.
    fn place_of(&self, module: &str) -> (&str, What) {
        self.places.get(module).map_or(("", What::Table), |(place, what)| (place, *what))
    }

    fn enum_place(&self, item: &Enum) -> String {
        match &item.source {
            EnumSource::Native(QualifiedName { schema, name }) => self.named(schema, name),
            EnumSource::Check { schema, table, column } => format!("{}.{column}", self.named(schema, table)),
        }
    }
}

fn what(entity: &Entity) -> What {
    if entity.source.is_view() { What::View } else { What::Table }
}

fn entity_place(entity: &Entity) -> String {
    match &entity.schema {
        Some(schema) => format!("{schema}.{}", entity.table),
        None => entity.table.clone(),
    }
}

/// An object that whoever uses it loses with it.
fn item(owner: Option<(&str, What)>, facets: impl IntoIterator<Item = (Kind, String)>) -> Item {
    let facets = facets.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let owner = owner.map(|(place, what)| (place.to_owned(), what));
    Item { owner, added: Impact::Additive, removed: Impact::Breaking, facets }
}

fn comment(comment: Option<&String>) -> (Kind, String) {
    (Kind::Comment, comment.cloned().unwrap_or_default())
}

fn add_table(items: &mut Items, place: &str, table: &Table, entity: Option<&Entity>) {
    let key = table.primary_key.as_ref().map(|key| key.columns.join(", ")).unwrap_or_default();
    let name = entity.map(|entity| entity.type_name.clone()).unwrap_or_default();
    let security = (Kind::Definition, security(table).to_owned());
    let facets = [(Kind::Name, name), (Kind::Key, key), security, comment(table.comment.as_ref())];
    items.insert((place.to_owned(), What::Table), item(None, facets));
    for column in &table.columns {
        add_column(items, (place, What::Table), column, entity);
    }
    for (name, definition) in constraints(table) {
        let found = item(Some((place, What::Table)), [(Kind::Definition, definition)]);
        let quiet = Item { added: Impact::DocOnly, removed: Impact::DocOnly, ..found };
        items.insert((format!("{place}.{name}"), What::Constraint), quiet);
    }
    let finders = entity.and_then(|entity| entity.repository.as_ref()).map(|repository| &repository.finders);
    for finder in finders.into_iter().flatten() {
        let word = if finder.unique { "find_by" } else { "list_by" };
        items.insert((format!("{place}.{word}_{}", finder.name), What::Finder), item(Some((place, What::Table)), []));
    }
}

/// Whom policies bind.
fn security(table: &Table) -> &'static str {
    match (table.row_security, table.row_security_forced) {
        (true, true) => "row level security, forced",
        (true, false) => "row level security",
        (false, _) => "",
    }
}

fn add_view(items: &mut Items, place: &str, view: &View, entity: Option<&Entity>) {
    let name = entity.map(|entity| entity.type_name.clone()).unwrap_or_default();
    let key = entity.filter(|entity| !entity.stands_in).map(key_of).unwrap_or_default();
    let with = if view.options.is_empty() { String::new() } else { format!("WITH ({}) ", view.options.join(", ")) };
    let definition = (Kind::Definition, with + &view.definition);
    let facets = [(Kind::Name, name), (Kind::Key, key), definition, comment(view.comment.as_ref())];
    items.insert((place.to_owned(), What::View), item(None, facets));
    for column in &view.columns {
        add_column(items, (place, What::View), column, entity);
    }
}

fn key_of(entity: &Entity) -> String {
    entity.key.iter().map(|idx| entity.fields[*idx].column.as_str()).collect::<Vec<_>>().join(", ")
}

fn add_column(items: &mut Items, owner: (&str, What), column: &catalog::Column, entity: Option<&Entity>) {
    let found = entity.and_then(|entity| {
        let idx = entity.fields.iter().position(|field| field.column == column.name)?;
        Some((entity, idx, &entity.fields[idx]))
    });
    let mut facets = vec![(Kind::Definition, definition(column)), comment(column.comment.as_ref())];
    let mut required = false;
    if let Some((entity, idx, field)) = found {
        required = is_required(entity, idx, field);
        let generated = if field.generated { "computed" } else { NOT_COMPUTED };
        facets.extend([
            (Kind::Name, field.name.clone()),
            (Kind::Type, rust_type(&field.field_type.rust)),
            (Kind::Nullability, if field.nullable { "allowed" } else { "refused" }.to_owned()),
            (Kind::Computed, generated.to_owned()),
        ]);
        // What is computed or may be NULL is told to be that, and nothing else.
        if !field.generated && !field.nullable {
            facets.push((Kind::Required, if required { "required" } else { NOT_REQUIRED }.to_owned()));
        }
    }
    let mut item = item(Some(owner), facets);
    if required {
        item.added = Impact::Breaking;
    }
    items.insert((format!("{}.{}", owner.0, column.name), What::Column), item);
}

fn is_required(entity: &Entity, idx: usize, field: &Field) -> bool {
    let of_repository = |repository: &crate::model::Repository| repository.required.contains(&idx);
    let writable = !entity.source.is_read_only();
    writable && entity.repository.as_ref().map_or(!field.nullable && field.default.is_none(), of_repository)
}

/// How the database has a column.
fn definition(column: &catalog::Column) -> String {
    let default = column.default.as_ref().map(|default| format!(" DEFAULT {}", default.raw)).unwrap_or_default();
    let generated = column.generated.as_ref().map(|generated| format!(" AS ({})", generated.expression));
    let identity = match (column.identity, column.serial) {
        (None, _) => "",
        (Some(_), false) => " numbered",
        (Some(_), true) => " numbered by a default",
    };
    let collation = column.collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default();
    format!("{}{collation}{default}{}{identity}", column.raw_type, generated.unwrap_or_default())
}

/// Keys, checks and indexes, with what they say.
fn constraints(table: &Table) -> Vec<(String, String)> {
    let columns = |columns: &[String]| format!("({})", columns.join(", "));
    let key = |word: &str, key: &Key| {
        let columns = columns(&key.columns);
        (key.name.clone().unwrap_or_else(|| format!("{word} {columns}")), format!("{word} {columns}"))
    };
    let mut all: Vec<(String, String)> = table.unique_keys.iter().map(|unique| key("UNIQUE", unique)).collect();
    all.extend(table.foreign_keys.iter().map(|foreign| {
        let (on_update, on_delete) = (foreign.on_update, foreign.on_delete);
        let text = format!(
            "{} REFERENCES {} {} ON UPDATE {on_update:?} ON DELETE {on_delete:?}",
            columns(&foreign.columns),
            foreign.target.name,
            columns(&foreign.target_columns)
        );
        (foreign.name.clone().unwrap_or_else(|| format!("FOREIGN KEY {}", columns(&foreign.columns))), text)
    }));
    all.extend(table.checks.iter().map(|check| {
        let text = format!("CHECK ({})", check.expression);
        (check.name.clone().unwrap_or_else(|| text.clone()), text)
    }));
    all.extend(table.indexes.iter().map(|index| {
        let part = |part: &catalog::IndexPart| match &part.key {
            catalog::IndexKey::Column(name) | catalog::IndexKey::Expression(name) => name.clone(),
        };
        let parts: Vec<String> = index.parts.iter().map(part).collect();
        let unique = if index.unique { "UNIQUE " } else { "" };
        let condition = index.predicate.as_ref().map(|text| format!(" WHERE {text}")).unwrap_or_default();
        (index.name.clone(), format!("{unique}{} {}{condition}", index.method, columns(&parts)))
    }));
    all
}

fn add_relations(items: &mut Items, (names, moves): (&Names<'_>, &Moves), entity: &Entity) {
    let (place, what) = names.place_of(&entity.module);
    for relation in &entity.relations {
        let (target, kind) = names.place_of(&relation.target);
        let target = moves.now(target, kind, None);
        let facets = [(Kind::Name, relation.name.clone()), (Kind::Key, leads(relation, &target))];
        items.insert((format!("{place}.{}", relation.name), What::Relation), item(Some((place, what)), facets));
    }
}

/// Where a relation leads.
fn leads(relation: &Relation, target: &str) -> String {
    let number = match &relation.kind {
        RelationKind::BelongsTo { optional: false, .. } => "one of",
        RelationKind::BelongsTo { optional: true, .. } | RelationKind::HasOne => "one or none of",
        RelationKind::HasMany | RelationKind::ManyToMany { .. } => "many of",
    };
    let pairs = relation.from_fields.iter().zip(&relation.to_fields).map(|(from, to)| format!("{from} = {to}"));
    format!("{number} {target} by {}", pairs.collect::<Vec<_>>().join(", "))
}

fn add_enum(items: &mut Items, place: &str, found: &Enum) {
    let facets = [(Kind::Name, found.type_name.clone()), comment(found.comment.as_ref())];
    items.insert((place.to_owned(), What::Enum), item(None, facets));
    for variant in &found.variants {
        let mut value = item(Some((place, What::Enum)), [(Kind::Name, variant.name.clone())]);
        value.added = Impact::Breaking;
        items.insert((format!("{place}.{}", variant.value), What::Value), value);
    }
}

fn add_types(items: &mut Items, model: &Model) {
    for newtype in &model.newtypes {
        let (NewtypeOrigin::Key(place) | NewtypeOrigin::Domain(place)) = &newtype.origin;
        let facets = [
            (Kind::Name, newtype.type_name.clone()),
            (Kind::Type, rust_type(&newtype.inner)),
            (Kind::Definition, newtype.checks.join(" AND ")),
            comment(newtype.comment.as_ref()),
        ];
        items.insert((place.to_string(), What::Newtype), item(None, facets));
    }
    for composite in &model.composites {
        let attributes = composite.attributes.iter();
        let attributes = attributes.map(|attribute| format!("{}: {}", attribute.name, rust_type(&attribute.rust)));
        let facets = [(Kind::Type, attributes.collect::<Vec<_>>().join(", "))];
        items.insert((composite.type_name.clone(), What::Composite), item(None, facets));
    }
}

fn add_routines(items: &mut Items, names: &Names<'_>, model: &Model) {
    for routine in &model.routines.functions {
        let arguments = routine.arguments.iter();
        let arguments = arguments.map(|argument| format!("{}: {}", argument.name, rust_type(&argument.rust)));
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        let result = match &routine.result {
            RoutineResult::Value { rust, set, .. } if *set => format!("Vec<{}>", rust_type(rust)),
            RoutineResult::Value { rust, .. } => rust_type(rust),
            other => format!("{other:?}"),
        };
        let facets = [(Kind::Name, routine.name.clone()), (Kind::Type, format!("({arguments}) -> {result}"))];
        let place = format!("{}({})", names.named(&routine.source.schema, &routine.source.name), routine.overload);
        items.insert((place, What::Routine), item(None, facets));
    }
}
