//! Files of rows and a catalog → statements, table by table in the order of their foreign keys.

use super::file::{DataFile, Mode};
use super::value::{is_compared_as_text, is_json, spelled};
use crate::catalog::{Catalog, Column, ForeignKey, Identity, Index, QualifiedName, Table};
use crate::diagnostic::Diagnostic;
use crate::seed::{Dialect, filling_order};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use toml::Value;

/// What is done about the rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The table.
    pub table: String,
    /// Its rows, as the files have them.
    pub entries: Vec<Entry>,
    /// Statements after which the database numbers rows above those that were given numbers.
    pub advance: Vec<String>,
    /// The rows that no file names, where those are to go.
    pub sweep: Option<Sweep>,
}

/// What is done about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it is written.
    pub place: String,
    /// What must be there before.
    pub references: Vec<Reference>,
    /// Finds the row: nothing, `same` or `other`.
    pub look: String,
    /// Adds it.
    pub insert: String,
    /// Changes it, where it is to be changed.
    pub update: Option<String>,
}

/// A row of another table that a row names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Counts the rows that it may mean, as a text.
    pub count: String,
    /// How it was named.
    pub told: String,
}

/// The rows that no file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// Counts them, as a text.
    pub count: String,
    /// Deletes them.
    pub delete: String,
}

/// What the files ask for.
///
/// Errors: everything in them that the catalog does not bear out.
pub fn work(files: &[&DataFile], catalog: &Catalog, dialect: Dialect) -> Result<Vec<Work>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut rows: BTreeMap<QualifiedName, Vec<Row<'_>>> = BTreeMap::new();
    for file in files {
        let known: Vec<String> = file.rows.keys().cloned().collect();
        let idle = file.keys.keys().filter(|name| !file.rows.contains_key(*name));
        problems.extend(idle.map(|name| Diagnostic::key_of_no_rows(&file.place, name, &known)));
        for (name, given) in &file.rows {
            match found(catalog, name) {
                Some((schema, table)) => {
                    let rows =
                        rows.entry(QualifiedName { schema: schema.to_owned(), name: table.name.clone() }).or_default();
                    let numbered = given.iter().enumerate();
                    rows.extend(numbered.map(|(place, values)| Row { file, name, number: place + 1, values }));
                    if given.is_empty() {
                        rows.push(Row { file, name, number: 0, values: &EMPTY });
                    }
                }
                None => problems.push(Diagnostic::data_of_no_table(&file.place, name, &names(catalog))),
            }
        }
    }
    let desk = Desk { catalog, dialect };
    let mut all = Vec::new();
    for (name, table) in filling_order(catalog) {
        let Some(rows) = rows.remove(&name) else { continue };
        match desk.table(&name, table, &rows) {
            Ok(work) => all.push(work),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

static EMPTY: LazyLock<toml::Table> = LazyLock::new(toml::Table::new);

/// A row of a file; the number is zero where the file only names the table.
struct Row<'a> {
    file: &'a DataFile,
    name: &'a str,
    number: usize,
    values: &'a toml::Table,
}

impl Row<'_> {
    fn place(&self) -> String {
        format!("{}, row {} of {}", self.file.place, self.number, self.name)
    }
}

/// The table that a name of a file means.
fn found<'a>(catalog: &'a Catalog, name: &str) -> Option<(&'a str, &'a Table)> {
    let (schema, table) = name.split_once('.').map_or((None, name), |(schema, table)| (Some(schema), table));
    let mut tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
    let (own, table) = tables.find(|(own, there)| {
        there.name == table && schema.map_or(own.is_default || catalog.schemas.len() == 1, |schema| own.name == schema)
    })?;
    Some((own.name.as_str(), table))
}

fn names(catalog: &Catalog) -> Vec<String> {
    let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
    tables
        .map(|(schema, table)| match schema.is_default {
            true => table.name.clone(),
            false => format!("{}.{}", schema.name, table.name),
        })
        .collect()
}

/// A given column with its value in SQL.
struct Given<'a> {
    column: &'a Column,
    sql: String,
}

struct Desk<'a> {
    catalog: &'a Catalog,
    dialect: Dialect,
}

impl Desk<'_> {
    fn table(&self, name: &QualifiedName, table: &Table, rows: &[Row<'_>]) -> Result<Work, Vec<Diagnostic>> {
        let (mut problems, mut entries, mut finds) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut numbered = BTreeSet::new();
        for row in rows.iter().filter(|row| row.number > 0) {
            match self.entry((name, table), row) {
                Ok((entry, find, given)) => {
                    if !finds.insert(find) {
                        problems.push(Diagnostic::data_twice(&entry.place));
                    }
                    numbered.extend(given);
                    entries.push(entry);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let sweeps = rows.iter().any(|row| row.file.mode == Mode::Sync);
        let advance = numbered.iter().filter_map(|column| self.dialect.advance(name, column)).collect();
        Ok(Work { table: name.name.clone(), entries, advance, sweep: sweeps.then(|| self.sweep(name, &finds)) })
    }

    fn sweep(&self, name: &QualifiedName, finds: &BTreeSet<String>) -> Sweep {
        let named: Vec<String> = finds.iter().map(|find| format!("({find})")).collect();
        let rest = if named.is_empty() { String::new() } else { format!(" WHERE NOT ({})", named.join(" OR ")) };
        let table = self.dialect.qualified(name);
        Sweep { count: self.dialect.count(&format!("{table}{rest}")), delete: format!("DELETE FROM {table}{rest}") }
    }

    /// The row, the condition that finds it, and the columns in which the database would have numbered it.
    fn entry(
        &self,
        (name, table): (&QualifiedName, &Table),
        row: &Row<'_>,
    ) -> Result<(Entry, String, Vec<String>), Diagnostic> {
        let place = row.place();
        let mut given = Vec::new();
        let mut references = Vec::new();
        for (column, value) in row.values {
            let known = || table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
            let column = table.column(column).ok_or_else(|| Diagnostic::data_of_no_column(&place, column, &known()))?;
            if column.generated.is_some() {
                return Err(Diagnostic::data_unfit(&place, &column.name, "the database computes it"));
            }
            let sql = match self.reference(table, column, value) {
                Some(named) => {
                    let (sql, reference) =
                        named.map_err(|reason| Diagnostic::data_unfit(&place, &column.name, &reason))?;
                    references.push(reference);
                    sql
                }
                None => spelled(value, column, self.dialect)
                    .map_err(|reason| Diagnostic::data_unfit(&place, &column.name, &reason))?,
            };
            given.push(Given { column, sql });
        }
        let key = key(table, row, &given).ok_or_else(|| Diagnostic::data_without_key(&place))?;
        let (keys, others): (Vec<&Given<'_>>, Vec<&Given<'_>>) =
            given.iter().partition(|given| key.contains(&given.column.name));
        let find = keys.iter().map(|given| self.equals(given)).collect::<Vec<_>>().join(" AND ");
        let from = format!("{} WHERE {find}", self.dialect.qualified(name));
        let same = others.iter().map(|given| self.same(given)).collect::<Vec<_>>().join(" AND ");
        let same = if same.is_empty() { "1 = 1" } else { &same };
        let look = format!("SELECT CASE WHEN {same} THEN 'same' ELSE 'other' END FROM {from}");
        let update = (row.file.mode != Mode::Insert && !others.is_empty()).then(|| self.update(name, &others, &find));
        let numbered = given.iter().filter(|given| given.column.identity.is_some());
        let numbered = numbered.map(|given| given.column.name.clone()).collect();
        let entry = Entry { place, references, look, insert: self.insert(name, &given), update };
        Ok((entry, find, numbered))
    }

    fn insert(&self, name: &QualifiedName, given: &[Given<'_>]) -> String {
        let columns: Vec<String> = given.iter().map(|given| self.dialect.name(&given.column.name)).collect();
        let values: Vec<&str> = given.iter().map(|given| given.sql.as_str()).collect();
        let is_always = given.iter().any(|given| given.column.identity == Some(Identity::Always));
        let overriding = if is_always { " OVERRIDING SYSTEM VALUE" } else { "" };
        let (table, columns, values) = (self.dialect.qualified(name), columns.join(", "), values.join(", "));
        format!("INSERT INTO {table} ({columns}){overriding} VALUES ({values})")
    }

    fn update(&self, name: &QualifiedName, others: &[&Given<'_>], find: &str) -> String {
        let set = |given: &&Given<'_>| format!("{} = {}", self.dialect.name(&given.column.name), given.sql);
        let sets: Vec<String> = others.iter().map(set).collect();
        format!("UPDATE {} SET {} WHERE {find}", self.dialect.qualified(name), sets.join(", "))
    }

    fn equals(&self, given: &Given<'_>) -> String {
        format!("{} = {}", self.dialect.name(&given.column.name), given.sql)
    }

    /// Whether a column holds the value already.
    fn same(&self, Given { column, sql }: &Given<'_>) -> String {
        let name = self.dialect.name(&column.name);
        match self.dialect {
            Dialect::Postgres if is_compared_as_text(column) => {
                format!("{name}::text IS NOT DISTINCT FROM ({sql}::{})::text", column.raw_type)
            }
            Dialect::Postgres => format!("{name} IS NOT DISTINCT FROM {sql}"),
            Dialect::MySql if is_json(column) => format!("JSON_EXTRACT({name}, '$') <=> JSON_EXTRACT({sql}, '$')"),
            Dialect::MySql => format!("{name} <=> {sql}"),
            Dialect::Sqlite => format!("{name} IS {sql}"),
        }
    }

    /// What a value names that is a row of another table: `{ users = { email = "a@example.org" } }`.
    fn reference(&self, table: &Table, column: &Column, value: &Value) -> Option<Result<(String, Reference), String>> {
        let Value::Table(outer) = value else { return None };
        let (name, Value::Table(by)) = outer.iter().next().filter(|_| outer.len() == 1)? else { return None };
        if is_json(column) {
            return None;
        }
        Some(self.named(table, column, (name, by)))
    }

    fn named(
        &self,
        table: &Table,
        column: &Column,
        (name, by): (&str, &toml::Table),
    ) -> Result<(String, Reference), String> {
        let (schema, target) = found(self.catalog, name).ok_or_else(|| format!("there is no table {name}"))?;
        let refers = |key: &ForeignKey| {
            let place = key.columns.iter().position(|own| *own == column.name)?;
            (key.target.schema == schema && key.target.name == target.name)
                .then(|| key.target_columns.get(place).cloned())?
        };
        let only = || match target.primary_key.as_ref().map(|key| key.columns.as_slice()) {
            Some([only]) => Some(only.clone()),
            _ => None,
        };
        let referred = table.foreign_keys.iter().find_map(refers).or_else(only);
        let referred = referred.ok_or_else(|| format!("no foreign key leads from here to {name}"))?;
        let mut conditions = Vec::new();
        for (own, value) in by {
            let own = target.column(own).ok_or_else(|| format!("{name} has no column {own}"))?;
            conditions.push(self.equals(&Given { column: own, sql: spelled(value, own, self.dialect)? }));
        }
        if conditions.is_empty() {
            return Err(format!("it names no column of {name}"));
        }
        let qualified = QualifiedName { schema: schema.to_owned(), name: target.name.clone() };
        let from = format!("{} WHERE {}", self.dialect.qualified(&qualified), conditions.join(" AND "));
        let sql = format!("(SELECT {} FROM {from})", self.dialect.name(&referred));
        let told = format!(
            "{name} with {}",
            by.iter().map(|(own, value)| format!("{own} = {value}")).collect::<Vec<_>>().join(" and ")
        );
        Ok((sql, Reference { count: self.dialect.count(&from), told }))
    }
}

/// The columns by which a row is found: those that the file names, the primary key, or a unique key, of which it gives all.
fn key(table: &Table, row: &Row<'_>, given: &[Given<'_>]) -> Option<Vec<String>> {
    let gives = |columns: &Vec<String>| {
        !columns.is_empty() && columns.iter().all(|name| given.iter().any(|given| given.column.name == *name))
    };
    if let Some(columns) = row.file.keys.get(row.name) {
        return Some(columns.clone()).filter(gives);
    }
    let keys = table.primary_key.iter().chain(&table.unique_keys).map(|key| key.columns.clone());
    let indexed = table.indexes.iter().filter_map(Index::unique_columns);
    let indexed = indexed.map(|columns| columns.into_iter().map(str::to_owned).collect());
    keys.chain(indexed).find(gives)
}
