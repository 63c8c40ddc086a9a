//! Tables that come and go, and what belongs to them: keys, checks and indexes. Sequences too, for columns own them.

use super::spell::{self, name, placed};
use super::{Both, Writer, table_of};
use crate::alter::order;
use crate::alter::pairs::{Pair, pairs};
use crate::alter::steps::{Caution, Phase};
use crate::catalog::{
    Check, Column, Index, IndexKey, IndexPart, Key, Object, ObjectKind, QualifiedName, Schema, Table, TableKind,
    TextKind,
};

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
            let columns = pair.now().map_or(&[][..], |table| &table.columns).iter();
            columns.map(|column| column.raw_type.as_str()).collect::<Vec<_>>().join(" ")
        };
        let types: Vec<(&str, String)> =
            pairs.iter().map(|pair| (table_of(*pair).name.as_str(), types(pair))).collect();
        let types: Vec<(&str, &str)> = types.iter().map(|(name, types)| (*name, types.as_str())).collect();
        let ordered = order::in_order(&types);
        let mut pairs = pairs;
        pairs.sort_by_key(|pair| ordered.iter().position(|name| *name == table_of(*pair).name));
        for pair in pairs {
            match pair {
                Pair::Came(table) => self.create(Placed { schema: both.new, table }),
                Pair::Went(table) => self.drop_table(Placed { schema: both.old, table }),
                Pair::Stayed(old, new) if self.is_made_anew(both, (old, new)) => {
                    self.make_anew(Placed { schema: both.old, table: old }, Placed { schema: both.new, table: new });
                }
                Pair::Stayed(old, new) => {
                    self.change(Placed { schema: both.old, table: old }, Placed { schema: both.new, table: new });
                }
            }
        }
    }

    fn make_anew(&mut self, old: Placed<'a>, new: Placed<'a>) {
        let is_foreign = [old, new].iter().all(|own| own.table.kind == TableKind::Foreign);
        if is_foreign {
            // It holds nothing, and has to be gone before it can come again.
            self.steps.add(Phase::DropPart, format!("DROP FOREIGN TABLE {}", old.quoted()));
            self.create_foreign(new);
            return;
        }
        self.drop_table(old);
        self.steps.cannot_say(format!("table {}", new.shown(None)), "it is of another kind now");
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
        if table.kind == TableKind::Foreign {
            return self.create_foreign(new);
        }
        let after = match table.kind {
            TableKind::Partitioned => self.to.texts.of(TextKind::Partitioning, &new.schema.name, &table.name),
            _ => Some(""),
        };
        let Some(after) = after else {
            let reason = "what it is partitioned by, only a live database tells";
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
        self.row_security(&Table::default(), new);
    }

    /// A column where it is made.
    pub(super) fn column(&mut self, of: Placed<'a>, column: &'a Column) -> String {
        let numbers = self.numbers(self.to, of, column);
        self.note_unknown(of, column, &numbers);
        let domain = column.domain.as_ref();
        let domain =
            domain.and_then(|own| self.to.catalog.schema(&own.schema)?.domains.iter().find(|it| it.name == own.name));
        // What the domain forbids is no fact of the column, as far as anybody can tell.
        let nullable = column.nullable || domain.is_some_and(|domain| !domain.nullable);
        spell::column(&Column { nullable, ..column.clone() }, &numbers)
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
            if let Some((_, key)) = pair.before() {
                self.drop_constraint(old, key.name.as_deref());
            }
            if let Some((words, key)) = pair.now() {
                let sql = format!("ALTER TABLE {} ADD {}", new.quoted(), spell::key(words, key));
                self.steps.add(Phase::Constraint, sql);
            }
        }
        for pair in pairs(&old.table.checks, &new.table.checks, |check| &check.name) {
            let shaken = |check: &Check| self.is_concerned(old, &check.expression);
            let same =
                |one: &Check, other: &Check| one.expression == other.expression && one.validated == other.validated;
            if matches!(pair, Pair::Stayed(one, other) if same(one, other) && !shaken(one)) {
                continue;
            }
            if let Some(check) = pair.before() {
                self.drop_constraint(old, check.name.as_deref());
            }
            if let Some(check) = pair.now() {
                self.steps.add(Phase::Constraint, format!("ALTER TABLE {} ADD {}", new.quoted(), spell::check(check)));
            }
        }
        for pair in pairs(&old.table.indexes, &new.table.indexes, |index| &index.name) {
            if matches!(pair, Pair::Stayed(one, other) if one == other && !self.is_index_shaken(old, one)) {
                continue;
            }
            if let Some(index) = pair.before() {
                self.steps.add(Phase::DropPart, format!("DROP INDEX {}", placed(old.schema, &index.name)));
            }
            if let Some(index) = pair.now() {
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
            IndexKey::Expression(text) => Some(text.as_str()),
            IndexKey::Column(_) => None,
        });
        let mut texts = texts.chain(index.predicate.as_deref());
        let columns = crate::alter::columns_of(index).chain(index.include.iter().map(String::as_str));
        texts.any(|text| self.is_concerned(old, text))
            || index.parts.iter().any(|part| part.operator_class.is_some() && self.is_part_touched(old, part))
            || self.is_remade(old, columns)
    }

    fn is_part_touched(&self, old: Placed<'a>, part: &IndexPart) -> bool {
        matches!(&part.key, IndexKey::Column(own) if self.touched.has_column(&old.qualified(), own))
    }

    /// Whether a condition speaks of a column that goes or gets another type.
    fn is_concerned(&self, old: Placed<'a>, text: &str) -> bool {
        self.touched.concerns_within(&old.qualified(), text)
            || self.touched.types.iter().any(|own| order::mentions(text, &own.name))
    }
}

/// Whether an object is told with its table: a sequence of a column.
pub(super) fn is_told_elsewhere(object: &Object) -> bool {
    matches!(object.kind, ObjectKind::Sequence | ObjectKind::Range)
}
