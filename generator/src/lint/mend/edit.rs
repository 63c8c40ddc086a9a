//! Changes of a catalog, as rules ask for them: each one sets or removes an object, and can be told to people.

use super::super::Finding;
use super::super::context::{Context, Here, qualified};
use super::super::predicate::mentions;
use crate::catalog::{
    Catalog, Column, ForeignKey, Index, IndexKey, IndexPart, Key, Object, QualifiedName, Schema, Table, TableKind,
};
use sha2::{Digest, Sha256};

/// A change of something that a table or materialized view has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Change {
    schema: String,
    owner: String,
    edit: Edit,
}

/// What is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Edit {
    /// An index comes, in the place of the one of its name.
    Index(Index),
    /// An index goes.
    NoIndex(String),
    /// A unique key goes.
    NoKey(Key),
    /// A column comes, or is another one than it was.
    Column(Box<Column>),
    /// An object that belongs to the table is another one than it was.
    Object(Object),
    /// An index or constraint of that name gets another.
    Name(String, String),
}

impl Change {
    /// A change of what a table has.
    pub(in super::super) fn of(here: Here<'_>, edit: Edit) -> Self {
        Self::at((&here.schema.name, &here.table.name), edit)
    }

    /// A column of a table that comes, or is another one than it was.
    pub(in super::super) fn column(here: Here<'_>, column: Column) -> Self {
        Self::of(here, Edit::Column(Box::new(column)))
    }

    /// A change of what a table or view of that name has.
    pub(in super::super) fn at((schema, owner): (&str, &str), edit: Edit) -> Self {
        Self { schema: schema.to_owned(), owner: owner.to_owned(), edit }
    }

    /// What it does, before it is done.
    pub(super) fn told(&self, context: &Context<'_>) -> String {
        let schema = context.catalog.schema(&self.schema);
        let owner = schema.map_or_else(|| self.owner.clone(), |schema| qualified(schema, &self.owner));
        match &self.edit {
            Edit::Index(index) => {
                let there = schema.is_some_and(|schema| indexes(schema, &self.owner).any(|own| own.name == index.name));
                let verb = if there { "changes" } else { "adds" };
                let unique = if index.unique { "unique " } else { "" };
                let condition = index.predicate.as_ref().map(|text| format!(" WHERE {text}")).unwrap_or_default();
                format!("{verb} {unique}index {} ({}){condition} of {owner}", index.name, parts(index))
            }
            Edit::NoIndex(name) => format!("drops index {name} of {owner}"),
            Edit::NoKey(key) => {
                let name = key.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
                format!("drops unique key{name} ({}) of {owner}", key.columns.join(", "))
            }
            Edit::Column(column) => {
                let table = schema.and_then(|schema| schema.tables.iter().find(|table| table.name == self.owner));
                let (name, now) = (&column.name, spelled(column));
                match table.and_then(|table| table.column(name)) {
                    None => format!("adds column {owner}.{name} {now}"),
                    Some(old) if old.serial && !column.serial && spelled(old) == now => {
                        format!("makes column {owner}.{name} an identity column")
                    }
                    Some(old) => format!("changes column {owner}.{name} from {} to {now}", spelled(old)),
                }
            }
            Edit::Object(object) => format!("widens sequence {}", object.name),
            Edit::Name(from, to) => format!("calls {from} of {owner} {to}"),
        }
    }
}

fn spelled(column: &Column) -> String {
    let collation = column.collation.as_ref().map(|own| format!(" COLLATE {own}")).unwrap_or_default();
    let default = column.default.as_ref().map(|own| format!(" DEFAULT {}", own.raw)).unwrap_or_default();
    let null = if column.nullable { "" } else { " NOT NULL" };
    format!("{}{collation}{null}{default}", column.raw_type)
}

fn parts(index: &Index) -> String {
    let text = |key: &IndexKey| match key {
        IndexKey::Column(name) => name.clone(),
        IndexKey::Expression(text) => format!("({text})"),
    };
    index.parts.iter().map(|part| text(&part.key)).collect::<Vec<_>>().join(", ")
}

fn indexes<'a>(schema: &'a Schema, owner: &'a str) -> impl Iterator<Item = &'a Index> {
    let tables = schema.tables.iter().filter(move |table| table.name == owner).flat_map(|table| &table.indexes);
    tables.chain(schema.views.iter().filter(move |view| view.name == owner).flat_map(|view| &view.indexes))
}

/// The catalog after changes, one after the other.
pub(super) fn changed(catalog: &Catalog, changes: &[Change]) -> Catalog {
    let mut catalog = catalog.clone();
    for change in changes {
        let Some(schema) = catalog.schemas.iter_mut().find(|schema| schema.name == change.schema) else { continue };
        if let Edit::Object(object) = &change.edit {
            schema
                .objects
                .retain(|own| (own.kind, &own.table, &own.name) != (object.kind, &object.table, &object.name));
            schema.objects.push(object.clone());
        } else if let Some(table) = schema.tables.iter_mut().find(|table| table.name == change.owner) {
            edit(table, &change.edit);
        } else if let Some(view) = schema.views.iter_mut().find(|view| view.name == change.owner) {
            edit_indexes(&mut view.indexes, &change.edit);
        }
    }
    catalog.sort();
    catalog
}

fn edit(table: &mut Table, edit: &Edit) {
    match edit {
        Edit::NoKey(key) => {
            let place = table.unique_keys.iter().position(|own| own == key);
            place.map(|place| table.unique_keys.remove(place));
        }
        Edit::Column(column) => match table.columns.iter_mut().find(|own| own.name == column.name) {
            Some(own) => (**column).clone_into(own),
            None => table.columns.push((**column).clone()),
        },
        Edit::Name(from, to) => {
            let indexes = table.indexes.iter_mut().map(|index| &mut index.name);
            let keys = table.unique_keys.iter_mut().filter_map(|key| key.name.as_mut());
            let foreign = table.foreign_keys.iter_mut().filter_map(|key| key.name.as_mut());
            let checks = table.checks.iter_mut().filter_map(|check| check.name.as_mut());
            let all = indexes.chain(keys).chain(foreign).chain(checks);
            all.filter(|name| *name == from).for_each(|name| to.clone_into(name));
        }
        other => edit_indexes(&mut table.indexes, other),
    }
}

fn edit_indexes(indexes: &mut Vec<Index>, edit: &Edit) {
    match edit {
        Edit::Index(index) => {
            indexes.retain(|own| own.name != index.name);
            indexes.push(index.clone());
        }
        Edit::NoIndex(name) => indexes.retain(|own| own.name != *name),
        _ => {}
    }
}

/// What a finding calls the part of its table: the name of an index, or columns with `+` between where it has none.
pub(in super::super) fn part_of<'f>(finding: &'f Finding, schema: &Schema) -> &'f str {
    let owner = qualified(schema, &finding.table);
    finding.place.strip_prefix(&owner).map_or("", |rest| rest.trim_start_matches('.'))
}

/// A name for a new index of a table: of these words, cut where it is too long and numbered where it is taken.
pub(in super::super) fn free_name(context: &Context<'_>, here: Here<'_>, words: &[&str]) -> String {
    let name = words.join("_");
    // What is as long as names can be breaks a rule of its own.
    let most = context.settings.lint.limits.identifier.min(63).saturating_sub(1).max(24);
    let name = if name.len() > most { cut(&name, most) } else { name };
    let numbered = (2..).map(|number| format!("{}_{number}", head(&name, most - 4)));
    let mut all = std::iter::once(name.clone()).chain(numbered);
    all.find(|name| !is_taken(context, here, name)).unwrap_or(name)
}

/// The beginning of a name, and what tells it from others that begin so.
fn cut(name: &str, most: usize) -> String {
    let hash = Sha256::digest(name.as_bytes());
    format!("{}_{:02x}{:02x}{:02x}{:02x}", head(name, most - 9), hash[0], hash[1], hash[2], hash[3])
}

fn head(name: &str, most: usize) -> &str {
    let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= most).last();
    name.get(..end.unwrap_or_default()).unwrap_or(name)
}

/// Whether an index of the table cannot have the name: something of its table has it in MySQL, any relation of the schema
/// elsewhere.
fn is_taken(context: &Context<'_>, here: Here<'_>, name: &str) -> bool {
    let of_table = |table: &Table| table.part_names().any(|own| own == name);
    if context.server.system.is_mysql() {
        return of_table(here.table);
    }
    let schema = here.schema;
    schema.tables.iter().any(|table| table.name == name || of_table(table))
        || schema.views.iter().any(|view| view.name == name || view.indexes.iter().any(|index| index.name == name))
        || schema.objects.iter().any(|object| object.name == name)
}

/// The table that a finding is of.
pub(in super::super) fn table_of<'a>(context: &Context<'a>, finding: &Finding) -> Result<Here<'a>, String> {
    let name = QualifiedName { schema: finding.schema.clone(), name: finding.table.clone() };
    let here = context.table(&name).filter(|here| here.table.kind != TableKind::Foreign);
    here.ok_or_else(|| "its rows are on another server".to_owned())
}

/// The column that a finding is of.
pub(in super::super) fn column_of<'a>(here: Here<'a>, finding: &Finding) -> Result<&'a Column, String> {
    let column = finding.columns.first().and_then(|name| here.table.column(name));
    let column = column.ok_or_else(|| "there is no such column".to_owned())?;
    match (&column.domain, &column.generated) {
        (Some(domain), _) => Err(format!("its type is that of the domain {}", domain.name)),
        (_, Some(_)) => Err("it is computed from other columns".to_owned()),
        _ => Ok(column),
    }
}

/// The foreign key that a finding is of.
pub(in super::super) fn foreign_key_of<'a>(here: Here<'a>, finding: &Finding) -> Result<&'a ForeignKey, String> {
    let mut keys = here.table.foreign_keys.iter();
    keys.find(|key| is_key(finding, here, (key.name.as_deref(), &key.columns))).ok_or_else(no_key)
}

/// The unique key that a finding is of.
pub(in super::super) fn unique_key_of<'a>(here: Here<'a>, finding: &Finding) -> Result<&'a Key, String> {
    let mut keys = here.table.unique_keys.iter();
    keys.find(|key| is_key(finding, here, (key.name.as_deref(), &key.columns))).ok_or_else(no_key)
}

fn is_key(finding: &Finding, here: Here<'_>, (name, columns): (Option<&str>, &[String])) -> bool {
    columns == finding.columns && name.is_none_or(|own| own == part_of(finding, here.schema))
}

fn no_key() -> String {
    "there is no such key".to_owned()
}

/// A B-tree over columns, with nothing special about it.
pub(in super::super) fn plain_index(name: String, columns: &[&str]) -> Index {
    let parts = columns.iter().map(|name| IndexPart::plain(IndexKey::Column((*name).to_owned())));
    Index {
        name,
        unique: false,
        method: "btree".to_owned(),
        parts: parts.collect(),
        include: Vec::new(),
        predicate: None,
        valid: true,
        nulls_not_distinct: false,
    }
}

/// Why an expression that speaks of a column would have to be written anew when its type is another, where any does: the
/// server spells the types in it.
pub(in super::super) fn is_free(here: Here<'_>, column: &str) -> Result<(), String> {
    let table = here.table;
    let checks = table.checks.iter().map(|check| check.expression.as_str());
    let computed = table.columns.iter().filter_map(|own| Some(own.generated.as_ref()?.expression.as_str()));
    let in_parts = table.indexes.iter().flat_map(|index| &index.parts).filter_map(|part| match &part.key {
        IndexKey::Expression(text) => Some(text.as_str()),
        IndexKey::Column(name) if name == column => part.operator_class.as_deref().map(|_| column),
        IndexKey::Column(_) => None,
    });
    let conditions = table.indexes.iter().filter_map(|index| index.predicate.as_deref());
    let mut own = checks.chain(computed).chain(in_parts).chain(conditions);
    let views = here.schema.views.iter().map(|view| view.definition.as_str());
    let mut views = views.filter(|text| mentions(text, &table.name));
    match own.any(|text| mentions(text, column)) || views.any(|text| mentions(text, column)) {
        true => Err("a view, check or index speaks of it, and has to be written anew".to_owned()),
        false => Ok(()),
    }
}
