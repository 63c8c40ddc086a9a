//! Repositories: which finders, constraints and kept columns each table's data layer has.
//!
//! It decides from the facts of a table and the entity made of it. What is the same for every table is no decision
//! and stands in the templates.
//!
//! The rules:
//!
//! 1. A unique key whose columns have an order and equality gives `find_by_…` and `get_by_…`, called after its columns;
//!    the entity's own key does not, for that is `find`. A unique index with a condition or an expression gives none;
//!    see `partial` for the former.
//! 2. A foreign key gives `list_by_…`; one of a single column gives the batched `list_by_…s` too.
//! 3. An index gives `list_by_…` over its leading columns up to the first that is looked for by range: a time, a
//!    number with a fraction, a document. A partial, broken or expression index gives none.
//! 4. Of finders over the same columns there is one: the unique key's, else the foreign key's.
//! 5. A kept column is the first one that a pattern of `[conventions]` matches and whose type can hold what is kept.
//! 6. A row is made from its required columns: those that take no NULL, have no default and are given no value by the
//!    database or by rule 5.
//! 7. A constraint is called after its columns, never after its own name, which differs between databases; a check,
//!    and a unique index that is not over whole columns, have nothing else to be called after.
//! 8. A constraint is known by the name that it was given, else by the one that PostgreSQL makes up, whichever database
//!    is read. A name that a database makes up is told from one that was given by its form.
//! 9. The types of a repository are called after the entity; two that want one name, as the constraints of `new_post` and
//!    a new row of `post_constraint` do, both get a longer one.

use super::entities::{Entities, wish_of};
use super::links::Link;
use super::names::{self, Wish};
use super::partial::{self, PartialKey};
use super::{Entity, Field, RustType, Source};
use crate::catalog::{Catalog, Index, QualifiedName, Table};
use crate::config::{ConventionSettings, Settings, globs};
use globset::GlobSet;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the repository of an entity has beyond that of any other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repository {
    /// The method that gives it: `db.product()`.
    pub method: String,
    /// Its own types.
    pub types: Types,
    /// The constants of the columns, one for each field: `PRICE`.
    pub constants: Vec<String>,
    /// The fields that a new row must be given, as indexes.
    pub required: Vec<usize>,
    /// The fields that are kept by convention.
    pub conventions: Conventions,
    /// The finders, by name.
    pub finders: Vec<Finder>,
    /// The unique keys that hold for some rows alone, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partial_keys: Vec<PartialKey>,
    /// The constraints, by kind and name.
    pub constraints: Vec<Constraint>,
    /// The relations as values, one for each of the entity's.
    pub links: Vec<Link>,
}

/// The types that a repository's file may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Types {
    /// What a new row must be given: `NewProduct`.
    pub new: String,
    /// The constraints: `ProductConstraint`.
    pub constraint: String,
    /// The relations: `ProductRelation`.
    pub relation: String,
}

/// The fields that repositories keep by themselves, as indexes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Conventions {
    /// Counts the changes of a row.
    pub version: Option<usize>,
    /// When the row was created.
    pub created_at: Option<usize>,
    /// When the row was changed last.
    pub updated_at: Option<usize>,
    /// When the row was deleted.
    pub deleted_at: Option<usize>,
    /// Who created the row.
    pub created_by: Option<usize>,
    /// Who changed the row last.
    pub updated_by: Option<usize>,
    /// Whose the row is.
    pub tenant: Option<usize>,
}

/// A way to find rows by some of their columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finder {
    /// What stands behind `find_by_` or `list_by_`.
    pub name: String,
    /// The fields, as indexes.
    pub fields: Vec<usize>,
    /// Whether there is at most one row.
    pub unique: bool,
    /// Whether rows are found for many values at once, too.
    pub batched: bool,
}

/// A constraint that a write can violate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Constraint {
    /// The variant.
    pub name: String,
    /// The kind.
    pub kind: ConstraintKind,
    /// The name that it was given in the database, or the one that PostgreSQL makes up.
    pub known_as: String,
    /// The columns, where they are known.
    pub columns: Vec<String>,
}

/// The kinds of constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// The primary key.
    PrimaryKey,
    /// A unique key or index.
    Unique,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
}

/// Adds a repository to every entity.
pub(super) fn add(entities: &mut Entities, catalog: &Catalog, settings: &Settings) {
    let patterns = Patterns::of(&settings.conventions);
    for schema in &catalog.schemas {
        for table in &schema.tables {
            let name = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
            if let Some(entity) = entities.of_mut(&name) {
                entity.repository = Some(of_table(entity, table, &patterns));
            }
        }
        for view in &schema.views {
            let name = QualifiedName { schema: schema.name.clone(), name: view.name.clone() };
            if let Some(entity) = entities.of_mut(&name) {
                entity.repository = Some(kept(entity, &patterns));
            }
        }
    }
    name_types(entities.list_mut());
}

/// Rule 9.
fn name_types(entities: &mut [Entity]) {
    let wishes: Vec<Wish> = entities
        .iter()
        .flat_map(|entity| {
            let stem = names::stem(&entity.module);
            let types = [format!("New{stem}"), format!("{stem}Constraint"), format!("{stem}Relation")];
            types
                .into_iter()
                .zip(["new", "constraint", "relation"])
                .map(|(ident, kind)| Wish { raw: format!("{kind} {}", entity.module), ident })
        })
        .collect();
    let (settled, _) = names::settle(&wishes);
    let mut settled = settled.into_iter();
    for entity in entities {
        let mut next = || settled.next().unwrap_or_default();
        let types = Types { new: next(), constraint: next(), relation: next() };
        if let Some(repository) = &mut entity.repository {
            repository.types = types;
        }
    }
}

fn blank(entity: &Entity) -> Repository {
    Repository {
        method: names::method(&entity.module),
        constants: entity.fields.iter().map(|field| names::constant(&field.name)).collect(),
        ..Repository::default()
    }
}

/// What is only read can still be told apart by whose it is.
fn kept(entity: &Entity, patterns: &Patterns) -> Repository {
    let all = conventions(entity, patterns);
    let conventions = match entity.source {
        Source::Table => all,
        _ => Conventions { tenant: all.tenant, ..Conventions::default() },
    };
    Repository { conventions, ..blank(entity) }
}

fn of_table(entity: &Entity, table: &Table, patterns: &Patterns) -> Repository {
    let mut repository = kept(entity, patterns);
    repository.finders = finders(entity, table);
    if entity.source == Source::Table {
        repository.required = required(entity, table, &repository.conventions);
        repository.partial_keys = partial::keys(entity, table, &repository.finders);
        repository.constraints = constraints(table);
    }
    repository
}

/// Rules 1 to 4.
fn finders(entity: &Entity, table: &Table) -> Vec<Finder> {
    let positions = |columns: &[&str]| -> Option<Vec<usize>> {
        columns.iter().map(|name| entity.fields.iter().position(|field| field.column == *name)).collect()
    };
    let key: BTreeSet<usize> =
        if entity.source == Source::Table { entity.key.iter().copied().collect() } else { BTreeSet::new() };
    let unique = table.unique_column_sets().into_iter().filter_map(|columns| positions(&columns));
    let unique = unique.filter(|fields| fields.iter().all(|&idx| is_looked_up(&entity.fields[idx])));
    let foreign = table
        .foreign_keys
        .iter()
        .filter_map(|key| positions(&key.columns.iter().map(String::as_str).collect::<Vec<_>>()));
    let indexed = table.indexes.iter().filter_map(|index| positions(&leading(index)?));
    let indexed = indexed.map(|fields| -> Vec<usize> {
        fields.into_iter().take_while(|&idx| is_looked_up(&entity.fields[idx])).collect()
    });
    let wishes = unique.map(|fields| (fields, true, false));
    let wishes = wishes.chain(foreign.map(|fields| (fields.clone(), false, fields.len() == 1)));
    let wishes = wishes.chain(indexed.map(|fields| (fields, false, false)));
    let mut taken = BTreeSet::from([BTreeSet::new(), key]);
    let mut finders: Vec<Finder> = Vec::new();
    for (fields, unique, batched) in wishes {
        if taken.insert(fields.iter().copied().collect()) {
            finders.push(Finder { name: String::new(), fields, unique, batched });
        }
    }
    name_finders(entity, &mut finders);
    finders.sort_by(|a, b| (!a.unique, &a.name).cmp(&(!b.unique, &b.name)));
    finders
}

/// A finder is called after its fields; one that finds many at once adds an `s`, and must not meet another by that.
fn name_finders(entity: &Entity, finders: &mut [Finder]) {
    let wishes: Vec<Wish> = finders.iter().map(|finder| wish_of(&entity.fields, &finder.fields)).collect();
    let (settled, _) = names::settle(&wishes);
    for (finder, name) in finders.iter_mut().zip(settled) {
        finder.name = name;
    }
    let taken: BTreeSet<String> = finders.iter().map(|finder| finder.name.clone()).collect();
    for finder in finders {
        finder.batched &= !taken.contains(&format!("{}s", finder.name));
    }
}

/// Whether rows are looked for by one value of the field, rather than by a range.
fn is_looked_up(field: &Field) -> bool {
    match field.field_type.rust.underlying() {
        Some(RustType::Named(name)) => !matches!(
            *name,
            "Date"
                | "Time"
                | "DateTime"
                | "DateTimeWithTimeZone"
                | "Decimal"
                | "BigDecimal"
                | "f32"
                | "f64"
                | "Json"
                | "Vec<u8>"
        ),
        Some(RustType::Enum(_)) => true,
        _ => false,
    }
}

/// The plain columns that an index begins with, where it holds every row.
fn leading(index: &Index) -> Option<Vec<&str>> {
    let usable = index.valid && index.predicate.is_none() && matches!(index.method.as_str(), "btree" | "hash" | "");
    usable.then(|| index.parts.iter().map_while(|part| part.whole_column()).collect())
}

/// The patterns of `[conventions]`, ready to match.
struct Patterns {
    version: GlobSet,
    created_at: GlobSet,
    updated_at: GlobSet,
    deleted_at: GlobSet,
    created_by: GlobSet,
    updated_by: GlobSet,
    tenant: GlobSet,
}

impl Patterns {
    fn of(settings: &ConventionSettings) -> Self {
        Self {
            version: globs(&settings.version),
            created_at: globs(&settings.created_at),
            updated_at: globs(&settings.updated_at),
            deleted_at: globs(&settings.deleted_at),
            created_by: globs(&settings.created_by),
            updated_by: globs(&settings.updated_by),
            tenant: globs(&settings.tenant),
        }
    }
}

/// Rule 5.
fn conventions(entity: &Entity, patterns: &Patterns) -> Conventions {
    let find = |patterns: &GlobSet, fits: fn(&Field) -> bool| {
        entity.fields.iter().position(|field| {
            let qualified = format!("{}.{}", entity.table, field.column);
            let named = [&field.column, &field.name, &qualified].into_iter().any(|name| patterns.is_match(name));
            named && !field.generated && fits(field)
        })
    };
    Conventions {
        version: find(&patterns.version, |field| {
            !field.nullable && is_one_of(field, &["i16", "i32", "i64", "u16", "u32", "u64"])
        }),
        created_at: find(&patterns.created_at, is_time),
        updated_at: find(&patterns.updated_at, is_time),
        deleted_at: find(&patterns.deleted_at, |field| field.nullable && is_time(field)),
        created_by: find(&patterns.created_by, |_| true),
        updated_by: find(&patterns.updated_by, |_| true),
        tenant: find(&patterns.tenant, |_| true),
    }
}

fn is_time(field: &Field) -> bool {
    is_one_of(field, &["DateTime", "DateTimeWithTimeZone"])
}

fn is_one_of(field: &Field, types: &[&str]) -> bool {
    matches!(&field.field_type.rust, RustType::Named(name) if types.contains(name)) && field.field_type.cast.is_none()
}

impl Conventions {
    /// Each with its name.
    pub fn all(&self) -> [(&'static str, Option<usize>); 7] {
        [
            ("version", self.version),
            ("created_at", self.created_at),
            ("updated_at", self.updated_at),
            ("deleted_at", self.deleted_at),
            ("created_by", self.created_by),
            ("updated_by", self.updated_by),
            ("tenant", self.tenant),
        ]
    }
}

/// Rule 6.
fn required(entity: &Entity, table: &Table, conventions: &Conventions) -> Vec<usize> {
    let is_required = |idx: &usize| {
        let field = &entity.fields[*idx];
        let given = table
            .column(&field.column)
            .is_some_and(|column| column.default.is_some() || column.identity.is_some() || column.generated.is_some());
        !field.nullable && !given && !conventions.all().iter().any(|(_, kept)| *kept == Some(*idx))
    };
    (0..entity.fields.len()).filter(is_required).collect()
}

/// Rules 7 and 8.
fn constraints(table: &Table) -> Vec<Constraint> {
    let mut found: Vec<Constraint> = Vec::new();
    let mut add = |kind, name: Option<&String>, columns: &[String], words: String| {
        let given = name.filter(|name| !is_made_up(name, &table.name, columns)).cloned();
        let known_as = given.unwrap_or_else(|| made_up(kind, &table.name, columns));
        found.push(Constraint { name: words, kind, known_as, columns: columns.to_vec() });
    };
    if let Some(key) = &table.primary_key {
        add(ConstraintKind::PrimaryKey, key.name.as_ref(), &key.columns, "primary_key".to_owned());
    }
    for key in &table.unique_keys {
        add(ConstraintKind::Unique, key.name.as_ref(), &key.columns, key.columns.join("_"));
    }
    for index in table.indexes.iter().filter(|index| index.unique && index.valid) {
        let columns: Option<Vec<String>> =
            index.parts.iter().map(|part| part.whole_column().map(str::to_owned)).collect();
        let words = match &columns {
            Some(columns) if index.predicate.is_none() => columns.join("_"),
            _ => index.name.clone(),
        };
        add(ConstraintKind::Unique, Some(&index.name), &columns.unwrap_or_default(), words);
    }
    for key in &table.foreign_keys {
        add(ConstraintKind::ForeignKey, key.name.as_ref(), &key.columns, format!("{}_fk", key.columns.join("_")));
    }
    for check in &table.checks {
        if let Some(name) = check.name.as_ref().filter(|name| !is_made_up_check(name, table)) {
            add(ConstraintKind::Check, Some(name), &[], name.clone());
        }
    }
    let wish = |(kind, name): &(ConstraintKind, String)| Wish {
        raw: format!("{kind:?} {name}"),
        ident: names::constraint_variant(name),
    };
    // Two constraints that say the same are one to whoever violates them.
    let distinct: BTreeSet<_> = found.iter().map(|constraint| (constraint.kind, constraint.name.clone())).collect();
    let distinct: Vec<_> = distinct.into_iter().collect();
    let (settled, _) = names::settle(&distinct.iter().map(wish).collect::<Vec<_>>());
    let settled: BTreeMap<_, _> = distinct.into_iter().zip(settled).collect();
    for constraint in &mut found {
        constraint.name.clone_from(&settled[&(constraint.kind, constraint.name.clone())]);
    }
    found.sort_by(|a, b| (a.kind, &a.name, &a.known_as).cmp(&(b.kind, &b.name, &b.known_as)));
    found
}

/// Rule 8: PostgreSQL joins table and columns. Every check has a name of its own here.
fn made_up(kind: ConstraintKind, table: &str, columns: &[String]) -> String {
    let joined = columns.join("_");
    match kind {
        ConstraintKind::PrimaryKey => format!("{table}_pkey"),
        ConstraintKind::Unique => format!("{table}_{joined}_key"),
        ConstraintKind::ForeignKey => format!("{table}_{joined}_fkey"),
        ConstraintKind::Check => format!("{table}_check"),
    }
}

/// Rule 8: so does PostgreSQL, MySQL takes the first column or counts.
fn is_made_up(name: &str, table: &str, columns: &[String]) -> bool {
    let kinds = [ConstraintKind::PrimaryKey, ConstraintKind::Unique, ConstraintKind::ForeignKey];
    name == "PRIMARY"
        || columns.first().is_some_and(|first| name == first)
        || kinds.iter().any(|kind| made_up(*kind, table, columns) == name)
        || counted(name, &format!("{table}_ibfk_"))
}

/// Rule 8 for checks, whose columns nobody says: PostgreSQL puts the table in front and `check` behind, MariaDB takes
/// the column or counts, MySQL counts.
fn is_made_up_check(name: &str, table: &Table) -> bool {
    let own = name.strip_prefix(&format!("{}_", table.name));
    let own = own.map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()));
    own.is_some_and(|rest| rest == "check" || rest.ends_with("_check"))
        || counted(name, &format!("{}_chk_", table.name))
        || counted(name, "CONSTRAINT_")
        || table.column(name).is_some()
}

fn counted(name: &str, start: &str) -> bool {
    let number = name.strip_prefix(start);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
