//! What rules ask and how they answer: the tables of a schema with what is theirs by convention, and flaws.

use super::server::quoted;
use super::{Server, Subject};
use crate::catalog::{Catalog, Check, Column, DataType, ForeignKey, Index, Key, QualifiedName, Schema, Table};
use crate::config::{ConventionSettings, Settings, globs};
use globset::GlobSet;
use std::collections::BTreeMap;

/// The schema, as rules look at it.
pub(super) struct Context<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) committed: Option<&'a Catalog>,
    pub(super) server: Server,
    pub(super) settings: &'a Settings,
    pub(super) conventions: Conventions,
    by_name: BTreeMap<(&'a str, &'a str), Here<'a>>,
}

/// A table, and where it is.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) schema: &'a Schema,
    pub(super) table: &'a Table,
}

/// The columns that have a part to play by their name.
pub(super) struct Conventions {
    version: GlobSet,
    created_at: GlobSet,
    updated_at: GlobSet,
    deleted_at: GlobSet,
    tenant: GlobSet,
}

/// A time that every row has.
#[derive(Clone, Copy)]
pub(super) enum Time {
    /// When it was made.
    Created,
    /// When it was changed last.
    Updated,
}

/// What breaks a rule.
#[derive(Clone, Debug)]
pub(super) struct Flaw {
    pub(super) schema: String,
    pub(super) table: String,
    pub(super) kind: &'static str,
    pub(super) place: String,
    pub(super) columns: Vec<String>,
    pub(super) message: String,
    pub(super) why: String,
    pub(super) help: String,
}

/// The part of a table that breaks a rule.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    /// The table as a whole.
    Table,
    /// A column.
    Column(&'a str),
    /// A foreign key.
    ForeignKey(&'a ForeignKey),
    /// An index that no constraint owns.
    Index(&'a Index),
    /// A primary or unique key.
    Key(&'a Key),
    /// A check.
    Check(&'a Check),
}

impl<'a> Context<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Self {
        let Subject { catalog, committed, server, settings } = *subject;
        let tables = catalog.schemas.iter().flat_map(|schema| schema.tables.iter().map(move |table| (schema, table)));
        let by_name =
            tables.map(|(schema, table)| ((schema.name.as_str(), table.name.as_str()), Here { schema, table }));
        let conventions = Conventions::of(&settings.conventions);
        Self { catalog, committed, server, settings, conventions, by_name: by_name.collect() }
    }

    /// All tables that the schema itself keeps, and not those of migration tools.
    pub(super) fn tables(&self) -> impl Iterator<Item = Here<'a>> {
        self.by_name.values().copied()
    }

    /// The table of that name, where it was read.
    pub(super) fn table(&self, name: &QualifiedName) -> Option<Here<'a>> {
        self.by_name.get(&(name.schema.as_str(), name.name.as_str())).copied()
    }

    /// The table that a foreign key refers to, and its columns, pairwise with those of the key. Nothing where any is
    /// not known.
    pub(super) fn target(&self, key: &ForeignKey) -> Option<(Here<'a>, Vec<&'a Column>)> {
        let target = self.table(&key.target)?;
        let columns: Option<Vec<&Column>> = key.target_columns.iter().map(|name| target.table.column(name)).collect();
        columns.filter(|columns| columns.len() == key.columns.len()).map(|columns| (target, columns))
    }

    /// How many tables and views there are.
    pub(super) fn objects(&self) -> usize {
        self.by_name.len() + self.catalog.schemas.iter().map(|schema| schema.views.len()).sum::<usize>()
    }

    /// A name as SQL writes it.
    pub(super) fn quoted(&self, name: &str) -> String {
        quoted(self.server.system, name)
    }

    /// A list of columns as SQL writes it, without parentheses.
    pub(super) fn list<T: AsRef<str>>(&self, names: &[T]) -> String {
        names.iter().map(|name| self.quoted(name.as_ref())).collect::<Vec<_>>().join(", ")
    }

    /// A table as SQL writes it.
    pub(super) fn sql(&self, here: Here<'_>) -> String {
        match here.schema.is_default {
            true => self.quoted(&here.table.name),
            false => format!("{}.{}", self.quoted(&here.schema.name), self.quoted(&here.table.name)),
        }
    }
}

impl<'a> Here<'a> {
    /// What messages call the table.
    pub(super) fn name(self) -> String {
        qualified(self.schema, &self.table.name)
    }

    /// A flaw of a part of the table.
    pub(super) fn flaw(self, part: Part<'_>, message: impl Into<String>) -> Flaw {
        let (kind, name, columns) = match part {
            Part::Table => ("table", None, Vec::new()),
            Part::Column(name) => ("column", Some(name.to_owned()), vec![name.to_owned()]),
            Part::ForeignKey(key) => {
                let name = key.name.clone().unwrap_or_else(|| key.columns.join("+"));
                ("foreign key", Some(name), key.columns.clone())
            }
            Part::Index(index) => {
                let columns = index.parts.iter().filter_map(|part| part.whole_column().map(str::to_owned));
                ("index", Some(index.name.clone()), columns.collect())
            }
            Part::Key(key) => {
                let name = key.name.clone().unwrap_or_else(|| key.columns.join("+"));
                ("key", Some(name), key.columns.clone())
            }
            Part::Check(check) => {
                ("check", Some(check.name.clone().unwrap_or_else(|| check.expression.clone())), Vec::new())
            }
        };
        let place = name.map_or_else(|| self.name(), |name| format!("{}.{name}", self.name()));
        let flaw = Flaw::new(self.schema, &self.table.name, kind, message);
        Flaw { place, columns, ..flaw }
    }

    /// The column of the primary key, where that is one.
    pub(super) fn id(self) -> Option<&'a Column> {
        match self.table.primary_key.as_ref()?.columns.as_slice() {
            [one] => self.table.column(one),
            _ => None,
        }
    }

    /// Whether the column is in the primary key.
    pub(super) fn is_in_key(self, column: &str) -> bool {
        self.table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|name| name == column))
    }

    /// The foreign keys that the column is in.
    pub(super) fn foreign_keys_of(self, column: &str) -> impl Iterator<Item = &'a ForeignKey> {
        self.table.foreign_keys.iter().filter(move |key| key.columns.iter().any(|name| name == column))
    }

    /// Whether the table only links others: all of its columns are in foreign keys, but for an id and times.
    pub(super) fn is_junction(self) -> bool {
        let is_link = |column: &&Column| self.foreign_keys_of(&column.name).next().is_some();
        let links = self.table.columns.iter().filter(is_link).count();
        let is_other = |column: &&Column| {
            self.foreign_keys_of(&column.name).next().is_none() && !self.is_in_key(&column.name) && !is_time(column)
        };
        links >= 2 && self.table.columns.iter().filter(is_other).count() == 0
    }
}

/// An object's name, without its schema where that is the default one.
pub(super) fn qualified(schema: &Schema, name: &str) -> String {
    if schema.is_default { name.to_owned() } else { format!("{}.{name}", schema.name) }
}

/// Whether the column holds a date and time.
pub(super) fn is_time(column: &Column) -> bool {
    matches!(column.data_type, DataType::DateTime | DataType::TimestampWithTimeZone)
}

/// Whether the type is one of integers.
pub(super) fn is_integer(data_type: &DataType) -> bool {
    data_type.integer().is_some()
}

/// Whether the type is one of characters.
pub(super) fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Text | DataType::Varchar(_) | DataType::Char(_))
}

impl Conventions {
    fn of(settings: &ConventionSettings) -> Self {
        Self {
            version: globs(&settings.version),
            created_at: globs(&settings.created_at),
            updated_at: globs(&settings.updated_at),
            deleted_at: globs(&settings.deleted_at),
            tenant: globs(&settings.tenant),
        }
    }

    /// When the row was made.
    pub(super) fn created_at<'a>(&self, here: Here<'a>) -> Option<&'a Column> {
        find(&self.created_at, here).filter(|column| is_time(column))
    }

    /// The column of that convention, whatever its type.
    pub(super) fn named<'a>(&self, time: Time, here: Here<'a>) -> Option<&'a Column> {
        match time {
            Time::Created => find(&self.created_at, here),
            Time::Updated => find(&self.updated_at, here),
        }
    }

    /// When the row was deleted, which then only hides it.
    pub(super) fn deleted_at<'a>(&self, here: Here<'a>) -> Option<&'a Column> {
        find(&self.deleted_at, here).filter(|column| is_time(column) && column.nullable)
    }

    /// Counts the changes of the row.
    pub(super) fn version<'a>(&self, here: Here<'a>) -> Option<&'a Column> {
        find(&self.version, here).filter(|column| is_integer(&column.data_type))
    }

    /// Whose the row is.
    pub(super) fn tenant<'a>(&self, here: Here<'a>) -> Option<&'a Column> {
        find(&self.tenant, here)
    }
}

fn find<'a>(patterns: &GlobSet, here: Here<'a>) -> Option<&'a Column> {
    let is_named = |column: &&Column| {
        patterns.is_match(&column.name) || patterns.is_match(format!("{}.{}", here.table.name, column.name))
    };
    here.table.columns.iter().find(is_named)
}

impl Flaw {
    /// A flaw of an object that is no table, or of a table as a whole.
    pub(super) fn new(schema: &Schema, name: &str, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            schema: schema.name.clone(),
            table: name.to_owned(),
            kind,
            place: qualified(schema, name),
            columns: Vec::new(),
            message: message.into(),
            why: String::new(),
            help: String::new(),
        }
    }

    /// Adds why it matters.
    pub(super) fn why(self, why: impl Into<String>) -> Self {
        Self { why: why.into(), ..self }
    }

    /// Adds the way out.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }
}
