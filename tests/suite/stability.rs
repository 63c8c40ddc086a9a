//! A change of the schema changes the meaning of no name: whatever is added, each identifier stays what it was.
//!
//! Pure: the catalogs are those of the cases. Each is changed in several ways, both are decided upon, and every name
//! of the first model must be in the second and stand for the same thing.

use crate::cases;
use sea_scaffold::catalog::{
    Action, Catalog, Column, DataType, Deferral, ForeignKey, Identity, Key, QualifiedName, Table,
};
use sea_scaffold::config::Settings;
use sea_scaffold::model::{self, Entity, Model, Relation};
use std::collections::BTreeMap;

/// A change, and what it is called.
type Change = (&'static str, fn(&mut Catalog));

/// Whether a name may go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Going {
    Allowed,
    Forbidden,
}

/// Marks the meaning of a many-to-many.
const THROUGH: &str = " through ";

const CHANGES: &[Change] = &[
    ("a table before all others", |catalog| add_table(catalog, "aa_added")),
    ("a table after all others", |catalog| add_table(catalog, "zz_added")),
    ("a column before all others", |catalog| each_table(catalog, |table| table.columns.insert(0, column("aa_added")))),
    ("a column after all others", |catalog| each_table(catalog, |table| table.columns.push(column("zz_added")))),
    ("another foreign key beside each", second_keys),
    ("a foreign key from each table to each", all_keys),
    ("a table that refers to every other, twice", referring_table),
    ("other names for the foreign keys", renamed_keys),
    ("the foreign keys in another order", |catalog| each_table(catalog, |table| table.foreign_keys.reverse())),
    ("the tables in another order", |catalog| {
        catalog.schemas.iter_mut().for_each(|schema| schema.tables.reverse());
    }),
];

/// Changes that add a name equal to another but for its spelling. One of the two cannot keep its name, but no name
/// may go over from one to the other: code that names it must fail to compile, not read something else.
const TWINS: &[Change] = &[
    ("an upper-case twin of each table", |catalog| twin_tables(catalog, str::to_uppercase)),
    ("a singular twin of each table", |catalog| twin_tables(catalog, |name| name.trim_end_matches('s').to_owned())),
    ("a plural twin of each table", |catalog| twin_tables(catalog, |name| format!("{name}s"))),
    ("an upper-case twin of each column", |catalog| twin_columns(catalog, str::to_uppercase)),
    ("a lower-case twin of each column", |catalog| twin_columns(catalog, str::to_lowercase)),
    ("a twin of each column with another word break", |catalog| twin_columns(catalog, |name| name.replace('_', "__"))),
    ("a snake_case twin of each column", |catalog| twin_columns(catalog, |name| name.replace("Id", "_id"))),
];

fn twin_tables(catalog: &mut Catalog, twin: fn(&str) -> String) {
    for schema in &mut catalog.schemas {
        for name in schema.tables.iter().map(|table| table.name.clone()).collect::<Vec<_>>() {
            let twin = twin(&name);
            // A table and a view of one schema cannot share a name.
            let mut taken =
                schema.tables.iter().map(|table| &table.name).chain(schema.views.iter().map(|view| &view.name));
            if !taken.any(|name| *name == twin) {
                schema.tables.push(new_table(&twin));
            }
        }
    }
    catalog.sort();
}

fn twin_columns(catalog: &mut Catalog, twin: fn(&str) -> String) {
    each_table(catalog, |table| {
        for name in table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>() {
            let twin = twin(&name);
            if table.column(&twin).is_none() {
                table.columns.push(column(&twin));
            }
        }
    });
}

fn each_table(catalog: &mut Catalog, change: impl Fn(&mut Table)) {
    catalog.schemas.iter_mut().flat_map(|schema| &mut schema.tables).for_each(change);
}

fn column(name: &str) -> Column {
    Column { nullable: true, ..Column::plain(name, DataType::BigInteger, "bigint") }
}

fn key(columns: Vec<String>, target: QualifiedName, target_columns: Vec<String>) -> ForeignKey {
    ForeignKey {
        name: Some(format!("a_{}", columns.join("_"))),
        columns,
        target,
        target_columns,
        on_update: Action::NoAction,
        on_delete: Action::NoAction,
        deferral: Deferral::NotDeferrable,
        validated: true,
    }
}

fn new_table(name: &str) -> Table {
    let id = Column { nullable: false, identity: Some(Identity::ByDefault), ..column("id") };
    let primary_key = Key::plain(None, vec!["id".to_owned()]);
    Table { name: name.to_owned(), columns: vec![id], primary_key: Some(primary_key), ..Table::default() }
}

fn add_table(catalog: &mut Catalog, name: &str) {
    catalog.schemas.iter_mut().for_each(|schema| schema.tables.push(new_table(name)));
    catalog.sort();
}

/// Every table with a primary key, with the key's columns.
fn targets(catalog: &Catalog) -> Vec<(QualifiedName, Vec<String>)> {
    let mut targets = Vec::new();
    for schema in &catalog.schemas {
        for table in &schema.tables {
            let name = QualifiedName { schema: schema.name.clone(), name: table.name.clone() };
            targets.extend(table.primary_key.iter().map(|key| (name.clone(), key.columns.clone())));
        }
    }
    targets
}

/// Adds the columns of a new foreign key and the key.
fn refer(table: &mut Table, word: &str, (target, target_columns): (QualifiedName, Vec<String>)) {
    let columns: Vec<String> = target_columns.iter().map(|name| format!("{word}_{name}")).collect();
    table.columns.extend(columns.iter().map(|name| column(name)));
    table.foreign_keys.insert(0, key(columns, target, target_columns));
}

fn second_keys(catalog: &mut Catalog) {
    each_table(catalog, |table| {
        for (number, old) in table.foreign_keys.clone().into_iter().enumerate() {
            refer(table, &format!("added{number}"), (old.target, old.target_columns));
        }
    });
}

fn all_keys(catalog: &mut Catalog) {
    let targets = targets(catalog);
    each_table(catalog, |table| {
        for (number, target) in targets.iter().enumerate() {
            refer(table, &format!("added{number}"), target.clone());
        }
    });
}

fn referring_table(catalog: &mut Catalog) {
    let targets = targets(catalog);
    let mut table = new_table("aa_added");
    for (number, target) in targets.into_iter().enumerate() {
        refer(&mut table, &format!("first{number}"), target.clone());
        refer(&mut table, &format!("second{number}"), target);
    }
    catalog.schemas.iter_mut().take(1).for_each(|schema| schema.tables.insert(0, table.clone()));
}

fn renamed_keys(catalog: &mut Catalog) {
    each_table(catalog, |table| {
        let count = table.foreign_keys.len();
        for (number, key) in table.foreign_keys.iter_mut().enumerate() {
            key.name = Some(format!("fk_{:03}", count - number));
        }
        table.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
    });
}

/// What every name of a model stands for.
pub(crate) fn meanings(model: &Model) -> BTreeMap<String, String> {
    let mut meanings = BTreeMap::new();
    for entity in model.entities.iter().chain(&model.views) {
        let Entity { module, type_name, schema, table, .. } = entity;
        meanings.insert(format!("module {module}"), format!("{schema:?} {table}"));
        meanings.insert(format!("type {type_name}"), format!("{schema:?} {table}"));
        for field in &entity.fields {
            meanings.insert(format!("{module}: field {}", field.name), field.column.clone());
            meanings.insert(format!("{module}: column {}", field.variant), field.column.clone());
        }
        for relation in &entity.relations {
            let path = path(model, entity, relation);
            meanings.insert(format!("{module}: relation {}", relation.name), path.clone());
            if !relation.variant.is_empty() {
                meanings.insert(format!("{module}: Relation::{}", relation.variant), path);
            }
        }
    }
    for item in &model.enums {
        meanings.insert(format!("enum {}", item.type_name), item.origin.clone());
        for variant in &item.variants {
            meanings.insert(format!("{}::{}", item.type_name, variant.name), variant.value.clone());
        }
    }
    meanings
}

/// Where a relation leads, in words of the database: not its kind, which a unique key may change.
fn path(model: &Model, from: &Entity, relation: &Relation) -> String {
    let target = model.entities.iter().find(|entity| entity.module == relation.target);
    let column = |entity: &Entity, name: &String| {
        let field = entity.fields.iter().find(|field| field.name == *name);
        field.map_or_else(|| format!("no field {name}"), |field| field.column.clone())
    };
    let here = relation.from_fields.iter().map(|name| column(from, name));
    let here: Vec<String> = here.collect();
    let Some(target) = target else { return format!("nowhere: {}", relation.target) };
    let there: Vec<String> = relation.to_fields.iter().map(|name| column(target, name)).collect();
    let through = match &relation.kind {
        model::RelationKind::ManyToMany { junction, near_columns, far_columns, .. } => {
            format!("{THROUGH}{junction} {near_columns:?} {far_columns:?}")
        }
        _ => String::new(),
    };
    format!("{here:?} to {}{there:?}{through}", target.table)
}

/// The names that stand for something else after the change, and those that are gone.
fn moved(settings: &Settings, before: &Catalog, change: &Change) -> (Vec<String>, Vec<String>) {
    let mut after = before.clone();
    (change.1)(&mut after);
    let (old, _) = model::build(before, settings);
    let (new, _) = model::build(&after, settings);
    let new = meanings(&new);
    let (mut moved, mut gone) = (Vec::new(), Vec::new());
    for (name, meaning) in meanings(&old) {
        match new.get(&name) {
            Some(now) if *now == meaning => (),
            Some(now) => moved.push(format!("{name} stood for {meaning}, stands for {now}")),
            // A junction that gets a column of its own is none any more.
            None if meaning.contains(THROUGH) => (),
            None => gone.push(format!("{name} ({meaning}) is gone")),
        }
    }
    (moved, gone)
}

/// What one of the changes, whichever the number means, moves in a catalog.
pub(crate) fn moved_by(number: usize, settings: &Settings, catalog: &Catalog) -> Vec<String> {
    let change = &CHANGES[number % CHANGES.len()];
    let (moved, gone) = moved(settings, catalog, change);
    moved.into_iter().chain(gone).map(|text| format!("{}: {text}", change.0)).collect()
}

/// Makes every change to every catalog.
fn check(changes: &[Change], going: Going) -> Vec<String> {
    let mut failures = Vec::new();
    for case in cases::all() {
        let Ok(settings) = case.settings() else { continue };
        for catalog in case.catalogs() {
            for change in changes {
                let (moved, gone) = moved(&settings, &catalog, change);
                let gone = if going == Going::Allowed { Vec::new() } else { gone };
                let all = moved.into_iter().chain(gone);
                failures.extend(all.map(|text| format!("{}, {}: {text}", case.name, change.0)));
            }
        }
    }
    failures.sort();
    failures.dedup();
    failures
}

#[test]
fn a_change_of_the_schema_changes_the_meaning_of_no_name() {
    let failures = check(CHANGES, Going::Forbidden);
    assert!(failures.is_empty(), "{} names moved\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_name_taken_twice_goes_over_to_neither() {
    let failures = check(TWINS, Going::Allowed);
    assert!(failures.is_empty(), "{} names moved\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_check_sees_a_name_that_moves() {
    let mut catalog = Catalog::default();
    catalog.schemas.push(sea_scaffold::catalog::Schema { is_default: true, ..Default::default() });
    add_table(&mut catalog, "users");
    let column: Change = ("another column", |catalog| each_table(catalog, |table| table.columns[0].name = "no".into()));
    assert!(!moved(&Settings::default(), &catalog, &column).1.is_empty());
    let table: Change = ("another table", |catalog| each_table(catalog, |table| table.name = "user".into()));
    assert!(!moved(&Settings::default(), &catalog, &table).0.is_empty());
}
