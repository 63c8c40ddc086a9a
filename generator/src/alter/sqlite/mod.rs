//! What SQLite is told.
//!
//! It alters little of a table. Whatever it does not is done as its manual says: a new table is made under another name, the
//! rows are copied, the old table goes, the new one takes its name, and indexes, triggers and views come again; all in one
//! transaction, during which no foreign key is looked at. So a column that is added in the middle stands there.

mod spell;

use super::order;
use super::pairs::{Pair, pairs};
use super::steps::{Caution, Phase, Script, Steps};
use super::{Side, kind_word};
use crate::catalog::{Column, DefaultValue, Object, ObjectKind, Schema, Table, TableKind, TextKind, View};
use spell::name;
use std::collections::{BTreeMap, BTreeSet};

/// The only schema.
const SCHEMA: &str = "main";

/// What a table is called until it takes the place of another.
const NEXT: &str = "next_";

/// The statements that make `to` of `from`.
pub(super) fn script(from: Side<'_>, to: Side<'_>) -> Script {
    let empty = Schema::default();
    let (old, new) = (from.catalog.schema(SCHEMA).unwrap_or(&empty), to.catalog.schema(SCHEMA).unwrap_or(&empty));
    let mut writer = Writer { from, to, changed: BTreeSet::new(), rebuilt: BTreeSet::new(), steps: Steps::default() };
    writer.tables(old, new);
    let views = writer.views(old, new);
    writer.objects(old, new, &views);
    writer.steps.script()
}

/// What of a table only its text tells: AUTOINCREMENT, WITHOUT ROWID, STRICT.
pub(super) fn options(text: &str) -> (bool, bool, bool) {
    let upper = text.to_uppercase();
    let tail = upper.rsplit(')').next().unwrap_or_default().to_owned();
    (order::mentions(&upper, "AUTOINCREMENT"), tail.contains("ROWID"), tail.contains("STRICT"))
}

struct Writer<'a> {
    from: Side<'a>,
    to: Side<'a>,
    /// Tables that came, went, or have other columns.
    changed: BTreeSet<String>,
    /// Tables that are not the same ones afterwards, so that triggers and indexes went with them.
    rebuilt: BTreeSet<String>,
    steps: Steps,
}

impl<'a> Writer<'a> {
    fn tables(&mut self, old: &'a Schema, new: &'a Schema) {
        for pair in pairs(&old.tables, &new.tables, |table| &table.name) {
            match pair {
                Pair::Came(table) => {
                    self.changed.insert(table.name.clone());
                    self.create(table);
                }
                Pair::Went(table) => self.drop_table(table),
                Pair::Stayed(old, new) if old.kind == TableKind::Virtual || new.kind == TableKind::Virtual => {
                    if old.kind != new.kind
                        || old.columns != new.columns
                        || self.text(self.from, old) != self.text(self.to, new)
                    {
                        self.drop_table(old);
                        self.create(new);
                    }
                }
                Pair::Stayed(old, new) => self.change(old, new),
            }
        }
    }

    fn text(&self, side: Side<'a>, table: &Table) -> Option<&'a str> {
        side.texts.of(TextKind::Table, SCHEMA, &table.name)
    }

    fn create(&mut self, table: &'a Table) {
        match self.text(self.to, table) {
            Some(text) => self.steps.add(Phase::Table, text.to_owned()),
            None if table.kind == TableKind::Virtual => {
                self.steps.cannot_say(format!("virtual table {}", table.name), "its text is not known here");
            }
            None => self.steps.add(Phase::Table, spell::table(&table.name, table, self.to.catalog.migrated)),
        }
        table.indexes.iter().for_each(|index| self.steps.add(Phase::Index, spell::index(&table.name, index)));
    }

    fn drop_table(&mut self, table: &Table) {
        self.changed.insert(table.name.clone());
        self.rebuilt.insert(table.name.clone());
        // To drop a table is to delete its rows first, which foreign keys would see.
        self.steps.rebuilds = true;
        let sql = format!("DROP TABLE {}", name(&table.name));
        self.steps.add_with(Phase::DropPart, sql, Caution::Loses(table.name.clone()));
    }

    fn change(&mut self, old: &'a Table, new: &'a Table) {
        let options = |text: Option<&str>| text.map(options);
        let (before, now) = (self.text(self.from, old), self.text(self.to, new));
        let other_options = before.is_some() && now.is_some() && options(before) != options(now);
        let alike = is_alike(old, new) && !other_options;
        if !alike {
            self.changed.insert(new.name.clone());
        }
        match added(old, new).filter(|_| !other_options) {
            _ if alike => {}
            Some(columns) => {
                for column in columns {
                    let sql = format!("ALTER TABLE {} ADD COLUMN {}", name(&new.name), spell::column(column));
                    self.steps.add(Phase::AddColumn, sql);
                }
            }
            // A text that was there before does not say what is new.
            None => self.rebuild(old, new, now.filter(|now| Some(*now) != before)),
        }
        let rebuilt = self.rebuilt.contains(&new.name);
        for pair in pairs(&old.indexes, &new.indexes, |index| &index.name) {
            if matches!(pair, Pair::Stayed(one, other) if one == other) && !rebuilt {
                continue;
            }
            if let Some(index) = pair.before().filter(|_| !rebuilt) {
                self.steps.add(Phase::DropPart, format!("DROP INDEX {}", name(&index.name)));
            }
            if let Some(index) = pair.now() {
                self.steps.add(Phase::Index, spell::index(&new.name, index));
            }
        }
    }

    /// Puts a new table into the place of the old one.
    fn rebuild(&mut self, old: &'a Table, new: &'a Table, text: Option<&str>) {
        self.steps.rebuilds = true;
        self.rebuilt.insert(new.name.clone());
        let next = format!("{NEXT}{}", new.name);
        let create = match text.and_then(|text| spell::called(text, &next)) {
            Some(create) => create,
            None => self.spelled(old, (&next, new)),
        };
        let stays = |column: &&Column| old.column(&column.name).is_some();
        let copied: Vec<String> = new
            .columns
            .iter()
            .filter(stays)
            .filter(|column| column.generated.is_none())
            .map(|column| name(&column.name))
            .collect();
        self.steps.add(Phase::AlterColumn, create);
        if !copied.is_empty() {
            let columns = copied.join(", ");
            let sql = format!("INSERT INTO {} ({columns}) SELECT {columns} FROM {}", name(&next), name(&old.name));
            match needy(old, new) {
                Some(column) => {
                    let caution = Caution::NeedsValues(format!("{}.{}", new.name, column.name));
                    self.steps.add_with(Phase::AlterColumn, sql, caution);
                }
                None => self.steps.add(Phase::AlterColumn, sql),
            }
        }
        let went = old.columns.iter().filter(|column| column.generated.is_none() && new.column(&column.name).is_none());
        let went: Vec<String> = went.map(|column| format!("{}.{}", old.name, column.name)).collect();
        let drop = format!("DROP TABLE {}", name(&old.name));
        match went.is_empty() {
            true => self.steps.add(Phase::AlterColumn, drop),
            false => self.steps.add_with(Phase::AlterColumn, drop, Caution::Loses(went.join(", "))),
        }
        let rename = format!("ALTER TABLE {} RENAME TO {}", name(&next), name(&new.name));
        self.steps.add(Phase::AlterColumn, rename);
    }

    /// What makes a table, as the facts say it, with what the text of the one before says besides.
    fn spelled(&mut self, old: &Table, (called, new): (&str, &Table)) -> String {
        let Some(text) = self.text(self.from, old) else { return spell::table(called, new, self.to.catalog.migrated) };
        if order::mentions(&text.to_uppercase(), "CONFLICT") {
            self.steps.cannot_say(format!("table {}", old.name), "what happens ON CONFLICT is no fact");
        }
        let (numbered, without_rowid, strict) = options(text);
        let mut table = spell::table(called, new, numbered);
        if without_rowid && !table.ends_with(" WITHOUT ROWID") {
            table.push_str(" WITHOUT ROWID");
        }
        if strict {
            table.push_str(if table.ends_with(')') { " STRICT" } else { ", STRICT" });
        }
        table
    }

    /// Views that come, change and go, and those that stand on something that does. Gives back which go.
    fn views(&mut self, old: &'a Schema, new: &'a Schema) -> BTreeSet<String> {
        let index =
            |schema: &'a Schema| schema.views.iter().map(|view| (view.name.as_str(), view)).collect::<BTreeMap<_, _>>();
        let (olds, news) = (index(old), index(new));
        let texts = |views: &BTreeMap<&'a str, &'a View>| {
            views.iter().map(|(name, view)| (*name, view.definition.as_str())).collect::<Vec<_>>()
        };
        let (old_texts, new_texts) = (texts(&olds), texts(&news));
        let remade = order::affected(&old_texts, |name, text| {
            let stays = news.get(name).is_some_and(|view| view.definition == text);
            !stays || self.changed.iter().any(|table| order::mentions(text, table))
        });
        for name_of in order::in_order(&old_texts).into_iter().rev().filter(|name| remade.contains(name)) {
            self.steps.add(Phase::DropView, format!("DROP VIEW {}", name(name_of)));
        }
        for name_of in order::in_order(&new_texts) {
            let is_there = olds.contains_key(name_of) && !remade.contains(name_of);
            if let Some(view) = news.get(name_of).filter(|_| !is_there) {
                let text =
                    self.to.texts.of(TextKind::View, SCHEMA, name_of).map_or_else(|| spell::view(view), str::to_owned);
                self.steps.add(Phase::View, text);
            }
        }
        remade.into_iter().map(str::to_owned).collect()
    }

    /// Triggers, and what else there is.
    fn objects(&mut self, old: &'a Schema, new: &'a Schema, views: &BTreeSet<String>) {
        for pair in pairs(&old.objects, &new.objects, |object| (object.kind, &object.name)) {
            let Some(any) = pair.now().or(pair.before()) else { continue };
            match any.kind {
                ObjectKind::Trigger => self.trigger(pair, views),
                // It comes and goes with its virtual table.
                ObjectKind::ShadowTable => {}
                kind => {
                    self.steps.cannot_say(format!("{} {}", kind_word(kind), any.name), "there is no statement for it")
                }
            }
        }
    }

    fn trigger(&mut self, pair: Pair<'a, Object>, views: &BTreeSet<String>) {
        let is_shaken = |object: &Object| {
            let text = object.definition.as_deref().unwrap_or_default();
            self.rebuilt.iter().chain(views).any(|table| order::mentions(text, table))
        };
        if matches!(pair, Pair::Stayed(old, new) if old.definition == new.definition && !is_shaken(old)) {
            return;
        }
        if let Some(old) = pair.before() {
            self.steps.add(Phase::DropActing, format!("DROP TRIGGER {}", name(&old.name)));
        }
        if let Some(text) = pair.now().and_then(|new| new.definition.clone()) {
            self.steps.add(Phase::Acting, text);
        }
    }
}

/// Whether the facts of a table's own text are the same.
fn is_alike(old: &Table, new: &Table) -> bool {
    old.columns.len() == new.columns.len()
        && old.columns.iter().zip(&new.columns).all(|(old, new)| is_same_column(old, new))
        && is_same_frame(old, new)
}

/// Whether keys and conditions are the same.
fn is_same_frame(old: &Table, new: &Table) -> bool {
    let conditions = |table: &'_ Table| {
        table.checks.iter().map(|check| (check.name.clone(), check.expression.clone())).collect::<Vec<_>>()
    };
    (&old.primary_key, &old.unique_keys, &old.foreign_keys) == (&new.primary_key, &new.unique_keys, &new.foreign_keys)
        && conditions(old) == conditions(new)
}

fn is_same_column(old: &Column, new: &Column) -> bool {
    let bare = |column: &Column| {
        let default = column.default.as_ref().map(|default| default.raw.clone());
        let Column { name, raw_type, nullable, identity, generated, collation, .. } = column.clone();
        (name, raw_type, nullable, identity, generated, collation, default)
    };
    bare(old) == bare(new)
}

/// The columns that were added, where that is all and SQLite can add them to a table.
fn added<'a>(old: &Table, new: &'a Table) -> Option<&'a [Column]> {
    let (first, rest) = new.columns.split_at_checked(old.columns.len())?;
    let is_same = old.columns.iter().zip(first).all(|(old, new)| is_same_column(old, new)) && is_same_frame(old, new);
    let fits = |column: &Column| {
        let is_plain = column.generated.is_none();
        match column.default.as_ref().map(|default| &default.value) {
            None | Some(DefaultValue::Null) => is_plain && column.nullable,
            Some(DefaultValue::CurrentTimestamp | DefaultValue::Expression) => false,
            Some(_) => is_plain,
        }
    };
    (is_same && rest.iter().all(fits)).then_some(rest)
}

/// The first column that every row must have, and that nothing gives to the rows that are there.
fn needy<'a>(old: &Table, new: &'a Table) -> Option<&'a Column> {
    new.columns.iter().find(|column| {
        let was_required = old.column(&column.name).is_some_and(|old| !old.nullable);
        let is_given = column.default.is_some() || column.generated.is_some() || column.identity.is_some();
        let comes = old.column(&column.name).is_none();
        !(column.nullable || was_required || comes && is_given)
    })
}
