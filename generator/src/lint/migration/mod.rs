//! Rules of migrations: what is dangerous to run against a database with rows and traffic.
//!
//! A migration is looked at as it was tried in a scratch database: its statements, raw ones too, the schema before and after
//! it, and whether the database would take it back as a whole. Rules are asked of one statement after the other, with what
//! is there when it runs (`world`), what it does (`read`) and what it costs (`toll`).
//!
//! 1. Nothing is said of a table that the same set of migrations makes: nobody uses it yet.
//! 2. Nothing is claimed of a statement that is not understood, nor of one that the server refused, but for the rules that
//!    say why it did.
//! 3. A finding is at `migration.object`, so that it stays the same when statements come before it.

pub(super) mod act;
mod moment;
mod read;
pub(super) mod rule;
mod source;
mod toll;
mod world;

#[cfg(test)]
mod tests;

pub use toll::{Lock, Toll};

use super::pass::{Inline, Passes, Scope};
use super::server::{Server, System};
use super::{Baseline, Finding, Report, check_names, judged, settle};
use crate::catalog::{Catalog, QualifiedName, Table, Texts};
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use act::{Act, Change};
use moment::{Moment, Step};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use world::{Memory, World};

/// A migration as it was tried.
#[derive(Clone, Debug, Default)]
pub struct Migration {
    /// Its name.
    pub name: String,
    /// What it told the database, in order.
    pub statements: Vec<String>,
    /// Whether the last of them was refused, so that it failed.
    pub refused: bool,
    /// Whether all of it is one transaction.
    pub in_transaction: bool,
    /// The schema before it.
    pub before: Arc<Catalog>,
    /// The schema after it; where it failed, that before.
    pub after: Arc<Catalog>,
    /// What routines say after it, where that was read.
    pub texts: Texts,
    /// Its source, where that is one file of Rust.
    pub source: Option<String>,
    /// The tables, by their names before it, that were written anew, where the server tells (PostgreSQL).
    pub rewritten: Option<BTreeSet<QualifiedName>>,
}

/// A set of migrations.
#[derive(Clone, Copy, Debug)]
pub struct Set<'a> {
    /// Their names.
    pub names: &'a [String],
    /// What they are among all.
    pub reach: Reach,
    /// The server that they run on.
    pub server: Server,
    /// Levels, ignores, and how long a migration waits.
    pub settings: &'a Settings,
}

/// Which migrations are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those that are pending: they are applied together.
    Pending,
    /// Some, each applied by itself.
    Some,
    /// All, each applied by itself.
    All,
}

/// A statement that a finding is about, or that takes locks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Which one of its migration it is, from 1 on.
    pub number: usize,
    /// The statement.
    pub sql: String,
}

/// What a statement costs those who use tables that are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// The migration.
    pub migration: String,
    /// The statement.
    #[serde(flatten)]
    pub statement: Said,
    /// By table.
    pub locks: Vec<Toll>,
}

/// What a statement may have changed, for who has to read it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing but rows and settings.
    Rows,
    /// The schema.
    Schema,
    /// The schema, of which something is gone.
    Drops,
}

/// What a text that was told the database may have changed.
pub fn effect(text: &str, system: System) -> Effect {
    let of = |piece: &read::Piece| {
        let act = read::act(piece, system);
        let drops = |change: &Change| matches!(change, Change::DropColumn { .. } | Change::DropConstraint { .. });
        match &act {
            act if act.leaves_schema() => Effect::Rows,
            Act::Drop(_) => Effect::Drops,
            act if act.changes().iter().any(drops) => Effect::Drops,
            _ => Effect::Schema,
        }
    };
    read::pieces(text, system).iter().map(of).max().unwrap_or(Effect::Rows)
}

/// How a statement begins and ends that does nothing but say what a building block leaves out; see
/// `templates/migration/blocks/mod.rs`.
const LEFT_OUT: (&str, &str) = ("SELECT 1 /* scaffold: left out: ", " */");

/// What the statement says is left out on this kind of database.
pub fn left_out(statement: &str) -> Option<&str> {
    statement.trim().strip_prefix(LEFT_OUT.0)?.strip_suffix(LEFT_OUT.1)
}

/// What a database does by itself of a text with several statements: one, or a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The statement, or those of the transaction.
    pub sql: String,
    /// Whether it is a setting, which only this connection keeps.
    pub setting: bool,
}

/// The parts of a text that is sent as a whole; bodies of routines and triggers are not cut.
pub fn parts(text: &str, system: System) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = false;
    for piece in read::pieces(text, system) {
        let is_inside = open;
        match read::act(&piece, system) {
            Act::Begin => open = true,
            Act::End => open = false,
            _ => {}
        }
        match parts.last_mut().filter(|_| is_inside) {
            Some(last) => last.sql.extend([";\n", &piece.sql]),
            None => parts.push(Part { setting: read::is_setting(&piece), sql: piece.sql }),
        }
    }
    parts
}

/// A look at a set of migrations, one after the other.
pub struct Inspection<'a> {
    set: Set<'a>,
    baseline: &'a Baseline,
    memory: Memory,
    findings: Vec<Finding>,
    inlines: Vec<Inline>,
    costs: Vec<Cost>,
}

impl<'a> Inspection<'a> {
    /// Begins.
    ///
    /// Errors: settings or the baseline name rules that there are not.
    pub fn new(set: Set<'a>, baseline: &'a Baseline) -> Result<Self, Vec<Diagnostic>> {
        check_names(set.settings, baseline)?;
        Ok(Self {
            set,
            baseline,
            memory: Memory::default(),
            findings: Vec::new(),
            inlines: Vec::new(),
            costs: Vec::new(),
        })
    }

    /// Looks at the next migration.
    pub fn look(&mut self, migration: &Migration) {
        let Set { server, settings, reach, .. } = self.set;
        if reach != Reach::Pending {
            self.memory = Memory::default();
        }
        self.findings.extend(source::found(migration, settings));
        let mut world = World::new(migration, &mut self.memory, server.system);
        let mut past: Vec<Step> = Vec::new();
        for (place, text) in migration.statements.iter().enumerate() {
            let is_last = place + 1 == migration.statements.len();
            let pieces = read::pieces(text, server.system);
            for piece in &pieces {
                let said = Said { number: place + 1, sql: piece.sql.clone() };
                let act = read::act(piece, server.system);
                self.inlines.extend(inlines(migration, &said, piece, &act));
                let tolls = toll::tolls(&act, &world, (migration, server));
                let step = Step { said, act, tolls, refused: is_last && migration.refused };
                self.costs.extend(cost(migration, &step));
                let moment = Moment { server, settings, migration, world: &world, step: &step, past: &past };
                self.findings.extend(found(&moment));
                world.go_on(&step.act);
                past.push(step);
            }
        }
    }

    /// What was found.
    pub fn report(self) -> Report {
        let Set { names, reach, settings, .. } = self.set;
        let scope = Scope::Migrations { names, whole: reach == Reach::All };
        let passes = Passes::of_migrations(&settings.lint, self.baseline, (scope, self.inlines));
        let report = settle(self.findings, passes, &settings.lint);
        Report { objects: names.len(), costs: self.costs, ..report }
    }
}

/// What a statement costs, where it is done and costs anything.
fn cost(migration: &Migration, step: &Step) -> Option<Cost> {
    let is_any = !step.refused && !step.tolls.is_empty();
    is_any.then(|| Cost { migration: migration.name.clone(), statement: step.said.clone(), locks: step.tolls.clone() })
}

/// What comments in a statement let pass: it, or where it does nothing, all of its migration.
fn inlines(migration: &Migration, said: &Said, piece: &read::Piece, act: &Act) -> Vec<Inline> {
    let number = (*act != Act::Nothing).then_some(said.number);
    let one = |(rule, reason): &(String, String)| Inline {
        migration: migration.name.clone(),
        number,
        rule: rule.clone(),
        reason: reason.clone(),
    };
    piece.ignores.iter().map(one).collect()
}

/// What breaks rules at one statement.
fn found(moment: &Moment<'_>) -> Vec<Finding> {
    let rules = rule::RULES.iter().filter(|rule| rule.of_refused || !moment.step.refused);
    let found = rules.flat_map(|rule| judged(&moment.settings.lint, (rule.id, rule.level), || (rule.check)(moment)));
    found.map(|found| Finding { statement: Some(moment.step.said.clone()), ..found }).collect()
}

impl Migration {
    /// What has become of a table that was there before, where it has its name still.
    fn after_table(&self, here: super::context::Here<'_>) -> Option<&Table> {
        let schema = self.after.schema(&here.schema.name)?;
        schema.tables.iter().find(|table| table.name == here.table.name)
    }
}
