//! Tables that come and go, and what belongs to them: keys, checks and indexes. Sequences too, for columns own them.

use super::spell::{self, Numbered, Sequence, name, placed};
use super::{Both, Writer, sequences, table_of};
use crate::alter::order;
use crate::alter::pairs::{Pair, pairs};
use crate::alter::steps::{Caution, Phase};
use crate::catalog::{Check, Column, Index, Key, Object, ObjectKind, QualifiedName, Schema, Table, TableKind, TextKind};

/// A table where it lies.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) schema: &'a Schema,
    pub(super) table: &'a Table,
}

impl Placed<'_> {
    /// The name as statements have it.
    pub(super) fn quoted(self) -> String {
        placed(self.schema, &self.table.name)
    }

    /// The name as facts have it.
    pub(super) fn qualified(self) -> QualifiedName {
        QualifiedName { schema: self.schema.name.clone(), name: self.table.name.clone() }
    }

    /// The table, or a column of it, as people are told of it.
    pub(super) fn shown(self, column: Option<&str>) -> String {
        let schema = if self.schema.is_default { String::new() } else { format!("{}.", self.schema.name) };
        let column = column.map(|column| format!(".{column}")).unwrap_or_default();
        format!("{schema}{}{column}", self.table.name)
    }
}

impl<'a> Writer<'a> {
    /// Tables that come, change and go.
    pub(super) fn tables(&mut self, both: Both<'a>) {
        let pairs = both.tables();
        // A column may be of the row type of another table.
        let types = |pair: &Pair<'a, Table>| {
            let columns = pair.new().map_or(&[][..], |table| &table.columns).iter();
            columns.map(|column| column.raw_type.as_str()).collect::<Vec<_>>().join(" ")
        };
        let types: Vec<(&str, String)> = pairs.iter().map(|pair| (table_of(*pair).name.as_str(), types(pair))).collect();
        let types: Vec<(&str, &str)> = types.iter().map(|(name, types)| (*name, types.as_str())).collect();
        let ordered = order::in_order(&types);
        let mut pairs = pairs;
        pairs.sort_by_key(|pair| ordered.iter().position(|name| *name == table_of(*pair).name));
        for pair in pairs {
            match pair {
                Pair::Came(table) => self.create(Placed { schema: both.new, table }),
                Pair::Went(table) => self.drop_table(Placed { schema: both.old, table }),
                Pair::Stayed(old, new) if self.is_made_anew(old, new) => {
                    self.drop_table(Placed { schema: both.old, table: old });
                    let place = Placed { schema: both.new, table: new }.shown(None);
                    self.steps.cannot_say(format!("table {place}"), "it is of another kind now");
                }
                Pair::Stayed(old, new) => {
                    self.change(Placed { schema: both.old, table: old }, Placed { schema: both.new, table: new });
                }
            }
        }
    }

    fn drop_table(&mut self, old: Placed<'a>) {
        if old.table.kind == TableKind::Foreign {
            self.steps.add(Phase::DropTable, format!("DROP FOREIGN TABLE {}", old.quoted()));
            return;
        }
        let sql = format!("DROP TABLE {}", old.quoted());
        self.steps.add_with(Phase::DropTable, sql, Caution::Loses(old.shown(None)));
    }

    fn create(&mut self, new: Placed<'a>) {
        let table = new.table;
        let after = match table.kind {
            TableKind::Partitioned => self.to.texts.of(TextKind::Partitioning, &new.schema.name, &table.name),
            _ => Some(""),
        };
        let Some(after) = after.filter(|_| table.kind != TableKind::Foreign) else {
            let reason = "what it is partitioned by, or where its rows are, is not known";
            self.steps.cannot_say(format!("table {}", new.shown(None)), reason);
            return;
        };
        let mut items: Vec<String> = table.columns.iter().map(|column| self.column(new, column)).collect();
        items.extend(table.primary_key.iter().map(|key| spell::key("PRIMARY KEY", key)));
        items.extend(table.unique_keys.iter().map(|key| spell::key("UNIQUE", key)));
        items.extend(table.checks.iter().filter(|check| check.validated).map(spell::check));
        let body = if items.is_empty() { String::new() } else { format!("\n    {}\n", items.join(",\n    ")) };
        let after = if after.is_empty() { String::new() } else { format!(" {after}") };
        self.steps.add(Phase::Table, format!("CREATE TABLE {} ({body}){after}", new.quoted()));
        for check in table.checks.iter().filter(|check| !check.validated) {
            self.steps.add(Phase::Constraint, format!("ALTER TABLE {} ADD {}", new.quoted(), spell::check(check)));
        }
        table.indexes.iter().for_each(|index| self.create_index(new, index));
        self.comments(new, None);
        for words in self.to.texts.of(TextKind::RowSecurity, &new.schema.name, &table.name).into_iter().flat_map(str::lines) {
            self.steps.add(Phase::Acting, format!("ALTER TABLE {} {words}", new.quoted()));
        }
    }

    /// A column where it is made.
    pub(super) fn column(&mut self, of: Placed<'a>, column: &'a Column) -> String {
        let numbered = self.numbered(of, column);
        let domain = column.domain.as_ref();
        let domain = domain.and_then(|own| self.to.catalog.schema(&own.schema)?.domains.iter().find(|it| it.name == own.name));
        // What the domain forbids is no fact of the column, as far as anybody can tell.
        let nullable = column.nullable || domain.is_some_and(|domain| !domain.nullable);
        spell::column(&Column { nullable, ..column.clone() }, numbered.as_ref())
    }

    /// Where a column draws its numbers from; nothing where that is as a new column does by itself.
    pub(super) fn numbered(&mut self, of: Placed<'a>, column: &Column) -> Option<Numbered<'a>> {
        column.identity?;
        let all: Vec<&'a Object> = self.to.catalog.schemas.iter().flat_map(sequences).collect();
        if let Some(own) = all.iter().find_map(|object| Sequence::of(object).filter(|own| is_owner(own, of, column))) {
            if own.data_type != column.raw_type && column.identity == Some(crate::catalog::Identity::ByDefault) {
                return Some(Numbered::Drawing(own.quoted));
            }
            return (!is_usual(&own, of, column)).then(|| Numbered::Identity(own.options()));
        }
        let is_drawn = |object: &&&'a Object| object.table.as_deref() == Some(of.table.name.as_str());
        let drawn: Vec<Sequence<'a>> =
            all.iter().filter(is_drawn).filter_map(|object| Sequence::of(object)).filter(|own| own.owner.is_none()).collect();
        match drawn.as_slice() {
            // A domain or partition of another schema may hide the sequence; a new one does what it did.
            [] => None,
            [one] => Some(Numbered::Drawing(one.quoted)),
            _ => {
                let place = format!("column {}", of.shown(Some(&column.name)));
                self.steps.cannot_say(place, "which of several sequences it draws from is not known");
                None
            }
        }
    }

    /// What belongs to a table and stays with it: keys, checks and indexes.
    pub(super) fn parts(&mut self, old: Placed<'a>, new: Placed<'a>) {
        let keys = |table: &'a Table| {
            let unique = table.unique_keys.iter().map(|key| ("UNIQUE", key));
            table.primary_key.iter().map(|key| ("PRIMARY KEY", key)).chain(unique).collect::<Vec<_>>()
        };
        let (olds, news) = (keys(old.table), keys(new.table));
        for pair in pairs(&olds, &news, |(_, key)| &key.name) {
            let shaken = |key: &Key| self.is_remade(old, key.columns.iter().chain(&key.include).map(String::as_str));
            if matches!(pair, Pair::Stayed(one, other) if one == other && !shaken(one.1)) {
                continue;
            }
            if let Some((_, key)) = pair.old() {
                self.drop_constraint(old, key.name.as_deref());
            }
            if let Some((words, key)) = pair.new() {
                let sql = format!("ALTER TABLE {} ADD {}", new.quoted(), spell::key(words, key));
                self.steps.add(Phase::Constraint, sql);
            }
        }
        for pair in pairs(&old.table.checks, &new.table.checks, |check| &check.name) {
            let shaken = |check: &Check| self.is_concerned(old, &check.expression);
            let same = |one: &Check, other: &Check| one.expression == other.expression && one.validated == other.validated;
            if matches!(pair, Pair::Stayed(one, other) if same(one, other) && !shaken(one)) {
                continue;
            }
            if let Some(check) = pair.old() {
                self.drop_constraint(old, check.name.as_deref());
            }
            if let Some(check) = pair.new() {
                self.steps.add(Phase::Constraint, format!("ALTER TABLE {} ADD {}", new.quoted(), spell::check(check)));
            }
        }
        for pair in pairs(&old.table.indexes, &new.table.indexes, |index| &index.name) {
            if matches!(pair, Pair::Stayed(one, other) if one == other && !self.is_index_shaken(old, one)) {
                continue;
            }
            if let Some(index) = pair.old() {
                self.steps.add(Phase::DropPart, format!("DROP INDEX {}", placed(old.schema, &index.name)));
            }
            if let Some(index) = pair.new() {
                self.create_index(new, index);
            }
        }
    }

    fn drop_constraint(&mut self, of: Placed<'_>, own: Option<&str>) {
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", of.quoted(), name(own.unwrap_or_default()));
        self.steps.add(Phase::DropPart, sql);
    }

    fn create_index(&mut self, of: Placed<'_>, index: &Index) {
        if !index.valid && of.table.kind != TableKind::Partitioned {
            let place = format!("index {}", index.name);
            self.steps.cannot_say(place, "it is one that was never finished");
            return;
        }
        self.steps.add(Phase::Index, spell::index(&of.quoted(), index));
    }

    fn is_index_shaken(&self, old: Placed<'a>, index: &Index) -> bool {
        let texts = index.parts.iter().filter_map(|part| match &part.key {
            crate::catalog::IndexKey::Expression(text) => Some(text.as_str()),
            crate::catalog::IndexKey::Column(_) => None,
        });
        let mut texts = texts.chain(index.predicate.as_deref());
        let columns = crate::alter::columns_of(index).chain(index.include.iter().map(String::as_str));
        texts.any(|text| self.is_concerned(old, text))
            || index.parts.iter().any(|part| part.operator_class.is_some() && self.is_part_touched(old, part))
            || self.is_remade(old, columns)
    }

    fn is_part_touched(&self, old: Placed<'a>, part: &crate::catalog::IndexPart) -> bool {
        matches!(&part.key, crate::catalog::IndexKey::Column(own) if self.touched.has_column(&old.qualified(), own))
    }

    /// Whether a condition speaks of a column that goes or gets another type.
    fn is_concerned(&self, old: Placed<'a>, text: &str) -> bool {
        self.touched.concerns_within(&old.qualified(), text)
            || self.touched.types.iter().any(|own| order::mentions(text, &own.name))
    }

    /// Sequences that come, change and go.
    pub(super) fn sequences(&mut self, both: Both<'a>) {
        let all = |schema: &'a Schema| sequences(schema).collect::<Vec<_>>();
        let (olds, news) = (all(both.old), all(both.new));
        for pair in pairs(&olds, &news, |object| &object.name) {
            match pair {
                Pair::Came(new) => self.create_sequence(new),
                Pair::Went(old) => self.drop_sequence(old),
                Pair::Stayed(old, new) => self.change_sequence(old, new),
            }
            if let Some(new) = pair.new().filter(|new| new.comment != pair.old().and_then(|old| old.comment.clone())) {
                let what = format!("SEQUENCE {}", placed(both.new, &new.name));
                self.steps.add(Phase::Comment, spell::comment(&what, new.comment.as_ref()));
            }
        }
    }

    fn create_sequence(&mut self, new: &'a Object) {
        let Some(own) = Sequence::of(new) else { return };
        if self.makes_itself(&own) {
            return;
        }
        self.steps.add(Phase::Sequence, format!("CREATE SEQUENCE {} AS {} {}", own.quoted, own.data_type, own.steps));
        if let Some(owner) = own.owner {
            self.steps.add(Phase::OwnedSequence, format!("ALTER SEQUENCE {} OWNED BY {owner}", own.quoted));
        }
    }

    fn drop_sequence(&mut self, old: &'a Object) {
        let Some(own) = Sequence::of(old) else { return };
        match own.owner {
            None => self.steps.add(Phase::DropSequence, format!("DROP SEQUENCE {}", own.quoted)),
            // It goes with its column, unless that stays and is numbered no more.
            Some(_) if !self.owner_stays(&own) => {}
            Some(_) => self.steps.add(Phase::DropSequence, format!("DROP SEQUENCE IF EXISTS {}", own.quoted)),
        }
    }

    fn change_sequence(&mut self, old: &'a Object, new: &'a Object) {
        let (Some(before), Some(now)) = (Sequence::of(old), Sequence::of(new)) else { return };
        if (before.data_type, before.steps) != (now.data_type, now.steps) {
            let cycle = if now.steps.ends_with(" CYCLE") { "" } else { " NO CYCLE" };
            let sql = format!("ALTER SEQUENCE {} AS {} {}{cycle}", now.quoted, now.data_type, now.steps);
            self.steps.add(Phase::OwnedSequence, sql);
        }
        if before.owner != now.owner && !self.makes_itself(&now) {
            let owner = now.owner.unwrap_or("NONE");
            self.steps.add(Phase::OwnedSequence, format!("ALTER SEQUENCE {} OWNED BY {owner}", now.quoted));
        }
    }

    /// Whether the column that owns a sequence is there afterwards.
    fn owner_stays(&self, own: &Sequence<'_>) -> bool {
        self.new_columns().any(|(of, column)| is_owner(own, of, column))
    }

    /// Whether the column that owns a sequence makes it.
    fn makes_itself(&self, own: &Sequence<'_>) -> bool {
        self.new_columns().any(|(of, column)| {
            is_owner(own, of, column)
                && (column.identity == Some(crate::catalog::Identity::Always)
                    || column.identity.is_some() && own.data_type == column.raw_type)
        })
    }
}

impl<'a> Writer<'a> {
    /// Every column of every table afterwards.
    fn new_columns(&self) -> impl Iterator<Item = (Placed<'a>, &'a Column)> {
        let schemas = self.to.catalog.schemas.iter();
        let tables = schemas.flat_map(|schema| schema.tables.iter().map(move |table| Placed { schema, table }));
        tables.flat_map(|of| of.table.columns.iter().map(move |column| (of, column)))
    }
}

/// Whether the sequence belongs to the column.
pub(super) fn is_owner(own: &Sequence<'_>, of: Placed<'_>, column: &Column) -> bool {
    // The server quotes only names that need it.
    let bare = |text: &str| text.replace('"', "");
    let local = bare(&format!("{}.{}", of.table.name, column.name));
    own.owner.is_some_and(|owner| {
        let owner = bare(owner);
        owner == local || owner == format!("{}.{local}", bare(&of.schema.name))
    })
}

/// Whether the sequence is what an identity column has by itself.
fn is_usual(own: &Sequence<'_>, of: Placed<'_>, column: &Column) -> bool {
    let most = match own.data_type {
        "smallint" => i64::from(i16::MAX),
        "integer" => i64::from(i32::MAX),
        _ => i64::MAX,
    };
    let called = own.quoted.replace('"', "");
    let usual = format!("{}_{}_seq", of.table.name, column.name);
    own.steps == format!("START 1 INCREMENT 1 MINVALUE 1 MAXVALUE {most} CACHE 1")
        && usual.len() < 60
        && (called == usual || called == format!("{}.{usual}", of.schema.name))
}

/// Whether an object is told with its table: a sequence of a column.
pub(super) fn is_told_elsewhere(object: &Object) -> bool {
    matches!(object.kind, ObjectKind::Sequence | ObjectKind::Range)
}
