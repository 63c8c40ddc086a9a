//! Type rules: the columns that `[[type]]` in `scaffold.toml` gives a Rust type.
//!
//! The rules about rules:
//!
//! 1. A rule matches the columns of tables and views that meet all its conditions.
//! 2. The last rule that matches a column decides, and it decides alone: nothing of an earlier one remains.
//! 3. It decides the type of the value. Whether there may be none, the key, the default and, where the rule does not
//!    speak of them, SeaORM's column type and the casts stay what the database says.
//! 4. A rule can give a type to a column that cannot be read otherwise.
//! 5. A rule that decides no column is an error: a name in it is wrong, or later rules leave nothing to it.
//! 6. A type that the column's own settings name goes before all rules.

use super::overrides::Overrides;
use super::{Cast, CustomType, FieldType, RustType};
use crate::catalog::{Catalog, Column};
use crate::config::{Settings, TypeRule};
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// A column of a table or view.
#[derive(Clone, Copy)]
pub(super) struct TableColumn<'a> {
    /// The schema.
    pub(super) schema: &'a str,
    /// The table or view.
    pub(super) table: &'a str,
    /// The column.
    pub(super) column: &'a Column,
}

/// The rules that decide.
pub(super) struct Rules<'a> {
    /// Those of `[[type]]`, by schema, table and column.
    decided: BTreeMap<(&'a str, &'a str, &'a str), &'a TypeRule>,
    overrides: &'a Overrides<'a>,
}

impl<'a> Rules<'a> {
    /// Finds the rule of every column that has one, by rules 1, 2 and 5.
    pub(super) fn new(
        catalog: &'a Catalog,
        settings: &'a Settings,
        overrides: &'a Overrides<'a>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut decided = BTreeMap::new();
        if settings.types.is_empty() {
            return Self { decided, overrides };
        }
        let all = columns(catalog);
        let mut used = BTreeSet::new();
        for place in &all {
            let last = settings.types.iter().enumerate().rev().find(|(_, rule)| place.meets(rule));
            let name = place.column.name.as_str();
            if let Some((number, rule)) = last.filter(|_| overrides.rule(place.schema, place.table, name).is_none()) {
                decided.insert((place.schema, place.table, name), rule);
                used.insert(number);
            }
        }
        let unused = settings.types.iter().enumerate().filter(|(number, _)| !used.contains(number));
        diagnostics.extend(unused.map(|(_, rule)| explained(rule, all.clone())));
        Self { decided, overrides }
    }

    /// The rule that decides a column: rule 6.
    pub(super) fn of(&self, schema: &str, table: &str, column: &str) -> Option<&'a TypeRule> {
        let own = self.overrides.rule(schema, table, column);
        own.or_else(|| self.decided.get(&(schema, table, column)).copied())
    }
}

/// The type of a field by its rule and what it would be without: rules 3 and 4.
pub(super) fn field_type(rule: &TypeRule, plain: Option<FieldType>) -> FieldType {
    let (over, column_type, cast) = match plain {
        Some(plain) => (Some(Box::new(plain.rust)), plain.column_type, plain.cast),
        None => (None, None, None),
    };
    let (read, write) = cast.map(|cast| (cast.read, cast.write)).unwrap_or_default();
    let cast = Cast { read: said(&rule.read_as, read), write: said(&rule.write_as, write) };
    FieldType {
        rust: RustType::Custom(CustomType { path: rule.rust.clone(), eq: rule.eq, copy: rule.copy, over }),
        column_type: rule.column_type.as_ref().map(ToString::to_string).or(column_type),
        cast: Some(cast).filter(|cast| cast.read.is_some() || cast.write.is_some()),
    }
}

/// What a rule says of a cast, where an empty text is none; what it would be without, where the rule is silent.
fn said(rule: &Option<String>, plain: Option<String>) -> Option<String> {
    rule.clone().or(plain).filter(|cast| !cast.is_empty())
}

/// Every column of every table and view.
pub(super) fn columns(catalog: &Catalog) -> Vec<TableColumn<'_>> {
    let mut all = Vec::new();
    for schema in &catalog.schemas {
        let tables = schema.tables.iter().map(|table| (&table.name, &table.columns));
        let views = schema.views.iter().map(|view| (&view.name, &view.columns));
        for (table, columns) in tables.chain(views) {
            all.extend(columns.iter().map(|column| TableColumn { schema: &schema.name, table, column }));
        }
    }
    all
}

impl TableColumn<'_> {
    fn meets(&self, rule: &TypeRule) -> bool {
        self.is_in(rule) && self.is_called(rule) && self.is_of_type(rule) && self.is_nullable(rule)
    }

    fn is_in(&self, rule: &TypeRule) -> bool {
        rule.table.as_ref().is_none_or(|table| table.fits_in(self.schema, self.table))
    }

    fn is_called(&self, rule: &TypeRule) -> bool {
        rule.column.as_ref().is_none_or(|column| column.fits(&self.column.name))
    }

    fn is_of_type(&self, rule: &TypeRule) -> bool {
        rule.database_type.as_ref().is_none_or(|database_type| database_type.fits(&self.column.raw_type))
    }

    fn is_nullable(&self, rule: &TypeRule) -> bool {
        rule.nullable.is_none_or(|nullable| nullable == self.column.nullable)
    }
}

/// Rule 5: the first condition that leaves no column over, with what there would have been to name.
fn explained(rule: &TypeRule, mut left: Vec<TableColumn<'_>>) -> Diagnostic {
    let known =
        |left: &[TableColumn<'_>], name: fn(&TableColumn<'_>) -> String| left.iter().map(name).collect::<BTreeSet<_>>();
    let tables = known(&left, |column| column.table.to_owned());
    left.retain(|column| column.is_in(rule));
    if let (Some(table), []) = (&rule.table, left.as_slice()) {
        return Diagnostic::type_rule_fits_nothing(&rule.place, "tables and views", table.text(), &tables);
    }
    let names = known(&left, |column| column.column.name.clone());
    left.retain(|column| column.is_called(rule));
    if let (Some(column), []) = (&rule.column, left.as_slice()) {
        return Diagnostic::type_rule_fits_nothing(&rule.place, "columns there", column.text(), &names);
    }
    let types = known(&left, |column| column.column.raw_type.clone());
    left.retain(|column| column.is_of_type(rule));
    if let (Some(database_type), []) = (&rule.database_type, left.as_slice()) {
        return Diagnostic::type_rule_fits_nothing(&rule.place, "types there", database_type.text(), &types);
    }
    left.retain(|column| column.is_nullable(rule));
    match (rule.nullable, left.as_slice()) {
        (Some(_), []) => Diagnostic::type_rule_nullable(&rule.place),
        _ => Diagnostic::type_rule_overruled(&rule.place),
    }
}
