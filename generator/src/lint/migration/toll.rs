//! What a statement costs those who use its tables: the lock that it takes, whether it reads all rows under that, and
//! whether it writes all of them anew.
//!
//! PostgreSQL alone has all of that in its documentation and shows it: the suite reads each lock from `pg_locks`, each scan
//! from the statistics of the transaction and each rewrite from the number of the table's file. MySQL and MariaDB let nobody
//! else at a table while its definition changes, if only for a moment, and nobody who comes after whoever waits for that.
//!
//! What a type or a function of somebody's own does is told by what happened to the table's file when the migration was
//! tried; where that is not known, nothing is claimed.

use super::super::context::Here;
use super::Migration;
use super::act::{Act, Added, Change, Constraint, Dropped, Kind, Name, Switch, Verb};
use super::world::{World, name_of};
use crate::catalog::{Column, DataType, QualifiedName};
use crate::lint::server::{Server, System, Version};
use serde::Serialize;

/// A lock on a table, as PostgreSQL orders them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// Writers take it: `ROW EXCLUSIVE`.
    RowExclusive,
    /// Others may read and write, and change no schema: `SHARE UPDATE EXCLUSIVE`.
    ShareUpdateExclusive,
    /// Nobody writes: `SHARE`.
    Share,
    /// Nobody writes, and one alone has it: `SHARE ROW EXCLUSIVE`.
    ShareRowExclusive,
    /// Others may only read: `EXCLUSIVE`.
    Exclusive,
    /// Nobody reads: `ACCESS EXCLUSIVE`.
    AccessExclusive,
    /// Nobody else is at the table, if only at the beginning and the end (MySQL).
    Metadata,
}

/// What a statement costs those who use one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Toll {
    /// The table or materialized view, without its schema where that is the default one.
    pub table: String,
    /// The strongest lock.
    pub lock: Lock,
    /// Whether all rows are read under it.
    pub scans: bool,
    /// Whether all rows are written anew under it.
    pub rewrites: bool,
}

/// How certain something is before the server was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Certainty {
    No,
    Maybe,
    Yes,
}

impl Lock {
    /// What the server calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::Exclusive => "EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
            Self::Metadata => "exclusive metadata",
        }
    }

    /// Whether who writes has to wait.
    pub(super) fn stops_writers(self) -> bool {
        self >= Self::Share
    }

    /// Whether who reads has to wait.
    pub(super) fn stops_readers(self) -> bool {
        self >= Self::AccessExclusive
    }
}

impl Toll {
    /// Whether it takes as long as the table is large.
    pub(super) fn works(&self) -> bool {
        self.scans || self.rewrites
    }
}

/// What a statement costs, in view of what happened when it was tried.
pub(super) fn tolls(act: &Act, world: &World<'_>, (migration, server): (&Migration, Server)) -> Vec<Toll> {
    let mut tolls = Tolls { world, migration, server, all: Vec::new() };
    match world.system {
        System::Postgres => tolls.postgres(act),
        System::MySql | System::MariaDb => tolls.mysql(act),
        System::Sqlite => {}
    }
    tolls.all
}

struct Tolls<'t, 'w> {
    world: &'t World<'w>,
    migration: &'t Migration,
    server: Server,
    all: Vec<Toll>,
}

/// What one change costs: the lock, whether it scans, and whether it rewrites.
type Cost = (Lock, bool, bool);

const QUICK: Cost = (Lock::AccessExclusive, false, false);

impl Tolls<'_, '_> {
    fn add(&mut self, table: String, (lock, scans, rewrites): Cost) {
        match self.all.iter_mut().find(|toll| toll.table == table) {
            Some(toll) => {
                toll.lock = toll.lock.max(lock);
                toll.scans |= scans;
                toll.rewrites |= rewrites;
            }
            None => self.all.push(Toll { table, lock, scans, rewrites }),
        }
    }

    /// Adds it where the table is there.
    fn of(&mut self, table: &Name, cost: Cost) {
        if let Some(here) = self.world.table(table) {
            self.add(here.name(), cost);
        }
    }

    /// What is taken from a table or a materialized view.
    fn of_relation(&mut self, name: &Name, cost: Cost) {
        match self.world.view(name).filter(|view| view.materialized) {
            Some(view) => self.add(view.name.clone(), cost),
            None => self.of(name, cost),
        }
    }

    fn postgres(&mut self, act: &Act) {
        match act {
            Act::CreateTable { references, .. } => {
                references.iter().for_each(|target| self.of(target, (Lock::ShareRowExclusive, false, false)));
            }
            Act::Alter { table, changes } => {
                let here = self.world.table(table);
                for change in changes {
                    if let Some(cost) = here.and_then(|here| self.cost((here, table), change)) {
                        self.of(table, cost);
                    }
                    self.of_target(here, change);
                }
            }
            Act::CreateIndex(index) => {
                let lock = if index.concurrently { Lock::ShareUpdateExclusive } else { Lock::Share };
                self.of_relation(&index.table, (lock, true, false));
            }
            Act::Drop(dropped) => self.drop(dropped),
            Act::CreateTrigger { table } => self.of(table, (Lock::ShareRowExclusive, false, false)),
            Act::Truncate { tables, cascade } => {
                for here in tables.iter().filter_map(|table| self.world.table(table)) {
                    self.add(here.name(), QUICK);
                    self.of_referring(here, *cascade);
                }
            }
            Act::Refresh { view, concurrently } => {
                let cost = match concurrently {
                    true => (Lock::Exclusive, true, false),
                    false => (Lock::AccessExclusive, true, true),
                };
                if self.world.view(view).is_some() {
                    self.of_relation(view, cost);
                }
            }
            Act::Write(written) if written.verb != Verb::Insert => {
                self.of(&written.table, (Lock::RowExclusive, false, false));
            }
            _ => {}
        }
    }

    /// A foreign key that comes or goes changes the table at its other end as well.
    fn of_target(&mut self, here: Option<Here<'_>>, change: &Change) {
        let came = (Lock::ShareRowExclusive, false, false);
        match change {
            Change::AddConstraint { constraint: Constraint::ForeignKey { target, not_valid, .. }, .. } => {
                // The rows of both are compared.
                self.of(target, (came.0, here.is_some() && !not_valid, false));
            }
            Change::AddColumn(added) => {
                let scans = here.is_some() && added.has_values();
                added.references.iter().for_each(|target| self.of(target, (came.0, scans, false)));
            }
            Change::SetType(column) => {
                // The keys that it is in are made again, at both ends.
                let Some(here) = here else { return };
                let rewrites = self.settled(here, self.of_type(here, column));
                for other in self.world.related(here, column) {
                    self.of(&other, (Lock::AccessExclusive, rewrites, false));
                }
            }
            Change::DropConstraint { name: Some(name), .. } => {
                let key = here.and_then(|here| {
                    here.table.foreign_keys.iter().find(|key| key.name.as_deref() == Some(name.as_str()))
                });
                if let Some(key) = key {
                    self.of(&name_of(&key.target), QUICK);
                }
            }
            _ => {}
        }
    }

    fn drop(&mut self, dropped: &Dropped) {
        let lock = if dropped.concurrently { Lock::ShareUpdateExclusive } else { Lock::AccessExclusive };
        match dropped.kind {
            Kind::Table => {
                for here in dropped.names.iter().filter_map(|name| self.world.table(name)) {
                    self.add(here.name(), QUICK);
                    here.table.foreign_keys.iter().for_each(|key| self.of(&name_of(&key.target), QUICK));
                    self.of_referring(here, dropped.cascade);
                }
            }
            Kind::Index => {
                for here in dropped.names.iter().filter_map(|name| self.world.table_of_index(name)) {
                    self.add(here.name(), (lock, false, false));
                }
            }
            Kind::MaterializedView => dropped.names.iter().for_each(|name| self.of_relation(name, QUICK)),
            Kind::Trigger => dropped.on.iter().for_each(|table| self.of(table, QUICK)),
            _ => {}
        }
    }

    /// CASCADE reaches the tables that refer to one.
    fn of_referring(&mut self, here: Here<'_>, cascade: bool) {
        if cascade {
            self.world.referring(here).iter().for_each(|table| self.of(table, QUICK));
        }
    }

    /// What one change of a table costs; nothing where that is not known.
    fn cost(&self, (here, table): (Here<'_>, &Name), change: &Change) -> Option<Cost> {
        let strong = |scans| (Lock::AccessExclusive, scans, false);
        Some(match change {
            Change::AddColumn(added) => {
                let rewrites = self.settled(here, self.of_added(added));
                let refers = added.references.is_some() && added.has_values();
                let scans = added.check || added.unique || added.primary || refers;
                (Lock::AccessExclusive, scans || rewrites, rewrites)
            }
            Change::SetType(column) => {
                let rewrites = self.settled(here, self.of_type(here, column));
                (Lock::AccessExclusive, rewrites, rewrites)
            }
            Change::SetNotNull(column) => strong(!self.world.holds_no_null(table, column)),
            Change::AddConstraint { constraint, .. } => match constraint {
                Constraint::Check { not_valid, .. } | Constraint::NotNull { not_valid, .. } => strong(!not_valid),
                Constraint::ForeignKey { not_valid, .. } => (Lock::ShareRowExclusive, !not_valid, false),
                Constraint::Unique { .. } | Constraint::Exclude => strong(true),
                Constraint::UsingIndex { index, primary } => {
                    let own = here.table.indexes.iter().find(|own| own.name == *index);
                    let columns = own.map(|own| own.parts.iter().filter_map(|part| part.whole_column()));
                    strong(
                        *primary && columns.is_some_and(|mut all| all.any(|one| !self.world.holds_no_null(table, one))),
                    )
                }
            },
            Change::Validate(_) => (Lock::ShareUpdateExclusive, true, false),
            Change::DropColumn { .. }
            | Change::DropNotNull(_)
            | Change::SetDefault(_)
            | Change::DropConstraint { .. }
            | Change::RenameColumn { .. }
            | Change::RenameTable(_)
            | Change::SetSchema(_)
            | Change::RenameConstraint
            | Change::Switch(Switch::RowSecurity) => QUICK,
            Change::Switch(Switch::Trigger) => (Lock::ShareRowExclusive, false, false),
            Change::Redefine { .. } | Change::AddIndex(_) | Change::Other => return None,
        })
    }

    /// What is certain once it is known what happened to the table's file.
    fn settled(&self, here: Here<'_>, certainty: Certainty) -> bool {
        let name = QualifiedName { schema: here.schema.name.clone(), name: here.table.name.clone() };
        let happened = self.migration.rewritten.as_ref().map(|rewritten| rewritten.contains(&name));
        match (certainty, happened) {
            (Certainty::No, _) => false,
            (Certainty::Maybe, happened) => happened == Some(true),
            (Certainty::Yes, happened) => happened != Some(false),
        }
    }

    /// Whether a column that comes has to be written into every row.
    fn of_added(&self, added: &Added) -> Certainty {
        if added.numbered || added.computed == Some(true) {
            return Certainty::Yes;
        }
        // A domain may have a default and constraints of its own.
        let is_plain = !self.world.is_domain(&added.type_name);
        match &added.default {
            Some(_) if !self.server.is_since(Version(11, 0, 0)) => Certainty::Yes,
            Some(given) if given.calls.iter().any(|call| VOLATILE.contains(&call.as_str())) => Certainty::Yes,
            Some(given) if is_plain && given.calls.iter().all(|call| STABLE.contains(&call.as_str())) => Certainty::No,
            None if is_plain => Certainty::No,
            _ => Certainty::Maybe,
        }
    }

    /// Whether another type is written otherwise.
    fn of_type(&self, here: Here<'_>, column: &str) -> Certainty {
        let before = here.table.columns.iter().find(|own| own.name == column);
        let after = self.migration.after_table(here).and_then(|table| table.column(column));
        before.zip(after).map_or(Certainty::Maybe, |(before, after)| retyped(before, after))
    }

    fn mysql(&mut self, act: &Act) {
        let quick = (Lock::Metadata, false, false);
        match act {
            Act::Alter { table, .. } => self.of(table, quick),
            Act::CreateIndex(index) => self.of(&index.table, quick),
            Act::CreateTrigger { table } => self.of(table, quick),
            Act::Rename { kind: Kind::Table, name, .. } => self.of(name, quick),
            Act::Truncate { tables, .. } => tables.iter().for_each(|table| self.of(table, quick)),
            Act::Drop(dropped) if dropped.kind == Kind::Table => {
                dropped.names.iter().for_each(|table| self.of(table, quick));
            }
            Act::Drop(dropped) => dropped.on.iter().for_each(|table| self.of(table, quick)),
            _ => {}
        }
    }
}

/// Functions of PostgreSQL that give each row another value.
const VOLATILE: [&str; 14] = [
    "clock_timestamp",
    "currval",
    "gen_random_uuid",
    "lastval",
    "nextval",
    "random",
    "random_normal",
    "timeofday",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuidv4",
    "uuidv7",
    "gen_random_bytes",
];

/// Functions, and types with a length, that give all rows one value.
const STABLE: [&str; 29] = [
    "array",
    "bit",
    "char",
    "character",
    "coalesce",
    "concat",
    "current_date",
    "current_setting",
    "current_timestamp",
    "date_trunc",
    "decimal",
    "interval",
    "jsonb_build_array",
    "jsonb_build_object",
    "localtimestamp",
    "lower",
    "make_date",
    "make_interval",
    "md5",
    "now",
    "numeric",
    "statement_timestamp",
    "time",
    "timestamp",
    "timezone",
    "to_jsonb",
    "transaction_timestamp",
    "upper",
    "varchar",
];

/// Whether values of the one type are written otherwise as the other. Where both are types of the server itself, that is
/// documented.
fn retyped(before: &Column, after: &Column) -> Certainty {
    use DataType as T;
    let is_own = |column: &Column| {
        column.domain.is_some() || matches!(column.data_type, T::Castable { .. } | T::Opaque | T::Enum(_) | T::Array(_))
    };
    if is_own(before) || is_own(after) || after.generated.is_some() {
        return Certainty::Maybe;
    }
    let is_longer = |old: Option<u32>, new: Option<u32>| new.is_none_or(|new| old.is_some_and(|old| old <= new));
    match (&before.data_type, &after.data_type) {
        (T::Varchar(_), T::Text) | (T::Text, T::Varchar(None)) => Certainty::No,
        (T::Varchar(old), T::Varchar(new)) if is_longer(*old, *new) => Certainty::No,
        (T::Decimal(_), T::Decimal(None)) => Certainty::No,
        (T::Decimal(Some((old, scale))), T::Decimal(Some((new, same)))) if scale == same && old <= new => Certainty::No,
        // Times have a precision that is not told apart here, and one may be the other in UTC.
        (T::Time | T::DateTime | T::TimestampWithTimeZone, T::Time | T::DateTime | T::TimestampWithTimeZone) => {
            Certainty::Maybe
        }
        // What goes through an expression may be of the same type.
        (old, new) if old == new => Certainty::Maybe,
        _ => Certainty::Yes,
    }
}
