//! What a rule of migrations asks, and how it answers: a statement, what is there when it runs, and what was said before it.

use super::super::context::{Flaw, Here, qualified};
use super::super::predicate::mentions;
use super::super::server::{Server, System, quoted};
use super::act::{Act, Added, Change, KeyPart, Name, is_same};
use super::toll::Toll;
use super::world::World;
use super::{Migration, Said};
use crate::catalog::{Column, ObjectKind, Table, TextKind};
use crate::config::Settings;

/// A statement of a migration.
pub(in crate::lint) struct Step {
    pub(in crate::lint) said: Said,
    pub(in crate::lint) act: Act,
    pub(in crate::lint) tolls: Vec<Toll>,
    /// Whether the server refused it.
    pub(in crate::lint) refused: bool,
}

/// A statement at its turn.
pub(in crate::lint) struct Moment<'m> {
    pub(in crate::lint) server: Server,
    pub(in crate::lint) settings: &'m Settings,
    pub(in crate::lint) migration: &'m Migration,
    pub(in crate::lint) world: &'m World<'m>,
    pub(in crate::lint) step: &'m Step,
    /// What the migration said before.
    pub(in crate::lint) past: &'m [Step],
}

impl<'m> Moment<'m> {
    /// A name as SQL writes it.
    pub(in crate::lint) fn quoted(&self, name: &str) -> String {
        quoted(self.server.system, name)
    }

    /// A list of names as SQL writes it, without parentheses.
    pub(in crate::lint) fn list<T: AsRef<str>>(&self, names: &[T]) -> String {
        names.iter().map(|name| self.quoted(name.as_ref())).collect::<Vec<_>>().join(", ")
    }

    /// A name with its schema, as SQL writes it.
    pub(in crate::lint) fn sql(&self, name: &Name) -> String {
        match &name.schema {
            Some(schema) => format!("{}.{}", self.quoted(schema), self.quoted(&name.name)),
            None => self.quoted(&name.name),
        }
    }

    /// Whether the two names are one to the server.
    pub(in crate::lint) fn is_same(&self, one: &str, other: &str) -> bool {
        is_same(self.server.system, one, other)
    }

    /// What breaks a rule at an object, called as messages do.
    pub(in crate::lint) fn flaw(&self, object: impl AsRef<str>, message: impl Into<String>) -> Flaw {
        Flaw {
            schema: String::new(),
            table: self.migration.name.clone(),
            kind: "statement",
            place: format!("{}.{}", self.migration.name, object.as_ref()),
            columns: Vec::new(),
            message: message.into(),
            why: String::new(),
            help: String::new(),
        }
    }

    /// The table that an `ALTER TABLE` changes, where it was there before.
    pub(in crate::lint) fn altered(&self) -> Option<(Here<'m>, &'m Name)> {
        match &self.step.act {
            Act::Alter { table, .. } => self.world.table(table).map(|here| (here, table)),
            _ => None,
        }
    }

    /// Each change of a table that was there before.
    pub(in crate::lint) fn changes(&self) -> Vec<(Here<'m>, &'m Name, &'m Change)> {
        let altered = self.altered().into_iter();
        altered
            .flat_map(|(here, table)| self.step.act.changes().iter().map(move |change| (here, table, change)))
            .collect()
    }

    /// Each column of a table that was there before which gets another type: what it was called, and what it is called then.
    pub(in crate::lint) fn retyped(&self) -> Vec<(Here<'m>, &'m str, &'m str)> {
        let changes = self.changes().into_iter();
        let retyped = changes.filter_map(|(here, _, change)| match change {
            Change::SetType(column) => Some((here, column.as_str(), column.as_str())),
            Change::Redefine { column, to, .. } => Some((here, column.as_str(), to.as_str())),
            _ => None,
        });
        retyped.collect()
    }

    /// What has become of a column of a table that was there before.
    pub(in crate::lint) fn column_after(&self, here: Here<'m>, name: &str) -> Option<&'m Column> {
        self.after(here)?.columns.iter().find(|column| self.is_same(&column.name, name))
    }

    /// Each column that comes to a table that was there before.
    pub(in crate::lint) fn added(&self) -> Vec<(Here<'m>, &'m Name, &'m Added)> {
        let changes = self.changes().into_iter();
        let added = changes.filter_map(|(here, table, change)| match change {
            Change::AddColumn(added) => Some((here, table, &**added)),
            _ => None,
        });
        // One that is there already is none.
        added.filter(|(here, _, added)| !added.if_not_exists || self.column(*here, &added.name).is_none()).collect()
    }

    /// The column of a table as it was before the migration.
    pub(in crate::lint) fn column(&self, here: Here<'m>, name: &str) -> Option<&'m Column> {
        here.table.columns.iter().find(|column| self.is_same(&column.name, name))
    }

    /// Whether the set, or this very statement, adds the column.
    pub(in crate::lint) fn is_new_column(&self, table: &Name, column: &str) -> bool {
        let is_it = |change: &Change| matches!(change, Change::AddColumn(added) if self.is_same(&added.name, column));
        self.world.is_new_column(table, column) || self.step.act.changes().iter().any(is_it)
    }

    /// What a table is after the migration, where it has its name still.
    pub(in crate::lint) fn after(&self, here: Here<'_>) -> Option<&'m Table> {
        self.migration.after_table(here)
    }

    /// What the statement costs a table.
    pub(in crate::lint) fn toll(&self, here: Here<'_>) -> Option<&'m Toll> {
        let name = here.name();
        self.step.tolls.iter().find(|toll| toll.table == name)
    }

    /// Whether what the statement does is taken back when a later one fails.
    pub(in crate::lint) fn is_in_transaction(&self) -> bool {
        let own = self.past.iter().rev().find_map(|step| match step.act {
            Act::Begin => Some(true),
            Act::End => Some(false),
            _ => None,
        });
        self.migration.in_transaction || own == Some(true)
    }

    /// Whether there is a table or view of that name in the schema of another after the migration.
    pub(in crate::lint) fn is_there_after(&self, here: Here<'_>, name: &str) -> bool {
        self.migration.after.schema(&here.schema.name).is_some_and(|schema| {
            let tables = schema.tables.iter().map(|table| &table.name);
            tables.chain(schema.views.iter().map(|view| &view.name)).any(|own| self.is_same(own, name))
        })
    }

    /// Whether there was an enum type of that name.
    pub(in crate::lint) fn has_enum(&self, name: &Name) -> bool {
        let schemas = self.migration.before.schemas.iter();
        let schemas = schemas.filter(|schema| name.schema.as_ref().is_none_or(|named| *named == schema.name));
        schemas.flat_map(|schema| &schema.enums).any(|own| own.name == name.name)
    }

    /// What still names a table, or a column of it, when the migration is done; as the end of a sentence.
    pub(in crate::lint) fn users(&self, here: Here<'_>, column: Option<&str>) -> String {
        let table = here.table.name.as_str();
        let names = |text: &str| mentions(text, table) && column.is_none_or(|column| mentions(text, column));
        let mut users = Vec::new();
        // PostgreSQL drops nothing that these use, and SQLite no column.
        let is_kept = |system| system == System::Postgres || (system == System::Sqlite && column.is_some());
        let schemas = self.migration.after.schemas.iter().filter(|_| !is_kept(self.server.system));
        for schema in schemas {
            let views = schema.views.iter().filter(|view| names(&view.definition));
            users.extend(views.map(|view| format!("view {}", qualified(schema, &view.name))));
            let triggers = schema.objects.iter().filter(|object| object.kind == ObjectKind::Trigger);
            let triggers = triggers.filter(|object| object.definition.as_deref().is_some_and(names));
            users.extend(triggers.map(|object| format!("trigger {}", qualified(schema, &object.name))));
        }
        let routines = self.migration.texts.iter().filter(|(_, text)| names(text));
        users.extend(routines.filter_map(|(of, _)| match of.kind {
            TextKind::Function => Some(format!("function {}", of.name)),
            TextKind::Procedure => Some(format!("procedure {}", of.name)),
            _ => None,
        }));
        match users.as_slice() {
            [] => String::new(),
            [one] => format!("; {one} still names it"),
            more => format!("; still named by {}", more.join(", ")),
        }
    }

    /// The tables that refer to a table; as the end of a sentence.
    pub(in crate::lint) fn referring(&self, here: Here<'_>) -> String {
        let others = self.world.referring(here).into_iter();
        let others =
            others.filter(|other| other.name != here.table.name || other.schema.as_ref() != Some(&here.schema.name));
        let tables: Vec<String> =
            others.filter_map(|other| self.world.table(&other)).map(|other| other.name()).collect();
        match tables.as_slice() {
            [] => String::new(),
            [one] => format!("; {one} refers to it"),
            more => format!("; {} refer to it", more.join(", ")),
        }
    }

    /// The parts of a key as SQL writes them.
    pub(in crate::lint) fn parts(&self, keys: &[KeyPart]) -> Vec<String> {
        let part = |key: &KeyPart| match key {
            KeyPart::Column(name) => self.quoted(name),
            KeyPart::Expression(text) => text.clone(),
        };
        keys.iter().map(part).collect()
    }
}
