//! The project file between database and code: `schema/` in the entity crate, the facts last seen.
//!
//! One small TOML file per table, view, enum, domain, composite type and routine, so that two branches that change
//! two tables never meet in one file; and one per migration, which says what that did. What is written can be read back, so
//! that code is made without a database and two states of a schema can be compared. Nothing is decided here; what was decided
//! about names is told besides.
//!
//! 1. What a file does not say is false, empty or none.
//! 2. A file is called as its object where that is made of `[a-z0-9_]` and allowed everywhere; else after what is left
//!    of the name, with a hash of it behind. The schema stands in front unless it is the default one. Files are read by
//!    what they hold: apart from its folder, the path of one means nothing.
//! 3. Overloads of a routine share a file. What acts on a table or view (triggers, policies, its partitions) is in the
//!    file of that, everything else in `database.toml`.
//! 4. On MySQL the default schema is the database that happens to be connected, whose name is no fact of the schema.
//!    It is written as `database`, and left out of the texts of views.

mod merge;
mod read;
mod shard;
mod text;

pub use merge::{Merged, merge};
pub use read::{history, read};

use crate::catalog::{Catalog, Object, Schema, Table, View};
use crate::database::Backend;
use crate::history::{self, History};
use crate::model::Names;
use crate::plan::manifest;
use crate::render::File;
use anyhow::Result;
use shard::{DatabaseShard, Fact, MigrationShard, ObjectShard, Overloads, SchemaShard, Shard};
use std::collections::{BTreeMap, BTreeSet};
use text::Writer;

/// The folder in the entity crate.
pub const FOLDER: &str = manifest::SCHEMA;

/// The part of it that tells of migrations.
pub const MIGRATIONS: &str = "schema/migration";

/// The file that there is one of.
const DATABASE: &str = "schema/database.toml";

/// The file of a table, in the entity crate; the schema is named unless it is the default one.
pub fn path_of_table(schema: Option<&str>, name: &str) -> String {
    text::path(<Table as Fact>::FOLDER, schema, name)
}

/// The file of a view, in the entity crate.
pub fn path_of_view(schema: Option<&str>, name: &str) -> String {
    text::path(<View as Fact>::FOLDER, schema, name)
}

/// The facts of one database at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The system that they are from, whose spelling the raw texts are in.
    pub backend: Backend,
    /// The facts.
    pub catalog: Catalog,
    /// What migrations did to make them so.
    pub history: History,
    /// What code calls the objects: decisions that are told beside the facts.
    pub names: Names,
    /// Tables and views, with their types, that the database has no more, and that stay here all the same.
    pub orphans: BTreeSet<history::Object>,
}

impl Snapshot {
    /// What a database says: without names, which are decided later, and without orphans, which it has not.
    pub fn of_database(backend: Backend, catalog: Catalog, history: History) -> Self {
        Self { backend, catalog, history, names: Names::new(), orphans: BTreeSet::new() }
    }

    /// The files that say all of it, sorted by path.
    ///
    /// Errors: a fact has no place in TOML. That is a defect of the catalog's types, never of the schema.
    pub fn files(&self) -> Result<Vec<File>> {
        self.files_with(&self.names)
    }

    /// The same with other names.
    ///
    /// Errors: as those of [`Snapshot::files`].
    pub fn files_with(&self, names: &Names) -> Result<Vec<File>> {
        let default = self.catalog.default_schema().map(|schema| schema.name.as_str());
        let writer = Writer { connected: default.filter(|_| self.backend == Backend::MySql) };
        let mut files = Vec::new();
        let mut schemas = Vec::new();
        let mut objects = Vec::new();
        for schema in &self.catalog.schemas {
            objects.extend(self.schema_files((&writer, names), schema, &mut files)?);
            schemas.push(SchemaShard { name: schema.name.clone(), is_default: schema.is_default });
        }
        for (name, effects) in &self.history.migrations {
            let shard = MigrationShard { name: name.clone(), effects: effects.clone() };
            files.push(File::generated(text::path(MigrationShard::FOLDER, None, name), &writer.text(&shard)?));
        }
        let Catalog { migrated, assumed_integers, times_are_spans, .. } = self.catalog;
        let database =
            DatabaseShard { backend: self.backend, migrated, assumed_integers, times_are_spans, schemas, objects };
        files.push(File::generated(DATABASE, &writer.text(&database)?));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    /// The same as the project file tells it.
    ///
    /// Errors: as those of [`Snapshot::files`].
    pub fn spelled(&self) -> Result<Self> {
        let texts = self.files()?.into_iter().map(|file| (file.path, file.text)).collect();
        Ok(read(&texts).map_err(|mut problems| problems.remove(0))?)
    }

    /// Adds the files of a schema, and gives back the objects that are in none of them.
    fn schema_files(
        &self,
        (writer, names): (&Writer<'_>, &Names),
        schema: &Schema,
        files: &mut Vec<File>,
    ) -> Result<Vec<ObjectShard>> {
        let name = (!schema.is_default).then_some(schema.name.as_str());
        let mut owned: BTreeMap<&str, Vec<Object>> = BTreeMap::new();
        let mut alone = Vec::new();
        let holders = schema.tables.iter().map(|table| &table.name).chain(schema.views.iter().map(|view| &view.name));
        let holders: Vec<&str> = holders.map(String::as_str).collect();
        for object in &schema.objects {
            match object.table.as_deref().and_then(|table| holders.iter().find(|holder| **holder == table)) {
                Some(holder) => owned.entry(holder).or_default().push(object.clone()),
                None => alone.push(ObjectShard { schema: name.map(str::to_owned), object: object.clone() }),
            }
        }
        let mut book = Book { writer, schema: name, names, orphans: &self.orphans, files };
        for table in &schema.tables {
            book.add(table, owned.remove(table.name.as_str()).unwrap_or_default())?;
        }
        for view in &schema.views {
            book.add(view, owned.remove(view.name.as_str()).unwrap_or_default())?;
        }
        schema.enums.iter().try_for_each(|item| book.add(item, Vec::new()))?;
        schema.domains.iter().try_for_each(|domain| book.add(domain, Vec::new()))?;
        schema.composites.iter().try_for_each(|composite| book.add(composite, Vec::new()))?;
        for overloads in schema.routines.chunk_by(|a, b| a.name == b.name) {
            book.add(&Overloads { routines: overloads.to_vec() }, Vec::new())?;
        }
        Ok(alone)
    }
}

/// The files of a schema while they are written.
struct Book<'a> {
    writer: &'a Writer<'a>,
    /// The schema, unless it is the default one.
    schema: Option<&'a str>,
    names: &'a Names,
    orphans: &'a BTreeSet<history::Object>,
    files: &'a mut Vec<File>,
}

impl Book<'_> {
    fn add<T: Fact>(&mut self, fact: &T, objects: Vec<Object>) -> Result<()> {
        let path = text::path(T::FOLDER, self.schema, fact.name());
        let object = Shard::object(self.schema, fact);
        let orphan = self.orphans.contains(&object);
        let names = self.names.get(&object).cloned().unwrap_or_default();
        let shard = Shard { schema: self.schema.map(str::to_owned), orphan, fact: fact.clone(), names, objects };
        let text = self.writer.text(&shard)?;
        self.files.push(File::generated(path, &text));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
