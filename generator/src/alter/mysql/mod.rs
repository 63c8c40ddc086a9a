//! What MySQL and MariaDB are told.
//!
//! All of a table is altered by one statement, since keys and columns that number rows cannot be without each other. Foreign
//! keys go before it and come after it, and with them the indexes that the server made for them.

mod spell;

use super::order;
use super::pairs::{Both, Pair, pairs};
use super::renames::{Part, Renamed, renamed};
use super::steps::{Caution, Phase, Script, Steps};
use super::{Side, columns_of, kind_word};
use crate::catalog::{
    Column, ForeignKey, Index, Key, Object, ObjectKind, QualifiedName, Routine, RoutineKind, Schema, Table, TextKind,
    View,
};
use spell::{name, placed};
use std::collections::BTreeSet;

/// The statements that make `to` of `from`.
pub(super) fn script(from: Side<'_>, to: Side<'_>) -> Script {
    let (catalog, renames) = renamed(from.catalog, to.catalog, &[Part::Index, Part::Key]);
    let (from, empty) = (Side { catalog: &catalog, ..from }, Schema::default());
    let mut writer = Writer { from, to, shaken: BTreeSet::new(), steps: Steps::default() };
    for Renamed { schema, table, from: before, to: now, .. } in &renames {
        let table = catalog.schema(schema).map(|schema| placed(schema, table)).unwrap_or_default();
        writer.steps.add(Phase::Rename, format!("ALTER TABLE {table} RENAME INDEX {} TO {}", name(before), name(now)));
    }
    let schemas = pairs(&from.catalog.schemas, &to.catalog.schemas, |schema| &schema.name);
    let both: Vec<Both<'_>> = schemas.iter().map(|pair| Both::of(*pair, &empty)).collect();
    both.iter().for_each(|both| writer.shake(*both));
    for both in both {
        writer.foreign_keys(both);
        writer.tables(both);
        writer.parts(both);
        writer.views(both);
        writer.routines(both);
        writer.sequences(both);
        writer.objects(both);
    }
    writer.steps.script()
}

struct Writer<'a> {
    from: Side<'a>,
    to: Side<'a>,
    /// Tables whose columns or keys change, so that foreign keys at either end have to go meanwhile.
    shaken: BTreeSet<QualifiedName>,
    steps: Steps,
}

/// The clauses of one statement.
#[derive(Default)]
struct Clauses {
    texts: Vec<String>,
    cautions: Vec<Caution>,
}

impl<'a> Writer<'a> {
    fn shake(&mut self, both: Both<'a>) {
        for pair in both.tables() {
            let is_shaken = match pair {
                Pair::Came(_) => false,
                Pair::Went(_) => true,
                Pair::Stayed(old, new) => {
                    let is_other = |old: &Column| new.column(&old.name).is_none_or(|new| !is_same(old, new));
                    keys(old) != keys(new) || old.columns.iter().any(is_other)
                }
            };
            if let Some(table) = pair.before().filter(|_| is_shaken) {
                self.shaken.insert(QualifiedName { schema: both.any().name.clone(), name: table.name.clone() });
            }
        }
    }

    fn foreign_keys(&mut self, both: Both<'a>) {
        for pair in both.tables() {
            let Some(any) = pair.now().or(pair.before()) else { continue };
            let table = QualifiedName { schema: both.any().name.clone(), name: any.name.clone() };
            let quoted = placed(both.any(), &any.name);
            let keys = |table: Option<&'a Table>| table.map_or(&[][..], |table| &table.foreign_keys);
            for key in pairs(keys(pair.before()), keys(pair.now()), |key| &key.name) {
                let is_shaken = |key: &ForeignKey| self.shaken.contains(&table) || self.shaken.contains(&key.target);
                if matches!(key, Pair::Stayed(old, new) if old == new && !is_shaken(old)) {
                    continue;
                }
                if let Some(old) = key.before() {
                    let own = old.name.as_deref().unwrap_or_default();
                    let sql = format!("ALTER TABLE {quoted} DROP FOREIGN KEY {}", name(own));
                    self.steps.add(Phase::DropForeignKey, sql);
                    let stays = key.now().is_some_and(|new| new.columns == old.columns);
                    let table = pair.before().filter(|_| !stays && pair.now().is_some());
                    if let Some(index) = table.and_then(|table| servers_index(self.from, both.old, (table, old))) {
                        self.steps.add(Phase::DropPart, format!("DROP INDEX {} ON {quoted}", name(index)));
                    }
                }
                if let Some((new, table)) = key.now().zip(pair.now()) {
                    let called = servers_index(self.to, both.new, (table, new));
                    let is_old = key.before().is_some_and(|old| old.columns == new.columns);
                    if let Some(index) = called.filter(|own| new.name.as_deref() != Some(own) && !is_old) {
                        let columns = spell::names(&new.columns);
                        let sql = format!("CREATE INDEX {} ON {quoted} ({columns})", name(index));
                        self.steps.add(Phase::Index, sql);
                    }
                    let sql = format!("ALTER TABLE {quoted} ADD {}", spell::foreign_key(both.new, new));
                    self.steps.add(Phase::ForeignKey, sql);
                }
            }
        }
    }

    fn tables(&mut self, both: Both<'a>) {
        for pair in both.tables() {
            match pair {
                Pair::Came(table) => self.create(both.new, table),
                Pair::Went(table) => {
                    let sql = format!("DROP TABLE {}", placed(both.old, &table.name));
                    self.steps.add_with(Phase::DropTable, sql, Caution::Loses(table.name.clone()));
                }
                Pair::Stayed(old, new) => self.change(both.new, (old, new)),
            }
        }
    }

    fn create(&mut self, schema: &Schema, table: &Table) {
        let mut items: Vec<String> = table.columns.iter().map(|column| spell::column(table, column)).collect();
        items.extend(table.primary_key.iter().map(spell::primary));
        items.extend(table.unique_keys.iter().map(spell::unique));
        items.extend(table.indexes.iter().map(spell::index));
        items.extend(own_checks(table).map(spell::check));
        let comment = table.comment.as_ref().map(|comment| format!(" COMMENT = {}", spell::text(comment)));
        let body = items.join(",\n    ");
        let sql =
            format!("CREATE TABLE {} (\n    {body}\n){}", placed(schema, &table.name), comment.unwrap_or_default());
        self.steps.add(Phase::Table, sql);
    }

    /// What tables are parted by, and in which parts.
    fn parts(&mut self, both: Both<'a>) {
        for pair in both.tables() {
            let Some(table) = pair.now() else { continue };
            let (before, now) = (is_parted(both.old, &table.name), is_parted(both.new, &table.name));
            let text =
                |side: Side<'a>, schema: &Schema| side.texts.of(TextKind::Partitioning, &schema.name, &table.name);
            let quoted = placed(both.new, &table.name);
            let whole = |steps: &mut Steps| {
                steps.add(Phase::DropPart, format!("ALTER TABLE {quoted} REMOVE PARTITIONING"));
            };
            match (before, now) {
                (false, false) => {}
                (true, false) => whole(&mut self.steps),
                (_, true) => match (text(self.from, both.old).filter(|_| before), text(self.to, both.new)) {
                    (old, Some(new)) if old != Some(new) => {
                        let more = old.and_then(|old| spell::more_parts(old, new));
                        // What it was parted by may go, or leave its key.
                        if old.is_some() && more.is_none() && pair.before().is_some_and(|old| is_reshaped(old, table)) {
                            whole(&mut self.steps);
                        }
                        let what = more.map_or_else(|| new.to_owned(), |more| format!("ADD PARTITION ({more})"));
                        self.steps.add(Phase::Constraint, format!("ALTER TABLE {quoted} {what}"));
                    }
                    (_, None) if !before || parts(both.old, &table.name).ne(parts(both.new, &table.name)) => {
                        let place = format!("table {}", table.name);
                        self.steps.cannot_say(place, "what it is partitioned by, only a live database tells");
                    }
                    _ => {}
                },
            }
        }
    }

    fn change(&mut self, schema: &Schema, (old, new): (&'a Table, &'a Table)) {
        let mut clauses = Clauses::default();
        let remade = remade(old, new);
        clauses.drop_parts((old, new), &remade);
        clauses.columns((old, new), &remade);
        clauses.add_parts((old, new), &remade);
        if old.comment != new.comment {
            let comment = new.comment.as_deref().unwrap_or_default();
            clauses.texts.push(format!("COMMENT = {}", spell::text(comment)));
        }
        if clauses.texts.is_empty() {
            return;
        }
        let between = if clauses.texts.len() == 1 { " " } else { "\n    " };
        let sql = format!("ALTER TABLE {}{between}{}", placed(schema, &new.name), clauses.texts.join(",\n    "));
        self.steps.add_all(Phase::AlterColumn, sql, clauses.cautions);
    }

    /// Views that come, change and go. Those that stand on something that changes stay: the server looks at it when they are
    /// read.
    fn views(&mut self, both: Both<'a>) {
        let is_same = |old: &View, new: &View| old.definition == new.definition;
        let texts: Vec<(&str, &str)> =
            both.new.views.iter().map(|view| (view.name.as_str(), view.definition.as_str())).collect();
        let mut ways = pairs(&both.old.views, &both.new.views, |view| &view.name);
        let ordered = order::in_order(&texts);
        ways.sort_by_key(|pair| pair.now().and_then(|new| ordered.iter().position(|name| *name == new.name)));
        for pair in ways {
            if matches!(pair, Pair::Stayed(old, new) if is_same(old, new)) {
                continue;
            }
            if let Some(old) = pair.before() {
                self.steps.add(Phase::DropView, format!("DROP VIEW {}", placed(both.old, &old.name)));
            }
            if let Some(new) = pair.now() {
                let sql = format!("CREATE VIEW {} AS\n{}", placed(both.new, &new.name), new.definition);
                self.steps.add(Phase::View, sql);
            }
        }
    }

    fn routines(&mut self, both: Both<'a>) {
        let key = |routine: &'a Routine| (&routine.name, routine.kind);
        for pair in pairs(&both.old.routines, &both.new.routines, key) {
            let Some(any) = pair.now().or(pair.before()) else { continue };
            let (kind, word) = match any.kind {
                RoutineKind::Procedure => (TextKind::Procedure, "PROCEDURE"),
                _ => (TextKind::Function, "FUNCTION"),
            };
            let text = |side: Side<'a>, schema: &Schema, routine: Option<&Routine>| {
                routine.and_then(|own| side.texts.of_part(kind, (&schema.name, &own.name), &own.signature))
            };
            let (before, now) = (text(self.from, both.old, pair.before()), text(self.to, both.new, pair.now()));
            let is_same = |old: &Routine, new: &Routine| match before.is_some() && now.is_some() {
                true => before == now,
                false => old == new,
            };
            if matches!(pair, Pair::Stayed(old, new) if is_same(old, new)) {
                continue;
            }
            if let Some(old) = pair.before() {
                self.steps.add(Phase::DropActing, format!("DROP {word} {}", placed(both.old, &old.name)));
            }
            match (pair.now(), now) {
                (Some(_), Some(text)) => self.steps.add(Phase::LateRoutine, text.to_owned()),
                (Some(new), None) => {
                    let place = format!("{} {}", word.to_lowercase(), new.name);
                    self.steps.cannot_say(place, "its text is not known here: only a live database tells it");
                }
                (None, _) => {}
            }
        }
    }

    fn objects(&mut self, both: Both<'a>) {
        for pair in pairs(&both.old.objects, &both.new.objects, |object| (object.kind, &object.table, &object.name)) {
            let kind = pair.now().or(pair.before()).map(|object| object.kind);
            if matches!(kind, Some(ObjectKind::Partition | ObjectKind::Sequence)) {
                continue;
            }
            if matches!(pair, Pair::Stayed(old, new) if old.definition == new.definition && old.comment == new.comment)
            {
                continue;
            }
            let stays = |table: &String| both.new.tables.iter().any(|own| own.name == *table);
            if let Some(old) = pair.before().filter(|old| old.table.as_ref().is_none_or(stays)) {
                self.drop_object(both.old, old);
            }
            if let Some(new) = pair.now() {
                self.create_object(new);
            }
        }
    }

    /// Sequences, whichever table draws from them.
    fn sequences(&mut self, both: Both<'a>) {
        let all = |schema: &'a Schema| schema.objects.iter().filter(|own| own.kind == ObjectKind::Sequence);
        let (old, new): (Vec<&Object>, Vec<&Object>) = (all(both.old).collect(), all(both.new).collect());
        for pair in pairs(&old, &new, |object| &object.name) {
            let Some(any) = pair.now().or(pair.before()) else { continue };
            let text = |side: Side<'a>, schema: &Schema| side.texts.of(TextKind::Sequence, &schema.name, &any.name);
            let (before, now) = (text(self.from, both.old), text(self.to, both.new));
            let own = placed(both.any(), &any.name);
            match (pair, now) {
                (Pair::Went(_), _) => self.steps.add(Phase::DropSequence, format!("DROP SEQUENCE {own}")),
                (Pair::Came(_), Some(now)) => self.steps.add(Phase::Sequence, now.to_owned()),
                (Pair::Came(_), None) => {
                    let place = format!("sequence {}", any.name);
                    self.steps.cannot_say(place, "how it counts, only a live database tells");
                }
                (Pair::Stayed(..), Some(now)) if before.is_some_and(|before| before != now) => {
                    self.steps.add(Phase::Sequence, spell::altered_sequence(&own, now));
                }
                (Pair::Stayed(..), _) => {}
            }
        }
    }

    fn drop_object(&mut self, schema: &Schema, object: &Object) {
        let own = placed(schema, &object.name);
        match object.kind {
            ObjectKind::Trigger => self.steps.add(Phase::DropActing, format!("DROP TRIGGER {own}")),
            ObjectKind::Event => self.steps.add(Phase::DropActing, format!("DROP EVENT {own}")),
            _ => self.cannot_say(object),
        }
    }

    fn create_object(&mut self, object: &Object) {
        match (object.kind, &object.definition) {
            (ObjectKind::Trigger, Some(text)) => self.steps.add(Phase::Acting, text.clone()),
            (ObjectKind::Event, Some(text)) => {
                let comment = object.comment.as_ref().map(|comment| format!(" COMMENT {}", spell::text(comment)));
                let text = match (comment, text.split_once(" DO ")) {
                    (Some(comment), Some((head, body))) => format!("{head}{comment} DO {body}"),
                    _ => text.clone(),
                };
                self.steps.add(Phase::Acting, text);
            }
            _ => self.cannot_say(object),
        }
    }

    fn cannot_say(&mut self, object: &Object) {
        let place = format!("{} {}", kind_word(object.kind), object.name);
        self.steps.cannot_say(place, "the facts do not tell enough of it");
    }
}

impl Clauses {
    fn drop_parts(&mut self, (old, new): (&Table, &Table), remade: &BTreeSet<&str>) {
        if old.primary_key.is_some() && columns_of_key(old) != columns_of_key(new) {
            self.texts.push("DROP PRIMARY KEY".to_owned());
        }
        for pair in pairs(&old.unique_keys, &new.unique_keys, |key| &key.name) {
            let shaken = pair.before().is_some_and(|key| key.columns.iter().any(|own| remade.contains(own.as_str())));
            if let Some(key) = pair.before().filter(|key| pair.now() != Some(*key) || shaken) {
                self.texts.push(format!("DROP INDEX {}", name(key.name.as_deref().unwrap_or_default())));
            }
        }
        for pair in pairs(&old.indexes, &new.indexes, |index| &index.name) {
            let shaken = pair.before().is_some_and(|index| columns_of(index).any(|own| remade.contains(own)));
            if let Some(index) = pair.before().filter(|index| pair.now() != Some(*index) || shaken) {
                self.texts.push(format!("DROP INDEX {}", name(&index.name)));
            }
        }
        let (olds, news): (Vec<_>, Vec<_>) = (own_checks(old).collect(), own_checks(new).collect());
        for pair in pairs(&olds, &news, |check| &check.name) {
            let is_same = |one: &crate::catalog::Check, other: &crate::catalog::Check| {
                (&one.expression, one.validated) == (&other.expression, other.validated)
            };
            if let Some(check) = pair.before().filter(|check| pair.now().is_none_or(|new| !is_same(check, new))) {
                self.texts.push(format!("DROP CONSTRAINT {}", name(check.name.as_deref().unwrap_or_default())));
            }
        }
    }

    fn columns(&mut self, (old, new): (&Table, &Table), remade: &BTreeSet<&str>) {
        for column in
            old.columns.iter().filter(|own| new.column(&own.name).is_none() || remade.contains(own.name.as_str()))
        {
            self.texts.push(format!("DROP COLUMN {}", name(&column.name)));
            if column.generated.is_none() {
                self.cautions.push(Caution::Loses(format!("{}.{}", old.name, column.name)));
            }
        }
        let stays = |table: &Table, other: &Table| -> Vec<String> {
            let columns = table.columns.iter().filter(|own| other.column(&own.name).is_some());
            columns.filter(|own| !remade.contains(own.name.as_str())).map(|own| own.name.clone()).collect()
        };
        let is_moved = stays(old, new) != stays(new, old);
        let mut before: Option<&str> = None;
        for column in &new.columns {
            let place = before.map_or_else(|| " FIRST".to_owned(), |before| format!(" AFTER {}", name(before)));
            before = Some(&column.name);
            let shown = format!("{}.{}", new.name, column.name);
            match old.column(&column.name).filter(|own| !remade.contains(own.name.as_str())) {
                None => {
                    self.texts.push(format!("ADD COLUMN {}{place}", spell::column(new, column)));
                    let is_given = column.default.is_some() || column.generated.is_some() || column.identity.is_some();
                    if !column.nullable && !is_given {
                        self.cautions.push(Caution::NeedsValues(shown));
                    }
                }
                Some(own) => {
                    let check = |table| spell::own_check(table, own).map(|check| check.expression.clone());
                    let is_same = is_same(own, column) && own.comment == column.comment && check(old) == check(new);
                    if is_same && !is_moved {
                        continue;
                    }
                    let place = if is_moved { place } else { String::new() };
                    self.texts.push(format!("MODIFY COLUMN {}{place}", spell::column(new, column)));
                    if own.raw_type != column.raw_type {
                        self.cautions.push(Caution::Converts(shown));
                    } else if own.nullable && !column.nullable {
                        self.cautions.push(Caution::NeedsValues(shown));
                    }
                }
            }
        }
    }

    fn add_parts(&mut self, (old, new): (&Table, &Table), remade: &BTreeSet<&str>) {
        if let Some(key) = new.primary_key.as_ref().filter(|_| columns_of_key(old) != columns_of_key(new)) {
            self.texts.push(format!("ADD {}", spell::primary(key)));
        }
        for pair in pairs(&old.unique_keys, &new.unique_keys, |key| &key.name) {
            let shaken = pair.now().is_some_and(|key| key.columns.iter().any(|own| remade.contains(own.as_str())));
            if let Some(key) = pair.now().filter(|key| pair.before() != Some(*key) || shaken) {
                self.texts.push(format!("ADD {}", spell::unique(key)));
            }
        }
        for pair in pairs(&old.indexes, &new.indexes, |index| &index.name) {
            let shaken = pair.now().is_some_and(|index| columns_of(index).any(|own| remade.contains(own)));
            if let Some(index) = pair.now().filter(|index| pair.before() != Some(*index) || shaken) {
                self.texts.push(format!("ADD {}", spell::index(index)));
            }
        }
        for check in own_checks(new) {
            let before = own_checks(old).find(|own| own.name == check.name);
            if before.is_none_or(|own| (&own.expression, own.validated) != (&check.expression, check.validated)) {
                self.texts.push(format!("ADD {}", spell::check(check)));
            }
        }
    }
}

/// The parts of a table.
fn parts<'a>(schema: &'a Schema, table: &str) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
    let is_part = |own: &&Object| own.kind == ObjectKind::Partition && own.table.as_deref() == Some(table);
    schema.objects.iter().filter(is_part).map(|own| (own.name.as_str(), own.definition.as_deref()))
}

/// Whether a table gets other columns or keys.
fn is_reshaped(old: &Table, new: &Table) -> bool {
    old.columns != new.columns || keys(old) != keys(new)
}

fn keys(table: &Table) -> (&Option<Key>, &[Key], &[Index]) {
    (&table.primary_key, &table.unique_keys, &table.indexes)
}

/// Whether a table is in parts.
fn is_parted(schema: &Schema, table: &str) -> bool {
    parts(schema, table).next().is_some()
}

fn columns_of_key(table: &Table) -> Option<(&Vec<String>, &Vec<u32>)> {
    table.primary_key.as_ref().map(|key| (&key.columns, &key.prefixes))
}

/// The checks of the table itself, without those of its columns.
fn own_checks(table: &Table) -> impl Iterator<Item = &crate::catalog::Check> {
    table.checks.iter().filter(|check| check.name.as_ref().is_none_or(|own| table.column(own).is_none()))
}

/// The columns that can only go and come again: those that are computed in another way.
fn remade<'a>(old: &'a Table, new: &Table) -> BTreeSet<&'a str> {
    let is_remade = |own: &&Column| new.column(&own.name).is_some_and(|new| own.generated != new.generated);
    old.columns.iter().filter(is_remade).map(|own| own.name.as_str()).collect()
}

/// Whether a column is the same but for its comment.
fn is_same(old: &Column, new: &Column) -> bool {
    let bare = |column: &Column| Column { comment: None, origin: None, ..column.clone() };
    let default = |column: &Column| column.default.as_ref().map(|default| default.raw.clone());
    let (mut one, mut other) = (bare(old), bare(new));
    (one.default, other.default) = (None, None);
    // Of enums the type names the column.
    (one.data_type, other.data_type) = (crate::catalog::DataType::Any, crate::catalog::DataType::Any);
    let is_json = |column: &Column| column.data_type == crate::catalog::DataType::JsonBinary;
    one == other && default(old) == default(new) && is_json(old) == is_json(new)
}

/// Whether a key or index of the table serves a foreign key, so that the server makes none.
fn is_served(table: &Table, key: &ForeignKey) -> bool {
    let keys = table.primary_key.iter().chain(&table.unique_keys);
    let keys = keys.map(|key| key.columns.iter().map(String::as_str).collect());
    let indexes = table.indexes.iter().map(|index| columns_of(index).collect::<Vec<&str>>());
    let serves = |columns: Vec<&str>| {
        columns.len() >= key.columns.len() && columns.iter().zip(&key.columns).all(|(one, other)| one == other)
    };
    keys.chain(indexes).any(serves)
}

/// The index that the server made for a foreign key. It is called like that, or after the column where nobody named the
/// foreign key; which of both, only a live database tells.
fn servers_index<'a>(side: Side<'a>, schema: &Schema, (table, key): (&Table, &'a ForeignKey)) -> Option<&'a str> {
    if is_served(table, key) {
        return None;
    }
    let mut names = key.name.as_deref().into_iter().chain(key.columns.first().map(String::as_str));
    match side.texts.asked {
        true => names.find(|own| side.texts.of_part(TextKind::Index, (&schema.name, &table.name), own).is_some()),
        false => names.next(),
    }
}
