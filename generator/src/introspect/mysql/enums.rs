//! The enum types of MySQL, which belong to their columns, named so that the rest of the program can share them.
//!
//! The rules:
//!
//! 1. The enum of a column is `<table>_<column>`; where two columns make the same name of this, `<table>.<column>`.
//! 2. A view's column has no enum of its own when a table has one with the same values: of a column of the same name,
//!    or else the first by name.
//! 3. A routine's parameter and result have an enum that way or none: then they are text.

use super::rows::{ColumnRow, Groups, ObjectRow};
use super::types::strings;
use crate::catalog::{DataType, Enum, EnumOwner, QualifiedName};
use std::collections::BTreeMap;

/// The enum types of one schema.
pub(super) struct Enums {
    schema: String,
    enums: BTreeMap<String, Enum>,
    /// The name of the enum of each column, by table and column.
    names: BTreeMap<(String, String), String>,
}

impl Enums {
    /// Names the enums of all columns of these tables and views.
    pub(super) fn of(schema: &str, tables: &[&ObjectRow], views: &[&ObjectRow], groups: &Groups) -> Self {
        let mut this = Self { schema: schema.to_owned(), enums: BTreeMap::new(), names: BTreeMap::new() };
        let owned: Vec<(&str, &ColumnRow)> = tables.iter().flat_map(|row| enum_columns(row, groups)).collect();
        let viewed: Vec<(&str, &ColumnRow)> = views.iter().flat_map(|row| enum_columns(row, groups)).collect();
        let mut wishes: BTreeMap<String, usize> = BTreeMap::new();
        for (table, column) in owned.iter().chain(&viewed) {
            *wishes.entry(format!("{table}_{}", column.name)).or_default() += 1;
        }
        let name = |table: &str, column: &str| match wishes.get(&format!("{table}_{column}")) {
            Some(1) => format!("{table}_{column}"),
            _ => format!("{table}.{column}"),
        };
        for (table, column) in owned {
            this.add(table, column, name(table, &column.name));
        }
        for (view, column) in viewed {
            match this.alike(&column.name, &strings(&column.column_type)) {
                Some(shared) => {
                    this.names.insert((view.to_owned(), column.name.clone()), shared);
                }
                None => this.add(view, column, name(view, &column.name)),
            }
        }
        this
    }

    /// The type of an enum column.
    pub(super) fn data_type(&self, table: &str, column: &str) -> Option<DataType> {
        let name = self.names.get(&(table.to_owned(), column.to_owned()))?;
        Some(DataType::Enum(QualifiedName { schema: self.schema.clone(), name: name.clone() }))
    }

    /// All types, once every column has been asked about.
    pub(super) fn take(&mut self) -> Vec<Enum> {
        std::mem::take(&mut self.enums).into_values().collect()
    }

    fn add(&mut self, table: &str, column: &ColumnRow, name: String) {
        let owner = EnumOwner { table: table.to_owned(), column: column.name.clone() };
        let values = strings(&column.column_type);
        self.names.insert((table.to_owned(), column.name.clone()), name.clone());
        self.enums.insert(name.clone(), Enum { name, values, comment: None, owner: Some(owner) });
    }

    /// The type of a routine's parameter that is declared as an enum, by rule 3.
    pub(super) fn parameter_type(&self, name: &str, column_type: &str) -> DataType {
        match self.alike(name, &strings(column_type)) {
            Some(name) => DataType::Enum(QualifiedName { schema: self.schema.clone(), name }),
            None => DataType::Text,
        }
    }

    /// The table's enum that a view's column shows, by rule 2.
    fn alike(&self, name: &str, values: &[String]) -> Option<String> {
        let alike: Vec<&Enum> = self.enums.values().filter(|candidate| candidate.values == values).collect();
        let is_namesake = |candidate: &&&Enum| candidate.owner.as_ref().is_some_and(|owner| owner.column == name);
        alike.iter().find(is_namesake).or(alike.first()).map(|found| found.name.clone())
    }
}

fn enum_columns<'a>(row: &'a ObjectRow, groups: &Groups<'a>) -> Vec<(&'a str, &'a ColumnRow)> {
    let columns = groups.columns_of(row.table()).iter().copied();
    columns.filter(|column| column.type_name == "enum").map(|column| (row.owner.as_str(), column)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::introspect::mysql::rows::Rows;

    fn names(enums: &Enums) -> Vec<&str> {
        enums.enums.keys().map(String::as_str).collect()
    }

    fn of(columns: &[(&str, &str, &str)]) -> (Rows, Vec<ObjectRow>, Vec<ObjectRow>) {
        let columns = columns.iter().map(|(table, column, text)| ColumnRow::of_enum(table, column, text)).collect();
        let rows = Rows { columns, ..Rows::default() };
        let table = |kind: &str, name: &str| ObjectRow { kind: kind.to_owned(), ..ObjectRow::named(name) };
        (rows, vec![table("BASE TABLE", "a"), table("BASE TABLE", "a_b")], vec![table("VIEW", "v")])
    }

    #[test]
    fn each_column_has_its_own_enum_and_views_share_it() {
        let (rows, tables, views) = of(&[
            ("a", "status", "enum('x')"),
            ("a", "kind", "enum('x')"),
            ("a_b", "status", "enum('y')"),
            ("v", "kind", "enum('x')"),
            ("v", "shown", "enum('y')"),
            ("v", "new", "enum('z')"),
        ]);
        let (tables, views): (Vec<_>, Vec<_>) = (tables.iter().collect(), views.iter().collect());
        let enums = Enums::of("s", &tables, &views, &rows.groups());
        assert_eq!(names(&enums), ["a_b_status", "a_kind", "a_status", "v_new"]);
        let name = |column: &str| enums.names[&("v".to_owned(), column.to_owned())].as_str();
        assert_eq!([name("kind"), name("shown"), name("new")], ["a_kind", "a_b_status", "v_new"]);
    }

    #[test]
    fn names_that_would_be_the_same_keep_table_and_column_apart() {
        let (rows, tables, _) = of(&[("a", "b_c", "enum('x')"), ("a_b", "c", "enum('y')")]);
        let enums = Enums::of("s", &tables.iter().collect::<Vec<_>>(), &[], &rows.groups());
        assert_eq!(names(&enums), ["a.b_c", "a_b.c"]);
    }
}
