//! Tables that stay and change.

use super::Writer;
use super::spell::{self, name};
use super::tables::Placed;
use crate::alter::pairs::{Pair, pairs};
use crate::alter::steps::{Caution, Phase};
use crate::catalog::{Column, DataType, Table, TableKind};

impl<'a> Writer<'a> {
    /// What turns the one table into the other.
    pub(super) fn change(&mut self, old: Placed<'a>, new: Placed<'a>) {
        for pair in pairs(&old.table.columns, &new.table.columns, |column| &column.name) {
            match pair {
                Pair::Came(column) => self.add_column(new, column),
                Pair::Went(column) => self.drop_column(old, column),
                Pair::Stayed(before, now) if self.is_column_remade(old, before, now) => {
                    // It has to be gone before it can come again.
                    let sql = format!("ALTER TABLE {} DROP COLUMN {}", old.quoted(), name(&before.name));
                    match before.generated {
                        Some(_) => self.steps.add(Phase::DropPart, sql),
                        None => {
                            let caution = Caution::Loses(old.shown(Some(&before.name)));
                            self.steps.add_with(Phase::DropPart, sql, caution);
                        }
                    }
                    self.add_column(new, now);
                }
                Pair::Stayed(before, now) => self.change_column((old, new), before, now),
            }
        }
        self.parts(old, new);
        self.change_foreign(new);
        self.comments(new, Some(old));
        self.row_security(old.table, new);
    }

    /// Whether policies decide, of a table that was another or none.
    pub(super) fn row_security(&mut self, old: &Table, new: Placed<'a>) {
        let facts = |table: &Table| [table.row_security, table.row_security_forced];
        let words = [["DISABLE", "ENABLE"], ["NO FORCE", "FORCE"]];
        for (place, words) in words.iter().enumerate() {
            let (before, now) = (facts(old)[place], facts(new.table)[place]);
            if before != now {
                let word = words[usize::from(now)];
                self.steps.add(Phase::Acting, format!("ALTER TABLE {} {word} ROW LEVEL SECURITY", new.quoted()));
            }
        }
    }

    fn add_column(&mut self, new: Placed<'a>, column: &'a Column) {
        let spelled = self.column(new, column);
        let sql = format!("ALTER TABLE {} ADD COLUMN {spelled}", new.quoted());
        let is_given = column.default.is_some() || column.identity.is_some() || column.generated.is_some();
        // What computes from others comes behind them.
        let phase = if column.generated.is_some() { Phase::AlterColumn } else { Phase::AddColumn };
        if column.nullable || is_given || self.domain_gives(column) {
            self.steps.add(phase, sql);
        } else {
            self.steps.add_with(phase, sql, Caution::NeedsValues(new.shown(Some(&column.name))));
        }
    }

    /// Whether the domain of a column has a default.
    fn domain_gives(&self, column: &Column) -> bool {
        let domain = column
            .domain
            .as_ref()
            .and_then(|own| self.to.catalog.schema(&own.schema)?.domains.iter().find(|domain| domain.name == own.name));
        domain.is_some_and(|domain| domain.default.is_some())
    }

    fn drop_column(&mut self, old: Placed<'a>, column: &'a Column) {
        let sql = format!("ALTER TABLE {} DROP COLUMN {}", old.quoted(), name(&column.name));
        match column.generated {
            // It holds nothing of its own, and others may stand in its place.
            Some(_) => self.steps.add(Phase::DropPart, sql),
            None => self.steps.add_with(Phase::DropColumn, sql, Caution::Loses(old.shown(Some(&column.name)))),
        }
    }

    /// Whether a column can only go and come again.
    fn is_column_remade(&self, of: Placed<'a>, old: &Column, new: &Column) -> bool {
        let touched = self.touched.has_column(&of.qualified(), &old.name);
        match (&old.generated, &new.generated) {
            (before, Some(now)) => before.as_ref() != Some(now) || touched,
            (Some(before), None) => !before.stored,
            (None, None) => false,
        }
    }

    /// Whether one of the columns goes and comes again.
    pub(super) fn is_remade<'n>(&self, of: Placed<'a>, mut columns: impl Iterator<Item = &'n str>) -> bool {
        let new = super::table(self.to.catalog, &of.qualified());
        columns.any(|column| {
            let (before, now) = (of.table.column(column), new.and_then(|table| table.column(column)));
            before.zip(now).is_some_and(|(before, now)| self.is_column_remade(of, before, now))
        })
    }

    fn change_column(&mut self, (old, new): (Placed<'a>, Placed<'a>), before: &'a Column, now: &'a Column) {
        let alter = |what: &str| format!("ALTER TABLE {} ALTER COLUMN {} {what}", new.quoted(), name(&now.name));
        let retyped = self.is_retyped(before, now);
        if before.generated.is_some() && now.generated.is_none() {
            self.steps.add(Phase::AddColumn, alter("DROP EXPRESSION"));
        }
        let numbers = self.is_renumbered((old, new), before, now);
        if numbers && before.identity.is_some() {
            self.unnumber(&alter, (old, before));
        }
        let raw = |column: &'a Column| column.default.as_ref().map(|default| &default.raw);
        let other_default = raw(before) != raw(now) || retyped && now.generated.is_none();
        if other_default && before.default.is_some() {
            self.steps.add(Phase::AddColumn, alter("DROP DEFAULT"));
        }
        if retyped {
            self.retype(&alter, (new, before, now));
        }
        if other_default && let Some(raw) = raw(now) {
            self.steps.add(Phase::AlterColumn, alter(&format!("SET DEFAULT {raw}")));
        }
        match (self.own_null(self.from.catalog, before), self.own_null(self.to.catalog, now)) {
            (true, false) => {
                let caution = Caution::NeedsValues(new.shown(Some(&now.name)));
                self.steps.add_with(Phase::AlterColumn, alter("SET NOT NULL"), caution);
            }
            (false, true) => self.steps.add(Phase::AddColumn, alter("DROP NOT NULL")),
            _ => {}
        }
        if numbers && now.identity.is_some() {
            self.number(&alter, (new, now));
        }
    }

    fn retype(&mut self, alter: &impl Fn(&str) -> String, (new, before, now): (Placed<'a>, &Column, &Column)) {
        let collation = now.collation.as_ref().map(|own| format!(" COLLATE {}", spell::collation_name(own)));
        let collation = collation.unwrap_or_else(|| match before.collation {
            Some(_) => " COLLATE \"default\"".to_owned(),
            None => String::new(),
        });
        let using = match (&now.generated, is_direct(&before.data_type, &now.data_type)) {
            // The server computes it anew.
            (Some(_), _) => String::new(),
            (None, true) => format!(" USING {}::{}", name(&now.name), now.raw_type),
            (None, false) => format!(" USING {}::text::{}", name(&now.name), now.raw_type),
        };
        let sql = alter(&format!("TYPE {}{collation}{using}", spell::data_type(now)));
        self.steps.add_with(Phase::AlterColumn, sql, Caution::Converts(new.shown(Some(&now.name))));
    }

    /// Whether the column itself takes NULL, whatever its domain says.
    fn own_null(&self, catalog: &crate::catalog::Catalog, column: &Column) -> bool {
        let domain = column.domain.as_ref();
        let domain =
            domain.and_then(|own| catalog.schema(&own.schema)?.domains.iter().find(|domain| domain.name == own.name));
        column.nullable || domain.is_some_and(|domain| !domain.nullable)
    }

    /// Comments that are not as they were; of a table that came, those that it has.
    pub(super) fn comments(&mut self, new: Placed<'a>, old: Option<Placed<'a>>) {
        let before = old.and_then(|old| old.table.comment.as_ref());
        if before != new.table.comment.as_ref() {
            let word = if new.table.kind == TableKind::Foreign { "FOREIGN TABLE" } else { "TABLE" };
            let what = format!("{word} {}", new.quoted());
            self.steps.add(Phase::Comment, spell::comment(&what, new.table.comment.as_ref()));
        }
        for column in &new.table.columns {
            let before = old
                .and_then(|old| old.table.column(&column.name).filter(|own| !self.is_column_remade(old, own, column)));
            if before.and_then(|own| own.comment.as_ref()) != column.comment.as_ref() {
                let what = format!("COLUMN {}.{}", new.quoted(), name(&column.name));
                self.steps.add(Phase::Comment, spell::comment(&what, column.comment.as_ref()));
            }
        }
    }
}

/// Whether values of the one type can be cast to the other, and not only by way of their text.
fn is_direct(old: &DataType, new: &DataType) -> bool {
    let family = |data_type: &DataType| match data_type {
        DataType::SmallInteger
        | DataType::Integer
        | DataType::BigInteger
        | DataType::Float
        | DataType::Double
        | DataType::Decimal(_) => 1,
        DataType::Char(_) | DataType::Varchar(_) | DataType::Text => 2,
        DataType::Date | DataType::DateTime | DataType::TimestampWithTimeZone => 3,
        DataType::Json | DataType::JsonBinary => 4,
        _ => 0,
    };
    let (old, new) = (family(old), family(new));
    old == 2 || new == 2 || old == new && old != 0
}
