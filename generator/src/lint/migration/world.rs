//! What is there when a statement runs: the schema before its migration, and what was changed since.
//!
//! 1. A table that the same set of migrations makes has no rows and no traffic yet: it is not there.
//! 2. One that is made anew under the name of another, as SQLite has it, has the rows of that and is there.
//! 3. What statements that are not understood have done is not known until the next migration.

use super::super::context::Here;
use super::super::predicate::asks_for_not_null;
use super::super::server::System;
use super::Migration;
use super::act::{Act, Change, Constraint, Kind, Name, is_same};
use crate::catalog::{Catalog, ForeignKey, QualifiedName, Schema, View};
use std::collections::{BTreeMap, BTreeSet};

/// A schema and a table, as they are compared.
type Key = (String, String);

/// What is remembered from one migration of a set to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The tables and views that have rows; nothing where that is not known yet.
    tables: Option<BTreeSet<Key>>,
    /// The columns that were added to them.
    columns: BTreeSet<(Key, String)>,
}

/// What is there.
pub(in crate::lint) struct World<'a> {
    pub(in crate::lint) system: System,
    catalog: &'a Catalog,
    schema: Option<&'a Schema>,
    by_name: BTreeMap<Key, Here<'a>>,
    views: BTreeMap<Key, &'a View>,
    memory: &'a mut Memory,
    /// What tables are called now, and what the catalog calls them.
    renamed: BTreeMap<Key, Key>,
    dropped: BTreeSet<Key>,
    /// Columns that are proved to hold no NULL.
    proofs: BTreeSet<(Key, String)>,
    /// The conditions of checks that are not validated yet.
    checks: BTreeMap<(Key, String), String>,
    /// Settings that say how long a statement waits.
    limits: BTreeSet<String>,
    /// Whether foreign keys are taken without a look at rows (MySQL).
    trusts_keys: bool,
}

/// The settings that end a statement which waits.
const LIMITS: [&str; 4] = ["lock_timeout", "statement_timeout", "lock_wait_timeout", "max_statement_time"];

impl<'a> World<'a> {
    pub(super) fn new(migration: &'a Migration, memory: &'a mut Memory, system: System) -> Self {
        let catalog = &migration.before;
        let key = |schema: &Schema, name: &str| (folded(system, &schema.name), folded(system, name));
        let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
        let by_name: BTreeMap<Key, Here<'a>> =
            tables.map(|(schema, table)| (key(schema, &table.name), Here { schema, table })).collect();
        let views = catalog.schemas.iter().flat_map(|schema| schema.views.iter().map(move |view| (schema, view)));
        let views: BTreeMap<Key, &View> = views.map(|(schema, view)| (key(schema, &view.name), view)).collect();
        memory.tables.get_or_insert_with(|| by_name.keys().chain(views.keys()).cloned().collect());
        Self {
            system,
            catalog,
            schema: catalog.default_schema(),
            by_name,
            views,
            memory,
            renamed: BTreeMap::new(),
            dropped: BTreeSet::new(),
            proofs: BTreeSet::new(),
            checks: BTreeMap::new(),
            limits: BTreeSet::new(),
            trusts_keys: false,
        }
    }

    fn key(&self, name: &Name) -> Key {
        let default = self.schema.map(|schema| schema.name.as_str()).unwrap_or_default();
        let named = name.schema.as_deref().filter(|named| {
            // In MySQL the schema is the database, whatever that is called beside the scratch one.
            !self.system.is_mysql() || self.by_name.keys().any(|(schema, _)| schema.eq_ignore_ascii_case(named))
        });
        (folded(self.system, named.unwrap_or(default)), folded(self.system, &name.name))
    }

    /// The table of that name, where it was there before the set.
    pub(in crate::lint) fn table(&self, name: &Name) -> Option<Here<'a>> {
        let key = self.key(name);
        let is_known = self.memory.tables.as_ref().is_some_and(|tables| tables.contains(&key));
        let key = self.renamed.get(&key).unwrap_or(&key);
        self.by_name.get(key).copied().filter(|_| is_known)
    }

    /// The view of that name, where it was there before the set.
    pub(in crate::lint) fn view(&self, name: &Name) -> Option<&'a View> {
        let key = self.key(name);
        self.views.get(&key).copied().filter(|_| self.memory.tables.as_ref().is_some_and(|all| all.contains(&key)))
    }

    /// Whether a type is a domain.
    pub(in crate::lint) fn is_domain(&self, type_name: &str) -> bool {
        let bare = type_name.rsplit('.').next().unwrap_or(type_name).trim_matches('"');
        self.catalog.schemas.iter().flat_map(|schema| &schema.domains).any(|domain| domain.name == bare)
    }

    /// The table that an index is of, where both were there before the set.
    pub(in crate::lint) fn table_of_index(&self, index: &Name) -> Option<Here<'a>> {
        let mut all = self.by_name.values().filter(|here| {
            let in_schema = index.schema.as_ref().is_none_or(|schema| is_same(self.system, schema, &here.schema.name));
            in_schema && here.table.indexes.iter().any(|own| is_same(self.system, &own.name, &index.name))
        });
        let here = all.next()?;
        // Where several schemas have one, the one that is meant is not known.
        if all.next().is_some() { None } else { self.table(&here_name(*here)) }
    }

    /// The tables that refer to a table.
    pub(in crate::lint) fn referring(&self, here: Here<'_>) -> Vec<Name> {
        let refers = |other: &&Here<'_>| other.table.foreign_keys.iter().any(|key| is_at(key, here));
        self.by_name.values().filter(refers).map(|other| here_name(*other)).collect()
    }

    /// The tables at the other ends of the foreign keys that a column is in.
    pub(in crate::lint) fn related(&self, here: Here<'_>, column: &str) -> Vec<Name> {
        let has = |columns: &[String]| columns.iter().any(|own| is_same(self.system, own, column));
        let own = here.table.foreign_keys.iter().filter(|key| has(&key.columns)).map(|key| name_of(&key.target));
        let others = self
            .by_name
            .values()
            .filter(|other| other.table.foreign_keys.iter().any(|key| is_at(key, here) && has(&key.target_columns)));
        own.chain(others.map(|other| here_name(*other))).collect()
    }

    /// Whether the set has added the column.
    pub(in crate::lint) fn is_new_column(&self, table: &Name, column: &str) -> bool {
        self.memory.columns.contains(&(self.key(table), folded(self.system, column)))
    }

    /// Whether a column of a table that is there holds no NULL, by a constraint that is known to hold.
    pub(in crate::lint) fn holds_no_null(&self, table: &Name, column: &str) -> bool {
        let is_proved = self.proofs.contains(&(self.key(table), folded(self.system, column)));
        let by_schema = self.table(table).is_some_and(|here| {
            let own = here.table.columns.iter().find(|own| is_same(self.system, &own.name, column));
            let mut checks = here.table.checks.iter().filter(|check| check.validated);
            own.is_some_and(|own| !own.nullable) || checks.any(|check| asks_for_not_null(&check.expression, column))
        });
        is_proved || by_schema
    }

    /// Whether the migration itself says how long it waits.
    pub(in crate::lint) fn has_limit(&self) -> bool {
        !self.limits.is_empty()
    }

    /// Whether foreign keys are taken without a look at rows.
    pub(in crate::lint) fn trusts_keys(&self) -> bool {
        self.trusts_keys
    }

    /// Goes on behind a statement.
    pub(super) fn go_on(&mut self, act: &Act) {
        match act {
            Act::Alter { table, changes } => changes.iter().for_each(|change| self.change(table, change)),
            Act::Drop(dropped) if matches!(dropped.kind, Kind::Table | Kind::View | Kind::MaterializedView) => {
                dropped.names.iter().for_each(|name| self.forget(name));
            }
            Act::Rename { kind: Kind::Table, name, to } => {
                self.rename(name, &Name { name: to.clone(), ..name.clone() })
            }
            Act::Set { name, value } if name == "foreign_key_checks" => {
                let is_off = |value: &String| ["0", "off"].contains(&value.to_ascii_lowercase().as_str());
                self.trusts_keys = value.as_ref().is_some_and(is_off);
            }
            Act::Set { name, value } if LIMITS.contains(&name.as_str()) => {
                let is_limit = value.as_ref().is_some_and(|value| value.trim_end_matches(char::is_alphabetic) != "0");
                match is_limit {
                    true => self.limits.insert(name.clone()),
                    false => self.limits.remove(name),
                };
            }
            _ => {}
        }
    }

    fn forget(&mut self, name: &Name) {
        let key = self.key(name);
        if let Some(tables) = &mut self.memory.tables
            && tables.remove(&key)
        {
            self.dropped.insert(key);
        }
    }

    fn rename(&mut self, name: &Name, to: &Name) {
        let (from, to) = (self.key(name), self.key(to));
        let origin = self.renamed.get(&from).cloned().unwrap_or_else(|| from.clone());
        let Some(tables) = &mut self.memory.tables else { return };
        if tables.remove(&from) {
            tables.insert(to.clone());
            self.renamed.insert(to, origin);
        } else if self.dropped.contains(&to) {
            // By rule 2.
            tables.insert(to);
        }
    }

    fn change(&mut self, table: &Name, change: &Change) {
        let key = self.key(table);
        let column = |name: &str| (key.clone(), folded(self.system, name));
        match change {
            Change::AddColumn(added) => {
                self.memory.columns.insert(column(&added.name));
            }
            Change::AddConstraint { name, constraint: Constraint::Check { condition, not_valid } } => {
                if *not_valid {
                    self.checks.insert((key, name.clone().unwrap_or_default()), condition.clone());
                } else {
                    self.prove(&key, condition);
                }
            }
            Change::AddConstraint { name, constraint: Constraint::NotNull { column: name_of, not_valid } } => {
                if *not_valid {
                    self.checks.insert((key, name.clone().unwrap_or_default()), format!("\"{name_of}\" IS NOT NULL"));
                } else {
                    self.proofs.insert(column(name_of));
                }
            }
            Change::Validate(name) => {
                let condition = self.checks.remove(&(key.clone(), name.clone())).or_else(|| {
                    let here = self.table(table)?;
                    let mut checks = here.table.checks.iter();
                    let check = checks.find(|check| check.name.as_deref() == Some(name.as_str()))?;
                    Some(check.expression.clone())
                });
                if let Some(condition) = condition {
                    self.prove(&key, &condition);
                }
            }
            Change::SetNotNull(name) => {
                self.proofs.insert(column(name));
            }
            Change::DropNotNull(name) => {
                self.proofs.remove(&column(name));
            }
            Change::RenameTable(to) => {
                let to = Name { schema: to.schema.clone().or_else(|| table.schema.clone()), name: to.name.clone() };
                self.rename(table, &to);
            }
            Change::SetSchema(schema) => {
                self.rename(table, &Name { schema: Some(schema.clone()), name: table.name.clone() });
            }
            _ => {}
        }
    }

    /// Takes down which columns a condition that holds proves.
    fn prove(&mut self, key: &Key, condition: &str) {
        let origin = self.renamed.get(key).unwrap_or(key);
        let columns = self.by_name.get(origin).into_iter().flat_map(|here| &here.table.columns);
        let columns = columns.map(|column| folded(self.system, &column.name));
        let new = self.memory.columns.iter().filter(|(table, _)| table == key).map(|(_, column)| column.clone());
        let proved = columns.chain(new).filter(|column| asks_for_not_null(condition, column));
        let proved: Vec<_> = proved.map(|column| (key.clone(), column)).collect();
        self.proofs.extend(proved);
    }
}

/// Whether a foreign key refers to a table.
fn is_at(key: &ForeignKey, here: Here<'_>) -> bool {
    key.target.name == here.table.name && key.target.schema == here.schema.name
}

/// The name of a table, with its schema.
pub(in crate::lint) fn here_name(here: Here<'_>) -> Name {
    Name { schema: Some(here.schema.name.clone()), name: here.table.name.clone() }
}

/// A name of the catalog.
pub(in crate::lint) fn name_of(name: &QualifiedName) -> Name {
    Name { schema: Some(name.schema.clone()), name: name.name.clone() }
}

/// A name as names are compared.
fn folded(system: System, name: &str) -> String {
    match system {
        System::Postgres => name.to_owned(),
        System::MySql | System::MariaDb | System::Sqlite => name.to_ascii_lowercase(),
    }
}
