//! Files → catalog: the way back.

use super::shard::{DatabaseShard, Fact, MigrationShard, Overloads, Shard};
use super::{DATABASE, FOLDER, Snapshot};
use crate::catalog::{Catalog, Composite, Domain, Enum, Object, Schema, Table, View};
use crate::diagnostic::Diagnostic;
use crate::history::{self, History};
use crate::model::Names;
use crate::render::seal;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// What files say, text by path in the entity crate. Files of no kind that is known are passed over.
///
/// Errors: every file that cannot be understood, is in the middle of a merge, or says what another says too; or that
/// there is no `database.toml`, so that nothing was ever written down.
pub fn read(files: &BTreeMap<String, String>) -> Result<Snapshot, Vec<Diagnostic>> {
    let Some(text) = files.get(DATABASE) else { return Err(vec![Diagnostic::no_project_file(DATABASE)]) };
    let database: DatabaseShard = parsed(DATABASE, text).map_err(|problem| vec![problem])?;
    let DatabaseShard { backend, migrated, assumed_integers, times_are_spans, schemas, objects } = database;
    let schemas =
        schemas.into_iter().map(|shard| Schema { name: shard.name, is_default: shard.is_default, ..Schema::default() });
    let catalog = Catalog { schemas: schemas.collect(), migrated, assumed_integers, times_are_spans };
    let mut reader = Reader {
        catalog,
        names: Names::new(),
        orphans: BTreeSet::new(),
        claims: BTreeMap::new(),
        problems: Vec::new(),
    };
    for object in objects {
        reader.object(DATABASE, object.schema.as_deref(), object.object);
    }
    for (path, text) in files.iter().filter(|(path, _)| *path != DATABASE) {
        reader.file(path, text);
    }
    let history = history(files).unwrap_or_else(|problems| {
        reader.problems.extend(problems);
        History::default()
    });
    match reader.problems.is_empty() {
        true => {
            reader.catalog.sort();
            Ok(Snapshot { backend, catalog: reader.catalog, history, names: reader.names, orphans: reader.orphans })
        }
        false => Err(reader.problems),
    }
}

/// What files say of migrations, and nothing else of them.
///
/// Errors: every one of those files that cannot be understood, is in the middle of a merge, or says what another says too.
pub fn history(files: &BTreeMap<String, String>) -> Result<History, Vec<Diagnostic>> {
    let mut history = History::default();
    let mut problems = Vec::new();
    let mut claims: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in files.iter().filter(|(path, _)| folder(path) == Some(MigrationShard::FOLDER)) {
        match parsed::<MigrationShard>(path, text) {
            Ok(shard) => {
                if let Some(other) = claims.insert(shard.name.clone(), path) {
                    problems.push(Diagnostic::project_file_twice(path, other));
                }
                history.migrations.insert(shard.name, shard.effects);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(history) } else { Err(problems) }
}

/// The folder of the project file that a file is in.
fn folder(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_prefix('/')?.split('/').next()
}

/// What a file says. Where two branches changed different lines of it, its seal alone is in conflict, which is none.
fn parsed<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Diagnostic> {
    let mut text = seal::bare(text);
    if let Some([ours, theirs]) = seal::sides(&text)
        && ours == theirs
    {
        text = ours;
    }
    if text.lines().any(seal::is_conflict_marker) {
        return Err(Diagnostic::project_file_in_merge(path));
    }
    toml::from_str(&text).map_err(|error| Diagnostic::project_file_unreadable(path, error.to_string().trim()))
}

struct Reader {
    catalog: Catalog,
    names: Names,
    orphans: BTreeSet<history::Object>,
    /// Which file says what an object is, by folder, schema and name.
    claims: BTreeMap<(&'static str, Option<String>, String), String>,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn file(&mut self, path: &str, text: &str) {
        match folder(path) {
            Some(Table::FOLDER) => self.shard::<Table>(path, text),
            Some(View::FOLDER) => self.shard::<View>(path, text),
            Some(Enum::FOLDER) => self.shard::<Enum>(path, text),
            Some(Domain::FOLDER) => self.shard::<Domain>(path, text),
            Some(Composite::FOLDER) => self.shard::<Composite>(path, text),
            Some(Overloads::FOLDER) => self.shard::<Overloads>(path, text),
            _ => {}
        }
    }

    fn shard<T: Fact>(&mut self, path: &str, text: &str) {
        let Shard { schema, orphan, fact, names, objects } = match parsed::<Shard<T>>(path, text) {
            Ok(shard) => shard,
            Err(problem) => return self.problems.push(problem),
        };
        let claim = (T::FOLDER, schema.clone(), fact.name().to_owned());
        if let Some(other) = self.claims.insert(claim, path.to_owned()) {
            return self.problems.push(Diagnostic::project_file_twice(path, &other));
        }
        let whole = Shard::object(schema.as_deref(), &fact);
        if orphan {
            self.orphans.insert(whole.clone());
        }
        if !names.is_empty() {
            self.names.insert(whole, names);
        }
        for object in objects {
            self.object(path, schema.as_deref(), object);
        }
        if let Some(schema) = self.schema(path, schema.as_deref()) {
            fact.put_into(schema);
        }
    }

    fn object(&mut self, path: &str, schema: Option<&str>, object: Object) {
        if let Some(schema) = self.schema(path, schema) {
            schema.objects.push(object);
        }
    }

    /// The schema of that name, or the default one.
    fn schema(&mut self, path: &str, name: Option<&str>) -> Option<&mut Schema> {
        let wanted = |schema: &&mut Schema| name.map_or(schema.is_default, |name| schema.name == name);
        let found = self.catalog.schemas.iter_mut().find(wanted);
        if found.is_none() {
            let reason = format!("`{DATABASE}` knows no schema {}", name.unwrap_or("that is the default one"));
            self.problems.push(Diagnostic::project_file_unreadable(path, &reason));
        }
        found
    }
}
